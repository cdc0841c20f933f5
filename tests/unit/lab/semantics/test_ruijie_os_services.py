"""How Ruijie RGOS behaves at its command line: services, lines, spanning tree, guards, and what it displays by itself."""

from __future__ import annotations

import pytest

from netops.lab.semantics import Device, difference, simulated


def after(text: str, *lines: str, release: str = "") -> Device:
    """Start a device, type lines that it has to take, and return it."""
    device = simulated("ruijie_os", text, release)
    for line in ("configure terminal", *lines):
        answer = device.type(line)
        assert not answer.refused, f"{line}: {answer.text}"
    return device


def refused(text: str, *lines: str) -> str:
    """Type lines of which only the last is refused; return what the device says to it."""
    answer = after(text, *lines[:-1]).type(lines[-1])
    assert answer.refused
    return answer.text


def same(device: Device, text: str, release: str = "") -> bool:
    """Tell whether a device has the meaning of a config."""
    assert difference(device, simulated("ruijie_os", text, release)) == ()
    return True


# services


def test_telnet_runs_unless_told_and_older_releases_display_where_it_does_not() -> None:
    assert "no enable service telnet-server\n" in after("", "no enable service telnet-server").running()
    assert same(after("no enable service telnet-server\n", "enable service telnet-server"), "")


def test_a_release_12_displays_telnet_where_it_runs() -> None:
    text = "version S5760X_RGOS 12.6(2)B0702P1\nenable service telnet-server\n"
    assert same(after(text, "no enable service telnet-server"), "", "12.6(2)")


@pytest.mark.parametrize("line", ["enable service web-server", "enable service web-server all"])
def test_web_server_alone_is_both_of_its_kinds(line: str) -> None:
    assert same(after("", line), "enable service web-server http\nenable service web-server https\n")


def test_a_web_server_that_does_not_run_is_displayed_or_not() -> None:
    device = after("enable service web-server\n", "no enable service web-server")
    assert same(device, "")
    assert same(device, "no enable service web-server\n")


def test_the_log_buffer_comes_back_by_default() -> None:
    assert same(after("logging buffered 131072\n", "default logging buffered"), "")


# lines

VTY = "line vty 0 4\n login local\n transport input ssh\n"


def test_default_brings_all_protocols_back_to_a_line() -> None:
    assert same(after(VTY, "line vty 0 4", "default transport input"), "line vty 0 4\n login local\n")


def test_no_takes_one_protocol_from_a_line() -> None:
    device = after("line vty 0 4\n login local\n", "line vty 0 4", "no transport input telnet")
    assert same(device, VTY)
    device.type("no transport input ssh")
    assert same(device, VTY.replace("ssh", "none"))


def test_lines_with_equal_settings_are_displayed_as_one_range_or_as_several() -> None:
    assert same(after(VTY, "line vty 3 4", "exec-timeout 10 0"), VTY)
    assert difference(simulated("ruijie_os", VTY), after(VTY, "line vty 3", "no login"))[0].startswith(
        "- line vty 3 / "
    )


def test_a_line_that_is_always_there_is_no_difference_without_settings() -> None:
    text = "line console 0\n exec-timeout 5 0\nline vty 0 4\n exec-timeout 5 0\n"
    assert same(after(text, "line console 0", "exec-timeout 10 0", "line vty 0 4", "default exec-timeout"), "")


def test_no_exec_timeout_means_never() -> None:
    assert same(after("", "line vty 0 4", "no exec-timeout"), "line vty 0 4\n exec-timeout 0 0\n")


# spanning tree, LLDP, guards, mirrors

MST = "spanning-tree mst configuration\n revision 1\n instance 1 vlan 10,20\n instance 2 vlan 30\n"


def test_an_instance_gains_and_loses_vlans() -> None:
    device = after(
        MST, "spanning-tree mst configuration", "no instance 1 vlan 20", "instance 2 vlan 31-33", "revision 2"
    )
    assert same(device, MST.replace("1\n inst", "2\n inst").replace("10,20", "10").replace("vlan 30", "vlan 30-33"))


def test_a_vlan_is_in_one_instance() -> None:
    device = after(MST, "spanning-tree mst configuration", "instance 2 vlan 20")
    assert same(device, MST.replace("10,20", "10").replace("vlan 30", "vlan 20,30"))


def test_instance_0_has_what_the_others_do_not_have() -> None:
    shown = MST.replace("1\n inst", "1\n instance 0 vlan 1-9, 11-19, 21-29, 31-4094\n inst", 1)
    assert same(simulated("ruijie_os", shown), MST)
    assert same(
        after(MST, "spanning-tree mst configuration", "instance 0 vlan 30"), MST.replace(" instance 2 vlan 30\n", "")
    )


def test_mstp_is_the_mode_unless_told() -> None:
    assert same(after("spanning-tree mode rstp\n", "spanning-tree mode mstp"), "")


def test_a_priority_of_an_instance_is_typed_over() -> None:
    text = "spanning-tree mst 1 priority 4096\n"
    assert same(after(text, "spanning-tree mst 1 priority 8192"), text.replace("4096", "8192"))


