# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Apply an approved change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.netops.egov.plugins.modules.apply import DOCUMENTATION
from ansible_collections.netops.egov.plugins.plugin_utils.run import NetworkAction, device_diffs
from netops.change.commands import Project, apply_change, rehearse_change
from netops.inventory import Inventory


class ActionModule(NetworkAction):
    """``netops.egov.apply``."""

    documentation = DOCUMENTATION

    def act(self, project: Project, inventory: Inventory, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Push and verify; in check mode everything is checked, devices included, and nothing is pushed."""
        del variables
        change, who = project.change(self.options["change"]), self.options["who"]
        diffs = device_diffs({host: change.text(host, "diff.txt") for host in change.hosts})
        if self.check_mode:
            rehearse_change(project, inventory, change, who)
            shown = dict.fromkeys(change.hosts, "running")
            return {"changed": True, "msg": f"{change.id} could be applied", "results_by_host": shown, "diff": diffs}
        result = apply_change(project, inventory, change, who)
        return {
            "changed": True,
            "msg": f"{change.id} is applied and verified in {result.seconds} s",
            "results_by_host": dict(result.devices),
            "probes": [each.detail for each in result.probes],
            "diff": diffs,
        }
