"""Text of one device → `Tree`: decode, cut into parts, read each part by its grammar, refuse what isn't this platform."""

from collections.abc import Iterator
from dataclasses import dataclass

from netops.config.decode import decode
from netops.config.grammar import clean, find_rule, read_nodes
from netops.config.rulebook import Dialect, Part, Push, Rulebook
from netops.config.tree import Node, PartText, Tree
from netops.errors import InputError


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of the whole text that belongs to one part.

    Attributes:
        part: the part.
        lines: (number in the whole text, line).
    """

    part: Part
    lines: tuple[tuple[int, str], ...]

    @property
    def text(self) -> str:
        """The stretch, each line with its end."""
        return "".join(f"{line}\n" for _, line in self.lines)


def parse(p: Dialect, data: bytes | str, *, path: str | None = None) -> Tree:
    r"""Read the config of one device.

    Args:
        p: the platform.
        data: what the device printed, or a file; bytes are decoded (UTF-8, UTF-16, GB18030).
        path: the file as the user named it, for messages.

    Returns:
        The tree; ``tree.normalised`` says what was set right first. A section that is never closed ends with the text.

    Raises:
        InputError: NET-CFG-001 to 010: no config text, another platform's, a part twice, an open brace.

    Example:
        >>> from netops.platforms import get_platform
        >>> tree = parse(get_platform("frr"), "router bgp 65000\n bgp router-id 10.255.0.1\nexit\n")
        >>> [(line.number, line.text) for node in tree.part("frr") for line in node.walk()]
        [(1, 'router bgp 65000'), (2, 'bgp router-id 10.255.0.1')]
    """
    decoded = decode(data, path)
    parts: dict[str, PartText] = {}
    for each in cut(p.rulebook, decoded.text, path):
        if each.part.name in parts:
            line = each.lines[0][0] - 1 if each.lines else None
            raise InputError.of("NET-CFG-006", path, line, part=each.part.path or each.part.name)
        nodes = read_nodes(each.part, each.lines, path)
        parts[each.part.name] = PartText(each.part.name, each.text, nodes, each.lines[0][0] if each.lines else 1)
    ordered = tuple(parts[each.name] for each in p.rulebook.parts if each.name in parts)
    tree = Tree(p.name, ordered, decoded.notes, decoded.text, path)
    _refuse_foreign(p.rulebook, tree)
    return tree


def cut(rulebook: Rulebook, text: str, path: str | None = None) -> Iterator[Cut]:
    """Yield the parts of a text in its own order; a text without markers is the first part.

    Raises:
        InputError: NET-CFG-005, lines before the first marker.
    """
    markers = {part.marker: part for part in rulebook.parts if part.marker}
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    part: Part | None = None
    held: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        found = markers.get(line.rstrip()) if line.startswith("###") else None
        if found is None:
            held.append((number, line))
            continue
        if part is not None:
            yield Cut(part, tuple(held))
        else:
            _refuse_before_marker(rulebook, held, path)
        part, held = found, []
    if part is not None or any(line.strip() for _, line in held):
        yield Cut(part or rulebook.parts[0], tuple(held))


def _refuse_before_marker(rulebook: Rulebook, held: list[tuple[int, str]], path: str | None) -> None:
    comments = rulebook.parts[0].comments or ("#",)
    for number, line in held:
        if line.strip() and not line.strip().startswith(comments):
            raise InputError.of("NET-CFG-005", path, number, marker=rulebook.parts[0].marker)


def _refuse_foreign(rulebook: Rulebook, tree: Tree) -> None:
    """Refuse another platform's config: it has that one's lines, or hardly a line that this one has."""
    typed = [part for part in rulebook.parts if part.push is Push.COMMANDS]
    for part in typed:
        nodes = tree.part(part.name)
        _refuse_signs(rulebook, nodes, tree.path)
        known = sum(find_rule(part.context, node.text) is not None for node in nodes)
        if len(nodes) >= 3 and known * 3 < len(nodes) and not _signed(rulebook, tree):
            node = next(each for each in nodes if find_rule(part.context, each.text) is None)
            raise InputError.of(
                "NET-CFG-008", tree.path, node.number, platform=rulebook.name, known=known, lines=len(nodes)
            )


def _refuse_signs(rulebook: Rulebook, nodes: tuple[Node, ...], path: str | None) -> None:
    for node in nodes:
        for each in (node, *node.children):
            for pattern, whose in rulebook.foreign:
                if pattern.fullmatch(each.text):
                    raise InputError.of("NET-CFG-007", path, each.number, whose=whose, platform=rulebook.name)


def _signed(rulebook: Rulebook, tree: Tree) -> bool:
    return any(sign.fullmatch(clean(line)) for sign in rulebook.signs for line in tree.source.split("\n")[:200])
