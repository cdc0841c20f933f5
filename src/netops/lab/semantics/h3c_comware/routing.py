"""VPN instances, OSPF, static routes, ACLs, prefix lists and route policies of Comware."""

from __future__ import annotations

from collections.abc import Mapping

from netops.lab.semantics.core.effects import asks, needs, refuses_change, removes, when, wipes, wipes_with
from netops.lab.semantics.core.lists import word_list
from netops.lab.semantics.core.model import Act, Effect, Node, Numbering, Refusal, Rule
from netops.lab.semantics.core.pattern import fill
from netops.lab.semantics.h3c_comware import bgp
from netops.lab.semantics.h3c_comware.interfaces import LAYER3
from netops.lab.semantics.vrp_family.acl import MERGE, UNMERGE, clauses, edited, numbering
from netops.lab.semantics.vrp_family.acl_shape import well_formed
from netops.lab.semantics.vrp_family.routing import loud_anyway, same_vpn
from netops.lab.semantics.vrp_family.rules import directed, many, single, switch

VPN_VIEWS = "vpn vpn-family"
TARGETS = {
    way: word_list(f"vpn-target {{targets}} {way}-extcommunity", "targets", ordered=False)
    for way in ("export", "import")
}


def _both(groups: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"vpn-target {groups['targets']} {way}-extcommunity" for way in ("export", "import"))


def rd(*, removable: bool) -> Rule:
    """Return the RD's rule.

    Sources: HP MSR V7, ``route-distinguisher``: "to change the RD you must delete the RD with the undo
    route-distinguisher command, and then configure a new RD"; HP 6600 R3102 (Comware 5): "you cannot change an RD
    directly; you can only delete the VPN instance".
    """
    return Rule(
        "route-distinguisher {rd:community}",
        "vpn",
        "route-distinguisher",
        undo=("route-distinguisher",) if removable else (),
        missing="ignore",
        checks=(refuses_change("The RD cannot be modified; delete it first."),),
    )


GONE_WITH_VPN = (
    *(
        "ip route-static vpn-instance {vpn} **",
        "ip route-static ** vpn-instance {vpn} **",
        "ipv6 route-static vpn-instance {vpn} **",
    ),
    *(
        "bgp ** / ip vpn-instance {vpn}",
        "ospf * ** vpn-instance {vpn}",
        "isis * ** vpn-instance {vpn}",
        "rip * ** vpn-instance {vpn}",
    ),
)
VPN = (
    Rule(
        "ip vpn-instance {vpn:name}",
        opens="vpn",
        prompt="vpn-instance-{vpn}",
        undo_effects=(wipes_with("interface ** / ip binding vpn-instance {vpn}", *LAYER3), removes(*GONE_WITH_VPN)),
    ),
    Rule("address-family {family=ipv4|ipv6|evpn}", "vpn", opens="vpn-family", prompt="vpn-{family}"),
    Rule("vpn-target {targets:targets} [both]", VPN_VIEWS, expands=_both),
    *(
        Rule(
            f"vpn-target {{targets:targets}} {way}-extcommunity",
            VPN_VIEWS,
            f"vpn-target {way}",
            undo=("=", "vpn-target all"),
            merge=merge,
            unmerge=unmerge,
            source="HPE, vpn-target: undo vpn-target { all | { vpn-target }&<1-8> [ both | export-extcommunity | import-extcommunity ] }",
        )
        for way, (merge, unmerge) in TARGETS.items()
    ),
    *(
        single(head, views=VPN_VIEWS)
        for head in ("routing-table limit", "tnl-policy", "import route-policy", "export route-policy", "vpn-id")
    ),
)


def _process(old: Node | None, groups: Mapping[str, str]) -> str:
    held = {**(old.groups if old is not None else {}), **groups}
    parts = [f"ospf {groups['proc']}"]
    parts += [f"{word} {held[name]}" for word, name in (("router-id", "rid"), ("vpn-instance", "vpn")) if name in held]
    return " ".join(parts)


def _process_line(groups: Mapping[str, str]) -> tuple[str, ...]:
    if "late" in groups:
        return (fill("ospf {proc} router-id {late} vpn-instance {vpn}", {"proc": "1", **groups}),)
    if "proc" not in groups:
        return ("ospf 1",) if "rid" not in groups else (fill("ospf 1 router-id {rid}", groups),)
    return ()


