"""The laws of text for every platform, over configs made from its rulebook's own line shapes."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.property.shapes import Shapes, held

from netops.config import Tree, build_patch, fingerprint, make_mask, parse, simulate
from netops.config.root import read_root
from netops.config.steps import all_defines, all_uses
from netops.platforms import Platform, get_platform, platform_names

PLATFORMS = [
    name for name in platform_names() if name != "frr"
]  # frr has laws of its own, with configs that routers have
SEEDS = st.integers(0, 10_000_000)
FEW = settings(max_examples=30)
"""Each example makes and proves a whole patch; five platforms have four laws."""
RUNS = 30
STOPS = 6
"""Places in a patch at which the device is looked at."""


@pytest.mark.parametrize("name", PLATFORMS)
@given(seed=SEEDS)
@FEW
def test_formatting_gives_back_what_was_parsed(name: str, seed: int) -> None:
    p = get_platform(name)
    text = Shapes(p, random.Random(seed)).text()
    assert parse(p, parse(p, text).format()) == parse(p, text)
    assert parse(p, text).format() == text


@pytest.mark.parametrize("name", PLATFORMS)
@given(seed=SEEDS)
@FEW
def test_what_is_there_needs_no_patch(name: str, seed: int) -> None:
    p = get_platform(name)
    tree = held(p, Shapes(p, random.Random(seed)).text())
    again = parse(p, "!\n" + tree.format() if p.rulebook.negation == "no" else "#\n" + tree.format())
    assert build_patch(p, tree, again).empty
    assert fingerprint(p, tree) == fingerprint(p, again)


@pytest.mark.parametrize("name", PLATFORMS)
@given(seed=SEEDS)
@FEW
def test_a_proven_patch_leads_there_and_its_rollback_back(name: str, seed: int) -> None:
    p = get_platform(name)
    rng = random.Random(seed)
    shapes = Shapes(p, rng)
    running, intended = held(p, shapes.text()), held(p, shapes.text())

    patch = build_patch(p, running, intended)

    if not patch.proof.proven:
        assert patch.proof.obstacles
        return
    there = simulate(p, running, patch.commands, secrets=patch.secrets)
    assert isinstance(there, Tree)
    if not patch.proof.kept and not patch.proof.exceptions:
        assert fingerprint(p, there) == fingerprint(p, intended), patch.commands
    assert build_patch(p, there, intended).empty
    back = simulate(p, there, patch.rollback.commands, secrets=patch.secrets)
    assert isinstance(back, Tree)
    if not any(each.startswith("rollback:") for each in patch.proof.exceptions):
        assert fingerprint(p, back) == fingerprint(p, running), patch.rollback.commands


@pytest.mark.parametrize("name", PLATFORMS)
def test_most_patches_between_configs_that_a_device_can_have_are_proven(name: str) -> None:
    p = get_platform(name)
    proven = 0
    for seed in range(RUNS):
        shapes = Shapes(p, random.Random(seed))
        proven += build_patch(p, held(p, shapes.text()), held(p, shapes.text())).proof.proven
    assert proven >= RUNS * 0.7


@pytest.mark.parametrize("name", PLATFORMS)
@given(seed=SEEDS)
@FEW
def test_nothing_refers_to_what_is_not_there(name: str, seed: int) -> None:
    p = get_platform(name)
    shapes = Shapes(p, random.Random(seed))
    running, intended = held(p, shapes.text()), held(p, shapes.text())
    patch = build_patch(p, running, intended)
    made, used = objects(p, running), objects(p, intended)
    kinds = {kind for kind, _ in made[0] | used[0]}
    allowed = (made[1] - made[0]) | (used[1] - used[0])
    lines = patch.commands.splitlines(keepends=True)
    for at in range(0, len(lines), max(1, len(lines) // STOPS)) if patch.proof.proven else ():
        there = simulate(p, running, "".join(lines[: at + 1]), secrets=patch.secrets)
        assert isinstance(there, Tree)
        now = objects(p, there)
        assert {each for each in now[1] - now[0] if each[0] in kinds} <= allowed, lines[at]


def objects(p: Platform, tree: Tree) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Return the objects that lines make, and those that lines refer to."""
    root = read_root(p.rulebook, p.rulebook.parts[0], tree, make_mask(p)).load_all()
    lines = list(root.held.values())
    return set(all_defines(lines)), set(all_uses(lines))
