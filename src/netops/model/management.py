"""The management plane: how people and systems get in, and what is recorded."""

from dataclasses import dataclass, field

from netops.model.fact import Line


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
    sources: tuple[tuple[str, Line], ...] = field(default=(), compare=False, repr=False)
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Logging:
    """Where events of the routing software go.

    Attributes:
        syslog_level: ``debugging`` … ``emergencies``; None where nothing is sent to syslog.
        commands: commands that were typed are recorded.
        sources: the line that each field was read from, as pairs of the field's name and its line.
    """

    syslog_level: str | None = None
    commands: bool = False
    sources: tuple[tuple[str, Line], ...] = field(default=(), compare=False, repr=False)
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Management:
    """The management plane of one device."""

    ssh: SshServer = SshServer()
    logging: Logging = Logging()
