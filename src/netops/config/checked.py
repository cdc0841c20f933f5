"""Words of typed lines that the device doesn't take: of the wrong form, out of range."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from netops.config.pattern import Match, Pattern, WordType


@dataclass(frozen=True, slots=True)
class Anywhere:
    """Words of any line, wherever they stand, that must be what they look like.

    Attributes:
        find: finds one in a line; the group ``value`` is it.
        type: what it must be.
        words: texts of which a line has one, or there is nothing to find.
        unless: lines that are free text.
    """

    find: re.Pattern[str]
    type: WordType
    words: tuple[str, ...]
    unless: re.Pattern[str] | None = None


def wrong_words(match: Match | None, takes: WordType | None) -> Iterator[str]:
    """Yield what is wrong with the words that a rule's pattern bound.

    Args:
        match: what the pattern found.
        takes: what each word of the line's value must be, where the rule says so.
    """
    if match is None:
        return
    for at, kind in match.pattern.checked:
        word = match.words[at]
        if not kind.accepts(word):
            yield f"“{word}” is no {kind.what}"
    if takes is not None:
        for word in match.value.split():
            if not takes.accepts(word):
                yield f"“{word}” is no {takes.what}"


def is_right(match: Match, text: str, anywhere: tuple[Anywhere, ...], plain: dict[int, bool]) -> bool:
    """Whether a line has nothing but words that the device takes; False where that has to be looked at word by word.

    Args:
        match: what the rule's pattern found; the rule says nothing of the words of its line's value.
        text: the line.
        anywhere: words that must be what they look like in any line.
        plain: by a pattern's id, whether it looks itself at all that may be such a word; filled as it is asked for.
    """
    pattern, words = match.pattern, match.words
    looks = plain.get(id(pattern))
    if looks is None:
        looks = plain[id(pattern)] = _looks_itself(pattern, anywhere)
    if not looks or " ".join(words) != text:
        return False  # it is written otherwise
    for at, takes in pattern.takers:  # noqa: SIM110  # a generator costs twice as much
        if not takes(words[at]):
            return False
    return True


def _looks_itself(pattern: Pattern, anywhere: tuple[Anywhere, ...]) -> bool:
    """Whether a pattern checks every word of a line that might have to be what it looks like."""
    strict = [each.type.takes for each in anywhere if each.type.takes is not None]
    checks = [word.check for word in pattern.words if not word.literal]
    checked = all(check is not None and (check.takes in strict or _is_narrow(check)) for check in checks)
    fixed = f" {' '.join([word.literal or '0' for word in pattern.words])} "
    return pattern.rest < 0 and checked and not any(word in fixed for each in anywhere for word in each.words)


def _is_narrow(check: WordType) -> bool:
    """Whether no word that is taken looks like an address and is none."""
    return not any(check.accepts(each) for each in _NO_ADDRESSES)


_NO_ADDRESSES = ("0.0.0.300", "300.0.0.0", "0.0.0.0/33", "10.0.0.300/24", "1.2.3.999", "a.b.c.d", "a", "-")
"""What a check of numbers and areas doesn't take: one that takes any of these may take anything."""


def wrong_anywhere(anywhere: tuple[Anywhere, ...], text: str) -> Iterator[str]:
    """Yield what is wrong with the words of a line that look like what they aren't."""
    for each in anywhere:
        for word in each.words:
            if word in text:
                break
        else:
            continue
        for found in each.find.finditer(text):
            if not each.type.accepts(found["value"]) and (each.unless is None or not each.unless.match(text)):
                yield f"“{found['value']}” is no {each.type.what}"
