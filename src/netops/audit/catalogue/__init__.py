"""What the audit asks and by which clause: data, with its own short paraphrase in Chinese and English."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from netops.audit.catalogue.reading import packaged
from netops.audit.catalogue.shape import (
    LEVELS,
    Algorithms,
    Area,
    Candidate,
    CheckEntry,
    Clause,
    Conclusions,
    EvidenceClause,
    HighRisk,
    MajorRisks,
    Mitigation,
    Reason,
    Reply,
    RiskItem,
    Step,
    Text,
    Words,
)

FOLDER = Path(__file__).parent
AREAS = ("network", "boundary", "computing", "centre")
"""The classes of GB/T 22239 that touch networks, each a file, in the order of the standard."""

__all__ = [
    "AREAS",
    "LEVELS",
    "Algorithms",
    "Asked",
    "Candidate",
    "CheckEntry",
    "Clause",
    "Conclusions",
    "EvidenceClause",
    "HighRisk",
    "MajorRisks",
    "Mitigation",
    "Reason",
    "Reply",
    "RiskItem",
    "Step",
    "Text",
    "Words",
    "algorithms",
    "areas",
    "asked",
    "check_entries",
    "check_levels",
    "clauses",
    "conclusions",
    "evidence_clauses",
    "major_risks",
    "placed",
    "reasons",
    "risk_items",
    "statements",
    "words",
]


@cache
def _areas() -> Mapping[str, Area]:
    return {name: packaged(FOLDER / f"{name}.yml", Area) for name in AREAS}


@cache
def areas() -> Mapping[str, Text]:
    """Return the names of the classes by key."""
    return {name: area.area for name, area in _areas().items()}


@cache
def clauses() -> Mapping[str, Clause]:
    """Return the clauses by key, in the order of the standard."""
    return {
        key: written.placed(key, area=name, point=point, control=held.title)
        for name, area in _areas().items()
        for point, held in area.points.items()
        for key, written in held.clauses.items()
    }


@cache
def evidence_clauses() -> Mapping[str, EvidenceClause]:
    """Return the clauses on operation that no config decides, by key."""
    return packaged(FOLDER / "operations.yml", dict[str, EvidenceClause])


@cache
def check_entries() -> Mapping[str, CheckEntry]:
    """Return the checks by id, in their order."""
    files = sorted(FOLDER.glob("checks/*.yml"))
    return dict(sorted(pair for path in files for pair in packaged(path, dict[str, CheckEntry]).items()))


@cache
def statements() -> Mapping[str, Text]:
    """Return the sentences that every report carries."""
    return packaged(FOLDER / "statements.yml", dict[str, Text])


@cache
def reasons() -> Mapping[str, Text]:
    """Return why a verdict is for a person, where its check's own words don't say it."""
    return packaged(FOLDER / "reasons.yml", dict[str, Text])


@cache
def words() -> Words:
    """Return how the checks' own words are said."""
    return packaged(FOLDER / "words.yml", Words)


@cache
def risk_items() -> Mapping[str, RiskItem]:
    """Return the items of the high-risk guide by number."""
    return packaged(FOLDER / "risks.yml", dict[str, RiskItem])


@cache
def major_risks() -> MajorRisks:
    """Return the candidates of 重大风险隐患."""
    return packaged(FOLDER / "major.yml", MajorRisks)


@cache
def conclusions() -> Conclusions:
    """Return the conclusion words with their assumptions."""
    return packaged(FOLDER / "conclusion.yml", Conclusions)


@cache
def algorithms() -> Algorithms:
    """Return what is known of algorithms by their names."""
    return packaged(FOLDER / "algorithms.yml", Algorithms)


@dataclass(frozen=True, slots=True)
class Asked:
    """What one check answers at one level.

    Attributes:
        step: key of the step; None where the unit has several and none is named: then only a violation counts.
        supporting: evidence only.
        affirms: a good answer affirms the step.
    """

    clause: Clause
    step: str | None
    supporting: bool
    affirms: bool


def placed(
    replies: tuple[Reply, ...], level: int, *, among: Mapping[str, Clause], supporting: bool
) -> tuple[Asked, ...]:
    """Return what replies mean at a level; what the level doesn't ask of network devices isn't there.

    Args:
        replies: as a check has them.
        level: protection level 1 to 4.
        among: the clauses that they name.
        supporting: where a reply doesn't say it.
    """
    found = []
    for reply in replies:
        clause = among[reply.clause]
        if level not in reply.levels or not clause.applies(level):
            continue
        step = _step(clause, reply.step, level)
        if reply.step is not None and step is None:
            continue  # the unit has this step at other levels only
        evidence = supporting if reply.supporting is None else reply.supporting
        found.append(Asked(clause, step, evidence, reply.affirms))
    return tuple(found)


def _step(clause: Clause, named: str | int | None, level: int) -> str | None:
    steps = clause.steps_at(level)
    if named is None:
        return steps[0].key if len(steps) == 1 else None
    step = clause.step(named)
    return step.key if step in steps and step is not None else None


@cache
def asked(check: str, level: int) -> tuple[Asked, ...]:
    """Return what a check answers at a level, the one that is shown first; nothing where the level doesn't ask it."""
    entry = check_entries()[check]
    return placed(entry.answers, level, among=clauses(), supporting=entry.supporting)


@cache
def check_levels(check: str) -> frozenset[int]:
    """Return the levels that ask this check.

    Example:
        >>> sorted(check_levels("B060"))
        [2, 3, 4]
    """
    return frozenset(level for level in LEVELS if asked(check, level))
