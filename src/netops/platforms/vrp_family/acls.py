"""Access lists: ``acl number 3001``, ``acl name X 3999``, ``acl advanced 3000`` (command references, "ACL").

A rule that can't be read is unread, and its list says at which place it lacks one: a rule must not vanish from its list.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from netops.config.node import Node
from netops.model import AccessList, FilterRule, Gap, IPNetwork, Topic
from netops.model.provenance import lines_of_all
from netops.platforms.reading.sheet import Place, line, told, told_of
from netops.platforms.reading.words import action, number
from netops.platforms.vrp_family.sheet import VrpSheet
from netops.platforms.vrp_family.words import inverse_alone, network6, ports

_KINDS: Mapping[str, str] = {
    "basic": "standard",
    "basic-acl": "standard",
    "advanced": "extended",
    "advance": "extended",
    "mac": "layer2",
    "link": "layer2",
}
# First number and last → kind. Other numbers (user-defined, MPLS, user groups) look at what the model has no place for.
_NUMBERS = ((2000, 2999, "standard"), (3000, 3999, "extended"), (4000, 4999, "layer2"))
_STEP = 5
_NUMBER = re.compile("[0-9]{1,10}")
_ANY_PROTOCOL = frozenset({"ip", "ipv6"})
_PROTOCOLS: Mapping[str, str] = {
    "1": "icmp", "2": "igmp", "4": "ipinip", "6": "tcp", "17": "udp", "41": "ipv6", "47": "gre", "50": "esp", "51": "ah",
    "58": "icmpv6", "89": "ospf", "112": "vrrp", "132": "sctp", "ahp": "ah", "ipinip": "ipinip",
}  # fmt: skip
# Options that say what else must hold: how many words follow; kept in the device's words.
_FLAGS: Mapping[str, int] = {
    "time-range": 1, "vpn-instance": 1, "dscp": 1, "precedence": 1, "tos": 1, "icmp6-type": 1, "ttl-expired": 0,
    "fragment": 0, "established": 0, "ack": 1, "fin": 1, "psh": 1, "rst": 1, "syn": 1, "urg": 1,
}  # fmt: skip
_MAC_FLAGS: Mapping[str, int] = {"source-mac": 2, "destination-mac": 2, "dest-mac": 2, "vlan-id": 1, "8021p": 1, "cos": 1,
    "time-range": 1, "type": 2, "l2-protocol": 1, "lsap": 2}  # fmt: skip


def names_of(nodes: Sequence[Node]) -> dict[str, str]:
    """Return the lists that have a name beside their number: number → name. Other lines may call them by either."""
    found = {}
    for node in nodes:
        if not node.text.startswith("acl "):
            continue
        words = node.text.split(" ")
        name = words[words.index("name") + 1] if "name" in words[:-1] else None
        numbers = [each for each in words if each.isdigit() and each != name]
        if name is not None and len(numbers) == 1:
            found[numbers[0]] = name
    return found


def read_acl(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read an access list and its rules."""
    head = _head(words)
    if head is None:
        return False
    numbers = [each for each in words if each.isdigit() and each != head[0]]
    own = number(numbers[0]) if numbers else None
    name, kind, version = head
    reader = _Rules(sheet.dialect.first_rule, kind, version)
    below = place.of(Topic.FILTERS).under(node)
    below.each(_in_order(node.children), reader.take)
    rules = tuple([reader.rules[each] for each in sorted(reader.rules)])
    others = [node, *(each for each in node.children if not each.text.startswith("rule"))]
    lines = lines_of_all(rules, told_of(others))
    remarks = frozenset(reader.remarks)
    sheet.access_lists.append(AccessList(name, version, kind, rules, remarks, own, reader.gaps(), lines=lines))
    return True


def _in_order(nodes: Sequence[Node]) -> Sequence[Node]:
    """Return the step before the rules: it counts for all that are typed without a number."""
    steps = [node for node in nodes if node.text.startswith("step ")]
    return [*steps, *(node for node in nodes if not node.text.startswith("step "))] if steps else nodes


