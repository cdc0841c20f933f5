"""A line that says more than its fact holds is unread, and a list without one of its rules is no list."""

import pytest

from netops.config import parse
from netops.model import Device
from netops.platforms import get_platform


def read(platform: str, text: str) -> Device:
    p = get_platform(platform)
    return p.read(parse(p, text))


def unread(device: Device) -> list[str]:
    return [each.line.text for each in device.unread]


@pytest.mark.parametrize(("platform", "word"), [("frr", "force"), ("cisco_ios", "all"), ("ruijie_os", "all")])
def test_a_next_hop_of_reflected_routes_too_is_not_that_of_others_only(platform: str, word: str) -> None:
    """frr: bgp.rst, `next-hop-self [force]`; Cisco IOS: BGP command reference, `neighbor next-hop-self all`."""
    line = f"neighbor 10.0.0.2 next-hop-self {word}"
    text = (
        f"hostname r1\nrouter bgp 65000\n neighbor 10.0.0.2 remote-as 65000\n address-family ipv4 unicast\n  {line}\n"
    )

    assert unread(read(platform, text)) == [line]


def test_a_policy_below_shaping_is_none_of_its_words() -> None:
    text = "hostname r1\npolicy-map PAR\n class class-default\n  shape average 100000000\n   service-policy child\n"

    device = read("cisco_ios", text)

    assert "service-policy child" in unread(device)
    assert "service-policy" not in repr([step for policy in device.traffic_policies for step in policy.steps])


def test_a_prefix_list_without_one_of_its_rules_is_unread() -> None:
    lines = [
        "ip prefix-list P seq 5 deny 10.0.0.0/8 frob",
        "ip prefix-list P seq 10 permit any",
        "ip prefix-list Q seq 5 permit any",
    ]

    device = read("frr", "hostname r1\n" + "\n".join(lines) + "\n")

    assert [each.name for each in device.prefix_lists] == ["Q"]
    assert unread(device) == lines[:2]


def test_a_list_of_ipv6_that_names_no_network_is_one_of_ipv6() -> None:
    device = read("frr", "hostname r1\nipv6 prefix-list V seq 5 deny any\nip prefix-list V seq 5 permit 10.0.0.0/8\n")

    assert {str(rule.prefix): rule.at_most for each in device.prefix_lists for rule in each.rules} == {
        "::/0": 128,
        "10.0.0.0/8": None,
    }
