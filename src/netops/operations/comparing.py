"""What changed on a device between two looks at it: new, regressed, still open, gone; and what nobody saw."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from netops.store.history import Before, DeviceRow, Standing, VerdictRow


class Fate(StrEnum):
    """What became of a finding."""

    REGRESSED = "regressed"
    """It is open, and the check held on this device before, or a waiver covered it that does no more."""
    FOUND = "found"
    """It is open, and before only a person could tell: it may have been so all the time."""
    NEW = "new"
    """It is open, and nothing is known of it: a new device, a new check, another level."""
    OPEN = "open"
    """It was open and is."""
    GONE = "gone"
    """It was open, and the check holds now."""
    WAIVED = "waived"
    """It was open, and a waiver covers it now."""
    UNSURE = "unsure"
    """It was open, and now only a person can tell; or the check is asked no more."""
    NOT_SEEN = "not_seen"
    """It was open, and the device couldn't be audited: neither gone nor known to be there."""


class Cause(StrEnum):
    """Why something that was no finding is one."""

    FAILED = "failed"
    WAIVER_EXPIRED = "waiver_expired"
    WAIVER_WITHDRAWN = "waiver_withdrawn"


@dataclass(frozen=True, slots=True)
class Followed:
    """One finding and what became of it.

    Attributes:
        since: when it was first seen open; None where it is not open, or where that isn't known.
        high: a high-risk item is triggered by it.
    """

    device: str
    check: str
    fate: Fate
    cause: Cause | None = None
    since: datetime | None = None
    high: bool = False

    def as_dict(self) -> dict[str, object]:
        """Return it for ``--json``."""
        return {
            **asdict(self),
            "fate": self.fate.value,
            "cause": self.cause.value if self.cause else None,
            "since": self.since.isoformat() if self.since else None,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of all findings.

    Attributes:
        items: one a finding, by device and check.
        first: devices that were never judged before at their level.
        unseen: devices that weren't judged this time.
        other_policy: devices that were last judged by other thresholds.
        left: devices of an earlier run that a later one didn't have at all.
    """

    items: tuple[Followed, ...] = ()
    first: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    other_policy: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    def of(self, fate: Fate) -> tuple[Followed, ...]:
        """Return those of one fate."""
        return tuple(each for each in self.items if each.fate is fate)

    def count(self, fate: Fate) -> int:
        """Return how many are of one fate."""
        return sum(each.fate is fate for each in self.items)

    def as_dict(self) -> dict[str, object]:
        """Return it for ``--json``: how many findings have each fate, and all of them but those that were open and are."""
        return {
            "counts": {fate.value: self.count(fate) for fate in Fate},
            "findings": [each.as_dict() for each in self.items if each.fate is not Fate.OPEN],
            "first": list(self.first),
            "not_audited": list(self.unseen),
            "other_policy": list(self.other_policy),
            "left": list(self.left),
        }


def compare(before: Before, row: DeviceRow) -> tuple[Followed, ...]:
    """Return what became of the findings of one device.

    Args:
        before: what was known of it.
        row: what is found now; not judged, all that was open is not seen.

    Example:
        >>> weak = VerdictRow("B030", "L3-CES1-03", "non_compliant", "explicit", Standing.OPEN)
        >>> compare(Before(), DeviceRow("pe1", "frr", 3, "non_compliant", verdicts=(weak,)))[0].fate.value
        'new'
        >>> lost = DeviceRow("pe1", "frr", 3, "not_audited", not_audited="no answer")
        >>> compare(Before(datetime(2027, 1, 1), verdicts={"B030": weak}), lost)[0].fate.value
        'not_seen'
    """
    now = {each.check: each for each in row.verdicts}
    found = []
    for check in sorted({*now, *before.verdicts}):
        followed = _followed(row, check, before, now)
        if followed is not None:
            found.append(followed)
    return tuple(found)


def _followed(row: DeviceRow, check: str, before: Before, now: Mapping[str, VerdictRow]) -> Followed | None:
    then = before.verdicts.get(check)
    was_open = then is not None and then.standing is Standing.OPEN
    verdict = now.get(check)
    since = before.since.get(check)
    if row.not_audited is not None:
        return Followed(row.device, check, Fate.NOT_SEEN, since=since, high=_high(then)) if was_open else None
    if verdict is not None and verdict.standing is Standing.OPEN:
        if was_open:
            return Followed(row.device, check, Fate.OPEN, since=since, high=_high(verdict))
        cause = _cause(then, verdict, held=check in before.held)
        unsure = then is not None and then.standing is Standing.UNSURE
        fate = Fate.REGRESSED if cause else Fate.FOUND if unsure else Fate.NEW
        return Followed(row.device, check, fate, cause, high=_high(verdict))
    return Followed(row.device, check, _closed(verdict), since=since) if was_open else None


def _cause(then: VerdictRow | None, now: VerdictRow, *, held: bool) -> Cause | None:
    if then is not None and then.standing is Standing.WAIVED:
        return Cause.WAIVER_EXPIRED if now.waiver is not None and now.waiver.expired else Cause.WAIVER_WITHDRAWN
    return Cause.FAILED if held else None


def _closed(now: VerdictRow | None) -> Fate:
    """Return what became of a finding that isn't open any more: only what holds is gone."""
    if now is None:
        return Fate.UNSURE
    return {Standing.HELD: Fate.GONE, Standing.WAIVED: Fate.WAIVED}.get(now.standing, Fate.UNSURE)


def _high(verdict: VerdictRow | None) -> bool:
    return verdict is not None and any(each.state == "triggered" for each in verdict.risks)


def compare_runs(
    devices: Iterable[tuple[DeviceRow | None, DeviceRow]], earlier: tuple[str, str, datetime]
) -> Comparison:
    """Return what changed between two runs, from their devices side by side.

    What held before the earlier run isn't asked: a check that failed in the later run and held in the earlier one is
    regressed, whatever was before.

    Args:
        devices: of the earlier run, None where it hadn't this device at this level; of the later.
        earlier: policy of the earlier run and of the later, and when the earlier one was.
    """
    policy, policy_now, at = earlier
    items: list[Followed] = []
    first, unseen, other = [], [], []
    for then, row in devices:
        known = then is not None and then.not_audited is None and then.level == row.level
        before = _as_before(then, at) if then is not None and known else Before()
        items += compare(before, row)
        if row.not_audited is not None:
            unseen.append(row.device)
        elif not known:
            first.append(row.device)
        elif policy != policy_now:
            other.append(row.device)
    return Comparison(tuple(items), tuple(first), tuple(unseen), tuple(other))


def _as_before(row: DeviceRow, at: datetime) -> Before:
    held = {each.check: at for each in row.verdicts if each.standing is Standing.HELD}
    return Before(at, verdicts={each.check: each for each in row.verdicts}, held=held)


def by_fate(compared: Comparison) -> Iterator[tuple[Fate, tuple[Followed, ...]]]:
    """Yield the findings of each fate that there is, the worst first."""
    for fate in Fate:
        found = compared.of(fate)
        if found:
            yield fate, found
