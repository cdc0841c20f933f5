"""Facts that are made past their guard: nobody can tell them from those that `dataclasses` makes."""

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from inspect import signature
from ipaddress import IPv4Network
from typing import Any

import pytest

from netops.config.node import Node, leaves
from netops.model import Action, FilterRule, Interface, Line, StaticRoute
from netops.model.fact import own_line
from netops.model.quick import quickly_made

HOME = IPv4Network("10.0.0.0/8")


@dataclass(frozen=True, slots=True)
class Plain:
    """A fact as `dataclasses` makes it."""

    name: str
    number: int = 5
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@quickly_made
@dataclass(frozen=True, slots=True)
class Quick:
    """The same, made quickly."""

    name: str
    number: int = 5
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


def test_a_fact_is_of_its_own_class_and_cannot_be_changed() -> None:
    rule = FilterRule(Action.PERMIT, "tcp")
    assert type(rule) is FilterRule
    with pytest.raises(FrozenInstanceError):
        rule.protocol = "udp"  # type: ignore[misc]  # that is what must not be possible
    with pytest.raises(FrozenInstanceError):
        del rule.protocol
    with pytest.raises((AttributeError, TypeError)):
        rule.other = 1  # type: ignore[attr-defined]  # nor this


@pytest.mark.parametrize("values", [("r1",), ("r1", 7), ("r1", 7, (Line(1, "x"),))])
def test_fields_and_defaults_are_those_that_the_class_names(values: tuple[Any, ...]) -> None:
    plain, quick = Plain(*values), Quick(*values)
    for each in fields(Plain):
        assert getattr(quick, each.name) == getattr(plain, each.name)
    assert repr(quick) == repr(plain).replace("Plain", "Quick")
    assert signature(Quick) == signature(Plain)


def test_equal_facts_are_equal_whatever_lines_they_come_from() -> None:
    one, two = StaticRoute(HOME, None, lines=(Line(1, "a"),)), StaticRoute(HOME, None, lines=(Line(2, "b"),))
    assert one == two
    assert hash(one) == hash(two)
    assert one != StaticRoute(HOME, None, distance=7)


def test_a_fact_is_copied_changed_and_stored_like_any_other() -> None:
    port = Interface("GigabitEthernet0/1", description="to p1", lines=(Line(1, "interface GigabitEthernet0/1"),))
    stored = pickle.loads(pickle.dumps(port))  # noqa: S301  # what this test has stored itself
    for each in (copy.copy(port), copy.deepcopy(port), stored, replace(port)):
        assert type(each) is Interface
        assert each == port
        assert each.lines == port.lines
    assert replace(port, description=None).description is None


def test_a_fact_that_lacks_a_field_or_has_a_strange_one_is_refused() -> None:
    with pytest.raises(TypeError):
        FilterRule()  # type: ignore[call-arg]  # that is what must not be possible
    with pytest.raises(TypeError):
        FilterRule(Action.DENY, colour="red")  # type: ignore[call-arg]  # nor this


def test_a_class_whose_facts_are_made_by_more_than_their_fields_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Anew:
        names: list[str] = field(default_factory=list)

    @dataclass(frozen=True, slots=True)
    class Behind:
        name: str

        def __post_init__(self) -> None:
            """Do something behind the setting of fields."""

    for each in (Anew, Behind):
        with pytest.raises(TypeError):
            quickly_made(each)


def test_lines_and_nodes_that_are_made_together_are_lines_and_nodes() -> None:
    line = own_line(3, "hostname r1")
    assert (type(line), line, repr(line)) == (Line, Line(3, "hostname r1"), repr(Line(3, "hostname r1")))
    found = leaves(["a", "b"], range(7, 9))
    assert found == [Node("a"), Node("b")]
    assert [(type(each), each.number, each.children) for each in found] == [(Node, 7, ()), (Node, 8, ())]
    with pytest.raises(FrozenInstanceError):
        line.number = 1  # type: ignore[misc]  # that is what must not be possible
    with pytest.raises(FrozenInstanceError):
        found[0].number = 1  # type: ignore[misc]  # nor this
