"""BGP instances and their neighbours. FRR manual, BGP; what is refused and shown was seen on bgpd 8.4.4.

The order of the rules is the order in which FRR shows the lines.
"""

from __future__ import annotations

import re

from netops.lab.semantics.core.lists import word_list
from netops.lab.semantics.core.model import Act, Effect, Node, Refusal, Rule
from netops.lab.semantics.frr import peers
from netops.lab.semantics.frr.afis import OPENED
from netops.lab.semantics.frr.forms import Ignored, profiled, single, switch

TIMED_OUT = "% Invalid value"


def same_number(act: Act) -> None:
    """Refuse another AS number for an instance that is there."""
    if act.old is not None and act.old.groups.get("asn") != act.groups["asn"]:
        raise Refusal(f"BGP is already running; AS is {act.old.groups['asn']}")


def instances(root: Node) -> list[Node]:
    """Return the BGP instances, the default one and those of VRFs."""
    return [node for node in root.children.values() if node.view == "bgp"]


def depends(router: Node) -> bool:
    """Tell whether a VRF's instance needs the default one: it leaks routes."""
    leaks = re.compile(r"(import|export) vpn|import vrf (?!default$).*")
    return any(leaks.fullmatch(node.text) for _, node in router.walk())


def may_go(act: Act) -> None:
    """Refuse to delete an instance that isn't there, isn't named clearly, or is needed by those of the VRFs."""
    found = instances(act.root)
    if "_asn" not in act.groups:
        if all("vrf" in each.groups for each in found):
            raise Refusal("% No BGP process is configured")
        if len(found) > 1:
            raise Refusal("% Please specify ASN and VRF")
    elif act.old is None or not act.old.key or act.old.groups["asn"] != act.groups["_asn"]:
        raise Refusal("% Can't find BGP instance")
    if (
        act.old is not None
        and "vrf" not in act.old.groups
        and any(depends(each) for each in found if "vrf" in each.groups)
    ):
        raise Refusal("% Cannot delete default BGP instance. Dependent VRF instances exist")


def same_router_id(act: Act) -> None:
    """Refuse ``no bgp router-id`` with another id than the one that is set."""
    if (
        act.old is not None
        and act.old.key
        and act.groups.get("_value", act.groups.get("value")) != act.groups.get("value")
    ):
        raise Refusal("% BGP router-id doesn't match")


def timers_fit(act: Act) -> None:
    """Refuse a hold time of one or two seconds."""
    if act.groups["hold"] in ("1", "2"):
        raise Refusal(TIMED_OUT)


def kept_outside(act: Act) -> None:
    """Drop ``ebgp-multihop`` for a neighbour of the same AS: FRR takes it and keeps nothing."""
    router = peers.router_of(act)
    if peers.is_internal(router, peers.remote_of(router, act.groups["n"])):
        raise Ignored


def interface_peer_is_there(act: Act) -> None:
    """Refuse ``no neighbor X interface`` where there is none; ``no neighbor X`` is taken silently."""
    if " interface" in act.text and not peers.is_known(peers.router_of(act), act.groups["n"]):
        raise Refusal("% Create the bgp interface first")


def graceful(act: Act) -> None:
    """Say what FRR says."""
    act.said.append("Graceful restart configuration changed, reset all peers to take effect")


def active_by_default(family: str) -> Rule:
    """Return the rule of a family that every neighbour exchanges unless it is told otherwise; of IPv4 unicast it is on anyway."""
    line = peers.default_line(family)
    return Rule(
        line,
        "bgp",
        key=line,
        negative=True,
        default=(line if line == peers.IPV4_DEFAULT else f"no {line}",),
        checks=(peers.one_default(family),),
        effects=(peers.family_default(family),),
        undo_effects=(peers.family_default(family),),
        source="FRR manual, BGP: bgp default ipv4-unicast; seen: neighbours that are there stay as they were",
    )


