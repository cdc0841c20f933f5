"""Questions that a planner asks of lines: which go late, which come first, what they refer to."""

from collections.abc import Iterable

from netops.config.ranking import leading
from netops.config.root import Root
from netops.config.rulebook import Turn
from netops.config.spans import shown
from netops.config.state import Entry, Key, Section, equal, sequences
from netops.config.steps import NO_OBJECTS, Object, Opened, uses
from netops.config.wiping import covered

Inside = tuple[Opened, ...]
"""The sections that a line stands in, outermost first."""


def used_by(inside: Inside) -> frozenset[Object]:
    """Return the objects that the sections refer to in which a line stands."""
    if not any(section.uses for section in inside):
        return NO_OBJECTS
    return frozenset(each for section in inside for each in section.uses)


def meet(one: Section, other: Section) -> None:
    """Let both states know the lines that somebody asked either for: what a line took away is to be missed."""
    if isinstance(one, Root) and isinstance(other, Root):
        for key in one.met ^ other.met:
            one.find(key)
            other.find(key)
            one.met.add(key)
            other.met.add(key)


def lines_of(section: Section) -> list[Entry]:
    """Return the lines that were read, in the order of the text."""
    if isinstance(section, Root):
        return sorted(section.held.values(), key=lambda each: each.number or 1 << 60)
    return list(section.entries.values())


def is_rebuilt(entry: Entry, wanted: Entry) -> bool:
    """Whether a section goes and comes whole, because nothing below it can change while it stands."""
    kind = entry.rule.section if entry.rule is not None else None
    if kind is None or not kind.rebuild or entry.section is None or wanted.section is None:
        return False
    return not equal(entry.section, wanted.section)


def out_of_order(here: Section, there: Section) -> frozenset[Key]:
    """Return the lines whose order means something and that must be typed anew, because the device only appends."""
    if here.context is None or not here.context.sequences:
        return frozenset()
    found: set[Key] = set()
    wished = sequences(there)
    for name, ours in sequences(here).items():
        theirs = wished.get(name, [])
        wanted = set(theirs)
        found |= (set(ours) & wanted) - leading([each for each in ours if each in wanted], theirs)
    return frozenset(found)


def is_held(here: Section, wanted: Entry) -> bool:
    """Whether a state has a line as it is wanted."""
    held = here.find(wanted.key)
    return held is not None and held.same(wanted)


def is_telling(entry: Entry) -> bool:
    """Whether a line that comes in decides what becomes of others."""
    rule = entry.rule
    return rule is not None and bool(rule.set_wipes or rule.may_wipe or rule.excludes) and not entry.negative


def is_excluded(entry: Entry, coming: Iterable[Entry]) -> bool:
    """Whether a line can't stand beside one that comes in, or may go with it, so that it has to go before."""
    return any(
        each.rule is not None and covered(entry, (*each.rule.excludes, *each.rule.may_wipe), each.names)
        for each in coming
    )


def goes_late(entry: Entry) -> bool:
    """Whether a line goes only after all new lines are in."""
    return entry.rule is not None and entry.rule.late and not entry.negative


def make_hull(there: Section, entry: Entry) -> Entry:
    """Put in an empty section for one that the device keeps; kept lines may end in it."""
    said = there.said_below.get(entry.key, set())
    context = entry.section.context if entry.section is not None else None
    numbered = entry.section.numbered if entry.section is not None else None
    hull = entry.with_section(Section(context, there, said=said, numbered=numbered, absent=True))
    hull.number = -1
    there.put(hull)
    return hull


def is_no_anchor(entry: Entry) -> bool:
    """Whether a line takes no other along when it goes; those that do go first."""
    return not (entry.rule is not None and (entry.rule.wipes or entry.rule.wipe_paths))


def is_emptied(entry: Entry) -> bool:
    """Whether the device keeps the section, so that its lines go one by one."""
    kind = entry.rule.section if entry.rule is not None else None
    return kind is not None and kind.undeletable


_TURNS = {Turn.FIRST: 0, Turn.NORMAL: 1, Turn.LAST: 2}


def turn_of(entry: Entry) -> int:
    """Return when a line of the top level is typed."""
    return _TURNS[entry.rule.turn] if entry.rule is not None else 1


def place_of(entry: Entry) -> tuple[bool, int]:
    """Return when a line is typed in its section: before what depends on it, sections behind lines."""
    return (entry.section is not None, turn_of(entry))


def opened_by(entry: Entry) -> Opened:
    """Return the section that a line opens, for the steps in it."""
    kind = entry.rule.section if entry.rule is not None else None
    return Opened(entry.key, shown(entry), kind.leave if kind is not None else "exit", tuple(uses(entry)))


def subject_of(entry: Entry, inside: Inside) -> Key:
    """Return what a step is about at the top level; steps about the same keep their order."""
    if inside:
        return inside[0].key
    return entry.key[:-1] if entry.rule is not None and entry.rule.unique else entry.key
