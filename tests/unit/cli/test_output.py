"""What is printed: colour only where it helps, nothing that drives a terminal, JSON that stays."""

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from netops.cli import output
from netops.errors import Fault, InputError

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """Make standard output a terminal with colours, and return what was written to it."""
    screen = io.StringIO()
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(
        output,
        "console",
        lambda **_: Console(file=screen, force_terminal=True, width=60, highlight=False, markup=False, soft_wrap=True),
    )
    return screen.getvalue


def test_a_diff_is_coloured_on_a_terminal(terminal: Callable[[], str]) -> None:
    output.diff("--- running\n+++ intended\n@@ vrf FINANCE @@\n-old\n+new\n same\n")
    assert "\x1b[32m+new\x1b[0m" in terminal()
    assert "\x1b[31m-old\x1b[0m" in terminal()
    assert "\x1b[1m--- running\x1b[0m" in terminal()


def test_no_color_leaves_colour_out(terminal: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    output.diff("+new\n")
    assert terminal() == "+new\n"


def test_a_file_gets_no_colour_and_no_folded_lines(capsys: Capture) -> None:
    long = "x" * 300
    output.diff(f"+{long}\n")
    output.say(long, "green")
    output.table(("device", "line"), [("pe1", long)])
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert shown.count(long) == 3


def test_what_would_be_right_for_many_devices_is_said_once(capsys: Capture) -> None:
    silent = [Fault("NET-DEV-046", {"host": name, "seconds": 5, "command": "x"}) for name in ("pe1", "pe2", "pe3")]
    other = Fault("NET-DEV-006", {"host": "pe4"})
    output.warn_of([silent[0], other, *silent[1:]])
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["NET-DEV-046", "pe1"],
        ["NET-DEV-046", "pe2"],
        ["NET-DEV-046", "pe3"],
        ["right:", "nothing"],
        ["NET-DEV-006", "the"],
        ["right:", "set"],
    ]


def test_control_characters_of_a_device_are_spelled_out(capsys: Capture) -> None:
    output.say("description \x1b[2J\u202egnp.exe\x07")
    output.table(("line",), [("\x1b]0;title\x07",)])
    output.report_error(InputError.of("NET-INV-001", detail="\x1b[31mred"), as_json=False)
    shown = capsys.readouterr()
    assert shown.out.startswith("description \\x1b[2J\\u202egnp.exe\\x07\n")
    assert "\x1b" not in shown.out + shown.err
    assert "\\x1b[31mred" in shown.err


def test_square_brackets_are_text_and_not_markup(capsys: Capture) -> None:
    output.say("[bold]route-map[/bold] :smile:")
    assert capsys.readouterr().out == "[bold]route-map[/bold] :smile:\n"


def test_json_keeps_its_order_and_its_chinese(capsys: Capture) -> None:
    output.emit_json({"b": 1, "a": ["财政局"]})
    assert capsys.readouterr().out == '{\n  "b": 1,\n  "a": [\n    "财政局"\n  ]\n}\n'


def test_results_and_remarks_go_separate_ways(capsys: Capture) -> None:
    output.raw("hostname pe1")
    output.note("2 devices left")
    output.warn("unproven")
    shown = capsys.readouterr()
    assert shown.out == "hostname pe1\n"
    assert shown.err == "2 devices left\nunproven\n"
