"""Ordered lists whose lines the device numbers: what goes, what comes, and under which numbers."""

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from netops.config.equality import order_of
from netops.config.notes import BEHIND, Unit, body, repeated, units
from netops.config.ranking import gaps, staying
from netops.config.state import Entry, Key, Section

__all__ = ["Numbering", "body", "number"]

LARGEST_STEP = 100_000
NOTES = "remarks have no number of their own, so that nobody knows which lines the numbers are on the device"
APART = "a remark has another number than the entry behind it, so that nobody knows what it goes with"
TWICE = "a remark that goes stands in the list more than once, and nobody knows which of them the device takes away"


@dataclass(frozen=True, slots=True)
class Numbering:
    """How one list becomes another.

    Attributes:
        going: (what is typed behind the negation, the line that it is about), in their order.
        coming: (the line that it is about, what is typed), in their order.
        command: numbers the list anew before anything else, as a template; empty where that isn't needed.
        first: number of the first line then.
        step: from one number to the next then.
        doubt: why nobody can vouch for the numbers; empty where they are known.
        after: whether what goes is taken away after all that comes is in, because the list is in use.
        moved: lines among those that come that must go from their old place first: no line may stand twice.
        again: numbers the list anew at the end, so that it has the numbers that are wanted; empty where it has them.
        other: whether it has other numbers than are wanted in the end.
    """

    going: tuple[tuple[str, Key], ...]
    coming: tuple[tuple[Key, str], ...]
    command: str = ""
    first: int = 0
    step: int = 0
    doubt: str = ""
    after: bool = False
    moved: frozenset[Key] = frozenset()
    again: str = ""
    other: bool = False

    def typed(self, entry: Entry, command: str = "") -> str:
        """Return the command that numbers a list anew, as it is typed for the list that a line opens."""
        names = {**entry.raw, "first": str(self.first), "step": str(self.step)}
        words = (command or self.command).split()
        return " ".join(names.get(word.strip("{}<>"), word) if word[0] in "{<" else word for word in words)


@dataclass(slots=True)
class _Lists:
    """Both lists, entry by entry.

    Attributes:
        here: the list now.
        there: the list that is wanted.
        counted: whether lines go by their numbers.
        stay: identities of the entries that stay, whether their remarks do or not.
        notes: remarks of each entry of the list now.
    """

    here: list[Unit]
    there: list[Unit]
    counted: bool
    stay: set[Key]
    notes: dict[Key, tuple[str, ...]]


def number(here: Section, there: Section) -> Numbering | None:
    """Return how to get from one list to another; None where they are the same.

    Entries that stand in the same order in both stay. New ones at the end are appended without a number; between others
    they need one, and for that the numbers on the device must be known or be given anew. A remark goes and comes with
    the entry behind it.
    """
    if order_of(here) == order_of(there):
        return None
    ours, theirs = (units(each.numbered, (each.entries[key] for key in order_of(each))) for each in (here, there))
    stay = staying([each.key for each in ours], [each.key for each in theirs])
    lists = _Lists(ours, theirs, here.counted, stay, {each.key: each.notes for each in ours})
    if BEHIND in lists.stay and (
        ours[-1].notes != theirs[-1].notes or not {each.key for each in theirs[-2:]} <= lists.stay
    ):
        lists.stay.discard(BEHIND)
    plan = _numbered(here, there, lists)
    return replace(plan, doubt=_doubt(here, lists, plan))


def _doubt(here: Section, lists: _Lists, plan: Numbering) -> str:
    """Return why nobody can vouch for what the lines do to remarks."""
    notes = any(each.notes for each in (*lists.here, *lists.there))
    if not notes or here.numbered is None:
        return ""
    by_number = here.counted or any(line.split(" ", 1)[0].isdigit() for _, line in plan.coming)
    if not by_number:
        gone = [text for text, _ in plan.going]
        return TWICE if repeated(gone, lists.here) else ""
    if not here.numbered.notes_bound:
        return NOTES
    return APART if any(len(each.places) > 1 for each in lists.here) else ""


