"""The laws of reading for FRR over the texts of its cases: it never fails, it forgets nothing, order means nothing, secrets stay out."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from netops.config import parse
from netops.config.node import Node
from netops.errors import InputError
from netops.model import Device
from netops.platforms import get_platform

CASES = Path(__file__).parents[1] / "cases"
READ = sorted((CASES / "read" / "frr").glob("*.yml"))
PATHS = [*READ, *sorted((CASES / "patch" / "frr").glob("*.yml"))]
FRR = get_platform("frr")
UNKNOWN = "router fantasy 7"
MARKER = "###"


@cache
def texts() -> tuple[str, ...]:
    """Return the configs of all cases: those of reading, and those of patches."""
    found = []
    for path in PATHS:
        case: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        found += [case[key] for key in ("config", "running", "intended") if isinstance(case.get(key), str)]
    return tuple(found)


@cache
def routing() -> list[str]:
    """Return the texts that are FRR's own part alone."""
    return [text for text in texts() if MARKER not in text and read(text) is not None]


def read(text: str) -> Device | None:
    """Return what a text means; None where the engine refuses it before anything is read."""
    try:
        tree = parse(FRR, text)
    except InputError:
        return None
    return FRR.read(tree)


def config(path: Path) -> str:
    """Return the config of a case of reading."""
    found: str = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["config"]
    return found


def unread(device: Device) -> list[str]:
    return sorted(each.line.text for each in device.unread)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Draw lines of the cases in any order, some cut short, some with words that belong elsewhere, some turned off."""
    known = sorted({line for text in texts() for line in text.split("\n")})
    line = st.sampled_from(known)
    word = st.sampled_from(sorted({word for each in known for word in each.split()}))
    cut = st.builds(lambda text, size: text[:size], line, st.integers(0, 60))
    swapped = st.builds(lambda text, word: f"{text.rpartition(' ')[0]} {word}", line, word)
    longer = st.builds("{} {}".format, line, word)
    off = line.map(lambda text: f"{text[: len(text) - len(text.lstrip())]}no {text.lstrip()}")
    return "\n".join(draw(st.lists(st.one_of(line, cut, swapped, longer, off, st.text(max_size=30)), max_size=25)))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(damaged())
def test_reading_never_fails(text: str) -> None:
    read(text)


def test_every_text_of_the_cases_is_read_and_little_of_it_isnt_understood() -> None:
    lines = left = 0
    for text in texts():
        device = read(text)
        if device is not None:
            lines += sum(1 for part in parse(FRR, text).parts for node in part.nodes for _ in node.walk())
            left += len(device.unread)
    assert lines > 1000
    assert (
        left / lines < 0.06
    )  # sessions by a port, EVPN, half of a VPN's three lines, and what cases leave unread on purpose


@pytest.mark.parametrize("path", [path for path in READ if MARKER not in config(path)], ids=lambda path: path.stem)
def test_an_unknown_line_changes_nothing_but_what_is_unread(path: Path) -> None:
    text = config(path)
    before = read(text)
    assert before is not None
    nodes = parse(FRR, text).parts[0].nodes
    for at in range(len(nodes) + 1):
        after = read(written((*nodes[:at], Node(UNKNOWN), *nodes[at:])))
        assert after is not None
        assert replace(after, unread=()) == replace(before, unread=())
        assert unread(after) == sorted([UNKNOWN, *unread(before)])


def written(nodes: tuple[Node, ...], depth: int = 0) -> str:
    """Return lines as a text again; a section of the top level ends as the device ends it."""
    found = ""
    for node in nodes:
        found += " " * depth + node.text + "\n" + written(node.children, depth + 1)
        if node.children:
            found += " " * depth + ("exit-address-family" if node.text.startswith("address-family") else "exit") + "\n"
    return found


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.randoms(use_true_random=False))
def test_the_order_of_independent_sections_changes_no_fact(data: st.DataObject, random: Random) -> None:
    text = data.draw(st.sampled_from(routing()))
    before = read(text)
    nodes = list(parse(FRR, text).parts[0].nodes)
    instances = [each for each in nodes if each.text.startswith("router bgp ") and " vrf " not in each.text]
    assume(len(instances) < 2)  # of two AS numbers the text that comes later says the router's: they aren't independent
    random.shuffle(nodes)
    after = read(written(tuple(nodes)))
    assert before is not None
    assert after is not None
    assert replace(after, unread=()) == replace(before, unread=())
    assert unread(after) == unread(before)


def test_no_secret_stands_in_the_model_or_beside_it() -> None:
    seen = 0
    for text in texts():
        device = read(text)
        secrets = {found["secret"] for rule in FRR.rulebook.secrets for found in rule.find.finditer(text)}
        seen += len(secrets)
        shown = " ".join(said(device))
        assert not [each for each in secrets if len(each) > 7 and each in shown]
    assert seen > 10


def said(fact: object) -> list[str]:
    """Return every word that a device's facts hold, their lines too, which ``repr`` leaves out."""
    if isinstance(fact, str):
        return [fact]
    if isinstance(fact, (tuple, frozenset)):
        return [word for each in fact for word in said(each)]
    fields = getattr(fact, "__dataclass_fields__", {})
    return [word for name in fields for word in said(getattr(fact, name))]
