"""Lines of other platforms are found by one expression in which like beginnings stand together: it finds what its patterns find."""

import random
import re
from pathlib import Path

import pytest

from netops.config.marks import any_line_of
from netops.platforms import get_platform, platform_names

CASES = Path(__file__).parents[2] / "cases" / "read"
TEXTS = 60
LINES = 30


@pytest.mark.parametrize("platform", platform_names())
def test_one_expression_finds_what_the_patterns_find(platform: str) -> None:
    patterns = [each.pattern.pattern for each in get_platform(platform).rulebook.marks.foreign]
    plain, quick = re.compile(rf"(?m)^[ \t]*(?:{'|'.join(patterns)})[ \t]*$"), any_line_of(tuple(patterns))
    lines = sorted({line for path in CASES.glob("*/*.yml") for line in path.read_text(encoding="utf-8").split("\n")})
    rng = random.Random(platform)
    texts = [*lines, *("\n".join(rng.sample(lines, LINES)) for _ in range(TEXTS))]
    count = 0
    for text in texts:
        one, other = plain.search(text), quick.search(f"\n{text}")
        assert (one is None) is (other is None), text
        if one is not None and other is not None:
            assert (one.start(), f"\n{one.group()}") == (other.start(), other.group())
            count += 1
    assert count > TEXTS // 2


@pytest.mark.parametrize(
    ("patterns", "line", "found"),
    [
        (["a|b"], "b", True),
        (["(?:a|b)c"], "bc", True),
        (["(?:a|b)?c"], "c", True),
        (["(?:a|b)?c"], "bc", True),
        (["a?c"], "c", True),
        (["(?:(?:a|b)c|d)(?: .*)?"], "d e", True),
        (["(?:(?:a|b)c|d)(?: .*)?"], "b", False),
        ([r"[|(]a|\|b"], "|b", True),
        ([r"[|(]a|\|b"], "(a", True),
        (["(?:undo )?ip x"], "ip x", True),
        (["(?:undo )?ip x"], "undo ip x", True),
        (["(?:undo )?ip x"], "undo undo ip x", False),
        (["!?V .*"], "!V 5", True),
        (["!?V .*"], "V 5", True),
        (["!?V .*"], "!!V 5", False),
        (["!! ?X"], "!!X", True),
        (["x??y"], "y", True),
        (["x??y"], "xy", True),
        (["x?+y"], "y", True),
        ([r"\d?x"], "7x", True),
        (["x(?:a|b)|y"], "y", True),
        (["x(?:a|b)|y"], "xy", False),
    ],
)
def test_alternatives_are_taken_apart_where_they_end(patterns: list[str], line: str, *, found: bool) -> None:
    assert (any_line_of(tuple(patterns)).search(f"\n{line}") is not None) is found
    assert (re.fullmatch("|".join(patterns), line) is not None) is found
