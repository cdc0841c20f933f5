"""How each vendor's device behaves at its command line, written from the vendors' manuals.

This is the second opinion on every patch: it shares no rule with the engine that made the patch. ``simulated`` starts a
device from its displayed config, ``type`` types a line, ``difference`` tells what differs between two devices. A
platform is a folder here that has ``platform(release)``; ``release_of(text)`` where a displayed config tells its release,
and ``device(platform, text)`` where the device is more than one command line. ``core`` tells how to write one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from types import ModuleType

from netops.lab.semantics.core.comparing import compared
from netops.lab.semantics.core.device import Answer, Device
from netops.lab.semantics.core.model import Platform

__all__ = ["Answer", "Device", "difference", "simulated"]


def simulated(platform: str, text: str, release: str = "") -> Device:
    """Start a device.

    Args:
        platform: the name of a folder here, which is netmiko's name.
        text: its startup config as the device displays it, read leniently.
        release: its release as the vendor writes it; "" for one that the platform chooses.

    Raises:
        ModuleNotFoundError: no such platform is simulated.
    """
    made: Callable[[Platform, str], Device] = getattr(_folder(platform), "device", Device)
    return made(_platform(platform, release or _told_release(platform, text)), text)


def _folder(name: str) -> ModuleType:
    return import_module(f"netops.lab.semantics.{name}")


def _told_release(name: str, text: str) -> str:
    """Return the release that a displayed config tells of itself, where the platform can read it there."""
    told = getattr(_folder(name), "release_of", None)
    return str(told(text)) if told is not None else ""


@cache
def _platform(name: str, release: str) -> Platform:
    made = _folder(name).platform(release)
    if not isinstance(made, Platform):
        raise TypeError(f"{name}.platform() returned no Platform")
    return made


def difference(device: Device, other: Device) -> tuple[str, ...]:
    """Return what differs in meaning between two devices of a platform, one line each; ``()`` when nothing does.

    ``- interface X / ip address …`` stands only in ``device``, ``+ …`` only in ``other``.
    """
    return compared(device.beside(other), other.beside(device), device.platform)
