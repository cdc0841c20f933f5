"""Applying: only what was approved, only to devices that stand as planned, each line once."""

import hashlib
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from netops.change.applying import apply, exclusive, recheck, rehearse, rollback
from netops.change.approval import SignedAs, sign
from netops.change.commands import apply_change, approve, rehearse_change
from netops.change.directory import APPROVALS, JOURNAL, PLAN, Change, load
from netops.change.identity import load_signer
from netops.change.journal import Event, State
from netops.devices import Kind
from netops.errors import DeviceError, InputError, NetopsError, Refused

Town = Any  # the city of conftest.py, which tests can't import
Accident = Any

EMPTY: dict[str, int] = {}


def codes(error: NetopsError) -> list[str]:
    return [fault.code for fault in error.faults]


def refused(town: Town, change: Change, *expected: str, **others: object) -> NetopsError:
    """The refusal of an apply, before which nothing may have been pushed or written."""
    before = (change.directory / JOURNAL).read_bytes()
    with pytest.raises(NetopsError) as raised:
        apply(town.execution(change, **others))
    assert codes(raised.value) == list(expected)
    assert town.devices.count == EMPTY
    assert (change.directory / JOURNAL).read_bytes() == before
    return raised.value


def test_an_approved_change_is_pushed_verified_and_written_down(town: Town, approved: Change) -> None:
    result = apply(town.execution(approved))
    assert result.passed
    assert set(result.devices.values()) == {"expected"}
    assert approved.state() is State.APPLIED
    assert town.devices.count == dict.fromkeys(approved.hosts, 1)
    assert town.events(approved) == [
        ("planned", ""),
        ("apply_started", ""),
        *(("push_started", host) for host in ("pe1", "pe2")),
        *(("pushed", host) for host in ("pe1", "pe2")),
        *(("push_started", host) for host in ("finance-ce1", "finance-ce2")),
        *(("pushed", host) for host in ("finance-ce1", "finance-ce2")),
        ("verified", ""),
        ("applied", ""),
    ]


def test_what_stands_on_the_devices_then_is_what_the_inventory_says(town: Town, approved: Change) -> None:
    apply(town.execution(approved))
    town.edit("departments/finance.yml", "stage: surveyed", "stage: prepared")
    assert town.plan(None) is None


def test_a_rehearsal_checks_everything_and_pushes_nothing(town: Town, approved: Change) -> None:
    before = town.events(approved)
    assert set(rehearse(town.execution(approved))) == set(approved.hosts)
    assert (town.devices.count, town.events(approved)) == (EMPTY, before)


def test_a_change_without_a_second_person_is_refused_and_no_device_is_even_read(town: Town) -> None:
    refused(town, town.planned(), "NET-CHG-050")
    assert town.devices.reads == 0


def test_the_author_may_not_approve(town: Town) -> None:
    change = town.planned()
    with pytest.raises(Refused, match="NET-CHG-015"):
        approve(town.project, town.inventory, change, "li", "")
    assert len(change.approvals()) == 1


def test_an_edit_after_the_approval_is_refused_when_the_change_is_loaded(town: Town, approved: Change) -> None:
    path = approved.directory / "devices/pe1/patch.txt"
    path.write_text(path.read_text("utf-8").replace("neighbor", "no neighbor", 1), "utf-8")
    with pytest.raises(Refused, match="NET-CHG-016"):
        town.project.change(approved.id)


def test_an_edit_that_mends_every_digest_is_refused_by_the_signatures(town: Town, approved: Change) -> None:
    path = approved.directory / PLAN
    path.write_text(path.read_text("utf-8").replace("the bureau moves", "the bureau moved"), "utf-8")
    refused(town, load(approved.directory), "NET-CHG-013")


def test_a_plan_that_names_another_author_than_its_signature_is_refused(town: Town) -> None:
    # wang plans in li's name, so that li, who planned nothing, seems to have a second person behind it.
    change = town.planned()
    path = change.directory / PLAN
    path.write_text(path.read_text("utf-8").replace('"author": "li"', '"author": "zhao"'), "utf-8")
    (change.directory / APPROVALS).unlink()
    forged = load(change.directory)
    resign(town, forged, author="li", approver="wang")
    error = refused(town, forged, "NET-CHG-017")
    assert "'zhao'" in str(error)
    assert "li" in str(error)


def resign(town: Town, change: Change, author: str, approver: str) -> None:
    lines = [
        sign(change.id, change.digest, role, load_signer(name, town.project.keys)).as_line()
        for role, name in ((SignedAs.AUTHOR, author), (SignedAs.APPROVER, approver))
    ]
    (change.directory / APPROVALS).write_text("".join(lines), "utf-8")


