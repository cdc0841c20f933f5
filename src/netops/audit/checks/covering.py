"""Rules that an earlier one of their list covers, found without holding every rule against every other.

A list of thousands of rules is common at a boundary. A rule that covers another has its protocol or none, and a source and a
destination that hold the other's: so earlier rules are kept by these three, and only those under keys that could cover are
held against the later one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from typing import TypeAlias

from netops.audit.checks.openings import covers
from netops.audit.checks.together import KEPT
from netops.model import FilterRule, IPNetwork

Prefix: TypeAlias = tuple[int, int, int] | None
"""Version, length and leading bits of a network; None for any address."""
Span: TypeAlias = tuple[int, int] | None
"""First and last address of a network, of each version apart; None for any address, and for several networks."""
Ranges: TypeAlias = frozenset[tuple[int, int]]
FEW = 24
"""Up to so many rules it takes less time to hold each against each."""
_PLACE = attrgetter("place")
_MOST = 64
"""A rule with more pairs of source and destination than that is held against every later one: nftables sets."""


@dataclass(slots=True)
class _Bucket:
    """Earlier rules of one protocol, source and destination: by their one port, and those that have none, several or ranges."""

    exact: dict[Ranges, list[int]] = field(default_factory=dict)
    wide: list[int] = field(default_factory=list)

    def add(self, place: int, ports: Ranges) -> None:
        if _is_alone(ports):
            self.exact.setdefault(ports, []).append(place)
        else:
            self.wide.append(place)

    def of(self, ports: Ranges) -> Iterator[int]:
        yield from self.wide
        yield from self.exact.get(ports, ())


class Earlier:
    """The rules of a list that were read so far."""

    def __init__(self) -> None:
        self._held: dict[str | None, dict[Prefix, dict[Prefix, _Bucket]]] = {}
        self._sources: set[tuple[int, int]] = set()
        self._destinations: set[tuple[int, int]] = set()
        self._many: list[int] = []

    def add(self, place: int, rule: FilterRule) -> None:
        """Keep a rule."""
        if max(len(rule.sources), 1) * max(len(rule.destinations), 1) > _MOST:
            self._many.append(place)
            return
        by_source = self._held.setdefault(rule.protocol, {})
        destinations = _prefixes(rule.destinations, self._destinations)
        for source in _prefixes(rule.sources, self._sources):
            by_destination = by_source.setdefault(source, {})
            for destination in destinations:
                by_destination.setdefault(destination, _Bucket()).add(place, rule.destination_ports)

    def candidates(self, rule: FilterRule) -> set[int]:
        """Return the places of the rules that could cover this one."""
        found = set(self._many)
        sources, destinations = _holding(rule.sources, self._sources), None
        for protocol in (None, rule.protocol) if rule.protocol is not None else (None,):
            by_source = self._held.get(protocol)
            for source in sources if by_source else ():
                by_destination = by_source.get(source) if by_source else None
                if by_destination is None:
                    continue
                if destinations is None:
                    destinations = _holding(rule.destinations, self._destinations)
                for destination in destinations:
                    bucket = by_destination.get(destination)
                    if bucket is not None:
                        found.update(bucket.of(rule.destination_ports))
        return found


def _prefixes(networks: Iterable[IPNetwork], lengths: set[tuple[int, int]]) -> list[Prefix]:
    found: list[Prefix] = [_cut(each, each.prefixlen) for each in networks]
    lengths.update((each.version, each.prefixlen) for each in networks)
    return found or [None]


def _holding(networks: frozenset[IPNetwork], lengths: set[tuple[int, int]]) -> list[Prefix]:
    """Return the keys of networks that hold one of these: a rule that covers holds them all, so that one is enough."""
    found: list[Prefix] = [None]
    for one in networks:
        version, longest = one.version, one.prefixlen
        bits, whole = int(one.network_address), one.max_prefixlen
        found += [
            (version, length, bits >> (whole - length))
            for each, length in lengths
            if each == version and length <= longest
        ]
        break
    return found


def _cut(network: IPNetwork, length: int) -> tuple[int, int, int]:
    return network.version, length, int(network.network_address) >> (network.max_prefixlen - length)


def covered(rules: Sequence[FilterRule]) -> Iterator[tuple[FilterRule, FilterRule]]:
    """Yield each rule that an earlier one covers, behind the first that does.

    Example:
        >>> from netops.model import Action
        >>> wide, narrow = FilterRule(Action.DENY, "tcp"), FilterRule(Action.PERMIT, "tcp", destination_ports=frozenset({(22, 22)}))
        >>> [(earlier.action.value, later.action.value) for earlier, later in covered([wide, narrow])]
        [('deny', 'permit')]
    """
    if len(rules) <= FEW:
        yield from _each_against_each(rules)
        return
    earlier = Earlier()
    for place, later in enumerate(rules):
        first = min((each for each in earlier.candidates(later) if covers(rules[each], later)), default=None)
        if first is not None:
            yield rules[first], later
        earlier.add(place, later)


@dataclass(slots=True)
class _Outline:
    """A rule as far as most others can be told apart from it: numbers instead of networks.

    Attributes:
        place: in its list.
        alone: the one port that it is for; None where it has none, several or ranges.
        source: first and last address of its one source; None where it has none or several.
        destination: the same of its one destination.
    """

    place: int
    rule: FilterRule
    protocol: str | None
    alone: Ranges | None
    source: Span
    destination: Span

    def may_cover(self, later: "_Outline") -> bool:
        """Return False where ``covers`` would, as far as the numbers show it."""
        if self.protocol is not None and self.protocol != later.protocol:
            return False
        if self.alone is not None and self.alone != later.rule.destination_ports:
            return False
        return _may_hold(self.destination, later.destination) and _may_hold(self.source, later.source)


class _Before:
    """Earlier rules of a short list: by the one host that they are from or to, and all others.

    A host holds nothing but itself, so that a rule for one covers no rule for another.
    """

    def __init__(self) -> None:
        self._to: dict[Span, list[_Outline]] = {}
        self._from: dict[Span, list[_Outline]] = {}
        self._others: list[_Outline] = []

    def add(self, rule: _Outline) -> None:
        """Keep a rule."""
        if _is_host(rule.destination):
            self._to.setdefault(rule.destination, []).append(rule)
        elif _is_host(rule.source):
            self._from.setdefault(rule.source, []).append(rule)
        else:
            self._others.append(rule)

    def first(self, later: _Outline) -> _Outline | None:
        """Return the first rule that covers this one."""
        near = (*self._to.get(later.destination, ()), *self._from.get(later.source, ()), *self._others)
        held = (each for each in near if each.may_cover(later) and covers(each.rule, later.rule))
        return min(held, key=_PLACE, default=None)


def _is_host(span: Span) -> bool:
    return span is not None and span[0] == span[1]


def _each_against_each(rules: Sequence[FilterRule]) -> Iterator[tuple[FilterRule, FilterRule]]:
    before = _Before()
    for place, rule in enumerate(rules):
        later = _outline(place, rule)
        first = before.first(later)
        if first is not None:
            yield first.rule, rule
        before.add(later)


def _outline(place: int, rule: FilterRule) -> _Outline:
    alone = rule.destination_ports if _is_alone(rule.destination_ports) else None
    return _Outline(place, rule, rule.protocol, alone, _span(rule.sources), _span(rule.destinations))


@lru_cache(KEPT)
def _is_alone(ports: Ranges) -> bool:
    return len(ports) == 1 and all(low == high for low, high in ports)


def _may_hold(earlier: Span, later: Span) -> bool:
    return earlier is None or later is None or (earlier[0] <= later[0] and later[1] <= earlier[1])


@lru_cache(KEPT)
def _span(networks: frozenset[IPNetwork]) -> Span:
    if len(networks) != 1:
        return None
    (one,) = networks
    bits = one.max_prefixlen
    first = one.version << bits | int(one.network_address)
    return first, first | (1 << (bits - one.prefixlen)) - 1
