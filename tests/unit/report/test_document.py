"""The Word document, read back by python-docx: what to mend by control point, and the high-risk items."""

import io
import re
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from netops.audit import check_entries, statements
from netops.report import AuditReport, Form, write_report
from netops.report.words import Language, label

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def read(report: AuditReport, language: Language) -> Any:  # noqa: ANN401 python-docx's own
    stream = io.BytesIO()
    write_report(report, Form.DOCX, language, stream)
    return docx.Document(io.BytesIO(stream.getvalue()))


def cells(table: Any) -> list[list[str]]:  # noqa: ANN401 python-docx's own
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_page_and_the_chapters(report: AuditReport, language: Language) -> None:
    held = read(report, language)
    assert held.paragraphs[0].style.name == "Title"
    assert held.paragraphs[0].text.startswith("Sample city")
    chapters = [each.text for each in held.paragraphs if each.style.name == "Heading 1"]
    names = ("overview", "high_risk", "fix", "waivers", "not_audited_title", "files")
    assert chapters == [f"{number} {label(each, language)}" for number, each in enumerate(names, start=1)]
    text = "\n".join(each.text for each in held.paragraphs)
    for statement in statements().values():
        assert statement.of(language) in text


def test_what_to_mend_stands_below_its_control_point(report: AuditReport) -> None:
    held = read(report, "zh")
    heads = [each.text for each in held.paragraphs if each.style.name in {"Heading 2", "Heading 3"}]
    at = heads.index(f"B008 {check_entries()['B008'].title.zh}")
    above = [each for each in heads[:at] if re.match(r"3\.\d", each)]
    assert above[-1].endswith("身份鉴别")
    places = [each.text for each in held.paragraphs if each.style.name == "Heading 2" and each.text.startswith("3.")]
    assert [each.split()[0] for each in places] == [f"3.{n}" for n in range(1, len(places) + 1)]


def test_a_finding_has_devices_verdict_lines_and_fix(report: AuditReport) -> None:
    tables = [cells(each) for each in read(report, "en").tables]
    found = [row for table in tables for row in table if "PermitEmptyPasswords yes" in row[-1]]
    assert {"ce1", "ce2"} <= {row[0] for row in found}
    assert any("ce3 (90)" in row[0] for row in found)
    one = next(row for row in found if row[0] == "ce1")
    assert "not compliant" in one[1]
    assert "6.4.1.1 triggered" in one[1]
    assert "waived until 2027-06-30" in one[2]
    assert "88: PermitEmptyPasswords yes" in one[3]
    assert "PermitEmptyPasswords no" in one[3]


def test_heads_repeat_and_rows_are_not_cut(report: AuditReport) -> None:
    held = read(report, "en")
    headed = [table for table in held.tables if table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None]
    assert len(headed) == len(held.tables) - 1  # the overview has no head
    rows = [row for table in held.tables for row in table.rows]
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in rows)


def test_word_finds_chinese_fonts(report: AuditReport) -> None:
    styles = read(report, "zh").styles
    fonts = styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:rFonts')}")
    assert fonts.get(qn("w:eastAsia")) == "宋体"
    heading = styles["Heading 1"].element.find(f".//{qn('w:rFonts')}")
    assert heading.get(qn("w:eastAsia")) == "黑体"
