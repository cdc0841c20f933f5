"""``netops audit``."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from netops.audit import DeviceAudit, Policy, Verdict, load_policy
from netops.change.collecting import user
from netops.cli import fixing, output
from netops.cli.exits import ExitCode
from netops.cli.files import write_whole
from netops.cli.frame import command, new_app
from netops.cli.options import INVENTORY, FilterOption, HistoryOption, InventoryOption, JsonOption, WorkersOption
from netops.cli.project import ArchiveOption, AtOption, ChangesOption, chosen, departments, project
from netops.cli.recounting import (
    Keeping,
    MailOption,
    NoHistoryOption,
    WaitOption,
    WebhookOption,
    beside,
    keeping,
    show_recorded,
    show_waivers,
)
from netops.errors import InputError
from netops.inventory import Inventory
from netops.language import language
from netops.language import translate as _
from netops.operations import (
    FILES,
    POLICY,
    Audited,
    FailOn,
    Recorded,
    Run,
    Wish,
    audit_network,
    audit_texts,
    failed,
    one_at_a_time,
)
from netops.operations import departments as belonging
from netops.platforms import detect, get_platform
from netops.report import AuditReport, ReachTable, render_audit
from netops.report.words import Language
from netops.store import Moment, read_moment

app = new_app()


class Format(StrEnum):
    """In which form the audit is shown."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"


