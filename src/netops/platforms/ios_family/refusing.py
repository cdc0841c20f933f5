"""What facts say that neither IOS nor RGOS can be told: refused by name, never dropped. What only one can't hold it says itself."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from netops.model import (
    AccessList,
    BgpInstance,
    BgpNeighbor,
    Device,
    Family,
    FilterRule,
    Interface,
    IPNetwork,
    PrefixRule,
    StaticRoute,
)
from netops.platforms.expressing import Beyond, named_ports, once
from netops.platforms.ios_family.filters import number_fits, understood
from netops.platforms.ios_family.sheet import Dialect

_WITH_PORTS = frozenset({"tcp", "udp"})
_MOST_BITS = 64
_MOST_PORT = 65535


def twice(device: Device) -> Iterator[Beyond]:
    """Yield what stands twice where the device has one."""
    named: dict[str, Iterable[object]] = {
        "interface": (each.name for each in device.interfaces),
        "VRF": (each.name for each in device.vrfs),
        "OSPF process": (each.process for each in device.ospf),
        "BGP of VRF": (each.vrf for each in device.bgp),
        "prefix list": (each.name for each in device.prefix_lists),
        "access list": ((each.version, each.name) for each in device.access_lists),
    }
    for what, names in named.items():
        yield from once(names, what, ())


def ports(device: Device, dialect: Dialect) -> Iterator[Beyond]:
    """Yield names that aren't written in full: a short one would be read back as what the device calls it."""
    ldp = () if device.ldp is None else (("LDP", device.ldp.router_interface),)
    for what, name in (*named_ports(device), *ldp):
        if name is not None and dialect.port(name) != name:
            yield Beyond(what, f"{name} is {dialect.port(name)} in full")
    for route in device.static_routes:
        if route.interface is not None and route.interface.startswith("Null"):
            yield Beyond(f"static route {route.prefix}", "the port Null discards: it is no port", route.lines)


def addresses(each: Interface) -> Iterator[str]:
    """Yield what is wrong with an interface's addresses."""
    first = [address for address in each.addresses - each.secondary if address.version == 4]  # of IP
    if not each.secondary <= each.addresses or any(address.version != 4 for address in each.secondary):  # of IP
        yield "a secondary address is one of its IPv4 addresses"
    if len(first) > 1 or (each.secondary and not first):
        yield "it has one first IPv4 address"
    for address in each.addresses:
        if "%" in str(address):
            yield "an address with a zone"
        elif address.version == 6 and address.ip.is_link_local and address.network.prefixlen != _MOST_BITS:  # of IP
            yield "a link-local address is of /64"


def bound(each: Interface) -> Iterator[str]:
    """Yield what is wrong with what is bound to an interface."""
    for bindings in (each.filters, each.policies):
        if any(count > 1 for count in Counter((one.version, one.inbound) for one in bindings).values()):
            yield "two of one kind in one direction"
    if any(one.version != 4 for one in each.policies):  # a policy has no family
        yield "a service policy is of no family"
    if any(server.version != 4 for server in each.relays):  # of IP
        yield "an IPv6 relay"
    if len({name for name, _ in each.guards}) < len(each.guards):
        yield "a protection that is on and off"
    if {("root-guard", True), ("loop-guard", True)} <= each.guards:
        yield "the tree has one guard on a port"


def layer2(each: Interface) -> Iterator[str]:
    """Yield what is wrong with an interface's VLANs."""
    if each.switchport is None:
        return
    if each.routed:
        yield "at layer 2 and at layer 3"
    allowed = each.switchport.allowed or ()
    if any(first > last for first, last in allowed) or any(one[1] + 1 >= two[0] for one, two in pairwise(allowed)):
        yield "its VLANs are ranges, joined and in order"


def known_vrfs(device: Device) -> Iterator[Beyond]:
    """Yield the VRFs that facts name and no VRF is."""
    known = {each.name for each in device.vrfs}
    used = {each.vrf for each in device.interfaces} | {each.vrf for each in device.static_routes}
    used |= {each.vrf for each in device.ospf} | {each.vrf for each in device.bgp}
    used |= (
        {each.vrf for each in device.isis}
        | {each.vrf for each in device.probes}
        | {each.vrf for each in device.dhcp_pools}
    )
    for vrf in used - known - {None}:
        yield Beyond(f"VRF {vrf}", "the device has no such VRF")


def static_routes(device: Device) -> Iterator[Beyond]:
    """Yield the static routes that neither holds."""
    for each in device.static_routes:
        if why := _static(each):
            yield Beyond(f"static route {each.prefix}", why, each.lines)


