"""Looking back: one stored run against another, and how findings and rate went over the runs."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from netops.errors import InputError
from netops.operations.comparing import Comparison, compare_runs
from netops.store.history import DeviceRow, History, RunRow, Which, device_of, devices_of, find_run, runs

LAST = "last"
LOOKED_BACK = 500
"""Of so many runs, the newest, the last two are looked for that can be compared."""


@dataclass(frozen=True, slots=True)
class Trend:
    """One run in a row of runs over the same devices.

    Attributes:
        rate: percent; None where no unit could be decided.
    """

    run: int
    started: datetime
    devices: int
    not_audited: int
    open: int
    new: int
    regressed: int
    gone: int
    high: int
    waived: int
    rate: float | None
    half: float | None

    def as_dict(self) -> dict[str, object]:
        """Return the run for ``--json``."""
        return {**asdict(self), "started": self.started.isoformat()}


def trend(
    history: History, network: str, scope: str = "", limit: int = 30, *, series: str | None = None
) -> tuple[Trend, ...]:
    """Return the runs with one scope, the oldest first: others have other devices, and their figures can't be put in a row.

    Args:
        history: where.
        network: its name.
        scope: filters as `scope_words` returns them; empty for runs over all devices.
        limit: the newest of them, so many.
        series: only the runs of this one.
    """
    found = runs(history, network, Which(scope=scope, series=series, past=False), limit=limit)
    return tuple(map(_step, reversed(found)))


def _step(run: RunRow) -> Trend:
    totals = run.totals
    return Trend(
        run=run.number,
        started=run.about.started,
        devices=totals.devices,
        not_audited=totals.not_audited,
        open=totals.open,
        new=totals.new,
        regressed=totals.regressed,
        gone=totals.gone,
        high=totals.high,
        waived=totals.waived,
        rate=totals.rate,
        half=totals.half,
    )


def find(history: History, network: str, words: str) -> RunRow:
    """Return the run that is meant by its number, or by ``last``.

    Raises:
        InputError: NET-STO-044 where there is none.
    """
    if words.isascii() and words.isdecimal() and len(words) < 18:
        return find_run(history, network, int(words))
    found = runs(history, network, limit=1) if words == LAST else ()
    if not found:
        raise InputError.of("NET-STO-044", history.place.shown, run=words, network=network)
    return found[0]


def pair_of(history: History, network: str, before: str | None, after: str | None) -> tuple[RunRow, RunRow]:
    """Return two runs, the earlier first: those that are named, or the later one and the run before it with its scope.

    Where none is named they are the last two that can be compared: runs over all devices and over some may alternate. Before a run of
    a series is one of the same series; before a run by hand is any.

    Raises:
        InputError: NET-STO-044 where there is none; 045 where there is none before it.
    """
    if before is not None and after is not None:
        first, second = find(history, network, before), find(history, network, after)
        return (first, second) if first.about.started <= second.about.started else (second, first)
    named = after or before
    later = find(history, network, named or LAST)
    about = later.about
    which = Which(scope=about.scope, series=about.series or None, past=False, before=about.started)
    earlier = runs(history, network, which, limit=1)
    found = (earlier[0], later) if earlier else None
    if found is None and named is None:
        found = _last_pair(runs(history, network, limit=LOOKED_BACK))
    if found is None:
        raise InputError.of("NET-STO-045", history.place.shown, run=later.number, network=network)
    return found


def _last_pair(newest_first: tuple[RunRow, ...]) -> tuple[RunRow, RunRow] | None:
    """Return the newest run before which one of the same scope stands, and that one first."""
    for at, later in enumerate(newest_first):
        for each in newest_first[at + 1 :]:
            if _before(each, later):
                return each, later
    return None


def _before(earlier: RunRow, later: RunRow) -> bool:
    one, other = earlier.about, later.about
    same = one.scope == other.scope and other.series in {"", one.series}
    return same and not one.past and one.started < other.started


def compare_stored(history: History, before: RunRow, after: RunRow) -> Comparison:
    """Return what changed from one run to another, device by device."""
    found = compare_runs(
        _side_by_side(history, before.number, after.number),
        (before.about.policy, after.about.policy, before.about.started),
    )
    there = {each.device for each in devices_of(history, after.number, verdicts=False)}
    left = [each.device for each in devices_of(history, before.number, verdicts=False) if each.device not in there]
    return replace(found, left=tuple(left))


def _side_by_side(history: History, before: int, after: int) -> Iterator[tuple[DeviceRow | None, DeviceRow]]:
    for row in devices_of(history, after):
        yield device_of(history, before, row.device), row
