"""The audit's report as one HTML file: summary, control points, findings with clause, lines and fix, and all the rest."""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

import netops
from netops.audit import (
    CryptoState,
    DeviceAudit,
    MajorCandidate,
    RiskState,
    Summary,
    UnitVerdict,
    Verdict,
    Word,
    check_entries,
    statements,
)
from netops.audit.catalogue import algorithms, conclusions, major_risks, risk_items
from netops.report.charts import CHARTED, Segment, control_points, part_of, trend, worst_devices
from netops.report.content import AuditReport
from netops.report.grouping import Group, groups
from netops.report.imported import left_texts, score_rows
from netops.report.pages import PAGES, environment
from netops.report.words import Language, label

DETAILED = 60
"""Up to so many devices every verdict has its own row in the page; of more, those that are as they should be are only named."""
MOST_UNREAD = 200
"""So many unread lines of a device are shown; the other forms have them all."""
PIECE = 64
"""Pieces of the template that are handed on together."""
MARKS = {
    Word.COMPLIANT: "√",
    Word.PARTIAL: "△",
    Word.NON_COMPLIANT: "×",
    Word.MANUAL: "?",
    Word.NOT_APPLICABLE: "/",
    Word.NOT_AUDITED: "–",
}
"""One sign a verdict, where a word doesn't fit."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Devices of one level across the units of one part of the standard.

    Attributes:
        rows: the device with its words, in the order of ``units``.
    """

    level: int
    part: str
    units: tuple[UnitVerdict, ...]
    rows: tuple[tuple[str, tuple[Word, ...]], ...]


def render_audit(report: AuditReport, language: Language) -> str:
    """Return the report as one HTML file in ``zh`` or ``en``: nothing beside it, nothing from a network."""
    return "".join(page_pieces(report, language))


def page_pieces(report: AuditReport, language: Language) -> Iterator[str]:
    """Yield the same page piece by piece."""
    stream = environment().get_template("audit.html.j2").stream(**_shown(report, language))
    stream.enable_buffering(PIECE)
    yield from stream


def _shown(report: AuditReport, language: Language) -> dict[str, object]:
    """Return what the template is filled with."""
    acted = groups(report.results)
    triggered = _items(each for audit in report.results for each in audit.findings)
    to_confirm = {item for item, state, _, _ in risks(report.summary) if state is RiskState.TO_CONFIRM}
    script = (PAGES / "page.js").read_text(encoding="utf-8")
    return {
        "report": report,
        "summary": report.summary,
        "language": language,
        "label": partial(label, language=language),
        "style": Markup((PAGES / "style.css").read_text(encoding="utf-8")),  # noqa: S704  # our own style sheet
        "script": Markup(script),  # noqa: S704  # our own script
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "words": CHARTED,
        "marks": MARKS,
        "ordered": sorted(report.results, key=lambda each: _order(each, report.departments)),
        "findings": [group for group in acted if not group.supporting],
        "advice": [group for group in acted if group.supporting],
        "manual": groups(report.results, (Word.MANUAL,)),
        "unread": [each for each in report.results if each.coverage.unread],
        "waived": waived(report.results),
        "triggered": len(triggered),
        "risks": risks(report.summary),
        "to_confirm": len(to_confirm - triggered),
        "risk_titles": {name: item.title for name, item in risk_items().items()},
        "titles": {name: entry.title for name, entry in check_entries().items()},
        "statements": [text.of(language) for text in statements().values()],
        "control_points": control_points(report.summary),
        "worst": worst_devices(report.results),
        "worst_rows": [(each.device, found) for each, found in worst_devices(report.results)],
        "point_rows": _point_rows(report, language),
        "contents": _contents(report, acted),
        "most_unread": MOST_UNREAD,
        "trend": trend(report.runs),
        "judged": partial(judged, language=language),
        "outlook_texts": conclusions(),
        "crypto": crypto_states(report.results, language),
        "grids": grids(report.summary),
        "by_word": _by_word,
        "detailed": len(report.results) <= DETAILED,
        "concerned": concerned,
        "left_texts": left_texts,
        "score_rows": score_rows(report.summary.score, language) if report.summary.score else (),
        "version": netops.__version__,
    }


def _point_rows(report: AuditReport, language: Language) -> list[tuple[str, list[Segment]]]:
    """Return the bars of the control points; the level stands before the name where there is more than one."""
    several = len(report.levels) > 1
    return [
        (f"L{each.level} {each.title.of(language)}" if several else each.title.of(language), each.segments)
        for each in control_points(report.summary)
    ]


