"""Texts that aren't made of config lines: banners, certificates, keys. Folded into one line before lines are looked at.

A banner may hold ``interface …`` or ``#``; a certificate holds nothing else than noise. While a text is read, the line
ends inside such a body stand as `FOLD`, so that the body is one line to all who cut, compare and nest lines.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from netops.config.rulebook import Part
from netops.config.rulebook_pieces import Opaque
from netops.errors import InputError

FOLD = "\x00"
"""Stands for a line end inside a body. No config text holds it: `netops.config.decode` refuses control characters."""


def fold(part: Part, text: str, path: str | None = None, first: int = 1) -> str:
    """Return a part's text with each opaque body as one line.

    Args:
        part: what is opaque.
        text: lines of the part.
        path: for messages.
        first: number of the text's first line in its file.

    Raises:
        InputError: NET-CFG-011, a body that never ends: the text was cut off.
    """
    spans = sorted(span for each in part.opaque for span in _spans(each, text, path, first))
    if not spans:
        return text
    pieces: list[str] = []
    end = 0
    for start, stop in spans:
        if start < end:
            continue  # stands inside another body
        pieces += [text[end:start], text[start:stop].replace("\n", FOLD)]
        end = stop
    return "".join([*pieces, text[end:]])


def unfold(text: str) -> str:
    """Return a line with the line ends of its body."""
    return text.replace(FOLD, "\n") if FOLD in text else text


def _spans(opaque: Opaque, text: str, path: str | None, first: int) -> Iterator[tuple[int, int]]:
    at = 0
    while True:
        found = _next(opaque, text, at)
        if found is None:
            return
        end = _end(opaque, text, found)
        if end < 0:
            number = first + text.count("\n", 0, found.start())
            raise InputError.of("NET-CFG-011", path, number, start=found.group().strip())
        yield found.start(), end
        at = end


@lru_cache(maxsize=256)
def _anywhere(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.MULTILINE)


def _next(opaque: Opaque, text: str, at: int) -> re.Match[str] | None:
    """Return the next line at which a body begins."""
    word = opaque.word
    if not word:
        return _anywhere(f"^{opaque.start.pattern}").search(text, at)
    place = text.find(word, at)
    while place >= 0:
        start = text.rfind("\n", 0, place) + 1
        found = opaque.start.match(text, start) if start >= at else None
        if found is not None:
            return found
        place = text.find(word, place + 1)
    return None


def _end(opaque: Opaque, text: str, found: re.Match[str]) -> int:
    """Return where the body's last line ends, without its line end; -1 where it doesn't."""
    if opaque.until is None:
        close = text.find(found["open"], found.end("open"))
        return -1 if close < 0 else _line_end(text, close)
    start = _line_end(text, found.end()) + 1
    while 0 < start <= len(text):
        end = _line_end(text, start)
        if opaque.until.fullmatch(text, start, end):
            return end
        start = end + 1
    return -1


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def body(text: str) -> str:
    """Return what stands in a body, without what opens and closes it; empty where the line has none."""
    return text.split("\n", 1)[1] if "\n" in text else ""
