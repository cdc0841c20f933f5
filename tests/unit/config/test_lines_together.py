"""Lines that stand at one column are read together, as if each were looked at by itself."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from netops.config import build_patch, parse
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
STAIRS = 800
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


WORDS = {
    "cisco_ios": [
        "router bgp 65000", "address-family ipv4 vrf A", "neighbor 10.0.0.1 remote-as 1", "vrf definition A", "rd 1:1", "exit-address-family",
        "exit-vrf", "exit", "end", "!", "interface Gi0/1", "ip address 10.0.0.1 255.0.0.0", "strange line", "exit-strange", "address-family ipv4",
        "template peer-session X", "vrrp 1 address-family ipv4", "address 10.0.0.1", "exit-vrrp", "exit-peer-session",
    ],
    "ruijie_os": [
        "router bgp 65000", "address-family ipv4 vrf A", "neighbor 10.0.0.1 remote-as 1", "vrf definition A", "rd 1:1", "exit-address-family",
        "exit-vrf", "exit", "!", "interface GigabitEthernet 0/1", "ip address 10.0.0.1 255.0.0.0", "strange line", "exit-strange",
    ],
    "huawei_vrp": [
        "bgp 65000", "ipv4-family vpn-instance A", "peer 10.0.0.1 as-number 1", "ip vpn-instance A", "ipv4-family", "route-distinguisher 1:1",
        "quit", "#", "#", "interface GigabitEthernet0/0/1", "ip address 10.0.0.1 255.0.0.0", "strange line", "exit-strange",
    ],
    "h3c_comware": [
        "bgp 65000", "ip vpn-instance A", "address-family ipv4 unicast", "peer 10.0.0.1 as-number 1", "route-distinguisher 1:1", "quit", "#",
        "#", "interface GigabitEthernet1/0/1", "ip address 10.0.0.1 255.0.0.0", "strange line", "exit-strange",
    ],
}  # fmt: skip
"""Lines that open sections, stand in them, and close them."""


INDENTED = (
    "sysname x\n  ip vpn-instance A\n interface GigabitEthernet1/0/1\n  strange line\n ip address 10.0.0.1 255.0.0.0\n",
    "sysname x\n return\n  ip vpn-instance A\n interface GigabitEthernet1/0/1\n  strange line\n ip address 10.0.0.1 255.0.0.0\n#\n",
)
"""An indented section of the top level, which lines at its column don't go on with."""


NAMES = {"huawei_vrp": "sysname x", "h3c_comware": "sysname x"}
"""The line that gives a device its name, where that isn't `hostname x`."""


def _stairs(name: str, words: list[str], rng: random.Random) -> str:
    """Return lines of which each stands a step deeper than the one before it, or less deep, or at its column."""
    lines, column = [name], 0
    for _ in range(rng.randint(3, 14)):
        column = max(0, min(3, column + rng.choice((-2, -1, 0, 0, 0, 1, 1))))
        lines.append(" " * column + rng.choice(words) + rng.choice(("", "", "", "", " ")))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("platform", WORDS)
def test_sections_that_are_made_at_once_are_those_that_are_opened_and_closed(
    platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(platform)
    name = NAMES.get(platform, "hostname x")
    texts = [*INDENTED, *(_stairs(name, WORDS[platform], rng) for _ in range(STAIRS))]
    at_once = [_nodes(platform, text) for text in texts]
    assert sum(map(bool, at_once)) > STAIRS // 3
    monkeypatch.setattr(Sections, "_behind", lambda *_: 0)
    assert [_nodes(platform, text) for text in texts] == at_once


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


@pytest.mark.parametrize("space", [" ", "  ", "\t", "\xa0", "\u3000"], ids=["one", "two", "tab", "hard", "wide"])
@pytest.mark.parametrize("platform", ["cisco_ios", "huawei_vrp", "h3c_comware"])
def test_a_section_without_columns_goes_on_whatever_parts_its_words(platform: str, space: str) -> None:
    p = get_platform(platform)
    text = f"interface{space}GigabitEthernet0/1\nip address 10.0.0.1 255.255.255.0\n"

    patch = build_patch(p, parse(p, text), parse(p, text.replace("10.0.0.1", "10.0.0.2")))

    assert patch.commands.splitlines()[0] == "interface GigabitEthernet0/1"
    assert patch.proof.proven
