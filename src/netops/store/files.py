"""Files of the archive: written whole or not at all, read only where they are files, one writer at a time."""

import errno
import fcntl
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from netops.errors import Refused

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
TEMPORARY = "."
"""Begins the names of files that are being written; one that an interruption left means nothing."""


def make_folder(path: Path) -> None:
    """Make a folder that its owner alone may enter; one that is there keeps its permissions."""
    if not path.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        settle(path.parent)


def replace_whole(path: Path, content: bytes, mode: int = PRIVATE_FILE) -> None:
    """Give a file this content so that a reader sees the old one or the new one, and the disk holds it afterwards.

    Args:
        path: the file; its folder is there.
        content: what it holds then.
        mode: its permissions. Default: only its owner may read it.
    """
    with replacing(path, mode) as stream:
        stream.write(content)


@contextmanager
def replacing(path: Path, mode: int = PRIVATE_FILE) -> Iterator[BinaryIO]:
    """Give a stream whose content replaces the file when all of it was written, and leave the old one where it wasn't.

    Args:
        path: the file; its folder is there.
        mode: its permissions. Default: only its owner may read it.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{TEMPORARY}{path.name}.")  # made with mode 0600
    beside = Path(name)
    try:
        with os.fdopen(handle, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if mode != PRIVATE_FILE:
            beside.chmod(mode)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    settle(path.parent)


def settle(folder: Path) -> None:
    """Bring a folder's list of names to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_plain(path: Path) -> bytes | None:
    """Return the content of a file; None where there is none, or a link, a pipe, a folder lies there instead."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError:
        if path.is_symlink() or not path.exists():
            return None
        raise
    with os.fdopen(handle, "rb") as stream:
        return stream.read() if stat.S_ISREG(os.fstat(stream.fileno()).st_mode) else None


@contextmanager
def held(lock: Path, *, alone: bool, patience: float, make: bool = True) -> Iterator[None]:
    """Hold the archive's lock: readers side by side, whoever writes alone. The system lets go of it with the process.

    Args:
        lock: the file; it is made where there is none.
        alone: to write.
        patience: seconds to wait for others.
        make: whether a reader makes it, too, so that a first writer waits for him. Where he may not, nobody writes.

    Raises:
        Refused: NET-STO-005 where others hold it for longer.
    """
    handle = _made(lock) if alone else _found(lock, make=make)
    if handle is None:
        yield
        return
    try:
        _wait(handle, lock, fcntl.LOCK_EX if alone else fcntl.LOCK_SH, time.monotonic() + patience)
        yield
    finally:
        os.close(handle)


def _made(lock: Path) -> int:
    return os.open(lock, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)


def _found(lock: Path, *, make: bool) -> int | None:
    """Return a reader's hold of the lock; None where there is none and he may make none."""
    try:
        return os.open(lock, os.O_RDONLY)
    except FileNotFoundError:
        if not make:
            return None
    try:
        return _made(lock)
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.EACCES, errno.EPERM, errno.EROFS):
            raise
        return None


def _wait(handle: int, lock: Path, way: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(handle, way | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= until:
                raise Refused.of("NET-STO-005", str(lock)) from error
            time.sleep(0.05)
        else:
            return
