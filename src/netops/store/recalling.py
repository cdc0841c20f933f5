"""What devices showed at a time, out of the archive; and what a text that was just collected is called there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from netops.errors import Fault, InputError, Refused, raise_all
from netops.platforms import get_platform
from netops.store.archive import Archive
from netops.store.digests import digests
from netops.store.entry import Entry
from netops.store.masking import masked
from netops.store.moment import Moment


@dataclass(frozen=True, slots=True)
class Recalled:
    """What one device showed at one time.

    Attributes:
        entry: when, and all else that is known of it.
        text: the text that was stored.
    """

    entry: Entry
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Recall:
    """What the devices showed.

    Attributes:
        found: host → what it showed.
        faults: host → why nothing is there.
        key: of the placeholders in masked texts; None where there are none.
    """

    found: Mapping[str, Recalled]
    faults: Mapping[str, Fault]
    key: bytes | None = field(repr=False)


def recall(
    archive: Archive, hosts: Iterable[str], moment: Moment, platforms: Mapping[str, str] | None = None
) -> Recall:
    """Return what these devices showed at a time.

    Args:
        archive: where.
        hosts: which devices.
        moment: when.
        platforms: host → its platform now, where a text of another is of no use; NET-STO-023 is its fault then.

    Raises:
        InputError: NET-STO-002 where there is no archive.
        Refused: every fault of what was asked for (NET-STO-010 to 014, 018): where something was tampered with,
            nothing is given out.
    """
    archive.require()
    found: dict[str, Recalled] = {}
    faults: dict[str, Fault] = {}
    broken: list[Fault] = []
    for host, entries in archive.entries(hosts).items():
        try:
            entry = _chosen(archive, host, entries, moment)
            _check_platform(entry, (platforms or {}).get(host))
        except InputError as error:
            faults[host] = error.faults[0]
            continue
        try:
            found[host] = Recalled(entry, archive.text(entry))
        except Refused as error:
            broken += error.faults
    raise_all(broken, Refused)
    with archive.reading() as heads:
        return Recall(found, faults, archive.key(heads))


def _chosen(archive: Archive, host: str, entries: tuple[Entry, ...], moment: Moment) -> Entry:
    entry = moment.choose(entries)
    if entry is not None:
        return entry
    path = str(archive.index_path(host))
    if moment.digest:
        raise InputError.of("NET-STO-022", path, host=host, digest=moment.digest)
    first = entries[0].at if entries else "-"
    raise InputError.of("NET-STO-003", path, host=host, time=moment.words, first=first)


def _check_platform(entry: Entry, now: str | None) -> None:
    if now is not None and now != entry.platform:
        raise InputError.of("NET-STO-023", host=entry.host, before=entry.platform, after=now)


def references(archive: Archive, texts: Mapping[str, str], platforms: Mapping[str, str]) -> Mapping[str, Entry]:
    """Return host → the newest entry that stands for exactly this text, for those that have one.

    Args:
        archive: where to look; an empty one has none.
        texts: host → what it shows, secrets included.
        platforms: host → name of its platform.

    Raises:
        Refused: NET-STO-010 to 012, 018, where an index was tampered with.
    """
    if not archive.exists:
        return {}
    with archive.reading() as heads:
        key = archive.key(heads)
    found = {}
    for host, entries in archive.entries(texts).items():
        plain = digests(texts[host].encode("utf-8", "surrogateescape")).sha256
        text = masked(get_platform(platforms[host]), texts[host], key) if key else ""
        hidden = digests(text.encode("utf-8", "surrogateescape")).sha256
        same = [each for each in entries if each.sha256 == (hidden if each.masked else plain)]
        if same:
            found[host] = same[-1]
    return found
