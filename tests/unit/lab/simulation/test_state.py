"""What devices display of their state, read back by ntc-templates."""

from importlib import import_module
from typing import Any

import pytest
from tests.unit.lab.simulation.bench import Bench, Put

VRP = """\
#
sysname ne1
#
ip vpn-instance a
 ipv4-family
  route-distinguisher 1:1
#
vlan 10
#
interface GigabitEthernet0/0/1
 description 到财政局
 ip address 10.0.0.1 255.255.255.252
#
interface GigabitEthernet0/0/2
 ip binding vpn-instance a
 ip address 192.168.1.1 255.255.255.0
#
interface GigabitEthernet0/0/3
 port link-type access
 {access} 10
#
interface GigabitEthernet0/0/4
 shutdown
 ip address 10.9.0.1 255.255.255.252
#
interface LoopBack0
 ip address 1.1.1.1 255.255.255.255
#
bgp 100
 peer 10.0.0.2 as-number 200
 peer 9.9.9.9 as-number 300
 #
 {family} vpn-instance a
  peer 192.168.1.2 as-number 65001
#
ospf 1 router-id 1.1.1.1
 area 0.0.0.0
  network 10.0.0.0 0.0.0.3
#
ip route-static 10.1.0.0 255.255.0.0 10.0.0.2
ip route-static 10.2.0.0 255.255.0.0 NULL0
ip route-static 10.8.0.0 255.255.0.0 10.9.0.2
ip route-static vpn-instance a 10.3.0.0 255.255.0.0 192.168.1.2 preference 70
#
return
"""
IOS = """\
!
hostname r1
!
vrf definition a
 rd 1:1
!
interface GigabitEthernet0/1
 description to finance
 ip address 10.0.0.1 255.255.255.252
!
interface GigabitEthernet0/2
 vrf forwarding a
 ip address 192.168.1.1 255.255.255.0
!
interface GigabitEthernet0/3
 switchport access vlan 10
!
interface GigabitEthernet0/4
 ip address 10.9.0.1 255.255.255.252
 shutdown
!
interface Loopback0
 ip address 1.1.1.1 255.255.255.255
!
router bgp 100
 neighbor 10.0.0.2 remote-as 200
 neighbor 9.9.9.9 remote-as 300
 !
 address-family ipv4 vrf a
  neighbor 192.168.1.2 remote-as 65001
 exit-address-family
!
router ospf 1
 network 10.0.0.0 0.0.0.3 area 0
!
ip route 10.1.0.0 255.255.0.0 10.0.0.2
ip route 10.2.0.0 255.255.0.0 Null0
ip route 10.8.0.0 255.255.0.0 10.9.0.2
ip route vrf a 10.3.0.0 255.255.0.0 192.168.1.2 70
!
end
"""
TEXTS = {
    "huawei_vrp": VRP.format(access="port default vlan", family="ipv4-family"),
    "huawei_vrpv8": VRP.format(access="port default vlan", family="ipv4-family"),
    "h3c_comware": VRP.format(access="port access vlan", family="ip"),
    "cisco_ios": IOS,
    "ruijie_os": IOS,
}
parse_output = import_module("ntc_templates.parse").parse_output  # the package has no types
TEMPLATES = {
    "huawei_vrp": "huawei_vrp",
    "huawei_vrpv8": "huawei_vrp",
    "h3c_comware": "hp_comware",
    "cisco_ios": "cisco_ios",
}


def parsed(bench: Bench, platform: str, command: str) -> list[dict[str, Any]]:
    found = parse_output(platform=TEMPLATES[platform], command=command, data=bench.type(command))
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(
    ("platform", "command", "wanted"),
    [
        ("huawei_vrp", "display bgp peer", {"10.0.0.2": "Established", "9.9.9.9": "Active"}),
        ("huawei_vrpv8", "display bgp peer", {"10.0.0.2": "Established", "9.9.9.9": "Active"}),
        ("h3c_comware", "display bgp peer ipv4", {"10.0.0.2": "Established", "9.9.9.9": "Connect"}),
        ("cisco_ios", "show ip bgp summary", {"10.0.0.2": "0", "9.9.9.9": "Idle"}),
    ],
)
def test_neighbours_are_up_where_they_are_reached(
    put: Put, platform: str, command: str, wanted: dict[str, str]
) -> None:
    rows = parsed(put(platform, TEXTS[platform]), platform, command)
    states = {
        row.get("peer") or row["bgp_neighbor"]: row.get("state") or row["state_or_prefixes_received"] for row in rows
    }
    assert states == wanted


