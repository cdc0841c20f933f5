"""Equal findings of many devices told once, the worst first."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from netops.audit import FINDINGS, DeviceAudit, RiskState, Verdict, Word, check_entries
from netops.audit.catalogue import CheckEntry, Clause

Held: TypeAlias = tuple[tuple[str, Verdict], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was found, on all devices where the very same was found.

    Attributes:
        verdicts: device and verdict; they differ in nothing but the numbers of their lines.
    """

    verdicts: Held

    @property
    def one(self) -> Verdict:
        """The verdict of the first device, which stands for all."""
        return self.verdicts[0][1]

    @property
    def devices(self) -> tuple[str, ...]:
        """The devices by name."""
        return tuple(name for name, _ in self.verdicts)

    @property
    def places(self) -> tuple[str, ...]:
        """The devices; each with the numbers of its lines where those differ from device to device."""
        if self.numbered:
            return self.devices
        return tuple(_at(name, verdict) for name, verdict in self.verdicts)

    @property
    def numbered(self) -> bool:
        """Whether the lines have the same numbers on every device, so that they can stand beside the text."""
        first = [line.number for line in self.one.lines]
        return all([line.number for line in verdict.lines] == first for _, verdict in self.verdicts)


@dataclass(frozen=True, slots=True)
class Group:
    """The verdicts of one check, over all devices."""

    check: str
    verdicts: Held

    @property
    def entry(self) -> CheckEntry:
        """What the catalogue says of the check."""
        return check_entries()[self.check]

    @property
    def supporting(self) -> bool:
        """Evidence only, at every level among the devices: it decides no unit."""
        return all(each.supporting for _, each in self.verdicts)

    @property
    def requirement(self) -> Clause:
        """The clause that it answers."""
        return self.verdicts[0][1].requirement

    @property
    def clauses(self) -> list[tuple[int, str, str]]:
        """Level, clause and unit, for every level among the devices."""
        return sorted({(each.level, each.clause, each.unit) for _, each in self.verdicts})

    @property
    def rows(self) -> list[Row]:
        """What was found, each thing once with all of its devices: what counts first, then what is waived."""
        found: dict[tuple[object, ...], list[tuple[str, Verdict]]] = defaultdict(list)
        for name, verdict in self.verdicts:
            found[_sameness(verdict)].append((name, verdict))
        rows = [Row(tuple(held)) for held in found.values()]
        return sorted(rows, key=lambda row: (_waived(row.one), row.one.verdict is not Word.NON_COMPLIANT, row.devices))

    @property
    def open(self) -> bool:
        """Whether no waiver in force covers all of it."""
        return any(not _waived(each) for _, each in self.verdicts)

    @property
    def triggered(self) -> tuple[str, ...]:
        """The high-risk items that it triggers."""
        return self._items(RiskState.TRIGGERED)

    @property
    def to_confirm(self) -> tuple[str, ...]:
        """The high-risk items that a person has to confirm."""
        return self._items(RiskState.TO_CONFIRM)

    def _items(self, state: RiskState) -> tuple[str, ...]:
        found = {risk.item for _, each in self.verdicts for risk in each.high_risk if risk.state is state}
        return tuple(sorted(found))


def _at(device: str, verdict: Verdict) -> str:
    return f"{device} ({', '.join(str(line.number) for line in verdict.lines)})"


def answers(verdict: Verdict, key: str) -> bool:
    """Whether a verdict speaks of this unit."""
    return any(each.clause.key == key for each in verdict.answers)


def _waived(verdict: Verdict) -> bool:
    return verdict.waiver is not None and not verdict.waiver.expired


def _sameness(verdict: Verdict) -> tuple[object, ...]:
    """Return what must be equal for two devices to share a row: everything but the numbers of the lines."""
    values = tuple(sorted(verdict.values.items()))
    texts = tuple(line.text for line in verdict.lines)
    risks = tuple((each.item, each.state, each.mitigated_by) for each in verdict.high_risk)
    return (verdict.level, verdict.verdict, verdict.basis, values, texts, risks, verdict.waiver, verdict.fix)


def groups(results: Iterable[DeviceAudit], words: Collection[Word] = FINDINGS) -> list[Group]:
    """Return the verdicts with one of these words by check, the worst first.

    Worst is what is open and triggers a high-risk item, then what may, then the hardest word, then what is on most devices.
    """
    found: dict[str, list[tuple[str, Verdict]]] = defaultdict(list)
    for audit in results:
        for verdict in audit.verdicts:
            if verdict.verdict in words:
                found[verdict.check].append((audit.device, verdict))
    made = [Group(check, tuple(sorted(held, key=_by_device))) for check, held in found.items()]
    return sorted(made, key=_weight)


def _by_device(entry: tuple[str, Verdict]) -> str:
    return entry[0]


def _weight(group: Group) -> tuple[bool, bool, bool, bool, int, str]:
    milder = all(verdict.verdict is not Word.NON_COMPLIANT for _, verdict in group.verdicts)
    state = (not group.open, not group.triggered, not group.to_confirm)
    return (*state, milder, -len(group.verdicts), group.check)


def weight_of(audit: DeviceAudit) -> tuple[bool, int, int, str]:
    """Return what a list of devices is ordered by: those that weren't audited, then the most triggered risks and findings."""
    risks = sum(each.state is RiskState.TRIGGERED for verdict in audit.verdicts for each in verdict.high_risk)
    return (audit.not_audited is None, -risks, -len(audit.findings), audit.device)
