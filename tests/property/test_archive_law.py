"""Whatever is collected comes back as it was; whatever is done to the files of the archive is found, and never given out."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from netops.devices import Collected
from netops.errors import Refused
from netops.store import NOW, Archive, Moment, recall, references, store, verify

SECRET = "Zq7Marker"
HOSTS = ("r1", "r2", "pe-3")
TEXTS = (
    "hostname r1\n",
    f"hostname r1\nusername ops password 0 {SECRET}\n",
    f"hostname r1\r\nsnmp-server community {SECRET} ro\n! 财政局 \udcb2\n",
    "",
    "interface Loopback0\n ip address 10.0.0.1 255.255.255.255\n",
    "\x00 no config at all",
)
START = datetime(2027, 1, 1, tzinfo=UTC)
COLLECTS = st.lists(
    st.tuples(st.dictionaries(st.sampled_from(HOSTS), st.sampled_from(TEXTS), min_size=1), st.booleans()),
    min_size=1,
    max_size=5,
)
Damage = Callable[[list[Path], "Draw"], None]
Draw = Callable[[st.SearchStrategy[int]], int]


@contextmanager
def archived(collects: list[tuple[dict[str, str], bool]]) -> Iterator[tuple[Archive, list[dict[str, str]]]]:
    """An archive of these runs, a day apart, and what stands there of every one."""
    # What a power cut does isn't asked here, and the same examples make the same files: the key of the masks is no other.
    made = patch("netops.store.writing.secrets.token_bytes", return_value=b"sixteen bytes or more of key ...")
    with tempfile.TemporaryDirectory() as folder, patch("os.fsync"), made:
        archive = Archive(Path(folder) / "archive", patience=0)
        kept = []
        for day, (texts, masked) in enumerate(collects):
            read = {host: Collected(text, "15.7", START + timedelta(days=day)) for host, text in texts.items()}
            done = store(archive, read, dict.fromkeys(read, "cisco_ios"), who="li", masked=masked)
            assert done.faults == {}
            kept.append({host: archive.text(each.entry) for host, each in done.stored.items()})
        yield archive, kept


@given(COLLECTS)
@settings(max_examples=60)
def test_what_was_collected_comes_back_of_every_time(collects: list[tuple[dict[str, str], bool]]) -> None:
    with archived(collects) as (archive, kept):
        latest: dict[str, str] = {}
        for day, ((texts, masked), known) in enumerate(zip(collects, kept, strict=True)):
            if not masked:
                assert known == texts
            assert not (masked and SECRET in "".join(known.values()))
            latest |= known
            found = recall(archive, HOSTS, Moment("then", START + timedelta(days=day, hours=1)))
            assert {host: each.text for host, each in found.found.items()} == latest
            assert set(found.faults) == set(HOSTS) - set(latest)
        last = {host: texts[host] for texts, _ in collects for host in texts}
        platforms = dict.fromkeys(last, "cisco_ios")
        assert {host: each.at for host, each in references(archive, last, platforms).items()} == {
            host: each.entry.at for host, each in recall(archive, last, NOW).found.items()
        }
        checked = verify(archive)
        assert (checked.entries, checked.unnamed) == (sum(len(texts) for texts, _ in collects), 0)


def flip(files: list[Path], draw: Draw) -> None:
    """One byte of one file is another."""
    path = files[draw(st.integers(0, len(files) - 1))]
    content = bytearray(path.read_bytes())
    assume(content)
    content[draw(st.integers(0, len(content) - 1))] ^= draw(st.integers(1, 255))
    path.write_bytes(content)


def lines(files: list[Path], draw: Draw) -> None:
    """A line is dropped, doubled, or takes the place of another, of the same file or of another one."""
    path, other = (files[draw(st.integers(0, len(files) - 1))] for _ in range(2))
    ours, theirs = (each.read_bytes().splitlines(keepends=True) for each in (path, other))
    assume(ours)
    at = draw(st.integers(0, len(ours) - 1))
    match draw(st.integers(0, 2)):
        case 0:
            del ours[at]
        case 1:
            ours.insert(at, ours[draw(st.integers(0, len(ours) - 1))])
        case _:
            assume(theirs)
            to = draw(st.integers(0, len(theirs) - 1))
            if path == other:
                ours[at], ours[to] = ours[to], ours[at]
            else:
                ours[at], theirs[to] = theirs[to], ours[at]
                other.write_bytes(b"".join(theirs))
    path.write_bytes(b"".join(ours))


def whole(files: list[Path], draw: Draw) -> None:
    """A file is gone, cut short, or has the content of another."""
    path, other = (files[draw(st.integers(0, len(files) - 1))] for _ in range(2))
    content = path.read_bytes()
    match draw(st.integers(0, 2)):
        case 0:
            path.unlink()
        case 1:
            path.write_bytes(content[: draw(st.integers(0, len(content)))])
        case _:
            path.write_bytes(other.read_bytes())
            other.write_bytes(content)


@given(COLLECTS, st.sampled_from([flip, lines, whole]), st.data())
@settings(max_examples=250)
def test_whatever_is_done_to_a_file_is_found_and_no_text_comes_out_that_was_not_stored(
    collects: list[tuple[dict[str, str], bool]], damage: Damage, data: st.DataObject
) -> None:
    with archived(collects) as (archive, kept):
        files = sorted([*(archive.root / "index").glob("*"), *(archive.root / "texts").glob("*/*")])
        before = {path: path.read_bytes() for path in files}
        damage(files, data.draw)
        assume({path: path.read_bytes() for path in files if path.exists()} != before)
        found = refused(archive)
        assert found
        assert all(path for path in found)
        for host in HOSTS:
            stored = {texts[host] for texts in kept if host in texts}
            with suppress(Refused):
                for entry in archive.entries([host])[host]:
                    assert archive.text(entry) in stored


@given(COLLECTS, st.data())
@settings(max_examples=60)
def test_heads_with_another_byte_are_found(collects: list[tuple[dict[str, str], bool]], data: st.DataObject) -> None:
    with archived(collects) as (archive, _kept):
        flip([archive.root / "heads.json"], data.draw)
        assert refused(archive)


def refused(archive: Archive) -> list[str | None]:
    """The places of what is found, empty where nothing is."""
    try:
        verify(archive)
    except Refused as error:
        told = error
    else:
        return []
    assert SECRET not in str(told)
    return [fault.path for fault in told.faults]
