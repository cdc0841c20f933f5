"""One audit of a project at a time: another waits, or leaves with a message."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TextIO

from netops.errors import Refused

LOCK = "audit.lock"
_PAUSE = 0.1


@contextmanager
def one_at_a_time(state: Path, *, wait: float = 0, tell: Callable[[str], None] | None = None) -> Iterator[None]:
    """Hold the lock of this project's audit. The system lets go of it with the process, so that none is ever stale.

    Args:
        state: the folder that netops keeps for itself.
        wait: seconds to wait for another audit.
        tell: told once who is waited for.

    Raises:
        Refused: NET-OPS-001 where another audit runs for longer.
    """
    state.mkdir(parents=True, exist_ok=True)
    path = state / LOCK
    with path.open("a+", encoding="utf-8", errors="replace") as file:
        _take(file, path, time.monotonic() + wait, tell)
        file.truncate(0)
        file.write(f"pid {os.getpid()}, {datetime.now().astimezone().isoformat(timespec='seconds')}\n")
        file.flush()
        yield


def _take(file: TextIO, path: Path, until: float, tell: Callable[[str], None] | None) -> None:
    told = False
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder = file.read(200).strip() or "?"
            if time.monotonic() >= until:
                raise Refused.of("NET-OPS-001", str(path), holder=holder) from error
            if tell is not None and not told:
                tell(holder)
                told = True
            time.sleep(_PAUSE)
        else:
            return
