"""OSPF, static routes, ACLs, prefix lists and route policies of VRP."""

from __future__ import annotations

from collections.abc import Mapping

from netops.lab.semantics.core.effects import asks, needs, removes, when, wipes
from netops.lab.semantics.core.model import Act, Node, Numbering, Refusal, Rule
from netops.lab.semantics.core.pattern import fill
from netops.lab.semantics.vrp_family.acl import MERGE, UNMERGE, numbering
from netops.lab.semantics.vrp_family.acl_shape import well_formed
from netops.lab.semantics.vrp_family.rules import many, single, switch

PROTOCOLS = "direct|static|unr|rip|ospf|ospfv3|isis|bgp"


def _process(old: Node | None, groups: Mapping[str, str]) -> str:
    """Return a process's first line: a router ID may change, what isn't typed stays."""
    held = {**(old.groups if old is not None else {}), **groups}
    parts = [f"{groups['kind']} {groups['proc']}"]
    parts += [f"{word} {held[name]}" for word, name in (("router-id", "rid"), ("vpn-instance", "vpn")) if name in held]
    return " ".join(parts)


def same_vpn(act: Act) -> None:
    """Refuse another VPN instance for a process that is there. Source: S V200R019, ``ospf``, precautions."""
    if act.old is not None and "vpn" in act.groups and act.old.groups.get("vpn") != act.groups["vpn"]:
        raise Refusal("Error: The process has been bound to another VPN instance.")


def loud_anyway(act: Act) -> None:
    """A port sends hellos without a line, unless all are silent."""
    if act.node is not None and "silent-interface all" not in act.section.children:
        act.section.children.pop(act.node.key, None)


def _process_line(groups: Mapping[str, str]) -> tuple[str, ...]:
    """Put the words of ``ospf 1 vpn-instance v router-id x`` into the order of display; ``ospf`` alone is process 1."""
    if "late" in groups:
        return (fill("{kind} {proc} router-id {late} vpn-instance {vpn}", {"proc": "1", **groups}),)
    if "proc" not in groups:
        more = "router-id {rid}" if "rid" in groups else ""
        return (fill(f"{{kind}} 1 {more}", groups),)
    return ()


OSPF = (
    Rule(
        "{kind=ospf|ospfv3} [{proc:int}] [router-id {rid:ip}] [vpn-instance {vpn} [router-id {late:ip}]]",
        key="{kind} {proc}",
        opens="ospf",
        prompt="{kind}-{proc}",
        undo=("{kind=ospf|ospfv3} {proc:int}",),
        expands=_process_line,
        merge=_process,
        checks=(
            when(
                lambda act: "vpn" in act.groups,
                needs("ip vpn-instance {vpn}", "Error: The VPN instance does not exist."),
            ),
            same_vpn,
        ),
        undo_checks=(asks("Warning: The OSPF process will be deleted. Continue? [Y/N]:"),),
        undo_effects=(removes("interface ** / ospf enable {proc} area *", "interface ** / ospfv3 {proc} area *"),),
        source="S V200R019, ospf: undo ospf process-id; the interfaces' ospf enable goes with the process",
    ),
    Rule("area {area:area}", "ospf", opens="ospf-area", prompt="ospf-1-area-{area}"),
    many(
        "network {a:ip} {w:wildcard} [description {text:rest}]",
        "ospf-area",
        ("network {a:ip} {w:wildcard}",),
        "network {a} {w}",
    ),
    single("authentication-mode", views="ospf-area"),
    Rule("stub [no-summary]", "ospf-area", "stub", undo=("stub",)),
    Rule("nssa [{more:rest}]", "ospf-area", "nssa", undo=("nssa",)),
    Rule(
        "abr-summary {a:ip} {m:mask} [{more:rest}]",
        "ospf-area",
        "abr-summary {a} {m}",
        undo=("abr-summary {a:ip} {m:mask}",),
    ),
    Rule("vlink-peer {a:ip} [{more:rest}]", "ospf-area", "vlink-peer {a}", undo=("vlink-peer {a:ip}",)),
    single("default-cost", views="ospf-area"),
    *(
        single(head, views="ospf")
        for head in (
            "bandwidth-reference",
            "preference",
            "maximum load-balancing",
            "spf-schedule-interval",
            "domain-id",
            "route-tag",
        )
    ),
    Rule("preference ase {value:rest}", "ospf", "preference ase", undo=("preference ase",)),
    Rule("default-route-advertise [{more:rest}]", "ospf", "default-route-advertise", undo=("default-route-advertise",)),
    Rule(
        f"import-route {{protocol={PROTOCOLS}}} [{{proc:int}}] [{{more:rest}}]",
        "ospf isis rip",
        "import-route {protocol} {proc}",
        undo=(f"import-route {{protocol={PROTOCOLS}}} [{{proc:int}}]",),
    ),
    Rule("silent-interface all", "ospf", undo=("=",), undo_effects=(wipes("undo silent-interface *"),)),
    Rule(
        "silent-interface {port:port}",
        "ospf isis rip",
        negative=True,
        undo_effects=(loud_anyway,),
        source="S V200R019, silent-interface: all, and undo silent-interface for those that send hellos all the same",
    ),
    Rule(
        "asbr-summary {a:ip} {m:mask} [{more:rest}]",
        "ospf",
        "asbr-summary {a} {m}",
        undo=("asbr-summary {a:ip} {m:mask}",),
    ),
    switch("vpn-instance-capability simple", "ospf"),
    switch("opaque-capability enable", "ospf"),
    Rule(
        "isis [{proc:int}] [vpn-instance {vpn}]",
        key="isis {proc}",
        opens="isis",
        prompt="isis-{proc}",
        undo=("isis {proc:int}",),
    ),
    *(single(head, views="isis") for head in ("is-level", "cost-style", "is-name", "import-route isis level-2")),
    many("network-entity {net}", "isis"),
    Rule(
        "rip [{proc:int}] [vpn-instance {vpn}]",
        key="rip {proc}",
        opens="rip",
        prompt="rip-{proc}",
        undo=("rip {proc:int}",),
    ),
)

