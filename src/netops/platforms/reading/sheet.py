"""What a reader fills in while it goes through the lines, and the tables by which it reads them.

Most lines are of three forms, and a table says for each which field of the fact they set: a line that is said as it is
(``no ip forwarding``), words and one value (``ip ospf area 0``), a word and the rest of the line (``description to p1``).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from netops.config.node import Node
from netops.model import Line, Topic, Unread
from netops.model.fact import own_line
from netops.model.provenance import LATER, later
from netops.model.quick import quickly_made

F = TypeVar("F")

Section = tuple[str, ...]
Convert = Callable[[str], object]

# Whatever follows one of these words may be a secret: in a line that nobody understood, better one word hidden too many.
# All that the rulebook calls a secret must be among it.
_SECRET = re.compile(
    r"(?i)\b(username \S+(?: \S+ \S+)*? pass\w*|snmp-server comm\w*|authentication mode hmac-sha-256|environment \S*password"
    r"|passwords?|passwd|psk|area-password|domain-password|passphrase|sec(?:r(?:e(?:ts?)?)?)?|keys?|key-string|md5|authentication-key|community"
    r"|string|nhrp authentication|(?:vrrp|standby|glbp)(?: ipv6)?(?: [0-9]+)? authentication|tcp-md5-auth|rpki cache \S+|snmp-server host \S+"
    r"|snmp-server user .*? (?:auth|priv)|config-key|pmk|(?:in|out)bound esp|spi [0-9]+(?: esp)?|text-password|-server key|pem terminal \S+|set-key \S+|pre-share|auth-code|pfx-cert \S+ key-pair \S+ mac"
    r"|community-map|authentication manager (?:\"[^\"]+\"|\S+)|cli command \"en(?:able)?)(\s+(?:[0-9]{1,5}\s+)?)(\S.*)"
)
# VRP and Comware say how a secret is written before it: ``cipher``, ``irreversible-cipher``, ``hash``, ``simple``, ``plain``.
_FORMED = re.compile(
    r"(?i)\b((?<!server )(?<!client )(?<!algorithm )(?<!-)(?:irreversible-cipher|cipher|simple|plain|hash|securityname|pass-phrase)"
    r"|(?<=-)cipher|usm-user v3 .*? (?:authentication|privacy)-mode \S+|authentication-mode (?:hmac|sha|met)\S*(?: key-id)?(?: [0-9]+)?)"
    r"(\s+)(?!authentication-mode\b|privacy-mode\b)(\S.*)"
)
# What people write into descriptions, remarks and banners: `pw=…`, `Password: …`, `密码：…`.
_TOLD = re.compile(r"(?i)((?<![a-z])(?:pw|pwd|pass(?:w(?:or)?d|phrase)?|psk|secret)|密码|口令)(\s*[=:：]\s*)(\S.*)")
# Whole lines that say what passwords must be: an audit shows them, and no secret has room in them.
_RULE = re.compile(
    r"(?:undo |no )?(?:user-password (?:min-len [0-9]{1,3}|expire [0-9]{1,3}(?: prompt [0-9]{1,3})?|complexity-check(?: [a-z]+-of-kinds)?|change)"
    r"|local-user policy password (?:min-len|expire) [0-9]{1,3}|(?:set |snmp-agent )?password min-length [0-9]{1,3}|password expire [0-9]{1,3}"
    r"|password history record number [0-9]{1,2}|password complexity [a-z]+-of-kinds|password alert (?:original|before-expire [0-9]{1,3})"
    r"|security passwords min-length [0-9]{1,3}|password policy (?:strong|printable-character-check|forced-password-modify"
    r"|(?:min-size|life-cycle|no-repeat-times) [0-9]{1,5})|local-aaa-user password policy (?:administrator|access-user)"
    r"|local-aaa-user wrong-password retry-interval [0-9]{1,5} retry-time [0-9]{1,5} block-time [0-9]{1,5}"
    r"|local-user \S+ password expire [0-9]{1,3}|password-control change-password (?:first-login|weak-password) enable|service password-(?:encryption|recovery))"
)
_OTHER_SPACES = re.compile(r"[^\S \n]")
_IN_URL = re.compile(r"(://[^\s\x00:/]*:)[^\s\x00]+@")


def masked(text: str) -> str:
    """Return a line without what may be a secret in it.

    Example:
        >>> masked("neighbor 10.1.0.2 password abc")
        'neighbor 10.1.0.2 password <secret>'
        >>> masked("description to p1, pw=abc")
        'description to p1, pw=<secret>'
        >>> masked("password expire 90")
        'password expire 90'
    """
    lower = text.lower()
    if "pass" in lower and _RULE.fullmatch(lower):
        return text  # what passwords must be; none of them
    if lower.startswith("key chain "):
        return text  # the chain's name; its keys stand below it
    if _is_hinted(lower):
        if not text.isprintable():
            text = _OTHER_SPACES.sub(" ", text)  # a hard space parts words, too
        text = _FORMED.sub(r"\1\2<secret>", _SECRET.sub(r"\1\2<secret>", _TOLD.sub(r"\1\2<secret>", text)))
    return _IN_URL.sub(r"\1<secret>@", text) if "://" in text else text


def _is_hinted(text: str) -> bool:
    """Whether a part of a word stands in a line without which there is no secret in it.

    Every line of every config is asked, and to look for a letter is far cheaper than to look for a word: so where the rare letters of a
    word are missing nobody looks for the word.
    """
    return (
        ("k" in text and ("key" in text or "psk" in text or "rpki" in text or "pmk" in text))
        or ("u" in text and ("auth" in text or "usm-user" in text or _has_community(text)))
        or ("h" in text and ("cipher" in text or "hash" in text))
        or ("se" in text and ("sec" in text or "snmp-server" in text))
        or ("sp" in text and ("esp" in text or "spi" in text))
        or ("pl" in text and ("simple" in text or "plain" in text))
        or ("g" in text and "string" in text)
        or "pass" in text
        or "pre-share" in text
        or ("pw" in text and ("=" in text or ":" in text or "：" in text))
        or "密码" in text
        or "口令" in text
        or "md5" in text
        or "pem" in text
        or '"en' in text
    )


def _has_community(text: str) -> bool:
    """Whether a community is told: a line that ends in the word, as each route target of VRP does, says none."""
    return "communit" in text and (not text.endswith("community") or text.count("communit") > 1)


_HARMLESS: set[str] = set()
"""Lines that were looked at, and hold no secret: half the lines of a port come again on the next one."""
_KEPT = 1 << 14


def _shown(text: str) -> str:
    """Return a line as it may be shown; one without an address in it may come again, and isn't looked at twice."""
    if "\n" in text:
        text = _first(text)
    elif text in _HARMLESS:
        return text
    if _is_hinted(text.lower()) or "://" in text:
        return masked(text)
    if "." not in text:
        if len(_HARMLESS) >= _KEPT:
            _HARMLESS.clear()
        _HARMLESS.add(text)
    return text


