"""How Cisco IOS and IOS XE behave at their command line: modes, ports, VRFs, switching, management."""

from __future__ import annotations

import pytest

from netops.lab.semantics import Device, difference, simulated


def started(text: str = "", release: str = "") -> Device:
    """Start a device and enter global configuration."""
    device = simulated("cisco_ios", text, release)
    assert not device.type("configure terminal").refused
    return device


def after(text: str, *lines: str, release: str = "") -> Device:
    """Start a device, type lines that it has to take, and return it."""
    device = started(text, release)
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


def same(device: Device, text: str, release: str = "") -> bool:
    """Tell whether a device has the meaning of a config."""
    other = simulated("cisco_ios", text, release)
    assert difference(device, other) == ()
    assert difference(other, device) == ()
    return True


VRF = "vrf definition A\n rd 65001:1\n address-family ipv4\n exit-address-family\n"
PORT = "interface GigabitEthernet0/0\n ip address 10.0.0.1 255.255.255.0\n"
OTHER = "interface GigabitEthernet0/1\n ip address 10.0.1.1 255.255.255.0\n"


# modes


def test_prompts_tell_the_mode() -> None:
    device = simulated("cisco_ios", "hostname r1\n")
    seen = [device.prompt]
    for line in ("configure terminal", "interface gi0/0", "exit", "router bgp 65001", "address-family vpnv4"):
        device.type(line)
        seen.append(device.prompt)
    assert seen == [
        "r1#",
        "r1(config)#",
        "r1(config-if)#",
        "r1(config)#",
        "r1(config-router)#",
        "r1(config-router-af)#",
    ]


def test_a_global_line_typed_in_a_sub_mode_is_taken_globally() -> None:
    device = after("", "interface Loopback0", "ip route 10.0.0.0 255.0.0.0 192.0.2.1")
    assert device.prompt == "Router(config)#"
    assert same(device, "interface Loopback0\nip route 10.0.0.0 255.0.0.0 192.0.2.1\n")


def test_a_line_of_a_sub_mode_is_refused_globally() -> None:
    assert "Invalid input" in refused("", "ip address 10.0.0.1 255.255.255.0")


def test_a_family_is_opened_from_within_another_one() -> None:
    text = VRF + "router bgp 65001\n"
    device = after(text, "router bgp 65001", "address-family vpnv4", "address-family ipv4 vrf A")
    assert same(device, text + " address-family vpnv4\n exit-address-family\n address-family ipv4 vrf A\n")


def test_a_process_line_typed_in_a_family_is_refused() -> None:
    assert "Invalid" in refused("router bgp 65001\n", "router bgp 65001", "address-family vpnv4", "timers bgp 10 30")


def test_exit_address_family_leaves_only_a_family() -> None:
    assert "Invalid" in refused("", "router bgp 65001", "exit-address-family")


def test_names_of_interfaces_may_be_cut_short() -> None:
    device = after("", "interface te1/0/1", "description uplink", "interface lo0", "interface vlan10")
    text = "interface TenGigabitEthernet1/0/1\n description uplink\ninterface Loopback0\ninterface Vlan10\n"
    assert same(device, text)


def test_an_incomplete_line_is_told_apart_from_an_unknown_one() -> None:
    assert refused(PORT, "interface gi0/0", "ip address 10.0.0.9") == "% Incomplete command."


def test_several_interfaces_are_set_at_once() -> None:
    device = after("", "interface range gi0/1-3", "description spare", "shutdown", "hostname r1")
    port = "interface GigabitEthernet0/{}\n description spare\n shutdown\n"
    assert same(device, "hostname r1\n" + "".join(port.format(n) for n in (1, 2, 3)))


# addresses


def test_a_second_primary_address_takes_the_place_of_the_first() -> None:
    device = after(PORT, "interface gi0/0", "ip address 10.0.0.2 255.255.255.0")
    assert same(device, "interface GigabitEthernet0/0\n ip address 10.0.0.2 255.255.255.0\n")


def test_secondary_addresses_add_up() -> None:
    lines = ("ip address 10.1.0.1 255.255.255.0 secondary", "ip address 10.2.0.1 255.255.255.0 secondary")
    device = after(PORT, "interface gi0/0", *lines)
    assert same(device, PORT + "".join(f" {line}\n" for line in lines))


