"""Logging in to five vendors' devices and reading them: the right device or nothing typed, the whole config or none."""

import logging
import os
import time
from dataclasses import replace
from ipaddress import IPv4Address
from typing import NamedTuple

import pytest
from tests.unit.devices.terminals.pushes import Bench

from netops.config import CommandStep, Step
from netops.devices import Collected, Kind, Outcome
from netops.errors import Refused
from netops.lab.simulation import Faults
from netops.platforms import get_platform

PLATFORMS = ("cisco_ios", "h3c_comware", "huawei_vrp", "huawei_vrpv8", "ruijie_os")
DISPLAYING = {"cisco_ios": "show running-config", "ruijie_os": "show running-config"}
DISPLAY = "display current-configuration"
PASSWORD = "Correct-Horse-9"
SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
LATENCY = 1.0 if SOAK else 0.08
"""Seconds on the way of every answer, at 9600 baud."""
LINES = 20_000 if SOAK else 2_000
every_platform = pytest.mark.parametrize("platform", PLATFORMS)


class Probe(NamedTuple):
    host: str
    source: IPv4Address
    destination: IPv4Address
    expect: bool
    vrf: str | None = None
    via: IPv4Address | None = None


def collected(bench: Bench) -> Outcome[Collected]:
    fleet = bench.fleet()
    return next(iter(fleet.collect().values()))


def text(outcome: Outcome[Collected]) -> str:
    assert outcome.value is not None, outcome.fault
    return outcome.value.text


def steps(bench: Bench, platform: str, words: str) -> tuple[Step, ...]:
    return (CommandStep("", bench.lines(platform, words)),)


def holds(shown: str, running: str) -> bool:
    """Whether what was shown has every line of what runs, in order; a display may have a header and spaces in front."""
    one, other = ("\n".join(line.strip() for line in each.strip().splitlines()) for each in (running, shown))
    return one in other


def code(outcome: Outcome[Collected]) -> tuple[Kind, str]:
    return outcome.kind, outcome.fault.code if outcome.fault else ""


@every_platform
def test_a_config_is_read_whole_with_its_chinese_descriptions(bench: Bench, platform: str) -> None:
    devices = bench.start(platform)
    outcome = collected(bench)
    assert holds(text(outcome), devices.running("dev1"))
    assert "description 财政局 uplink" in text(outcome)
    assert outcome.value is not None
    assert outcome.value.release
    assert outcome.value.hardware


@every_platform
def test_only_readings_are_typed_before_somebody_pushes(bench: Bench, platform: str) -> None:
    devices = bench.start(platform)
    collected(bench)
    first, *_ = devices.typed("dev1")
    assert first == ("show version" if platform in DISPLAYING else "display version")
    assert all(
        line.startswith(("show ", "display ", "screen-", "terminal ", "undo terminal"))
        for line in devices.typed("dev1")
    )


@every_platform
def test_a_wrong_password_is_tried_once(bench: Bench, platform: str) -> None:
    devices = bench.start(platform)
    outcome = next(iter(bench.fleet(password="another").collect().values()))
    assert code(outcome) == (Kind.WRONG_PASSWORD, "NET-DEV-013")
    assert devices.typed("dev1") == ()
    assert outcome.fault is not None
    assert "another" not in outcome.fault.what


@pytest.mark.parametrize("platform", ["cisco_ios", "huawei_vrpv8"])
def test_no_logger_shows_or_keeps_a_password(bench: Bench, platform: str, caplog: pytest.LogCaptureFixture) -> None:
    """A filter with the passwords in clear hangs on netmiko's logger; netmiko takes it off only where it says goodbye itself."""
    caplog.set_level(logging.DEBUG)
    before = list(logging.getLogger("netmiko").filters)
    bench.start(platform)
    fleet = bench.fleet()
    assert fleet.collect()["dev1"].fault is None
    fleet.close()
    wrong = bench.fleet("Wr0ng-Password")
    assert wrong.collect()["dev1"].kind is Kind.WRONG_PASSWORD
    wrong.close()
    bench.lists("dev1", platform, port=1)
    assert bench.fleet().collect()["dev1"].kind is Kind.UNREACHABLE
    assert logging.getLogger("netmiko").filters == before
    shown = caplog.text + bench.log
    assert caplog.records
    assert not [secret for secret in (PASSWORD, "Wr0ng-Password") if secret in shown]


@every_platform
def test_a_changed_host_key_ends_it_before_the_password_is_sent(bench: Bench, platform: str) -> None:
    devices = bench.start(platform)
    devices.device("dev1").new_host_key()
    assert code(collected(bench)) == (Kind.REFUSED_KEY, "NET-DEV-015")
    assert devices.typed("dev1") == ()


