"""What a device's facts say that the templates for Cisco IOS can't tell it: refused by name, never dropped."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from netops.model import (
    AccessList,
    Device,
    FilterRule,
    Interface,
    InterfaceKind,
    Management,
    Vrf,
)
from netops.platforms.cisco_ios.management_refusals import of_logging, of_passwords, of_services, of_terminals, of_users
from netops.platforms.cisco_ios.object_refusals import OBJECTS, PORTS, ROUTING, of_stacks, of_zones
from netops.platforms.cisco_ios.policy_refusals import of_policies, of_pools, of_translations, of_value_lists
from netops.platforms.cisco_ios.reader import DIALECT
from netops.platforms.cisco_ios.service_refusals import of_aaa, of_clock, of_settings, of_snmp
from netops.platforms.expressing import Beyond, beyond, once, written
from netops.platforms.ios_family import refusing
from netops.platforms.ios_family.filters import understood
from netops.platforms.ios_family.interfaces import kind_of

_HERE = Path(__file__).parent
_WITH_PORTS = frozenset({"tcp", "udp"})
_MOST_PORTS = 10
# The protections that templates/cisco_ios/interface.j2 has lines for.
GUARDS = frozenset(
    {"redirects", "proxy-arp", "unreachables", "mask-reply", "directed-broadcast", "local-proxy-arp", "cdp", "lldp-transmit",
     "lldp-receive", "mop", "mop-sysid", "dhcp-snooping-trust", "arp-inspection-trust", "port-security", "nonegotiate", "protected",
     "block-unicast", "block-multicast", "ipv6-redirects", "ipv6-unreachables", "source-guard", "source-guard port-security", "portfast",
     "bpduguard", "bpdufilter", "root-guard", "loop-guard", "dot1x", "mab", "authentication-open", "snmp-link-trap", "route-cache"}
)  # fmt: skip
_MEASURED = ("port-security ", "storm-control ")


def refusals(device: Device) -> Iterator[Beyond]:
    """Yield what of a device can't be expressed; its single values are checked by ``limits.yml`` before."""
    yield from beyond(device, written(_HERE))
    for check in _CHECKS:
        yield from check(device)


def _twice(device: Device) -> Iterator[Beyond]:
    named: dict[str, Iterable[object]] = {
        "interface": (each.name for each in device.interfaces),
        "VRF": (each.name for each in device.vrfs),
        "OSPF process": (each.process for each in device.ospf),
        "BGP of VRF": (each.vrf for each in device.bgp),
        "prefix list": (each.name for each in device.prefix_lists),
        "access list": (each.name for each in device.access_lists),  # an IPv4 and an IPv6 list can't share a name
        "route map": (each.name for each in device.policies),
        "list of values": ((each.kind, each.name) for each in device.value_lists),
        "NAT pool": (each.name for each in device.pools),
        "user": (each.name for each in device.management.users),
        "line": ((each.kind, each.first) for each in device.management.terminals),
        "service": (each.name for each in device.management.services),
    }
    for what, names in named.items():
        yield from once(names, what, ())


def _ports(device: Device) -> Iterator[Beyond]:
    """Names are written in full: a short one would be read back as what the device calls it."""
    named: list[tuple[str, str | None]] = [
        *((f"interface {each.name}", each.name) for each in device.interfaces),
        *((f"interface {each.name}", each.unnumbered) for each in device.interfaces),
        *((f"static route {each.prefix}", each.interface) for each in device.static_routes),
        *((f"OSPF {each.process}", name) for each in device.ospf for name in each.active | each.passive),
        *((f"neighbour {each.address}", each.update_source) for bgp in device.bgp for each in bgp.neighbors),
        *((f"group {each.name}", each.update_source) for bgp in device.bgp for each in bgp.groups),
        *(("LDP", each.router_interface) for each in (device.ldp,) if each is not None),
        *((f"translation of {each.access_list}", each.interface) for each in device.translations),
        *_sources(device.management),
    ]
    for what, name in named:
        if name is not None and _full(name) != name:
            yield Beyond(what, f"{name} is {_full(name)} in full")
    for route in device.static_routes:
        if route.interface is not None and route.interface.startswith("Null"):
            yield Beyond(f"static route {route.prefix}", "Null0 discards: it is no port", route.lines)


def _full(name: str) -> str:
    try:
        return DIALECT.port(name)
    except ValueError:
        return "no port"


def _sources(own: Management) -> Iterator[tuple[str, str | None]]:
    yield "SNMP", own.snmp.source
    yield "time", own.clock.source
    yield "logging", own.logging.source
    for source in own.clock.sources:
        yield f"time source {source.host}", source.source
    for name, port in (*own.fields, *own.snmp.fields):
        if name == "source-interface informs" or (name.startswith("aaa group ") and name.endswith(" source-interface")):
            yield name, port


def _interfaces(device: Device) -> Iterator[Beyond]:
    for each in device.interfaces:
        family = (*refusing.addresses(each), *refusing.bound(each), *refusing.layer2(each))
        for why in (*_kind(each), *family, *_own(each)):
            yield Beyond(f"interface {each.name}", why, each.lines)


def _kind(each: Interface) -> Iterator[str]:
    kind = kind_of(each.name)
    if each.kind is not kind:
        yield f"by its name it is of kind {kind}"
    if kind is InterfaceKind.VLAN and each.name.startswith("Vlan"):
        if each.name != f"Vlan{each.dot1q}":
            yield "a VLAN's port has its number as dot1q, 1 to 4094"
    elif each.dot1q is not None and kind is not InterfaceKind.SUB:
        yield "only a sub-interface has a tag"


