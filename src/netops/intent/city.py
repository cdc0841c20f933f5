"""The inventory as the intent sees it: numbers resolved, departments at the stage that is asked about, facts with lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Interface, IPv4Network

from netops.allocation import Numbers, numbers
from netops.errors import Fault, raise_all
from netops.intent.idioms import Idiom, idiom
from netops.inventory import (
    Access,
    Circuit,
    Department,
    Endpoint,
    Host,
    InternetAccess,
    Inventory,
    Network,
    Resource,
    Site,
    Stage,
    department_file,
    resource_file,
    vrf_name,
)
from netops.model import Line

NETWORK = "network.yml"
ALLOCATIONS = "allocations.yml"
ANYWHERE = IPv4Network("0.0.0.0/0")


@dataclass(frozen=True, slots=True)
class Member:
    """A department at one stage.

    Attributes:
        vrf: name of its VRF on the provider's routers.
        grants: the shared resources that it may reach, sorted by name.
        internet: its link to the Internet's edge, where it may use it.
    """

    department: Department
    stage: Stage
    vrf: str
    grants: tuple[Resource, ...]
    internet: InternetAccess | None = None

    @property
    def file(self) -> str:
        """The department's file in the inventory."""
        return department_file(self.department.name)

    @property
    def built(self) -> bool:
        """The new path exists, from ``prepared`` on."""
        return self.stage.reached(Stage.PREPARED)

    @property
    def carries(self) -> bool:
        """The new path carries traffic, from ``dual_run`` on; before, the customer's router takes no route from it."""
        return self.stage.reached(Stage.DUAL_RUN)

    @property
    def prefers_new(self) -> bool:
        """Traffic goes over the new path where it serves the destination, from ``cut_over`` on."""
        return self.stage.reached(Stage.CUT_OVER)

    @property
    def has_old(self) -> bool:
        """The old network is still there, until before ``retired``."""
        return self.department.legacy is not None and not self.stage.reached(Stage.RETIRED)

    @property
    def zones(self) -> frozenset[str]:
        """The zones whose VRFs it meets."""
        return frozenset(each.zone for each in self.grants)

    def joined(self) -> tuple[Site, ...]:
        """Return the sites that the new network serves: those with a circuit."""
        return tuple(site for site in self.department.sites if self.department.circuit(site.name) is not None)

    def others(self, site: Site) -> tuple[Site, ...]:
        """Return the department's other sites, in the order of its file."""
        return tuple(each for each in self.department.sites if each.name != site.name)

    def circuits(self) -> Iterator[tuple[int, Circuit, Site]]:
        """Yield each circuit with its place in the file and its site."""
        for index, circuit in enumerate(self.department.circuits):
            site = self.department.site(circuit.site)
            if site is not None:
                yield index, circuit, site


@dataclass(frozen=True, slots=True)
class City:
    """Everything that the intent is made from.

    Attributes:
        members: the departments at the stages that were asked about, by name.
    """

    inventory: Inventory
    members: Mapping[str, Member]

    @property
    def numbers(self) -> Numbers:
        """What was allocated."""
        return Numbers(self.inventory)

    @property
    def network(self) -> Network:
        """The backbone's part of the inventory."""
        return self.inventory.network

    def lines(self, file: str, *keys: str | int) -> tuple[Line, ...]:
        """Return the line of the inventory that says what stands under ``keys`` of ``file``, as provenance."""
        place = self.inventory.place(file, *keys)
        return (Line(place.line, place.text, place.path),)

    def host_lines(self, host: str, variable: str) -> tuple[Line, ...]:
        """Return the line that gives a host its variable, whatever file of Ansible's it stands in."""
        return self.lines("hosts.yml", host, variable)

    def idiom(self, host: str) -> Idiom:
        """Return how a host's platform is told."""
        return idiom(self.inventory.hosts[host].platform)

    def end(self, port: Endpoint, vlan: int | None = None) -> tuple[str, str]:
        """Return host and port as the device spells it; with a VLAN its sub-interface."""
        name = self.idiom(port.host).spelled(port.interface)
        return port.host, name if vlan is None else f"{name}.{vlan}"

    def management_port(self, host: Host) -> str:
        """Return the port of a host that stands in the management network."""
        name = host.management_interface or self.network.management.interface
        return self.idiom(host.name).spelled(name)

    def site_lines(self, member: Member, site: Site) -> tuple[Line, ...]:
        """Return the line that names a site's local network."""
        return self.lines(member.file, "sites", member.department.sites.index(site), "lan")

    def reached(self, member: Member, site: Site) -> Mapping[IPv4Network, tuple[Line, ...]]:
        """Return what a site may reach over the new network: the department's other sites on it, and what it is granted."""
        found = {each.lan.prefix: self.site_lines(member, each) for each in member.joined() if each.name != site.name}
        for grant in member.grants:
            found[grant.attachment.prefix] = self.lines(resource_file(grant.name), "granted")
        if member.internet is not None:
            found[ANYWHERE] = self.lines(NETWORK, "internet", "granted")
        return found

    def loopbacks_beside(self, host: str) -> Iterator[IPv4Network]:
        """Yield the loopbacks of the backbone routers that share a core link with a host."""
        for link in self.network.links:
            for here, there in ((link.a, link.b), (link.b, link.a)):
                other = self.inventory.hosts[there.host].router_id
                if here.host == host and other is not None:
                    yield IPv4Network(other)

    def connect_retry(self, host: str) -> int | None:
        """Return the seconds between two attempts to open a BGP session; None where the platform can't be told."""
        return self.network.bgp.connect_retry if self.idiom(host).bgp.connect_retry else None

    def hosts(self, *roles: str) -> tuple[Host, ...]:
        """Return the hosts of these roles, sorted by name."""
        found = [host for host in self.inventory.hosts.values() if host.role in roles]
        return tuple(sorted(found, key=lambda host: host.name))


