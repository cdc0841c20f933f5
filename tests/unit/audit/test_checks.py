"""Each check passes and fails, by the line that decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Network, ip_address, ip_interface, ip_network
from typing import Any

import pytest

from netops.audit import Basis, Context, Isolation, Known, Policy, Verdict, Word, audit, check_entries
from netops.model import (
    Action,
    BgpInstance,
    BgpNeighbor,
    Device,
    Direction,
    Family,
    FilterRule,
    Gap,
    Interface,
    InterfaceKind,
    IPNetwork,
    Line,
    Logging,
    Management,
    NeighborFamily,
    OspfInterface,
    PacketFilter,
    PrefixList,
    PrefixRule,
    SshServer,
    Topic,
    Unread,
    Vrf,
)

DEFAULTS: Mapping[str, Mapping[str, object]] = {
    "ssh": {
        "root_login": "prohibit-password",
        "empty_passwords": False,
        "login_grace": 120,
        "auth_tries": 6,
        "idle_interval": 0,
        "idle_count": 3,
        "log_level": "INFO",
        "ciphers": ["chacha20-poly1305@openssh.com", "aes256-ctr"],
        "macs": ["hmac-sha2-256", "hmac-sha1"],
        "key_exchanges": ["curve25519-sha256"],
    },
    "logging": {"commands": False, "needs_syslog": True, "command_events": False},
    "ways_in": {"ruleset": True},
}
MANAGEMENT = IPv4Network("10.250.0.0/24")
CONTEXT = Context(
    management=(MANAGEMENT,),
    isolation={"FINANCE": Isolation(frozenset({"65000:102", "65000:900"}), frozenset({"65000:102"}))},
    customer_ports={"cust0": "FINANCE"},
    boundary_ports=frozenset({"wan0"}),
)
UNSAID, NOWHERE = replace(CONTEXT, boundary_ports=None), replace(CONTEXT, boundary_ports=frozenset())


@dataclass(frozen=True)
class Case:
    """One device, one check, what it must say and by which lines."""

    name: str
    check: str
    device: Device
    word: Word
    basis: Basis = Basis.EXPLICIT
    lines: tuple[int, ...] = ()
    context: Context = field(default=CONTEXT)


def ssh(**facts: object) -> Device:
    """A device whose sshd_config has one line for each fact, numbered from 1."""
    sources = tuple((name, Line(n, f"{name} {value}")) for n, (name, value) in enumerate(facts.items(), 1))
    server = SshServer(sources=sources, **facts)  # type: ignore[arg-type]  # the cases name fields with their values
    return Device("r1", "frr", management=Management(ssh=server))


def rule(number: int, action: Action = Action.PERMIT, **facts: object) -> FilterRule:
    return FilterRule(action, lines=(Line(number, f"rule {number}"),), **facts)  # type: ignore[arg-type]  # as above


def filtering(*rules: FilterRule, direction: Direction = Direction.INPUT, default: Action = Action.DENY) -> Device:
    held = PacketFilter(f"inet filter {direction}", direction, default, rules, lines=(Line(1, f"policy {default}"),))
    return Device("r1", "frr", filters=frozenset({held}))


def forwarding(*rules: FilterRule, default: Action = Action.DENY) -> Device:
    return filtering(*rules, direction=Direction.FORWARD, default=default)


def from_(*networks: str) -> frozenset[IPNetwork]:
    return frozenset(map(ip_network, networks))


def tcp(*ports: int) -> dict[str, Any]:
    return {"protocol": "tcp", "destination_ports": frozenset((port, port) for port in ports)}


def ports(*held: Interface) -> Device:
    return Device("r1", "frr", interfaces=frozenset(held))


def ospf(name: str, authentication: str | None = None, *, vrf: str | None = None, passive: bool = False) -> Interface:
    keys = frozenset({1}) if authentication == "md5" else frozenset()
    lines = (Line(8, "ip ospf area 0"),)
    running = OspfInterface(0, passive=passive, authentication=authentication, keys=keys, lines=lines)
    return Interface(name, vrf=vrf, addresses=frozenset({ip_interface("10.0.0.1/30")}), ospf=running)


def peering(*neighbors: BgpNeighbor, lists: tuple[str, ...] = ()) -> Device:
    held = frozenset(PrefixList(name, (PrefixRule(5, Action.PERMIT, IPv4Network("192.168.1.0/24")),)) for name in lists)
    instance = BgpInstance(65000, "FINANCE", neighbors=frozenset(neighbors))
    return Device("r1", "frr", bgp=frozenset({instance}), prefix_lists=held)


def neighbor(number: int, **facts: object) -> BgpNeighbor:
    line = Line(number, f"neighbor 10.1.0.{number} remote-as 65101")
    return BgpNeighbor(ip_address(f"10.1.0.{number}"), 65101, lines=(line,), **facts)  # type: ignore[arg-type]  # as above


def family(**facts: object) -> frozenset[NeighborFamily]:
    return frozenset({NeighborFamily(Family.IPV4, **facts)})  # type: ignore[arg-type]  # as above


def vrf(imports: set[str], exports: set[str] | None = None) -> Device:
    held = Vrf(
        "FINANCE", 102, "65000:102", frozenset(imports), frozenset(exports or {"65000:102"}), lines=(Line(4, "rt vpn"),)
    )
    return Device("r1", "frr", vrfs=frozenset({held}))


def logging(level: str | None = None, *, commands: bool = False) -> Device:
    sources = (("syslog_level", Line(1, f"log syslog {level}")), ("commands", Line(2, "log commands")))
    return Device("r1", "frr", management=Management(logging=Logging(level, commands, sources=sources)))


ANY = rule(2)
ANSWERS = rule(3, states=frozenset({"established", "related"}))
SSH_MANAGED = rule(4, **tcp(22), sources=from_("10.250.0.0/25"))
SSH_OPEN = rule(5, **tcp(22))
TELNET = rule(6, **tcp(23), sources=from_("10.250.0.0/24"))
DROP = rule(9, Action.DENY)
WEB = rule(7, **tcp(443), sources=from_("10.1.0.0/16"))
GOOD, BAD, PARTLY, NONE, PERSON = Word.COMPLIANT, Word.NON_COMPLIANT, Word.PARTIAL, Word.NOT_APPLICABLE, Word.MANUAL
DEFAULT, ABSENT = Basis.PLATFORM_DEFAULT, Basis.ABSENCE

CASES = [
    Case("empty passwords refused", "B008", ssh(empty_passwords=False), GOOD, lines=(1,)),
    Case("empty passwords accepted", "B008", ssh(empty_passwords=True), BAD, lines=(1,)),
    Case("empty passwords unsaid", "B008", ssh(), GOOD, DEFAULT),
    Case("idle closed in time", "B021", ssh(session_idle=300), GOOD, lines=(1,)),
    Case("idle closed too late", "B021", ssh(session_idle=7200), BAD, lines=(1,)),
    Case("only clients that are gone", "B021", ssh(idle_interval=200, idle_count=3), PARTLY, lines=(1, 2)),
    Case("gone clients found too late", "B021", ssh(idle_interval=3600, idle_count=3), BAD, lines=(1, 2)),
    Case("idle unsaid", "B021", ssh(), BAD, DEFAULT),
    Case("few tries, little time", "B022", ssh(auth_tries=3, login_grace=60), GOOD, lines=(1, 2)),
    Case("many tries, no limit", "B022", ssh(auth_tries=10, login_grace=0), BAD, lines=(1, 2)),
    Case("few tries, default time", "B022", ssh(auth_tries=3), PARTLY, DEFAULT, (1,)),
    Case("tries unsaid", "B022", ssh(), BAD, DEFAULT),
    Case("logins logged", "B025", ssh(log_level="VERBOSE"), GOOD, lines=(1,)),
    Case("logins silent", "B025", ssh(log_level="QUIET"), BAD, lines=(1,)),
    Case("login log unsaid", "B025", ssh(), GOOD, DEFAULT),
    Case("no clear text", "B030", filtering(SSH_MANAGED), GOOD, lines=(1,)),
    Case("telnet let in", "B030", filtering(SSH_MANAGED, TELNET), BAD, lines=(6,)),
    Case("no input filter", "B030", Device("r1", "frr"), PERSON, ABSENT),
    Case("all let in", "B030", filtering(ANY), PERSON, lines=(2,)),
    Case("telnet denied before all", "B030", filtering(rule(8, Action.DENY, **tcp(23)), TELNET), GOOD, lines=(1,)),
    Case("good ciphers", "B040", ssh(ciphers=("aes256-gcm@openssh.com",)), GOOD, lines=(1,)),
    Case("cbc among the ciphers", "B040", ssh(ciphers=("aes256-ctr", "aes128-cbc")), BAD, lines=(1,)),
    Case("default ciphers", "B040", ssh(), GOOD, DEFAULT),
    Case("good macs", "B041", ssh(macs=("hmac-sha2-256-etm@openssh.com",)), GOOD, lines=(1,)),
    Case("sha1 among the macs", "B041", ssh(macs=("hmac-sha1",)), BAD, lines=(1,)),
    Case("default macs", "B041", ssh(), BAD, DEFAULT),
    Case("good key exchange", "B042", ssh(key_exchanges=("diffie-hellman-group16-sha512",)), GOOD, lines=(1,)),
    Case("group14 with sha1", "B042", ssh(key_exchanges=("diffie-hellman-group14-sha1",)), BAD, lines=(1,)),
    Case("ssh from management", "B060", filtering(ANSWERS, SSH_MANAGED), GOOD, lines=(4,)),
    Case("ssh from anywhere", "B060", filtering(SSH_MANAGED, SSH_OPEN), BAD, lines=(5,)),
    Case(
        "ssh from a wider network",
        "B060",
        filtering(rule(4, **tcp(22), sources=from_("10.250.0.0/16"))),
        BAD,
        lines=(4,),
    ),
    Case("ssh denied before it is opened", "B060", filtering(SSH_MANAGED, DROP, SSH_OPEN), GOOD, lines=(4,)),
    Case("accepted by default", "B060", filtering(SSH_MANAGED, default=Action.PERMIT), BAD, lines=(1,)),
    Case("no filter at all", "B060", Device("r1", "frr"), BAD, ABSENT),
    Case("users by network", "B060", ssh(users=frozenset({"op@10.250.0.0/25"})), GOOD, lines=(1,)),
    Case("users from anywhere", "B060", ssh(users=frozenset({"op@*", "li@10.250.0.0/24"})), BAD, ABSENT),
    Case("users from elsewhere", "B060", ssh(users=frozenset({"op@10.0.0.0/8"})), BAD, ABSENT),
    Case("users by a pattern of names", "B060", ssh(users=frozenset({"op@10.250.0.*"})), BAD, ABSENT),
    Case("nobody named the management", "B060", filtering(SSH_MANAGED), PERSON, lines=(4,), context=Context()),
    Case("no root", "B071", ssh(root_login="no"), GOOD, lines=(1,)),
    Case("root with a key", "B071", ssh(), PARTLY, DEFAULT),
    Case("root", "B071", ssh(root_login="yes"), BAD, lines=(1,)),
    Case("syslog", "B080", logging("informational"), GOOD, lines=(1,)),
    Case("no syslog", "B080", logging(), BAD, ABSENT),
    Case("level enough", "B084", logging("debugging"), GOOD, lines=(1,)),
    Case("level too terse", "B084", logging("errors"), BAD, lines=(1,)),
    Case("no level without a log", "B084", logging(), NONE, ABSENT),
    Case("commands recorded", "B086", logging("informational", commands=True), GOOD, lines=(2,)),
    Case("commands not recorded", "B086", logging("informational"), BAD, ABSENT),
    Case("no risky port", "B108", filtering(SSH_MANAGED), GOOD, lines=(1,)),
    Case(
        "snmp and ftp let in",
        "B108",
        filtering(rule(6, **tcp(21)), rule(7, protocol="udp", destination_ports=frozenset({(161, 162)}))),
        BAD,
        lines=(6, 7),
    ),
    Case("nobody said which ports are boundary", "B120", forwarding(WEB), PERSON, ABSENT, context=UNSAID),
    Case("no boundary here", "B120", forwarding(WEB), NONE, ABSENT, context=NOWHERE),
    Case("a forward chain that lets all through is no filter", "B125", forwarding(default=Action.PERMIT), BAD, ABSENT),
    Case(
        "boundary filtered",
        "B120",
        forwarding(WEB),
        GOOD,
        lines=(1,),
    ),
    Case(
        "boundary unfiltered",
        "B120",
        filtering(SSH_MANAGED),
        BAD,
        ABSENT,
    ),
    Case(
        "boundary accepts by default",
        "B120",
        forwarding(WEB, default=Action.PERMIT),
        BAD,
        lines=(1,),
    ),
    Case("drop by default", "B121", filtering(SSH_MANAGED), GOOD, lines=(1,), context=NOWHERE),
    Case(
        "drop by the last rule",
        "B121",
        filtering(SSH_MANAGED, DROP, default=Action.PERMIT),
        GOOD,
        lines=(1,),
        context=NOWHERE,
    ),
    Case("accept by default too", "B121", filtering(SSH_MANAGED, default=Action.PERMIT), BAD, lines=(1,)),
    Case("forwarded by default", "B121", forwarding(WEB, default=Action.PERMIT), BAD, lines=(1,)),
    Case(
        "forwarded by default, maybe no boundary",
        "B121",
        forwarding(WEB, default=Action.PERMIT),
        PERSON,
        lines=(1,),
        context=UNSAID,
    ),
    Case("no boundary: only the device itself counts", "B121", forwarding(WEB), BAD, ABSENT, context=NOWHERE),
    Case("nothing filtered", "B121", Device("r1", "frr"), BAD, ABSENT),
    Case("nothing wide", "B122", filtering(ANSWERS, SSH_MANAGED), GOOD, ABSENT),
    Case("all from all", "B122", filtering(ANSWERS, ANY), BAD, lines=(2,)),
    Case("no filter to be wide", "B122", Device("r1", "frr"), NONE, ABSENT),
    Case("tidy rules", "B123", filtering(ANSWERS, SSH_MANAGED, WEB), GOOD, ABSENT),
    Case("a rule twice over", "B123", filtering(SSH_OPEN, SSH_MANAGED), PARTLY, lines=(4, 5)),
    Case(
        "a rule that never counts",
        "B123",
        filtering(SSH_OPEN, replace(SSH_MANAGED, action=Action.DENY)),
        BAD,
        lines=(4, 5),
    ),
    Case("protocol and port named", "B124", forwarding(ANSWERS, WEB), GOOD, lines=(7,)),
    Case("any protocol", "B124", forwarding(WEB, rule(8, sources=from_("10.2.0.0/16"))), PARTLY, lines=(8,)),
    Case("no filter between zones", "B124", filtering(SSH_MANAGED), BAD, ABSENT),
    Case("no filter, maybe no boundary", "B124", filtering(SSH_MANAGED), PERSON, ABSENT, context=UNSAID),
    Case("no filter, no boundary", "B124", filtering(SSH_MANAGED), NONE, ABSENT, context=NOWHERE),
    Case("state kept", "B125", forwarding(ANSWERS, WEB), GOOD, lines=(3,)),
    Case("no state", "B125", forwarding(WEB), BAD, lines=(1,)),
    Case("no state, maybe no boundary", "B125", forwarding(WEB), PERSON, lines=(1,), context=UNSAID),
    Case("no state, no boundary", "B125", forwarding(WEB), NONE, ABSENT, context=NOWHERE),
    Case(
        "idle port shut",
        "B128",
        ports(Interface("eth1", enabled=False, lines=(Line(5, "link-down yes"),))),
        GOOD,
        lines=(5,),
    ),
    Case("idle port open", "B128", ports(Interface("eth1", lines=(Line(5, "iface eth1"),))), BAD, lines=(5,)),
    Case("ports in use", "B128", ports(Interface("eth1", description="to p1")), GOOD, ABSENT),
    Case("own and granted targets", "B131", vrf({"65000:102", "65000:900"}), GOOD, lines=(4,)),
    Case("another's target", "B131", vrf({"65000:102", "65000:103"}), BAD, lines=(4,)),
    Case("handed to another", "B131", vrf({"65000:102"}, {"65000:102", "65000:103"}), BAD, lines=(4,)),
    Case("nobody said what is granted", "B131", vrf({"65000:102", "65000:103"}), PERSON, lines=(4,), context=Context()),
    Case(
        "port outside of its vrf",
        "B131",
        ports(Interface("cust0", addresses=frozenset({ip_interface("10.1.0.1/30")}), lines=(Line(6, "iface cust0"),))),
        BAD,
        lines=(6,),
    ),
    Case(
        "port outside of its vrf and shut",
        "B131",
        ports(Interface("cust0", enabled=False, addresses=frozenset({ip_interface("10.1.0.1/30")}))),
        NONE,
        ABSENT,
    ),
    Case("ospf by digest", "B160", ports(ospf("core0", "hmac-sha256"), ospf("lan0", passive=True)), GOOD, lines=(8,)),
    Case("ospf by a key chain without a name", "B160", ports(ospf("core0", "key-chain")), BAD, lines=(8,)),
    Case("ospf by md5", "B160", ports(ospf("core0", "md5")), PARTLY, lines=(8,)),
    Case("ospf open", "B160", ports(ospf("core0")), BAD, ABSENT, (8,)),
    Case("ospf by name without", "B160", ports(ospf("core0", "null")), BAD, lines=(8,)),
    Case("no ospf", "B160", ports(), NONE, ABSENT),
    Case("bgp with password", "B163", peering(neighbor(1, authenticated=True)), GOOD, lines=(1,)),
    Case("bgp without password", "B163", peering(neighbor(1)), BAD, ABSENT, (1,)),
    Case("one of two", "B163", peering(neighbor(1, authenticated=True), neighbor(2)), PARTLY, ABSENT, (2,)),
    Case("ttl held", "B164", peering(neighbor(1, ttl_hops=1)), GOOD, lines=(1,)),
    Case("ttl open", "B164", peering(neighbor(1)), BAD, ABSENT, (1,)),
    Case("prefixes limited", "B165", peering(neighbor(1, families=family(maximum_prefix=50))), GOOD, lines=(1,)),
    Case("prefixes unlimited", "B165", peering(neighbor(1, families=family())), BAD, ABSENT, (1,)),
    Case(
        "filtered both ways",
        "B166",
        peering(neighbor(1, families=family(prefix_list_in="I", prefix_list_out="O")), lists=("I", "O")),
        GOOD,
        lines=(1,),
    ),
    Case(
        "filtered in only",
        "B166",
        peering(neighbor(1, families=family(prefix_list_in="I")), lists=("I",)),
        BAD,
        ABSENT,
        (1,),
    ),
    Case(
        "filter that doesn't exist",
        "B166",
        peering(neighbor(1, families=family(prefix_list_in="I", prefix_list_out="O")), lists=("I",)),
        BAD,
        ABSENT,
        (1,),
    ),
    Case("ospf in the core only", "B169", ports(ospf("core0"), ospf("cust0", passive=True)), GOOD, ABSENT),
    Case("ospf to a department", "B169", ports(ospf("cust0")), BAD, lines=(8,)),
    Case("ospf in a vrf", "B169", ports(ospf("eth9", vrf="FINANCE")), BAD, lines=(8,)),
]


def verdict_of(device: Device, check: str, context: Context = CONTEXT, level: int = 3) -> Verdict:
    result = audit(device, level=level, policy=Policy(), known=Known(DEFAULTS), context=context)
    return next(each for each in result.verdicts if each.check == check)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.check} {case.name}")
def test_a_check_says_what_the_lines_say(case: Case) -> None:
    verdict = verdict_of(case.device, case.check, case.context)
    assert (verdict.verdict, verdict.basis) == (case.word, case.basis)
    assert tuple(line.number for line in verdict.lines) == case.lines


@pytest.mark.parametrize("check", sorted({each.check for each in CASES}))
def test_every_check_that_stands_here_can_pass_and_fail(check: str) -> None:
    words = {case.word for case in CASES if case.check == check}
    assert words >= {Word.COMPLIANT}
    assert words & {Word.NON_COMPLIANT, Word.PARTIAL}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.check} {case.name}")
def test_unread_lines_never_turn_a_verdict_into_compliant(case: Case) -> None:
    before = verdict_of(case.device, case.check, case.context)
    for topic in (*Topic, None):
        line = Unread((), Line(99, "something new"), topic)
        after = verdict_of(replace(case.device, unread=(line,)), case.check, case.context)
        assert after.verdict in {before.verdict, Word.MANUAL}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.check} {case.name}")
def test_what_rests_on_absence_is_for_a_person_where_lines_of_that_part_are_unread(case: Case) -> None:
    line = Line(99, "something new")
    unread = Unread((), line, check_entries()[case.check].part)
    after = verdict_of(replace(case.device, unread=(unread,)), case.check, case.context)
    if case.basis is not Basis.EXPLICIT:
        assert after.verdict is Word.MANUAL
    if after.verdict is Word.MANUAL and case.word is not Word.MANUAL:
        assert after.lines == (line,)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.check} {case.name}")
def test_what_was_found_can_be_said_in_both_languages(case: Case) -> None:
    verdict = verdict_of(case.device, case.check, case.context)
    for language in ("zh", "en"):
        assert "{" not in verdict.found(language)
        acts = verdict.verdict in {Word.PARTIAL, Word.NON_COMPLIANT}
        assert bool(verdict.remediation(language)) is acts


def test_a_setting_without_a_line_and_without_a_known_default_is_for_a_person() -> None:
    result = audit(ssh(), level=3)
    words = {each.check: each.verdict for each in result.verdicts}
    assert {words[check] for check in ("B008", "B021", "B022", "B025", "B040", "B041", "B042", "B071")} == {Word.MANUAL}


def test_loopback_is_not_a_way_in() -> None:
    held = filtering(rule(2, interface="lo"), SSH_MANAGED)
    assert verdict_of(held, "B060").verdict is Word.COMPLIANT
    assert verdict_of(held, "B122").verdict is Word.COMPLIANT


def test_a_passive_loopback_needs_no_authentication() -> None:
    loop = replace(ospf("lo"), kind=InterfaceKind.LOOPBACK)
    assert verdict_of(ports(loop), "B160").verdict is Word.NOT_APPLICABLE


def test_the_strictest_of_two_filters_counts_since_a_packet_must_pass_both() -> None:
    open_, closed = filtering(SSH_OPEN), filtering(SSH_MANAGED)
    (one,), (two,) = open_.filters, closed.filters
    both = replace(open_, filters=frozenset({replace(one, name="a"), replace(two, name="b")}))
    assert verdict_of(both, "B060").verdict is Word.COMPLIANT


UNKNOWN_RULE = Line(5, "meta mark 7 drop")


def torn(device: Device, place: int) -> Device:
    """Put a line that nobody understood among the rules of a device's filters."""
    gaps = (Gap(place, UNKNOWN_RULE.text, lines=(UNKNOWN_RULE,)),)
    held = frozenset(replace(each, gaps=gaps) for each in device.filters)
    return replace(device, filters=held, unread=(Unread((), UNKNOWN_RULE, Topic.FILTERS),))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.check} {case.name}")
