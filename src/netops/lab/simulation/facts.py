"""What a device's config says of its ports, routes and neighbours: what its state is displayed from.

There is no network around a simulated device. Its state is what a lone reader of its config would expect: links are up
unless they are shut down, the far end of each is there and configured alike, and a neighbour that lies in a connected
network or behind a route is reached. Nothing is learned from neighbours, so there are no routes but connected and static
ones.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv4Interface, IPv4Network, NetmaskValueError

from netops.lab.semantics.core.model import Node

IP = r"\d{1,3}(?:\.\d{1,3}){3}"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a family writes what counts here: regular expressions over whole lines.

    Attributes:
        vrf: puts a port into a VRF.
        route: a static route: ``vrf``, ``network``, ``mask``, ``port``, ``hop``, ``preference``.
        bgp: opens BGP: ``asn``.
        peer: a neighbour: ``peer``, ``asn``.
        family: opens the neighbours of a VRF: ``vrf``.
        router_id: ``id``.
        ospf: opens OSPF: ``process``.
        network: a network in OSPF: ``network``, ``wildcard``, and on IOS ``area``.
        static: the usual preference of a static route.
        vpnv4: opens the family of VPN routes.
        enabled: a neighbour with which they are exchanged: ``peer``.
        vrfs: opens a VRF: ``name``.
    """

    vrf: str
    route: str
    bgp: str
    peer: str
    family: str
    router_id: str
    ospf: str
    network: str
    static: int
    vpnv4: str
    enabled: str
    vrfs: str


VRP = Dialect(
    vrf=r"ip binding vpn-instance (\S+)",
    route=rf"ip route-static(?: vpn-instance (?P<vrf>\S+))? (?P<network>{IP}) (?P<mask>\S+)(?: (?P<port>[A-Za-z][\w/.-]*\d))?"
    rf"(?: (?P<hop>{IP}))?(?: .*?)?(?: preference (?P<preference>\d+))?(?: .*)?",
    bgp=r"bgp (?P<asn>[\d.]+)(?: .*)?",
    peer=rf"peer (?P<peer>{IP}) as-number (?P<asn>[\d.]+)",
    family=r"(?:ipv4-family|ip) vpn-instance (?P<vrf>\S+)",
    router_id=rf"router[- ]id (?P<id>{IP})",
    ospf=rf"ospf (?P<process>\d+)(?: .*?)?(?:router-id (?P<id>{IP}))?(?: .*)?",
    network=rf"network (?P<network>{IP}) (?P<wildcard>{IP})(?: .*)?",
    static=60,
    vpnv4=r"(?:ipv4-family|address-family) vpnv4(?: unicast)?",
    enabled=rf"peer (?P<peer>{IP}) enable",
    vrfs=r"ip vpn-instance (?P<name>\S+)",
)
IOS = Dialect(
    vrf=r"(?:ip )?vrf forwarding (\S+)",
    route=rf"ip route(?: vrf (?P<vrf>\S+))? (?P<network>{IP}) (?P<mask>{IP})(?: (?P<port>[A-Za-z][\w/.-]* ?[\d/.]*\d))?"
    rf"(?: (?P<hop>{IP}))?(?: (?P<preference>\d+))?(?: .*)?",
    bgp=r"router bgp (?P<asn>[\d.]+)",
    peer=rf"neighbor (?P<peer>{IP}) remote-as (?P<asn>[\d.]+)",
    family=r"address-family ipv4 vrf (?P<vrf>\S+)",
    router_id=rf"(?:bgp )?router-id (?P<id>{IP})",
    ospf=r"router ospf (?P<process>\d+)(?: .*)?",
    network=rf"network (?P<network>{IP}) (?P<wildcard>{IP}) area (?P<area>\S+)",
    static=1,
    vpnv4=r"address-family vpnv4(?: unicast)?",
    enabled=rf"neighbor (?P<peer>{IP}) activate",
    vrfs=r"(?:vrf definition|ip vrf) (?P<name>\S+)",
)


@dataclass(frozen=True, slots=True)
class Port:
    """An interface.

    Attributes:
        name: as the config has it.
        addresses: the first is the main one.
        vrf: in which it lies, or "".
        up: not shut down.
        description: or "".
        vlan: of an access port, 0 where it is none.
        switched: a port of a switch, without addresses.
    """

    name: str
    addresses: tuple[IPv4Interface, ...]
    vrf: str
    up: bool
    description: str
    vlan: int
    switched: bool


@dataclass(frozen=True, slots=True)
class Route:
    """A route: connected where ``hop`` is None."""

    network: IPv4Network
    hop: IPv4Address | None
    port: str
    preference: int


