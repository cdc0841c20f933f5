"""What ``--help`` says, how quickly, and in which language."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from netops.cli.app import COMMANDS, build
from netops.cli.frame import EXAMPLES

Shell = Callable[..., subprocess.CompletedProcess[str]]


def test_help_lists_every_command_with_its_line(shell: Shell) -> None:
    done = shell("--help")
    assert done.returncode == 0
    for entry in COMMANDS:
        assert entry.name in done.stdout
    assert "Exit codes: 0 done" in done.stdout


def test_no_command_is_help_and_one(shell: Shell) -> None:
    done = shell()
    assert "Usage: netops [OPTIONS] COMMAND [ARGS]..." in done.stdout
    assert done.returncode == 1


def test_help_imports_no_room_and_nothing_slow() -> None:
    program = (
        "import sys, io, contextlib\n"
        "from netops.cli.app import main\n"
        "with contextlib.redirect_stdout(io.StringIO()): code = main(['--help'])\n"
        "slow = {'pydantic', 'nornir', 'netmiko', 'ansible', 'jinja2', 'cryptography', 'asyncio'} & set(sys.modules)\n"
        "rooms = {name for name in sys.modules if name.startswith('netops.')}\n"
        "kept = {name for name in rooms if name.split('.')[1] not in ('cli', 'errors', 'language')}\n"
        "print(code, sorted(slow), sorted(kept))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "0 [] []\n"


def test_every_command_has_help_and_examples(shell: Shell) -> None:
    for entry in COMMANDS:
        done = shell(entry.name, "--help")
        assert done.returncode == 0, done.stderr
        assert f"Usage: netops {entry.name}" in done.stdout
        assert "Examples:\n    $ netops" in done.stdout


def test_every_example_is_a_command_line_that_netops_understands() -> None:
    program = typer.main.get_command(build(None))
    lines = [line for examples in EXAMPLES.values() for line, _ in examples]
    assert len(lines) >= len(COMMANDS)
    for line in lines:
        words = line.split()
        assert words[0] == "netops"
        context = program.make_context("netops", words[1:])
        name, command, rest = program.resolve_command(context, words[1:])  # type: ignore[attr-defined]  # a group has it
        while hasattr(command, "resolve_command"):
            context = command.make_context(name, rest, parent=context)
            name, command, rest = command.resolve_command(context, rest)
        assert command.make_context(name, rest, parent=context).params is not None, line


@pytest.mark.parametrize("how", [("--lang", "zh"), ("--lang=zh_CN",)])
def test_help_speaks_chinese_when_asked(shell: Shell, how: tuple[str, ...]) -> None:
    for words in ((*how, "patch", "--help"), ("patch", "--help", *how)):
        done = shell(*words)
        assert done.returncode == 0, done.stderr
        assert "用法：netops patch" in done.stdout
        assert "选项" in done.stdout
        assert "示例" in done.stdout
        for english in ("Usage", "Options", "Arguments", "Show this", "required", "Examples", "Compare"):
            assert english not in done.stdout


def test_help_follows_the_locale(shell: Shell) -> None:
    assert "命令" in shell("--help", env={"LANG": "zh_CN.UTF-8"}).stdout
    assert "Commands" in shell("--help", env={"LANG": "zh_CN.UTF-8", "NETOPS_LANG": "en"}).stdout


def test_an_error_speaks_chinese_too(shell: Shell) -> None:
    done = shell("plann", "--lang", "zh")
    assert (
        done.stderr == "NET-CLI-001 没有 plann 这个命令；相近的有：'plan'\n  正确做法: `netops --help` 列出可用的写法\n"
    )


def test_a_language_that_netops_does_not_speak_is_refused(shell: Shell) -> None:
    done = shell("--lang", "fr", "--help")
    assert done.stderr == "NET-CLI-002 netops doesn't speak fr\n  right: one of en, zh_CN\n"
    assert done.returncode == 1


def test_the_version_is_printed(shell: Shell) -> None:
    done = shell("--version")
    assert done.stdout == "netops 0.1.0\n"
    assert done.returncode == 0


def test_the_shell_completes_commands_and_options(shell: Shell) -> None:
    def complete(words: str, position: int) -> list[str]:
        env = {"_NETOPS_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(position)}
        done = shell(env=env)
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    assert complete("netops va", 1) == ["validate"]
    assert "--rollback" in complete("netops patch --", 2)


def test_a_completion_script_can_be_printed(shell: Shell) -> None:
    done = shell("--show-completion", "bash", env={"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"})
    assert "_NETOPS_COMPLETE=complete_bash" in done.stdout
    assert done.returncode == 0


def test_an_unknown_terminal_encoding_does_not_end_the_run(shell: Shell, tmp_path: Path) -> None:
    done = shell("--help", "--lang", "zh", env={"PYTHONIOENCODING": "ascii"}, cwd=tmp_path)
    assert done.returncode == 0
    assert "\\u547d\\u4ee4" in done.stdout
