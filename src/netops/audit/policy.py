"""What an organisation asks for where the standard gives no number, and what only the inventory knows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from netops.audit.pairs import Standby
from netops.errors import Fault, InputError, raise_all
from netops.inventory.document import Document, read

LogLevel = Literal[
    "emergencies", "alerts", "critical", "errors", "warnings", "notifications", "informational", "debugging"
]


class Advisory(BaseModel):
    """One advisory of a vendor, as somebody imported it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    identifier: str
    """``CVE-2018-0171``, or the vendor's own number."""
    platform: str
    """As netops calls it."""
    first: str | None = None
    """The first release that has the fault; all before ``fixed`` where nobody says."""
    fixed: str | None = None
    """The first release that has it no more; none yet where nobody says."""
    severity: Literal["critical", "high", "medium", "low"]


class Policy(BaseModel):
    """Thresholds, ``inventory/audit-policy.yml``; the defaults are those that assessors use."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    # Who gets in.
    idle_seconds: int = Field(default=600, ge=1, le=86400)
    """A session that says nothing is closed after at most so long."""
    auth_tries: int = Field(default=5, ge=1, le=20)
    """Wrong passwords in one connection."""
    login_seconds: int = Field(default=60, ge=1, le=600)
    """Time to log in."""
    password_length: int = Field(default=8, ge=1, le=128)
    """Fewest characters of a password."""
    password_kinds: int = Field(default=3, ge=1, le=4)
    """Fewest kinds of characters: capitals, small letters, digits, others."""
    password_days: int = Field(default=90, ge=1, le=365)
    """A password is changed after at most so many days."""
    password_history: int = Field(default=3, ge=1, le=24)
    """So many earlier passwords can't be taken again."""
    snmp_password_length: int = Field(default=10, ge=1, le=128)
    """Fewest characters of the passwords of SNMP users."""
    lockout_tries: int = Field(default=5, ge=1, le=20)
    """Wrong passwords before an account or an address is blocked."""
    lockout_seconds: int = Field(default=300, ge=1, le=86400)
    """It is blocked for at least so long."""
    unused_days: int = Field(default=90, ge=1, le=365)
    """An account that nobody uses for so long stops working."""
    sessions: int = Field(default=5, ge=1, le=64)
    """Sessions at once: of one account, or of all where accounts have no limit of their own."""
    accounts: tuple[str, ...] = ()
    """The roster: accounts that people have; empty where nobody gave it, and then what only it can prove is for a person."""
    shared_names: tuple[str, ...] = ("test", "guest", "user", "huawei", "h3c", "ruijie", "cisco", "public", "share")
    """Names that no person has, in small letters: whoever uses such an account isn't known."""
    default_names: tuple[str, ...] = ("admin", "root", "huawei", "h3c", "ruijie", "cisco", "manager")
    """Names with which devices are delivered, in small letters."""
    default_names_allowed: bool = True
    """Accounts of these names may stay where their password was changed, as GB/T 28448 has it; a person confirms that."""
    password_recovery_off: bool = False
    """Nobody may set a new password at the console."""
    # Records and time.
    log_level: LogLevel = "informational"
    """The least detailed level that is enough."""
    log_servers: tuple[IPv4Address | IPv6Address, ...] = ()
    """Where events must go; empty where any server is right."""
    log_buffer_messages: int = Field(default=512, ge=1)
    """Events that a device keeps itself, where it counts them."""
    log_buffer_bytes: int = Field(default=16384, ge=1)
    """Likewise where it counts bytes."""
    time_servers: tuple[IPv4Address | IPv6Address, ...] = ()
    """Where the time must come from; empty where any server is right."""
    weak_time_keys: tuple[str, ...] = ("md5",)
    """Algorithms by which a server of time proves too little."""
    zone_minutes: int = Field(default=480, ge=-720, le=840)
    """Offset of the devices' time from UTC."""
    # Ways in.
    management: tuple[IPv4Network, ...] = ()
    """Where administrators may come from, beside what the inventory says."""
    clear_text_ports: tuple[int, ...] = (23, *range(2600, 2621))
    """Login without encryption: Telnet and the VTY ports of the routing daemons (FRR manual, "Virtual Terminal Interfaces")."""
    management_vrfs: tuple[str, ...] = ("*mgmt*", "*mgt*", "*manage*", "*_oam_*", "*oob*")
    """Patterns of VRFs that only administration uses, in small letters."""
    # Services and exposure.
    risky_ports: tuple[int, ...] = (21, 69, 135, 137, 138, 139, 161, 445, 593, 1434, 3389, 4786, 8080)
    """Ports that nobody should reach on a network device."""
    forbid_unreachables: bool = False
    """Ports that face others must not send unreachables either; path MTU discovery needs them."""
    advisories: tuple[Advisory, ...] = ()
    """Known faults by release; without any a person compares versions."""
    # Waivers.
    waiver_days: int = Field(default=30, ge=0, le=366)
    """A waiver that ends within so many days is told."""
    # Cryptography.
    weak_ciphers: tuple[str, ...] = (
        *(
            "aes*cbc*",
            "camellia*cbc*",
            "rijndael*",
            "cbc",
            "3des*",
            "des*",
            "arcfour*",
            "rc4*",
            "blowfish*",
            "cast128*",
        ),
        *("others", "none"),
    )
    """Patterns of SSH ciphers, in the spellings of all platforms; ``others`` is what RGOS calls older ones. Likewise what follows."""
    weak_macs: tuple[str, ...] = (
        *("*md5*", "hmac-sha1*", "sha1*", "hmac-ripemd*", "umac-64*", "*-96*", "*_96*", "none"),
    )
    weak_key_exchanges: tuple[str, ...] = ("*sha1*", "*group1-*", "*group1_*")
    weak_host_keys: tuple[str, ...] = ("dsa*", "ssh-dss*", "x509v3-*dss*", "ssh-rsa", "rsa 512", "rsa 768", "rsa 1024")
    """Kinds of keys by which the device proves itself."""
    weak_snmp: tuple[str, ...] = ("md5", "des*", "3des*", "none")
    """Algorithms of SNMPv3 users."""
    weak_keys: tuple[str, ...] = ("*md5*", "simple", "none", "*sha1*", "*sha-1*")
    """Algorithms of key chains."""
    modulus_bits: int = Field(default=2048, ge=1024, le=8192)
    """Of Diffie-Hellman groups and RSA keys."""
    # Boundaries.
    boundary_ports: Mapping[str, tuple[str, ...]] = {}
    """Ports whose forwarded traffic must be filtered, by host, where the inventory doesn't say it: ``{r1: [GigabitEthernet0/0/1]}``."""
    blocked_ports: tuple[int, ...] = (21, 23, 69, *range(135, 140), 161, 445, 593, 1434, 3389, 4444, 5554, 9996)
    """Ports that nobody from outside should reach through the boundary."""
    address_plan: tuple[IPv4Network | IPv6Network, ...] = ()
    """Networks that the addresses of devices must lie in; without any of a version it isn't asked."""
    published_ports: tuple[int, ...] = (22, 23, 80, 161, 443, 3389, 8080, 8443)
    """Ports of administration that no inside host should show to the outside."""
    bogons: tuple[IPv4Network, ...] = tuple(
        map(IPv4Network, ("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4"))
    )
    """Sources that no packet from outside can have."""
    # Layer 2.
    port_addresses: int = Field(default=2, ge=1, le=1024)
    """MAC addresses that a fix lets in at an access port: a computer and a telephone."""
    storm_percent: int = Field(default=10, ge=1, le=100)
    """Share of a port's bandwidth above which a fix holds broadcasts back."""
    # Routing and control plane.
    arp_rate: int = Field(default=50, ge=1, le=65535)
    """ARP packets a second of one source that a fix lets through."""
    # Continuity.


