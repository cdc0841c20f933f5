"""Any device that the templates for Cisco IOS can express."""

from dataclasses import replace
from ipaddress import IPv4Interface, IPv4Network, IPv6Interface, IPv6Network
from typing import Any

from hypothesis import strategies as st
from tests.property.ios_management import managements
from tests.property.ios_objects import (
    AREA_SETTINGS,
    BGP_SETTINGS,
    EXCHANGE_SETTINGS,
    OSPF_SETTINGS,
    SESSION_SETTINGS,
    Spoken,
    objects,
    of,
    said_of_bgp,
    shared,
)
from tests.property.ios_policies import pools, route_policies, translations, value_lists
from tests.property.ios_words import (
    ADDRESS4,
    ADDRESS6,
    DESCRIPTION,
    KINDS,
    MADE,
    NAME,
    NETWORK4,
    NETWORK6,
    NUMBER,
    PHYSICAL,
    PORT,
    SECONDS,
    SHORT_TEXT,
    SOURCE,
    SUB,
    TARGET,
    VRF_NAME,
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
    Binding,
    Device,
    Family,
    FilterRule,
    Interface,
    InterfaceKind,
    Ldp,
    Management,
    NeighborFamily,
    OspfArea,
    OspfInterface,
    OspfNetwork,
    OspfProcess,
    PrefixList,
    PrefixRule,
    Side,
    StaticRoute,
    Switchport,
    Vrf,
    Zone,
    ZonePair,
)
from netops.platforms.cisco_ios.refusals import GUARDS as WRITTEN

BINDINGS = st.lists(
    st.builds(Binding, NAME, st.booleans(), st.sampled_from([4, 6])),
    max_size=3,
    unique_by=lambda each: (each.version, each.inbound),
).map(frozenset)
POLICIES = st.lists(st.builds(Binding, NAME, st.booleans()), max_size=2, unique_by=lambda each: each.inbound)
OSPF_INTERFACE = st.builds(
    lambda chain, **values: OspfInterface(
        **values | {"key_chain": chain, "authentication": "key-chain"} if chain else values
    ),
    chain=maybe(st.sampled_from(["EGOV", "to.p1"])),
    area=st.integers(0, 4294967295),
    network=maybe(st.sampled_from(OspfNetwork)),
    hello=maybe(SECONDS),
    dead=maybe(SECONDS),
    authentication=maybe(st.sampled_from(["simple", "md5", "null"])),
    process=st.integers(1, 65535).map(str),
    cost=maybe(SECONDS),
    keys=some(st.integers(0, 255)),
)
VLAN = st.integers(1, 4094)
ALLOWED = st.lists(st.integers(0, 400), unique=True, max_size=6).map(
    lambda cuts: tuple((first * 10 + 1, last * 10 + 1) for first, last in zip(*[iter(sorted(cuts))] * 2, strict=False))
)
SWITCHPORT = st.builds(
    Switchport, maybe(st.sampled_from(["access", "trunk"])), maybe(VLAN), maybe(VLAN), maybe(ALLOWED)
)
MEASURED = ("port-security maximum 2", "storm-control broadcast level 20.00")
GUARD = st.sampled_from([*sorted(WRITTEN), *MEASURED])
GUARDS = st.dictionaries(GUARD, st.booleans(), max_size=4).map(
    lambda each: frozenset(
        (name, on or name in MEASURED) for name, on in each.items() if name != "loop-guard" or "root-guard" not in each
    )
)
SETTINGS = of(
    ("speed", "100"), ("ip mtu", "1400"), ("keepalive", "off"), ("standby version", "2"), ("lacp rate", "fast")
)
SPOKEN = Spoken(PORT, ios=True)


@st.composite
def addresses(draw: st.DrawFn) -> dict[str, Any]:
    four = draw(
        st.lists(
            st.builds(lambda ip, length: IPv4Interface((ip, length)), ADDRESS4, st.integers(0, 32)),
            max_size=3,
            unique=True,
        )
    )
    six = draw(some(st.builds(lambda ip, length: IPv6Interface((ip, length)), ADDRESS6, st.integers(0, 128)), 2))
    return {"addresses": frozenset(four) | six, "secondary": frozenset(four[1:])}


