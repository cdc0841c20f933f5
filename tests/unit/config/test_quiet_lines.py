"""Lines of the top level that concern no other are worked at by themselves, and everything comes out as if they weren't."""

from collections.abc import Callable, Mapping

import pytest

import netops.config.way
import netops.config.working
from netops.config import Patch, build_patch, parse
from netops.config.apart import Stirred
from netops.config.quiet_lines import TurnedLines, turned_lines
from netops.config.root import Root
from netops.config.secret import make_mask
from netops.config.state import Key, Section
from netops.config.working import pair
from netops.platforms import get_platform

KEY = b"sixteen bytes ok"
ROUTE = "ip route-static vpn-instance FINANCE 10.20.0.0 255.255.0.0 10.1.0.2"
BY_PORT = ROUTE.replace("10.1.0.2", "GigabitEthernet0/0/1 10.1.0.2")
VRF = "ip vpn-instance FINANCE\n ipv4-family\n  route-distinguisher 65000:101\n#\n"
PORT = "interface GigabitEthernet0/0/1\n ip binding vpn-instance FINANCE\n ip address 10.1.0.1 255.255.255.252\n#\n"


def vrp(*routes: str, rest: str = VRF + PORT) -> str:
    return "#\nsysname pe1\n#\n" + rest + "".join(f"{each}\n" for each in routes) + "#\nreturn\n"


def patch(running: str, intended: str, platform: str = "huawei_vrp") -> Patch:
    p = get_platform(platform)
    return build_patch(p, parse(p, running), parse(p, intended), key=KEY)


def told(found: Patch) -> object:
    proof = found.proof
    return found.commands, found.rollback.commands, found.diff, proof.proven, sorted(proof.obstacles), proof.kept


def as_if_all_were_read(running: str, intended: str, platform: str = "huawei_vrp") -> object:
    with pytest.MonkeyPatch.context() as change:
        change.setattr(netops.config.working, "quiet_sections", lambda *_: {})
        change.setattr(netops.config.working, "quiet_lines", lambda *_: None)
        return told(patch(running, intended, platform))


def is_quiet(running: str, intended: str, platform: str = "huawei_vrp") -> bool:
    p = get_platform(platform)
    here, _ = pair(p, parse(p, running), parse(p, intended), make_mask(p, KEY))
    return any(here.apart(part) for part in here.book.parts)


def test_routes_are_patched_in_the_order_of_the_text_and_old_ones_go_last() -> None:
    running = vrp(ROUTE, f"{ROUTE[:-1]}6 preference 100", "ip route-static 0.0.0.0 0.0.0.0 192.0.2.1")
    intended = vrp(f"{ROUTE} preference 80", f"{ROUTE[:-1]}7", "ip route-static 0.0.0.0 0.0.0.0 192.0.2.1")

    found = patch(running, intended)

    assert is_quiet(running, intended)
    assert found.commands == f"{ROUTE} preference 80\n{ROUTE[:-1]}7\nundo {ROUTE[:-1]}6\n"
    assert found.rollback.commands == f"undo {ROUTE}\n{ROUTE}\n{ROUTE[:-1]}6 preference 100\nundo {ROUTE[:-1]}7\n"
    assert found.diff == f"-{ROUTE}\n+{ROUTE} preference 80\n+{ROUTE[:-1]}7\n-{ROUTE[:-1]}6 preference 100"
    assert found.proof.proven
    assert told(found) == as_if_all_were_read(running, intended)


def test_what_else_changes_comes_in_its_place_between_them() -> None:
    running = vrp("ntp-service unicast-server 10.9.0.1", ROUTE, "snmp-agent sys-info contact NOC")
    intended = vrp(
        "ntp-service unicast-server 10.9.0.2", f"{ROUTE} preference 80", "snmp-agent sys-info contact night shift"
    )

    assert told(patch(running, intended)) == as_if_all_were_read(running, intended)


