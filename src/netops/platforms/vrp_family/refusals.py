"""What a device's facts say that no template for Huawei's platforms can tell it: refused by name, never dropped."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from netops.model import (
    AccessList,
    Device,
    FilterRule,
    Interface,
    InterfaceKind,
    IPNetwork,
    PrefixRule,
    StaticRoute,
    Switchport,
    Vrf,
)
from netops.platforms.expressing import Beyond, beyond, named_ports, once, written
from netops.platforms.vrp_family.acls import kind_of_number, understood
from netops.platforms.vrp_family.interfaces import is_guard
from netops.platforms.vrp_family.refused_management import management
from netops.platforms.vrp_family.refused_nat import nat
from netops.platforms.vrp_family.refused_objects import objects
from netops.platforms.vrp_family.refused_ports import told_elsewhere, wrong_kind
from netops.platforms.vrp_family.refused_routing import bgp, ospf, policies, proof, value_lists
from netops.platforms.vrp_family.route_limits import unwritten_of_vrf
from netops.platforms.vrp_family.sheet import Dialect

_WITH_PORTS = frozenset({"tcp", "udp"})
_MOST_BITS = 64
_FIRST = (1, 1)
# The protections and settings that templates/vrp_family/interface.j2 has lines for.
GUARDS = frozenset(
    {"dhcp-snooping", "dhcp-snooping-trust", "dhcp-relay", "port-security", "proxy-arp", "redirects", "unreachables",
     "directed-broadcast", "lldp", "arp-inspection", "ip-source-guard", "arp-broadcast", "ipv6", "edge-port", "root-guard",
     "loop-guard", "stp", "ntp", "storm-control", "local-proxy-arp", "bpdufilter", "flow-control", "dot1x", "mac-authentication",
     "clear-df", "dcn", "ra-halt", "distributed-gateway", "source-route"}
)  # fmt: skip
SETTINGS = frozenset(
    {"speed", "duplex", "bandwidth", "negotiation", "load-balance", "lacp", "lacp-settings", "port-security", "port-isolation",
     "combo", "broadcast-suppression", "multicast-suppression", "unicast-suppression", "storm-control", "mode", "source",
     "destination", "statistic", "portswitch", "stp-cost", "stp-instance", "stp-port", "trust", "trust-upstream", "tcp-mss", "dhcp-select", "dhcp-server",
     "rate-limit", "mac-limit", "least-links", "most-links", "voice-vlan", "ospf-bfd", "ospf-priority", "loop-detection", "jumboframe",
     "ipv6-mtu", "ipv6-nd", "qos-profile", "authentication-profile", "igmp", "pim", "lldp-tlv", "peer-link", "m-lag"}
)  # fmt: skip
_STORMS = frozenset({"storm-control", "broadcast-suppression"})
# Lines that begin as a setting and say a protection.
_PROTECTS = {"dhcp-select": "dhcp select {}", "ipv6-nd": "ipv6 nd {}", "loop-detection": "loopback-detect {}", "stp-port": "stp port {}",
    "lldp-tlv": "lldp tlv-enable {}", "mac-limit": "mac-limit {}"}  # fmt: skip
_NUMBERED = {"peer-link": r"[1-9][0-9]{0,9}", "m-lag": r"[1-9][0-9]{0,9} [1-9][0-9]{0,9}"}
_ONLY: dict[str, frozenset[str]] = {"portswitch": frozenset({"on", "off"}), "negotiation": frozenset({"off"})}


def refused(device: Device, dialect: Dialect, folder: Path) -> Iterator[Beyond]:
    """Yield what of a device can't be expressed; its single values are checked by ``limits.yml`` before."""
    yield from beyond(device, written(folder))
    yield from _ports(device, dialect)
    yield from objects(device, dialect)
    for check in _CHECKS:
        yield from check(device)


