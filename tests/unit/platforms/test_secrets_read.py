"""A secret in any line of any platform is no part of the model: ``tests/cases/secrets`` names the lines, one each."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from netops.config import parse
from netops.errors import InputError
from netops.platforms import get_platform

LINES = Path(__file__).parents[2] / "cases" / "secrets"
PLATFORMS = {
    "huawei_vrp": ("huawei", "sysname A\n#\n"),
    "huawei_vrpv8": ("huawei", "sysname A\n#\n"),
    "h3c_comware": ("h3c", "sysname A\n#\n"),
    "cisco_ios": ("cisco", "hostname A\n!\n"),
    "ruijie_os": ("ruijie", "hostname A\n!\n"),
    "frr": ("frr", "hostname A\n"),
}
MARKER = "Zq7Marker"


def texts(platform: str) -> list[str]:
    """Return a config for each line, its parts below each other."""
    name, head = PLATFORMS[platform]
    lines = (LINES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        if "SECRET" in line and not line.startswith("#"):
            parts = line.replace("SECRET", MARKER).split(" / ")
            found.append(head + "".join(f"{' ' * depth}{part}\n" for depth, part in enumerate(parts)))
    return found


@pytest.mark.parametrize("platform", sorted(PLATFORMS))
def test_no_planted_secret_is_part_of_the_model_or_of_its_lines(platform: str) -> None:
    known = get_platform(platform)
    read = 0
    leaks = []
    for text in texts(platform):
        try:
            device = known.read(parse(known, text))
        except InputError:
            continue  # another vendor's line: the engine refuses it before anything is read
        read += 1
        shown = json.dumps(asdict(device), default=repr)
        leaks += [text] if MARKER in shown else []
    assert leaks == []
    assert read > 20
