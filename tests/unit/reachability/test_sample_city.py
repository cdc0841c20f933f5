"""The sample city's inventory, through every stage of the finance bureau's move."""

from pathlib import Path

import pytest

from netops.intent import cables, intended_devices, parties
from netops.inventory import Inventory, Stage, load
from netops.reachability import Matrix, Reach, compute

INVENTORY = Path(__file__).parents[3] / "inventory"
TODAY = {
    ("archives-hq", "archives-store"),
    ("exchange-srv", "transport-hq"),
    ("finance-branch", "finance-hq"),
    ("health-branch", "health-hq"),
}


@pytest.fixture(scope="module")
def inventory() -> Inventory:
    return load(INVENTORY)


def matrix(inventory: Inventory, **stages: Stage) -> Matrix:
    return compute(intended_devices(inventory, stages=stages), cables(inventory), parties(inventory))


@pytest.mark.parametrize("stage", list(Stage))
def test_the_finance_bureau_reaches_its_own_sites_at_every_stage_and_nobody_else(
    inventory: Inventory, stage: Stage
) -> None:
    found = matrix(inventory, finance=stage)
    assert found.pairs.where(Reach.REACHABLE) == TODAY
    assert found.pairs.where(Reach.UNKNOWN) == frozenset()
    assert found.problems == ()


def test_the_bureaus_traffic_leaves_the_old_line_at_the_cutover(inventory: Inventory) -> None:
    def passed(stage: Stage) -> set[str]:
        explained = matrix(inventory, finance=stage).explain("finance-hq", "finance-branch")
        return {step.device for step in (*explained.there, *explained.back)}

    assert "finance-old" in passed(Stage.DUAL_RUN)
    assert {"pe1", "p1", "pe2"} <= passed(Stage.CUT_OVER)
    assert "finance-old" not in passed(Stage.CUT_OVER)


def test_a_department_without_a_path_to_the_zone_loses_the_resource_and_that_is_seen(inventory: Inventory) -> None:
    comparison = Matrix.compare(matrix(inventory), matrix(inventory, transport=Stage.SURVEYED))
    assert comparison.lost == {("exchange-srv", "transport-hq")}
    assert comparison.gained == comparison.uncertain == frozenset()
