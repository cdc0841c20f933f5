"""What the lab checks on the machine before it starts, and its state directory."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from netops.errors import DeviceError, InputError, MissingPiece
from netops.lab import Lab, Router, Topology, process, uml
from netops.lab.guest.modules import load_order, read_dependencies
from netops.lab.lab import raised
from netops.lab.mux import GREETING
from netops.lab.process import as_message, greeted, open_ports
from netops.lab.state import State, connect, listen


def topology(port: int = 22991) -> Topology:
    return Topology("test", (Router("r1", port, "10.250.0.1/24", ("bgpd",), {}),), (), (), "10.250.0.254/24")


def test_missing_packages_are_named_with_the_command_to_install_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uml, "PACKAGES", {"/nowhere/zebra": "frr", "/nowhere/vtysh": "frr", "/nowhere/nft": "nftables"})
    with pytest.raises(MissingPiece) as caught:
        uml.check_machine("uml")
    assert [fault.code for fault in caught.value.faults] == ["NET-LAB-010"]
    assert "apt-get install frr nftables" in str(caught.value)


def test_an_unknown_kernel_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAB_KERNEL", "hurd")
    with pytest.raises(MissingPiece, match="NET-LAB-011"):
        uml.kernel()


def test_the_machines_own_kernel_needs_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(uml, "PACKAGES", {})
    with pytest.raises(MissingPiece, match="needs root"):
        uml.check_machine("host")


def test_ports_in_use_are_all_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as first, socket.create_server(("127.0.0.1", 0)) as second:
        ports = [first.getsockname()[1], second.getsockname()[1]]
        with pytest.raises(InputError) as caught:
            open_ports(ports)
    assert all(str(port) in str(caught.value) for port in ports)


async def greet(guest: str) -> float:
    """Start a guest under its shell as the lab does, and return after how many seconds it has greeted."""
    ours, theirs = socket.socketpair()
    began = time.monotonic()
    with theirs:
        line = theirs.fileno()
        words = ["/bin/sh", "-c", uml.WARDEN, "lab-guest", sys.executable, "-c", guest.replace("LINE", str(line))]
        warden = subprocess.Popen(words, stdin=subprocess.PIPE, pass_fds=[line], start_new_session=True)  # noqa: ASYNC220 (as the lab does)
    reader, writer = await asyncio.open_connection(sock=ours)
    try:
        await greeted(reader, warden.pid)
        return time.monotonic() - began
    finally:
        writer.close()
        assert warden.stdin is not None
        warden.stdin.close()
        warden.wait()


GREETS = f"import os, time; os.write(LINE, {GREETING!r}); time.sleep(30)"


@pytest.mark.parametrize(
    ("guest", "words"), [("", "it ended before it had started"), ("import time; time.sleep(30)", "no word from it")]
)
def test_a_guest_that_does_not_start_is_noticed(monkeypatch: pytest.MonkeyPatch, guest: str, words: str) -> None:
    monkeypatch.setattr(process, "STARTING", 1.0)
    monkeypatch.setattr(process, "GREETING_PATIENCE", 60.0 if not guest else 1.5)
    began = time.monotonic()
    with pytest.raises(DeviceError, match=words):
        asyncio.run(greet(guest))
    assert time.monotonic() - began < 30


def test_a_guest_that_greets_is_heard() -> None:
    assert asyncio.run(greet(GREETS)) < 30


def test_nothing_runs_from_an_empty_directory(tmp_path: Path) -> None:
    with pytest.raises(MissingPiece, match="NET-LAB-015"):
        Lab.attach(tmp_path)


def test_a_lock_is_held_once_and_dies_with_its_holder(tmp_path: Path) -> None:
    state = State(tmp_path)
    held = state.lock()
    assert held is not None
    assert state.is_alive()
    assert state.lock() is None
    os.close(held)
    assert not state.is_alive()


def test_what_a_dead_lab_left_is_cleared_away(tmp_path: Path) -> None:
    state = State(tmp_path)
    for path in (state.record, state.password, state.known_hosts):
        path.write_text("old")
    assert state.clear()
    assert not state.clear()
    assert list(tmp_path.iterdir()) == []


def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    state = State(tmp_path / "lab")
    state.prepare()
    state.write(state.password, "x\n")
    assert state.folder.stat().st_mode & 0o777 == 0o700
    assert state.password.stat().st_mode & 0o777 == 0o600


def test_the_socket_works_in_a_directory_with_a_very_long_name(tmp_path: Path) -> None:
    state = State(tmp_path / ("a" * 120))
    state.prepare()
    with listen(state), connect(state, 1):
        assert state.socket.exists()


def test_another_topology_in_the_same_place_is_refused(tmp_path: Path) -> None:
    state = State(tmp_path)
    held = state.lock()
    assert held is not None
    state.write(state.record, '{"digest": "of another", "ready": true}')
    with pytest.raises(InputError, match="NET-LAB-014"):
        Lab.up(topology(), tmp_path)
    os.close(held)


def test_an_error_survives_the_way_to_the_handle() -> None:
    sent = DeviceError.of("NET-LAB-013", request="build", detail="pe1: sshd")
    received = raised(as_message(sent))
    assert type(received) is DeviceError
    assert str(received) == str(sent)


def test_a_cpu_is_chosen_that_this_process_may_use() -> None:
    assert uml.idlest_cpu(0.01) in os.sched_getaffinity(0)


def test_modules_are_loaded_after_what_they_need() -> None:
    needs = read_dependencies("k/vrf.ko: k/ipv6.ko k/crc-ccitt.ko\nk/ipv6.ko: k/crc-ccitt.ko\nk/crc-ccitt.ko:\n")
    assert list(load_order(["vrf", "absent", "ipv6"], needs)) == ["k/crc-ccitt.ko", "k/ipv6.ko", "k/vrf.ko"]
