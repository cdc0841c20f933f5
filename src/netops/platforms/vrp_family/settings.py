"""Lines of the device as a whole that no field of the model is for: their first words are a setting's name, the rest its value."""

from netops.config.node import Node
from netops.platforms.reading.objects import SWITCHED, holds_secret
from netops.platforms.reading.sheet import Place
from netops.platforms.vrp_family.sheet import VrpSheet

SETTINGS = frozenset(
    {"info-center log-storage-time", "info-center security-logfile", "command-privilege level",
     "dns server", "dns resolve", "dns domain", "dns proxy enable", "ip host", "scheduler logfile size", "cpu-defend-policy", "set neid",
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
     "multicast routing-enable", "igmp-snooping enable", "observe-port", "router id", "arp static", "user-bind static", "ip source binding",
     "dhcp snooping enable", "gtsm default-action", "whitelist session-car", "arp validate", "mpls ttl propagate", "aaa session-limit",
     "info-center max-logfile-number", "info-center logfile size", "info-center logfile size-quota", "info-center logfile frequency", "info-center filter-id",
     "info-center format", "info-center timestamp trap", "info-center timestamp debugging", "info-center statistic-suppress enable", "clock daylight-saving-time",
     "http timeout", "http server permit interface", "ssh server permit interface", "ssh server acl-deny-log enable", "ssh server dscp", "ssh server assign",
     "telnet client-source", "telnet server-source all-interface", "ntp-service dscp", "snmp-agent trap log", "snmp-agent extend error-code enable",
     "lacp m-lag system-id", "lacp m-lag priority", "acl logging interval", "fib regularly-refresh", "board add", "autostart", "secelog", "ops",
     "port-group", "role default-role enable network-operator", "role default-role enable"}
)  # fmt: skip
_MOST_WORDS = 4
_DATES = frozenset({"date", "format-date", "short-date"})
# Of these only the values that leave everything as it is without the line: another one leaves out events or their time.
# `ops`, `autostart` and `secelog` are views that an AR always prints; what is set in one is a line below it.
ONLY = {
    "info-center filter-id": frozenset({"off"}), "info-center timestamp trap": _DATES,
    "info-center timestamp debugging": _DATES, "ops": frozenset({"on"}), "autostart": frozenset({"on"}), "secelog": frozenset({"on"})
}  # fmt: skip


# What settings.j2 of templates/vrp_family, and of templates/h3c_comware, writes.
WRITTEN = (
    "dns", "ip host", "scheduler logfile size", "configuration file auto-save", "crypto weak-algorithm", "user-security-policy enable",
    "mac-address aging-time", "lacp priority", "arp speed-limit", "arp anti-attack", "icmp name", "icmp ttl-exceeded send",
    "icmp port-unreachable send", "icmp host-unreachable send", "loopback-detect enable", "drop illegal-mac", "cluster enable",
    "ntdp enable", "ndp enable", "stp bridge-address", "stp v-stp enable", "evpn-overlay enable", "mpls l2vpn",
    "multicast routing-enable", "igmp-snooping enable", "vrrp recover-delay", "vrrp gratuitous-arp", "cpu-defend-policy"
)  # fmt: skip
WRITTEN_BY_COMWARE = (
    "dns", "ip host", "scheduler logfile size", "mac-address timer", "lacp system-priority", "link-aggregation global",
    "arp valid-check enable", "arp source-suppression", "arp rate-limit", "dot1x", "mac-authentication domain", "port-security enable",
    "ip https ssl-server-policy", "arp detection validate", "lldp compliance", "router id", "mpls ttl propagate", "aaa session-limit"
)  # fmt: skip
# Of these a device has several.
SEVERAL = frozenset({"dns server", "ip host", "dns domain", "arp anti-attack", "arp speed-limit", "cpu-defend-policy", "observe-port", "info-center source",
    "tcp timer", "ip ttl-expires", "urpf", "arp static", "user-bind static", "ip source binding",
    "whitelist session-car", "arp validate", "mpls ttl propagate", "aaa session-limit", "board add", "port-group", "info-center filter-id"})  # fmt: skip


def read_setting(sheet: VrpSheet, node: Node, words: list[str], _place: Place) -> bool:
    """Read a line by its longest beginning that is known; ``undo`` before it turns the setting off."""
    found = None if node.children else setting(words)
    if found is not None:
        sheet.fields.add(found)
    return found is not None


def setting(words: list[str]) -> tuple[str, str] | None:
    """Return name and value of a setting that a line is; None where it is none, or has a secret.

    Example:
        >>> setting("dns server 10.9.0.53".split()), setting("undo dns resolve".split())
        (('dns server', '10.9.0.53'), ('dns resolve', 'off'))
    """
    off = words[0] == "undo"
    words = words[1:] if off else words
    if holds_secret(words):
        return None
    for length in range(min(len(words), _MOST_WORDS), 0, -1):
        name = " ".join(words[:length])
        if name in SETTINGS:
            rest = " ".join(words[length:])
            first = "off" if off else rest.partition(" ")[0] or "on"
            if rest in SWITCHED or first not in ONLY.get(name, {first}):
                return None
            return (f"{name} {rest}".rstrip(), "off") if off else (name, rest or "on")
    return None


def line_of(name: str, value: str) -> str | None:
    """Return the line of a setting; None where no line says it.

    Example:
        >>> line_of("dns resolve", "off"), line_of("mood", "good")
        ('undo dns resolve', None)
    """
    text = f"undo {name}" if value == "off" else name if value == "on" else f"{name} {value}"
    return text if setting(text.split(" ")) == (name, value) else None
