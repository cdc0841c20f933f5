"""What a terminal is connected by: an SSH channel, or Telnet where a host's own variable allows it."""

import select
from dataclasses import dataclass, field
from typing import Any, Protocol

from netmiko import BaseConnection


class Wire(Protocol):
    """What a terminal is connected by: paramiko's channel."""

    closed: bool

    def sendall(self, data: bytes) -> None:
        """Send bytes."""

    def recv(self, size: int) -> bytes:
        """Return bytes that came in, none at the end; wait for them."""

    def settimeout(self, seconds: float | None) -> None:
        """Say how long to wait."""

    def close(self) -> None:
        """End the session."""


@dataclass(slots=True)
class TelnetWire:
    """Telnet as netmiko opened it, after its login, which leaves the prompt to be read."""

    telnet: Any = field(repr=False)
    closed: bool = False
    _seconds: float | None = None

    def sendall(self, data: bytes) -> None:
        """Send bytes; Telnet ends a line with both characters (RFC 854, NVT)."""
        self.telnet.write(data.replace(b"\n", b"\r\n"))

    def recv(self, size: int) -> bytes:
        """Return bytes that came in, none at the end.

        Raises:
            TimeoutError: nothing came in time.
        """
        del size
        try:
            data: bytes = self.telnet.read_eager()
            while not data:
                if not select.select([self.telnet.sock], [], [], self._seconds)[0]:
                    raise TimeoutError
                data = self.telnet.read_eager()
        except EOFError:
            self.closed = True
            return b""
        return data

    def settimeout(self, seconds: float | None) -> None:
        """Say how long to wait."""
        self._seconds = seconds

    def close(self) -> None:
        """End the session."""
        self.closed = True
        self.telnet.close()


def wire(connection: BaseConnection) -> Wire:
    """Return what netmiko's connection is open by: its only terminal, since many devices close the connection with it."""
    if connection.protocol == "ssh":
        channel: Wire = connection.remote_conn  # type: ignore[assignment]  # a paramiko.Channel over SSH
        return channel
    return TelnetWire(connection.remote_conn)
