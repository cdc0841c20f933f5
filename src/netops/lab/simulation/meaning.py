"""What a typed line means where its words are cut short, and what is wrong with it where it means nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from netops.lab.semantics.core.walking import Walk


class Wrong(Enum):
    """What is wrong with a line, as every vendor tells it apart."""

    UNKNOWN = "unknown"
    """No keyword of that kind is known there."""
    VALUE = "value"
    """A value stands there, and what was typed can't be one (IOS doesn't tell that from the first)."""
    INCOMPLETE = "incomplete"
    TOO_MANY = "too many"
    AMBIGUOUS = "ambiguous"
    """Two keywords begin like that."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was made of a line.

    Attributes:
        line: with the words that were understood spelled out.
        wrong: what is wrong with it; None for a whole command.
        at: the column of the word that is wrong.
        understood: how many words are told.
        sure: whether no command without a rule can be meant: only a value may stand where the wrong word does.
    """

    line: str
    wrong: Wrong | None
    at: int
    understood: int
    sure: bool = False


def meaning(walks: Iterable[Walk], line: str) -> Meaning:
    """Say what a line means: by the nearest view that makes a command of it, else by the one that gets furthest.

    Args:
        walks: through the forms of each view that may take it, nearest first.
        line: as typed.
    """
    spans = [found.span() for found in re.finditer(r"\S+", line)]
    best: tuple[Walk, Meaning] | None = None
    for each in walks:
        found = _of(each, line, spans)
        if found.wrong is not None and (best is None or each.reached > best[0].reached):
            best = (each, found)
        elif found.wrong is None and (best is None or _keywords(each) >= _keywords(best[0])):
            return found
    return best[1] if best is not None else Meaning(line, Wrong.UNKNOWN, spans[0][0] if spans else 0, 0)


def _keywords(walk: Walk) -> int:
    """Return how many keywords a view makes of a line: ``sw mo x`` isn't IOS's ``switch`` with any words behind it."""
    told, _ = _told(walk)
    taken = [stand.taken for stand in walk.stands[walk.reached] if stand.spelled[: len(told)] == told]
    return max((each[: len(told)].count("k") for each in taken), default=0)


def _of(walk: Walk, line: str, spans: Sequence[tuple[int, int]]) -> Meaning:
    told, ambiguous = _told(walk)
    spelled = respelled(line, spans, told)
    number = walk.reached
    if ambiguous:
        return Meaning(spelled, Wrong.AMBIGUOUS, spans[len(told)][0], len(told))
    if number == len(walk.words):
        if told in walk.ends:
            return Meaning(spelled, None, 0, number)
        return Meaning(spelled, Wrong.INCOMPLETE, len(line.rstrip()), number)
    sure = bool(walk.next()) and not any(label.word for label in walk.next())
    return Meaning(spelled, _at_word(walk), spans[number][0], number, sure)


def _at_word(walk: Walk) -> Wrong:
    """Return what is wrong with the first word that isn't understood."""
    expected = walk.next()
    if walk.reached in walk.short:
        return Wrong.AMBIGUOUS
    if not expected and walk.may_end:
        return Wrong.TOO_MANY
    return Wrong.UNKNOWN if all(label.word for label in expected) else Wrong.VALUE


def _told(walk: Walk) -> tuple[tuple[str, ...], bool]:
    """Return the words that were told, spelled out, and whether the next could be two keywords.

    What is a keyword's beginning is a keyword, also where a value may stand. The words behind tell keywords apart, too
    (``d cu``), but not a word that could be anything.
    """
    left = list(dict.fromkeys((stand.spelled, stand.taken) for stand in walk.stands[walk.reached]))
    for at in range(walk.reached):
        typed = walk.words[at].lower()
        keywords = {words[at] for words, _ in left if words[at].lower() != typed}
        if keywords:
            left = [each for each in left if each[0][at] in keywords]
            fitting = [each for each in left if each[1][at + 1 : at + 2] == "v"]
            left = fitting or left  # ``n 10.0.0.0`` is a network: an address fits better than what takes anything
            keywords = {words[at] for words, _ in left}
        if len(keywords) > 1 or (keywords and len(walk.near[at]) > 1 and _is_any_word(walk, left[0][1], at + 1)):
            return left[0][0][:at], True
    return (left[0][0] if left else ()), False


def _is_any_word(walk: Walk, taken: str, at: int) -> bool:
    """Tell whether a word was taken that could be anything; a number or an address is none of the words that could be."""
    return taken[at : at + 1] == "a" and not walk.words[at][0].isdigit()


def respelled(line: str, spans: Sequence[tuple[int, int]], words: Sequence[str]) -> str:
    """Return a line with its first words replaced; what stands between the others stays as it is.

    Example:
        >>> respelled("desc to  core", [(0, 4), (5, 7), (9, 13)], ["description"])
        'description to  core'
    """
    shown = line
    for (start, end), word in reversed(list(zip(spans, words, strict=False))):
        shown = shown[:start] + word + shown[end:]
    return shown
