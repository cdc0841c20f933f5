"""Who can talk to whom, as a table of a report: computed or measured, with what changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from netops.reachability import Matrix, Reach

Answers: TypeAlias = Mapping[tuple[str, str], Reach]
LARGEST = 30
"""More parties than this don't fit on a page: then only the changes are listed."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its kind is a class of the style sheet, its title a label."""

    kind: str
    mark: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class ReachTable:
    """Who can talk to whom, with what changed since ``before``.

    Attributes:
        names: the parties in the order of rows and columns.
        after: from, to → answer.
        before: the same before a change; None where nothing is compared.
        measured: packets were sent; otherwise it was computed from the configs.
    """

    names: tuple[str, ...]
    after: Answers
    before: Answers | None = None
    measured: bool = False

    @classmethod
    def computed(cls, after: Matrix, before: Matrix | None = None) -> "ReachTable":
        """Return the table of a matrix that was computed from configs."""
        names = tuple(sorted(set(after.parties) | set(before.parties if before else ())))
        return cls(names, _both_ways(after), None if before is None else _both_ways(before))

    @classmethod
    def of_pings(
        cls, after: Mapping[tuple[str, str], bool], before: Mapping[tuple[str, str], bool] | None = None
    ) -> "ReachTable":
        """Return the table of what was measured: from, to → whether the answer came."""
        names = tuple(sorted({name for pair in after for name in pair}))
        return cls(names, _answers(after), None if before is None else _answers(before), measured=True)

    @property
    def compared(self) -> bool:
        """Whether there is something before."""
        return self.before is not None

    @property
    def count(self) -> int:
        """How many parties there are."""
        return len(self.names)

    @property
    def rows(self) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
        """The rows of the table; none where it wouldn't fit on a page."""
        if self.count > LARGEST:
            return ()
        return tuple((name, tuple(self._cell(name, other) for other in self.names)) for name in self.names)

    def _cell(self, a: str, b: str) -> Cell:
        if a == b:
            return Cell("self", "")
        now = self.after.get((a, b), Reach.UNREACHABLE)
        held = now if self.before is None else self.before.get((a, b), Reach.UNREACHABLE)
        if now is Reach.UNKNOWN:
            return Cell("unknown", "?", "unknown")
        if now is Reach.REACHABLE:
            return (
                Cell("yes", "●", "reachable") if held is not Reach.UNREACHABLE else Cell("yes gained", "+●", "gained")
            )
        return Cell("no", "○", "unreachable") if held is not Reach.REACHABLE else Cell("lost", "–○", "lost")

    @property
    def gained(self) -> list[tuple[str, str]]:
        """The pairs that can talk only now; each once where both directions are the same."""
        return self._changed(Reach.UNREACHABLE, Reach.REACHABLE)

    @property
    def lost(self) -> list[tuple[str, str]]:
        """The pairs that could talk before."""
        return self._changed(Reach.REACHABLE, Reach.UNREACHABLE)

    @property
    def unknown(self) -> list[tuple[str, str]]:
        """The pairs of which nothing certain can be said."""
        return _once(pair for pair, answer in self.after.items() if answer is Reach.UNKNOWN)

    def _changed(self, first: Reach, then: Reach) -> list[tuple[str, str]]:
        if self.before is None:
            return []
        pairs = set(self.after) | set(self.before)
        held, now = self.before, self.after
        none = Reach.UNREACHABLE
        return _once(pair for pair in pairs if held.get(pair, none) is first and now.get(pair, none) is then)


def _once(pairs: object) -> list[tuple[str, str]]:
    """Return sorted pairs, each in one order only where both are there."""
    held = set(pairs)  # type: ignore[call-overload]  # any iterable of pairs
    return sorted(pair for pair in held if pair[0] < pair[1] or pair[::-1] not in held)


def _both_ways(matrix: Matrix) -> Answers:
    found = {}
    for reach in (Reach.REACHABLE, Reach.UNKNOWN):
        for a, b in matrix.pairs.where(reach):
            found[a, b] = found[b, a] = reach
    return found


def _answers(measured: Mapping[tuple[str, str], bool]) -> Answers:
    return {pair: Reach.REACHABLE if came else Reach.UNREACHABLE for pair, came in measured.items()}
