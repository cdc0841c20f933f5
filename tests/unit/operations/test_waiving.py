"""Waivers of the inventory: for a device, a department or a group, and what is to be said of them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from netops.audit import DeviceAudit, audit
from netops.inventory import Inventory, Listing, Waiver, load
from netops.inventory.listing import ansible_listing
from netops.model import Device, Management, SshServer
from netops.operations.belonging import departments
from netops.operations.waiving import WaiverNote, review, waived

SAMPLE = Path(__file__).parents[3] / "inventory"
TODAY = date(2027, 1, 10)
FINANCE = ("finance-ce1", "finance-ce2", "finance-old")
WEAK = "B008"
"""A login with an empty password: a high-risk item, 6.4.1.1."""
CIPHERS = "B040"
"""Weak ciphers: no high-risk item."""


@pytest.fixture(scope="module")
def inventory() -> Inventory:
    listing: Listing = ansible_listing(SAMPLE / "hosts.yml")
    return load(SAMPLE, list_hosts=lambda _: listing)


def waiver(check: str = CIPHERS, where: Mapping[str, str] | None = None, /, *, days: int = 90, **more: str) -> Waiver:
    return Waiver(
        check=check,
        reason="replaced in summer",
        approver="security lead",
        expires=(TODAY + timedelta(days=days)).isoformat(),
        **(where or more or {"device": "finance-ce1"}),
    )


def judged(*names: str, weak: bool = True) -> list[DeviceAudit]:
    """Devices with a login without password and weak ciphers, or without both."""
    server = SshServer(empty_passwords=weak, ciphers=("3des-cbc",) if weak else ("aes256-ctr",))
    return [audit(Device(name, "frr", "8.4.4", management=Management(ssh=server)), level=3) for name in names]


def holding(inventory: Inventory, *waivers: Waiver) -> Inventory:
    return replace(inventory, waivers=waivers)


def covered(results: Iterable[DeviceAudit], check: str) -> dict[str, bool]:
    return {each.device: not verdict.finding for each in results for verdict in each.verdicts if verdict.check == check}


def notes(inventory: Inventory, results: list[DeviceAudit], *waivers: Waiver) -> list[WaiverNote]:
    made = holding(inventory, *waivers)
    return list(review(made, waived(made, results, TODAY), TODAY, 30))


def said(found: list[WaiverNote]) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.remark.value, each.devices) for each in found]


def test_the_devices_under_test_are_weak_in_both_ways() -> None:
    assert covered(judged("pe1"), WEAK) == covered(judged("pe1"), CIPHERS) == {"pe1": False}
    assert covered(judged("pe1", weak=False), CIPHERS) == {"pe1": True}


@pytest.mark.parametrize(("where", "expected"), [
    ({"device": "finance-ce1"}, {"finance-ce1"}),
    ({"department": "finance"}, set(FINANCE)),
    ({"group": "legacy"}, {"finance-old"}),
])  # fmt: skip
def test_a_waiver_covers_what_it_is_written_for(
    where: dict[str, str], expected: set[str], inventory: Inventory
) -> None:
    made = holding(inventory, waiver(CIPHERS, where))
    found = covered(waived(made, judged(*FINANCE, "pe1"), TODAY), CIPHERS)
    assert {name for name, held in found.items() if held} == expected


def test_a_department_has_the_routers_of_its_sites_and_of_its_old_network(inventory: Inventory) -> None:
    assert {host for host, name in departments(inventory).items() if name == "finance"} == set(FINANCE)
    assert "pe1" not in departments(inventory)


def test_a_waiver_for_many_devices_covers_no_open_high_risk_and_one_for_the_device_does(inventory: Inventory) -> None:
    wide, own = waiver(WEAK, department="finance"), waiver(WEAK)
    assert covered(waived(holding(inventory, wide), judged(*FINANCE), TODAY), WEAK) == dict.fromkeys(FINANCE, False)
    both = covered(waived(holding(inventory, wide, own), judged(*FINANCE), TODAY), WEAK)
    assert both == {"finance-ce1": True, "finance-ce2": False, "finance-old": False}
    assert said(notes(inventory, judged(*FINANCE), wide)) == [("too_wide", tuple(sorted(FINANCE)))]


def test_an_expired_waiver_of_the_device_gives_way_to_one_in_force_for_its_department(inventory: Inventory) -> None:
    made = holding(inventory, waiver(days=-1), waiver(department="finance"))
    assert covered(waived(made, judged(*FINANCE), TODAY), CIPHERS) == dict.fromkeys(FINANCE, True)
    assert said(notes(inventory, judged("finance-ce1"), waiver(days=-1), waiver(department="finance"))) == [
        ("needless", ("finance-ce1",))
    ]


def test_the_last_day_still_holds(inventory: Inventory) -> None:
    for days, held in ((0, True), (-1, False)):
        found = waived(holding(inventory, waiver(days=days)), judged("finance-ce1"), TODAY)
        assert covered(found, CIPHERS) == {"finance-ce1": held}


@pytest.mark.parametrize(("made", "weak", "expected"), [
    (waiver(), True, []),
    (waiver(days=30), True, ["soon"]),
    (waiver(days=31), True, []),
    (waiver(days=-1), True, ["expired"]),
    (waiver(), False, ["needless"]),
    (waiver(days=5), False, ["needless"]),
    (waiver("B999"), True, ["unknown_check"]),
    (waiver(group="empty"), True, ["nobody"]),
    (waiver(device="health-ce1"), True, []),
])  # fmt: skip
def test_what_is_said_of_a_waiver(made: Waiver, weak: bool, expected: list[str], inventory: Inventory) -> None:
    found = notes(inventory, judged("finance-ce1", weak=weak), made)
    assert [each.remark.value for each in found] == expected
    assert all((each.check, each.where, each.approver) == (made.check, made.where, "security lead") for each in found)


def test_a_check_that_is_not_asked_at_the_devices_level_is_told(inventory: Inventory) -> None:
    low = [
        replace(each, verdicts=tuple(v for v in each.verdicts if v.check != CIPHERS)) for each in judged("finance-ce1")
    ]
    assert said(notes(inventory, low, waiver())) == [("not_asked", ("finance-ce1",))]


def test_nothing_is_said_needless_while_a_device_was_not_looked_at(inventory: Inventory) -> None:
    some = judged("finance-ce1", "finance-ce2", weak=False)
    assert notes(inventory, some, waiver(department="finance")) == []
    lost = replace(judged("finance-old")[0], verdicts=(), not_audited="no answer")
    assert notes(inventory, [*some, lost], waiver(department="finance")) == []
    all_of_them = judged(*FINANCE, weak=False)
    assert [each.remark.value for each in notes(inventory, all_of_them, waiver(department="finance"))] == ["needless"]


def test_a_note_says_for_whom_and_until_when() -> None:
    assert waiver(group="legacy").where == "group=legacy"
    assert waiver(department="finance").where == "department=finance"


def test_patterns_are_no_names() -> None:
    for where in ({"device": "finance-*"}, {"group": "*"}, {"department": "fin*"}):
        with pytest.raises(ValidationError):
            waiver(CIPHERS, where)
