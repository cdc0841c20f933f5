"""Lines that wait for others in other sections: those beside which they are refused go first, those that they need come first."""

from collections.abc import Iterable

from netops.config.knowing import known
from netops.config.pattern import fill
from netops.config.refusing import is_supported
from netops.config.root import Root
from netops.config.state import Entry, Section
from netops.config.steps import NO_OBJECTS, Object, Phase, Step
from netops.config.wiping import in_place, needed_of, standing_in

ROOM = "room beside"
"""What a section gives up when lines of it go, and what a line needs that is refused beside them."""
RELEASE, LATE_RELEASE = "release of", "late release of"
"""The same, for a line that doesn't go while they stand: what is undone, or whatever happens, in that section."""
SUPPORT = "support of"
"""What a section gives when lines of it come, and what a line needs that is refused without them."""
GIVING = {
    ROOM: (Phase.UNDO,),
    RELEASE: (Phase.UNDO,),
    LATE_RELEASE: (Phase.UNDO, Phase.SET, Phase.LATE),
    SUPPORT: (Phase.SET,),
}


def room_for(here: Section, entry: Entry, held: Entry | None, before: Root | None) -> frozenset[Object]:
    """Return what a line needs of sections with lines beside which it is refused, or without which."""
    rule = entry.rule
    needs = rule.needs_elsewhere if rule is not None and not is_supported(rule, held) else ()
    if rule is None or before is None or not (rule.excludes_elsewhere or needs or rule.alike):
        return NO_OBJECTS
    names = in_place(here, entry)
    keys = {key for path in rule.excludes_elsewhere for key in standing_in(before, path, names)}
    needed = {key for path in needs for key in needed_of(here, path, names)}
    # A section that is to have the same line is brought to it before.
    needed |= {known(before.context, fill(template, entry.names)).key for template, _ in rule.alike}
    return frozenset({(ROOM, " ".join(key)) for key in keys} | {(SUPPORT, " ".join(key)) for key in needed})


def room_to_go(here: Section, entry: Entry, before: Root | None, phase: Phase) -> frozenset[Object]:
    """Return what a line that goes needs of sections with lines that don't let it go."""
    if entry.rule is None or before is None or not entry.rule.blockers_elsewhere:
        return NO_OBJECTS
    names = in_place(here, entry)
    keys = {key for path in entry.rule.blockers_elsewhere for key in standing_in(before, path, names)}
    return frozenset((LATE_RELEASE if phase is Phase.LATE else RELEASE, " ".join(key)) for key in keys)


def give_room(steps: Iterable[Step]) -> None:
    """Let the steps that take lines away, or type them, give what others need."""
    steps = list(steps)
    needed = {each for step in steps for each in step.claims if each[0] in GIVING}
    for step in steps if needed else ():
        key = " ".join(step.inside[0].key if step.inside else step.about)
        step.frees |= needed & {(kind, key) for kind, phases in GIVING.items() if step.phase in phases}
