"""Comware 7, as H3C's and HPE's command references describe it, and where Comware 5 differs."""

import pytest

from netops.lab.semantics import Device, difference, simulated

EDGE = """
#
 version 7.1.070, Release 6530P02
#
 sysname sw1
#
 irf mac-address persistent timer
#
ip vpn-instance a
 route-distinguisher 100:1
 vpn-target 100:1 import-extcommunity
 vpn-target 100:1 100:2 export-extcommunity
#
ip vpn-instance b
 route-distinguisher 100:2
#
 telnet server enable
#
ospf 1 router-id 1.1.1.1
 area 0.0.0.0
  network 1.1.1.1 0.0.0.0
#
vlan 1
#
vlan 10
 description office
#
vlan 20 to 21
#
traffic classifier c operator and
 if-match acl 3000
#
traffic behavior b
 filter permit
#
qos policy p
 classifier c behavior b
#
interface NULL0
#
interface LoopBack0
 ip address 1.1.1.1 255.255.255.255
#
interface Vlan-interface10
 ip address 10.10.0.1 255.255.255.0
#
interface GigabitEthernet1/0/1
 port link-mode route
 description to hq
 ip binding vpn-instance a
 ip address 10.0.0.1 255.255.255.0
 ip address 10.0.1.1 255.255.255.0 sub
 packet-filter 3000 inbound
 qos apply policy p inbound
#
interface GigabitEthernet1/0/2
 port link-mode bridge
 port link-type trunk
 port trunk permit vlan 1 10 20 to 21
 port trunk pvid vlan 10
#
interface GigabitEthernet1/0/3
 port link-mode route
 ip address 10.9.0.1 255.255.255.252
 ospf 1 area 0.0.0.0
#
interface GigabitEthernet1/0/4
 port link-mode bridge
 port access vlan 20
#
bgp 100
 router-id 1.1.1.1
 peer 2.2.2.2 as-number 100
 peer 2.2.2.2 connect-interface LoopBack0
 #
 address-family ipv4 unicast
  peer 2.2.2.2 enable
 #
 address-family vpnv4
  peer 2.2.2.2 enable
 #
 ip vpn-instance a
  peer 10.0.0.2 as-number 65001
  #
  address-family ipv4 unicast
   import-route direct
   peer 10.0.0.2 enable
   peer 10.0.0.2 route-policy P import
#
route-policy P permit node 10
 if-match ip address prefix-list L
 apply local-preference 200
#
 ip prefix-list L index 10 permit 10.0.0.0 8 less-equal 32
#
line class vty
 user-role network-operator
#
line vty 0 63
 authentication-mode scheme
#
 ip route-static 0.0.0.0 0 10.9.0.2
 ip route-static vpn-instance a 10.5.0.0 16 10.0.0.2 preference 70
#
 info-center loghost 10.1.1.1
#
 snmp-agent
 snmp-agent community read simple public
 snmp-agent sys-info version v2c v3
#
 ssh server enable
#
acl advanced 3000
 rule 0 permit ip source 10.0.0.0 0.0.0.255 destination 10.1.0.0 0.0.255.255
 rule 5 deny ip
#
local-user admin class manage
 password hash $h$6$abc
 service-type ssh terminal
 authorization-attribute user-role network-admin
#
return
"""


def edge(release: str = "") -> Device:
    """Start the switch and stand in its system view."""
    device = simulated("h3c_comware", EDGE, release)
    device.type("system-view")
    return device


def typed(device: Device, lines: str) -> list[str]:
    """Type lines parted by ``;`` and return what the device refused."""
    return [line for line in (part.strip() for part in lines.split(";")) if device.type(line).refused]


def has(device: Device, *lines: str) -> bool:
    """Tell whether the running config has all of the lines, whatever their section."""
    shown = [line.strip() for line in device.running().splitlines()]
    return all(line in shown for line in lines)


def test_a_displayed_config_is_read_back_without_a_difference() -> None:
    assert difference(edge(), simulated("h3c_comware", edge().running())) == ()


def test_indented_lines_after_a_separator_belong_to_the_system_view() -> None:
    device = edge()
    assert device.prompt == "[sw1]"
    assert typed(device, "undo telnet server enable; undo ip prefix-list L; undo snmp-agent community public") == []


def test_prompts_name_the_view() -> None:
    device = edge()
    typed(device, "interface g1/0/1")
    assert device.prompt == "[sw1-GigabitEthernet1/0/1]"
    typed(device, "return")
    assert device.prompt == "<sw1>"


