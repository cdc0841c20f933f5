"""Simulated devices behind real SSH on loopback, and a fleet that logs in to them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Interface
from pathlib import Path

import pytest

from netops.devices import Credentials, Fleet
from netops.devices.terminal_session import TerminalSession
from netops.inventory.hosts import Host, Role
from netops.lab.simulation import Clock, Faults, Simulated, simulation
from netops.lab.simulation import Fleet as Devices

PASSWORD = "Correct-Horse-9"
LEAVING = {"ruijie_os": "exit", "cisco_ios": "exit"}
PORTS = {
    "huawei_vrp": "GigabitEthernet0/0/1",
    "huawei_vrpv8": "GigabitEthernet0/1/1",
    "h3c_comware": "GigabitEthernet1/0/1",
    "ruijie_os": "GigabitEthernet 0/1",
    "cisco_ios": "GigabitEthernet0/1",
}
VRP = "sysname {name}\n#\ninterface {port}\n description {text}\n#\nreturn\n"
IOS = "hostname {name}\n!\ninterface {port}\n description {text}\n!\nend\n"


def config(platform: str, name: str, text: str = "财政局 uplink") -> str:
    """Return a small config of a platform."""
    form = IOS if platform in LEAVING else VRP
    return form.format(name=name, port=PORTS[platform], text=text)


@dataclass(frozen=True)
class Listed:
    """An inventory as far as sessions need one."""

    root: Path
    hosts: dict[str, Host]


@dataclass
class Bench:
    """Simulated devices, and what the inventory says of them."""

    folder: Path
    stack: ExitStack
    clock: Clock = field(default_factory=Clock)
    hosts: dict[str, Host] = field(default_factory=dict)
    devices: Devices | None = None

    def config(self, platform: str, name: str = "dev1", text: str = "财政局 uplink") -> str:
        return config(platform, name, text)

    def lines(self, platform: str, text: str) -> tuple[str, ...]:
        """Return a patch of three lines."""
        return f"interface {PORTS[platform]}", f"description {text}", LEAVING.get(platform, "quit")

    def start(self, platform: str, text: str = "", *, faults: Faults | None = None, **how: object) -> Devices:
        """Start one device called dev1."""
        made = Simulated(platform, text or config(platform, "dev1"), password=PASSWORD, faults=faults or Faults())
        made = replace(made, **how)  # type: ignore[arg-type]  # names of fields
        self.devices = self.stack.enter_context(simulation({"dev1": made}, self.clock))
        (self.folder / "known_hosts").write_text(self.devices.known_hosts())
        self.lists("dev1", platform)
        return self.devices

    def lists(self, name: str, platform: str, **more: object) -> None:
        """Put the device into the inventory, under any name and as any platform."""
        assert self.devices is not None
        host = Host(
            name=name,
            platform=platform,
            role=Role.PE,
            address="127.0.0.1",
            port=self.devices.port("dev1"),
            user="netops",
            groups=("all", "pe"),
            release=None,
            router_id=None,
            management=IPv4Interface("10.250.0.11/24"),
            known_hosts=Path("known_hosts"),
        )
        self.hosts = {name: replace(host, **more)}  # type: ignore[arg-type]  # names of fields

    def fleet(self, password: str = PASSWORD, patience: float = 6.0) -> Fleet:
        """Log in; the session loses patience soon."""
        inventory = Listed(self.folder / "inventory", self.hosts)
        fleet = Fleet.open(
            inventory, self.hosts, credentials=Credentials(password), workers=1, record=self.folder / "sessions.log"
        )
        for session in fleet._sessions.values():
            assert isinstance(session, TerminalSession)
            session.patience = patience
            if session._terminal is not None:
                session._terminal.patience = patience
        return self.stack.enter_context(fleet)

    @property
    def log(self) -> str:
        return (self.folder / "sessions.log").read_text(encoding="utf-8")


@pytest.fixture
def make_bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Bench]]:
    monkeypatch.setattr("netops.devices.terminal.SETTLE", 0.2)
    monkeypatch.setattr("netops.devices.terminal.FIRST", 0.5)
    with ExitStack() as stack:
        yield lambda: Bench(tmp_path, stack)


@pytest.fixture
def bench(make_bench: Callable[[], Bench]) -> Bench:
    return make_bench()