def city(inventory: Inventory, stages: Mapping[str, Stage]) -> City:
    """Return the city with each department at the stage in ``stages``, or at the one that it has reached.

    Raises:
        InputError: NET-INT-001 a stage for a department that isn't there, NET-INT-002 a site that would be cut off,
            NET-INT-003 resources of one zone that aren't granted to the same departments, NET-INT-004 a VLAN's interface
            on a platform that has none, NET-INT-005 an edge router whose platform translates no addresses.
    """
    numbers(inventory)
    members = {name: _member(inventory, name, stages) for name in sorted(inventory.departments)}
    made = City(inventory, members)
    raise_all([*_unknown(made, stages), *_cut_off(made), *_mixed_zones(made), *_impossible(made)])
    return made


def management_port(inventory: Inventory, host: Host) -> str:
    """Return the port of a host that stands in the management network, as the device spells it."""
    return bare(inventory).management_port(host)


def bare(inventory: Inventory) -> City:
    """Return the city without its departments' stages: what lies there at every one of them."""
    return City(inventory, {})


def ends(prefix: IPv4Network) -> tuple[IPv4Interface, IPv4Interface]:
    """Return both ends of a link: the first address is for the side that is named first in the inventory.

    Example:
        >>> [str(each) for each in ends(IPv4Network("10.0.1.0/30"))]
        ['10.0.1.1/30', '10.0.1.2/30']
        >>> [str(each) for each in ends(IPv4Network("10.0.1.0/31"))]
        ['10.0.1.0/31', '10.0.1.1/31']
    """
    first = 0 if prefix.prefixlen == prefix.max_prefixlen - 1 else 1
    return (
        IPv4Interface((prefix[first], prefix.prefixlen)),
        IPv4Interface((prefix[first + 1], prefix.prefixlen)),
    )


def gateway(site: Site) -> IPv4Interface:
    """Return the address of a site's router on its local network."""
    return IPv4Interface((site.lan.gateway, site.lan.prefix.prefixlen))


def _member(inventory: Inventory, name: str, stages: Mapping[str, Stage]) -> Member:
    department = inventory.departments[name]
    stage = stages.get(name, department.stage)
    grants = tuple(each for _, each in sorted(inventory.catalogue.items()) if name in each.granted)
    internet = inventory.network.internet
    link = None if internet is None else internet.of(name)
    return Member(department, stage, vrf_name(name), grants, link)


def _unknown(made: City, stages: Mapping[str, Stage]) -> Iterator[Fault]:
    for name in sorted(set(stages) - set(made.members)):
        yield Fault("NET-INT-001", {"department": name, "known": ", ".join(made.members)})


def _cut_off(made: City) -> Iterator[Fault]:
    for name, member in made.members.items():
        if not member.stage.reached(Stage.RETIRED):
            continue
        for index, site in enumerate(member.department.sites):
            if member.department.circuit(site.name) is None:
                place = made.inventory.place(member.file, "sites", index)
                yield Fault("NET-INT-002", {"department": name, "site": site.name}, place.path, place.line)


def _mixed_zones(made: City) -> Iterator[Fault]:
    first: dict[str, tuple[str, frozenset[str]]] = {}
    for name, resource in sorted(made.inventory.catalogue.items()):
        granted = frozenset(resource.granted)
        other, same = first.setdefault(resource.zone, (name, granted))
        if granted != same:
            place = made.inventory.place(resource_file(name), "granted")
            values = {"resource": name, "other": other, "zone": resource.zone}
            yield Fault("NET-INT-003", values, place.path, place.line)


def _impossible(made: City) -> Iterator[Fault]:
    """Yield what a device is asked for that its platform has no words for."""
    for member in made.members.values():
        for index, site in enumerate(member.department.sites):
            if site.lan.vlan is not None:
                yield from _without_vlans(made, site.router, (member.file, "sites", index, "lan"))
        for index, circuit, _ in member.circuits():
            for port, access in circuit.ends():
                if access is Access.VLAN_INTERFACE:
                    yield from _without_vlans(made, port.host, (member.file, "circuits", index))
    internet = made.network.internet
    if internet is not None and made.idiom(internet.outside.host).nat is None:
        host = made.inventory.hosts[internet.outside.host]
        place = made.inventory.place(NETWORK, "internet", "outside")
        yield Fault("NET-INT-005", {"host": host.name, "platform": host.platform}, place.path, place.line)


def _without_vlans(made: City, host: str, keys: tuple[str | int, ...]) -> Iterator[Fault]:
    if made.idiom(host).vlan_interface is None:
        file, *inner = keys
        place = made.inventory.place(str(file), *inner)
        platform = made.inventory.hosts[host].platform
        yield Fault("NET-INT-004", {"host": host, "platform": platform}, place.path, place.line)
