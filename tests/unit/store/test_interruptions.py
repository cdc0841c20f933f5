"""A collector that is killed at any step leaves an archive that can be read, and that the next one can add to."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from netops.devices import Collected
from netops.errors import MissingPiece, Refused
from netops.store import NOW, Archive, Seen, Stored, Storing, recall, store, verify
from netops.store.files import held
from netops.store.writing import writing

Keep = Callable[..., Storing]
OLD, NEW = "hostname r1\n", "hostname r7\n"
STEPS = ("open", "write", "fsync", "replace", "mkdir", "unlink", "ftruncate")


class Killed(BaseException):
    """The process is gone: nothing of it runs any more."""


def die_at(step: int, monkeypatch: pytest.MonkeyPatch, *, half: bool) -> list[str]:
    """Let the process die before its step-th call of the system; ``half``: after half of what it writes."""
    done: list[str] = []

    def dying(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **others: Any) -> Any:  # noqa: ANN401 any call of the system
            done.append(name)
            if len(done) == step and half and name == "write":
                real(arguments[0], arguments[1][: len(arguments[1]) // 2])
            if len(done) >= step:
                raise Killed
            return real(*arguments, **others)

        return call

    for name in STEPS:
        monkeypatch.setattr(os, name, dying(name, getattr(os, name)))
    return done


def put(archive: Archive, day: int, text: str, *, masked: bool = False) -> Stored:
    read = {"r1": Collected(text, "15.7", datetime(2027, 1, 10 + day, 2, tzinfo=UTC))}
    return store(archive, read, {"r1": "cisco_ios"}, who="li", masked=masked).stored["r1"]


def killed_at(step: int, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object], *, half: bool) -> bool:
    """Whether the process died there; where it took fewer steps it did all."""
    with monkeypatch.context() as patch:
        die_at(step, patch, half=half)
        try:
            act()
        except Killed:
            return True
    return False


@pytest.mark.parametrize(
    ("before", "masked", "half"),
    [(0, False, False), (0, True, True), (1, True, False), (1, False, True), (2, False, False)],
)
def test_a_collector_that_is_killed_at_any_step_leaves_a_whole_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: int, masked: bool, half: bool
) -> None:
    step, died = 0, True
    while died:
        step += 1
        archive = Archive(tmp_path / str(step))
        for day in range(before):
            put(archive, day, OLD)
        died = killed_at(step, monkeypatch, lambda on=archive: put(on, 5, NEW, masked=masked), half=half)  # type: ignore[misc]  # binds this step's
        entries = archive.entries(["r1"])["r1"]
        assert len(entries) in {before, before + 1}
        assert len(entries) == before + 1 or died
        assert {archive.text(each) for each in entries} <= {OLD, NEW}
        if archive.exists:
            verify(archive)
        # Twice, so that the index is never two entries ahead of what the heads say.
        numbers = [put(archive, day, NEW, masked=masked).entry.number for day in (6, 7)]
        assert numbers == [len(entries) + 1, len(entries) + 2]
        assert verify(archive).unnamed == 0
    assert step > 15


def test_interruptions_one_after_the_other_never_leave_an_index_two_entries_ahead(
    monkeypatch: pytest.MonkeyPatch, archive: Archive, keep: Keep
) -> None:
    keep(0, r1=OLD)
    for day in range(1, 4):
        with monkeypatch.context() as patch:
            patch.setattr("netops.store.writing.Writer.finish", killed)
            with pytest.raises(Killed):
                keep(day, r1=OLD)
        verify(archive)
    assert [each.number for each in archive.entries(["r1"])["r1"]] == [1, 2, 3, 4]


def killed(*_: object) -> None:
    raise Killed


def test_a_collector_that_the_system_kills_leaves_what_it_had_stored(archive: Archive, keep: Keep) -> None:
    """The real thing: SIGKILL between two devices."""
    keep(0, r1=OLD)
    code = f"""
