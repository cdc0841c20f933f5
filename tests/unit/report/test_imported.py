"""What a user brought, in every form: a site's own clauses and the score of 2021, with waivers and devices that weren't audited."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from jsonschema import Draft4Validator, Draft202012Validator
from markupsafe import escape
from openpyxl import load_workbook
from tests.unit.report.test_exchange import LANGUAGES, SCHEMAS, faults, loaded, oscal_validator, written
from xmlschema import XMLSchema

from netops.audit import Verdict, Waived, Word, load_pack, load_weights, with_imported
from netops.report import AuditReport, Form, render_audit, write_report
from netops.report.publishing import schemas
from netops.report.words import Language, label

PACK = """\
title: {zh: "=本单位 <条款>", en: "=our <clauses>"}
statement: {zh: 依本单位授权使用, en: used by our own authority}
clauses:
  own_login:
    control: {zh: 登录, en: login}
    item: {zh: 不得空口令, en: nobody logs in without a password}
    clause: {2: 甲 1, 3: 甲 1 (c)}
    unit: {2: X 01, 3: X 01}
    steps:
      named: {by: config, text: {zh: 须鉴别, en: everybody proves who they are}}
      guarded: {by: person, text: {zh: 有人看守, en: somebody watches}}
  own_doors:
    control: {zh: 机房, en: rooms}
    item: {zh: 上锁, en: rooms are locked}
    clause: {3: 乙}
    unit: {3: X-02}
    steps:
      locked: {by: person, text: {zh: 已上锁, en: it is locked}}
answers:
  B008: [{clause: own_login, step: named}]
"""
WEIGHTS = """\
title: {zh: 附录, en: annex}
weights: {L3-CES1-01: critical, L3-PES1-01: general}
results: {L3-PES1-01: compliant}
"""


@pytest.fixture(scope="module")
def brought(report: AuditReport, tmp_path_factory: pytest.TempPathFactory) -> AuditReport:
    """The report of the other tests with clauses of the site's own and a score; one item has no result."""
    folder = tmp_path_factory.mktemp("brought")
    (folder / "pack.yml").write_text(PACK, "utf-8")
    (folder / "weights.yml").write_text(WEIGHTS, "utf-8")
    pack, weights = load_pack(folder / "pack.yml"), load_weights(folder / "weights.yml")
    return replace(report, summary=with_imported(report.summary, report.results, pack, weights))


def test_the_summary_holds_them_and_nothing_else_moves(brought: AuditReport, report: AuditReport) -> None:
    summary = brought.summary
    assert {(each.key, each.level, each.verdict) for each in summary.private} == {
        ("own_login", 2, Word.NON_COMPLIANT),
        ("own_login", 3, Word.NON_COMPLIANT),
        ("own_doors", 3, Word.MANUAL),
    }
    assert summary.score is not None
    assert summary.score.value is not None
    assert replace(summary, private=(), pack=(), score=None) == report.summary


@pytest.mark.parametrize("language", LANGUAGES)
def test_json_sarif_junit_and_oscal_hold_them_and_stay_valid(brought: AuditReport, language: Language) -> None:
    document = loaded(brought, Form.JSON, language)
    assert faults(document, Draft202012Validator(json.loads(schemas()["audit.json"]))) == []
    assert [each["unit"] for each in document["summary"]["private"]["units"]] == ["X 01", "X 01", "X-02"]
    assert document["summary"]["score_2021"]["label"] in {"旧版（2021）算法，已停用", "formula of 2021, superseded"}
    sarif = loaded(brought, Form.SARIF, language)
    schema = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
    assert faults(sarif, Draft4Validator(schema)) == []
    held = sarif["runs"][0]["properties"]
    assert len(held["private"]) == 3
    assert held["score2021"]["missing"] == []
    assert faults(loaded(brought, Form.OSCAL, language), oscal_validator()) == []
    XMLSchema(str(SCHEMAS / "junit-10.xsd")).validate(written(brought, Form.JUNIT, language))


