"""A small city, built by hand: two PEs, a P between them, departments with a CE at each end."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Address, ip_address, ip_interface, ip_network

import pytest

from netops.model import (
    Action,
    BgpFamily,
    BgpInstance,
    BgpNeighbor,
    Device,
    Family,
    Interface,
    InterfaceKind,
    Ldp,
    Line,
    NeighborFamily,
    OspfInterface,
    OspfNetwork,
    OspfProcess,
    PrefixList,
    PrefixRule,
    StaticRoute,
    Vrf,
)
from netops.reachability import Cable, Matrix, Party, compute

BACKBONE_ASN = 65000
CORE = OspfInterface(area=0, network=OspfNetwork.POINT_TO_POINT, hello=1, dead=8)


def core(name: str, address: str) -> Interface:
    """A port of the backbone: OSPF and labels."""
    line = Line(10, f"iface {name}")
    return Interface(name, addresses=frozenset({ip_interface(address)}), mpls=True, ospf=CORE, lines=(line,))


def loopback(address: str) -> Interface:
    return Interface(
        "lo",
        InterfaceKind.LOOPBACK,
        addresses=frozenset({ip_interface(f"{address}/32")}),
        ospf=replace(CORE, passive=True),
    )


def backbone(name: str, router_id: str, ports: tuple[Interface, ...], peers: tuple[str, ...] = ()) -> Device:
    """A P or PE router: OSPF, LDP on its ports, and VPN sessions to ``peers``."""
    own = IPv4Address(router_id)
    neighbors = frozenset(
        BgpNeighbor(
            ip_address(peer),
            BACKBONE_ASN,
            update_source="lo",
            families=frozenset({NeighborFamily(Family.VPNV4)}),
            lines=(Line(50, f"neighbor {peer} remote-as {BACKBONE_ASN}"),),
        )
        for peer in peers
    )
    instance = BgpInstance(BACKBONE_ASN, router_id=own, default_ipv4_unicast=False, neighbors=neighbors)
    return Device(
        name,
        "frr",
        interfaces=frozenset({loopback(router_id), *ports}),
        ospf=frozenset({OspfProcess(own)}),
        ldp=Ldp(own, own, frozenset(port.name for port in ports)),
        bgp=frozenset({instance}) if peers else frozenset(),
    )


def prefix_list(name: str, *prefixes: str) -> PrefixList:
    rules = tuple(PrefixRule(5 * n, Action.PERMIT, ip_network(each)) for n, each in enumerate(prefixes, 1))
    return PrefixList(name, rules)


@dataclass
class Site:
    """One department's site: what a CE and a PE know of it."""

    department: str
    pe: str
    link: str
    lan: str
    asn: int

    @property
    def ce(self) -> str:
        return f"{self.department}-{self.pe}"

    @property
    def vrf(self) -> str:
        return self.department.upper()

    @property
    def port(self) -> str:
        return f"to-{self.department}"

    def addresses(self) -> tuple[str, str]:
        """The provider's and the customer's address on the access link."""
        hosts = list(ip_network(self.link).hosts())
        return str(hosts[0]), str(hosts[1])


@dataclass
class City:
    """A network under construction; tests change single devices of it."""

    devices: dict[str, Device] = field(default_factory=dict)
    cables: list[Cable] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)

    def matrix(self) -> Matrix:
        return compute(self.devices, self.cables, self.parties)

    def change(self, name: str, edit: Callable[[Device], Device]) -> None:
        self.devices[name] = edit(self.devices[name])

    def port(self, device: str, name: str, **changes: object) -> None:
        """Change fields of one interface."""
        held = self.devices[device].interface(name)
        assert held is not None
        rest = self.devices[device].interfaces - {held}
        self.devices[device] = replace(
            self.devices[device],
            interfaces=rest | {replace(held, **changes)},  # type: ignore[arg-type]  # names are given by the tests
        )

    def vrf(self, device: str, name: str, **changes: object) -> None:
        """Change fields of one VRF."""
        held = self.devices[device].vrf(name)
        assert held is not None
        rest = self.devices[device].vrfs - {held}
        self.devices[device] = replace(
            self.devices[device],
            vrfs=rest | {replace(held, **changes)},  # type: ignore[arg-type]  # names are given by the tests
        )

    def neighbor(self, device: str, vrf: str | None, peer: str, /, **changes: object) -> None:
        """Change fields of one BGP neighbour."""
        instance = next(each for each in self.devices[device].bgp if each.vrf == vrf)
        held = next(each for each in instance.neighbors if str(each.address) == peer)
        changed = replace(held, **changes)  # type: ignore[arg-type]  # names are given by the tests
        edited = replace(instance, neighbors=instance.neighbors - {held} | {changed})
        self.devices[device] = replace(self.devices[device], bgp=self.devices[device].bgp - {instance} | {edited})

    def add(self, site: Site, rt: str) -> None:
        """Add a site: VRF and port on the PE, a CE behind it, a station on the CE's LAN."""
        provider, customer = site.addresses()
        length = ip_network(site.link).prefixlen
        self._provider_side(site, rt, f"{provider}/{length}", customer)
        self.devices[site.ce] = _customer(site, f"{customer}/{length}", provider)
        self.cables.append(((site.ce, "wan0"), (site.pe, site.port)))
        station = ip_network(site.lan).network_address + 10
        self.parties.append(Party(site.ce, site.ce, "lan0", station))

    def _provider_side(self, site: Site, rt: str, address: str, customer: str) -> None:
        held = self.devices[site.pe]
        line = (Line(30, f"iface {site.port}"),)
        port = Interface(site.port, vrf=site.vrf, addresses=frozenset({ip_interface(address)}), lines=line)
        vrf = Vrf(site.vrf, rd=rt, imports=frozenset({rt}), exports=frozenset({rt}), lines=(Line(40, "rt vpn both"),))
        policy = NeighborFamily(Family.IPV4, f"{site.vrf}-IN", f"{site.vrf}-OUT")
        neighbor = BgpNeighbor(
            ip_address(customer), site.asn, families=frozenset({policy}), lines=(Line(60, f"neighbor {customer}"),)
        )
        instance = BgpInstance(
            BACKBONE_ASN,
            site.vrf,
            policy_required=True,
            neighbors=frozenset({neighbor}),
            families=frozenset({BgpFamily(Family.IPV4, vpn=True)}),
        )
        every = PrefixRule(5, Action.PERMIT, None)
        self.devices[site.pe] = replace(
            held,
            interfaces=held.interfaces | {port},
            vrfs=held.vrfs | {vrf},
            bgp=held.bgp | {instance},
            prefix_lists=held.prefix_lists
            | {prefix_list(f"{site.vrf}-IN", site.lan), PrefixList(f"{site.vrf}-OUT", (every,))},
        )


