"""Opaque lines: where a banner, a certificate or a key ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from netops.lab.semantics.core.model import Body


def until(*words: str) -> Body:
    """Return a body whose last line says that it is the last (``quit``, ``public-key-code end``)."""
    return Body(lambda _: lambda line: line.strip() in words)


def hexadecimal(name: str, last: str, file: str) -> Body:
    """Return a certificate's words, which the device displays eight a line, or nothing where the value names a file.

    Args:
        name: the value of the first line that may end with a file's name.
        last: the line behind the words.
        file: how a file's name begins.
    """

    def ends(groups: Mapping[str, str]) -> Callable[[str], bool] | None:
        return None if f" {file}" in groups[name] else lambda line: line.strip() == last

    def normal(_: Mapping[str, str], text: str, body: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        words = " ".join(body).split()[:-1]
        lines = [" ".join(words[at : at + 8]) for at in range(0, len(words), 8)]
        return text, (*(f"  {each} " for each in lines), f"  \t{last}") if body else ()

    return Body(ends, normal)


def mark_of(text: str) -> str:
    """Return the mark that a banner's text starts with: one character, or Cisco's ``^C``.

    Example:
        >>> mark_of("%hello%"), mark_of("^Chello")
        ('%', '^C')
    """
    return text[:2] if text.startswith("^C") else text[:1]


def between_marks(name: str, shown: str = "") -> Body:
    """Return a banner: a text between two equal marks, over one line or several.

    Args:
        name: the value that starts with the mark; it is the last of its line.
        shown: the mark that the device displays; "" for the one that was typed.

    Example:
        >>> between_marks("text").ends({"text": "%hello%"}) is None
        True
        >>> banner = between_marks("text", "^C")
        >>> banner.normal({"text": "#hello"}, "banner motd #hello", ("world#",))
        ('banner motd ^Chello', ('world^C',))
    """

    def ends(groups: Mapping[str, str]) -> Callable[[str], bool] | None:
        text = groups[name]
        mark = mark_of(text)
        return None if mark in text[len(mark) :] else lambda line: mark in line

    def normal(groups: Mapping[str, str], text: str, body: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        typed = groups[name]
        mark = mark_of(typed)
        inner = "\n".join([typed, *body])[len(mark) :].partition(mark)[0]
        frame = shown or mark
        first, *rest = f"{text.removesuffix(typed)}{frame}{inner}{frame}".split("\n")
        return first, tuple(rest)

    return Body(ends, normal)
