"""``departments/<name>.yml``: one department, and ``catalogue/<name>.yml``: what is shared."""

from typing import Annotated

from pydantic import Field, Strict

from netops.inventory.fields import (
    Address,
    DepartmentName,
    HostName,
    InterfaceName,
    Name,
    Port,
    Prefix,
    Sharing,
    Stage,
    Text,
    Title,
    Written,
)


class Lan(Written):
    """A local network behind a router."""

    interface: InterfaceName
    """The router's port on it."""
    prefix: Prefix
    gateway: Address
    """The router's address on it."""


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


class Attachment(Written):
    """Where a shared resource is joined to the backbone."""

    provider: Port
    """``pe:interface``."""
    prefix: Prefix
    gateway: Address
    """The PE's address."""


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
