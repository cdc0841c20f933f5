"""Many TCP streams and a message channel over one byte stream.

The lab's guest has no network to the machine: it has one serial line. Each piece on it is a frame::

    kind (1 byte) | channel (4 bytes) | length (4 bytes) | payload (0 to 8192 bytes), big-endian

Channel 0 carries JSON messages in parts; every other channel is one TCP connection, opened by the machine towards an
address that the guest can reach. A stream may have at most ``WINDOW`` bytes under way until the other side says that
it passed them on, so that a router whose output nobody reads holds up no other.

Towards the guest, the line as a whole has a limit too. A terminal holds 4096 bytes, and once User-Mode Linux (6.1) has
stopped reading because it was full, it never starts again; so the guest says how much it has read (``HEARD``) and the
machine never has more than ``TERMINAL_ROOM`` bytes under way.

Both ends run this file; it needs nothing but the standard library.
"""

from __future__ import annotations

import asyncio
import json
import struct
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

HEADER = struct.Struct(">BII")
MAX_PAYLOAD = 8192
WINDOW = 65536
TERMINAL_ROOM = 3072
BACKLOG = 131072
GREETING = b"\n<netops-lab-1>\n"


class Kind(IntEnum):
    """What a frame is for."""

    MESSAGE_PART = 1
    MESSAGE_END = 2
    OPEN = 3
    OPENED = 4
    DATA = 5
    END = 6
    CLOSE = 7
    CREDIT = 8
    HEARD = 9


@dataclass(frozen=True, slots=True)
class Frame:
    """One piece on the line."""

    kind: Kind
    channel: int
    payload: bytes = b""

    def encode(self) -> bytes:
        """Return the frame as it stands on the line.

        Example:
            >>> Frame(Kind.DATA, 7, b"hi").encode().hex(" ", -4)
            '05000000 07000000 026869'
        """
        return HEADER.pack(self.kind, self.channel, len(self.payload)) + self.payload


class LineError(Exception):
    """The bytes on the line are no frames: something else wrote to it."""


class Decoder:
    """Cut a byte stream into frames, however it arrives."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Take what arrived and yield every frame that is now whole.

        Raises:
            LineError: a length above ``MAX_PAYLOAD`` or a kind that does not exist.
        """
        self._pending += data
        while len(self._pending) >= HEADER.size:
            kind, channel, length = HEADER.unpack_from(self._pending)
            if length > MAX_PAYLOAD or kind not in Kind.__members__.values():
                raise LineError(f"kind {kind}, length {length}")
            end = HEADER.size + length
            if len(self._pending) < end:
                return
            payload = bytes(self._pending[HEADER.size : end])
            del self._pending[:end]
            yield Frame(Kind(kind), channel, payload)


def message_frames(message: dict[str, Any]) -> Iterator[Frame]:
    """Cut one JSON message into the frames of channel 0; the last one ends it."""
    data = json.dumps(message, ensure_ascii=False).encode()
    pieces = [data[start : start + MAX_PAYLOAD] for start in range(0, len(data), MAX_PAYLOAD)]
    for piece in pieces[:-1]:
        yield Frame(Kind.MESSAGE_PART, 0, piece)
    yield Frame(Kind.MESSAGE_END, 0, pieces[-1])


class Stream:
    """One TCP connection's passage over the line: ``pump`` joins it to a local socket."""

    def __init__(self, line: Line, channel: int) -> None:
        self.line = line
        self.channel = channel
        self.opened: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._arrived: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._credit = WINDOW
        self._may_send = asyncio.Event()
        self._may_send.set()
        self.closed = False

    def take(self, frame: Frame) -> None:
        """Accept a frame that arrived for this channel."""
        if frame.kind is Kind.DATA:
            self._arrived.put_nowait(frame.payload)
        elif frame.kind is Kind.END:
            self._arrived.put_nowait(None)
        elif frame.kind is Kind.CREDIT:
            self._credit += struct.unpack(">I", frame.payload)[0]
            self._may_send.set()
        elif frame.kind is Kind.OPENED and not self.opened.done():
            self.opened.set_result(True)
        elif frame.kind is Kind.CLOSE:
            self.abandon()

    def abandon(self) -> None:
        """End both directions: the other side is gone."""
        self.closed = True
        if not self.opened.done():
            self.opened.set_result(False)
        self._may_send.set()
        self._arrived.put_nowait(None)

    async def pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass bytes both ways between a local connection and this channel until both directions ended."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._outward(reader))
                group.create_task(self._inward(writer))
        finally:
            self.line.forget(self)
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _outward(self, reader: asyncio.StreamReader) -> None:
        while not self.closed:
            while self._credit <= 0 and not self.closed:
                self._may_send.clear()
                await self._may_send.wait()
            try:
                data = await reader.read(min(MAX_PAYLOAD, max(1, self._credit)))
            except OSError:
                self.line.send(Frame(Kind.CLOSE, self.channel))
                self.abandon()
                return
            self._credit -= len(data)
            self.line.send(Frame(Kind.DATA if data else Kind.END, self.channel, data))
            await self.line.drain()
            if not data:
                return

    async def _inward(self, writer: asyncio.StreamWriter) -> None:
        while (data := await self._arrived.get()) is not None:
            try:
                writer.write(data)
                await writer.drain()
            except OSError:
                self.line.send(Frame(Kind.CLOSE, self.channel))
                self.abandon()
                return
            self.line.send(Frame(Kind.CREDIT, self.channel, struct.pack(">I", len(data))))
        if self.closed:
            writer.transport.abort()
        elif writer.can_write_eof():
            with suppress(OSError):
                writer.write_eof()


