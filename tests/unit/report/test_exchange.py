"""What other tools read: JSON, SARIF, JUnit and OSCAL, each held against its own schema."""

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft4Validator, Draft7Validator, Draft202012Validator
from xmlschema import XMLSchema

from netops.audit import Word, check_entries, summarise
from netops.report import AuditReport, Form, text_pieces
from netops.report.publishing import AuditEntry, schemas
from netops.report.words import Language

SCHEMAS = Path(__file__).parent / "schemas"
LANGUAGES: tuple[Language, ...] = ("zh", "en")
EMPTY = "without devices"


def written(report: AuditReport, form: Form, language: Language = "en") -> str:
    text = "".join(text_pieces(report, form, language))
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def loaded(report: AuditReport, form: Form, language: Language = "en") -> Any:  # noqa: ANN401 a document of another's form
    return json.loads(written(report, form, language))


def empty(report: AuditReport) -> AuditReport:
    return replace(report, results=(), summary=summarise(()), departments={}, runs=(), files={})


def faults(document: object, validator: Draft4Validator | Draft7Validator | Draft202012Validator) -> list[str]:
    return [
        f"{'/'.join(map(str, each.absolute_path))}: {each.message[:200]}" for each in validator.iter_errors(document)
    ]


def oscal_validator() -> Draft7Validator:
    """OSCAL's schema writes classes of letters and digits as Unicode has them; Python's expressions don't know those names."""
    text = (SCHEMAS / "oscal-assessment-results-1.2.3.json").read_text("utf-8")
    plain = text.replace(r"\\p{L}", r"[^\\W\\d_]").replace(r"\\p{N}", r"\\d")
    assert plain != text
    return Draft7Validator(json.loads(plain), format_checker=Draft7Validator.FORMAT_CHECKER)


@pytest.mark.parametrize("language", LANGUAGES)
def test_json_is_as_published(report: AuditReport, language: Language) -> None:
    validator = Draft202012Validator(json.loads(schemas()["audit.json"]))
    for each in (report, empty(report)):
        document = loaded(each, Form.JSON, language)
        assert faults(document, validator) == []
        AuditEntry.model_validate(document)


def test_json_names_what_the_issue_names(report: AuditReport) -> None:
    device = loaded(report, Form.JSON)["devices"][0]
    assert {"device", "platform", "release", "level", "verdicts", "coverage"} <= set(device)
    assert device["coverage"] == {"lines": 120, "read": 119, "unread": 1}
    verdict = next(each for each in device["verdicts"] if each["check"] == "B008")
    assert {"check", "unit", "clause", "verdict", "basis", "lines", "high_risk", "remediation"} <= set(verdict)
    assert verdict["lines"][0]["n"] == 88
    assert verdict["lines"][0]["text"].startswith("PermitEmptyPasswords yes")


def test_a_wrong_document_is_refused_by_the_published_schema(report: AuditReport) -> None:
    document = loaded(report, Form.JSON)
    del document["devices"][0]["verdicts"][0]["basis"]
    assert faults(document, Draft202012Validator(json.loads(schemas()["audit.json"])))


@pytest.mark.parametrize("language", LANGUAGES)
def test_sarif_is_valid(report: AuditReport, language: Language) -> None:
    schema = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
    validator = Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER)
    for each in (report, empty(report)):
        assert faults(loaded(each, Form.SARIF, language), validator) == []


def test_sarif_has_a_rule_for_every_check_and_a_result_for_every_finding(report: AuditReport) -> None:
    run = loaded(report, Form.SARIF)["runs"][0]
    rules = [each["id"] for each in run["tool"]["driver"]["rules"]]
    assert rules == list(check_entries())
    wanted = Counter(
        verdict.check
        for audit in report.results
        for verdict in audit.verdicts
        if verdict.verdict in {Word.NON_COMPLIANT, Word.PARTIAL, Word.MANUAL}
    )
    assert Counter(each["ruleId"] for each in run["results"]) == wanted
    assert all(rules[each["ruleIndex"]] == each["ruleId"] for each in run["results"])


def results(report: AuditReport, check: str) -> list[Any]:
    return [each for each in loaded(report, Form.SARIF)["runs"][0]["results"] if each["ruleId"] == check]


