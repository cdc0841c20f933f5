"""The provider's side of the access: departments' VRFs on the PEs, their ports, their sessions or routes to the CEs."""

from collections.abc import Iterator

from netops.allocation import VrfNumbers
from netops.intent.access import ends as line_ends
from netops.intent.backbone import router_id
from netops.intent.city import ALLOCATIONS, City, Member
from netops.intent.facts import Given
from netops.intent.policy import MAXIMUM_PREFIX, TTL_HOPS, permitting
from netops.inventory import Circuit, Routing, Site
from netops.model import (
    BgpFamily,
    BgpInstance,
    BgpNeighbor,
    Family,
    Interface,
    Line,
    NeighborFamily,
    PrefixList,
    StaticRoute,
    Vrf,
)


def provider(city: City) -> Iterator[Given]:
    """Yield the facts that departments bring to the PEs."""
    for member in city.members.values():
        for index, circuit, site in member.circuits():
            lines = city.lines(member.file, "circuits", index)
            yield from line_ends(circuit)[1].facts(city, _port(city, member, site, lines))
            if member.built:
                yield from _access(city, member, circuit, site)


def _port(city: City, member: Member, site: Site, lines: tuple[Line, ...]) -> Interface:
    words = f"{member.department.name} {site.name}"
    if not member.built:
        return Interface("", enabled=False, description=words, lines=lines)
    link = city.numbers.access_link(member.department.name, site.name)
    return Interface("", description=words, vrf=member.vrf, addresses=frozenset({link.provider}), lines=lines)


def _access(city: City, member: Member, circuit: Circuit, site: Site) -> Iterator[Given]:
    pe = circuit.provider.host
    yield Given(pe, _vrf(city, member, pe))
    if circuit.routing is Routing.STATIC:
        yield from _static(city, member, circuit, site)
        return
    yield Given(pe, _session(city, member, circuit, site))
    for each in _lists(city, member, site, pe):
        yield Given(pe, each)


def _vrf(city: City, member: Member, host: str) -> Vrf:
    name = member.department.name
    found = city.numbers.vrf(name)
    zones = member.zones if member.carries else frozenset[str]()
    imports = {found.route_target} | {city.numbers.zone(zone).route_target for zone in zones}
    return vrf_of(city, host, found, frozenset(imports), city.lines(ALLOCATIONS, "vrfs", name))


def vrf_of(city: City, host: str, found: VrfNumbers, imports: frozenset[str], lines: tuple[Line, ...]) -> Vrf:
    """Return a VRF as a host has it; it exports its own route target."""
    habits = city.idiom(host).vrf
    return Vrf(
        found.name,
        found.table if habits.table else None,
        found.rd,
        imports,
        frozenset({found.route_target}),
        families=habits.families,
        limit=city.network.bgp.vrf_routes if habits.limits_routes else None,
        lines=lines,
    )


def list_name(member: Member, site: Site, direction: str) -> str:
    """Return the name of the prefix list of a site's session on the PE: ``FINANCE-HQ-IN``."""
    return f"{member.vrf}-{site.name.upper()}-{direction}"


def _lists(city: City, member: Member, site: Site, host: str) -> tuple[PrefixList, PrefixList]:
    lines, idiom = city.site_lines(member, site), city.idiom(host)
    own = [(site.lan.prefix, lines)]
    return (
        permitting(list_name(member, site, "IN"), own, idiom, lines),
        permitting(list_name(member, site, "OUT"), city.reached(member, site).items(), idiom, lines),
    )


def _session(city: City, member: Member, circuit: Circuit, site: Site) -> BgpInstance:
    name, pe = member.department.name, circuit.provider.host
    lines = city.lines(ALLOCATIONS, "ce_asns", f"{name}/{site.name}")
    exchanged = NeighborFamily(
        Family.IPV4,
        prefix_list_in=list_name(member, site, "IN"),
        prefix_list_out=list_name(member, site, "OUT"),
        maximum_prefix=MAXIMUM_PREFIX,
        lines=lines,
    )
    neighbor = BgpNeighbor(
        city.numbers.access_link(name, site.name).customer.ip,
        city.numbers.ce_asn(name, site.name),
        description=f"{name} {site.name}",
        ttl_hops=TTL_HOPS,
        connect_retry=city.connect_retry(pe),
        families=frozenset({exchanged}),
        lines=lines,
    )
    return vrf_instance(city, pe, member.vrf, BgpFamily(Family.IPV4, vpn=True, lines=lines), neighbor)


def vrf_instance(city: City, host: str, vrf: str, family: BgpFamily, *neighbors: BgpNeighbor) -> BgpInstance:
    """Return BGP in a VRF of a PE."""
    habits = city.idiom(host).bgp
    return BgpInstance(
        city.network.asn,
        vrf=vrf,
        router_id=router_id(city.inventory.hosts[host]) if habits.vrf_router_id else None,
        policy_required=habits.policy_required,
        default_ipv4_unicast=habits.active_in_vrf,
        neighbors=frozenset(neighbors),
        families=frozenset({family}),
        lines=family.lines,
    )


def _static(city: City, member: Member, circuit: Circuit, site: Site) -> Iterator[Given]:
    """A site without a session: the PE has the route to it, and tells it the other PEs."""
    pe, lines = circuit.provider.host, city.site_lines(member, site)
    hop = city.numbers.access_link(member.department.name, site.name).customer.ip
    told = BgpFamily(Family.IPV4, redistribute=frozenset({"static"}), vpn=True, lines=lines)
    yield Given(pe, StaticRoute(site.lan.prefix, hop, vrf=member.vrf, lines=lines))
    yield Given(pe, vrf_instance(city, pe, member.vrf, told))
