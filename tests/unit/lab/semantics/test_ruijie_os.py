"""How Ruijie RGOS behaves at its command line."""

from __future__ import annotations

import pytest

from netops.lab.semantics import Device, difference, simulated


def started(text: str = "", release: str = "") -> Device:
    """Start a device and enter global configuration."""
    device = simulated("ruijie_os", text, release)
    assert not device.type("configure terminal").refused
    return device


def after(text: str, *lines: str) -> Device:
    """Start a device, type lines that it has to take, and return it."""
    device = started(text)
    for line in lines:
        answer = device.type(line)
        assert not answer.refused, f"{line}: {answer.text}"
    return device


def refused(text: str, *lines: str) -> str:
    """Type lines of which only the last is refused; return what the device says to it."""
    device = after(text, *lines[:-1])
    before = device.running()
    answer = device.type(lines[-1])
    assert answer.refused, f"{lines[-1]} was taken:\n{device.running()}"
    assert device.running() == before
    return answer.text


def same(device: Device, text: str) -> bool:
    """Tell whether a device has the meaning of a config."""
    other = simulated("ruijie_os", text)
    assert difference(device, other) == ()
    assert difference(other, device) == ()
    return True


VRF = "ip vrf A\n rd 65001:1\n"
PORT = "interface GigabitEthernet 0/1\n no switchport\n ip address 10.0.0.1 255.255.255.0\n"
SVI = "interface VLAN 10\n ip address 10.0.10.1 255.255.255.0\n"
TRUNK = "interface GigabitEthernet 0/1\n switchport mode trunk\n switchport trunk allowed vlan only 10,20\n"


# modes and names


def test_the_prompt_names_the_port() -> None:
    device = simulated("ruijie_os", "hostname rg\n")
    seen = [device.prompt]
    for line in ("configure terminal", "interface gi0/1", "interface ag1", "vlan 10", "router bgp 1", "end"):
        device.type(line)
        seen.append(device.prompt)
    assert seen == [
        "rg#",
        "rg(config)#",
        "rg(config-if-GigabitEthernet 0/1)#",
        "rg(config-if-AggregatePort 1)#",
        "rg(config-vlan)#",
        "rg(config-router)#",
        "rg#",
    ]


@pytest.mark.parametrize("typed", ["gigabitEthernet 0/1", "gi0/1", "GigabitEthernet0/1", "gi 0/1"])
def test_a_port_has_one_name_in_several_spellings(typed: str) -> None:
    device = after(PORT, f"interface {typed}", "description x")
    assert same(device, PORT + " description x\n")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("te0/49", "TenGigabitEthernet 0/49"),
        ("aggregateport 1", "AggregatePort 1"),
        ("vlan 10", "VLAN 10"),
        ("loopback 0", "Loopback 0"),
        ("mgmt 0", "Mgmt 0"),
        ("fo0/53", "FortyGigabitEthernet 0/53"),
    ],
)
def test_names_are_displayed_with_a_space(typed: str, shown: str) -> None:
    assert f"interface {shown}\n" in after("", f"interface {typed}").running()


def test_a_global_line_leaves_the_sub_mode() -> None:
    device = after(SVI, "interface vlan 10", "ip route 0.0.0.0 0.0.0.0 10.0.10.9")
    assert device.prompt == "Ruijie(config)#"
    assert same(device, SVI + "ip route 0.0.0.0 0.0.0.0 10.0.10.9\n")


def test_several_ports_are_set_at_once() -> None:
    device = after("", "interface range gigabitEthernet 0/1-2", "switchport access vlan 10")
    port = "interface GigabitEthernet 0/{}\n switchport access vlan 10\n"
    assert same(device, port.format(1) + port.format(2))


def test_a_headed_and_noisy_config_is_read() -> None:
    text = (
        "rg#show running-config\nBuilding configuration...\nCurrent configuration: 7300 bytes\n\n"
        "version S5760X_RGOS 12.6(2)B0702P1\nhostname rg\n!\ninstall 0 S5760C-24SFP/8GT8XS-X\n!\nend\n"
    )
    assert same(started(text), "hostname rg\n")


