"""Departments over the backbone: VRFs, route targets, BGP sessions, OSPF and labels."""

from dataclasses import replace
from ipaddress import ip_address, ip_interface, ip_network
from typing import Any

import pytest

from netops.model import (
    Action,
    BgpFamily,
    BgpInstance,
    Device,
    Direction,
    Family,
    FilterRule,
    Gap,
    Interface,
    Line,
    NeighborFamily,
    PacketFilter,
    PrefixList,
    Topic,
    Unread,
    Vrf,
)
from netops.reachability import Party, Reach

City = Any  # the builder of conftest.py, which tests can't import

FINANCE = ("finance-pe1", "finance-pe2")
HEALTH = ("health-pe1", "health-pe2")


def reachable(city: City) -> frozenset[tuple[str, str]]:
    found: frozenset[tuple[str, str]] = city.matrix().pairs.where(Reach.REACHABLE)
    return found


def problems(city: City) -> set[str]:
    return {step.word for step in city.matrix().problems}


def test_departments_with_the_same_addresses_reach_their_own_sites_and_nobody_elses(city: City) -> None:
    assert reachable(city) == {FINANCE, HEALTH}
    assert city.matrix().problems == ()


def test_the_explanation_goes_over_the_label_path_of_the_backbone(city: City) -> None:
    steps = city.matrix().explain(*FINANCE).there
    assert [step.device for step in steps][:4] == ["finance-pe1", "pe1", "p1", "pe2"]
    assert "label path to pe2" in steps[1].text("en")


@pytest.mark.parametrize(("device", "port"), [("pe1", "core0"), ("p1", "core0"), ("p1", "core1"), ("pe2", "core0")])
def test_a_core_link_that_is_shut_cuts_every_department(city: City, device: str, port: str) -> None:
    city.port(device, port, enabled=False)
    assert reachable(city) == frozenset()


@pytest.mark.parametrize(("device", "port"), [("pe1", "core0"), ("p1", "core0"), ("p1", "core1"), ("pe2", "core0")])
def test_ldp_missing_on_one_core_port_breaks_the_label_path(city: City, device: str, port: str) -> None:
    ldp = city.devices[device].ldp
    city.change(device, lambda held: replace(held, ldp=replace(ldp, interfaces=ldp.interfaces - {port})))
    assert reachable(city) == frozenset()
    words = {step.word for step in city.matrix().explain(*FINANCE).there}
    assert "label_no_ldp" in words


def test_a_core_port_that_takes_no_labels_is_noticed(city: City) -> None:
    city.port("pe2", "core0", mpls=False)
    assert reachable(city) == frozenset()
    assert "label_no_mpls" in {step.word for step in city.matrix().explain(*FINANCE).there}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"area": 1}, "ospf_area"),
        ({"hello": 10}, "ospf_timers"),
        ({"network": None}, "ospf_network"),
        ({"passive": True}, "ospf_passive"),
    ],
)
def test_ospf_that_disagrees_keeps_the_vpn_sessions_down(city: City, changes: dict[str, Any], reason: str) -> None:
    city.port("pe1", "core0", ospf=replace(city.devices["pe1"].interface("core0").ospf, **changes))
    assert reachable(city) == frozenset()
    assert problems(city) == {reason, "session_no_route"}


def test_ospf_on_one_end_only_is_noticed(city: City) -> None:
    city.port("p1", "core0", ospf=None)
    assert "ospf_one_side" in problems(city)


def test_mtus_that_differ_stop_ospf(city: City) -> None:
    city.port("p1", "core0", mtu=9000)
    assert "ospf_mtu" in problems(city)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"remote_asn": 65999}, "session_asn"),
        ({"authenticated": True}, "session_password"),
        ({"ttl_hops": 1}, "session_ttl"),
    ],
)
def test_a_session_whose_ends_disagree_carries_nothing(city: City, changes: dict[str, Any], reason: str) -> None:
    city.neighbor("pe1", "FINANCE", "10.1.1.2", **changes)
    assert reachable(city) == {HEALTH}
    assert problems(city) == {reason}


