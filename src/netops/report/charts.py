"""The charts of the report as plain numbers; ``page/charts.html.j2`` draws them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from netops.audit import DeviceAudit, Summary, UnitVerdict, Word
from netops.audit.catalogue import Text
from netops.report.content import RunPoint

WIDTH = 560
"""Units of length of the longest bar, and of the trend."""
HEIGHT = 120
"""Units of length of the trend's highest point."""
MOST_DEVICES = 12
"""So many devices fit a chart that can be read."""
CHARTED = (Word.COMPLIANT, Word.PARTIAL, Word.NON_COMPLIANT, Word.MANUAL, Word.NOT_AUDITED, Word.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar: where it begins, how wide it is, what it counts."""

    word: Word
    start: float
    width: float
    count: int


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """The units of one control point (控制点) at one level.

    Attributes:
        part: the standard's part, by the letters of its units: CNS, ABS, CES, SMC.
        counts: word → how many of its units.
    """

    level: int
    part: str
    title: Text
    verdict: Word
    counts: Counter[Word]

    @property
    def segments(self) -> list[Segment]:
        """The pieces of its bar, in the order of the words."""
        return segments(self.counts, sum(self.counts.values()))


def control_points(summary: Summary) -> list[ControlPoint]:
    """Return the control points with the verdicts of their units, in the order of the standard."""
    units = {(each.level, each.key): each for each in summary.units}
    found = []
    for control in summary.controls:
        held = [units[control.level, key] for key in control.units]
        counts = Counter(each.verdict for each in held)
        title = held[0].requirement.control
        found.append(ControlPoint(control.level, part_of(held[0]), title, control.verdict, counts))
    return found


def part_of(unit: UnitVerdict) -> str:
    """Return the part of the standard that a unit belongs to: ``L3-CES1-02`` is of ``CES``."""
    return unit.requirement.unit[unit.level].split("-")[1].rstrip("0123456789")


def segments(counts: Counter[Word], total: int) -> list[Segment]:
    """Return the pieces of a bar that is as long as ``total`` of the whole width."""
    found, start = [], 0.0
    for word in CHARTED:
        if counts[word]:
            width = WIDTH * counts[word] / max(total, 1)
            found.append(Segment(word, round(start, 1), round(width, 1), counts[word]))
            start += width
    return found


def worst_devices(results: Iterable[DeviceAudit]) -> list[tuple[DeviceAudit, list[Segment]]]:
    """Return the devices with the most findings, each with a bar as long as its findings beside the longest."""
    held = sorted((each for each in results if each.findings), key=lambda each: (-len(each.findings), each.device))
    held = held[:MOST_DEVICES]
    longest = max((len(each.findings) for each in held), default=1)
    return [(each, segments(Counter(verdict.verdict for verdict in each.findings), longest)) for each in held]


@dataclass(frozen=True, slots=True)
class Trend:
    """Findings over runs, as points of a line.

    Attributes:
        top: what the highest point counts.
        findings: the line of the open findings as SVG has points, ``0,120 56,80``; likewise ``high``.
        marks: place, run.
    """

    top: int
    findings: str
    high: str
    marks: tuple[tuple[float, float, RunPoint], ...]


def trend(runs: tuple[RunPoint, ...]) -> Trend | None:
    """Return the trend; None where there aren't two runs to compare."""
    if len(runs) < 2:
        return None
    top = max(1, *(max(each.findings, each.high) for each in runs))
    across = [round(WIDTH * index / (len(runs) - 1), 1) for index in range(len(runs))]
    down = [
        (round(HEIGHT - HEIGHT * each.findings / top, 1), round(HEIGHT - HEIGHT * each.high / top, 1)) for each in runs
    ]
    return Trend(
        top,
        " ".join(f"{x},{y}" for x, (y, _) in zip(across, down, strict=True)),
        " ".join(f"{x},{y}" for x, (_, y) in zip(across, down, strict=True)),
        tuple((x, y, each) for x, (y, _), each in zip(across, down, runs, strict=True)),
    )
