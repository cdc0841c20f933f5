"""Inventory, allocations and stages to the device that each host should be."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from netops.errors import raise_all
from netops.intent.backbone import backbone
from netops.intent.city import City, city
from netops.intent.customer import customer
from netops.intent.edge import edge
from netops.intent.facts import Fact, Vlan, merged
from netops.intent.filters import filters
from netops.intent.hardening import hardened
from netops.intent.management import Planes, management_ports, without_algorithms
from netops.intent.provider import provider
from netops.intent.zones import zones
from netops.inventory import Host, Inventory, Stage
from netops.model import (
    AccessList,
    BgpInstance,
    Device,
    Interface,
    Ldp,
    OspfProcess,
    Pool,
    PrefixList,
    StaticRoute,
    Translation,
    Vrf,
)

T = TypeVar("T")

_PARTS = (management_ports, backbone, provider, customer, zones, edge)
# Field of a device → the kind of fact that it holds a set of.
_SETS: Mapping[str, type[Any]] = {
    "interfaces": Interface,
    "vrfs": Vrf,
    "static_routes": StaticRoute,
    "ospf": OspfProcess,
    "bgp": BgpInstance,
    "prefix_lists": PrefixList,
    "access_lists": AccessList,
    "translations": Translation,
    "pools": Pool,
}


def intended_devices(inventory: Inventory, *, stages: Mapping[str, Stage] | None = None) -> Mapping[str, Device]:
    """Return the device that each host should be, by host.

    Pure: the same inventory and stages give the same devices. Every fact names the line of the inventory that it
    comes from.

    Args:
        inventory: loaded and checked.
        stages: department → stage, instead of the one that its file says it has reached.

    Raises:
        InputError: NET-INT-001 a stage for an unknown department, 002 a site that would be cut off, 003 a zone whose
            resources aren't granted alike, 004 to 006 what a platform has no words for, NET-ALO-* a number that was
            not handed out yet.
    """
    made = city(inventory, stages or {})
    raise_all(without_algorithms(inventory))
    planes = Planes(made)
    facts: dict[str, list[Fact]] = {name: [] for name in sorted(inventory.hosts)}
    for part in _PARTS:
        for given in part(made):
            facts[given.host].append(given.fact)
    return MappingProxyType({name: _device(made, planes, inventory.hosts[name], each) for name, each in facts.items()})


def _device(made: City, planes: Planes, host: Host, given: list[Fact]) -> Device:
    facts = merged(given)
    ldp = _of(facts, Ldp)
    idiom = made.idiom(host.name)
    sets: dict[str, Any] = {field: frozenset(_of(facts, kind)) for field, kind in _SETS.items()}
    sets["interfaces"] = frozenset(hardened(made, host, sets["interfaces"], sets["bgp"]))
    return Device(
        host.name,
        host.platform,
        release=host.release,
        profile=idiom.profile,
        # Nothing in this network speaks IPv6, so nothing forwards it.
        ipv6_forwarding=idiom.forwards_ipv6,
        ldp=ldp[0] if ldp else None,
        vlans=frozenset(each.number for each in _of(facts, Vlan)),
        filters=filters(made, host, facts),
        management=planes.of(host),
        **sets,
    )


def _of(facts: list[Fact], kind: type[T]) -> list[T]:
    return [each for each in facts if isinstance(each, kind)]
