"""What the terminals of VRP5, VRP8 and Comware share: prompts in brackets, pings, routes.

Sources: Huawei S Series and NetEngine 8000 Command References ("Basic Configuration Commands", "ping", "display ip
routing-table"); H3C Comware 7 Fundamentals Command Reference ("CLI", "Login management") and Network Management and
Monitoring Command Reference ("ping").
"""

from netops.platforms.session import Asking, Prompt, Reading, View

LEAVE = "return"
"""From any view to the user view; in VRP8 with uncommitted lines it asks first."""
ENTER = "system-view"
COMPLETE = r"(?m)^return[ \t]*\s*\Z"
"""A whole config ends with `return`."""
LOG = r"^(?:\w{3} +\d+ \d{4} \d\d:\d\d:\d\d\S* \S+ %%\d+\S+|#?%\w{3} +\d+ \d\d:\d\d:\d\d\S* \d{4} \S+ \w+/\d/)"
"""VRP writes ``Mar  1 2026 00:05:12 sw1 %%01SHELL/5/…``, Comware ``%Mar  1 00:05:12:345 2026 sw1 SHELL/5/…``."""
REFUSAL = (
    r"(?i)^\s*error\b",
    r"^\s*\^\s*$",
    # Without `Error:` in front, as old releases have it, and a commit or a setting that failed.
    r"(?i)^\s*%? ?(?:(?:unrecogni[sz]ed|incomplete|ambiguous) command|too many parameters|wrong parameter)\b",
    r"(?i)^\s*(?:failed|commit failed|unable to|unsuccessful|can(?:not|'t))\b",
    # What VRP calls an information or a warning is said of what it did, but for these.
    r"(?i)^\s*(?:info|warning)\b.*(?:\bfailed\b|\bunable to\b|\bcan(?:not|'t)\b(?! be (?:restored|recovered|undone))|\bnot (?:successful|supported|allowed|permitted)\b)",
)
"""What VRP5 and VRP8 say to a line that they don't take. Comware takes no line that isn't known to be harmless."""
RENAME = r"^\s*sysname (?P<hostname>\S+)\s*$"


def prompts(prefix: str, *, marks: bool) -> tuple[Prompt, ...]:
    """Return the prompts of the family.

    Args:
        prefix: regular expression of what a firewall in a pair writes in front: ``HRP_M``, ``RBM_P``.
        marks: whether a mark behind the bracket says if lines wait for a commit (VRP8).
    """
    exec_view = Prompt(View.EXEC, rf"{prefix}<{{host}}>")
    if not marks:
        return exec_view, Prompt(View.CONFIG, rf"{prefix}\[{{short}}[^\[\]\n]*\]")
    return (
        exec_view,
        Prompt(View.CONFIG, rf"{prefix}\[~{{short}}[^\[\]\n]*\]"),
        Prompt(View.CHANGED, rf"{prefix}\[\*{{short}}[^\[\]\n]*\]"),
    )


# -t is milliseconds; the second packet is for the one that waits for ARP.
ASKING = Asking(
    ping="ping -c 2 -t 2000 -a {source} {destination}",
    ping_vrf="ping -c 2 -t 2000 -a {source} -vpn-instance {vrf} {destination}",
    counted=r"(?P<received>\d+) packet\(s\) received",
    next_hop="display ip routing-table {destination}",
    next_hop_vrf="display ip routing-table vpn-instance {vrf} {destination}",
    next_hop_pattern=r"(?m)^\s*\d+(?:\.\d+){3}/\d+\s+\S+\s+\d+\s+\d+\s+(?:[A-Z]+\s+)?(?P<next_hop>\d+(?:\.\d+){3})\s",
)
# Each first word is written out: an abbreviation could mean a display of the config.
READINGS = (
    Reading(
        r"display (?:arp|bfd|bgp|clock|cpu-usage|device|eth-trunk|interface|ip|ipv6|irf|isis|link-aggregation|lldp|mac-address"
        r"|memory|memory-usage|mpls|ntp-service|ospf|patch-information|power|route-policy|stack|startup|stp|tcp|track"
        r"|transceiver|version|vlan|vrrp)(?: [\w./:*-]+)*",
        "{command}",
    ),
)
