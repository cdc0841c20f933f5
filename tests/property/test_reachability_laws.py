"""Laws of reachability: what must hold for every network of departments in VRFs."""

from dataclasses import dataclass, replace
from ipaddress import IPv4Address, ip_address, ip_interface

from hypothesis import given
from hypothesis import strategies as st

from netops.model import (
    BgpFamily,
    BgpInstance,
    BgpNeighbor,
    Device,
    Family,
    Interface,
    InterfaceKind,
    IPInterface,
    Ldp,
    Line,
    NeighborFamily,
    OspfInterface,
    OspfProcess,
    Topic,
    Unread,
    Vrf,
)
from netops.reachability import Cable, Party, Reach, compute

ASN = 65000
PES = ("pe1", "pe2", "pe3")


@dataclass(frozen=True)
class Office:
    """A department's LAN on a PE: the third octet may be another department's too."""

    department: int
    pe: int
    octet: int


@dataclass(frozen=True)
class Plan:
    """Offices, and which department imports which other's routes."""

    offices: tuple[Office, ...]
    grants: frozenset[tuple[int, int]]


offices = st.builds(Office, st.integers(0, 3), st.integers(0, 2), st.integers(0, 3))
plans = st.builds(
    Plan,
    st.lists(offices, min_size=2, max_size=7, unique_by=lambda each: (each.department, each.pe, each.octet)).map(tuple),
    st.frozensets(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=6),
)


def wired(number: int) -> tuple[Interface, ...]:
    """Return the loopback and the two core ports of the PE ``number``; the PEs stand in a row."""
    ospf = OspfInterface(0)
    loop = Interface(
        "lo", InterfaceKind.LOOPBACK, addresses=frozenset({ip_interface(f"10.255.0.{number}/32")}), ospf=ospf
    )
    left = Interface("left", addresses=frozenset({ip_interface(f"10.0.{number}.2/30")}), mpls=True, ospf=ospf)
    right = Interface("right", addresses=frozenset({ip_interface(f"10.0.{number + 1}.1/30")}), mpls=True, ospf=ospf)
    return loop, left, right


def backbone(number: int, vrfs: frozenset[Vrf], lans: frozenset[Interface]) -> Device:
    own = IPv4Address(f"10.255.0.{number}")
    vpn = frozenset({NeighborFamily(Family.VPNV4)})
    peers = frozenset(
        BgpNeighbor(ip_address(f"10.255.0.{other}"), ASN, update_source="lo", families=vpn)
        for other in (1, 2, 3)
        if other != number
    )
    instances = {BgpInstance(ASN, None, own, default_ipv4_unicast=False, neighbors=peers)}
    family = frozenset({BgpFamily(Family.IPV4, redistribute=frozenset({"connected"}), vpn=True)})
    instances |= {BgpInstance(ASN, vrf.name, own, families=family) for vrf in vrfs}
    return Device(
        f"pe{number}",
        "frr",
        interfaces=frozenset({*wired(number), *lans}),
        vrfs=vrfs,
        ospf=frozenset({OspfProcess(own)}),
        ldp=Ldp(own, own, frozenset({"left", "right"})),
        bgp=frozenset(instances),
    )


def network(plan: Plan) -> tuple[dict[str, Device], list[Cable], list[Party]]:
    devices, parties = {}, []
    for number in (1, 2, 3):
        here = [each for each in plan.offices if each.pe == number - 1]
        lans = frozenset(
            Interface(
                f"d{each.department}x{each.octet}", vrf=f"D{each.department}", addresses=frozenset({gateway(each)})
            )
            for each in here
        )
        vrfs = frozenset(vrf(each.department, plan) for each in here)
        devices[f"pe{number}"] = backbone(number, vrfs, lans)
    for each in plan.offices:
        name = f"d{each.department}-{each.pe}-{each.octet}"
        port = f"d{each.department}x{each.octet}"
        parties.append(Party(name, PES[each.pe], port, ip_address(f"192.168.{each.octet}.10")))
    cables: list[Cable] = [(("pe1", "right"), ("pe2", "left")), (("pe2", "right"), ("pe3", "left"))]
    return devices, cables, parties