def test_an_approver_who_left_no_longer_counts(town: Town, approved: Change) -> None:
    keys = {name: key for name, key in town.execution(approved).keys.items() if name != "wang"}
    refused(town, approved, "NET-CHG-012", keys=keys)


@pytest.mark.parametrize("host", ["pe1", "finance-ce2"])
def test_a_device_that_changed_since_the_plan_stops_all_of_it(town: Town, approved: Change, host: str) -> None:
    town.devices.texts[host] = town.running[host].replace("log commands\n", "")
    error = refused(town, approved, "NET-CHG-052")
    assert [fault.values["host"] for fault in error.faults] == [host]


def test_a_device_that_only_shows_the_same_in_other_words_is_no_change(town: Town, approved: Change) -> None:
    town.devices.texts["pe1"] = town.running["pe1"].replace("!\nrouter ospf\n", "!\n!\nrouter ospf\n! a note\n")
    assert apply(town.execution(approved)).passed


def test_a_device_that_can_not_be_read_stops_all_of_it(town: Town, approved: Change) -> None:
    town.devices.unread.add("pe2")
    refused(town, approved, "NET-DEV-046")


def test_a_device_that_shows_nonsense_stops_all_of_it(town: Town, approved: Change) -> None:
    town.devices.texts["pe2"] = "sysname pe2\nundo info-center enable\n"
    refused(town, approved, "NET-CFG-007")


def test_an_unproven_patch_is_never_pushed(town: Town) -> None:
    town.devices.texts["pe1"] = town.running["pe1"].replace("frr defaults datacenter", "frr defaults traditional")
    change = town.approved(include_drift=True)
    error = refused(town, change, "NET-CHG-051")
    assert [fault.values["host"] for fault in error.faults] == ["pe1"]


def resealed(town: Town, change: Change, edit: Callable[[dict[str, Any]], None]) -> Change:
    """The same change as another netops would have planned it, signed by both."""
    plan = json.loads((change.directory / PLAN).read_text("utf-8"))
    edit(plan)
    for name in plan["files"]:
        plan["files"][name] = hashlib.sha256((change.directory / name).read_bytes()).hexdigest()
    (change.directory / PLAN).write_text(json.dumps(plan), "utf-8")
    made = load(change.directory)
    resign(town, made, "li", "wang")
    return made


def test_commands_that_this_netops_would_not_push_are_refused(town: Town, approved: Change) -> None:
    path = approved.directory / "devices/pe1/patch.txt"
    path.write_text(path.read_text("utf-8") + "ip route 10.9.0.0/16 Null0\n", "utf-8")
    refused(town, resealed(town, approved, lambda _: None), "NET-CHG-055")


@pytest.mark.parametrize("key", ["running", "expected"])
def test_a_plan_that_expects_something_else_than_its_configs_is_refused(town: Town, approved: Change, key: str) -> None:
    def edit(plan: dict[str, Any]) -> None:
        plan["devices"][0][key] = "sha256:" + "0" * 64

    refused(town, resealed(town, approved, edit), "NET-CHG-055")


def test_a_proof_that_is_only_claimed_is_no_proof(town: Town) -> None:
    town.devices.texts["pe1"] = town.running["pe1"].replace("frr defaults datacenter", "frr defaults traditional")

    def claim(plan: dict[str, Any]) -> None:
        for each in plan["devices"]:
            each["proven"] = True

    refused(town, resealed(town, town.planned(include_drift=True), claim), "NET-CHG-051")


def test_an_applied_change_is_not_applied_again(town: Town, approved: Change) -> None:
    apply(town.execution(approved))
    with pytest.raises(Refused, match="NET-CHG-054") as raised:
        apply(town.execution(approved))
    assert raised.value.faults[0].values["state"] == "applied"
    assert town.devices.count == dict.fromkeys(approved.hosts, 1)


def test_a_change_that_was_rolled_back_may_be_applied_again(town: Town, approved: Change) -> None:
    apply(town.execution(approved))
    rollback(town.execution(approved))
    assert apply(town.execution(approved)).passed
    assert approved.state() is State.APPLIED


HOLD = """
import sys
from pathlib import Path
from netops.change.applying import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held(lock: Path) -> Iterator[int]:
    """A second process that is applying something."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process.pid
        process.communicate()


