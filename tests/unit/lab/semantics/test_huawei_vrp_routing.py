"""VRP 5's routing, VPN instances and ACLs, as its command references describe them."""

from pathlib import Path

import pytest

from netops.lab.semantics import Device, difference, simulated

EDGE = (Path(__file__).parent / "huawei_vrp.cfg").read_text("utf-8")


def edge(release: str = "") -> Device:
    """Start the edge router and stand in its system view."""
    device = simulated("huawei_vrp", EDGE, release)
    device.type("system-view")
    return device


def typed(device: Device, lines: str) -> list[str]:
    """Type lines parted by ``;`` and return what the device refused."""
    return [line for line in (part.strip() for part in lines.split(";")) if device.type(line).refused]


def has(device: Device, *lines: str) -> bool:
    """Tell whether the running config has all of the lines, whatever their section."""
    shown = [line.strip() for line in device.running().splitlines()]
    return all(line in shown for line in lines)


@pytest.mark.parametrize(
    ("view", "line"),
    [
        ("interface GigabitEthernet0/0/1", "undo description to hq"),
        ("interface GigabitEthernet0/0/2", "undo port link-type trunk"),
        ("acl 3000", "undo rule 10 deny ip"),
        ("acl 3000", "undo rule 5 permit ip source 10.0.0.0 0.0.0.255"),
        ("user-interface vty 0 4", "undo authentication-mode aaa"),
        ("bgp 100", "undo peer 2.2.2.2 as-number 100"),
        ("bgp 100", "undo peer 2.2.2.2 connect-interface LoopBack0"),
        ("route-policy P permit node 10", "undo route-policy"),
    ],
)
def test_an_undo_with_more_or_fewer_words_than_it_has_is_refused(view: str, line: str) -> None:
    device = edge()
    before = device.running()
    assert typed(device, f"{view}; {line}") == [line]
    assert device.running() == before


def test_an_undo_with_too_many_words_says_so() -> None:
    device = edge()
    typed(device, "interface g0/0/1")
    assert device.type("undo description to hq").text == "Error:Too many parameters found at '^' position."
    assert device.type("undo ip binding vpn-instance").text == "Error:Incomplete command found at '^' position."


def test_an_acl_rule_typed_again_is_edited() -> None:
    device = edge()
    typed(device, "acl 3000; rule 5 deny ip source 10.7.0.0 0.0.0.255")
    assert has(device, "rule 5 deny ip source 10.7.0.0 0.0.0.255 destination 10.1.0.0 0.0.255.255")


def test_a_part_of_an_acl_rule_is_undone_by_its_name() -> None:
    device = edge()
    typed(device, "acl 3000; undo rule 5 destination")
    assert has(device, "rule 5 permit ip source 10.0.0.0 0.0.0.255")


def test_acl_rules_without_a_number_get_the_next_multiple_of_five() -> None:
    device = edge()
    typed(device, "acl 3000; rule 12 permit tcp; rule permit udp; quit; acl 2001; rule permit source 10.1.1.1 0")
    assert has(device, "rule 15 permit udp", "acl number 2001", "rule 5 permit source 10.1.1.1 0")


def test_rules_are_displayed_by_number() -> None:
    device = edge()
    typed(device, "acl 3000; rule 7 permit tcp")
    shown = [line.split()[1] for line in device.running().splitlines() if line.startswith(" rule ")]
    assert shown == ["5", "7", "10"]


def test_equal_spellings_of_an_acl_rule_make_no_difference() -> None:
    one = simulated("huawei_vrp", "acl number 3000\n rule 5 permit tcp destination-port eq www source any\n")
    other = simulated("huawei_vrp", "acl 3000\n rule 5 permit tcp destination-port eq 80\n")
    assert difference(one, other) == ()


def test_a_new_rd_is_refused_and_there_is_no_undo() -> None:
    device = edge()
    lines = "ip vpn-instance a; ipv4-family; route-distinguisher 100:9; undo route-distinguisher 100:1; undo route-distinguisher"
    assert typed(device, lines) == [
        "route-distinguisher 100:9",
        "undo route-distinguisher 100:1",
        "undo route-distinguisher",
    ]


