"""What the second opinion on FRR's patches had to learn. Every line was typed at the daemons of FRR 8.4.4 first."""

import pytest

from netops.lab.semantics import Device, difference, simulated

EMPTY = "frr version 8.4.4\nfrr defaults traditional\nhostname r1\n"
BGP = ("router bgp 65000", "neighbor 10.0.0.1 remote-as 65001")


def typed(*lines: str, text: str = EMPTY) -> Device:
    """Return a router in whose vtysh the lines were typed; every one of them must be taken."""
    device = simulated("frr", text)
    for line in ("sudo -n vtysh", "configure terminal", *lines):
        answer = device.type(line)
        assert not answer.refused, (line, answer.text)
    return device


def lines_of(device: Device) -> list[str]:
    """Return the config's lines without those that every router has."""
    usual = ("frr ", "hostname", "!", "end", "exit")
    return [line.strip() for line in device.running().splitlines() if not line.strip().startswith(usual)]


def test_the_version_is_no_config() -> None:
    assert difference(simulated("frr", EMPTY), simulated("frr", EMPTY.replace("8.4.4", "10.1"))) == ()


def test_a_file_that_a_text_is_silent_of_is_no_difference() -> None:
    whole = simulated("frr", f"### /etc/frr/frr.conf\n{EMPTY}### /etc/nftables.conf\nflush ruleset\n")
    silent = simulated("frr", f"### /etc/frr/frr.conf\n{EMPTY}")
    assert difference(whole, silent) == ()
    assert difference(silent, whole) == ()


def test_a_file_of_both_texts_is_compared() -> None:
    text = f"### /etc/frr/frr.conf\n{EMPTY}### /etc/ssh/sshd_config\nPort "
    assert difference(simulated("frr", f"{text}22\n"), simulated("frr", f"{text}2222\n")) != ()


def test_who_is_active_is_compared_and_not_how_it_is_said() -> None:
    said = typed(
        "router bgp 65000",
        "no bgp default ipv4-unicast",
        "neighbor 10.0.0.1 remote-as 65001",
        "address-family ipv4 unicast",
        "neighbor 10.0.0.1 activate",
    )
    assert difference(said, typed(*BGP)) == ("- router bgp 65000 / no bgp default ipv4-unicast",)


def test_a_neighbor_that_is_not_active_differs_from_one_that_is() -> None:
    off = typed(*BGP, "address-family ipv4 unicast", "no neighbor 10.0.0.1 activate")
    family = "router bgp 65000 / address-family ipv4 unicast"
    assert difference(off, typed(*BGP)) == (f"- {family} / no neighbor 10.0.0.1 activate",)


def test_a_typed_name_lasts_as_long_as_its_vtysh() -> None:
    device = typed("hostname r2", "domainname example.net")
    assert device.prompt == "r2(config)#"
    device.type("end")
    device.type("exit")
    assert "hostname r1\n" in device.running()
    assert "domainname" not in device.running()


@pytest.mark.parametrize("where", ["syslog", "stdout", "file /var/log/frr/frr.log"])
def test_the_usual_level_of_a_log_is_not_shown(where: str) -> None:
    assert lines_of(typed(f"log {where} debugging")) == [f"log {where}"]


def test_no_as_path_takes_the_first_entry_with_the_expression() -> None:
    head = "bgp as-path access-list A"
    device = typed(f"{head} seq 5 permit ^1$", f"{head} seq 10 deny ^1$", f"no {head} seq 10 deny ^1$")
    assert lines_of(device) == [f"{head} seq 10 deny ^1$"]


def test_an_instance_and_a_table_are_sources_of_their_own() -> None:
    family = (*BGP, "address-family ipv4 unicast", "redistribute ospf", "redistribute ospf 2 metric 5")
    assert "redistribute ospf" in lines_of(typed(*family, "no redistribute ospf 2"))
    assert "redistribute ospf 2 metric 5" in lines_of(typed(*family, "no redistribute ospf"))


def test_the_profile_of_a_neighbors_bfd_comes_with_bfd_and_goes_with_it() -> None:
    device = typed(*BGP, "neighbor 10.0.0.1 bfd profile FAST")
    assert lines_of(device)[2:] == ["neighbor 10.0.0.1 bfd", "neighbor 10.0.0.1 bfd profile FAST"]
    device.type("no neighbor 10.0.0.1 bfd")
    assert lines_of(device)[2:] == []


