"""What access lists at a router's ports do with packets, and what OSPF at an interface is when its process says it."""

from ipaddress import IPv4Address, IPv4Interface, IPv4Network

import pytest

from netops.model import (
    AccessList,
    Action,
    Binding,
    Device,
    Direction,
    FilterRule,
    Gap,
    Interface,
    OspfArea,
    OspfInterface,
    OspfProcess,
)
from netops.reachability.bound import judged
from netops.reachability.packets import Answer, Packet, State, together
from netops.reachability.running import running
from netops.reachability.topology import Topology

INSIDE, OUTSIDE = IPv4Address("10.1.0.9"), IPv4Address("10.2.0.9")
FROM_INSIDE = frozenset({IPv4Network("10.1.0.0/16")})
EVERYTHING = FilterRule(Action.PERMIT)
TCP = FilterRule(Action.PERMIT, "tcp")
NOTHING = FilterRule(Action.DENY)


def asked(
    *rules: FilterRule,
    packet: Packet | None = None,
    platform: str = "cisco_ios",
    binding: Binding | None = None,
    gaps: tuple[Gap, ...] = (),
) -> Answer:
    """Ask a router with one list at its port `in` what it does with a packet from `in` to `out`."""
    bound = binding or Binding("L")
    ports = frozenset({Interface("in", filters=frozenset({bound})), Interface("out", filters=frozenset({bound}))})
    device = Device("r1", platform, interfaces=ports, access_lists=frozenset({AccessList("L", rules=rules, gaps=gaps)}))
    sent = packet or Packet(INSIDE, OUTSIDE, entries=frozenset({"in"}))
    return judged(Topology({"r1": device}, ()), "r1", Direction.FORWARD, sent, "out")


@pytest.mark.parametrize(
    ("rules", "passes", "partly"),
    [
        ((EVERYTHING,), True, False),
        ((NOTHING, EVERYTHING), False, False),
        ((FilterRule(Action.PERMIT, sources=FROM_INSIDE), NOTHING), True, False),
        ((FilterRule(Action.DENY, sources=FROM_INSIDE), EVERYTHING), False, False),
        ((TCP, NOTHING), True, True),
        ((TCP, EVERYTHING), True, False),
        ((FilterRule(Action.DENY, "tcp"), EVERYTHING), True, False),
        ((FilterRule(Action.PERMIT, flags=("dscp ef",)), NOTHING), True, True),
        ((FilterRule(Action.PERMIT, "udp", source_ports=frozenset({(53, 53)})), NOTHING), True, True),
    ],
)
def test_the_first_rule_that_decides_about_all_of_a_packet_decides(
    rules: tuple[FilterRule, ...], *, passes: bool, partly: bool
) -> None:
    answer = asked(*rules)
    assert (answer.passes, answer.partly) == (passes, partly)


def test_a_rule_for_answers_lets_no_question_pass() -> None:
    answers = (FilterRule(Action.PERMIT, "tcp", flags=("established",)), NOTHING)
    assert not asked(*answers).passes
    back = Packet(INSIDE, OUTSIDE, State.ESTABLISHED, entries=frozenset({"in"}))
    assert asked(*answers, packet=back).passes


def test_a_session_of_a_known_protocol_is_judged_by_it_alone() -> None:
    bgp = Packet(INSIDE, OUTSIDE, protocol="tcp", port=179, entries=frozenset({"in"}))
    assert asked(FilterRule(Action.PERMIT, "tcp", destination_ports=frozenset({(179, 179)})), packet=bgp).passes
    assert not asked(FilterRule(Action.PERMIT, "udp"), packet=bgp).passes


def test_what_no_rule_matches_is_denied_by_cisco_and_let_through_by_huawei() -> None:
    other = FilterRule(Action.PERMIT, sources=frozenset({IPv4Network("192.0.2.0/24")}))
    assert not asked(other, platform="cisco_ios").passes
    assert asked(other, platform="huawei_vrp").passes


