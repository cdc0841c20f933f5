"""The conclusion words of the 2025 report template, never without the assumptions under which a tool may use them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from netops.audit.catalogue import conclusions

Key = Literal["compliant", "mostly", "non_compliant"]


@dataclass(frozen=True, slots=True)
class Case:
    """The word under one way to count.

    Attributes:
        partial_as: how 部分符合 was counted: ``0`` or ``half``.
        major: a 重大风险隐患 was taken to be there.
        rate: percent.
    """

    partial_as: str
    major: bool
    rate: float
    word: Key


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the conclusion would be if the tool's rate were the report's: a word for each way to count, and all assumptions.

    Attributes:
        decided: units that the tool could decide.
        applicable: units of the level that network devices are assessed by.
    """

    cases: tuple[Case, ...]
    decided: int
    applicable: int

    def as_dict(self, language: str = "en") -> dict[str, object]:
        """Return the outlook for ``--json``; words and assumptions are never apart."""
        held = conclusions()
        return {
            "label": held.label.of(language),
            "cases": [
                {
                    "partial_as": each.partial_as,
                    "with_major_risk": each.major,
                    "rate": each.rate,
                    "word": held.words[each.word].of(language),
                }
                for each in self.cases
            ],
            "decided": self.decided,
            "applicable": self.applicable,
            "assumptions": self.assumptions(language),
        }

    def assumptions(self, language: str) -> dict[str, str]:
        """Return the assumptions by name; the first says on how little the words may rest."""
        static = {name: text.of(language) for name, text in conclusions().assumptions.items()}
        return {"coverage": self.coverage(language), **static}

    def coverage(self, language: str) -> str:
        """Return on how many units the words rest."""
        return conclusions().coverage.of(language).format(decided=self.decided, applicable=self.applicable)


def concluded(rate: Decimal | float, *, major: bool) -> Key:
    """Return the word for a rate in percent, by the assumptions of ``catalogue/conclusion.yml``.

    Example:
        >>> [concluded(rate, major=False) for rate in (90.1, 90, 60, 59.9)], concluded(95, major=True)
        (['compliant', 'mostly', 'mostly', 'non_compliant'], 'mostly')
    """
    held = conclusions()
    if rate < held.low:
        return "non_compliant"
    return "compliant" if rate > held.high and not major else "mostly"


def outlook(compliant: int, partial: int, decided: int, *, applicable: int, candidates: bool) -> Outlook | None:
    """Return the words for every way to count; None where nothing could be decided.

    Args:
        compliant: units that are compliant.
        partial: units that are partial.
        decided: units that the tool could decide.
        applicable: units of the level that apply.
        candidates: a candidate of 重大风险隐患 was found: the case that people confirm it is shown, too.
    """
    if not decided:
        return None
    rates = {
        "0": 100 * Decimal(compliant) / decided,
        "half": 100 * (compliant + Decimal(partial) / 2) / decided,
    }
    return Outlook(
        tuple(
            Case(name, major, round(float(rate), 2), concluded(rate, major=major))
            for name, rate in rates.items()
            for major in ((False, True) if candidates else (False,))
        ),
        decided,
        applicable,
    )
