"""The law of rendering over the sample city of six platforms: what is rendered is read back as it was, whole, at every stage."""

from functools import cache
from pathlib import Path

import pytest
from tests.unit.intent.conftest import as_platform

from netops.config import parse
from netops.intent import intended_devices
from netops.inventory import PLATFORMS, Inventory, Stage, load
from netops.model import Device
from netops.platforms import get_platform
from netops.render import render

INVENTORY = Path(__file__).parents[3] / "inventory-city"
DEPARTMENTS = ("culture", "education", "finance", "health", "water")
# Hosts of each role whose ports are called as vendors call them, and the roles that a platform can't take.
VENDOR_HOSTS = ("p2", "pe3", "pe6", "exchange1", "edge1", "education-ce2", "water-ce1", "water-ce2", "water-old")
WITHOUT_NAT = "huawei_vrpv8"


@cache
def city() -> Inventory:
    return load(INVENTORY)


@cache
def devices_of(platform: str) -> tuple[Device, ...]:
    """Return every device of a platform at every stage of every department, each once."""
    found: dict[str, list[Device]] = {}
    for department in DEPARTMENTS:
        for stage in Stage:
            for name, device in intended_devices(city(), stages={department: stage}).items():
                if device.platform == platform and device not in found.setdefault(name, []):
                    found[name].append(device)
    return tuple(device for each in found.values() for device in each)


def read_back(device: Device) -> Device:
    platform = get_platform(device.platform)
    return platform.read(parse(platform, render(platform, device)))


@pytest.mark.parametrize("platform", sorted(PLATFORMS))
def test_every_device_of_the_city_is_read_back_as_it_was_at_every_stage(platform: str) -> None:
    found = devices_of(platform)
    assert len(found) > len({each.hostname for each in found}), "no device changes with a stage"
    for device in found:
        back = read_back(device)
        assert back.unread == ()
        assert back == device


@pytest.mark.parametrize("host", VENDOR_HOSTS)
@pytest.mark.parametrize("platform", sorted(set(PLATFORMS) - {"frr"}))
def test_every_role_is_read_back_on_every_platform(platform: str, host: str) -> None:
    if (host, platform) == ("edge1", WITHOUT_NAT):
        return  # refused by name: unit/intent
    device = intended_devices(as_platform(city(), host, platform))[host]
    back = read_back(device)
    assert back.unread == ()
    assert back == device