def test_ttl_security_on_both_ends_is_fine(city: City) -> None:
    city.neighbor("pe1", "FINANCE", "10.1.1.2", ttl_hops=1)
    city.neighbor("finance-pe1", None, "10.1.1.1", ttl_hops=1)
    assert reachable(city) == {FINANCE, HEALTH}


def test_a_neighbour_that_nobody_answers_for_is_reported(city: City) -> None:
    city.neighbor("pe1", "FINANCE", "10.1.1.2", address=ip_address("10.1.1.3"))
    assert problems(city) == {"session_no_peer", "session_no_answer"}


def test_a_session_between_loopbacks_needs_its_source_address(city: City) -> None:
    city.neighbor("pe1", None, "10.255.0.2", update_source=None)
    assert reachable(city) == frozenset()
    assert "session_no_answer" in problems(city)


def test_an_external_neighbour_without_filters_exchanges_nothing_where_policy_is_required(city: City) -> None:
    city.neighbor("pe1", "FINANCE", "10.1.1.2", families=frozenset({NeighborFamily(Family.IPV4)}))
    assert reachable(city) == {HEALTH}


def test_a_prefix_list_that_lacks_the_lan_keeps_it_out(city: City) -> None:
    city.change(
        "pe1",
        lambda held: replace(
            held, prefix_lists=frozenset(each for each in held.prefix_lists if each.name != "FINANCE-IN")
        ),
    )
    assert reachable(city) == {HEALTH}


def test_an_empty_prefix_list_lets_all_through_on_frr(city: City) -> None:
    city.change(
        "pe1",
        lambda held: replace(
            held,
            prefix_lists=frozenset(each for each in held.prefix_lists if each.name != "FINANCE-IN")
            | {PrefixList("FINANCE-IN")},
        ),
    )
    assert reachable(city) == {FINANCE, HEALTH}


def test_a_network_line_without_a_route_announces_nothing(city: City) -> None:
    city.port("finance-pe1", "lan0", enabled=False)
    city.parties[0] = Party("finance-pe1", "finance-pe1", "wan0", ip_address("10.1.1.2"))
    assert reachable(city) == {HEALTH}


def test_redistributed_connected_routes_are_announced(city: City) -> None:
    def edit(held: Device) -> Device:
        (instance,) = held.bgp
        family = BgpFamily(Family.IPV4, redistribute=frozenset({"connected"}))
        return replace(held, bgp=frozenset({replace(instance, families=frozenset({family}))}))

    city.change("finance-pe1", edit)
    assert reachable(city) == {FINANCE, HEALTH}


def test_a_route_target_that_is_not_imported_cuts_one_direction_and_so_the_pair(city: City) -> None:
    city.vrf("pe1", "FINANCE", imports=frozenset())
    assert reachable(city) == {HEALTH}


def test_a_department_that_imports_anothers_routes_alone_gains_nothing(city: City) -> None:
    city.port("health-pe1", "lan0", addresses=frozenset({ip_interface("192.168.7.1/24")}))
    city.vrf("pe1", "FINANCE", imports=frozenset({"65000:101", "65000:102"}))
    assert ("finance-pe1", "health-pe1") not in reachable(city)


def leaky(city: City, pe: str) -> City:
    """Give health's site at one PE an address that finance lacks, and let both VRFs import each other."""
    city.port(f"health-{pe}", "lan0", addresses=frozenset({ip_interface("192.168.7.1/24")}))

    def announce(held: Device) -> Device:
        (instance,) = held.bgp
        own = BgpFamily(Family.IPV4, networks=frozenset({ip_network("192.168.7.0/24")}))
        return replace(held, bgp=frozenset({replace(instance, families=frozenset({own}))}))

    city.change(f"health-{pe}", announce)
    city.neighbor(
        pe,
        "HEALTH",
        "10.1.2.2" if pe == "pe1" else "10.1.2.6",
        families=frozenset({NeighborFamily(Family.IPV4, "ANY", "ANY")}),
    )
    for each in ("pe1", "pe2"):
        city.change(each, lambda held: replace(held, prefix_lists=held.prefix_lists | {PrefixList("ANY")}))
    index = next(i for i, each in enumerate(city.parties) if each.name == f"health-{pe}")
    city.parties[index] = Party(f"health-{pe}", f"health-{pe}", "lan0", ip_address("192.168.7.10"))
    return city


