"""What has to be typed to take one state to another, section by section.

The plan is made by typing on a copy of the running state: what a line wipes is seen at once and put back in the same
section. Every step carries the objects that it makes, takes away, begins or ceases to refer to; `netops.config.order`
puts the steps in order by them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from netops.config.device import Device, Refusal, in_the_way, undo_line
from netops.config.pattern import fill
from netops.config.rulebook import Turn
from netops.config.state import Entry, Key, Section, standing

Object = tuple[str, str]
"""(kind, name): ``("prefix-list", "FINANCE-HQ-IN")``."""

PASSES = 3
"""A side effect may need a second look; a third finds nothing unless the rulebook contradicts itself."""


class Phase(IntEnum):
    """When, within its section, a step is taken."""

    UNDO = 0
    SET = 1
    LATE = 2


@dataclass(frozen=True, slots=True)
class Opened:
    """A section that a step stands in: its line, what closes it, and the objects that it refers to."""

    key: Key
    text: str
    leave: str
    uses: tuple[Object, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One line to type.

    Attributes:
        phase: undo, set, or late undo.
        turn: pass of the planner that found it.
        inside: the sections that it is typed in, outermost first.
        line: what is typed; None where only the section is entered.
        about: what the line is about at the top level: its section, its list or itself. Steps about the same keep
            their order: undo, set, late undo.
        gains: objects that the line refers to from now on.
        loses: objects that it doesn't refer to any more.
        makes: objects that the line makes, or is a part of.
        drops: the same for lines that go, once for each line.
    """

    phase: Phase
    turn: int
    inside: tuple[Opened, ...]
    line: str | None
    about: Key
    gains: frozenset[Object] = frozenset()
    loses: frozenset[Object] = frozenset()
    makes: frozenset[Object] = frozenset()
    drops: tuple[Object, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A line that the patch leaves alone on purpose.

    Attributes:
        number: its line in the running config.
        text: the line, secrets hidden.
        section: the lines above it, outermost first.
        part: the part's name.
        why: what taking it away would do.
    """

    number: int
    text: str
    section: tuple[str, ...]
    part: str
    why: str

    def as_dict(self) -> dict[str, object]:
        """Return the line for ``proof.json``."""
        return {
            "line": self.number,
            "text": self.text,
            "section": list(self.section),
            "part": self.part,
            "why": self.why,
        }


@dataclass(slots=True)
class Plan:
    """What a planner found: steps in the order in which it took them, and what stands in the way."""

    steps: list[Step] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Planner:
    """Makes a plan.

    Attributes:
        device: where it is tried.
        part: the part's name.
        keep: whether settings that are only absent from the intended text are left alone. A rollback takes back what
            the patch did, so that it leaves nothing alone.
        plan: what was found so far.
        turn: the pass that is being made.
    """

    device: Device
    part: str = ""
    keep: bool = True
    plan: Plan = field(default_factory=Plan)
    turn: int = 0

    def run(self, running: Section, intended: Section) -> Plan:
        """Return how to get from one state to the other.

        ``running`` is typed at, and ends as the planner thinks that the device does. ``intended`` gets the lines that
        are kept, so that it ends as what the device should have.
        """
        for self.turn in range(PASSES):
            before = len(self.plan.steps)
            self._undo(running, intended, ())
            self._set(running, intended, ())
            self._late(running, intended, ())
            if len(self.plan.steps) == before:
                break
        return self.plan

    def _undo(self, here: Section, there: Section, inside: tuple[Opened, ...]) -> None:
        leaving = [each for each in here.entries.values() if self._goes(each, there)]
        leaving += self._twins(here, there)
        # What takes others along goes first, so that those need no line of their own.
        for entry in sorted(leaving, key=_anchor):
            if here.entries.get(entry.key) is entry and not _late(entry):
                self._undo_one(here, there, entry, inside)
        for entry in list(here.entries.values()):
            if entry.section is None:
                continue
            wanted = there.entries.get(entry.key) or _hull(there, entry)
            if wanted.section is not None:
                self._undo(entry.section, wanted.section, (*inside, _opened(entry)))
                if not wanted.section.entries and wanted.number < 0:
                    del there.entries[entry.key]

    def _goes(self, entry: Entry, there: Section) -> bool:
        """Whether a line has to be undone before anything new is typed."""
        wanted = there.entries.get(entry.key)
        if wanted is None:
            return not _emptied(entry) and not self._off_anyway(entry, there)
        return in_the_way(entry, wanted)

    def _twins(self, here: Section, there: Section) -> list[Entry]:
        """Return the lines of lists that hold a value which another is to have, and that don't give it up in time."""
        place = {key: at for at, key in enumerate(there.entries)}
        return [
            here.entries[key]
            for wanted in there.entries.values()
            if wanted.rule is not None and wanted.rule.unique and not _held(here, wanted)
            for key in sorted(self.device.twins(here, wanted))
            if place.get(key, -1) > place[wanted.key]
        ]

    def _off_anyway(self, entry: Entry, there: Section) -> bool:
        """Whether a ``no`` line says what its absence will say, because its default is turned on the way."""
        if not entry.negative or entry.rule is None:
            return False
        return standing(entry.rule.default, there, self.device.reader.profile) is False

    def _undo_one(self, here: Section, there: Section, entry: Entry, inside: tuple[Opened, ...]) -> None:
        why = self._kept(entry, there)
        if why:
            section = tuple(each.text for each in inside)
            self.plan.kept.append(Kept(entry.number, entry.text, section, self.part, why))
            self._keep(there, entry)
            return
        self._take_away(here, entry, inside, Phase.UNDO)

    def _keep(self, there: Section, entry: Entry) -> None:
        """Let the intended state have the line, with all that it means for others there."""
        if entry.rule is not None and entry.rule.flips is not None:
            Device(self.device.reader).enter(there, entry.text)
        else:
            there.entries[entry.key] = entry

    def _take_away(self, here: Section, entry: Entry, inside: tuple[Opened, ...], phase: Phase) -> None:
        line = undo_line(entry)
        gone = len(self.device.gone)
        answer = self.device.enter(here, line)
        if isinstance(answer, Refusal):
            self._stuck(inside, line, answer)
            self.device.gone += [each for each in [here.entries.pop(entry.key, None)] if each is not None]
        taken = self.device.gone[gone:]
        loses = frozenset((*_uses(taken), *(each for section in inside for each in section.uses)))
        drops = tuple(_defines(taken))
        self.plan.steps.append(Step(phase, self.turn, inside, line, _about(entry, inside), loses=loses, drops=drops))

    def _kept(self, entry: Entry, there: Section) -> str:
        if entry.key in there.entries or entry.key in there.said:
            return ""
        if entry.rule is not None and entry.rule.undo is None:
            return "the device has no command that takes it away"
        if entry.negative and self.keep:
            return "taking it away would turn something on"
        return ""

    def _set(self, here: Section, there: Section, inside: tuple[Opened, ...]) -> None:
        for entry in sorted(there.entries.values(), key=_place):
            if entry.section is None:
                held = here.entries.get(entry.key)
                if held is None or not held.same(entry):
                    self._set_one(here, entry, held, inside)
                continue
            below = self._enter(here, entry, inside)
            self._set(below, entry.section, (*inside, _opened(entry)))

    def _enter(self, here: Section, entry: Entry, inside: tuple[Opened, ...]) -> Section:
        held = here.entries.get(entry.key)
        if held is None or not held.same(entry) or held.section is None:
            self._set_one(here, entry, held, inside)
            held = here.entries[entry.key]
        if held.section is None:
            held.section = Section(entry.section.context if entry.section is not None else None, here)
        return held.section

    def _set_one(self, here: Section, entry: Entry, held: Entry | None, inside: tuple[Opened, ...]) -> None:
        gone = len(self.device.gone)
        answer = self.device.enter(here, entry.text)
        if isinstance(answer, Refusal):
            self._stuck(inside, entry.text, answer)
        if here.entries.get(entry.key) is None or not here.entries[entry.key].same(entry):
            kind = entry.section
            below = Section(kind.context, here) if kind is not None else None
            here.entries[entry.key] = Entry(
                entry.key, entry.text, entry.value, entry.negative, entry.rule, 0, entry.names, below
            )
        replaced = [*self.device.gone[gone:], *([_alone(held)] if held is not None else [])]
        gains = frozenset(_uses([_alone(entry)]))
        loses = frozenset(_uses(replaced)) - gains
        makes = frozenset(_defines([_alone(entry)]))
        where, line = (inside, entry.text) if entry.section is None else ((*inside, _opened(entry)), None)
        self.plan.steps.append(
            Step(Phase.SET, self.turn, where, line, _about(entry, inside), gains=gains, loses=loses, makes=makes)
        )

    def _late(self, here: Section, there: Section, inside: tuple[Opened, ...]) -> None:
        for entry in list(here.entries.values()):
            wanted = there.entries.get(entry.key)
            if entry.section is not None:
                below = wanted.section if wanted is not None else None
                self._late(entry.section, below or Section(entry.section.context), (*inside, _opened(entry)))
            elif wanted is None and _late(entry):
                self._take_away(here, entry, inside, Phase.LATE)

    def _stuck(self, inside: tuple[Opened, ...], line: str, refusal: Refusal) -> None:
        place = " / ".join(each.text for each in inside)
        self.plan.obstacles.append(f"{place + ' / ' if place else ''}{line}: {refusal.why}")


def _held(here: Section, wanted: Entry) -> bool:
    held = here.entries.get(wanted.key)
    return held is not None and held.same(wanted)


def _late(entry: Entry) -> bool:
    return entry.rule is not None and entry.rule.late and not entry.negative


def _hull(there: Section, entry: Entry) -> Entry:
    """Put in an empty section for one that the device keeps; kept lines may end in it."""
    hull = _alone(entry)
    hull.number = -1
    said = there.said_below.get(entry.key, set())
    hull.section = Section(entry.section.context if entry.section is not None else None, there, said=said)
    there.entries[entry.key] = hull
    return hull


def _anchor(entry: Entry) -> bool:
    return not (entry.rule is not None and entry.rule.wipes)


def _emptied(entry: Entry) -> bool:
    """Whether the device keeps the section, so that its lines go one by one."""
    kind = entry.rule.section if entry.rule is not None else None
    return kind is not None and kind.undeletable


def _place(entry: Entry) -> tuple[bool, int]:
    """Return when a line is typed in its section: before what depends on it, sections behind lines."""
    order = {Turn.FIRST: 0, Turn.NORMAL: 1, Turn.LAST: 2}
    return (entry.section is not None, order[entry.rule.turn] if entry.rule is not None else 1)


def _opened(entry: Entry) -> Opened:
    kind = entry.rule.section if entry.rule is not None else None
    return Opened(entry.key, entry.text, kind.leave if kind is not None else "exit", tuple(_uses([_alone(entry)])))


def _about(entry: Entry, inside: tuple[Opened, ...]) -> Key:
    if inside:
        return inside[0].key
    return entry.key[:-1] if entry.rule is not None and entry.rule.unique else entry.key


def _alone(entry: Entry) -> Entry:
    return Entry(entry.key, entry.text, entry.value, entry.negative, entry.rule, entry.number, entry.names)


def _uses(entries: Iterable[Entry]) -> Iterator[Object]:
    for entry in entries:
        if entry.rule is not None and not entry.negative:
            yield from ((kind, fill(name, entry.names)) for kind, name in entry.rule.uses)
        if entry.section is not None:
            yield from _uses(entry.section.entries.values())


def _defines(entries: Iterable[Entry]) -> Iterator[Object]:
    for entry in entries:
        if entry.rule is not None and not entry.negative:
            yield from ((kind, fill(name, entry.names)) for kind, name in entry.rule.defines)
        if entry.section is not None:
            yield from _defines(entry.section.entries.values())


def objects(section: Section) -> Counter[Object]:
    """Return how many lines of a state make each object; a prefix list is made by each of its entries."""
    return Counter(_defines(section.entries.values()))


def guarded(section: Section) -> frozenset[Object]:
    """Return the objects that the device doesn't let go while they are in use."""
    lines = (each for each in section.entries.values() if each.rule is not None and each.rule.blockers)
    return frozenset(_defines([_alone(each) for each in lines]))