def test_the_family_of_a_vpn_instance_goes_and_comes_with_another_rd() -> None:
    device = edge()
    assert (
        typed(
            device, "ip vpn-instance a; undo ipv4-family; ipv4-family; route-distinguisher 100:9; vpn-target 100:9 both"
        )
        == []
    )
    assert has(device, "route-distinguisher 100:9", "vpn-target 100:9 import-extcommunity")
    assert not has(device, "ipv4-family vpn-instance a")


def test_route_targets_add_up_and_their_order_means_nothing() -> None:
    one, other = edge(), edge()
    typed(
        one,
        "ip vpn-instance a; ipv4-family; vpn-target 5:5 1:1 import-extcommunity; undo vpn-target 100:1 import-extcommunity",
    )
    typed(
        other,
        "ip vpn-instance a; ipv4-family; undo vpn-target 100:1 import-extcommunity; vpn-target 1:1 import-extcommunity; vpn-target 5:5 import-extcommunity",
    )
    assert difference(one, other) == ()
    assert has(one, "vpn-target 100:1 export-extcommunity")


def test_route_targets_need_an_rd() -> None:
    assert typed(edge(), "ip vpn-instance new; ipv4-family; vpn-target 1:1 both") == ["vpn-target 1:1 both"]


def test_bgp_knows_one_as() -> None:
    assert typed(edge(), "bgp 200") == ["bgp 200"]


def test_deleting_bgp_asks_first() -> None:
    device = edge()
    assert "[Y/N]" in device.type("undo bgp 100").text
    device.type("n")
    assert has(device, "bgp 100")
    typed(device, "undo bgp; y")
    assert not has(device, "bgp 100")


def test_deleting_a_peer_takes_all_of_its_lines_in_every_family() -> None:
    device = edge()
    typed(device, "bgp 100; undo peer 2.2.2.2")
    assert "2.2.2.2" not in device.running()
    assert has(device, "peer 10.0.0.2 as-number 65001")


def test_another_as_takes_the_other_lines_of_the_peer_away() -> None:
    device = edge()
    typed(device, "bgp 100; ipv4-family vpn-instance a; peer 10.0.0.2 as-number 65009")
    assert has(device, "peer 10.0.0.2 as-number 65009")
    assert not has(device, "peer 10.0.0.2 route-policy P import")


def test_a_peer_is_created_by_its_as_number() -> None:
    device = edge()
    assert typed(device, "bgp 100; peer 3.3.3.3 connect-interface LoopBack0") == [
        "peer 3.3.3.3 connect-interface LoopBack0"
    ]
    assert typed(device, "ipv4-family vpnv4; peer 3.3.3.3 enable") == ["peer 3.3.3.3 enable"]


def test_a_new_peer_is_enabled_in_the_unicast_family() -> None:
    device = edge()
    typed(device, "bgp 100; peer 3.3.3.3 as-number 100")
    assert has(device, "peer 3.3.3.3 enable")
    typed(device, "ipv4-family unicast; undo peer 3.3.3.3 enable")
    assert has(device, "undo peer 3.3.3.3 enable")


def test_a_config_that_leaves_the_enabled_peer_out_means_the_same() -> None:
    short = EDGE.replace("  peer 2.2.2.2 enable\n #\n ipv4-family vpnv4", " #\n ipv4-family vpnv4")
    assert short != EDGE
    assert difference(edge(), simulated("huawei_vrp", short)) == ()


def test_a_peer_group_needs_to_be_there() -> None:
    device = edge()
    assert typed(device, "bgp 100; peer 2.2.2.2 group G") == ["peer 2.2.2.2 group G"]
    assert typed(device, "group G internal; peer 2.2.2.2 group G") == []
    typed(device, "undo group G")
    assert not has(device, "peer 2.2.2.2 group G")


def test_a_bgp_family_needs_its_vpn_instance() -> None:
    assert typed(edge(), "bgp 100; ipv4-family vpn-instance c") == ["ipv4-family vpn-instance c"]


