"""The workbook, read back by openpyxl: every device and unit with evidence, nothing that computes."""

import io
import re

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from netops.audit import Word, check_entries
from netops.report import AuditReport, Form, write_report
from netops.report.words import Language, label

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def book(report: AuditReport, language: Language = "en") -> Workbook:
    stream = io.BytesIO()
    write_report(report, Form.XLSX, language, stream)
    return load_workbook(io.BytesIO(stream.getvalue()))


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    heads, *held = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return [dict(zip(map(str, heads), each, strict=True)) for each in held]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_has_frozen_filtered_heads_in_the_language_of_the_reader(
    report: AuditReport, language: Language
) -> None:
    held = book(report, language)
    names = [
        "overview",
        "record",
        "grid",
        "findings",
        "high_risk",
        "major",
        "control_points",
        "crypto",
        "waivers",
        "coverage",
        "unread",
    ]
    wanted = [
        f"{label(each, language)}{suffix}" for each in names for suffix in ((" L2", " L3") if each == "grid" else ("",))
    ]
    assert held.sheetnames == wanted
    for sheet in held.worksheets[1:]:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref
        assert sheet.print_title_rows == "$1:$1"
    chinese = [
        str(cell.value) for sheet in held.worksheets[1:] for cell in sheet[1] if re.search("[一-龥]", str(cell.value))
    ]
    assert bool(chinese) == (language == "zh")


def test_the_record_has_every_device_and_unit_of_its_level_with_evidence(report: AuditReport) -> None:
    held = rows(book(report)[label("record", "en")])
    units = [unit for unit in report.summary.units for _ in unit.devices]
    assert len(held) == len(units)
    one = next(each for each in held if each["Device"] == "ce1" and each["Unit"] == "L3-CES1-01")
    assert one["Clause"] == "8.1.4.1 a)"
    assert one["Verdict"] == "not compliant"
    assert f"B008 {check_entries()['B008'].title.en}: not compliant (a line of the config)" in str(
        one[label("record", "en")]
    )
    assert "88: PermitEmptyPasswords yes" in str(one)
    missing = [each for each in held if each["Device"] == "ce9"]
    assert missing
    assert {each["Verdict"] for each in missing} == {"not audited", "not applicable"}
    assert "compliant" not in {each["Verdict"] for each in missing}


def test_the_grid_has_a_row_a_device_and_a_column_a_unit(report: AuditReport) -> None:
    sheet = book(report)[f"{label('grid', 'en')} L2"]
    units = [unit for unit in report.summary.units if unit.level == 2]
    assert sheet.max_column == len(units) + 1
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["ce2", "ce9"]
    assert {cell.value for cell in sheet[3][1:]} == {"– not audited", "/ not applicable"}


def test_findings_come_with_lines_fix_risk_and_waiver(report: AuditReport) -> None:
    held = rows(book(report)[label("findings", "en")])
    wanted = sum(
        each.verdict in {Word.NON_COMPLIANT, Word.PARTIAL} for audit in report.results for each in audit.verdicts
    )
    assert len(held) == wanted
    one = next(each for each in held if each["Device"] == "ce1" and each["Check"] == "B008")
    assert one["High-risk items"] == "6.4.1.1 triggered"
    assert "waived until 2027-06-30" in str(one["Waivers"])
    assert "PermitEmptyPasswords no" in str(one[label("fix_lines", "en")])


def test_nothing_computes_and_nothing_links(report: AuditReport) -> None:
    cells = [
        cell for sheet in book(report).worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert not any(cell.hyperlink for cell in cells)
    risky = [cell for cell in cells if str(cell.value).startswith(("=", "+", "-", "@", "\t"))]
    assert len(risky) > 4
    assert all(cell.quotePrefix for cell in risky)


def test_wrapped_rows_are_high_enough(report: AuditReport) -> None:
    sheet = book(report)[label("findings", "en")]
    heights = [sheet.row_dimensions[row].height for row in range(2, sheet.max_row + 1)]
    assert all(each is not None for each in heights)
    assert max(each or 0 for each in heights) > 40
