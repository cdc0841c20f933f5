"""Whose config a text may be, by a look at some of its lines: of a rulebook no more is read than its two lists of telling lines."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from netops.config.grammar import clean

FIRST = 1_500
"""Lines at the start that are looked at."""
SPREAD = 500
"""Lines of the rest that are, evenly spread."""
_LISTS = re.compile(r"(?m)^(?:certain|signs):.*(?:\n[ \t].*|\n(?=\n))*\n")
_FAMILY = re.compile(r"(?m)^extends: *(\S+)")


class Sample:
    r"""Lines of a text, each once, by their first words: most telling lines begin with one word, and few lines with the same.

    Example:
        >>> Sample(["router bgp 65000", "router ospf"]).kinds([re.compile(r"router bgp \d+"), re.compile("hostname .*")])
        1
    """

    __slots__ = ("_by_word", "_lines")

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = frozenset(lines)
        self._by_word: dict[str, list[str]] = {}
        for line in self._lines:
            self._by_word.setdefault(line.partition(" ")[0], []).append(line)

    def kinds(self, patterns: Iterable[re.Pattern[str]]) -> int:
        """Return how many of the patterns are whole lines."""
        return sum(any(map(each.fullmatch, self._near(each))) for each in patterns)

    def _near(self, pattern: re.Pattern[str]) -> Collection[str]:
        word = _first_word(pattern)
        return self._lines if word is None else self._by_word.get(word, ())


@lru_cache(maxsize=1_024)
def _first_word(pattern: re.Pattern[str]) -> str | None:
    """Return the word that all lines of a pattern begin with; None where they needn't."""
    found = _WORD.match(pattern.pattern)
    if found is None or pattern.flags & re.IGNORECASE or "|" in _GROUP.sub("", _ESCAPED.sub("", pattern.pattern)):
        return None
    return found[1]


_WORD = re.compile(r"([\w-]+)(?: (?![*?+{])|$)")
_ESCAPED = re.compile(r"\\.")
_GROUP = re.compile(r"\([^()]*\)")
"""What stands in brackets that hold no others: a bar in it parts its own words, one outside parts lines."""


@dataclass(frozen=True, slots=True)
class Signs:
    """The lines by which a platform's config is known.

    Attributes:
        certain: lines that no other platform's config has.
        likely: lines that such a config often has.
    """

    certain: tuple[re.Pattern[str], ...] = ()
    likely: tuple[re.Pattern[str], ...] = ()

    def score(self, lines: Sample) -> tuple[int, int]:
        """Return how many kinds of certain and of likely lines there are."""
        return lines.kinds(self.certain), lines.kinds(self.likely)


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


def sampled(text: str) -> Sample:
    """Return the lines at the start of a text and some of the rest."""
    return Sample(each for each in map(clean, _some(text)) if each)


def _some(text: str) -> Iterator[str]:
    *lines, rest = text.split("\n", FIRST)
    yield from lines
    step = max(1, len(rest) // SPREAD)
    for at in range(0, len(rest), step):
        start = rest.rfind("\n", 0, at) + 1
        end = rest.find("\n", at)
        yield rest[start : end if end >= 0 else len(rest)]