@every_platform
def test_another_name_in_the_prompt_stops_before_anything_is_typed(bench: Bench, platform: str) -> None:
    devices = bench.start(platform)
    bench.lists("dev2", platform)
    outcome = collected(bench)
    assert code(outcome) == (Kind.REJECTED, "NET-DEV-020")
    assert outcome.fault is not None
    assert "dev1" in outcome.fault.what
    assert devices.typed("dev1") == ()


@every_platform
def test_a_name_that_only_begins_like_the_expected_one_is_another_device(bench: Bench, platform: str) -> None:
    devices = bench.start(platform, bench.config(platform, "pe-finance-bureau-00"))
    bench.lists("pe-finance-bureau-0001", platform)
    outcome = bench.fleet().collect()["pe-finance-bureau-0001"]
    assert outcome.fault is not None
    assert (outcome.fault.code, devices.typed("dev1")) == ("NET-DEV-020", ())


@every_platform
def test_another_platform_is_found_out_by_a_reading_at_the_latest(bench: Bench, platform: str) -> None:
    devices = bench.start(platform)
    for other in PLATFORMS:
        if other == platform:
            continue
        bench.lists("dev1", other)
        assert code(collected(bench)) == (Kind.REJECTED, "NET-DEV-021"), other
    assert set(devices.typed("dev1")) <= {"display version", "show version"}


@every_platform
def test_a_pager_that_comes_back_is_turned_and_leaves_nothing(bench: Bench, platform: str) -> None:
    sections = "".join(f"interface LoopBack{number}\n description office {number}\n#\n" for number in range(60))
    long = bench.config(platform)
    if platform in DISPLAYING:
        sections = sections.replace("LoopBack", "Loopback").replace("#\n", "!\n")
    long = long.replace("#\ninterface", f"#\n{sections}interface", 1).replace(
        "!\ninterface", f"!\n{sections}interface", 1
    )
    devices = bench.start(platform, long)
    fleet = bench.fleet()
    for command in ("screen-length 24 temporary", "screen-length 24", "terminal length 24"):
        fleet._sessions["dev1"].run([command])  # some of these are known to each
    read = text(fleet.collect()["dev1"])
    assert holds(read, devices.running("dev1"))
    assert "\n description office 7\n" in read
    assert "ore --" not in read


@every_platform
def test_a_greeting_that_looks_like_a_prompt_is_none(bench: Bench, platform: str) -> None:
    greeting = "Welcome to\n<dev9>\ndev9#\n[dev9]\nAuthorized users only. Continue? [Y/N]\nbut this was no question"
    devices = bench.start(platform, greeting=greeting, banner="dev9#\n<dev9>\n")
    assert holds(text(collected(bench)), devices.running("dev1"))


@every_platform
def test_a_prompt_in_a_banner_of_the_config_does_not_end_it(bench: Bench, platform: str) -> None:
    prompt = "dev1#" if platform in DISPLAYING else "<dev1>"
    banner = {
        "cisco_ios": f"banner login ^C\n{prompt}\n^C\n",
        "ruijie_os": f"banner login ^C\n{prompt}\n^C\n",
        "h3c_comware": f"header login %\n{prompt}\n%\n",
    }.get(platform, f'header login information "\n{prompt}\n"\n')
    first, separator, rest = bench.config(platform).partition("\n")
    devices = bench.start(platform, f"{first}{separator}{banner}{rest}", faults=Faults(rate=2000))
    assert holds(text(collected(bench)), devices.running("dev1"))


