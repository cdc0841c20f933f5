"""Parts of a display: what stands behind ``|``, and single sections of a config."""

from __future__ import annotations

import re

FILTER = re.compile(r"\| *(?P<way>i\w*|e\w*|b\w*|s\w*|n[\w-]*)(?: +(?P<what>\S.*))?")


def filtered(text: str, more: str) -> str | None:
    r"""Return the part of a display that ``| include``, ``exclude``, ``begin``, ``section`` or ``no-more`` asks for.

    None where the words ask for nothing of that kind.

    Example:
        >>> filtered("ntp a\nsnmp b\nntp c", "| include ^ntp")
        'ntp a\nntp c'
    """
    found = FILTER.fullmatch(more)
    if found is None:
        return None
    way, what = found["way"], found["what"] or ""
    if "no-more".startswith(way) and not what:
        return text
    try:
        wanted = re.compile(what)
    except re.error:
        return None
    if not what:
        return None
    return _kept(text.split("\n"), way, wanted)


def _kept(lines: list[str], way: str, wanted: re.Pattern[str]) -> str | None:
    if "include".startswith(way):
        return "\n".join(line for line in lines if wanted.search(line))
    if "exclude".startswith(way):
        return "\n".join(line for line in lines if not wanted.search(line))
    if "begin".startswith(way):
        first = next((at for at, line in enumerate(lines) if wanted.search(line)), len(lines))
        return "\n".join(lines[first:])
    return "\n".join(sections(lines, wanted)) if "section".startswith(way) else None


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
