"""The lab process: owns the guest, listens on each router's SSH port, and serves the handle's requests.

Run as ``python -m netops.lab.process STATE PROGRESS-FD``. It lives until it is told to go down, its guest dies, or it
is killed; nothing of it outlives it.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from netops.errors import DeviceError, InputError, NetopsError
from netops.lab import uml
from netops.lab.mux import GREETING, Line, Stream
from netops.lab.state import State, listen
from netops.lab.topology import Topology

BUILD_PATIENCE = 300.0
GREETING_PATIENCE = 60.0
STARTING = 3.0
"""Seconds after which a guest that isn't there has ended, and isn't only about to be started."""
REQUEST_LIMIT = 4 << 20


class Guest:
    """The running guest and the line to it.

    Args:
        topology: what is simulated.
        folder: where User-Mode Linux keeps its own files.
        kernel: ``uml`` or ``host``.
        tell: takes the guest's progress.
    """

    def __init__(self, topology: Topology, folder: Path, kernel: str, tell: Progress) -> None:
        self._topology = topology
        self._folder = folder
        self._kernel = kernel
        self._tell = tell
        self._line: Line | None = None
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._next = 1
        self._process: subprocess.Popen[bytes] | None = None
        self.ended = asyncio.Event()

    async def start(self) -> None:
        """Start the guest and wait for its greeting.

        Raises:
            DeviceError: NET-LAB-012 when it does not greet.
        """
        ours, theirs = socket.socketpair()
        self._folder.mkdir(exist_ok=True)
        with theirs:
            self._process = subprocess.Popen(  # noqa: ASYNC220  (starts in a millisecond; its end is seen on the line)
                uml.command(self._kernel, self._topology, theirs.fileno()),
                stdin=subprocess.PIPE,
                pass_fds=[theirs.fileno()],
                env=uml.environment(self._folder),
                start_new_session=True,
            )
        reader, writer = await asyncio.open_connection(sock=ours)
        await greeted(reader, self._process.pid)
        self._line = Line(reader, writer, self._hear)
        self._line.keep(self._run(self._line))

    async def _run(self, line: Line) -> None:
        try:
            await line.run()
        finally:
            self.ended.set()
            for answer in self._answers.values():
                if not answer.done():
                    answer.set_exception(DeviceError.of("NET-LAB-012", detail="it has ended"))

    def _hear(self, message: dict[str, Any]) -> None:
        if "progress" in message:
            self._tell.say(f"{message['progress']} (guest: {message['uptime']:.1f} s)")
        elif (answer := self._answers.pop(message["id"], None)) and not answer.done():
            answer.set_result(message)

    async def ask(self, request: dict[str, Any], seconds: float) -> Any:  # noqa: ANN401  (JSON: each request has its own)
        """Send a request and return its result.

        Raises:
            DeviceError: NET-LAB-012 when the guest has ended or does not answer, NET-LAB-013 when it failed.
        """
        if self._line is None or self.ended.is_set():
            raise DeviceError.of("NET-LAB-012", detail="it has ended")
        number, self._next = self._next, self._next + 1
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        self._line.send_message({**request, "id": number})
        try:
            async with asyncio.timeout(seconds):
                message = await answer
        except TimeoutError as error:
            self._answers.pop(number, None)
            raise DeviceError.of("NET-LAB-012", detail=f"no answer to {request['op']} in {seconds:.0f} s") from error
        if "error" in message:
            raise DeviceError.of("NET-LAB-013", request=request["op"], detail=message["error"])
        return message["result"]

    async def join(self, address: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one TCP connection to ``host:port`` in the guest."""
        stream: Stream | None = None
        if self._line is not None and not self.ended.is_set():
            stream = await self._line.open(address)
        if stream is None:
            writer.transport.abort()
            return
        await stream.pump(reader, writer)

    def kill(self) -> None:
        """End the guest and everything that it started."""
        if self._process is None:
            return
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()


