"""What the words of VRP and Comware mean: masks, inverse masks, ports by name, secrets by their form, lists of VLANs."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from ipaddress import IPv4Interface, IPv6Network
from types import MappingProxyType

from netops.model import IPNetwork, Secret
from netops.platforms.reading.words import KEPT, bits, interface4, network, network4, number

REST = -1
"""An option whose value is the rest of the line."""

# Command references, "rule": names that stand for ports; both platforms show most ports by name.
PORTS: Mapping[str, int] = MappingProxyType(
    {
        "echo": 7, "discard": 9, "systat": 11, "daytime": 13, "chargen": 19, "chargen-tcp": 19, "CHARgen": 19, "ftp-data": 20,
        "ftp": 21, "ssh": 22, "telnet": 23, "smtp": 25, "time": 37, "nameserver": 42, "whois": 43, "tacacs": 49, "tacacs-ds": 65,
        "dns": 53, "domain": 53, "bootps": 67, "bootpc": 68, "tftp": 69, "gopher": 70, "finger": 79, "www": 80, "http": 80,
        "hostname": 101, "pop2": 109, "pop3": 110, "sunrpc": 111, "nntp": 119, "ntp": 123, "netbios-ns": 137,
        "netbios-dgm": 138, "netbios-ssn": 139, "snmp": 161, "snmptrap": 162, "xdmcp": 177, "bgp": 179, "irc": 194,
        "mobilip-ag": 434, "mobilip-mn": 435, "https": 443, "biff": 512, "exec": 512, "login": 513, "who": 513, "cmd": 514,
        "syslog": 514, "lpd": 515, "talk": 517, "rip": 520, "uucp": 540, "klogin": 543, "kshell": 544,
    }
)  # fmt: skip
_LAST_PORT = 65535
_FORMS = {
    "cipher": ("reversible", "cipher"),
    "simple": ("plain", ""),
    "plain": ("plain", ""),
    "irreversible-cipher": ("hash", ""),
    "hash": ("hash", ""),
}
_HASH = re.compile(r"\$1[a-z]\$\S+\$|<secret:irreversible:[0-9a-f]+>")
_LAST_VLAN = 4094


def length(text: str) -> int:
    """Return the length of a mask, whichever way it is written.

    Example:
        >>> length("255.255.255.0"), length("24")
        (24, 24)
    """
    if "." not in text:
        return number(text)
    return _ones(bits(text))


def _ones(mask: int) -> int:
    """Return how many leading bits are set; ValueError where others are set, too."""
    ones = mask.bit_count()
    if mask != (0xFFFFFFFF << (32 - ones)) & 0xFFFFFFFF:
        raise ValueError(mask)
    return ones


@lru_cache(KEPT)
def prefix(address: str, mask: str) -> IPNetwork:
    """Return a prefix of an address and a mask or length; bits of the host are dropped, as the device drops them.

    Example:
        >>> prefix("10.1.2.3", "255.255.255.0")
        IPv4Network('10.1.2.0/24')
    """
    if ":" in address:
        return network(f"{address}/{number(mask)}")
    return network4(bits(address), length(mask))


@lru_cache(KEPT)
def interface_address(address: str, mask: str) -> IPv4Interface:
    """Return an interface's IPv4 address."""
    return interface4(bits(address), length(mask))


def inverse(address: str, wildcard: str) -> IPNetwork:
    """Return the prefix that an inverse mask cuts out; ValueError where its ones don't stand together.

    Example:
        >>> inverse("10.1.2.3", "0.0.0.255"), inverse("10.1.2.3", "0")
        (IPv4Network('10.1.2.0/24'), IPv4Network('10.1.2.3/32'))
    """
    mask = 0 if wildcard == "0" else bits(wildcard)
    return network4(bits(address), _ones(~mask & 0xFFFFFFFF))


@lru_cache(KEPT)
def inverse_alone(address: str, wildcard: str) -> frozenset[IPNetwork]:
    """Return the prefix that an inverse mask cuts out as a set: made once, because a prefix takes long to be put into one."""
    return frozenset({inverse(address, wildcard)})


def network6(words: Sequence[str]) -> tuple[IPNetwork, int]:
    """Return the IPv6 prefix at the beginning of words, ``A/64`` or ``A 64``, and how many words it takes."""
    if "/" in words[0]:
        return IPv6Network(words[0], strict=False), 1
    return IPv6Network(f"{words[0]}/{number(words[1])}", strict=False), 2


def port(text: str) -> int:
    """Return a port by number or name.

    Example:
        >>> port("443"), port("ssh")
        (443, 22)
    """
    value = PORTS[text] if text in PORTS else number(text)
    if value > _LAST_PORT:
        raise ValueError(text)
    return value


