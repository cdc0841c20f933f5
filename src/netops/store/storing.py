"""What was collected → the archive: masked where that was asked for, each device by itself."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from netops.config import Dialect, fingerprint, parse
from netops.devices import Collected
from netops.errors import Fault, InputError, NetopsError
from netops.platforms import get_platform
from netops.store.archive import Archive
from netops.store.digests import digests
from netops.store.entry import Entry, Seen
from netops.store.masking import masked as hidden
from netops.store.writing import Addition, Reading, Writer, writing

AT_A_TIME = 16
"""Devices whose files are brought to the disk side by side: a disk settles many at once as quickly as one."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What came of one device.

    Attributes:
        entry: the new one.
        since: the entry since which the device means what it means now; where it changed, the one before that.
    """

    entry: Entry
    since: Entry

    def as_dict(self) -> dict[str, object]:
        """Return it for ``--json``."""
        return {**self.entry.as_dict(), "since": self.since.at}


@dataclass(frozen=True, slots=True)
class Storing:
    """What came of all.

    Attributes:
        stored: host → what was stored.
        faults: host → why nothing was.
    """

    stored: Mapping[str, Stored]
    faults: Mapping[str, Fault]


def prepare(archive: Archive, hosts: Sequence[str], *, masked: bool = False) -> None:
    """See that these devices can be archived, before anybody logs in to one.

    The indexes of all devices are looked at, not of these alone: to an archive that was tampered with nothing is added.

    Raises:
        Refused: NET-STO-005, 010 to 014, 018: an archive that was tampered with, or that another netops writes to.
        MissingPiece: NET-STO-001, 004: no SM3, no room.
    """
    digests(b"")
    with writing(archive) as writer:
        if masked:
            writer.key()
    entries = archive.entries(dict.fromkeys((*hosts, *archive.hosts())))
    for known in (entries[host] for host in hosts):
        # A text that is gone is written anew, where it comes again.
        if known and archive.text_path(known[-1].sha256).exists():
            archive.content(known[-1])


def store(
    archive: Archive,
    collected: Mapping[str, Collected],
    platforms: Mapping[str, str],
    *,
    who: str,
    masked: bool = False,
) -> Storing:
    """Store what devices showed.

    Args:
        archive: where; made where there is none.
        collected: host → what it showed.
        platforms: host → name of its platform.
        who: the user of netops.
        masked: put placeholders in the place of secrets. What they were can't be had from the archive then.

    Raises:
        Refused, MissingPiece: what `writing` raises, for the archive as a whole.
    """
    faults: dict[str, Fault] = {}
    with writing(archive) as writer, ThreadPoolExecutor(AT_A_TIME) as pool:
        additions: dict[str, Addition] = {}
        for host, each in collected.items():
            try:
                reading = _reading(writer, host, platforms[host], each, who, masked=masked)
                additions[host] = writer.prepare(reading)
            except NetopsError as error:  # one device's index that isn't whole keeps no other's config out
                faults[host] = error.faults[0]
        written = pool.map(lambda addition: _written(writer, addition), additions.values())
        faults |= {host: fault for host, fault in zip(additions, written, strict=True) if fault is not None}
    stored = {host: each.entries for host, each in additions.items() if host not in faults}
    return Storing({host: Stored(entries[-1], since(entries)) for host, entries in stored.items()}, faults)


def _written(writer: Writer, addition: Addition) -> Fault | None:
    try:
        writer.write(addition)
    except NetopsError as error:
        return error.faults[0]
    return None


def since(entries: tuple[Entry, ...]) -> Entry:
    """Return the entry since which nothing changed; where the last one changed, the one that it changed from."""
    if entries[-1].seen is Seen.CHANGED:
        return entries[-2]
    return next(each for each in reversed(entries) if each.seen in {Seen.NEW, Seen.CHANGED})


def _reading(writer: Writer, host: str, name: str, each: Collected, who: str, *, masked: bool) -> Reading:
    platform = get_platform(name)
    text = hidden(platform, each.text, writer.key()) if masked else each.text
    return Reading(
        host=host,
        platform=name,
        at=each.at,
        release=each.release,
        who=who,
        content=as_bytes(text, host),
        masked=masked,
        fingerprint=lambda: meaning(platform, each.text, each.release),
        hardware=each.hardware,
    )


def as_bytes(text: str, host: str) -> bytes:
    """Return the bytes of a text; a byte of no character that was read and kept is written as it was.

    Raises:
        InputError: NET-STO-024, the text holds half a character that was never a byte.
    """
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise InputError.of("NET-STO-024", host, line, character=f"U+{ord(text[error.start]):04X}") from error


def meaning(platform: Dialect, text: str, release: str) -> str:
    """Return the fingerprint of a text, or nothing where it can't be parsed: it is stored all the same, as evidence."""
    try:
        return fingerprint(platform, parse(platform, text), release=release)
    except NetopsError:
        return ""
