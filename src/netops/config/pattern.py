"""Line patterns of a rulebook, compiled once and looked up by first words.

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
from typing import Generic, TypeVar

REST = "*"
_HOLE = re.compile(r"^(?P<open>[{<])(?P<name>[a-z][a-z0-9_]*)(?::(?P<type>[a-z][a-z0-9_-]*))?(?P<close>[}>])$")
_CLOSES = {"{": "}", "<": ">"}

T = TypeVar("T")


class PatternError(ValueError):
    """A pattern that can't be read; the text says why."""


@dataclass(frozen=True, slots=True)
class WordType:
    """What one word may look like, and its one spelling.

    Attributes:
        shape: the whole word must match.
        spell: brings equal spellings to one (``10.1.2.3/8`` to ``10.0.0.0/8``).
    """

    shape: re.Pattern[str]
    spell: Callable[[str], str] = str


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

    def accepts(self, word: str) -> bool:
        """Whether a hole takes this word."""
        return self.type is None or self.type.shape.fullmatch(word) is not None

    def spelled(self, word: str) -> str:
        """Return the word in its one spelling."""
        return word if self.type is None else self.type.spell(word)


@dataclass(frozen=True, slots=True)
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

    @property
    def holes(self) -> frozenset[str]:
        """The names that a match binds."""
        return frozenset(each.hole for each in self.words if each.hole)

    def match(self, words: Sequence[str]) -> "Match | None":
        """Return what the holes bind, or None where the line has another shape."""
        rest = next((at for at, each in enumerate(self.words) if each.is_rest), None)
        if rest is None:
            return self._bind(words, len(self.words)) if len(words) == len(self.words) else None
        spare = len(words) - (len(self.words) - 1)
        return self._bind(words, rest, spare) if spare >= 0 else None

    def _bind(self, words: Sequence[str], rest: int, spare: int = 0) -> "Match | None":
        spelled: list[str] = []
        key: list[str] = []
        value: list[str] = []
        names: dict[str, str] = {}
        at = 0
        for index, each in enumerate(self.words):
            taken = words[at : at + spare] if index == rest else words[at : at + 1]
            at += len(taken)
            if index != rest:
                word = taken[0]
                if (each.literal and each.literal != word) or not each.accepts(word):
                    return None
                taken = [each.spelled(word)]
            spelled += taken
            if each.literal or each.identity:
                key += taken
            else:
                value += taken
            if each.hole:
                names[each.hole] = " ".join(taken)
        return Match(tuple(key), " ".join(value), names, " ".join(spelled))

    def key_of(self, names: Mapping[str, str]) -> tuple[str, ...] | None:
        """Return the identity of the line that these names make, or None where one of them is missing."""
        key = [each.literal or names.get(each.hole, "") for each in self.words if each.literal or each.identity]
        return tuple(key) if all(key) else None

    def start_of(self, names: Mapping[str, str]) -> tuple[str, ...]:
        """Return the words that every line begins with that agrees with these names."""
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


@dataclass(frozen=True, slots=True)
class Match:
    """What a pattern found in a line.

    Attributes:
        key: the words that identify the line, values left out.
        value: the value's words.
        names: what each hole bound.
        text: the line in its one spelling.
    """

    key: tuple[str, ...]
    value: str
    names: Mapping[str, str]
    text: str


def fill(template: str, names: Mapping[str, str]) -> str:
    """Return a template with its holes filled; a hole that ``names`` lacks is nothing.

    Example:
        >>> fill("no neighbor {peer} maximum-prefix", {"peer": "10.1.0.2"})
        'no neighbor 10.1.0.2 maximum-prefix'
    """
    words = (_filled(word, names) for word in template.split())
    return " ".join(word for word in words if word)


def _filled(word: str, names: Mapping[str, str]) -> str:
    found = _HOLE.match(word)
    if found is not None:
        return names.get(found["name"], "")
    return names.get(REST, "") if word == REST else word


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

    def __bool__(self) -> bool:
        """Whether there is any pattern."""
        return bool(self._root.literals or self._root.hole or self._root.ends)

    def add(self, pattern: Pattern, what: T) -> None:
        """Add a pattern; of two equally particular ones the earlier is tried first."""
        step = self._root
        for word in pattern.words:
            if word.is_rest:
                break
            if word.literal:
                step = step.literals.setdefault(word.literal, _Step())
            else:
                step.hole = step = step.hole or _Step()
        step.ends.append((pattern, what))
        step.ends.sort(key=lambda end: -len(end[0].words))

    def find(self, words: Sequence[str]) -> tuple[Match, T] | None:
        """Return the most particular match, or None."""
        return next(self.all(words), None)

    def all(self, words: Sequence[str]) -> Iterator[tuple[Match, T]]:
        """Yield every match, the most particular first."""
        for pattern, what in self._walk(self._root, words, 0):
            found = pattern.match(words)
            if found is not None:
                yield found, what

    def _walk(self, step: _Step[T], words: Sequence[str], at: int) -> Iterator[tuple[Pattern, T]]:
        if at < len(words):
            literal = step.literals.get(words[at])
            if literal is not None:
                yield from self._walk(literal, words, at + 1)
            if step.hole is not None:
                yield from self._walk(step.hole, words, at + 1)
        yield from step.ends
