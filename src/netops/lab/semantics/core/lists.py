"""Lists that grow and shrink: VLAN ranges, route targets, communities."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from netops.lab.semantics.core.model import Merge, Node
from netops.lab.semantics.core.pattern import fill

Numbers = frozenset[int]


def numbers(text: str) -> Numbers:
    """Read ``2 to 5 10`` (VRP, Comware) or ``2-5,10`` (IOS, RGOS).

    Example:
        >>> sorted(numbers("2 to 4 10")), sorted(numbers("2-3,7"))
        ([2, 3, 4, 10], [2, 3, 7])
    """
    found: set[int] = set()
    for piece in text.replace(" to ", "-").replace(",", " ").split():
        first, _, last = piece.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return frozenset(found)


def ranges(values: Iterable[int], to: str = " to ", apart: str = " ", shortest: int = 2) -> str:
    """Write numbers as ranges; a range of fewer than ``shortest`` numbers is written out.

    Example:
        >>> ranges({2, 3, 4, 10}), ranges({2, 3, 7}, "-", ",")
        ('2 to 4 10', '2-3,7')
    """
    runs: list[list[int]] = []
    for value in sorted(values):
        if runs and value == runs[-1][1] + 1:
            runs[-1][1] = value
        else:
            runs.append([value, value])
    written: list[str] = []
    for first, last in runs:
        if last - first + 1 >= shortest and last > first:
            written.append(f"{first}{to}{last}")
        else:
            written += [str(value) for value in range(first, last + 1)]
    return apart.join(written)


def number_list(
    shown: str, name: str, *, keep: str = "", write: Callable[[Numbers], str] = ranges
) -> tuple[Merge, Merge]:
    """Return how a list of numbers takes more and loses some.

    Args:
        shown: template of the line; ``{name}`` is the list, other values are those of the line.
        name: the value that is the list. An undo without it removes the whole list.
        keep: numbers that the list always has; a line with those only isn't displayed.
        write: numbers → their spelling.
    """
    always = numbers(keep)

    def line(found: Numbers, groups: Mapping[str, str]) -> str | None:
        return fill(shown, {**groups, name: write(found)}) if found - always else None

    def merge(old: Node | None, groups: Mapping[str, str]) -> str | None:
        return line(numbers(groups[name]) | held(old, name), groups)

    def unmerge(old: Node | None, groups: Mapping[str, str]) -> str | None:
        return line(held(old, name) - numbers(groups[name]), groups) if name in groups else None

    return merge, unmerge


def held(old: Node | None, name: str) -> Numbers:
    """Return the numbers that a kept line holds."""
    return numbers(old.groups.get(name, "")) if old is not None else frozenset()


def word_list(shown: str, name: str, *, ordered: bool = True) -> tuple[Merge, Merge]:
    """Return how a list of words (route targets, communities) takes more and loses some.

    Args:
        shown: template of the line; ``{name}`` is the list.
        name: the value that is the list. An undo without it removes the whole list.
        ordered: words keep the order in which they were typed; else they are sorted, since order means nothing.
    """

    def words(old: Node | None) -> list[str]:
        return old.groups.get(name, "").split() if old is not None else []

    def line(found: Iterable[str], groups: Mapping[str, str]) -> str | None:
        once = dict.fromkeys(found)
        text = " ".join(once if ordered else sorted(once))
        return fill(shown, {**groups, name: text}) if text else None

    def merge(old: Node | None, groups: Mapping[str, str]) -> str | None:
        return line([*words(old), *groups[name].split()], groups)

    def unmerge(old: Node | None, groups: Mapping[str, str]) -> str | None:
        if name not in groups:
            return None
        gone = groups[name].split()
        return line([word for word in words(old) if word not in gone], groups)

    return merge, unmerge
