"""A config as a tree of lines, and the text that it came from.

Nothing is dropped: what is noise to the device (``!``, ``end``, comments) stands in the source text that `Tree.format`
gives back; what means something is a `Node` with its line number. Lines are read when somebody asks for them.
"""

from dataclasses import dataclass, field
from itertools import islice
from re import Match

from netops.config.chunks import Chunks, cut_chunks
from netops.config.grammar import numbered, read_nodes
from netops.config.marks import LineFinder
from netops.config.node import Node
from netops.config.rulebook import Part


class Lines:
    """The lines of one part, read when somebody asks for them.

    Attributes:
        part: how they are read.
        text: the part's text, opaque bodies folded.
        number: line of the whole text where it begins.
        path: for messages.
    """

    __slots__ = ("_chunks", "_found", "_nodes", "number", "part", "path", "text")

    def __init__(self, part: Part, text: str, number: int = 1, path: str | None = None) -> None:
        self.part, self.text, self.number, self.path = part, text, number, path
        self._nodes: tuple[Node, ...] | None = None
        self._chunks: Chunks | None = None
        self._found: dict[LineFinder, tuple[Match[str], ...]] = {}

    def nodes(self) -> tuple[Node, ...]:
        """Return the significant lines.

        Raises:
            InputError: NET-CFG-010, a block of braces that is never closed or was never opened.
        """
        if self._nodes is None:
            self._nodes = read_nodes(self.part, numbered(self.text, self.number), self.path)
        return self._nodes

    def first_two(self, finder: LineFinder) -> tuple[Match[str], ...]:
        """Return the first lines of a kind, two at most; the text is looked through once."""
        found = self._found.get(finder)
        if found is None:
            found = self._found[finder] = tuple(islice(finder.lines(self.text), 2))
        return found

    def any(self) -> bool:
        """Whether there is a significant line; no more is read than it takes to know."""
        chunks = self.chunks()
        return any(chunks.nodes(at) for at in range(len(chunks.texts)))

    def chunks(self) -> Chunks:
        """Return the text cut at its top level."""
        if self._chunks is None:
            self._chunks = cut_chunks(self.part, self.text, self.number)
        return self._chunks


@dataclass(frozen=True, slots=True)
class PartText:
    """One part of a config: its text and its lines.

    Attributes:
        name: the part's name in the rulebook.
        text: as it was read, without the part's marker line.
        lines: reads the lines.
    """

    name: str
    text: str = field(repr=False)
    lines: Lines = field(compare=False, repr=False)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The significant lines."""
        return self.lines.nodes()


@dataclass(frozen=True, slots=True)
class Tree:
    """The config of one device.

    Attributes:
        platform: name of the platform by whose rules it was read.
        parts: the parts that the text has, in the rulebook's order.
        normalised: what had to be set right before the text could be read; empty where nothing was.
        source: the whole text after that.
        path: the file that it came from, as the user named it; None for a device's own.
        release: the software release that the text names; empty where it names none.
    """

    platform: str
    parts: tuple[PartText, ...]
    normalised: tuple[str, ...] = ()
    source: str = field(default="", repr=False, compare=False)
    path: str | None = field(default=None, compare=False)
    release: str = field(default="", compare=False)

    @property
    def says_nothing(self) -> bool:
        """Whether no part has a single significant line."""
        return not any(each.lines.any() for each in self.parts)

    def part(self, name: str) -> tuple[Node, ...]:
        """Return the significant lines of a part; nothing where the text doesn't have that part."""
        return next((each.nodes for each in self.parts if each.name == name), ())

    def text(self, name: str) -> str | None:
        """Return the source text of a part, or None where the text doesn't have that part."""
        return next((each.text for each in self.parts if each.name == name), None)

    def format(self) -> str:
        """Return the text back, byte for byte but for what ``normalised`` lists."""
        return self.source
