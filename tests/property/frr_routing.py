"""BGP with its groups, route maps and lists, as FRR has them."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from tests.property.frr_words import (
    ADDRESS,
    ASN,
    DESCRIPTION,
    HOST4,
    LIST_NAME,
    NETWORK4,
    NETWORK6,
    NUMBER,
    PORT_NAME,
    SECONDS,
    maybe,
    some,
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
    PolicyNode,
    PrefixList,
    PrefixRule,
    RoutePolicy,
    ValueList,
)


@st.composite
def bgp_families(draw: st.DrawFn, vrf: str | None) -> frozenset[BgpFamily]:
    found = []
    for family, networks, extra in (
        (Family.IPV4, NETWORK4, ["rip", "ospf"]),
        (Family.IPV6, NETWORK6, ["ripng", "ospf6"]),
    ):
        each = BgpFamily(
            family,
            networks=draw(some(networks)),
            redistribute=draw(some(st.sampled_from(["kernel", "connected", "static", "isis", *extra]))),
            vpn=vrf is not None and draw(st.booleans()),
        )
        if each.networks or each.redistribute or each.vpn:
            found.append(each)
    return frozenset(found)


@st.composite
def neighbor_families(draw: st.DrawFn, vrf: str | None) -> frozenset[NeighborFamily]:
    families = [Family.IPV4, Family.IPV6] if vrf is not None else list(Family)
    return frozenset(
        NeighborFamily(
            family,
            prefix_list_in=draw(maybe(LIST_NAME)),
            prefix_list_out=draw(maybe(LIST_NAME)),
            maximum_prefix=draw(maybe(NUMBER)),
            allow_own_asn=draw(maybe(st.integers(1, 10))),
            as_override=draw(st.booleans()),
            next_hop_self=draw(st.booleans()),
            policy_in=draw(maybe(LIST_NAME)),
            policy_out=draw(maybe(LIST_NAME)),
            soft_reconfiguration=draw(st.booleans()),
            default_originate=draw(st.booleans()),
            weight=draw(maybe(st.integers(0, 65535))),
        )
        for family in draw(st.lists(st.sampled_from(families), unique=True))
    )


@st.composite
def bgp_groups(draw: st.DrawFn, asn: int, vrf: str | None, *, by_default: bool) -> frozenset[BgpGroup]:
    found = []
    for name in draw(st.lists(st.from_regex(r"[A-Z][A-Z0-9_-]{0,9}", fullmatch=True), unique=True, max_size=2)):
        whose = draw(st.sampled_from(["internal", "external", "asn", "none"]))
        hops = draw(st.sampled_from(["ttl_hops", "ebgp_multihop" if whose != "internal" else "ttl_hops"]))
        bare = {NeighborFamily(Family.IPV4)} if by_default else frozenset[NeighborFamily]()
        families = draw(neighbor_families(vrf))
        found.append(
            BgpGroup(
                name,
                draw(ASN.filter(lambda number: number != asn)) if whose == "asn" else None,
                internal=whose == "internal",
                external=whose == "external",
                description=draw(maybe(DESCRIPTION)),
                update_source=draw(maybe(PORT_NAME)),
                authenticated=draw(st.booleans()),
                enabled=draw(st.booleans()),
                timers=draw(maybe(TIMERS)),
                bfd=draw(st.booleans()),
                families=frozenset(
                    replace(each, reflector_client=True, as_override=False) if whose == "internal" else each
                    for each in families
                )
                - bare,
                **{hops: draw(maybe(st.integers(1, 254)))},
            )
        )
    return frozenset(found)


TIMERS = st.tuples(st.integers(0, 65535), st.just(0) | st.integers(3, 65535))


@st.composite
def bgp_instances(draw: st.DrawFn, vrf: str | None) -> BgpInstance:
    asn, by_default = draw(ASN), draw(st.booleans())
    groups = draw(bgp_groups(asn, vrf, by_default=by_default))
    bound = sorted(each.name for each in groups if each.remote_asn or each.external or each.internal)
    free = sorted({each.name for each in groups} - set(bound))
    neighbors = frozenset(
        BgpNeighbor(
            address,
            draw(ASN.filter(lambda number: number != asn)),
            description=draw(maybe(DESCRIPTION)),
            update_source=draw(maybe(PORT_NAME)),
            authenticated=draw(st.booleans()),
            ttl_hops=draw(maybe(st.integers(1, 254))),
            connect_retry=draw(maybe(SECONDS)),
            families=draw(neighbor_families(vrf)),
            group=draw(st.sampled_from([None, *free])),
            enabled=draw(st.booleans()),
            timers=draw(maybe(TIMERS)),
            bfd=draw(st.booleans()),
        )
        for address in draw(st.lists(ADDRESS, unique=True, max_size=3))
    )
    if bound:
        neighbors = frozenset(
            replace(each, remote_asn=None, group=draw(st.sampled_from(bound))) if draw(st.booleans()) else each
            for each in sorted(neighbors, key=lambda each: str(each.address))
        )
    return BgpInstance(
        asn,
        vrf=vrf,
        router_id=draw(maybe(HOST4)),
        policy_required=draw(st.booleans()),
        default_ipv4_unicast=by_default,
        neighbors=neighbors,
        families=draw(bgp_families(vrf)),
        groups=groups,
        fields=frozenset((f"bgp listen range {draw(NETWORK4)}", name) for name in bound if draw(st.booleans())),
    )


MATCH = st.sampled_from(
    [
        ("prefix-list", "A"),
        ("prefix-list-v6", "B"),
        ("access-list", "C"),
        ("as-path", "D"),
        ("protocol", "static"),
        ("tag", "7"),
    ]
)
SET = st.sampled_from(
    [
        ("local-preference", "200"),
        ("next-hop", "10.0.0.1"),
        ("atomic-aggregate", ""),
        ("as-path prepend", "1 1"),
        ("source", "10.0.0.1"),
    ]
)


@st.composite
def policies(draw: st.DrawFn) -> frozenset[RoutePolicy]:
    found = []
    for name in draw(st.lists(LIST_NAME, unique=True, max_size=2)):
        numbers = sorted(draw(st.lists(st.integers(1, 65534), unique=True, min_size=1, max_size=3)))
        nodes = tuple(
            PolicyNode(
                draw(st.sampled_from(Action)),
                number,
                draw(some(MATCH)),
                draw(some(SET)),
                draw(maybe(st.integers(number + 1, 65535))),
                draw(maybe(DESCRIPTION)),
            )
            for number in numbers
        )
        found.append(RoutePolicy(name, nodes))
    return frozenset(found)


@st.composite
def value_lists(draw: st.DrawFn) -> frozenset[ValueList]:
    found = []
    for name in draw(st.lists(LIST_NAME.filter(lambda name: not name.isdigit()), unique=True, max_size=2)):
        kind = draw(st.sampled_from(["as-path", "community", "large-community", "extcommunity"]))
        rule = st.tuples(st.sampled_from(Action), st.sampled_from(["65000:1", "rt 65000:1", "^65101$", ".*"]))
        rules = tuple(draw(st.lists(rule, unique=True, min_size=1, max_size=3)))
        expanded = draw(st.booleans())
        found.append(ValueList(kind, name, rules, expanded and kind != "as-path"))
    return frozenset(found)


@st.composite
def prefix_rules(draw: st.DrawFn, networks: st.SearchStrategy[Any]) -> PrefixRule:
    prefix = draw(maybe(networks))
    action = draw(st.sampled_from(Action))
    if prefix is None:
        return PrefixRule(1, action, None)
    bounds = sorted(draw(st.lists(st.integers(prefix.prefixlen, prefix.max_prefixlen), min_size=2, max_size=2)))
    at_least, at_most = (draw(st.sampled_from([None, each])) for each in bounds)
    return PrefixRule(1, action, prefix, at_least, at_most)


@st.composite
def prefix_lists(draw: st.DrawFn) -> frozenset[PrefixList]:
    found = []
    for name in draw(st.lists(LIST_NAME, unique=True, max_size=3)):
        one_family = prefix_rules(draw(st.sampled_from([NETWORK4, NETWORK6])))
        rules = draw(st.lists(one_family, min_size=1, max_size=4, unique=True))
        sequences = sorted(draw(st.lists(NUMBER, unique=True, min_size=len(rules), max_size=len(rules))))
        numbered = (replace(rule, sequence=number) for rule, number in zip(rules, sequences, strict=True))
        found.append(PrefixList(name, tuple(numbered), draw(st.none() | DESCRIPTION)))
    return frozenset(found)


@st.composite
def access_lists(draw: st.DrawFn) -> frozenset[AccessList]:
    """Draw lists of prefixes, each rule with a number, and none that says what another says."""
    found = []
    for name, version in draw(st.lists(st.tuples(LIST_NAME, st.sampled_from([4, 6])), unique=True, max_size=2)):
        networks = (NETWORK4 if version == 4 else NETWORK6).filter(lambda each: each.prefixlen > 0)
        said = draw(st.lists(st.tuples(st.sampled_from(Action), some(networks, 1)), unique=True, max_size=3))
        numbers = sorted(draw(st.lists(st.integers(1, 999), unique=True, min_size=len(said), max_size=len(said))))
        rules = tuple(
            FilterRule(action, sources=sources, sequence=number)
            for number, (action, sources) in zip(numbers, said, strict=True)
        )
        remarks = some(DESCRIPTION, 1) if rules else DESCRIPTION.map(lambda text: frozenset({text}))
        found.append(AccessList(name, version, "standard", rules, draw(remarks)))
    return frozenset(found)
