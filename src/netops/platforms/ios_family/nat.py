"""Address translation: ``ip nat`` (Cisco IOS: IP Addressing, NAT; RGOS: NAT)."""

from ipaddress import IPv4Address, IPv4Network
from typing import Any

from netops.model import IPNetwork, Pool, Translation
from netops.platforms.ios_family.said import Said, said
from netops.platforms.ios_family.sheet import Sheet
from netops.platforms.ios_family.words import host_network, mask_length, masked_network, port_number
from netops.platforms.reading.sheet import Place, line
from netops.platforms.reading.words import ipv4, number


def read_pool(sheet: Sheet, found: Said, _: Place) -> bool:
    """Read ``ip nat pool NAME FIRST LAST netmask MASK`` (or ``prefix-length N``), and RGOS's ranges below the name."""
    match found.words:
        case ("ip", "nat", "pool", name, first, last, "netmask" | "prefix-length", length) if not found.off:
            ranges = {_range(first, last)}
        case ("ip", "nat", "pool", name, "netmask" | "prefix-length", length) if not found.off:
            ranges = set()
        case _:
            return False
    for node in found.node.children:
        match said(sheet.dialect, node).words:
            case ("address", first, last):
                ranges.add(_range(first, last))
            case _:
                return False
    lines = tuple(line(node) for node in (found.node, *found.node.children))
    sheet.pools.append(Pool(name, frozenset(ranges), mask_length(length), lines=lines))
    return True


def _range(first: str, last: str) -> tuple[IPv4Address, IPv4Address]:
    found = ipv4(first), ipv4(last)
    if found[0] > found[1]:
        raise ValueError(first)
    return found


def read_source(sheet: Sheet, found: Said) -> bool:
    """Read ``ip nat inside source …``: many behind a pool or a port, one to one, one port of a host."""
    match found.words[4:]:
        case ("list", name, *way):
            values: dict[str, Any] = {"kind": "source", "access_list": name, **_behind(sheet, way)}
        case ("route-map", name, *way):
            values = {"kind": "source", "policy": name, **_behind(sheet, way)}
        case ("static", "network", inside, outside, *rest):
            values = {"kind": "static", **_networks(inside, outside, rest)}
        case ("static", "tcp" | "udp" as protocol, inside, port, *rest):
            values = {"kind": "server", "protocol": protocol, **_server(sheet, inside, port, protocol, rest)}
        case ("static", inside, "interface", name, *options):
            values = {
                "kind": "static",
                "inside": host_network(inside),
                "interface": sheet.dialect.port(name),
                **_options(options),
            }
        case ("static", inside, outside, *options):
            values = {
                "kind": "static",
                "inside": host_network(inside),
                "outside": host_network(outside),
                **_options(options),
            }
        case _:
            return False
    if found.off:
        return False
    sheet.translations.append(Translation(**values, lines=(line(found.node),)))
    return True


def _behind(sheet: Sheet, words: list[str]) -> dict[str, Any]:
    match words:
        case ["pool", name, *options]:
            return {"pool": name, **_options(options)}
        case ["interface", name, *options]:
            return {"interface": sheet.dialect.port(name), **_options(options)}
        case _:
            pass
    raise ValueError(" ".join(words))


def _server(sheet: Sheet, inside: str, port: str, protocol: str, rest: list[str]) -> dict[str, Any]:
    own = port_number(port, protocol)
    match rest:
        case ["interface", name, outer, *options]:
            seen: dict[str, Any] = {"interface": sheet.dialect.port(name)}
        case [outside, outer, *options]:
            seen = {"outside": host_network(outside)}
        case _:
            raise ValueError(" ".join(rest))
    return {"inside": host_network(inside), **seen, "ports": (own, port_number(outer, protocol)), **_options(options)}


def _networks(inside: str, outside: str, rest: list[str]) -> dict[str, Any]:
    match rest:
        case [mask, *options] if mask.startswith("/"):
            length = number(mask[1:])
            own: IPNetwork = IPv4Network((int(ipv4(inside)), length), strict=False)
            seen: IPNetwork = IPv4Network((int(ipv4(outside)), length), strict=False)
        case [mask, *options] if "." in mask:
            own, seen = masked_network(inside, mask), masked_network(outside, mask)
        case _:
            raise ValueError(" ".join(rest))
    return {"inside": own, "outside": seen, **_options(options)}


def _options(words: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    left = list(words)
    while left:
        match left.pop(0):
            case "overload" | "extendable" as word:
                found[word] = True
            case "vrf" if left:
                found["vrf"] = left.pop(0)
            case other:
                raise ValueError(other)
    return found
