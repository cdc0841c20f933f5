# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Verify an applied change: the devices show it and traffic takes the way it should."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.netops.egov.plugins.modules.verify import DOCUMENTATION
from ansible_collections.netops.egov.plugins.plugin_utils.run import NetworkAction
from netops.change.commands import Project, verify_change
from netops.inventory import Inventory


class ActionModule(NetworkAction):
    """``netops.egov.verify``."""

    documentation = DOCUMENTATION

    def act(self, project: Project, inventory: Inventory, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Read the devices again and probe; nothing is changed on them."""
        del variables
        change = project.change(self.options["change"])
        result = verify_change(project, inventory, change, self.options["who"])
        return {
            "changed": False,
            "failed": not result.passed,
            "msg": "; ".join(result.failures()) or f"all as planned after {result.seconds} s",
            "results_by_host": dict(result.devices),
            "probes": [each.detail for each in result.probes],
        }
