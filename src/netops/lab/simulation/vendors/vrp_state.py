"""What VRP displays of its state. Source: S V200R019 and NE V8R10, ``display ip routing-table``, ``display bgp peer`` etc."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from ipaddress import AddressValueError, IPv4Address

from netops.lab.simulation.console import Console, Operation
from netops.lab.simulation.facts import VRP, Adjacency, Facts, Peer, Port, Route, mac
from netops.lab.simulation.speaking import Reply

RULE = "-" * 78
Given = Mapping[str, str]


def facts(console: Console) -> Facts:
    """Return the facts of what runs."""
    return Facts(console.box.root, VRP)


def dashed(digits: str) -> str:
    """Return a hardware address in VRP's form.

    Example:
        >>> dashed("00e0fc123456")
        '00e0-fc12-3456'
    """
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"


def has_vrf(console: Console, name: str) -> bool:
    """Tell whether a VPN instance is configured; the public one has no name."""
    return not name or any(node.text == f"ip vpn-instance {name}" for node in console.box.root.children.values())


NO_VRF = "Error: The specified VPN instance does not exist."


def shown_routes(routes: Iterable[Route], own: Callable[[Route], str]) -> list[tuple[str, str, int, str, str]]:
    """Return destination, protocol, preference, next hop and port of each route."""
    rows: list[tuple[str, str, int, str, str]] = []
    for route in routes:
        protocol = "Direct" if route.hop is None and route.preference == 0 else "Static"
        rows.append((str(route.network), protocol, route.preference, str(route.hop or own(route)), route.port))
    return rows


def own_address(console: Console, route: Route) -> str:
    """Return the device's own address on the port of a connected route: VRP shows it for the next hop."""
    for port in facts(console).ports():
        for address in port.addresses:
            if port.name == route.port and address.network == route.network:
                return "127.0.0.1" if route.network.prefixlen == 32 else str(address.ip)
    return "0.0.0.0"  # noqa: S104 - no next hop


def out_port(console: Console, hop: str, vrf: str) -> str:
    """Return the port behind which a next hop lies."""
    for port in facts(console).ports():
        if port.vrf == vrf and any(IPv4Address(hop) in address.network for address in port.addresses):
            return port.name
    return "-"


def routing_table(console: Console, given: Given) -> Reply:
    """Display the routes of a VPN instance. Source: S V200R019, ``display ip routing-table``."""
    vrf = given.get("vrf", "")
    if not has_vrf(console, vrf):
        return Reply(NO_VRF)
    two_stage = bool(console.device.platform.shell.commit)
    rows = shown_routes(facts(console).routes(vrf), lambda route: own_address(console, route))
    lines = [_row(console, vrf, row) for row in rows]
    flags = "Route Flags: R - relay, D - download to fib" + (
        ", T - to vpn-instance, B - black hole route" if two_stage else ""
    )
    name = (f"Routing Table : {vrf or '_public_'}") if two_stage else f"Routing Tables: {vrf or 'Public'}"
    count = f"         Destinations : {len({row[0] for row in rows})}        Routes : {len(rows)}"
    return Reply("\n".join([flags, RULE, name, count, "", HEAD, "", *lines, ""]))


def one_route(console: Console, given: Given) -> Reply:
    """Display the routes that a packet to an address takes. Source: S V200R019, ``display ip routing-table ip-address``."""
    vrf = given.get("vrf", "")
    try:
        address = IPv4Address(given["address"])
    except AddressValueError:
        return console.misread(given["address"])
    rows = shown_routes(facts(console).best(address, vrf), lambda route: own_address(console, route))
    if not rows:
        return Reply()
    lines = [_row(console, vrf, row) for row in rows]
    name = f"Routing Table : {vrf or ('_public_' if console.device.platform.shell.commit else 'Public')}"
    return Reply("\n".join([FLAGS, RULE, name, f"Summary Count : {len(rows)}", "", HEAD, "", *lines]))


FLAGS = "Route Flags: R - relay, D - download to fib"
HEAD = "Destination/Mask    Proto   Pre  Cost        Flags NextHop         Interface"


def _row(console: Console, vrf: str, row: tuple[str, str, int, str, str]) -> str:
    destination, protocol, preference, hop, port = row
    flags = "D" if protocol == "Direct" else "RD"
    return f"{destination:>18}  {protocol:<7} {preference:<4} 0           {flags:<4} {hop:<15} {port or out_port(console, hop, vrf)}"


def bgp_peers(peers: Iterable[Peer]) -> list[str]:
    """Return the rows of a table of neighbours."""
    return [
        f"  {peer.address!s:<16}4  {peer.asn:>10}  {32 if peer.up else 0:>7}  {35 if peer.up else 0:>7}     0 "
        f"{'00:17:49' if peer.up else '01:02:03'} {'Established' if peer.up else 'Active':>11}  {0:>6}"
        for peer in peers
    ]


