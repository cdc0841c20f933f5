"""What a report shows, whatever its form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from netops.audit import DeviceAudit, Summary
from netops.report.reach import ReachTable


@dataclass(frozen=True, slots=True)
class ChangeSummary:
    """A change in a few lines.

    Attributes:
        moves: departments with their stages, in words.
        devices: name, lines added, lines removed.
    """

    name: str
    why: str
    author: str
    approvers: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    result: str = ""
    devices: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class RunPoint:
    """One run of the past, as the trend shows it.

    Attributes:
        at: when it ran.
        findings: open findings.
        high: high-risk items that were triggered.
        missed: devices that weren't audited.
    """

    at: datetime
    findings: int
    high: int
    missed: int = 0


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What a report shows.

    Attributes:
        title: the network's name.
        made_at: with its time zone.
        results: waivers applied.
        departments: device → title of its department, in the language of the report.
        reach: who can talk to whom, where that is to be shown.
        runs: earlier runs and this one, oldest first, for the trend.
        files: device → the file that was audited; a device that was read itself has none.
        more: what the JSON says beside: the time of the archive, what changed since earlier runs.
    """

    title: str
    made_at: datetime
    results: tuple[DeviceAudit, ...]
    summary: Summary
    departments: Mapping[str, str] = field(default_factory=dict)
    reach: ReachTable | None = None
    change: ChangeSummary | None = None
    runs: tuple[RunPoint, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, object] = field(default_factory=dict)

    @property
    def audited(self) -> tuple[DeviceAudit, ...]:
        """The devices that were asked."""
        return tuple(each for each in self.results if each.not_audited is None)

    @property
    def missing(self) -> tuple[DeviceAudit, ...]:
        """The devices that weren't reached or couldn't be read."""
        return tuple(each for each in self.results if each.not_audited is not None)

    @property
    def levels(self) -> tuple[int, ...]:
        """The protection levels among the devices."""
        return tuple(sorted({each.level for each in self.results}))
