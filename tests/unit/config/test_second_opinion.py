"""Every patch case once more, typed at a device that shares no rule with the engine: `netops.lab.semantics`."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from netops.config import build_patch, parse, reveal
from netops.lab import semantics
from netops.lab.semantics import Device, difference, simulated
from netops.platforms import get_platform

CASES = Path(__file__).parents[2] / "cases" / "patch"
SIMULATED = {path.parent.name for path in Path(semantics.__file__).parent.glob("*/__init__.py")}
FILES = [path for path in sorted(CASES.glob("*/*.yml")) if path.parent.name in SIMULATED]
KEY = b"the key of the cases"


def test_there_are_cases_to_ask_about_on_every_simulated_platform() -> None:
    assert len(FILES) >= 300
    for name in ("huawei_vrp", "huawei_vrpv8", "h3c_comware", "ruijie_os", "cisco_ios", "frr"):
        assert sum(path.parent.name == name for path in FILES) >= 40, name


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_device_that_knows_nothing_of_the_rulebook_agrees(file: Path) -> None:
    case: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    platform, release = file.parent.name, case.get("release", "")
    p = get_platform(platform)
    patch = build_patch(p, parse(p, case["running"]), parse(p, case["intended"]), key=KEY)
    if not patch.proof.proven:
        return  # such a patch is never pushed, so that nothing is promised of it
    device = simulated(platform, case["running"], release=release)

    typed(device, [reveal(line, patch.secrets) for line in patch.script])
    kept = set(case.get("kept", []))
    apart = difference(device, simulated(platform, case["intended"], release=release))
    assert [line for line in apart if line[2:] not in kept] == []

    typed(device, [reveal(line, patch.secrets) for line in patch.rollback.script])
    assert difference(device, simulated(platform, case["running"], release=release)) == ()


def typed(device: Device, lines: list[str]) -> None:
    """Type a script; a line that the device refuses is told with what it says."""
    for line in lines:
        answer = device.type(line)
        assert not answer.refused, f"{line!r} was refused: {answer.text}"
