"""``departments/<name>.yml``: one department, and ``catalogue/<name>.yml``: what is shared."""

from typing import Annotated

from pydantic import Field, Strict

from netops.inventory.fields import (
    Access,
    Address,
    DepartmentName,
    Endpoint,
    HostName,
    InterfaceName,
    Name,
    Port,
    Prefix,
    Routing,
    Sharing,
    Stage,
    Text,
    Title,
    Vlan,
    Written,
)


class Lan(Written):
    """A local network behind a router."""

    interface: InterfaceName
    """The router's port on it."""
    prefix: Prefix
    gateway: Address
    """The router's address on it."""
    vlan: Vlan | None = None
    """VLAN of a switch: the port is in it, untagged, and the address stands on the VLAN's interface."""


class Station(Written):
    """A computer whose reachability netops watches."""

    name: HostName
    address: Address


class Site(Written):
    """A place of the department with one router and one local network."""

    name: Name
    router: HostName
    """The department's CE router, or its legacy router where the site hangs off that."""
    lan: Lan
    stations: tuple[Station, ...] = ()


class Circuit(Written):
    """The line from a site to the e-government network."""

    site: Name
    customer: Port
    """``ce:interface``: the site's router."""
    provider: Port
    """``pe:interface``."""
    vlan: Vlan | None = None
    """Tag of the frames on the line (IEEE 802.1Q); none where they have none."""
    customer_access: Access | None = None
    """What the site's end has its address on: a sub-interface where the line has a tag, else the port."""
    provider_access: Access | None = None
    """The same of the provider's end."""
    routing: Routing = Routing.BGP
    """Static: both ends have static routes, and no session."""

    def ends(self) -> tuple[tuple[Endpoint, Access], tuple[Endpoint, Access]]:
        """Return both ends, the site's first, each with what its address stands on."""
        usual = Access.PORT if self.vlan is None else Access.SUB_INTERFACE
        return (self.customer, self.customer_access or usual), (self.provider, self.provider_access or usual)


class LegacyLine(Written):
    """A line of the department's old private network; the hub has the first address, the site the second."""

    site: Name
    customer: Port
    hub: Port
    prefix: Prefix


class LegacyNetwork(Written):
    """The department's old private network (专网): one router and a line to each site."""

    router: HostName
    lines: tuple[LegacyLine, ...] = ()


class Contact(Written):
    """Somebody to talk to, by role; people's names don't stand in the inventory."""

    role: Text


class Department(Written):
    """A department (委办局), its sites, and where it stands on its way."""

    name: DepartmentName
    """As the file is called; in upper case it names the VRF."""
    title: Title
    protection_level: Annotated[int, Strict(), Field(ge=1, le=4)]
    """等级保护 level (GB/T 22240); GB/T 22239 publishes no requirements of level 5, so none can be audited."""
    stage: Stage
    """The stage that was reached."""
    sites: Annotated[tuple[Site, ...], Field(min_length=1)]
    circuits: tuple[Circuit, ...] = ()
    legacy: LegacyNetwork | None = None
    contacts: tuple[Contact, ...] = ()

    def site(self, name: str) -> Site | None:
        """Return the site of this name, or None."""
        return next((site for site in self.sites if site.name == name), None)

    def circuit(self, site: str) -> Circuit | None:
        """Return the circuit of a site, or None where it has none yet."""
        return next((circuit for circuit in self.circuits if circuit.site == site), None)


class ExchangeRouter(Written):
    """A router between the backbone and a shared resource; the PE has the link's first address, the router the second."""

    port: Port
    """``exchange:interface``, towards the PE."""
    link: Prefix
    lan: InterfaceName
    """Its port towards the resource."""


class Attachment(Written):
    """Where a shared resource is joined to the backbone."""

    provider: Port
    """``pe:interface``."""
    prefix: Prefix
    gateway: Address
    """The address there of the PE, or of the exchange router where there is one."""
    exchange: ExchangeRouter | None = None
    """None where the resource hangs off the PE itself."""

    @property
    def gateway_port(self) -> Endpoint:
        """The port that the gateway stands on."""
        if self.exchange is None:
            return self.provider
        return Endpoint(self.exchange.port.host, self.exchange.lan)


class Resource(Written):
    """An entry of the catalogue of shared resources (政务信息资源目录)."""

    name: Name
    """As the file is called."""
    title: Title
    owner: DepartmentName
    classification: Annotated[Text, Field(alias="class")]
    """What kind of resource it is."""
    sharing: Sharing
    zone: Name
    """A zone of ``network.yml``."""
    attachment: Attachment
    stations: tuple[Station, ...] = ()
    granted: tuple[DepartmentName, ...] = ()
    """The departments that may reach it."""