# A set: the order of display only tells in which order they came.
TAKES, LOSES = word_list("bgp confederation peers {asns}", "asns", ordered=False)
MED_TAKES, MED_LOSES = word_list("bgp bestpath med {words}", "words", ordered=False)
INSTANCES = (
    Rule(
        "router bgp {asn:asn}",
        key="router bgp",
        opens="bgp",
        prompt="router",
        checks=(same_number,),
        undo=("router bgp [{_asn:asn}]",),
        undo_checks=(may_go,),
        source="FRR manual, BGP: router bgp ASN",
    ),
    Rule(
        "router bgp {asn:asn} {kind=vrf|view} {vrf}",
        key="router bgp {kind} {vrf}",
        opens="bgp",
        prompt="router",
        checks=(same_number,),
        undo=("router bgp {_asn:asn} {kind=vrf|view} {vrf}",),
        undo_checks=(may_go,),
        source="FRR manual, BGP: router bgp ASN vrf NAME",
    ),
)
INSTANCE_LINES = (
    switch("bgp fast-external-failover", "bgp", on=True),
    Rule(
        "bgp router-id {value:ip}",
        "bgp",
        key="bgp router-id",
        undo=("bgp router-id [{_value:ip}]",),
        undo_checks=(same_router_id,),
    ),
    profiled("bgp log-neighbor-changes", "bgp"),
    switch("bgp always-compare-med", "bgp"),
    profiled("bgp ebgp-requires-policy", "bgp"),
    switch("bgp suppress-duplicates", "bgp", on=True),
    *(active_by_default(family) for family in OPENED),
    single("bgp default local-preference", "bgp", default=("bgp default local-preference 100",)),
    profiled("bgp default show-hostname", "bgp"),
    profiled("bgp default show-nexthop-hostname", "bgp"),
    switch("bgp client-to-client reflection", "bgp", on=True),
    single("bgp cluster-id", "bgp"),
    single("bgp confederation identifier", "bgp"),
    Rule(
        "bgp confederation peers {asns:rest}",
        "bgp",
        key="bgp confederation peers",
        merge=TAKES,
        unmerge=LOSES,
        undo=("bgp confederation peers {asns:rest}",),
    ),
    profiled("bgp deterministic-med", "bgp"),
    Rule(
        "bgp graceful-restart",
        "bgp",
        key="bgp graceful-restart",
        effects=(graceful,),
        undo=("bgp graceful-restart",),
        undo_effects=(graceful,),
    ),
    single("bgp graceful-shutdown", "bgp"),
    single("bgp bestpath as-path multipath-relax", "bgp"),
    switch("bgp bestpath compare-routerid", "bgp"),
    Rule(
        "bgp bestpath med {words:rest}",
        "bgp",
        key="bgp bestpath med",
        merge=MED_TAKES,
        unmerge=MED_LOSES,
        undo=("bgp bestpath med {words:rest}",),
        source="FRR manual, BGP: bgp bestpath med; seen: both words stand in one line, and go one by one",
    ),
    switch("bgp bestpath as-path confed", "bgp"),
    switch("bgp bestpath as-path ignore", "bgp"),
    switch("bgp network import-check", "bgp", on=True),
    Rule(
        "timers bgp {keep:int} {hold:int}",
        "bgp",
        key="timers bgp",
        undo=("timers bgp [{_rest:rest}]",),
        checks=(timers_fit,),
    ),
    single("bgp listen limit", "bgp", default=("bgp listen limit 100",)),
    single("bgp update-delay", "bgp"),
    single("coalesce-time", "bgp"),
)
MAKERS = (
    Rule(
        "neighbor {n:peer} peer-group",
        "bgp",
        key="peer-group {n}",
        undo=("neighbor {n:peer} peer-group",),
        undo_checks=(peers.group_is_there,),
        undo_effects=(peers.forgets,),
        source="FRR manual, BGP: neighbor PEER-GROUP peer-group",
    ),
    Rule(
        "neighbor {n:peer} interface [{v6=v6only}] (peer-group {g}|[remote-as {as}])",
        "bgp",
        key="neighbor {n} interface",
        checks=(peers.own_as_allowed, peers.join_allowed),
        effects=(peers.stays_member,),
        undo=("neighbor {n:peer} interface [{_v6=v6only}] [(remote-as|peer-group) {_of}]",),
        undo_checks=(interface_peer_is_there,),
        undo_effects=(peers.forgets,),
        source="FRR manual, BGP: neighbor PEER interface remote-as",
    ),
    Rule(
        "neighbor {n:peer} remote-as {as}",
        "bgp",
        key="neighbor {n} remote-as",
        checks=(peers.remote_allowed,),
        effects=(peers.remote_changed,),
        undo=(),
        source="FRR manual, BGP: neighbor PEER remote-as",
    ),
    Rule(
        "neighbor {n:peer} peer-group {g}",
        "bgp",
        key="neighbor {n} peer-group",
        checks=(peers.join_allowed,),
        effects=(peers.joined,),
        undo=(),
        source="FRR manual, BGP: neighbor PEER peer-group; seen: no neighbor X peer-group G deletes the neighbour",
    ),
)
CHECKED = {
    "local-as": (peers.local_as_allowed,),
    "ebgp-multihop": (kept_outside, peers.hops_allowed),
    "ttl-security hops": (peers.hops_allowed,),
}
SESSION_WORDS = (
    "local-as",
    "description",
    "shutdown",
    "password",
    "solo",
    "port",
    "passive",
    "ebgp-multihop",
    "ttl-security hops",
    "disable-connected-check",
    "enforce-first-as",
    "update-source",
    "advertisement-interval",
    "timers connect",
    "timers delayopen",
    "capability dynamic",
    "capability extended-nexthop",
    "dont-capability-negotiate",
    "override-capability",
    "strict-capability-match",
    "graceful-restart",
    "graceful-restart-helper",
    "graceful-restart-disable",
    "sender-as-path-loop-detection",
    "tcp-mss",
)
CONNECT = SESSION_WORDS.index("timers connect")
USUAL = {"port": "179", "ebgp-multihop": "1"}
"""Values that FRR doesn't show."""


