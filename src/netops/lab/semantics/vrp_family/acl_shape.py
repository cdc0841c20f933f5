"""What a rule of an ACL looks like: a line that isn't made of these parts is refused.

Sources: S V200R019, ``rule`` (basic ACL view, advanced ACL view, basic ACL6 view, advanced ACL6 view); HP MSR V7 and H3C, ``rule``
(IPv4 and IPv6, basic and advanced).
"""

from __future__ import annotations

import re

from netops.lab.semantics.core.kinds import IP4, IP6
from netops.lab.semantics.core.model import Act

PROTOCOL = r"(?:25[0-5]|2[0-4]\d|1\d\d|\d{1,2}|ip|ipv6|tcp|udp|icmp|icmpv6|igmp|gre|ospf|ospfv3|ipinip|ipv6-\w+|hoport)"
TCP_NAMES = (
    "bgp chargen cmd daytime discard dns domain echo exec finger ftp ftp-data gopher hostname irc klogin kshell login lpd "
    "nntp pop2 pop3 smtp sunrpc tacacs talk telnet time uucp whois www"
)
UDP_NAMES = (
    "biff bootpc bootps discard dns dnsix echo mobilip-ag mobilip-mn nameserver netbios-dgm netbios-ns netbios-ssn ntp rip "
    "snmp snmptrap sunrpc syslog tacacs-ds talk tftp time who xdmcp"
)
"""Names of ports (HPE HSR6800 Comware 7 command reference, tables of TCP/UDP-specific parameters; HPE Moonshot-45XGc, table 13)."""
HOST4 = rf"(?:any|(?:{IP4}|0) (?:{IP4}|0)|object-group \S+)"  # zeros come as 0 (`clauses`)
HOST6 = rf"(?:any|{IP6}(?:/\d+| \d+)|object-group \S+)"
FLAG = r"(?:ack|established|fin|psh|rst|syn|urg|mask|value|0x\w+|\d+)"
CLAUSES = (
    r"(?:source|destination)-pool \S+",
    r"(?:dscp|precedence|tos|traffic-class|flow-label|fragment-type|time-range) \S+",
    r"vpn6?-instance \S+|vpn-instance-any",
    r"ttl(?:-operation)? (?:(?:eq|gt|lt|neq) \d+|range \d+ \d+)",
    r"(?:routing|hop-by-hop)(?: type \d+)?|(?:routing-type|option-code|vni) \d+",
    r"(?:none-first-|non-first-|first-)?fragment|logging|counting|flow-logging|ttl-expired|reflective",
    r"packet-length \S+(?: \d+){1,2}",
)
TCP_ONLY = (rf"tcp-flag(?: {FLAG})+", r"(?:ack|fin|psh|rst|syn|urg) [01]", "established")


def _port(names: str) -> str:
    port = rf"(?:\d{{1,5}}|(?i:{names.replace(' ', '|')}))"
    return rf"(?:source|destination)-port(?:-pool \S+| object-group \S+| (?:eq|gt|lt|neq) {port}| range {port} {port})"


def _rule(host: str, start: str, *clauses: str) -> str:
    return rf"(?:permit|deny){start}(?: (?:{'|'.join((rf'(?:source|destination) {host}', *CLAUSES, *clauses))}))*"


def _advanced(host: str) -> re.Pattern[str]:
    return re.compile(
        "|".join(
            (
                _rule(host, " (?:tcp|6)", _port(TCP_NAMES), *TCP_ONLY),
                _rule(host, " (?:udp|17)", _port(UDP_NAMES)),
                _rule(host, " (?:icmp|icmpv6|1|58)", r"icmp6?-type \S+(?: to \d+)?(?: \d+)?"),
                _rule(host, " (?:igmp|2)", r"igmp-type \S+"),
                _rule(host, f" {PROTOCOL}"),
            )
        )
    )


BASIC = {host: re.compile(_rule(host, "")) for host in (HOST4, HOST6)}
ADVANCED = {host: _advanced(host) for host in (HOST4, HOST6)}
"""Ports are TCP's and UDP's, flags TCP's, types of messages ICMP's; the protocol has to be told first (Quidway S3900, ``rule``: "You need to
configure the protocol argument in the rule information before you can configure other arguments")."""
KINDS = {"2": "basic", "basic": "basic", "3": "advanced", "advance": "advanced", "advanced": "advanced"}
"""Kinds of lists, by the first digit of a number or by the word that names one."""
_HEAD = re.compile(
    r"acl (?:ipv6 )?(?:number )?(?:name \S+(?: |$))?(?:number )?(?P<kind>basic|advanced?|mac|link|user\S*|ucl|\d)?"
)


OPENER = re.compile(
    r"(?<!time-range )(?<!instance )(?<!object-group )(?<!-pool )(?<!\S)(?:(?:source|destination)(?:-port)?(?:-pool)?|icmp6?-type|tcp-flag|"
    r"established|dscp|precedence|tos|time-range|vpn-instance(?:-any)?|logging|counting|fragment(?:-type)?|first-fragment|ttl-expired|ack|syn|fin)(?!\S)"
)
"""Words with which a part of a rule begins; behind a keyword that takes a name such a word is the name."""
APART = (("dscp", "precedence"), ("dscp", "tos"), ("fragment", "first-fragment"), ("fragment", "fragment-type"))
"""Parts of which the format of ``rule`` offers one or the other: ``{ { precedence precedence | tos tos } * | dscp dscp }`` (S V200R019; H3C
and HPE Comware 7 have the same), ``{ fragment | first-fragment }``; 3Com Switch 8800 IPsec module, ``tos``: "mutually exclusive with the
dscp keyword". Comware 7: ``{ { ack ack-value | … } * | established }``."""


def at_odds(body: str) -> bool:
    """Whether a rule has a part twice (its parts come in any order, ``[ … ] *``, each once), or two of which it takes one only.

    Example:
        >>> at_odds("permit ip source any source any"), at_odds("permit ip source any destination any"), at_odds("deny ip dscp ef tos 2")
        (True, False, True)
    """
    parts = OPENER.findall(
        re.sub(r"tcp-flag(?: (?:ack|established|fin|mask|psh|rst|syn|urg|value|0x\w+|\d+))+", "tcp-flag", body)
    )
    if len(set(parts)) < len(parts) or any(a in parts and b in parts for a, b in APART):
        return True
    return "established" in parts and bool({"ack", "syn", "fin"} & set(parts))


def kind(section: str) -> str:
    """Return the kind of a list, from the line that opens it; one that is told neither number nor kind is an advanced one.

    Example:
        >>> kind("acl number 2000"), kind("acl basic name A"), kind("acl name A 3001"), kind("acl name A"), kind("acl mac 4000")
        ('basic', 'basic', 'advanced', 'advanced', '')
    """
    found = _HEAD.match(section)
    told = found["kind"] if found is not None else None
    return "advanced" if told is None else KINDS.get(told, "")


def well_formed(act: Act) -> None:
    """Refuse a rule that isn't made of the parts that a rule has; lists of layer 2 and of users have others.

    Raises:
        ValueError: it isn't; the device says that it doesn't know such a line.
    """
    section = act.section.text
    shapes = {"basic": BASIC, "advanced": ADVANCED}.get(kind(section))
    if shapes is None:
        return
    body = act.groups["body"]
    if shapes[HOST6 if section.startswith("acl ipv6 ") else HOST4].fullmatch(body) is None or at_odds(body):
        raise ValueError(act.groups["body"])
