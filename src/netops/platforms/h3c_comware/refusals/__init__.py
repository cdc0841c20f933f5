"""What a device's facts say that the templates for Comware can't tell it: refused by name, never dropped.

Each module speaks of what one part of the templates writes; single values are checked by ``limits.yml`` before.
"""

from collections.abc import Iterator
from pathlib import Path

from netops.model import Device
from netops.platforms.expressing import Beyond, beyond, written
from netops.platforms.h3c_comware.reader import DIALECT
from netops.platforms.h3c_comware.refusals import bgp, filters, interfaces, people, routing, services, settings
from netops.platforms.vrp_family.refused_objects import objects

__all__ = ["refusals"]

_WRITES = Path(__file__).parents[1]


def refusals(device: Device) -> Iterator[Beyond]:
    """Yield what of a device can't be expressed."""
    yield from beyond(device, written(_WRITES))
    yield from objects(device, DIALECT)
    for check in (
        *interfaces.CHECKS,
        *routing.CHECKS,
        *bgp.CHECKS,
        *filters.CHECKS,
        *people.CHECKS,
        *services.CHECKS,
        *settings.CHECKS,
    ):
        yield from check(device)
