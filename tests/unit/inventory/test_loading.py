"""What ``load`` gives, and what it keeps to itself."""

from collections.abc import Callable
from datetime import date
from ipaddress import IPv4Address, IPv4Interface
from pathlib import Path

import pytest

from netops.errors import InputError
from netops.inventory import Endpoint, Listing, Role, Stage, department_file, load

ListHosts = Callable[[Path], Listing]


def test_the_sample_city_has_no_fault_and_nothing_to_note(root: Path, stand_in: ListHosts) -> None:
    inventory = load(root / "inventory", list_hosts=stand_in)
    assert len(inventory.hosts) == 12
    assert list(inventory.departments) == ["archives", "finance", "health", "transport"]
    assert inventory.notes == ()


def test_values_come_as_what_they_are(city: Path, stand_in: ListHosts) -> None:
    inventory = load(city, list_hosts=stand_in)
    pe1 = inventory.hosts["pe1"]
    assert (pe1.role, pe1.platform, pe1.port, pe1.user) == (Role.PE, "frr", 22011, "netops")
    assert pe1.router_id == IPv4Address("10.255.0.1")
    assert pe1.management == IPv4Interface("10.250.0.11/24")
    assert inventory.hosts["finance-ce1"].router_id is None
    circuit = inventory.departments["finance"].circuit("hq")
    assert circuit is not None
    assert circuit.provider == Endpoint("pe1", "cust0")
    assert inventory.departments["health"].stage.reached(Stage.CUT_OVER)
    assert inventory.catalogue["data-exchange"].classification == "government information resource"


def test_a_department_without_a_circuit_or_an_old_network_has_none(city: Path, stand_in: ListHosts) -> None:
    inventory = load(city, list_hosts=stand_in)
    assert inventory.departments["finance"].circuit("store") is None
    assert inventory.departments["health"].legacy is None


def test_a_place_is_a_file_a_line_and_its_text(city: Path, stand_in: ListHosts) -> None:
    inventory = load(city, list_hosts=stand_in)
    place = inventory.place(department_file("finance"), "sites", 1, "lan", "prefix")
    assert str(place) == "inventory/departments/finance.yml:12"
    assert place.text == "lan: {interface: lan0, prefix: 192.168.2.0/24, gateway: 192.168.2.1}"


def test_a_place_that_does_not_exist_is_the_nearest_one_around_it(city: Path, stand_in: ListHosts) -> None:
    inventory = load(city, list_hosts=stand_in)
    assert inventory.place("network.yml", "igp", "cost").line == inventory.place("network.yml", "igp").line == 28
    assert str(inventory.place("catalogue/none.yml", "name")) == "inventory/catalogue/none.yml:1"


def test_the_place_of_a_variable_is_where_it_is_set(city: Path, stand_in: ListHosts) -> None:
    (city / "host_vars").mkdir()
    (city / "host_vars" / "pe2.yml").write_text("# its own\nnetops_release: 8.4.5\n", "utf-8")
    inventory = load(city, list_hosts=stand_in)
    assert inventory.hosts["pe2"].release == "8.4.5"
    assert str(inventory.place("hosts.yml", "pe1", "netops_router_id")) == "inventory/hosts.yml:5"
    assert str(inventory.place("hosts.yml", "pe1", "netops_role")) == "inventory/group_vars/pe.yml:1"
    assert str(inventory.place("hosts.yml", "pe1", "netops_release")) == "inventory/group_vars/all.yml:4"
    assert str(inventory.place("hosts.yml", "pe2", "netops_release")) == "inventory/host_vars/pe2.yml:2"


def test_a_secret_in_a_variable_is_shown_nowhere(city: Path, stand_in: ListHosts) -> None:
    path = city / "group_vars" / "all.yml"
    path.write_text(path.read_text("utf-8") + "ansible_password: tr0ub4dor\nsnmp_community: c0mmun1ty\n", "utf-8")
    inventory = load(city, list_hosts=stand_in)
    assert inventory.hosts["pe1"].variables["ansible_password"] == "tr0ub4dor"
    assert "tr0ub4dor" not in repr(inventory) + str(inventory.hosts)
    assert "c0mmun1ty" not in repr(inventory) + str(inventory.hosts)


def test_ansible_may_expand_its_own_variables(city: Path, stand_in: ListHosts) -> None:
    path = city / "group_vars" / "all.yml"
    path.write_text(path.read_text("utf-8") + 'ansible_password: "{{ vault_password }}"\n', "utf-8")
    assert load(city, list_hosts=stand_in).hosts


def test_numbers_of_a_department_that_is_gone_are_noted_and_kept(city: Path, stand_in: ListHosts) -> None:
    (city / "departments" / "health.yml").unlink()
    path = city / "catalogue" / "data-exchange.yml"
    path.write_text(path.read_text("utf-8").replace("granted: [health]", "granted: []"), "utf-8")
    inventory = load(city, list_hosts=stand_in)
    assert [(note.code, note.place) for note in inventory.notes] == [
        ("NET-ALO-003", f"inventory/allocations.yml:{line}") for line in (3, 6, 9)
    ]
    assert inventory.allocations.vrfs["health"].number == 102


def test_an_expired_waiver_is_loaded_so_that_the_audit_can_say_so(city: Path, stand_in: ListHosts) -> None:
    waiver = "{check: B030, device: pe1, reason: replaced soon, approver: security lead, expires: 2020-01-31}"
    (city / "waivers.yml").write_text(f"waivers:\n  - {waiver}\n", "utf-8")
    assert load(city, list_hosts=stand_in).waivers[0].expires == date(2020, 1, 31)


@pytest.mark.parametrize("file", ["waivers.yml", "allocations.yml"])
def test_a_new_city_needs_no_waivers_and_no_allocations(file: str, city: Path, stand_in: ListHosts) -> None:
    (city / file).write_text("# nothing yet\n", "utf-8")
    assert load(city, list_hosts=stand_in).waivers == ()
    (city / file).unlink()
    assert load(city, list_hosts=stand_in).waivers == ()


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path, stand_in: ListHosts) -> None:
    with pytest.raises(InputError, match="no such folder") as raised:
        load(tmp_path / "inventroy", list_hosts=stand_in)
    assert raised.value.faults[0].path == str(tmp_path / "inventroy")


def test_an_endless_text_is_refused(city: Path, stand_in: ListHosts) -> None:
    path = city / "departments" / "finance.yml"
    path.write_text(path.read_text("utf-8").replace("technical lead", "x" * 201), "utf-8")
    with pytest.raises(InputError, match="at most 200 characters"):
        load(city, list_hosts=stand_in)


def test_a_byte_order_mark_and_windows_line_ends_are_read(city: Path, stand_in: ListHosts) -> None:
    path = city / "network.yml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load(city, list_hosts=stand_in).place("network.yml", "asn").line == 2


def test_models_can_not_be_changed(city: Path, stand_in: ListHosts) -> None:
    finance = load(city, list_hosts=stand_in).departments["finance"]
    with pytest.raises(ValueError, match="frozen"):
        finance.stage = Stage.RETIRED  # type: ignore[misc]  # that it can't is what is tested
