"""Numbers as devices write them: VLANs in ranges, OSPF areas as four numbers with dots."""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network

Ranges = Sequence[tuple[int, int]]


def runs(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Return numbers as ranges, both ends included, in order.

    Example:
        >>> runs({10, 20, 21, 22})
        ((10, 10), (20, 22))
    """
    found: list[tuple[int, int]] = []
    for each in sorted(set(numbers)):
        if found and each == found[-1][1] + 1:
            found[-1] = (found[-1][0], each)
        else:
            found.append((each, each))
    return tuple(found)


def less(ranges: Ranges, gone: Ranges) -> tuple[tuple[int, int], ...]:
    """Return what ranges have and others haven't.

    Example:
        >>> less([(1, 10), (20, 22)], [(1, 1), (21, 30)])
        ((2, 10), (20, 20))
    """
    left = {number for first, last in ranges for number in range(first, last + 1)}
    return runs(left - {number for first, last in gone for number in range(first, last + 1)})


def dotted(area: int) -> str:
    """Return an OSPF area as devices show it.

    Example:
        >>> dotted(10)
        '0.0.0.10'
    """
    return str(IPv4Address(area))


def masked(prefix: str) -> str:
    """Return a prefix as devices show it that write its mask.

    Example:
        >>> masked("10.0.0.0/8")
        '10.0.0.0 255.0.0.0'
    """
    return IPv4Network(prefix).with_netmask.replace("/", " ")
