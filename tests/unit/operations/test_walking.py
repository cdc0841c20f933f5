"""Which files are meant by files and folders, and that nothing is passed over in silence."""

import os
from pathlib import Path

import pytest

from netops.audit import Policy
from netops.operations import Exports, audit_files
from netops.operations.walking import Found, Walk

WEAK = "### /etc/frr/frr.conf\nhostname {name}\n### /etc/ssh/sshd_config\nPermitEmptyPasswords yes\nLogLevel INFO\n"


def walked(*paths: Path) -> tuple[list[str], dict[str, str]]:
    walk = Walk()
    return [each.path.name for each in walk.files(paths)], {Path(path).name: why for path, why in walk.passed}


def exported(folder: Path) -> Exports:
    return audit_files([folder], level=3, policy=Policy())


def test_a_link_to_a_folder_is_named_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "b.cfg").touch()
    folder = tmp_path / "exports"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "loop").symlink_to("..")
    (folder / "out").symlink_to(tmp_path / "elsewhere")
    (folder / "a.cfg").touch()
    found, passed = walked(folder)
    assert found == ["a.cfg"]
    assert set(passed) == {"out", "loop"}
    assert str(tmp_path / "elsewhere") in passed["out"]
    assert walked(folder, folder / "out")[0] == ["a.cfg", "b.cfg"], "named, it is walked"


def test_a_file_is_looked_at_once_by_whatever_names(tmp_path: Path) -> None:
    (tmp_path / "a.cfg").write_text("hostname r1\n")
    (tmp_path / "latest.cfg").symlink_to("a.cfg")
    os.link(tmp_path / "a.cfg", tmp_path / "b.cfg")
    found, passed = walked(tmp_path, tmp_path / "a.cfg")
    assert found == ["a.cfg"]
    assert set(passed) == {"b.cfg", "latest.cfg"}, "named beside its folder it is the same file, and that is no news"
    assert "a.cfg" in passed["latest.cfg"]


@pytest.mark.parametrize("order", [1, -1])
def test_a_named_file_is_not_audited_though_its_folder_is_named_too(tmp_path: Path, order: int) -> None:
    (tmp_path / "a.cfg").write_text(WEAK.format(name="r1"))
    (tmp_path / "p.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    (tmp_path / "again.png").symlink_to("p.png")
    found = audit_files([tmp_path, tmp_path / "p.png"][::order], level=3, policy=Policy())
    assert {Path(each.device).name: bool(each.not_audited) for each in found.audited.results} == {
        "r1": False,
        "p.png": True,
    }
    assert [Path(path).name for path, _ in found.passed] == ["again.png"]


def test_what_has_no_end_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.cfg")
    found, passed = walked(tmp_path)
    assert (found, set(passed)) == ([], {"pipe.cfg"})


def test_a_folder_that_cannot_be_looked_into_is_not_audited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.cfg").write_text(WEAK.format(name="r1"))
    (tmp_path / "closed").mkdir()
    listed = os.scandir

    def closed(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", closed)
    found = exported(tmp_path)
    assert {each.device: each.not_audited for each in found.audited.results} == {
        "r1": None,
        str(tmp_path / "closed"): "Permission denied",
    }


def test_links_to_nothing_and_in_circles_are_not_audited(tmp_path: Path) -> None:
    (tmp_path / "broken.cfg").symlink_to("nowhere")
    (tmp_path / "self.cfg").symlink_to("self.cfg")
    reasons = {Path(each.device).name: each.not_audited for each in exported(tmp_path).audited.results}
    assert reasons == {"broken.cfg": "No such file or directory", "self.cfg": "Too many levels of symbolic links"}


def test_every_encoding_and_name_is_read(tmp_path: Path) -> None:
    text = WEAK.format(name="r{}").replace("LogLevel INFO", "LogLevel INFO\nBanner /etc/提示")
    (tmp_path / "北京 核心.cfg").write_text(text.format(1), "utf-8")
    (tmp_path / "u16.cfg").write_text(text.format(2), "utf-16")
    (tmp_path / "gb.cfg").write_bytes(text.format(3).replace("\n", "\r\n").encode("gb18030"))
    (tmp_path / "two\nlines.cfg").write_text(text.format(4), "utf-8")
    (tmp_path / os.fsdecode(b"bad\xff.cfg")).write_text(text.format(5), "utf-8")
    found = exported(tmp_path)
    assert {each.device for each in found.audited.results} == {"r1", "r2", "r3", "r4", "r5"}
    assert all(each.not_audited is None for each in found.audited.results)
    assert all("\n" not in path for path in found.files.values())


def test_old_archives_binaries_and_reports_are_passed_over(tmp_path: Path) -> None:
    content = {
        "a.cfg,v": b"head\t1.2;\naccess;\nsymbols;\n1.2\n@hostname r1@\n",
        "a.zip": b"PK\x03\x04\x00",
        "program": b"\x7fELF\x02\x01\x00",
        "empty.cfg": b"",
        "night.json": b'{\n  "title": "city",\n  "made_at": "2027-01-10",\n',
        "night.sarif": b'{\n  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n',
        "night.oscal.json": b'{\n  "assessment-results": {\n',
        "night.xml": b'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="city">\n',
        "night.html": b"<!doctype html>\n<html>\n",
    }
    for name, data in content.items():
        (tmp_path / name).write_bytes(data)
    found = exported(tmp_path)
    assert found.audited.results == ()
    assert {Path(path).name for path, _ in found.passed} == set(content)


def test_standard_input_is_one_file_and_has_a_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "input").write_text(WEAK.format(name="r1"))
    with (tmp_path / "input").open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        found = audit_files([Path("-")], level=3, policy=Policy())
    assert found.files == {"r1": "standard input"}
    assert Found(Path("-")).shown == "-", "in a folder it is a file of this name"