OSPF = (
    Rule(
        "ospf {proc:int} area {area:area} [exclude-subip]",
        "interface",
        "ospf {proc} area",
        undo=("ospf {proc:int} area [exclude-subip]",),
        source="HPE, ospf area (interface view): undo ospf process-id area [ exclude-subip ]",
    ),
    Rule(
        "ospf [{proc:int}] [router-id {rid:ip}] [vpn-instance {vpn} [router-id {late:ip}]]",
        key="ospf {proc}",
        opens="ospf",
        prompt="ospf-{proc}",
        undo=("ospf {proc:int}",),
        expands=_process_line,
        merge=_process,
        checks=(
            when(lambda act: "vpn" in act.groups, needs("ip vpn-instance {vpn}", "The VPN instance does not exist.")),
            same_vpn,
        ),
        undo_checks=(asks("Undo OSPF process? [Y/N]:"),),
        undo_effects=(removes("interface ** / ospf {proc} area **"),),
    ),
    Rule("area {area:area}", "ospf", opens="ospf-area", prompt="ospf-1-area-{area}"),
    Rule("network {a:ip} {w:wildcard}", "ospf-area"),
    single("authentication-mode", views="ospf-area"),
    Rule("stub [no-summary]", "ospf-area", "stub", undo=("stub",)),
    Rule("nssa [{more:rest}]", "ospf-area", "nssa", undo=("nssa",)),
    Rule(
        "abr-summary {a:ip} {m:mask} [{more:rest}]",
        "ospf-area",
        "abr-summary {a} {m}",
        undo=("abr-summary {a:ip} {m:mask}",),
        source="H3C, abr-summary",
    ),
    Rule("vlink-peer {a:ip} [{more:rest}]", "ospf-area", "vlink-peer {a}", undo=("vlink-peer {a:ip}",)),
    *(
        single(head, views="ospf")
        for head in (
            "bandwidth-reference",
            "lsa-arrival-interval",
            "maximum load-balancing",
            "spf-schedule-interval",
            "domain-id",
            "route-tag",
        )
    ),
    Rule("preference [ase] [route-policy {policy}] {value:int}", "ospf", undo=("preference [ase]",), key="preference"),
    Rule("default-route-advertise [{more:rest}]", "ospf", "default-route-advertise", undo=("default-route-advertise",)),
    Rule(
        "import-route bgp [{as:int}] [{more:rest}]",
        "ospf isis rip",
        "import-route bgp",
        undo=("import-route bgp",),
        source="H3C V7 command reference, RIP, import-route: undo import-route bgp, whichever AS the line names",
    ),
    Rule(
        "import-route {protocol=direct|static|rip|ospf|isis} [{proc:int}] [{more:rest}]",
        "ospf isis rip",
        "import-route {protocol} {proc}",
        undo=("import-route {protocol=direct|static|rip|ospf|isis} [{proc:int}]",),
    ),
    Rule("silent-interface all", "ospf isis rip", undo_effects=(wipes("undo silent-interface **"),)),
    Rule(
        "silent-interface {port:port}",
        "ospf isis rip",
        negative=True,
        undo_effects=(loud_anyway,),
        source="HPE, silent-interface: where all interfaces are silent, the undo lets one of them speak",
    ),
    Rule(
        "asbr-summary {a:ip} {m:mask} [{more:rest}]",
        "ospf",
        "asbr-summary {a} {m}",
        undo=("asbr-summary {a:ip} {m:mask}",),
    ),
    switch("vpn-instance-capability simple", "ospf"),
    directed("filter-policy", "{name:rest}", "ospf isis rip"),
    Rule(
        "isis [{proc:int}] [vpn-instance {vpn}]",
        key="isis {proc}",
        opens="isis",
        prompt="isis-{proc}",
        undo=("isis {proc:int}",),
    ),
    *(single(head, views="isis") for head in ("is-level", "cost-style", "is-name")),
    Rule("network-entity {net}", "isis", undo=("=",), source="HPE 5710, network-entity: undo network-entity net"),
    Rule(
        "rip [{proc:int}] [vpn-instance {vpn}]",
        key="rip {proc}",
        opens="rip",
        prompt="rip-{proc}",
        undo=("rip {proc:int}",),
    ),
)

WAY = "({hop:ip} [{out=public}]|vpn-instance {to} {hop:ip}|{port:port} [{hop:ip}] [{out=public}])"
STATIC_PARTS = (
    *(
        ("vpn", "vpn-instance {vpn}"),
        ("a", "{a} {len}"),
        ("to", "vpn-instance {to}"),
        ("port", "{port}"),
        ("hop", "{hop}"),
        ("out", "{out}"),
    ),
    *(("pref", "preference {pref}"), ("tag", "tag {tag}"), ("statics", "{statics}")),
)


def _static_text(old: Node | None, groups: Mapping[str, str]) -> str:
    """Return a static route as displayed: with the mask's length, without preference 60."""
    del old
    shown = [form for name, form in STATIC_PARTS if name in groups and (name, groups[name]) != ("pref", "60")]
    return fill(" ".join(["ip route-static", *shown]), groups)


