"""What an organisation asks for where the standard gives no number, and what only the inventory knows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

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
    # Records and time.
    log_level: LogLevel = "informational"
    """The least detailed level that is enough."""
    # Ways in.
    management: tuple[IPv4Network, ...] = ()
    """Where administrators may come from, beside what the inventory says."""
    clear_text_ports: tuple[int, ...] = (23, *range(2600, 2621))
    """Login without encryption: Telnet and the VTY ports of the routing daemons (FRR manual, "Virtual Terminal Interfaces")."""
    # Services and exposure.
    risky_ports: tuple[int, ...] = (21, 69, 135, 137, 138, 139, 161, 445, 593, 1434, 3389, 4786, 8080)
    """Ports that nobody should reach on a network device."""
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
    # Layer 2.
    port_addresses: int = Field(default=2, ge=1, le=1024)
    """MAC addresses that a fix lets in at an access port: a computer and a telephone."""
    storm_percent: int = Field(default=10, ge=1, le=100)
    """Share of a port's bandwidth above which a fix holds broadcasts back."""
    # Routing and control plane.
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
    """

    management: tuple[IPv4Network, ...] = ()
    management_ports: frozenset[str] = frozenset()
    isolation: Mapping[str, Isolation] | None = None
    customer_ports: Mapping[str, str] = field(default_factory=dict)
    boundary_ports: frozenset[str] | None = None
