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
    # Cryptography.
    weak_ciphers: tuple[str, ...] = ("*-cbc*", "3des*", "des*", "arcfour*", "blowfish*", "cast128*", "rc4*", "none")
    """Patterns of SSH ciphers; likewise the next two."""
    weak_macs: tuple[str, ...] = ("*md5*", "hmac-sha1*", "hmac-ripemd*", "umac-64*", "*-96*", "none")
    waiver_days: int = Field(default=30, ge=0, le=366)
    """A waiver that ends within so many days is told."""
    weak_key_exchanges: tuple[str, ...] = ("*-sha1", "*group1-*", "gss-*-sha1-*")
    # Boundaries.
    # Layer 2.
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