HOP = "{hop:ip}"
WAY = f"({HOP}|vpn-instance {{to}} {HOP}|{{port:port}} [{HOP}])"
REST = "[preference {pref:int}] [tag {tag:int}] [{more:statics}]"
TARGET = "{a:ip} {m:mask}"
IDENTITY = "ip route-static {vpn} {a} {m} {port} {to} {hop}"


STATIC_PARTS = (
    *(
        ("vpn", "vpn-instance {vpn}"),
        ("a", "{a} {m}"),
        ("to", "vpn-instance {to}"),
        ("port", "{port}"),
        ("hop", "{hop}"),
    ),
    *(("pref", "preference {pref}"), ("tag", "tag {tag}"), ("statics", "{statics}")),
)


def _static_text(old: Node | None, groups: Mapping[str, str]) -> str:
    """Return a static route as displayed: preference 60 is what a route has anyway."""
    del old
    shown = [form for name, form in STATIC_PARTS if name in groups and (name, groups[name]) != ("pref", "60")]
    return fill(" ".join(["ip route-static", *shown]), groups)


def _static(vpn: str) -> Rule:
    """Return the rule of a static route, in the public table or in a VPN instance.

    Source: S V200R019, ``ip route-static``: ``undo ip route-static [ vpn-instance name ] ip-address { mask | mask-length }
    [ nexthop-address | interface-type interface-number [ nexthop-address ] ] [ preference preference | tag tag ] *``; a
    route without a next hop means all to that destination. The same destination and next hop again is another setting of
    the same route.
    """
    head = f"ip route-static {vpn} {TARGET}"
    needed = (needs("ip vpn-instance {vpn}", "Error: The VPN instance does not exist."),) if vpn else ()
    return Rule(
        f"{head} {WAY} {REST}",
        key=IDENTITY,
        merge=_static_text,
        undo=(f"{head} [{WAY}] [preference {{pref:int}}] [tag {{tag:int}}]",),
        checks=(
            *needed,
            when(
                lambda act: "to" in act.groups, needs("ip vpn-instance {to}", "Error: The VPN instance does not exist.")
            ),
        ),
    )


STATIC = (
    _static("vpn-instance {vpn}"),
    _static(""),
    Rule(
        "ipv6 route-static [vpn-instance {vpn}] {a6:ip6} {length:int} ({hop6:ip6}|{port:port} [{hop6:ip6}]) [preference {pref:int}] [{more:statics}]",
        key="ipv6 route-static {vpn} {a6} {length} {port} {hop6}",
        undo=("ipv6 route-static [vpn-instance {vpn}] {a6:ip6} {length:int} [{hop6:ip6}|{port:port} [{hop6:ip6}]]",),
    ),
)