@pytest.mark.parametrize("pe", ["pe1", "pe2"])
def test_two_departments_that_import_each_other_can_talk(city: City, pe: str) -> None:
    leaky(city, pe)
    assert reachable(city) == {FINANCE, HEALTH}
    city.vrf("pe1", "FINANCE", imports=frozenset({"65000:101", "65000:102"}))
    city.vrf(pe, "HEALTH", imports=frozenset({"65000:101", "65000:102"}))
    city.vrf(pe, "HEALTH", imports=frozenset({"65000:101", "65000:102"}))
    assert ("finance-pe1", f"health-{pe}") in reachable(city)


def test_what_a_zone_imported_is_not_passed_on_to_a_third_vrf(city: City) -> None:
    leaky(city, "pe1")
    zone = Vrf("ZONE", rd="65000:900", imports=frozenset({"65000:102"}), exports=frozenset({"65000:900"}))
    instance = BgpInstance(65000, "ZONE", families=frozenset({BgpFamily(Family.IPV4, vpn=True)}))
    city.change("pe2", lambda held: replace(held, vrfs=held.vrfs | {zone}, bgp=held.bgp | {instance}))
    city.vrf("pe1", "FINANCE", imports=frozenset({"65000:101", "65000:900"}))
    assert reachable(city) == {FINANCE, HEALTH}


def test_a_vrf_outside_of_the_vpn_family_exchanges_nothing(city: City) -> None:
    def edit(held: Device) -> Device:
        old = next(each for each in held.bgp if each.vrf == "FINANCE")
        return replace(held, bgp=held.bgp - {old} | {replace(old, families=frozenset())})

    city.change("pe1", edit)
    assert reachable(city) == {HEALTH}


def test_unread_lines_of_a_customer_router_leave_the_other_department_certain(city: City) -> None:
    line = Unread(("router bgp 65102",), Line(9, "neighbor 10.1.1.1 something"), Topic.ROUTING)
    city.change("finance-pe1", lambda held: replace(held, unread=(line,)))
    pairs = city.matrix().pairs
    assert pairs[FINANCE] is Reach.UNKNOWN
    assert pairs[HEALTH] is Reach.REACHABLE
    assert pairs["finance-pe1", "health-pe1"] is Reach.UNREACHABLE


def test_a_backbone_router_that_nobody_read_makes_pairs_unknown_and_isolates_nobody_by_guess(city: City) -> None:
    del city.devices["p1"]
    pairs = city.matrix().pairs
    assert pairs[FINANCE] is Reach.UNKNOWN
    assert pairs[HEALTH] is Reach.UNKNOWN


def drop_all(*rules: FilterRule, direction: Direction = Direction.FORWARD) -> PacketFilter:
    return PacketFilter("inet filter forward", direction, Action.DENY, tuple(rules), lines=(Line(88, "policy drop"),))


def test_a_filter_that_drops_all_on_the_way_cuts_the_pair_and_is_named(city: City) -> None:
    city.change("finance-pe2", lambda held: replace(held, filters=frozenset({drop_all()})))
    matrix = city.matrix()
    assert matrix.reach(*FINANCE) is Reach.UNREACHABLE
    assert matrix.reach(*HEALTH) is Reach.REACHABLE
    last = matrix.explain(*FINANCE).there[-1]
    assert (last.word, last.lines) == ("filter_denies", (Line(88, "policy drop"),))


def test_a_stateful_filter_that_lets_one_end_open_connections_is_enough(city: City) -> None:
    answers = FilterRule(Action.PERMIT, states=frozenset({"established", "related"}))
    out = FilterRule(Action.PERMIT, interface="lan0")
    city.change("finance-pe2", lambda held: replace(held, filters=frozenset({drop_all(answers, out)})))
    assert city.matrix().reach(*FINANCE) is Reach.REACHABLE


