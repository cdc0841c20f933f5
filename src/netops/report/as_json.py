"""The audit as JSON, in the shape that docs/schemas/audit.json publishes."""

from collections.abc import Iterator

from netops.audit import DeviceAudit
from netops.report.content import AuditReport
from netops.report.streaming import json_pieces
from netops.report.words import Language


def json_report(report: AuditReport, language: Language) -> Iterator[str]:
    """Yield the devices with their verdicts, one on a line, and the summary over all."""
    whole = {
        "title": report.title,
        "made_at": report.made_at.isoformat(timespec="seconds"),
        **report.more,
        "devices": (_device(report, each, language) for each in report.results),
        "summary": report.summary.as_dict(language),
    }
    yield from json_pieces(whole, 4)


def _device(report: AuditReport, audit: DeviceAudit, language: Language) -> dict[str, object]:
    held = audit.as_dict(language)
    if audit.device in report.files:
        held["file"] = report.files[audit.device]
    return held
