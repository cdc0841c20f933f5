"""Which sections have a line is remembered, and stays right while lines come and go: a port leaves its VRF, or comes into another."""

import random

import pytest

from netops.config import build_patch, parse
from netops.config.holders import asked_for, words_of
from netops.config.knowing import known, made
from netops.config.pattern import Beside
from netops.config.root import Root, read_root
from netops.config.secret import make_mask
from netops.config.state import Entry
from netops.platforms import get_platform

IOS = get_platform("cisco_ios")
OF_VRF = Beside.of("vrf forwarding <vrf>")


def _root(ports: int) -> Root:
    text = "".join(
        f"interface Vlan{at}\n vrf forwarding V{at % 7}\n ip address 10.0.{at}.1 255.255.255.0\n"
        for at in range(1, ports + 1)
    )
    part = IOS.rulebook.parts[0]
    root = read_root(IOS.rulebook, part, parse(IOS, text), make_mask(IOS, b"sixteen bytes ok"))
    root.load("interface")
    return root


def _remembered(root: Root, vrf: str) -> list[str]:
    line = asked_for(OF_VRF, {"vrf": vrf})
    assert line is not None
    return [each.text for each in root.having(line, (vrf,), "interface")]


def _looked_through(root: Root, vrf: str) -> list[str]:
    lines = (
        (each, each.section.find(("vrf", "forwarding"))) for each in root.held.values() if each.section is not None
    )
    return [each.text for each, line in lines if line is not None and words_of(line)[-1] == vrf]


def _line(root: Root, text: str) -> Entry:
    return made(known(root.context, text), text)


def _change(root: Root, chance: random.Random) -> None:
    """Let a port go, come, leave its VRF or join one."""
    text = f"interface Vlan{chance.randint(1, 60)}"
    key = known(root.context, text).key
    held = root.find(key)
    if held is None or held.section is None:
        entry = _line(root, text)
        entry.section = root.reader.below(root, entry)
        root.put(entry)
        return
    if chance.random() < 0.2:
        root.take(key)
        return
    section = root.inside(key)
    for _ in range(2):  # the second time it is typed in without being opened anew
        line = f"vrf forwarding V{chance.randint(0, 6)}"
        found = known(section.context, line)
        if chance.random() < 0.3:
            section.take(found.key)
        else:
            section.put(made(found, line))
        assert all(_remembered(root, f"V{at}") == _looked_through(root, f"V{at}") for at in range(7))


@pytest.mark.parametrize("seed", range(5))
def test_what_is_remembered_of_sections_is_what_a_look_through_all_of_them_finds(seed: int) -> None:
    root, chance = _root(60), random.Random(seed)
    opened = root.inside(known(root.context, "interface Vlan3").key)  # before anybody asks
    assert _remembered(root, "V3") == _looked_through(root, "V3")

    opened.take(("vrf", "forwarding"))
    assert _remembered(root, "V3") == _looked_through(root, "V3")
    for _ in range(60):
        _change(root, chance)


def test_a_copy_of_a_state_finds_its_own_sections() -> None:
    root = _root(60)
    assert "interface Vlan3" in _remembered(root, "V3")
    twin = root.copy()
    twin.inside(known(root.context, "interface Vlan3").key).take(("vrf", "forwarding"))

    assert "interface Vlan3" in _remembered(root, "V3")
    assert "interface Vlan3" not in _remembered(twin, "V3")


@pytest.mark.parametrize("seed", range(5))
def test_lines_that_begin_with_two_words_are_found_while_lines_come_and_go(seed: int) -> None:
    root, chance = _root(60), random.Random(seed)
    for _ in range(200):
        text = (
            f"ip route 10.{chance.randint(0, 3)}.{chance.randint(0, 99)}.0 255.255.255.0 10.0.1.{chance.randint(1, 9)}"
        )
        entry = _line(root, text)
        if chance.random() < 0.4:
            root.take(entry.key)
        else:
            root.put(entry)
        assert list(root.starting(("ip", "route"))) == [
            each for each in root.held.values() if each.key[:2] == ("ip", "route")
        ]


@pytest.mark.parametrize("families", [1, 60])
def test_address_families_of_many_vrfs_go_behind_the_addresses_of_their_ports(families: int) -> None:
    """A family that blocks on lines of other sections (`blockers_elsewhere`) goes behind them, whether one goes or sixty."""
    vrfs = "".join(f"vrf definition V{at}\n rd 65000:{at}\n{{family}}" for at in range(families))
    ports = "".join(
        f"interface Vlan{at + 2}\n vrf forwarding V{at}\n ip address 10.0.{at}.1 255.255.255.0\n"
        for at in range(families)
    )
    running = vrfs.format(family=" address-family ipv4\n exit-address-family\n") + ports
    bare = "\n".join(line for line in ports.splitlines() if "ip address" not in line)
    patch = build_patch(IOS, parse(IOS, running), parse(IOS, vrfs.format(family="") + bare + "\n"))

    assert patch.proof.proven
    lines = patch.commands.splitlines()
    last = max(at for at, line in enumerate(lines) if line.startswith(" no ip address"))
    assert last < min(at for at, line in enumerate(lines) if line == " no address-family ipv4")