import os, signal, threading
from datetime import UTC, datetime
from pathlib import Path
from netops.devices import Collected
from netops.store import Archive, store
from netops.store.writing import Writer
written = Writer.write
others = threading.Barrier(3)
def write(writer, addition):
    if addition.entries[-1].host != "r3":
        written(writer, addition)
    others.wait()
    os.kill(os.getpid(), signal.SIGKILL)
Writer.write = write
read = {{host: Collected("hostname r7\\n", "15.7", datetime.now(UTC)) for host in ("r1", "r2", "r3")}}
store(Archive(Path({str(archive.root)!r})), read, dict.fromkeys(read, "cisco_ios"), who="li")
"""
    done = subprocess.run([sys.executable, "-c", code], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert {host: len(each) for host, each in archive.entries(["r1", "r2", "r3"]).items()} == {
        "r1": 2,
        "r2": 1,
        "r3": 0,
    }
    verify(archive)
    assert keep(1, r1=NEW).stored["r1"].entry.seen is Seen.AGAIN


def test_a_full_disk_is_named_and_leaves_what_was_there(
    monkeypatch: pytest.MonkeyPatch, archive: Archive, keep: Keep
) -> None:
    keep(0, r1=OLD)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("write", "fsync"):
        with monkeypatch.context() as patch:
            patch.setattr(os, name, full)
            with pytest.raises(MissingPiece, match=r"NET-STO-004 .*No space left"):
                keep(1, r1=OLD)
        verify(archive)
    assert len(archive.entries(["r1"])["r1"]) == 1


def test_two_collectors_take_turns(archive: Archive) -> None:
    code = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
from netops.devices import Collected
from netops.store import Archive, store
for number in range(6):
    text = f"hostname {{sys.argv[1]}}-{{number}}\\n"
    store(Archive(Path({str(archive.root)!r})), {{"r1": Collected(text, "1", datetime.now(UTC))}}, {{"r1": "cisco_ios"}}, who=sys.argv[1])
"""
    running = [subprocess.Popen([sys.executable, "-c", code, who]) for who in ("li", "wang")]
    readers = 0
    while any(each.poll() is None for each in running):
        found = Archive(archive.root).entries(["r1"])["r1"]
        assert [each.number for each in found] == list(range(1, len(found) + 1))
        readers += 1
    assert readers > 2
    assert [each.returncode for each in running] == [0, 0]
    assert verify(archive).entries == 12


def test_a_reader_of_an_archive_whose_first_writer_is_on_his_way_keeps_him_out(archive: Archive) -> None:
    (archive.root / "index").mkdir(parents=True)  # made by the writer, before he takes the lock
    with (
        archive.reading(),
        pytest.raises(Refused, match="lock: NET-STO-005"),
        writing(Archive(archive.root, patience=0)),
    ):
        pass


def test_a_reader_makes_no_lock_where_nothing_was_ever_stored(archive: Archive) -> None:
    assert archive.entries(["r1"]) == {"r1": ()}
    assert not archive.root.exists()
    archive.root.mkdir()
    assert archive.entries(["r1"]) == {"r1": ()}
    assert not any(archive.root.iterdir())


def test_a_lock_that_is_held_for_too_long_is_told_and_goes_with_its_holder(archive: Archive, keep: Keep) -> None:
    keep(0, r1=OLD)
    with held(archive.root / "lock", alone=True, patience=0):
        for use in (lambda: keep(1, r1=OLD), lambda: recall(archive, ["r1"], NOW)):
            with pytest.raises(Refused, match="lock: NET-STO-005"):
                use()
    with held(archive.root / "lock", alone=False, patience=0):
        recall(archive, ["r1"], NOW)
        with pytest.raises(Refused, match="NET-STO-005"):
            keep(1, r1=OLD)
    assert keep(1, r1=OLD).faults == {}


def test_a_writer_waits_for_the_one_before(archive: Archive, keep: Keep) -> None:
    with writing(archive):
        later = threading.Thread(target=lambda: keep(0, r1=OLD))
        later.start()
    later.join(5)
    assert len(archive.entries(["r1"])["r1"]) == 1
