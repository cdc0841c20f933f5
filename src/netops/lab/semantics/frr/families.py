"""The address families of a BGP instance. FRR manual, BGP: "Address Families", "L3VPN VRFs"; seen on bgpd 8.4.4.

The order of the rules is the order in which FRR shows the lines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from netops.lab.semantics.core.effects import replaced, says, when
from netops.lab.semantics.core.model import Act, Effect, Merge, Node, Refusal, Rule
from netops.lab.semantics.core.pattern import fill
from netops.lab.semantics.frr import afis, peers
from netops.lab.semantics.frr.afis import ALL, ROUTED, UNICAST, made
from netops.lab.semantics.frr.bgp import INSTANCES
from netops.lab.semantics.frr.filters import misses_route_map
from netops.lab.semantics.frr.forms import absent, incomplete_without, single, switch

VPN_FIRST = "% error: Please unconfigure vpn to vrf commands before using import vrf commands"
VRF_FIRST = "% error: Please unconfigure import vrf commands before using vpn commands"
LIST_MISSING = "Internal CLI error [rtlist]"


def without_import_vrf(act: Act) -> None:
    """Refuse a line of the VPN in a VRF that imports another, or that another imports."""
    imported = f"import vrf {act.path[-2].groups.get('vrf', 'default')}"
    leaks = any(node.text.startswith("import vrf ") for node in act.section.children.values())
    if leaks or any(node.text == imported for _, node in act.root.walk()):
        raise Refusal(VRF_FIRST)


def not_itself(act: Act) -> None:
    """Refuse a VRF that imports itself."""
    if act.groups["vrf"] == act.path[-2].groups.get("vrf", "default"):
        raise Refusal(f"% Cannot import vrf {act.groups['vrf']} into itself")


def without_vpn(act: Act) -> None:
    """Refuse ``import vrf`` beside ``import vpn`` and ``export vpn``."""
    if any(line in act.section.children for line in ("import vpn", "export vpn")):
        raise Refusal(VPN_FIRST)


def makes_instances(act: Act) -> None:
    """Make the instances that a leak needs: the other VRF's and the default one."""
    asn, other = act.path[-2].groups["asn"], act.groups["vrf"]
    default, of_vrf = INSTANCES
    if default.key not in act.root.children:
        act.root.children[str(default.key)] = Node(f"router bgp {asn}", str(default.key), default, {"asn": asn})
    key = f"router bgp vrf {other}"
    if other != "default" and key not in act.root.children:
        values = {"asn": asn, "kind": "vrf", "vrf": other}
        act.root.children[key] = Node(f"router bgp {asn} vrf {other}", key, of_vrf, values)


def takes_over(act: Act) -> None:
    """Drop the lines of the VPN, whose values a leak sets by itself, on both sides of it."""
    taken_over(act.section)
    other = act.root.children.get(f"router bgp vrf {act.groups.get('vrf', '')}")
    family = other.children.get(act.section.key) if other is not None else None
    if family is not None:
        taken_over(family)
    node = act.section.children.pop("route-map vpn import", None)
    if node is not None and "import vrf route-map" not in act.section.children:
        text = f"import vrf route-map {node.groups['rm']}"
        act.section.children["import vrf route-map"] = Node(
            text, "import vrf route-map", LEAK_MAP, {"rm": node.groups["rm"]}
        )


def taken_over(family: Node) -> None:
    """Drop the lines of the VPN from a family."""
    for key in ("rd vpn export", "rt vpn import", "rt vpn export", "label vpn export", "nexthop vpn export"):
        family.children.pop(key, None)


def well_formed(act: Act) -> None:
    """Refuse what is no route distinguisher or no route target."""
    if not all(re.fullmatch(r"[\d.]+:\d+", word) for word in act.groups.get("rd", "").split()):
        raise Refusal("% Malformed rd")
    if not all(re.fullmatch(r"[\d.]+:\d+", word) for word in act.groups.get("targets", "").split()):
        raise Refusal("Malformed community-list value")


def both_ways(shape: str) -> Rule:
    """Return the rule for ``both``, which stands for two lines."""
    return Rule(
        "rt vpn both {targets:rest}",
        UNICAST,
        expands=lambda values: tuple(fill_way(way, values.get("targets", "")) for way in ("import", "export")),
        undo=(shape,),
    )


def fill_way(way: str, targets: str) -> str:
    """Return the line of one direction; without targets it is a form that FRR doesn't take."""
    return f"rt vpn {way} {targets}".strip()


