"""The lab of an inventory: the routers, stations and cables that it names, as the guest builds them.

Which daemons a router runs follows from its role, as ``/etc/frr/daemons`` says it on a real one: they run whether or
not the config of the day uses them.
"""

from collections.abc import Iterator, Mapping

from netops.errors import Fault, raise_all
from netops.inventory import Endpoint, Inventory, department_file
from netops.lab.nodes import Host, Link, Router
from netops.lab.topology import Topology

MARKER = "### "
DAEMONS: Mapping[str, tuple[str, ...]] = {
    "p": ("zebra", "staticd", "ospfd", "ldpd"),
    "pe": ("zebra", "staticd", "ospfd", "ldpd", "bgpd"),
    "ce": ("zebra", "staticd", "bgpd"),
    "legacy": ("zebra", "staticd"),
    "exchange": ("zebra", "staticd"),
}
PLATFORM = "frr"


def refuse(inventory: Inventory) -> None:
    """Refuse an inventory that no lab can be made of, before any config of it is rendered.

    Raises:
        InputError: NET-LAB-017 for each device that isn't an FRR router, NET-LAB-018 for each line whose frames have a tag.
    """
    raise_all(_beyond(inventory))


def _beyond(inventory: Inventory) -> Iterator[Fault]:
    for host in inventory.hosts.values():
        if host.platform != PLATFORM:
            place = inventory.place("hosts.yml", host.name)
            yield Fault("NET-LAB-017", {"host": host.name, "platform": host.platform}, place.path, place.line)
    for department in inventory.departments.values():
        for index, circuit in enumerate(department.circuits):
            if circuit.vlan is not None:
                place = inventory.place(department_file(department.name), "circuits", index)
                yield Fault("NET-LAB-018", {"site": circuit.site, "vlan": circuit.vlan}, place.path, place.line)


def city(inventory: Inventory, texts: Mapping[str, str]) -> Topology:
    """Return the lab of an inventory.

    Args:
        inventory: routers, stations and cables are taken from it.
        texts: host → config in the form of the ``frr`` platform (parts marked by their paths): what each router has
            when the lab starts.

    Raises:
        InputError: with every fault of the topology.
    """
    routers = tuple(
        Router(
            name=host.name,
            ssh_port=host.port,
            management_address=str(host.management),
            daemons=DAEMONS[host.role],
            files=files(texts[host.name]),
        )
        for host in inventory.hosts.values()
    )
    return Topology(
        name=inventory.network.name,
        routers=routers,
        hosts=tuple(_stations(inventory)),
        links=tuple(_links(inventory)),
        management=str(inventory.network.management.station),
    )


def files(text: str) -> dict[str, str]:
    r"""Split the config of a Linux router at its ``### path`` marks: path → text.

    Example:
        >>> files("### /etc/frr/frr.conf\nhostname pe1\n### /etc/nftables.conf\n")
        {'/etc/frr/frr.conf': 'hostname pe1\n', '/etc/nftables.conf': ''}
    """
    found: dict[str, str] = {}
    path = ""
    for line in text.splitlines(keepends=True):
        if line.startswith(MARKER):
            path = line.removeprefix(MARKER).strip()
            found[path] = ""
        elif path:
            found[path] += line
    return found


def _stations(inventory: Inventory) -> Iterator[Host]:
    sites = [site for department in inventory.departments.values() for site in department.sites]
    for site in sites:
        for station in site.stations:
            yield Host(station.name, f"{station.address}/{site.lan.prefix.prefixlen}", str(site.lan.gateway))
    for resource in inventory.catalogue.values():
        place = resource.attachment
        for station in resource.stations:
            yield Host(station.name, f"{station.address}/{place.prefix.prefixlen}", str(place.gateway))


def _links(inventory: Inventory) -> Iterator[Link]:
    for link in inventory.network.links:
        yield _link(link.a, link.b)
    for department in inventory.departments.values():
        for circuit in department.circuits:
            yield _link(circuit.customer, circuit.provider)
        for line in department.legacy.lines if department.legacy else ():
            yield _link(line.customer, line.hub)
        for site in department.sites:
            for station in site.stations:
                yield Link(site.router, site.lan.interface, station.name, "eth0")
    for resource in inventory.catalogue.values():
        gateway, exchange = resource.attachment.gateway_port, resource.attachment.exchange
        if exchange is not None:
            yield _link(resource.attachment.provider, exchange.port)
        for station in resource.stations:
            yield Link(gateway.host, gateway.interface, station.name, "eth0")


def _link(one: Endpoint, other: Endpoint) -> Link:
    return Link(one.host, one.interface, other.host, other.interface)
