"""Audits to report on: of a few devices with everything that a report has to show, and of very many."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from netops.audit import DeviceAudit, RiskState, Verdict, apply_waivers, audit, not_audited, summarise
from netops.audit.verdict import Risk
from netops.model import Device, Line, Management, SshServer, Topic, Unread
from netops.report import AuditReport, RunPoint

HOSTILE = "<script>alert(\"x\")</script> ]]> & 'y' \x1b[2J\x00 \u202e \ufffe \udcff"
MADE_AT = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)


class Waiver:
    """As the inventory has it."""

    def __init__(self, device: str, expires: date) -> None:
        self.check, self.device, self.expires = "B008", device, expires
        self.reason, self.approver = f"=replaced in summer {HOSTILE}", "security lead"


def weak(name: str, level: int = 3, *, number: int = 88) -> DeviceAudit:
    """Audit a device with one line that no level allows, and one that nobody understood."""
    line = Line(number, f"PermitEmptyPasswords yes {HOSTILE}")
    server = SshServer(empty_passwords=True, session_idle=3600, sources=(("empty_passwords", line),))
    unread = (Unread((), Line(12, f"=cmd|'/c calc'!A0 {HOSTILE}"), Topic.ROUTING),)
    found = audit(
        Device(name, "frr", "8.4.4", management=Management(ssh=server), unread=unread), level=level, lines=120
    )
    return replace(found, verdicts=tuple(_mended(each) for each in found.verdicts))


def _mended(verdict: Verdict) -> Verdict:
    if verdict.check != "B008":
        return verdict
    risk = Risk("6.4.1.1", RiskState.TRIGGERED)
    return replace(verdict, fix=("PermitEmptyPasswords no", f"+{HOSTILE}"), high_risk=(risk,))


@pytest.fixture(scope="session")
def report() -> AuditReport:
    """Three devices of two levels, one of them with a hostile name, and one that wasn't audited."""
    hostile = f"=cmd|'/c calc' {HOSTILE}"
    results = apply_waivers(
        [weak("ce1"), weak("ce2", 2), weak("ce3", number=90), weak(hostile)],
        [Waiver("ce1", date(2027, 6, 30)), Waiver("ce2", date(2026, 1, 31))],
        today=date(2026, 11, 23),
    )
    results = (*results, not_audited("ce9", platform="frr", level=2, reason=f"unreachable {HOSTILE}"))
    runs = tuple(RunPoint(MADE_AT + timedelta(days=day), 9 - day, 3 - day, day % 2) for day in range(3))
    return AuditReport(
        f"Sample city {HOSTILE}",
        MADE_AT,
        results,
        summarise(results),
        {"ce1": f"财政局 {HOSTILE}"},
        runs=runs,
        files={"ce3": "exports/ce 3.cfg"},
    )


@pytest.fixture(scope="session")
def many() -> Callable[[int], AuditReport]:
    """Make a report of so many devices."""
    pattern = [weak("x", level) for level in (2, 3)]

    def make(count: int) -> AuditReport:
        results = tuple(replace(pattern[index % 2], device=f"ce{index:04}") for index in range(count))
        return AuditReport("City", MADE_AT, results, summarise(results))

    return make
