"""``netops audit``."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from netops.audit import Policy, load_policy
from netops.cli import fixing, output
from netops.cli.exits import ExitCode
from netops.cli.frame import command, new_app
from netops.cli.giving import Format, FormatOption, OutOption, destination, give
from netops.cli.options import INVENTORY, FilterOption, InventoryOption, JsonOption, WorkersOption
from netops.cli.project import ArchiveOption, AtOption, ChangesOption, chosen, departments, project
from netops.errors import InputError
from netops.inventory import Inventory
from netops.language import language
from netops.language import translate as _
from netops.operations import Audited, FailOn, Wish, audit_files, audit_network, failed
from netops.report import AuditReport, ReachTable
from netops.store import read_moment

app = new_app()

USUAL_LEVEL = 3
"""Of configs in files where nobody says another: most of a government's networks are of it."""


FilesArgument = Annotated[
    list[Path] | None,
    typer.Argument(metavar="FILE…", help=_("Configs, or folders of them, instead of the inventory's devices.")),
]
LevelOption = Annotated[
    int | None,
    typer.Option("--level", min=1, max=4, help=_("Protection level; that of the inventory without it, 3 for files.")),
]
PlatformOption = Annotated[
    str | None, typer.Option("--platform", metavar="NAME", help=_("Platform of the files; found out without it."))
]
PolicyOption = Annotated[
    Path | None, typer.Option("--policy", metavar="FILE", help=_("Thresholds: lengths, times, tries, algorithms."))
]
FixPlanOption = Annotated[
    bool, typer.Option("--fix-plan", help=_("Write a change that mends what lines can mend; nothing is pushed."))
]
AuthorOption = Annotated[
    str | None,
    typer.Option("--as", envvar="NETOPS_IDENTITY", metavar="NAME", help=_("Who plans the change of --fix-plan.")),
]
CheckOption = Annotated[
    list[str] | None,
    typer.Option("--check", metavar="ID", help=_("Mend findings of this check alone; may be repeated.")),
]
FailOption = Annotated[
    FailOn, typer.Option("--fail-on", show_default=True, help=_("Which findings end the run with exit code 2."))
]


@command(
    app,
    "audit",
    examples=(
        ("netops audit", "every device of the inventory, at its level"),
        ("netops audit -o report.html -o report.xlsx", "the same as a page for people, and as a workbook"),
        ("netops audit --at yesterday", "the same of what the devices showed yesterday, by the archive"),
        ("netops audit exports/ -o report.html", "a folder of exported configs of any known platform, as a page"),
        ("netops audit --level 2 pe1.cfg --format sarif", "a config that lies in a file, for code scanning"),
        ("netops audit --fix-plan --as li -F pe1", "a change that mends what lines can mend, for review"),
    ),
)
def audit(
    files: FilesArgument = None,
    inventory: InventoryOption = INVENTORY,
    only: FilterOption = None,
    level: LevelOption = None,
    platform: PlatformOption = None,
    policy: PolicyOption = None,
    form: FormatOption = None,
    out: OutOption = None,
    fail_on: FailOption = FailOn.ANY,
    at: AtOption = None,
    archive: ArchiveOption = None,
    workers: WorkersOption = 8,
    fix_plan: FixPlanOption = False,
    author: AuthorOption = None,
    check: CheckOption = None,
    changes: ChangesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hold every device against GB/T 22239 at its protection level, with the lines that each verdict rests on.

    A device that can't be read is not_audited, never compliant, and the exit code is 1 after all others were audited.
    Findings make it 2; what only a person can judge is no finding. The result is no verdict of 分级保护.
    """
    where = destination(Format.JSON if as_json else form, out)
    if files and at:
        raise InputError.of("NET-CLI-011", one="FILE", other="--at")
    if files:
        report = _of_files(files, level, platform, load_policy(policy) if policy else Policy())
    else:
        place = project(inventory, changes, workers, archive)
        loaded = place.load()
        if fix_plan:
            wish = Wish(author, level=level, checks=tuple(check or ())) if author else None
            fixing.plan(place, loaded, chosen(loaded, only), wish, as_json=as_json)
        moment = read_moment(at) if at else None
        found = audit_network(place, loaded, chosen(loaded, only), level=level, policy=policy, moment=moment)
        report = report_of(found, loaded)
        if at:
            title = _("{title}, as archived by {time}").format(title=loaded.network.name, time=at)
            report = replace(report, title=title, more={"at": at})
    give(report, where)
    raise typer.Exit(_code(report, fail_on))


def _of_files(files: Sequence[Path], level: int | None, platform: str | None, policy: Policy) -> AuditReport:
    """Audit files and folders, and say what was taken for granted and what was passed over."""
    if level is None:
        output.note(_("level {level} is taken for these files; --level says another").format(level=USUAL_LEVEL))
    found = audit_files(files, level=level or USUAL_LEVEL, policy=policy, platform=platform)
    for path, why in found.passed:
        output.warn(_("{path} is no config and was passed over: {why}").format(path=path, why=why))
    if found.hidden:
        output.note(_("hidden, and not looked at: {paths}").format(paths=", ".join(found.hidden)))
    title = _("configs in files")
    return AuditReport(title, _now(), found.audited.results, found.audited.summary, files=found.files)


def report_of(found: Audited, inventory: Inventory, reach: ReachTable | None = None) -> AuditReport:
    """Return the report of an audit of the inventory's devices."""
    title = inventory.network.name
    return AuditReport(title, _now(), found.results, found.summary, departments=owners(inventory), reach=reach)


def _now() -> datetime:
    return datetime.now().astimezone()


def owners(inventory: Inventory) -> dict[str, str]:
    """Return device → title of its department, in the language of this process."""
    titles = {
        name: each.title.zh if language() == "zh_CN" else each.title.en for name, each in inventory.departments.items()
    }
    return {host: titles[name] for name, hosts in departments(inventory).items() for host in hosts}


def _code(report: AuditReport, fail_on: FailOn) -> ExitCode:
    if report.summary.not_audited:
        return ExitCode.ERROR
    return ExitCode.DIFFERENCES if failed(report.summary, fail_on) else ExitCode.DONE
