"""Comware's services, lines and groups, where its manuals differ from what one would guess."""

import pytest

from netops.lab.semantics import Device, difference, simulated

EDGE = """
#
 version 7.1.070, Release 6616P05
#
ip vpn-instance a
 route-distinguisher 100:1
#
vlan 1
#
vlan 10
#
dhcp server ip-pool p
 gateway-list 10.1.0.1
 network 10.1.0.0 mask 255.255.255.0
 dns-list 10.9.0.53 10.9.0.54
#
nqa entry admin hq
 type icmp-echo
  destination ip 10.1.0.2
#
 nqa schedule admin hq start-time now lifetime forever
#
interface Bridge-Aggregation1
#
interface Vlan-interface10
 ip address 10.10.0.2 255.255.255.0
 vrrp vrid 1 virtual-ip 10.10.0.1
 vrrp vrid 1 preempt-mode delay 500
#
interface GigabitEthernet1/0/1
 port link-mode bridge
 port link-type hybrid
 undo port hybrid vlan 1
 port hybrid vlan 10 tagged
#
interface GigabitEthernet1/0/2
 port link-mode bridge
 port link-aggregation group 1
#
interface GigabitEthernet1/0/3
 port link-mode route
 ip address 10.2.0.1 255.255.255.0
 ospf authentication-mode md5 1 cipher $c$3$one==
 nat server protocol tcp global 192.0.2.80 80 inside 10.1.0.80 8080
#
interface Tunnel1 mode gre
 source LoopBack0
#
bgp 100
 group g internal
 peer 2.2.2.2 group g
 peer 2.2.2.2 description member
#
line vty 0 63
 authentication-mode scheme
#
 info-center loghost 10.9.0.5
 info-center loghost vpn-instance a 10.9.0.5
#
 nat static outbound 10.1.0.10 192.0.2.10
 nat static outbound 10.1.0.10 vpn-instance a 192.0.2.11
#
acl advanced name Guest
 rule 0 permit ip
#
acl advanced 3005 name OLD
 rule 0 permit ip
#
 domain default enable system
#
return
"""


def edge(release: str = "") -> Device:
    """Start the device and stand in its system view."""
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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("domain default enable system", ""),
        ("acl advanced name Guest", "acl advanced name GUEST"),
        ("cipher $c$3$one==", "cipher $c$3$two=="),
        ("vlan 1\n", "vlan 1\n---- More ----\n"),
        (" source LoopBack0", " source LoopBack0\n undo shutdown"),
        (" authentication-mode scheme", " authentication-mode scheme\n idle-timeout 10 0\n screen-length 24"),
        ("line vty 0 63\n", "line vty 0 4\n authentication-mode scheme\nline vty 5 63\n"),
        (" domain default enable system", " undo ip http enable\n undo irf link-delay\n stp mode mstp"),
    ],
)
def test_texts_that_mean_the_same(one: str, other: str) -> None:
    assert one in EDGE
    assert difference(edge(), simulated("h3c_comware", EDGE.replace(one, other))) == ()


def test_what_is_typed_for_a_list_of_a_pool_takes_its_place() -> None:
    device = edge()
    assert typed(device, "dhcp server ip-pool p; dns-list 10.9.0.55; undo gateway-list 10.1.0.1") == []
    assert has(device, "dns-list 10.9.0.55")
    assert "gateway-list" not in device.running()
    typed(device, "forbidden-ip 10.1.0.5; forbidden-ip 10.1.0.6")
    assert has(device, "forbidden-ip 10.1.0.5 10.1.0.6")


def test_a_secondary_network_of_a_pool_is_a_view() -> None:
    device = edge()
    assert typed(
        device, "dhcp server ip-pool p; network 10.2.0.0 mask 255.255.255.0 secondary; network 10.3.0.0 24"
    ) == ["network 10.3.0.0 24"]


def test_the_undo_of_a_relay_leaves_a_port_that_is_no_server_either() -> None:
    device = edge()
    assert typed(device, "interface g1/0/3; dhcp select relay; undo dhcp select relay") == []
    assert has(device, "undo dhcp select server")
    typed(device, "dhcp select server")
    assert "dhcp select" not in device.running()


def test_comware_5_goes_back_to_the_server_by_undo() -> None:
    device = edge("5.20")
    typed(device, "interface g1/0/3; dhcp select relay; undo dhcp select relay")
    assert "dhcp select" not in device.running()


def test_a_scheduled_probe_is_not_entered() -> None:
    device = edge()
    assert typed(device, "nqa entry admin hq") == ["nqa entry admin hq"]
    assert typed(device, "undo nqa schedule admin hq; nqa entry admin hq; type icmp-echo; frequency 1000") == []


def test_an_aggregate_interface_lets_its_members_go() -> None:
    device = edge()
    assert typed(device, "undo interface Bridge-Aggregation1") == []
    assert "link-aggregation group" not in device.running()


def test_another_mode_of_a_tunnel_is_another_tunnel() -> None:
    device = edge()
    assert typed(device, "interface Tunnel1; interface Tunnel1 mode ipv4-ipv4")[-1:] == [
        "interface Tunnel1 mode ipv4-ipv4"
    ]
    assert typed(device, "quit; undo interface Tunnel1; interface Tunnel1 mode ipv4-ipv4") == []