def of_families(found: frozenset[Any], versions: frozenset[int]) -> frozenset[Any]:
    """A VRF takes the addresses of its families alone."""
    return frozenset(each for each in found if each.version in versions)


@st.composite
def interfaces(draw: st.DrawFn, known: list[Vrf]) -> frozenset[Interface]:
    found = []
    families: dict[str | None, frozenset[int]] = {
        None: frozenset({4, 6}),
        **{each.name: each.families for each in known},
    }
    for name in draw(st.lists(PHYSICAL | SUB | MADE | VLAN.map("Vlan{}".format), unique=True, max_size=4)):
        kind = next((each for start, each in KINDS.items() if name.startswith(start)), InterfaceKind.PHYSICAL)
        dot1q = None
        if "." in name:
            kind, dot1q = InterfaceKind.SUB, draw(maybe(VLAN))
        elif name.startswith("Vlan"):
            kind, dot1q = InterfaceKind.VLAN, int(name.removeprefix("Vlan"))
        vrf = draw(st.sampled_from(list(families)))
        own = draw(addresses())
        aggregate = draw(st.none() | st.integers(1, 48).map("Port-channel{}".format))
        fields = draw(SETTINGS) | ({("aggregate mode", "active")} if aggregate is not None else frozenset())
        if not own["addresses"] and draw(st.booleans()):
            fields |= {("ip address", "dhcp")}
        found.append(
            Interface(
                name,
                kind=kind,
                enabled=draw(st.booleans()),
                description=draw(maybe(DESCRIPTION)),
                vrf=vrf,
                mtu=draw(maybe(st.integers(64, 9216))),
                mpls=draw(st.booleans()),
                ospf=draw(maybe(OSPF_INTERFACE)),
                dot1q=dot1q,
                unnumbered=draw(maybe(PORT)),
                filters=draw(BINDINGS),
                side=draw(maybe(st.sampled_from(Side))),
                urpf=draw(maybe(st.sampled_from(["strict", "loose", "strict default", "loose default"]))),
                relays=draw(some(ADDRESS4)),
                policies=frozenset(draw(POLICIES)),
                switchport=draw(maybe(SWITCHPORT)),
                guards=draw(GUARDS),
                aggregate=aggregate,
                fields=fields,
                **draw(shared(SPOKEN)),
                addresses=of_families(own["addresses"], families[vrf]),
                secondary=of_families(own["secondary"], families[vrf]),
            )
        )
    return frozenset(found)


@st.composite
def zones(draw: st.DrawFn, ports: frozenset[Interface]) -> dict[str, Any]:
    """Draw zones for some of a device's ports, and pairs of zones; most devices have none."""
    if draw(st.integers(0, 2)):
        return {}
    names = draw(st.lists(NAME, unique=True, max_size=2))
    placed = {port.name: draw(st.sampled_from([None, *names])) for port in ports} if names else {}
    made = {
        Zone(
            each,
            interfaces=frozenset(port for port in placed if placed[port] == each),
            description=draw(maybe(DESCRIPTION)),
        )
        for each in names
    }
    pair = st.builds(ZonePair, st.just("self") | NAME, NAME, NAME, policy=maybe(NAME))
    pairs = draw(st.lists(pair, max_size=1 if names else 0))
    return {"zones": frozenset(made), "zone_pairs": frozenset(pairs)}


@st.composite
def vrfs(draw: st.DrawFn, name: str) -> Vrf:
    families = draw(some(st.sampled_from([4, 6])))
    targets = {each: draw(some(TARGET)) for each in ("imports", "exports")}
    six = {f"{each}_v6": draw(some(TARGET)) for each in targets} if 6 in families else {}
    if families == {6}:  # what the VRF itself says holds for the family that has none of that way
        six = {name: own or targets[name.removesuffix("_v6")] for name, own in six.items()}
    four = (
        {
            "import_policy": draw(maybe(NAME)),
            "export_policy": draw(maybe(NAME)),
            "limit": draw(maybe(NUMBER)),
        }
        if 4 in families
        else {}
    )
    return Vrf(
        name,
        rd=draw(maybe(TARGET)),
        families=families,
        description=draw(maybe(DESCRIPTION)),
        **targets,
        **six,
        **four,
    )


