"""Words that were cut short: which commands a typed line may mean, word by word, and where it goes wrong.

The forms of the rules are walked, so that nothing is written down twice: a keyword may be typed by any beginning that
leaves one command. Sources: Huawei Basic Configuration, "Editing Command Lines", incomplete keyword (``d cu`` is taken and
``d c`` is ambiguous, so the words behind decide, too); H3C Fundamentals, "Using the CLI", abbreviated keywords; IOS CR
Configuration Fundamentals, "Using the Cisco IOS Command-Line Interface".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from netops.lab.semantics.core.pattern import GROUP, TOKEN, Kind

ANY = ("word", "name", "rest")
"""Kinds of values that any word is."""


@dataclass(frozen=True, slots=True)
class Label:
    """What may be typed at a place of a form.

    Attributes:
        word: a keyword; "" for a value.
        least: letters of it that are enough wherever it is known.
        value: what a value looks like; it may span several words.
        kind: what a value is called.
    """

    word: str = ""
    least: int = 1
    value: re.Pattern[str] | None = None
    kind: str = ""

    @property
    def letter(self) -> str:
        """What takes the word: a keyword, a value of a kind, or any word."""
        return "k" if self.word else "a" if self.kind in ANY else "v"


@dataclass(frozen=True, slots=True, eq=False)
class Road:
    """A form as places, each with what is typed there.

    Attributes:
        labels: what is typed at each place.
        first: places where it may begin.
        after: place → places that may come next.
        last: places where it may end.
    """

    labels: tuple[Label, ...]
    first: tuple[int, ...]
    after: Mapping[int, tuple[int, ...]]
    last: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a form: whether it may be left out, and the places where it begins and ends."""

    optional: bool
    first: tuple[int, ...]
    last: tuple[int, ...]


_NOTHING = _Piece(optional=True, first=(), last=())


@dataclass(slots=True)
class _Builder:
    """Reads a form by recursive descent and notes which place may follow which."""

    kinds: Mapping[str, Kind]
    tokens: list[str]
    at: int = 0
    labels: list[Label] = field(default_factory=list)
    after: dict[int, list[int]] = field(default_factory=dict)

    def place(self, label: Label) -> _Piece:
        self.labels.append(label)
        here = (len(self.labels) - 1,)
        return _Piece(optional=False, first=here, last=here)

    def joined(self, one: _Piece, other: _Piece) -> _Piece:
        for place in one.last:
            self.after.setdefault(place, []).extend(other.first)
        first = one.first + (other.first if one.optional else ())
        last = other.last + (one.last if other.optional else ())
        return _Piece(one.optional and other.optional, first, last)

    def sequence(self) -> _Piece:
        found = _NOTHING
        while self.at < len(self.tokens) and self.tokens[self.at] not in ("]", ")", "|"):
            piece = self.tokens[self.at]
            self.at += 1
            found = self.joined(found, self.piece(piece))
        return found

    def piece(self, piece: str) -> _Piece:
        if piece in ("[", "("):
            inner = self.branches()
            return _Piece(inner.optional or piece == "[", inner.first, inner.last)
        return self.value(piece) if piece.startswith("{") else self.place(Label(piece))

    def branches(self) -> _Piece:
        found = self.sequence()
        while self.tokens[self.at] == "|":
            self.at += 1
            found = _either(found, self.sequence())
        self.at += 1
        return found

    def value(self, piece: str) -> _Piece:
        found = GROUP.fullmatch(piece)
        if found is None:
            raise ValueError(f"no value's form: {piece}")
        if found["words"] is None:
            name = found["kind"] or "word"
            return self.place(Label(value=re.compile(self.kinds[name].regex), kind=name))
        choices = [self.words(choice.split("~")) for choice in found["words"].split("|")]
        together = choices[0]
        for choice in choices[1:]:
            together = _either(together, choice)
        return together

    def words(self, words: Iterable[str]) -> _Piece:
        found = _NOTHING
        for word in words:
            found = self.joined(found, self.place(Label(word)))
        return found


def _either(one: _Piece, other: _Piece) -> _Piece:
    return _Piece(one.optional or other.optional, one.first + other.first, one.last + other.last)


def road(source: str, kinds: Mapping[str, Kind]) -> Road:
    """Turn a form of ``core.pattern`` into places."""
    builder = _Builder(kinds, TOKEN.findall(source))
    whole = builder.sequence()
    after = {place: tuple(dict.fromkeys(places)) for place, places in builder.after.items()}
    return Road(tuple(builder.labels), whole.first, after, frozenset(whole.last))


