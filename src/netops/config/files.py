"""Parts that are changed as a whole file: when two of them are the same, and which objects they make."""

from collections.abc import Iterator

from netops.config.node import Node
from netops.config.pattern import fill
from netops.config.rulebook import Part
from netops.config.rulebook_pieces import Grammar
from netops.config.steps import Object

Shape = tuple[str, tuple["Shape", ...]]
"""A line and what stands below it, in one spelling and, where order means nothing, in one order."""


def shape(part: Part, nodes: tuple[Node, ...]) -> tuple[Shape, ...]:
    """Return what a file part means: comments, blank lines and spaces make no difference.

    Where the order of lines means nothing, lines with different first words are sorted; those with the same first word
    keep their order, because the first ``Port`` or the first ``post-up`` may matter.
    """
    shapes = [(_spelled(part, node.text), shape(part, node.children)) for node in nodes]
    if part.ordered:
        return tuple(shapes)
    return tuple(sorted(shapes, key=lambda each: _rank(part, each)))


def _rank(part: Part, line: Shape) -> tuple[bool, str]:
    """Return the place of a line among its neighbors: a stanza by its whole line, an option by its keyword."""
    text, below = line
    first = text.split(" ", 1)[0]
    stanza = bool(below) or (part.grammar is Grammar.STANZAS and first in part.blocks)
    return (bool(below), text if stanza else first)


def _spelled(part: Part, text: str) -> str:
    if part.grammar is not Grammar.KEYWORDS:
        return text
    keyword, _, value = text.partition(" ")
    return f"{keyword.lower()} {value}".strip()


def lines_of(shapes: tuple[Shape, ...], indent: str = "") -> Iterator[str]:
    """Yield the lines of a shape, for digests."""
    for text, below in shapes:
        yield indent + text
        yield from lines_of(below, indent + " ")


def objects(part: Part, nodes: tuple[Node, ...]) -> frozenset[Object]:
    """Return the objects that a file part's lines make: interfaces, VRFs."""
    found: set[Object] = set()
    for node in nodes:
        for each in part.defines:
            match = each.line.match(node.text.split())
            if match is None:
                continue
            below = each.child
            if below is None or any(below.match(child.text.split()) for child in node.children):
                found.add((each.kind, fill(each.name, match.names)))
    return frozenset(found)
