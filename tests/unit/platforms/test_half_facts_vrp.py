"""A line of VRP or Comware whose half has no room in the model is unread: nobody takes the other half for the whole."""

from ipaddress import IPv4Interface

import pytest

from netops.config import parse
from netops.errors import InputError
from netops.model import Device, Gap, Interface
from netops.platforms import get_platform
from netops.render import render

VRP, VRP8, COMWARE = "huawei_vrp", "huawei_vrpv8", "h3c_comware"


def _read(platform: str, text: str) -> Device:
    found = get_platform(platform)
    return found.read(parse(found, text))


def _unread(device: Device) -> list[str]:
    return [each.line.text for each in device.unread]


def _written(device: Device) -> list[str]:
    return [line.strip() for line in render(get_platform(device.platform), device).splitlines()]


@pytest.mark.parametrize("platform", [VRP, VRP8, COMWARE])
def test_a_chain_of_keys_is_no_password(platform: str) -> None:
    device = _read(platform, "bgp 65001\n peer 10.0.0.2 as-number 65002\n peer 10.0.0.2 keychain CORE\n")
    (bgp,) = device.bgp
    (neighbor,) = bgp.neighbors
    assert (neighbor.authenticated, neighbor.fields) == (True, frozenset({("key-chain", "CORE")}))
    if platform == COMWARE:
        with pytest.raises(InputError, match="NET-RND-003"):  # its template would write `password`
            _written(device)
    else:
        said = [line for line in _written(device) if line.startswith("peer 10.0.0.2 ")]
        assert "peer 10.0.0.2 keychain CORE" in said
        assert not any("password" in line for line in said)


@pytest.mark.parametrize("platform", [VRP, VRP8])
def test_two_settings_that_begin_alike_are_written_as_they_were(platform: str) -> None:
    port = "GigabitEthernet0/0/1" if platform == VRP else "GE1/0/1"
    device = _read(platform, f"interface {port}\n trust upstream default\n trust 8021p\n")
    assert {"trust upstream default", "trust 8021p"} <= set(_written(device))


@pytest.mark.parametrize(
    ("platform", "port"),
    [
        (VRP, Interface("GigabitEthernet0/0/1", fields=frozenset({("trust", "upstream default")}))),
        (
            COMWARE,
            Interface(
                "GigabitEthernet1/0/1",
                fields=frozenset({("link-mode", "route")}),
                addresses=frozenset({IPv4Interface("10.0.0.1/24")}),
            ),
        ),
    ],
)
def test_what_would_be_read_back_otherwise_is_refused(platform: str, port: Interface) -> None:
    with pytest.raises(InputError, match="NET-RND-003"):
        _written(Device("", platform, interfaces=frozenset({port})))


@pytest.mark.parametrize(("platform", "line"), [(VRP, "qos trust dscp"), (COMWARE, "trust dscp")])
def test_a_setting_as_other_devices_spell_it_is_unread(platform: str, line: str) -> None:
    assert _unread(_read(platform, f"interface GigabitEthernet0/0/1\n {line}\n")) == [line]


@pytest.mark.parametrize(
    ("lines", "written"),
    [
        ([], False),
        (["description SPARE"], False),
        (["port link-mode route"], True),
        (["ip address 10.0.0.1 255.255.255.0"], True),
    ],
)
def test_a_port_is_put_at_layer_3_only_where_it_is_there(lines: list[str], written: bool) -> None:
    device = _read(
        COMWARE, "".join(f"{each}\n" for each in ["interface GigabitEthernet1/0/2", *(f" {each}" for each in lines)])
    )
    assert not device.unread
    assert ("port link-mode route" in _written(device)) is written


def test_a_port_with_another_below_it_is_at_layer_3() -> None:
    text = "interface GigabitEthernet1/0/2\ninterface GigabitEthernet1/0/2.10\n ip address 10.0.0.1 255.255.255.0\n"
    assert "port link-mode route" in _written(_read(COMWARE, text))


def test_a_port_of_a_zone_in_some_vlans_is_unread() -> None:
    device = _read(
        COMWARE,
        "security-zone name A\n import interface GigabitEthernet1/0/2 vlan 10\n import interface GigabitEthernet 1/0/3\n",
    )
    (zone,) = device.zones
    assert zone.interfaces == {"GigabitEthernet1/0/3"}
    assert _unread(device) == ["import interface GigabitEthernet1/0/2 vlan 10"]


@pytest.mark.parametrize(
    ("platform", "text", "kind"),
    [
        (VRP, "traffic classifier X operator or precedence first\n if-match any\n", "traffic_classes"),
        (
            COMWARE,
            "traffic classifier X operator and\n if-match any\n if-match control-plane protocol arp\n",
            "traffic_classes",
        ),
        (COMWARE, "traffic behavior X\n filter permit\n blend 7\n", "traffic_behaviors"),
        (COMWARE, "qos policy X\n classifier A behavior B\n classifier C behavior D mode dcbx\n", "traffic_policies"),
        (VRP, "traffic policy X\n classifier A behavior B\n classifier C behavior D mode odd\n", "traffic_policies"),
        (
            VRP,
            "traffic classifier X operator and\n if-match any\ntraffic classifier X operator and\n if-match odd\n",
            "traffic_classes",
        ),
        (
            VRP,
            "traffic classifier X operator and\n if-match odd\ntraffic classifier X operator and\n if-match any\n",
            "traffic_classes",
        ),
    ],
)
def test_what_a_line_spoils_is_unread_as_a_whole(platform: str, text: str, kind: str) -> None:
    device = _read(platform, text)
    assert getattr(device, kind) == frozenset()
    assert _unread(device) == [each.strip() for each in text.splitlines()]


def test_how_a_link_of_a_stack_is_held_is_not_lost() -> None:
    line = "port group interface Ten-GigabitEthernet1/0/52 mode extended"
    device = _read(COMWARE, f"irf-port 1/1\n {line}\n")
    assert _unread(device) == [line]
    assert not any(each.links for each in device.stacks)


@pytest.mark.parametrize(
    ("platform", "head"),
    [(VRP, "ip ip-prefix"), (VRP8, "ip ip-prefix"), (VRP8, "ip ipv6-prefix"), (COMWARE, "ip prefix-list")],
)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_prefix_list_tells_where_it_lacks_a_rule(platform: str, head: str, at: int) -> None:
    net = "2001:DB8:{}:: 48" if "ipv6" in head else "10.{}.0.0 16"
    lines = [f"{head} L index {number}0 permit {net.format(number)}" for number in (1, 2)]
    odd = f"{head} L index {(5, 15, 50)[at]} permit {net.format(5)} odd 20"
    lines.insert(at, odd)
    device = _read(platform, "\n".join([*lines, f"{head} M index 10 permit {net.format(7)} odd 20", ""]))
    (held,) = device.prefix_lists
    assert [rule.sequence for rule in held.rules] == [10, 20]
    assert held.gaps == (Gap(at, odd),)
    assert _unread(device) == [odd, f"{head} M index 10 permit {net.format(7)} odd 20"]
