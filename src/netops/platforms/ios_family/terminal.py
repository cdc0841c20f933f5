"""What the terminals of IOS and RGOS share: prompts with the mode in parentheses, refusals behind a percent sign.

Sources: Cisco IOS Configuration Fundamentals Command Reference and Configuration Guide ("Using the Command-Line
Interface": prompts, error messages); Ruijie RGOS Configuration Guide, "Configuring CLI" (command modes, error messages),
and Command Reference, "Basic Management". Cisco IOS IP Routing: OSPF Command Reference (`router-id`: "Reload or use "clear ip
ospf process" command, for this to take effect"); Catalyst Command References (`spanning-tree portfast`, `switchport voice
vlan`: what they remark). Texts that no manual gives (`router bgp` with another AS, a default route without gateway, VLAN changes
that take minutes, a duplex that can't be set) are as sessions on devices in public repositories show them.
"""

from netops.platforms.session import Prompt, Reading, View

ENTER = "configure terminal"
LEAVE = "end"
COMPLETE = r"(?m)^end[ \t]*\s*\Z"
"""A whole config ends with `end`."""
LOG = r"^[*.]?(?:\S+ )?.{0,40}%[A-Z][A-Z0-9_/-]*-\d-[A-Z0-9_]+:"
"""``*Mar  1 00:05:12.345: %SYS-5-CONFIG_I: …``, with any kind of time in front, or none."""
RENAME = r"^\s*hostname (?P<hostname>\S+)\s*$"
PROMPTS = (
    Prompt(View.LIMITED, r"{host}>"),
    Prompt(View.CONFIG, r"{short}[^()\n]*\([^()\n]{1,64}\)#"),  # RGOS: (config-if-GigabitEthernet 0/1)
    Prompt(View.EXEC, r"{host}#"),
)
REFUSAL = (
    r"^\s*%",
    r"^\s*\^\s*$",
    r"(?i)^\s*(?:error|invalid|illegal|bad|failed|cannot|can't|can not|unable|must|incorrect|malformed|please)\b",
    r"(?i)\b(?:command rejected|rejected by|authorization failed|permission denied|not allowed|not permitted|there is already)\b",
    # These have no sign in front: "BGP is already running; AS is 65000", "Autoneg enabled. Duplex cannot be set".
    r"(?i)\bcan(?:not|'t| not)\b|\balready (?:running|in use|defined|assigned|exists?)\b|\bno such\b",
    r"(?i)\b(?:not|n't) (?:configured|found|exist|supported|available|valid|defined|successful)\b|\b(?:operation|configuration) failed\b",
    r"(?i)\b(?:overlaps|conflicts) with\b|\b(?:is|are) (?:being used|in use|reserved)\b|\btoo (?:short|long)\b|\bmaximum number of\b",
)
HARMLESS = (
    # A remark, unless what it tells is that something wasn't done.
    r"(?i)^\s*%? ?(?:warning|note|info)\b(?!.*\b(?:failed|rejected|unable|can(?:not|'t| not) be (?:set|applied|configured|changed|removed|deleted))\b)",
    r"(?i)^\s*%? ?(?:access|voice) VLAN does not exist\. Creating vlan",
    r"(?i)^\s*% ?Interface .{1,60} (?:IPv[46]|VRF) .*(?:disabled|removed)",
    r"(?i)^\s*% ?(?:OSPF: )?Reload or use .clear ip ospf process. command",  # a router ID that a running process takes later
    r"^\s*% ?Default route without gateway, if not a point-to-point",
    r"^\s*% ?Portfast (?:has been|will be) configured ",  # its second line has no sign
    r"^\s*% ?Applying VLAN changes may take",
    r"^\s*% ?(?:The key modulus size is|Generating) \d+ bit",
    r"^\s*% ?Login disabled on line \d+, until 'password' is set",
    r"^\s*% ?IPv[46] .* removed",
    r"^\s*% ?The key mode is already",
    r"^\s*% ?Deletion of RD",
)
# Each first word is written out: `show r` would print the whole config.
READINGS = (
    Reading(
        r"show (?:arp|bfd|bgp|cdp|clock|cpu|environment|etherchannel|interfaces?|inventory|ip|ipv6|isis|lldp|mac|mac-address-table"
        r"|member|memory|mpls|ntp|power|processes|slots|spanning-tree|standby|switch|track|version|vlan|vrf|vrrp)(?: [\w./:*-]+)*",
        "{command}",
    ),
)
