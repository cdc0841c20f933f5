"""What a device's facts say that the templates for Ruijie RGOS can't tell it: refused by name, never dropped."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from netops.model import (
    AccessList,
    BgpInstance,
    Device,
    Family,
    Interface,
    InterfaceKind,
    OspfProcess,
    PolicyNode,
    StaticRoute,
    Switchport,
    ValueList,
    Vrf,
)
from netops.platforms.expressing import Beyond, beyond, once, written
from netops.platforms.ios_family import refusing
from netops.platforms.ios_family.interfaces import kind_of
from netops.platforms.ruijie_os import management, translating
from netops.platforms.ruijie_os.object_refusals import OBJECTS, PORTS, ROUTING, of_stacks
from netops.platforms.ruijie_os.reader import DIALECT

_HERE = Path(__file__).parent
# The protections that templates/ruijie_os/interface.j2 has lines for.
GUARDS = frozenset(
    {"redirects", "proxy-arp", "unreachables", "mask-reply", "directed-broadcast", "local-proxy-arp", "lldp", "ipv6-redirects",
     "dhcp-snooping-trust", "dhcp-snooping-suppression", "arp-inspection-trust", "arp-check", "source-guard", "source-guard port-security",
     "port-security", "protected", "portfast", "security-uplink", "snmp-link-trap", "bpduguard", "bpdufilter", "root-guard", "loop-guard",
     "dot1x"}
)  # fmt: skip
_MEASURED = ("port-security ", "storm-control ", "nfpp ")
_SWITCHED = ("port-security", "protected")
_PORTS = frozenset({InterfaceKind.PHYSICAL, InterfaceKind.AGGREGATE})


def refusals(device: Device) -> Iterator[Beyond]:
    """Yield what of a device can't be expressed; its single values are checked by ``limits.yml`` before."""
    yield from beyond(device, written(_HERE))
    for check in _CHECKS:
        yield from check(device)


def _interfaces(device: Device) -> Iterator[Beyond]:
    families = {vrf.name: vrf.families or {4} for vrf in device.vrfs}  # of IP
    for each in device.interfaces:
        if each.vrf is not None and {own.version for own in each.addresses} - set(families.get(each.vrf, (4, 6))):
            yield Beyond(f"interface {each.name}", f"VRF {each.vrf} isn't of that family", each.lines)
        whys = (*refusing.addresses(each), *refusing.bound(each), *refusing.layer2(each))
        for why in (*_kind(each), *whys, *_layer(each), *_protected(each), *_ospf_of(device, each)):
            yield Beyond(f"interface {each.name}", why, each.lines)


def _kind(each: Interface) -> Iterator[str]:
    kind = kind_of(each.name)
    if each.kind is not kind:
        yield f"by its name it is of kind {kind}"
    if kind is InterfaceKind.VLAN and each.name.startswith("VLAN "):
        if each.name != f"VLAN {each.dot1q}":
            yield "a VLAN's port has its number as dot1q, 1 to 4094"
    elif each.dot1q is not None and kind is not InterfaceKind.SUB:
        yield "only a sub-interface has a tag"


def _protected(each: Interface) -> Iterator[str]:
    for name, on in each.guards:
        if name.startswith(_MEASURED) and not on and not name.endswith(" enable"):
            yield f"{name} is a measure, which is taken or isn't there"
        if name not in GUARDS and not name.startswith(_MEASURED):
            yield f"the templates don't write {name}"
        if each.routed and name.startswith(_SWITCHED):
            yield f"{name} is a protection of layer 2"


def _layer(each: Interface) -> Iterator[str]:
    """Yield what stands on the layer that the port isn't at, or on one that has none to choose."""
    routes = bool(each.addresses or each.vrf is not None or each.unnumbered is not None or each.gateways or each.isis)
    if (each.switchport is not None or each.routed or each.aggregate is not None) and each.kind not in _PORTS:
        yield "only a port, or an aggregate, is at layer 2 or a member of another"
    if each.switchport is not None and routes:
        yield "a port at layer 2 has no address and no VRF"
    if each.aggregate is not None and (routes or each.switchport is not None):
        yield "a member has neither addresses nor VLANs: they are the aggregate's"
    if each.switchport == Switchport():
        yield "a port at layer 2 says so by its mode, or by a VLAN"
    if each.kind is InterfaceKind.SUB and routes and each.dot1q is None:
        yield "a sub-interface has its tag before it has an address"
    if each.switchport is not None and each.switchport.allowed == ():
        yield "a trunk carries a VLAN"


