"""Routed devices as the templates for Ruijie RGOS can express them."""

from dataclasses import replace
from ipaddress import IPv4Network, IPv6Network
from typing import Any

from hypothesis import strategies as st
from tests.property.ios_objects import EXCHANGE_SETTINGS, SESSION_SETTINGS, objects, said_of_bgp
from tests.property.rgos_lists import access_lists, policies, prefix_lists, value_lists
from tests.property.rgos_ports import (
    ADDRESS4,
    ADDRESS6,
    DESCRIPTION,
    NAME,
    NETWORK4,
    NETWORK6,
    NUMBER,
    PORT,
    SECONDS,
    SOURCE,
    SPOKEN,
    VRF_NAME,
    interfaces,
    maybe,
    ospf_processes,
    settings_of,
    some,
    vrf,
    with_ospf,
)

from netops.model import (
    BgpFamily,
    BgpGroup,
    BgpInstance,
    BgpNeighbor,
    Device,
    Family,
    Interface,
    Ldp,
    Management,
    NeighborFamily,
    StaticRoute,
)

BGP_SETTING = st.sampled_from(
    [("bgp log-neighbor-changes", "on"), ("timers bgp", "10 30"), ("maximum-paths", "ebgp 4")]
)


@st.composite
def static_routes(draw: st.DrawFn, vrf_names: list[str]) -> StaticRoute:
    is_v4 = draw(st.booleans())
    prefix: IPv4Network | IPv6Network = draw(NETWORK4) if is_v4 else draw(NETWORK6)
    vrf = draw(st.sampled_from([None, *vrf_names]))
    next_hop = draw(maybe(ADDRESS4 if is_v4 else ADDRESS6))
    lasting = is_v4 and draw(st.booleans())
    return StaticRoute(
        prefix,
        next_hop,
        interface=draw(maybe(PORT)),
        vrf=vrf,
        distance=draw(maybe(st.integers(2, 255))),
        next_hop_vrf=draw(st.sampled_from([None, ""])) if is_v4 and vrf is not None and next_hop is not None else None,
        tag=draw(maybe(NUMBER)),
        track=None if lasting else draw(maybe(st.integers(1, 999).map(str))),
        permanent=lasting,
        description=draw(maybe(DESCRIPTION.filter(lambda text: len(text.encode()) <= 60))),
    )


def neighbor_families(families: list[Family]) -> st.SearchStrategy[Any]:
    return st.lists(
        st.builds(
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
            reflector_client=st.booleans(),
            communities=some(st.sampled_from(["standard", "extended"])),
            soft_reconfiguration=st.booleans(),
            default_originate=st.booleans(),
            weight=maybe(st.integers(0, 65535)),
            fields=EXCHANGE_SETTINGS,
        ),
        max_size=2,
        unique_by=lambda each: each.family,
    ).map(frozenset)


HOPS = st.sampled_from(["ttl_hops", "ebgp_multihop"]).flatmap(
    lambda name: st.fixed_dictionaries({name: st.integers(1, 254)})
)
NO_HOPS: dict[str, int] = {}


SESSION: dict[str, st.SearchStrategy[Any]] = {
    "description": maybe(DESCRIPTION),
    "update_source": maybe(PORT),
    "authenticated": st.booleans(),
    "enabled": st.booleans(),
    "timers": maybe(st.tuples(SECONDS, SECONDS)),
    "bfd": st.booleans(),
    "fields": SESSION_SETTINGS,
}


