"""Interfaces of devices with Comware, with what is bound to them and what they translate."""

from dataclasses import replace
from ipaddress import IPv4Interface, IPv4Network, IPv6Interface
from typing import Any

from hypothesis import strategies as st
from tests.property.comware_ground import (
    ADDRESS4,
    ADDRESS6,
    AGGREGATE,
    DESCRIPTION,
    ETHERNET,
    MADE,
    NAME,
    NOTHING,
    PORT,
    SECONDS,
    SERIAL,
    SHORT,
    SUB,
    VLAN,
    maybe,
    proofs,
    settings_of,
    some,
    unlike,
)

from netops.model import (
    Binding,
    Interface,
    InterfaceKind,
    OspfArea,
    OspfInterface,
    OspfNetwork,
    OspfProcess,
    Pool,
    Side,
    Switchport,
    Translation,
)
from netops.platforms.vrp_family.port_words import LAYER_3

LIST_NUMBER = st.integers(2000, 3999).map(str)
FAMILIES = st.sampled_from([4, 6])
OSPF_INTERFACE = st.builds(
    lambda proof, **values: OspfInterface(authentication=proof[0], keys=proof[1], key_chain=proof[2], **values),
    proof=proofs("md5", "hmac-md5", "hmac-sha-256"),
    area=st.integers(0, 4294967295),
    network=maybe(st.sampled_from(OspfNetwork)),
    hello=maybe(SECONDS),
    dead=maybe(SECONDS),
    process=st.integers(1, 65535).map(str),
    cost=maybe(SHORT),
)
ALLOWED = st.lists(st.integers(0, 409), unique=True, max_size=24).map(
    lambda cuts: tuple((first * 10 + 1, last * 10 + 1) for first, last in zip(*[iter(sorted(cuts))] * 2, strict=False))
)


@st.composite
def hybrids(draw: st.DrawFn) -> Switchport:
    allowed = draw(maybe(ALLOWED))
    untagged = tuple(each for each in allowed or () if draw(st.booleans()))
    if allowed == ((1, 1),):
        untagged = ()
    return Switchport("hybrid", native=draw(maybe(VLAN)), allowed=allowed, untagged=untagged)


def switchports(vlans: frozenset[int]) -> st.SearchStrategy[Any]:
    return (
        st.builds(Switchport, st.sampled_from([None, "access"]), access=st.sampled_from([None, 1, *sorted(vlans)]))
        | st.builds(Switchport, st.just("trunk"), native=maybe(VLAN), allowed=maybe(ALLOWED | st.just(((1, 4094),))))
        | hybrids()
    )


GUARD = st.sampled_from(
    ["dhcp-snooping-trust", "proxy-arp", "directed-broadcast", "lldp", "arp-inspection-trust", "ip-source-guard",
     "edge-port", "root-guard", "loop-guard", "stp", "bpduguard", "local-proxy-arp", "flow-control", "dot1x", "mac-authentication",
     "dot1x-multicast-trigger", "ra-halt", "mad-bfd", "mad-lacp"]
)  # fmt: skip
GUARDS = st.dictionaries(GUARD, st.booleans(), max_size=4).map(lambda each: frozenset(each.items()))
RATE = st.builds("{}{}".format, st.sampled_from(["", "pps ", "kbps ", "ratio "]), st.integers(1, 999))
FIELDS = {
    "speed": st.sampled_from(["10", "1000", "auto"]),
    "duplex": st.sampled_from(["full", "half", "auto"]),
    "bandwidth": SECONDS.map(str),
    "combo": st.sampled_from(["enable copper", "enable fiber"]),
    "lacp": st.just("dynamic"),
    "broadcast-suppression": RATE,
    "multicast-suppression": RATE,
    "unicast-suppression": RATE,
    "storm-control": st.sampled_from(["broadcast pps 500 400", "control block", "unicast ratio 90 80"]),
    "lldp": st.sampled_from(["rx", "tx", "disable"]),
    "port-isolation": st.just("enable group 1"),
    "nat static": st.just("enable"),
    "stp-cost": st.just("20"),
    "stp-instance": st.just("1 port priority 16"),
    "trust": st.just("dscp"),
    "rate-limit": st.just("outbound cir 10000"),
    "tcp-mss": st.just("1400"),
    "link-delay": st.just("up 5"),
    "policy-route": st.just("TO-CENTRE"),
    "dhcp-server": st.just("apply ip-pool OFFICE"),
}
OF_TUNNELS = {
    "mode": st.sampled_from(["gre", "ipv4-ipv4"]),
    "source": st.sampled_from(["LoopBack0", "10.255.0.1"]),
    "destination": ADDRESS4.map(str),
}


