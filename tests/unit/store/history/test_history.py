"""Runs of the audit in a database: what goes in comes out, whole or not at all, on SQLite and on PostgreSQL."""

import multiprocessing
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable
from tests.unit.store.history.conftest import START, about, device, unreached, verdict

from netops.errors import InputError, MissingPiece, NetopsError, Refused
from netops.store.history import (
    Before,
    DeviceRow,
    History,
    Place,
    RiskRow,
    Standing,
    Totals,
    WaiverRow,
    Which,
    devices_of,
    find_run,
    open_history,
    prune,
    read_place,
    runs,
    writing,
)
from netops.store.history.migrations.env import VERSION_TABLE
from netops.store.history.tables import CHECKS, DEVICES, JUDGEMENTS, LAST, METADATA, RUNS, VERDICTS

HELD, OPEN, WAIVED = Standing.HELD, Standing.OPEN, Standing.WAIVED


def put(history: History, day: float, *rows: DeviceRow, **more: object) -> tuple[int, list[Before]]:
    """Store a run and return its number, and what was known of each device before."""
    with writing(history, about(day, **more)) as book:
        before = [book.add(row) for row in rows]
        book.finish(Totals(devices=len(rows)))
    return book.number, before


def count(history: History, table: object) -> int:
    with history.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0  # type: ignore[arg-type]  # a table


def code_of(error: NetopsError) -> str:
    return error.faults[0].code


# ------------------------------------------------------------------------------------------------ what goes in comes out


def test_a_run_comes_back_as_it_was_stored(history: History) -> None:
    waiver = WaiverRow("更换在六月", "安全主管", date(2027, 6, 30), expired=False)
    full = DeviceRow(
        "finance-ce1", "huawei_vrp", 3, "non_compliant", "V200R010", "finance", None, "b" * 64,
        archived=True, lines=120, read=118, verdicts=(verdict("B008", WAIVED, waiver=waiver), verdict("B030", OPEN, risks=(RiskRow("6.4.1.2", "triggered"),)), verdict("B060", HELD)),
    )  # fmt: skip
    made = about(scope="role=ce", level=3)
    with writing(history, made) as book:
        book.add(full)
        book.add(unreached("pe9"))
        book.finish(Totals(devices=2, not_audited=1, open=1, waived=1, high=1, rate=33.3, half=50.0))
    (found,) = runs(history, "city")
    assert found.about == made
    assert found.totals == Totals(2, 1, 1, 1, 1, 33.3, 50.0)
    assert list(devices_of(history, found.number)) == [full, unreached("pe9")]
    assert find_run(history, "city", found.number) == found


def test_what_no_database_takes_is_spelled_out(history: History) -> None:
    odd = DeviceRow(
        "pe1", "frr", 3, "compliant", "8.4\x00", verdicts=(verdict("B030", lines=((1, "desc \udce9\x00"),)),)
    )
    number, _ = put(history, 0, odd)
    (found,) = devices_of(history, number)
    assert (found.release, found.verdicts[0].lines) == ("8.4\\x00", ((1, "desc \\udce9\\x00"),))


def test_a_network_sees_its_own_runs_only(history: History) -> None:
    number, _ = put(history, 0, device(B030=OPEN))
    _, (before,) = put(history, 1, device(B030=OPEN), network="another")
    assert before == Before()
    assert [each.number for each in runs(history, "city")] == [number]
    with pytest.raises(InputError, match="NET-STO-044"):
        find_run(history, "another", number)


def test_runs_come_newest_first_and_by_their_scope(history: History) -> None:
    for day, scope in ((0, ""), (2, ""), (1, "role=pe")):
        put(history, day, device(B030=OPEN), scope=scope)
    assert [each.about.started for each in runs(history, "city")] == [START + timedelta(days=day) for day in (2, 1, 0)]
    assert [each.about.scope for each in runs(history, "city", Which(scope=""), limit=1)] == [""]
    assert [each.about.scope for each in runs(history, "city", Which(scope="role=pe"))] == ["role=pe"]


# ------------------------------------------------------------------------------------------ what was known of a device


def test_what_was_known_is_handed_back_before_it_is_replaced(history: History) -> None:
    assert put(history, 0, device(B008=HELD, B030=OPEN))[1] == [Before()]
    _, (before,) = put(history, 1, device(B008=OPEN, B030=OPEN))
    assert before.seen == START
    assert {check: row.standing for check, row in before.verdicts.items()} == {"B008": HELD, "B030": OPEN}
    assert (dict(before.held), dict(before.since)) == ({"B008": START}, {"B030": START})
    _, (before,) = put(history, 2, device(B008=OPEN, B030=HELD))
    assert dict(before.held) == {"B008": START}
    assert dict(before.since) == {"B008": START + timedelta(days=1), "B030": START}