def test_sarif_says_where_how_grave_and_what_is_accepted(report: AuditReport) -> None:
    first, second, third, _hostile = results(report, "B008")
    assert first["level"] == "error"
    assert first["locations"][0]["physicalLocation"]["region"]["startLine"] == 88
    assert third["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "exports/ce%203.cfg"
    assert [each["suppressions"][0]["status"] for each in (first, second)] == ["accepted", "rejected"]
    assert third["suppressions"] == []
    assert all(each["kind"] == "review" for each in results(report, "B165"))
    assert all(each["level"] == "none" for each in results(report, "B165"))


def test_sarif_fingerprints_stay_where_only_line_numbers_change(report: AuditReport) -> None:
    moved = tuple(
        replace(
            audit,
            verdicts=tuple(
                replace(verdict, lines=tuple(replace(line, number=line.number + 5) for line in verdict.lines))
                for verdict in audit.verdicts
            ),
        )
        for audit in report.results
    )
    before, after = (
        [each["partialFingerprints"]["deviceAndCheck/v1"] for each in loaded(held, Form.SARIF)["runs"][0]["results"]]
        for held in (report, replace(report, results=moved))
    )
    assert before == after
    assert len(set(before)) == len(before)


def test_sarif_of_a_run_with_a_device_that_was_not_audited_was_not_successful(report: AuditReport) -> None:
    invocation = loaded(report, Form.SARIF)["runs"][0]["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert "ce9" in invocation["toolExecutionNotifications"][0]["message"]["text"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_junit_is_valid(report: AuditReport, language: Language) -> None:
    schema = XMLSchema(SCHEMAS / "junit-10.xsd")
    for each in (report, empty(report)):
        schema.validate(ET.fromstring(written(each, Form.JUNIT, language)))  # noqa: S314 our own text


def test_junit_counts_what_it_holds_and_passes_only_what_is_compliant(report: AuditReport) -> None:
    suites = ET.fromstring(written(report, Form.JUNIT))  # noqa: S314 our own text
    for suite, audit in zip(suites, report.results, strict=True):
        cases = suite.findall("testcase")
        kinds = Counter(case[0].tag if len(case) else "passed" for case in cases)
        assert int(suite.attrib["tests"]) == len(cases)
        assert int(suite.attrib["failures"]) == kinds["failure"] == len(audit.findings)
        assert int(suite.attrib["errors"]) == kinds["error"] == (audit.not_audited is not None)
        assert int(suite.attrib["skipped"]) == kinds["skipped"]
        assert kinds["passed"] == sum(each.verdict is Word.COMPLIANT for each in audit.verdicts)
    assert int(suites.attrib["failures"]) == report.summary.open_findings


def test_junit_says_why_a_case_was_skipped(report: AuditReport) -> None:
    suites = ET.fromstring(written(report, Form.JUNIT))  # noqa: S314 our own text
    case = next(case for case in suites[0].findall("testcase") if case.attrib["name"].startswith("B008"))
    assert "waived until 2027-06-30" in case[0].attrib["message"]
    assert "88: PermitEmptyPasswords yes" in (case[0].text or "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_oscal_is_valid(report: AuditReport, language: Language) -> None:
    for each in (report, empty(report)):
        assert faults(loaded(each, Form.OSCAL, language), oscal_validator()) == []


def test_the_schema_of_oscal_is_read_as_meant(report: AuditReport) -> None:
    document = loaded(report, Form.OSCAL)
    document["assessment-results"]["results"][0]["observations"][0]["uuid"] = "1"
    document["assessment-results"]["results"][0]["props"][0]["name"] = "no name"
    assert len(faults(document, oscal_validator())) == 2


def test_oscal_is_satisfied_only_with_what_is_compliant(report: AuditReport) -> None:
    result = loaded(report, Form.OSCAL)["assessment-results"]["results"][0]
    states = {each["target"]["target-id"]: each["target"]["status"] for each in result["findings"]}
    for unit in report.summary.units:
        name = unit.requirement.unit[unit.level]
        if unit.verdict is Word.NOT_APPLICABLE:
            assert name not in states
        else:
            assert (states[name]["state"] == "satisfied") == (unit.verdict is Word.COMPLIANT)
    assert any(each == {"state": "not-satisfied", "reason": "other"} for each in states.values())


def test_oscal_refers_only_to_what_it_holds_and_names_it_alike_in_every_run(report: AuditReport) -> None:
    text = written(report, Form.OSCAL)
    result = json.loads(text)["assessment-results"]["results"][0]
    named = [each["uuid"] for part in ("observations", "risks", "findings") for each in result[part]]
    assert len(set(named)) == len(named)
    assert all(UUID(each).version == 5 for each in named)
    referred = set(re.findall(r'"(?:observation|risk)-uuid": "([^"]+)"', text))
    assert referred <= set(named)
    assert len(referred) > 10
    subjects = set(re.findall(r'"subject-uuid": "([^"]+)"', text))
    assert subjects == {each["uuid"] for each in result["local-definitions"]["inventory-items"]}
    later = written(replace(report, made_at=report.made_at.replace(year=2027)), Form.OSCAL)
    assert set(named) <= set(re.findall(r'"uuid": "([^"]+)"', later))


def test_oscal_risks_of_a_waived_finding_are_approved_deviations(report: AuditReport) -> None:
    result = loaded(report, Form.OSCAL)["assessment-results"]["results"][0]
    status = {
        each["description"].split(":")[0]: each["status"] for each in result["risks"] if "6.4.1.1" in each["title"]
    }
    assert (status["ce1"], status["ce2"], status["ce3"]) == ("deviation-approved", "open", "open")