def _twice(device: Device) -> Iterator[Beyond]:
    named: dict[str, Iterable[object]] = {
        "interface": (each.name for each in device.interfaces),
        "VRF": (each.name for each in device.vrfs),
        "OSPF process": (each.process for each in device.ospf),
        "BGP of VRF": (each.vrf for each in device.bgp),
        "access list": ((each.version, each.name) for each in device.access_lists),
        "route policy": (each.name for each in device.policies),
        "list": ((each.kind, each.name) for each in device.value_lists),
    }
    for what, names in named.items():
        yield from once(names, what, ())


def _ports(device: Device, dialect: Dialect) -> Iterator[Beyond]:
    """Names are written in full: a short one would be read back as what the device calls it."""
    for what, name in named_ports(device):
        try:
            full = dialect.full(name)
        except ValueError:
            full = ""
        if full != name:
            yield Beyond(what, f"{name} is no port of the device" if not full else f"{name} is {full} in full")
        elif name.startswith("NULL"):
            yield Beyond(what, "NULL0 discards: it is no port")


def _source_routes(device: Device, each: Interface) -> Iterator[str]:
    """Only NetEngine has a line at a port for packets that choose their way (NE40E Command Reference, ip option source-route enable)."""
    engine = device.platform == "huawei_vrpv8" and (device.release is None or device.release.startswith("V8"))
    if not engine and any(name == "source-route" for name, _ in each.guards):
        yield "only NetEngine has `ip option source-route enable` at ports"


def _interfaces(device: Device) -> Iterator[Beyond]:
    for each in device.interfaces:
        for why in (
            *wrong_kind(each, "Vlanif"),
            *_addresses(each),
            *_bound(each),
            *_settings(each),
            *_layer2(each),
            *_member(each),
        ):
            yield Beyond(f"interface {each.name}", why, each.lines)
        for why in (
            *_translated(device, each),
            *_ospf_of(device, each),
            *_options_of(device, each),
            *_made(device, each),
            *told_elsewhere(device, each),
            *_source_routes(device, each),
        ):
            yield Beyond(f"interface {each.name}", why, each.lines)


def _options_of(device: Device, each: Interface) -> Iterator[str]:
    """Only routers say at a port whether packets choose their own way."""
    routes = device.platform == "huawei_vrpv8" and (device.release or "V8").startswith("V8")
    if not routes and any(name == "source-route" for name, _ in each.guards):
        yield "the templates don't write source-route"


def _addresses(each: Interface) -> Iterator[str]:
    first = [address for address in each.addresses - each.secondary if address.version == 4]  # of IP
    if not each.secondary <= each.addresses or any(address.version != 4 for address in each.secondary):  # of IP
        yield "a secondary address is one of its IPv4 addresses"
    if len(first) > 1 or (each.secondary and not first):
        yield "it has one first IPv4 address"
    if first and each.unnumbered is not None:
        yield "it has an address of its own, or borrows one"
    for address in each.addresses:
        if "%" in str(address):
            yield "an address with a zone"
        elif address.version == 6 and address.ip.is_link_local and address.network.prefixlen != _MOST_BITS:  # of IP
            yield "a link-local address is of /64"
    if (
        any(address.version == 6 for address in each.addresses) and {("ipv6", True), ("ipv6", False)} & each.guards
    ):  # of IP
        yield "IPv6 is on where it has an IPv6 address"


def _bound(each: Interface) -> Iterator[str]:
    for bound in (each.filters, each.policies):
        if any(count > 1 for count in Counter((one.version, one.inbound) for one in bound).values()):
            yield "two of one kind in one direction: no manual says which is tried first"
    if any(one.version != 4 for one in each.policies):  # a policy has no family
        yield "a traffic policy is of no family"
    if any(server.version != 4 for server in each.relays):  # of IP
        yield "an IPv6 relay"
    names = [name for name, _ in each.guards]
    if unknown := set(names) - GUARDS:
        yield f"the templates don't write {', '.join(sorted(unknown))}"
    if len(set(names)) < len(names):
        yield "a protection that is on and off"
    if each.relays and {("dhcp-relay", True), ("dhcp-relay", False)} & each.guards:
        yield "requests are sent on where a server is named"


