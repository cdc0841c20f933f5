"""What a rule of an ACL looks like: a line that isn't made of these parts is refused.

Sources: S V200R019, ``rule`` (basic ACL view, advanced ACL view, basic ACL6 view, advanced ACL6 view); HP MSR V7 and H3C, ``rule``
(IPv4 and IPv6, basic and advanced).
"""

from __future__ import annotations

import re

from netops.lab.semantics.core.kinds import IP4, IP6
from netops.lab.semantics.core.model import Act

PROTOCOL = r"(?:25[0-5]|2[0-4]\d|1\d\d|\d{1,2}|ip|ipv6|tcp|udp|icmp|icmpv6|igmp|gre|ospf|ipinip|ah|esp|ah6|vrrp|sctp|pim|egp|igp)"
PORT = r"(?:\d{1,5}|[A-Za-z][\w-]*)"
HOST = rf"(?:any|(?:{IP4}|0) (?:{IP4}|0)|{IP6}(?:/\d+| \d+)|(?:object-group|address-set|ip-group|user-group|address-pool) \S+)"
FLAG = r"(?:ack|established|fin|psh|rst|syn|urg|mask|value|0x\w+|\d+)"
CLAUSES = (
    rf"(?:source|destination) {HOST}",
    rf"(?:source|destination)-port (?:(?:eq|gt|lt|neq) {PORT}|range {PORT} {PORT})",
    r"(?:source|destination)(?:-port|-ip)?-pool \S+",
    r"(?:source|dest|destination)-mac \S+(?: [0-9A-Fa-f]{1,4}-\S+)?",
    r"icmp6?-type \S+(?: \d+)?",
    rf"tcp-flag(?: {FLAG})+",
    r"(?:ack|fin|psh|rst|syn|urg) [01]",
    r"(?:dscp|precedence|tos|cos|8021p|cvlan-8021p|igmp-type|traffic-class|flow-label|fragment-type|time-range|user-group) \S+",
    r"(?:cvlan-id|vlan-id|inner-vlan-id|type|l2-protocol|lsap) \S+(?: 0x\w+| [0-9A-Fa-f]{4})?",
    r"vpn-instance \S+|public",
    r"ttl (?:(?:eq|gt|lt|neq) \d+|range \d+ \d+)",
    r"(?:routing|hop-by-hop)(?: type \d+)?",
    r"(?:none-first-|non-first-|first-)?fragment|established|logging|log|counting|flow-logging|ttl-expired",
    r"(?:packet-length|traffic-rate|vni) \S+(?: \S+)*",
)
_PARTS = rf"(?: (?:{'|'.join(CLAUSES)}))*"
ADVANCED = re.compile(rf"(?:permit|deny)(?: {PROTOCOL})?{_PARTS}")
BASIC = re.compile(rf"(?:permit|deny){_PARTS}")
HIGHEST_BASIC, HIGHEST_ADVANCED = 2999, 3999


def well_formed(act: Act) -> None:
    """Refuse a rule that isn't made of the parts that a rule has; lists of layer 2 and of users have others.

    Raises:
        ValueError: it isn't; the device says that it doesn't know such a line.
    """
    told, kind = act.section.groups.get("n", ""), act.section.groups.get("kind", "")
    number = int(told) if told.isdigit() else HIGHEST_ADVANCED
    if number > HIGHEST_ADVANCED or kind == "mac":
        return
    shape = BASIC if number <= HIGHEST_BASIC or kind == "basic" else ADVANCED
    if shape.fullmatch(act.groups["body"]) is None:
        raise ValueError(act.groups["body"])