def test_the_primary_address_is_not_deleted_before_the_secondary() -> None:
    text = PORT + " ip address 10.1.0.1 255.255.255.0 secondary\n"
    answer = refused(text, "interface gi0/0", "no ip address 10.0.0.1 255.255.255.0")
    assert answer == "Must delete secondary before deleting primary"


def test_no_ip_address_takes_all_addresses() -> None:
    text = PORT + " ip address 10.1.0.1 255.255.255.0 secondary\n"
    assert same(after(text, "interface gi0/0", "no ip address"), "interface GigabitEthernet0/0\n")


def test_an_address_that_is_not_there_is_not_deleted() -> None:
    assert "Invalid address" in refused(PORT, "interface gi0/0", "no ip address 10.9.9.9 255.255.255.0")


def test_a_mask_is_no_length() -> None:
    assert refused(PORT, "interface gi0/0", "ip address 10.0.0.2 24")


def test_an_address_that_overlaps_another_port_is_refused() -> None:
    answer = refused(PORT + OTHER, "interface gi0/1", "ip address 10.0.0.2 255.255.255.0")
    assert answer == "% 10.0.0.0 overlaps with GigabitEthernet0/0"


@pytest.mark.parametrize("first", ["no ip address", "shutdown"])
def test_an_address_moves_once_the_other_port_has_let_go(first: str) -> None:
    device = after(PORT + OTHER, "interface gi0/0", first, "interface gi0/1", "ip address 10.0.0.2 255.255.255.0")
    assert " ip address 10.0.0.2 255.255.255.0" in device.running()


def test_the_same_network_may_stand_in_two_vrfs() -> None:
    device = after(VRF + PORT + OTHER, "interface gi0/1", "vrf forwarding A", "ip address 10.0.0.2 255.255.255.0")
    assert " ip address 10.0.0.2 255.255.255.0" in device.running()


def test_the_address_of_a_network_is_refused() -> None:
    assert (
        refused("", "interface Loopback0", "ip address 10.0.0.0 255.255.255.0") == "Bad mask /24 for address 10.0.0.0"
    )


def test_a_subinterface_needs_its_vlan_before_an_address() -> None:
    lines = ("interface gi0/0.10", "ip address 10.0.0.1 255.255.255.0")
    assert "IEEE 802.1Q" in refused("", *lines)
    after("", lines[0], "encapsulation dot1q 10", lines[1])


def test_two_subinterfaces_of_a_port_do_not_share_a_vlan() -> None:
    text = "interface GigabitEthernet0/0.10\n encapsulation dot1Q 10\n"
    assert "is not permitted" in refused(text, "interface gi0/0.20", "encapsulation dot1Q 10")


def test_a_physical_port_is_not_deleted() -> None:
    assert refused(PORT, "no interface gi0/0") == "% Removal of physical interfaces is not permitted"


def test_a_loopback_is_deleted_with_all_below_it() -> None:
    assert same(after("interface Loopback0\n ip address 10.0.0.1 255.255.255.255\n", "no interface lo0"), "")


def test_default_interface_empties_a_port() -> None:
    assert same(
        after(PORT + " description x\n shutdown\n", "default interface gi0/0"), "interface GigabitEthernet0/0\n"
    )


def test_no_shutdown_is_not_displayed() -> None:
    device = after("interface Loopback0\n shutdown\n", "interface lo0", "no shutdown")
    assert "shutdown" not in device.running()


# VRFs


def test_binding_a_port_to_a_vrf_takes_its_addresses_away() -> None:
    text = VRF + PORT + " description x\n ip ospf 1 area 0\nrouter ospf 1\n"
    device = started(text)
    device.type("interface GigabitEthernet0/0")
    answer = device.type("vrf forwarding A")
    assert answer.text == "% Interface GigabitEthernet0/0 IPv4 disabled and address(es) removed due to enabling VRF A"
    assert same(device, VRF + "interface GigabitEthernet0/0\n description x\n vrf forwarding A\nrouter ospf 1\n")


def test_typing_the_same_binding_again_takes_nothing_away() -> None:
    text = VRF + "interface GigabitEthernet0/0\n vrf forwarding A\n ip address 10.0.0.1 255.255.255.0\n"
    assert same(after(text, "interface gi0/0", "vrf forwarding A"), text)


def test_unbinding_takes_the_addresses_away_too() -> None:
    text = VRF + "interface GigabitEthernet0/0\n vrf forwarding A\n ip address 10.0.0.1 255.255.255.0\n"
    assert same(after(text, "interface gi0/0", "no vrf forwarding"), VRF + "interface GigabitEthernet0/0\n")


