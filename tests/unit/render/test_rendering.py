"""What rendering refuses, and how it says so."""

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Interface
from pathlib import Path
from typing import Any

import pytest

from netops.errors import InputError
from netops.model import (
    Action,
    BgpFamily,
    BgpInstance,
    BgpNeighbor,
    Device,
    Direction,
    Family,
    FilterRule,
    Interface,
    InterfaceKind,
    Ldp,
    Line,
    Management,
    NeighborFamily,
    OspfInterface,
    OspfNetwork,
    PacketFilter,
    PrefixList,
    PrefixRule,
    Snmp,
    SnmpUser,
    SshServer,
    StaticRoute,
    Unread,
    User,
    Vrf,
)
from netops.platforms import get_platform
from netops.render import features, render

FRR = get_platform("frr")
PLACE = (Line(12, "description: x", "inventory/departments/finance.yml"),)
EMPTY = Device("pe1", "frr")
ANY = IPv4Network("10.0.0.0/8")


def refused(device: Device) -> list[str]:
    with pytest.raises(InputError) as caught:
        render(FRR, device)
    return [str(fault) for fault in caught.value.faults]


def interface(**fields: Any) -> Device:  # noqa: ANN401 -- fields of an Interface
    return replace(EMPTY, interfaces=frozenset({Interface(**{"name": "cust0", "lines": PLACE, **fields})}))


def in_bgp(instance: BgpInstance) -> Device:
    return replace(EMPTY, vrfs=frozenset({Vrf("RED", 1101)}), bgp=frozenset({instance}))


def in_list(*rules: PrefixRule) -> Device:
    return replace(EMPTY, prefix_lists=frozenset({PrefixList("X", rules)}))


def in_filter(rule: FilterRule) -> Device:
    return replace(EMPTY, filters=frozenset({PacketFilter("input", Direction.INPUT, Action.DENY, (rule,))}))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("finance\nno router bgp", r"'finance\nno router bgp'"),
        ("finance\r", r"'finance\r'"),
        ("\x1b[2J", r"'\x1b[2J'"),
        ("a\u2028b", r"'a\u2028b'"),
        ("a\u0085b", r"'a\x85b'"),
        ("{{ 7 * 7 }}", "'{{ 7 * 7 }}'"),
        ("{% raw %}", "'{% raw %}'"),
        ("{# note #}", "'{# note #}'"),
    ],
)
def test_a_value_that_would_break_out_of_its_line_is_refused_at_its_place_in_the_inventory(
    text: str, shown: str
) -> None:
    (fault,) = refused(interface(description=text))
    what, right = fault.split("\n")
    assert what == (
        f"inventory/departments/finance.yml:12: NET-RND-001 pe1: Interface.description {shown} would break out of its line"
    )
    assert right == "  right: no newline, control character or template syntax in a value"


def test_a_hostname_that_would_break_out_is_refused_and_shown_escaped() -> None:
    assert "NET-RND-001 'pe1\\nreload'" in refused(replace(EMPTY, hostname="pe1\nreload"))[0]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"mtu": 68}, "Interface.mtu 68 can't be held by platform frr\n  right: 552 to 9216"),
        ({"name": "cust 0"}, "Interface.name 'cust 0' can't be held"),
        ({"name": "a-name-that-is-too-long"}, "Interface.name 'a-name-that-is-too-long' can't be held"),
        ({"name": 'x"y'}, "Interface.name 'x\"y' can't be held"),
        ({"description": "x" * 300}, "Interface.description 'xxx"),
        ({"description": "shown | include x"}, "can't be held"),
        ({"description": " lan"}, "can't be held"),
        ({"kind": InterfaceKind.AGGREGATE}, "Interface.kind 'aggregate' can't be held"),
        ({"ospf": OspfInterface(0, hello=0)}, "OspfInterface.hello 0 can't be held"),
    ],
)
def test_what_a_field_cannot_hold_is_refused_with_what_it_holds(fields: dict[str, Any], said: str) -> None:
    (fault,) = refused(interface(**fields))
    assert said in fault
    assert fault.startswith("inventory/departments/finance.yml:12: NET-RND-002 pe1: ")