def _static(vpn: str) -> Rule:
    """Return the rule of a static route.

    Source: HPE, ``ip route-static``: undo by destination, or by destination and next hop, with a preference or without.
    """
    head = f"ip route-static {vpn} {{a:ip}} {{len:length}}"
    needed: tuple[Effect, ...] = (needs("ip vpn-instance {vpn}", "The VPN instance does not exist."),) if vpn else ()
    return Rule(
        f"{head} {WAY} [preference {{pref:int}}] [tag {{tag:int}}] [{{statics:statics}}]",
        key="ip route-static {vpn} {a} {len} {port} {to} {hop} {out}",
        merge=_static_text,
        undo=(f"{head} [{WAY}] [preference {{pref:int}}]",),
        checks=needed,
    )


DESTINATION_6 = "[vpn-instance {vpn}] {a6:ip6} {length:int}"
WAY_6 = "({hop6:ip6} [{out=public}]|vpn-instance {to} {hop6:ip6}|{port:port} [{hop6:ip6}] [{out=public}])"
ROUTES = (
    _static("vpn-instance {vpn}"),
    _static(""),
    Rule(
        f"ipv6 route-static {DESTINATION_6} {WAY_6} [preference {{pref:int}}] [tag {{tag:int}}] [{{more:statics}}]",
        key="ipv6 route-static {vpn} {a6} {length} {port} {to} {hop6} {out}",
        undo=(f"ipv6 route-static {DESTINATION_6} [{WAY_6}]",),
    ),
)


def _says_nothing_new(act: Act) -> None:
    """Refuse a rule that says what another of the ACL says.

    Sources: HPE, ``rule``: "the permit or deny statement of each rule must be unique"; H3C S3600: "the system will prompt
    that the rule already exists".
    """
    body = act.groups["body"]
    number = act.groups["n"]
    if act.old is not None and "body" in act.old.groups:
        body = edited(act.old.groups["body"], body)
    for node in act.section.children.values():
        held = node.groups.get("body")
        if held is not None and node.groups.get("n") != number and clauses(held) == clauses(body):
            raise Refusal("The rule already exists.")


def _numbered_acl(groups: Mapping[str, str]) -> tuple[str, ...]:
    number = int(groups["n"])
    kind = "basic" if number < 3000 else "advanced" if number < 4000 else "mac"
    return (fill(f"acl {kind} {number} {{more}}", groups),)


def _same_name(act: Act) -> None:
    """Refuse another name for an ACL. Source: HPE, ``acl``: "you cannot modify or remove the name"."""
    name = act.groups.get("name")
    if act.old is not None and name is not None and act.old.groups.get("name") != name:
        raise Refusal("The name of the ACL cannot be changed.")