@dataclass(frozen=True, slots=True)
class Peer:
    """A BGP neighbour; ``up`` where it is reached."""

    address: IPv4Address
    asn: str
    vrf: str
    up: bool


@dataclass(frozen=True, slots=True)
class Adjacency:
    """An OSPF neighbour: the far end of a link of two."""

    process: int
    area: str
    address: IPv4Address
    port: Port


@dataclass(frozen=True, slots=True)
class Facts:
    """A config, and how to read it."""

    root: Node
    dialect: Dialect

    def ports(self) -> tuple[Port, ...]:
        """Return the interfaces in the config's order."""
        sections = [node for node in self.root.children.values() if node.text.startswith("interface ")]
        return tuple(self._port(node) for node in sections)

    def _port(self, node: Node) -> Port:
        lines = [child.text for child in node.children.values()]
        vrf = next((found[1] for line in lines if (found := re.fullmatch(self.dialect.vrf, line))), "")
        described = next((line.partition(" ")[2] for line in lines if line.startswith("description ")), "")
        vlan = next((found[1] for line in lines if (found := ACCESS.fullmatch(line))), "0")
        switched = any(SWITCHED.fullmatch(line) for line in lines)
        name = node.text.partition(" ")[2]
        return Port(name, tuple(_addresses(lines)), vrf, "shutdown" not in lines, described, int(vlan), switched)

    def routes(self, vrf: str = "") -> tuple[Route, ...]:
        """Return the connected and static routes of a VRF, by network; "" is the public table."""
        connected = list(self._connected(vrf))
        known = [route.network for route in connected if route.hop is None]
        static = [route for route in self._static(vrf) if route.hop is None or any(route.hop in each for each in known)]
        return tuple(sorted((*connected, *static), key=lambda route: (route.network, str(route.hop))))

    def _connected(self, vrf: str) -> Iterator[Route]:
        for port in self.ports():
            if port.up and port.vrf == vrf:
                yield from (Route(address.network, None, port.name, 0) for address in port.addresses)

    def _static(self, vrf: str) -> Iterator[Route]:
        for node in self.root.children.values():
            found = re.fullmatch(self.dialect.route, node.text)
            if found is None or (found["vrf"] or "") != vrf:
                continue
            network = _network(found["network"], found["mask"])
            if network is not None and (found["hop"] or found["port"]):
                hop = IPv4Address(found["hop"]) if found["hop"] else None
                yield Route(network, hop, found["port"] or "", int(found["preference"] or self.dialect.static))

    def asn(self) -> str:
        """Return the AS number, or ""."""
        return next((found["asn"] for _, found in self._sections(self.dialect.bgp)), "")

    def peers(self) -> tuple[Peer, ...]:
        """Return the BGP neighbours of every VRF."""
        return tuple(peer for node, _ in self._sections(self.dialect.bgp) for peer in self._peers(node, ""))

    def _peers(self, section: Node, vrf: str) -> Iterator[Peer]:
        for child in section.children.values():
            found = re.fullmatch(self.dialect.peer, child.text)
            if found is not None:
                address = IPv4Address(found["peer"])
                yield Peer(address, found["asn"], vrf, self.reaches(address, vrf))
            family = re.fullmatch(self.dialect.family, child.text)
            if family is not None:
                yield from self._peers(child, family["vrf"])

    def reaches(self, address: IPv4Address, vrf: str = "") -> bool:
        """Tell whether an address lies in a connected network, or behind a route."""
        return any(address in route.network for route in self.routes(vrf))

    def best(self, address: IPv4Address, vrf: str = "") -> tuple[Route, ...]:
        """Return the routes that a packet to an address takes: those of the longest network that it lies in."""
        found = [route for route in self.routes(vrf) if address in route.network]
        longest = max((route.network.prefixlen for route in found), default=0)
        return tuple(route for route in found if route.network.prefixlen == longest)

    def vpnv4(self) -> tuple[Peer, ...]:
        """Return the neighbours with which routes of VPNs are exchanged."""
        enabled = {
            found["peer"]
            for node, _ in self._sections(self.dialect.bgp)
            for family in node.children.values()
            if re.fullmatch(self.dialect.vpnv4, family.text)
            for line in family.children.values()
            if (found := re.fullmatch(self.dialect.enabled, line.text)) is not None
        }
        return tuple(peer for peer in self.peers() if not peer.vrf and str(peer.address) in enabled)

    def vrfs(self) -> Mapping[str, tuple[str, tuple[str, ...]]]:
        """Return name → RD and ports of every VRF, in the config's order."""
        found: dict[str, tuple[str, tuple[str, ...]]] = {}
        for node, told in self._sections(self.dialect.vrfs):
            below = [line.text for line in node.children.values()]
            below += [line.text for child in node.children.values() for line in child.children.values()]
            rd = next(
                (line.split(" ")[-1] for line in below if re.fullmatch(r"(?:rd|route-distinguisher) \S+", line)), ""
            )
            found[told["name"]] = (rd, tuple(port.name for port in self.ports() if port.vrf == told["name"]))
        return found

    def router_id(self) -> str:
        """Return the router ID: as configured, or the highest address of a loopback, or of any port."""
        told = [line for line in self._lines() if re.fullmatch(self.dialect.router_id, line)]
        for line in told:
            found = re.fullmatch(self.dialect.router_id, line)
            if found is not None:
                return found["id"]
        loopbacks = [port for port in self.ports() if port.name.lower().startswith("loopback")]
        addresses = [address.ip for port in loopbacks or self.ports() for address in port.addresses]
        return str(max(addresses, default=IPv4Address(0)))

    def adjacencies(self) -> tuple[Adjacency, ...]:
        """Return the OSPF neighbours: on each link of two that OSPF covers, its far end."""
        return tuple(found for node, told in self._sections(self.dialect.ospf) for found in self._ospf(node, told))

    def _ospf(self, section: Node, told: re.Match[str]) -> Iterator[Adjacency]:
        for area, line in _networks(section):
            found = re.fullmatch(self.dialect.network, line)
            if found is None:
                continue
            network = _network(found["network"], found["wildcard"])
            for port in self.ports():
                main = port.addresses[0] if port.addresses and port.up else None
                far = _far(main) if main is not None else None
                if network is not None and main is not None and main.ip in network and far is not None:
                    yield Adjacency(int(told["process"]), found.groupdict().get("area") or area, far, port)

    def neighbours(self, port: Port) -> tuple[IPv4Address, ...]:
        """Return the addresses that a port has learned: far ends, next hops and peers in its networks."""
        if not port.up or not port.addresses:
            return ()
        named = {route.hop for route in self._static(port.vrf) if route.hop is not None}
        named |= {peer.address for peer in self.peers() if peer.vrf == port.vrf}
        found = {far for address in port.addresses if (far := _far(address)) is not None}
        found |= {each for each in named if any(each in address.network for address in port.addresses)}
        return tuple(sorted(found - {address.ip for address in port.addresses}))

    def _sections(self, form: str) -> Iterator[tuple[Node, re.Match[str]]]:
        for node in self.root.children.values():
            found = re.fullmatch(form, node.text)
            if found is not None:
                yield node, found

    def _lines(self) -> Iterator[str]:
        for node in self.root.children.values():
            yield node.text
            yield from (child.text for child in node.children.values())