def test_a_filter_that_only_lets_answers_pass_cuts_the_pair(city: City) -> None:
    answers = FilterRule(Action.PERMIT, states=frozenset({"established"}))
    city.change("finance-pe2", lambda held: replace(held, filters=frozenset({drop_all(answers)})))
    assert city.matrix().reach(*FINANCE) is Reach.UNREACHABLE


def test_a_filter_that_lets_one_protocol_pass_still_lets_the_pair_talk(city: City) -> None:
    web = FilterRule(Action.PERMIT, "tcp", destination_ports=frozenset({(443, 443)}), lines=(Line(89, "tcp 443"),))
    answers = FilterRule(Action.PERMIT, states=frozenset({"established"}))
    city.change("finance-pe2", lambda held: replace(held, filters=frozenset({drop_all(answers, web)})))
    matrix = city.matrix()
    assert matrix.reach(*FINANCE) is Reach.REACHABLE
    assert "filter_partly" in {step.word for step in matrix.explain(*FINANCE).there}


def test_a_filter_by_address_separates_what_it_names(city: City) -> None:
    rule = FilterRule(Action.PERMIT, sources=frozenset({ip_network("172.16.0.0/12")}))
    city.change("finance-pe2", lambda held: replace(held, filters=frozenset({drop_all(rule)})))
    assert city.matrix().reach(*FINANCE) is Reach.UNREACHABLE


def test_an_input_filter_that_refuses_bgp_keeps_the_session_down(city: City) -> None:
    city.change("finance-pe1", lambda held: replace(held, filters=frozenset({drop_all(direction=Direction.INPUT)})))
    assert reachable(city) == {HEALTH}
    assert problems(city) == {"session_filter"}


def test_an_input_filter_that_admits_bgp_from_the_neighbour_lets_the_session_up(city: City) -> None:
    bgp = FilterRule(
        Action.PERMIT, "tcp", frozenset({ip_network("10.1.1.1/32")}), destination_ports=frozenset({(179, 179)})
    )
    answers = FilterRule(Action.PERMIT, states=frozenset({"established"}))
    held = drop_all(bgp, answers, direction=Direction.INPUT)
    city.change("finance-pe1", lambda device: replace(device, filters=frozenset({held})))
    assert reachable(city) == {FINANCE, HEALTH}


def test_unread_filter_lines_make_the_pairs_through_the_device_unknown(city: City) -> None:
    line = Unread(("chain forward",), Line(9, "meta mark 5 drop"), Topic.FILTERS)
    city.change("finance-pe2", lambda held: replace(held, unread=(line,)))
    pairs = city.matrix().pairs
    assert pairs[FINANCE] is Reach.UNKNOWN
    assert pairs[HEALTH] is Reach.REACHABLE


@pytest.mark.parametrize(("place", "reach"), [(0, Reach.UNKNOWN), (1, Reach.REACHABLE)])
def test_a_rule_that_nobody_understood_leaves_open_what_no_rule_before_it_decides(
    city: City, place: int, reach: Reach
) -> None:
    line = Line(9, "meta mark 5 drop")
    held = replace(drop_all(FilterRule(Action.PERMIT)), gaps=(Gap(place, line.text, lines=(line,)),))
    unread = Unread(("chain forward",), line, Topic.FILTERS)
    city.change("finance-pe2", lambda device: replace(device, filters=frozenset({held}), unread=(unread,)))
    pairs = city.matrix().pairs
    assert pairs[FINANCE] is reach
    assert pairs[HEALTH] is Reach.REACHABLE


