"""Equal spellings of one word brought to one, for comparison only: what is typed stays as people wrote it."""

import ipaddress
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

_PORT = re.compile(r"([A-Za-z][A-Za-z-]*?)-?(\d.*)?")
_BITS = 32
_NUMBERS = 4


@lru_cache(maxsize=65_536)
def prefix(word: str) -> str:
    """Return an address and length without host bits.

    Example:
        >>> prefix("10.12.3.4/16")
        '10.12.0.0/16'
    """
    address, _, length = word.partition("/")
    numbers = address.split(".")
    if len(numbers) == _NUMBERS and length.isdigit() and all(each.isdigit() for each in numbers):
        a, b, c, d = map(int, numbers)
        size = int(length)
        if size <= _BITS and not (a | b | c | d) >> 8:
            bits = (a << 24 | b << 16 | c << 8 | d) >> (_BITS - size) << (_BITS - size)
            return f"{bits >> 24}.{bits >> 16 & 255}.{bits >> 8 & 255}.{bits & 255}/{size}"
        return word
    try:
        return str(ipaddress.ip_network(word, strict=False))
    except ValueError:
        return word


@lru_cache(maxsize=1024)
def mask(word: str) -> str:
    """Return the length that a mask means.

    Example:
        >>> mask("255.255.255.0"), mask("24")
        ('24', '24')
    """
    if word.isdigit():
        return word
    try:
        bits = int(ipaddress.IPv4Address(word))
    except ValueError:
        return word
    ones = bits.bit_count()
    return str(ones) if bits == ((1 << ones) - 1) << (_BITS - ones) else word


@lru_cache(maxsize=65_536)
def wildcard(word: str) -> str:
    """Return an inverse mask in four numbers.

    Example:
        >>> wildcard("0")
        '0.0.0.0'
    """
    return "0.0.0.0" if word == "0" else word  # noqa: S104  # an inverse mask, not an address to bind


def area(word: str) -> str:
    """Return an OSPF area as a number.

    Example:
        >>> area("0.0.0.1")
        '1'
    """
    try:
        return word if word.isdigit() else str(int(ipaddress.IPv4Address(word)))
    except ValueError:
        return word


def interface(names: Iterable[str]) -> Callable[[str], str]:
    """Return what brings a port's name to its full form.

    Args:
        names: full names of the platform's kinds of port; a beginning that fits only one of them, in any case, is that one.

    Example:
        >>> spell = interface(["GigabitEthernet", "LoopBack"])
        >>> spell("gi0/1"), spell("loopback0"), spell("Tunnel1")
        ('GigabitEthernet0/1', 'LoopBack0', 'Tunnel1')
    """
    known = {each.lower().rstrip("-"): each for each in names}

    @lru_cache(maxsize=1024)
    def kind_of(word: str) -> str:
        full = known.get(word.lower())
        if full is None:
            fitting = [name for short, name in known.items() if short.startswith(word.lower())]
            full = fitting[0] if len(fitting) == 1 else word
        return full

    return _Ports(kind_of, frozenset(each for each in known.values() if kind_of(each) == each and each[-1:].isalpha()))


@dataclass(frozen=True, slots=True)
class _Ports:
    """Brings a port's name to its full form; nothing but the kind's letters decides.

    Attributes:
        kind_of: the full form of a kind.
        full: kinds that are written in full; most are.
    """

    kind_of: Callable[[str], str]
    full: frozenset[str]

    def __call__(self, word: str) -> str:
        if word.rstrip("0123456789/.:") in self.full:
            return word
        found = _PORT.fullmatch(word)
        return word if found is None else f"{self.kind_of(found[1])}{found[2] or ''}"


def is_by_letters(speller: Callable[[str], str] | None) -> bool:
    """Whether a word's digits make no difference to its spelling."""
    return speller is None or isinstance(speller, _Ports)


def address(word: str) -> str:
    """Return an IPv6 address in small letters; any other word, such as a group's name, has its case.

    Example:
        >>> address("2001:DB8::1"), address("PE")
        ('2001:db8::1', 'PE')
    """
    return word.lower() if ":" in word else word


SPELLERS: Mapping[str, Callable[[str], str] | None] = {
    "": None,
    "prefix": prefix,
    "mask": mask,
    "wildcard": wildcard,
    "lower": str.lower,
    "address": address,
    "area": area,
}
"""Spellers by the name that a rulebook uses; ``interface`` is made by `interface` from the rulebook's names."""
