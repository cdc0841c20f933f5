"""Pushing to five vendors' devices: line by line, nothing twice, and nobody is left in doubt of what is in effect."""

import time
from pathlib import Path
from typing import Protocol

import pytest

from netops.config import Answer, CommandStep, FileStep, Step
from netops.devices import Fleet, Kind, Outcome, Pushed
from netops.inventory.hosts import Host
from netops.lab.simulation import Faults
from netops.lab.simulation import Fleet as Devices

PLATFORMS = ("cisco_ios", "h3c_comware", "huawei_vrp", "huawei_vrpv8", "ruijie_os")
IOS_LIKE = ("cisco_ios", "ruijie_os")
TIMED = ("cisco_ios", "h3c_comware", "huawei_vrpv8")
ASKED = ("cisco_ios", "huawei_vrpv8")
"""Platforms that tell whether a timer runs."""
ARCHIVE = (
    "hostname dev1\narchive\n path flash:before\n!\ninterface GigabitEthernet0/1\n description 财政局 uplink\n!\nend\n"
)
LEAVING_CONFIG = {"cisco_ios": "end", "ruijie_os": "end"}
PLANTED = "Pl4nted-Secret-Value"
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


def done(outcome: Outcome[Pushed]) -> int:
    assert outcome.value is not None, outcome.fault
    return outcome.value.done


def ended(outcome: Outcome[Pushed]) -> tuple[Kind, str]:
    return outcome.kind, outcome.fault.code if outcome.fault else ""


def pushed_lines(devices: Devices) -> list[str]:
    """Return what was typed after the readings of the login."""
    ways_in = ("show ", "display ", "screen-", "terminal ", "undo terminal")
    return [line for line in devices.typed("dev1") if not line.startswith(ways_in)]


@every_platform
def test_lines_are_typed_once_committed_and_saved(bench: Bench, platform: str) -> None:
    devices = bench.start(platform)
    outcome = push(bench.fleet(), patch(*bench.lines(platform, "公安局 10G")))
    assert outcome == Outcome("dev1", Kind.DONE, Pushed(3, outcome.value.output if outcome.value else "", saved=True))
    assert "description 公安局 10G" in devices.running("dev1")
    assert devices.saved("dev1") == devices.running("dev1")
    enter = "configure terminal" if platform in IOS_LIKE else "system-view"
    save = {"h3c_comware": ["save force"], "cisco_ios": ["write memory"], "ruijie_os": ["write"]}.get(
        platform, ["save", "y"]
    )
    commit = ["commit"] if platform == "huawei_vrpv8" else []
    leave = LEAVING_CONFIG.get(platform, "return")
    assert pushed_lines(devices) == [enter, *bench.lines(platform, "公安局 10G"), *commit, leave, *save]


@every_platform
def test_without_steps_the_running_config_is_saved_and_nothing_typed(bench: Bench, platform: str) -> None:
    devices = bench.start(platform)
    fleet = bench.fleet()
    assert push(fleet, patch(*bench.lines(platform, "kept")), save=False).value == Pushed(3, "", saved=False)
    assert "kept" not in devices.saved("dev1")
    assert fleet.save(["dev1"])["dev1"].value == Pushed(0, "", saved=True)
    assert "kept" in devices.saved("dev1")


@every_platform
@pytest.mark.parametrize("bad", ["frobnicate everything", "description refused"])
def test_nothing_is_typed_after_a_refused_line(bench: Bench, platform: str, bad: str) -> None:
    devices = bench.start(platform, faults=Faults(rejects="description refused"))
    opens, text, closes = bench.lines(platform, "taken")
    fleet = bench.fleet()
    outcome = push(fleet, patch(opens, text, bad, "shutdown", closes))
    staged = platform == "huawei_vrpv8"
    assert ended(outcome) == (Kind.REJECTED, "NET-DEV-060" if staged else "NET-DEV-030")
    assert done(outcome) == (0 if staged else 2)
    assert outcome.fault is not None
    assert (outcome.fault.values["number"], outcome.fault.values["total"]) == (3, 5)
    assert bad in outcome.fault.what
    assert "shutdown" not in devices.typed("dev1")
    assert ("description taken" in devices.running("dev1")) is not staged
    assert "taken" not in devices.saved("dev1")
    cleared = ["clear configuration candidate"] if staged else []
    assert pushed_lines(devices)[4:] == [*cleared, LEAVING_CONFIG.get(platform, "return")]
    assert push(fleet, patch(*bench.lines(platform, "afterwards"))).kind is Kind.DONE
    assert "taken" not in devices.running("dev1")


