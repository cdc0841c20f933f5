"""BGP of Comware: peers in the BGP view or in that of a VPN instance, families below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from netops.lab.semantics.core.effects import asks, needs, refuses_change, removes, when
from netops.lab.semantics.core.kinds import as_ip6
from netops.lab.semantics.core.model import Act, Node, Refusal, Rule
from netops.lab.semantics.vrp_family.rules import directed, single, switch

SESSION = "bgp bgp-vpn"
"""Views in which peers are created."""
FAMILY = "bgp-family bgp-vpn-family"
ALL = f"{SESSION} {FAMILY}"
PEER_KEYS = (("peer", "as-number"), ("peer", "group"), ("group", ""))
NO_PEER = "The peer or peer group does not exist."


def homes(act: Act) -> Iterator[Node]:
    """Yield the sections in which the peer of a line may have been created."""
    yield act.section
    if act.section.view in FAMILY.split() and len(act.path) > 1:
        yield act.path[-2]


def peer_known(act: Act) -> None:
    """Refuse a line for a peer that was not created. Source: HPE, BGP: "The peer must have been created"."""
    peer = act.groups["peer"]
    names = {peer, as_ip6(peer)} if ":" in peer else {peer}  # IPv6 is shown in capitals
    keys = [f"{key} {name} {word}".rstrip() for name in names for key, word in PEER_KEYS]
    if not any(key in home.children for home in homes(act) for key in keys):
        raise Refusal(NO_PEER)


def group_known(act: Act) -> None:
    """Refuse a group that was not created."""
    if not any(f"group {act.groups['group']}" in home.children for home in homes(act)):
        raise Refusal("The peer group does not exist.")


SHARING = ("", "address-family ** / ", "ipv4-family vpnv4 / ", "ipv6-family ** / ", "l2vpn-family ** / ")
"""This section and the families that share its peers; those of a VPN instance on Comware 5 have their own."""
ALL_OF_PEER = removes(*(f". / {place}{undo}peer {{peer}} **" for place in SHARING for undo in ("", "undo ")))


def _has_no_as(act: Act) -> bool:
    return f"peer {act.groups['peer']} as-number" not in act.section.children


def _peer(head: str, views: str, value: str = "") -> Rule:
    text = f"peer {{peer}} {head}"
    pattern = f"{text} {value}" if value else text
    undo = ("=", text) if value.startswith("[") else (text,)
    return Rule(pattern, views, text, undo=undo, missing="ignore", checks=(peer_known,))


def _peer_way(head: str) -> Rule:
    base = directed(f"peer {{peer}} {head}", "{value}", FAMILY)
    return Rule(base.pattern, FAMILY, base.key, undo=base.undo, missing="refuse", checks=(peer_known,))


REST = "{value:rest}"
PEERS = (
    Rule(
        "peer {peer} as-number {asn:asn}",
        SESSION,
        "peer {peer} as-number",
        undo=("peer {peer:address}", "peer {peer:peer-group} as-number"),
        effects=(when(lambda act: act.old is not None, ALL_OF_PEER),),
        undo_effects=(ALL_OF_PEER,),
        source="HPE, peer as-number: undo peer { group-name as-number | ip-address }",
    ),
    Rule(
        "group {peer} [internal|external]",
        SESSION,
        "group {peer}",
        undo=("group {peer}",),
        undo_effects=(ALL_OF_PEER, removes(". / peer * group {peer}", ". / address-family ** / peer * group {peer}")),
    ),
    Rule(
        "peer {peer:address} group {group} [as-number {asn:asn}]",
        ALL,
        "peer {peer} group",
        undo=("peer {peer:address} group [{group}]", "peer {peer:address}"),
        checks=(group_known,),
        undo_effects=(when(_has_no_as, ALL_OF_PEER),),
        source="HPE, peer group: a member without an AS number of its own exists by its group; undo peer deletes it",
    ),
    Rule("peer {peer} enable", FAMILY, checks=(peer_known,), missing="ignore"),
    *(
        _peer(head, SESSION, REST)
        for head in ("description", "connect-interface", "timer", "password", "keychain", "fake-as", "bfd", "dscp")
    ),
    *(_peer(head, SESSION, f"[{REST}]") for head in ("ebgp-max-hop", "ttl-security", "source-interface")),
    *(
        _peer(head, SESSION)
        for head in ("ignore", "log-change", "tracking", "bfd", "capability-advertise route-refresh")
    ),
    *(_peer(head, FAMILY, REST) for head in ("preferred-value", "route-limit", "soo", "additional-paths")),
    *(_peer(head, FAMILY, f"[{REST}]") for head in ("allow-as-loop", "default-route-advertise", "public-as-only")),
    *(
        _peer(head, FAMILY)
        for head in ("next-hop-local", "next-hop-invariable", "reflect-client", "advertise-community")
    ),
    *(
        _peer(head, FAMILY)
        for head in ("advertise-ext-community", "substitute-as", "keep-all-routes", "upe", "label-route-capability")
    ),
    *(_peer_way(head) for head in ("route-policy", "prefix-list", "filter-policy", "as-path-acl")),
)
PROTOCOLS = "direct|static|rip|ospf|ospfv3|isis|ripng|guard"
BGP = (
    Rule(
        "bgp {asn:asn} [instance {instance}]",
        key="bgp {instance}",
        opens="bgp",
        prompt="bgp-default",
        undo=("bgp [{asn:asn}] [instance {instance}]",),
        checks=(refuses_change("BGP is running in another AS."),),
        undo_checks=(asks("Undo BGP process? [Y/N]:"),),
    ),
    Rule(
        "ip vpn-instance {vpn:name}",
        "bgp",
        opens="bgp-vpn",
        prompt="bgp-default-{vpn}",
        checks=(needs("ip vpn-instance {vpn}", "The VPN instance does not exist."),),
        source="HPE, ip vpn-instance (BGP instance view)",
    ),
    Rule(
        "address-family {family=ipv4|ipv6} [unicast]",
        "bgp",
        "address-family {family}",
        opens="bgp-family",
        prompt="bgp-default-{family}",
        shown="address-family {family} unicast",
    ),
    Rule(
        "address-family {family=vpnv4|vpnv6|l2vpn evpn|l2vpn|ipv4 multicast}",
        "bgp",
        opens="bgp-family",
        prompt="bgp-default-{family}",
    ),
    Rule("address-family l2vpn evpn", "bgp", opens="bgp-family", prompt="bgp-default-evpn"),
    Rule(
        "address-family {family=ipv4|ipv6} [unicast]",
        "bgp-vpn",
        "address-family {family}",
        opens="bgp-vpn-family",
        prompt="bgp-default-{family}-vpn",
        shown="address-family {family} unicast",
    ),
    *PEERS,
    Rule(
        f"import-route {{protocol={PROTOCOLS}}} [{{proc:int}}] [{{more:rest}}]",
        FAMILY,
        "import-route {protocol} {proc}",
        undo=(f"import-route {{protocol={PROTOCOLS}}} [{{proc:int}}]",),
    ),
    Rule("network {a6:ip6} {n:int} [{more:rest}]", FAMILY, "network {a6} {n}", undo=("network {a6:ip6} {n:int}",)),
    Rule("network {a:ip} {m:mask} [{more:rest}]", FAMILY, "network {a} {m}", undo=("network {a:ip} {m:mask}",)),
    Rule("aggregate {a:ip} {m:mask} [{more:rest}]", FAMILY, "aggregate {a} {m}", undo=("aggregate {a:ip} {m:mask}",)),
    Rule("policy vpn-target", FAMILY, negative=True, default=("policy vpn-target",)),
    Rule("reflect between-clients", FAMILY, negative=True, default=("reflect between-clients",)),
    switch("default-route imported", FAMILY),
    *(
        single(head, views=ALL)
        for head in ("router-id", "timer", "balance", "preference", "reflector cluster-id", "confederation id")
    ),
    *(
        single(head, views=ALL)
        for head in ("default local-preference", "default med", "graceful-restart timer restart")
    ),
    switch("graceful-restart", "bgp"),
)


def _five() -> Iterator[Rule]:
    """Yield the rules of Comware 5.

    The lines of IPv4 unicast stand in the BGP view itself, a VPN instance is a family with peers of its own, and peers of
    both are active without ``enable``. Source: HP A5500 and 6600 (Comware 5), ``ipv4-family``, ``peer enable``.
    """
    yield Rule(
        "peer {peer} enable",
        SESSION,
        negative=True,
        default=("peer {peer} enable",),
        checks=(peer_known,),
        missing="ignore",
    )
    yield _peer_way("ip-prefix")
    yield replace(_peer_way("ip-prefix"), views=SESSION)
    yield Rule("synchronization", "bgp", negative=True, default=("undo synchronization",))
    yield Rule("default ipv4-unicast", "bgp", negative=True, default=("default ipv4-unicast",))
    yield Rule(
        "ipv4-family vpn-instance {vpn:name}",
        "bgp",
        opens="bgp-vpn",
        prompt="bgp-{vpn}",
        checks=(needs("ip vpn-instance {vpn}", "The VPN instance does not exist."),),
    )
    for family in ("ipv4-family vpnv4", "ipv6-family [{more:rest}]", "l2vpn-family"):
        yield Rule(family, "bgp", family, opens="bgp-family", prompt="bgp-af")
    yield from (replace(rule, views=f"{SESSION} {FAMILY}") if rule.views == FAMILY else rule for rule in BGP)


def rules(*, five: bool) -> tuple[Rule, ...]:
    """Return the rules of BGP for Comware 5 or 7."""
    return tuple(_five()) if five else BGP