def test_a_line_of_the_system_view_is_refused_in_an_interface() -> None:
    assert typed(edge(), "interface LoopBack0; ip route-static 10.0.0.0 8 NULL0") == [
        "ip route-static 10.0.0.0 8 NULL0"
    ]


@pytest.mark.parametrize(
    ("view", "line"),
    [
        ("interface GigabitEthernet1/0/1", "undo description to hq"),
        ("interface GigabitEthernet1/0/1", "undo ip binding vpn-instance a"),
        ("interface GigabitEthernet1/0/2", "undo port link-type trunk"),
        ("interface GigabitEthernet1/0/2", "undo port trunk pvid vlan 10"),
        ("acl advanced 3000", "undo rule 5 deny ip"),
        ("bgp 100", "undo peer 2.2.2.2 as-number 100"),
        ("ip vpn-instance a", "undo route-distinguisher 100:1"),
        ("line vty 0 63", "undo authentication-mode scheme"),
        ("local-user admin class manage", "undo password hash $h$6$abc"),
    ],
)
def test_an_undo_with_more_words_than_it_has_is_refused(view: str, line: str) -> None:
    device = edge()
    before = device.running()
    assert typed(device, f"{view}; {line}") == [line]
    assert device.running() == before


def test_binding_a_port_takes_its_layer_3_lines_away() -> None:
    device = edge()
    assert typed(device, "interface g1/0/3; ip binding vpn-instance b") == []
    assert not has(device, "ip address 10.9.0.1 255.255.255.252")
    assert not has(device, "ospf 1 area 0.0.0.0")


def test_the_undo_of_a_binding_names_no_vpn_instance_and_takes_the_addresses_away() -> None:
    device = edge()
    assert typed(device, "interface g1/0/1; undo ip binding vpn-instance") == []
    assert not has(device, "ip address 10.0.0.1 255.255.255.0")
    assert has(device, "description to hq", "packet-filter 3000 inbound")


def test_a_binding_to_an_unknown_vpn_instance_is_refused() -> None:
    assert typed(edge(), "interface g1/0/3; ip binding vpn-instance c") == ["ip binding vpn-instance c"]


def test_a_new_rd_comes_after_the_old_one_is_gone_and_targets_stay() -> None:
    device = edge()
    assert typed(device, "ip vpn-instance a; route-distinguisher 100:9") == ["route-distinguisher 100:9"]
    assert typed(device, "undo route-distinguisher; route-distinguisher 100:9") == []
    assert has(device, "route-distinguisher 100:9", "vpn-target 100:1 import-extcommunity")


def test_comware_5_has_no_undo_for_the_rd() -> None:
    assert typed(edge("5.20"), "ip vpn-instance a; undo route-distinguisher") == ["undo route-distinguisher"]


def test_route_targets_add_up_and_go_one_by_one() -> None:
    device = edge()
    typed(device, "ip vpn-instance a; vpn-target 5:5 both; undo vpn-target 100:1 export-extcommunity")
    assert has(device, "vpn-target 100:2 5:5 export-extcommunity", "vpn-target 100:1 5:5 import-extcommunity")
    typed(device, "undo vpn-target all")
    assert "vpn-target" not in device.running()


def test_deleting_a_vpn_instance_takes_all_that_hangs_on_it() -> None:
    device = edge()
    typed(device, "undo ip vpn-instance a")
    assert "vpn-instance a" not in device.running()
    assert not has(device, "ip address 10.0.0.1 255.255.255.0")


def test_another_link_mode_restores_the_defaults_of_the_port() -> None:
    device = edge()
    assert "[Y/N]" in device.type("interface g1/0/1").text + device.type("port link-mode bridge").text
    typed(device, "y")
    assert has(device, "description to hq")
    assert not has(device, "packet-filter 3000 inbound")
    assert not has(device, "ip address 10.0.0.1 255.255.255.0")


def test_an_address_is_refused_on_a_bridge_port_and_a_vlan_on_a_routed_one() -> None:
    device = edge()
    assert typed(device, "interface g1/0/4; ip address 10.3.0.1 24") == ["ip address 10.3.0.1 24"]
    assert typed(device, "quit; interface g1/0/3; port link-type trunk") == ["port link-type trunk"]


def test_trunk_to_hybrid_goes_by_way_of_access() -> None:
    device = edge()
    assert typed(device, "interface g1/0/2; port link-type hybrid") == ["port link-type hybrid"]
    assert typed(device, "port link-type access; port link-type hybrid; port hybrid vlan 10 20 tagged") == []
    assert has(device, "port hybrid vlan 10 20 tagged")
    assert "port trunk" not in device.running()


