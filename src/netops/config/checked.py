"""Words of typed lines that the device doesn't take: of the wrong form, out of range."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from netops.config.pattern import Match, WordType


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
