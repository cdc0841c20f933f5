"""Whatever goes wrong, every device is taken back by what it shows, or named."""

from typing import Any

import pytest

from netops.change.applying import apply, recheck, rollback
from netops.change.directory import APPROVALS, PLAN, Change, load
from netops.change.journal import Event, State
from netops.devices import Kind
from netops.errors import DeviceError, NetopsError, Refused

Town = Any  # the city of conftest.py, which tests can't import
Accident = Any


def codes(error: NetopsError) -> list[str]:
    return [fault.code for fault in error.faults]


def failed(town: Town, change: Change) -> list[str]:
    with pytest.raises(DeviceError) as raised:
        apply(town.execution(change))
    return codes(raised.value)


def as_before(town: Town) -> bool:
    """Whether every device shows what the inventory says of the stage that was reached."""
    return town.plan(None) is None


def patch_lines(town: Town, change: Change, host: str) -> int:
    return len(change.text(host, "patch.txt").splitlines())


@pytest.mark.parametrize("host", ["pe2", "finance-ce1"])
@pytest.mark.parametrize("lines", [0, 1, 2, 3, 5, 9, 14, 1000])
def test_a_line_that_is_rejected_anywhere_takes_every_device_back(
    town: Town, approved: Change, accident: type[Accident], host: str, lines: int
) -> None:
    town.devices.accidents[host] = [accident(Kind.REJECTED, lines)]
    assert failed(town, approved) == ["NET-DEV-030"]
    assert as_before(town)
    assert approved.state() is State.ROLLED_BACK
    assert town.happened(approved, Event.PUSH_FAILED) == [host]
    # The others of its group were pushed beside it, later groups never; whoever took a line was pushed back once.
    pushed = town.happened(approved, Event.PUSH_STARTED)
    assert set(pushed) == ({"pe1", "pe2"} if host.startswith("pe") else set(approved.hosts))
    back = town.happened(approved, Event.UNDO_STARTED)
    assert town.devices.count == {each: 1 + back.count(each) for each in pushed}
    assert len(back) == len(set(back))
    assert (host in back) == (lines > 0)


def test_devices_are_taken_back_in_the_opposite_order(town: Town, approved: Change) -> None:
    apply(town.execution(approved))
    rollback(town.execution(approved))
    assert town.happened(approved, Event.UNDO_STARTED) == list(reversed(approved.hosts))
    assert town.happened(approved, Event.UNDONE) == list(approved.hosts)
    assert as_before(town)


def test_the_same_line_is_never_sent_twice_on_one_way(town: Town, approved: Change) -> None:
    apply(town.execution(approved))
    rollback(town.execution(approved))
    sent = [(host, step) for host, steps in town.devices.pushes for step in steps]
    assert len(sent) == len(set(sent))


def test_a_session_that_is_cut_leaves_the_device_to_be_read_again_and_taken_back(
    town: Town, approved: Change, accident: type[Accident]
) -> None:
    town.devices.accidents["pe1"] = [accident(Kind.UNKNOWN, lines=7)]
    assert failed(town, approved) == ["NET-DEV-030"]
    assert as_before(town)
    assert approved.state() is State.ROLLED_BACK


def test_a_device_that_can_not_be_read_after_the_cut_is_named_and_the_others_are_taken_back(
    town: Town, approved: Change, accident: type[Accident]
) -> None:
    town.devices.accidents["finance-ce1"] = [accident(Kind.UNKNOWN, lines=7, unreadable=True)]
    with pytest.raises(DeviceError) as raised:
        apply(town.execution(approved))
    assert codes(raised.value) == ["NET-DEV-030", "NET-CHG-058"]
    assert raised.value.faults[1].values["hosts"] == "finance-ce1"
    assert approved.state() is State.FAILED
    assert set(town.happened(approved, Event.UNDONE)) == {"pe1", "pe2", "finance-ce2"}
    assert town.devices.count["finance-ce1"] == 1
    # Somebody brings its line back; the same command finishes the work.
    town.devices.unread.clear()
    rollback(town.execution(approved))
    assert as_before(town)
    assert approved.state() is State.ROLLED_BACK


def test_a_device_that_was_never_reached_by_the_push_is_nothing_to_worry_about(
    town: Town, approved: Change, accident: type[Accident]
) -> None:
    # pe1 refuses, and finance-ce2, to which nothing was sent yet, has lost its line meanwhile.
    town.devices.accidents["pe1"] = [accident(Kind.REJECTED, lines=4)]
    town.devices.before_push = lambda _: town.devices.unread.add("finance-ce2")
    assert failed(town, approved) == ["NET-DEV-030"]
    assert approved.state() is State.ROLLED_BACK
    town.devices.unread.clear()
    assert as_before(town)


