"""What BGP speakers tell each other, and what route targets carry from VRF to VRF (RFC 4271, RFC 4364)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import TypeAlias

from netops.model import BgpInstance, Family, IPAddress, IPNetwork, Line, NeighborFamily, PrefixList, Vrf
from netops.reachability.packets import listed
from netops.reachability.sessions import Session, Sessions
from netops.reachability.table import DISTANCES, Leak, OnLink, Origin, Route, Table, Tunnel, Via, Way
from netops.reachability.topology import Place, Topology


class Source(IntEnum):
    """Where a path comes from; the order is the order of preference after the length of the AS path."""

    OWN = 0
    EBGP = 1
    IBGP = 2
    LEAK = 3
    VPN = 4


@dataclass(frozen=True, slots=True)
class Path:
    """One way to a prefix as BGP knows it.

    Attributes:
        next_hop: None for what the speaker itself originates.
        mark: 0 for a ``network`` line, 2 for what is redistributed (the ORIGIN attribute).
        peer: whom it was heard from; the lower address wins between equals.
        way: where VPN and leaked paths lead; None where the next hop is resolved in the table.
    """

    prefix: IPNetwork
    source: Source
    as_path: tuple[int, ...] = ()
    next_hop: IPAddress | None = None
    mark: int = 0
    peer: int = 0
    way: Tunnel | Leak | None = None
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)


Rib: TypeAlias = dict[IPNetwork, Path]
REDISTRIBUTED = {"connected": Origin.CONNECTED, "static": Origin.STATIC, "ospf": Origin.OSPF}


class Bgp:
    """BGP of the whole network, told and heard in rounds until nothing changes."""

    def __init__(self, topology: Topology, sessions: Sessions) -> None:
        self.sessions = sessions
        self._lists: dict[str, dict[str, PrefixList]] = {
            name: {each.name: each for each in device.prefix_lists} for name, device in topology.devices.items()
        }
        self._vrfs: dict[Place, Vrf] = {
            (name, each.name): each for name, device in topology.devices.items() for each in device.vrfs
        }
        self._vpn_places = [place for place in sessions.instances if self._in_vpn(place)]
        self._vpn_from = _vpn_sessions(sessions)
        self.imports: dict[Place, list[tuple[Place, Session | None]]] = {}
        self.unbrought: dict[Place, list[Place]] = {}
        self._pair_imports()
        self.ribs: dict[Place, Rib] = {place: {} for place in sessions.instances}

    def _in_vpn(self, place: Place) -> bool:
        families = self.sessions.instances[place].families
        joined = any(each.vpn and each.family is Family.IPV4 for each in families)
        return joined and place in self._vrfs and self._vrfs[place].rd is not None

    def _pair_imports(self) -> None:
        """Note for every VRF the VRFs that it takes routes from, with the session that brings them or the lack of one."""
        exporters: dict[str, list[Place]] = defaultdict(list)
        for place in self._vpn_places:
            for target in self._vrfs[place].exports:
                exporters[target].append(place)
        for place in self._vpn_places:
            found = {each for target in self._vrfs[place].imports for each in exporters.get(target, ())} - {place}
            brought = self._vpn_from.get(place[0], {})
            near = [each for each in sorted(found, key=str) if each[0] == place[0] or each[0] in brought]
            self.imports[place] = [(each, brought.get(each[0])) for each in near]
            self.unbrought[place] = sorted(found.difference(near), key=str)

    def step(self, tables: Mapping[Place, Table]) -> bool:
        """Let every speaker hear the others once; return whether that changed anything."""
        ribs = {place: self._hear(place, tables.get(place, Table())) for place in self.ribs}
        changed = ribs != self.ribs
        self.ribs = ribs
        return changed

    def _hear(self, place: Place, table: Table) -> Rib:
        best: Rib = {}
        for path in self._paths(place, table):
            held = best.get(path.prefix)
            if held is None or _rank(path) < _rank(held):
                best[path.prefix] = path
        return best

    def _paths(self, place: Place, table: Table) -> Iterator[Path]:
        yield from _originated(self.sessions.instances[place], table)
        for session in self.sessions.into.get(place, ()):
            yield from (path for path in self._received(session) if _resolves(path, table))
        for exporter, brought in self.imports.get(place, ()):
            yield from self._imported(place, exporter, brought)

    def _received(self, session: Session) -> Iterator[Path]:
        sent, taken = session.sender.family(Family.IPV4), session.receiver.family(Family.IPV4)
        if sent is None or taken is None or _policy_missing(session, sent, taken):
            return
        for path in self.ribs[session.sender.place].values():
            if not self._lets_through(session.sender.place[0], sent.prefix_list_out, path.prefix):
                continue
            if not self._lets_through(session.receiver.place[0], taken.prefix_list_in, path.prefix):
                continue
            heard = _sent(session, path, sent)
            if heard is not None and heard.as_path.count(session.receiver.instance.asn) <= (taken.allow_own_asn or 0):
                yield replace(heard, lines=session.receiver.neighbor.lines + taken.lines + path.lines)

    def _lets_through(self, device: str, name: str | None, prefix: IPNetwork) -> bool:
        return name is None or listed(self._lists[device], name, prefix.prefixlen, prefix.network_address)

    def _imported(self, place: Place, exporter: Place, session: Session | None) -> Iterator[Path]:
        """Return what a VRF takes in by route target; what another VRF itself took in isn't passed on."""
        lines = self._vrfs[place].lines + self._vrfs[exporter].lines
        for path in self.ribs[exporter].values():
            if path.source in {Source.LEAK, Source.VPN}:
                continue
            if session is None:
                way: Tunnel | Leak = Leak(exporter[1])
            else:
                way = Tunnel(exporter[0], exporter[1], session.sender.address)
            source = Source.LEAK if session is None else Source.VPN
            peer = int(session.sender.address) if session else 0
            yield Path(path.prefix, source, path.as_path, None, path.mark, peer, way, lines + path.lines)

    def routes(self, place: Place, table: Table) -> Iterator[Route]:
        """Return the routes that BGP puts into the table of one place; next hops are resolved in ``table``."""
        for path in self.ribs.get(place, {}).values():
            if path.source is Source.OWN:
                continue
            origin = Origin.EBGP if path.source is Source.EBGP else Origin.IBGP
            ways: tuple[Way, ...] = (path.way,) if path.way else resolve(path.next_hop, table, path.prefix)
            if ways:
                yield Route(path.prefix, origin, DISTANCES[origin], ways, path.lines)


