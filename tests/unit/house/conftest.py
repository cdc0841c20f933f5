"""What the tests of the house look at: the project's own files."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def files() -> list[Path]:
    """Every file of the project that Git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    found = [ROOT / name for name in listed.stdout.split("\0") if name]
    assert len(found) > 50
    return [path for path in found if path.is_file()]


@pytest.fixture(scope="session")
def modules(files: list[Path]) -> dict[str, ast.Module]:
    """Every Python file by its name in the project, parsed."""
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8"), str(path))
        for path in files
        if path.suffix == ".py"
    }


@pytest.fixture(scope="session")
def sources(modules: dict[str, ast.Module]) -> dict[str, ast.Module]:
    """The Python files that are installed."""
    found = {name: tree for name, tree in modules.items() if name.startswith("src/")}
    assert len(found) > 10
    return found
