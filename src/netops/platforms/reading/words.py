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
_OCTETS = {str(each): each for each in range(256)}
_ACTIONS = {each.value: each for each in Action}
KEPT = 1 << 14
"""Addresses that are remembered, of each kind."""


def number(text: str) -> int:
    """Return a whole number of at most ten digits.

    Example:
        >>> number("65000")
        65000
    """
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
    return IPv4Address(bits(text))


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


# `ipaddress` takes two microseconds for a prefix and three for an interface's address. Here it makes one of each length, and all others are
# that one with another address; those of 31 and 32 bits aren't, which have a way of their own to tell their hosts. Who calls these remembers
# what they return by the words of the line.
_NETWORKS = {length: tuple(vars(IPv4Network((0, length))).items()) for length in range(31)}
_INTERFACES = {length: tuple(vars(IPv4Interface((0, length))).items()) for length in range(31)}
_BITS = 32


def network4(address: int, length: int) -> IPv4Network:
    """Return an IPv4 prefix by the 32 bits of an address; those of the host are dropped.

    Example:
        >>> network4(bits("10.1.2.3"), 24)
        IPv4Network('10.1.2.0/24')
    """
    pattern = _NETWORKS.get(length)
    if pattern is None:
        return IPv4Network((address, length), strict=False)
    found = IPv4Network.__new__(IPv4Network)
    for name, value in pattern:
        setattr(found, name, value)
    found.network_address = IPv4Address(address >> (_BITS - length) << (_BITS - length))
    return found


def interface4(address: int, length: int) -> IPv4Interface:
    """Return an interface's IPv4 address by its 32 bits.

    Example:
        >>> interface4(bits("10.1.2.3"), 24)
        IPv4Interface('10.1.2.3/24')
    """
    pattern = _INTERFACES.get(length)
    if pattern is None:
        return IPv4Interface((address, length))
    found = IPv4Interface.__new__(IPv4Interface)
    for name, value in pattern:
        setattr(found, name, value)
    IPv4Address.__init__(found, address)
    found.network = network4(address, length)
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
