"""What of OSPF, BGP and route policies no template for Huawei's platforms can tell a device."""

import re
from collections import Counter
from collections.abc import Iterator
from ipaddress import IPv4Network

from netops.model import (
    BgpGroup,
    BgpInstance,
    BgpNeighbor,
    Device,
    Family,
    NeighborFamily,
    OspfArea,
    OspfInterface,
    OspfProcess,
    PolicyNode,
    ValueList,
)
from netops.platforms.expressing import Beyond
from netops.platforms.vrp_family.policies import looks_for_expressions
from netops.platforms.vrp_family.route_limits import unwritten
from netops.platforms.vrp_family.routing import OSPF_FIELDS, OSPF_SWITCHES, imported

# What templates/vrp_family/route_policy.j2 has lines for.
_MATCHES = frozenset(
    {"prefix-list", "prefix-list-v6", "next-hop prefix-list", "next-hop access-list", "access-list", "as-path", "community",
     "extcommunity", "tag", "metric", "interface", "route-type"}
)  # fmt: skip
_SETS = frozenset(
    {"local-preference", "metric", "metric-type", "community", "next-hop", "tag", "weight", "origin", "distance", "extcommunity",
     "as-path", "as-path prepend"}
)  # fmt: skip
_OWN_FIELDS = frozenset({"graceful-restart", "timer"})
_ROUTE_FIELDS = frozenset({"preference", "maximum", "default"})
_VPN = frozenset({Family.VPNV4, Family.VPNV6})
_NUMBERS = {"as-path": range(1, 257), "community": range(1, 200), "extcommunity": range(1, 200)}


def ospf(device: Device) -> Iterator[Beyond]:
    """Yield what of OSPF can't be expressed."""
    for process in device.ospf:
        what = f"OSPF {process.process}"
        if process.process is None:
            yield Beyond(what, "a process has a number", process.lines)
        known = Counter(each.number for each in process.areas)
        for each in process.areas:
            for why in _area(each, known[each.number]):
                yield Beyond(f"{what}, area {each.number}", why, each.lines)
        for name in process.active & process.passive:
            yield Beyond(what, f"{name} is silent and isn't", process.lines)
        for why in _ospf_fields(process):
            yield Beyond(what, why, process.lines)


def _area(each: OspfArea, count: int) -> Iterator[str]:
    if count > 1:
        yield "stands twice"
    if why := proof(each):
        yield why
    if any(network.version != 4 for network in each.networks):  # of IP
        yield "an IPv6 network"
    yield from unwritten_of_area(each.fields)


def unwritten_of_area(fields: frozenset[tuple[str, str]]) -> Iterator[str]:
    """Yield why settings of an OSPF area can't be written: they are ranges, filters and the cost of the default route.

    Example:
        >>> list(unwritten_of_area(frozenset({("range 10.1.0.0/16", "not-advertise"), ("default-cost", "5")})))
        []
    """
    names = Counter(name for name, _ in fields)
    for name, value in sorted(fields):
        what, _, rest = name.partition(" ")
        known = {"range": _is_network(rest), "default-cost": not rest and value.isdigit() and str(int(value)) == value}
        known["filter"] = bool(rest) and value in {"import", "export"}
        if not known.get(what) or names[name] > 1:
            yield f"the templates don't write {name} {value}"


def _is_network(text: str) -> bool:
    try:
        return str(IPv4Network(text)) == text
    except ValueError:
        return False


def proof(each: OspfArea | OspfInterface, *, several: bool = False) -> str:
    """Return why the keys of an area, or of a port, don't stand in the line of its mode; nothing where they do.

    Args:
        each: how OSPF packets are proved there.
        several: the device has a line for each key, not one in all.
    """
    mode, keys = each.authentication, each.keys
    if (mode == "key-chain") != (each.key_chain is not None):
        return "a key chain has a name, and proves where the mode says so"
    if mode == "key-chain":
        return "the keys are those of the chain" if keys else ""
    if mode is None or mode == "null":
        return "a key without a mode that takes it" if keys else ""
    if mode == "simple":
        return "" if keys == {0} else "a password stands in the line, and no key with a number"
    fits = bool(keys) and 0 not in keys and (several or len(keys) == 1)
    return "" if fits else f"mode {mode} has the number of its key in the line"