ACLS = (
    Rule(
        "acl {kind=basic|advanced|mac} {n:acl-number} [name {name:acl-name}] [match-order {order=auto|config}]",
        key="acl {n}",
        opens="acl",
        prompt="acl-ipv4-{kind}-{n}",
        undo=(
            "acl [ipv4] [{kind=basic|advanced|mac}] {n:acl-number}",
            "acl [ipv4] number {n:acl-number}",
            "acl [ipv4] [{kind=basic|advanced|mac}] name {name:acl-name}",
            "acl all",
        ),
        checks=(_same_name,),
        source="HPE (Comware 7) and HP A5500 (Comware 5), acl: undo acl { all | name acl-name | number acl-number }",
    ),
    Rule("acl ipv4 {more:rest}", opens="acl", expands=lambda groups: (f"acl {groups['more']}",), undo=()),
    Rule("acl number {n:acl-number} [{more:rest}]", opens="acl", expands=_numbered_acl, undo=()),
    Rule(
        "acl [{kind=basic|advanced|mac}] name {name:acl-name} [match-order {order=auto|config}]",
        key="acl name {name}",
        opens="acl",
        prompt="acl-ipv4-{kind}-{name}",
        undo=("acl [ipv4] [{_kind=basic|advanced|mac}] name {name:acl-name}", "acl all"),
        source="HPE, acl: a name has no case",
    ),
    Rule("acl ipv6 {more:rest}", opens="acl", prompt="acl-ipv6"),
    Rule("rule {n:int} comment {text:rest}", "acl", "rule {n} comment", undo=("rule {n:int} comment",), sort="n"),
    Rule(
        "rule {n:int} {body:acl-body}",
        "acl",
        "rule {n}",
        undo=("rule {n:int} [{parts:acl-parts}]",),
        sort="n",
        numbering=numbering(0),
        merge=MERGE,
        unmerge=UNMERGE,
        checks=(well_formed, _says_nothing_new),
        undo_effects=(when(lambda act: "parts" not in act.groups, wipes("rule {n} comment **")),),
        source="HP MSR V7, rule: numbers start at 0 and go on by 5",
    ),
    single("step", views="acl"),
)
IF_MATCH = ("cost", "tag", "as-path", "community", "extcommunity", "route-type", "local-preference", "interface")
APPLY = (
    "cost",
    "local-preference",
    "origin",
    "preference",
    "tag",
    "community",
    "extcommunity",
    "as-path",
    "ip-address next-hop",
    "preferred-value",
    "cost-type",
)
POLICIES = (
    Rule(
        "ip prefix-list {name} index {n:int} {body:prefix-body}",
        key="ip prefix-list {name} index {n}",
        undo=("ip prefix-list {name} [index {n:int}]",),
        sort="n",
        numbering=Numbering(
            "ip prefix-list {name} {body:prefix-body}",
            "ip prefix-list {name} index {n} {body}",
            first=10,
            step=10,
            within=("name",),
        ),
        source="HPE, ip prefix-list: numbers 10, 20, …; undo ip prefix-list name [ index number ]",
    ),
    Rule(
        "ipv6 prefix-list {name} index {n:int} {more:rest}",
        key="ipv6 prefix-list {name} index {n}",
        undo=("ipv6 prefix-list {name} [index {n:int}]",),
        sort="n",
    ),
    Rule("ip as-path {n:int} {action=permit|deny} {regex:rest}", undo=("=", "ip as-path {n:int}")),
    Rule("ip community-list {more:rest}"),
    Rule("ip extcommunity-list {more:rest}"),
    Rule(
        "route-policy {name} {action=permit|deny} node {n:int}",
        key="route-policy {name} node {n}",
        opens="route-policy",
        prompt="route-policy-{name}-{n}",
        undo=("route-policy {name} [{_action=permit|deny}] [node {n:int}]",),
        sort="n",
    ),
    Rule(
        "if-match {family=ip|ipv6} {what=address|next-hop|route-source} {way=acl|prefix-list} {value}",
        "route-policy",
        "if-match {family} {what}",
        undo=("if-match {family=ip|ipv6} {what=address|next-hop|route-source} [{way=acl|prefix-list}]",),
    ),
    *(
        Rule(f"if-match {head} {{value:rest}}", "route-policy", f"if-match {head}", undo=(f"if-match {head}", "="))
        for head in IF_MATCH
    ),
    *(
        Rule(f"apply {head} {{value:rest}}", "route-policy", f"apply {head}", undo=(f"apply {head}", "="))
        for head in APPLY
    ),
    single("continue", "[{value:int}]", "route-policy"),
    *(
        Rule(
            f"if-match {family} {what} acl name {{value}}",
            "route-policy",
            f"if-match {family} {what}",
            undo=(f"if-match {family} {what} [acl]",),
        )
        for family in ("ip", "ipv6")
        for what in ("address", "next-hop", "route-source")
    ),
    many("packet-filter ipv6 name {acl:acl-name} {way=inbound|outbound}", "interface vlan"),
    many("packet-filter ipv6 {acl:acl-number} {way=inbound|outbound}", "interface vlan"),
    many("packet-filter name {acl:acl-name} {way=inbound|outbound}", "interface vlan"),
    many("packet-filter {acl} {way=inbound|outbound}", "interface vlan"),
    Rule(
        "packet-filter default deny",
        undo=("packet-filter default deny",),
        missing="ignore",
        source="H3C Comware 7 ACL and QoS Command Reference, packet-filter default deny: without it what no rule matches passes",
    ),
)


FIVE = (
    *(
        Rule(f"{family}-family", "vpn", opens="vpn-family", prompt="vpn-{family}".replace("{family}", family))
        for family in ("ipv4", "ipv6")
    ),
    *(
        Rule(
            f"ip {kind} {{name}} index {{n:int}} {{more:rest}}",
            key=f"ip {kind} {{name}} index {{n}}",
            undo=(f"ip {kind} {{name}} [index {{n:int}}]",),
            sort="n",
            source="HP A5500 (Comware 5), ip ip-prefix, ip ipv6-prefix",
        )
        for kind in ("ip-prefix", "ipv6-prefix")
    ),
    single("if-match acl", "{n:acl-number}", "route-policy"),
    single("if-match ip-prefix", "{name}", "route-policy"),
    Rule(
        "if-match ip {what=next-hop|route-source} ip-prefix {name}",
        "route-policy",
        "if-match ip {what}",
        undo=("if-match ip {what=next-hop|route-source} [ip-prefix]",),
    ),
)
"""What Comware 5 calls otherwise."""


def rules(*, five: bool) -> tuple[Rule, ...]:
    """Return the rules of routing for Comware 5 or 7."""
    return (
        *VPN,
        rd(removable=not five),
        *bgp.rules(five=five),
        *OSPF,
        *ROUTES,
        *ACLS,
        *POLICIES,
        *(FIVE if five else ()),
    )
