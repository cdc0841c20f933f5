"""Objects beside routing of generated devices with VRP and Comware: VRRP, IS-IS, key chains, QoS, spanning tree, what is watched."""

from collections.abc import Callable
from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from itertools import combinations
from typing import Any

from hypothesis import strategies as st
from tests.property.vrp_words import ADDRESS4, ADDRESS6, maybe, pairs, some

from netops.model import (
    BfdSession,
    DhcpPool,
    Interface,
    IsisInterface,
    IsisProcess,
    Key,
    KeyChain,
    Probe,
    Secret,
    SegmentRouting,
    SharedGateway,
    SpanningTree,
    Stack,
    StackMember,
    TrafficBehavior,
    TrafficClass,
    TrafficPolicy,
    TrafficStep,
    TrustPoint,
)

# What names and texts can be is tried at the other facts: here they cost little to draw.
NAME = st.sampled_from(["A", "EDGE-IN", "to.city_7", "q9"])
DESCRIPTION = st.sampled_from(["up", "to the wall: 12/A", "到核心"])
FEW = st.integers(1, 9)
LEVELS = st.sampled_from(["level-1", "level-2", "level-1-2"])
PROOFS = ["simple", "md5", "hmac-sha256"]
SOURCES = {
    "connected": "",
    "static": "level-2 tag 7",
    "bgp": "cost 5",
    "unr": "",
    "ospf 101": "route-policy OUT level-1",
    "isis 7": "",
}
PROCESS_FIELDS = pairs({"is-name": NAME, "set-overload": st.just("on"), "timer": st.just("spf 5 50 50"), "preference": FEW.map(str),
    "graceful-restart": st.just("on"), "circuit-cost": FEW.map(str), "ipv6 enable": st.just("topology standard"),
    "ipv6 preference": FEW.map(str)})  # fmt: skip
PORT_FIELDS = pairs({"circuit-type": st.just("strict-snpa-check"), "ipv6 cost": st.sampled_from(["7", "9 level-2"]), "isis bfd": st.just("enable"),
    "isis timer": st.just("hello 5"), "isis small-hello": st.just("on"), "isis dis-priority": st.just("7 level-1")})  # fmt: skip