def test_the_timers_of_a_neighbors_bfd_are_taken_and_not_shown() -> None:
    assert lines_of(typed(*BGP, "neighbor 10.0.0.1 bfd 5 300 300"))[2:] == ["neighbor 10.0.0.1 bfd"]


def test_a_group_takes_its_ranges_along() -> None:
    group = ("router bgp 65000", "neighbor G peer-group", "neighbor G remote-as external")
    device = typed(*group, "bgp listen range 10.0.1.0/24 peer-group G", "no neighbor G peer-group")
    assert lines_of(device) == ["router bgp 65000"]


def test_ranges_of_two_groups_do_not_overlap() -> None:
    groups = ("neighbor G peer-group", "neighbor G remote-as external")
    others = ("neighbor H peer-group", "neighbor H remote-as external")
    device = typed("router bgp 65000", *groups, *others, "bgp listen range 10.0.1.0/24 peer-group G")
    same = device.type("bgp listen range 10.0.1.0/24 peer-group H")
    assert same.text == "% Same listen range is attached to peer-group G"
    assert device.type("bgp listen range 10.0.0.0/16 peer-group H").refused


def test_no_detail_leaves_a_log_without_detail() -> None:
    device = typed("router ospf", "log-adjacency-changes detail", "no log-adjacency-changes detail")
    assert lines_of(device) == ["router ospf", "log-adjacency-changes"]
    assert lines_of(typed("router ospf", "no log-adjacency-changes detail")) == ["router ospf"]


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        (("area 1 stub", "area 1 nssa"), ["area 1 nssa"]),
        (("area 1 nssa no-summary", "area 1 stub"), ["area 1 stub"]),
        (("area 1 nssa no-summary",), ["area 1 nssa", "area 1 nssa no-summary"]),
        (("area 1 nssa no-summary", "no area 1 nssa no-summary"), ["area 1 nssa"]),
        (("area 1 nssa no-summary", "no area 1 nssa"), []),
        (("area 1 nssa translate-always", "no area 1 nssa translate-always"), ["area 1 nssa"]),
        (("area 1 stub no-summary", "no area 1 stub no-summary"), ["area 1 stub"]),
        (("area 1 stub", "area 1 default-cost 5", "area 1 nssa"), ["area 1 nssa", "area 1 default-cost 5"]),
        (("area 1 stub", "area 1 default-cost 5", "no area 1 stub"), []),
        (("area 1 stub", "area 1 default-cost 1"), ["area 1 stub"]),
    ],
)
def test_what_an_area_is(lines: tuple[str, ...], shown: list[str]) -> None:
    assert lines_of(typed("router ospf", *lines))[1:] == shown


def test_a_stub_area_takes_no_virtual_link() -> None:
    device = typed("router ospf", "area 1 stub")
    assert device.type("area 1 virtual-link 1.1.1.1").text == "Area 1 is stub"
    device = typed("router ospf", "area 1 virtual-link 1.1.1.1")
    assert device.type("area 1 stub").text == "First deconfigure all virtual link through this area"


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("cost 5", "", "cost 5"),
        ("cost 5", "cost 6", "cost 6"),
        ("cost 5", "not-advertise", "not-advertise"),
        ("not-advertise", "", ""),
        ("not-advertise", "cost 5", "cost 5"),
        ("substitute 11.0.0.0/8", "", "substitute 11.0.0.0/8"),
        ("substitute 11.0.0.0/8", "cost 5", "cost 5 substitute 11.0.0.0/8"),
    ],
)
def test_a_range_keeps_what_the_new_line_does_not_name(before: str, after: str, shown: str) -> None:
    head = "area 1 range 10.0.0.0/8"
    device = typed("router ospf", f"{head} {before}", f"{head} {after}".strip())
    assert lines_of(device)[1] == f"{head} {shown}".strip()


def test_only_the_substitute_of_a_range_goes() -> None:
    head = "area 1 range 10.0.0.0/8"
    device = typed("router ospf", f"{head} cost 5 substitute 11.0.0.0/8", f"no {head} substitute 11.0.0.0/8")
    assert lines_of(device)[1] == f"{head} cost 5"


def test_a_list_that_gave_way_to_none_is_not_found_later() -> None:
    device = typed("route-map A permit 10", "set community 65000:1", "set community none")
    answer = device.type("no set community")
    assert answer.text == "% [BGP] Can't find rule."
    assert lines_of(device) == ["route-map A permit 10"]


