"""What a user brought to the audit, as every form shows it: a site's own clauses, and the score of 2021."""

from collections.abc import Iterator, Mapping

from netops.audit import FINDINGS, DeviceAudit, Score, UnitVerdict
from netops.report.words import Language, label


def score_rows(score: Score, language: Language) -> tuple[tuple[str, str], ...]:
    """Return names and values; the first says that the formula is superseded, wherever the score stands.

    Example:
        >>> from netops.audit.catalogue import Text
        >>> score_rows(Score(Text(zh="附录", en="annex"), None, None, None, 1, ("L3-CES1-01",)), "en")[1]
        ('Score', 'no score: some items have no result')
    """
    value, technical, management = (
        None if each is None else f"{each:.2f}" for each in (score.value, score.technical, score.management)
    )
    return (
        (label("score_2021", language), score.label(language)),
        (label("score", language), value or label("score_none", language)),
        (label("score_technical", language), technical or "–"),
        (label("score_management", language), management or "–"),
        (label("score_applicable", language), str(score.applicable)),
        (label("score_missing", language), ", ".join(score.missing) or "–"),
        (label("score_weights", language), score.title.of(language)),
    )


def left_texts(unit: UnitVerdict, language: Language) -> tuple[str, ...]:
    """Return the steps of a unit that a person has to answer, in words."""
    named = (unit.requirement.step(each.key) for each in unit.left)
    return tuple(each.text.of(language) for each in named if each is not None)


def failing(unit: UnitVerdict, audits: Mapping[str, DeviceAudit]) -> Iterator[str]:
    """Yield the devices on which an open finding makes the unit what it is: what a waiver covers is none."""
    for name, word in unit.devices:
        audit = audits.get(name)
        if word in FINDINGS and audit is not None and any(each.check in unit.checks for each in audit.findings):
            yield name
