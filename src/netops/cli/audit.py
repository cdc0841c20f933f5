"""``netops audit``."""

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from netops.audit import Policy
from netops.change.collecting import user
from netops.change.commands import Project
from netops.cli import fixing, output
from netops.cli.bringing import ClausesOption, PolicyOption, SampleOption, WeightsOption, show_left, show_sample
from netops.cli.exits import ExitCode
from netops.cli.frame import command, new_app
from netops.cli.giving import Destination, Format, FormatOption, OutOption, destination, give
from netops.cli.options import INVENTORY, FilterOption, HistoryOption, InventoryOption, JsonOption, WorkersOption
from netops.cli.project import ArchiveOption, AtOption, ChangesOption, chosen, project
from netops.cli.recounting import (
    Keeping,
    MailOption,
    NoHistoryOption,
    SeriesOption,
    WaitOption,
    WebhookOption,
    beside,
    keeping,
    past_runs,
    show_recorded,
    show_unknown,
    show_waivers,
)
from netops.errors import InputError, NetopsError
from netops.inventory import Inventory
from netops.language import spoken
from netops.language import translate as _
from netops.operations import (
    FILES,
    POLICY,
    Audited,
    Brought,
    FailOn,
    Recorded,
    Run,
    audit_files,
    audit_network,
    brought,
    department_titles,
    departments,
    failed,
    one_at_a_time,
    thresholds,
)
from netops.operations.intended import audit_intended
from netops.report import AuditReport, ReachTable
from netops.store import Moment, read_moment

app = new_app()

USUAL_LEVEL = 3
"""Of configs in files where nobody says another: most of a government's networks are of it."""

APART = (
    ("FILE", "--fix-plan"),
    ("FILE", "-F"),
    ("FILE", "--wait"),
    ("FILE", "--at"),
    ("FILE", "--intended"),
    *(("--intended", other) for other in ("--fix-plan", "--at", "--wait")),
    *(("--fix-plan", other) for other in ("--at", "-o", "--format", "--clauses", "--weights", "--fail-on")),
    *(("--fix-plan", other) for other in ("--history", "--no-history", "--series", "--webhook", "--mail")),
    *(("--no-history", other) for other in ("--history", "--series", "--webhook", "--mail")),
)
"""Options of which one would take the other out of force."""
NEEDS = (("--platform", "FILE"), ("--check", "--fix-plan"), ("--advice", "--fix-plan"))
"""Options that mean nothing without another."""
NO_LOGIN = "NET-DEV-001"
"""Nobody said how to log in; who only looks around has nothing to log in to."""
KEPT = ("--series", "--webhook", "--mail")
"""Options that mean nothing where no run is kept, as of files without a history of their own."""


FilesArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="FILE", help=_("Configs, folders of them, or - for standard input, instead of the inventory's devices.")
    ),
]
LevelOption = Annotated[
    int | None,
    typer.Option("--level", min=1, max=4, help=_("Protection level; that of the inventory without it, 3 for files.")),
]
PlatformOption = Annotated[
    str | None,
    typer.Option(
        "--platform",
        metavar="NAME",
        help=_("Platform of the files, as `netops platforms` lists them; found out without it."),
    ),
]
IntendedOption = Annotated[
    bool,
    typer.Option("--intended", help=_("What the inventory intends, instead of what the devices run; none is asked.")),
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
AdviceOption = Annotated[
    bool, typer.Option("--advice", help=_("Mend what decides no unit as well, not only findings."))
]
FailOption = Annotated[
    FailOn, typer.Option("--fail-on", show_default=True, help=_("Which findings end the run with exit code 2."))
]


@dataclass(frozen=True, slots=True)
class Told:
    """Where a run is kept, who is told, and what it fails on.

    Attributes:
        place: of the history, as the option says it; None for the one beside the inventory.
        none: keep nothing, whatever ``place`` says.
    """

    place: str | None
    none: bool
    hook: str | None
    to: list[str] | None
    fail_on: FailOn
    series: str = ""

    def keeping(self, usual: str | None, moment: Moment | None = None, *, instead: str = "FILE") -> Keeping:
        """Open the history, and check who is to be told before anybody logs in.

        Args:
            usual: where it lies unless the option says so; None where nothing is kept then.
            moment: a time of the archive that is audited.
            instead: what is audited where nothing is kept.
        """
        place = None if self.none else self.place or usual
        why_not = "" if place else "--no-history" if self.none else instead
        if not why_not and _is_past(moment):
            why_not = "--at"
        return keeping(place, self.hook, self.to, self.fail_on, why_not=why_not)


@command(
    app,
    "audit",
    examples=(
        ("netops audit", "every device of the inventory, at its level"),
        ("netops audit -o report.html -o report.xlsx", "the same as a page for people, and as a workbook"),
        ("netops audit --intended -o report.html", "what the inventory intends, before a device has it"),
        ("netops audit --at yesterday", "the same of what the devices showed yesterday, by the archive"),
        ("netops audit exports/ -o report.html", "a folder of exported configs of any known platform, as a page"),
        ("netops audit --level 2 pe1.cfg --format sarif", "a config that lies in a file, for code scanning"),
        (
            "netops audit --series nightly --fail-on regression --wait 600",
            "as a schedule runs it: exit 2 only where something got worse",
        ),
        ("netops audit --sample clauses", "what a file of the site's own clauses looks like, for --clauses"),
        ("netops audit --fix-plan --as li -F pe1", "a change that mends what lines can mend, for review"),
    ),
)
def audit(
    ctx: typer.Context,
    files: FilesArgument = None,
    inventory: InventoryOption = INVENTORY,
    only: FilterOption = None,
    level: LevelOption = None,
    platform: PlatformOption = None,
    policy: PolicyOption = None,
    clauses: ClausesOption = None,
    weights: WeightsOption = None,
    sample: SampleOption = None,
    form: FormatOption = None,
    out: OutOption = None,
    fail_on: FailOption = FailOn.ANY,
    at: AtOption = None,
    intended: IntendedOption = False,
    archive: ArchiveOption = None,
    history: HistoryOption = None,
    series: SeriesOption = "",
    no_history: NoHistoryOption = False,
    wait: WaitOption = 0,
    hook: WebhookOption = None,
    to: MailOption = None,
    workers: WorkersOption = 8,
    fix_plan: FixPlanOption = False,
    author: AuthorOption = None,
    check: CheckOption = None,
    advice: AdviceOption = False,
    changes: ChangesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hold every device against GB/T 22239 at its protection level, with the lines that each verdict rests on.

    A device that can't be read is not_audited, never compliant, and the exit code is 1 after all others were audited.
    Findings make it 2; what only a person can judge is no finding. The result is no verdict of 分级保护.

    Every run is stored, and what changed since each device was last judged is said: new, worse than before, gone, or not
    seen, because the device couldn't be read. Configs in files are stored only where --history says where.

    A folder is walked with all that lies below it; what is no config is named and passed over, and a text that can't be
    told makes the exit code 1.
    """
    show_sample(sample)
    where = destination(Format.JSON if as_json else form, out)
    _fitting(_typed(ctx) | ({"FILE"} if files else set()), kept=bool(history) or not files)
    own = brought(clauses, weights)
    told = Told(history, no_history, hook, to, fail_on, series)
    if files:
        _end(own, _of_files(files, level, platform, thresholds(policy), told), where, fail_on)
    place = project(_there(inventory), changes, workers, archive)
    loaded = place.load()
    wanted = _Wanted(chosen(loaded, only), tuple(only or ()), level, thresholds(policy, place.inventory / POLICY), at)
    if intended:
        _end(own, _of_intent(loaded, wanted, told), where, fail_on)
    with one_at_a_time(place.state, wait=wait, tell=_waiting):
        if fix_plan:
            wish = fixing.wish(author, wanted.level, wanted.policy, check or (), advice=advice)
            fixing.plan(place, loaded, wanted.hosts, wish, as_json=as_json)
        ran = _of_network(place, loaded, wanted, told)
    _end(own, ran, where, fail_on)


def _there(inventory: Path) -> Path:
    """Return the inventory, or raise NET-CLI-023 where there is none: files can be audited without."""
    if not inventory.exists():
        raise InputError.of("NET-CLI-023", str(inventory))
    return inventory


def _typed(ctx: typer.Context) -> set[str]:
    """Return the options that somebody typed: one of the environment, as a schedule has it, may go without effect."""
    found = [each for each in ctx.command.params if each.param_type_name == "option" and each.name]
    sources = {each: ctx.get_parameter_source(each.name or "") for each in found}
    return {word for each, source in sources.items() if source and source.name == "COMMANDLINE" for word in each.opts}


def _fitting(given: Collection[str], *, kept: bool) -> None:
    """Refuse options that the others would silently take out of force, or that mean nothing where no run is kept."""
    for one, other in APART:
        if one in given and other in given:
            raise InputError.of("NET-CLI-017", one=one, other=other)
    for option, needs in (*NEEDS, *((each, "--history") for each in KEPT if not kept)):
        if option in given and needs not in given:
            raise InputError.of("NET-CLI-018", option=option, needs=needs)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which devices are audited, and how."""

    hosts: tuple[str, ...]
    only: tuple[str, ...]
    level: int | None
    policy: Policy
    at: str | None


@dataclass(frozen=True, slots=True)
class _Ran:
    """A run, before it is kept, shown and told."""

    kept: Keeping
    run: Run
    found: Audited
    report: AuditReport


def _of_network(place: Project, loaded: Inventory, wanted: _Wanted, told: Told) -> _Ran:
    started, moment = _now(), read_moment(wanted.at) if wanted.at else None
    kept = told.keeping(beside(place.inventory), moment)
    try:
        found = audit_network(place, loaded, wanted.hosts, policy=wanted.policy, level=wanted.level, moment=moment)
    except NetopsError as error:
        if any(each.code == NO_LOGIN for each in error.faults):
            output.note(
                _("without a device: --intended audits what the inventory intends, FILE configs that lie in files")
            )
        raise
    run = Run(
        network=loaded.network.name,
        started=started,
        who=_who(),
        policy=wanted.policy,
        scope=wanted.only,
        source="archive" if wanted.at else "devices",
        past=wanted.at if wanted.at and _is_past(moment) else "",
        level=wanted.level,
        departments=departments(loaded),
        series=told.series,
    )
    report = report_of(found, loaded)
    if wanted.at:
        title = _("{title}, as archived by {time}").format(title=run.network, time=wanted.at)
        report = replace(report, title=title, more={"at": wanted.at})
    return _Ran(kept, run, found, report)


def _of_intent(loaded: Inventory, wanted: _Wanted, told: Told) -> _Ran:
    """Audit what the inventory intends; it is no look at the devices, so that it is kept only where --history says where."""
    started, kept = _now(), told.keeping(None, instead="--intended")
    found = audit_intended(loaded, wanted.hosts, level=wanted.level, policy=wanted.policy)
    name = _("{title}, as intended").format(title=loaded.network.name)
    run = Run(
        network=name,
        started=started,
        who=_who(),
        policy=wanted.policy,
        scope=wanted.only,
        source="intent",
        level=wanted.level,
        departments=departments(loaded),
        series=told.series,
    )
    return _Ran(kept, run, found, replace(report_of(found, loaded), title=name))


def _of_files(files: Sequence[Path], level: int | None, platform: str | None, policy: Policy, told: Told) -> _Ran:
    """Audit files and folders, and say what was taken for granted and what was passed over."""
    started, kept = _now(), told.keeping(None)
    if level is None:
        output.note(_("level {level} is taken for these files; --level says another").format(level=USUAL_LEVEL))
    found = audit_files(files, level=level or USUAL_LEVEL, policy=policy, platform=platform)
    show_left(found)
    run = Run(FILES, started, _who(), policy, tuple(map(str, files)), "files", level=level or USUAL_LEVEL)
    run = replace(run, series=told.series)
    title = _("configs in files")
    left = {"passed_over": [{"path": path, "why": why} for path, why in found.passed], "hidden": list(found.hidden)}
    report = AuditReport(title, _now(), found.audited.results, found.audited.summary, files=found.files, more=left)
    return _Ran(kept, run, found.audited, report)


def _end(own: Brought, ran: _Ran, where: Destination, fail_on: FailOn) -> NoReturn:
    """Store, show and tell what was found, in this order; what could not be stored is shown all the same."""
    recorded, fault = ran.kept.keep(ran.run, ran.found)
    judged = own.beside(ran.found)
    for words in own.warnings(judged):
        output.warn(words)
    more = dict(ran.report.more)
    if recorded is not None:
        more["history"] = {"run": recorded.run, **recorded.compared.as_dict()}
    if ran.found.waivers:
        more["waivers"] = [each.as_dict() for each in ran.found.waivers]
    runs = past_runs(ran.kept, ran.run) if recorded is not None and not ran.run.past else ()
    give(replace(ran.report, summary=judged.summary, more=more, runs=runs), where)
    show_waivers(ran.found.waivers)
    show_unknown(ran.found.unknown)
    if recorded is not None and not ran.run.past:
        people = where.screen is Format.TABLE
        show_recorded(recorded, output.say if people else lambda line, _style: output.note(line))
    ran.kept.tell(ran.run, recorded)
    if fault is not None:
        raise fault
    raise typer.Exit(_code(ran.found, fail_on, recorded))


def report_of(found: Audited, inventory: Inventory, reach: ReachTable | None = None) -> AuditReport:
    """Return the report of an audit of the inventory's devices."""
    title = inventory.network.name
    titles = department_titles(inventory, spoken())
    return AuditReport(title, _now(), found.results, found.summary, departments=titles, reach=reach)


def _now() -> datetime:
    return datetime.now().astimezone()


def _waiting(holder: str) -> None:
    output.note(_("another audit is running, and is waited for: {holder}").format(holder=holder))


def _who() -> str:
    return os.environ.get("NETOPS_IDENTITY") or user()


def _is_past(moment: Moment | None) -> bool:
    """Whether a time of the archive is meant that isn't the present."""
    return moment is not None and (moment.until is not None or bool(moment.digest))


def _code(audited: Audited, fail_on: FailOn, recorded: Recorded | None) -> ExitCode:
    if audited.summary.not_audited or not audited.results:  # a folder without any config is no success either
        return ExitCode.ERROR
    compared = recorded.compared if recorded else None
    return ExitCode.DIFFERENCES if failed(audited.summary, fail_on, compared) else ExitCode.DONE
