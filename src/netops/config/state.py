"""A part as the device understands it: lines by identity, one spelling each, defaults left out, secrets hidden.

Two texts with equal states are the same config. States are private to this room: they change while a patch is made or
simulated, and never leave it. What nobody asks for is never read: `netops.config.root` holds the top level.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol
from weakref import ReferenceType, ref

from netops.config.index import MANY, Index
from netops.config.missing import SAYS_NO, Default
from netops.config.notes import arranged, copied, is_note, plain
from netops.config.pattern import Match, Pattern, fill
from netops.config.rulebook import Context, Numbered, Rule
from netops.config.secret import blind

Key = tuple[str, ...]
NOTHING: Mapping[str, str] = {}
PAIR = 2
"""Words of an identity by which lines are indexed."""


class Latent(Protocol):
    """Lines that two sections have in common and that nobody has read."""

    def may_hold(self, key: Key) -> bool:
        """Whether one of them may have an identity."""

    def may_begin(self, word: str) -> bool:
        """Whether one of them may begin with a word."""

    def may_say(self, word: str) -> bool:
        """Whether one of them may have a word that has one spelling, wherever it stands in the line."""


class Hides(Protocol):
    """Puts something else in the place of secrets."""

    def text(self, text: str) -> str:
        """Return a line with its secrets hidden."""


@dataclass(slots=True, eq=False)
class Entry:
    """One line as the device holds it.

    Attributes:
        key: what identifies it; the same for a line and its negated form.
        text: as it is written, secrets hidden.
        value: what is compared, in one spelling; for a set its members in order.
        negative: whether it is the negated form.
        rule: None for a line that the rulebook doesn't know.
        number: line in the text; 0 for one that a simulation made.
        match: what the rule's pattern found.
        section: the lines below, or None where the line opens no section.
        place: its number in an ordered list; 0 elsewhere.
    """

    key: Key = field(repr=False)
    text: str = field(repr=False)
    value: str = field(repr=False)
    negative: bool
    rule: Rule | None
    number: int = 0
    match: Match | None = None
    section: "Section | None" = None
    place: int = 0

    @property
    def names(self) -> Mapping[str, str]:
        """What the holes of the rule's pattern bound, in one spelling."""
        return NOTHING if self.match is None else self.match.names

    @property
    def raw(self) -> Mapping[str, str]:
        """The same as it is written."""
        return NOTHING if self.match is None else self.match.raw

    def filled(self, template: str) -> str:
        """Return a template with its holes filled by these."""
        return fill(template, NOTHING) if self.match is None else self.match.filled(template)

    @property
    def positive(self) -> str:
        """The line without its negation."""
        return self.text.split(" ", 1)[1] if self.negative else self.text

    def with_section(self, section: "Section | None") -> "Entry":
        """Return the line with other lines below it."""
        return Entry(
            self.key, self.text, self.value, self.negative, self.rule, self.number, self.match, section, self.place
        )

    def named(self, key: Key) -> "Entry":
        """Return the line with another identity."""
        twin = self.with_section(self.section)
        twin.key = key
        return twin

    def same(self, other: "Entry") -> bool:
        """Whether the two lines are equal to the device as far as anybody can tell, whatever stands below them."""
        if self.negative != other.negative:
            return False
        return self.value == other.value or blind(self.value, other.value)


class Changed(NamedTuple):
    """Where a section notes that a line came or went: the identities that were changed, and its own."""

    keys: set[Key]
    own: Key

    def note(self) -> None:
        """Note it."""
        self.keys.add(self.own)


