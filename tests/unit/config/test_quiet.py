"""Sections that only differ in plain lines are worked at by themselves, and everything comes out as if they weren't."""

import pytest

import netops.config.way
import netops.config.working
from netops.config import Patch, build_patch, parse
from netops.config.knowing import known, made
from netops.config.narrowing import has_noise
from netops.config.quiet import Quiet, Turned, go_alone, goes_alone, turned
from netops.config.state import Section
from netops.platforms import get_platform

KEY = b"sixteen bytes ok"


def vrp(*ports: str, rest: str = "") -> str:
    return "#\nsysname pe1\n#\n" + rest + "".join(f"{port}\n#\n" for port in ports) + "return\n"


def port(number: int, words: str, vrf: str = "FINANCE") -> str:
    own = f" description {words}\n" if words else ""
    lines = f" ip binding vpn-instance {vrf}\n ip address 10.1.{number}.1 255.255.255.252\n undo lldp enable"
    return f"interface GigabitEthernet0/0/{number}\n{own}{lines}"


VRF = "ip vpn-instance FINANCE\n ipv4-family\n  route-distinguisher 65000:101\n#\n"
OTHER = "ip vpn-instance HEALTH\n ipv4-family\n  route-distinguisher 65000:102\n#\n"


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


def test_what_only_goes_is_typed_first_and_the_rest_in_the_order_of_the_text() -> None:
    running = vrp(port(1, "hall"), port(2, "cellar"), port(3, ""), port(4, "roof"), rest=VRF)
    moved = port(2, "cellar").replace("10.1.2.1", "10.1.2.5")
    intended = vrp(port(1, "lobby"), moved, port(3, "attic"), port(4, ""), rest=VRF)

    found = patch(running, intended)

    assert found.commands == (
        "interface GigabitEthernet0/0/4\n undo description\n"
        "interface GigabitEthernet0/0/1\n description lobby\n"
        "interface GigabitEthernet0/0/2\n ip address 10.1.2.5 255.255.255.252\n"
        "interface GigabitEthernet0/0/3\n description attic\n"
    )
    assert found.proof.proven
    assert told(found) == as_if_all_were_read(running, intended)


def test_a_port_whose_vrf_goes_is_looked_into_after_all() -> None:
    running = vrp(port(1, "hall"), port(2, "cellar", "HEALTH"), rest=VRF + OTHER)
    intended = vrp(port(1, "lobby"), port(2, "attic", "FINANCE"), rest=VRF)

    assert told(patch(running, intended)) == as_if_all_were_read(running, intended)


def test_a_vrf_that_gets_another_name_takes_its_ports_along() -> None:
    """The description changes by itself, and the port's other lines are wiped with the VRF."""
    running = vrp(port(1, "hall"), rest=VRF)
    intended = vrp(port(1, "lobby"), rest=VRF.replace("65000:101", "65000:201"))

    found = patch(running, intended)

    assert " ip binding vpn-instance FINANCE\n" in found.commands
    assert told(found) == as_if_all_were_read(running, intended)


def test_a_port_that_stands_twice_in_two_spellings_is_one_port() -> None:
    twice = "interface gi0/0/1\n description again\n undo lldp enable\n trust dscp"
    running = vrp(port(1, "hall"), twice, rest=VRF)
    intended = vrp(port(1, "lobby"), twice, rest=VRF)

    assert told(patch(running, intended)) == as_if_all_were_read(running, intended)


def test_a_value_that_the_device_refuses_is_refused_in_such_a_section_too() -> None:
    running, intended = vrp(port(1, "hall"), rest=VRF), vrp(port(1, "x" * 300), rest=VRF)

    assert told(patch(running, intended)) == as_if_all_were_read(running, intended)


