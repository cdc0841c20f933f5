"""A part as the device understands it: lines by identity, one spelling each, defaults left out, secrets hidden.

Two texts with equal states are the same config. States are private to this room: they change while a patch is made or
simulated, and never leave it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from netops.config.pattern import Match, fill
from netops.config.rulebook import Context, Default, Part, Rule, Rulebook
from netops.config.tree import Node

Key = tuple[str, ...]

MOST_SEEN = 100_000
"""Lines whose match is remembered, a context. They hold placeholders, never secrets."""


class Hides(Protocol):
    """Puts something else in the place of secrets."""

    def text(self, text: str) -> str:
        """Return a line with its secrets hidden."""


@dataclass(slots=True)
class Entry:
    """One line as the device holds it.

    Attributes:
        key: what identifies it; the same for a line and its ``no`` form.
        text: in its one spelling, secrets hidden.
        value: what is compared; for a list its words in order.
        negative: whether it is the ``no`` form.
        rule: None for a line that the rulebook doesn't know.
        number: line in the text; 0 for one that a simulation made.
        names: what the holes of the rule's pattern bound.
        section: the lines below, or None where the line opens no section.
    """

    key: Key
    text: str
    value: str
    negative: bool
    rule: Rule | None
    number: int
    names: Mapping[str, str]
    section: "Section | None" = None

    @property
    def positive(self) -> str:
        """The line without its ``no``."""
        return self.text[3:] if self.negative else self.text

    def same(self, other: "Entry") -> bool:
        """Whether the two lines are equal to the device, whatever stands below them."""
        return self.negative == other.negative and self.value == other.value


@dataclass(slots=True)
class Section:
    """The lines of one section by identity.

    Attributes:
        context: the lines that may stand here; None where the rulebook doesn't know the section.
        above: the section that this one stands in.
        entries: the lines.
        said: lines that stood in the text and only say what a missing line means, so that they are no entries.
        said_below: the same for sections that are nothing but such lines.
    """

    context: Context | None
    above: "Section | None" = None
    entries: dict[Key, Entry] = field(default_factory=dict)
    said: set[Key] = field(default_factory=set)
    said_below: dict[Key, set[Key]] = field(default_factory=dict)

    def copy(self, above: "Section | None" = None) -> "Section":
        """Return an independent copy."""
        twin = Section(self.context, above, said=self.said, said_below=self.said_below)
        for key, entry in self.entries.items():
            below = entry.section.copy(twin) if entry.section is not None else None
            twin.entries[key] = Entry(
                key, entry.text, entry.value, entry.negative, entry.rule, entry.number, entry.names, below
            )
        return twin

    def walk(self) -> Iterator[Entry]:
        """Yield every line, those below behind their section's own."""
        for entry in self.entries.values():
            yield entry
            if entry.section is not None:
                yield from entry.section.walk()


@dataclass(slots=True)
class Reader:
    """Turns lines into entries.

    Attributes:
        hides: what is put in the place of secrets.
        profile: the set of defaults that the config asks for.
    """

    hides: Hides
    profile: str = ""

    def section(self, nodes: Iterable[Node], context: Context | None, above: Section | None = None) -> Section:
        """Return the state of some lines: repeated sections joined, repeated lines replaced, defaults kept as they are."""
        section = Section(context, above)
        for node in nodes:
            for text in spelled(context, node.text):
                self._add(section, text, node)
        return section

    def _add(self, section: Section, text: str, node: Node) -> None:
        entry = self.entry(section.context, text, node.number)
        held = section.entries.get(entry.key)
        kind = entry.rule.section if entry.rule is not None and not entry.negative else None
        if kind is not None or node.children:
            below = self.section(node.children, kind.context if kind else None, section)
            entry.section = _joined(held.section, below) if held is not None and held.section is not None else below
        section.entries[entry.key] = entry

    def entry(self, context: Context | None, text: str, number: int = 0) -> Entry:
        """Return one line as the device would hold it."""
        text = self.hides.text(text)
        found, negative = _found(context, text)
        if found is None:
            words = text.split()
            key = tuple(words[1:] if words[0] == "no" else words)
            return Entry(key, text, "", words[0] == "no", None, number, {})
        match, rule = found
        value = " ".join(sorted(set(match.value.split()))) if rule.listing else match.value
        shown = f"no {match.text}" if negative else match.text
        return Entry(match.key, shown, "" if negative else value, negative, rule, number, match.names)


