"""Line patterns of a rulebook, compiled once and looked up by the words of a line.

A pattern is written the way a manual writes a command::

    neighbor {peer} remote-as <asn>        {word}: part of what identifies the line
    ip route {prefix} {gateway} *          <word>: part of its value;  *: any words, all of them value
    neighbor {peer} prefix-list <list> {direction:direction}

``{word:type}`` and ``<word:type>`` only match what the rulebook's ``types`` allow. Two lines whose identity is equal are
the same line to the device, so that the second replaces the first.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Generic, TypeVar

REST = "*"
_HOLE = re.compile(r"^(?P<open>[{<])(?P<name>[a-z][a-z0-9_]*)(?::(?P<type>[a-z][a-z0-9_-]*))?(?P<close>[}>])$")
_INNER = re.compile(r"[{<](?P<name>[a-z][a-z0-9_]*)(?::[a-z][a-z0-9_-]*)?[}>]")
_CLOSES = {"{": "}", "<": ">"}

T = TypeVar("T")


class PatternError(ValueError):
    """A pattern that can't be read; the text says why."""


@dataclass(frozen=True, slots=True)
class WordType:
    """What one word may look like, and its one spelling.

    Attributes:
        shape: the whole word must match.
        spell: brings equal spellings to one (``10.1.2.3/8`` to ``10.0.0.0/8``); None where there is only one.
    """

    shape: re.Pattern[str]
    spell: Callable[[str], str] | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a pattern: a literal, a hole of the identity or of the value, or the rest."""

    literal: str = ""
    hole: str = ""
    identity: bool = False
    type: WordType | None = None

    @property
    def is_rest(self) -> bool:
        """Whether this stands for any number of words."""
        return self.hole == REST

    @property
    def spell(self) -> Callable[[str], str] | None:
        """What brings equal spellings of this word to one, or None."""
        return None if self.type is None else self.type.spell


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern.

    Example:
        >>> found = Pattern.of("neighbor {peer} remote-as <asn>").match("neighbor 10.1.0.2 remote-as 65101".split())
        >>> found.key, found.value, found.names
        (('neighbor', '10.1.0.2', 'remote-as'), '65101', {'peer': '10.1.0.2', 'asn': '65101'})
    """

    text: str
    words: tuple[Word, ...]

    @classmethod
    def of(cls, text: str, types: Mapping[str, WordType] | None = None) -> "Pattern":
        """Compile a pattern.

        Raises:
            PatternError: an unknown type, a word that is half a hole, a name twice, or more than one ``*``.
        """
        words = tuple(_word(each, types or {}) for each in text.split())
        holes = [each.hole for each in words if each.hole]
        if not words:
            raise PatternError("the pattern is empty")
        if len(holes) != len(set(holes)):
            raise PatternError(f"a name stands twice in “{text}”")
        return cls(text, words)

    @cached_property
    def holes(self) -> frozenset[str]:
        """The names that a match binds, those of its types' own groups among them."""
        groups = {name for each in self.words if each.type is not None for name in each.type.shape.groupindex}
        return frozenset(each.hole for each in self.words if each.hole) | groups

    @cached_property
    def rest(self) -> int:
        """Index of the ``*``, or -1."""
        return next((at for at, each in enumerate(self.words) if each.is_rest), -1)

    @cached_property
    def places(self) -> tuple[tuple[int, Word], ...]:
        """Each word but ``*`` with its index in a line; words behind ``*`` count from the line's end."""
        size, rest = len(self.words), self.rest
        return tuple(
            (at if rest < 0 or at < rest else at - size, word) for at, word in enumerate(self.words) if at != rest
        )

    @cached_property
    def _literals(self) -> tuple[tuple[int, str], ...]:
        return tuple((at, word.literal) for at, word in self.places if word.literal)

    @cached_property
    def _shapes(self) -> "tuple[tuple[int, Callable[[str], object]], ...]":
        return tuple((at, word.type.shape.fullmatch) for at, word in self.places if word.type is not None)

    @cached_property
    def keyed(self) -> tuple[tuple[int, Callable[[str], str] | None], ...]:
        """Index and speller of each word that identifies the line."""
        return tuple((at, word.spell) for at, word in self.places if word.literal or word.identity)

    @cached_property
    def plain(self) -> bool:
        """Whether every word of the identity has one spelling only."""
        return all(spell is None for _, spell in self.keyed)

    @cached_property
    def valued(self) -> tuple[tuple[int | slice, Callable[[str], str] | None], ...]:
        """Index, or indices, and speller of each word of the value."""
        size = len(self.words)
        rest = slice(self.rest, self.rest + 1 - size or None)
        return tuple(
            (rest if at == self.rest else at if self.rest < 0 or at < self.rest else at - size, word.spell)
            for at, word in enumerate(self.words)
            if word.hole and not word.identity
        )

    def match(self, words: Sequence[str]) -> "Match | None":
        """Return what the holes bind, or None where the line has another shape."""
        size = len(self.words)
        if self.rest < 0:
            if len(words) != size:
                return None
        elif len(words) < size - 1:
            return None
        for at, literal in self._literals:
            if words[at] != literal:
                return None
        for at, shape in self._shapes:
            if shape(words[at]) is None:
                return None
        return Match(self, words)

    def key_of(self, names: Mapping[str, str]) -> tuple[str, ...] | None:
        """Return the identity of the line that these names make, or None where one of them is missing."""
        key = [each.literal or names.get(each.hole, "") for each in self.words if each.literal or each.identity]
        return tuple(key) if all(key) else None

    def start_of(self, names: Mapping[str, str]) -> tuple[str, ...]:
        """Return the words that every key begins with that agrees with these names."""
        start: list[str] = []
        for each in self.words:
            word = each.literal or (names.get(each.hole, "") if each.identity else "")
            if not word:
                break
            start.append(word)
        return tuple(start)

    def agrees(self, words: Sequence[str], names: Mapping[str, str]) -> bool:
        """Whether the line has this shape, with the same words in the holes that ``names`` binds.

        Example:
            >>> of_peer = Pattern.of("neighbor {peer} *")
            >>> of_peer.agrees("neighbor 10.1.0.2 description x".split(), {"peer": "10.1.0.6"})
            False
        """
        found = self.match(words)
        return found is not None and all(
            names.get(hole, word) == word for hole, word in found.names.items() if hole != REST
        )