def test_a_list_that_another_replaces_is_found_later() -> None:
    typed("route-map A permit 10", "set community 65000:1", "set community 65000:2", "no set community")


def test_an_area_without_lines_and_ports_loses_its_prefix_filters() -> None:
    filtered = ("area 1 filter-list prefix A in", "area 1 authentication", "no area 1 authentication")
    assert lines_of(typed("router ospf", *filtered)) == ["router ospf"]
    port = ("interface core0", "ip ospf area 1", "exit")
    assert "area 1 filter-list prefix A in" in lines_of(typed(*port, "router ospf", *filtered))


def test_the_words_of_a_med_rule_go_one_by_one() -> None:
    med = ("router bgp 65000", "bgp bestpath med missing-as-worst", "bgp bestpath med confed")
    assert lines_of(typed(*med)) == ["router bgp 65000", "bgp bestpath med confed missing-as-worst"]
    assert lines_of(typed(*med, "no bgp bestpath med confed"))[1] == "bgp bestpath med missing-as-worst"


def test_a_second_direction_of_filters_is_added_to_the_first() -> None:
    family = (*BGP, "address-family ipv4 unicast", "neighbor 10.0.0.1 capability orf prefix-list send")
    word = "neighbor 10.0.0.1 capability orf prefix-list"
    assert f"{word} both" in lines_of(typed(*family, f"{word} receive"))
    assert f"{word} receive" in lines_of(typed(*family, f"{word} both", f"no {word} send"))


def test_of_the_forms_of_remove_private_as_the_strongest_is_shown() -> None:
    word = "neighbor 10.0.0.1 remove-private-AS"
    family = (*BGP, "address-family ipv4 unicast", word, f"{word} all")
    assert word not in lines_of(typed(*family))
    assert word in lines_of(typed(*family, f"no {word} all"))


def test_only_the_shortest_form_is_refused_for_an_internal_neighbor() -> None:
    device = typed("router bgp 65000", "neighbor 10.0.0.1 remote-as internal", "address-family ipv4 unicast")
    assert device.type("neighbor 10.0.0.1 remove-private-AS").refused
    assert not device.type("neighbor 10.0.0.1 remove-private-AS all").refused


def test_a_distance_of_a_prefix_is_replaced() -> None:
    family = (*BGP, "address-family ipv4 unicast", "distance 5 10.0.0.0/8", "distance 6 10.0.0.0/8")
    assert [line for line in lines_of(typed(*family)) if line.startswith("distance")] == ["distance 6 10.0.0.0/8"]


GROUP = ("router bgp 65000", "neighbor CUST peer-group", "neighbor CUST remote-as 65101")


def test_a_neighbour_of_an_interface_has_the_as_of_its_group() -> None:
    device = typed(*GROUP, "neighbor core0 interface peer-group CUST")
    answer = device.type("neighbor core0 interface remote-as 65101")
    assert answer.refused
    assert "neighbor core0 interface peer-group CUST" in lines_of(device)


def test_a_neighbour_of_an_interface_keeps_its_group_beside_its_own_as() -> None:
    device = typed(*GROUP[:2], "neighbor core0 interface peer-group CUST", "neighbor core0 interface remote-as 65101")
    assert lines_of(device)[2:] == ["neighbor core0 interface peer-group CUST", "neighbor core0 remote-as 65101"]


def test_a_new_member_loses_its_own_hops() -> None:
    own = ("neighbor 10.0.0.1 remote-as 65101", "neighbor 10.0.0.1 ttl-security hops 5")
    device = typed(*GROUP, *own, "neighbor 10.0.0.1 peer-group CUST")
    assert lines_of(device)[3:] == ["neighbor 10.0.0.1 peer-group CUST", "neighbor 10.0.0.1 ebgp-multihop 255"]
    device = typed(*GROUP, "neighbor CUST ttl-security hops 3", *own, "neighbor 10.0.0.1 peer-group CUST")
    assert lines_of(device)[4:] == ["neighbor 10.0.0.1 peer-group CUST"]


def test_all_instances_have_one_distance_for_a_prefix() -> None:
    family = ("address-family ipv4 unicast", "distance 5 10.0.0.0/8")
    device = typed("router bgp 65000", "router bgp 65000 vrf A", *family)
    assert lines_of(device).count("distance 5 10.0.0.0/8") == 2
    device.type("no distance 5 10.0.0.0/8")
    assert "distance 5 10.0.0.0/8" not in lines_of(device)
