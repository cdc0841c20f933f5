"""Many lines are looked at together, and lines that concern no other go a short way: it leads where the long way leads."""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
import yaml

from netops.config import build_patch, parse
from netops.config.checked import Anywhere, is_right, wrong_anywhere, wrong_words
from netops.config.grammar import clean, cleaned
from netops.config.knowing import known, learn, made
from netops.config.line_text import is_tidy
from netops.config.node import Node, Numbers
from netops.config.pattern import Pattern, WordType, fill
from netops.config.plainly import type_alone
from netops.config.quiet_lines import _means_the_same
from netops.config.rulebook import Context
from netops.config.rulebook_pieces import Push
from netops.config.secret import make_mask
from netops.config.state import Section
from netops.config.undoing import undo_line
from netops.config.way import _is_odd, _may_match, answers
from netops.errors import InputError
from netops.platforms import get_platform, platform_names

CASES = Path(__file__).parents[2] / "cases" / "patch"
PLATFORMS = sorted(platform_names())


@cache
def _lines(platform: str) -> tuple[tuple[Context, str], ...]:
    """Return every line of a platform's cases with the rules of the section that it stands in."""
    p = get_platform(platform)
    found: dict[tuple[int, str], tuple[Context, str]] = {}
    for path in sorted((CASES / platform).glob("*.yml")):
        case = yaml.safe_load(path.read_text(encoding="utf-8"))
        for key in ("running", "intended"):
            tree = parse(p, case.get(key, "") or "")
            for part in tree.parts:
                if part.lines.part.push is Push.COMMANDS:
                    for context, line in _below(part.lines.part.context, part.nodes):
                        found[id(context), line] = context, line
    return tuple(found.values())


def _below(context: Context, nodes: Sequence[Node]) -> Iterator[tuple[Context, str]]:
    for node in nodes:
        yield context, node.text
        rule = known(context, node.text).rule
        if rule is not None and rule.section is not None:
            yield from _below(rule.section.context, node.children)


@pytest.mark.parametrize("odd", ["a  b", " a", "a ", "a\tb", "a\x1c", "a\u3000b", "a\xa0", "a\x85", "a\x00 b"])
def test_a_line_that_cleaning_changes_makes_all_be_cleaned(odd: str) -> None:
    lines = ["ip address 10.0.0.1 24", odd, "mtu 9000"]

    assert not is_tidy(lines)
    assert list(cleaned(lines)) == [clean(line) for line in lines]


def test_tidy_lines_are_left_as_they_are() -> None:
    lines = ["ip address 10.0.0.1 24", "description to the core"]

    assert is_tidy(lines)
    assert list(cleaned(lines)) == [clean(line) for line in lines] == lines


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_line_that_is_right_at_a_glance_has_nothing_wrong_word_by_word(platform: str) -> None:
    right = 0
    damaged = ("{}", "{}.300", "1{}", "{}/33", "300.0.0.0")
    for context, line in _lines(platform)[::8]:
        words = line.split(" ")
        for at, form in ((at, form) for at in range(len(words)) for form in damaged):
            text = " ".join([*words[:at], form.format(words[at]), *words[at + 1 :]])
            found = known(context, text)
            if found.match is None or found.negative or found.rule is None or found.rule.takes is not None:
                continue
            if is_right(found.match, text, context.anywhere, context.plain):
                right += 1
                assert not list(chain(wrong_words(found.match, None), wrong_anywhere(context.anywhere, text))), text
    assert right


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("behind", ["10.0.0.300", "eq 70000", "x eq 70000 y", "eq", "10.0.0.0/33 x"])
def test_what_stands_behind_the_words_that_a_pattern_checks_is_looked_at(platform: str, behind: str) -> None:
    for context, line in _lines(platform):
        text = f"{line} {behind}"
        found = known(context, text)
        if found.match is None or found.negative or found.rule is None or found.rule.takes is not None:
            continue
        if is_right(found.match, text, context.anywhere, context.plain):
            assert not list(chain(wrong_words(found.match, None), wrong_anywhere(context.anywhere, text))), text


@pytest.mark.parametrize("text", ["set {a} <b>", "set {a} * <b>", "set {a:port} <b>", "set {a:name} <b>"])
@pytest.mark.parametrize(
    "template", ["undo set {a}", "undo {slot} <b>", "undo <b> *", "undo {a}-{b} x", "{none} {a} x"]
)
def test_a_template_is_filled_by_the_places_of_words_as_by_names(text: str, template: str) -> None:
    types = {"port": WordType(re.compile(r"(?P<slot>\w+)/\d+")), "name": WordType(re.compile(r"\S+"), str.lower)}
    match = Pattern.of(text, types).match(("set X/2 p q Y" if "*" in text else "set X/2 Y").split())

    assert match is not None
    assert match.filled(template) == fill(template, match.raw)
    assert match.named(template) == fill(template, match.names)