def vpn_rule(pattern: str, key: str, *undo: str, value: str = "", words: str = "") -> Rule:
    """Return a line of a VRF's exchange with the VPN, which no ``import vrf`` may stand beside."""
    checks = (incomplete_without(value, words),) if value else ()
    return Rule(
        pattern,
        UNICAST,
        key=key,
        checks=(without_import_vrf, well_formed),
        effects=(misses_route_map,),
        undo=undo,
        undo_checks=(*checks, without_import_vrf),
        source="FRR manual, BGP: L3VPN VRFs",
    )


def targets(way: str) -> Rule:
    """Return the rule of the route targets of one direction: a new list replaces the old one."""
    rule = vpn_rule(
        f"rt vpn {way} {{targets:rest}}",
        f"rt vpn {way}",
        f"rt vpn {way} [{{_targets:rest}}]",
        value="_targets",
        words=LIST_MISSING,
    )
    return Rule(
        rule.pattern,
        rule.views,
        key=rule.key,
        checks=rule.checks,
        undo=rule.undo,
        undo_checks=rule.undo_checks,
        meaning=f"rt vpn {way} {{targetset}}",
        source=rule.source,
    )


def overlaid(protocol: str) -> Merge:
    """Return how a source takes settings: those that the new line leaves out stay."""

    def merge(old: Node | None, groups: Mapping[str, str]) -> str:
        values = {**(old.groups if old is not None else {}), **groups}
        return fill(
            f"redistribute {protocol}{{metric}}{{map}}",
            {
                **values,
                "metric": f" metric {values['m']}" if "m" in values else "",
                "map": f" route-map {values['rm']}" if "rm" in values else "",
            },
        )

    return merge


def redistributed(protocol: str, views: str) -> Rule:
    """Return the rule of one source of routes: metric and route map are its settings, ``no`` looks at none of them.

    An instance or a table is part of what the source is: ``no redistribute ospf 2`` leaves ``redistribute ospf`` (seen).
    """
    return Rule(
        f"redistribute {protocol} [metric {{m:int}}] [route-map {{rm}}] [metric {{m:int}}]",
        views,
        key=re.sub(r":\w+", "", f"redistribute {protocol}"),
        merge=overlaid(re.sub(r":\w+", "", protocol)),
        undo=(f"redistribute {protocol} [metric {{_m}}] [route-map {{_rm}}] [metric {{_m}}]",),
        effects=(misses_route_map,),
        source="FRR manual, BGP: redistribute",
    )


def alike(act: Act) -> list[Node]:
    """Return the sections of this family in all instances."""
    family = act.section.groups["family"]
    return [made(router, family) for router in act.root.children.values() if router.view == "bgp"]


def everywhere(act: Act) -> None:
    """Let every instance have the line."""
    if act.node is not None:
        for family in alike(act):
            family.children[act.node.key] = act.node


def nowhere(act: Act) -> None:
    """Take the line from every instance."""
    if act.node is not None:
        for family in alike(act):
            family.children.pop(act.node.key, None)


