"""Lines of the device as a whole that no field of the model is for: their first words are a setting's name, the rest its value."""

from netops.config.node import Node
from netops.platforms.reading.objects import holds_secret
from netops.platforms.reading.sheet import Place
from netops.platforms.vrp_family.sheet import VrpSheet

_SETTINGS = frozenset(
    {"dns server", "dns resolve", "dns domain", "dns proxy enable", "ip host", "scheduler logfile size", "cpu-defend-policy", "set neid",
     "crypto weak-algorithm", "user-security-policy enable", "configuration file auto-save", "autosave", "system resource-mode",
     "ntdp enable", "ndp enable", "cluster enable", "drop illegal-mac", "icmp ttl-exceeded send", "icmp port-unreachable send",
     "icmp name timestamp-request receive", "icmp host-unreachable send", "ip ttl-expires", "ip unreachables enable", "ip redirects enable",
     "ip ttl-expires enable", "lacp priority", "lacp system-priority", "link-aggregation global", "loopback-detection",
     "loopback-detect enable", "tcp syn-cookie enable", "tcp timer", "tcp window", "configuration-occupied",
     "vrrp recover-delay", "vrrp gratuitous-arp", "arp anti-attack", "arp speed-limit", "arp learning", "arp valid-check enable",
     "arp source-suppression", "arp rate-limit", "dot1x authentication-method", "dot1x enable", "dot1x", "mac-address aging-time",
     "mac-address timer", "urpf", "system-failure", "efm enable", "port-security enable", "password-recovery",
     "lldp compliance", "lldp transmit", "lldp mode", "dhcp snooping binding", "mac-authentication domain",
     "authentication unified-mode", "ip https ssl-server-policy", "arp detection validate", "ssl renegotiation", "info-center source",
     "dcn", "evpn-overlay enable", "stp bridge-address", "stp v-stp enable", "router-id", "mpls l2vpn",
     "multicast routing-enable", "igmp-snooping enable", "observe-port", "router id"}
)  # fmt: skip
_MOST_WORDS = 4


def read_setting(sheet: VrpSheet, node: Node, words: list[str], _place: Place) -> bool:
    """Read a line by its longest beginning that is known; ``undo`` before it turns the setting off."""
    off = words[0] == "undo"
    words = words[1:] if off else words
    if node.children or holds_secret(words):
        return False
    for length in range(min(len(words), _MOST_WORDS), 0, -1):
        name = " ".join(words[:length])
        if name in _SETTINGS:
            rest = " ".join(words[length:])
            sheet.fields.add((f"{name} {rest}".rstrip(), "off") if off else (name, rest or "on"))
            return True
    return False
