"""The parties of a reachability matrix."""

from dataclasses import dataclass
from ipaddress import IPv4Interface, IPv6Interface
from typing import Protocol

from netops.model import IPAddress
from netops.reachability.topology import Port


class Station(Protocol):
    """What reachability needs of a party, whoever names it."""

    @property
    def name(self) -> str:
        """Its name, different from every other's."""

    @property
    def device(self) -> str:
        """The device that it hangs off."""

    @property
    def interface(self) -> str:
        """The interface of the device that is its gateway."""

    @property
    def address(self) -> IPAddress:
        """Its address."""


@dataclass(frozen=True, slots=True)
class Party:
    """A station that wants to talk, and the interface that it hangs off.

    The address alone says nothing: two departments may have the same one. The port is the identity.

    Attributes:
        interface: the interface of ``device`` that is the station's gateway.
        address: the station's, or the device's own on that interface.
    """

    name: str
    device: str
    interface: str
    address: IPAddress

    @classmethod
    def of(cls, station: Station) -> "Party":
        """Return the party for whatever names a station; an address with a length loses the length."""
        address = station.address
        if isinstance(address, (IPv4Interface, IPv6Interface)):
            address = address.ip  # it is another key than the address without a length
        return cls(station.name, station.device, station.interface, address)

    @property
    def port(self) -> Port:
        """Device and interface."""
        return (self.device, self.interface)

    def as_dict(self) -> dict[str, str]:
        """Return the party for ``--json``."""
        return {
            "name": self.name,
            "device": self.device,
            "interface": self.interface,
            "address": str(self.address),
        }