def test_a_delay_goes_without_the_preemption() -> None:
    device = edge()
    assert typed(device, "interface Vlan-interface10; undo vrrp vrid 1 preempt-mode delay") == []
    assert "preempt-mode" not in device.running()
    typed(device, "undo vrrp vrid 1 preempt-mode")
    assert has(device, "undo vrrp vrid 1 preempt-mode")


def test_vlan_1_of_a_hybrid_port_is_there_unless_it_is_told() -> None:
    device = edge()
    assert typed(device, "interface g1/0/1; port hybrid vlan 1 untagged") == []
    assert "port hybrid vlan 1" not in device.running().replace("vlan 10", "")
    typed(device, "undo port hybrid vlan 1 10")
    assert has(device, "undo port hybrid vlan 1")
    assert "tagged" not in device.running()


def test_a_mapping_goes_by_its_known_side() -> None:
    device = edge()
    assert typed(device, "interface g1/0/3; undo nat server protocol tcp global 192.0.2.80 80; quit") == []
    assert typed(device, "undo nat static outbound 10.1.0.10") == []
    assert has(device, "nat static outbound 10.1.0.10 vpn-instance a 192.0.2.11")
    assert "nat server" not in device.running()


def test_a_public_log_host_goes_without_that_of_a_vpn_instance() -> None:
    device = edge()
    typed(device, "undo info-center loghost 10.9.0.5")
    assert has(device, "info-center loghost vpn-instance a 10.9.0.5")
    assert not has(device, "info-center loghost 10.9.0.5")


def test_a_key_goes_by_its_kind_and_number() -> None:
    device = edge()
    assert typed(device, "interface g1/0/3; undo ospf authentication-mode md5 1") == []
    assert "authentication-mode md5" not in device.running()


def test_a_member_without_an_as_goes_as_a_whole() -> None:
    device = edge()
    assert typed(device, "bgp 100; undo peer 2.2.2.2") == []
    assert "2.2.2.2" not in device.running()


def test_some_of_the_lines_get_settings_of_their_own() -> None:
    device = edge()
    assert typed(device, "line vty 0 4; screen-length 50; quit; line vty 0 63; idle-timeout 5 0") == []
    shown = device.running()
    assert "line vty 0 4\n authentication-mode scheme\n screen-length 50\n idle-timeout 5 0\n" in shown
    assert "line vty 5 63\n authentication-mode scheme\n idle-timeout 5 0\n" in shown


def test_another_link_mode_is_asked_about_and_takes_negative_settings_too() -> None:
    device = edge()
    typed(device, "interface g1/0/1")
    assert "[Y/N]" in device.type("port link-mode route").text
    typed(device, "y")
    assert "port hybrid" not in device.running()


def test_an_acl_with_number_and_name_goes_by_either() -> None:
    device, old = edge(), edge("5.20")
    assert typed(device, "acl advanced 3005 name NEW; undo acl name OLD") == ["acl advanced 3005 name NEW"]
    assert typed(old, "undo acl number 3005") == []
    assert "3005" not in device.running() + old.running()


FIVE = """
#
 version 5.20, Release 2208P01
#
ip vpn-instance a
 route-distinguisher 100:1
#
interface Vlan-interface1
 ip binding vpn-instance a
#
bgp 100
 undo synchronization
 peer 2.2.2.2 as-number 100
 #
 ipv4-family vpnv4
  peer 2.2.2.2 enable
 #
 ipv4-family vpn-instance a
  peer 2.2.2.2 as-number 65001
  import-route direct
#
return
"""


def test_comware_5_undoes_a_binding_by_its_name() -> None:
    device = simulated("h3c_comware", FIVE)
    assert typed(device, "system-view; interface Vlan-interface1; undo ip binding vpn-instance a") == []
    assert "ip binding" not in device.running()


def test_comware_5_has_a_vpn_instance_as_a_family_with_peers_of_its_own() -> None:
    device = simulated("h3c_comware", FIVE)
    assert typed(device, "system-view; bgp 100; network 10.0.0.0 255.0.0.0; undo peer 2.2.2.2") == []
    assert has(device, "ipv4-family vpn-instance a", "peer 2.2.2.2 as-number 65001")
    assert not has(device, "peer 2.2.2.2 enable")


def test_an_entry_that_no_acl_has_is_refused() -> None:
    device = simulated("h3c_comware", "acl advanced 3000\n")
    wrong = "rule 5 permit nonsense foo bar"
    assert typed(device, f"system-view; acl advanced 3000; {wrong}; rule 5 permit tcp destination-port eq 22") == [
        wrong
    ]


def test_the_password_of_an_ldp_peer_is_undone_by_the_peer() -> None:
    device = simulated("h3c_comware", "mpls ldp\n md5-authentication 10.0.0.1 cipher Example-pw1\n")
    assert typed(device, "system-view; mpls ldp; undo md5-authentication 10.0.0.1") == []
    assert "md5-authentication" not in device.running()
