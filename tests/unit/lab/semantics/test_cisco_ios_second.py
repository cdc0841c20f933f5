"""What patch cases asked of Cisco IOS and its simulation didn't know: forms of display, dialogs, families of EIGRP, probes."""

from __future__ import annotations

import pytest

from netops.lab.semantics import Device, difference, simulated


def after(text: str, *lines: str) -> Device:
    """Start a device, type lines that it has to take in global configuration, and return it."""
    device = simulated("cisco_ios", text)
    device.type("configure terminal")
    for line in lines:
        answer = device.type(line)
        assert not answer.refused, f"{line}: {answer.text}"
    return device


def same(one: str | Device, other: str) -> bool:
    """Tell whether two configs mean the same."""
    device = simulated("cisco_ios", one) if isinstance(one, str) else one
    assert difference(device, simulated("cisco_ios", other)) == ()
    return True


def test_bgp_without_families_speaks_ipv4_unicast() -> None:
    above = "router bgp 65000\n network 10.1.0.0 mask 255.255.0.0\n neighbor 10.0.0.2 remote-as 65001\n"
    apart = (
        "router bgp 65000\n neighbor 10.0.0.2 remote-as 65001\n address-family ipv4\n"
        "  network 10.1.0.0 mask 255.255.0.0\n  neighbor 10.0.0.2 activate\n exit-address-family\n"
    )
    assert same(above, apart)


def test_a_neighbor_that_is_not_active_in_ipv4_is_another() -> None:
    above = "router bgp 65000\n neighbor 10.0.0.2 remote-as 65001\n"
    apart = f"{above} address-family ipv4\n  no neighbor 10.0.0.2 activate\n exit-address-family\n"
    assert difference(simulated("cisco_ios", above), simulated("cisco_ios", apart)) != ()


def test_type_7_has_several_forms_of_one_password() -> None:
    assert same("line vty 0 4\n password 7 0822455D0A16\n", "line vty 0 4\n password 7 13061E010803\n")
    one, other = (f"line vty 0 4\n password 7 {form}\n" for form in ("0822455D0A16", "13061E010804"))
    assert difference(simulated("cisco_ios", one), simulated("cisco_ios", other)) != ()


def test_names_of_a_match_have_no_order_and_next_hops_have() -> None:
    head = "route-map A permit 10\n"
    assert same(f"{head} match ip address prefix-list B A\n", f"{head} match ip address prefix-list A B\n")
    one = simulated("cisco_ios", f"{head} set ip next-hop 10.0.0.1 10.0.0.2\n")
    assert difference(one, simulated("cisco_ios", f"{head} set ip next-hop 10.0.0.2 10.0.0.1\n")) != ()


def test_a_tracked_next_hop_is_a_line_of_its_own() -> None:
    text = (
        "route-map A permit 10\n set ip next-hop verify-availability 10.0.0.1 10 track 1\n set ip next-hop 10.0.0.9\n"
    )
    device = after(text, "route-map A permit 10", "set ip next-hop verify-availability 10.0.0.2 20 track 2")
    assert " set ip next-hop verify-availability 10.0.0.2 20 track 2\n" in device.running()
    assert same(
        after(device.running(), "route-map A permit 10", "no set ip next-hop verify-availability 10.0.0.2 20 track 2"),
        text,
    )


def test_privilege_one_is_what_a_user_has_anyway() -> None:
    device = after("username a privilege 15 secret 9 x\n", "username a privilege 1 secret 9 x")
    assert same(device, "username a secret 9 x\n")


def test_snooped_vlans_are_one_list() -> None:
    device = after("ip dhcp snooping vlan 10,20\n", "no ip dhcp snooping vlan 20", "ip dhcp snooping vlan 30")
    assert "ip dhcp snooping vlan 10,30\n" in device.running()


def test_vrrp_preempts_anyway() -> None:
    text = "interface Vlan20\n vrrp 20 ip 10.20.0.1\n"
    device = after(text, "interface Vlan20", "no vrrp 20 preempt")
    assert " no vrrp 20 preempt\n" in device.running()
    assert same(after(device.running(), "interface Vlan20", "vrrp 20 preempt"), text)
    assert same(after(device.running(), "interface Vlan20", "no vrrp 20"), "interface Vlan20\n")


def test_the_web_server_is_off_where_no_line_says_otherwise() -> None:
    assert same(after("ip http server\n", "no ip http server"), "")


def test_web_users_are_checked_in_one_way() -> None:
    assert same(after("ip http authentication local\n", "no ip http authentication"), "")


def test_the_device_asks_before_it_leaves_aaa() -> None:
    device = after("aaa new-model\n", "no aaa new-model")
    assert "aaa new-model\n" in device.running()
    device.type("y")
    assert same(device, "")


