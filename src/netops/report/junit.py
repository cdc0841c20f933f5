"""The audit as JUnit XML, for CI: a suite a device, a test case a check; a site's own clauses are a suite of their own.

A finding is a failure. What only a person can judge, doesn't apply, is waived or is evidence only is skipped with the
reason: it neither passes nor fails. A device that wasn't audited is an error.
"""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from netops.audit import FINDINGS, DeviceAudit, Verdict, Word
from netops.report.content import AuditReport
from netops.report.imported import failing, left_texts
from netops.report.visible import visible
from netops.report.words import Language, label


def junit_report(report: AuditReport, language: Language) -> Iterator[str]:
    """Yield the suites."""
    counts = [_counts(each) for each in report.results]
    own = private_cases(report, language)
    added = [_private_counts(own)] if own else []
    total = {name: sum(each[name] for each in (*counts, *added)) for name in ("tests", "failures", "errors")}
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f"<testsuites name={_quoted(report.title)}{_attributes(total)}>\n"
    for audit, held in zip(report.results, counts, strict=True):
        yield from _suite(report, audit, held, language)
    if own:
        yield from _private_suite(report, own, language)
    yield "</testsuites>\n"


def private_cases(report: AuditReport, language: Language) -> tuple[tuple[str, str, str], ...]:
    """Return a site's own units as name, kind and what is to be said; a failure is one that no waiver covers."""
    audits = {each.device: each for each in report.results}
    found = []
    for unit in report.summary.private:
        clause, level = unit.requirement, unit.level
        name = f"{clause.unit[level]} {clause.item.of(language)} ({clause.clause[level]})"
        word = label("manual_word" if unit.verdict is Word.MANUAL else unit.verdict.value, language)
        devices = list(failing(unit, audits))
        if unit.verdict is Word.COMPLIANT:
            found.append((name, "", ""))
        elif devices:
            found.append((name, "failure", f"{word}: {', '.join(devices)}"))
        else:
            found.append((name, "skipped", ": ".join([word, *left_texts(unit, language)])))
    return tuple(found)


def _private_counts(cases: tuple[tuple[str, str, str], ...]) -> dict[str, int]:
    kinds = [kind for _name, kind, _said in cases]
    return {
        "tests": len(kinds),
        "failures": kinds.count("failure"),
        "errors": 0,
        "skipped": kinds.count("skipped"),
    }


def _private_suite(report: AuditReport, cases: tuple[tuple[str, str, str], ...], language: Language) -> Iterator[str]:
    """Yield a suite of a site's own clauses: a case a unit, over all devices."""
    title = report.summary.pack[0].of(language)
    time = report.made_at.strftime("%Y-%m-%dT%H:%M:%S")
    yield f"<testsuite name={_quoted(title)}{_attributes(_private_counts(cases))} timestamp={_quoted(time)}>\n"
    for name, kind, said in cases:
        inside = _element(kind, "private", said, label("private_note", language)) if kind else ""
        yield f"<testcase name={_quoted(name)} classname={_quoted(title)}>{inside}</testcase>\n"
    yield "</testsuite>\n"


def _suite(report: AuditReport, audit: DeviceAudit, counts: dict[str, int], language: Language) -> Iterator[str]:
    time = report.made_at.strftime("%Y-%m-%dT%H:%M:%S")
    file = f" file={_quoted(report.files[audit.device])}" if audit.device in report.files else ""
    yield f"<testsuite name={_quoted(audit.device)}{_attributes(counts)} timestamp={_quoted(time)}{file}>\n"
    properties = {"platform": audit.platform, "release": audit.release or "", "level": str(audit.level)}
    lines = "".join(f"<property name={_quoted(name)} value={_quoted(value)}/>" for name, value in properties.items())
    yield f"<properties>{lines}</properties>\n"
    if audit.not_audited is not None:
        inside = _element("error", "not_audited", audit.not_audited, label("not_audited", language))
        yield f'<testcase name="audit" classname={_quoted(audit.device)}>{inside}</testcase>\n'
    for verdict in audit.verdicts:
        yield _case(audit, verdict, language)
    yield "</testsuite>\n"


def _case(audit: DeviceAudit, verdict: Verdict, language: Language) -> str:
    name = f"{verdict.check} {verdict.entry.title.of(language)} ({verdict.clause})"
    inside = ""
    kind = _kind(verdict)
    if kind == "failure":
        inside = _element("failure", verdict.verdict.value, verdict.found(language), _told(verdict, language))
    elif kind == "skipped":
        inside = _element("skipped", verdict.verdict.value, _reason(verdict, language), _told(verdict, language))
    return f"<testcase name={_quoted(name)} classname={_quoted(audit.device)}>{inside}</testcase>\n"


def _kind(verdict: Verdict) -> str:
    if verdict.finding:
        return "failure"
    return "passed" if verdict.verdict is Word.COMPLIANT else "skipped"


def _reason(verdict: Verdict, language: Language) -> str:
    """Return why a check neither passes nor fails."""
    word = label("manual_word" if verdict.verdict is Word.MANUAL else verdict.verdict.value, language)
    if verdict.verdict in FINDINGS and verdict.waiver is not None:
        held = verdict.waiver
        return f"{word}: " + label("waiver", language).format(
            until=held.expires, approver=held.approver, reason=held.reason
        )
    if verdict.verdict in FINDINGS:
        return f"{word}: {label('supporting_one', language)}"
    return word


def _told(verdict: Verdict, language: Language) -> str:
    lines = [f"{line.number}: {line.text}" for line in verdict.lines]
    remedy = verdict.remediation(language)
    return "\n".join([*lines, *([f"→ {remedy}"] if remedy else []), *verdict.fix])


def _counts(audit: DeviceAudit) -> dict[str, int]:
    if audit.not_audited is not None:
        return {"tests": 1, "failures": 0, "errors": 1, "skipped": 0}
    kinds = [_kind(each) for each in audit.verdicts]
    return {
        "tests": len(kinds),
        "failures": kinds.count("failure"),
        "errors": 0,
        "skipped": kinds.count("skipped"),
    }


def _element(name: str, kind: str, message: str, text: str) -> str:
    return f"<{name} type={_quoted(kind)} message={_quoted(message)}>{escape(visible(text))}</{name}>"


def _attributes(counts: dict[str, int]) -> str:
    return "".join(f' {name}="{count}"' for name, count in counts.items())


def _quoted(text: str) -> str:
    return quoteattr(visible(text))