@every_platform
def test_a_question_that_nobody_expected_is_told_and_not_answered(bench: Bench, platform: str) -> None:
    asks = Faults(question="Warning: All users will be logged out. Continue? [Y/N]:", question_at="description .*")
    devices = bench.start(platform, faults=asks)
    outcome = push(bench.fleet(), patch(*bench.lines(platform, "asked")))
    assert ended(outcome) == (Kind.DIALOG, "NET-DEV-061")
    assert outcome.fault is not None
    assert "All users will be logged out. Continue? [Y/N]:" in outcome.fault.what
    assert "description asked" in outcome.fault.what
    assert pushed_lines(devices)[-1] == "description asked"
    assert "asked" not in devices.running("dev1")


@every_platform
def test_a_question_of_the_rulebook_gets_its_answer(bench: Bench, platform: str) -> None:
    asks = Faults(question="Warning: The port goes down. Continue? [Y/N]:", question_at="description .*")
    devices = bench.start(platform, faults=asks)
    answer = Answer(1, r"The port goes down\. Continue\? \[Y/N\]", "y")
    outcome = push(bench.fleet(), patch(*bench.lines(platform, "answered"), answers=(answer,)))
    assert (outcome.kind, done(outcome)) == (Kind.DONE, 3)
    assert "description answered" in devices.running("dev1")


def test_an_answer_is_not_typed_where_nobody_asks(bench: Bench) -> None:
    devices = bench.start("huawei_vrp")
    answer = Answer(1, "Continue", "y")
    assert push(bench.fleet(), patch(*bench.lines("huawei_vrp", "x"), answers=(answer,)), save=False).kind is Kind.DONE
    assert "y" not in devices.typed("dev1")


@every_platform
@pytest.mark.parametrize("when", ["cut_at_line", "cut_after_line"])
def test_a_session_cut_at_any_step_is_unknown_and_nothing_is_typed_twice(
    bench: Bench, platform: str, when: str
) -> None:
    bench.start(platform)
    probe = bench.fleet()
    lines = bench.lines(platform, "through")
    before = len(bench_typed(bench))
    assert push(probe, patch(*lines)).kind is Kind.DONE
    steps = len(bench_typed(bench)) - before
    probe.close()
    for step in range(1, steps + 1):
        devices = device_of(bench)
        devices.device("dev1").faults(cut_at_line=0, cut_after_line=0)
        fleet = bench.fleet()
        already = len(bench_typed(bench))
        devices.device("dev1").faults(**{when: before + step})
        outcome = push(fleet, patch(*(line.replace("through", f"cut{step}") for line in lines)))
        if step == 1 and platform in ASKED:  # before any line: whether a timer runs
            assert ended(outcome) == (Kind.UNREACHABLE, "NET-DEV-047")
            assert not [line for line in bench_typed(bench) if f"cut{step}" in line]
            continue
        assert ended(outcome) == (Kind.UNKNOWN, "NET-DEV-033"), (step, outcome)
        typed = bench_typed(bench)[already:]
        assert len(typed) == step - (when == "cut_at_line"), (step, typed)
        assert done(outcome) <= 3
        fleet.close()


def bench_typed(bench: Bench) -> tuple[str, ...]:
    return device_of(bench).typed("dev1")


def device_of(bench: Bench) -> Devices:
    assert bench.devices is not None
    return bench.devices


@every_platform
def test_a_device_that_falls_silent_in_the_middle_is_unknown(bench: Bench, platform: str) -> None:
    devices = bench.start(platform)
    fleet = bench.fleet(patience=0.4)
    devices.device("dev1").faults(silent_after=len(devices.typed("dev1")) + 2)
    outcome = push(fleet, patch(*bench.lines(platform, "silent")))
    assert ended(outcome) == (Kind.UNKNOWN, "NET-DEV-034")
    assert done(outcome) <= 1
    assert "description silent" not in devices.typed("dev1")


def test_a_candidate_that_was_cut_off_is_gone(bench: Bench) -> None:
    devices = bench.start("huawei_vrpv8")
    fleet = bench.fleet()
    devices.device("dev1").faults(cut_after_line=len(devices.typed("dev1")) + 3)
    assert push(fleet, patch(*bench.lines("huawei_vrpv8", "lost"))).kind is Kind.UNKNOWN
    devices.device("dev1").faults(cut_after_line=0)
    assert push(bench.fleet(), patch(*bench.lines("huawei_vrpv8", "kept"))).kind is Kind.DONE
    assert "lost" not in devices.running("dev1")


@every_platform
def test_a_full_flash_is_told_and_the_lines_are_in_effect(bench: Bench, platform: str) -> None:
    devices = bench.start(platform, faults=Faults(full=True))
    outcome = push(bench.fleet(), patch(*bench.lines(platform, "running only")))
    assert ended(outcome) == (Kind.REJECTED, "NET-DEV-042")
    assert done(outcome) == 3
    assert outcome.value is not None
    assert not outcome.value.saved
    assert "running only" in devices.running("dev1")


