"""Numbers: VRF names, zones, pools, and what was allocated."""

from collections.abc import Hashable, Iterator, Mapping

from netops.errors import Fault
from netops.inventory.checks.overlap import Claim, numbered, overlapping
from netops.inventory.document import Keys
from netops.inventory.draft import Draft, backbone_prefixes
from netops.inventory.fields import vrf_name
from netops.inventory.network import Network, Pools
from netops.inventory.numbers import Allocations

FILE = "allocations.yml"
TWO_OCTETS = 65535
LARGEST_VRF = 4000
"""A VRF's table on a Linux router is 1000 + its number, and ifupdown2 takes the tables 1001 to 5000."""


def vrf_names(draft: Draft) -> Iterator[Fault]:
    """Two VRFs never have the same name, those of zones included."""
    first: dict[str, tuple[str, Keys]] = {}
    for index, zone in enumerate(draft.network.zones if draft.network else ()):
        yield from _vrf_name(draft, zone.vrf, ("network.yml", ("zones", index, "vrf")), first)
    for file, department in draft.each_department():
        yield from _vrf_name(draft, vrf_name(department.name), (file, ("name",)), first)


def _vrf_name(draft: Draft, name: str, here: tuple[str, Keys], first: dict[str, tuple[str, Keys]]) -> Iterator[Fault]:
    file, keys = first.setdefault(name, here)
    if (file, keys) != here:
        yield draft.fault("NET-INV-065", here[0], *here[1], vrf=name, place=draft.place(file, *keys))


def zones(draft: Draft) -> Iterator[Fault]:
    """A zone's name and number are its own."""
    names: dict[Hashable, int] = {}
    numbers: dict[Hashable, int] = {}
    for index, zone in enumerate(draft.network.zones if draft.network else ()):
        if names.setdefault(zone.name, index) != index:
            place = draft.place("network.yml", "zones", names[zone.name], "name")
            yield draft.fault("NET-INV-095", "network.yml", "zones", index, "name", zone=zone.name, place=place)
        if numbers.setdefault(zone.number, index) != index:
            place = draft.place("network.yml", "zones", numbers[zone.number], "number")
            yield draft.fault("NET-INV-066", "network.yml", "zones", index, "number", number=zone.number, place=place)


def plan(draft: Draft) -> Iterator[Fault]:
    """The backbone's own numbers fit together: pools, RD and route target, OSPF's times."""
    network = draft.network
    if network is None:
        return
    for name, pool in (("vrf_numbers", network.pools.vrf_numbers), ("ce_asns", network.pools.ce_asns)):
        if pool.first > pool.last:
            yield draft.fault("NET-INV-061", "network.yml", "pools", name, first=pool.first, last=pool.last)
    yield from _too_large(draft, network)
    links = network.pools.access_links
    if links.prefix.prefixlen > links.length:
        keys = ("pools", "access_links", "length")
        yield draft.fault("NET-INV-064", "network.yml", *keys, prefix=links.prefix, length=links.length)
    if network.igp.dead <= network.igp.hello:
        yield draft.fault("NET-INV-063", "network.yml", "igp", "dead", hello=network.igp.hello, dead=network.igp.dead)
    for rule in ("rd", "route_target"):
        yield from _rule(draft, network, rule)


def _too_large(draft: Draft, network: Network) -> Iterator[Fault]:
    numbers: list[tuple[int, Keys]] = [(network.pools.vrf_numbers.last, ("pools", "vrf_numbers", "last"))]
    numbers.extend((zone.number, ("zones", index, "number")) for index, zone in enumerate(network.zones))
    for number, keys in numbers:
        if number > LARGEST_VRF:
            yield draft.fault("NET-INV-098", "network.yml", *keys, number=number, largest=LARGEST_VRF)


def _rule(draft: Draft, network: Network, rule: str) -> Iterator[Fault]:
    """RD and route target hold 2 + 4 or 4 + 2 octets (RFC 4364 section 4.2, RFC 5668 section 2)."""
    form: str = getattr(network.rules, rule)
    largest = max(network.pools.vrf_numbers.last, *(zone.number for zone in network.zones), 0)
    text = form.format(asn=network.asn, number=largest)
    head, tail = (int(part) for part in text.split(":"))
    if head > 2**32 - 1 or tail > (TWO_OCTETS if head > TWO_OCTETS else 2**32 - 1):
        yield draft.fault("NET-INV-062", "network.yml", "rules", rule, rule=form, value=text)


