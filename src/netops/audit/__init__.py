"""The audit against the protection levels: GB/T 22239 clauses, GB/T 28448 units, with the lines as evidence."""

from netops.audit.answer import FINDINGS, Basis, Known, Word
from netops.audit.auditing import audit, not_audited
from netops.audit.catalogue import check_entries, clauses, statements
from netops.audit.context import context_of
from netops.audit.crypto import CryptoState, CryptoUse
from netops.audit.knowing import known_of
from netops.audit.pack import ClausePack, load_pack
from netops.audit.policy import Context, Isolation, Policy, load_policy
from netops.audit.risk import MajorCandidate
from netops.audit.score import Score, Weights, load_weights, score
from netops.audit.summary import ControlVerdict, LevelResult, Rate, Summary, UnitStep, UnitVerdict
from netops.audit.tally import by_department, summarise, with_imported
from netops.audit.units import DeviceUnit, StepVerdict, device_units
from netops.audit.verdict import Coverage, DeviceAudit, Risk, RiskState, Verdict, Waived
from netops.audit.waiving import apply_waivers, wide_holds

__all__ = [
    "FINDINGS",
    "Basis",
    "ClausePack",
    "Context",
    "ControlVerdict",
    "Coverage",
    "CryptoState",
    "CryptoUse",
    "DeviceAudit",
    "DeviceUnit",
    "Isolation",
    "Known",
    "LevelResult",
    "MajorCandidate",
    "Policy",
    "Rate",
    "Risk",
    "RiskState",
    "Score",
    "StepVerdict",
    "Summary",
    "UnitStep",
    "UnitVerdict",
    "Verdict",
    "Waived",
    "Weights",
    "Word",
    "apply_waivers",
    "audit",
    "by_department",
    "check_entries",
    "clauses",
    "context_of",
    "device_units",
    "known_of",
    "load_pack",
    "load_policy",
    "load_weights",
    "not_audited",
    "score",
    "statements",
    "summarise",
    "wide_holds",
    "with_imported",
]
