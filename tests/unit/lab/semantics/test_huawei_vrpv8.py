"""VRP 8: what commits, and what differs from VRP 5."""

import pytest

from netops.lab.semantics import Device, difference, simulated

CORE = """
!Software Version V800R021C10SPC600
!Last configuration was updated at 2024-05-06 10:00:00+00:00 by admin
#
sysname pe1
#
ip vpn-instance a
 ipv4-family
  route-distinguisher 100:1
  apply-label per-instance
  vpn-target 100:1 export-extcommunity
  vpn-target 100:1 import-extcommunity
#
ip vpn-instance b
 ipv4-family
  route-distinguisher 100:2
  vpn-target 100:2 export-extcommunity
#
mpls lsr-id 1.1.1.1
#
mpls
#
mpls ldp
#
acl number 2001
 rule 5 permit source 10.0.0.0 0.0.0.255
#
interface Eth-Trunk1
 undo shutdown
 ip address 10.8.0.1 255.255.255.252
#
interface 10GE0/1/0
 undo shutdown
 undo dcn
#
interface GigabitEthernet0/1/1
 undo shutdown
 eth-trunk 1
#
interface GigabitEthernet0/1/2
 undo shutdown
#
interface GigabitEthernet0/1/2.100
 vlan-type dot1q 100
 ip binding vpn-instance a
 ip address 10.0.0.1 255.255.255.0
 statistic enable
#
interface LoopBack0
 ip address 1.1.1.1 255.255.255.255
#
bgp 100
 router-id 1.1.1.1
 peer 2.2.2.2 as-number 100
 peer 2.2.2.2 connect-interface LoopBack0
 #
 ipv4-family unicast
  undo synchronization
  peer 2.2.2.2 enable
 #
 ipv4-family vpnv4
  policy vpn-target
  peer 2.2.2.2 enable
 #
 ipv4-family vpn-instance a
  import-route direct
  peer 10.0.0.2 as-number 65001
#
ospf 1 router-id 1.1.1.1
 area 0.0.0.0
  network 10.8.0.0 0.0.0.3
#
ip route-static vpn-instance a 10.5.0.0 255.255.0.0 10.0.0.2
#
ip ip-prefix L index 10 permit 10.0.0.0 8
#
route-policy P permit node 10
 if-match ip-prefix L
#
ntp-service unicast-server 10.1.1.2 vpn-instance a
info-center loghost 10.1.1.1
#
aaa
 local-user admin password irreversible-cipher $1c$abc
 local-user admin service-type ssh
#
return
"""


def core() -> Device:
    """Start the core router and stand in its system view."""
    device = simulated("huawei_vrpv8", CORE)
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
    assert difference(core(), simulated("huawei_vrpv8", core().running())) == ()


def test_a_line_takes_effect_with_the_commit() -> None:
    device = core()
    typed(device, "interface LoopBack0; description new")
    assert not has(device, "description new")
    typed(device, "commit")
    assert has(device, "description new")


def test_the_prompt_shows_what_waits_for_a_commit() -> None:
    device = core()
    assert device.prompt == "[~pe1]"
    typed(device, "interface LoopBack0; description new")
    assert device.prompt == "[*pe1-LoopBack0]"
    device.type("commit")
    assert device.prompt == "[~pe1-LoopBack0]"


def test_a_new_name_stands_in_the_prompt_after_the_commit() -> None:
    device = core()
    typed(device, "sysname pe2")
    assert device.prompt == "[*pe1]"
    typed(device, "commit")
    assert device.prompt == "[~pe2]"


def test_leaving_with_changes_asks_and_yes_commits_them() -> None:
    device = core()
    typed(device, "sysname pe2")
    assert "Uncommitted" in device.type("quit").text
    device.type("y")
    assert device.prompt == "<pe2>"


def test_leaving_with_changes_and_no_drops_them() -> None:
    device = core()
    typed(device, "interface LoopBack0; description new; return; n")
    assert device.prompt == "<pe1>"
    typed(device, "system-view; commit")
    assert not has(device, "description new")


def test_leaving_with_changes_and_cancel_stays() -> None:
    device = core()
    typed(device, "sysname pe2; quit; c")
    assert device.prompt == "[*pe1]"


def test_the_candidate_can_be_cleared() -> None:
    device = core()
    typed(device, "interface LoopBack0; description new; clear configuration candidate")
    assert device.prompt == "[~pe1]"


def test_differences_look_at_what_is_committed() -> None:
    device = core()
    typed(device, "undo info-center loghost 10.1.1.1")
    assert difference(core(), device) == ()
    typed(device, "commit")
    assert difference(core(), device) == ("- info-center loghost 10.1.1.1",)


def test_a_refused_line_leaves_the_candidate_as_it_was() -> None:
    device = core()
    assert typed(device, "interface GigabitEthernet0/1/2; ip binding vpn-instance c") == ["ip binding vpn-instance c"]
    assert device.prompt == "[~pe1-GigabitEthernet0/1/2]"


def test_an_rd_is_undone_with_its_value_and_takes_the_targets_along() -> None:
    device = core()
    typed(device, "ip vpn-instance a; ipv4-family")
    assert typed(device, "route-distinguisher 100:9; undo route-distinguisher") == [
        "route-distinguisher 100:9",
        "undo route-distinguisher",
    ]
    assert typed(device, "undo route-distinguisher 100:1; route-distinguisher 100:9; commit") == []
    assert has(device, "route-distinguisher 100:9", "vpn-target 100:2 export-extcommunity")
    assert not has(device, "vpn-target 100:1 export-extcommunity")