@pytest.mark.parametrize(
    ("running", "intended"),
    [
        pytest.param(vrp(ROUTE), vrp(rest=""), id="the VRF goes with it"),
        pytest.param(vrp(rest=""), vrp(ROUTE), id="the VRF comes with it"),
        pytest.param(
            vrp(ROUTE),
            vrp(f"{ROUTE} preference 80", rest=VRF.replace(":101", ":201") + PORT),
            id="the VRF is made anew",
        ),
        pytest.param(
            vrp(ROUTE), vrp(f"{ROUTE} preference 80", ROUTE.replace("255.255.0.0", "16")), id="another spelling comes"
        ),
        pytest.param(vrp(ROUTE, ROUTE), vrp(ROUTE), id="one stands twice"),
        pytest.param(vrp(ROUTE, f"{ROUTE} "), vrp(ROUTE), id="one stands twice, with a space behind"),
        pytest.param(vrp(ROUTE), vrp(ROUTE, ROUTE.replace(" ", "  ", 1)), id="one comes again, with two spaces"),
        pytest.param(
            vrp(f"#\n {ROUTE}", "#", f"{ROUTE} preference 70"), vrp(f"#\n {ROUTE}"), id="a common one is indented"
        ),
        pytest.param(
            vrp(ROUTE.replace(" ", "\t", 1), f"{ROUTE} preference 70"),
            vrp(ROUTE.replace(" ", "\t", 1)),
            id="a common one has a tab",
        ),
        pytest.param(vrp(ROUTE, f"undo {ROUTE}"), vrp(f"undo {ROUTE}"), id="a common one is its negation"),
        pytest.param(
            vrp(ROUTE, "undo ip vpn-instance FINANCE"),
            vrp("undo ip vpn-instance FINANCE"),
            id="its VRF stands negated, too",
        ),
        pytest.param(vrp(ROUTE), vrp(ROUTE, f"{ROUTE[:-1]}300"), id="a value that the device refuses"),
        pytest.param(vrp(ROUTE), vrp(f"{ROUTE} track bfd-session up"), id="another rule knows it then"),
        pytest.param(vrp(ROUTE, BY_PORT), vrp(BY_PORT), id="a route by a port to the same next hop may go with it"),
        pytest.param(vrp(ROUTE), vrp(BY_PORT), id="a route by a port to the same next hop comes in its place"),
    ],
)
def test_a_line_that_others_concern_is_read_with_them(running: str, intended: str) -> None:
    assert told(patch(running, intended)) == as_if_all_were_read(running, intended)
    assert not is_quiet(running, intended)


ASKING: Mapping[str, Callable[[Root], object]] = {
    "for the line itself": lambda root: root.find(
        ("ip", "route-static", "vpn-instance", "FINANCE", "10.20.0.0", "16", "10.1.0.2")
    ),
    "for all that begins like it": lambda root: root.starting(("ip", "route-static", "vpn-instance")),
    "for all with its first word": lambda root: root.group("ip"),
    "for everything": lambda root: root.load_all(),
    "to take its VRF away": lambda root: root.take(("ip", "vpn-instance", "FINANCE")),
    "for what refers to its VRF": lambda root: root.refers(("vrf", "FINANCE")),
}


@pytest.mark.parametrize("ask", ASKING.values(), ids=ASKING)
def test_whoever_asks_has_all_worked_out_again(ask: Callable[[Root], object]) -> None:
    p = get_platform("huawei_vrp")
    running, intended = parse(p, vrp(ROUTE)), parse(p, vrp(f"{ROUTE} preference 80"))
    here, _ = pair(p, running, intended, make_mask(p, KEY))
    root = here.root(here.book.parts[0])

    assert root.find(("sysname",)) is not None
    with pytest.raises(Stirred):
        ask(root)


FAMILY = " address-family ipv4\n exit-address-family\n"


