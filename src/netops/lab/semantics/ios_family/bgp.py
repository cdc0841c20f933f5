"""BGP: neighbors, groups and address families (IOS CR IP Routing: BGP; RGOS CR BGP).

A neighbor is there once it has an AS or a group. ``no neighbor X`` and ``no neighbor X remote-as`` take all its lines,
in every family of its table; ``no neighbor G peer-group`` takes the group and all its members (Cisco IOS IP Command
Reference 12.2, Volume 2, "neighbor peer-group (creating)").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from netops.lab.semantics.core.effects import remove, within
from netops.lab.semantics.core.model import Act, Node, Refusal, Rule
from netops.lab.semantics.core.pattern import fill
from netops.lab.semantics.ios_family.forms import Options, flags, off_by_default, section, single, singles, with_options
from netops.lab.semantics.ios_family.vrfs import needs_table, needs_vrf

AS_RANGE = within("asn", 1, 4_294_967_295, "% Invalid input detected at '^' marker.")
UNKNOWN_PEER = "% Specify remote-as or peer-group commands first"
BOTH = "bgp bgp-af"
FAMILY = "bgp-af"
METRICS: Options = {"metric": 1, "route-map": 1, "match": r"internal|external|nssa-external|1|2"}


def _table(act: Act) -> Node:
    """Return the section in which the neighbors of the line are made: the process, or the family of a VRF."""
    here = act.section
    return here if here.view != FAMILY or "vrf" in here.groups else act.path[-2]


def _sections(table: Node) -> Iterator[Node]:
    """Yield the sections with lines of a table's neighbors: the table and, for the global one, its families."""
    yield table
    for node in table.children.values():
        if node.view == FAMILY and "vrf" not in node.groups:
            yield node


def _is_made(table: Node, peer: str) -> bool:
    made = (f"neighbor {peer} remote-as", f"neighbor {peer} peer-group", f"neighbor {peer} inherit peer-session")
    return any(key in table.children for key in made)


def _is_group(table: Node, name: str) -> bool:
    line = table.children.get(f"neighbor {name} peer-group")
    return line is not None and "group" not in line.groups


def needs_peer(act: Act) -> None:
    """Refuse a line for a neighbor that has neither an AS nor a group."""
    if not _is_made(_table(act), act.groups["peer"]):
        raise Refusal(UNKNOWN_PEER)


def _drop(table: Node, peer: str) -> None:
    """Take all lines of a neighbor away."""
    for where in _sections(table):
        for line in list(where.children.values()):
            if f"{line.text} ".removeprefix("no ").startswith(f"neighbor {peer} "):
                remove(where, line)


def _members(table: Node, group: str) -> list[str]:
    lines = table.children.values()
    return [line.groups["peer"] for line in lines if line.groups.get("group") == group and "peer" in line.groups]


def _drop_orphans(table: Node, group: str) -> None:
    """Take the members away that had their AS from the group."""
    for peer in _members(table, group):
        if f"neighbor {peer} remote-as" not in table.children:
            _drop(table, peer)


def _unmade(act: Act) -> None:
    """Take a neighbor away that lost its AS; a group that lost it keeps its lines, but not its members."""
    table, peer = _table(act), act.groups["peer"]
    if _is_group(table, peer):
        _drop_orphans(table, peer)
    else:
        _drop(table, peer)


def _ungrouped(act: Act) -> None:
    """Take a neighbor away that lost its group and has no AS of its own; with the group itself go all members."""
    table, peer = _table(act), act.groups["peer"]
    if "group" not in act.groups:
        for member in _members(table, peer):
            _drop(table, member)
        _drop(table, peer)
    elif f"neighbor {peer} remote-as" not in table.children:
        _drop(table, peer)


def _needs_group(act: Act) -> None:
    table = _table(act)
    if not _is_group(table, act.groups["group"]):
        raise Refusal("% Peer-group name given does not exist. Create the peer-group first")
    if _is_group(table, act.groups["peer"]):
        raise Refusal("% Cannot assign a peer-group to a peer-group")


def _activated(act: Act) -> None:
    """Activate a new neighbor for IPv4, as BGP does unless ``no bgp default ipv4-unicast`` stands."""
    table, off = _table(act), act.path[1].children.get("bgp default ipv4-unicast")
    family = table if table.view == FAMILY else table.children.get("address-family ipv4")
    if act.old is not None or family is None or family.groups["family"] != "ipv4":
        return
    if (off is not None and off.text.startswith("no ")) or "." not in act.groups["peer"]:
        return
    line = fill("neighbor {peer} activate", act.groups)
    family.children[line] = Node(line, line, ACTIVATE, {"peer": act.groups["peer"]})


