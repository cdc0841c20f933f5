"""Whether two configs differ, found quickly: a device with a candidate shows it in its prompt after every line."""

from __future__ import annotations

from netops.lab.semantics.core.model import Node
from netops.lab.semantics.core.rendering import in_order


def witness(one: Node, other: Node) -> tuple[str, ...] | None:
    """Return the keys that lead to a place where two configs differ; None where they are displayed alike."""
    if not _alike(one, other):
        return ()
    if list(one.children) != list(other.children) and _displayed(one) != _displayed(other):
        return ()
    for key, child in one.children.items():
        if child is not other.children[key]:
            found = witness(child, other.children[key])
            if found is not None:
                return (key, *found)
    return None


def at_odds(one: Node, other: Node, keys: tuple[str, ...]) -> bool:
    """Tell whether two configs still differ at the place that ``witness`` told of."""
    for key in keys:
        mine, yours = one.children.get(key), other.children.get(key)
        if mine is None or yours is None:
            return mine is not yours
        one, other = mine, yours
    return not _alike(one, other) or len(one.children) != len(other.children)


def _alike(one: Node, other: Node) -> bool:
    return one.text == other.text and one.body == other.body


def _displayed(section: Node) -> list[str]:
    return [node.key for node in in_order(section)]
