"""VRFs, routing and lists of devices with Comware."""

from collections.abc import Callable
from dataclasses import replace
from ipaddress import IPv4Network, IPv6Network
from typing import Any

from hypothesis import strategies as st
from tests.property.comware_ground import (
    ADDRESS4,
    ADDRESS6,
    DESCRIPTION,
    NAME,
    NETWORK4,
    NETWORK6,
    NUMBER,
    PORT,
    SECONDS,
    SHORT,
    TARGET,
    maybe,
    proofs,
    settings_of,
    some,
    unlike,
)

from netops.model import (
    AccessList,
    Action,
    BgpFamily,
    BgpGroup,
    BgpInstance,
    BgpNeighbor,
    Family,
    FilterRule,
    NeighborFamily,
    OspfArea,
    OspfProcess,
    PolicyNode,
    PrefixList,
    PrefixRule,
    RoutePolicy,
    StaticRoute,
    ValueList,
    Vrf,
)

SOURCE = st.sampled_from(["connected", "static", "rip 1", "ospf 1", "isis 7"])
IMPORTED = st.sampled_from(["med 20", "route-policy OUT", "med 5 route-policy OUT"])
ACTION = st.sampled_from(Action)


@st.composite
def vrfs(draw: st.DrawFn, name: str) -> Vrf:
    families = draw(some(st.sampled_from([4, 6])))
    six = {each: draw(some(TARGET)) for each in ("imports_v6", "exports_v6")} if 6 in families else {}
    limit = draw(maybe(NUMBER))
    shares: list[tuple[str, str]] = []
    if limit is not None and draw(st.booleans()):
        shares.append(("routing-table limit threshold", draw(st.sampled_from(["1", "50", "100"]))))
    return Vrf(
        name,
        fields=frozenset(shares),
        rd=draw(maybe(TARGET)),
        imports=draw(some(TARGET, 10)),
        exports=draw(some(TARGET)),
        families=families,
        import_policy=draw(maybe(NAME)),
        export_policy=draw(maybe(NAME)),
        limit=limit,
        description=draw(maybe(DESCRIPTION)),
        **six,
    )


@st.composite
def static_route(draw: st.DrawFn, vrf_names: list[str]) -> StaticRoute:
    is_v4 = draw(st.booleans())
    prefix: IPv4Network | IPv6Network = draw(NETWORK4) if is_v4 else draw(NETWORK6)
    vrf = draw(st.sampled_from([None, *vrf_names]))
    next_hop = draw(maybe(ADDRESS4 if is_v4 else ADDRESS6))
    out = (
        draw(st.sampled_from([None, *([""] if vrf is not None else []), *vrf_names])) if next_hop is not None else None
    )
    track = draw(maybe(st.integers(1, 999).map(str)))
    return StaticRoute(
        prefix,
        next_hop,
        interface=None if out else draw(maybe(PORT)),
        vrf=vrf,
        distance=draw(maybe(st.integers(1, 255).filter(lambda each: each != 60))),
        next_hop_vrf=out,
        tag=draw(maybe(NUMBER)),
        track=track,
        permanent=track is None and draw(st.booleans()),
        description=draw(maybe(DESCRIPTION)),
    )


def static_routes(vrf_names: list[str]) -> st.SearchStrategy[Any]:
    return unlike(static_route(vrf_names), "vrf", "prefix", "interface", "next_hop", "next_hop_vrf", most=4)


