"""Kinds of value that people write: names, addresses, endpoints, stages.

Each kind refuses with a code of its own, so that the fault says what would be right. A kind also carries its JSON
Schema, so that an editor says the same while people type.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from typing import Annotated, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    Strict,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from netops.inventory.words import shown

T = TypeVar("T")

LONGEST_LINUX_NAME = 15
"""Bytes in the name of a Linux interface, and so of a VRF: IFNAMSIZ less the closing zero (linux/if.h)."""

OCTET = r"(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
ADDRESS = rf"(?:{OCTET}\.){{3}}{OCTET}"
LENGTH = r"(?:3[0-2]|[12]?[0-9])"
HOST = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
PORT = r"[0-9]{0,3}[A-Za-z][A-Za-z0-9/._:-]{0,62}"
DEPARTMENT = r"[a-z][a-z0-9_-]{0,14}"
WORD = r"[a-z][a-z0-9_-]{0,30}"


class Stage(StrEnum):
    """Where a department stands on its way, in the order of the way.

    Example:
        >>> Stage.OBSERVED.reached(Stage.CUT_OVER), Stage.SURVEYED.reached(Stage.PREPARED)
        (True, False)
    """

    SURVEYED = "surveyed"
    PREPARED = "prepared"
    DUAL_RUN = "dual_run"
    CUT_OVER = "cut_over"
    OBSERVED = "observed"
    RETIRED = "retired"

    @property
    def position(self) -> int:
        """0 for ``surveyed`` to 5 for ``retired``."""
        return list(Stage).index(self)

    def reached(self, other: "Stage") -> bool:
        """Return whether this stage is ``other`` or lies after it."""
        return self.position >= other.position


class Sharing(StrEnum):
    """How a government resource is shared: 无条件共享, 有条件共享, 不予共享 (国发[2016]51号)."""

    UNCONDITIONAL = "unconditional"
    CONDITIONAL = "conditional"
    NONE = "none"


class Access(StrEnum):
    """What an end of a circuit has its address on."""

    PORT = "port"
    SUB_INTERFACE = "sub_interface"
    VLAN_INTERFACE = "vlan_interface"


class Routing(StrEnum):
    """How the provider and a site learn what is behind the other."""

    BGP = "bgp"
    STATIC = "static"


@dataclass(frozen=True, slots=True, order=True)
class Endpoint:
    """One port of one host, written ``host:interface``.

    Example:
        >>> Endpoint.parse("pe1:cust0")
        Endpoint(host='pe1', interface='cust0')
        >>> str(Endpoint("pe1", "cust0"))
        'pe1:cust0'
    """

    host: str
    interface: str

    @classmethod
    def parse(cls, text: str) -> "Endpoint":
        """Return the endpoint that ``host:interface`` names; ValueError where it isn't that form."""
        found = re.fullmatch(rf"({HOST}):({PORT})", text)
        if not found:
            raise ValueError(text)
        return cls(found[1], found[2])

    def __str__(self) -> str:
        """Return ``host:interface``."""
        return f"{self.host}:{self.interface}"


def vrf_name(department: str) -> str:
    """Return the name of a department's VRF.

    Upper case, since a department's name is lower case and a VRF of a Linux router is an interface beside others.

    Example:
        >>> vrf_name("water-affairs")
        'WATER_AFFAIRS'
    """
    return department.upper().replace("-", "_")


def _parsed(kind: type[T], code: str, parse: Callable[[str], T]) -> Callable[[object], T]:
    """Return a validator that takes text, or a value that is of its kind already."""

    def validate(value: object) -> T:
        if isinstance(value, kind):
            return value
        try:
            if isinstance(value, str):
                return parse(value)
        except ValueError:
            pass
        raise PydanticCustomError(code, "refused", {"value": shown(value)})

    return validate


def _network(value: object) -> IPv4Network:
    network = _parsed(IPv4Interface, "NET-INV-021", _with_length)(value) if isinstance(value, str) else value
    if isinstance(network, IPv4Network):
        return network
    if not isinstance(network, IPv4Interface):
        raise PydanticCustomError("NET-INV-021", "refused", {"value": shown(value)})
    if network.ip != network.network.network_address:
        raise PydanticCustomError(
            "NET-INV-022", "refused", {"value": shown(value), "network": str(network.network), "host": str(network.ip)}
        )
    return network.network


def _with_length(text: str) -> IPv4Interface:
    if not re.fullmatch(rf"{ADDRESS}/{LENGTH}", text):
        raise ValueError(text)
    return IPv4Interface(text)


