"""A second opinion on every rendered text: a device that shares no rule with us takes each line, and the rulebook knows it.

A platform joins by having templates and render cases. A case may say ``running``: what the device has before the rendered
text comes in (nothing where it doesn't say), and ``unproven``: why no patch to it can be proven.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from tests.property import rgos_management, rgos_ports
from tests.property.ios_devices import SPOKEN, managed_devices
from tests.property.ios_objects import with_objects

from netops.config import build_patch, parse, placeholders
from netops.lab import semantics
from netops.lab.semantics import difference, simulated
from netops.lab.semantics.core.device import Device as Typed
from netops.lab.semantics.core.model import Node
from netops.model import Device
from netops.platforms import get_platform
from netops.render import render

CASES = Path(__file__).parents[2] / "cases" / "render"
SIMULATED = {path.parent.name for path in Path(semantics.__file__).parent.glob("*/__init__.py")}
# Tried in tests of their own, from what such a device has when it is delivered: test_rendered_vrp_at_the_lab.py,
# tests/property/test_comware_at_the_device.py.
ELSEWHERE = {"huawei_vrp", "huawei_vrpv8", "h3c_comware"}
FILES = [path for path in sorted(CASES.glob("*/*.yml")) if path.parent.name in SIMULATED - ELSEWHERE]
# What is one command line, so that the text itself can be typed: FRR's has four parts (ADR 0001).
ONE_PART = [path for path in FILES if len(get_platform(path.parent.name).rulebook.parts) == 1]
# Devices made up by a platform's law, of which a real one would take every line.
MADE_UP = {
    "cisco_ios": with_objects(SPOKEN, managed_devices()),
    "ruijie_os": with_objects(rgos_ports.SPOKEN, rgos_management.devices()),
}
KEY = b"the key of the cases"
DEVICE = TypeAdapter(Device)


def name(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


@cache
def case_of(path: Path) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return loaded


def whole(path: Path) -> str:
    """Return the whole config of a case's device, its secrets filled in."""
    facts = {"hostname": "", "platform": path.parent.name, **case_of(path)["facts"]}
    return filled(render(get_platform(path.parent.name), DEVICE.validate_python(facts)))


def filled(text: str) -> str:
    """Return a text with a value for each placeholder: one that type 7 of Cisco decodes, another for each digest."""
    for at, placeholder in enumerate(sorted(placeholders(text))):
        text = text.replace(placeholder, f"0822455D0A16{at:02X}")
    return text


def test_there_are_cases_of_every_platform_with_templates() -> None:
    assert {path.parent.name for path in FILES} >= {"cisco_ios", "frr", "ruijie_os"}
    assert len(ONE_PART) >= 20


@pytest.mark.parametrize("path", ONE_PART, ids=name)
def test_a_device_takes_every_rendered_line_and_knows_it(path: Path) -> None:
    text = whole(path)
    device = typed_at(path.parent.name, case_of(path).get("running", ""), text)
    assert list(unknown(device.committed, device.platform.loose.split())) == []
    before = {line.strip() for line in case_of(path).get("running", "").split("\n")}
    assert [
        line for line in apart(device, simulated(path.parent.name, text)) if line[2:].split(" / ")[-1] not in before
    ] == []


@pytest.mark.parametrize("platform", sorted(MADE_UP))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_device_takes_every_line_of_one_that_was_made_up(platform: str, data: st.DataObject) -> None:
    text = filled(render(get_platform(platform), data.draw(MADE_UP[platform])))
    device = typed_at(platform, "", text)
    assert list(unknown(device.committed, device.platform.loose.split())) == []
    assert apart(device, simulated(platform, text)) == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_the_rulebook_proves_the_way_to_every_rendered_text(path: Path) -> None:
    case, platform = case_of(path), get_platform(path.parent.name)
    patch = build_patch(platform, parse(platform, case.get("running", "")), parse(platform, whole(path)), key=KEY)
    obstacles = [each for each in patch.proof.obstacles if case.get("unproven", "\n") not in each]
    assert obstacles == []
    assert patch.proof.proven == ("unproven" not in case)


def typed_at(platform: str, running: str, text: str) -> Typed:
    """Type a text at a device; what isn't a command, as its release, is left out."""
    device = simulated(platform, running)
    for line in get_platform(platform).rulebook.parts[0].enter:
        assert not device.type(line).refused
    for line in text.split("\n"):
        if not re.fullmatch(device.platform.noise, line):
            answer = device.type(line)
            assert not answer.refused, f"{line!r} was refused: {answer.text}"
    return device


def unknown(node: Node, loose: list[str]) -> Iterator[str]:
    """Yield the lines that the device only kept because it didn't know them."""
    for each in node.children.values():
        if each.rule is None and node.view not in loose:
            yield each.text
        else:
            yield from unknown(each, loose)


def apart(device: Typed, other: Typed) -> list[str]:
    """Return how a device differs from one that was started with the text; a line that says the default isn't displayed."""
    return [line for line in difference(device, other) if not re.match(r"\+ (?:.* / )?(?:no|undo) ", line)]