AREA = st.builds(
    lambda number, kind, proof, held, fields: OspfArea(number, kind, proof[0], held, fields, proof[1], proof[2]),
    st.integers(0, 4294967295),
    maybe(st.sampled_from(["stub", "stub no-summary", "nssa", "nssa no-summary"])),
    proofs("md5", "hmac-md5"),
    some(NETWORK4),
    settings_of(
        {
            "range 10.1.0.0/16": st.sampled_from(["on", "not-advertise", "cost 20"]),
            "default-cost": st.just("5"),
            "filter 2001": st.just("import"),
        }
    ),
)
MILLISECONDS = st.integers(10, 60000)
OSPF_SETTINGS = {
    "description": DESCRIPTION,
    "bandwidth-reference": SECONDS.map(str),
    "preference": st.integers(1, 255).map(str),
    "lsa-arrival-interval": SECONDS.map(str),
    "maximum": st.just("load-balancing 4"),
    "graceful-restart": st.sampled_from(["on", "ietf"]),
    "non-stop-routing": st.just("on"),
    "log-peer-change": st.just("on"),
}


@st.composite
def ospf_processes(draw: st.DrawFn, vrf_names: list[str], *, five: bool = False) -> frozenset[OspfProcess]:
    found = []
    areas = AREA.filter(lambda each: each.key_chain is None) if five else AREA
    for number in draw(st.lists(st.integers(1, 65535), unique=True, max_size=2)):
        sources = draw(some(SOURCE | st.just("bgp")))
        cost = st.sampled_from(["cost 20 type 1", "tag 7", "route-policy OUT"])
        fields = draw(settings_of({**OSPF_SETTINGS, **{f"redistribute {each}": cost for each in sources}}))
        silent = draw(st.booleans())
        found.append(
            OspfProcess(
                router_id=draw(maybe(ADDRESS4)),
                vrf=draw(st.sampled_from([None, *vrf_names])),
                spf_delay=draw(
                    maybe(st.tuples(MILLISECONDS, MILLISECONDS, st.integers(1, 60).map(lambda s: s * 1000)))
                ),
                redistribute=sources,
                process=str(number),
                areas=draw(unlike(areas, "number", most=2)),
                passive_default=silent,
                active=draw(some(PORT)) if silent else frozenset(),
                passive=frozenset() if silent else draw(some(PORT)),
                originates_default=draw(st.sampled_from([None, "yes", "always"])),
                fields=fields,
            )
        )
    return frozenset(found)


TIMERS = st.tuples(st.integers(0, 21845), st.booleans()).map(
    lambda pair: (pair[0], max(3, pair[0] * 3) if pair[1] else 0)
)
FILTER = st.integers(2000, 3999).map(str) | st.integers(1, 256).map(str)


def limited(downs: list[str], ups: list[str]) -> Callable[[NeighborFamily], st.SearchStrategy[NeighborFamily]]:
    """Draw what a device does beyond a limit of routes: the session goes down, or it stays and there is no limit."""

    def drawn(each: NeighborFamily) -> st.SearchStrategy[NeighborFamily]:
        if each.maximum_prefix is None:
            found = st.sampled_from([("route-limit", each) for each in ups])
        else:
            found = st.sampled_from([("route-limit beyond", each) for each in downs])
        return maybe(found).map(lambda one: each if one is None else replace(each, fields=frozenset({one})))

    return drawn


LIMITED = limited(
    ["80", "reconnect 5", "80 reconnect 5", "reconnect 5 80"], ["100 alert-only", "100 80 discard", "100 discard 80"]
)


def neighbor_families(families: list[Family]) -> st.SearchStrategy[Any]:
    one = st.builds(
        NeighborFamily,
        st.sampled_from(families),
        prefix_list_in=maybe(NAME),
        prefix_list_out=maybe(NAME),
        maximum_prefix=maybe(NUMBER),
        allow_own_asn=maybe(st.integers(1, 10)),
        as_override=st.booleans(),
        next_hop_self=st.booleans(),
        policy_in=maybe(NAME),
        policy_out=maybe(NAME),
        filter_in=maybe(FILTER),
        filter_out=maybe(FILTER),
        reflector_client=st.booleans(),
        communities=some(st.sampled_from(["standard", "extended"])),
        soft_reconfiguration=st.booleans(),
        default_originate=st.booleans(),
        weight=maybe(SHORT),
    ).flatmap(LIMITED)
    return unlike(one, "family", most=2) if families else st.just(frozenset())


