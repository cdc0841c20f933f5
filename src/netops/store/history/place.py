"""Where the history lies: a file, or a database by its URL; what is shown of a URL holds no password."""

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from netops.errors import InputError

POSTGRESQL = {"postgresql", "postgres", "postgresql+psycopg"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the history lies.

    Attributes:
        url: for the driver; may hold a password, so nothing prints it.
        shown: for people.
        file: the file of SQLite; None for a server.
    """

    url: URL = field(repr=False)
    shown: str
    file: Path | None = None


def read_place(words: str) -> Place:
    """Return the place that is meant by a file's name, ``sqlite:///FILE`` or ``postgresql://HOST/DATABASE``.

    Raises:
        InputError: NET-STO-040 where it is neither.

    Example:
        >>> read_place("postgresql://audit:word@db.example/netops").shown
        'postgresql://db.example/netops'
        >>> read_place("history/audit.db").file.name
        'audit.db'
    """
    if "://" not in words:
        return _file(Path(words))
    try:
        url = make_url(words)
    except (ArgumentError, ValueError) as error:
        raise InputError.of("NET-STO-040") from error
    if url.get_backend_name() == "sqlite" and url.database and not url.query:
        return _file(Path(url.database))
    if url.drivername in POSTGRESQL and url.database:
        port = f":{url.port}" if url.port else ""
        return Place(url.set(drivername="postgresql+psycopg"), f"postgresql://{url.host or ''}{port}/{url.database}")
    raise InputError.of("NET-STO-040")


def _file(path: Path) -> Place:
    return Place(URL.create("sqlite", database=str(path.absolute())), str(path), path)
