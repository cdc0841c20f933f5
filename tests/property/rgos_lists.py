"""Lists of prefixes, packets and values, and the maps that look at them, as Ruijie RGOS has them."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from tests.property.rgos_ports import (
    ADDRESS4,
    ADDRESS6,
    DESCRIPTION,
    NAME,
    NETWORK4,
    NETWORK6,
    NUMBER,
    PORT,
    SHORT_TEXT,
    maybe,
    some,
)

from netops.model import AccessList, Action, FilterRule, PolicyNode, PrefixList, PrefixRule, RoutePolicy, ValueList
from netops.platforms.ruijie_os.refusals import MATCHES, SETS


@st.composite
def prefix_lists(draw: st.DrawFn) -> frozenset[PrefixList]:
    found = []
    for name in draw(st.lists(NAME, unique=True, max_size=2)):
        networks: st.SearchStrategy[Any] = draw(st.sampled_from([NETWORK4, NETWORK6]))
        rules = []
        for number in sorted(draw(st.lists(NUMBER, unique=True, min_size=1, max_size=3))):
            prefix = draw(networks)
            bounds = sorted(draw(st.lists(st.integers(prefix.prefixlen, prefix.max_prefixlen), min_size=2, max_size=2)))
            least, most = (draw(st.sampled_from([None, each])) for each in bounds)
            rules.append(PrefixRule(number, draw(st.sampled_from(Action)), prefix, least, most))
        found.append(PrefixList(name, tuple(rules), draw(maybe(SHORT_TEXT))))
    return frozenset(found)


PORT_NUMBER = st.integers(0, 65535)
PORTS = (
    st.just(frozenset[tuple[int, int]]())
    | some(PORT_NUMBER.map(lambda each: (each, each)), 1)
    | st.integers(1, 65534).map(lambda each: frozenset({(0, each - 1), (each + 1, 65535)}))
    | st.tuples(PORT_NUMBER, PORT_NUMBER).map(lambda pair: frozenset({(min(pair), max(pair))}))
)


@st.composite
def filter_rules(draw: st.DrawFn, version: int, kind: str) -> FilterRule:
    networks = (NETWORK4 if version == 4 else NETWORK6).filter(lambda each: each.prefixlen > 0)
    rule = FilterRule(draw(st.sampled_from(Action)), sources=draw(some(networks, 1)), log=draw(st.booleans()))
    if kind == "standard":
        return rule
    protocol = draw(maybe(st.sampled_from(["tcp", "udp", "icmp", "ospf", "gre"])))
    names = ("source_ports", "destination_ports") if protocol in {"tcp", "udp"} else ()
    ports: dict[str, Any] = {name: draw(PORTS) for name in names}
    flags = draw(some(st.sampled_from(["established", "fragment", "dscp ef", "time-range NIGHT", "syn"]), 2))
    return replace(rule, protocol=protocol, destinations=draw(some(networks, 1)), flags=tuple(sorted(flags)), **ports)


@st.composite
def access_lists(draw: st.DrawFn) -> frozenset[AccessList]:
    found = []
    for name in draw(st.lists(NAME, unique=True, max_size=2)):
        version, kind = draw(st.sampled_from([(4, "standard"), (4, "extended"), (6, "extended")]))
        rules = draw(st.lists(filter_rules(version, kind), max_size=4))
        rules = [replace(rule, sequence=10 * at) for at, rule in enumerate(rules, 1)]
        found.append(AccessList(name, version, kind, tuple(rules), draw(some(SHORT_TEXT, 1))))
    return frozenset(found)


COUNT = st.integers(0, 7).map(str)
VALUES = {
    "interface": PORT,
    "global": st.just(""),
    "next-hop": ADDRESS4.map(str) | ADDRESS6.map(str),
    "default next-hop": ADDRESS4.map(str),
    "community": st.just("65000:1 additive"),
    "as-path": COUNT,
    "as-path prepend": st.just("65000 65000"),
    "comm-list": st.just("C1 delete"),
    "extcommunity rt": st.just("65000:1 additive"),
    "extcommunity soo": st.just("65000:7"),
    "metric-type": st.sampled_from(["type-1", "type-2"]),
    "route-type": st.sampled_from(["internal", "external type-1"]),
    "origin": st.sampled_from(["igp", "incomplete"]),
    "level": st.sampled_from(["level-1", "level-1-2"]),
    **dict.fromkeys(("tag", "metric", "local-preference", "weight", "dscp", "precedence"), COUNT),
}


def pairs(kinds: frozenset[str]) -> st.SearchStrategy[frozenset[tuple[str, str]]]:
    """Return kinds of lines of a route map, each once, with a value that such a line can have."""
    drawn = st.lists(st.sampled_from(sorted(kinds)), max_size=3, unique=True)
    return drawn.flatmap(
        lambda names: st.tuples(*(st.tuples(st.just(each), VALUES.get(each, NAME)) for each in names))
    ).map(frozenset)


@st.composite
def policies(draw: st.DrawFn) -> frozenset[RoutePolicy]:
    found = []
    for name in draw(st.lists(NAME, unique=True, max_size=2)):
        nodes = [
            PolicyNode(
                draw(st.sampled_from(Action)),
                number,
                matches=draw(pairs(MATCHES)),
                sets=draw(pairs(SETS)),
                goes_on=draw(maybe(st.integers(0, 65535))),
                description=draw(maybe(DESCRIPTION)),
            )
            for number in sorted(draw(st.lists(st.integers(0, 65535), unique=True, min_size=1, max_size=3)))
        ]
        found.append(RoutePolicy(name, tuple(nodes)))
    return frozenset(found)


WHAT = {"community": "65000:1 no-export", "extcommunity": "rt 65000:1", "as-path": "^65000_[0-9]+$"}


@st.composite
def value_lists(draw: st.DrawFn) -> frozenset[ValueList]:
    found = []
    for kind, value in WHAT.items():
        names = st.integers(1, 199).map(str) if kind == "as-path" else NAME | st.integers(1, 199).map(str)
        for name in draw(st.lists(names, unique=True, max_size=2)):
            actions = draw(st.lists(st.sampled_from(Action), min_size=1, max_size=3))
            numbered = int(name) > 99 if name.isdigit() else draw(st.booleans())
            expanded = kind != "as-path" and numbered
            what = "65000:.*" if expanded else value
            found.append(ValueList(kind, name, tuple((each, what) for each in actions), expanded))
    return frozenset(found)
