"""The audit's report: summary, devices, findings with clause, lines and fix, and who can talk to whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import netops
from netops.audit import DeviceAudit, RiskState, Summary, UnitVerdict, Verdict, Word, check_entries, statements
from netops.audit.catalogue import CheckEntry, Clause
from netops.report.reach import ReachTable
from netops.report.words import Language, label

PAGES = Path(__file__).parent / "page"
SHOWN = (Word.COMPLIANT, Word.PARTIAL, Word.NON_COMPLIANT, Word.MANUAL, Word.NOT_APPLICABLE)
ACT_ON = (Word.NON_COMPLIANT, Word.PARTIAL)


@dataclass(frozen=True, slots=True)
class ChangeSummary:
    """A change in a few lines.

    Attributes:
        moves: departments with their stages, in words.
        devices: name, lines added, lines removed.
    """

    name: str
    why: str
    author: str
    approvers: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    result: str = ""
    devices: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What a report shows.

    Attributes:
        title: the network's name.
        made_at: with its time zone.
        results: waivers applied.
        departments: device → title of its department, in the language of the report.
        reach: who can talk to whom, where that is to be shown.
    """

    title: str
    made_at: datetime
    results: tuple[DeviceAudit, ...]
    summary: Summary
    departments: Mapping[str, str] = field(default_factory=dict)
    reach: ReachTable | None = None
    change: ChangeSummary | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The verdicts of one check, over all devices."""

    check: str
    verdicts: tuple[tuple[str, Verdict], ...]

    @property
    def entry(self) -> CheckEntry:
        """What the catalogue says of the check."""
        return check_entries()[self.check]

    @property
    def requirement(self) -> Clause:
        """The clause that it answers."""
        return self.verdicts[0][1].requirement

    @property
    def clauses(self) -> list[tuple[int, str, str]]:
        """Level, clause and unit, for every level among the devices."""
        return sorted({(each.level, each.clause, each.unit) for _, each in self.verdicts})


def render_audit(report: AuditReport, language: Language) -> str:
    """Return the report as one HTML file in ``zh`` or ``en``: no scripts, no files beside it, nothing from a network."""
    acted = _groups(report.results, ACT_ON)
    return (
        _environment()
        .get_template("audit.html.j2")
        .render(
            report=report,
            summary=report.summary,
            language=language,
            label=partial(label, language=language),
            style=Markup((PAGES / "style.css").read_text(encoding="utf-8")),  # noqa: S704  # our own style sheet
            words=SHOWN,
            levels=sorted({each.level for each in report.results}),
            audited=[each for each in report.results if each.not_audited is None],
            missing=[each for each in report.results if each.not_audited is not None],
            ordered=sorted(report.results, key=lambda each: _order(each, report.departments)),
            findings=[group for group in acted if not group.entry.supporting],
            advice=[group for group in acted if group.entry.supporting],
            manual=_groups(report.results, (Word.MANUAL,)),
            unread=[each for each in report.results if each.coverage.unread],
            triggered=sum(risk.state is RiskState.TRIGGERED for _, _, risk in report.summary.high_risks),
            risks=_risks(report.summary),
            titles={name: entry.title for name, entry in check_entries().items()},
            statements=[text.of(language) for text in statements().values()],
            concerned=_concerned,
            reach=report.reach,
            version=netops.__version__,
        )
    )


def _order(audit: DeviceAudit, departments: Mapping[str, str]) -> tuple[bool, str, str]:
    """Departments first, each with its devices; then what belongs to none."""
    return (audit.device not in departments, departments.get(audit.device, ""), audit.device)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _groups(results: Iterable[DeviceAudit], words: tuple[Word, ...]) -> list[Group]:
    """Return the verdicts with one of these words by check: the hardest first, then those on most devices."""
    found: dict[str, list[tuple[str, Verdict]]] = defaultdict(list)
    for audit in results:
        for verdict in audit.verdicts:
            if verdict.verdict in words:
                found[verdict.check].append((audit.device, verdict))
    groups = [Group(check, tuple(sorted(held, key=lambda entry: entry[0]))) for check, held in found.items()]
    return sorted(groups, key=lambda group: _weight(group, words))


def _weight(group: Group, words: tuple[Word, ...]) -> tuple[int, int, str]:
    worst = min(words.index(verdict.verdict) for _, verdict in group.verdicts)
    return (worst, -len(group.verdicts), group.check)


def _risks(summary: Summary) -> list[tuple[str, RiskState, str, list[str]]]:
    """Return the high-risk items with the devices that touch them, the certain ones first."""
    found: dict[tuple[RiskState, str, str], list[str]] = defaultdict(list)
    for device, check, risk in summary.high_risks:
        found[risk.state, risk.item, check].append(device)
    return [(item, state, check, devices) for (state, item, check), devices in found.items()]


def _concerned(unit: UnitVerdict) -> list[str]:
    """Return the devices that make a unit what it is."""
    if unit.verdict in {Word.COMPLIANT, Word.NOT_APPLICABLE}:
        return []
    return [name for name, word in unit.devices if word not in {Word.COMPLIANT, Word.NOT_APPLICABLE}]