BGP = BgpInstance(65000, vrf="RED")
NEIGHBOR = BgpNeighbor(IPv4Address("10.1.0.2"), 65101)
RULE = PrefixRule(5, Action.PERMIT, ANY)


@pytest.mark.parametrize(
    ("device", "said"),
    [
        (interface(vrf="RED"), "can't express interface cust0\n  right: the device has no VRF RED"),
        (interface(name="cust0.7"), "a subinterface, and only it, is named PORT.NUMBER"),
        (interface(name="lo"), "it is the loopback"),
        (
            interface(name="lo", kind=InterfaceKind.LOOPBACK, ospf=OspfInterface(0, OspfNetwork.POINT_TO_POINT)),
            "FRR gives a loopback no OSPF network type",
        ),
        (interface(ospf=OspfInterface(0, hello=10)), "FRR doesn't show OSPF's default hello"),
        (replace(EMPTY, vrfs=frozenset({Vrf("default", 1300)})), "the name is the system's own"),
        (replace(EMPTY, vrfs=frozenset({Vrf("RED", 1300), Vrf("BLUE", 1300)})), "VRF table 1300"),
        (replace(EMPTY, vrfs=frozenset({Vrf("RED", 1300, rd="65000:1")})), "there is none that exports to VPN"),
        (
            replace(EMPTY, static_routes=frozenset({StaticRoute(ANY, None, interface="blackhole")})),
            "blackhole isn't an interface to FRR",
        ),
        (
            replace(
                EMPTY,
                static_routes=frozenset(
                    {
                        StaticRoute(ANY, IPv4Address("10.0.0.1")),
                        StaticRoute(ANY, IPv4Address("10.0.0.1"), distance=250),
                    }
                ),
            ),
            "FRR keeps one distance for one way out",
        ),
        (replace(EMPTY, ldp=Ldp(IPv4Address("224.0.0.1"))), "it isn't the address of a host"),
        (in_bgp(replace(BGP, router_id=IPv4Address(0))), "FRR takes it for no router id"),
        (in_bgp(replace(BGP, families=frozenset({BgpFamily(Family.IPV4)}))), "originates nothing"),
        (
            in_bgp(BgpInstance(65000, families=frozenset({BgpFamily(Family.IPV4, vpn=True)}))),
            "only a VRF exports to VPN",
        ),
        (
            in_bgp(
                replace(
                    BGP, neighbors=frozenset({replace(NEIGHBOR, families=frozenset({NeighborFamily(Family.VPNV4)}))})
                )
            ),
            "VPN routes are exchanged in the global table only",
        ),
        (
            in_bgp(replace(BGP, families=frozenset({BgpFamily(Family.IPV4, redistribute=frozenset({"ospf6"}))}))),
            "can't redistribute ospf6",
        ),
        (in_list(), "FRR has no list without a rule"),
        (in_list(replace(RULE, at_least=24, at_most=16)), "ge 24 is longer than le 16"),
        (in_list(replace(RULE, at_least=4)), "ge is shorter than the prefix"),
        (in_list(RULE, replace(RULE, sequence=10)), "FRR drops it"),
        (in_list(replace(RULE, sequence=10), replace(RULE, prefix=None)), "in the order of their sequence numbers"),
        (in_filter(FilterRule(Action.PERMIT, destination_ports=frozenset({(22, 22)}))), "ports need tcp"),
        (
            in_filter(FilterRule(Action.PERMIT, "tcp", destination_ports=frozenset({(22, 30), (25, 40)}))),
            "ranges of ports that overlap",
        ),
    ],
)
def test_what_the_platform_cannot_express_is_refused_by_name(device: Device, said: str) -> None:
    faults = refused(device)
    assert any(said in fault for fault in faults)
    assert all("NET-RND-003" in fault for fault in faults)


def test_all_faults_of_a_device_are_told_at_once() -> None:
    device = replace(interface(mtu=1), hostname="a b", management=Management(SshServer(port=0)))
    assert len(refused(device)) == 3


def test_one_feature_alone_is_a_piece_of_the_whole() -> None:
    device = interface(description="lan")
    assert render(FRR, device, feature="interface") == "auto cust0\niface cust0\n    alias lan\n\n"
    assert render(FRR, device, feature="interface") in render(FRR, device)


