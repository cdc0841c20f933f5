"""The order in which lines stand: names by their letters and numbers, addresses by their value, absent before present.

A router shows ``core2`` before ``core10`` and ``10.9.0.0/24`` before ``10.10.0.0/24``; a text that is sorted the same way
makes a diff without noise.
"""

import re
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Address, IPv6Interface, IPv6Network
from typing import TypeAlias

Key: TypeAlias = tuple[object, ...]

_DIGITS = re.compile(r"(\d+)")


def key(value: object) -> Key:
    """Return what to sort a value by; values of one field compare with each other whatever they are.

    Example:
        >>> sorted(["core10", "core2", "lo"], key=key)
        ['core2', 'core10', 'lo']
        >>> sorted([IPv4Network("10.10.0.0/16"), IPv4Network("10.9.0.0/16")], key=key)[0]
        IPv4Network('10.9.0.0/16')
    """
    if value is None:
        return (0,)
    if isinstance(value, IPv4Address | IPv6Address):
        return (1, value.version, int(value), *_length(value))
    if isinstance(value, IPv4Network | IPv6Network):
        return (1, value.version, int(value.network_address), value.prefixlen)
    if isinstance(value, int):
        return (2, value)
    return (3, _natural(str(value)))


def _length(value: IPv4Address | IPv6Address) -> tuple[int, ...]:
    return (value.network.prefixlen,) if isinstance(value, IPv4Interface | IPv6Interface) else ()


def _natural(text: str) -> tuple[object, ...]:
    words = _DIGITS.split(text)
    return tuple((int(word), word) if at % 2 else word for at, word in enumerate(words))


def ordered(values: Iterable[object], *names: str) -> list[object]:
    """Return the values sorted, by the named attributes where names are given.

    Example:
        >>> ordered({"b", "a"})
        ['a', 'b']
    """
    if not names:
        return sorted(values, key=key)
    return sorted(values, key=lambda each: tuple(key(getattr(each, name)) for name in names))


def grouped(values: Iterable[object], name: str) -> list[list[object]]:
    """Return the values in groups that share one attribute, the groups sorted by it."""
    groups: dict[object, list[object]] = {}
    for each in values:
        groups.setdefault(getattr(each, name), []).append(each)
    return [groups[which] for which in sorted(groups, key=key)]


def by_rank(values: Iterable[str], *ranks: str) -> list[str]:
    """Return words in the order that a device shows them in; words without a rank come last, by the alphabet.

    Example:
        >>> by_rank({"static", "connected", "table"}, "connected", "static")
        ['connected', 'static', 'table']
    """
    return sorted(values, key=lambda word: (_rank(word, ranks), word))


def _rank(word: str, ranks: Sequence[str]) -> int:
    return ranks.index(word) if word in ranks else len(ranks)
