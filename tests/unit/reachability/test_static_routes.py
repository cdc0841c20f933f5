"""Forwarding by connected and static routes, between two routers wired together."""

from dataclasses import replace
from ipaddress import ip_address, ip_interface, ip_network
from typing import Any

import pytest

from netops.errors import InputError
from netops.model import Device, Interface, IsisProcess, Line, StaticRoute, Topic, Unread
from netops.reachability import Matrix, Party, Reach
from netops.reachability.table import OnLink, Origin, Route, Table

City = Any  # the builder of conftest.py, which tests can't import


def test_two_routers_with_routes_to_each_other_connect_their_stations(static_pair: City) -> None:
    assert static_pair.matrix().reach("a", "b") is Reach.REACHABLE


def test_a_pair_is_found_in_both_orders_of_its_names(static_pair: City) -> None:
    matrix = static_pair.matrix()
    assert matrix.pairs["b", "a"] is matrix.pairs["a", "b"]
    assert list(matrix.pairs) == [("a", "b")]


def test_without_the_way_back_nobody_can_talk(static_pair: City) -> None:
    static_pair.change("right", lambda held: replace(held, static_routes=frozenset()))
    matrix = static_pair.matrix()
    assert matrix.reach("a", "b") is Reach.UNREACHABLE
    assert matrix.explain("a", "b").back[0].text("en") == "right: no route to 10.10.1.10"


def test_the_explanation_names_the_lines_that_decide(static_pair: City) -> None:
    first = static_pair.matrix().explain("a", "b").there[0]
    assert first.lines == (Line(3, "ip route 10.10.2.0/24 10.9.0.2"),)


@pytest.mark.parametrize("port", [("left", "line0"), ("right", "line0"), ("right", "lan0")])
def test_a_port_that_is_shut_on_either_end_cuts_the_pair(static_pair: City, port: tuple[str, str]) -> None:
    static_pair.port(*port, enabled=False)
    assert static_pair.matrix().reach("a", "b") is Reach.UNREACHABLE


def test_a_discard_route_that_is_longer_wins(static_pair: City) -> None:
    hole = StaticRoute(ip_network("10.10.2.0/28"), None)
    static_pair.change("left", lambda held: replace(held, static_routes=held.static_routes | {hole}))
    matrix = static_pair.matrix()
    assert matrix.reach("a", "b") is Reach.UNREACHABLE
    assert matrix.explain("a", "b").there[0].word == "discard"


def test_of_two_routes_the_one_with_the_lower_distance_forwards(static_pair: City) -> None:
    hole = StaticRoute(ip_network("10.10.2.0/24"), None, distance=250)
    static_pair.change("left", lambda held: replace(held, static_routes=held.static_routes | {hole}))
    assert static_pair.matrix().reach("a", "b") is Reach.REACHABLE


def test_a_floating_route_takes_over_when_the_first_loses_its_port(static_pair: City) -> None:
    hole = StaticRoute(ip_network("10.10.2.0/24"), None, distance=250)
    static_pair.change("left", lambda held: replace(held, static_routes=held.static_routes | {hole}))
    static_pair.port("left", "line0", enabled=False)
    assert static_pair.matrix().explain("a", "b").there[0].word == "discard"


def test_a_next_hop_is_resolved_through_another_route(static_pair: City) -> None:
    far = StaticRoute(ip_network("10.20.0.1/32"), ip_address("10.9.0.2"))
    through = StaticRoute(ip_network("10.10.2.0/24"), ip_address("10.20.0.1"))
    static_pair.change("left", lambda held: replace(held, static_routes=frozenset({far, through})))
    assert static_pair.matrix().reach("a", "b") is Reach.REACHABLE


def test_a_next_hop_that_nothing_resolves_is_no_route(static_pair: City) -> None:
    lost = StaticRoute(ip_network("10.10.2.0/24"), ip_address("10.77.0.1"))
    static_pair.change("left", lambda held: replace(held, static_routes=frozenset({lost})))
    assert static_pair.matrix().explain("a", "b").there[0].word == "no_route"


def test_routers_that_send_a_packet_to_each_other_are_a_loop(static_pair: City) -> None:
    back = StaticRoute(ip_network("10.10.3.0/24"), ip_address("10.9.0.1"))
    there = StaticRoute(ip_network("10.10.3.0/24"), ip_address("10.9.0.2"))
    static_pair.change("left", lambda held: replace(held, static_routes=held.static_routes | {there}))
    static_pair.change("right", lambda held: replace(held, static_routes=held.static_routes | {back}))
    static_pair.port("right", "lan0", addresses=frozenset({ip_interface("10.10.2.1/24")}))
    static_pair.devices["third"] = replace(
        static_pair.devices["left"],
        interfaces=frozenset({Interface("lan0", addresses=frozenset({ip_interface("10.10.3.1/24")}))}),
    )
    static_pair.parties.append(Party("c", "third", "lan0", ip_address("10.10.3.10")))
    matrix = static_pair.matrix()
    assert matrix.reach("a", "c") is Reach.UNREACHABLE
    assert [step.word for step in matrix.explain("a", "c").there][-1] == "loop"


