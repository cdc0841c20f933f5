"""A secret is hidden wherever its line stands: texts are searched as a whole, and a line ends where it ends."""

from pathlib import Path

import pytest
import yaml

from netops.config.secret import make_mask
from netops.platforms import get_platform, platform_names

CASES = Path(__file__).parents[2] / "cases" / "patch"
KEY = b"sixteen bytes ok"


@pytest.mark.parametrize("name", platform_names())
def test_what_is_a_secret_in_a_line_is_one_between_other_lines(name: str) -> None:
    mask = make_mask(get_platform(name), KEY)
    lines: set[str] = set()
    for file in sorted((CASES / name).glob("*.yml")):
        case = yaml.safe_load(file.read_text(encoding="utf-8"))
        lines |= {line for key in ("running", "intended") for line in case[key].split("\n")}
    held = sorted(line for line in lines if any(word in line.lower() for word in mask.words))

    found = {line: mask.text(f" before 1\n{line}\n behind 2").split("\n")[1] for line in held}

    assert held
    assert {line: text for line, text in found.items() if text != mask.text(line)} == {}


@pytest.mark.parametrize("name", ["huawei_vrp", "huawei_vrpv8"])
def test_a_password_named_expire_is_hidden_and_when_a_password_expires_is_not(name: str) -> None:
    mask = make_mask(get_platform(name), KEY)
    plain = [
        " local-user a password expire 0",
        " local-user a password expire 90",
        " undo local-user a password expire",
    ]
    assert [mask.text(line) for line in plain] == plain
    for line in ("password expire", "password cipher expire", "password simple expire", "password min1234"):
        word = line.rsplit(" ", 1)[-1]
        assert word not in mask.text(f" local-user a {line}\n quit").replace("local-user", "")
