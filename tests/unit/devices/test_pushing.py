"""Pushing: stops at the first refusal, tells which, is never repeated, and leaves files whole."""

import time
from ipaddress import IPv4Address
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest

from netops.config import CommandStep, FileStep, Step
from netops.devices import Fleet, Kind, Outcome, Pushed
from netops.errors import Refused

INTERFACES = "/etc/network/interfaces"
NEW = "auto lo\niface lo inet loopback\n\nauto FINANCE\niface FINANCE\n    vrf-table 1001\n"


class Router(Protocol):
    folder: Path
    logins: int
    asked: list[str]
    greeting: str


class City(Protocol):
    folder: Path

    def start(self, name: str, *, says: str | None = None) -> Router: ...

    def fleet(self, *names: str) -> Fleet: ...


class Probe(NamedTuple):
    host: str
    source: IPv4Address
    destination: IPv4Address
    expect: bool
    vrf: str | None = None
    via: IPv4Address | None = None


def lines(*texts: str) -> Step:
    return CommandStep("frr", texts)


def file(check: tuple[str, ...] = (), apply: tuple[str, ...] = (), text: str = NEW) -> Step:
    return FileStep("interfaces", INTERFACES, text, check, apply)


def push(city: City, *steps: Step, save: bool = True) -> Outcome[Pushed]:
    with city.fleet() as fleet:
        return fleet.push({"pe1": steps}, save=save)["pe1"]


def code(outcome: Outcome[Pushed]) -> str:
    return outcome.fault.code if outcome.fault else ""


def taken(router: Router) -> list[str]:
    return (router.folder / "running").read_text().splitlines()[1:]


def test_lines_are_typed_in_order_and_saved(city: City) -> None:
    router = city.start("pe1")
    outcome = push(city, lines("router bgp 65001", "", 'neighbor 10.0.0.1 description it\'s "财政局" $HOME', "exit"))
    assert outcome == Outcome("pe1", Kind.DONE, Pushed(3, saved=True))
    assert taken(router) == ["router bgp 65001", 'neighbor 10.0.0.1 description it\'s "财政局" $HOME', "exit"]
    assert "vtysh -c write memory" in (router.folder / "sudo.log").read_text()


def test_nothing_is_typed_after_a_rejected_line(city: City) -> None:
    router = city.start("pe1")
    outcome = push(city, lines("one", "two"), lines("three", "four bogus", "five"), lines("six"))
    assert (outcome.kind, code(outcome)) == (Kind.REJECTED, "NET-DEV-030")
    assert outcome.fault is not None
    assert outcome.fault.values["number"] == 2
    assert "four bogus" in outcome.fault.what
    assert "Unknown command" in outcome.fault.what
    assert outcome.value is not None
    assert (outcome.value.done, outcome.value.saved) == (3, False)
    assert taken(router) == ["one", "two", "three"]
    assert "write memory" not in (router.folder / "sudo.log").read_text()


def test_a_line_that_stops_typing_is_rejected_whatever_it_is_answered(city: City) -> None:
    router = city.start("pe1")
    outcome = push(city, lines("one", "router rip", "three"))
    assert (outcome.kind, code(outcome)) == (Kind.REJECTED, "NET-DEV-030")
    assert outcome.fault is not None
    assert (outcome.fault.values["line"], outcome.fault.values["answer"]) == ("router rip", "ripd is not running")
    assert taken(router) == ["one"]


def test_a_refusal_without_a_status_is_found_in_the_answer(city: City) -> None:
    router = city.start("pe1")
    outcome = push(city, lines("one", "two refused", "three"))
    assert (outcome.kind, code(outcome)) == (Kind.REJECTED, "NET-DEV-031")
    assert outcome.value is not None
    assert outcome.value.done == 2
    assert taken(router) == ["one", "three"]


def test_what_is_already_gone_is_no_refusal(city: City) -> None:
    city.start("pe1")
    outcome = push(city, lines("no absent route", "two"))
    assert outcome.kind is Kind.DONE
    assert outcome.value is not None
    assert "non-existent" in outcome.value.output


@pytest.mark.parametrize("line", ["description a | b", "description a\nend", "description a\x1b[0m"])
def test_a_line_that_would_break_out_stops_the_host_before_anything_is_typed(city: City, line: str) -> None:
    router = city.start("pe1")
    outcome = push(city, lines("one"), lines(line))
    assert (outcome.kind, code(outcome)) == (Kind.REJECTED, "NET-DEV-032")
    assert taken(router) == []


