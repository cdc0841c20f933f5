"""Lines that every platform's device refuses: by the rulebook's simulator, and by the one that shares no rule with it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from netops.config import Rejection, build_patch, parse, simulate
from netops.lab.semantics import simulated
from netops.platforms import get_platform, platform_names

CASES = Path(__file__).parents[2] / "cases" / "refused"
FOUND: list[tuple[str, dict[str, Any]]] = [
    (file.stem, case)
    for file in sorted(CASES.glob("*.yml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]
ALL = [pytest.param(name, case, id=f"{name}-{case['name']}") for name, case in FOUND]
SEEN_BY_BOTH = [
    pytest.param(name, case, id=f"{name}-{case['name']}")
    for name, case in FOUND
    if name != "frr" and case.get("second") != "silent"
]


def test_every_platform_refuses_something() -> None:
    assert {file.stem for file in CASES.glob("*.yml")} == set(platform_names())


@pytest.mark.parametrize(("platform", "case"), ALL)
def test_the_simulator_refuses_the_last_line(platform: str, case: dict[str, Any]) -> None:
    p = get_platform(platform)
    answer = simulate(p, parse(p, case["running"]), case["typed"])
    assert isinstance(answer, Rejection), answer
    assert answer.line.rpartition(" / ")[2] == case["typed"].splitlines()[-1].strip()


@pytest.mark.parametrize(("platform", "case"), ALL)
def test_a_patch_that_must_type_it_is_unproven(platform: str, case: dict[str, Any]) -> None:
    p = get_platform(platform)
    if case["typed"].startswith(("no ", "undo ")):
        return  # a line that goes is no line of an intended text
    patch = build_patch(p, parse(p, case["running"]), parse(p, case["running"] + case["typed"]))
    assert not patch.proof.proven


@pytest.mark.parametrize(("platform", "case"), SEEN_BY_BOTH)
def test_a_device_that_knows_nothing_of_the_rulebook_refuses_it_too(platform: str, case: dict[str, Any]) -> None:
    device = simulated(platform, case["running"])
    device.type("configure terminal" if platform in {"cisco_ios", "ruijie_os"} else "system-view")
    *before, last = case["typed"].splitlines()
    for line in before:
        assert not device.type(line.strip()).refused, line
    assert device.type(last.strip()).refused
