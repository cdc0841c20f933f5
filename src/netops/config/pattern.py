"""Line patterns of a rulebook, compiled once and looked up by the words of a line.

A pattern is written the way a manual writes a command::

    neighbor {peer} remote-as <asn>        {word}: part of what identifies the line
    ip route {prefix} {gateway} *          <word>: part of its value;  *: any words, all of them value
    neighbor {peer} prefix-list <list> {direction:direction}

``{word:type}`` and ``<word:type>`` only match what the rulebook's ``types`` allow; ``<word:1-4094>`` is a number, and the
device takes no other one than these. Two lines whose identity is equal are
the same line to the device, so that the second replaces the first.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from operator import itemgetter

from netops.config.values import is_within

REST = "*"
_HOLE = re.compile(r"^(?P<open>[{<])(?P<name>[a-z][a-z0-9_]*)(?::(?P<type>[a-z][a-z0-9_-]*|\d+-\d+))?(?P<close>[}>])$")
_INNER = re.compile(r"[{<](?P<name>[a-z][a-z0-9_]*)(?::[a-z0-9][a-z0-9_-]*)?[}>]")
_CLOSES = {"{": "}", "<": ">"}


class PatternError(ValueError):
    """A pattern that can't be read; the text says why."""


@dataclass(frozen=True, slots=True)
class WordType:
    """What one word may look like, and its one spelling.

    Attributes:
        shape: the whole word must match.
        spell: brings equal spellings to one (``10.1.2.3/8`` to ``10.0.0.0/8``); None where there is only one.
        takes: whether the device takes such a word; None where it takes all of that shape. Asked of typed lines only.
        what: what it must be, for messages.
        part: finds the parts of a value, where the shape is that of a line's whole value and not of a word.
        apart: first words of parts, and those beside which they can't stand.
    """

    shape: re.Pattern[str]
    spell: Callable[[str], str] | None = None
    takes: Callable[[str], bool] | None = None
    what: str = ""
    part: re.Pattern[str] | None = None
    apart: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether the shape is that of a line's whole value, made of parts."""
        return self.part is not None

    def accepts(self, word: str) -> bool:
        """Whether the device takes a word."""
        return self.shape.fullmatch(word) is not None and (self.takes is None or self.takes(word))


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a pattern: a literal, a hole of the identity or of the value, or the rest."""

    literal: str = ""
    hole: str = ""
    identity: bool = False
    type: WordType | None = None
    check: WordType | None = None

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
    def of(
        cls, text: str, types: Mapping[str, WordType] | None = None, named: Mapping[str, WordType] | None = None
    ) -> "Pattern":
        """Compile a pattern.

        Args:
            text: as it is written.
            types: by their names.
            named: by the name of a hole, what the device takes there where the hole's type doesn't say it.

        Raises:
            PatternError: an unknown type, a word that is half a hole, a name twice, or more than one ``*``.
        """
        words = tuple(_word(each, types or {}, named or {}) for each in text.split())
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
    def shapes(self) -> "tuple[tuple[int, Callable[[str], object]], ...]":
        """Index of each word that must be of a type, and what tells whether it is."""
        return tuple((at, word.type.shape.fullmatch) for at, word in self.places if word.type is not None)

    @cached_property
    def checked(self) -> tuple[tuple[int, WordType], ...]:
        """Index of each word that the device may refuse, and what it must be."""
        return tuple((at, word.check) for at, word in self.places if word.check is not None)

    @cached_property
    def takers(self) -> "tuple[tuple[int, Callable[[str], bool]], ...]":
        """The same, and what tells whether the device takes a word that the pattern found there."""
        found = ((at, word.check, word.type) for at, word in self.places if word.check is not None)
        return tuple(
            (at, check.takes if check is kind and check.takes is not None else check.accepts)
            for at, check, kind in found
        )

    @cached_property
    def keyed(self) -> tuple[tuple[int, Callable[[str], str] | None], ...]:
        """Index and speller of each word that identifies the line."""
        return tuple((at, word.spell) for at, word in self.places if word.literal or word.identity)

    @cached_property
    def _taken(self) -> "Callable[[Sequence[str]], tuple[str, ...]]":
        """What takes the words that identify a line out of it."""
        places = [at for at, _ in self.keyed]
        if len(places) > 1:
            return itemgetter(*places)
        return lambda words: tuple([words[at] for at in places])

    @cached_property
    def _spelled(self) -> "tuple[tuple[int, Callable[[str], str]], ...]":
        """Index and speller of those words of the identity that have several spellings."""
        return tuple((at, spell) for at, (_, spell) in enumerate(self.keyed) if spell is not None)

    @cached_property
    def identity(self) -> tuple[object, ...]:
        """What identifies a line: two patterns with the same find one line by the same words."""
        return tuple((each.literal, each.hole, each.spell) for each in self.words if each.literal or each.identity)

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

    @cached_property
    def whole(self) -> bool:
        """Whether each hole binds words of the line and no parts of words."""
        return not any(word.type is not None and word.type.shape.groupindex for word in self.words)

    @cached_property
    def verbatim(self) -> bool:
        """Whether the holes bind words as they are written, because none has another spelling."""
        return self.whole and all(word.spell is None for word in self.words)

    @cached_property
    def _recipes(self) -> "dict[str, Recipe | None]":
        return {}

    def recipe(self, template: str) -> "Recipe | None":
        """Return how a template is filled with the words of a line as they are written; None where that doesn't say it all."""
        if template not in self._recipes:
            self._recipes[template] = self._recipe(template)
        return self._recipes[template]

    def _recipe(self, template: str) -> "Recipe | None":
        if not self.whole:
            return None
        places = {word.hole: at for at, word in self.places if word.hole}
        words: list[str] = []
        taken: list[int] = []
        for literal, hole, _ in _apart(template):
            if literal:
                words.append(literal.replace("%", "%%"))
            elif hole in places:
                words.append("%s")
                taken.append(places[hole])
            elif not hole or hole == REST:
                return None
        return " ".join(words), itemgetter(*taken) if taken else _nothing

    @cached_property
    def value(self) -> "Callable[[Sequence[str]], str]":
        """What returns the words of the value of a line that has this shape, in their order and in one spelling."""
        valued = self.valued
        if not valued:
            return lambda _: ""
        (at, spell), *others = valued
        if others or isinstance(at, slice):
            return self._values
        return itemgetter(at) if spell is None else lambda words: spell(words[at])

    def _values(self, words: Sequence[str]) -> str:
        found: list[str] = []
        for at, spell in self.valued:
            if isinstance(at, slice):
                found += words[at]
            else:
                found.append(words[at] if spell is None else spell(words[at]))
        return " ".join(found)

    def match(self, words: Sequence[str]) -> "Match | None":
        """Return what the holes bind, or None where the line has another shape."""
        return Match(self, words) if self.has_words(words) and self.fits(words) else None

    def has_words(self, words: Sequence[str]) -> bool:
        """Whether a line is long enough and has the pattern's literal words in their places."""
        size = len(self.words)
        if len(words) != size if self.rest < 0 else len(words) < size - 1:
            return False
        return all(words[at] == literal for at, literal in self._literals)

    def fits(self, words: Sequence[str]) -> bool:
        """Whether the words in the holes are of their types, in a line that has the literal words."""
        for at, shape in self.shapes:  # noqa: SIM110  # the loop of all loops; a generator costs twice as much
            if shape(words[at]) is None:
                return False
        return True

    @cached_property
    def key(self) -> "Callable[[Sequence[str]], tuple[str, ...]]":
        """What returns the identity of a line that has this shape, in one spelling, values left out."""
        return self._taken if self.plain else self._keys

    def _keys(self, words: Sequence[str]) -> tuple[str, ...]:
        spelled = list(self._taken(words))
        for at, spell in self._spelled:
            spelled[at] = spell(spelled[at])
        return tuple(spelled)

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


