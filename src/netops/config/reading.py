"""Text of one device → `Tree`: decode, cut into parts, refuse what isn't this platform. Lines are read when they are asked for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from netops.config.chunks import known_share
from netops.config.decode import decode
from netops.config.folding import fold
from netops.config.grammar import clean
from netops.config.rulebook import Dialect, Grammar, Part, Push, Rulebook
from netops.config.tree import Lines, PartText, Tree
from netops.errors import InputError

HEAD = 20_000
"""Characters at the start of a text in which its release and its signs are looked for."""
SAMPLE = 120
"""Lines of the top level that are held against the rulebook before a text is taken for this platform's."""
DEPTH = 4
"""Lines of each section that are held against the lines of other platforms."""
FEWEST = 3
"""Lines without which nothing can be said."""


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


def parse(p: Dialect, data: bytes | str, *, path: str | None = None) -> Tree:
    r"""Read the config of one device.

    Args:
        p: the platform.
        data: what the device printed, or a file; bytes are decoded (UTF-8, UTF-16, GB18030).
        path: the file as the user named it, for messages.

    Returns:
        The tree; ``tree.normalised`` says what was set right first. A section that is never closed ends with the text.

    Raises:
        InputError: NET-CFG-001 to 012: no config text, another platform's, two devices', a part twice, an open brace, a
            body that never ends.

    Example:
        >>> from netops.platforms import get_platform
        >>> tree = parse(get_platform("frr"), "router bgp 65000\n bgp router-id 10.255.0.1\nexit\n")
        >>> [(line.number, line.text) for node in tree.part("frr") for line in node.walk()]
        [(1, 'router bgp 65000'), (2, 'bgp router-id 10.255.0.1')]
    """
    decoded = decode(data, path)
    release = release_of(p.rulebook, decoded.text)
    book = p.rulebook.at(release)
    parts: dict[str, PartText] = {}
    for each in cut(book, decoded.text, path):
        if each.part.name in parts:
            raise InputError.of("NET-CFG-006", path, each.number - 1, part=each.part.path or each.part.name)
        parts[each.part.name] = part_text(each, path)
    ordered = tuple(parts[each.name] for each in book.parts if each.name in parts)
    tree = Tree(p.name, ordered, decoded.notes, decoded.text, path, release)
    _refuse_foreign(book, tree)
    return tree


def part_text(each: Cut, path: str | None = None) -> PartText:
    """Return one part, its opaque bodies folded; parts whose form can be wrong are read at once."""
    lines = Lines(each.part, fold(each.part, each.text, path, each.number), each.number, path)
    if each.part.grammar is not Grammar.SECTIONS:
        lines.nodes()
    return PartText(each.part.name, each.text, lines)


def release_of(rulebook: Rulebook, text: str) -> str:
    """Return the software release that a text names, or nothing."""
    found = rulebook.release_line.search(text[:HEAD]) if rulebook.release_line is not None else None
    return found["release"] if found is not None else ""


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


def _refuse_foreign(rulebook: Rulebook, tree: Tree) -> None:
    """Refuse another platform's config: it has that one's lines, or hardly a line that this one has."""
    for part in tree.parts:
        rules = rulebook.part(part.name)
        if rules.push is not Push.COMMANDS:
            continue
        _refuse_signs(rulebook, part.lines, tree.path)
        _refuse_several(rulebook, part.lines, tree.path)
        known, lines, stranger = known_share(rules, part.lines.chunks(), SAMPLE)
        if lines >= FEWEST and known * FEWEST < lines and stranger is not None and not _signed(rulebook, tree):
            raise InputError.of(
                "NET-CFG-008", tree.path, stranger.number, platform=rulebook.name, known=known, lines=lines
            )


def _refuse_signs(rulebook: Rulebook, lines: Lines, path: str | None) -> None:
    if not rulebook.foreign:
        return
    chunks = lines.chunks()
    strange = _strange(tuple(pattern.pattern for pattern, _ in rulebook.foreign))
    for at, text in enumerate(chunks.texts[:SAMPLE]):
        for below, raw in enumerate(text.split("\n", DEPTH)[:DEPTH]):
            line = clean(raw)
            if strange.fullmatch(line) is None:
                continue
            number = chunks.numbers.of(at) + below
            whose = next((whose for pattern, whose in rulebook.foreign if pattern.fullmatch(line)), "")
            raise InputError.of("NET-CFG-007", path, number, whose=whose, platform=rulebook.name)


@lru_cache(maxsize=16)
def _strange(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return one expression for all lines that another platform has and this one doesn't."""
    return re.compile("|".join(f"(?:{each})" for each in patterns))


def _refuse_several(rulebook: Rulebook, lines: Lines, path: str | None) -> None:
    """Refuse a text in which two devices say their names: one's lines would be taken for the other's."""
    if rulebook.device_line is None:
        return
    names: dict[str, int] = {}
    for match in rulebook.device_line.finditer(lines.text):
        names.setdefault(match["name"], match.start())
    if len(names) > 1:
        number = lines.number + lines.text.count("\n", 0, [*names.values()][1])
        raise InputError.of("NET-CFG-012", path, number, names=", ".join(names))


def _signed(rulebook: Rulebook, tree: Tree) -> bool:
    return any(sign.fullmatch(clean(line)) for sign in rulebook.signs for line in tree.source[:HEAD].split("\n")[:200])
