"""Intent: inventory, allocations and stages to the device that each host should be."""

from netops.intent.assembly import intended_devices
from netops.intent.city import management_port
from netops.intent.joints import Cable, End, Party, cables, parties
from netops.intent.probing import Probe, probes

__all__ = ["Cable", "End", "Party", "Probe", "cables", "intended_devices", "management_port", "parties", "probes"]