NETWORKS = (
    single("distance bgp", ROUTED, default=("distance bgp 20 200 200",)),
    Rule(
        "distance {value:int} {p:net}",
        ROUTED,
        key="distance {p}",
        effects=(everywhere,),
        undo=("distance {_value:int} {p:net}",),
        undo_effects=(nowhere,),
        source="FRR manual, BGP: distance; seen: bgpd has it in all its instances alike, and shows it in each",
    ),
    single("bgp dampening", ROUTED),
    Rule(
        "network {p:net} [{more:rest}]",
        ROUTED,
        key="network {p}",
        undo=("network {p:net} [{_more:rest}]",),
        undo_checks=(absent("% Can't find static route specified"),),
        source="FRR manual, BGP: network A.B.C.D/M",
    ),
    Rule(
        "aggregate-address {p:net} [{more:rest}]",
        ROUTED,
        key="aggregate-address {p}",
        effects=(when(replaced, says("There is already same aggregate network.")),),
        undo=("aggregate-address {p:net} [{_more:rest}]",),
        undo_checks=(absent("% There is no aggregate-address configuration."),),
        source="FRR manual, BGP: aggregate-address A.B.C.D/M",
    ),
)
PROTOCOLS = (
    "kernel",
    "connected",
    "static",
    "rip",
    "ripng",
    "ospf",
    "ospf6",
    "isis",
    "eigrp",
    "nhrp",
    "table",
    "vnc",
    "babel",
)
SOURCES = tuple(
    redistributed(form, ROUTED)
    for protocol in PROTOCOLS
    for form in ((protocol, f"{protocol} {{instance:int}}") if protocol in ("ospf", "table") else (protocol,))
)
FLAGS = (
    "addpath-tx-all-paths",
    "addpath-tx-bestpath-per-AS",
    "disable-addpath-rx",
    "route-reflector-client",
    "next-hop-self force",
    "next-hop-self",
    "remove-private-AS all replace-AS",
    "remove-private-AS replace-AS",
    "remove-private-AS all",
    "remove-private-AS",
    "as-override",
)
SETTINGS = (
    "default-originate",
    "soft-reconfiguration inbound",
    "maximum-prefix-out",
    "maximum-prefix",
    "route-server-client",
    "allowas-in",
    "weight",
    "soo",
    "attribute-unchanged",
)
FILTERS = {"distribute-list": "prefix-list", "prefix-list": "distribute-list", "route-map": "", "filter-list": ""}
"""Filters of a neighbour, with the one that each can't stand beside."""
CHECKED: dict[str, tuple[Effect, ...]] = {
    "route-reflector-client": (peers.only_inside,),
    "as-override": (peers.only_outside("as-override"),),
    "remove-private-AS": (peers.only_outside("remove-private-AS"),),
}
"""What FRR refuses; of the forms of ``remove-private-AS`` only the shortest, and its ``no`` too (seen)."""


def setting(word: str) -> Rule:
    """Return the rule of one setting of a neighbour in a family."""
    return Rule(
        f"neighbor {{n:peer}} {word} [{{value:rest}}]",
        ALL,
        key=f"neighbor {{n}} {word}",
        checks=(peers.known, *CHECKED.get(word, ())),
        effects=(misses_route_map,),
        undo=(f"neighbor {{n:peer}} {word} [{{_value:rest}}]",),
        undo_checks=(peers.known,),
        source=f"FRR manual, BGP: neighbor PEER {word}",
    )


def flag(word: str) -> Rule:
    """Return the rule of a setting without values: only the same words take it away."""
    form = f"neighbor {{n:peer}} {word}"
    checks = (peers.known, *CHECKED.get(word, ()))
    undo_checks = checks if word == "remove-private-AS" else (peers.known,)
    return Rule(form, ALL, key=f"neighbor {{n}} {word}", checks=checks, undo_checks=undo_checks)


def filtered(word: str, other: str) -> Rule:
    """Return the rule of a filter of a neighbour, one for each direction; ``no`` with another list takes it away too."""
    clash = peers.not_with(f"neighbor {{n}} {other} {{way}}", "% Prefix/distribute list can not co-exist")
    return Rule(
        f"neighbor {{n:peer}} {word} {{rm}} {{way=in|out}}",
        ALL,
        key=f"neighbor {{n}} {word} {{way}}",
        checks=(peers.known, clash) if other else (peers.known,),
        effects=(misses_route_map,) if word == "route-map" else (),
        undo=(f"neighbor {{n:peer}} {word} {{_list}} {{way=in|out}}",),
        undo_checks=(peers.known,),
        source=f"FRR manual, BGP: neighbor PEER {word}",
    )


def communities(kind: str) -> Rule:
    """Return the rule of one kind of communities, which FRR sends unless told otherwise."""
    form = f"neighbor {{n:peer}} send-community {kind}".rstrip()
    line = f"neighbor {{n}} send-community {kind}".rstrip()
    return Rule(
        form,
        ALL,
        key=line,
        negative=True,
        default=(line,),
        checks=(peers.known,),
        undo_checks=(peers.known,),
        source="FRR manual, BGP: neighbor PEER send-community",
    )


def several_communities(word: str, kinds: tuple[str, ...]) -> Rule:
    """Return the rule of ``both`` and ``all``, which stand for two and three lines."""
    return Rule(
        f"neighbor {{n:peer}} send-community {word}",
        ALL,
        expands=lambda values: tuple(f"neighbor {values['n']} send-community {kind}".rstrip() for kind in kinds),
    )


def orf_takes(old: Node | None, groups: Mapping[str, str]) -> str | None:
    """Add a direction to those in which a neighbour exchanges its filters."""
    return orf_line(ways(old) | ways_of(groups["value"]), groups)


