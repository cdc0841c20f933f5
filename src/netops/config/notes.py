"""Ordered lists with remarks: a remark belongs to the entry behind it, and one text may stand in a list many times."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, Self, TypeVar

from netops.config.rulebook import Numbered

Key = tuple[str, ...]
BEHIND: Key = ()
"""Identity of the remarks behind the last entry."""


class Line(Protocol):
    """What is asked of a line of an ordered list."""

    key: Key
    text: str
    place: int

    def named(self, key: Key) -> Self:
        """Return the line with another identity."""


L = TypeVar("L", bound=Line)


@dataclass(frozen=True, slots=True)
class Unit:
    """An entry with the remarks before it.

    Attributes:
        key: the entry's identity; `BEHIND` for remarks that no entry follows.
        notes: the remarks, without numbers.
        entry: the entry, without its number; empty where there is none.
        places: the numbers that the lines have, each once.
    """

    key: Key
    notes: tuple[str, ...]
    entry: str
    places: tuple[int, ...]


def body(line: Line) -> str:
    """Return a line without its number."""
    first, _, rest = line.text.partition(" ")
    return rest if line.place and first.isdigit() and rest else line.text


def plain(line: Line) -> Key:
    """Return the identity that a line has where its text stands once."""
    return line.key[: len(body(line).split())] if "\n" not in line.text else line.key


def is_note(kind: Numbered | None, line: Line) -> bool:
    """Whether a line of an ordered list is a remark."""
    return kind is not None and any(each.match(line.key) is not None for each in kind.notes)


def units(kind: Numbered | None, lines: Iterable[Line]) -> list[Unit]:
    """Return the entries of a list in their order, each with the remarks before it."""
    found: list[Unit] = []
    before: list[Line] = []
    for line in lines:
        before.append(line)
        if not is_note(kind, line):
            found.append(_unit(line.key, before[:-1], line))
            before = []
    return [*found, _unit(BEHIND, before, None)] if before else found


def _unit(key: Key, notes: list[Line], entry: Line | None) -> Unit:
    lines = notes if entry is None else [*notes, entry]
    places = tuple(dict.fromkeys(each.place for each in lines))
    return Unit(key, tuple(map(body, notes)), "" if entry is None else body(entry), places)


def arranged(kind: Numbered, lines: Iterable[L]) -> dict[Key, L]:
    """Return lines by their numbers, remarks before the entry of their number, with identities by their order."""
    found: dict[Key, L] = {}
    for line in sorted(lines, key=lambda each: (each.place, not is_note(kind, each))):
        key, copy = (plain(line), 1) if line.place and is_note(kind, line) else (line.key, 1)
        free = key
        while free in found:
            copy += 1
            free = copied(key, copy)
        found[free] = line if free == line.key else line.named(free)
    return found


def copied(key: Key, copy: int) -> Key:
    """Return the identity of the n-th line with the same text."""
    return key if copy == 1 else (*key, f"({copy})")


def repeated(notes: Iterable[str], lines: Iterable[Unit]) -> bool:
    """Whether any of these remarks stands in a list more than once."""
    wanted, seen = set(notes), sorted(note for each in lines for note in each.notes)
    return any(first == second and first in wanted for first, second in pairwise(seen))
