"""Cases that a network engineer can add to: config → facts, and facts → the exact text of one template."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from netops import model
from netops.config import parse
from netops.model import Device
from netops.platforms import get_platform, platform_names
from netops.render import features, render

CASES = Path(__file__).parents[2] / "cases"
READ = sorted((CASES / "read").glob("*/*.yml"))
RENDER = sorted((CASES / "render").glob("*/*.yml"))
KNOWN = {each.name for kind in vars(model).values() if is_dataclass(kind) for each in fields(kind)}
DEVICE = TypeAdapter(Device)


def load(path: Path) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    assert loaded["source"], f"{path}: where does its syntax come from?"
    return loaded


def unknown(facts: object) -> set[str]:
    """Return the keys that no fact of the model has: a misspelt one must not be passed over."""
    if isinstance(facts, dict):
        return (set(facts) - KNOWN).union(*(unknown(each) for each in facts.values()), set())
    if isinstance(facts, list):
        return set().union(*(unknown(each) for each in facts))
    return set()


def device(platform: str, facts: Mapping[str, Any]) -> Device:
    assert not unknown(facts)
    return DEVICE.validate_python({"hostname": "", "platform": platform, **facts})


def name(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


@pytest.mark.parametrize("path", READ, ids=name)
def test_a_config_says_these_facts_and_no_others(path: Path) -> None:
    case = load(path)
    platform = get_platform(path.parent.name)
    read = platform.read(parse(platform, case["config"]))
    unread = [" > ".join((*each.section, each.line.text)) for each in read.unread]
    assert unread == case.get("unread", [])
    assert read == device(platform.name, {**case["facts"], "unread": read.unread})


@pytest.mark.parametrize("path", READ, ids=name)
def test_every_fact_names_lines_of_the_text(path: Path) -> None:
    case = load(path)
    platform = get_platform(path.parent.name)
    read = platform.read(parse(platform, case["config"]))
    text = case["config"].split("\n")
    for group in (read.interfaces, read.vrfs, read.static_routes, read.ospf, read.bgp, read.prefix_lists, read.filters):
        for fact in group:
            assert fact.lines
            for line in fact.lines:
                assert line.text.split(" ")[0].strip("{};") in text[line.number - 1]


@pytest.mark.parametrize("path", RENDER, ids=name)
def test_these_facts_are_rendered_as_this_text(path: Path) -> None:
    case = load(path)
    platform = get_platform(path.parent.name)
    assert render(platform, device(platform.name, case["facts"]), feature=case["feature"]) == case["text"]


def test_every_feature_of_every_platform_has_a_case() -> None:
    shown = {(path.parent.name, load(path)["feature"]) for path in RENDER}
    # A file of macros that another template imports renders nothing by itself.
    needed = {(name, feature) for name in platform_names() for feature in features(get_platform(name).templates)}
    needed -= {("frr", "bgp_neighbor")}
    assert needed <= shown
