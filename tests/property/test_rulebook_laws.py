"""The laws of text for every platform, over configs made from its rulebook's own line shapes."""

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.property.shapes import Shapes, every_rule, held

from netops.config import Tree, build_patch, fingerprint, make_mask, parse, simulate
from netops.config.root import read_root
from netops.config.steps import defines, everywhere, uses
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


@pytest.mark.parametrize("name", platform_names())
def test_no_rule_is_for_a_line_that_makes_the_text_another_platforms(name: str) -> None:
    rulebook = get_platform(name).rulebook
    rules = [rule for part in rulebook.parts for rule in every_rule(part.context)]
    assert rules
    lines = [" ".join(word.literal or "any1" for word in rule.pattern.words) for rule in rules]
    assert [line for line in lines if any(each.pattern.fullmatch(line) for each in rulebook.marks.foreign)] == []


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
@example(seed=400)
@example(seed=1011)
@example(seed=1005)
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
    """Return the objects that lines make or that are there without a line, and those that lines refer to."""
    root = read_root(p.rulebook, p.rulebook.parts[0], tree, make_mask(p)).load_all()
    lines = list(root.held.values())
    given_ones = root.context.given if root.context is not None else frozenset()
    return set(everywhere(lines, defines)) | given_ones, set(everywhere(lines, uses))


LISTS = [
    (
        "cisco_ios",
        "ip access-list extended L\n{}interface GigabitEthernet0/1\n ip access-group L in\n",
        " {n} permit ip host 10.0.0.{v} any\n",
    ),
    (
        "ruijie_os",
        "ip access-list extended L\n{}interface GigabitEthernet 0/1\n ip access-group L in\n",
        " {n} permit ip host 10.0.0.{v} any\n",
    ),
    (
        "cisco_ios",
        "{}route-map R permit 10\n match ip address prefix-list L\n",
        "ip prefix-list L seq {n} permit 10.{v}.0.0/16\n",
    ),
    (
        "frr",
        "{}route-map R permit 10\n match ip address prefix-list L\n",
        "ip prefix-list L seq {n} permit 10.{v}.0.0/16\n",
    ),
    (
        "huawei_vrp",
        "acl number 3000\n{}interface GigabitEthernet0/0/1\n traffic-filter inbound acl 3000\n",
        " rule {n} permit ip source 10.0.0.{v} 0\n",
    ),
    (
        "h3c_comware",
        "{}route-policy R permit node 10\n if-match ip address prefix-list L\n",
        "ip prefix-list L index {n} permit 10.{v}.0.0 16\n",
    ),
]
"""Platforms, texts with a list in use, and an entry with its number and what it says."""


@pytest.mark.parametrize(("name", "text", "entry"), LISTS)
@given(
    before=st.lists(st.integers(1, 6), min_size=1, max_size=5, unique=True),
    after=st.lists(st.integers(1, 6), min_size=1, max_size=5, unique=True),
    step=st.sampled_from([1, 5, 10]),
)
@FEW
def test_a_list_in_use_lacks_nothing_that_the_proof_does_not_tell(
    name: str, text: str, entry: str, before: list[int], after: list[int], step: int
) -> None:
    p = get_platform(name)
    running, intended = (
        parse(p, text.format("".join(entry.format(n=(at + 1) * size, v=v) for at, v in enumerate(values))))
        for values, size in ((before, 10), (after, step))
    )
    patch = build_patch(p, running, intended)
    assert patch.proof.proven, patch.proof.obstacles
    told = [each for each in patch.proof.exceptions if not each.startswith("rollback")]
    lines = patch.commands.splitlines(keepends=True)
    for at in range(len(lines)):
        there = simulate(p, running, "".join(lines[: at + 1]), secrets=patch.secrets)
        assert isinstance(there, Tree)
        stands = {v for v in range(1, 7) if entry.split("{n} ")[1].format(v=v).strip() in there.format()}
        if not stands:
            assert any("empty meanwhile" in each for each in told), patch.commands
        for v in (set(before) & set(after)) - stands:
            words = entry.split("{n} ")[1].format(v=v).strip()
            assert any(words in each for each in told), (patch.commands, told)
