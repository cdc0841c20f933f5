"""BGP: instances, peers, groups and families."""

from collections.abc import Callable, Iterator

from netops.model import BgpGroup, BgpInstance, BgpNeighbor, Device, Family
from netops.platforms.expressing import Beyond, once
from netops.platforms.h3c_comware.refusals.ground import five, unfit
from netops.platforms.h3c_comware.refusals.routing import IMPORTED
from netops.platforms.vrp_family.route_limits import unwritten

_IMPORTS = f"{IMPORTED}( {IMPORTED})*"
_POLICY = r"route-policy [A-Za-z0-9_][A-Za-z0-9_.-]*"
_SETTINGS = {"graceful-restart": "on", "timer": r"keepalive [0-9]+ hold [0-9]+", "log-peer-change": "on"}
_OF_VRF = {name: _SETTINGS[name] for name in ("timer", "log-peer-change")}
_LONGEST_KEEPALIVE, _SHORTEST_HOLD = 21845, 3
_UNICAST = frozenset({Family.IPV4, Family.IPV6})


def _bgp(device: Device) -> Iterator[Beyond]:
    yield from once((each.vrf for each in device.bgp), "BGP of VRF")
    whole = next((each for each in device.bgp if each.vrf is None), None)
    for each in device.bgp:
        name = f"BGP {each.asn}" + (f" of VRF {each.vrf}" if each.vrf is not None else "")
        if whole is None or (each.vrf is not None and each.asn != whole.asn):
            yield Beyond(name, "VRFs stand below one global instance, with its AS number", each.lines)
        yield from once((one.family for one in each.families), f"{name}, family", each.lines)
        yield from once((one.address for one in each.neighbors), f"{name}, neighbour", each.lines)
        yield from once((one.name for one in each.groups), f"{name}, group", each.lines)
        reasons = _of_five(each) if five(device) else _of_seven(each)
        for why in (*reasons, *_instance(each), *_groups(each)):
            yield Beyond(name, why, each.lines)
        for neighbor in each.neighbors:
            for why in _neighbor(each, neighbor):
                yield Beyond(f"{name}, neighbour {neighbor.address}", why, neighbor.lines)


def _instance(each: BgpInstance) -> Iterator[str]:
    for own in each.families:
        if own.family not in _UNICAST:
            yield "it originates no VPN routes of its own"
        if own.vpn != (each.vrf is not None):
            yield "a VRF's family exports to VPN, and no other does"
        if each.vrf is None and not (own.networks or own.redistribute):
            yield f"{own.family} originates nothing"
        if any((network.version == 4) != (own.family is Family.IPV4) for network in own.networks):  # of IP
            yield "a network of another family"
    if each.vrf is not None and not _used(each) <= {own.family for own in each.families}:
        yield "a peer needs its family"
    networks = {f"network {network}": _POLICY for own in each.families for network in own.networks}
    imports = {f"{own.family} redistribute {source}": _IMPORTS for own in each.families for source in own.redistribute}
    yield from unfit(each.fields, {**(_SETTINGS if each.vrf is None else _OF_VRF), **networks, **imports})


def _used(each: BgpInstance) -> set[Family]:
    return {one.family for peer in _peers(each) for one in peer.families}


def _peers(each: BgpInstance) -> tuple[BgpNeighbor | BgpGroup, ...]:
    return (*each.neighbors, *each.groups)


def _of_seven(each: BgpInstance) -> Iterator[str]:
    if each.default_ipv4_unicast:
        yield "a peer of Comware 7 is active in a family by a line only"
    if each.cluster_id is not None and not (each.families or _used(each)):
        yield "the cluster id stands in a family, and there is none"


def _of_five(each: BgpInstance) -> Iterator[str]:
    """Comware 5: IPv4 unicast stands in the process itself, a VRF is a family with peers of its own."""
    if each.vrf is not None:
        if not each.default_ipv4_unicast or each.router_id is not None or each.cluster_id is not None or each.groups:
            yield "a VRF of Comware 5 is a family: it has no router id, groups or cluster of its own"
        if {own.family for own in each.families} != {Family.IPV4} or each.fields & set(_OF_VRF.items()):
            yield "a VRF of Comware 5 is a family of IPv4"
    wrong = [own.family for own in each.families if own.family is not Family.IPV4]
    wrong += [family for family in _used(each) if family not in {Family.IPV4, Family.VPNV4}]
    if wrong or any(neighbor.address.version != 4 for neighbor in each.neighbors):  # of IP
        yield "IPv6 of Comware 5 the templates don't write"
    if any(peer.ttl_hops is not None for peer in _peers(each)):
        yield "GTSM is of Comware 7"


def _groups(each: BgpInstance) -> Iterator[str]:
    for group in each.groups:
        if group.internal and group.remote_asn is not None:
            yield f"group {group.name} is internal: the AS number is the device's own"
        yield from (f"group {group.name}: {why}" for why in _session(group))


def _neighbor(each: BgpInstance, neighbor: BgpNeighbor) -> Iterator[str]:
    if neighbor.remote_asn is None and neighbor.group is None:
        yield "it has no AS number, and no group"
    if neighbor.group is not None and neighbor.group not in {group.name for group in each.groups}:
        yield f"there is no group {neighbor.group}"
    if "%" in str(neighbor.address):
        yield "an address with a zone"
    yield from _session(neighbor)


def _session(peer: BgpNeighbor | BgpGroup) -> Iterator[str]:
    if len({one.family for one in peer.families}) < len(peer.families):
        yield "a family twice"
    for one in peer.families:
        if why := unwritten(one.fields, one.maximum_prefix, "comware"):
            yield why
    if peer.timers is not None and not _held(*peer.timers):
        yield "the hold time is none, or three times the keepalive interval of up to 21845 seconds"
    if peer.ttl_hops is not None and peer.ebgp_multihop is not None:
        yield "GTSM and a number of hops exclude each other"


def _held(keepalive: int, hold: int) -> bool:
    """Return whether the device takes these timers (HP HSR6800 R3303, ``peer timer``)."""
    return keepalive <= _LONGEST_KEEPALIVE and (hold == 0 or hold >= max(_SHORTEST_HOLD, 3 * keepalive))


CHECKS: tuple[Callable[[Device], Iterator[Beyond]], ...] = (_bgp,)
