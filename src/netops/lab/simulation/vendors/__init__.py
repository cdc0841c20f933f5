"""The vendors' systems at their terminals, one module each."""

from __future__ import annotations

from collections.abc import Mapping

from netops.lab.simulation.console import Vendor
from netops.lab.simulation.vendors.comware import COMWARE
from netops.lab.simulation.vendors.ios import IOS
from netops.lab.simulation.vendors.ruijie import RGOS
from netops.lab.simulation.vendors.vrp import VRP5
from netops.lab.simulation.vendors.vrpv8 import VRP8

VENDORS: Mapping[str, Vendor] = {
    "huawei_vrp": VRP5,
    "huawei_vrpv8": VRP8,
    "h3c_comware": COMWARE,
    "ruijie_os": RGOS,
    "cisco_ios": IOS,
}
"""By netmiko's name of the platform."""
