"""Lists that lack a rule: what nobody understood among the rules is told with its place, and all the others are facts.

A list of which no rule was understood is no fact: its lines are unread, and that is all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from netops.config.node import Node
from netops.model import Gap
from netops.platforms.reading.sheet import line

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Torn:
    """A line among the rules of a list that couldn't be read; its number, where it has one, tells its place among them."""

    node: Node
    sequence: int | None


def apart(ordered: Iterable[R | Torn]) -> tuple[tuple[R, ...], tuple[Gap, ...]]:
    """Return the rules that were read, and what stands between them.

    Example:
        >>> apart(["first", Torn(Node("rule 10 permit moon"), 10), "last"])
        (('first', 'last'), (Gap(place=1, text='rule 10 permit moon'),))
    """
    rules: list[R] = []
    gaps: list[Gap] = []
    for each in ordered:
        if isinstance(each, Torn):
            shown = line(each.node)
            gaps.append(Gap(len(rules), shown.text, lines=(shown,)))
        else:
            rules.append(each)
    return tuple(rules), tuple(gaps)


def numbered(rules: Sequence[tuple[int, R]], torn: Sequence[Torn]) -> tuple[tuple[R, ...], tuple[Gap, ...]]:
    """Return rules by their numbers, and what stands between them; a line without one stands behind all."""
    found: list[tuple[float, R | Torn]] = [*rules]
    found += [(float("inf") if each.sequence is None else each.sequence, each) for each in torn]
    return apart(each for _, each in sorted(found, key=_first))


def _first(pair: tuple[float, object]) -> float:
    return pair[0]
