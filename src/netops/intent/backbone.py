"""P and PE routers among themselves: loopbacks, core links, OSPF, LDP, and the PEs' VPNv4 mesh."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Interface, IPv4Network

from netops.intent.city import NETWORK, City, ends
from netops.intent.facts import Given
from netops.inventory import Host
from netops.model import (
    BgpInstance,
    BgpNeighbor,
    Family,
    Interface,
    InterfaceKind,
    Ldp,
    Line,
    NeighborFamily,
    OspfArea,
    OspfInterface,
    OspfNetwork,
    OspfProcess,
)


def backbone(city: City) -> Iterator[Given]:
    """Yield the facts of the routers of the backbone, without what departments bring."""
    for host in city.hosts("p", "pe"):
        lines = city.host_lines(host.name, "netops_router_id")
        yield Given(host.name, _loopback(city, host, lines))
        yield Given(host.name, _ospf(city, host, lines))
        yield Given(host.name, _ldp(city, host, lines))
        if host.role == "pe":
            yield Given(host.name, _mesh(city, host, lines))
    yield from _core_links(city)


def router_id(host: Host) -> IPv4Address:
    """Return the router id of a router of the backbone; the inventory's checks see to it that it has one."""
    if host.router_id is None:
        raise ValueError(host.name)
    return host.router_id


def _loopback(city: City, host: Host, lines: tuple[Line, ...]) -> Interface:
    idiom = city.idiom(host.name)
    told = city.lines(NETWORK, "igp", "area")
    area = OspfInterface(
        city.network.igp.area, passive=not idiom.ospf.passive_at_process, process=idiom.ospf.process, lines=told
    )
    return Interface(
        idiom.spelled(idiom.loopback),
        InterfaceKind.LOOPBACK,
        addresses=frozenset({IPv4Interface((router_id(host), 32))}),
        # Where the process finds its interfaces by their prefixes, nothing of OSPF stands at the loopback.
        ospf=None if idiom.ospf.networks else area,
        lines=lines,
    )


def _ospf(city: City, host: Host, lines: tuple[Line, ...]) -> OspfProcess:
    idiom = city.idiom(host.name)
    own = frozenset({IPv4Network((router_id(host), 32)), *_core_prefixes(city, host.name)})
    networks = own if idiom.ospf.networks else frozenset[IPv4Network]()
    area = OspfArea(city.network.igp.area, networks=networks, lines=city.lines(NETWORK, "igp", "area"))
    return OspfProcess(
        router_id(host),
        spf_delay=idiom.ospf.spf_delay,
        process=idiom.ospf.process,
        areas=frozenset({area}) if idiom.ospf.names_areas or networks else frozenset(),
        passive=frozenset({idiom.spelled(idiom.loopback)}) if idiom.ospf.passive_at_process else frozenset(),
        lines=lines,
    )


def _ldp(city: City, host: Host, lines: tuple[Line, ...]) -> Ldp:
    idiom, own = city.idiom(host.name), router_id(host)
    ports = frozenset(_core_ports(city, host.name))
    if idiom.ldp.router_by_interface:
        return Ldp(None, interfaces=ports, router_interface=idiom.spelled(idiom.loopback), lines=lines)
    return Ldp(own, own if idiom.ldp.transport_address else None, ports, lines=lines)


def _core_ports(city: City, host: str) -> Iterator[str]:
    for link in city.network.links:
        yield from (city.end(each)[1] for each in (link.a, link.b) if each.host == host)


def _core_prefixes(city: City, host: str) -> Iterator[IPv4Network]:
    yield from (link.prefix for link in city.network.links if host in {link.a.host, link.b.host})


def _core_links(city: City) -> Iterator[Given]:
    igp = city.network.igp
    for index, link in enumerate(city.network.links):
        lines = city.lines(NETWORK, "links", index)
        for here, there, address in zip((link.a, link.b), (link.b, link.a), ends(link.prefix), strict=True):
            habits = city.idiom(here.host).ospf
            runs = OspfInterface(
                igp.area,
                OspfNetwork.POINT_TO_POINT,
                None if igp.hello == habits.hidden_hello else igp.hello,
                igp.dead,
                process=habits.process,
                lines=city.lines(NETWORK, "igp"),
            )
            host, name = city.end(here)
            port = Interface(
                name, description=f"{there}", addresses=frozenset({address}), mpls=True, ospf=runs, lines=lines
            )
            yield Given(host, port)


def _mesh(city: City, host: Host, lines: tuple[Line, ...]) -> BgpInstance:
    """Every PE has a VPNv4 session to every other, from loopback to loopback."""
    asn, idiom = city.network.asn, city.idiom(host.name)
    vpn = frozenset({NeighborFamily(Family.VPNV4, communities=idiom.bgp.vpn_communities, lines=lines)})
    neighbors = frozenset(
        BgpNeighbor(
            router_id(other),
            asn,
            description=other.name,
            update_source=idiom.spelled(idiom.loopback),
            connect_retry=city.connect_retry(host.name),
            families=vpn,
            lines=city.host_lines(other.name, "netops_router_id"),
        )
        for other in city.hosts("pe")
        if other.name != host.name
    )
    return BgpInstance(
        asn,
        router_id=router_id(host),
        policy_required=idiom.bgp.policy_required,
        default_ipv4_unicast=False,
        neighbors=neighbors,
        lines=city.lines(NETWORK, "asn"),
    )