def test_deleting_an_ospf_process_asks_and_leaves_no_interface_in_it() -> None:
    device = edge()
    assert "[Y/N]" in device.type("undo ospf 1").text
    device.type("y")
    assert not has(device, "ospf enable 1 area 0.0.0.0")


def test_an_interface_joins_a_process_of_its_own_routing_table_only() -> None:
    device = edge()
    assert typed(device, "interface g0/0/1; ospf enable 1 area 0") == ["ospf enable 1 area 0"]
    assert typed(device, "quit; ospf 2 vpn-instance a; quit; interface g0/0/1; ospf enable 2 area 0") == []
    assert has(device, "ospf enable 2 area 0.0.0.0")


def test_a_process_typed_short_keeps_its_router_id() -> None:
    device = edge()
    typed(device, "ospf 1; bandwidth-reference 1000")
    assert has(device, "ospf 1 router-id 1.1.1.1", "bandwidth-reference 1000")


def test_the_same_static_route_again_changes_its_preference() -> None:
    device = edge()
    typed(device, "ip route-static 0.0.0.0 0 10.9.0.2 preference 80")
    assert has(device, "ip route-static 0.0.0.0 0.0.0.0 10.9.0.2 preference 80")
    assert not has(device, "ip route-static 0.0.0.0 0.0.0.0 10.9.0.2")


def test_a_static_route_is_undone_with_or_without_its_next_hop() -> None:
    device = edge()
    assert typed(device, "undo ip route-static 0.0.0.0 0.0.0.0 10.9.0.9") == [
        "undo ip route-static 0.0.0.0 0.0.0.0 10.9.0.9"
    ]
    assert (
        typed(device, "undo ip route-static vpn-instance a 10.5.0.0 16; undo ip route-static 0.0.0.0 0 10.9.0.2") == []
    )
    assert "ip route-static" not in device.running()


def test_prefix_lists_count_in_tens_and_go_by_index_or_by_name() -> None:
    device = edge()
    typed(device, "ip ip-prefix L deny 10.8.0.0 16")
    assert has(device, "ip ip-prefix L index 20 deny 10.8.0.0 16")
    typed(device, "undo ip ip-prefix L index 10")
    assert not has(device, "ip ip-prefix L index 10 permit 10.0.0.0 8 less-equal 32")
    typed(device, "undo ip ip-prefix L")
    assert "ip ip-prefix" not in device.running()


def test_mpls_goes_with_everything_that_needs_it() -> None:
    device = edge()
    typed(device, "undo mpls; y")
    assert not any(line.strip().startswith("mpls") and "lsr-id" not in line for line in device.running().splitlines())


def test_a_line_nobody_wrote_a_rule_for_is_undone_by_an_unambiguous_beginning() -> None:
    device = edge()
    typed(device, "observe-port 1 x; observe-port 2 y; icmp-reply fast on")
    assert typed(device, "undo observe-port") == ["undo observe-port"]
    assert typed(device, "undo icmp-reply fast; undo observe-port 1") == []
    assert has(device, "observe-port 2 y")


def test_rules_of_a_security_policy_have_an_order_that_counts() -> None:
    device, other = edge(), edge()
    typed(device, "security-policy; rule name a; action permit; quit; rule name b; action deny")
    typed(other, "security-policy; rule name b; action deny; quit; rule name a; action permit")
    assert len(difference(device, other)) == 2
    assert typed(device, "quit; rule move b before a; rule move c before a") == ["rule move c before a"]
    assert difference(device, other) == ()


def test_a_peer_of_another_family_is_enabled_before_it_has_other_lines() -> None:
    device = edge()
    lines = "bgp 100; peer 3.3.3.3 as-number 100; ipv4-family vpnv4; peer 3.3.3.3 reflect-client; peer 3.3.3.3 enable; peer 3.3.3.3 reflect-client"
    assert typed(device, lines) == ["peer 3.3.3.3 reflect-client"]
    typed(device, "undo peer 3.3.3.3 enable")
    assert not has(device, "peer 3.3.3.3 reflect-client")
