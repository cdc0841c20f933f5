"""Objects beside routing that the templates for Cisco IOS and Ruijie RGOS can express, and what ports share and run."""

from dataclasses import dataclass, replace
from ipaddress import IPv6Address
from typing import Any

from hypothesis import strategies as st
from tests.property.ios_words import ADDRESS4, ADDRESS6, DESCRIPTION, NAME, NETWORK4, maybe, some

from netops.model import (
    Certificate,
    Device,
    DhcpPool,
    IsisInterface,
    IsisProcess,
    Key,
    KeyChain,
    Probe,
    Secret,
    SharedGateway,
    SpanningTree,
    Stack,
    StackMember,
    Track,
    TrafficClass,
    TrafficPolicy,
    TrafficStep,
    TrustPoint,
)

Pairs = frozenset[tuple[str, str]]
NUMBER = st.integers(1, 999)
TAG = st.sampled_from(["", "1", "CORE"])
LEVEL = st.sampled_from(["level-1", "level-2", "level-1-2"])
LOCAL = st.integers(0xFE80 << 112, (0xFE80 << 112) + (1 << 64) - 1).map(IPv6Address)
TRACKED = some(st.sampled_from(["1 decrement 30", "7"]), 2)
WHEN = st.sampled_from(["00:00:00 Jan 1 2026 infinite", "00:00:00 Jan 1 2026 duration 3600"])


@dataclass(frozen=True)
class Spoken:
    """What differs between the two."""

    ports: st.SearchStrategy[str]
    ios: bool


def of(*pairs: tuple[str, str]) -> st.SearchStrategy[Pairs]:
    """Return some of these settings."""
    return st.frozensets(st.sampled_from(pairs), max_size=2).filter(lambda found: len(dict(found)) == len(found))


OSPF_SETTINGS = of(
    ("auto-cost reference-bandwidth", "100000"), ("log-adjacency-changes", "on"), ("capability vrf-lite", "on")
)
AREA_SETTINGS = of(("range 10.1.0.0/16", "not-advertise"), ("range 10.2.0.0/16", "on"), ("default-cost", "5"))
SESSION_SETTINGS = of(("version", "4"), ("transport", "connection-mode passive"))
EXCHANGE_SETTINGS = of(
    ("advertisement-interval", "5"), ("remove-private-as", "on"), ("unsuppress-map", "OUT"), ("soo", "65000:7")
)
BGP_SETTINGS = of(("bgp log-neighbor-changes", "on"), ("timers bgp", "10 30"), ("synchronization", "off"))


@st.composite
def said_of_bgp(draw: st.DrawFn, families: list[Any], *, inner: bool, plain: st.SearchStrategy[Pairs]) -> Pairs:
    """Draw settings of an instance, of what it announces, and of its summaries."""
    fields = dict(draw(plain))
    for own in families:
        fields |= {f"{own.family} redistribute {each}": "metric 5" for each in own.redistribute if draw(st.booleans())}
        for each in own.networks:
            if each.version == 4 and draw(st.booleans()):
                fields[f"{own.family} network {each}"] = "route-map OUT"
    if not inner:
        fields |= dict(draw(of(("ipv4 vpn maximum-paths", "2"), ("ipv6 unicast maximum-paths", "2"))))
    if not inner or any(own.family == "ipv4 unicast" for own in families):
        fields |= dict(draw(of(("ipv4 unicast aggregate-address 10.0.0.0/8", "summary-only"))))
    return frozenset(fields.items())


def unique(strategy: st.SearchStrategy[Any], field: str, most: int = 2) -> st.SearchStrategy[frozenset[Any]]:
    return st.lists(strategy, max_size=most, unique_by=lambda each: getattr(each, field)).map(frozenset)


