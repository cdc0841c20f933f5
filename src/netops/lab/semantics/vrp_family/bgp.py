"""BGP of VRP: peers and groups, families, the peer lines that the device adds by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from netops.lab.semantics.core.effects import asks, exists, refuses_change, removes, when, within
from netops.lab.semantics.core.model import Act, Node, Refusal, Rule
from netops.lab.semantics.vrp_family.rules import always_on, directed, many, single, switch

PUBLIC = "bgp-ipv4 bgp-ipv6 bgp-vpnv4 bgp-vpnv6 bgp-other"
"""Families whose peers are created in the BGP view."""
BY_HAND = "bgp-ipv6 bgp-vpnv4 bgp-vpnv6 bgp-other"
"""Families in which a peer has to be enabled before it has other lines."""
VPN = "bgp-vpn bgp-vpn6"
"""Families with peers of their own."""
ALL = f"bgp {PUBLIC} {VPN}"
FAMILIES = (
    *(
        "ipv4-family unicast",
        "ipv4-family multicast",
        "ipv4-family vpnv4 **",
        "ipv4-family labeled-unicast",
        "ipv6-family **",
    ),
    *(
        "l2vpn-family **",
        "l2vpn-ad-family **",
        "vpls-family **",
        "ipv4-family mvpn",
        "ipv4-flow-family **",
        "ipv6-family vpnv6 **",
    ),
)
NO_PEER = "Error: The peer or peer group does not exist."
NO_RD = "Error: The VPN instance does not exist or has no RD."


def homes(act: Act) -> Iterator[Node]:
    """Yield the sections in which the peer of a line may have been created."""
    yield act.section
    if act.section.view in PUBLIC.split() and len(act.path) > 1:
        yield act.path[-2]


def created(section: Node, peer: str) -> bool:
    """Tell whether a peer or group was created in a section."""
    return any(key in section.children for key in (f"peer {peer} as-number", f"peer {peer} group", f"group {peer}"))


def peer_known(act: Act) -> None:
    """Refuse a line for a peer that was not created, or that isn't enabled in a family that wants it.

    Sources: S V200R019, ``peer as-number`` creates it; ``peer enable``: only the IPv4 unicast family enables by itself.
    """
    peer = act.groups["peer"]
    if not any(created(home, peer) for home in homes(act)):
        raise Refusal(NO_PEER)
    enabling = act.text in (f"peer {peer} enable", f"undo peer {peer} enable")
    if act.section.view in BY_HAND.split() and not enabling and f"peer {peer} enable" not in act.section.children:
        raise Refusal("Error: The peer is not enabled in this address family.")


def in_families(line: str) -> tuple[str, ...]:
    """Return selectors of a peer's line in this section and in the families that share its peers."""
    return (
        f". / {line}",
        f". / undo {line}",
        *(f". / {family} / {line}" for family in FAMILIES),
        *(f". / {family} / undo {line}" for family in FAMILIES),
    )


ALL_OF_PEER = removes(*in_families("peer {peer} **"))
"""Source: NE V8R10, ``peer as-number``: "If you run the undo peer command, all configurations related to the peer are deleted"."""


def unicast_of(bgp: Node) -> Node:
    """Return the family that the device makes with BGP itself."""
    key = "ipv4-family unicast"
    return bgp.children.setdefault(key, Node(key, key, UNICAST))


def _enabled(act: Act) -> None:
    """Enable a new peer in the unicast family, as VRP does unless ``undo default ipv4-unicast`` stands."""
    peer = act.groups["peer"]
    if act.section.view != "bgp" or ":" in peer or exists(act, ". / undo default ipv4-unicast"):
        return
    family, key = unicast_of(act.section), f"peer {peer} enable"
    family.children.setdefault(key, Node(key, key, ENABLE_UNICAST, {"peer": peer}))


def _grouped(act: Act) -> None:
    """Put a peer that joins a group into the group in the unicast family too."""
    _enabled(act)
    if act.section.view == "bgp" and ":" not in act.groups["peer"] and not exists(act, ". / undo default ipv4-unicast"):
        key = f"peer {act.groups['peer']} group"
        unicast_of(act.section).children.setdefault(key, Node(act.text, key, GROUP_MEMBER, act.groups))


