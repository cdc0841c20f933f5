"""Bad and odd input: ``tests/cases/input`` holds texts, and what netops says of each, word for word."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from netops.config import parse
from netops.errors import InputError
from netops.platforms import detect, get_platform

FILES = sorted((Path(__file__).parents[2] / "cases" / "input").glob("*.yml"))


def read(path: Path) -> Mapping[str, object]:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def answer(case: Mapping[str, object]) -> Mapping[str, object]:
    """Return what netops says: refused, detected, or taken with its notes."""
    data = bytes.fromhex(str(case["bytes"])) if "bytes" in case else str(case["text"])
    try:
        if "platform" not in case:
            return {"detected": detect(data, path="device.cfg").name}
        tree = parse(get_platform(str(case["platform"])), data, path="device.cfg")
    except InputError as error:
        return {"refused": f"{error}\n"}
    assert "text" not in case or tree.format() == data
    return {"taken": True, **({"notes": list(tree.normalised)} if tree.normalised else {})}


def test_there_are_cases() -> None:
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=[each.stem for each in FILES])
def test_netops_says_what_the_case_says(path: Path) -> None:
    case = read(path)
    expected = {key: case[key] for key in ("refused", "detected", "taken", "notes") if key in case}
    assert answer(case) == expected
