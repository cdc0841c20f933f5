"""``netops audit``."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from netops.audit import DeviceAudit, Policy, Verdict, load_policy
from netops.cli import fixing, output
from netops.cli.exits import ExitCode
from netops.cli.files import write_whole
from netops.cli.frame import command, new_app
from netops.cli.options import INVENTORY, FilterOption, InventoryOption, JsonOption, WorkersOption
from netops.cli.project import ArchiveOption, AtOption, ChangesOption, chosen, departments, project
from netops.errors import InputError
from netops.inventory import Inventory
from netops.language import language
from netops.language import translate as _
from netops.operations import Audited, FailOn, Wish, audit_network, audit_texts, failed
from netops.platforms import detect, get_platform
from netops.report import AuditReport, ReachTable, render_audit
from netops.report.words import Language
from netops.store import read_moment

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
    form = Format.JSON if as_json else form
    if files and at:
        raise InputError.of("NET-CLI-011", one="FILE", other="--at")
    if files:
        known = {str(path): get_platform(platform) if platform else detect(path.read_bytes()) for path in files}
        texts = {str(path): path.read_bytes() for path in files}
        found = audit_texts(known, texts, level=level or 3, policy=load_policy(policy) if policy else Policy())
        shown = present(found, form, title=_("configs in files"), owners={})
    else:
        place = project(inventory, changes, workers, archive)
        loaded = place.load()
        if fix_plan:
            wish = Wish(author, level=level, checks=tuple(check or ())) if author else None
            fixing.plan(place, loaded, chosen(loaded, only), wish, as_json=as_json)
        moment = read_moment(at) if at else None
        found = audit_network(place, loaded, chosen(loaded, only), level=level, policy=policy, moment=moment)
        title = loaded.network.name
        if at:
            title = _("{title}, as archived by {time}").format(title=title, time=at)
        shown = present(found, form, title=title, owners=owners(loaded), at=at)
    _give(shown, found, out)
    raise typer.Exit(_code(found, fail_on))


def present(
    audited: Audited,
    form: Format,
    *,
    title: str,
    owners: dict[str, str],
    reach: ReachTable | None = None,
    at: str | None = None,
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
        time = {"at": at} if at else {}
        return output.json_text({**time, "devices": devices, "summary": audited.summary.as_dict(spoken)})
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


def show(audited: Audited) -> None:
    """Print one line a device, the findings with their lines, and the rate."""
    columns = (_("device"), _("level"), _("verdict"), _("findings"), _("for a person"), _("lines read"))
    output.table(columns, [_row(each) for each in audited.results])
    for each in audited.results:
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


def _finding(device: str, verdict: Verdict) -> None:
    spoken: Language = "zh" if language() == "zh_CN" else "en"
    head = f"{device}: {verdict.check} {verdict.entry.title.of(spoken)} · {verdict.clause} · {verdict.verdict}"
    output.say(head, "yellow")
    output.say(f"  {verdict.found(spoken)}")
    for line in verdict.lines:
        output.say(f"  {line.number}: {line.text}")
    output.say(f"  → {verdict.remediation(spoken)}")


def _code(audited: Audited, fail_on: FailOn) -> ExitCode:
    if audited.summary.not_audited:
        return ExitCode.ERROR
    return ExitCode.DIFFERENCES if failed(audited.summary, fail_on) else ExitCode.DONE
