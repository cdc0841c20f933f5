"""Devices with VRP5 and VRP8, drawn with everything that their templates write of interfaces, routing and filters."""

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Address, IPv6Interface, IPv6Network
from typing import Any

from hypothesis import strategies as st
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
    TARGET,
    VLAN,
    maybe,
    pairs,
    some,
)

from netops.model import (
    AccessList,
    Action,
    Binding,
    FilterRule,
    Interface,
    InterfaceKind,
    OspfArea,
    OspfInterface,
    OspfNetwork,
    OspfProcess,
    PolicyNode,
    PrefixList,
    PrefixRule,
    RoutePolicy,
    StaticRoute,
    Switchport,
    ValueList,
    Vrf,
)

NAMES = {
    "huawei_vrp": ["GigabitEthernet0/0/{}", "XGigabitEthernet0/1/{}", "Ethernet0/0/{}"],
    "huawei_vrpv8": ["GigabitEthernet0/1/{}", "10GE1/0/{}", "100GE1/0/{}"],
}
MADE = st.builds("{}{}".format, st.sampled_from(["LoopBack", "Tunnel", "Eth-Trunk"]), st.integers(0, 99))
KINDS = {"LoopBack": InterfaceKind.LOOPBACK, "Tunnel": InterfaceKind.TUNNEL, "Eth-Trunk": InterfaceKind.AGGREGATE}
GUARD = st.sampled_from(["redirects", "unreachables", "proxy-arp", "lldp", "dhcp-snooping", "dhcp-snooping-trust", "port-security", "stp",
    "edge-port", "root-guard", "arp-inspection", "ip-source-guard", "directed-broadcast", "arp-broadcast", "loop-guard", "ntp", "local-proxy-arp", "bpdufilter", "flow-control", "dot1x", "mac-authentication",
    "dcn", "ra-halt", "distributed-gateway"])  # fmt: skip
GUARDS = st.dictionaries(GUARD, st.booleans(), max_size=3).map(lambda each: frozenset(each.items()))
SETTINGS = pairs(
    {
        "speed": st.sampled_from(["100", "1000"]),
        "duplex": st.just("full"),
        "negotiation": st.just("off"),
        "port-security": st.just("max-mac-num 2"),
        "port-isolation": st.just("enable group 1"),
        "broadcast-suppression": st.just("80"),
        **dict.fromkeys(["multicast-suppression", "unicast-suppression"], st.just("80")),
        "storm-control": st.just("broadcast min-rate 1000 max-rate 2000"),
        "bandwidth": st.just("100"),
        "load-balance": st.just("src-dst-ip"),
        "lacp": st.sampled_from(["lacp", "lacp-static"]),
        "combo": st.just("copper"),
        "statistic": st.just("enable"),
        "mode": st.just("gre"),
        "source": st.just("LoopBack0"),
        "destination": st.just("10.255.0.2"),
        "lacp-settings": st.sampled_from(["timeout fast", "priority 100"]),
        "stp-cost": st.just("20"),
        "stp-instance": st.just("1 cost 200"),
        "trust": st.just("dscp"),
        "trust-upstream": st.just("default"),
        "tcp-mss": st.just("1400"),
        "dhcp-select": st.sampled_from(["global", "interface"]),
        "rate-limit": st.just("outbound cir 10000"),
        "mac-limit": st.just("maximum 100"),
        "least-links": st.just("2"),
        "voice-vlan": st.just("10 enable"),
        "ospf-priority": st.just("0"),
    }
)
RANGES = st.lists(st.integers(0, 400), unique=True, max_size=6).map(
    lambda cuts: tuple((first * 10 + 1, last * 10 + 1) for first, last in zip(*[iter(sorted(cuts))] * 2, strict=False))
)
KEY = st.integers(1, 255).map(lambda number: frozenset({number}))
PROOF = st.one_of(
    st.just((None, frozenset[int](), None)),
    st.sampled_from(
        [("null", frozenset[int](), None), ("simple", frozenset({0}), None), ("key-chain", frozenset[int](), "EGOV")]
    ),
    st.tuples(st.sampled_from(["md5", "hmac-md5", "hmac-sha256"]), KEY, st.none()),
)


