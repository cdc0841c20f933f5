"""`interface range` in a text that people wrote: the same config as the ports one by one, on every platform that has the command."""

import pytest

from netops.config import build_patch, parse
from netops.platforms import get_platform

FORMS = [
    ("cisco_ios", "hostname R1\n", "GigabitEthernet0/1 - 3", "GigabitEthernet0/"),
    ("cisco_ios", "hostname R1\n", "GigabitEthernet0/1 , GigabitEthernet0/2 - 3", "GigabitEthernet0/"),
    ("ruijie_os", "hostname R1\n", "GigabitEthernet 0/1-3", "GigabitEthernet 0/"),
    ("ruijie_os", "hostname R1\n", "GigabitEthernet 0/1-2,0/3", "GigabitEthernet 0/"),
    ("huawei_vrp", "sysname R1\n", "GigabitEthernet0/0/1 to GigabitEthernet0/0/3", "GigabitEthernet0/0/"),
    ("huawei_vrpv8", "sysname R1\n", "10GE1/0/1 to 10GE1/0/3", "10GE1/0/"),
    ("h3c_comware", "sysname R1\n", "GigabitEthernet1/0/1 to GigabitEthernet1/0/3", "GigabitEthernet1/0/"),
]


@pytest.mark.parametrize(("platform", "name", "ports", "port"), FORMS)
def test_a_range_of_ports_is_each_of_them(platform: str, name: str, ports: str, port: str) -> None:
    p = get_platform(platform)
    running = parse(p, name)
    together = parse(p, f"{name}interface range {ports}\n description x\n")
    apart = parse(p, name + "".join(f"interface {port}{number}\n description x\n" for number in (1, 2, 3)))
    assert build_patch(p, apart, together).empty
    patch = build_patch(p, running, together)
    assert patch.proof.proven, patch.proof.obstacles
    assert patch.commands.count("description x") == len((1, 2, 3))


def test_the_vlans_of_a_range_are_each_a_vlan() -> None:
    p = get_platform("ruijie_os")
    patch = build_patch(p, parse(p, "hostname R1\n"), parse(p, "hostname R1\nvlan range 10-11\n"))
    assert (patch.commands, patch.proof.proven) == ("vlan 10\nvlan 11\n", True)