ACCESS = re.compile(r"(?:port default vlan|port access vlan|switchport access vlan) (\d+)")
SWITCHED = re.compile(r"port .*|portswitch|switchport.*")


def _addresses(lines: list[str]) -> Iterator[IPv4Interface]:
    for line in lines:
        found = re.fullmatch(rf"ip address ({IP}) (\S+)(?: .*)?", line)
        if found is not None:
            try:
                yield IPv4Interface(f"{found[1]}/{found[2]}")
            except (AddressValueError, NetmaskValueError):
                continue


def _network(address: str, mask: str) -> IPv4Network | None:
    try:
        return IPv4Network(f"{address}/{mask}", strict=False)
    except (AddressValueError, NetmaskValueError):
        return None


def _networks(section: Node) -> Iterator[tuple[str, str]]:
    """Yield the lines of OSPF, each with the area that it stands in."""
    for child in section.children.values():
        yield "0.0.0.0", child.text  # noqa: S104 - the backbone area
        if child.text.startswith("area "):
            yield from ((child.text.split(" ")[1], below.text) for below in child.children.values())


def _far(address: IPv4Interface) -> IPv4Address | None:
    """Return the other address of a link of two (/30, /31)."""
    if address.network.prefixlen not in (30, 31):
        return None
    return next((each for each in address.network.hosts() if each != address.ip), None)


def mac(text: str) -> str:
    """Return a made-up hardware address that is always the same for the same text: 12 digits.

    Example:
        >>> len(mac("10.0.0.1")), mac("10.0.0.1") == mac("10.0.0.1")
        (12, True)
    """
    return "00e0fc" + hashlib.sha256(text.encode()).hexdigest()[:6]


def dialects() -> Mapping[str, Dialect]:
    """Return the dialect of each platform."""
    return {"huawei_vrp": VRP, "huawei_vrpv8": VRP, "h3c_comware": VRP, "ruijie_os": IOS, "cisco_ios": IOS}
