"""One pass over the lines of a device, and the device that they say."""

from collections.abc import Iterator, Mapping
from ipaddress import IPv4Network
from typing import Any

from netops.config.collector import uncollected
from netops.config.node import Node
from netops.config.tree import Tree
from netops.model import Device, Interface, Ldp, Management, OspfProcess, Topic
from netops.platforms.ios_family.aaa import aaa, read_group, read_host, read_method, read_model, read_server
from netops.platforms.ios_family.access import (
    password_rules,
    read_common_criteria,
    read_enable,
    read_line,
    read_login,
    read_password_rule,
    read_user,
)
from netops.platforms.ios_family.bgp import instances, read_bgp
from netops.platforms.ios_family.filters import access_lists, read_named, read_numbered
from netops.platforms.ios_family.interfaces import read_interface, read_vlan
from netops.platforms.ios_family.nat import read_pool, read_source
from netops.platforms.ios_family.objects import OBJECT_LINES, OBJECT_SECTIONS
from netops.platforms.ios_family.policies import (
    policies,
    prefix_lists,
    read_community_list,
    read_path_list,
    read_prefix_list,
    read_route_map,
    value_lists,
)
from netops.platforms.ios_family.routing import read_ldp, read_ldp_section, read_ospf, read_static, read_static6
from netops.platforms.ios_family.said import LineReader, Readers, Said
from netops.platforms.ios_family.services import (
    SERVICE_LINES,
    read_archive,
    read_banner,
    read_files,
    read_logging,
    read_ssh,
    read_ssh_service,
    read_timestamps,
    read_web,
    services,
)
from netops.platforms.ios_family.settings import read_setting
from netops.platforms.ios_family.sheet import Dialect, InterfaceSheet, Sheet
from netops.platforms.ios_family.vrfs import read_vrf, vrfs
from netops.platforms.ios_family.watching import read_snmp, read_time
from netops.platforms.reading.covering import Covering
from netops.platforms.reading.sheet import Place, drafts

