"""Kinds of values that every platform has, and the spelling in which a device keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Address, IPv6Network

from netops.lab.semantics.core.pattern import Kind

OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
IP4 = rf"{OCTET}(?:\.{OCTET}){{3}}"
IP6 = r"[0-9A-Fa-f]*:[0-9A-Fa-f:]*(?:\d{1,3}(?:\.\d{1,3}){3})?"


def as_mask(typed: str) -> str:
    """Return the dotted mask of a mask or a length.

    Example:
        >>> as_mask("24"), as_mask("255.255.0.0")
        ('255.255.255.0', '255.255.0.0')
    """
    return typed if "." in typed else str(IPv4Network(f"0.0.0.0/{typed}").netmask)


def as_length(typed: str) -> str:
    """Return the length of a mask or a length; an odd mask stays as it is.

    Example:
        >>> as_length("255.255.255.252"), as_length("24")
        ('30', '24')
    """
    if "." not in typed:
        return typed
    bits = "".join(f"{int(octet):08b}" for octet in typed.split("."))
    return typed if "01" in bits else str(bits.count("1"))


def as_wildcard(typed: str) -> str:
    """Return a wildcard in dotted form: ``0`` is ``0.0.0.0``."""
    return "0.0.0.0" if typed == "0" else typed  # noqa: S104 - a wildcard, not an address to listen on


def as_ip6(typed: str) -> str:
    """Return the shortest spelling of an IPv6 address; what is none stays as it is."""
    try:
        return str(IPv6Address(typed))
    except ValueError:
        return typed


def as_prefix(typed: str) -> str:
    """Return a prefix with the shortest address; host bits stay, since some devices keep them."""
    address, _, length = typed.partition("/")
    return f"{as_ip6(address) if ':' in address else address}/{length}"


def as_network(typed: str) -> str:
    """Return a prefix without host bits."""
    try:
        return str((IPv6Network if ":" in typed else IPv4Network)(typed, strict=False))
    except ValueError:
        return typed


def as_asn(typed: str) -> str:
    """Return an AS number as a plain number.

    Example:
        >>> as_asn("1.0"), as_asn("65001")
        ('65536', '65001')
    """
    high, _, low = typed.rpartition(".")
    return str(int(high) * 65536 + int(low)) if high else typed


KINDS: Mapping[str, Kind] = {
    "word": Kind(r"\S+"),
    "name": Kind(r'"[^"]*"|\S+'),
    "rest": Kind(r"\S.*"),
    "int": Kind(r"\d+"),
    "ip": Kind(IP4),
    "ip6": Kind(IP6, as_ip6),
    "address": Kind(rf"{IP4}|{IP6}", lambda typed: as_ip6(typed) if ":" in typed else typed),
    "mask": Kind(rf"{IP4}|[12]?\d|3[0-2]", as_mask),
    "length": Kind(rf"{IP4}|[12]?\d|3[0-2]", as_length),
    "wildcard": Kind(rf"{IP4}|0", as_wildcard),
    "prefix": Kind(rf"{IP4}/\d+", as_prefix),
    "prefix6": Kind(rf"{IP6}/\d+", as_prefix),
    "network": Kind(rf"{IP4}/\d+", as_network),
    "network6": Kind(rf"{IP6}/\d+", as_network),
    "asn": Kind(r"\d+\.\d+|\d+", as_asn),
    "community": Kind(r"(?:\d+\.){3}\d+:\d+|[\d.]+:\d+"),
}
"""A route distinguisher and a route target are of kind ``community``."""
