"""Which sections of the top level have a line: of hundreds of ports a few are in one VRF, and nobody looks through all for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from netops.config.pattern import Pattern
from netops.config.state import Changed, Entry, Key, Section

Words = tuple[str, ...]


def words_of(entry: Entry) -> Sequence[str]:
    """Return a line's words in the spelling in which names are bound."""
    if entry.match is None:
        return entry.positive.split("\n", 1)[0].split()
    match = entry.match
    if match.pattern.verbatim:
        return match.words
    names = match.names
    words: list[str] = []
    for each in match.pattern.words:
        words += [each.literal] if each.literal else names[each.hole].split()
    return words


def may_name(section: Section | None, words: Sequence[str]) -> bool:
    """Whether lines of a section may name all of some words; those that nobody has read are searched as text."""
    if section is None or section.unread is None or section.raw is None:
        return section is not None
    return all(word in section.raw for word in words)


def asked_for(line: Pattern, names: Mapping[str, str]) -> tuple[Key, Words] | None:
    """Return the identity and the words of a line that is fully named; None where it may be one of several."""
    if not line.verbatim or line.rest >= 0 or any(each.hole and each.hole not in names for each in line.words):
        return None
    key = line.key_of(names)
    return None if key is None else (key, tuple([each.literal or names[each.hole] for each in line.words]))


@dataclass(slots=True)
class File:
    """The sections that begin with one word, by what their line of one identity says.

    Attributes:
        word: the word.
        line: the identity.
        sections: words of the line → the sections that have it, by their identities.
        said: section → the words under which it is found.
        unread: sections that nobody has read yet: these are searched as text.
    """

    word: str
    line: Key
    sections: dict[Words, dict[Key, None]] = field(default_factory=dict)
    said: dict[Key, Words] = field(default_factory=dict)
    unread: dict[Key, None] = field(default_factory=dict)

    def put(self, key: Key, entry: Entry | None) -> None:
        """Note anew what a section says, or that it is gone."""
        if key[0] != self.word:
            return
        before = self.said.pop(key, None)
        if before is not None:
            self.sections[before].pop(key)
        self.unread.pop(key, None)
        section = entry.section if entry is not None else None
        if section is None:
            return
        if section.unread is not None:
            self.unread[key] = None
            return
        line = section.find(self.line)
        if line is not None:
            words = self.said[key] = tuple(words_of(line))
            self.sections.setdefault(words, {})[key] = None


@dataclass(slots=True)
class Holders:
    """What a top level has of such files; those that were typed in since somebody asked are looked at again.

    Attributes:
        files: by first word and identity of the line.
        changed: sections that came, or in which lines came or went.
    """

    files: dict[tuple[str, Key], File] = field(default_factory=dict)
    changed: set[Key] = field(default_factory=set)

    @classmethod
    def of(cls, top: Section) -> "Holders":
        """Return that of a top level, of which some sections may be open already."""
        found = cls()
        for each in top.own or ():
            found.watch(top, each)
        return found

    def watch(self, top: Section, key: Key) -> None:
        """Keep in mind that a section came, or is opened to be typed in."""
        self.changed.add(key)
        held = top.held.get(key)
        if held is not None and held.section is not None and held.section.above is top:
            held.section.changed = Changed(self.changed, key)

    def having(self, top: Section, word: str, line: tuple[Key, Words], named: Sequence[str]) -> list[Entry]:
        """Return the sections that have a line, in their order.

        Args:
            top: the top level.
            word: what the sections' own lines begin with.
            line: the line's identity and its words.
            named: words that stand in a section that is asked for.
        """
        held, (key, words) = top.held, line
        self._refresh(top)
        file = self.files.get((word, key))
        if file is None:
            file = self.files[word, key] = File(word, key)
            for each, entry in list(held.items()):
                file.put(each, entry)
        for each in list(file.unread):
            section = held[each].section if each in held else None
            if section is not None and may_name(section, named):
                section.entries  # noqa: B018  # reads them
                file.put(each, held[each])
        found = file.sections.get(words, {})
        if len(found) > 1:
            return [held[each] for each in held if each in found]
        return [held[each] for each in found if each in held]

    def _refresh(self, top: Section) -> None:
        """Look again at sections that were typed in."""
        changed = list(self.changed)  # reading one may change it
        self.changed.clear()
        for file in self.files.values():
            for each in changed:
                file.put(each, top.held.get(each))