def orf_loses(old: Node | None, groups: Mapping[str, str]) -> str | None:
    """Take a direction from those in which a neighbour exchanges its filters."""
    return orf_line(ways(old) - ways_of(groups["value"]), groups)


def ways(node: Node | None) -> frozenset[str]:
    """Return the directions of a line, or none."""
    return frozenset() if node is None else ways_of(node.groups["value"])


def ways_of(value: str) -> frozenset[str]:
    """Return the directions that a word stands for."""
    return frozenset(("receive", "send") if value == "both" else (value,))


def orf_line(found: frozenset[str], groups: Mapping[str, str]) -> str | None:
    """Return the line of some directions, or None for none."""
    word = "both" if len(found) > 1 else "".join(found)
    return f"neighbor {groups['n']} capability orf prefix-list {word}" if found else None


ORF = Rule(
    "neighbor {n:peer} capability orf prefix-list {value=send|receive|both}",
    ALL,
    key="neighbor {n} capability orf prefix-list",
    merge=orf_takes,
    unmerge=orf_loses,
    checks=(peers.known,),
    undo=("neighbor {n:peer} capability orf prefix-list {value=send|receive|both}",),
    undo_checks=(peers.known,),
    source="FRR manual, BGP: neighbor PEER capability orf prefix-list; seen: a second direction is added to the first",
)
CONDITION = Rule(
    "neighbor {n:peer} advertise-map {rm} {when=exist-map|non-exist-map} {condition}",
    ALL,
    key="neighbor {n} advertise-map",
    checks=(peers.known,),
    undo=("neighbor {n:peer} advertise-map {_rm} {_when=exist-map|non-exist-map} {_condition}",),
    undo_checks=(peers.known,),
    source="FRR manual, BGP: neighbor PEER advertise-map",
)
KINDS = ("", "extended", "large")
PEERS = (
    peers.ACTIVATE,
    ORF,
    *(flag(word) for word in FLAGS),
    *(communities(kind) for kind in KINDS),
    several_communities("both", KINDS[:2]),
    several_communities("all", KINDS),
    *(setting(word) for word in SETTINGS),
    *(filtered(word, FILTERS[word]) for word in ("distribute-list", "prefix-list", "route-map")),
    setting("unsuppress-map"),
    filtered("filter-list", FILTERS["filter-list"]),
    CONDITION,
)
LEAK_MAP = Rule(
    "import vrf route-map {rm}",
    UNICAST,
    key="import vrf route-map",
    checks=(without_vpn,),
    effects=(takes_over, misses_route_map),
    undo=("import vrf route-map [{_rm}]",),
)
VPN = (
    Rule("maximum-paths {value:int}", ROUTED, key="maximum-paths", undo=("maximum-paths [{_value:int}]",)),
    Rule(
        "maximum-paths ibgp {value:rest}",
        ROUTED,
        key="maximum-paths ibgp",
        undo=("maximum-paths ibgp [{_value:rest}]",),
    ),
    single("table-map", ROUTED),
    vpn_rule(
        "route-map vpn {way=import|export} {rm}",
        "route-map vpn {way}",
        "route-map vpn {way=import|export} [{_rm}]",
        value="_rm",
        words="Internal CLI error [rmap_str]",
    ),
    vpn_rule("label vpn export {value}", "label vpn export", "label vpn export [{_value}]"),
    vpn_rule(
        "rd vpn export {rd}", "rd vpn export", "rd vpn export [{_rd}]", value="_rd", words="Internal CLI error [rd_str]"
    ),
    vpn_rule("nexthop vpn export {value}", "nexthop vpn export", "nexthop vpn export [{_value}]"),
    both_ways("rt vpn both [{targets:rest}]"),
    targets("import"),
    targets("export"),
    Rule("export vpn", UNICAST),
    Rule("import vpn", UNICAST),
    LEAK_MAP,
    Rule(
        "import vrf {vrf}",
        UNICAST,
        checks=(without_vpn, not_itself),
        effects=(takes_over, makes_instances),
        undo_checks=(without_vpn,),
    ),
)
EVPN = (
    switch("advertise-all-vni", "evpn"),
    single("advertise ipv4 unicast", "evpn"),
    single("advertise ipv6 unicast", "evpn"),
)
RULES = (*afis.SECTIONS.values(), *NETWORKS, *SOURCES, *PEERS, *VPN, *EVPN)
