"""Who is wired to whom: interfaces that are up, the segments that cables make, and who owns an address on them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from netops.model import Device, Interface, IPAddress, IPInterface

Port: TypeAlias = tuple[str, str]
"""Device and interface."""

Cable: TypeAlias = tuple[Port, Port]

Place: TypeAlias = tuple[str, str | None]
"""Device and VRF; None is the global table."""


@dataclass(frozen=True, slots=True)
class Owner:
    """An interface address on a segment.

    Attributes:
        port: who owns the address.
        address: with its prefix length.
    """

    port: Port
    address: IPInterface


class Topology:
    """The wiring and the addresses, indexed once so that no hop scans all devices.

    Args:
        devices: by the name that cables use.
        cables: pairs of ports. A port may stand in several cables: then all their ends share one segment, as on a switch.
    """

    def __init__(self, devices: Mapping[str, Device], cables: Iterable[Cable]) -> None:
        self.devices = devices
        self.interfaces: dict[Port, Interface] = {
            (name, each.name): each for name, device in devices.items() for each in device.interfaces
        }
        self.members = _segments(cables)
        self.by_place: dict[Place, list[Interface]] = defaultdict(list)
        self.local: dict[Place, dict[IPAddress, str]] = defaultdict(dict)
        self._on_segment: dict[tuple[Port, IPAddress], Owner] = {}
        self._up = {port: self._carrier(port) for port in self.interfaces}
        self._index()

    def _index(self) -> None:
        for (device, name), interface in sorted(self.interfaces.items()):
            if not self._up[device, name]:
                continue
            place = (device, interface.vrf)
            self.by_place[place].append(interface)
            for address in interface.addresses:
                self.local[place].setdefault(address.ip, name)
                self._on_segment.setdefault((self.segment((device, name)), address.ip), Owner((device, name), address))

    def _carrier(self, port: Port) -> bool:
        """Return whether the interface is enabled and none of its cables ends in an interface that is shut."""
        if not self.interfaces[port].enabled:
            return False
        others = [other for other in self.members.get(port, (port,)) if other != port and other in self.interfaces]
        return not others or any(self.interfaces[other].enabled for other in others)

    def up(self, port: Port) -> bool:
        """Return whether the interface exists and has a carrier."""
        return self._up.get(port, False)

    def segment(self, port: Port) -> Port:
        """Return the name of the segment: its first port in alphabetical order, the port itself where no cable is."""
        return self.members.get(port, (port,))[0]

    def owner(self, port: Port, address: IPAddress) -> Owner | None:
        """Return who else answers for ``address`` on the segment of ``port``, or None."""
        found = self._on_segment.get((self.segment(port), address))
        return None if found is None or found.port == port else found

    def others(self, port: Port) -> frozenset[str]:
        """Return the other devices on the segment of ``port``."""
        return frozenset(device for device, _ in self.members.get(port, ())) - {port[0]}

    def vrf(self, port: Port) -> str | None:
        """Return the VRF of an interface that exists."""
        return self.interfaces[port].vrf


def _segments(cables: Iterable[Cable]) -> dict[Port, tuple[Port, ...]]:
    groups: dict[Port, set[Port]] = {}
    for a, b in cables:
        merged = groups.get(a, {a}) | groups.get(b, {b})
        for port in merged:
            groups[port] = merged
    return {port: tuple(sorted(group)) for port, group in groups.items()}
