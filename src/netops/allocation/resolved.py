"""``numbers``: what was given, worked out as devices need it."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Interface, IPv4Network

from netops.allocation.giving import sites_with_circuit
from netops.errors import Fault, raise_all
from netops.inventory import Inventory, department_file, vrf_name

FIRST_TABLE = 1000
"""ifupdown2 takes VRF tables from 1001 to 5000 where no policy file says otherwise (its add-on ``vrf``), and Linux has
tables of its own at 253 to 255."""


@dataclass(frozen=True, slots=True)
class VrfNumbers:
    """The numbers of one VRF.

    Attributes:
        name: as on the devices, ``FINANCE``; at most 15 characters.
        number: as given.
        table: kernel routing table on a Linux router, `FIRST_TABLE` above the number.
        rd: route distinguisher, ``65000:102``.
        route_target: what the VRF exports, and imports of its own.
    """

    name: str
    number: int
    table: int
    rd: str
    route_target: str


@dataclass(frozen=True, slots=True)
class AccessLink:
    """The link between a PE and a CE: the PE has its first address, the CE its second."""

    network: IPv4Network
    provider: IPv4Interface
    customer: IPv4Interface


@dataclass(frozen=True, slots=True)
class Numbers:
    """Every number of an inventory in which none is missing."""

    inventory: Inventory

    def vrf(self, department: str) -> VrfNumbers:
        """Return the VRF of a department; KeyError where there is no such department."""
        return self._vrf(vrf_name(department), self.inventory.allocations.vrfs[department].number)

    def zone(self, name: str) -> VrfNumbers:
        """Return the VRF of a zone; KeyError where there is no such zone."""
        zone = self.inventory.network.zone(name)
        if zone is None:
            raise KeyError(name)
        return self._vrf(zone.vrf, zone.number)

    def access_link(self, department: str, site: str) -> AccessLink:
        """Return the link of a site; KeyError where it has no circuit."""
        network = self.inventory.allocations.access_links[f"{department}/{site}"]
        first, second = list(network.hosts())[:2]
        length = network.prefixlen
        return AccessLink(network, IPv4Interface(f"{first}/{length}"), IPv4Interface(f"{second}/{length}"))

    def ce_asn(self, department: str, site: str) -> int:
        """Return the AS number of a site's CE; KeyError where it has no circuit."""
        return self.inventory.allocations.ce_asns[f"{department}/{site}"]

    def _vrf(self, name: str, number: int) -> VrfNumbers:
        network = self.inventory.network
        values = {"asn": network.asn, "number": number}
        rd, target = network.rules.rd.format(**values), network.rules.route_target.format(**values)
        return VrfNumbers(name, number, FIRST_TABLE + number, rd, target)


def numbers(inventory: Inventory) -> Numbers:
    """Return the numbers of an inventory.

    Raises:
        InputError: something has no number yet: each is told, and that ``netops allocate`` gives it.
    """
    raise_all(_missing(inventory))
    return Numbers(inventory)


def _missing(inventory: Inventory) -> Iterator[Fault]:
    given = inventory.allocations
    for name in inventory.departments:
        if name not in given.vrfs:
            place = inventory.place(department_file(name))
            yield Fault("NET-ALO-004", {"owner": name, "kind": "vrfs"}, place.path, place.line)
    for name, site in sites_with_circuit(inventory):
        for kind, owned in (("ce_asns", given.ce_asns), ("access_links", given.access_links)):
            if f"{name}/{site}" not in owned:
                index = [each.name for each in inventory.departments[name].sites].index(site)
                place = inventory.place(department_file(name), "sites", index)
                yield Fault("NET-ALO-004", {"owner": f"{name}/{site}", "kind": kind}, place.path, place.line)