def _ospf_of(device: Device, each: Interface) -> Iterator[str]:
    """Yield why an interface's OSPF isn't the device's: there its area is that of the process's network around its address."""
    if each.ospf is None:
        return
    own = each.ospf
    said = (
        own.network,
        own.hello is not None,
        own.dead is not None,
        own.authentication,
        own.cost is not None,
        own.keys,
    )
    if not any(said):
        yield "OSPF runs on it by the network of its area: there is no line for the interface alone"
    if _areas(device, each) != {(own.process, own.area)}:
        yield "OSPF runs on it in the area whose network holds its address, in one"


def _areas(device: Device, each: Interface) -> set[tuple[str | None, int]]:
    """Return process and area of the longest networks around an interface's addresses."""
    hosts = [address.ip for address in each.addresses if address.version == 4]  # of IP
    hits = [
        (network.prefixlen, process.process, area.number)
        for process in device.ospf
        if process.vrf == each.vrf
        for area in process.areas
        for network in area.networks
        if any(host in network for host in hosts)
    ]
    longest = max((length for length, _, _ in hits), default=0)
    return {(process, number) for length, process, number in hits if length == longest}


def _vrfs(device: Device) -> Iterator[Beyond]:
    for each in device.vrfs:
        if why := _vrf(each):
            yield Beyond(f"VRF {each.name}", why, each.lines)


def _vrf(each: Vrf) -> str:
    if (each.imports_v6 or each.exports_v6) and 6 not in each.families:  # of IP
        return "route targets of IPv6 without the family"
    if 6 in each.families and 4 not in each.families:  # of IP
        if (each.imports and not each.imports_v6) or (each.exports and not each.exports_v6):
            return "a VRF's own route targets hold for IPv6 as well where that has none"
        if (each.imports or each.exports) and (each.imports_v6 != each.imports or each.exports_v6 != each.exports):
            return "nobody knows whether a family's route targets join the VRF's or replace them"
    if (each.import_policy or each.export_policy or each.limit) and each.families and 4 not in each.families:  # of IP
        return "policies and limits stand in the family ipv4"
    return ""


def _static_routes(device: Device) -> Iterator[Beyond]:
    for each in device.static_routes:
        if why := _static(each):
            yield Beyond(f"static route {each.prefix}", why, each.lines)


def _static(each: StaticRoute) -> str:
    if each.permanent and each.track is not None:
        return "it is permanent, or stands as long as what it tracks"
    if each.prefix.version == 6 and (each.permanent or each.next_hop_vrf is not None):  # of IP
        return "a route of IPv6 is neither permanent nor global"
    return ""


def _ospf(device: Device) -> Iterator[Beyond]:
    for process in device.ospf:
        for why in _process(process):
            yield Beyond(f"OSPF {process.process}", why, process.lines)


def _process(process: OspfProcess) -> Iterator[str]:
    networks = [network for area in process.areas for network in area.networks]
    if len(set(networks)) < len(networks):
        yield "a network is in one area"
    if process.active & process.passive:
        yield "an interface is passive, or it isn't"


def _ldp(device: Device) -> Iterator[Beyond]:
    if device.ldp is None:
        return
    if strangers := device.ldp.interfaces - {each.name for each in device.interfaces}:
        yield Beyond(
            "LDP", f"it runs on ports of the device, and {', '.join(sorted(strangers))} isn't one", device.ldp.lines
        )
    if device.ldp.router_id is not None and device.ldp.router_interface is not None:
        yield Beyond("LDP", "its router id is an address, or that of an interface", device.ldp.lines)


_ANNOUNCED = (" redistribute ", " network ", " aggregate-address ")
_INNER = ("maximum-paths", "default-information originate", "synchronization", "auto-summary", "table-map")


def _bgp(device: Device) -> Iterator[Beyond]:
    without = {vrf.name for vrf in device.vrfs if vrf.rd is None}
    for each in device.bgp:
        if each.vrf in without:
            yield Beyond(f"VRF {each.vrf}", "BGP wants its route distinguisher", each.lines)
        for why in _instance(each):
            yield Beyond(f"BGP {each.asn}" + (f" of VRF {each.vrf}" if each.vrf is not None else ""), why, each.lines)


def _instance(each: BgpInstance) -> Iterator[str]:
    hops = [(one.ttl_hops, one.ebgp_multihop) for one in each.neighbors]
    if any(None not in pair for pair in (*hops, *((one.ttl_hops, one.ebgp_multihop) for one in each.groups))):
        yield "a neighbour is so many hops away at most, by `ttl-security` or by `ebgp-multihop`"
    if each.vrf is not None:
        yield from _inner(each)


