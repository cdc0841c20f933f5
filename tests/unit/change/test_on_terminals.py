"""A change on devices that answer on a terminal, simulated behind real SSH: their timers, and what breaks meanwhile."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Interface
from pathlib import Path
from typing import Any

import pytest

from netops.change.applying import Execution, apply, recheck, rollback
from netops.change.approval import SignedAs, sign
from netops.change.commands import approve
from netops.change.directory import APPROVALS, Change, write
from netops.change.identity import load_signer
from netops.change.journal import Event, State
from netops.change.planning import Request, _draft, device_plan
from netops.change.trials import running
from netops.config import parse
from netops.devices import Credentials, Fleet
from netops.devices.terminal_session import TerminalSession
from netops.errors import DeviceError, Refused
from netops.inventory import Inventory
from netops.inventory.hosts import Host, Role
from netops.lab.simulation import Clock, Simulated, simulation
from netops.lab.simulation import Fleet as Devices
from netops.platforms import get_platform
from netops.reachability import compute
from netops.store.appending import append_line

Town = Any  # the city of conftest.py, which tests can't import
PASSWORD = "Correct-Horse-9"
VRP = "#\nsysname {name}\n#\ninterface GigabitEthernet0/0/1\n description {text}\n#\nreturn\n"
IOS = "!\nhostname {name}\n!\n{more}interface GigabitEthernet0/1\n description {text}\n!\nend\n"
ARCHIVE = "archive\n path flash:netops\n!\n"
FORMS = {
    "huawei_vrp": VRP,
    "huawei_vrpv8": VRP,
    "h3c_comware": VRP,
    "ruijie_os": IOS.replace("{more}", ""),
    "cisco_ios": IOS.replace("{more}", ARCHIVE),
}
STARTS = {
    "huawei_vrpv8": "commit trial 600",
    "h3c_comware": "configuration commit delay 10",
    "cisco_ios": "configure terminal revert timer 10",
}
"""Platforms with a timer, and the line that starts it."""
OLD, NEW = "财政局 old", "财政局 new"


@dataclass
class Street:
    """Simulated devices, one of each platform and called like it, and a change of a description on every one."""

    town: Town
    folder: Path
    stack: ExitStack
    clock: Clock = field(default_factory=Clock)
    platforms: tuple[str, ...] = ()
    more: Mapping[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    at: Mapping[str, Callable[[], None]] = field(default_factory=dict)

    def start(self, *platforms: str, forms: Mapping[str, str] = FORMS) -> Change:
        self.platforms, self.forms = platforms, forms
        made = {name(each): Simulated(each, self.text(each, OLD), password=PASSWORD) for each in platforms}
        self.devices: Devices = self.stack.enter_context(simulation(made, self.clock))
        (self.folder / "known_hosts").write_text(self.devices.known_hosts())
        self.inventory = self._inventory()
        return self._change()

    def text(self, platform: str, text: str) -> str:
        return self.forms[platform].format(name=name(platform), text=text)

    def _inventory(self) -> Inventory:
        # The device without a timer comes last: whatever fails there finds all others on trial.
        hosts = {
            name(each): Host(
                name=name(each),
                platform=each,
                role=Role.PE if each in STARTS else Role.CE,
                address="127.0.0.1",
                port=self.devices.port(name(each)),
                user="netops",
                groups=("all",),
                release=None,
                router_id=None,
                management=IPv4Interface("10.250.0.11/24"),
                known_hosts=Path("known_hosts"),
            )
            for each in self.platforms
        }
        inventory: Inventory = self.town.inventory
        return replace(inventory, root=self.folder / "inventory", hosts=hosts, departments={})

    def _change(self) -> Change:
        plans = []
        for each in self.platforms:
            platform = get_platform(each)
            with self.fleet() as fleet:
                shown = fleet.collect([name(each)])[name(each)].value
            assert shown is not None
            trees = (parse(platform, shown.text), parse(platform, self.text(each, NEW)))
            plans.append(device_plan(platform, name(each), *trees))
        nobody = compute({}, (), ())
        draft = _draft(self.inventory, Request("c-terminals", "", "li"), tuple(plans), (nobody, nobody))
        signer = load_signer("li", self.town.project.keys)

        def finish(change: Change) -> None:
            author = sign(change.id, change.digest, SignedAs.AUTHOR, signer, "")
            append_line(change.directory / APPROVALS, author.as_line())
            change.journal("li").append(Event.PLANNED, digest=change.digest)

        change = write(draft, self.folder / "changes", finish)
        approve(self.town.project, self.town.inventory, change, "wang", "read")
        return change

    def fleet(self) -> Fleet:
        fleet = self.stack.enter_context(
            Fleet.open(self.inventory, self.inventory.hosts, credentials=Credentials(PASSWORD))
        )
        for session in fleet._sessions.values():
            assert isinstance(session, TerminalSession)
            session.patience = 2.0
        return fleet

    def execution(self, change: Change, **others: object) -> Execution:
        made = Execution(change, self.fleet(), self.town.keys, "li", self.tell, patience=0)
        return replace(made, **others)  # type: ignore[arg-type]  # each test gives what it needs

    def tell(self, text: str) -> None:
        self.said.append(text)
        for words, act in self.at.items():
            if words in text:
                act()

    def show(self, text: str) -> bool:
        """Whether every device runs and would start with this description."""
        return all(
            f"description {text}\n" in config
            for each in self.platforms
            for config in (self.devices.running(name(each)), self.devices.saved(name(each)))
        )

    def typed(self, platform: str) -> tuple[str, ...]:
        return self.devices.typed(name(platform))

    def events(self, change: Change, event: Event) -> set[str]:
        return {entry.host for entry in change.journal("").entries() if entry.event is event}


def name(platform: str) -> str:
    return platform.replace("_", "-")


def codes(error: DeviceError | Refused) -> list[str]:
    return [fault.code for fault in error.faults]


@pytest.fixture
def street(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Street]:
    monkeypatch.setattr("netops.devices.terminal.SETTLE", 0.2)
    monkeypatch.setattr("netops.devices.terminal.FIRST", 0.7)
    with ExitStack() as stack:
        yield Street(town, tmp_path, stack)


def test_every_platform_takes_a_change_and_saves_it(street: Street) -> None:
    change = street.start(*FORMS)
    saved = {each: street.devices.saved(name(each)) for each in STARTS}
    street.at = {"devices read": lambda: saved.update({each: street.devices.saved(name(each)) for each in STARTS})}
    result = apply(street.execution(change))
    assert set(result.devices.values()) == {"expected"}
    assert change.state() is State.APPLIED
    assert street.show(NEW)
    assert all(line in street.typed(platform) for platform, line in STARTS.items())
    assert all(OLD in text for text in saved.values()), "saved before the timers were stopped"
    assert street.events(change, Event.TRIAL_KEPT) == {name(each) for each in STARTS}
    street.devices.advance(3600)
    assert street.show(NEW)


def test_a_device_that_does_not_tell_whether_a_timer_runs_is_named_before_the_push(street: Street) -> None:
    """Comware: what somebody else tries there takes the change back, whatever was verified."""
    change = street.start(*FORMS)
    box = street.devices.device("h3c-comware").box
    street.devices.call(lambda: box.start_trial(600, box.root.copy()))
    apply(street.execution(change, trial=0))
    told = [text for text in street.said if "somebody else" in text]
    assert told == [
        "h3c-comware: no command shows whether a timer of somebody else runs; see that nobody else works there"
    ]
    assert street.said.index(told[0]) < next(at for at, text in enumerate(street.said) if "pushing" in text)
    street.devices.advance(601)
    assert OLD in street.devices.running("h3c-comware")


def test_without_a_timer_it_is_pushed_as_ever(street: Street) -> None:
    change = street.start("huawei_vrpv8", "cisco_ios")
    apply(street.execution(change, trial=0))
    assert street.show(NEW)
    assert not any(line in street.typed(platform) for platform, line in STARTS.items() if platform in street.platforms)


def test_ios_without_an_archive_has_no_timer(street: Street) -> None:
    change = street.start("cisco_ios", forms={"cisco_ios": IOS.replace("{more}", "")})
    apply(street.execution(change))
    assert street.show(NEW)
    assert street.events(change, Event.TRIAL_KEPT) == set()


def test_what_fails_on_one_device_takes_those_on_trial_back(street: Street) -> None:
    change = street.start(*STARTS, "ruijie_os")
    street.devices.device("ruijie-os").faults(rejects="description .*new.*")
    with pytest.raises(DeviceError) as raised:
        apply(street.execution(change))
    assert codes(raised.value) == ["NET-DEV-030"]
    assert change.state() is State.ROLLED_BACK
    assert street.show(OLD)
    assert "abort trial" in street.typed("huawei_vrpv8")
    assert "configure revert now" in street.typed("cisco_ios")
    assert street.events(change, Event.TRIAL_ABORTED) == {"huawei-vrpv8", "cisco-ios"}
    street.devices.advance(3600)
    assert street.show(OLD)
    street.devices.device("ruijie-os").faults(rejects="")
    apply(street.execution(change))
    assert street.show(NEW)


@dataclass(frozen=True)
class Breaking:
    """Sessions to devices of which something happens to one right after the push."""

    fleet: Any
    then: Callable[[], None]

    def __getattr__(self, wanted: str) -> object:
        return getattr(self.fleet, wanted)

    def push(self, *words: object, **options: object) -> object:
        found = self.fleet.push(*words, **options)
        if options.get("trial"):
            self.then()
        return found


@pytest.mark.parametrize("platform", STARTS)
def test_a_device_that_is_cut_off_in_the_middle_goes_back_by_its_own_timer(street: Street, platform: str) -> None:
    change = street.start(platform)
    device = street.devices.device(name(platform))

    def cut() -> None:
        device.faults(password=True)
        device.cut()

    execution = street.execution(change)
    with pytest.raises(DeviceError) as raised:
        apply(replace(execution, devices=Breaking(execution.devices, cut)))  # type: ignore[arg-type]  # a fleet but for one method
    assert codes(raised.value) == ["NET-CHG-057", "NET-CHG-058", "NET-CHG-069"]
    assert change.state() is State.FAILED
    street.devices.advance(601)
    assert street.show(OLD), "nobody was there to take it back"
    device.faults(password=False)
    rollback(street.execution(change))
    assert change.state() is State.ROLLED_BACK
    apply(street.execution(change))
    assert street.show(NEW)


@pytest.mark.parametrize("platform", STARTS)
def test_a_session_cut_in_the_middle_of_the_lines_is_taken_back(street: Street, platform: str) -> None:
    change = street.start(platform)
    execution = street.execution(change)
    device = street.devices.device(name(platform))
    device.faults(cut_at=".*new")
    with pytest.raises(DeviceError) as raised:
        apply(execution)
    assert codes(raised.value)[0] in {"NET-DEV-033", "NET-DEV-047"}
    assert change.state() is State.ROLLED_BACK
    assert street.show(OLD)
    # Whoever types right afterwards isn't surprised by a timer of the session that broke.
    assert street.devices.device(name(platform)).box.trial is None


TWO = (
    "#\nsysname {name}\n#\ninterface GigabitEthernet1/0/1\n description {text}\n#\n"
    "interface GigabitEthernet1/0/2\n description {text} second\n#\nreturn\n"
)


def test_half_a_patch_on_comware_is_taken_back_under_its_timer_and_never_confirmed(street: Street) -> None:
    change = street.start("h3c_comware", forms={"h3c_comware": TWO})
    street.devices.device("h3c-comware").faults(rejects=".* new second")
    with pytest.raises(DeviceError) as raised:
        apply(street.execution(change))
    assert codes(raised.value) == ["NET-DEV-075"]
    assert change.state() is State.ROLLED_BACK
    assert street.show(OLD)
    typed = list(street.typed("h3c_comware"))
    timers = [line for line in typed if line.startswith("configuration commit")]
    assert timers == [
        "configuration commit delay 10",
        "configuration commit delay 1",  # it is to go back soon, even if netops is cut off now
        "configuration commit delay 10",  # it stands guard while the rollback is typed
        "configuration commit",
    ]
    back = len(typed) - 1 - typed[::-1].index(f"description {OLD}")
    assert typed.index("configuration commit") > back, "half a patch was confirmed"


def test_half_a_patch_on_comware_whose_netops_is_cut_off_goes_back_within_a_minute(street: Street) -> None:
    change = street.start("h3c_comware", forms={"h3c_comware": TWO})
    device = street.devices.device("h3c-comware")
    device.faults(rejects=".* new second")
    execution = street.execution(change)

    def cut() -> None:
        device.faults(rejects="", password=True)
        device.cut()

    with pytest.raises(DeviceError) as raised:
        apply(replace(execution, devices=Breaking(execution.devices, cut)))  # type: ignore[arg-type]  # a fleet but for one method
    assert codes(raised.value) == ["NET-DEV-075", "NET-CHG-058", "NET-CHG-069"]
    street.devices.advance(61)
    assert street.show(OLD), "nobody was there to take it back"


# ------------------------------------------------------------------- VRP8: a trial whose session broke


def test_a_trial_that_ended_with_its_session_is_found_to_have_gone_back(street: Street) -> None:
    change = street.start("huawei_vrpv8")
    street.devices.device("huawei-vrpv8").faults(cut_after="commit trial .*")
    with pytest.raises(DeviceError) as raised:
        apply(street.execution(change))
    assert codes(raised.value) == ["NET-DEV-033"]
    assert change.state() is State.ROLLED_BACK
    assert street.show(OLD)


@pytest.mark.parametrize("at", ["commit", "verified"])
def test_a_trial_that_outlives_its_session_is_left_to_its_timer(street: Street, at: str) -> None:
    change = street.start("huawei_vrpv8")
    device = street.devices.device("huawei-vrpv8")
    execution = street.execution(change)
    device.faults(orphans=True, cut_after="commit trial .*" if at == "commit" else "")
    if at == "verified":
        street.at = {"devices read": device.cut}
    with pytest.raises(DeviceError) as raised:
        apply(execution)
    assert codes(raised.value)[1:] == ["NET-CHG-058", "NET-CHG-069"]
    assert change.state() is State.FAILED
    assert street.events(change, Event.TRIAL_KEPT) == set()
    assert f"description {OLD}" not in street.typed("huawei_vrpv8"), "typed at a device that takes nothing"
    saved = street.devices.saved("huawei-vrpv8")
    assert NEW not in saved
    device.faults(cut_after="")
    street.at = {}
    with pytest.raises(DeviceError):
        rollback(street.execution(change))
    assert f"description {OLD}" not in street.typed("huawei_vrpv8"), "another netops asks the device, too"
    assert street.devices.saved("huawei-vrpv8") == saved
    street.devices.advance(601)
    assert street.show(OLD)
    rollback(street.execution(change))
    assert change.state() is State.ROLLED_BACK
    apply(street.execution(change))
    assert street.show(NEW)


def test_a_timer_that_expires_before_it_is_stopped_is_noticed(street: Street) -> None:
    change = street.start("h3c_comware", "ruijie_os")
    street.at = {"devices read": lambda: street.devices.advance(601)}
    with pytest.raises(DeviceError) as raised:
        apply(street.execution(change))
    assert "NET-CHG-068" in codes(raised.value)
    assert change.state() is State.ROLLED_BACK
    assert street.show(OLD)


def test_a_change_whose_netops_was_killed_is_not_applied_before_the_timers_are_over(street: Street) -> None:
    change = street.start("h3c_comware")

    def killed() -> None:
        raise KeyboardInterrupt

    street.at = {"devices read": killed}
    with pytest.raises(KeyboardInterrupt):
        apply(street.execution(change))
    street.at = {}
    assert change.state() is State.UNKNOWN
    with pytest.raises(Refused) as raised:
        recheck(street.execution(change))
    assert codes(raised.value) == ["NET-CHG-070"]
    assert change.state() is State.UNKNOWN
    street.devices.advance(601)
    assert not recheck(street.execution(change)).passed
    assert change.state() is State.ROLLED_BACK
    assert street.show(OLD)


def test_a_timer_that_was_stopped_runs_no_more(street: Street) -> None:
    change = street.start("h3c_comware")
    apply(street.execution(change))
    entries = change.journal("").entries()
    assert running(entries) == {}
    kept = [entry for entry in entries if entry.event is not Event.TRIAL_KEPT]
    assert set(running(tuple(kept))) == {"h3c-comware"}
    assert running(tuple(kept), datetime.now(UTC) + timedelta(seconds=700)) == {}