@pytest.mark.parametrize("text", ["permit {kind} eq <port>", "permit {kind} <compared> <port>", "permit {kind} *"])
def test_a_port_is_looked_at_wherever_the_word_before_it_comes_from(text: str) -> None:
    port = WordType(re.compile(r"\d+"), None, lambda word: int(word) < 65536, "port")
    ports = (Anywhere(re.compile(r" eq (?P<value>\d+)"), port, (" eq ",)),)
    pattern = Pattern.of(text)

    for words, right in (("permit udp eq 70000", False), ("permit udp to 70000", "eq" not in text)):
        match = pattern.match(words.split())
        assert match is None or is_right(match, words, ports, {}) is right


@pytest.mark.parametrize("platform", PLATFORMS)
def test_lines_that_are_looked_up_together_are_what_each_is(platform: str) -> None:
    texts: dict[int, tuple[Context, list[str]]] = {}
    for context, line in _lines(platform):
        texts.setdefault(id(context), (context, []))[1].append(line)
    learnt = 0
    for context, lines in texts.values():
        together = replace(context, seen={})
        learn(together, [*lines, "", "frobnicate 7"])
        learnt += len(together.seen)
        for text, found in together.seen.items():
            alone = known(replace(context, seen={}), text)
            assert found.match is not None
            assert alone.match is not None
            assert found.match.pattern is alone.match.pattern, text
            assert found.match.words == alone.match.words
            named = ("rule", "key", "value", "negative", "simple", "formed", "opens")
            assert [getattr(found, each) for each in named] == [getattr(alone, each) for each in named], text
    assert learnt > 50


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_template_is_filled_by_the_places_of_words_as_it_is_by_names(platform: str) -> None:
    filled = 0
    for context, line in _lines(platform):
        found = known(context, line)
        if found.match is None or found.rule is None:
            continue
        templates = [found.rule.undo or "", *(name for _, name in (*found.rule.uses, *found.rule.defines))]
        for template in (*templates, f"100% {found.rule.pattern.text}", "x{nothing} %s"):
            assert found.match.filled(template) == fill(template, found.match.raw), line
            assert found.match.named(template) == fill(template, found.match.names), line
            filled += found.match.pattern.recipe(template) is not None
    assert filled > 50


def test_lines_of_which_one_has_a_body_are_looked_up_one_by_one() -> None:
    context = replace(get_platform("huawei_vrp").rulebook.parts[0].context, seen={})

    learn(context, [*(f"vlan {number}" for number in range(2, 20)), "header login information %\nvlan 7\n%"])

    assert not context.seen


@pytest.mark.parametrize("platform", PLATFORMS)
def test_undo_forms_that_mean_the_same_whatever_their_words_take_the_same_line_away(platform: str) -> None:
    for context, line in _lines(platform):
        found = known(context, line)
        if found.rule is None or not found.rule.alone or found.negative or "\n" in line:
            continue
        entry = made(found, line)
        words = context.rewriter.apart(undo_line(entry, context.negation))
        for match, rule in context.undos.all(words):
            if rule is not found.rule and _means_the_same(found.rule, match.pattern, rule):
                assert rule.pattern.key_of(match.names) == entry.key, line


ROUTE = "ip route-static vpn-instance {vrf} 10.20.0.0 255.255.0.0 10.1.0.2{rest}"


def _alone(*lines: str) -> Section:
    context = get_platform("huawei_vrp").rulebook.parts[0].context
    section = Section(replace(context, given=frozenset({("vrf", "A")})))
    for line in lines:
        entry = made(known(context, line), line)
        section.held[entry.key] = entry
    return section


@pytest.mark.parametrize(
    ("standing", "typed"),
    [
        ("", ROUTE.format(vrf="B", rest="")),  # whose VRF nobody has seen
        ("", ROUTE.format(vrf="A", rest="").replace("10.20.0.0", "10.20.0.300")),  # no address
        ("", f"undo {ROUTE.format(vrf='A', rest='')}"),  # nothing to take away
        (ROUTE.format(vrf="A", rest=" preference 60 description old"), ROUTE.format(vrf="A", rest=" preference 70")),
        ("", "frobnicate 7"),  # no such line
    ],
)
def test_what_is_more_than_a_line_that_comes_or_goes_is_left_to_the_long_way(standing: str, typed: str) -> None:
    section = _alone(*filter(None, [standing]))
    before = dict(section.held)

    assert not type_alone(section, typed)
    assert section.held == before


def test_a_route_comes_gets_another_value_and_goes_the_short_way() -> None:
    section = _alone()

    assert type_alone(section, ROUTE.format(vrf="A", rest=""))
    assert type_alone(section, ROUTE.format(vrf="A", rest=" preference 70"))
    assert [each.text for each in section.held.values()] == [ROUTE.format(vrf="A", rest=" preference 70")]
    assert type_alone(section, f"undo {ROUTE.format(vrf='A', rest='')}")
    assert not section.held


