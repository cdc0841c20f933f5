# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Read the running configs of the play's hosts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansible_collections.netops.egov.plugins.modules.collect import DOCUMENTATION
from ansible_collections.netops.egov.plugins.plugin_utils.run import NetworkAction, unread
from netops.change.commands import Project, collect
from netops.config import mask
from netops.inventory import Inventory
from netops.platforms import get_platform


class ActionModule(NetworkAction):
    """``netops.egov.collect``."""

    documentation = DOCUMENTATION

    def act(self, project: Project, inventory: Inventory, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Read every host; with ``directory`` the configs are written there, secrets masked."""
        outcomes = collect(project, inventory, self.hosts(variables))
        read = {
            host: mask(get_platform(inventory.hosts[host].platform), outcome.value.text)
            for host, outcome in outcomes.items()
            if outcome.value is not None
        }
        faults = {host: outcome.fault for host, outcome in outcomes.items() if outcome.fault is not None}
        return {
            "changed": bool(self._write(read)),
            "failed": bool(faults),
            "msg": f"{len(read)} of {len(outcomes)} devices were read{unread(faults)}",
            "results_by_host": {host: {"lines": len(text.splitlines())} for host, text in read.items()},
            "faults_by_host": {host: fault.as_dict() for host, fault in faults.items()},
        }

    def _write(self, texts: Mapping[str, str]) -> list[str]:
        """Write the files that differ, none in check mode, and return the hosts whose files differed."""
        if not self.options["directory"]:
            return []
        directory = Path(self.options["directory"])
        stale = {host: text for host, text in texts.items() if _differs(directory / f"{host}.cfg", text)}
        if stale and not self.check_mode:
            directory.mkdir(parents=True, exist_ok=True)
            for host, text in stale.items():
                (directory / f"{host}.cfg").write_text(text, encoding="utf-8")
        return list(stale)


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != text
