"""By what a platform's config is known, and what tells that a text is somebody else's or of several devices."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_NOT_PLAIN = re.compile(r"\(\?<?[^()]*\)[?*+]?|\(\?P<\w+>|\)[?*+]?|\(|\[[^\]]*\][?*+]?|\\.[?*+]?|.[?*+]|[.|^$]")


@dataclass(frozen=True, slots=True)
class LineFinder:
    """Finds whole lines in a text: by a word of theirs first, because looking for that costs next to nothing.

    Attributes:
        pattern: of the whole line, from its first column on.
        word: what each such line holds.
    """

    pattern: re.Pattern[str]
    word: str

    def lines(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the lines in their order."""
        place = text.find(self.word)
        while place >= 0:
            start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
            end = len(text) if end < 0 else end
            found = self.pattern.match(text, start, end)
            if found is not None and not text[found.end() : end].strip():
                yield found
            place = text.find(self.word, end)


def plain_word(pattern: str) -> str:
    r"""Return the longest word that stands in all that a pattern without alternatives at its top matches.

    Example:
        >>> plain_word(r"!?Software Version V\d.*"), plain_word(r"sysname (?P<name>\S+)")
        ('Software Version V', 'sysname ')
    """
    return max(_NOT_PLAIN.sub("\0", pattern).split("\0"), key=len)


MANY = 5
"""Characters of a word that doesn't stand in a text again and again by chance."""
_GROUP = re.compile(r"\((?:[^()\\]|\\.)*\)")
_FIRST_WORD = re.compile(r"(?:\(\?P<\w+>|\(\?:)*(?P<word>[a-z][a-z-]{2,})(?![a-z|?*+{-])")


def telling_word(pattern: str) -> str:
    r"""Return a word that stands in all that a pattern matches, the longer the sooner it is found not to stand in a text; or nothing.

    Example:
        >>> telling_word(r"header (?:login|shell) information (?P<open>\S)"), telling_word("rsa|dsa")
        (' information ', '')
    """
    first = _FIRST_WORD.match(pattern)
    plain = "" if "|" in _GROUP.sub("", pattern) else plain_word(pattern)
    return max(plain if len(plain) > MANY else "", first["word"] if first is not None else "", key=len)


