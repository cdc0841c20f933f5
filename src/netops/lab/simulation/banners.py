"""What a device says at a login because its config says so."""

from __future__ import annotations

from collections.abc import Iterable

from netops.lab.semantics.core.model import Node


def banner(root: Node, *heads: str) -> str:
    """Return the texts of the banners that lines begin with (``banner motd``), without their marks, in this order."""
    return "\n".join(text for head in heads for text in _texts(root, head))


def _texts(root: Node, head: str) -> Iterable[str]:
    for node in root.children.values():
        if node.text.startswith(f"{head} "):
            yield bare("\n".join([node.text.removeprefix(f"{head} "), *node.body]))


def bare(text: str) -> str:
    r"""Return a banner's text without the marks around it: one character, or Cisco's ``^C``.

    Example:
        >>> bare("^CStay\naway^C"), bare('"Stay away"'), bare("%\nStay away\n%")
        ('Stay\naway', 'Stay away', 'Stay away')
    """
    mark = "^C" if text.startswith("^C") else text[:1]
    return text.removeprefix(mark).removesuffix(mark).strip("\n")


def joined(*texts: str) -> str:
    """Return texts below each other, without those that are empty."""
    return "\n".join(text for text in texts if text)