def load_policy(path: Path) -> Policy:
    """Return the policy of a file; the default one where the file doesn't exist.

    Raises:
        InputError: NET-AUD-001 a key or a value that the policy doesn't take; or the faults of unreadable YAML.
    """
    if not path.exists():
        return Policy()
    reading = read(path)
    raise_all(reading.faults)
    if reading.document is None or reading.document.value is None:
        return Policy()
    try:
        return Policy.model_validate(reading.document.value)
    except ValidationError as error:
        raise InputError(*_faults(error, reading.document)) from error


def _faults(error: ValidationError, document: Document) -> list[Fault]:
    faults = []
    for each in error.errors():
        key = ".".join(map(str, each["loc"])) or "the file"
        values = {"key": key, "detail": each["msg"], "keys": ", ".join(Policy.model_fields)}
        faults.append(document.fault("NET-AUD-001", *each["loc"], **values))
    return faults


@dataclass(frozen=True, slots=True)
class Isolation:
    """The route targets that one VRF may have."""

    imports: frozenset[str] = frozenset()
    exports: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Context:
    """What the inventory knows of one device and its config can't tell.

    Attributes:
        management: networks that administrators come from.
        management_ports: ports that stand in the management network.
        isolation: route targets by VRF; None where nobody said, and then a route target of another VRF is for a person.
        customer_ports: the ports that face a department, with the VRF that each must be in.
        boundary_ports: the ports whose forwarded traffic must be filtered; None where nobody said which they are.
        gateways: what stands in for each address that the device shares (VRRP, HSRP), by `netops.audit.pairs.gateway_name`; one that isn't
            among them nobody compared.
        archived: the text that is judged lies in the archive under its SM3 and SHA-256; None where nobody looked.
        joints: ports at which another device or another network begins, that lets in its hosts itself.
    """

    management: tuple[IPv4Network, ...] = ()
    management_ports: frozenset[str] = frozenset()
    isolation: Mapping[str, Isolation] | None = None
    customer_ports: Mapping[str, str] = field(default_factory=dict)
    boundary_ports: frozenset[str] | None = None
    gateways: Mapping[str, Standby] = field(default_factory=dict)
    joints: frozenset[str] = frozenset()
    archived: bool | None = None
