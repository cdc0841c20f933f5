"""Access lists: numbered, named, standard, extended, for IPv4 and IPv6 (Cisco IOS: Security, access-list; RGOS: ACL).

A rule that can't be read is unread, and its list says at which place it lacks one: with a rule less it would let through, or
stop, what the device doesn't.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from netops.config.node import Node
from netops.model import AccessList, FilterRule, IPNetwork, Topic
from netops.platforms.ios_family.said import Said, said
from netops.platforms.ios_family.sheet import ListSheet, Sheet
from netops.platforms.ios_family.words import host_network, port_number, wild_network
from netops.platforms.reading.gaps import Torn, apart
from netops.platforms.reading.sheet import Place, told, told_of
from netops.platforms.reading.words import KEPT, action, network, number

_WITH_PORTS = frozenset({"tcp", "udp"})
_MOST_PORT = 65535
_STEP = 10
_NUMBER = re.compile("[0-9]{1,10}")
_STANDARD = ((1, 99), (1300, 1999))
_EXTENDED = ((100, 199), (2000, 2699))
_PROTOCOLS = frozenset(
    {
        "ip",
        "ipv6",
        "tcp",
        "udp",
        "icmp",
        "igmp",
        "gre",
        "esp",
        "ahp",
        "ospf",
        "eigrp",
        "pim",
        "ipinip",
        "nos",
        "pcp",
        "sctp",
    }
)
_FLAGS = frozenset(
    {"established", "fragments", "fragment", "echo", "echo-reply", "unreachable", "ttl-exceeded", "time-exceeded", "traceroute", "redirect",
     "packet-too-big", "port-unreachable", "host-unreachable", "net-unreachable", "administratively-prohibited", "parameter-problem",
     "source-quench", "timestamp-request", "timestamp-reply", "mask-request", "mask-reply", "ack", "fin", "psh", "rst", "syn", "urg",
     "nd-na", "nd-ns", "router-advertisement", "router-solicitation", "echo-request", "destination-unreachable"}
)  # fmt: skip
_FLAGS_OF_ONE = frozenset({"dscp", "precedence", "tos", "time-range", "option", "ttl", "vlan"})


def read_numbered(sheet: Sheet, found: Said) -> bool:
    """Read ``access-list N permit|deny …`` and its remarks."""
    match found.words:
        case (_, name, *words) if not found.off and words:
            kind = _kind_of(name)
        case _:
            return False
    rules = sheet.list_of(f"access-list {kind} 4", name, Topic.FILTERS)
    if words[0] in _REMARKS:
        rules.nodes.append(found.node)
        rules.remarks.add(found.rest(3))
        return True
    rules.nodes.append(found.node)
    try:
        rules.rules.append(_rule(found.node, words, kind, 4))
    except (ValueError, LookupError):
        _tear(rules, rules.place, found.node, words)
    return True


def _kind_of(name: str) -> str:
    found = number(name)
    for kind, ranges in (("standard", _STANDARD), ("extended", _EXTENDED)):
        for first, last in ranges:
            if first <= found <= last:
                return kind
    raise ValueError(name)


def number_fits(name: str, kind: str) -> bool:
    """Tell whether a list of this kind can have this number."""
    try:
        return _kind_of(name) == kind
    except ValueError:
        return False


def understood(flags: Sequence[str]) -> bool:
    """Tell whether the words behind a rule are those that the device knows, in the order of the alphabet."""
    try:
        found = _read_flags(" ".join(flags).split(" ")[::-1] if flags else [])
    except ValueError:
        return False
    return tuple(sorted(found)) == tuple(flags) and not found & {"log", "log-input"}


def read_named(sheet: Sheet, found: Said, _: Place) -> bool:
    """Read ``ip access-list standard|extended NAME`` or ``ipv6 access-list NAME``, and the rules below."""
    match found.words:
        case ("ip", "access-list", "standard" | "extended" as kind, name) if not found.off:
            version = 4
        case ("ipv6", "access-list", name) if not found.off:
            kind, version = "extended", 6
        case _:
            return False
    rules = sheet.list_of(f"access-list {kind} {version}", name, Topic.FILTERS)
    rules.nodes.append(found.node)
    below = rules.place.under(found.node)
    for node in found.node.children:
        _read_rule((rules, below), said(sheet.dialect, node), kind, version)
    return True


def _read_rule(where: tuple[ListSheet, Place], child: Said, kind: str, version: int) -> None:
    rules, below = where
    words = child.words
    numbered = words[1:] if words[0] == "sequence" and len(words) > 1 else words  # IOS, IPv6
    bare = numbered[1:] if numbered[0].isdigit() else numbered
    if bare and bare[0] in _REMARKS and not child.off:
        rules.remarks.add(child.rest(1 + len(words) - len(bare)))
        return
    try:
        rules.rules.append(_rule(child.node, () if child.off or child.node.children else numbered, kind, version))
    except (ValueError, LookupError):
        _tear(rules, below, child.node, numbered)


def _tear(rules: ListSheet, place: Place, node: Node, words: Sequence[str]) -> None:
    """Note a line that can't be read, at its place among the rules."""
    rules.torn = True
    rules.rules.append(Torn(node, int(words[0]) if _NUMBER.fullmatch(words[0]) else None))
    place.unread(node)


