"""Access lists of routers that have no packet filter of their own: numbered rules, and the last one denies the rest."""

from collections.abc import Iterable
from dataclasses import replace
from ipaddress import IPv4Network
from typing import TypeAlias

from netops.intent.idioms import Idiom
from netops.model import AccessList, Action, FilterRule, IPNetwork, Line

Row: TypeAlias = tuple[IPv4Network, IPv4Network, tuple[Line, ...]]
"""Source, destination, and where the inventory says it."""


def access_list(
    name: str, rules: Iterable[FilterRule], idiom: Idiom, lines: tuple[Line, ...], *, kind: str = "extended"
) -> AccessList:
    """Return a list that does what its rules say, in their order, and denies what none of them matches.

    The last rule says so itself: what an access list does with the rest differs from platform to platform, and from
    it is bound to. What a packet filter denies is recorded (GB/T 22239, 8.1.3.5 a).
    """
    whole = (*rules, FilterRule(Action.DENY, lines=lines))
    records = idiom.logs_denied and kind == "extended"
    numbered = tuple(
        replace(rule, sequence=at * idiom.rule_step, log=records and rule.action is Action.DENY)
        for at, rule in enumerate(whole, 1)
    )
    return AccessList(name, kind=kind, rules=numbered, lines=lines)


def permitted(name: str, rows: Iterable[Row], idiom: Idiom, lines: tuple[Line, ...]) -> AccessList:
    """Return a list that permits what goes from one prefix to another, sorted, and nothing else."""
    return access_list(name, [permit(*row) for row in in_order(rows)], idiom, lines)


def permit(source: IPNetwork, destination: IPNetwork, lines: tuple[Line, ...]) -> FilterRule:
    """Return the rule that lets pass what goes from one prefix to another."""
    return FilterRule(
        Action.PERMIT,
        sources=frozenset[IPNetwork]({source}),
        destinations=frozenset[IPNetwork]({destination}),
        lines=lines,
    )


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Return rows sorted by their prefixes, each pair once."""
    found = {(source, destination): lines for source, destination, lines in rows}
    return [(*pair, found[pair]) for pair in sorted(found)]


def from_prefixes(
    name: str, prefixes: Iterable[tuple[IPv4Network, tuple[Line, ...]]], idiom: Idiom, lines: tuple[Line, ...]
) -> AccessList:
    """Return a list that permits what comes from some prefixes, by the source alone."""
    rows = sorted(dict(prefixes).items())
    rules = [
        FilterRule(Action.PERMIT, sources=frozenset[IPNetwork]({prefix}), lines=own or lines) for prefix, own in rows
    ]
    return access_list(name, rules, idiom, lines, kind="standard")
