"""One line of an index: what one device showed at one time, each line chained to the one before by its hash."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from enum import StrEnum

GENESIS = "0" * 64
HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
HEX64 = re.compile(r"[0-9a-f]{64}")
FINGERPRINT = re.compile(r"(?:sha256:[0-9a-f]{64})?")


class Seen(StrEnum):
    """How a text stands to the one that the device showed the time before."""

    NEW = "new"
    """The first of this device."""
    AGAIN = "again"
    """The same text, byte for byte."""
    EQUAL = "equal"
    """Another text that means the same to the device: a time in a header, another order where order means nothing."""
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the index of a device.

    Attributes:
        number: 1 for the first.
        host: the device, as the inventory calls it.
        platform: by whose rules its text is read.
        at: when it was read: UTC, ISO 8601 with seconds.
        release: software release that the device reported; empty where it didn't.
        hardware: model that it reported; empty where it didn't.
        who: the user of netops who collected it.
        sha256: digest of the text that is stored, and its name.
        sm3: the other digest of the same bytes.
        size: of the text, bytes.
        fingerprint: what the text means to the device (`netops.config.fingerprint`), taken before secrets were masked;
            empty where the text can't be parsed.
        masked: whether placeholders stand in the place of its secrets.
        seen: how it stands to the entry before.
        previous: hash of the entry before; 64 zeros for the first.
    """

    number: int
    host: str
    platform: str
    at: str
    release: str
    hardware: str
    who: str
    sha256: str
    sm3: str
    size: int
    fingerprint: str
    masked: bool
    seen: Seen
    previous: str = GENESIS

    @property
    def digest(self) -> str:
        """SHA-256 over the entry in canonical JSON."""
        return hashlib.sha256(self._body()).hexdigest()

    @property
    def time(self) -> datetime:
        """When the device was read."""
        return datetime.fromisoformat(self.at)

    def as_dict(self) -> dict[str, object]:
        """Return the entry for ``--json``, without its chain."""
        return {name: value for name, value in asdict(self).items() if name != "previous"}

    def _body(self) -> bytes:
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode("utf-8", "backslashreplace")

    def as_line(self) -> bytes:
        """Return the entry as it stands in the file, its own hash last, without the newline."""
        return self._body()[:-1] + f',"hash":"{self.digest}"}}'.encode()


def read_line(line: bytes, host: str, before: Entry | None) -> Entry | None:
    """Return the entry of a line, or None where it isn't the very line that netops would have written there.

    Args:
        line: without its newline.
        host: whose index it stands in.
        before: the entry of the line above.
    """
    try:
        raw = json.loads(line)
        raw.pop("hash")
        entry = Entry(**{**raw, "seen": Seen(raw["seen"])})
        sound = _sound(entry) and entry.as_line() == line
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    number, previous = (before.number + 1, before.digest) if before else (1, GENESIS)
    follows = (entry.host, entry.number, entry.previous) == (host, number, previous)
    return entry if sound and follows else None


def _sound(entry: Entry) -> bool:
    """Whether every value is of its kind: a digest names a file, a time is compared, and both came from a file."""
    kinds = {"number": int, "size": int, "masked": bool}
    return (
        all(
            type(getattr(entry, each.name)) is kinds.get(each.name, str)
            for each in fields(entry)
            if each.name != "seen"
        )
        and HOST.fullmatch(entry.host) is not None
        and HEX64.fullmatch(entry.sha256) is not None
        and HEX64.fullmatch(entry.sm3) is not None
        and FINGERPRINT.fullmatch(entry.fingerprint) is not None
        and entry.time.tzinfo is not None
    )
