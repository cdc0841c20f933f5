"""The laws of reading, for platforms that are read but not written yet: it never fails, and a line says what it says anywhere."""

from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from netops.config import parse
from netops.config.node import Node
from netops.errors import InputError
from netops.model import Device
from netops.platforms import get_platform

CASES = Path(__file__).parents[1] / "cases"
PLATFORMS = ("cisco_ios", "ruijie_os")
READ = [(platform, path) for platform in PLATFORMS for path in sorted((CASES / "read" / platform).glob("*.yml"))]
# Of a line that a device would take for something else wherever it stands, none of these is part.
END = "end\n"
"""The last line of a whole config: a text that begins as one and lacks it was cut off."""
UNKNOWN = "frobnicate the device 7"
# Whatever in the cases is a secret, or a part of one.
SECRETS = ("wonderland", "0822455D0A16", "$Example", "Example-rw", "Example-trap")
# Lines that hold for what stands before them, or that are numbered by their order: they keep it among themselves.
ORDERED = 2


@cache
def loaded(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return found


@cache
def lines_of(platform: str) -> list[str]:
    """Return all lines of a platform's cases, with their indentation."""
    found: set[str] = set()
    for path in sorted((CASES / "patch" / platform).glob("*.yml")) + [path for name, path in READ if name == platform]:
        case = loaded(path)
        for part in ("running", "intended", "config"):
            text = case.get(part)
            found.update(text.split("\n") if isinstance(text, str) else ())
    return sorted(found)


def read(platform: str, text: str) -> Device:
    known = get_platform(platform)
    return known.read(parse(known, text))


def written(nodes: tuple[Node, ...], depth: int = 0) -> str:
    """Return lines as a text again."""
    return "".join(" " * depth + node.text + "\n" + written(node.children, depth + 1) for node in nodes)


@st.composite
def damaged(draw: st.DrawFn, platform: str) -> str:
    """Draw a text of known lines that stand anywhere, end early, go on, or have a word of another line."""
    found = []
    for line in draw(st.lists(st.sampled_from(lines_of(platform)), max_size=25)):
        words = line.split(" ")
        at = draw(st.integers(0, len(words)))
        how = draw(st.sampled_from(["as it is", "as it is", "ends", "goes on", "other word", "off"]))
        other = draw(st.sampled_from(lines_of(platform))).split(" ")[-1]
        changed = {
            "as it is": words,
            "ends": words[:at],
            "goes on": [*words, other],
            "other word": [*words[:at], other, *words[at + 1 :]],
            "off": [" " * (len(line) - len(line.lstrip())) + "no", line.strip()],
        }
        found.append(" ".join(changed[how]))
    return "\n".join(found)


@pytest.mark.parametrize("platform", PLATFORMS)
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_reading_never_fails(platform: str, data: st.DataObject) -> None:
    text = data.draw(st.one_of(damaged(platform), st.text(max_size=60)))
    try:
        device = read(platform, text)
    except InputError:
        return  # no config of this platform at all: the engine says so before anything is read
    assert device.platform == platform


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_config_of_the_patch_cases_is_read(platform: str) -> None:
    known = get_platform(platform)
    total = unread = 0
    for path in sorted((CASES / "patch" / platform).glob("*.yml")):
        for part in ("running", "intended"):
            try:
                tree = parse(known, loaded(path)[part])
            except InputError:
                continue
            total += sum(1 for each in tree.parts for node in each.nodes for _ in node.walk())
            unread += len(known.read(tree).unread)
    assert total > 1000
    assert unread < total / 25  # what the cases leave unread on purpose, and fragments of sections


@pytest.mark.parametrize(("platform", "path"), READ, ids=lambda each: getattr(each, "stem", each))
def test_an_unknown_line_changes_nothing_but_what_is_unread(platform: str, path: Path) -> None:
    text = loaded(path)["config"]
    known = get_platform(platform)
    nodes = parse(known, text).parts[0].nodes
    before = read(platform, text)
    for at in range(len(nodes) + 1):
        changed = (*nodes[:at], Node(UNKNOWN), *nodes[at:])
        after = read(platform, written(changed) + END)
        assert replace(after, unread=(), release=None) == replace(before, unread=(), release=None)
        assert sorted(each.line.text for each in after.unread) == sorted(
            [UNKNOWN, *(each.line.text for each in before.unread)]
        )


@pytest.mark.parametrize(("platform", "path"), READ, ids=lambda each: getattr(each, "stem", each))
def test_the_order_of_independent_sections_changes_no_fact(platform: str, path: Path) -> None:
    text = loaded(path)["config"]
    nodes = parse(get_platform(platform), text).parts[0].nodes
    before = read(platform, text)
    kinds = sorted({" ".join(node.text.split(" ")[:ORDERED]) for node in nodes})
    for seed in range(10):
        Random(seed).shuffle(kinds)
        shuffled = sorted(nodes, key=lambda node: kinds.index(" ".join(node.text.split(" ")[:ORDERED])))
        after = read(platform, written(tuple(shuffled)) + END)
        assert replace(after, unread=(), release=None) == replace(before, unread=(), release=None)
        assert sorted(each.line.text for each in after.unread) == sorted(each.line.text for each in before.unread)


@pytest.mark.parametrize(("platform", "path"), READ, ids=lambda each: getattr(each, "stem", each))
def test_no_secret_is_part_of_the_model(platform: str, path: Path) -> None:
    shown = str(asdict(read(platform, loaded(path)["config"])))
    assert not [each for each in SECRETS if each in shown]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_no_secret_of_the_patch_cases_is_part_of_the_model(platform: str) -> None:
    known = get_platform(platform)
    for path in sorted((CASES / "patch" / platform).glob("*.yml")):
        for part in ("running", "intended"):
            try:
                shown = str(asdict(read(platform, loaded(path)[part])))
            except InputError:
                continue
            for form in known.rulebook.secrets:
                for found in form.find.finditer(loaded(path)[part]):
                    assert len(found["secret"].split(" ")[-1]) < 8 or found["secret"].split(" ")[-1] not in shown, path
