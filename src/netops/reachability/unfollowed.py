"""Facts that decide where packets go and that the computation doesn't follow: they leave as much open as an unread line."""

import re
from collections.abc import Iterator

from netops.model import BgpNeighbor, Device, Line, NeighborFamily, OspfProcess

_CHOOSING = frozenset({"deny", "drop", "filter", "redirect"})
_STEERED = frozenset({"ip policy route-map", "policy-route"})
_TELLING = re.compile(r"(?:ipv[46] (?:unicast|vpn) )?(?:network|redistribute|aggregate)\b|bgp listen range ")


def of_routing(device: Device) -> Iterator[tuple[Line, ...]]:
    """Yield the lines of facts that could change a table in a way that nothing here works out.

    Example:
        >>> from netops.model import Device, IsisProcess
        >>> list(of_routing(Device("r1", "frr", isis=frozenset({IsisProcess("1")}))))
        [()]
    """
    yield from (each.lines for each in device.isis)
    yield from (each.lines for each in device.interfaces if any(name in _STEERED for name, _ in each.fields))
    if device.segment_routing is not None:
        yield device.segment_routing.lines
    yield from (each.lines for each in device.vrfs if any(name.startswith("evpn ") for name, _ in each.fields))
    for process in device.ospf:
        if _ospf(process):
            yield process.lines
    for instance in device.bgp:
        if any(_TELLING.match(name) for name, _ in instance.fields):
            yield instance.lines
        yield from (each.lines for each in instance.neighbors if _session(each))
        yield from (each.lines for each in instance.groups if any(_exchange(family) for family in each.families))


def _ospf(process: OspfProcess) -> bool:
    """Whether a process announces what depends on more than a protocol."""
    areas = any(each.kind or each.fields for each in process.areas)
    chosen = any(name.startswith("redistribute ") and "route" in value for name, value in process.fields)
    return areas or chosen or process.originates_default is not None


def _session(each: BgpNeighbor) -> bool:
    """Whether a session takes lines from a group, is shut, or exchanges what more than a prefix list decides."""
    odd = each.group is not None or each.external or not each.enabled or each.local_asn is not None
    return odd or any(_exchange(family) for family in each.families)


def _exchange(each: NeighborFamily) -> bool:
    bound = (each.policy_in, each.policy_out, each.filter_in, each.filter_out)
    told = any(name in {"unsuppress-map", "advertise-map", "default-originate"} for name, _ in each.fields)
    return any(bound) or told or each.default_originate or each.reflector_client


def of_filters(device: Device) -> Iterator[tuple[Line, ...]]:
    """Yield the lines of facts that could stop, or turn, packets in a way that nothing here works out."""
    yield from (each.lines for each in device.zones)
    yield from (each.lines for each in device.zone_pairs)
    if any(each.policies for each in device.interfaces):
        steps = (step for policy in device.traffic_policies for step in policy.steps)
        yield from (each.lines for each in device.traffic_behaviors if _chooses(each.actions))
        yield from (each.lines for each in steps if _chooses(each.actions))


def _chooses(actions: frozenset[tuple[str, str]]) -> bool:
    return any(what in _CHOOSING for what, _ in actions)
