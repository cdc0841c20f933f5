"""Telling lines are found by their first words as if each pattern were held against each line."""

import re
from functools import cache
from pathlib import Path

import pytest

from netops.config.guessing import Sample
from netops.platforms import platform_names
from netops.platforms.platform import rulebook_of

CASES = Path(__file__).parents[2] / "cases" / "read"


@cache
def lines() -> frozenset[str]:
    """All lines that stand in the cases, of configs and around them."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(CASES.rglob("*.yml")))
    return frozenset(" ".join(line.split()) for text in texts for line in text.splitlines())


@pytest.mark.parametrize("name", platform_names())
def test_what_is_found_is_what_holding_each_against_each_finds(name: str) -> None:
    marks, sample = rulebook_of(name).marks, Sample(lines())
    for pattern in (*marks.certain, *marks.likely):
        assert sample.kinds([pattern]) == any(map(pattern.fullmatch, lines())), pattern.pattern
    assert sample.kinds(marks.likely) > 0


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (r"hostname \S+", "hostname r1"),
        (r"nfpp", "nfpp"),
        (r"aaa|nfpp|ip route \S+", "nfpp"),
        (r"version \(a|end \)", "end )"),
        (r"router *bgp", "routerbgp"),
        (r"router ?bgp", "routerbgp"),
        (r"(?:no )?enable service \S+", "no enable service ssh"),
        (r"(?i)hostname \S+", "HOSTNAME r1"),
        (r"user-interface \S+ .*", "user-interface vty 0 4"),
        (r"interface (?:Eth-Trunk|Vlanif)\d+", "interface Vlanif10"),
    ],
)
def test_a_pattern_finds_its_line_whatever_it_begins_with(pattern: str, line: str) -> None:
    compiled = re.compile(pattern)
    assert compiled.fullmatch(line)
    assert Sample([line, "end", "router ospf 1"]).kinds([compiled]) == 1
