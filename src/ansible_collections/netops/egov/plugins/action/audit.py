# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Audit the play's hosts against their protection levels."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from ansible_collections.netops.egov.plugins.modules.audit import DOCUMENTATION
from ansible_collections.netops.egov.plugins.plugin_utils.run import NetworkAction
from netops.audit import load_policy
from netops.change.commands import Project
from netops.inventory import Inventory
from netops.operations import (
    POLICY,
    Audited,
    FailOn,
    Recorded,
    Run,
    audit_network,
    departments,
    failed,
    one_at_a_time,
    record,
)
from netops.report import AuditReport, render_audit
from netops.store.history import History, open_history, read_place


class ActionModule(NetworkAction):
    """``netops.egov.audit``."""

    documentation = DOCUMENTATION

    def act(self, project: Project, inventory: Inventory, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Read and audit every host; a device that was not read fails the task, whatever the findings.

        An audit changes nothing on a device, so the task is never changed; in check mode it stores and writes nothing.
        """
        hosts = self.hosts(variables)
        with one_at_a_time(project.state, wait=self.options["wait"]):
            history = self._history(project)
            started = datetime.now().astimezone()
            audited = audit_network(project, inventory, hosts, level=self.options["level"])
        recorded = self._record(history, self._run(project, inventory, hosts, started), audited)
        self._write(inventory, audited)
        summary = audited.summary
        missed = "".join(f"; {host}: not_audited" for host in summary.not_audited)
        compared = recorded.compared if recorded else None
        return {
            "changed": False,
            "failed": bool(summary.not_audited) or failed(summary, FailOn(self.options["fail_on"]), compared),
            "msg": f"{summary.open_findings} findings on {len(audited.results)} devices{missed}",
            "not_audited": list(summary.not_audited),
            "run": recorded.run if recorded else None,
            "compared": compared.as_dict() if compared else None,
            "waivers": [each.as_dict() for each in audited.waivers],
            "results_by_host": {each.device: each.as_dict("en") for each in audited.results},
        }

    def _history(self, project: Project) -> History | None:
        if self.check_mode:
            return None
        beside = project.inventory.absolute().parent / "history" / "audit.db"
        return open_history(read_place(self.options["history"] or os.environ.get("NETOPS_HISTORY") or str(beside)))

    def _run(self, project: Project, inventory: Inventory, hosts: list[str], started: datetime) -> Run:
        return Run(
            network=inventory.network.name,
            started=started,
            who=os.environ.get("NETOPS_IDENTITY") or getpass.getuser(),
            policy=load_policy(project.inventory / POLICY),
            scope=() if set(hosts) == set(inventory.hosts) else tuple(hosts),
            level=self.options["level"],
            departments=departments(inventory),
        )

    @staticmethod
    def _record(history: History | None, run: Run, audited: Audited) -> Recorded | None:
        return record(history, run, audited.results, audited.summary, audited.configs) if history else None

    def _write(self, inventory: Inventory, audited: Audited) -> None:
        report = self.options["report"]
        if not report or self.check_mode:
            return
        made = AuditReport(inventory.network.name, datetime.now().astimezone(), audited.results, audited.summary)
        Path(report).write_text(render_audit(made, self.options["language"]), encoding="utf-8")