def activate_all(act: Act) -> None:
    """Take over what stood above the families before IPv4 unicast was opened: its lines, and neighbors, active without a word."""
    if act.old is None and act.node is not None and act.groups["family"] == "ipv4":
        activate(act.section, act.node)
        for line in [line for line in act.section.children.values() if in_unicast(line)]:
            remove(act.section, line)
            act.node.children.setdefault(line.key, line)


def activate(process: Node, family: Node) -> None:
    """Activate the IPv4 neighbors of a process, unless ``no bgp default ipv4-unicast`` stands."""
    if "bgp default ipv4-unicast" in process.children:
        return
    for line in list(process.children.values()):
        peer = line.groups.get("peer", "")
        if "." in peer and line.key in (f"neighbor {peer} remote-as", f"neighbor {peer} peer-group"):
            text = f"neighbor {peer} activate"
            family.children.setdefault(text, Node(text, text, ACTIVATE, {"peer": peer}))


def in_unicast(line: Node) -> bool:
    """Tell whether a line of the process is one of IPv4 unicast, displayed above the families."""
    rule = line.rule
    return rule is not None and (_to_family in rule.effects or any(rule is route for route in _ROUTES))


def _to_family(act: Act) -> None:
    """Move a policy typed above the families into IPv4 unicast, where BGP with families displays it."""
    process = act.section
    family = process.children.get("address-family ipv4")
    if process.view == "bgp" and family is not None and act.node is not None:
        remove(process, act.node)
        family.children[act.node.key] = act.node


def _needs_default(act: Act) -> None:
    """Refuse a policy above the families where IPv4 unicast is no default."""
    off = act.section.children.get("bgp default ipv4-unicast") if act.section.view == "bgp" else None
    if off is not None and off.text.startswith("no "):
        raise Refusal("% Policy commands not allowed without an address family")


MAKING: tuple[Rule, ...] = (
    Rule(
        "neighbor {peer:peer} remote-as {asn:asn}",
        BOTH,
        key="neighbor {peer} remote-as",
        undo=("neighbor {peer:peer} remote-as [{_asn:asn}]", "neighbor {peer:peer}"),
        checks=(AS_RANGE,),
        effects=(_activated,),
        undo_effects=(_unmade,),
        source="IOS CR BGP, neighbor remote-as",
    ),
    Rule(
        "neighbor {peer:peer} peer-group {group}",
        BOTH,
        key="neighbor {peer} peer-group",
        undo=("=", "neighbor {peer:peer} peer-group", "neighbor {peer:peer}"),
        checks=(_needs_group,),
        effects=(_activated,),
        undo_effects=(_ungrouped,),
        source="IOS CR BGP, neighbor peer-group (assigning members)",
    ),
    Rule(
        "neighbor {peer:peer} peer-group",
        BOTH,
        key="neighbor {peer} peer-group",
        undo=("=", "neighbor {peer:peer}"),
        undo_effects=(_ungrouped,),
        source="IOS CR BGP, neighbor peer-group (creating)",
    ),
)


def _peer(what: str, value: str = "", views: str = BOTH, *, policy: bool = False) -> Rule:
    """Return a line of a neighbor with at most one value; ``no`` takes it without the value or with any."""
    key, form = f"neighbor {{peer}} {what}", f"neighbor {{peer:peer}} {what}"
    return Rule(
        f"{form} {value}".strip(),
        views,
        key=key,
        undo=(f"{form} [{{_x:rest}}]",) if value else ("=",),
        checks=(needs_peer, _needs_default) if policy else (needs_peer,),
        effects=(_to_family,) if policy else (),
        undo_checks=(needs_peer,),
    )


def _template(kind: str) -> Rule:
    """Return a template, whose lines are displayed as they were typed."""
    view = section(f"template {kind} {{name}}", kind, "config-router-tmp", "bgp")
    return replace(view, closes=f"exit-{kind}", source="IOS CR BGP, template peer-session, template peer-policy")


def _needs_template(act: Act) -> None:
    """Refuse a session's template for a neighbor without an AS, unless the template has one."""
    process = next(node for node in act.path if node.view == "bgp")
    template = process.children.get(f"template peer-session {act.groups['value']}")
    if template is None or not any(line.startswith("remote-as ") for line in template.children):
        needs_peer(act)


