"""Which of many prefixes holds an address: on devices that are told by a ``network`` of the process where OSPF runs."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network
from typing import Generic, TypeVar

P = TypeVar("P")

_BITS = 32


class Covering(Generic[P]):
    """Prefixes and what each is of, so that a device with a thousand ports and a thousand prefixes isn't read a million times.

    Example:
        >>> known = Covering([(IPv4Network("10.0.0.0/8"), "area 0"), (IPv4Network("10.1.0.0/16"), "area 1")])
        >>> known.longest(IPv4Network("10.1.2.3").network_address), known.longest(IPv4Network("192.0.2.1").network_address)
        (['area 1'], [])
    """

    __slots__ = ("_by_length",)

    def __init__(self, known: Iterable[tuple[IPv4Network, P]]) -> None:
        by_length: dict[int, dict[int, list[P]]] = {}
        for network, place in known:
            bits = int(network.network_address) >> (_BITS - network.prefixlen)
            by_length.setdefault(network.prefixlen, {}).setdefault(bits, []).append(place)
        self._by_length = sorted(by_length.items(), reverse=True)

    def longest(self, *addresses: IPv4Address) -> list[P]:
        """Return what the longest prefixes that hold one of these addresses are of; several where they are equally long."""
        numbers = [int(each) for each in addresses]
        for length, known in self._by_length:
            found = [place for number in numbers for place in known.get(number >> (_BITS - length), ())]
            if found:
                return found
        return []