@dataclass(slots=True, weakref_slot=True)
class Section:
    """The lines of one section by identity.

    Attributes:
        context: the lines that may stand here; None where the rulebook doesn't know the section.
        outer: the section that this one stands in. A weak reference: whoever works at a section holds its top level, and
            without circles everything is let go at once when the patch is made.
        held: the lines that were read; `entries` reads what wasn't.
        unread: reads the lines into this section; None once that is done.
        latent: what of it stands in the other text, too, and wasn't read; None where all was. It is let go with `widen`.
        widen: reads that into this section.
        raw: the text that it stands for while nobody has changed anything in it.
        said: lines that stood in the text and only say what a missing line means, so that they are no entries.
        said_below: the same for sections that are nothing but such lines.
        numbered: how its lines are numbered, where they are an ordered list.
        counted: whether the numbers that the lines have on the device are known.
        opener: what the line that opened it bound.
        index: finds lines of a long section; None until somebody asks, and whenever lines were changed past it.
        absent: whether the text lacks the section, which the device keeps all the same.
        changed: where it is noted that lines came or went; None where nobody asks (`netops.config.holders`).
        own: keys of the lines whose sections belong to this state alone; others are shared with the state it was copied from.
            None: no line's does.
    """

    context: Context | None
    outer: "ReferenceType[Section] | None" = None
    held: dict[Key, Entry] = field(default_factory=dict, repr=False)
    unread: "Callable[[Section], None] | None" = field(default=None, repr=False)
    latent: Latent | None = field(default=None, repr=False)
    widen: "Callable[[Section], None] | None" = field(default=None, repr=False)
    raw: str | None = field(default=None, repr=False)
    said: set[Key] = field(default_factory=set)
    said_below: dict[Key, set[Key]] = field(default_factory=dict)
    numbered: Numbered | None = None
    counted: bool = False
    own: set[Key] | None = None
    opener: Match | None = None
    index: Index | None = field(default=None, repr=False)
    absent: bool = False
    changed: Changed | None = field(default=None, repr=False)

    @property
    def above(self) -> "Section | None":
        """The section that this one stands in."""
        return None if self.outer is None else self.outer()

    @property
    def entries(self) -> dict[Key, Entry]:
        """The lines, read if they weren't."""
        if self.unread is not None:
            unread, self.unread = self.unread, None
            unread(self)
        if self.widen is not None:
            widen, self.widen, self.latent, self.index = self.widen, None, None, None
            widen(self)
        return self.held

    @property
    def lines(self) -> dict[Key, Entry]:
        """The lines, but for those that the other text has and that nobody has asked for."""
        return self.held if self.unread is None else self.entries

    def find(self, key: Key) -> Entry | None:
        """Return the line with this identity."""
        held = self.lines.get(key)
        if held is None and self.latent is not None and self.latent.may_hold(key):
            return self.entries.get(key)
        return held

    def counts(self, entry: Entry) -> bool:
        """Whether a line is one of an ordered list; a line that the rulebook knows stands beside it."""
        return self.numbered is not None and entry.rule is None

    def lists(self, entry: Entry) -> bool:
        """Whether a line is one of an ordered list as the device takes them there."""
        if self.numbered is None or entry.rule is not None:
            return False
        entries = self.numbered.entries
        words = entry.positive.split("\n", 1)[0].split()
        words = words[1:] if words[0].isdigit() and len(words) > 1 else words
        return not entries or any(each.match(words) is not None for each in entries)

    @property
    def around(self) -> "Section | None":
        """The section above whose lines count here, too: none for the family of a VRF, which has its own neighbors."""
        return None if self.context is not None and self.context.enclosed else self.above

    def openers(self) -> list[Match]:
        """Return what was found in the lines that this section stands below, outermost first."""
        above = self.above
        found = [] if above is None else above.openers()
        return found if self.opener is None else [*found, self.opener]

    def bound(self) -> dict[str, str]:
        """Return what the lines bind that this section stands in."""
        above = self.above
        bound = {} if above is None else above.bound()
        return bound if self.opener is None else {**bound, **self.opener.names}

    def group(self, word: str) -> Iterable[Entry]:
        """Return the lines whose key may begin with this word."""
        narrow = self.latent is not None and not self.latent.may_begin(word)
        return self.lines.values() if narrow else self.entries.values()

    def starting(self, start: Key) -> Iterable[Entry]:
        """Return the lines whose key may begin with these words."""
        if len(start) < PAIR or len(self.held) < MANY or self.latent is not None:
            return self.group(start[0]) if start else self.entries.values()
        entries = self.entries
        return [entries[key] for key in self.indexed().starting(start)]

    def opening(self) -> list[Entry]:
        """Return the lines that have others below them."""
        if len(self.held) < MANY or self.latent is not None:
            return [each for each in self.entries.values() if each.section is not None]
        entries = self.entries
        return [entries[key] for key in self.indexed().opening]

    def at(self, place: int) -> list[Entry]:
        """Return the lines of an ordered list that have a number: an entry and its remarks."""
        return [self.held[key] for key in self.indexed().places.get(place, ()) if key in self.held]

    def explains(self, entry: Entry) -> bool:
        """Whether a line is a remark in an ordered list."""
        return entry.rule is None and is_note(self.numbered, entry)

    def indexed(self) -> Index:
        """Return the index of all lines."""
        if self.index is None:
            self.index = Index()
            for key, entry in self.entries.items():
                self.index.add(key, entry.place, opens=entry.section is not None)
        return self.index

    def siblings(self, key: Key) -> "Iterable[Entry]":
        """Return lines whose identity differs in its last word only, as far as they weren't read with the others."""
        del key
        return ()

    def touch(self) -> None:
        """Keep in mind that a line comes or goes: the text that this stood for is another's from now on."""
        self.raw = None
        if self.changed is not None:
            self.changed.note()

    def put(self, entry: Entry) -> None:
        """Let a line stand, in its place where the section is an ordered list."""
        entries = self.lines
        self.touch()
        if self.numbered is None or entry.key in entries or entry.rule is not None:
            entries[entry.key] = entry
            self._note(entry)
            return
        last = next((each for each in reversed(entries.values()) if each.rule is None), None)
        if not entry.place:
            step = 0 if last is not None and self.explains(last) else self.numbered.step
            entry.place = self.numbered.first if last is None else last.place + step
        entries[entry.key] = entry
        self._note(entry)
        if last is not None and (entry.place < last.place or (entry.place == last.place and self.explains(entry))):
            self.held, self.index = arranged(self.numbered, entries.values()), None

    def _note(self, entry: Entry) -> None:
        if self.index is not None:
            self.index.add(entry.key, entry.place, opens=entry.section is not None)

    def take(self, key: Key) -> Entry | None:
        """Take a line away and return it."""
        self.touch()
        held = self.find(key)
        if held is not None:
            del self.held[key]
            if self.index is not None:
                self.index.drop(key, held.place)
            again = held.key != plain(held) or copied(held.key, 2) in self.held
            if again and self.numbered is not None and self.explains(held):
                self.held, self.index = (
                    arranged(self.numbered, self.held.values()),
                    None,
                )  # the others are told apart anew
        return held

    def inside(self, key: Key) -> "Section":
        """Return the section below a line for typing in it: this state's own copy."""
        entry = self.find(key)
        if entry is None:
            raise KeyError(key)
        if entry.section is None:
            context = entry.rule.section.context if entry.rule is not None and entry.rule.section is not None else None
            below = Section(context, ref(self), opener=entry.match)
        elif self.own is not None and key in self.own and entry.section.above is self:
            entry.section.raw = None
            self.raw = None
            return entry.section
        else:
            below = entry.section.copy(self)
            below.raw = None
        self.touch()
        if self.own is None:
            self.own = set()
        self.own.add(key)
        self.held[key] = entry.with_section(below)
        self.index = None if entry.section is None else self.index
        return below

    def copy(self, above: "Section | None" = None) -> "Section":
        """Return a copy that changes without this one; sections below are copied when they are typed in."""
        twin = Section(self.context, None if above is None else ref(above), dict(self.lines), said=self.said)
        twin.latent, twin.widen, twin.raw = self.latent, self.widen, self.raw
        twin.said_below, twin.numbered, twin.counted = self.said_below, self.numbered, self.counted
        twin.opener = self.opener
        return twin

    def walk(self) -> Iterator[Entry]:
        """Yield every line, those below behind their section's own."""
        for entry in self.entries.values():
            yield entry
            if entry.section is not None:
                yield from entry.section.walk()