def _rule(node: Node, words: Sequence[str], kind: str, version: int) -> FilterRule:
    """Return a rule; ValueError or LookupError where a word of it isn't known, or is missing."""
    left = [*words[::-1]]
    sequence = number(left.pop()) if left and left[-1].isdigit() else None
    does = action(left.pop())
    if kind == "standard":
        protocol, ports, sources, destinations = None, _NO_PORTS, _place(left, version, alone=True), _ANYWHERE
    else:
        protocol, ports, sources, destinations = _five(left, version)
    flags: tuple[str, ...] = ()
    log = False
    if left:
        found = _read_flags(left)
        log, flags = not found.isdisjoint(_LOGS), tuple(sorted(found - _LOGS))
    return FilterRule(
        does,
        protocol,
        sources,
        destinations,
        ports[1],
        source_ports=ports[0],
        sequence=sequence,
        flags=flags,
        log=log,
        lines=told(node),
    )


_REMARKS = frozenset({"remark", "list-remark"})
_LOGS = frozenset({"log", "log-input"})
_ANYWHERE: frozenset[IPNetwork] = frozenset()
Ports = frozenset[tuple[int, int]]
_ANY_PORT: Ports = frozenset()
_NO_PORTS = (_ANY_PORT, _ANY_PORT)
_Five = tuple[str | None, tuple[Ports, Ports], frozenset[IPNetwork], frozenset[IPNetwork]]


def _five(left: list[str], version: int) -> _Five:
    """Return what a packet is, from which ports to which, from where, to where; the words that are left stand with the next one last."""
    protocol = left.pop()
    if protocol not in _PROTOCOLS and not protocol.isdigit():
        raise ValueError(protocol)
    sources = _place(left, version)
    if protocol not in _WITH_PORTS:
        return (None if protocol in {"ip", "ipv6"} else protocol), _NO_PORTS, sources, _place(left, version)
    source_ports = _ports(left, protocol)
    destinations = _place(left, version)
    return protocol, (source_ports, _ports(left, protocol)), sources, destinations


def _place(left: list[str], version: int, *, alone: bool = False) -> frozenset[IPNetwork]:
    """Return where a packet comes from or goes to; nothing is anywhere."""
    first = left.pop()
    if first == "any":
        return _ANYWHERE
    if first == "host":
        return _host(left.pop())
    if version == 6 or "/" in first:
        return frozenset({network(first)})
    if alone and (not left or not left[-1][:1].isdigit()):
        return _host(first)
    return _wild(first, left.pop())


# Places and ports of a list's rules are the same again and again, and a prefix takes long to be put into a set.
@lru_cache(KEPT)
def _host(text: str) -> frozenset[IPNetwork]:
    return frozenset({host_network(text)})


