"""BGP of generated devices with VRP: instances, groups, neighbours, families."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from tests.property.vrp_devices import any_port
from tests.property.vrp_words import (
    ADDRESS4,
    ADDRESS6,
    DESCRIPTION,
    NAME,
    NETWORK4,
    NETWORK6,
    NUMBER,
    SECONDS,
    SOURCE,
    maybe,
    pairs,
    some,
)

from netops.model import BgpFamily, BgpGroup, BgpInstance, BgpNeighbor, Family, NeighborFamily, Vrf

COMMUNITIES = {"huawei_vrp": ["standard", "extended"], "huawei_vrpv8": ["standard", "extended", "large"]}
OWN_FIELDS = pairs(
    {"graceful-restart": st.sampled_from(["on", "timer wait-for-rib 100"]), "timer": st.just("keepalive 10 hold 30")}
)
ROUTE_FIELDS = {
    "preference": st.just("20 200 200"),
    "maximum": st.just("load-balancing 4"),
    "default": st.just("med 7"),
}


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
    ["80", "idle-forever", "80 idle-forever", "80 idle-timeout 5"], ["100 alert-only", "100 80 alert-only"]
)


def exchanged(platform: str, family: Family) -> st.SearchStrategy[NeighborFamily]:
    return st.builds(
        NeighborFamily,
        st.just(family),
        prefix_list_in=maybe(NAME),
        prefix_list_out=maybe(NAME),
        maximum_prefix=maybe(NUMBER),
        allow_own_asn=maybe(st.integers(1, 10)),
        as_override=st.booleans(),
        next_hop_self=st.booleans(),
        policy_in=maybe(NAME),
        policy_out=maybe(NAME),
        filter_in=maybe(NAME | st.sampled_from(["10", "2001"])),
        filter_out=maybe(NAME | st.sampled_from(["10", "2001"])),
        reflector_client=st.booleans(),
        communities=some(st.sampled_from(COMMUNITIES[platform])),
        soft_reconfiguration=st.booleans(),
        default_originate=st.booleans(),
        weight=maybe(st.integers(0, 65535)),
    ).flatmap(LIMITED)


def sessions(platform: str) -> dict[str, st.SearchStrategy[Any]]:
    return {
        "description": maybe(DESCRIPTION),
        "update_source": maybe(any_port(platform)),
        "authenticated": st.booleans(),
        "enabled": st.booleans(),
        "timers": maybe(st.tuples(SECONDS, SECONDS)),
        "bfd": st.booleans(),
    }


PROOFS = st.sampled_from([frozenset(), frozenset({("password", "simple")}), frozenset({("key-chain", "EGOV")})])
HOPS: st.SearchStrategy[dict[str, int]] = st.sampled_from(["ttl_hops", "ebgp_multihop"]).flatmap(
    lambda name: st.fixed_dictionaries({}, optional={name: st.integers(1, 255)})
)


@st.composite
def groups(draw: st.DrawFn, platform: str, families: list[Family]) -> list[BgpGroup]:
    found = []
    for name in draw(st.lists(NAME, unique=True, max_size=2)):
        internal = draw(st.booleans())
        chosen = draw(some(st.sampled_from(families)))
        own = frozenset(draw(exchanged(platform, family)) for family in sorted(chosen))
        values = {key: draw(strategy) for key, strategy in sessions(platform).items()} | draw(HOPS)
        values |= {"fields": draw(PROOFS)} if values["authenticated"] and platform != "h3c_comware" else {}
        asn = None if internal else draw(maybe(NUMBER))
        found.append(BgpGroup(name, asn, internal, families=own, **values))
    return found


@st.composite
def neighbors(draw: st.DrawFn, platform: str, vrf: str | None, known: list[BgpGroup]) -> frozenset[BgpNeighbor]:
    found = []
    addresses = ADDRESS4 if vrf is not None and draw(st.booleans()) else ADDRESS4 | ADDRESS6
    for address in draw(st.lists(addresses, unique=True, max_size=3)):
        group = draw(st.sampled_from([None, *known]))
        has_asn = group is not None and (group.internal or group.remote_asn is not None)
        own = Family.IPV4 if address.version == 4 else Family.IPV6
        families = {own} if vrf is not None else draw(some(st.sampled_from(Family)))
        values = {key: draw(strategy) for key, strategy in sessions(platform).items()} | draw(HOPS)
        values |= {"fields": draw(PROOFS)} if values["authenticated"] and platform != "h3c_comware" else {}
        found.append(
            BgpNeighbor(
                address,
                draw(maybe(NUMBER)) if has_asn else draw(NUMBER),
                group=group.name if group is not None else None,
                local_asn=draw(maybe(NUMBER)),
                connect_retry=draw(maybe(SECONDS)),
                families=frozenset(draw(exchanged(platform, family)) for family in sorted(families)),
                **values,
            )
        )
    return frozenset(found)


@st.composite
def fields(draw: st.DrawFn, vrf: str | None, families: list[BgpFamily]) -> frozenset[tuple[str, str]]:
    """Draw settings by name: of the instance, of its families, and of what they announce."""
    known = [each.family for each in families] if vrf is not None else list(Family)
    found = set(draw(OWN_FIELDS)) if vrf is None else set()
    for family in known:
        before = "" if family is Family.IPV4 else f"{family} "
        found |= {(f"{before}{name}", text) for name, text in draw(pairs(ROUTE_FIELDS))}
    for own in families:
        found |= {
            (f"network {each}", "route-policy OUT") for each in sorted(own.networks, key=str) if draw(st.booleans())
        }
        found |= {
            (f"{own.family} redistribute {each}", "med 7") for each in sorted(own.redistribute) if draw(st.booleans())
        }
    if vrf is None:
        vpn = draw(some(st.sampled_from([Family.VPNV4, Family.VPNV6])))
        found |= {(f"{family} policy vpn-target", "off") for family in vpn}
    return frozenset(found)


@st.composite
def originated(draw: st.DrawFn, vrf: Vrf | None) -> list[BgpFamily]:
    found = [
        BgpFamily(family, draw(some(networks)), draw(some(SOURCE)), vpn=vrf is not None)
        for version, family, networks in ((4, Family.IPV4, NETWORK4), (6, Family.IPV6, NETWORK6))
        if vrf is None or version in vrf.families
    ]
    return [each for each in found if each.networks or each.redistribute or each.vpn]


@st.composite
def instances(draw: st.DrawFn, platform: str, asn: int, vrf: Vrf | None) -> BgpInstance:
    own = draw(originated(vrf))
    name = None if vrf is None else vrf.name
    known = [each.family for each in own] if vrf is not None else list(Family)
    made = draw(groups(platform, known))
    if vrf is not None:
        made = [
            replace(each, families=frozenset(one for one in each.families if one != NeighborFamily(one.family)))
            for each in made
        ]
    peers = draw(neighbors(platform, name, made))
    if vrf is not None:
        peers = frozenset(each for each in peers if {one.family for one in each.families} <= set(known))
        members = {each.group for each in peers}
        made = [each for each in made if each.families or each.name in members]
    return BgpInstance(
        asn,
        vrf=name,
        router_id=draw(maybe(ADDRESS4)),
        default_ipv4_unicast=True if vrf is not None else draw(st.booleans()),
        neighbors=peers,
        families=frozenset(own),
        groups=frozenset(made),
        cluster_id=draw(maybe(NUMBER.map(str) | ADDRESS4.map(str))),
        fields=draw(fields(name, own)),
    )