# What an unread line at the top level could change, by its first words; where none is known it could be anything.
_TOPICS: Mapping[str, Topic] = {
    **dict.fromkeys(
        ("router", "ip route", "ipv6 route", "route-map", "ip prefix-list", "ipv6 prefix-list", "ip community-list", "ip extcommunity-list",
         "ip as-path", "mpls", "vrf", "ip vrf", "key", "track", "ip sla", "bfd", "bfd-template", "ip multicast-routing", "ip pim"),
        Topic.ROUTING,
    ),
    **dict.fromkeys(("interface", "vlan", "spanning-tree", "vtp", "port-channel", "lacp", "errdisable", "udld", "l2vpn"), Topic.INTERFACES),
    **dict.fromkeys(
        ("access-list", "ip access-list", "ipv6 access-list", "mac access-list", "expert access-list", "object-group", "ip nat", "zone",
         "zone-pair", "class-map", "policy-map", "time-range"),
        Topic.FILTERS,
    ),
    **dict.fromkeys(
        ("username", "enable", "line", "aaa", "tacacs", "tacacs-server", "radius", "radius-server", "ip ssh", "ip http", "snmp-server", "ntp", "clock",
         "logging", "service", "banner", "archive", "login", "security", "password", "ip domain", "ip name-server", "crypto", "privilege", "alias"),
        Topic.MANAGEMENT,
    ),
}  # fmt: skip
# Settings of the device as a whole that no fact has a field for.
_SETTINGS = frozenset(
    {"service password-encryption", "service password-recovery", "snmp-server authentication", "service sequence-numbers", "service tcp-keepalives-in", "service tcp-keepalives-out", "service linenumber",
    "service compress-config", "service prompt", "service nagle", "ip domain name", "ip domain-name", "ip domain lookup", "ip domain-lookup", "ip domain list",
    "ip name-server", "ip host", "ip source-route", "ipv6 source-route", "ip gratuitous-arps", "ip icmp", "ip default-gateway", "ip tftp source-interface",
    "ip ftp source-interface", "ip telnet source-interface", "ip tacacs source-interface", "ip radius source-interface", "ip options", "ip tcp", "ip cef",
    "ipv6 cef", "ip classless", "ip subnet-zero", "ip forward-protocol", "ip bgp-community new-format", "mmi", "ipv6 unicast-routing", "aaa session-id",
    "aaa authorization console", "aaa authorization config-commands", "aaa accounting update", "aaa accounting delay-start", "aaa local", "aaa common-criteria",
    "errdisable recovery", "errdisable detect", "fhrp version", "ip dhcp snooping", "no-default", "ip arp inspection", "ip device tracking",
    "dot1x system-auth-control", "dot1x timeout", "monitor session", "ip dhcp excluded-address", "vtp mode", "vtp domain", "vtp version", "udld", "cdp timer", "cdp holdtime", "cdp advertise-v2", "cdp tlv", "lldp timer", "lldp holdtime",
    "lldp reinit", "lldp tlv-select", "lldp hold-multiplier", "port-channel load-balance", "lacp system-priority", "aggregateport load-balance",
    "alias", "privilege", "platform", "boot system", "vlan internal", "mac address-table notification", "ip http client source-interface", "ip http client connection", "ip http client secure-ciphersuite",
    "license boot", "rldp", "lldp enable", "storm-control action", "enable service", "cwmp", "errdisable", "ip multicast-routing",  "multilink bundle-name", "memory free", "scheduler", "process cpu", "file privilege", "hw-module", "redundancy-mode",
    "system mtu", "memory-size", "exception", "diagnostic", "power redundancy-mode", "switch provision", "ip address-pool", "mac-address-table aging-time",
    "mac address-table aging-time", "ip local", "mpls label range", "mpls mtu", "mpls oam", "mpls ldp graceful-restart", "mpls ldp igp", "mpls ldp session",
    "mpls ldp discovery hello", "mpls ldp logging", "mpls ldp explicit-null", "mpls ldp holdtime", "zam", "auto-provision", "service sysname",
    "service private-syslog", "service standard-syslog", "service log-format", "cpu-log", "memory-log", "login privilege log", "ip ref", "telnet server",
    "arp", "ip source binding", "aaa log", "license accept", "ip nat translation", "snmp ifmib", "cpu-protect", "address-bind", "dot1x authentication", "mpls ip propagate-ttl",
    }
)  # fmt: skip


def _identity(sheet: Sheet, found: Said) -> bool:
    match found.words:
        case ("hostname", name) if not found.off:
            sheet.identity["hostname"] = name
        case ("ip", "routing"):
            sheet.identity["ip_forwarding"] = not found.off
        case ("ipv6", "unicast-routing"):
            sheet.identity["ipv6_forwarding"] = not found.off
        case ("version", *_) if not found.off:
            pass  # the engine knows the release by it
        case _:
            return False
    return True


def _setting(sheet: Sheet, found: Said) -> bool:
    return read_setting(sheet, found, _SETTINGS)


def _either(lines: Mapping[str, LineReader]) -> Mapping[str, LineReader]:
    """Return readers that take a line with ``no`` in front, too."""
    return {f"{no}{head}": read for head, read in lines.items() for no in ("", "no ")}


