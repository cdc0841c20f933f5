"""Words of typed lines that the device doesn't take: of the wrong form, out of range."""

import re
from collections.abc import Iterator, Sequence
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
        takes: what each word of the line's value, or the value as a whole, must be, where the rule says so.
    """
    if match is None:
        return
    for at, kind in match.pattern.checked:
        word = match.words[at]
        if not kind.accepts(word):
            yield f"“{word}” is no {kind.what}"
    if takes is not None and takes.whole:
        yield from left_over(match.value, takes)
    elif takes is not None:
        for word in match.value.split():
            if not takes.accepts(word):
                yield f"“{word}” is no {takes.what}"


def left_over(value: str, takes: WordType) -> Iterator[str]:
    """Yield the words of a value from the first on that is no part of what it must be.

    Example:
        >>> kind = WordType(re.compile("(?:a|b)(?: (?:c|c d))*"), what="such a rule", part=re.compile("(?<= )c(?: d)?"))
        >>> [*left_over("a c d", kind)], [*left_over("b c e", kind)]
        ([], ['“e” is no part of such a rule'])
        >>> [*left_over("a c c d", kind)]
        ['“c” stands twice in such a rule']
    """
    if takes.shape.fullmatch(value) is not None:
        yield from _at_odds(value, takes)
        return  # the first part that fits need not be the one that the whole is made of
    found = takes.shape.match(value)
    left = value[found.end() :].strip() if found is not None else value
    if left:
        yield f"“{left}” is no part of {takes.what}"


def _at_odds(value: str, takes: WordType) -> Iterator[str]:
    """Yield the parts of a value that stand twice, or beside one that they can't stand beside."""
    words = [each for each in value.split() if each[0].isalpha()]  # addresses and numbers may come again
    if takes.part is None or (len(set(words)) == len(words) and takes.apart.keys().isdisjoint(words)):
        return
    firsts = [found[0].partition(" ")[0] for found in takes.part.finditer(value)]
    for at, first in enumerate(firsts):
        if first in firsts[:at]:
            yield f"“{first}” stands twice in {takes.what}"
        for other in takes.apart.get(first, ()):
            if other in firsts:
                yield f"“{first}” can't stand beside “{other}” in {takes.what}"


def either(kinds: Sequence[WordType]) -> WordType | None:
    r"""Return what a value is that may be of any of some kinds: of several, their shapes are all that is looked at.

    Example:
        >>> digits, letters = (WordType(re.compile(each)) for each in (r"\d+", "[a-z]+"))
        >>> kind = either([digits, letters])
        >>> kind.accepts("7"), kind.accepts("x"), kind.accepts("7x"), either([]) is None
        (True, True, False, True)
    """
    if len(kinds) <= 1:
        return kinds[0] if kinds else None
    shape = "|".join(f"(?:{each.shape.pattern})" for each in kinds)
    part = "|".join(each.part.pattern for each in kinds if each.part is not None)
    apart = {word: others for each in kinds for word, others in each.apart.items()}
    return WordType(re.compile(shape), what=kinds[0].what, part=re.compile(part) if part else None, apart=apart)


Loose = tuple[int | slice, ...]
"""Places of a line's words that may be anything."""


def is_right(match: Match, text: str, anywhere: tuple[Anywhere, ...], plain: dict[int, Loose | None]) -> bool:
    """Whether a line has nothing but words that the device takes; False where that has to be looked at word by word.

    Args:
        match: what the rule's pattern found; the rule says nothing of the words of its line's value.
        text: the line.
        anywhere: words that must be what they look like in any line.
        plain: by a pattern's id, what of its lines it doesn't check itself; filled as it is asked for.
    """
    pattern, words = match.pattern, match.words
    if id(pattern) not in plain:
        plain[id(pattern)] = _loose(pattern, anywhere)
    loose = plain[id(pattern)]
    if loose is None or " ".join(words) != text:
        return False  # it is written otherwise
    if loose and _may_be_wrong(" ".join([_text(words[at]) for at in loose]), anywhere):
        return False
    for at, takes in pattern.takers:  # noqa: SIM110  # a generator costs twice as much
        if not takes(words[at]):
            return False
    return True


def _text(words: str | Sequence[str]) -> str:
    return words if isinstance(words, str) else " ".join(words)


def _may_be_wrong(text: str, anywhere: tuple[Anywhere, ...]) -> bool:
    """Whether words hold something that must be what it looks like."""
    text = f" {text} "
    for each in anywhere:
        for word in each.words:
            if word in text:
                return True
    return False


def _loose(pattern: Pattern, anywhere: tuple[Anywhere, ...]) -> Loose | None:
    """Return the words that a pattern doesn't check, though they might have to be what they look like; None where its own words might."""
    strict = [each.type.takes for each in anywhere if each.type.takes is not None]
    fixed = f" {' '.join([word.literal or '0' for word in pattern.words])} "
    if any(word in fixed for each in anywhere for word in each.words):
        return None
    loose: list[int | slice] = []
    for at, word in pattern.places:
        check = word.check
        if not word.literal and (check is None or not (check.takes in strict or _is_narrow(check))):
            loose.append(at)
    if pattern.rest >= 0:
        loose.append(slice(pattern.rest, pattern.rest + 1 - len(pattern.words) or None))
    return tuple(loose)


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
