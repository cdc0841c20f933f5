"""Route maps, lists of values and address translation that the templates for Cisco IOS can express."""

from ipaddress import IPv4Address, IPv4Network
from typing import Any

from hypothesis import strategies as st
from tests.property.ios_words import ADDRESS4, ADDRESS6, DESCRIPTION, NAME, NETWORK4, PHYSICAL, maybe, some

from netops.model import Action, PolicyNode, Pool, RoutePolicy, Translation, ValueList

ACTION = st.sampled_from(Action)
COMMUNITY = st.builds("{}:{}".format, st.integers(0, 65535), st.integers(0, 65535))
REGEX = st.from_regex(r"[_^]?(\[0-9\]\+|[0-9]{1,5}|\.\*|_){1,3}\$?", fullmatch=True)
TARGETS = st.lists(st.builds("rt {}:{}".format, st.integers(1, 65535), st.integers(0, 9999)), min_size=1, max_size=2)
NUMBERS = st.integers(0, 4294967295).map(str)
MATCH = {
    "prefix-list": NAME,
    "access-list": NAME | st.integers(1, 199).map(str),
    "next-hop prefix-list": NAME,
    "next-hop access-list": NAME,
    "as-path": st.integers(1, 500).map(str),
    "community": st.builds("{}{}".format, NAME, st.sampled_from(["", " exact-match"])),
    "extcommunity": NAME,
    "tag": NUMBERS,
    "metric": NUMBERS,
    "interface": PHYSICAL,
    "source-protocol": st.sampled_from(["connected", "static", "bgp 65000"]),
    "route-type": st.sampled_from(["internal", "external type-1"]),
}
SET = {
    "as-path prepend": st.lists(st.integers(1, 65535).map(str), min_size=1, max_size=3).map(" ".join),
    "community": st.builds("{}{}".format, COMMUNITY, st.sampled_from(["", " additive"])),
    "comm-list": NAME.map("{} delete".format),
    "extcommunity rt": COMMUNITY,
    "extcommunity soo": COMMUNITY,
    "next-hop": (ADDRESS4 | ADDRESS6).map(str),
    "vrf": NAME,
    "default next-hop": ADDRESS4.map(str),
    "interface": PHYSICAL,
    "local-preference": NUMBERS,
    "metric": NUMBERS,
    "metric-type": st.sampled_from(["type-1", "type-2", "internal"]),
    "origin": st.sampled_from(["igp", "incomplete"]),
    "tag": NUMBERS,
    "weight": st.integers(0, 65535).map(str),
    "level": st.sampled_from(["level-1", "level-2"]),
    "precedence": st.sampled_from(["critical", "flash"]),
    "global": st.just(""),
}


def pairs(known: dict[str, st.SearchStrategy[str]]) -> st.SearchStrategy[Any]:
    whats = st.lists(st.sampled_from(sorted(known)), unique=True, max_size=4)
    return whats.flatmap(lambda names: st.tuples(*(st.tuples(st.just(name), known[name]) for name in names))).map(
        frozenset
    )


@st.composite
def route_policies(draw: st.DrawFn) -> frozenset[RoutePolicy]:
    found = []
    for name in draw(st.lists(NAME, unique=True, max_size=2)):
        nodes = [
            PolicyNode(
                draw(ACTION),
                sequence,
                draw(pairs(MATCH)),
                draw(pairs(SET)),
                draw(maybe(st.integers(1, 65535))),
                draw(maybe(DESCRIPTION)),
            )
            for sequence in sorted(draw(st.sets(st.integers(0, 65535), min_size=1, max_size=3)))
        ]
        found.append(RoutePolicy(name, tuple(nodes)))
    return frozenset(found)


@st.composite
def value_lists(draw: st.DrawFn) -> frozenset[ValueList]:
    found = []
    kinds = st.sampled_from([("as-path", False), ("community", False), ("community", True), ("extcommunity", False)])
    for kind, expanded in draw(st.lists(kinds, unique_by=lambda each: each[0], max_size=3)):
        numbers = (
            st.integers(1, 500) if kind == "as-path" else st.integers(100, 500) if expanded else st.integers(1, 99)
        )
        name = draw(numbers.map(str) if kind == "as-path" else numbers.map(str) | NAME)
        values: st.SearchStrategy[str] = REGEX
        if kind == "community" and not expanded:
            values = st.lists(COMMUNITY | st.just("no-export"), min_size=1, max_size=2).map(" ".join)
        elif kind == "extcommunity":
            values = TARGETS.map(" ".join)
        rules = draw(st.lists(st.tuples(ACTION, values), min_size=1, max_size=3))
        found.append(ValueList(kind, name, tuple(rules), expanded))
    return frozenset(found)


@st.composite
def pools(draw: st.DrawFn) -> frozenset[Pool]:
    found = []
    for name in draw(st.lists(NAME, unique=True, max_size=2)):
        network: IPv4Network = draw(NETWORK4.filter(lambda each: each.prefixlen > 0))
        ends = st.integers(int(network.network_address), int(network.broadcast_address)).map(IPv4Address)
        ranges = draw(some(st.tuples(ends, ends).map(lambda pair: (min(pair), max(pair)))))
        found.append(Pool(name, ranges, network.prefixlen))
    return frozenset(found)


HOST = ADDRESS4.map(IPv4Network)
PORT_PAIR = st.tuples(st.integers(1, 65535), st.integers(1, 65535))


@st.composite
def translations(draw: st.DrawFn, vrf_names: list[str]) -> frozenset[Translation]:
    found = []
    vrf = st.sampled_from([None, *vrf_names])
    for name, of in draw(st.lists(st.tuples(NAME, vrf), unique=True, max_size=2)):
        seen: dict[str, Any] = {"pool": draw(NAME)} if draw(st.booleans()) else {"interface": draw(PHYSICAL)}
        seen[draw(st.sampled_from(["access_list", "policy"]))] = name
        found.append(Translation("source", vrf=of, overload=draw(st.booleans()), **seen))
    for _ in range(draw(st.integers(0, 2))):
        inside: IPv4Network = draw(NETWORK4)
        outside = IPv4Network((int(draw(ADDRESS4)), inside.prefixlen), strict=False)
        found.append(Translation("static", inside, outside, vrf=draw(vrf), extendable=draw(st.booleans())))
        seen = {"interface": draw(PHYSICAL)} if draw(st.booleans()) else {"outside": draw(HOST)}
        found.append(Translation("static", draw(HOST), vrf=draw(vrf), **seen))
        protocol = draw(st.sampled_from(["tcp", "udp"]))
        found.append(Translation("server", draw(HOST), protocol=protocol, ports=draw(PORT_PAIR), vrf=draw(vrf), **seen))
    return frozenset(found)
