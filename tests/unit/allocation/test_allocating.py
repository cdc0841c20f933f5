"""Numbers handed out once and kept."""

from collections.abc import Callable
from ipaddress import IPv4Interface, IPv4Network
from pathlib import Path

import pytest
import yaml

from netops.allocation import allocate, dump, numbers
from netops.errors import InputError
from netops.inventory import Allocations, Inventory, VrfAllocation

Make = Callable[..., Inventory]


def test_the_lowest_free_numbers_are_given_by_name_and_order_of_sites(make: Make) -> None:
    allocated = allocate(make(health=("hq", "branch"), finance=("hq",)))
    assert {name: entry.number for name, entry in allocated.allocations.vrfs.items()} == {"finance": 250, "health": 252}
    assert allocated.allocations.ce_asns == {"finance/hq": 64998, "health/hq": 64999, "health/branch": 65001}
    assert [str(link) for link in allocated.allocations.access_links.values()] == [
        "10.1.0.0/30",
        "10.1.0.8/30",
        "10.1.0.12/30",
    ]


def test_what_others_have_is_never_given(make: Make) -> None:
    """251 is a zone's, 65000 is the backbone's AS, 10.1.0.4/30 is a core link."""
    names = {f"d{index}": ("hq",) for index in range(6)}
    allocations = allocate(make(**names)).allocations
    assert [entry.number for entry in allocations.vrfs.values()] == [250, 252, 253, 254, 255, 256]
    assert 65000 not in allocations.ce_asns.values()
    assert IPv4Network("10.1.0.4/30") not in allocations.access_links.values()


def test_a_second_run_gives_nothing(make: Make) -> None:
    first = allocate(make(finance=("hq",)))
    again = allocate(make(first.allocations, finance=("hq",)))
    assert again.added == ()
    assert again.allocations == first.allocations


def test_what_is_added_is_told(make: Make) -> None:
    first = allocate(make(finance=("hq",)))
    assert first.added == ("vrfs finance 250", "ce_asns finance/hq 64998", "access_links finance/hq 10.1.0.0/30")
    second = allocate(make(first.allocations, finance=("hq", "branch")))
    assert second.added == ("ce_asns finance/branch 64999", "access_links finance/branch 10.1.0.8/30")


def test_the_numbers_of_a_department_that_is_gone_stay_taken(make: Make) -> None:
    first = allocate(make(finance=("hq",))).allocations
    second = allocate(make(first, health=("hq",))).allocations
    assert second.vrfs["finance"].number == 250
    assert second.vrfs["health"].number == 252
    third = allocate(make(second, finance=("hq",), health=("hq",)))
    assert third.added == ()


def test_a_site_without_a_circuit_gets_no_link(make: Make) -> None:
    inventory = make(finance=("hq", "store"))
    finance = inventory.departments["finance"].model_copy(
        update={"circuits": inventory.departments["finance"].circuits[:1]}
    )
    inventory.departments["finance"] = finance  # type: ignore[index]  # the fixture's mapping is a dictionary
    assert list(allocate(inventory).allocations.access_links) == ["finance/hq"]


def test_every_exhausted_pool_is_told_with_what_it_lacks(make: Make) -> None:
    names = {f"d{index}": ("a", "b", "c") for index in range(8)}
    with pytest.raises(InputError) as raised:
        allocate(make(**names))
    assert [fault.what for fault in raised.value.faults] == [
        "the pool `ce_asns` is exhausted: 12 more are needed, the first for d4/a",
        "the pool `vrf_numbers` is exhausted: 2 more are needed, the first for d6",
        "the pool `access_links` is exhausted: 9 more are needed, the first for d5/a",
    ]
    assert {fault.path for fault in raised.value.faults} == {"inventory/network.yml"}


def test_links_of_another_length_block_what_they_overlap(make: Make) -> None:
    given = Allocations(access_links={"gone/hq": IPv4Network("10.1.0.8/31"), "gone/b": IPv4Network("10.1.0.14/31")})
    links = allocate(make(given, finance=("hq", "b"))).allocations.access_links
    assert [str(links[f"finance/{site}"]) for site in ("hq", "b")] == ["10.1.0.0/30", "10.1.0.16/30"]


def test_numbers_are_worked_out_as_devices_need_them(make: Make) -> None:
    inventory = make(allocate(make(finance=("hq",))).allocations, finance=("hq",))
    found = numbers(inventory)
    finance = found.vrf("finance")
    assert (finance.name, finance.table, finance.rd, finance.route_target) == (
        "FINANCE",
        1250,
        "65000:250",
        "64512:250",
    )
    assert found.zone("exchange").rd == "65000:251"
    link = found.access_link("finance", "hq")
    assert (link.provider, link.customer) == (IPv4Interface("10.1.0.1/30"), IPv4Interface("10.1.0.2/30"))
    assert found.ce_asn("finance", "hq") == 64998


def test_both_addresses_of_a_thirty_one_are_used(make: Make) -> None:
    given = Allocations(
        vrfs={"finance": VrfAllocation(number=250)},
        ce_asns={"finance/hq": 64998},
        access_links={"finance/hq": IPv4Network("10.1.0.8/31")},
    )
    link = numbers(make(given, finance=("hq",))).access_link("finance", "hq")
    assert (str(link.provider), str(link.customer)) == ("10.1.0.8/31", "10.1.0.9/31")


@pytest.mark.parametrize("ask", [("zone", "none"), ("vrf", "none"), ("ce_asn", "finance", "none")])
def test_what_is_not_in_the_inventory_has_no_numbers(make: Make, ask: tuple[str, ...]) -> None:
    inventory = make(allocate(make(finance=("hq",))).allocations, finance=("hq",))
    with pytest.raises(KeyError):
        getattr(numbers(inventory), ask[0])(*ask[1:])


def test_every_missing_number_is_told_with_the_command_that_gives_it(make: Make) -> None:
    with pytest.raises(InputError) as raised:
        numbers(make(finance=("hq",)))
    assert [(fault.code, fault.values["owner"], fault.values["kind"]) for fault in raised.value.faults] == [
        ("NET-ALO-004", "finance/hq", "access_links"),
        ("NET-ALO-004", "finance/hq", "ce_asns"),
        ("NET-ALO-004", "finance", "vrfs"),
    ]
    assert "netops allocate" in raised.value.faults[0].right


def test_the_file_of_the_sample_city_is_written_as_it_stands() -> None:
    text = (Path(__file__).parents[3] / "inventory" / "allocations.yml").read_text("utf-8")
    assert dump(Allocations.model_validate(yaml.safe_load(text))) == text


def test_a_new_number_is_one_new_line(make: Make) -> None:
    first = allocate(make(finance=("hq",), transport=("hq",))).allocations
    second = allocate(make(first, finance=("hq",), health=("hq",), transport=("hq",))).allocations
    before, after = dump(first).splitlines(), dump(second).splitlines()
    assert [line for line in after if line not in before] == [
        "  health: {number: 253}",
        "  health/hq: 65001",
        "  health/hq: 10.1.0.12/30",
    ]
    assert [line for line in after if line in before] == before
