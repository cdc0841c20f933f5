"""From devices to the whole: each device is looked at once and let go, so that any number of them takes little room."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from netops.audit.answer import FINDINGS, Word
from netops.audit.catalogue import Clause, clauses
from netops.audit.conclusion import outlook
from netops.audit.pack import ClausePack
from netops.audit.risk import Trace, candidates, traces
from netops.audit.score import Weights, score
from netops.audit.summary import ControlVerdict, LevelResult, Rate, Summary, UnitStep, UnitVerdict
from netops.audit.units import DeviceUnit, StepVerdict, standard, together
from netops.audit.verdict import DeviceAudit, Risk, RiskState

DECIDED = (Word.COMPLIANT, Word.PARTIAL, Word.NON_COMPLIANT)


@dataclass
class _UnitTally:
    """One unit on the devices so far; those that came to the same are of one kind.

    Attributes:
        kinds: identity of what a device came to → that, and how many came to it.
    """

    devices: list[tuple[str, Word]] = field(default_factory=list)
    kinds: dict[int, tuple[DeviceUnit, int]] = field(default_factory=dict)

    def add(self, device: str, unit: DeviceUnit) -> None:
        """Add what one device came to."""
        self.devices.append((device, unit.verdict))
        _, count = self.kinds.get(id(unit), (unit, 0))
        self.kinds[id(unit)] = (unit, count + 1)

    def closed(self, key: str, level: int, own: Clause | None) -> UnitVerdict:
        """Return the unit over all devices."""
        kinds = list(self.kinds.values())
        word = together(unit.verdict for unit, _ in kinds)
        checks = _sorted(check for unit, _ in kinds for check in unit.checks)
        steps = tuple(
            _step([(held, count) for (_, count), held in zip(kinds, each, strict=True)]) for each in _steps(kinds)
        )
        return UnitVerdict(key, level, word, checks, tuple(self.devices), steps, own)


def _steps(kinds: list[tuple[DeviceUnit, int]]) -> Iterable[tuple[StepVerdict, ...]]:
    """Return each step as every kind has it; all of them have the same steps, since they are of one level."""
    return zip(*(unit.steps for unit, _ in kinds), strict=True)


def _step(held: list[tuple[StepVerdict, int]]) -> UnitStep:
    first = held[0][0]
    return UnitStep(
        first.key,
        together(each.verdict for each, _ in held),
        _sorted(check for each, _ in held for check in each.checks),
        _sorted(check for each, _ in held for check in each.evidence),
        first.by,
        sum(count for each, count in held if each.left),
    )


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))


class Tally:
    """Adds up devices one by one."""

    def __init__(self, pack: ClausePack | None = None) -> None:
        self.pack = pack
        self.units: dict[tuple[int, str], _UnitTally] = {}
        self.own: dict[tuple[int, str], _UnitTally] = {}
        self.risks: list[tuple[str, str, Risk]] = []
        self.traces: dict[int, list[Trace]] = {}
        self.counts: Counter[str] = Counter()
        self.missing: list[str] = []

    def add(self, audit: DeviceAudit) -> None:
        """Add one device."""
        if audit.not_audited is not None:
            self.missing.append(audit.device)
        for unit in standard().units(audit):
            self.units.setdefault((audit.level, unit.key), _UnitTally()).add(audit.device, unit)
        self.add_private(audit)
        self.traces.setdefault(audit.level, []).extend(traces(audit.device, audit.verdicts))
        for verdict in audit.verdicts:
            if verdict.verdict not in FINDINGS:
                continue
            self.counts["finding"] += verdict.finding
            self.counts["advice"] += verdict.advice
            self.counts["waived"] += verdict.waiver is not None and not verdict.waiver.expired
            certain = any(risk.state is RiskState.TRIGGERED for risk in verdict.high_risk)
            self.counts["triggered"] += verdict.finding and certain
            self.risks += [(audit.device, verdict.check, risk) for risk in verdict.high_risk]

    def add_private(self, audit: DeviceAudit) -> None:
        """Add what one device comes to by a site's own clauses."""
        if self.pack is not None:
            for unit in self.pack.judge.units(audit):
                self.own.setdefault((audit.level, unit.key), _UnitTally()).add(audit.device, unit)

    def private(self) -> tuple[UnitVerdict, ...]:
        """Return the units of a site's own clauses over all devices."""
        return _units(self.own, self.pack.clauses, own=True) if self.pack else ()

    def closed(self) -> Summary:
        """Return what all devices come to."""
        units = _units(self.units, clauses())
        return Summary(
            units,
            rate_of(units),
            tuple(sorted(self.risks, key=_certain_first)),
            self.counts["finding"],
            self.counts["advice"],
            self.counts["waived"],
            tuple(self.missing),
            tuple(_controls(units)),
            tuple(self._levels(units)),
            candidates(each for held in self.traces.values() for each in held),
            self.private(),
            self.pack.texts if self.pack else (),
            triggered=self.counts["triggered"],
        )

    def _levels(self, units: Iterable[UnitVerdict]) -> Iterable[LevelResult]:
        levels: dict[int, list[UnitVerdict]] = {}
        for each in units:
            levels.setdefault(each.level, []).append(each)
        for level, held in levels.items():
            rate = rate_of(held)
            found = bool(candidates(self.traces.get(level, ())))
            applicable = sum(each.verdict is not Word.NOT_APPLICABLE for each in held)
            words = outlook(rate.compliant, rate.partial, rate.decided, applicable=applicable, candidates=found)
            yield LevelResult(level, rate, Counter(each.verdict for each in held), words)


