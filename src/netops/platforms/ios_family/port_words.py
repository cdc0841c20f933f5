"""Lines of an interface that need no more than a table: protections, settings, and the objects that it is part of."""

from collections.abc import Callable, Mapping

from netops.platforms.ios_family.gateways import read_gateway
from netops.platforms.ios_family.isis import read_isis_port
from netops.platforms.ios_family.quality import read_zone_member
from netops.platforms.ios_family.said import Said
from netops.platforms.ios_family.sheet import InterfaceSheet, Sheet

PORT_GUARDS: Mapping[str, str] = {
    "authentication port-control auto": "dot1x",
    "dot1x port-control auto": "dot1x",
    "mab": "mab",
    "authentication open": "authentication-open",
    "spanning-tree guard root": "root-guard",
    "spanning-tree guard loop": "loop-guard",
}
"""The line without ``no`` → the protection's name in the model."""
PORT_SETTINGS = frozenset(
    {
    "ip policy route-map", "aggregateport load-balance", "lacp short-timeout", "rldp port", "poe", "gateway", "storm-control action",
    "ip virtual-reassembly", "ip wccp", "ipv6 nd", "ipv6 dhcp",
    "ipv6 enable", "dot1x pae", "dot1x timeout", "dot1x max-req", "dot1x host-mode", "authentication host-mode", "authentication order",
    "authentication priority", "authentication event", "authentication port-control", "dot1x port-control", "authentication violation", "authentication timer", "authentication periodic",
    "ip flow", "ip nbar protocol-discovery", "mls qos cos", "cdp log",
    "mab eap", "device-tracking", "ip pim", "ip igmp", "anti-arp-spoofing ip", "mpls ldp igp sync", "logging event", "l2protocol-tunnel",
    "snmp ifindex persist", "encapsulation ppp", "encapsulation hdlc", "ppp authentication",
    }
)  # fmt: skip
"""Heads of settings that no fact has a field for: they hold the rest of the line."""
PORT_READERS: Mapping[str, Callable[[Sheet, InterfaceSheet, Said], bool]] = {
    "standby": read_gateway,
    "vrrp": read_gateway,
    "ip router": read_isis_port,
    "ipv6 router": read_isis_port,
    "isis": read_isis_port,
    "zone-member": read_zone_member,
}
"""First words → reader."""