class Progress:
    """Lines of JSON to whoever waits in ``Lab.up``; nobody listening is no fault."""

    def __init__(self, file: TextIO) -> None:
        self._file: TextIO | None = file
        self._started = time.monotonic()

    def say(self, text: str) -> None:
        """Report one step."""
        print(f"{time.monotonic() - self._started:7.2f} {text}", file=sys.stderr, flush=True)
        self._write({"progress": text})

    def fail(self, error: NetopsError) -> None:
        """Report why the lab does not come up."""
        print(error, file=sys.stderr, flush=True)
        self._write(as_message(error))

    def ready(self) -> None:
        """Report that it is up; nothing follows."""
        self._write({"ready": True})
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
            self._file = None

    def _write(self, message: dict[str, Any]) -> None:
        if self._file is None:
            return
        try:
            print(json.dumps(message, ensure_ascii=False), file=self._file, flush=True)
        except OSError:
            self._file = None


def as_message(error: NetopsError) -> dict[str, Any]:
    """Return an error as plain data; ``netops.lab.lab.raised`` makes it an error again."""
    faults = [{"code": fault.code, "values": dict(fault.values)} for fault in error.faults]
    return {"error": type(error).__name__, "faults": faults}


class LabProcess:
    """One lab: its guest, its SSH ports and its control socket."""

    def __init__(self, state: State, topology: Topology, progress: Progress) -> None:
        self._state = state
        self._topology = topology
        self._progress = progress
        self._kernel = uml.kernel()
        self._guest = Guest(topology, state.folder / "uml", self._kernel, progress)
        self._started = time.time()
        self._stop = asyncio.Event()
        self._servers: list[asyncio.Server] = []

    async def run(self) -> None:
        """Bring the lab up, then serve until it is told to stop or the guest ends.

        Raises:
            NetopsError: it does not come up.
        """
        stop_at_signals(self._stop)
        bringing_up = asyncio.ensure_future(self._bring_up())
        ends = [asyncio.ensure_future(self._stop.wait()), asyncio.ensure_future(self._guest.ended.wait())]
        try:
            await asyncio.wait([bringing_up, *ends], return_when=asyncio.FIRST_COMPLETED)
            if bringing_up.done():
                bringing_up.result()
                await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (bringing_up, *ends):
                task.cancel()
            for server in self._servers:
                server.close()
            self._guest.kill()

    async def _bring_up(self) -> None:
        self._write_record(ready=False)
        listeners = open_ports(router.ssh_port for router in self._topology.routers)
        self._progress.say(f"starting the guest on kernel {self._kernel}")
        await self._guest.start()
        await self._build()
        self._servers = [
            await asyncio.start_server(self._carrier(router.management_host), sock=listener)
            for router, listener in zip(self._topology.routers, listeners, strict=True)
        ]
        self._servers.append(
            await asyncio.start_unix_server(self._serve, sock=listen(self._state), limit=REQUEST_LIMIT)
        )
        self._write_record(ready=True)
        self._progress.say("the lab is up")
        self._progress.ready()

    async def _build(self) -> None:
        password = secrets.token_urlsafe(12)
        keys = {router.name: Ed25519PrivateKey.generate() for router in self._topology.routers}
        self._state.write(self._state.password, password + "\n")
        self._state.write(self._state.known_hosts, known_hosts(self._topology, keys))
        private = {
            name: key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()).decode()
            for name, key in keys.items()
        }
        topology = json.loads(self._topology.to_json())
        request = {"op": "build", "topology": topology, "password": password, "host_keys": private}
        await self._guest.ask(request, BUILD_PATIENCE)

    def _write_record(self, *, ready: bool) -> None:
        record = {
            "pid": os.getpid(),
            "kernel": self._kernel,
            "name": self._topology.name,
            "started": datetime.fromtimestamp(self._started, UTC).isoformat(timespec="seconds"),
            "ports": {router.name: router.ssh_port for router in self._topology.routers},
            "digest": self._topology.digest,
            "ready": ready,
        }
        self._state.write(self._state.record, json.dumps(record, indent=2) + "\n")

    def _carrier(self, host: str) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
        async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await self._guest.join(f"{host}:22", reader, writer)

        return carry

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = json.loads(await reader.readline())
            reply = await self._reply(request)
        except NetopsError as error:
            reply = as_message(error)
        except ValueError:
            reply = as_message(InputError.of("NET-LAB-013", request="(unreadable)", detail="not JSON"))
        with suppress(OSError):
            writer.write(json.dumps(reply, ensure_ascii=False).encode() + b"\n")
            await writer.drain()
            writer.close()

    async def _reply(self, request: dict[str, Any]) -> dict[str, Any]:
        if request["op"] == "down":
            self._stop.set()
            return {"result": None}
        result = await self._guest.ask(request, float(request.get("timeout", 30)) + 30)
        if request["op"] == "status":
            result = {**result, "uptime": time.time() - self._started}
        return {"result": result}


