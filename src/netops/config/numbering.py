"""Ordered lists whose lines the device numbers: what goes, what comes, and under which numbers."""

from dataclasses import dataclass, replace
from itertools import pairwise

from netops.config.ranking import gaps, staying
from netops.config.state import Entry, Key, Section, order_of

LARGEST_STEP = 100_000


@dataclass(frozen=True, slots=True)
class Numbering:
    """How one list becomes another.

    Attributes:
        going: lines that are taken away, in their order.
        coming: (line, what is typed for it), in their order.
        command: numbers the list anew before anything else, as a template; empty where that isn't needed.
        first: number of the first line then.
        step: from one number to the next then.
        doubt: why nobody can vouch for the numbers; empty where they are known.
    """

    going: tuple[Key, ...]
    coming: tuple[tuple[Key, str], ...]
    command: str
    first: int
    step: int
    doubt: str = ""


def number(here: Section, there: Section) -> Numbering | None:
    """Return how to get from one list to another; None where they are the same.

    Lines that stand in the same order in both stay. New lines at the end are appended without a number; between others
    they need one, and for that the numbers on the device must be known or be given anew.
    """
    ours, theirs = list(order_of(here)), list(order_of(there))
    if ours == theirs:
        return None
    if not _notes(here) and not _notes(there):
        return _numbered(here, there, ours, theirs)
    plan = _numbered(here, there, ours, theirs)
    by_number = here.counted or any(line.split(" ", 1)[0].isdigit() for _, line in plan.coming)
    return replace(plan, doubt=NOTES) if by_number else plan


NOTES = "remarks have no number of their own, so that nobody knows which lines the numbers are on the device"


def _notes(section: Section) -> bool:
    kind = section.numbered
    if kind is None or not kind.notes:
        return False
    return any(note.match(body(each).split()) for each in section.entries.values() for note in kind.notes)


def _numbered(here: Section, there: Section, ours: list[Key], theirs: list[Key]) -> Numbering:
    stay = staying(ours, theirs)
    kind = here.numbered
    going = tuple(key for key in ours if key not in stay)
    new = [key for key in theirs if key not in stay]
    inner = _inner(theirs, stay)
    if kind is None or not (inner or here.counted or (not ours and there.counted)):
        return Numbering(going, tuple((key, body(there.entries[key])) for key in new), "", 0, 0)
    if here.counted or not ours or not kind.resequence:
        found = gaps(_places(theirs, stay, {key: here.entries[key].place for key in stay}, there), kind.step)
        if found is not None:
            return Numbering(going, _typed(there, theirs, stay, found), "", 0, 0)
    step = kind.step
    while step < LARGEST_STEP:
        found = gaps(_places(theirs, stay, _resequenced(ours, stay, kind.first, step), None), step)
        if found is not None:
            return Numbering(going, _typed(there, theirs, stay, found), kind.resequence, kind.first, step)
        step *= 10
    return Numbering(tuple(ours), tuple((key, body(there.entries[key])) for key in theirs), "", 0, 0)


def body(entry: Entry) -> str:
    """Return a line without its number."""
    first, _, rest = entry.text.partition(" ")
    return rest if entry.place and first.isdigit() and rest else entry.text


def _inner(theirs: list[Key], stay: set[Key]) -> bool:
    """Whether any new line stands before one that stays."""
    seen = False
    for key in theirs:
        if key not in stay:
            seen = True
        elif seen:
            return True
    return False


def _resequenced(ours: list[Key], stay: set[Key], first: int, step: int) -> dict[Key, int]:
    return {key: first + at * step for at, key in enumerate(ours) if key in stay}


def _places(theirs: list[Key], stay: set[Key], known: dict[Key, int], there: Section | None) -> list[int | None]:
    """Return each line's number: that of a line that stays, that which the intended text gives where it fits, or None."""
    wished = [known[key] if key in stay else _wish(there, key) for key in theirs]
    if all(each is not None for each in wished) and all(
        low < high for low, high in pairwise(wished) if low is not None and high is not None
    ):
        return wished
    return [known[key] if key in stay else None for key in theirs]


def _wish(there: Section | None, key: Key) -> int | None:
    return there.entries[key].place if there is not None and there.counted else None


def _typed(there: Section, theirs: list[Key], stay: set[Key], places: list[int]) -> tuple[tuple[Key, str], ...]:
    return tuple(
        (key, f"{place} {body(there.entries[key])}")
        for key, place in zip(theirs, places, strict=True)
        if key not in stay
    )
