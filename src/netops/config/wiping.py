"""What a device takes away on its own: lines that go with another, in its section, below it, and in other sections."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from netops.config.holders import asked_for, may_name, words_of
from netops.config.pattern import REST, Beside, Pattern, Without, fill
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
        self.along(top_of(section), paths, names)

    def _along(self, section: Section, path: tuple[Pattern, ...], names: Mapping[str, str]) -> None:
        first, *rest = path
        if not rest:
            for key in agreeing(section, first, names):
                self.gone(section, key)
            return
        if isinstance(first, Beside):
            for bound in list(beside(section, first, names)):
                self._along(section, tuple(rest), bound)
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
                self.elsewhere(section, entry.rule.wipes_elsewhere, in_place(section, entry))
        return entry


def in_place(section: Section, entry: Entry) -> Mapping[str, str]:
    """Return what a line binds, and the lines that it stands below."""
    return {**section.bound(), **entry.names}


def agreeing(section: Section, pattern: Pattern, names: Mapping[str, str]) -> list[Key]:
    """Return the lines of a section that agree with a pattern and with the words that are bound."""
    start = pattern.start_of(names)
    size = len(start)
    lines = section.starting(start)
    return [each.key for each in lines if each.key[:size] == start and pattern.agrees(words_of(each), names)]


def _anything(section: Section, pattern: Pattern, names: Mapping[str, str]) -> bool:
    if agreeing(section, pattern, names):
        return True
    return any(entry.section is not None and _anything(entry.section, pattern, names) for entry in section.opening())


def beside(section: Section, pattern: Pattern, names: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """Yield what is bound, for each line of a section that agrees with a pattern."""
    key = pattern.key_of(names) if pattern.rest < 0 else None
    for each in agreeing(section, pattern, names) if key is None else (key,):
        entry = section.find(each)
        found = None if entry is None or entry.negative else pattern.match(words_of(entry))
        # What a `*` of another line stands for says nothing of this one.
        if found is not None and all(
            names.get(hole, word) == word or hole == REST for hole, word in found.names.items()
        ):
            yield {**names, **found.names}


def chained(section: Section, chain: Sequence[Pattern], names: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """Yield what is bound where lines stand in a section, or in those above it, each named by what those before it bind."""
    place: Section | None = section
    while place is not None and place.above is not None:  # nothing of the top level is beside anything
        for bound in beside(place, chain[0], names):
            if len(chain) == 1:
                yield bound
            else:
                yield from chained(section, chain[1:], bound)
        place = place.above


def _reaches(section: Section, path: Sequence[Pattern], names: Mapping[str, str], *, firm: bool = False) -> bool:
    """Whether a line of a path is there from a section down, negated or not; a ``firm`` one isn't."""
    first, *rest = path
    if not rest:
        return any(True for _ in beside(section, first, names)) if firm else bool(agreeing(section, first, names))
    if isinstance(first, Beside):
        return any(_reaches(section, rest, bound, firm=firm) for bound in beside(section, first, names))
    return any(
        entry.section is not None
        and first.agrees(words_of(entry), names)
        and _reaches(entry.section, rest, names, firm=firm)
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
    key = first.key_of(names) if first.rest < 0 else None
    if key is not None:
        held = section.find(key)
        return [held] if held is not None and may_name(held.section, bound) else []
    line = asked_for(rest[0], names) if isinstance(rest[0], Beside) and word else None
    return list(section.naming(bound, word)) if line is None else section.having(line, bound, word)


def standing_in(section: Section, path: tuple[Pattern, ...], names: Mapping[str, str]) -> Iterator[Key]:
    """Yield the sections of the top level in which a line stands, by its path; of the top level's own lines themselves."""
    top = top_of(section)
    first, *rest = path
    if not rest:
        yield from (key for key in agreeing(top, first, names) if not top.entries[key].negative)
        return
    for entry in _sections(top, first, rest, names):
        below = entry.section if first.agrees(words_of(entry), names) else None
        if below is not None and _reaches(below, rest, names, firm=True):
            yield entry.key


def lacking_elsewhere(
    section: Section, path: tuple[Pattern, ...], names: Mapping[str, str]
) -> Mapping[str, str] | None:
    """Return what is bound where a section of the top level stands that should have a line, by its path, and lacks it.

    A line in brackets at the head is one of this section: without it nothing is lacking. Of a path that ends with the section, its
    own line is what should be another.
    """
    first, *rest = path
    if isinstance(first, Beside):
        found = (lacking_elsewhere(section, path[1:], bound) for bound in led(section, first, names))
        return next((each for each in found if each is not None), None)
    key = first.key_of(names)
    held = top_of(section).find(key) if key is not None else None
    if held is None or held.section is None:
        return None
    there = _reaches(held.section, rest, names, firm=True) if rest else first.agrees(words_of(held), names)
    return None if there else names


def led(section: Section, first: Beside, names: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """Yield what is bound where a path goes on behind a line in brackets."""
    found = beside(section, first, names)
    if not isinstance(first, Without):
        yield from found
    elif next(found, None) is None:
        yield names


def needed_of(section: Section, path: tuple[Pattern, ...], names: Mapping[str, str]) -> Iterator[Key]:
    """Yield the sections of the top level that should have a line, by its path, whether they stand or not."""
    first = path[0]
    if isinstance(first, Beside):
        for bound in led(section, first, names):
            yield from needed_of(section, path[1:], bound)
        return
    key = first.key_of(names)
    if key is not None:
        yield key


def top_of(section: Section) -> Section:
    """Return the top level that a section stands in."""
    while section.above is not None:
        section = section.above
    return section


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
