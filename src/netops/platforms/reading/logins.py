"""Logins in addresses (``ftp://ops:password@10.0.0.1``): hidden before a reader sees the text.

A description, an alias, a boot file or a log file is kept as it is written, and may hold such an address wherever the device
takes text. So the password goes before any line is read, and no reader has to think of it.
"""

import re
from dataclasses import replace

from netops.config.tree import Lines, PartText, Tree

# A password may hold an `@` and a `/` itself, so that it ends at the word's last one; the end of a line of a body is no part of it.
_REST = r'[^\s\x00:/"]*:)(?!<secret:[a-z0-9-]+:[0-9a-f]{16}>@)[^\s\x00]+(?=@)'
_LOGIN = re.compile(rf"(://{_REST}")
_OF_PROXY = re.compile(rf'(?i)(proxy[ \t]+"?{_REST}')
_HIDDEN = r"\1<secret:url-password:0000000000000000>"


def hide_logins(text: str) -> str:
    """Return a text with the passwords of its addresses hidden.

    Example:
        >>> hide_logins("description ftp://ops:Night@7@10.0.0.1/x")
        'description ftp://ops:<secret:url-password:0000000000000000>@10.0.0.1/x'
        >>> hide_logins('http-proxy "ops:Night7@10.0.0.1" port 80')
        'http-proxy "ops:<secret:url-password:0000000000000000>@10.0.0.1" port 80'
    """
    if "@" not in text:
        return text
    if "://" in text:
        text = _LOGIN.sub(_HIDDEN, text)
    return _OF_PROXY.sub(_HIDDEN, text) if "proxy" in text.lower() else text


def without_logins(tree: Tree) -> Tree:
    """Return a tree whose lines hold no password of an address; the tree itself where there is none."""
    parts = tuple(map(_without, tree.parts))
    if all(one is other for one, other in zip(parts, tree.parts, strict=True)):
        return tree
    return replace(tree, parts=parts, source=hide_logins(tree.source))


def _without(part: PartText) -> PartText:
    lines = part.lines
    text = hide_logins(lines.text)
    if text == lines.text:
        return part
    return PartText(part.name, hide_logins(part.text), Lines(lines.part, text, lines.number, lines.path))
