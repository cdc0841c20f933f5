"""A startup config, as the device displays it, read leniently: by indentation, in any order, with noise."""

from __future__ import annotations

from collections.abc import Iterator

from netops.lab.semantics.core.grammar import Found, Grammar
from netops.lab.semantics.core.model import TOP, Node, Platform, matches
from netops.lab.semantics.core.taking import Path, Work, keep_opaque, place
from netops.lab.semantics.core.undoing import undo


def load(grammar: Grammar, text: str) -> Node:
    """Return the config of a device that starts with ``text``. Nothing is refused and nothing is lost."""
    work = Work(grammar, Node(TOP, TOP), lenient=True)
    flat = _is_flat(grammar.platform, text.splitlines())
    lines = iter(text.splitlines())
    open_sections: list[tuple[int, Path]] = [(-1, (work.root,))]
    gone: list[Path] = []
    for line in lines:
        if matches(
            grammar.platform.comment, line
        ):  # at the margin: Comware indents the lines of the system view after it
            gone += [path for _, path in reversed(open_sections[1:])]
            del open_sections[1:]
        if _is_noise(grammar.platform, line):
            continue
        indent = len(line) - len(line.lstrip())
        while open_sections[-1][0] >= indent:
            gone.append(open_sections.pop()[1])
        path = _home(work, open_sections[-1][1], gone if flat else [], line.strip())
        gone.clear()
        below = _take(work, path, line.strip(), lines)
        open_sections.append((indent, below))
    return work.root


def _is_flat(platform: Platform, lines: list[str]) -> bool:
    """Tell whether a config has lost its indentation, or was typed: then words that leave a view stand at the margin."""
    if any(line.rstrip() in platform.shell.leave for line in lines):
        return True
    return not any(line.startswith((" ", "\t")) and not _is_noise(platform, line) for line in lines)


def _is_noise(platform: Platform, line: str) -> bool:
    text = line.strip()
    shell = platform.shell
    leaving = {*shell.leave, *shell.home, *(word for words in shell.special.values() for word in words)}
    return not text or text in leaving or matches(platform.comment, text) or matches(platform.noise, text)


def _home(work: Work, path: Path, gone: list[Path], line: str) -> Path:
    """Return the section of a line: by indentation; in a config that lost it, the last one that knows the line."""
    if path[-1].view == "" or _known(work, path, line):
        return path
    for other in gone:
        for length in range(len(other), len(path), -1):
            if other[length - 1].view and _known(work, other[:length], line):
                return other[:length]
    return path


def _known(work: Work, path: Path, line: str) -> bool:
    word = work.grammar.platform.undo + " "
    view = path[-1].view
    if line.startswith(word):
        return bool(work.grammar.find_undo(view, line.removeprefix(word)))
    return work.grammar.find(view, line) is not None


def _take(work: Work, path: Path, line: str, following: Iterator[str]) -> Path:
    """Place a line; return the path of the section for the lines below it."""
    word = work.grammar.platform.undo + " "
    if work.grammar.find(path[-1].view, line) is None:  # columns of a displayed config (``deny   ip any any``)
        line = " ".join(line.split())
    if line.startswith(word) and work.grammar.find(path[-1].view, line) is None:
        undo(work, path, line.removeprefix(word))
        return path
    found = work.grammar.find(path[-1].view, line)
    if found is not None:
        try:
            return place(work, path, found, body_of(found, following))
        except ValueError:  # an address or a number that is none: the device wouldn't display it, so it means nothing
            pass
    keep_opaque(work, path, line)
    kept = path[-1].children.get(line)
    return path if kept is None else (*path, kept)


def body_of(found: Found, following: Iterator[str]) -> tuple[str, ...]:
    """Take the opaque lines that belong to a line from those that follow it."""
    body = found.rule.body
    last = body.ends(found.match.groups) if body is not None else None
    if last is None:
        return ()
    kept: list[str] = []
    for line in following:
        kept.append(line)
        if last(line):
            break
    return tuple(kept)
