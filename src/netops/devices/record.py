"""The session log: what was typed on which device and what it answered, without secrets."""

import hashlib
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from netops.devices.redaction import Redactor


@dataclass(frozen=True, slots=True)
class SessionLog:
    """Appends to a file that only its owner may read; does nothing where no file was asked for.

    Whole configs and files are recorded as length and digest, never as text: they hold secrets that no pattern knows.

    Attributes:
        path: the file, or None.
    """

    path: Path | None = None
    _lock: Lock = field(default_factory=Lock, repr=False)

    def typed(self, host: str, text: str, redactor: Redactor) -> None:
        """Record what was sent."""
        if self.path is not None:
            self._append(host, ">", redactor.hide(text))

    def answered(self, host: str, text: str, redactor: Redactor) -> None:
        """Record what came back."""
        if self.path is not None:
            self._append(host, "<", redactor.hide(text))

    def weighed(self, host: str, content: bytes) -> None:
        """Record that a config or a file went by, without showing it."""
        if self.path is not None:
            self._append(host, "=", f"{len(content)} bytes sha256:{hashlib.sha256(content).hexdigest()}")

    def noted(self, host: str, text: str) -> None:
        """Record what is going on: netops' own words, never a device's."""
        self._append(host, "#", text)

    def _append(self, host: str, sign: str, text: str) -> None:
        if self.path is None:
            return
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        lines = "".join(f"{now} {host} {sign} {line}\n" for line in text.splitlines())
        with self._lock:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(lines)
