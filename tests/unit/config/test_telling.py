"""Whoever reads at night why a device refuses a line reads the names: which port, which VRF, which neighbor."""

import re
from pathlib import Path

import pytest
import yaml

from netops.config import build_patch, parse
from netops.config.pattern import Pattern, WordType
from netops.config.telling import told, wanted
from netops.platforms import get_platform

CASES = Path(__file__).parents[2] / "cases" / "patch"


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (
            "cisco_ios/vrf-family-gone-in-use",
            "“interface GigabitEthernet0/1 / ip address 10.1.0.1 255.255.255.252” stands and depends on it",
        ),
        ("cisco_ios/vrf-without-family", "it needs “vrf definition FINANCE / address-family ipv4” first"),
        ("cisco_ios/port-into-vrf-ospf-stays", "it needs “router ospf 1 vrf FINANCE” first"),
        (
            "cisco_ios/port-channel-layer-changed",
            "it is refused while “interface GigabitEthernet0/4 / channel-group 1 mode active” stands",
        ),
        ("cisco_ios/subinterface-vlan-alone", "“ip address 10.10.0.1 255.255.255.0” stands and depends on it"),
        ("frr/ospf-network-beside-port", "it is refused while “interface core0 / ip ospf area 0” stands"),
        ("frr/group-joined-with-own-as", "it can't stand beside “neighbor CUSTOMERS remote-as 65101”"),
        ("frr/static-tag-shared", "it can't stand beside “ip route 10.7.0.0/16 10.0.1.2 tag 5”"),
        ("h3c_comware/vrrp-without-address", "it needs “vrrp vrid 10 virtual-ip <address>” first"),
        (
            "huawei_vrp/vrf-family-gone-in-use",
            "“bgp 64512 / ipv4-family vpn-instance FINANCE” stands and depends on it",
        ),
        ("huawei_vrp/address-sub-alone", "it needs “ip address <address> <mask>” first"),
    ],
)
def test_a_refusal_names_the_line_that_stands_or_is_lacking(case: str, why: str) -> None:
    text = yaml.safe_load((CASES / f"{case}.yml").read_text(encoding="utf-8"))
    p = get_platform(case.partition("/")[0])
    obstacles = build_patch(p, parse(p, text["running"]), parse(p, text["intended"])).proof.obstacles

    assert any(each.startswith("the patch: the device would reject “") and each.endswith(why) for each in obstacles), (
        obstacles
    )
    assert sum(why in each for each in obstacles) == 1, "it is told once"


def test_what_is_not_known_of_a_line_stands_in_angle_brackets_and_a_word_that_may_be_no_other_as_it_is() -> None:
    types = {"k_vrf": WordType(re.compile("vrf")), "port": WordType(re.compile(r"\S+"))}
    line = Pattern.of("router ospf {process} <o:k_vrf> <vrf> {port:port} *", types)

    assert told(line, {}) == "router ospf <process> vrf <vrf> <port> …"
    assert told(line, {"process": "1", "vrf": "A", "*": "x"}) == "router ospf 1 vrf A <port> …"
    assert wanted(line, {"process": "1", "vrf": "A"}) == "router ospf 1 vrf <vrf> <port> …"


@pytest.mark.parametrize(
    ("case", "why"),
    [
        ("huawei_vrp/trunk-mode-from-default", "“interface Eth-Trunk1 / mode lacp”: "),
        ("cisco_ios/vrf-rd-in-use", "“ip vrf FINANCE / rd 65000:201”: "),
        (
            "ruijie_os/acl-entry-of-extended",
            "“ip access-list standard HOSTS / permit tcp any any eq 22”: the rulebook doesn't know this line",
        ),
        (
            "cisco_ios/vrf-rename-same-rd",
            "their order is a guess: “no vrf definition OLD”, “interface Vlan101”, “vrf definition NEW”",
        ),
    ],
)
def test_what_nobody_knows_of_a_line_names_the_section_that_it_stands_in(case: str, why: str) -> None:
    text = yaml.safe_load((CASES / f"{case}.yml").read_text(encoding="utf-8"))
    p = get_platform(case.partition("/")[0])
    obstacles = build_patch(p, parse(p, text["running"]), parse(p, text["intended"])).proof.obstacles

    assert any(why in each for each in obstacles), obstacles
