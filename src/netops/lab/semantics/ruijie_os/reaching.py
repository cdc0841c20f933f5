"""MPLS, NAT pools and tests of reachability on RGOS (RGOS CR MPLS, NAT, RNS)."""

from __future__ import annotations

from netops.lab.semantics.core.effects import refuses
from netops.lab.semantics.core.model import Rule
from netops.lab.semantics.ios_family.forms import flags, on_by_default, section, single, singles

MPLS: tuple[Rule, ...] = (
    *flags("top", "mpls ip", "mpls enable"),
    section("mpls router ldp [{vrf}]", "ldp", "config-mpls-router"),
    *singles("ldp", "ldp router-id", "transport-address", "label-retention-mode", "lsp-trigger"),
    *flags("ldp", "graceful-restart", "loop-detection"),
    *flags("interface", "label-switching"),
)
"""Labels are off unless told, on the device and on each port, otherwise than on IOS (RGOS CR MPLS, ``mpls ip``)."""

ROUTING: tuple[Rule, ...] = (
    Rule("graceful-restart [{how:rest}]", "ospf", key="graceful-restart", undo=("graceful-restart [{_x:rest}]",)),
    Rule("log-adj-changes [{how=detail}]", "ospf", key="log-adj-changes", undo=("log-adj-changes [{_x:rest}]",)),
    *on_by_default("ospf", "two-way-maintain", "capability opaque"),
    *flags("route-map", "set global"),
    *singles("bgp bgp-af", "maximum-paths ebgp", "maximum-paths ibgp"),
    single("set ip dscp", views="route-map"),
)
"""Lines of OSPF and of route maps that RGOS has of its own (RGOS CR OSPFv2, graceful-restart; Policy-Based Routing, set global)."""

POOLS: tuple[Rule, ...] = (
    Rule(
        "ip nat pool {pool} {way=prefix-length|netmask} {size}",
        key="ip nat pool {pool}",
        opens="nat-pool",
        prompt="config-ipnat-pool",
        undo=("ip nat pool {pool} [{_x:rest}]",),
        undo_checks=(refuses("ip nat * source list * pool {pool} **", "%Pool {pool} in use, cannot destroy"),),
        source="RGOS CR NAT, ip nat pool: without a range of its own it opens a section",
    ),
    Rule("address interface {port:port} [match interface {way:port}]", "nat-pool"),
    Rule("address {first:ip} {last:ip} [match interface {way:port}]", "nat-pool"),
)

RNS: tuple[Rule, ...] = (
    Rule(
        "ip rns schedule {n:int} {when:rest}", key="ip rns schedule {n}", undo=("ip rns schedule {n:int} [{_x:rest}]",)
    ),
    Rule(
        "ip rns reaction-configuration {n:int} react {what} [{how:rest}]",
        key="ip rns reaction-configuration {n} react {what}",
        undo=("ip rns reaction-configuration {n:int} [react {what} [{_x:rest}]]",),
    ),
    section("ip rns {n:int}", "rns", "config-ip-rns", source="RGOS CR RNS, ip rns"),
    *singles("rns", "icmp-echo", "tcp-connect", "dns", "frequency", "timeout", "threshold", "request-data-size"),
    *singles("rns", "tag", "tos", "vrf"),
)
