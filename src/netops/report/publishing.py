"""The shape of ``netops audit --format json``, published as docs/schemas/audit.json for whoever reads it."""

import json
from collections.abc import Mapping
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from netops.audit import Basis, CryptoState, RiskState, Word

DRAFT = "https://json-schema.org/draft/2020-12/schema"


class _Shape(BaseModel):
    """Every key that it names is there, and no other: what is added is published first."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class _Open(BaseModel):
    """Every key that it names is there; more may stand beside it."""

    model_config = ConfigDict(frozen=True, extra="allow")


class CitedLine(_Shape):
    """A line of the config."""

    n: int = Field(description="number of the line in the text that was audited, from 1")
    text: str = Field(description="without indentation; secrets stand as <secret>")


class RiskItem(_Shape):
    """An item of the high-risk guide."""

    item: str
    state: RiskState
    mitigated_by: list[str]


class WaiverNote(_Shape):
    """A waiver; one that has expired counts no more."""

    reason: str
    approver: str
    expires: date
    expired: bool


class AnsweredStep(_Shape):
    """A step of a unit that a check answers."""

    clause: str
    unit: str
    step: str | None


class VerdictEntry(_Shape):
    """What one check says of one device."""

    check: str
    title: str
    unit: str = Field(description="of GB/T 28448, at the device's level")
    clause: str = Field(description="of GB/T 22239, at the device's level")
    verdict: Word
    basis: Basis
    lines: list[CitedLine]
    found: str
    high_risk: list[RiskItem]
    supporting: bool = Field(description="evidence only: it decides no unit")
    remediation: str
    fix: list[str] = Field(description="lines of the device's platform that mend it; none where people must say what")
    waiver: WaiverNote | None
    answers: list[AnsweredStep] = Field(description="all that the check answers at this level")


class CryptoEntry(_Shape):
    """One algorithm that the device uses for one purpose."""

    purpose: str
    label: str
    name: str
    algorithm: str
    state: CryptoState
    state_label: str
    basis: Basis
    lines: list[CitedLine]


class CoverageCounts(_Shape):
    """How much of the config was understood."""

    lines: int
    read: int
    unread: int


class DeviceEntry(_Shape):
    """One device."""

    device: str
    platform: str
    release: str | None
    level: int = Field(ge=1, le=4)
    verdict: Word = Field(description="the worst of its verdicts; not_audited where it wasn't read")
    not_audited: str | None = Field(description="why it wasn't audited; then there are no verdicts")
    verdicts: list[VerdictEntry]
    coverage: CoverageCounts
    crypto: list[CryptoEntry]
    file: str = Field(default="", description="the file that was audited; absent where the device itself was read")


class RateNumbers(_Shape):
    """Of the units that a tool can decide, how many are compliant; never the rate of an assessment report."""

    label: str
    decided: int
    partial_as_0: float | None
    partial_as_half: float | None


class UnitEntry(_Open):
    """One unit over all devices of a level."""

    unit: str
    clause: str
    control: str
    item: str
    steps: int
    verdict: Word
    checks: list[str]
    devices: dict[str, Word]


class RiskOfDevice(RiskItem):
    """An item of the high-risk guide on one device."""

    device: str
    check: str


class PrivateClauses(_Shape):
    """A site's own clauses (``--clauses``), in its own name; both lists are empty without them."""

    texts: list[str] = Field(description="the pack's title, and its own statement where it has one")
    units: list[UnitEntry]


class OldScore(_Shape):
    """The score by the formula of 2021 (``--weights``), superseded since 2025-03-20."""

    label: str = Field(description="says that the formula is superseded")
    weights: str = Field(description="title of the weights that the user brought")
    score: float | None = Field(description="none where an item has no result")
    technical: float | None
    management: float | None
    applicable: int
    missing: list[str] = Field(description="items without a result")


class SummaryEntry(_Open):
    """All devices together."""

    units: list[UnitEntry]
    rate: RateNumbers
    high_risks: list[RiskOfDevice]
    open_findings: int
    advice: int
    waived: int
    not_audited: list[str]
    statements: dict[str, str]
    private: PrivateClauses
    score_2021: OldScore | None = Field(description="none where nobody brought weights")


class AuditEntry(_Open):
    """What the whole is."""

    title: str
    made_at: datetime
    devices: list[DeviceEntry]
    summary: SummaryEntry


def schemas() -> Mapping[str, str]:
    """Return file name → text of the JSON Schema.

    Example:
        >>> list(schemas())
        ['audit.json']
    """
    content = {"$schema": DRAFT, **TypeAdapter(AuditEntry).json_schema(), "title": "netops audit --format json"}
    return {"audit.json": json.dumps(content, ensure_ascii=False, indent=2) + "\n"}
