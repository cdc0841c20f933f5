"""What Comware displays of its state. Source: HPE FlexNetwork Layer 2, Layer 3 and IP Services Command References."""

from __future__ import annotations

from ipaddress import AddressValueError, IPv4Address

from netops.lab.simulation.console import Console, Operation
from netops.lab.simulation.facts import Peer, Port, mac
from netops.lab.simulation.speaking import Reply
from netops.lab.simulation.telling_time import stamp
from netops.lab.simulation.vendors.vrp_state import Given, dashed, facts, has_vrf, out_port, own_address, shown_routes

NO_VRF = "The VPN instance does not exist."


def routing_table(console: Console, given: Given) -> Reply:
    """Display the routes of a VPN instance. Source: HPE, ``display ip routing-table``."""
    vrf = given.get("vrf", "")
    if not has_vrf(console, vrf):
        return Reply(NO_VRF)
    rows = shown_routes(facts(console).routes(vrf), lambda route: own_address(console, route))
    lines = [_row(console, vrf, row) for row in rows]
    count = f"Destinations : {len({row[0] for row in rows})}        Routes : {len(rows)}"
    return Reply("\n".join(["", count, "", HEAD, *lines]))


def one_route(console: Console, given: Given) -> Reply:
    """Display the routes that a packet to an address takes. Source: HPE, ``display ip routing-table ip-address``."""
    vrf = given.get("vrf", "")
    try:
        address = IPv4Address(given["address"])
    except AddressValueError:
        return console.misread(given["address"])
    rows = shown_routes(facts(console).best(address, vrf), lambda route: own_address(console, route))
    lines = [_row(console, vrf, row) for row in rows]
    return Reply("\n".join(["", f"Summary count : {len(rows)}", "", HEAD, *lines]) if rows else "")


HEAD = "Destination/Mask   Proto   Pre Cost         NextHop         Interface"


def _row(console: Console, vrf: str, row: tuple[str, str, int, str, str]) -> str:
    destination, protocol, preference, hop, port = row
    out = _short(port or out_port(console, hop, vrf))
    return f"{destination:<18} {protocol:<7} {preference:<3} 0            {hop:<15} {out}"


def vpns(console: Console, _: Given) -> Reply:
    """Display the VPN instances. Source: HPE, ``display ip vpn-instance``."""
    found = facts(console).vrfs()
    made = stamp(console.box.booted, "").replace("-", "/")
    rows = [f"  {name:<31} {rd:<22} {made}" for name, (rd, _ports) in found.items()]
    head = "  VPN-Instance Name               RD                     Create time"
    return Reply("\n".join([f"  Total VPN-Instances configured : {len(found)}", "", head, *rows]))


SHORT = (
    ("M-GigabitEthernet", "MGE"),
    ("Ten-GigabitEthernet", "XGE"),
    ("FortyGigE", "FGE"),
    ("GigabitEthernet", "GE"),
    ("Bridge-Aggregation", "BAGG"),
    ("Route-Aggregation", "RAGG"),
    ("Vlan-interface", "Vlan"),
    ("LoopBack", "Loop"),
    ("NULL", "NULL"),
)


def _short(name: str) -> str:
    """Return a port's name as tables have it.

    Example:
        >>> _short("Ten-GigabitEthernet1/0/1"), _short("Vlan-interface10")
        ('XGE1/0/1', 'Vlan10')
    """
    return next((short + name.removeprefix(whole) for whole, short in SHORT if name.startswith(whole)), name)


def bgp(console: Console, given: Given) -> Reply:
    """Display the BGP neighbours. Source: HPE, ``display bgp peer ipv4``."""
    known, vrf = facts(console), given.get("vrf", "")
    if not known.asn():
        return Reply("BGP is not enabled.")
    peers = known.vpnv4() if "vpnv4" in given else [peer for peer in known.peers() if peer.vrf == vrf]
    lines = [
        "",
        f" BGP local router ID: {known.router_id()}",
        f" Local AS number: {known.asn()}",
        f" Total number of peers: {len(peers)}                  Peers in established state: {sum(peer.up for peer in peers)}",
        "",
        "  * - Dynamically created peer",
        "  Peer                    AS  MsgRcvd  MsgSent OutQ PrefRcv Up/Down  State",
        "",
        *(_peer(peer) for peer in peers),
    ]
    return Reply("\n".join(lines))


def vpnv4(console: Console, given: Given) -> Reply:
    """Display the neighbours of VPN routes. Source: HPE, ``display bgp peer vpnv4``."""
    return bgp(console, {**given, "vpnv4": "vpnv4"})


def _peer(peer: Peer) -> str:
    numbers = (32, 35, "00:17:49", "Established") if peer.up else (0, 0, "01:02:03", "Connect")
    return (
        f"  {peer.address!s:<16}{peer.asn:>10} {numbers[0]:>8} {numbers[1]:>8}    0       0 {numbers[2]} {numbers[3]}"
    )


