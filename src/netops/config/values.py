"""What a device takes as a value: addresses whose numbers fit, masks without holes, numbers of a range.

Asked of lines that are typed, never of lines that are read: what a device shows it has taken, and people hide addresses.
"""

import ipaddress
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from netops.config.spelling import mask as length_of

RANGE = re.compile(r"\d+-\d+")
"""A range of numbers as a rulebook writes it."""
_DIGITS = re.compile(r"\d+")
_NUMBER = "(?:[1-9]?[0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])"
_ADDRESS = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}\.{_NUMBER}")
"""What nearly all addresses are; written out, because repeats cost a third more."""
_BYTE, _SHORT, _LONG = 255, 65_535, 4_294_967_295
_BYTES = 4
_BITS = 32
_LONGEST = 128
MOST = 65_536
"""Words that are remembered: a patch is typed several times."""
_WELL_KNOWN = re.compile(r"[A-Za-z][A-Za-z-]*")


def is_address(word: str) -> bool:
    """Whether a word is an address, of either family, with or without a length.

    Example:
        >>> is_address("10.0.0.254"), is_address("10.0.0.300"), is_address("10.0.0.0/33"), is_address("2001:db8::/64")
        (True, False, False, True)
    """
    return _ADDRESS.fullmatch(word) is not None or _is_odd_address(word)


@lru_cache(maxsize=MOST)
def _is_odd_address(word: str) -> bool:
    """Whether a word is an address of another form than nearly all."""
    numbers = word.split(".")
    if len(numbers) == _BYTES and all(each.isdigit() and int(each) <= _BYTE for each in numbers):
        return True
    try:
        ipaddress.ip_interface(word.partition("%")[0])
    except ValueError:
        return False
    return "." not in word or "/" not in word or word.rpartition("/")[2].isdigit()


@lru_cache(maxsize=MOST)
def is_mask(word: str) -> bool:
    """Whether a word is a mask without holes, or a length.

    Example:
        >>> is_mask("255.255.240.0"), is_mask("24"), is_mask("255.0.255.0"), is_mask("33")
        (True, True, False, False)
    """
    length = length_of(word)
    return length.isdigit() and int(length) <= _BITS


@lru_cache(maxsize=MOST)
def is_dotted(word: str) -> bool:
    """Whether a word is a number or four of a byte each, as areas and inverse masks are written.

    Example:
        >>> is_dotted("0"), is_dotted("0.0.0.255"), is_dotted("0.0.0.256")
        (True, True, False)
    """
    numbers = word.split(".")
    if not all(map(str.isdigit, numbers)):
        return False
    return int(word) <= _LONG if len(numbers) == 1 else len(numbers) == _BYTES and all(int(n) <= _BYTE for n in numbers)


def is_asn(word: str) -> bool:
    """Whether a word is the number of an autonomous system, plain or in two halves; a word of letters is no number.

    Example:
        >>> is_asn("65000"), is_asn("1.10"), is_asn("4294967296"), is_asn("0"), is_asn("internal")
        (True, True, False, False, True)
    """
    if _WELL_KNOWN.fullmatch(word):
        return True
    halves = word.split(".")
    if not all(map(str.isdigit, halves)):
        return False
    if len(halves) == 1:
        return 0 < int(word) <= _LONG
    return len(halves) == len(("high", "low")) and all(int(each) <= _SHORT for each in halves) and word != "0.0"


def is_distinguisher(word: str) -> bool:
    """Whether a word is a route distinguisher or target: an AS number or an address, and a number that fits beside it.

    Example:
        >>> is_distinguisher("65000:1"), is_distinguisher("10.0.0.1:70000"), is_distinguisher("70000:70000")
        (True, False, False)
    """
    administrator, colon, number = word.rpartition(":")
    if not colon or not number.isdigit():
        return False
    if administrator.count(".") == _BYTES - 1:
        return is_dotted(administrator) and int(number) <= _SHORT
    if not is_dotted_as(administrator):
        return False
    short = "." not in administrator and int(administrator) <= _SHORT
    return int(number) <= (_LONG if short else _SHORT)


