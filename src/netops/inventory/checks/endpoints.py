"""Ports: each exists on a host of the right role, has a name that its platform knows, and is used once."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from netops.errors import Fault
from netops.inventory.department import Resource
from netops.inventory.document import Keys
from netops.inventory.draft import Draft
from netops.inventory.fields import Access, Endpoint
from netops.inventory.hosts import BACKBONE, LINUX, PLATFORMS, Host, Role
from netops.inventory.words import listed, nearest, shown

SITE_ROUTERS = frozenset({Role.CE, Role.LEGACY})


@dataclass(frozen=True, slots=True)
class Use:
    """One mention of a port.

    Attributes:
        file: where it is mentioned, with ``keys``; the host may stand under other keys than the port.
        roles: what the host may be.
        vlan: tag of the frames that this use is for; None where it is for those without one.
    """

    endpoint: Endpoint
    file: str
    keys: Keys
    host_keys: Keys
    roles: AbstractSet[Role]
    vlan: int | None = None


def uses(draft: Draft) -> Iterator[Use]:
    """Yield every port that the inventory mentions, in the order of the files."""
    for index, link in enumerate(draft.network.links if draft.network else ()):
        yield _use(link.a, "network.yml", ("links", index, "a"), BACKBONE)
        yield _use(link.b, "network.yml", ("links", index, "b"), BACKBONE)
    yield from _internet(draft)
    for file, resource in draft.each_resource():
        yield from _attachment(file, resource)
    for file, department in draft.each_department():
        for index, site in enumerate(department.sites):
            keys: Keys = ("sites", index)
            port = Endpoint(site.router, site.lan.interface)
            yield Use(port, file, (*keys, "lan", "interface"), (*keys, "router"), SITE_ROUTERS)
        for index, circuit in enumerate(department.circuits):
            for end, name, role in ((circuit.customer, "customer", Role.CE), (circuit.provider, "provider", Role.PE)):
                yield _use(end, file, ("circuits", index, name), {role}, circuit.vlan)
        for index, line in enumerate(department.legacy.lines if department.legacy else ()):
            yield _use(line.customer, file, ("legacy", "lines", index, "customer"), {Role.CE})
            yield _use(line.hub, file, ("legacy", "lines", index, "hub"), {Role.LEGACY})


def _attachment(file: str, resource: Resource) -> Iterator[Use]:
    where = resource.attachment
    yield _use(where.provider, file, ("attachment", "provider"), {Role.PE})
    if where.exchange is not None:
        keys: Keys = ("attachment", "exchange")
        yield _use(where.exchange.port, file, (*keys, "port"), {Role.EXCHANGE})
        yield Use(where.gateway_port, file, (*keys, "lan"), (*keys, "port"), {Role.EXCHANGE})


def _internet(draft: Draft) -> Iterator[Use]:
    internet = draft.network.internet if draft.network else None
    if internet is not None:
        for index, each in enumerate(internet.granted):
            keys: Keys = ("internet", "granted", index, "vlan")
            yield Use(internet.provider, "network.yml", keys, ("internet", "provider"), {Role.PE}, each.vlan)
            yield Use(internet.inside, "network.yml", keys, ("internet", "inside"), {Role.EDGE}, each.vlan)
        yield _use(internet.outside, "network.yml", ("internet", "outside"), {Role.EDGE})


def _use(endpoint: Endpoint, file: str, keys: Keys, roles: AbstractSet[Role], vlan: int | None = None) -> Use:
    return Use(endpoint, file, keys, keys, roles, vlan)


def endpoints(draft: Draft) -> Iterator[Fault]:
    """Every port is on a host that exists and has the right role, has a possible name, and is used once.

    Lines with tags may share a port, each with a tag of its own.
    """
    known: dict[Endpoint, dict[int | None, Use]] = {}
    for use in uses(draft):
        yield from host_faults(draft, use)
        yield from _name_faults(draft, use)
        others = known.setdefault(use.endpoint, {})
        alike = [other for vlan, other in others.items() if None in {vlan, use.vlan} or vlan == use.vlan]
        others.setdefault(use.vlan, use)
        if alike:
            place = draft.place(alike[0].file, *alike[0].keys)
            yield draft.fault("NET-INV-068", use.file, *use.keys, endpoint=use.endpoint, place=place)


def accesses(draft: Draft) -> Iterator[Fault]:
    """A sub-interface or a VLAN's interface needs a tag on the line, and a plain port has none."""
    for file, department in draft.each_department():
        for index, circuit in enumerate(department.circuits):
            for (_, access), name in zip(circuit.ends(), ("customer_access", "provider_access"), strict=True):
                if (access is Access.PORT) is not (circuit.vlan is None):
                    yield draft.fault("NET-INV-099", file, "circuits", index, name, access=access, site=circuit.site)


def legacy_routers(draft: Draft) -> Iterator[Fault]:
    """The router of an old network exists and is a legacy router."""
    for file, department in draft.each_department():
        if department.legacy is not None:
            keys: Keys = ("legacy", "router")
            port = Endpoint(department.legacy.router, LINUX.loopback)
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
    values = _misnamed(name, host.platform) if host else {}
    if values:
        yield draft.fault("NET-INV-080", use.file, *use.keys, **values)
    elif name == naming.loopback or (host and name == _management_port(draft, host)):
        yield draft.fault("NET-INV-071", use.file, *use.keys, endpoint=use.endpoint)


def _management_port(draft: Draft, host: Host) -> str | None:
    usual = draft.network.management.interface if draft.network else None
    return host.management_interface or usual


def management_port(draft: Draft) -> Iterator[Fault]:
    """The management port has a name that its device's platform knows."""
    usual = {host.platform for host in draft.hosts.values() if host.management_interface is None}
    if draft.network is not None:
        for platform in sorted(usual):
            values = _misnamed(draft.network.management.interface, platform)
            if values:
                yield draft.fault("NET-INV-080", "network.yml", "management", "interface", **values)
    for host in draft.hosts.values():
        values = _misnamed(host.management_interface or "", host.platform)
        if host.management_interface is not None and values:
            yield draft.host_fault("NET-INV-080", host.name, "netops_management_interface", **values)


def _misnamed(name: str, platform: str) -> dict[str, object]:
    """Return what is wrong with a port's name on a platform, in the words of the fault; empty where it may be so."""
    naming = PLATFORMS[platform]
    if len(name) <= naming.longest and re.fullmatch(naming.pattern, name):
        return {}
    return {"value": shown(name), "platform": platform, "longest": naming.longest, "form": naming.pattern}
