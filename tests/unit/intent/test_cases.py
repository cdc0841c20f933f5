"""What each role gets on each platform: ``tests/cases/intent/*.yml``, on the sample city of six platforms.

A case names a ``host``, the platform that it is taken ``as`` (its own where nothing is said), the ``stages`` of departments,
the ``facts`` that it then has, each as a whole, and what is ``absent``: names that no fact of that kind has.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.unit.intent.conftest import as_platform

from netops.intent import intended_devices
from netops.inventory import Inventory, Stage
from netops.model import Device
from netops.model.plain import plain

CASES = sorted((Path(__file__).parents[2] / "cases" / "intent").glob("*.yml"))
PARTS = {"why", "host", "as", "stages", "facts", "absent"}
ROLES = {"p", "pe", "ce", "exchange", "edge", "legacy"}


def read(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return case


def intended(six: Inventory, case: dict[str, Any]) -> Device:
    host = case["host"]
    inventory = as_platform(six, host, case["as"]) if "as" in case else six
    stages = {name: Stage(stage) for name, stage in case.get("stages", {}).items()}
    return intended_devices(inventory, stages=stages)[host]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_host_has_the_facts_of_its_role_in_its_platforms_way(six: Inventory, path: Path) -> None:
    case = read(path)
    assert set(case) <= PARTS
    assert case["why"]
    found = plain(intended(six, case), lines=False)
    for kind, facts in case.get("facts", {}).items():
        if isinstance(facts, list):
            missing = [fact for fact in facts if fact not in found.get(kind, [])]
            assert missing == [], kind
        elif isinstance(facts, dict):
            assert {name: found.get(kind, {}).get(name) for name in facts} == facts
        else:
            assert found.get(kind) == facts
    for kind, names in case.get("absent", {}).items():
        assert not {fact if isinstance(fact, str) else fact.get("name") for fact in found.get(kind, [])} & set(names)


def test_every_role_has_a_case_on_every_platform_that_takes_it(six: Inventory) -> None:
    covered = {
        (six.hosts[case["host"]].role, case.get("as", six.hosts[case["host"]].platform)) for case in map(read, CASES)
    }
    platforms = {host.platform for host in six.hosts.values()}
    without_nat = {("edge", "frr"), ("edge", "huawei_vrpv8")}
    assert {(str(role), platform) for role, platform in covered} == {
        (role, platform) for role in ROLES for platform in platforms
    } - without_nat