def test_a_device_that_shows_nonsense_afterwards_does_not_keep_the_others_from_being_taken_back(
    town: Town, approved: Change, accident: type[Accident]
) -> None:
    def garble(host: str) -> None:
        if host == "pe2":
            town.devices.texts["pe1"] = "sysname pe1\nundo info-center enable\n"

    town.devices.accidents["finance-ce1"] = [accident(Kind.REJECTED, lines=4)]
    town.devices.before_push = garble
    with pytest.raises(DeviceError) as raised:
        apply(town.execution(approved))
    assert codes(raised.value) == ["NET-DEV-030", "NET-CHG-058"]
    assert raised.value.faults[1].values["hosts"] == "pe1"
    assert set(town.happened(approved, Event.UNDONE)) == {"pe2", "finance-ce1", "finance-ce2"}


def test_a_device_from_which_no_proven_way_leads_back_is_named_and_nothing_is_sent_to_it(
    town: Town, approved: Change, accident: type[Accident]
) -> None:
    def change_profile(host: str) -> None:
        if host == "pe2":
            town.devices.texts["pe1"] = town.running["pe1"].replace(
                "frr defaults datacenter", "frr defaults traditional"
            )

    town.devices.accidents["pe2"] = [accident(Kind.REJECTED, lines=4)]
    town.devices.before_push = change_profile
    assert failed(town, approved) == ["NET-DEV-030", "NET-CHG-058"]
    assert town.devices.count["pe1"] == 1
    reason = next(each for each in approved.journal("").entries() if each.event is Event.UNDO_FAILED)
    assert (reason.host, reason.detail["why"]) == ("pe1", "no proven way back from what it shows")


@pytest.mark.parametrize("kind", [Kind.REJECTED, Kind.UNKNOWN])
def test_a_way_back_that_fails_is_not_tried_again_on_its_own(
    town: Town, approved: Change, accident: type[Accident], kind: Kind
) -> None:
    town.devices.accidents["pe2"] = [accident(Kind.REJECTED, lines=4), accident(kind, lines=1)]
    assert failed(town, approved) == ["NET-DEV-030", "NET-CHG-058"]
    assert town.devices.count["pe2"] == 2
    assert approved.state() is State.FAILED
    rollback(town.execution(approved))
    assert town.devices.count["pe2"] == 3
    assert as_before(town)


def test_a_way_back_after_which_the_device_shows_something_else_is_not_believed(
    town: Town, approved: Change, accident: type[Accident]
) -> None:
    town.devices.accidents["pe2"] = [accident(Kind.REJECTED, lines=4), accident(Kind.DONE, lines=0)]
    assert failed(town, approved) == ["NET-DEV-030", "NET-CHG-058"]
    assert approved.state() is State.FAILED
    assert town.happened(approved, Event.UNDO_FAILED) == ["pe2"]
    rollback(town.execution(approved))
    assert as_before(town)


def test_a_push_after_which_the_device_shows_something_else_is_taken_back(town: Town, approved: Change) -> None:
    # The device says that it took everything, and shows less: the push is not believed.
    seen = town.running["finance-ce1"]

    def forget(host: str) -> None:
        if host == "finance-ce2":
            town.devices.texts["finance-ce1"] = seen

    town.devices.before_push = forget
    assert failed(town, approved) == ["NET-CHG-057"]
    assert approved.state() is State.ROLLED_BACK
    assert as_before(town)
    assert town.devices.count["finance-ce1"] == 1


def test_traffic_that_fails_takes_the_change_back_by_itself(town: Town, approved: Change) -> None:
    town.devices.answer = lambda _: False
    assert failed(town, approved) == ["NET-CHG-057"]
    assert approved.state() is State.ROLLED_BACK
    assert as_before(town)
    failures = next(each for each in approved.journal("").entries() if each.event is Event.VERIFY_FAILED)
    assert "no answer, expected one" in str(failures.detail["failures"])


def test_silence_that_is_broken_takes_the_change_back_too(town: Town, approved: Change) -> None:
    town.devices.answer = lambda _: True
    assert failed(town, approved) == ["NET-CHG-057"]
    assert as_before(town)


def test_a_probe_that_could_not_be_sent_is_no_success(town: Town, approved: Change) -> None:
    town.devices.answer = lambda _: None
    assert failed(town, approved) == ["NET-CHG-057"]


@pytest.mark.parametrize("host", ["pe1", "finance-ce2"])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("a fault of netops"), SystemExit(1)], ids=repr)
def test_what_is_interrupted_is_unknown_until_it_is_rolled_back(
    town: Town, approved: Change, accident: type[Accident], host: str, error: BaseException
) -> None:
    town.devices.accidents[host] = [accident(lines=5, raises=error)]
    with pytest.raises(type(error)):
        apply(town.execution(approved))
    assert approved.state() is State.UNKNOWN
    with pytest.raises(Refused, match="NET-CHG-054"):
        apply(town.execution(approved))
    rollback(town.execution(approved))
    assert as_before(town)
    assert approved.state() is State.ROLLED_BACK