def test_lldp_on_a_port_is_not_lldp_on_the_device() -> None:
    device = after("", "interface gi0/1", "no lldp enable")
    assert same(device, "interface GigabitEthernet 0/1\n no lldp enable\n")
    assert same(after(device.running(), "interface gi0/1", "lldp enable"), "")


def test_a_limit_of_a_guard_is_typed_over_and_a_guard_is_on_unless_told() -> None:
    text = "nfpp\n arp-guard rate-limit per-src-ip 100\n no dhcp-guard enable\n"
    device = after(text, "nfpp", "arp-guard rate-limit per-src-ip 50", "dhcp-guard enable")
    assert same(device, "nfpp\n arp-guard rate-limit per-src-ip 50\n")
    assert same(after(device.running(), "nfpp", "no arp-guard rate-limit per-src-ip"), "")


def test_the_check_of_mac_addresses_is_off_unless_told() -> None:
    assert same(after("ip dhcp snooping verify mac-address\n", "no ip dhcp snooping verify mac-address"), "")


def test_a_mirror_goes_by_its_port_in_any_spelling_or_whole() -> None:
    text = (
        "monitor session 1 destination interface GigabitEthernet 0/24\n"
        "monitor session 1 source interface GigabitEthernet 0/1 both\n"
    )
    assert same(after(text, "no monitor session 1 source interface gi0/1"), text.splitlines()[0])
    assert same(after(text, "no monitor session 1"), "")


def test_lines_of_a_member_stand_in_the_domain() -> None:
    text = "switch virtual domain 100\n switch 1\n switch 1 priority 150\n"
    device = after(
        text,
        "switch virtual domain 100",
        "switch 1 priority 200",
        "switch 1 description CORE",
        "no switch 1 description",
    )
    assert same(device, text.replace("150", "200"))
    assert device.prompt == "Ruijie(config-vs-domain)#"


# routing and beyond


def test_labels_are_off_unless_told() -> None:
    device = after(
        "",
        "mpls ip",
        "mpls router ldp",
        "ldp router-id interface Loopback 0 force",
        "exit",
        "interface gi0/1",
        "mpls ip",
    )
    assert "mpls ip\n!\nmpls router ldp\n" in device.running()
    assert same(after(device.running(), "no mpls ip", "no mpls router ldp", "interface gi0/1", "no mpls ip"), "")


def test_a_neighbor_opens_ipv4_by_itself() -> None:
    device = after("", "router bgp 1", "neighbor 10.0.0.2 remote-as 2")
    assert " address-family ipv4\n  neighbor 10.0.0.2 activate\n exit-address-family\n" in device.running()
    assert same(device, "router bgp 1\n neighbor 10.0.0.2 remote-as 2\n")


def test_an_area_has_two_spellings() -> None:
    text = "router ospf 1\n area 0.0.0.1 stub\n network 10.0.0.0 0.0.0.255 area 0.0.0.0\n"
    assert same(simulated("ruijie_os", text), text.replace("0.0.0.1 stub", "1 stub").replace("area 0.0.0.0", "area 0"))
    assert same(after(text, "router ospf 1", "no area 1 stub"), text.replace(" area 0.0.0.1 stub\n", ""))


def test_a_pool_without_a_range_opens_a_section_and_one_with_a_range_does_not() -> None:
    device = after("", "ip nat pool A 192.0.2.4 192.0.2.5 netmask 255.255.255.248")
    assert device.prompt == "Ruijie(config)#"
    device.type("ip nat pool B prefix-length 24")
    assert device.prompt == "Ruijie(config-ipnat-pool)#"
    device.type("address interface gi0/1 match interface gi0/1")
    assert " address interface GigabitEthernet 0/1 match interface GigabitEthernet 0/1\n" in device.running()


def test_a_track_goes_by_its_number_and_keeps_its_kind() -> None:
    text = "ip rns 1\n icmp-echo 10.0.0.1\ntrack 1 rns 1\n delay up 10 down 10\n"
    assert "Cannot change" in refused(text, "track 1 interface gi0/1 line-protocol")
    assert same(after(text, "track 1 rns 1", "delay up 5 down 5"), text.replace("10 down 10", "5 down 5"))
    assert same(after(text, "no track 1", "no ip rns 1"), "")


def test_an_expert_list_is_numbered_like_an_ip_list() -> None:
    text = "expert access-list extended PORTS\n 10 permit arp any any any any any\n"
    device = after(text, "expert access-list extended PORTS", "deny ip any any any any")
    assert " 20 deny ip any any any any\n" in device.running()
    assert "Duplicate" in refused(text, "expert access-list extended PORTS", "10 permit ip any any any any")


def test_a_secret_is_not_taken_beside_a_password() -> None:
    assert "both" in refused("username ops privilege 15 password 7 x\n", "username ops secret 8 y")
    device = after("username ops password 7 x\n", "no username ops", "username ops secret 8 y")
    assert same(device, "username ops secret 8 y\n")