def port_names(platform: str) -> st.SearchStrategy[str]:
    return st.builds(lambda form, number: form.format(number), st.sampled_from(NAMES[platform]), st.integers(0, 9))


def any_port(platform: str) -> st.SearchStrategy[str]:
    return port_names(platform) | MADE | VLAN.map("Vlanif{}".format)


@st.composite
def switchports(draw: st.DrawFn) -> Switchport:
    mode = draw(st.sampled_from(["access", "trunk", "hybrid"]))
    if mode == "access":
        return Switchport(mode, access=draw(maybe(VLAN)))
    allowed = draw(maybe(RANGES.filter(lambda each: each != ((1, 1),))))
    untagged: tuple[tuple[int, int], ...] = ()
    if mode == "hybrid" and allowed:
        untagged = tuple(each for each in allowed if draw(st.booleans()))
    return Switchport(mode, native=draw(maybe(VLAN)), allowed=allowed, untagged=untagged)


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
    if draw(st.booleans()):
        six |= {IPv6Interface((IPv6Address((0xFE80 << 112) + draw(st.integers(1, 1 << 64 - 1))), 64))}
    return {"addresses": frozenset(four) | six, "secondary": frozenset(four[1:])}


BINDINGS = st.lists(
    st.builds(Binding, NAME | st.integers(3000, 3899).map(str), st.booleans(), st.sampled_from([4, 6])),
    max_size=3,
    unique_by=lambda each: (each.version, each.inbound),
).map(frozenset)
POLICIES = st.lists(st.builds(Binding, NAME, st.booleans()), max_size=2, unique_by=lambda each: each.inbound)


@st.composite
def routed(draw: st.DrawFn, platform: str, processes: frozenset[OspfProcess], vrf: str | None) -> dict[str, Any]:
    """Draw the layer 3 of an interface."""
    numbers = sorted(str(each.process) for each in processes if each.vrf == vrf)
    ospf, own = None, draw(addresses())
    if bool(numbers) and draw(st.booleans()):
        mode, keys, chain = draw(PROOF)
        ospf = OspfInterface(
            area=draw(st.integers(0, 4294967295)),
            network=draw(maybe(st.sampled_from(OspfNetwork))),
            hello=draw(maybe(SECONDS)),
            dead=draw(maybe(SECONDS)),
            authentication=mode,
            process=draw(st.sampled_from(numbers)),
            cost=draw(maybe(SECONDS)),
            keys=keys,
            key_chain=chain,
        )
    return {
        "vrf": vrf,
        "mpls": draw(st.booleans()),
        "ospf": ospf,
        "unnumbered": None if any(each.version == 4 for each in own["addresses"]) else draw(maybe(any_port(platform))),
        "urpf": draw(maybe(st.sampled_from(["strict", "loose"]))),
        "relays": draw(some(ADDRESS4)),
        **own,
    }


def implied(found: dict[str, Any], drawn: frozenset[tuple[str, bool]]) -> frozenset[tuple[str, bool]]:
    """Return the protections of a port with what goes along with its rates."""
    rates = {"broadcast-suppression", "storm-control"} & set(dict(found["fields"]))
    storm = {("storm-control", True)} if rates else set()
    secure = {("port-security", True)} if "port-security" in dict(found["fields"]) else set()
    return frozenset(pair for pair in drawn if pair[0] not in dict(secure)) | storm | secure


