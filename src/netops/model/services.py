"""Services of the device itself: how it is watched, what it records, what time it has."""

from dataclasses import dataclass, field

from netops.model.access import Secret
from netops.model.fact import Line
from netops.model.interface import Binding
from netops.model.routing import IPAddress


@dataclass(frozen=True, slots=True)
class Service:
    """A service that listens, or that is turned off.

    Attributes:
        name: ``telnet``, ``http``, ``https``, ``ftp``, ``tftp``, ``netconf``, ``snmp``, ``lldp``, ``cdp``, ``dhcp``,
            ``finger``, ``small-tcp`` …
        enabled: what the line says.
        port: None where the default holds.
        source: interface or address on which it listens; None where on all.
        filters: who may use it.
        fields: other settings by name.
    """

    name: str
    enabled: bool
    port: int | None = None
    source: str | None = None
    filters: frozenset[Binding] = frozenset()
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SnmpCommunity:
    """A community of SNMP version 1 and 2c. Its name is its password, so that only its form is part of the model.

    Attributes:
        writable: it may change the device.
        secret: how the name lies in the config.
        usual: the name is one that everybody tries: ``public``, ``private``, the vendor's.
        name: that name, which is no secret; empty for all others.
        filters: who may use it.
        view: what it sees; None where everything.
    """

    writable: bool
    secret: Secret
    usual: bool = False
    filters: frozenset[Binding] = frozenset()
    view: str | None = None
    name: str = ""
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SnmpUser:
    """A user of SNMP version 3.

    Attributes:
        group: that says what it may see.
        authentication: ``md5``, ``sha``, ``sha2-256``, ``sm3`` …; None where packets aren't authenticated.
        privacy: ``des56``, ``aes128``, ``sm4`` …; None where they aren't encrypted.
        filters: who may use it.
    """

    name: str
    group: str
    authentication: str | None = None
    privacy: str | None = None
    filters: frozenset[Binding] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SnmpGroup:
    """A group of SNMP users.

    Attributes:
        version: ``v1``, ``v2c``, ``v3``.
        level: of version 3: ``noauth``, ``auth`` or ``priv``.
        views: (``read``, ``write`` or ``notify``; name).
    """

    name: str
    version: str
    level: str | None = None
    views: frozenset[tuple[str, str]] = frozenset()
    filters: frozenset[Binding] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SnmpTarget:
    """A host that traps are sent to, or informs.

    Attributes:
        version: ``v1``, ``v2c``, ``v3``; None where the default holds.
        level: of version 3.
        vrf: in which it is reached.
        user: of version 3, in whose name traps are sent; None where the line says it otherwise.
        informs: it must acknowledge what it is sent.
    """

    host: str
    version: str | None = None
    level: str | None = None
    vrf: str | None = None
    port: int | None = None
    user: str | None = None
    informs: bool = False
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Snmp:
    """The SNMP agent.

    Attributes:
        enabled: None where no line says it.
        versions: that are switched on; empty where no line says it.
        source: interface on which the agent listens or from which traps come.
        views: (name, subtree, whether it is included).
    """

    enabled: bool | None = None
    versions: frozenset[str] = frozenset()
    communities: frozenset[SnmpCommunity] = frozenset()
    users: frozenset[SnmpUser] = frozenset()
    groups: frozenset[SnmpGroup] = frozenset()
    targets: frozenset[SnmpTarget] = frozenset()
    views: frozenset[tuple[str, str, bool]] = frozenset()
    source: str | None = None
    fields: frozenset[tuple[str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TimeSource:
    """A server or peer that time comes from.

    Attributes:
        host: as it is written.
        address: None where the line names a host.
        key: number of the key that proves it; None where nothing does.
        preferred: it is asked first.
        peer: both give each other time.
        vrf: in which it is reached.
        source: interface that questions come from.
    """

    host: str
    address: IPAddress | None = None
    key: int | None = None
    preferred: bool = False
    peer: bool = False
    vrf: str | None = None
    source: str | None = None
    version: int | None = None
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Clock:
    """What time the device has, and from whom.

    Attributes:
        zone: name and offset from UTC in minutes; None where no line says it.
        authenticate: servers must prove themselves; None where no line says it.
        keys: (number, algorithm).
        trusted: numbers of the keys that are believed.
        enabled: False where NTP is turned off; None where no line says it.
        master: stratum that the device itself claims; None where it claims none.
        filters: who may ask it.
        origins: the line that each field was read from, as pairs of the field's name and its line; the time's sources are another thing.
    """

    zone: tuple[str, int] | None = None
    sources: frozenset[TimeSource] = frozenset()
    authenticate: bool | None = None
    keys: frozenset[tuple[int, str]] = frozenset()
    trusted: frozenset[int] = frozenset()
    enabled: bool | None = None
    source: str | None = None
    master: int | None = None
    filters: frozenset[Binding] = frozenset()
    origins: tuple[tuple[str, Line], ...] = field(default=(), compare=False, repr=False)
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class LogTarget:
    """A host that events are sent to.

    Attributes:
        host: as it is written.
        level: least level that is sent, as a word; None where the default holds.
        vrf: in which it is reached.
        port: None where the default holds.
        transport: ``udp``, ``tcp``, ``tls``; None where the default holds.
        facility: None where the default holds.
        source: address that its events come from; None where they come from that of all.
        protection: name of the TLS policy by which it is reached; None where the line names none.
    """

    host: str
    level: str | None = None
    vrf: str | None = None
    port: int | None = None
    transport: str | None = None
    facility: str | None = None
    source: str | None = None
    protection: str | None = None
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)