def bgp(console: Console, given: Given) -> Reply:
    """Display the BGP neighbours of the public table, of a VPN instance, or of all. Source: S V200R019, ``display bgp peer``."""
    known = facts(console)
    if not known.asn():
        return Reply("Info: The BGP process does not exist.")
    vrf = given.get("vrf", "")
    peers = [peer for peer in known.peers() if peer.vrf == vrf]
    lines = [
        "",
        f" BGP local router ID : {known.router_id()}",
        f" Local AS number : {known.asn()}",
        *([f"\n VPN-Instance {vrf}, Router ID {known.router_id()}:"] if vrf else []),
        f" Total number of peers : {len(peers)}                 Peers in established state : {sum(peer.up for peer in peers)}",
        "",
        "  Peer            V          AS  MsgRcvd  MsgSent  OutQ  Up/Down       State  PrefRcv",
        *bgp_peers(peers),
    ]
    return Reply("\n".join(lines))


def all_bgp(console: Console, _: Given) -> Reply:
    """Display the neighbours of VPN routes, and those inside of each VPN. Source: NE V8R10, ``display bgp vpnv4 all peer``."""
    known = facts(console)
    if not known.asn():
        return Reply("Info: The BGP process does not exist.")
    inside = [peer for peer in known.peers() if peer.vrf]
    every = [*known.vpnv4(), *inside]
    lines = [
        "",
        f" BGP local router ID : {known.router_id()}",
        f" Local AS number : {known.asn()}",
        f" Total number of peers : {len(every)}                 Peers in established state : {sum(peer.up for peer in every)}",
        "",
        "  Peer            V          AS  MsgRcvd  MsgSent  OutQ  Up/Down       State  PrefRcv",
        *bgp_peers(known.vpnv4()),
        *(["", "  Peer of IPv4-family for vpn instance :"] if inside else []),
    ]
    for vrf in dict.fromkeys(peer.vrf for peer in inside):
        mine = [peer for peer in inside if peer.vrf == vrf]
        lines += ["", f" VPN-Instance {vrf}, Router ID {known.router_id()}:", *bgp_peers(mine)]
    return Reply("\n".join(lines))


def vpns(console: Console, _: Given) -> Reply:
    """Display the VPN instances. Source: S V200R019, ``display ip vpn-instance``."""
    found = facts(console).vrfs()
    lines = [
        f" Total VPN-Instances configured      : {len(found)}",
        f" Total IPv4 VPN-Instances configured : {len(found)}",
        " Total IPv6 VPN-Instances configured : 0",
        "",
        "  VPN-Instance Name               RD                    Address-family",
        *(f"  {name:<31} {rd:<21} IPv4" for name, (rd, _ports) in found.items()),
    ]
    return Reply("\n".join(lines))


def ospf(console: Console, _: Given) -> Reply:
    """Display the OSPF neighbours. Source: S V200R019, ``display ospf peer``."""
    lines: list[str] = []
    for process in sorted({each.process for each in facts(console).adjacencies()}):
        lines += ["", f"\t OSPF Process {process} with Router ID {facts(console).router_id()}", "\t\t Neighbors ", ""]
        for each in facts(console).adjacencies():
            lines += _neighbour(each) if each.process == process else []
    return Reply("\n".join(lines))


def _neighbour(each: Adjacency) -> list[str]:
    return [
        f" Area {each.area} interface {each.port.addresses[0].ip}({each.port.name})'s neighbors",
        f" Router ID: {each.address}      Address: {each.address}     ",
        "   State: Full  Mode:Nbr is  Master  Priority: 1",
        "   DR: None   BDR: None   MTU: 0    ",
        "   Dead timer due in 33  sec ",
        "   Retrans timer interval: 5 ",
        "   Neighbor is up for 00:17:49     ",
        "   Authentication Sequence: [ 0 ] ",
        "",
    ]


def ospf_brief(console: Console, _: Given) -> Reply:
    """Display the OSPF neighbours, a line each. Source: S V200R019, ``display ospf peer brief``."""
    found = facts(console).adjacencies()
    rows = [f" {each.area:<16} {each.port.name:<32} {each.address!s:<16} Full        " for each in found]
    rule = " " + "-" * 76
    lines = [
        "",
        f"\t OSPF Process 1 with Router ID {facts(console).router_id()}",
        "\t\t  Peer Statistic Information",
        rule,
    ]
    return Reply(
        "\n".join(
            [*lines, " Area Id          Interface                        Neighbor id      State    ", *rows, rule]
        )
    )


def arp(console: Console, _: Given) -> Reply:
    """Display what addresses were resolved. Source: S V200R019, ``display arp``."""
    known, rows = facts(console), []
    for port in known.ports():
        own = [address for address in port.addresses if port.up and address.network.prefixlen < 32]
        rows += [_resolved(port, str(address.ip), "          I -") for address in own]
        rows += [_resolved(port, str(far), "20        D-0") for far in known.neighbours(port)]
    dynamic = sum("D-0" in row for row in rows)
    head = "IP ADDRESS      MAC ADDRESS     EXPIRE(M) TYPE        INTERFACE   VPN-INSTANCE "
    total = f"Total:{len(rows)}         Dynamic:{dynamic}       Static:0     Interface:{len(rows) - dynamic}"
    return Reply("\n".join([head, " " * 42 + "VLAN/CEVLAN ", RULE, *rows, RULE, total]))