def test_a_device_that_was_not_reached_keeps_what_was_known_of_it(history: History) -> None:
    put(history, 0, device(B030=OPEN))
    _, (missed,) = put(history, 1, unreached())
    _, (later,) = put(history, 2, device(B030=OPEN))
    assert missed == later
    assert later.seen == START


def test_each_level_is_remembered_by_itself(history: History) -> None:
    put(history, 0, device(level=3, B030=OPEN))
    assert put(history, 1, device(level=4, B030=OPEN))[1] == [Before()]


def test_a_run_on_the_past_teaches_nothing_of_the_present(history: History) -> None:
    put(history, 0, device(B030=HELD))
    assert put(history, 1, device(B030=OPEN), past="2026-01-01", source="archive")[1] == [Before()]
    _, (before,) = put(history, 2, device(B030=OPEN))
    assert before.seen == START
    assert [each.about.past for each in runs(history, "city", Which(past=False))] == ["", ""]


def test_a_check_that_was_not_asked_for_a_while_still_knows_that_it_held(history: History) -> None:
    put(history, 0, device(B030=HELD, B008=HELD))
    put(history, 1, device(B008=HELD))
    _, (before,) = put(history, 2, device(B030=OPEN, B008=HELD))
    assert before.held["B030"] == START


def test_verdicts_that_stay_the_same_are_stored_once(history: History) -> None:
    for day in range(5):
        put(history, day, device("pe1", B008=HELD, B030=OPEN), device("pe2", B008=HELD, B030=OPEN))
    assert [count(history, each) for each in (RUNS, DEVICES, JUDGEMENTS, VERDICTS)] == [5, 10, 1, 2]


# ---------------------------------------------------------------------------------------------- whole or not at all


def test_a_run_that_breaks_off_leaves_nothing(history: History) -> None:
    put(history, 0, device(B030=HELD))

    def broken() -> None:
        with writing(history, about(1)) as book:
            book.add(device(B030=OPEN))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert [count(history, each) for each in (RUNS, DEVICES, VERDICTS)] == [1, 1, 1]
    assert put(history, 2, device(B030=OPEN))[1][0].verdicts["B030"].standing is HELD


def _write_some(where: str, name: str, runs_each: int) -> None:
    for day in range(runs_each):
        history = open_history(read_place(where), patience=60)
        with writing(history, about(day)) as book:
            for number in range(20):
                book.add(device(f"{name}-{number}", {"B008": HELD, f"B{day:03}": OPEN}))
            book.finish(Totals(devices=20))


def test_several_writers_lose_nothing(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(Path(__file__).parents[4])  # a new process is told where to look for this file
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_write_some, args=(where, f"w{each}", 4)) for each in range(3)]
    for each in workers:  # from an empty place: all three want to make the tables
        each.start()
    for each in workers:
        each.join(120)
    assert [each.exitcode for each in workers] == [0, 0, 0]
    history = open_history(read_place(where))
    assert [count(history, each) for each in (RUNS, DEVICES, LAST)] == [12, 240, 60]
    assert count(history, JUDGEMENTS) == 4


SLOW = """
import sys, time
from datetime import UTC, datetime
from netops.store.history import DeviceRow, RunAbout, open_history, read_place, writing
history = open_history(read_place(sys.argv[1]))
with writing(history, RunAbout("city", datetime(2027, 2, 1, tzinfo=UTC), "li", "", "devices", "p", "0")) as book:
    for number in range(500):
        book.add(DeviceRow(f"r{number}", "frr", 3, "compliant"))
    print("in the middle", flush=True)
    time.sleep(60)
"""


def test_a_writer_that_is_killed_leaves_nothing_and_keeps_nobody_out(where: str) -> None:
    history = open_history(read_place(where))
    put(history, 0, device(B030=HELD))
    line = [sys.executable, "-c", SLOW, where]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "in the middle\n"
        os.kill(writer.pid, signal.SIGKILL)
    put(history, 1, device(B030=OPEN))
    assert [count(history, each) for each in (RUNS, DEVICES)] == [2, 2]


def test_ten_times_the_devices_take_no_more_memory(lite: Place) -> None:
    history = open_history(lite)

    def fleet(number: int, day: int) -> Iterator[DeviceRow]:
        for each in range(number):
            checks = {f"B{check:03}": OPEN if (each + check + day) % 7 == 0 else HELD for check in range(20)}
            yield device(f"r{each}", checks)

    def peak(number: int, day: int) -> int:
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        with writing(history, about(day)) as book:
            for row in fleet(number, day):
                book.add(row)
            book.finish(Totals(devices=number))
        assert sum(1 for _ in devices_of(history, book.number)) == number
        return tracemalloc.get_traced_memory()[1] - before

    tracemalloc.start()
    try:
        peak(30, 0)
        small, large = peak(30, 1), peak(300, 2)
    finally:
        tracemalloc.stop()
    assert large < 2 * small + 500_000


