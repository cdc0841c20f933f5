"""Adding to the archive: first the text, then the line that names it, last how long the index is now.

Whatever is interrupted between two of these leaves an archive that is whole: a text that no line names, or an index that
is one line longer than the heads say.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from netops.errors import MissingPiece, Refused
from netops.store.appending import append_line
from netops.store.archive import HEADS, INDEX, KEY, LOCK, TEXTS, Archive
from netops.store.digests import digests
from netops.store.entry import GENESIS, Entry, Seen
from netops.store.files import held, make_folder, read_plain, replace_whole, settle
from netops.store.heads import Head, Heads, key_id

IGNORED = b"# Configs with their secrets don't belong into Git; `netops collect --git` keeps masked ones there.\n*\n"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one device showed.

    Attributes:
        host: the device.
        platform: by whose rules its text is read.
        at: when it was read.
        release: software release that it reported.
        who: the user of netops.
        content: the bytes to store, masked already where that was asked for.
        masked: whether it was.
        fingerprint: works out what the text means to the device; called only where that isn't known yet. Empty where
            the text can't be parsed.
        hardware: model that it reported; empty where it didn't.
    """

    host: str
    platform: str
    at: datetime
    release: str
    who: str
    content: bytes = field(repr=False)
    masked: bool
    fingerprint: Callable[[], str] = field(repr=False)
    hardware: str = ""


@dataclass(frozen=True, slots=True)
class Addition:
    """What is to be written for one device.

    Attributes:
        entries: its index with the new entry at the end.
        content: the text that the new entry names.
    """

    entries: tuple[Entry, ...]
    content: bytes = field(repr=False)


@dataclass(slots=True)
class Writer:
    """Writes to the archive; made by `writing`, which holds the lock.

    Attributes:
        archive: where.
        heads: as they lie on the disk.
        ends: those that are to be written yet.
    """

    archive: Archive
    heads: Heads
    ends: dict[str, Head] = field(default_factory=dict)

    def begin(self) -> None:
        """Write the heads of an archive that has none yet: before anything else, so that lost ones are missed."""
        if not (self.archive.root / HEADS).exists():
            self._write(self.heads)

    def key(self) -> bytes:
        """Return the key of placeholders; made where nothing was masked before.

        Raises:
            Refused: NET-STO-018 where texts were masked and their key is gone.
        """
        key = self.archive.key(self.heads)
        if key is None:
            key = secrets.token_bytes(32)
            replace_whole(self.archive.root / KEY, key.hex().encode() + b"\n")
        if not self.heads.key:
            self._write(replace(self.heads, key=key_id(key)))
        return key

    def prepare(self, reading: Reading) -> Addition:
        """Return what is to be written for one device, held against what its index says.

        Raises:
            Refused: NET-STO-010, 011 where its index isn't whole.
        """
        known = self.archive.index(reading.host, self.heads)
        if known and Head(len(known), known[-1].digest) != self.heads.hosts.get(reading.host):
            # An earlier run was interrupted, or wrote here a moment ago: never two entries ahead of the heads.
            self._write(self._with(reading.host, known))
        return Addition((*known, _entry(reading, known[-1] if known else None)), reading.content)

    def write(self, addition: Addition) -> None:
        """Write the text, then the line that names it; for several devices side by side.

        Raises:
            Refused: NET-STO-014 where another text lies in the place of this one.
        """
        entry = addition.entries[-1]
        self._put(entry, addition.content)
        path = self.archive.index_path(entry.host)
        append_line(path, entry.as_line().decode() + "\n")
        if entry.number == 1:
            settle(path.parent)
        self.ends[entry.host] = Head(entry.number, entry.digest)

    def _with(self, host: str, entries: tuple[Entry, ...]) -> Heads:
        return replace(self.heads, hosts={**self.heads.hosts, host: Head(len(entries), entries[-1].digest)})

    def _put(self, entry: Entry, content: bytes) -> None:
        path = self.archive.text_path(entry.sha256)
        if not path.exists() and not path.is_symlink():
            make_folder(path.parent)
            replace_whole(path, content)
        elif read_plain(path) != content:
            raise Refused.of("NET-STO-014", str(path), sha256=entry.sha256)

    def finish(self) -> None:
        """Write how long the indexes are now."""
        if self.ends:
            self._write(replace(self.heads, hosts={**self.heads.hosts, **self.ends}))

    def _write(self, heads: Heads) -> None:
        replace_whole(self.archive.root / HEADS, heads.as_bytes())
        self.heads = heads
        self.ends = {host: head for host, head in self.ends.items() if heads.hosts.get(host) != head}


def _entry(reading: Reading, last: Entry | None) -> Entry:
    found = digests(reading.content)
    again = last is not None and (last.sha256, last.platform) == (found.sha256, reading.platform)
    meaning = last.fingerprint if last is not None and again and last.fingerprint else reading.fingerprint()
    return Entry(
        number=last.number + 1 if last else 1,
        host=reading.host,
        platform=reading.platform,
        at=reading.at.astimezone(UTC).isoformat(timespec="seconds"),
        release=reading.release,
        hardware=reading.hardware,
        who=reading.who,
        sha256=found.sha256,
        sm3=found.sm3,
        size=len(reading.content),
        fingerprint=meaning,
        masked=reading.masked,
        seen=_seen(last, meaning, again=again),
        previous=last.digest if last else GENESIS,
    )


def _seen(last: Entry | None, meaning: str, *, again: bool) -> Seen:
    if last is None:
        return Seen.NEW
    if again:
        return Seen.AGAIN
    return Seen.EQUAL if meaning and meaning == last.fingerprint else Seen.CHANGED


@contextmanager
def writing(archive: Archive) -> Iterator[Writer]:
    """Hold the archive's lock and return what writes to it; made where there is none.

    Raises:
        Refused: NET-STO-005 where another netops writes for too long, NET-STO-012 where the heads were edited, 025 where
            they are gone.
        MissingPiece: NET-STO-004 where the disk is full or can't be written to; what was stored by then is.
    """
    try:
        for folder in (archive.root, archive.root / INDEX, archive.root / TEXTS):
            make_folder(folder)
        if not (archive.root / ".gitignore").exists():
            replace_whole(archive.root / ".gitignore", IGNORED)
        with held(archive.root / LOCK, alone=True, patience=archive.patience):
            writer = Writer(archive, archive.heads())
            writer.begin()
            try:
                yield writer
            finally:
                writer.finish()
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise MissingPiece.of("NET-STO-004", str(error.filename or archive.root), detail=detail) from error
