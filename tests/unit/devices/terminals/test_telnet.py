"""Telnet: only where a host's own variable says so, with a warning, and then as any other terminal."""

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Interface
from pathlib import Path

import pytest

from netops.devices import Credentials, Fleet, Kind
from netops.inventory.hosts import Host, Reach, Role

PASSWORD = "Correct-Horse-9"
VERSION = (
    "Huawei Versatile Routing Platform Software\r\n"
    "VRP (R) software, Version 5.170 (S5735 V200R010C00)\r\n"
    "Quidway S5735-S48T4X Routing Switch uptime is 0 week, 0 day, 1 hour, 2 minutes\r\n"
)
CONFIG = "#\r\nsysname dev1\r\n#\r\nreturn\r\n"
ANSWERS = {"display version": VERSION, "display current-configuration": CONFIG, "screen-length 0 temporary": ""}


@dataclass
class Switch:
    """An old switch that has Telnet and nothing else."""

    listening: socket.socket
    passwords: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    says_why: bool = True
    banner: bytes = b""

    @property
    def port(self) -> int:
        return int(self.listening.getsockname()[1])

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                self._session(connection)

    def _session(self, connection: socket.socket) -> None:
        connection.sendall(b"\r\nLogin authentication\r\n\r\n\r\n")
        while True:  # it asks for as long as somebody answers, as devices do
            connection.sendall(b"Username:")
            _line(connection)
            connection.sendall(b"\r\nPassword:")
            self.passwords.append(_line(connection))
            if self.passwords[-1] == PASSWORD:
                break
            connection.sendall(b"\r\nError: Local authentication is rejected.\r\n" if self.says_why else b"\r\n")
        connection.sendall(self.banner)
        time.sleep(0.05 if self.banner else 0)
        connection.sendall(b"\r\n<dev1>")
        while True:
            command = _line(connection)
            self.typed.append(command)
            answer = ANSWERS.get(
                command, "" if not command else "Error: Unrecognized command found at '^' position.\r\n"
            )
            connection.sendall(f"{command}\r\n{answer}<dev1>".encode())


def _line(connection: socket.socket) -> str:
    """Return a line; it ends with a return, and a line feed behind that is no line of its own."""
    found = bytearray()
    while (byte := connection.recv(1)) not in {b"\r", b""}:
        found += byte.replace(b"\n", b"")
    if not byte:
        raise OSError
    return found.decode()


@pytest.fixture
def switch() -> Iterator[Switch]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        made = Switch(listening)
        threading.Thread(target=made.serve, daemon=True).start()
        yield made


@dataclass(frozen=True)
class Listed:
    root: Path
    hosts: dict[str, Host]


def inventory(folder: Path, switch: Switch, *, telnet: bool = True) -> Listed:
    host = Host(
        name="dev1",
        platform="huawei_vrp",
        role=Role.LEGACY,
        address="127.0.0.1",
        port=switch.port,
        user="netops",
        groups=("all",),
        release=None,
        router_id=None,
        management=IPv4Interface("10.250.0.31/24"),
        known_hosts=Path("known_hosts"),
        reach=Reach(telnet=telnet),
    )
    return Listed(folder / "inventory", {"dev1": host})


def test_a_device_is_collected_over_telnet_with_a_warning_and_no_host_key(switch: Switch, tmp_path: Path) -> None:
    told: list[str] = []
    record = tmp_path / "record"
    listed = inventory(tmp_path, switch)
    credentials = Credentials(PASSWORD)
    with Fleet.open(listed, ["dev1"], credentials=credentials, progress=told.append, record=record) as fleet:
        outcome = fleet.collect()["dev1"]
    assert outcome.fault is None
    assert outcome.value is not None
    assert outcome.value.text == "#\nsysname dev1\n#\nreturn\n"
    assert told[0] == "dev1: reached by TELNET: password and every line can be read on the way"
    assert switch.passwords == [PASSWORD]
    assert PASSWORD not in f"{record.read_text()} {told} {outcome}"


@pytest.mark.parametrize("says_why", [True, False])
def test_a_wrong_password_is_offered_once(switch: Switch, tmp_path: Path, *, says_why: bool) -> None:
    switch.says_why = says_why
    with Fleet.open(inventory(tmp_path, switch), ["dev1"], credentials=Credentials("s3cret-wrong")) as fleet:
        outcome = fleet.collect()["dev1"]
    assert outcome.kind is Kind.WRONG_PASSWORD
    assert switch.passwords == ["s3cret-wrong"]
    assert "s3cret" not in f"{outcome} {outcome.fault}"


@dataclass
class Mute(Switch):
    """A port that takes the connection and asks for nothing: a console server whose line is in use, another service."""

    says: bytes = b""
    connections: int = 0

    def _session(self, connection: socket.socket) -> None:
        self.connections += 1
        while True:
            connection.sendall(self.says or b"\0")
            time.sleep(0.02)


@pytest.mark.parametrize("says", [b"", b"Line is in use, please wait\r\n"])
def test_a_port_that_never_asks_is_given_up_in_time(
    says: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netops.devices.login.TELNET_PATIENCE", 0.4)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        mute = Mute(listening, says=says)
        threading.Thread(target=mute.serve, daemon=True).start()
        began = time.monotonic()
        with Fleet.open(inventory(tmp_path, mute), ["dev1"], credentials=Credentials(PASSWORD)) as fleet:
            outcome = fleet.collect()["dev1"]
    assert (outcome.kind, outcome.fault.code if outcome.fault else "") == (Kind.TIMEOUT, "NET-DEV-024")
    assert time.monotonic() - began < 3
    assert mute.connections == 1
    assert PASSWORD not in str(outcome.fault)


def test_words_of_refusal_in_a_banner_are_no_refusal(switch: Switch, tmp_path: Path) -> None:
    switch.banner = b"\r\nAccess of others is denied.\r\n"
    with Fleet.open(inventory(tmp_path, switch), ["dev1"], credentials=Credentials(PASSWORD)) as fleet:
        outcome = fleet.collect()["dev1"]
    assert outcome.fault is None


def test_a_password_is_forgotten_by_netmiko_when_the_session_ends(switch: Switch, tmp_path: Path) -> None:
    before = list(logging.getLogger("netmiko").filters)
    with Fleet.open(inventory(tmp_path, switch), ["dev1"], credentials=Credentials(PASSWORD)) as fleet:
        fleet.collect()
    with Fleet.open(inventory(tmp_path, switch), ["dev1"], credentials=Credentials("s3cret-wrong")) as fleet:
        assert fleet.collect()["dev1"].kind is Kind.WRONG_PASSWORD
    assert logging.getLogger("netmiko").filters == before


def test_without_the_hosts_own_word_ssh_is_spoken_and_telnet_hears_no_password(
    switch: Switch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netops.devices.login.LOGIN_PATIENCE", 1)
    (tmp_path / "known_hosts").touch()
    listed = inventory(tmp_path, switch, telnet=False)
    with Fleet.open(listed, ["dev1"], credentials=Credentials(PASSWORD)) as fleet:
        outcome = fleet.collect()["dev1"]
    assert outcome.kind in {Kind.UNREACHABLE, Kind.TIMEOUT}
    assert PASSWORD not in f"{switch.passwords} {switch.typed}"
