"""What a device's facts say that a Linux router with FRR 8.4 can't be told: refused by name, never dropped."""

from collections import Counter
from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv4Network
from itertools import pairwise
from pathlib import Path

from netops.model import (
    BgpInstance,
    Device,
    Family,
    FilterRule,
    Interface,
    InterfaceKind,
    Line,
    OspfProcess,
    PrefixList,
    PrefixRule,
    StaticRoute,
)
from netops.platforms.expressing import Beyond, beyond, once, written
from netops.platforms.frr.reader.routing import AFTER_ROUTE, DISCARDING, HIDDEN_HELLO
from netops.platforms.frr.refused_policies import CHECKS

# ifupdown2's add-on vrf refuses them; FRR calls its global table "default".
_RESERVED_VRFS = frozenset({"default", "local", "main", "unspec"})
_WITH_PORTS = frozenset({"tcp", "udp", "sctp", "dccp"})
_UNICAST = (Family.IPV4, Family.IPV6)
_HERE = Path(__file__).parent


def refusals(device: Device) -> Iterator[Beyond]:
    """Yield what of a device can't be expressed; its single values are checked by ``limits.yml`` before."""
    yield from beyond(device, written(_HERE))
    for check in _CHECKS:
        yield from check(device)
    for check in CHECKS:
        yield from check(device)


def _twice(device: Device) -> Iterator[Beyond]:
    named: dict[str, list[str | int | None]] = {
        "interface": [each.name for each in device.interfaces],
        "VRF": [each.name for each in device.vrfs],
        "interface and VRF": [*(each.name for each in device.interfaces), *(each.name for each in device.vrfs)],
        "OSPF process of VRF": [each.vrf for each in device.ospf],
        "BGP instance of VRF": [each.vrf for each in device.bgp],
        "packet filter": [each.name for each in device.filters],
        "prefix list": [f"{each.name} (IPv{_version(each)})" for each in device.prefix_lists],
        "VRF table": [each.table for each in device.vrfs if each.table is not None],
    }
    for what, names in named.items():
        yield from once(names, what)


def _interfaces(device: Device) -> Iterator[Beyond]:
    for each in device.interfaces:
        is_sub = "." in each.name and each.name.rpartition(".")[2].isdigit()
        if (each.kind is InterfaceKind.SUB) != is_sub:
            yield Beyond(f"interface {each.name}", "a subinterface, and only it, is named PORT.NUMBER", each.lines)
        if each.name == "lo" and each.kind is not InterfaceKind.LOOPBACK:
            yield Beyond("interface lo", "it is the loopback", each.lines)
        yield from _of_interface(each)


def _of_interface(each: Interface) -> Iterator[Beyond]:
    if each.kind is InterfaceKind.LOOPBACK and each.ospf is not None and each.ospf.network is not None:
        yield Beyond(f"interface {each.name}", "FRR gives a loopback no OSPF network type", each.lines)
    for address in each.addresses:
        if address.version == 6 and "%" in str(address):
            yield Beyond(f"interface {each.name}", "an address with a zone", each.lines)
    if each.ospf is not None and each.ospf.hello == HIDDEN_HELLO:
        yield Beyond(
            f"interface {each.name}", f"FRR doesn't show OSPF's default hello, {HIDDEN_HELLO}: leave it out", each.lines
        )
    if len({address.ip for address in each.addresses}) != len(each.addresses):
        yield Beyond(f"interface {each.name}", "one address with two lengths", each.lines)


def _vrfs(device: Device) -> Iterator[Beyond]:
    in_bgp = {each.vrf for each in device.bgp if any(family.vpn for family in each.families)}
    for each in device.vrfs:
        if each.name in _RESERVED_VRFS:
            yield Beyond(f"VRF {each.name}", "the name is the system's own", each.lines)
        if (each.rd or each.imports or each.exports) and each.name not in in_bgp:
            why = "FRR has RD and route targets in the VRF's BGP instance, and there is none that exports to VPN"
            yield Beyond(f"VRF {each.name}", why, each.lines)


