"""BGP sessions: which come up, and why the others don't."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from netops.model import (
    BgpInstance,
    BgpNeighbor,
    Direction,
    Family,
    IPAddress,
    Line,
    NeighborFamily,
)
from netops.reachability.bound import judged
from netops.reachability.packets import Packet, State
from netops.reachability.table import OnLink, Table
from netops.reachability.topology import Place, Topology

BGP_PORT = 179


@dataclass(frozen=True, slots=True)
class Peer:
    """One end of a session as the other end sees it.

    Attributes:
        address: where its packets come from.
    """

    place: Place
    instance: BgpInstance
    neighbor: BgpNeighbor
    address: IPAddress

    def family(self, family: Family) -> NeighborFamily | None:
        """Return what this end exchanges with the other in one family, or None where the family is off."""
        for each in self.neighbor.families:
            if each.family is family:
                return each
        if family is Family.IPV4 and self.instance.default_ipv4_unicast and self.address.version == 4:
            return NeighborFamily(Family.IPV4)
        return None


@dataclass(frozen=True, slots=True)
class Session:
    """A session that is up, seen from the end that receives.

    Attributes:
        sender: the far end.
        receiver: this end.
    """

    sender: Peer
    receiver: Peer

    @property
    def external(self) -> bool:
        """Whether the ends are of different autonomous systems."""
        return self.sender.instance.asn != self.receiver.instance.asn


@dataclass(frozen=True, slots=True)
class Down:
    """A configured neighbour whose session doesn't come up.

    Attributes:
        reason: a word of ``words.yml``.
    """

    place: Place
    address: IPAddress
    reason: str
    lines: tuple[Line, ...] = field(default=(), compare=False)


class Sessions:
    """All sessions of the network.

    Args:
        igp: tables of connected, static and OSPF routes; sessions between loopbacks stand on them.
    """

    def __init__(self, topology: Topology, igp: Mapping[Place, Table]) -> None:
        self._topology = topology
        self._igp = igp
        self._instances: dict[Place, BgpInstance] = {
            (name, each.vrf): each for name, device in topology.devices.items() for each in device.bgp
        }
        self._owners: dict[IPAddress, list[str]] = defaultdict(list)
        for (device, vrf), addresses in topology.local.items():
            if vrf is None:
                for address in addresses:
                    self._owners[address].append(device)
        self.into: dict[Place, list[Session]] = defaultdict(list)
        self.down: list[Down] = []
        self.tied: set[tuple[Place, Place]] = set()
        for place, instance in sorted(self._instances.items(), key=lambda item: (item[0][0], item[0][1] or "")):
            for neighbor in sorted(instance.neighbors, key=lambda each: int(each.address)):
                self._open(place, instance, neighbor)

    @property
    def instances(self) -> Mapping[Place, BgpInstance]:
        """The BGP instance of every place that has one."""
        return self._instances

    def _open(self, place: Place, instance: BgpInstance, neighbor: BgpNeighbor) -> None:
        own, far, reason = self._ends(place, neighbor)
        if far is not None:
            self.tied.add((far, place))
            self.tied.add((place, far))
        if reason or own is None or far is None:
            self.down.append(Down(place, neighbor.address, reason or "no_peer", neighbor.lines))
            return
        other = self._instances.get(far)
        answer = None if other is None else next((each for each in other.neighbors if each.address == own), None)
        if other is None or answer is None:
            self.down.append(Down(place, neighbor.address, "no_answer", neighbor.lines))
            return
        receiver = Peer(place, instance, neighbor, own)
        sender = Peer(far, other, answer, neighbor.address)
        reason = _disagreement(receiver, sender) or self._blocked(receiver, sender)
        if reason:
            self.down.append(Down(place, neighbor.address, reason, neighbor.lines + answer.lines))
        else:
            self.into[place].append(Session(sender, receiver))

    def _ends(self, place: Place, neighbor: BgpNeighbor) -> tuple[IPAddress | None, Place | None, str]:
        """Return the own address of a session, the far end's place, and what stands in the way."""
        table = self._igp.get(place, Table())
        route = table.lookup(neighbor.address)
        if route is None:
            return None, None, "no_route"
        if route.ways and isinstance(route.ways[0], OnLink):
            return self._wired_ends(place, neighbor, route.ways[0].interface)
        owners = self._owners.get(neighbor.address, []) if place[1] is None else []
        own = self._source(place, neighbor)
        if own is None or len(owners) != 1:
            return own, None, "no_peer" if own else "no_source"
        far: Place = (owners[0], None)
        way_back = self._igp.get(far, Table()).lookup(own)
        return own, far, "" if way_back and way_back.ways else "no_way_back"

    def _wired_ends(
        self, place: Place, neighbor: BgpNeighbor, interface: str
    ) -> tuple[IPAddress | None, Place | None, str]:
        port = (place[0], interface)
        owner = self._topology.owner(port, neighbor.address)
        if owner is None:
            return None, None, "no_peer"
        far: Place = (owner.port[0], self._topology.vrf(owner.port))
        own = self._source(place, neighbor) if neighbor.update_source else None
        near = [each.ip for each in self._topology.interfaces[port].addresses if neighbor.address in each.network]
        if own is None and not near:
            return None, far, "no_source"
        own = own or near[0]
        return own, far, "" if own in owner.address.network or neighbor.update_source else "subnet"

    def _source(self, place: Place, neighbor: BgpNeighbor) -> IPAddress | None:
        """Return the address that ``update-source`` names (an address, or an interface's), or the outgoing one."""
        local = self._topology.local.get(place, {})
        of_family = [address for address in local if address.version == neighbor.address.version]
        if neighbor.update_source is None:
            route = self._igp.get(place, Table()).lookup(neighbor.address)
            names = {getattr(way, "interface", "") for way in route.ways} if route else set()
            return next((address for address in of_family if local[address] in names), None)
        named = [address for address in of_family if neighbor.update_source in {str(address), local[address]}]
        return min(named, key=int, default=None)

    def _blocked(self, one: Peer, two: Peer) -> str:
        """Return ``filter`` where neither end can open the connection to the other."""
        opened = self._opens(one, two) or self._opens(two, one)
        return "" if opened else "filter"

    def _opens(self, opener: Peer, opened: Peer) -> bool:
        there = self._lets_in(opened, opener, State.NEW, BGP_PORT)
        return there and self._lets_in(opener, opened, State.ESTABLISHED, None)

    def _lets_in(self, at: Peer, sender: Peer, state: State, port: int | None) -> bool:
        device, vrf = at.place
        port_name = self._topology.local[at.place].get(at.address)
        entries = frozenset(filter(None, self._entries(at.place, sender.address) | {vrf, port_name}))
        packet = Packet(sender.address, at.address, state, "tcp", port, entries)
        return judged(self._topology, device, Direction.INPUT, packet).passes

    def _entries(self, place: Place, source: IPAddress) -> set[str | None]:
        route = self._igp.get(place, Table()).lookup(source)
        return {getattr(way, "interface", None) for way in route.ways} if route else set()

    def vpn(self) -> Iterator[Session]:
        """Return the internal sessions on which VPN routes go."""
        for sessions in self.into.values():
            for each in sessions:
                if not each.external and each.sender.family(Family.VPNV4) and each.receiver.family(Family.VPNV4):
                    yield each


def _disagreement(one: Peer, two: Peer) -> str:
    """Return what the two ends see differently, or nothing where they agree."""
    if one.neighbor.remote_asn != two.instance.asn or two.neighbor.remote_asn != one.instance.asn:
        return "asn"
    if one.neighbor.authenticated != two.neighbor.authenticated:
        return "password"
    if (one.neighbor.ttl_hops is None) != (two.neighbor.ttl_hops is None):
        return "ttl"
    return ""