def starts(act: Act) -> None:
    """Show in a loaded config what the device adds by itself, where the config leaves it out."""
    for bgp in act.root.children.values():
        if bgp.view != "bgp" or "default ipv4-unicast" in bgp.children:
            continue
        family = unicast_of(bgp)
        for line in list(bgp.children.values()):
            peer = line.groups.get("peer", "")
            if line.rule not in (AS_NUMBER, GROUP_MEMBER, GROUP) or ":" in peer:
                continue
            key = f"peer {peer} enable"
            family.children.setdefault(key, Node(key, key, ENABLE_UNICAST, {"peer": peer}))
            if line.rule is GROUP_MEMBER:
                family.children.setdefault(line.key, Node(line.text, line.key, GROUP_MEMBER, line.groups))


def _group_known(act: Act) -> None:
    if not any(f"group {act.groups['group']}" in home.children for home in homes(act)):
        raise Refusal("Error: The peer group does not exist.")


def _has_as(act: Act) -> None:
    """A peer without an AS number joins only a group that has one (internal groups have the own AS)."""
    peer, group = act.groups["peer"], act.groups["group"]
    for home in homes(act):
        held = home.children.get(f"group {group}")
        internal = held is not None and "external" not in held.text
        if internal or f"peer {peer} as-number" in home.children or f"peer {group} as-number" in home.children:
            return
    raise Refusal("Error: The peer group has no AS number; configure the peer's AS number first.")


ALL_OF_OLD_PEER = when(lambda act: act.old is not None, ALL_OF_PEER)
AS_NUMBER = Rule(
    "peer {peer} as-number {asn:asn}",
    f"bgp {VPN}",
    "peer {peer} as-number",
    undo=("peer {peer:address}", "peer {peer:peer-group} as-number"),
    effects=(ALL_OF_OLD_PEER, _enabled),
    undo_effects=(ALL_OF_PEER,),
    source="S V200R019, peer as-number: undo peer { group-name as-number | ipv4-address | ipv6-address }",
)
GROUP = Rule(
    "group {peer} [internal|external]",
    f"bgp {VPN}",
    "group {peer}",
    undo=("group {peer}",),
    effects=(_enabled,),
    undo_effects=(ALL_OF_PEER, removes(*in_families("peer * group {peer}"))),
)
GROUP_MEMBER = Rule(
    "peer {peer:address} group {group}",
    ALL,
    "peer {peer} group",
    undo=("=", "peer {peer:address} group"),
    checks=(_group_known, _has_as),
    effects=(_grouped,),
)


def _off_anyway(act: Act) -> None:
    """Where ``undo default ipv4-unicast`` stands, a peer that isn't enabled is not displayed."""
    if act.node is not None and len(act.path) > 1 and "default ipv4-unicast" in act.path[-2].children:
        act.section.children.pop(act.node.key, None)


ENABLE_UNICAST = Rule(
    "peer {peer} enable",
    "bgp-ipv4",
    negative=True,
    checks=(peer_known,),
    undo_checks=(peer_known,),
    undo_effects=(_off_anyway,),
)


def _peer(head: str, value: str = "") -> Rule:
    """Return an attribute of a peer: one value, undone by its head."""
    text = f"peer {{peer}} {head}"
    pattern = f"{text} {value}" if value else text
    undo = ("=", text) if value.startswith("[") else (text,)
    return Rule(pattern, ALL, text, undo=undo, missing="ignore", checks=(peer_known,))


def _peer_way(head: str, value: str = "{value}") -> Rule:
    base = directed(f"peer {{peer}} {head}", value, ALL)
    return Rule(base.pattern, ALL, base.key, undo=base.undo, missing="refuse", checks=(peer_known,))


TIMERS = (
    ("keepalive {k:int} hold {h:int} [min-holdtime {least:int}]", "keepalive hold"),
    ("connect-retry {s:int}", "connect-retry"),
)


def _timer(form: str, head: str) -> Rule:
    """Return a timer of a peer. Source: CE V300R023, ``timer keepalive hold``: undo timer keepalive hold, no values."""
    text = "peer {peer} timer"
    undo = (f"{text} {head}",)
    return Rule(f"{text} {form}", ALL, f"{text} {head}", undo=undo, missing="ignore", checks=(peer_known,))