def _customer(site: Site, address: str, provider: str) -> Device:
    gateway = ip_network(site.lan).network_address + 1
    lan = Interface("lan0", addresses=frozenset({ip_interface(f"{gateway}/{ip_network(site.lan).prefixlen}")}))
    wan = Interface("wan0", addresses=frozenset({ip_interface(address)}))
    neighbor = BgpNeighbor(
        ip_address(provider), BACKBONE_ASN, families=frozenset({NeighborFamily(Family.IPV4)}), lines=(Line(7, "peer"),)
    )
    own = BgpFamily(Family.IPV4, networks=frozenset({ip_network(site.lan)}))
    instance = BgpInstance(site.asn, neighbors=frozenset({neighbor}), families=frozenset({own}))
    return Device(site.ce, "frr", interfaces=frozenset({lan, wan}), bgp=frozenset({instance}))


def two_pes() -> City:
    """Two PEs with a P between them, and nothing attached."""
    pe1 = backbone("pe1", "10.255.0.1", (core("core0", "10.0.1.1/30"),), ("10.255.0.2",))
    pe2 = backbone("pe2", "10.255.0.2", (core("core0", "10.0.2.2/30"),), ("10.255.0.1",))
    middle = backbone("p1", "10.255.0.11", (core("core0", "10.0.1.2/30"), core("core1", "10.0.2.1/30")))
    cables: list[Cable] = [(("pe1", "core0"), ("p1", "core0")), (("p1", "core1"), ("pe2", "core0"))]
    return City({"pe1": pe1, "p1": middle, "pe2": pe2}, cables)


@pytest.fixture
def bare_city() -> City:
    """The backbone alone."""
    return two_pes()


@pytest.fixture
def city() -> City:
    """Two departments with the same two prefixes, one on either PE each, kept apart by VRFs."""
    made = two_pes()
    for number, department in ((1, "finance"), (2, "health")):
        rt = f"{BACKBONE_ASN}:{100 + number}"
        made.add(Site(department, "pe1", f"10.1.{number}.0/30", "192.168.1.0/24", 65100 + 2 * number), rt)
        made.add(Site(department, "pe2", f"10.1.{number}.4/30", "192.168.2.0/24", 65101 + 2 * number), rt)
    return made


@pytest.fixture
def static_pair() -> City:
    """Two routers wired together, each with a LAN, routes written by hand."""
    devices = {}
    for name, own, other, lan, far in (
        ("left", "10.9.0.1/30", "10.9.0.2", "10.10.1.1/24", "10.10.2.0/24"),
        ("right", "10.9.0.2/30", "10.9.0.1", "10.10.2.1/24", "10.10.1.0/24"),
    ):
        route = StaticRoute(ip_network(far), ip_address(other), lines=(Line(3, f"ip route {far} {other}"),))
        ports = (
            Interface("line0", addresses=frozenset({ip_interface(own)})),
            Interface("lan0", addresses=frozenset({ip_interface(lan)})),
        )
        devices[name] = Device(name, "frr", interfaces=frozenset(ports), static_routes=frozenset({route}))
    parties = [
        Party("a", "left", "lan0", ip_address("10.10.1.10")),
        Party("b", "right", "lan0", ip_address("10.10.2.10")),
    ]
    return City(devices, [(("left", "line0"), ("right", "line0"))], parties)
