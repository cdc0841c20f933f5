"""Ports: each exists on a host of the right role, has a name that its platform knows, and is used once."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from netops.errors import Fault
from netops.inventory.document import Keys
from netops.inventory.draft import Draft
from netops.inventory.fields import Endpoint
from netops.inventory.hosts import BACKBONE, LINUX, PLATFORMS, Role
from netops.inventory.words import listed, nearest, shown

SITE_ROUTERS = frozenset({Role.CE, Role.LEGACY})
LOOPBACK = "lo"


@dataclass(frozen=True, slots=True)
class Use:
    """One mention of a port.

    Attributes:
        file: where it is mentioned, with ``keys``; the host may stand under other keys than the port.
        roles: what the host may be.
    """

    endpoint: Endpoint
    file: str
    keys: Keys
    host_keys: Keys
    roles: AbstractSet[Role]


def uses(draft: Draft) -> Iterator[Use]:
    """Yield every port that the inventory mentions, in the order of the files."""
    for index, link in enumerate(draft.network.links if draft.network else ()):
        yield _use(link.a, "network.yml", ("links", index, "a"), BACKBONE)
        yield _use(link.b, "network.yml", ("links", index, "b"), BACKBONE)
    for file, resource in draft.each_resource():
        yield _use(resource.attachment.provider, file, ("attachment", "provider"), {Role.PE})
    for file, department in draft.each_department():
        for index, site in enumerate(department.sites):
            keys: Keys = ("sites", index)
            port = Endpoint(site.router, site.lan.interface)
            yield Use(port, file, (*keys, "lan", "interface"), (*keys, "router"), SITE_ROUTERS)
        for index, circuit in enumerate(department.circuits):
            yield _use(circuit.customer, file, ("circuits", index, "customer"), {Role.CE})
            yield _use(circuit.provider, file, ("circuits", index, "provider"), {Role.PE})
        for index, line in enumerate(department.legacy.lines if department.legacy else ()):
            yield _use(line.customer, file, ("legacy", "lines", index, "customer"), {Role.CE})
            yield _use(line.hub, file, ("legacy", "lines", index, "hub"), {Role.LEGACY})


def _use(endpoint: Endpoint, file: str, keys: Keys, roles: AbstractSet[Role]) -> Use:
    return Use(endpoint, file, keys, keys, roles)


def endpoints(draft: Draft) -> Iterator[Fault]:
    """Every port is on a host that exists and has the right role, has a possible name, and is used once."""
    first: dict[Endpoint, Use] = {}
    for use in uses(draft):
        yield from host_faults(draft, use)
        yield from _name_faults(draft, use)
        earlier = first.setdefault(use.endpoint, use)
        if earlier is not use:
            place = draft.place(earlier.file, *earlier.keys)
            yield draft.fault("NET-INV-068", use.file, *use.keys, endpoint=use.endpoint, place=place)


def legacy_routers(draft: Draft) -> Iterator[Fault]:
    """The router of an old network exists and is a legacy router."""
    for file, department in draft.each_department():
        if department.legacy is not None:
            keys: Keys = ("legacy", "router")
            port = Endpoint(department.legacy.router, LOOPBACK)
            yield from host_faults(draft, Use(port, file, keys, keys, {Role.LEGACY}))


def host_faults(draft: Draft, use: Use) -> Iterator[Fault]:
    """Yield what is wrong with the host of a port."""
    name = use.endpoint.host
    if draft.known_hosts is not None and name not in draft.known_hosts:
        near = nearest(name, sorted(draft.known_hosts)) or "a host of hosts.yml"
        yield draft.fault("NET-INV-069", use.file, *use.host_keys, host=name, near=near)
    elif name in draft.hosts and draft.hosts[name].role not in use.roles:
        role, roles = draft.hosts[name].role, listed(sorted(use.roles))
        yield draft.fault("NET-INV-070", use.file, *use.host_keys, host=name, role=role, roles=roles)


def _name_faults(draft: Draft, use: Use) -> Iterator[Fault]:
    name = use.endpoint.interface
    host = draft.hosts.get(use.endpoint.host)
    naming = PLATFORMS[host.platform] if host else LINUX
    if host and (len(name) > naming.longest or not re.fullmatch(naming.pattern, name)):
        values = {"value": shown(name), "platform": host.platform, "longest": naming.longest, "form": naming.pattern}
        yield draft.fault("NET-INV-080", use.file, *use.keys, **values)
    elif name == LOOPBACK or (draft.network and name == draft.network.management.interface):
        yield draft.fault("NET-INV-071", use.file, *use.keys, endpoint=use.endpoint)


def management_port(draft: Draft) -> Iterator[Fault]:
    """The management port has a name that every device's platform knows."""
    if draft.network is None:
        return
    name = draft.network.management.interface
    for platform in sorted({host.platform for host in draft.hosts.values()}):
        naming = PLATFORMS[platform]
        if len(name) > naming.longest or not re.fullmatch(naming.pattern, name):
            values = {"value": shown(name), "platform": platform, "longest": naming.longest, "form": naming.pattern}
            yield draft.fault("NET-INV-080", "network.yml", "management", "interface", **values)
