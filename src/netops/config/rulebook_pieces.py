"""Pieces of a compiled rulebook that know nothing of its rules: how and when lines come, forms of text, secrets, texts with an end, questions."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from netops.config.listing import Listing
from netops.config.pattern import Pattern


class Grammar(StrEnum):
    """How a part's text says which line stands under which."""

    SECTIONS = "sections"
    """Indentation with closing lines, as routers print it (``exit``, ``exit-vrf``)."""
    STANZAS = "stanzas"
    """ifupdown's interfaces(5): ``auto`` and ``iface`` at the start, options below."""
    BRACES = "braces"
    """nft(8): blocks in braces, statements ended by a line end or ``;``."""
    KEYWORDS = "keywords"
    """sshd_config(5): a keyword and its value a line; ``Match`` opens a section."""


class Push(StrEnum):
    """How a part is changed on the device."""

    COMMANDS = "commands"
    FILE = "file"


class Change(StrEnum):
    """How a line with the same identity gets another value."""

    REPLACE = "replace"
    """Typing the new line is enough: the device replaces the old one."""
    UNDO_FIRST = "undo first"
    """The device refuses the new line while the old one stands."""
    SECTION_ANEW = "section anew"
    """The device takes it only once the whole section of the top level is gone, with all that goes along."""
    KEEPS_OPTIONS = "keeps options"
    """Typing adds options or changes them; those that the new line doesn't name stay until the old one is undone."""


class Turn(StrEnum):
    """When a line is typed within its section."""

    FIRST = "first"
    NORMAL = "normal"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Secret:
    """A word that nobody may read.

    Attributes:
        name: stands in the placeholder.
        word: a text without it holds no such secret; looked for first, because most lines hold none.
        find: finds it in any line of text; the group ``secret`` is what is hidden.
        decode: brings equal secrets to one, or None.
        reencrypted: values that the device encrypts anew at each display, so that they tell nothing; None: there are none.
    """

    name: str
    word: str
    find: re.Pattern[str]
    decode: Callable[[str], str] | None = None
    reencrypted: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known of lines that open a section by the first word of them.

    Attributes:
        seconds: their second words; None where any may follow.
        below: first words of lines that open a section below them; None where any may.
    """

    seconds: frozenset[str] | None
    below: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Definition:
    """Objects that the lines of a file part make: ``iface FINANCE`` with ``vrf-table 101`` makes the VRF FINANCE.

    Attributes:
        kind: kind of object.
        line: pattern of the section's line.
        child: pattern that a line below must have; None where the section's line is enough.
        name: template of the object's name.
        needed: whether they don't make it but need it.
    """

    kind: str
    line: Pattern
    child: Pattern | None
    name: str
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Opaque:
    """Text that isn't made of config lines: banners, certificates, keys. It is one line with its body.

    Attributes:
        start: the line at which it begins; the group ``open`` is the delimiter where it ends at the next one.
        until: the line at which it ends; None where a delimiter ends it.
        word: a text that its first line holds; empty where none is known.
    """

    start: re.Pattern[str]
    until: re.Pattern[str] | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Dialog:
    """A question that the device asks behind a line.

    Attributes:
        line: lines after which it asks.
        asks: what it asks.
        answer: what is typed then.
    """

    line: re.Pattern[str]
    asks: re.Pattern[str]
    answer: str


@dataclass(frozen=True, slots=True)
class Flip:
    """Lines of another section that the device rewrites when a default changes under them.

    Attributes:
        section: key of the section below the changed line's own.
        line: the line that is rewritten there, its identity bound by ``each``.
        each: pattern of the lines beside the changed one that name those concerned.
    """

    section: tuple[str, ...]
    line: Pattern
    each: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a line means that is only another way to write others.

    Attributes:
        paths: the lines that are meant, each with the sections that it stands in.
        each: how the line's first hole lists objects of which each makes lines of its own; NONE where it is one.
        hole: that hole.
    """

    paths: tuple[tuple[str, ...], ...]
    each: Listing = Listing.NONE
    hole: str = ""
