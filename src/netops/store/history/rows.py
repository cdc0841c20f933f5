"""What the history holds, as plain rows: a run, a device in it, a verdict on the device."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Standing(StrEnum):
    """How one check stands on one device; whoever stores a verdict says it."""

    HELD = "held"
    """Compliant, or the device has nothing that the check asks about."""
    OPEN = "open"
    """A finding that someone must act on."""
    WAIVED = "waived"
    """A finding that a waiver in force covers."""
    UNSURE = "unsure"
    """For a person: the config can't tell."""
    ADVICE = "advice"
    """Evidence that isn't as it should be; it decides no unit and is no finding."""


@dataclass(frozen=True, slots=True)
class RiskRow:
    """One high-risk item that a verdict touches, and how certain it is."""

    item: str
    state: str


@dataclass(frozen=True, slots=True)
class WaiverRow:
    """The waiver that stood on a verdict."""

    reason: str
    approver: str
    expires: date
    expired: bool

    def as_dict(self) -> dict[str, object]:
        """Return the waiver for ``--json``."""
        return {**asdict(self), "expires": self.expires.isoformat()}


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """What one check said of one device.

    Attributes:
        verdict: the word, ``non_compliant``.
        basis: what it rests on.
        lines: number and text of the lines that it rests on, secrets masked and their digests taken out.
    """

    check: str
    unit: str
    verdict: str
    basis: str
    standing: Standing
    lines: tuple[tuple[int, str], ...] = ()
    risks: tuple[RiskRow, ...] = ()
    waiver: WaiverRow | None = None

    def as_dict(self) -> dict[str, object]:
        """Return the verdict for ``--json``."""
        return {
            "check": self.check,
            "unit": self.unit,
            "verdict": self.verdict,
            "basis": self.basis,
            "standing": self.standing.value,
            "lines": [{"n": number, "text": text} for number, text in self.lines],
            "high_risk": [asdict(each) for each in self.risks],
            "waiver": self.waiver.as_dict() if self.waiver else None,
        }


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One device in one run.

    Attributes:
        verdict: the worst word; ``not_audited`` where it wasn't judged.
        not_audited: why it wasn't; None where it was.
        config: SHA-256 of the text that was judged; empty where there was none.
        archived: the digest is that of a text of the archive; else of the text with its secrets taken out.
        lines: of the config that mean something; ``read`` of them were understood.
    """

    device: str
    platform: str
    level: int
    verdict: str
    release: str = ""
    department: str = ""
    not_audited: str | None = None
    config: str = ""
    archived: bool = False
    lines: int = 0
    read: int = 0
    verdicts: tuple[VerdictRow, ...] = ()

    @property
    def judgement(self) -> str:
        """SHA-256 over all verdicts: the same as long as nothing of what was said changes."""
        body = [each.as_dict() for each in sorted(self.verdicts, key=lambda each: each.check)]
        return hashlib.sha256(json.dumps(body, ensure_ascii=True, sort_keys=True).encode()).hexdigest()

    def count(self, standing: Standing) -> int:
        """Return how many checks stand so."""
        return sum(each.standing is standing for each in self.verdicts)

    def as_dict(self) -> dict[str, object]:
        """Return the device for ``--json``."""
        return {
            "device": self.device,
            "department": self.department or None,
            "platform": self.platform,
            "release": self.release or None,
            "level": self.level,
            "verdict": self.verdict,
            "not_audited": self.not_audited,
            "config": {"sha256": self.config, "archived": self.archived} if self.config else None,
            "coverage": {"lines": self.lines, "read": self.read},
            "verdicts": [each.as_dict() for each in self.verdicts],
        }


@dataclass(frozen=True, slots=True)
class RunAbout:
    """How a run was asked for.

    Attributes:
        network: the inventory's name for it; ``files`` for configs in files.
        started: with its zone.
        scope: the filters as they were typed; empty for all devices.
        source: ``devices``, ``archive`` or ``files``.
        past: the time that was asked of the archive, as typed; such a run is no witness of the present.
        level: that all devices were asked at; None for each one's own.
        policy: SHA-256 of the thresholds that were in force.
        version: of netops.
        series: name of the runs that it is one of, as a schedule gives it; empty for a run by hand.
    """

    network: str
    started: datetime
    who: str
    scope: str
    source: str
    policy: str
    version: str
    past: str = ""
    level: int | None = None
    series: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a run came to.

    Attributes:
        rate: percent of the units that a tool can decide, partial counted as nothing; None where none could be.
        half: the same with partial counted as one half.
        high: high-risk items that are triggered.
        new: findings against the last run over the same devices, newly found ones among them; likewise the three after it.
    """

    devices: int = 0
    not_audited: int = 0
    open: int = 0
    waived: int = 0
    high: int = 0
    rate: float | None = None
    half: float | None = None
    new: int = 0
    regressed: int = 0
    gone: int = 0
    not_seen: int = 0


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run as it was stored."""

    number: int
    about: RunAbout
    finished: datetime
    totals: Totals

    def as_dict(self) -> dict[str, object]:
        """Return the run for ``--json``."""
        about = asdict(self.about)
        about["started"] = self.about.started.isoformat()
        return {"run": self.number, **about, "finished": self.finished.isoformat(), **asdict(self.totals)}


@dataclass(frozen=True, slots=True)
class Before:
    """What was known of a device when it was last judged, at the same level.

    Attributes:
        seen: when that was; None where it never was.
        policy: digest of the thresholds then.
        verdicts: by check.
        held: check → when it first held, however long ago.
        since: check → since when its finding is open.
    """

    seen: datetime | None = None
    policy: str = ""
    verdicts: Mapping[str, VerdictRow] = field(default_factory=dict)
    held: Mapping[str, datetime] = field(default_factory=dict)
    since: Mapping[str, datetime] = field(default_factory=dict)
