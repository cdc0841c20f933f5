"""Departments, shared resources and waivers: that what they refer to exists and fits."""

from collections.abc import Iterator, Sequence

from netops.errors import Fault
from netops.inventory.department import Circuit, Department, LegacyLine
from netops.inventory.document import Keys
from netops.inventory.draft import Draft
from netops.inventory.fields import Sharing
from netops.inventory.hosts import Role
from netops.inventory.waiver import WHERE
from netops.inventory.words import listed, nearest

EVERYTHING = frozenset({"all", "ungrouped"})
"""Ansible's own groups: a waiver for every device there is, and will be, accepts what nobody has looked at."""


def file_names(draft: Draft) -> Iterator[Fault]:
    """A file is called as the department or resource in it, so that a name stands for one file."""
    for stem, department in draft.departments.items():
        if department.name != stem:
            yield draft.fault("NET-INV-060", f"departments/{stem}.yml", "name", name=department.name, stem=stem)
    for stem, resource in draft.catalogue.items():
        if resource.name != stem:
            yield draft.fault("NET-INV-060", f"catalogue/{stem}.yml", "name", name=resource.name, stem=stem)


def sites(draft: Draft) -> Iterator[Fault]:
    """A site's name is used once in its department; circuits and old lines lead to sites, one of each to a site."""
    for file, department in draft.each_department():
        seen: dict[str, int] = {}
        for index, site in enumerate(department.sites):
            first = seen.setdefault(site.name, index)
            if first != index:
                place = draft.place(file, "sites", first, "name")
                yield draft.fault("NET-INV-075", file, "sites", index, "name", site=site.name, place=place)
        yield from _lines(draft, file, department, ("circuits",), department.circuits)
        if department.legacy is not None:
            yield from _lines(draft, file, department, ("legacy", "lines"), department.legacy.lines)


def _lines(
    draft: Draft, file: str, department: Department, keys: Keys, lines: Sequence[Circuit | LegacyLine]
) -> Iterator[Fault]:
    names = [site.name for site in department.sites]
    seen: dict[str, int] = {}
    for index, line in enumerate(lines):
        site = department.site(line.site)
        first = seen.setdefault(line.site, index)
        if site is None:
            near = nearest(line.site, names) or listed(names)
            yield draft.fault("NET-INV-072", file, *keys, index, "site", site=line.site, near=near)
        elif line.customer.host != site.router:
            here = (*keys, index, "customer")
            yield draft.fault("NET-INV-073", file, *here, endpoint=line.customer, site=site.name, router=site.router)
        if first != index:
            place = draft.place(file, *keys, first, "site")
            yield draft.fault("NET-INV-074", file, *keys, index, "site", site=line.site, place=place)


def routers(draft: Draft) -> Iterator[Fault]:
    """A CE or legacy router serves one department; a site hangs off a legacy router only where it is its own."""
    owners: dict[str, tuple[str, str, Keys]] = {}
    for file, department in draft.each_department():
        for router, keys in _routers(department):
            owner, other, other_keys = owners.setdefault(router, (department.name, file, keys))
            if owner != department.name:
                place = draft.place(other, *other_keys)
                yield draft.fault("NET-INV-077", file, *keys, host=router, department=owner, place=place)
        yield from _hubs(draft, file, department)


def _routers(department: Department) -> Iterator[tuple[str, Keys]]:
    for index, site in enumerate(department.sites):
        yield site.router, ("sites", index, "router")
    if department.legacy is not None:
        yield department.legacy.router, ("legacy", "router")


def _hubs(draft: Draft, file: str, department: Department) -> Iterator[Fault]:
    hub = department.legacy.router if department.legacy else None
    for index, site in enumerate(department.sites):
        host = draft.hosts.get(site.router)
        if host is not None and host.role is Role.LEGACY and site.router != hub:
            yield draft.fault("NET-INV-076", file, "sites", index, "router", site=site.name, host=site.router)
    for index, line in enumerate(department.legacy.lines if department.legacy else ()):
        if line.hub.host != hub:
            here = ("legacy", "lines", index, "hub")
            yield draft.fault("NET-INV-073", file, *here, endpoint=line.hub, site=line.site, router=hub)


