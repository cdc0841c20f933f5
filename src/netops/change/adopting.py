"""Secrets that the inventory doesn't know: where an intended config leaves one open, the device keeps the one it has.

A template writes ``<secret:NAME:0000000000000000>`` where a device has a password, a hash or a key: the inventory says
that there is one, and in which form, never which. Only the device knows it, so the line that it shows fills the place.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from netops.config import Tree, make_mask, parse
from netops.config.node import Node
from netops.config.secret import Mask
from netops.platforms import Platform

OPEN = re.compile(r"<secret:(?P<name>[a-z0-9-]+):0{12}[0-9a-f]{4}>")
_ANY = re.compile(r"<secret:(?P<name>[a-z0-9-]+?)(?:-reencrypted)?:[0-9a-f]{16}>")
_FORM = re.compile(r"(?P<form>[0-9]{1,2}) (?P<secret>\S.*)")
"""The number that tells how the device keeps a secret, where it counts as a part of it."""
Section = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Offer:
    """A secret that the device has: its name in the rulebook, the words before it, its value."""

    name: str
    words: tuple[str, ...]
    value: str = field(repr=False)


def adopted(platform: Platform, running: Tree, intended: Tree) -> Tree:
    """Return the intended config with the secrets of the running one where it leaves them open.

    A secret is the same where it stands in the same section behind the same words; the device may show more words
    (RGOS puts a user's level and its secret on one line). What the device has none for, or several, stays open.
    """
    text = intended.format()
    if not OPEN.search(text):
        return intended
    offers = _offers(platform, running)
    lines = text.split("\n")
    for section, node in _nodes(platform, intended, make_mask(platform)):
        if OPEN.search(node.text):
            lines[node.number - 1] = _filled(lines[node.number - 1], offers.get(section, ()))
    return parse(platform, "\n".join(lines), path=intended.path)


def still_open(tree: Tree) -> tuple[str, ...]:
    """Return the lines whose secrets nobody knows."""
    return tuple(line.strip() for line in tree.format().split("\n") if OPEN.search(line))


def _offers(platform: Platform, running: Tree) -> Mapping[Section, Sequence[_Offer]]:
    mask = make_mask(platform)
    found: dict[Section, list[_Offer]] = defaultdict(list)
    for section, node in _nodes(platform, running, mask):
        masked = mask.text(node.text)
        for each in _ANY.finditer(masked):
            value = mask.known.get(each.group())
            if value is not None:
                found[section] += _forms(each["name"], _words(masked[: each.start()]), value)
    return found


def _forms(name: str, words: tuple[str, ...], value: str) -> Iterator[_Offer]:
    yield _Offer(name, words, value)
    form = _FORM.fullmatch(value)
    if form is not None:
        yield _Offer(name, (*words, form["form"]), form["secret"])


def _nodes(platform: Platform, tree: Tree, mask: Mask) -> Iterator[tuple[Section, Node]]:
    """Yield every line with the sections above it, secrets hidden."""

    def below(nodes: Sequence[Node], section: Section) -> Iterator[tuple[Section, Node]]:
        for node in nodes:
            yield section, node
            if node.children:
                yield from below(node.children, (*section, _ANY.sub("*", mask.text(node.text))))

    for part in platform.rulebook.parts:
        yield from below(tree.part(part.name), (part.name,))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_ANY.sub("*", text).split())


def _filled(line: str, offers: Sequence[_Offer]) -> str:
    def value(found: re.Match[str]) -> str:
        words = _words(line[: found.start()])
        fitting = [each for each in offers if each.name == found["name"] and _within(words, each.words)]
        exact = [each for each in fitting if each.words == words] or fitting
        return exact[0].value if len({each.value for each in exact}) == 1 else found.group()

    return OPEN.sub(value, line)


def _within(words: Sequence[str], more: Sequence[str]) -> bool:
    """Say whether these words stand among others in this order.

    Example:
        >>> _within(["username", "netops", "secret", "8"], ["username", "netops", "privilege", "15", "secret", "8"])
        True
        >>> _within(["username", "netops", "secret", "8"], ["username", "netops", "secret", "9"])
        False
    """
    rest = iter(more)
    return all(word in rest for word in words)
