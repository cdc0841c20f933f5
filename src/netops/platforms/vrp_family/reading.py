"""The whole of a config that speaks the dialect: one pass over its lines, each by the first word of it.

It never raises: what no table knows, or what a table can't make sense of, is ``unread``.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from netops.config.collector import uncollected
from netops.config.node import Node
from netops.config.tree import Tree
from netops.model import Action, Device, Management, Topic
from netops.platforms.reading.meanings import Meanings, meanings
from netops.platforms.reading.sheet import Place, drafts
from netops.platforms.vrp_family.acls import names_of, read_acl
from netops.platforms.vrp_family.bgp import read_bgp, settle_bgp
from netops.platforms.vrp_family.events import read_archive, read_banner, read_clock, read_logging, read_ntp
from netops.platforms.vrp_family.interfaces import read_interface
from netops.platforms.vrp_family.line_classes import read_line_class, settle_lines
from netops.platforms.vrp_family.nat import read_nat
from netops.platforms.vrp_family.objects import NEGATED_OBJECTS, OBJECTS_BY_ONE, OBJECTS_BY_TWO
from netops.platforms.vrp_family.passwords import read_password_control
from netops.platforms.vrp_family.people import (
    read_aaa,
    read_crypto,
    read_domain,
    read_local_user,
    read_role,
    read_servers,
    read_super,
    read_terminal,
)
from netops.platforms.vrp_family.policies import (
    read_policy,
    read_value_list,
    settle_policies,
    settle_value_lists,
)
from netops.platforms.vrp_family.port_settling import settle_interfaces
from netops.platforms.vrp_family.routing import (
    read_mpls,
    read_ospf,
    read_prefix_list,
    read_static,
    read_vrf,
    settle_ldp,
    settle_ospf,
    settle_prefix_lists,
)
from netops.platforms.vrp_family.services import read_service, read_snmp, read_ssh, settle_services, settle_snmp
from netops.platforms.vrp_family.settings import read_setting
from netops.platforms.vrp_family.sheet import Dialect, Read, VrpSheet
from netops.platforms.vrp_family.words import vlan_ranges


def _read_sysname(sheet: VrpSheet, _node: Node, words: list[str], _place: Place) -> bool:
    if words[0] != "sysname" or len(words) != 2:
        return False
    sheet.identity["hostname"] = words[1]
    return True


def _read_version(_sheet: VrpSheet, _node: Node, _words: list[str], _place: Place) -> bool:
    return True  # the tree has the release


_OF_VLAN = frozenset(
    {"description", "name", "arp", "dhcp", "igmp-snooping", "multicast", "mac-address", "nd", "stp", "ip"}
)


def _read_vlan(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``vlan batch 10 20 to 30``, ``vlan 10`` and Comware's ``vlan 10 to 12``."""
    ranges = vlan_ranges(words[2:] if words[1] == "batch" else words[1:])
    sheet.vlans.update(vlan for first, last in ranges for vlan in range(first, last + 1))
    sheet.vlans.discard(1)
    below = place.under(node)

    def read(child: Node) -> bool:
        what, _, value = child.text.partition(" ")
        if child.children or what not in _OF_VLAN or not value:
            return False
        sheet.fields.node = child
        sheet.fields.add((f"vlan {words[1]} {what}", value))
        return True

    below.each(node.children, read)
    return True


def _read_board(sheet: VrpSheet, node: Node, words: list[str], _place: Place) -> bool:
    """Read ``device board N board-type MODEL`` of CloudEngine; the first board is what the device is called."""
    match words:
        case ["device", "board", number_, "board-type", model] if not node.children:
            sheet.fields.add((f"device board {number_}", model))
            sheet.boards[number_] = model
            sheet.identity["hardware"] = sheet.boards[min(sheet.boards)]
            return True
        case _:
            return False


def _read_ipv6(sheet: VrpSheet, _node: Node, words: list[str], _place: Place) -> bool:
    if words not in (["ipv6"], ["undo", "ipv6"]):
        return False
    sheet.identity["ipv6_forwarding"] = words == ["ipv6"]
    return True


def _read_packet_filter(sheet: VrpSheet, _node: Node, words: list[str], _place: Place) -> bool:
    """Read Comware's ``packet-filter default deny``: what no rule matches isn't let through any more."""
    if words != ["packet-filter", "default", "deny"]:
        return False
    sheet.identity["unmatched"] = Action.DENY
    return True


