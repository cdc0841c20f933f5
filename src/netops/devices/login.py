"""Logging in: one connection a host through nornir-netmiko, with strict host keys, and why it failed if it did."""

import logging
import socket
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import paramiko
from netmiko import BaseConnection
from netmiko.exceptions import NetmikoAuthenticationException, NetmikoTimeoutException
from netmiko.ssh_dispatcher import telnet_platforms
from nornir.core.configuration import Config
from nornir.core.inventory import ConnectionOptions, Host

from netops.devices import trust
from netops.devices.credentials import Login
from netops.devices.failure import Failure
from netops.devices.host_keys import HostKeyError, known_as, recorded
from netops.devices.old_ssh import BROKEN, OldClient
from netops.devices.outcome import Kind
from netops.devices.telnet import NOTHING, telnet_login
from netops.devices.transport import QuickClient
from netops.devices.way import Way, program, proxy_command
from netops.inventory import hosts
from netops.language import translate as _
from netops.platforms.session import SessionProfile

CONNECTION = "netmiko"
CONNECT_PATIENCE = 15
LOGIN_PATIENCE = 60
"""Seconds for the banner and for the login. A small CPU that gets many logins at once takes that long."""
TELNET_PATIENCE = 30
"""Seconds for the whole of a Telnet login, from the first question to the prompt: nothing in it costs a CPU much."""
KEEPALIVE = 15
TELNET = {"huawei_vrpv8": "huawei_telnet"}
"""Drivers whose Telnet has another name in netmiko: VRP8 asks for user and password as VRP5 does."""
NO_WAY = "NET-DEV-079"
ONCE = frozenset({"NET-DEV-011", "NET-DEV-017", "NET-DEV-018", "NET-DEV-019", NO_WAY})
"""What fails the same way at once: a name without address, no algorithm in common, a key or a way that isn't there."""

# paramiko writes a traceback to standard error for every port that isn't an SSH server, unless somebody listens.
logging.getLogger("paramiko").addHandler(logging.NullHandler())


def options(profile: SessionProfile, reach: hosts.Reach, login: Login, known_hosts: Path) -> ConnectionOptions:
    """Return how nornir-netmiko opens a connection: the platform's driver, recorded host keys only, named keys only.

    Args:
        profile: the platform's.
        reach: the host's way.
        login: what it is offered; the password stands at Nornir's host itself.
        known_hosts: the file of recorded host keys.
    """
    extras: dict[str, Any] = {
        "auto_connect": False,
        "ssh_strict": True,
        "system_host_keys": False,
        "alt_key_file": str(known_hosts),
        "use_keys": login.key_file is not None,
        "key_file": str(login.key_file) if login.key_file else None,
        "passphrase": login.passphrase,
        "allow_agent": login.agent,
        "secret": login.enable or "",
        "disabled_algorithms": None if reach.legacy else BROKEN,
        "ssh_config_file": str(reach.ssh_config) if reach.ssh_config else None,
        "conn_timeout": CONNECT_PATIENCE,
        "banner_timeout": LOGIN_PATIENCE,
        "auth_timeout": LOGIN_PATIENCE,
        "keepalive": KEEPALIVE,
    }
    return ConnectionOptions(platform=driver(profile, telnet=reach.telnet), extras=extras)


def driver(profile: SessionProfile, *, telnet: bool) -> str:
    """Return netmiko's name of the driver that logs in."""
    return TELNET.get(profile.driver, f"{profile.driver}_telnet") if telnet else profile.driver


def has_telnet(profile: SessionProfile) -> bool:
    """Return whether a platform can be reached by Telnet at all.

    Example:
        >>> from netops.platforms.frr.session import SESSION
        >>> has_telnet(SESSION)
        False
    """
    return driver(profile, telnet=True) in telnet_platforms


def warnings(host: hosts.Host) -> Iterator[str]:
    """Yield what a person must hear before this host is logged in to."""
    if host.reach.telnet:
        yield _("{host}: reached by TELNET: password and every line can be read on the way").format(host=host.name)
    elif host.reach.legacy:
        words = _("{host}: old SSH algorithms are accepted (netops_legacy_ssh): whoever breaks them reads the session")
        yield words.format(host=host.name)


def secrets(host: Host) -> frozenset[str]:
    """Return what no log may show of a host's login."""
    extras = host.connection_options[CONNECTION].extras or {}
    return frozenset(filter(None, (host.password, extras.get("secret"), extras.get("passphrase"))))


