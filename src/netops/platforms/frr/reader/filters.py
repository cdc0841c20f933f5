"""The nftables ruleset: the chains of table ``inet filter``, rule by rule (nft(8) of nftables 1.0.6)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from netops.config.node import Node
from netops.model import Action, Direction, FilterRule, Gap, Line, PacketFilter
from netops.platforms.reading.sheet import Place, line
from netops.platforms.reading.words import network, number

_HOOK = re.compile(r"type filter hook (input|forward|output) priority (?:filter|0)")
_VERDICTS = {"accept": Action.PERMIT, "drop": Action.DENY}
# Numbers as /etc/protocols has them, and the two names of ICMPv6.
_PROTOCOLS = {
    "1": "icmp",
    "2": "igmp",
    "6": "tcp",
    "17": "udp",
    "47": "gre",
    "50": "esp",
    "51": "ah",
    "58": "icmpv6",
    "ipv6-icmp": "icmpv6",
    "89": "ospf",
    "103": "pim",
    "112": "vrrp",
}
_NAMES = frozenset({*_PROTOCOLS.values(), "sctp", "dccp"})
_WITH_PORTS = frozenset({"tcp", "udp", "sctp", "dccp"})
_STATES = frozenset({"established", "related", "invalid", "new"})


def read_filters(nodes: Sequence[Node], place: Place) -> frozenset[PacketFilter]:
    """Return the packet filters of a ruleset.

    Args:
        nodes: its statements and blocks.
        place: for what can't be read: other tables, chains that no hook leads into, rules with other matches.
    """
    return frozenset(_filters(nodes, place))


def _filters(nodes: Sequence[Node], place: Place) -> Iterator[PacketFilter]:
    seen: set[str] = set()
    for node in nodes:
        if node.text == "flush ruleset" and not node.children:
            continue
        if node.text != "table inet filter":
            place.unread(node)
            continue
        below = place.under(node)
        for child in node.children:
            found = _chain(child, below.under(child), seen)
            if found is None:
                below.unread(child)
            else:
                yield found


def _chain(node: Node, place: Place, seen: set[str]) -> PacketFilter | None:
    words = node.text.split()
    hook = next((found for child in node.children if (found := _HOOK.fullmatch(child.text))), None)
    if len(words) != 2 or words[0] != "chain" or hook is None or words[1] in seen:
        return None
    seen.add(words[1])
    default, heads = Action.PERMIT, [node]
    rules: list[FilterRule] = []
    gaps: list[Gap] = []
    for child in node.children:
        policy = child.text.removeprefix("policy ")
        if child.text == hook[0] and not child.children:
            heads.append(child)
        elif policy != child.text and policy in _VERDICTS and not child.children:
            default = _VERDICTS[policy]
            heads.append(child)
        else:
            _take(child, place, rules, gaps)
    lines: tuple[Line, ...] = tuple(line(each) for each in heads)
    return PacketFilter(words[1], Direction(hook[1]), default, tuple(rules), tuple(gaps), lines=lines)


def _take(node: Node, place: Place, rules: list[FilterRule], gaps: list[Gap]) -> None:
    """Read a rule; one that can't be read leaves a gap behind those before it."""
    try:
        rules.append(_Rule([] if node.children else node.text.split()).read(line(node)))
    except (ValueError, IndexError):
        shown = line(node)
        gaps.append(Gap(len(rules), shown.text, lines=(shown,)))
        place.unread(node)


@dataclass(slots=True)
class _Rule:
    """Reads one rule, word by word; each match may stand there once."""

    words: list[str]
    values: dict[str, Any] = field(default_factory=dict)

    def read(self, source: Line) -> FilterRule:
        """Return the rule.

        Raises:
            ValueError, IndexError: it says something that a `FilterRule` doesn't hold.
        """
        while self.words[0] not in _VERDICTS:
            self._match(self.words.pop(0))
        verdict = _VERDICTS[self.words.pop(0)]
        if self.words and self.words[0] != "comment":
            raise ValueError(self.words)
        return FilterRule(verdict, **self.values, lines=(source,))

    def _match(self, first: str) -> None:
        if first == "iifname":
            self._set("interface", _unquoted(self.words.pop(0)))
        elif first in {"ip", "ip6"}:
            self._header(first, self.words.pop(0))
        elif first == "meta":
            self._expect("l4proto")
            self._protocol(self.words.pop(0))
        elif first in _WITH_PORTS:
            self._expect("dport")
            self._protocol(first)
            self._set("destination_ports", frozenset(_ports(each) for each in self._values()))
        elif first == "ct":
            self._expect("state")
            self._set("states", self._states())
        elif first == "counter":
            self._skip_counter()
        else:
            raise ValueError(first)

    def _header(self, family: str, name: str) -> None:
        if name == "protocol" and family == "ip":
            self._protocol(self.words.pop(0))
            return
        target = {"saddr": "sources", "daddr": "destinations"}.get(name)
        if target is None:
            raise ValueError(name)
        version = 6 if family == "ip6" else 4
        found = frozenset(
            network(each if "/" in each else f"{each}/{32 if version == 4 else 128}") for each in self._values()
        )
        if any(each.version != version for each in found):
            raise ValueError(family)
        self._set(target, found)

    def _protocol(self, text: str) -> None:
        name = _PROTOCOLS.get(text, text)
        if name not in _NAMES or self.values.setdefault("protocol", name) != name:
            raise ValueError(text)

    def _states(self) -> frozenset[str]:
        found = frozenset(state for each in self._values() for state in each.split(",") if state)
        if not found or found - _STATES:
            raise ValueError(found)
        return found

    def _values(self) -> list[str]:
        """Return one value, or those of a set in braces."""
        first = self.words.pop(0)
        if first != "{":
            # `established, related` comes with a space where the text had one.
            while first.endswith(","):
                first += self.words.pop(0)
            return [first]
        end = self.words.index("}")
        inner, self.words = self.words[:end], self.words[end + 1 :]
        return [each for each in " ".join(inner).replace(",", " ").split(" ") if each]

    def _set(self, name: str, value: object) -> None:
        if name in self.values:
            raise ValueError(name)
        self.values[name] = value

    def _expect(self, word: str) -> None:
        if self.words.pop(0) != word:
            raise ValueError(word)

    def _skip_counter(self) -> None:
        for name in ("packets", "bytes"):
            if self.words[0] == name:
                number(self.words[1])
                del self.words[:2]


def _unquoted(text: str) -> str:
    if len(text) < 3 or text[0] != '"' or text[-1] != '"' or "*" in text:
        raise ValueError(text)
    return text[1:-1]


def _ports(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    return number(first), number(last or first)
