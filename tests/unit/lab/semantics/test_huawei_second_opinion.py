"""What both of Huawei's systems do that came to light where two opinions of them differed."""

import pytest

from netops.lab.semantics import Device, difference, simulated

BOTH = pytest.mark.parametrize("platform", ["huawei_vrp", "huawei_vrpv8"])
VTY = "user-interface vty 0 4\n authentication-mode aaa\n acl 2001 inbound\n"
ENTITY = "isis 1\n network-entity 49.0001.0000.0000.0001.00\n"
CIPHER = "ospf 1\n area 0.0.0.0\n  authentication-mode md5 1 cipher {}\n"


def at(platform: str, text: str, lines: str) -> tuple[Device, list[str]]:
    """Type lines parted by ``;`` in the system view; return the device and what it refused."""
    device = simulated(platform, text)
    device.type("system-view")
    refused = [line for line in (part.strip() for part in lines.split(";")) if device.type(line).refused]
    if platform == "huawei_vrpv8":
        device.type("commit")
    return device, refused


def same(device: Device, text: str) -> bool:
    """Tell whether a device means the same as one that starts with ``text``."""
    return difference(device, simulated(device.platform.name, text)) == ()


@BOTH
def test_an_answer_that_nobody_asked_for_changes_nothing(platform: str) -> None:
    device, refused = at(platform, "sysname A\n", "interface LoopBack1; y; description b")
    assert refused == []
    assert same(device, "sysname A\ninterface LoopBack1\n description b\n")


@BOTH
def test_a_secret_that_is_displayed_anew_is_no_difference(platform: str) -> None:
    one, other = (
        simulated(platform, CIPHER.format(f"%^%#{text}%^%#")) for text in ("AbCd1234example", "ZyXw9876example")
    )
    assert difference(one, other) == ()
    assert difference(one, simulated(platform, CIPHER.format("Example-pw1"))) != ()


@BOTH
def test_a_part_of_the_vty_lines_is_taken_out_of_their_range(platform: str) -> None:
    device, refused = at(platform, VTY, "user-interface vty 3 4; acl 2002 inbound")
    assert refused == []
    apart = VTY.replace("0 4", "0 2") + VTY.replace("0 4", "3 4").replace("2001", "2002")
    assert same(device, apart)
    assert "user-interface vty 3 4\n authentication-mode aaa\n" in device.running()


@BOTH
def test_a_range_over_two_sections_of_vty_lines_changes_both(platform: str) -> None:
    apart = VTY.replace("0 4", "0 2") + VTY.replace("0 4", "3 4").replace("2001", "2002")
    device, refused = at(platform, apart, "user-interface vty 0 4; acl 2001 inbound")
    assert refused == []
    assert same(device, VTY)


@BOTH
def test_one_vty_line_has_one_number(platform: str) -> None:
    device, refused = at(platform, VTY, "user-interface vty 4; acl 2002 inbound")
    assert refused == []
    assert "user-interface vty 4\n" in device.running()


@BOTH
def test_ten_idle_minutes_at_a_vty_line_are_not_displayed(platform: str) -> None:
    device, _ = at(platform, VTY, "user-interface vty 0 4; idle-timeout 5 0; idle-timeout 10 0")
    assert same(device, VTY)


def test_the_console_of_vrp_8_waits_five_minutes_and_that_of_vrp_5_ten() -> None:
    for platform, minutes in (("huawei_vrp", 10), ("huawei_vrpv8", 5)):
        device, _ = at(platform, "sysname A\n", f"user-interface con 0; idle-timeout {minutes} 0")
        assert "idle-timeout" not in device.running()


@BOTH
def test_name_servers_of_a_pool_stand_in_one_line_and_go_one_by_one(platform: str) -> None:
    text = "ip pool a\n dns-list 10.0.0.1 10.0.0.2\n"
    device, refused = at(
        platform, text, "ip pool a; undo dns-list 10.0.0.1 10.0.0.2; dns-list 10.0.0.3; undo dns-list 10.0.0.1"
    )
    assert refused == ["undo dns-list 10.0.0.1 10.0.0.2"]
    assert same(device, "ip pool a\n dns-list 10.0.0.2 10.0.0.3\n")
    assert same(at(platform, text, "ip pool a; undo dns-list all")[0], "ip pool a\n")


@BOTH
def test_algorithms_are_a_set_and_a_new_one_takes_the_place_of_the_old(platform: str) -> None:
    device, _ = at(platform, "ssh server hmac sha2_256 sha2_512\n", "ssh server hmac sha2_512 sha2_256")
    assert same(device, "ssh server hmac sha2_256 sha2_512\n")
    assert same(
        at(platform, "ssh server cipher aes128_ctr\n", "ssh server cipher aes256_ctr")[0],
        "ssh server cipher aes256_ctr\n",
    )


@BOTH
def test_a_service_that_is_off_is_off_whether_or_not_it_is_displayed(platform: str) -> None:
    device, _ = at(platform, "telnet server enable\n", "undo telnet server enable")
    assert same(device, "undo telnet server enable\n")
    assert same(device, "")
    assert difference(simulated(platform, "telnet server enable\n"), device) == ("- telnet server enable",)