@st.composite
def session(draw: st.DrawFn, *, five: bool) -> dict[str, Any]:
    near = draw(maybe(st.integers(1, 254))) if not five else None
    return {
        "description": draw(maybe(DESCRIPTION)),
        "update_source": draw(maybe(PORT)),
        "authenticated": draw(st.booleans()),
        "ttl_hops": near,
        "ebgp_multihop": draw(maybe(st.integers(1, 255))) if near is None else None,
        "enabled": draw(st.booleans()),
        "timers": draw(maybe(TIMERS)),
        "bfd": draw(st.booleans()),
    }


@st.composite
def groups(draw: st.DrawFn, families: list[Family], *, five: bool) -> list[BgpGroup]:
    found = []
    for name in draw(st.lists(NAME, unique=True, max_size=2)):
        internal = draw(st.booleans())
        asn = None if internal else draw(maybe(NUMBER))
        exchanged = draw(neighbor_families(families))
        found.append(BgpGroup(name, asn, internal, families=exchanged, **draw(session(five=five))))
    return found


@st.composite
def neighbor(draw: st.DrawFn, names: list[str | None], families: list[Family], *, five: bool) -> BgpNeighbor:
    group = draw(st.sampled_from(names))
    return BgpNeighbor(
        draw(ADDRESS4 if five else ADDRESS4 | ADDRESS6),
        draw(NUMBER) if group is None else draw(maybe(NUMBER)),
        group=group,
        local_asn=draw(maybe(NUMBER)),
        connect_retry=draw(maybe(SECONDS)),
        families=draw(neighbor_families(families)),
        **draw(session(five=five)),
    )


@st.composite
def originated(draw: st.DrawFn, *, in_vrf: bool, five: bool) -> frozenset[BgpFamily]:
    """Draw what is announced; a VRF of Comware 5 is the family of IPv4, and no other."""
    found = [BgpFamily(Family.IPV4, draw(some(NETWORK4)), draw(some(SOURCE)), vpn=in_vrf)]
    if not five:
        found.append(BgpFamily(Family.IPV6, draw(some(NETWORK6)), draw(some(SOURCE)), vpn=in_vrf))
        found = [each for each in found if not in_vrf or draw(st.booleans())]
    return frozenset(each for each in found if each.networks or each.redistribute or each.vpn)


@st.composite
def bgp_instance(draw: st.DrawFn, asn: int, vrf: str | None, *, five: bool, by_default: bool) -> BgpInstance:
    own = draw(originated(in_vrf=vrf is not None, five=five))
    families = sorted(each.family for each in own) if vrf is not None else list(Family)
    if five and vrf is None:
        families = [Family.IPV4, Family.VPNV4]
    known = draw(groups(families, five=five)) if vrf is None or not five else []
    names = [None, *(each.name for each in known)]
    neighbors = draw(unlike(neighbor(names, families, five=five), "address"))
    used = {one.family for each in (*neighbors, *known) for one in each.families} | {each.family for each in own}
    fields = {f"{each.family} redistribute {source}": IMPORTED for each in own for source in each.redistribute}
    fields |= {f"network {network}": st.just("route-policy OUT") for each in own for network in each.networks}
    if vrf is None:
        fields |= {"graceful-restart": st.just("on"), "timer": st.just("keepalive 10 hold 30")}
    return BgpInstance(
        asn,
        vrf=vrf,
        router_id=draw(maybe(ADDRESS4)) if vrf is None or not five else None,
        default_ipv4_unicast=by_default if vrf is None or not five else True,
        neighbors=neighbors,
        families=own,
        groups=frozenset(known),
        cluster_id=draw(maybe(NUMBER.map(str))) if (used if not five else vrf is None) else None,
        fields=draw(settings_of(fields)),
    )


