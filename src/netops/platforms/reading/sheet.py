"""What a reader fills in while it goes through the lines, and the tables by which it reads them.

Most lines are of three forms, and a table says for each which field of the fact they set: a line that is said as it is
(``no ip forwarding``), words and one value (``ip ospf area 0``), a word and the rest of the line (``description to p1``).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from netops.config.node import Node
from netops.model import Line, Topic, Unread

F = TypeVar("F")

Section = tuple[str, ...]
Convert = Callable[[str], object]

# Whatever follows one of these words may be a secret: in a line that nobody understood, better one word hidden too many.
# All that the rulebook calls a secret must be among it.
_SECRET = re.compile(
    r"(?i)\b(passwords?|passwd|psk|area-password|domain-password|passphrase|secrets?|keys?|key-string|md5|authentication-key|community"
    r"|string|nhrp authentication|(?:vrrp|standby|glbp)(?: [0-9]+)? authentication|tcp-md5-auth|rpki cache \S+|snmp-server host \S+"
    r"|snmp-server user .*? (?:auth|priv)|config-key|pmk|esp|spi [0-9]+|text-password|-server key|pem terminal \S+|set-key \S+)(\s+(?:[0-9]{1,5}\s+)?)(\S.*)"
)
# VRP and Comware say how a secret is written before it: ``cipher``, ``irreversible-cipher``, ``hash``, ``simple``, ``plain``.
_FORMED = re.compile(
    r"(?i)\b((?<!server )(?<!client )(?<!algorithm )(?<!-)(?:irreversible-cipher|cipher|simple|plain|hash|securityname|pass-phrase)"
    r"|(?<=-)cipher|usm-user v3 .*? (?:authentication|privacy)-mode \S+|authentication-mode (?:hmac|sha|met)\S*(?: key-id)?(?: [0-9]+)?)"
    r"(\s+)(?!authentication-mode\b|privacy-mode\b)(\S.*)"
)
# Parts of these words: a line without any of them is let through at once.
_HINTS = (
    "pass",
    "psk",
    "secret",
    "key",
    "md5",
    "communit",
    "string",
    "auth",
    "rpki",
    "snmp-server",
    "pmk",
    "esp",
    "spi",
    "pem",
    "cipher",
    "simple",
    "plain",
    "hash",
    "securityname",
    "usm-user",
)
_IN_URL = re.compile(r"(://[^\s:@/]+:)[^\s@]+@")


def masked(text: str) -> str:
    """Return a line without what may be a secret in it.

    Example:
        >>> masked("neighbor 10.1.0.2 password abc")
        'neighbor 10.1.0.2 password <secret>'
    """
    lower = text.lower()
    if any(hint in lower for hint in _HINTS):
        text = _FORMED.sub(r"\1\2<secret>", _SECRET.sub(r"\1\2<secret>", text))
    return _IN_URL.sub(r"\1<secret>@", text) if "://" in text else text


def line(node: Node) -> Line:
    """Return the provenance of a node."""
    return Line(node.number, masked(_first(node.text)))


def _first(text: str) -> str:
    """Return the line itself of a line with a body: a certificate's or a key's body is shown by nobody."""
    return text.partition("\n")[0]


@dataclass(slots=True)
class Draft(Generic[F]):
    """A fact that is being read.

    Attributes:
        kind: the fact's class.
        values: what is known of it so far.
        nodes: the lines that it came from.
        sources: field → the first line that set it.
    """

    kind: Callable[..., F]
    values: dict[str, Any]
    nodes: list[Node] = field(default_factory=list)
    sources: dict[str, Node] = field(default_factory=dict)

    def set(self, name: str, value: object, node: Node) -> None:
        """Set a field, and note the line that did."""
        self.values[name] = value
        self.nodes.append(node)
        self.sources.setdefault(name, node)

    def add(self, name: str, value: object, node: Node) -> None:
        """Put one more value into a field that is a set."""
        self.values.setdefault(name, set()).add(value)
        self.nodes.append(node)
        self.sources.setdefault(name, node)

    def made(self) -> F:
        """Return the fact."""
        values = {name: frozenset(value) if isinstance(value, set) else value for name, value in self.values.items()}
        return self.kind(**values, lines=tuple(line(node) for node in self.nodes))

    def made_with_sources(self) -> F:
        """Return a fact that also says which line each of its fields came from."""
        self.values["sources"] = tuple((name, line(node)) for name, node in self.sources.items())
        return self.made()


@dataclass(frozen=True, slots=True)
class Table:
    """Which field of a fact a line sets.

    Attributes:
        said: whole line → field, value.
        valued: all words but the last → field, what its last word means.
        open: first word → field, what the rest of the line means.
    """

    said: Mapping[str, tuple[str, object]] = field(default_factory=lambda: MappingProxyType({}))
    valued: Mapping[str, tuple[str, Convert]] = field(default_factory=lambda: MappingProxyType({}))
    open: Mapping[str, tuple[str, Convert]] = field(default_factory=lambda: MappingProxyType({}))

    def find(self, text: str) -> tuple[str, object] | None:
        """Return field and value that a line sets, None where the table doesn't know the line.

        Raises:
            ValueError: the line is known, its value isn't one.
        """
        if text in self.said:
            return self.said[text]
        head, _, value = text.rpartition(" ")
        if head in self.valued:
            name, convert = self.valued[head]
            return name, convert(value)
        first, _, rest = text.partition(" ")
        if rest and first in self.open:
            name, convert = self.open[first]
            return name, convert(rest)
        return None


@dataclass(slots=True)
class Unreads:
    """The lines that nobody understood, as they are found."""

    found: list[Unread] = field(default_factory=list)

    def add(self, node: Node, section: Section, topic: Topic | None) -> None:
        """Note a line and all lines below it."""
        waiting = [(node, section)]
        while waiting:
            each, above = waiting.pop()
            self.found.append(Unread(tuple(masked(_first(text)) for text in above), line(each), topic))
            waiting.extend((child, (*above, each.text)) for child in reversed(each.children))

    def sorted(self) -> tuple[Unread, ...]:
        """Return them in the order of the text."""
        return tuple(sorted(self.found, key=lambda each: each.line.number))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader stands: for noting what it can't read.

    Attributes:
        section: the lines above, outermost first.
        topic: what lines here speak of; None where their place doesn't tell.
    """

    unreads: Unreads
    topic: Topic | None
    section: Section = ()

    def under(self, node: Node) -> "Place":
        """Return the place below a line."""
        return Place(self.unreads, self.topic, (*self.section, node.text))

    def of(self, topic: Topic | None) -> "Place":
        """Return the same place for lines of another topic."""
        return Place(self.unreads, topic, self.section)

    def unread(self, *nodes: Node) -> None:
        """Note lines that can't be read, with all lines below them."""
        for node in nodes:
            self.unreads.add(node, self.section, self.topic)

    def each(self, nodes: Sequence[Node], read: Callable[[Node], bool]) -> None:
        """Read every line with ``read``; what it doesn't know (False) or can't make sense of is unread.

        It can't where a word isn't what it must be (ValueError), isn't in a table, or isn't there (LookupError).
        """
        for node in nodes:
            try:
                known = read(node)
            except (ValueError, LookupError):
                known = False
            if not known:
                self.unread(node)

    def fill(self, draft: "Draft[F]", nodes: Sequence[Node], table: Table) -> None:
        """Read lines that have none below them into a fact, by a table."""
        self.each(nodes, lambda node: filled(draft, node, table))


def filled(draft: "Draft[F]", node: Node, table: Table, text: str | None = None) -> bool:
    """Set the field that a line sets; False where the table doesn't know the line.

    Args:
        draft: the fact.
        node: the line.
        table: how to read it.
        text: the part of the line that the table is asked about; the whole line where None.
    """
    found = None if node.children else table.find(node.text if text is None else text)
    if found is None:
        return False
    draft.set(*found, node)
    return True


def drafts(found: Mapping[Any, "Draft[F]"]) -> Iterator[F]:
    """Yield the facts of a table of drafts."""
    return (each.made() for each in found.values())
