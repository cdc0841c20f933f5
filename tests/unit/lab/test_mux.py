"""The line between the machine and the guest: frames, messages, streams."""

from __future__ import annotations

import asyncio
import socket
from typing import Any, Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.lab.mux import (
    HEADER,
    MAX_PAYLOAD,
    TERMINAL_ROOM,
    WINDOW,
    Decoder,
    Frame,
    Kind,
    Line,
    LineError,
    Stream,
    message_frames,
)

FRAMES = st.builds(Frame, st.sampled_from(list(Kind)), st.integers(0, 2**32 - 1), st.binary(max_size=300))


@given(st.lists(FRAMES, max_size=8), st.lists(st.integers(1, 40), min_size=1, max_size=20))
def test_frames_survive_however_the_bytes_are_cut(frames: list[Frame], sizes: list[int]) -> None:
    data = b"".join(frame.encode() for frame in frames)
    decoder, at, turn = Decoder(), 0, 0
    found: list[Frame] = []
    while at < len(data):
        size = sizes[turn % len(sizes)]
        found += decoder.feed(data[at : at + size])
        at, turn = at + size, turn + 1
    assert found == frames


@pytest.mark.parametrize("header", [HEADER.pack(5, 1, MAX_PAYLOAD + 1), HEADER.pack(99, 1, 0)])
def test_what_is_no_frame_is_refused(header: bytes) -> None:
    with pytest.raises(LineError):
        list(Decoder().feed(header))


def test_a_long_message_is_cut_so_that_streams_can_pass_between() -> None:
    frames = list(message_frames({"text": "x" * (MAX_PAYLOAD * 2)}))
    assert [frame.kind for frame in frames] == [Kind.MESSAGE_PART, Kind.MESSAGE_PART, Kind.MESSAGE_END]
    assert all(len(frame.payload) <= MAX_PAYLOAD for frame in frames)


class Pair:
    """A machine's and a guest's end, joined by a socket pair; the guest joins every stream to an echo server."""

    async def __aenter__(self) -> Self:
        ours, theirs = socket.socketpair()
        self.messages: list[dict[str, Any]] = []
        self.most_under_way = 0
        self.machine = Line(*await asyncio.open_connection(sock=ours), self.messages.append)
        self.guest = Line(*await asyncio.open_connection(sock=theirs), self.messages.append, self.join)
        self.echo = await asyncio.start_server(echo, "127.0.0.1", 0)
        self.tasks = [asyncio.ensure_future(line.run()) for line in (self.machine, self.guest)]
        return self

    async def __aexit__(self, *_: object) -> None:
        self.echo.close()
        for line in (self.machine, self.guest):
            line._writer.close()
        await asyncio.wait(self.tasks, timeout=2)
        for task in self.tasks:
            task.cancel()

    async def join(self, stream: Stream, address: str) -> None:
        if address == "nowhere:22":
            stream.line.send(Frame(Kind.CLOSE, stream.channel))
            return
        if address == "silent:22":
            stream.line.send(Frame(Kind.OPENED, stream.channel))
            self.silent = stream
            return
        port = self.echo.sockets[0].getsockname()[1]
        stream.line.send(Frame(Kind.OPENED, stream.channel))
        await stream.pump(*await asyncio.open_connection("127.0.0.1", port))


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(10000):
        writer.write(data)
        await writer.drain()
    writer.close()


async def through(pair: Pair, data: bytes) -> bytes:
    stream = await pair.machine.open("echo:7")
    assert stream is not None
    near, far = socket.socketpair()
    reader, writer = await asyncio.open_connection(sock=near)
    pumping = asyncio.ensure_future(stream.pump(*await asyncio.open_connection(sock=far)))

    async def send() -> None:
        writer.write(data)
        await writer.drain()
        writer.write_eof()

    _, received = await asyncio.gather(send(), reader.read(-1))
    writer.close()
    await pumping
    return received


def test_streams_carry_every_byte_both_ways_side_by_side() -> None:
    sent = [bytes([number]) * 300_000 for number in range(4)]

    async def run() -> list[bytes]:
        async with Pair() as pair:
            return await asyncio.wait_for(asyncio.gather(*(through(pair, data) for data in sent)), 20)

    assert asyncio.run(run()) == sent


def test_a_stream_that_nobody_reads_holds_a_window_and_holds_up_no_other() -> None:
    async def run() -> tuple[int, bytes]:
        async with Pair() as pair:
            stream = await pair.machine.open("silent:22")
            assert stream is not None
            near, far = socket.socketpair()
            reader, writer = await asyncio.open_connection(sock=near)
            pumping = asyncio.ensure_future(stream.pump(*await asyncio.open_connection(sock=far)))
            writer.write(b"x" * (WINDOW * 4))
            passed = await asyncio.wait_for(through(pair, b"y" * 1000), 5)
            held = 0
            while not pair.silent._arrived.empty():
                held += len(pair.silent._arrived.get_nowait() or b"")
            stream.abandon()
            writer.close()
            reader.feed_eof()
            await asyncio.wait([pumping], timeout=2)
            return held, passed

    held, passed = asyncio.run(run())
    assert 0 < held <= WINDOW
    assert passed == b"y" * 1000


def test_an_address_that_is_refused_gives_no_stream() -> None:
    async def run() -> Stream | None:
        async with Pair() as pair:
            return await asyncio.wait_for(pair.machine.open("nowhere:22"), 5)

    assert asyncio.run(run()) is None


def test_messages_arrive_whole_and_in_order() -> None:
    async def run() -> list[dict[str, Any]]:
        async with Pair() as pair:
            for number in range(5):
                pair.machine.send_message({"number": number, "text": "路" * 5000})
            while len(pair.messages) < 5:  # noqa: ASYNC110  (the messages come one by one)
                await asyncio.sleep(0.01)
            return pair.messages

    found = asyncio.run(run())
    assert [message["number"] for message in found] == [0, 1, 2, 3, 4]
    assert found[0]["text"] == "路" * 5000


def test_the_machine_never_has_more_under_way_than_a_terminal_holds() -> None:
    async def run() -> int:
        ours, theirs = socket.socketpair()
        theirs.setblocking(False)  # noqa: FBT003  (its only parameter)
        line = Line(*await asyncio.open_connection(sock=ours), lambda _: None)
        line.send_message({"text": "x" * 50_000})
        await asyncio.sleep(0.05)
        arrived = len(theirs.recv(100_000))
        theirs.close()
        line._writer.close()
        return arrived

    assert asyncio.run(run()) == TERMINAL_ROOM


def test_a_line_that_ends_ends_its_streams() -> None:
    async def run() -> bool:
        async with Pair() as pair:
            stream = await pair.machine.open("echo:7")
            assert stream is not None
            pair.guest._writer.close()
            await asyncio.wait_for(pair.tasks[0], 5)
            return stream.closed

    assert asyncio.run(run())
