"""VPN instances of VRP."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from netops.lab.semantics.core.effects import exists, refuses_change, removes, wipes_with
from netops.lab.semantics.core.lists import word_list
from netops.lab.semantics.core.model import Act, Effect, Refusal, Rule
from netops.lab.semantics.vrp_family.interfaces import LAYER3
from netops.lab.semantics.vrp_family.rules import single

VIEWS = "vpn-ipv4 vpn-ipv6"


def _both(groups: Mapping[str, str]) -> tuple[str, ...]:
    targets, evpn = groups["targets"], " evpn" if "evpn" in groups else ""
    return tuple(f"vpn-target {targets} {way}-extcommunity{evpn}" for way in ("export", "import"))


def _needs_rd(act: Act) -> None:
    """Refuse route targets before there is an RD. Source: USG, ``route-distinguisher``, usage scenario."""
    if not exists(act, ". / route-distinguisher *"):
        raise Refusal("Error: Please configure the RD first.")


def _eight(act: Act) -> None:
    """Refuse more than eight targets in one line (NE V8R10, ``vpn-target``: { vpn-target } &<1-8>)."""
    if len(act.groups["targets"].split()) > 8:
        raise Refusal("Error:Too many parameters found at '^' position.")


def _target(way: str, evpn: str = "") -> Rule:
    """Return the rule of one list of targets; those for EVPN routes are a list of their own (NE V8R10, ``vpn-target evpn``)."""
    merge, unmerge = word_list(f"vpn-target {{targets}} {way}-extcommunity{evpn}", "targets", ordered=False)
    return Rule(
        f"vpn-target {{targets:targets}} {way}-extcommunity{evpn}",
        VIEWS,
        f"vpn-target {way}{evpn}",
        undo=("=", "vpn-target all"),
        merge=merge,
        unmerge=unmerge,
        checks=(_needs_rd, _eight),
        source="NE V8R10, vpn-target: undo vpn-target { vpn-target } &<1-8> [ type ], undo vpn-target all",
    )


GONE_WITH_VPN = (
    "ip route-static vpn-instance {vpn} **",
    "ip route-static ** vpn-instance {vpn} **",
    "ipv6 route-static vpn-instance {vpn} **",
    "bgp ** / ipv4-family vpn-instance {vpn}",
    "bgp ** / ipv6-family vpn-instance {vpn}",
    "ospf * ** vpn-instance {vpn}",
    "ospfv3 * ** vpn-instance {vpn}",
    "isis * ** vpn-instance {vpn}",
    "rip * ** vpn-instance {vpn}",
)
"""What goes with a VPN instance. Source: S V200R019, ``ip vpn-instance``, precautions of the undo."""


def _family_emptied(act: Act) -> None:
    """The rest of the family goes with its RD, and default routes to the VPN instance in the VPNv4 family of BGP.

    Source: CE V300R023, ``route-distinguisher``: "the configurations in the address family and the peer default-originate
    vpn-instance command configuration in the VPNv4 address family will be deleted".
    """
    act.section.children.clear()
    vpn = act.path[-2].groups.get("vpn", "")
    removes(f"bgp ** / ipv4-family vpnv4 / peer * default-originate vpn-instance {vpn}")(act)


def _rd(*, removable: bool) -> Rule:
    """Return the RD's rule: VRP 8 takes it away and the targets with it, VRP 5 doesn't at all.

    Sources: NE V8R10, ``route-distinguisher`` (``undo route-distinguisher route-distinguisher``); S V200R019 and USG, the
    same command without an undo ("can be modified or deleted only after the VPN instance is deleted or the VPN instance
    IPv4 address family is disabled").
    """
    return Rule(
        "route-distinguisher {rd:community}",
        VIEWS,
        "route-distinguisher",
        undo=("=",) if removable else (),
        checks=(refuses_change("Error: The RD has been configured and can't be modified."),),
        undo_effects=(_family_emptied,),
    )


def _in_ipv4(head: str) -> Callable[[Mapping[str, str]], tuple[str, ...]]:
    """Return what a line of the IPv4 family stands for in the view of the VPN instance.

    The device makes the family by itself when the RD is typed in the view of the VPN instance (NE V8R10, configuration
    guide, "Configuring a VPN instance").
    """
    return lambda groups: (f"ipv4-family / {head} {groups['value']}",)


def rules(*, removable_rd: bool) -> tuple[Rule, ...]:
    """Return the rules of VPN instances."""
    return (
        Rule(
            "ip vpn-instance {vpn:name}",
            opens="vpn",
            prompt="vpn-instance-{vpn}",
            undo_effects=(
                wipes_with("interface ** / ip binding vpn-instance {vpn}", *LAYER3),
                removes(*GONE_WITH_VPN),
            ),
        ),
        Rule(
            "ipv4-family", "vpn", opens="vpn-ipv4", prompt="vpn-instance-af-ipv4", undo_effects=(_family_goes("ipv4"),)
        ),
        Rule(
            "ipv6-family", "vpn", opens="vpn-ipv6", prompt="vpn-instance-af-ipv6", undo_effects=(_family_goes("ipv6"),)
        ),
        *(
            Rule(f"{head} {{value:rest}}", "vpn", expands=_in_ipv4(head))
            for head in ("route-distinguisher", "vpn-target", "apply-label", *HEADS)
        ),
        _rd(removable=removable_rd),
        Rule("vpn-target {targets:targets} [both] [{evpn=evpn}]", VIEWS, expands=_both),
        *(_target(way, evpn) for way in ("export", "import") for evpn in ("", " evpn")),
        *(single(head, views=VIEWS) for head in HEADS),
        Rule("apply-label {way=per-instance|per-route} [{more:rest}]", VIEWS, "apply-label", undo=("=",)),
    )


HEADS = (
    "routing-table limit",
    "prefix limit",
    "tnl-policy",
    "import route-policy",
    "export route-policy",
    "vpn-id",
)


def _family_goes(family: str) -> Effect:
    """Return what goes with a family of a VPN instance: its BGP family.

    That one needs the family and its RD (S V200R019, ``ipv4-family vpn-instance``). In the same way "if the IPv4 or IPv6
    address family of the VPN instance specified in the command is disabled, the corresponding NTP peer is deleted" (CE,
    ``ntp unicast-server``).
    """

    def effect(act: Act) -> None:
        vpn = act.section.groups.get("vpn", "")
        removes(f"bgp ** / {family}-family vpn-instance {vpn}")(act)

    return effect
