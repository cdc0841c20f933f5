"""A department's own routers: the CE of each site, and the router of its old private network."""

from collections.abc import Iterator

from netops.intent.access import ends as line_ends
from netops.intent.access import lan_facts
from netops.intent.city import ALLOCATIONS, ANYWHERE, City, Member, ends, gateway
from netops.intent.facts import Given
from netops.intent.policy import MAXIMUM_PREFIX, TTL_HOPS, closed, permitting
from netops.inventory import Circuit, LegacyLine, Routing, Site
from netops.model import (
    BgpFamily,
    BgpInstance,
    BgpNeighbor,
    Family,
    Interface,
    Line,
    NeighborFamily,
    StaticRoute,
)

INWARD = "BACKBONE-IN"
OUTWARD = "BACKBONE-OUT"
CLOSED = "CLOSED"
# Above every dynamic protocol's distance (iBGP 200 and 255), so that the old path is taken only when the new one is gone.
_LAST_RESORT = 250
# Of static routes over the new path: behind the old path's own (1 or 60), before its last resort.
_NEW_PATH = 150


def customer(city: City) -> Iterator[Given]:
    """Yield the facts of the departments' routers."""
    for member in city.members.values():
        for index, site in enumerate(member.department.sites):
            lines = city.lines(member.file, "sites", index)
            yield from _lan(city, site, lines)
        for index, circuit, site in member.circuits():
            lines = city.lines(member.file, "circuits", index)
            yield from line_ends(circuit)[0].facts(city, _wan(city, member, circuit, lines))
            if member.built and circuit.routing is Routing.BGP:
                yield from _new_path(city, member, circuit, site)
            elif member.carries:
                yield from _static_path(city, member, circuit, site, lines)
        yield from _old_path(city, member)


def _lan(city: City, site: Site, lines: tuple[Line, ...]) -> Iterator[Given]:
    own = Interface("", description=f"lan {site.name}", addresses=frozenset({gateway(site)}), lines=lines)
    yield from lan_facts(city, site.router, site.lan, own)


def _wan(city: City, member: Member, circuit: Circuit, lines: tuple[Line, ...]) -> Interface:
    words = f"{circuit.provider}"
    if not member.built:
        return Interface("", enabled=False, description=words, lines=lines)
    link = city.numbers.access_link(member.department.name, circuit.site)
    return Interface("", description=words, addresses=frozenset({link.customer}), lines=lines)


def _new_path(city: City, member: Member, circuit: Circuit, site: Site) -> Iterator[Given]:
    ce, lines = circuit.customer.host, city.site_lines(member, site)
    idiom = city.idiom(ce)
    stage = city.lines(member.file, "stage")
    yield Given(ce, _session(city, member, site, circuit))
    yield Given(ce, permitting(OUTWARD, [(site.lan.prefix, lines)], idiom, lines))
    yield Given(ce, permitting(INWARD, city.reached(member, site).items(), idiom, stage))
    if not member.carries:
        # The session names another list; it doesn't have the same one with another content: FRR asks the neighbour for
        # its routes again when the name changes, and only then. The list that it will name is there already.
        yield Given(ce, closed(CLOSED, idiom, stage))


def _session(city: City, member: Member, site: Site, circuit: Circuit) -> BgpInstance:
    name, ce = member.department.name, circuit.customer.host
    link, idiom = city.numbers.access_link(name, site.name), city.idiom(ce)
    lines = city.lines(ALLOCATIONS, "access_links", f"{name}/{site.name}")
    exchanged = NeighborFamily(
        Family.IPV4,
        prefix_list_in=INWARD if member.carries else CLOSED,
        prefix_list_out=OUTWARD,
        maximum_prefix=max(MAXIMUM_PREFIX, 2 * len(city.reached(member, site))),
        lines=lines,
    )
    neighbor = BgpNeighbor(
        link.provider.ip,
        city.network.asn,
        description=circuit.provider.host,
        ttl_hops=TTL_HOPS,
        connect_retry=city.connect_retry(ce),
        families=frozenset({exchanged}),
        lines=lines,
    )
    own = frozenset({site.lan.prefix})
    return BgpInstance(
        city.numbers.ce_asn(name, site.name),
        router_id=link.customer.ip,
        policy_required=idiom.bgp.policy_required,
        default_ipv4_unicast=False,
        neighbors=frozenset({neighbor}),
        families=frozenset({BgpFamily(Family.IPV4, networks=own, lines=city.site_lines(member, site))}),
        lines=city.lines(ALLOCATIONS, "ce_asns", f"{name}/{site.name}"),
    )


def _static_path(city: City, member: Member, circuit: Circuit, site: Site, lines: tuple[Line, ...]) -> Iterator[Given]:
    """A site without a session: a default route where there is no other network, else a route to each prefix.

    A default route would never be taken beside the old network's routes, which are longer.
    """
    hop = city.numbers.access_link(member.department.name, site.name).provider.ip
    ce = circuit.customer.host
    if member.department.legacy is None:
        yield Given(ce, StaticRoute(ANYWHERE, hop, lines=lines))
        return
    for prefix, own in city.reached(member, site).items():
        yield Given(ce, StaticRoute(prefix, hop, distance=_NEW_PATH, lines=(*lines, *own)))


def _old_path(city: City, member: Member) -> Iterator[Given]:
    legacy = member.department.legacy
    if legacy is None:
        return
    for index, line in enumerate(legacy.lines):
        lines = city.lines(member.file, "legacy", "lines", index)
        yield from _line_ports(city, member, line, lines)
        site = member.department.site(line.site)
        if site is None or not member.has_old:
            continue
        spoke = ends(line.prefix)[1].ip
        yield Given(legacy.router, StaticRoute(site.lan.prefix, spoke, lines=lines))
        for other in member.others(site):
            if _has_line(member, other):
                yield Given(line.customer.host, _static(city, member, line, other, lines))


def _line_ports(city: City, member: Member, line: LegacyLine, lines: tuple[Line, ...]) -> Iterator[Given]:
    hub, spoke = ends(line.prefix)
    for here, there, address in ((line.hub, line.customer, hub), (line.customer, line.hub, spoke)):
        addresses = frozenset({address}) if member.has_old else frozenset()
        host, name = city.end(here)
        yield Given(
            host,
            Interface(name, enabled=member.has_old, description=f"{there}", addresses=addresses, lines=lines),
        )


def _has_line(member: Member, site: Site) -> bool:
    legacy = member.department.legacy
    if legacy is None:
        return False
    return site.router == legacy.router or any(line.site == site.name for line in legacy.lines)


def _static(city: City, member: Member, line: LegacyLine, other: Site, lines: tuple[Line, ...]) -> StaticRoute:
    hub = next(line.prefix.hosts())
    joined = {each.name for each in member.joined()}
    served = member.prefers_new and {line.site, other.name} <= joined
    if not served:
        return StaticRoute(other.lan.prefix, hub, lines=lines)
    # Named by its port too, so that it is another route than the preferred one and can be put beside it first. FRR
    # 8.4.4 changes the distance of one route by taking it away and adding it again: seen in the lab, 3 ms without a way.
    return StaticRoute(other.lan.prefix, hub, city.end(line.customer)[1], distance=_LAST_RESORT, lines=lines)
