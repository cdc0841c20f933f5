"""What a plan is made of: steps with the objects that they make, take away and refer to, and what is kept."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from netops.config.listing import members
from netops.config.pattern import fill
from netops.config.root import Root
from netops.config.rulebook import Rule
from netops.config.state import Entry, Key, Section

Object = tuple[str, str]
"""(kind, name): ``("prefix-list", "FINANCE-HQ-IN")``."""


NO_OBJECTS: frozenset[Object] = frozenset()


class Phase(IntEnum):
    """When, within its section, a step is taken."""

    READY = -1
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


@dataclass(slots=True)
class Step:
    """One line to type; made once and left as it is.

    Attributes:
        phase: make ready, undo, set, or late undo.
        turn: pass of the planner that found it.
        inside: the sections that it is typed in, outermost first.
        line: what is typed; None where only the section is entered.
        about: what the line is about at the top level: its section, its list or itself. Steps about the same keep
            their order: undo, set, late undo.
        gains: objects that the line refers to from now on.
        loses: objects that it doesn't refer to any more.
        makes: objects that the line makes, or is a part of.
        drops: the same for lines that go, once for each line.
        claims: what the line takes that only one line of the device may have at a time.
        frees: what it gives up of that.
    """

    phase: Phase
    turn: int
    inside: tuple[Opened, ...]
    line: str | None
    about: Key
    gains: frozenset[Object] = NO_OBJECTS
    loses: frozenset[Object] = NO_OBJECTS
    makes: frozenset[Object] = NO_OBJECTS
    drops: tuple[Object, ...] = ()
    claims: frozenset[Object] = NO_OBJECTS
    frees: frozenset[Object] = NO_OBJECTS


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


def uses(entry: Entry) -> Iterator[Object]:
    """Yield the objects that a line refers to; nothing that stands below it."""
    if entry.rule is not None and entry.rule.uses and not entry.negative:
        yield from _objects(entry, entry.rule, entry.rule.uses)


def defines(entry: Entry) -> Iterator[Object]:
    """Yield the objects that a line makes; nothing that stands below it."""
    if entry.rule is not None and entry.rule.defines and not entry.negative:
        yield from _objects(entry, entry.rule, entry.rule.defines)


def silent(entry: Entry) -> bool:
    """Whether a line neither makes an object nor refers to one, nor has lines below it that might."""
    rule = entry.rule
    return entry.section is None and (rule is None or not (rule.uses or rule.defines or rule.exclusive))


def all_exclusive(entries: Iterable[Entry]) -> Iterator[Object]:
    """Yield what lines, and all below them, have that only one line of the device may have at a time."""
    for entry in entries:
        if entry.rule is not None and entry.rule.exclusive and not entry.negative:
            yield from _objects(entry, entry.rule, entry.rule.exclusive)
        if entry.section is not None:
            yield from all_exclusive(entry.section.entries.values())


def _objects(entry: Entry, rule: Rule, templates: Iterable[tuple[str, str]]) -> Iterator[Object]:
    """Yield what templates name; for a set each of its members: `vlan batch 10 20` makes VLAN 10 and VLAN 20."""
    found = members(rule.listing, entry.value) if rule.listing else None
    values = {each.hole for each in rule.pattern.words if each.hole and not each.identity}
    for kind, name in templates:
        if found is None or not (values & {word.strip("{}<>") for word in name.split()}):
            yield kind, fill(name, entry.names)
        else:
            yield from ((kind, fill(name, {**entry.names, **dict.fromkeys(values, one)})) for one in found)


def all_uses(entries: Iterable[Entry]) -> Iterator[Object]:
    """Yield the objects that lines and all below them refer to."""
    for entry in entries:
        yield from uses(entry)
        if entry.section is not None:
            yield from all_uses(entry.section.entries.values())


def all_defines(entries: Iterable[Entry]) -> Iterator[Object]:
    """Yield the objects that lines and all below them make."""
    for entry in entries:
        yield from defines(entry)
        if entry.section is not None:
            yield from all_defines(entry.section.entries.values())


def objects(root: Root, kinds: frozenset[str]) -> Counter[Object]:
    """Return how many lines of a state make each object of some kinds; a prefix list is made by each of its entries.

    Sections that nobody has read are equal in both texts: what they make stays.
    """
    for rule in definers(root, kinds):
        word = rule.pattern.words[0].literal
        if word:
            root.load(word)
    found: Counter[Object] = Counter()
    for entry in root.held.values():
        found.update(each for each in _read_defines(entry) if each[0] in kinds)
    return found


def _read_defines(entry: Entry) -> Iterator[Object]:
    yield from defines(entry)
    below = entry.section
    if below is not None and below.unread is None:
        for each in below.held.values():
            yield from _read_defines(each)


def definers(section: Section, kinds: frozenset[str]) -> list[Rule]:
    """Return the rules of a section's lines that make objects of these kinds."""
    context = section.context
    if context is None:
        return []
    return [rule for rule in context.every if any(kind in kinds for kind, _ in rule.defines)]


def left_pointing(root: Root, gone: frozenset[Object]) -> Iterator[str]:
    """Yield what is wrong with lines that are to stay and refer to objects that go: the device refuses, or takes them along.

    Args:
        root: the state that is wanted.
        gone: objects that nothing makes there.
    """
    if not gone:
        return
    kinds = frozenset(kind for kind, _ in gone)
    for rule in root.context.every if root.context is not None else ():
        if _may_use(rule, kinds):
            root.group(rule.pattern.words[0].literal)
    for entry in list(root.held.values()):
        for used in dict.fromkeys(all_uses([entry])):
            if used in gone:
                yield f"{used[0]} {used[1]} goes, but “{entry.text}” is to stay and refers to it"


def _may_use(rule: Rule, kinds: frozenset[str]) -> bool:
    """Whether a line, or any line that may stand below it, refers to objects of these kinds."""
    if any(kind in kinds for kind, _ in rule.uses):
        return True
    below = rule.section.context.every if rule.section is not None else ()
    return any(_may_use(each, kinds) for each in below)


def guarded(root: Root) -> frozenset[Object]:
    """Return the objects that the device doesn't let go while they are in use."""
    lines = (each for each in root.held.values() if each.rule is not None and each.rule.blockers)
    return frozenset(found for each in lines for found in defines(each))
