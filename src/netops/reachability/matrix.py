"""Who can talk to whom: every pair of parties, both ways, with the hops and the lines that decide."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations
from typing import TypeAlias

from netops.errors import Fault, raise_all
from netops.model import Device, IPAddress, Line
from netops.reachability.doubt import doubts
from netops.reachability.journey import Journeys
from netops.reachability.party import Party, Station
from netops.reachability.tables import Forwarding, settle
from netops.reachability.topology import Cable
from netops.reachability.trace import Hop
from netops.reachability.words import say

Pair: TypeAlias = tuple[str, str]


class Reach(StrEnum):
    """Whether two parties can talk.

    ``unknown`` where lines that nobody understood, or a device that nobody read, could decide.
    """

    REACHABLE = "reachable"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"


def pair(a: str, b: str) -> Pair:
    """Return the pair of two parties as a matrix names it: the two names in alphabetical order."""
    return (a, b) if a <= b else (b, a)


class Pairs(Mapping[Pair, Reach]):
    """The answer of every pair; only those that aren't plainly unreachable are kept in memory."""

    def __init__(self, names: Iterable[str], known: Mapping[Pair, Reach]) -> None:
        self._names = tuple(sorted(names))
        self._set = frozenset(self._names)
        self._known = dict(known)

    def __getitem__(self, key: Pair) -> Reach:
        a, b = key
        if a not in self._set or b not in self._set or a == b:
            raise KeyError(key)
        return self._known.get(pair(a, b), Reach.UNREACHABLE)

    def __iter__(self) -> Iterator[Pair]:
        return combinations(self._names, 2)

    def __len__(self) -> int:
        return len(self._names) * (len(self._names) - 1) // 2

    def where(self, reach: Reach) -> frozenset[Pair]:
        """Return the pairs with this answer."""
        if reach is Reach.UNREACHABLE:
            return frozenset(each for each in self if each not in self._known)
        return frozenset(each for each, answer in self._known.items() if answer is reach)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an explanation.

    Attributes:
        device: the device at which it happens, or the party where it is a party's matter.
        vrf: None for the global table.
        lines: the lines of the config or of the inventory that decide.
    """

    device: str
    vrf: str | None
    word: str
    values: tuple[tuple[str, str], ...] = ()
    lines: tuple[Line, ...] = field(default=(), compare=False)

    def text(self, spoken: str | None = None) -> str:
        """Return the step for people; ``spoken`` is ``en`` or ``zh``, by default the language of this process."""
        place = self.device if self.vrf is None else f"{self.device} [{self.vrf}]"
        return f"{place}: {say(self.word, dict(self.values), spoken)}"

    def __str__(self) -> str:
        return self.text()

    def as_dict(self) -> dict[str, object]:
        """Return the step for ``--json``."""
        lines = [{"file": line.file, "n": line.number, "text": line.text} for line in self.lines]
        return {"device": self.device, "vrf": self.vrf, "word": self.word, "text": self.text("en"), "lines": lines}

    @classmethod
    def of(cls, hop: Hop) -> "Step":
        """Return the step that tells of a hop."""
        return cls(hop.place[0], hop.place[1], hop.word, hop.values, hop.lines)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a pair has its answer: the way there and the way back."""

    pair: Pair
    reach: Reach
    there: tuple[Step, ...]
    back: tuple[Step, ...]

    def text(self, spoken: str | None = None) -> str:
        """Return the explanation for people, one step a line, the way back after a blank line."""
        halves = ("\n".join(step.text(spoken) for step in half) for half in (self.there, self.back))
        return "\n\n".join(halves)

    def as_dict(self) -> dict[str, object]:
        """Return the explanation for ``--json``."""
        there, back = ([step.as_dict() for step in half] for half in (self.there, self.back))
        return {"pair": list(self.pair), "reach": self.reach.value, "there": there, "back": back}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changes between two matrices.

    Attributes:
        gained: pairs that can talk only afterwards.
        lost: pairs that can talk only before.
        uncertain: pairs that are unknown before or after; whether they changed can't be said.
    """

    gained: frozenset[Pair]
    lost: frozenset[Pair]
    uncertain: frozenset[Pair]

    def as_dict(self) -> dict[str, object]:
        """Return the comparison for ``reachability.json``."""
        return {
            "gained": [list(each) for each in sorted(self.gained)],
            "lost": [list(each) for each in sorted(self.lost)],
            "uncertain": [list(each) for each in sorted(self.uncertain)],
        }


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who can talk to whom in one state of the network.

    Attributes:
        parties: by name.
        pairs: every unordered pair; both orders of the names are found.
        problems: sessions and adjacencies that are configured and don't come up.
    """

    parties: Mapping[str, Party]
    pairs: Pairs
    problems: tuple[Step, ...] = ()
    _journeys: Journeys | None = field(default=None, compare=False, repr=False)

    def reach(self, a: str, b: str) -> Reach:
        """Return whether two parties can talk; KeyError for a name that isn't in the matrix."""
        return self.pairs[a, b]

    def explain(self, a: str, b: str) -> Explanation:
        """Return the hops from ``a`` to ``b`` and back, with the lines that decide."""
        reach = self.reach(a, b)
        if self._journeys is None:
            return Explanation((a, b), reach, (), ())
        one, two = self.parties[a], self.parties[b]
        there, back = self._journeys.explain(one, two)
        return Explanation((a, b), reach, tuple(map(Step.of, there)), tuple(map(Step.of, back)))

    @staticmethod
    def compare(before: "Matrix", after: "Matrix") -> Comparison:
        """Return the pairs gained and lost; a party that only one of the two knows counts as unreachable in the other."""
        yes = [each.pairs.where(Reach.REACHABLE) for each in (before, after)]
        doubtful = before.pairs.where(Reach.UNKNOWN) | after.pairs.where(Reach.UNKNOWN)
        return Comparison(yes[1] - yes[0] - doubtful, yes[0] - yes[1] - doubtful, doubtful)

    def as_dict(self) -> dict[str, object]:
        """Return the matrix for ``--json``; a pair that is in neither list is unreachable."""
        parties = [each.as_dict() for _, each in sorted(self.parties.items())]
        lists = {each: sorted(map(list, self.pairs.where(each))) for each in (Reach.REACHABLE, Reach.UNKNOWN)}
        return {
            "parties": parties,
            "reachable": lists[Reach.REACHABLE],
            "unknown": lists[Reach.UNKNOWN],
            "problems": [each.as_dict() for each in self.problems],
        }