def summarise(audits: Iterable[DeviceAudit], pack: ClausePack | None = None) -> Summary:
    """Return units, control points, rates, risks and counts over all devices.

    Args:
        audits: waivers applied.
        pack: a site's own clauses, judged beside those of GB/T 22239.
    """
    tally = Tally(pack)
    for each in audits:
        tally.add(each)
    return tally.closed()


def with_imported(
    summary: Summary, audits: Iterable[DeviceAudit], pack: ClausePack | None, weights: Weights | None
) -> Summary:
    """Return a summary with what a user brought: a site's own clauses, and the score of 2021.

    Args:
        summary: of the same audits, without either.
        audits: waivers applied.
        pack: a site's own clauses, judged beside those of GB/T 22239.
        weights: of the template's annex.
    """
    if pack is not None:
        own = Tally(pack)
        for each in audits:
            own.add_private(each)
        summary = replace(summary, private=own.private(), pack=pack.texts)
    if weights is not None:
        found = {each.requirement.unit[each.level]: each.verdict for each in summary.units}
        summary = replace(summary, score=score(weights, found))
    return summary


def by_department(
    audits: Iterable[DeviceAudit], departments: Mapping[str, str], pack: ClausePack | None = None
) -> Mapping[str, Summary]:
    """Return what the devices of each department come to, at their own level; those of none stand under the empty name.

    Args:
        audits: waivers applied.
        departments: device → name of its department.
        pack: a site's own clauses.
    """
    tallies: dict[str, Tally] = {}
    for each in audits:
        tallies.setdefault(departments.get(each.device, ""), Tally(pack)).add(each)
    return {name: tallies[name].closed() for name in sorted(tallies)}


def _certain_first(entry: tuple[str, str, Risk]) -> tuple[int, str, str, str]:
    device, check, risk = entry
    return (list(RiskState).index(risk.state), device, check, risk.item)


def _units(
    tallies: Mapping[tuple[int, str], _UnitTally], among: Mapping[str, Clause], *, own: bool = False
) -> tuple[UnitVerdict, ...]:
    order = {key: place for place, key in enumerate(among)}
    held = sorted(tallies, key=lambda entry: (entry[0], order[entry[1]]))
    return tuple(tallies[level, key].closed(key, level, among[key] if own else None) for level, key in held)


def _controls(units: Iterable[UnitVerdict]) -> Iterable[ControlVerdict]:
    points: dict[tuple[int, str], list[UnitVerdict]] = {}
    for each in units:
        points.setdefault((each.level, each.requirement.point), []).append(each)
    for (level, point), held in points.items():
        yield ControlVerdict(point, level, together(each.verdict for each in held), tuple(each.key for each in held))


def rate_of(units: Iterable[UnitVerdict]) -> Rate:
    """Return the rate of some units: those that the tool could decide."""
    words = [each.verdict for each in units]
    return Rate(*(words.count(word) for word in DECIDED))
