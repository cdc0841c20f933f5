"""What the words of a config mean: numbers, addresses, names, durations. Each raises ValueError at what it isn't."""

import re
from collections.abc import Callable
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Interface,
    IPv4Network,
    IPv6Address,
    IPv6Interface,
    IPv6Network,
    ip_interface,
    ip_network,
)

from netops.model import Action

_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_DURATION = re.compile(r"(?:[0-9]{1,9}[smhdwSMHDW]?)+")
_TERM = re.compile(r"([0-9]+)([smhdw]?)")
_MOST_DIGITS = 10
_SMALL = {str(each): each for each in range(1 << 12)}
_OCTETS = {str(each): each for each in range(256)}
_ACTIONS = {each.value: each for each in Action}
KEPT = 1 << 14
"""Addresses that are remembered, of each kind."""
UNHEARD = "unheard"
"""Setting of IS-IS that names what is sent with a proof and taken in without one: an area, a domain, a level of hellos."""
BOTH_LEVELS = ("level-1", "level-2")


def number(text: str) -> int:
    """Return a whole number of at most ten digits.

    Example:
        >>> number("65000")
        65000
    """
    found = _SMALL.get(text)
    if found is not None:
        return found
    if text.isdigit() and text.isascii() and len(text) <= _MOST_DIGITS:
        return int(text)
    raise ValueError(text)


def bits(text: str) -> int:
    """Return the 32 bits of an IPv4 address: four numbers without leading noughts, as `ipaddress` takes them.

    Example:
        >>> hex(bits("10.1.0.255"))
        '0xa0100ff'
    """
    try:
        first, second, third, fourth = text.split(".")
        return _OCTETS[first] << 24 | _OCTETS[second] << 16 | _OCTETS[third] << 8 | _OCTETS[fourth]
    except LookupError as error:
        raise ValueError(text) from error


# Addresses come again and again in a config, and `ipaddress` takes a microsecond or two for each.
@lru_cache(KEPT)
def ipv4(text: str) -> IPv4Address:
    """Return an IPv4 address."""
    return _address4(bits(text))


@lru_cache(KEPT)
def address(text: str) -> IPv4Address | IPv6Address:
    """Return an address without a length."""
    return IPv6Address(text) if ":" in text else ipv4(text)


@lru_cache(KEPT)
def interface_address(text: str) -> IPv4Interface | IPv6Interface:
    """Return an address with its length."""
    where, _, length = text.partition("/")
    size = number(length)
    return ip_interface(text) if ":" in where else interface4(bits(where), size)


@lru_cache(KEPT)
def network(text: str) -> IPv4Network | IPv6Network:
    """Return a prefix; FRR drops the host's bits, and so does this.

    Example:
        >>> network("10.1.2.3/24")
        IPv4Network('10.1.2.0/24')
    """
    where, _, length = text.partition("/")
    size = number(length)
    return ip_network(text, strict=False) if ":" in where else network4(bits(where), size)


# `ipaddress` takes two microseconds for a prefix and three for an interface's address. Here their fields are set one by one, in a quarter of
# that. Those of 31 and 32 bits have a way of their own to tell their hosts, and are made by it. Who calls these remembers what they return
# by the words of the line.
_BITS = 32
_LONGEST = 30
_MASKS = tuple(IPv4Network((0, length)).netmask for length in range(_LONGEST + 1))
_AS_KNOWN = [*vars(IPv4Network((0, 24)))] == ["network_address", "netmask", "_prefixlen"]
"""Whether this Python's prefixes have the fields that are set here."""
_new_address, _new_network, _new_interface = IPv4Address.__new__, IPv4Network.__new__, IPv4Interface.__new__


def _address4(address: int) -> IPv4Address:
    found = _new_address(IPv4Address)
    found._ip = address  # type: ignore[attr-defined]  # noqa: SLF001  # all that an address holds
    return found


def network4(address: int, length: int) -> IPv4Network:
    """Return an IPv4 prefix by the 32 bits of an address; those of the host are dropped.

    Example:
        >>> network4(bits("10.1.2.3"), 24)
        IPv4Network('10.1.2.0/24')
    """
    if not 0 <= length <= _LONGEST or not _AS_KNOWN:
        return IPv4Network((address, length), strict=False)
    found = _new_network(IPv4Network)
    found.network_address = _address4(address >> (_BITS - length) << (_BITS - length))
    found.netmask = _MASKS[length]
    found._prefixlen = length  # type: ignore[attr-defined]  # noqa: SLF001  # asked for above
    return found


def interface4(address: int, length: int) -> IPv4Interface:
    """Return an interface's IPv4 address by its 32 bits.

    Example:
        >>> interface4(bits("10.1.2.3"), 24)
        IPv4Interface('10.1.2.3/24')
    """
    if not 0 <= length <= _LONGEST or not _AS_KNOWN:
        return IPv4Interface((address, length))
    found = _new_interface(IPv4Interface)
    found._ip = address  # type: ignore[attr-defined]  # noqa: SLF001  # as in `_address4`
    found.network = network4(address, length)
    found.netmask = _MASKS[length]
    found._prefixlen = length  # type: ignore[attr-defined]  # noqa: SLF001  # as in `network4`
    return found


def action(text: str) -> Action:
    """Return what a rule does with what it matches."""
    found = _ACTIONS.get(text)
    if found is None:
        raise ValueError(text)
    return found


def area(text: str) -> int:
    """Return an OSPF area as a number, whichever way it is written.

    Example:
        >>> area("0.0.0.10"), area("10")
        (10, 10)
    """
    return bits(text) if "." in text else number(text)


def word(text: str) -> str:
    """Return a word as it is."""
    return text


def among(*words: str) -> Callable[[str], str]:
    """Return a reader of one of these words."""

    def read(text: str) -> str:
        if text not in words:
            raise ValueError(text)
        return text

    return read


def yes(text: str) -> bool:
    """Return what ``yes`` or ``no`` says."""
    if text.lower() not in {"yes", "no"}:
        raise ValueError(text)
    return text.lower() == "yes"


def duration(text: str) -> int:
    """Return seconds of a duration as sshd_config(5) has it.

    Example:
        >>> duration("90"), duration("1h30m")
        (90, 5400)
    """
    if not _DURATION.fullmatch(text):
        raise ValueError(text)
    return sum(int(count) * _SECONDS[unit] for count, unit in _TERM.findall(text.lower()))


USUAL_COMMUNITIES = frozenset(
    {
        "public",
        "private",
        "admin",
        "cisco",
        "huawei",
        "h3c",
        "ruijie",
        "quidway",
        "snmp",
        "manager",
        "monitor",
        "default",
        "test",
    }
)
"""Names of SNMP communities that everybody tries: those of RFC 1157's time, and vendors' own."""


def shows_nothing(banner: str) -> bool:
    """Tell whether a banner, with the signs around its text, has no text.

    Example:
        >>> shows_nothing("^C ^C"), shows_nothing('""'), shows_nothing("%Authorised users only%")
        (True, True, False)
    """
    text = banner.replace("^C", " ").strip()
    return not text or not text.strip(text[0]).strip()
