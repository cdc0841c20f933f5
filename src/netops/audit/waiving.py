"""Waivers on findings: who accepted what until when; a waived finding stays visible, an expired waiver counts no more."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Protocol

from netops.audit.answer import FINDINGS
from netops.audit.verdict import DeviceAudit, RiskState, Verdict, Waived


class Waiver(Protocol):
    """What the audit needs of a waiver of the inventory: it holds for one check on one device, up to a day."""

    @property
    def check(self) -> str:
        """Id of the check."""

    @property
    def device(self) -> str:
        """Name of the device."""

    @property
    def reason(self) -> str:
        """Why the finding is accepted."""

    @property
    def approver(self) -> str:
        """Who answers for it."""

    @property
    def expires(self) -> date:
        """The last day on which it holds."""


def apply_waivers(
    audits: Iterable[DeviceAudit], waivers: Iterable[Waiver], *, today: date, wide: Iterable[Waiver] = ()
) -> tuple[DeviceAudit, ...]:
    """Return the audits with the waivers noted on their findings; an expired waiver is noted and counts no more.

    Args:
        audits: as they were judged.
        waivers: those that name a device.
        today: the day by which they are in force.
        wide: those that were written for a department or a group, once for each of its devices. They don't cover a
            high-risk item that is open: whoever accepts one looks at that very device.
    """
    own, others = _latest(waivers), _latest(wide)
    return tuple(
        replace(
            each,
            verdicts=tuple(
                _waived(verdict, own.get((each.device, verdict.check)), others.get((each.device, verdict.check)), today)
                for verdict in each.verdicts
            ),
        )
        for each in audits
    )


def _latest(waivers: Iterable[Waiver]) -> dict[tuple[str, str], Waiver]:
    return {(each.device, each.check): each for each in sorted(waivers, key=lambda each: each.expires)}


def _waived(verdict: Verdict, own: Waiver | None, wide: Waiver | None, today: date) -> Verdict:
    if verdict.verdict not in FINDINGS:
        return verdict
    fitting = [each for each in (own, wide if wide_holds(verdict) else None) if each is not None]
    if not fitting:
        return verdict
    waiver = next((each for each in fitting if each.expires >= today), fitting[0])
    noted = Waived(waiver.reason, waiver.approver, waiver.expires, expired=waiver.expires < today)
    return replace(verdict, waiver=noted)


def wide_holds(verdict: Verdict) -> bool:
    """Tell whether a waiver for many devices may cover this finding: none that touches a high-risk item nobody mitigated."""
    return all(each.state is RiskState.MITIGATED for each in verdict.high_risk)
