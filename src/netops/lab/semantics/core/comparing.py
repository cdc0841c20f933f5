"""What differs in meaning between two devices of a platform."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from netops.lab.semantics.core.model import Act, Node, Platform, matches
from netops.lab.semantics.core.pattern import fill
from netops.lab.semantics.core.rendering import in_order

Place = tuple[str, ...]


def compared(one: Node, other: Node, platform: Platform) -> tuple[str, ...]:
    """Return one line for each difference: ``- place / line`` stands only in ``one``, ``+`` only in ``other``.

    Secrets that the device displays otherwise each time are no difference. A setting that is on here and off there is one
    difference: it is told as ``one`` has it.
    """
    found = list(_sections((), _one_way(one, platform), _one_way(other, platform)))
    if platform.blurred:
        found = list(_told_apart(found, re.compile(platform.blurred)))
    ours = {line[2:] for line in found if line.startswith("- ")}
    return tuple(line for line in found if line.startswith("- ") or _opposite(line[2:], platform.undo) not in ours)


def _one_way(root: Node, platform: Platform) -> Node:
    """Return a config in which what may be displayed in two ways stands in one."""
    if not platform.alike:
        return root
    copy = root.copy()
    for effect in platform.alike:
        effect(Act(copy, (copy,), {}, "", None, None, [], agreed=False, release=platform.release))
    return copy


def _told_apart(lines: Iterable[str], blurred: re.Pattern[str]) -> Iterator[str]:
    """Leave out the lines that differ from one of the other side in what the device shows otherwise each time."""
    seen = [(line, line[0], blurred.sub("…", line[2:])) for line in lines]
    ours, theirs = (Counter(text for _, side, text in seen if side == sign) for sign in "-+")
    left = {"-": ours & theirs, "+": ours & theirs}
    for line, sign, text in seen:
        if left[sign][text] > 0:
            left[sign][text] -= 1
        else:
            yield line


def _opposite(line: str, undo: str) -> str:
    *place, last = line.split(" / ")
    word = undo + " "
    return " / ".join([*place, last.removeprefix(word) if last.startswith(word) else word + last])


def _sections(place: Place, one: Node, other: Node) -> Iterator[str]:
    ours, theirs = _meant(one), _meant(other)
    for meaning in dict.fromkeys([*ours, *theirs]):
        mine, yours = ours.get(meaning), theirs.get(meaning)
        if mine is not None and yours is not None:
            yield from _sections((*place, meaning), mine, yours)
        elif mine is not None:
            yield from _alone("-", place, meaning, mine)
        elif yours is not None:
            yield from _alone("+", place, meaning, yours)
    yield from _orders(place, one, other)


def _meant(section: Node) -> dict[str, Node]:
    """Return the lines of a section by what they mean. Equal lines that may stand twice are told apart by a count."""
    found: dict[str, Node] = {}
    for node in section.children.values():
        for meaning in _meanings(node):
            found[_unlike(found, meaning)] = node
    return found


def _unlike(found: dict[str, Node], meaning: str) -> str:
    while meaning in found:
        meaning += " (again)"
    return meaning


def _meanings(node: Node) -> tuple[str, ...]:
    """Return what a line stands for: itself, or each of several things that are displayed as one (``line vty 0 4``)."""
    if node.rule is not None and node.rule.spread is not None:
        return node.rule.spread(node.groups)
    return (meaning_of(node),)


def meaning_of(node: Node) -> str:
    """Return what a line means to the device, opaque lines included."""
    rule = node.rule
    text = node.text if rule is None or rule.meaning is None else fill(rule.meaning, node.groups)
    return "\\n".join([text, *node.body])


def _alone(sign: str, place: Place, meaning: str, node: Node) -> Iterator[str]:
    """Tell of a line that only one side has, and of those below it. A section that is always there says nothing."""
    if not (node.rule is not None and matches(node.rule.implicit, node.text)):
        yield f"{sign} {' / '.join([*place, meaning])}"
    for below, child in _meant(node).items():
        yield from _alone(sign, (*place, meaning), below, child)


def _orders(place: Place, one: Node, other: Node) -> Iterator[str]:
    ours, theirs = _sequences(one), _sequences(other)
    for name in ours:
        mine, yours = ours[name], theirs.get(name, [])
        if mine != yours and sorted(mine) == sorted(yours):
            yield f"- {' / '.join([*place, 'order of ' + name])}: {'; '.join(mine)}"
            yield f"+ {' / '.join([*place, 'order of ' + name])}: {'; '.join(yours)}"


def _sequences(section: Node) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in in_order(section):
        if node.rule is not None and node.rule.key_order:
            found.setdefault(fill(node.rule.key_order, node.groups), []).append(meaning_of(node))
    return found
