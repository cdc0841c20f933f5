"""The text rules of one platform: a `Rulebook`, filled from its ``rulebook.yml``.

A rulebook is data that a network engineer reads and writes; `netops.config.rulebook_file` reads it. What stands here is
the compiled form: each line pattern with what the device makes of such a line.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from netops.config.pattern import Lookup, Match, Pattern


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
    KEEPS_OPTIONS = "keeps options"
    """Typing adds options or changes them; those that the new line doesn't name stay until the old one is undone."""


class Turn(StrEnum):
    """When a line is typed within its section."""

    FIRST = "first"
    NORMAL = "normal"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Default:
    """What it means that a line is missing.

    Attributes:
        value: True: the same as the line without ``no``; False: the same as the line with ``no``; a text: as if the
            line stood with this value. Keyed by the profile that the config asks for; ``""`` is any other profile.
        follows: the line of the section above that decides (``bgp default ipv4-unicast``), or None.
    """

    value: Mapping[str, bool | str] = field(default_factory=lambda: {"": False})
    follows: tuple[str, ...] | None = None


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
class Rule:
    """One kind of line, and what the device makes of it.

    Attributes:
        pattern: which lines; what identifies them and what is their value.
        number: line in the rulebook's file, for messages.
        undo: what takes the line away; None where nothing does (``kept``); empty: ``no`` and the whole line.
        change: how another value comes in.
        listing: the value's words are a set to the device.
        default: what a missing line means.
        turn: typed first, last, or in its place in the section.
        late: taken away only after all new lines of this rule are in (make before break).
        unique: a second line of the same list with an equal value is silently dropped.
        missing_undo: ``rejected`` or ``ignored``: what the device says to the undo of a line that isn't there.
        needs: one of these lines must stand in this section or in the one above, or the line is rejected.
        excludes: lines beside which the device rejects this one.
        wipes: lines that go with this one when it is undone, in this section and below.
        change_wipes: lines that may go when this one's value changes.
        flips: what a change of this line rewrites elsewhere.
        defines: (kind, template) of the object that such a line makes.
        uses: (kind, template) of the objects that such a line refers to.
        blockers: lines of the same level that must be gone before this one can be undone.
        unproven: why nobody can say what the device does; empty where it is known.
        unproven_when: only where this is found in the value; None where it holds for any value.
        section: what the line opens, or None.
    """

    pattern: Pattern
    number: int = 0
    undo: str | None = ""
    change: Change = Change.REPLACE
    listing: bool = False
    default: Default = field(default_factory=Default)
    turn: Turn = Turn.NORMAL
    late: bool = False
    unique: bool = False
    missing_undo: str = "ignored"
    needs: tuple[Pattern, ...] = ()
    excludes: tuple[Pattern, ...] = ()
    wipes: tuple[Pattern, ...] = ()
    change_wipes: tuple[Pattern, ...] = ()
    flips: Flip | None = None
    defines: tuple[tuple[str, str], ...] = ()
    uses: tuple[tuple[str, str], ...] = ()
    blockers: tuple[Pattern, ...] = ()
    unproven: str = ""
    unproven_when: re.Pattern[str] | None = None
    section: "SectionKind | None" = None


@dataclass(frozen=True, slots=True)
class SectionKind:
    """What a section's first line opens.

    Attributes:
        context: the lines that may stand in it.
        leave: the line that closes it.
        undeletable: its lines are taken away one by one, because the device keeps the section itself.
        hollow: without lines it is as good as absent: the device shows or hides it as it likes.
    """

    context: "Context"
    leave: str = "exit"
    undeletable: bool = False
    hollow: bool = False


