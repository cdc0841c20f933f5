"""Lines that no field of the model is for: their first words are a setting's name, the rest its value."""

from functools import lru_cache
from typing import Any

from netops.platforms.ios_family.said import Said
from netops.platforms.ios_family.sheet import Sheet
from netops.platforms.reading.objects import SWITCHED, holds_secret
from netops.platforms.reading.sheet import Draft

_MOST_WORDS = 5


@lru_cache(maxsize=64)
def _lengths(known: frozenset[str]) -> dict[str, list[int]]:
    """Return by its first word of how many words a setting's name may be, the most first."""
    found: dict[str, set[int]] = {}
    for name in known:
        words = name.split(" ")
        if len(words) <= _MOST_WORDS:
            found.setdefault(words[0], set()).add(len(words))
    return {first: sorted(each, reverse=True) for first, each in found.items()}


def setting(child: Said, known: frozenset[str]) -> tuple[str, str] | None:
    """Return name and value of a setting, None where its first words aren't known; the longest name counts."""
    words = child.words
    for length in _lengths(known).get(words[0], ()):
        name = " ".join(words[:length])
        if name in known:
            value = " ".join(words[length:])
            if holds_secret(words[length:]) or value in SWITCHED:
                return None
            return (child.text, "off") if child.off else (name, value or "on")
    return None


def add_setting(draft: Draft[Any], child: Said, known: frozenset[str]) -> bool:
    """Read a setting of a fact."""
    pair = setting(child, known)
    if pair is not None:
        draft.add("fields", pair, child.node)
    return pair is not None


def read_setting(sheet: Sheet, found: Said, known: frozenset[str]) -> bool:
    """Read a setting of the management plane."""
    pair = setting(found, known)
    if pair is not None:
        sheet.management.fields.add(pair)
    return pair is not None


def setting_line(name: str, value: str) -> str:
    """Return the line that says a setting.

    Example:
        >>> setting_line("ip domain name", "example.cn"), setting_line("ip source-route", "off")
        ('ip domain name example.cn', 'no ip source-route')
    """
    if value == "off":
        return f"no {name}"
    return name if value == "on" else f"{name} {value}"
