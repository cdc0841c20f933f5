"""Following one destination address hop by hop from any place in the network."""

from dataclasses import dataclass, field
from typing import TypeAlias

from netops.model import IPAddress, Line
from netops.reachability.table import OnLink, Route, Tunnel, Via, Way
from netops.reachability.tables import Forwarding
from netops.reachability.topology import Place, Port

IPV4 = 4

BRANCHES = 32
"""More equal-cost branches than this aren't followed; the answer is then uncertain."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One device that a packet passes.

    Attributes:
        place: device and VRF in which the address is looked up.
        word: what happens there, an entry of ``words.yml``.
        values: fills the placeholders of the words.
        entry: interface by which the packet comes in; None at a label's end or where another VRF handed it over.
        labelled: it came in by a label path.
        lines: the lines that decide.
    """

    place: Place
    word: str
    values: tuple[tuple[str, str], ...] = ()
    entry: str | None = None
    labelled: bool = False
    lines: tuple[Line, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Trail:
    """Where one branch of a packet's way goes.

    Attributes:
        end: the segment (its first port) on which the address is asked for; None where the packet is lost before.
        owner: device and interface that own the address; None where no device does: then it is a station's.
        certain: False where a device of unknown config stands at the end.
    """

    hops: tuple[Hop, ...]
    end: Port | None = None
    owner: Port | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class _Entry:
    place: Place
    interface: str | None
    labelled: bool = False


LabelPaths: TypeAlias = dict[tuple[str, IPAddress], tuple[Trail, ...]]
"""The trails from a device to another's loopback address, followed once for all destinations."""


class Tracer:
    """Follows one destination through a settled network; remembers what it saw, so that many sources cost little.

    Args:
        doubtful: devices whose config isn't fully known; a packet lost beside one of them isn't surely lost.
        label_paths: shared between the tracers of one network.
    """

    def __init__(
        self,
        forwarding: Forwarding,
        destination: IPAddress,
        doubtful: frozenset[str] = frozenset(),
        label_paths: LabelPaths | None = None,
    ) -> None:
        self._forwarding = forwarding
        self._topology = forwarding.topology
        self._destination = destination
        self._doubtful = doubtful
        self._label_paths = {} if label_paths is None else label_paths
        self._seen: dict[_Entry, tuple[Trail, ...]] = {}

    def follow(self, place: Place, interface: str | None) -> tuple[Trail, ...]:
        """Return the trails of a packet that comes in at ``interface``; more than one where costs are equal.

        ``interface`` is None for what the device sends itself.
        """
        return self._walk(_Entry(place, interface), frozenset())

    def _walk(self, entry: _Entry, passed: frozenset[tuple[Place, bool]]) -> tuple[Trail, ...]:
        known = self._seen.get(entry)
        if known is not None:
            return known
        key = (entry.place, entry.labelled)
        if key in passed:
            return (Trail((self._hop(entry, "loop"),)),)
        trails = self._step(entry, passed | {key})[:BRANCHES]
        self._seen[entry] = trails
        return trails

    def _step(self, entry: _Entry, passed: frozenset[tuple[Place, bool]]) -> tuple[Trail, ...]:
        interface = self._topology.local.get(entry.place, {}).get(self._destination)
        if interface is not None:
            port = (entry.place[0], interface)
            hop = self._hop(entry, "own_address", lines=self._topology.interfaces[port].lines, interface=interface)
            return (Trail((hop,), self._topology.segment(port), port),)
        if self._refuses(entry):
            return (Trail((self._hop(entry, "not_forwarding"),)),)
        route = self._forwarding.table(entry.place).lookup(self._destination)
        if route is None:
            return (Trail((self._hop(entry, "no_route", address=str(self._destination)),)),)
        if not route.ways:
            return (Trail((self._hop(entry, "discard", lines=route.lines, prefix=str(route.prefix)),)),)
        return tuple(trail for way in route.ways for trail in self._take(entry, route, way, passed))

    def _refuses(self, entry: _Entry) -> bool:
        """Return whether the device forwards nothing that it didn't send itself."""
        device = self._topology.devices[entry.place[0]]
        forwards = device.ip_forwarding if self._destination.version == IPV4 else device.ipv6_forwarding
        return not forwards and (entry.interface is not None or entry.labelled)

    def _take(self, entry: _Entry, route: Route, way: Way, passed: frozenset[tuple[Place, bool]]) -> tuple[Trail, ...]:
        hop = self._route_hop(entry, route, way)
        if isinstance(way, OnLink):
            return self._on_link(entry, hop, way.interface, passed)
        if isinstance(way, Via):
            return self._neighbor(entry, hop, way, passed)
        if isinstance(way, Tunnel):
            return self._tunnel(entry, hop, way, passed)
        return _prefixed((hop,), self._walk(_Entry((entry.place[0], way.vrf), entry.interface), passed))

    def _on_link(
        self, entry: _Entry, hop: Hop, interface: str, passed: frozenset[tuple[Place, bool]]
    ) -> tuple[Trail, ...]:
        port = (entry.place[0], interface)
        owner = self._topology.owner(port, self._destination)
        if owner is not None:
            onward = _Entry((owner.port[0], self._topology.vrf(owner.port)), owner.port[1])
            return _prefixed((hop,), self._walk(onward, passed))
        certain = not self._topology.others(port) & self._doubtful
        return (Trail((hop,), self._topology.segment(port), None, certain),)

    def _neighbor(self, entry: _Entry, hop: Hop, way: Via, passed: frozenset[tuple[Place, bool]]) -> tuple[Trail, ...]:
        port = (entry.place[0], way.interface)
        owner = self._topology.owner(port, way.address)
        if owner is None:
            certain = not self._topology.others(port) & self._doubtful
            lost = self._hop(entry, "no_neighbor", interface=way.interface, address=str(way.address))
            return (Trail((hop, lost), certain=certain),)
        onward = _Entry((owner.port[0], self._topology.vrf(owner.port)), owner.port[1])
        return _prefixed((hop,), self._walk(onward, passed))

    def _tunnel(self, entry: _Entry, hop: Hop, way: Tunnel, passed: frozenset[tuple[Place, bool]]) -> tuple[Trail, ...]:
        inside = self._label_path(entry.place[0], way.address)
        onward = _Entry((way.device, way.vrf), None, labelled=True)
        found: list[Trail] = []
        for branch in inside:
            broken = self._break(branch, way)
            middle = tuple(self._transit(each) for each in branch.hops[1:-1])
            if broken is not None:
                found.append(Trail((hop, *middle, broken), certain=broken.word != "label_doubt"))
            else:
                found.extend(_prefixed((hop, *middle), self._walk(onward, passed)))
        return tuple(found)

    def _label_path(self, device: str, address: IPAddress) -> tuple[Trail, ...]:
        key = (device, address)
        if key not in self._label_paths:
            inside = Tracer(self._forwarding, address, self._doubtful, self._label_paths)
            self._label_paths[key] = inside.follow((device, None), None)
        return self._label_paths[key]

    def _transit(self, hop: Hop) -> Hop:
        return Hop(hop.place, "label", (), hop.entry, labelled=True, lines=hop.lines)

    def _break(self, branch: Trail, way: Tunnel) -> Hop | None:
        """Return where a label path breaks, or None where it holds: every link of it must carry labels."""
        if branch.owner is None or branch.owner[0] != way.device:
            return Hop(
                branch.hops[-1].place, "label_path", (("address", str(way.address)),), lines=branch.hops[-1].lines
            )
        direct = len(branch.hops) == 2  # the two ends and nothing between
        for near, far in zip(branch.hops, branch.hops[1:], strict=False):
            if far.entry is None:
                continue
            entry = (far.place[0], far.entry)
            leaving = self._leaving(near, entry)
            reason = self._forwarding.labels.obstacle(leaving, entry) if leaving else "no_ldp"
            if reason:
                word = "label_doubt" if direct and reason != "no_mpls" else f"label_{reason}"
                values = (("interface", leaving[1] if leaving else ""), ("neighbor", ":".join(entry)))
                return Hop(near.place, word, values, lines=near.lines)
        return None

    def _leaving(self, near: Hop, entry: Port) -> Port | None:
        """Return the port of the nearer device that is wired to ``entry``."""
        members = self._topology.members.get(entry, ())
        return next((port for port in members if port[0] == near.place[0]), None)

    def _hop(self, entry: _Entry, word: str, lines: tuple[Line, ...] = (), **values: str) -> Hop:
        return Hop(entry.place, word, tuple(values.items()), entry.interface, entry.labelled, lines)

    def _route_hop(self, entry: _Entry, route: Route, way: Way) -> Hop:
        values = {"prefix": str(route.prefix), "origin": route.origin.value, **_described(way)}
        return self._hop(entry, f"way_{type(way).__name__.lower()}", route.lines, **values)


def _described(way: Way) -> dict[str, str]:
    if isinstance(way, OnLink):
        return {"interface": way.interface}
    if isinstance(way, Via):
        return {"interface": way.interface, "address": str(way.address)}
    if isinstance(way, Tunnel):
        return {"device": way.device, "vrf": way.vrf or "-", "address": str(way.address)}
    return {"vrf": way.vrf or "-"}


def _prefixed(hops: tuple[Hop, ...], trails: tuple[Trail, ...]) -> tuple[Trail, ...]:
    return tuple(Trail(hops + each.hops, each.end, each.owner, each.certain) for each in trails)
