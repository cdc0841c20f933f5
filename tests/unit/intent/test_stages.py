"""What each stage means on each device of the sample city."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

import pytest

from netops.errors import InputError
from netops.intent import Probe, cables, intended_devices, parties, probes
from netops.inventory import Inventory, Stage, load
from netops.model import Action, BgpInstance, Device, Direction, Interface

INVENTORY = Path(__file__).parents[3] / "inventory"
BRANCH = IPv4Network("192.168.2.0/24")
EVERY_STAGE = tuple(Stage)
BUILT = EVERY_STAGE[1:]


@cache
def city() -> Inventory:
    return load(INVENTORY)


@cache
def at(stage: Stage) -> Mapping[str, Device]:
    """Return the city with the finance bureau at a stage."""
    return intended_devices(city(), stages={"finance": stage})


def port(device: Device, name: str) -> Interface:
    found = device.interface(name)
    assert found is not None
    return found


def bgp(device: Device, vrf: str | None = None) -> BgpInstance:
    return next(each for each in device.bgp if each.vrf == vrf)


def rules(device: Device, name: str) -> list[tuple[Action, IPv4Network | None]]:
    found = next(each for each in device.prefix_lists if each.name == name)
    return [(rule.action, rule.prefix) for rule in found.rules]  # type: ignore[misc]  # the sample city has IPv4 only


def test_before_prepared_the_new_ports_are_shut_and_nothing_speaks_on_them() -> None:
    for device, name in ((at(Stage.SURVEYED)["pe1"], "cust0"), (at(Stage.SURVEYED)["finance-ce1"], "wan0")):
        found = port(device, name)
        assert (found.enabled, found.addresses, found.vrf) == (False, frozenset(), None)
    assert at(Stage.SURVEYED)["pe1"].vrf("FINANCE") is None
    assert at(Stage.SURVEYED)["finance-ce1"].bgp == frozenset()


@pytest.mark.parametrize("stage", BUILT)
def test_from_prepared_on_the_access_stands_in_the_departments_vrf(stage: Stage) -> None:
    pe, ce = at(stage)["pe1"], at(stage)["finance-ce1"]
    assert port(pe, "cust0").vrf == "FINANCE"
    vrf = pe.vrf("FINANCE")
    assert vrf is not None
    own = frozenset({"65000:102"})
    assert (vrf.table, vrf.rd, vrf.imports, vrf.exports) == (1102, "65000:102", own, own)
    (neighbor,) = bgp(pe, "FINANCE").neighbors
    assert (str(neighbor.address), neighbor.remote_asn, neighbor.ttl_hops) == ("10.1.0.6", 65102, 1)
    (neighbor,) = bgp(ce).neighbors
    assert (str(neighbor.address), neighbor.remote_asn) == ("10.1.0.5", 65000)


@pytest.mark.parametrize("stage", BUILT)
def test_a_site_may_announce_its_own_prefix_and_hears_of_the_others_only(stage: Stage) -> None:
    pe = at(stage)["pe1"]
    assert rules(pe, "FINANCE-HQ-IN") == [(Action.PERMIT, IPv4Network("192.168.1.0/24"))]
    assert rules(pe, "FINANCE-HQ-OUT") == [(Action.PERMIT, BRANCH)]


def test_in_prepared_the_ce_takes_no_route_from_the_new_network() -> None:
    ce = at(Stage.PREPARED)["finance-ce1"]
    (neighbor,) = bgp(ce).neighbors
    (exchanged,) = neighbor.families
    assert exchanged.prefix_list_in == "CLOSED"
    assert rules(ce, "CLOSED") == [(Action.DENY, None)]


@pytest.mark.parametrize("stage", EVERY_STAGE[2:])
def test_from_dual_run_on_the_ce_takes_the_departments_routes(stage: Stage) -> None:
    (neighbor,) = bgp(at(stage)["finance-ce1"]).neighbors
    (exchanged,) = neighbor.families
    assert exchanged.prefix_list_in == "BACKBONE-IN"
    assert rules(at(stage)["finance-ce1"], "BACKBONE-IN") == [(Action.PERMIT, BRANCH)]


def test_the_list_that_a_session_will_name_stands_there_before_it_is_named() -> None:
    assert rules(at(Stage.PREPARED)["finance-ce1"], "BACKBONE-IN") == [(Action.PERMIT, BRANCH)]


@pytest.mark.parametrize(
    ("stage", "distance"),
    [
        (Stage.SURVEYED, None),
        (Stage.PREPARED, None),
        (Stage.DUAL_RUN, None),
        (Stage.CUT_OVER, 250),
        (Stage.OBSERVED, 250),
    ],
)
def test_the_old_route_is_preferred_until_cut_over_and_the_last_resort_after(
    stage: Stage, distance: int | None
) -> None:
    (route,) = at(stage)["finance-ce1"].static_routes
    assert (route.prefix, str(route.next_hop), route.distance) == (BRANCH, "172.16.1.1", distance)


def test_a_site_that_the_new_network_does_not_reach_keeps_its_old_route_preferred() -> None:
    archives = intended_devices(city(), stages={"archives": Stage.CUT_OVER})["archives-ce1"]
    (route,) = archives.static_routes
    assert (str(route.prefix), route.distance) == ("10.33.2.0/24", None)


def test_retired_shuts_the_old_ports_and_removes_the_old_routes() -> None:
    devices = at(Stage.RETIRED)
    for host, name in (("finance-ce1", "old0"), ("finance-old", "line0"), ("finance-old", "line1")):
        assert (port(devices[host], name).enabled, port(devices[host], name).addresses) == (False, frozenset())
    assert devices["finance-ce1"].static_routes == devices["finance-old"].static_routes == frozenset()


def test_observed_is_what_cut_over_was() -> None:
    assert at(Stage.OBSERVED) == at(Stage.CUT_OVER)


@pytest.mark.parametrize("stage", EVERY_STAGE)
def test_moving_one_department_changes_its_own_routers_and_its_pes_only(stage: Stage) -> None:
    before, after = at(Stage.SURVEYED), at(stage)
    touched = {host for host in before if before[host] != after[host]}
    assert touched <= {"pe1", "pe2", "finance-ce1", "finance-ce2", "finance-old"}


@pytest.mark.parametrize("stage", EVERY_STAGE)
def test_a_department_without_a_grant_never_shares_a_route_target(stage: Stage) -> None:
    for device in at(stage).values():
        for vrf in device.vrfs:
            others = {
                each for other in device.vrfs if other.name not in {vrf.name, "EXCHANGE"} for each in other.exports
            }
            assert not vrf.imports & others or vrf.name == "EXCHANGE"
            assert vrf.name in {"TRANSPORT", "EXCHANGE"} or "65000:900" not in vrf.imports


def test_a_granted_department_and_the_zone_import_each_other_once_traffic_may_flow() -> None:
    for stage, joined in ((Stage.PREPARED, False), (Stage.DUAL_RUN, True)):
        devices = intended_devices(city(), stages={"transport": stage})
        transport, exchange = devices["pe1"].vrf("TRANSPORT"), devices["pe2"].vrf("EXCHANGE")
        assert transport is not None
        assert exchange is not None
        assert ("65000:900" in transport.imports, "65000:104" in exchange.imports) == (joined, joined)


def test_every_port_has_one_owner_and_every_fact_names_its_line() -> None:
    for device in at(Stage.CUT_OVER).values():
        assert len({each.name for each in device.interfaces}) == len(device.interfaces)
        groups = (device.interfaces, device.vrfs, device.static_routes, device.ospf, device.bgp, device.filters)
        lines = [fact.lines for group in groups for fact in group]
        assert all(each and each[0].file and each[0].number for each in lines)


def test_a_fact_names_the_very_line_of_the_inventory() -> None:
    (line,) = port(at(Stage.CUT_OVER)["pe1"], "cust0").lines
    assert line.file.endswith("inventory/departments/finance.yml")
    assert "provider: pe1:cust0" in line.text
    assert (INVENTORY / "departments" / "finance.yml").read_text().split("\n")[line.number - 1].strip() == line.text


def test_ssh_is_let_in_from_the_management_network_on_the_management_port_only() -> None:
    for device in at(Stage.CUT_OVER).values():
        (inward,) = (each for each in device.filters if each.direction is Direction.INPUT)
        assert inward.default is Action.DENY
        ssh = [rule for rule in inward.rules if (22, 22) in rule.destination_ports]
        assert [(rule.interface, [str(each) for each in rule.sources]) for rule in ssh] == [
            ("mgmt0", ["10.250.0.0/24"])
        ]


def test_nothing_is_forwarded_into_or_out_of_the_management_network() -> None:
    for device in at(Stage.CUT_OVER).values():
        (forward,) = (each for each in device.filters if each.direction is Direction.FORWARD)
        denied = [(rule.interface, rule.destinations) for rule in forward.rules if rule.action is Action.DENY]
        assert denied == [("mgmt0", frozenset()), (None, {IPv4Network("10.250.0.0/24")})]


def test_every_session_of_bgp_is_let_in_from_its_neighbour_alone() -> None:
    for device in at(Stage.CUT_OVER).values():
        neighbors = {str(each.address) for instance in device.bgp for each in instance.neighbors}
        (inward,) = (each for each in device.filters if each.direction is Direction.INPUT)
        let_in = [rule.sources for rule in inward.rules if (179, 179) in rule.destination_ports]
        assert sorted(str(network.network_address) for each in let_in for network in each) == sorted(neighbors)


def test_a_hello_that_is_ospfs_default_is_left_out_since_frr_does_not_show_it() -> None:
    plan = city().network
    slow = replace(
        city(), network=plan.model_copy(update={"igp": plan.igp.model_copy(update={"hello": 10, "dead": 40})})
    )
    ospf = port(intended_devices(slow)["p1"], "core0").ospf
    assert ospf is not None
    assert (ospf.hello, ospf.dead) == (None, 40)


def test_an_unknown_department_is_told_with_those_that_there_are() -> None:
    with pytest.raises(InputError) as caught:
        intended_devices(city(), stages={"fiance": Stage.PREPARED})
    assert str(caught.value) == (
        "NET-INT-001 there is no department fiance\n  right: one of: archives, finance, health, transport"
    )


def test_a_site_that_would_be_cut_off_is_refused_with_its_line() -> None:
    with pytest.raises(InputError) as caught:
        intended_devices(city(), stages={"archives": Stage.RETIRED})
    (fault,) = caught.value.faults
    assert (fault.code, fault.values) == ("NET-INT-002", {"department": "archives", "site": "store"})
    assert fault.place.endswith("departments/archives.yml:12")


def test_two_resources_of_one_zone_with_different_grants_are_refused() -> None:
    known = city().catalogue["data-exchange"]
    other = known.model_copy(update={"name": "weather", "granted": ()})
    with pytest.raises(InputError) as caught:
        intended_devices(replace(city(), catalogue={**city().catalogue, "weather": other}))
    assert [fault.code for fault in caught.value.faults] == ["NET-INT-003"]


def test_the_cables_join_each_port_once() -> None:
    ends = [end for cable in cables(city()) for end in cable]
    assert len(ends) == len(set(ends)) == 26
    assert (("pe1", "cust0"), ("finance-ce1", "wan0")) in cables(city())


def test_every_end_of_a_cable_is_a_port_of_its_device_at_every_stage() -> None:
    for stage in EVERY_STAGE:
        for host, name in (end for cable in cables(city()) for end in cable):
            port(at(stage)[host], name)


def test_the_parties_are_the_stations_of_departments_and_resources() -> None:
    found = {each.name: each for each in parties(city())}
    assert len(found) == 8
    server = found["exchange-srv"]
    assert (server.device, server.interface, server.resource, server.department) == (
        "pe2",
        "shared0",
        "data-exchange",
        None,
    )
    assert str(found["archives-store"].address) == "10.33.2.10/24"


def asked(stage: Stage, source: str, destination: str) -> Probe | None:
    found = probes(city(), "finance", stage)
    address = IPv4Address(destination)
    return next((each for each in found if each.host == source and each.destination == address), None)


@pytest.mark.parametrize("stage", EVERY_STAGE)
def test_a_departments_sites_must_reach_each_other_at_every_stage(stage: Stage) -> None:
    probe = asked(stage, "finance-ce1", "192.168.2.1")
    assert probe is not None
    assert probe.expect


def test_what_is_not_granted_must_stay_silent_and_what_could_be_taken_for_ones_own_is_not_asked() -> None:
    silent = asked(Stage.CUT_OVER, "finance-ce1", "10.99.0.10")
    assert silent is not None
    assert not silent.expect
    asked_hosts = {
        str(each.destination) for each in probes(city(), "finance", Stage.CUT_OVER) if each.host == "finance-ce1"
    }
    assert "192.168.1.1" not in asked_hosts


def test_the_pe_asks_the_ce_in_its_vrf_once_the_access_is_built() -> None:
    assert asked(Stage.SURVEYED, "pe1", "10.1.0.6") is None
    probe = asked(Stage.PREPARED, "pe1", "10.1.0.6")
    assert probe is not None
    assert (probe.vrf, probe.expect) == ("FINANCE", True)


def test_a_site_that_would_lose_its_only_path_is_expected_silent_not_reachable() -> None:
    resource = probes(city(), "transport", Stage.PREPARED)
    assert [each.expect for each in resource if str(each.destination) == "10.99.0.10"] == [False]
    resource = probes(city(), "transport", Stage.DUAL_RUN)
    assert [each.expect for each in resource if str(each.destination) == "10.99.0.10"] == [True]