# ----------------------------------------------------------------------------------------------------------- the tables


OLD = """
INSERT INTO audit_runs (number, network, started, finished, who, scope, source, past, policy, version, devices,
not_audited, open, waived, high, new, regressed, gone, not_seen) VALUES (900, 'city', '2027-01-10 02:30:00.000000',
'2027-01-10 02:31:00.000000', 'li', '', 'devices', '', 'p', '0.1.0', 1, 0, 1, 0, 0, 1, 0, 0, 0);
INSERT INTO audit_judgements (number, digest) VALUES (900, 'd');
INSERT INTO audit_verdicts (judgement, check_id, unit, verdict, basis, standing, lines, risks) VALUES (900, 'B030',
'L3-CES1-03', 'non_compliant', 'explicit', 'open', '[]', '[]');
INSERT INTO audit_last (network, device, level, seen, policy, judgement) VALUES ('city', 'pe1', 3, '2027-01-10
02:30:00.000000', 'p', 900);
INSERT INTO audit_checks (network, device, level, check_id, held, open_since) VALUES ('city', 'pe1', 3, 'B022',
'2027-01-10 02:30:00.000000', NULL);
INSERT INTO audit_checks (network, device, level, check_id, held, open_since) VALUES ('city', 'pe1', 3, 'B030', NULL,
'2027-01-10 02:30:00.000000');
"""
"""What a netops wrote that knew no series."""


def test_the_steps_make_the_tables_that_the_code_knows(history: History) -> None:
    with history.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, METADATA) == []


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()])  # type: ignore[no-untyped-call]  # SQLAlchemy's own
def test_every_table_can_be_said_in_both_dialects(dialect: object) -> None:
    for table in METADATA.sorted_tables:
        assert f"CREATE TABLE {table.name}" in str(CreateTable(table).compile(dialect=dialect))  # type: ignore[arg-type]  # as above


