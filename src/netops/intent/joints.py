"""What is plugged into what: the cables between devices, and the parties behind them."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface
from typing import TypeAlias

from netops.inventory import Endpoint, Inventory

End: TypeAlias = tuple[str, str]
Cable: TypeAlias = tuple[End, End]


@dataclass(frozen=True, slots=True)
class Party:
    """A computer whose reachability counts.

    Attributes:
        name: unique in the city.
        device: the router that its local network hangs off.
        interface: that router's port.
        address: the computer's own, with the length of its network.
        gateway: the router's address there.
        department: whose it is; None where it serves a shared resource.
        resource: the shared resource that it serves; None where it belongs to a department.
    """

    name: str
    device: str
    interface: str
    address: IPv4Interface
    gateway: IPv4Address
    department: str | None = None
    resource: str | None = None


def cables(inventory: Inventory) -> tuple[Cable, ...]:
    """Return which port is joined to which, sorted: core links, circuits, and the lines of old networks.

    They don't depend on the stage: a cable lies there whether its port is up or shut.
    """
    return tuple(sorted(set(_cables(inventory))))


def _cables(inventory: Inventory) -> Iterator[Cable]:
    for link in inventory.network.links:
        yield _end(link.a), _end(link.b)
    for department in inventory.departments.values():
        for circuit in department.circuits:
            yield _end(circuit.provider), _end(circuit.customer)
        for line in department.legacy.lines if department.legacy is not None else ():
            yield _end(line.hub), _end(line.customer)


def _end(port: Endpoint) -> End:
    return (port.host, port.interface)


def parties(inventory: Inventory) -> tuple[Party, ...]:
    """Return every station of every department and shared resource, sorted by name."""
    return tuple(sorted(_parties(inventory), key=lambda each: each.name))


def _parties(inventory: Inventory) -> Iterator[Party]:
    for department in inventory.departments.values():
        for site in department.sites:
            for station in site.stations:
                address = IPv4Interface((station.address, site.lan.prefix.prefixlen))
                yield Party(
                    station.name,
                    site.router,
                    site.lan.interface,
                    address,
                    site.lan.gateway,
                    department=department.name,
                )
    for resource in inventory.catalogue.values():
        where = resource.attachment
        for station in resource.stations:
            address = IPv4Interface((station.address, where.prefix.prefixlen))
            yield Party(
                station.name,
                where.provider.host,
                where.provider.interface,
                address,
                where.gateway,
                resource=resource.name,
            )