def compute(devices: Mapping[str, Device], cables: Iterable[Cable], parties: Iterable[Station]) -> Matrix:
    """Return who can talk to whom, from models alone: intended ones or read ones.

    Two parties can talk when one of them can open a connection to the other and gets its answers: packets must arrive
    at the very station that is meant, both ways, past every packet filter.

    Args:
        devices: by the names that cables and parties use.
        cables: pairs of ports ``((device, interface), (device, interface))``.
        parties: stations behind an interface of a device, or the device's own address there.

    Raises:
        InputError: NET-RCH-001 two parties of one name.
    """
    named = _named(parties)
    wires = tuple(cables)
    forwarding = settle(devices, wires)
    doubt = doubts(forwarding, wires)
    journeys = Journeys(forwarding, doubt)
    answers = _answers(tuple(named.values()), journeys, settled=forwarding.settled)
    return Matrix(named, Pairs(named, answers), tuple(_problems(forwarding)), journeys)


def _named(parties: Iterable[Station]) -> dict[str, Party]:
    named: dict[str, Party] = {}
    faults = []
    for each in parties:
        if each.name in named:
            faults.append(Fault("NET-RCH-001", {"party": each.name}))
        named[each.name] = Party.of(each)
    raise_all(faults)
    return named


def _answers(parties: tuple[Party, ...], journeys: Journeys, *, settled: bool) -> dict[Pair, Reach]:
    if not settled:
        return {pair(a.name, b.name): Reach.UNKNOWN for a, b in combinations(parties, 2)}
    answers: dict[Pair, Reach] = {}
    for a, b, certain in _both_ways(parties, journeys):
        allowed = journeys.filtered(a, b)
        if allowed is None or (allowed and not certain):
            answers[pair(a.name, b.name)] = Reach.UNKNOWN
        elif allowed:
            answers[pair(a.name, b.name)] = Reach.REACHABLE
    return answers


def _both_ways(parties: tuple[Party, ...], journeys: Journeys) -> Iterator[tuple[Party, Party, bool]]:
    """Return the pairs whose packets arrive, or may arrive, in both directions; and whether that is certain."""
    arrives: dict[tuple[str, str], bool] = {}
    by_address: dict[IPAddress, list[Party]] = {}
    for party in parties:
        by_address.setdefault(party.address, []).append(party)
    for receivers in by_address.values():
        arrives.update(journeys.arrivals(parties, receivers))
    named = {party.name: party for party in parties}
    for (source, destination), certain in arrives.items():
        back = arrives.get((destination, source))
        if source < destination and back is not None:
            yield named[source], named[destination], certain and back


def _problems(forwarding: Forwarding) -> Iterator[Step]:
    for down in forwarding.bgp.sessions.down:
        values = (("address", str(down.address)),)
        yield Step(down.place[0], down.place[1], f"session_{down.reason}", values, down.lines)
    for each in forwarding.igp.mismatches:
        ends = (("interface", each.a[1]), ("neighbor", ":".join(each.b)))
        yield Step(each.a[0], forwarding.topology.vrf(each.a), f"ospf_{each.reason}", ends)
