"""``netops schemas`` writes what is checked in."""

import subprocess
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[3]
Shell = Callable[..., subprocess.CompletedProcess[str]]


def test_the_schemas_that_are_checked_in_are_those_of_the_source(shell: Shell) -> None:
    done = shell("schemas", "--check", cwd=ROOT)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_schemas_are_written_once_and_a_stale_one_is_noticed(shell: Shell, tmp_path: Path) -> None:
    assert shell("schemas", "--check").returncode == 2
    assert not (tmp_path / "docs").exists()
    assert shell("schemas").returncode == 0
    written = {path.name: path.read_text("utf-8") for path in (tmp_path / "docs" / "schemas").iterdir()}
    assert written == {path.name: path.read_text("utf-8") for path in (ROOT / "docs" / "schemas").iterdir()}
    assert shell("schemas", "--check").returncode == 0
    (tmp_path / "docs" / "schemas" / "hosts.json").write_text("{}")
    done = shell("schemas", "--check")
    assert (done.stdout, done.returncode) == ("docs/schemas/hosts.json: out of date\n", 2)