@pytest.mark.parametrize(
    ("first", "second", "quiet", "proven"),
    [
        pytest.param(f" rd 65000:101\n{FAMILY}", "", True, True, id="it has the family"),
        pytest.param(" rd 65000:101\n", "", False, False, id="it lacks the family"),
        pytest.param(" rd 65000:101\n", FAMILY, False, True, id="the family comes with the route"),
        pytest.param(f" rd 65000:101\n{FAMILY}", " description x\n", False, True, id="it changes"),
        pytest.param(
            " rd 65000:101\n address-family ipv6\n exit-address-family\n", "", False, False, id="another family"
        ),
    ],
)
def test_a_route_is_worked_at_by_itself_where_its_vrf_has_the_family(
    first: str, second: str, quiet: bool, proven: bool
) -> None:
    rest = "!\ninterface GigabitEthernet0/1\n no ip address\n!\n"
    running = f"hostname pe1\n!\nvrf definition FINANCE\n{first}{rest}"
    route = "ip route vrf FINANCE 10.20.0.0 255.255.0.0 10.1.0.2"
    intended = f"hostname pe1\n!\nvrf definition FINANCE\n{first}{second}{rest}{route}\n!\n"

    assert is_quiet(running, intended, "cisco_ios") is quiet
    found = patch(running, intended, "cisco_ios")
    assert found.proof.proven is proven
    assert told(found) == as_if_all_were_read(running, intended, "cisco_ios")


@pytest.mark.parametrize("lost", ["undo", "set", "late"])
def test_a_line_that_is_lost_on_the_way_is_missed_by_the_proof(lost: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def forgetful(here: Section, there: Section, negation: str, typed: Mapping[Key, int]) -> TurnedLines:
        found = turned_lines(here, there, negation, typed)
        made.append(found)
        kept = {name: () if name == lost else getattr(found, name) for name in ("undo", "set", "late")}
        return TurnedLines(**kept) if len(made) == 1 else found

    monkeypatch.setattr(netops.config.way, "turned_lines", forgetful)
    running = vrp(f"{ROUTE} preference 80", f"{ROUTE[:-1]}6")
    intended = vrp(ROUTE, f"{ROUTE[:-1]}7")

    assert not patch(running, intended).proof.proven


def test_a_section_that_stands_with_a_rest_behind_its_name_too_is_read() -> None:
    """`router ospf 1` and `router ospf 1 vrf B` are one process; files that people put together have both."""
    running = "router ospf 1 vrf B\nrouter ospf 1\n network 10.5.0.0 0.0.255.255 area 0\n"
    intended = "router ospf 1\n network 10.6.0.0 0.0.255.255 area 0\nrouter ospf 1 vrf B\n"

    assert told(patch(running, intended, "cisco_ios")) == as_if_all_were_read(running, intended, "cisco_ios")


def test_lines_that_are_looked_at_are_remembered_without_their_secrets() -> None:
    line = "snmp-agent target-host trap address udp-domain 10.8.0.1 params securityname Zq8Marker v2c"
    user = "snmp-agent target-host trap address udp-domain 10.8.0.2 params securityname nms v3 privacy"
    patch(vrp(line), vrp(line, user))
    patch(vrp(line), vrp(line.replace("Zq8", "Zq9")))

    seen = get_platform("huawei_vrp").rulebook.parts[0].context.seen
    assert not [each for each in seen if "Marker" in each]


def test_a_secret_in_such_a_line_is_hidden() -> None:
    line = "snmp-agent target-host trap address udp-domain 10.8.0.1 params securityname Zq7Marker"
    running, intended = vrp(line, ROUTE), vrp("info-center loghost 10.8.0.2", f"{ROUTE} preference 80")

    found = patch(running, intended, "huawei_vrpv8")

    for text in (found.diff, found.commands, found.rollback.commands, repr(found)):
        assert "Zq7Marker" not in text


@pytest.mark.parametrize("target", ["nms v3 privacy", "Zq7Marker v2c"])
def test_a_target_goes_by_its_name_which_is_a_secret_unless_it_is_a_user(target: str) -> None:
    """Behind the name of an undo form nothing tells whether it is a user's or a community."""
    line = "snmp-agent target-host trap address udp-domain 10.8.0.1 params securityname "
    both = f"{line}{target}", f"{line.replace('8.0.1', '8.0.2')}{target}"
    found = patch(vrp("snmp-agent", ROUTE), vrp("snmp-agent", *both, ROUTE))

    assert found.proof.proven
    assert f"undo {line}nms\n" in found.rollback.commands or f"undo {line}<secret:" in found.rollback.commands
    assert "Zq7Marker" not in repr(found) + found.commands + found.rollback.commands + found.diff
