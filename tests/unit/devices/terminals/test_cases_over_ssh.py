"""The engine's patch cases a third way: pushed over SSH to simulated devices, collected again and compared.

A sample of them here; with ``HYPOTHESIS_PROFILE=soak`` all.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Interface
from pathlib import Path
from typing import Any

import pytest
import yaml

from netops.config import Patch, build_patch, parse, revealed_steps
from netops.devices import Credentials, Fleet
from netops.inventory.hosts import Host, Role
from netops.lab.semantics import difference, simulated
from netops.lab.simulation import Faults, Simulated, simulation
from netops.lab.simulation import Fleet as Devices
from netops.platforms import get_platform

CASES = Path(__file__).parents[3] / "cases" / "patch"
PLATFORMS = ("cisco_ios", "h3c_comware", "huawei_vrp", "huawei_vrpv8", "ruijie_os")
EVERY = 1 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 9
PASSWORD = "Correct-Horse-9"
KEY = b"the key of the cases"


@dataclass(frozen=True)
class Case:
    """One patch case on a device of its own."""

    name: str
    stem: str
    said: dict[str, Any]
    patch: Patch


@dataclass(frozen=True)
class Listed:
    """An inventory as far as sessions need one."""

    root: Path
    hosts: dict[str, Host]


def cases(platform: str) -> Iterator[Case]:
    p = get_platform(platform)
    for number, file in enumerate(sorted((CASES / platform).glob("*.yml"))):
        if number % EVERY:
            continue
        said: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
        patch = build_patch(p, parse(p, said["running"]), parse(p, said["intended"]), key=KEY)
        if patch.proof.proven:  # any other is never pushed
            yield Case(f"case{number}", file.stem, said, patch)


def hosts(devices: Devices, platform: str, names: list[str]) -> dict[str, Host]:
    return {
        name: Host(
            name=name,
            platform=platform,
            role=Role.PE,
            address="127.0.0.1",
            port=devices.port(name),
            user="netops",
            groups=("all",),
            release=None,
            router_id=None,
            management=IPv4Interface("10.250.0.11/24"),
            known_hosts=Path("known_hosts"),
        )
        for name in names
    }


@pytest.mark.parametrize("platform", PLATFORMS)
def test_cases_are_pushed_collected_and_found_as_intended_and_taken_back(platform: str, tmp_path: Path) -> None:
    chosen = list(cases(platform))
    assert len(chosen) >= 8
    started = {
        case.name: Simulated(
            platform,
            case.said["running"],
            release=case.said.get("release", ""),
            password=PASSWORD,
            faults=Faults(hostname=case.name),
        )
        for case in chosen
    }
    with simulation(started) as devices:
        (tmp_path / "known_hosts").write_text(devices.known_hosts())
        inventory = Listed(tmp_path / "inventory", hosts(devices, platform, list(started)))
        with Fleet.open(inventory, started, credentials=Credentials(PASSWORD), workers=4) as fleet:
            assert through(fleet, devices, platform, chosen) == []


def through(fleet: Fleet, devices: Devices, platform: str, chosen: list[Case]) -> list[str]:
    """Push every case forth and back; return what came out otherwise than it should."""
    wrong: list[str] = []
    forth = fleet.push({case.name: revealed_steps(case.patch.steps, case.patch.secrets) for case in chosen})
    shown = fleet.collect()
    for case in chosen:
        wrong += [f"{case.stem}: {forth[case.name].fault}"] if forth[case.name].fault else []
        wrong += [f"{case.stem}: {line}" for line in apart(devices, platform, case, "intended")]
        value = shown[case.name].value
        if value is None or not holds(value.text, devices.running(case.name)):
            wrong.append(f"{case.stem}: shown otherwise: {shown[case.name].fault}")
    back = fleet.push(
        {case.name: revealed_steps(case.patch.rollback.steps, case.patch.secrets) for case in chosen}, save=False
    )
    for case in chosen:
        wrong += [f"{case.stem}: back: {back[case.name].fault}"] if back[case.name].fault else []
        wrong += [f"{case.stem}: back: {line}" for line in apart(devices, platform, case, "running")]
    return wrong


def apart(devices: Devices, platform: str, case: Case, which: str) -> list[str]:
    """Return what a device has otherwise than one that was started with the case's text."""
    expected = simulated(platform, case.said[which], release=case.said.get("release", ""))
    kept = set(case.said.get("kept", [])) if which == "intended" else set()
    found = [line for line in difference(devices.device(case.name).box.device, expected) if line[2:] not in kept]
    # A device indents the lines of a certificate its own way, whatever was typed.
    plain = ["".join(line[2:].replace("\\n", "").replace("\\t", "").split()) for line in found]
    return [line for line, words in zip(found, plain, strict=True) if plain.count(words) == 1]


def holds(shown: str, running: str) -> bool:
    """Whether what was shown has every line of what runs, in order; a display may have a header and spaces in front."""
    one, other = ("\n".join(line.strip() for line in each.strip().splitlines()) for each in (running, shown))
    return one in other
