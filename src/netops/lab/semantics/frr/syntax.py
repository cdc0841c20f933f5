"""Which lines FRR takes in which view: the table ``syntax.yml``, whose first lines tell how a line of it is written.

``verdict`` holds a whole line against the table, ``whole`` completes one whose words are shortened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import Any

import yaml

TABLE = Path(__file__).parent / "syntax.yml"
TOKEN = re.compile(r"any\(|\{[^}]*\}\+?|[()\[\]|]|[^\s()\[\]{}|]+")
RANGE = re.compile(r"(-?\d+)-(\d+)")
NUMBER = re.compile(r"[-+]?\d+")
MAC = re.compile(r"[0-9A-Fa-f]{1,2}(?::[0-9A-Fa-f]{1,2}){5}")
OPENING = {"(": ")", "[": "]", "any(": ")"}


class Verdict(Enum):
    """What FRR makes of the words of a line."""

    TAKEN = "taken"
    INCOMPLETE = "incomplete"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a form: a word, a value, or a bracket with branches.

    Attributes:
        bracket: ``(``, ``[`` or ``any(``; "" for a word and a value.
        word: the word; "" for a value.
        kinds: what a value may be: ranges, and names of kinds.
        branches: what a bracket chooses from.
        many: more values of the same kind may follow.
    """

    bracket: str = ""
    word: str = ""
    kinds: tuple[str, ...] = ()
    branches: tuple[tuple[Part, ...], ...] = ()
    many: bool = False

    def fits(self, word: str) -> bool:
        """Tell whether a typed word is this word, or such a value."""
        return any(_is_value(kind, word) for kind in self.kinds) if self.kinds else word == self.word


def _is_value(kind: str, word: str) -> bool:
    limits = RANGE.fullmatch(kind)
    if limits is not None:
        return NUMBER.fullmatch(word) is not None and int(limits[1]) <= int(word) <= int(limits[2])
    address, slash, length = word.partition("/")
    if kind in ("prefix", "prefix6") and slash:
        return _is_address(address, kind) and length.isdigit() and int(length) <= (32 if kind == "prefix" else 128)
    if kind in ("address", "address6") and not slash:
        return _is_address(word, kind)
    return kind == "word" or (kind == "mac" and MAC.fullmatch(word) is not None)


def _is_address(word: str, kind: str) -> bool:
    try:
        (IPv6Address if kind.endswith("6") else IPv4Address)(word)
    except ValueError:
        return False
    return True


