"""Lines of one section that only come or go, typed in one go: of thousands of them none has to be asked what it does to others."""

from collections.abc import Mapping, Sequence

from netops.config.knowing import known, made
from netops.config.refusing import barred, in_the_way, is_replaced, wrong_value
from netops.config.rulebook import Context, Known
from netops.config.rulebook_pieces import Change
from netops.config.state import Entry, Key, Section
from netops.config.steps import uses


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
    held, latent, seen = section.lines, section.latent, context.seen
    undo = f"{context.negation} "
    own = context.rules.has(context.negation)  # `undo portswitch` is a line of its own
    section.touch()
    section.index = None
    for at, text in enumerate(lines):
        if not own and text.startswith(undo) and (gone := _gone(seen, held, text[len(undo) :])) is not None:
            del held[gone]
            continue
        found = seen.get(text) or known(context, text)
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


def _gone(seen: Mapping[str, Known], held: Mapping[Key, Entry], stated: str) -> Key | None:
    """Return the line that goes by its own words negated, as most do; None where more has to be asked."""
    found = seen.get(stated)
    if found is None or not found.simple or found.negative or found.rule is None or found.rule.undo:
        return None
    entry = held.get(found.key)
    return found.key if entry is not None and entry.text == stated and entry.section is None else None


def type_alone(section: Section, text: str) -> bool:
    """Type a line that says nothing of others while what it refers to stands (`netops.config.quiet_lines`).

    Returns:
        Whether it was typed; where it wasn't, more has to be asked.
    """
    context, found = section.context, known(section.context, text)
    rule, held = found.rule, section.held.get(found.key)  # all that are held are such lines
    if context is None or rule is None or not rule.alone or context.is_shared(text):
        return False
    if found.negative:
        undone = _undone(section, context, found, text)
        if undone is None:
            return False
        del section.held[undone]
        return True
    entry = made(found, text)
    if found.match is None or context.barring.finds(found.match.words) or wrong_value(section, entry) is not None:
        return False
    taken = held is None or is_replaced(held, entry) or _keeps_its_options(held, entry, section)
    if not taken or not all(each in context.given for each in uses(entry)):
        return False
    section.held[entry.key] = entry
    return True


def _keeps_its_options(held: Entry, entry: Entry, section: Section) -> bool:
    """Whether a line has all options of the one whose place it takes, so that the device takes it as it is written."""
    rule = entry.rule
    if rule is None or held.rule is not rule or rule.change is not Change.KEEPS_OPTIONS:
        return False
    return not held.negative and not held.same(entry) and not in_the_way(held, entry, section)


def _undone(section: Section, context: Context, found: Known, text: str) -> Key | None:
    """Return the line that an undo form takes away, or one that is negated as it is written; None where that isn't plain."""
    if found.rule is not None and not found.rule.undo:
        held = section.held.get(found.key)
        plain = held is not None and not held.negative and text.partition(" ")[2] == held.text
        return found.key if plain else None
    for match, rule in context.undos.all(context.rewriter.apart(text)):
        key = rule.pattern.key_of(match.names)
        held = section.held.get(key) if key is not None else None
        if key is None or held is not None:
            return key if held is not None and not held.negative and rule.alone else None
    return None


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