@st.composite
def static_routes(draw: st.DrawFn, vrf_names: list[str]) -> StaticRoute:
    is_v4 = draw(st.booleans())
    prefix: IPv4Network | IPv6Network = draw(NETWORK4) if is_v4 else draw(NETWORK6)
    vrf = draw(st.sampled_from([None, *vrf_names]))
    next_hop = draw(maybe(ADDRESS4 if is_v4 else ADDRESS6))
    return StaticRoute(
        prefix,
        next_hop,
        interface=draw(maybe(PORT)),
        vrf=vrf,
        distance=draw(maybe(st.integers(2, 255))),
        next_hop_vrf=draw(st.sampled_from([None, ""])) if vrf is not None and next_hop is not None else None,
        tag=draw(maybe(NUMBER)),
        track=draw(maybe(st.integers(1, 999).map(str))),
        permanent=draw(st.booleans()),
        description=draw(maybe(NAME)),
    )


@st.composite
def ospf_processes(draw: st.DrawFn, vrf_names: list[str]) -> frozenset[OspfProcess]:
    found = []
    for number in draw(st.lists(st.integers(1, 65535), unique=True, max_size=2)):
        areas = draw(
            st.lists(
                st.builds(
                    OspfArea,
                    st.integers(0, 4294967295),
                    maybe(st.sampled_from(["stub", "stub no-summary", "nssa", "nssa no-summary"])),
                    maybe(st.sampled_from(["simple", "md5"])),
                    some(NETWORK4),
                    AREA_SETTINGS,
                ).filter(lambda each: each.kind or each.authentication or each.networks or each.fields),
                max_size=2,
                unique_by=lambda each: each.number,
            )
        )
        announced, origin = draw(some(SOURCE)), draw(st.sampled_from([None, "yes", "always"]))
        options = {f"redistribute {each}": "subnets metric 20" for each in announced if draw(st.booleans())}
        options |= {"default-information": "metric 7"} if origin is not None and draw(st.booleans()) else {}
        found.append(
            OspfProcess(
                router_id=draw(maybe(ADDRESS4)),
                vrf=draw(st.sampled_from([None, *vrf_names])),
                spf_delay=draw(maybe(st.tuples(*[st.integers(0, 600000)] * 3))),
                redistribute=announced,
                fields=frozenset(options.items()) | draw(OSPF_SETTINGS),
                process=str(number),
                areas=frozenset(areas),
                passive_default=draw(st.booleans()),
                active=draw(some(PORT)),
                passive=draw(some(PORT)),
                originates_default=origin,
            )
        )
    return frozenset(found)


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


SESSION: dict[str, st.SearchStrategy[Any]] = {
    "description": maybe(DESCRIPTION),
    "update_source": maybe(PORT),
    "authenticated": st.booleans(),
    "ttl_hops": maybe(st.integers(1, 254)),
    "ebgp_multihop": maybe(st.integers(1, 255)),
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
            st.builds(BgpGroup, NAME, remote_asn=maybe(NUMBER), families=neighbor_families(families), **SESSION).map(
                lambda each: replace(each, internal=each.remote_asn == asn)
            ),
            max_size=2 if vrf is None else 0,
            unique_by=lambda each: each.name,
        )
    )
    names = [None, *(each.name for each in groups)]
    neighbors = []
    for address in draw(st.lists(ADDRESS4 | ADDRESS6, unique=True, max_size=3)):
        group = draw(st.sampled_from(names))
        fields = {name: draw(strategy) for name, strategy in SESSION.items()}
        own = draw(NUMBER) if group is None else draw(maybe(NUMBER))
        local = draw(maybe(NUMBER))
        own_family = Family.IPV4 if address.version == 4 else Family.IPV6
        exchanged = draw(neighbor_families(families if vrf is None else [own_family]))
        neighbors.append(BgpNeighbor(address, own, group=group, local_asn=local, families=exchanged, **fields))
    originated = [
        BgpFamily(family, draw(some(networks)), draw(some(SOURCE)), vpn=vrf is not None)
        for family, networks in ((Family.IPV4, NETWORK4), (Family.IPV6, NETWORK6))
    ]
    own = [each for each in originated if each.networks or each.redistribute or each.vpn]
    plain = BGP_SETTINGS if vrf is None else st.just(frozenset({("maximum-paths", "2")}))
    return BgpInstance(
        asn,
        vrf=vrf,
        router_id=draw(maybe(ADDRESS4)),
        default_ipv4_unicast=by_default,
        neighbors=frozenset(neighbors),
        families=frozenset(own),
        fields=draw(said_of_bgp(own, inner=vrf is not None, plain=plain)),
        groups=frozenset(groups),
        cluster_id=draw(maybe(NUMBER.map(str))),
    )


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
    | some(PORT_NUMBER.map(lambda each: (each, each)), 10)
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
    flags = draw(some(st.sampled_from(["established", "fragments", "dscp ef", "time-range NIGHT", "syn"]), 2))
    return replace(rule, protocol=protocol, destinations=draw(some(networks, 1)), flags=tuple(sorted(flags)), **ports)