def _resolved(port: Port, address: str, kind: str) -> str:
    return f"{address:<16}{dashed(mac(address))}  {kind:<22}{port.name:<15} {port.vrf}".rstrip()


def macs(console: Console, _: Given) -> Reply:
    """Display the learned hardware addresses: one station behind each access port. Source: S V200R019, ``display mac-address``."""
    rows = [
        f"{dashed(mac(port.name))} {port.vlan}/-                              {port.name:<19} dynamic"
        for port in facts(console).ports()
        if port.up and port.vlan
    ]
    head = "MAC Address    VLAN/VSI                          Learned-From        Type"
    return Reply("\n".join([RULE, head, RULE, *rows, "", RULE, f"Total items displayed = {len(rows)}"]))


LEGEND = (
    "PHY: Physical",
    "*down: administratively down",
    "(l): loopback",
    "(s): spoofing",
    "InUti/OutUti: input utility/output utility",
)


def brief(console: Console, _: Given) -> Reply:
    """Display the ports. Source: S V200R019, ``display interface brief``."""
    rows = [
        f"{port.name:<28}{'up' if port.up else '*down':<6}{_protocol(port):<10}  0%     0%          0          0"
        for port in facts(console).ports()
    ]
    head = "Interface                   PHY   Protocol  InUti OutUti   inErrors  outErrors"
    return Reply("\n".join([*LEGEND, head, *rows]))


def _protocol(port: Port) -> str:
    if not port.up or not (port.addresses or port.switched):
        return "down"
    return "up(s)" if port.name.startswith("LoopBack") else "up"


def ip_brief(console: Console, _: Given) -> Reply:
    """Display the ports' addresses. Source: S V200R019, ``display ip interface brief``."""
    ports = [port for port in facts(console).ports() if not port.switched]
    ups, downs = sum(port.up for port in ports), sum(not port.up for port in ports)
    rows = [
        f"{port.name:<33} {str(port.addresses[0]) if port.addresses else 'unassigned':<20} "
        f"{'up' if port.up else '*down':<10} {_protocol(port):<10}".rstrip()
        for port in ports
    ]
    lines = [
        "*down: administratively down",
        "(l): loopback",
        "(s): spoofing",
        f"The number of interface that is UP in Physical is {ups}",
        f"The number of interface that is DOWN in Physical is {downs}",
        "",
        "Interface                         IP Address/Mask      Physical   Protocol  ",
    ]
    return Reply("\n".join([*lines, *rows]))


def descriptions(console: Console, _: Given) -> Reply:
    """Display the ports' descriptions. Source: S V200R019, ``display interface description``."""
    rows = [
        f"{port.name:<30}{'up' if port.up else '*down':<8}{_protocol(port):<9}{port.description}".rstrip()
        for port in facts(console).ports()
    ]
    return Reply("\n".join([*LEGEND[:4], "Interface                     PHY     Protocol Description", *rows]))


STATE: tuple[Operation, ...] = (
    Operation("d|isplay ip rou|ting-table", routing_table, source="S V200R019"),
    Operation("d|isplay ip rou|ting-table vpn|-instance {vrf}", routing_table, source="S V200R019"),
    Operation("d|isplay bgp peer", bgp, source="S V200R019"),
    Operation("d|isplay bgp vpnv4 vpn|-instance {vrf} peer", bgp, source="S V200R019"),
    Operation("d|isplay bgp vpnv4 all peer", all_bgp, source="NE V8R10"),
    Operation("d|isplay ip vpn-i|nstance", vpns, source="S V200R019"),
    Operation("d|isplay ip rou|ting-table {address}", one_route, source="S V200R019"),
    Operation("d|isplay ip rou|ting-table vpn|-instance {vrf} {address}", one_route, source="S V200R019"),
    Operation("d|isplay ospf peer", ospf, source="S V200R019"),
    Operation("d|isplay ospf {process:int} peer", ospf, source="S V200R019"),
    Operation("d|isplay ospf peer b|rief", ospf_brief, source="S V200R019"),
    Operation("d|isplay arp", arp, source="S V200R019"),
    Operation("d|isplay arp a|ll", arp, source="S V200R019"),
    Operation("d|isplay mac-a|ddress", macs, source="S V200R019"),
    Operation("d|isplay int|erface b|rief", brief, source="S V200R019"),
    Operation("d|isplay int|erface d|escription", descriptions, source="S V200R019"),
    Operation("d|isplay ip int|erface b|rief", ip_brief, source="S V200R019"),
)
