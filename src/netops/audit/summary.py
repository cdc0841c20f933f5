"""From verdicts to units, over one device and over all: the step logic of GB/T 28448."""

from collections.abc import Iterable
from dataclasses import dataclass

from netops.audit.answer import Word
from netops.audit.catalogue import Clause, clauses, statements
from netops.audit.verdict import DeviceAudit, Risk, RiskState, Verdict

DECIDED = (Word.COMPLIANT, Word.PARTIAL, Word.NON_COMPLIANT)


@dataclass(frozen=True, slots=True)
class UnitVerdict:
    """One unit over all devices of one level.

    Attributes:
        key: key of the clause in the catalogue.
        checks: the checks that spoke of it, evidence included.
        devices: the verdict of each device on this unit.
    """

    key: str
    level: int
    verdict: Word
    checks: tuple[str, ...]
    devices: tuple[tuple[str, Word], ...]

    @property
    def requirement(self) -> Clause:
        """The clause with its unit and its number of steps."""
        return clauses()[self.key]

    def as_dict(self, language: str = "en") -> dict[str, object]:
        """Return the unit for ``--json``."""
        clause = self.requirement
        return {
            "unit": clause.unit[self.level],
            "clause": clause.clause[self.level],
            "control": clause.control.of(language),
            "item": clause.item.of(language),
            "steps": clause.steps,
            "verdict": self.verdict.value,
            "checks": list(self.checks),
            "devices": {name: word.value for name, word in self.devices},
        }


@dataclass(frozen=True, slots=True)
class Rate:
    """工具可核查项符合率: of the units that the tool could decide, how many are compliant. Never the rate of a report.

    Example:
        >>> Rate(compliant=6, partial=1, non_compliant=1).strict, Rate(6, 1, 1).half
        (75.0, 81.2)
    """

    compliant: int
    partial: int
    non_compliant: int

    @property
    def decided(self) -> int:
        """Units that the tool could decide."""
        return self.compliant + self.partial + self.non_compliant

    @property
    def strict(self) -> float | None:
        """Percent, with 部分符合 counted as 0; None where nothing could be decided."""
        return round(100 * self.compliant / self.decided, 1) if self.decided else None

    @property
    def half(self) -> float | None:
        """Percent, with 部分符合 counted as one half."""
        return round(100 * (self.compliant + self.partial / 2) / self.decided, 1) if self.decided else None

    def as_dict(self) -> dict[str, object]:
        """Return the rate for ``--json``."""
        return {
            "label": "工具可核查项符合率",
            "decided": self.decided,
            "partial_as_0": self.strict,
            "partial_as_half": self.half,
        }


@dataclass(frozen=True, slots=True)
class Summary:
    """All devices together.

    Attributes:
        units: by level and clause.
        high_risks: device, check and item, the certain ones first.
        open_findings: how many verdicts someone must act on.
        advice: how many pieces of evidence aren't as they should be; they decide no unit.
        waived: how many findings a waiver in force covers.
        not_audited: devices that weren't reached or couldn't be read.
    """

    units: tuple[UnitVerdict, ...]
    rate: Rate
    high_risks: tuple[tuple[str, str, Risk], ...]
    open_findings: int
    advice: int
    waived: int
    not_audited: tuple[str, ...]

    def as_dict(self, language: str = "en") -> dict[str, object]:
        """Return the summary for ``--json``."""
        risks = [{"device": name, "check": check, **risk.as_dict()} for name, check, risk in self.high_risks]
        return {
            "units": [each.as_dict(language) for each in self.units],
            "rate": self.rate.as_dict(),
            "high_risks": risks,
            "open_findings": self.open_findings,
            "advice": self.advice,
            "waived": self.waived,
            "not_audited": list(self.not_audited),
            "statements": {name: text.of(language) for name, text in statements().items()},
        }


def summarise(audits: Iterable[DeviceAudit]) -> Summary:
    """Return units, rate, risks and counts over all devices."""
    held = tuple(audits)
    units = tuple(_units(held))
    words = [each.verdict for each in units]
    order = list(RiskState)
    risks = sorted(
        (
            (each.device, verdict.check, risk)
            for each in held
            for verdict in each.verdicts
            for risk in verdict.high_risk
        ),
        key=lambda entry: (order.index(entry[2].state), entry[0], entry[1], entry[2].item),
    )
    findings = sum(verdict.finding for each in held for verdict in each.verdicts)
    advice = sum(verdict.advice for each in held for verdict in each.verdicts)
    waived = [verdict for each in held for verdict in each.verdicts if verdict.waiver and not verdict.waiver.expired]
    missing = tuple(each.device for each in held if each.not_audited is not None)
    rate = Rate(*(words.count(word) for word in DECIDED))
    return Summary(units, rate, tuple(risks), findings, advice, len(waived), missing)


def _units(audits: tuple[DeviceAudit, ...]) -> Iterable[UnitVerdict]:
    for level in sorted({each.level for each in audits}):
        of_level = [each for each in audits if each.level == level]
        for key, clause in clauses().items():
            if level not in clause.clause:
                continue
            devices = tuple((each.device, _on_device(each, key, clause)) for each in of_level)
            checks = {verdict.check for each in of_level for verdict in each.verdicts if verdict.entry.unit == key}
            yield UnitVerdict(key, level, over_devices(word for _, word in devices), tuple(sorted(checks)), devices)


def _on_device(audit: DeviceAudit, key: str, clause: Clause) -> Word:
    if audit.not_audited is not None:
        return Word.NOT_AUDITED
    return on_device([each for each in audit.verdicts if each.entry.unit == key], clause)


def on_device(verdicts: Iterable[Verdict], clause: Clause) -> Word:
    """Return the verdict of one unit on one device: evidence alone decides nothing, and is for a person."""
    words = [each.verdict for each in verdicts if not each.supporting]
    if not words:
        return Word.MANUAL
    found = set(words) - {Word.NOT_APPLICABLE}
    if not found:
        return Word.NOT_APPLICABLE
    if clause.any_step and Word.COMPLIANT in found:
        return Word.COMPLIANT
    if clause.steps == 1:
        return _worst(found)
    if Word.PARTIAL in found or {Word.NON_COMPLIANT, Word.COMPLIANT} <= found:
        return Word.PARTIAL
    return _worst(found)


def _worst(words: set[Word]) -> Word:
    order = (Word.NON_COMPLIANT, Word.PARTIAL, Word.NOT_AUDITED, Word.MANUAL, Word.COMPLIANT, Word.NOT_APPLICABLE)
    return next(each for each in order if each in words)


def over_devices(words: Iterable[Word]) -> Word:
    """Return the verdict of one unit over all devices.

    All compliant is compliant; some that fail beside some that don't is partial; a device that wasn't audited keeps the
    whole from being compliant.

    Example:
        >>> over_devices([Word.COMPLIANT, Word.NON_COMPLIANT]).value, over_devices([Word.COMPLIANT, Word.NOT_AUDITED]).value
        ('partial', 'not_audited')
    """
    found = set(words) - {Word.NOT_APPLICABLE}
    if not found:
        return Word.NOT_APPLICABLE
    if {Word.NON_COMPLIANT, Word.COMPLIANT} <= found:
        return Word.PARTIAL
    return _worst(found)
