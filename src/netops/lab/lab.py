"""The handle on a running lab: what ``netops lab`` and the tests hold."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from netops.errors import DeviceError, Fault, InputError, MissingPiece, NetopsError, Refused
from netops.lab import uml
from netops.lab.state import State, connect
from netops.lab.topology import Topology

ERRORS: Mapping[str, type[NetopsError]] = {
    error.__name__: error for error in (NetopsError, InputError, MissingPiece, DeviceError, Refused)
}
DOWN_PATIENCE = 15.0
UP_PATIENCE = 400.0
PROCESS = "netops.lab.process"
DETACHED = '"$@" >&2 & echo $!'

Tell = Callable[[str], None]


def _silent(_: str) -> None:
    """Take a progress line and drop it."""


@dataclass(frozen=True, slots=True)
class Completed:
    """What a command in a node left behind: exit code, standard output, standard error."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class RouterStatus:
    """One router: which of its daemons live, and whether its SSH server does."""

    daemons: Mapping[str, bool]
    sshd: bool
    ssh_port: int

    @property
    def healthy(self) -> bool:
        """Everything that should run does."""
        return self.sshd and all(self.daemons.values())


@dataclass(frozen=True, slots=True)
class LabStatus:
    """The lab as a whole.

    Attributes:
        name: of the topology.
        kernel: ``uml`` or ``host``.
        uptime: seconds since the lab process started.
        memory_mb: what the guest uses.
        routers: by name.
    """

    name: str
    kernel: str
    uptime: float
    memory_mb: int
    routers: Mapping[str, RouterStatus]


@dataclass(frozen=True, slots=True)
class Lab:
    """A running lab, reached over the control socket in its state directory.

    Attributes:
        state: the directory that was given to ``up``.
        name: of the topology.
        kernel: ``uml`` or ``host``.
        ports: router to its SSH port on 127.0.0.1.
        started: when it came up, ISO 8601, UTC.
        pid: the lab process.
    """

    state: Path
    name: str
    kernel: str
    ports: Mapping[str, int]
    started: str
    pid: int

    @classmethod
    def up(cls, topology: Topology, state: Path, *, progress: Tell = _silent) -> Lab:
        """Start the lab as a process of its own; return when every router's SSH server answers.

        A lab that already runs there with the same topology is returned as it is.

        Args:
            topology: what to simulate.
            state: where the lab keeps its files; made, and closed to everyone but its owner.
            progress: takes lines for a person.

        Raises:
            InputError: NET-LAB-014 when another topology runs there, NET-LAB-009 when ports are in use.
            MissingPiece: NET-LAB-010 or NET-LAB-011, packages or the kernel.
            DeviceError: NET-LAB-012 or NET-LAB-013, the guest or a router did not come up.
        """
        place = State(state.absolute())
        place.prepare()
        if place.is_alive():
            return cls._join(place, topology, progress)
        uml.check_machine(uml.kernel())
        if place.clear():
            progress("cleared away what a lab that died had left")
        place.write(place.topology, topology.to_json())
        _start(place, progress)
        return cls.attach(state)

    @classmethod
    def _join(cls, place: State, topology: Topology, progress: Tell) -> Lab:
        end = time.monotonic() + UP_PATIENCE
        while time.monotonic() < end and place.is_alive():
            record = place.read_record()
            if record and record["digest"] != topology.digest:
                raise InputError.of("NET-LAB-014", state=place.folder)
            if record.get("ready"):
                progress("this lab is running already")
                return cls.attach(place.folder)
            time.sleep(0.3)
        raise DeviceError.of("NET-LAB-012", detail="the lab that was being started there did not come up")

    @classmethod
    def attach(cls, state: Path) -> Lab:
        """Return the handle on the lab that runs from this directory.

        Raises:
            MissingPiece: NET-LAB-015 when none runs.
        """
        place = State(state.absolute())
        record = place.read_record()
        if not place.is_alive() or not record.get("ready"):
            raise MissingPiece.of("NET-LAB-015", state=state)
        return cls(state, record["name"], record["kernel"], record["ports"], record["started"], record["pid"])

    @property
    def known_hosts(self) -> Path:
        """The SSH host keys of every router."""
        return State(self.state).known_hosts

    @property
    def password(self) -> str:
        """The password of user ``netops``; new with each ``up``."""
        return State(self.state).password.read_text(encoding="utf-8").strip()

    def status(self) -> LabStatus:
        """Return which daemons and SSH servers live."""
        found = self._ask({"op": "status"})
        routers = {
            name: RouterStatus(item["daemons"], item["sshd"], self.ports[name])
            for name, item in found["routers"].items()
        }
        return LabStatus(self.name, self.kernel, found["uptime"], found["memory_mb"], routers)

    def execute(self, node: str, command: Sequence[str], timeout: float = 30) -> Completed:
        """Run a command as root in a router's or host's namespaces.

        Raises:
            DeviceError: NET-LAB-016 when it does not end within ``timeout`` seconds.
        """
        request = {"op": "execute", "node": node, "command": list(command), "timeout": timeout}
        found = self._ask(request, timeout)
        if found.get("timed_out"):
            raise DeviceError.of("NET-LAB-016", node=node, command=command[0], seconds=timeout)
        return Completed(found["returncode"], found["stdout"], found["stderr"])

    def probe(self, questions: Sequence[tuple[str, str]]) -> list[str | None]:
        """Ask, all at once, which host answers at an address when a host calls it; None: nobody within a second.

        Args:
            questions: source host and destination address.
        """
        found: list[str | None] = self._ask({"op": "probe", "questions": [list(item) for item in questions]})
        return found

    def start_traffic(self, pairs: Iterable[tuple[str, str]], interval: float = 0.05) -> int:
        """Start a steady stream of packets for each pair and return its number.

        Args:
            pairs: source host, and destination: a host's name (that host must be the one that answers) or an address.
            interval: seconds between two packets of a pair.
        """
        number: int = self._ask({"op": "start_traffic", "pairs": [list(p) for p in pairs], "interval": interval})
        return number

    def stop_traffic(self, number: int) -> dict[tuple[str, str], tuple[int, int]]:
        """Stop a stream and return, for each pair, the packets sent and lost."""
        found = self._ask({"op": "stop_traffic", "traffic": number})
        return {(source, destination): (sent, lost) for source, destination, sent, lost in found}

    def traffic(self, source: str, destination: str, seconds: float, interval: float = 0.05) -> tuple[int, int]:
        """Send packets for so many seconds; return how many were sent and lost."""
        number = self.start_traffic([(source, destination)], interval)
        time.sleep(seconds)
        return self.stop_traffic(number)[(source, destination)]

    def link(self, node: str, interface: str, up: bool) -> None:  # noqa: FBT001  (up and down are what a link can be)
        """Break a link (set this end down: the other end loses its carrier) or mend it."""
        self._ask({"op": "link", "node": node, "interface": interface, "up": up})

    def down(self) -> None:
        """End the lab; nothing happens where none runs."""
        place = State(self.state.absolute())
        if not place.is_alive():
            return
        try:
            self._ask({"op": "down"})
        except NetopsError:
            _signal(self.pid, signal.SIGTERM)
        _wait_for_end(place, self.pid)

    def _ask(self, request: dict[str, Any], timeout: float = 30) -> Any:  # noqa: ANN401  (JSON: each request has its own)
        try:
            with connect(State(self.state.absolute()), timeout + 60) as connection:
                connection.sendall(json.dumps(request).encode() + b"\n")
                with connection.makefile("rb") as answer:
                    line = answer.readline()
        except OSError as error:
            raise MissingPiece.of("NET-LAB-015", state=self.state) from error
        if not line:
            raise DeviceError.of("NET-LAB-012", detail="it ended while it was asked")
        message = json.loads(line)
        if "error" in message:
            raise raised(message)
        return message["result"]


