"""What IOS displays of its state. Source: IOS Command References (IP Routing, IP Addressing, Interfaces)."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import AddressValueError, IPv4Address, IPv4Interface

from netops.lab.simulation.console import GUEST, USER, Console, Operation
from netops.lab.simulation.facts import IOS, Facts, Port, Route, mac
from netops.lab.simulation.speaking import Reply

Given = Mapping[str, str]
EXEC = f"{USER} {GUEST}"
CODES = (
    "Codes: L - local, C - connected, S - static, R - RIP, M - mobile, B - BGP",
    "       D - EIGRP, EX - EIGRP external, O - OSPF, IA - OSPF inter area",
    "       i - IS-IS, * - candidate default, U - per-user static route",
    "",
)


def facts(console: Console) -> Facts:
    """Return the facts of what runs."""
    return Facts(console.box.root, IOS)


def dotted(digits: str) -> str:
    """Return a hardware address in IOS's form.

    Example:
        >>> dotted("00e0fc123456")
        '00e0.fc12.3456'
    """
    return f"{digits[:4]}.{digits[4:8]}.{digits[8:]}"


def _missing_vrf(console: Console, vrf: str) -> bool:
    texts = (node.text for node in console.box.root.children.values())
    return bool(vrf) and not any(text in (f"vrf definition {vrf}", f"ip vrf {vrf}") for text in texts)


def routes(console: Console, given: Given) -> Reply:
    """Display the routes of a VRF. Source: IOS CR IP Routing, ``show ip route``."""
    vrf = given.get("vrf", "")
    if _missing_vrf(console, vrf):
        return Reply(f"% IP routing table {vrf} does not exist")
    found = facts(console).routes(vrf)
    default = next((route for route in found if route.network.prefixlen == 0), None)
    last = (
        f"Gateway of last resort is {default.hop} to network 0.0.0.0"
        if default
        else "Gateway of last resort is not set"
    )
    rows = [line for route in found for line in _route(console, route)]
    return Reply("\n".join([*([f"\nRouting Table: {vrf}"] if vrf else []), *CODES, last, "", *rows]))


def _route(console: Console, route: Route) -> list[str]:
    if route.hop is None and route.preference == 0:
        own = next(iter(_own(console, route)), None)
        lines = [f"C        {route.network} is directly connected, {route.port}"]
        return lines if own is None else [*lines, f"L        {own.ip}/32 is directly connected, {route.port}"]
    flag = "*" if route.network.prefixlen == 0 else " "
    if route.hop is None:
        return [f"S{flag}       {route.network} is directly connected, {route.port}"]
    port = f", {route.port}" if route.port else ""
    return [f"S{flag}       {route.network} [{route.preference}/0] via {route.hop}{port}"]


def one_route(console: Console, given: Given) -> Reply:
    """Display the route that a packet to an address takes. Source: IOS CR IP Routing, ``show ip route ip-address``."""
    vrf = given.get("vrf", "")
    if _missing_vrf(console, vrf):
        return Reply(f"% IP routing table {vrf} does not exist")
    try:
        found = facts(console).best(IPv4Address(given["address"]), vrf)
    except AddressValueError:
        return console.misread(given["address"])
    if not found:
        return Reply("% Network not in table")
    first = found[0]
    kind = "connected" if first.hop is None and first.preference == 0 else "static"
    hops = [f"  * {route.hop}" if route.hop else f"  * directly connected, via {route.port}" for route in found]
    lines = [
        f"\nRouting Table: {vrf}" if vrf else "",
        f"Routing entry for {first.network}",
        f'  Known via "{kind}", distance {first.preference}, metric 0{" (connected)" if kind == "connected" else ""}',
        "  Routing Descriptor Blocks:",
        *(line for hop in hops for line in (hop, "      Route metric is 0, traffic share count is 1")),
    ]
    return Reply("\n".join(lines).lstrip("\n") if not vrf else "\n".join(lines))


def vrfs(console: Console, _: Given) -> Reply:
    """Display the VRFs. Source: IOS CR MPLS, ``show vrf``."""
    head = "  Name                             Default RD            Protocols   Interfaces"
    return Reply("\n".join([head, *_vrf_rows(console, "ipv4        ")]))


def ip_vrfs(console: Console, _: Given) -> Reply:
    """Display the VRFs. Source: IOS CR MPLS, ``show ip vrf``."""
    head = "  Name                             Default RD            Interfaces"
    return Reply("\n".join([head, *_vrf_rows(console, "")]))


def _vrf_rows(console: Console, protocols: str) -> list[str]:
    rows: list[str] = []
    for name, (rd, ports) in facts(console).vrfs().items():
        first, *others = [short(port) for port in ports] or [""]
        rows.append(f"  {name:<32} {rd or '<not set>':<21} {protocols}{first}".rstrip())
        rows += [f"{' ' * (57 + len(protocols))}{port}" for port in others]
    return rows


def _own(console: Console, route: Route) -> list[IPv4Interface]:
    ports = facts(console).ports()
    mine = [each for port in ports if port.name == route.port for each in port.addresses]
    return [each for each in mine if each.network == route.network and route.network.prefixlen < 32]


def bgp(console: Console, given: Given) -> Reply:
    """Display the BGP neighbours. Source: IOS CR BGP, ``show ip bgp summary``."""
    known, vrf = facts(console), given.get("vrf", "")
    if not known.asn():
        return Reply("% BGP not active")
    peers = known.vpnv4() if "all" in given else [peer for peer in known.peers() if peer.vrf == vrf]
    rows = [
        f"{peer.address!s:<16}4 {peer.asn:>12} {32 if peer.up else 0:>7} {35 if peer.up else 0:>7}        1    0    0 "
        f"{'00:17:49' if peer.up else 'never':<8} {'0' if peer.up else 'Idle':>8}"
        for peer in peers
    ]
    lines = [
        f"BGP router identifier {known.router_id()}, local AS number {known.asn()}",
        "BGP table version is 1, main routing table version 1",
        "",
        "Neighbor        V           AS MsgRcvd MsgSent   TblVer  InQ OutQ Up/Down  State/PfxRcd",
    ]
    return Reply("\n".join([*lines, *rows]))


def all_bgp(console: Console, given: Given) -> Reply:
    """Display the neighbours of VPN routes. Source: IOS CR BGP, ``show bgp vpnv4 unicast all summary``."""
    return bgp(console, {**given, "all": "all"})


def ospf(console: Console, _: Given) -> Reply:
    """Display the OSPF neighbours. Source: IOS CR OSPF, ``show ip ospf neighbor``."""
    rows = [
        f"{each.address!s:<16}{0:>4}   FULL/  -        00:00:33    {each.address!s:<15} {each.port.name}"
        for each in facts(console).adjacencies()
    ]
    return Reply("\n".join(["", "Neighbor ID     Pri   State           Dead Time   Address         Interface", *rows]))


def arp(console: Console, given: Given) -> Reply:
    """Display what addresses were resolved. Source: IOS CR IP Addressing, ``show ip arp``."""
    known, vrf = facts(console), given.get("vrf", "")
    rows: list[str] = []
    for port in known.ports():
        if port.up and port.vrf == vrf:
            rows += [
                _resolved(str(address.ip), "-", port) for address in port.addresses if address.network.prefixlen < 32
            ]
            rows += [_resolved(str(far), "12", port) for far in known.neighbours(port)]
    return Reply("\n".join(["Protocol  Address          Age (min)  Hardware Addr   Type   Interface", *rows]))


def _resolved(address: str, age: str, port: Port) -> str:
    return f"Internet  {address:<16}{age:>9}   {dotted(mac(address))}  ARPA   {port.name}"


def macs(console: Console, _: Given) -> Reply:
    """Display the learned hardware addresses: one station behind each access port.

    Source: IOS CR LAN Switching, ``show mac address-table``.
    """
    ports = [port for port in facts(console).ports() if port.up and port.vlan]
    rows = [f"{port.vlan:>4}    {dotted(mac(port.name))}    DYNAMIC     {short(port.name)}" for port in ports]
    head = [
        "          Mac Address Table",
        "-" * 43,
        "",
        "Vlan    Mac Address       Type        Ports",
        "----    -----------       --------    -----",
    ]
    return Reply("\n".join([*head, *rows, f"Total Mac Addresses for this criterion: {len(rows)}"]))


SHORT = (("TenGigabitEthernet", "Te"), ("GigabitEthernet", "Gi"), ("FastEthernet", "Fa"), ("Port-channel", "Po"))


def short(name: str) -> str:
    """Return a port's name as tables have it.

    Example:
        >>> short("GigabitEthernet1/0/1")
        'Gi1/0/1'
    """
    return next((cut + name.removeprefix(whole) for whole, cut in SHORT if name.startswith(whole)), name)


def brief(console: Console, _: Given) -> Reply:
    """Display the ports' addresses. Source: IOS CR IP Addressing, ``show ip interface brief``."""
    rows = [
        f"{port.name:<22} {str(port.addresses[0].ip) if port.addresses else 'unassigned':<15} YES "
        f"{'NVRAM ' if port.addresses else 'unset '} {'up' if port.up else 'administratively down':<21} {'up' if port.up else 'down'}"
        for port in facts(console).ports()
    ]
    return Reply("\n".join(["Interface              IP-Address      OK? Method Status                Protocol", *rows]))


