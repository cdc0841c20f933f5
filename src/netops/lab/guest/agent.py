"""The guest's one program: builds the lab, carries TCP streams to the routers, and does what the machine asks.

Run as ``python3 -m netops.lab.guest.agent /dev/ttyS1``, or ``fd:N`` on the machine's own kernel.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import termios
import time
import tty
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from netops.lab.guest import accounts, boot, modules, probes
from netops.lab.guest.namespaces import NODES, entering
from netops.lab.mux import GREETING, Frame, Kind, Line, Stream
from netops.lab.nodes import Host, Link, Router

UML_MODULES = Path("/usr/lib/uml/modules")


class Agent:
    """What the guest knows while it runs."""

    def __init__(self) -> None:
        self.plan = boot.Plan((), (), (), "")
        self.line: Line | None = None
        self._traffic: dict[int, probes.Traffic] = {}
        self._next_traffic = 1
        self._answering: list[asyncio.Server | asyncio.DatagramTransport] = []
        self._work: dict[str, Callable[[dict[str, Any]], Awaitable[Any]]] = {
            "build": self.build,
            "status": self.status,
            "execute": self.execute,
            "probe": self.probe,
            "start_traffic": self.start_traffic,
            "stop_traffic": self.stop_traffic,
            "link": self.link,
        }

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Greet the machine and do what it asks until the line ends."""
        self.line = Line(reader, writer, self.hear, self.join)
        writer.write(GREETING)
        await self.line.run()

    def hear(self, message: dict[str, Any]) -> None:
        """Begin what a message asks for."""
        if self.line is not None:
            self.line.keep(self._answer(self.line, message))

    async def _answer(self, line: Line, message: dict[str, Any]) -> None:
        try:
            result = await self._work[message["op"]](message)
            line.send_message({"id": message["id"], "result": result})
        except (boot.BootError, OSError, LookupError, TypeError, ValueError, subprocess.SubprocessError) as error:
            line.send_message({"id": message["id"], "error": str(error) or type(error).__name__})

    async def join(self, stream: Stream, address: str) -> None:
        """Carry one TCP connection from the machine to ``host:port`` here."""
        host, _, port = address.rpartition(":")
        line = stream.line
        try:
            async with asyncio.timeout(10):
                reader, writer = await asyncio.open_connection(host, int(port))
        except OSError:
            line.send(Frame(Kind.CLOSE, stream.channel))
            line.forget(stream)
            return
        line.send(Frame(Kind.OPENED, stream.channel))
        await stream.pump(reader, writer)

    async def build(self, message: dict[str, Any]) -> None:
        """Build the lab that the message describes."""
        if (folder := UML_MODULES / os.uname().release).exists():
            modules.load(folder)
        topology = message["topology"]
        self.plan = boot.Plan(
            tuple(map(Router.of, topology["routers"])),
            tuple(map(Host.of, topology["hosts"])),
            tuple(map(Link.of, topology["links"])),
            topology["management"],
        )
        secrets = accounts.Secrets(accounts.hash_password(message["password"]), message["host_keys"])
        await boot.build(self.plan, secrets, self.tell)
        self._answering = await probes.answer_everywhere(self.plan.hosts)

    def tell(self, text: str) -> None:
        """Report progress to the machine."""
        if self.line is not None:
            self.line.send_message({"progress": text, "uptime": round(time.clock_gettime(time.CLOCK_BOOTTIME), 2)})

    async def status(self, _: dict[str, Any]) -> dict[str, Any]:
        """Say which daemons and SSH servers live, by their pid files, and how much memory is used."""
        routers = {}
        for router in self.plan.routers:
            run = NODES / router.name / "run"
            names = dict.fromkeys(("zebra", "staticd", *router.daemons))
            routers[router.name] = {
                "daemons": {name: _alive(run / f"frr/{name}.pid") for name in names},
                "sshd": _alive(run / "sshd.pid"),
            }
        return {"routers": routers, "memory_mb": _memory_used()}

    async def execute(self, message: dict[str, Any]) -> dict[str, Any]:
        """Run a command as root in a node's namespaces."""
        node = message["node"]
        whole = node in {router.name for router in self.plan.routers}
        environment = {"PATH": accounts.PATH, "HOME": "/root", "LANG": "C.UTF-8"}
        process = await asyncio.create_subprocess_exec(
            *entering(node, whole=whole),
            *message["command"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(message["timeout"]):
                out, err = await process.communicate()
        except TimeoutError:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
            return {"timed_out": True}
        return {
            "returncode": process.returncode,
            "stdout": out.decode(errors="replace"),
            "stderr": err.decode(errors="replace"),
        }

    async def probe(self, message: dict[str, Any]) -> list[str | None]:
        """Ask all questions at once."""
        return await asyncio.gather(*(probes.who_answers(source, where) for source, where in message["questions"]))

    async def start_traffic(self, message: dict[str, Any]) -> int:
        """Start a stream of packets for each pair; return its number."""
        number = self._next_traffic
        self._next_traffic += 1
        pairs = [(source, destination) for source, destination in message["pairs"]]
        self._traffic[number] = probes.Traffic(pairs, self.plan.hosts, message["interval"])
        return number

    async def stop_traffic(self, message: dict[str, Any]) -> list[tuple[str, str, int, int]]:
        """Stop it and return the counts."""
        return await self._traffic.pop(message["traffic"]).stop()

    async def link(self, message: dict[str, Any]) -> None:
        """Set one end of a link down or up."""
        state = "up" if message["up"] else "down"
        command = ["ip", "-n", message["node"], "link", "set", "dev", message["interface"], state]
        subprocess.run(command, check=True, capture_output=True, timeout=10)  # noqa: ASYNC221  (some milliseconds)


def _alive(pid_file: Path) -> bool:
    try:
        os.kill(int(pid_file.read_text()), 0)
    except (OSError, ValueError):
        return False
    return True


def _memory_used() -> int:
    lines = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text().splitlines())
    return (int(lines["MemTotal"].split()[0]) - int(lines["MemAvailable"].split()[0])) // 1024


def open_line(name: str) -> int:
    """Return a descriptor of the line to the machine, raw if it is a terminal."""
    if name.startswith("fd:"):
        return int(name[3:])
    descriptor = os.open(name, os.O_RDWR | os.O_NOCTTY)
    tty.setraw(descriptor, termios.TCSANOW)
    return descriptor


async def main(name: str) -> None:
    """Serve on the line until it ends."""
    loop = asyncio.get_running_loop()
    descriptor = open_line(name)
    reader = asyncio.StreamReader(limit=1 << 20)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(descriptor, "rb", 0))
    outward = os.fdopen(os.dup(descriptor), "wb", 0)
    transport, protocol = await loop.connect_write_pipe(asyncio.streams.FlowControlMixin, outward)
    await Agent().serve(reader, asyncio.StreamWriter(transport, protocol, reader, loop))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
