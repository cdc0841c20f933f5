"""What `make soak` adds to the other tests of terminals: slow lines as slow as they get, long configs, cuts at every place."""

import random
from collections.abc import Callable
from dataclasses import replace
from ipaddress import IPv4Interface
from pathlib import Path

import pytest
from tests.unit.devices.terminals.pushes import ASKED, Bench, ended

from netops.config import CommandStep, Step, parse
from netops.devices import Credentials, Fleet, Kind
from netops.devices.terminal import FIRST, SETTLE
from netops.inventory.hosts import Host, Role
from netops.lab.simulation import Faults, simulation
from netops.lab.simulation.made_up import made_up, opened
from netops.platforms import get_platform

pytestmark = pytest.mark.soak

PASSWORD = "Correct-Horse-9"
IOS_LIKE = {"ruijie_os", "cisco_ios"}
PLATFORMS = ("huawei_vrp", "huawei_vrpv8", "h3c_comware", "ruijie_os", "cisco_ios")
TIMED = ("cisco_ios", "h3c_comware", "huawei_vrpv8")
LINES = 20_000
ARCHIVE = """\
hostname dev1
!
archive
 path flash:archive
!
interface GigabitEthernet0/1
 description here
!
end
"""
every_platform = pytest.mark.parametrize("platform", PLATFORMS)


def patch(*lines: str) -> tuple[Step, ...]:
    return (CommandStep("", lines),)


def holds(shown: str, running: str) -> bool:
    one, other = ("\n".join(line.strip() for line in each.strip().splitlines()) for each in (running, shown))
    return one in other


def read(fleet: Fleet, name: str = "dev1") -> str:
    outcome = fleet.collect([name])[name]
    assert outcome.value is not None, outcome
    return outcome.value.text


def long_config(platform: str, lines: int = LINES) -> str:
    """Return a config of at least so many lines, with Chinese in it and lines that look like prompts and pagers."""
    (device,) = made_up(1, [platform], lines).values()
    text = device.config
    name = next(line.split()[1] for line in text.splitlines() if line.startswith(("sysname ", "hostname ")))
    odd = ["财政局 uplink", "to dev1# and on", "---- More ----", "[Y/N] asked nobody"]
    return text.replace(f" {name}\n", " dev1\n", 1).replace("to the backbone", odd[len(platform) % len(odd)], 1)


@every_platform
def test_a_config_of_twenty_thousand_lines_is_read_whole_and_changed(bench: Bench, platform: str) -> None:
    devices = bench.start(platform, long_config(platform))
    fleet = bench.fleet(patience=30)
    text = read(fleet)
    assert len(text.splitlines()) >= LINES
    assert holds(text, devices.running("dev1"))
    assert parse(get_platform(platform), text).format() == text
    route = "ip route-static" if platform not in IOS_LIKE else "ip route"
    far = next(line.split()[-1] for line in text.splitlines() if line.strip().startswith(route))
    length = "24" if platform == "h3c_comware" else "255.255.255.0"
    added = [f"{route} 100.64.{number}.0 {length} {far}" for number in range(200)]
    outcome = fleet.push({"dev1": patch(*added)})["dev1"]
    assert (outcome.kind, outcome.value and outcome.value.done) == (Kind.DONE, 200), outcome.fault
    after = read(fleet)
    assert holds(after, devices.running("dev1"))
    assert set(added) <= {line.strip() for line in after.splitlines()}


@every_platform
def test_pages_that_come_back_lose_nothing_of_a_long_config(bench: Bench, platform: str) -> None:
    devices = bench.start(platform, long_config(platform, 5_000))
    fleet = bench.fleet(patience=30)
    for command in ("screen-length 24 temporary", "screen-length 24", "terminal length 24"):
        fleet._sessions["dev1"].run([command])  # some of these are known to each
    text = read(fleet)
    assert holds(text, devices.running("dev1"))
    assert len(text.splitlines()) >= 5_000


