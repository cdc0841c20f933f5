"""What every session between a PE and a CE is held to."""

from collections.abc import Iterable
from ipaddress import IPv4Network

from netops.intent.idioms import Idiom
from netops.model import Action, Line, PrefixList, PrefixRule

# A site announces one prefix; more than this is a router that has lost its filters (FRR closes the session).
MAXIMUM_PREFIX = 10
# The neighbour is on the wire, not behind another router (RFC 5082).
TTL_HOPS = 1
_STEP = 5
_ANY = IPv4Network("0.0.0.0/0")


def permitting(
    name: str, prefixes: Iterable[tuple[IPv4Network, tuple[Line, ...]]], idiom: Idiom, lines: tuple[Line, ...]
) -> PrefixList:
    """Return a list that permits exactly these prefixes and denies the rest, sorted by address.

    With no prefix at all it denies every one, since no device has an empty list; then ``lines`` say why.
    """
    rows = sorted(dict(prefixes).items())
    rules = tuple(
        PrefixRule(number * _STEP, Action.PERMIT, prefix, lines=own) for number, (prefix, own) in enumerate(rows, 1)
    )
    if not rules:
        return closed(name, idiom, lines)
    return PrefixList(name, rules, lines=tuple(dict.fromkeys(line for rule in rules for line in rule.lines)))


def closed(name: str, idiom: Idiom, lines: tuple[Line, ...]) -> PrefixList:
    """Return a list that permits nothing."""
    any_, most = (_ANY, _ANY.max_prefixlen) if idiom.denies_every_length else (None, None)
    return PrefixList(name, (PrefixRule(_STEP, Action.DENY, any_, at_most=most, lines=lines),), lines=lines)
