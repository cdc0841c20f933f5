"""Looking into the history: runs, devices, verdicts; one device at a time, so that a large network fits anywhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from netops.errors import InputError
from netops.store.history.database import History
from netops.store.history.rows import DeviceRow, RiskRow, RunAbout, RunRow, Standing, Totals, VerdictRow, WaiverRow
from netops.store.history.tables import DEVICES, RUNS, VERDICTS


def verdicts_of(connection: Connection, judgement: int) -> tuple[VerdictRow, ...]:
    """Return the verdicts that lie under one number, by check."""
    found = connection.execute(
        select(VERDICTS).where(VERDICTS.c.judgement == judgement).order_by(VERDICTS.c.check_id)
    ).all()
    return tuple(map(_verdict, found))


def _verdict(row: Row[Any]) -> VerdictRow:
    waiver = None
    if row.waiver is not None:
        waiver = WaiverRow(**{**row.waiver, "expires": date.fromisoformat(row.waiver["expires"])})
    return VerdictRow(
        check=row.check_id,
        unit=row.unit,
        verdict=row.verdict,
        basis=row.basis,
        standing=Standing(row.standing),
        lines=tuple((number, text) for number, text in row.lines),
        risks=tuple(RiskRow(**each) for each in row.risks),
        waiver=waiver,
    )


@dataclass(frozen=True, slots=True)
class Which:
    """Which runs are asked for.

    Attributes:
        scope: those that were asked for with these filters; None for all.
        series: those of this series, the empty one being runs by hand; None for all.
        past: those too that judged what the archive had of an earlier time.
        before: those that started before.
    """

    scope: str | None = None
    series: str | None = None
    past: bool = True
    before: datetime | None = None


ALL = Which()


def networks(history: History) -> tuple[str, ...]:
    """Return the names of the networks of which there are runs, in the order of the alphabet."""
    with history.reading() as connection:
        return tuple(connection.scalars(select(RUNS.c.network).distinct().order_by(RUNS.c.network)))


def runs(history: History, network: str, which: Which = ALL, *, limit: int | None = None) -> tuple[RunRow, ...]:
    """Return the runs of a network, the newest first.

    Args:
        history: where.
        network: its name.
        which: only these.
        limit: at most so many.
    """
    asked = select(RUNS).where(RUNS.c.network == network).order_by(RUNS.c.started.desc(), RUNS.c.number.desc())
    if which.scope is not None:
        asked = asked.where(RUNS.c.scope == which.scope)
    if which.series is not None:
        asked = asked.where(RUNS.c.series == which.series)
    if not which.past:
        asked = asked.where(RUNS.c.past == "")
    if which.before is not None:
        asked = asked.where(RUNS.c.started < which.before)
    with history.reading() as connection:
        return tuple(map(_run, connection.execute(asked.limit(limit)).all()))


def _run(row: Row[Any]) -> RunRow:
    held = row._mapping  # noqa: SLF001  # SQLAlchemy's documented way to the columns by name
    about = RunAbout(**{each.name: held[each.name] for each in fields(RunAbout)})
    totals = Totals(**{each.name: held[each.name] for each in fields(Totals)})
    return RunRow(row.number, about, row.finished, totals)


def find_run(history: History, network: str, number: int) -> RunRow:
    """Return one run.

    Raises:
        InputError: NET-STO-044 where the network has none of this number.
    """
    with history.reading() as connection:
        found = connection.execute(select(RUNS).where(RUNS.c.network == network, RUNS.c.number == number)).one_or_none()
    if found is None:
        raise InputError.of("NET-STO-044", history.place.shown, run=number, network=network)
    return _run(found)


def devices_of(history: History, run: int, *, verdicts: bool = True) -> Iterator[DeviceRow]:
    """Yield the devices of a run by name, each read when it is asked for.

    Args:
        history: where.
        run: number of the run.
        verdicts: with their verdicts.
    """
    with history.reading() as connection:
        names = connection.scalars(
            select(DEVICES.c.device).where(DEVICES.c.run == run).order_by(DEVICES.c.device)
        ).all()
        for name in names:
            row = _device(connection, run, name, verdicts=verdicts)
            if row is not None:  # pruned by another netops meanwhile
                yield row


def device_of(history: History, run: int, device: str) -> DeviceRow | None:
    """Return one device of a run; None where the run didn't have it."""
    with history.reading() as connection:
        return _device(connection, run, device, verdicts=True)


def _device(connection: Connection, run: int, device: str, *, verdicts: bool) -> DeviceRow | None:
    row = connection.execute(select(DEVICES).where(DEVICES.c.run == run, DEVICES.c.device == device)).one_or_none()
    if row is None:
        return None
    held = dict(row._mapping)  # noqa: SLF001  # SQLAlchemy's documented way to the columns by name
    judgement = held.pop("judgement")
    held.pop("run")
    said: Iterable[VerdictRow] = ()
    if verdicts and judgement is not None:
        said = verdicts_of(connection, judgement)
    return DeviceRow(**held, verdicts=tuple(said))
