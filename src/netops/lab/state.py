"""The state directory of a lab: what lies in it, and whether a lab runs from it.

The lab process holds a lock on ``lock`` as long as it lives (flock(2)), so that nobody has to trust a process number
that a dead lab left behind.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LEFTOVERS = ("lab.json", "control.sock", "known_hosts", "password", "topology.json")


@dataclass(frozen=True, slots=True)
class State:
    """Where a lab keeps its files.

    Attributes:
        folder: readable by its owner alone; made by ``prepare``.
    """

    folder: Path

    @property
    def record(self) -> Path:
        """``lab.json``: process, ports, kernel, when it started, and whether it is ready."""
        return self.folder / "lab.json"

    @property
    def topology(self) -> Path:
        """``topology.json``: what is being simulated."""
        return self.folder / "topology.json"

    @property
    def known_hosts(self) -> Path:
        """SSH host keys of every router, as ``[127.0.0.1]:PORT``."""
        return self.folder / "known_hosts"

    @property
    def password(self) -> Path:
        """The password of user ``netops`` on every router."""
        return self.folder / "password"

    @property
    def log(self) -> Path:
        """What the lab process and the guest's console said."""
        return self.folder / "lab.log"

    @property
    def socket(self) -> Path:
        """Where the lab process listens."""
        return self.folder / "control.sock"

    def prepare(self) -> None:
        """Make the folder, for its owner alone."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)

    def lock(self) -> int | None:
        """Take the lock for this process's life; None when a living lab has it."""
        descriptor = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor

    def is_alive(self) -> bool:
        """Tell whether a lab process holds the lock."""
        if not (self.folder / "lock").exists():
            return False
        descriptor = self.lock()
        if descriptor is None:
            return True
        os.close(descriptor)
        return False

    def clear(self) -> bool:
        """Remove what a dead lab left; tell whether there was anything."""
        found = [path for name in LEFTOVERS if (path := self.folder / name).exists()]
        for path in found:
            path.unlink()
        shutil.rmtree(self.folder / "uml", ignore_errors=True)
        return bool(found)

    def read_record(self) -> dict[str, Any]:
        """Return ``lab.json``, or nothing where it is missing or half written."""
        try:
            found = json.loads(self.record.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def write(self, path: Path, text: str) -> None:
        """Write a file that only its owner may read, at once or not at all."""
        draft = path.with_name(path.name + ".new")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        draft.replace(path)


def connect(state: State, timeout: float) -> socket.socket:
    """Return a connection to the lab process.

    The folder is reached through its descriptor, since a Unix socket's path may have 107 characters only (unix(7)).

    Raises:
        OSError: nobody listens.
    """
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(timeout)
    folder = os.open(state.folder, os.O_PATH | os.O_DIRECTORY)
    try:
        connection.connect(f"/proc/self/fd/{folder}/{state.socket.name}")
    except OSError:
        connection.close()
        raise
    finally:
        os.close(folder)
    return connection


def listen(state: State) -> socket.socket:
    """Return the socket on which the lab process listens."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    folder = os.open(state.folder, os.O_PATH | os.O_DIRECTORY)
    try:
        listener.bind(f"/proc/self/fd/{folder}/{state.socket.name}")
    finally:
        os.close(folder)
    state.socket.chmod(0o600)
    listener.listen(16)
    return listener