@pytest.mark.parametrize(
    ("platform", "command", "down"),
    [
        ("huawei_vrp", "display interface brief", "*down"),
        ("huawei_vrpv8", "display interface brief", "*down"),
        ("h3c_comware", "display interface brief", "ADM"),
        ("cisco_ios", "show ip interface brief", "administratively down"),
    ],
)
def test_ports_are_up_unless_they_are_shut_down(put: Put, platform: str, command: str, down: str) -> None:
    rows = parsed(put(platform, TEXTS[platform]), platform, command)
    states = [row.get("phy") or row.get("link") or row["status"] for row in rows]
    assert len(states) == 5
    assert [state.lower() for state in states].count("up") == 4
    assert states.count(down) == 1


@pytest.mark.parametrize(
    ("platform", "command", "address"),
    [
        ("huawei_vrp", "display arp all", "ip_address"),
        ("h3c_comware", "display arp", "ip_address"),
        ("cisco_ios", "show arp", "address"),
    ],
)
def test_the_far_end_of_a_link_is_resolved(put: Put, platform: str, command: str, address: str) -> None:
    rows = parsed(put(platform, TEXTS[platform]), platform, command)
    assert "10.0.0.2" in [row[address] for row in rows]
    assert "10.9.0.2" not in [row[address] for row in rows]


@pytest.mark.parametrize(
    ("platform", "command", "wanted"),
    [
        ("h3c_comware", "display ip routing-table", {"1.1.1.1/32", "10.0.0.0/30", "10.1.0.0/16", "10.2.0.0/16"}),
        ("cisco_ios", "show ip route", {"1.1.1.1/32", "10.0.0.0/30", "10.0.0.1/32", "10.1.0.0/16", "10.2.0.0/16"}),
    ],
)
def test_routes_are_connected_or_static_and_their_next_hop_is_reached(
    put: Put, platform: str, command: str, wanted: set[str]
) -> None:
    rows = parsed(put(platform, TEXTS[platform]), platform, command)
    assert {f"{row['network']}/{row['prefix_length']}" for row in rows} == wanted


@pytest.mark.parametrize(
    ("platform", "command"),
    [
        ("huawei_vrp", "display ip routing-table vpn-instance a"),
        ("huawei_vrpv8", "display ip routing-table vpn-instance a"),
        ("h3c_comware", "display ip routing-table vpn-instance a"),
        ("cisco_ios", "show ip route vrf a"),
        ("ruijie_os", "show ip route vrf a"),
    ],
)
def test_a_vrf_has_its_own_routes(put: Put, platform: str, command: str) -> None:
    shown = put(platform, TEXTS[platform]).type(command)
    assert "192.168.1.0/24" in shown
    assert "10.3.0.0/16" in shown
    assert "10.1.0.0/16" not in shown


def test_a_vrf_that_is_not_there_has_no_routes(put: Put) -> None:
    assert "does not exist" in put("huawei_vrp").type("display ip routing-table vpn-instance b")
    assert "does not exist" in put("h3c_comware").type("display ip routing-table vpn-instance b")
    assert "does not exist" in put("cisco_ios").type("show ip route vrf b")


@pytest.mark.parametrize(
    ("platform", "command"),
    [
        ("huawei_vrp", "display ospf peer"),
        ("huawei_vrp", "display ospf peer brief"),
        ("h3c_comware", "display ospf peer"),
        ("cisco_ios", "show ip ospf neighbor"),
        ("ruijie_os", "show ip ospf neighbor"),
    ],
)
def test_ospf_has_the_far_end_of_its_links_for_neighbour(put: Put, platform: str, command: str) -> None:
    shown = put(platform, TEXTS[platform]).type(command)
    assert shown.upper().count("FULL") == 1
    assert "10.0.0.2" in shown


@pytest.mark.parametrize(
    ("platform", "command", "vlan"),
    [
        ("huawei_vrp", "display mac-address", "vlan_id"),
        ("h3c_comware", "display mac-address", "vlan_id"),
        ("cisco_ios", "show mac address-table", "vlan_id"),
    ],
)
def test_one_station_is_learned_behind_each_access_port(put: Put, platform: str, command: str, vlan: str) -> None:
    assert [row[vlan] for row in parsed(put(platform, TEXTS[platform]), platform, command)] == ["10"]


def test_ntc_templates_read_the_releases(put: Put) -> None:
    (vrp,) = parsed(put("huawei_vrp", TEXTS["huawei_vrp"], release="V200R019C10"), "huawei_vrp", "display version")
    assert (vrp["vrp_version"], vrp["product_version"]) == ("5.170", "S5735 V200R019C10")
    (ios,) = parsed(put("cisco_ios", IOS, release="17.03.04a"), "cisco_ios", "show version")
    assert (ios["version"], ios["hostname"], ios["hardware"]) == ("17.03.04a", "r1", ["C9300-48T"])


