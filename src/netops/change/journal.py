"""The journal of a change: every step, in order, each entry chained to the one before by its hash.

An entry that was edited, removed or put in between breaks the chain at that line, and a change with a broken journal
is refused. Entries cut off at the end don't show in the chain itself: a change is committed to Git as it grows. What was begun and not ended shows: a ``push_started`` without its end is ``unknown`` until the device was
read again.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from netops.errors import Refused
from netops.store.appending import append_line, lines_of

GENESIS = "0" * 64


class Event(StrEnum):
    """What can happen to a change."""

    PLANNED = "planned"
    APPLY_STARTED = "apply_started"
    PUSH_STARTED = "push_started"
    PUSHED = "pushed"
    PUSH_FAILED = "push_failed"
    VERIFIED = "verified"
    TRIAL_KEPT = "trial_kept"
    TRIAL_ABORTED = "trial_aborted"
    VERIFY_FAILED = "verify_failed"
    APPLIED = "applied"
    UNDO_STARTED = "undo_started"
    UNDONE = "undone"
    UNDO_FAILED = "undo_failed"
    ROLLED_BACK = "rolled_back"
    ROLLBACK_FAILED = "rollback_failed"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal.

    Attributes:
        number: 1 for the first.
        at: UTC, ISO 8601 with seconds.
        who: identity that ran the command.
        host: device the step was about; empty for the change as a whole.
        detail: what came out. Never a secret.
        previous: hash of the entry before; 64 zeros for the first.
    """

    number: int
    at: str
    event: Event
    who: str
    host: str
    detail: Mapping[str, object] = field(default_factory=dict)
    previous: str = GENESIS

    @property
    def digest(self) -> str:
        """SHA-256 over the entry in canonical JSON."""
        return hashlib.sha256(self._body().encode("utf-8", "backslashreplace")).hexdigest()

    def _body(self) -> str:
        content = {
            "number": self.number,
            "at": self.at,
            "event": self.event.value,
            "who": self.who,
            "host": self.host,
            "detail": dict(self.detail),
            "previous": self.previous,
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def as_line(self) -> str:
        """Return the entry as it stands in the file, its own hash last."""
        return self._body()[:-1] + f',"hash":"{self.digest}"}}\n'


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal file of one change."""

    path: Path
    who: str

    def entries(self) -> tuple[Entry, ...]:
        """Read every entry and check the chain.

        A last line that was never finished, because the power went or the disk was full, is no entry: whatever it was to
        announce had not begun.

        Raises:
            Refused: NET-CHG-010 at the first line that doesn't fit the one before it.
        """
        if not self.path.exists():
            return ()
        found: list[Entry] = []
        for number, line in enumerate(lines_of(self.path.read_bytes())[0], start=1):
            entry = _parse(line, number, found[-1].digest if found else GENESIS)
            if entry is None:
                raise Refused.of("NET-CHG-010", str(self.path), number)
            found.append(entry)
        return tuple(found)

    def append(self, event: Event, host: str = "", **detail: object) -> Entry:
        """Write one entry and see it on the disk before going on.

        Raises:
            Refused: NET-CHG-019 where it can't be written; what it announces must not be done then.
        """
        known = self.entries()
        entry = Entry(
            number=len(known) + 1,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            event=event,
            who=self.who,
            host=host,
            detail=detail,
            previous=known[-1].digest if known else GENESIS,
        )
        try:
            append_line(self.path, entry.as_line())
        except OSError as error:
            detail_of = error.strerror or type(error).__name__
            raise Refused.of("NET-CHG-019", str(self.path), detail=detail_of) from error
        return entry


def _parse(line: bytes, number: int, previous: str) -> Entry | None:
    """Return the entry of a line, or None where it isn't the very line that netops would have written there."""
    try:
        raw = json.loads(line)
        raw.pop("hash")
        entry = Entry(**{**raw, "event": Event(raw["event"])})
        written = entry.as_line().encode("utf-8", "backslashreplace")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return entry if (entry.number, entry.previous, written) == (number, previous, line + b"\n") else None


def touched(entries: tuple[Entry, ...]) -> frozenset[str]:
    """Return the devices to which something may have been sent since the change was last begun.

    A push is announced before its first line is sent, so that a device without that entry was never touched.
    """
    begun = [number for number, entry in enumerate(entries) if entry.event is Event.APPLY_STARTED]
    since = entries[begun[-1] :] if begun else ()
    return frozenset(entry.host for entry in since if entry.event is Event.PUSH_STARTED)


class State(StrEnum):
    """Where a change stands, derived from its journal alone."""

    PLANNED = "planned"
    UNKNOWN = "unknown"
    APPLIED = "applied"
    ROLLED_BACK = "rolled_back"
    FAILED = "failed"
    CONFIRMED = "confirmed"


_STATE_AFTER = {
    Event.APPLIED: State.APPLIED,
    Event.ROLLED_BACK: State.ROLLED_BACK,
    Event.ROLLBACK_FAILED: State.FAILED,
    Event.CONFIRMED: State.CONFIRMED,
    Event.APPLY_STARTED: State.UNKNOWN,
    Event.UNDO_STARTED: State.UNKNOWN,
    Event.PUSH_STARTED: State.UNKNOWN,
}


def state(entries: tuple[Entry, ...]) -> State:
    """Return where a change stands; what was begun and not ended is ``unknown``.

    Example:
        >>> state(())
        <State.PLANNED: 'planned'>
    """
    known = [_STATE_AFTER[entry.event] for entry in entries if entry.event in _STATE_AFTER]
    return known[-1] if known else State.PLANNED