def _unknown_vrfs(device: Device) -> Iterator[Beyond]:
    known = {each.name for each in device.vrfs}
    named: list[tuple[str, Interface | StaticRoute | OspfProcess | BgpInstance]] = [
        *((f"interface {each.name}", each) for each in device.interfaces),
        *((f"static route {each.prefix}", each) for each in device.static_routes),
        *((f"OSPF of VRF {each.vrf}", each) for each in device.ospf),
        *((f"BGP of VRF {each.vrf}", each) for each in device.bgp),
    ]
    for what, fact in named:
        if fact.vrf is not None and fact.vrf not in known:
            yield Beyond(what, f"the device has no VRF {fact.vrf}", fact.lines)


def _static_routes(device: Device) -> Iterator[Beyond]:
    ways = Counter((each.vrf, each.prefix, each.next_hop, each.interface) for each in device.static_routes)
    for (_, prefix, next_hop, interface), count in ways.items():
        if count > 1:
            yield Beyond(f"static route {prefix} via {next_hop or interface}", "FRR keeps one distance for one way out")
    for each in device.static_routes:
        if each.next_hop is not None and each.next_hop.version != each.prefix.version:
            yield Beyond(f"static route {each.prefix}", f"next hop {each.next_hop} is of the other family", each.lines)
        if each.interface in DISCARDING | AFTER_ROUTE:
            yield Beyond(f"static route {each.prefix}", f"{each.interface} isn't an interface to FRR", each.lines)


def _router_ids(device: Device) -> Iterator[Beyond]:
    """FRR shows a router id of zeros like none at all, and LDP takes host addresses only."""
    speakers: list[OspfProcess | BgpInstance] = [*device.ospf, *device.bgp]
    for each in speakers:
        if each.router_id is not None and int(each.router_id) == 0:
            yield Beyond(f"router id {each.router_id}", "FRR takes it for no router id", each.lines)
    if device.ldp is not None:
        for address in (device.ldp.router_id, device.ldp.transport_address):
            if address is not None and not _is_host(address):
                yield Beyond(f"LDP address {address}", "it isn't the address of a host", device.ldp.lines)


def _is_host(address: IPv4Address) -> bool:
    return not (address.is_multicast or address.is_reserved or address.is_loopback or address in _THIS_NETWORK)


_THIS_NETWORK = IPv4Network("0.0.0.0/8")


def _bgp(device: Device) -> Iterator[Beyond]:
    for instance in device.bgp:
        name = f"BGP {instance.asn}" + (f" of VRF {instance.vrf}" if instance.vrf is not None else "")
        yield from _families(instance, name)
        yield from _neighbors(instance, name)


def _families(instance: BgpInstance, name: str) -> Iterator[Beyond]:
    yield from once([each.family for each in instance.families], f"{name}, family", instance.lines)
    for each in instance.families:
        what = f"{name}, {each.family}"
        if each.family not in _UNICAST:
            yield Beyond(what, "it exchanges the VRFs' routes and originates none of its own", each.lines)
        if not (each.networks or each.redistribute or each.vpn):
            yield Beyond(what, "originates nothing", each.lines)
        if each.vpn and instance.vrf is None:
            yield Beyond(what, "only a VRF exports to VPN", each.lines)
        if any((network.version == 4) != (each.family is Family.IPV4) for network in each.networks):
            yield Beyond(what, "a network of another family", each.lines)
        if any(network.version == 6 and network.is_link_local for network in each.networks):
            yield Beyond(what, "FRR announces no link-local network", each.lines)
        if unknown := each.redistribute - _REDISTRIBUTED[each.family]:
            yield Beyond(what, f"can't redistribute {', '.join(sorted(unknown))}", each.lines)


_SHARED = frozenset({"kernel", "connected", "static", "isis"})
_REDISTRIBUTED = {
    Family.IPV4: _SHARED | {"rip", "ospf"},
    Family.IPV6: _SHARED | {"ripng", "ospf6"},
    Family.VPNV4: frozenset[str](),
    Family.VPNV6: frozenset[str](),
}


