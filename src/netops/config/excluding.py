"""Lines that a device refuses while others stand in other sections: those go first."""

from collections.abc import Iterable

from netops.config.root import Root
from netops.config.state import Entry
from netops.config.steps import NO_OBJECTS, Object, Phase, Step
from netops.config.wiping import standing_in

KIND = "room beside"
"""What a section gives up when lines of it go, and what a line needs that is refused beside them."""


def room_for(entry: Entry, before: Root | None) -> frozenset[Object]:
    """Return what a line needs of sections with lines beside which it is refused."""
    rule = entry.rule
    if rule is None or not rule.excludes_elsewhere or before is None:
        return NO_OBJECTS
    keys = {key for path in rule.excludes_elsewhere for key in standing_in(before, path, entry.names)}
    return frozenset((KIND, " ".join(key)) for key in keys)


def give_room(steps: Iterable[Step]) -> None:
    """Let the steps that take lines away give what others need."""
    steps = list(steps)
    needed = {each for step in steps for each in step.claims if each[0] == KIND}
    for step in steps if needed else ():
        given = (KIND, " ".join(step.inside[0].key if step.inside else step.about))
        if step.phase is Phase.UNDO and given in needed:
            step.frees |= {given}
