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
    if words[0] == "no" and len(words) > 1:
        return Said(node, words[1:], off=True)
    return Said(node, words, off=False)


LineReader = Callable[[Sheet, Said], bool]
SectionReader = Callable[[Sheet, Said, Place], bool]


@dataclass(frozen=True, slots=True)
class Readers:
    """Which reader takes a line: first words → reader, the longest first. ``no …`` stands there with its ``no``.

    Attributes:
        lines: of lines that have none below them.
        sections: of lines that may have some.
        whole: of lines by all their words.
        lengths: first two words, or the first of a head of one word → of how many words the heads are that begin with them, the most first.
    """

    lines: Mapping[str, LineReader]
    sections: Mapping[str, SectionReader]
    whole: Mapping[str, LineReader]
    lengths: Mapping[str, tuple[int, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Find out how many words the readers of lines with the same first word look at, the most first."""
        found: dict[str, set[int]] = {}
        for head in (*self.lines, *self.sections):
            no, words = _apart(head)
            found.setdefault(no + " ".join(words[:2]), set()).add(len(words))
        lengths = {}
        for begin, own in found.items():
            no, words = _apart(begin)
            lengths[begin] = tuple(sorted(own | found.get(no + words[0], set()), reverse=True))
        object.__setattr__(self, "lengths", lengths)

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
        words, no = found.words, "no " if found.off else ""
        lengths = self.lengths.get(f"{no}{' '.join(words[:2])}") or self.lengths.get(no + words[0], ())
        for length in lengths:
            head = f"{no}{' '.join(words[:length])}"
            section = self.sections.get(head)
            if section is not None:
                return section(sheet, found, place)
            if head in self.lines:
                return not node.children and self.lines[head](sheet, found)
        return False


def _apart(head: str) -> tuple[str, list[str]]:
    """Return ``no `` where the first words of a line have it, and the others."""
    words = head.removeprefix("no ")
    return head[: len(head) - len(words)], words.split(" ")


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
    dialect = sheet.dialect
    for node in nodes:
        try:
            if not node.children and ((plainly is not None and plainly(node)) or read(said(dialect, node))):
                continue
        except (ValueError, LookupError):
            pass
        place.unread(node)
