"""``allocate``: give numbers to whoever has none yet, and move none that was given."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, collapse_addresses
from itertools import islice
from typing import TypeVar

from netops.errors import Fault, raise_all
from netops.inventory import Allocations, Inventory, LinkPool, Range, VrfAllocation, backbone_prefixes

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Allocated:
    """What ``allocate`` came to.

    Attributes:
        allocations: everything that is given now, in the order in which ``dump`` writes it.
        added: what is new, a text for each: ``vrfs finance 102``.
    """

    allocations: Allocations
    added: tuple[str, ...]


def allocate(inventory: Inventory) -> Allocated:
    """Return the allocations with a number for every department and for every site that has a circuit.

    The lowest free number of the pool is given, departments in the order of their names, sites in the order of
    their file. Nothing that was given moves, and what was given to a department that is gone stays taken.

    Raises:
        InputError: a pool is exhausted; each exhausted pool is told, with how many numbers it lacks.
    """
    given, network = inventory.allocations, inventory.network
    sites = [f"{name}/{site}" for name, site in sites_with_circuit(inventory)]
    faults: list[Fault] = []
    vrfs = _fill(
        _Pool("vrf_numbers", inventory, faults),
        {owner: entry.number for owner, entry in given.vrfs.items()},
        sorted(inventory.departments),
        lambda taken: _free_numbers(network.pools.vrf_numbers, {*taken, *(zone.number for zone in network.zones)}),
    )
    ce_asns = _fill(
        _Pool("ce_asns", inventory, faults),
        given.ce_asns,
        sites,
        lambda taken: _free_numbers(network.pools.ce_asns, {*taken, network.asn}),
    )
    links = _fill(
        _Pool("access_links", inventory, faults),
        given.access_links,
        sites,
        lambda taken: _free_links(
            network.pools.access_links, (*taken, *backbone_prefixes(network, inventory.catalogue, inventory.hosts))
        ),
    )
    raise_all(faults)
    allocations = Allocations(
        vrfs={owner: VrfAllocation(number=number) for owner, number in vrfs.items()},
        ce_asns=ce_asns,
        access_links=links,
    )
    return Allocated(allocations, tuple(_added(given, allocations)))


def sites_with_circuit(inventory: Inventory) -> Iterator[tuple[str, str]]:
    """Yield department and site of every circuit: departments by name, sites in the order of their file."""
    for name, department in sorted(inventory.departments.items()):
        for site in department.sites:
            if department.circuit(site.name) is not None:
                yield name, site.name


@dataclass(frozen=True, slots=True)
class _Pool:
    """A pool of ``network.yml`` by its name, and where to report that it is exhausted."""

    name: str
    inventory: Inventory
    faults: list[Fault]

    def report(self, lacking: list[str]) -> None:
        place = self.inventory.place("network.yml", "pools", self.name)
        values = {"pool": self.name, "count": len(lacking), "first": lacking[0]}
        self.faults.append(Fault("NET-ALO-005", values, place.path, place.line))


def _fill(
    pool: _Pool, given: Mapping[str, T], owners: Iterable[str], free: Callable[[Iterable[T]], Iterator[T]]
) -> dict[str, T]:
    """Return what is given, in the order of the owners, and the next free one for each owner that has none."""
    lacking = [owner for owner in owners if owner not in given]
    found = list(islice(free(given.values()), len(lacking))) if lacking else []
    if len(found) < len(lacking):
        pool.report(lacking[len(found) :])
    return in_order({**given, **dict(zip(lacking, found, strict=False))})


def in_order(owned: Mapping[str, T]) -> dict[str, T]:
    """Return owners sorted by department; the sites of one department keep their order.

    Example:
        >>> list(in_order({"health/hq": 1, "finance/hq": 2, "finance/branch": 3}))
        ['finance/hq', 'finance/branch', 'health/hq']
    """
    return dict(sorted(owned.items(), key=lambda entry: entry[0].split("/")[0]))


def _free_numbers(pool: Range, taken: set[int]) -> Iterator[int]:
    return (number for number in range(pool.first, pool.last + 1) if number not in taken)


def _free_links(pool: LinkPool, taken: Iterable[IPv4Network]) -> Iterator[IPv4Network]:
    """Yield the links of the pool that overlap nothing that is taken, lowest first."""
    blocks = list(collapse_addresses(taken))
    position = 0
    for link in pool.prefix.subnets(new_prefix=max(pool.length, pool.prefix.prefixlen)):
        while position < len(blocks) and blocks[position].broadcast_address < link.network_address:
            position += 1
        if position == len(blocks) or not blocks[position].overlaps(link):
            yield link


def _added(before: Allocations, after: Allocations) -> Iterator[str]:
    yield from (f"vrfs {owner} {entry.number}" for owner, entry in after.vrfs.items() if owner not in before.vrfs)
    yield from (f"ce_asns {owner} {asn}" for owner, asn in after.ce_asns.items() if owner not in before.ce_asns)
    yield from (
        f"access_links {owner} {link}" for owner, link in after.access_links.items() if owner not in before.access_links
    )
