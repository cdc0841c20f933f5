"""Interfaces, their addresses and the VRFs that they stand in."""

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Interface, IPv6Address, IPv6Interface
from typing import TypeAlias

from netops.model.fact import Line
from netops.model.isis import IsisInterface
from netops.model.provenance import lines_at, told_later
from netops.model.quick import quickly_made
from netops.model.redundancy import SharedGateway

IPInterface: TypeAlias = IPv4Interface | IPv6Interface
IPAddress: TypeAlias = IPv4Address | IPv6Address


class InterfaceKind(StrEnum):
    """What an interface is, whatever a vendor calls it."""

    PHYSICAL = "physical"
    LOOPBACK = "loopback"
    SUB = "sub"
    VLAN = "vlan"
    AGGREGATE = "aggregate"
    TUNNEL = "tunnel"


class Side(StrEnum):
    """On which side of address translation an interface stands."""

    INSIDE = "inside"
    OUTSIDE = "outside"


@told_later
@quickly_made
@dataclass(frozen=True, slots=True)
class Binding:
    """A filter, a policy or a list that is bound to an interface, a line or a service.

    Attributes:
        name: of what is bound; it may not exist.
        inbound: it sees what comes in; else what goes out.
        version: of the addresses that it looks at, 4 or 6.
    """

    name: str
    inbound: bool = True
    version: int = 4
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@told_later
@quickly_made
@dataclass(frozen=True, slots=True)
class Switchport:
    """An interface at layer 2.

    Attributes:
        mode: ``access``, ``trunk``, ``hybrid`` or what the device calls it; None where its default holds.
        access: VLAN of untagged frames on an access port; None where the default (1) holds.
        native: VLAN of untagged frames on a trunk or hybrid port; None where the default (1) holds.
        allowed: ranges of VLANs that a trunk carries, both ends included, joined and in order; None where the default holds.
        untagged: those of ``allowed`` that a hybrid port sends without a tag, as lines say it.
    """

    mode: str | None = None
    access: int | None = None
    native: int | None = None
    allowed: tuple[tuple[int, int], ...] | None = None
    untagged: tuple[tuple[int, int], ...] = ()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


class OspfNetwork(StrEnum):
    """The OSPF network type of an interface (RFC 2328 section 9)."""

    BROADCAST = "broadcast"
    POINT_TO_POINT = "point-to-point"


@told_later
@quickly_made
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
        process: of a device with several, as the line names it; None where the device has one at most in a VRF.
        cost: 1 to 65535; None where it follows from the bandwidth.
        keys: numbers of the keys that are there for it, 1 to 255, which both ends have alike; 0 is the password of ``simple``,
            which has none.
        key_chain: whose keys prove packets, by its name.
    """

    area: int
    network: OspfNetwork | None = None
    hello: int | None = None
    dead: int | None = None
    passive: bool = False
    authentication: str | None = None
    process: str | None = None
    cost: int | None = None
    keys: frozenset[int] = frozenset()
    key_chain: str | None = None
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@told_later
@quickly_made
@dataclass(frozen=True, slots=True)
class Interface:
    """One interface.

    Attributes:
        name: as the device spells it in full.
        enabled: False where it is shut down by a line of its own.
        vrf: None for the global table.
        addresses: all of them, the secondary ones among them.
        secondary: those of ``addresses`` that are not the interface's first.
        mtu: bytes, None where the default holds.
        mpls: labelled packets are accepted on it.
        ospf: None where OSPF doesn't run on it.
        dot1q: VLAN tag of a sub-interface, VLAN of a VLAN interface, 1 to 4094.
        aggregate: name of the aggregate that it is a member of, in full.
        unnumbered: name of the interface whose address it borrows.
        filters: packet filters bound to it.
        side: where it stands in address translation; None where it takes no part.
        urpf: ``strict`` or ``loose`` where the sources of packets are checked (RFC 3704); behind it ``default`` where the default
            route counts as a way back.
        relays: DHCP servers that requests are sent on to.
        policies: QoS policies bound to it.
        switchport: None at layer 3.
        routed: a line says that it is at layer 3, on a device whose ports are at layer 2 unless told otherwise.
        guards: layer-2 and layer-3 protections that lines turn on or off: name → on, such as ``("dhcp-snooping-trust", True)``,
            ``("proxy-arp", False)``, ``("redirects", False)``; what no line names is the device's default.
        fields: other settings by name, such as ``("speed", "100")``, ``("duplex", "full")``.
        isis: None where IS-IS doesn't run on it.
        gateways: addresses that it shares with other routers.
        sources: (name of a guard or a field, place of its line among ``lines``).
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
    secondary: frozenset[IPInterface] = frozenset()
    dot1q: int | None = None
    aggregate: str | None = None
    unnumbered: str | None = None
    filters: frozenset[Binding] = frozenset()
    side: Side | None = None
    urpf: str | None = None
    relays: frozenset[IPAddress] = frozenset()
    policies: frozenset[Binding] = frozenset()
    switchport: Switchport | None = None
    routed: bool = False
    guards: frozenset[tuple[str, bool]] = frozenset()
    fields: frozenset[tuple[str, str]] = frozenset()
    isis: IsisInterface | None = None
    gateways: frozenset[SharedGateway] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)
    sources: tuple[tuple[str, int], ...] = field(default=(), compare=False, repr=False)

    def told(self, name: str) -> tuple[Line, ...]:
        """Return the lines by which a guard or a field was read; none where it wasn't."""
        return lines_at(self, [at for each, at in self.sources if each == name])

    def __hash__(self) -> int:
        """Hash the name alone: a device has one interface of a name, and a hash of all of it takes longer than reading it."""
        return hash(self.name)


@told_later
@quickly_made
@dataclass(frozen=True, slots=True)
class Vrf:
    """A VPN routing and forwarding instance (RFC 4364).

    Attributes:
        name: as the device spells it.
        table: the kernel's routing table on a Linux router, 1 to 4294967295; None elsewhere.
        rd: route distinguisher, ``asn:number`` or ``address:number``; None where the VRF isn't in BGP.
        imports: route targets whose routes it takes in.
        exports: route targets that its routes carry.
        imports_v6: the same for IPv6; ``imports`` holds for both families where the device doesn't tell them apart.
        exports_v6: likewise.
        families: address families that are switched on, 4 and 6; empty where the device needs no line for that.
        import_policy: name of the route policy that imported routes must pass.
        export_policy: name of the route policy that exported routes must pass.
        limit: most routes that it holds; None where there is no limit.
        fields: other settings by name, such as ``("apply-label", "per-instance")``, ``("tnl-policy", "LDP")``.
    """

    name: str
    table: int | None = None
    rd: str | None = None
    imports: frozenset[str] = frozenset()
    exports: frozenset[str] = frozenset()
    imports_v6: frozenset[str] = frozenset()
    exports_v6: frozenset[str] = frozenset()
    families: frozenset[int] = frozenset()
    import_policy: str | None = None
    export_policy: str | None = None
    limit: int | None = None
    description: str | None = None
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)

    def __hash__(self) -> int:
        """Hash the name alone: a device has one VRF of a name."""
        return hash(self.name)