@dataclass(slots=True, eq=False)
class Context:
    """The lines that may stand in one kind of section.

    Attributes:
        name: for messages.
        rules: found by first words.
        undos: the rules' own undo lines, by which they are known when typed.
        spellings: lines that are only another way to write others: pattern → the lines that are meant.
        seen: lines that were looked up before.
    """

    name: str
    rules: Lookup[Rule] = field(default_factory=Lookup)
    undos: Lookup[Rule] = field(default_factory=Lookup)
    spellings: Lookup[tuple[str, ...]] = field(default_factory=Lookup)
    seen: dict[str, tuple[tuple[Match, Rule] | None, bool]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Secret:
    """A word that nobody may read.

    Attributes:
        name: stands in the placeholder.
        word: a text without it holds no such secret; looked for first, because most lines hold none.
        find: finds it in any line of text; the group ``secret`` is what is hidden.
    """

    name: str
    word: str
    find: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Definition:
    """Objects that the lines of a file part make: ``iface FINANCE`` with ``vrf-table 101`` makes the VRF FINANCE.

    Attributes:
        kind: kind of object.
        line: pattern of the section's line.
        child: pattern that a line below must have; None where the section's line is enough.
        name: template of the object's name.
    """

    kind: str
    line: Pattern
    child: Pattern | None
    name: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a platform's config.

    Attributes:
        name: ``frr``; empty on a platform with a single part.
        path: the file that it is on the device; ``### <path>`` starts it in the whole text.
        grammar: how lines nest.
        push: by commands, or as a whole file.
        enter: typed before the lines of a patch.
        leave: typed after them.
        check: shell commands that test a file before it is put to work; ``{path}`` stands for the new file.
        apply: shell commands that put it to work.
        save: shell commands that make the change last a restart.
        comments: what begins a comment.
        noise: whole lines that say nothing.
        volatile: lines that say something but belong to no config (``frr version 8.4.4``).
        untypable: pattern → why such a line can't be typed.
        ordered: whether the order of lines means something (file parts).
        blocks: first words that open a block (``BRACES``), a stanza (``STANZAS``), a section (``KEYWORDS``).
        context: the lines of the top level.
        defines: the objects that a file part's lines make.
    """

    name: str
    path: str
    grammar: Grammar
    push: Push
    enter: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    check: tuple[str, ...] = ()
    apply: tuple[str, ...] = ()
    save: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    noise: tuple[re.Pattern[str], ...] = ()
    volatile: tuple[re.Pattern[str], ...] = ()
    untypable: tuple[tuple[re.Pattern[str], str], ...] = ()
    ordered: bool = False
    blocks: frozenset[str] = frozenset()
    context: Context = field(default_factory=lambda: Context("top"))
    defines: tuple[Definition, ...] = ()

    @property
    def marker(self) -> str:
        """The line that starts this part; empty on a platform with a single part."""
        return f"### {self.path}" if self.path else ""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The text rules of one platform.

    Attributes:
        name: the platform.
        release: the software release on which the facts were seen.
        parts: in the order of the whole text; the first is the one that a text without markers belongs to.
        secrets: what nobody may read.
        signs: lines by which such a config is known; pattern of a whole line.
        foreign: (pattern of a whole line, whose it is): lines that such a config never has.
        profile: pattern of the line that names a set of defaults, with the hole ``profile``; None where there is none.
        usual_profile: the profile where no line names one.
    """

    name: str
    release: str
    parts: tuple[Part, ...]
    secrets: tuple[Secret, ...] = ()
    signs: tuple[re.Pattern[str], ...] = ()
    foreign: tuple[tuple[re.Pattern[str], str], ...] = ()
    profile: Pattern | None = None
    usual_profile: str = ""

    def part(self, name: str) -> Part:
        """Return the part of this name.

        Raises:
            KeyError: the platform has no such part.
        """
        for each in self.parts:
            if each.name == name:
                return each
        raise KeyError(name)


class Dialect(Protocol):
    """What the config room needs of a platform."""

    @property
    def name(self) -> str:
        """The platform's name, ``frr``."""

    @property
    def rulebook(self) -> Rulebook:
        """Its text rules."""
