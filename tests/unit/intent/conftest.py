"""The sample city with devices of six platforms."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from netops.inventory import Inventory, load

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def six() -> Inventory:
    """Return the sample city with devices of six platforms in all roles."""
    return load(ROOT / "inventory-city")


def as_platform(inventory: Inventory, host: str, platform: str) -> Inventory:
    """Return the inventory with a host on another platform; its ports keep their names, which most vendors have."""
    changed = replace(inventory.hosts[host], platform=platform, release=None)
    return replace(inventory, hosts={**inventory.hosts, host: changed})


def each_fact(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401  # whatever a device holds
    """Yield every fact within a device that can name its lines, with where it is."""
    if is_dataclass(value) and not isinstance(value, type):
        if any(each.name == "lines" for each in fields(value)):
            yield path, value
        for each in fields(value):
            if each.compare:
                yield from each_fact(getattr(value, each.name), f"{path}.{each.name}")
    elif isinstance(value, frozenset | tuple):
        for inner in value:
            yield from each_fact(inner, path)