def test_an_unknown_feature_is_told_with_those_that_there_are() -> None:
    with pytest.raises(InputError, match="NET-RND-006 platform frr has no template for feature nat") as caught:
        render(FRR, EMPTY, feature="nat")
    assert ", ".join(features(("frr",))) in str(caught.value)


def overlay(folder: Path, name: str, text: str) -> Path:
    (folder / "frr").mkdir()
    (folder / "frr" / f"{name}.j2").write_text(text, encoding="utf-8")
    return folder


def test_an_overlay_replaces_one_template_and_leaves_the_others(tmp_path: Path) -> None:
    text = render(
        FRR, EMPTY, overlays=[overlay(tmp_path, "identity", "! of our site\nhostname {{ device.hostname }}\n")]
    )
    assert "! of our site\n" in text
    assert render(FRR, EMPTY).replace("hostname pe1\n", "! of our site\nhostname pe1\n") == text


IOS = get_platform("cisco_ios")
PORT = Interface("GigabitEthernet0/1", mtu=1600, description="to finance")
ROUTER = Device("pe1", "cisco_ios", interfaces=frozenset({PORT}), vrfs=frozenset({Vrf("RED", rd="65000:1")}))


def broken_by(folder: Path, feature: str | None = None, device: Device = ROUTER) -> list[str]:
    with pytest.raises(InputError) as caught:
        render(IOS, device, feature=feature, overlays=[folder])
    return [str(fault) for fault in caught.value.faults]


def site(folder: Path, name: str, text: str) -> Path:
    (folder / "cisco_ios").mkdir(exist_ok=True)
    (folder / "cisco_ios" / f"{name}.j2").write_text(text, "utf-8")
    return folder


def test_an_overlay_that_says_another_value_is_refused_with_the_fact_and_the_platform(tmp_path: Path) -> None:
    ours = (Path(__file__).parents[3] / "templates" / "cisco_ios" / "interface.j2").read_text("utf-8")
    folder = site(tmp_path, "interface", ours.replace("{{ interface.mtu }}", "9000"))
    (fault,) = broken_by(folder)
    assert fault == (
        "NET-RND-009 pe1: the site's templates for platform cisco_ios make of interface GigabitEthernet0/1, mtu: 9000\n"
        "  right: 1600, as intended: what a template writes must be read back as it was"
    )


def test_an_overlay_that_leaves_a_fact_out_or_adds_one_is_refused_by_its_name(tmp_path: Path) -> None:
    folder = site(tmp_path, "vrf", "vrf definition BLUE\n!\n")
    said = [fault.split("\n")[0] for fault in broken_by(folder)]
    assert said == [
        "NET-RND-009 pe1: the site's templates for platform cisco_ios make of vrf BLUE: vrf BLUE",
        "NET-RND-009 pe1: the site's templates for platform cisco_ios make of vrf RED: -",
    ]


def test_an_overlay_with_a_line_that_nobody_reads_is_refused_with_the_line(tmp_path: Path) -> None:
    folder = site(tmp_path, "banner", "ip frobnicate 7\n")
    (fault,) = broken_by(folder)
    assert "NET-RND-010 pe1: the site's templates for platform cisco_ios write a line that its reader" in fault
    assert "ip frobnicate 7" in fault


@pytest.mark.parametrize("line", ["no ip address", "no ipv6 address"])
def test_an_overlay_that_takes_an_address_away_again_is_refused(tmp_path: Path, line: str) -> None:
    ours = (Path(__file__).parents[3] / "templates" / "cisco_ios" / "interface.j2").read_text("utf-8")
    folder = site(tmp_path, "interface", ours + f"interface GigabitEthernet0/1\n {line}\n")
    port = replace(PORT, addresses=frozenset({IPv4Interface("10.0.0.1/24"), IPv6Interface("2001:db8::1/64")}))
    (fault,) = broken_by(folder, device=replace(ROUTER, interfaces=frozenset({port})))
    assert fault.startswith("NET-RND-010 ")
    assert line in fault


def test_an_overlay_is_asked_for_the_whole_config_where_one_feature_is_rendered(tmp_path: Path) -> None:
    folder = site(tmp_path, "vrf", "")
    assert "make of vrf RED: -" in broken_by(folder, feature="interface")[0]