FAMILY = Readers(
    lines={
        **_either(dict.fromkeys(_SETTINGS, _setting)),
        **_either(
            {
                "hostname": _identity,
                "version": _identity,
                "ip routing": _identity,
                "ipv6 unicast-routing": _identity,
                "ip route": read_static,
                "ipv6 route": read_static6,
                "mpls ldp router-id": read_ldp,
                "mpls ldp neighbor": read_ldp,
                "mpls ldp password": read_ldp,
                "mpls label protocol": read_ldp,
                "mpls ip": read_ldp,
                "ip prefix-list": read_prefix_list,
                "ipv6 prefix-list": read_prefix_list,
                "ip as-path access-list": read_path_list,
                "access-list": read_numbered,
                "ip nat inside source": read_source,
                "username": read_user,
                "enable secret": read_enable,
                "enable password": read_enable,
                "security passwords": read_password_rule,
                "security authentication": read_password_rule,
                "password policy": read_password_rule,
                "aaa local authentication": read_password_rule,
                "aaa password": read_password_rule,
                "login": read_login,
                "aaa new-model": read_model,
                "tacacs-server": read_host,
                "radius-server": read_host,
                "ip http": read_web,
                "tftp-server": read_files,
                "http": read_web,
                "ip ssh": read_ssh,
                "enable service ssh-server": read_ssh_service,
                "logging": read_logging,
                "service timestamps": read_timestamps,
                "banner": read_banner,
                "snmp-server": read_snmp,
                "ntp": read_time,
                "sntp": read_time,
                "clock": read_time,
            }
        ),
        **OBJECT_LINES,
    },
    whole=SERVICE_LINES,
    sections={
        "interface": read_interface,
        "vlan": read_vlan,
        "vrf definition": read_vrf,
        "ip vrf": read_vrf,
        "router ospf": read_ospf,
        "router bgp": read_bgp,
        "mpls router ldp": read_ldp_section,
        "route-map": read_route_map,
        "ip community-list": read_community_list,
        "ip extcommunity-list": read_community_list,
        "ip access-list standard": read_named,
        "ip access-list extended": read_named,
        "ipv6 access-list": read_named,
        "ip nat pool": read_pool,
        "line": read_line,
        "aaa authentication": read_method,
        "aaa authorization": read_method,
        "aaa accounting": read_method,
        "aaa group server": read_group,
        "tacacs server": read_server,
        "radius server": read_server,
        "aaa common-criteria policy": read_common_criteria,
        "archive": read_archive,
        **OBJECT_SECTIONS,
    },
)
"""The lines that both have; a platform's own come in front."""


@uncollected()
def read(tree: Tree, dialect: Dialect, readers: Readers) -> Device:
    """Return what a config means.

    Args:
        tree: the config.
        dialect: how the platform spells it.
        readers: of all lines that are known.

    Returns:
        The device; what nobody understood is ``unread``, with its section and topic, and no line is left out.
    """
    sheet = Sheet(dialect)
    places = {topic: Place(sheet.unreads, topic) for topic in (None, *Topic)}
    for node in tree.parts[0].nodes if tree.parts else ():
        place = places[_topic(node.text)]
        sheet.management.fields.node = node
        try:
            if readers.read(sheet, node, place):
                continue
        except (ValueError, LookupError):
            pass
        place.unread(node)
    return _device(sheet, tree)


def said_alone(text: str, dialect: Dialect, readers: Readers) -> Management | None:
    """Return what one line says of the management plane where nothing else stands; None where nobody knows the line."""
    sheet = Sheet(dialect)
    place = Place(sheet.unreads, None)
    place.each((Node(text),), lambda node: readers.read(sheet, node, place))
    return None if sheet.unreads.found else _management(sheet)


def _by_word() -> Mapping[str, tuple[Mapping[str, Topic], Topic | None]]:
    """Return topics by the first word: by the second one, and else."""
    found: dict[str, tuple[dict[str, Topic], Topic | None]] = {}
    for head, topic in _TOPICS.items():
        first, _, second = head.partition(" ")
        seconds, alone = found.get(first, ({}, None))
        found[first] = ({**seconds, second: topic}, alone) if second else (seconds, topic)
    return found


_BY_WORD = _by_word()


def _topic(text: str) -> Topic | None:
    first, _, rest = text.removeprefix("no ").partition(" ")
    seconds, topic = _BY_WORD.get(first, ({}, None))
    return seconds.get(rest.partition(" ")[0], topic) if seconds else topic


def _device(sheet: Sheet, tree: Tree) -> Device:
    interfaces = frozenset(_interfaces(sheet))
    facts: dict[str, Any] = {
        "interfaces": interfaces,
        "vrfs": frozenset(vrfs(sheet)),
        "static_routes": frozenset(sheet.static_routes),
        "ospf": _ospf(sheet),
        "ldp": _ldp(sheet),
        "bgp": instances(sheet),
        "prefix_lists": prefix_lists(sheet),
        "policies": policies(sheet),
        "value_lists": value_lists(sheet),
        "access_lists": access_lists(sheet),
        "translations": frozenset(sheet.translations),
        "pools": frozenset(sheet.pools),
        "vlans": frozenset(sheet.vlans),
        "management": _management(sheet),
        **sheet.objects.device(),
    }
    identity = {"hostname": "", **sheet.identity}
    release = tree.release or None
    return Device(platform=tree.platform, release=release, **identity, **facts, unread=sheet.unreads.sorted())