def login(host: Host, config: Config) -> paramiko.Transport:
    """Log in to a shell, once more where the network failed in passing, and return the SSH connection.

    Raises:
        Failure: with the kind of what went wrong.
    """
    connection = connect(host, config)
    transport = connection.remote_conn_pre.get_transport() if connection.remote_conn_pre else None
    if not isinstance(transport, paramiko.Transport):
        raise _of(host, Kind.UNREACHABLE, "NET-DEV-010", detail="the connection closed at once")
    # The terminal that netmiko opens isn't needed: commands run in channels of their own.
    if connection.remote_conn is not None:
        connection.remote_conn.close()
    transport.set_keepalive(KEEPALIVE)
    return transport


def logout(host: Host) -> None:
    """Close the connection at once; what netmiko would type before leaving a terminal has no place here."""
    plugin = host.connections.pop(CONNECTION, None)
    if plugin is None:
        return
    connection: BaseConnection = plugin.connection
    _forget(connection)
    if connection.protocol != "ssh":
        if connection.remote_conn is not None:
            connection.remote_conn.close()
    elif hasattr(connection, "remote_conn_pre"):  # netmiko sets it when it connects
        connection.paramiko_cleanup()
    way: object = connection.sock
    if isinstance(way, Way):
        way.close()


def _forget(connection: BaseConnection) -> None:
    """Take netmiko's filter, which holds the passwords in clear, off its logger: only its own farewell does that."""
    logging.getLogger("netmiko").removeFilter(connection._secrets_filter)  # noqa: SLF001 (netmiko's seam)


def connect(host: Host, config: Config) -> BaseConnection:
    """Log in, once more where the network failed in passing; nothing is typed after the login.

    Raises:
        Failure: with the kind of what went wrong.
    """
    try:
        return _connect(host, config)
    except Failure as failure:
        in_passing = failure.kind in {Kind.UNREACHABLE, Kind.TIMEOUT} and failure.fault.code not in ONCE
        if not in_passing or _is_telnet(host):  # a device that fell silent may have heard the password already
            raise
    return _connect(host, config)


def _connect(host: Host, config: Config) -> BaseConnection:
    logout(host)
    extras = host.connection_options[CONNECTION].extras or {}
    found: trust.Trust | None = config.user_defined.get(trust.TRUST)
    telnet = _is_telnet(host)
    keys = () if telnet else _recorded(host, Path(extras["alt_key_file"]), absent=found is not None)
    key = _key(host, extras)
    connection: BaseConnection = host.open_connection(CONNECTION, config).connection
    try:
        if telnet:
            connection.telnet_login = partial(telnet_login, connection, TELNET_PATIENCE)  # type: ignore[method-assign]  # its own tries the password often
        else:
            connection.special_login_handler = _say_nothing  # type: ignore[method-assign]  # its own does harm
            _prepare(host, connection, key, found)
            _know(host, connection, keys)
        connection.establish_connection()
    except (NetmikoTimeoutException, NetmikoAuthenticationException, paramiko.SSHException, OSError, EOFError) as error:
        logout(host)
        raise _failure(host, error, connection.sock) from None
    except Failure:
        logout(host)
        raise
    return connection


def _say_nothing(delay_factor: float = 1.0) -> None:
    """Stand in for netmiko's login handler, which answers questions before anybody knows whose they are.

    Its driver for Huawei types N to one question and Y, which saves the config, to another.
    """


def _is_telnet(host: Host) -> bool:
    return str(host.connection_options[CONNECTION].platform).endswith("_telnet")


def _prepare(host: Host, connection: BaseConnection, key: paramiko.PKey | None, found: trust.Trust | None) -> None:
    """Set what netmiko's own settings don't say as closely: this key and no other, the way, what is trusted."""
    if key is not None:
        # netmiko would also try every key of the user's own folder, and a device counts each as a failed login.
        connection.use_keys, connection.key_file, connection.pkey = False, None, key
    if found is not None:
        connection.key_policy = trust.FirstUse(found, Path(connection.alt_key_file), host.name)
    path, connection.ssh_config_file = connection.ssh_config_file, None
    command = proxy_command(Path(path), host) if path else None
    if path and command is not None:
        connection.sock = _way(host, Path(path), command)  # type: ignore[assignment]  # paramiko takes either


def _way(host: Host, path: Path, command: str) -> Way:
    try:
        return Way(command)
    except ValueError as error:
        raise _of(host, Kind.UNREACHABLE, "NET-DEV-019", path=path, detail=str(error)) from None
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise _of(host, Kind.UNREACHABLE, NO_WAY, program=program(command), detail=detail) from None


def _key(host: Host, extras: dict[str, Any]) -> paramiko.PKey | None:
    path = extras.get("key_file")
    if path is None:
        return None
    try:
        passphrase = (extras.get("passphrase") or "").encode() or None
        return paramiko.PKey.from_path(path, password=passphrase)  # type: ignore[arg-type]  # it takes bytes only
    except (OSError, ValueError, TypeError, paramiko.SSHException) as error:
        # A library's own words may repeat what the file holds, or the passphrase: only what kind of fault it is is told.
        detail = getattr(error, "strerror", None) or "no private key that netops reads, or another passphrase"
        raise _of(host, Kind.REFUSED_KEY, "NET-DEV-018", path=path, detail=detail) from None