@st.composite
def gateway(draw: st.DrawFn, spoken: Spoken, group: int) -> SharedGateway:
    protocol = draw(st.sampled_from(["hsrp", "vrrp"])) if spoken.ios else "vrrp"
    hsrp, section = protocol == "hsrp", spoken.ios and protocol == "vrrp" and draw(st.booleans())
    six = (not spoken.ios or hsrp or section) and draw(st.booleans())
    fields: dict[str, str] = {}
    if six and hsrp:
        addresses: list[Any] = draw(st.lists(LOCAL, max_size=1))
        fields |= {} if addresses else {"ipv6": "autoconfig"}
    elif six:
        addresses = draw(st.lists(LOCAL | ADDRESS6, min_size=0 if section else 1, max_size=2, unique=True))
        fields |= {f"length {each}": "64" for each in addresses if section and not each.is_link_local}
    else:
        addresses = draw(st.lists(ADDRESS4, min_size=0 if hsrp or section else 1, max_size=3, unique=True))
    preempt = draw(maybe(st.booleans()))
    delay = draw(maybe(st.integers(0, 3600).map(lambda each: each * 1000))) if preempt else None
    hello = draw(maybe(st.integers(1, 255).map(lambda each: each * (10 if not spoken.ios else 1)) | st.just(3000)))
    proofs = ["simple", "md5", "key-chain"] if spoken.ios else ["simple"]
    proof = None if section else draw(maybe(st.sampled_from(proofs)))
    fields |= {"hold": "10000"} if hsrp and hello is not None else {}
    fields |= {"key-chain": "GATE"} if proof == "key-chain" else {}
    fields |= {"preempt delay": "reload 180"} if spoken.ios and delay is not None and draw(st.booleans()) else {}
    fields |= {"version": "3"} if section or (not spoken.ios and draw(st.booleans())) else {}
    fields |= {"description": "floor 1"} if draw(st.booleans()) and not section else {}
    second = frozenset(("secondary", str(each)) for each in addresses[1:] if not six)
    return SharedGateway(
        protocol,
        group,
        version=6 if six else 4,
        addresses=frozenset(addresses),
        priority=draw(maybe(st.integers(1, 254))),
        preempt=preempt,
        delay=delay,
        hello=hello,
        authentication=proof,
        tracks=draw(TRACKED),
        fields=frozenset(fields.items()) | second,
    )


@st.composite
def shared(draw: st.DrawFn, spoken: Spoken) -> dict[str, Any]:
    """Draw what a port at layer 3 shares with other routers, and IS-IS on it; of most ports neither."""
    if draw(st.integers(0, 2)):
        return {}
    groups = draw(st.lists(st.integers(0 if spoken.ios else 1, 255), unique=True, max_size=2))
    return {"gateways": frozenset(draw(gateway(spoken, group)) for group in groups), "isis": draw(maybe(ISIS_PORT))}


def by_level(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(["", "level-1", "level-2"]), values, max_size=2)


ISIS_PORT = st.builds(
    IsisInterface,
    TAG,
    versions=st.sampled_from([frozenset({4}), frozenset({6}), frozenset({4, 6})]),
    level=maybe(LEVEL),
    point_to_point=st.booleans(),
    metrics=by_level(NUMBER).map(lambda found: frozenset(found.items())),
    authentication=by_level(st.sampled_from(["simple", "md5"])).map(lambda found: frozenset(found.items())),
    fields=of(
        ("isis authentication key-chain", "IGP level-2"), ("isis priority", "7"), ("isis hello-interval", "5 level-1")
    ),
)


def isis_processes(spoken: Spoken, vrfs: list[str]) -> st.SearchStrategy[frozenset[IsisProcess]]:
    announced = some(st.sampled_from(["connected", "static", "ospf 1", "bgp 65000"]), 2)
    options = of(
        ("log-adjacency-changes", "on"),
        ("authentication key-chain", "IGP level-2"),
        ("passive-interface", "default"),
        ("hello padding", "off"),
        ("set-overload-bit", "on-startup 300"),
    )
    six = st.just(frozenset[tuple[str, str]]()) | of(("address-family ipv6 multi-topology", "on")).map(
        lambda found: found | {("address-family", "ipv6")}
    )
    proofs = st.dictionaries(st.sampled_from(["area", "domain"]), st.sampled_from(["simple", "md5"]), max_size=2)
    built = st.builds(
        lambda six, options, announced, redistributed, passive, **fields: IsisProcess(
            redistribute=announced,
            passive=passive if ("passive-interface", "default") not in options else frozenset(),
            fields=options | six | {(f"redistribute {each}", "level-2") for each in announced if redistributed},
            **fields,
        ),
        six,
        options,
        announced,
        st.booleans(),
        some(spoken.ports, 2),
        process=TAG,
        vrf=st.sampled_from([None, *vrfs]),
        nets=some(st.sampled_from(["49.0001.0102.5500.0001.00", "49.0002.0102.5500.0001.00"]), 2),
        level=maybe(LEVEL),
        metric_style=maybe(st.sampled_from(["wide", "narrow"])),
        authentication=proofs.map(lambda found: frozenset(found.items())),
    )
    return unique(built, "process")


def key_chains(spoken: Spoken) -> st.SearchStrategy[frozenset[KeyChain]]:
    secrets = [Secret("plain"), Secret("reversible", "type 7"), *([Secret("reversible", "aes")] if spoken.ios else [])]
    key = st.builds(
        Key,
        st.integers(0, 2147483647),
        maybe(st.sampled_from(["md5", "hmac-sha-256"])),
        maybe(st.sampled_from(secrets)),
        maybe(WHEN),
        maybe(WHEN),
    )
    return unique(st.builds(KeyChain, NAME, keys=unique(key, "number")), "name")


