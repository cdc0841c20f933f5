"""The provider's side of the access: departments' VRFs and zones on the PEs, their ports, their sessions to the CEs."""

from collections.abc import Iterator
from ipaddress import IPv4Interface

from netops.intent.backbone import router_id
from netops.intent.city import ALLOCATIONS, City, Member
from netops.intent.facts import Given
from netops.intent.policy import MAXIMUM_PREFIX, TTL_HOPS, permitting
from netops.inventory import Circuit, Resource, Site, resource_file
from netops.model import (
    BgpFamily,
    BgpInstance,
    BgpNeighbor,
    Family,
    Interface,
    Line,
    NeighborFamily,
    PrefixList,
    Vrf,
)


def provider(city: City) -> Iterator[Given]:
    """Yield the facts that departments and shared resources bring to the PEs."""
    for member in city.members.values():
        for index, circuit, site in member.circuits():
            lines = city.lines(member.file, "circuits", index)
            yield Given(circuit.provider.host, _port(city, member, circuit, site, lines))
            if member.built:
                yield from _access(city, member, circuit, site)
    for name, resource in sorted(city.inventory.catalogue.items()):
        yield from _attachment(city, name, resource)


def _port(city: City, member: Member, circuit: Circuit, site: Site, lines: tuple[Line, ...]) -> Interface:
    port, words = circuit.provider.interface, f"{member.department.name} {site.name}"
    if not member.built:
        return Interface(port, enabled=False, description=words, lines=lines)
    link = city.numbers.access_link(member.department.name, site.name)
    return Interface(port, description=words, vrf=member.vrf, addresses=frozenset({link.provider}), lines=lines)


def _access(city: City, member: Member, circuit: Circuit, site: Site) -> Iterator[Given]:
    pe = circuit.provider.host
    yield Given(pe, _vrf(city, member))
    yield Given(pe, _session(city, member, circuit, site))
    for each in _lists(city, member, site):
        yield Given(pe, each)


def _vrf(city: City, member: Member) -> Vrf:
    name = member.department.name
    found = city.numbers.vrf(name)
    zones = {each.zone for each in member.grants} if member.carries else set[str]()
    imports = {found.route_target} | {city.numbers.zone(zone).route_target for zone in zones}
    lines = city.lines(ALLOCATIONS, "vrfs", name)
    return Vrf(found.name, found.table, found.rd, frozenset(imports), frozenset({found.route_target}), lines=lines)


def list_name(member: Member, site: Site, direction: str) -> str:
    """Return the name of the prefix list of a site's session on the PE: ``FINANCE-HQ-IN``."""
    return f"{member.vrf}-{site.name.upper()}-{direction}"


def _lists(city: City, member: Member, site: Site) -> tuple[PrefixList, PrefixList]:
    own = [(site.lan.prefix, city.site_lines(member, site))]
    return (
        permitting(list_name(member, site, "IN"), own),
        permitting(list_name(member, site, "OUT"), city.reached(member, site).items()),
    )


def _session(city: City, member: Member, circuit: Circuit, site: Site) -> BgpInstance:
    name = member.department.name
    host = city.inventory.hosts[circuit.provider.host]
    customer = city.numbers.access_link(name, site.name).customer.ip
    lines = city.lines(ALLOCATIONS, "ce_asns", f"{name}/{site.name}")
    exchanged = NeighborFamily(
        Family.IPV4,
        prefix_list_in=list_name(member, site, "IN"),
        prefix_list_out=list_name(member, site, "OUT"),
        maximum_prefix=MAXIMUM_PREFIX,
        lines=lines,
    )
    neighbor = BgpNeighbor(
        customer,
        city.numbers.ce_asn(name, site.name),
        description=f"{name} {site.name}",
        ttl_hops=TTL_HOPS,
        connect_retry=city.connect_retry,
        families=frozenset({exchanged}),
        lines=lines,
    )
    return BgpInstance(
        city.network.asn,
        vrf=member.vrf,
        router_id=router_id(host),
        policy_required=True,
        default_ipv4_unicast=False,
        neighbors=frozenset({neighbor}),
        families=frozenset({BgpFamily(Family.IPV4, vpn=True, lines=lines)}),
        lines=lines,
    )


def _attachment(city: City, name: str, resource: Resource) -> Iterator[Given]:
    """A shared resource stands in its zone's VRF, which imports the departments that may reach it and nobody else."""
    where, file = resource.attachment, resource_file(name)
    lines = city.lines(file, "attachment")
    zone = city.numbers.zone(resource.zone)
    address = IPv4Interface((where.gateway, where.prefix.prefixlen))
    yield Given(
        where.provider.host,
        Interface(
            where.provider.interface, description=name, vrf=zone.name, addresses=frozenset({address}), lines=lines
        ),
    )
    members = [each for each in city.members.values() if resource in each.grants and each.carries]
    imports = {city.numbers.vrf(each.department.name).route_target for each in members}
    own = zone.route_target
    granted = city.lines(file, "granted")
    yield Given(
        where.provider.host,
        Vrf(zone.name, zone.table, zone.rd, frozenset({own, *imports}), frozenset({own}), lines=(*lines, *granted)),
    )
    # Not `network`: FRR before 10 marks such a route invalid when it is exported to VPN (FRRouting/frr #15238, #17610).
    # Nothing but shared resources is connected to a zone's VRF.
    originated = BgpFamily(Family.IPV4, redistribute=frozenset({"connected"}), vpn=True, lines=lines)
    yield Given(
        where.provider.host,
        BgpInstance(
            city.network.asn,
            vrf=zone.name,
            router_id=router_id(city.inventory.hosts[where.provider.host]),
            policy_required=True,
            default_ipv4_unicast=False,
            families=frozenset({originated}),
            lines=lines,
        ),
    )
