"""Hosts beside each other: ports of SSH, router ids, management addresses."""

from collections.abc import Iterator

from netops.errors import Fault
from netops.inventory.document import Place
from netops.inventory.draft import Draft
from netops.inventory.hosts import Host
from netops.inventory.network import Network


def logins(draft: Draft) -> Iterator[Fault]:
    """No two hosts are reached at the same address and port: a push would land on the wrong device."""
    first: dict[tuple[str, int], str] = {}
    for host in draft.hosts.values():
        other = first.setdefault((host.address, host.port), host.name)
        if other != host.name:
            values = {"address": host.address, "port": host.port, "other": other}
            yield draft.host_fault("NET-INV-046", host.name, "ansible_port", **values, place=draft.host_place(other))


def router_ids(draft: Draft) -> Iterator[Fault]:
    """Router ids are used once and lie inside what the backbone keeps."""
    first: dict[object, str] = {}
    for host in draft.hosts.values():
        if host.router_id is None:
            continue
        other = first.setdefault(host.router_id, host.name)
        if other != host.name:
            values = {"address": host.router_id, "other": other, "place": draft.host_place(other)}
            yield draft.host_fault("NET-INV-049", host.name, "netops_router_id", **values)
        backbone = draft.network.prefixes.backbone if draft.network else ()
        if draft.network is not None and not any(host.router_id in prefix for prefix in backbone):
            allowed = ", ".join(str(prefix) for prefix in backbone)
            yield draft.host_fault("NET-INV-088", host.name, "netops_router_id", value=host.router_id, allowed=allowed)


def management_addresses(draft: Draft) -> Iterator[Fault]:
    """Management addresses lie in the management network, with its length, and are used once."""
    first: dict[object, Place] = {}
    if draft.network is not None:
        station, prefix = draft.network.management.station, draft.network.management.prefix
        first[station.ip] = draft.place("network.yml", "management", "station")
        if station.network != prefix:
            yield draft.fault("NET-INV-096", "network.yml", "management", "station", value=station, prefix=prefix)
    for host in draft.hosts.values():
        place = draft.host_place(host.name, "netops_management")
        other = first.setdefault(host.management.ip, place)
        if other is not place:
            yield draft.host_fault(
                "NET-INV-051", host.name, "netops_management", address=host.management.ip, place=other
            )
        if draft.network is not None:
            yield from _outside(draft, host, draft.network)


def _outside(draft: Draft, host: Host, network: Network) -> Iterator[Fault]:
    prefix = network.management.prefix
    if host.management.ip not in prefix:
        values = {"value": host.management, "prefix": prefix}
        yield draft.host_fault("NET-INV-050", host.name, "netops_management", **values)
    elif host.management.network != prefix:
        right = f"{host.management.ip}/{prefix.prefixlen}"
        yield draft.host_fault("NET-INV-057", host.name, "netops_management", value=host.management, right=right)
