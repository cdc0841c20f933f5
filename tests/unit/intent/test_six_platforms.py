"""The sample city with devices of six platforms: every role and platform is there, and every fact says where it comes from."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.unit.intent.conftest import ROOT, as_platform, each_fact

from netops.errors import InputError
from netops.intent import cables, intended_devices, parties
from netops.intent.idioms import idiom
from netops.intent.management import algorithms
from netops.inventory import PLATFORMS, Access, Inventory, Role, Stage, load, schemas
from netops.model import (
    Aaa,
    Clock,
    Device,
    Interface,
    InterfaceKind,
    Logging,
    Management,
    PasswordPolicy,
    Snmp,
    SshServer,
)
from netops.platforms import platform_names

SILENT = (Aaa, Clock, Logging, PasswordPolicy, Snmp, SshServer)


def every_device(inventory: Inventory) -> Iterator[Device]:
    """Yield each host at each stage of each department, but for stages that would cut a site off."""
    for department in inventory.departments:
        for stage in Stage:
            try:
                devices = intended_devices(inventory, stages={department: stage})
            except InputError as error:
                assert [fault.code for fault in error.faults] == ["NET-INT-002"]  # noqa: PT017  # no other is expected
                continue
            yield from devices.values()


def port(device: Device, name: str) -> Interface:
    found = device.interface(name)
    assert found is not None, name
    return found


def test_every_platform_and_every_role_is_in_the_city(six: Inventory) -> None:
    assert {host.platform for host in six.hosts.values()} == set(PLATFORMS)
    assert {host.role for host in six.hosts.values()} == set(Role)


def test_every_kind_of_access_is_in_the_city(six: Inventory) -> None:
    circuits = [each for department in six.departments.values() for each in department.circuits]
    assert {access for each in circuits for _, access in each.ends()} == set(Access)
    assert {each.routing.value for each in circuits} == {"bgp", "static"}


def test_every_platform_that_netops_knows_has_its_idiom() -> None:
    assert {name for name in platform_names() if idiom(name).loopback} == set(PLATFORMS)


@pytest.mark.parametrize("folder", ["inventory", "inventory-city"])
def test_every_fact_of_every_device_has_a_line_of_the_inventory_as_its_source(folder: str) -> None:
    for device in every_device(load(ROOT / folder)):
        for path, fact in each_fact(device):
            if isinstance(fact, SILENT) and fact == type(fact)():
                continue  # it says nothing
            assert fact.lines, (device.hostname, path, fact)
            assert all(line.file and line.number and line.text for line in fact.lines), path


def test_a_line_that_a_fact_names_stands_in_its_file(six: Inventory) -> None:
    device = intended_devices(six)["pe3"]
    for path, fact in each_fact(device):
        for line in fact.lines:
            text = Path(line.file).read_text("utf-8").split("\n")[line.number - 1]
            assert text.strip() == line.text, path


def test_an_idle_time_comes_from_the_line_that_says_it(six: Inventory) -> None:
    (vty,) = (each for each in intended_devices(six)["pe3"].management.terminals if each.kind == "vty")
    assert [line.text for line in vty.lines] == ["idle_seconds: 600"]
    assert [line.text for each in vty.filters for line in each.lines] == ["prefix: 10.250.0.0/24"]


def test_every_key_of_the_management_data_is_a_field_of_the_model() -> None:
    data = yaml.safe_load((ROOT / "src" / "netops" / "intent" / "management.yml").read_text("utf-8"))
    fields = set(Management.__dataclass_fields__)
    for platform, plane in data.items():
        assert set(plane) <= fields, platform
    known = {name for _, fact in each_fact(_whole_management()) for name in type(fact).__dataclass_fields__}
    words = {"each", "is", "when", "form", "algorithm"} | fields
    assert {key for plane in data.values() for part in plane.values() for key in _keys(part)} <= known | words


def _keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner)


def _whole_management() -> tuple[object, ...]:
    from netops import model  # noqa: PLC0415  # every kind of fact that a management plane may hold

    kinds: list[Any] = [model.SshServer, model.Logging, model.Snmp, model.Clock, model.PasswordPolicy]
    made: list[object] = [kind() for kind in kinds]
    return (
        *made,
        model.User("x"),
        model.TerminalLine("vty", 0, 4),
        model.Service("x", enabled=False),
        model.SnmpUser("x", "y"),
        model.SnmpGroup("x", "v3"),
        model.SnmpTarget("x"),
        model.TimeSource("x"),
        model.LogTarget("x"),
        model.Binding("x"),
    )


@pytest.mark.parametrize("platform", sorted(set(PLATFORMS) - {"frr"}))
def test_management_is_open_from_the_management_network_alone(six: Inventory, platform: str) -> None:
    device = intended_devices(as_platform(six, "water-old", platform))["water-old"]
    name = idiom(platform).lists.management
    (found,) = (each for each in device.access_lists if each.name == name)
    assert [[str(each) for each in rule.sources] for rule in found.rules] == [["10.250.0.0/24"], []]
    vty = [each for each in device.management.terminals if each.kind == "vty"]
    bound = {binding.name for each in vty for binding in each.filters}
    bound |= {binding.name for binding in device.management.ssh.filters}
    assert bound == {name}
    # Lines by which nobody gets in keep sessions few where a device always has more of them.
    assert {each.transports for each in vty} - {frozenset({"none"})} == {frozenset({"ssh"})}
    telnet = [each for each in device.management.services if each.name == "telnet" and each.enabled]
    assert telnet == []


@pytest.mark.parametrize("platform", sorted(set(PLATFORMS) - {"frr"}))
def test_no_packet_is_forwarded_through_the_management_port(six: Inventory, platform: str) -> None:
    device = intended_devices(as_platform(six, "water-old", platform))["water-old"]
    management = port(device, idiom(platform).spelled("GigabitEthernet0/7"))
    bound = {(binding.inbound, binding.name) for binding in management.filters}
    habits = idiom(platform)
    both = {(True, habits.lists.to_management), (False, habits.lists.from_management)}
    assert bound == (both if habits.management_forwards else set())
    for _, name in bound:
        (found,) = (each for each in device.access_lists if each.name == name)
        assert len(found.rules) == 2
        assert "10.250.0.33/32" in {str(each) for rule in found.rules for each in rule.sources | rule.destinations}


def test_vrp8_says_from_where_ssh_and_snmp_are_answered_or_nobody_gets_in(six: Inventory) -> None:
    for host, name in (("pe3", "GigabitEthernet0/0/0"), ("education-ce1", "MEth0/0/0")):
        management = intended_devices(six)[host].management
        assert (management.ssh.source, management.snmp.source) == (name, name)


def test_a_city_without_time_logs_and_snmp_says_nothing_of_them(six: Inventory) -> None:
    silent = {"time_servers": (), "log_hosts": (), "snmp": None, "time_zone": None}
    plan = six.network.management.model_copy(update=silent)
    bare = replace(six, network=six.network.model_copy(update={"management": plan}))
    for device in intended_devices(bare).values():
        management = device.management
        assert (management.clock, management.snmp) == (type(management.clock)(), type(management.snmp)())
        assert (management.logging.targets, management.logging.source) == (frozenset(), None)
        assert [name for name, _ in management.fields if name.startswith("ntp")] == []
        assert {each.name for each in device.access_lists} & {"TIME-SERVERS", "2002"} == set()


def test_a_device_takes_the_time_from_the_time_servers_alone_wherever_they_stand(six: Inventory) -> None:
    for device in intended_devices(six).values():
        if device.platform == "frr":
            continue
        name = idiom(device.platform).lists.time
        (found,) = (each for each in device.access_lists if each.name == name)
        assert [[str(each) for each in rule.sources] for rule in found.rules] == [
            ["10.250.0.250/32"],
            ["10.250.0.251/32"],
            [],
        ]
        assert {each.name for each in device.management.clock.filters} == {name}


def test_a_zone_of_time_stands_without_time_servers(six: Inventory) -> None:
    plan = six.network.management.model_copy(update={"time_servers": ()})
    devices = intended_devices(replace(six, network=six.network.model_copy(update={"management": plan})))
    zones = {device.management.clock.zone for device in devices.values() if device.platform != "frr"}
    assert zones == {("CST", 480)}


def test_only_routers_that_label_packets_are_told_of_labels(six: Inventory) -> None:
    devices = intended_devices(six)
    told = {name for name, each in devices.items() for field, _ in each.management.fields if "propagate" in field}
    assert told == {"pe4", "pe6"}
    assert all(devices[name].ldp is not None for name in told)


def test_a_vrf_holds_any_number_of_routes_where_the_inventory_names_none(six: Inventory) -> None:
    bgp = six.network.bgp.model_copy(update={"vrf_routes": None})
    devices = intended_devices(replace(six, network=six.network.model_copy(update={"bgp": bgp})))
    assert {vrf.limit for each in devices.values() for vrf in each.vrfs} == {None}
    limits = {(each.platform, vrf.limit) for each in intended_devices(six).values() for vrf in each.vrfs if vrf.rd}
    assert {limit for platform, limit in limits if platform != "frr"} == {1000}
    assert {limit for platform, limit in limits if platform == "frr"} == {None}


def test_algorithms_that_a_platform_does_not_have_are_left_out_and_each_stands_once() -> None:
    names = ("chacha20-poly1305@openssh.com", "aes256-gcm@openssh.com", "aes128-gcm@openssh.com", "aes128-ctr")
    assert algorithms("ruijie_os", "ciphers", names) == ("gcm", "ctr")
    assert algorithms("frr", "ciphers", names) == names


def test_a_platform_that_is_left_without_any_algorithm_is_told_with_those_that_it_has(six: Inventory) -> None:
    ssh = six.network.management.ssh.model_copy(update={"macs": ("hmac-sha2-512-etm@openssh.com",)})
    plan = six.network.management.model_copy(update={"ssh": ssh})
    with pytest.raises(InputError) as caught:
        intended_devices(replace(six, network=six.network.model_copy(update={"management": plan})))
    told = {(fault.code, fault.values["host"], fault.values["kind"]) for fault in caught.value.faults}
    assert told == {("NET-INT-006", name, "macs") for name, host in six.hosts.items() if host.platform != "frr"}
    assert "hmac-sha2-512, hmac-sha2-256" in str(caught.value)


def test_the_interface_of_a_vlan_is_refused_where_the_platform_has_none(six: Inventory) -> None:
    with pytest.raises(InputError) as caught:
        intended_devices(as_platform(six, "education-ce1", "frr"))
    assert [fault.code for fault in caught.value.faults] == ["NET-INT-004", "NET-INT-004"]
    assert caught.value.faults[0].place.endswith("departments/education.yml:9")


def test_an_edge_router_that_translates_nothing_is_refused(six: Inventory) -> None:
    with pytest.raises(InputError) as caught:
        intended_devices(as_platform(six, "edge1", "huawei_vrpv8"))
    (fault,) = caught.value.faults
    assert (fault.code, fault.values["host"]) == ("NET-INT-005", "edge1")


def test_a_switch_makes_the_vlans_that_its_ports_are_in(six: Inventory) -> None:
    device = intended_devices(six)["education-ce1"]
    assert device.vlans == {10, 301}
    trunk, access = port(device, "10GE1/0/1").switchport, port(device, "10GE1/0/10").switchport
    assert trunk is not None
    assert access is not None
    assert (trunk.mode, trunk.allowed, access.mode, access.access) == ("trunk", ((301, 301),), "access", 10)
    assert port(device, "Vlanif10").kind is InterfaceKind.VLAN


def test_a_port_that_two_lines_share_is_up_as_soon_as_one_of_them_is_built(six: Inventory) -> None:
    tags = {"education": "302", "culture": "303"}
    for shut in ({"education", "culture"}, {"education"}, {"culture"}):
        device = intended_devices(six, stages=dict.fromkeys(shut, Stage.SURVEYED))["pe6"]
        assert port(device, "GigabitEthernet0/0/1").enabled is (len(shut) == 1)
        for department, tag in tags.items():
            assert port(device, f"GigabitEthernet0/0/1.{tag}").enabled is (department not in shut)


def test_lists_that_a_device_binds_are_lists_that_it_has(six: Inventory) -> None:
    for device in every_device(six):
        named = {each.name for each in device.access_lists}
        prefixes = {each.name for each in device.prefix_lists}
        bound = {binding.name for each in device.interfaces for binding in each.filters}
        assert bound | {each.access_list for each in device.translations} <= named, device.hostname
        for instance in device.bgp:
            for neighbor in instance.neighbors:
                for each in neighbor.families:
                    assert {each.prefix_list_in, each.prefix_list_out} - {None} <= prefixes


def test_each_access_list_ends_with_a_rule_that_denies_the_rest(six: Inventory) -> None:
    for device in every_device(six):
        for each in device.access_lists:
            last = each.rules[-1]
            assert (last.action.value, last.protocol) == ("deny", None)
            assert not last.sources | last.destinations


def test_the_cables_join_interfaces_that_there_are_at_every_stage_but_those_of_tags_not_built_yet(
    six: Inventory,
) -> None:
    devices = intended_devices(six)
    for host, name in (end for cable in cables(six) for end in cable):
        port(devices[host], name)
    assert (("education-ce1", "Vlanif301"), ("pe3", "GigabitEthernet0/1/1.301")) in {
        (b, a) for a, b in cables(six)
    } | set(cables(six))


def test_the_parties_stand_behind_the_interface_that_has_the_address(six: Inventory) -> None:
    devices = intended_devices(six)
    for each in parties(six):
        addresses = {address.ip for address in port(devices[each.device], each.interface).addresses}
        assert each.gateway in addresses
    found = {each.name: each for each in parties(six)}
    assert (found["exchange-srv"].device, found["education-hq"].interface) == ("exchange1", "Vlanif10")


def test_the_city_keeps_to_its_schemas(six: Inventory) -> None:
    assert schemas().keys() >= {"network.json", "department.json", "resource.json"}
    for path in sorted(six.root.rglob("*.yml")):
        first = path.read_text("utf-8").splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema="), path
        assert (path.parent / first.partition("=")[2]).resolve().parent == (ROOT / "docs" / "schemas").resolve()
