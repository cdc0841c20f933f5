"""What RGOS displays of its state, where it isn't IOS's form. Source: RGOS 11.x Command References."""

from __future__ import annotations

from netops.lab.simulation.console import CONFIG, GUEST, USER, Console, Operation
from netops.lab.simulation.facts import Port, Route, mac
from netops.lab.simulation.speaking import Reply
from netops.lab.simulation.vendors.ios_state import (
    Given,
    all_bgp,
    bgp,
    descriptions,
    dotted,
    facts,
    ip_vrfs,
    one_route,
    ospf,
)

EVERYWHERE = f"{USER} {CONFIG} {GUEST}"
CODES = (
    "Codes:  C - Connected, L - Local, S - Static",
    "        R - RIP, O - OSPF, B - BGP, I - IS-IS, V - Overflow route",
    "        N1 - OSPF NSSA external type 1, N2 - OSPF NSSA external type 2",
    "        E1 - OSPF external type 1, E2 - OSPF external type 2",
    "        * - candidate default",
    "",
)


def routes(console: Console, given: Given) -> Reply:
    """Display the routes of a VRF. Source: RGOS CR IP Routing, ``show ip route``."""
    found = facts(console).routes(given.get("vrf", ""))
    default = next((route for route in found if route.network.prefixlen == 0), None)
    last = (
        f"Gateway of last resort is {default.hop} to network 0.0.0.0" if default else "Gateway of last resort is no set"
    )
    name = [f"Routing Table: {given['vrf']}", ""] if given.get("vrf") else []
    return Reply("\n".join(["", *name, *CODES, last, *(line for route in found for line in _route(console, route))]))


def _route(console: Console, route: Route) -> list[str]:
    if route.hop is None and route.preference == 0:
        own = [a.ip for port in facts(console).ports() for a in port.addresses if a.network == route.network]
        return [
            f"C     {route.network} is directly connected, {route.port}",
            *(f"C     {address}/32 is local host." for address in own if route.network.prefixlen < 32),
        ]
    flag = "*" if route.network.prefixlen == 0 else " "
    where = f" via {route.hop}" if route.hop is not None else f" is directly connected, {route.port}"
    return [f"S{flag}    {route.network} [{route.preference}/0]{where}"]


def arp(console: Console, _: Given) -> Reply:
    """Display what addresses were resolved. Source: RGOS CR IP Addressing, ``show arp``."""
    known, rows = facts(console), []
    for port in known.ports():
        if port.up and port.addresses:
            rows += [_resolved(str(each.ip), "--", port) for each in port.addresses if each.network.prefixlen < 32]
            rows += [_resolved(str(far), "12", port) for far in known.neighbours(port)]
    head = "Protocol  Address          Age(min)  Hardware        Type      Interface"
    return Reply("\n".join([f"Total Numbers of Arp: {len(rows)}", head, *rows]))


def _resolved(address: str, age: str, port: Port) -> str:
    return f"Internet  {address:<17}{age:<10}{dotted(mac(address))}  arpa      {port.name}"


def macs(console: Console, _: Given) -> Reply:
    """Display the learned hardware addresses. Source: RGOS CR MAC Address, ``show mac-address-table``."""
    ports = [port for port in facts(console).ports() if port.up and port.vlan]
    rows = [f"{port.vlan:<10}{dotted(mac(port.name))}       DYNAMIC  {port.name}" for port in ports]
    return Reply("\n".join(["Vlan      MAC Address          Type     Interface", "-" * 60, *rows]))


def brief(console: Console, _: Given) -> Reply:
    """Display the ports' addresses. Source: RGOS CR IP Addressing, ``show ip interface brief``."""
    rows = [
        f"{port.name:<33}{str(port.addresses[0]) if port.addresses else 'no address':<21}"
        f"{str(port.addresses[1]) if len(port.addresses) > 1 else 'no address':<21}"
        f"{'up' if port.up else 'down':<23}{'up' if port.up else 'down'}"
        for port in facts(console).ports()
        if not port.switched
    ]
    head = "Interface                        IP-Address(Pri)      IP-Address(Sec)      Status                 Protocol"
    return Reply("\n".join([head, *rows]))


STATE: tuple[Operation, ...] = (
    Operation("sh|ow ip ro|ute", routes, EVERYWHERE, "RGOS CR"),
    Operation("sh|ow ip ro|ute vrf {vrf}", routes, EVERYWHERE, "RGOS CR"),
    Operation("sh|ow ip ro|ute {address}", one_route, EVERYWHERE, "RGOS CR"),
    Operation("sh|ow ip ro|ute vrf {vrf} {address}", one_route, EVERYWHERE, "RGOS CR"),
    Operation("sh|ow ip vrf", ip_vrfs, EVERYWHERE, "RGOS CR"),
    Operation("sh|ow ip bgp su|mmary", bgp, EVERYWHERE, "RGOS CR"),
    Operation("sh|ow ip bgp vrf {vrf} su|mmary", bgp, EVERYWHERE, "RGOS CR"),
    Operation("sh|ow bgp ipv4 u|nicast su|mmary", bgp, EVERYWHERE, "RGOS CR"),
    Operation("sh|ow bgp vpnv4 u|nicast all su|mmary", all_bgp, EVERYWHERE, "RGOS CR"),
    Operation("sh|ow ip ospf nei|ghbor", ospf, EVERYWHERE, "RGOS CR"),
    Operation("sh|ow arp", arp, EVERYWHERE, "RGOS CR"),
    Operation("sh|ow mac-a|ddress-table", macs, EVERYWHERE, "RGOS CR"),
    Operation("sh|ow ip int|erface b|rief", brief, EVERYWHERE, "RGOS CR"),
    Operation("sh|ow int|erfaces des|cription", descriptions, EVERYWHERE, "RGOS CR"),
)
