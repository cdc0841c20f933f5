"""Configs in files: many are shared out to processes, and nothing of the result tells by how many."""

from pathlib import Path

import pytest

from netops.audit import Policy
from netops.operations import audit_files
from netops.operations.exports import AT_ONCE

FILES = 2 * AT_ONCE + 1

TEXT = "hostname r{number}\n!\nenable password hunter2\n!\nline vty 0 4\n transport input telnet\n!\nend\n"


def test_many_files_are_judged_alike_by_one_process_and_by_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netops.operations.exports.MANY", FILES)
    for number in range(FILES):
        (tmp_path / f"r{number:03}.cfg").write_text(TEXT.format(number=number))
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (tmp_path / "r000-again.cfg").write_text(TEXT.format(number=0))
    one, two = (audit_files([tmp_path], level=3, policy=Policy(), processes=each) for each in (1, 2))
    assert one == two
    assert len(one.audited.results) == FILES + 1
    assert [Path(path).name for path, _ in one.passed] == ["picture.png"]
    assert "hunter2" not in str(one)