def test_what_an_older_netops_knew_is_known_after_the_step(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables as the first step made them, with a device in them; the next run is compared with it."""
    upgrade = command.upgrade
    monkeypatch.setattr("alembic.command.upgrade", lambda config, _head: upgrade(config, "0001"))
    monkeypatch.setattr("netops.store.history.database._check_whole", lambda *_: None)
    old = open_history(place)
    monkeypatch.undo()
    with old.alone() as connection:
        for statement in OLD.split(";")[:-1]:
            connection.exec_driver_sql(statement)
    history = open_history(place)
    (run,) = runs(history, "city")
    assert (run.number, run.about.series) == (900, "")
    with writing(history, about(1, series="nightly")) as book:
        before = book.add(device(B030=Standing.OPEN))
        book.finish(Totals())
    assert before.seen == START
    assert dict(before.held) == {"B022": START}
    assert dict(before.since) == {"B030": START}
    assert before.verdicts["B030"].standing is Standing.OPEN
    with history.reading() as connection:
        assert set(connection.scalars(select(LAST.c.series))) == {"", "nightly"}


def test_a_newer_history_is_refused_and_left_alone(history: History, place: Place) -> None:
    with history.alone() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))  # noqa: S608 a name of ours
    with pytest.raises(Refused) as refused:
        open_history(place)
    assert code_of(refused.value) == "NET-STO-042"
    with history.reading() as connection:
        assert connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}")) == "9999"  # noqa: S608 as above


def test_a_step_that_fails_leaves_no_table(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("alembic.op.create_index", stop)
    with pytest.raises(KeyboardInterrupt):
        open_history(place)
    monkeypatch.undo()
    assert runs(open_history(place), "city") == ()


def test_other_tables_of_the_same_database_are_left_alone(where: str) -> None:
    place = read_place(where)
    engine = open_history(place).engine
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (n INTEGER)"))
    assert runs(open_history(place), "city") == ()


# ---------------------------------------------------------------------------------------------------------- what breaks


def test_the_file_and_its_folder_are_their_owners_and_not_for_git(lite: Place) -> None:
    open_history(lite)
    assert lite.file is not None
    assert stat.S_IMODE(lite.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(lite.file.parent.stat().st_mode) == 0o700
    assert (lite.file.parent / ".gitignore").read_text().endswith("*\n")


@pytest.mark.parametrize("content", [b"this is no database\n" * 60, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_file_that_is_no_database_is_told(lite: Place, content: bytes) -> None:
    assert lite.file is not None
    lite.file.parent.mkdir()
    lite.file.write_bytes(content)
    with pytest.raises(MissingPiece) as told:
        open_history(lite)
    assert code_of(told.value) == "NET-STO-043"
    assert lite.file.read_bytes() == content


def test_a_damaged_page_is_told_when_it_is_read(lite: Place) -> None:
    history = open_history(lite)
    for day in range(30):
        put(history, day, *(device(f"r{each}", {f"B{day:03}": OPEN}) for each in range(20)))
    assert lite.file is not None
    content = bytearray(lite.file.read_bytes())
    pages = len(content) // 4096
    for page in range(pages // 2, pages):
        content[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    lite.file.write_bytes(content)

    def read_all() -> None:
        for run in runs(open_history(lite), "city"):
            list(devices_of(history, run.number))

    with pytest.raises(MissingPiece) as told:
        read_all()
    assert code_of(told.value) == "NET-STO-043"


def test_a_table_that_was_taken_away_is_told(history: History, place: Place) -> None:
    with history.engine.begin() as connection:
        connection.execute(text("DROP TABLE audit_checks"))
    with pytest.raises(MissingPiece) as told:
        open_history(place)
    assert code_of(told.value) == "NET-STO-043"
    with pytest.raises(MissingPiece) as told:
        put(history, 0, device(B030=OPEN))
    assert code_of(told.value) == "NET-STO-043"


def test_a_database_that_another_keeps_locked_is_told(lite: Place) -> None:
    history = open_history(lite, patience=0)
    other = sqlite3.connect(str(lite.file), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(MissingPiece, match="locked") as told:
        put(history, 0, device(B030=OPEN))
    other.close()
    assert code_of(told.value) == "NET-STO-041"
    put(history, 0, device(B030=OPEN))


def test_a_place_that_is_a_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingPiece) as told:
        open_history(read_place(str(tmp_path)))
    assert code_of(told.value) == "NET-STO-041"


@pytest.mark.parametrize(
    "words", ["mysql://h/d", "postgresql://h", "://", "postgresql://h:nonsense/d", "sqlite://", "sqlite:///f?mode=ro"]
)
def test_a_place_that_is_none_is_refused(words: str) -> None:
    with pytest.raises(InputError) as refused:
        read_place(words)
    assert code_of(refused.value) == "NET-STO-040"


def test_the_password_of_a_server_is_shown_nowhere() -> None:
    place = read_place("postgresql://audit:Night-shift7@127.0.0.1:1/netops?password=Night-shift7")
    with pytest.raises(MissingPiece) as told:
        open_history(place, patience=1)
    assert code_of(told.value) == "NET-STO-041"
    assert "Night-shift7" not in f"{told.value} {place} {place.shown}"


# --------------------------------------------------------------------------------------------------------------- pruning


def test_old_runs_go_and_what_was_known_stays(history: History) -> None:
    put(history, 0, device(B030=HELD))
    for day in (1, 2, 3):
        put(history, day, device(B030=OPEN))
    found = prune(history, "city", START + timedelta(days=2, hours=1))
    assert (found.runs, found.kept, found.verdicts) == (3, 1, 1)
    assert [count(history, each) for each in (RUNS, DEVICES, JUDGEMENTS, VERDICTS)] == [1, 1, 1, 1]
    _, (before,) = put(history, 4, device(B030=OPEN))
    assert before.held["B030"] == START
    assert before.since["B030"] == START + timedelta(days=1)


def test_the_newest_run_of_each_scope_stays_however_old(history: History) -> None:
    for day, scope in ((0, ""), (1, ""), (2, "role=pe"), (3, "role=pe")):
        put(history, day, device(B030=OPEN), scope=scope)
    put(history, 4, device(B030=OPEN), past="2026-01-01")
    put(history, 0, device(B030=OPEN), network="another")
    assert prune(history, "city", START + timedelta(days=900)).runs == 3
    assert [each.about.scope for each in runs(history, "city")] == ["role=pe", ""]
    assert len(runs(history, "another")) == 1


def test_asking_only_counts(history: History) -> None:
    for day in (0, 1):
        put(history, day, device(B030=OPEN))
    found = prune(history, "city", START + timedelta(days=900), check=True)
    assert (found.runs, found.kept) == (1, 1)
    assert count(history, RUNS) == 2


def test_what_the_last_look_found_outlives_its_run(history: History) -> None:
    put(history, 0, device("gone-from-scope", B030=OPEN))
    put(history, 1, device("pe1", B030=HELD))
    prune(history, "city", START + timedelta(days=900))
    _, (before,) = put(history, 2, unreached("gone-from-scope"))
    assert before.verdicts["B030"].standing is OPEN


def test_every_column_of_a_run_is_written(history: History) -> None:
    """A column that nobody fills would be nothing for ever."""
    number, _ = put(history, 0, device(B030=OPEN), level=2, past="3d")
    with history.reading() as connection:
        row = connection.execute(select(RUNS).where(RUNS.c.number == number)).one()
    assert {name for name, value in row._mapping.items() if value is None} == {"rate", "half"}
    assert {each.name for each in CHECKS.columns} >= {"held", "open_since"}
    assert time.time() - row.finished.timestamp() < 60
