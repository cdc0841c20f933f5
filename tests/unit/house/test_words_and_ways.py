"""Names and ways that the house doesn't use."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

VAGUE = {"utils", "util", "common", "helpers", "helper", "manager", "base", "misc"}
"""Names that say nothing of what is inside."""

GIVEN = {"module_utils", "plugin_utils"}
"""Folders whose names Ansible gives."""

TAKEN = {"backup", "actual", "want", "have", "candidate"}
"""Words that stand for an idea which has its own word: intended, running, rollback."""

SILENCED = re.compile(r"#\s*(?:type:\s*ignore|noqa)\b(.*)")
WITH_REASON = re.compile(r"(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|\[[a-z-]+(?:,\s*[a-z-]+)*\])\s+\S.*")

PLACES = re.compile("(?<![A-Za-z0-9.])/(?:{})/".format("|".join(["wo" + "rk", "ro" + "ot"])))
"""Folders of one machine."""


def parts(name: str) -> set[str]:
    """``HostManager`` and ``host_manager`` are both host and manager."""
    return {part.lower() for part in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)}


def named(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Everything that a module gives a name to."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id


def test_no_file_or_folder_has_a_name_that_says_nothing(files: list[Path], root: Path) -> None:
    code = [path.relative_to(root) for path in files if path.suffix == ".py"]
    assert [
        str(path) for path in code if any(parts(Path(part).stem) & VAGUE for part in path.parts if part not in GIVEN)
    ] == []


def test_no_class_has_a_name_that_says_nothing(modules: dict[str, ast.Module]) -> None:
    classes = [
        f"{name}:{node.lineno} {node.name}"
        for name, tree in modules.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and parts(node.name) & VAGUE
    ]
    assert classes == []


def test_one_word_stands_for_each_idea(sources: dict[str, ast.Module]) -> None:
    found = [f"{name}:{line} {word}" for name, tree in sources.items() for line, word in named(tree) if word in TAKEN]
    assert found == []


def test_no_import_is_for_typing_only(modules: dict[str, ast.Module]) -> None:
    flag = "TYPE_" + "CHECKING"
    found = [
        f"{name}:{node.lineno}"
        for name, tree in modules.items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id == flag)
        or (isinstance(node, ast.ImportFrom) and any(alias.name == flag for alias in node.names))
    ]
    assert found == []


def test_no_import_is_relative(modules: dict[str, ast.Module]) -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree in modules.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert found == []


def test_what_is_silenced_has_a_code_and_a_reason(modules: dict[str, ast.Module], root: Path) -> None:
    found = []
    for name in modules:
        for number, line in enumerate((root / name).read_text("utf-8").splitlines(), 1):
            silenced = SILENCED.search(line)
            if silenced and '"' not in line[: silenced.start()] and not WITH_REASON.fullmatch(silenced[1].rstrip()):
                found.append(f"{name}:{number} {line.strip()}")
    assert found == []


def test_every_ignored_rule_has_its_reason(root: Path) -> None:
    text = (root / "pyproject.toml").read_text("utf-8")
    lists = re.findall(
        r"^(?:ignore|\"[^\"]+\") = \[\n(.*?)^\]", text[: text.index("[tool.mypy]")], re.MULTILINE | re.DOTALL
    )
    rules = [line.strip() for block in lists for line in block.splitlines() if re.match(r'\s+"[A-Z]+\d*"', line)]
    assert len(rules) > 20
    reason_above = False
    without = []
    for rule in rules:
        reason_above = "#" in rule or reason_above
        if not reason_above:
            without.append(rule)
    assert without == []


def test_no_file_names_a_place_of_one_machine(files: list[Path], root: Path) -> None:
    found = []
    for path in files:
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(root)}: {match[0]}" for match in PLACES.finditer(text)]
    assert found == []


def test_the_lock_names_no_host_and_no_local_file(root: Path) -> None:
    text = (root / "requirements.lock").read_text("utf-8")
    assert "://" not in text
    assert "file:" not in text
    assert not re.search(r"^-", text, re.MULTILINE)
    packages = re.findall(r"^[a-z0-9-]+==", text, re.MULTILINE)
    assert "hatchling==" in packages
    assert text.count("--hash=sha256:") >= len(packages)
