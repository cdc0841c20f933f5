"""Tables of state from simulated devices, whose displays were written by somebody else, from the manuals."""

import pytest
from tests.unit.devices.terminals.pushes import Bench

from netops.devices import Kind
from netops.devices.state_rows import BgpNeighbour, Interface, OspfNeighbour, Route

VRP = """sysname dev1
#
ip vpn-instance finance
 ipv4-family
  route-distinguisher 65000:101
  vpn-target 65000:101 export-extcommunity
#
interface GigabitEthernet0/0/1
 undo shutdown
 ip address 10.1.1.1 255.255.255.252
#
interface GigabitEthernet0/0/2
 ip binding vpn-instance finance
 ip address 10.1.0.1 255.255.255.252
#
interface LoopBack0
 ip address 10.255.0.1 255.255.255.255
#
bgp 65000
 peer 10.255.0.2 as-number 65000
 #
 ipv4-family unicast
  peer 10.255.0.2 enable
 #
 ipv4-family vpnv4
  policy vpn-target
  peer 10.255.0.2 enable
 #
 ipv4-family vpn-instance finance
  peer 10.1.0.2 as-number 65101
#
ospf 1 router-id 10.255.0.1
 area 0.0.0.0
  network 10.1.1.0 0.0.0.3
#
ip route-static 0.0.0.0 0.0.0.0 10.1.1.2
ip route-static vpn-instance finance 192.168.1.0 255.255.255.0 10.1.0.2
#
return
"""
VRP8 = VRP.replace("0/0/1", "0/1/1").replace("0/0/2", "0/1/2")
CW = (
    VRP.replace("0/0/", "1/0/")
    .replace(
        " ipv4-family\n  route-distinguisher 65000:101\n  vpn-target 65000:101 export-extcommunity",
        " route-distinguisher 65000:101\n vpn-target 65000:101 export-extcommunity",
    )
    .replace(
        """bgp 65000
 peer 10.255.0.2 as-number 65000
 #
 ipv4-family unicast
  peer 10.255.0.2 enable
 #
 ipv4-family vpnv4
  policy vpn-target
  peer 10.255.0.2 enable
 #
 ipv4-family vpn-instance finance
  peer 10.1.0.2 as-number 65101
""",
        """bgp 65000
 peer 10.255.0.2 as-number 65000
 #
 address-family ipv4 unicast
  peer 10.255.0.2 enable
 #
 address-family vpnv4
  peer 10.255.0.2 enable
 #
 ip vpn-instance finance
  peer 10.1.0.2 as-number 65101
  #
  address-family ipv4 unicast
   peer 10.1.0.2 enable
""",
    )
    .replace("ip route-static 0.0.0.0 0.0.0.0", "ip route-static 0.0.0.0 0")
)
IOS = """hostname dev1
!
ip vrf finance
 rd 65000:101
!
interface GigabitEthernet0/1
 ip address 10.1.1.1 255.255.255.252
!
interface GigabitEthernet0/2
 ip vrf forwarding finance
 ip address 10.1.0.1 255.255.255.252
!
interface Loopback0
 ip address 10.255.0.1 255.255.255.255
!
router ospf 1
 router-id 10.255.0.1
 network 10.1.1.0 0.0.0.3 area 0
!
router bgp 65000
 neighbor 10.255.0.2 remote-as 65000
 !
 address-family ipv4 vrf finance
  neighbor 10.1.0.2 remote-as 65101
  neighbor 10.1.0.2 activate
 exit-address-family
!
ip route 0.0.0.0 0.0.0.0 10.1.1.2
ip route vrf finance 192.168.1.0 255.255.255.0 10.1.0.2
!
end
"""
RG = IOS.replace("GigabitEthernet0", "GigabitEthernet 0").replace("Loopback0", "Loopback 0")
CONFIGS = {"huawei_vrp": VRP, "huawei_vrpv8": VRP8, "h3c_comware": CW, "ruijie_os": RG, "cisco_ios": IOS}
PORTS = {
    "huawei_vrp": "GigabitEthernet0/0/1",
    "huawei_vrpv8": "GigabitEthernet0/1/1",
    "h3c_comware": "GE1/0/1",
    "ruijie_os": "GigabitEthernet0/1",
    "cisco_ios": "GigabitEthernet0/1",
}


@pytest.mark.parametrize("platform", CONFIGS)
def test_every_table_of_a_simulated_device_is_read(bench: Bench, platform: str) -> None:
    bench.start(platform, CONFIGS[platform])
    fleet = bench.fleet(patience=10)
    found = {}
    for table in ("versions", "interfaces", "routes", "bgp", "ospf", "arp", "mac", "vrfs"):
        outcome = fleet.state(table)["dev1"]
        assert outcome.kind is Kind.DONE, outcome.fault
        assert outcome.value is not None
        assert outcome.value.unread == ()
        found[table] = outcome.value.rows
    assert len(found["versions"]) == 1
    up = {row.name: row.link for row in found["interfaces"] if isinstance(row, Interface)}
    assert up[PORTS[platform]] == "up"
    routes = {row.prefix: row for row in found["routes"] if isinstance(row, Route) and not row.vrf}
    assert (routes["0.0.0.0/0"].protocol, routes["0.0.0.0/0"].next_hop) == ("static", "10.1.1.2")
    assert (routes["10.1.1.0/30"].protocol, routes["10.1.1.0/30"].interface) == ("connected", PORTS[platform])
    inside = {row.prefix: row.next_hop for row in found["routes"] if isinstance(row, Route) and row.vrf == "finance"}
    assert inside["192.168.1.0/24"] == "10.1.0.2"
    (neighbour,) = (row for row in found["ospf"] if isinstance(row, OspfNeighbour))
    assert (neighbour.interface, neighbour.state) == (PORTS[platform], "full")
    sessions = {(row.vrf, row.family, row.address) for row in found["bgp"] if isinstance(row, BgpNeighbour)}
    assert {("", "ipv4", "10.255.0.2"), ("finance", "ipv4", "10.1.0.2")} <= sessions
    assert (("", "vpnv4", "10.255.0.2") in sessions) is (platform not in {"cisco_ios", "ruijie_os"})
    assert [getattr(row, "interface", "") for row in found["arp"]][:1] == [PORTS[platform]]


def test_asking_for_state_types_nothing_but_questions(bench: Bench) -> None:
    devices = bench.start("huawei_vrpv8", VRP8)
    before = devices.running("dev1")
    fleet = bench.fleet(patience=10)
    typed = len(devices.typed("dev1"))
    fleet.state("routes")
    assert all(line.startswith("display ") for line in devices.typed("dev1")[typed:])
    assert devices.running("dev1") == before