def _interfaces(sheet: Sheet) -> Iterator[Interface]:
    areas = _areas(sheet)
    for found in sheet.interfaces.values():
        _settle_switchport(found)
        _settle_ospf(found, areas.get(found.own.values.get("vrf")))
        found.place.unread(*sheet.objects.settle(str(found.own.values["name"]), found.own))
        yield found.own.made()


def _settle_switchport(found: InterfaceSheet) -> None:
    """A port at layer 3 may keep lines of layer 2: they do nothing until it is a switchport again."""
    draft = found.switchport
    if draft is None or not draft.nodes:
        return
    if draft.values.pop("on", True):
        found.own.values["switchport"] = draft.made()
    else:
        found.own.values["routed"] = True
        found.own.nodes.extend(node for node in draft.nodes if node.text == "no switchport")
        found.place.unread(*(node for node in draft.nodes if node.text != "no switchport"))


def _settle_ospf(found: InterfaceSheet, areas: Covering[tuple[str, int]] | None) -> None:
    """Give an interface's OSPF its area, where only a ``network`` of the process says it; without one nothing runs there."""
    draft = found.ospf
    if draft is None or not draft.nodes:
        return
    if "area" not in draft.values:
        own = [each for each in found.own.values.get("addresses", ()) if each.version == 4]
        places = set(areas.longest(*own)) if areas is not None else set()
        if len(places) != 1:
            found.place.unread(*draft.nodes)
            return
        draft.values["process"], draft.values["area"] = places.pop()
    found.own.values["ospf"] = draft.made()


def _areas(sheet: Sheet) -> dict[str | None, Covering[tuple[str, int]]]:
    """Return the networks of all processes by VRF, each with its process and area."""
    found: dict[str | None, list[tuple[IPv4Network, tuple[str, int]]]] = {}
    for (process, number), area in sheet.areas.items():
        if process in sheet.ospf:
            known = found.setdefault(sheet.ospf[process].values["vrf"], [])
            known += [(each, (process, number)) for each in area.values.get("networks", ())]
    return {vrf: Covering(known) for vrf, known in found.items()}


def _ospf(sheet: Sheet) -> frozenset[OspfProcess]:
    for (process, _), area in sheet.areas.items():
        if area.nodes:  # none where the line that named it couldn't be read
            sheet.ospf[process].values.setdefault("areas", set()).add(area.made())
    return frozenset(drafts(sheet.ospf))


def _ldp(sheet: Sheet) -> Ldp | None:
    """Return LDP with the interfaces on which it looks for neighbours."""
    names = {name for name, found in sheet.interfaces.items() if found.ldp}
    if not sheet.ldp.nodes and not names:
        return None
    sheet.ldp.values["interfaces"] = names
    return sheet.ldp.made()


def _management(sheet: Sheet) -> Management:
    found = sheet.management
    return Management(
        ssh=found.ssh.made_with_sources(),
        logging=found.logging.made_with_sources(),
        users=frozenset(each.made_with_sources() for each in found.users.values()),
        terminals=frozenset(each.made_with_sources() for each in found.terminals),
        aaa=aaa(sheet),
        passwords=password_rules(sheet),
        enable=found.enable,
        services=services(sheet, Place(sheet.unreads, Topic.MANAGEMENT)),
        snmp=found.snmp.made(),
        clock=found.clock.made_with_sources("origins"),
        banners=frozenset(found.banners),
        archive=found.archive,
        fields=frozenset(found.fields),
        sources=found.fields.sources(),
        **sheet.objects.management(),
    )


def read_nodes(nodes: tuple[Node, ...], dialect: Dialect, readers: Readers) -> Device:
    """Return what some lines mean where nothing else stands, of a device without a platform's name."""
    sheet = Sheet(dialect)
    place = Place(sheet.unreads, None)
    place.each(nodes, lambda node: readers.read(sheet, node, place))
    return _device(sheet, Tree("", ()))
