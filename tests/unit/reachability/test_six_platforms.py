"""Who reaches whom in the sample city of six platforms: the answer doesn't depend on whose devices stand in between."""

from dataclasses import replace
from pathlib import Path

import pytest

from netops.intent import cables, intended_devices, parties
from netops.inventory import Inventory, Stage, load
from netops.reachability import Matrix, Reach, compute

INVENTORY = Path(__file__).parents[3] / "inventory-city"
TODAY = {
    ("credit-srv", "culture-hq"),
    ("education-branch", "education-hq"),
    ("education-branch", "exchange-srv"),
    ("education-hq", "exchange-srv"),
    ("exchange-srv", "health-hq"),
    ("finance-branch", "finance-hq"),
    ("water-branch", "water-hq"),
}


@pytest.fixture(scope="module")
def inventory() -> Inventory:
    return load(INVENTORY)


def matrix(inventory: Inventory, **stages: Stage) -> Matrix:
    return compute(intended_devices(inventory, stages=stages), cables(inventory), parties(inventory))


def passed(found: Matrix, source: str, destination: str) -> set[str]:
    explained = found.explain(source, destination)
    return {step.device for step in (*explained.there, *explained.back)}


@pytest.mark.parametrize("stage", list(Stage))
def test_the_water_bureau_reaches_its_own_sites_at_every_stage_and_nobody_else(
    inventory: Inventory, stage: Stage
) -> None:
    found = matrix(inventory, water=stage)
    assert found.pairs.where(Reach.REACHABLE) == TODAY
    assert found.pairs.where(Reach.UNKNOWN) == frozenset()
    assert found.problems == ()


def test_traffic_leaves_the_old_network_at_the_cutover_on_static_routes_too(inventory: Inventory) -> None:
    assert "water-old" in passed(matrix(inventory, water=Stage.DUAL_RUN), "water-hq", "water-branch")
    after = passed(matrix(inventory, water=Stage.CUT_OVER), "water-hq", "water-branch")
    assert after == {"water-ce1", "water-ce2", "pe3", "p2", "pe5"}


def test_a_department_without_a_path_reaches_nobody(inventory: Inventory) -> None:
    comparison = Matrix.compare(matrix(inventory), matrix(inventory, education=Stage.SURVEYED))
    assert comparison.lost == {pair for pair in TODAY if any(name.startswith("education") for name in pair)}
    assert comparison.gained == comparison.uncertain == frozenset()


def test_departments_that_share_the_edge_to_the_internet_are_kept_apart_by_its_list_alone(inventory: Inventory) -> None:
    devices = dict(intended_devices(inventory))
    edge = devices["edge1"]
    devices["edge1"] = replace(
        edge, interfaces=frozenset(replace(each, filters=frozenset()) for each in edge.interfaces)
    )
    found = compute(devices, cables(inventory), parties(inventory)).pairs.where(Reach.REACHABLE)
    assert ("culture-hq", "education-hq") in found - TODAY


def test_a_department_that_is_not_granted_a_resource_is_stopped_by_the_exchange_router_too(
    inventory: Inventory,
) -> None:
    resource = inventory.catalogue["data-exchange"].model_copy(update={"granted": ("health",)})
    narrowed = replace(inventory, catalogue={**inventory.catalogue, "data-exchange": resource})
    strict, usual = dict(intended_devices(narrowed)), intended_devices(inventory)
    mixed = {**usual, "exchange1": replace(usual["exchange1"], access_lists=strict["exchange1"].access_lists)}
    found = compute(mixed, cables(inventory), parties(inventory))
    assert found.pairs.where(Reach.REACHABLE) == TODAY - {
        ("education-branch", "exchange-srv"),
        ("education-hq", "exchange-srv"),
    }
