"""The law of rendering: what is rendered is read back as it was, whole, and reading never fails."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Network
from itertools import product
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.property.frr_routing import access_lists, bgp_instances, policies, prefix_lists, value_lists
from tests.property.frr_words import (
    ADDRESS4,
    DESCRIPTION,
    HOST4,
    INTERFACE_ADDRESS,
    LIST_NAME,
    NETWORK4,
    NETWORK6,
    PORT_NAME,
    SECONDS,
    SUB_NAME,
    TARGET,
    VRF_NAME,
    maybe,
    some,
)

from netops.config import parse
from netops.errors import InputError
from netops.intent import intended_devices
from netops.inventory import Inventory, Stage, load
from netops.model import (
    Action,
    BgpInstance,
    Binding,
    Device,
    Direction,
    FilterRule,
    Interface,
    InterfaceKind,
    Ldp,
    Logging,
    Management,
    OspfInterface,
    OspfNetwork,
    OspfProcess,
    PacketFilter,
    SshServer,
    StaticRoute,
    TerminalLine,
    Vrf,
)
from netops.platforms import get_platform
from netops.render import render

FRR = get_platform("frr")
INVENTORY = Path(__file__).parents[2] / "inventory"

OSPF_INTERFACE = st.builds(
    OspfInterface,
    area=st.integers(0, 4294967295),
    network=maybe(st.sampled_from(OspfNetwork)),
    hello=maybe(SECONDS.filter(lambda seconds: seconds != 10)),  # FRR's default, which it doesn't show
    dead=maybe(SECONDS),
    passive=st.booleans(),
    authentication=maybe(st.sampled_from(["simple", "md5", "null"])),
    keys=some(st.integers(0, 255)),
)

LOOPBACK_OSPF = OSPF_INTERFACE.map(lambda each: replace(each, network=None))


@st.composite
def interfaces(draw: st.DrawFn, vrf_names: list[str]) -> frozenset[Interface]:
    names = draw(st.lists(PORT_NAME | SUB_NAME | st.just("lo"), unique=True, max_size=4))
    found = []
    for name in names:
        loopback = name == "lo" or draw(st.booleans())
        kind = InterfaceKind.LOOPBACK if loopback else InterfaceKind.PHYSICAL
        found.append(
            Interface(
                name,
                kind=InterfaceKind.SUB if "." in name else kind,
                enabled=draw(st.booleans()),
                description=draw(maybe(DESCRIPTION)),
                vrf=draw(st.sampled_from([None, *vrf_names])),
                addresses=frozenset(draw(st.lists(INTERFACE_ADDRESS, max_size=2, unique_by=lambda each: each.ip))),
                mtu=draw(maybe(st.integers(552, 9216))),
                mpls=draw(st.booleans()),
                ospf=draw(maybe(LOOPBACK_OSPF if loopback and "." not in name else OSPF_INTERFACE)),
            )
        )
    return frozenset(found)


@st.composite
def static_routes(draw: st.DrawFn, vrf_names: list[str]) -> StaticRoute:
    is_v4 = draw(st.booleans())
    prefix: IPv4Network | IPv6Network = draw(NETWORK4) if is_v4 else draw(NETWORK6)
    return StaticRoute(
        prefix,
        draw(maybe(ADDRESS4 if is_v4 else st.ip_addresses(v=6))),
        interface=draw(maybe(PORT_NAME)),
        vrf=draw(st.sampled_from([None, *vrf_names])),
        distance=draw(maybe(st.integers(2, 255))),
    )


def way_out(route: StaticRoute) -> object:
    return route.vrf, route.prefix, route.next_hop, route.interface


@st.composite
def filter_rules(draw: st.DrawFn) -> FilterRule:
    networks = draw(st.sampled_from([NETWORK4, NETWORK6]))
    protocol = draw(maybe(st.sampled_from(["tcp", "udp", "sctp", "icmp", "icmpv6", "ospf", "vrrp", "gre"])))
    cuts = sorted(draw(st.lists(st.integers(0, 65535), unique=True, max_size=4)))
    ports = zip(cuts[::2], cuts[1::2], strict=False) if protocol in {"tcp", "udp", "sctp"} else ()
    return FilterRule(
        draw(st.sampled_from(Action)),
        protocol,
        draw(some(networks)),
        draw(some(networks)),
        frozenset(ports),
        draw(some(st.sampled_from(["established", "related", "invalid", "new"]))),
        draw(maybe(PORT_NAME | st.just("lo"))),
    )


@st.composite
def packet_filters(draw: st.DrawFn) -> frozenset[PacketFilter]:
    return frozenset(
        PacketFilter(
            direction.value + draw(st.sampled_from(["", "-extra", "_2"])),
            direction,
            draw(st.sampled_from(Action)),
            tuple(draw(st.lists(filter_rules(), max_size=4))),
        )
        for direction in draw(st.lists(st.sampled_from(Direction), unique=True))
    )


ALGORITHMS = st.lists(st.from_regex(r"[a-z][a-z0-9@.-]{0,15}", fullmatch=True), unique=True, max_size=3).map(tuple)
SSH = st.builds(
    SshServer,
    port=maybe(st.integers(1, 65535)),
    root_login=maybe(st.sampled_from(["yes", "no", "prohibit-password", "forced-commands-only"])),
    password_login=maybe(st.booleans()),
    empty_passwords=maybe(st.booleans()),
    login_grace=maybe(st.integers(0, 3600)),
    auth_tries=maybe(st.integers(1, 100)),
    idle_interval=maybe(st.integers(0, 100000)),
    idle_count=maybe(st.integers(0, 100)),
    tcp_forwarding=maybe(st.booleans()),
    agent_forwarding=maybe(st.booleans()),
    session_idle=maybe(st.integers(1, 100000)),
    log_level=maybe(st.sampled_from(["QUIET", "INFO", "VERBOSE", "DEBUG3"])),
    ciphers=ALGORITHMS,
    macs=ALGORITHMS,
    key_exchanges=ALGORITHMS,
    users=some(st.from_regex(r"[a-z_][a-z0-9_-]{0,10}", fullmatch=True)),
    banner=maybe(st.sampled_from(["none", "/etc/issue.net"])),
)
LEVEL = st.sampled_from(["emergencies", "errors", "informational", "debugging"])
TERMINAL = st.builds(
    TerminalLine,
    kind=st.just("vty"),
    first=st.just(0),
    last=st.just(0),
    login=maybe(st.just("none")),
    idle=st.integers(0, 90000),
    filters=st.lists(
        st.builds(Binding, LIST_NAME, version=st.sampled_from([4, 6])), max_size=2, unique_by=lambda each: each.version
    ).map(frozenset),
)
MANAGEMENT = st.builds(
    Management,
    ssh=SSH,
    logging=st.builds(Logging, syslog_level=maybe(LEVEL), commands=st.booleans()),
    terminals=st.sets(TERMINAL, max_size=1).map(frozenset),
)
LDP = st.builds(Ldp, router_id=HOST4, transport_address=maybe(HOST4), interfaces=some(PORT_NAME))
OSPF_SOURCE = st.sampled_from(["kernel", "connected", "static", "rip", "isis", "bgp"])


@st.composite
def vrfs(draw: st.DrawFn, instances: Mapping[str | None, BgpInstance], names: list[str]) -> frozenset[Vrf]:
    tables = draw(st.lists(st.integers(1001, 5000), unique=True, min_size=len(names), max_size=len(names)))
    found = []
    for name, table in zip(names, tables, strict=True):
        instance = instances.get(name)
        in_bgp = instance is not None and any(each.vpn for each in instance.families)
        found.append(
            Vrf(
                name,
                draw(st.sampled_from([None, table])),
                draw(maybe(TARGET)) if in_bgp else None,
                draw(some(TARGET)) if in_bgp else frozenset(),
                draw(some(TARGET)) if in_bgp else frozenset(),
            )
        )
    return frozenset(found)


@st.composite
def devices(draw: st.DrawFn) -> Device:
    """Draw any device that platform frr can express."""
    names = draw(st.lists(VRF_NAME, unique=True, max_size=3))
    places = draw(st.lists(st.sampled_from([None, *names]), unique=True))
    instances = {vrf: draw(bgp_instances(vrf)) for vrf in places}
    ospf = draw(st.lists(st.sampled_from([None, *names]), unique=True))
    delays = st.tuples(*[st.integers(0, 600000)] * 3)
    return Device(
        draw(st.from_regex(r"([a-z][a-z0-9-]{0,20})?", fullmatch=True)),
        "frr",
        release=draw(maybe(st.sampled_from(["8.4.4", "8.0", "10.0"]))),
        profile=draw(maybe(st.sampled_from(["datacenter", "traditional"]))),
        ip_forwarding=draw(st.booleans()),
        ipv6_forwarding=draw(st.booleans()),
        interfaces=draw(interfaces(names)),
        vrfs=draw(vrfs(instances, names)),
        static_routes=frozenset(draw(st.lists(static_routes(names), max_size=4, unique_by=way_out))),
        ospf=frozenset(
            OspfProcess(draw(maybe(HOST4)), vrf, draw(maybe(delays)), draw(some(OSPF_SOURCE))) for vrf in ospf
        ),
        ldp=draw(maybe(LDP)),
        bgp=frozenset(instances.values()),
        prefix_lists=draw(prefix_lists()),
        policies=draw(policies()),
        value_lists=draw(value_lists()),
        access_lists=draw(access_lists()),
        filters=draw(packet_filters()),
        management=draw(MANAGEMENT),
    )


@cache
def sample_city() -> Inventory:
    return load(INVENTORY)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(devices())
def test_what_is_rendered_is_read_back_as_it_was(device: Device) -> None:
    assert FRR.read(parse(FRR, render(FRR, device))) == device


@pytest.mark.parametrize(
    ("finance", "health"), [(one, Stage(other)) for one, other in product(Stage, ["surveyed", "dual_run", "retired"])]
)
def test_the_sample_city_is_read_back_as_it_was_at_every_stage(finance: Stage, health: Stage) -> None:
    for transport, archives in product(Stage, [each for each in Stage if each is not Stage.RETIRED]):
        stages = {"finance": finance, "health": health, "transport": transport, "archives": archives}
        for device in intended_devices(sample_city(), stages=stages).values():
            back = FRR.read(parse(FRR, render(FRR, device)))
            assert back == device
            assert back.unread == ()


LINES = st.sampled_from(
    """
    ### /etc/frr/frr.conf
    ### /etc/network/interfaces
    ### /etc/nftables.conf
    ### /etc/ssh/sshd_config
    router bgp 65000
    router bgp 65000 vrf FINANCE
     neighbor 10.0.0.1 remote-as 65001
     neighbor 10.0.0.1 activate
     address-family ipv4 unicast
      neighbor 10.0.0.1 prefix-list X in
      rt vpn both 65000:1
     exit-address-family
    exit
    ip route 10.0.0.0/8
    ip prefix-list X seq 5 permit any
    interface core0
     ip ospf area 0
    mpls ldp
     router-id 10.0.0.1
    auto core0
    iface core0 inet static
    address 10.0.0.1/24
    vrf-table 101
    table inet filter {
    chain input {
    type filter hook input priority filter; policy drop;
    ct state established, accept
    tcp dport { 22,
    }
    Port 22
    Match User x
    """.strip("\n").split("\n")
)


@settings(max_examples=300, deadline=None)
@example("mpls ldp\n router-id 10.0.0.1\n  router bgp 65000")
@example("mpls ldp\n router-id of 10.0.0.1")
@given(st.lists(st.one_of(LINES, LINES.map(str.strip), st.text(max_size=40)), max_size=30).map("\n".join))
def test_reading_never_fails(text: str) -> None:
    try:
        tree = parse(FRR, text)
    except InputError:
        return  # no config of this platform at all: the engine says so before anything is read
    FRR.read(tree)


UNKNOWN = {
    "frr": "router fantasy 7",
    "interfaces": "iface strange0 inet fantasy",
    "nftables": "delete table inet other",
    "sshd": "FantasyKeyword yes",
}
MARKERS = {
    "frr": "### /etc/frr/frr.conf",
    "interfaces": "### /etc/network/interfaces",
    "nftables": "### /etc/nftables.conf",
    "sshd": "### /etc/ssh/sshd_config",
}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(devices(), st.sampled_from(sorted(UNKNOWN)))
def test_an_unknown_line_changes_nothing_but_what_is_unread(device: Device, part: str) -> None:
    text = render(FRR, device).replace(MARKERS[part], f"{MARKERS[part]}\n{UNKNOWN[part]}")
    back = FRR.read(parse(FRR, text))
    assert [each.line.text for each in back.unread] == [UNKNOWN[part]]
    assert replace(back, unread=()) == device


def sections(text: str) -> list[str]:
    """Cut FRR's part into what stands between its ``!`` lines; a ``!`` inside a section is indented."""
    return text.split("\n!\n")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(devices(), st.randoms(use_true_random=False))
def test_the_order_of_independent_sections_changes_no_fact(device: Device, random: Random) -> None:
    text = render(FRR, device)
    head, marker, rest = text.partition(MARKERS["interfaces"])
    first, *others = sections(head.removeprefix(MARKERS["frr"] + "\n").rstrip("\n").removesuffix("\n!"))
    random.shuffle(others)
    shuffled = "\n!\n".join([MARKERS["frr"], *others, first, ""])
    assert FRR.read(parse(FRR, shuffled + marker + rest)) == device


def test_a_neighbour_whose_session_is_shut_is_not_read_as_one_that_runs() -> None:
    text = "router bgp 65000\n neighbor 10.0.0.1 remote-as 65001\n neighbor 10.0.0.1 shutdown\nexit\n"
    (instance,) = FRR.read(parse(FRR, text)).bgp
    assert [each.enabled for each in instance.neighbors] == [False]


def test_addresses_are_compared_by_what_they_are() -> None:
    one = FRR.read(parse(FRR, "interface core0\n ip address 10.0.0.1/24\nexit\n")).interface("core0")
    assert one is not None
    assert one.addresses == {IPv4Interface((IPv4Address("10.0.0.1"), 24))}
