"""Rules of an ACL: a rule that is typed again is edited, not replaced.

"If a rule with a specified rule ID already exists, and the new rule conflicts with the existing one, the conflicting
part in the new rule overwrites that in the existing rule" (NetEngine 8000 F1A V8R10, ``rule``); "when modifying a rule
you may choose to change just some of the settings, in which case the other settings remain the same" (H3C S3600,
``rule``). ``undo rule 5 source`` takes one part away (HP MSR V7, ``rule``: ``undo rule rule-id [ counting | fragment |
logging | source | time-range | vpn-instance ] *``).
"""

from __future__ import annotations

from collections.abc import Mapping

from netops.lab.semantics.core.model import Merge, Node, Numbering
from netops.lab.semantics.core.pattern import Kind

SIZES = {
    "time-range": 1,
    "vpn-instance": 1,
    "dscp": 1,
    "precedence": 1,
    "tos": 1,
    "logging": 0,
    "counting": 0,
    "fragment": 0,
}
MORE_SIZES = {
    "established": 0,
    "ttl-expired": 0,
    "fragment-type": 1,
    "vlan-id": 1,
    "ttl": 2,
    "flow-label": 1,
    "traffic-rate": 1,
}
NUMBERS = (
    "ftp-data=20 ftp=21 ssh=22 telnet=23 smtp=25 tacacs=49 dns=53 domain=53 bootps=67 bootpc=68 tftp=69 www=80 http=80 "
    "pop3=110 sunrpc=111 ntp=123 snmp=161 snmptrap=162 bgp=179 ldap=389 https=443 syslog=514 rip=520"
)
PORTS = dict(pair.split("=") for pair in NUMBERS.split())
"""Names of TCP and UDP ports that are displayed in place of their numbers."""
ORDER = (
    *(
        "vpn-instance",
        "source",
        "source-port",
        "destination",
        "destination-port",
        "icmp-type",
        "icmp6-type",
        "tcp-flag",
    ),
    *("established", "dscp", "precedence", "tos", "fragment", "fragment-type", "time-range", "logging", "counting"),
)
PARTS = frozenset({*SIZES, *MORE_SIZES, *ORDER})


def clauses(body: str) -> dict[str, str]:
    """Split a rule's text into its parts: ``action``, ``protocol`` and each keyword; ``any`` matches all and is none.

    Example:
        >>> clauses("permit tcp source 10.0.0.0 0.0.0.255 destination any destination-port eq www")
        {'action': 'permit', 'protocol': 'tcp', 'source': 'source 10.0.0.0 0.0.0.255', 'destination-port': 'destination-port eq 80'}
    """
    words = body.split()
    found = {"action": words[0]}
    at = 1
    if at < len(words) and words[at] not in PARTS:
        found["protocol"] = words[at]
        at += 1
    while at < len(words):
        name = words[at]
        size = _size(words, at)
        found[name] = " ".join([name, *(_value(name, word) for word in words[at + 1 : at + 1 + size])])
        at += 1 + size
    return {name: text for name, text in found.items() if text not in ("source any", "destination any")}


def _size(words: list[str], at: int) -> int:
    """Return how many words belong to the keyword at ``at``."""
    name, rest = words[at], words[at + 1 :]
    if name in ("source", "destination"):
        return 1 if rest[:1] == ["any"] or "/" in "".join(rest[:1]) else 2  # of IPv6 the length stands in the word
    if name.endswith("-port"):
        return 3 if rest[:1] == ["range"] else 2
    if name in SIZES:
        return SIZES[name]
    if name in MORE_SIZES:
        return MORE_SIZES[name]
    return next((count for count, word in enumerate(rest) if word in PARTS), len(rest))


def _value(name: str, word: str) -> str:
    if name.endswith("-port"):
        return PORTS.get(word, word)
    return "0" if word == "0.0.0.0" and name in ("source", "destination") else word  # noqa: S104 - a wildcard


def written(found: Mapping[str, str]) -> str:
    """Return a rule's text from its parts, in the order of display."""
    rest = sorted((name for name in found if name not in ("action", "protocol")), key=_rank)
    return " ".join(found[name] for name in ("action", "protocol", *rest) if name in found)


def _rank(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)


def edited(body: str, by: str) -> str:
    """Return a rule after another text was typed for its number.

    Example:
        >>> edited("permit ip source 10.0.0.0 0.0.0.255 destination 1.1.1.1 0", "deny ip source 10.9.0.0 0.0.0.255")
        'deny ip source 10.9.0.0 0.0.0.255 destination 1.1.1.1 0'
    """
    before, after = clauses(body), clauses(by)
    for name in ("source", "destination"):
        if f" {name} any" in f" {by}":
            before.pop(name, None)
    return written({**before, **after})


ACL_BODY = Kind(r"(?:permit|deny)(?: .*)?", lambda typed: written(clauses(typed)) if " any" not in typed else typed)
ACL_PARTS = Kind(f"(?:{'|'.join(sorted(PARTS))})(?: (?:{'|'.join(sorted(PARTS))}))*")


def _merge(old: Node | None, groups: Mapping[str, str]) -> str:
    body = groups["body"]
    if old is not None and "body" in old.groups:
        return f"rule {groups['n']} {edited(old.groups['body'], body)}"
    return f"rule {groups['n']} {written(clauses(body))}"


def _unmerge(old: Node | None, groups: Mapping[str, str]) -> str | None:
    if old is None or "parts" not in groups:
        return None
    gone = groups["parts"].split()
    kept = {name: text for name, text in clauses(old.groups["body"]).items() if name not in gone}
    return f"rule {groups['n']} {written(kept)}"


MERGE: Merge = _merge
UNMERGE: Merge = _unmerge


def numbering(first: int) -> Numbering:
    """Return how rules are numbered: VRP starts at the step, Comware at 0."""
    return Numbering("rule {body:acl-body}", "rule {n} {body}", first=first, step=5)
