"""Read the part of nft's language that the lab can enforce (nft(8), nftables 1.0.6).

One base chain a hook; matches on interfaces, IPv4 addresses, protocols, ports, ICMP types and connection states;
accept, drop and reject. What concerns IPv6 alone is passed over, because the lab routes none. Everything else is
refused by name, so that no ruleset seems to be in force that is not.
"""

from __future__ import annotations

import itertools
import re
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

TOKEN = re.compile(r'"[^"]*"|[{};,\n]|[^\s{};,"]+')
HOOKS = ("input", "forward", "output")
VERDICTS = ("accept", "drop", "reject")
PROTOCOLS = {"icmp": 1, "igmp": 2, "tcp": 6, "udp": 17, "gre": 47, "esp": 50, "ah": 51, "ospf": 89, "ospfigp": 89}
PROTOCOLS |= {"pim": 103, "vrrp": 112, "sctp": 132}
IPV6_ONLY = ("icmpv6", "ipv6-icmp")
ICMP_TYPES = {"echo-reply": 0, "destination-unreachable": 3, "redirect": 5, "echo-request": 8}
ICMP_TYPES |= {"router-advertisement": 9, "router-solicitation": 10, "time-exceeded": 11, "parameter-problem": 12}
STATES = {"invalid": 1, "established": 2, "related": 4, "new": 8}


class RulesetError(Exception):
    """The ruleset says something that the lab cannot enforce."""