def _know(host: Host, connection: BaseConnection, keys: Sequence[paramiko.PKey]) -> None:
    """Give the connection the keys of its own host; netmiko would have the whole file read."""
    kind = OldClient if connection.disabled_algorithms is None else QuickClient
    name = known_as(str(host.hostname), host.port or 22)

    def client() -> paramiko.SSHClient:
        made = kind()
        for key in keys:
            made.get_host_keys().add(name, key.get_name(), key)
        return made

    connection._get_ssh_client_instance = client  # type: ignore[method-assign]  # noqa: SLF001 (netmiko's seam)


def _recorded(host: Host, path: Path, *, absent: bool) -> tuple[paramiko.PKey, ...]:
    """Return the recorded keys of a host.

    Args:
        host: Nornir's.
        path: the file.
        absent: whether there need not be one yet.

    Raises:
        Failure: NET-DEV-016, 024.
    """
    try:
        return recorded(path).keys(known_as(str(host.hostname), host.port or 22))
    except FileNotFoundError:
        if absent:
            return ()
        raise _of(host, Kind.REFUSED_KEY, "NET-DEV-025", path=path) from None
    except (OSError, UnicodeDecodeError, HostKeyError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise _of(host, Kind.REFUSED_KEY, "NET-DEV-016", path=path, detail=detail) from None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and those behind it: netmiko wraps what paramiko and the socket said."""
    while error is not None:
        if isinstance(error, paramiko.ssh_exception.NoValidConnectionsError):
            yield from error.errors.values()
        yield error
        error = error.__cause__ or error.__context__


NAMED: tuple[tuple[type[BaseException], str, Kind, str], ...] = (
    (paramiko.BadHostKeyException, "", Kind.REFUSED_KEY, "NET-DEV-015"),
    (paramiko.ssh_exception.IncompatiblePeer, "", Kind.UNREACHABLE, "NET-DEV-017"),
    (paramiko.AuthenticationException, "", Kind.WRONG_PASSWORD, "NET-DEV-013"),
    (NetmikoAuthenticationException, "", Kind.WRONG_PASSWORD, "NET-DEV-013"),
    (paramiko.SSHException, "No authentication methods", Kind.WRONG_PASSWORD, "NET-DEV-013"),
    (NetmikoTimeoutException, NOTHING, Kind.TIMEOUT, "NET-DEV-024"),
    (socket.gaierror, "", Kind.UNREACHABLE, "NET-DEV-011"),
    (TimeoutError, "", Kind.TIMEOUT, "NET-DEV-012"),
    (Exception, "not found in known_hosts", Kind.REFUSED_KEY, "NET-DEV-014"),
)
"""What stands behind a failed login → its kind and its words: the exception, a part of its text."""


def _failure(host: Host, error: Exception, way: object) -> Failure:
    """Name what went wrong at a login. Only details without secrets go into the fault."""
    causes = tuple(_causes(error))
    trouble = way.trouble(CONNECT_PATIENCE) if isinstance(way, Way) else ""
    if isinstance(way, Way) and trouble and not way.heard:
        return _of(host, Kind.UNREACHABLE, NO_WAY, program=way.program, detail=trouble)
    for cause in causes:
        for kind_of_error, words, kind, code in NAMED:
            if isinstance(cause, kind_of_error) and words in str(cause):
                return _named(host, cause, kind, code)
    if isinstance(way, Way) and trouble:
        return _of(host, Kind.UNREACHABLE, NO_WAY, program=way.program, detail=trouble)
    return _of(host, Kind.UNREACHABLE, "NET-DEV-010", detail=_root(causes))


def _named(host: Host, cause: BaseException, kind: Kind, code: str) -> Failure:
    if kind is Kind.WRONG_PASSWORD and not host.password:
        code = "NET-DEV-022"
    key = trust.shown(cause.key) if isinstance(cause, paramiko.BadHostKeyException) else ""
    seconds = TELNET_PATIENCE if code == "NET-DEV-024" else CONNECT_PATIENCE
    return _of(host, kind, code, shown=key, user=host.username, seconds=seconds, detail=str(cause))


def _root(causes: tuple[BaseException, ...]) -> str:
    for cause in causes:
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
    return str(causes[-1]).strip().splitlines()[0] if str(causes[-1]).strip() else type(causes[-1]).__name__


def _of(host: Host, kind: Kind, code: str, **values: object) -> Failure:
    return Failure.of(kind, code, host=host.name, address=host.hostname, port=host.port, **values)