@every_platform
def test_a_slow_device_loses_nothing(bench: Bench, platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netops.devices.terminal.SETTLE", 1.0)  # as outside the tests
    monkeypatch.setattr("netops.devices.terminal.FIRST", 20.0)
    devices = bench.start(platform, faults=Faults(latency=LATENCY, rate=960))
    fleet = bench.fleet(patience=5)
    read = text(fleet.collect()["dev1"])
    pushed = fleet.push({"dev1": steps(bench, platform, "slow")})["dev1"]
    assert (pushed.kind, pushed.value and pushed.value.done) == (Kind.DONE, 3)
    assert "财政局 uplink" in read
    assert "description slow" in devices.saved("dev1")


@every_platform
def test_a_long_config_is_read_whole(bench: Bench, platform: str) -> None:
    head, port, rest = bench.config(platform).partition("interface")
    loopback = "interface Loopback" if platform in DISPLAYING else "interface LoopBack"
    end = "!" if platform in DISPLAYING else "#"
    many = "".join(f"{loopback}{number}\n description 第 {number} 处\n{end}\n" for number in range(LINES // 3))
    devices = bench.start(platform, head + many + port + rest)
    read = text(collected(bench))
    assert holds(read, devices.running("dev1"))
    assert read.count("description") == LINES // 3 + 1


@every_platform
def test_a_device_in_an_old_encoding_is_read_and_written(bench: Bench, platform: str) -> None:
    devices = bench.start(platform, encoding="gb18030")
    bench.lists("dev1", platform, encoding="gb18030")
    fleet = bench.fleet()
    assert "财政局 uplink" in text(fleet.collect()["dev1"])
    assert fleet.push({"dev1": steps(bench, platform, "公安局")})["dev1"].kind is Kind.DONE
    assert "公安局" in devices.running("dev1")


def test_an_encoding_that_nobody_named_is_told(bench: Bench) -> None:
    bench.start("huawei_vrp", encoding="gb18030")
    outcome = collected(bench)
    assert code(outcome) == (Kind.REJECTED, "NET-DEV-048")
    assert outcome.fault is not None
    assert outcome.fault.values["encoding"] == "UTF-8"


@every_platform
def test_log_lines_in_between_are_neither_answers_nor_refusals(bench: Bench, platform: str) -> None:
    chatter = {
        "cisco_ios": "*Mar  1 00:05:12.345: %SYS-5-CONFIG_I: Configured from console by admin",
        "ruijie_os": "*Mar  1 00:05:12: %SYS-5-CONFIG_I: Configured from console by admin",
        "h3c_comware": "%Mar  1 00:05:12:345 2026 dev1 SHELL/5/SHELL_LOGIN: admin logged in from 10.0.0.1.",
    }.get(platform, "Mar  1 2026 00:05:12 dev1 %%01SHELL/5/LOGIN(s)[0]:admin login from VTY.")
    devices = bench.start(platform, faults=Faults(chatter=chatter, chatter_every=1))
    fleet = bench.fleet()
    assert fleet.collect()["dev1"].kind is Kind.DONE
    pushed = fleet.push({"dev1": steps(bench, platform, "heard")})["dev1"]
    assert pushed.kind is Kind.DONE, pushed.fault
    assert "description heard" in devices.saved("dev1")


@every_platform
def test_a_session_that_breaks_while_reading_is_opened_once_more(bench: Bench, platform: str) -> None:
    devices = bench.start(platform)
    fleet = bench.fleet()
    devices.device("dev1").cut()
    time.sleep(0.1)
    assert "财政局" in text(fleet.collect()["dev1"])
    devices.device("dev1").faults(cut_at_byte=1500)
    fleet._sessions["dev1"].close()
    outcome = fleet.collect()["dev1"]
    assert outcome.kind in {Kind.UNREACHABLE, Kind.DONE}


@every_platform
def test_a_device_that_falls_silent_is_a_timeout(bench: Bench, platform: str) -> None:
    devices = bench.start(platform)
    fleet = bench.fleet(patience=0.4)
    devices.device("dev1").faults(silent_after=1)
    assert code(fleet.collect()["dev1"]) == (Kind.TIMEOUT, "NET-DEV-046")


@every_platform
def test_a_question_behind_a_reading_stops_it(bench: Bench, platform: str) -> None:
    asks = Faults(question="Log out other users? [Y/N]:", question_at=DISPLAYING.get(platform, DISPLAY))
    devices = bench.start(platform, faults=asks)
    outcome = collected(bench)
    assert code(outcome) == (Kind.DIALOG, "NET-DEV-061")
    assert outcome.fault is not None
    assert "Log out other users?" in outcome.fault.what
    assert "y" not in devices.typed("dev1")


@pytest.mark.parametrize("platform", ["cisco_ios", "ruijie_os"])
def test_a_login_without_rights_needs_the_enable_password(bench: Bench, platform: str) -> None:
    devices = bench.start(platform, enable="Enable-Me-7")
    assert code(collected(bench)) == (Kind.REJECTED, "NET-DEV-066")
    bench.lists("dev1", platform, variables={"ansible_become_password": "Wrong-1"})
    assert code(collected(bench)) == (Kind.REJECTED, "NET-DEV-066")
    bench.lists("dev1", platform, variables={"ansible_become_password": "Enable-Me-7"})
    assert holds(text(collected(bench)), devices.running("dev1"))
    assert "Enable-Me-7" not in bench.log
    assert "Wrong-1" not in bench.log


GRANTS = {
    "huawei_vrp": "[aaa] local-user netops privilege level 15",
    "huawei_vrpv8": "[aaa] local-user netops level 15",
    "h3c_comware": "[local-user netops class manage] authorization-attribute user-role network-admin",
    "ruijie_os": "(config) username netops privilege 15",
    "cisco_ios": "(config) username netops privilege 15",
}


@every_platform
def test_a_user_who_may_not_see_the_config_is_told_what_to_grant(bench: Bench, platform: str) -> None:
    command = DISPLAYING.get(platform, DISPLAY)
    bench.start(platform, faults=Faults(denies=command))
    outcome = collected(bench)
    assert code(outcome) == (Kind.REJECTED, "NET-DEV-077")
    assert outcome.fault is not None
    assert outcome.fault.what.startswith(f"dev1 doesn't let user netops run '{command}': ")
    assert "rror" in outcome.fault.what or "%" in outcome.fault.what or "Permission denied." in outcome.fault.what
    assert GRANTS[platform] in outcome.fault.right


@every_platform
def test_a_user_who_may_only_look_is_told_before_a_line_is_typed(bench: Bench, platform: str) -> None:
    devices = bench.start(platform, faults=Faults(denies="system-view|configure terminal"))
    fleet = bench.fleet()
    assert fleet.collect()["dev1"].kind is Kind.DONE
    outcome = fleet.push({"dev1": (CommandStep("", bench.lines(platform, "never")),)})["dev1"]
    assert (outcome.kind, outcome.fault and outcome.fault.code) == (Kind.REJECTED, "NET-DEV-077")
    assert outcome.fault is not None
    assert GRANTS[platform] in outcome.fault.right
    assert not [line for line in devices.typed("dev1") if "never" in line]


def test_a_user_who_may_not_even_ask_what_the_device_is_is_told_so(bench: Bench) -> None:
    bench.start("h3c_comware", faults=Faults(denies="display version"))
    assert code(collected(bench)) == (Kind.REJECTED, "NET-DEV-077")


def test_a_busy_device_is_not_taken_for_one_that_gives_no_right(bench: Bench) -> None:
    bench.start("huawei_vrp", faults=Faults(rejects=DISPLAY))
    assert code(collected(bench)) == (Kind.REJECTED, "NET-DEV-068")


@pytest.mark.parametrize(("platform", "prefix"), [("huawei_vrp", "HRP_M"), ("h3c_comware", "RBM_P")])
def test_a_firewall_in_a_pair_has_a_prefix_in_its_prompt(bench: Bench, platform: str, prefix: str) -> None:
    bench.start(platform, prefix=prefix)
    fleet = bench.fleet()
    assert fleet.collect()["dev1"].kind is Kind.DONE
    assert fleet.push({"dev1": steps(bench, platform, "x")})["dev1"].kind is Kind.DONE


def test_a_long_name_is_cut_in_config_mode(bench: Bench) -> None:
    name = "exchange-router-of-the-finance-bureau"
    bench.start("cisco_ios", bench.config("cisco_ios", name))
    bench.lists(name, "cisco_ios")
    pushed = bench.fleet().push({name: steps(bench, "cisco_ios", "x")})[name]
    assert pushed.kind is Kind.DONE


@every_platform
def test_readings_are_on_a_list_and_others_are_refused(bench: Bench, platform: str) -> None:
    devices = bench.start(platform)
    fleet = bench.fleet()
    word = "show" if platform in DISPLAYING else "display"
    ran = fleet.run_read([f"{word} version"])["dev1"]
    assert ran.value is not None
    assert (ran.value[0].status, "dev1" in ran.value[0].text or "uptime" in ran.value[0].text) == (0, True)
    for refused in (f"{word} current-configuration", "show run", "reload", f"{word} version | include x; reboot"):
        with pytest.raises(Refused):
            fleet.run_read([refused])
    assert "reload" not in devices.typed("dev1")


@every_platform
def test_a_ping_that_nobody_answers_is_told(bench: Bench, platform: str) -> None:
    bench.start(platform)
    probe = Probe("dev1", IPv4Address("10.0.0.1"), IPv4Address("10.0.0.2"), expect=True)
    (found,) = bench.fleet().probe([probe])
    assert (found.answered, found.passed) == (False, False)


@every_platform
def test_a_session_is_quick(bench: Bench, platform: str) -> None:
    bench.start(platform)
    best = 9.0
    for _ in range(3):
        began = time.perf_counter()
        fleet = bench.fleet()
        assert fleet.collect()["dev1"].kind is Kind.DONE
        assert fleet.push({"dev1": steps(bench, platform, "quick")})["dev1"].kind is Kind.DONE
        fleet.close()
        best = min(best, time.perf_counter() - began)
    assert best < 0.6


def test_a_platform_without_a_session_fails_alone(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    devices = bench.start("huawei_vrp")
    without = replace(get_platform("huawei_vrp"), profile=None)
    monkeypatch.setattr("netops.devices.fleet.get_platform", lambda _: without)
    inventory = bench.hosts["dev1"]
    assert inventory.platform == "huawei_vrp"
    fleet = bench.fleet()
    assert code(fleet.collect()["dev1"]) == (Kind.REJECTED, "NET-DEV-005")
    assert devices.typed("dev1") == ()
