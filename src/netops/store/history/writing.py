"""Storing a run: device by device, in one transaction, verdicts that were said before only once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select, update

from netops.store.history.database import History
from netops.store.history.reading import verdicts_of
from netops.store.history.rows import Before, DeviceRow, RunAbout, Standing, Totals, VerdictRow
from netops.store.history.tables import CHECKS, DEVICES, JUDGEMENTS, LAST, RUNS, VERDICTS

BATCH = 200
"""Device rows that are sent to the database at once."""


def kept(text: str) -> str:
    r"""Return a text as any database takes it: without NUL, and half a character spelled out.

    Example:
        >>> kept("a\x00b\udc80")
        'a\\x00b\\udc80'
    """
    return text.replace("\x00", "\\x00").encode("utf-8", "backslashreplace").decode()


@dataclass(slots=True)
class Writing:
    """One run on its way into the history; made by `writing`.

    Attributes:
        connection: alone, in a transaction.
        about: the run.
        number: of the run.
        first: the series had no run before: what any run found last stands for its own.
        rows: devices that are to be sent yet.
    """

    connection: Connection
    about: RunAbout
    number: int
    first: bool = False
    rows: list[dict[str, object]] = field(default_factory=list)

    @property
    def present(self) -> bool:
        """Whether the run speaks of the devices as they are now; of the past nothing is learned about the present."""
        return not self.about.past

    def add(self, row: DeviceRow) -> Before:
        """Store one device and return what was known of it before: by any run, or by those of the run's own series.

        A device that wasn't judged leaves what was known of it as it was.
        """
        if row.not_audited is not None:
            self._queue(row, None)
            return self._of_series(self._before(row, None, "")[0], row, None)[0]
        judgement = self._judgement(row)
        self._queue(row, judgement)
        if not self.present:
            return Before()
        whole, last = self._before(row, judgement, "")
        self._remember(row, judgement, whole, "", changed=last != judgement)
        before, last = self._of_series(whole, row, judgement)
        if self.about.series:
            own = replace(before, seen=None) if last is None else before
            self._remember(row, judgement, own, self.about.series, changed=last != judgement)
        return before

    def _of_series(self, whole: Before, row: DeviceRow, now: int | None) -> tuple[Before, int | None]:
        """Return what the run is held against, and under which number its series' last verdicts lie.

        Whether a check ever held isn't a series' own knowledge: whoever saw it hold, it held.
        """
        series = self.about.series
        if not series or self.first:
            return whole, None
        own, last = self._before(row, now, series)
        return replace(own, held={**own.held, **whole.held}), last

    def finish(self, totals: Totals) -> None:
        """Store what the run came to."""
        self._flush()
        values = {**asdict(totals), "finished": datetime.now(UTC)}
        self.connection.execute(update(RUNS).where(RUNS.c.number == self.number).values(values))

    def _queue(self, row: DeviceRow, judgement: int | None) -> None:
        texts = {name: kept(getattr(row, name)) for name in ("device", "department", "platform", "release", "verdict")}
        reason = None if row.not_audited is None else kept(row.not_audited)
        plain = {name: getattr(row, name) for name in ("level", "config", "archived", "lines", "read")}
        self.rows.append({**texts, **plain, "run": self.number, "not_audited": reason, "judgement": judgement})
        if len(self.rows) >= BATCH:
            self._flush()

    def _flush(self) -> None:
        if self.rows:
            self.connection.execute(insert(DEVICES), self.rows)
            self.rows.clear()

    def _judgement(self, row: DeviceRow) -> int:
        """Return the number of these verdicts, stored now where nobody said just this before."""
        digest = row.judgement
        known = self.connection.scalar(select(JUDGEMENTS.c.number).where(JUDGEMENTS.c.digest == digest))
        if known is not None:
            return int(known)
        made = self.connection.execute(insert(JUDGEMENTS).values(digest=digest)).inserted_primary_key
        number = int(made[0]) if made else 0
        if row.verdicts:
            self.connection.execute(insert(VERDICTS), [_columns(each, number) for each in row.verdicts])
        return number

    def _whose(self, table: Table, row: DeviceRow, series: str) -> ColumnElement[bool]:
        """Return the condition under which a row of a table is of this device."""
        device = (table.c.network == self.about.network) & (table.c.device == kept(row.device))
        return device & (table.c.level == row.level) & (table.c.series == series)

    def _before(self, row: DeviceRow, now: int | None, series: str) -> tuple[Before, int | None]:
        """Return what is known of a device, and under which number its last verdicts lie."""
        found = self.connection.execute(
            select(LAST.c.seen, LAST.c.policy, LAST.c.judgement).where(self._whose(LAST, row, series))
        ).one_or_none()
        if found is None:
            return Before(), None
        same = found.judgement == now
        verdicts = row.verdicts if same else verdicts_of(self.connection, found.judgement)
        times = self.connection.execute(
            select(CHECKS.c.check_id, CHECKS.c.held, CHECKS.c.open_since).where(self._whose(CHECKS, row, series))
        ).all()
        held = {each.check_id: each.held for each in times if each.held is not None}
        since = {each.check_id: each.open_since for each in times if each.open_since is not None}
        before = Before(found.seen, found.policy, {each.check: each for each in verdicts}, held, since)
        return before, found.judgement

    def _remember(self, row: DeviceRow, judgement: int, before: Before, series: str, *, changed: bool) -> None:
        whose = {"network": self.about.network, "device": kept(row.device), "level": row.level, "series": series}
        when = {"seen": self.about.started, "policy": self.about.policy, "judgement": judgement}
        if before.seen is None:
            self.connection.execute(insert(LAST).values({**whose, **when}))
        else:
            self.connection.execute(update(LAST).where(self._whose(LAST, row, series)).values(when))
        if changed:
            self.connection.execute(delete(CHECKS).where(self._whose(CHECKS, row, series)))
            times = list(_times(row.verdicts, before, self.about.started))
            if times:
                self.connection.execute(insert(CHECKS), [{**whose, **each} for each in times])


def _columns(row: VerdictRow, judgement: int) -> dict[str, object]:
    shown = row.as_dict()
    return {
        "judgement": judgement,
        "check_id": row.check,
        "unit": row.unit,
        "verdict": row.verdict,
        "basis": row.basis,
        "standing": row.standing.value,
        "lines": [[number, kept(text)] for number, text in row.lines],
        "risks": shown["high_risk"],
        "waiver": shown["waiver"],
    }


def _times(verdicts: Iterable[VerdictRow], before: Before, now: datetime) -> Iterator[dict[str, object]]:
    """Yield since when each check holds or is open; one that isn't asked any more keeps when it held."""
    asked = {each.check: each.standing for each in verdicts}
    for check in sorted({*asked, *before.held}):
        standing = asked.get(check)
        held = before.held.get(check) or (now if standing is Standing.HELD else None)
        since = before.since.get(check, now) if standing is Standing.OPEN else None
        if held is not None or since is not None:
            yield {"check_id": check, "held": held, "open_since": since}


@contextmanager
def writing(history: History, about: RunAbout) -> Iterator[Writing]:
    """Store a run: whole at the end of the block, or, where the block raises, nothing of it.

    Args:
        history: where.
        about: how it was asked for.

    Raises:
        MissingPiece: NET-STO-041, 043.
    """
    texts = {
        name: kept(getattr(about, name)) for name in ("network", "who", "scope", "source", "past", "policy", "series")
    }
    empty = {name: None if name in {"rate", "half"} else 0 for name in asdict(Totals())}
    values = {**texts, **empty, "version": about.version, "level": about.level}
    with history.alone() as connection:
        times = {"started": about.started, "finished": about.started}
        made = connection.execute(insert(RUNS).values({**values, **times})).inserted_primary_key
        mine = select(LAST.c.device).where(LAST.c.network == about.network, LAST.c.series == about.series)
        first = bool(about.series) and connection.execute(mine.limit(1)).first() is None
        yield Writing(connection, about, int(made[0]) if made else 0, first)
