"""Interfaces, VRFs and OSPF as the templates for Ruijie RGOS can express them."""

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Address, IPv6Interface, IPv6Network
from typing import Any

from hypothesis import strategies as st
from tests.property.ios_objects import AREA_SETTINGS, Spoken, shared

from netops.model import (
    Binding,
    Interface,
    InterfaceKind,
    OspfArea,
    OspfInterface,
    OspfNetwork,
    OspfProcess,
    Side,
    Switchport,
    Vrf,
)
from netops.platforms.ruijie_os.refusals import GUARDS as WRITTEN

NAME = st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]{0,15}", fullmatch=True)
WORD = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="\"'{}#<>|?^"), min_size=1
)
DESCRIPTION = st.lists(WORD.map(lambda word: word[:12]), min_size=1, max_size=4).map(" ".join)
SHORT_TEXT = DESCRIPTION.filter(lambda text: len(text.encode()) <= 80)  # bytes of a prefix list's
VRF_NAME = st.from_regex(r"[A-Z][A-Z0-9_]{0,14}", fullmatch=True)
PHYSICAL = st.builds("GigabitEthernet {}/{}".format, st.integers(0, 3), st.integers(0, 48))
SUB = st.builds("TenGigabitEthernet 1/{}.{}".format, st.integers(0, 4), st.integers(1, 999))
MADE = st.builds("{} {}".format, st.sampled_from(["Loopback", "Tunnel", "AggregatePort"]), st.integers(0, 99))
PORT = PHYSICAL | MADE
SPOKEN = Spoken(PORT, ios=False)
KINDS = {"Loopback": InterfaceKind.LOOPBACK, "Tunnel": InterfaceKind.TUNNEL, "AggregatePort": InterfaceKind.AGGREGATE}
TARGET = st.builds("{}:{}".format, st.integers(0, 65535), st.integers(0, 4294967295))
NUMBER = st.integers(1, 4294967294)
SECONDS = st.integers(1, 65535)
ADDRESS4 = st.builds(IPv4Address, st.integers(0, (1 << 32) - 1))
ADDRESS6 = st.builds(IPv6Address, st.integers(0x2001 << 112, (0x2002 << 112) - 1))
NETWORK4 = st.builds(lambda ip, length: IPv4Network((ip, length), strict=False), ADDRESS4, st.integers(0, 32))
NETWORK6 = st.builds(lambda ip, length: IPv6Network((ip, length), strict=False), ADDRESS6, st.integers(0, 128))
SOURCE = st.sampled_from(["connected", "static", "rip", "ospf 1", "bgp", "isis"])


SETTING = st.sampled_from(
    [
        ("speed", "100"),
        ("duplex", "full"),
        ("bandwidth", "2000"),
        ("ip ospf priority", "0"),
        ("keepalive", "off"),
        ("eee", "enable"),
    ]
)
PROCESS_SETTING = st.sampled_from(
    [
        ("auto-cost reference-bandwidth", "100000"),
        ("log-adj-changes", "on"),
        ("graceful-restart", "on"),
        ("two-way-maintain", "off"),
    ]
)