def is_dotted_as(word: str) -> bool:
    """Whether a word is the number before the colon of a distinguisher; 0 is one."""
    return word in {"0", "0.0"} or (word[:1].isdigit() and is_asn(word))


def is_community(word: str) -> bool:
    """Whether a word is a community: a number, two of sixteen bits each, or a name.

    Example:
        >>> is_community("65000:100"), is_community("no-export"), is_community("65536:1"), is_community("1:65536")
        (True, True, False, False)
    """
    if _WELL_KNOWN.fullmatch(word):
        return True
    halves = word.split(":")
    if not all(map(str.isdigit, halves)):
        return False
    return int(word) <= _LONG if len(halves) == 1 else all(int(each) <= _SHORT for each in halves) and len(halves) <= 2


def is_prefix_range(text: str) -> bool:
    """Whether a prefix and the lengths behind it fit together: the prefix's own, ``ge``, ``le``, and none beyond the address.

    Example:
        >>> is_prefix_range("10.0.0.0/16 ge 24 le 28"), is_prefix_range("10.0.0.0/24 ge 20"), is_prefix_range("any le 24")
        (True, False, False)
        >>> is_prefix_range("2001:db8::/32 le 64"), is_prefix_range("10.0.0.0/24 le 33"), is_prefix_range("0.0.0.0/0 ge 28 le 24")
        (True, False, False)
    """
    prefix, *limits = text.split()
    address, slash, length = prefix.partition("/")
    given = dict(zip(limits[::2], limits[1::2], strict=False))
    numbers = (length, *given.values())
    if (
        not slash
        or len(limits) != 2 * len(given)
        or not given.keys() <= {"ge", "le"}
        or not all(map(str.isdigit, numbers))
    ):
        return False
    longest = _LONGEST if ":" in address else _BITS
    low = int(given.get("ge", length))
    return int(length) <= low <= int(given.get("le", longest)) <= longest


def is_network(text: str) -> bool:
    """Whether an address has no bit beyond the mask behind it; what is no address and mask at all is left to others.

    Example:
        >>> is_network("10.1.0.0 255.255.0.0"), is_network("10.1.1.0 255.255.0.0"), is_network("10.1.0.0 mask 255.255.0.0")
        (True, False, True)
        >>> is_network("10.1.1.0 24"), is_network("10.1.1.0 16"), is_network("10.1.0.300 255.255.0.0")
        (True, False, True)
        >>> is_network("10.1.0.0"), is_network("10.1.0.0 33")
        (True, True)
    """
    try:
        address, *_, mask = text.split()
        bits = _LONG << _BITS - int(mask) if mask.isdigit() else _dotted(mask)
        return not _dotted(address) & ~bits & _LONG
    except ValueError:
        return True


def _dotted(word: str) -> int:
    """Return the bits of four numbers with dots between them."""
    numbers = bytes(map(int, word.split(".")))
    if len(numbers) != _BYTES:
        raise ValueError(word)
    return int.from_bytes(numbers)


@lru_cache(maxsize=256)
def is_within(text: str) -> Callable[[str], bool]:
    """Return what says whether all numbers in a word lie in a range; a word without numbers passes.

    Example:
        >>> vlan = is_within("1-4094")
        >>> vlan("10"), vlan("10,20-4094"), vlan("4095"), vlan("Vlanif0"), vlan("to")
        (True, True, False, False, True)
    """
    low, _, high = text.partition("-")
    first, last = int(low), int(high)

    def within(word: str) -> bool:
        return all(first <= int(each) <= last for each in _DIGITS.findall(word))

    return within


TAKES: Mapping[str, Callable[[str], bool]] = {
    "address": is_address,
    "mask": is_mask,
    "dotted": is_dotted,
    "asn": is_asn,
    "distinguisher": is_distinguisher,
    "community": is_community,
    "prefix_range": is_prefix_range,
    "network": is_network,
}
"""What a word may be, by the name that a rulebook uses; ``1-4094`` is a range of numbers."""