def descriptions(console: Console, _: Given) -> Reply:
    """Display the ports' descriptions. Source: IOS CR Interfaces, ``show interfaces description``."""
    rows = [
        f"{short(port.name):<31}{'up' if port.up else 'admin down':<15}{'up' if port.up else 'down':<9}{port.description}".rstrip()
        for port in facts(console).ports()
    ]
    return Reply("\n".join(["Interface                      Status         Protocol Description", *rows]))


STATE: tuple[Operation, ...] = (
    Operation("sh|ow ip ro|ute", routes, EXEC),
    Operation("sh|ow ip ro|ute vrf {vrf}", routes, EXEC),
    Operation("sh|ow ip ro|ute {address}", one_route, EXEC),
    Operation("sh|ow ip ro|ute vrf {vrf} {address}", one_route, EXEC),
    Operation("sh|ow vrf", vrfs, EXEC),
    Operation("sh|ow vrf b|rief", vrfs, EXEC),
    Operation("sh|ow ip vrf", ip_vrfs, EXEC),
    Operation("sh|ow ip bgp su|mmary", bgp, EXEC),
    Operation("sh|ow ip bgp vpnv4 vrf {vrf} su|mmary", bgp, EXEC),
    Operation("sh|ow bgp vpnv4 u|nicast vrf {vrf} su|mmary", bgp, EXEC),
    Operation("sh|ow ip bgp vpnv4 all su|mmary", all_bgp, EXEC),
    Operation("sh|ow bgp vpnv4 u|nicast all su|mmary", all_bgp, EXEC),
    Operation("sh|ow ip ospf nei|ghbor", ospf, EXEC),
    Operation("sh|ow arp", arp, EXEC),
    Operation("sh|ow ip arp", arp, EXEC),
    Operation("sh|ow ip arp vrf {vrf}", arp, EXEC),
    Operation("sh|ow mac address-t|able", macs, EXEC),
    Operation("sh|ow ip int|erface b|rief", brief, EXEC),
    Operation("sh|ow int|erfaces des|cription", descriptions, EXEC),
)
