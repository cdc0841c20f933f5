"""Whose config a text may be, by a look at some of its lines: of a rulebook no more is read than its two lists of telling lines."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from netops.config.grammar import clean

FIRST = 1_500
"""Lines at the start that are looked at."""
SPREAD = 500
"""Lines of the rest that are, evenly spread."""
_LISTS = re.compile(r"(?m)^(?:certain|signs):.*(?:\n[ \t].*|\n(?=\n))*\n")
_FAMILY = re.compile(r"(?m)^extends: *(\S+)")


@dataclass(frozen=True, slots=True)
class Signs:
    """The lines by which a platform's config is known.

    Attributes:
        certain: lines that no other platform's config has.
        likely: lines that such a config often has.
    """

    certain: tuple[re.Pattern[str], ...] = ()
    likely: tuple[re.Pattern[str], ...] = ()

    def score(self, lines: Collection[str]) -> tuple[int, int]:
        """Return how many kinds of certain and of likely lines there are."""
        return _hits(self.certain, lines), _hits(self.likely, lines)


def _hits(patterns: tuple[re.Pattern[str], ...], lines: Collection[str]) -> int:
    return sum(any(map(each.fullmatch, lines)) for each in patterns)


def load_signs(text: str, family: Callable[[str], tuple[str, str]]) -> Signs:
    r"""Read the telling lines of a rulebook and of its family; a file that is wrong in any way has none, for others to complain about.

    Args:
        text: the YAML text.
        family: gives the text that ``extends`` names, and its file.

    Example:
        >>> load_signs("certain: ['frr version .*']\nsigns:\n  - router bgp .*\nparts: []\n", lambda name: ("", name)).certain
        (re.compile('frr version .*'),)
    """
    try:
        found = [_lists(text), *(_lists(family(each[1])[0]) for each in _FAMILY.finditer(text))]
        return Signs(*(tuple(re.compile(line) for each in found for line in each.get(key, ())) for key in KEYS))
    except (yaml.YAMLError, re.error, OSError, AttributeError, TypeError):
        return Signs()


KEYS = ("certain", "signs")


def _lists(text: str) -> Mapping[str, Any]:
    found = yaml.load("".join(_LISTS.findall(text)), Loader=yaml.CSafeLoader) or {}
    return {key: [value] if isinstance(value, str) else value for key, value in found.items()}


def sampled(text: str) -> frozenset[str]:
    """Return the lines at the start of a text and some of the rest."""
    return frozenset(each for each in map(clean, _some(text)) if each)


def _some(text: str) -> Iterator[str]:
    *lines, rest = text.split("\n", FIRST)
    yield from lines
    step = max(1, len(rest) // SPREAD)
    for at in range(0, len(rest), step):
        start = rest.rfind("\n", 0, at) + 1
        end = rest.find("\n", at)
        yield rest[start : end if end >= 0 else len(rest)]