def test_a_session_cut_in_the_middle_is_unknown_and_never_repeated(city: City) -> None:
    router = city.start("pe1")
    outcome = push(city, lines("one", "two cut", "three"))
    assert (outcome.kind, code(outcome)) == (Kind.UNKNOWN, "NET-DEV-033")
    assert taken(router) == ["one"]
    assert router.logins == 1


@pytest.mark.parametrize("at", range(3))
def test_a_session_cut_at_any_line_is_unknown_and_nothing_is_typed_twice(city: City, at: int) -> None:
    router = city.start("pe1")
    texts = ["one", "two", "three"]
    texts[at] = "cut"
    outcome = push(city, lines(*texts))
    assert (outcome.kind, code(outcome)) == (Kind.UNKNOWN, "NET-DEV-033")
    assert outcome.value is not None
    assert outcome.value.done <= at
    assert not outcome.value.saved
    time.sleep(1.5)  # vtysh itself goes on
    assert taken(router) == [each for each in texts if each != "cut"]
    assert router.logins == 1


def test_a_session_cut_at_the_save_is_unknown_with_every_line_taken(city: City) -> None:
    router = city.start("pe1")
    vtysh = router.folder / "bin" / "vtysh"
    vtysh.write_text(
        vtysh.read_text().replace("""cat "$ROUTER/saved" ;;""", """kill -USR1 "$SERVER_CUTS"; sleep 1 ;;""")
    )
    outcome = push(city, lines("one", "two"))
    assert outcome.kind is Kind.UNKNOWN, outcome
    assert taken(router) == ["one", "two"]
    assert router.logins == 1


def test_what_linux_has_no_timer_and_no_label_for_is_refused_before_anything_is_typed(city: City) -> None:
    router = city.start("pe1")
    with city.fleet() as fleet:
        asked = len(router.asked)
        for how, found in (({"trial": 120}, "NET-DEV-064"), ({"label": "before"}, "NET-DEV-070")):
            outcome = fleet.push({"pe1": (lines("one"),)}, **how)["pe1"]
            assert (outcome.kind, code(outcome)) == (Kind.REJECTED, found)
        for act in (fleet.confirm, fleet.abort):
            assert code(act(["pe1"])["pe1"]) == "NET-DEV-064"
        assert code(fleet.back_to("before", ["pe1"])["pe1"]) == "NET-DEV-070"
        assert len(router.asked) == asked
    assert taken(router) == []


def test_what_a_login_script_says_never_becomes_part_of_a_config(city: City) -> None:
    """A profile that greets each command, with what looks like a prompt at its end: refused, its words shown."""
    router = city.start("pe1")
    router.greeting = "Welcome to 财政局\npe1# \npe1# configure terminal\n"
    with city.fleet() as fleet:
        read = fleet.collect()["pe1"]
        outcome = fleet.push({"pe1": (lines("one"),)})["pe1"]
    assert read.value is None
    assert read.fault is not None
    assert "pe1# configure terminal" in read.fault.what
    assert (outcome.kind, code(outcome)) == (Kind.REJECTED, "NET-DEV-021")
    assert taken(router) == []


def test_a_device_that_falls_silent_in_the_middle_is_unknown(city: City) -> None:
    router = city.start("pe1")
    outcome = push(city, lines("one", "two silent", "three"))
    assert (outcome.kind, code(outcome)) == (Kind.UNKNOWN, "NET-DEV-034")
    assert router.logins == 1


def test_what_is_read_after_a_cut_is_what_stands_when_the_device_has_typed_on(city: City) -> None:
    router = city.start("pe1")
    with city.fleet() as fleet:
        fleet.push({"pe1": (lines("one", "two cut", "three"),)})
        read = fleet.collect()["pe1"]
    assert read.kind is Kind.DONE
    assert read.value is not None
    assert "one\nthree\n" in read.value.text
    assert router.logins == 2


def test_a_device_that_still_types_is_not_read_as_it_was_before(city: City) -> None:
    city.start("pe1")
    with city.fleet() as fleet:
        fleet.push({"pe1": (lines("one", "two silent", "three"),)})
        read = fleet.collect()["pe1"]
    assert read.value is None


def test_a_device_that_does_not_save_is_not_done(city: City) -> None:
    router = city.start("pe1")
    (router.folder / "saved").write_text("Can't open configuration file\n")
    assert code(push(city, lines("one"))) == "NET-DEV-042"
    assert push(city, lines("two"), save=False).kind is Kind.DONE


