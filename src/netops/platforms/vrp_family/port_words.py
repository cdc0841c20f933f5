"""Lines of an interface that need no more than a table: protections, settings, and the objects that it is part of."""

from collections.abc import Callable, Mapping

from netops.config.node import Node
from netops.model import Interface
from netops.platforms.reading.sheet import Draft
from netops.platforms.reading.words import number
from netops.platforms.vrp_family.gateways import read_gateway
from netops.platforms.vrp_family.isis import read_isis_port
from netops.platforms.vrp_family.quality import read_zone_member
from netops.platforms.vrp_family.sheet import VrpSheet

PORT_GUARDS: Mapping[str, str] = {
    "local-proxy-arp enable": "local-proxy-arp",
    "arp-proxy inner-sub-vlan-proxy enable": "local-proxy-arp",
    "stp port bpdu-protection enable": "bpduguard",
    "dot1x multicast-trigger": "dot1x-multicast-trigger",
    "flow-control": "flow-control",
    "mpls te": "mpls-te",
    "clear ip df": "clear-df",
    "arp distribute-gateway enable": "distributed-gateway",
    "dot1x enable": "dot1x",
    "dot1x": "dot1x",
    "mac-authen": "mac-authentication",
    "mac-authentication": "mac-authentication",
    "stp bpdu-filter enable": "bpdufilter",
    "stp bpdu-protection enable": "bpduguard",
    "dcn": "dcn",
    "ipv6 nd ra halt": "ra-halt",
    "mad bfd enable": "mad-bfd",
    "mad enable": "mad-lacp",
    "mac-address max-mac-count enable-forwarding": "mac-limit-forward",
}
"""Line → protection that it turns on; behind ``undo``, or with ``disable`` for ``enable``, off."""
PORT_FIELDS: Mapping[str, str] = {
    "authentication-profile": "authentication-profile",
    "ospf bfd": "ospf-bfd",
    "qos-profile": "qos-profile",
    "mac-address": "mac-address",
    "port vlan": "port-vlan",
    "device transceiver": "transceiver",
    "port mode": "port-mode",
    "mpls te": "mpls-te",
    "dhcp select": "dhcp-select",
    "dhcp server": "dhcp-server",
    "max active-linknumber": "most-links",
    "voice-vlan": "voice-vlan",
    "loopback-detect": "loop-detection",
    "loopback-detection": "loop-detection",
    "qos lr": "rate-limit",
    "mac-limit": "mac-limit",
    "combo-port": "combo",
    "pim": "pim",
    "igmp": "igmp",
    "dot1x": "dot1x-settings",
    "lldp compliance": "lldp-compliance",
    "lldp tlv-disable": "lldp-tlv",
    "poe": "poe",
    "stp instance": "stp-instance",
    "stp cost": "stp-cost",
    "stp port": "stp-port",
    "port priority": "port-priority",
    "ip policy-based-route": "policy-route",
    "ipv6 nd": "ipv6-nd",
    "ipv6 mtu": "ipv6-mtu",
    "jumboframe enable": "jumboframe",
    "ospf dr-priority": "ospf-priority",
    "ospf mtu-enable": "ospf-mtu",
    "trust upstream": "trust-upstream",
    "trust": "trust",
    "qos trust": "trust",
    "tcp adjust-mss": "tcp-mss",
    "tcp mss": "tcp-mss",
    "link-delay": "link-delay",
    "jumboframe": "jumboframe",
    "least active-linknumber": "least-links",
    "dhcp snooping": "dhcp-snooping",
    "mad ip": "mad-ip",
    "arp rate-limit": "arp-rate-limit",
}
"""First words → setting that the model keeps by name, with the rest of the line as its value."""


def _read_zone(sheet: VrpSheet, draft: Draft[Interface], node: Node, words: list[str]) -> bool:
    if not read_zone_member(sheet, str(draft.values["name"]), node, words):
        return False
    draft.nodes.append(node)
    return True


def _read_pair(_sheet: VrpSheet, draft: Draft[Interface], node: Node, words: list[str]) -> bool:
    """Read which of two devices' ports hold them together, or are one port to a third (M-LAG)."""
    match words:
        case ["peer-link", number_]:
            draft.add("fields", ("peer-link", str(number(number_))), node)
        case ["dfs-group", group, "m-lag", number_]:
            draft.add("fields", ("m-lag", f"{number(group)} {number(number_)}"), node)
        case _:
            return False
    return True


ELSEWHERE = {True: "trust", False: "qos trust"}
"""Is it Comware → how the other devices spell a setting: here the line is none that the device knows."""
LAYER_3 = ("addresses", "unnumbered", "vrf", "relays", "urpf", "ospf", "isis", "gateways", "mpls", "side")
"""What a port has at layer 3 only: where one of them is, Comware's port is at layer 3."""

PORT_READERS: Mapping[str, Callable[[VrpSheet, Draft[Interface], Node, list[str]], bool]] = {
    "vrrp": read_gateway,
    "vrrp6": read_gateway,
    "isis": read_isis_port,
    "zone": _read_zone,
    "peer-link": _read_pair,
    "dfs-group": _read_pair,
}
"""First word → reader."""
