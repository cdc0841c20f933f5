"""Simulated devices on the bench, and behind real SSH."""

from collections.abc import Iterator

import pytest
from tests.unit.lab.simulation.bench import CONFIGS, Put, on_the_bench

from netops.lab.simulation import Fleet, Simulated, simulation


@pytest.fixture
def put() -> Put:
    """Put a device on the bench: ``put("huawei_vrp", config, faults=…)``."""
    return on_the_bench


@pytest.fixture
def fleet() -> Iterator[Fleet]:
    """One device of each platform, behind real SSH."""
    with simulation({platform: Simulated(platform, text) for platform, text in CONFIGS.items()}) as running:
        yield running