def keyed(strategy: st.SearchStrategy[Any], names: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[Any]:
    """Draw pairs of which no two have the same name."""
    return st.dictionaries(names, strategy, max_size=most).map(lambda found: frozenset(found.items()))


def distinct(strategy: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[Any]:
    """Draw facts of which no two have the same name."""
    return st.lists(strategy, max_size=most, unique_by=lambda each: each.name).map(frozenset)


def processes(
    vrf_names: list[str],
    proofs: list[str] = PROOFS,
    fields: st.SearchStrategy[Any] = PROCESS_FIELDS,
    sources: dict[str, str] = SOURCES,
) -> st.SearchStrategy[Any]:
    """Draw IS-IS processes with what they announce."""

    @st.composite
    def process(draw: st.DrawFn) -> IsisProcess:
        names = draw(some(st.sampled_from(sorted(sources)), 2))
        said = {(f"redistribute {each}", sources[each]) for each in names if sources[each]}
        return IsisProcess(
            str(draw(FEW)),
            vrf=draw(st.sampled_from([None, *vrf_names])),
            nets=draw(some(FEW.map("49.0001.0102.5500.000{}.00".format), 1)),
            level=draw(maybe(LEVELS)),
            metric_style=draw(maybe(st.sampled_from(["wide", "narrow", "compatible"]))),
            authentication=draw(keyed(st.sampled_from(proofs), st.sampled_from(["area", "domain"]))),
            redistribute=names,
            fields=draw(fields) | said,
        )

    return st.lists(process(), max_size=2, unique_by=lambda each: each.process).map(frozenset)


@st.composite
def isis_port(
    draw: st.DrawFn, process: str, proofs: list[str] = PROOFS, fields: st.SearchStrategy[Any] = PORT_FIELDS
) -> IsisInterface:
    """Draw IS-IS on an interface."""
    level = st.sampled_from(["", "level-1", "level-2"])
    own, p2p = draw(fields), draw(st.booleans())
    return IsisInterface(
        process,
        versions=draw(st.sampled_from([frozenset({4}), frozenset({6}), frozenset({4, 6})])),
        level=draw(maybe(LEVELS)),
        point_to_point=p2p,
        metrics=draw(keyed(st.integers(1, 16777215), level)),
        passive=draw(st.booleans()),
        authentication=draw(keyed(st.sampled_from(proofs), level)),
        fields=frozenset(pair for pair in own if p2p or pair[0] != "circuit-type"),
    )


TRACKS = ["interface LoopBack7 reduced 30", "nqa ADMIN PING reduced 20", "bfd-session session-name TO-P reduced 40"]


@st.composite
def gateway(draw: st.DrawFn, tracks: list[str] = TRACKS) -> SharedGateway:
    """Draw a group of routers, with times of whole seconds."""
    version = draw(st.sampled_from([4, 4, 6]))
    local = IPv6Address("fe80::7")
    addresses: frozenset[Any] = draw(
        st.frozensets(ADDRESS4 if version == 4 else ADDRESS6 | st.just(local), min_size=1, max_size=2)
    )
    return SharedGateway(
        "vrrp",
        draw(FEW),
        version,
        addresses,
        priority=draw(maybe(st.integers(1, 254))),
        preempt=draw(st.sampled_from([None, False])),
        delay=draw(maybe(FEW.map(lambda each: each * 1000))),
        hello=draw(maybe(FEW.map(lambda each: each * 1000))),
        authentication=draw(maybe(st.sampled_from(["simple", "md5"]))) if version == 4 else None,
        tracks=draw(some(st.sampled_from(tracks), 2)),
    )


@st.composite
def on_ports(
    draw: st.DrawFn,
    ports: frozenset[Interface],
    known: frozenset[IsisProcess],
    one: st.SearchStrategy[SharedGateway],
    running: Callable[[str], st.SearchStrategy[IsisInterface]],
) -> frozenset[Interface]:
    """Return the interfaces, with shared gateways and IS-IS on some that are at layer 3."""
    found = set()
    groups = st.lists(one, max_size=2, unique_by=lambda each: (each.version, each.group)).map(frozenset)
    for port in sorted(ports, key=lambda each: each.name):
        if port.switchport is None and port.aggregate is None and draw(st.booleans()):
            own = sorted(each.process for each in known if each.vrf == port.vrf)
            isis = draw(running(draw(st.sampled_from(own)))) if own else None
            found.add(replace(port, gateways=draw(groups), isis=isis))
        else:
            found.add(port)
    return frozenset(found)


CIPHER = maybe(st.just(Secret("reversible", "cipher")))
TIME = maybe(st.sampled_from(["utc 00:00 2026-01-01 to 23:59 2026-12-31", "utc 00:00 2026-01-01 duration infinite"]))
KEY = st.builds(
    Key,
    FEW,
    maybe(st.sampled_from(["md5", "hmac-sha-256", "sm3"])),
    CIPHER,
    TIME,
    TIME,
    some(st.just(("default", "send-key-id")), 1),
)
KEY_CHAINS = distinct(
    st.builds(
        KeyChain,
        NAME,
        st.sampled_from(["absolute", "periodic daily"]),
        st.lists(KEY, max_size=2, unique_by=lambda each: each.number).map(frozenset),
        pairs({"receive-tolerance": FEW.map(str), "tcp-kind": st.just("254"), "tcp-algorithm-id": st.just("md5 17")}),
    )
)
LOOKS = {"access-group": st.sampled_from(["3001", "name WEB"]), "access-group-v6": st.just("3002"), "dscp": st.sampled_from(["ef", "46"]), "any": st.just(""),
    "cos": FEW.map(str), "vlan": st.sampled_from(["10", "10 to 20"]), "precedence": FEW.map(str), "protocol": st.just("ip")}  # fmt: skip
ACTIONS = {"permit": st.just(""), "car": st.just("cir 10000 cbs 1250000"), "remark": st.sampled_from(["dscp 46", "8021p 5"]), "statistic": st.just("enable"),
    "redirect": st.just("ip-nexthop 10.9.0.1")}  # fmt: skip


def _together(each: TrafficClass) -> TrafficClass:
    """Return a class as VRP 5 holds it: where all must hold, precedence and DSCP aren't looked at together."""
    if each.any or not any(name == "dscp" for name, _ in each.matches):
        return each
    return replace(each, matches=frozenset(pair for pair in each.matches if pair[0] != "precedence"))


@st.composite
def quality(
    draw: st.DrawFn,
    looks: dict[str, Any],
    actions: dict[str, Any],
    fields: dict[str, Any],
    *,
    numbered: bool,
    placed: bool = False,
) -> dict[str, Any]:
    """Draw classes, behaviours, and policies of them; ``placed``: VRP 5, whose classes have places of their own."""
    classes = draw(distinct(st.builds(TrafficClass, NAME, st.booleans(), pairs(looks), maybe(DESCRIPTION))))
    if placed:
        classes = frozenset(replace(_together(each), precedence=draw(maybe(FEW))) for each in classes)
    behaviors = draw(distinct(st.builds(TrafficBehavior, NAME, pairs(actions))))
    names = [sorted(each.name for each in group) for group in (classes, behaviors)]
    steps = []
    if all(names):
        precedence = maybe(FEW) if numbered else st.none()
        steps = [
            TrafficStep(name, draw(st.sampled_from(names[1])), precedence=draw(precedence))
            for name in draw(st.permutations(names[0]))
        ]
    policies = draw(distinct(st.builds(TrafficPolicy, NAME, steps=st.just(tuple(steps)), fields=pairs(fields))))
    return {"traffic_classes": classes, "traffic_behaviors": behaviors, "traffic_policies": policies}


def trees(fields: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Draw the spanning tree; nothing where nothing is said of it."""
    several: list[list[tuple[int, tuple[tuple[int, int], ...]]]] = [
        [],
        [(1, ((10, 19), (30, 30)))],
        [(1, ((2, 2),)), (7, ((100, 199),))],
    ]
    instances = st.sampled_from([frozenset(each) for each in several])
    found = st.builds(
        SpanningTree, maybe(st.sampled_from(["rstp", "stp", "mstp"])), maybe(NAME), maybe(FEW), instances, pairs(fields)
    )
    return found.map(lambda each: None if each == SpanningTree() else each)


TREES = trees({"stp instance": st.just("0 priority 4096"), "stp root": st.just("primary"), "stp tc-protection": st.just("on"),
    "stp pathcost-standard": st.just("legacy"), "stp timer": st.just("forward-delay 2000")})  # fmt: skip


@st.composite
def probes(draw: st.DrawFn, vrf_names: list[str]) -> Probe:
    """Draw a test of NQA."""
    fields = draw(
        pairs(
            {
                "timeout": FEW.map(str),
                "probe-count": FEW.map(str),
                "fail-percent": st.just("60"),
                "interval": st.just("seconds 5"),
            }
        )
    )
    when = draw(some(st.sampled_from(["start now", "start now lifetime seconds 600"]), 1))
    return Probe(
        "nqa",
        f"{draw(NAME)} {draw(NAME)}",
        draw(maybe(st.sampled_from(["icmp-echo", "tcp", "jitter"]))),
        destination=draw(maybe((ADDRESS4 | ADDRESS6).map(str))),
        source=draw(maybe(ADDRESS4.map(str))),
        vrf=draw(st.sampled_from([None, *vrf_names])),
        interval=draw(maybe(FEW.map(lambda each: each * 1000))),
        running=bool(when),
        fields=fields | {("schedule", each) for each in when},
    )


@st.composite
def sessions(draw: st.DrawFn, port: st.SearchStrategy[str], vrf_names: list[str], *, commits: bool) -> BfdSession:
    """Draw a session of BFD."""
    fields = {"auto": st.just("on"), "min-tx-interval": FEW.map(str), "wtr": FEW.map(str), "description": DESCRIPTION}
    addresses: st.SearchStrategy[Any] = draw(st.sampled_from([ADDRESS4, ADDRESS6]))
    return BfdSession(
        draw(NAME),
        draw(addresses),
        draw(maybe(port)),
        draw(st.sampled_from([None, *vrf_names])),
        draw(maybe(addresses)),
        draw(maybe(FEW)),
        draw(maybe(FEW)),
        draw(pairs(fields | ({"commit": st.just("on")} if commits else {}))),
    )


def pools(vrf_names: list[str], *, ranges: bool) -> st.SearchStrategy[Any]:
    """Draw pools of addresses that hosts get."""
    last = IPv4Address("10.9.0.9")
    gone = st.sampled_from([(last, last), (IPv4Address("10.9.0.2"), last)] if ranges else [(last, last)])
    return distinct(
        st.builds(
            DhcpPool,
            NAME,
            some(st.builds(lambda ip: IPv4Network((ip, 24), strict=False), ADDRESS4), 1),
            st.lists(ADDRESS4, max_size=2).map(tuple),
            st.lists(ADDRESS4, max_size=2).map(tuple),
            some(gone, 1),
            maybe(st.integers(0, 9999).map(lambda each: each * 60)),
            st.sampled_from([None, *vrf_names]),
            pairs(
                {"domain-name": st.just("city.gov"), "option": st.just("43 ascii x"), "nbns-list": ADDRESS4.map(str)}
            ),
        ),
        1,
    )


TRUST_POINTS = {
    "huawei_vrp": distinct(
        st.builds(
            TrustPoint, NAME, maybe(NAME), maybe(st.just("selfsigned")), maybe(st.sampled_from(["crl", "none", "ocsp none"])),
            fields=pairs({"ca id": NAME, "enrollment-url": st.just("http://10.9.0.5/certsrv/mscep ra"), "rsa local-key-pair": NAME}),
        )
    ),
    "huawei_vrpv8": distinct(st.builds(TrustPoint, NAME, maybe(NAME), fields=pairs({"rsa local-key-pair": NAME}))),
}  # fmt: skip
MEMBER = st.builds(StackMember, FEW, FEW.map(lambda each: each * 10))
MEMBERS = st.lists(MEMBER, min_size=1, max_size=2, unique_by=lambda each: each.number).map(frozenset)
PAIR = st.builds(
    Stack,
    st.just("m-lag"),
    FEW,
    fields=pairs(
        {"priority": FEW.map(str), "source ip": ADDRESS4.map(str), "authentication-mode": st.just("hmac-sha256")}
    ),
)
STACKS = {
    "huawei_vrp": some(st.builds(Stack, st.just("stack"), members=MEMBERS), 1),
    "huawei_vrpv8": some(PAIR, 1) | some(st.builds(Stack, st.just("stack"), maybe(FEW), MEMBERS), 1),
}
ROUTING = st.builds(
    SegmentRouting,
    maybe(ADDRESS6),
    st.just(frozenset({("CITY", IPv6Network("2001:db8:1::/64"))})),
    pairs({"locator CITY": st.just("static 32"), "locator CITY opcode ::10": st.just("end psp")}),
)
ENTITIES = st.dictionaries(
    NAME, pairs({"common-name": NAME, "country": st.just("CN"), "organization": NAME}), max_size=1
).map(
    lambda found: frozenset(
        pair
        for name, own in found.items()
        for pair in {(f"pki entity {name}", "on"), *((f"pki entity {name} {what}", text) for what, text in own)}
    )
)
SETTINGS = {
    "huawei_vrp": pairs({"dns server": ADDRESS4.map(str), "dns resolve": st.sampled_from(["on", "off"]), "mac-address aging-time": st.just("600"),
        "icmp name timestamp-request receive": st.sampled_from(["on", "off"]), "lacp priority": st.just("100"), "ssl policy WEB": st.sampled_from(["on", "server"])}),
    "huawei_vrpv8": pairs({"crypto weak-algorithm": st.just("disable"), "configuration file auto-save": st.just("interval 120"), "ip host": st.just("time 10.9.0.1"),
        "arp speed-limit": st.just("source-ip maximum 50"), "stp v-stp enable": st.just("on"), "ssl policy WEB": st.just("on")}),
    "h3c_comware": pairs({"dns server": ADDRESS4.map(str), "scheduler logfile size": st.just("16"), "lacp system-priority": st.just("100"),
        "link-aggregation global": st.just("load-sharing mode source-ip"), "mac-address timer": st.just("aging 500"), "ssl server-policy WEB": st.just("on")}),
}  # fmt: skip
POLICY_FIELDS = {
    "huawei_vrp": {"match-order": st.just("config"), "statistic enable": st.just("on")},
    "huawei_vrpv8": {"share-mode": st.just("on")},
}


@st.composite
def objects(draw: st.DrawFn, platform: str, port: st.SearchStrategy[str], vrf_names: list[str]) -> dict[str, Any]:
    """Draw some of them but for what stands at interfaces and in the management plane."""
    eight = platform == "huawei_vrpv8"
    return draw(
        a_few(
            {
                "spanning_tree": TREES,
                "probes": distinct(probes(vrf_names), 1),
                "bfd_sessions": distinct(sessions(port, vrf_names, commits=not eight), 1),
                "dhcp_pools": pools(vrf_names, ranges=True),
                "stacks": STACKS[platform],
                **({"segment_routing": ROUTING} if eight else {}),
            },
            quality(LOOKS, ACTIONS, POLICY_FIELDS[platform], numbered=True, placed=not eight),
        )
    )


@st.composite
def a_few(
    draw: st.DrawFn, kinds: dict[str, st.SearchStrategy[Any]], several: st.SearchStrategy[dict[str, Any]]
) -> dict[str, Any]:
    """Draw facts of a few kinds: over many devices all kinds come, and no device costs them all."""
    wanted = draw(st.sampled_from(list(combinations(["", *kinds], 2))))
    found = {kind: draw(strategy) for kind, strategy in kinds.items() if kind in wanted}
    return found | (draw(several) if "" in wanted else {})