def test_of_an_overlay_that_spoils_everything_the_first_facts_are_told(tmp_path: Path) -> None:
    assert len(broken_by(site(tmp_path, "device", "ip frobnicate 1\n"))) == 4


def test_a_device_with_lines_that_nobody_understood_has_no_text_until_they_are_taken_away() -> None:
    lines = tuple(Unread(("router ospf 1",), Line(number, f"frobnicate {number}")) for number in range(10, 17))
    seen = replace(ROUTER, unread=lines)
    with pytest.raises(InputError) as raised:
        render(IOS, seen)
    said = [str(each) for each in raised.value.faults]
    assert len(said) == 5
    assert said[0].startswith(
        "NET-RND-011 pe1: a text of it would lack line 10, which nobody understood (7 in all): 'router ospf 1 / frobnicate 10'"
    )
    assert "hostname pe1" in render(IOS, replace(seen, unread=()))


@pytest.mark.parametrize(
    ("template", "code", "said"),
    [
        ("!\n{{ devise.hostname }}\n", "NET-RND-004", "uses devise, which is undefined, for device pe1"),
        ("!\n{{ device.host }}\n", "NET-RND-004", "uses host, which is undefined, for device pe1"),
        ("!\n{{ device.release }}\n", "NET-RND-007", "prints a value that device pe1 doesn't have"),
        ("!\n{% if %}\n", "NET-RND-005", "this is no Jinja2 template"),
        ("!\n{% include 'nowhere.j2' %}\n", "NET-RND-008", "includes nowhere.j2, which doesn't exist"),
    ],
)
def test_a_broken_template_is_told_with_its_line_and_the_device(
    tmp_path: Path, template: str, code: str, said: str
) -> None:
    folder = overlay(tmp_path, "identity", template)
    with pytest.raises(InputError) as caught:
        render(FRR, EMPTY, overlays=[folder])
    (fault,) = caught.value.faults
    assert (fault.code, fault.path, fault.line) == (code, str(folder / "frr" / "identity.j2"), 2)
    assert said in fault.what


def test_provenance_is_no_value_and_is_never_refused() -> None:
    line = Line(1, "description: '{{ x }}'", "inventory/network.yml")
    ssh = SshServer(port=22, sources=(("port", line),), lines=(line,))
    assert "Port 22\n" in render(FRR, replace(EMPTY, management=Management(ssh)))


@pytest.mark.parametrize(
    ("device", "right"),
    [
        (replace(EMPTY, vrfs=frozenset({Vrf("RED", 1000)})), "1001 to 5000, the tables that ifupdown2 takes"),
        (replace(EMPTY, vrfs=frozenset({Vrf("RED", 5001)})), "1001 to 5000, the tables that ifupdown2 takes"),
        (interface(description="to p1\\"), "no backslash at the end"),
    ],
)
def test_a_value_that_linux_would_take_otherwise_is_refused(device: Device, right: str) -> None:
    (fault,) = refused(device)
    assert right in fault


@pytest.mark.parametrize("table", [1001, 5000])
def test_the_first_and_the_last_table_of_ifupdown2_are_rendered(table: int) -> None:
    assert f"vrf-table {table}\n" in render(FRR, replace(EMPTY, vrfs=frozenset({Vrf("RED", table)})))


@pytest.mark.parametrize("platform", ["cisco_ios", "ruijie_os"])
def test_an_account_that_aaa_or_a_key_proves_gets_no_password_words(platform: str) -> None:
    device = Device("pe1", platform, management=Management(users=frozenset({User("keyed", 15)})))
    text = render(get_platform(platform), device, feature="users")
    assert text.splitlines()[0] == "username keyed privilege 15"
    assert "nopassword" not in text


def test_the_engines_number_stands_before_the_users_whose_keys_are_made_for_it() -> None:
    snmp = Snmp(
        users=frozenset({SnmpUser("nms", "OPS")}), fields=frozenset({("snmp-server engineID", "local 8000000903")})
    )
    text = render(IOS, Device("pe1", "cisco_ios", management=Management(snmp=snmp)), feature="snmp")
    assert text == "snmp-server engineID local 8000000903\nsnmp-server user nms OPS v3\n"
