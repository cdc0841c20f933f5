"""Patterns found by the words of a line: the most particular one that matches, without trying all of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from netops.config.pattern import Match, Pattern

T = TypeVar("T")


def _particular(pattern: Pattern) -> tuple[int, ...]:
    """Return a rank by which more particular patterns stand first: typed holes before untyped ones, longer ones first."""
    return (-len(pattern.words), *(1 if each.type is None and not each.literal else 0 for each in pattern.words))


MOST_SHAPES = 50_000
"""Line shapes that a lookup remembers; descriptions make new ones without end."""


@dataclass(slots=True)
class _Step(Generic[T]):
    literals: dict[str, "_Step[T]"] = field(default_factory=dict)
    hole: "_Step[T] | None" = None
    ends: list[tuple[Pattern, T]] = field(default_factory=list)


class Lookup(Generic[T]):
    """Patterns found by the words of a line, not tried one by one.

    Literal words are preferred to holes, holes to ``*``, so that the most particular pattern wins.

    Example:
        >>> lookup = Lookup[str]()
        >>> lookup.add(Pattern.of("neighbor {peer} *"), "any")
        >>> lookup.add(Pattern.of("neighbor {peer} remote-as <asn>"), "remote-as")
        >>> lookup.find("neighbor 10.0.0.1 remote-as 65000".split())[1]
        'remote-as'
    """

    def __init__(self) -> None:
        self._root: _Step[T] = _Step()
        self._literals: dict[str, str] = {}  # each is its own, so that a line's shape is made by one `map`
        self._seen: dict[tuple[str | None, ...], tuple[tuple[Pattern, T], ...]] = {}

    def __bool__(self) -> bool:
        """Whether there is any pattern."""
        return bool(self._root.literals or self._root.hole or self._root.ends)

    def add(self, pattern: Pattern, what: T) -> None:
        """Add a pattern; of two equally particular ones the earlier is tried first."""
        self._seen.clear()
        self._literals.update({each.literal: each.literal for each in pattern.words if each.literal})
        step = self._root
        for word in pattern.words:
            if word.is_rest:
                break
            if word.literal:
                below = step.literals.get(word.literal)
                if below is None:
                    below = step.literals[word.literal] = _Step()
                step = below
            else:
                step.hole = step = step.hole or _Step()
        step.ends.append((pattern, what))
        if len(step.ends) > 1:
            step.ends.sort(key=lambda end: _particular(end[0]))

    def has(self, literal: str) -> bool:
        """Whether a pattern has this word."""
        return literal in self._literals

    def may_begin(self, word: str) -> bool:
        """Whether any pattern begins with a word, or may begin with any."""
        return word in self._root.literals or self._root.hole is not None or bool(self._root.ends)

    def may_find(self, words: Sequence[str]) -> bool:
        """Whether any pattern begins as a line does, as far as its first two words tell."""
        step = self._root
        for word in words[:2]:
            if step.hole is not None or step.ends:
                return True
            below = step.literals.get(word)
            if below is None:
                return False
            step = below
        return True

    def finds(self, words: Sequence[str]) -> bool:
        """Whether any pattern matches, in a lookup of few patterns that most lines don't begin like."""
        return self.may_find(words) and self.first(words) is not None

    def find(self, words: Sequence[str]) -> tuple[Match, T] | None:
        """Return the most particular match, or None."""
        for pattern, what in self.candidates(words):
            if pattern.fits(words):
                return Match(pattern, words), what
        return None

    def first(self, words: Sequence[str]) -> tuple[Pattern, T] | None:
        """Return the most particular pattern that matches, or None."""
        for each in self.candidates(words):
            if each[0].fits(words):
                return each
        return None

    def firsts(self, lines: Iterable[Sequence[str]]) -> Iterator[tuple[Pattern, T] | None]:
        """Yield `first` of many lines: the loop of a config's whole top level."""
        literal, seen = self._literals.get, self._seen
        for words in lines:
            found = seen.get(tuple(map(literal, words)))
            for each in self.candidates(words) if found is None else found:
                for at, shape in each[0].shapes:  # `fits`, written out: a call costs as much as it does
                    if shape(words[at]) is None:
                        break
                else:
                    yield each
                    break
            else:
                yield None

    def all(self, words: Sequence[str]) -> Iterator[tuple[Match, T]]:
        """Yield every match, the most particular first."""
        for pattern, what in self.candidates(words):
            if pattern.fits(words):
                yield Match(pattern, words), what

    def candidates(self, words: Sequence[str]) -> tuple[tuple[Pattern, T], ...]:
        """Return the patterns whose literal words stand in the line, worked out once for all lines of its shape."""
        shape = tuple(map(self._literals.get, words))
        found = self._seen.get(shape)
        if found is None:
            if len(self._seen) >= MOST_SHAPES:
                self._seen.clear()
            found = self._seen[shape] = tuple(each for each in _walk(self._root, words, 0) if each[0].has_words(words))
        return found


def _walk(step: _Step[T], words: Sequence[str], at: int) -> Iterator[tuple[Pattern, T]]:
    if at < len(words):
        literal = step.literals.get(words[at])
        if literal is not None:
            yield from _walk(literal, words, at + 1)
        if step.hole is not None:
            yield from _walk(step.hole, words, at + 1)
    yield from step.ends