def allocations(draft: Draft) -> Iterator[Fault]:
    """What was allocated lies in its pool, is given once, and is nobody else's."""
    if draft.allocations is None:
        return
    given = draft.allocations
    vrfs = {owner: entry.number for owner, entry in given.vrfs.items()}
    yield from _twice(draft, ("vrfs", "number"), vrfs)
    yield from _twice(draft, ("ce_asns", ""), given.ce_asns)
    claims = [Claim(link, FILE, ("access_links", owner), owner=owner) for owner, link in given.access_links.items()]
    for later, earlier in overlapping(numbered(claims)):
        values = {"link": later.prefix, "other": earlier.prefix, "owner": earlier.owner}
        yield draft.fault("NET-ALO-008", FILE, *later.keys, **values)
    if draft.network is not None:
        yield from _outside(draft, draft.network.pools, given, vrfs)
        yield from _taken(draft, draft.network, given)


def _twice(draft: Draft, names: tuple[str, str], owned: Mapping[str, int]) -> Iterator[Fault]:
    section, key = names
    first: dict[int, str] = {}
    for owner, number in owned.items():
        other = first.setdefault(number, owner)
        if other != owner:
            yield draft.fault("NET-ALO-002", FILE, section, owner, key, number=number, owner=other)


def _outside(draft: Draft, pools: Pools, given: Allocations, vrfs: Mapping[str, int]) -> Iterator[Fault]:
    for name, section, pool, owned in (
        ("vrf_numbers", "vrfs", pools.vrf_numbers, vrfs),
        ("ce_asns", "ce_asns", pools.ce_asns, given.ce_asns),
    ):
        for owner, number in owned.items():
            if pool.first <= pool.last and number not in pool:
                values = {"number": number, "pool": name, "first": pool.first, "last": pool.last}
                yield draft.fault("NET-ALO-001", FILE, section, owner, **values)
    links = pools.access_links
    if links.prefix.prefixlen > links.length:
        return
    for owner, link in given.access_links.items():
        if not link.subnet_of(links.prefix) or link.prefixlen not in {30, 31}:
            yield draft.fault("NET-ALO-006", FILE, "access_links", owner, link=link, pool=links.prefix)


def _taken(draft: Draft, network: Network, given: Allocations) -> Iterator[Fault]:
    zones_by_number = {zone.number: zone.name for zone in network.zones}
    for owner, entry in given.vrfs.items():
        if entry.number in zones_by_number:
            zone = zones_by_number[entry.number]
            yield draft.fault("NET-ALO-007", FILE, "vrfs", owner, "number", number=entry.number, zone=zone)
    for owner, asn in given.ce_asns.items():
        if asn == network.asn:
            yield draft.fault("NET-ALO-010", FILE, "ce_asns", owner, asn=asn)
    taken = tuple(backbone_prefixes(network, draft.catalogue, draft.hosts))
    for owner, link in given.access_links.items():
        used = next((prefix for prefix in taken if prefix.overlaps(link)), None)
        if used is not None:
            yield draft.fault("NET-ALO-011", FILE, "access_links", owner, link=link, used=used)


def numbers_without_owner(draft: Draft) -> Iterator[Fault]:
    """Note numbers whose department or circuit is gone: they are kept, and are no fault."""
    if draft.allocations is None:
        return
    circuits = {
        f"{name}/{circuit.site}" for name, department in draft.departments.items() for circuit in department.circuits
    }
    given = draft.allocations
    owned = (("vrfs", given.vrfs, draft.known_departments), ("ce_asns", given.ce_asns, circuits),
             ("access_links", given.access_links, circuits))  # fmt: skip
    for section, owners, present in owned:
        for owner in owners:
            if owner not in present:
                yield draft.fault("NET-ALO-003", FILE, section, owner, owner=owner)
