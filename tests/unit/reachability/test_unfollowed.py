"""Facts that the computation doesn't follow leave as much open as lines that nobody understood."""

from dataclasses import replace
from ipaddress import ip_address, ip_interface, ip_network

import pytest

from netops.model import (
    BgpGroup,
    BgpInstance,
    BgpNeighbor,
    Binding,
    Device,
    Family,
    Interface,
    IsisProcess,
    Line,
    NeighborFamily,
    OspfArea,
    OspfInterface,
    OspfProcess,
    SegmentRouting,
    TrafficBehavior,
    TrafficPolicy,
    TrafficStep,
    Vrf,
    Zone,
    ZonePair,
)
from netops.reachability.unfollowed import of_filters, of_routing

PLAIN = Device("r1", "frr")
SEEN = (Line(7, "the line"),)
PEER = BgpNeighbor(ip_address("10.0.0.2"), 65001, lines=SEEN)


def bgp(neighbor: BgpNeighbor, **more: object) -> Device:
    return replace(PLAIN, bgp=frozenset({BgpInstance(65000, neighbors=frozenset({neighbor}), **more)}))  # type: ignore[arg-type]  # fields of an instance


def family(**more: object) -> BgpNeighbor:
    return replace(PEER, families=frozenset({NeighborFamily(Family.IPV4, **more)}))  # type: ignore[arg-type]  # fields of a family


def area(**more: object) -> Device:
    return replace(PLAIN, ospf=frozenset({OspfProcess(areas=frozenset({OspfArea(1, **more)}), lines=SEEN)}))  # type: ignore[arg-type]  # fields of an area


ROUTING = {
    "IS-IS": replace(PLAIN, isis=frozenset({IsisProcess("1", lines=SEEN)})),
    "SRv6": replace(PLAIN, segment_routing=SegmentRouting(lines=SEEN)),
    "EVPN targets": replace(PLAIN, vrfs=frozenset({Vrf("A", fields=frozenset({("evpn import", "1:1")}), lines=SEEN)})),
    "policy routing": replace(
        PLAIN, interfaces=frozenset({Interface("p", fields=frozenset({("policy-route", "P")}), lines=SEEN)})
    ),
    "a stub area": area(kind="stub"),
    "a range of an area": area(fields=frozenset({("range 10.0.0.0/8", "not-advertise")})),
    "a default route": replace(PLAIN, ospf=frozenset({OspfProcess(originates_default="always", lines=SEEN)})),
    "a group's member": bgp(replace(PEER, group="G")),
    "a session that is shut": bgp(replace(PEER, enabled=False)),
    "any other AS": bgp(replace(PEER, remote_asn=None, external=True)),
    "a route policy": bgp(family(policy_in="P")),
    "an access list of routes": bgp(family(filter_out="7")),
    "a default route to a neighbour": bgp(family(default_originate=True)),
    "a reflector": bgp(family(reflector_client=True)),
    "a group's policy": bgp(
        replace(PEER, lines=()),
        groups=frozenset({BgpGroup("G", families=frozenset({NeighborFamily(Family.IPV4, policy_in="P")}), lines=SEEN)}),
    ),
    "an aggregate": bgp(PEER, fields=frozenset({("ipv4 unicast aggregate-address", "10.0.0.0/8")}), lines=SEEN),
    "routes chosen by a policy": bgp(
        PEER, fields=frozenset({("ipv4 unicast redistribute static", "route-map R")}), lines=SEEN
    ),
}
CERTAIN = {
    "nothing": PLAIN,
    "a plain session": bgp(family(prefix_list_in="P")),
    "settings of BGP": bgp(PEER, fields=frozenset({("timers bgp", "3 9"), ("bgp network import-check", "off")})),
    "an interface that says itself that it runs OSPF": replace(
        area(networks=frozenset({ip_network("10.0.0.0/8")})),
        interfaces=frozenset(
            {Interface("p", addresses=frozenset({ip_interface("10.1.0.1/30")}), ospf=OspfInterface(1))}
        ),
    ),
    "an area's authentication": area(authentication="md5"),
}
DROPS = TrafficBehavior("B", frozenset({("deny", "")}), lines=SEEN)
BOUND = frozenset({Interface("p", policies=frozenset({Binding("P")}))})


@pytest.mark.parametrize("what", sorted(ROUTING))
def test_what_is_not_followed_is_open(what: str) -> None:
    assert list(of_routing(ROUTING[what])) == [SEEN]


@pytest.mark.parametrize("what", sorted(CERTAIN))
def test_what_is_followed_or_decides_nothing_is_certain(what: str) -> None:
    assert list(of_routing(CERTAIN[what])) == []


def test_zones_and_policies_that_drop_leave_filters_open() -> None:
    zones = frozenset({Zone("trust", lines=SEEN)})
    pairs = frozenset({ZonePair("trust", "untrust", lines=SEEN)})
    assert list(of_filters(replace(PLAIN, zones=zones, zone_pairs=pairs))) == [SEEN, SEEN]
    assert list(of_filters(replace(PLAIN, traffic_behaviors=frozenset({DROPS}), interfaces=BOUND))) == [SEEN]


def test_a_policy_that_is_bound_nowhere_or_only_counts_stops_nothing() -> None:
    assert list(of_filters(replace(PLAIN, traffic_behaviors=frozenset({DROPS})))) == []
    step = TrafficStep("C", actions=frozenset({("bandwidth", "percent 10")}), lines=SEEN)
    counts = frozenset({TrafficPolicy("P", steps=(step,))})
    assert list(of_filters(replace(PLAIN, traffic_policies=counts, interfaces=BOUND))) == []
