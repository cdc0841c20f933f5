"""The database of the history: opened, brought up to date, locked by whoever writes, and its faults told."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError, ProgrammingError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from netops.errors import MissingPiece, NetopsError
from netops.store.files import PRIVATE_FILE, make_folder, replace_whole
from netops.store.history.migrating import migrate
from netops.store.history.place import Place
from netops.store.history.tables import METADATA

PATIENCE = 60
"""Seconds to wait for another netops that writes, and for a server to answer."""
WRITERS = 0x6E65746F7073
"""The advisory lock of PostgreSQL that whoever writes holds: "netops" in ASCII."""
IGNORED = b"# What audits found belongs to this machine's people, not into Git.\n*\n"
_LOST = ("malformed", "not a database", "no such table", "no such column", "disk i/o error")
_UNDEFINED = {"42P01", "42703", "XX001", "XX002"}
"""PostgreSQL: undefined table or column, damaged data or index (its manual, appendix A)."""


@dataclass(frozen=True, slots=True)
class History:
    """The history, ready to be read and written."""

    place: Place
    engine: Engine = field(repr=False)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection; a fault of the database is told as netops'."""
        with telling(self.place), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """Yield a connection in a transaction that no other writer shares: all of it is kept, or nothing."""
        with telling(self.place), _writing(self.engine) as connection:
            yield connection


def open_history(place: Place, *, patience: int = PATIENCE) -> History:
    """Open the history; made on first use, and brought up to date where an older netops made it.

    Args:
        place: where.
        patience: seconds to wait for others.

    Raises:
        MissingPiece: NET-STO-041 where the database can't be reached or written, NET-STO-043 where it is damaged.
        Refused: NET-STO-042 where a newer netops has been here.
    """
    with telling(place):
        if place.file is not None:
            _make_file(place)
        engine = _engine(place, patience)
        with _writing(engine) as connection:
            migrate(connection, place.shown)
            _check_whole(connection, place)
    return History(place, engine)


def _make_file(place: Place) -> None:
    """Make an empty file that its owner alone may read, and keep it out of Git where the folder is made for it."""
    if place.file is None or place.file.exists():
        return
    folder = place.file.absolute().parent
    if not folder.is_dir():
        make_folder(folder)
        replace_whole(folder / ".gitignore", IGNORED)
    os.close(os.open(place.file, os.O_RDWR | os.O_CREAT, PRIVATE_FILE))


def _engine(place: Place, patience: int) -> Engine:
    if place.file is None:
        return create_engine(place.url, poolclass=NullPool, connect_args={"connect_timeout": patience})
    engine = create_engine(place.url, poolclass=NullPool, connect_args={"timeout": patience})
    event.listen(engine, "connect", _plain_sqlite)
    return engine


def _plain_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """Let SQLite begin transactions when it is told, not when Python's driver thinks of it; check what refers to what."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITERS})
        try:
            yield connection
        except BaseException:
            connection.rollback()
            raise
        connection.commit()


def _check_whole(connection: Connection, place: Place) -> None:
    """Refuse a database whose tables were taken away while it says that it has them."""
    lacking = sorted(set(METADATA.tables) - set(inspect(connection).get_table_names()))
    if lacking:
        raise MissingPiece.of("NET-STO-043", place.shown, detail=", ".join(lacking))


@contextmanager
def telling(place: Place) -> Iterator[None]:
    """Turn what a database says into a fault of netops, without statements, values or passwords.

    Raises:
        MissingPiece: NET-STO-041, 043.
    """
    try:
        yield
    except NetopsError:
        raise
    except DBAPIError as error:
        raise _fault(error, place) from error
    except SQLAlchemyError as error:
        raise MissingPiece.of("NET-STO-043", place.shown, detail=type(error).__name__) from error
    except OSError as error:
        raise MissingPiece.of("NET-STO-041", place.shown, detail=error.strerror or type(error).__name__) from error


def _fault(error: DBAPIError, place: Place) -> NetopsError:
    said = str(error.orig).strip().splitlines()
    detail = said[0][:160] if said else type(error).__name__
    lost = any(word in detail.lower() for word in _LOST) or getattr(error.orig, "sqlstate", None) in _UNDEFINED
    if lost or isinstance(error, ProgrammingError):
        return MissingPiece.of("NET-STO-043", place.shown, detail=detail)
    return MissingPiece.of("NET-STO-041", place.shown, detail=detail)
