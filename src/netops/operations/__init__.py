"""What runs on a schedule: so far, the audit of all devices."""

from netops.operations.auditing import Audited, FailOn, audit_network, audit_texts, failed

__all__ = ["Audited", "FailOn", "audit_network", "audit_texts", "failed"]
