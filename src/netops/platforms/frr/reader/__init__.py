"""Text to meaning for a Linux router with FRR: each part of the config by a module of its own, by tables.

It never raises: what no table knows, or what a table can't make sense of, is ``unread``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from netops.config.collector import uncollected
from netops.config.node import Node
from netops.config.tree import Tree
from netops.model import Device, Interface, Management, Topic, Vrf
from netops.platforms.frr.defaults import policy_required
from netops.platforms.frr.reader.bgp import BgpSheet, instances, read_bgp
from netops.platforms.frr.reader.filters import read_filters
from netops.platforms.frr.reader.linux import kind_of, read_linux
from netops.platforms.frr.reader.objects import read_bfd, read_isis, read_key_chain
from netops.platforms.frr.reader.passwords import password_facts, read_password
from netops.platforms.frr.reader.policies import (
    PolicySheet,
    access_lists,
    policies,
    read_list,
    read_route_map,
    value_lists,
)
from netops.platforms.frr.reader.routing import (
    MANAGEMENT_WORDS,
    RoutingSheet,
    prefix_lists,
    read_identity,
    read_interface,
    read_ldp,
    read_logging,
    read_ospf,
    read_prefix_list,
    read_static,
    read_vrf,
    read_vty,
)
from netops.platforms.frr.reader.ssh import read_ssh
from netops.platforms.reading.objects import Objects
from netops.platforms.reading.sheet import Draft, Place, Unreads, drafts

__all__ = ["read"]


_PARTS = frozenset({"frr", "interfaces", "nftables", "sshd"})


@dataclass(slots=True)
class _Sheet:
    """Everything that is read of one device."""

    routing: RoutingSheet = field(default_factory=RoutingSheet)
    bgp: dict[str | None, BgpSheet] = field(default_factory=dict)
    vrfs: dict[str, Draft[Vrf]] = field(default_factory=dict)
    unreads: Unreads = field(default_factory=Unreads)


@uncollected()
def read(tree: Tree) -> Device:
    """Return what a config means.

    Args:
        tree: all four parts, or some of them; a part that isn't there says nothing.

    Returns:
        The device; what nobody understood is ``unread``, with its section and topic, and no line is left out.
    """
    sheet = _Sheet()
    routing = Place(sheet.unreads, Topic.ROUTING)
    management = routing.of(Topic.MANAGEMENT)
    for node in tree.part("frr"):
        place = management if node.text.split(" ", 1)[0] in MANAGEMENT_WORDS else routing
        sheet.routing.fields.node = node
        place.each((node,), partial(_read_routing, sheet, place))
    interfaces = sheet.routing.interfaces
    read_linux(interfaces, sheet.vrfs, tree.part("interfaces"), Place(sheet.unreads, Topic.INTERFACES))
    filters = read_filters(tree.part("nftables"), Place(sheet.unreads, Topic.FILTERS))
    ssh = read_ssh(tree.part("sshd"), Place(sheet.unreads, Topic.MANAGEMENT))
    return _device(
        sheet,
        tree.platform,
        missing_parts=_PARTS - {each.name for each in tree.parts},
        filters=filters,
        management=Management(
            ssh,
            sheet.routing.logging.made_with_sources(),
            terminals=frozenset(sheet.routing.terminals),
            **password_facts(sheet.routing),
            **sheet.routing.objects.management(),
        ),
    )


_SECTIONS: Mapping[str, Callable[[RoutingSheet, Node, Place], bool]] = {
    "vrf": read_vrf,
    "interface": read_interface,
    "router ospf": read_ospf,
    "mpls ldp": read_ldp,
    "line vty": read_vty,
}


_OBJECTS: Mapping[str, Callable[[Objects, Node, Place], bool]] = {
    "router isis": read_isis,
    "key chain": read_key_chain,
    "bfd": read_bfd,
}
_LISTS: Mapping[str, Callable[[PolicySheet, Node, Place], bool]] = {
    "route-map": read_route_map,
    **dict.fromkeys(
        (
            "access-list",
            "ipv6 access-list",
            "bgp as-path",
            "bgp community-list",
            "bgp large-community-list",
            "bgp extcommunity-list",
        ),
        read_list,
    ),
}
_LINES: Mapping[str, Callable[[RoutingSheet, Node], bool]] = {
    "log": read_logging,
    "password": read_password,
    "enable password": read_password,
    "service password-encryption": read_password,
    "ip route": read_static,
    "ipv6 route": read_static,
    "ip prefix-list": read_prefix_list,
    "ipv6 prefix-list": read_prefix_list,
}


def _read_routing(sheet: _Sheet, place: Place, node: Node) -> bool:
    words = node.text.split(" ", 2)
    first, two = words[0], " ".join(words[:2])
    if two == "router bgp":
        return read_bgp(sheet.bgp, sheet.vrfs, node, place)
    section = _SECTIONS.get(first) or _SECTIONS.get(two)
    if section is not None:
        return section(sheet.routing, node, place)
    known = _OBJECTS.get(two) or _OBJECTS.get(first)
    if known is not None:
        return known(sheet.routing.objects, node, place)
    listed = _LISTS.get(two) or _LISTS.get(first)
    if listed is not None:
        return listed(sheet.routing.policies, node, place)
    return (_LINES.get(two) or _LINES.get(first) or read_identity)(sheet.routing, node)


def _device(sheet: _Sheet, platform: str, **parts: Any) -> Device:  # noqa: ANN401 -- fields of Device
    routing = sheet.routing
    identity: dict[str, Any] = {"hostname": "", **routing.identity}
    required = policy_required(identity.get("profile"), identity.get("release"))
    bgp = frozenset(instances(sheet.bgp, policy_required=required))
    return Device(
        platform=platform,
        **identity,
        interfaces=frozenset(_interfaces(sheet)),
        vrfs=frozenset(drafts(sheet.vrfs)),
        static_routes=frozenset(routing.static_routes),
        ospf=frozenset(drafts(routing.ospf)),
        ldp=routing.ldp.made() if routing.ldp is not None else None,
        bgp=bgp,
        prefix_lists=prefix_lists(routing),
        policies=frozenset(policies(routing.policies)),
        value_lists=frozenset(value_lists(routing.policies)),
        access_lists=frozenset(access_lists(routing.policies)),
        **routing.objects.device(),
        **parts,
        unread=sheet.unreads.sorted(),
    )


def _interfaces(sheet: _Sheet) -> list[Interface]:
    found = []
    for name, draft in sheet.routing.interfaces.items():
        draft.values.setdefault("kind", kind_of(name))
        ospf = sheet.routing.ospf_interfaces.get(name)
        draft.values["ospf"] = ospf.made() if ospf is not None else None
        found.append(draft.made())
    return found