def is_default(entry: Entry, section: Section, profile: str) -> bool:
    """Whether the device doesn't show the line, because a missing line means the same."""
    rule = entry.rule
    if rule is None or rule.section is not None or rule.default.shown or (rule.simple and not entry.negative):
        return False
    if rule.default is SAYS_NO:
        return entry.negative
    value = standing(rule.default, section, profile, entry.names)
    if isinstance(value, bool):
        return value != entry.negative and (entry.negative or _may_belong(section, rule.needs, entry.names))
    return not entry.negative and entry.value == value


def _may_belong(section: Section, needs: Sequence[Pattern], names: Mapping[str, str]) -> bool:
    """Whether one of the lines may stand, here or above, without which a missing line means nothing: of a neighbor that isn't there none is active."""
    keys = [(each.key_of(names) if each.rest < 0 else None, each.start_of(names)) for each in needs]
    place: Section | None = section
    while place is not None and needs:
        for key, start in keys:
            if (
                place.find(key) is not None
                if key is not None
                else any(each.key[: len(start)] == start for each in place.starting(start))
            ):
                return True
        place = place.around
    return not needs


def standing(default: Default, section: Section, profile: str, names: Mapping[str, str] = NOTHING) -> bool | str:
    """Return what a missing line means here: True on, False off, or the value that it has.

    Args:
        default: of the line's rule.
        section: where it would stand.
        profile: the set of defaults.
        names: what its holes bind, where somebody else may decide for it.
    """
    leader = leading(default, section, names)
    decides = section.find(leader) if leader is not None else None
    if decides is not None:
        return not decides.negative
    if default.follows is not None:
        follows = _filled(default.follows, section)
        place: Section | None = section
        while place is not None:
            decides = place.find(follows)
            if decides is not None:
                return not decides.negative
            rule = place.context.rules.find(follows) if place.context is not None else None
            if rule is not None:
                return rule[1].default.value.get("", False) is True
            place = place.above
    return default.value.get(profile, default.value.get("", False))