BFD = "min-tx-interval|min-rx-interval|detect-multiplier|wtr|local-address"


def bfd_values(typed: str) -> dict[str, str]:
    """Read the values of BFD.

    Example:
        >>> bfd_values("min-tx-interval 100 detect-multiplier 4")
        {'min-tx-interval': '100', 'detect-multiplier': '4'}
    """
    words = typed.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def _bfd_text(peer: str, values: Mapping[str, str]) -> str | None:
    shown = " ".join(f"{name} {values[name]}" for name in BFD.split("|") if name in values)
    return f"peer {peer} bfd {shown}" if shown else None


def _bfd_more(old: Node | None, groups: Mapping[str, str]) -> str | None:
    held = bfd_values(old.groups.get("values", "")) if old is not None else {}
    return _bfd_text(groups["peer"], {**held, **bfd_values(groups["values"])})


def _bfd_less(old: Node | None, groups: Mapping[str, str]) -> str | None:
    held = bfd_values(old.groups.get("values", "")) if old is not None else {}
    gone = groups["names"].split()
    return _bfd_text(groups["peer"], {name: value for name, value in held.items() if name not in gone})


PEER_BFD = Rule(
    "peer {peer} bfd {values:bfd-values}",
    ALL,
    "peer {peer} bfd values",
    undo=("peer {peer} bfd {names:bfd-names}",),
    merge=_bfd_more,
    unmerge=_bfd_less,
    checks=(peer_known,),
    missing="ignore",
    source="NE V8R10, peer bfd: undo peer bfd { min-tx-interval | min-rx-interval | detect-multiplier | … } *",
)
REST = "{value:rest}"
PEERS = (
    PEER_BFD,
    *(_timer(form, head) for form, head in TIMERS),
    AS_NUMBER,
    GROUP,
    GROUP_MEMBER,
    ENABLE_UNICAST,
    Rule(
        "peer {peer} enable",
        BY_HAND,
        checks=(peer_known,),
        undo_effects=(removes(". / peer {peer} **", ". / undo peer {peer} **"),),
        missing="refuse",
    ),
    *(_peer(head, REST) for head in ("description", "connect-interface", "password", "keychain", "preferred-value")),
    *(_peer(head, REST) for head in ("route-limit", "fake-as", "soo", "valid-ttl-hops", "tcp-mss")),
    *(
        _peer(head, f"[{REST}]")
        for head in ("ebgp-max-hop", "allow-as-loop", "default-route-advertise", "public-as-only")
    ),
    *(_peer(head) for head in ("next-hop-local", "next-hop-invariable", "reflect-client", "advertise-community")),
    *(_peer(head) for head in ("advertise-ext-community", "substitute-as", "keep-all-routes", "ignore", "bfd enable")),
    *(_peer(head) for head in ("label-route-capability", "log-change", "tracking", "listen-only", "upe", "bfd block")),
    Rule("peer {peer} default-originate vpn-instance {vpn}", "bgp-vpnv4", undo=("=",), checks=(peer_known,)),
    *(_peer_way(head) for head in ("route-policy", "ip-prefix", "ipv6-prefix", "filter-policy", "as-path-filter")),
)


def _vpn_has_rd(act: Act) -> None:
    """Refuse a BGP family of a VPN instance without RD. Source: S V200R019, ``ipv4-family vpn-instance``, prerequisites."""
    vpn, family = act.groups["vpn"], act.text.partition("-")[0]
    places = (
        "ip vpn-instance {vpn} / route-distinguisher *",
        f"ip vpn-instance {vpn} / {family}-family / route-distinguisher *",
    )
    if not any(exists(act, place) for place in places):
        raise Refusal(NO_RD)


def _vpn_family(family: str, view: str) -> Rule:
    text = f"{family}-family vpn-instance {{vpn}}"
    return Rule(text, "bgp", opens=view, prompt="bgp-{vpn}", checks=(_vpn_has_rd,))