def _head(words: list[str]) -> tuple[str, str, int] | None:
    """Return name, kind and version of a list; None where its rules are tried in another order than their numbers'."""
    rest, version = words[1:], 4
    if rest[:1] == ["ipv6"]:
        rest, version = rest[1:], 6
    if rest[-2:] == ["match-order", "config"]:
        rest = rest[:-2]
    match rest:
        case ["number", digits] | [digits] if digits.isdigit():
            name, kind = digits, kind_of_number(digits)
        case ["number", digits, "name", name] | ["name", name, digits] | ["name", name, "number", digits]:
            kind = kind_of_number(digits) if digits.isdigit() else _KINDS.get(digits)
        case ["name", name, word, "number", _] | ["name", name, word] | [word, "name", name] | [word, _, "name", name]:
            kind = _KINDS.get(word)
        case [word, name]:
            kind = _KINDS.get(word) if name.isdigit() else None
        case _:
            return None
    return None if kind is None else (name, kind, version)


def kind_of_number(digits: str) -> str | None:
    """Return the kind of the lists with such a number; None where the model has no place for them."""
    return next((kind for first, last, kind in _NUMBERS if first <= number(digits) <= last), None)


class _Rules:
    """Reads the lines of one list.

    Attributes:
        torn: lines that couldn't be read, each with its number among the rules; one that is no rule could change all of them.
    """

    __slots__ = ("_first", "_kind", "_step", "_version", "remarks", "rules", "torn")

    def __init__(self, first: int | None, kind: str, version: int) -> None:
        self._first, self._kind, self._version, self._step = first, kind, version, _STEP
        self.rules: dict[int, FilterRule] = {}
        self.remarks: set[str] = set()
        self.torn: list[tuple[int, Node]] = []

    def take(self, node: Node) -> bool:
        """Read one line; one that isn't understood is noted at its place."""
        try:
            if self.read(node):
                return True
        except (ValueError, LookupError):
            pass
        self.torn.append((self._place(node.text.split(" ")), node))
        return False

    def _place(self, words: list[str]) -> int:
        if words[0] != "rule":
            return -1
        return int(words[1]) if _NUMBER.fullmatch("".join(words[1:2])) else self._next()

    def gaps(self) -> tuple[Gap, ...]:
        """Return the lines that couldn't be read, in the order in which the device comes to them."""
        known, found = sorted(self.rules), []
        for sequence, node in sorted(self.torn, key=itemgetter(0)):
            shown = line(node)
            found.append(Gap(bisect_left(known, sequence), shown.text, lines=(shown,)))
        return tuple(found)

    def read(self, node: Node) -> bool:
        """Read one line; False, or ValueError, where it isn't understood."""
        words = node.text.split(" ")
        if node.children:
            return False
        if words[0] == "rule":
            return self._read_rule(node, words)
        if words[0] == "step":
            step = number(words[1])
            if len(words) > 2 or not step:
                return False
            self._step = step
            return True
        if words[0] == "description":
            self.remarks.add(" ".join(words[1:]))
            return True
        return False

    def _read_rule(self, node: Node, words: list[str]) -> bool:
        """Read ``rule [N] permit|deny …``, and what people wrote beside it."""
        sequence, at = (number(words[1]), 2) if words[1].isdigit() else (None, 1)
        if words[at] in {"description", "comment"}:
            if sequence is not None:
                self.remarks.add(" ".join(words[at + 1 :]))
            return sequence is not None
        does = action(words[at])
        if sequence is None:
            sequence = self._next()
        if sequence in self.rules:
            return False
        values = _matches(words[at + 1 :], self._kind, self._version)
        self.rules[sequence] = FilterRule(does, sequence=sequence, lines=told(node), **values)
        return True

    def _next(self) -> int:
        """Return the number that a rule without one gets."""
        highest = max((*self.rules, *(each for each, _ in self.torn)), default=-1)
        first = self._step if self._first is None else self._first
        return first if highest < 0 else (highest // self._step + 1) * self._step


def _matches(words: list[str], kind: str, version: int) -> dict[str, Any]:
    if kind == "layer2":
        return {"flags": tuple(sorted(_flags_alone(words)))}
    values: dict[str, Any] = {"protocol": None}
    if kind == "extended" and words:
        name = words[0]
        values["protocol"] = None if name in _ANY_PROTOCOL else _PROTOCOLS.get(name, name)
        words = words[1:]
        if name.isdigit() and name not in _PROTOCOLS and number(name) > 255:
            raise ValueError(name)
    flags: set[str] = set()
    at = 0
    end = len(words)
    while at < end:
        if words[at] in _ADDRESSES:
            at = _address(words, at, values, version)
        else:
            at = _option(words, at, values) or at + _flag(words[at:], flags)
    if flags:
        values["flags"] = tuple(sorted(flags))
    return values


def understood(flags: tuple[str, ...], kind: str) -> bool:
    """Tell whether a rule of a kind of list is read back with these flags.

    Example:
        >>> understood(("established", "time-range NIGHT"), "extended"), understood(("for ever",), "extended")
        (True, False)
    """
    words = [word for flag in flags for word in (f"tcp-flag {flag}" if flag == "established" else flag).split(" ")]
    try:
        found = _matches((["ip"] if kind == "extended" else []) + words, kind, 4)
    except (ValueError, LookupError):
        return False
    return bool(found.get("flags", ()) == flags)


def _flags_alone(words: list[str]) -> set[str]:
    flags: set[str] = set()
    at = 0
    while at < len(words):
        end = at + 1 + _MAC_FLAGS.get(words[at], len(words))
        if end > len(words):
            raise ValueError(words)
        flags.add(" ".join(words[at:end]))
        at = end
    return flags


def _option(words: list[str], at: int, values: dict[str, Any]) -> int:
    """Read an option of ports or logging; return where the next one begins, 0 where it is another."""
    name = words[at]
    if name in _PORTS and at + 1 < len(words):
        end = at + (4 if words[at + 1] == "range" else 3)
        values[_PORTS[name]] = ports(words[at + 1], tuple(words[at + 2 : end]))
        return end
    if name in {"logging", "log"}:
        values["log"] = True
        return at + 1
    return at + 1 if name == "counting" else 0  # it counts what matches and changes nothing of it


_ADDRESSES: Mapping[str, str] = {"source": "sources", "destination": "destinations"}
_PORTS: Mapping[str, str] = {"source-port": "source_ports", "destination-port": "destination_ports"}


def _flag(words: list[str], flags: set[str]) -> int:
    """Read an option that says what else must hold."""
    name, rest = words[0], words[1:]
    count = _FLAGS.get(name, 0)
    if name == "icmp-type":
        count = 2 if rest[1:2] and rest[0].isdigit() and rest[1].isdigit() else 1
    elif name == "tcp-flag":
        count = next((at for at, each in enumerate(rest) if each not in _TCP), len(rest))
        if set(rest[:count]) in ({"established"}, {"ack", "rst"}):
            flags.add("established")
            return 1 + count
    elif name not in _FLAGS:
        raise ValueError(name)
    if len(rest) < count or (name not in _FLAGS and not count):
        raise ValueError(words)
    flags.add(" ".join(words[: 1 + count]))
    return 1 + count


_TCP = frozenset({"ack", "rst", "syn", "fin", "psh", "urg", "established"})


def _address(words: list[str], at: int, values: dict[str, Any], version: int) -> int:
    where = _ADDRESSES[words[at]]
    if where in values or at + 1 == len(words):
        raise ValueError(words)
    first = words[at + 1]
    if first == "any":
        values[where] = frozenset[IPNetwork]()
        return at + 2
    if version == 6:
        found, count = network6(words[at + 1 :])
        values[where] = frozenset({found})
        return at + 1 + count
    values[where] = inverse_alone(first, words[at + 2] if at + 2 < len(words) else "")
    return at + 3


def number_fits(digits: str, kind: str) -> bool:
    """Return whether a list's number is of its kind.

    Example:
        >>> number_fits("2001", "standard"), number_fits("3001", "standard")
        (True, False)
    """
    return kind_of_number(digits) == kind