def test_a_trustpoint_takes_its_certificates() -> None:
    text = "crypto pki trustpoint T\n enrollment selfsigned\ncrypto pki certificate chain T\n certificate 01\n  3082\n\tquit\n"
    assert same(after(text, "no crypto pki trustpoint T", "yes"), "")
    assert not after("", "no crypto pki trustpoint T").type("hostname x").refused


@pytest.mark.parametrize("own", ["ip access-list extended", "ip access-list standard", "ipv6 access-list"])
def test_lists_of_both_families_have_names_of_their_own(own: str) -> None:
    other = "ip access-list extended" if own == "ipv6 access-list" else "ipv6 access-list"
    entry = " permit tcp any any\n"
    assert after(f"{other} OPS\n{entry}").type(f"{own} OPS").refused
    assert not after(f"{other} OPS\n{entry}").type(f"{own} OPS6").refused


def test_a_translation_in_use_is_asked_about() -> None:
    text = "ip nat inside source static 10.0.0.1 192.0.2.1\n"
    device = after(text, "no ip nat inside source static 10.0.0.1 192.0.2.1")
    assert same(device, text)
    device.type("yes")
    assert same(device, "")


def test_eigrp_has_families_with_ports() -> None:
    lines = (
        "router eigrp C",
        "address-family ipv4 autonomous-system 100",
        "af-interface Gi0/1",
        "no passive-interface",
    )
    device = after("", *lines, "exit-af-interface", "topology base", "redistribute static", "exit-af-topology")
    assert same(
        device,
        "router eigrp C\n address-family ipv4 unicast autonomous-system 100\n  af-interface GigabitEthernet0/1\n"
        "   no passive-interface\n  exit-af-interface\n  topology base\n   redistribute static\n  exit-af-topology\n",
    )
    device.type("af-interface Gi0/1")
    device.type("default passive-interface")
    assert "no passive-interface" not in device.running()


def test_a_running_probe_is_deleted_and_not_changed() -> None:
    text = "ip sla 1\n icmp-echo 192.0.2.1\n  frequency 5\nip sla schedule 1 life forever start-time now\n"
    device = after(text)
    answer = device.type("ip sla 1")
    assert answer.refused
    assert "already running" in answer.text
    assert same(after(text, "no ip sla 1"), "")
    lines = ("no ip sla 1", "ip sla 1", "icmp-echo 192.0.2.1", "frequency 5", "exit", "exit")
    assert same(after(text, *lines, "ip sla schedule 1 life forever start-time now"), text)


def test_isis_tells_of_its_neighbors() -> None:
    assert same(
        after("router isis C\n", "router isis C", "log-adjacency-changes all"),
        "router isis C\n log-adjacency-changes all\n",
    )


def test_what_stood_above_moves_into_a_family_that_is_opened() -> None:
    text = "router bgp 65000\n network 10.1.0.0 mask 255.255.0.0\n neighbor 10.0.0.2 remote-as 65001\n"
    device = after(text, "router bgp 65000", "address-family ipv4", "no network 10.1.0.0 mask 255.255.0.0")
    assert same(device, "router bgp 65000\n neighbor 10.0.0.2 remote-as 65001\n")


def test_a_vty_asks_by_default_and_the_console_does_not() -> None:
    assert same("line vty 0 4\n login\nline con 0\n no login\n", "line vty 0 4\nline con 0\n")
    for line in ("line vty 0 4\n no login\n", "line con 0\n login\n"):
        assert difference(simulated("cisco_ios", line), simulated("cisco_ios", "line vty 0 4\nline con 0\n")) != ()


def test_class_default_is_the_last_wherever_it_is_typed() -> None:
    classes = "class-map match-all V\n match dscp ef\npolicy-map P\n"
    device = after(f"{classes} class class-default\n  fair-queue\n", "policy-map P", "class V", "priority 100")
    assert same(device, f"{classes} class V\n  priority 100\n class class-default\n  fair-queue\n")


def test_a_log_of_commands_has_a_view_of_its_own() -> None:
    device = after("", "archive", "log config", "logging enable", "exit", "exit", "hostname x")
    assert same(device, "archive\n log config\n  logging enable\nhostname x\n")


def test_a_certificate_is_asked_about() -> None:
    text = "crypto pki certificate chain T\n certificate 01\n  3082\n\tquit\n"
    device = after(text, "crypto pki certificate chain T", "no certificate 01", "yes")
    assert same(device, "crypto pki certificate chain T\n")


def test_lines_above_the_first_five_are_deleted_out_of_a_range() -> None:
    device = after("line vty 0 15\n transport input ssh\n", "no line vty 5 15")
    assert same(device, "line vty 0 4\n transport input ssh\n")
    assert device.type("no line vty 0 4").refused