@st.composite
def bgp(draw: st.DrawFn, vrf_names: list[str], *, five: bool) -> frozenset[BgpInstance]:
    if not draw(st.booleans()):
        return frozenset()
    asn, by_default = draw(NUMBER), five and draw(st.booleans())
    inner = draw(st.lists(st.sampled_from(vrf_names), unique=True)) if vrf_names else []
    return frozenset(draw(bgp_instance(asn, vrf, five=five, by_default=by_default)) for vrf in (None, *inner))


@st.composite
def prefix_list(draw: st.DrawFn, name: str) -> PrefixList:
    networks: st.SearchStrategy[Any] = draw(st.sampled_from([NETWORK4, NETWORK6]))
    rules = []
    for number in sorted(draw(st.lists(SECONDS, unique=True, min_size=1, max_size=3))):
        prefix = draw(networks if networks is NETWORK6 else maybe(networks))
        if prefix is None:
            rules.append(PrefixRule(number, draw(ACTION), None))
            continue
        bounds = sorted(draw(st.lists(st.integers(prefix.prefixlen, prefix.max_prefixlen), min_size=2, max_size=2)))
        least, most = (draw(st.sampled_from([None, each])) for each in bounds)
        if (prefix.prefixlen, least, most) == (0, None, 32):
            most = None
        rules.append(PrefixRule(number, draw(ACTION), prefix, least, most))
    return PrefixList(name, tuple(rules))


@st.composite
def prefix_lists(draw: st.DrawFn) -> frozenset[PrefixList]:
    return frozenset(draw(prefix_list(name)) for name in draw(st.lists(NAME, unique=True, max_size=2)))


NUMBERS = st.lists(SHORT, min_size=1, max_size=3).map(lambda each: " ".join(map(str, each)))
LOOKS = {
    "prefix-list": NAME,
    "prefix-list-v6": NAME,
    "next-hop prefix-list": NAME,
    "as-path": NUMBERS,
    "community": NUMBERS,
    "extcommunity": NUMBERS,
    "tag": SHORT.map(str),
    "metric": SHORT.map(str),
    "interface": st.sampled_from(["LoopBack0", "GigabitEthernet1/0/1 Vlan-interface7"]),
    "route-type": st.sampled_from(["internal", "external-type1 external-type2"]),
    "local-preference": SHORT.map(str),
}
LISTS = {name: st.sampled_from(["2001", "EDGE"]) for name in ("next-hop access-list", "access-list")}
NUMBERED = {name: st.just("2001") for name in LISTS}
GIVES = {
    "local-preference": SHORT.map(str),
    "metric": st.sampled_from(["50", "+5", "-7"]),
    "metric-type": st.sampled_from(["type-1", "external"]),
    "community": st.sampled_from(["65000:1 additive", "none", "65000:1 no-export"]),
    "next-hop": ADDRESS4.map(str),
    "tag": SHORT.map(str),
    "weight": SHORT.map(str),
    "origin": st.sampled_from(["igp", "egp 65000", "incomplete"]),
    "distance": st.integers(1, 255).map(str),
    "extcommunity": st.sampled_from(["rt 65000:1", "rt 65000:1 additive"]),
}


@st.composite
def policy(draw: st.DrawFn, name: str, *, five: bool) -> RoutePolicy:
    nodes = []
    for number in sorted(draw(st.lists(SHORT, unique=True, min_size=1, max_size=2))):
        looks = LOOKS if draw(st.booleans()) else NUMBERED if five else LISTS
        path = draw(st.sampled_from(["as-path prepend", "as-path"]))
        nodes.append(
            PolicyNode(
                draw(ACTION),
                number,
                draw(settings_of(looks)),
                draw(settings_of({**GIVES, path: NUMBERS})),
                draw(maybe(SHORT)),
                draw(maybe(DESCRIPTION)),
            )
        )
    return RoutePolicy(name, tuple(nodes))


@st.composite
def policies(draw: st.DrawFn, *, five: bool) -> frozenset[RoutePolicy]:
    return frozenset(draw(policy(name, five=five)) for name in draw(st.lists(NAME, unique=True, max_size=2)))