def test_the_short_way_of_routes_gives_what_the_long_way_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    p = get_platform("huawei_vrp")
    vrf = "#\nip vpn-instance A\n ipv4-family\n  route-distinguisher 65000:1\n#\n"
    running = f"{vrf}{ROUTE.format(vrf='A', rest=' preference 60 description old')}\nip route-static 10.30.0.0 16 NULL0\n#\nreturn\n"
    intended = f"{vrf}{ROUTE.format(vrf='A', rest=' preference 70')}\nip route-static 10.31.0.0 16 NULL0\n#\nreturn\n"
    quick = build_patch(p, parse(p, running), parse(p, intended))
    used: list[str] = []

    def never(_: Section, text: str) -> bool:
        used.append(text)
        return False

    monkeypatch.setattr(sys.modules["netops.config.simulate"], "type_alone", never)

    slow = build_patch(p, parse(p, running), parse(p, intended))

    assert used
    assert (slow.commands, slow.rollback.commands, slow.diff, slow.proof) == (
        quick.commands,
        quick.rollback.commands,
        quick.diff,
        quick.proof,
    )


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_text_without_the_words_that_are_looked_for_has_no_word_of_any_secret(platform: str) -> None:
    mask = make_mask(get_platform(platform))

    assert mask.words
    for rule in mask.rules:
        assert any(word in rule.word for word in mask.words), rule.name


@pytest.mark.parametrize("platform", PLATFORMS)
def test_questions_behind_lines_are_answered_as_if_each_line_were_looked_at(platform: str) -> None:
    for part in get_platform(platform).rulebook.parts:
        lines = tuple(dict.fromkeys(line.partition("\n")[0] for _, line in _lines(platform)))
        lines += tuple(f"{part.context.negation} {line}" for line in lines)
        expected = [
            (at, each.answer) for at, line in enumerate(lines) for each in part.dialogs if each.line.fullmatch(line)
        ]

        assert [(each.at, each.answer) for each in answers(lines, part.dialogs)] == expected


def test_lines_that_cannot_be_typed_are_found_among_many() -> None:
    question = re.compile(r"\?")

    assert not _may_match(question, "a\nb")
    assert _may_match(question, "a\nwhat?")
    assert _may_match(re.compile(r"b$"), "b\nc")  # an anchor tells nothing of many lines


def test_a_pattern_of_one_odd_character_is_known_as_such() -> None:
    assert _is_odd(re.compile(r"[\x07\x1b\x80-\x9f]"))
    assert not _is_odd(re.compile(r"[\x07?]"))
    assert not _is_odd(re.compile(r"[^a]"))
    assert not _is_odd(re.compile(r"\x07"))


def test_another_platforms_line_is_found_in_a_section_that_comes_again() -> None:
    vrp, lines = get_platform("huawei_vrp"), "".join(f"vlan {each}\n description x\n#\n" for each in range(2, 200))
    strange = f"{lines}interface GigabitEthernet0/0/1\n port link-mode route\n#\n"
    parse(vrp, lines)
    for _ in range(2):
        with pytest.raises(InputError, match="NET-CFG-007"):
            parse(vrp, strange)


@pytest.mark.parametrize("folded", ["", "\x00x"])
@pytest.mark.parametrize("order", [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1, 2] * 9])
@pytest.mark.parametrize("noted", [[], [1, 3]])
def test_places_are_numbered_in_any_order(folded: str, order: list[int], noted: list[int]) -> None:
    text = f"a{folded}\nb\n\nc\n x{folded}\nd\n"
    numbers = Numbers(text, [text.index(each) for each in "abcd"], 5)
    numbers.note(noted)
    longer = bool(folded)

    assert [numbers.of(at) for at in order] == [[5, 6 + longer, 8 + longer, 10 + 2 * longer][at] for at in order]


@pytest.mark.parametrize("before", [0, 1, 39, 40, 200])
def test_a_line_of_another_platform_is_found_with_its_number(before: int) -> None:
    p = get_platform("huawei_vrp")
    text = "".join(f"vlan {number}\n" for number in range(2, before + 2)) + "router bgp 65000\n"

    with pytest.raises(InputError) as caught:
        parse(p, text, path="pe1.cfg")

    assert f"pe1.cfg:{before + 1}:" in str(caught.value)


@pytest.mark.parametrize(
    ("platform", "section", "line", "calm"),
    [
        pytest.param(
            "huawei_vrp", "bgp 65000", "ipv4-family vpn-instance A", True, id="of many families only those that differ"
        ),
        pytest.param(
            "cisco_ios",
            "interface Vlan10",
            "ip address 10.0.0.1 255.255.255.0",
            False,
            id="it asks first for a line of its own",
        ),
    ],
)
def test_what_a_line_needs_in_other_sections_leaves_its_own_unread(
    platform: str, section: str, line: str, calm: bool
) -> None:
    """It says nothing of its own section, unless it asks first for a line there."""
    opened = known(get_platform(platform).rulebook.parts[0].context, section).rule
    assert opened is not None
    assert opened.section is not None
    found = known(opened.section.context, line).rule

    assert found is not None
    assert found.needs_elsewhere
    assert found.calm is calm
