"""``network.yml``: the backbone."""

from typing import Annotated

from pydantic import Field, Strict

from netops.inventory.fields import (
    AddressWithLength,
    Algorithm,
    Asn,
    FilePath,
    InterfaceName,
    Name,
    Port,
    Prefix,
    Rule,
    Seconds,
    Title,
    User,
    VrfName,
    VrfNumber,
    Written,
)


class Range(Written):
    """Numbers from which netops hands out; both ends belong to it."""

    first: VrfNumber
    """The first number that may be given."""
    last: VrfNumber
    """The last number that may be given."""

    def __contains__(self, number: int) -> bool:
        """Return whether ``number`` may be given from here."""
        return self.first <= number <= self.last


class LinkPool(Written):
    """A prefix from which links between PE and CE are cut."""

    prefix: Prefix
    """The whole pool."""
    length: Annotated[int, Strict(), Field(ge=30, le=31)]
    """Prefix length of one link: 30, or 31 (RFC 3021)."""


class Pools(Written):
    """What ``netops allocate`` hands out."""

    vrf_numbers: Range
    """One for each department."""
    ce_asns: Range
    """One AS number for each site with a circuit."""
    access_links: LinkPool
    """One link for each site with a circuit."""


class Rules(Written):
    """How a VRF's number becomes its route distinguisher and its route target (RFC 4364 section 4.2)."""

    rd: Rule
    """``{asn}:{number}``: the number has to end it, so that no two VRFs share one."""
    route_target: Rule
    """The same form; imported and exported by the department's own VRF."""


class Prefixes(Written):
    """Who may use which addresses."""

    departments: Annotated[tuple[Prefix, ...], Field(min_length=1)]
    """Those that a department may bring along: its own private ones."""
    backbone: tuple[Prefix, ...] = ()
    """Those that the backbone keeps for itself."""


class Zone(Written):
    """A zone of shared resources: a VRF of its own."""

    name: Name
    title: Title
    vrf: VrfName
    """Name of its VRF on the devices."""
    number: VrfNumber
    """Number of its VRF; not handed out to departments."""


class SshPolicy(Written):
    """What the SSH servers of all devices offer, best first."""

    ciphers: Annotated[tuple[Algorithm, ...], Field(min_length=1)]
    macs: Annotated[tuple[Algorithm, ...], Field(min_length=1)]
    key_exchanges: Annotated[tuple[Algorithm, ...], Field(min_length=1)]


class ManagementPlan(Written):
    """How people and netops reach the devices."""

    prefix: Prefix
    """The management network; only from here may SSH be opened."""
    station: AddressWithLength
    """The network centre's own address in it."""
    interface: InterfaceName
    """The port of every device that stands in it."""
    users: Annotated[tuple[User, ...], Field(min_length=1)]
    """Who may log in."""
    idle_seconds: Seconds
    """A session that says nothing is closed after this."""
    login_tries: Annotated[int, Strict(), Field(ge=1, le=10)]
    """Wrong passwords in one connection."""
    login_seconds: Seconds
    """Time to log in."""
    ssh: SshPolicy
    banner: FilePath
    """File on the device whose text is shown before the login."""


class Igp(Written):
    """OSPF of the backbone."""

    area: Annotated[int, Strict(), Field(ge=0, le=4294967295)]
    hello: Seconds
    """Seconds between hellos."""
    dead: Seconds
    """Seconds without a hello after which a neighbour is gone; longer than ``hello``."""


class Bgp(Written):
    """BGP of the backbone and towards the sites."""

    connect_retry: Seconds = 5
    """Seconds between two attempts to open a session."""


class CoreLink(Written):
    """A link between two backbone routers; ``a`` has its first address, ``b`` its second."""

    a: Port
    b: Port
    prefix: Prefix


class Network(Written):
    """The backbone: AS, numbering, zones, management, links."""

    name: Name
    asn: Asn
    """AS number of the backbone."""
    protection_level: Annotated[int, Strict(), Field(ge=1, le=4)] = 3
    """等级保护 level of the backbone itself (GB/T 22240); departments' routers have their departments'."""
    pools: Pools
    rules: Rules
    prefixes: Prefixes
    zones: tuple[Zone, ...] = ()
    management: ManagementPlan
    igp: Igp
    bgp: Bgp = Bgp()
    links: tuple[CoreLink, ...] = ()

    def zone(self, name: str) -> Zone | None:
        """Return the zone of this name, or None."""
        return next((zone for zone in self.zones if zone.name == name), None)
