"""What a plan is made of: steps with the objects that they make, take away and refer to, and what is kept."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from netops.config.listing import members
from netops.config.pattern import fill
from netops.config.root import Root
from netops.config.rulebook import Context, Rule
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


class Opened(NamedTuple):
    """A section that a step stands in: its line, what closes it, and the objects that it refers to and makes."""

    key: Key
    text: str
    leave: str
    uses: tuple[Object, ...] = ()
    makes: tuple[Object, ...] = ()


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
        spoils: objects that are less, or another thing, behind it: whoever ceases to refer to them does so before, if he can.
        joined: whether it is typed right behind the step before it, with nothing in between.
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
    spoils: frozenset[Object] = NO_OBJECTS
    joined: bool = False


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
    """What a planner found: steps in the order in which it took them, what stands in the way, what lists lack meanwhile."""

    steps: list[Step] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)


def uses(entry: Entry) -> Iterator[Object]:
    """Yield the objects that a line refers to; nothing that stands below it."""
    if entry.rule is not None and entry.rule.uses and not entry.negative:
        yield from named(entry, entry.rule.uses)


def defines(entry: Entry) -> Iterator[Object]:
    """Yield the objects that a line makes; nothing that stands below it."""
    if entry.rule is not None and entry.rule.defines and not entry.negative:
        yield from named(entry, entry.rule.defines)


def makes(entry: Entry, thing: Object) -> bool:
    """Whether a line makes an object; of a set with thousands of members only the one that may be it is looked at."""
    if entry.rule is None or not entry.rule.defines or entry.negative:
        return False
    return thing in named(entry, entry.rule.defines, only=thing[1].split())


def silent(entry: Entry) -> bool:
    """Whether a line neither makes an object nor refers to one, nor has lines below it that might."""
    rule = entry.rule
    return entry.section is None and (rule is None or not (rule.uses or rule.defines or rule.exclusive or rule.network))


def exclusive(entry: Entry) -> Iterator[Object]:
    """Yield what a line has that only one line of the device may have at a time; nothing that stands below it."""
    if entry.rule is not None and entry.rule.exclusive and not entry.negative:
        yield from named(entry, entry.rule.exclusive)


def freed_late(entries: Iterable[Entry]) -> Iterator[tuple[Object, str]]:
    """Yield what lines had for themselves alone and that isn't free as soon as they are gone, with the reason."""
    for entry in entries:
        if entry.rule is not None and entry.rule.freed_late:
            yield from ((each, entry.rule.freed_late) for each in exclusive(entry))
        if entry.section is not None:
            yield from freed_late(entry.section.entries.values())


def named(entry: Entry, templates: Iterable[tuple[str, str]], only: Iterable[str] | None = None) -> Iterator[Object]:
    """Yield what templates name; for a set each of its members: `vlan batch 10 20` makes VLAN 10 and VLAN 20.

    Args:
        entry: a line.
        templates: kinds and names.
        only: of a set, the members that are asked for. Default: all.
    """
    rule = entry.rule
    if rule is None:
        return
    found = members(rule.listing, entry.value) if rule.listing else None
    if found is None:
        match = entry.match
        for kind, name in templates:
            yield kind, fill(name, entry.names) if match is None else match.named(name)
        return
    values = {each.hole for each in rule.pattern.words if each.hole and not each.identity}
    for kind, name in templates:
        if not (values & {word.strip("{}<>") for word in name.split()}):
            yield kind, fill(name, entry.names)
        else:
            asked = found if only is None else found.intersection(only)
            yield from ((kind, fill(name, {**entry.names, **dict.fromkeys(values, one)})) for one in asked)


def everywhere(entries: Iterable[Entry], of: Callable[[Entry], Iterable[Object]]) -> Iterator[Object]:
    """Yield the objects of lines and of all below them.

    Args:
        entries: the lines.
        of: which objects: those that a line `uses`, `defines`, or has for itself alone (`exclusive`).
    """
    for entry in entries:
        yield from of(entry)
        if entry.section is not None:
            yield from everywhere(entry.section.entries.values(), of)


def objects(root: Root, kinds: frozenset[str]) -> Counter[Object]:
    """Return how many lines of a state make each object of some kinds; a prefix list is made by each of its entries.

    Sections that nobody has read are equal in both texts: what they make stays.
    """
    for rule in definers(root, kinds):
        word = rule.pattern.words[0].literal
        if word:
            root.load(word)
    return Counter(_read_defines(root, kinds)) if kinds else Counter()


def _read_defines(section: Section, kinds: frozenset[str]) -> Iterator[Object]:
    """Yield the objects of some kinds that the lines make which were read; where none can, none is looked at."""
    if section.context is None or kinds.isdisjoint(_made_in(section.context)):
        return
    for entry in section.held.values():
        if entry.rule is not None and entry.rule.defines:
            yield from (each for each in defines(entry) if each[0] in kinds)
        below = entry.section
        if below is not None and below.unread is None:
            yield from _read_defines(below, kinds)


@lru_cache(maxsize=1024)
def _made_in(context: Context) -> frozenset[str]:
    """Return the kinds of objects that the lines of a section make, and those below them."""
    own = {kind for rule in context.every for kind, _ in rule.defines}
    return frozenset(own.union(*(_made_in(rule.section.context) for rule in context.every if rule.section is not None)))


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
            root.awake(rule.pattern.words[0].literal)  # what is worked at elsewhere refers to nothing that goes
    for entry in list(root.held.values()):
        for used in dict.fromkeys(everywhere([entry], uses)):
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