class Line:
    """One end of the line.

    Args:
        reader: bytes from the other end.
        writer: bytes to the other end.
        on_message: called with each JSON message, in order.
        on_open: called with a new stream and ``host:port`` when the other end opens one; None: this end is the
            machine, which refuses all and never has more than ``TERMINAL_ROOM`` bytes under way.
    """

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        on_message: Callable[[dict[str, Any]], None],
        on_open: Callable[[Stream, str], Awaitable[None]] | None = None,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._on_message = on_message
        self._on_open = on_open
        self._streams: dict[int, Stream] = {}
        self._next_channel = 1
        self._message = bytearray()
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting = bytearray()
        self._under_way = 0
        self._has_room = asyncio.Event()
        self._has_room.set()

    def send(self, frame: Frame) -> None:
        """Put a frame on the line, or in the queue for it."""
        if self._on_open is not None:
            self._writer.write(frame.encode())
            return
        self._waiting += frame.encode()
        self._write_on()

    def _write_on(self) -> None:
        room = TERMINAL_ROOM - self._under_way
        if room > 0 and self._waiting:
            piece = bytes(self._waiting[:room])
            del self._waiting[:room]
            self._under_way += len(piece)
            self._writer.write(piece)
        if len(self._waiting) > BACKLOG:
            self._has_room.clear()
        else:
            self._has_room.set()

    async def drain(self) -> None:
        """Wait until the line takes more."""
        await self._has_room.wait()
        await self._writer.drain()

    def send_message(self, message: dict[str, Any]) -> None:
        """Put a JSON message on the line."""
        for frame in message_frames(message):
            self.send(frame)

    async def open(self, address: str) -> Stream | None:
        """Open a stream to ``host:port`` as the other end sees it; None when it was refused there."""
        stream = Stream(self, self._next_channel)
        self._next_channel += 1
        self._streams[stream.channel] = stream
        self.send(Frame(Kind.OPEN, stream.channel, address.encode()))
        if await stream.opened:
            return stream
        self.forget(stream)
        return None

    def forget(self, stream: Stream) -> None:
        """Drop a stream that has ended."""
        self._streams.pop(stream.channel, None)

    async def run(self) -> None:
        """Read until the line ends; then every stream is abandoned.

        Raises:
            LineError: something else wrote to the line.
        """
        decoder = Decoder()
        try:
            while data := await self._reader.read(MAX_PAYLOAD * 4):
                if self._on_open is not None:
                    self.send(Frame(Kind.HEARD, 0, struct.pack(">I", len(data))))
                for frame in decoder.feed(data):
                    self._take(frame)
        except OSError:
            return
        finally:
            self._has_room.set()
            for stream in list(self._streams.values()):
                stream.abandon()

    def _take(self, frame: Frame) -> None:
        if frame.kind is Kind.HEARD:
            self._under_way -= struct.unpack(">I", frame.payload)[0]
            self._write_on()
        elif frame.kind is Kind.MESSAGE_PART:
            self._message += frame.payload
        elif frame.kind is Kind.MESSAGE_END:
            message = json.loads(self._message + frame.payload)
            self._message.clear()
            self._on_message(message)
        elif frame.kind is Kind.OPEN:
            self._accept(frame)
        elif stream := self._streams.get(frame.channel):
            stream.take(frame)

    def _accept(self, frame: Frame) -> None:
        if self._on_open is None:
            self.send(Frame(Kind.CLOSE, frame.channel))
            return
        stream = Stream(self, frame.channel)
        self._streams[frame.channel] = stream
        self.keep(self._on_open(stream, frame.payload.decode()))

    def keep(self, work: Awaitable[None]) -> None:
        """Run something beside the line and hold a reference to it until it ends."""

        async def run() -> None:
            await work

        task = asyncio.get_running_loop().create_task(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