PREFIX_LISTS = (
    Rule(
        "ip ip-prefix {name} index {n:int} {body:prefix-body}",
        key="ip ip-prefix {name} index {n}",
        undo=("ip ip-prefix {name} [index {n:int}]",),
        sort="n",
        numbering=Numbering(
            "ip ip-prefix {name} {body:prefix-body}",
            "ip ip-prefix {name} index {n} {body}",
            first=10,
            step=10,
            within=("name",),
        ),
        source="S V200R019, ip ip-prefix: numbers 10, 20, …; undo ip ip-prefix name [ index number ]",
    ),
    Rule(
        "ip ipv6-prefix {name} index {n:int} {more:rest}",
        key="ip ipv6-prefix {name} index {n}",
        undo=("ip ipv6-prefix {name} [index {n:int}]",),
        sort="n",
    ),
    Rule(
        "ip ip-prefix {name} description {text:rest}",
        key="ip ip-prefix {name} description",
        undo=("ip ip-prefix {name} description",),
    ),
    Rule(
        "ip as-path-filter {name} [index {n:int}] {action=permit|deny} {regex:rest}",
        undo=("=", "ip as-path-filter {name} [index {n:int}]"),
    ),
    Rule(
        "ip community-filter ({kind=basic|advanced} {name}|{name}) [index {n:int}] {action=permit|deny} {more:rest}",
        undo=("=", "ip community-filter [{kind=basic|advanced}] {name} [index {n:int}]"),
    ),
)


def acl_rules(views: str, first: int) -> tuple[Rule, ...]:
    """Return the rules inside an ACL. They are numbered from ``first``."""
    return (
        Rule(
            "rule {n:int} description {text:rest}",
            views,
            "rule {n} description",
            undo=("rule {n:int} description",),
            sort="n",
        ),
        Rule(
            "rule {n:int} {body:acl-body}",
            views,
            "rule {n}",
            undo=("rule {n:int} [{parts:acl-parts}]",),
            sort="n",
            numbering=numbering(first),
            merge=MERGE,
            unmerge=UNMERGE,
            checks=(well_formed,),
            undo_effects=(when(lambda act: "parts" not in act.groups, wipes("rule {n} description **")),),
        ),
        single("step", views=views),
    )


ACLS = (
    Rule(
        "acl [number] {n:int} match-order {order=auto|config}",
        key="acl {n}",
        shown="acl number {n} match-order {order}",
        opens="acl",
        prompt="acl-{n}",
        undo=(),
    ),
    Rule(
        "acl [number] {n:int}",
        key="acl {n}",
        shown="acl number {n}",
        opens="acl",
        prompt="acl-{n}",
        undo=("acl [number] {n:int}", "acl all"),
    ),
    Rule(
        "acl name {name} [{n:int}|number {n:int}|basic|advance]",
        key="acl name {name}",
        opens="acl",
        prompt="acl-{name}",
        undo=("acl name {name}", "acl [number] {n:int}", "acl all"),
    ),
    Rule(
        "acl ipv6 [number] {n:int}",
        key="acl ipv6 {n}",
        shown="acl ipv6 number {n}",
        opens="acl",
        prompt="acl6-{n}",
        undo=("acl ipv6 [number] {n:int}",),
    ),
    *acl_rules("acl", 5),
)

IF_MATCH = (
    "acl",
    "ip-prefix",
    "ipv6 address",
    "cost",
    "interface",
    "tag",
    "as-path-filter",
    "community-filter",
    "route-type",
    "mpls-label",
)
APPLY = (
    "cost",
    "local-preference",
    "origin",
    "preference",
    "tag",
    "community",
    "as-path",
    "ip-address next-hop",
    "preferred-value",
    "cost-type",
)
POLICIES = (
    Rule(
        "route-policy {name} {action=permit|deny} node {n:int}",
        key="route-policy {name} node {n}",
        opens="route-policy",
        prompt="route-policy",
        undo=("route-policy {name} [{_action=permit|deny}] [node {n:int}]",),
        sort="n",
        source="S V200R019, route-policy: undo route-policy name [ permit | deny ] [ node node ]",
    ),
    *(
        Rule(f"if-match {head} {{value:rest}}", "route-policy", f"if-match {head}", undo=(f"if-match {head}", "="))
        for head in IF_MATCH
    ),
    *(
        Rule(f"apply {head} {{value:rest}}", "route-policy", f"apply {head}", undo=(f"apply {head}", "="))
        for head in APPLY
    ),
    single("goto next-node", "[{value:int}]", "route-policy"),
    Rule("filter-policy {name} {way=import|export} [{more:rest}]", "ospf isis rip", "filter-policy {way} {more}"),
)
RULES = (*OSPF, *STATIC, *PREFIX_LISTS, *ACLS, *POLICIES)
