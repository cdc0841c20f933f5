"""Text of one device → `Tree`: decode, cut into parts, refuse what isn't this platform. Lines are read when they are asked for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from netops.config.decode import decode
from netops.config.expanding import expand
from netops.config.folding import fold
from netops.config.marks import plain_word
from netops.config.recognising import refuse_foreign
from netops.config.rulebook import Dialect, Part, Rulebook
from netops.config.rulebook_pieces import Grammar
from netops.config.sections import DEEPEST
from netops.config.tree import Lines, PartText, Tree
from netops.errors import InputError

HEAD = 20_000
"""Characters at the start of a text in which its release is looked for."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of the whole text that belongs to one part.

    Attributes:
        part: the part.
        text: the stretch, each line with its end.
        number: of its first line in the whole text.
    """

    part: Part
    text: str = field(repr=False)
    number: int


def parse(p: Dialect, data: bytes | str, *, path: str | None = None, release: str = "") -> Tree:
    r"""Read the config of one device.

    Args:
        p: the platform.
        data: what the device printed, or a file; bytes are decoded (UTF-8, UTF-16, GB18030).
        path: the file as the user named it, for messages.
        release: the device's software, where the text doesn't name it.

    Returns:
        The tree; ``tree.normalised`` says what was set right first. A section that is never closed ends with the text.

    Raises:
        InputError: NET-CFG-001 to 013 and 022: no config text, another platform's, two devices', a part twice, an open brace,
            a body that never ends, sections without end.

    Example:
        >>> from netops.platforms import get_platform
        >>> tree = parse(get_platform("frr"), "router bgp 65000\n bgp router-id 10.255.0.1\nexit\n")
        >>> [(line.number, line.text) for node in tree.part("frr") for line in node.walk()]
        [(1, 'router bgp 65000'), (2, 'bgp router-id 10.255.0.1')]
    """
    decoded = decode(data, path)
    release = release_of(p.rulebook, decoded.text) or release
    book = p.rulebook.at(release)
    parts: dict[str, PartText] = {}
    for each in cut(book, decoded.text, path):
        if each.part.name in parts:
            raise InputError.of("NET-CFG-006", path, each.number - 1, part=each.part.path or each.part.name)
        parts[each.part.name] = part_text(each, path)
    ordered = tuple(parts[each.name] for each in book.parts if each.name in parts)
    tree = Tree(p.name, ordered, decoded.notes, decoded.text, path, release)
    refuse_foreign(book, tree)
    return tree


def part_text(each: Cut, path: str | None = None) -> PartText:
    """Return one part, its opaque bodies folded; parts whose form can be wrong are read at once."""
    lines = Lines(each.part, expand(each.part, fold(each.part, each.text, path, each.number)), each.number, path)
    if each.part.grammar is not Grammar.SECTIONS or _may_be_deep(lines.text):
        lines.nodes()
    return PartText(each.part.name, each.text, lines)


def _may_be_deep(text: str) -> bool:
    """Whether a line stands so far to the right that it may be in more sections than any device nests."""
    return f"\n{' ' * DEEPEST}" in text or ("\t" in text and _INDENTED.search(text) is not None)


_INDENTED = re.compile(rf"^[ \t]{{{DEEPEST}}}", re.MULTILINE)


def release_of(rulebook: Rulebook, text: str) -> str:
    """Return the software release that a text names, or nothing."""
    release, head = rulebook.marks.release, text[:HEAD]
    found = release.search(head) if release is not None and _word_of(release.pattern) in head else None
    return found["release"] if found is not None else ""


@lru_cache(maxsize=64)
def _word_of(pattern: str) -> str:
    return "" if "|" in pattern else plain_word(pattern)


def cut(rulebook: Rulebook, text: str, path: str | None = None) -> Iterator[Cut]:
    """Yield the parts of a text in its own order; a text without markers is the first part.

    Raises:
        InputError: NET-CFG-005, lines before the first marker.
    """
    markers = {part.marker: part for part in rulebook.parts if part.marker}
    ends = text if not text or text.endswith("\n") else text + "\n"
    if not markers:
        if text and not text.isspace():
            yield Cut(rulebook.parts[0], ends, 1)
        return
    found = [
        (match.start(), match.end(), markers[match.group().rstrip()])
        for match in re.finditer(r"^###.*\n", ends, re.MULTILINE)
        if match.group().rstrip() in markers
    ]
    if not found:
        if text.strip():
            yield Cut(rulebook.parts[0], ends, 1)
        return
    _refuse_before_marker(rulebook, ends[: found[0][0]], path)
    number, counted = 1, 0
    stops = [*(start for start, _, _ in found[1:]), len(ends)]
    for (_, begin, part), stop in zip(found, stops, strict=True):
        number += ends.count("\n", counted, begin)
        counted = begin
        yield Cut(part, ends[begin:stop], number)


def _refuse_before_marker(rulebook: Rulebook, text: str, path: str | None) -> None:
    comments = rulebook.parts[0].comments or ("#",)
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and not line.strip().startswith(comments):
            raise InputError.of("NET-CFG-005", path, number, marker=rulebook.parts[0].marker)
