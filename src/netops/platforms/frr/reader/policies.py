"""Route maps and the lists that they look at (FRR 8.4 manual: Route Maps, Filtering, BGP). A rule that can't be read is a gap among the others."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from netops.config.node import Node
from netops.model import AccessList, Action, FilterRule, Gap, Line, PolicyNode, RoutePolicy, ValueList
from netops.platforms.reading.gaps import Torn, numbered
from netops.platforms.reading.sheet import Draft, Place, line
from netops.platforms.reading.words import network, number

_MATCHES = {
    "ip address prefix-list": "prefix-list",
    "ipv6 address prefix-list": "prefix-list-v6",
    "ip next-hop prefix-list": "next-hop prefix-list",
    "ip address": "access-list",
    "ipv6 address": "access-list-v6",
    "as-path": "as-path",
    "community": "community",
    "large-community": "large-community",
    "extcommunity": "extcommunity",
    "interface": "interface",
    "tag": "tag",
    "metric": "metric",
    "local-preference": "local-preference",
    "origin": "origin",
    "peer": "peer",
    "source-protocol": "protocol",
    "probability": "probability",
}
_SETS = {
    "local-preference": "local-preference",
    "metric": "metric",
    "metric-type": "metric-type",
    "community": "community",
    "large-community": "large-community",
    "extcommunity": "extcommunity",
    "ip next-hop": "next-hop",
    "ipv6 next-hop": "next-hop-v6",
    "as-path prepend": "as-path prepend",
    "as-path exclude": "as-path exclude",
    "tag": "tag",
    "weight": "weight",
    "origin": "origin",
    "src": "source",
    "atomic-aggregate": "atomic-aggregate",
    "distance": "distance",
    "comm-list": "comm-list",
}
_LISTS = {"as-path access-list": "as-path", "community-list": "community", "large-community-list": "large-community",
    "extcommunity-list": "extcommunity"}  # fmt: skip
_STEP = 5
"""FRR gives a rule without a number the next one by fives (lib/filter.c)."""
_NEXT = -1
"""The node behind this one, whatever its number."""


@dataclass(slots=True)
class _List:
    """A list whose rules only mean something together, each with its number."""

    place: Place
    nodes: list[Node] = field(default_factory=list)
    rules: list[tuple[int, Any]] = field(default_factory=list)
    torn: list[Torn] = field(default_factory=list)
    remarks: set[str] = field(default_factory=set)

    def take(self, node: Node, read: Callable[[], tuple[int, Any]], sequence: str = "") -> bool:
        """Take what a line adds; one that can't be read is a gap among the others: by its number, or behind all that stand before it."""
        try:
            self.rules.append(read())
        except (ValueError, LookupError):
            last = max((number_ for number_, _ in self.rules), default=0)
            self.torn.append(Torn(node, int(sequence) if sequence.isdigit() else last))
            self.place.unread(node)
        else:
            self.nodes.append(node)
        return True


@dataclass(slots=True)
class PolicySheet:
    """The lists and route maps, as far as they were read: by kind and name."""

    lists: dict[tuple[str, str], _List] = field(default_factory=dict)

    def of(self, kind: str, name: str, place: Place) -> _List:
        """Return a list, a new one where it isn't known yet."""
        return self.lists.setdefault((kind, name), _List(place))

    def whole(self, kinds: Sequence[str]) -> Iterator["_Whole"]:
        """Yield the lists in which no number stands twice; the others are unread."""
        for (kind, name), found in self.lists.items():
            if kind not in kinds:
                continue
            numbers = [each[0] for each in found.rules]
            if len(set(numbers)) < len(numbers):
                found.place.unread(*found.nodes)
            elif found.rules or not found.torn:
                rules, gaps = numbered(found.rules, found.torn)
                yield _Whole(kind, name, rules, gaps, tuple(line(each) for each in found.nodes))


@dataclass(frozen=True, slots=True)
class _Whole:
    """A list as it was read, its rules by their numbers."""

    kind: str
    name: str
    rules: tuple[Any, ...]
    gaps: tuple[Gap, ...]
    lines: tuple[Line, ...]


def read_list(sheet: PolicySheet, node: Node, place: Place) -> bool:
    """Read ``[ipv6] access-list NAME seq N …`` and ``bgp community-list standard NAME seq N …``."""
    words = node.text.split(" ")
    if node.children:
        return False
    if words[0] == "bgp":
        return _read_values(sheet, node, words[1:], place)
    version = 6 if words[0] == "ipv6" else 4
    return _read_access(sheet, node, version, words[2:] if version == 6 else words[1:], place)


