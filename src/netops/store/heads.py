"""How long every index is: what a chain of hashes can't tell by itself, because a shorter chain is whole, too.

``heads.json`` says of every device how many entries its index has and what the last one's hash is. It is written
after the entries, so that an interruption leaves it one entry behind, never ahead: an index that is shorter than it
says has lost something.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from netops.store.entry import HEX64, HOST, Entry


@dataclass(frozen=True, slots=True)
class Head:
    """The end of one index.

    Attributes:
        entries: how many there are.
        last: hash of the last.
    """

    entries: int
    last: str

    def fits(self, entries: tuple[Entry, ...]) -> bool:
        """Whether an index ends where this says, or one entry later."""
        here = 1 <= self.entries <= len(entries) <= self.entries + 1
        return here and entries[self.entries - 1].digest == self.last


@dataclass(frozen=True, slots=True)
class Heads:
    """The ends of all indexes.

    Attributes:
        hosts: device → end of its index.
        key: which key the digests in placeholders were made with, as `key_id` names it; empty where nothing was masked.
    """

    hosts: Mapping[str, Head] = field(default_factory=dict)
    key: str = ""

    def as_bytes(self) -> bytes:
        """Return the file's content; equal heads give equal bytes."""
        content = {"hosts": {host: asdict(head) for host, head in self.hosts.items()}, "key": self.key}
        return (json.dumps(content, indent=1, sort_keys=True) + "\n").encode()

    @property
    def digest(self) -> str:
        """SHA-256 of the file: whoever writes it down elsewhere notices an archive that was put back as a whole."""
        return hashlib.sha256(self.as_bytes()).hexdigest()


def read_heads(content: bytes) -> Heads | None:
    """Return the heads, or None where these are not the very bytes that netops writes."""
    try:
        raw = json.loads(content)
        heads = Heads({host: Head(**head) for host, head in raw["hosts"].items()}, raw["key"])
        sound = heads.as_bytes() == content and all(
            HOST.fullmatch(host) and type(head.entries) is int and head.entries > 0 and HEX64.fullmatch(head.last)
            for host, head in heads.hosts.items()
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return heads if sound and type(heads.key) is str else None


def key_id(key: bytes) -> str:
    """Return the name of a key: it tells keys apart and says nothing of them."""
    return hashlib.sha256(b"netops archive key " + key).hexdigest()[:16]
