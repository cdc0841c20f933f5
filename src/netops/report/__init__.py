"""Reports: one HTML file for people that opens and prints without a network, and the forms that other tools read."""

from netops.report.audit import render_audit
from netops.report.content import AuditReport, ChangeSummary, RunPoint
from netops.report.formats import Form, ending_of, form_of, text_pieces, write_report
from netops.report.reach import ReachTable

__all__ = [
    "AuditReport",
    "ChangeSummary",
    "Form",
    "ReachTable",
    "RunPoint",
    "ending_of",
    "form_of",
    "render_audit",
    "text_pieces",
    "write_report",
]
