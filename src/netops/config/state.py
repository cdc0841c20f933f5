"""A part as the device understands it: lines by identity, one spelling each, defaults left out, secrets hidden.

Two texts with equal states are the same config. States are private to this room: they change while a patch is made or
simulated, and never leave it. What nobody asks for is never read: `netops.config.root` holds the top level.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from netops.config.pattern import Match, fill
from netops.config.rulebook import Context, Default, Numbered, Rule
from netops.config.secret import blind

Key = tuple[str, ...]
NOTHING: Mapping[str, str] = {}


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

    @property
    def positive(self) -> str:
        """The line without its negation."""
        return self.text.split(" ", 1)[1] if self.negative else self.text

    def with_section(self, section: "Section | None") -> "Entry":
        """Return the line with other lines below it."""
        return Entry(
            self.key, self.text, self.value, self.negative, self.rule, self.number, self.match, section, self.place
        )

    def same(self, other: "Entry") -> bool:
        """Whether the two lines are equal to the device as far as anybody can tell, whatever stands below them."""
        if self.negative != other.negative:
            return False
        return self.value == other.value or blind(self.value, other.value)


@dataclass(slots=True)
class Section:
    """The lines of one section by identity.

    Attributes:
        context: the lines that may stand here; None where the rulebook doesn't know the section.
        above: the section that this one stands in.
        held: the lines that were read; `entries` reads what wasn't.
        unread: reads the lines into this section; None once that is done.
        raw: the text that it stands for while nobody has changed anything in it.
        said: lines that stood in the text and only say what a missing line means, so that they are no entries.
        said_below: the same for sections that are nothing but such lines.
        numbered: how its lines are numbered, where they are an ordered list.
        counted: whether the numbers that the lines have on the device are known.
        opener: the line that opened it.
        absent: whether the text lacks the section, which the device keeps all the same.
        own: keys of the lines whose sections belong to this state alone; others are shared with the state it was copied from.
    """

    context: Context | None
    above: "Section | None" = None
    held: dict[Key, Entry] = field(default_factory=dict, repr=False)
    unread: "Callable[[Section], None] | None" = field(default=None, repr=False)
    raw: str | None = field(default=None, repr=False)
    said: set[Key] = field(default_factory=set)
    said_below: dict[Key, set[Key]] = field(default_factory=dict)
    numbered: Numbered | None = None
    counted: bool = False
    own: set[Key] = field(default_factory=set)
    opener: Entry | None = None
    absent: bool = False

    @property
    def entries(self) -> dict[Key, Entry]:
        """The lines, read if they weren't."""
        if self.unread is not None:
            unread, self.unread = self.unread, None
            unread(self)
        return self.held

    def find(self, key: Key) -> Entry | None:
        """Return the line with this identity."""
        return self.entries.get(key)

    def counts(self, entry: Entry) -> bool:
        """Whether a line is one of an ordered list; a line that the rulebook knows stands beside it."""
        return self.numbered is not None and entry.rule is None

    def bound(self) -> dict[str, str]:
        """Return what the lines bind that this section stands in."""
        above = self.above.bound() if self.above is not None else {}
        return above if self.opener is None else {**above, **self.opener.names}

    def group(self, word: str) -> Iterable[Entry]:
        """Return the lines whose key may begin with this word."""
        del word
        return self.entries.values()

    def put(self, entry: Entry) -> None:
        """Let a line stand, in its place where the section is an ordered list."""
        entries = self.entries
        self.raw = None
        if self.numbered is None or entry.key in entries or entry.rule is not None:
            entries[entry.key] = entry
            return
        last = next((each for each in reversed(entries.values()) if each.rule is None), None)
        if not entry.place:
            entry.place = self.numbered.first if last is None else last.place + self.numbered.step
        entries[entry.key] = entry
        if last is not None and entry.place < last.place:
            self.held = dict(sorted(entries.items(), key=lambda each: each[1].place))

    def take(self, key: Key) -> Entry | None:
        """Take a line away and return it."""
        self.raw = None
        return self.entries.pop(key, None)

    def inside(self, key: Key) -> "Section":
        """Return the section below a line for typing in it: this state's own copy."""
        entry = self.entries[key]
        if entry.section is None:
            context = entry.rule.section.context if entry.rule is not None and entry.rule.section is not None else None
            below = Section(context, self)
        elif key in self.own and entry.section.above is self:
            entry.section.raw = None
            self.raw = None
            return entry.section
        else:
            below = entry.section.copy(self)
            below.raw = None
        self.raw = None
        self.own.add(key)
        self.entries[key] = entry.with_section(below)
        return below

    def copy(self, above: "Section | None" = None) -> "Section":
        """Return a copy that changes without this one; sections below are copied when they are typed in."""
        return Section(
            self.context,
            above,
            dict(self.entries),
            None,
            self.raw,
            self.said,
            self.said_below,
            self.numbered,
            self.counted,
            opener=self.opener,
        )

    def walk(self) -> Iterator[Entry]:
        """Yield every line, those below behind their section's own."""
        for entry in self.entries.values():
            yield entry
            if entry.section is not None:
                yield from entry.section.walk()