def session(word: str, *effects: Effect) -> Rule:
    """Return the rule of one setting of a neighbour's session."""
    return Rule(
        f"neighbor {{n:peer}} {word} [{{value:rest}}]",
        "bgp",
        key=f"neighbor {{n}} {word}",
        default=(f"neighbor {{n}} {word} {USUAL[word]}",) if word in USUAL else (),
        checks=(peers.known, *CHECKED.get(word, ())),
        effects=effects,
        undo=(f"neighbor {{n:peer}} {word} [{{_value:rest}}]",),
        undo_checks=(peers.known,),
        source=f"FRR manual, BGP: neighbor PEER {word}",
    )


def without_bfd(act: Act) -> None:
    """Take what a neighbour's BFD has with it: its profile and the check of the control plane (seen)."""
    for word in ("profile", "check-control-plane-failure"):
        act.section.children.pop(f"neighbor {act.groups['n']} bfd {word}", None)


def with_bfd(act: Act) -> None:
    """Turn a neighbour's BFD on for its profile: ``bfd`` is shown beside ``bfd profile X`` (seen)."""
    name = act.groups["n"]
    key = f"neighbor {name} bfd"
    act.section.children.setdefault(key, Node(key, key, BFD[0], {"n": name}))


BFD = (
    Rule(
        "neighbor {n:peer} bfd [{value:numbers}]",
        "bgp",
        key="neighbor {n} bfd",
        shown="neighbor {n} bfd",
        checks=(peers.known,),
        undo=("neighbor {n:peer} bfd",),
        undo_checks=(peers.known,),
        undo_effects=(without_bfd,),
        source="FRR manual, BFD: neighbor PEER bfd; seen: its timers are taken and not shown",
    ),
    session("bfd profile", with_bfd),
    session("bfd check-control-plane-failure", with_bfd),
)
TIMERS = Rule(
    "neighbor {n:peer} timers {keep:int} {hold:int}",
    "bgp",
    key="neighbor {n} timers",
    checks=(peers.known, timers_fit),
    undo=("neighbor {n:peer} timers [{_keep:int} {_hold:int}]",),
    undo_checks=(peers.known,),
)
BOUND = Rule(
    "neighbor {n:peer} interface {value}",
    "bgp",
    key="neighbor {n} bound",
    checks=(peers.known,),
    undo=("neighbor {n:peer} interface {_value}",),
    undo_checks=(peers.known,),
)
LISTEN = Rule(
    "bgp listen range {p:net} peer-group {g}",
    "bgp",
    checks=(peers.listening_group,),
    undo_checks=(peers.listened,),
    source="FRR manual, BGP: bgp listen range",
)
RULES = (
    *INSTANCES,
    *INSTANCE_LINES,
    *MAKERS,
    *(session(word) for word in SESSION_WORDS[:3]),
    *BFD,
    *(session(word) for word in SESSION_WORDS[3:CONNECT]),
    TIMERS,
    *(session(word) for word in SESSION_WORDS[CONNECT:]),
    BOUND,
    LISTEN,
)
