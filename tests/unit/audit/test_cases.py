"""``tests/cases/audit/<platform>/*.yml``: a config's text, and what each check says of it by which lines."""

from collections.abc import Mapping
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import pytest
import yaml

from netops.audit import Context, DeviceAudit, Isolation, Policy, Verdict, audit, clauses, device_units, known_of
from netops.audit.pairs import Standby, StandIn
from netops.config import parse
from netops.model import Device
from netops.platforms import get_platform

FOLDER = Path(__file__).parents[2] / "cases" / "audit"


def load() -> list[Any]:
    return [
        pytest.param(path.parent.name, case, id=f"{path.parent.name}/{path.stem}: {case['name']}")
        for path in sorted(FOLDER.glob("*/*.yml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


CASES = load()


def read(platform: str, text: str) -> Device:
    made = get_platform(platform)
    device: Device = made.read(parse(made, text))
    return device


def context_of(written: Mapping[str, Any]) -> Context:
    """Return the context that a case writes in plain YAML."""
    isolation = written.get("isolation")
    ports = written.get("boundary_ports")
    return Context(
        management=tuple(map(IPv4Network, written.get("management", ()))),
        isolation=None if isolation is None else {name: isolated(each) for name, each in isolation.items()},
        customer_ports=written.get("customer_ports", {}),
        boundary_ports=None if ports is None else frozenset(ports),
        gateways={name: Standby(StandIn(each[0]), *each[1:]) for name, each in written.get("gateways", {}).items()},
        archived=written.get("archived"),
    )


def isolated(written: Mapping[str, list[str]]) -> Isolation:
    return Isolation(frozenset(written["imports"]), frozenset(written["exports"]))


def verdicts(platform: str, case: Mapping[str, Any]) -> dict[str, Verdict]:
    return {each.check: each for each in audited(platform, case).verdicts}


def audited(platform: str, case: Mapping[str, Any], text: str | None = None) -> DeviceAudit:
    """Audit the config of a case, or another in its place, as the case asks."""
    device = read(platform, text or case["config"])
    return audit(
        device,
        level=case.get("level", 3),
        policy=Policy(**case.get("policy", {})),
        known=known_of(get_platform(platform), device.release or case.get("release")),
        context=context_of(case.get("context", {})),
    )


@pytest.mark.parametrize(("platform", "case"), CASES)
def test_a_config_is_judged_by_its_lines(platform: str, case: Mapping[str, Any]) -> None:
    found = verdicts(platform, case)
    for check, expected in case.get("expect", {}).items():
        verdict = found[check]
        shown: dict[str, object] = {"verdict": verdict.verdict.value, "basis": verdict.basis.value}
        if "lines" in expected:
            shown["lines"] = sorted({line.number for line in verdict.lines})
        if "high_risk" in expected:
            shown["high_risk"] = [f"{each.item} {each.state}" for each in verdict.high_risk]
        assert {check: shown} == {check: expected}
    assert not found.keys() & set(case.get("absent", ()))


@pytest.mark.parametrize(
    ("platform", "case"), [each for each in CASES if "units" in each.values[1]], ids=lambda each: str(each)[:40]
)
def test_checks_make_units_as_the_level_has_them(platform: str, case: Mapping[str, Any]) -> None:
    """``units:`` of a case: numbers of GB/T 28448 and the verdict of each, or None where the level has no such unit."""
    level = case["level"]
    found = {clauses()[each.key].unit[level]: each.verdict.value for each in device_units(audited(platform, case))}
    assert {unit: found.get(unit) for unit in case["units"]} == case["units"]


@pytest.mark.parametrize(("platform", "case"), CASES)
def test_lines_that_are_cited_stand_in_the_config_with_that_number(platform: str, case: Mapping[str, Any]) -> None:
    rows = case["config"].splitlines()
    for verdict in verdicts(platform, case).values():
        for line in verdict.lines:
            assert 1 <= line.number <= len(rows)


@pytest.mark.parametrize(("platform", "case"), CASES)
def test_no_secret_of_a_config_comes_out_of_the_audit(platform: str, case: Mapping[str, Any]) -> None:
    result = audited(platform, case)
    assert "hunter2" not in str(result.as_dict("en")) + repr(result)
