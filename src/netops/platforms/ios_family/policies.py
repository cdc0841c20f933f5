"""Prefix lists, route maps, lists of communities and AS paths (Cisco IOS and RGOS: IP Routing: Protocol-Independent)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from ipaddress import IPv6Network
from operator import attrgetter

from netops.config.node import Node
from netops.model import Action, Line, PolicyNode, PrefixList, PrefixRule, RoutePolicy, Topic, ValueList
from netops.model.provenance import lines_of_all
from netops.platforms.ios_family.said import Said, said
from netops.platforms.ios_family.sheet import ListSheet, Sheet
from netops.platforms.reading.gaps import Torn, apart
from netops.platforms.reading.sheet import Draft, Place, line, told
from netops.platforms.reading.words import action as read_action
from netops.platforms.reading.words import network, number

_STEP = 5
_MOST_STANDARD = 99
_LISTS = ("community", "community expanded", "extcommunity", "extcommunity expanded", "as-path")
Heads = Mapping[tuple[str, ...], str]
"""First words of a line of a route map, behind ``match`` or ``set`` → what the line is about."""
MATCHES: Heads = {
    ("ip", "address", "prefix-list"): "prefix-list",
    ("ipv6", "address", "prefix-list"): "prefix-list",
    ("ip", "address"): "access-list",
    ("ipv6", "address"): "access-list",
    ("ip", "next-hop", "prefix-list"): "next-hop prefix-list",
    ("ip", "next-hop"): "next-hop access-list",
    ("as-path",): "as-path",
    ("community",): "community",
    ("extcommunity",): "extcommunity",
    ("tag",): "tag",
    ("metric",): "metric",
    ("interface",): "interface",
    ("source-protocol",): "source-protocol",
    ("route-type",): "route-type",
    ("local-preference",): "local-preference",
}
SETS: Heads = {
    ("as-path", "prepend"): "as-path prepend",
    ("community",): "community",
    ("comm-list",): "comm-list",
    ("extcommunity", "rt"): "extcommunity rt",
    ("extcommunity", "soo"): "extcommunity soo",
    ("ip", "next-hop"): "next-hop",
    ("ipv6", "next-hop"): "next-hop",
    ("ip", "vrf"): "vrf",
    ("vrf",): "vrf",
    ("ip", "default", "next-hop"): "default next-hop",
    ("interface",): "interface",
    ("local-preference",): "local-preference",
    ("metric",): "metric",
    ("metric-type",): "metric-type",
    ("origin",): "origin",
    ("tag",): "tag",
    ("weight",): "weight",
    ("level",): "level",
    ("ip", "precedence"): "precedence",
    ("ip", "dscp"): "dscp",
    ("global",): "global",
}


def read_prefix_list(sheet: Sheet, found: Said) -> bool:
    """Read ``ip prefix-list NAME [seq N] permit|deny PREFIX [ge N] [le N]``; without a number the device gives it one."""
    family, name, what = found.words[0], found.words[2], found.words[3:]
    if what[:1] == ("description",) and len(what) > 1:
        rules = sheet.list_of(_PREFIX_LISTS[family], name, Topic.ROUTING)
        rules.nodes.append(found.node)
        rules.description = found.rest(4)
        return not found.off
    if not what and name == "sequence-number":
        return True
    if found.off:
        return False
    rules = sheet.list_of(_PREFIX_LISTS[family], name, Topic.ROUTING)
    return rules.take(
        found.node,
        lambda: _prefix_rule(rules.rules, found.node, family, what),
        lambda: number(what[1]) if what[:1] == ("seq",) else _next(rules.rules),
    )


_PREFIX_LISTS = {"ip": "ip prefix-list", "ipv6": "ipv6 prefix-list"}


def _prefix_rule(known: Sequence[PrefixRule | Torn], node: Node, family: str, words: Sequence[str]) -> PrefixRule:
    if words[0] == "seq":
        sequence, at = number(words[1]), 2
    else:
        sequence, at = _next(known), 0
    matched = network(words[at + 1])
    if isinstance(matched, IPv6Network) != (family == "ipv6"):
        raise ValueError(words)
    least, most = _bounds(words[at + 2 :]) if at + 2 < len(words) else (None, None)
    return PrefixRule(sequence, read_action(words[at]), matched, least, most, lines=told(node))


def _next(known: Sequence[PrefixRule | Torn]) -> int:
    """Return the number that the device gives a rule without one."""
    return max((rule.sequence or 0 for rule in known), default=0) // _STEP * _STEP + _STEP


def _bounds(words: Sequence[str]) -> tuple[int | None, int | None]:
    match list(words):
        case []:
            return None, None
        case ["ge", least]:
            return number(least), None
        case ["le", most]:
            return None, number(most)
        case ["ge", least, "le", most] | ["le", most, "ge", least]:
            return number(least), number(most)
        case _:
            pass
    raise ValueError(" ".join(words))


_sequence = attrgetter("sequence")


def prefix_lists(sheet: Sheet) -> frozenset[PrefixList]:
    """Return the prefix lists, their rules by number, whatever the order of the text."""
    found = []
    for _, name, content in sheet.whole(*_PREFIX_LISTS.values()):
        ordered, gaps = apart(sorted(content.rules, key=_sequence))
        lines = lines_of_all(ordered)
        if content.description is not None:
            lines = tuple(each for rule in ordered for each in rule.lines)
            lines += tuple(line(node) for node in content.nodes if node.text.split(" ")[3:4] == ["description"])
        if ordered or not gaps:
            found.append(PrefixList(name, ordered, content.description, gaps, lines=lines))
    return frozenset(found)


def read_route_map(sheet: Sheet, found: Said, _: Place) -> bool:
    """Read ``route-map NAME permit|deny N``; a node with a line that isn't known would do what the device doesn't."""
    match found.words:
        case (_, name, action, sequence) if not found.off:
            nodes = sheet.list_of("route-map", name, Topic.ROUTING)
            return nodes.take(found.node, lambda: _node(sheet, found, action, sequence), lambda: number(sequence))
    return False


def _node(sheet: Sheet, found: Said, action: str, sequence: str) -> PolicyNode:
    draft = Draft(PolicyNode, {"action": read_action(action), "sequence": number(sequence)}, [found.node])
    for node in found.node.children:
        if not _known(sheet, draft, said(sheet.dialect, node)):
            raise ValueError(node.text)
    return draft.made()


def _known(sheet: Sheet, draft: Draft[PolicyNode], child: Said) -> bool:
    if child.off or child.node.children:
        return False
    match child.words:
        case ("description", *_):
            draft.set("description", child.rest(1), child.node)
        case ("continue", node):
            draft.set("goes_on", number(node), child.node)
        case ("match" | "set" as way, "interface", name):
            draft.add("matches" if way == "match" else "sets", ("interface", sheet.dialect.port(name)), child.node)
        case ("match", *what):
            return _read_pair(draft, "matches", MATCHES, tuple(what), child)
        case ("set", *what):
            return _read_pair(draft, "sets", SETS, tuple(what), child)
        case _:
            return False
    return True


def _read_pair(draft: Draft[PolicyNode], name: str, known: Heads, what: tuple[str, ...], child: Said) -> bool:
    found = pair(known, what)
    if found is None:
        return False
    draft.add(name, found, child.node)
    return True


def pair(known: Heads, what: tuple[str, ...]) -> tuple[str, str] | None:
    """Return what a ``match`` or a ``set`` is about, and its value; None where nobody knows it.

    Example:
        >>> pair(MATCHES, ("ip", "address", "prefix-list", "FINANCE"))
        ('prefix-list', 'FINANCE')
    """
    head = next((what[:length] for length in (3, 2, 1) if what[:length] in known), None)
    return None if head is None else (known[head], " ".join(what[len(head) :]))


def policies(sheet: Sheet) -> frozenset[RoutePolicy]:
    """Return the route maps, their nodes by number."""
    found = []
    for _, name, content in sheet.whole("route-map"):
        ordered, gaps = apart(sorted(content.rules, key=_sequence))
        if ordered:
            found.append(RoutePolicy(name, ordered, gaps, lines=tuple(each for node in ordered for each in node.lines)))
    return frozenset(found)


def read_path_list(sheet: Sheet, found: Said) -> bool:
    """Read ``ip as-path access-list NAME permit|deny REGEX``."""
    match found.words:
        case (_, "as-path", "access-list", name, *what) if not found.off:
            return _take(sheet, "as-path", name, found, what)
    return False


def read_community_list(sheet: Sheet, found: Said, _: Place) -> bool:
    """Read ``ip community-list [standard|expanded] NAME permit|deny …``, extended ones, and those with lines below."""
    match found.words:
        case (_, which, "standard" | "expanded" as form, name, *what) if not found.off:
            pass
        case (_, which, name, *what) if not found.off:
            form = "expanded" if name.isdigit() and int(name) > _MOST_STANDARD else "standard"
        case _:
            return False
    kind = f"{which.removesuffix('-list')}{' expanded' if form == 'expanded' else ''}"
    if what or not found.node.children:
        return not found.node.children and _take(sheet, kind, name, found, what)
    rules = sheet.list_of(kind, name, Topic.ROUTING)
    rules.nodes.append(found.node)
    for node in found.node.children:
        child = said(sheet.dialect, node)
        below = ListSheet(rules.place)
        below.take(node, partial(_value, child, child.words), partial(_number_of, child.words))
        rules.broken |= below.broken or child.off
        rules.rules += below.rules
    return True


@dataclass(frozen=True, slots=True)
class _Value:
    """One rule of a list of values."""

    sequence: int | None
    action: Action
    what: str
    line: Line


def _take(sheet: Sheet, kind: str, name: str, found: Said, what: Sequence[str]) -> bool:
    return sheet.list_of(kind, name, Topic.ROUTING).take(
        found.node, lambda: _value(found, what), lambda: _number_of(what)
    )


def _number_of(words: Sequence[str]) -> int | None:
    return number(words[0]) if words and words[0].isdigit() else None


def _value(found: Said, words: Sequence[str]) -> _Value:
    sequence = _number_of(words)
    match list(words[sequence is not None :]):
        case ["permit" | "deny" as action, *what] if what:
            return _Value(sequence, read_action(action), " ".join(what), line(found.node))
    raise ValueError("no rule of a list")


def value_lists(sheet: Sheet) -> frozenset[ValueList]:
    """Return the lists, their rules in the order in which they are tried."""
    found = []
    for head, name, content in sheet.whole(*_LISTS):
        kind, _, form = head.partition(" ")
        numbered = all(rule.sequence is not None for rule in content.rules)
        rules, gaps = apart(sorted(content.rules, key=_sequence) if numbered else content.rules)
        pairs = tuple((rule.action, rule.what) for rule in rules)
        if rules or not gaps:
            found.append(ValueList(kind, name, pairs, bool(form), gaps, lines=tuple(rule.line for rule in rules)))
    return frozenset(found)