class Match:
    """What a pattern found in a line; worked out when it is asked for.

    Attributes:
        pattern: the pattern.
        words: the line's words as they are written.
    """

    __slots__ = ("_names", "pattern", "words")

    def __init__(self, pattern: Pattern, words: Sequence[str]) -> None:
        self.pattern = pattern
        self.words = words
        self._names: dict[str, str] | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """The words that identify the line, in one spelling, values left out."""
        words = self.words
        if self.pattern.plain:
            return tuple([words[at] for at, _ in self.pattern.keyed])
        return tuple([words[at] if spell is None else spell(words[at]) for at, spell in self.pattern.keyed])

    @property
    def value(self) -> str:
        """The words of the value in their order, in one spelling."""
        valued, words = self.pattern.valued, self.words
        if not valued:
            return ""
        found: list[str] = []
        for at, spell in valued:
            if isinstance(at, slice):
                found += words[at]
            else:
                found.append(words[at] if spell is None else spell(words[at]))
        return " ".join(found)

    @property
    def names(self) -> Mapping[str, str]:
        """What each hole bound, in one spelling."""
        if self._names is None:
            self._names = self._bound(spelled=True)
        return self._names

    @property
    def raw(self) -> Mapping[str, str]:
        """What each hole bound, as it is written."""
        return self._bound(spelled=False)

    def _bound(self, *, spelled: bool) -> dict[str, str]:
        pattern, words = self.pattern, self.words
        names: dict[str, str] = {}
        for at, word in pattern.places:
            if word.hole:
                spell = word.spell if spelled else None
                names[word.hole] = words[at] if spell is None else spell(words[at])
                if word.type is not None and word.type.shape.groupindex:
                    found = word.type.shape.fullmatch(names[word.hole]) or word.type.shape.fullmatch(words[at])
                    names |= {} if found is None else {key: each or "" for key, each in found.groupdict().items()}
        if pattern.rest >= 0:
            after = len(pattern.words) - pattern.rest - 1
            names[REST] = " ".join(words[pattern.rest : len(words) - after])
        return names


def fill(template: str, names: Mapping[str, str]) -> str:
    """Return a template with its holes filled; a hole that ``names`` lacks is nothing.

    Example:
        >>> fill("no neighbor {peer} maximum-prefix", {"peer": "10.1.0.2"})
        'no neighbor 10.1.0.2 maximum-prefix'
    """
    words = (_filled(word, names) for word in template.split())
    return " ".join(word for word in words if word)