def _own(each: Interface) -> Iterator[str]:
    """What the device's templates ask of an interface beyond what the family does."""
    if each.ospf is not None and each.ospf.process is None:
        yield "OSPF needs the number of its process"
    if each.ospf is not None and (each.ospf.authentication == "key-chain") != (each.ospf.key_chain is not None):
        yield "a key chain has a name, and proves where the port says so"
    if unknown := {name for name, _ in each.guards if not name.startswith(_MEASURED)} - GUARDS:
        yield f"the templates don't write {', '.join(sorted(unknown))}"
    for name, on in each.guards:
        if name.startswith(_MEASURED) and not on:
            yield f"{name} is a measure, which is taken or isn't there"


def _vrfs(device: Device) -> Iterator[Beyond]:
    for each in device.vrfs:
        if why := _vrf(each):
            yield Beyond(f"VRF {each.name}", why, each.lines)
    known = {each.name for each in device.vrfs}
    used = {each.vrf for each in device.interfaces} | {each.vrf for each in device.static_routes}
    used |= {each.vrf for each in device.ospf} | {each.vrf for each in device.bgp}
    own = device.management
    used |= {each.vrf for each in own.aaa.servers} | {each.vrf for each in own.snmp.targets}
    used |= {each.vrf for each in own.clock.sources} | {each.vrf for each in own.logging.targets}
    used |= {each.vrf for each in device.translations}
    used |= (
        {each.vrf for each in device.isis}
        | {each.vrf for each in device.probes}
        | {each.vrf for each in device.dhcp_pools}
    )
    for vrf in used - known - {None}:
        yield Beyond(f"VRF {vrf}", "the device has no such VRF")
    families = {each.name: each.families for each in device.vrfs}
    for port in device.interfaces:
        lacking = {address.version for address in port.addresses} - families.get(port.vrf or "", frozenset({4, 6}))
        if port.vrf in families and lacking:
            yield Beyond(f"interface {port.name}", f"VRF {port.vrf} has no addresses of its family", port.lines)


def _vrf(each: Vrf) -> str:
    if (each.imports_v6 or each.exports_v6) and 6 not in each.families:  # of IP
        return "route targets of IPv6 without the family"
    lacking = (each.imports and not each.imports_v6) or (each.exports and not each.exports_v6)
    if lacking and each.families == {6}:
        return "a VRF's own route targets hold for IPv6 as well where that has none"
    if (each.import_policy or each.export_policy or each.limit) and 4 not in each.families:  # of IP
        return "policies and limits stand in the family ipv4"
    return ""


def _ldp(device: Device) -> Iterator[Beyond]:
    ports = frozenset(each.name for each in device.interfaces if each.mpls)
    if device.ldp is None:
        if ports:
            yield Beyond("LDP", "it runs where `mpls ip` stands")
        return
    if device.ldp.router_id is not None:
        yield Beyond("LDP", "its router id is an interface's address", device.ldp.lines)
    if device.ldp.interfaces != ports:
        yield Beyond("LDP", "it looks for neighbours where `mpls ip` stands, and nowhere else", device.ldp.lines)
    if not ports and device.ldp.router_interface is None:
        yield Beyond("LDP", "nothing is said of it", device.ldp.lines)


def _access_lists(device: Device) -> Iterator[Beyond]:
    for each in device.access_lists:
        for why in refusing.access_list(each):
            yield Beyond(f"access list {each.name}", why, each.lines)
        for at, rule in enumerate(each.rules, 1):
            for why in _rule(each, rule):
                yield Beyond(f"access list {each.name}, rule {at}", why, rule.lines or each.lines)


def _rule(each: AccessList, rule: FilterRule) -> Iterator[str]:
    for networks in (rule.sources, rule.destinations):
        yield from refusing.place(networks, each.version)
    for ranges in (rule.source_ports, rule.destination_ports):
        yield from _port_ranges(ranges, rule.protocol)
    if each.kind == "standard" and (rule.protocol or rule.destinations or rule.flags):
        yield "a standard list looks at sources alone"
    if not understood(rule.flags):
        yield f"the device doesn't know {', '.join(rule.flags)}, in that order"


def _port_ranges(ranges: frozenset[tuple[int, int]], protocol: str | None) -> Iterator[str]:
    if ranges and protocol not in _WITH_PORTS:
        yield "ports need tcp or udp"
    if any(first > last for first, last in ranges):
        yield "a range of ports that ends before it begins"
    if len(ranges) > _MOST_PORTS or (len(ranges) > 1 and any(first != last for first, last in ranges)):
        yield "a rule has one range of ports, or up to ten single ones"


_CHECKS: tuple[Callable[[Device], Iterator[Beyond]], ...] = (
    _twice,
    _ports,
    _interfaces,
    _vrfs,
    refusing.static_routes,
    refusing.ospf,
    _ldp,
    partial(refusing.bgp, alone=True),
    refusing.prefix_lists,
    refusing.vlan_names,
    _access_lists,
    of_policies,
    of_value_lists,
    of_pools,
    of_translations,
    of_aaa,
    of_users,
    of_terminals,
    of_passwords,
    of_services,
    of_snmp,
    of_clock,
    of_logging,
    of_settings,
    PORTS.refusals,
    ROUTING.refusals,
    OBJECTS.refusals,
    of_zones,
    of_stacks,
)