def test_the_state_follows_the_config(put: Put) -> None:
    bench = put("huawei_vrp", TEXTS["huawei_vrp"])
    bench.type("system-view", "interface GigabitEthernet0/0/1", "shutdown", "return")
    states = {row["peer"]: row["state"] for row in parsed(bench, "huawei_vrp", "display bgp peer")}
    assert states == {"10.0.0.2": "Active", "9.9.9.9": "Active"}


@pytest.mark.parametrize(
    ("platform", "reached", "lost", "words"),
    [
        ("huawei_vrp", "ping 10.0.0.2", "ping 10.66.0.1", ("0.00% packet loss", "100.00% packet loss")),
        (
            "huawei_vrpv8",
            "ping -vpn-instance a -c 3 192.168.1.9",
            "ping 192.168.1.9",
            ("3 packet(s) received", "100.00% packet loss"),
        ),
        ("h3c_comware", "ping -a 1.1.1.1 10.1.0.7", "ping 10.8.0.1", ("0.0% packet loss", "100.0% packet loss")),
        ("cisco_ios", "ping vrf a 10.3.0.1 repeat 2", "ping 10.3.0.1", ("percent (2/2)", "0 percent (0/5)")),
        ("ruijie_os", "ping 10.0.0.2", "ping 10.9.0.2", ("100 percent", "0 percent (0/5)")),
    ],
)
def test_an_address_answers_where_it_is_reached(
    put: Put, platform: str, reached: str, lost: str, words: tuple[str, str]
) -> None:
    bench = put(platform, TEXTS[platform])
    assert words[0] in bench.type(reached)
    assert words[1] in bench.type(lost)


@pytest.mark.parametrize(
    ("platform", "command", "wanted"),
    [
        ("huawei_vrp", "display ip vpn-instance", ["a", "1:1", "IPv4"]),
        ("h3c_comware", "display ip vpn-instance", ["a", "1:1"]),
        ("cisco_ios", "show vrf brief", ["a", "1:1", "ipv4", "Gi0/2"]),
        ("cisco_ios", "show ip vrf", ["a", "1:1", "Gi0/2"]),
        ("ruijie_os", "show ip vrf", ["a", "1:1"]),
    ],
)
def test_the_vrfs_are_displayed(put: Put, platform: str, command: str, wanted: list[str]) -> None:
    text = TEXTS[platform].replace(" ipv4-family\n  route", " route") if platform == "h3c_comware" else TEXTS[platform]
    assert put(platform, text).type(command).splitlines()[-1].split()[: len(wanted)] == wanted


@pytest.mark.parametrize(
    ("platform", "command", "hop"),
    [
        ("huawei_vrp", "display ip routing-table {}", "10.0.0.2"),
        ("huawei_vrpv8", "display ip routing-table {}", "10.0.0.2"),
        ("h3c_comware", "display ip routing-table {}", "10.0.0.2"),
        ("cisco_ios", "show ip route {}", "* 10.0.0.2"),
        ("ruijie_os", "show ip route {}", "* 10.0.0.2"),
    ],
)
def test_the_way_to_one_address_is_displayed(put: Put, platform: str, command: str, hop: str) -> None:
    bench = put(platform, TEXTS[platform])
    assert hop in bench.type(command.format("10.1.2.3"))
    assert hop not in bench.type(command.format("10.99.0.1"))


@pytest.mark.parametrize(
    ("platform", "command", "family", "enable"),
    [
        ("huawei_vrp", "display bgp vpnv4 all peer", "ipv4-family vpnv4", "peer 10.0.0.2 enable"),
        ("h3c_comware", "display bgp peer vpnv4", "address-family vpnv4", "peer 10.0.0.2 enable"),
        ("cisco_ios", "show bgp vpnv4 unicast all summary", "address-family vpnv4", "neighbor 10.0.0.2 activate"),
    ],
)
def test_neighbours_of_vpn_routes_are_those_that_are_enabled(
    put: Put, platform: str, command: str, family: str, enable: str
) -> None:
    vrp = platform != "cisco_ios"
    bench = put(platform, TEXTS[platform])
    assert "10.0.0.2 " not in bench.type(command)
    bench.type("system-view" if vrp else "configure terminal", "bgp 100" if vrp else "router bgp 100", family, enable)
    bench.type("return" if vrp else "end")
    assert "10.0.0.2 " in bench.type(command)
    assert "9.9.9.9" not in bench.type(command)