def is_default(entry: Entry, section: Section, profile: str) -> bool:
    """Whether the device doesn't show the line, because a missing line means the same."""
    rule = entry.rule
    if rule is None or rule.section is not None or rule.default.shown:
        return False
    value = standing(rule.default, section, profile)
    if isinstance(value, bool):
        return value != entry.negative
    return not entry.negative and entry.value == value


def standing(default: Default, section: Section, profile: str) -> bool | str:
    """Return what a missing line means here: True on, False off, or the value that it has."""
    if default.follows is not None:
        place: Section | None = section
        while place is not None:
            decides = place.find(default.follows)
            if decides is not None:
                return not decides.negative
            rule = place.context.rules.find(default.follows) if place.context is not None else None
            if rule is not None:
                return rule[1].default.value.get("", False) is True
            place = place.above
    return default.value.get(profile, default.value.get("", False))


def settle(section: Section, profile: str) -> None:
    """Take out what the device doesn't show: defaults, and sections that are nothing without lines."""
    for key, entry in list(section.entries.items()):
        if entry.section is not None:
            if entry.section.unread is None:
                settle(entry.section, profile)
            if hollow(entry):
                section.said_below[key] = entry.section.said
                del section.entries[key]
        elif is_default(entry, section, profile):
            section.said.add(key)
            del section.entries[key]


def hollow(entry: Entry) -> bool:
    """Whether a line opens a section that is nothing without lines, and has none."""
    kind = entry.rule.section if entry.rule is not None else None
    if kind is None or not kind.hollow or entry.section is None:
        return False
    return entry.section.unread is None and all(hollow(each) for each in entry.section.entries.values())


def equal(first: Section, second: Section, *, lenient: bool = False) -> bool:
    """Whether two sections are the same to the device; order only counts where it means something.

    Args:
        first: what is there.
        second: what should be.
        lenient: whether the negated form of a line that the device always shows may stand where ``second`` has no line.
    """
    if first is second or (first.raw is not None and first.raw == second.raw):
        return True
    ours, theirs = first.entries, second.entries
    for key, entry in list(ours.items()):
        if not _equal_entries(entry, second.find(key), lenient=lenient) and not (
            lenient and _moot(entry) and key not in theirs
        ):
            return False
    if not all(
        key in ours or _equal_entries(entry, first.find(key), lenient=lenient) for key, entry in list(theirs.items())
    ):
        return False
    return order_of(first) == order_of(second) and sequences(first) == sequences(second)


def _moot(entry: Entry) -> bool:
    return entry.negative and entry.rule is not None and entry.rule.default.shown


def order_of(section: Section) -> tuple[Key, ...]:
    """Return the lines of an ordered list in their order; nothing for any other section."""
    if section.numbered is None:
        return ()
    return tuple(key for key, entry in section.entries.items() if entry.rule is None)


def sequences(section: Section) -> dict[str, list[Key]]:
    """Return lines whose order means something, each list of them by its name and in its order."""
    found: dict[str, list[Key]] = {}
    if section.context is None or not section.context.sequences:
        return found
    for key, entry in section.entries.items():
        if entry.rule is not None and entry.rule.sequence:
            lists = " ".join(fill(name, entry.names) for _, name in entry.rule.defines)
            found.setdefault(f"{entry.rule.pattern.text} {lists}".strip(), []).append(key)
    return found


def _equal_entries(first: Entry, second: Entry | None, *, lenient: bool) -> bool:
    if second is None:
        return hollow(first)
    if first is second:
        return True
    if not first.same(second):
        return False
    if first.section is None or second.section is None:
        return first.section is second.section
    return equal(first.section, second.section, lenient=lenient)


def flat(section: Section, indent: str = "") -> Iterator[str]:
    """Yield the lines of a state in an order of their own, for digests: equal states give equal lines."""
    entries = section.entries
    for name, ordered in sorted([("", order_of(section)), *sequences(section).items()], key=lambda each: each[0]):
        if ordered:
            yield f"{indent}{name} in order: {'; '.join(' '.join(key) for key in ordered)}"
    for key in sorted(entries):
        entry = entries[key]
        if hollow(entry) or _moot(entry):
            continue
        yield f"{indent}{'no ' if entry.negative else ''}{' '.join(key)} = {entry.value}"
        if entry.section is not None:
            yield from flat(entry.section, indent + " ")
