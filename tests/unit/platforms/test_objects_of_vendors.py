"""What goes with a VRF, a VLAN or an aggregate, and what is refused without: the rulebook and the second device agree."""

import pytest

from netops.config import Rejection, Tree, parse, simulate
from netops.config.way import answered
from netops.lab.semantics import difference, simulated
from netops.platforms import get_platform

VRP = """#
vlan batch 10 20
#
ip vpn-instance A
 ipv4-family
  route-distinguisher 65000:101
  vpn-target 65000:101 export-extcommunity
#
ip vpn-instance OTHER
 ipv4-family
  route-distinguisher 65000:102
#
interface Vlanif10
 description HQ
 ip binding vpn-instance A
 ip address 10.1.0.1 255.255.255.252
 ospf cost 20
#
interface Eth-Trunk7
#
interface GigabitEthernet0/0/1
 port link-type access
 port default vlan 20
#
interface GigabitEthernet0/0/2
 eth-trunk 7
#
bgp 65000
 router-id 10.255.0.1
 #
 ipv4-family unicast
  undo synchronization
 #
 ipv4-family vpn-instance A
  import-route direct
  peer 10.1.0.2 as-number 65101
#
ospf 101 vpn-instance A
 area 0.0.0.0
  network 10.1.0.0 0.0.0.3
#
ip route-static vpn-instance A 10.32.0.0 255.255.0.0 10.1.0.2
ip route-static vpn-instance OTHER 10.32.0.0 255.255.0.0 10.1.0.2
ip route-static 10.33.0.0 255.255.0.0 vpn-instance A 10.1.0.2
#
return
"""
COMWARE = """#
 version 7.1.070, Release 6616P05
#
ip vpn-instance A
 route-distinguisher 65000:101
 vpn-target 65000:101 export-extcommunity
#
vlan 10
#
vlan 20
#
ospf 101 vpn-instance A
 area 0.0.0.0
  network 10.1.0.0 0.0.0.3
#
interface Bridge-Aggregation7
#
interface Vlan-interface10
 description HQ
 ip binding vpn-instance A
 ip address 10.1.0.1 255.255.255.252
#
interface GigabitEthernet1/0/1
 port link-mode bridge
 port access vlan 20
#
interface GigabitEthernet1/0/2
 port link-mode bridge
 port link-aggregation group 7
#
bgp 65000
 router-id 10.255.0.1
 #
 ip vpn-instance A
  peer 10.1.0.2 as-number 65101
  #
  address-family ipv4 unicast
   import-route direct
   peer 10.1.0.2 enable
#
 ip route-static vpn-instance A 10.32.0.0 16 10.1.0.2
#
return
"""
IOS = """hostname PE1
!
ip vrf A
 rd 65000:101
 route-target export 65000:101
!
interface GigabitEthernet 0/2
 description HQ
 ip vrf forwarding A
 ip address 10.1.0.1 255.255.255.252
!
router ospf 101 vrf A
 network 10.1.0.0 0.0.0.3 area 0
!
router bgp 65000
 bgp router-id 10.255.0.1
 address-family ipv4 vrf A
  redistribute connected
  neighbor 10.1.0.2 remote-as 65101
  neighbor 10.1.0.2 activate
 exit-address-family
!
ip route vrf A 10.32.0.0 255.255.0.0 10.1.0.2
ip route 10.33.0.0 255.255.0.0 10.9.0.2
"""
TEXTS = {
    "huawei_vrp": VRP,
    "huawei_vrpv8": VRP,
    "h3c_comware": COMWARE,
    "ruijie_os": IOS,
    "cisco_ios": IOS.replace("Ethernet 0/2", "Ethernet0/2"),
}
ON_VRP = [
    "undo vlan batch 20",
    "undo vlan batch 10",
    "undo interface Eth-Trunk7",
    "ip route-static vpn-instance B 10.9.0.0 255.255.0.0 10.9.0.1",
    "ospf 7 vpn-instance B",
    "interface Vlanif30",
    "bgp 65000\n ipv4-family vpn-instance B",
    "bgp 65000\n peer 10.9.0.2 as-number 65109\n peer 10.9.0.2 group G",
    "interface GigabitEthernet0/0/3\n ip binding vpn-instance B",
    "interface GigabitEthernet0/0/3\n eth-trunk 8",
    "interface GigabitEthernet0/0/3\n port link-type access\n port default vlan 30",
    "interface GigabitEthernet0/0/3\n traffic-policy P inbound",
]
ON_IOS = [
    "no ip vrf A",
    "ip route vrf B 10.9.0.0 255.255.0.0 10.9.0.1",
    "router ospf 7 vrf B",
    "router bgp 65000\n address-family ipv4 vrf B",
    "router bgp 65000\n neighbor 10.9.0.2 peer-group G",
    "policy-map P\n class C",
]
COMMANDS = {
    "huawei_vrp": ["undo ip vpn-instance A", *ON_VRP],
    "huawei_vrpv8": ["undo ip vpn-instance A", *ON_VRP],
    "h3c_comware": [
        "undo ip vpn-instance A",
        "undo vlan 20",
        "undo vlan 10",
        "undo interface Bridge-Aggregation7",
        "ip route-static vpn-instance B 10.9.0.0 16 10.9.0.1",
        "ospf 7 vpn-instance B",
        "interface Vlan-interface30",
        "bgp 65000\n ip vpn-instance B",
        "interface GigabitEthernet1/0/3\n port link-mode route\n ip binding vpn-instance B",
        "interface GigabitEthernet1/0/3\n port link-mode bridge\n port access vlan 30",
        "interface GigabitEthernet1/0/3\n qos apply policy P inbound",
    ],
    "ruijie_os": [*ON_IOS, "interface GigabitEthernet 0/3\n ip vrf forwarding B"],
    "cisco_ios": [
        *ON_IOS,
        "ip vrf A\n no rd 65000:101\n route-target export 65000:101",
        "interface GigabitEthernet0/3\n ip vrf forwarding B",
        "interface GigabitEthernet0/3\n service-policy output P",
    ],
}


@pytest.mark.parametrize(
    ("platform", "commands"), [(platform, each) for platform, found in COMMANDS.items() for each in found]
)
def test_both_devices_say_the_same(platform: str, commands: str) -> None:
    running = TEXTS[platform]
    part = get_platform(platform).rulebook.parts[0]
    second = simulated(platform, running)
    lines = [line.strip() for line in commands.split("\n")]
    answers = [
        second.type(line) for line in (*part.enter, *(each for each, _ in answered(lines, part.dialogs)), *part.commit)
    ]
    refused = any(each.refused for each in answers)

    after = simulate(get_platform(platform), parse(get_platform(platform), running), commands)

    assert isinstance(after, Rejection) == refused, (after, answers)
    if isinstance(after, Tree):
        assert not difference(second, simulated(platform, after.source))