@lru_cache(KEPT)
def ports(operator: str, values: tuple[str, ...]) -> frozenset[tuple[int, int]]:
    """Return the ranges that ``eq``, ``neq``, ``gt``, ``lt`` and ``range`` mean."""
    first, last = port(values[0]), port(values[-1])
    ranges = {
        "eq": ((first, first),),
        "range": ((first, last),),
        "gt": ((first + 1, _LAST_PORT),),
        "lt": ((0, first - 1),),
        "neq": ((0, first - 1), (first + 1, _LAST_PORT)),
    }[operator]
    found = frozenset((low, high) for low, high in ranges if low <= high)
    if not found:
        raise ValueError(operator)
    return found


def secret(form: str, value: str = "") -> Secret:
    """Return a secret's form by the word before it, and by how it looks itself.

    Behind ``cipher`` Huawei writes hashes, too: they begin with ``$1a$``, ``$1c$``, ``$1d$`` and end with ``$``, while what the device can
    decrypt stands between ``%^%#``, ``%@%@`` and the like (USG Command Reference, ``set authentication password``; AR Configuration Guide,
    "Security Conventions").

    Example:
        >>> secret("cipher", "%^%#x%^%#").form, secret("cipher", "$1a$x$").form
        ('reversible', 'hash')
    """
    if form not in _FORMS:
        raise ValueError(form)
    return Secret("hash") if form == "cipher" and _HASH.fullmatch(value) else Secret(*_FORMS[form])


def ends_in_secret(words: Sequence[str]) -> Secret:
    """Return the form of the secret that a line ends in: ``cipher X``, ``simple X``, or the bare word."""
    if not words or len(words) > 2:
        raise ValueError(words)
    return secret(*words) if len(words) == 2 else Secret("unknown")


def vlan_ranges(words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return ranges of VLANs, joined and in order.

    Example:
        >>> vlan_ranges("10 20 to 22 23".split())
        ((10, 10), (20, 23))
    """
    if list(words) == ["all"]:
        return ((1, _LAST_VLAN),)
    return joined(_ranges(words))


def _ranges(words: Sequence[str]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        first = last = number(words[at])
        if words[at + 1 : at + 2] == ["to"]:
            last = number(words[at + 2]) if at + 2 < len(words) else 0
            at += 2
        if not 1 <= first <= last <= _LAST_VLAN:
            raise ValueError(words)
        found.append((first, last))
        at += 1
    if not found:
        raise ValueError(words)
    return found


def joined(ranges: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return ranges in order, those that touch made one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def without(ranges: Sequence[tuple[int, int]], gone: int) -> tuple[tuple[int, int], ...]:
    """Return ranges without one number."""
    cut = [part for first, last in ranges for part in ((first, min(last, gone - 1)), (max(first, gone + 1), last))]
    return joined([(first, last) for first, last in cut if first <= last])


def options(words: Sequence[str], known: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Return the options at a line's end, by their keyword; ValueError at one that isn't known, or stands twice.

    Example:
        >>> options("preference 70 description to HQ".split(), {"preference": 1, "description": REST})
        {'preference': ('70',), 'description': ('to', 'HQ')}
    """
    found: dict[str, tuple[str, ...]] = {}
    at = 0
    while at < len(words):
        count = known.get(words[at])
        if count is None or words[at] in found:
            raise ValueError(words[at])
        end = len(words) if count == REST else at + 1 + count
        if end > len(words) or (count == REST and end == at + 1):
            raise ValueError(words[at])
        found[words[at]] = tuple(words[at + 1 : end])
        at = end
    return found


def one(found: Mapping[str, tuple[str, ...]], *names: str) -> str | None:
    """Return the value of the first of these options that a line has."""
    return next((found[name][0] for name in names if name in found), None) if found else None


def whole(found: Mapping[str, tuple[str, ...]], *names: str) -> int | None:
    """Return an option's value as a number."""
    text = one(found, *names)
    return None if text is None else number(text)


def level(text: str) -> str:
    """Return a syslog level as the model spells it.

    Example:
        >>> level("warning"), level("warnings"), level("informational")
        ('warnings', 'warnings', 'informational')
    """
    return _LEVELS[text]


_LEVELS = {
    "emergencies": "emergencies", "emergency": "emergencies", "alert": "alerts", "critical": "critical", "error": "errors",
    "warning": "warnings", "notification": "notifications", "informational": "informational", "debugging": "debugging",
    "alerts": "alerts", "errors": "errors", "warnings": "warnings", "notifications": "notifications",  # VRP 3 and Comware 3 and 5
}  # fmt: skip
