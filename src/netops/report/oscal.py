"""The audit as OSCAL assessment results: observations, findings a unit, risks for the high-risk items.

A unit is ``satisfied`` only where its verdict over all devices is compliant. What only a person can judge, and what wasn't
audited, is ``not-satisfied`` with the reason ``other``; a unit that doesn't apply has no finding. Identifiers are made from
names (UUID version 5), so that two runs name the same thing alike.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID, uuid5

import netops
from netops.audit import FINDINGS, DeviceAudit, Risk, RiskState, UnitVerdict, Verdict, Word, statements
from netops.report.content import AuditReport
from netops.report.grouping import answers
from netops.report.streaming import json_pieces
from netops.report.visible import visible
from netops.report.words import Language, label

VERSION = "1.1.3"
SPACE = UUID("6f0b3f0e-6c39-5b0e-9a53-3d0f2f0c8f11")
"""The namespace of all identifiers that are made here."""
NAMES = "urn:netops:oscal"
"""The namespace of properties that OSCAL doesn't define."""
STATES = {RiskState.TRIGGERED: "open", RiskState.TO_CONFIRM: "investigating", RiskState.MITIGATED: "open"}


def oscal_report(report: AuditReport, language: Language) -> Iterator[str]:
    """Yield the assessment results of one run."""
    time = report.made_at.isoformat(timespec="seconds")
    plan = _uuid("plan")
    whole = {
        "uuid": _uuid("results", report.title, time),
        "metadata": {
            "title": _text(f"{report.title} · {label('document', language)}"),
            "last-modified": time,
            "version": netops.__version__,
            "oscal-version": VERSION,
            "remarks": "\n\n".join(each.of(language) for each in statements().values()),
        },
        "import-ap": {"href": f"#{plan}", "remarks": "GB/T 22239-2019, GB/T 28448-2019"},
        "results": [_result(report, time, language)],
        "back-matter": {
            "resources": [{"uuid": plan, "title": "GB/T 28448-2019", "rlinks": [{"href": "urn:gb:28448"}]}]
        },
    }
    yield from json_pieces({"assessment-results": whole}, 5)


def _result(report: AuditReport, time: str, language: Language) -> dict[str, object]:
    units = (*report.summary.units, *report.summary.private)
    controls = sorted({_control(unit) for unit in units}) or ["gbt22239"]
    result: dict[str, object] = {
        "uuid": _uuid("result", report.title, time),
        "title": _text(report.title),
        "description": label("document", language),
        "start": time,
        "end": time,
        "props": _props(_figures(report, language)),
        "local-definitions": {
            "inventory-items": (_item(each, report.files.get(each.device)) for each in report.results)
        },
        "reviewed-controls": {
            "control-selections": [{"include-controls": [{"control-id": each} for each in controls]}],
        },
    }
    parts = {
        "observations": _observations(report, time, language),
        "risks": _risks(report, language),
        "findings": _findings(report, language),
    }
    result |= {name: part for name, made in parts.items() if (part := _some(made)) is not None}
    if not report.results:
        del result["local-definitions"]  # OSCAL knows no empty list
    return {name: value for name, value in result.items() if value != []}


def _figures(report: AuditReport, language: Language) -> dict[str, object]:
    """Return what all devices come to in figures; the score of 2021 only with the word that it is superseded."""
    rate, score = report.summary.rate, report.summary.score
    figures: dict[str, object] = {"rate-strict": rate.strict, "rate-half": rate.half}
    if score is not None:
        shown = score.as_dict(language)
        figures |= {"score-2021": shown["score"], "score-2021-label": shown["label"]}
        figures["score-2021-missing"] = " ".join(score.missing) or None
    return figures


def _some(made: Iterator[dict[str, object]]) -> Iterable[dict[str, object]] | None:
    """Return what is made, or None where nothing is: OSCAL knows no empty list."""
    first = next(made, None)
    return None if first is None else _again(first, made)