@st.composite
def addresses(draw: st.DrawFn) -> dict[str, Any]:
    four = draw(
        st.lists(
            st.builds(lambda ip, length: IPv4Interface((ip, length)), ADDRESS4, st.integers(0, 32)),
            max_size=3,
            unique_by=lambda each: each.ip,
        )
    )
    six = st.builds(lambda ip, length: IPv6Interface((ip, length)), ADDRESS6, st.integers(0, 128))
    local = st.integers(1, 99).map(lambda number: IPv6Interface(f"fe80::{number}/64"))
    found = frozenset(four) | draw(unlike(six | local, "ip", most=2))
    unnumbered = draw(maybe(PORT)) if not four else None
    return {"addresses": found, "secondary": frozenset(four[1:]), "unnumbered": unnumbered}


def kind_of(name: str) -> InterfaceKind:
    kinds = {"LoopBack": InterfaceKind.LOOPBACK, "Tunnel": InterfaceKind.TUNNEL, "Vlan-": InterfaceKind.VLAN}
    kinds |= {"Bridge-": InterfaceKind.AGGREGATE, "Route-": InterfaceKind.AGGREGATE}
    if "." in name:
        return InterfaceKind.SUB
    return next((kind for start, kind in kinds.items() if name.startswith(start)), InterfaceKind.PHYSICAL)


@st.composite
def interfaces(draw: st.DrawFn, vrf_names: list[str], vlans: frozenset[int], *, five: bool) -> frozenset[Interface]:
    """Draw interfaces; on Comware 5 without what its lines differ in, OSPF among it."""
    of_vlans = [f"Vlan-interface{vlan}" for vlan in {*vlans, 1}]
    names = draw(
        st.lists(
            ETHERNET | SERIAL | SUB | MADE | AGGREGATE | st.sampled_from(of_vlans),
            unique_by=lambda name: name.removeprefix("Bridge-").removeprefix("Route-"),
            max_size=4,
        )
    )
    aggregates = [name for name in names if "Aggregation" in name and "." not in name]
    return frozenset(draw(_interface(name, vrf_names, aggregates, vlans, five=five)) for name in names)


@st.composite
def _layer3(draw: st.DrawFn, vrf_names: list[str], *, five: bool, member: bool) -> dict[str, Any]:
    """Draw what a port at layer 3 has; a member of an aggregate has no addresses of its own."""
    routed = draw(addresses()) | {"vrf": draw(st.sampled_from([None, *vrf_names]))} if not member else {}
    return {
        "mpls": draw(st.booleans()),
        "ospf": None if five else draw(maybe(OSPF_INTERFACE)),
        "urpf": draw(maybe(st.sampled_from(["strict", "loose"]))),
        "relays": NOTHING if five else draw(some(ADDRESS4)),
        **routed,
    }


@st.composite
def _named(draw: st.DrawFn, kind: InterfaceKind, *, five: bool, bridge: bool) -> dict[str, Any]:
    """Draw protections and settings by name, and what follows from them."""
    known = {
        name: each
        for name, each in FIELDS.items()
        if (name != "nat static" or not bridge) and (name != "dhcp-server" or not five)
    }
    if kind is InterfaceKind.TUNNEL:
        known |= {name: each for name, each in OF_TUNNELS.items() if name != "mode" or not five}
    fields = draw(settings_of(known))
    guards = draw(GUARDS) | (draw(some(st.just(("dhcp-relay", True)))) if not five else NOTHING)
    guards = frozenset(each for each in guards if not five or each[0] != "dhcp-snooping-trust")
    if {"storm-control", "broadcast-suppression"} & {each for each, _ in fields}:
        guards |= {("storm-control", True)}
    return {"fields": fields, "guards": guards, "side": Side.OUTSIDE if ("nat static", "enable") in fields else None}


@st.composite
def _interface(
    draw: st.DrawFn, name: str, vrf_names: list[str], aggregates: list[str], vlans: frozenset[int], *, five: bool
) -> Interface:
    kind = kind_of(name)
    bridge = name.startswith("Bridge-")
    either = kind is InterfaceKind.PHYSICAL and not name.startswith("Serial")
    switchport = draw(switchports(vlans)) if bridge or (either and draw(st.booleans())) else None
    aggregate = draw(st.sampled_from([None, *aggregates])) if either else None
    layer3 = _layer3(vrf_names, five=five, member=aggregate is not None)
    dot1q = int(name.removeprefix("Vlan-interface")) if kind is InterfaceKind.VLAN else None
    found = Interface(
        name,
        kind=kind,
        enabled=draw(st.booleans()),
        description=draw(maybe(DESCRIPTION)),
        mtu=draw(maybe(st.integers(46, 9216))),
        dot1q=draw(maybe(VLAN)) if kind is InterfaceKind.SUB else dot1q,
        aggregate=aggregate,
        filters=draw(
            unlike(
                st.builds(Binding, LIST_NUMBER if five else LIST_NUMBER | NAME, st.booleans(), FAMILIES),
                "inbound",
                "version",
            )
        ),
        policies=draw(unlike(st.builds(Binding, NAME, st.booleans()), "inbound")),
        switchport=switchport,
        **draw(_named(kind, five=five, bridge=switchport is not None)),
        **(draw(layer3) if switchport is None else {}),
    )
    return replace(found, guards=found.guards - {("dhcp-relay", True)}) if found.relays else found


