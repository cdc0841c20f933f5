"""VRFs, static routes, OSPF, LDP, prefix lists and route policies."""

import re
from collections.abc import Callable, Collection, Iterator

from netops.model import Device, Interface, Ldp, OspfProcess, PrefixRule, RoutePolicy, StaticRoute, ValueList, Vrf
from netops.platforms.expressing import Beyond, once
from netops.platforms.h3c_comware.refusals.ground import WORDS, five, unfit
from netops.platforms.vrp_family.refused_routing import proof, unwritten_of_area
from netops.platforms.vrp_family.route_limits import unwritten_of_vrf

_USUAL_DISTANCE = 60
_NUMBER = "[0-9]{1,10}"
_NAME = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}"
_OSPF = {
    "description": WORDS,
    "bandwidth-reference": _NUMBER,
    "preference": r"(ase )?[0-9]{1,3}",
    "spf-schedule-interval": r"[0-9]+( [0-9]+)?",
    "lsa-arrival-interval": _NUMBER,
    "graceful-restart": r"on|ietf( global)?|nonstandard( global)?|interval [0-9]+",
    "maximum": "load-balancing [0-9]+",
    "log-peer-change": "on",
    "non-stop-routing": "on",
    "stub-router": WORDS,
    "vpn-instance-capability": "simple",
    "domain-id": r"[0-9.:]+( secondary)?",
    "route-tag": _NUMBER,
    "opaque-capability": "enable",
}
IMPORTED = rf"(route-policy {_NAME}|med [0-9]+|cost [0-9]+|tag [0-9]+|type [12])"
_IMPORTS = f"{IMPORTED}( {IMPORTED})*"
# What a node of a policy looks at, and sets → what the value is.
_LOOKS = {
    "prefix-list": _NAME,
    "prefix-list-v6": _NAME,
    "next-hop prefix-list": _NAME,
    "next-hop access-list": _NAME,
    "access-list": _NAME,
    "as-path": r"[0-9]+( [0-9]+)*",
    "community": WORDS,
    "extcommunity": r"[0-9]+( [0-9]+)*",
    "tag": _NUMBER,
    "metric": _NUMBER,
    "interface": r"[A-Za-z][A-Za-z0-9/.:-]*( [A-Za-z][A-Za-z0-9/.:-]*)*",
    "route-type": r"[a-z0-9-]+( [a-z0-9-]+)*",
    "local-preference": _NUMBER,
}
_GIVES = {
    "local-preference": _NUMBER,
    "metric": f"[+-]?{_NUMBER}",
    "metric-type": "type-1|type-2|external|internal",
    "community": WORDS,
    "next-hop": r"[0-9.]+",
    "tag": _NUMBER,
    "weight": _NUMBER,
    "origin": r"igp|incomplete|egp [0-9]+",
    "distance": "[0-9]{1,3}",
    "extcommunity": r"rt \S+( additive)?",
    "as-path prepend": r"[0-9]+( [0-9]+)*",
    "as-path": r"[0-9]+( [0-9]+)*",
}
_BASIC = r"([0-9]+:[0-9]+|[0-9]+|internet|no-advertise|no-export|no-export-subconfed)( ([0-9]+:[0-9]+|[0-9]+|internet|no-advertise|no-export|no-export-subconfed))*"
_LAST_BASIC = 99


def _vrfs(device: Device) -> Iterator[Beyond]:
    yield from once((each.name for each in device.vrfs), "VRF")
    for each in device.vrfs:
        if why := _vrf(each):
            yield Beyond(f"VRF {each.name}", why, each.lines)
    known = {each.name for each in device.vrfs}
    used = {each.vrf for each in device.static_routes} | {each.vrf for each in device.ospf}
    used |= {each.vrf for each in device.bgp} | {each.next_hop_vrf or None for each in device.static_routes}
    for vrf in sorted(each for each in used - known if each is not None):
        yield Beyond(f"VRF {vrf}", "the device has no such VRF")


def _vrf(each: Vrf) -> str:
    if (each.imports_v6 or each.exports_v6) and 6 not in each.families:  # of IP
        return "route targets of IPv6 without the family"
    return unwritten_of_vrf(each.fields, each.limit)