def _filter(what: str) -> Rule:
    """Return a filter with a direction; ``no`` has to name the filter."""
    return Rule(
        f"neighbor {{peer:peer}} {what} {{name}} {{way=in|out}}",
        BOTH,
        key=f"neighbor {{peer}} {what} {{way}}",
        checks=(needs_peer, _needs_default),
        effects=(_to_family,),
        undo_checks=(needs_peer,),
    )


ACTIVATE = Rule(
    "neighbor {peer:peer} activate",
    FAMILY,
    key="neighbor {peer} activate",
    negative=True,
    implicit=r"no neighbor \S+ activate",
    checks=(needs_peer,),
    undo_checks=(needs_peer,),
)

_KINDS = ("standard", "extended")


def _sent(text: str) -> set[str]:
    """Return which communities a line sends: plain ``send-community`` means standard ones."""
    words = text.split()
    if "both" in words:
        return set(_KINDS)
    return {word for word in words if word in _KINDS} or {"standard"}


def _send(groups: Mapping[str, str], kinds: set[str]) -> str | None:
    if not kinds:
        return None
    how = "both" if len(kinds) == 2 else "" if kinds == {"standard"} else "extended"
    return fill(f"neighbor {{peer}} send-community {how}", groups)


def _sends_more(old: Node | None, groups: Mapping[str, str]) -> str | None:
    kept = _sent(old.text) if old is not None else set()
    return _send(groups, kept | _sent(groups.get("how", "")))


def _sends_less(old: Node | None, groups: Mapping[str, str]) -> str | None:
    kept = _sent(old.text) if old is not None else set()
    return _send(groups, kept - _sent(groups.get("how", "")))


COMMUNITIES = Rule(
    "neighbor {peer:peer} send-community [{how=both|standard|extended}]",
    BOTH,
    key="neighbor {peer} send-community",
    merge=_sends_more,
    unmerge=_sends_less,
    checks=(needs_peer, _needs_default),
    effects=(_to_family,),
    source="IOS CR BGP, neighbor send-community",
)

NEIGHBORS: tuple[Rule, ...] = (
    *MAKING,
    ACTIVATE,
    COMMUNITIES,
    *(_filter(what) for what in ("route-map", "prefix-list", "filter-list", "distribute-list")),
    *(_peer(what, "[{value:rest}]") for what in ("ebgp-multihop", "ttl-security hops", "fall-over", "transport")),
    *(
        _peer(what, "{value:rest}")
        for what in (
            "description",
            "timers",
            "local-as",
            "version",
        )
    ),
    replace(_peer("inherit peer-session", "{value:rest}"), checks=(_needs_template,)),
    _peer("update-source", "{value:port}"),
    _peer("password", "{value:secret}"),
    *(_peer(what) for what in ("shutdown", "disable-connected-check", "dont-capability-negotiate")),
    *(
        _peer(what, "[{value:rest}]", policy=True)
        for what in ("allowas-in", "default-originate", "maximum-prefix", "as-override", "capability", "next-hop-self")
    ),
    *(
        _peer(what, "{value:rest}", policy=True)
        for what in (
            "weight",
            "advertisement-interval",
            "unsuppress-map",
            "soft-reconfiguration",
            "inherit peer-policy",
        )
    ),
    *(
        _peer(what, policy=True)
        for what in ("route-reflector-client", "remove-private-as", "next-hop-unchanged", "send-label")
    ),
)


def _one_process(act: Act) -> None:
    """Refuse a second process: a device speaks BGP for one AS."""
    for node in act.root.children.values():
        if node.view == "bgp" and node.groups.get("asn") != act.groups["asn"]:
            raise Refusal(f"BGP is already running; AS is {node.groups['asn']}")


def _right_process(act: Act) -> None:
    for node in act.root.children.values():
        if node.view == "bgp" and node.groups.get("asn") != act.groups["asn"]:
            raise Refusal(f"% BGP is running in AS {node.groups['asn']}")


def _needs_rd(act: Act) -> None:
    """Refuse the family of a VRF without a route distinguisher."""
    vrf = act.groups.get("vrf")
    for node in act.root.children.values():
        if node.view == "vrf" and node.groups.get("vrf") == vrf and "rd" not in node.children:
            raise Refusal(f"% VRF {vrf} does not have an RD configured.")


