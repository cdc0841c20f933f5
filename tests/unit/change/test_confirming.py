"""Confirming: a last look, then one word of one file."""

from pathlib import Path
from typing import Any

import pytest

from netops.change.applying import apply, check_confirmable, close, rollback
from netops.change.commands import confirm_change
from netops.change.directory import APPROVALS, Change
from netops.change.journal import State
from netops.change.stages import reached
from netops.errors import DeviceError, NetopsError, Refused

Town = Any  # the city of conftest.py, which tests can't import
FILE = "departments/finance.yml"


@pytest.fixture
def applied(town: Town, approved: Change) -> Change:
    apply(town.execution(approved))
    return approved


def confirm(town: Town, change: Change) -> None:
    execution = town.execution(change)
    check_confirmable(execution)
    close(execution)


def test_an_applied_change_is_confirmed_and_then_stays(town: Town, applied: Change) -> None:
    confirm(town, applied)
    assert applied.state() is State.CONFIRMED
    with pytest.raises(Refused, match="NET-CHG-064"):
        rollback(town.execution(applied))
    with pytest.raises(Refused, match="NET-CHG-054"):
        apply(town.execution(applied))
    assert town.devices.count == dict.fromkeys(applied.hosts, 1)


def test_traffic_that_fails_keeps_a_change_open(town: Town, applied: Change) -> None:
    town.devices.answer = lambda probe: not probe.expect
    with pytest.raises(DeviceError, match="NET-CHG-059"):
        confirm(town, applied)
    assert applied.state() is State.APPLIED


def test_a_device_that_no_longer_shows_the_change_keeps_it_open(town: Town, applied: Change) -> None:
    town.devices.texts["pe1"] = town.running["pe1"].replace("log commands\n", "")
    with pytest.raises(DeviceError, match=r"NET-CHG-059.*pe1"):
        confirm(town, applied)
    assert applied.state() is State.APPLIED


def test_what_was_not_applied_is_not_confirmed(town: Town, approved: Change) -> None:
    with pytest.raises(Refused, match="NET-CHG-065"):
        confirm(town, approved)
    apply(town.execution(approved))
    rollback(town.execution(approved))
    with pytest.raises(Refused, match="NET-CHG-065"):
        confirm(town, approved)


def test_a_change_whose_signatures_are_gone_is_not_confirmed(town: Town, applied: Change) -> None:
    (applied.directory / APPROVALS).write_bytes(b"")
    with pytest.raises(Refused, match="NET-CHG-014"):
        confirm(town, applied)


def test_a_confirmation_that_was_interrupted_before_the_file_was_written_can_be_repeated(
    town: Town, applied: Change
) -> None:
    confirm(town, applied)
    confirm(town, applied)
    assert [name for name, _ in town.events(applied)].count("confirmed") == 1
    assert list(reached(town.inventory, applied))


def test_a_confirmed_change_whose_stage_is_written_down_is_closed(town: Town, applied: Change) -> None:
    confirm(town, applied)
    for path, text in reached(town.inventory, applied).items():
        path.write_text(text, "utf-8")
    with pytest.raises(Refused, match="NET-CHG-065"):
        confirm_change(town.project, town.inventory, applied, "li")


def test_a_stage_that_somebody_moved_meanwhile_is_refused_before_anybody_logs_in(town: Town, applied: Change) -> None:
    town.edit(FILE, "stage: surveyed", "stage: dual_run")
    with pytest.raises(Refused, match=r"finance\.yml:6: NET-CHG-060"):
        confirm_change(town.project, town.inventory, applied, "li")
    assert applied.state() is State.APPLIED


def written(town: Town, change: Change) -> tuple[bytes, bytes]:
    """The department's file before and after."""
    path: Path = town.project.inventory / FILE
    before = path.read_bytes()
    texts = reached(town.inventory, change)
    assert list(texts) == [path]
    return before, texts[path].encode()


def test_one_word_of_the_file_changes(town: Town, approved: Change) -> None:
    before, after = written(town, approved)
    assert before.count(b"stage: surveyed") == 1
    assert after == before.replace(b"stage: surveyed", b"stage: prepared")
    assert b"# The stage that was reached" in after


SPELLINGS = {
    "a comment behind it": "stage: surveyed   # since 2024, 勿改",
    "double quotes": 'stage: "surveyed"',
    "single quotes": "stage: 'surveyed' # so",
    "a quoted key": '"stage": surveyed',
    "a space before the colon": "stage : surveyed",
    "many spaces": "stage:     surveyed  ",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_spelling_comments_and_line_ends_stay(town: Town, approved: Change, spelling: str, ending: str) -> None:
    path = town.project.inventory / FILE
    text = path.read_text("utf-8").replace("stage: surveyed", SPELLINGS[spelling])
    path.write_bytes(text.replace("\n", ending).encode())
    before, after = written(town, approved)
    told = SPELLINGS[spelling]
    assert before.count(told.encode()) == 1
    assert after == before.replace(told.encode(), told.replace("surveyed", "prepared").encode())


def test_a_file_without_a_last_newline_stays_without(town: Town, approved: Change) -> None:
    path = town.project.inventory / FILE
    lines = path.read_text("utf-8").replace("stage: surveyed\n", "").rstrip("\n")
    path.write_bytes(f"{lines}\nstage: surveyed".encode())
    before, after = written(town, approved)
    assert after == before.replace(b"stage: surveyed", b"stage: prepared")


def test_a_byte_order_mark_stays(town: Town, approved: Change) -> None:
    path = town.project.inventory / FILE
    path.write_bytes(b"\xef\xbb\xbfstage: surveyed\n" + path.read_bytes().replace(b"stage: surveyed\n", b""))
    before, after = written(town, approved)
    assert after == before.replace(b"stage: surveyed", b"stage: prepared")


@pytest.mark.parametrize("spelling", ["stage:\n  surveyed", "stage: &stage surveyed", "stage: dual_run"])
def test_a_spelling_that_is_not_understood_is_refused_and_nothing_is_guessed(
    town: Town, approved: Change, spelling: str
) -> None:
    path = town.project.inventory / FILE
    inventory = town.inventory
    path.write_text(path.read_text("utf-8").replace("stage: surveyed", spelling), "utf-8")
    with pytest.raises(NetopsError, match="NET-CHG-060"):
        reached(inventory, approved)
