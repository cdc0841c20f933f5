"""Questions from host to host: who answers there, and how many packets a move loses.

Every host answers on TCP and UDP port 7777 with its own name, so that two departments' identical addresses can be
told apart. All sockets are this one process's own, made inside the host's network namespace.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import cast

from netops.lab.guest.namespaces import network_of
from netops.lab.nodes import Host

PORT = 7777
PATIENCE = 1.0
GRACE = 1.0
_SEQUENCE = struct.Struct(">I")


class _Echo(asyncio.DatagramProtocol):
    def __init__(self, name: str) -> None:
        self._name = name.encode()
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # A cast, because the loop's own class does not derive from DatagramTransport (Python 3.11).
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if self._transport is not None:
            self._transport.sendto(data[: _SEQUENCE.size] + self._name, addr)


async def answer_everywhere(hosts: Iterable[Host]) -> list[asyncio.Server | asyncio.DatagramTransport]:
    """Start answering in every host's namespace; return what can be closed to stop it."""
    found: list[asyncio.Server | asyncio.DatagramTransport] = []
    for host in hosts:
        with network_of(host.name):
            listener = socket.create_server(("0.0.0.0", PORT), backlog=64)
            echo = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            echo.bind(("0.0.0.0", PORT))
        echo.setblocking(False)  # noqa: FBT003  (its only parameter)
        loop = asyncio.get_running_loop()
        found.append(await loop.create_server(partial(_Name, host.name), sock=listener))
        transport, _ = await loop.create_datagram_endpoint(partial(_Echo, host.name), sock=echo)
        found.append(transport)
    return found


class _Name(asyncio.Protocol):
    def __init__(self, name: str) -> None:
        self._name = name.encode()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            transport.write(self._name)
            transport.close()


async def who_answers(source: str, destination: str) -> str | None:
    """Return the name of the host that answers ``destination`` when ``source`` asks, or None within a second."""
    with network_of(source):
        asking = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    asking.setblocking(False)  # noqa: FBT003  (its only parameter)
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(PATIENCE):
            await loop.sock_connect(asking, (destination, PORT))
            name = await loop.sock_recv(asking, 64)
    except OSError:
        return None
    finally:
        asking.close()
    return name.decode(errors="replace") or None


@dataclass(slots=True)
class _Count(asyncio.DatagramProtocol):
    expected: str
    sent: int = 0
    answered: set[int] = field(default_factory=set)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:  # noqa: ARG002  (asyncio's signature)
        name = data[_SEQUENCE.size :].decode(errors="replace")
        if not self.expected or name == self.expected:
            self.answered.add(_SEQUENCE.unpack_from(data)[0])

    def error_received(self, error: Exception) -> None:
        """An ICMP error is a lost packet, which the count shows anyway."""


class Traffic:
    """A stream of numbered packets for each pair of hosts, sent until it is stopped.

    Args:
        pairs: source host and destination: a host's name, which then must be the one that answers, or an address.
        hosts: all hosts of the lab.
        interval: seconds between two packets of one pair.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]], hosts: Iterable[Host], interval: float) -> None:
        self._addresses = {host.name: host.address.partition("/")[0] for host in hosts}
        self._interval = interval
        self._running = True
        self._counts = {pair: _Count(pair[1] if pair[1] in self._addresses else "") for pair in pairs}
        self._tasks = [asyncio.ensure_future(self._send(pair)) for pair in self._counts]

    async def _send(self, pair: tuple[str, str]) -> None:
        source, destination = pair
        count = self._counts[pair]
        with network_of(source):
            sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sender.setblocking(False)  # noqa: FBT003  (its only parameter)
        address = (self._addresses.get(destination, destination), PORT)
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(lambda: count, sock=sender)
        due = time.monotonic()
        while self._running:
            with suppress(OSError):
                transport.sendto(_SEQUENCE.pack(count.sent), address)
            count.sent += 1
            due = max(due + self._interval, time.monotonic())
            await asyncio.sleep(due - time.monotonic())
        await asyncio.sleep(GRACE)
        transport.close()

    async def stop(self) -> list[tuple[str, str, int, int]]:
        """Send no more, wait a second for answers under way, and return (source, destination, sent, lost)."""
        self._running = False
        await asyncio.gather(*self._tasks)
        return [(*pair, count.sent, count.sent - len(count.answered)) for pair, count in self._counts.items()]
