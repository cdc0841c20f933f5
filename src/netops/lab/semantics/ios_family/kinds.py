"""Values that IOS and RGOS type in several spellings and keep in one: interfaces and entries of access lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import IPv4Address

from netops.lab.semantics.core.kinds import IP4, IP6, KINDS, as_ip6
from netops.lab.semantics.core.pattern import Kind

IOS_PORTS = (
    ("GigabitEthernet", 1),
    ("FastEthernet", 1),
    ("TenGigabitEthernet", 2),
    ("TwentyFiveGigE", 3),
    ("TwoGigabitEthernet", 3),
    ("FortyGigabitEthernet", 2),
    ("FiveGigabitEthernet", 2),
    ("HundredGigE", 2),
    ("Ethernet", 1),
    ("Serial", 1),
    ("Loopback", 1),
    ("Tunnel", 2),
    ("Vlan", 2),
    ("Port-channel", 1),
    ("Null", 1),
    ("BDI", 2),
    ("BVI", 2),
    ("Dialer", 2),
    ("Virtual-Template", 9),
    ("Multilink", 2),
    ("Cellular", 2),
    ("AppGigabitEthernet", 2),
    ("nve", 3),
    ("pseudowire", 4),
    ("Async", 2),
    ("ATM", 2),
    ("POS", 3),
)
"""Types of interface with the letters that are enough to name each, nearest first (IOS CR, ``interface``)."""

RGOS_PORTS = (
    ("GigabitEthernet", 1),
    ("FastEthernet", 1),
    ("TenGigabitEthernet", 2),
    ("TFGigabitEthernet", 2),
    ("FortyGigabitEthernet", 2),
    ("HundredGigabitEthernet", 2),
    ("AggregatePort", 2),
    ("VLAN", 2),
    ("Loopback", 1),
    ("Null", 1),
    ("Tunnel", 2),
    ("Mgmt", 1),
    ("Serial", 1),
    ("Dialer", 2),
    ("Virtual-ppp", 9),
    ("Virtual-template", 9),
    ("BVI", 2),
    ("OverlayRouter", 2),
    ("OverlayTunnel", 8),
)
"""As above (RGOS CR, Interface Commands; a running config of an RG-S5760C, RGOS 12.6)."""

PHYSICAL = r"interface (?!Loop|Tun|Vlan|VLAN|Port|Agg|Null|BDI|BVI|Dia|Vir|Multi|nve|pseudo|Over)[A-Za-z-]+ ?[\d/:]+"
"""A port that is hardware: its section is always there."""

PortNames = tuple[tuple[str, int], ...]


def port_kind(names: PortNames, apart: str) -> Kind:
    """Return the kind of an interface's name.

    Args:
        names: types of interface.
        apart: what the device writes between type and number.

    Example:
        >>> port_kind(IOS_PORTS, "").normal("gi 0/1"), port_kind(RGOS_PORTS, " ").normal("ag1")
        ('GigabitEthernet0/1', 'AggregatePort 1')
    """
    either = "|".join(_beginnings(name.lower(), least) for name, least in names)

    def normal(typed: str) -> str:
        letters = re.match(r"[A-Za-z-]+", typed)
        begun = letters.group().lower() if letters else ""
        full = next((name for name, least in names if len(begun) >= least and name.lower().startswith(begun)), begun)
        return f"{full}{apart}{typed[len(begun) :].strip()}"

    return Kind(rf"(?i:{either}) ?\d+(?:[/.:]\d+)*", normal)


def _beginnings(name: str, least: int) -> str:
    """Return a regex of a name and its beginnings."""
    rest = ""
    for letter in reversed(name[least:]):
        rest = f"(?:{letter}{rest})?"
    return name[:least] + rest


_PROTOCOLS = {"1": "icmp", "6": "tcp", "17": "udp", "47": "gre", "50": "esp", "51": "ahp", "88": "eigrp", "89": "ospf"}
_SHARED = {"7": "echo", "9": "discard", "37": "time", "49": "tacacs", "53": "domain", "111": "sunrpc"}
_TCP = {
    "20": "ftp-data",
    "21": "ftp",
    "23": "telnet",
    "25": "smtp",
    "43": "whois",
    "70": "gopher",
    "79": "finger",
    "80": "www",
    "109": "pop2",
    "110": "pop3",
    "119": "nntp",
    "179": "bgp",
    "194": "irc",
    "512": "exec",
    "513": "login",
    "514": "cmd",
    "515": "lpd",
}
_UDP = {
    "67": "bootps",
    "68": "bootpc",
    "69": "tftp",
    "123": "ntp",
    "137": "netbios-ns",
    "138": "netbios-dgm",
    "139": "netbios-ss",
    "161": "snmp",
    "162": "snmptrap",
    "496": "pim-auto-rp",
    "500": "isakmp",
    "514": "syslog",
    "520": "rip",
    "4500": "non500-isakmp",
}
PORTS = {"tcp": {**_SHARED, **_TCP}, "udp": {**_SHARED, **_UDP}}
"""Port numbers that IOS displays by name (IOS CR Security, ``access-list (IP extended)``)."""

_ADDRESS = re.compile(r"\d+\.\d+\.\d+\.\d+")


def as_entry(typed: str) -> str:
    """Return an extended entry (after permit/deny) in the spelling that the device keeps.

    Example:
        >>> as_entry("6 10.0.0.5 0.0.0.255 10.1.1.1 0.0.0.0 eq 80")
        'tcp 10.0.0.0 0.0.0.255 host 10.1.1.1 eq www'
    """
    first, *rest = typed.split()
    protocol = _PROTOCOLS.get(first, first)
    names = PORTS.get(protocol, {})
    return " ".join([protocol, *(names.get(word, word) for word in _addresses(rest))])


def as_standard_entry(typed: str) -> str:
    """Return a standard entry (after permit/deny) in the spelling that the device keeps.

    Example:
        >>> as_standard_entry("host 10.0.0.1"), as_standard_entry("0.0.0.0 255.255.255.255 log")
        ('10.0.0.1', 'any log')
    """
    words = _addresses(typed.split())
    return " ".join(words[1:] if words[0] == "host" else words)


def _addresses(words: list[str]) -> list[str]:
    found: list[str] = []
    at = 0
    while at < len(words):
        pair = words[at : at + 2]
        if found[-1:] != ["host"] and len(pair) == 2 and all(map(_ADDRESS.fullmatch, pair)):
            found += _wildcarded(*pair)
            at += 2
        else:
            found.append(words[at])
            at += 1
    return found


def _wildcarded(address: str, wildcard: str) -> list[str]:
    """Return an address with its wildcard: without the bits that the wildcard hides."""
    hidden = int(IPv4Address(wildcard))
    if hidden == 0:
        return ["host", address]
    if hidden == 0xFFFFFFFF:
        return ["any"]
    return [str(IPv4Address(int(IPv4Address(address)) & ~hidden & 0xFFFFFFFF)), wildcard]


def as_area(typed: str) -> str:
    """Return an OSPF area as a plain number: ``0.0.0.1`` is area 1 (IOS CR OSPF, ``network area``).

    Example:
        >>> as_area("0.0.0.0"), as_area("0.0.1.0"), as_area("7")
        ('0', '256', '7')
    """
    return str(int(IPv4Address(typed))) if "." in typed else typed


VLANS = r"\d+(?:-\d+)?(?: ?, ?\d+(?:-\d+)?)*"
SEVERAL = r"\d+-\d+(?: ?, ?\d+(?:-\d+)?)*|\d+(?: ?, ?\d+(?:-\d+)?)+"


LIST_NUMBERS = {
    "standard": r"[1-9]\d?|1[3-9]\d\d",
    "extended": r"1\d\d|2[0-6]\d\d",
    "mac": r"7\d\d",
    "expert": r"2[78]\d\d",
}
"""Numbers of each kind of list (IOS CR Security, access-list; RG-WLAN RGOS Configuration Guide, Configuring ACL)."""


def kinds(names: PortNames, apart: str) -> Mapping[str, Kind]:
    """Return the kinds of values of a platform."""
    port = port_kind(names, apart)
    return {
        **KINDS,
        "port": port,
        "area": Kind(rf"{IP4}|\d+", as_area),
        "entry": Kind(r"\S.*", as_entry),
        "standard": Kind(r"\S.*", as_standard_entry),
        "anyport": Kind(rf"(?!(?:{port.regex})$)[A-Za-z][\w-]* ?\d+(?:[/.:]\d+)*"),
        "vlans": Kind(VLANS, lambda typed: typed.replace(" ", "")),
        "several": Kind(SEVERAL, lambda typed: typed.replace(" ", "")),
        "secret": Kind(r"\S.*", lambda typed: typed.removeprefix("0 ")),
        "portorip": Kind(
            rf"{port.regex}|\S+", lambda typed: port.normal(typed) if re.fullmatch(port.regex, typed) else typed
        ),
        "options": Kind(r"(?!\d+\.\d+\.\d+\.\d+)\S.*"),
        "stdnum": Kind(LIST_NUMBERS["standard"]),
        "extnum": Kind(LIST_NUMBERS["extended"]),
        "aclname": Kind(r"\S+"),
        # RGOS CR OSPFv2, redistribute: BGP has no number there, because there is one.
        "source": Kind(
            r"(?:ospf|ospfv3|eigrp) \S+(?: vrf \S+)?|bgp(?: \d\S*)?|isis(?: (?!metric|level|route-map)\S+)?|[a-z]+"
        ),
        # A neighbor is an address, in whatever case it is typed, or a group by its name.
        "peer": Kind(r"\S+", lambda typed: as_ip6(typed) if re.fullmatch(IP6, typed) else typed),
    }