def _inner(each: BgpInstance) -> Iterator[str]:
    """Yield what a VRF's families, which are sections of their own, don't hold."""
    if each.router_id is not None or each.cluster_id is not None:
        yield "a VRF has the router id and the cluster id of the device"
    for neighbor in each.neighbors:
        own = Family.IPV4 if neighbor.address.version == 4 else Family.IPV6  # of IP
        if {one.family for one in neighbor.families} - {own}:
            yield f"neighbour {neighbor.address} exchanges the routes of its own family"
    for name, _ in each.fields:
        if not any(what in name for what in _ANNOUNCED) and not name.removeprefix("ipv6 unicast ").startswith(_INNER):
            yield f"{name} is said of the device"


def _access_lists(device: Device) -> Iterator[Beyond]:
    for each in device.access_lists:
        for why in _access_list(each):
            yield Beyond(f"access list {each.name}", why, each.lines)


def _access_list(each: AccessList) -> Iterator[str]:
    if any(rule.sequence is None for rule in each.rules):
        yield "the device shows every rule with its number"
    if len(each.remarks) > 1:
        yield "one remark a list"
    if any("fragments" in rule.flags for rule in each.rules):
        yield "its word is `fragment`"


# What templates/ruijie_os/route_map.j2 has lines for.
MATCHES = frozenset(
    {"prefix-list", "access-list", "next-hop prefix-list", "next-hop access-list", "as-path", "community", "extcommunity", "tag", "metric",
     "interface", "route-type"}
)  # fmt: skip
SETS = frozenset(
    {"as-path prepend", "community", "comm-list", "extcommunity rt", "extcommunity soo", "next-hop", "default next-hop", "vrf", "interface",
     "local-preference", "metric", "metric-type", "origin", "tag", "weight", "level", "precedence", "dscp", "global"}
)  # fmt: skip


_NUMBERS = frozenset({"local-preference", "tag", "weight", "dscp", "precedence"})


def _policies(device: Device) -> Iterator[Beyond]:
    yield from once((each.name for each in device.policies), "route policy", ())
    for each in device.policies:
        numbers = [node.sequence for node in each.nodes]
        if not numbers or numbers != sorted(set(numbers)):
            yield Beyond(
                f"route policy {each.name}", "its nodes stand by their numbers, each once, and there is one", each.lines
            )
        for node in each.nodes:
            for why in _node(node):
                yield Beyond(f"route policy {each.name}, node {node.sequence}", why, node.lines or each.lines)


def _node(node: PolicyNode) -> Iterator[str]:
    for pairs, known in ((node.matches, MATCHES), (node.sets, SETS)):
        kinds = Counter(kind for kind, _ in pairs)
        for kind, value in pairs:
            if kind not in known or kinds[kind] > 1:
                yield f"the templates don't write {kind}" if kind not in known else f"two lines of {kind}"
            if why := _said_as(kind, value):
                yield why


def _said_as(kind: str, value: str) -> str:
    if (not value) is not (kind == "global"):
        return f"{kind} needs a value, and only `global` has none"
    if kind in _NUMBERS and not value.isdigit():
        return f"{kind} is a number"
    if kind == "interface":
        return "" if DIALECT.port(value.replace(" ", "")) == value else f"{value} is no port's name in full"
    if " ".join(DIALECT.words(value)) != value or value.startswith("prefix-list "):
        return f"{value} would be read as something else"
    return ""


def _value_lists(device: Device) -> Iterator[Beyond]:
    yield from once(((each.kind, each.name) for each in device.value_lists), "list", ())
    for each in device.value_lists:
        if why := _value_list(each):
            yield Beyond(f"{each.kind} list {each.name}", why, each.lines)


_MOST_STANDARD = 99


def _value_list(each: ValueList) -> str:
    if not each.rules:
        return "a list has a rule"
    if each.kind == "as-path" and not each.name.isdigit():
        return "a list of AS paths has a number"
    if each.kind == "as-path" and each.expanded:
        return "AS paths are always looked for by patterns"
    if each.kind != "as-path" and each.name.isdigit() and each.expanded is not (int(each.name) > _MOST_STANDARD):
        return "what a numbered list holds its number says"
    if any(" ".join(DIALECT.words(what)) != what for _, what in each.rules):
        return "a value that would be read as a port"
    return ""


_CHECKS: tuple[Callable[[Device], Iterable[Beyond]], ...] = (
    refusing.twice,
    partial(refusing.ports, dialect=DIALECT),
    _interfaces,
    _vrfs,
    refusing.known_vrfs,
    refusing.static_routes,
    _static_routes,
    refusing.ospf,
    _ospf,
    _ldp,
    refusing.bgp,
    _bgp,
    refusing.prefix_lists,
    refusing.vlan_names,
    partial(refusing.access_lists, most=1),
    _access_lists,
    _policies,
    _value_lists,
    management.refusals,
    translating.refusals,
    PORTS.refusals,
    ROUTING.refusals,
    OBJECTS.refusals,
    of_stacks,
)
