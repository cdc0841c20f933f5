"""Addresses: who may use which, and that nobody's collide."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network

from netops.errors import Fault
from netops.inventory.checks.overlap import Claim, numbered, overlapping
from netops.inventory.department import Department, Station
from netops.inventory.document import Keys
from netops.inventory.draft import Draft, department_file
from netops.inventory.network import Network


def department_prefixes(draft: Draft) -> Iterator[Fault]:
    """A department's prefixes lie in the plan, outside what the backbone keeps, and don't overlap each other.

    Two departments may bring the same prefix: their VRFs keep them apart.
    """
    for file, department in draft.each_department():
        claims = numbered(_claims(file, department))
        for later, earlier in overlapping(claims):
            other = draft.place(file, *earlier.keys)
            yield draft.fault("NET-INV-083", file, *later.keys, prefix=later.prefix, other=earlier.prefix, place=other)
        if draft.network is not None:
            yield from _planned(draft, draft.network, claims)


def _claims(file: str, department: Department) -> Iterator[Claim]:
    for index, site in enumerate(department.sites):
        yield Claim(site.lan.prefix, file, ("sites", index, "lan", "prefix"), owner=department.name)
    for index, line in enumerate(department.legacy.lines if department.legacy else ()):
        yield Claim(line.prefix, file, ("legacy", "lines", index, "prefix"), owner=department.name)


def _planned(draft: Draft, network: Network, claims: tuple[Claim, ...]) -> Iterator[Fault]:
    allowed = ", ".join(str(prefix) for prefix in network.prefixes.departments)
    for claim in claims:
        kept = next((prefix for prefix in _kept(network) if prefix.overlaps(claim.prefix)), None)
        if kept is not None:
            yield draft.fault("NET-INV-085", claim.file, *claim.keys, prefix=claim.prefix, kept=kept)
        elif not any(claim.prefix.subnet_of(prefix) for prefix in network.prefixes.departments):
            yield draft.fault("NET-INV-084", claim.file, *claim.keys, prefix=claim.prefix, allowed=allowed)


def _kept(network: Network) -> Iterator[IPv4Network]:
    """Yield what no department may use: the backbone's own, the links to CEs, management."""
    yield from network.prefixes.backbone
    yield network.pools.access_links.prefix
    yield network.management.prefix


def backbone_prefixes(draft: Draft) -> Iterator[Fault]:
    """Core links and attachments lie inside what the backbone keeps and overlap neither each other nor management."""
    if draft.network is None:
        return
    backbone = draft.network.prefixes.backbone
    claims = numbered(_backbone_claims(draft, draft.network))
    for claim in claims[1:]:
        if not any(claim.prefix.subnet_of(prefix) for prefix in backbone):
            listed = ", ".join(str(prefix) for prefix in backbone)
            yield draft.fault("NET-INV-088", claim.file, *claim.keys, value=claim.prefix, allowed=listed)
    for later, earlier in overlapping(claims):
        other = draft.place(earlier.file, *earlier.keys)
        yield draft.fault(
            "NET-INV-087", later.file, *later.keys, prefix=later.prefix, other=earlier.prefix, place=other
        )


def _backbone_claims(draft: Draft, network: Network) -> Iterator[Claim]:
    yield Claim(network.management.prefix, "network.yml", ("management", "prefix"))
    for index, link in enumerate(network.links):
        yield Claim(link.prefix, "network.yml", ("links", index, "prefix"))
    yield from _edge_links(network)
    for file, resource in draft.each_resource():
        yield Claim(resource.attachment.prefix, file, ("attachment", "prefix"))
        if resource.attachment.exchange is not None:
            yield Claim(resource.attachment.exchange.link, file, ("attachment", "exchange", "link"))


def links_with_two_ends(draft: Draft) -> Iterator[Fault]:
    """A link has room for two addresses."""
    links: list[Claim] = []
    for index, link in enumerate(draft.network.links if draft.network else ()):
        links.append(Claim(link.prefix, "network.yml", ("links", index, "prefix")))
    links.extend(_router_links(draft))
    for file, department in draft.each_department():
        for index, line in enumerate(department.legacy.lines if department.legacy else ()):
            links.append(Claim(line.prefix, file, ("legacy", "lines", index, "prefix")))
    for claim in links:
        if claim.prefix.prefixlen == 32:
            yield draft.fault("NET-INV-086", claim.file, *claim.keys, prefix=claim.prefix)