_ROUTES: tuple[Rule, ...] = (
    Rule(
        "network {net:ip} mask {mask:mask} [{more:rest}]",
        BOTH,
        key="network {net} {mask}",
        undo=("network {net:ip} mask {mask:mask} [{_x:rest}]",),
    ),
    Rule(
        "network {net:ip} [{more=backdoor}]",
        BOTH,
        key="network {net}",
        source="IOS CR BGP, network: without a mask, the network of the address's class",
    ),
    Rule("network {net:prefix6} [{more:rest}]", BOTH, key="network {net}", undo=("network {net:prefix6} [{_x:rest}]",)),
    Rule(
        "aggregate-address {net:ip} {mask:mask} [{more:rest}]",
        BOTH,
        key="aggregate-address {net} {mask}",
        undo=("aggregate-address {net:ip} {mask:mask} [{_x:rest}]",),
    ),
    with_options("redistribute {source:source}", METRICS, BOTH, source="IOS CR BGP, redistribute (IP)"),
    with_options("default-information originate", {}, BOTH),
    Rule("maximum-paths {n:int}", BOTH, key="maximum-paths", undo=("maximum-paths [{_n:int}]",)),
    Rule(
        "maximum-paths {way=ibgp|eibgp} {n:int}",
        BOTH,
        key="maximum-paths {way}",
        undo=("maximum-paths {way=ibgp|eibgp} [{_n:int}]",),
    ),
)

UNICAST = Rule(
    "address-family {family=ipv4|ipv6|vpnv4|vpnv6} [unicast]",
    "bgp",
    key="address-family {family}",
    opens=FAMILY,
    prompt="config-router-af",
    shown="address-family {family}",
    closes="exit-address-family",
    below=FAMILY,
    effects=(activate_all,),
)

BGP: tuple[Rule, ...] = (
    Rule(
        "router bgp {asn:asn}",
        key="router bgp {asn}",
        opens="bgp",
        prompt="config-router",
        checks=(AS_RANGE, _one_process),
        undo_checks=(_right_process,),
        source="IOS CR BGP, router bgp",
    ),
    Rule(
        "address-family {family=ipv4|ipv6} [unicast] vrf {vrf}",
        "bgp",
        key="address-family {family} vrf {vrf}",
        opens=FAMILY,
        prompt="config-router-af",
        shown="address-family {family} vrf {vrf}",
        closes="exit-address-family",
        below=FAMILY,
        checks=(needs_vrf("% VRF {vrf} does not exist or does not have a RD."), _needs_rd, needs_table("{family}")),
    ),
    UNICAST,
    Rule(
        "address-family {family=ipv4~multicast|ipv4~mdt|ipv6~multicast|l2vpn~evpn|l2vpn~vpls|rtfilter~unicast}",
        "bgp",
        key="address-family {family}",
        opens=FAMILY,
        prompt="config-router-af",
        closes="exit-address-family",
        below=FAMILY,
    ),
    Rule(
        "bgp default ipv4-unicast",
        "bgp",
        key="bgp default ipv4-unicast",
        negative=True,
        default=("bgp default ipv4-unicast",),
    ),
    *NEIGHBORS,
    *_ROUTES,
    *singles(BOTH, "bgp router-id", "bgp dampening", "distance bgp", "table-map"),
    *singles(
        "bgp", "bgp cluster-id", "bgp confederation identifier", "bgp graceful-restart restart-time", "timers bgp"
    ),
    *singles("bgp", "bgp default local-preference", "bgp graceful-restart stalepath-time", "bgp update-delay"),
    single("bgp listen limit", views="bgp"),
    Rule("bgp confederation peers {peers:rest}", "bgp"),
    Rule("bgp listen range {range} peer-group {group}", BOTH, key="bgp listen range {range}"),
    Rule(
        "bgp log-neighbor-changes [detail]",
        "bgp",
        key="bgp log-neighbor-changes",
        undo=("bgp log-neighbor-changes [detail]",),
    ),
    Rule("bgp graceful-restart", "bgp", key="bgp graceful-restart"),
    *off_by_default(BOTH, "auto-summary", "synchronization"),
    *flags("bgp", "bgp always-compare-med", "bgp deterministic-med", "bgp bestpath as-path multipath-relax"),
    *flags("bgp", "bgp bestpath compare-routerid", "bgp bestpath med missing-as-worst", "bgp asnotation dot"),
    *(_template(kind) for kind in ("peer-session", "peer-policy")),
)