# What the first two words of a line say, else what the first says. Behind `undo` only those of `_NEGATED`.
_TWO: Mapping[str, Read] = {
    "device board": _read_board,
    "ip vpn-instance": read_vrf,
    "ip route-static": read_static,
    "ipv6 route-static": read_static,
    "ip ip-prefix": read_prefix_list,
    "ip ipv6-prefix": read_prefix_list,
    "ip prefix-list": read_prefix_list,
    "ipv6 prefix-list": read_prefix_list,
    "ip as-path-filter": read_value_list,
    "ip as-path": read_value_list,
    "ip community-filter": read_value_list,
    "ip community-list": read_value_list,
    "ip extcommunity-filter": read_value_list,
    "ip extcommunity-list": read_value_list,
    "ip http": read_service,
    "ip https": read_service,
    "line class": read_line_class,
    "line con": read_terminal,
    "line aux": read_terminal,
    "line vty": read_terminal,
    "line tty": read_terminal,
    "set save-configuration": read_archive,
    "set password": read_password_control,
    "crypto password": read_crypto,
    "archive configuration": read_archive,
    **OBJECTS_BY_TWO,
}
_ONE: Mapping[str, Read] = {
    "sysname": _read_sysname,
    "version": _read_version,
    "interface": read_interface,
    "vlan": _read_vlan,
    "ipv6": _read_ipv6,
    "ospf": read_ospf,
    "bgp": read_bgp,
    "mpls": read_mpls,
    "route-policy": read_policy,
    "acl": read_acl,
    "packet-filter": _read_packet_filter,
    "nat": read_nat,
    "aaa": read_aaa,
    "local-user": read_local_user,
    "domain": read_domain,
    "role": read_role,
    "user-group": read_role,
    "super": read_super,
    "hwtacacs-server": read_servers,
    "radius-server": read_servers,
    "radius": read_servers,
    "user-interface": read_terminal,
    "password-control": read_password_control,
    "user-password": read_password_control,
    "user-block": read_password_control,
    "ssh": read_ssh,
    "ssh2": read_ssh,
    "stelnet": read_ssh,
    "snmp-agent": read_snmp,
    "clock": read_clock,
    "ntp-service": read_ntp,
    "ntp": read_ntp,
    "info-center": read_logging,
    "header": read_banner,
    **OBJECTS_BY_ONE,
} | dict.fromkeys(
    (
        "telnet",
        "ftp",
        "FTP",
        "sftp",
        "scp",
        "tftp",
        "tftp-server",
        "http",
        "netconf",
        "snetconf",
        "dhcp",
        "lldp",
        "stp",
        "password-recovery",
        "irf",
    ),
    read_service,
)


