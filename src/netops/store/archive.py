"""The archive as it lies on disk, for whoever reads it: nothing is given out that isn't what was stored.

archive/heads.json              how long every index is
archive/index/<host>.jsonl      one line a collection, chained by hashes
archive/texts/ab/abcd…          the texts, named by their SHA-256
archive/mask.key                the key of the placeholders in masked texts, where there are any
archive/lock                    held by whoever writes
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from netops.errors import Fault, InputError, NetopsError, Refused, raise_all
from netops.store.appending import lines_of
from netops.store.digests import Digests, digests
from netops.store.entry import HOST, Entry, read_line
from netops.store.files import held, read_plain
from netops.store.heads import Heads, key_id, read_heads

HEADS, INDEX, TEXTS, KEY, LOCK = "heads.json", "index", "texts", "mask.key", "lock"
PATIENCE = 60.0
"""Seconds to wait for another netops that stores what it collected; that takes a second or two."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive for reading.

    Attributes:
        root: its folder; it need not be there.
        patience: seconds to wait while somebody writes.
    """

    root: Path
    patience: float = PATIENCE

    @property
    def exists(self) -> bool:
        """Whether anything was ever stored here."""
        return (self.root / INDEX).is_dir() or (self.root / HEADS).exists()

    def require(self) -> None:
        """Raise InputError NET-STO-002 where nothing was ever stored here."""
        if not self.exists:
            raise InputError.of("NET-STO-002", str(self.root))

    @contextmanager
    def reading(self) -> Iterator[Heads]:
        """Keep writers out, and return the heads.

        Raises:
            Refused: NET-STO-005 where somebody writes for too long, NET-STO-012 where the heads were edited, 025 where
                they are gone.
        """
        with held(self.root / LOCK, alone=False, patience=self.patience, make=self.exists):
            yield self.heads()

    def heads(self) -> Heads:
        """Return how long every index is; of whoever holds the lock.

        Nothing is stored before the heads are there, so that an archive without them has lost them.
        """
        path = self.root / HEADS
        there = path.exists()
        content = read_plain(path)
        if content is None and not there:
            if any((self.root / INDEX).glob("*.jsonl")) or any((self.root / TEXTS).glob("*")):
                raise Refused.of("NET-STO-025", str(path))
            return Heads()
        heads = None if content is None else read_heads(content)
        if heads is None:
            raise Refused.of("NET-STO-012", str(path))
        return heads

    def hosts(self) -> tuple[str, ...]:
        """Return every device of which something was stored, or of which the heads say so."""
        with self.reading() as heads:
            return self.named(heads)

    def named(self, heads: Heads) -> tuple[str, ...]:
        """Return the same; of whoever holds the lock."""
        files = {each.stem for each in (self.root / INDEX).glob("*.jsonl") if HOST.fullmatch(each.stem)}
        return tuple(sorted(files | set(heads.hosts)))

    def entries(self, hosts: Iterable[str]) -> Mapping[str, tuple[Entry, ...]]:
        """Return the index of each device, empty where nothing was stored of it.

        Raises:
            Refused: NET-STO-010, 011, 012, 025 with every fault of these indexes; nothing of any is used then.
        """
        found: dict[str, tuple[Entry, ...]] = {}
        faults: list[Fault] = []
        with self.reading() as heads:
            for host in hosts:
                try:
                    found[host] = self.index(host, heads)
                except NetopsError as error:
                    faults += error.faults
        raise_all(faults, Refused)
        return found

    def index(self, host: str, heads: Heads) -> tuple[Entry, ...]:
        """Return the index of one device, checked from its first line to its end; of whoever holds the lock.

        A last line that was never finished, because the power went, is no entry, and nobody was told that it is.
        """
        path = self.index_path(host)
        found: list[Entry] = []
        for number, line in enumerate(lines_of(read_plain(path) or b"")[0], start=1):
            entry = read_line(line, host, found[-1] if found else None)
            if entry is None:
                raise Refused.of("NET-STO-010", str(path), number)
            found.append(entry)
        head = heads.hosts.get(host)
        whole = head.fits(tuple(found)) if head else len(found) <= 1
        if not whole:
            named = head.entries if head else 0
            raise Refused.of("NET-STO-011", str(path), len(found) or None, named=named, found=len(found))
        return tuple(found)

    def index_path(self, host: str) -> Path:
        """Return where the index of a device lies.

        Raises:
            InputError: NET-STO-006 where this can't be the name of a device.
        """
        if not HOST.fullmatch(host):
            raise InputError.of("NET-STO-006", host=ascii(host))
        return self.root / INDEX / f"{host}.jsonl"

    def text_path(self, sha256: str) -> Path:
        """Return where the text with this digest lies."""
        return self.root / TEXTS / sha256[:2] / sha256

    def content(self, entry: Entry) -> bytes:
        """Return the very bytes that were stored.

        Raises:
            Refused: NET-STO-013 where they are gone, NET-STO-014 where they are others.
        """
        path = self.text_path(entry.sha256)
        content = read_plain(path)
        if content is None:
            raise Refused.of("NET-STO-013", str(self.index_path(entry.host)), entry.number, sha256=entry.sha256)
        if len(content) != entry.size or digests(content) != Digests(entry.sha256, entry.sm3):
            raise Refused.of("NET-STO-014", str(path), sha256=entry.sha256)
        return content

    def text(self, entry: Entry) -> str:
        """Return the text that was stored, as `netops.devices` had collected it, or masked."""
        return self.content(entry).decode("utf-8", "surrogateescape")

    def key(self, heads: Heads) -> bytes | None:
        """Return the key of the placeholders in masked texts; None where nothing was ever masked.

        Raises:
            Refused: NET-STO-018 where it is gone, or isn't the one that was used.
        """
        path = self.root / KEY
        try:
            key = bytes.fromhex((read_plain(path) or b"").decode("ascii").strip())
        except ValueError:
            key = b""
        if heads.key and key_id(key) != heads.key:
            raise Refused.of("NET-STO-018", str(path))
        return key or None
