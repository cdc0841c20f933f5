"""Equal findings are told once, the worst first; charts count what there is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from netops.audit import Word
from netops.report import AuditReport, RunPoint
from netops.report.charts import WIDTH, control_points, trend, worst_devices
from netops.report.grouping import groups, weight_of


def test_the_same_line_on_two_devices_is_one_row(report: AuditReport) -> None:
    one = next(each for each in report.results if each.device == "ce3")
    again = replace(one, device="ce4")
    group = next(each for each in groups([one, again]) if each.check == "B008")
    assert [row.devices for row in group.rows] == [("ce3", "ce4")]
    assert group.rows[0].numbered


def test_other_numbers_share_a_row_and_other_texts_do_not(report: AuditReport) -> None:
    one = next(each for each in report.results if each.device == "ce3")
    verdict = next(each for each in one.verdicts if each.check == "B008")
    moved = replace(verdict, lines=tuple(replace(line, number=1) for line in verdict.lines))
    other = replace(verdict, lines=tuple(replace(line, text="PermitEmptyPasswords always") for line in verdict.lines))
    held = [replace(one, device=name, verdicts=(each,)) for name, each in (("a", verdict), ("b", moved), ("c", other))]
    rows = groups(held)[0].rows
    assert [row.devices for row in rows] == [("a", "b"), ("c",)]
    assert not rows[0].numbered


def test_what_triggers_a_high_risk_item_comes_first_and_what_is_waived_last(report: AuditReport) -> None:
    found = groups(report.results)
    assert found[0].check == "B008"
    rows = found[0].rows
    assert rows[-1].devices == ("ce1",)
    assert not any(row.one.waiver and not row.one.waiver.expired for row in rows[:-1])
    only = [each for each in report.results if each.device == "ce1"]
    assert groups(only)[0].check != "B008"


def test_devices_that_were_not_audited_come_first_in_a_list(report: AuditReport) -> None:
    assert min(report.results, key=weight_of).device == "ce9"


def test_bars_are_as_long_as_their_counts(report: AuditReport) -> None:
    points = control_points(report.summary)
    assert sum(sum(each.counts.values()) for each in points) == len(report.summary.units)
    for each in points:
        assert abs(sum(segment.width for segment in each.segments) - WIDTH) < 1
    worst = worst_devices(report.results)
    assert worst
    assert all(segment.word in {Word.NON_COMPLIANT, Word.PARTIAL} for _, held in worst for segment in held)
    assert [len(each.findings) for each, _ in worst] == sorted((len(each.findings) for each, _ in worst), reverse=True)


def test_a_trend_needs_two_runs() -> None:
    first = RunPoint(datetime(2026, 11, 1, tzinfo=UTC), 8, 2)
    assert trend((first,)) is None
    drawn = trend((first, replace(first, at=first.at + timedelta(days=1), findings=4, high=0)))
    assert drawn is not None
    assert drawn.findings == "0.0,0.0 560.0,60.0"
    assert drawn.high == "0.0,90.0 560.0,120.0"
