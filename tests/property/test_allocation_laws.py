"""A number once given never moves, and nobody shares one, whatever departments come and go in whatever order."""

from ipaddress import IPv4Network
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from netops.allocation import Numbers, allocate, dump
from netops.errors import InputError
from netops.inventory import Allocations, Department, Inventory, Network

CITY = Path(__file__).parents[2] / "inventory"
NETWORK = yaml.safe_load((CITY / "network.yml").read_text("utf-8"))

NAMES = st.sampled_from(["archives", "finance", "health", "null", "transport", "water_affairs"])
SITES = st.lists(st.sampled_from(["hq", "branch", "store"]), min_size=1, max_size=3, unique=True)
CITIES = st.lists(st.dictionaries(NAMES, SITES, max_size=6), min_size=1, max_size=8)
LENGTHS = st.sampled_from([30, 31])
SIZES = st.integers(min_value=0, max_value=12)


def department(name: str, sites: list[str]) -> Department:
    lan = {"interface": "lan0", "prefix": "192.168.1.0/24", "gateway": "192.168.1.1"}
    return Department.model_validate(
        {
            "name": name,
            "title": {"en": name, "zh": name},
            "protection_level": 2,
            "stage": "surveyed",
            "sites": [{"name": site, "router": f"ce-{site}", "lan": lan} for site in sites],
            "circuits": [{"site": site, "customer": f"ce-{site}:wan0", "provider": "pe1:cust0"} for site in sites],
        }
    )


def city(departments: dict[str, list[str]], allocations: Allocations, length: int = 30, size: int = 99) -> Inventory:
    pools = {
        "vrf_numbers": {"first": 250, "last": 250 + size},
        "ce_asns": {"first": 64990, "last": 64990 + size},
        "access_links": {"prefix": "10.1.0.0/24", "length": length},
    }
    return Inventory(
        root=CITY,
        hosts={},
        network=Network.model_validate({**NETWORK, "pools": pools}),
        departments={name: department(name, sites) for name, sites in sorted(departments.items())},
        catalogue={},
        waivers=(),
        allocations=allocations,
    )


def owned(allocations: Allocations) -> dict[str, object]:
    """Every number with its owner."""
    vrfs = {f"vrf {owner}": entry.number for owner, entry in allocations.vrfs.items()}
    asns = {f"asn {owner}": asn for owner, asn in allocations.ce_asns.items()}
    return {**vrfs, **asns, **{f"link {owner}": link for owner, link in allocations.access_links.items()}}


@given(CITIES, LENGTHS)
def test_a_number_once_given_never_moves(cities: list[dict[str, list[str]]], length: int) -> None:
    allocations = Allocations()
    for departments in cities:
        before = owned(allocations)
        allocations = allocate(city(departments, allocations, length)).allocations
        assert before.items() <= owned(allocations).items()


@given(CITIES, LENGTHS)
def test_two_owners_never_share_a_number(cities: list[dict[str, list[str]]], length: int) -> None:
    allocations = Allocations()
    for index, departments in enumerate(cities):
        length_now = length if index % 2 else 30
        allocations = allocate(city(departments, allocations, length_now)).allocations
    numbers = [entry.number for entry in allocations.vrfs.values()]
    assert len(set(numbers)) == len(numbers)
    assert not set(numbers) & {zone["number"] for zone in NETWORK["zones"]}
    assert len(set(allocations.ce_asns.values())) == len(allocations.ce_asns)
    links = sorted(allocations.access_links.values())
    assert not any(one.overlaps(two) for one, two in pairwise(links))
    assert all(link.subnet_of(IPv4Network("10.1.0.0/24")) for link in links)


@given(CITIES)
def test_everybody_in_the_inventory_has_a_number_afterwards(cities: list[dict[str, list[str]]]) -> None:
    allocations = Allocations()
    for departments in cities:
        inventory = city(departments, allocations)
        allocations = allocate(inventory).allocations
        found = Numbers(city(departments, allocations))
        for name, sites in departments.items():
            assert found.vrf(name).number
            assert all(found.ce_asn(name, site) and found.access_link(name, site) for site in sites)


def lacking(departments: dict[str, list[str]], allocations: Allocations, size: int) -> set[str]:
    """The pools that don't suffice for who is there and who was there."""
    numbers = set(range(250, 251 + size))
    asns = set(range(64990, 64991 + size)) - {NETWORK["asn"]}
    sites = {f"{name}/{site}" for name, owned_sites in departments.items() for site in owned_sites}
    owners = {
        "vrf_numbers": (len({*departments, *allocations.vrfs}), len(numbers)),
        "ce_asns": (len({*sites, *allocations.ce_asns}), len(asns)),
    }
    return {pool for pool, (needed, there) in owners.items() if needed > there}


@given(CITIES, SIZES)
def test_a_pool_is_called_exhausted_exactly_when_it_does_not_suffice(
    cities: list[dict[str, list[str]]], size: int
) -> None:
    allocations = Allocations()
    for departments in cities:
        inventory = city(departments, allocations, size=size)
        short = lacking(departments, allocations, size)
        if not short:
            allocations = allocate(inventory).allocations
            continue
        with pytest.raises(InputError) as raised:
            allocate(inventory)
        assert {(fault.code, fault.values["pool"]) for fault in raised.value.faults} == {
            ("NET-ALO-005", pool) for pool in short
        }


@given(CITIES)
def test_the_file_is_read_back_as_it_was_written(cities: list[dict[str, list[str]]]) -> None:
    allocations = Allocations()
    for departments in cities:
        allocations = allocate(city(departments, allocations)).allocations
        text = dump(allocations)
        again = Allocations.model_validate(yaml.safe_load(text))
        assert again == allocations
        assert dump(again) == text
