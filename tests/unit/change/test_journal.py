"""The journal tells what was done, in order, and can't be edited without being noticed."""

import json
from pathlib import Path

import pytest

from netops.change.journal import Event, Journal, State, state, touched
from netops.errors import Refused


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    journal = Journal(tmp_path / "journal.jsonl", "li")
    journal.append(Event.PLANNED, digest="a")
    journal.append(Event.APPLY_STARTED)
    journal.append(Event.PUSH_STARTED, "pe1")
    return journal


def test_entries_come_back_as_they_were_written(journal: Journal) -> None:
    assert [(each.number, each.event, each.host, each.who) for each in journal.entries()] == [
        (1, Event.PLANNED, "", "li"),
        (2, Event.APPLY_STARTED, "", "li"),
        (3, Event.PUSH_STARTED, "pe1", "li"),
    ]


def rewrite(journal: Journal, lines: list[str]) -> None:
    journal.path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def test_an_edited_entry_is_noticed_at_its_line(journal: Journal) -> None:
    lines = journal.path.read_text(encoding="utf-8").splitlines()
    rewrite(journal, [lines[0], lines[1].replace("li", "wang"), lines[2]])
    with pytest.raises(Refused, match=r"journal\.jsonl:2: NET-CHG-010"):
        journal.entries()


@pytest.mark.parametrize("keep", [(0, 2), (1, 2), (0, 2, 1), (0, 0, 1, 2)])
def test_removed_swapped_or_repeated_entries_are_noticed(journal: Journal, keep: tuple[int, ...]) -> None:
    lines = journal.path.read_text(encoding="utf-8").splitlines()
    rewrite(journal, [lines[number] for number in keep])
    with pytest.raises(Refused, match="NET-CHG-010"):
        journal.entries()


def test_an_entry_with_a_hash_of_its_own_making_is_noticed(journal: Journal) -> None:
    lines = journal.path.read_text(encoding="utf-8").splitlines()
    forged = json.loads(lines[1])
    forged["hash"] = "0" * 64
    rewrite(journal, [lines[0], json.dumps(forged), lines[2]])
    with pytest.raises(Refused, match="NET-CHG-010"):
        journal.entries()


def test_a_push_that_was_begun_and_not_ended_is_unknown(journal: Journal) -> None:
    assert state(journal.entries()) is State.UNKNOWN


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (Event.APPLIED, State.APPLIED),
        (Event.ROLLED_BACK, State.ROLLED_BACK),
        (Event.ROLLBACK_FAILED, State.FAILED),
        (Event.CONFIRMED, State.CONFIRMED),
        (Event.PUSHED, State.UNKNOWN),
        (Event.VERIFIED, State.UNKNOWN),
        (Event.UNDO_STARTED, State.UNKNOWN),
    ],
)
def test_the_last_decisive_event_says_where_a_change_stands(journal: Journal, last: Event, expected: State) -> None:
    journal.append(last)
    assert state(journal.entries()) is expected


def test_a_change_without_entries_is_only_planned(tmp_path: Path) -> None:
    assert state(Journal(tmp_path / "none.jsonl", "li").entries()) is State.PLANNED


@pytest.mark.parametrize("kept", [0, 1, 7, 60, -1])
def test_an_entry_that_the_power_cut_off_is_no_entry_and_the_next_takes_its_place(journal: Journal, kept: int) -> None:
    known = journal.entries()
    content = journal.path.read_bytes()
    last = content.splitlines(keepends=True)[-1]
    journal.path.write_bytes(content + last[:kept])
    assert journal.entries() == known
    journal.append(Event.PUSHED, "pe1")
    assert [each.event for each in journal.entries()] == [*(each.event for each in known), Event.PUSHED]


WRONG = {
    "not UTF-8": b"\xff\xfe\n",
    "empty": b"\n",
    "a list": b"[]\n",
    "deep": b"[" * 100_000 + b"\n",
    "detail a list": b'{"at":"x","detail":[1],"event":"pushed","host":"","number":4,"previous":"","who":"","hash":""}\n',
    "half a character": b'{"at":"\\ud800","detail":{},"event":"pushed","host":"","number":4,"previous":"","who":"","hash":""}\n',
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_line_that_is_no_entry_is_noticed_at_its_place(journal: Journal, wrong: str) -> None:
    journal.path.write_bytes(journal.path.read_bytes() + WRONG[wrong])
    with pytest.raises(Refused, match=r"journal\.jsonl:4: NET-CHG-010"):
        journal.entries()


def test_a_key_that_stands_twice_is_noticed(journal: Journal) -> None:
    lines = journal.path.read_text(encoding="utf-8").splitlines()
    rewrite(journal, [lines[0].replace('"who":"li"', '"who":"wang","who":"li"'), *lines[1:]])
    with pytest.raises(Refused, match=r"journal\.jsonl:1: NET-CHG-010"):
        journal.entries()


@pytest.mark.parametrize("text", ["a\u2028b\u0085c", "a\nb\r\x0b\x1c", "\udc80", "设备拒绝"])
def test_what_a_device_says_is_written_down_whatever_its_characters(journal: Journal, text: str) -> None:
    journal.append(Event.PUSH_FAILED, "pe1", what=text)
    assert journal.entries()[-1].detail == {"what": text}


def test_a_journal_that_can_not_be_written_is_named_and_left_as_it_was(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "nowhere" / "journal.jsonl", "li")
    with pytest.raises(Refused, match="NET-CHG-019"):
        journal.append(Event.PLANNED)


def test_times_are_utc_whatever_the_clock_of_the_machine_shows(journal: Journal) -> None:
    assert all(each.at.endswith("+00:00") for each in journal.entries())


def test_what_was_announced_since_the_last_beginning_counts_as_touched(journal: Journal) -> None:
    assert touched(journal.entries()) == {"pe1"}
    journal.append(Event.ROLLED_BACK)
    journal.append(Event.APPLY_STARTED)
    assert touched(journal.entries()) == set()
    journal.append(Event.PUSH_STARTED, "pe2")
    journal.append(Event.PUSH_FAILED, "pe2")
    assert touched(journal.entries()) == {"pe2"}
    assert touched(()) == set()
