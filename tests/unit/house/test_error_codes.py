"""Every error code has its words, every word is used, and every placeholder is filled."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from netops.errors import wordings

CODE = re.compile(r"NET-[A-Z]{3}-\d{3}")


def constants(tree: ast.Module) -> Iterator[ast.Constant]:
    """Texts that are exactly one code; a code that a docstring mentions is not one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
            yield node


@pytest.fixture(scope="module")
def used(sources: dict[str, ast.Module], files: list[Path]) -> dict[str, str]:
    """Each code that the source uses, with a place."""
    found = {str(node.value): f"{name}:{node.lineno}" for name, tree in sources.items() for node in constants(tree)}
    data = [path for path in files if path.suffix in {".yml", ".j2", ".html"}]
    for path in data:
        if "src" in path.parts and path.name != "errors.yml":
            found |= dict.fromkeys(CODE.findall(path.read_text("utf-8")), path.name)
    return found


def test_every_code_in_the_source_has_its_words(used: dict[str, str]) -> None:
    assert {code: place for code, place in used.items() if code not in wordings()} == {}


def test_every_code_with_words_is_used_in_the_source(used: dict[str, str]) -> None:
    assert [code for code in wordings() if code not in used] == []


def test_codes_are_well_formed_and_their_words_are_short() -> None:
    assert [code for code in wordings() if not CODE.fullmatch(code)] == []
    long = [code for code, words in wordings().items() if len(words.what) > 200 or len(words.right) > 240]
    assert long == []


def test_every_code_says_what_would_be_right() -> None:
    assert [code for code, words in wordings().items() if not words.right or not words.what] == []


def placeholders(text: str) -> set[str]:
    """The names that a text wants filled; ``{{`` is a brace."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def filled(call: ast.Call) -> set[str] | None:
    """The placeholders that a call fills: ``Error.of(code, name=…)`` or ``Fault(code, {"name": …})``; None if unseen."""
    if isinstance(call.func, ast.Attribute) and call.func.attr == "of":
        names = [keyword.arg for keyword in call.keywords]
        return None if None in names else {name for name in names if name is not None}
    if isinstance(call.func, ast.Name) and call.func.id == "Fault":
        values = [*call.args[1:2], *(keyword.value for keyword in call.keywords if keyword.arg == "values")]
        if not values:
            return set()
        if isinstance(values[0], ast.Dict) and all(isinstance(key, ast.Constant) for key in values[0].keys):
            return {str(key.value) for key in values[0].keys if isinstance(key, ast.Constant)}
    return None


def test_every_placeholder_of_a_message_is_filled_where_it_is_raised(sources: dict[str, ast.Module]) -> None:
    missing, seen = [], 0
    for name, tree in sources.items():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args):
            code = call.args[0]
            if not (isinstance(code, ast.Constant) and str(code.value) in wordings()):
                continue
            names = filled(call)
            if names is None:
                continue
            seen += 1
            words = wordings()[str(code.value)]
            if lacking := placeholders(words.what + words.right) - names:
                missing.append(f"{name}:{call.lineno} {code.value!s} lacks {', '.join(sorted(lacking))}")
    assert seen > 5
    assert missing == []
