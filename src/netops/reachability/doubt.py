"""How far the lines that nobody understood reach: which tables they could have changed."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from netops.model import Device, Topic
from netops.reachability.tables import Forwarding
from netops.reachability.topology import Cable, Place
from netops.reachability.unfollowed import of_filters, of_routing

ROUTING_TOPICS = frozenset({Topic.ROUTING, Topic.INTERFACES, None})
FILTER_TOPICS = frozenset({Topic.FILTERS, None})


@dataclass(frozen=True, slots=True)
class Doubt:
    """What isn't certain in a network.

    Attributes:
        devices: those with lines that decide forwarding and that nobody read or follows, and those that cables name and
            nobody gave.
        places: the tables that such a device could have changed: its own, and those that learn from it.
        filters: devices with unread lines in their packet filters, but for those whose place among the rules is known:
            they leave open what a packet meets that no rule before them decides about.
    """

    devices: frozenset[str] = frozenset()
    places: frozenset[Place] = frozenset()
    filters: frozenset[str] = frozenset()


def doubts(forwarding: Forwarding, cables: Iterable[Cable]) -> Doubt:
    """Return what the unread lines and the missing devices leave uncertain.

    A table learns from another over a BGP session (whether it is up or not), over OSPF, and by route target. What a
    VRF took in by route target isn't passed on by route target (RFC 4364), so doubt doesn't travel further either.
    Where a doubtful backbone keeps a VPN session down, the VRFs that it would have fed are in doubt.
    """
    devices = forwarding.topology.devices
    unread = {
        name
        for name, device in devices.items()
        if _has(device, ROUTING_TOPICS) or any(True for _ in of_routing(device))
    }
    missing = {port[0] for cable in cables for port in cable} - set(devices)
    seeds = [place for place in _places(forwarding) if place[0] in unread or _listens(forwarding, place, missing)]
    filters = frozenset(
        name for name, device in devices.items() if _is_filter_unread(device) or any(True for _ in of_filters(device))
    )
    return Doubt(frozenset(unread | missing), _reached(seeds, forwarding), filters)


def _is_filter_unread(device: Device) -> bool:
    if not _has(device, FILTER_TOPICS):
        return False
    gaps = [gap for held in device.filters for gap in held.gaps]
    gaps += [gap for held in device.access_lists for gap in held.gaps]
    placed = {line for gap in gaps for line in gap.lines}
    return any(each.topic in FILTER_TOPICS and each.line not in placed for each in device.unread)


def _has(device: Device, topics: frozenset[Topic | None]) -> bool:
    return any(each.topic in topics for each in device.unread)


def _places(forwarding: Forwarding) -> set[Place]:
    """Return every place that could forward; a device of which nothing was read has its global table at least."""
    return set(forwarding.tables) | {(name, None) for name in forwarding.topology.devices}


def _listens(forwarding: Forwarding, place: Place, missing: set[str]) -> bool:
    """Return whether a place speaks a routing protocol on a segment with a device that nobody gave."""
    for interface in forwarding.topology.by_place.get(place, ()):
        if not forwarding.topology.others((place[0], interface.name)) & missing:
            continue
        instance = forwarding.bgp.sessions.instances.get(place)
        peers = {each.address for each in instance.neighbors} if instance else set()
        if interface.ospf or any(peer in own.network for peer in peers for own in interface.addresses):
            return True
    return False


def _reached(seeds: Iterable[Place], forwarding: Forwarding) -> frozenset[Place]:
    spoken, carried = _ties(forwarding)
    waiting = deque((place, False) for place in seeds)
    seen = set(waiting)
    _drain(waiting, seen, spoken, carried)
    for importer, exporters in forwarding.bgp.unbrought.items():
        backbone = {(each[0], None) for each in (importer, *exporters)}
        if any((place, False) in seen for place in backbone):
            waiting.append((importer, True))
            seen.add((importer, True))
    _drain(waiting, seen, spoken, carried)
    return frozenset(place for place, _ in seen)


def _drain(
    waiting: deque[tuple[Place, bool]],
    seen: set[tuple[Place, bool]],
    spoken: Mapping[Place, set[Place]],
    carried: Mapping[Place, set[Place]],
) -> None:
    while waiting:
        place, imported = waiting.popleft()
        onward = [(each, imported) for each in spoken.get(place, ())]
        if not imported:
            onward += [(each, True) for each in carried.get(place, ())]
        fresh = [each for each in onward if each not in seen]
        seen.update(fresh)
        waiting.extend(fresh)


def _ties(forwarding: Forwarding) -> tuple[Mapping[Place, set[Place]], Mapping[Place, set[Place]]]:
    """Return who hears whom over a protocol, and who takes from whom by route target."""
    spoken: dict[Place, set[Place]] = defaultdict(set)
    for a, b in _spoken(forwarding):
        spoken[a].add(b)
    carried: dict[Place, set[Place]] = defaultdict(set)
    for importer, exporters in forwarding.bgp.imports.items():
        for exporter, _ in exporters:
            carried[exporter].add(importer)
    return spoken, carried


def _spoken(forwarding: Forwarding) -> Iterator[tuple[Place, Place]]:
    """Return the pairs of tables that exchange routes or would; a VPN session itself changes no table but by import."""
    for a, b in forwarding.bgp.sessions.tied:
        if a[1] is not None or b[1] is not None or not _only_vpn(forwarding, a, b):
            yield a, b
    for place, neighbors in forwarding.igp.neighbors.items():
        yield from ((neighbor.place, place) for neighbor in neighbors)
    for each in forwarding.igp.mismatches:
        a = (each.a[0], forwarding.topology.vrf(each.a))
        b = (each.b[0], forwarding.topology.vrf(each.b))
        yield from ((a, b), (b, a))


def _only_vpn(forwarding: Forwarding, a: Place, b: Place) -> bool:
    instances = forwarding.bgp.sessions.instances
    return all(place in instances and not instances[place].default_ipv4_unicast for place in (a, b))
