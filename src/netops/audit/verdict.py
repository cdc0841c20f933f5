"""Verdicts: a check's answer under the clause of the device's level, with risk, fix and waiver."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from netops.audit.answer import FINDINGS, Basis, Word
from netops.audit.catalogue import (
    Asked,
    CheckEntry,
    Clause,
    RiskItem,
    asked,
    check_entries,
    clauses,
    reasons,
    risk_items,
)
from netops.audit.crypto import CryptoUse
from netops.audit.wording import spoken, without_blanks
from netops.model import Line


class RiskState(StrEnum):
    """How certain a high-risk item is."""

    TRIGGERED = "triggered"
    MITIGATED = "mitigated"
    TO_CONFIRM = "to_confirm"


@dataclass(frozen=True, slots=True)
class Risk:
    """One item of the high-risk guide (公网安 2025 no. 2391) that a verdict touches.

    Attributes:
        mitigated_by: the checks that lower the risk; the verdict stays as it is.
    """

    item: str
    state: RiskState
    mitigated_by: tuple[str, ...] = ()

    @property
    def entry(self) -> RiskItem | None:
        """What the catalogue says of the item."""
        return risk_items().get(self.item)

    def as_dict(self) -> dict[str, object]:
        """Return the item for ``--json``."""
        return {"item": self.item, "state": self.state.value, "mitigated_by": list(self.mitigated_by)}


@dataclass(frozen=True, slots=True)
class Waived:
    """A waiver on a verdict; an expired one is shown and counts no more."""

    reason: str
    approver: str
    expires: date
    expired: bool

    def as_dict(self) -> dict[str, object]:
        """Return the waiver for ``--json``."""
        return {
            "reason": self.reason,
            "approver": self.approver,
            "expires": self.expires.isoformat(),
            "expired": self.expired,
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one check says of one device at its level.

    Attributes:
        lines: the lines that it rests on; where it is ``manual`` because of unread lines, those.
        values: fills the words of the check.
        fix: the lines of the device's own platform that mend it; none where only people know what to write.
        confirm: whether the risk is high is for a person, whatever the check's entry says.
        asked: the platform has what the check asks about; where it hasn't, the check says nothing of any unit.
        missing: files of the device that would tell and that weren't collected: why it is for a person.
    """

    check: str
    level: int
    verdict: Word
    basis: Basis
    lines: tuple[Line, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    high_risk: tuple[Risk, ...] = ()
    waiver: Waived | None = None
    fix: tuple[str, ...] = ()
    asked: bool = True
    confirm: bool = False
    missing: tuple[str, ...] = ()

    @property
    def entry(self) -> CheckEntry:
        """What the catalogue says of the check."""
        return check_entries()[self.check]

    @property
    def requirement(self) -> Clause:
        """The clause that is shown: the first that the check answers at this level, with its unit."""
        answers = self.answers
        return answers[0].clause if answers else clauses()[self.entry.unit]

    @property
    def answers(self) -> tuple[Asked, ...]:
        """All that the check answers at this level: steps of units."""
        return asked(self.check, self.level)

    @property
    def clause(self) -> str:
        """The clause of GB/T 22239 at this level: ``8.1.4.1 b)``."""
        return self.requirement.clause[self.level]

    @property
    def unit(self) -> str:
        """The unit of GB/T 28448 at this level: ``L3-CES1-02``."""
        return self.requirement.unit[self.level]

    @property
    def supporting(self) -> bool:
        """Evidence only; it decides no unit."""
        answers = self.answers
        return all(each.supporting for each in answers) if answers else self.entry.supporting

    @property
    def finding(self) -> bool:
        """Someone must act on it: it isn't compliant, it decides a unit, and no waiver in force covers it."""
        return self.verdict in FINDINGS and not self.supporting and (self.waiver is None or self.waiver.expired)

    @property
    def advice(self) -> bool:
        """It isn't as it should be, and it decides no unit: evidence that is worth mending."""
        return self.verdict in FINDINGS and self.supporting and (self.waiver is None or self.waiver.expired)

    def found(self, language: str) -> str:
        """Return what was found, in ``zh`` or ``en``; nothing where there is nothing that could be asked."""
        if self.missing:
            return reasons()["not_collected"].of(language).format(files=", ".join(self.missing))
        text = self.entry.found.of(language)
        if not self.values:
            told = text if "{" not in text else reasons()["person"].of(language)
            return told if self.verdict is Word.MANUAL else ""
        values = {name: spoken(self.check, each, language) for name, each in self.values.items()}
        return without_blanks(text.format(**values), language)

    def remediation(self, language: str) -> str:
        """Return what to do about it; nothing where nothing is to be done."""
        return self.entry.remedy.of(language) if self.verdict in FINDINGS else ""

    def as_dict(self, language: str) -> dict[str, object]:
        """Return the verdict for ``--json``."""
        return {
            "check": self.check,
            "title": self.entry.title.of(language),
            "unit": self.unit,
            "clause": self.clause,
            "verdict": self.verdict.value,
            "basis": self.basis.value,
            "lines": [{"n": line.number, "text": line.text} for line in self.lines],
            "found": self.found(language),
            "high_risk": [each.as_dict() for each in self.high_risk],
            "supporting": self.supporting,
            "remediation": self.remediation(language),
            "fix": list(self.fix),
            "waiver": self.waiver.as_dict() if self.waiver else None,
            "answers": [
                {"clause": each.clause.clause[self.level], "unit": each.clause.unit[self.level], "step": each.step}
                for each in self.answers
            ],
        }


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the config was understood.

    Attributes:
        lines: lines of the config that mean something.
        unread: those that no reader understood.
    """

    lines: int = 0
    unread: tuple[Line, ...] = ()

    @property
    def read(self) -> int:
        """Lines that were understood."""
        return max(self.lines - len(self.unread), 0)

    def as_dict(self) -> dict[str, int]:
        """Return the counts for ``--json``."""
        return {"lines": self.lines, "read": self.read, "unread": len(self.unread)}


@dataclass(frozen=True, slots=True)
class DeviceAudit:
    """All verdicts of one device.

    Attributes:
        level: protection level 1 to 4.
        not_audited: why the device wasn't audited; then there are no verdicts, and it is never compliant.
        crypto: algorithms that it uses, by purpose (国密 state).
    """

    device: str
    platform: str
    level: int
    release: str | None = None
    verdicts: tuple[Verdict, ...] = ()
    coverage: Coverage = Coverage()
    not_audited: str | None = None
    crypto: tuple[CryptoUse, ...] = ()

    @property
    def word(self) -> Word:
        """The worst verdict of the device, evidence aside; ``not_audited`` where nothing was asked."""
        if self.not_audited is not None:
            return Word.NOT_AUDITED
        order = (Word.NON_COMPLIANT, Word.PARTIAL, Word.MANUAL, Word.COMPLIANT)
        words = {each.verdict for each in self.deciding}
        return next((each for each in order if each in words), Word.NOT_APPLICABLE)

    @property
    def deciding(self) -> tuple[Verdict, ...]:
        """The verdicts that decide units: all but evidence."""
        return tuple(each for each in self.verdicts if not each.supporting)

    def count(self, word: Word) -> int:
        """Return how many of the deciding verdicts have this word."""
        return sum(each.verdict is word for each in self.deciding)

    @property
    def findings(self) -> tuple[Verdict, ...]:
        """The verdicts that someone must act on."""
        return tuple(each for each in self.verdicts if each.finding)

    @property
    def advice(self) -> int:
        """How many pieces of evidence are worth mending."""
        return sum(each.advice for each in self.verdicts)

    def as_dict(self, language: str = "en") -> dict[str, object]:
        """Return the audit of this device for ``--json``; texts in ``zh`` or ``en``."""
        return {
            "device": self.device,
            "platform": self.platform,
            "release": self.release,
            "level": self.level,
            "verdict": self.word.value,
            "not_audited": self.not_audited,
            "verdicts": [each.as_dict(language) for each in self.verdicts],
            "coverage": self.coverage.as_dict(),
            "crypto": [each.as_dict(language) for each in self.crypto],
        }
