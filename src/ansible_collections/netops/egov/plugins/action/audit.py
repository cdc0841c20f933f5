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
from netops.cli.files import writing_whole
from netops.errors import InputError
from netops.inventory import Inventory
from netops.operations import (
    POLICY,
    Audited,
    FailOn,
    Recorded,
    Run,
    audit_network,
    brought,
    department_titles,
    departments,
    failed,
    one_at_a_time,
    record,
)
from netops.report import AuditReport, Form, ending_of, form_of, write_report
from netops.report.words import Language
from netops.store.history import History, open_history, read_place


class ActionModule(NetworkAction):
    """``netops.egov.audit``."""

    documentation = DOCUMENTATION

    def act(self, project: Project, inventory: Inventory, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Read and audit every host; a device that was not read fails the task, whatever the findings.

        An audit changes nothing on a device, so the task is never changed; in check mode it stores and writes nothing.
        """
        hosts, places = self.hosts(variables), self._places()
        own = brought(self._file("clauses"), self._file("weights"))
        with one_at_a_time(project.state, wait=self.options["wait"]):
            run = self._run(project, inventory, hosts)
            history = self._history(project)
            audited = own.beside(
                audit_network(project, inventory, hosts, policy=run.policy, level=self.options["level"])
            )
        recorded = self._record(history, run, audited)
        written = [] if self.check_mode else self._write(places, inventory, audited)
        summary = audited.summary
        missed = "".join(f"; {host}: not_audited" for host in summary.not_audited)
        compared = recorded.compared if recorded else None
        return {
            "changed": False,
            "failed": bool(summary.not_audited) or failed(summary, FailOn(self.options["fail_on"]), compared),
            "msg": f"{summary.open_findings} findings on {len(audited.results)} devices{missed}",
            "not_audited": list(summary.not_audited),
            "written": written,
            "warnings": list(own.warnings(audited)),
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

    def _run(self, project: Project, inventory: Inventory, hosts: list[str]) -> Run:
        return Run(
            network=inventory.network.name,
            started=datetime.now().astimezone(),
            who=os.environ.get("NETOPS_IDENTITY") or getpass.getuser(),
            policy=load_policy(project.inventory / POLICY),
            scope=() if set(hosts) == set(inventory.hosts) else tuple(hosts),
            level=self.options["level"],
            departments=departments(inventory),
            series=self.options["series"] or "",
        )

    @staticmethod
    def _record(history: History | None, run: Run, audited: Audited) -> Recorded | None:
        return record(history, run, audited.results, audited.summary, audited.configs) if history else None

    def _file(self, name: str) -> Path | None:
        return Path(self.options[name]) if self.options[name] else None

    def _places(self) -> dict[Path, Form]:
        """Return the files that are to be written, each in its form, before any device is asked."""
        forms = [Form(each) for each in self.options["formats"] or ()]
        places = {Path(self.options["folder"]) / f"audit{ending_of(form)}": form for form in forms}
        report = self._file("report")
        if report is not None:
            form = form_of(report.name)
            if form is None:
                raise InputError.of("NET-CLI-016", str(report), endings=" ".join(ending_of(each) for each in Form))
            places[report] = form
        return places

    def _write(self, places: Mapping[Path, Form], inventory: Inventory, audited: Audited) -> list[str]:
        """Write the reports, each whole or not at all."""
        language: Language = self.options["language"]
        made = AuditReport(
            inventory.network.name,
            datetime.now().astimezone(),
            audited.results,
            audited.summary,
            departments=department_titles(inventory, language),
        )
        for path, form in places.items():
            with writing_whole(path) as stream:
                write_report(made, form, language, stream)
        return [str(path) for path in places]
