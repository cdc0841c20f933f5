"""Reading what people name on the command line; writing files whole or not at all."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from netops.config.decode import LARGEST
from netops.errors import InputError
from netops.store.files import replacing

STANDARD_INPUT = "-"


def read_config(path: Path) -> bytes:
    """Return the bytes of a config, and of a larger file just enough to see that it is none.

    Args:
        path: the file, or ``-`` for standard input.
    """
    if str(path) == STANDARD_INPUT:
        return sys.stdin.buffer.read(LARGEST + 1)
    with path.open("rb") as stream:
        return stream.read(LARGEST + 1)


def write_whole(path: Path, text: str) -> None:
    """Replace ``path`` with ``text`` in UTF-8, so that a reader sees the old file or the new one, never a part.

    The text goes to a file beside it, is brought to the disk, and takes the old one's name; an interruption leaves
    the old file as it was. The old file's permissions stay; a new file gets those of the process. A byte of no character
    that was read and kept is written as it was.

    Raises:
        InputError: NET-CLI-009, the text holds half a character that was never a byte.
    """
    content = _bytes(path, text)
    with writing_whole(path) as stream:
        stream.write(content)


@contextmanager
def writing_whole(path: Path) -> Iterator[BinaryIO]:
    """Give a stream that becomes the file when all of it was written, as `write_whole` does, for what never stands in memory."""
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~_umask()
    with replacing(path, mode) as stream:
        yield stream


def _bytes(path: Path, text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise InputError.of("NET-CLI-009", str(path), line, character=f"U+{ord(text[error.start]):04X}") from error


def _umask() -> int:
    """Return the process's umask; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
