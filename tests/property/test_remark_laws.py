"""Laws about lists with remarks: random lists of IOS XE 17, told by the rulebook and by a device that shares no rule with it."""

import re

from hypothesis import given
from hypothesis import strategies as st

from netops.config import Patch, build_patch, parse
from netops.lab.semantics import difference, simulated
from netops.platforms import get_platform

Item = tuple[tuple[str, ...], str]
TEXTS = st.lists(st.sampled_from(["-----", "web", "names", "asked for"]), max_size=2, unique=True).map(tuple)
ENTRIES = st.lists(
    st.sampled_from([f"permit ip host 10.9.0.{each} any" for each in range(1, 7)]), max_size=5, unique=True
)


@st.composite
def lists(draw: st.DrawFn) -> str:
    """Return the text of a list: entries with up to two remarks before each, under ascending numbers."""
    place, lines = 0, []
    for entry in ["deny ip host 10.9.9.9 any", *draw(ENTRIES)]:
        place += draw(st.sampled_from([10, 10, 5, 1]))
        lines += [f" {place} remark {each}\n" for each in draw(TEXTS)]
        lines.append(f" {place} {entry}\n")
    return "version 17.3\nip access-list extended EDGE-IN\n" + "".join(lines) + "end\n"


def _patch(running: str, intended: str) -> Patch:
    cisco = get_platform("cisco_ios")
    return build_patch(cisco, parse(cisco, running), parse(cisco, intended))


@given(running=lists(), intended=lists())
def test_a_list_with_remarks_becomes_any_other_and_comes_back(running: str, intended: str) -> None:
    patch = _patch(running, intended)
    assert patch.proof.proven, (patch.commands, patch.proof.obstacles)
    device = simulated("cisco_ios", running)
    for typed, wanted in ((patch.script, intended), (patch.rollback.script, running)):
        for line in typed:
            answer = device.type(line)
            assert not answer.refused, (line, answer.text)
        assert not difference(device, simulated("cisco_ios", wanted)), typed


@given(running=lists(), intended=lists())
def test_what_is_proven_of_a_list_without_numbers_holds_on_the_device(running: str, intended: str) -> None:
    running, intended = (_unnumbered(each) for each in (running, intended))
    patch = _patch(running, intended)
    device = simulated("cisco_ios", running)
    for typed, wanted in ((patch.script, intended), (patch.rollback.script, running)):
        refused = [line for line in typed if device.type(line).refused]
        assert not patch.proof.proven or not (refused or difference(device, simulated("cisco_ios", wanted))), typed


def _unnumbered(text: str) -> str:
    return re.sub(r"(?m)^ \d+ ", " ", text).replace("17.3", "15.2")
