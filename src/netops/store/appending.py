"""Adding a line to a file so that it is there whole, on the disk, or not at all."""

import os
from pathlib import Path


def lines_of(content: bytes) -> tuple[tuple[bytes, ...], bytes]:
    r"""Return the finished lines of a file, and what stands behind the last newline: a line that was never finished.

    Only a newline ends a line here: what people write may hold U+2028 or U+0085, which `str.splitlines` cuts at.

    Example:
        >>> lines_of(b"one\ntwo\nthr")
        ((b'one', b'two'), b'thr')
    """
    *lines, rest = content.split(b"\n")
    return tuple(lines), rest


def append_line(path: Path, line: str) -> None:
    r"""Add one line and see it on the disk; where that fails (a full disk) the file is left as it was.

    A line that an earlier run could not finish, because the power went, is cut off first: nothing was done on its word.

    Args:
        path: the file; made where it isn't there.
        line: with its newline. What UTF-8 can't hold (half a surrogate pair) is written as JSON's ``\udc80``.

    Raises:
        OSError: the line could not be written.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        size = _finished(handle)
        try:
            _write(handle, line.encode("utf-8", "backslashreplace"))
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, size)
            raise
    finally:
        os.close(handle)


def _finished(handle: int) -> int:
    """Cut off an unfinished last line and return the size of what stays."""
    size = os.fstat(handle).st_size
    content = os.pread(handle, size, 0)
    kept = content.rfind(b"\n") + 1
    if kept != size:
        os.ftruncate(handle, kept)
    return kept


def _write(handle: int, content: bytes) -> None:
    while content:
        content = content[os.write(handle, content) :]