def gateway(office: Office) -> IPInterface:
    return ip_interface(f"192.168.{office.octet}.1/24")


def vrf(department: int, plan: Plan) -> Vrf:
    imports = {department} | {other for own, other in plan.grants if own == department}
    return Vrf(
        f"D{department}",
        rd=f"{ASN}:{department}",
        imports=frozenset(f"{ASN}:{each}" for each in imports),
        exports=frozenset({f"{ASN}:{department}"}),
    )


@given(plans)
def test_departments_without_grants_never_meet(plan: Plan) -> None:
    pairs = compute(*network(replace(plan, grants=frozenset()))).pairs
    for a, b in pairs.where(Reach.REACHABLE):
        assert a.split("-")[0] == b.split("-")[0]


@given(plans)
def test_removing_a_route_target_import_never_adds_a_pair_between_different_prefixes(plan: Plan) -> None:
    """Where two exporters announce one prefix, an import less can uncover the other: that isn't asked here."""
    spread = tuple(replace(each, octet=number) for number, each in enumerate(plan.offices))
    held = replace(plan, offices=spread)
    before = compute(*network(held)).pairs.where(Reach.REACHABLE)
    for grant in sorted(held.grants):
        less = replace(held, grants=held.grants - {grant})
        assert compute(*network(less)).pairs.where(Reach.REACHABLE) <= before


@given(plans)
def test_an_unrelated_department_changes_no_pair_of_the_others(plan: Plan) -> None:
    before = compute(*network(plan)).pairs
    joined = replace(plan, offices=(*plan.offices, Office(9, 0, 1), Office(9, 2, 2)))
    after = compute(*network(joined)).pairs
    assert all(after[pair] is before[pair] for pair in before)


@given(plans, st.permutations(PES))
def test_neither_order_nor_the_ends_of_cables_matter(plan: Plan, order: list[str]) -> None:
    devices, cables, parties = network(plan)
    before = compute(devices, cables, parties)
    turned: list[Cable] = [(b, a) for a, b in reversed(cables)]
    after = compute({name: devices[name] for name in order}, turned, list(reversed(parties)))
    assert before.as_dict() == after.as_dict()
    assert all(before.pairs[a, b] is before.pairs[b, a] for a, b in before.pairs)


@given(plans, st.sampled_from(PES), st.sampled_from(Topic))
def test_unread_lines_turn_no_pair_into_its_opposite(plan: Plan, pe: str, topic: Topic) -> None:
    devices, cables, parties = network(plan)
    before = compute(devices, cables, parties).pairs
    devices[pe] = replace(devices[pe], unread=(Unread((), Line(1, "something new"), topic),))
    after = compute(devices, cables, parties).pairs
    assert all(after[pair] in {before[pair], Reach.UNKNOWN} for pair in before)
    if topic is not Topic.MANAGEMENT:
        touched = {each.name for each in parties if each.device == pe}
        assert not any(pair[0] in touched and after[pair] is Reach.REACHABLE for pair in before)


@given(plans)
def test_what_the_matrix_calls_reachable_its_explanation_brings_to_the_party(plan: Plan) -> None:
    matrix = compute(*network(plan))
    for a, b in matrix.pairs:
        explained = matrix.explain(a, b)
        arrives = [half[-1].word in {"arrives", "same_link"} for half in (explained.there, explained.back)]
        assert all(arrives) is (explained.reach is Reach.REACHABLE)


def test_the_generator_makes_networks_in_which_grants_connect_departments() -> None:
    plan = Plan((Office(0, 0, 0), Office(1, 2, 1)), frozenset({(0, 1), (1, 0)}))
    assert compute(*network(plan)).pairs.where(Reach.REACHABLE) == {("d0-0-0", "d1-2-1")}