@lru_cache(KEPT)
def _wild(prefix: str, wild: str) -> frozenset[IPNetwork]:
    found = wild_network(prefix, wild)
    return frozenset({found} if found.prefixlen else ())


def _ports(left: list[str], protocol: str) -> frozenset[tuple[int, int]]:
    reader = _COMPARED.get(left[-1]) if left else None
    if reader is None:
        return _ANY_PORT
    left.pop()
    first = left.pop()
    if reader is _one_of:
        if not left or not _is_port(left[-1], protocol):
            return _one_port(first, protocol)
        found = {port_number(first, protocol)}
        while left and _is_port(left[-1], protocol):
            found.add(port_number(left.pop(), protocol))
        return frozenset((port, port) for port in found)
    low = port_number(first, protocol)
    high = port_number(left.pop(), protocol) if reader is _between else low
    return frozenset(reader(low, high))


@lru_cache(KEPT)
def _one_port(text: str, protocol: str) -> frozenset[tuple[int, int]]:
    port = port_number(text, protocol)
    return frozenset({(port, port)})


def _is_port(text: str, protocol: str) -> bool:
    if text in _FLAGS or text in _FLAGS_OF_ONE or text in _LOGS:
        return False
    try:
        port_number(text, protocol)
    except ValueError:
        return False
    return True


def _one_of(first: int, last: int) -> set[tuple[int, int]]:
    return {(first, last)}


def _between(first: int, last: int) -> set[tuple[int, int]]:
    return {(first, last)} if first <= last else {(last, first)}


def _above(first: int, _: int) -> set[tuple[int, int]]:
    if first == _MOST_PORT:
        raise ValueError(first)
    return {(first + 1, _MOST_PORT)}


def _below(first: int, _: int) -> set[tuple[int, int]]:
    if first == 0:
        raise ValueError(first)
    return {(0, first - 1)}


def _all_but(first: int, _: int) -> set[tuple[int, int]]:
    return {pair for pair in ((0, first - 1), (first + 1, _MOST_PORT)) if pair[0] <= pair[1]}


_COMPARED: dict[str, Callable[[int, int], set[tuple[int, int]]]] = {
    "eq": _one_of,
    "range": _between,
    "gt": _above,
    "lt": _below,
    "neq": _all_but,
}


def _read_flags(left: list[str]) -> set[str]:
    """Return what else must hold; the words that are left stand with the next one last."""
    found: set[str] = set()
    while left:
        word = left.pop()
        if word in _LOGS or word in _FLAGS or (word[:1] in "+-" and word[1:] in _FLAGS):
            found.add(word)
        elif word in _FLAGS_OF_ONE and left:
            found.add(f"{word} {left.pop()}")
        else:
            raise ValueError(word)
    return found


def access_lists(sheet: Sheet) -> frozenset[AccessList]:
    """Return the lists, their rules in the order in which they are tried."""
    kinds = [f"access-list {kind} {version}" for kind in ("standard", "extended") for version in (4, 6)]
    found = []
    for key, name, content in sheet.whole(*kinds):
        _, kind, version = key.split(" ")
        ordered = _in_order(content.rules)
        rules, gaps = apart(ordered) if content.torn else (ordered, ())
        lines = told_of(content.nodes)
        remarks = frozenset(content.remarks)
        found.append(AccessList(name, int(version), kind, rules, remarks, gaps=gaps, lines=lines))
    return frozenset(found)


def _in_order(rules: list[Any]) -> tuple[Any, ...]:
    """Return rules by number; one without goes behind all before it, as the device numbers it."""
    places: list[int] = []
    highest = 0
    for rule in rules:
        place = rule.sequence if rule.sequence is not None else highest + _STEP
        highest = max(highest, place)
        places.append(place)
    ordered = sorted(range(len(rules)), key=places.__getitem__)
    return tuple([rules[at] for at in ordered])