def _settings(each: Interface) -> Iterator[str]:
    names = {name for name, _ in each.fields}
    if unknown := names - SETTINGS:
        yield f"the templates don't write {', '.join(sorted(unknown))}"
    if bool(_STORMS & names) != (("storm-control", True) in each.guards) or ("storm-control", False) in each.guards:
        yield "a storm is held back by a rate, and by nothing else"
    if "port-security" in names and ("port-security", True) not in each.guards:
        yield "port security is limited where it is on"
    for name, value in each.fields:
        if name in _PROTECTS and is_guard(_PROTECTS[name].format(value)):
            yield f"{name} {value} is a protection"
        if name in _NUMBERED and re.fullmatch(_NUMBERED[name], value) is None:
            yield f"{name} is told by numbers"
        if name == "trust" and value.startswith("upstream "):
            yield "what upstream trusts is a setting of its own"
        if name in _ONLY and value not in _ONLY[name]:
            yield f"{name} is {' or '.join(sorted(_ONLY[name]))}"
    if len([name for name, _ in each.fields if name in _ONLY]) > len(names & set(_ONLY)):
        yield "a setting that is on and off"


def _layer2(each: Interface) -> Iterator[str]:
    port = each.switchport
    if port is None:
        if ("portswitch", "on") in each.fields:
            yield "a port at layer 2 is a switchport"
        return
    if ("portswitch", "off") in each.fields:
        yield "a port at layer 3 is no switchport"
    if port == Switchport() and ("portswitch", "on") not in each.fields:
        yield "nothing is said of its layer 2"
    for ranges in (port.allowed or (), port.untagged):
        if any(first > last for first, last in ranges) or any(one[1] + 1 >= two[0] for one, two in pairwise(ranges)):
            yield "its VLANs are ranges, joined and in order"
    yield from _carried(port)


def _carried(port: Switchport) -> Iterator[str]:
    if port.allowed is not None and port.mode not in {None, "trunk", "hybrid"}:
        yield "only a trunk or a hybrid port carries VLANs"
    if port.allowed == (_FIRST,):
        yield "that it carries VLAN 1 alone is what it does without a line"
    if port.access is not None and port.mode in {"trunk", "hybrid"}:
        yield "an access VLAN is an access port's"
    if port.untagged and (port.mode != "hybrid" or not _within(port.untagged, port.allowed or ())):
        yield "untagged VLANs are among those that a hybrid port carries"


def _within(inner: tuple[tuple[int, int], ...], outer: tuple[tuple[int, int], ...]) -> bool:
    return all(any(low <= first and last <= high for low, high in outer) for first, last in inner)


def _member(each: Interface) -> Iterator[str]:
    if each.aggregate is None:
        return
    if each.addresses or each.vrf or each.ospf or each.mpls or each.switchport not in {None, Switchport()}:
        yield "a member of an Eth-Trunk has no layer of its own"


def _made(device: Device, each: Interface) -> Iterator[str]:
    """Yield what must be there before the port, or before a line of it."""
    if device.platform == "huawei_vrp" and {"peer-link", "m-lag"} & {name for name, _ in each.fields}:
        yield "two devices are one to a third on VRP8"
    if each.aggregate is not None and device.interface(each.aggregate) is None:
        yield f"there is no {each.aggregate}"
    if each.kind is InterfaceKind.VLAN and each.dot1q not in device.vlans | {1}:
        yield f"there is no VLAN {each.dot1q}"


def _translated(device: Device, each: Interface) -> Iterator[str]:
    if each.side is not None and each.side != "outside":
        yield "translation is told at the outside port alone"
    if each.side is None and any(one.interface == each.name for one in device.translations):
        yield "a port that translates stands on the outside"


def _ospf_of(device: Device, each: Interface) -> Iterator[str]:
    if each.ospf is None:
        return
    if why := proof(each.ospf):
        yield why
    process = next((one for one in device.ospf if one.process == each.ospf.process), None)
    if each.ospf.process is None or process is None:
        yield "OSPF needs a process of its number"
    elif process.vrf != each.vrf:
        yield "its OSPF process is of another VRF"


