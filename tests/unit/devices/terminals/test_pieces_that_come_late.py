"""A terminal whose bytes come at the worst moments: what a network may do and a test over loopback seldom shows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from nornir.core.configuration import Config
from nornir.core.inventory import Host

from netops.config import CommandStep
from netops.devices.channel import CutError, NotSentError, SilentError
from netops.devices.failure import Failure
from netops.devices.outcome import Kind, Pushed
from netops.devices.record import SessionLog
from netops.devices.redaction import Redactor
from netops.devices.tasks import collect
from netops.devices.terminal import DialogError, Terminal
from netops.devices.terminal_push import Wish, push, save
from netops.devices.terminal_session import TerminalSession
from netops.platforms import get_platform
from netops.platforms.session import Dialog, TerminalProfile, View

TRIAL, TIMER = b"display configuration trial status\n", b"show archive config rollback timer\n"
"""Asked before each push: whether a timer runs."""
PAUSE = None
"""In a script: nothing comes for as long as anybody waits."""


@dataclass
class Wire:
    """Plays a script: bytes that come, pauses, and, for each line that is typed, what comes then."""

    script: list[bytes | None]
    answers: dict[bytes, list[bytes | None]] = field(default_factory=dict)
    sent: list[bytes] = field(default_factory=list)
    closed: bool = False
    closes_after: bytes = b""

    def sendall(self, data: bytes) -> None:
        self.sent.append(data)
        self.script += self.answers.get(data, [])

    def recv(self, size: int) -> bytes:
        del size
        if not self.script:
            raise TimeoutError
        piece = self.script.pop(0)
        if piece is None:
            raise TimeoutError
        if self.closes_after and self.closes_after in piece:
            self.closed = True
        return piece

    def settimeout(self, seconds: float | None) -> None:
        del seconds

    def close(self) -> None:
        self.closed = True


def terminal(platform: str, wire: Wire, *names: str) -> Terminal:
    profile = get_platform(platform).session
    assert isinstance(profile, TerminalProfile)
    return Terminal(wire, profile, names=frozenset(names))


def test_a_greeting_that_pauses_after_a_foreign_prompt_is_waited_out() -> None:
    wire = Wire([b"\r\nWelcome to\r\n<dev9>", b"\r\nAuthorized users only.\r\n", b"<dev1>"])
    assert terminal("huawei_vrp", wire).greet("dev1")[0] == "dev1"
    assert wire.sent == []


def test_a_foreign_prompt_after_which_nothing_comes_is_the_devices_own() -> None:
    wire = Wire([b"\r\n<dev9>", PAUSE])
    assert terminal("huawei_vrp", wire).greet("dev1")[0] == "dev9"
    assert wire.sent == []


def test_a_device_without_a_prompt_has_no_name() -> None:
    wire = Wire([b"Last login: yesterday\r\nroot@host:~# ", PAUSE, PAUSE])
    assert terminal("huawei_vrp", wire).greet("dev1") == ("", "Last login: yesterday\nroot@host:~# ")


@dataclass
class Endless(Wire):
    """Says the same for ever."""

    pieces: int = 0

    def recv(self, size: int) -> bytes:
        self.pieces += 1
        assert self.pieces < 50_000, "it is listened to for ever"
        return b"A" * min(size, 20)


def test_a_greeting_without_an_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netops.devices.terminal.GREETING", 0.3)
    wire = Endless([])
    name, shown = terminal("cisco_ios", wire).greet("dev1")
    assert (name, shown[:4], wire.sent) == ("", "AAAA", [])


def test_a_stack_that_saved_on_one_member_only_did_not_save() -> None:
    told = b"save force\r\nValidating file. Please wait...\r\nSaved the current configuration to mainboard device successfully."
    told += b"\r\nSlot 2:\r\nFailed to save next configuration file.\r\n<dev1>"
    wire = Wire([], {b"save force\n": [told]})
    with session("h3c_comware", wire) as made, pytest.raises(Failure) as failure:
        save(made, Pushed(3))
    assert failure.value.fault.code == "NET-DEV-042"
    assert "Failed to save next" in failure.value.fault.what


def test_a_greeting_gets_its_answer_and_no_other_question_does() -> None:
    asks = b"Warning: The password has expired. Change now? [Y/N]:"
    wire = Wire([asks], {b"n\n": [b"n\r\n<dev1>"]})
    assert terminal("huawei_vrp", wire).greet("dev1")[0] == "dev1"
    assert wire.sent == [b"n\n"]
    saves = Wire([b"There are security risks in the configuration file. Save it? [Y/N]:", PAUSE, PAUSE])
    with pytest.raises(DialogError) as error:
        terminal("huawei_vrp", saves).greet("dev1")
    assert "security risks" in error.value.question
    assert saves.sent == []


def test_a_prompt_in_a_banner_at_the_end_of_a_piece_does_not_end_a_config() -> None:
    banner = b'display current-configuration\r\n#\r\nheader login information "\r\n<dev1>'
    wire = Wire([], {b"display current-configuration\n": [banner, b'\r\n"\r\n#\r\nreturn\r\n<dev1>']})
    profile = get_platform("huawei_vrp").session
    assert isinstance(profile, TerminalProfile)
    reply = terminal("huawei_vrp", wire, "dev1").ask("display current-configuration", ends=profile.complete)
    assert reply.text.endswith("#\nreturn\n")


def test_a_config_that_stops_for_good_is_given_as_far_as_it_came() -> None:
    wire = Wire([], {b"x\n": [b"x\r\nsysname dev1\r\n<dev1>", PAUSE]})
    assert terminal("huawei_vrp", wire, "dev1").ask("x", ends=r"return\s*\Z").text == "sysname dev1\n"


def test_what_looks_like_a_question_and_goes_on_is_none() -> None:
    wire = Wire([], {b"x\n": [b"x\r\nWhat now?", b" Nothing.\r\n[dev1]"]})
    assert terminal("huawei_vrp", wire, "dev1").ask("x").text == "What now? Nothing.\n"


def test_a_device_that_asks_on_and_on_is_not_answered_on_and_on() -> None:
    again = b"Error: Please answer Y or N. Continue? [Y/N]:"
    wire = Wire([], {b"x\n": [b"x\r\nContinue? [Y/N]:"], b"maybe\n": [b"maybe\r\n" + again]})
    with pytest.raises(DialogError):
        terminal("huawei_vrp", wire, "dev1").ask("x", (Dialog("Continue", "maybe"),))
    assert len(wire.sent) < 12


def test_silence_and_breaks_tell_what_was_seen() -> None:
    with pytest.raises(SilentError):
        terminal("huawei_vrp", Wire([], {b"x\n": [b"x\r\nworking", PAUSE]}), "dev1").ask("x")
    with pytest.raises(CutError) as cut:
        terminal("huawei_vrp", Wire([], {b"x\n": [b"x\r\nworking", b""]}), "dev1").ask("x")
    assert cut.value.seen == b"x\r\nworking"
    with pytest.raises(NotSentError):
        terminal("huawei_vrp", Wire([], closed=True), "dev1").ask("x")


@contextmanager
def session(platform: str, wire: Wire) -> Iterator[TerminalSession]:
    p = get_platform(platform)
    assert isinstance(p.session, TerminalProfile)
    made = TerminalSession(
        Host(name="dev1"), Config(), SessionLog(), Redactor(), profile=p.session, part=p.rulebook.part("")
    )
    made._terminal = terminal(platform, wire, "dev1")
    yield made


def test_a_collected_config_has_what_stands_behind_a_prompt_in_it() -> None:
    first = b'display current-configuration\r\n#\r\nheader login information "\r\n<dev1>'
    wire = Wire([], {b"display current-configuration\n": [first, b'\r\n"\r\n#\r\nreturn\r\n<dev1>']})
    with session("huawei_vrp", wire) as made:
        assert collect(made).text.endswith('<dev1>\n"\n#\nreturn\n')


def test_a_config_without_its_end_is_none() -> None:
    wire = Wire([], {b"display current-configuration\n": [b"display current-configuration\r\n#\r\n<dev1>", PAUSE]})
    with session("huawei_vrp", wire) as made, pytest.raises(Failure) as failure:
        collect(made)
    assert failure.value.fault.code == "NET-DEV-068"


def test_the_part_of_a_config_that_a_low_level_of_ios_may_change_is_not_taken_for_the_whole() -> None:
    """Cisco tech note 23383: what is shown to that user begins and ends as a whole config does."""
    shown = b"show running-config\r\nBuilding configuration...\r\n\r\nCurrent configuration : 55 bytes\r\n!\r\nboot-start-marker"
    wire = Wire([], {b"show running-config\n": [shown + b"\r\nboot-end-marker\r\n!\r\nend\r\n\r\ndev1#"]})
    with session("cisco_ios", wire) as made, pytest.raises(Failure) as failure:
        collect(made)
    assert failure.value.fault.code == "NET-DEV-078"
    assert "privilege 15" in failure.value.fault.right


def test_a_timer_that_a_release_does_not_know_is_no_missing_right() -> None:
    start = b"configure terminal revert timer 2\r\n"
    pending = TIMER + b"%No Rollback Confirmed Change pending\r\ndev1#"
    refused = start + b"              ^\r\n% Invalid input detected at '^' marker.\r\n\r\ndev1#"
    wire = Wire([], {TIMER: [pending], start.replace(b"\r", b""): [refused]})
    with session("cisco_ios", wire) as made, pytest.raises(Failure) as failure:
        push(made, [CommandStep("", ("vlan 10",))], Wish(trial=120))
    assert failure.value.fault.code == "NET-DEV-045"


def test_nobody_logs_in_anew_in_the_middle_of_a_push(monkeypatch: pytest.MonkeyPatch) -> None:
    wire = Wire([], {b"system-view\n": [b"system-view\r\n[dev1]"], b"vlan 10\n": [b"vlan 10\r\n[dev1-vlan10]"]})
    wire.closes_after = b"[dev1-vlan10]"
    monkeypatch.setattr(TerminalSession, "open", lambda _: pytest.fail("logged in anew"))
    with session("huawei_vrp", wire) as made, pytest.raises(Failure) as failure:
        push(made, [CommandStep("", ("vlan 10", "description x", "quit"))], Wish())
    assert failure.value.kind is Kind.UNKNOWN
    assert failure.value.pushed is not None
    assert failure.value.pushed.done == 1
    assert wire.sent == [b"system-view\n", b"vlan 10\n"]


def test_a_candidate_that_somebody_left_is_not_committed() -> None:
    wire = Wire(
        [], {TRIAL: [TRIAL + b"Trial status: INACTIVE\r\n<dev1>"], b"system-view\n": [b"system-view\r\n[*dev1]"]}
    )
    with session("huawei_vrpv8", wire) as made, pytest.raises(Failure) as failure:
        push(made, [CommandStep("", ("vlan 10",))], Wish())
    assert failure.value.fault.code == "NET-DEV-065"
    assert wire.sent == [TRIAL, b"system-view\n"]
    assert wire.closed


def test_a_view_that_the_device_does_not_open_is_told() -> None:
    told = b"configure terminal\r\n% Authorization failed.\r\ndev1#"
    pending = TIMER + b"%No Rollback Confirmed Change pending\r\ndev1#"
    wire = Wire([], {TIMER: [pending], b"configure terminal\n": [told]})
    with session("cisco_ios", wire) as made, pytest.raises(Failure) as failure:
        push(made, [CommandStep("", ("vlan 10",))], Wish())
    assert failure.value.fault.code == "NET-DEV-077"
    assert "Authorization failed" in failure.value.fault.what
    assert wire.sent == [TIMER, b"configure terminal\n"]
    assert made._terminal is not None
    assert made._terminal.view is View.EXEC
