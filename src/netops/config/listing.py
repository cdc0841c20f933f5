"""Values that are sets to the device: VLAN lists, route targets. Read, subtracted, and written back in the device's style."""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

VLANS = range(1, 4095)
_LARGEST = 65_536


class Listing(StrEnum):
    """How a set is written."""

    NONE = ""
    WORDS = "words"
    """Any words: ``100:1 200:1``."""
    TO = "to-ranges"
    """``2 to 10 20``."""
    COMMA = "comma-ranges"
    """``2-10,20``."""


Members = frozenset[str]


@lru_cache(maxsize=4096)
def members(style: Listing, text: str) -> Members | None:
    """Return what a list holds, or None where it is no list that can be counted.

    Example:
        >>> sorted(members(Listing.TO, "2 to 4 20")), sorted(members(Listing.COMMA, "2-4,20"))
        (['2', '20', '3', '4'], ['2', '20', '3', '4'])
    """
    if style is Listing.WORDS:
        return frozenset(text.split())
    if text in {"", "none"}:
        return frozenset()
    if text == "all":
        return frozenset(map(str, VLANS))
    if text.startswith("except "):
        without = members(style, text.removeprefix("except "))
        return None if without is None else frozenset(map(str, VLANS)) - without
    parts = re.sub(r"\s*(?:-|\bto\b)\s*", "-", text)
    found: set[int] = set()
    for each in re.split(r"[,\s]+", parts.strip()):
        low, dash, high = each.partition("-")
        if not low.isdigit() or (dash and not high.isdigit()) or not int(low) <= int(high or low) <= _LARGEST:
            return None
        found.update(range(int(low), int(high or low) + 1))
    return frozenset(map(str, found))


def written(style: Listing, found: Iterable[str]) -> str:
    """Return a set as the device writes it.

    Example:
        >>> written(Listing.TO, {"2", "3", "4", "20"}), written(Listing.COMMA, {"2", "3", "4", "20"})
        ('2 to 4 20', '2-4,20')
        >>> written(Listing.COMMA, [])
        'none'
    """
    if style is Listing.WORDS:
        return " ".join(sorted(found))
    runs = list(_runs(sorted(map(int, found))))
    if style is Listing.TO:
        return " ".join(str(low) if low == high else f"{low} to {high}" for low, high in runs)
    return ",".join(str(low) if low == high else f"{low}-{high}" for low, high in runs) or "none"


def _runs(numbers: list[int]) -> Iterable[tuple[int, int]]:
    low: int | None = None
    high = 0
    for each in numbers:
        if low is not None and each == high + 1:
            high = each
            continue
        if low is not None:
            yield low, high
        low = high = each
    if low is not None:
        yield low, high