def _vrfs(device: Device) -> Iterator[Beyond]:
    for each in device.vrfs:
        for why in _vrf(each):
            yield Beyond(f"VRF {each.name}", why, each.lines)
    known = {each.name for each in device.vrfs}
    used = {each.vrf for each in device.interfaces} | {each.vrf for each in device.ospf}
    used |= {each.vrf for each in device.bgp}
    used |= {vrf for each in device.static_routes for vrf in (each.vrf, each.next_hop_vrf or None)}
    for vrf in used - known - {None}:
        yield Beyond(f"VRF {vrf}", "the device has no such VRF")


def _vrf(each: Vrf) -> Iterator[str]:
    if (each.imports_v6 or each.exports_v6) and 6 not in each.families:  # of IP
        yield "route targets of IPv6 without the family"
    if (each.imports or each.exports or each.import_policy or each.export_policy or each.limit) and (
        4 not in each.families  # of IP
    ):
        yield "route targets, policies and limits stand in the family IPv4"
    if each.rd is not None and not each.families:
        yield "a route distinguisher stands in a family"
    if why := unwritten_of_vrf(each.fields, each.limit):
        yield why
    if each.rd is None and (each.imports or each.exports or each.imports_v6 or each.exports_v6):
        yield "route targets need a route distinguisher"


def _static_routes(device: Device) -> Iterator[Beyond]:
    for each in device.static_routes:
        if why := _static(each):
            yield Beyond(f"static route {each.prefix}", why, each.lines)


def _static(each: StaticRoute) -> str:
    if each.next_hop is not None and each.next_hop.version != each.prefix.version:
        return f"next hop {each.next_hop} is of the other family"
    if "%" in f"{each.next_hop}{each.prefix}":
        return "an address with a zone"
    if each.next_hop_vrf is not None and (each.next_hop is None or each.interface is not None):
        return "only a next hop is looked up in another table"
    if each.next_hop_vrf == "" and each.vrf is None:
        return "the global table is its own"
    if each.permanent and each.track is not None:
        return "a route that stays follows nothing"
    return ""


def _ldp(device: Device) -> Iterator[Beyond]:
    ports = frozenset(each.name for each in device.interfaces if each.mpls)
    if device.ldp is None:
        if ports:
            yield Beyond("LDP", "labels on a port need the LSR ID, which stands with LDP")
        return
    if device.ldp.router_id is None:
        yield Beyond("LDP", "it needs its router id", device.ldp.lines)
    if not device.ldp.interfaces <= ports:
        yield Beyond("LDP", "it looks for neighbours where `mpls` stands", device.ldp.lines)


def _prefix_lists(device: Device) -> Iterator[Beyond]:
    families = []
    for each in device.prefix_lists:
        what = f"prefix list {each.name}"
        sequences = [rule.sequence for rule in each.rules]
        if not each.rules or sequences != sorted(set(sequences)):
            yield Beyond(what, "its rules stand by their numbers, each number once, and there is one", each.lines)
        versions = {4 if rule.prefix is None else rule.prefix.version for rule in each.rules}
        families += [(version, each.name) for version in versions]
        if len(versions) > 1:
            yield Beyond(what, "IPv4 and IPv6 in one list", each.lines)
        for rule in each.rules:
            if why := _prefix_rule(rule):
                yield Beyond(f"{what}, rule {rule.sequence}", why, rule.lines or each.lines)
    yield from once(families, "prefix list", ())


def _prefix_rule(rule: PrefixRule) -> str:
    if rule.prefix is None:
        return "" if rule.at_least is None and rule.at_most is None else "any prefix has no bounds"
    if rule.prefix.version == 4 and rule.prefix.prefixlen == 0 and (rule.at_least, rule.at_most) == (None, 32):  # of IP
        return "that is any prefix"
    least = rule.prefix.prefixlen if rule.at_least is None else rule.at_least
    most = rule.prefix.max_prefixlen if rule.at_most is None else rule.at_most
    return "" if rule.prefix.prefixlen <= least <= most <= rule.prefix.max_prefixlen else "lengths that none has"