@st.composite
def bgp_instances(draw: st.DrawFn, asn: int, vrf: str | None, *, by_default: bool) -> BgpInstance:
    families = [Family.IPV4, Family.IPV6] if vrf is not None else list(Family)
    groups = draw(
        st.lists(
            st.builds(
                lambda group, hops: replace(group, internal=group.remote_asn == asn, **hops),
                st.builds(BgpGroup, NAME, remote_asn=maybe(NUMBER), families=neighbor_families(families), **SESSION),
                HOPS | st.just(NO_HOPS),
            ),
            max_size=2 if vrf is None else 0,
            unique_by=lambda each: each.name,
        )
    )
    names = [None, *(each.name for each in groups)]
    neighbors = []
    for address in draw(st.lists(ADDRESS4 | ADDRESS6, unique=True, max_size=3)):
        group = draw(st.sampled_from(names))
        fields = {name: draw(strategy) for name, strategy in SESSION.items()} | draw(HOPS | st.just(NO_HOPS))
        own = draw(NUMBER) if group is None else draw(maybe(NUMBER))
        local = draw(maybe(NUMBER))
        own_family = [Family.IPV4 if address.version == 4 else Family.IPV6]
        exchanged = draw(neighbor_families(families if vrf is None else own_family))
        neighbors.append(BgpNeighbor(address, own, group=group, local_asn=local, families=exchanged, **fields))
    originated = [
        BgpFamily(family, draw(some(networks)), draw(some(SOURCE)), vpn=vrf is not None)
        for family, networks in ((Family.IPV4, NETWORK4), (Family.IPV6, NETWORK6))
    ]
    own_families = [each for each in originated if each.networks or each.redistribute or each.vpn]
    plain = settings_of(BGP_SETTING if vrf is None else st.just(("maximum-paths", "ebgp 4")))
    fields = dict(draw(said_of_bgp(own_families, inner=vrf is not None, plain=plain)))
    if vrf is not None and draw(st.booleans()):
        fields["ipv6 unicast maximum-paths"] = "ebgp 2"
    return BgpInstance(
        asn,
        vrf=vrf,
        router_id=draw(maybe(ADDRESS4)) if vrf is None else None,
        default_ipv4_unicast=by_default,
        neighbors=frozenset(neighbors),
        families=frozenset(own_families),
        groups=frozenset(groups),
        cluster_id=draw(maybe(NUMBER.map(str))) if vrf is None else None,
        fields=frozenset(fields.items()),
    )


@st.composite
def ldps(draw: st.DrawFn, ports: frozenset[Interface]) -> Ldp | None:
    if not draw(st.booleans()):
        return None
    names = sorted(each.name for each in ports)
    return Ldp(
        draw(maybe(ADDRESS4)) if (port := draw(maybe(PORT))) is None else None,
        transport_address=draw(maybe(ADDRESS4)),
        interfaces=draw(some(st.sampled_from(names))) if names else frozenset(),
        router_interface=port,
    )


@st.composite
def devices(draw: st.DrawFn) -> Device:
    """Draw any device that the templates for RGOS can express, without its management plane."""
    names = draw(st.lists(VRF_NAME, unique=True, max_size=3))
    processes = draw(ospf_processes(names))
    vrfs = frozenset(draw(vrf(name)) for name in names)
    ports = frozenset(with_ospf(draw, each, processes) for each in draw(interfaces(vrfs)))
    asn, by_default = draw(NUMBER), draw(st.booleans())
    known = sorted(each.name for each in vrfs if each.rd is not None)
    inner = draw(st.lists(st.sampled_from(known), unique=True)) if known else []
    places = [None, *inner] if draw(st.booleans()) else []
    vlans = draw(some(st.integers(2, 4094)))
    beside, own = draw(objects(SPOKEN, names))
    return Device(
        draw(st.from_regex(r"([a-z][a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)),
        "ruijie_os",
        release=draw(maybe(st.sampled_from(["11.4(1)B70", "12.6(2)B0702P1", "10.4(3b34)p3"]))),
        ip_forwarding=draw(st.booleans()),
        ipv6_forwarding=draw(st.booleans()),
        interfaces=ports,
        vrfs=vrfs,
        static_routes=frozenset(draw(st.lists(static_routes(names), max_size=4))),
        ospf=processes,
        ldp=draw(ldps(ports)),
        bgp=frozenset(draw(bgp_instances(asn, vrf, by_default=by_default)) for vrf in places),
        prefix_lists=draw(prefix_lists()),
        policies=draw(policies()),
        value_lists=draw(value_lists()),
        access_lists=draw(access_lists()),
        vlans=vlans,
        management=replace(
            Management(**own),
            fields=own.get("fields", frozenset())
            | {(f"vlan {vlan} name", draw(NAME)) for vlan in sorted(vlans) if draw(st.booleans())},
        ),
        **beside,
    )
