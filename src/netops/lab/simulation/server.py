"""The SSH servers of a fleet, all in one event loop."""

from __future__ import annotations

import asyncio
import codecs
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import asyncssh

from netops.lab.simulation.box import Box
from netops.lab.simulation.console import Console, Vendor
from netops.lab.simulation.terminal import Terminal

LOCAL = "127.0.0.1"
SLICE = 0.05
"""Seconds of a slow line that are sent at once."""
LAST_WORDS = 0.05
"""Seconds that a device that reboots goes on sending."""


@dataclass(eq=False, slots=True)
class Sending:
    """The way back to the client: as slow as the device's faults say, and cut where they say.

    Attributes:
        channel: of SSH.
        box: the device.
        sent: bytes until now.
    """

    channel: asyncssh.SSHServerChannel[bytes]
    box: Box
    sent: int = 0
    ends: Callable[[], None] | None = None
    _queue: deque[bytes] = field(default_factory=deque)
    _running: bool = False

    def send(self, data: bytes) -> None:
        """Send at once where nothing slows the line down, else as fast as it goes."""
        faults = self.box.faults
        if not self._running and not faults.latency and not faults.rate:
            self._write(data)
            return
        self._queue.append(data)
        if not self._running:
            self._running = True
            asyncio.get_running_loop().call_later(faults.latency, self._next)

    def finish(self, act: Callable[[], None]) -> None:
        """Do something once all is sent."""
        if self._running:
            self.ends = act
        else:
            act()

    def _next(self) -> None:
        faults = self.box.faults
        data = b"".join(self._queue)
        self._queue.clear()
        size = max(int(faults.rate * SLICE), 1) if faults.rate else len(data)
        now, later = data[:size], data[size:]
        self._write(now)
        if later:
            self._queue.append(later)
            asyncio.get_running_loop().call_later(len(now) / faults.rate, self._next)
            return
        self._running = False
        if self.ends is not None:
            self.ends()

    def _write(self, data: bytes) -> None:
        limit = self.box.faults.cut_at_byte
        if limit and self.sent + len(data) >= limit:
            data = data[: max(limit - self.sent, 0)]
        self.sent += len(data)
        if not self.channel.is_closing():
            self.channel.write(data)
        if limit and self.sent >= limit:
            self.channel.get_connection().abort()


class Session(asyncssh.SSHServerSession[bytes]):
    """One shell of one login."""

    def __init__(self, host: Host, user: str) -> None:
        self.host = host
        self.terminal = Terminal(Console(host.box, host.vendor, user))
        encoding = host.box.simulated.encoding
        self.reading = codecs.getincrementaldecoder(encoding)("replace")
        self.encoding = encoding
        self.sending: Sending | None = None

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        """Take the channel."""
        self.sending = Sending(chan, self.host.box)

    def shell_requested(self) -> bool:
        """Take a shell; a device runs no single commands."""
        return True

    def session_started(self) -> None:
        """Greet."""
        self._say(self.terminal.greet())

    def connection_lost(self, exc: Exception | None) -> None:
        """Log out."""
        del exc
        self.terminal.console.close()

    def data_received(self, data: bytes, datatype: asyncssh.DataType) -> None:
        """Take keys."""
        del datatype
        shown = self.terminal.feed(self.reading.decode(data))
        if shown:
            self._say(shown)
        if self.sending is None:
            return
        channel = self.sending.channel
        if self.terminal.cut:
            self.sending.finish(channel.get_connection().abort)
        elif self.terminal.closed:
            self.sending.finish(lambda: channel.exit(0))

    def _say(self, shown: str) -> None:
        if self.sending is not None:
            self.sending.send(shown.encode(self.encoding, "replace"))


class Login(asyncssh.SSHServer):
    """One connection: who may come in."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.user = ""
        self.connection: asyncssh.SSHServerConnection | None = None

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        """Join the device's connections."""
        self.connection = conn
        self.host.logins.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave the device's connections."""
        del exc
        self.host.logins.discard(self)

    def begin_auth(self, username: str) -> bool:
        """Send the banner; ask for a password or a key."""
        self.user = username
        banner = self.host.vendor.banner(self.host.box)
        if banner and self.connection is not None:
            self.connection.send_auth_banner(banner)
        return True

    def password_auth_supported(self) -> bool:
        """Passwords are taken."""
        return True

    def validate_password(self, username: str, password: str) -> bool:
        """Compare the password."""
        simulated = self.host.box.simulated
        return (username, password) == (simulated.user, simulated.password) and not self.host.box.faults.password

    def public_key_auth_supported(self) -> bool:
        """Keys are taken where one was given."""
        return bool(self.host.box.simulated.public_key)

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Compare the key."""
        known = asyncssh.import_public_key(self.host.box.simulated.public_key)
        return username == self.host.box.simulated.user and key.public_data == known.public_data

    def session_requested(self) -> Session:
        """Open a terminal line."""
        return Session(self.host, self.user)


@dataclass(eq=False, slots=True)
class Host:
    """A device on the network.

    Attributes:
        box: the device.
        vendor: its ways.
        key: its host key.
        port: on which it listens.
        acceptor: listens; None while the device is down.
        logins: connections that are open.
        is_down: it reboots, and nothing listens.
        restarting: it will be back when this is done.
    """

    box: Box
    vendor: Vendor
    key: asyncssh.SSHKey
    port: int = 0
    acceptor: asyncssh.SSHAcceptor | None = None
    logins: set[Login] = field(default_factory=set)
    is_down: asyncio.Event = field(default_factory=asyncio.Event)
    restarting: asyncio.Future[None] | None = None

    async def listen(self) -> None:
        """Listen; take the port that was asked for, or any, and keep it from then on."""
        self.acceptor = await asyncssh.listen(
            LOCAL,
            self.port or self.box.simulated.port,
            server_factory=lambda: Login(self),
            server_host_keys=[self.key],
            server_version=self.vendor.version,
            encoding=None,
            line_editor=False,
            allow_scp=False,
            login_timeout=60,
            reuse_address=True,
        )
        self.port = self.acceptor.get_port()

    def close(self) -> None:
        """Cut every session and listen no more."""
        if self.acceptor is not None:
            self.acceptor.close()
            self.acceptor = None
        self.cut()

    def cut(self) -> None:
        """Cut every session without a word."""
        for login in list(self.logins):
            if login.connection is not None:
                login.connection.abort()

    def down(self, seconds: float) -> None:
        """Be away for so many seconds."""
        self.restarting = asyncio.ensure_future(self._restart(seconds))

    async def _restart(self, seconds: float) -> None:
        await asyncio.sleep(LAST_WORDS)
        self.close()
        self.is_down.set()
        await asyncio.sleep(seconds)
        self.is_down.clear()
        await self.listen()
