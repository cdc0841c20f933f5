"""``network.yml``: the backbone."""

from typing import Annotated

from pydantic import Field, Strict

from netops.inventory.fields import (
    Address,
    AddressWithLength,
    Algorithm,
    Asn,
    DepartmentName,
    FilePath,
    InterfaceName,
    Name,
    Port,
    Prefix,
    Rule,
    Seconds,
    Title,
    User,
    Vlan,
    VrfName,
    VrfNumber,
    Written,
    ZoneName,
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


class PasswordPlan(Written):
    """What passwords on the devices must be, and what happens after wrong ones (GB/T 22239 8.1.4.1 a and b)."""

    length: Annotated[int, Strict(), Field(ge=8, le=16)] = 10
    """Fewest characters."""
    kinds: Annotated[int, Strict(), Field(ge=2, le=4)] = 3
    """Fewest kinds of characters: letters, capitals, digits, others."""
    days: Annotated[int, Strict(), Field(ge=1, le=365)] = 90
    """After which a password must be changed."""
    history: Annotated[int, Strict(), Field(ge=1, le=12)] = 5
    """Earlier passwords that can't be taken again."""
    lock_minutes: Annotated[int, Strict(), Field(ge=1, le=60)] = 5
    """For which an account is blocked after too many wrong passwords within the same time."""


class SnmpPlan(Written):
    """Who watches the devices by SNMP version 3, encrypted; keys come from the vault."""

    user: User
    group: User
    hosts: tuple[Address, ...] = ()
    """Those that traps are sent to."""


class TimeZone(Written):
    """The time that the devices' clocks show."""

    name: ZoneName
    """As records show it."""
    minutes: Annotated[int, Strict(), Field(ge=-720, le=840)]
    """Offset from UTC."""


class ManagementPlan(Written):
    """How people and netops reach the devices."""

    prefix: Prefix
    """The management network; only from here may SSH be opened."""
    station: AddressWithLength
    """The network centre's own address in it."""
    interface: InterfaceName
    """The port of every device that stands in it."""
    users: Annotated[tuple[User, ...], Field(min_length=1)]
    """Who may log in and do everything."""
    auditors: tuple[User, ...] = ()
    """Who reads what was recorded, and changes nothing; on devices that have accounts of their own."""
    operators: tuple[User, ...] = ()
    """Who watches the devices, likewise."""
    idle_seconds: Seconds
    """A session that says nothing is closed after this."""
    login_tries: Annotated[int, Strict(), Field(ge=1, le=10)]
    """Wrong passwords in one connection."""
    login_seconds: Seconds
    """Time to log in."""
    ssh: SshPolicy
    banner: FilePath
    """File on the device whose text is shown before the login."""
    time_servers: tuple[Address, ...] = ()
    """Those that the devices have their time from (NTP)."""
    time_zone: TimeZone | None = None
    """None leaves the devices at UTC."""
    log_hosts: tuple[Address, ...] = ()
    """Those that the devices send their events to."""
    snmp: SnmpPlan | None = None
    """None where nobody watches by SNMP."""
    passwords: PasswordPlan = PasswordPlan()
    """Of accounts on the devices themselves."""


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
    vrf_routes: Annotated[int, Strict(), Field(ge=1, le=1000000)] | None = None
    """Routes that a VRF of a PE holds at most, so that one department can't fill the table for all; None sets no limit."""


class CoreLink(Written):
    """A link between two backbone routers; ``a`` has its first address, ``b`` its second."""

    a: Port
    b: Port
    prefix: Prefix


class AddressRange(Written):
    """Addresses, both ends among them."""

    first: Address
    last: Address


class InternetAccess(Written):
    """A department's own link to the Internet's edge; the PE has its first address, the edge its second."""

    department: DepartmentName
    vlan: Vlan
    """Tag of its frames on the line between PE and edge."""
    link: Prefix


class Internet(Written):
    """The way to the Internet: an edge router that translates addresses, with a link into the VRF of each department.

    Departments never meet in a VRF of their way out: a default route there would lead from one to the other.
    """

    provider: Port
    """``pe:interface``."""
    inside: Port
    """``edge:interface``, towards the PE."""
    outside: Port
    """``edge:interface``, towards the Internet."""
    address: AddressWithLength
    """The edge's address outside."""
    next_hop: Address
    """The router of the Internet provider."""
    pool: AddressRange
    """Public addresses that departments are seen by."""
    granted: tuple[InternetAccess, ...] = ()
    """The departments that may reach the Internet."""

    def of(self, department: str) -> InternetAccess | None:
        """Return a department's link; None where it may not reach the Internet."""
        return next((each for each in self.granted if each.department == department), None)


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
    internet: Internet | None = None
    """None where the city has no way to the Internet of its own."""

    def zone(self, name: str) -> Zone | None:
        """Return the zone of this name, or None."""
        return next((zone for zone in self.zones if zone.name == name), None)