_PIECE = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|[()|]|[^\\\[()|]+")


def _alternatives(pattern: str) -> Iterator[str]:
    r"""Yield the alternatives of a pattern, those of a group at its beginning apart.

    Example:
        >>> [*_alternatives(r"(?:sysname|undo)(?: .*)?|interface (?:A|B)\d+")]
        ['sysname(?: .*)?', 'undo(?: .*)?', 'interface (?:A|B)\\d+']
    """
    pieces, depth, start, first = [*_PIECE.finditer(pattern)], 0, 0, -1
    for piece in [*pieces, None]:
        what = "|" if piece is None else piece.group()
        depth += (what == "(") - (what == ")")
        at = len(pattern) if piece is None else piece.start()
        if what == ")" and not depth and first < 0:
            first = at  # where the alternative's first group ends
        if what == "|" and not depth:
            if pattern.startswith("(?:", start) and pattern[first + 1 : first + 2] not in set("?*+{"):
                rest = pattern[first + 1 : at]
                yield from (f"{each}{rest}" for each in _alternatives(pattern[start + 3 : first]))
            else:
                yield pattern[start:at]
            start, first = at + 1, -1


_MAY_BEGIN = re.compile(r"(?:\(\?:(?P<words>[\w !#-]+)\)|(?P<letter>[\w!#]))\?")
_LETTERS = frozenset("!#-")
"""Besides letters and digits, what stands for itself in an expression."""


def _beginnings(pattern: str) -> Iterator[str]:
    r"""Yield a pattern with and without what it may begin with.

    Example:
        >>> [*_beginnings("(?:undo )?ip http enable")], [*_beginnings("!?Version \\d+")]
        (['ip http enable', 'undo ip http enable'], ['Version \\d+', '!Version \\d+'])
    """
    found = _MAY_BEGIN.match(pattern)
    if found is None or pattern[found.end() : found.end() + 1] in {"?", "+"}:
        yield pattern
    else:
        rest = pattern[found.end() :]
        yield from (rest, f"{found['words'] or found['letter']}{rest}")


@lru_cache(maxsize=256)
def any_line_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return one expression for whole lines, with the line end before them: found in half the time where like beginnings stand together."""
    beginning: dict[str, list[str]] = {}
    alternatives = (alternative for pattern in patterns for alternative in _alternatives(pattern))
    for each in (one for alternative in alternatives for one in _beginnings(alternative)):
        fixed = (each[:1].isalnum() or each[:1] in _LETTERS) and each[1:2] not in set("?*+{")
        letter = each[0] if fixed else ""
        beginning.setdefault(letter, []).append(each[len(letter) :])
    found = "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in beginning.items())
    return re.compile(rf"\n[ \t]*(?:{found})[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Foreign:
    """A line that a platform's config never has, because it is another's.

    Attributes:
        pattern: of the whole line.
        whose: the other's system, for people.
        platforms: the names under which netops knows it; empty where it doesn't.
    """

    pattern: re.Pattern[str]
    whose: str
    platforms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """A line that shows what isn't set by it: of which two texts must not say different things.

    Attributes:
        pattern: of the whole line, with the groups ``what`` and ``value``.
        by: the part that sets it; where a text has that part, it is compared there.
        why: who sets it.
    """

    pattern: re.Pattern[str]
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class ToldByRelease:
    """A line of which only the release tells what it means that a text lacks it: where that isn't known, nothing is proven of it.

    Attributes:
        pattern: of the whole line.
        why: what the releases differ in.
    """

    pattern: re.Pattern[str]
    why: str


@dataclass(frozen=True, slots=True)
class Pending:
    """A section whose lines wait until another one in it is typed: where a text lacks that, nothing is proven of them.

    Attributes:
        section: the line that opens it.
        until: the line with which what was changed takes effect.
        why: what is so.
    """

    section: str
    until: str
    why: str


@dataclass(frozen=True, slots=True)
class Kin:
    """Groups of a section whose members are all of the section's own kind, or none is.

    Attributes:
        section: the section's line; the group ``own`` is its own kind.
        joins: a line that puts one into a group, with the groups ``name`` and ``group``.
        kind: a line that says of which kind one is, with the groups ``name`` and ``kind``.
        inside: another word for the own kind.
        why: what the device says to members of both kinds; ``turned``: what becomes of a group whose members are to be of the other.
    """

    section: re.Pattern[str]
    joins: re.Pattern[str]
    kind: re.Pattern[str]
    inside: str
    why: str
    turned: str


@dataclass(frozen=True, slots=True)
class TwoKinds:
    """Sections that are of one kind or of the other, switched or routed ports, of which each has lines that the other can't have.

    Attributes:
        section: the section's line; sections that agree in the group ``alike`` are of one kind where nothing is said.
        one: a line that only the one kind has.
        other: a line that only the other has.
        said: a line that says which kind it is.
        why: what the device says to lines of the wrong kind.
    """

    section: re.Pattern[str]
    one: re.Pattern[str]
    other: re.Pattern[str]
    said: re.Pattern[str]
    why: str


@dataclass(frozen=True, slots=True)
class Marks:
    """The lines that tell whose config a text is.

    Attributes:
        likely: lines that such a config often has; others may have them, too.
        certain: lines that no other platform's config has.
        foreign: lines that such a config never has.
        device: finds the line that names the device; a text with two names is two devices'. None: nothing does.
        heads: each finds a line that stands once, at the head of what a device prints.
        whole_after: each finds a line that a device prints at the start of a whole config, which then has its last line, too.
        last_line: what a device always prints last, so that of two texts either both have it or one was cut off; empty where
            nothing is certain.
        bound: lines that show what is set elsewhere.
        told_by_release: lines of which only the release tells what it means that a text lacks them.
        pending: sections whose lines wait for another one.
        two_kinds: sections of one kind or of the other.
        kin: groups whose members are all of one kind.
        release: finds the software release in a text; None where no text tells it.
    """

    likely: tuple[re.Pattern[str], ...] = ()
    certain: tuple[re.Pattern[str], ...] = ()
    foreign: tuple[Foreign, ...] = ()
    device: LineFinder | None = None
    heads: tuple[LineFinder, ...] = ()
    whole_after: tuple[LineFinder, ...] = ()
    last_line: str = ""
    bound: tuple[Bound, ...] = ()
    told_by_release: tuple[ToldByRelease, ...] = ()
    pending: tuple[Pending, ...] = ()
    two_kinds: tuple[TwoKinds, ...] = ()
    kin: tuple[Kin, ...] = ()
    release: re.Pattern[str] | None = None