def settings_of(strategy: st.SearchStrategy[tuple[str, str]]) -> st.SearchStrategy[frozenset[tuple[str, str]]]:
    return st.lists(strategy, max_size=3, unique_by=lambda pair: pair[0]).map(frozenset)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def some(strategy: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[Any]:
    return st.frozensets(strategy, max_size=most)


BINDINGS = st.lists(
    st.builds(Binding, NAME, st.booleans(), st.sampled_from([4, 6])),
    max_size=3,
    unique_by=lambda each: (each.version, each.inbound),
).map(frozenset)
POLICIES = st.lists(st.builds(Binding, NAME, st.booleans()), max_size=2, unique_by=lambda each: each.inbound)
VLAN = st.integers(1, 4094)
ALLOWED = st.lists(st.integers(0, 400), unique=True, max_size=6).map(
    lambda cuts: tuple((first * 10 + 1, last * 10 + 1) for first, last in zip(*[iter(sorted(cuts))] * 2, strict=False))
)
SWITCHPORT = st.builds(
    Switchport,
    maybe(st.sampled_from(["access", "trunk"])),
    maybe(VLAN),
    maybe(VLAN),
    maybe(ALLOWED.filter(bool) | st.just(((1, 4094),))),
).filter(lambda each: each != Switchport())
GUARD = st.sampled_from(sorted(WRITTEN)) | st.sampled_from(
    ["port-security maximum 2", "storm-control broadcast pps 100", "nfpp arp-guard enable"]
)
MEASURED = ("port-security maximum 2", "storm-control broadcast pps 100")
GUARDS = st.dictionaries(GUARD, st.booleans(), max_size=4).map(
    lambda each: frozenset(
        (name, on or name in MEASURED) for name, on in each.items() if name != "loop-guard" or "root-guard" not in each
    )
)


SWITCHED = (InterfaceKind.PHYSICAL, InterfaceKind.AGGREGATE)


@st.composite
def layers(draw: st.DrawFn, vrfs: frozenset[Vrf], *, may_switch: bool) -> dict[str, Any]:
    """Draw at which layer a port stands, whose member it is, and what else is set there."""
    fields = draw(settings_of(SETTING))
    guards = draw(GUARDS)
    layer = draw(st.sampled_from(["two", "member", "three"]) if may_switch else st.just("three"))
    if layer == "two":
        return {"switchport": draw(SWITCHPORT), "fields": fields, "guards": guards}
    if layer == "member":
        fields |= draw(st.sampled_from([frozenset(), frozenset({("aggregate mode", "active")})]))
        return {"aggregate": f"AggregatePort {draw(st.integers(1, 99))}", "fields": fields, "guards": guards}
    routed = may_switch and draw(st.booleans())
    if routed:
        guards = frozenset(each for each in guards if not each[0].startswith(("port-security", "protected")))
    families = {each.name: each.families or frozenset({4}) for each in vrfs}
    vrf = draw(st.sampled_from([None, *families]))
    own = draw(addresses(families.get(vrf or "", frozenset({4, 6}))))
    if not own["addresses"] and draw(st.booleans()):
        fields |= {("ip address", "dhcp")}
    lines = {"routed": routed, "vrf": vrf, "unnumbered": draw(maybe(PORT)), "fields": fields, "guards": guards}
    return {**lines, **own, **draw(shared(SPOKEN))}


@st.composite
def addresses(draw: st.DrawFn, families: frozenset[int]) -> dict[str, Any]:
    four = draw(
        st.lists(
            st.builds(lambda ip, length: IPv4Interface((ip, length)), ADDRESS4, st.integers(0, 32)),
            max_size=3,
            unique=True,
        )
    )
    six = draw(some(st.builds(lambda ip, length: IPv6Interface((ip, length)), ADDRESS6, st.integers(0, 128)), 2))
    if 4 not in families:
        four = []
    return {"addresses": frozenset(four) | (six if 6 in families else frozenset()), "secondary": frozenset(four[1:])}


@st.composite
def interfaces(draw: st.DrawFn, vrfs: frozenset[Vrf]) -> frozenset[Interface]:
    found = []
    for name in draw(st.lists(PHYSICAL | SUB | MADE | VLAN.map("VLAN {}".format), unique=True, max_size=4)):
        kind = next((each for start, each in KINDS.items() if name.startswith(start)), InterfaceKind.PHYSICAL)
        dot1q = None
        if "." in name:
            kind, dot1q = InterfaceKind.SUB, draw(VLAN)
        elif name.startswith("VLAN"):
            kind, dot1q = InterfaceKind.VLAN, int(name.removeprefix("VLAN "))
        found.append(
            Interface(
                name,
                kind=kind,
                enabled=draw(st.booleans()),
                description=draw(maybe(DESCRIPTION)),
                mtu=draw(maybe(st.integers(64, 9216))),
                mpls=draw(st.booleans()),
                dot1q=dot1q,
                filters=draw(BINDINGS),
                side=draw(maybe(st.sampled_from(Side))),
                urpf=draw(maybe(st.sampled_from(["strict", "loose", "strict default", "loose default"]))),
                relays=draw(some(ADDRESS4)),
                policies=frozenset(draw(POLICIES)),
                **draw(layers(vrfs, may_switch=kind in SWITCHED)),
            )
        )
    return frozenset(found)


@st.composite
def vrf(draw: st.DrawFn, name: str) -> Vrf:
    families = draw(some(st.sampled_from([4, 6])))
    targets = {each: draw(some(TARGET)) for each in ("imports", "exports")}
    six = {f"{each}_v6": draw(some(TARGET)) for each in targets} if 6 in families else {}
    if families == {6} and any(targets.values()):  # what the VRF itself says holds for its family
        six = {f"{name}_v6": own for name, own in targets.items()}
    four = (
        {
            "import_policy": draw(maybe(NAME)),
            "export_policy": draw(maybe(NAME)),
            "limit": draw(maybe(NUMBER)),
        }
        if 4 in families or not families
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
                    some(NETWORK4 | st.sampled_from([IPv4Network("0.0.0.0/0"), IPv4Network("128.0.0.0/1")])),
                    AREA_SETTINGS,
                ).filter(lambda each: each.kind or each.authentication or each.networks or each.fields),
                max_size=2,
                unique_by=lambda each: each.number,
            ).filter(
                lambda found: not frozenset.intersection(*(each.networks for each in found)) if len(found) > 1 else True
            )
        )
        announced, active = draw(some(SOURCE)), draw(some(PORT))
        options = {f"redistribute {each}": "subnets metric 20" for each in announced if draw(st.booleans())}
        found.append(
            OspfProcess(
                router_id=draw(maybe(ADDRESS4)),
                vrf=draw(st.sampled_from([None, *vrf_names])),
                spf_delay=draw(maybe(st.tuples(*[st.integers(0, 600000)] * 3))),
                redistribute=announced,
                fields=frozenset(options.items()) | draw(settings_of(PROCESS_SETTING)),
                process=str(number),
                areas=frozenset(areas),
                passive_default=draw(st.booleans()),
                active=active,
                passive=draw(some(PORT)) - active,
                originates_default=draw(st.sampled_from([None, "yes", "always"])),
            )
        )
    return frozenset(found)