def _read_access(sheet: PolicySheet, node: Node, version: int, words: list[str], place: Place) -> bool:
    if len(words) < 2:
        return False
    name, *what = words
    found = sheet.of(f"access-list {version}", name, place)
    match what:
        case ["seq", sequence, action, prefix]:
            return found.take(node, lambda: _rule(node, version, (sequence, action, prefix)), sequence)
        case ["permit" | "deny" as action, prefix]:
            last = max((number_ for number_, _ in found.rules), default=0)
            return found.take(node, lambda: _rule(node, version, (str(last // _STEP * _STEP + _STEP), action, prefix)))
        case ["remark", *text] if text:
            found.nodes.append(node)
            found.remarks.add(" ".join(text))
            return True
        case _:
            return found.take(node, partial(_no_rule, what), _sequence_of(what))


def _no_rule(words: Sequence[str]) -> tuple[int, FilterRule]:
    raise ValueError(words)


def _sequence_of(words: Sequence[str]) -> str:
    """Return the number behind ``seq``; nothing where the line has none."""
    return words[1] if words[:1] == ["seq"] and len(words) > 1 else ""


def _rule(node: Node, version: int, words: tuple[str, str, str]) -> tuple[int, FilterRule]:
    sequence, action, prefix = words
    sources = frozenset() if prefix == "any" else frozenset({network(prefix)})
    if any(each.version != version for each in sources):
        raise ValueError(prefix)
    number_ = number(sequence)
    return number_, FilterRule(Action(action), sources=sources, sequence=number_, lines=(line(node),))


def _read_values(sheet: PolicySheet, node: Node, words: list[str], place: Place) -> bool:
    size = 2 if words[0] == "as-path" else 1
    kind, rest = _LISTS.get(" ".join(words[:size])), words[size:]
    if kind is None:
        return False
    named = kind != "as-path" and rest[:1] in (["standard"], ["expanded"])
    expanded = rest[0] == "expanded" if named else kind != "as-path" and is_expanded(rest[0])
    rest = rest[1:] if named else rest
    if not rest:
        return False

    def read() -> tuple[int, tuple[Action, str]]:
        match rest[1:]:
            case ["seq", sequence, action, *value] if value:
                return number(sequence), (Action(action), " ".join(value))
            case _:
                raise ValueError(rest)

    return sheet.of(f"{kind} expanded" if expanded else kind, rest[0], place).take(node, read, _sequence_of(rest[1:]))


def is_expanded(name: str) -> bool:
    """Return whether a list with a number in a name's place looks for patterns (FRR 8.4 manual, BGP: 1 to 99, 100 to 500).

    Example:
        >>> is_expanded("99"), is_expanded("100"), is_expanded("GOV")
        (False, True, False)
    """
    return name.isascii() and name.isdigit() and int(name) > _MOST_STANDARD


_MOST_STANDARD = 99


def read_route_map(sheet: PolicySheet, node: Node, place: Place) -> bool:
    """Read ``route-map NAME permit|deny N``; a node with a line that isn't known would do what the device doesn't."""
    match node.text.split(" "):
        case ["route-map", name, action, sequence]:
            return sheet.of("route-map", name, place).take(node, lambda: _node(node, action, sequence), sequence)
        case _:
            return False


def _node(node: Node, action: str, sequence: str) -> tuple[int, Draft[PolicyNode]]:
    number_ = number(sequence)
    draft = Draft(PolicyNode, {"action": Action(action), "sequence": number_}, [node])
    for child in node.children:
        if not _known(draft, child):
            raise ValueError(child.text)
    return number_, draft


def _known(draft: Draft[PolicyNode], node: Node) -> bool:
    match [] if node.children else node.text.split(" "):
        case ["description", *text] if text:
            draft.set("description", " ".join(text), node)
        case ["match", *what] if what[-1:] != ["exact-match"]:
            draft.add("matches", _pair(what, _MATCHES), node)
        case ["set", *what]:
            draft.add("sets", _pair(what, _SETS), node)
        case ["on-match", "goto", sequence] | ["continue", sequence]:
            draft.set("goes_on", number(sequence), node)
        case ["on-match", "next"] | ["continue"]:
            draft.set("goes_on", _NEXT, node)
        case _:
            return False
    return True


def _pair(words: Sequence[str], known: dict[str, str]) -> tuple[str, str]:
    """Return what a line speaks of, and the value, by the longest beginning that is known."""
    for size in (3, 2, 1):
        name = known.get(" ".join(words[:size]))
        if name is not None and (len(words) > size or name == "atomic-aggregate"):
            return name, " ".join(words[size:])
    raise ValueError(words)


MATCHES = {name: words for words, name in _MATCHES.items()}
"""What a node may look at → the words of its line."""
SETS = {name: words for words, name in _SETS.items()}
"""What a node may set → the words of its line."""
LISTS = {name: words for words, name in _LISTS.items()}
"""Kind of a list of values → the words of its line."""


def is_said(what: str, kind: str, value: str) -> bool:
    """Return whether a line of a node says this of it, and nothing else.

    Example:
        >>> is_said("match", "tag", "7"), is_said("match", "access-list", "prefix-list GOV"), is_said("set", "mood", "good")
        (True, False, False)
    """
    words, known = (MATCHES, _MATCHES) if what == "match" else (SETS, _SETS)
    text = f"{words.get(kind, '')} {value}".strip()
    try:
        return _pair(text.split(" "), known) == (kind, value) and not text.endswith(" exact-match")
    except ValueError:
        return False


def policies(sheet: PolicySheet) -> Iterator[RoutePolicy]:
    """Yield the route maps, their nodes by number."""
    for found in sheet.whole(["route-map"]):
        numbers = [draft.values["sequence"] for draft in found.rules]
        for draft, after in zip(found.rules, [*numbers[1:], None], strict=True):
            if draft.values.get("goes_on") == _NEXT:
                draft.values["goes_on"] = after  # behind the last node nothing is tried
        yield RoutePolicy(found.name, tuple(draft.made() for draft in found.rules), found.gaps, lines=found.lines)


def value_lists(sheet: PolicySheet) -> Iterator[ValueList]:
    """Yield the lists of communities and AS paths."""
    for kind in _LISTS.values():
        for found in sheet.whole((kind, f"{kind} expanded")):
            yield ValueList(kind, found.name, found.rules, found.kind != kind, found.gaps, lines=found.lines)


def access_lists(sheet: PolicySheet) -> Iterator[AccessList]:
    """Yield the access lists; they look at prefixes of routes."""
    for found in sheet.whole(["access-list 4", "access-list 6"]):
        version = int(found.kind.rpartition(" ")[2])
        remarks = frozenset(sheet.lists[found.kind, found.name].remarks)
        yield AccessList(found.name, version, "standard", found.rules, remarks, gaps=found.gaps, lines=found.lines)