@pytest.mark.parametrize("lost", ["undo", "set"])
def test_a_line_that_is_lost_on_the_way_is_missed_by_the_proof(lost: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(quiet: Quiet, here: Section, there: Section, negation: str, *, forth: bool) -> Turned | None:
        found = turned(quiet, here, there, negation, forth=forth)
        if found is None or not forth:
            return found
        return found._replace(undo=[]) if lost == "undo" else found._replace(set=[])

    monkeypatch.setattr(netops.config.way, "turned", forgetful)
    running = vrp(port(1, "hall"), port(2, ""), rest=VRF)
    intended = vrp(port(1, ""), port(2, "attic"), rest=VRF)

    found = patch(running, intended)

    assert not found.proof.proven
    assert "the patch doesn't lead to the intended config" in found.proof.obstacles


def test_a_secret_that_is_one_in_an_indented_line_only_is_hidden() -> None:
    """`key` is a server's secret below `radius server`, and begins a command of its own at the top level."""
    lines = " address ipv4 10.8.0.1 auth-port 1812 acct-port 1813\n timeout 5\n retransmit 3\n automate-tester username probe\n"
    running = f"hostname r1\nradius server ONE\n{lines} key 7 0822455D0A16\n"
    found = patch(running, running.replace("0822455D0A16", "Zq7Marker-new"), "cisco_ios")

    assert found.commands.startswith("radius server ONE\n key <secret:")
    for text in (found.diff, found.commands, found.rollback.commands, repr(found)):
        assert "Zq7Marker" not in text
        assert "0822455D0A16" not in text


def test_a_secret_in_such_a_section_is_hidden() -> None:
    running = "username ops privilege 15\ninterface GigabitEthernet0/1\n description hall\n ip address 10.1.0.1 255.255.255.0\n"
    intended = running.replace("hall", "key 7 0822455D0A16")

    found = patch(running, intended, "cisco_ios")

    assert "0822455D0A16" not in f"{found.diff}{found.proof}"
    assert told(found) == as_if_all_were_read(running, intended, "cisco_ios")


def test_a_line_that_a_common_one_bars_is_refused_and_not_proven() -> None:
    """A member of an Eth-Trunk takes no line of OSPF, and the membership stands in both texts."""
    running = vrp("interface GigabitEthernet0/0/1\n eth-trunk 7")
    found = patch(running, running.replace(" eth-trunk 7\n", " eth-trunk 7\n ospf cost 79\n"))

    assert not found.proof.proven
    assert "it can't stand beside “eth-trunk 7”" in found.proof.obstacles[0]


def test_an_undo_form_that_is_a_common_lines_too_is_no_plain_one() -> None:
    running = vrp("interface Eth-Trunk1\n encapsulation dot1q-termination")
    intended = running.replace("dot1q-termination\n", "dot1q-termination\n encapsulation qinq-termination\n")

    assert told(patch(running, intended, "huawei_vrpv8")) == as_if_all_were_read(running, intended, "huawei_vrpv8")


@pytest.mark.parametrize(
    ("line", "alone"), [("encapsulation dot1q-termination", False), ("description hall", True), ("mtu 1500", True)]
)
def test_a_line_goes_alone_where_its_undo_form_is_no_other_lines(line: str, alone: bool) -> None:
    """`undo encapsulation` takes whichever of two lines stands; asked twice, because the answer is remembered."""
    found = get_platform("huawei_vrpv8").rulebook.parts[0].context.rules.find(["interface", "Eth-Trunk1"])
    assert found is not None
    assert found[1].section is not None
    context = found[1].section.context
    entry = made(known(context, line), line)

    assert [goes_alone(Section(context), entry) for _ in range(2)] == [alone, alone]


def test_many_lines_go_alone_where_each_does() -> None:
    """Those of one rule that nobody undoes in another way are asked once: one of another rule among them is asked all the same."""
    found = get_platform("huawei_vrpv8").rulebook.parts[0].context.rules.find(["interface", "Eth-Trunk1"])
    assert found is not None
    assert found[1].section is not None
    context = found[1].section.context
    plain = ["mtu 1500", "pim sm", "description hall", "arp broadcast enable"]
    entries = [made(known(context, line), line) for line in (*plain, "encapsulation dot1q-termination")]

    assert go_alone(Section(context), entries[:-1])
    for at in range(len(entries)):
        assert not go_alone(Section(context), [*entries[:at], entries[-1], *entries[at:-1]])


@pytest.mark.parametrize(
    ("line", "noisy"), [("[pe1]display version", True), ("description [pe1] hall", False), ("mtu 1500", False)]
)
def test_a_line_that_says_nothing_is_found_among_many(line: str, noisy: bool) -> None:
    part = get_platform("huawei_vrp").rulebook.parts[0]

    assert has_noise(part, f" description hall\n {line}\n mtu 1400\n") is noisy


def test_a_section_in_which_only_the_order_differs_is_read() -> None:
    running = "aaa domain 2\n username-format 7\n username-format 4\nrouter ospf 8\n"
    intended = "aaa domain 2\n username-format 4\n username-format 7\n"

    assert not patch(running, intended, "ruijie_os").proof.proven