def line(node: Node) -> Line:
    """Return the provenance of a node."""
    return own_line(node.number, _shown(node.text))


def told(node: Node) -> tuple[Line, ...]:
    """Return the provenance of a fact of one line that is among `LATER`."""
    return later((node.number,), (_shown(node.text),))


def told_of(nodes: Sequence[Node]) -> tuple[Line, ...]:
    """Return the provenance of a fact that is among `LATER`."""
    return later(
        [node.number for node in nodes],
        [node.text if node.text in _HARMLESS else _shown(node.text) for node in nodes],
    )


def _first(text: str) -> str:
    """Return the line itself of a line with a body: a certificate's or a key's body is shown by nobody."""
    return text.partition("\n")[0]


@dataclass(slots=True, init=False)
class Draft(Generic[F]):
    """A fact that is being read.

    Attributes:
        kind: the fact's class.
        values: what is known of it so far.
        nodes: the lines that it came from.
    """

    kind: Callable[..., F]
    values: dict[str, Any]
    nodes: list[Node]

    def __init__(self, kind: Callable[..., F], values: dict[str, Any], nodes: list[Node] | None = None) -> None:
        """Begin a fact, with the lines that are known to speak of it."""
        self.kind = kind
        self.values = values
        self.nodes = [] if nodes is None else nodes

    def set(self, name: str, value: object, node: Node) -> None:
        """Set a field, and note the line that did."""
        self.values[name] = value
        self.nodes.append(node)

    def add(self, name: str, value: object, node: Node) -> None:
        """Put one more value into a field that is a set."""
        known = self.values.get(name)
        if known is None:
            self.values[name] = {value}
        else:
            known.add(value)
        self.nodes.append(node)

    def made(self) -> F:
        """Return the fact."""
        values = {name: frozenset(value) if type(value) is set else value for name, value in self.values.items()}
        lines = told_of(self.nodes) if self.kind in LATER else tuple(map(line, self.nodes))
        return self.kind(**values, lines=lines)


class Marked(Draft[F]):
    """A fact with settings and protections by name, which knows which of its lines each came from.

    Attributes:
        marks: (name, place of its line among `nodes`).
    """

    __slots__ = ("marks",)

    def __init__(self, kind: Callable[..., F], values: dict[str, Any], nodes: list[Node] | None = None) -> None:
        """Begin a fact, with the lines that are known to speak of it."""
        super().__init__(kind, values, nodes)
        self.marks: list[tuple[str, int]] = []

    def add(self, name: str, value: Any, node: Node) -> None:  # noqa: ANN401  # of a field that is a set
        """Put one more value into a field that is a set; a setting's name is noted with its line."""
        if name in _NAMED:
            self.marks.append((value[0], len(self.nodes)))
        Draft.add(self, name, value, node)

    def made(self) -> F:
        """Return the fact."""
        if self.marks:
            self.values["sources"] = tuple(self.marks)
        return Draft.made(self)


