"""The management plane: how people and systems get in, and what is recorded."""

from dataclasses import dataclass, field

from netops.model.access import Aaa, PasswordPolicy, Secret, TerminalLine, User
from netops.model.fact import Line
from netops.model.interface import Binding
from netops.model.keys import KeyChain, PublicKey, TrustPoint
from netops.model.services import Clock, LogTarget, Service, Snmp


@dataclass(frozen=True, slots=True)
class SshException:
    """Settings of the SSH service that hold for some logins in place of those of all (``Match`` of sshd).

    Attributes:
        condition: for which logins, in the device's words: ``User auditor``.
        fields: the settings by the name of their field in `SshServer`.
        sources: the line that each field was read from, as pairs of the field's name and its line.
    """

    condition: str
    fields: frozenset[tuple[str, str | int | bool | frozenset[str]]] = frozenset()
    sources: tuple[tuple[str, Line], ...] = field(default=(), compare=False, repr=False)
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SshServer:
    """The SSH service of the device; None where no line says so and the release's default holds.

    Attributes:
        port: 1 to 65535.
        login_grace: seconds within which a login must succeed; 0 is no limit.
        auth_tries: wrong passwords before the connection is closed.
        idle_interval: seconds of silence after which the client is asked whether it is alive; 0 is never.
        idle_count: unanswered questions after which the session is closed.
        ciphers: in the order of preference; empty where the default set holds. Likewise macs and key_exchanges.
        agent_forwarding: the client's key agent may be used from the device.
        session_idle: seconds of silence after which a shell is closed; None where it never is.
        users: the only login names accepted; empty accepts all.
        banner: file that is shown before the login.
        enabled: None where no line says it.
        version: ``2``, ``1.99``, ``1``; None where no line says it.
        host_keys: kinds of keys by which the device proves itself: ``rsa 2048``, ``ecdsa``, ``sm2`` …
        source: interface or address on which it listens; None where on all.
        filters: who may connect.
        rekey: minutes after which session keys are made anew.
        exceptions: what holds for some logins; the first that a login matches counts.
        sources: the line that each field was read from, as pairs of the field's name and its line.
    """

    port: int | None = None
    root_login: str | None = None
    password_login: bool | None = None
    empty_passwords: bool | None = None
    login_grace: int | None = None
    auth_tries: int | None = None
    idle_interval: int | None = None
    idle_count: int | None = None
    tcp_forwarding: bool | None = None
    agent_forwarding: bool | None = None
    session_idle: int | None = None
    log_level: str | None = None
    ciphers: tuple[str, ...] = ()
    macs: tuple[str, ...] = ()
    key_exchanges: tuple[str, ...] = ()
    users: frozenset[str] = frozenset()
    banner: str | None = None
    enabled: bool | None = None
    version: str | None = None
    host_keys: frozenset[str] = frozenset()
    source: str | None = None
    filters: frozenset[Binding] = frozenset()
    rekey: int | None = None
    exceptions: tuple[SshException, ...] = ()
    sources: tuple[tuple[str, Line], ...] = field(default=(), compare=False, repr=False)
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Logging:
    """Where events go.

    Attributes:
        enabled: False where the device records nothing; None where no line says it.
        targets: hosts that events are sent to.
        buffer: bytes or messages of the buffer on the device, 0 is none; None where no line says it.
        buffer_level: least level that goes into the buffer, as a word.
        console_level: least level that goes to the console, ``none`` where nothing does.
        timestamps: how events say when they were: ``date``, ``uptime``, ``none``; None where no line says it.
        source: interface or address that events come from.
        syslog_level: ``debugging`` … ``emergencies``; None where nothing is sent to syslog.
        commands: commands that were typed are recorded.
        sources: the line that each field was read from, as pairs of the field's name and its line.
    """

    syslog_level: str | None = None
    commands: bool = False
    enabled: bool | None = None
    targets: frozenset[LogTarget] = frozenset()
    buffer: int | None = None
    buffer_level: str | None = None
    console_level: str | None = None
    timestamps: str | None = None
    source: str | None = None
    sources: tuple[tuple[str, Line], ...] = field(default=(), compare=False, repr=False)
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Management:
    """The management plane of one device.

    Attributes:
        users: local accounts.
        terminals: ranges of lines by which people get a shell.
        aaa: who is asked, and in which order.
        passwords: what passwords must be.
        enable: the secret of the highest level; None where there is none.
        services: that listen, or that lines turn off.
        snmp: the agent.
        clock: time, and where it comes from.
        banners: which texts are shown: ``login``, ``motd``, ``exec`` …
        archive: the config, or what changed in it, is recorded; None where no line says it.
        fields: other settings by name, such as ``("service password-encryption", "on")``.
        key_chains: keys that routing protocols take by name.
        trust_points: authorities that the device believes.
        public_keys: of others, that the device believes.
        sources: the line that each of `fields`, the secret of the highest level and each banner was read from, as pairs of its name and its line.
    """

    ssh: SshServer = SshServer()
    logging: Logging = Logging()
    users: frozenset[User] = frozenset()
    terminals: frozenset[TerminalLine] = frozenset()
    aaa: Aaa = field(default_factory=Aaa)
    passwords: PasswordPolicy = field(default_factory=PasswordPolicy)
    enable: Secret | None = None
    services: frozenset[Service] = frozenset()
    snmp: Snmp = field(default_factory=Snmp)
    clock: Clock = field(default_factory=Clock)
    banners: frozenset[str] = frozenset()
    archive: bool | None = None
    fields: frozenset[tuple[str, str]] = frozenset()
    key_chains: frozenset[KeyChain] = frozenset()
    trust_points: frozenset[TrustPoint] = frozenset()
    public_keys: frozenset[PublicKey] = frozenset()
    sources: tuple[tuple[str, Line], ...] = field(default=(), compare=False, repr=False)
