"""What the words of a config mean: numbers, addresses, names, durations. Each raises ValueError at what it isn't."""

import re
from collections.abc import Callable
from ipaddress import (
    IPv4Address,
    IPv4Interface,
    IPv4Network,
    IPv6Address,
    IPv6Interface,
    IPv6Network,
    ip_address,
    ip_interface,
    ip_network,
)

_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_DURATION = re.compile(r"(?:[0-9]{1,9}[smhdwSMHDW]?)+")
_TERM = re.compile(r"([0-9]+)([smhdw]?)")
_MOST_DIGITS = 10


def number(text: str) -> int:
    """Return a whole number of at most ten digits.

    Example:
        >>> number("65000")
        65000
    """
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise ValueError(text)
    return int(text)


def ipv4(text: str) -> IPv4Address:
    """Return an IPv4 address."""
    return IPv4Address(text)


def address(text: str) -> IPv4Address | IPv6Address:
    """Return an address without a length."""
    return ip_address(text)


def interface_address(text: str) -> IPv4Interface | IPv6Interface:
    """Return an address with its length."""
    _with_length(text)
    return ip_interface(text)


def network(text: str) -> IPv4Network | IPv6Network:
    """Return a prefix; FRR drops the host's bits, and so does this.

    Example:
        >>> network("10.1.2.3/24")
        IPv4Network('10.1.2.0/24')
    """
    _with_length(text)
    return ip_network(text, strict=False)


def _with_length(text: str) -> None:
    number(text.partition("/")[2])


def area(text: str) -> int:
    """Return an OSPF area as a number, whichever way it is written.

    Example:
        >>> area("0.0.0.10"), area("10")
        (10, 10)
    """
    return int(IPv4Address(text)) if "." in text else number(text)


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
