"""Checks across files, on whatever could be read."""

from collections.abc import Callable, Iterator

from netops.errors import Fault
from netops.inventory.checks import devices, endpoints, internet, numbering, parties, prefixes
from netops.inventory.draft import Draft

CHECKS: tuple[Callable[[Draft], Iterator[Fault]], ...] = (
    devices.logins,
    devices.router_ids,
    devices.management_addresses,
    numbering.plan,
    numbering.zones,
    numbering.vrf_names,
    numbering.allocations,
    parties.file_names,
    parties.sites,
    parties.routers,
    parties.stations,
    parties.resources,
    internet.granted,
    internet.addresses,
    parties.waivers,
    parties.identities,
    endpoints.endpoints,
    endpoints.accesses,
    endpoints.legacy_routers,
    endpoints.management_port,
    prefixes.department_prefixes,
    prefixes.backbone_prefixes,
    prefixes.links_with_two_ends,
    prefixes.local_networks,
    prefixes.meetings_in_zones,
)


def all_faults(draft: Draft) -> Iterator[Fault]:
    """Yield every fault that shows only when files are laid side by side."""
    for check in CHECKS:
        yield from check(draft)


def all_notes(draft: Draft) -> Iterator[Fault]:
    """Yield what is worth knowing and no fault."""
    yield from numbering.numbers_without_owner(draft)