def _found(context: Context | None, text: str) -> tuple[tuple[Match, Rule] | None, bool]:
    """Return a line's match and rule, and whether it is the ``no`` form. Lines are looked up once: most come back."""
    if context is None:
        return None, False
    known = context.seen.get(text)
    if known is not None:
        return known
    words = text.split()
    found = context.rules.find(words)
    answer = (found, False)
    if found is None and words[0] == "no":
        found = context.rules.find(words[1:])
        answer = (found, found is not None)
    if len(context.seen) >= MOST_SEEN:
        context.seen.clear()
    context.seen[text] = answer
    return answer


def spelled(context: Context | None, text: str) -> tuple[str, ...]:
    """Return the lines that a line means: itself, or those that it is another way to write."""
    if context is None or not context.spellings:
        return (text,)
    words = text.split()
    found = context.spellings.find(words)
    if found is not None:
        return tuple(fill(each, found[0].names) for each in found[1])
    found = context.spellings.find(words[1:]) if words[0] == "no" else None
    if found is not None:
        return tuple(f"no {fill(each, found[0].names)}" for each in found[1])
    return (text,)


def _joined(first: Section, second: Section) -> Section:
    for key, entry in second.entries.items():
        held = first.entries.get(key)
        if held is not None and held.section is not None and entry.section is not None:
            entry.section = _joined(held.section, entry.section)
        if entry.section is not None:
            entry.section.above = first
        first.entries[key] = entry
    return first


def is_default(entry: Entry, section: Section, profile: str) -> bool:
    """Whether the device doesn't show the line, because a missing line means the same."""
    if entry.rule is None or entry.rule.section is not None:
        return False
    value = standing(entry.rule.default, section, profile)
    if isinstance(value, bool):
        return value != entry.negative
    return not entry.negative and entry.value == value


def standing(default: Default, section: Section, profile: str) -> bool | str:
    """Return what a missing line means here: True on, False off, or the value that it has."""
    if default.follows is not None and section.above is not None:
        decides = section.above.entries.get(default.follows)
        return decides is None or not decides.negative
    return default.value.get(profile, default.value.get("", False))


def settle(section: Section, profile: str) -> Section:
    """Take out what the device doesn't show: defaults, and sections that are nothing without lines."""
    for key, entry in list(section.entries.items()):
        if entry.section is not None:
            settle(entry.section, profile)
        if is_default(entry, section, profile):
            section.said.add(key)
            del section.entries[key]
        elif _hollow(entry) and entry.section is not None:
            section.said_below[key] = entry.section.said
            del section.entries[key]
    return section


def _hollow(entry: Entry) -> bool:
    kind = entry.rule.section if entry.rule is not None else None
    return kind is not None and kind.hollow and entry.section is not None and not entry.section.entries


def read_state(rulebook: Rulebook, part: Part, nodes: tuple[Node, ...], hides: Hides) -> tuple[Section, str]:
    """Return the state of a part that is changed by commands, and the profile of defaults that it asks for."""
    lines = tuple(node for node in nodes if not any(each.fullmatch(node.text) for each in part.volatile))
    profile = profile_of(rulebook, lines)
    return settle(Reader(hides, profile).section(lines, part.context), profile), profile


def profile_of(rulebook: Rulebook, nodes: Iterable[Node]) -> str:
    """Return the set of defaults that a config asks for."""
    if rulebook.profile is not None:
        for node in nodes:
            found = rulebook.profile.match(node.text.split())
            if found is not None:
                return found.names["profile"]
    return rulebook.usual_profile


def equal(first: Section, second: Section) -> bool:
    """Whether two sections are the same to the device; the order of lines has no meaning in a state."""
    if first.entries.keys() != second.entries.keys():
        return False
    return all(_equal_entries(entry, second.entries[key]) for key, entry in first.entries.items())


def _equal_entries(first: Entry, second: Entry) -> bool:
    if not first.same(second):
        return False
    if first.section is None or second.section is None:
        return first.section is second.section
    return equal(first.section, second.section)


def write_nodes(section: Section) -> tuple[Node, ...]:
    """Return a state as lines."""
    return tuple(
        Node(entry.text, entry.number, write_nodes(entry.section) if entry.section is not None else ())
        for entry in section.entries.values()
    )


def flat(section: Section, indent: str = "") -> Iterator[str]:
    """Yield the lines of a state in an order of their own, for digests: equal states give equal lines."""
    for key in sorted(section.entries):
        entry = section.entries[key]
        yield f"{indent}{'no ' if entry.negative else ''}{' '.join(key)} = {entry.value}"
        if entry.section is not None:
            yield from flat(entry.section, indent + " ")
