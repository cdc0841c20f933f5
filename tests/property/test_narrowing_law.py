"""The law of sections that are read in part: what comes out is what comes out where all is read."""

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import netops.config.root
from netops.config import build_patch, parse
from netops.errors import InputError
from netops.platforms import get_platform, platform_names

CASES = Path(__file__).parents[1] / "cases" / "patch"
KEY = b"sixteen bytes ok"
SHORTEST = 5
"""Lines below which a text has no section with anything in common."""


@pytest.mark.parametrize("name", platform_names())
@given(seed=st.integers(0, 10_000_000))
@settings(max_examples=60)
def test_a_section_read_in_part_gives_what_a_section_read_whole_gives(name: str, seed: int) -> None:
    rng = random.Random(seed)
    texts = TEXTS[name]
    running = rng.choice(texts)
    intended = _mutated(rng, running, texts)
    if rng.random() < 0.5:
        running, intended = intended, running

    with _reading(in_part=False):
        whole = _outcome(name, running, intended)
    with _reading(in_part=True):
        part = _outcome(name, running, intended)

    assert part == whole


def test_a_section_that_is_entered_stays_when_the_one_above_is_read_on() -> None:
    """Its lines are typed after the lines above were looked at: it is empty then, and no default for that."""
    common = "#\nbgp 64512\n peer 10.0.0.2 as-number 64601\n peer 10.0.0.6 as-number 64602\n peer 10.0.0.6 description up\n #\n"
    running = f"{common} ipv4-family unicast\n  undo synchronization\n#\nreturn\n"
    policies = "  peer 10.0.0.2 enable\n  peer 10.0.0.2 route-policy UP-IN import\n"
    intended = f"{common} ipv4-family unicast\n  undo synchronization\n{policies}#\nreturn\n"

    with _reading(in_part=True):
        part = _outcome("huawei_vrpv8", running, intended)
    with _reading(in_part=False):
        assert part == _outcome("huawei_vrpv8", running, intended)


def test_lines_in_common_are_read_where_the_set_of_defaults_is_another() -> None:
    router = "router bgp 65000\n bgp router-id 10.255.0.1\n bgp ebgp-requires-policy\n timers bgp 3 9\n"
    running = f"{router} bgp log-neighbor-changes\nexit\n"
    intended = f"frr defaults datacenter\n{router}exit\n"

    with _reading(in_part=True):
        part = _outcome("frr", running, intended)
    with _reading(in_part=False):
        assert part == _outcome("frr", running, intended)


def _texts(name: str) -> list[str]:
    found: list[str] = []
    for file in sorted((CASES / name).glob("*.yml")):
        case: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
        found += [text for text in (case["running"], case["intended"]) if text.count("\n") > SHORTEST]
    return found


TEXTS = {name: _texts(name) for name in platform_names()}


def _mutated(rng: random.Random, text: str, texts: list[str]) -> str:
    """Return a text with some lines lost, changed, moved or brought from another text: few, or a good dozen."""
    lines = text.split("\n")
    for _ in range(rng.randrange(1, rng.choice((4, 14)))):
        at = rng.randrange(len(lines))
        other = min(at + 1, len(lines) - 1) if rng.random() < 0.5 else rng.randrange(len(lines))
        match rng.randrange(4):
            case 0 if len(lines) > 1:
                del lines[at]
            case 1:
                lines[at] = re.sub(r"\d+", str(rng.randrange(1, 200)), lines[at], count=1)
            case 2:
                lines[at], lines[other] = lines[other], lines[at]
            case _:
                deep = lines[at].startswith(" ")
                brought = [each for each in rng.choice(texts).split("\n") if each.startswith(" ") == deep]
                lines[at:at] = rng.sample(brought, min(1, len(brought)))
    return "\n".join(lines)


@contextmanager
def _reading(*, in_part: bool) -> Iterator[None]:
    """Let sections be read in part wherever that can be, or nowhere."""
    with pytest.MonkeyPatch.context() as patch:
        if not in_part:
            patch.setattr(netops.config.root, "taken_apart", lambda *_: None)
        yield


def _outcome(name: str, running: str, intended: str) -> object:
    p = get_platform(name)
    try:
        patch = build_patch(p, parse(p, running), parse(p, intended), key=KEY)
    except InputError as error:
        return str(error)
    proof = patch.proof
    told = (proof.proven, sorted(proof.obstacles), sorted(proof.exceptions), proof.kept)
    # Sections that concern no others may come in another order.
    ways = (sorted(each.split("\n")) for each in (patch.commands, patch.rollback.commands, patch.diff))
    return *ways, told


def test_a_line_that_closes_more_than_the_section_before_it_is_not_passed_over() -> None:
    """People move lines about: behind a stray `exit-address-family` the lines are none of `router bgp` any more."""
    lines = [" address-family ipv4 vrf A", "  neighbor 10.1.0.2 remote-as 65101", " bgp router-id 10.255.0.1"]
    closing = " exit-address-family"
    running = "\n".join(["hostname PE1", "router bgp 65000", closing, *lines, "!", ""])
    intended = "\n".join(["hostname PE1", "router bgp 65000", *lines, closing, "!", ""])

    with _reading(in_part=False):
        whole = _outcome("ruijie_os", running, intended)
    with _reading(in_part=True):
        part = _outcome("ruijie_os", running, intended)

    assert part == whole
    assert part != _outcome("ruijie_os", running, running)
