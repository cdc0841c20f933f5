"""What the pages name is there: commands, make targets, files, functions, tests, codes, links, in both languages."""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import typer

from netops.cli.app import COMMANDS, build
from netops.errors import wordings

WRITTEN = ("docs/errors.md", "docs/commands.md")
"""Pages that are made from the source; what they say is checked where it is made."""
FOLDERS = ("src/", "tests/", "docs/", "inventory/", "playbooks/", "templates/", "tools/", "changes.d/")
PYTEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
FUNCTION = re.compile(r"`([\w/]+\.py)`, `(\w+)`(?: and `(\w+)`)?")
READMES = ("README.md", "README.zh-CN.md")


def pages(root: Path) -> dict[str, str]:
    """Return the pages that people write: path → text."""
    found = sorted([*root.glob("*.md"), *root.glob("docs/**/*.md"), *root.glob("src/**/README.md")])
    named = {str(path.relative_to(root)): path.read_text("utf-8") for path in found}
    return {name: text for name, text in named.items() if name not in (*WRITTEN, "CHANGELOG.md")}


def typed(text: str) -> Iterator[str]:
    """Yield the lines of a page's code blocks that call netops, without remarks behind them."""
    for line in text.splitlines():
        words = line.strip().removeprefix("$ ").removeprefix(".venv/bin/")
        if line.startswith("    ") and words.startswith("netops "):
            yield words


def inline(text: str) -> Iterator[str]:
    """Yield what stands in backticks within one line."""
    yield from re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)


def understood(line: str) -> bool:
    """Tell whether netops takes this command line; raises what the framework raises where it doesn't."""
    words = [word for word in shlex.split(line, comments=True)[1:] if word not in {"--lang", "zh"}]
    if words == ["--help"]:
        return True
    program = typer.main.get_command(build(None))
    context = program.make_context("netops", words)
    name, command, rest = program.resolve_command(context, words)  # type: ignore[attr-defined]  # a group has it
    while hasattr(command, "resolve_command"):
        context = command.make_context(name, rest, parent=context)
        name, command, rest = command.resolve_command(context, rest)
    return command.make_context(name, rest, parent=context).params is not None


def test_every_command_line_of_the_pages_is_one_that_netops_takes(root: Path) -> None:
    lines = [(name, line) for name, text in pages(root).items() for line in typed(text)]
    assert len(lines) > 15
    assert [each for each in lines if not understood(each[1])] == []


def test_every_command_that_the_pages_name_exists(root: Path) -> None:
    known = {entry.name for entry in COMMANDS}
    quoted = [(name, code.split()) for name, text in pages(root).items() for code in inline(text)]
    called = [(name, words[1]) for name, words in quoted if len(words) > 1 and words[0] == "netops"]
    assert len(called) > 4
    assert [each for each in called if not each[1].startswith("-") and each[1].rstrip(",") not in known] == []


def test_both_readmes_name_every_command_and_have_the_same_chapters(root: Path) -> None:
    texts = [(root / name).read_text("utf-8") for name in READMES]
    for text in texts:
        assert [entry.name for entry in COMMANDS if f"`{entry.name}`" not in text] == []
    assert len({text.count("\n## ") for text in texts}) == 1
    assert len({text.count("\n| ") for text in texts}) == 1


def test_every_make_target_that_the_pages_name_exists(root: Path) -> None:
    makefile = (root / "Makefile").read_text("utf-8")
    named = {
        (name, target)
        for name, text in pages(root).items()
        for target in re.findall(r"(?:`|^    )make ([\w.]+)", text, re.MULTILINE)
    }
    assert len(named) > 5
    assert [each for each in sorted(named) if not re.search(rf"^{re.escape(each[1])}:", makefile, re.MULTILINE)] == []


def test_every_file_that_the_pages_name_exists(root: Path) -> None:
    named = {
        (name, code.split("::")[0])
        for name, text in pages(root).items()
        for code in inline(text)
        if code.startswith(FOLDERS)
    }
    real = [each for each in sorted(named) if not re.search(r"[<>*{… ]", each[1])]
    assert len(real) > 30
    # What people may write but need not is no file of the sample city, and a case may be an example.
    free = {"inventory/audit-policy.yml", "tests/cases/patch/huawei_vrp/peer-description.yml"}
    places = (root, root / "src" / "netops")  # the page on the architecture names files as seen from there
    assert [each for each in real if each[1] not in free and not any((at / each[1]).exists() for at in places)] == []


def test_every_test_that_the_pages_name_exists(root: Path) -> None:
    named = [found for text in pages(root).values() for found in PYTEST.findall(text)]
    assert len(named) > 15
    assert [each for each in named if f"def {each[1]}(" not in (root / each[0]).read_text("utf-8")] == []


def test_every_function_of_the_architecture_lives_where_the_page_says(root: Path) -> None:
    found = FUNCTION.findall((root / "docs" / "architecture.md").read_text("utf-8"))
    assert len(found) > 15
    assert [
        each for each in found if not set(filter(None, each[1:])) <= functions(root / "src" / "netops" / each[0])
    ] == []


def functions(path: Path) -> set[str]:
    """Return the names of the functions and methods of a module."""
    return {node.name for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)}


def test_every_code_that_the_pages_name_has_its_words(root: Path) -> None:
    named = {code for text in pages(root).values() for code in re.findall(r"NET-[A-Z]{3}-\d{3}", text)}
    assert len(named) > 10
    assert sorted(named - set(wordings()) - {"NET-INV-042"}) == []  # the one that CONTRIBUTING.md makes up


def test_every_link_within_the_project_leads_somewhere(root: Path) -> None:
    links = [
        (name, link) for name, text in pages(root).items() for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    ]
    assert len(links) > 30
    assert [each for each in links if not ((root / each[0]).parent / each[1]).exists()] == []