def stations(draft: Draft) -> Iterator[Fault]:
    """A station's name is used once in the whole inventory: pages and matrices name stations alone."""
    seen: dict[str, tuple[str, Keys]] = {}
    for name, file, keys in _stations(draft):
        first = seen.setdefault(name, (file, keys))
        if first != (file, keys):
            place = draft.place(first[0], *first[1])
            yield draft.fault("NET-INV-082", file, *keys, station=name, place=place)


def _stations(draft: Draft) -> Iterator[tuple[str, str, Keys]]:
    for file, resource in draft.each_resource():
        for index, station in enumerate(resource.stations):
            yield station.name, file, ("stations", index, "name")
    for file, department in draft.each_department():
        for number, site in enumerate(department.sites):
            for index, station in enumerate(site.stations):
                yield station.name, file, ("sites", number, "stations", index, "name")


def resources(draft: Draft) -> Iterator[Fault]:
    """A resource's owner, zone and granted departments exist, and one that isn't shared is granted to nobody."""
    for file, resource in draft.each_resource():
        yield from _department(draft, file, ("owner",), resource.owner)
        if draft.network is not None and draft.network.zone(resource.zone) is None:
            zones = [zone.name for zone in draft.network.zones]
            near = nearest(resource.zone, zones) or listed(zones)
            yield draft.fault("NET-INV-091", file, "zone", zone=resource.zone, near=near)
        if resource.sharing is Sharing.NONE and resource.granted:
            yield draft.fault("NET-INV-092", file, "granted", resource=resource.name)
        names: list[tuple[str, Keys]] = [(name, ("granted", index)) for index, name in enumerate(resource.granted)]
        yield from department_faults(draft, file, names)


def department_faults(draft: Draft, file: str, names: Sequence[tuple[str, Keys]]) -> Iterator[Fault]:
    """Yield what is wrong with a list of departments, each with its place: each exists and stands there once."""
    seen: set[str] = set()
    for name, keys in names:
        yield from _department(draft, file, keys, name)
        if name in seen:
            yield draft.fault("NET-INV-093", file, *keys, department=name)
        seen.add(name)


def _department(draft: Draft, file: str, keys: Keys, name: str) -> Iterator[Fault]:
    if name not in draft.known_departments:
        near = nearest(name, sorted(draft.known_departments)) or listed(sorted(draft.known_departments))
        yield draft.fault("NET-INV-090", file, *keys, department=name, near=near)


def identities(draft: Draft) -> Iterator[Fault]:
    """A name and a key stand for one person: who has two names could approve a change of their own."""
    for code, part in (("NET-INV-094", "name"), ("NET-INV-097", "public_key")):
        first: dict[str, int] = {}
        for index, identity in enumerate(draft.identities):
            value = getattr(identity, part)
            if first.setdefault(value, index) != index:
                place = draft.place("identities.yml", "identities", first[value], part)
                yield draft.fault(code, "identities.yml", "identities", index, part, name=identity.name, place=place)


def waivers(draft: Draft) -> Iterator[Fault]:
    """A waiver is for one device, department or group, and that exists."""
    groups = {group for host in draft.hosts.values() for group in host.groups} - EVERYTHING
    for index, waiver in enumerate(draft.waivers):
        keys: Keys = ("waivers", index)
        named = [name for name in WHERE if getattr(waiver, name) is not None]
        if len(named) != 1:
            yield draft.fault("NET-INV-107", "waivers.yml", *keys, count=len(named), choice=", ".join(WHERE))
        if waiver.device is not None and draft.known_hosts is not None and waiver.device not in draft.known_hosts:
            near = nearest(waiver.device, sorted(draft.known_hosts)) or "a host of hosts.yml"
            yield draft.fault("NET-INV-069", "waivers.yml", *keys, "device", host=waiver.device, near=near)
        if waiver.department is not None:
            yield from _department(draft, "waivers.yml", (*keys, "department"), waiver.department)
        if waiver.group is not None and draft.hosts and waiver.group not in groups:
            known = listed(sorted(groups))
            yield draft.fault("NET-INV-108", "waivers.yml", *keys, "group", group=waiver.group, known=known)