@st.composite
def interfaces(
    draw: st.DrawFn, platform: str, vrf_names: list[str], processes: frozenset[OspfProcess]
) -> frozenset[Interface]:
    found = []
    sub = st.builds("{}.{}".format, port_names(platform), st.integers(1, 999))
    names = draw(st.lists(port_names(platform) | sub | MADE | VLAN.map("Vlanif{}".format), unique=True, max_size=4))
    trunks = [name for name in names if name.startswith("Eth-Trunk")]
    for name in names:
        kind = next((each for start, each in KINDS.items() if name.startswith(start)), InterfaceKind.PHYSICAL)
        dot1q = None
        if "." in name:
            kind, dot1q = InterfaceKind.SUB, draw(maybe(VLAN))
        elif name.startswith("Vlan"):
            kind, dot1q = InterfaceKind.VLAN, int(name.removeprefix("Vlanif"))
        values: dict[str, Any] = {"fields": draw(SETTINGS)}
        if platform == "huawei_vrpv8":
            values["fields"] |= draw(some(st.sampled_from([("peer-link", "1"), ("m-lag", "1 5")]), 1))
        how = draw(st.sampled_from(["routed", "routed", "switched", "member"]))
        if how == "switched":
            values["switchport"] = draw(switchports() | st.just(Switchport()))
            if values["switchport"] == Switchport() or draw(st.booleans()):
                values["fields"] |= {("portswitch", "on")}
        elif how == "member":
            values["aggregate"] = draw(st.sampled_from(trunks)) if trunks else None
        else:
            values |= draw(routed(platform, processes, draw(st.sampled_from([None, *vrf_names]))))
            values["fields"] |= {("portswitch", "off")} if draw(st.booleans()) else set()
        if values.get("ospf") is None and any(area.networks for each in processes for area in each.areas):
            values["fields"] -= {("ospf-priority", "0")}  # a network may say that OSPF runs there
        guards = implied(values, draw(GUARDS))
        values |= {
            "kind": kind,
            "dot1q": dot1q,
            "guards": guards,
            "filters": draw(BINDINGS),
            "enabled": draw(st.booleans()),
        }
        values |= {"description": draw(maybe(DESCRIPTION)), "mtu": draw(maybe(st.integers(128, 9216)))}
        found.append(Interface(name, policies=frozenset(draw(POLICIES)), **values))
    return frozenset(found)


@st.composite
def vrfs(draw: st.DrawFn, name: str) -> Vrf:
    families = draw(some(st.sampled_from([4, 6])))
    rd = draw(maybe(TARGET)) if families else None
    names = [
        each
        for version, each in ((4, "imports"), (4, "exports"), (6, "imports_v6"), (6, "exports_v6"))
        if version in families
    ]
    values: dict[str, Any] = {each: draw(some(TARGET, 10)) for each in names} if rd is not None else {}
    if 4 in families:
        values |= {"import_policy": draw(maybe(NAME)), "export_policy": draw(maybe(NAME)), "limit": draw(maybe(NUMBER))}
    if values.get("limit") is not None and draw(st.booleans()):
        values["fields"] = frozenset({("routing-table limit threshold", draw(st.sampled_from(["1", "50", "100"])))})
    return Vrf(name, rd=rd, families=families, description=draw(maybe(DESCRIPTION)), **values)


@st.composite
def static_routes(draw: st.DrawFn, platform: str, vrf_names: list[str]) -> StaticRoute:
    is_v4 = draw(st.booleans())
    prefix: IPv4Network | IPv6Network = draw(NETWORK4) if is_v4 else draw(NETWORK6)
    vrf = draw(st.sampled_from([None, *vrf_names]))
    next_hop = draw(maybe(ADDRESS4 if is_v4 else ADDRESS6))
    interface = draw(maybe(any_port(platform)))
    tables = [None, *vrf_names, *([""] if vrf is not None else [])]
    track = draw(maybe(NAME.map("bfd {}".format) | st.builds("nqa {} {}".format, NAME, NAME)))
    return StaticRoute(
        prefix,
        next_hop,
        interface=interface,
        vrf=vrf,
        distance=draw(maybe(st.integers(1, 255))),
        next_hop_vrf=draw(st.sampled_from(tables)) if next_hop is not None and interface is None else None,
        tag=draw(maybe(NUMBER)),
        track=track,
        permanent=draw(st.booleans()) if track is None else False,
        description=draw(maybe(DESCRIPTION)),
    )


IMPORTED = st.sampled_from(["cost 20", "tag 7", "route-policy OUT", "cost 5 route-policy X"])
AREA_FIELDS = pairs(
    {
        "range 10.1.0.0/16": st.sampled_from(["on", "not-advertise", "cost 20"]),
        "default-cost": st.just("5"),
        "filter 2001": st.just("import"),
    }
)
OSPF_FIELDS = pairs(
    {
        "graceful-restart": st.sampled_from(["on", "helper-role never"]),
        "maximum": st.just("load-balancing 4"),
        "bfd": st.just("all-interfaces enable"),
        "opaque-capability": st.just("enable"),
        "bandwidth-reference": st.just("100000"),
        "description": DESCRIPTION,
        "preference": st.sampled_from(["20", "ase 130"]),
    }
)


