"""Names of interfaces: typed short, in any case, with a space; kept in full without one."""

from __future__ import annotations

import re
from collections.abc import Callable

from netops.lab.semantics.core.pattern import Kind

PORT = r"[A-Za-z]+(?:-[A-Za-z]+)* ?\d+(?:/\d+)*(?::\d+)?(?:\.\d+)?|\d{2,3}GE ?\d+(?:/\d+)*(?::\d+)?(?:\.\d+)?|NULL ?0"
PARTS = re.compile(r"(\d{2,3}GE|[A-Za-z-]+) ?(.*)", re.IGNORECASE)

HUAWEI = (
    *("GigabitEthernet", "Ethernet", "XGigabitEthernet", "Eth-Trunk", "LoopBack", "Vlanif", "Tunnel", "NULL", "MEth"),
    *("Serial", "Pos", "Ip-Trunk", "Virtual-Template", "Virtual-Ethernet", "Dialer", "Cellular", "Nve", "Vbdif"),
    *(
        "10GE",
        "25GE",
        "40GE",
        "50GE",
        "100GE",
        "200GE",
        "400GE",
        "MultiGE",
        "Stack-Port",
        "Global-VE",
        "Atm",
        "Mp-group",
    ),
)
COMWARE = (
    *("GigabitEthernet", "Ethernet", "Ten-GigabitEthernet", "Twenty-FiveGigE", "FortyGigE", "HundredGigE", "LoopBack"),
    *(
        "Vlan-interface",
        "Tunnel",
        "NULL",
        "Bridge-Aggregation",
        "Route-Aggregation",
        "M-GigabitEthernet",
        "Serial",
        "Pos",
    ),
    *(
        "Virtual-Template",
        "Virtual-Ethernet",
        "Dialer",
        "Reth",
        "Register-Tunnel",
        "InLoopBack",
        "MGE",
        "Vsi-interface",
    ),
)
SHORT = {
    "xge": "XGigabitEthernet",
    "ge": "GigabitEthernet",
    "g": "GigabitEthernet",
    "e": "Ethernet",
    "vlan": "Vlan-interface",
}


def port_kind(types: tuple[str, ...]) -> Kind:
    """Return the kind of value that is an interface's name."""
    return Kind(PORT, named(types))


def named(types: tuple[str, ...]) -> Callable[[str], str]:
    """Return typed name → full name.

    Example:
        >>> named(HUAWEI)("gi 0/0/1"), named(HUAWEI)("vlanif10"), named(COMWARE)("Ten1/0/1")
        ('GigabitEthernet0/0/1', 'Vlanif10', 'Ten-GigabitEthernet1/0/1')
    """

    def normal(typed: str) -> str:
        found = PARTS.fullmatch(typed)
        if found is None:
            return typed
        word = found[1].lower()
        full = SHORT.get(word, "")
        near = [full] if full in types else [name for name in types if name.lower().startswith(word)]
        return f"{near[0] if near else found[1]}{found[2]}"

    return normal


LOGICAL = r"LoopBack|Vlanif|Vlan-interface|Eth-Trunk|Ip-Trunk|Bridge-Aggregation|Route-Aggregation|Tunnel|Virtual-\w+|Dialer|Nve|Vbdif|Reth|Vsi-interface|Mp-group|Global-VE"
PHYSICAL = rf"interface (?!(?:{LOGICAL})\d)[^.]+"
"""First lines of ports that are always there."""