# addresses


def test_a_mask_may_be_typed_as_a_length() -> None:
    assert same(after("", "interface vlan 10", "ip address 10.0.10.1 24"), SVI)


def test_a_secondary_address_needs_a_primary_one() -> None:
    assert "Primary IP address" in refused("", "interface vlan 10", "ip address 10.0.10.1 255.255.255.0 secondary")
    device = after(SVI, "interface vlan 10", "ip address 10.0.11.1 255.255.255.0 secondary")
    assert same(device, SVI + " ip address 10.0.11.1 255.255.255.0 secondary\n")


def test_another_primary_address_takes_the_place_of_the_first() -> None:
    assert same(after(SVI, "interface vlan 10", "ip address 10.0.10.2 255.255.255.0"), SVI.replace("10.1 ", "10.2 "))


def test_no_ip_address_takes_all_addresses() -> None:
    text = SVI + " ip address 10.0.11.1 255.255.255.0 secondary\n"
    assert same(after(text, "interface vlan 10", "no ip address"), "interface VLAN 10\n")


def test_overlapping_networks_are_refused_within_a_vrf_only() -> None:
    lines = ("interface vlan 20", "ip address 10.0.10.2 255.255.255.0")
    assert "overlaps with VLAN 10" in refused(SVI, *lines)
    after(VRF + SVI, lines[0], "ip vrf forwarding A", lines[1])


def test_a_physical_port_is_not_deleted_and_a_virtual_one_is() -> None:
    assert "physical" in refused(PORT, "no interface gi0/1")
    assert same(after(SVI, "no interface vlan 10"), "")


# VRFs


def test_binding_a_port_to_a_vrf_takes_its_addresses_away() -> None:
    device = after(VRF + SVI, "interface vlan 10", "ip vrf forwarding A")
    assert same(device, VRF + "interface VLAN 10\n ip vrf forwarding A\n")


def test_unbinding_takes_the_addresses_away_too() -> None:
    text = VRF + "interface VLAN 10\n ip vrf forwarding A\n ip address 10.0.10.1 255.255.255.0\n"
    assert same(after(text, "interface vlan 10", "no ip vrf forwarding A"), VRF + "interface VLAN 10\n")


def test_binding_to_an_unknown_vrf_is_refused() -> None:
    assert "VRF B" in refused(SVI, "interface vlan 10", "ip vrf forwarding B")


def test_deleting_a_vrf_takes_everything_in_it_away() -> None:
    text = (
        VRF + "interface VLAN 10\n ip vrf forwarding A\n ip address 10.0.10.1 255.255.255.0\n"
        "router bgp 1\n address-family ipv4 vrf A\n  neighbor 10.0.10.2 remote-as 2\n exit-address-family\n"
        "ip route vrf A 0.0.0.0 0.0.0.0 10.0.10.9\n"
    )
    assert same(after(text, "no ip vrf A"), "interface VLAN 10\nrouter bgp 1\n")


def test_both_is_an_import_and_an_export_target() -> None:
    device = after(VRF, "ip vrf A", "route-target both 1:1", "no route-target import 1:1")
    assert same(device, VRF + " route-target export 1:1\n")


# switching


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("only 30", "only 30"),
        ("add 30", "only 10,20,30"),
        ("remove 10", "only 20"),
        ("except 3-4094", "only 1,2"),
    ],
)
def test_a_trunk_list_changes_by_its_word(typed: str, kept: str) -> None:
    device = after(TRUNK, "interface gi0/1", f"switchport trunk allowed vlan {typed}")
    assert f" switchport trunk allowed vlan {kept}\n" in device.running()


@pytest.mark.parametrize("line", ["no switchport trunk allowed vlan", "switchport trunk allowed vlan all"])
def test_a_trunk_is_opened_for_all_vlans(line: str) -> None:
    device = after(TRUNK, "interface gi0/1", line)
    assert same(device, "interface GigabitEthernet 0/1\n switchport mode trunk\n")


