"""Interfaces, their addresses and the VRFs that they stand in."""

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Interface, IPv6Interface
from typing import TypeAlias

from netops.model.fact import Line

IPInterface: TypeAlias = IPv4Interface | IPv6Interface


class InterfaceKind(StrEnum):
    """What an interface is, whatever a vendor calls it."""

    PHYSICAL = "physical"
    LOOPBACK = "loopback"
    SUB = "sub"
    VLAN = "vlan"
    AGGREGATE = "aggregate"
    TUNNEL = "tunnel"


class OspfNetwork(StrEnum):
    """The OSPF network type of an interface (RFC 2328 section 9)."""

    BROADCAST = "broadcast"
    POINT_TO_POINT = "point-to-point"


@dataclass(frozen=True, slots=True)
class OspfInterface:
    """OSPF on one interface; times in seconds.

    Attributes:
        area: dotted or plain area number as an integer, 0 to 4294967295.
        network: None where the device's default for the medium holds.
        hello: None where the default holds.
        dead: None where the default holds.
        passive: no hellos are sent, the prefix is still announced.
        authentication: how packets prove whose they are: ``simple``, ``md5``, ``key-chain``, ``null`` (turned off by
            name); None where no line asks for it. Keys are never part of the model.
    """

    area: int
    network: OspfNetwork | None = None
    hello: int | None = None
    dead: int | None = None
    passive: bool = False
    authentication: str | None = None
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Interface:
    """One interface.

    Attributes:
        name: as the device spells it in full.
        enabled: False where it is shut down by a line of its own.
        vrf: None for the global table.
        addresses: the first of a family that a device prefers isn't told apart here; a device with roles has them later.
        mtu: bytes, None where the default holds.
        mpls: labelled packets are accepted on it.
        ospf: None where OSPF doesn't run on it.
    """

    name: str
    kind: InterfaceKind = InterfaceKind.PHYSICAL
    enabled: bool = True
    description: str | None = None
    vrf: str | None = None
    addresses: frozenset[IPInterface] = frozenset()
    mtu: int | None = None
    mpls: bool = False
    ospf: OspfInterface | None = None
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Vrf:
    """A VPN routing and forwarding instance (RFC 4364).

    Attributes:
        name: as the device spells it.
        table: the kernel's routing table on a Linux router, 1 to 4294967295; None elsewhere.
        rd: route distinguisher, ``asn:number`` or ``address:number``; None where the VRF isn't in BGP.
        imports: route targets whose routes it takes in.
        exports: route targets that its routes carry.
    """

    name: str
    table: int | None = None
    rd: str | None = None
    imports: frozenset[str] = frozenset()
    exports: frozenset[str] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)
