"""Prefix lists and packet filters: ordered, and the order decides."""

from dataclasses import dataclass, field
from enum import StrEnum

from netops.model.fact import Line
from netops.model.routing import IPNetwork


class Action(StrEnum):
    """What a rule does with what it matches."""

    PERMIT = "permit"
    DENY = "deny"


@dataclass(frozen=True, slots=True)
class PrefixRule:
    """One entry of a prefix list.

    Attributes:
        sequence: 1 to 4294967295; entries are tried in its order.
        prefix: what is matched; None matches any prefix.
        at_least: shortest prefix length matched (``ge``); None where the length must be equal.
        at_most: longest prefix length matched (``le``).
    """

    sequence: int
    action: Action
    prefix: IPNetwork | None
    at_least: int | None = None
    at_most: int | None = None
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PrefixList:
    """A named prefix list; what no rule matches is denied."""

    name: str
    rules: tuple[PrefixRule, ...] = ()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


class Direction(StrEnum):
    """Which packets a filter sees: to the device itself, through it, or from it."""

    INPUT = "input"
    FORWARD = "forward"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class FilterRule:
    """One rule of a packet filter; what is empty or None matches anything.

    Attributes:
        protocol: ``tcp``, ``udp``, ``icmp``, ``ospf`` …
        destination_ports: ranges of ports, both ends included, 0 to 65535.
        states: ``established``, ``related``, ``invalid``, ``new``; empty where the rule keeps no state.
        interface: interface the packet came in on.
    """

    action: Action
    protocol: str | None = None
    sources: frozenset[IPNetwork] = frozenset()
    destinations: frozenset[IPNetwork] = frozenset()
    destination_ports: frozenset[tuple[int, int]] = frozenset()
    states: frozenset[str] = frozenset()
    interface: str | None = None
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PacketFilter:
    """An ordered packet filter; the first rule that matches decides, else ``default``."""

    name: str
    direction: Direction
    default: Action
    rules: tuple[FilterRule, ...] = ()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)
