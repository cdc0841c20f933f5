"""How FRR 8.4.4 behaves: its views and words, its files and the shell. What is asserted here was seen on its daemons, or on routers of the lab, before it was written down."""

import pytest
from tests.unit.lab.semantics.frr_router import (
    BGP,
    EMPTY,
    FAMILY,
    INTERFACES,
    OSPF_PORT,
    ROUTER,
    VPN,
    configured,
    refused,
    shown,
)

from netops.lab.semantics import Device, difference, simulated
from netops.lab.semantics.frr.syntax import Verdict, lines, typed_forms, verdict, views


def write(device: Device, path: str, text: str) -> None:
    """Write a file by a here-document at the shell."""
    for line in (f"sudo -n tee {path} >/dev/null <<'NETOPS'", *text.splitlines(), "NETOPS"):
        assert not device.type(line).refused


# ------------------------------------------------------------------------------------------------ views and the syntax


def test_the_prompt_tells_the_view() -> None:
    device = simulated("frr", EMPTY)
    assert device.prompt == "netops@r1:~$"
    device.type("sudo -n vtysh")
    assert device.prompt == "r1#"
    for line, prompt in (
        ("configure terminal", "r1(config)#"),
        ("router bgp 65000", "r1(config-router)#"),
        ("address-family ipv4 unicast", "r1(config-router-af)#"),
        ("exit-address-family", "r1(config-router)#"),
        ("interface core0", "r1(config-if)#"),
        ("route-map A permit 10", "r1(config-route-map)#"),
        ("mpls ldp", "r1(config-ldp)#"),
        ("address-family ipv4", "r1(config-ldp-af)#"),
        ("interface core0", "r1(config-ldp-af-if)#"),
        ("exit", "r1(config-ldp-af)#"),
        ("end", "r1#"),
        ("exit", "netops@r1:~$"),
    ):
        device.type(line)
        assert device.prompt == prompt


def test_a_line_of_a_view_above_is_taken_there_and_the_session_stays_there() -> None:
    device = configured(*FAMILY)
    device.type("neighbor 10.0.0.1 description from below")
    assert device.prompt == "r1(config-router)#"
    device.type("ip route 10.1.0.0/16 Null0")
    assert device.prompt == "r1(config)#"
    assert "neighbor 10.0.0.1 description from below" in shown(device)
    assert "ip route 10.1.0.0/16 Null0" in shown(device)


def test_a_refused_line_of_a_view_above_leaves_the_session_there() -> None:
    device = configured(*FAMILY)
    assert device.type("router bgp 65001").refused
    assert device.prompt == "r1(config)#"
    assert refused(device, "neighbor 10.0.0.1 timers 3 9") == "% Unknown command: neighbor 10.0.0.1 timers 3 9"


@pytest.mark.parametrize("line", ["no neighbor 10.0.0.1", "no route-map vpn"])
def test_a_line_that_its_view_could_go_on_with_is_not_taken_above(line: str) -> None:
    assert refused(configured("route-map vpn permit 10", *FAMILY), line) == f"% Command incomplete: {line}"


@pytest.mark.parametrize("line", ["exit-address-family", "exit-vrf"])
def test_the_way_out_of_another_view_is_no_command(line: str) -> None:
    assert refused(configured("interface core0"), line) == f"% Unknown command: {line}"


def test_an_address_family_is_left_from_the_interface_below_it() -> None:
    device = configured("mpls ldp", "address-family ipv4", "interface core0", "exit-address-family")
    assert device.prompt == "r1(config-ldp)#"


