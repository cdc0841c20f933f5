"""SSH without waits: what paramiko leaves to its defaults and a login pays for.

- **Nagle's algorithm** (RFC 9293, 3.7.4) holds a small message back until the other side has confirmed the one before, and
  the other side takes its time to confirm (40 ms on Linux, up to 200 ms elsewhere; RFC 9293, 3.8.6.3). A login sends such
  pairs twice, so that it stood still for four fifths of its time.
- **The cipher.** paramiko offers AES-CTR with an HMAC first, and compares the HMAC of every message byte by byte in Python. AES-GCM
  (RFC 5647) needs none: one call a message. A device without it gets what it got before.
"""

import socket
from typing import Any

import paramiko

_TODAY: Any = paramiko.Transport
"""paramiko's stubs know none of these tables."""

FIRST = ("aes128-gcm@openssh.com", "aes256-gcm@openssh.com")


class QuickTransport(_TODAY):  # type: ignore[misc]  # see above
    """paramiko's transport that sends at once and prefers AES-GCM."""

    _preferred_ciphers = FIRST + tuple(each for each in _TODAY._preferred_ciphers if each not in FIRST)  # noqa: SLF001 (paramiko's seam for subclasses)

    def __init__(self, sock: Any, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 (handed through)
        if isinstance(sock, socket.socket):  # a way through other machines is a pipe
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().__init__(sock, *arguments, **options)


class QuickClient(paramiko.SSHClient):
    """A client that speaks through `QuickTransport`."""

    transport: type[QuickTransport] = QuickTransport

    def connect(self, hostname: str, **options: Any) -> None:  # type: ignore[override]  # noqa: ANN401 (handed through)
        """Connect as paramiko's client does."""
        super().connect(hostname, **{**options, "transport_factory": self.transport})