def _again(first: dict[str, object], rest: Iterator[dict[str, object]]) -> Iterator[dict[str, object]]:
    yield first
    yield from rest


def _item(audit: DeviceAudit, file: str | None) -> dict[str, object]:
    values = {
        "name": audit.device,
        "file": file,
        "platform": audit.platform,
        "release": audit.release,
        "level": audit.level,
        "verdict": audit.word.value,
        "lines": audit.coverage.lines,
        "unread": len(audit.coverage.unread),
    }
    return {"uuid": _uuid("device", audit.device), "description": _text(audit.device), "props": _props(values)}


def _noted(audit: DeviceAudit) -> Iterator[Verdict]:
    """Yield the verdicts that become observations: what isn't compliant and does apply."""
    yield from (each for each in audit.verdicts if each.verdict in {*FINDINGS, Word.MANUAL})


def _observations(report: AuditReport, time: str, language: Language) -> Iterator[dict[str, object]]:
    for audit in report.results:
        if audit.not_audited is not None:
            yield {
                **_observation(audit, "audit", time),
                "title": label("not_audited", language),
                "description": _text(audit.not_audited),
                "types": ["discovery"],
                "props": _props({"verdict": Word.NOT_AUDITED.value}),
            }
        for verdict in _noted(audit):
            yield {**_observation(audit, verdict.check, time), **_seen(verdict, language)}


def _observation(audit: DeviceAudit, check: str, time: str) -> dict[str, object]:
    return {
        "uuid": _uuid("observation", audit.device, check),
        "methods": ["EXAMINE"],
        "subjects": [
            {"subject-uuid": _uuid("device", audit.device), "type": "inventory-item", "title": _text(audit.device)}
        ],
        "collected": time,
    }


def _seen(verdict: Verdict, language: Language) -> dict[str, object]:
    title = verdict.entry.title.of(language)
    seen: dict[str, object] = {
        "title": f"{verdict.check} {title}",
        "description": _text(verdict.found(language) or title),
        "types": ["control-objective"],
        "props": _props(
            {
                "check": verdict.check,
                "verdict": verdict.verdict.value,
                "basis": verdict.basis.value,
                "clause": verdict.clause,
                "unit": verdict.unit,
                "evidence-only": "true" if verdict.supporting else None,
            }
        ),
    }
    if verdict.lines:
        evidence = [{"description": _text(f"{line.number}: {line.text}")} for line in verdict.lines]
        seen["relevant-evidence"] = evidence
    return seen


def _findings(report: AuditReport, language: Language) -> Iterator[dict[str, object]]:
    audits = {each.device: each for each in report.results}
    for unit in (*report.summary.units, *report.summary.private):
        if unit.verdict is not Word.NOT_APPLICABLE:
            yield _finding(unit, [audits[name] for name, _ in unit.devices if name in audits], language)


def _finding(unit: UnitVerdict, audits: list[DeviceAudit], language: Language) -> dict[str, object]:
    clause, name = unit.requirement, unit.requirement.unit[unit.level]
    status: dict[str, object] = {"state": "satisfied" if unit.verdict is Word.COMPLIANT else "not-satisfied"}
    status["reason"] = {Word.COMPLIANT: "pass", Word.NON_COMPLIANT: "fail", Word.PARTIAL: "fail"}.get(
        unit.verdict, "other"
    )
    finding: dict[str, object] = {
        "uuid": _uuid("finding", name) if unit.own is None else _uuid("own", unit.key, str(unit.level)),
        "title": f"{name} {clause.control.of(language)}",
        "description": clause.item.of(language),
        "props": _props({"verdict": unit.verdict.value, "level": unit.level, "clause": clause.clause[unit.level]}),
        "target": {"type": "objective-id", "target-id": _target(unit), "status": status},
    }
    seen = [{"observation-uuid": each} for each in _of_unit(unit, audits)]
    hit = [{"risk-uuid": each} for each in _risks_of(unit, audits)]
    return finding | ({"related-observations": seen} if seen else {}) | ({"related-risks": hit} if hit else {})


