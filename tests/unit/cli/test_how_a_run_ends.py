"""Every run ends with a message with a code, and an exit code of the house's table."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from netops.cli.app import main
from netops.cli.ending import usage_sentence
from netops.errors import DeviceError, Fault, InputError, MissingPiece, Refused

Raising = Callable[[BaseException], None]
Shell = Callable[..., subprocess.CompletedProcess[str]]
Capture = pytest.CaptureFixture[str]

FAULTS = (
    Fault("NET-INV-001", {"detail": "unexpected end"}, "inventory/network.yml", 3),
    Fault("NET-INV-001", {"detail": "a tab"}, "inventory/hosts.yml", 7),
)


@pytest.mark.parametrize("code", range(4))
def test_a_command_ends_with_the_code_that_it_says(leaving: Callable[[int], None], code: int) -> None:
    leaving(code)
    assert main(["sample"]) == code


def test_a_command_that_says_nothing_ends_with_zero(sample: Callable[[Callable[[], None]], None]) -> None:
    sample(lambda: None)
    assert main(["sample"]) == 0


@pytest.mark.parametrize(("error", "code"), [(InputError, 1), (MissingPiece, 1), (DeviceError, 1), (Refused, 3)])
def test_an_error_of_netops_ends_with_its_own_code(
    raising: Raising, error: type[InputError | MissingPiece | DeviceError | Refused], code: int
) -> None:
    raising(error(*FAULTS))
    assert main(["sample"]) == code


def test_every_fault_is_shown_on_standard_error_with_code_and_place(raising: Raising, capsys: Capture) -> None:
    raising(InputError(*FAULTS))
    main(["sample"])
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == (
        "inventory/network.yml:3: NET-INV-001 this is not readable YAML: unexpected end\n"
        "  right: mend the syntax at this line; every other fault of the file is reported after that\n"
        "inventory/hosts.yml:7: NET-INV-001 this is not readable YAML: a tab\n"
        "  right: mend the syntax at this line; every other fault of the file is reported after that\n"
        "2 faults in 2 files\n"
    )


def test_a_program_gets_the_faults_as_json_on_standard_output(raising: Raising, capsys: Capture) -> None:
    raising(InputError(*FAULTS))
    assert main(["sample", "--json"]) == 1
    shown = capsys.readouterr()
    assert shown.err == ""
    assert [fault["code"] for fault in json.loads(shown.out)["faults"]] == ["NET-CLI-001"]
    assert main(["sample", "--as-json"]) == 1
    assert capsys.readouterr().out == ""


def test_an_unexpected_exception_is_called_a_defect_and_shows_no_traceback(raising: Raising, capsys: Capture) -> None:
    raising(ValueError("password Secret-1 was refused"))
    assert main(["sample"]) == 1
    shown = capsys.readouterr().err
    assert "NET-CLI-900 this is a defect of netops: ValueError" in shown
    assert "--debug" in shown
    assert "Traceback" not in shown
    assert "Secret-1" not in shown


@pytest.mark.parametrize("words", [["--debug", "sample"], ["sample", "--debug"]])
def test_debug_shows_the_traceback_wherever_it_stands(raising: Raising, capsys: Capture, words: list[str]) -> None:
    raising(ValueError("no such thing"))
    assert main(words) == 1
    shown = capsys.readouterr().err
    assert "Traceback (most recent call last)" in shown
    assert "ValueError: no such thing" in shown
    assert "NET-CLI-900" in shown


def test_a_file_that_the_system_refuses_is_named(raising: Raising, capsys: Capture) -> None:
    raising(PermissionError(13, "Permission denied", "inventory/allocations.yml"))
    assert main(["sample"]) == 1
    assert capsys.readouterr().err.startswith(
        "inventory/allocations.yml: NET-CLI-003 the system refused: Permission denied\n"
    )


def test_a_package_that_is_missing_is_named(raising: Raising, capsys: Capture) -> None:
    raising(ModuleNotFoundError("No module named 'netmiko'", name="netmiko"))
    assert main(["sample"]) == 1
    assert "NET-CLI-005 the Python package netmiko is not installed" in capsys.readouterr().err


def test_ctrl_c_ends_with_a_message_and_one(raising: Raising, capsys: Capture) -> None:
    raising(KeyboardInterrupt())
    assert main(["sample"]) == 1
    shown = capsys.readouterr().err
    assert shown.count("NET-CLI-004 interrupted") == 1
    assert "Traceback" not in shown


def test_ctrl_c_in_a_real_process_ends_with_one() -> None:
    program = (
        "import sys, time, types, typer\n"
        "from netops.cli import app, frame\n"
        "made = frame.new_app()\n"
        "@frame.command(made, 'sample', examples=())\n"
        "def wait() -> None:\n"
        "    print('ready', flush=True); time.sleep(30)\n"
        "module = types.ModuleType('netops.cli.sample'); module.app = made\n"
        "sys.modules['netops.cli.sample'] = module\n"
        "app.COMMANDS = (frame.Entry('sample', 'wait'),)\n"
        "sys.exit(app.main(['sample']))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert errors.startswith("NET-CLI-004 interrupted")
    assert "Traceback" not in errors


def test_a_reader_that_leaves_is_no_error_to_talk_about() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from netops.cli.app import main; sys.exit(main(['--help']))"],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )
    os.close(writing)
    assert done.stderr == ""
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["plann"], "there is no command plann; similar: 'plan'"),
        (["validat"], "there is no command validat; similar: 'validate'"),
        (["--verzion"], "there is no option --verzion; similar: --version"),
        (["--x"], "there is no option --x"),
        (["patch", "one.cfg", "two.cfg"], "the option --platform is missing"),
        (["patch", "--platform"], "the option --platform needs a value"),
        (["patch", "--platform", "frr", "one.cfg"], "INTENDED is missing"),
        (["patch", "--platform", "frr", "1", "2", "3"], "too much on the command line: 3"),
    ],
)
def test_a_wrong_command_line_ends_with_one_and_says_where_help_is(shell: Shell, words: list[str], says: str) -> None:
    done = shell(*words)
    command = "netops patch" if "patch" in words else "netops"
    assert done.stderr == f"NET-CLI-001 {says}\n  right: `{command} --help` shows what it takes\n"
    assert done.stdout == ""
    assert done.returncode == 1


def test_a_sentence_of_the_framework_that_nobody_knows_is_shown_as_it_is() -> None:
    assert usage_sentence("Something new.") == "Something new."
