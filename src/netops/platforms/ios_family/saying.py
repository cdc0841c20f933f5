"""What lines mean to a platform's reader where nothing else stands: what would be read as something else can't be written."""

from collections.abc import Callable, Iterator
from functools import lru_cache, reduce

from netops.config.node import Node
from netops.model import Device
from netops.platforms.ios_family.device import read_nodes
from netops.platforms.ios_family.said import Readers
from netops.platforms.ios_family.settings import setting_line
from netops.platforms.ios_family.sheet import Dialect

_KEPT = 1 << 12
Saying = Callable[[str, str], Device]
"""Section, its lines apart by `` / `` and empty at the top level; lines, each of its own → what they say, of a device without a name."""
Settings = frozenset[tuple[str, str]]


def saying(dialect: Dialect, readers: Readers) -> Saying:
    """Return the reader of single lines of a platform."""

    @lru_cache(_KEPT)
    def said(section: str, lines: str) -> Device:
        nodes = tuple(Node(line) for line in lines.split("\n"))
        above = reversed(section.split(" / ")) if section else ()
        return read_nodes(reduce(lambda below, line: (Node(line, children=below),), above, nodes), dialect, readers)

    return said


def strangers(fields: Settings, says: Callable[[str], object], fact: Callable[[Settings], object]) -> Iterator[str]:
    """Yield the settings whose lines, each by itself, don't say the fact that has them.

    Args:
        fields: the settings.
        says: line → what it says.
        fact: settings → what their lines ought to say.
    """
    for name, value in sorted(fields):
        if says(setting_line(name, value)) != fact(frozenset({(name, value)})):
            yield f"the templates don't write {name}: {value}"