def _static(each: StaticRoute) -> str:
    if each.next_hop is not None and each.next_hop.version != each.prefix.version:
        return f"next hop {each.next_hop} is of the other family"
    if "%" in f"{each.next_hop}{each.prefix}":
        return "an address with a zone"
    if each.next_hop_vrf is not None and (each.vrf is None or each.next_hop is None):
        return "only a VRF's next hop is looked up in the global table"
    return ""


def ospf(device: Device) -> Iterator[Beyond]:
    """Yield what is wrong with OSPF's processes and areas."""
    for process in device.ospf:
        what = f"OSPF {process.process}"
        if process.process is None:
            yield Beyond(what, "a process has a number", process.lines)
        yield from once((each.number for each in process.areas), f"{what}, area", process.lines)
        for each in process.areas:
            if not (each.kind or each.authentication or each.networks or each.fields):
                yield Beyond(f"{what}, area {each.number}", "nothing is said of it", each.lines)
            if any(network.version != 4 for network in each.networks):  # of IP
                yield Beyond(f"{what}, area {each.number}", "an IPv6 network", each.lines)


def bgp(device: Device, *, alone: bool = False) -> Iterator[Beyond]:
    """Yield what is wrong with BGP; ``alone``: a neighbour in a VRF exchanges routes of its own family only."""
    whole = next((each for each in device.bgp if each.vrf is None), None)
    for each in device.bgp:
        name = f"BGP {each.asn}" + (f" of VRF {each.vrf}" if each.vrf is not None else "")
        if whole is None or (each.asn, each.default_ipv4_unicast) != (whole.asn, whole.default_ipv4_unicast):
            yield Beyond(name, "VRFs stand below one global instance, with its AS number and default", each.lines)
        yield from once((one.family for one in each.families), f"{name}, family", each.lines)
        yield from once((one.address for one in each.neighbors), f"{name}, neighbour", each.lines)
        for why in (*_instance(each), *_in_vrf(each, alone=alone), *_groups(each)):
            yield Beyond(name, why, each.lines)
        for neighbor in each.neighbors:
            for why in _neighbor(each, neighbor):
                yield Beyond(f"{name}, neighbour {neighbor.address}", why, neighbor.lines)


def _instance(each: BgpInstance) -> Iterator[str]:
    for own in each.families:
        if own.family in {Family.VPNV4, Family.VPNV6}:
            yield "it originates no VPN routes of its own"
        if own.vpn != (each.vrf is not None):
            yield "a VRF's family exports to VPN, and no other does"
        if each.vrf is None and not (own.networks or own.redistribute):
            yield f"{own.family} originates nothing"
        if any((network.version == 4) != (own.family is Family.IPV4) for network in own.networks):  # of IP
            yield "a network of another family"


def _in_vrf(each: BgpInstance, *, alone: bool) -> Iterator[str]:
    if each.vrf is None:
        return
    known = {own.family for own in each.families}
    if not known:
        yield "without a family there is no instance of the VRF"
    if each.groups:
        yield "the templates write groups in the global table only"
    for neighbor in each.neighbors:
        own = Family.IPV4 if neighbor.address.version == 4 else Family.IPV6  # of IP
        if own not in known or not {one.family for one in neighbor.families} <= ({own} if alone else known):
            yield f"neighbour {neighbor.address} {'stands in its own family alone' if alone else 'needs its family'}"


def _groups(each: BgpInstance) -> Iterator[str]:
    for group in each.groups:
        if group.internal != (group.remote_asn == each.asn):
            yield f"group {group.name} is internal by its AS number"
        if len({one.family for one in group.families}) < len(group.families):
            yield f"group {group.name} has a family twice"
    if len({group.name for group in each.groups}) < len(each.groups):
        yield "a group stands twice"


def _neighbor(each: BgpInstance, neighbor: BgpNeighbor) -> Iterator[str]:
    if neighbor.remote_asn is None and neighbor.group is None:
        yield "it has no AS number, and no group"
    if neighbor.group is not None and neighbor.group not in {group.name for group in each.groups}:
        yield f"there is no group {neighbor.group}"
    if len({one.family for one in neighbor.families}) < len(neighbor.families):
        yield "a family twice"
    if "%" in str(neighbor.address):
        yield "an address with a zone"


