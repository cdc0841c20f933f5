"""A fleet of simulated devices, in a thread with one event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeVar

import asyncssh

from netops.errors import InputError
from netops.lab.simulation.box import Box, Simulated
from netops.lab.simulation.clock import Clock
from netops.lab.simulation.server import LOCAL, Host
from netops.lab.simulation.vendors import VENDORS

T = TypeVar("T")
TICK = 0.2
"""Seconds between two looks at the timers: a reload that was set comes by itself."""


class Fleet:
    """Simulated devices that can be logged in to.

    Attributes:
        devices: name → how it was put on the bench.
        clock: the time of all of them.
    """

    def __init__(self, devices: Mapping[str, Simulated], clock: Clock | None = None) -> None:
        self.devices = devices
        self.clock = clock or Clock()
        self._hosts: dict[str, Host] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="simulation", daemon=True)

    def start(self) -> None:
        """Start every device; return when all listen.

        Raises:
            InputError: NET-LAB-009, ports that are in use.
        """
        self._thread.start()
        try:
            self.run(self._start())
        except BaseException:
            self.stop()
            raise

    async def _start(self) -> None:
        taken: list[int] = []
        for name, simulated in self.devices.items():
            box = Box(simulated, self.clock)
            host = Host(box, VENDORS[simulated.platform], new_key())
            self._hosts[name] = host
            box.when_down.append(host.down)
            try:
                await host.listen()
            except OSError:
                taken.append(simulated.port)
        if taken:
            raise InputError.of("NET-LAB-009", ports=", ".join(map(str, taken)))
        self._ticking = asyncio.ensure_future(self._tick())

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            for host in self._hosts.values():
                host.box.settle()

    def stop(self) -> None:
        """End every session and every device."""
        if self._loop.is_running():
            self.run(self._stop())
            self._loop.call_soon_threadsafe(self._loop.stop)
        if self._thread.is_alive():
            self._thread.join()
        self._loop.close()

    async def _stop(self) -> None:
        for host in self._hosts.values():
            host.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0)

    def run(self, act: Coroutine[object, object, T]) -> T:
        """Do something in the fleet's thread that takes its time there."""
        return asyncio.run_coroutine_threadsafe(act, self._loop).result()

    def call(self, act: Callable[[], T]) -> T:
        """Do something in the fleet's thread, so that nothing happens between."""

        async def do() -> T:
            return act()

        return self.run(do())

    @property
    def hosts(self) -> tuple[str, ...]:
        """The devices' names."""
        return tuple(self._hosts)

    def port(self, name: str) -> int:
        """Return the port on 127.0.0.1 of a device."""
        return self._hosts[name].port

    def host_key(self, name: str) -> str:
        """Return a device's key as a line of ``known_hosts``."""
        host = self._hosts[name]
        public = host.key.export_public_key().decode().split()
        return f"[{LOCAL}]:{host.port} {public[0]} {public[1]}"

    def known_hosts(self) -> str:
        """Return the keys of all devices, as a ``known_hosts`` file."""
        return "".join(f"{self.host_key(name)}\n" for name in self._hosts)

    def running(self, name: str) -> str:
        """Return the config that a device displays, without the vendor's header."""
        return self.call(self._hosts[name].box.running)

    def saved(self, name: str) -> str:
        """Return the config that a device would start with."""
        return self._hosts[name].box.saved

    def typed(self, name: str) -> tuple[str, ...]:
        """Return every line that was typed on a device, in order; answers that aren't shown as empty lines."""
        return tuple(self._hosts[name].box.typed)

    def advance(self, seconds: float) -> None:
        """Put the clock of all devices forward; timers that are due by then expire."""

        def go() -> None:
            self.clock.advance(seconds)
            for host in self._hosts.values():
                host.box.settle()

        self.call(go)

    def device(self, name: str) -> Handle:
        """Return the handle on a device."""
        return Handle(self, self._hosts[name])


@dataclass(frozen=True, slots=True)
class Handle:
    """What one can do to a device besides logging in to it."""

    fleet: Fleet
    host: Host

    @property
    def box(self) -> Box:
        """The device itself."""
        return self.host.box

    def faults(self, **changed: object) -> None:
        """Have it misbehave from now on: ``faults(latency=1.0, rate=960)``. What isn't named stays."""
        self.host.box.faults = replace(self.host.box.faults, **changed)  # type: ignore[arg-type]  # names of fields

    def reboot(self) -> None:
        """Switch it off and on: it starts with what was saved. Return when it is down, or back where it boots at once."""

        async def go() -> None:
            self.host.box.reboot()
            if self.host.box.faults.boot:
                await self.host.is_down.wait()
            elif self.host.restarting is not None:
                await self.host.restarting

        self.fleet.run(go())

    def cut(self) -> None:
        """Cut every session."""
        self.fleet.call(self.host.cut)

    def new_host_key(self) -> None:
        """Give it another host key, as a device that was replaced has."""

        def change() -> None:
            self.host.key = new_key()
            if self.host.acceptor is not None:
                self.host.acceptor.update(server_host_keys=[self.host.key])

        self.fleet.call(change)


def new_key() -> asyncssh.SSHKey:
    """Return a new host key."""
    return asyncssh.generate_private_key("ssh-ed25519")


@contextmanager
def simulation(devices: Mapping[str, Simulated], clock: Clock | None = None) -> Iterator[Fleet]:
    """Run simulated devices for as long as the block lasts."""
    fleet = Fleet(devices, clock)
    fleet.start()
    try:
        yield fleet
    finally:
        fleet.stop()