ENROLLED = st.sampled_from(
    [
        (None, ()),
        ("selfsigned", ()),
        ("terminal", (("enrollment terminal", "pem"),)),
        ("url", (("enrollment url", "http://10.9.0.60:80"), ("enrollment mode", "ra"))),
        ("profile", (("enrollment profile", "EGOV"),)),
    ]
)
CERTIFICATES = unique(
    st.builds(
        lambda kind, number, body: Certificate(f"{kind}{number:02X}", body),
        st.sampled_from(["", "ca ", "self-signed "]),
        st.integers(1, 255),
        st.integers(1, 18).map(lambda words: " ".join(["3082024B"] * words)),
    )
    | st.integers(256, 999).map(lambda number: Certificate(f"ca {number} nvram:EGOV#{number}.cer")),
    "name",
)


def trust_points(spoken: Spoken) -> st.SearchStrategy[frozenset[TrustPoint]]:
    """Return trust points; the certificates of RGOS come in by the enrolment alone."""
    return unique(
        st.builds(
            lambda name, enrolled, fields, subject, revocation, certificates: TrustPoint(
                name, subject, enrolled[0], revocation, certificates, fields | frozenset(enrolled[1])
            ),
            NAME,
            ENROLLED,
            of(("rsakeypair", "EGOV 2048"), ("fqdn", "pe1.example.gov"), ("serial-number", "none")),
            maybe(st.just("CN=pe1.example.gov, O=Example")),
            maybe(st.sampled_from(["crl none", "none", "ocsp"])),
            CERTIFICATES if spoken.ios else st.just(frozenset()),
        ),
        "name",
    )


MATCHES = of(
    ("access-group", "name PHONES"), ("dscp", "ef cs5"), ("ip precedence", "5"), ("any", ""), ("not protocol", "http")
)
INSPECTED = of(("protocol", "http"), ("access-group", "name WEB"))
ACTIONS = of(
    ("priority", "percent 20"),
    ("police", "1000000 8000 conform-action transmit exceed-action drop"),
    ("police", "cir 64000 conform-action transmit exceed-action drop violate-action drop"),
    ("set", "dscp ef"),
    ("fair-queue", ""),
    ("drop", ""),
)


@st.composite
def classes_and_policies(draw: st.DrawFn, spoken: Spoken) -> dict[str, Any]:
    classes, policies = set(), set()
    known = draw(st.lists(NAME, unique=True, max_size=4))
    for kind in ("", "inspect") if spoken.ios else ("",):
        names, known = known[:2], known[2:]
        matches = INSPECTED if kind else MATCHES
        classes |= {
            TrafficClass(name, draw(st.booleans()), draw(matches), draw(maybe(DESCRIPTION)), kind) for name in names
        }
        for name in draw(st.sampled_from([(), ("IN",) if kind else ("OUT",)])):
            actions = of(("inspect", ""), ("drop", "log"), ("pass", "")) if kind else ACTIONS
            steps = [TrafficStep(each, actions=draw(actions)) for each in (*names, "class-default")]
            described = draw(of(("description", "to the core")))
            policies.add(TrafficPolicy(name, kind, tuple(steps[draw(st.integers(0, 2)) :]), described))
    return {"traffic_classes": frozenset(classes), "traffic_policies": frozenset(policies)}


RANGES = st.lists(st.integers(0, 400), unique=True, min_size=4, max_size=4).map(
    lambda cuts: [(first * 10 + 1, last * 10 + 1) for first, last in zip(*[iter(sorted(cuts))] * 2, strict=True)]
)


def trees(spoken: Spoken) -> st.SearchStrategy[SpanningTree]:
    modes = ["mst", "pvst", "rapid-pvst"] if spoken.ios else ["stp", "rstp", "mstp"]
    own = ("spanning-tree vlan 99", "off") if spoken.ios else ("spanning-tree hello-time", "3")
    return st.builds(
        SpanningTree,
        maybe(st.sampled_from(modes)),
        maybe(NAME),
        maybe(st.integers(0, 65535)),
        st.just(frozenset()) | RANGES.map(lambda found: frozenset({(1, (found[0],)), (20, (found[1],))})),
        of(("spanning-tree mst", "1 priority 4096"), ("spanning-tree portfast", "bpduguard default"), own),
    )


