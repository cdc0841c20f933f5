"""The table of an audit, for whoever has to act tonight: the worst first, and what is equal on many devices told once."""

from netops import language
from netops.audit import DeviceAudit, RiskState, UnitVerdict, Word
from netops.cli import output
from netops.language import translate as _
from netops.report import AuditReport
from netops.report.audit import concerned
from netops.report.grouping import Group, Row, groups, weight_of
from netops.report.imported import score_rows
from netops.report.words import Language, label

MOST_ROWS = 8
"""Different things that one check found, before the rest is only counted."""
MOST_LINES = 6
"""Lines of one of them."""
MOST_NAMES = 12
"""Devices of one of them."""


def show(report: AuditReport, *, brief: bool = False) -> None:
    """Print a line a device, then what to act on, check by check, then what it comes to.

    Args:
        report: what came out.
        brief: print one line a check instead of what was found.
    """
    columns = (_("device"), _("level"), _("verdict"), _("findings"), _("for a person"), _("lines read"))
    output.table(columns, [_device(each) for each in sorted(report.results, key=weight_of)])
    found = [group for group in groups(report.results) if not group.supporting]
    if brief:
        _by_check(found)
    for group in () if brief else found:
        _group(group)
    _whole(report)


def _by_check(found: list[Group]) -> None:
    """Print each check that something was found by, and on which devices."""
    spoken = language.spoken()
    rows = []
    for group in found:
        names = sorted(name for name, verdict in group.verdicts if verdict.finding)
        if names:
            rows.append((f"{group.check} {group.entry.title.of(spoken)}", str(len(names)), ", ".join(names)))
    output.table((_("finding"), _("devices"), ""), rows)


def _device(each: DeviceAudit) -> tuple[str, ...]:
    manual = sum(verdict.verdict == "manual" for verdict in each.deciding)
    lines = f"{each.coverage.read}/{each.coverage.lines}"
    return (each.device, str(each.level), _word(each.word), str(len(each.findings)), str(manual), lines)


def _word(word: Word) -> str:
    """Return a verdict as the reader's language has it; in English it is the word of the code."""
    name = "manual_word" if word is Word.MANUAL else word.value
    return label(name, "zh") if language.spoken() == "zh" else word.value


def _group(group: Group) -> None:
    rows = [row for row in group.rows if row.one.finding]
    if not rows:
        return
    spoken = language.spoken()
    devices = sum(len(row.devices) for row in rows)
    clauses = " / ".join(dict.fromkeys(clause for _level, clause, _unit in group.clauses))
    head = f"{group.check} {group.entry.title.of(spoken)} · {clauses} · {label('finding_on', spoken).format(n=devices)}"
    state = _state(group, spoken)
    output.say("")
    output.say(f"{head}{state}", "bold red" if group.triggered else "yellow")
    for row in rows[:MOST_ROWS]:
        _row(row, spoken)
    if len(rows) > MOST_ROWS:
        output.say("  " + _("… and {count} more; -o report.html has them all").format(count=len(rows) - MOST_ROWS))
    output.say(f"  → {group.entry.remedy.of(spoken)}")


def _state(group: Group, spoken: Language) -> str:
    items = group.triggered or group.to_confirm
    if not items:
        return ""
    state = RiskState.TRIGGERED if group.triggered else RiskState.TO_CONFIRM
    return f" · {label('high_risk', spoken)} {', '.join(items)} {label(f'risk_{state.value}', spoken)}"


def _row(row: Row, spoken: Language) -> None:
    names = list(row.places[:MOST_NAMES])
    if len(row.devices) > MOST_NAMES:
        names.append(_("… and {count} more").format(count=len(row.devices) - MOST_NAMES))
    output.say(f"  {', '.join(names)}: {_word(row.one.verdict)} · {row.one.found(spoken)}")
    for line in row.one.lines[:MOST_LINES]:
        output.say(f"    {line.number}: {line.text}" if row.numbered else f"    {line.text}")
    if len(row.one.lines) > MOST_LINES:
        output.say("    " + _("… and {count} more").format(count=len(row.one.lines) - MOST_LINES))
    for text in row.one.fix:
        output.say(f"    + {text}", "green")


def _imported(report: AuditReport, spoken: Language) -> None:
    """Print what came out by a site's own clauses, and the score of 2021, where a user brought them."""
    summary = report.summary
    if summary.private:
        output.say("")
        output.say(f"{label('private', spoken)}: {summary.pack[0].of(spoken)}", "bold")
        columns = (_("clause"), _("unit"), _("level"), _("what it asks"), _("verdict"), _("devices"))
        output.table(columns, [_own(each, spoken) for each in summary.private])
        for text in summary.pack[1:]:
            output.say(text.of(spoken))
    if summary.score is not None:
        output.say("")
        for name, value in score_rows(summary.score, spoken):
            output.say(f"{name}: {value}")


def _own(unit: UnitVerdict, spoken: Language) -> tuple[str, ...]:
    clause, level = unit.requirement, unit.level
    names = concerned(unit)
    shown = ", ".join(names[:MOST_NAMES]) + (" …" if len(names) > MOST_NAMES else "")
    return (clause.clause[level], clause.unit[level], str(level), clause.item.of(spoken), _word(unit.verdict), shown)


def _whole(report: AuditReport) -> None:
    summary, rate = report.summary, report.summary.rate
    items = sorted({risk.item for _device, _check, risk in summary.high_risks if risk.state is RiskState.TRIGGERED})
    words = _("{findings} findings on {devices} devices; high-risk items triggered: {items}")
    devices, spoken = sum(bool(each.findings) for each in report.results), language.spoken()
    output.say("")
    output.say(
        words.format(findings=summary.open_findings, devices=devices, items=", ".join(items) or label("none", spoken)),
        "bold",
    )
    title = _("compliance rate of what a tool can check")
    if rate.strict is None:
        output.say(_("{label}: no unit could be decided over all devices").format(label=title), "bold")
    else:
        words = _("{label}: {strict} % ({decided} units decided; with partial as one half {half} %)")
        output.say(words.format(label=title, strict=rate.strict, decided=rate.decided, half=rate.half), "bold")
    _imported(report, spoken)
    for each in report.missing:
        output.warn(_("{device} was not audited: {reason}").format(device=each.device, reason=each.not_audited))
