"""How static routes, OSPF, LDP and filters of FRR 8.4.4 behave. What is asserted here was seen on its daemons, or on routers of the lab, before it was written down."""

import pytest
from tests.unit.lab.semantics.frr_router import OSPF_PORT, ROUTER, configured, refused, shown

from netops.lab.semantics import difference
from netops.lab.semantics.frr.syntax import Verdict, verdict

# ------------------------------------------------------------------------------------------------------- static routes


def test_a_next_hop_stands_once_and_a_new_distance_replaces_the_old() -> None:
    device = configured(
        "ip route 10.1.0.0/16 10.0.0.9", "ip route 10.1.0.0/16 10.0.0.10 250", "ip route 10.1.0.0/16 10.0.0.9 7"
    )
    assert shown(device) == ["ip route 10.1.0.0/16 10.0.0.9 7", "ip route 10.1.0.0/16 10.0.0.10 250"]


def test_a_route_goes_without_its_distance_but_not_with_another() -> None:
    device = configured("ip route 10.1.0.0/16 10.0.0.10 250")
    answer = device.type("no ip route 10.1.0.0/16 10.0.0.10 249")
    assert (answer.text, answer.refused) == ("% Refusing to remove a non-existent route", False)
    assert device.type("no ip route 10.1.0.0/16 10.0.0.10").text == ""
    assert shown(device) == []


def test_a_route_through_an_interface_is_another_route() -> None:
    device = configured("ip route 10.1.0.0/16 10.0.0.9 core0", "ip route 10.1.0.0/16 10.0.0.9")
    device.type("no ip route 10.1.0.0/16 10.0.0.9")
    assert shown(device) == ["ip route 10.1.0.0/16 10.0.0.9 core0"]


def test_next_hops_of_a_distance_share_their_tag() -> None:
    device = configured(
        "ip route 10.1.0.0/16 1.1.1.1", "ip route 10.1.0.0/16 1.1.1.2 tag 5", "ip route 10.1.0.0/16 1.1.1.3 7"
    )
    assert shown(device)[:2] == ["ip route 10.1.0.0/16 1.1.1.1 tag 5", "ip route 10.1.0.0/16 1.1.1.2 tag 5"]
    device.type("ip route 10.1.0.0/16 1.1.1.4")
    assert [line for line in shown(device) if "tag" in line] == []


def test_a_blackhole_stands_alone_in_its_distance() -> None:
    device = configured("ip route 10.1.0.0/16 1.1.1.1", "ip route 10.1.0.0/16 Null0 250")
    assert "blackhole and non-blackhole" in refused(device, "ip route 10.1.0.0/16 blackhole")
    device.type("no ip route 10.1.0.0/16 reject")
    assert shown(device) == ["ip route 10.1.0.0/16 1.1.1.1"]


def test_a_route_is_kept_in_its_own_spelling() -> None:
    device = configured("ip route 10.7.1.2 255.255.0.0 10.0.0.9 250 tag 7", "ip route 10.8.0.0/16 10.0.0.9 1")
    assert shown(device) == ["ip route 10.7.0.0/16 10.0.0.9 tag 7 250", "ip route 10.8.0.0/16 10.0.0.9"]


def test_a_route_of_a_vrf_stands_in_its_section_wherever_it_is_typed() -> None:
    device = configured("ip route 10.1.0.0/16 10.0.2.9 vrf FINANCE", text=ROUTER)
    assert "ip route 10.1.0.0/16 10.0.2.9" in shown(device)
    device.type("vrf FINANCE")
    device.type("no ip route 10.1.0.0/16 10.0.2.9")
    device.type("no ip route 10.9.0.0/16 10.0.2.2")
    assert "vrf FINANCE" not in device.running().partition("### /etc/network")[0]


def test_a_route_of_a_vrf_that_is_not_in_the_kernel_waits() -> None:
    device = configured("vrf GHOST", text=ROUTER)
    assert device.type("ip route 10.1.0.0/16 10.0.2.9").text.startswith("Static Route to 10.1.0.0/16 not installed")
    assert configured("vrf FINANCE", text=ROUTER).type("ip route 10.1.0.0/16 10.0.2.9").text == ""


# ---------------------------------------------------------------------------------------------------------------- OSPF


def test_the_area_of_an_interface_does_not_change() -> None:
    device = configured(*OSPF_PORT)
    assert refused(device, "ip ospf area 1") == "Must remove previous area config before changing ospf area"
    device.type("no ip ospf area")
    assert not device.type("ip ospf area 1").refused


def test_two_spellings_of_an_area_are_one_area() -> None:
    one, other = (
        configured("interface core0", "ip ospf area 0.0.0.10"),
        configured("interface core0", "ip ospf area 10"),
    )
    assert shown(one)[-1] == "ip ospf area 0.0.0.10"
    assert difference(one, other) == ()
    assert not one.type("ip ospf area 10").refused


