"""What an entry of an access list is made of, word for word, as IOS and RGOS parse it.

IOS CR Security, ``permit (IP)`` and ``deny (IP)``: ``permit protocol source source-wildcard [operator port [port]] destination
destination-wildcard [operator port [port]]`` and behind them what else a packet must have, each once; "ACL Support for
Filtering on Noncontiguous Ports": up to ten ports behind ``eq`` and ``neq``; "the fragments keyword cannot be configured for
an access list entry that contains any Layer 4 information". RG-S2600G CR, ACL Configuration Commands: one port behind an
operator, ``fragment``, ``match-all``, ``time-range``; neither ``ttl`` nor ``option`` nor ``log-input``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from netops.lab.semantics.core.model import Act, Refusal
from netops.lab.semantics.ios_family.kinds import PORTS

INVALID = "% Invalid input detected at '^' marker."
INCOMPLETE = "% Incomplete command."
_ADDRESS = re.compile(r"\d+\.\d+\.\d+\.\d+")
_PROTOCOLS = frozenset(
    ["ahp", "eigrp", "esp", "gre", "icmp", "igmp", "ip", "ipinip", "nos", "ospf", "pcp", "pim", "sctp", "tcp", "udp"]
)
_NUMBERED = {"1": "icmp", "2": "igmp", "6": "tcp", "17": "udp", "132": "sctp"}
_MORE_PORTS = {
    "tcp": frozenset(
        [
            "chargen",
            "daytime",
            "domain",
            "drip",
            "hostname",
            "ident",
            "klogin",
            "kshell",
            "msrpc",
            "nntp",
            "pim-auto-rp",
            "sunrpc",
            "syslog",
            "tacacs",
            "talk",
            "time",
            "uucp",
        ]
    ),
    "udp": frozenset(["biff", "dnsix", "mobile-ip", "nameserver", "non500-isakmp", "ripv6", "talk", "who", "xdmcp"]),
    "sctp": frozenset[str](),
}
_FLAGS = frozenset(["ack", "fin", "psh", "rst", "syn", "urg"])
_DSCP = frozenset(
    {"default", "ef", *(f"cs{n}" for n in range(1, 8)), *(f"af{n}{m}" for n in range(1, 5) for m in range(1, 4))}
)
_PRECEDENCE = frozenset(
    ["critical", "flash", "flash-override", "immediate", "internet", "network", "priority", "routine"]
)
_TOS = frozenset(["max-reliability", "max-throughput", "min-delay", "min-monetary-cost", "normal"])
_EITHER = {"dscp": {"precedence", "tos"}, "precedence": {"dscp"}, "tos": {"dscp"}}


@dataclass(frozen=True, slots=True)
class Grammar:
    """What of an entry a platform has.

    Attributes:
        ports: how many may stand behind ``eq``.
        fragments: the word for what isn't a packet's first part.
        flagged: words before flags of TCP, and what a flag begins with there.
        more: options beside those of both.
    """

    ports: int
    fragments: str
    flagged: tuple[frozenset[str], str]
    more: frozenset[str]


IOS = Grammar(
    10,
    "fragments",
    (frozenset({"match-any", "match-all"}), "[+-]"),
    frozenset({"ttl", "option", "log-input", "reflect"}),
)
RGOS = Grammar(1, "fragment", (frozenset({"match-all"}), ""), frozenset())


class _Words:
    """The words of an entry, taken one after the other."""

    def __init__(self, text: str) -> None:
        self.left = text.split()

    def take(self) -> str:
        if not self.left:
            raise Refusal(INCOMPLETE)
        return self.left.pop(0)

    def sees(self, test: Callable[[str], bool]) -> bool:
        return bool(self.left) and test(self.left[0])


def parsed(grammar: Grammar, view: str) -> Callable[[Act], None]:
    """Return a check that refuses an entry that the device's parser doesn't take."""

    def check(act: Act) -> None:
        words = _Words(act.groups["more"])
        if view == "acl-std":
            _standard(words, grammar)
        elif act.groups["action"] in {"permit", "deny"}:
            _extended(words, grammar)

    return check


def _standard(words: _Words, grammar: Grammar) -> None:
    first = words.take()
    if first == "host":
        _name(words)
    elif first != "any" and _ADDRESS.fullmatch(first) and words.sees(lambda word: _ADDRESS.fullmatch(word) is not None):
        words.take()
    elif first != "any" and not _ADDRESS.fullmatch(first):
        raise Refusal(INVALID)
    while words.left:
        option = words.take()
        if option == "time-range" and grammar is RGOS:
            words.take()
        elif option != "log" or words.left:
            raise Refusal(INVALID)


def _extended(words: _Words, grammar: Grammar) -> None:
    protocol = words.take()
    protocol = _NUMBERED.get(protocol, protocol)
    if protocol == "object-group" and grammar is IOS:
        words.take()
    elif protocol not in _PROTOCOLS and not _within(protocol, 255):
        raise Refusal(INVALID)
    _address(words)
    ported = _ports(words, protocol, grammar)
    _address(words)
    ported = _ports(words, protocol, grammar) or ported
    if protocol == "icmp" and words.sees(
        lambda word: word.isdigit() or ("-" in word and word != "log-input") or word in _ICMP
    ):
        ported = True
        if words.take().isdigit() and words.sees(str.isdigit):
            words.take()
    elif protocol == "igmp" and words.sees(lambda word: _within(word, 15) or word in _IGMP):
        ported = bool(words.take())
    _options(words, protocol, grammar, layer4=ported)


_ICMP = frozenset(["echo", "redirect", "traceroute", "unreachable"])
_IGMP = frozenset(["dvmrp", "host-query", "host-report", "pim", "trace", "v2-leave", "v2-report", "v3-report"])


def _address(words: _Words) -> None:
    first = words.take()
    if first == "host":
        _name(words)
    elif first == "object-group":
        words.take()
    elif first != "any" and (not _ADDRESS.fullmatch(first) or not _ADDRESS.fullmatch(words.take())):
        raise Refusal(INVALID)


def _name(words: _Words) -> None:
    if words.take() in {"any", "host"}:
        raise Refusal(INVALID)


def _ports(words: _Words, protocol: str, grammar: Grammar) -> bool:
    """Take an operator with its ports, where the protocol has any."""
    if protocol not in _MORE_PORTS or not words.sees(lambda word: word in {"eq", "neq", "gt", "lt", "range"}):
        return False
    operator = words.take()
    known = _MORE_PORTS[protocol] | set(PORTS.get(protocol, {}).values())

    def is_port(word: str) -> bool:
        return _within(word, 65_535) or word in known

    least = 2 if operator == "range" else 1
    most = grammar.ports if operator in {"eq", "neq"} else least
    taken = 0
    while taken < most and words.sees(is_port):
        words.take()
        taken += 1
    if taken < least:
        raise Refusal(INVALID)
    return True


def _options(words: _Words, protocol: str, grammar: Grammar, *, layer4: bool) -> None:
    """Take what stands behind the addresses: each option once."""
    seen: set[str] = set()
    while words.left:
        option = words.take()
        kind = "log" if option == "log-input" else option
        if kind in seen or "log" in seen or seen & _EITHER.get(kind, set()):
            raise Refusal(INVALID)
        seen.add(kind)
        if option in _FLAGS | grammar.flagged[0] | {"established"}:
            if protocol != "tcp":
                raise Refusal(INVALID)
            layer4 = True
        _value(words, option, grammar)
    if layer4 and "fragments" in seen:
        raise Refusal("% L4 information can't stand beside fragments")


def _value(words: _Words, option: str, grammar: Grammar) -> None:
    """Take the words that belong to an option."""
    valued: dict[str, Callable[[str], bool]] = {
        "dscp": lambda word: _within(word, 63) or word in _DSCP,
        "precedence": lambda word: _within(word, 7) or word in _PRECEDENCE,
        "tos": lambda word: _within(word, 15) or word in _TOS,
        "time-range": bool,
        "option": lambda _: "option" in grammar.more,
        "reflect": lambda _: "reflect" in grammar.more,
    }
    if option in valued:
        if not valued[option](words.take()):
            raise Refusal(INVALID)
        if option == "reflect" and words.sees(lambda word: word == "timeout"):
            words.take()
            words.take()
    elif option in grammar.flagged[0]:
        flag = re.compile(f"{grammar.flagged[1]}(?:{'|'.join(_FLAGS)})")
        if not words.sees(lambda word: flag.fullmatch(word) is not None):
            raise Refusal(INVALID)
        while words.sees(lambda word: flag.fullmatch(word) is not None):
            words.take()
    elif option == "ttl" and option in grammar.more:
        words.take()
        while words.sees(lambda word: _within(word, 255)):
            words.take()
    elif option not in _FLAGS | grammar.more | {"established", "log", grammar.fragments}:
        raise Refusal(INVALID)


def _within(word: str, most: int) -> bool:
    return word.isdigit() and int(word) <= most
