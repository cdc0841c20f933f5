"""Routing: static routes, OSPF, BGP, LDP."""

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import TypeAlias

from netops.model.fact import Line
from netops.model.provenance import told_later
from netops.model.quick import quickly_made

IPAddress: TypeAlias = IPv4Address | IPv6Address
IPNetwork: TypeAlias = IPv4Network | IPv6Network


@told_later
@quickly_made
@dataclass(frozen=True, slots=True)
class StaticRoute:
    """One static route.

    Attributes:
        prefix: destination.
        next_hop: an address, or None where the route discards what it matches.
        interface: outgoing interface where the line names one.
        vrf: None for the global table.
        distance: administrative distance 1 to 255; None where the default (1 on FRR and IOS) holds.
        next_hop_vrf: VRF in which the next hop is looked up, where that isn't the route's own; ``""`` is the global table.
        tag: 1 to 4294967295.
        track: what must be up for the route to stand: a track object, a BFD session, by its name or number.
        permanent: it stays when its interface goes down.
    """

    prefix: IPNetwork
    next_hop: IPAddress | None
    interface: str | None = None
    vrf: str | None = None
    distance: int | None = None
    next_hop_vrf: str | None = None
    tag: int | None = None
    track: str | None = None
    permanent: bool = False
    description: str | None = None
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)

    def __hash__(self) -> int:
        """Hash VRF and destination: a device has few routes to one destination, and a hash of all of it takes longer than reading it."""
        return hash((self.vrf, self.prefix))


@told_later
@quickly_made
@dataclass(frozen=True, slots=True)
class OspfArea:
    """One area of a process.

    Attributes:
        number: 0 to 4294967295.
        kind: ``stub``, ``stub no-summary``, ``nssa``, ``nssa no-summary``; None for an ordinary area.
        authentication: as at `OspfInterface`, for all interfaces of the area.
        networks: prefixes whose interfaces run OSPF in the area; on a device that is told so at the interfaces none.
        fields: other settings by name, such as ``("range 10.1.0.0/16", "not-advertise")``, ``("default-cost", "5")``,
            and ``("virtual link 10.0.0.9", "md5")``: how a virtual link proves its packets; ``on`` where it does as area 0.
        keys: as at `OspfInterface`, where the area has keys of its own.
        key_chain: as at `OspfInterface`.
    """

    number: int
    kind: str | None = None
    authentication: str | None = None
    networks: frozenset[IPNetwork] = frozenset()
    fields: frozenset[tuple[str, str]] = frozenset()
    keys: frozenset[int] = frozenset()
    key_chain: str | None = None
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@told_later
@quickly_made
@dataclass(frozen=True, slots=True)
class OspfProcess:
    """One OSPF process; which interfaces run it stands at the interfaces, or at its areas' networks.

    Attributes:
        process: number or name that tells it from others; None where the device has one at most in a VRF.
        areas: that lines below the process speak of.
        passive_default: interfaces are passive where no line says otherwise.
        active: interfaces that send hellos though ``passive_default`` holds.
        passive: interfaces that a line of the process makes passive.
        originates_default: a default route is announced: ``yes`` where the device has one, ``always`` even where it has none.
        spf_delay: initial delay, initial hold, maximum hold in milliseconds; None where the default holds.
        redistribute: protocols whose routes it announces.
        fields: other settings by name, such as ``("auto-cost reference-bandwidth", "100000")``.
    """

    router_id: IPv4Address | None = None
    vrf: str | None = None
    spf_delay: tuple[int, int, int] | None = None
    redistribute: frozenset[str] = frozenset()
    process: str | None = None
    areas: frozenset[OspfArea] = frozenset()
    passive_default: bool = False
    active: frozenset[str] = frozenset()
    passive: frozenset[str] = frozenset()
    originates_default: str | None = None
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@quickly_made
@dataclass(frozen=True, slots=True)
class Ldp:
    """Label distribution (RFC 5036) for IPv4.

    Attributes:
        router_id: None where the device takes it from an interface.
        interfaces: the names of the interfaces on which neighbours are looked for.
        router_interface: interface whose address is the router id.
        authenticated: sessions, or some of them, have a password.
        fields: other settings by name, such as ``("graceful-restart", "on")``.
        passwords: neighbours whose sessions have one, by their addresses; ``all`` where no session comes up without one.
    """

    router_id: IPv4Address | None
    transport_address: IPv4Address | None = None
    interfaces: frozenset[str] = frozenset()
    router_interface: str | None = None
    authenticated: bool = False
    fields: frozenset[tuple[str, str]] = frozenset()
    passwords: frozenset[str] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


class Family(StrEnum):
    """A BGP address family."""

    IPV4 = "ipv4 unicast"
    IPV6 = "ipv6 unicast"
    VPNV4 = "ipv4 vpn"
    VPNV6 = "ipv6 vpn"