@st.composite
def ospf_processes(draw: st.DrawFn, platform: str, vrf_names: list[str]) -> frozenset[OspfProcess]:
    found = []
    for number in draw(st.lists(st.integers(1, 65535), unique=True, max_size=2)):
        areas = draw(
            st.lists(
                st.builds(
                    lambda number, kind, proof, held, fields: OspfArea(
                        number, kind, proof[0], held, fields=fields, keys=proof[1], key_chain=proof[2]
                    ),
                    st.integers(0, 4294967295),
                    maybe(st.sampled_from(["stub", "stub no-summary", "nssa", "nssa no-summary"])),
                    PROOF,
                    some(NETWORK4),
                    AREA_FIELDS,
                ),
                max_size=2,
                unique_by=lambda each: each.number,
            )
        )
        sources = draw(some(SOURCE))
        active = draw(some(any_port(platform)))
        said = {(f"redistribute {each}", draw(IMPORTED)) for each in sorted(sources) if draw(st.booleans())}
        found.append(
            OspfProcess(
                router_id=draw(maybe(ADDRESS4)),
                vrf=draw(st.sampled_from([None, *vrf_names])),
                redistribute=sources,
                process=str(number),
                areas=frozenset(areas),
                passive_default=draw(st.booleans()),
                active=active,
                passive=draw(some(any_port(platform))) - active,
                originates_default=draw(st.sampled_from([None, "yes", "always"])),
                fields=draw(OSPF_FIELDS) | said,
            )
        )
    return frozenset(found)


@st.composite
def prefix_lists(draw: st.DrawFn) -> frozenset[PrefixList]:
    found = []
    for name in draw(st.lists(NAME, unique=True, max_size=2)):
        networks: st.SearchStrategy[Any] = draw(st.sampled_from([NETWORK4, NETWORK6]))
        rules = []
        for number in sorted(draw(st.lists(NUMBER, unique=True, min_size=1, max_size=3))):
            action, prefix = draw(st.sampled_from(Action)), draw(networks)
            if prefix.version == 4 and draw(st.booleans()):
                rules.append(PrefixRule(number, action, None))
                continue
            bounds = sorted(draw(st.lists(st.integers(prefix.prefixlen, prefix.max_prefixlen), min_size=2, max_size=2)))
            least, most = (draw(st.sampled_from([None, each])) for each in bounds)
            anything = prefix == IPv4Network((IPv4Address(0), 0)) and (least, most) == (None, 32)
            rules.append(PrefixRule(number, action, None if anything else prefix, least, None if anything else most))
        found.append(PrefixList(name, tuple(rules)))
    return frozenset(found)


PORT_NUMBER = st.integers(0, 65535)
PORTS = (
    st.just(frozenset[tuple[int, int]]())
    | PORT_NUMBER.map(lambda each: frozenset({(each, each)}))
    | st.tuples(PORT_NUMBER, PORT_NUMBER).map(lambda pair: frozenset({(min(pair), max(pair))}))
)
FLAG = st.sampled_from(["established", "fragment", "dscp ef", "time-range NIGHT", "vpn-instance FIN", "ttl-expired"])
MAC_FLAG = st.sampled_from(["vlan-id 10", "source-mac 0001-0002-0003 ffff-ffff-ffff", "time-range NIGHT", "8021p 5"])


@st.composite
def filter_rules(draw: st.DrawFn, version: int, kind: str, sequence: int) -> FilterRule:
    networks = NETWORK4 if version == 4 else NETWORK6
    rule = FilterRule(draw(st.sampled_from(Action)), sequence=sequence)
    if kind == "layer2":
        return replace(rule, flags=tuple(sorted(draw(some(MAC_FLAG, 2)))))
    flags = draw(some(FLAG if kind == "extended" else st.just("vpn-instance FIN"), 2))
    rule = replace(rule, sources=draw(some(networks, 1)), log=draw(st.booleans()), flags=tuple(sorted(flags)))
    if kind == "standard":
        return rule
    protocol = draw(maybe(st.sampled_from(["tcp", "udp", "icmp", "ospf", "gre", "88"])))
    names = ("source_ports", "destination_ports") if protocol in {"tcp", "udp"} else ()
    ports: dict[str, Any] = {name: draw(PORTS) for name in names}
    return replace(rule, protocol=protocol, destinations=draw(some(networks, 1)), **ports)


