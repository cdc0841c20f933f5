"""Logins in addresses (``ftp://ops:password@10.0.0.1``): hidden before a reader sees the text.

A description, an alias, a boot file or a log file is kept as it is written, and may hold such an address wherever the device
takes text. So the password goes before any line is read, and no reader has to think of it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from netops.config.tree import Lines, PartText, Tree

# A password may hold an `@` and a `/` itself, so that it ends at the word's last one; the end of a line of a body is no part of it.
_REST = r'[^\s\x00:/"]*:)(?!<secret:[a-z0-9-]+:[0-9a-f]{16}>@)[^\s\x00]+(?=@)'
_LOGIN = re.compile(rf"(://{_REST}")
_OF_PROXY = re.compile(rf'(?i)(proxy[ \t]+"?{_REST}')
# Without a scheme it is a name with a letter, a colon, a password and a host: no IPv6 or MAC address (two colons), no port behind a host, no
# mail address behind a word that tells what it is, and no port of the other end of a line.
_HOST = r"""(?:\[[0-9A-Fa-f:.]+\]|(?![A-Za-z-]+[0-9]+/[0-9]+(?:[/.:][0-9]+)*$)[A-Za-z0-9][A-Za-z0-9.-]*)(?::[0-9]+)?(?:[/"',;)]|$)"""
_LABELS = "mailto|mail|e-?mail|sips?|xmpp|contact|to|from|via|link|uplink|downlink|peer"
_NUMBERS = r"(?:[0-9A-Fa-f]*:){2,}[0-9A-Fa-f.]*@|[^:@]*\.[^:@]*:[0-9]{1,5}@|[^:@]+:[0-9]{1,3}@"
_BARE = re.compile(
    rf"""(?i)((?:^|["'=(,;]|[^\x00-\x7f])(?!(?:{_LABELS}):)(?!{_NUMBERS})(?=[^:@]*[a-z])[a-z0-9._+-]+:)(?!//|<secret:)[^"]+(?=@{_HOST})"""
)
_HIDDEN = r"\1<secret:url-password:0000000000000000>"


def hide_logins(text: str) -> str:
    """Return a text with the passwords of its addresses hidden.

    Example:
        >>> hide_logins("description ftp://ops:Night@7@10.0.0.1/x")
        'description ftp://ops:<secret:url-password:0000000000000000>@10.0.0.1/x'
        >>> hide_logins('http-proxy "ops:Night7@10.0.0.1" port 80')
        'http-proxy "ops:<secret:url-password:0000000000000000>@10.0.0.1" port 80'
        >>> hide_logins("description ops:Night7@10.0.0.1, ask noc@city.gov")
        'description ops:<secret:url-password:0000000000000000>@10.0.0.1, ask noc@city.gov'
    """
    if "@" not in text:
        return text
    if "://" in text:
        text = _LOGIN.sub(_HIDDEN, text)
    if "proxy" in text.lower():
        text = _OF_PROXY.sub(_HIDDEN, text)
    return "".join(_pieces(text))


def _pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces, the words with an ``@`` in them without a password: few words have one, so that only they are looked at."""
    done = 0
    at = text.find("@")
    while at >= 0:
        start = max(text.rfind(gap, done, at) + 1 for gap in _GAPS)
        found = _GAP.search(text, at)
        end = len(text) if found is None else found.start()
        yield text[done : max(start, done)]
        yield _BARE.sub(_HIDDEN, text[max(start, done) : end])
        done = end
        at = text.find("@", end)
    yield text[done:]


_GAPS = " \t\n\x00"
_GAP = re.compile(r"[ \t\n\x00]")


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