def test_one_patch_may_be_longer_than_an_argument_of_linux(city: City) -> None:
    router = city.start("pe1")
    many = [f"ip prefix-list LONG seq {number} permit 10.{number // 256}.{number % 256}.0/24" for number in range(250)]
    wide = [f"description {'x' * 900} {number}" for number in range(150)]
    with city.fleet() as fleet:
        fleet._sessions["pe1"].patience = 60
        outcome = fleet.push({"pe1": (lines(*many, *wide),)})["pe1"]
    assert outcome.kind is Kind.DONE, outcome.fault
    assert len(taken(router)) == 400


def test_a_file_is_checked_moved_and_applied(city: City) -> None:
    router = city.start("pe1")
    path = router.folder / "etc/network/interfaces"
    path.chmod(0o640)
    outcome = push(
        city, file(("sudo -n grep -q vrf-table {path}",), (f"sudo -n grep vrf-table {INTERFACES}",)), save=False
    )
    assert outcome == Outcome("pe1", Kind.DONE, Pushed(1, "vrf-table 1001"))
    assert path.read_text() == NEW
    assert path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in path.parent.iterdir()] == ["interfaces"]


def test_a_file_that_fails_its_check_changes_nothing(city: City) -> None:
    router = city.start("pe1")
    path = router.folder / "etc/network/interfaces"
    before, touched = path.read_text(), path.stat().st_mtime_ns
    outcome = push(city, file(("echo line 5 is wrong; false {path}",), ("touch $ROUTER/applied",)), lines("one"))
    assert (outcome.kind, code(outcome)) == (Kind.REJECTED, "NET-DEV-035")
    assert outcome.fault is not None
    assert "line 5 is wrong" in outcome.fault.what
    assert (path.read_text(), path.stat().st_mtime_ns) == (before, touched)
    assert [each.name for each in path.parent.iterdir()] == ["interfaces"]
    assert not (router.folder / "applied").exists()
    assert taken(router) == []


def test_a_file_that_fails_to_apply_is_put_back_and_applied_again(city: City) -> None:
    router = city.start("pe1")
    path = router.folder / "etc/network/interfaces"
    before = path.read_text()
    apply = f"sudo -n cat {INTERFACES} >>$ROUTER/applied; ! grep -q vrf-table $ROUTER{INTERFACES}"
    outcome = push(city, file(apply=(apply,)))
    assert (outcome.kind, code(outcome)) == (Kind.REJECTED, "NET-DEV-036")
    assert path.read_text() == before
    assert (router.folder / "applied").read_text() == NEW + before


def test_a_device_left_with_neither_file_is_unknown(city: City) -> None:
    router = city.start("pe1")
    outcome = push(city, file(apply=("echo no carrier; false",)))
    assert (outcome.kind, code(outcome)) == (Kind.UNKNOWN, "NET-DEV-037")
    assert "vrf-table" not in (router.folder / "etc/network/interfaces").read_text()


def test_a_check_without_the_new_path_runs_on_the_file_in_place(city: City) -> None:
    router = city.start("pe1")
    before = (router.folder / "etc/network/interfaces").read_text()
    outcome = push(city, file(check=(f"sudo -n grep -q absent {INTERFACES}",)))
    assert code(outcome) == "NET-DEV-036"
    assert (router.folder / "etc/network/interfaces").read_text() == before


def test_a_file_that_was_not_there_is_taken_away_again(city: City) -> None:
    router = city.start("pe1")
    path = router.folder / "etc/network/interfaces"
    path.unlink()
    assert code(push(city, file(apply=("grep -q x $ROUTER/missing; test ! -e $ROUTER" + INTERFACES,)))) == "NET-DEV-036"
    assert not path.exists()


def test_a_file_that_cannot_be_written_is_not_written(city: City) -> None:
    city.start("pe1")
    step = FileStep("interfaces", "/etc/nowhere/interfaces", NEW, (), ())
    assert code(push(city, step)) == "NET-DEV-038"


def test_two_sessions_do_not_push_to_one_device_at_once(city: City) -> None:
    router = city.start("pe1")
    with city.fleet() as first, city.fleet() as second:
        assert first.push({"pe1": (lines("one"),)})["pe1"].kind is Kind.DONE
        refused = second.push({"pe1": (lines("two"),)})["pe1"]
        assert (refused.kind, code(refused)) == (Kind.REJECTED, "NET-DEV-040")
        assert first.push({"pe1": (lines("three"),)})["pe1"].kind is Kind.DONE
    assert taken(router) == ["one", "three"]
    assert push(city, lines("four")).kind is Kind.DONE