FIRST_NUMBERS = {"standard": 2000, "extended": 3000, "layer2": 4000}


@st.composite
def access_lists(draw: st.DrawFn) -> frozenset[AccessList]:
    found = []
    for at, name in enumerate(draw(st.lists(NAME, unique=True, max_size=3))):
        version, kind = draw(
            st.sampled_from([(4, "standard"), (4, "extended"), (4, "layer2"), (6, "standard"), (6, "extended")])
        )
        number = FIRST_NUMBERS[kind] + 900 + at
        places = sorted(draw(st.lists(st.integers(0, 4294967294), unique=True, max_size=3)))
        rules = tuple(draw(filter_rules(version, kind, place)) for place in places)
        remarks = draw(some(DESCRIPTION, len(rules) + 1))
        if draw(st.booleans()):
            found.append(AccessList(str(number), version, kind, rules, remarks))
        else:
            found.append(AccessList(name, version, kind, rules, remarks, draw(st.sampled_from([None, number]))))
    return frozenset(found)


MATCHES = pairs(
    {
        **dict.fromkeys(["prefix-list", "prefix-list-v6", "as-path", "next-hop prefix-list", "extcommunity"], NAME),
        "next-hop access-list": NAME,
        "access-list": NAME | st.just("2001"),
        "community": NAME | st.just("C1 whole-match"),
        "tag": NUMBER.map(str),
        "metric": NUMBER.map(str),
        "interface": st.just("LoopBack0"),
        "route-type": st.just("external-type1"),
    }
)
SETS = pairs(
    {
        **dict.fromkeys(["local-preference", "metric", "tag", "weight"], SECONDS.map(str)),
        "metric-type": st.just("type-1"),
        "community": st.sampled_from(["65000:1", "65000:1 65000:2 additive", "no-export"]),
        "next-hop": ADDRESS4.map(str),
        "origin": st.just("igp"),
        "distance": st.just("30"),
        "extcommunity": st.just("rt 65000:1 additive"),
        "as-path": st.just("65000"),
        "as-path prepend": st.just("65000 65000"),
    }
)


@st.composite
def policies(draw: st.DrawFn) -> frozenset[RoutePolicy]:
    found = []
    for name in draw(st.lists(NAME, unique=True, max_size=2)):
        nodes = [
            PolicyNode(
                draw(st.sampled_from(Action)),
                number,
                draw(MATCHES),
                draw(SETS),
                draw(maybe(st.integers(0, 65535))),
                draw(maybe(DESCRIPTION)),
            )
            for number in sorted(draw(st.lists(st.integers(0, 65535), unique=True, min_size=1, max_size=3)))
        ]
        found.append(RoutePolicy(name, tuple(nodes)))
    return frozenset(found)


@st.composite
def value_lists(draw: st.DrawFn) -> frozenset[ValueList]:
    values = {
        "community": st.sampled_from(["65000:1", "65000:1 65000:2", "internet"]),
        "extcommunity": st.sampled_from(["rt 65000:1", "soo 65000:9"]),
        "as-path": st.sampled_from(["^65000$", "_65001_", ".*", "^(1|2)?$"]),
    }
    found = []
    for name in draw(st.lists(NAME | st.integers(1, 199).map(str), unique=True, max_size=3)):
        kind = draw(st.sampled_from(sorted(values)))
        rules = draw(st.lists(st.tuples(st.sampled_from(Action), values[kind]), min_size=1, max_size=3))
        regular = kind != "as-path" and (
            (kind == "community" and int(name) >= 100) if name.isdigit() else draw(st.booleans())
        )
        found.append(ValueList(kind, name, tuple(rules), regular))
    return frozenset(found)
