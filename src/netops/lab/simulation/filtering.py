"""Parts of a display: what stands behind ``|``, and single sections of a config."""

from __future__ import annotations

import re

FILTER = re.compile(r"\| *(?P<way>[\w-]+)(?: +(?P<what>\S.*))?")
WAYS = ("include", "exclude", "begin")
"""What every vendor's system has behind ``|``."""


def filtered(text: str, more: str, ways: tuple[str, ...] = WAYS) -> str | None:
    r"""Return the part of a display that the words behind ``|`` ask for, cut short or whole.

    None where the words ask for nothing that the system has.

    Args:
        text: the whole display.
        more: ``|`` and what stands behind it.
        ways: the words that may: of ``include``, ``exclude``, ``begin``, ``section``, ``no-more``.

    Example:
        >>> filtered("ntp a\nsnmp b\nntp c", "| include ^ntp")
        'ntp a\nntp c'
    """
    found = FILTER.fullmatch(more)
    meant = [way for way in ways if found is not None and way.startswith(found["way"])]
    if found is None or len(meant) != 1:
        return None
    if meant == ["no-more"]:
        return None if found["what"] else text
    try:
        return _kept(text.split("\n"), meant[0], re.compile(found["what"])) if found["what"] else None
    except re.error:
        return None


def _kept(lines: list[str], way: str, wanted: re.Pattern[str]) -> str:
    if way == "include":
        return "\n".join(line for line in lines if wanted.search(line))
    if way == "exclude":
        return "\n".join(line for line in lines if not wanted.search(line))
    if way == "begin":
        first = next((at for at, line in enumerate(lines) if wanted.search(line)), len(lines))
        return "\n".join(lines[first:])
    return "\n".join(sections(lines, wanted))


def sections(lines: list[str], wanted: re.Pattern[str]) -> list[str]:
    """Return the lines that match, each with the lines below it."""
    kept: list[str] = []
    depth: int | None = None
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        if depth is not None and indent > depth:
            kept.append(line)
            continue
        depth = indent if wanted.search(line) else None
        if depth is not None:
            kept.append(line)
    return kept
