"""Reports for people: one HTML file that opens and prints without a network."""

from netops.report.audit import AuditReport, ChangeSummary, render_audit
from netops.report.reach import ReachTable

__all__ = ["AuditReport", "ChangeSummary", "ReachTable", "render_audit"]
