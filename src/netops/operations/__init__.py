"""What runs on a schedule: the audit of all devices, its history and waivers, changes that mend what it found."""

from netops.operations.auditing import POLICY, Audited, FailOn, audit_network, audit_shown, failed
from netops.operations.belonging import department_titles, departments
from netops.operations.bringing import Brought, brought, thresholds
from netops.operations.comparing import Cause, Comparison, Fate, Followed, by_fate, compare, compare_runs
from netops.operations.exports import Exports, audit_files
from netops.operations.fixing import FixPlan, Wish, plan_fixes
from netops.operations.locking import one_at_a_time
from netops.operations.looking_back import Trend, compare_stored, find, pair_of, trend
from netops.operations.mending import PEOPLE, Asked, Left, Trial, additions_of
from netops.operations.notice import Notice, line_of
from netops.operations.notifying import Mail, Webhook, mail, post, send, webhook
from netops.operations.recording import FILES, Config, Recorded, Run, record, scope_words, series_name
from netops.operations.scheduling import Night, cron, systemd
from netops.operations.waiving import Remark, WaiverNote

__all__ = [
    "FILES",
    "PEOPLE",
    "POLICY",
    "Asked",
    "Audited",
    "Brought",
    "Cause",
    "Comparison",
    "Config",
    "Exports",
    "FailOn",
    "Fate",
    "FixPlan",
    "Followed",
    "Left",
    "Mail",
    "Night",
    "Notice",
    "Recorded",
    "Remark",
    "Run",
    "Trend",
    "Trial",
    "WaiverNote",
    "Webhook",
    "Wish",
    "additions_of",
    "audit_files",
    "audit_network",
    "audit_shown",
    "brought",
    "by_fate",
    "compare",
    "compare_runs",
    "compare_stored",
    "cron",
    "department_titles",
    "departments",
    "failed",
    "find",
    "line_of",
    "mail",
    "one_at_a_time",
    "pair_of",
    "plan_fixes",
    "post",
    "record",
    "scope_words",
    "send",
    "series_name",
    "systemd",
    "thresholds",
    "trend",
    "webhook",
]