def test_the_same_address_elsewhere_is_not_the_station_that_is_meant(static_pair: City) -> None:
    static_pair.devices["twin"] = replace(static_pair.devices["right"], static_routes=frozenset())
    static_pair.parties.append(Party("twin", "twin", "lan0", ip_address("10.10.2.10")))
    matrix = static_pair.matrix()
    assert matrix.reach("a", "b") is Reach.REACHABLE
    assert matrix.reach("a", "twin") is Reach.UNREACHABLE
    assert matrix.explain("a", "twin").there[-1].word == "elsewhere"


def test_a_station_outside_its_gateways_network_has_no_gateway(static_pair: City) -> None:
    static_pair.parties[1] = Party("b", "right", "lan0", ip_address("10.55.0.1"))
    assert static_pair.matrix().explain("a", "b").there[0].word == "no_gateway"


def test_two_stations_on_one_link_need_no_router(static_pair: City) -> None:
    static_pair.change("left", lambda held: replace(held, static_routes=frozenset()))
    static_pair.parties.append(Party("neighbour", "left", "lan0", ip_address("10.10.1.11")))
    assert static_pair.matrix().reach("a", "neighbour") is Reach.REACHABLE


def test_a_routers_own_address_can_be_a_party(static_pair: City) -> None:
    static_pair.parties[1] = Party("b", "right", "lan0", ip_address("10.10.2.1"))
    assert static_pair.matrix().reach("a", "b") is Reach.REACHABLE


def test_unread_routing_lines_make_a_pair_unknown(static_pair: City) -> None:
    line = Unread((), Line(99, "ip route something new"), Topic.ROUTING)
    static_pair.change("right", lambda held: replace(held, static_routes=frozenset(), unread=(line,)))
    matrix = static_pair.matrix()
    assert matrix.reach("a", "b") is Reach.UNKNOWN
    assert matrix.explain("a", "b").there[-1].lines == (line.line,)


def test_unread_lines_of_the_management_plane_decide_nothing(static_pair: City) -> None:
    line = Unread((), Line(99, "UsePAM no"), Topic.MANAGEMENT)
    static_pair.change("right", lambda held: replace(held, unread=(line,)))
    assert static_pair.matrix().reach("a", "b") is Reach.REACHABLE


def test_unread_lines_without_a_topic_could_decide_anything(static_pair: City) -> None:
    static_pair.change("right", lambda held: replace(held, unread=(Unread((), Line(9, "mystery")),)))
    assert static_pair.matrix().reach("a", "b") is Reach.UNKNOWN


def test_unread_lines_elsewhere_leave_a_pair_certain(static_pair: City) -> None:
    alone = replace(static_pair.devices["left"], unread=(Unread((), Line(9, "mystery")),), static_routes=frozenset())
    static_pair.devices["alone"] = alone
    assert static_pair.matrix().reach("a", "b") is Reach.REACHABLE


def test_a_device_that_nobody_read_makes_its_pairs_unknown(static_pair: City) -> None:
    del static_pair.devices["right"]
    assert static_pair.matrix().reach("a", "b") is Reach.UNKNOWN


def test_what_is_gained_and_lost_is_compared(static_pair: City) -> None:
    before = static_pair.matrix()
    static_pair.port("left", "line0", enabled=False)
    static_pair.parties.append(Party("c", "left", "lan0", ip_address("10.10.1.12")))
    after = static_pair.matrix()
    comparison = Matrix.compare(before, after)
    assert comparison.lost == {("a", "b")}
    assert comparison.gained == {("a", "c")}
    assert comparison.uncertain == frozenset()


def test_a_pair_that_becomes_unknown_is_uncertain_and_neither_gained_nor_lost(static_pair: City) -> None:
    before = static_pair.matrix()
    static_pair.change("right", lambda held: replace(held, unread=(Unread((), Line(9, "mystery")),)))
    comparison = Matrix.compare(before, static_pair.matrix())
    assert comparison.gained | comparison.lost == frozenset()
    assert comparison.uncertain == {("a", "b")}


def test_two_parties_of_one_name_are_refused(static_pair: City) -> None:
    static_pair.parties.append(static_pair.parties[0])
    with pytest.raises(InputError, match="NET-RCH-001"):
        static_pair.matrix()


def test_an_unknown_party_is_a_key_error(static_pair: City) -> None:
    with pytest.raises(KeyError):
        static_pair.matrix().reach("a", "nobody")


def test_a_device_that_forwards_nothing_still_answers_for_itself(static_pair: City) -> None:
    static_pair.change("right", lambda held: replace(held, ip_forwarding=False))
    static_pair.parties.append(Party("router", "right", "lan0", ip_address("10.10.2.1")))
    matrix = static_pair.matrix()
    assert matrix.reach("a", "b") is Reach.UNREACHABLE
    assert matrix.reach("a", "router") is Reach.REACHABLE
    assert matrix.explain("a", "b").there[-1].word == "not_forwarding"


