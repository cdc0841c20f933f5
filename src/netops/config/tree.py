"""A config as a tree of lines, and the text that it came from.

Nothing is dropped: what is noise to the device (``!``, ``end``, comments) stands in the source text that `Tree.format`
gives back; what means something is a `Node` with its line number.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Node:
    """A line and the lines below it.

    Attributes:
        text: without indentation, single spaces, without the brace that opens a block. May hold a secret, so that
            no ``repr`` shows it.
        number: 1-based line in the whole text; 0 where the line comes from a simulation.
        children: the lines of the section that this line opens.
    """

    text: str = field(repr=False)
    number: int = field(default=0, compare=False)
    children: "tuple[Node, ...]" = ()

    def walk(self) -> "Iterator[Node]":
        """Yield this line and all lines below it, in their order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class PartText:
    """One part of a config: its text and its lines.

    Attributes:
        name: the part's name in the rulebook.
        text: as it was read, without the part's marker line.
        nodes: the significant lines.
        number: line of the whole text where ``text`` begins.
    """

    name: str
    text: str = field(repr=False)
    nodes: tuple[Node, ...]
    number: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Tree:
    """The config of one device.

    Attributes:
        platform: name of the platform by whose rules it was read.
        parts: the parts that the text has, in the rulebook's order.
        normalised: what had to be set right before the text could be read; empty where nothing was.
        source: the whole text after that.
        path: the file that it came from, as the user named it; None for a device's own.
    """

    platform: str
    parts: tuple[PartText, ...]
    normalised: tuple[str, ...] = ()
    source: str = field(default="", repr=False, compare=False)
    path: str | None = field(default=None, compare=False)

    def part(self, name: str) -> tuple[Node, ...]:
        """Return the significant lines of a part; nothing where the text doesn't have that part."""
        return next((each.nodes for each in self.parts if each.name == name), ())

    def text(self, name: str) -> str | None:
        """Return the source text of a part, or None where the text doesn't have that part."""
        return next((each.text for each in self.parts if each.name == name), None)

    def format(self) -> str:
        """Return the text back, byte for byte but for what ``normalised`` lists."""
        return self.source
