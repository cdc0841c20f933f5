"""Hosts, sessions and tasks: everything that reaches a device goes through here.

One SSH login a host, kept open from the first reading to the last; Nornir runs the hosts side by side; a failure of
one host is data of that host and never stops the others.
"""

from netops.devices.credentials import Credentials
from netops.devices.fleet import Fleet
from netops.devices.inventory import NetopsInventory
from netops.devices.outcome import Collected, Kind, Outcome, Probed, Pushed, Question, Ran
from netops.devices.processing import Ended
from netops.devices.state_reading import Read as StateRead
from netops.devices.state_rows import columns

__all__ = [
    "Collected",
    "Credentials",
    "Ended",
    "Fleet",
    "Kind",
    "NetopsInventory",
    "Outcome",
    "Probed",
    "Pushed",
    "Question",
    "Ran",
    "StateRead",
    "columns",
]