def test_what_a_filter_says_behind_a_line_that_nobody_understood_is_for_a_person(case: Case) -> None:
    after = verdict_of(torn(case.device, 0), case.check, case.context)
    if case.device.filters and case.lines and check_entries()[case.check].part is Topic.FILTERS:
        assert after.verdict is Word.MANUAL
        assert case.word is Word.MANUAL or after.lines == (UNKNOWN_RULE,)


def test_a_rule_that_packets_meet_before_the_line_that_nobody_understood_is_found_all_the_same() -> None:
    held = filtering(SSH_OPEN)
    assert verdict_of(torn(held, 1), "B060").verdict is Word.NON_COMPLIANT
    assert verdict_of(torn(held, 0), "B060").verdict is Word.MANUAL


@pytest.mark.parametrize("place", [0, 1])
def test_a_prefix_list_with_a_line_that_nobody_understood_is_for_a_person(place: int) -> None:
    families = family(prefix_list_in="I", prefix_list_out="O")
    device = peering(neighbor(1, families=families), lists=("I", "O", "P"))
    for name, word in (("I", Word.MANUAL), ("O", Word.MANUAL), ("P", Word.COMPLIANT)):
        gap = Gap(place, UNKNOWN_RULE.text, lines=(UNKNOWN_RULE,))
        held = frozenset(replace(each, gaps=(gap,)) if each.name == name else each for each in device.prefix_lists)
        verdict = verdict_of(replace(device, prefix_lists=held), "B166")
        assert verdict.verdict is word
        assert word is Word.COMPLIANT or verdict.lines == (UNKNOWN_RULE,)


def test_a_line_is_found_by_its_value_where_the_reader_noted_none() -> None:
    lines = (Line(3, "MaxAuthTries 3"), Line(4, "LoginGraceTime 60"))
    server = SshServer(auth_tries=3, login_grace=60, lines=lines)
    verdict = verdict_of(Device("r1", "frr", management=Management(ssh=server)), "B022")
    assert verdict.lines == lines


def test_an_unread_line_of_unknown_topic_could_say_anything() -> None:
    device = replace(ssh(), unread=(Unread((), Line(99, "something new")),))
    result = audit(device, level=3, known=Known(DEFAULTS), context=CONTEXT)
    assert all(each.verdict is Word.MANUAL for each in result.verdicts if each.basis is not Basis.EXPLICIT)
