"""The way to the Internet: an edge router that translates addresses, and its link into each department's VRF."""

from collections.abc import Iterator
from ipaddress import IPv4Network, summarize_address_range

from netops.intent.access import LineEnd
from netops.intent.city import ANYWHERE, NETWORK, City, Member, ends
from netops.intent.facts import Given
from netops.intent.guarding import access_list, from_prefixes
from netops.intent.idioms import Idiom, NatHabits
from netops.intent.provider import vrf_instance, vrf_of
from netops.inventory import Access, Internet, InternetAccess
from netops.model import (
    AccessList,
    Action,
    BgpFamily,
    Binding,
    Family,
    FilterRule,
    Interface,
    IPAddress,
    IPInterface,
    IPNetwork,
    Line,
    Pool,
    Side,
    StaticRoute,
    Translation,
)

# What answers may come from without a session: names and time (RFC 1035, RFC 5905).
_ANSWERS = (53, 123)


def edge(city: City) -> Iterator[Given]:
    """Yield the facts of the edge router, and those of the PE beside it."""
    internet = city.network.internet
    if internet is None:
        return
    host, outside = city.end(internet.outside)
    idiom, lines = city.idiom(host), city.lines(NETWORK, "internet")
    if idiom.nat is None:
        raise ValueError(host)  # `city` has refused it
    yield Given(host, _outside(city, internet, outside, idiom))
    yield Given(host, StaticRoute(ANYWHERE, internet.next_hop, lines=city.lines(NETWORK, "internet", "next_hop")))
    yield from _links(city, internet)
    yield from _translation(city, internet, outside, idiom.nat)
    yield Given(host, _from_inside(city, idiom, lines))
    yield Given(host, _from_outside(city, internet, idiom, lines))


def _outside(city: City, internet: Internet, name: str, idiom: Idiom) -> Interface:
    lines = city.lines(NETWORK, "internet", "address")
    return Interface(
        name,
        description="Internet",
        addresses=frozenset[IPInterface]({internet.address}),
        filters=frozenset({Binding(idiom.lists.outside, lines=lines)}),
        side=Side.OUTSIDE,
        lines=lines,
    )


def _links(city: City, internet: Internet) -> Iterator[Given]:
    for index, link in enumerate(internet.granted):
        member, lines = city.members[link.department], city.lines(NETWORK, "internet", "granted", index)
        if member.built:
            yield from _link(city, internet, link, lines)
        if member.carries:
            yield from _routes(city, internet, link, lines)


def _link(city: City, internet: Internet, link: InternetAccess, lines: tuple[Line, ...]) -> Iterator[Given]:
    """Both ends of a department's link: at the PE it stands in the department's VRF."""
    member, (near, far) = city.members[link.department], ends(link.link)
    idiom = city.idiom(internet.inside.host)
    inside = Side.INSIDE if idiom.nat is not None and idiom.nat.inside else None
    words, filters = member.department.name, frozenset({Binding(idiom.lists.inside, lines=lines)})
    at_pe = Interface("", description=f"internet {words}", vrf=member.vrf, addresses=frozenset({near}), lines=lines)
    at_edge = Interface("", description=words, addresses=frozenset({far}), filters=filters, side=inside, lines=lines)
    for port, own in ((internet.provider, at_pe), (internet.inside, at_edge)):
        yield from LineEnd(port, Access.SUB_INTERFACE, link.vlan).facts(city, own)
    pe = internet.provider.host
    found = city.numbers.vrf(link.department)
    yield Given(pe, vrf_of(city, pe, found, frozenset({found.route_target}), lines))


def _routes(city: City, internet: Internet, link: InternetAccess, lines: tuple[Line, ...]) -> Iterator[Given]:
    """The PE has a default route in the department's VRF and tells the other PEs; the edge knows the way back."""
    member, (near, far) = city.members[link.department], ends(link.link)
    pe, exported = internet.provider.host, city.idiom(internet.provider.host).bgp.exports_networks
    told = BgpFamily(
        Family.IPV4,
        networks=frozenset[IPNetwork]({ANYWHERE} if exported else ()),
        redistribute=frozenset() if exported else frozenset({"static"}),
        vpn=True,
        lines=lines,
    )
    yield Given(pe, StaticRoute(ANYWHERE, far.ip, vrf=member.vrf, lines=lines))
    yield Given(pe, vrf_instance(city, pe, member.vrf, told))
    for site in member.joined():
        own = (*lines, *city.site_lines(member, site))
        yield Given(internet.inside.host, StaticRoute(site.lan.prefix, near.ip, lines=own))