FilesArgument = Annotated[
    list[Path] | None, typer.Argument(metavar="FILE…", help=_("Configs to audit instead of the inventory's devices."))
]
LevelOption = Annotated[
    int | None, typer.Option("--level", min=1, max=4, help=_("Protection level; that of the inventory without it."))
]
PlatformOption = Annotated[
    str | None, typer.Option("--platform", metavar="NAME", help=_("Platform of the files; found out without it."))
]
PolicyOption = Annotated[
    Path | None, typer.Option("--policy", metavar="FILE", help=_("Thresholds: lengths, times, tries, algorithms."))
]
FormatOption = Annotated[Format, typer.Option("--format", show_default=True, help=_("How the result is shown."))]
OutOption = Annotated[
    Path | None, typer.Option("-o", "--out", metavar="FILE", help=_("Write the result to this file."))
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
        ("netops audit --format html -o report.html", "the same as a page for people"),
        ("netops audit --at yesterday", "the same of what the devices showed yesterday, by the archive"),
        ("netops audit --level 3 collected/pe1.cfg", "a config that lies in a file"),
        (
            "netops audit --fail-on regression --wait 600",
            "as a schedule runs it: exit 2 only where something got worse",
        ),
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
    form: FormatOption = Format.TABLE,
    out: OutOption = None,
    fail_on: FailOption = FailOn.ANY,
    at: AtOption = None,
    archive: ArchiveOption = None,
    history: HistoryOption = None,
    no_history: NoHistoryOption = False,
    wait: WaitOption = 0,
    hook: WebhookOption = None,
    to: MailOption = None,
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

    Every run is stored, and what changed since each device was last judged is said: new, worse than before, gone, or not
    seen, because the device couldn't be read. Configs in files are stored only where --history says where.
    """
    form = Format.JSON if as_json else form
    if files and at:
        raise InputError.of("NET-CLI-011", one="FILE", other="--at")
    started = datetime.now().astimezone()
    if files:
        kept = keeping(None if no_history else history, hook, to, fail_on, why_not=_unkept(None, history, no_history))
        known = {str(path): get_platform(platform) if platform else detect(path.read_bytes()) for path in files}
        texts = {str(path): path.read_bytes() for path in files}
        asked = load_policy(policy) if policy else Policy()
        found = audit_texts(known, texts, level=level or 3, policy=asked)
        run = Run(FILES, started, _who(), asked, tuple(texts), "files", level=level or 3)
        title, whose = _("configs in files"), {}
    else:
        place = project(inventory, changes, workers, archive)
        loaded = place.load()
        if fix_plan:
            wish = Wish(author, level=level, checks=tuple(check or ())) if author else None
            fixing.plan(place, loaded, chosen(loaded, only), wish, as_json=as_json)
        moment = read_moment(at) if at else None
        hosts = chosen(loaded, only)
        asked = load_policy(policy or inventory / POLICY)
        where = None if no_history else history or beside(inventory)
        with one_at_a_time(place.state, wait=wait, tell=_waiting):
            kept = keeping(where, hook, to, fail_on, why_not=_unkept(moment, where, no_history))
            found = audit_network(place, loaded, hosts, level=level, policy=policy, moment=moment)
        run = Run(
            network=loaded.network.name,
            started=started,
            who=_who(),
            policy=asked,
            scope=tuple(only or ()),
            source="archive" if at else "devices",
            past=at if at and _is_past(moment) else "",
            level=level,
            departments=belonging(loaded),
        )
        title = _("{title}, as archived by {time}").format(title=run.network, time=at) if at else run.network
        whose = owners(loaded)
    _end(kept, run, found, Shown(form, out, title, whose, at), fail_on)


@dataclass(frozen=True, slots=True)
class Shown:
    """How the result is shown."""

    form: Format
    out: Path | None
    title: str
    owners: dict[str, str]
    at: str | None = None


def _end(kept: Keeping, run: Run, found: Audited, shown: Shown, fail_on: FailOn) -> NoReturn:
    """Store, show and tell what was found, in this order; what could not be stored is shown all the same."""
    recorded, fault = kept.keep(run, found)
    more: dict[str, object] = {"at": shown.at} if shown.at else {}
    if recorded is not None:
        more["history"] = {"run": recorded.run, **recorded.compared.as_dict()}
    if found.waivers:
        more["waivers"] = [each.as_dict() for each in found.waivers]
    text = present(found, shown.form, title=shown.title, owners=shown.owners, more=more)
    _give(text, found, shown.out)
    show_waivers(found.waivers)
    if recorded is not None and not run.past:
        people = not text or shown.out is not None
        show_recorded(recorded, output.say if people else lambda line, _style: output.note(line))
    kept.tell(run, recorded)
    if fault is not None:
        raise fault
    raise typer.Exit(_code(found, fail_on, recorded))


def _waiting(holder: str) -> None:
    output.note(_("another audit is running, and is waited for: {holder}").format(holder=holder))


def _who() -> str:
    return os.environ.get("NETOPS_IDENTITY") or user()


def _is_past(moment: Moment | None) -> bool:
    """Whether a time of the archive is meant that isn't the present."""
    return moment is not None and (moment.until is not None or bool(moment.digest))


def _unkept(moment: Moment | None, place: str | None, no_history: bool) -> str:
    """Return the option because of which nothing can be known to be worse; nothing where it can."""
    if no_history or place is None:
        return "--no-history" if no_history else "FILE"
    return "--at" if _is_past(moment) else ""


def present(
    audited: Audited,
    form: Format,
    *,
    title: str,
    owners: dict[str, str],
    reach: ReachTable | None = None,
    more: Mapping[str, object] | None = None,
) -> str:
    """Return the result as text in this form; empty for a table, which is drawn."""
    spoken: Language = "zh" if language() == "zh_CN" else "en"
    if form is Format.HTML:
        report = AuditReport(
            title=title,
            made_at=datetime.now().astimezone(),
            results=audited.results,
            summary=audited.summary,
            departments=owners,
            reach=reach,
        )
        return render_audit(report, spoken)
    if form is Format.JSON:
        devices = [each.as_dict(spoken) for each in audited.results]
        return output.json_text({**(more or {}), "devices": devices, "summary": audited.summary.as_dict(spoken)})
    return ""


def owners(inventory: Inventory) -> dict[str, str]:
    """Return device → title of its department, in the language of this process."""
    titles = {
        name: each.title.zh if language() == "zh_CN" else each.title.en for name, each in inventory.departments.items()
    }
    return {host: titles[name] for name, hosts in departments(inventory).items() for host in hosts}


def _give(shown: str, found: Audited, out: Path | None) -> None:
    if out is not None and shown:
        write_whole(out, shown)
        output.note(_("written to {path}").format(path=out))
    elif shown:
        output.raw(shown)
    if not shown or out is not None:
        show(found)


def show(audited: Audited, *, brief: bool = False) -> None:
    """Print one line a device, the findings with their lines, and the rate.

    Args:
        audited: what came out.
        brief: print one line a check in place of each finding.
    """
    columns = (_("device"), _("level"), _("verdict"), _("findings"), _("for a person"), _("lines read"))
    output.table(columns, [_row(each) for each in audited.results])
    if brief:
        _by_check(audited)
    for each in () if brief else audited.results:
        for verdict in each.findings:
            _finding(each.device, verdict)
    rate = audited.summary.rate
    label = _("compliance rate of what a tool can check")
    if rate.strict is None:
        output.say(_("{label}: no unit could be decided over all devices").format(label=label), "bold")
    else:
        words = _("{label}: {strict} % ({decided} units decided; with partial as one half {half} %)")
        output.say(words.format(label=label, strict=rate.strict, decided=rate.decided, half=rate.half), "bold")
    for name in audited.summary.not_audited:
        output.warn(_("{device} was not audited").format(device=name))


def _row(each: DeviceAudit) -> tuple[str, ...]:
    manual = sum(verdict.verdict == "manual" for verdict in each.deciding)
    lines = f"{each.coverage.read}/{each.coverage.lines}"
    return (each.device, str(each.level), str(each.word), str(len(each.findings)), str(manual), lines)


def _by_check(audited: Audited) -> None:
    """Print each check that something was found by, and on which devices: most of them share their findings."""
    spoken: Language = "zh" if language() == "zh_CN" else "en"
    devices: dict[str, list[str]] = {}
    for each in audited.results:
        for verdict in each.findings:
            devices.setdefault(f"{verdict.check} {verdict.entry.title.of(spoken)}", []).append(each.device)
    rows = [(check, str(len(names)), ", ".join(names)) for check, names in sorted(devices.items())]
    output.table((_("finding"), _("devices"), ""), rows)


def _finding(device: str, verdict: Verdict) -> None:
    spoken: Language = "zh" if language() == "zh_CN" else "en"
    head = f"{device}: {verdict.check} {verdict.entry.title.of(spoken)} · {verdict.clause} · {verdict.verdict}"
    output.say(head, "yellow")
    output.say(f"  {verdict.found(spoken)}")
    for line in verdict.lines:
        output.say(f"  {line.number}: {line.text}")
    output.say(f"  → {verdict.remediation(spoken)}")


def _code(audited: Audited, fail_on: FailOn, recorded: Recorded | None) -> ExitCode:
    if audited.summary.not_audited:
        return ExitCode.ERROR
    compared = recorded.compared if recorded else None
    return ExitCode.DIFFERENCES if failed(audited.summary, fail_on, compared) else ExitCode.DONE