class Beside(Pattern):
    """A line in brackets in a path: where it stands in the section, the path goes on there, with what it binds."""


class Without(Beside):
    """A line in brackets behind ``without``: the path goes on where no such line stands in the section."""


Recipe = tuple[str, Callable[[Sequence[str]], object]]
"""A template in the form of ``%``, and what takes the words that fill it out of a line."""


def _nothing(_: Sequence[str]) -> tuple[()]:
    return ()


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
        return self.pattern.key(self.words)

    @property
    def value(self) -> str:
        """The words of the value in their order, in one spelling."""
        return self.pattern.value(self.words)

    @property
    def names(self) -> Mapping[str, str]:
        """What each hole bound, in one spelling."""
        if self._names is None:
            self._names = self._bound(spelled=True)
        return self._names

    @property
    def raw(self) -> Mapping[str, str]:
        """What each hole bound, as it is written."""
        return self.names if self.pattern.verbatim else self._bound(spelled=False)

    def filled(self, template: str) -> str:
        """Return a template with its holes filled by words as they are written; see `fill`."""
        recipe = self.pattern.recipe(template)
        if recipe is None:
            return fill(template, self.raw)
        form, taken = recipe
        return form % taken(self.words)

    def named(self, template: str) -> str:
        """Return the same by words in one spelling."""
        return self.filled(template) if self.pattern.verbatim else fill(template, self.names)

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
    words = [
        literal
        or (
            names.get(hole, "") if hole else "".join([names.get(each, "") if inner else each for inner, each in pieces])
        )
        for literal, hole, pieces in _apart(template)
    ]
    return " ".join(words if all(words) else filter(None, words))


Piece = tuple[bool, str]
"""Whether a piece of a word is a hole, and its name or text."""


@lru_cache(maxsize=4096)
def _apart(template: str) -> tuple[tuple[str, str, tuple[Piece, ...]], ...]:
    """Return each word of a template: as it is where it has no hole, its hole where it is nothing else, or its pieces."""
    return tuple(_pieces(word) for word in template.split())


def _pieces(word: str) -> tuple[str, str, tuple[Piece, ...]]:
    found = _INNER.fullmatch(word)
    if word == REST or found is not None:
        return "", REST if found is None else found["name"], ()
    if _INNER.search(word) is None:
        return word, "", ()
    pieces = _INNER.split(word)  # what stands between holes, and every other one a hole's name
    return "", "", tuple((at % 2 == 1, each) for at, each in enumerate(pieces) if each)


def _word(text: str, types: Mapping[str, WordType], named: Mapping[str, WordType]) -> Word:
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
    if kind is None:
        return Word(hole=found["name"], identity=found["open"] == "{", check=named.get(found["name"]))
    if kind not in types and not kind[0].isdigit():
        raise PatternError(f"“{text}” names the type {kind}, which the rulebook doesn't have")
    type_ = types[kind] if kind in types else _number_within(kind)
    check = type_ if type_.takes is not None else named.get(found["name"])
    return Word(hole=found["name"], identity=found["open"] == "{", type=type_, check=check)


@lru_cache(maxsize=256)
def _number_within(text: str) -> WordType:
    return WordType(re.compile(r"\d+"), None, is_within(text), f"number of {text}")