def test_no_secret_reaches_a_log_a_message_or_a_result(city: City) -> None:
    city.start("pe1")
    with city.fleet() as fleet:
        secret_line = "neighbor 10.0.0.1 password Pa55-of-the-session"
        outcomes = [
            fleet.push({"pe1": (lines(secret_line, "hostname sealed-value bogus"),)}, secrets=["sealed-value"])["pe1"],
            fleet.push({"pe1": (lines(secret_line + " bogus"),)})["pe1"],
            fleet.push({"pe1": (file(text="# psk sealed-in-a-file\n"),)})["pe1"],
        ]
        shown = f"{outcomes} {[str(each.fault) for each in outcomes]} {fleet!r} {fleet._sessions}"
        collected = repr(fleet.collect())
    log = (city.folder / "sessions.log").read_text()
    assert "neighbor 10.0.0.1 password <hidden>" in log
    for secret in ("Pa55", "sealed-value", "sealed-in-a-file", "correct horse"):
        assert secret not in shown
        assert secret not in log
        assert secret not in collected
    assert (city.folder / "sessions.log").stat().st_mode & 0o077 == 0


def test_probes_are_sent_from_their_devices_and_answered_in_order(city: City) -> None:
    city.start("pe1")
    city.start("pe2")
    source = IPv4Address("10.9.9.9")
    yes, no, cannot = (IPv4Address(f"10.0.0.{number}") for number in (1, 2, 3))
    probes = [
        Probe("pe2", source, no, expect=False),
        Probe("pe1", source, yes, expect=True, vrf="FINANCE"),
        Probe("pe1", source, no, expect=True),
        Probe("pe2", source, cannot, expect=False),
    ]
    with city.fleet() as fleet:
        results = fleet.probe(probes)
    assert [each.probe for each in results] == probes
    assert [each.answered for each in results] == [False, True, False, None]
    assert [each.passed for each in results] == [True, True, False, False]
    assert "in VRF FINANCE" in results[1].detail
    assert "Cannot assign requested address" in results[3].detail


def test_a_probe_from_a_device_that_is_not_reached_never_passes(city: City) -> None:
    router = city.start("pe1")
    (router.folder / "hostname").write_text("x")
    (router.folder / "version").write_text("x")
    source = IPv4Address("10.9.9.9")
    with city.fleet() as fleet:
        (result,) = fleet.probe([Probe("pe1", source, source, expect=False)])
    assert not result.passed


def test_only_listed_commands_are_asked(city: City) -> None:
    router = city.start("pe1")
    with city.fleet() as fleet:
        answer = fleet.run_read(["show bgp summary"])["pe1"].value
        before = list(router.asked)
        for command in (
            "show bgp summary; reboot",
            "show running-config",
            "show run",
            "show startup",
            "show tech",
            "show r",
            "show history",
            "clear bgp *",
            "show bgp | y",
            "show bgp\nend",
        ):
            with pytest.raises(Refused, match="NET-DEV-050"):
                fleet.run_read([command])
    assert answer is not None
    assert (answer[0].command, answer[0].status, answer[0].text) == (
        "show bgp summary",
        0,
        "answer to show bgp summary\n",
    )
    assert router.asked == before


def test_what_a_read_command_shows_hides_secrets(city: City) -> None:
    city.start("pe1")
    with city.fleet() as fleet:
        answer = fleet.run_read(["show bgp neighbor X password hunter2"])["pe1"].value
    assert answer is not None
    assert answer[0].text == "answer to show bgp neighbor X password <hidden>\n"


def test_a_check_gives_what_the_device_said(city: City) -> None:
    city.start("pe1")
    with city.fleet() as fleet:
        value = fleet.check()["pe1"].value
    assert value is not None
    assert [(ran.status, ran.text) for ran in value] == [(1, "eth0 differs\n")]


def test_a_fault_of_netops_itself_is_told_without_its_text(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    city.start("pe1")

    def fail(*_: object, **__: object) -> None:
        raise ValueError("a secret may stand here")

    monkeypatch.setattr("netops.devices.fleet.push", fail)
    outcome = push(city, lines("one"))
    assert (outcome.kind, code(outcome)) == (Kind.UNKNOWN, "NET-DEV-099")
    assert "secret" not in str(outcome.fault)
    assert "ValueError at test_pushing.py" in str(outcome.fault)