@BOTH
def test_timestamps_are_undone_by_their_kind(platform: str) -> None:
    text = "info-center timestamp log date\ninfo-center timestamp trap boot\n"
    device, refused = at(platform, text, "undo info-center timestamp log")
    assert refused == []
    assert same(device, "info-center timestamp trap boot\n")


@BOTH
def test_a_scheme_that_is_named_default_is_always_there(platform: str) -> None:
    device, refused = at(platform, "aaa\n authentication-scheme default\n", "aaa; undo authentication-scheme default")
    assert refused == ["undo authentication-scheme default"]
    assert same(device, "aaa\n")


@BOTH
def test_the_preemption_delay_and_the_tracks_of_a_virtual_router_go_by_themselves(platform: str) -> None:
    text = (
        "interface GigabitEthernet0/0/1\n ip address 10.0.0.2 255.255.255.0\n vrrp vrid 1 virtual-ip 10.0.0.1\n"
        " vrrp vrid 1 preempt-mode timer delay 20\n vrrp vrid 1 track interface GigabitEthernet0/0/2 reduced 30\n"
    )
    undone = "undo vrrp vrid 1 preempt-mode timer delay; undo vrrp vrid 1 track interface GigabitEthernet0/0/2"
    device, refused = at(platform, text, f"interface g0/0/1; {undone}")
    assert refused == []
    assert same(device, "".join(text.splitlines(keepends=True)[:3]))


@BOTH
def test_values_of_bfd_and_timers_are_undone_by_their_names(platform: str) -> None:
    text = (
        "bgp 65000\n peer 10.0.0.2 as-number 65001\n peer 10.0.0.2 timer keepalive 10 hold 30\n"
        " peer 10.0.0.2 bfd min-tx-interval 100 min-rx-interval 100 detect-multiplier 4\n"
    )
    undone = "undo peer 10.0.0.2 timer keepalive hold; undo peer 10.0.0.2 bfd min-tx-interval detect-multiplier"
    device, refused = at(platform, text, f"bgp 65000; {undone}")
    assert refused == []
    assert same(device, "bgp 65000\n peer 10.0.0.2 as-number 65001\n peer 10.0.0.2 bfd min-rx-interval 100\n")


@BOTH
def test_a_cost_of_is_is_is_undone_by_its_level(platform: str) -> None:
    text = "interface LoopBack0\n isis cost 20 level-1\n isis cost 10 level-2\n"
    device, refused = at(platform, text, "interface LoopBack0; undo isis cost level-2")
    assert refused == []
    assert same(device, "interface LoopBack0\n isis cost 20 level-1\n")


@BOTH
def test_the_key_of_an_ssh_user_is_undone_by_its_kind(platform: str) -> None:
    text = "ssh user a\nssh user a assign rsa-key k\n"
    device, refused = at(platform, text, "undo ssh user a assign rsa-key")
    assert refused == []
    assert same(device, "ssh user a\n")


@BOTH
def test_targets_of_evpn_are_a_list_of_their_own(platform: str) -> None:
    text = "ip vpn-instance A\n ipv4-family\n  route-distinguisher 1:1\n  vpn-target 1:1 export-extcommunity\n"
    device, refused = at(platform, text, "ip vpn-instance A; ipv4-family; vpn-target 1:1 export-extcommunity evpn")
    assert refused == []
    assert same(device, text + "  vpn-target 1:1 export-extcommunity evpn\n")


@BOTH
def test_no_more_than_eight_targets_are_typed_in_a_line(platform: str) -> None:
    text = "ip vpn-instance A\n ipv4-family\n  route-distinguisher 1:1\n"
    nine = f"vpn-target {' '.join(f'1:{number}' for number in range(9))} export-extcommunity"
    assert at(platform, text, f"ip vpn-instance A; ipv4-family; {nine}")[1] == [nine]


@BOTH
def test_an_entity_of_is_is_is_undone_by_its_value(platform: str) -> None:
    refused = at(platform, ENTITY, "isis 1; undo network-entity")[1]
    assert refused == ["undo network-entity"]
    device, refused = at(platform, ENTITY, "isis 1; undo network-entity 49.0001.0000.0000.0001.00")
    assert refused == []
    assert same(device, "isis 1\n")


def test_the_vlan_of_a_sub_interface_is_named_where_it_goes_on_vrp_8() -> None:
    text = "interface GigabitEthernet0/1/0.2\n vlan-type dot1q 2\n"
    assert at("huawei_vrpv8", text, "interface g0/1/0.2; undo vlan-type dot1q")[1] == ["undo vlan-type dot1q"]
    assert at("huawei_vrpv8", text, "interface g0/1/0.2; undo vlan-type dot1q 2")[1] == []
    assert at("huawei_vrp", text, "interface g0/1/0.2; undo vlan-type dot1q")[1] == []