def raised(message: Mapping[str, Any]) -> NetopsError:
    """Return the error that the lab process sent as plain data."""
    kind = ERRORS.get(message["error"], NetopsError)
    return kind(*(Fault(item["code"], item["values"]) for item in message["faults"]))


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _start(place: State, progress: Tell) -> None:
    """Start the lab process and follow it until it is ready; end it when anything comes between."""
    reading, writing = os.pipe()
    with place.log.open("wb") as log, os.fdopen(reading, encoding="utf-8") as lines:
        place.log.chmod(0o600)
        # The shell ends at once, so that the lab is nobody's child and whoever started it need not wait for it.
        shell = subprocess.run(
            ["/bin/sh", "-c", DETACHED, "lab", sys.executable, "-m", PROCESS, str(place.folder), str(writing)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            pass_fds=[writing],
            start_new_session=True,
            check=True,
            text=True,
        )
        os.close(writing)
        try:
            _follow(lines, place, progress)
        except BaseException:
            _signal(int(shell.stdout), signal.SIGTERM)
            _wait_for_end(place, int(shell.stdout))
            raise


def _follow(lines: IO[str], place: State, progress: Tell) -> None:
    """Pass progress on until the lab is ready.

    Raises:
        NetopsError: what the lab process reported, or NET-LAB-012 when it ended without a word.
    """
    for line in lines:
        message = json.loads(line)
        if "ready" in message:
            return
        if "error" in message:
            raise raised(message)
        progress(message["progress"])
    raise DeviceError.of("NET-LAB-012", detail=f"the lab process ended; see {place.log}")


def _wait_for_end(place: State, pid: int) -> None:
    """Return when a lab process that was told to end has done so; kill it when it takes too long."""
    end = time.monotonic() + DOWN_PATIENCE
    while place.is_alive():
        if time.monotonic() > end:
            _signal(pid, signal.SIGKILL)
        time.sleep(0.05)