def _ospf_fields(process: OspfProcess) -> Iterator[str]:
    sources = {f"redistribute {source}" for source in process.redistribute}
    names = Counter(name for name, _ in process.fields)
    for name, said in process.fields:
        if name == "spf-schedule-interval" and len(said.split(" ")) == 3:
            yield "three times of one line are the model's delay, which the templates don't write"
        if name not in OSPF_FIELDS | OSPF_SWITCHES and not (name in sources and imported(said)):
            yield f"the templates don't write {name} {said}"
    if any(names[name] > 1 for name in sources):
        yield "a source is said to be announced in two ways"


def bgp(device: Device) -> Iterator[Beyond]:
    """Yield what of BGP can't be expressed."""
    whole = next((each for each in device.bgp if each.vrf is None), None)
    for each in device.bgp:
        name = f"BGP {each.asn}" + (f" of VRF {each.vrf}" if each.vrf is not None else "")
        if whole is None or each.asn != whole.asn:
            yield Beyond(name, "VRFs stand below one global instance, with its AS number", each.lines)
        for why in (*_instance(each), *_fields(each), *_in_vrf(device, each), *_groups(each)):
            yield Beyond(name, why, each.lines)
        for neighbor in each.neighbors:
            for why in _neighbor(each, neighbor):
                yield Beyond(f"{name}, neighbour {neighbor.address}", why, neighbor.lines)


def _instance(each: BgpInstance) -> Iterator[str]:
    for family, count in Counter(own.family for own in each.families).items():
        if count > 1:
            yield f"{family} stands twice"
    for address, count in Counter(neighbor.address for neighbor in each.neighbors).items():
        if count > 1:
            yield f"neighbour {address} stands twice"
    for own in each.families:
        if own.family in _VPN:
            yield "it originates no VPN routes of its own"
        if own.vpn != (each.vrf is not None):
            yield "a VRF's family exports to VPN, and no other does"
        if each.vrf is None and not (own.networks or own.redistribute):
            yield f"{own.family} originates nothing"
        if any((network.version == 4) != (own.family is Family.IPV4) for network in own.networks):  # of IP
            yield "a network of another family"


def _fields(each: BgpInstance) -> Iterator[str]:
    """Yield the settings by name that the templates have no line for."""
    said = {f"network {network}" for own in each.families for network in own.networks}
    said |= {f"{own.family} redistribute {source}" for own in each.families for source in own.redistribute}
    if any(count > 1 for name, count in Counter(name for name, _ in each.fields).items() if name in said):
        yield "a network or source is announced in two ways"
    for name, text in each.fields:
        if not (_said(name, text, said) or _setting(each, name, text)):
            yield f"the templates don't write {name} {text}"


def _said(name: str, text: str, said: set[str]) -> bool:
    if name not in said:
        return False
    if name.startswith("network "):
        return text.startswith("route-policy ") and text.count(" ") == 1
    return imported(text)


def _setting(each: BgpInstance, name: str, text: str) -> bool:
    if name in _OWN_FIELDS:
        return each.vrf is None
    if name in {f"{family} policy vpn-target" for family in _VPN}:
        return each.vrf is None and text == "off"
    family = next((one for one in Family if name.startswith(f"{one} ")), Family.IPV4)
    known = each.vrf is None or family in {own.family for own in each.families}
    return known and name.removeprefix(f"{family} ") in _ROUTE_FIELDS and text != "ipv4-unicast"


def _in_vrf(device: Device, each: BgpInstance) -> Iterator[str]:
    if each.vrf is None:
        return
    known = {own.family for own in each.families}
    if not known:
        yield "without a family there is no instance of the VRF"
    if not each.default_ipv4_unicast:
        yield "a VRF's neighbour is active in its family without a line"
    vrf = device.vrf(each.vrf)
    if vrf is not None and (vrf.rd is None or {_version(family) for family in known} - vrf.families):
        yield "the VRF needs a route distinguisher in each family"
    for neighbor in each.neighbors:
        own = _own(neighbor)
        if own not in known or {one.family for one in neighbor.families} != {own}:
            yield f"neighbour {neighbor.address} is active in its own family"


def _version(family: Family) -> int:
    return 4 if family in {Family.IPV4, Family.VPNV4} else 6


def _own(neighbor: BgpNeighbor) -> Family:
    return Family.IPV4 if neighbor.address.version == 4 else Family.IPV6  # of IP