def _day(text: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _formed(pattern: str, code: str) -> AfterValidator:
    compiled = re.compile(pattern)

    def validate(value: str) -> str:
        if not compiled.fullmatch(value):
            raise PydanticCustomError(code, "refused", {"value": shown(value), "form": pattern})
        return value

    return AfterValidator(validate)


def _schema(pattern: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern}$", "examples": list(examples)})


def _seen(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("NET-INV-033", "refused", {})
    return value


Text = Annotated[str, StringConstraints(max_length=200), AfterValidator(_seen), WithJsonSchema(
    {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^(?!.*\{[{%#])[^\u0000-\u001f\u007f]*$"}
)]  # fmt: skip
"""One line for people: no newline, control character or template syntax (the document reader sees to that)."""

Address = Annotated[
    IPv4Address, PlainValidator(_parsed(IPv4Address, "NET-INV-020", IPv4Address)), _schema(ADDRESS, "192.168.1.1")
]
Prefix = Annotated[IPv4Network, PlainValidator(_network), _schema(f"{ADDRESS}/{LENGTH}", "192.168.1.0/24")]
AddressWithLength = Annotated[
    IPv4Interface,
    PlainValidator(_parsed(IPv4Interface, "NET-INV-023", _with_length)),
    _schema(f"{ADDRESS}/{LENGTH}", "10.250.0.254/24"),
]
Port = Annotated[
    Endpoint,
    PlainValidator(_parsed(Endpoint, "NET-INV-024", Endpoint.parse)),
    PlainSerializer(str, return_type=str),
    _schema(f"{HOST}:{PORT}", "pe1:cust0"),
]
Day = Annotated[date, PlainValidator(_parsed(date, "NET-INV-027", _day)), _schema(r"\d{4}-\d{2}-\d{2}", "2027-06-30")]

HostName = Annotated[str, _formed(HOST, "NET-INV-048"), _schema(HOST, "pe1")]
InterfaceName = Annotated[str, _formed(PORT, "NET-INV-026"), _schema(PORT, "lan0")]
DepartmentName = Annotated[str, _formed(DEPARTMENT, "NET-INV-030"), _schema(DEPARTMENT, "finance")]
Name = Annotated[str, _formed(WORD, "NET-INV-025"), _schema(WORD, "data-exchange")]
SiteKey = Annotated[str, _formed(rf"{DEPARTMENT}/{WORD}", "NET-INV-035"), _schema(f"{DEPARTMENT}/{WORD}", "finance/hq")]
VrfName = Annotated[str, _formed(r"[A-Z][A-Z0-9_]{0,14}", "NET-INV-031"), _schema("[A-Z][A-Z0-9_]{0,14}", "EXCHANGE")]
User = Annotated[str, _formed(r"[a-z_][a-z0-9_-]{0,31}", "NET-INV-036"), _schema("[a-z_][a-z0-9_-]{0,31}", "netops")]
ZoneName = Annotated[str, _formed(r"[A-Z][A-Z0-9]{1,6}", "NET-INV-036"), _schema("[A-Z][A-Z0-9]{1,6}", "CST")]
Algorithm = Annotated[str, _formed(r"[A-Za-z0-9@._-]{1,64}", "NET-INV-036"), _schema("[A-Za-z0-9@._-]{1,64}")]
FilePath = Annotated[
    str, _formed(r"/[A-Za-z0-9._/-]{1,200}", "NET-INV-036"), _schema("/[A-Za-z0-9._/-]{1,200}", "/etc/issue.net")
]
Identifier = Annotated[str, _formed(r"[A-Za-z][A-Za-z0-9._-]{0,63}", "NET-INV-036"), _schema("[A-Za-z][A-Za-z0-9._-]*")]
PublicKey = Annotated[
    str,
    _formed(r"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=", "NET-INV-036"),
    _schema("[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]="),
]
"""Ed25519: 32 bytes in base64 (RFC 8032 section 5.1.5); the two bits that are left over are 0, so a key has one form."""

Rule = Annotated[
    str,
    _formed(r"(?:\{asn\}|[0-9]+):[0-9]*\{number\}", "NET-INV-032"),
    _schema(r"(?:\{asn\}|[0-9]+):[0-9]*\{number\}", "{asn}:{number}"),
]

Asn = Annotated[int, Strict(), Field(ge=1, le=4294967294)]
"""RFC 6793, less 0 (RFC 7607) and the last (RFC 7300)."""

VrfNumber = Annotated[int, Strict(), Field(ge=1, le=4294967295)]
"""A VRF's number: the last part of its RD and route target, and 1000 less than its table on a Linux router."""

Seconds = Annotated[int, Strict(), Field(ge=1, le=65535)]

Vlan = Annotated[int, Strict(), Field(ge=1, le=4094)]
"""IEEE 802.1Q: 0 and 4095 are no VLANs."""


class Written(BaseModel):
    """What people write: frozen, and a key that nobody knows is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, use_attribute_docstrings=True)


class Title(Written):
    """A name for people in both languages."""

    en: Text
    """In English."""
    zh: Text
    """In Chinese."""