_NAMED = frozenset({"guards", "fields"})


class Noted(set[tuple[str, str]]):
    """Settings by name and value, which know the lines that they came from.

    Attributes:
        node: the line that is being read; None where nothing is.
        nodes: a setting, or the name of another fact that has no place for its line → the first line that said it.
    """

    __slots__ = ("node", "nodes")

    def __init__(self) -> None:
        """Begin without any."""
        super().__init__()
        self.node: Node | None = None
        self.nodes: dict[tuple[str, ...], Node] = {}

    def add(self, pair: tuple[str, str]) -> None:
        """Put one more in."""
        super().add(pair)
        self.note(*pair)

    def update(self, *others: Iterable[tuple[str, str]]) -> None:
        """Put several in."""
        for each in others:
            for pair in each:
                self.add(pair)

    def note(self, *name: str) -> None:
        """Note that a fact of this name, and of this value, comes from the line that is being read."""
        if self.node is not None:
            self.nodes.setdefault(name, self.node)

    def sources(self) -> tuple[tuple[str, Line], ...]:
        """Return names and lines; a name stands there once for each of its values."""
        return tuple((name[0], line(node)) for name, node in self.nodes.items())


class Traced(Draft[F]):
    """A fact that also knows which line each of its fields came from.

    Attributes:
        sources: field → the first line that set it.
    """

    __slots__ = ("sources",)

    def __init__(self, kind: Callable[..., F], values: dict[str, Any]) -> None:
        """Begin a fact of which no line has spoken yet."""
        super().__init__(kind, values)
        self.sources: dict[str, Node] = {}

    def set(self, name: str, value: object, node: Node) -> None:
        """Set a field, and note the line that did."""
        super().set(name, value, node)
        self.sources.setdefault(name, node)

    def add(self, name: str, value: object, node: Node) -> None:
        """Put one more value into a field that is a set; of a setting its name is noted, and its value, too, where it stands several times."""
        super().add(name, value, node)
        if name == "fields" and isinstance(value, tuple):
            name = value[0] if value[0] not in self.sources else " ".join(value)
        self.sources.setdefault(name, node)

    def also(self, name: str, value: object, node: Node) -> None:
        """Set one more field by a line that set another one."""
        self.values[name] = value
        self.sources.setdefault(name, node)

    def made_with_sources(self, name: str = "sources") -> F:
        """Return a fact that says where its fields came from, in its own field of that name."""
        self.values[name] = tuple((each, line(node)) for each, node in self.sources.items())
        return self.made()


@quickly_made
@dataclass(frozen=True, slots=True)
class Saying:
    """What a line says by its text alone: it says the same wherever it stands, on this port as on all others.

    Attributes:
        side: which of the drafts of a port it speaks of.
        name: field of the fact.
        adds: one more value of a set.
    """

    side: str
    name: str
    value: object
    adds: bool = False

    def of(self, draft: "Draft[Any]", node: Node) -> None:
        """Say it of one port."""
        if self.adds:
            draft.add(self.name, self.value, node)
        else:
            draft.set(self.name, self.value, node)


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
        found = self.said.get(text)
        if found is not None:
            return found
        head, _, value = text.rpartition(" ")
        setting = self.valued.get(head)
        if setting is not None:
            return setting[0], setting[1](value)
        first, _, rest = text.partition(" ")
        setting = self.open.get(first) if rest else None
        return None if setting is None else (setting[0], setting[1](rest))


@dataclass(slots=True)
class Unreads:
    """The lines that nobody understood, as they are found.

    Attributes:
        shown: the lines above, as they are → as they may be shown.
    """

    found: list[Unread] = field(default_factory=list)
    shown: dict[Section, Section] = field(default_factory=dict, repr=False)

    def add(self, node: Node, section: Section, topic: Topic | None) -> None:
        """Note a line and all lines below it."""
        self.found.append(Unread(self._shown(section), line(node), topic))
        waiting = [(node, section)] if node.children else []
        while waiting:
            each, above = waiting.pop()
            if each is not node:
                self.found.append(Unread(self._shown(above), line(each), topic))
            below = (*above, each.text)
            waiting.extend((child, below) for child in reversed(each.children))

    def _shown(self, section: Section) -> Section:
        """Return the lines above as they may be shown."""
        shown = self.shown.get(section)
        if shown is None:
            shown = self.shown[section] = tuple(masked(_first(text)) for text in section)
        return shown

    def sorted(self) -> tuple[Unread, ...]:
        """Return them in the order of the text."""
        return tuple(sorted(self.found, key=_number))


_number = attrgetter("line.number")


@quickly_made
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
                if read(node):
                    continue
            except (ValueError, LookupError):
                pass
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
