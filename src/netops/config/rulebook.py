"""The text rules of one platform: a `Rulebook`, filled from its ``rulebook.yml``.

A rulebook is data that a network engineer reads and writes; `netops.config.rulebook_file` reads it. What stands here is
the compiled form: each line pattern with what the device makes of such a line.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from netops.config.listing import Listing
from netops.config.pattern import Lookup, Match, Pattern
from netops.config.rewriting import Rewriter


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
        shown: the device shows the negated form, too, so that a missing line tells nothing.
        follows: the line of the section above that decides (``bgp default ipv4-unicast``), or None.
    """

    value: Mapping[str, bool | str] = field(default_factory=lambda: {"": False})
    shown: bool = False
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
        undo: what takes the line away; None where nothing does (``kept``); empty: the negation and the whole line.
        change: how another value comes in.
        listing: how the value is a set to the device; NONE where it is none.
        accumulates: typing the line again adds to the set.
        add: what adds to the set, ``*`` for what is added; empty where the line itself does or nothing can.
        remove: what takes members from the set.
        most: members, or ranges of them, that the device takes in one line; 0 where there is no limit.
        sequence: the order of such lines in their section means something; the device appends a new one.
        default: what a missing line means.
        turn: typed first, last, or in its place in the section.
        late: taken away only after all new lines of this rule are in (make before break).
        shuts: whether undoing the line turns something on, so that it stays where the intended text lacks its whole section.
        kept: whether the negated form is left alone where only the intended text lacks it.
        adds_first: a set gets what it lacks before it loses what it has too many.
        single: how the device writes a range of one line; empty where it writes it as any range.
        span: the two holes that make the line one for a range of lines (``line vty 0 4``); empty where it is one line.
        unique: a second line of the same list with an equal value is silently dropped.
        missing_undo: ``rejected`` or ``ignored``: what the device says to the undo of a line that isn't there.
        needs: one of these lines must stand in this section or in the one above, or the line is rejected.
        excludes: lines beside which the device rejects this one.
        wipes: lines that go with this one when it is undone, in this section and below.
        change_wipes: lines that may go when this one's value changes.
        set_wipes: lines that go when this one comes in or gets another value.
        may_wipe: lines that may go then, or when this one is undone; nobody knows, so that they are undone before and typed again.
        wipe_paths: the same as ``wipes``, as paths from this section down; a path of one names this section's lines only.
        wipes_elsewhere: paths to lines of other sections that go with this one when it is undone.
        flips: what a change of this line rewrites elsewhere.
        defines: (kind, template) of the object that such a line makes.
        uses: (kind, template) of the objects that such a line refers to.
        exclusive: (kind, template) of what only one line of the device may have at a time, an address or a route distinguisher.
        blockers: lines of the same level that must be gone before this one can be undone.
        unproven: why nobody can say what the device does; empty where it is known.
        unproven_when: only where this is found in the value; None where it holds for any value.
        unproven_change: why nobody can say what the device does when the value changes.
        section: what the line opens, or None.
    """

    pattern: Pattern
    number: int = 0
    undo: str | None = ""
    change: Change = Change.REPLACE
    listing: Listing = Listing.NONE
    accumulates: bool = False
    add: str = ""
    remove: str = ""
    most: int = 0
    sequence: bool = False
    default: Default = field(default_factory=Default)
    turn: Turn = Turn.NORMAL
    late: bool = False
    kept: bool = True
    shuts: bool = False
    adds_first: bool = False
    span: tuple[str, ...] = ()
    single: str = ""
    unique: bool = False
    missing_undo: str = "ignored"
    needs: tuple[Pattern, ...] = ()
    excludes: tuple[Pattern, ...] = ()
    wipes: tuple[Pattern, ...] = ()
    change_wipes: tuple[Pattern, ...] = ()
    set_wipes: tuple[Pattern, ...] = ()
    may_wipe: tuple[Pattern, ...] = ()
    wipe_paths: tuple[tuple[Pattern, ...], ...] = ()
    wipes_elsewhere: tuple[tuple[Pattern, ...], ...] = ()
    flips: Flip | None = None
    defines: tuple[tuple[str, str], ...] = ()
    uses: tuple[tuple[str, str], ...] = ()
    exclusive: tuple[tuple[str, str], ...] = ()
    blockers: tuple[Pattern, ...] = ()
    unproven: str = ""
    unproven_when: re.Pattern[str] | None = None
    unproven_change: str = ""
    section: "SectionKind | None" = None


@dataclass(frozen=True, slots=True)
class Numbered:
    """A section whose lines are an ordered list, with numbers that the device gives.

    Attributes:
        first: number of the first line where the device gives it.
        step: from one number to the next.
        resequence: the command that numbers the lines anew, with ``{first}`` and ``{step}``; empty where there is none.
        notes: lines without a number of their own (remarks), so that nobody knows the numbers of a list that has any.
    """

    first: int
    step: int
    resequence: str = ""
    notes: tuple[Pattern, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionKind:
    """What a section's first line opens.

    Attributes:
        context: the lines that may stand in it.
        leave: the line that closes it.
        undeletable: its lines are taken away one by one, because the device keeps the section itself.
        hollow: without lines it is as good as absent: the device shows or hides it as it likes.
        numbered: how its lines are numbered where they are an ordered list; None where order means nothing.
        rebuild: nothing below can change while the section stands, so that it goes and comes whole.
    """

    context: "Context"
    leave: str = "exit"
    undeletable: bool = False
    hollow: bool = False
    numbered: Numbered | None = None
    rebuild: bool = False


@dataclass(slots=True)
class Known:
    """What the rulebook says of one line.

    Attributes:
        match: what the rule's pattern found; None where no rule knows the line.
        rule: the rule.
        key: what identifies the line.
        value: what is compared.
        negative: whether it is the negated form.
    """

    match: Match | None
    rule: "Rule | None"
    key: tuple[str, ...]
    value: str
    negative: bool


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


@dataclass(slots=True, eq=False)
class Context:
    """The lines that may stand in one kind of section.

    Attributes:
        name: for messages.
        negation: the word that undoes a line.
        exact: whether the device takes a line away by its undo form only, not by the negation and the whole line.
        rewriter: gives the words of a line as the rules write them.
        opaque: texts that aren't made of lines and end at a delimiter.
        rules: found by first words.
        undos: the rules' own undo lines, by which they are known when typed.
        adds: lines that add to a set.
        removes: lines that take members from a set.
        resequences: commands that number a section's lines anew.
        spellings: lines that are only another way to write others: pattern → the lines that are meant, each a path.
        every: all rules.
        makes: whether any line makes an object.
        deltas: whether any line adds to a set, takes from one, or numbers a list anew.
        delta_words: first words of lines that add to a set or take from one.
        odd_undos: whether any undo line doesn't begin with the negation.
        spans: whether any line stands for a range of lines.
        ordered: first words of lines whose order at the top level may mean something.
        respelled: first words of lines that are only another way to write others.
        sequences: whether the order of any lines means something.
        openers: with what lines begin that open a section; None where any line may.
        leaves: lines that close a section of these.
        aliases: first word → first words of lines that may mean the same.
        seen: lines that were looked up before.
    """

    name: str
    negation: str = "no"
    exact: bool = False
    rewriter: Rewriter = field(default_factory=Rewriter, repr=False)
    opaque: "tuple[Opaque, ...]" = ()
    rules: Lookup[Rule] = field(default_factory=Lookup)
    undos: Lookup[Rule] = field(default_factory=Lookup)
    adds: Lookup[Rule] = field(default_factory=Lookup)
    removes: Lookup[Rule] = field(default_factory=Lookup)
    resequences: Lookup[Rule] = field(default_factory=Lookup)
    spellings: Lookup[Spelling] = field(default_factory=Lookup)
    every: list[Rule] = field(default_factory=list)
    makes: bool = False
    deltas: bool = False
    delta_words: set[str] = field(default_factory=set)
    odd_undos: bool = False
    spans: bool = False
    ordered: set[str] = field(default_factory=set)
    respelled: set[str] = field(default_factory=set)
    sequences: bool = False
    openers: tuple[str, ...] | None = ()
    leaves: frozenset[str] = frozenset()
    aliases: dict[str, frozenset[str]] = field(default_factory=dict)
    seen: dict[str, Known] = field(default_factory=dict, repr=False)

    def words(self, text: str) -> list[str]:
        """Return a line's words as the rules write them; whoever gets them leaves them as they are."""
        return self.rewriter.words(text)


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
class Opaque:
    """Text that isn't made of config lines: banners, certificates, keys. It is one line with its body.

    Attributes:
        start: the line at which it begins; the group ``open`` is the delimiter where it ends at the next one.
        until: the line at which it ends; None where a delimiter ends it.
        word: a text that it begins with; empty where none is known.
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
class Part:
    """One part of a platform's config.

    Attributes:
        name: ``frr``; empty on a platform with a single part.
        path: the file that it is on the device; ``### <path>`` starts it in the whole text.
        grammar: how lines nest.
        push: by commands, or as a whole file.
        enter: typed before the lines of a patch.
        commit: typed after them where the device takes lines only then.
        leave: typed at the end.
        check: shell commands that test a file before it is put to work; ``{path}`` stands for the new file.
        apply: shell commands that put it to work.
        save: shell commands that make the change last a restart.
        comments: what begins a comment.
        separators: lines that say nothing and close the sections that begin at their column or right of it.
        leave_words: lines that close a section; ``ends`` are those that close all.
        ends: lines that close all sections.
        opaque: texts that aren't made of lines.
        dialogs: questions, and what is answered.
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
    commit: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    check: tuple[str, ...] = ()
    apply: tuple[str, ...] = ()
    save: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    separators: tuple[str, ...] = ()
    leave_words: frozenset[str] = frozenset({"exit", "quit", "end"})
    ends: frozenset[str] = frozenset({"end"})
    opaque: tuple[Opaque, ...] = ()
    dialogs: tuple[Dialog, ...] = ()
    noise: re.Pattern[str] | None = None
    volatile: re.Pattern[str] | None = None
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
    """The text rules of one platform, for one software release.

    Attributes:
        name: the platform.
        release: the software release that the rules hold for, as far as they depend on it.
        parts: in the order of the whole text; the first is the one that a text without markers belongs to.
        negation: the word that undoes a line.
        secrets: what nobody may read.
        signs: lines by which such a config is known; pattern of a whole line.
        foreign: (pattern of a whole line, whose it is): lines that such a config never has.
        profile: pattern of the line that names a set of defaults, with the hole ``profile``; None where there is none.
        usual_profile: the profile where no line names one.
        release_line: finds the release in a text; None where no text tells it.
        device_line: finds the line that names the device; a text with two names is two devices'. None: nothing does.
        by_release: whether any rule holds for some releases only.
        compiled: the same rules for another release.
    """

    name: str
    release: str
    parts: tuple[Part, ...]
    negation: str = "no"
    secrets: tuple[Secret, ...] = ()
    signs: tuple[re.Pattern[str], ...] = ()
    foreign: tuple[tuple[re.Pattern[str], str], ...] = ()
    profile: Pattern | None = None
    usual_profile: str = ""
    release_line: re.Pattern[str] | None = None
    device_line: re.Pattern[str] | None = None
    by_release: bool = False
    compiled: "Callable[[str], Rulebook] | None" = field(default=None, compare=False, repr=False)

    def part(self, name: str) -> Part:
        """Return the part of this name.

        Raises:
            KeyError: the platform has no such part.
        """
        for each in self.parts:
            if each.name == name:
                return each
        raise KeyError(name)

    def at(self, release: str) -> "Rulebook":
        """Return the rules as they hold for a release; the same where none depends on it or it is unknown."""
        if not release or not self.by_release or self.compiled is None or release == self.release:
            return self
        return self.compiled(release)


class Dialect(Protocol):
    """What the config room needs of a platform."""

    @property
    def name(self) -> str:
        """The platform's name, ``frr``."""

    @property
    def rulebook(self) -> Rulebook:
        """Its text rules."""