def test_an_address_with_a_length_means_the_address(static_pair: City) -> None:
    static_pair.parties[1] = Party("b", "right", "lan0", ip_interface("10.10.2.1/24"))
    matrix = static_pair.matrix()
    assert matrix.reach("a", "b") is Reach.REACHABLE
    assert matrix.explain("a", "b").there[-1].word == "arrives"


def test_a_party_at_a_device_that_nobody_gave_is_unknown_even_without_a_cable(static_pair: City) -> None:
    static_pair.parties.append(Party("c", "elsewhere", "lan0", ip_address("10.10.9.10")))
    matrix = static_pair.matrix()
    assert matrix.reach("a", "c") is Reach.UNKNOWN
    assert matrix.reach("a", "b") is Reach.REACHABLE
    assert matrix.explain("a", "c").there[0].word == "not_given"


def test_a_route_is_not_resolved_through_itself(static_pair: City) -> None:
    default = StaticRoute(ip_network("0.0.0.0/0"), ip_address("10.9.0.2"))
    inside = StaticRoute(ip_network("10.10.2.0/24"), ip_address("10.10.2.99"))
    static_pair.change("left", lambda held: replace(held, static_routes=frozenset({default, inside})))
    assert static_pair.matrix().reach("a", "b") is Reach.REACHABLE
    static_pair.change("left", lambda held: replace(held, static_routes=frozenset({inside})))
    assert static_pair.matrix().reach("a", "b") is Reach.UNREACHABLE


def test_a_far_end_that_is_shut_takes_the_connected_route_away(static_pair: City) -> None:
    hole = StaticRoute(ip_network("10.10.2.0/24"), None, distance=250)
    static_pair.change("left", lambda held: replace(held, static_routes=held.static_routes | {hole}))
    static_pair.port("right", "line0", enabled=False)
    assert static_pair.matrix().explain("a", "b").there[0].word == "discard"


def test_a_static_route_out_of_a_port_of_another_vrf_is_no_route(static_pair: City) -> None:
    other = StaticRoute(ip_network("10.10.2.0/24"), ip_address("10.9.0.2"), interface="line0", vrf="RED")
    static_pair.port("left", "lan0", vrf="RED")
    static_pair.change("left", lambda held: replace(held, static_routes=frozenset({other})))
    assert static_pair.matrix().explain("a", "b").there[0].word == "no_route"


def test_a_router_address_that_two_routers_have_is_told_apart_by_the_port(static_pair: City) -> None:
    back = StaticRoute(ip_network("10.10.1.0/24"), ip_address("10.9.1.1"))
    twin = (
        Interface("line0", addresses=frozenset({ip_interface("10.9.1.2/30")})),
        Interface("lan0", addresses=frozenset({ip_interface("10.10.2.1/24")})),
    )
    own = Interface("line1", addresses=frozenset({ip_interface("10.9.1.1/30")}))
    static_pair.devices["twin"] = Device("twin", "frr", interfaces=frozenset(twin), static_routes=frozenset({back}))
    static_pair.change("left", lambda held: replace(held, interfaces=held.interfaces | {own}))
    static_pair.cables.append((("left", "line1"), ("twin", "line0")))
    static_pair.parties.append(Party("router", "right", "lan0", ip_address("10.10.2.1")))
    static_pair.parties.append(Party("twin", "twin", "lan0", ip_address("10.10.2.1")))
    matrix = static_pair.matrix()
    assert matrix.reach("a", "router") is Reach.REACHABLE
    assert matrix.explain("a", "twin").back[-1].word == "arrives"
    assert matrix.explain("a", "twin").there[-1].word == "elsewhere"
    assert matrix.reach("a", "twin") is Reach.UNREACHABLE


def test_a_table_passes_over_the_route_that_is_being_resolved() -> None:
    inside = Route(ip_network("10.10.2.0/24"), Origin.STATIC, 1, (OnLink("a"),))
    default = Route(ip_network("0.0.0.0/0"), Origin.STATIC, 1, (OnLink("b"),))
    address = ip_address("10.10.2.99")
    assert Table([inside, default]).lookup(address) is inside
    assert Table([inside, default]).lookup(address, inside.prefix) is default
    assert Table([inside]).lookup(address, inside.prefix) is None


def test_a_protocol_that_is_not_followed_makes_a_pair_unknown(static_pair: City) -> None:
    line = Line(9, "router isis 1")
    isis = frozenset({IsisProcess("1", lines=(line,))})
    static_pair.change("right", lambda held: replace(held, static_routes=frozenset(), isis=isis))
    matrix = static_pair.matrix()
    assert matrix.reach("a", "b") is Reach.UNKNOWN
    assert matrix.explain("a", "b").there[-1].lines == (line,)