def _numbered(here: Section, there: Section, lists: _Lists) -> Numbering:
    kind = here.numbered
    if kind is None or not (_inner(lists) or here.counted or (not lists.here and there.counted)):
        return Numbering(_going(lists), _coming(lists, None))
    if here.counted or not lists.here or not kind.resequence:
        found = gaps(
            _places(lists, {each.key: each.places[-1] for each in lists.here}, counted=there.counted), kind.step
        )
        if found is not None:
            return Numbering(_going(lists), _coming(lists, found))
    step = kind.step
    while step < LARGEST_STEP:
        known = {each.key: kind.first + at * step for at, each in enumerate(lists.here)}
        found = gaps(_places(lists, known, counted=False), step)
        if found is not None:
            lists.counted = here.counted or not any(each.notes for each in lists.here)
            return Numbering(_going(lists, known), _coming(lists, found), kind.resequence, kind.first, step)
        step *= 10
    lists.stay = set()
    return Numbering(_going(lists), _coming(lists, None))


def _changed(lists: _Lists, wanted: Unit) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the remarks that go from before an entry that stays, and those that come."""
    ours, theirs = lists.notes[wanted.key], wanted.notes
    if theirs[: len(ours)] == ours:
        return (), theirs[len(ours) :]
    rest = iter(ours)
    if not lists.counted and all(any(note == other for other in rest) for note in theirs):
        left = Counter(ours) - Counter(theirs)
        return tuple(left.elements()), ()
    return ours, theirs


def _inner(lists: _Lists) -> bool:
    """Whether any new line stands before an entry that stays."""
    seen = False
    for each in lists.there:
        if each.key not in lists.stay:
            seen = True
        elif seen or (each.key != BEHIND and _changed(lists, each)[1]):
            return True
    return False


def _going(lists: _Lists, known: dict[Key, int] | None = None) -> tuple[tuple[str, Key], ...]:
    """Return what is typed behind the negation: numbers where they are known, which take the remarks along."""
    found: list[tuple[str, Key]] = []
    wanted = {each.key: each for each in lists.there}
    for unit in lists.here:
        stays = unit.key in lists.stay
        notes = _changed(lists, wanted[unit.key])[0] if stays else unit.notes
        places = unit.places if known is None else (known[unit.key],)
        if not lists.counted:
            found += [(note, unit.key) for note in notes]
            found += [(unit.entry, unit.key)] if unit.entry and not stays else []
        elif not stays and unit.entry:
            found += [(str(place), unit.key) for place in places]
        elif notes:
            found += [(f"{place} {notes[0].split(' ', 1)[0]}", unit.key) for place in places]
    return tuple(found)


def _coming(lists: _Lists, places: list[int] | None) -> tuple[tuple[Key, str], ...]:
    """Return what is typed for entries and remarks that the list lacks."""
    found: list[tuple[Key, str]] = []
    for at, unit in enumerate(lists.there):
        lines = _changed(lists, unit)[1] if unit.key in lists.stay else unit.notes
        if unit.key not in lists.stay and unit.entry:
            lines = (*lines, unit.entry)
        found += [(unit.key, line if places is None else f"{places[at]} {line}") for line in lines]
    return tuple(found)


def _places(lists: _Lists, known: dict[Key, int], *, counted: bool) -> list[int | None]:
    """Return each entry's number: that of one that stays, that which the intended text gives where it fits, or None."""
    wished = [
        known[each.key] if each.key in lists.stay else (each.places[-1] if counted else None) for each in lists.there
    ]
    if all(each is not None for each in wished) and all(
        low < high for low, high in pairwise(wished) if low is not None and high is not None
    ):
        return wished
    return [known[each.key] if each.key in lists.stay else None for each in lists.there]