def straight(labels: Iterable[Label], *, last_may_be_left_out: bool = False) -> Road:
    """Return the road of words in a row."""
    row = tuple(labels)
    ends = {len(row) - 1} | ({len(row) - 2} if last_may_be_left_out else set())
    return Road(row, (0,), {at: (at + 1,) for at in range(len(row) - 1)}, frozenset(ends))


@dataclass(frozen=True, slots=True)
class _Stand:
    """How far a road was walked.

    Attributes:
        road: which.
        place: at which place of it one stands; -1 before the first.
        spelled: the words so far, spelled out.
        taken: what took each of them: a ``k``eyword, a ``v``alue, or ``a``ny word.
    """

    road: Road
    place: int
    spelled: tuple[str, ...]
    taken: str = ""

    def onward(self) -> Iterator[tuple[int, Label]]:
        places = self.road.first if self.place < 0 else self.road.after.get(self.place, ())
        for place in places:
            yield place, self.road.labels[place]

    @property
    def is_end(self) -> bool:
        return self.place in self.road.last


@dataclass(frozen=True, slots=True)
class Walk:
    """Where typed words lead.

    Attributes:
        words: as typed.
        stands: for each number of words, where one may stand after them.
        near: for each word the keywords that it begins; one that it is whole stands alone.
        short: numbers of words after which the next is too short to tell two keywords apart, or for the device to take it.
    """

    words: tuple[str, ...]
    stands: tuple[tuple[_Stand, ...], ...]
    near: tuple[frozenset[str], ...]
    short: frozenset[int]

    @property
    def ends(self) -> tuple[tuple[str, ...], ...]:
        """The whole commands that the words may mean, spelled out."""
        return tuple(dict.fromkeys(stand.spelled for stand in self.stands[-1] if stand.is_end))

    @property
    def reached(self) -> int:
        """How many words were understood."""
        return max(number for number, stands in enumerate(self.stands) if stands)

    def next(self) -> tuple[Label, ...]:
        """Return what may be typed behind the words that were understood, each once."""
        return tuple(dict.fromkeys(label for stand in self.stands[self.reached] for _, label in stand.onward()))

    @property
    def may_end(self) -> bool:
        """Tell whether the words that were understood are a whole command."""
        return any(stand.is_end for stand in self.stands[self.reached])


def walk(roads: Iterable[Road], words: Iterable[str]) -> Walk:
    """Walk roads by typed words; where a keyword is typed whole, none that it only begins is meant.

    Example:
        >>> from netops.lab.semantics.core.kinds import KINDS
        >>> roads = [road(form, KINDS) for form in ("ip address {a:ip} {m:mask}", "interface {port}", "info-center enable")]
        >>> walk(roads, ["ip", "add", "10.0.0.1", "24"]).ends
        (('ip', 'address', '10.0.0.1', '24'),)
        >>> walk(roads, ["inf", "en"]).ends
        (('info-center', 'enable'),)
    """
    typed = tuple(words)
    stands: list[dict[_Stand, None]] = [{} for _ in range(len(typed) + 1)]
    stands[0] = dict.fromkeys(_Stand(each, -1, ()) for each in roads)
    short: set[int] = set()
    begun: list[frozenset[str]] = []
    for at, word in enumerate(typed):
        onward = [(stand, place, label) for stand in stands[at] for place, label in stand.onward()]
        near = [label for _, _, label in onward if label.word.lower().startswith(word.lower())]
        whole = any(label.word.lower() == word.lower() for label in near)
        begun.append(frozenset([word] if whole else [label.word for label in near]))
        if any(len(word) < label.least for label in near):
            short.add(at)
        for stand, place, label in onward:
            for to, spelled in _steps(label, typed, at, whole=whole):
                taken = stand.taken + label.letter * len(spelled)
                stands[to][_Stand(stand.road, place, stand.spelled + spelled, taken)] = None
    return Walk(typed, tuple(tuple(each) for each in stands), tuple(begun), frozenset(short))


def _steps(label: Label, typed: tuple[str, ...], at: int, *, whole: bool) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield how many words are understood after a label, and the spelling of those that it takes."""
    word = typed[at].lower()
    if label.word:
        if label.word.lower() == word or (
            not whole and len(word) >= label.least and label.word.lower().startswith(word)
        ):
            yield at + 1, (label.word,)
        return
    for end in range(at + 1, len(typed) + 1):
        if label.value is not None and label.value.fullmatch(" ".join(typed[at:end])):
            yield end, typed[at:end]