def _translation(city: City, internet: Internet, outside: str, habits: NatHabits) -> Iterator[Given]:
    """Many hosts share the addresses of the pool, by their ports."""
    host, lines = internet.outside.host, city.lines(NETWORK, "internet", "pool")
    name = city.idiom(host).lists.translated
    addresses = frozenset[tuple[IPAddress, IPAddress]]({(internet.pool.first, internet.pool.last)})
    length = internet.address.network.prefixlen if habits.pool_length else None
    yield Given(host, Pool(habits.pool, addresses, length, lines=lines))
    yield Given(
        host,
        Translation(
            "source",
            access_list=name,
            pool=habits.pool,
            interface=outside if habits.at_interface else None,
            overload=True,
            lines=lines,
        ),
    )
    yield Given(host, from_prefixes(name, _own_prefixes(city), city.idiom(host), lines))


def _own_prefixes(city: City) -> Iterator[tuple[IPv4Network, tuple[Line, ...]]]:
    """Yield the prefixes of the departments that may use the edge."""
    for member in _users(city):
        for site in member.joined():
            yield site.lan.prefix, city.site_lines(member, site)


def _users(city: City) -> Iterator[Member]:
    yield from (each for each in city.members.values() if each.internet is not None and each.carries)


def _private(city: City) -> Iterator[tuple[IPv4Network, tuple[Line, ...]]]:
    """Yield what is reached from outside, or from one department through the edge, by nobody."""
    for kind in ("departments", "backbone"):
        prefixes: tuple[IPv4Network, ...] = getattr(city.network.prefixes, kind)
        lines = city.lines(NETWORK, "prefixes", kind)
        yield from ((prefix, lines) for prefix in prefixes)
    yield city.network.management.prefix, city.lines(NETWORK, "management", "prefix")
    yield city.network.pools.access_links.prefix, city.lines(NETWORK, "pools", "access_links")


def _from_inside(city: City, idiom: Idiom, lines: tuple[Line, ...]) -> AccessList:
    """What departments send: to the Internet, never to each other or to the backbone."""
    apart = [
        FilterRule(Action.DENY, destinations=frozenset[IPNetwork]({prefix}), lines=own)
        for prefix, own in _private(city)
    ]
    out = [
        FilterRule(Action.PERMIT, sources=frozenset[IPNetwork]({prefix}), lines=own)
        for prefix, own in sorted(dict(_own_prefixes(city)).items())
    ]
    return access_list(idiom.lists.inside, [*apart, *out], idiom, lines)


def _from_outside(city: City, internet: Internet, idiom: Idiom, lines: tuple[Line, ...]) -> AccessList:
    """What comes from the Internet: answers to the pool, and nothing that claims to come from inside."""
    claimed = [
        FilterRule(Action.DENY, sources=frozenset[IPNetwork]({prefix}), lines=own) for prefix, own in _private(city)
    ]
    told = city.lines(NETWORK, "internet", "pool")
    answers: list[FilterRule] = []
    for each in summarize_address_range(internet.pool.first, internet.pool.last):
        pool = frozenset[IPNetwork]({each})
        answers.append(FilterRule(Action.PERMIT, "tcp", destinations=pool, flags=("established",), lines=told))
        answers.append(FilterRule(Action.PERMIT, "icmp", destinations=pool, lines=told))
        answers.extend(
            FilterRule(Action.PERMIT, "udp", destinations=pool, source_ports=frozenset({(port, port)}), lines=told)
            for port in _ANSWERS
        )
    return access_list(idiom.lists.outside, [*claimed, *answers], idiom, lines)
