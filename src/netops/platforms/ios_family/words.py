"""What words mean on both: masks, ports by name, how a secret lies, lists of VLANs, ways of saying a time."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Network

from netops.model import IPNetwork, Secret
from netops.platforms.reading.words import address, bits, interface4, network4, number

LEVELS = ("emergencies", "alerts", "critical", "errors", "warnings", "notifications", "informational", "debugging")
_SECRETS = {
    "0": Secret("plain"),
    "4": Secret("hash", "sha256 unsalted"),
    "5": Secret("hash", "md5"),
    "6": Secret("reversible", "aes"),
    "7": Secret("reversible", "type 7"),
    "8": Secret("hash", "sha256"),
    "9": Secret("hash", "scrypt"),
}
_KEPT = 1 << 14
_MOST_PORT = 65535
_BITS = 32
_MOST_VLAN = 4094
_CLASS_A, _CLASS_B, _CLASS_C = 128, 192, 224

# Cisco IOS Security Command Reference, access-list (IP extended): names of TCP and UDP ports.
_BOTH = {
    "discard": 9, "domain": 53, "echo": 7, "sunrpc": 111, "tacacs": 49, "talk": 517, "time": 37, "pim-auto-rp": 496,
}  # fmt: skip
_TCP = {
    **_BOTH, "bgp": 179, "chargen": 19, "cmd": 514, "connectedapps-plain": 15001, "connectedapps-tls": 15002, "daytime": 13, "exec": 512,
    "finger": 79, "ftp": 21, "ftp-data": 20, "gopher": 70, "hostname": 101, "ident": 113, "irc": 194, "klogin": 543, "kshell": 544,
    "login": 513, "lpd": 515, "msrpc": 135, "nntp": 119, "onep-plain": 15001, "onep-tls": 15002, "pop2": 109, "pop3": 110, "smtp": 25,
    "syslog": 514, "telnet": 23, "uucp": 540, "whois": 43, "www": 80, "http": 80, "https": 443, "ssh": 22,
}  # fmt: skip
_UDP = {
    **_BOTH, "biff": 512, "bootpc": 68, "bootps": 67, "dnsix": 195, "isakmp": 500, "mobile-ip": 434, "nameserver": 42, "netbios-dgm": 138,
    "netbios-ns": 137, "netbios-ss": 139, "non500-isakmp": 4500, "ntp": 123, "rip": 520, "ripv6": 521, "snmp": 161, "snmptrap": 162,
    "syslog": 514, "tftp": 69, "who": 513, "xdmcp": 177,
}  # fmt: skip


@lru_cache(_KEPT)
def port_number(text: str, protocol: str) -> int:
    """Return a port's number, whichever way it is written.

    Example:
        >>> port_number("www", "tcp"), port_number("syslog", "udp"), port_number("8080", "tcp")
        (80, 514, 8080)
    """
    names = _UDP if protocol == "udp" else _TCP
    found = names[text] if text in names else number(text)
    if found > _MOST_PORT:
        raise ValueError(text)
    return found


@lru_cache(_KEPT)
def masked_network(prefix: str, mask: str) -> IPv4Network:
    """Return a prefix; the host's bits must be none, as the device wants it.

    Example:
        >>> masked_network("10.1.0.0", "255.255.0.0")
        IPv4Network('10.1.0.0/16')
    """
    return network4(bits(prefix), mask_length(mask))


@lru_cache(_KEPT)
def masked_interface(own: str, mask: str) -> IPv4Interface:
    """Return an interface's address; RGOS takes a length in place of the mask."""
    return interface4(bits(own), mask_length(mask))


@lru_cache(_KEPT)
def mask_length(mask: str) -> int:
    """Return the length of a prefix, which is written as a mask or as itself."""
    if "." not in mask:
        length = number(mask)
        if length > _BITS:
            raise ValueError(mask)
        return length
    return _leading(bits(mask), mask)


def _leading(mask: int, text: str) -> int:
    """Return the number of leading ones, ValueError where a one stands behind a nought."""
    length = mask.bit_count()
    if mask != ((1 << length) - 1) << (_BITS - length):
        raise ValueError(text)
    return length


def wild_network(prefix: str, wild: str) -> IPv4Network:
    """Return a prefix by its wildcard mask.

    Raises:
        ValueError: the mask's noughts and ones are mixed, and no prefix says that.

    Example:
        >>> wild_network("10.1.2.3", "0.0.0.255")
        IPv4Network('10.1.2.0/24')
    """
    length = _wild_length(wild)
    return network4(bits(prefix), length)


@lru_cache(_KEPT)
def _wild_length(wild: str) -> int:
    return _leading(bits(wild) ^ ((1 << _BITS) - 1), wild)


def classful(prefix: str) -> IPv4Network:
    """Return the network of an address by its class, as BGP's ``network`` without a mask means it."""
    found = bits(prefix)
    first = found >> 24
    length = next((each for most, each in ((_CLASS_A, 8), (_CLASS_B, 16), (_CLASS_C, 24)) if first < most), _BITS)
    return network4(found, length)


@lru_cache(_KEPT)
def host_network(text: str) -> IPNetwork:
    """Return the prefix of one address."""
    found = address(text)
    if isinstance(found, IPv4Address):
        return IPv4Network(int(found))
    return IPv6Network(int(found))


def secret(words: Sequence[str]) -> Secret:
    """Return how a secret lies in a line, by the words behind ``password``, ``secret`` or ``key``.

    Example:
        >>> secret(["5", "$1$x"]), secret(["wonderland"])
        (Secret(form='hash', algorithm='md5'), Secret(form='plain', algorithm=''))
    """
    if not words:
        raise ValueError("no secret")
    if len(words) == 1:
        return Secret("plain")
    return _SECRETS.get(words[0], Secret("unknown") if words[0].isdigit() else Secret("plain"))


def ranges(text: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges of a list of VLANs, joined and in order.

    Example:
        >>> ranges("10,20-22,23")
        ((10, 10), (20, 23))
    """
    found: list[tuple[int, int]] = []
    for each in sorted(_range(part) for part in text.split(",")):
        if found and each[0] <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], each[1])
        else:
            found.append(each)
    return tuple(found)


def _range(text: str) -> tuple[int, int]:
    first, dash, last = text.partition("-")
    found = number(first), number(last) if dash else number(first)
    if not 1 <= found[0] <= found[1] <= _MOST_VLAN:
        raise ValueError(text)
    return found


def vlans(text: str) -> set[int]:
    """Return the VLANs of a list."""
    return {vlan for first, last in ranges(text) for vlan in range(first, last + 1)}


def vlan(text: str) -> int:
    """Return one VLAN, 1 to 4094."""
    first, _ = _range(text)
    return first


def level(text: str) -> str:
    """Return a level of events as a word; devices take its number, too."""
    if text.isdigit() and number(text) < len(LEVELS):
        return LEVELS[number(text)]
    if text not in LEVELS:
        raise ValueError(text)
    return text


def asn(text: str) -> int:
    """Return an AS number, plain or with a dot.

    Example:
        >>> asn("65000"), asn("1.10")
        (65000, 65546)
    """
    high, dot, low = text.partition(".")
    return number(high) * 65536 + number(low) if dot else number(high)
