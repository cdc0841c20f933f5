"""What a device's facts say that the templates for VRP5 can't tell it: refused by name, never dropped."""

from collections.abc import Iterator
from pathlib import Path

from netops.model import Device
from netops.platforms.expressing import Beyond
from netops.platforms.huawei_vrp.reader import DIALECT
from netops.platforms.vrp_family.refusals import refused

_HERE = Path(__file__).parent


def refusals(device: Device) -> Iterator[Beyond]:
    """Yield what of a device can't be expressed; its single values are checked by ``limits.yml`` before."""
    yield from refused(device, DIALECT, _HERE)
