"""Golden runs of the program: ``tests/cases/cli/*.yml``, which need no Python.

name: what the case shows
change: [{file: departments/health.yml, old: text, new: text}]   # in a copy of the sample inventory
command: netops validate
exit: 1
output: |
  what stands on standard output
errors: |
  what stands on standard error
files: {inventory/allocations.yml: "what the file contains afterwards, or a part of it"}

A case's changes are made in a copy of the sample inventory; a change that no longer fits fails.
"""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[3]
CASES = sorted((ROOT / "tests" / "cases" / "cli").glob("*.yml"))

Shell = Callable[..., subprocess.CompletedProcess[str]]


def change(inventory: Path, changes: list[dict[str, str]]) -> None:
    for each in changes:
        path = inventory / each["file"]
        text = path.read_text("utf-8")
        assert each["old"] in text, f"{each['file']} no longer contains what the case changes"
        path.write_text(text.replace(each["old"], each["new"]), "utf-8")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_run_says_what_the_case_says(path: Path, shell: Shell, tmp_path: Path) -> None:
    case = yaml.safe_load(path.read_text("utf-8"))
    shutil.copytree(ROOT / "inventory", tmp_path / "inventory")
    change(tmp_path / "inventory", case.get("change", []))
    program, *words = case["command"].split()
    assert program == "netops"
    done = shell(*words)
    assert (done.stdout, done.stderr, done.returncode) == (case.get("output", ""), case.get("errors", ""), case["exit"])
    for name, part in case.get("files", {}).items():
        assert part in (tmp_path / name).read_text("utf-8")
