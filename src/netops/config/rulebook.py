"""The text rules of one platform: a `Rulebook`, filled from its ``rulebook.yml``.

A rulebook is data that a network engineer reads and writes; `netops.config.rulebook_file` reads it. What stands here is
the compiled form: each line pattern with what the device makes of such a line.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from netops.config.bearing import bearing, opening, standing_alone
from netops.config.checked import Anywhere, Loose
from netops.config.listing import Listing
from netops.config.lookup import Lookup
from netops.config.marks import Marks
from netops.config.missing import SAYS_NO, Default
from netops.config.nets import Network
from netops.config.pattern import Match, Pattern, WordType
from netops.config.rewriting import Rewriter
from netops.config.rulebook_pieces import (
    Change,
    Definition,
    Dialog,
    Flip,
    Grammar,
    Opaque,
    Opening,
    Push,
    Secret,
    Spelling,
    Turn,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of line, and what the device makes of it.

    Attributes:
        pattern: which lines; what identifies them and what is their value.
        number: line in the rulebook's file, for messages.
        undo: what takes the line away; None: nothing does (``kept``); empty: the negation and the whole line.
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
        guards: whether it stays as well where the intended text only lacks the line; a rollback takes it away.
        kept: whether the negated form is left alone where only the intended text lacks it.
        adds_first: a set gets what it lacks before it loses what it has too many.
        span: the two holes that make the line one for a range of lines (``line vty 0 4``); ``single``: a range of one.
        lasting: how many lines of the range the device always has; others go with all that are above them. 0: says nothing.
        unique: a second line of the same list with an equal value is silently dropped.
        entry: the line is one of a list, which the line or its section makes; while that is in use it is never without need
            that the list lacks an entry: what is new is in before the old one goes.
        options: words of a value that begin an option, for ``keeps options``; empty where every second word does.
        options_unless: words in the section's own line with which such a line can't be edited, so that it is undone first.
        missing_undo: ``rejected`` or ``ignored``: what the device says to the undo of a line that isn't there.
        needs: one of these lines must stand in this section or in the one above, or the line is rejected.
        excludes: lines beside which the device rejects this one.
        needs_chain: the same as ``needs`` by several lines, each named by what those before it bind; ``excludes_chain``: as ``excludes``.
        needs_elsewhere: paths to lines of other sections; where such a section stands, the device rejects this one without them.
        excludes_elsewhere: paths to lines of other sections while which stand the device rejects this one.
        bars: lines that can't stand beside this one, whichever comes second.
        alike: (section, line) of what must stand both here and in another section, or in neither.
        wipes: lines that go with this one when it is undone, in this section and below.
        change_wipes: lines that may go when this one's value changes; ``set_wipes``: when it comes in, too.
        unsure: lines of which nobody knows whether they stay when this one comes in or goes; what stands then is unproven.
        with_last: lines that may go when the last line of this rule goes that has the words these name; nobody knows.
        may_wipe: lines that may go then, or when this one is undone; nobody knows, so that they are undone before and typed again.
        wipe_paths: the same as ``wipes`` by paths from this section down; a path of one names this section's lines only.
        wipes_elsewhere: paths to lines of other sections that go with this one when it is undone.
        flips: what a change of this line rewrites elsewhere.
        brings: lines that the device itself puts into a new section of this kind.
        defines: (kind, template) of the object that such a line makes.
        uses: (kind, template) of the objects that such a line refers to.
        exclusive: (kind, template) of what only one line of the device may have at a time, an address or a route distinguisher.
        insists: those of ``uses`` that the device wants to be there when the line is typed.
        goes_with: those of ``uses`` with which the line goes, when nothing makes the object any more.
        holds: those of ``uses`` that the device doesn't let go while the line stands.
        freed_late: why what it has ``exclusive`` isn't free for another line as soon as it is gone; empty where it is.
        network: the network that the line gives its section, and no other section may hold; None where it gives none.
        inside: an address of the line that must lie in a network of its section, where that has any.
        blockers: lines of the same level that must be gone before this one can be undone; ``blockers_elsewhere`` by their paths.
        unproven: why nobody can say what the device does; ``unproven_when`` this is found in the value, ``unproven_change`` it changes.
        takes: what each word of the value, or all of it, must be; None where nothing more is known than the pattern says.
        section: what the line opens, or None.
        simple: whether such a line comes and goes without any word about others; worked out from the rest.
        calm: whether it concerns no other line of its section, though it may refer to objects or have a default.
        opens: whether it opens a section, and typing it again, where it stands, does nothing else.
        alone: whether such a line concerns no other while the objects stand that it refers to.
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
    default: Default = SAYS_NO
    turn: Turn = Turn.NORMAL
    late: bool = False
    kept: bool = True
    shuts: bool = False
    guards: bool = False
    adds_first: bool = False
    span: tuple[str, ...] = ()
    single: str = ""
    lasting: int = 0
    unique: bool = False
    entry: bool = False
    options: frozenset[str] = frozenset()
    options_unless: str = ""
    missing_undo: str = "ignored"
    needs: tuple[Pattern, ...] = ()
    excludes: tuple[Pattern, ...] = ()
    needs_chain: tuple[tuple[Pattern, ...], ...] = ()
    excludes_chain: tuple[tuple[Pattern, ...], ...] = ()
    needs_elsewhere: tuple[tuple[Pattern, ...], ...] = ()
    excludes_elsewhere: tuple[tuple[Pattern, ...], ...] = ()
    bars: tuple[Pattern, ...] = ()
    alike: tuple[tuple[str, Pattern], ...] = ()
    wipes: tuple[Pattern, ...] = ()
    change_wipes: tuple[Pattern, ...] = ()
    set_wipes: tuple[Pattern, ...] = ()
    may_wipe: tuple[Pattern, ...] = ()
    unsure: tuple[Pattern, ...] = ()
    with_last: tuple[Pattern, ...] = ()
    wipe_paths: tuple[tuple[Pattern, ...], ...] = ()
    wipes_elsewhere: tuple[tuple[Pattern, ...], ...] = ()
    flips: Flip | None = None
    brings: tuple[str, ...] = ()
    defines: tuple[tuple[str, str], ...] = ()
    uses: tuple[tuple[str, str], ...] = ()
    exclusive: tuple[tuple[str, str], ...] = ()
    insists: tuple[tuple[str, str], ...] = ()
    goes_with: tuple[tuple[str, str], ...] = ()
    holds: tuple[tuple[str, str], ...] = ()
    freed_late: str = ""
    network: Network | None = None
    inside: str = ""
    blockers: tuple[Pattern, ...] = ()
    blockers_elsewhere: tuple[tuple[Pattern, ...], ...] = ()
    unproven: str = ""
    unproven_when: re.Pattern[str] | None = None
    unproven_change: str = ""
    takes: WordType | None = None
    section: "SectionKind | None" = None
    simple: bool = field(init=False, default=True)
    calm: bool = field(init=False, default=True)
    opens: bool = field(init=False, default=False)
    alone: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        """Find out whether anything is said of the line that concerns others."""
        simple, calm = bearing(self)
        object.__setattr__(self, "opens", opening(self))
        object.__setattr__(self, "alone", standing_alone(self))
        object.__setattr__(self, "simple", simple)
        object.__setattr__(self, "calm", calm)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A section whose lines are an ordered list, with numbers that the device gives.

    Attributes:
        first: number of the first line where the device gives it.
        step: from one number to the next.
        resequence: the command that numbers the lines anew, with ``{first}`` and ``{step}``; empty where there is none.
        notes: remarks, which belong to the entry behind them.
        notes_bound: whether a remark has that entry's number and goes with it; else what a line with a number does there isn't known.
        entries: what a line of the list looks like; empty where it may be anything. ``takes``: what one that is typed must be as a whole.
    """

    first: int
    step: int
    resequence: str = ""
    notes: tuple[Pattern, ...] = ()
    entries: tuple[Pattern, ...] = ()
    notes_bound: bool = False
    takes: WordType | None = None


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
        simple: whether the line is only itself: it comes as it is written, and concerns no other.
        formed: whether it is the only undo form of its kind that the line can be, so that it takes the line away alone.
        opens: whether it enters a section that stands, and says nothing else then.
    """

    match: Match | None
    rule: "Rule | None"
    key: tuple[str, ...]
    value: str
    negative: bool
    simple: bool = False
    formed: bool = False
    opens: bool = False


Forms = Sequence[tuple[Pattern, "Rule"]]
"""Undo forms, each with the rule whose lines it takes away."""


@dataclass(slots=True, eq=False)
class Context:
    """The lines that may stand in one kind of section.

    Attributes:
        name: for messages.
        negation: the word that undoes a line.
        exact: whether the device takes a line away by its undo form only.
        rewriter: gives the words of a line as the rules write them.
        opaque: texts that aren't made of lines and end at a delimiter.
        anywhere: words of any line that must be what they look like.
        rules: found by first words; ``undos``: by their own undo lines; ``every``: all rules.
        adds: lines that add to a set; ``removes`` take members from one.
        resequences: commands that number a section's lines anew.
        spellings: lines that are only another way to write others: pattern → the lines that are meant, each a path.
        barring: by lines that another doesn't let stand beside itself: that one's identity and rule.
        makers: kind of object → the rules whose lines make one, each with its name's template; ``given`` are always there,
            ``unshown`` kinds may be though the text shows none.
        referred: kinds of objects that lines here or below refer to; ``heeded``: with which they go; ``kept``: that they keep.
        spelled: kinds of objects whose names have several spellings.
        anew: whether any line here or below gets another value only when the whole section is made anew; ``enclosed``: nothing above counts.
        deltas: whether any line adds to a set, takes from one (``delta_words``: their first words), or numbers a list anew.
        odd_undos: first words of undo lines that don't begin with the negation; ``spans``: whether any line is one for a range.
        ordered: first words of lines whose order at the top level may mean something; ``respelled``: of other spellings.
        sequences: whether the order of any lines means something; ``has_unique``: any can't stand beside an equal value.
        openers: with what lines begin that open a section, ``leaves`` close one; None where any line may.
        opening: the same by first words; None where any line may open one.
        aliases: first word → first words of lines that may mean the same.
        shared: first two words of lines that may mean others or change them, the second empty where it may be any.
        deciding: lines that decide what a missing line means, in any section of the part.
        seen: lines that were looked up before; ``wrong``: typed before, and what is wrong with their values; ``unbarred``: that nothing bars.
        plain: by a pattern's id, what of its lines it doesn't check itself (`netops.config.checked`).
        judgements: by a rule's id and a line's first word, whether such a line is plain, and whether it only opens its section.
        rivals: ids of a rule and of undo forms → these, and those that may be about lines of another identity.
        lasting: short lines that were found to stand whatever is left out as a default.
        undone_alone: by a rule's id and an undo line, whether it takes away lines of that rule only.
        neighbours: by a rule's id, whether all lines that may go with its lines stand beside them.
    """

    name: str
    negation: str = "no"
    exact: bool = False
    rewriter: Rewriter = field(default_factory=Rewriter, repr=False)
    opaque: tuple[Opaque, ...] = ()
    anywhere: tuple[Anywhere, ...] = ()
    rules: Lookup[Rule] = field(default_factory=Lookup)
    undos: Lookup[Rule] = field(default_factory=Lookup)
    adds: Lookup[Rule] = field(default_factory=Lookup)
    removes: Lookup[Rule] = field(default_factory=Lookup)
    resequences: Lookup[Rule] = field(default_factory=Lookup)
    spellings: Lookup[Spelling] = field(default_factory=Lookup)
    every: list[Rule] = field(default_factory=list)
    barring: Lookup[tuple[tuple[str, ...], Rule]] = field(default_factory=Lookup)
    makers: dict[str, list[tuple[Rule, str]]] = field(default_factory=dict)
    given: frozenset[tuple[str, str]] = frozenset()
    unshown: frozenset[str] = frozenset()
    referred: set[str] = field(default_factory=set)
    heeded: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    spelled: set[str] = field(default_factory=set)
    anew: bool = False
    enclosed: bool = False
    deltas: bool = False
    delta_words: set[str] = field(default_factory=set)
    odd_undos: set[str] = field(default_factory=set)
    spans: bool = False
    ordered: set[str] = field(default_factory=set)
    respelled: set[str] = field(default_factory=set)
    sequences: bool = False
    has_unique: bool = False
    openers: tuple[str, ...] | None = ()
    opening: dict[str, Opening] | None = field(default_factory=dict)
    leaves: frozenset[str] = frozenset()
    aliases: dict[str, frozenset[str]] = field(default_factory=dict)
    shared: set[tuple[str, str]] = field(default_factory=set)
    seen: dict[str, Known] = field(default_factory=dict, repr=False)
    wrong: dict[str, str] = field(default_factory=dict, repr=False)
    unbarred: set[str] = field(default_factory=set, repr=False)
    plain: dict[int, Loose | None] = field(default_factory=dict, repr=False)
    rivals: dict[tuple[int, int], tuple[Forms, Forms]] = field(default_factory=dict, repr=False)
    undone_alone: dict[tuple[int, str], bool] = field(default_factory=dict, repr=False)
    neighbours: dict[int, bool] = field(default_factory=dict, repr=False)
    lasting: set[str] = field(default_factory=set, repr=False)
    judgements: dict[tuple[int, str], tuple[bool, bool]] = field(default_factory=dict, repr=False)
    deciding: Lookup[None] = field(default_factory=Lookup, repr=False)

    def judged(self, rule: Rule, word: str) -> tuple[bool, bool]:
        """Return whether a line of a rule `is_plain`, and whether it `opens`, worked out once for each first word."""
        found = self.judgements.get((id(rule), word))
        if found is None:
            found = self.judgements[id(rule), word] = self.is_plain(rule, word), self.opens(rule, word)
        return found

    def is_plain(self, rule: Rule, word: str) -> bool:
        """Whether a line of a rule is no other way to write anything and no part of a set, and can be undone.

        Args:
            rule: the line's.
            word: its first word, or the second of a negated line.
        """
        return rule.simple and rule.undo is not None and "" not in self.respelled and self.is_usual(word)

    def opens(self, rule: Rule, word: str) -> bool:
        """Whether a line of a rule, where it stands, only enters its section."""
        return rule.opens and not self.barring and "" not in self.respelled and self.is_usual(word)

    def is_usual(self, word: str) -> bool:
        """Whether a line that begins with a word, its negation left out, is nothing but itself."""
        special = word in self.respelled or word in self.delta_words or word in self.odd_undos
        return not special and not self.resequences.has(word)

    def is_shared(self, text: str) -> bool:
        """Whether a clean line may be another way to write or to change others, as far as its first two words tell."""
        first, _, rest = text.partition(" ")
        if rest and first == self.negation:
            first, _, rest = rest.partition(" ")
        second = (rest.split(None, 1) or ("",))[0]  # a body may stand behind it
        shared = self.shared
        return (first, second) in shared or (first, "") in shared or ("", second) in shared or ("", "") in shared

    def words(self, text: str) -> list[str]:
        """Return a line's words as the rules write them; whoever gets them leaves them as they are."""
        return self.rewriter.words(text)


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
        expands: what lines about several ports begin with, and what the lines of one begin with.
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
    expands: Mapping[str, str] = field(default_factory=dict)
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
        marks: the lines that tell whose config a text is.
        profile: pattern of the line that names a set of defaults, with the hole ``profile``; None where there is none.
        usual_profile: the profile where no line names one.
        by_release: whether any rule holds for some releases only.
        unsaid_by_release: whether what it means that neither form of a line is shown depends on the release, too.
        compiled: the same rules for another release.
    """

    name: str
    release: str
    parts: tuple[Part, ...]
    negation: str = "no"
    secrets: tuple[Secret, ...] = ()
    marks: Marks = field(default_factory=Marks)
    profile: Pattern | None = None
    usual_profile: str = ""
    by_release: bool = False
    unsaid_by_release: bool = False
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

    def told(self, release: str) -> "Rulebook":
        """Return the same for the release that texts name; where they name none, nobody knows what its lack of a line means.

        Such rules are those of the release that the rulebook is written for, but that what a missing line means is
        unknown where it differs from release to release (`netops.config.missing.Default.usual`).
        """
        if release or not self.unsaid_by_release or self.compiled is None:
            return self.at(release)
        return self.compiled("")


class Dialect(Protocol):
    """What the config room needs of a platform."""

    @property
    def name(self) -> str:
        """The platform's name, ``frr``."""

    @property
    def rulebook(self) -> Rulebook:
        """Its text rules."""
