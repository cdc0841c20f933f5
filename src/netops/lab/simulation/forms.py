"""Commands that may be cut short: ``dis|play cu|rrent-configuration`` is typed as ``dis cu`` at the least."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from netops.lab.semantics.core.walking import Label, Road, straight

HOLES = {"int": r"\d+", "+": r"\S.*", "*": r"(?:\S.*)?", "": r"\S+"}
HOLE = re.compile(r"\{(\w+)(?::?(int|\+|\*))?\}")


@cache
def compiled(form: str) -> re.Pattern[str]:
    r"""Turn a form into a matcher of lines with single spaces.

    A word may be cut short down to what stands before ``|``. ``{name}`` takes a word, ``{name:int}`` a number,
    ``{name+}`` the rest of the line, ``{name*}`` the same or nothing.

    Example:
        >>> compiled("dis|play cu|rrent-configuration {more*}").fullmatch("disp cu | include ntp")["more"]
        '| include ntp'
        >>> compiled("sa|ve").fullmatch("s") is None
        True
    """
    parts: list[str] = []
    for word in form.split(" "):
        hole = HOLE.fullmatch(word)
        if hole is None:
            parts.append((r" " if parts else "") + _cut(word))
        elif hole[2] == "*":
            parts.append(rf"(?: (?P<{hole[1]}>\S.*))?")
        else:
            parts.append((r" " if parts else "") + rf"(?P<{hole[1]}>{HOLES[hole[2] or '']})")
    return re.compile("".join(parts), re.IGNORECASE)


@cache
def way(form: str) -> Road:
    """Turn a form into a road, word by word, for what stands beside a matcher: which word is wrong, what comes next.

    Example:
        >>> [label.word for label in way("sa|ve {file*}").labels]
        ['save', '']
    """
    return straight(map(_label, form.split(" ")), last_may_be_left_out=form.endswith("*}"))


def _label(word: str) -> Label:
    hole = HOLE.fullmatch(word)
    if hole is not None:
        kind = {"int": "int", "": "word"}.get(hole[2] or "", "rest")
        return Label(value=re.compile(r"\S.*" if hole[2] == "*" else HOLES[hole[2] or ""]), kind=kind)
    least, _, more = word.partition("|")
    return Label(least + more, len(least) if more else 1)


def _cut(word: str) -> str:
    least, _, more = word.partition("|")
    ending = ""
    for letter in reversed(more):
        ending = f"(?:{re.escape(letter)}{ending})?"
    return re.escape(least) + ending


def values(found: re.Match[str]) -> Mapping[str, str]:
    """Return what filled the holes; "" where nothing did."""
    return {name: value or "" for name, value in found.groupdict().items()}
