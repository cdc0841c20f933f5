"""The inventory's waivers on an audit: spread over the devices that they are for, and looked at themselves."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from netops.audit import FINDINGS, DeviceAudit, Verdict, Word, apply_waivers, check_entries, wide_holds
from netops.inventory import Inventory, Waiver
from netops.operations.belonging import departments


@dataclass(frozen=True, slots=True)
class Accepted:
    """A waiver as it holds for one device."""

    check: str
    device: str
    reason: str
    approver: str
    expires: date


class Remark(StrEnum):
    """What is to be said of a waiver."""

    EXPIRED = "expired"
    """What it covered counts again."""
    SOON = "soon"
    """It covers a finding and ends soon."""
    UNKNOWN_CHECK = "unknown_check"
    """There is no such check: it covers nothing."""
    NOBODY = "nobody"
    """No device belongs to what it is for."""
    NOT_ASKED = "not_asked"
    """The check isn't asked at the level of these devices."""
    NEEDLESS = "needless"
    """The check is compliant, or doesn't apply: nothing is left to accept."""
    TOO_WIDE = "too_wide"
    """It is for many devices, and one of them has an open high-risk item, which such a waiver doesn't cover."""


@dataclass(frozen=True, slots=True)
class WaiverNote:
    """One thing to be said of one waiver.

    Attributes:
        where: what the waiver is for: ``pe1``, ``department=finance``.
        devices: those that it concerns.
    """

    remark: Remark
    check: str
    where: str
    approver: str
    expires: date
    devices: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Return the note for ``--json``."""
        return {
            "remark": self.remark.value,
            "check": self.check,
            "where": self.where,
            "approver": self.approver,
            "expires": self.expires.isoformat(),
            "devices": list(self.devices),
        }


def waived(inventory: Inventory, results: Iterable[DeviceAudit], today: date) -> tuple[DeviceAudit, ...]:
    """Return the audits with the inventory's waivers noted on their findings."""
    own = [_accepted(each, each.device) for each in inventory.waivers if each.device is not None]
    wide = [
        _accepted(each, device)
        for each in inventory.waivers
        if each.device is None
        for device in covered(inventory, each)
    ]
    return apply_waivers(results, own, today=today, wide=wide)


def _accepted(waiver: Waiver, device: str) -> Accepted:
    return Accepted(waiver.check, device, waiver.reason, waiver.approver, waiver.expires)


def covered(inventory: Inventory, waiver: Waiver) -> tuple[str, ...]:
    """Return the devices that a waiver is for: its own, a department's routers, a group's hosts."""
    if waiver.device is not None:
        return (waiver.device,)
    if waiver.group is not None:
        return tuple(name for name, host in inventory.hosts.items() if waiver.group in host.groups)
    return tuple(sorted(host for host, name in departments(inventory).items() if name == waiver.department))


def review(inventory: Inventory, results: Iterable[DeviceAudit], today: date, soon: int) -> tuple[WaiverNote, ...]:
    """Return what is to be said of the waivers, in the order of the file; of devices that weren't judged nothing is.

    Args:
        inventory: with its waivers.
        results: waivers applied or not.
        today: the day by which they are in force.
        soon: days before its end within which a waiver is told.
    """
    judged = {each.device: each for each in results if each.not_audited is None}
    found = []
    for waiver in inventory.waivers:
        for remark, devices in _remarks(inventory, waiver, judged, today + timedelta(days=soon), today):
            found.append(WaiverNote(remark, waiver.check, waiver.where, waiver.approver, waiver.expires, devices))
    return tuple(found)


def _remarks(
    inventory: Inventory, waiver: Waiver, judged: Mapping[str, DeviceAudit], soon: date, today: date
) -> Iterator[tuple[Remark, tuple[str, ...]]]:
    if waiver.check not in check_entries():
        yield Remark.UNKNOWN_CHECK, ()
        return
    devices = covered(inventory, waiver)
    if not devices:
        yield Remark.NOBODY, ()
        return
    seen = [each for each in devices if each in judged]
    said = {each: verdict for each in seen for verdict in judged[each].verdicts if verdict.check == waiver.check}
    findings = tuple(each for each, verdict in said.items() if verdict.verdict in FINDINGS)
    if findings:
        yield from _on_findings(waiver, findings, said, soon, today)
    elif seen and not said:
        yield Remark.NOT_ASKED, tuple(seen)
    elif len(seen) == len(devices) and all(
        each.verdict in {Word.COMPLIANT, Word.NOT_APPLICABLE} for each in said.values()
    ):
        yield Remark.NEEDLESS, tuple(said)


def _on_findings(
    waiver: Waiver, findings: tuple[str, ...], said: Mapping[str, Verdict], soon: date, today: date
) -> Iterator[tuple[Remark, tuple[str, ...]]]:
    if waiver.expires < today:
        again = tuple(each for each in findings if not _covered(said[each]))
        yield (Remark.EXPIRED, again) if again else (Remark.NEEDLESS, findings)  # another one covers them
        return
    if waiver.expires <= soon:
        yield Remark.SOON, findings
    open_risks = tuple(each for each in findings if not wide_holds(said[each]))
    if waiver.device is None and open_risks:
        yield Remark.TOO_WIDE, open_risks


def _covered(verdict: Verdict) -> bool:
    return verdict.waiver is not None and not verdict.waiver.expired
