"""Two configs beside each other, the way VRP 8 displays changes."""

from __future__ import annotations

from collections.abc import Iterator

from netops.lab.semantics.core.model import Node


def changes(before: Node, after: Node) -> str:
    """Return the lines that came (``+``) and went (``-``), section by section, parted by ``#``.

    Source: NE V8R10, ``display configuration candidate changes``; the layout is that of the manual's example.
    """
    keys = dict.fromkeys([*before.children, *after.children])
    blocks = [list(_changed(before.children.get(key), after.children.get(key), 0)) for key in keys]
    lines = [line for block in blocks if block for line in ("  #", *block)]
    return "\n".join([*lines, "  #"]) if lines else ""


def _changed(old: Node | None, new: Node | None, depth: int) -> Iterator[str]:
    if old is None or new is None:
        yield from _whole("-" if new is None else "+", old if new is None else new, depth)
        return
    below = [
        line
        for key in dict.fromkeys([*old.children, *new.children])
        for line in _changed(old.children.get(key), new.children.get(key), depth + 1)
    ]
    if old.text != new.text or old.body != new.body:
        yield _line("-", old, depth)
        yield _line("+", new, depth)
    elif below:
        yield _line(" ", new, depth)
    yield from below


def _whole(sign: str, node: Node | None, depth: int) -> Iterator[str]:
    if node is None:
        return
    yield _line(sign, node, depth)
    for child in node.children.values():
        yield from _whole(sign, child, depth + 1)


def _line(sign: str, node: Node, depth: int) -> str:
    return f"{sign} {' ' * depth}{node.text}"