def test_binding_to_an_unknown_vrf_is_refused() -> None:
    assert refused(PORT, "interface gi0/0", "vrf forwarding B") == "% VRF B not configured."


def test_the_old_word_does_not_bind_to_a_new_vrf() -> None:
    assert "vrf forwarding" in refused(VRF + PORT, "interface gi0/0", "ip vrf forwarding A")


def test_an_address_in_a_vrf_without_its_family_is_refused() -> None:
    text = "vrf definition A\n rd 1:1\ninterface GigabitEthernet0/0\n vrf forwarding A\n"
    assert "Enable IPV4 on that VRF first" in refused(text, "interface gi0/0", "ip address 10.0.0.1 255.255.255.0")


def test_deleting_a_vrf_takes_everything_in_it_away() -> None:
    text = (
        VRF + "interface GigabitEthernet0/0\n vrf forwarding A\n ip address 10.0.0.1 255.255.255.0\n"
        "router ospf 5 vrf A\n network 10.0.0.0 0.0.0.255 area 0\n"
        "router bgp 65001\n address-family ipv4 vrf A\n  redistribute connected\n exit-address-family\n"
        "ip route vrf A 0.0.0.0 0.0.0.0 10.0.0.9\nip route 0.0.0.0 0.0.0.0 192.0.2.1\n"
    )
    left = "interface GigabitEthernet0/0\nrouter bgp 65001\nip route 0.0.0.0 0.0.0.0 192.0.2.1\n"
    assert same(after(text, "no vrf definition A"), left)


def test_a_route_distinguisher_is_not_changed_in_place() -> None:
    assert refused(VRF, "vrf definition A", "rd 65001:2")
    assert same(after(VRF, "vrf definition A", "no rd 65001:1", "rd 65001:2"), VRF.replace("65001:1", "65001:2"))


def test_both_is_an_import_and_an_export_target() -> None:
    text = "vrf definition A\n address-family ipv4\n  route-target export 1:1\n  route-target import 1:1\n"
    device = after("", "vrf definition A", "address-family ipv4", "route-target both 1:1")
    assert same(device, text)
    device.type("no route-target export 1:1")
    assert same(device, text.replace("  route-target export 1:1\n", ""))


# switching


def test_an_allowed_list_takes_the_place_of_the_old_one() -> None:
    text = "interface GigabitEthernet0/1\n switchport trunk allowed vlan 10,20\n"
    device = after(text, "interface gi0/1", "switchport trunk allowed vlan 5")
    assert same(device, "interface GigabitEthernet0/1\n switchport trunk allowed vlan 5\n")


def test_vlans_are_added_to_and_removed_from_a_trunk() -> None:
    text = "interface GigabitEthernet0/1\n switchport trunk allowed vlan 10,20\n"
    device = after(
        text, "interface gi0/1", "switchport trunk allowed vlan add 30-32", "switchport trunk allowed vlan remove 10"
    )
    assert " switchport trunk allowed vlan 20,30-32\n" in device.running()


def test_no_allowed_list_opens_all_vlans() -> None:
    text = "interface GigabitEthernet0/1\n switchport trunk allowed vlan 10,20\n"
    device = after(text, "interface gi0/1", "no switchport trunk allowed vlan 10")
    assert same(device, "interface GigabitEthernet0/1\n")


def test_removing_from_an_open_trunk_leaves_the_rest() -> None:
    device = after("", "interface gi0/1", "switchport trunk allowed vlan remove 10")
    assert " switchport trunk allowed vlan 1-9,11-4094\n" in device.running()


def test_a_long_list_is_read_from_its_two_lines() -> None:
    text = "interface GigabitEthernet0/1\n switchport trunk allowed vlan 1,5\n switchport trunk allowed vlan add 9\n"
    assert same(started(text), "interface GigabitEthernet0/1\n switchport trunk allowed vlan 1,5,9\n")


def test_no_switchport_takes_the_lines_of_layer_two_away() -> None:
    text = "interface GigabitEthernet0/1\n switchport mode trunk\n switchport trunk native vlan 5\n description x\n"
    device = after(text, "interface gi0/1", "no switchport", "ip address 10.0.0.1 255.255.255.0")
    left = "interface GigabitEthernet0/1\n description x\n no switchport\n ip address 10.0.0.1 255.255.255.0\n"
    assert same(device, left)


