"""Zones of shared resources: their VRFs on the PEs, and the exchange routers between the backbone and a resource."""

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import IPv4Interface

from netops.intent.city import City, Member, ends
from netops.intent.facts import Given
from netops.intent.guarding import Row, permitted
from netops.intent.provider import vrf_instance, vrf_of
from netops.inventory import ExchangeRouter, Resource, resource_file
from netops.model import BgpFamily, Binding, Family, Interface, IPInterface, Line, StaticRoute


def zones(city: City) -> Iterator[Given]:
    """Yield the facts that shared resources bring to the PEs and to the exchange routers."""
    for name, resource in sorted(city.inventory.catalogue.items()):
        lines = city.lines(resource_file(name), "attachment")
        yield from _vrf(city, name, resource, lines)
        exchange = resource.attachment.exchange
        if exchange is None:
            yield from _attached(city, resource, lines)
        else:
            yield from _behind(city, resource, exchange)
            yield from _exchange(city, resource, exchange)
    yield from _guards(city)


def _vrf(city: City, name: str, resource: Resource, lines: tuple[Line, ...]) -> Iterator[Given]:
    """A shared resource stands in its zone's VRF, which imports the departments that may reach it and nobody else."""
    zone, host = city.numbers.zone(resource.zone), resource.attachment.provider.host
    imports = {city.numbers.vrf(each.department.name).route_target for each in _carried(city, resource)}
    granted = city.lines(resource_file(name), "granted")
    yield Given(host, vrf_of(city, host, zone, frozenset({zone.route_target, *imports}), (*lines, *granted)))
    # Not `network`: FRR before 10 marks such a route invalid when it is exported to VPN (FRRouting/frr #15238, #17610).
    # Nothing but shared resources is connected to a zone's VRF, or is routed there.
    source = "connected" if resource.attachment.exchange is None else "static"
    originated = BgpFamily(Family.IPV4, redistribute=frozenset({source}), vpn=True, lines=lines)
    yield Given(host, vrf_instance(city, host, zone.name, originated))


def _carried(city: City, resource: Resource) -> list[Member]:
    """Return the departments whose traffic to a resource goes over the new network."""
    return [each for each in city.members.values() if resource in each.grants and each.carries]


def _attached(city: City, resource: Resource, lines: tuple[Line, ...]) -> Iterator[Given]:
    """The resource hangs off the PE itself."""
    host, name = city.end(resource.attachment.provider)
    yield Given(host, _lan(resource, name, city.numbers.zone(resource.zone).name, lines))


def _lan(resource: Resource, name: str, vrf: str | None, lines: tuple[Line, ...]) -> Interface:
    where = resource.attachment
    address = IPv4Interface((where.gateway, where.prefix.prefixlen))
    return Interface(name, description=resource.name, vrf=vrf, addresses=frozenset({address}), lines=lines)


def _behind(city: City, resource: Resource, exchange: ExchangeRouter) -> Iterator[Given]:
    """The resource hangs off an exchange router, to which the PE has a route in the zone's VRF."""
    lines = city.lines(resource_file(resource.name), "attachment", "exchange")
    vrf = city.numbers.zone(resource.zone).name
    near, far = ends(exchange.link)
    host, name = city.end(resource.attachment.provider)
    yield Given(
        host,
        Interface(name, description=f"{exchange.port}", vrf=vrf, addresses=frozenset({near}), lines=lines),
    )
    yield Given(host, StaticRoute(resource.attachment.prefix, far.ip, vrf=vrf, lines=lines))


def _exchange(city: City, resource: Resource, exchange: ExchangeRouter) -> Iterator[Given]:
    """The exchange router has a route to each granted department, and no default route."""
    lines = city.lines(resource_file(resource.name), "attachment", "exchange")
    near, far = ends(exchange.link)
    host, up = city.end(exchange.port)
    _, down = city.end(resource.attachment.gateway_port)
    idiom, address = city.idiom(host), frozenset[IPInterface]({far})
    inward, outward = (
        frozenset[Binding]() if idiom.whole_filters else frozenset({Binding(name, lines=lines)})
        for name in (idiom.lists.uplink, idiom.lists.downlink)
    )
    words = f"{resource.attachment.provider}"
    yield Given(host, Interface(up, description=words, addresses=address, filters=inward, lines=lines))
    yield Given(host, replace(_lan(resource, down, None, lines), filters=outward))
    for prefix, _, told in _rows(city, resource):
        yield Given(host, StaticRoute(prefix, near.ip, lines=told))


def _rows(city: City, resource: Resource) -> Iterator[Row]:
    """Yield what may reach a resource: the sites of the departments that are granted it."""
    granted = city.lines(resource_file(resource.name), "granted")
    for member in _carried(city, resource):
        for site in member.joined():
            yield site.lan.prefix, resource.attachment.prefix, (*granted, *city.site_lines(member, site))


def exchanged(city: City, host: str) -> Iterator[Row]:
    """Yield what an exchange router lets pass towards its resources; what comes back is the same the other way round."""
    for _, resource in sorted(city.inventory.catalogue.items()):
        exchange = resource.attachment.exchange
        if exchange is not None and exchange.port.host == host:
            yield from _rows(city, resource)


def _guards(city: City) -> Iterator[Given]:
    """An exchange router lets granted departments to its resources, the resources to them, and nothing else."""
    for host in city.hosts("exchange"):
        idiom, lines = city.idiom(host.name), city.lines("hosts.yml", host.name)
        if not idiom.whole_filters:
            rows = list(exchanged(city, host.name))
            back = [(destination, source, told) for source, destination, told in rows]
            yield Given(host.name, permitted(idiom.lists.uplink, rows, idiom, lines))
            yield Given(host.name, permitted(idiom.lists.downlink, back, idiom, lines))