@st.composite
def access_lists(draw: st.DrawFn) -> frozenset[AccessList]:
    found = []
    for name in draw(st.lists(NAME, unique=True, max_size=2)):
        version, kind = draw(st.sampled_from([(4, "standard"), (4, "extended"), (6, "extended")]))
        rules = draw(st.lists(filter_rules(version, kind), max_size=4))
        if draw(st.booleans()):
            rules = [replace(rule, sequence=10 * at) for at, rule in enumerate(rules, 1)]
        found.append(AccessList(name, version, kind, tuple(rules), draw(some(DESCRIPTION))))
    return frozenset(found)


@st.composite
def devices(draw: st.DrawFn) -> Device:
    """Draw any device that the templates for Cisco IOS can express."""
    names = draw(st.lists(VRF_NAME, unique=True, max_size=3))
    known = [draw(vrfs(name)) for name in names]
    ports = draw(interfaces(known))
    labelled = frozenset(each.name for each in ports if each.mpls)
    ldp = Ldp(None, interfaces=labelled, router_interface=draw(maybe(PORT)))
    asn, by_default = draw(NUMBER), draw(st.booleans())
    inner = draw(st.lists(st.sampled_from(names), unique=True)) if names else []
    with_bgp = draw(st.booleans())
    places = [None, *inner] if with_bgp else []
    vlans = draw(some(st.integers(2, 4094)))
    beside, own = draw(objects(SPOKEN, names))
    management = draw(managements(names))
    own["fields"] = management.fields | own.get("fields", frozenset())
    return Device(
        draw(st.from_regex(r"([a-z][a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)),
        "cisco_ios",
        release=draw(maybe(st.sampled_from(["15.2", "17.3", "12.4"]))),
        ip_forwarding=draw(st.booleans()),
        ipv6_forwarding=draw(st.booleans()),
        interfaces=ports,
        vrfs=frozenset(known),
        static_routes=frozenset(draw(st.lists(static_routes(names), max_size=4))),
        ospf=draw(ospf_processes(names)),
        ldp=ldp if labelled or ldp.router_interface is not None else None,
        bgp=frozenset(draw(bgp_instances(asn, vrf, by_default=by_default)) for vrf in places),
        prefix_lists=draw(prefix_lists()),
        access_lists=draw(access_lists()),
        vlans=vlans,
        policies=draw(route_policies()),
        value_lists=draw(value_lists()),
        pools=draw(pools()),
        translations=draw(translations(names)),
        management=called(draw, vlans, replace(management, **own)),
        **beside,
        **draw(zones(ports)),
    )


def called(draw: st.DrawFn, vlans: frozenset[int], held: Management) -> Management:
    """Draw names of some VLANs."""
    names = {(f"vlan {vlan} name", draw(NAME)) for vlan in sorted(vlans) if draw(st.booleans())}
    return replace(held, fields=held.fields | names)


@st.composite
def managed_devices(draw: st.DrawFn) -> Device:
    """Draw a device of policies, translations and a management plane: a real one would take each of its lines.

    Ports and sessions drawn at random don't fit each other (addresses overlap, a switched port has one), which the model may
    say and no device does.
    """
    names = draw(st.lists(VRF_NAME, unique=True, max_size=2))
    return Device(
        "r1",
        "cisco_ios",
        vrfs=frozenset(Vrf(name) for name in names),
        policies=draw(route_policies()),
        value_lists=draw(value_lists()),
        pools=draw(pools()),
        translations=draw(translations(names)),
        management=draw(managements(names)),
    )
