"""Routes and the table that picks one: longest prefix, then the lowest administrative distance."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from netops.model import IPAddress, IPNetwork, Line


class Origin(StrEnum):
    """Where a route comes from."""

    CONNECTED = "connected"
    STATIC = "static"
    OSPF = "ospf"
    EBGP = "ebgp"
    IBGP = "ibgp"


DISTANCES = {Origin.CONNECTED: 0, Origin.STATIC: 1, Origin.EBGP: 20, Origin.OSPF: 110, Origin.IBGP: 200}
"""Administrative distances of FRR and IOS (FRR manual, zebra, "Administrative Distance")."""


@dataclass(frozen=True, slots=True)
class OnLink:
    """The prefix is on the link of this interface."""

    interface: str


@dataclass(frozen=True, slots=True)
class Via:
    """To a neighbour on the link of this interface."""

    interface: str
    address: IPAddress


@dataclass(frozen=True, slots=True)
class Leak:
    """Looked up again in another VRF of the same device."""

    vrf: str | None


@dataclass(frozen=True, slots=True)
class Tunnel:
    """Over a label path to ``address``, where it is looked up in a VRF of another device (RFC 4364)."""

    device: str
    vrf: str | None
    address: IPAddress


Way: TypeAlias = OnLink | Via | Leak | Tunnel


@dataclass(frozen=True, slots=True)
class Route:
    """One route of a table.

    Attributes:
        ways: more than one where costs are equal; none where the route discards what it matches.
        lines: what the route rests on; not compared.
    """

    prefix: IPNetwork
    origin: Origin
    distance: int
    ways: tuple[Way, ...]
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


class Table:
    """The routes that forward in one VRF of one device.

    Example:
        >>> from ipaddress import ip_address, ip_network
        >>> broad = Route(ip_network("10.0.0.0/8"), Origin.STATIC, 1, (OnLink("a"),))
        >>> narrow = Route(ip_network("10.1.0.0/16"), Origin.OSPF, 110, (OnLink("b"),))
        >>> Table([broad, narrow]).lookup(ip_address("10.1.2.3")).ways
        (OnLink(interface='b'),)
    """

    def __init__(self, routes: Iterable[Route] = ()) -> None:
        self._best: dict[IPNetwork, Route] = {}
        for route in routes:
            held = self._best.get(route.prefix)
            if held is None or route.distance < held.distance:
                self._best[route.prefix] = route
        self._by_length: dict[tuple[int, int], dict[int, Route]] = {}
        for route in self._best.values():
            key = (route.prefix.version, route.prefix.prefixlen)
            self._by_length.setdefault(key, {})[int(route.prefix.network_address)] = route
        self._lengths = sorted(self._by_length, key=lambda key: -key[1])

    def lookup(self, address: IPAddress, apart_from: IPNetwork | None = None) -> Route | None:
        """Return the route of the longest prefix that holds ``address``, or None.

        ``apart_from`` is passed over: a route isn't resolved through itself.
        """
        number, bits = int(address), address.max_prefixlen
        for version, length in self._lengths:
            if version != address.version:
                continue
            route = self._by_length[version, length].get(number >> (bits - length) << (bits - length))
            if route is not None and route.prefix != apart_from:
                return route
        return None

    def get(self, prefix: IPNetwork) -> Route | None:
        """Return the route for exactly this prefix, or None."""
        return self._best.get(prefix)

    def __iter__(self) -> Iterator[Route]:
        return iter(self._best.values())

    def __len__(self) -> int:
        return len(self._best)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self._best == other._best

    __hash__ = None  # type: ignore[assignment]  # a table is compared, never used as a key
