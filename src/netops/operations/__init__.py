"""What runs on a schedule: so far, the audit of all devices, and changes that mend what it found."""

from netops.operations.auditing import Audited, FailOn, audit_network, audit_shown, failed
from netops.operations.exports import Exports, audit_files
from netops.operations.fixing import PEOPLE, FixPlan, Left, Wish, additions_of, plan_fixes

__all__ = [
    "PEOPLE",
    "Audited",
    "Exports",
    "FailOn",
    "FixPlan",
    "Left",
    "Wish",
    "additions_of",
    "audit_files",
    "audit_network",
    "audit_shown",
    "failed",
    "plan_fixes",
]