def _rules(values: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.lists(st.tuples(ACTION, values), min_size=1, max_size=3).map(tuple)


BASIC = st.lists(st.sampled_from(["65000:1", "no-export", "internet"]), min_size=1, max_size=3).map(" ".join)
EXPRESSION = st.sampled_from(["^65101$", ".*", "_65000_", "^(65000|65001) .*$"])
VALUE_LISTS = unlike(
    st.builds(ValueList, st.just("community"), NAME | st.integers(1, 99).map(str), _rules(BASIC))
    | st.builds(
        ValueList,
        st.just("community"),
        NAME | st.integers(100, 199).map(str),
        _rules(EXPRESSION),
        expanded=st.just(value=True),
    )
    | st.builds(ValueList, st.just("as-path"), st.integers(1, 256).map(str), _rules(EXPRESSION))
    | st.builds(ValueList, st.just("extcommunity"), st.integers(1, 199).map(str), _rules(st.just("rt 65000:1"))),
    "kind",
    "name",
)
PORTS = (
    st.just(frozenset[tuple[int, int]]())
    | st.tuples(SHORT, SHORT).map(lambda pair: frozenset({(min(pair), max(pair))}))
    | st.integers(1, 65534).map(lambda each: frozenset({(0, each - 1), (each + 1, 65535)}))
)
FLAGS = ["dscp ef", "fragment", "precedence routine", "time-range NIGHT", "vpn-instance MGMT"]


@st.composite
def filter_rule(draw: st.DrawFn, version: int, kind: str) -> FilterRule:
    networks = (NETWORK4 if version == 4 else NETWORK6).filter(lambda each: each.prefixlen > 0)
    if kind == "layer2":
        flags = draw(some(st.sampled_from(["source-mac 0001-0203-0405 ffff-ffff-ffff", "cos 5", "type 0800 ffff"]), 2))
        return FilterRule(draw(ACTION), flags=tuple(sorted(flags)))
    flags = draw(some(st.sampled_from(FLAGS), 2))
    if "dscp ef" in flags:  # a rule looks at the one or the other
        flags = flags - {"precedence routine"}
    rule = FilterRule(
        draw(ACTION), sources=draw(some(networks, 1)), log=draw(st.booleans()), flags=tuple(sorted(flags))
    )
    if kind == "standard":
        return rule
    protocol = draw(maybe(st.sampled_from(["tcp", "udp", "icmp", "icmpv6", "ospf", "gre", "esp", "igmp", "103"])))
    names = ("source_ports", "destination_ports") if protocol in {"tcp", "udp"} else ()
    ports: dict[str, Any] = {name: draw(PORTS) for name in names}
    if protocol == "tcp" and draw(st.booleans()):
        rule = replace(rule, flags=tuple(sorted({*rule.flags, "established"})))
    return replace(rule, protocol=protocol, destinations=draw(some(networks, 1)), **ports)


FIRST = {"standard": 2000, "extended": 3000, "layer2": 4000}


@st.composite
def access_list(draw: st.DrawFn, *, named: bool) -> AccessList:
    version, kind = draw(
        st.sampled_from([(4, "standard"), (4, "extended"), (4, "layer2"), (6, "standard"), (6, "extended")])
    )
    number = st.integers(FIRST[kind], FIRST[kind] + 999).map(str)
    rules = draw(st.lists(filter_rule(version, kind), max_size=4, unique_by=lambda each: each))
    placed = tuple(replace(rule, sequence=5 * at) for at, rule in enumerate(rules))
    return AccessList(draw(NAME | number if named else number), version, kind, placed, draw(some(DESCRIPTION, 1)))


def access_lists(*, named: bool) -> st.SearchStrategy[Any]:
    return st.lists(access_list(named=named), max_size=2, unique_by=lambda each: (each.version, each.name.lower())).map(
        frozenset
    )
