"""Pushes on trial to devices with a timer of their own: who goes back when, and what is refused while a timer runs."""

import time

import pytest
from tests.unit.devices.terminals.pushes import Bench, done, ended, every_platform, patch, push, pushed_lines
from tests.unit.devices.terminals.pushes import cut as hang_up

from netops.devices import Kind, Outcome, Pushed
from netops.lab.simulation import Fleet as Devices

TIMED = ("cisco_ios", "h3c_comware", "huawei_vrpv8")
ARCHIVE = (
    "hostname dev1\narchive\n path flash:before\n!\ninterface GigabitEthernet0/1\n description 财政局 uplink\n!\nend\n"
)


def timed(bench: Bench, platform: str) -> Devices:
    return bench.start(platform, ARCHIVE if platform == "cisco_ios" else "")


@pytest.mark.parametrize("platform", TIMED)
def test_a_trial_that_nobody_confirms_goes_back_by_itself(bench: Bench, platform: str) -> None:
    devices = timed(bench, platform)
    before = devices.running("dev1")
    outcome = push(bench.fleet(), patch(*bench.lines(platform, "tried")), trial=120)
    assert (outcome.kind, done(outcome)) == (Kind.DONE, 3), outcome.fault
    assert outcome.value is not None
    assert not outcome.value.saved
    assert "tried" in devices.running("dev1")
    assert "tried" not in devices.saved("dev1")
    devices.advance(121)
    assert devices.running("dev1") == before


@pytest.mark.parametrize("platform", TIMED)
def test_a_confirmed_trial_stays_and_is_saved(bench: Bench, platform: str) -> None:
    devices = timed(bench, platform)
    fleet = bench.fleet()
    push(fleet, patch(*bench.lines(platform, "tried")), trial=120)
    assert "description tried" in (fleet.collect()["dev1"].value or pytest.fail("not read")).text
    assert fleet.confirm(["dev1"])["dev1"] == Outcome("dev1", Kind.DONE, Pushed(0, "", saved=True))
    devices.advance(500)
    assert "tried" in devices.running("dev1")
    assert "tried" in devices.saved("dev1")
    assert ended(fleet.confirm(["dev1"])["dev1"]) == (Kind.REJECTED, "NET-DEV-069")


def later(monkeypatch: pytest.MonkeyPatch, devices: Devices, seconds: float) -> None:
    devices.advance(seconds)
    now = time.monotonic() + seconds
    for module in ("terminal_push", "trial_timer"):
        monkeypatch.setattr(f"netops.devices.{module}.monotonic", lambda: now)


