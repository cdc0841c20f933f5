"""Pings that show on the devices that a department is where its stage says: what answers, and what must not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from netops.intent.city import City, Member, city
from netops.inventory import Inventory, Resource, Site, Stage

# Foreign departments that are tried from each site: enough to show a leak, few enough to wait for.
_FOREIGN = 8


@dataclass(frozen=True, slots=True)
class Probe:
    """One ping that a device is asked to send.

    Attributes:
        host: the device that sends it.
        source: one of its own addresses.
        destination: who is asked.
        expect: an answer must come; False: none may come.
        vrf: the VRF that it is sent in; None for the global table.
        via: the next hop that the device must use for it; None where any will do. An answer alone doesn't show that
            traffic took the path of the stage: while both paths are there, the other one answers too.

    Example:
        >>> probe = Probe("ce1", IPv4Address("192.168.1.1"), IPv4Address("192.168.2.1"), expect=True)
        >>> Probe.from_dict(probe.as_dict()) == probe
        True
    """

    host: str
    source: IPv4Address
    destination: IPv4Address
    expect: bool
    vrf: str | None = None
    via: IPv4Address | None = None

    def as_dict(self) -> dict[str, object]:
        """Return the probe as JSON has it."""
        return {
            "host": self.host,
            "source": str(self.source),
            "destination": str(self.destination),
            "expect": self.expect,
            "vrf": self.vrf,
            "via": None if self.via is None else str(self.via),
        }

    @classmethod
    def from_dict(cls, row: Mapping[str, object]) -> "Probe":
        """Return the probe that `as_dict` wrote."""
        vrf, via = row["vrf"], row.get("via")
        return cls(
            str(row["host"]),
            IPv4Address(str(row["source"])),
            IPv4Address(str(row["destination"])),
            expect=bool(row["expect"]),
            vrf=None if vrf is None else str(vrf),
            via=None if via is None else IPv4Address(str(via)),
        )


def probes(inventory: Inventory, department: str, stage: Stage) -> tuple[Probe, ...]:
    """Return the pings that verify a department at a stage, sent from its own routers and from the PEs beside them.

    Every site asks every other of the department and every shared resource; where no path is due, silence is expected.
    Foreign departments are asked too, but only where their addresses can't be taken for the department's own.

    Raises:
        InputError: as `intended_devices`.
    """
    made = city(inventory, {department: stage})
    member = made.members[department]
    found = (*_access(made, member), *_inside(made, member), *_resources(made, member), *_foreign(made, member))
    return tuple(dict.fromkeys(found))


def _access(made: City, member: Member) -> Iterator[Probe]:
    """The PE asks the CE over the access link, in the department's VRF."""
    if not member.built:
        return
    for _, circuit, site in member.circuits():
        link = made.numbers.access_link(member.department.name, site.name)
        yield Probe(circuit.provider.host, link.provider.ip, link.customer.ip, expect=True, vrf=member.vrf)


def _inside(made: City, member: Member) -> Iterator[Probe]:
    for site in member.department.sites:
        for other in member.others(site):
            expect = _joined(member, site, other)
            yield _ask(site, other.lan.gateway, expect=expect, via=_way(made, member, site, other) if expect else None)


def _way(made: City, member: Member, site: Site, other: Site) -> IPv4Address | None:
    """Return the next hop from one site to another: the PE where the new path is preferred, else the old network."""
    on_new = {each.name for each in member.joined()} if member.prefers_new else set()
    if {site.name, other.name} <= on_new:
        return made.numbers.access_link(member.department.name, site.name).provider.ip
    legacy = member.department.legacy
    line = next((each for each in legacy.lines if each.site == site.name), None) if legacy else None
    return None if line is None else next(line.prefix.hosts())  # the hub has the first address of its line


def _ask(site: Site, destination: IPv4Address, *, expect: bool, via: IPv4Address | None = None) -> Probe:
    return Probe(site.router, site.lan.gateway, destination, expect=expect, via=via)


def _joined(member: Member, site: Site, other: Site) -> bool:
    on_old = _on_old(member)
    if {site.name, other.name} <= on_old:
        return True
    on_new = {each.name for each in member.joined()} if member.carries else set()
    return {site.name, other.name} <= on_new


def _on_old(member: Member) -> set[str]:
    legacy = member.department.legacy
    if legacy is None or not member.has_old:
        return set()
    lined = {line.site for line in legacy.lines}
    return lined | {site.name for site in member.department.sites if site.router == legacy.router}


def _resources(made: City, member: Member) -> Iterator[Probe]:
    joined = {each.name for each in member.joined()} if member.carries else set()
    for _, resource in sorted(made.inventory.catalogue.items()):
        if _clashes(member, resource.attachment.prefix):
            continue
        for site in member.department.sites:
            expect = resource in member.grants and site.name in joined
            yield _ask(site, _answering(resource), expect=expect)


def _answering(resource: Resource) -> IPv4Address:
    """A resource's station answers, since the PE's own address in the zone's VRF need not answer other VRFs."""
    return resource.stations[0].address if resource.stations else resource.attachment.gateway


def _foreign(made: City, member: Member) -> Iterator[Probe]:
    others = [each for each in made.members.values() if each.department.name != member.department.name]
    strange = [site.lan for other in others for site in other.department.sites if not _clashes(member, site.lan.prefix)]
    for site in member.department.sites:
        for lan in strange[:_FOREIGN]:
            yield _ask(site, lan.gateway, expect=False)


def _clashes(member: Member, prefix: IPv4Network) -> bool:
    own = [site.lan.prefix for site in member.department.sites]
    lines = [line.prefix for line in member.department.legacy.lines] if member.department.legacy else []
    return any(each.overlaps(prefix) for each in (*own, *lines))