@pytest.mark.parametrize(
    ("where", "line", "words"),
    [
        (BGP, "neighbor 10.0.0.1 bogus", "Unknown command"),
        (BGP, "neighbor 10.0.0.1 remote-as", "Command incomplete"),
        (BGP, "neighbor 10.0.0.1 remote-as 0", "Unknown command"),
        (BGP, "neighbor 10.0.0.1 remote-as 1.1", "Unknown command"),
        (BGP, "no address-family ipv4 unicast", "Unknown command"),
        (BGP, "bgp router-id 1.1.1", "Unknown command"),
        (FAMILY, "no neighbor 10.0.0.1 prefix-list", "Command incomplete"),
        (FAMILY, "network 10.0.0.0/33", "Unknown command"),
        (FAMILY, "redistribute ripng", "Unknown command"),
        ((), "no ip route 10.0.0.0/8", "Command incomplete"),
        ((), "no access-list 1 seq 7", "Command incomplete"),
        ((), "ip prefix-list A seq 0 permit any", "Unknown command"),
        ((), "ip community-list standard A permit 65000:1", "Unknown command"),
        ((), "write memory", "Unknown command"),
        (("interface core0",), "no description text", "Unknown command"),
        (("interface core0",), "no ip ospf message-digest-key", "Command incomplete"),
        (("router ospf",), "no network 10.0.0.0/8", "Command incomplete"),
        (("mpls ldp",), "no router-id", "Command incomplete"),
        (("mpls ldp", "address-family ipv4"), "no discovery transport-address", "Command incomplete"),
    ],
)
def test_words_that_are_not_frrs_are_refused(where: tuple[str, ...], line: str, words: str) -> None:
    assert refused(configured(*where), line) == f"% {words}: {line}"


def test_shortened_words_are_taken_where_only_one_line_can_be_meant() -> None:
    device = configured("router bgp 65000", "address-family ipv6 unicast", "redistribute ospf")
    device.type("int core0")
    device.type("desc uplink")
    assert shown(device) == [
        "interface core0",
        "description uplink",
        "router bgp 65000",
        "address-family ipv6 unicast",
        "redistribute ospf6",
    ]


def test_several_spaces_are_one() -> None:
    assert "description to p1" in shown(configured("interface core0", "description to   p1"))


def test_every_line_of_the_table_is_a_form_of_a_line() -> None:
    for view in views():
        for line in lines(view):
            assert all(typed_forms(line)), line
    with pytest.raises(ValueError, match="closed"):
        typed_forms("neighbor {peer} [shutdown")


def test_no_needs_the_words_before_the_slash_only() -> None:
    assert {line: verdict("bgp", line).value for line in ("bgp cluster-id", "no bgp cluster-id")} == {
        "bgp cluster-id": "incomplete",
        "no bgp cluster-id": "taken",
    }
    assert verdict("bgp", "no address-family ipv4 unicast") is Verdict.UNKNOWN
    assert verdict("ospf", "area 1 range 10.0.0.0/8 substitute 11.0.0.0/8 cost 5") is Verdict.TAKEN
    assert verdict("ospf", "area 1 range 10.0.0.0/8 cost 5 cost 6") is Verdict.UNKNOWN


@pytest.mark.parametrize("line", ["no router-id", "no ip router-id"])
def test_a_line_that_two_forms_take_is_refused(line: str) -> None:
    refused(configured("ip router-id 1.1.1.1"), line)


def test_numbers_outside_their_range_are_unknown() -> None:
    assert verdict("interface", "ip ospf cost 65535") is Verdict.TAKEN
    assert verdict("interface", "ip ospf cost 65536") is Verdict.UNKNOWN
    assert verdict("rmap", "set metric -5") is Verdict.TAKEN


# ----------------------------------------------------------------------------------- global lines, interfaces, loading


def test_global_settings_are_one_each() -> None:
    device = configured(
        "log syslog", "log syslog informational", "hostname r2", "no ip forwarding", "ip router-id 1.1.1.1"
    )
    assert shown(device) == ["log syslog informational", "no ip forwarding", "ip router-id 1.1.1.1"]
    assert device.prompt == "r2(config)#"
    for line in ("no log syslog", "ip forwarding", "no ip router-id 1.1.1.1"):
        device.type(line)
    assert shown(device) == []
    assert shown(configured("log syslog debugging")) == ["log syslog"]


