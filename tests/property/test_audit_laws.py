"""What an audit may never do: become milder by lines that nobody understood, by the order of sections, or by hidden secrets."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.unit.audit.test_cases import CASES, audited, read

from netops.audit import Basis, Verdict, Word
from netops.config import mask, parse
from netops.errors import InputError
from netops.platforms import get_platform, platform_names

STRANGE = "frobnicate lantern 7"
MARKER = re.compile(r"### |#|!|$")
MILD = {Word.COMPLIANT, Word.NOT_APPLICABLE}
AT = st.sampled_from(range(len(CASES)))


@cache
def words(at: int) -> Mapping[str, Word]:
    platform, case = CASES[at].values
    return {each.check: each.verdict for each in audited(platform, case).verdicts}


@cache
def verdicts(at: int) -> Mapping[str, Verdict]:
    platform, case = CASES[at].values
    return {each.check: each for each in audited(platform, case).verdicts}


@cache
def cited(at: int) -> Sequence[int]:
    """Return the numbers of the lines that some verdict rests on, whatever unread lines say."""
    firm = [each for each in verdicts(at).values() if each.basis is Basis.EXPLICIT and each.verdict is not Word.MANUAL]
    return sorted({line.number for each in firm for line in each.lines if not line.file})


def unread_numbers(platform: str, text: str) -> set[int]:
    """Return the numbers of lines that nobody understood; none where the device would take no such text."""
    try:
        return {each.line.number for each in read(platform, text).unread}
    except InputError:
        return set()


def is_said(platform: str, text: str, number: int) -> bool:
    """Tell whether a line stands within a banner or a key: there it is what the banner says."""
    waiting = [node for part in parse(get_platform(platform), text).parts for node in part.nodes]
    while waiting:
        node = waiting.pop()
        if node.number <= number <= node.number + node.text.count("\n"):
            return "\n" in node.text
        waiting.extend(node.children)
    return False


def words_of(at: int, text: str) -> Mapping[str, Word]:
    platform, case = CASES[at].values
    return {each.check: each.verdict for each in audited(platform, case, text).verdicts}


def blocks(text: str) -> list[str]:
    """Return a text cut before each line at column 0 that begins something: what only leaves a section belongs to it."""
    return re.split(r"(?m)^(?=[^\s}])(?!exit|end)", text)


def is_section(block: str) -> bool:
    return "\n " in block and MARKER.match(block) is None and not block.startswith(("Match", "flush"))


def parts_of(cut: Sequence[str]) -> list[list[int]]:
    """Return the places of sections by the part of the config that they stand in; a packet filter is one section."""
    found: list[list[int]] = [[]]
    for number, block in enumerate(cut):
        if block.startswith("### "):
            found.append([])
        elif is_section(block):
            found[-1].append(number)
    return found


@given(AT, st.data())
@settings(max_examples=150, deadline=None)
def test_lines_that_nobody_understood_make_nothing_compliant(at: int, data: st.DataObject) -> None:
    platform, case = CASES[at].values
    rows = case["config"].splitlines()
    place = data.draw(st.integers(1, len(rows)))
    before = rows[place - 1]
    assume(not before.startswith("###"))
    indent = re.match(r"[ \t]*", rows[place] if place < len(rows) else before).group()  # type: ignore[union-attr]  # it always matches
    text = "\n".join([*rows[:place], f"{indent}{STRANGE}", *rows[place:]]) + "\n"
    assume(not is_said(platform, text, place + 1))
    changed = words_of(at, text)
    milder = {
        check: (word, changed[check])
        for check, word in words(at).items()
        if changed[check] is Word.COMPLIANT and word is not Word.COMPLIANT
    }
    assert milder == {}


@given(AT, st.data())
@settings(max_examples=300, deadline=None)
def test_a_line_that_can_be_read_no_more_leaves_no_verdict_milder(at: int, data: st.DataObject) -> None:
    """Whatever a verdict rests on: where its line became strange behind the words that it begins with, nothing is compliant for want of it."""
    platform, case = CASES[at].values
    assume(cited(at))
    number = data.draw(st.sampled_from(cited(at)))
    rows = case["config"].splitlines()
    words = rows[number - 1].rstrip()
    garbled = data.draw(st.sampled_from([f"{words} {STRANGE}", f"{words.rpartition(' ')[0]} frobnicate"]))
    text = "\n".join([*rows[: number - 1], garbled, *rows[number:]]) + "\n"
    assume(number in unread_numbers(platform, text))
    milder = {
        each.check: (before.verdict, each.verdict, each.basis)
        for each in audited(platform, case, text).verdicts
        for before in [verdicts(at)[each.check]]
        if each.asked and number in {line.number for line in before.lines}
        if each.verdict in MILD and (each.verdict is not before.verdict or each.basis is not Basis.EXPLICIT)
    }
    assert milder == {}


@given(AT, st.data())
@settings(max_examples=150, deadline=None)
def test_the_order_of_sections_changes_no_verdict(at: int, data: st.DataObject) -> None:
    case: Mapping[str, Any] = CASES[at].values[1]
    assume(not case.get("ordered"))  # the case is about the order: a later section takes over an earlier one
    cut = blocks(case["config"])
    moved: dict[int, str] = {}
    for places in parts_of(cut):
        shuffled = data.draw(st.permutations(places))
        moved |= {place: cut[other] for place, other in zip(places, shuffled, strict=True)}
    assert words_of(at, "".join(moved.get(number, block) for number, block in enumerate(cut))) == words(at)


@pytest.mark.parametrize("platform", platform_names())
def test_hidden_secrets_change_no_verdict(platform: str) -> None:
    places = [at for at, each in enumerate(CASES) if each.values[0] == platform]
    assert places
    changed = {
        f"{CASES[at].id} {check}": (word, found[check])
        for at in places
        for found in [words_of(at, mask(get_platform(platform), CASES[at].values[1]["config"]))]
        for check, word in words(at).items()
        if found[check] is not word
    }
    assert changed == {}
