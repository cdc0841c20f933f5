"""The audit against the protection levels: GB/T 22239 clauses, GB/T 28448 units, with the lines as evidence."""

from netops.audit.answer import Basis, Known, Word
from netops.audit.auditing import audit, not_audited
from netops.audit.catalogue import check_entries, clauses, statements
from netops.audit.context import context_of
from netops.audit.knowing import known_of
from netops.audit.policy import Context, Isolation, Policy, load_policy
from netops.audit.summary import Rate, Summary, UnitVerdict, summarise
from netops.audit.verdict import FINDINGS, Coverage, DeviceAudit, Risk, RiskState, Verdict, Waived
from netops.audit.waiving import apply_waivers, wide_holds

__all__ = [
    "FINDINGS",
    "Basis",
    "Context",
    "Coverage",
    "DeviceAudit",
    "Isolation",
    "Known",
    "Policy",
    "Rate",
    "Risk",
    "RiskState",
    "Summary",
    "UnitVerdict",
    "Verdict",
    "Waived",
    "Word",
    "apply_waivers",
    "audit",
    "check_entries",
    "clauses",
    "context_of",
    "known_of",
    "load_policy",
    "not_audited",
    "statements",
    "summarise",
    "wide_holds",
]