def test_oscal_has_a_finding_a_unit_of_the_sites_own_with_its_observations(brought: AuditReport) -> None:
    result = loaded(brought, Form.OSCAL)["assessment-results"]["results"][0]
    own = [each for each in result["findings"] if each["target"]["target-id"].startswith("own-")]
    assert [each["target"]["target-id"] for each in own] == ["own-X-01", "own-X-01", "own-X-02"]
    assert len({each["uuid"] for each in result["findings"]}) == len(result["findings"])
    seen = {each["uuid"] for each in result["observations"]}
    assert all(each["observation-uuid"] in seen for found in own for each in found.get("related-observations", ()))
    assert own[0]["related-observations"]
    named = {each["name"]: each["value"] for each in result["props"]}
    assert named["score-2021-label"] == "formula of 2021, superseded"
    assert float(named["score-2021"])


def test_junit_has_a_suite_of_the_sites_own(brought: AuditReport) -> None:
    root = ET.fromstring(written(brought, Form.JUNIT))  # noqa: S314 our own
    suite = root.findall("testsuite")[-1]
    assert suite.get("name") == "=our <clauses>"
    kinds = [child.tag for case in suite.findall("testcase") for child in case]
    assert kinds == ["failure", "failure", "skipped"]
    total = {name: sum(int(each.get(name, "0")) for each in root) for name in ("tests", "failures", "errors")}
    assert total == {name: int(root.get(name, "0")) for name in total}


def test_what_a_waiver_covers_fails_no_case_of_the_sites_own(brought: AuditReport) -> None:
    def waived(verdict: Verdict) -> Verdict:
        held = Waived("replaced", "lead", brought.made_at.date().replace(year=2099), expired=False)
        return replace(verdict, waiver=held)

    results = tuple(replace(each, verdicts=tuple(map(waived, each.verdicts))) for each in brought.results)
    root = ET.fromstring(written(replace(brought, results=results), Form.JUNIT))  # noqa: S314 our own
    suite = root.findall("testsuite")[-1]
    assert [child.tag for case in suite.findall("testcase") for child in case] == ["skipped"] * 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_both_with_what_they_are(brought: AuditReport, report: AuditReport, language: Language) -> None:
    page = render_audit(brought, language)
    assert 'id="private"' in page
    assert escape(label("private_note", language)) in page
    assert label("score_2021", language) in page
    assert "&lt;clauses&gt;" in page or "&lt;条款&gt;" in page
    plain = render_audit(report, language)
    assert 'id="private"' not in plain
    assert 'id="score_2021"' not in plain


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_has_a_sheet_and_the_document_a_chapter(brought: AuditReport, language: Language) -> None:
    stream = io.BytesIO()
    write_report(brought, Form.XLSX, language, stream)
    book = load_workbook(stream)
    sheet = book[label("private", language)]
    assert [[cell.value for cell in row][:3] for row in sheet.iter_rows(min_row=2)] == [
        [2, "甲 1", "X 01"],
        [3, "甲 1 (c)", "X 01"],
        [3, "乙", "X-02"],
    ]
    overview = {(row[0].value, row[1].value) for row in book.worksheets[0].iter_rows()}
    assert brought.summary.score is not None
    assert (label("score_2021", language), brought.summary.score.label(language)) in overview
    stream = io.BytesIO()
    write_report(brought, Form.DOCX, language, stream)
    text = ZipFile(stream).read("word/document.xml").decode()
    assert f"6 {label('private', language)}" in text
    assert f"7 {label('score_2021', language)}" in text


def test_a_pack_of_another_level_says_nothing(report: AuditReport, tmp_path: Path) -> None:
    path = tmp_path / "pack.yml"
    path.write_text(PACK.replace("{2: 甲 1, 3: 甲 1 (c)}", "{4: 甲}").replace("{2: X 01, 3: X 01}", "{4: X}"), "utf-8")
    summary = with_imported(report.summary, report.results, load_pack(path), None)
    assert {each.key for each in summary.private} == {"own_doors"}


def test_no_score_is_told_as_none_with_the_items_that_lack_a_result(
    report: AuditReport, tmp_path: Path, many: Callable[[int], AuditReport]
) -> None:
    path = tmp_path / "weights.yml"
    path.write_text(WEIGHTS.replace("results: {L3-PES1-01: compliant}\n", ""), "utf-8")
    for each in (report, many(3)):
        held = replace(each, summary=with_imported(each.summary, each.results, None, load_weights(path)))
        document = loaded(held, Form.JSON)["summary"]["score_2021"]
        assert document["score"] is None
        assert "L3-PES1-01" in document["missing"]
        assert label("score_none", "en") in render_audit(held, "en")
        assert faults(loaded(held, Form.OSCAL), oscal_validator()) == []