def test_a_vlan_is_tagged_or_untagged_on_a_hybrid_port() -> None:
    device = edge()
    lines = "interface g1/0/4; undo port access vlan; port link-type hybrid; port hybrid vlan 10 20 tagged; port hybrid vlan 10 untagged"
    assert typed(device, lines) == []
    assert has(device, "port hybrid vlan 20 tagged", "port hybrid vlan 10 untagged")


def test_trunk_lists_grow_and_shrink_and_vlan_1_is_there_anyway() -> None:
    device = edge()
    typed(device, "interface g1/0/2; port trunk permit vlan 30 to 32; undo port trunk permit vlan 1 20")
    assert has(device, "port trunk permit vlan 10 21 30 to 32", "undo port trunk permit vlan 1")
    assert difference(edge(), simulated("h3c_comware", EDGE.replace("permit vlan 1 10", "permit vlan 10"))) == ()


def test_an_access_vlan_has_to_be_there_and_the_port_an_access_port() -> None:
    device = edge()
    assert typed(device, "interface g1/0/4; port access vlan 99; port access vlan 10") == ["port access vlan 99"]
    assert typed(device, "quit; interface g1/0/2; port access vlan 10") == ["port access vlan 10"]


def test_a_range_of_vlans_is_so_many_vlans() -> None:
    device = edge()
    typed(device, "vlan 30 to 31; undo vlan 20 to 21")
    assert has(device, "vlan 30", "vlan 31")
    assert not has(device, "vlan 20")
    assert not has(device, "port access vlan 20")


def test_a_vlan_takes_its_vlan_interface_along() -> None:
    device = edge()
    assert typed(device, "undo vlan 10; interface Vlan-interface10") == ["interface Vlan-interface10"]


def test_vlan_1_stays() -> None:
    assert typed(edge(), "undo vlan 1") == ["undo vlan 1"]


def test_a_physical_port_cannot_be_deleted_but_reset() -> None:
    device = edge()
    assert typed(device, "undo interface GigabitEthernet1/0/1; interface g1/0/1") == [
        "undo interface GigabitEthernet1/0/1"
    ]
    assert "[Y/N]" in device.type("default").text
    typed(device, "y")
    assert not has(device, "description to hq")


def test_acl_rules_start_at_0_and_are_edited() -> None:
    device = edge()
    typed(
        device,
        "acl basic 2000; rule permit source 10.0.0.0 0.0.0.255; rule deny; quit; acl number 3000; rule 0 deny ip source 10.7.0.0 0.0.0.255",
    )
    assert has(device, "acl basic 2000", "rule 0 permit source 10.0.0.0 0.0.0.255", "rule 5 deny")
    assert has(device, "rule 0 deny ip source 10.7.0.0 0.0.0.255 destination 10.1.0.0 0.0.255.255")


def test_a_rule_that_says_what_another_says_is_refused() -> None:
    device = edge()
    assert typed(device, "acl advanced 3000; rule 10 deny ip; undo rule 5; rule 10 deny ip") == ["rule 10 deny ip"]
    assert has(device, "rule 10 deny ip")


def test_an_acl_has_one_number_whatever_it_is_called() -> None:
    device = edge()
    assert difference(edge(), simulated("h3c_comware", EDGE.replace("acl advanced 3000", "acl number 3000"))) == ()
    typed(device, "undo acl advanced 3000")
    assert "acl advanced 3000" not in device.running()


def test_deleting_bgp_asks_first() -> None:
    device = edge()
    assert "[Y/N]" in device.type("undo bgp").text
    typed(device, "y")
    assert "bgp 100" not in device.running()


def test_deleting_a_peer_takes_all_of_its_lines_but_not_those_of_a_vpn_instance() -> None:
    device = edge()
    typed(device, "bgp 100; undo peer 2.2.2.2")
    assert "2.2.2.2" not in device.running()
    assert has(device, "peer 10.0.0.2 as-number 65001", "peer 10.0.0.2 enable")


def test_a_peer_of_a_vpn_instance_goes_with_its_family_lines() -> None:
    device = edge()
    typed(device, "bgp 100; ip vpn-instance a; undo peer 10.0.0.2")
    assert "10.0.0.2 enable" not in device.running()


def test_a_peer_is_enabled_by_hand() -> None:
    device = edge()
    assert typed(device, "bgp 100; peer 3.3.3.3 as-number 100; address-family ipv4 unicast; peer 4.4.4.4 enable") == [
        "peer 4.4.4.4 enable"
    ]
    assert not has(device, "peer 3.3.3.3 enable")


def test_a_bgp_vpn_instance_needs_its_vpn_instance() -> None:
    assert typed(edge(), "bgp 100; ip vpn-instance c") == ["ip vpn-instance c"]