def test_an_interface_without_lines_is_not_shown() -> None:
    device = configured("interface core0", "description x", "no description", "exit")
    assert shown(device) == []


def test_addresses_of_an_interface_add_up() -> None:
    device = configured("interface core0", "ip address 10.0.0.1/30", "ip address 10.0.0.5/30")
    assert len(shown(device)) == 3
    assert refused(device, "no ip address 10.9.9.9/30") == "% Can't find address"


def test_what_the_device_printed_is_read_with_what_stands_around_it() -> None:
    text = f"Building configuration...\n\nCurrent configuration:\n!\n{EMPTY}!\nip route 10.0.0.0/8 Null0\n!\nend\n"
    assert shown(simulated("frr", text)) == ["ip route 10.0.0.0/8 Null0"]


def test_a_config_that_lost_its_indentation_is_read_by_its_views() -> None:
    device = configured(*FAMILY, "network 10.0.0.0/8", "exit", "exit", *OSPF_PORT)
    flat = "\n".join(line.strip() for line in device.running().splitlines())
    assert difference(device, simulated("frr", flat)) == ()


def test_lines_of_another_release_are_kept_where_they_stand() -> None:
    text = (
        EMPTY
        + "router bgp 65000\n bgp of-tomorrow 5\n neighbor 10.0.0.1 remote-as 65001\nexit\nfuture thing\n child\n  below\nexit\n"
    )
    device = simulated("frr", text)
    assert shown(device) == [
        "router bgp 65000",
        "bgp of-tomorrow 5",
        "neighbor 10.0.0.1 remote-as 65001",
        "future thing",
        "child",
        "below",
    ]
    assert difference(device, simulated("frr", device.running())) == ()


def test_a_setting_without_a_rule_has_one_number_and_goes_in_short() -> None:
    device = configured("router bgp 65000", "bgp max-med administrative 5", "bgp max-med administrative 6")
    assert shown(device)[1:] == ["bgp max-med administrative 6"]
    device.type("no bgp max-med administrative")
    assert shown(device) == ["router bgp 65000"]


def test_the_order_of_lines_means_nothing_and_sequences_do() -> None:
    one = configured(
        "ip prefix-list A seq 5 permit any", "ip route 10.0.0.0/8 Null0", *VPN, "rt vpn both 65000:1 65000:2"
    )
    other = configured(
        *VPN, "rt vpn both 65000:2 65000:1", "ip route 10.0.0.0/8 Null0", "ip prefix-list A seq 5 permit any"
    )
    assert difference(one, other) == ()
    other.type("ip prefix-list A seq 6 deny any")
    assert difference(one, other) == ("+ ip prefix-list A seq 6 deny any",)


# ---------------------------------------------------------------------------------------------------- files, the shell


def test_all_parts_are_shown_as_they_are() -> None:
    device = simulated("frr", ROUTER)
    assert device.running().partition("### /etc/network")[2] == ROUTER.partition("### /etc/network")[2]
    assert device.running().startswith("### /etc/frr/frr.conf\nfrr version 8.4.4\n")


def test_a_file_is_written_as_a_whole_by_a_here_document() -> None:
    device = simulated("frr", ROUTER)
    write(device, "/etc/ssh/sshd_config", "Port 2222\n\n# more\npermitrootlogin no")
    assert device.running().endswith("### /etc/ssh/sshd_config\nPort 2222\n\n# more\npermitrootlogin no\n")
    assert difference(simulated("frr", ROUTER), device) == (
        "- ### /etc/ssh/sshd_config / port 22",
        "+ ### /etc/ssh/sshd_config / port 2222",
    )


def test_the_order_of_a_rulesets_rules_counts() -> None:
    def filtered(*rules: str) -> Device:
        chain = "\n".join(f"\t\t{rule}" for rule in rules)
        return simulated("frr", f"### /etc/nftables.conf\ntable inet filter {{\n\tchain input {{\n{chain}\n\t}}\n}}\n")

    one, other = filtered("tcp dport 22 accept", "drop"), filtered("drop", "tcp dport 22 accept")
    assert any("order of lines" in line for line in difference(one, other))
    assert difference(one, filtered("tcp dport 22   accept # ssh", "drop")) == ()