# ------------------------------------------------------------------------------------------------------- the table read


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = yaml.load(TABLE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return table


@cache
def views() -> frozenset[str]:
    """Return the views whose syntax is known."""
    return frozenset(_table()["views"])


def lines(view: str) -> list[str]:
    """Return the table's lines for a view."""
    return [line for group in _table()["views"][view] for line in _table()["groups"][group]]


def typed_forms(line: str) -> list[tuple[Part, ...]]:
    """Return the forms that a line of the table stands for: the line itself and its ``no``."""
    if line.startswith(("+ ", "no ")):
        return [form_of(line.removeprefix("+ "))]
    needed, slash, rest = line.partition(" / ")
    if not slash:
        return [form_of(line), form_of(f"no {line}")]
    return [form_of(f"{needed} {rest}"), form_of(f"no {needed} [{rest}]")]


def form_of(text: str) -> tuple[Part, ...]:
    """Read one form.

    Raises:
        ValueError: a bracket isn't closed.
    """
    tokens = TOKEN.findall(text)
    branches = _read(tokens, "")
    if tokens or len(branches) != 1:
        raise ValueError(f"no form of a line: {text}")
    return branches[0]


def _read(tokens: list[str], closing: str) -> tuple[tuple[Part, ...], ...]:
    """Read branches up to the closing bracket, which is taken off."""
    branches: list[list[Part]] = [[]]
    while tokens:
        piece = tokens.pop(0)
        if piece == closing:
            return tuple(map(tuple, branches))
        if piece == "|":
            branches.append([])
        elif piece in OPENING:
            branches[-1].append(Part(piece, branches=_read(tokens, OPENING[piece])))
        elif piece.startswith("{"):
            kinds = piece.strip("{}+").split("|")
            named = tuple(each for kind in kinds for each in str(_table()["kinds"].get(kind, kind)).split("|"))
            branches[-1].append(Part(kinds=named, many=piece.endswith("+")))
        else:
            branches[-1].append(Part(word=piece))
    if closing:
        raise ValueError(f"a bracket isn't closed by {closing}")
    return tuple(map(tuple, branches))


@cache
def _forms(view: str) -> Mapping[str, Sequence[tuple[Part, ...]]]:
    """Return the forms of a view by the word that they start with."""
    index: dict[str, list[tuple[Part, ...]]] = {}
    for line in lines(view):
        for form in typed_forms(line):
            for word in dict.fromkeys(_starts(form)):
                index.setdefault(word, []).append(form)
    return index


def _starts(form: Sequence[Part]) -> Iterator[str]:
    """Yield the words that a form may start with; "" for a value."""
    first = form[0]
    if not first.bracket:
        yield first.word
        return
    for branch in first.branches:
        yield from _starts(branch)
    if first.bracket == "[" and len(form) > 1:
        yield from _starts(form[1:])


# ------------------------------------------------------------------------------------------------------- a line held to it


@dataclass(slots=True)
class _Reading:
    """A line that is held against a form. ``short``: the form goes on where the line ends."""

    words: list[str]
    short: bool = False

    def sequence(self, parts: Sequence[Part], at: int) -> set[int]:
        reached = {at}
        for part in parts:
            reached = {end for start in reached for end in self.part(part, start)}
            if not reached:
                break
        return reached

    def part(self, part: Part, at: int) -> set[int]:
        if not part.bracket:
            return self.word(part, at)
        if part.bracket == "any(":
            return self.any_order(part.branches, at)
        found = {end for branch in part.branches for end in self.sequence(branch, at)}
        return found | {at} if part.bracket == "[" else found

    def any_order(self, branches: Sequence[Sequence[Part]], at: int) -> set[int]:
        found: set[int] = set()
        for number, branch in enumerate(branches):
            others = [*branches[:number], *branches[number + 1 :]]
            for end in self.sequence(branch, at) - {at}:
                found |= {end, *self.any_order(others, end)}
        return found

    def word(self, part: Part, at: int) -> set[int]:
        if at >= len(self.words):
            self.short = True
            return set()
        ends: set[int] = set()
        while at < len(self.words) and part.fits(self.words[at]) and (part.many or not ends):
            at += 1
            ends.add(at)
        return ends


@cache
def verdict(view: str, line: str) -> Verdict:
    """Return what FRR makes of a line in a view.

    Example:
        >>> verdict("af4", "neighbor 10.0.0.1 prefix-list IN in").value, verdict("bgp", "neighbor 10.0.0.1 bogus").value
        ('taken', 'unknown')
        >>> verdict("top", "router bgp 0").value, verdict("bgp", "neighbor 10.0.0.1 remote-as").value
        ('unknown', 'incomplete')
    """
    words = line.split()
    index = _forms(view)
    found = Verdict.UNKNOWN
    for form in [*index.get(words[0], ()), *index.get("", ())]:
        reading = _Reading(words)
        if len(words) in reading.sequence(form, 0):
            return Verdict.TAKEN
        if reading.short:
            found = Verdict.INCOMPLETE
    return found


# ------------------------------------------------------------------------------------------------------- shortened words


@dataclass(slots=True)
class _Shortened(_Reading):
    """A line whose words may be shortened, held against a form."""

    def spoken(self, parts: Sequence[Part], at: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield where a sequence of parts may end, and the words as they are meant."""
        if not parts:
            yield at, ()
            return
        for middle, said in self.spoken_part(parts[0], at):
            for end, more in self.spoken(parts[1:], middle):
                yield end, said + more

    def spoken_part(self, part: Part, at: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        if part.bracket == "[":
            yield at, ()
        if part.bracket and part.bracket != "any(":
            for branch in part.branches:
                yield from self.spoken(branch, at)
            return
        for end in self.part(part, at):
            yield end, tuple(self.words[at:end])
        if part.word and at < len(self.words) and part.word != self.words[at] and part.word.startswith(self.words[at]):
            yield at + 1, (part.word,)


@cache
def whole(view: str, line: str) -> str | None:
    """Return a line whose words are shortened with its words whole, where only one line of the view can be meant.

    Example:
        >>> whole("af6", "redistribute ospf"), whole("top", "int core0"), whole("top", "no ip f")
        ('redistribute ospf6', 'interface core0', None)
    """
    words = line.split()
    reading = _Shortened(words)
    near = [forms for word, forms in _forms(view).items() if word.startswith(words[0]) or not word]
    ends = (each for forms in near for form in forms for each in reading.spoken(form, 0))
    found = {" ".join(said) for end, said in ends if end == len(words)}
    return found.pop() if len(found) == 1 else None
