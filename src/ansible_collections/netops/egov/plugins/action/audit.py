# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Audit the play's hosts against their protection levels."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from ansible_collections.netops.egov.plugins.modules.audit import DOCUMENTATION
from ansible_collections.netops.egov.plugins.plugin_utils.run import NetworkAction
from netops.change.commands import Project
from netops.inventory import Inventory
from netops.operations import Audited, FailOn, audit_network, failed
from netops.report import AuditReport, render_audit


class ActionModule(NetworkAction):
    """``netops.egov.audit``."""

    documentation = DOCUMENTATION

    def act(self, project: Project, inventory: Inventory, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Read and audit every host; a device that was not read fails the task, whatever the findings."""
        audited = audit_network(project, inventory, self.hosts(variables), level=self.options["level"])
        summary = audited.summary
        missed = "".join(f"; {host}: not_audited" for host in summary.not_audited)
        return {
            "changed": self._write(inventory, audited),
            "failed": bool(summary.not_audited) or failed(summary, FailOn(self.options["fail_on"])),
            "msg": f"{summary.open_findings} findings on {len(audited.results)} devices{missed}",
            "not_audited": list(summary.not_audited),
            "results_by_host": {each.device: each.as_dict("en") for each in audited.results},
        }

    def _write(self, inventory: Inventory, audited: Audited) -> bool:
        report = self.options["report"]
        if not report or self.check_mode:
            return False
        made = AuditReport(inventory.network.name, datetime.now().astimezone(), audited.results, audited.summary)
        Path(report).write_text(render_audit(made, self.options["language"]), encoding="utf-8")
        return True