def leading(default: Default, section: Section, names: Mapping[str, str]) -> Key | None:
    """Return the line that decides for one with these names, whether it stands or not; None where it has no leader."""
    if default.leader is None:
        return None
    for pattern in default.leader.named:
        key = pattern.key_of(names)
        place: Section | None = section if key is not None else None
        while place is not None and key is not None:
            naming = place.find(key)
            found = pattern.match(naming.positive.split()) if naming is not None and not naming.negative else None
            if found is not None:
                return default.leader.line.key_of(found.names)
            place = place.above
    return None


def _filled(key: Key, section: Section) -> Key:
    """Return an identity with the words of the line that opens the section."""
    if section.opener is None or "{" not in key[-1]:
        return key
    return tuple(fill(word, section.opener.names) for word in key)


def settle(section: Section, profile: str, but: Collection[Key] = ()) -> None:
    """Take out what the device doesn't show: defaults, and sections that are nothing without lines.

    Args:
        section: its lines were just read.
        profile: the set of defaults.
        but: lines that stood there before: a section that was just entered has no lines yet.
    """
    section.index = None
    for key, entry in list(section.lines.items()):
        if key in but:
            continue
        if entry.section is not None:
            if entry.section.unread is None:
                settle(entry.section, profile)
            if hollow(entry):
                section.said_below[key] = entry.section.said
                del section.held[key]
        elif is_default(entry, section, profile):
            section.said.add(key)
            section.held.pop(key, None)


def hollow(entry: Entry) -> bool:
    """Whether a line opens a section that is nothing without lines, and has none."""
    kind = entry.rule.section if entry.rule is not None else None
    if kind is None or not kind.hollow or entry.section is None:
        return False
    if entry.section.unread is not None or entry.section.latent is not None:
        return False
    return all(hollow(each) for each in entry.section.entries.values())