def _neighbors(instance: BgpInstance, name: str) -> Iterator[Beyond]:
    yield from once([each.address for each in instance.neighbors], f"{name}, neighbour", instance.lines)
    for each in instance.neighbors:
        what = f"{name}, neighbour {each.address}"
        yield from once([family.family for family in each.families], f"{what}, family", each.lines)
        if instance.vrf is not None and any(family.family not in _UNICAST for family in each.families):
            yield Beyond(what, "VPN routes are exchanged in the global table only", each.lines)


def _version(each: PrefixList) -> int:
    return next((rule.prefix.version for rule in each.rules if rule.prefix is not None), 4)


def _prefix_lists(device: Device) -> Iterator[Beyond]:
    for each in device.prefix_lists:
        what = f"prefix list {each.name}"
        sequences = [rule.sequence for rule in each.rules]
        if not each.rules:
            yield Beyond(what, "FRR has no list without a rule", each.lines)
        if sequences != sorted(set(sequences)):
            yield Beyond(what, "its rules stand in the order of their sequence numbers, each number once", each.lines)
        if len({(rule.action, rule.prefix, rule.at_least, rule.at_most) for rule in each.rules}) != len(each.rules):
            yield Beyond(what, "a rule that says what another says: FRR drops it", each.lines)
        if len({rule.prefix.version for rule in each.rules if rule.prefix is not None}) > 1:
            yield Beyond(what, "IPv4 and IPv6 in one list", each.lines)
        for rule in each.rules:
            yield from _prefix_rule(f"{what}, rule {rule.sequence}", rule, rule.lines or each.lines)


def _prefix_rule(what: str, rule: PrefixRule, lines: tuple[Line, ...]) -> Iterator[Beyond]:
    if rule.prefix is None:
        if rule.at_least is not None or rule.at_most is not None:
            yield Beyond(what, "a rule for any prefix has no length range", lines)
        return
    least = rule.prefix.prefixlen if rule.at_least is None else rule.at_least
    most = rule.prefix.max_prefixlen if rule.at_most is None else rule.at_most
    if rule.at_least is not None and least < rule.prefix.prefixlen:
        yield Beyond(what, "ge is shorter than the prefix", lines)
    if rule.at_most is not None and most < rule.prefix.prefixlen:
        yield Beyond(what, "le is shorter than the prefix", lines)
    if least > most:
        yield Beyond(what, f"ge {least} is longer than le {most}", lines)


def _filters(device: Device) -> Iterator[Beyond]:
    for each in device.filters:
        for number, rule in enumerate(each.rules, 1):
            yield from _filter_rule(f"packet filter {each.name}, rule {number}", rule, rule.lines or each.lines)


def _filter_rule(what: str, rule: FilterRule, lines: tuple[Line, ...]) -> Iterator[Beyond]:
    versions = {network.version for network in rule.sources | rule.destinations}
    if len(versions) > 1:
        yield Beyond(what, "IPv4 and IPv6 in one rule", lines)
    if rule.destination_ports and rule.protocol not in _WITH_PORTS:
        yield Beyond(what, "ports need tcp, udp, sctp or dccp", lines)
    if any(first > last for first, last in rule.destination_ports):
        yield Beyond(what, "a range of ports that ends before it begins", lines)
    if _overlap(sorted(rule.destination_ports)):
        yield Beyond(what, "ranges of ports that overlap", lines)


def _overlap(ranges: list[tuple[int, int]]) -> bool:
    return any(before[1] >= after[0] for before, after in pairwise(ranges))


def _ssh(device: Device) -> Iterator[Beyond]:
    ssh = device.management.ssh
    for name, words in (("ciphers", ssh.ciphers), ("macs", ssh.macs), ("key exchanges", ssh.key_exchanges)):
        yield from once(words, f"SSH {name}", ssh.lines)


_CHECKS: tuple[Callable[[Device], Iterator[Beyond]], ...] = (
    _twice,
    _interfaces,
    _vrfs,
    _unknown_vrfs,
    _static_routes,
    _router_ids,
    _bgp,
    _prefix_lists,
    _filters,
    _ssh,
)
