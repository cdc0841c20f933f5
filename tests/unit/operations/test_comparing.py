"""What became of a finding: each way from one look to the next, and none of them by guessing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from netops.operations import Cause, Fate, compare, compare_runs
from netops.store.history import Before, DeviceRow, RiskRow, Standing, VerdictRow, WaiverRow

THEN = datetime(2027, 1, 10, 2, 30, tzinfo=UTC)
LONG_AGO = datetime(2026, 3, 1, tzinfo=UTC)
HELD, OPEN, WAIVED, UNSURE, ADVICE = (
    Standing.HELD, Standing.OPEN, Standing.WAIVED, Standing.UNSURE, Standing.ADVICE,
)  # fmt: skip
EXPIRED = WaiverRow("r", "a", date(2027, 1, 10), expired=True)


def verdict(standing: Standing, check: str = "B030") -> VerdictRow:
    return VerdictRow(check, "L3-CES1-03", "any", "explicit", standing)


def row(*verdicts: VerdictRow) -> DeviceRow:
    return DeviceRow("pe1", "frr", 3, "any", verdicts=verdicts)


def known(standing: Standing | None, *, held: bool = False) -> Before:
    verdicts: Mapping[str, VerdictRow] = {} if standing is None else {"B030": verdict(standing)}
    since = {"B030": LONG_AGO} if standing is OPEN else {}
    return Before(THEN, "p", verdicts, {"B030": LONG_AGO} if held or standing is HELD else {}, since)


LOST = DeviceRow("pe1", "frr", 3, "not_audited", not_audited="no answer")

WAYS = [
    (Before(), OPEN, Fate.NEW, None),
    (Before(), HELD, None, None),
    (known(HELD), OPEN, Fate.REGRESSED, Cause.FAILED),
    (known(UNSURE, held=True), OPEN, Fate.REGRESSED, Cause.FAILED),
    (known(UNSURE), OPEN, Fate.FOUND, None),
    (known(None), OPEN, Fate.NEW, None),
    (known(None, held=True), OPEN, Fate.REGRESSED, Cause.FAILED),
    (known(OPEN), OPEN, Fate.OPEN, None),
    (known(OPEN, held=True), OPEN, Fate.OPEN, None),
    (known(WAIVED), OPEN, Fate.REGRESSED, Cause.WAIVER_WITHDRAWN),
    (known(OPEN), HELD, Fate.GONE, None),
    (known(OPEN), WAIVED, Fate.WAIVED, None),
    (known(OPEN), UNSURE, Fate.UNSURE, None),
    (known(OPEN), ADVICE, Fate.UNSURE, None),
    (known(OPEN), None, Fate.UNSURE, None),
    (known(WAIVED), WAIVED, None, None),
    (known(WAIVED), HELD, None, None),
    (known(HELD), UNSURE, None, None),
    (known(HELD), ADVICE, None, None),
    (known(ADVICE), OPEN, Fate.NEW, None),
]


@pytest.mark.parametrize(("before", "now", "fate", "cause"), WAYS)
def test_every_way_from_one_look_to_the_next(
    before: Before, now: Standing | None, fate: Fate | None, cause: Cause | None
) -> None:
    found = compare(before, row(*([] if now is None else [verdict(now)])))
    assert [(each.fate, each.cause) for each in found] == ([] if fate is None else [(fate, cause)])


def test_a_waiver_that_has_expired_is_a_regression_of_its_own_kind() -> None:
    now = replace(verdict(OPEN), waiver=EXPIRED)
    (found,) = compare(known(WAIVED), row(now))
    assert (found.fate, found.cause) == (Fate.REGRESSED, Cause.WAIVER_EXPIRED)


def test_a_waiver_that_had_expired_before_is_no_news() -> None:
    (found,) = compare(known(OPEN), row(replace(verdict(OPEN), waiver=EXPIRED)))
    assert found.fate is Fate.OPEN


def test_what_a_device_that_was_not_audited_had_open_is_not_seen_and_nothing_else_is_said_of_it() -> None:
    (found,) = compare(known(OPEN), LOST)
    assert (found.fate, found.since) == (Fate.NOT_SEEN, LONG_AGO)
    for standing in (HELD, WAIVED, UNSURE):
        assert compare(known(standing), LOST) == ()


def test_since_when_a_finding_is_open_stays_with_it() -> None:
    assert compare(known(OPEN), row(verdict(OPEN)))[0].since == LONG_AGO


@pytest.mark.parametrize(("state", "high"), [("triggered", True), ("to_confirm", False), ("mitigated", False)])
def test_a_high_risk_counts_where_it_is_triggered(state: str, high: bool) -> None:
    now = replace(verdict(OPEN), risks=(RiskRow("6.4.1.2", state),))
    assert compare(known(HELD), row(now))[0].high is high


def test_two_runs_keep_apart_who_came_who_was_lost_and_who_is_judged_otherwise() -> None:
    pairs = [
        (row(verdict(HELD)), row(verdict(OPEN))),
        (None, replace(row(verdict(OPEN)), device="new")),
        (replace(row(verdict(OPEN)), device="lost"), replace(LOST, device="lost")),
        (replace(LOST, device="back"), replace(row(verdict(OPEN)), device="back")),
        (replace(row(verdict(HELD)), device="raised"), replace(row(verdict(OPEN)), device="raised", level=4)),
    ]
    found = compare_runs(pairs, ("one", "other", THEN))
    assert {each.device: each.fate.value for each in found.items} == {
        "pe1": "regressed",
        "new": "new",
        "lost": "not_seen",
        "back": "new",
        "raised": "new",
    }
    assert (found.first, found.unseen, found.other_policy) == (("new", "back", "raised"), ("lost",), ("pe1",))


def test_what_was_open_and_is_stands_in_the_counts_only() -> None:
    found = compare_runs([(row(verdict(OPEN)), row(verdict(OPEN)))], ("p", "p", THEN)).as_dict()
    assert found["findings"] == []
    assert found["counts"] == {
        "regressed": 0,
        "found": 0,
        "new": 0,
        "open": 1,
        "gone": 0,
        "waived": 0,
        "unsure": 0,
        "not_seen": 0,
    }