def _groups(each: BgpInstance) -> Iterator[str]:
    for name, count in Counter(group.name for group in each.groups).items():
        if count > 1:
            yield f"group {name} stands twice"
    for group in each.groups:
        for why in _session(group):
            yield f"group {group.name}: {why}"
        if group.internal and group.remote_asn is not None:
            yield f"group {group.name} is internal: its AS number is the device's"
        if len({one.family for one in group.families}) < len(group.families):
            yield f"group {group.name} has a family twice"
        for one in group.families:
            if why := unwritten(one.fields, one.maximum_prefix, "vrp"):
                yield f"group {group.name}: {why}"
        if each.vrf is not None:
            yield from _group_in_vrf(each, group.name, group.families)


def _group_in_vrf(each: BgpInstance, name: str, families: frozenset[NeighborFamily]) -> Iterator[str]:
    """Yield what a group of a VRF lacks: it stands in a family's view, and its lines are all that is known of it there."""
    used = {_own(neighbor) for neighbor in each.neighbors if neighbor.group == name}
    if not used and not families:
        yield f"group {name} stands in no family"
    if not {one.family for one in families} <= {own.family for own in each.families}:
        yield f"group {name} needs its family"
    if any(one == NeighborFamily(one.family) for one in families):
        yield f"nothing is said of group {name} in its family"


def _session(peer: BgpNeighbor | BgpGroup) -> Iterator[str]:
    """Yield what is told of a session beside its facts and has no line: all but how it is proven, in one way."""
    if not peer.fields:
        return
    told = dict(peer.fields)
    chain = told.get("key-chain", "EGOV")
    if len(peer.fields) > 1 or not peer.authenticated:
        yield "a session is proven in one way"
    elif peer.fields != {("password", "simple")} and ("key-chain" not in told or not _CHAIN.fullmatch(chain)):
        yield f"no line says {', '.join(sorted(told))}"


_CHAIN = re.compile(r"[^\s?\"]{1,47}")
"""What a key chain may be called (Huawei Command Reference, ``keychain``)."""


def _neighbor(each: BgpInstance, neighbor: BgpNeighbor) -> Iterator[str]:
    group = next((one for one in each.groups if one.name == neighbor.group), None)
    if neighbor.group is not None and group is None:
        yield f"there is no group {neighbor.group}"
    if neighbor.remote_asn is None and (group is None or not (group.internal or group.remote_asn is not None)):
        yield "it has no AS number, and no group that has one"
    yield from _session(neighbor)
    if len({one.family for one in neighbor.families}) < len(neighbor.families):
        yield "a family twice"
    for one in neighbor.families:
        if why := unwritten(one.fields, one.maximum_prefix, "vrp"):
            yield why
    if neighbor.ttl_hops is not None and neighbor.ebgp_multihop is not None:
        yield "hops are limited in one way or the other"
    if "%" in str(neighbor.address):
        yield "an address with a zone"


def policies(device: Device) -> Iterator[Beyond]:
    """Yield what of route policies can't be expressed."""
    for each in device.policies:
        numbers = [node.sequence for node in each.nodes]
        if not numbers or numbers != sorted(set(numbers)):
            yield Beyond(f"route policy {each.name}", "its nodes stand by their numbers, and there is one", each.lines)
        for node in each.nodes:
            for why in _node(node):
                yield Beyond(f"route policy {each.name}, node {node.sequence}", why, node.lines or each.lines)


def _node(node: PolicyNode) -> Iterator[str]:
    for pairs, known in ((node.matches, _MATCHES), (node.sets, _SETS)):
        for name, value in pairs:
            if name not in known:
                yield f"the templates don't write {name} {value}"
    if any(value.endswith((" additive", " overwrite")) for name, value in node.sets if name.startswith("as-path")):
        yield "how a path is changed is said by the fact's name"


def value_lists(device: Device) -> Iterator[Beyond]:
    """Yield what of lists of communities and AS paths can't be expressed."""
    for each in device.value_lists:
        for why in _value_list(each):
            yield Beyond(f"{each.kind} list {each.name}", why, each.lines)


def _value_list(each: ValueList) -> Iterator[str]:
    if not each.rules:
        yield "it has no rule"
    if each.kind == "as-path" and each.expanded:
        yield "AS paths are always looked for by regular expressions"
    if each.name.isdigit() and int(each.name) not in _NUMBERS[each.kind]:
        yield "the number is no list's"
    if each.name.isdigit() and each.kind != "as-path" and looks_for_expressions(each.kind, each.name) != each.expanded:
        yield "lists from 100 look for regular expressions, of extended communities from 200, and no others do"
    if each.name in {"basic", "advanced"}:
        yield "the name is a word of the command"