def _filled(word: str, names: Mapping[str, str]) -> str:
    if word == REST:
        return names.get(REST, "")
    return _INNER.sub(lambda found: names.get(found["name"], ""), word) if "{" in word or "<" in word else word


def _word(text: str, types: Mapping[str, WordType]) -> Word:
    if text == REST:
        return Word(hole=REST)
    found = _HOLE.match(text)
    if found is None:
        if text[0] in "{<" or text[-1] in "}>":
            raise PatternError(f"“{text}” is neither a word nor {{name}}, <name>, {{name:type}} or *")
        return Word(literal=text)
    if _CLOSES[found["open"]] != found["close"]:
        raise PatternError(f"“{text}” opens with {found['open']} and closes with {found['close']}")
    kind = found["type"]
    if kind is not None and kind not in types:
        raise PatternError(f"“{text}” names the type {kind}, which the rulebook doesn't have")
    return Word(hole=found["name"], identity=found["open"] == "{", type=types[kind] if kind else None)


def _particular(pattern: Pattern) -> tuple[int, ...]:
    """Return a rank by which more particular patterns stand first: typed holes before untyped ones, longer ones first."""
    return (-len(pattern.words), *(1 if each.type is None and not each.literal else 0 for each in pattern.words))


FEW = 6
"""As many patterns are tried one by one: that is quicker than to go on word by word."""


@dataclass(slots=True)
class _Step(Generic[T]):
    literals: dict[str, "_Step[T]"] = field(default_factory=dict)
    hole: "_Step[T] | None" = None
    ends: list[tuple[Pattern, T]] = field(default_factory=list)
    few: list[tuple[Pattern, T]] | None = None
    many: bool = False

    def below(self) -> Iterator[tuple[Pattern, T]]:
        """Yield all patterns from here on, the more particular ones first."""
        for each in self.literals.values():
            yield from each.below()
        if self.hole is not None:
            yield from self.hole.below()
        yield from self.ends

    def settle(self) -> list[tuple[Pattern, T]] | None:
        """Find out whether there are few patterns from here on."""
        found = list(islice(self.below(), FEW + 1))
        self.many = len(found) > FEW
        self.few = None if self.many else found
        return self.few


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

    def __bool__(self) -> bool:
        """Whether there is any pattern."""
        return bool(self._root.literals or self._root.hole or self._root.ends)

    def add(self, pattern: Pattern, what: T) -> None:
        """Add a pattern; of two equally particular ones the earlier is tried first."""
        step = self._root
        for word in pattern.words:
            step.few, step.many = None, False
            if word.is_rest:
                break
            if word.literal:
                step = step.literals.setdefault(word.literal, _Step())
            else:
                step.hole = step = step.hole or _Step()
        step.few, step.many = None, False
        step.ends.append((pattern, what))
        step.ends.sort(key=lambda end: _particular(end[0]))

    def find(self, words: Sequence[str]) -> tuple[Match, T] | None:
        """Return the most particular match, or None."""
        return _find(self._root, words, 0)

    def all(self, words: Sequence[str]) -> Iterator[tuple[Match, T]]:
        """Yield every match, the most particular first."""
        for pattern, what in _walk(self._root, words, 0):
            found = pattern.match(words)
            if found is not None:
                yield found, what

    def first_words(self) -> frozenset[str] | None:
        """Return the words with which a line must begin to match at all; None where any word will do."""
        if self._root.hole is not None or self._root.ends:
            return None
        return frozenset(self._root.literals)


def _find(step: _Step[T], words: Sequence[str], at: int) -> tuple[Match, T] | None:
    if not step.many:
        few = step.few if step.few is not None else step.settle()
        if few is not None:
            return _first(few, words)
    if at < len(words):
        below = step.literals.get(words[at])
        found = _find(below, words, at + 1) if below is not None else None
        if found is None and step.hole is not None:
            found = _find(step.hole, words, at + 1)
        if found is not None:
            return found
    return _first(step.ends, words)


def _first(patterns: Sequence[tuple[Pattern, T]], words: Sequence[str]) -> tuple[Match, T] | None:
    for pattern, what in patterns:
        match = pattern.match(words)
        if match is not None:
            return match, what
    return None


def _walk(step: _Step[T], words: Sequence[str], at: int) -> Iterator[tuple[Pattern, T]]:
    if at < len(words):
        literal = step.literals.get(words[at])
        if literal is not None:
            yield from _walk(literal, words, at + 1)
        if step.hole is not None:
            yield from _walk(step.hole, words, at + 1)
    yield from step.ends