def ospf(console: Console, _: Given) -> Reply:
    """Display the OSPF neighbours. Source: HPE, ``display ospf peer``."""
    lines: list[str] = []
    found = facts(console).adjacencies()
    for process in sorted({each.process for each in found}):
        lines += ["", f"          OSPF Process {process} with Router ID {facts(console).router_id()}"]
        lines += ["               Neighbor Brief Information", ""]
        for area in sorted({each.area for each in found if each.process == process}):
            lines += [f" Area: {area}", " Router ID       Address         Pri Dead-Time  State             Interface"]
            lines += [
                f" {each.address!s:<15} {each.address!s:<15} 1   33         Full/ -           {_short(each.port.name)}"
                for each in found
                if (each.process, each.area) == (process, area)
            ]
    return Reply("\n".join(lines))


def arp(console: Console, _: Given) -> Reply:
    """Display what addresses were resolved. Source: HPE, ``display arp``."""
    known = facts(console)
    rows = [
        f"{far!s:<15} {dashed(mac(str(far)))} {_vlan(port):<13} {_short(port.name):<24} 1140  D"
        for port in known.ports()
        for far in known.neighbours(port)
    ]
    legend = "  Type: S-Static   D-Dynamic   O-Openflow   R-Rule   M-Multiport  I-Invalid"
    head = "IP address      MAC address    VLAN/VSI name Interface                Aging Type"
    return Reply("\n".join([legend, head, *rows]))


def _vlan(port: Port) -> str:
    return port.name.removeprefix("Vlan-interface") if port.name.startswith("Vlan-interface") else "--"


def macs(console: Console, _: Given) -> Reply:
    """Display the learned hardware addresses: one station behind each access port. Source: HPE, ``display mac-address``."""
    rows = [
        f"{dashed(mac(port.name))}   {port.vlan:<10} Learned          {_short(port.name):<24} Y"
        for port in facts(console).ports()
        if port.up and port.vlan
    ]
    return Reply("\n".join(["MAC Address      VLAN ID    State            Port/Nickname            Aging", *rows]))


def brief(console: Console, _: Given) -> Reply:
    """Display the ports. Source: HPE, ``display interface brief``."""
    ports = facts(console).ports()
    routed = [
        f"{_short(port.name):<20} {'UP' if port.up else 'ADM':<4} {_protocol(port):<8} "
        f"{str(port.addresses[0].ip) if port.addresses else '--':<15} {port.description}".rstrip()
        for port in ports
        if not port.switched
    ]
    bridged = [
        f"{_short(port.name):<20} {'UP' if port.up else 'ADM':<4} {'1G(a)' if port.up else 'auto':<7} "
        f"{'F(a)' if port.up else 'A':<6} {'A' if port.vlan else 'T':<4} {port.vlan or 1:<4} {port.description}".rstrip()
        for port in ports
        if port.switched
    ]
    route = [
        "Brief information on interfaces in route mode:",
        "Link: ADM - administratively down; Stby - standby",
        "Protocol: (s) - spoofing",
        "Interface            Link Protocol Primary IP      Description",
        *routed,
    ]
    bridge = [
        "",
        "Brief information on interfaces in bridge mode:",
        "Link: ADM - administratively down; Stby - standby",
        "Speed: (a) - auto",
        "Duplex: (a)/A - auto; H - half; F - full",
        "Type: A - access; T - trunk; H - hybrid",
        "Interface            Link Speed   Duplex Type PVID Description",
        *bridged,
    ]
    return Reply("\n".join([*route, *(bridge if bridged else [])]))


def _protocol(port: Port) -> str:
    if not port.up or not port.addresses:
        return "UP" if port.up and port.name.startswith(("LoopBack", "NULL")) else "DOWN"
    return "UP(s)" if port.name.startswith("LoopBack") else "UP"


STATE: tuple[Operation, ...] = (
    Operation("d|isplay ip rou|ting-table", routing_table, source="HPE"),
    Operation("d|isplay ip rou|ting-table vpn|-instance {vrf}", routing_table, source="HPE"),
    Operation("d|isplay bgp peer ipv4", bgp, source="HPE"),
    Operation("d|isplay bgp peer ipv4 vpn|-instance {vrf}", bgp, source="HPE"),
    Operation("d|isplay bgp peer vpnv4", vpnv4, source="HPE"),
    Operation("d|isplay ip vpn-i|nstance", vpns, source="HPE"),
    Operation("d|isplay ip rou|ting-table {address}", one_route, source="HPE"),
    Operation("d|isplay ip rou|ting-table vpn|-instance {vrf} {address}", one_route, source="HPE"),
    Operation("d|isplay ospf peer", ospf, source="HPE"),
    Operation("d|isplay arp", arp, source="HPE"),
    Operation("d|isplay arp all", arp, source="HPE"),
    Operation("d|isplay mac-a|ddress", macs, source="HPE"),
    Operation("d|isplay int|erface b|rief", brief, source="HPE"),
)
