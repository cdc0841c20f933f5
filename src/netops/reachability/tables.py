"""The forwarding tables of a whole network, computed until nothing changes any more."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from netops.model import Device, StaticRoute
from netops.reachability.bgp import Bgp, resolve
from netops.reachability.igp import Igp, Labels
from netops.reachability.sessions import Sessions
from netops.reachability.table import DISTANCES, OnLink, Origin, Route, Table, Via, Way
from netops.reachability.topology import Cable, Place, Topology

ROUNDS = 64
"""BGP in a network of this shape settles within its diameter; what still moves after so many rounds never settles."""


@dataclass(frozen=True, slots=True)
class Forwarding:
    """What decides forwarding, settled.

    Attributes:
        settled: False where the routes still changed after ``ROUNDS`` rounds; then nothing is certain.
    """

    topology: Topology
    igp: Igp
    labels: Labels
    bgp: Bgp
    tables: Mapping[Place, Table]
    settled: bool

    def table(self, place: Place) -> Table:
        """Return the table of a place; an empty one where it has none."""
        return self.tables.get(place, Table())


def settle(devices: Mapping[str, Device], cables: Iterable[Cable]) -> Forwarding:
    """Compute the tables of every VRF of every device: first what stands alone, then OSPF, then BGP in rounds."""
    topology = Topology(devices, cables)
    igp = Igp(topology)
    statics = _statics(topology)
    tables, _ = _rounds(topology, igp, statics, None)
    sessions = Sessions(topology, tables)
    bgp = Bgp(topology, sessions)
    labels = Labels(topology, tables)
    tables, settled = _rounds(topology, igp, statics, bgp)
    return Forwarding(topology, igp, labels, bgp, tables, settled)


def _rounds(
    topology: Topology, igp: Igp, statics: Mapping[Place, list[StaticRoute]], bgp: Bgp | None
) -> tuple[dict[Place, Table], bool]:
    places = set(topology.by_place) | set(statics) | set(bgp.ribs if bgp else ())
    fixed = {place: tuple(_connected(topology, place)) for place in places}
    tables = {place: Table(routes) for place, routes in fixed.items()}
    for _ in range(ROUNDS):
        heard = bgp.step(tables) if bgp else False
        following = {
            place: Table(_routes(place, fixed[place], statics.get(place, ()), (topology, igp, bgp, tables)))
            for place in places
        }
        same = following == tables
        tables = following
        if same and not heard:
            return tables, True
    return tables, False


def _routes(
    place: Place,
    fixed: Iterable[Route],
    statics: Iterable[StaticRoute],
    network: tuple[Topology, Igp, Bgp | None, Mapping[Place, Table]],
) -> Iterator[Route]:
    topology, igp, bgp, tables = network
    yield from fixed
    yield from igp.routes(place, tables)
    for static in statics:
        found = _static(topology, place, static, tables[place])
        if found is not None:
            yield found
    if bgp is not None:
        yield from bgp.routes(place, tables[place])


def _connected(topology: Topology, place: Place) -> Iterator[Route]:
    for interface in topology.by_place.get(place, ()):
        for address in interface.addresses:
            way = (OnLink(interface.name),)
            yield Route(address.network, Origin.CONNECTED, DISTANCES[Origin.CONNECTED], way, interface.lines)


def _statics(topology: Topology) -> dict[Place, list[StaticRoute]]:
    found: dict[Place, list[StaticRoute]] = defaultdict(list)
    for name, device in topology.devices.items():
        for each in sorted(device.static_routes, key=repr):
            found[name, each.vrf].append(each)
    return found


def _static(topology: Topology, place: Place, static: StaticRoute, table: Table) -> Route | None:
    """Return a static route as it stands in the table, or None while its next hop isn't known."""
    distance = DISTANCES[Origin.STATIC] if static.distance is None else static.distance
    ways: tuple[Way, ...] = ()
    if static.interface is not None:
        ways = _through_interface(topology, place, static.interface, static)
    elif static.next_hop is not None:
        ways = resolve(static.next_hop, table, static.prefix)
    discards = static.interface is None and static.next_hop is None
    return Route(static.prefix, Origin.STATIC, distance, ways, static.lines) if ways or discards else None


def _through_interface(topology: Topology, place: Place, name: str, static: StaticRoute) -> tuple[Way, ...]:
    port = (place[0], name)
    if not topology.up(port) or topology.vrf(port) != place[1]:
        return ()
    return (OnLink(name),) if static.next_hop is None else (Via(name, static.next_hop),)
