"""Lines about one thing that both texts have, in another order: the later one is what counts, so that the order is a change."""

import pytest

from netops.config import build_patch, parse
from netops.platforms import get_platform

ARP = ("arp static 10.0.0.1 0001-0002-0001\n", "arp static 10.0.0.1 0001-0002-0002\n")
ROUTES = ("ip route 10.0.0.0 255.0.0.0 10.1.1.1\n", "ip route 10.0.0.0 255.0.0.0 10.1.1.1 200\n")
PORTS = ("interface Loopback0\n description a\n!\n", "interface Loopback0\n description b\n!\n")


@pytest.mark.parametrize(
    ("name", "pair", "behind"),
    [
        ("huawei_vrp", ARP, ("sysname s1\n", "sysname s1\n")),
        (
            "huawei_vrp",
            ARP,
            ("ip route-static 10.1.0.0 16 10.0.0.1\n", "ip route-static 10.1.0.0 16 10.0.0.1 preference 70\n"),
        ),
        ("cisco_ios", ROUTES, ("hostname a\n", "hostname a\n")),
        ("cisco_ios", PORTS, ("hostname a\n", "hostname a\n")),
        ("cisco_ios", ("no cdp run\n", "cdp run\n"), ("hostname a\n", "hostname b\n")),
    ],
)
def test_lines_about_one_thing_in_another_order_are_not_proven_equal(
    name: str, pair: tuple[str, str], behind: tuple[str, str]
) -> None:
    p = get_platform(name)
    one, other = pair

    patch = build_patch(p, parse(p, f"{one}{other}{behind[0]}"), parse(p, f"{other}{one}{behind[1]}"))

    assert patch.commands
    assert not patch.proof.proven
    assert any("stand beside each other" in each for each in patch.proof.obstacles)


@pytest.mark.parametrize("name", ["huawei_vrp", "cisco_ios"])
def test_lines_about_different_things_may_stand_in_any_order(name: str) -> None:
    p = get_platform(name)
    one, other = {
        "huawei_vrp": ("ip route-static 10.1.0.0 16 10.0.0.1\n", "ip route-static 10.2.0.0 16 10.0.0.1\n"),
        "cisco_ios": ("ip route 10.1.0.0 255.255.0.0 10.0.0.1\n", "ip route 10.2.0.0 255.255.0.0 10.0.0.1\n"),
    }[name]

    patch = build_patch(p, parse(p, one + other), parse(p, other + one))

    assert patch.empty
    assert patch.proof.proven