def prefix_lists(device: Device) -> Iterator[Beyond]:
    """Yield what is wrong with prefix lists."""
    for each in device.prefix_lists:
        what = f"prefix list {each.name}"
        sequences = [rule.sequence for rule in each.rules]
        if not each.rules or sequences != sorted(set(sequences)):
            yield Beyond(what, "its rules stand by their numbers, each number once, and there is one", each.lines)
        if len({rule.prefix.version for rule in each.rules if rule.prefix is not None}) > 1:
            yield Beyond(what, "IPv4 and IPv6 in one list", each.lines)
        for rule in each.rules:
            if why := _prefix_rule(rule):
                yield Beyond(f"{what}, rule {rule.sequence}", why, rule.lines or each.lines)


def _prefix_rule(rule: PrefixRule) -> str:
    if rule.prefix is None:
        return "any prefix is 0.0.0.0/0 le 32"
    least = rule.prefix.prefixlen if rule.at_least is None else rule.at_least
    most = rule.prefix.max_prefixlen if rule.at_most is None else rule.at_most
    return "" if rule.prefix.prefixlen <= least <= most <= rule.prefix.max_prefixlen else "lengths that none has"


VLAN_NAME = re.compile("vlan ([1-9][0-9]{0,3}) name")
_MOST_OF_A_NAME = 32


def vlan_names(device: Device) -> Iterator[Beyond]:
    """Yield the names of VLANs that can't be written: of one that isn't there, two of one VLAN, or none of one word."""
    found = [(int(match[1]), value) for name, value in device.management.fields if (match := VLAN_NAME.fullmatch(name))]
    yield from once((vlan for vlan, _ in found), "name of VLAN", ())
    for vlan, name in found:
        if vlan not in device.vlans:
            yield Beyond(f"name of VLAN {vlan}", "there is no such VLAN")
        elif not name or " " in name or len(name) > _MOST_OF_A_NAME:
            yield Beyond(f"name of VLAN {vlan}", f"it is one word of up to {_MOST_OF_A_NAME} characters")


def access_lists(device: Device, most: int) -> Iterator[Beyond]:
    """Yield what is wrong with access lists; ``most`` is the number of single ports that a rule can name."""
    for each in device.access_lists:
        for why in access_list(each):
            yield Beyond(f"access list {each.name}", why, each.lines)
        for at, rule in enumerate(each.rules, 1):
            for why in _rule(each, rule, most):
                yield Beyond(f"access list {each.name}, rule {at}", why, rule.lines or each.lines)


def access_list(each: AccessList) -> Iterator[str]:
    """Yield what is wrong with a list as a whole."""
    if each.version == 6 and each.kind != "extended":  # of IP
        yield "a list of IPv6 is an extended one"
    if each.name.isdigit() and (each.version != 4 or not number_fits(each.name, each.kind)):  # of IP
        yield "the number is another kind's"
    numbers = [rule.sequence for rule in each.rules]
    if numbers != [None] * len(numbers):
        placed = [number for number in numbers if number is not None]
        if len(placed) < len(numbers) or placed != sorted(set(placed)):
            yield "either no rule has a number, or each has one, in order"


def _rule(each: AccessList, rule: FilterRule, most: int) -> Iterator[str]:
    for networks in (rule.sources, rule.destinations):
        yield from place(networks, each.version)
    for ranges in (rule.source_ports, rule.destination_ports):
        yield from _port_ranges(ranges, rule.protocol, most)
    if each.kind == "standard" and (rule.protocol or rule.destinations or rule.flags):
        yield "a standard list looks at sources alone"
    if not understood(rule.flags):
        yield f"the device doesn't know {', '.join(rule.flags)}, in that order"


def place(networks: frozenset[IPNetwork], version: int) -> Iterator[str]:
    """Yield what is wrong with where a rule's packets come from, or go to."""
    if len(networks) > 1:
        yield "a rule has one source and one destination"
    if any(network.version != version for network in networks):
        yield "an address of another family"
    if any(network.prefixlen == 0 for network in networks):
        yield "all addresses are none in the model"


def _port_ranges(ranges: frozenset[tuple[int, int]], protocol: str | None, most: int) -> Iterator[str]:
    if ranges and protocol not in _WITH_PORTS:
        yield "ports need tcp or udp"
    if any(first > last for first, last in ranges):
        yield "a range of ports that ends before it begins"
    if _all_but_one(ranges):
        return
    if len(ranges) > most or (len(ranges) > 1 and any(first != last for first, last in ranges)):
        yield f"a rule has one range of ports, all but one, or up to {most} single ones"


def _all_but_one(ranges: frozenset[tuple[int, int]]) -> bool:
    """Tell whether ranges are all ports but one (``neq``)."""
    match sorted(ranges):
        case [(0, before), (after, last)]:
            return before + 2 == after and last == _MOST_PORT
        case _:
            return False