def test_an_old_list_of_what_is_removed_reads_as_what_is_left() -> None:
    text = "interface GigabitEthernet 0/1\n switchport trunk allowed vlan remove 1-9,11-4094\n"
    assert same(started(text), "interface GigabitEthernet 0/1\n switchport trunk allowed vlan only 10\n")


def test_access_mode_is_not_displayed() -> None:
    device = after(
        "interface GigabitEthernet 0/2\n switchport mode trunk\n", "interface gi0/2", "switchport mode access"
    )
    assert same(device, "interface GigabitEthernet 0/2\n")


def test_no_switchport_takes_the_lines_of_layer_two_away() -> None:
    device = after(TRUNK, "interface gi0/1", "no switchport", "ip address 10.0.0.1 255.255.255.0")
    assert same(device, PORT)


def test_switchport_takes_the_lines_of_layer_three_away() -> None:
    device = after(PORT, "interface gi0/1", "switchport", "switchport access vlan 10")
    assert same(device, "interface GigabitEthernet 0/1\n switchport access vlan 10\n")


def test_a_routing_port_takes_no_switchport_line() -> None:
    assert "not a switching port" in refused(PORT, "interface gi0/1", "switchport access vlan 10")


def test_a_vlan_range_is_its_vlans() -> None:
    device = after("vlan range 1,100\n", "vlan range 200-201", "vlan 200", "name users", "no vlan 100")
    assert same(device, "vlan range 1,200-201\nvlan 200\n name users\n")


def test_vlan_1_stays() -> None:
    assert "may not be deleted" in refused("vlan range 1,10\n", "no vlan 1")


def test_the_first_member_makes_the_aggregate_port() -> None:
    device = after("", "interface gi0/1", "port-group 1 mode active")
    assert same(device, "interface GigabitEthernet 0/1\n port-group 1 mode active\ninterface AggregatePort 1\n")
    device.type("interface aggregateport 1")
    assert device.prompt == "Ruijie(config-if-AggregatePort 1)#"


# routing


def test_a_neighbor_needs_an_as_first_and_goes_whole() -> None:
    text = "router bgp 1\n neighbor 10.0.0.2 remote-as 2\n address-family ipv4\n  neighbor 10.0.0.2 activate\n"
    assert "remote-as" in refused(text, "router bgp 1", "neighbor 10.0.0.3 update-source Loopback 0")
    device = after(text, "router bgp 1", "no neighbor 10.0.0.2")
    assert same(device, "router bgp 1\n address-family ipv4\n")


def test_a_group_goes_with_its_members() -> None:
    text = "router bgp 1\n neighbor G peer-group\n neighbor G remote-as 2\n neighbor 10.0.0.2 peer-group G\n"
    assert same(after(text, "router bgp 1", "no neighbor G peer-group"), "router bgp 1\n")


def test_a_vrf_family_needs_its_vrf() -> None:
    assert refused("router bgp 1\n", "router bgp 1", "address-family ipv4 vrf A")
    after(VRF, "router bgp 1", "address-family ipv4 vrf A", "exit-address-family")


def test_no_ip_route_goes_by_destination_and_hop() -> None:
    text = "ip route 10.0.0.0 255.0.0.0 192.0.2.1 200\nip route 10.0.0.0 255.0.0.0 VLAN 10 192.0.2.2\n"
    device = after(text, "no ip route 10.0.0.0 255.0.0.0 192.0.2.1")
    assert same(device, "ip route 10.0.0.0 255.0.0.0 VLAN 10 192.0.2.2\n")
    assert same(after(text, "no ip route 10.0.0.0 255.0.0.0"), "")


def test_a_passive_port_is_known_by_any_spelling() -> None:
    device = after("router ospf 1\n passive-interface VLAN 10\n", "router ospf 1", "no passive-interface vlan 10")
    assert same(device, "router ospf 1\n")


def test_a_redistribution_goes_whole_or_loses_an_option() -> None:
    text = "router ospf 1\n redistribute static metric 5 subnets\n"
    assert same(
        after(text, "router ospf 1", "no redistribute static metric 5"), "router ospf 1\n redistribute static subnets\n"
    )
    assert same(after(text, "router ospf 1", "no redistribute static"), "router ospf 1\n")


