"""What could be read of an inventory: what the checks across files look at, even where other files are broken."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network

from netops.errors import Fault
from netops.inventory.department import Department, Resource
from netops.inventory.document import Document, Place
from netops.inventory.host_files import HostFiles
from netops.inventory.hosts import Host
from netops.inventory.identity import Identity
from netops.inventory.network import Network
from netops.inventory.numbers import Allocations
from netops.inventory.waiver import Waiver


@dataclass(frozen=True, slots=True)
class Draft:
    """An inventory before it is known to be right.

    Attributes:
        documents: file, as seen from the inventory's folder → its text with positions.
        host_files: None where Ansible's files can't be read.
        known_hosts: names that stand in ``hosts.yml``, even those with a fault; None where it can't be read.
        known_departments: names of the files in ``departments/``, even those with a fault.
        network: None where ``network.yml`` has a fault; so are the others empty or None.
    """

    documents: Mapping[str, Document]
    host_files: HostFiles | None
    known_hosts: frozenset[str] | None
    known_departments: frozenset[str]
    hosts: Mapping[str, Host]
    network: Network | None
    departments: Mapping[str, Department]
    catalogue: Mapping[str, Resource]
    waivers: tuple[Waiver, ...]
    allocations: Allocations | None
    identities: tuple[Identity, ...] = ()

    def fault(self, code: str, file: str, *keys: str | int, **values: object) -> Fault:
        """Return a fault at a value of a file."""
        return self.documents[file].fault(code, *keys, **values)

    def place(self, file: str, *keys: str | int) -> Place:
        """Return where a value of a file stands."""
        return self.documents[file].place(*keys)

    def host_fault(self, code: str, host: str, variable: str = "", **values: object) -> Fault:
        """Return a fault at a host of ``hosts.yml``, or at its variable."""
        place = self.host_place(host, variable)
        return Fault(code, values, place.path, place.line)

    def host_place(self, host: str, variable: str = "") -> Place:
        """Return where a host stands, or its variable."""
        if self.host_files is None:
            raise KeyError(host)
        return self.host_files.place(host, variable, self.hosts[host].groups if host in self.hosts else ())

    def each_department(self) -> Iterator[tuple[str, Department]]:
        """Yield file and department, in the order of their names."""
        return ((department_file(name), each) for name, each in self.departments.items())

    def each_resource(self) -> Iterator[tuple[str, Resource]]:
        """Yield file and resource, in the order of their names."""
        return ((resource_file(name), each) for name, each in self.catalogue.items())


def department_file(name: str) -> str:
    """Return the file of a department, as seen from the inventory's folder."""
    return f"departments/{name}.yml"


def resource_file(name: str) -> str:
    """Return the file of a shared resource, as seen from the inventory's folder."""
    return f"catalogue/{name}.yml"


def backbone_prefixes(
    network: Network, catalogue: Mapping[str, Resource], hosts: Mapping[str, Host]
) -> Iterator[IPv4Network]:
    """Yield what stands on backbone routers already, so that it can't be a link to a CE as well."""
    yield network.management.prefix
    yield from (link.prefix for link in network.links)
    if network.internet is not None:
        yield from (each.link for each in network.internet.granted)
    yield from (resource.attachment.prefix for resource in catalogue.values())
    yield from (each.attachment.exchange.link for each in catalogue.values() if each.attachment.exchange is not None)
    yield from (IPv4Network(host.router_id) for host in hosts.values() if host.router_id)
