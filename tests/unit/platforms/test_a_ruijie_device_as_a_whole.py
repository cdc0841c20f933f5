"""A PE of Ruijie from nothing: its text is read back, its patch is proven, and a device that knows no template takes every line."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from netops.config import build_patch, parse, reveal
from netops.lab.semantics import difference, simulated
from netops.model import Device
from netops.platforms import get_platform
from netops.render import render

RGOS = get_platform("ruijie_os")
FACTS = Path(__file__).parents[2] / "cases" / "devices" / "ruijie_os-pe.yml"
# What is there before anybody typed a line: five lines for people, and a name.
FACTORY = "hostname Ruijie\nline vty 0 4\n login\nend\n"


@pytest.fixture(scope="module")
def pe() -> Device:
    facts: dict[str, Any] = yaml.load(FACTS.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return TypeAdapter(Device).validate_python({"platform": RGOS.name, **facts["facts"]})


def test_its_text_is_read_back_as_it_was(pe: Device) -> None:
    assert RGOS.read(parse(RGOS, render(RGOS, pe))) == pe


def test_the_way_from_a_new_device_is_proven_but_for_secrets(pe: Device) -> None:
    patch = build_patch(RGOS, parse(RGOS, FACTORY), parse(RGOS, render(RGOS, pe)), key=b"the key of the test")
    assert [each for each in patch.proof.obstacles if "nobody gave the value" not in each] == []


def test_another_device_takes_every_line_of_it(pe: Device) -> None:
    text = render(RGOS, pe)
    patch = build_patch(RGOS, parse(RGOS, FACTORY), parse(RGOS, text), key=b"the key of the test")
    device = simulated(RGOS.name, FACTORY)
    for line in patch.script:
        answer = device.type(reveal(line, patch.secrets))
        assert not answer.refused, f"{line!r} was refused: {answer.text}"
    assert difference(device, simulated(RGOS.name, text)) == ()