def test_an_interruption_while_rolling_back_is_unknown_again_and_can_be_finished(
    town: Town, approved: Change, accident: type[Accident]
) -> None:
    apply(town.execution(approved))
    town.devices.accidents["pe2"] = [accident(lines=2, raises=KeyboardInterrupt())]
    with pytest.raises(KeyboardInterrupt):
        rollback(town.execution(approved))
    assert approved.state() is State.UNKNOWN
    rollback(town.execution(approved))
    assert as_before(town)


def test_looking_settles_what_was_interrupted_after_the_last_line(
    town: Town, approved: Change, accident: type[Accident]
) -> None:
    town.devices.accidents["finance-ce2"] = [accident(lines=1000, raises=KeyboardInterrupt())]
    with pytest.raises(KeyboardInterrupt):
        apply(town.execution(approved))
    assert recheck(town.execution(approved)).passed
    assert approved.state() is State.APPLIED


def test_looking_settles_what_was_interrupted_before_the_first_line(
    town: Town, approved: Change, accident: type[Accident]
) -> None:
    town.devices.accidents["pe1"] = [accident(lines=0, raises=KeyboardInterrupt())]
    with pytest.raises(KeyboardInterrupt):
        apply(town.execution(approved))
    assert not recheck(town.execution(approved)).passed
    assert approved.state() is State.ROLLED_BACK


@pytest.mark.parametrize("lines", [3, 12])
def test_looking_settles_nothing_where_devices_stand_in_between(
    town: Town, approved: Change, accident: type[Accident], lines: int
) -> None:
    town.devices.accidents["pe2"] = [accident(lines=lines, raises=KeyboardInterrupt())]
    with pytest.raises(KeyboardInterrupt):
        apply(town.execution(approved))
    result = recheck(town.execution(approved))
    assert result.devices["pe2"] == "other"
    assert approved.state() is State.UNKNOWN


def test_a_line_that_somebody_typed_after_the_change_is_not_wiped_by_its_rollback(town: Town, approved: Change) -> None:
    apply(town.execution(approved))
    town.devices.texts["pe2"] = town.running["pe2"].replace(
        "log commands\n", "log commands\nip route 10.9.0.0/16 Null0\n"
    )
    before, pushes = town.running, dict(town.devices.count)
    with pytest.raises(Refused) as raised:
        rollback(town.execution(approved))
    assert [(fault.code, fault.values["host"]) for fault in raised.value.faults] == [("NET-CHG-066", "pe2")]
    assert (town.running, dict(town.devices.count)) == (before, pushes)
    assert approved.state() is State.APPLIED
    # The way that the message names leads back, with a diff and a second person.
    assert "pe2" in town.planned(None, hosts=["pe2"]).hosts


def test_a_rollback_pushes_only_what_was_signed(town: Town, approved: Change) -> None:
    apply(town.execution(approved))
    path = approved.directory / PLAN
    path.write_text(path.read_text("utf-8").replace("the bureau moves", "x"), "utf-8")
    with pytest.raises(Refused, match="NET-CHG-013"):
        rollback(town.execution(load(approved.directory)))
    (approved.directory / APPROVALS).unlink()
    with pytest.raises(Refused, match="NET-CHG-014"):
        rollback(town.execution(approved))
    assert town.devices.count == dict.fromkeys(approved.hosts, 1)


def test_a_device_that_stands_as_before_already_is_only_saved(town: Town, approved: Change) -> None:
    before = town.running["finance-ce1"]
    apply(town.execution(approved))
    town.devices.texts["finance-ce1"] = before
    rollback(town.execution(approved))
    assert town.devices.count["finance-ce1"] == 1
    # It may have saved the change: a restart would bring it back.
    assert town.devices.saved == {"finance-ce1": 1}
    assert as_before(town)


def test_a_device_that_was_changed_while_another_group_was_pushed_is_not_pushed(town: Town, approved: Change) -> None:
    def type_on(host: str) -> None:
        if host == "pe2":
            town.devices.texts["finance-ce1"] = town.running["finance-ce1"].replace(
                "hostname finance-ce1\n", "hostname finance-ce1\nlog file /var/log/frr/frr.log\n"
            )

    town.devices.before_push = type_on
    assert failed(town, approved) == ["NET-CHG-052"]
    assert set(town.happened(approved, Event.PUSH_STARTED)) == {"pe1", "pe2"}
    assert town.devices.count["finance-ce1"] == 0
    assert approved.state() is State.ROLLED_BACK