def test_switchport_takes_the_lines_of_layer_three_away() -> None:
    text = VRF + "interface GigabitEthernet0/1\n no switchport\n vrf forwarding A\n ip address 10.0.0.1 255.255.255.0\n"
    assert same(after(text, "interface gi0/1", "switchport"), VRF + "interface GigabitEthernet0/1\n")


def test_a_switching_port_takes_no_address() -> None:
    text = "interface GigabitEthernet0/1\n switchport mode access\n"
    assert "L2 links" in refused(text, "interface gi0/1", "ip address 10.0.0.1 255.255.255.0")


def test_a_routing_port_takes_no_switchport_line() -> None:
    text = "interface GigabitEthernet0/1\n no switchport\n"
    assert (
        refused(text, "interface gi0/1", "switchport mode trunk")
        == "Command rejected: GigabitEthernet0/1 not a switching port."
    )


def test_vlans_are_made_and_deleted_by_lists() -> None:
    device = after("vlan 10\n name users\n", "vlan 20-22,30", "no vlan 10,21")
    assert same(device, "vlan 20\nvlan 22\nvlan 30\n")


def test_an_access_vlan_that_is_missing_is_made() -> None:
    device = after("vlan 10\n", "interface gi0/1", "switchport access vlan 20")
    assert same(device, "vlan 10\nvlan 20\ninterface GigabitEthernet0/1\n switchport access vlan 20\n")


def test_vlan_1_is_not_deleted() -> None:
    assert "may not be deleted" in refused("", "no vlan 1")


def test_the_first_member_makes_the_bundle() -> None:
    device = after("", "interface gi0/1", "channel-group 3 mode active")
    assert same(device, "interface GigabitEthernet0/1\n channel-group 3 mode active\ninterface Port-channel3\n")


# users, AAA, lines


def test_options_are_added_to_a_user() -> None:
    device = after("username a privilege 1\n", "username a secret 9 $9$x", "username a privilege 15")
    assert same(device, "username a privilege 15 secret 9 $9$x\n")


def test_a_user_has_a_password_or_a_secret() -> None:
    assert "Can not have both" in refused("username a password 7 01\n", "username a secret x")


def test_deleting_a_user_asks_first() -> None:
    device = started("username a privilege 15 secret 9 $9$x\n")
    assert "[confirm]" in device.type("no username a").text
    device.type("n")
    assert "username a" in device.running()
    device.type("no username a")
    device.type("y")
    assert "username a" not in device.running()


def test_aaa_lines_need_new_model_and_go_with_it() -> None:
    assert refused("", "aaa authentication login default local")
    text = "aaa new-model\naaa authentication login default local\nline vty 0 4\n login authentication X\n"
    assert same(after(text, "no aaa new-model", "y"), "line vty 0 4\n")


def test_new_model_takes_login_local_away() -> None:
    text = "line vty 0 4\n login local\n transport input ssh\n"
    assert same(after(text, "aaa new-model"), "aaa new-model\nline vty 0 4\n transport input ssh\n")


def test_lines_are_cut_where_a_range_ends() -> None:
    device = after("line vty 0 4\n login\nline vty 5 15\n login\n", "line vty 0 7", "transport input ssh")
    text = "line vty 0 4\n login\n transport input ssh\nline vty 5 7\n login\n transport input ssh\nline vty 8 15\n login\n"
    assert same(device, text)


def test_the_first_five_lines_stay() -> None:
    text = "line vty 0 4\n login\nline vty 5 15\n login\n"
    assert same(after(text, "no line vty 5 15"), "line vty 0 4\n login\n")
    assert "last 5 VTY" in refused(text, "no line vty 0 4")


def test_no_login_is_a_setting() -> None:
    device = after("line vty 0 4\n login local\n", "line vty 0 4", "no login")
    assert same(device, "line vty 0 4\n no login\n")


# services


def test_servers_add_up_and_go_by_their_address() -> None:
    text = "ntp server 10.0.0.1\nlogging host 10.0.0.1\n"
    lines = ("ntp server 10.0.0.2 prefer", "logging 10.0.0.2", "no ntp server 10.0.0.1", "no logging host 10.0.0.1")
    assert same(after(text, *lines), "ntp server 10.0.0.2 prefer\nlogging host 10.0.0.2\n")


def test_a_community_goes_without_its_options() -> None:
    text = "snmp-server community c RO 10\nsnmp-server community d RW\n"
    assert same(after(text, "no snmp-server community c"), "snmp-server community d RW\n")