def test_a_back_door_between_two_customer_routers_is_found(city: City) -> None:
    for name, own in (("finance-pe1", "10.77.0.1/30"), ("health-pe2", "10.77.0.2/30")):
        port = Interface("back", addresses=frozenset({ip_interface(own)}))
        city.change(name, lambda held, port=port: replace(held, interfaces=held.interfaces | {port}))
    city.cables.append((("finance-pe1", "back"), ("health-pe2", "back")))
    city.parties.append(Party("x", "finance-pe1", "back", ip_address("10.77.0.1")))
    city.parties.append(Party("y", "health-pe2", "back", ip_address("10.77.0.2")))
    assert ("x", "y") in reachable(city)


def test_a_refusal_of_one_protocol_leaves_the_others(city: City) -> None:
    telnet = FilterRule(Action.DENY, "tcp", destination_ports=frozenset({(23, 23)}))
    rest = FilterRule(Action.PERMIT)
    city.change("finance-pe2", lambda held: replace(held, filters=frozenset({drop_all(telnet, rest)})))
    assert city.matrix().reach(*FINANCE) is Reach.REACHABLE


@pytest.mark.parametrize(
    ("at", "changes", "heard"),
    [
        ("", {}, False),
        ("ce", {"allow_own_asn": 1}, True),
        ("pe", {"as_override": True}, True),
    ],
)
def test_a_site_refuses_its_own_as_number_in_a_path(city: City, at: str, changes: dict[str, Any], heard: bool) -> None:
    """Both sites of finance get the AS number 65102: each sees itself in the other's path."""
    city.neighbor("pe2", "FINANCE", "10.1.1.6", remote_asn=65102)
    city.change("finance-pe2", lambda held: replace(held, bgp=frozenset(replace(each, asn=65102) for each in held.bgp)))
    policy = NeighborFamily(Family.IPV4, "FINANCE-IN", "FINANCE-OUT")
    for pe, ce, address, back in (
        ("pe1", "finance-pe1", "10.1.1.2", "10.1.1.1"),
        ("pe2", "finance-pe2", "10.1.1.6", "10.1.1.5"),
    ):
        if at == "pe":
            city.neighbor(pe, "FINANCE", address, families=frozenset({replace(policy, **changes)}))
        if at == "ce":
            city.neighbor(ce, None, back, families=frozenset({NeighborFamily(Family.IPV4, **changes)}))
    assert (FINANCE in reachable(city)) is heard


def test_a_network_line_doesnt_announce_what_only_bgp_knows(city: City) -> None:
    """A CE that names the far LAN would draw its traffic to itself and send it back: a loop."""

    def edit(held: Device) -> Device:
        (instance,) = held.bgp
        family = BgpFamily(Family.IPV4, networks=frozenset(map(ip_network, ("192.168.1.0/24", "192.168.2.0/24"))))
        return replace(held, bgp=frozenset({replace(instance, families=frozenset({family}))}))

    city.change("finance-pe1", edit)
    city.neighbor("pe1", "FINANCE", "10.1.1.2", families=frozenset({NeighborFamily(Family.IPV4, "ANY", "ANY")}))
    city.change("pe1", lambda held: replace(held, prefix_lists=held.prefix_lists | {PrefixList("ANY")}))
    assert FINANCE in reachable(city)


def test_doubt_doesnt_travel_further_than_routes_do(city: City) -> None:
    """Finance is in doubt; a zone takes its routes; health takes the zone's, which don't hold finance's."""
    zone = Vrf("ZONE", rd="65000:900", imports=frozenset({"65000:101"}), exports=frozenset({"65000:900"}))
    instance = BgpInstance(65000, "ZONE", families=frozenset({BgpFamily(Family.IPV4, vpn=True)}))
    city.change("pe2", lambda held: replace(held, vrfs=held.vrfs | {zone}, bgp=held.bgp | {instance}))
    city.vrf("pe1", "HEALTH", imports=frozenset({"65000:102", "65000:900"}))
    line = Unread((), Line(9, "something new"), Topic.ROUTING)
    city.change("finance-pe1", lambda held: replace(held, unread=(line,)))
    pairs = city.matrix().pairs
    assert pairs[FINANCE] is Reach.UNKNOWN
    assert pairs[HEALTH] is Reach.REACHABLE