def test_networks_and_areas_of_interfaces_do_not_go_together() -> None:
    device = configured(*OSPF_PORT, "router ospf")
    assert refused(device, "network 10.0.0.0/8 area 0") == "Please remove all ip ospf area x.x.x.x commands first."
    device = configured("router ospf", "network 10.0.0.0/8 area 0", "interface core0")
    assert refused(device, "ip ospf area 0") == "Please remove all network commands first."


def test_a_network_has_one_area() -> None:
    device = configured("router ospf", "network 10.0.0.0/8 area 0")
    assert refused(device, "network 10.0.0.0/8 area 1") == "There is already same network statement."
    assert refused(device, "no network 10.0.0.0/8 area 1") == "Can't find specified network area configuration."
    assert not device.type("no network 10.0.0.0/8 area 0.0.0.0").refused


def test_the_lines_of_interfaces_stay_when_the_process_goes() -> None:
    device = configured(*OSPF_PORT, "ip ospf cost 10", "router ospf", "exit", "no router ospf")
    assert shown(device) == ["interface core0", "ip ospf area 0", "ip ospf cost 10"]


@pytest.mark.parametrize(
    ("line", "no"),
    [
        ("ip ospf cost 10", "no ip ospf cost 7"),
        ("ip ospf hello-interval 1", "no ip ospf hello-interval"),
        ("ip ospf network point-to-point", "no ip ospf network"),
        ("ip ospf message-digest-key 1 md5 wonder", "no ip ospf message-digest-key 1"),
        ("ip ospf authentication message-digest", "no ip ospf authentication"),
    ],
)
def test_a_setting_of_an_interface_goes_in_short(line: str, no: str) -> None:
    assert shown(configured(*OSPF_PORT, line, no)) == ["interface core0", "ip ospf area 0"]


@pytest.mark.parametrize("line", ["ip ospf hello-interval 10", "ip ospf dead-interval 40", "ip ospf network broadcast"])
def test_usual_values_of_an_interface_are_not_shown(line: str) -> None:
    assert shown(configured(*OSPF_PORT, line)) == ["interface core0", "ip ospf area 0"]


def test_passive_and_not_passive_end_each_other() -> None:
    assert shown(configured(*OSPF_PORT, "no ip ospf passive"))[-1] == "no ip ospf passive"
    assert shown(configured(*OSPF_PORT, "no ip ospf passive", "ip ospf passive"))[-1] == "ip ospf area 0"


def test_a_passive_interface_of_the_process_becomes_the_interfaces_line() -> None:
    device = configured("router ospf")
    assert "deprecated" in device.type("passive-interface core0").text
    assert shown(device) == ["interface core0", "ip ospf passive", "router ospf"]


def test_area_0_is_no_stub_and_one_process_is_all() -> None:
    device = configured("router ospf")
    assert refused(device, "area 0 stub") == "% You can't configure stub to backbone"
    assert refused(device, "router ospf 5") == "% OSPF is not running in instance mode"
    assert not device.type("no router ospf 5").text.startswith("% Unknown")


def test_an_area_is_spelled_as_it_was_spelled_last() -> None:
    device = configured("router ospf", "area 0.0.0.1 stub", "area 1 range 10.0.0.0/8")
    assert shown(device)[1:] == ["area 1 stub", "area 1 range 10.0.0.0/8"]
    device.type("no area 0.0.0.1 stub")
    assert shown(device)[1:] == ["area 1 range 10.0.0.0/8"]


# ----------------------------------------------------------------------------------------------------------------- LDP


def test_ldp_takes_values_with_no_and_looks_at_none() -> None:
    device = configured("mpls ldp", "router-id 1.1.1.1", "address-family ipv4", "discovery transport-address 1.1.1.1")
    device.type("no discovery transport-address 9.9.9.9")
    device.type("exit")
    device.type("no router-id 9.9.9.9")
    assert "Incomplete config" in device.running()
    assert "1.1.1.1" not in device.running()


def test_ldp_goes_with_everything_below_it() -> None:
    device = configured(
        "mpls ldp", "address-family ipv4", "interface core0", "exit", "no interface core9", "exit", "exit"
    )
    assert "interface core0" in shown(device)
    device.type("no mpls ldp")
    assert shown(device) == []


def test_the_two_families_of_ldp_have_addresses_of_their_own() -> None:
    device = configured("mpls ldp", "address-family ipv6", "discovery transport-address 2001:DB8::1")
    assert verdict("ldp-af", "discovery transport-address 2001:db8::1") is Verdict.UNKNOWN
    assert device.prompt == "r1(config-ldp-af)#"


# --------------------------------------------------------------------------------------------------- lists, route maps


def test_a_prefix_lists_rule_gets_the_highest_number_and_five_more() -> None:
    device = configured("ip prefix-list A seq 7 permit 10.1.2.3/8 le 24 ge 16", "ip prefix-list A permit 11.0.0.0/8")
    assert shown(device) == [
        "ip prefix-list A seq 7 permit 10.0.0.0/8 ge 16 le 24",
        "ip prefix-list A seq 12 permit 11.0.0.0/8",
    ]


