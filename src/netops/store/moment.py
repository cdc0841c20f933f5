"""What people call a time: a date, a day ago, the beginning of a text's digest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from netops.errors import InputError
from netops.store.entry import Entry

_AGO = re.compile(r"([0-9]{1,4})([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGEST = re.compile(r"(?:sha256:|sm3:)?([0-9a-f]{7,64})")
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """Which entry of an index is meant.

    Attributes:
        words: as it was typed.
        until: the last entry that isn't later; None for the last of all.
        digest: the beginning of a text's digest, SHA-256 or SM3; empty where a time is meant.
    """

    words: str
    until: datetime | None = None
    digest: str = ""

    def choose(self, entries: Sequence[Entry]) -> Entry | None:
        """Return the entry that is meant, or None where there is none.

        Raises:
            InputError: NET-STO-021, texts with different digests begin so.
        """
        found = [each for each in entries if self._means(each)]
        if self.digest and len({each.sha256 for each in found}) > 1:
            raise InputError.of("NET-STO-021", host=found[0].host, digest=self.digest)
        return found[-1] if found else None

    def _means(self, entry: Entry) -> bool:
        if self.digest:
            return entry.sha256.startswith(self.digest) or entry.sm3.startswith(self.digest)
        return self.until is None or entry.time <= self.until


NOW = Moment("now")


def read_moment(words: str, now: datetime | None = None) -> Moment:
    """Return what is meant by ``now``, ``yesterday``, ``3d``, ``2027-01-31``, an ISO 8601 time, or a digest's beginning.

    A day means its end; a time without a zone is one of this machine's.

    Args:
        words: as typed.
        now: the present, with its zone.

    Raises:
        InputError: NET-STO-020 where it is none of these.

    Example:
        >>> read_moment("2027-01-31T02:00Z").until
        datetime.datetime(2027, 1, 31, 2, 0, tzinfo=datetime.timezone.utc)
        >>> read_moment("66c7f0f462ee").digest
        '66c7f0f462ee'
    """
    now = now or datetime.now().astimezone()
    plain = words.strip().lower()
    if plain in {"now", "today"}:
        return Moment(words)
    if ago := _AGO.fullmatch(plain):
        return Moment(words, now - timedelta(**{_UNITS[ago[2]]: int(ago[1])}))
    if plain == "yesterday":
        return Moment(words, _end_of(now - timedelta(days=1)))
    if (digest := _DIGEST.fullmatch(plain)) is not None:
        return Moment(words, digest=digest[1])
    try:
        return Moment(words, _time(words.strip()))
    except (ValueError, OverflowError) as error:
        raise InputError.of("NET-STO-020", words=words) from error


def _time(words: str) -> datetime:
    time = datetime.fromisoformat(words)
    if _DAY.fullmatch(words):
        return _end_of(time)
    return time if time.tzinfo else time.astimezone()


def _end_of(day: datetime) -> datetime:
    """Return the last second of a day where this machine stands; its length differs where clocks are put back."""
    midnight = (day.replace(tzinfo=None) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight.astimezone() - _SECOND
