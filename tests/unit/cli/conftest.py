"""A command made for the tests, and the program as a shell starts it."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType

import pytest
import typer

from netops.cli import app as program
from netops.cli.frame import EXAMPLES, Entry, command, new_app

Shell = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], None]:
    """Put a command ``sample`` into the program that does what the test wants."""

    def put(act: Callable[[], None]) -> None:
        app = new_app()
        monkeypatch.setitem(EXAMPLES, "sample", ())  # its example goes with it

        @command(app, "sample", examples=(("netops sample --as-json", "an example"),))
        def sample_command(*, as_json: bool = False) -> None:
            """Do what a test wants."""
            act()

        module = ModuleType("netops.cli.sample")
        module.__dict__["app"] = app
        monkeypatch.setitem(sys.modules, "netops.cli.sample", module)
        monkeypatch.setattr(program, "COMMANDS", (*program.COMMANDS, Entry("sample", "Do what a test wants")))

    return put


@pytest.fixture
def raising(sample: Callable[[Callable[[], None]], None]) -> Callable[[BaseException], None]:
    """Put a command ``sample`` into the program that raises."""

    def put(error: BaseException) -> None:
        def act() -> None:
            raise error

        sample(act)

    return put


@pytest.fixture
def leaving(raising: Callable[[BaseException], None]) -> Callable[[int], None]:
    """Put a command ``sample`` into the program that ends with a code."""
    return lambda code: raising(typer.Exit(code))


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Run ``netops`` as a process, in an empty folder, with a plain environment."""

    def run(
        *words: str, env: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        return start(
            [sys.executable, "-c", "import sys; from netops.cli.app import main; sys.exit(main())", *words], env, cwd
        )

    def start(line: Sequence[str], env: Mapping[str, str] | None, cwd: Path | None) -> subprocess.CompletedProcess[str]:
        plain = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8", "COLUMNS": "80"}
        return subprocess.run(
            line,
            cwd=cwd or tmp_path,
            env=plain | dict(env or {}),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run
