"""Meaning: vendor-neutral, frozen facts about one device, each with the lines that it came from."""

from netops.model.device import Device
from netops.model.fact import Line, Topic, Unread
from netops.model.filtering import Action, Direction, FilterRule, PacketFilter, PrefixList, PrefixRule
from netops.model.interface import Interface, InterfaceKind, IPInterface, OspfInterface, OspfNetwork, Vrf
from netops.model.management import Logging, Management, SshServer
from netops.model.routing import (
    BgpFamily,
    BgpInstance,
    BgpNeighbor,
    Family,
    IPAddress,
    IPNetwork,
    Ldp,
    NeighborFamily,
    OspfProcess,
    StaticRoute,
)

__all__ = [
    "Action",
    "BgpFamily",
    "BgpInstance",
    "BgpNeighbor",
    "Device",
    "Direction",
    "Family",
    "FilterRule",
    "IPAddress",
    "IPInterface",
    "IPNetwork",
    "Interface",
    "InterfaceKind",
    "Ldp",
    "Line",
    "Logging",
    "Management",
    "NeighborFamily",
    "OspfInterface",
    "OspfNetwork",
    "OspfProcess",
    "PacketFilter",
    "PrefixList",
    "PrefixRule",
    "SshServer",
    "StaticRoute",
    "Topic",
    "Unread",
    "Vrf",
]