def test_bgps_own_lists_count_in_fives() -> None:
    device = configured("bgp as-path access-list A seq 7 permit ^1$", "bgp as-path access-list A permit ^2$")
    assert shown(device)[-1] == "bgp as-path access-list A seq 10 permit ^2$"


def test_a_rule_that_the_list_has_already_is_dropped() -> None:
    device = configured("ip prefix-list A permit 10.0.0.0/8", "ip prefix-list A seq 20 permit 10.0.0.0/8")
    assert shown(device) == ["ip prefix-list A seq 5 permit 10.0.0.0/8"]
    device.type("ip prefix-list A seq 5 deny 10.0.0.0/8")
    assert shown(device) == ["ip prefix-list A seq 5 deny 10.0.0.0/8"]


@pytest.mark.parametrize(
    "line",
    [
        "no ip prefix-list A seq 5",
        "no ip prefix-list A seq 5 deny 99.0.0.0/8",
        "no ip prefix-list A permit 10.0.0.0/8",
        "no ip prefix-list A",
    ],
)
def test_a_rule_of_a_prefix_list_goes_by_its_number_or_its_content(line: str) -> None:
    assert shown(configured("ip prefix-list A seq 5 permit 10.0.0.0/8", line)) == []


def test_undoing_a_prefix_list_that_is_not_there_is_silent() -> None:
    assert configured("ip prefix-list A permit any").type("no ip prefix-list B seq 5").text == ""


def test_lengths_rise_from_the_prefix_to_le() -> None:
    assert "mask length <= ge <= le" in refused(configured(), "ip prefix-list A permit 10.0.0.0/16 ge 8 le 24")


def test_an_access_lists_rule_is_kept_in_its_own_spelling() -> None:
    device = configured(
        "access-list 1 permit host 1.1.1.1", "access-list N permit 10.1.1.1/8", "access-list 1 remark first"
    )
    assert shown(device) == [
        "access-list 1 remark first",
        "access-list 1 seq 5 permit 1.1.1.1",
        "access-list N seq 5 permit 10.0.0.0/8",
    ]
    device.type("no access-list 1 permit host 2.2.2.2")
    device.type("no access-list N seq 5 permit 99.0.0.0/8")
    device.type("no access-list 1")
    assert shown(device) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "bgp community-list expanded A permit 65000:.*",
            "% Community name conflict, previously defined as standard community",
        ),
        ("bgp community-list standard B permit foo", "% Malformed community-list value"),
        ("no bgp community-list standard B", "% Can't find community-list"),
        ("no bgp community-list standard A deny 65000:1", "% Can't find community-list"),
        ("no bgp as-path access-list B", "bgp as-path access-list B doesn't exist"),
    ],
)
def test_community_lists_are_particular(line: str, words: str) -> None:
    assert refused(configured("bgp community-list standard A permit 65000:1"), line) == words


def test_communities_are_kept_in_order() -> None:
    device = configured(
        "bgp community-list standard A permit 65000:20 65000:3",
        "route-map R permit 10",
        "set community 65000:20 65000:3 additive",
    )
    assert shown(device) == [
        "bgp community-list standard A seq 5 permit 65000:3 65000:20",
        "route-map R permit 10",
        "set community 65000:3 65000:20 additive",
    ]


def test_a_route_maps_entry_changes_its_action_and_keeps_its_clauses() -> None:
    device = configured("route-map R permit 10", "set metric 5", "route-map R deny 10")
    assert shown(device) == ["route-map R deny 10", "set metric 5"]
    device.type("no route-map R permit 10")
    assert shown(device) == []
    assert device.prompt == "r1(config)#"


def test_a_clause_has_one_value_and_goes_with_any() -> None:
    device = configured(
        "route-map R permit 10",
        "match ip address prefix-list A",
        "match ip address prefix-list B",
        "match ip address 1",
    )
    assert shown(device)[1:] == ["match ip address 1", "match ip address prefix-list B"]
    device.type("no match ip address prefix-list OTHER")
    assert shown(device)[1:] == ["match ip address 1"]
    device.type("no match ip address")
    assert shown(device) == ["route-map R permit 10"]


def test_continue_is_shown_as_on_match_and_goes_forward_only() -> None:
    device = configured("route-map R permit 10", "on-match next", "continue 20")
    assert shown(device)[-1] == "on-match goto 20"
    assert refused(device, "on-match goto 5").startswith("% Configuration failed.")
    assert refused(device, "call R").startswith("% Configuration failed.")
    assert refused(configured("route-map R deny 10"), "on-match next").startswith("% Configuration failed.")


def test_no_route_map_takes_all_its_entries() -> None:
    device = configured(
        "route-map R permit 10", "route-map R permit 20", "route-map S permit 10", "exit", "no route-map R"
    )
    assert shown(device) == ["route-map S permit 10"]
