# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plan a change: the move of a department, or the way back to what the inventory says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ansible_collections.netops.egov.plugins.modules.plan import DOCUMENTATION
from ansible_collections.netops.egov.plugins.plugin_utils.run import NetworkAction, device_diffs
from netops.change.commands import Project, collect, make_plan, readable, request
from netops.change.directory import Change
from netops.change.planning import Request
from netops.inventory import Inventory


class ActionModule(NetworkAction):
    """``netops.egov.plan``."""

    documentation = DOCUMENTATION

    def act(self, project: Project, inventory: Inventory, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Read every device, plan, and write the change; in check mode the change is thrown away after its diff."""
        wanted = self._request(inventory, self.hosts(variables))
        running = readable(collect(project, inventory, inventory.hosts))
        with TemporaryDirectory() as scratch:
            place = replace(project, changes=Path(scratch)) if self.check_mode else project
            change = make_plan(place, inventory, wanted, running)
            if change is None:
                return {"changed": False, "msg": "every device is as it should be", "change": None}
            return {**_told(change), "change": None if self.check_mode else change.id}

    def _request(self, inventory: Inventory, hosts: list[str]) -> Request:
        return request(
            inventory,
            department=self.options["department"],
            goal=self.options["to"],
            author=self.options["author"],
            why=self.options["why"],
            change=self.options["id"],
            hosts=hosts,
            declared=self.options["declare"] or (),
            include_drift=bool(self.options["include_drift"]),
        )


def _told(change: Change) -> dict[str, Any]:
    """Return what the play sees of a change while its files lie there."""
    diffs = {host: change.text(host, "diff.txt") for host in change.hosts}
    return {
        "changed": True,
        "msg": f"{change.id} touches {', '.join(change.hosts)}",
        "results_by_host": {host: {"proven": change.device(host)["proven"]} for host in change.hosts},
        "diff": device_diffs(diffs),
    }
