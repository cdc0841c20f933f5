"""What a platform's templates don't write is refused by name."""

from ipaddress import IPv4Interface, IPv4Network

import pytest

from netops.model import AccessList, Action, Device, FilterRule, Gap, Interface, Line, PacketFilter, User
from netops.model.filtering import Direction
from netops.model.management import Management
from netops.platforms.expressing import beyond
from netops.platforms.platform import get_platform, platform_names

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


@pytest.mark.parametrize("platform", platform_names())
def test_a_list_with_a_line_that_nobody_understood_is_refused_with_the_line(platform: str) -> None:
    source = Line(7, "rule 5 permit user-group STAFF")
    gaps = (Gap(0, source.text, lines=(source,)),)
    device = Device(
        "r1",
        platform,
        access_lists=frozenset({AccessList("3001", gaps=gaps)}) if platform != "frr" else frozenset(),
        filters=frozenset({PacketFilter("input", Direction.INPUT, Action.DENY, gaps=gaps)})
        if platform == "frr"
        else frozenset(),
    )

    found = [each for each in get_platform(platform).refusals(device) if "nobody understood" in each.why]

    assert [each.why for each in found] == ["nobody understood “rule 5 permit user-group STAFF” among its rules"]
    assert found[0].lines == (source,)


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
