"""What a platform's templates don't write is refused by name."""

from ipaddress import IPv4Interface, IPv4Network

from netops.model import AccessList, Action, Device, FilterRule, Interface, Line, PacketFilter, User
from netops.model.filtering import Direction
from netops.model.management import Management
from netops.platforms.expressing import beyond
from netops.platforms.platform import get_platform

WRITES = {"Device": {"hostname", "platform", "interfaces"}, "Interface": {"name", "addresses"}}


def test_a_field_that_no_template_writes_is_named_with_its_fact_and_its_lines() -> None:
    port = Interface("Gi0/1", dot1q=10, lines=(Line(7, "interface Gi0/1"),))

    found = list(beyond(Device("r1", "x", interfaces=frozenset({port})), WRITES))

    assert [(each.what, each.why) for each in found] == [
        ("interface Gi0/1", "the platform's templates don't write its dot1q")
    ]
    assert found[0].lines == port.lines


def test_a_value_that_is_the_usual_one_needs_no_template() -> None:
    port = Interface("Gi0/1", addresses=frozenset({IPv4Interface("10.0.0.1/24")}))

    assert not list(beyond(Device("r1", "x", interfaces=frozenset({port})), WRITES))


def test_a_kind_of_fact_that_no_template_knows_is_refused_whole() -> None:
    found = list(beyond(Device("r1", "x", access_lists=frozenset({AccessList("101")})), WRITES))

    assert [each.what for each in found] == ["device r1"]


def test_a_linux_router_refuses_accounts_and_lists_that_its_templates_do_not_write() -> None:
    rules = (FilterRule(Action.PERMIT, sources=frozenset({IPv4Network("10.0.0.0/8")})),)
    device = Device(
        "r1",
        "frr",
        filters=frozenset({PacketFilter("input", Direction.INPUT, Action.DENY, rules)}),
        management=Management(users=frozenset({User("ops")})),
    )

    whats = [each.why for each in get_platform("frr").refusals(device)]

    assert whats == ["the platform's templates don't write its users"]
