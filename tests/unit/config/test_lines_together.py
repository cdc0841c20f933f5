"""Lines that stand at one column are read together, as if each were looked at by itself."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from netops.config import parse
from netops.config.line_text import opened
from netops.config.node import Node
from netops.config.rulebook import Context
from netops.config.rulebook_pieces import Grammar
from netops.config.sections import ODD, SILENT, Sections
from netops.errors import InputError
from netops.platforms import get_platform, platform_names

CASES = Path(__file__).parents[2] / "cases" / "patch"
SOME = 5
"""One case of so many is read."""
CLOSING = ["exit", "quit", "return", "end", "#", "!", " #", " !", " exit", " quit", " exit-address-family", "", " "]


def _texts(platform: str) -> Iterator[str]:
    for path in sorted((CASES / platform).glob("*.yml"))[::SOME]:
        case = yaml.safe_load(path.read_text(encoding="utf-8"))
        yield from (case[key] for key in ("running", "intended") if key in case)


def _damaged(text: str, rng: random.Random) -> str:
    """Return a text as people type it, and as terminals cut it: moved, doubled, missing and closing lines."""
    lines = text.split("\n")
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(lines))
        lines[at : at + 1] = rng.choice(
            (
                [" " * rng.randint(0, 3) + lines[at].lstrip()],
                [lines[at], rng.choice(CLOSING)],
                [lines[at], rng.choice(lines)],
                [f"\t{lines[at]}"],
                [lines[at].replace(" ", "  ")],
                [f"{lines[at]} "],
                [rng.choice(CLOSING)],
            )
        )
    return "\n".join(lines)


def _nodes(platform: str, text: str) -> list[tuple[Node, list[int]]]:
    try:
        parts = parse(get_platform(platform), text).parts
    except InputError:
        return []
    return [(node, [each.number for each in node.walk()]) for part in parts for node in part.nodes]


def _one_by_one(reader: Sections) -> list[int]:
    return [ODD if text else SILENT for text in reader.texts]


@pytest.mark.parametrize("platform", platform_names())
def test_reading_lines_together_makes_no_difference(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [each for text in _texts(platform) for each in (text, _damaged(text, random.Random(text)))]
    assert texts
    together = [_nodes(platform, text) for text in texts]
    monkeypatch.setattr(Sections, "_columns", _one_by_one)
    assert [_nodes(platform, text) for text in texts] == together


def _openers(context: Context, node: Node) -> Iterator[tuple[Context, str]]:
    yield context, node.text
    found = context.rules.find(context.rewriter.apart(node.text))
    if found is not None and found[1].section is not None:
        for child in node.children:
            yield from _openers(found[1].section.context, child)


@pytest.mark.parametrize("platform", platform_names())
def test_no_line_that_opens_a_section_is_passed_over_for_its_first_two_words(platform: str) -> None:
    part = get_platform(platform).rulebook.parts[0]
    assert part.grammar is Grammar.SECTIONS
    count = 0
    for text in _texts(platform):
        for top, _ in _nodes(platform, text):
            for context, line in _openers(part.context, top):
                found = context.rules.find(context.rewriter.apart(line))
                assert opened(context, line) is (found[1].section if found is not None else None)
                count += found is not None and found[1].section is not None
    assert count
