"""OSPF between routers that are wired together, and the links on which labels are exchanged."""

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from netops.model import (
    Device,
    Direction,
    Interface,
    IPAddress,
    IPNetwork,
    Line,
    OspfInterface,
    OspfNetwork,
    OspfProcess,
)
from netops.reachability.bound import judged
from netops.reachability.packets import Packet
from netops.reachability.running import running
from netops.reachability.table import DISTANCES, Origin, Route, Table, Via
from netops.reachability.topology import Place, Port, Topology

HELLO, DEAD, MTU = 10, 40, 1500
"""Defaults of an Ethernet interface: seconds (RFC 2328 appendix C.3), seconds, bytes."""


@dataclass(frozen=True, slots=True)
class Neighbor:
    """One direction of an OSPF adjacency: from ``port`` one reaches ``place`` through ``address``."""

    port: Port
    place: Place
    address: IPAddress
    lines: tuple[Line, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Why two ports that are wired together don't become OSPF neighbours."""

    a: Port
    b: Port
    reason: str


class Igp:
    """OSPF of the whole network: adjacencies once, then the routes of every place.

    Costs aren't in the model, so every link costs the same; paths of the same length are all kept.
    """

    def __init__(self, topology: Topology) -> None:
        self.topology = topology
        self.processes: dict[Place, OspfProcess] = {
            (name, each.vrf): each for name, device in topology.devices.items() for each in device.ospf
        }
        self.running: dict[Port, OspfInterface] = {
            (name, port): each for name, device in topology.devices.items() for port, each in running(device).items()
        }
        self.neighbors: dict[Place, list[Neighbor]] = defaultdict(list)
        self.mismatches: list[Mismatch] = []
        for a, b in _wired_pairs(topology):
            self._join(a, b)
        self._first_hops = {place: _spread(place, self.neighbors) for place in self.neighbors}

    def _join(self, a: Port, b: Port) -> None:
        reason = self._obstacle(a, b)
        if reason == "off":
            return
        if reason:
            self.mismatches.append(Mismatch(a, b, reason))
            return
        for own, other in ((a, b), (b, a)):
            far = self.topology.interfaces[other]
            address = _shared(self.topology.interfaces[own], far)
            if address is not None:
                lines = self.topology.interfaces[own].lines + self.running[other].lines
                neighbor = Neighbor(own, (other[0], far.vrf), address, lines)
                self.neighbors[own[0], self.topology.vrf(own)].append(neighbor)

    def _obstacle(self, a: Port, b: Port) -> str:
        """Return why no adjacency comes up: ``off`` where OSPF isn't meant there, empty where it does come up."""
        one, two = self.topology.interfaces[a], self.topology.interfaces[b]
        near, far = self.running.get(a), self.running.get(b)
        if all(each is None or each.passive for each in (near, far)):
            return "off"
        if near is None or far is None:
            return "one_side"
        if not (self.topology.up(a) and self.topology.up(b)):
            return "down"
        if (a[0], one.vrf) not in self.processes or (b[0], two.vrf) not in self.processes:
            return "no_process"
        if _shared(one, two) is None:
            return "subnet"
        return _settings_differ(near, far) or self._blocked(a, b, one, two)

    def _blocked(self, a: Port, b: Port, one: Interface, two: Interface) -> str:
        if (one.mtu or MTU) != (two.mtu or MTU):
            return "mtu"
        heard = _hears(self.topology, a, b, "ospf") and _hears(self.topology, b, a, "ospf")
        return "" if heard else "filter"

    def routes(self, place: Place, tables: Mapping[Place, Table]) -> Iterator[Route]:
        """Return the OSPF routes of one place, given what every place redistributes from its table."""
        own = {prefix for prefix, _ in self.announced(place, tables)}
        best: dict[IPNetwork, tuple[int, list[Neighbor], tuple[Line, ...]]] = {}
        for far, (distance, hops) in self._first_hops.get(place, {}).items():
            for prefix, lines in self.announced(far, tables):
                held = best.get(prefix)
                if prefix in own or (held is not None and held[0] < distance):
                    continue
                more = [] if held is None or held[0] > distance else held[1]
                best[prefix] = (distance, [*more, *hops], lines)
        for prefix, (_, hops, lines) in best.items():
            ways = tuple(sorted({Via(hop.port[1], hop.address) for hop in hops}, key=lambda way: way.interface))
            yield Route(prefix, Origin.OSPF, DISTANCES[Origin.OSPF], ways, lines + hops[0].lines)

    def announced(self, place: Place, tables: Mapping[Place, Table]) -> Iterator[tuple[IPNetwork, tuple[Line, ...]]]:
        """Return the prefixes that a place puts into OSPF: its OSPF interfaces and what it redistributes."""
        process = self.processes.get(place)
        if process is None:
            return
        for interface in self.topology.by_place.get(place, ()):
            if (place[0], interface.name) in self.running:
                for address in interface.addresses:
                    yield address.network, interface.lines
        wanted = _origins(process.redistribute)
        if wanted:
            yield from ((route.prefix, process.lines) for route in tables.get(place, ()) if route.origin in wanted)


def _origins(redistributed: frozenset[str]) -> frozenset[Origin]:
    names = {"connected": {Origin.CONNECTED}, "static": {Origin.STATIC}, "bgp": {Origin.EBGP, Origin.IBGP}}
    return frozenset(origin for name in redistributed for origin in names.get(name, set()))


def _settings_differ(a: OspfInterface, b: OspfInterface) -> str:
    if a.passive or b.passive:
        return "passive"
    if a.area != b.area:
        return "area"
    if (a.hello or HELLO, a.dead or DEAD) != (b.hello or HELLO, b.dead or DEAD):
        return "timers"
    networks = [each.network or OspfNetwork.BROADCAST for each in (a, b)]
    return "" if networks[0] is networks[1] else "network"


def _shared(own: Interface, other: Interface) -> IPAddress | None:
    """Return the address of ``other`` that lies in a network that both have, or None."""
    networks = {address.network for address in own.addresses}
    return min((each.ip for each in other.addresses if each.network in networks), default=None, key=int)


def _wired_pairs(topology: Topology) -> Iterator[tuple[Port, Port]]:
    for group in {tuple(group) for group in topology.members.values()}:
        known = [port for port in group if port in topology.interfaces]
        yield from ((a, b) for a, b in combinations(known, 2) if a[0] != b[0])


def _hears(topology: Topology, port: Port, other: Port, protocol: str, number: int | None = None) -> bool:
    """Return whether the device of ``port`` lets the protocol of the device at ``other`` in."""
    interface = topology.interfaces[port]
    source, own = _shared(interface, topology.interfaces[other]), _shared(topology.interfaces[other], interface)
    if source is None or own is None:
        return False
    entries = frozenset(filter(None, (interface.name, interface.vrf)))
    packet = Packet(source, own, protocol=protocol, port=number, entries=entries)
    return judged(topology, port[0], Direction.INPUT, packet).passes


def _spread(root: Place, neighbors: Mapping[Place, list[Neighbor]]) -> dict[Place, tuple[int, list[Neighbor]]]:
    """Return for every place that ``root`` reaches: how many links away it is, and the first hops towards it."""
    found: dict[Place, tuple[int, list[Neighbor]]] = {root: (0, [])}
    waiting = deque([root])
    while waiting:
        place = waiting.popleft()
        distance, hops = found[place]
        for neighbor in neighbors.get(place, ()):
            via = hops or [neighbor]
            held = found.get(neighbor.place)
            if held is None:
                found[neighbor.place] = (distance + 1, list(via))
                waiting.append(neighbor.place)
            elif held[0] == distance + 1:
                held[1].extend(hop for hop in via if hop not in held[1])
    del found[root]
    return found


class Labels:
    """The links over which a labelled packet goes, by LDP on both ends (RFC 5036)."""

    def __init__(self, topology: Topology, igp: Mapping[Place, Table]) -> None:
        self._topology = topology
        self._igp = igp

    def obstacle(self, port: Port, other: Port) -> str:
        """Return why a labelled packet doesn't get from ``port`` to ``other``, or nothing where it does."""
        for own, far in ((port, other), (other, port)):
            problem = self._one_end(own, far)
            if problem:
                return problem
        return "" if self._topology.interfaces[other].mpls else "no_mpls"

    def _one_end(self, own: Port, far: Port) -> str:
        device = self._topology.devices[own[0]]
        if device.ldp is None or own[1] not in device.ldp.interfaces:
            return "no_ldp"
        if not self._session_address(own, far):
            return "ldp_address"
        discovery = _hears(self._topology, own, far, "udp", 646)
        return "" if discovery else "filter"

    def _session_address(self, own: Port, far: Port) -> bool:
        """Return whether the own transport address exists and the far end knows a way to it."""
        device: Device = self._topology.devices[own[0]]
        if device.ldp is None:
            return False
        named = self._topology.interfaces.get((own[0], device.ldp.router_interface or ""))
        taken = min((each.ip for each in named.addresses), key=int, default=None) if named is not None else None
        address = device.ldp.transport_address or device.ldp.router_id or taken
        table = self._igp.get((far[0], None))
        if address is None or address not in self._topology.local.get((own[0], None), {}):
            return False
        return bool(table and table.lookup(address))