def _contents(report: AuditReport, acted: list[Group]) -> list[tuple[str, object]]:
    """Return the sections, each with whether the page has it."""
    manual = any(verdict.verdict is Word.MANUAL for each in report.results for verdict in each.verdicts)
    return [
        ("not_audited_title", report.missing),
        ("high_risk", report.summary.high_risks),
        ("major", report.summary.candidates),
        ("findings", True),
        ("advice", any(group.supporting for group in acted)),
        ("waivers", waived(report.results)),
        ("outlook", any(each.outlook for each in report.summary.levels)),
        ("control_points", report.summary.units),
        ("by_device", True),
        ("units", True),
        ("grid", report.summary.units),
        ("all_verdicts", True),
        ("crypto", any(each.crypto for each in report.results)),
        ("private", report.summary.private),
        ("score_2021", report.summary.score),
        ("manual", manual),
        ("unread", any(each.coverage.unread for each in report.results)),
    ]


def _order(audit: DeviceAudit, departments: Mapping[str, str]) -> tuple[bool, str, str]:
    """Departments first, each with its devices; then what belongs to none."""
    return (audit.device not in departments, departments.get(audit.device, ""), audit.device)


def risks(summary: Summary) -> list[tuple[str, RiskState, str, list[str]]]:
    """Return the high-risk items with the devices that touch them, the certain ones first."""
    found: dict[tuple[RiskState, str, str], list[str]] = defaultdict(list)
    for device, check, risk in summary.high_risks:
        found[risk.state, risk.item, check].append(device)
    return [(item, state, check, devices) for (state, item, check), devices in found.items()]


def _items(verdicts: Iterable[Verdict]) -> set[str]:
    """Return the items of the high-risk guide that are triggered: several checks and devices may trigger one."""
    return {risk.item for each in verdicts for risk in each.high_risk if risk.state is RiskState.TRIGGERED}


def judged(found: MajorCandidate, language: Language) -> list[str]:
    """Return what people still have to judge of a candidate."""
    principles = major_risks().principles
    return [text.of(language) for name, text in principles.items() if name in found.open_principles]


def waived(results: tuple[DeviceAudit, ...]) -> list[tuple[str, Verdict]]:
    """Return the verdicts that a waiver covers or covered, the expired ones first."""
    found = [(each.device, verdict) for each in results for verdict in each.verdicts if verdict.waiver]
    return sorted(found, key=lambda entry: (not _expired(entry[1]), _until(entry[1]), entry[0], entry[1].check))


def _expired(verdict: Verdict) -> bool:
    return verdict.waiver is not None and verdict.waiver.expired


def _until(verdict: Verdict) -> str:
    return verdict.waiver.expires.isoformat() if verdict.waiver else ""


def concerned(unit: UnitVerdict) -> list[str]:
    """Return the devices that make a unit what it is."""
    if unit.verdict in {Word.COMPLIANT, Word.NOT_APPLICABLE}:
        return []
    return [name for name, word in unit.devices if word not in {Word.COMPLIANT, Word.NOT_APPLICABLE}]


@dataclass(frozen=True, slots=True)
class CryptoRow:
    """One algorithm for one purpose, on all devices that use it so."""

    purpose: str
    algorithm: str
    state: CryptoState
    state_label: str
    devices: tuple[str, ...]


def crypto_states(results: tuple[DeviceAudit, ...], language: Language) -> list[CryptoRow]:
    """Return the algorithms of all devices (国密 state), the broken ones first."""
    found: dict[tuple[CryptoState, str, str], dict[str, None]] = defaultdict(dict)
    for audit in results:
        for each in audit.crypto:
            found[each.state, each.purpose, each.algorithm][audit.device] = None
    order = (CryptoState.BROKEN, CryptoState.UNKNOWN, CryptoState.ACCEPTABLE, CryptoState.NATIONAL)
    texts = algorithms()
    return [
        CryptoRow(
            texts.purposes[purpose].of(language),
            algorithm,
            state,
            texts.states[state.value].of(language),
            tuple(devices),
        )
        for (state, purpose, algorithm), devices in sorted(
            found.items(), key=lambda each: (order.index(each[0][0]), each[0])
        )
    ]


def grids(summary: Summary) -> list[Grid]:
    """Return devices × units, by level and part of the standard (the form of 附录D)."""
    found: dict[tuple[int, str], list[UnitVerdict]] = defaultdict(list)
    for unit in summary.units:
        found[unit.level, part_of(unit)].append(unit)
    made = []
    for (level, part), units in found.items():
        units.sort(key=lambda unit: unit.requirement.unit[unit.level])
        names = [name for name, _ in units[0].devices]
        columns = [[word for _, word in unit.devices] for unit in units]
        made.append(Grid(level, part, tuple(units), tuple(zip(names, zip(*columns, strict=True), strict=True))))
    return made


def _by_word(audit: DeviceAudit) -> list[tuple[Word, list[str]]]:
    """Return the checks of a device by verdict."""
    found: dict[Word, list[str]] = {word: [] for word in CHARTED}
    for verdict in audit.verdicts:
        found[verdict.verdict].append(verdict.check)
    return [(word, checks) for word, checks in found.items() if checks]


__all__ = ["AuditReport", "Group", "page_pieces", "render_audit"]
