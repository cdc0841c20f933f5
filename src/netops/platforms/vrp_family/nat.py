"""Address translation: pools, and rules at interfaces or of the device (command references, "NAT")."""

from collections.abc import Mapping
from functools import partial
from ipaddress import ip_address, ip_network

from netops.config.node import Node
from netops.model import IPAddress, IPNetwork, Pool, Translation
from netops.platforms.reading.sheet import Place, line
from netops.platforms.vrp_family.sheet import VrpSheet, lines_of
from netops.platforms.vrp_family.words import length, one, options, port

_OUTBOUND: Mapping[str, int] = {"address-group": 1, "no-pat": 0, "vpn-instance": 1, "interface": 1}


def read_nat(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read a ``nat`` line of the device as a whole."""
    match words:
        case ["nat", "address-group", group, *rest]:
            return _read_pool(sheet, node, group, rest, place)
        case ["nat", "static", "outbound", *rest]:
            return _read_static(sheet, node, rest, None)
        case ["nat", "instance", name, "id", _]:
            below = place.under(node)
            below.each(node.children, partial(_read_in_instance, sheet, name))
            return True
        case _:
            pass
    return False


def _read_in_instance(sheet: VrpSheet, _name: str, node: Node) -> bool:
    words = node.text.split(" ")
    if words[:2] == ["nat", "address-group"]:
        return _read_pool(sheet, node, words[2], words[3:], None)
    return words[:2] == ["nat", "outbound"] and _read_outbound(sheet, None, node, words[2:])


def _read_pool(sheet: VrpSheet, node: Node, group: str, rest: list[str], place: Place | None) -> bool:
    match rest:
        case ["group-id", _, first, last] | [first, last]:
            ranges = {(ip_address(first), ip_address(last))}
            nodes = [node]
        case [] if place is not None and node.children:
            ranges, nodes = set(), [node]
            place.under(node).each(node.children, lambda child: _read_range(ranges, nodes, child))
        case _:
            return False
    sheet.pools.append(Pool(group, frozenset(ranges), lines=lines_of(nodes)))
    return True


def _read_range(ranges: set[tuple[IPAddress, IPAddress]], nodes: list[Node], node: Node) -> bool:
    match node.text.split(" "):
        case ["address", first, last]:
            ranges.add((ip_address(first), ip_address(last)))
            nodes.append(node)
            return True
        case _:
            pass
    return False


def read_interface_nat(sheet: VrpSheet, name: str, node: Node, words: list[str]) -> bool:
    """Read a ``nat`` line of an interface."""
    match words:
        case ["nat", "outbound", *rest]:
            return _read_outbound(sheet, name, node, rest)
        case ["nat", "server", *rest]:
            return _read_server(sheet, name, node, rest)
        case ["nat", "static", "enable"]:
            return True  # the rules themselves are the device's; that they hold here, the side says
        case ["nat", "static", "global", outside, "inside", inside, *rest]:
            return _static(sheet, name, node, (inside, outside), rest)
        case _:
            pass
    return False


def _read_outbound(sheet: VrpSheet, name: str | None, node: Node, rest: list[str]) -> bool:
    access_list = None
    if rest[:1] == ["name"]:
        access_list, rest = rest[1], rest[2:]
    elif rest and rest[0] not in _OUTBOUND:
        access_list, rest = sheet.list_name(rest[0]), rest[1:]
    found = options(rest, _OUTBOUND)
    pool = one(found, "address-group")
    if "interface" in found or (name is None and pool is None):
        return False
    sheet.translations.append(
        Translation(
            "source",
            access_list=access_list,
            pool=pool,
            interface=name,
            vrf=one(found, "vpn-instance"),
            overload="no-pat" not in found,
            lines=(line(node),),
        )
    )
    return True


def _read_server(sheet: VrpSheet, name: str, node: Node, words: list[str]) -> bool:
    """Read ``nat server [protocol P] global ADDRESS [PORT] inside ADDRESS [PORT] [vpn-instance V]``."""
    protocol = None
    if words[:1] == ["protocol"]:
        protocol, words = words[1], words[2:]
    if words[:1] != ["global"] or words.count("inside") != 1:
        return False
    at = words.index("inside")
    outside, inside = words[1:at], words[at + 1 :]
    vrf = None
    if inside[-2:-1] == ["vpn-instance"]:
        vrf, inside = inside[-1], inside[:-2]
    if outside[:1] == ["current-interface"]:
        outside = ["", *outside[1:]]
    if len(inside) not in {1, 2} or len(outside) not in {1, 2}:
        return False
    ports = None
    if len(outside) == 2 or len(inside) == 2:
        ports = (
            port(inside[-1] if len(inside) == 2 else outside[-1]),
            port(outside[-1] if len(outside) == 2 else inside[-1]),
        )
    translation = Translation(
        "server",
        inside=_host(inside[0]),
        outside=_host(outside[0]) if outside[0] else None,
        interface=name,
        protocol=protocol,
        ports=ports,
        vrf=vrf,
        lines=(line(node),),
    )
    sheet.translations.append(translation)
    return True


def _read_static(sheet: VrpSheet, node: Node, words: list[str], name: str | None) -> bool:
    """Read ``nat static outbound INSIDE [vpn-instance V] OUTSIDE``."""
    match words:
        case [inside, outside]:
            return _static(sheet, name, node, (inside, outside), [])
        case [inside, "vpn-instance", vrf, outside]:
            return _static(sheet, name, node, (inside, outside), ["vpn-instance", vrf])
        case _:
            pass
    return False


def _static(sheet: VrpSheet, name: str | None, node: Node, hosts: tuple[str, str], rest: list[str]) -> bool:
    found = options(rest, {"vpn-instance": 1, "netmask": 1})
    size = length(one(found, "netmask") or "32")
    inside, outside = (ip_network(f"{each}/{size}", strict=False) for each in hosts)
    vrf = one(found, "vpn-instance")
    sheet.translations.append(
        Translation("static", inside=inside, outside=outside, interface=name, vrf=vrf, lines=(line(node),))
    )
    return True


def _host(text: str) -> IPNetwork:
    return ip_network(text)
