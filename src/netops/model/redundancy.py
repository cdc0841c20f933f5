"""What stands in for something that fails: addresses that routers share, and devices that work as one."""

from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address

from netops.model.fact import Line


@dataclass(frozen=True, slots=True)
class SharedGateway:
    """A group of routers that share an address: VRRP (RFC 5798), HSRP, GLBP.

    Attributes:
        protocol: ``vrrp``, ``hsrp`` or ``glbp``.
        group: its number on the interface.
        version: of the addresses, 4 or 6.
        addresses: that whoever leads the group answers for; empty where the device learns them, or no line says them.
        priority: 1 to 255, the highest leads; None where the default (100) holds.
        preempt: a router with a higher priority takes over; None where the default holds (on for VRRP, off for HSRP).
        delay: milliseconds that it waits before it takes over; None where no line says it.
        hello: milliseconds between messages of the leader; None where the default holds.
        authentication: ``simple``, ``md5``, ``key-chain``; None where messages prove nothing.
        tracks: what lowers the priority, in the device's words: ``1 decrement 30``, ``interface 10GE1/0/1 reduced 30``.
        fields: other settings by name, such as ``("version", "3")``; of a device that tells its addresses apart ``("secondary", address)``
            for each but the first (IOS, RGOS), and ``("length ADDRESS", "64")`` where the line has one.
    """

    protocol: str
    group: int
    version: int = 4
    addresses: frozenset[IPv4Address | IPv6Address] = frozenset()
    priority: int | None = None
    preempt: bool | None = None
    delay: int | None = None
    hello: int | None = None
    authentication: str | None = None
    tracks: frozenset[str] = frozenset()
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class StackMember:
    """One device of several that work as one.

    Attributes:
        number: by which it is called.
        priority: the highest leads; None where the default holds.
        fields: other settings by name.
    """

    number: int
    priority: int | None = None
    description: str | None = None
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Stack:
    """Devices that work as one, or that stand in for each other towards a third.

    Attributes:
        kind: ``irf``, ``vsu``, ``stack``, ``css`` or ``m-lag``.
        domain: number that tells it from others; None where no line says it.
        links: (port of the stack, interface that it runs over).
        fields: other settings by name, such as ``("mad", "bfd")``.
    """

    kind: str
    domain: int | None = None
    members: frozenset[StackMember] = frozenset()
    links: frozenset[tuple[str, str]] = frozenset()
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)