# ------------------------------------------------------------------------------------------------------- timers


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
        devices.device("dev1").cut()
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
        devices.device("dev1").cut()
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
    devices.device("dev1").cut()
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
    devices.device("dev1").cut()
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


# ---------------------------------------------------------------------------------------------------- what is typed

BANNERS = {
    "cisco_ios": ("banner login ^C", "财政局 only", "", "[dev1]", "dev1#", "^C"),
    "ruijie_os": ("banner login ^C", "财政局 only", "", "dev1#", "^C"),
    "h3c_comware": ("header login %", "财政局 only", "<dev1>", "%"),
    "huawei_vrp": ('header login information "', "财政局 only", "<dev1>", '"'),
    "huawei_vrpv8": ('header login information "', "财政局 only", "<dev1>", '"'),
}


@every_platform
def test_a_banner_of_several_lines_is_typed_as_it_is(bench: Bench, platform: str) -> None:
    devices = bench.start(platform)
    lines = BANNERS[platform]
    outcome = push(bench.fleet(), patch(*lines, *bench.lines(platform, "behind")))
    assert (outcome.kind, done(outcome)) == (Kind.DONE, len(lines) + 3), outcome.fault
    running = devices.running("dev1")
    assert "财政局 only" in running
    assert "description behind" in running


@every_platform
def test_a_device_may_be_renamed_by_a_push(bench: Bench, platform: str) -> None:
    devices = bench.start(platform)
    rename = "hostname dev2" if platform in IOS_LIKE else "sysname dev2"
    outcome = push(bench.fleet(), patch(rename, *bench.lines(platform, "renamed")))
    assert (outcome.kind, done(outcome)) == (Kind.DONE, 4), outcome.fault
    assert "dev2" in devices.saved("dev1")


@pytest.mark.parametrize("line", ["description a\nreboot", "description a\tb", "description a\x1b[2J"])
@every_platform
def test_a_line_that_would_break_out_stops_before_anything_is_typed(bench: Bench, platform: str, line: str) -> None:
    devices = bench.start(platform)
    opens, _, closes = bench.lines(platform, "x")
    assert ended(push(bench.fleet(), patch(opens, line, closes))) == (Kind.REJECTED, "NET-DEV-032")
    assert pushed_lines(devices) == []


def test_a_question_mark_calls_for_help_and_is_not_typed(bench: Bench) -> None:
    devices = bench.start("cisco_ios")
    assert ended(push(bench.fleet(), patch(*bench.lines("cisco_ios", "what?")))) == (Kind.REJECTED, "NET-DEV-032")
    assert pushed_lines(devices) == []


def test_what_the_encoding_lacks_is_not_typed(bench: Bench) -> None:
    devices = bench.start("huawei_vrp", encoding="gbk")
    bench.lists("dev1", "huawei_vrp", encoding="gbk")
    outcome = push(bench.fleet(), patch(*bench.lines("huawei_vrp", "\N{GRINNING FACE}")))
    assert ended(outcome) == (Kind.REJECTED, "NET-DEV-032")
    assert pushed_lines(devices) == []


def test_a_file_is_no_line(bench: Bench) -> None:
    devices = bench.start("huawei_vrp")
    outcome = push(bench.fleet(), (FileStep("interfaces", "/etc/x", "text", (), ()),))
    assert ended(outcome) == (Kind.REJECTED, "NET-DEV-039")
    assert pushed_lines(devices) == []


@every_platform
def test_a_line_that_leaves_config_mode_stops_those_behind_it(bench: Bench, platform: str) -> None:
    devices = bench.start(platform)
    leave = LEAVING_CONFIG.get(platform, "return")
    opens, text, closes = bench.lines(platform, "x")
    outcome = push(bench.fleet(), patch(opens, closes, leave, opens, text, closes))
    assert ended(outcome) == (Kind.REJECTED, "NET-DEV-062")
    assert "description x" not in devices.typed("dev1")


@every_platform
def test_planted_secrets_appear_nowhere(bench: Bench, platform: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    devices = bench.start(platform, faults=Faults(rejects=".*refused.*"))
    fleet = bench.fleet()
    opens, text, closes = bench.lines(platform, PLANTED)
    taken = fleet.push({"dev1": patch(opens, text, closes)}, secrets=[PLANTED])["dev1"]
    refused = fleet.push({"dev1": patch(opens, f"description refused {PLANTED}", closes)}, secrets=[PLANTED])["dev1"]
    assert taken.kind is Kind.DONE
    assert refused.kind is Kind.REJECTED
    assert PLANTED in devices.running("dev1")
    fleet.collect()
    assert refused.fault is not None
    where = {"log": bench.log, "outcome": repr((taken, refused)), "message": refused.fault.what, "logging": caplog.text}
    for name, shown in where.items():
        assert PLANTED not in shown, name
        assert "Correct-Horse-9" not in shown, name
