"""The score of the 2021 report template: superseded since 2025-03-20, and there only for those who bring its weights.

netops has no table of weights: which item is 一般, 重要 or 关键 stands in the template's annex. A user imports it, with the
results of the items that a tool can't check; without a result for every item there is no score.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from netops.audit.answer import Word
from netops.audit.catalogue import Text, conclusions
from netops.audit.catalogue.reading import fault, handed
from netops.audit.catalogue.shape import Entry
from netops.errors import raise_all
from netops.language import translate

UNIT = r"^L[1-4]-(PES|CNS|ABS|CES|SMC|PSS|ORS|HRS|CMS|MMS)[1-5]-[0-9]{2}$"


def _unit(name: str) -> str:
    if not re.fullmatch(UNIT, name):
        words = translate("an assessment unit of GB/T 28448 looks like L3-CES1-01")
        raise PydanticCustomError("NET-AUD-003", "{detail}", {"detail": words})
    return name


Unit = Annotated[str, AfterValidator(_unit), Field(json_schema_extra={"pattern": UNIT})]
Weight = Literal["general", "important", "critical"]
Result = Literal["compliant", "partial", "non_compliant", "not_applicable"]

FACTOR: Mapping[str, int] = {"general": 1, "important": 2, "critical": 3}
MET: Mapping[str, Decimal] = {"compliant": Decimal(1), "partial": Decimal("0.5"), "non_compliant": Decimal(0)}
MANAGEMENT = frozenset({"PSS", "ORS", "HRS", "CMS", "MMS"})
"""The classes of the management half; all others are technical."""
HALF = Decimal("0.5")
"""y of the formula: what the technical half counts."""


class Weights(Entry):
    """What a user imports: the weight of every item in scope, and results that people found."""

    title: Text
    weights: Mapping[Unit, Weight] = Field(min_length=1)
    results: Mapping[Unit, Result] = {}
    """Of items that the tool left open or can't check; what the tool decided stays as it is."""


@dataclass(frozen=True, slots=True)
class Score:
    """The score by the 2021 formula.

    Attributes:
        value: 0 to 100, as the formula gives it; None where an item has no result.
        technical: half of it; likewise.
        management: the other half.
        applicable: n of the formula.
        missing: items without a result.
    """

    title: Text
    value: Decimal | None
    technical: Decimal | None
    management: Decimal | None
    applicable: int
    missing: tuple[str, ...] = ()

    def grade(self, *, high: bool, medium: bool) -> str | None:
        """Return 优, 良, 中 or 差, given whether high and medium risks are there; None without a score.

        Example:
            >>> Score(Text(zh="", en=""), Decimal(85), None, None, 10).grade(high=False, medium=True)
            '良'
        """
        if self.value is None:
            return None
        if high:
            return "差"
        steps = ((90, "优"), (80, "良"), (70, "中"))
        return next((word for least, word in steps if self.value >= least and not (medium and word == "优")), "差")

    @staticmethod
    def label(language: str) -> str:
        """Return what the score is, with which it is always shown."""
        return conclusions().superseded.of(language)

    def as_dict(self, language: str = "en") -> dict[str, object]:
        """Return the score for ``--json``, named as what it is."""
        return {
            "label": self.label(language),
            "weights": self.title.of(language),
            "score": None if self.value is None else float(round(self.value, 2)),
            "technical": None if self.technical is None else float(round(self.technical, 2)),
            "management": None if self.management is None else float(round(self.management, 2)),
            "applicable": self.applicable,
            "missing": list(self.missing),
        }


def load_weights(path: Path) -> Weights:
    """Return the weights of a file.

    Raises:
        InputError: every fault with its line. NET-INV-010 and those after it: a key that nobody reads, a value that isn't of its kind.
            NET-AUD-003: a name that no unit has, a result of an item without weight. Or the faults of unreadable YAML.
    """
    weights, document = handed(path, Weights)
    raise_all(
        fault(document, ("results", unit), translate("this item has no weight, so that its result counts nowhere"))
        for unit in weights.results
        if unit not in weights.weights
    )
    return weights


def score(weights: Weights, found: Mapping[str, Word]) -> Score:
    """Return the score: M = Vt + Vm, each half 100·y - S·Σ f(ω)(1 - x), S = 100/n, over the items in scope that apply.

    Args:
        weights: the items in scope are those that have a weight.
        found: unit of GB/T 28448 → what the audit came to over all devices.
    """
    results = {unit: _result(unit, found.get(unit), weights.results) for unit in weights.weights}
    missing = tuple(sorted(unit for unit, result in results.items() if result is None))
    counted = {unit: result for unit, result in results.items() if result is not None and result != "not_applicable"}
    if missing or not counted:
        return Score(weights.title, None, None, None, len(counted), missing)
    lost = {False: Decimal(0), True: Decimal(0)}
    for unit, result in counted.items():
        lost[unit[3:6] in MANAGEMENT] += FACTOR[weights.weights[unit]] * (1 - MET[result])
    each = Decimal(100) / len(counted)
    technical, management = 100 * HALF - each * lost[False], 100 * (1 - HALF) - each * lost[True]
    return Score(weights.title, technical + management, technical, management, len(counted))


def _result(unit: str, word: Word | None, results: Mapping[str, Result]) -> str | None:
    """Return what an item came to: what the tool decided, or else what people found."""
    if word is not None and word.value in MET:
        return word.value
    if unit in results:
        return results[unit]
    return word.value if word is Word.NOT_APPLICABLE else None
