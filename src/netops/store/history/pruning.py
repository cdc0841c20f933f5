"""Forgetting old runs; what each device was last found to be, and what ever held on it, stays."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, union

from netops.store.history.database import History
from netops.store.history.tables import DEVICES, JUDGEMENTS, LAST, RUNS


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was taken out, or would be.

    Attributes:
        runs: number of runs.
        kept: number of runs that stay.
        verdicts: sets of verdicts that nothing refers to any more.
    """

    runs: int
    kept: int
    verdicts: int = 0


def prune(history: History, network: str, before: datetime, *, check: bool = False) -> Pruned:
    """Take out the runs of a network that started before a time; the newest run of each scope and series always stays.

    Args:
        history: where.
        network: its name.
        before: older runs go.
        check: take nothing out, only count.
    """
    with history.alone() as connection:
        old = _old(connection, network, before)
        total = connection.scalar(select(func.count()).select_from(RUNS).where(RUNS.c.network == network)) or 0
        if check or not old:
            return Pruned(len(old), total - len(old))
        for number in old:
            connection.execute(delete(DEVICES).where(DEVICES.c.run == number))
            connection.execute(delete(RUNS).where(RUNS.c.number == number))
        used = union(
            select(DEVICES.c.judgement).where(DEVICES.c.judgement.is_not(None)), select(LAST.c.judgement)
        ).subquery()
        gone = connection.execute(delete(JUDGEMENTS).where(JUDGEMENTS.c.number.not_in(select(used.c.judgement))))
        return Pruned(len(old), total - len(old), gone.rowcount)


def _old(connection: Connection, network: str, before: datetime) -> list[int]:
    newest = (
        select(RUNS.c.scope, RUNS.c.series, func.max(RUNS.c.started).label("started"))
        .where(RUNS.c.network == network, RUNS.c.past == "")
        .group_by(RUNS.c.scope, RUNS.c.series)
        .subquery()
    )
    spared = (
        select(RUNS.c.number)
        .join(
            newest,
            (RUNS.c.scope == newest.c.scope)
            & (RUNS.c.series == newest.c.series)
            & (RUNS.c.started == newest.c.started),
        )
        .where(RUNS.c.network == network, RUNS.c.past == "")
    )
    asked = select(RUNS.c.number).where(RUNS.c.network == network, RUNS.c.started < before)
    return list(connection.scalars(asked.where(RUNS.c.number.not_in(spared))).all())
