"""Prefix lists and packet filters: ordered, and the order decides."""

from dataclasses import dataclass, field
from enum import StrEnum

from netops.model.fact import Line
from netops.model.provenance import told_later
from netops.model.quick import quickly_made
from netops.model.routing import IPAddress, IPNetwork


class Action(StrEnum):
    """What a rule does with what it matches."""

    PERMIT = "permit"
    DENY = "deny"


@told_later
@quickly_made
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
class Gap:
    """A line among the rules of a list that nobody understood: the device may do there what it likes with any packet.

    Attributes:
        place: how many of the known rules are tried before it.
        text: the line, what may be a secret in it masked.
    """

    place: int
    text: str
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@told_later
@quickly_made
@dataclass(frozen=True, slots=True)
class PrefixList:
    """A named prefix list; what no rule matches is denied.

    Attributes:
        gaps: what nobody understood among the rules; where there are any, the rules behind the first one may never be reached.
    """

    name: str
    rules: tuple[PrefixRule, ...] = ()
    description: str | None = None
    gaps: tuple[Gap, ...] = ()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)

    def __hash__(self) -> int:
        """Hash the name alone: few lists have the same, and a hash of all of it takes longer than reading it."""
        return hash(self.name)


class Direction(StrEnum):
    """Which packets a filter sees: to the device itself, through it, or from it."""

    INPUT = "input"
    FORWARD = "forward"
    OUTPUT = "output"


@told_later
@quickly_made
@dataclass(frozen=True, slots=True)
class FilterRule:
    """One rule of a packet filter; what is empty or None matches anything.

    Attributes:
        protocol: ``tcp``, ``udp``, ``icmp``, ``ospf`` …
        destination_ports: ranges of ports, both ends included, 0 to 65535.
        states: ``established``, ``related``, ``invalid``, ``new``; empty where the rule keeps no state.
        interface: interface the packet came in on.
        source_ports: as ``destination_ports``.
        sequence: the rule's number on the device; None where it has none.
        flags: what else must hold, in the device's words, sorted: ``established`` of TCP, ``fragments``, ``echo`` of ICMP,
            ``dscp ef``, ``time-range NIGHT``, ``vpn-instance FINANCE``.
        log: matches are recorded.
    """

    action: Action
    protocol: str | None = None
    sources: frozenset[IPNetwork] = frozenset()
    destinations: frozenset[IPNetwork] = frozenset()
    destination_ports: frozenset[tuple[int, int]] = frozenset()
    states: frozenset[str] = frozenset()
    interface: str | None = None
    source_ports: frozenset[tuple[int, int]] = frozenset()
    sequence: int | None = None
    flags: tuple[str, ...] = ()
    log: bool = False
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PacketFilter:
    """An ordered packet filter; the first rule that matches decides, else ``default``.

    Attributes:
        gaps: what nobody understood among the rules; where there are any, the rules behind the first one may never be reached.
    """

    name: str
    direction: Direction
    default: Action
    rules: tuple[FilterRule, ...] = ()
    gaps: tuple[Gap, ...] = ()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@told_later
@quickly_made
@dataclass(frozen=True, slots=True)
class AccessList:
    """A list of rules by name or number; what it does follows from where it is bound.

    Attributes:
        name: name or number as the device spells it.
        version: of the addresses that it looks at, 4 or 6.
        kind: ``standard`` where it looks at sources alone, ``extended``, or ``layer2``.
        rules: in the order in which they are tried.
        remarks: what people wrote between the rules.
        number: that a list with a name has beside it; None where the device picks one, or the name is the number.
        gaps: what nobody understood among the rules; where there are any, the rules behind the first one may never be reached.
    """

    name: str
    version: int = 4
    kind: str = "extended"
    rules: tuple[FilterRule, ...] = ()
    remarks: frozenset[str] = frozenset()
    number: int | None = None
    gaps: tuple[Gap, ...] = ()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)

    def __hash__(self) -> int:
        """Hash the name alone: few lists have the same, and a hash of all of it takes longer than reading it."""
        return hash(self.name)


@dataclass(frozen=True, slots=True)
class Translation:
    """One rule of address translation.

    Attributes:
        kind: ``source`` where many share addresses, ``static`` one to one, ``server`` for a port of an inside host.
        inside: prefix or address before the translation of what leaves; None where a list says it.
        outside: address or prefix that is seen outside; None where a pool or an interface says it.
        access_list: which packets are translated.
        policy: route policy that says it in the list's place, as a router with two ways out has it.
        pool: name of the pool of outside addresses.
        interface: interface whose address, or on which, it translates.
        protocol: of a server, ``tcp`` or ``udp``; None where all are.
        ports: inside and outside port of a server.
        vrf: of the inside hosts.
        extendable: the inside host may be seen by several addresses (``extendable``); a device adds the word by itself where it is.
    """

    kind: str
    inside: IPNetwork | None = None
    outside: IPNetwork | None = None
    access_list: str | None = None
    pool: str | None = None
    interface: str | None = None
    protocol: str | None = None
    ports: tuple[int, int] | None = None
    vrf: str | None = None
    overload: bool = False
    policy: str | None = None
    extendable: bool = False
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Pool:
    """Outside addresses of a translation.

    Attributes:
        ranges: first and last address of each.
        prefix_length: of the network that they lie in, by which the device knows the addresses that no host has; None where
            no line says it.
    """

    name: str
    ranges: frozenset[tuple[IPAddress, IPAddress]] = frozenset()
    prefix_length: int | None = None
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)
