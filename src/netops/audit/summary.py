"""What all devices come to together: units, control points, rates and risks of each level."""

from collections.abc import Mapping
from dataclasses import dataclass

from netops.audit.answer import Word
from netops.audit.catalogue import Clause, Text, clauses, statements
from netops.audit.conclusion import Outlook
from netops.audit.risk import MajorCandidate
from netops.audit.score import Score
from netops.audit.verdict import Risk


@dataclass(frozen=True, slots=True)
class UnitStep:
    """One step of a unit over all devices of one level.

    Attributes:
        checks: those whose answers make the verdict, on any device.
        evidence: those that only support it.
        by: what can affirm it: ``config``, ``state``, ``plan``, ``test``, ``person``.
        left: devices on which a person has to answer it.
    """

    key: str
    verdict: Word
    checks: tuple[str, ...]
    evidence: tuple[str, ...]
    by: str
    left: int


@dataclass(frozen=True, slots=True)
class UnitVerdict:
    """One unit over all devices of one level.

    Attributes:
        key: key of the clause in the catalogue.
        checks: the checks that spoke of it, evidence included.
        devices: the verdict of each device on this unit.
        steps: its steps at this level, with what answers each.
        own: the clause itself, where it isn't one of GB/T 22239 (a private clause pack).
    """

    key: str
    level: int
    verdict: Word
    checks: tuple[str, ...]
    devices: tuple[tuple[str, Word], ...]
    steps: tuple[UnitStep, ...] = ()
    own: Clause | None = None

    @property
    def requirement(self) -> Clause:
        """The clause with its unit and its steps."""
        return self.own or clauses()[self.key]

    @property
    def left(self) -> tuple[UnitStep, ...]:
        """The steps that a person has to answer on some device."""
        return tuple(each for each in self.steps if each.left)

    def note(self, language: str) -> str:
        """Return why network devices aren't assessed by it, or what of it isn't known for sure; else nothing."""
        clause = self.requirement
        if clause.not_applicable is not None and not clause.applies(self.level):
            return clause.not_applicable.reason.of(language)
        if clause.uncertain is not None and clause.is_uncertain(self.level):
            return clause.uncertain.reason.of(language)
        return ""

    def as_dict(self, language: str = "en") -> dict[str, object]:
        """Return the unit for ``--json``."""
        clause = self.requirement
        return {
            "unit": clause.unit[self.level],
            "clause": clause.clause[self.level],
            "control": clause.control.of(language),
            "item": clause.item.of(language),
            "steps": len(clause.steps_at(self.level)),
            "verdict": self.verdict.value,
            "checks": list(self.checks),
            "devices": {name: word.value for name, word in self.devices},
            "level": self.level,
            "key": self.key,
            "object": clause.object,
            "note": self.note(language),
            "step_verdicts": [self._step(each, language) for each in self.steps],
        }

    def _step(self, step: UnitStep, language: str) -> dict[str, object]:
        named = self.requirement.step(step.key)
        return {
            "step": step.key,
            "text": named.text.of(language) if named else "",
            "verdict": step.verdict.value,
            "by": step.by,
            "checks": list(step.checks),
            "evidence": list(step.evidence),
            "left_to_a_person": step.left,
        }


@dataclass(frozen=True, slots=True)
class ControlVerdict:
    """One control point (安全控制点) at one level: compliant only if every unit of it is.

    Attributes:
        key: of the control point in the catalogue.
        units: keys of its units.
    """

    key: str
    level: int
    verdict: Word
    units: tuple[str, ...]

    def as_dict(self, language: str = "en") -> dict[str, object]:
        """Return the control point for ``--json``."""
        clause = clauses()[self.units[0]]
        return {
            "control": clause.control.of(language),
            "level": self.level,
            "verdict": self.verdict.value,
            "units": [clauses()[each].unit[self.level] for each in self.units],
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
class LevelResult:
    """All units of one level.

    Attributes:
        counts: how many units have each word; all of a level together are what the standard asks of networks there.
        outlook: the conclusion words with their assumptions; None where nothing could be decided.
    """

    level: int
    rate: Rate
    counts: Mapping[Word, int]
    outlook: Outlook | None = None

    def as_dict(self, language: str = "en") -> dict[str, object]:
        """Return the level for ``--json``."""
        return {
            "level": self.level,
            "rate": self.rate.as_dict(),
            "units": {word.value: self.counts.get(word, 0) for word in Word},
            "outlook": self.outlook.as_dict(language) if self.outlook else None,
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
        controls: by level and control point.
        levels: each level's units, rate and outlook.
        candidates: of 重大风险隐患; people decide which are.
        triggered: how many open findings trigger a high-risk item; `high_risks` has the waived ones and advice, too.
        private: units of a private clause pack.
        pack: what the pack is called and what it has to say; empty without one.
        score: by the formula of 2021; None where nobody brought its weights.
    """

    units: tuple[UnitVerdict, ...]
    rate: Rate
    high_risks: tuple[tuple[str, str, Risk], ...]
    open_findings: int
    advice: int
    waived: int
    not_audited: tuple[str, ...]
    controls: tuple[ControlVerdict, ...] = ()
    levels: tuple[LevelResult, ...] = ()
    candidates: tuple[MajorCandidate, ...] = ()
    private: tuple[UnitVerdict, ...] = ()
    pack: tuple[Text, ...] = ()
    triggered: int = 0
    score: Score | None = None

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
            "controls": [each.as_dict(language) for each in self.controls],
            "levels": [each.as_dict(language) for each in self.levels],
            "major_risk_candidates": [each.as_dict(language) for each in self.candidates],
            "private": {
                "texts": [each.of(language) for each in self.pack],
                "units": [each.as_dict(language) for each in self.private],
            },
            "score_2021": self.score.as_dict(language) if self.score else None,
        }
