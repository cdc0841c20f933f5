"""Of what an unread line speaks: the tables of the platforms, and what each check hears."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import pytest
from tests.unit.audit.test_cases import CASES, audited, read

from netops.audit import Word, known_of
from netops.audit.bearing import Themes
from netops.audit.catalogue import check_entries
from netops.config import Node, parse
from netops.model import Line, Topic, Unread
from netops.platforms import get_platform, platform_names

TOLD = [name for name in platform_names() if get_platform(name).abilities.themes]


@cache
def themes_of(platform: str) -> Themes:
    return known_of(get_platform(platform), None).themes


def sections(nodes: Sequence[Node], above: tuple[str, ...] = ()) -> Iterator[tuple[int, tuple[str, ...]]]:
    for node in nodes:
        yield node.number, above
        yield from sections(node.children, (*above, node.text))


def test_every_platform_tells_what_its_lines_speak_of() -> None:
    assert list(platform_names()) == TOLD


@pytest.mark.parametrize("platform", [name for name in TOLD if name != "frr"])  # FRR has words for ports alone
def test_checks_hear_themes_that_lines_of_the_platform_can_have(platform: str) -> None:
    known = get_platform(platform).abilities.themes.keys()
    heard = {theme for each in check_entries().values() for theme in each.hears | each.every}
    assert heard - known == set()


def test_every_check_says_what_it_hears() -> None:
    assert [name for name, each in check_entries().items() if not each.hears] == []
    assert [name for name, each in check_entries().items() if not each.every <= each.hears] == []


@pytest.mark.parametrize("platform", TOLD)
def test_a_check_hears_every_line_that_it_rests_on(platform: str) -> None:
    """So the same line, were it not understood, would put its verdict in doubt."""
    deaf: dict[str, tuple[str, ...]] = {}
    for name, case in (each.values for each in CASES):
        if name == platform:
            deaf |= unheard(platform, case)
    assert deaf == {}


def unheard(platform: str, case: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return check and line → the line's themes, where it has some and the check hears none of them."""
    tree = parse(get_platform(platform), case["config"])
    above = {number: section for part in tree.parts for number, section in sections(part.nodes)}
    return {
        f"{verdict.check} {above[line.number]} {line.text}": tuple(themes)
        for verdict in audited(platform, case).verdicts
        if verdict.verdict is not Word.MANUAL and verdict.asked
        for line in verdict.lines
        if line.number in above
        for themes in [themes_of(platform).of(Unread(above[line.number], line))]
        if themes is not None and themes.isdisjoint(check_entries()[verdict.check].hears)
    }


@pytest.mark.parametrize(
    ("platform", "section", "text", "themes"),
    [
        ("cisco_ios", (), "crypto isakmp policy 10", {"vpn"}),
        ("cisco_ios", (), "no crypto isakmp policy 10", {"vpn"}),
        ("cisco_ios", ("crypto isakmp policy 10",), "lantern 7", {"vpn"}),
        ("cisco_ios", (), "logging 10.1.1.5 lantern", {"hosts"}),
        ("cisco_ios", ("interface GigabitEthernet0/1",), "ip inspect OUT out", {"inspection"}),
        ("cisco_ios", ("interface GigabitEthernet0/1",), "lantern 7", None),
        ("cisco_ios", (), "ip lantern 7", None),
        ("ruijie_os", (), "no aaa log enable", {"servers", "records"}),
        ("huawei_vrp", ("aaa",), "local-user policy security-enhance", {"accounts"}),
        ("huawei_vrp", ("aaa", "domain default_admin"), "lantern 7", {"servers"}),
        ("huawei_vrpv8", ("aaa",), "lantern 7", {"accounts", "servers"}),
        ("h3c_comware", ("local-user guest class network",), "lantern 7", {"accounts"}),
        ("h3c_comware", (), "lantern 7", None),
        ("h3c_comware", (), "packet-filter default deny", {"filters"}),
        ("huawei_vrp", (), "time-range night 20:00 to 06:00 daily", {"filters"}),
        ("huawei_vrp", (), "temperature 60", {"hardware"}),
    ],
)
def test_a_line_speaks_of_what_its_section_and_first_words_say(
    platform: str, section: tuple[str, ...], text: str, themes: set[str] | None
) -> None:
    found = themes_of(platform).of(Unread(section, Line(1, text)))
    assert found == (None if themes is None else frozenset(themes))


ACCOUNT = "version 15.2\nhostname SW1\nline con 0\nline vty 0 4\n transport input ssh\n"


@pytest.mark.parametrize(
    ("line", "doubted"),
    [
        ("crypto isakmp policy 10\n lantern 7\n", set()),
        ("ip inspect name OUT lantern\n", set()),
        ("ip ssh lantern 7\n", {"B022"}),
        ("username lantern frobnicate\n", {"B001", "B020", "B061"}),
        ("lantern 7\n", {"B001", "B020", "B022", "B061"}),
    ],
)
def test_an_unread_line_puts_in_doubt_what_it_could_have_set(line: str, doubted: set[str]) -> None:
    case = {"config": f"{ACCOUNT}{line}end\n"}
    assert read("cisco_ios", case["config"]).unread
    words = {each.check: each.verdict for each in audited("cisco_ios", case).verdicts}
    assert {each for each in ("B001", "B020", "B022", "B061") if words[each] is Word.MANUAL} == doubted


def test_a_strange_line_on_a_port_may_be_anything_that_ports_have() -> None:
    themes = themes_of("cisco_ios")
    strange = Unread(("interface GigabitEthernet0/1",), Line(5, "lantern 7"), Topic.INTERFACES)
    spoken = themes.spoken([strange])
    assert themes.bearing(spoken, Topic.FILTERS, frozenset({"filters"}))
    assert not themes.bearing(spoken, Topic.MANAGEMENT, frozenset({"banner"}))


def test_lines_that_bear_on_a_check_come_in_the_order_of_the_text_whatever_they_speak_of() -> None:
    """Asked one by one or together, and whatever section they stand in, lines say the same."""
    themes = themes_of("cisco_ios")
    lines = [
        Unread(("interface GigabitEthernet0/1",), Line(2, "lantern 7"), Topic.INTERFACES),
        Unread((), Line(4, "username lantern frobnicate"), Topic.MANAGEMENT),
        Unread(("interface GigabitEthernet0/2",), Line(6, "lantern 7"), Topic.INTERFACES),
        Unread((), Line(7, "lantern 8"), None),
        Unread(("line vty 0 4",), Line(9, "lantern 9"), Topic.MANAGEMENT),
        Unread((), Line(11, "username other frobnicate"), Topic.MANAGEMENT),
    ]
    for part in Topic:
        for hears in (
            frozenset[str](),
            frozenset({"accounts"}),
            frozenset({"filters"}),
            frozenset({"accounts", "filters"}),
        ):
            alone = [line for each in lines for line in themes.bearing(themes.spoken([each]), part, hears)]
            assert [*themes.bearing(themes.spoken(lines), part, hears)] == alone
    assert len(themes.spoken(lines)) < len(lines)