@pytest.mark.parametrize(
    ("rules", "place", "passes", "unsure"),
    [
        ((NOTHING,), 0, False, True),
        ((NOTHING,), 1, False, False),
        ((EVERYTHING,), 0, True, True),
        ((EVERYTHING,), 1, True, False),
        ((TCP, NOTHING), 0, True, True),
        ((TCP, NOTHING), 1, True, False),
        ((), 0, False, True),
    ],
)
def test_what_a_list_does_behind_a_line_that_nobody_understood_is_not_sure(
    rules: tuple[FilterRule, ...], place: int, *, passes: bool, unsure: bool
) -> None:
    answer = asked(*rules, gaps=(Gap(place, "permit object-group WEB any any"),))
    assert (answer.passes, answer.unsure) == (passes, unsure)


def test_a_sure_refusal_of_one_filter_is_enough() -> None:
    sure, unsure = Answer(passes=False), Answer(passes=False, unsure=True)
    assert together([unsure, sure]) == sure
    assert together([Answer(passes=True, unsure=True), sure]) == sure
    assert together([Answer(passes=True, unsure=True), Answer(passes=True)]).unsure


def test_a_list_that_is_not_there_stops_nothing_and_one_for_ipv6_does_not_see_ipv4() -> None:
    assert asked(NOTHING, binding=Binding("OTHER")).passes
    assert asked(NOTHING, binding=Binding("L", version=6)).passes


def test_a_list_for_what_goes_out_sees_what_is_sent_on_and_not_what_comes_in() -> None:
    assert not asked(NOTHING, binding=Binding("L", inbound=False)).passes
    device = Device(
        "r1",
        "cisco_ios",
        interfaces=frozenset({Interface("in", filters=frozenset({Binding("L", inbound=False)}))}),
        access_lists=frozenset({AccessList("L", rules=(NOTHING,))}),
    )
    topology = Topology({"r1": device}, ())
    packet = Packet(INSIDE, OUTSIDE, entries=frozenset({"in"}))
    assert judged(topology, "r1", Direction.FORWARD, packet, "elsewhere").passes
    assert judged(topology, "r1", Direction.INPUT, packet).passes
    assert judged(topology, "r1", Direction.OUTPUT, packet, "in").passes


def test_the_longest_network_of_a_process_gives_an_interface_its_area() -> None:
    port = Interface("Gi0/1", addresses=frozenset({IPv4Interface("10.0.1.1/30")}))
    areas = frozenset({
        OspfArea(0, networks=frozenset({IPv4Network("10.0.0.0/8")})),
        OspfArea(1, networks=frozenset({IPv4Network("10.0.1.0/24")})),
    })  # fmt: skip
    device = Device("r1", "ruijie_os", interfaces=frozenset({port}), ospf=frozenset({OspfProcess(areas=areas)}))
    assert running(device)["Gi0/1"].area == 1


def test_an_interface_is_passive_where_its_own_process_says_so() -> None:
    ports = frozenset(Interface(name, ospf=OspfInterface(0, process="1")) for name in ("a", "b"))
    for process, passive in (
        (OspfProcess(process="1", passive=frozenset({"a"})), {"a"}),
        (OspfProcess(process="1", passive_default=True, active=frozenset({"a"})), {"b"}),
        (OspfProcess(process="2", passive=frozenset({"a"})), set()),
    ):
        found = running(Device("r1", "cisco_ios", interfaces=ports, ospf=frozenset({process})))
        assert {name for name, each in found.items() if each.passive} == passive


@pytest.mark.parametrize(
    ("one", "other", "passes", "unsure"),
    [
        (EVERYTHING, EVERYTHING, True, False),
        (NOTHING, NOTHING, False, False),
        (EVERYTHING, NOTHING, False, True),
        (NOTHING, EVERYTHING, False, True),
    ],
)
def test_of_two_lists_in_one_direction_of_a_port_nobody_knows_which_is_tried_first(
    one: FilterRule, other: FilterRule, *, passes: bool, unsure: bool
) -> None:
    """S Series Command Reference (V200R019), traffic-filter (interface view): the undo names the list, so that a port has several."""
    lists = frozenset({AccessList("3001", rules=(one,)), AccessList("3002", rules=(other,))})
    port = Interface("in", filters=frozenset({Binding("3001"), Binding("3002")}))
    device = Device("r1", "huawei_vrp", interfaces=frozenset({port}), access_lists=lists)
    sent = Packet(INSIDE, OUTSIDE, entries=frozenset({"in"}))
    answer = judged(Topology({"r1": device}, ()), "r1", Direction.FORWARD, sent, "out")
    assert (answer.passes, answer.unsure) == (passes, unsure)
