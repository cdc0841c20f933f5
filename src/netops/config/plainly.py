"""Lines of one section that only come or go, typed in one go: of thousands of them none has to be asked what it does to others."""

from collections.abc import Sequence

from netops.config.knowing import known, made
from netops.config.refusing import barred, is_replaced, wrong_value
from netops.config.rulebook import Context, Known
from netops.config.state import Entry, Section


def type_plainly(section: Section, lines: Sequence[str]) -> int:
    """Type lines as `netops.config.device.Device.enter` does, as long as each concerns no other.

    Args:
        section: where they are typed.
        lines: the lines.

    Returns:
        How many were typed; of the next one more has to be asked.
    """
    context = section.context
    if context is None or section.numbered is not None:
        return 0
    held, latent = section.lines, section.latent
    section.raw, section.index = None, None
    for at, text in enumerate(lines):
        found = known(context, text)
        before = held.get(found.key)
        if before is None and latent is not None and latent.may_hold(found.key):
            return at
        if found.negative:
            if before is None or not goes_plainly(found, text, before):
                return at
            del held[found.key]
        elif found.simple and comes_plainly(section, context, entry := made(found, text), before):
            held[found.key] = entry
        else:
            return at
    return len(lines)


def goes_plainly(found: Known, text: str, held: Entry) -> bool:
    """Whether a line takes away one that concerns no other, by its undo form or as it is written."""
    if held.negative or held.section is not None or found.rule is None:
        return False
    return found.formed or (found.simple and not found.rule.undo and text.partition(" ")[2] == held.text)


def comes_plainly(section: Section, context: Context, entry: Entry, held: Entry | None) -> bool:
    """Whether a line is taken, and replaces nothing but itself; what was found before isn't looked for again."""
    if held is not None and not is_replaced(held, entry):
        return False
    if context.wrong.get(entry.text) == "" and (not context.barring or entry.text in context.unbarred):
        return True
    return wrong_value(section, entry) is None and barred(section, entry) is None
