"""From the checks' verdicts on one device to its steps and units: the logic of GB/T 28448, section 5 and each unit's 单元判定.

A unit is compliant if every step of it is affirmed; of an ``any`` unit one is enough. A step that no check answers is for a
person, and so is its unit, whatever the others say. What only a test or a person can affirm, a check never does: its good
answer is evidence, its bad one counts. A unit of one step knows no partial.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from netops.audit.answer import FINDINGS, Word
from netops.audit.catalogue import Asked, Clause, Step, asked, clauses
from netops.audit.verdict import DeviceAudit

Answering: TypeAlias = Callable[[str, int], tuple[Asked, ...]]

OPEN = frozenset({Word.MANUAL, Word.NOT_AUDITED})
ORDER = (Word.NON_COMPLIANT, Word.PARTIAL, Word.NOT_AUDITED, Word.MANUAL, Word.COMPLIANT, Word.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Said:
    """What one check says of one unit.

    Attributes:
        step: key of the step; None where it is said of the unit as a whole, which affirms nothing.
    """

    check: str
    word: Word
    step: str | None = None
    supporting: bool = False
    affirms: bool = True


@dataclass(frozen=True, slots=True)
class StepVerdict:
    """One step of a unit on one device.

    Attributes:
        checks: those whose answers make the verdict.
        evidence: those that only support it.
        by: what can affirm the step at all.
    """

    key: str
    verdict: Word
    checks: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    by: str = "config"

    @property
    def left(self) -> bool:
        """A person has to answer it."""
        return self.verdict in OPEN


@dataclass(frozen=True, slots=True)
class DeviceUnit:
    """One unit on one device.

    Attributes:
        key: key of the clause.
        against: checks that speak of the unit as a whole: their violation counts, and they affirm nothing.
    """

    key: str
    level: int
    verdict: Word
    steps: tuple[StepVerdict, ...] = ()
    against: tuple[str, ...] = ()

    @property
    def checks(self) -> tuple[str, ...]:
        """All checks that spoke of it, evidence included."""
        named = (name for each in self.steps for name in (*each.checks, *each.evidence))
        return tuple(sorted({*named, *self.against}))

    @property
    def left(self) -> tuple[StepVerdict, ...]:
        """The steps that a person has to answer."""
        return tuple(each for each in self.steps if each.left)


Spoken: TypeAlias = tuple[tuple[str, Word], ...]


class Judge:
    """Judges devices by some clauses; what checks said of a unit before isn't judged again.

    Most devices of a network say the same of most units, so that the whole of a thousand takes little more than their looks-up.
    """

    def __init__(self, among: Mapping[str, Clause], answered: Answering) -> None:
        self.among = among
        self.answered = answered
        self._spoken_of: dict[tuple[str, int], tuple[str, ...]] = {}
        self._at: dict[int, tuple[Clause, ...]] = {}
        self._known: dict[tuple[int, str, Spoken | Word], DeviceUnit] = {}

    def units(self, audit: DeviceAudit) -> tuple[DeviceUnit, ...]:
        """Return every unit of the device's level, in the order of the standard."""
        level = audit.level
        said: dict[str, list[tuple[str, Word]]] = {}
        for verdict in (each for each in audit.verdicts if each.asked):
            for key in self._clauses_of(verdict.check, level):
                said.setdefault(key, []).append((verdict.check, verdict.verdict))
        reached = audit.not_audited is None
        return tuple(
            self._unit(clause, level, tuple(said.get(clause.key, ())) if reached else Word.NOT_AUDITED)
            for clause in self._clauses_at(level)
        )

    def _clauses_of(self, check: str, level: int) -> tuple[str, ...]:
        if (check, level) not in self._spoken_of:
            keys = dict.fromkeys(each.clause.key for each in self.answered(check, level))
            self._spoken_of[check, level] = tuple(keys)
        return self._spoken_of[check, level]

    def _clauses_at(self, level: int) -> tuple[Clause, ...]:
        if level not in self._at:
            self._at[level] = tuple(each for each in self.among.values() if level in each.clause)
        return self._at[level]

    def _unit(self, clause: Clause, level: int, spoken: Spoken | Word) -> DeviceUnit:
        held = (level, clause.key, spoken)
        if held not in self._known:
            self._known[held] = self._judged(clause, level, spoken)
        return self._known[held]

    def _judged(self, clause: Clause, level: int, spoken: Spoken | Word) -> DeviceUnit:
        if not clause.applies(level):
            return _plain(clause, level, Word.NOT_APPLICABLE)
        if isinstance(spoken, Word):
            return _plain(clause, level, spoken)
        said = [
            Said(check, word, each.step, each.supporting, each.affirms)
            for check, word in spoken
            for each in self.answered(check, level)
            if each.clause.key == clause.key
        ]
        return judged(clause, level, said)


@cache
def standard() -> Judge:
    """Return the judge by the clauses of GB/T 22239."""
    return Judge(clauses(), asked)


def device_units(audit: DeviceAudit) -> tuple[DeviceUnit, ...]:
    """Return every unit of the device's level, in the order of the standard."""
    return standard().units(audit)


