# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Take an applied change back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.netops.egov.plugins.modules.rollback import DOCUMENTATION
from ansible_collections.netops.egov.plugins.plugin_utils.run import NetworkAction, device_diffs
from netops.change.commands import Project, rollback_change
from netops.inventory import Inventory


class ActionModule(NetworkAction):
    """``netops.egov.rollback``."""

    documentation = DOCUMENTATION

    def act(self, project: Project, inventory: Inventory, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Bring every device of the change back to the running config of the plan; check mode shows the commands."""
        del variables
        change = project.change(self.options["change"])
        commands = {host: change.text(host, "rollback.txt") for host in change.hosts}
        if not self.check_mode:
            rollback_change(project, inventory, change, self.options["who"])
        return {
            "changed": True,
            "msg": f"{change.id}: {', '.join(change.hosts)} as before the change",
            "results_by_host": dict.fromkeys(change.hosts, "running"),
            "diff": device_diffs(commands, "intended", "running"),
        }
