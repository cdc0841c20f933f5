"""Logging in: one SSH connection a host through nornir-netmiko, with strict host keys, and why it failed if it did."""

import logging
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import paramiko
from netmiko.exceptions import NetmikoAuthenticationException, NetmikoTimeoutException
from nornir.core.configuration import Config
from nornir.core.inventory import ConnectionOptions, Host

from netops.devices.failure import Failure
from netops.devices.outcome import Kind
from netops.platforms.session import SessionProfile

CONNECTION = "netmiko"
CONNECT_PATIENCE = 15
LOGIN_PATIENCE = 60
"""Seconds for the banner and for the login. A small CPU that gets many logins at once takes that long."""
KEEPALIVE = 15

# paramiko writes a traceback to standard error for every port that isn't an SSH server, unless somebody listens.
logging.getLogger("paramiko").addHandler(logging.NullHandler())


def options(profile: SessionProfile, known_hosts: Path) -> ConnectionOptions:
    """Return how nornir-netmiko opens a connection: the platform's driver, recorded host keys only, passwords only."""
    extras: dict[str, Any] = {
        "auto_connect": False,
        "ssh_strict": True,
        "system_host_keys": False,
        "alt_host_keys": True,
        "alt_key_file": str(known_hosts),
        "use_keys": False,
        "allow_agent": False,
        "ssh_config_file": None,
        "conn_timeout": CONNECT_PATIENCE,
        "banner_timeout": LOGIN_PATIENCE,
        "auth_timeout": LOGIN_PATIENCE,
        "keepalive": KEEPALIVE,
    }
    return ConnectionOptions(platform=profile.driver, extras=extras)


def login(host: Host, config: Config, *, terminal: bool = False) -> paramiko.Transport:
    """Log in, once more where the network failed in passing, and return the SSH connection.

    Args:
        host: Nornir's host.
        config: Nornir's configuration.
        terminal: leave the terminal open that netmiko opens: `terminal_of`.

    Raises:
        Failure: with the kind of what went wrong.
    """
    try:
        return _login(host, config, terminal=terminal)
    except Failure as failure:
        if failure.kind not in {Kind.UNREACHABLE, Kind.TIMEOUT} or failure.fault.code == "NET-DEV-011":
            raise
    return _login(host, config, terminal=terminal)


def terminal_of(host: Host) -> paramiko.Channel:
    """Return the terminal of a login: the only one, since many devices close the connection together with it."""
    channel: paramiko.Channel = host.connections[CONNECTION].connection.remote_conn
    return channel


def _say_nothing() -> None:
    """Stand in for netmiko's login handler, which answers questions before anybody knows whose they are.

    Its driver for Huawei types N to one question and Y, which saves the config, to another.
    """


def logout(host: Host) -> None:
    """Close the connection at once; what netmiko would type before leaving a terminal has no place here."""
    plugin = host.connections.pop(CONNECTION, None)
    if plugin is not None:
        plugin.connection.paramiko_cleanup()


def _login(host: Host, config: Config, *, terminal: bool) -> paramiko.Transport:
    logout(host)
    _check_known_hosts(host)
    connection = host.open_connection(CONNECTION, config).connection
    connection.special_login_handler = _say_nothing
    try:
        connection.establish_connection()
        transport = connection.remote_conn_pre.get_transport()
    except (NetmikoTimeoutException, NetmikoAuthenticationException, paramiko.SSHException, OSError, EOFError) as error:
        logout(host)
        raise _failure(host, error) from None
    if not isinstance(transport, paramiko.Transport):
        raise _of(host, Kind.UNREACHABLE, "NET-DEV-010", detail="the connection closed at once")
    if not terminal:  # commands run in channels of their own
        connection.remote_conn.close()
    transport.set_keepalive(KEEPALIVE)
    return transport


def _check_known_hosts(host: Host) -> None:
    extras = host.connection_options[CONNECTION].extras or {}
    path = Path(extras["alt_key_file"])
    try:
        paramiko.HostKeys(str(path))
    except (OSError, paramiko.SSHException, UnicodeDecodeError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise _of(host, Kind.REFUSED_KEY, "NET-DEV-016", path=path, detail=detail) from None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and those behind it: netmiko wraps what paramiko and the socket said."""
    while error is not None:
        if isinstance(error, paramiko.ssh_exception.NoValidConnectionsError):
            yield from error.errors.values()
        yield error
        error = error.__cause__ or error.__context__


def _failure(host: Host, error: Exception) -> Failure:
    """Name what went wrong at a login. Only details without secrets go into the fault."""
    causes = tuple(_causes(error))
    for cause in causes:
        match cause:
            case paramiko.BadHostKeyException():
                return _of(host, Kind.REFUSED_KEY, "NET-DEV-015", shown=_digest(cause.key))
            case paramiko.AuthenticationException():
                return _of(host, Kind.WRONG_PASSWORD, "NET-DEV-013", user=host.username)
            case socket.gaierror():
                return _of(host, Kind.UNREACHABLE, "NET-DEV-011")
            case TimeoutError():
                return _of(host, Kind.TIMEOUT, "NET-DEV-012", seconds=CONNECT_PATIENCE)
            case _ if "not found in known_hosts" in str(cause):
                return _of(host, Kind.REFUSED_KEY, "NET-DEV-014")
            case _:
                continue
    return _of(host, Kind.UNREACHABLE, "NET-DEV-010", detail=_root(causes))


def _root(causes: tuple[BaseException, ...]) -> str:
    for cause in causes:
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
    return str(causes[-1]).strip().splitlines()[0] if str(causes[-1]).strip() else type(causes[-1]).__name__


def _digest(key: paramiko.PKey) -> str:
    return f"{key.get_name()} {key.fingerprint}"


def _of(host: Host, kind: Kind, code: str, **values: object) -> Failure:
    return Failure.of(kind, code, host=host.name, address=host.hostname, port=host.port, **values)