def _static_routes(device: Device) -> Iterator[Beyond]:
    for each in device.static_routes:
        for why in _static_route(each):
            yield Beyond(f"static route {each.prefix}", why, each.lines)
    keys = ((each.vrf, each.prefix, each.interface, each.next_hop, each.next_hop_vrf) for each in device.static_routes)
    yield from once((" ".join(str(word) for word in key if word is not None) for key in keys), "static route")


def _static_route(each: StaticRoute) -> Iterator[str]:
    if each.next_hop is not None and each.next_hop.version != each.prefix.version:
        yield "the next hop is of the other family"
    if "%" in str(each.next_hop):
        yield "an address with a zone"
    if each.distance == _USUAL_DISTANCE:
        yield "60 is the default, which isn't shown: nothing says it"
    if each.permanent and each.track is not None:
        yield "it stays, or it follows a track"
    if each.next_hop_vrf == "" and (each.vrf is None or each.next_hop is None):
        yield "only a VRF's route goes to the global table, by a next hop"
    if each.next_hop_vrf and (each.next_hop is None or each.interface is not None):
        yield "into another VRF it goes by a next hop alone"


def _ospf(device: Device) -> Iterator[Beyond]:
    yield from once((each.process for each in device.ospf), "OSPF process")
    for each in device.ospf:
        for why in _process(each):
            yield Beyond(f"OSPF {each.process}", why, each.lines)
    if five(device):
        for process in device.ospf:
            if any(area.key_chain is not None for area in process.areas):
                yield Beyond(
                    f"OSPF {process.process}",
                    "an area of Comware 5 proves by simple or md5, not by a key chain",
                    process.lines,
                )
        for port in device.interfaces:
            if why := _told_by_networks(device, port):
                yield Beyond(f"interface {port.name}", why, port.lines)


def _process(each: OspfProcess) -> Iterator[str]:
    if each.process is None:
        yield "a process has a number"
    if len({area.number for area in each.areas}) < len(each.areas):
        yield "an area twice"
    if any(network.version != 4 for area in each.areas for network in area.networks):  # of IP
        yield "an IPv6 network"
    yield from filter(None, (proof(area, several=True) for area in each.areas))
    if each.passive if each.passive_default else each.active:
        yield "one interface is silent, or speaks, where the others don't"
    if each.spf_delay is not None and each.spf_delay[2] % 1000:
        yield "the longest delay is in whole seconds"
    if each.spf_delay is not None and "spf-schedule-interval" in {name for name, _ in each.fields}:
        yield "the delays twice"
    imports = {f"redistribute {source}": _IMPORTS for source in each.redistribute}
    yield from unfit(each.fields, {**_OSPF, **imports}, many={"graceful-restart", "maximum"})
    for area in each.areas:
        yield from unwritten_of_area(area.fields)


def _told_by_networks(device: Device, port: Interface) -> str:
    """Comware 5 has no line at a port that makes OSPF run there: networks of a process do, the longest first."""
    own = port.ospf
    if own is None:
        return ""
    first = next((each for each in port.addresses - port.secondary if each.version == 4), None)  # of IP
    found: list[tuple[int, int, str | None]] = [
        (network.prefixlen, area.number, process.process)
        for process in device.ospf
        if process.vrf == port.vrf
        for area in process.areas
        for network in area.networks
        if first is not None and first.ip in network
    ]
    longest = {each for each in found if each[0] == max(found)[0]}
    if {each[1:] for each in longest} != {(own.area, own.process)}:
        return "on Comware 5 a network of the process says which area an interface is in"
    if (own.network, own.hello, own.dead, own.authentication, own.cost) == (None,) * 5:
        return "on Comware 5 nothing is said of OSPF at the interface"
    return ""


def _ldp(device: Device) -> Iterator[Beyond]:
    if device.ldp is not None:
        for why in _labels(device.ldp, {each.name for each in device.interfaces}):
            yield Beyond("LDP", why, device.ldp.lines)


def _labels(ldp: Ldp, ports: Collection[str]) -> Iterator[str]:
    if ldp.router_id is None:
        yield "its router id is `mpls lsr-id`, which Comware takes from no interface"
    if not ldp.interfaces <= set(ports):
        yield "it looks for neighbours on interfaces that the device hasn't"


