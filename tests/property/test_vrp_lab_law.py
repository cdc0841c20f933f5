"""Generated devices of Huawei, typed at a device that shares no rule with templates, reader and rulebook.

What is drawn is a device that has a bit of everything, with facts left out: so that what a line refers to is always there.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from tests.unit.platforms.test_rendered_vrp_at_the_lab import typed

from netops.model import Device, Interface, SharedGateway, Snmp
from netops.platforms import get_platform

WHOLE = Path(__file__).parent / "whole"
DEVICE = TypeAdapter(Device)
# What others refer to, or what a fact is known by, is never left out.
KEPT = frozenset({"vrfs", "access_lists", "prefix_lists", "policies", "value_lists", "vlans", "ospf", "ldp", "bgp", "groups", "families",
    "release", "secret", "group", "kind", "dot1q", "vrf", "process", "remote_asn", "internal", "level", "version", "user", "rules", "nodes",
    "address", "methods", "role", "vpn", "router_id", "rd", "imports", "exports", "fields", "archive", "clock", "port", "keys", "isis",
    "traffic_classes", "traffic_behaviors", "behavior"})  # fmt: skip


@cache
def whole(platform: str) -> Device:
    loaded: Mapping[str, Any] = yaml.safe_load((WHOLE / f"{platform}.yml").read_text(encoding="utf-8"))
    return DEVICE.validate_python(loaded)


def thinned(draw: st.DrawFn, fact: Any) -> Any:  # noqa: ANN401  # any fact of the model
    """Return a fact with some of its fields at their usual values, and some members of its sets gone."""
    changed: dict[str, Any] = {}
    for each in fields(fact):
        value = getattr(fact, each.name)
        if not each.compare or (
            each.name in KEPT and not (isinstance(value, frozenset) and all(map(is_dataclass, value)))
        ):
            continue
        if is_dataclass(value):
            changed[each.name] = thinned(draw, value)
        elif isinstance(value, frozenset) and value and all(map(is_dataclass, value)):
            kept = value if each.name in KEPT else {one for one in sorted(value, key=repr) if draw(st.integers(0, 3))}
            changed[each.name] = frozenset(thinned(draw, one) for one in sorted(kept, key=repr))
        elif each.default is not MISSING and value != each.default and not draw(st.integers(0, 3)):
            changed[each.name] = each.default
    return replace(fact, **changed)


def sound(device: Device) -> Device:
    """Return a device without what has lost what it can't be without: a gateway its address, a session of BFD the service, SNMP its agent."""
    bfd = any(each.name == "bfd" for each in device.management.services)
    chains = frozenset(each for each in device.management.key_chains if each.mode is not None)
    ports = [
        replace(each, gateways=frozenset(one for one in each.gateways if _lies_there(one, each)))
        for each in device.interfaces
    ]
    return replace(
        device,
        interfaces=frozenset(ports),
        bfd_sessions=frozenset(each for each in device.bfd_sessions if bfd and each.peer is not None),
        management=replace(device.management, key_chains=chains, snmp=with_the_agent(device.management.snmp)),
    )


def _lies_there(one: SharedGateway, port: Interface) -> bool:
    """Whether a gateway has addresses, and those of IPv4 are of the port's networks."""
    four = [each for each in one.addresses if each.version == 4]
    return bool(one.addresses) and all(any(each in own.network for own in port.addresses) for each in four)


def with_the_agent(snmp: Snmp) -> Snmp:
    """Return what is configured of SNMP with the agent on: any line of it turns it on, and the device shows that."""
    return snmp if snmp == Snmp(enabled=snmp.enabled) else replace(snmp, enabled=True)


@st.composite
def devices(draw: st.DrawFn, platform: str) -> Device:
    device: Device = thinned(draw, whole(platform))
    names = {each.name for each in device.interfaces if each.mpls}
    device = replace(
        sound(device), ldp=None if device.ldp is None else replace(device.ldp, interfaces=device.ldp.interfaces & names)
    )
    assume(not list(get_platform(platform).refusals(device)))
    return device


FEW = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


@FEW
@given(devices("huawei_vrp"))
def test_a_device_with_vrp5_takes_what_is_rendered(device: Device) -> None:
    typed(device)


@FEW
@given(devices("huawei_vrpv8"))
def test_a_device_with_vrp8_takes_what_is_rendered(device: Device) -> None:
    typed(device)