# access lists

ACL = "ip access-list extended WEB\n 10 permit tcp any any eq www\n 20 deny ip any any\n"


def test_entries_are_displayed_with_their_numbers() -> None:
    device = after(ACL, "ip access-list extended WEB", "15 permit udp any any", "permit icmp any any")
    assert " 15 permit udp any any\n 20 deny ip any any\n 30 permit icmp any any\n" in device.running()


def test_entries_go_by_number_and_a_taken_number_is_refused() -> None:
    lines = ("ip access-list extended WEB", "10 permit udp any any")
    assert "Duplicate" in refused(ACL, *lines)
    assert same(after(ACL, lines[0], "no 10", lines[1]), ACL.replace("tcp any any eq www", "udp any any"))


def test_a_list_by_its_number_is_the_list_by_its_name() -> None:
    device = after("", "access-list 10 permit host 10.0.0.1", "access-list 10 permit 10.1.0.0 0.0.255.255")
    assert same(device, "ip access-list standard 10\n 10 permit host 10.0.0.1\n 20 permit 10.1.0.0 0.0.255.255\n")
    assert same(after(device.running(), "no access-list 10"), "")


def test_a_list_leaves_its_port_by_name_and_direction() -> None:
    text = PORT + " ip access-group WEB in\n"
    assert same(after(text, "interface gi0/1", "no ip access-group WEB in"), PORT)


# management


def test_a_user_goes_without_a_question() -> None:
    device = after(
        "username admin privilege 15 secret 8 $x\n", "username ops privilege 1 password 7 y", "no username admin"
    )
    assert same(device, "username ops privilege 1 password 7 y\n")


def test_lines_of_a_user_add_up() -> None:
    text = "username admin password 7 x\nusername admin privilege 15\n"
    assert same(started(text), "username admin privilege 15 password 7 x\n")


def test_services_are_switched_by_no() -> None:
    text = "enable service ssh-server\n"
    assert same(after(text, "no enable service ssh-server"), "")
    device = after(text, "no enable service snmp-agent")
    assert "no enable service snmp-agent\n" in device.running()
    device.type("enable service snmp-agent")
    assert same(device, text)


def test_a_setting_that_is_displayed_with_no_comes_and_goes() -> None:
    text = "no snmp-server enable version v1\nsnmp-server enable version v3\n"
    device = after(text, "snmp-server enable version v1", "no snmp-server enable version v1")
    assert same(device, text)


def test_a_log_server_has_two_spellings() -> None:
    device = after("logging server 10.0.0.6\n", "logging 10.0.0.7", "no logging server 10.0.0.6")
    assert same(device, "logging server 10.0.0.7\n")


def test_an_encrypted_community_is_known_by_its_text() -> None:
    text = "snmp-server community 7 abc ro\nsnmp-server community 7 def rw\n"
    assert same(after(text, "no snmp-server community 7 abc"), "snmp-server community 7 def rw\n")


def test_terminal_lines_are_cut_where_a_range_ends() -> None:
    text = "line vty 0 35\n login local\n"
    device = after(text, "line vty 0 4", "access-class 10 in")
    assert same(device, "line vty 0 4\n login local\n access-class 10 in\nline vty 5 35\n login local\n")


def test_a_redundancy_group_goes_line_by_line() -> None:
    text = SVI + " vrrp 1 ip 10.0.10.254\n vrrp 1 priority 120\n"
    device = after(text, "interface vlan 10", "no vrrp 1 priority")
    assert same(device, SVI + " vrrp 1 ip 10.0.10.254\n")


def test_what_a_device_displays_is_what_it_starts_with() -> None:
    text = (
        "hostname rg\n"
        + VRF
        + PORT.replace("0/1", "0/2")
        + SVI
        + TRUNK
        + ACL
        + "vlan range 1,10,20\nline vty 0 4\n login\n"
    )
    assert same(simulated("ruijie_os", started(text).running()), text)
