"""What a device takes away on its own: lines that go with another, in its section, below it, and in other sections."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from netops.config.pattern import Pattern, fill
from netops.config.root import Root
from netops.config.rulebook_pieces import Flip
from netops.config.state import Entry, Key, Section

Take = Callable[[Section, Key], Entry | None]


@dataclass(frozen=True, slots=True)
class Wiper:
    """Takes lines away that a device doesn't keep.

    Attributes:
        take: takes one line away and remembers it.
    """

    take: Take

    def here(self, section: Section, patterns: Iterable[Pattern], names: Mapping[str, str], cause: Key) -> None:
        """Take away what agrees with a pattern in a section and in the sections below; the top level has only its lines."""
        for pattern in patterns:
            self._lines(section, pattern, names, cause)

    def _lines(self, section: Section, pattern: Pattern, names: Mapping[str, str], cause: Key) -> None:
        for key in agreeing(section, pattern, names):
            if key != cause:
                self.gone(section, key)
        if isinstance(section, Root):
            return
        for entry in section.opening():
            if entry.section is not None and _anything(entry.section, pattern, names):
                self._lines(section.inside(entry.key), pattern, names, cause)

    def along(self, section: Section, paths: Iterable[tuple[Pattern, ...]], names: Mapping[str, str]) -> None:
        """Take away lines by their paths from a section down."""
        for path in paths:
            self._along(section, path, names)

    def elsewhere(self, section: Section, paths: Iterable[tuple[Pattern, ...]], names: Mapping[str, str]) -> None:
        """Take away lines of other sections, by their paths from the top level."""
        top = section
        while top.above is not None:
            top = top.above
        self.along(top, paths, names)

    def _along(self, section: Section, path: tuple[Pattern, ...], names: Mapping[str, str]) -> None:
        first, *rest = path
        if not rest:
            for key in agreeing(section, first, names):
                self.gone(section, key)
            return
        for entry in _sections(section, first, rest, names):
            found = first.match(words_of(entry))
            if found is None or any(names.get(hole, word) != word for hole, word in found.names.items()):
                continue
            bound = {**names, **found.names}
            if entry.section is not None and _reaches(entry.section, rest, bound):
                self._along(section.inside(entry.key), tuple(rest), bound)

    def gone(self, section: Section, key: Key) -> Entry | None:
        """Take a line away with all that goes along, and return it."""
        entry = self.take(section, key)
        if entry is not None and entry.rule is not None and not entry.negative:
            self.here(section, entry.rule.wipes, entry.names, key)
            self.along(section, entry.rule.wipe_paths, entry.names)
            if entry.rule.wipes_elsewhere:
                self.elsewhere(section, entry.rule.wipes_elsewhere, {**section.bound(), **entry.names})
        return entry


def agreeing(section: Section, pattern: Pattern, names: Mapping[str, str]) -> list[Key]:
    """Return the lines of a section that agree with a pattern and with the words that are bound."""
    start = pattern.start_of(names)
    size = len(start)
    lines = section.starting(start)
    return [each.key for each in lines if each.key[:size] == start and pattern.agrees(words_of(each), names)]


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


def _anything(section: Section, pattern: Pattern, names: Mapping[str, str]) -> bool:
    if agreeing(section, pattern, names):
        return True
    return any(entry.section is not None and _anything(entry.section, pattern, names) for entry in section.opening())


def _reaches(section: Section, path: list[Pattern], names: Mapping[str, str]) -> bool:
    first, *rest = path
    if not rest:
        return bool(agreeing(section, first, names))
    return any(
        entry.section is not None and first.agrees(words_of(entry), names) and _reaches(entry.section, rest, names)
        for entry in section.entries.values()
    )


def _sections(section: Section, first: Pattern, rest: list[Pattern], names: Mapping[str, str]) -> list[Entry]:
    """Return the sections that may hold lines of a path; those that nobody has read are searched as text."""
    if not isinstance(section, Root):
        return list(section.entries.values())
    word = first.words[0].literal
    if word:
        section.load(word)
    else:
        section.load_all()
    bound = [names[each.hole] for pattern in rest for each in pattern.words if each.hole in names]
    return [entry for entry in section.naming(bound) if not word or entry.key[0] == word]


def stands_elsewhere(section: Section, path: tuple[Pattern, ...], names: Mapping[str, str]) -> bool:
    """Whether a line stands in another section, by its path from the top level."""
    return any(True for _ in standing_in(section, path, names))


def standing_in(section: Section, path: tuple[Pattern, ...], names: Mapping[str, str]) -> Iterator[Key]:
    """Yield the sections of the top level in which a line stands, by its path."""
    top = section
    while top.above is not None:
        top = top.above
    first, *rest = path
    for entry in _sections(top, first, rest, names):
        if entry.section is not None and first.agrees(words_of(entry), names) and _reaches(entry.section, rest, names):
            yield entry.key


def covered(entry: Entry, patterns: Iterable[Pattern], names: Mapping[str, str]) -> bool:
    """Whether a line goes on its own when another comes in that wipes these patterns."""
    words = words_of(entry)
    return any(pattern.agrees(words, names) for pattern in patterns)


def named_by(section: Section, flip: Flip) -> Iterator[str]:
    """Yield the lines that are concerned, one for each line that names one."""
    for entry in section.entries.values():
        for each in flip.each:
            found = each.match(entry.positive.split())
            if found is not None and not entry.negative:
                yield fill(flip.line.text, found.names)
