"""One audit of a project at a time, with real processes: another waits, leaves, or takes over from one that died."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from netops.errors import Refused
from netops.operations import one_at_a_time

HOLDER = """
import sys, time
from pathlib import Path
from netops.operations import one_at_a_time
with one_at_a_time(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@contextmanager
def holding(state: Path, seconds: float = 60) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the lock."""
    line = [sys.executable, "-c", HOLDER, str(state), str(seconds)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_audit_leaves_and_says_who_is_running(tmp_path: Path) -> None:
    with holding(tmp_path) as holder:
        with pytest.raises(Refused) as refused, one_at_a_time(tmp_path):
            pytest.fail("two audits at once")
        assert refused.value.faults[0].code == "NET-OPS-001"
        assert f"pid {holder.pid}, 20" in str(refused.value)
        assert refused.value.exit_code == 3


def test_a_second_audit_waits_as_long_as_it_was_told_and_says_so_once(tmp_path: Path) -> None:
    said: list[str] = []
    with holding(tmp_path, 1.5) as holder:
        with one_at_a_time(tmp_path, wait=30, tell=said.append):
            assert holder.wait(10) == 0
        assert [each.split(",")[0] for each in said] == [f"pid {holder.pid}"]
    with holding(tmp_path):
        begun = time.monotonic()
        with pytest.raises(Refused), one_at_a_time(tmp_path, wait=0.5):
            pytest.fail("two audits at once")
        assert 0.5 <= time.monotonic() - begun < 10


def test_the_lock_of_a_process_that_died_is_taken_over(tmp_path: Path) -> None:
    with holding(tmp_path) as holder:
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait(10)
        with one_at_a_time(tmp_path):
            assert (tmp_path / "audit.lock").read_text().startswith(f"pid {os.getpid()}, ")


def test_the_lock_goes_with_an_audit_that_fails(tmp_path: Path) -> None:
    with pytest.raises(KeyError), one_at_a_time(tmp_path):
        raise KeyError
    with one_at_a_time(tmp_path):
        pass


def test_a_lock_file_full_of_nonsense_keeps_nobody_out(tmp_path: Path) -> None:
    (tmp_path / "audit.lock").write_bytes(b"\xff\x00pid")
    with one_at_a_time(tmp_path):
        assert (tmp_path / "audit.lock").read_text().startswith("pid ")