def _speaks(verdict: Verdict, unit: UnitVerdict) -> bool:
    """Whether a verdict speaks of this unit; of a site's own, which the verdict doesn't know, the unit says it."""
    return answers(verdict, unit.key) if unit.own is None else verdict.check in unit.checks


def _target(unit: UnitVerdict) -> str:
    name = unit.requirement.unit[unit.level]
    return name if unit.own is None else _token("own", name)


def _token(*words: str) -> str:
    """Return names as one of OSCAL's, which has letters, digits, full stops, dashes and underlines.

    Example:
        >>> _token("own", "甲 1 (c)")
        'own-甲-1-c'
    """
    return "-".join(part for word in words for part in re.findall(r"[\w.]+", word))


def _of_unit(unit: UnitVerdict, audits: list[DeviceAudit]) -> Iterator[str]:
    for audit in audits:
        if audit.not_audited is not None:
            yield _uuid("observation", audit.device, "audit")
        for verdict in _noted(audit):
            if _speaks(verdict, unit):
                yield _uuid("observation", audit.device, verdict.check)


def _risks_of(unit: UnitVerdict, audits: list[DeviceAudit]) -> Iterator[str]:
    for audit in audits:
        for verdict in audit.verdicts:
            if _speaks(verdict, unit):
                yield from (_uuid("risk", audit.device, verdict.check, each.item) for each in verdict.high_risk)


def _risks(report: AuditReport, language: Language) -> Iterator[dict[str, object]]:
    for audit in report.results:
        for verdict in audit.verdicts:
            yield from (_risk(audit, verdict, each, language) for each in verdict.high_risk)


def _risk(audit: DeviceAudit, verdict: Verdict, risk: Risk, language: Language) -> dict[str, object]:
    waived = verdict.waiver is not None and not verdict.waiver.expired
    made: dict[str, object] = {
        "uuid": _uuid("risk", audit.device, verdict.check, risk.item),
        "title": f"{label('high_risk', language)} {risk.item}",
        "description": _text(f"{audit.device}: {verdict.entry.title.of(language)}"),
        "statement": _text(verdict.found(language) or verdict.entry.title.of(language)),
        "props": _props({"state": risk.state.value, "item": risk.item}),
        "status": "deviation-approved" if waived else STATES[risk.state],
        "remediations": [
            {
                "uuid": _uuid("remediation", audit.device, verdict.check, risk.item),
                "lifecycle": "recommendation",
                "title": label("fix", language),
                "description": verdict.entry.remedy.of(language),
            }
        ],
        "related-observations": [{"observation-uuid": _uuid("observation", audit.device, verdict.check)}],
    }
    if risk.mitigated_by:
        made["mitigating-factors"] = [
            {"uuid": _uuid("factor", audit.device, verdict.check, risk.item, each), "description": each}
            for each in risk.mitigated_by
        ]
    return made


def _control(unit: UnitVerdict) -> str:
    """Return the clause as OSCAL's names are: ``8.1.4.1 a)`` becomes ``gbt22239-8.1.4.1-a``."""
    if unit.own is not None:
        return _token("own", unit.requirement.clause[unit.level])
    words = re.findall(r"[0-9.]+|[a-z]", unit.requirement.clause[unit.level])
    return "-".join(["gbt22239", *words])


def _uuid(*names: str) -> str:
    return str(uuid5(SPACE, "\0".join(visible(each) for each in names)))


def _props(values: Mapping[str, object]) -> list[dict[str, str]]:
    shown = {name: _text(str(value)) for name, value in values.items() if value is not None}
    return [{"name": name, "ns": NAMES, "value": value} for name, value in shown.items()]


def _text(text: str) -> str:
    """Return text as OSCAL takes it: not empty, without space at its ends."""
    return visible(text).strip() or "–"