UNICAST = Rule(
    "ipv4-family unicast", "bgp", opens="bgp-ipv4", prompt="bgp-af-ipv4", undo=(), implicit="ipv4-family unicast"
)
SECTIONS = (
    UNICAST,
    _vpn_family("ipv4", "bgp-vpn"),
    _vpn_family("ipv6", "bgp-vpn6"),
    Rule(
        "ipv4-family vpnv4 [unicast]",
        "bgp",
        "ipv4-family vpnv4",
        opens="bgp-vpnv4",
        prompt="bgp-af-vpnv4",
        shown="ipv4-family vpnv4",
    ),
    Rule(
        "ipv6-family vpnv6 [unicast]",
        "bgp",
        "ipv6-family vpnv6",
        opens="bgp-vpnv6",
        prompt="bgp-af-vpnv6",
        shown="ipv6-family vpnv6",
    ),
    Rule(
        "ipv6-family [unicast]",
        "bgp",
        "ipv6-family unicast",
        opens="bgp-ipv6",
        prompt="bgp-af-ipv6",
        shown="ipv6-family unicast",
    ),
    Rule(
        "{kind=ipv4-family|l2vpn-family|vpls-family|l2vpn-ad-family} {name=multicast|evpn|mvpn|labeled-unicast}",
        "bgp",
        opens="bgp-other",
        prompt="bgp-af-{name}",
    ),
)
ASK = "Warning: All BGP configurations will be deleted. Continue? [Y/N]:"
RUNNING = "Error: Another BGP process is running; delete it first."
PROTOCOLS = "direct|static|unr|rip|ospf|ospfv3|isis|ripng"
ROUTES = (
    Rule(
        f"import-route {{protocol={PROTOCOLS}}} [{{proc:int}}] [med {{med:int}}] [route-policy {{policy}}]",
        f"bgp bgp-ipv4 bgp-ipv6 {VPN}",
        "import-route {protocol} {proc}",
        undo=(f"import-route {{protocol={PROTOCOLS}}} [{{proc:int}}]",),
    ),
    Rule(
        "network {a:ip} [{m:mask}] [route-policy {policy}]",
        f"bgp bgp-ipv4 {VPN}",
        "network {a} {m}",
        undo=("network {a:ip} {m:mask}",),
    ),
    Rule(
        "network {a6:ip6} {length:int} [route-policy {policy}]",
        "bgp-ipv6 bgp-vpn6",
        "network {a6} {length}",
        undo=("network {a6:ip6} {length:int}",),
    ),
    Rule(
        "aggregate {a:ip} {m:mask} [{more:rest}]",
        f"bgp bgp-ipv4 {VPN}",
        "aggregate {a} {m}",
        undo=("aggregate {a:ip} {m:mask}",),
    ),
    switch("default-route imported", f"bgp bgp-ipv4 {VPN}"),
    always_on("policy vpn-target", "bgp-vpnv4 bgp-vpnv6 bgp-other"),
    Rule("synchronization", "bgp-ipv4 bgp", negative=True, default=("undo synchronization",)),
    always_on("reflect between-clients", ALL),
    many("filter-policy {name} {way=import|export} [{more:rest}]", f"bgp bgp-ipv4 {VPN}", undo=("=",)),
)


def _made(act: Act) -> None:
    """The unicast family is there with BGP."""
    if act.node is not None:
        unicast_of(act.node)


HEADS = (
    "router-id",
    "default local-preference",
    "default med",
    "reflector cluster-id",
    "confederation id",
)
MORE = ("maximum load-balancing", "preference", "graceful-restart timer restart", "vrf-import", "bestroute")
GLOBAL = (
    Rule(
        "bgp {asn:asn}",
        key="bgp",
        opens="bgp",
        prompt="bgp",
        undo=("bgp [{asn:asn}]",),
        checks=(
            within("asn", 1, 4_294_967_295, "Error: Wrong parameter found at '^' position."),
            refuses_change(RUNNING),
        ),
        effects=(_made,),
        undo_checks=(asks(ASK),),
        source="S V200R019, bgp: undo bgp [ as-number ]",
    ),
    *(single(head, views=ALL) for head in (*HEADS, *MORE)),
    *(Rule(f"timer {form}", ALL, f"timer {head}", undo=(f"timer {head}",)) for form, head in TIMERS),
    always_on("default ipv4-unicast", "bgp"),
    switch("graceful-restart", "bgp"),
)
RULES = (*GLOBAL, *SECTIONS, *PEERS, *ROUTES)
