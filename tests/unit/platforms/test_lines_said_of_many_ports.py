"""A line that says the same of every port is read once: each port has the fact all the same, and names its own lines for it."""

from dataclasses import replace

import pytest

from netops.config import parse
from netops.model import Device
from netops.platforms import get_platform

LINES = {
    "cisco_ios": [
        "load-interval 30",
        "no cdp enable",
        "negotiation auto",
        "switchport mode access",
        "switchport access vlan 7",
        "storm-control broadcast level 5",
        "ip ospf 1 area 0",
        "ip ospf cost 20",
        "ip ospf network point-to-point",
    ],
    "ruijie_os": ["load-interval 30", "no lldp enable", "switchport mode access", "switchport access vlan 7"],
    "huawei_vrp": [
        "undo lldp enable",
        "trust dscp",
        "undo negotiation auto",
        "portswitch",
        "port link-type access",
        "port default vlan 7",
        "storm-control broadcast min-rate 5 max-rate 9",
        "ospf enable 1 area 0.0.0.0",
        "ospf cost 20",
        "ospf network-type p2p",
    ],
    "h3c_comware": [
        "undo lldp enable",
        "speed 100",
        "port link-type access",
        "port access vlan 7",
        "ospf 1 area 0",
        "ospf cost 20",
    ],
}
PORTS = 3


def read(platform: str, port: str, lines: list[str], ports: int) -> Device:
    found = get_platform(platform)
    heads = [f"interface {port}{number}" for number in range(ports)]
    return found.read(
        parse(found, "".join(f"{line}\n" for head in heads for line in (head, *(f" {each}" for each in lines))))
    )


def port_of(platform: str) -> str:
    return "GigabitEthernet 0/" if platform == "ruijie_os" else "GigabitEthernet0/0/"


@pytest.mark.parametrize("platform", LINES)
def test_each_port_has_what_a_port_alone_would_have(platform: str) -> None:
    name = port_of(platform)
    (alone,) = read(platform, name, LINES[platform], 1).interfaces
    found = read(platform, name, LINES[platform], PORTS)
    assert found.interfaces == {replace(alone, name=f"{name}{number}") for number in range(PORTS)}
    assert not found.unread
    assert alone.guards
    assert alone.fields


@pytest.mark.parametrize("platform", LINES)
def test_each_port_names_its_own_lines(platform: str) -> None:
    name, lines = port_of(platform), LINES[platform]
    found = read(platform, name, lines, PORTS)
    for number in range(PORTS):
        port = found.interface(f"{name}{number}")
        assert port is not None
        named = {each for fact in (port, port.switchport, port.ospf) if fact is not None for each in fact.lines}
        first = number * (len(lines) + 1) + 1
        assert sorted((each.number, each.text) for each in named) == [
            (first, f"interface {name}{number}"),
            *((first + at, line) for at, line in enumerate(lines, 1)),
        ]


@pytest.mark.parametrize("platform", ["cisco_ios", "huawei_vrp"])
def test_a_line_that_means_nothing_is_unread_on_each_port(platform: str) -> None:
    lines = [each for each in LINES[platform] if "area" not in each]
    said = [each for each in lines if "ospf" in each]
    found = read(platform, port_of(platform), lines, PORTS)
    assert [each.line.text for each in found.unread] == said * PORTS
    assert len({each.line.number for each in found.unread}) == len(said) * PORTS
    assert {each.section for each in found.unread} == {
        (f"interface {port_of(platform)}{number}",) for number in range(PORTS)
    }
