"""Networks as numbers, and an index of those that overlap."""

import ipaddress
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

from netops.config.pattern import Pattern

KIND = "network in "
"""What the kind of an object begins with that is a network; the VRF's words follow."""
V4 = 4
_BITS = {V4: 32, 6: 128}
_NARROWEST = 2
"""A network with as few bits for hosts has no address of its own and none for all of them."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Network:
    """A network that only one section of the device may hold at a time, as a rulebook says it of a line.

    Attributes:
        of: template of the address with its length, or with its mask.
        within: lines of the same section, or its own line, that set it apart; only sections where these are equal meet.
    """

    of: str
    within: tuple[Pattern, ...] = ()


@dataclass(frozen=True, slots=True)
class Net:
    """A network in a VRF.

    Attributes:
        scope: the words of the lines that set the section apart (its VRF); empty where there is none.
        version: of the addresses.
        length: of the prefix.
        number: of the network.
        host: of the address that was written.
    """

    scope: str
    version: int
    length: int
    number: int
    host: int = field(compare=False)

    @property
    def text(self) -> str:
        """The network as people write it."""
        return f"{ipaddress.ip_address(self.number << (_BITS[self.version] - self.length))}/{self.length}"

    @property
    def is_of_no_host(self) -> bool:
        """Whether the address is the network's own, or the one of all its hosts."""
        bits = _BITS[self.version] - self.length
        beyond = self.host & ((1 << bits) - 1)
        return self.version == V4 and bits >= _NARROWEST and beyond in {0, (1 << bits) - 1}

    def object(self) -> tuple[str, str]:
        """Return the network as an object of a plan."""
        return f"{KIND}{self.scope}", f"{self.version} {self.length} {self.number}"


def net_of(found: tuple[str, str]) -> Net:
    """Return the network that an object of a plan stands for."""
    version, length, number = map(int, found[1].split())
    return Net(found[0].removeprefix(KIND), version, length, number, 0)


@lru_cache(maxsize=65_536)
def read_net(text: str, scope: str) -> Net | None:
    """Return the network of an address as it is written; None where it is none."""
    try:
        found = ipaddress.ip_interface(text)
    except ValueError:
        return None
    length = found.network.prefixlen
    host = int(found.ip)
    return Net(scope, found.version, length, host >> (_BITS[found.version] - length), host)


@dataclass(slots=True)
class Index(Generic[T]):
    """Finds what was put in under networks that overlap with one.

    Two networks overlap when one contains the other, so that each length is looked up once.
    """

    held: dict[tuple[str, int], dict[int, dict[int, list[T]]]] = field(default_factory=dict)
    _sorted: dict[tuple[str, int, int], list[int]] = field(default_factory=dict)

    def add(self, net: Net, what: T) -> None:
        """Put something in."""
        lengths = self.held.setdefault((net.scope, net.version), {})
        lengths.setdefault(net.length, {}).setdefault(net.number, []).append(what)
        self._sorted.pop((net.scope, net.version, net.length), None)

    def overlapping(self, net: Net) -> Iterator[T]:
        """Yield what stands under a network that overlaps with this one, of the same scope."""
        for length, numbers in self.held.get((net.scope, net.version), {}).items():
            if length <= net.length:
                yield from numbers.get(net.number >> (net.length - length), ())
                continue
            place = (net.scope, net.version, length)
            if place not in self._sorted:
                self._sorted[place] = sorted(numbers)
            ordered, more = self._sorted[place], length - net.length
            first, beyond = net.number << more, (net.number + 1) << more
            for number in ordered[bisect_left(ordered, first) : bisect_left(ordered, beyond)]:
                yield from numbers[number]
