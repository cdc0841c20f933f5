"""Objects beside routing of generated devices with Comware: what differs from VRP's."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from tests.property.comware_ground import ADDRESS4, maybe, settings_of, some, unlike
from tests.property.vrp_objects import (
    CIPHER,
    DESCRIPTION,
    ENTITIES,
    FEW,
    NAME,
    PORT_FIELDS,
    SETTINGS,
    SOURCES,
    a_few,
    distinct,
    gateway,
    isis_port,
    on_ports,
    pools,
    processes,
    quality,
    trees,
)

from netops.model import (
    Interface,
    IsisInterface,
    IsisProcess,
    Key,
    KeyChain,
    Management,
    Probe,
    SharedGateway,
    Stack,
    StackMember,
    Track,
    TrustPoint,
    Zone,
    ZonePair,
)

PROOFS = ["simple", "md5"]
NETWORKS = {name: said for name, said in SOURCES.items() if name != "unr"}
FAMILY = ("address-family ipv4", "on")
PROCESS_FIELDS = settings_of(
    {"is-name": NAME, "set-overload": st.just("on"), "timer": st.just("spf 5 50 50"), "preference": FEW.map(str), "graceful-restart": st.just("on"),
     "maximum load-balancing": FEW.map(str), "address-family ipv6": st.just("on")}
)  # fmt: skip


@st.composite
def gateways(draw: st.DrawFn, *, five: bool) -> SharedGateway:
    """Draw a group of routers: Comware 7 counts hundredths of seconds, and few of them stay settings; Comware 5 counts seconds."""
    drawn: SharedGateway = draw(gateway(["7 reduced 30"] if not five else ["interface LoopBack7 reduced 30"]))
    waits = drawn.delay is not None and not five
    fields = {"preempt-mode delay": "5"} if waits and draw(st.booleans()) else {}
    if drawn.hello is not None and (five or draw(st.booleans())):
        fields["timer advertise"] = "2"
    return replace(
        drawn,
        preempt=drawn.preempt
        if five and drawn.delay is None
        else draw(st.sampled_from([None, True, False]))
        if not five
        else None,
        delay=None
        if "preempt-mode delay" in fields
        else drawn.delay
        if five or drawn.delay is None
        else drawn.delay * 10,
        hello=None if "timer advertise" in fields or drawn.hello is None else 3000,
        fields=frozenset(fields.items()),
    )


@st.composite
def systems(draw: st.DrawFn, vrf_names: list[str], *, five: bool) -> frozenset[IsisProcess]:
    """Draw IS-IS processes; Comware 7 announces in the family IPv4."""
    drawn: frozenset[IsisProcess] = draw(processes(vrf_names, PROOFS, PROCESS_FIELDS, NETWORKS))
    if five:
        return frozenset(replace(each, fields=each.fields - {("address-family ipv6", "on")}) for each in drawn)
    return frozenset(replace(each, fields=each.fields | {FAMILY}) for each in drawn)


def ports(
    known: frozenset[Interface], of: frozenset[IsisProcess], *, five: bool
) -> st.SearchStrategy[frozenset[Interface]]:
    """Return the interfaces, with shared gateways and IS-IS on some."""

    def running(process: str) -> st.SearchStrategy[IsisInterface]:
        return isis_port(process, PROOFS, PORT_FIELDS)

    return on_ports(known, of, gateways(five=five), running)


TIME = maybe(st.just("utc 00:00 2026/01/01 to 23:59 2026/12/31"))
KEY = st.builds(
    Key, FEW, maybe(st.sampled_from(["md5", "hmac-sha-256"])), CIPHER, TIME, TIME,
    some(st.sampled_from([("default", "send-key-id"), ("accept-tolerance", "infinite")]), 2),
)  # fmt: skip
KEY_CHAINS = distinct(
    st.builds(
        KeyChain,
        NAME,
        st.just("absolute"),
        unlike(KEY, "number", most=2),
        settings_of({"tcp-kind": st.just("252"), "tcp-algorithm-id": st.just("md5 4")}),
    )
)
LOOKS = {"access-group": st.sampled_from(["3001", "name WEB"]), "access-group-v6": st.just("3002"), "not dscp": st.just("ef"), "any": st.just(""),
    "cos": FEW.map(str), "vlan": st.sampled_from(["10", "10 to 20"]), "protocol": st.just("ip"), "customer-vlan": st.just("7")}  # fmt: skip
ACTIONS = {"car": st.just("cir 10000 cbs 1250000"), "remark": st.sampled_from(["dscp 46", "dot1p 5"]), "filter": st.just("deny"),
    "redirect": st.just("next-hop 10.9.0.1"), "accounting": st.sampled_from(["", "packet"]), "queue": st.just("ef")}  # fmt: skip
TREES = trees({"stp instance": st.just("0 priority 4096"), "stp root": st.just("primary"), "stp max-hops": st.just("30"), "stp bridge-diameter": st.just("5"),
    "stp pathcost-standard": st.just("legacy"), "stp timer": st.just("forward-delay 2000"), "stp timer-factor": FEW.map(str)})  # fmt: skip
TRUST_POINTS = distinct(
    st.builds(
        TrustPoint, NAME, maybe(NAME), revocation=st.sampled_from([None, "none", "crl"]),
        fields=settings_of({"ca identifier": NAME, "certificate request from": st.just("ra"), "certificate request url": st.just("http://10.9.0.5/certsrv")}),
    )
)  # fmt: skip
MEMBER = st.builds(StackMember, FEW, FEW, maybe(DESCRIPTION))
STACKS = some(
    st.builds(
        Stack, st.just("irf"), FEW, unlike(MEMBER, "number", most=2),
        some(st.sampled_from([("irf-port 1/1", "Ten-GigabitEthernet1/0/49"), ("irf-port 1/1", "Ten-GigabitEthernet1/0/50"), ("irf-port 1/2", "FortyGigE1/0/51")]), 3),
    ),
    1,
)  # fmt: skip
TRACKS = unlike(
    st.builds(
        Track, FEW.map(str), st.sampled_from(["nqa entry ADMIN PING reaction 1", "interface GigabitEthernet1/0/1", "interface LoopBack7 protocol ipv4"]),
        settings_of({"delay": st.just("positive 10")}),
    ),
    "name",
    most=2,
)  # fmt: skip


@st.composite
def probes(draw: st.DrawFn, vrf_names: list[str]) -> Probe:
    """Draw an entry of NQA."""
    name = f"{draw(NAME)} {draw(NAME)}"
    when = draw(some(st.just(("schedule", "start-time now lifetime forever")), 1))
    if not draw(st.integers(0, 3)):
        return Probe("nqa", name, running=bool(when), fields=when)
    fields = draw(
        settings_of(
            {
                "probe count": FEW.map(str),
                "history-record": st.just("enable"),
                "reaction": st.just(
                    "1 checked-element probe-fail threshold-type consecutive 3 action-type trigger-only"
                ),
            }
        )
    )
    return Probe(
        "nqa",
        name,
        draw(st.sampled_from(["icmp-echo", "tcp", "udp-echo"])),
        destination=draw(maybe(ADDRESS4.map(str) | st.sampled_from(["time.gov", "2001:db8::9"]))),
        source=draw(maybe(ADDRESS4.map(str))),
        vrf=draw(st.sampled_from([None, *vrf_names])),
        interval=draw(maybe(st.sampled_from([0, 100, 5000]))),
        running=bool(when),
        fields=fields | when,
    )


def zones(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Draw zones with these interfaces, and what passes between two."""
    inside = [Zone("Trust", interfaces=frozenset(names[:1])), Zone("DMZ", interfaces=frozenset(names[1:3]))]
    pair = st.builds(
        ZonePair, st.just("Trust"), st.sampled_from(["DMZ", "Local", "Any"]), policy=maybe(NAME),
        filters=some(st.sampled_from([("3001", ""), ("WEB", "")]), 1), fields=settings_of({"aspf": st.just("apply policy 1")}),
    )  # fmt: skip
    pairs = unlike(pair, "destination", most=2)
    return pairs.map(lambda found: {"zones": frozenset(inside), "zone_pairs": found})


@st.composite
def objects(draw: st.DrawFn, ports_: list[str], vrf_names: list[str], *, five: bool) -> dict[str, Any]:
    """Draw some of them but for what stands at interfaces and in the management plane."""
    looked: dict[str, Any] = draw(
        a_few(
            {
                "spanning_tree": TREES,
                "probes": distinct(probes(vrf_names), 1),
                "dhcp_pools": pools(vrf_names, ranges=False),
                "stacks": STACKS,
                **({} if five else {"tracks": TRACKS}),
            },
            quality(LOOKS, ACTIONS, {}, numbered=False)
            if five
            else st.one_of(quality(LOOKS, ACTIONS, {}, numbered=False), zones(ports_)),
        )
    )
    return looked


@st.composite
def managed(draw: st.DrawFn, own: Management) -> Management:
    """Return the management plane, with key chains and what certificates rest on."""
    several = draw(SETTINGS["h3c_comware"])
    named = ENTITIES.map(lambda found: {"fields": found | own.fields | several})
    return replace(own, **draw(a_few({"key_chains": KEY_CHAINS, "trust_points": TRUST_POINTS}, named)))