def test_all_targets_go_with_one_word() -> None:
    device = core()
    typed(device, "ip vpn-instance a; ipv4-family; undo vpn-target all; commit")
    assert not has(device, "vpn-target 100:1 import-extcommunity")


def test_binding_a_subinterface_takes_its_addresses_away_and_keeps_its_vlan() -> None:
    device = core()
    typed(
        device, "interface GigabitEthernet0/1/2.100; undo ip binding vpn-instance a; ip binding vpn-instance b; commit"
    )
    assert not has(device, "ip address 10.0.0.1 255.255.255.0")
    assert has(device, "vlan-type dot1q 100", "statistic enable", "ip binding vpn-instance b")


def test_deleting_a_vpn_instance_takes_all_that_hangs_on_it() -> None:
    device = core()
    typed(device, "undo ip vpn-instance a; commit")
    gone = (
        "ip binding vpn-instance a",
        "ipv4-family vpn-instance a",
        "ip route-static vpn-instance a 10.5.0.0 255.255.0.0 10.0.0.2",
    )
    assert not any(has(device, line) for line in gone)


def test_a_subinterface_can_be_deleted_and_a_port_cannot() -> None:
    device = core()
    lines = "undo interface GigabitEthernet0/1/2.100; undo interface GigabitEthernet0/1/2; undo interface 10GE0/1/0"
    assert typed(device, lines) == ["undo interface GigabitEthernet0/1/2", "undo interface 10GE0/1/0"]


def test_a_trunk_with_members_cannot_be_deleted() -> None:
    device = core()
    assert typed(device, "undo interface Eth-Trunk1") == ["undo interface Eth-Trunk1"]
    assert typed(device, "interface GigabitEthernet0/1/1; undo eth-trunk; quit; undo interface Eth-Trunk1") == []


def test_a_member_of_a_trunk_has_no_address_of_its_own() -> None:
    device = core()
    assert typed(device, "interface GigabitEthernet0/1/2; ip address 10.3.0.1 24; eth-trunk 1") == ["eth-trunk 1"]


def test_an_open_port_shows_it_or_not_without_a_difference() -> None:
    assert difference(core(), simulated("huawei_vrpv8", CORE.replace(" undo shutdown\n", ""))) == ()


def test_shutdown_and_back() -> None:
    device = core()
    typed(device, "interface GigabitEthernet0/1/2; shutdown; commit")
    assert has(device, "shutdown")
    typed(device, "undo shutdown; commit")
    assert not has(device, "shutdown")


@pytest.mark.parametrize(
    ("view", "line"),
    [
        ("bgp 100", "undo peer 2.2.2.2 as-number 100"),
        ("bgp 100", "undo router-id 1.1.1.1"),
        ("acl number 2001", "undo rule 5 permit source 10.0.0.0 0.0.0.255"),
        ("interface LoopBack0", "undo description text"),
        ("interface GigabitEthernet0/1/2.100", "undo ip binding vpn-instance"),
        ("aaa", "undo local-user admin service-type ssh"),
        ("interface GigabitEthernet0/1/1", "undo eth-trunk 1"),
    ],
)
def test_an_undo_in_a_form_that_the_manual_does_not_print_is_refused(view: str, line: str) -> None:
    assert typed(core(), f"{view}; {line}") == [line]


def test_deleting_a_peer_takes_all_of_its_lines() -> None:
    device = core()
    typed(device, "bgp 100; undo peer 2.2.2.2; commit")
    assert "2.2.2.2" not in device.running()


def test_peers_of_the_public_table_and_of_a_vpn_instance_are_apart() -> None:
    device = core()
    lines = "bgp 100; peer 10.0.0.2 description x; ipv4-family vpn-instance a; peer 10.0.0.2 description x"
    assert typed(device, lines) == ["peer 10.0.0.2 description x"]
    assert typed(device, "undo peer 10.0.0.2; quit; commit") == []
    assert not has(device, "peer 10.0.0.2 as-number 65001")


def test_questions_stand_before_the_candidate_changes() -> None:
    device = core()
    assert "[Y/N]" in device.type("undo bgp 100").text
    device.type("n")
    assert device.prompt == "[~pe1]"


def test_route_policies_go_by_node_or_whole() -> None:
    device = core()
    typed(device, "route-policy P deny node 20; quit; undo route-policy P node 10; commit")
    assert has(device, "route-policy P deny node 20")
    assert not has(device, "route-policy P permit node 10")
    typed(device, "undo route-policy P; commit")
    assert "route-policy" not in device.running()


def test_an_ntp_server_is_undone_with_its_vpn_instance_named() -> None:
    device = core()
    assert typed(device, "undo ntp-service unicast-server 10.1.1.2 vpn-instance a; commit") == []
    assert "ntp-service" not in device.running()


def test_acl_rules_are_edited_in_the_candidate() -> None:
    device = core()
    typed(device, "acl 2001; rule 5 deny; rule permit source 10.9.0.0 0.0.0.255; commit")
    assert has(device, "rule 5 deny source 10.0.0.0 0.0.0.255", "rule 10 permit source 10.9.0.0 0.0.0.255")


def test_a_line_of_the_view_above_is_refused() -> None:
    assert typed(core(), "ospf 1; area 0; bandwidth-reference 1000") == ["bandwidth-reference 1000"]
