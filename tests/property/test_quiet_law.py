"""The law of sections that are worked at by themselves: patch, proof and diff are those of a run in which none is.

The texts are made from each rulebook's own lines: sections in which plain lines differ, beside lines that bar them, share an
undo form with them, or stand twice, while other sections come and go; and lines of the top level that refer to some of these.
"""

import random
import re
from collections.abc import Collection

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.property.shapes import Shapes

import netops.config.working
from netops.config import Patch, build_patch, parse
from netops.config.knowing import known
from netops.config.rulebook import Context, Rule
from netops.errors import InputError
from netops.platforms import get_platform, platform_names

KEY = b"sixteen bytes ok"
TWO_SPELLINGS = "stand beside each other, but the rulebook takes them for one line"
"""Said of lines that were read; a section that nobody reads isn't looked through for them."""
SECTIONS = 5

Lines = list[str]
Block = tuple[str, Lines]


@pytest.mark.parametrize("name", platform_names())
@given(seed=st.integers(0, 10_000_000))
@settings(max_examples=60, deadline=None)
def test_a_section_that_is_worked_at_by_itself_comes_out_as_any_other(name: str, seed: int) -> None:
    running, intended = _texts(name, random.Random(seed))

    with pytest.MonkeyPatch.context() as change:
        change.setattr(netops.config.working, "quiet_sections", lambda *_: {})
        change.setattr(netops.config.working, "quiet_lines", lambda *_: None)
        whole = _outcome(name, running, intended)

    assert _outcome(name, running, intended) == whole


def _texts(name: str, rng: random.Random) -> tuple[str, str]:
    shapes = Shapes(get_platform(name), rng)
    running: list[Block] = []
    intended: list[Block] = []
    for _ in range(rng.randrange(1, SECTIONS)):
        head, first, second = _section(shapes, rng)
        if head in {each for each, _ in (*running, *intended)}:
            continue
        kind = rng.random()
        running += [(head, first)] if kind > 0.1 else []
        intended += [(head, second if kind < 0.8 else first)] if not 0.1 < kind < 0.2 else []
    for blocks, lines in zip((running, intended), _top_lines(shapes, rng), strict=True):
        blocks.extend((line, []) for line in lines)
        if rng.random() < 0.2:
            rng.shuffle(blocks)
    return _text(name, running), _text(name, intended)


def _top_lines(shapes: Shapes, rng: random.Random) -> tuple[Lines, Lines]:
    """Return lines of the top level for both texts: what others refer to, lines in common, and a few of one's own."""
    top = shapes.platform.rulebook.parts[0].context
    lone = [rule for rule in top.every if rule.alone]
    using = [rule for rule in lone if rule.uses]
    others = [rule for rule in top.every if rule.section is None]

    def some(rules: list[Rule], most: int) -> Lines:
        return [line for line in (shapes.line(rng.choice(rules)) for _ in range(rng.randrange(most))) if line]

    apart = [
        [*some(lone, 3), *(some(using, 4) if using else []), *(some(others, 2) if rng.random() < 0.4 else [])]
        for _ in range(2)
    ]
    kinds = {kind for line in (*apart[0], *apart[1]) for kind, _ in _uses(top, line)}
    makers = [rule for kind in sorted(kinds) for rule, _ in top.makers.get(kind, ())]
    common = [*(some(makers, 6) if makers else []), *some(others, 3)]
    again = [line for line in apart[0] if rng.random() < 0.3]  # with another value, or as it is
    apart[1] += [f"{line} {rng.choice(['250', 'x'])}" if rng.random() < 0.7 else line for line in again]
    common += [_twin(shapes, line) for line in (*apart[0], *apart[1]) if rng.random() < 0.1]
    return [*common, *apart[0]], [*common, *apart[1]]


def _twin(shapes: Shapes, line: str) -> str:
    """Return another way to write a line, or its negation."""
    negation = shapes.platform.rulebook.parts[0].context.negation
    return shapes.rng.choice([f"{line} ", line.replace(" ", "  ", 1), line.replace(" ", "\t", 1), f"{negation} {line}"])


def _uses(top: Context, line: str) -> tuple[tuple[str, str], ...]:
    rule = known(top, line).rule
    return rule.uses if rule is not None else ()


def _section(shapes: Shapes, rng: random.Random) -> tuple[str, Lines, Lines]:
    """Return a section's line, and the lines below it in one text and in the other."""
    top = shapes.platform.rulebook.parts[0].context
    openers = [rule for rule in top.every if rule.section is not None and not rule.section.numbered]
    ports = [rule for rule in openers if rule.pattern.text.startswith("interface")]
    head = shapes.line(rng.choice(ports if rng.random() < 0.5 else openers)) or "interface eth0"
    rule = known(top, head).rule
    if rule is None or rule.section is None:
        return head, [], []
    context = rule.section.context
    common = _lines(shapes, context, rng.randrange(5), plain=False)
    first, second = (_lines(shapes, context, rng.randrange(3), plain=True) for _ in range(2))
    return head, [*common, *first], [*common, *second] if rng.random() < 0.5 else [*second, *common]


def _lines(shapes: Shapes, context: Context, count: int, *, plain: bool) -> Lines:
    rules = [rule for rule in context.every if rule.section is None and (rule.simple or not plain)]
    barring = [rule for rule in rules if rule.bars]
    chosen = [
        shapes.rng.choice(barring if barring and shapes.rng.random() < 0.2 else rules)
        for _ in range(count if rules else 0)
    ]
    return [line for line in map(shapes.line, chosen) if line]


def _text(name: str, blocks: list[Block]) -> str:
    mark = get_platform(name).rulebook.parts[0].separators or ("!",)
    return "".join(f"{head}\n{''.join(f' {line}' + chr(10) for line in lines)}{mark[0]}\n" for head, lines in blocks)


def _outcome(name: str, running: str, intended: str) -> object:
    p = get_platform(name)
    try:
        patch = build_patch(p, parse(p, running), parse(p, intended), key=KEY)
    except InputError as error:
        return str(error)
    lines = ({" ".join(line.split()) for line in text.split("\n")} for text in (running, intended))
    return _told(patch, frozenset.intersection(*map(frozenset, lines)))


def _are_both_common(obstacle: str, common: Collection[str]) -> bool:
    """Whether an obstacle is about two lines that clash in both texts."""
    return TWO_SPELLINGS in obstacle and all(each in common for each in re.findall("“([^”]*)”", obstacle))


def _told(patch: Patch, common: Collection[str]) -> object:
    """Return what came out; sections may stand in another order, and lines that clash in both texts are only told where read."""
    proof = patch.proof
    obstacles = sorted(each for each in proof.obstacles if not _are_both_common(each, common))
    clean = not any(TWO_SPELLINGS in each for each in proof.obstacles)
    texts = (patch.commands, patch.rollback.commands, patch.diff)
    ways = (proof.forth, proof.back, proof.again)
    return [sorted(text.split("\n")) for text in texts], ways, obstacles, proof.kept if clean else ()
