"""What is joined to what: the lines between devices, and the parties behind them."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface
from typing import TypeAlias

from netops.intent.access import LineEnd, ends, lan_face
from netops.intent.city import City, bare
from netops.inventory import Access, Internet, Inventory, Resource

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
    """Return which interface is joined to which, sorted: core links, circuits, lines of old networks, links of zones.

    They don't depend on the stage: a cable lies there whether its port is up or shut. A line with a tag joins the
    interfaces that stand for the tag.
    """
    return tuple(sorted(set(_cables(bare(inventory)))))


def _cables(city: City) -> Iterator[Cable]:
    for link in city.network.links:
        yield city.end(link.a), city.end(link.b)
    for department in city.inventory.departments.values():
        for circuit in department.circuits:
            customer, provider = ends(circuit)
            yield provider.face(city), customer.face(city)
        for line in department.legacy.lines if department.legacy is not None else ():
            yield city.end(line.hub), city.end(line.customer)
    for resource in city.inventory.catalogue.values():
        if resource.attachment.exchange is not None:
            yield city.end(resource.attachment.provider), city.end(resource.attachment.exchange.port)
    if city.network.internet is not None:
        yield from _edge(city, city.network.internet)


def _edge(city: City, internet: Internet) -> Iterator[Cable]:
    for link in internet.granted:
        provider, inside = (
            LineEnd(port, Access.SUB_INTERFACE, link.vlan) for port in (internet.provider, internet.inside)
        )
        yield provider.face(city), inside.face(city)


def parties(inventory: Inventory) -> tuple[Party, ...]:
    """Return every station of every department and shared resource, sorted by name."""
    return tuple(sorted(_parties(bare(inventory)), key=lambda each: each.name))


def _parties(city: City) -> Iterator[Party]:
    for department in city.inventory.departments.values():
        for site in department.sites:
            for station in site.stations:
                address = IPv4Interface((station.address, site.lan.prefix.prefixlen))
                yield Party(
                    station.name,
                    site.router,
                    lan_face(city, site.router, site.lan),
                    address,
                    site.lan.gateway,
                    department=department.name,
                )
    for resource in city.inventory.catalogue.values():
        yield from _servers(city, resource)


def _servers(city: City, resource: Resource) -> Iterator[Party]:
    where = resource.attachment
    device, interface = city.end(where.gateway_port)
    for station in resource.stations:
        address = IPv4Interface((station.address, where.prefix.prefixlen))
        yield Party(station.name, device, interface, address, where.gateway, resource=resource.name)