@told_later
@quickly_made
@dataclass(frozen=True, slots=True)
class NeighborFamily:
    """What is exchanged with one neighbour in one address family.

    Attributes:
        prefix_list_in: name of the prefix list that incoming routes must pass.
        prefix_list_out: name of the prefix list that outgoing routes must pass.
        maximum_prefix: number of routes after which the session is closed; None where there is no limit.
        allow_own_asn: how often the own AS number may stand in a received path; None where it may not.
        as_override: the neighbour's own AS number is replaced in what is sent to it.
        policy_in: name of the route policy (route-map) for incoming routes; ``policy_out`` for outgoing ones.
        filter_in: name or number of the access list or AS path list for incoming routes; ``filter_out`` likewise.
        communities: kinds of communities that are sent: ``standard``, ``extended``, ``large``.
        fields: other settings by name, such as ``("maximum-prefix threshold", "80")``.
    """

    family: Family
    prefix_list_in: str | None = None
    prefix_list_out: str | None = None
    maximum_prefix: int | None = None
    allow_own_asn: int | None = None
    as_override: bool = False
    next_hop_self: bool = False
    policy_in: str | None = None
    policy_out: str | None = None
    filter_in: str | None = None
    filter_out: str | None = None
    reflector_client: bool = False
    communities: frozenset[str] = frozenset()
    soft_reconfiguration: bool = False
    default_originate: bool = False
    weight: int | None = None
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)

    def __hash__(self) -> int:
        """Hash the family alone: a neighbour has one of a family, and a hash of all of it takes longer than reading it."""
        return hash(self.family)


@told_later
@quickly_made
@dataclass(frozen=True, slots=True)
class BgpNeighbor:
    """One BGP session.

    Attributes:
        remote_asn: 1 to 4294967295; None where its group says it, or where it is ``external``.
        update_source: interface or address that the session comes from.
        authenticated: a password or keychain is set; the secret itself is never part of the model.
        ttl_hops: GTSM (RFC 5082): the neighbour may be at most so many hops away; None where it is off.
        connect_retry: seconds between attempts; None where the default holds.
        group: name of the peer group whose lines hold for it, too; they aren't copied into its own facts.
        ebgp_multihop: hops that an external session may have; None where the neighbour must be on the link.
        enabled: False where a line shuts the session down.
        timers: keepalive and hold time in seconds; None where the default holds.
        bfd: failures are found by BFD.
        local_asn: AS number that the device claims towards it; None where it is its own.
        external: any AS but the device's own is accepted (FRR ``remote-as external``).
        fields: other settings by name, such as ``("bfd profile", "FAST")``.
    """

    address: IPAddress
    remote_asn: int | None
    description: str | None = None
    update_source: str | None = None
    authenticated: bool = False
    ttl_hops: int | None = None
    connect_retry: int | None = None
    families: frozenset[NeighborFamily] = frozenset()
    group: str | None = None
    ebgp_multihop: int | None = None
    enabled: bool = True
    timers: tuple[int, int] | None = None
    bfd: bool = False
    local_asn: int | None = None
    external: bool = False
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)

    def __hash__(self) -> int:
        """Hash the address alone: an instance has one neighbour of an address, and a hash of all of it takes longer than reading it."""
        return hash(self.address)


@told_later
@quickly_made
@dataclass(frozen=True, slots=True)
class BgpGroup:
    """A peer group: what holds for all its members.

    Attributes:
        name: as the device spells it.
        remote_asn: None where each member has its own, or where the group is internal.
        internal: members are of the device's own AS.
        external: members are of any AS but the device's own (FRR ``remote-as external``).
        families: as at `BgpNeighbor`.
    """

    name: str
    remote_asn: int | None = None
    internal: bool = False
    description: str | None = None
    update_source: str | None = None
    authenticated: bool = False
    ttl_hops: int | None = None
    ebgp_multihop: int | None = None
    enabled: bool = True
    timers: tuple[int, int] | None = None
    bfd: bool = False
    families: frozenset[NeighborFamily] = frozenset()
    external: bool = False
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@told_later
@quickly_made
@dataclass(frozen=True, slots=True)
class BgpFamily:
    """What a BGP instance originates in one address family.

    Attributes:
        networks: prefixes announced when they are in the table.
        redistribute: protocols whose routes are announced.
        vpn: routes of this VRF are exported to and imported from VPNv4/VPNv6 by the VRF's route targets.
    """

    family: Family
    networks: frozenset[IPNetwork] = frozenset()
    redistribute: frozenset[str] = frozenset()
    vpn: bool = False
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@told_later
@quickly_made
@dataclass(frozen=True, slots=True)
class BgpInstance:
    """BGP in the global table (``vrf`` None) or in one VRF.

    Attributes:
        policy_required: routes of an eBGP neighbour without filters are refused (RFC 8212).
        default_ipv4_unicast: neighbours are active in IPv4 unicast without a line that says so.
        fields: other settings by name, such as ``("bgp log-neighbor-changes", "on")``.
    """

    asn: int
    vrf: str | None = None
    router_id: IPv4Address | None = None
    policy_required: bool = False
    default_ipv4_unicast: bool = True
    neighbors: frozenset[BgpNeighbor] = frozenset()
    families: frozenset[BgpFamily] = frozenset()
    groups: frozenset[BgpGroup] = frozenset()
    cluster_id: str | None = None
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)

    def __hash__(self) -> int:
        """Hash the VRF alone: a device has one instance a VRF, and a hash of all of it takes longer than reading it."""
        return hash(self.vrf)