def test_a_second_apply_while_one_runs_is_refused_with_its_process(town: Town, approved: Change) -> None:
    with held(town.project.lock) as pid:
        for work in (apply_change, rehearse_change):
            with pytest.raises(Refused, match="NET-CHG-053") as raised:
                work(town.project, town.inventory, approved, "li")
            assert str(raised.value.faults[0].values["pid"]) == str(pid)
    with exclusive(town.project.lock):
        assert town.project.lock.read_text("utf-8") == f"{os.getpid()}\n"


def test_a_lock_whose_holder_died_holds_nobody_up(town: Town) -> None:
    with held(town.project.lock):
        pass
    with exclusive(town.project.lock):
        pass


def test_a_host_that_is_no_longer_in_the_inventory_is_named_before_anything_is_pushed(
    town: Town, approved: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETOPS_PASSWORD", "x")
    inventory = town.inventory
    without = replace(inventory, hosts={name: host for name, host in inventory.hosts.items() if name != "finance-ce2"})
    with pytest.raises(InputError) as raised:
        apply_change(town.project, without, approved, "li")
    assert [(fault.code, fault.values["host"]) for fault in raised.value.faults] == [("NET-DEV-004", "finance-ce2")]
    assert approved.state() is State.PLANNED


def broken(_message: str) -> None:
    """A terminal that was closed."""
    raise BrokenPipeError(32, "Broken pipe")


def test_a_terminal_that_is_closed_in_the_middle_does_not_stop_a_push(town: Town, approved: Change) -> None:
    assert apply(town.execution(approved, progress=broken)).passed
    rollback(town.execution(approved, progress=broken))
    assert approved.state() is State.ROLLED_BACK


def test_kept_lines_are_part_of_what_the_device_should_show(town: Town) -> None:
    town.devices.texts["pe1"] = town.running["pe1"].replace(
        "no ipv6 forwarding", "no ip forwarding\nno ipv6 forwarding"
    )
    change = town.approved()
    assert apply(town.execution(change)).passed
    assert "no ip forwarding\n" in town.running["pe1"]
    rollback(town.execution(change))
    assert "no ip forwarding\n" in town.running["pe1"]


@contextmanager
def full_disk(path: Path, room: int = 0) -> Iterator[None]:
    """No file may become longer than ``path`` is now, and ``room`` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [0, 1, 40])
def test_nothing_is_pushed_where_the_journal_can_not_be_written(town: Town, approved: Change, room: int) -> None:
    with full_disk(approved.directory / JOURNAL, room):
        refused(town, approved, "NET-CHG-019")
    assert approved.state() is State.PLANNED
    assert apply(town.execution(approved)).passed


def test_a_disk_that_fills_up_in_the_middle_is_reported_and_nothing_more_is_pushed(
    town: Town, approved: Change
) -> None:
    journal = approved.directory / JOURNAL
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    town.devices.before_push = lambda _: resource.setrlimit(resource.RLIMIT_FSIZE, (journal.stat().st_size + 10, hard))
    try:
        with pytest.raises(DeviceError) as raised:
            apply(town.execution(approved))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert codes(raised.value) == ["NET-CHG-019", "NET-CHG-067"]
    assert town.devices.count == {"pe1": 1, "pe2": 1}
    assert approved.state() is State.UNKNOWN
    town.devices.before_push = lambda _: None
    rollback(town.execution(approved))
    assert approved.state() is State.ROLLED_BACK
    assert town.devices.texts == sample_texts(town)


def sample_texts(town: Town) -> dict[str, str]:
    """The texts of devices that nobody touched, as they are shown."""
    assert town.plan(None) is None
    texts: dict[str, str] = town.devices.texts
    return texts


def test_a_change_that_nobody_applied_has_nothing_to_take_back(town: Town, approved: Change) -> None:
    with pytest.raises(Refused, match="NET-CHG-064"):
        rollback(town.execution(approved))
    assert town.devices.reads == 0


def test_looking_at_a_change_pushes_nothing(town: Town, approved: Change) -> None:
    result = recheck(town.execution(approved))
    assert set(result.devices.values()) == {"running"}
    assert town.devices.count == EMPTY
    assert approved.state() is State.PLANNED


def test_a_failure_is_told_with_its_kind_and_how_far_it_came(
    town: Town, approved: Change, accident: type[Accident]
) -> None:
    town.devices.accidents["pe1"] = [accident(Kind.REJECTED, lines=3)]
    with pytest.raises(DeviceError):
        apply(town.execution(approved))
    entry = next(each for each in approved.journal("").entries() if each.event is Event.PUSH_FAILED)
    assert (entry.host, entry.detail["kind"], entry.detail["code"], entry.detail["done"]) == (
        "pe1",
        "rejected",
        "NET-DEV-030",
        3,
    )