HOST = ADDRESS4.map(IPv4Network)
RANGE = st.tuples(ADDRESS4, ADDRESS4).map(lambda pair: (min(pair), max(pair)))


@st.composite
def translations(draw: st.DrawFn, ports: list[str], vrf_names: list[str]) -> frozenset[Translation]:
    vrf = st.sampled_from([None, *vrf_names])
    found: list[Translation] = [
        *draw(some(st.builds(Translation, st.just("static"), inside=HOST, outside=HOST, vrf=vrf), 2))
    ]
    for port in ports:
        for each in draw(st.lists(maybe(LIST_NUMBER | NAME), unique=True, max_size=2)):
            pool = draw(maybe(SHORT.map(str)))
            overload = pool is None or draw(st.booleans())
            found.append(Translation("source", None, None, each, pool, port, vrf=draw(vrf), overload=overload))
        protocol = draw(st.sampled_from([None, "icmp", "tcp", "udp"]))
        numbers = draw(st.tuples(SECONDS, SECONDS)) if protocol in {"tcp", "udp"} else None
        server = Translation("server", draw(HOST), draw(maybe(HOST)), None, None, port, protocol, numbers, draw(vrf))
        found += [server] if draw(st.booleans()) else []
    return frozenset(found)


def pools(*, five: bool) -> st.SearchStrategy[Any]:
    ranges = st.frozensets(RANGE, min_size=1, max_size=1 if five else 2)
    return unlike(st.builds(Pool, SHORT.map(str), ranges), "name", most=2)


def outside(ports: frozenset[Interface], found: frozenset[Translation]) -> frozenset[Interface]:
    """Return the interfaces, those outside that translate."""
    names = {each.interface for each in found}
    return frozenset(replace(each, side=Side.OUTSIDE) if each.name in names else each for each in ports)


@st.composite
def of_ports(draw: st.DrawFn, ports: frozenset[Interface]) -> frozenset[OspfProcess]:
    """Draw a process for each VRF that has addresses: on Comware 5 its networks say where OSPF runs."""
    found = []
    for at, vrf in enumerate(sorted({str(each.vrf or "") for each in ports})):
        held = sorted(
            IPv4Network(one.ip)
            for each in ports
            if (each.vrf or "") == vrf
            for one in each.addresses
            if one.version == 4
        )
        wanted = draw(st.booleans())
        if held and wanted:
            networks = frozenset(draw(st.lists(st.sampled_from(held), min_size=1, max_size=3)))
            area = OspfArea(draw(st.integers(0, 4294967295)), networks=networks)
            found.append(OspfProcess(process=str(65000 + at), vrf=vrf or None, areas=frozenset({area})))
    return frozenset(found)


def told_by_networks(ports: frozenset[Interface], processes: frozenset[OspfProcess]) -> frozenset[Interface]:
    """Return the interfaces of Comware 5, with OSPF on those whose first address a network of one process holds."""
    return frozenset(replace(each, ospf=_by_network(each, processes)) for each in ports)


def _by_network(port: Interface, processes: frozenset[OspfProcess]) -> OspfInterface | None:
    first = next((each for each in port.addresses - port.secondary if each.version == 4), None)
    found = sorted(
        (network.prefixlen, area.number, str(process.process))
        for process in processes
        if process.vrf == port.vrf and first is not None
        for area in process.areas
        for network in area.networks
        if first.ip in network
    )
    if not found or len({each[1:] for each in found if each[0] == found[-1][0]}) > 1:
        return None
    _, number, process = found[-1]
    return OspfInterface(number, hello=first.network.prefixlen + 1 if first else None, process=process)


@st.composite
def said_to_route(draw: st.DrawFn, ports: frozenset[Interface], labelled: frozenset[str]) -> frozenset[Interface]:
    """Put some of the ports at layer 3 that have nothing there which tells it."""
    parents = {each.name.partition(".")[0] for each in ports if "." in each.name}
    found = set()
    for each in sorted(ports, key=lambda port: port.name):
        either = kind_of(each.name) is InterfaceKind.PHYSICAL and not each.name.startswith("Serial")
        told = any(getattr(each, name) for name in LAYER_3) or (each.aggregate or "").startswith("Route-")
        free = either and not told and each.switchport is None and each.name not in parents | labelled
        fields = {("link-mode", "route")} if free and draw(st.booleans()) else set()
        found.add(replace(each, fields=each.fields | fields))
    return frozenset(found)
