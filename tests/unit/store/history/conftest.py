"""A history in SQLite, and in a real PostgreSQL where its programs are installed; rows to put into it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from netops.store.history import DeviceRow, History, Place, RunAbout, Standing, VerdictRow, open_history, read_place

START = datetime(2027, 1, 10, 2, 30, tzinfo=UTC)
Make = Callable[..., DeviceRow]


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs; Debian doesn't put them on the path."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    return next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL of our own, on a socket in a folder of its own; it refuses to run as root."""
    folder = programs()
    if folder is None:
        pytest.skip("PostgreSQL's programs (initdb, pg_ctl) are not installed: apt-get install postgresql")
    place = Path(tempfile.mkdtemp(prefix="netops-pg-"))
    who = "nobody" if os.geteuid() == 0 else None

    def run(*words: str) -> None:
        line = [str(folder / words[0]), *words[1:]]
        subprocess.run(line, check=True, capture_output=True, cwd=place, user=who, extra_groups=[] if who else None)

    if who:
        shutil.chown(place, who)
    try:
        run("initdb", "-D", "data", "-A", "trust", "-U", "netops", "-E", "UTF8", "--locale=C", "-N")
        options = f"-c listen_addresses='' -c unix_socket_directories={place} -c fsync=off"
        run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start")
        yield f"postgresql://netops@/{{}}?host={place}"
        run("pg_ctl", "-D", "data", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a history of this test's own lies: both kinds of database, one after the other."""
    if request.param == "sqlite":
        return str(tmp_path / "history" / "audit.db")
    url = request.getfixturevalue("server")
    name = f"t{abs(hash(request.node.nodeid))}"
    engine = create_engine(
        url.format("postgres").replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return str(url.format(name))


@pytest.fixture
def place(where: str) -> Place:
    return read_place(where)


@pytest.fixture
def history(place: Place) -> History:
    return open_history(place, patience=20)


@pytest.fixture
def lite(tmp_path: Path) -> Place:
    """A history in SQLite, for what is SQLite's alone."""
    return read_place(str(tmp_path / "history" / "audit.db"))


def verdict(check: str, standing: Standing = Standing.OPEN, **more: object) -> VerdictRow:
    word = {Standing.HELD: "compliant", Standing.UNSURE: "manual"}.get(standing, "non_compliant")
    row = VerdictRow(check, "L3-CES1-03", word, "explicit", standing, ((7, f"line of {check}"),))
    return replace(row, **more)  # type: ignore[arg-type]  # the tests name fields with their values


def device(
    name: str = "pe1", checks: Mapping[str, Standing] | None = None, /, level: int = 3, **more: Standing
) -> DeviceRow:
    verdicts = tuple(verdict(check, standing) for check, standing in {**(checks or {}), **more}.items())
    return DeviceRow(
        name, "frr", level, "non_compliant", "8.4.4", config="a" * 64, lines=90, read=88, verdicts=verdicts
    )


def unreached(name: str = "pe1", level: int = 3) -> DeviceRow:
    return DeviceRow(name, "frr", level, "not_audited", not_audited="no answer")


def about(day: float = 0, **more: object) -> RunAbout:
    made = RunAbout("city", START + timedelta(days=day), "li", "", "devices", "p" * 64, "0.1.0")
    return replace(made, **more)  # type: ignore[arg-type]  # as above
