"""Routing: static routes, OSPF, BGP, LDP."""

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import TypeAlias

from netops.model.fact import Line

IPAddress: TypeAlias = IPv4Address | IPv6Address
IPNetwork: TypeAlias = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class StaticRoute:
    """One static route.

    Attributes:
        prefix: destination.
        next_hop: an address, or None where the route discards what it matches.
        interface: outgoing interface where the line names one.
        vrf: None for the global table.
        distance: administrative distance 1 to 255; None where the default (1 on FRR and IOS) holds.
    """

    prefix: IPNetwork
    next_hop: IPAddress | None
    interface: str | None = None
    vrf: str | None = None
    distance: int | None = None
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class OspfProcess:
    """One OSPF process; which interfaces run it stands at the interfaces.

    Attributes:
        spf_delay: initial delay, initial hold, maximum hold in milliseconds; None where the default holds.
        redistribute: protocols whose routes it announces.
    """

    router_id: IPv4Address | None = None
    vrf: str | None = None
    spf_delay: tuple[int, int, int] | None = None
    redistribute: frozenset[str] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Ldp:
    """Label distribution (RFC 5036) for IPv4.

    Attributes:
        interfaces: the names of the interfaces on which neighbours are looked for.
    """

    router_id: IPv4Address
    transport_address: IPv4Address | None = None
    interfaces: frozenset[str] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


class Family(StrEnum):
    """A BGP address family."""

    IPV4 = "ipv4 unicast"
    IPV6 = "ipv6 unicast"
    VPNV4 = "ipv4 vpn"
    VPNV6 = "ipv6 vpn"


@dataclass(frozen=True, slots=True)
class NeighborFamily:
    """What is exchanged with one neighbour in one address family.

    Attributes:
        prefix_list_in: name of the prefix list that incoming routes must pass.
        prefix_list_out: name of the prefix list that outgoing routes must pass.
        maximum_prefix: number of routes after which the session is closed; None where there is no limit.
        allow_own_asn: how often the own AS number may stand in a received path; None where it may not.
        as_override: the neighbour's own AS number is replaced in what is sent to it.
    """

    family: Family
    prefix_list_in: str | None = None
    prefix_list_out: str | None = None
    maximum_prefix: int | None = None
    allow_own_asn: int | None = None
    as_override: bool = False
    next_hop_self: bool = False
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class BgpNeighbor:
    """One BGP session.

    Attributes:
        remote_asn: 1 to 4294967295.
        update_source: interface or address that the session comes from.
        authenticated: a password or keychain is set; the secret itself is never part of the model.
        ttl_hops: GTSM (RFC 5082): the neighbour may be at most so many hops away; None where it is off.
        connect_retry: seconds between attempts; None where the default holds.
    """

    address: IPAddress
    remote_asn: int
    description: str | None = None
    update_source: str | None = None
    authenticated: bool = False
    ttl_hops: int | None = None
    connect_retry: int | None = None
    families: frozenset[NeighborFamily] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


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


@dataclass(frozen=True, slots=True)
class BgpInstance:
    """BGP in the global table (``vrf`` None) or in one VRF.

    Attributes:
        policy_required: routes of an eBGP neighbour without filters are refused (RFC 8212).
        default_ipv4_unicast: neighbours are active in IPv4 unicast without a line that says so.
    """

    asn: int
    vrf: str | None = None
    router_id: IPv4Address | None = None
    policy_required: bool = False
    default_ipv4_unicast: bool = True
    neighbors: frozenset[BgpNeighbor] = frozenset()
    families: frozenset[BgpFamily] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)
