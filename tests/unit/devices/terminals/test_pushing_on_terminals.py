"""Pushing to five vendors' devices: line by line, nothing twice, and nobody is left in doubt of what is in effect."""

import pytest
from tests.unit.devices.terminals.pushes import ASKED, Bench, done, ended, every_platform, patch, push, pushed_lines

from netops.config import Answer, FileStep
from netops.devices import Kind, Outcome, Pushed
from netops.lab.simulation import Faults
from netops.lab.simulation import Fleet as Devices

IOS_LIKE = ("cisco_ios", "ruijie_os")
LEAVING_CONFIG = {"cisco_ios": "end", "ruijie_os": "end"}
PLANTED = "Pl4nted-Secret-Value"


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
