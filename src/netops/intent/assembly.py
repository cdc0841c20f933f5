"""Inventory, allocations and stages to the device that each host should be."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

from netops.intent.backbone import backbone
from netops.intent.city import City, city
from netops.intent.customer import customer
from netops.intent.facts import Fact, merged
from netops.intent.management import filters, management, management_ports
from netops.intent.provider import provider
from netops.inventory import Host, Inventory, Stage
from netops.model import (
    BgpInstance,
    Device,
    Interface,
    Ldp,
    OspfProcess,
    PrefixList,
    StaticRoute,
    Vrf,
)

T = TypeVar("T")

PROFILE = "datacenter"


def intended_devices(inventory: Inventory, *, stages: Mapping[str, Stage] | None = None) -> Mapping[str, Device]:
    """Return the device that each host should be, by host.

    Pure: the same inventory and stages give the same devices. Every fact names the line of the inventory that it
    comes from.

    Args:
        inventory: loaded and checked.
        stages: department → stage, instead of the one that its file says it has reached.

    Raises:
        InputError: NET-INT-001 a stage for an unknown department, 002 a site that would be cut off, 003 a zone whose
            resources aren't granted alike, NET-ALO-* a number that was not handed out yet.
    """
    made = city(inventory, stages or {})
    facts: dict[str, list[Fact]] = {name: [] for name in sorted(inventory.hosts)}
    for part in (management_ports, backbone, provider, customer):
        for given in part(made):
            facts[given.host].append(given.fact)
    return MappingProxyType({name: _device(made, inventory.hosts[name], each) for name, each in facts.items()})


def _device(made: City, host: Host, given: list[Fact]) -> Device:
    facts = merged(given)
    ldp = _of(facts, Ldp)
    return Device(
        host.name,
        host.platform,
        release=host.release,
        profile=PROFILE,
        # Nothing in this network speaks IPv6, so nothing forwards it.
        ipv6_forwarding=False,
        interfaces=frozenset(_of(facts, Interface)),
        vrfs=frozenset(_of(facts, Vrf)),
        static_routes=frozenset(_of(facts, StaticRoute)),
        ospf=frozenset(_of(facts, OspfProcess)),
        ldp=ldp[0] if ldp else None,
        bgp=frozenset(_of(facts, BgpInstance)),
        prefix_lists=frozenset(_of(facts, PrefixList)),
        filters=filters(made, host.name, facts),
        management=management(made),
    )


def _of(facts: list[Fact], kind: type[T]) -> list[T]:
    return [each for each in facts if isinstance(each, kind)]