def _plain(clause: Clause, level: int, word: Word) -> DeviceUnit:
    steps = tuple(StepVerdict(each.key, word, by=each.by) for each in clause.steps_at(level))
    return DeviceUnit(clause.key, level, word, steps)


def judged(clause: Clause, level: int, said: Iterable[Said]) -> DeviceUnit:
    """Return the verdict of one unit on one device from what the checks say of it.

    Example:
        >>> said = [Said("B030", Word.COMPLIANT, "encrypted"), Said("B040", Word.NON_COMPLIANT, "encrypted")]
        >>> judged(clauses()["identity_c"], 3, said).verdict.value
        'non_compliant'
    """
    held = tuple(said)
    steps = _steps(clause.steps_at(level), held)
    whole = [each for each in held if each.step is None]
    words = {each.verdict for each in steps} | {
        each.word for each in whole if not each.supporting and each.word in FINDINGS | OPEN
    }
    word = _word(words, clause, level)
    if clause.is_uncertain(level) and word is not Word.NOT_APPLICABLE:
        word = Word.MANUAL
    return DeviceUnit(clause.key, level, word, steps, tuple(sorted(each.check for each in whole)))


def _steps(steps: tuple[Step, ...], said: tuple[Said, ...]) -> tuple[StepVerdict, ...]:
    answered = {step.key: _step(step, [each for each in said if each.step == step.key]) for step in steps}
    return tuple(_followed(step, answered) for step in steps)


def _step(step: Step, said: list[Said]) -> StepVerdict:
    deciding = [each for each in said if not each.supporting]
    evidence = tuple(sorted(each.check for each in said if each.supporting))
    return StepVerdict(
        step.key, step_word(step, deciding), tuple(sorted(each.check for each in deciding)), evidence, step.by
    )


def step_word(step: Step, said: Iterable[Said]) -> Word:
    """Return what the deciding answers make of one step; for a person where there is none.

    A step doesn't apply where a check that could affirm it doesn't; one that only looks for a violation says nothing of that.
    """
    held = tuple(said)
    found = {each.word for each in held} - {Word.NOT_APPLICABLE}
    if not found:
        return Word.NOT_APPLICABLE if any(each.affirms for each in held) else Word.MANUAL
    affirmed = step.affirmable and any(each.affirms and each.word is Word.COMPLIANT for each in held)
    if step.one_check and (affirmed or found & OPEN):
        return Word.COMPLIANT if affirmed else Word.MANUAL
    if found & FINDINGS:
        return Word.PARTIAL if affirmed or Word.PARTIAL in found else Word.NON_COMPLIANT
    return Word.COMPLIANT if affirmed and not found & OPEN else Word.MANUAL


def _followed(step: Step, answered: Mapping[str, StepVerdict]) -> StepVerdict:
    """Return a step that no check answers as the step has it that it follows."""
    own = answered[step.key]
    if own.checks:
        return own
    if step.implied_by is not None and step.implied_by in answered:
        leader = answered[step.implied_by]
        return StepVerdict(step.key, leader.verdict, leader.checks, own.evidence, step.by)
    tested = answered.get(step.tests or "")
    if tested is not None and tested.verdict is Word.NOT_APPLICABLE:
        return StepVerdict(step.key, Word.NOT_APPLICABLE, (), own.evidence, step.by)
    return own


def _word(words: set[Word], clause: Clause, level: int) -> Word:
    found = words - {Word.NOT_APPLICABLE}
    if not found:
        return Word.NOT_APPLICABLE
    if clause.logic == "any":
        return _any(found, clause, level)
    bad = found & FINDINGS
    if not bad:
        return Word.MANUAL if found & OPEN else Word.COMPLIANT
    return _between(found, clause, level)


def _any(found: set[Word], clause: Clause, level: int) -> Word:
    """One step that holds is enough; where one is still open, it could be that one."""
    if Word.COMPLIANT in found:
        return Word.COMPLIANT
    return Word.MANUAL if found & OPEN else _between(found, clause, level)


def _between(found: set[Word], clause: Clause, level: int) -> Word:
    if clause.is_binary(level):
        return Word.NON_COMPLIANT
    return Word.PARTIAL if found & {Word.PARTIAL, Word.COMPLIANT} else Word.NON_COMPLIANT


def worst(words: set[Word]) -> Word:
    """Return the worst of some words."""
    return next(each for each in ORDER if each in words)


def together(words: Iterable[Word]) -> Word:
    """Return one verdict over several devices, or over the units of a control point.

    All compliant is compliant; some that fail beside some that don't is partial; a device that wasn't audited keeps the
    whole from being compliant.

    Example:
        >>> together([Word.COMPLIANT, Word.NON_COMPLIANT]).value, together([Word.COMPLIANT, Word.NOT_AUDITED]).value
        ('partial', 'not_audited')
    """
    found = set(words) - {Word.NOT_APPLICABLE}
    if not found:
        return Word.NOT_APPLICABLE
    if {Word.NON_COMPLIANT, Word.COMPLIANT} <= found:
        return Word.PARTIAL
    return worst(found)
