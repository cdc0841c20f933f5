"""Lines of facts, told when somebody asks for them: a device has as many as its text, and most readers ask for none."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from netops.model.fact import Line, own_line

F = TypeVar("F")

LATER: set[object] = set()
"""Facts that take lines that are told later."""


def later(numbers: Sequence[int], texts: Sequence[str]) -> tuple[Line, ...]:
    """Return the lines of a fact that is among `LATER`; nobody else may look at them before they are in it.

    Until they are asked for they are numbers and texts: half a microsecond less for each line, a tenth of what it takes to read one.

    Args:
        numbers: of the lines in the device's own config.
        texts: of the same lines, what may be a secret in them masked.
    """
    found: tuple[Any, ...] = (*numbers, *texts)
    return found


class _Lines:
    """Stands in the place of a fact's field `lines`."""

    __slots__ = ("_get", "_set")

    def __init__(self, slot: Any) -> None:  # noqa: ANN401  # what Python makes for a slot has no type of its own
        self._get, self._set = slot.__get__, slot.__set__

    def __get__(self, fact: object, kind: type | None = None) -> Any:  # noqa: ANN401  # to all others it is the field
        if fact is None:
            return self
        found = self._get(fact, kind)
        if found and type(found[0]) is int:
            half = len(found) // 2
            found = tuple(map(own_line, found[:half], found[half:]))
            self._set(fact, found)
        return found

    def __set__(self, fact: object, value: object) -> None:
        """Set the field; the guard of frozen facts stands before it."""
        self._set(fact, value)

    def held(self, fact: object) -> tuple[Any, ...]:
        """Return numbers and texts of the lines."""
        found: tuple[Any, ...] = self._get(fact)
        if found and type(found[0]) is not int:
            return (*(each.number for each in found), *(each.text for each in found))
        return found

    def any(self, fact: object) -> bool:
        """Return whether there is one, and make none."""
        return bool(self._get(fact))

    def some(self, fact: object, places: list[int]) -> tuple[Line, ...]:
        """Return the lines at these places and make no others."""
        found = self._get(fact)
        if found and type(found[0]) is int:
            half = len(found) // 2
            return tuple([own_line(found[at], found[half + at]) for at in places])
        return tuple([found[at] for at in places])


def told_later(kind: type[F]) -> type[F]:
    """Let a fact tell its lines when somebody asks for them; to all others its field `lines` is what it was.

    Example:
        >>> from dataclasses import dataclass, field
        >>> @told_later
        ... @dataclass(frozen=True, slots=True)
        ... class Vlan:
        ...     number: int
        ...     lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)
        >>> Vlan(10, lines=later([7], ["vlan 10"])).lines, Vlan(20).lines
        ((Line(number=7, text='vlan 10', file=''),), ())
    """
    kind.lines = _Lines(kind.__dict__["lines"])  # type: ignore[attr-defined]
    LATER.add(kind)
    return kind


def lines_at(fact: Any, places: list[int]) -> tuple[Line, ...]:  # noqa: ANN401  # any of `LATER`
    """Return some of the lines of a fact that is among `LATER`, by their places among them, and make no others."""
    found: tuple[Line, ...] = type(fact).__dict__["lines"].some(fact, places)
    return found


def first_line(fact: Any) -> tuple[Line, ...]:  # noqa: ANN401  # any of `LATER`
    """Return the first line of a fact that is among `LATER`, and make no other; none where it has none."""
    return lines_at(fact, [0]) if type(fact).__dict__["lines"].any(fact) else ()


def lines_of_all(facts: Iterable[Any], before: tuple[Line, ...] = ()) -> tuple[Line, ...]:
    """Return the lines of several facts, one behind the other, for a fact that is among `LATER`.

    Args:
        facts: of one kind.
        before: lines that stand before them, as `later` returns them.
    """
    half = len(before) // 2
    numbers: list[Any] = [*before[:half]]
    texts: list[Any] = [*before[half:]]
    for fact in facts:
        held = type(fact).__dict__["lines"].held(fact)
        half = len(held) // 2
        numbers += held[:half]
        texts += held[half:]
    return later(numbers, texts)
