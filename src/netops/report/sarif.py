"""The audit as SARIF 2.1.0, for code scanning and issue trackers: a rule a check, a result a device and check.

What is compliant or not applicable is no result. What only a person can judge is one of the kind ``review``; a device that
wasn't audited is a notification of the run, which then wasn't successful.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC

import netops
from netops.audit import FINDINGS, DeviceAudit, RiskState, Verdict, Word, check_entries, clauses
from netops.audit.catalogue import CheckEntry
from netops.model import Line
from netops.report.content import AuditReport
from netops.report.streaming import json_pieces
from netops.report.visible import visible
from netops.report.words import Language, label

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST_LINES = 50
"""So many lines of a result are named; what permits everything on every port can rest on thousands."""
SEVERITY = {"high": "8.5", "usual": "5.5", "evidence": "2.0"}
"""GitHub's and GitLab's number for a rule: high, medium and low."""


def sarif_report(report: AuditReport, language: Language) -> Iterator[str]:
    """Yield the log of one run."""
    run = {
        "tool": {"driver": {**_driver(language), "rules": _rules(language)}},
        "automationDetails": {"id": "netops/audit/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"CONFIGS": {"description": {"text": label("uri_base", language)}}},
        "invocations": [
            {
                "executionSuccessful": not report.missing,
                "endTimeUtc": _utc(report),
                "toolExecutionNotifications": [_missing(each, language) for each in report.missing],
            }
        ],
        "properties": _properties(report, language),
        "results": _results(report, language),
    }
    yield from json_pieces({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, 4)


def _properties(report: AuditReport, language: Language) -> dict[str, object]:
    """Return what is said of all devices together, for which SARIF has no place of its own."""
    summary = report.summary
    said: dict[str, object] = {"title": visible(report.title), "rate": summary.rate.as_dict()}
    if summary.private:
        said["private"] = [each.as_dict(language) for each in summary.private]
        said["privateTexts"] = [each.of(language) for each in summary.pack]
    if summary.score is not None:
        said["score2021"] = summary.score.as_dict(language)
    return said


def _utc(report: AuditReport) -> str:
    return report.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _driver(language: Language) -> dict[str, object]:
    spoken = {"zh": "zh-CN", "en": "en-US"}[language]
    return {"name": "netops", "semanticVersion": netops.__version__, "version": netops.__version__, "language": spoken}


def _rules(language: Language) -> list[dict[str, object]]:
    return [_rule(name, entry, language) for name, entry in check_entries().items()]


def _rule(name: str, entry: CheckEntry, language: Language) -> dict[str, object]:
    clause = clauses()[entry.unit]
    paths = ", ".join(f"L{level} {path} ({clause.unit[level]})" for level, path in clause.clause.items())
    remedy, title = entry.remedy.of(language), entry.title.of(language)
    severity = "evidence" if entry.supporting else "high" if entry.high_risk else "usual"
    return {
        "id": name,
        "shortDescription": {"text": title},
        "fullDescription": {"text": clause.item.of(language)},
        "help": {
            "text": f"{remedy}\nGB/T 22239: {paths}",
            "markdown": f"**{label('fix', language)}** {remedy}\n\nGB/T 22239: {paths}",
        },
        "defaultConfiguration": {"level": "note" if entry.supporting else "warning"},
        "properties": {
            "tags": ["GB/T 22239", *sorted({f"GB/T 28448 {unit}" for unit in clause.unit.values()})],
            "security-severity": SEVERITY[severity],
            "highRiskItems": sorted({each.item for each in entry.high_risk}),
        },
    }


def _missing(audit: DeviceAudit, language: Language) -> dict[str, object]:
    text = f"{audit.device}: {label('not_audited', language)}: {audit.not_audited}"
    return {"level": "error", "message": {"text": visible(text)}}


def _results(report: AuditReport, language: Language) -> Iterator[dict[str, object]]:
    order = {name: index for index, name in enumerate(check_entries())}
    for audit in report.results:
        for verdict in audit.verdicts:
            if verdict.verdict in {*FINDINGS, Word.MANUAL}:
                yield {**_result(report, audit, verdict, language), "ruleIndex": order[verdict.check]}


def _result(report: AuditReport, audit: DeviceAudit, verdict: Verdict, language: Language) -> dict[str, object]:
    locations = [_place(report, audit, line) for line in verdict.lines[:MOST_LINES]] or [_place(report, audit, None)]
    return {
        "ruleId": verdict.check,
        "kind": "review" if verdict.verdict is Word.MANUAL else "fail",
        "level": _level(verdict),
        "message": {"text": visible(_message(audit, verdict, language))},
        "locations": locations[:1],
        "relatedLocations": [{"id": index, **place} for index, place in enumerate(locations[1:], start=1)],
        "partialFingerprints": {"deviceAndCheck/v1": _fingerprint(audit, verdict)},
        "suppressions": _suppressions(verdict),
        "properties": {
            "verdict": verdict.verdict.value,
            "basis": verdict.basis.value,
            "level": audit.level,
            "clause": verdict.clause,
            "unit": verdict.unit,
            "supporting": verdict.supporting,
            "highRisk": [each.as_dict() for each in verdict.high_risk],
            "fix": [visible(each) for each in verdict.fix],
        },
    }


def _level(verdict: Verdict) -> str:
    """Return SARIF's level: an error triggers a high-risk item; evidence that decides no unit is a note."""
    if verdict.verdict is Word.MANUAL:
        return "none"
    if verdict.supporting:
        return "note"
    triggered = any(each.state is RiskState.TRIGGERED for each in verdict.high_risk)
    return "error" if triggered else "warning"


def _message(audit: DeviceAudit, verdict: Verdict, language: Language) -> str:
    word = label("manual_word" if verdict.verdict is Word.MANUAL else verdict.verdict.value, language)
    parts = [f"{audit.device}: {verdict.entry.title.of(language)}: {word}", verdict.found(language)]
    return ". ".join(each for each in (*parts, verdict.remediation(language)) if each)


def _place(report: AuditReport, audit: DeviceAudit, line: Line | None) -> dict[str, object]:
    """Return where a line stands; without one, the device's config as a whole."""
    name = _reference(visible(report.files.get(audit.device) or f"{audit.device}.cfg"))
    base = {"uri": f"file://{name}"} if name.startswith("/") else {"uri": name, "uriBaseId": "CONFIGS"}
    physical: dict[str, object] = {"artifactLocation": base}
    if line is not None:
        physical["region"] = {"startLine": max(line.number, 1), "snippet": {"text": visible(line.text)}}
    logical = {"name": visible(audit.device), "fullyQualifiedName": visible(audit.device), "kind": "module"}
    return {"physicalLocation": physical, "logicalLocations": [logical]}


def _reference(path: str) -> str:
    """Return a path as a URI has it: ``exports/ce 3.cfg`` becomes ``exports/ce%203.cfg``."""
    return re.sub(r"[^A-Za-z0-9._~/-]", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), path)


def _fingerprint(audit: DeviceAudit, verdict: Verdict) -> str:
    """Return what stays the same between runs: line numbers and texts move, the device and the question don't."""
    return hashlib.sha256(f"{audit.device}\0{verdict.check}".encode("utf-8", "surrogatepass")).hexdigest()


def _suppressions(verdict: Verdict) -> list[dict[str, object]]:
    held = verdict.waiver
    if held is None:
        return []
    status = "rejected" if held.expired else "accepted"
    text = f"{held.reason} ({held.approver}, {held.expires.isoformat()})"
    return [{"kind": "external", "status": status, "justification": visible(text)}]
