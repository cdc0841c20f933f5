"""What tests of pushes to simulated devices share: the bench as they see it, and what came out of a push."""

import time
from pathlib import Path
from typing import Protocol

import pytest

from netops.config import Answer, CommandStep, Step
from netops.devices import Fleet, Kind, Outcome, Pushed
from netops.devices.terminal_session import TerminalSession
from netops.inventory.hosts import Host
from netops.lab.simulation import Faults
from netops.lab.simulation import Fleet as Devices

PLATFORMS = ("cisco_ios", "h3c_comware", "huawei_vrp", "huawei_vrpv8", "ruijie_os")
ASKED = ("cisco_ios", "huawei_vrpv8")
"""Platforms that are asked before any line whether a timer runs: what breaks then has done nothing."""
every_platform = pytest.mark.parametrize("platform", PLATFORMS)


class Bench(Protocol):
    folder: Path
    hosts: dict[str, Host]
    devices: Devices | None

    @property
    def log(self) -> str: ...

    def config(self, platform: str, name: str = "dev1", text: str = ...) -> str: ...

    def lines(self, platform: str, text: str) -> tuple[str, ...]: ...

    def start(self, platform: str, text: str = "", *, faults: Faults | None = None, **how: object) -> Devices: ...

    def lists(self, name: str, platform: str, **more: object) -> None: ...

    def fleet(self, password: str = ..., patience: float = ...) -> Fleet: ...


def patch(*lines: str, answers: tuple[Answer, ...] = ()) -> tuple[Step, ...]:
    return (CommandStep("", lines, answers),)


def push(fleet: Fleet, steps: tuple[Step, ...], **how: object) -> Outcome[Pushed]:
    return fleet.push({"dev1": steps}, **how)["dev1"]  # type: ignore[arg-type]  # options of a push


def cut(devices: Devices, fleet: Fleet) -> None:
    """Cut the session, and wait until this end has noticed: a line that is typed before that may have been obeyed."""
    session = fleet._sessions["dev1"]
    assert isinstance(session, TerminalSession)
    devices.device("dev1").cut()
    until = time.monotonic() + 5
    while session._terminal is not None and not session._terminal.wire.closed:
        assert time.monotonic() < until
        time.sleep(0.01)


def done(outcome: Outcome[Pushed]) -> int:
    assert outcome.value is not None, outcome.fault
    return outcome.value.done


def ended(outcome: Outcome[Pushed]) -> tuple[Kind, str]:
    return outcome.kind, outcome.fault.code if outcome.fault else ""


def pushed_lines(devices: Devices) -> list[str]:
    """Return what was typed after the readings of the login."""
    ways_in = ("show ", "display ", "screen-", "terminal ", "undo terminal")
    return [line for line in devices.typed("dev1") if not line.startswith(ways_in)]
