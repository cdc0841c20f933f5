"""The lab of an inventory: what it is made of, and what it can't be made of."""

from dataclasses import replace
from pathlib import Path

import pytest

from netops.errors import InputError
from netops.inventory import Attachment, Endpoint, ExchangeRouter, Role, load
from netops.lab.city import DAEMONS, city, refuse

ROOT = Path(__file__).parents[3]


def test_the_sample_inventory_is_one_that_the_lab_runs() -> None:
    inventory = load(ROOT / "inventory")
    refuse(inventory)
    topology = city(inventory, dict.fromkeys(inventory.hosts, ""))
    assert len(topology.routers) == len(inventory.hosts)


def test_devices_of_vendors_and_tagged_lines_are_refused_each_with_its_place() -> None:
    with pytest.raises(InputError) as caught:
        refuse(load(ROOT / "inventory-city"))
    told = [(fault.code, fault.values.get("host", fault.values.get("site"))) for fault in caught.value.faults]
    assert {name for code, name in told if code == "NET-LAB-017"} == {
        name for name, host in load(ROOT / "inventory-city").hosts.items() if host.platform != "frr"
    }
    assert [name for code, name in told if code == "NET-LAB-018"] == ["hq", "hq", "branch", "hq"]
    assert all(fault.place.rpartition(":")[2].isdigit() for fault in caught.value.faults)


def test_an_exchange_router_stands_between_the_pe_and_the_resource() -> None:
    inventory = load(ROOT / "inventory")
    known = inventory.catalogue["data-exchange"]
    exchange = ExchangeRouter(port=Endpoint("archives-old", "up0"), link="10.0.9.0/30", lan="lan9")
    attachment = Attachment(**{**dict(known.attachment), "exchange": exchange})
    changed = {"data-exchange": known.model_copy(update={"attachment": attachment})}
    topology = city(replace(inventory, catalogue=changed), dict.fromkeys(inventory.hosts, ""))
    ends = {frozenset(link.ends) for link in topology.links}
    assert frozenset({("pe2", "shared0"), ("archives-old", "up0")}) in ends
    assert frozenset({("archives-old", "lan9"), ("exchange-srv", "eth0")}) in ends


def test_every_role_that_an_frr_router_takes_has_its_daemons() -> None:
    assert set(DAEMONS) == {str(role) for role in Role} - {"edge"}
