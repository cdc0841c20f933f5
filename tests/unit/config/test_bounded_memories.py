"""What is remembered of lines is bounded: a memory that is emptied in the middle of a patch changes nothing of what comes out."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from netops.config import Patch, build_patch, knowing, lookup, parse, quiet, quiet_lines, rewriting, secret
from netops.config.rulebook import Context
from netops.platforms import Platform, get_platform

CASES = Path(__file__).parents[2] / "cases" / "patch"
FILES = [
    CASES / "cisco_ios" / "vrf-rename-with-all.yml",
    CASES / "cisco_ios" / "acl-remark-global.yml",
    CASES / "ruijie_os" / "vrf-gone-with-all.yml",
    CASES / "huawei_vrp" / "snmp-community-gone.yml",
    CASES / "h3c_comware" / "snmp.yml",
    CASES / "frr" / "parts-vrf-swap.yml",
]
KEY = b"the key of the cases"
BOUNDS = [
    (knowing, "MOST_SEEN"),
    (lookup, "MOST_SHAPES"),
    (rewriting, "MOST_KEPT"),
    (quiet, "MOST_UNDONE"),
    (quiet_lines, "MOST_RIVALS"),
    (secret, "MOST_RULES"),
    (secret, "MOST_DIGESTS"),
]
MANY = "".join(
    f"interface Loopback{n}\n description port {n}\nip route 10.{n}.0.0 255.255.0.0 Null0\n" for n in range(40)
)


def built(file: Path) -> Patch:
    case: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    p = get_platform(file.parent.name)
    return build_patch(p, parse(p, case["running"]), parse(p, case["intended"]), key=KEY)


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> Callable[[Platform], None]:
    """Let every memory hold two things at most from now on, and nothing of what was met before."""

    def forget(p: Platform) -> None:
        for module, name in BOUNDS:
            monkeypatch.setattr(module, name, 2)
        for part in p.rulebook.parts:
            for context in contexts(part.context, []):
                context.seen.clear()
                context.undone_alone.clear()
                context.rivals.clear()

    return forget


def contexts(context: Context, found: list[Context]) -> list[Context]:
    """Return a context and all below it."""
    if not any(each is context for each in found):
        found.append(context)
        for rule in context.every:
            if rule.section is not None:
                contexts(rule.section.context, found)
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_patch_comes_out_the_same_where_memories_are_emptied_all_the_time(
    file: Path, forgetful: Callable[[Platform], None]
) -> None:
    usual = built(file)
    forgetful(get_platform(file.parent.name))
    assert dataclasses.astuple(built(file)) == dataclasses.astuple(usual)
    assert usual.secrets == built(file).secrets


def test_a_long_text_reads_the_same_where_memories_are_emptied_all_the_time(
    forgetful: Callable[[Platform], None],
) -> None:
    p = get_platform("cisco_ios")
    running, intended = (parse(p, text) for text in (MANY, MANY.replace("port 3", "room 3").replace("10.7.", "10.77.")))
    usual = build_patch(p, running, intended, key=KEY)
    assert usual.commands
    forgetful(p)
    assert build_patch(p, running, intended, key=KEY).commands == usual.commands
    assert build_patch(p, intended, running, key=KEY).commands == usual.rollback.commands


def test_a_line_is_known_the_same_before_and_after_a_memory_is_emptied(monkeypatch: pytest.MonkeyPatch) -> None:
    context = get_platform("cisco_ios").rulebook.parts[0].context
    lines = ["hostname r1", "no ip http server", "ip routing", "interface Loopback7", "frobnicate 7", "no frobnicate 7"]
    usual = [told(context, each) for each in lines]
    monkeypatch.setattr(knowing, "MOST_SEEN", 2)
    context.seen.clear()
    assert [told(context, each) for each in lines] == usual
    assert len(context.seen) <= 2
    knowing.learn(context, [f"hostname r{n}" for n in range(20)])  # more than it may hold: nothing of it is kept
    assert len(context.seen) <= 2
    assert [told(context, each) for each in reversed(lines)] == usual[::-1]


def told(context: Context, line: str) -> tuple[object, ...]:
    """Return what is known of a line, without the objects that hold it."""
    found = knowing.known(context, line)
    names = dict(found.match.names) if found.match is not None else None
    return found.rule, found.key, found.value, found.negative, found.opens, names
