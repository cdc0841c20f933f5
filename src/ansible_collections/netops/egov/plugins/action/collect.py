# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Read the running configs of the play's hosts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansible_collections.netops.egov.plugins.modules.collect import DOCUMENTATION
from ansible_collections.netops.egov.plugins.plugin_utils.run import NetworkAction, aligned, unread
from netops.change.collecting import Gathered, commit, gather, without_secrets
from netops.change.commands import Project, collect
from netops.inventory import Inventory
from netops.store import Storing


class ActionModule(NetworkAction):
    """``netops.egov.collect``."""

    documentation = DOCUMENTATION

    def act(self, project: Project, inventory: Inventory, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Read every host into the archive, none of it in check mode; say of each what ``netops collect`` says."""
        gathered = self._gathered(project, inventory, self.hosts(variables))
        written = self._written(project, inventory, gathered)
        if self.options["git"] and not self.check_mode:
            commit(project, Path(self.options["git"]), gathered, unmasked=bool(self.options["git_unmasked"]))
        read = [host for host, outcome in gathered.outcomes.items() if outcome.value is not None]
        return {
            "changed": bool(written) or gathered.changed,
            "failed": bool(gathered.faults),
            "msg": f"{len(read)} of {len(gathered.outcomes)} devices were read{unread(gathered.faults)}",
            "lines": [*aligned(gathered.row(host) for host in gathered.outcomes), *gathered.hidden()],
            "results_by_host": {host: gathered.as_dict(host) for host in read},
            "faults_by_host": {host: fault.as_dict() for host, fault in gathered.faults.items()},
        }

    def _gathered(self, project: Project, inventory: Inventory, hosts: list[str]) -> Gathered:
        who = str(self.options["who"] or "")
        if self.check_mode:
            return Gathered(collect(project, inventory, hosts), Storing({}, {}), who)
        return gather(project, inventory, hosts, who=who, masked=bool(self.options["mask"]))

    def _written(self, project: Project, inventory: Inventory, gathered: Gathered) -> list[str]:
        """Write the files that differ, none in check mode, and return the hosts whose files differed."""
        if not self.options["directory"]:
            return []
        texts = without_secrets(project, inventory, gathered, ask_only=self.check_mode)
        directory = Path(self.options["directory"])
        stale = {host: text for host, text in texts.items() if _differs(directory / f"{host}.cfg", text)}
        if stale and not self.check_mode:
            directory.mkdir(parents=True, exist_ok=True)
            for host, text in stale.items():
                (directory / f"{host}.cfg").write_text(text, encoding="utf-8")
        return list(stale)


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != text
