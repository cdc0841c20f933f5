"""Who gets in: accounts, lines, servers that are asked, and what each may do. Secrets are never part of the model."""

from dataclasses import dataclass, field

from netops.model.fact import Line
from netops.model.interface import Binding
from netops.model.routing import IPAddress


@dataclass(frozen=True, slots=True)
class Secret:
    """That a secret is set, and how it lies in the config; never the secret itself.

    Attributes:
        form: ``plain``, ``reversible`` (type 7, cipher that the device can decrypt), ``hash`` (one way) or ``unknown``.
        algorithm: as far as the line says it: ``md5``, ``scrypt``, ``sha256``, ``type 7``; empty where it doesn't.
    """

    form: str
    algorithm: str = ""


@dataclass(frozen=True, slots=True)
class User:
    """A local account.

    Attributes:
        name: as it logs in.
        privilege: 0 to 15; None where no line says it.
        roles: names of roles, where the device has them.
        secret: None where no line says it: AAA or a key proves the account, or ``("nopassword", "on")`` in ``fields`` opens it.
        services: by which it may log in: ``ssh``, ``telnet``, ``terminal``, ``http``, ``ftp`` …; empty where all are open.
        enabled: False where a line blocks it.
        fields: other settings of the account by name, such as ``("password-aging", "90")``.
        sources: the line that each field was read from, as pairs of the field's name, or the setting's, and its line.
    """

    name: str
    privilege: int | None = None
    roles: frozenset[str] = frozenset()
    secret: Secret | None = None
    services: frozenset[str] = frozenset()
    enabled: bool = True
    fields: frozenset[tuple[str, str]] = frozenset()
    sources: tuple[tuple[str, Line], ...] = field(default=(), compare=False, repr=False)
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TerminalLine:
    """A range of lines by which people get a shell.

    Attributes:
        kind: ``console``, ``aux``, ``vty`` or ``tty``.
        first: number of the first line.
        last: number of the last, itself included.
        login: how people are known: ``aaa``, ``local``, ``password``, ``none``; None where no line says it.
        method: name of the AAA method list; None where the default one holds.
        privilege: level of a shell; None where the default holds.
        secret: of the line itself; None where it has none.
        transports: protocols that get in: ``ssh``, ``telnet``, ``none``, ``all``; None where the default holds.
        idle: seconds of silence after which a shell is closed, 0 is never; None where the default holds.
        filters: who may connect.
        fields: other settings by name.
        sources: the line that each field was read from, as pairs of the field's name, or the setting's, and its line.
    """

    kind: str
    first: int
    last: int
    login: str | None = None
    method: str | None = None
    privilege: int | None = None
    secret: Secret | None = None
    transports: frozenset[str] | None = None
    idle: int | None = None
    filters: frozenset[Binding] = frozenset()
    fields: frozenset[tuple[str, str]] = frozenset()
    sources: tuple[tuple[str, Line], ...] = field(default=(), compare=False, repr=False)
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AaaServer:
    """A server that is asked who somebody is, or told what was done.

    Attributes:
        protocol: ``tacacs`` or ``radius``.
        address: None where the line names a host.
        host: name, or the address as it is written.
        port: of authentication; None where the default holds.
        secret: the key's form; None where it has none of its own.
        vrf: in which it is reached.
        group: group, scheme or template that it is part of; empty where it is of none.
        role: ``primary``, ``secondary`` or empty; ``accounting`` where it is told only.
        name: by which the device speaks of it; empty where it does so by the address.
    """

    protocol: str
    host: str
    address: IPAddress | None = None
    port: int | None = None
    secret: Secret | None = None
    vrf: str | None = None
    group: str = ""
    role: str = ""
    name: str = ""
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AaaMethod:
    """In which order a question of AAA is answered.

    Attributes:
        kind: ``authentication login``, ``authentication enable``, ``authorization exec``, ``authorization commands 15``,
            ``accounting exec``, ``accounting commands 15`` …; on VRP and Comware ``authentication``, ``authorization``,
            ``accounting`` of a scheme, with what they are for where the device tells it.
        name: of the list, scheme or domain; ``default``.
        methods: in their order: ``group tacacs+``, ``local``, ``none`` …
    """

    kind: str
    name: str
    methods: tuple[str, ...] = ()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Aaa:
    """Authentication, authorization and accounting.

    Attributes:
        enabled: False where the device is told to do without; None where no line says it.
        methods: by kind and name.
        servers: of all groups.
        domains: domain → the schemes that it binds, as (domain, what, name), on VRP and Comware.
    """

    enabled: bool | None = None
    methods: frozenset[AaaMethod] = frozenset()
    servers: frozenset[AaaServer] = frozenset()
    domains: frozenset[tuple[str, str, str]] = frozenset()
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PasswordPolicy:
    """What a password must be, and what happens after wrong ones; None where no line says it.

    Attributes:
        length: fewest characters.
        kinds: fewest kinds of characters (letters, capitals, digits, others).
        lifetime: days after which it must be changed, 0 is never.
        history: earlier passwords that can't be taken again.
        tries: wrong ones before the account or the address is blocked.
        block: seconds for which it is blocked, 0 is for ever.
        fields: other settings by name.
        sources: the line that each field was read from, as pairs of the field's name, or the setting's, and its line.
    """

    length: int | None = None
    kinds: int | None = None
    lifetime: int | None = None
    history: int | None = None
    tries: int | None = None
    block: int | None = None
    fields: frozenset[tuple[str, str]] = frozenset()
    sources: tuple[tuple[str, Line], ...] = field(default=(), compare=False, repr=False)
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)