def test_a_ruleset_with_an_open_bracket_fails_its_test() -> None:
    device = simulated("frr", ROUTER)
    write(device, "/etc/nftables.conf", "table inet filter {\n chain input {\n }")
    assert "syntax error" in refused(device, "sudo -n nft -c -f /etc/nftables.conf")


def test_an_interfaces_file_takes_effect_when_it_is_reloaded() -> None:
    device = simulated("frr", ROUTER)
    write(device, "/etc/network/interfaces", INTERFACES.replace("    mpls-enable yes\n", ""))
    assert "mpls enable" in shown(device)
    assert not device.type("sudo -n ifreload -a").refused
    assert "mpls enable" not in shown(device)
    write(device, "/etc/network/interfaces", INTERFACES)
    device.type("sudo -n ifreload -a")
    assert "mpls enable" in shown(device)


def test_an_interfaces_file_with_an_unknown_vrf_is_refused() -> None:
    device = simulated("frr", ROUTER)
    write(device, "/etc/network/interfaces", INTERFACES.replace("    vrf FINANCE", "    vrf NOWHERE"))
    assert "vrf NOWHERE has no stanza with vrf-table" in refused(device, "sudo -n ifreload -a")


def test_a_vrf_and_an_interface_go_when_the_kernel_has_them_no_more() -> None:
    device = configured("interface swp2", "description x", "exit", text=ROUTER)
    assert refused(device, "no vrf FINANCE") == "% Only inactive VRFs can be deleted"
    assert "only inactive interfaces can be deleted" in refused(device, "no interface swp2")
    device.type("end")
    write(device, "/etc/network/interfaces", INTERFACES.partition("auto FINANCE")[0])
    device.type("sudo -n ifreload -a")
    for line in ("configure terminal", "no vrf FINANCE", "no interface swp2"):
        assert not device.type(line).refused
    assert not [line for line in shown(device) if "FINANCE" in line or "swp2" in line or "10.9.0.0" in line]


def test_a_vrf_that_goes_leaves_its_bgp_and_ospf_alone() -> None:
    device = configured(
        "vrf GHOST",
        "ip route 10.0.0.0/8 1.1.1.1",
        "router bgp 65000 vrf GHOST",
        "router ospf vrf GHOST",
        "exit",
        "no vrf GHOST",
    )
    assert shown(device) == ["router bgp 65000 vrf GHOST", "router ospf vrf GHOST"]


def test_vtysh_is_entered_left_and_called_with_lines() -> None:
    device = simulated("frr", EMPTY)
    assert device.type("router bgp 65000").refused
    for line in ("sudo -n vtysh", "configure terminal", "ip route 10.0.0.0/8 Null0", "end", "exit"):
        assert not device.type(line).refused
    saved = device.saved
    assert not device.type("sudo -n vtysh -c 'write memory'").refused
    assert device.saved != saved
    assert device.type("vtysh -c 'show running-config'").text == device.running()
    answer = device.type(
        "vtysh -c 'configure terminal' -c 'router bgp 65000' -c 'bogus' -c 'ip route 11.0.0.0/8 Null0'"
    )
    assert answer.refused
    assert "11.0.0.0/8" not in device.running()


def test_a_program_that_the_shell_does_not_know_is_refused() -> None:
    assert refused(simulated("frr", EMPTY), "undo bgp 65000") == "bash: undo: command not found"


def test_a_difference_names_the_place() -> None:
    one, other = configured(*FAMILY, "neighbor 10.0.0.1 prefix-list A in"), configured(*FAMILY, "network 10.0.0.0/8")
    assert difference(one, other) == (
        "- router bgp 65000 / address-family ipv4 unicast / neighbor 10.0.0.1 prefix-list A in",
        "+ router bgp 65000 / address-family ipv4 unicast / network 10.0.0.0/8",
    )