@pytest.mark.parametrize("platform", TIMED)
def test_a_trial_that_ran_out_is_not_confirmed(bench: Bench, platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    devices = timed(bench, platform)
    fleet = bench.fleet()
    push(fleet, patch(*bench.lines(platform, "tried")), trial=120)
    later(monkeypatch, devices, 121)
    typed = devices.typed("dev1")
    assert ended(fleet.confirm(["dev1"])["dev1"]) == (Kind.REJECTED, "NET-DEV-069")
    assert devices.typed("dev1") == typed
    assert "tried" not in devices.running("dev1")


def test_a_trial_that_somebody_else_ended_is_not_confirmed(bench: Bench) -> None:
    devices = timed(bench, "huawei_vrpv8")
    fleet = bench.fleet()
    push(fleet, patch(*bench.lines("huawei_vrpv8", "tried")), trial=120)
    devices.advance(121)
    assert ended(fleet.confirm(["dev1"])["dev1"]) == (Kind.REJECTED, "NET-DEV-069")
    assert "commit" not in devices.typed("dev1")


@pytest.mark.parametrize("platform", ["cisco_ios", "h3c_comware"])
def test_a_late_confirmation_is_unknown(bench: Bench, platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    devices = timed(bench, platform)
    fleet = bench.fleet()
    push(fleet, patch(*bench.lines(platform, "tried")), trial=120)
    saved = devices.saved("dev1")
    moments = iter([time.monotonic(), time.monotonic() + 121])
    monkeypatch.setattr("netops.devices.terminal_push.monotonic", lambda: next(moments))
    assert ended(fleet.confirm(["dev1"])["dev1"]) == (Kind.UNKNOWN, "NET-DEV-074")
    assert devices.saved("dev1") == saved


@pytest.mark.parametrize("platform", TIMED)
@pytest.mark.parametrize("cut", [False, True])
def test_nothing_is_saved_and_no_second_trial_begins_while_one_runs(
    bench: Bench, platform: str, monkeypatch: pytest.MonkeyPatch, *, cut: bool
) -> None:
    devices = timed(bench, platform)
    devices.device("dev1").faults(orphans=True)
    fleet = bench.fleet()
    push(fleet, patch(*bench.lines(platform, "tried")), trial=120)
    if cut:
        hang_up(devices, fleet)
    shown, saved = devices.running("dev1"), devices.saved("dev1")
    for how in ({"trial": 120}, {"save": False}, {}):
        outcome = push(fleet, patch(*bench.lines(platform, "next")), **how)
        assert ended(outcome) == (Kind.REJECTED, "NET-DEV-073")
    assert ended(fleet.save(["dev1"])["dev1"]) == (Kind.REJECTED, "NET-DEV-073")
    assert "description next" not in devices.typed("dev1")
    assert (devices.running("dev1"), devices.saved("dev1")) == (shown, saved)
    later(monkeypatch, devices, 130)
    assert push(fleet, patch(*bench.lines(platform, "next"))).kind is Kind.DONE
    assert "next" in devices.saved("dev1")


def test_a_refused_trial_that_went_back_has_nothing_in_effect(bench: Bench) -> None:
    devices = timed(bench, "cisco_ios")
    before = devices.running("dev1")
    outcome = push(bench.fleet(), patch(*bench.lines("cisco_ios", "tried")[:2], "bogus"), trial=120)
    assert ended(outcome) == (Kind.REJECTED, "NET-DEV-072")
    assert done(outcome) == 0
    assert devices.running("dev1") == before


@pytest.mark.parametrize("platform", ["cisco_ios", "huawei_vrpv8"])
def test_an_aborted_trial_goes_back_at_once(bench: Bench, platform: str) -> None:
    devices = timed(bench, platform)
    before = devices.running("dev1")
    fleet = bench.fleet()
    push(fleet, patch(*bench.lines(platform, "tried")), trial=120)
    assert fleet.abort(["dev1"])["dev1"].kind is Kind.DONE
    assert devices.running("dev1") == before
    assert push(fleet, patch(*bench.lines(platform, "next"))).kind is Kind.DONE
    assert "next" in devices.running("dev1")


def test_comware_is_aborted_by_its_shortest_timer(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    devices = timed(bench, "h3c_comware")
    before = devices.running("dev1")
    fleet = bench.fleet()
    push(fleet, patch(*bench.lines("h3c_comware", "tried")), trial=600)
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        devices.advance(seconds)

    monkeypatch.setattr("netops.devices.trial_timer.sleep", wait)
    assert fleet.abort(["dev1"])["dev1"].kind is Kind.DONE
    assert 60 < waited[0] <= 65
    assert devices.running("dev1") == before
    assert "configuration commit" not in devices.typed("dev1")
    assert push(fleet, patch(*bench.lines("h3c_comware", "next"))).kind is Kind.DONE


@pytest.mark.parametrize("platform", TIMED)
def test_a_trial_that_broke_off_goes_back_and_is_never_confirmed(bench: Bench, platform: str) -> None:
    devices = timed(bench, platform)
    before = devices.running("dev1")
    opens, text, _ = bench.lines(platform, "half")
    outcome = push(bench.fleet(), patch(opens, text, "frobnicate"), trial=600)
    code = {"h3c_comware": "NET-DEV-075", "cisco_ios": "NET-DEV-072", "huawei_vrpv8": "NET-DEV-060"}[platform]
    assert ended(outcome) == (Kind.REJECTED, code)
    if platform == "h3c_comware":  # it has no word for going back at once: its timer is set to a minute
        assert "in 60 s" in str(outcome.fault)
        assert done(outcome) == 2
        devices.advance(61)
    assert devices.running("dev1") == before
    assert "tried" not in devices.saved("dev1")
    devices.advance(900)
    assert devices.running("dev1") == before


@pytest.mark.parametrize("platform", ["cisco_ios", "h3c_comware"])
@pytest.mark.parametrize("cut", [False, True])
def test_a_push_is_taken_back_while_its_timer_stands_guard(bench: Bench, platform: str, *, cut: bool) -> None:
    devices = timed(bench, platform)
    before = devices.running("dev1")
    fleet = bench.fleet()
    push(fleet, patch(*bench.lines(platform, "tried")), trial=120)
    if cut:
        hang_up(devices, fleet)
    devices.advance(115)
    outcome = push(fleet, patch(*bench.lines(platform, "财政局 uplink")), back=True)
    assert outcome.kind is Kind.DONE, outcome.fault
    assert devices.running("dev1") == devices.saved("dev1") == before
    left = devices.device("dev1").box.timers.left("trial")
    assert left is not None
    assert 500 < left <= 600, "the timer was not set anew"
    devices.advance(700)
    assert devices.running("dev1") == before


def test_vrp8_takes_no_lines_back_while_a_trial_runs_that_nobody_can_reach(bench: Bench) -> None:
    devices = timed(bench, "huawei_vrpv8")
    devices.device("dev1").faults(orphans=True)
    fleet = bench.fleet()
    push(fleet, patch(*bench.lines("huawei_vrpv8", "tried")), trial=120)
    hang_up(devices, fleet)
    outcome = push(fleet, patch(*bench.lines("huawei_vrpv8", "财政局 uplink")), back=True)
    assert ended(outcome) == (Kind.REJECTED, "NET-DEV-073")
    assert "description 财政局 uplink" not in devices.typed("dev1")
    devices.advance(121)
    assert push(fleet, patch(*bench.lines("huawei_vrpv8", "财政局 uplink")), back=True).kind is Kind.DONE


@pytest.mark.parametrize("platform", ["cisco_ios", "huawei_vrpv8"])
def test_a_trial_of_another_netops_is_noticed_where_the_device_tells(bench: Bench, platform: str) -> None:
    devices = timed(bench, platform)
    push(bench.fleet(), patch(*bench.lines(platform, "tried")), trial=120)
    saved, other = devices.saved("dev1"), bench.fleet()
    assert ended(push(other, patch(*bench.lines(platform, "next")))) == (Kind.REJECTED, "NET-DEV-076")
    assert ended(other.save(["dev1"])["dev1"]) == (Kind.REJECTED, "NET-DEV-076")
    assert "description next" not in devices.typed("dev1")
    assert devices.saved("dev1") == saved


def test_vrp8_whose_trial_ended_with_its_session_is_asked_and_takes_lines_at_once(bench: Bench) -> None:
    devices = timed(bench, "huawei_vrpv8")
    fleet = bench.fleet()
    push(fleet, patch(*bench.lines("huawei_vrpv8", "tried")), trial=120)
    hang_up(devices, fleet)
    assert fleet.save(["dev1"])["dev1"].kind is Kind.DONE
    assert push(fleet, patch(*bench.lines("huawei_vrpv8", "next"))).kind is Kind.DONE
    assert "next" in devices.saved("dev1")


@every_platform
def test_a_timer_that_a_platform_does_not_have_is_refused_before_anything_is_typed(bench: Bench, platform: str) -> None:
    devices = bench.start(platform)
    fleet = bench.fleet()
    outcome = push(fleet, patch(*bench.lines(platform, "x")), trial=10)
    assert ended(outcome) == (Kind.REJECTED, "NET-DEV-067" if platform in TIMED else "NET-DEV-064")
    for each in (fleet.confirm, fleet.abort):
        code = ended(each(["dev1"])["dev1"])[1]
        assert code in {"NET-DEV-064", "NET-DEV-069", "NET-DEV-071"}
    assert pushed_lines(devices) == []


def test_a_revert_timer_without_an_archive_is_refused_by_the_device(bench: Bench) -> None:
    devices = bench.start("cisco_ios")
    outcome = push(bench.fleet(), patch(*bench.lines("cisco_ios", "x")), trial=60)
    assert ended(outcome) == (Kind.REJECTED, "NET-DEV-045")
    assert "description x" not in devices.typed("dev1")


def test_a_label_leads_back(bench: Bench) -> None:
    devices = bench.start("huawei_vrpv8")
    fleet = bench.fleet()
    assert push(fleet, patch(*bench.lines("huawei_vrpv8", "first")), label="change-1").kind is Kind.DONE
    assert push(fleet, patch(*bench.lines("huawei_vrpv8", "second")), label="change-2").kind is Kind.DONE
    assert fleet.back_to("change-1", ["dev1"])["dev1"].kind is Kind.DONE
    assert "description first" in devices.running("dev1")
    assert ended(fleet.back_to("change-9", ["dev1"])["dev1"]) == (Kind.REJECTED, "NET-DEV-045")
    assert ended(fleet.back_to("a b", ["dev1"])["dev1"]) == (Kind.REJECTED, "NET-DEV-070")


def test_a_refused_commit_leaves_nothing(bench: Bench) -> None:
    devices = bench.start("huawei_vrpv8")
    fleet = bench.fleet()
    push(fleet, patch(*bench.lines("huawei_vrpv8", "first")), label="again")
    outcome = push(fleet, patch(*bench.lines("huawei_vrpv8", "second")), label="again")
    assert ended(outcome) == (Kind.REJECTED, "NET-DEV-063")
    assert done(outcome) == 0
    assert "second" not in devices.running("dev1")
    assert push(fleet, patch(*bench.lines("huawei_vrpv8", "third"))).kind is Kind.DONE
    assert "third" in devices.running("dev1")


def test_labels_are_refused_where_there_are_none(bench: Bench) -> None:
    devices = bench.start("huawei_vrp")
    outcome = push(bench.fleet(), patch(*bench.lines("huawei_vrp", "x")), label="change-1")
    assert ended(outcome) == (Kind.REJECTED, "NET-DEV-070")
    assert pushed_lines(devices) == []


def test_a_restart_guard_is_armed_only_where_the_host_asks_for_it(bench: Bench) -> None:
    devices = bench.start("cisco_ios")
    push(bench.fleet(), patch(*bench.lines("cisco_ios", "unguarded")))
    assert not any(line.startswith("reload") for line in devices.typed("dev1"))
    bench.lists("dev1", "cisco_ios", reload_guard=15)
    outcome = push(bench.fleet(), patch(*bench.lines("cisco_ios", "guarded")))
    assert outcome.kind is Kind.DONE, outcome.fault
    typed = devices.typed("dev1")
    assert typed.index("reload in 15") < typed.index("description guarded") < typed.index("reload cancel")
    assert ended(push(bench.fleet(), patch("bogus"))) == (Kind.REJECTED, "NET-DEV-030")
    assert devices.typed("dev1")[-1] == "reload cancel"
    devices.advance(3600)
    assert "guarded" in devices.running("dev1")
