"""The shapes of the catalogue's files: frozen, and without keys that nobody reads."""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from netops.language import translate
from netops.model import Topic

LEVELS = (1, 2, 3, 4)


class Entry(BaseModel):
    """What every entry of the catalogue is: frozen, and without keys that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Entry):
    """One text in both languages."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """Return the text in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


class Step(Entry):
    """One step of a unit's assessment (测评实施): something that is affirmed or isn't."""

    key: str = ""
    by: Literal["config", "state", "plan", "test", "person"]
    """What can affirm it: the config, what the device shows, the inventory and topology, a test, or a person only."""
    text: Text
    levels: tuple[int, ...] = LEVELS
    """The levels at which the unit has this step."""
    implied_by: str | None = None
    """Where no check answers it, it is what this step is."""
    one_check: bool = False
    """One check that holds is enough: they ask for measures that stand for each other. Else all must hold."""
    tests: str | None = None
    """It tests what this step examined: where that one doesn't apply, it doesn't either. Only a test affirms it."""

    @property
    def affirmable(self) -> bool:
        """A check's good answer affirms it; it never affirms what only a test or a person can."""
        return self.by not in {"test", "person"}


class Reason(Entry):
    """Why something holds at some levels."""

    levels: tuple[int, ...] = LEVELS
    reason: Text


class Requirement(Entry):
    """What a clause of GB/T 22239 and its unit of GB/T 28448 are, wherever they are written."""

    item: Text
    clause: Mapping[int, str]
    """Level to the path of the clause; a level that is missing doesn't require it."""
    unit: Mapping[int, str]
    object: Literal["devices", "topology", "systems", "none"] = "devices"
    """What is assessed: the network device itself, the topology, another system, or nothing that a network has."""
    logic: Literal["all", "any"] = "all"
    """All steps must hold, or one that does is enough."""
    binary: tuple[int, ...] = ()
    """Levels at which the unit knows no partial though it has several steps."""
    not_applicable: Reason | None = None
    """Why network devices aren't assessed by it."""
    uncertain: Reason | None = None
    """What isn't known for sure: then no hard verdict is given."""
    source: tuple[str, ...] = ("GB/T 22239-2019", "GB/T 28448-2019")


class Clause(Requirement):
    """A requirement with its names; the unit of each level has the steps of that level, in their order."""

    key: str
    area: str
    """Key of the class: ``network``, ``boundary``, ``computing``, ``centre``; that of its file."""
    point: str
    """Key of the control point (安全控制点)."""
    control: Text
    """Name of the control point."""
    steps: tuple[Step, ...]

    def steps_at(self, level: int) -> tuple[Step, ...]:
        """Return the steps of the unit at this level."""
        return tuple(each for each in self.steps if level in each.levels)

    def is_binary(self, level: int) -> bool:
        """Tell whether the unit is either compliant or not, with nothing between: it has one step, or the standard says so."""
        return len(self.steps_at(level)) == 1 or level in self.binary

    def applies(self, level: int) -> bool:
        """Tell whether network devices are assessed by it at this level."""
        return level in self.clause and (self.not_applicable is None or level not in self.not_applicable.levels)

    def is_uncertain(self, level: int) -> bool:
        """Tell whether no hard verdict may be given at this level."""
        return self.uncertain is not None and level in self.uncertain.levels

    def step(self, named: str | int) -> Step | None:
        """Return a step by its key, or by its place in the catalogue's list; None where there is none such."""
        if isinstance(named, int):
            return self.steps[named - 1] if 1 <= named <= len(self.steps) else None
        return next((each for each in self.steps if each.key == named), None)


class Written(Requirement):
    """A clause as its file has it: its name and its control point are where it stands."""

    steps: Mapping[str, Step] = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if set(self.clause) != set(self.unit):
            raise _wrong(translate("clause and unit don't have the same levels"))
        for level in self.clause:
            if not any(level in each.levels for each in self.steps.values()):
                raise _wrong(translate("no step at level {level}").format(level=level))
        for key, each in self.steps.items():
            for other in (each.implied_by, each.tests):
                if other is not None and (other == key or other not in self.steps):
                    said = translate("step {step} names a step that isn't there: {other}")
                    raise _wrong(said.format(step=key, other=other))
        return self

    def placed(self, key: str, *, area: str, point: str, control: Text) -> Clause:
        """Return the clause with its names."""
        steps = tuple(step.model_copy(update={"key": name}) for name, step in self.steps.items())
        held = {name: getattr(self, name) for name in Requirement.model_fields}
        return Clause(**held, key=key, area=area, point=point, control=control, steps=steps)


def _wrong(detail: str) -> PydanticCustomError:
    return PydanticCustomError("NET-AUD-003", "{detail}", {"detail": detail})


class Point(Entry):
    """A control point as its file has it."""

    title: Text
    clauses: Mapping[str, Written]


class Area(Entry):
    """One file of clauses: a class of GB/T 22239."""

    area: Text
    points: Mapping[str, Point]