def _access_lists(device: Device) -> Iterator[Beyond]:
    numbers = [(each.version, each.number) for each in device.access_lists if each.number is not None]
    numbers += [(each.version, int(each.name)) for each in device.access_lists if each.name.isdigit()]
    yield from once(numbers, "access list", ())
    called = {str(each.number): each.name for each in device.access_lists if each.number is not None}
    for each in device.access_lists:
        for why in _access_list(each):
            yield Beyond(f"access list {each.name}", why, each.lines)
        for at, rule in enumerate(each.rules, 1):
            for why in _rule(each, rule):
                yield Beyond(f"access list {each.name}, rule {at}", why, rule.lines or each.lines)
    for name in sorted(_named(device) & set(called)):
        yield Beyond(f"access list {called[name]}", f"it is called {name} elsewhere, and would be read by its name")


def _named(device: Device) -> set[str]:
    """Return by which names and numbers other facts call access lists."""
    own = device.management
    bound = [own.ssh.filters, *(each.filters for each in device.interfaces), *(each.filters for each in own.terminals)]
    bound += [*(each.filters for each in own.services), *(each.filters for each in own.snmp.communities)]
    bound += [*(each.filters for each in own.snmp.users), *(each.filters for each in own.snmp.groups)]
    found = {each.name for filters in bound for each in filters}
    found |= {each.access_list for each in device.translations if each.access_list is not None}
    nodes = [node for policy in device.policies for node in policy.nodes]
    return found | {value for node in nodes for what, value in node.matches if what.endswith("access-list")}


def _access_list(each: AccessList) -> Iterator[str]:
    number = each.name if each.name.isdigit() else each.number
    if number is not None and (kind_of_number(str(number)) != each.kind or (each.version, each.kind) == (6, "layer2")):
        yield "the number is another kind's"
    if each.name.isdigit() and each.number is not None:
        yield "its name is its number"
    placed = [rule.sequence for rule in each.rules if rule.sequence is not None]
    if len(placed) < len(each.rules) or placed != sorted(set(placed)):
        yield "each rule has a number, in order"
    if len(each.remarks) > len(each.rules) + 1:
        yield "it has one remark of its own, and one at each rule"


def _rule(each: AccessList, rule: FilterRule) -> Iterator[str]:
    for networks in (rule.sources, rule.destinations):
        yield from _place(networks, each.version)
    for ranges in (rule.source_ports, rule.destination_ports):
        yield from _port_ranges(ranges, rule.protocol)
    if each.kind != "extended" and (rule.protocol or rule.destinations):
        yield "such a list looks at no protocol and no destination"
    if each.kind == "layer2" and (rule.sources or rule.log):
        yield "a list of layer 2 looks at no address of IP"
    if not understood(rule.flags, each.kind):
        yield f"the device doesn't know {', '.join(rule.flags)}, in that order"


def _place(networks: frozenset[IPNetwork], version: int) -> Iterator[str]:
    if len(networks) > 1:
        yield "a rule has one source and one destination"
    if any(network.version != version for network in networks):
        yield "an address of another family"


def _port_ranges(ranges: frozenset[tuple[int, int]], protocol: str | None) -> Iterator[str]:
    if ranges and protocol not in _WITH_PORTS:
        yield "ports need tcp or udp"
    if any(first > last for first, last in ranges):
        yield "a range of ports that ends before it begins"
    if len(ranges) > 1:
        yield "a rule has one range of ports"


_CHECKS: tuple[Callable[[Device], Iterator[Beyond]], ...] = (
    _twice,
    _interfaces,
    _vrfs,
    _static_routes,
    ospf,
    _ldp,
    bgp,
    policies,
    value_lists,
    _prefix_lists,
    _access_lists,
    nat,
    management,
)