def _prefix_lists(device: Device) -> Iterator[Beyond]:
    families: list[object] = []
    for each in device.prefix_lists:
        what = f"prefix list {each.name}"
        sequences = [rule.sequence for rule in each.rules]
        if not each.rules or sequences != sorted(set(sequences)):
            yield Beyond(what, "its rules stand by their numbers, each number once, and there is one", each.lines)
        versions = {4 if rule.prefix is None else rule.prefix.version for rule in each.rules}  # of IP
        families.append((each.name, *versions))
        if len(versions) > 1:
            yield Beyond(what, "IPv4 and IPv6 in one list", each.lines)
        for rule in each.rules:
            if why := _prefix_rule(rule):
                yield Beyond(f"{what}, rule {rule.sequence}", why, rule.lines or each.lines)
    yield from once(families, "prefix list")


def _prefix_rule(rule: PrefixRule) -> str:
    if rule.prefix is None:
        return "" if rule.at_least is None and rule.at_most is None else "any prefix has no lengths"
    size, longest = rule.prefix.prefixlen, rule.prefix.max_prefixlen
    if (rule.prefix.version, size, rule.at_least, rule.at_most) == (4, 0, None, longest):  # of IP
        return "all prefixes are none in the model"
    least = size if rule.at_least is None else rule.at_least
    most = longest if rule.at_most is None else rule.at_most
    return "" if size <= least <= most <= longest else "lengths that none has"


def _policies(device: Device) -> Iterator[Beyond]:
    yield from once((each.name for each in device.policies), "route policy")
    for each in device.policies:
        for why in (*_policy(each), *(_named_lists(each) if five(device) else ())):
            yield Beyond(f"route policy {each.name}", why, each.lines)
    yield from once(((each.kind, each.name) for each in device.value_lists), "list")
    for known in device.value_lists:
        for why in _values(known):
            yield Beyond(f"list {known.name}", why, known.lines)


def _policy(each: RoutePolicy) -> Iterator[str]:
    sequences = [node.sequence for node in each.nodes]
    if not each.nodes or sequences != sorted(set(sequences)):
        yield "its nodes stand by their numbers, each number once, and there is one"
    for node in each.nodes:
        yield from (f"node {node.sequence}: {why}" for why in (*unfit(node.matches, _LOOKS), *unfit(node.sets, _GIVES)))
        looks = {name for name, _ in node.matches}
        if {"next-hop prefix-list", "next-hop access-list"} <= looks or {"prefix-list", "access-list"} <= looks:
            yield f"node {node.sequence}: it looks at one list of addresses"
        if {"as-path", "as-path prepend"} <= {name for name, _ in node.sets}:
            yield f"node {node.sequence}: the AS path is replaced, or made longer"


def _named_lists(each: RoutePolicy) -> Iterator[str]:
    for node in each.nodes:
        if any(name.endswith("access-list") and not value.isdigit() for name, value in node.matches):
            yield f"node {node.sequence}: lists of Comware 5 have numbers"


def _values(each: ValueList) -> Iterator[str]:
    if not each.rules:
        yield "there is no rule in it"
    if each.kind != "community" and not each.name.isdigit():
        yield "such a list has a number"
    if (each.expanded and each.kind != "community") or (each.name.isdigit() and each.expanded != _is_advanced(each)):
        yield "community lists by name, and from 100, may look for regular expressions; no others do"
    for _, value in each.rules:
        if re.fullmatch(WORDS, value) is None:
            yield f"{value}: no value of one line"
        elif each.kind == "community" and not each.expanded and re.fullmatch(_BASIC, value) is None:
            yield f"{value}: a basic list holds communities"


def _is_advanced(each: ValueList) -> bool:
    """Return whether a list's number is one of those that look for regular expressions."""
    return each.kind == "community" and int(each.name) > _LAST_BASIC


CHECKS: tuple[Callable[[Device], Iterator[Beyond]], ...] = (
    _vrfs,
    _static_routes,
    _ospf,
    _ldp,
    _prefix_lists,
    _policies,
)
