"""What is written from the source is up to date, in both languages."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from netops.errors import wordings
from netops.lab.uml import PACKAGES


def run(root: Path, tool: str) -> str:
    """Run a tool's check and return what it says is wrong, or nothing."""
    done = subprocess.run(
        [sys.executable, f"tools/{tool}.py", "--check"], cwd=root, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr if done.returncode else ""


def test_no_translation_is_missing_or_stale(root: Path) -> None:
    assert run(root, "messages") == ""


def test_the_written_pages_are_up_to_date(root: Path) -> None:
    assert run(root, "document") == ""


def test_a_check_that_is_evidence_at_some_levels_is_named_with_them(root: Path) -> None:
    page = (root / "docs" / "clauses.md").read_text("utf-8")
    assert re.findall(r"(B\d+), \(\1\)", page) == []
    assert "B062 at level 2/3/4, (B062) at level 1" in page


def test_every_error_code_has_a_heading_to_link_to(root: Path) -> None:
    page = (root / "docs" / "errors.md").read_text("utf-8")
    assert [code for code in wordings() if f"### {code}\n" not in page] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readmes_name_the_two_commands_and_every_exit_code(root: Path, name: str) -> None:
    text = (root / name).read_text("utf-8")
    assert "make demo" in text
    assert "make test" in text
    assert all(f"| {code} |" in text for code in range(4))


def test_every_direct_dependency_has_its_line(root: Path) -> None:
    page = (root / "docs" / "dependencies.md").read_text("utf-8")
    lines = (root / "pyproject.toml").read_text("utf-8").splitlines()
    wanted = [line.strip().strip('",') for line in lines if line.startswith('  "') and (">=" in line or "==" in line)]
    names = [requirement.split(">")[0].split("=")[0] for requirement in wanted]
    assert len(names) > 15
    assert [name for name in names if f"| {name} |" not in page] == []


def test_every_decision_is_listed(root: Path) -> None:
    index = (root / "docs" / "adr" / "README.md").read_text("utf-8")
    decisions = sorted(path.name for path in (root / "docs" / "adr").glob("0*.md"))
    assert decisions
    assert [name for name in decisions if name not in index] == []


def test_every_make_target_says_what_it_does(root: Path) -> None:
    lines = (root / "Makefile").read_text("utf-8").splitlines()
    listed = {line.split(":")[0] for line in lines if "## " in line}
    assert {
        "demo",
        "test",
        "check",
        "lint",
        "types",
        "imports",
        "docs",
        "bench",
        "soak",
        "lab",
        "clean",
        "help",
    } <= listed


def test_the_local_hooks_are_commands_of_this_project(root: Path) -> None:
    hooks = yaml.safe_load((root / ".pre-commit-config.yaml").read_text("utf-8"))
    assert [repository["repo"] for repository in hooks["repos"]] == ["local"]


def test_make_installs_every_package_that_the_lab_needs(root: Path) -> None:
    line = next(line for line in (root / "Makefile").read_text("utf-8").splitlines() if line.startswith("LAB_PACKAGES"))
    assert set(PACKAGES.values()) <= set(line.split(":= ")[1].split())
