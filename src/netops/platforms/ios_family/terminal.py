"""What the terminals of IOS and RGOS share: prompts with the mode in parentheses, refusals behind a percent sign.

Sources: Cisco IOS Configuration Fundamentals Command Reference and Configuration Guide ("Using the Command-Line
Interface": prompts, error messages); Ruijie RGOS Configuration Guide, "Configuring CLI" (command modes, error messages),
and Command Reference, "Basic Management".
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
)
HARMLESS = (
    r"(?i)^\s*% ?(?:warning|note|info)",
    r"^\s*% ?Access VLAN does not exist\. Creating vlan",
    r"(?i)^\s*% ?Interface .{1,60} (?:IPv[46]|VRF) .*(?:disabled|removed)",
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
