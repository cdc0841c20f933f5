"""Lines that no field of the model is for: their first words are a setting's name, the rest its value."""

from typing import Any

from netops.platforms.ios_family.said import Said
from netops.platforms.ios_family.sheet import Sheet
from netops.platforms.reading.sheet import Draft

_MOST_WORDS = 5


def setting(child: Said, known: frozenset[str]) -> tuple[str, str] | None:
    """Return name and value of a setting, None where its first words aren't known; the longest name counts."""
    words = child.words
    for length in range(min(len(words), _MOST_WORDS), 0, -1):
        name = " ".join(words[:length])
        if name in known:
            value = " ".join(words[length:])
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
