"""The sections of BGP's address families. FRR manual, BGP: "Address Families"."""

from __future__ import annotations

from netops.lab.semantics.core.model import Act, Node, Refusal, Rule

OPENED = {
    "ipv4 unicast": "af4",
    "ipv4 multicast": "multicast",
    "ipv4 labeled-unicast": "labeled",
    "ipv4 vpn": "vpn4",
    "ipv4 flowspec": "flowspec",
    "ipv6 unicast": "af6",
    "ipv6 multicast": "multicast6",
    "ipv6 labeled-unicast": "labeled6",
    "ipv6 vpn": "vpn6",
    "ipv6 flowspec": "flowspec",
    "l2vpn evpn": "evpn",
}
"""Address families in the order in which FRR shows them, with their views."""
ALL = "af4 af6 labeled labeled6 multicast multicast6 vpn4 vpn6 evpn"
UNICAST = "af4 af6"
ROUTED = "af4 af6 labeled labeled6 multicast multicast6"
CORE_ONLY = "Only Unicast/Multicast/EVPN SAFIs supported in non-core instances."


def supported(act: Act) -> None:
    """Refuse a family of the core in the instance of a VRF."""
    if "vrf" in act.section.groups and act.groups["family"].split()[1] in ("vpn", "labeled-unicast", "flowspec"):
        raise Refusal(CORE_ONLY)


def section_of(family: str, view: str) -> Rule:
    """Return the rule that opens a family. FRR has no ``no address-family``."""
    return Rule(
        f"address-family {{family={family.replace(' ', '~')}}}",
        "bgp",
        key=f"address-family {family}",
        opens=view,
        prompt="router-af",
        closes="exit-address-family",
        undo=(),
        implicit=r"address-family .*",
        checks=(supported,),
        source="FRR manual, BGP: address-family",
    )


SECTIONS = {family: section_of(family, view) for family, view in OPENED.items()}


def made(router: Node, family: str) -> Node:
    """Return the section of a family, made where it isn't there."""
    key = f"address-family {family}"
    return router.children.setdefault(key, Node(key, key, SECTIONS[family], {"family": family}))