def _router_links(draft: Draft) -> Iterator[Claim]:
    """Yield the links to exchange routers and to the Internet's edge."""
    yield from _edge_links(draft.network)
    for file, resource in draft.each_resource():
        if resource.attachment.exchange is not None:
            yield Claim(resource.attachment.exchange.link, file, ("attachment", "exchange", "link"))


def _edge_links(network: Network | None) -> Iterator[Claim]:
    internet = None if network is None else network.internet
    for index, each in enumerate(internet.granted if internet else ()):
        yield Claim(each.link, "network.yml", ("internet", "granted", index, "link"))


def local_networks(draft: Draft) -> Iterator[Fault]:
    """Gateways and stations stand inside their network, each with an address of its own."""
    for file, department in draft.each_department():
        for index, site in enumerate(department.sites):
            keys: Keys = ("sites", index)
            yield from _gateway(draft, file, (*keys, "lan", "gateway"), site.lan.gateway, site.lan.prefix)
            yield from _stations(draft, file, keys, site.stations, (site.lan.gateway, site.lan.prefix))
    for file, resource in draft.each_resource():
        attachment = resource.attachment
        yield from _gateway(draft, file, ("attachment", "gateway"), attachment.gateway, attachment.prefix)
        yield from _stations(draft, file, (), resource.stations, (attachment.gateway, attachment.prefix))


def _gateway(draft: Draft, file: str, keys: Keys, gateway: IPv4Address, prefix: IPv4Network) -> Iterator[Fault]:
    if not _is_host(gateway, prefix):
        yield draft.fault("NET-INV-079", file, *keys, address=gateway, prefix=prefix)


def _stations(
    draft: Draft, file: str, keys: Keys, stations: tuple[Station, ...], lan: tuple[IPv4Address, IPv4Network]
) -> Iterator[Fault]:
    gateway, prefix = lan
    used = {gateway}
    for index, station in enumerate(stations):
        here = (*keys, "stations", index, "address")
        if not _is_host(station.address, prefix):
            yield draft.fault("NET-INV-078", file, *here, station=station.name, address=station.address, prefix=prefix)
        elif station.address in used:
            yield draft.fault("NET-INV-081", file, *here, station=station.name, address=station.address)
        used.add(station.address)


def _is_host(address: IPv4Address, prefix: IPv4Network) -> bool:
    """Return whether a host may have the address: not the network's own, not the broadcast's (RFC 3021 for /31)."""
    if prefix.prefixlen >= 31:
        return address in prefix
    return address in prefix and address not in {prefix.network_address, prefix.broadcast_address}


def meetings_in_zones(draft: Draft) -> Iterator[Fault]:
    """Departments that reach the same zone meet in its VRF, so there their prefixes may not overlap."""
    zones: dict[str, dict[str, tuple[str, Keys]]] = {}
    for file, resource in draft.each_resource():
        for index, name in enumerate(resource.granted):
            zones.setdefault(resource.zone, {}).setdefault(name, (file, ("granted", index)))
    if draft.network is not None and draft.network.internet is not None:
        for index, each in enumerate(draft.network.internet.granted):
            keys: Keys = ("internet", "granted", index, "department")
            zones.setdefault("internet", {}).setdefault(each.department, ("network.yml", keys))
    for zone, grants in zones.items():
        yield from _meetings(draft, zone, grants)


def _meetings(draft: Draft, zone: str, grants: dict[str, tuple[str, Keys]]) -> Iterator[Fault]:
    claims = [
        Claim(site.lan.prefix, department_file(name), (), owner=name)
        for name in grants
        if name in draft.departments
        for site in draft.departments[name].sites
    ]
    told: set[frozenset[str]] = set()
    for later, earlier in overlapping(numbered(claims)):
        pair = frozenset({later.owner, earlier.owner})
        if len(pair) == 2 and pair not in told:
            told.add(pair)
            file, keys = grants[later.owner]
            values = {"one": earlier.owner, "two": later.owner, "first": earlier.prefix, "second": later.prefix}
            yield draft.fault("NET-INV-089", file, *keys, zone=zone, **values)
