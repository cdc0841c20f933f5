"""What a line says, cut into words, and which reader takes it: by its first words, the longest that a table knows."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from netops.config.node import Node
from netops.platforms.ios_family.sheet import Dialect, Sheet
from netops.platforms.reading.sheet import Place

_HEAD = 4
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
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
    off = len(words) > 1 and words[0] == "no"
    return Said(node, words[1:] if off else words, off)


LineReader = Callable[[Sheet, Said], bool]
SectionReader = Callable[[Sheet, Said, Place], bool]


@dataclass(frozen=True, slots=True)
class Readers:
    """Which reader takes a line: first words → reader, the longest first. ``no …`` stands there with its ``no``.

    Attributes:
        lines: of lines that have none below them.
        sections: of lines that may have some.
        whole: of lines by all their words.
    """

    lines: Mapping[str, LineReader]
    sections: Mapping[str, SectionReader]
    whole: Mapping[str, LineReader]

    def of(self, other: "Readers") -> "Readers":
        """Return these readers with those of one platform, which come first."""
        return Readers(
            {**self.lines, **other.lines}, {**self.sections, **other.sections}, {**self.whole, **other.whole}
        )

    def read(self, sheet: Sheet, node: Node, place: Place) -> bool:
        """Read a line; False where nobody knows it."""
        found = said(sheet.dialect, node)
        whole = None if node.children else self.whole.get(node.text)
        if whole is not None:
            return whole(sheet, found)
        words = ("no", *found.words[:_HEAD]) if found.off else found.words[:_HEAD]
        for length in range(len(words), 0, -1):
            head = " ".join(words[:length])
            section = self.sections.get(head)
            if section is not None:
                return section(sheet, found, place)
            if head in self.lines:
                return not node.children and self.lines[head](sheet, found)
        return False


def each(sheet: Sheet, nodes: Sequence[Node], place: Place, read: Callable[[Said], bool]) -> None:
    """Read lines that have none below them; what isn't known, or makes no sense, is unread."""
    place.each(nodes, lambda node: not node.children and read(said(sheet.dialect, node)))
