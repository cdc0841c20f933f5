"""Looking at every byte of an archive."""

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from netops.errors import Fault, NetopsError, Refused, raise_all
from netops.store.archive import INDEX, TEXTS, Archive
from netops.store.digests import digests
from netops.store.entry import HOST, Entry
from netops.store.files import TEMPORARY, read_plain
from netops.store.heads import Heads


@dataclass(frozen=True, slots=True)
class Verified:
    """What lies in an archive that is whole.

    Attributes:
        hosts: how many devices.
        entries: how many collections of them.
        texts: how many different texts.
        unnamed: how many texts no entry names: a run was interrupted between the two.
        unmasked: how many entries stand for texts with their secrets.
        digest: of the heads. Written down elsewhere, it tells an archive that was put back as a whole.
    """

    hosts: int
    entries: int
    texts: int
    unnamed: int
    unmasked: int
    digest: str

    def as_dict(self) -> dict[str, object]:
        """Return it for ``--json``."""
        return {name: getattr(self, name) for name in ("hosts", "entries", "texts", "unnamed", "unmasked", "digest")}


def verify(archive: Archive) -> Verified:
    """Read every index and every text, and hold each against its digests.

    Raises:
        InputError: NET-STO-002 where there is no archive.
        Refused: every fault together: NET-STO-010 to 014, 016 what has no place, 017 secrets that others can read,
            018 the key of the masks.
    """
    archive.require()
    with archive.reading() as heads:
        faults, entries = _indexes(archive, heads)
        faults += _texts(archive, entries)
        named = {archive.text_path(each.sha256) for each in entries}
        faults += _strange(archive, named)
        try:
            archive.key(heads)
        except NetopsError as error:
            faults += error.faults
        files = set(_text_files(archive))
    raise_all(faults, Refused)
    unmasked = sum(not each.masked for each in entries)
    hosts = len({each.host for each in entries})
    return Verified(hosts, len(entries), len(named), len(files - named), unmasked, heads.digest)


def _indexes(archive: Archive, heads: Heads) -> tuple[list[Fault], list[Entry]]:
    faults: list[Fault] = []
    entries: list[Entry] = []
    for host in archive.named(heads):
        try:
            entries += archive.index(host, heads)
        except NetopsError as error:
            faults += error.faults
    return faults, entries


def _texts(archive: Archive, entries: list[Entry]) -> Iterator[Fault]:
    # Each text once; it is in the open where any entry says that it isn't masked.
    texts = {each.sha256: each for each in sorted(entries, key=lambda entry: not entry.masked)}
    for entry in texts.values():
        try:
            archive.content(entry)
        except NetopsError as error:
            yield from error.faults
            continue
        path = archive.text_path(entry.sha256)
        if not entry.masked and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield Fault("NET-STO-017", {"host": entry.host}, str(path))


def _text_files(archive: Archive) -> Iterator[Path]:
    for path in (archive.root / TEXTS).rglob("*"):
        if not path.name.startswith(TEMPORARY) and (path.is_symlink() or not path.is_dir()):
            yield path


def _strange(archive: Archive, named: set[Path]) -> Iterator[Fault]:
    """Yield what lies here besides and isn't what its name says; what an interrupted run left says nothing."""
    for path in (archive.root / INDEX).glob("*"):
        if not path.name.startswith(TEMPORARY) and not (path.suffix == ".jsonl" and HOST.fullmatch(path.stem)):
            yield Fault("NET-STO-016", {"name": ascii(path.name)}, str(path.parent))
    for path in set(_text_files(archive)) - named:
        content = read_plain(path)
        if content is None or path != archive.text_path(path.name) or digests(content).sha256 != path.name:
            yield Fault("NET-STO-016", {"name": ascii(path.name)}, str(path.parent))