@dataclass(frozen=True, slots=True)
class Match:
    """One condition with one value: ``name`` is iif, oif, saddr, daddr, protocol, sport, dport, icmp or state.

    ``value`` is text for interfaces and addresses, ``(first, last)`` for ports, a number for the rest.
    """

    name: str
    value: str | int | tuple[int, int]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions that must all hold, and what is done then."""

    matches: tuple[Match, ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class Chain:
    """What happens at one hook."""

    policy: str = "accept"
    rules: tuple[Rule, ...] = ()


@dataclass(slots=True)
class _Words:
    """The words of one rule, taken one by one."""

    words: list[str]
    matches: list[list[Match]] = field(default_factory=list)
    verdict: str = ""
    ipv6: bool = False

    def take(self) -> str:
        if not self.words:
            raise RulesetError("a line ends too early")
        return self.words.pop(0)

    def values(self) -> tuple[bool, list[str]]:
        """Take ``[!=] VALUE``, ``[!=] { A, B }`` or ``A,B``."""
        negated = bool(self.words) and self.words[0] == "!="
        if self.words and self.words[0] in ("!=", "=="):
            self.words.pop(0)
        first = self.take()
        found = [first]
        if first == "{":
            found = list(itertools.takewhile(lambda word: word != "}", iter(self.take, None)))
            found = [word for word in found if word not in (",", "\n")]
        while self.words and self.words[0] == ",":
            self.words.pop(0)
            found.append(self.take())
        if negated and len(found) > 1:
            raise RulesetError(f"!= with several values ({', '.join(found)})")
        return negated, found

    def add(self, name: str, read: Callable[[str], str | int | tuple[int, int]]) -> None:
        negated, values = self.values()
        self.matches.append([Match(name, read(value), negated) for value in values])


def parse(text: str) -> dict[str, Chain]:
    r"""Return the chain at each hook.

    Raises:
        RulesetError: with the line that the lab cannot enforce.

    Example:
        >>> text = "table inet f {\n chain i {\n type filter hook input priority 0; policy drop;\n"
        >>> chains = parse(text + ' iifname "lo" accept\n }\n}\n')
        >>> chains["input"].policy, chains["input"].rules[0].matches[0].value
        ('drop', 'lo')
    """
    words = [word for line in text.splitlines() for word in (*TOKEN.findall(_without_comment(line)), "\n")]
    found: dict[str, Chain] = {}
    while words:
        word = words.pop(0)
        if word in ("\n", ";"):
            continue
        if word == "flush" and words and words[0] == "ruleset":
            words.pop(0)
            found.clear()
        elif word == "table":
            _table(words, found)
        else:
            raise RulesetError(f"{word} outside a table")
    return found


def _without_comment(line: str) -> str:
    return "" if line.lstrip().startswith("#") else re.sub(r'(\s#[^"]*)$', "", line)


def _table(words: list[str], found: dict[str, Chain]) -> None:
    family = words.pop(0)
    body = _block(words)
    if family in ("ip6", "arp", "bridge"):
        return
    while body:
        word = body.pop(0)
        if word in ("\n", ";"):
            continue
        if word != "chain":
            raise RulesetError(f"{word} in a table")
        hook, chain = _chain(body)
        if hook in found:
            raise RulesetError(f"two chains at the hook {hook}")
        found[hook] = chain


def _block(words: list[str]) -> list[str]:
    """Take ``NAME {`` … ``}`` and return what is between."""
    while words and words.pop(0) != "{":
        pass
    depth = 1
    body: list[str] = []
    while words:
        word = words.pop(0)
        depth += {"{": 1, "}": -1}.get(word, 0)
        if depth == 0:
            return body
        body.append(word)
    raise RulesetError("a brace is not closed")


def _chain(words: list[str]) -> tuple[str, Chain]:
    hook, chain = "", Chain()
    for line in _lines(_block(words)):
        if line[0] == "type":
            if line[1] != "filter" or "hook" not in line or line[line.index("hook") + 1] not in HOOKS:
                raise RulesetError(" ".join(line))
            hook = line[line.index("hook") + 1]
        elif line[0] == "policy":
            chain = replace(chain, policy=line[1])
        else:
            chain = replace(chain, rules=(*chain.rules, *_rules(line)))
    if not hook:
        raise RulesetError("a chain without a hook")
    return hook, chain


def _lines(words: list[str]) -> Iterator[list[str]]:
    line: list[str] = []
    depth = 0
    for word in words:
        depth += {"{": 1, "}": -1}.get(word, 0)
        if depth == 0 and word in ("\n", ";"):
            if line:
                yield line
            line = []
        elif word != "\n":
            line.append(word)
    if line:
        yield line


def _rules(line: list[str]) -> Iterator[Rule]:
    rule = _Words(list(line))
    while rule.words:
        word = rule.take()
        if word in VERDICTS:
            rule.verdict = word
            del rule.words[:]
        elif word in EXPRESSIONS:
            try:
                EXPRESSIONS[word](rule)
            except (ValueError, KeyError, OSError) as error:
                raise RulesetError(f"{' '.join(line)} ({error})") from error
        else:
            raise RulesetError(f"{' '.join(line)} ({word})")
    if rule.verdict and not rule.ipv6:
        for matches in itertools.product(*rule.matches):
            yield Rule(matches, rule.verdict)


def _interface(text: str) -> str:
    return text.strip('"')


def _prefix(text: str) -> str:
    address, _, length = text.partition("/")
    socket.inet_pton(socket.AF_INET, address)
    if "-" in text or not (length or "32").isdecimal():
        raise ValueError("not an address or prefix")
    return text


def _protocol(text: str) -> int:
    return int(text) if text.isdecimal() else PROTOCOLS[text]


def _port(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-") if text[0].isdigit() else (text, "", "")
    numbers = [int(item) if item.isdecimal() else socket.getservbyname(item) for item in (first, last or first)]
    return numbers[0], numbers[1]


def _icmp_type(text: str) -> int:
    return int(text) if text.isdecimal() else ICMP_TYPES[text]


def _ports_of(protocol: str) -> Callable[[_Words], None]:
    def read(rule: _Words) -> None:
        side = rule.take()
        if side not in ("sport", "dport"):
            raise ValueError(f"{protocol} {side}")
        rule.matches.append([Match("protocol", PROTOCOLS[protocol])])
        rule.add(side, _port)

    return read


def _ip(rule: _Words) -> None:
    what = rule.take()
    if what in ("saddr", "daddr"):
        rule.add(what, _prefix)
    elif what == "protocol":
        rule.add("protocol", _protocol)
    else:
        raise ValueError(f"ip {what}")


def _ipv6(rule: _Words) -> None:
    rule.ipv6 = True
    rule.take()
    rule.values()


def _meta(rule: _Words) -> None:
    what = rule.take()
    if what == "l4proto":
        negated, values = rule.values()
        numbers = [_protocol(value) for value in values if value not in IPV6_ONLY]
        rule.ipv6 = rule.ipv6 or not numbers
        rule.matches.append([Match("protocol", number, negated) for number in numbers])
    elif what == "nfproto":
        rule.ipv6 = rule.ipv6 or rule.take() != "ipv4"
    elif what in ("iifname", "oifname", "iif", "oif"):
        EXPRESSIONS[what](rule)
    else:
        raise ValueError(f"meta {what}")


def _icmp(rule: _Words) -> None:
    if rule.take() != "type":
        raise ValueError("icmp without type")
    rule.matches.append([Match("protocol", PROTOCOLS["icmp"])])
    rule.add("icmp", _icmp_type)


def _state(rule: _Words) -> None:
    if rule.take() != "state":
        raise ValueError("ct without state")
    negated, values = rule.values()
    mask = sum(STATES[value] for value in dict.fromkeys(values))
    rule.matches.append([Match("state", 15 & ~mask if negated else mask)])


def _passed_over(*with_value: str) -> Callable[[_Words], None]:
    def read(rule: _Words) -> None:
        while rule.words and rule.words[0] in with_value:
            del rule.words[:2]

    return read


def _comment(rule: _Words) -> None:
    rule.take()


EXPRESSIONS: Mapping[str, Callable[[_Words], None]] = {
    "iifname": lambda rule: rule.add("iif", _interface),
    "iif": lambda rule: rule.add("iif", _interface),
    "oifname": lambda rule: rule.add("oif", _interface),
    "oif": lambda rule: rule.add("oif", _interface),
    "ip": _ip,
    "ip6": _ipv6,
    "icmpv6": _ipv6,
    "meta": _meta,
    "tcp": _ports_of("tcp"),
    "udp": _ports_of("udp"),
    "icmp": _icmp,
    "ct": _state,
    "counter": _passed_over("packets", "bytes"),
    "log": _passed_over("prefix", "level", "flags", "group"),
    "comment": _comment,
}