def pools(vrfs: list[str]) -> st.SearchStrategy[frozenset[DhcpPool]]:
    hosts = st.lists(ADDRESS4, max_size=2, unique=True).map(tuple)
    built = st.builds(
        DhcpPool,
        NAME,
        some(NETWORK4, 1),
        hosts,
        hosts,
        lease=maybe(st.integers(0, 10000).map(lambda each: each * 60)),
        vrf=st.sampled_from([None, *vrfs]),
        fields=of(("domain-name", "example.gov"), ("option", "43 hex f104"), ("next-server", "10.9.0.67")),
    )
    return unique(built, "name")


@st.composite
def watched(draw: st.DrawFn, spoken: Spoken, vrfs: list[str]) -> dict[str, Any]:
    probes = []
    for number in draw(st.lists(NUMBER, unique=True, max_size=2)):
        test = draw(st.sampled_from(["icmp-echo", "tcp-connect", *(["udp-jitter"] if spoken.ios else [])]))
        when = draw(maybe(st.sampled_from(["life forever start-time now", "life forever start-time pending"])))
        fields = dict(draw(of(("threshold", "500"), ("timeout", "1000"))))
        fields |= {} if test == "icmp-echo" else {"port": "443"}
        fields |= {"schedule": when} if when is not None else {}
        probes.append(
            Probe(
                "sla" if spoken.ios else "rns",
                str(number),
                test,
                str(draw(ADDRESS4)),
                draw(maybe(spoken.ports | ADDRESS4.map(str))),
                draw(st.sampled_from([None, *vrfs])),
                draw(maybe(st.integers(1, 600).map(lambda each: each * 1000))),
                running=when is not None and "now" in when,
                fields=frozenset(fields.items()),
            )
        )
    what = ["ip sla 1 reachability" if spoken.ios else "rns 1", "list boolean and"]
    follows = of(("delay", "down 10 up 20"), ("object 1", "on"), ("object 2", "not"))
    ports = spoken.ports.map("interface {} line-protocol".format)
    tracks = unique(st.builds(Track, NUMBER.map(str), st.sampled_from(what) | ports, follows), "name")
    return {"probes": frozenset(probes), "tracks": draw(tracks)}


@st.composite
def stacks(draw: st.DrawFn, spoken: Spoken) -> frozenset[Stack]:
    numbers = draw(st.lists(st.integers(1, 8), unique=True, min_size=1, max_size=2))
    if spoken.ios:
        model = frozenset({("provision", "ws-c3850-24t")})
        members = (StackMember(each, draw(maybe(st.integers(1, 15))), fields=model) for each in numbers)
        return frozenset({Stack("stack", members=frozenset(members))})
    links = draw(some(st.tuples(st.sampled_from(["vsl-port", "vsl-aggregateport 1"]), spoken.ports), 2))
    fields = draw(of(("mad", "bfd"), ("mad bfd", "interface GigabitEthernet 1/0/24")))
    fields |= {(f"medium {port}", "copper") for _, port in links if draw(st.booleans())}
    members = (StackMember(each, draw(maybe(st.integers(1, 255))), draw(maybe(st.just("core A")))) for each in numbers)
    return frozenset({Stack("vsu", draw(st.integers(1, 255)), frozenset(members), links, fields)})


@st.composite
def with_objects(draw: st.DrawFn, spoken: Spoken, devices: st.SearchStrategy[Device]) -> Device:
    """Draw a device with objects beside what it has."""
    device = draw(devices)
    beside, own = draw(objects(spoken, sorted(each.name for each in device.vrfs)))
    own["fields"] = device.management.fields | own.get("fields", frozenset())
    return replace(device, management=replace(device.management, **own), **beside)


@st.composite
def objects(draw: st.DrawFn, spoken: Spoken, vrfs: list[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Draw one kind of object, or two: what of the device there is, and what of its management plane."""
    device: dict[str, Any] = {}
    own: dict[str, Any] = {}
    for kind in draw(st.sets(st.integers(0, 8), max_size=2)):
        match kind:
            case 0:
                device["isis"] = draw(isis_processes(spoken, vrfs))
            case 1:
                own["key_chains"] = draw(key_chains(spoken))
            case 2:
                own["trust_points"] = draw(trust_points(spoken))
            case 3:
                device |= draw(classes_and_policies(spoken))
            case 4:
                device["spanning_tree"] = draw(trees(spoken))
            case 5:
                device["dhcp_pools"] = draw(pools(vrfs))
            case 6:
                device |= draw(watched(spoken, vrfs))
            case 7:
                device["stacks"] = draw(stacks(spoken))
            case _:
                own["fields"] = draw(of(("control-plane service-policy input", "COPP"), ("redundancy mode", "sso")))
    return device, own