@every_platform
def test_a_second_of_latency_and_9600_baud_lose_nothing(
    bench: Bench, platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netops.devices.terminal.SETTLE", SETTLE)  # as it is, not as other tests have it
    monkeypatch.setattr("netops.devices.terminal.FIRST", FIRST)
    devices = bench.start(platform, faults=Faults(latency=1.0, rate=960))
    fleet = bench.fleet(patience=20)
    assert holds(read(fleet), devices.running("dev1"))
    outcome = fleet.push({"dev1": patch(*bench.lines(platform, "slow 公安局"))})["dev1"]
    assert (outcome.kind, outcome.value and outcome.value.done) == (Kind.DONE, 3), outcome.fault
    assert "description slow 公安局" in devices.saved("dev1")


@every_platform
def test_a_reading_that_is_cut_at_any_byte_is_never_taken_for_whole(bench: Bench, platform: str) -> None:
    """Once more over a new login, as readings are; then it is a failure, never a shorter config."""
    devices = bench.start(platform)
    whole = len(read(bench.fleet()).encode()) + 2_000
    for limit in range(200, whole, 61):
        devices.device("dev1").faults(cut_at_byte=limit)
        fleet = bench.fleet()
        outcome = fleet.collect()["dev1"]
        if outcome.value is None:
            assert outcome.kind in {Kind.UNREACHABLE, Kind.TIMEOUT}, (limit, outcome)
        else:
            assert holds(outcome.value.text, devices.running("dev1")), limit
        fleet.close()


@pytest.mark.parametrize("platform", TIMED)
@pytest.mark.parametrize("when", ["cut_at_line", "cut_after_line"])
def test_a_trial_that_is_cut_at_any_step_goes_back_or_never_began(bench: Bench, platform: str, when: str) -> None:
    devices = bench.start(platform, ARCHIVE if platform == "cisco_ios" else "")
    before = devices.running("dev1")
    for step in range(1, 8):
        devices.device("dev1").faults(cut_at_line=0, cut_after_line=0)
        fleet = bench.fleet()
        login = len(devices.typed("dev1"))
        fleet.close()
        fleet = bench.fleet()
        login = len(devices.typed("dev1")) - login
        already = len(devices.typed("dev1"))
        devices.device("dev1").faults(**{when: login + step})
        outcome = fleet.push({"dev1": patch(*bench.lines(platform, f"trial{step}"))}, trial=120)["dev1"]
        lines = devices.typed("dev1")[already:]
        fleet.close()
        devices.advance(200)
        if step == 1 and platform in ASKED:  # whether a timer runs: a reading, which is asked once more
            assert ended(outcome) == (Kind.UNREACHABLE, "NET-DEV-047")
            assert not [line for line in lines if "trial1" in line]
            continue
        assert len(lines) == len(set(lines)), lines
        if outcome.kind is Kind.DONE:
            break
        assert outcome.kind is Kind.UNKNOWN, (step, outcome)
        if f"description trial{step}" in devices.running("dev1"):
            assert platform == "h3c_comware", (step, "only a timer that hadn't begun leaves lines there")
    else:
        pytest.fail("no step was the last")
    assert devices.running("dev1") == before or platform == "h3c_comware"


def test_two_hundred_devices_of_all_vendors_with_every_fault_among_them(tmp_path: Path) -> None:
    """What is wrong with one never shows at another."""
    chance = random.Random(5)
    devices = opened(made_up(200, PLATFORMS), PASSWORD)
    ways: dict[str, Callable[[], Faults]] = {
        "well": Faults,
        "slow": lambda: Faults(latency=0.2, rate=4000),
        "password": lambda: Faults(password=True),
        "silent": lambda: Faults(silent_after=2),
        "full": lambda: Faults(full=True),
        "other": lambda: Faults(hostname="somebody-else"),
        "cut": lambda: Faults(cut_at_line=7),
        "refusing": lambda: Faults(rejects=r"description .*"),
        "chatty": lambda: Faults(chatter="%Sep  1 10:00:00 2026 dev LINK/5/UP: port is up", chatter_every=2),
    }
    found = {name: chance.choice(list(ways)) for name in devices}
    started = {name: replace(each, faults=ways[found[name]]()) for name, each in devices.items()}
    with simulation(started) as running:
        (tmp_path / "known_hosts").write_text(running.known_hosts())
        hosts = {name: _host(name, each.platform, running.port(name)) for name, each in started.items()}
        inventory = _Listed(tmp_path / "inventory", hosts)
        with Fleet.open(inventory, hosts, credentials=Credentials(PASSWORD), workers=20) as fleet:
            for session in fleet._sessions.values():
                session.patience = 3.0
            shown = fleet.collect()
            work = {name: patch(*_lines(each.platform, name)) for name, each in started.items()}
            pushed = fleet.push(work)
        for name, way in found.items():
            if way in {"well", "slow"}:
                assert shown[name].kind is pushed[name].kind is Kind.DONE, (name, way, shown[name], pushed[name])
                assert f"description for {name}" in running.saved(name)
            elif way != "chatty":
                assert pushed[name].kind is not Kind.DONE, (name, way)
            assert all(f"description for {other}" not in running.running(name) for other in found if other != name)


class _Listed:
    def __init__(self, root: Path, hosts: dict[str, Host]) -> None:
        self.root = root
        self.hosts = hosts


def _host(name: str, platform: str, port: int) -> Host:
    return Host(
        name=name,
        platform=platform,
        role=Role.PE,
        address="127.0.0.1",
        port=port,
        user="netops",
        groups=("all",),
        release=None,
        router_id=None,
        management=IPv4Interface("10.250.0.11/24"),
        known_hosts=Path("known_hosts"),
    )


def _lines(platform: str, name: str) -> tuple[str, ...]:
    ports = {
        "h3c_comware": "GigabitEthernet1/0/1",
        "ruijie_os": "GigabitEthernet 0/1",
        "cisco_ios": "GigabitEthernet0/1",
    }
    leave = "exit" if platform in IOS_LIKE else "quit"
    return f"interface {ports.get(platform, 'GigabitEthernet0/0/0')}", f"description for {name}", leave