OSPF_LINES = st.fixed_dictionaries(
    {
        "network": maybe(st.sampled_from(OspfNetwork)),
        "hello": maybe(SECONDS),
        "dead": maybe(SECONDS),
        "authentication": maybe(st.sampled_from(["simple", "md5", "null"])),
        "cost": maybe(SECONDS),
        "keys": some(st.integers(0, 255)),
    }
)


def areas(interface: Interface, processes: frozenset[OspfProcess]) -> list[tuple[int, str | None, int]]:
    """Return length, process and area of the networks around an interface's addresses, the longest first."""
    hosts = [each.ip for each in interface.addresses if each.version == 4]
    hits = {
        (network.prefixlen, process.process, area.number)
        for process in processes
        for area in process.areas
        for network in area.networks
        if process.vrf == interface.vrf and any(host in network for host in hosts)
    }
    return sorted(hits, reverse=True, key=lambda hit: hit[0])


def with_ospf(draw: st.DrawFn, interface: Interface, processes: frozenset[OspfProcess]) -> Interface:
    """Return the interface with lines of OSPF, where one area is its own."""
    hits = areas(interface, processes)
    lines = draw(OSPF_LINES)
    if not hits or (len(hits) > 1 and hits[0][0] == hits[1][0]) or not any(lines.values()):
        return interface
    _, process, area = hits[0]
    return replace(interface, ospf=OspfInterface(area, process=process, **lines))
