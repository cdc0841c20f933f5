"""BGP on RGOS: IPv4 unicast has a section of its own as soon as there is a neighbor (RGOS CR BGP, ``neighbor activate``)."""

from __future__ import annotations

from dataclasses import replace

from netops.lab.semantics.core.model import Act, Node, Rule
from netops.lab.semantics.ios_family.bgp import BGP, MAKING, UNICAST, activate

IPV4 = replace(UNICAST, implicit="address-family ipv4")
"""An IPv4 family without lines is as good as none."""


def _speak_ipv4(act: Act) -> None:
    """Open IPv4 unicast for a neighbor of the global table."""
    if act.section.view == "bgp":
        _open_ipv4(act.section)


def _open_ipv4(process: Node) -> None:
    key = "address-family ipv4"
    family = process.children.get(key) or Node(key, key, IPV4, {"family": "ipv4"})
    activate(process, family)
    if family.children:
        process.children[key] = family


def displays_ipv4(act: Act) -> None:
    """Open IPv4 unicast at the start where a config without it has neighbors."""
    for process in act.root.children.values():
        if process.view == "bgp":
            _open_ipv4(process)


RGOS_BGP: tuple[Rule, ...] = (
    *(replace(rule, effects=(_speak_ipv4, *rule.effects)) for rule in MAKING),
    *(IPV4 if rule is UNICAST else rule for rule in BGP if rule not in MAKING),
)