def test_the_family_goes_with_its_rd_on_vrp_8() -> None:
    text = "ip vpn-instance A\n ipv4-family\n  route-distinguisher 1:1\n  apply-label per-instance\n"
    device, refused = at("huawei_vrpv8", text, "ip vpn-instance A; ipv4-family; undo route-distinguisher 1:1")
    assert refused == []
    assert same(device, "ip vpn-instance A\n ipv4-family\n")


def test_an_instance_of_nat_and_a_locator_are_sections() -> None:
    device, refused = at(
        "huawei_vrpv8",
        "service-location 1\nservice-instance-group S\n service-location 1\n",
        "nat instance N id 1; service-instance-group S; nat address-group P group-id 1 192.0.2.1 192.0.2.9; "
        "nat outbound 3000 address-group P; quit; segment-routing ipv6; locator L ipv6-prefix 2001:DB8:: 64; opcode ::1 end; "
        "quit; encapsulation source-address 2001:DB8::1",
    )
    assert refused == []
    assert "nat instance N id 1\n service-instance-group S\n nat address-group P" in device.running()
    assert " locator L ipv6-prefix 2001:DB8:: 64\n  opcode ::1 end\n encapsulation source" in device.running()


@BOTH
def test_a_config_that_people_typed_is_read_by_its_views(platform: str) -> None:
    typed = (
        "ip vpn-instance A\nipv4-family\nroute-distinguisher 1:1\nquit\nquit\nbgp 1\n router-id 10.0.0.1\n#\nreturn\n"
    )
    shown = "ip vpn-instance A\n ipv4-family\n  route-distinguisher 1:1\n#\nbgp 1\n router-id 10.0.0.1\n#\nreturn\n"
    assert difference(simulated(platform, typed), simulated(platform, shown)) == ()


@BOTH
def test_a_setting_on_here_and_off_there_is_one_difference(platform: str) -> None:
    on = "bgp 1\n peer 10.0.0.2 as-number 1\n"
    off = f"{on} ipv4-family unicast\n  undo peer 10.0.0.2 enable\n"
    found = difference(simulated(platform, off), simulated(platform, on))
    assert found == ("- bgp 1 / ipv4-family unicast / undo peer 10.0.0.2 enable",)


@BOTH
@pytest.mark.parametrize(
    "rule",
    [
        "rule 5 permit nonsense foo bar",
        "rule permit ip source 10.0.0.1",
        "rule permit tcp destination-port eq",
        "rule permit ip lantern",
    ],
)
def test_an_entry_that_no_acl_has_is_refused(platform: str, rule: str) -> None:
    device, refused = at(platform, "acl number 3000\n", f"acl number 3000; {rule}")
    assert refused == [rule]
    assert same(device, "acl number 3000\n")


@BOTH
def test_a_basic_acl_names_no_protocol(platform: str) -> None:
    _, refused = at(platform, "acl number 2000\n", "acl number 2000; rule permit tcp; rule permit source any")
    assert refused == ["rule permit tcp"]


@BOTH
def test_the_vlan_of_a_sub_interface_is_undone_by_its_number(platform: str) -> None:
    text = "interface GigabitEthernet0/0/1.10\n dot1q termination vid 10\n"
    device, refused = at(platform, text, "interface GigabitEthernet0/0/1.10; undo dot1q termination vid 10")
    assert refused == []
    assert same(device, "interface GigabitEthernet0/0/1.10\n")


@BOTH
def test_the_password_of_an_ldp_peer_is_undone_by_the_peer(platform: str) -> None:
    text = "mpls lsr-id 10.0.0.9\nmpls\nmpls ldp\n md5-password cipher 10.0.0.1 Example-pw1\n"
    device, refused = at(platform, text, "mpls ldp; undo md5-password 10.0.0.1")
    assert refused == []
    assert "md5-password" not in device.running()


def test_vrp5_undoes_all_dscp_values_of_a_classifier_together_and_vrp8_one_by_its_value() -> None:
    text = "traffic classifier c operator or\n if-match dscp ef\n"
    for platform, taken, refused in (
        ("huawei_vrp", "undo if-match dscp", "undo if-match dscp ef"),
        ("huawei_vrpv8", "undo if-match dscp ef", ""),
    ):
        if refused:
            assert at(platform, text, f"traffic classifier c; {refused}")[1] == [refused]
        device, none = at(platform, text, f"traffic classifier c; {taken}")
        assert none == []
        assert same(device, "traffic classifier c operator or\n")


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "undo vlan batch 10\nvlan batch 20\n",
        "interface GigabitEthernet0/0/1\n port link-type trunk\n undo port trunk allow-pass vlan 10\n port trunk allow-pass vlan 20\n",
        "undo bgp 65000\nundo ospf 1\n",
        "undo interface GigabitEthernet0/0/1\n",
        "vlan batch\ninterface Vlanif10\n",
    ],
)
def test_odd_lines_of_a_startup_config_are_no_refusal_and_no_exception(platform: str, text: str) -> None:
    device, _ = at(platform, text, "vlan batch 30; interface Vlanif30; quit; undo vlan batch 30")
    assert difference(device, device) == ()
