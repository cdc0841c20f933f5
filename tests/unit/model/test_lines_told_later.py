"""Facts tell their lines when somebody asks: nobody sees a difference, and no secret waits in them."""

import copy
import gc
import pickle
from dataclasses import FrozenInstanceError, fields, replace
from ipaddress import IPv4Network

import pytest

from netops.config import parse
from netops.model import Action, FilterRule, Interface, Line, PrefixRule, StaticRoute
from netops.model.provenance import LATER, later, lines_of_all
from netops.platforms import get_platform

HOME = IPv4Network("10.0.0.0/8")
TOLD = (Line(7, "interface Vlan7"), Line(9, " no shutdown"))


def port() -> Interface:
    return Interface("Vlan7", lines=later([7, 9], ["interface Vlan7", " no shutdown"]))


def test_lines_that_are_asked_for_are_lines_each_time() -> None:
    found = port()
    first = found.lines
    assert first == TOLD
    assert found.lines is first
    assert [type(each) for each in first] == [Line, Line]
    assert Interface("Vlan7").lines == ()
    assert Interface("Vlan7", lines=TOLD).lines is TOLD


def test_a_fact_with_lines_that_nobody_asked_for_is_equal_copied_stored_and_changed_like_any_other() -> None:
    assert port() == Interface("Vlan7", lines=TOLD)
    assert hash(port()) == hash(Interface("Vlan7"))
    assert repr(port()) == repr(Interface("Vlan7"))
    stored = pickle.loads(pickle.dumps(port()))  # noqa: S301  # what this test has stored itself
    for each in (copy.copy(port()), copy.deepcopy(port()), stored, replace(port()), replace(port(), mtu=9000)):
        assert each.lines == TOLD
    with pytest.raises(FrozenInstanceError):
        port().lines = ()  # type: ignore[misc]  # that is what must not be possible


def test_lines_of_several_facts_stand_one_behind_the_other_whether_they_were_asked_for_or_not() -> None:
    rules = [
        PrefixRule(number, Action.PERMIT, HOME, lines=later([number], [f"seq {number}"])) for number in (5, 10, 15)
    ]
    assert rules[1].lines == (Line(10, "seq 10"),)
    found = StaticRoute(HOME, None, lines=lines_of_all(rules, later([1], ["ip prefix-list X"])))
    assert [(each.number, each.text) for each in found.lines] == [
        (1, "ip prefix-list X"),
        (5, "seq 5"),
        (10, "seq 10"),
        (15, "seq 15"),
    ]


def test_every_fact_that_tells_its_lines_later_has_a_field_of_that_name() -> None:
    assert {Interface, FilterRule, StaticRoute} <= LATER
    for kind in LATER:
        assert "lines" in [each.name for each in fields(kind)]  # type: ignore[arg-type]  # all of them are facts


SECRETIVE = """\
hostname r1
interface GigabitEthernet0/1
 description to p1 key Wonder1land
 ip address 10.0.0.1 255.255.255.252
 ip ospf message-digest-key 1 md5 Wonder1land
 ip ospf 1 area 0
router bgp 65000
 neighbor 10.0.0.2 remote-as 65001
 neighbor 10.0.0.2 password Wonder1land
 neighbor 10.0.0.2 description password Wonder1land
end
"""


def test_no_secret_waits_in_a_fact_that_was_not_asked_for_its_lines() -> None:
    known = get_platform("cisco_ios")
    device = known.read(parse(known, SECRETIVE))
    seen: set[int] = set()
    waiting: list[object] = [device]
    texts: list[str] = []
    while waiting:
        each = waiting.pop()
        if id(each) in seen or isinstance(each, type):
            continue
        seen.add(id(each))
        if isinstance(each, str):
            texts.append(each)
        waiting += gc.get_referents(each)
    assert any("10.0.0.2 password" in each for each in texts)
    assert sorted(each for each in texts if "Wonder1land" in each) == ["password Wonder1land", "to p1 key Wonder1land"]