def _read_hwtacacs(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    return read_service(sheet, node, words, place) or read_servers(sheet, node, words, place)


_NEGATED = (
    frozenset(
        {
            read_service,
            read_ssh,
            read_snmp,
            read_ntp,
            read_logging,
            read_password_control,
            _read_ipv6,
            _read_hwtacacs,
            read_setting,
        }
    )
    | NEGATED_OBJECTS
)
_TOPICS: Mapping[str, Topic] = (
    dict.fromkeys(("ip", "ospf", "ospfv3", "bgp", "isis", "rip", "mpls", "route-policy", "router", "bfd", "tunnel-policy",
        "segment-routing", "evpn", "vsi", "l2vpn", "multicast", "pim", "track", "nqa", "ipv6"), Topic.ROUTING)
    | dict.fromkeys(("interface", "vlan", "stp", "lldp", "irf", "irf-port", "dhcp", "bridge-domain", "lacp", "loopback-detect",
        "port-group", "dfs-group", "port"), Topic.INTERFACES)
    | dict.fromkeys(("acl", "nat", "time-range", "traffic", "qos", "packet-filter", "traffic-filter", "traffic-policy",
        "object-group", "service-instance-group", "service-location"), Topic.FILTERS)
    | dict.fromkeys(("aaa", "local-user", "domain", "hwtacacs-server", "radius-server", "hwtacacs", "radius", "user-interface",
        "line", "password-control", "user-password", "user-block", "ssh", "ssh2", "stelnet", "snmp-agent", "clock", "ntp-service",
        "ntp", "info-center", "header", "telnet", "ftp", "FTP", "sftp", "scp", "http", "netconf", "snetconf", "pki", "ssl", "rsa",
        "public-key", "super", "role", "sysname", "version", "archive", "local-aaa-user", "keychain", "login", "user-group", "crypto"), Topic.MANAGEMENT)
)  # fmt: skip


@uncollected()
def read_device(dialect: Dialect, tree: Tree) -> Device:
    """Return what a config means; what nobody understood is ``unread``, and no line is left out."""
    sheet = VrpSheet(dialect, tree.release or None)
    nodes = [node for part in tree.parts for node in part.nodes]
    sheet.list_names = names_of(nodes)
    places = {topic: Place(sheet.unreads, topic) for topic in (None, *Topic)}
    for node in nodes:
        words = node.text.split(" ")
        first = words[1] if words[0] == "undo" and len(words) > 1 else words[0]
        place = places[_TOPICS.get(first)]
        sheet.fields.node = node
        try:
            if _read(sheet, place, node, words):
                continue
        except (ValueError, LookupError):
            pass
        place.unread(node)
    return _device(sheet, tree)


def _read(sheet: VrpSheet, place: Place, node: Node, words: list[str]) -> bool:
    negative = words[0] == "undo" and len(words) > 1
    begins = words[1:] if negative else words
    if begins[-1] == "enable" and " ".join(begins[:-1]) in sheet.dialect.settings:
        return _read_setting(sheet, node, " ".join(begins[:-1]), on=not negative)
    reader = _TWO.get(" ".join(begins[:2])) or _ONE.get(begins[0]) or read_setting
    if begins[0] == "hwtacacs":
        reader = _read_hwtacacs
    if negative and reader not in _NEGATED:
        return read_setting(sheet, node, words, place)
    return reader(sheet, node, words, place) or read_setting(sheet, node, words, place)


def _read_setting(sheet: VrpSheet, node: Node, name: str, *, on: bool) -> bool:
    if node.children:
        return False
    sheet.fields.add((name, "on" if on else "off"))
    return True


def _device(sheet: VrpSheet, tree: Tree) -> Device:
    nowhere = Place(sheet.unreads, Topic.ROUTING)
    parts: dict[str, Any] = {
        "interfaces": settle_interfaces(sheet, nowhere.of(Topic.INTERFACES)),
        "ospf": settle_ospf(sheet),
        "ldp": settle_ldp(sheet),
        "bgp": settle_bgp(sheet),
        "policies": settle_policies(sheet, nowhere),
        "management": _management(sheet),
    }
    return Device(
        platform=tree.platform,
        release=sheet.release,
        **{"hostname": "", **sheet.identity},
        vrfs=frozenset(drafts(sheet.vrfs)),
        static_routes=frozenset(sheet.static_routes),
        prefix_lists=settle_prefix_lists(sheet),
        value_lists=settle_value_lists(sheet),
        access_lists=frozenset(sheet.access_lists),
        translations=frozenset(sheet.translations),
        pools=frozenset(sheet.pools),
        vlans=frozenset(sheet.vlans),
        unread=sheet.unreads.sorted(),
        **parts,
        **sheet.objects.device(),
    )


def _management(sheet: VrpSheet) -> Management:
    place = Place(sheet.unreads, Topic.MANAGEMENT)
    settle_snmp(sheet, place)
    services = settle_services(sheet, place)
    sheet.aaa.values.update(methods=frozenset(sheet.methods), servers=frozenset(sheet.servers))
    return Management(
        ssh=sheet.ssh.made_with_sources(),
        logging=sheet.logging.made_with_sources(),
        users=frozenset(each.made_with_sources() for each in sheet.users.values() if each.nodes),
        terminals=settle_lines(sheet),
        aaa=sheet.aaa.made(),
        passwords=sheet.passwords.made_with_sources(),
        services=services,
        snmp=sheet.snmp.made(),
        clock=sheet.clock.made_with_sources("origins"),
        banners=frozenset(sheet.banners),
        fields=frozenset(sheet.fields),
        sources=sheet.fields.sources(),
        **sheet.management,
        **sheet.objects.management(),
    )


def service_defaults(path: Path) -> Callable[[str | None], Mapping[str, bool]]:
    """Return what services do where no line says it, by release: from ``defaults.yml`` beside a reader."""
    loaded: Meanings = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return lambda release: meanings(loaded, release).get("services", {})
