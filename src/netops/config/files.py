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
    return frozenset(made for made, _ in _named(part, nodes, needed=False))


def lacking(part: Part, nodes: tuple[Node, ...]) -> Iterator[tuple[str, Object]]:
    """Yield lines that need an object which no line of the file makes, with that object."""
    made = objects(part, nodes)
    yield from ((line, thing) for thing, line in _named(part, nodes, needed=True) if thing not in made)


def _named(part: Part, nodes: tuple[Node, ...], *, needed: bool) -> Iterator[tuple[Object, str]]:
    """Yield the objects that lines make, or need, each with its line."""
    defines = [each for each in part.defines if each.needed is needed]
    for node in nodes if defines else ():
        for each in defines:
            match = each.line.match(node.text.split())
            if match is None:
                continue
            if each.child is None:
                yield (each.kind, fill(each.name, match.names)), node.text
                continue
            for child in node.children:
                below = each.child.match(child.text.split())
                if below is not None:
                    yield (each.kind, fill(each.name, {**match.names, **below.names})), f"{node.text} / {child.text}"