def test_no_http_server_is_a_setting() -> None:
    device = after("ip http server\n", "no ip http server", "no cdp run")
    assert same(device, "no ip http server\nno cdp run\n")
    device.type("ip http server")
    device.type("cdp run")
    assert same(device, "ip http server\n")


def test_a_domain_has_two_spellings() -> None:
    assert same(after("ip domain-name a.example\n", "ip domain name b.example"), "ip domain-name b.example\n")


def test_a_banner_runs_to_its_mark() -> None:
    device = after("", "banner motd #", "keep", "out#", "hostname r1")
    assert same(device, "hostname r1\nbanner motd ^C\nkeep\nout^C\n")
    device.type("no banner motd")
    assert same(device, "hostname r1\n")


def test_a_certificate_keeps_its_words_and_is_displayed_eight_a_line() -> None:
    words = "3082024B 30820192 A0030201 02020101 300D0609 2A864886 F70D0101 05050030"
    text = f"crypto pki certificate chain T\n certificate 01\n  {words} 31312F30\n  2D0603\n  \tquit\nhostname r1\n"
    device = started(text)
    assert f"  {words} \n  31312F30 2D0603 \n  \tquit\n" in device.running()
    assert device.prompt == "r1(config)#"


def test_a_pool_in_use_is_neither_changed_nor_deleted() -> None:
    text = "ip nat pool P 192.0.2.1 192.0.2.9 prefix-length 24\nip nat inside source list 1 pool P overload\n"
    assert "cannot destroy" in refused(text, "no ip nat pool P")
    assert "cannot redefine" in refused(text, "ip nat pool P 192.0.2.1 192.0.2.5 prefix-length 24")
    assert same(after(text, "no ip nat inside source list 1", "yes", "no ip nat pool P"), "")


def test_a_public_key_is_typed_to_its_end() -> None:
    lines = ("ip ssh pubkey-chain", "username a", "key-string", "AAAAB3Nza", "interface trap", "exit", "exit", "exit")
    device = after("", *lines)
    assert device.prompt == "Router(config)#"
    assert "interface trap\n" in device.running()
    assert same(after(device.running(), "ip ssh pubkey-chain", "no username a"), "ip ssh pubkey-chain\n")


def test_a_policy_is_built_of_classes_that_exist() -> None:
    text = "class-map match-any C\n match dscp ef\npolicy-map P\n class C\n  priority 100\n class class-default\n  fair-queue\n"
    lines = (
        *("class-map match-any C", "match dscp ef", "policy-map P", "class C"),
        *("priority 100", "class class-default", "fair-queue"),
    )
    assert same(after("", *lines), text)
    assert "being used" in refused(text, "no class-map C")
    assert "not configured" in refused(text, "interface gi0/0", "service-policy input Q")
    assert "not configured" in refused(text, "policy-map P", "class D")


def test_another_policy_is_not_attached_over_the_old_one() -> None:
    text = "policy-map P\npolicy-map Q\ninterface GigabitEthernet0/0\n service-policy input P\n"
    assert refused(text, "interface gi0/0", "service-policy input Q")


def test_a_redundancy_group_goes_whole_or_by_its_lines() -> None:
    text = "interface Vlan10\n standby 1 ip 10.0.0.1\n standby 1 priority 110\n standby 2 ip 10.0.0.2\n"
    device = after(text, "interface vlan10", "no standby 1 priority")
    assert same(device, text.replace(" standby 1 priority 110\n", ""))
    assert same(after(text, "interface vlan10", "no standby 1"), "interface Vlan10\n standby 2 ip 10.0.0.2\n")


def test_keys_stand_below_their_chain() -> None:
    device = after("", "key chain K", "key 1", "key-string a", "key 2", "key-string b")
    assert same(device, "key chain K\n key 1\n  key-string a\n key 2\n  key-string b\n")


def test_a_line_that_nobody_described_is_kept_and_undone() -> None:
    device = after(PORT, "interface gi0/0", "glowing lights on", "no glowing lights on")
    assert same(device, PORT)


def test_what_a_device_displays_is_what_it_starts_with() -> None:
    text = "hostname r1\n" + VRF + PORT + "line vty 0 4\n login local\n"
    assert same(simulated("cisco_ios", started(text).running()), text)


def test_saving_leaves_the_config_as_it_is() -> None:
    device = after(PORT, "hostname r2", "end")
    assert not device.type("write memory").refused
    assert device.saved == device.running()
