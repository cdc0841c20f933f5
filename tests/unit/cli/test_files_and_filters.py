"""Files are written whole or not at all; ``-F`` means what it says."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from netops.cli.files import write_whole
from netops.cli.filters import select
from netops.errors import InputError


@dataclass(frozen=True)
class Host:
    name: str
    platform: str
    role: str
    groups: tuple[str, ...]


HOSTS = {
    host.name: host
    for host in (
        Host("pe1", "frr", "pe", ("backbone", "pe")),
        Host("pe2", "huawei_vrpv8", "pe", ("backbone", "pe")),
        Host("finance-ce1", "frr", "ce", ("ce",)),
        Host("health-ce1", "frr", "ce", ("ce",)),
    )
}
DEPARTMENTS = {"finance": ("finance-ce1",)}


def test_a_file_is_replaced_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "allocations.yml"
    path.write_text("old")
    path.chmod(0o640)
    write_whole(path, "vrfs: {}  # 编号\n")
    assert path.read_text("utf-8") == "vrfs: {}  # 编号\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["allocations.yml"]


def test_a_byte_of_no_character_is_written_as_it_was_read(tmp_path: Path) -> None:
    read = b"interface Vlan7\n description \xe7\xbc\x96 \xe5\x8f\r\n"
    write_whole(tmp_path / "pe1.cfg", read.decode("utf-8", "surrogateescape"))
    assert (tmp_path / "pe1.cfg").read_bytes() == read


def test_half_a_character_that_was_no_byte_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "pe1.cfg"
    path.write_text("old")
    with pytest.raises(InputError) as refused:
        write_whole(path, "interface Vlan7\n description \ud800\n")
    fault = refused.value.faults[0]
    assert (fault.code, fault.line) == ("NET-CLI-009", 2)
    assert "U+D800" in fault.what
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["pe1.cfg"]


def test_a_new_file_gets_its_folder(tmp_path: Path) -> None:
    write_whole(tmp_path / "docs" / "schemas" / "hosts.json", "{}\n")
    assert (tmp_path / "docs" / "schemas" / "hosts.json").read_text() == "{}\n"


def test_an_interruption_leaves_the_old_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "allocations.yml"
    path.write_text("old")

    def interrupted(_handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["allocations.yml"]


@pytest.mark.parametrize(
    ("filters", "chosen"),
    [
        (None, ("pe1", "pe2", "finance-ce1", "health-ce1")),
        (["pe1"], ("pe1",)),
        (["*-ce1"], ("finance-ce1", "health-ce1")),
        (["role=pe"], ("pe1", "pe2")),
        (["group=backbone", "platform=frr"], ("pe1",)),
        (["department=finance"], ("finance-ce1",)),
    ],
)
def test_filters_choose_devices(filters: list[str] | None, chosen: tuple[str, ...]) -> None:
    assert select(HOSTS, filters, DEPARTMENTS) == chosen


def test_a_filter_that_fits_nothing_is_an_error_and_not_everything() -> None:
    with pytest.raises(InputError) as raised:
        select(HOSTS, ["pe9"], DEPARTMENTS)
    assert raised.value.faults[0].code == "NET-CLI-006"


def test_a_filter_with_an_unknown_key_names_those_that_there_are() -> None:
    with pytest.raises(InputError, match=r"NET-CLI-007.*\n.*role, platform, group, department"):
        select(HOSTS, ["vendor=frr"], DEPARTMENTS)
