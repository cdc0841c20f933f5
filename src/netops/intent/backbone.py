"""P and PE routers among themselves: loopbacks, core links, OSPF, LDP, and the PEs' VPNv4 mesh."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Interface

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
    OspfInterface,
    OspfNetwork,
    OspfProcess,
)

LOOPBACK = "lo"
# OSPF's own default of FRR 8.4, ten seconds, which it doesn't show (vty of ospfd).
_HIDDEN_HELLO = 10
# Milliseconds: compute at once when something changes, then wait longer as changes go on.
_SPF_DELAY = (0, 50, 500)


def backbone(city: City) -> Iterator[Given]:
    """Yield the facts of the routers of the backbone, without what departments bring."""
    for host in city.hosts("p", "pe"):
        identity = router_id(host)
        lines = city.host_lines(host.name, "netops_router_id")
        area = OspfInterface(city.network.igp.area, passive=True, lines=city.lines(NETWORK, "igp", "area"))
        address = frozenset({IPv4Interface((identity, 32))})
        yield Given(host.name, Interface(LOOPBACK, InterfaceKind.LOOPBACK, addresses=address, ospf=area, lines=lines))
        yield Given(host.name, OspfProcess(identity, spf_delay=_SPF_DELAY, lines=lines))
        yield Given(host.name, Ldp(identity, identity, frozenset(_core_ports(city, host.name)), lines=lines))
        if host.role == "pe":
            yield Given(host.name, _mesh(city, host, lines))
    yield from _core_links(city)


def router_id(host: Host) -> IPv4Address:
    """Return the router id of a router of the backbone; the inventory's checks see to it that it has one."""
    if host.router_id is None:
        raise ValueError(host.name)
    return host.router_id


def _core_ports(city: City, host: str) -> Iterator[str]:
    for link in city.network.links:
        yield from (each.interface for each in (link.a, link.b) if each.host == host)


def _core_links(city: City) -> Iterator[Given]:
    igp = city.network.igp
    hello = None if igp.hello == _HIDDEN_HELLO else igp.hello
    runs = OspfInterface(igp.area, OspfNetwork.POINT_TO_POINT, hello, igp.dead, lines=city.lines(NETWORK, "igp"))
    for index, link in enumerate(city.network.links):
        lines = city.lines(NETWORK, "links", index)
        for here, there, address in zip((link.a, link.b), (link.b, link.a), ends(link.prefix), strict=True):
            port = Interface(
                here.interface,
                description=f"{there}",
                addresses=frozenset({address}),
                mpls=True,
                ospf=runs,
                lines=lines,
            )
            yield Given(here.host, port)


def _mesh(city: City, host: Host, lines: tuple[Line, ...]) -> BgpInstance:
    """Every PE has a VPNv4 session to every other, from loopback to loopback."""
    asn = city.network.asn
    vpn = frozenset({NeighborFamily(Family.VPNV4, lines=lines)})
    neighbors = frozenset(
        BgpNeighbor(
            router_id(other),
            asn,
            description=other.name,
            update_source=LOOPBACK,
            connect_retry=city.connect_retry,
            families=vpn,
            lines=city.host_lines(other.name, "netops_router_id"),
        )
        for other in city.hosts("pe")
        if other.name != host.name
    )
    return BgpInstance(
        asn,
        router_id=router_id(host),
        policy_required=True,
        default_ipv4_unicast=False,
        neighbors=neighbors,
        lines=city.lines(NETWORK, "asn"),
    )
