"""A line that says more than its fact holds is unread, and a list that lacks a rule tells where."""

from dataclasses import replace

import pytest

from netops.config import parse
from netops.errors import InputError
from netops.model import Device, Gap, Topic
from netops.platforms import get_platform
from netops.render import render


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


def test_a_prefix_list_tells_where_it_lacks_a_rule() -> None:
    lines = [
        "ip prefix-list P seq 5 deny 10.0.0.0/8 frob",
        "ip prefix-list P seq 10 permit any",
        "ip prefix-list Q seq 5 permit any",
    ]

    device = read("frr", "hostname r1\n" + "\n".join(lines) + "\n")

    assert {each.name: each.gaps for each in device.prefix_lists} == {"P": (Gap(0, lines[0]),), "Q": ()}
    assert unread(device) == lines[:1]


def test_a_list_of_ipv6_that_names_no_network_is_one_of_ipv6() -> None:
    device = read("frr", "hostname r1\nipv6 prefix-list V seq 5 deny any\nip prefix-list V seq 5 permit 10.0.0.0/8\n")

    assert {str(rule.prefix): rule.at_most for each in device.prefix_lists for rule in each.rules} == {
        "::/0": 128,
        "10.0.0.0/8": None,
    }


@pytest.mark.parametrize(
    ("platform", "kind", "text", "place"),
    [
        (
            "cisco_ios",
            "prefix_lists",
            "ip prefix-list L seq 5 permit 10.0.0.0/8\nip prefix-list L seq 10 permit moon\n",
            1,
        ),
        ("ruijie_os", "policies", "route-map L permit 20\nroute-map L permit 10\n match moon full\n", 0),
        (
            "huawei_vrp",
            "policies",
            "route-policy L permit node 10\n#\nroute-policy L permit node 20\n if-match moon full\n#\n",
            1,
        ),
        (
            "huawei_vrpv8",
            "value_lists",
            "ip as-path-filter L index 20 permit ^1$\nip as-path-filter L index 10 allow ^2$\n",
            0,
        ),
        (
            "h3c_comware",
            "prefix_lists",
            "ip prefix-list L index 10 permit 10.0.0.0 8\nip prefix-list L index 20 permit moon 8\n",
            1,
        ),
        (
            "frr",
            "value_lists",
            "bgp as-path access-list L seq 5 permit ^1$\nbgp as-path access-list L seq 10 allow ^2$\n",
            1,
        ),
    ],
)
def test_a_list_of_routes_tells_where_it_lacks_a_rule_and_routing_is_in_doubt(
    platform: str, kind: str, text: str, place: int
) -> None:
    """Reachability doubts the tables of a device with an unread line of routing; rendering refuses the gap by name."""
    device = read(platform, text)
    (held,) = getattr(device, kind)
    assert [gap.place for gap in held.gaps] == [place]
    assert {each.topic for each in device.unread} <= {Topic.ROUTING, None}
    assert held.gaps[0].text in {each.line.text for each in device.unread}
    known = replace(device, hostname="r1", unread=())
    with pytest.raises(InputError, match="nobody understood"):
        render(get_platform(platform), known)


def test_a_rule_of_frr_without_a_number_gets_the_next_one_by_fives() -> None:
    """FRR 8.4, Filtering: ``access-list NAME [seq N] permit|deny``; lib/filter.c counts by fives behind the highest."""
    (held,) = read("frr", "access-list OLD seq 7 permit 10.1.0.0/16\naccess-list OLD deny any\n").access_lists
    assert [rule.sequence for rule in held.rules] == [7, 10]
