"""What a packet filter truly lets in: its rules in their order, not one by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

from netops.model import AccessList, Action, Device, Direction, FilterRule, IPNetwork, Line, PacketFilter

NEW = "new"
LOOPBACK = "lo"


@dataclass(frozen=True, slots=True)
class Opening:
    """One way in for a new connection to a port.

    Attributes:
        sources: where from; empty means from anywhere.
        interface: by which port; None means by any.
        named: the rule names the port; otherwise it lets in more than this port.
        lines: the rule, or the filter whose default it is.
    """

    sources: frozenset[IPNetwork]
    interface: str | None
    named: bool
    lines: tuple[Line, ...]


def decides(held: AccessList | None) -> TypeGuard[AccessList]:
    """Return whether an access list is there and says anything, understood or not: else it limits nobody."""
    return held is not None and bool(held.rules or held.gaps)


def filters_of(device: Device, *directions: Direction) -> list[PacketFilter]:
    """Return the filters of these directions in the order of their names.

    A forward chain that permits everything and has no rule is not there: whether traffic through the device must be
    filtered is B120's question.
    """
    held = (each for each in device.filters if each.direction in directions and not _idle(each))
    return sorted(held, key=lambda each: each.name)


def _idle(filter_: PacketFilter) -> bool:
    return filter_.direction is not Direction.INPUT and not filter_.rules and filter_.default is Action.PERMIT


def openings(filter_: PacketFilter, protocol: str, port: int) -> Iterator[Opening]:
    """Return the ways in for new connections to a port of the device, up to the rule that closes it for all."""
    for rule in filter_.rules:
        if not _speaks_of(rule, protocol, port):
            continue
        if rule.action is Action.PERMIT and rule.interface != LOOPBACK:
            yield Opening(rule.sources, rule.interface, bool(rule.destination_ports), rule.lines)
        if not (rule.sources or rule.destinations or rule.interface):
            return
    if filter_.default is Action.PERMIT:
        yield Opening(frozenset(), None, named=False, lines=filter_.lines)


def _speaks_of(rule: FilterRule, protocol: str, port: int) -> bool:
    if rule.states and NEW not in rule.states:
        return False
    if rule.protocol not in {None, protocol}:
        return False
    return not rule.destination_ports or any(low <= port <= high for low, high in rule.destination_ports)


def within(sources: frozenset[IPNetwork], networks: tuple[IPNetwork, ...]) -> bool:
    """Return whether every source lies in one of the networks; no source means any, and any lies in none."""
    return bool(sources) and all(any(_inside(each, network) for network in networks) for each in sources)


def _inside(inner: IPNetwork, outer: IPNetwork) -> bool:
    if inner.version != outer.version:
        return False
    return outer.prefixlen <= inner.prefixlen and inner.network_address in outer


def covers(earlier: FilterRule, later: FilterRule) -> bool:
    """Return whether every packet that ``later`` matches is matched by ``earlier``."""
    if earlier.protocol is not None and earlier.protocol != later.protocol:
        return False
    if (earlier.sources and not later.sources) or (earlier.destinations and not later.destinations):
        return False
    if earlier.flags and not {*earlier.flags} <= {*later.flags}:
        return False
    return (
        earlier.interface in (None, later.interface)
        and (not earlier.states or (bool(later.states) and later.states <= earlier.states))
        and _ports_cover(earlier.destination_ports, later.destination_ports)
        and _ports_cover(earlier.source_ports, later.source_ports)
        and _addresses_cover(earlier.sources, later.sources)
        and _addresses_cover(earlier.destinations, later.destinations)
    )


def _addresses_cover(earlier: frozenset[IPNetwork], later: frozenset[IPNetwork]) -> bool:
    return not earlier or earlier == later or within(later, tuple(earlier))


def _ports_cover(earlier: frozenset[tuple[int, int]], later: frozenset[tuple[int, int]]) -> bool:
    if not earlier:
        return True
    return bool(later) and all(any(low >= a and high <= b for a, b in earlier) for low, high in later)


def everything(rule: FilterRule) -> bool:
    """Return whether a rule matches every new packet."""
    narrowed = rule.protocol or rule.sources or rule.destinations or rule.destination_ports or rule.interface
    return not narrowed and (not rule.states or NEW in rule.states)