async def greeted(reader: asyncio.StreamReader, warden: int) -> None:
    """Return when the guest has said its first word.

    The shell over the guest holds the line, too, so that its end says nothing of the guest's.

    Args:
        reader: of the line.
        warden: that shell, whose child the guest is.

    Raises:
        DeviceError: NET-LAB-012 when it has ended, or says nothing.
    """
    greeting = asyncio.ensure_future(reader.readuntil(GREETING))
    began = time.monotonic()
    while not greeting.done():
        await asyncio.wait({greeting}, timeout=0.2)
        passed = time.monotonic() - began
        silent, ended = passed > GREETING_PATIENCE, passed > STARTING and not _has_child(warden)
        if not greeting.done() and (silent or ended):
            greeting.cancel()
            words = "it ended before it had started" if ended else f"no word from it in {GREETING_PATIENCE:.0f} s"
            raise DeviceError.of("NET-LAB-012", detail=words)
    try:
        await greeting
    except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
        raise DeviceError.of("NET-LAB-012", detail=f"it does not start ({type(error).__name__})") from error


def _has_child(pid: int) -> bool:
    """Say whether a process has a child that lives (proc_pid_task(5), proc_pid_stat(5)); True where the kernel doesn't tell."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        states = [Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0] for child in children]
    except OSError:
        return True
    return any(state != "Z" for state in states)  # nobody has asked yet for the end of a zombie


def stop_at_signals(stop: asyncio.Event) -> None:
    """Set ``stop`` at SIGTERM and SIGINT, and ignore them once the loop has ended.

    The loop's own handlers would be taken away at its end, and a second signal would then kill the clearing up.
    """
    loop = asyncio.get_running_loop()

    def handle(*_: object) -> None:
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(stop.set)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handle)


def open_ports(ports: Iterable[int]) -> list[socket.socket]:
    """Return a listener on 127.0.0.1 for each port.

    Raises:
        InputError: NET-LAB-009 with every port that is in use.
    """
    listeners, busy = [], []
    for port in ports:
        try:
            listeners.append(socket.create_server(("127.0.0.1", port), backlog=64))
        except OSError:
            busy.append(str(port))
    if busy:
        for listener in listeners:
            listener.close()
        raise InputError.of("NET-LAB-009", ports=", ".join(busy))
    return listeners


def known_hosts(topology: Topology, keys: dict[str, Ed25519PrivateKey]) -> str:
    """Return the text of ``known_hosts``: one line a router (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT)."""
    lines = []
    for router in topology.routers:
        public = keys[router.name].public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
        lines.append(f"[127.0.0.1]:{router.ssh_port} {public}\n")
    return "".join(lines)


def main(arguments: list[str]) -> int:
    """Be the lab process of the state directory ``arguments[0]``."""
    state = State(Path(arguments[0]))
    progress = Progress(os.fdopen(int(arguments[1]), "w", encoding="utf-8"))
    lock = state.lock()
    if lock is None:
        progress.fail(InputError.of("NET-LAB-014", state=state.folder))
        return 1
    try:
        topology = Topology.from_json(state.topology.read_text(encoding="utf-8"))
        asyncio.run(LabProcess(state, topology, progress).run())
    except NetopsError as error:
        progress.fail(error)
        return 1
    finally:
        state.clear()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
