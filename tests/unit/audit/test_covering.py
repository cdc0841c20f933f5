"""Rules that an earlier one covers are found as if each were held against each, and in time that grows with their number."""

import random
from ipaddress import ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netops.audit.checks import covering
from netops.audit.checks.covering import covered
from netops.audit.checks.openings import covers
from netops.model import Action, FilterRule

NETWORKS = st.sampled_from(
    [
        ip_network(each)
        for each in ("10.0.0.0/8", "10.1.0.0/16", "10.1.1.0/24", "10.2.0.0/16", "0.0.0.0/0", "2001:db8::/32")
    ]
)
PORTS = st.sampled_from([(22, 22), (80, 80), (80, 90), (1, 65535)])
RULES = st.builds(
    FilterRule,
    action=st.sampled_from(Action),
    protocol=st.sampled_from([None, "tcp", "udp"]),
    sources=st.frozensets(NETWORKS, max_size=2),
    destinations=st.frozensets(NETWORKS, max_size=2),
    destination_ports=st.frozensets(PORTS, max_size=2),
    source_ports=st.frozensets(PORTS, max_size=1),
    flags=st.sampled_from([(), ("established",)]),
)


def one_by_one(rules: list[FilterRule]) -> list[tuple[int, int]]:
    found = []
    for place, later in enumerate(rules):
        first = next((at for at in range(place) if covers(rules[at], later)), None)
        if first is not None:
            found.append((first, place))
    return found


@given(st.lists(RULES, max_size=12))
@settings(max_examples=300, deadline=None)
def test_what_is_found_is_what_holding_each_against_each_finds(rules: list[FilterRule]) -> None:
    places = {id(rule): place for place, rule in enumerate(rules)}
    numbered = [FilterRule(**{name: getattr(rule, name) for name in FilterRule.__match_args__}) for rule in rules]
    places = {id(rule): place for place, rule in enumerate(numbered)}
    assert [(places[id(earlier)], places[id(later)]) for earlier, later in covered(numbered)] == one_by_one(numbered)


def hosts(number: int) -> list[FilterRule]:
    return [
        FilterRule(
            Action.PERMIT,
            "tcp",
            frozenset({ip_network((0x0A000000 + each, 32))}),
            frozenset({ip_network((0x0B000000 + each // 7, 32))}),
            frozenset({(each % 900 + 1, each % 900 + 1)}),
        )
        for each in range(number)
    ]


def ports(number: int) -> list[FilterRule]:
    return [FilterRule(Action.PERMIT, "tcp", destination_ports=frozenset({(each, each)})) for each in range(number)]


@pytest.mark.parametrize("made", [hosts, ports])
def test_of_two_thousand_rules_each_is_held_against_few(made: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A boundary's list may be as long: each against each would be two million pairs."""
    pairs = 0
    candidates, may_cover = covering.Earlier.candidates, covering._Outline.may_cover

    def few(earlier: covering.Earlier, later: FilterRule) -> set[int]:
        nonlocal pairs
        found = candidates(earlier, later)
        pairs += len(found)
        return found

    def one(earlier: covering._Outline, later: covering._Outline) -> bool:
        nonlocal pairs
        pairs += 1
        return may_cover(earlier, later)

    assert callable(made)
    rules = made(2000)
    random.Random(7).shuffle(rules)  # an order, no secret
    monkeypatch.setattr(covering.Earlier, "candidates", few)
    monkeypatch.setattr(covering._Outline, "may_cover", one)
    assert list(covering.covered(rules)) == []
    assert pairs < len(rules)
