"""A router's interfaces file: what it means, and the shortest way from the kernel to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netops.lab.guest.interfaces import Interface, InterfacesError, parse, shown, steps

FILE = """\
# the edge of finance
auto lo
iface lo inet loopback
    address 10.255.0.1/32

auto swp1 FINANCE
iface swp1
    alias to the department
    address 10.1.101.5/30
    vrf FINANCE
    mtu 9000
    mpls-enable yes

iface FINANCE
    vrf-table 101
"""
KERNEL = {
    "lo": Interface("lo", mtu=65536),
    "swp1": Interface("swp1", mtu=1500, up=False),
    "mgmt0": Interface("mgmt0", ("10.250.0.1/24",), mtu=1500),
}


def commands(written: dict[str, Interface], kernel: dict[str, Interface]) -> list[str]:
    return [step.command for step in steps(written, kernel)]


def test_a_file_is_read_into_its_interfaces() -> None:
    found = parse(FILE)
    assert list(found) == ["lo", "swp1", "FINANCE"]
    assert found["swp1"] == Interface(
        "swp1", ("10.1.101.5/30",), "FINANCE", alias="to the department", mtu=9000, mpls=True
    )
    assert found["FINANCE"].table == 101


def test_an_interface_that_is_not_auto_is_left_out() -> None:
    assert parse("iface swp1\n    address 10.0.0.1/30\n") == {}


def test_a_line_may_be_continued() -> None:
    assert parse("auto a\niface a\n    alias one \\\n  two\n")["a"].alias.split() == ["one", "two"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("    colour blue", "line3: iface swp1: unsupported keyword (colour)"),
        ("    address 10.0.0.300/24", "line3: iface swp1: invalid value for address"),
        ("    address 10.0.0.3", "the prefix length is missing"),
        ("    mtu 100", "not a number from 552 to 9216"),
        ("    mpls-enable maybe", "not yes or no"),
        ("    vrf NOWHERE", "vrf NOWHERE has no stanza with vrf-table"),
        ("iface x inet dhcp", "unsupported address family or method (inet dhcp)"),
        ("auto", "invalid auto line"),
        ("auto ghost", "ghost: no iface stanza"),
    ],
)
def test_a_line_that_is_not_understood_is_named(line: str, said: str) -> None:
    with pytest.raises(InterfacesError) as raised:
        parse(f"auto swp1\niface swp1\n{line}\n")
    assert said in str(raised.value)


def test_all_bad_lines_are_named_together() -> None:
    with pytest.raises(InterfacesError) as raised:
        parse("auto a\niface a\n    colour blue\n    mtu 5\n")
    assert len(raised.value.lines) == 2


def test_two_vrfs_cannot_share_a_table() -> None:
    with pytest.raises(InterfacesError, match="vrf-table 7 is used by A"):
        parse("auto A B\niface A\n    vrf-table 7\niface B\n    vrf-table 7\n")


def test_automatic_tables_start_at_1001_and_avoid_the_taken() -> None:
    found = parse("auto A B C\niface A\n vrf-table auto\niface B\n vrf-table 1001\niface C\n vrf-table auto\n")
    assert {name: item.table for name, item in found.items()} == {"A": 1002, "B": 1001, "C": 1003}


def test_a_vrf_is_made_before_its_port_is_put_into_it() -> None:
    found = commands(parse(FILE), KERNEL)
    made, enslaved = (
        found.index("link add dev FINANCE type vrf table 101"),
        found.index("link set dev swp1 master FINANCE"),
    )
    assert made < enslaved < found.index("addr add 10.1.101.5/30 dev swp1")
    assert "route add unreachable 0.0.0.0/0 table 101 metric 4278198272" in found
    assert "sysctl /proc/sys/net/mpls/conf/swp1/input 1" in found


def test_what_left_the_file_loses_its_addresses_and_goes_down() -> None:
    found = commands(parse(FILE), KERNEL)
    assert [line for line in found if "mgmt0" in line] == [
        "addr del 10.250.0.1/24 dev mgmt0",
        "link set dev mgmt0 down",
    ]


def test_a_kernel_that_agrees_needs_nothing() -> None:
    written = parse(FILE)
    kernel = {name: replace(item, mtu=item.mtu or 65536) for name, item in written.items()}
    assert commands(written, kernel) == []


def test_only_what_differs_is_changed() -> None:
    written = parse(FILE)
    kernel = {name: replace(item, mtu=item.mtu or 65536) for name, item in written.items()}
    kernel["swp1"] = replace(kernel["swp1"], addresses=("10.1.101.9/30",))
    assert commands(written, kernel) == ["addr del 10.1.101.9/30 dev swp1", "addr add 10.1.101.5/30 dev swp1"]


def test_a_vrf_that_left_the_file_is_removed_with_its_unreachable_routes() -> None:
    kernel = {"lo": KERNEL["lo"], "OLD": Interface("OLD", table=9, mtu=65575)}
    assert commands(parse("auto lo\niface lo inet loopback\n"), kernel) == [
        "link del dev OLD",
        "route del unreachable 0.0.0.0/0 table 9 metric 4278198272",
        "route del unreachable ::/0 table 9 metric 4278198272",
    ]


def test_a_port_is_released_when_its_vrf_changes_table() -> None:
    written = parse(FILE)
    kernel = {name: replace(item, mtu=item.mtu or 65536) for name, item in written.items()}
    kernel["FINANCE"] = replace(kernel["FINANCE"], table=99)
    found = commands(written, kernel)
    assert found[0] == "link del dev FINANCE"
    assert found[-1] == "link set dev swp1 master FINANCE"


def test_an_interface_that_does_not_exist_stops_everything() -> None:
    with pytest.raises(InterfacesError, match="swp9: interface does not exist"):
        steps(parse("auto swp9\niface swp9\n"), KERNEL)


def test_a_gateway_goes_into_the_table_of_its_vrf() -> None:
    written = parse("auto a V\niface a\n address 10.0.0.2/24\n gateway 10.0.0.1\n vrf V\niface V\n vrf-table 5\n")
    found = commands(written, {"a": Interface("a", mtu=1500)})
    assert found[-1] == "route replace default via 10.0.0.1 dev a proto kernel onlink table 5"


def test_a_dummy_link_is_made_and_removed_with_the_file() -> None:
    written = parse("auto d\niface d\n link-type dummy\n address 10.9.9.9/32\n")
    found = commands(written, {})
    assert found == ["link add dev d type dummy", "link set dev d up", "addr add 10.9.9.9/32 dev d"]
    assert commands({}, {"d": Interface("d", mtu=1500, kind="dummy")}) == ["link del dev d"]


def test_the_kernel_is_read_from_ips_json() -> None:
    links = [
        {
            "ifname": "lo",
            "flags": ["LOOPBACK", "UP"],
            "mtu": 65536,
            "addr_info": [
                {"family": "inet", "local": "127.0.0.1", "prefixlen": 8, "scope": "host"},
                {"family": "inet", "local": "10.255.0.1", "prefixlen": 32, "scope": "global"},
            ],
        },
        {
            "ifname": "swp1",
            "flags": ["UP"],
            "mtu": 1500,
            "master": "V",
            "ifalias": "x",
            "addr_info": [{"family": "inet6", "local": "fe80::1", "prefixlen": 64, "scope": "link"}],
        },
        {"ifname": "V", "flags": [], "mtu": 1500, "linkinfo": {"info_kind": "vrf", "info_data": {"table": 5}}},
        {},
    ]
    routes = [{"dev": "swp1", "dst": "default", "gateway": "10.0.0.1", "protocol": "kernel"}]
    found = shown(links, routes, lambda name: name == "swp1")
    assert found["lo"].addresses == ("10.255.0.1/32",)
    assert found["swp1"] == Interface("swp1", (), "V", alias="x", mtu=1500, mpls=True, gateways=("10.0.0.1",))
    assert found["V"] == Interface("V", table=5, mtu=1500, up=False)