def _vpn_sessions(sessions: Sessions) -> dict[str, dict[str, Session]]:
    """Return for each device the VPN session from each other device."""
    found: dict[str, dict[str, Session]] = defaultdict(dict)
    for each in sessions.vpn():
        found[each.receiver.place[0]][each.sender.place[0]] = each
    return found


def _rank(path: Path) -> tuple[bool, int, int, int, int]:
    return (path.source is not Source.OWN, len(path.as_path), path.mark, path.source.value, path.peer)


def _originated(instance: BgpInstance, table: Table) -> Iterator[Path]:
    """Return what an instance announces of its own: ``network`` lines only for what is in the table."""
    for family in instance.families:
        if family.family is not Family.IPV4:
            continue
        for prefix in family.networks:
            held = table.get(prefix)
            if held is not None and held.origin not in {Origin.EBGP, Origin.IBGP}:
                yield Path(prefix, Source.OWN, lines=family.lines + held.lines)
        taken = {REDISTRIBUTED[name] for name in family.redistribute if name in REDISTRIBUTED}
        for route in table:
            if route.origin in taken:
                yield Path(route.prefix, Source.OWN, mark=2, lines=family.lines + route.lines)


def _policy_missing(session: Session, sent: NeighborFamily, taken: NeighborFamily) -> bool:
    """Return whether RFC 8212 keeps the two ends from exchanging anything: it wants a filter on an external session."""
    if not session.external:
        return False
    silent = session.sender.instance.policy_required and sent.prefix_list_out is None
    deaf = session.receiver.instance.policy_required and taken.prefix_list_in is None
    return silent or deaf


def _sent(session: Session, path: Path, sent: NeighborFamily) -> Path | None:
    """Return the path as it arrives, or None where the sender keeps it to itself."""
    sender = session.sender
    if session.external:
        own = sender.instance.asn
        seen = path.as_path
        if sent.as_override:
            seen = tuple(own if asn == session.receiver.instance.asn else asn for asn in seen)
        return Path(path.prefix, Source.EBGP, (own, *seen), sender.address, path.mark, int(sender.address))
    if path.source is Source.IBGP or path.way is not None:
        return None
    keeps = path.next_hop is not None and not sent.next_hop_self
    next_hop = path.next_hop if keeps else sender.address
    return Path(path.prefix, Source.IBGP, path.as_path, next_hop, path.mark, int(sender.address))


def _resolves(path: Path, table: Table) -> bool:
    return path.way is not None or bool(resolve(path.next_hop, table, path.prefix))


def resolve(next_hop: IPAddress | None, table: Table, prefix: IPNetwork) -> tuple[Way, ...]:
    """Return the ways to the next hop of a route to ``prefix``, down to a neighbour on a link; nothing where none is known.

    The routes of a table are resolved already, so one lookup is enough.
    """
    route = None if next_hop is None else table.lookup(next_hop, prefix)
    if route is None or next_hop is None:
        return ()
    return tuple(Via(each.interface, next_hop) if isinstance(each, OnLink) else each for each in route.ways)
