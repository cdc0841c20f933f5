"""Ordered lists in use: what is new gets in beside what is old, which goes only then, so that none is open or shut meanwhile."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise, zip_longest

from netops.config.equality import order_of
from netops.config.notes import body, is_note
from netops.config.numbering import Numbering, number
from netops.config.ranking import gaps, staying
from netops.config.state import Entry, Key, Section


def relisted(here: Section, there: Section, *, used: bool) -> Numbering | None:
    """Return how to get from one list to another; None where they are the same.

    Args:
        here: the list now.
        there: the list that is wanted.
        used: whether it is in use, so that what is new must stand beside what is old before that goes.
    """
    if used and not _has_notes(here) and not _has_notes(there) and order_of(here) != order_of(there):
        return _beside(here, there, list(order_of(here)), list(order_of(there))) or number(here, there)
    return number(here, there)


def _has_notes(section: Section) -> bool:
    return any(is_note(section.numbered, each) for each in section.entries.values())


def lacks(entry: Entry, plan: Numbering) -> Iterator[str]:
    """Yield what a list in use lacks for a moment on its way, and whether it gets other numbers than are wanted."""
    lines = entry.section.entries if entry.section is not None else {}
    for key in dict.fromkeys(key for _, key in plan.going) if not plan.after else ():
        if key in lines:
            yield f"“{entry.text}”: “{lines[key].text}” goes before all of the new list is in, while the list is in use"
    for key in sorted(plan.moved):
        yield f"“{entry.text}”: “{lines[key].text}” moves, and is away for a moment while the list is in use"
    if plan.other:
        yield f"“{entry.text}”: its lines get other numbers than in the intended text, which aren't free while the old ones stand"


def _resequenced(ours: list[Key], first: int, step: int) -> dict[Key, int]:
    return {key: first + at * step for at, key in enumerate(ours)}


def _wish(there: Section, key: Key) -> int | None:
    return there.entries[key].place if there.counted else None


def _beside(here: Section, there: Section, ours: list[Key], theirs: list[Key]) -> Numbering | None:
    """Return how what is new gets in beside what is old; None where nothing goes, or where there is no room for it."""
    stay, kind = staying(ours, theirs), here.numbered
    if kind is None or stay.issuperset(ours):
        return None
    wanted = set(theirs)
    line = _merged(ours, theirs, stay)
    known = {key: here.entries[key].place for key in ours} if here.counted else None
    plan = Numbering(
        tuple((here.entries[key].text, key) for key in ours if key not in wanted),
        tuple((key, body(there.entries[key])) for key in theirs if key not in stay),
        *("", kind.first, kind.step),
        after=True,
        moved=frozenset(key for key in ours if key in wanted and key not in stay),
    )
    if known is None and sum(new for _, new in line[len(line) - len(plan.coming) :]) == len(plan.coming):
        return plan  # the device appends
    for command in ("", kind.resequence):
        places = known if not command else _resequenced(ours, kind.first, kind.step)
        found = _among(line, places, there, kind.step) if places is not None else None
        if found is not None:
            return _finished(replace(plan, command=command), there, found)
    return None


def _merged(ours: list[Key], theirs: list[Key], stay: set[Key]) -> list[tuple[Key, bool]]:
    """Return (line, whether it is new) as they stand together: between lines that stay, one old and one new in turn."""
    line: list[tuple[Key, bool]] = []
    ends = iter([key for key in ours if key in stay])
    for old, new in zip(_stretches(ours, stay), _stretches(theirs, stay), strict=True):
        for one, other in zip_longest(old, new):
            line += [(key, is_new) for key, is_new in ((one, False), (other, True)) if key is not None]
        line += [(key, False) for key in islice(ends, 1)]
    return line


def _stretches(keys: list[Key], stay: set[Key]) -> list[list[Key]]:
    """Return the lines between those that stay, before the first and behind the last."""
    found: list[list[Key]] = [[]]
    for key in keys:
        if key in stay:
            found.append([])
        else:
            found[-1].append(key)
    return found


def _among(line: list[tuple[Key, bool]], places: dict[Key, int], there: Section, step: int) -> dict[Key, int] | None:
    """Return numbers for new lines among old ones: those that are wanted where they are free; None where there is no room."""
    taken = set(places.values())
    wished = [
        places[key] if not new else None if _wish(there, key) in taken else _wish(there, key) for key, new in line
    ]
    given = [each for each in wished if each is not None]
    if any(low >= high for low, high in pairwise(given)):
        wished = [None if new else places[key] for key, new in line]
    found = gaps(wished, step)
    if found is None:
        return None
    return {
        key: place for _, key, place in sorted((new, key, place) for (key, new), place in zip(line, found, strict=True))
    }


def _finished(plan: Numbering, there: Section, places: dict[Key, int]) -> Numbering:
    """Return a plan with its numbers, and with what makes them those that are wanted."""
    coming = tuple((key, f"{places[key]} {line}") for key, line in plan.coming)
    wanted = [entry.place for entry in there.entries.values() if entry.rule is None]
    apart = there.counted and [places[key] for key in order_of(there)] != wanted
    regular = wanted == [plan.first + at * plan.step for at in range(len(wanted))]
    again = there.numbered.resequence if apart and regular and there.numbered is not None else ""
    return replace(plan, coming=coming, again=again, other=apart and not again)