class EvidenceClause(Entry):
    """A clause on operation that no config decides: what netops has to show for it."""

    title: Text
    item: Text
    clause: Mapping[int, str]
    evidence: tuple[Text, ...]


class Reply(Entry):
    """What a check answers: a step of a unit."""

    clause: str
    """Key of the clause."""
    step: str | int | None = None
    """Key of the step, or its place in the catalogue's list. Without it: the only step of the unit; where it has several, a
    violation counts against the unit and nothing is affirmed."""
    supporting: bool | None = None
    """Evidence only; as the whole check where it isn't said."""
    affirms: bool = True
    """A good answer affirms the step; where it doesn't, only a violation counts."""
    levels: tuple[int, ...] = LEVELS
    """Only at these levels: Telnet is a needless service where encrypted administration is asked for, from level 2 on."""


class HighRisk(Entry):
    """An item of the high-risk guide that a violation touches."""

    item: str
    level: int
    """Lowest level for which the item counts."""
    mitigated_by: tuple[str, ...] | None = None
    """Checks that lower the risk where they are compliant; the verdict stays. Without it what the guide lists does; empty: nothing."""
    confirm: bool = False
    """A person has to say whether the item is really met."""


class Mitigation(Entry):
    """Something that lowers a risk."""

    text: Text
    checks: tuple[str, ...] = ()
    """All of them compliant prove it; without any, only a person can say so."""
    besides: tuple[str, ...] = ()
    """None of them may say otherwise: compliant, or nothing that the device has. Else a person has to say whether it helps."""
    confirm: bool = False
    """Even then a person has to say whether it helps here."""


class RiskItem(Entry):
    """An item of the high-risk guide."""

    level: int
    """Lowest level for which it counts."""
    title: Text
    problem: Text
    only_if: Literal["continuity", "key_industry"] | None = None
    """It counts only where continuity matters much, or in key industries; a person says so."""
    mitigations: tuple[Mitigation, ...] = ()
    """What lowers the risk; without any, nothing does."""
    aliases: tuple[str, ...] = ()
    """Titles of T/ISEAA 001-2020, which the guide superseded."""


class Candidate(Entry):
    """What may be a 重大风险隐患."""

    title: Text
    items: tuple[str, ...] = ()
    """Items of the high-risk guide that lead to it."""
    checks: tuple[str, ...] = ()
    """Checks that lead to it without an item."""


class MajorRisks(Entry):
    """The candidates, and the principles by which one is a 重大风险隐患."""

    principles: Mapping[Literal["relevance", "severity", "frequency"], Text]
    candidates: Mapping[str, Candidate]


class Conclusions(Entry):
    """The conclusion words of the 2025 report template, and the assumptions that go with them."""

    high: float
    """Percent; above it: compliant."""
    low: float
    """Percent; below it: non-compliant."""
    words: Mapping[Literal["compliant", "mostly", "non_compliant"], Text]
    label: Text
    superseded: Text
    """What the score of 2021 is, with which it is always shown."""
    coverage: Text
    """On how many units the words rest: ``decided`` of ``applicable``."""
    assumptions: Mapping[str, Text]


class Algorithms(Entry):
    """Which algorithms are national, acceptable or broken, and what they are used for."""

    purposes: Mapping[str, Text]
    states: Mapping[str, Text]
    patterns: Mapping[Literal["national", "broken", "acceptable"], tuple[str, ...]]


class Words(Entry):
    """Words that checks put into what they found."""

    words: Mapping[str, Text]
    uses: Mapping[str, tuple[str, ...]]
    """Check to its words; no other check's values are touched."""

    @model_validator(mode="after")
    def _known(self) -> Self:
        for check, used in self.uses.items():
            if strange := [each for each in used if each not in self.words]:
                raise ValueError(f"{check} uses words that aren't there: {', '.join(strange)}")
        return self


class CheckEntry(Entry):
    """One check: what it answers and what it says."""

    answers: tuple[Reply, ...] = Field(min_length=1)
    """Steps of units that it answers; the first one whose clause the level has is the one shown."""
    part: Topic
    """The part of the config whose unread lines could hide an answer."""
    hears: frozenset[str] = frozenset()
    """Themes of the lines that it looks at; a line that nobody understood and that speaks of another leaves it alone."""
    every: frozenset[str] = frozenset()
    """Themes of lines each of which must be as it asks: one that nobody understood may be the one that isn't."""
    title: Text
    found: Text
    remedy: Text
    supporting: bool = False
    high_risk: tuple[HighRisk, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _short(cls, written: object) -> object:
        """``unit: identity_c`` is short for ``answers: [{clause: identity_c}]``."""
        if isinstance(written, dict) and "unit" in written:
            if "answers" in written:
                raise ValueError("unit and answers say the same thing: give one of them")
            rest = {name: value for name, value in written.items() if name != "unit"}
            return {**rest, "answers": [{"clause": written["unit"]}]}
        return written

    @property
    def unit(self) -> str:
        """Key of the clause that it answers first."""
        return self.answers[0].clause
