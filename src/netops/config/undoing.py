"""Lines that take others away: which line a typed one undoes, and what is typed to undo one."""

from collections.abc import Mapping

from netops.config.knowing import known
from netops.config.rulebook import Context, Rule
from netops.config.state import Entry, Key, Section


def negated(held: Entry, negation: str) -> Entry:
    """Return what takes a line away, as the device understands it."""
    return _negative(held, f"{negation} {held.text}")


def _negative(held: Entry, text: str) -> Entry:
    return Entry(held.key, text, "", negative=True, rule=held.rule, match=held.match)


def plainly_undone(section: Section, context: Context, text: str) -> Entry | None:
    """Return what takes a line away that stands here just as it is negated, where it has no other undo form."""
    found = known(context, text)
    if not found.negative or found.rule is None or found.rule.undo:
        return None
    held = section.find(found.key)
    if held is None and not found.rule.pattern.holes:
        return Entry(found.key, text, "", negative=True, rule=found.rule, match=found.match)
    if held is None or held.negative or held.text != text.split(" ", 1)[-1]:
        return None
    return _negative(held, text)


def undone_by_form(section: Section, context: Context, text: str, number: int) -> Entry | None:
    """Return the line that a short undo form takes away: one that stands here, before one that doesn't."""
    meant: Entry | None = None
    negated = text.startswith(context.negation + " ")
    for match, rule in context.undos.all(context.words(text)):
        key = rule.pattern.key_of(match.names) or _first_of(section, rule, match.names)
        if key is None:
            continue
        held = section.find(key)
        if not negated and (held is None or held.negative):
            continue  # `switchport` takes `no switchport` away, where that stands
        if meant is None or held is not None:
            meant = Entry(key, text, "", negative=True, rule=rule, number=number, match=match)
            if held is not None:
                break
    return meant


def _first_of(section: Section, rule: Rule, names: Mapping[str, str]) -> Key | None:
    """Return the first line that an undo form means which names less than the line; the rule's `wipes` takes the others."""
    for entry in section.group(rule.pattern.text.split(" ", 1)[0]) if names else ():
        if entry.rule is rule and not entry.negative and all(entry.names.get(each) == names[each] for each in names):
            return entry.key
    return None


def undone_unknown(section: Section, text: str) -> Entry | None:
    """Return the line that is taken away by one typed in a section that nobody knows: it stands there, but for the negation."""
    place: Section | None = section
    while place is not None and place.context is None:
        place = place.above
    negation = place.context.negation if place is not None and place.context is not None else "no"
    words = tuple(text.split())
    key = words[1:] if words[0] == negation else (negation, *words)
    held = section.find(key) if section.find(words) is None else None
    return None if held is None else _negative(held, text)


def undo_line(entry: Entry, negation: str) -> str:
    """Return the line that takes an entry away."""
    if entry.negative:
        return entry.positive
    if entry.rule is not None and entry.rule.undo:
        return entry.filled(entry.rule.undo)
    if entry.rule is None and entry.text.startswith(f"{negation} "):
        return entry.text.partition(" ")[2]  # in a section that nobody knows, where nothing says what is negated
    return f"{negation} {entry.text}"