def test_ospf_on_an_interface_is_undone_without_the_area() -> None:
    device = edge()
    assert typed(device, "interface g1/0/3; undo ospf 1 area 0.0.0.0; undo ospf 1 area") == ["undo ospf 1 area 0.0.0.0"]
    assert not has(device, "ospf 1 area 0.0.0.0")


def test_static_routes_are_displayed_with_the_length_and_replaced_by_next_hop() -> None:
    device = edge()
    typed(
        device,
        "ip route-static 0.0.0.0 0.0.0.0 10.9.0.2 preference 80; undo ip route-static vpn-instance a 10.5.0.0 255.255.0.0",
    )
    assert has(device, "ip route-static 0.0.0.0 0 10.9.0.2 preference 80")
    assert device.running().count("ip route-static") == 1


def test_an_applied_qos_policy_cannot_be_deleted() -> None:
    device = edge()
    assert typed(device, "undo qos policy p") == ["undo qos policy p"]
    assert typed(device, "interface g1/0/1; undo qos apply policy inbound; quit; undo qos policy p") == []


def test_a_user_is_a_section_and_its_services_add_up() -> None:
    device = edge()
    typed(
        device,
        "local-user admin class manage; service-type telnet; undo service-type terminal; authorization-attribute user-role level-1",
    )
    assert has(
        device,
        "service-type ssh telnet",
        "authorization-attribute user-role network-admin",
        "authorization-attribute user-role level-1",
    )
    typed(device, "quit; undo local-user admin class manage")
    assert "local-user" not in device.running()


def test_a_user_without_a_class_is_a_manager_from_comware_7_on() -> None:
    device, old = edge(), edge("5.20")
    assert typed(device, "local-user bob; quit; undo local-user admin") == []
    assert has(device, "local-user bob class manage")
    typed(old, "local-user bob")
    assert has(old, "local-user bob")


def test_a_displayed_version_tells_the_release() -> None:
    device = simulated("h3c_comware", EDGE.replace("version 7.1.070", "version 5.20"))
    assert typed(device, "system-view; ip vpn-instance a; undo route-distinguisher") == ["undo route-distinguisher"]


def test_an_address_of_two_ports_is_refused() -> None:
    device = edge()
    assert typed(device, "interface g1/0/5; ip address 10.9.0.2 30") == ["ip address 10.9.0.2 30"]


def test_a_virtual_router_goes_with_its_last_address() -> None:
    device = edge()
    assert typed(device, "interface Vlan-interface10; vrrp vrid 1 priority 120") == ["vrrp vrid 1 priority 120"]
    typed(
        device, "vrrp vrid 1 virtual-ip 10.10.0.254; vrrp vrid 1 priority 120; undo vrrp vrid 1 virtual-ip 10.10.0.254"
    )
    assert "vrrp" not in device.running()


@pytest.mark.parametrize("group", ["vrrp vrid 1", "vrrp ipv6 vrid 1"])
def test_a_vrrp_group_tracks_objects_and_on_comware_5_ports(group: str) -> None:
    address = "FE80::1 link-local" if "ipv6" in group else "10.10.0.254"
    device = edge()

    tracks = [f"{group} track interface LoopBack7 reduced 30", f"{group} track 1 reduced 30"]
    assert all(
        device.grammar.find("interface", each) for each in tracks
    )  # a line that it doesn't know it would only keep
    assert typed(device, f"interface Vlan-interface10; {group} virtual-ip {address}; {'; '.join(tracks)}") == []
    assert typed(device, f"undo {group} track 1") == []


def test_a_route_policy_node_and_its_matches_go_by_the_short_form() -> None:
    device = edge()
    assert typed(device, "route-policy P permit node 10; undo if-match ip address; undo apply local-preference") == []
    assert has(device, "route-policy P permit node 10")
    typed(device, "quit; undo route-policy P")
    assert not has(device, "route-policy P permit node 10")


def test_a_banner_runs_to_its_mark() -> None:
    device = edge()
    assert typed(device, "header login #Authorized; only#; sysname sw2") == []
    assert device.prompt == "[sw2]"
    assert "Authorized" in device.running()


def test_saving_by_force_asks_nothing() -> None:
    device = edge()
    typed(device, "sysname sw2")
    assert device.type("save force").text == ""
    assert "sysname sw2" in device.saved
    assert "[Y/N]" in device.type("save").text


def test_a_line_nobody_wrote_a_rule_for_is_undone_by_a_beginning() -> None:
    device = edge()
    assert typed(device, "password-control length 10; undo password-control length") == []
    assert "password-control" not in device.running()
