"""What people call a time, and which entry is meant by it."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from netops.errors import InputError
from netops.store import NOW, Archive, Storing, read_moment, recall

Keep = Callable[..., Storing]
SHANGHAI = timezone(timedelta(hours=8))
PRESENT = datetime(2027, 1, 12, 9, 30, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _in_shanghai(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("now", None),
        ("Today", None),
        ("3d", "2027-01-09T01:30:00"),
        ("12h", "2027-01-11T13:30:00"),
        ("90m", "2027-01-12T00:00:00"),
        ("1w", "2027-01-05T01:30:00"),
        ("yesterday", "2027-01-11T15:59:59"),
        ("2027-01-10", "2027-01-10T15:59:59"),
        ("2027-01-10T02:00", "2027-01-09T18:00:00"),
        ("2027-01-10 02:00:05", "2027-01-09T18:00:05"),
        ("2027-01-10T02:00Z", "2027-01-10T02:00:00"),
        ("2027-01-10T02:00-05:00", "2027-01-10T07:00:00"),
    ],
)
def test_a_time_is_understood(words: str, until: str | None) -> None:
    moment = read_moment(words, PRESENT)
    found = None if moment.until is None else moment.until.astimezone(UTC).isoformat()[:19]
    assert (found, moment.digest) == (until, "")


@pytest.mark.parametrize("words", ["20270110", "sha256:20270110", "SM3:20270110", "20270110" * 8])
def test_seven_digits_and_more_are_the_beginning_of_a_digest(words: str) -> None:
    assert read_moment(words).digest == words.lower().rpartition(":")[2]


@pytest.mark.parametrize(
    "words", ["", "tomorrow", "3 days", "abc", "2027-13-01", "99999d", "0" * 65, "\x1b[2J", "3", "9999-12-31"]
)
def test_what_is_no_time_is_refused(words: str) -> None:
    with pytest.raises(InputError, match="NET-STO-020"):
        read_moment(words)


def test_the_last_entry_that_is_not_later_is_meant(archive: Archive, keep: Keep) -> None:
    for day in range(3):
        keep(day, r1=f"hostname day{day}\n")
    for words, name in (("2027-01-10", "day0"), ("2027-01-11T09:59", "day0"), ("2027-01-11T10:00", "day1")):
        assert recall(archive, ["r1"], read_moment(words)).found["r1"].text == f"hostname {name}\n"
    assert recall(archive, ["r1"], NOW).found["r1"].text == "hostname day2\n"


def test_a_time_before_the_first_is_an_error_of_that_device_alone(archive: Archive, keep: Keep) -> None:
    keep(0, r1="hostname r1\n")
    keep(2, r2="hostname r2\n")
    found = recall(archive, ["r1", "r2", "r3"], read_moment("2027-01-11"))
    assert set(found.found) == {"r1"}
    assert {host: each.code for host, each in found.faults.items()} == {"r2": "NET-STO-003", "r3": "NET-STO-003"}


def test_a_digest_means_its_text_by_either_algorithm(archive: Archive, keep: Keep) -> None:
    keep(0, r1="hostname r1\n")
    keep(1, r1="hostname r7\n")
    first = archive.entries(["r1"])["r1"][0]
    for digest in (first.sha256[:7], first.sm3[:12], f"sm3:{first.sm3}"):
        assert recall(archive, ["r1"], read_moment(digest)).found["r1"].entry == first
    assert recall(archive, ["r1"], read_moment("0000000")).faults["r1"].code == "NET-STO-022"


def test_a_text_of_another_platform_is_of_no_use_to_what_it_is_now(archive: Archive, keep: Keep) -> None:
    keep(0, r1="hostname r1\n")
    found = recall(archive, ["r1"], NOW, {"r1": "ruijie_os"})
    assert (found.found, found.faults["r1"].code) == ({}, "NET-STO-023")
