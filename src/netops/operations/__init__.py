"""What runs on a schedule: the audit of all devices, its history, its waivers, and who is told of what got worse."""

from netops.operations.auditing import POLICY, Audited, FailOn, audit_network, audit_texts, failed
from netops.operations.comparing import Cause, Change, Changes, Kind, by_kind, compare, compare_runs
from netops.operations.locking import one_at_a_time
from netops.operations.looking_back import Trend, compare_stored, find, pair_of, trend
from netops.operations.notice import Notice, line_of
from netops.operations.notifying import Mail, Webhook, mail, post, send, webhook
from netops.operations.recording import FILES, Config, Recorded, Run, record, scope_words
from netops.operations.scheduling import Night, cron, systemd
from netops.operations.waiving import Remark, WaiverNote, departments

__all__ = [
    "FILES",
    "POLICY",
    "Audited",
    "Cause",
    "Change",
    "Changes",
    "Config",
    "FailOn",
    "Kind",
    "Mail",
    "Night",
    "Notice",
    "Recorded",
    "Remark",
    "Run",
    "Trend",
    "WaiverNote",
    "Webhook",
    "audit_network",
    "audit_texts",
    "by_kind",
    "compare",
    "compare_runs",
    "compare_stored",
    "cron",
    "departments",
    "failed",
    "find",
    "line_of",
    "mail",
    "one_at_a_time",
    "pair_of",
    "post",
    "record",
    "scope_words",
    "send",
    "systemd",
    "trend",
    "webhook",
]
