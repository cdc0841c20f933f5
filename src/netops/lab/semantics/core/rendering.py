"""The config as the device displays it."""

from __future__ import annotations

from collections.abc import Iterator

from netops.lab.semantics.core.model import Node, Platform


def render(platform: Platform, root: Node) -> str:
    """Return the whole config, sections apart, with the platform's header and footer."""
    lines = [*platform.header]
    was_section = False
    for node in in_order(root):
        section = bool(node.children) or bool(node.view)
        if platform.separator and (section or was_section) and lines:
            lines.append(platform.separator)
        lines += _lines(platform, node, 0)
        was_section = section
    if platform.separator:
        lines.append(platform.separator)
    return "\n".join([*lines, *platform.footer]) + "\n"


def _lines(platform: Platform, node: Node, depth: int) -> Iterator[str]:
    margin = " " * platform.indent * depth
    if node.rule is not None and node.rule.written is not None:
        yield from (margin + line for line in node.rule.written(node))
        return
    yield margin + node.text
    yield from node.body
    for child in in_order(node):
        yield from _lines(platform, child, depth + 1)
    if node.rule is not None and node.rule.closes:
        yield margin + node.rule.closes


def in_order(node: Node) -> list[Node]:
    """Return the lines of a section as displayed: as they came, but numbered lines by number where the first stands."""
    numbered: dict[tuple[str, ...], list[Node]] = {}
    for child in node.children.values():
        if (group := sorted_with(child)) is not None:
            numbered.setdefault(group, []).append(child)
    found: list[Node] = []
    for child in node.children.values():
        group = sorted_with(child)
        if group is None:
            found.append(child)
        else:
            found += sorted(numbered.pop(group, []), key=_number)
    return found


def sorted_with(node: Node) -> tuple[str, ...] | None:
    """Return what lines a numbered line is sorted with: its words before the number; None for other lines."""
    if node.rule is None or not node.rule.sort or node.rule.sort not in node.groups:
        return None
    words = node.text.split(" ")
    number = node.groups[node.rule.sort]
    return tuple(words[: words.index(number)]) if number in words else None


def _number(node: Node) -> int:
    number = node.groups[node.rule.sort] if node.rule is not None else ""
    return int(number) if number.isdigit() else 0
