"""What a line says, cut into words, and which reader takes it: by its first words, the longest that a table knows."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from netops.config.node import Node
from netops.platforms.ios_family.sheet import Dialect, Sheet
from netops.platforms.reading.sheet import Place

_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class Said:
    """One line.

    Attributes:
        words: ports in one word each, without the ``no`` of a negated line.
        off: the line is negated.
    """

    node: Node
    words: tuple[str, ...]
    off: bool

    @property
    def text(self) -> str:
        """The words in one line, without ``no``."""
        return " ".join(self.words)

    def rest(self, after: int) -> str:
        """Return the line as it was typed behind its first words; ``no`` isn't one of them."""
        return self.node.text.split(" ", after + self.off)[-1]


def said(dialect: Dialect, node: Node) -> Said:
    """Cut a line into words."""
    words = dialect.words(node.text)
    found = _new(Said)  # every line is said: to set its fields here takes a third of what its own maker takes
    found.node = node
    found.off = words[0] == "no" and len(words) > 1
    found.words = words[1:] if found.off else words
    return found


_new = object.__new__


LineReader = Callable[[Sheet, Said], bool]
SectionReader = Callable[[Sheet, Said, Place], bool]
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Readers:
    """Which reader takes a line: first words → reader, the longest first. ``no …`` stands there with its ``no``.

    Attributes:
        lines: of lines that have none below them.
        sections: of lines that may have some.
        whole: of lines by all their words.
        by_words: the readers of sections and of lines by the words of their heads, ``no`` among them.
        lengths: a head's first two words, or its only one → of how many words the heads are that begin with them, the most first.
    """

    lines: Mapping[str, LineReader]
    sections: Mapping[str, SectionReader]
    whole: Mapping[str, LineReader]
    by_words: Mapping[Words, tuple[SectionReader | None, LineReader | None]] = field(init=False, repr=False)
    lengths: Mapping[Words, tuple[int, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Find out how many words the readers of lines with the same first words look at, the most first."""
        heads = dict.fromkeys((*self.lines, *self.sections))
        by_words = {tuple(head.split(" ")): (self.sections.get(head), self.lines.get(head)) for head in heads}
        found: dict[Words, set[int]] = {}
        for words in by_words:
            found.setdefault(words[: _first(words) + 1], set()).add(len(words))
        lengths = {
            begin: tuple(sorted(own | found.get(begin[: _first(begin)], set()), reverse=True))
            for begin, own in found.items()
        }
        object.__setattr__(self, "by_words", by_words)
        object.__setattr__(self, "lengths", lengths)

    def of(self, other: "Readers") -> "Readers":
        """Return these readers with those of one platform, which come first."""
        return Readers(
            {**self.lines, **other.lines}, {**self.sections, **other.sections}, {**self.whole, **other.whole}
        )

    def read(self, sheet: Sheet, node: Node, place: Place) -> bool:
        """Read a line; False where nobody knows it."""
        found = said(sheet.dialect, node)
        sheet.management.fields.node = node
        whole = None if node.children else self.whole.get(node.text)
        if whole is not None:
            return whole(sheet, found)
        words = ("no", *found.words) if found.off else found.words
        first = _first(words)
        for length in self.lengths.get(words[: first + 1]) or self.lengths.get(words[:first], ()):
            section, alone = self.by_words.get(words[:length], (None, None))
            if section is not None:
                return section(sheet, found, place)
            if alone is not None:
                return not node.children and alone(sheet, found)
        return False


def _first(words: Words) -> int:
    """Return how many words a line begins with, ``no`` and its own first word."""
    return 2 if words[0] == "no" else 1


def each(
    sheet: Sheet,
    nodes: Sequence[Node],
    place: Place,
    read: Callable[[Said], bool],
    plainly: Callable[[Node], bool] | None = None,
) -> None:
    """Read lines that have none below them; what isn't known, or makes no sense, is unread.

    Args:
        sheet: the device.
        nodes: the lines.
        place: where they stand.
        read: reads a line that was cut into words.
        plainly: reads a line that needn't be cut into words; it is asked first.
    """
    dialect, fields = sheet.dialect, sheet.management.fields
    for node in nodes:
        fields.node = node
        try:
            if not node.children and ((plainly is not None and plainly(node)) or read(said(dialect, node))):
                continue
        except (ValueError, LookupError):
            pass
        place.unread(node)
