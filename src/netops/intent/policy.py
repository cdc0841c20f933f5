"""What every session between a PE and a CE is held to."""

from collections.abc import Iterable
from ipaddress import IPv4Network

from netops.model import Action, Line, PrefixList, PrefixRule

# A site announces one prefix; more than this is a router that has lost its filters (FRR closes the session).
MAXIMUM_PREFIX = 10
# The neighbour is on the wire, not behind another router (RFC 5082).
TTL_HOPS = 1
_STEP = 5


def permitting(name: str, prefixes: Iterable[tuple[IPv4Network, tuple[Line, ...]]]) -> PrefixList:
    """Return a list that permits exactly these prefixes and denies the rest, sorted by address.

    With no prefix at all it says ``deny any``, since FRR has no empty list.
    """
    rows = sorted(dict(prefixes).items())
    rules = tuple(
        PrefixRule(number * _STEP, Action.PERMIT, prefix, lines=lines) for number, (prefix, lines) in enumerate(rows, 1)
    )
    lines = tuple(dict.fromkeys(line for rule in rules for line in rule.lines))
    return PrefixList(name, rules or (PrefixRule(_STEP, Action.DENY, None),), lines=lines)


def closed(name: str, lines: tuple[Line, ...]) -> PrefixList:
    """Return a list that permits nothing."""
    return PrefixList(name, (PrefixRule(_STEP, Action.DENY, None, lines=lines),), lines=lines)
