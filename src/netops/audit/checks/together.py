"""What rules permit together: sources, destinations and ports that come in parts are held against the whole.

Two halves of the address space say the same as ``any``, and so do an hour's time range or a mark that every sender chooses.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, collapse_addresses
from typing import NamedTuple, TypeAlias

from netops.audit.checks.openings import NEW
from netops.model import Action, FilterRule, IPNetwork

PROTOCOLS = ("tcp", "udp")
# Nobody owns a quarter of IPv4, nor half of the global addresses of IPv6 (2000::/3).
_WIDE = {4: 30, 6: 124}
# Length of the prefix that holds all addresses in use.
_GLOBAL = {4: 0, 6: 3}
# What lets through less than that comes to no whole, however it is put together.
_LEAST = 1 / 512
# What is less than a quarter of the addresses in use, if all of it is counted, is nobody's in neither version.
_LEAST_OF_SPACE = 1 / 4
# All ports but a few single ones.
_MOST_PORTS = 65_000
_MANY = 255
# Answers that are kept: the lists of a network name the same places and ports again and again.
KEPT = 4096
# What the sender sets, or what comes with the hour, keeps nobody out for good; each new connection of TCP has SYN.
_NO_HINDRANCE = frozenset({"time-range", "dscp", "precedence", "tos", "ttl", "syn", "tcp-flag syn"})

Ports: TypeAlias = frozenset[tuple[int, int]]


_SOURCES, _DESTINATIONS, _PORTS = range(3)


class _Part(NamedTuple):
    """One permit, or several that were put together; what is empty means any."""

    sources: frozenset[IPNetwork]
    destinations: frozenset[IPNetwork]
    ports: Ports
    rules: tuple[FilterRule, ...]


def is_anybody(networks: Iterable[IPNetwork]) -> bool:
    """Return whether networks hold so much of the address space that they are nobody's; none means any.

    Example:
        >>> from ipaddress import ip_network
        >>> is_anybody([ip_network("0.0.0.0/1"), ip_network("128.0.0.0/2")]), is_anybody([ip_network("10.0.0.0/8")])
        (True, False)
    """
    held = list(networks)
    if len(held) < 2:
        return not held or held[0].max_prefixlen - held[0].prefixlen >= _WIDE[held[0].version]
    four = [each for each in held if isinstance(each, IPv4Network)]
    six = [each for each in held if isinstance(each, IPv6Network)]
    return _size(four) >= 1 << _WIDE[4] <= _size(collapse_addresses(four)) or (
        _size(six) >= 1 << _WIDE[6] <= _size(collapse_addresses(six))
    )


def are_anybody(named: Sequence[frozenset[IPNetwork]]) -> bool:
    """Return whether the networks that several rules name are nobody's together; none of them names none.

    Example:
        >>> from ipaddress import ip_network
        >>> halves = [frozenset({ip_network("0.0.0.0/1")}), frozenset({ip_network("128.0.0.0/1")})]
        >>> are_anybody(halves), are_anybody(halves[:0]), are_anybody([frozenset({ip_network("10.0.0.0/8")})])
        (True, False, False)
    """
    return sum(map(_of_space, named)) >= _LEAST_OF_SPACE and is_anybody({one for each in named for one in each})


def _size(networks: Iterable[IPNetwork]) -> int:
    return sum(1 << (each.max_prefixlen - each.prefixlen) for each in networks)


@lru_cache(KEPT)
def is_all(ports: Ports) -> bool:
    """Return whether ranges of ports leave out a few at most; none means all."""
    if not ports:
        return True
    count, last = 0, -1
    for low, high in sorted(ports):
        count += max(high - max(low, last + 1) + 1, 0)
        last = max(last, high)
    return count >= _MOST_PORTS


def is_wide_open(rule: FilterRule) -> bool:
    """Return whether a permit alone lets through everything, or all of TCP or of UDP, from anywhere to anywhere."""
    if not (is_all(rule.destination_ports) and any(_is_plain(rule, each, always=False) for each in PROTOCOLS)):
        return False
    return is_anybody(rule.destinations) and is_anybody(rule.sources)


def permitting_all(rules: Sequence[FilterRule], protocol: str, *, always: bool = False) -> tuple[FilterRule, ...]:
    """Return the permits that together let through all of a protocol, from anywhere to anywhere; nothing where they don't.

    What an earlier rule denies isn't taken away: a list that denies some and permits the rest permits the rest.

    Args:
        rules: those that are reached.
        protocol: ``tcp`` or ``udp``.
        always: leave out what holds at times, or for some marks.
    """
    parts = [
        _Part(each.sources, each.destinations, each.destination_ports, (each,))
        for each in rules
        if each.action is Action.PERMIT
        and _names_many(each.destination_ports)
        and _is_plain(each, protocol, always=always)
    ]
    if sum(map(_share, parts)) < _LEAST:
        return ()
    for _ in range(2):
        parts = _joined(_joined(_joined(parts, _SOURCES), _DESTINATIONS), _PORTS)
    whole = next((each for each in parts if not (each.sources or each.destinations or each.ports)), None)
    return whole.rules if whole is not None else ()


def _share(part: _Part) -> float:
    """Return how much of everything a part lets through."""
    ports = sum(high - low + 1 for low, high in part.ports) / 65536 if part.ports else 1.0
    return ports * _of_space(part.destinations) * _of_space(part.sources)


@lru_cache(KEPT)
def _of_space(networks: frozenset[IPNetwork]) -> float:
    return sum(2.0 ** (_GLOBAL[each.version] - each.prefixlen) for each in networks) if networks else 1.0


@lru_cache(KEPT)
def _names_many(ports: Ports) -> bool:
    """Return whether a rule is for all ports or for many; single ones never come to all of them."""
    return not ports or any(high - low >= _MANY for low, high in ports)


def _is_plain(rule: FilterRule, protocol: str, *, always: bool) -> bool:
    """Return whether a rule looks at protocol, addresses and destination ports only, and sees new connections."""
    if rule.protocol not in {None, protocol} or rule.source_ports or rule.interface:
        return False
    if rule.states and NEW not in rule.states:
        return False
    return not rule.flags or (not always and all(map(_hinders_nobody, rule.flags)))


def _hinders_nobody(flag: str) -> bool:
    return flag in _NO_HINDRANCE or flag.partition(" ")[0] in _NO_HINDRANCE


def _joined(parts: list[_Part], axis: int) -> list[_Part]:
    """Put parts together that differ in one thing; what is the whole of it together becomes any."""
    found: dict[tuple[object, ...], list[_Part]] = {}
    for each in parts:
        key = tuple(value for place, value in enumerate(each[:3]) if place != axis)
        found.setdefault(key, []).append(each)
    return [made for held in found.values() for made in _join(held, axis)]


def _join(held: list[_Part], axis: int) -> list[_Part]:
    single = next((each for each in held if not each[axis]), None)
    if single is not None:
        return [single]
    rules = tuple(dict.fromkeys(rule for part in held for rule in part.rules))
    first = held[0]._replace(rules=rules)
    if axis == _SOURCES and is_anybody({one for part in held for one in part.sources}):
        return [first._replace(sources=frozenset())]
    if axis == _DESTINATIONS and is_anybody({one for part in held for one in part.destinations}):
        return [first._replace(destinations=frozenset())]
    if axis == _PORTS and is_all(frozenset(one for part in held for one in part.ports)):
        return [first._replace(ports=frozenset())]
    return held
