"""Routers that share an address: what stands in for what, by the configs of both."""

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Interface, IPv6Address, IPv6Interface

import pytest

from netops.audit.pairs import Standby, StandIn, compared, places_of
from netops.model import Device, Interface, Line, SharedGateway, Topic, Unread

VIRTUAL = IPv4Address("10.1.1.254")
GROUP = SharedGateway("vrrp", 1, addresses=frozenset({VIRTUAL}))


def router(name: str, address: str, *groups: SharedGateway, **more: object) -> Device:
    port = Interface("Vlanif10", addresses=frozenset({IPv4Interface(address)}), gateways=frozenset(groups))
    return Device(name, "huawei_vrp", interfaces=frozenset({replace(port, **more)}))  # type: ignore[arg-type]


ONE = router("r1", "10.1.1.1/24", GROUP)


def found(*devices: Device, complete: bool = True, owners: dict[str, str] | None = None) -> dict[str, Standby | None]:
    """Return what stands in for group 1 of each device."""
    places = [
        place for each in devices for place in places_of(each.hostname, each, (owners or {}).get(each.hostname, ""))
    ]
    held = compared(places, complete=complete)
    return {each.hostname: held.get(each.hostname, {}).get("Vlanif10 vrrp 1") for each in devices}


def test_two_routers_with_the_same_group_on_one_network_stand_in_for_each_other() -> None:
    other = router("r2", "10.1.1.2/24", replace(GROUP, priority=120))
    assert found(ONE, other, complete=False) == {
        "r1": Standby(StandIn.SHARED, "r2"),
        "r2": Standby(StandIn.SHARED, "r1"),
    }


@pytest.mark.parametrize(
    "group",
    [
        replace(GROUP, group=2),
        replace(GROUP, addresses=frozenset({IPv4Address("10.1.1.253")})),
        replace(GROUP, addresses=frozenset({VIRTUAL, IPv4Address("10.1.1.253")})),
        replace(GROUP, authentication="simple"),
    ],
    ids=["number", "address", "one more address", "authentication"],
)
def test_a_group_that_differs_from_its_peer_is_named_with_the_peer(group: SharedGateway) -> None:
    assert found(ONE, router("r2", "10.1.1.2/24", group), complete=False)["r1"] == Standby(StandIn.DIFFERENT, "r2")


def test_versions_that_both_say_must_be_one() -> None:
    second, third = (replace(GROUP, fields=frozenset({("version", each)})) for each in "23")
    assert found(router("r1", "10.1.1.1/24", second), router("r2", "10.1.1.2/24", third))["r1"] == Standby(
        StandIn.DIFFERENT, "r2"
    )
    assert found(ONE, router("r2", "10.1.1.2/24", third))["r1"] == Standby(StandIn.SHARED, "r2")


@pytest.mark.parametrize(
    "other",
    [
        router("r2", "10.1.2.2/24", GROUP),
        router("r2", "10.1.1.2/25", GROUP),
        router("r2", "10.1.1.2/24", GROUP, vrf="other"),
        router("r2", "10.1.1.2/24", GROUP, enabled=False),
        router("r2", "10.1.1.1/24", GROUP),
        router("r2", "10.1.1.2/24", replace(GROUP, protocol="hsrp")),
        router("r2", "10.1.1.2/24", replace(GROUP, fields=frozenset({("shutdown", "on")}))),
        router("r2", "10.1.1.2/24"),
    ],
    ids=["network", "mask", "VRF", "shut", "the same device again", "protocol", "group shut", "no group"],
)
def test_what_is_elsewhere_or_down_stands_in_for_nothing(other: Device) -> None:
    assert found(ONE, other)["r1"] == Standby(StandIn.ALONE)
    assert found(ONE, other, complete=False)["r1"] is None


def test_a_router_whose_own_group_is_shut_is_alone_whoever_has_the_group_too() -> None:
    shut = router("r1", "10.1.1.1/24", replace(GROUP, fields=frozenset({("shutdown", "on")})))
    live = router("r2", "10.1.1.2/24", GROUP)
    assert found(shut, live) == {"r1": Standby(StandIn.ALONE), "r2": Standby(StandIn.ALONE)}
    assert found(shut, live, complete=False) == {"r1": Standby(StandIn.ALONE), "r2": None}


def test_networks_of_two_departments_are_two_though_their_addresses_are_the_same() -> None:
    other = router("r2", "10.1.1.2/24", GROUP)
    assert found(ONE, other, owners={"r1": "tax", "r2": "health"})["r1"] == Standby(StandIn.ALONE)


def test_lines_that_nobody_understood_on_the_same_network_leave_it_open() -> None:
    strange = Unread(("interface Vlanif10",), Line(3, "vrrp vrid one"), Topic.INTERFACES)
    near, far = (replace(router("r2", address), unread=(strange,)) for address in ("10.1.1.2/24", "10.2.2.2/24"))
    assert found(ONE, near)["r1"] is None
    assert found(ONE, far)["r1"] == Standby(StandIn.ALONE)


def test_a_router_of_hsrp_may_learn_the_address_from_the_other() -> None:
    told, learned = (SharedGateway("hsrp", 1, addresses=each) for each in (frozenset({VIRTUAL}), frozenset()))
    devices = [router("r1", "10.1.1.1/24", told), router("r2", "10.1.1.2/24", learned)]
    held = compared([place for each in devices for place in places_of(each.hostname, each)], complete=True)
    assert held["r2"] == {"Vlanif10 hsrp 1": Standby(StandIn.SHARED, "r1")}


def test_groups_of_ipv6_with_a_link_local_address_are_compared_on_the_networks_of_their_ports() -> None:
    six = SharedGateway("vrrp", 1, version=6, addresses=frozenset({IPv6Address("fe80::1")}))
    one, two = (
        Device(
            name,
            "huawei_vrp",
            interfaces=frozenset(
                {Interface("Vlanif10", addresses=frozenset({IPv6Interface(address)}), gateways=frozenset({six}))}
            ),
        )
        for name, address in (("r1", "2001:db8::1/64"), ("r2", "2001:db8::2/64"))
    )
    held = compared([place for each in (one, two) for place in places_of(each.hostname, each)], complete=False)
    assert held["r1"] == {"Vlanif10 vrrp 1 (IPv6)": Standby(StandIn.SHARED, "r2")}
