"""A change lies on disk whole or not at all, and not one byte of it may move."""

import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from netops.change.directory import APPROVALS, JOURNAL, PLAN, SEALED, Change, Draft, load, write
from netops.errors import InputError, NetopsError, Refused

Town = Any  # the city of conftest.py, which tests can't import

HOSTS = ("pe1", "pe2", "finance-ce1", "finance-ce2")
NAMES = ("running.cfg", "intended.cfg", "diff.txt", "patch.txt", "rollback.txt", "proof.json")
FILES = ["reachability.json", *(f"devices/{host}/{name}" for host in HOSTS for name in NAMES)]


@pytest.fixture
def change(town: Town, sample_change: Path) -> Change:
    place = town.project.changes / sample_change.name
    shutil.copytree(sample_change, place)
    return load(place)


def refused(change: Change, *named: str) -> None:
    with pytest.raises(Refused) as raised:
        load(change.directory)
    assert [fault.code for fault in raised.value.faults] == ["NET-CHG-016"]
    for name in named:
        assert name in str(raised.value)


def test_a_change_has_exactly_the_files_that_the_tests_edit(change: Change) -> None:
    found = {str(each.relative_to(change.directory)) for each in change.directory.rglob("*") if each.is_file()}
    assert found == {*FILES, PLAN, APPROVALS, JOURNAL}
    assert set(change.plan["files"]) == set(FILES)


def test_a_change_is_read_back_as_it_was_written(change: Change) -> None:
    again = load(change.directory)
    assert (again.plan, again.digest, again.files) == (change.plan, change.digest, change.files)
    assert again.hosts == HOSTS
    assert load(change.directory / ".." / change.id).digest == again.digest


@pytest.mark.parametrize("name", FILES)
def test_an_edited_file_is_refused_by_its_name(change: Change, name: str) -> None:
    path = change.directory / name
    path.write_bytes(path.read_bytes() + b" ")
    refused(change, name)


@pytest.mark.parametrize("name", FILES)
def test_a_file_whose_line_ends_were_changed_is_refused(change: Change, name: str) -> None:
    path = change.directory / name
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")
    refused(change, name)


@pytest.mark.parametrize("name", FILES)
def test_a_removed_file_is_refused(change: Change, name: str) -> None:
    (change.directory / name).unlink()
    refused(change, name)


@pytest.mark.parametrize("name", FILES)
def test_a_link_in_the_place_of_a_file_is_refused(change: Change, name: str, tmp_path: Path) -> None:
    path = change.directory / name
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    refused(change, name)


@pytest.mark.parametrize(
    "name",
    [
        "notes.txt",
        "devices/pe1/.patch.txt.swp",
        f"devices/pe1/{PLAN}",
        f"devices/pe1/{APPROVALS}",
        f"devices/{JOURNAL}",
        SEALED,
        f"devices/p1/{SEALED}",
        "devices/pe3/patch.txt",
    ],
)
def test_an_added_file_is_refused_whatever_its_name(change: Change, name: str) -> None:
    path = change.directory / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("x", "utf-8")
    refused(change, name)


def test_a_pipe_and_a_dangling_link_are_refused(change: Change) -> None:
    os.mkfifo(change.directory / "pipe")
    (change.directory / "nothing").symlink_to("nowhere")
    refused(change, "pipe", "nothing")


EDITS: dict[str, Callable[[dict[str, Any]], object]] = {
    "id": lambda plan: plan.update(id="other"),
    "id of a path": lambda plan: plan.update(id="../other"),
    "schema": lambda plan: plan.update(schema=2),
    "schema gone": lambda plan: plan.pop("schema"),
    "order gone": lambda plan: plan.pop("order"),
    "host twice": lambda plan: plan["order"].append(["pe1"]),
    "host twice in a group": lambda plan: plan["order"][0].append("pe1"),
    "host twice, and described twice": lambda plan: (
        plan["order"].append([plan["devices"][0]["host"]]),
        plan["devices"].append(plan["devices"][0]),
    ),
    "host missing": lambda plan: plan["order"].pop(),
    "empty group": lambda plan: plan["order"].append([]),
    "host unknown": lambda plan: plan["order"][0].append("pe3"),
    "host of a path": lambda plan: plan["order"][0].append("../../pe1"),
    "host no text": lambda plan: plan["order"][0].append(7),
    "device twice": lambda plan: plan["devices"].append(plan["devices"][0]),
    "file of a path": lambda plan: plan["files"].update({"../outside": "0" * 64}),
    "digest": lambda plan: plan["files"].update({"reachability.json": "0" * 64}),
    "files a list": lambda plan: plan.update(files=[]),
    "moves": lambda plan: plan.update(moves=None),
    "probes": lambda plan: plan.update(probes={}),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_plan_that_does_not_hold_together_is_refused(change: Change, edit: str) -> None:
    plan = json.loads((change.directory / PLAN).read_text("utf-8"))
    EDITS[edit](plan)
    (change.directory / PLAN).write_text(json.dumps(plan), "utf-8")
    refused(change)


@pytest.mark.parametrize(
    "content", [b"", b"null", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"files": 1}'], ids=lambda each: repr(each[:12])
)
def test_a_plan_that_is_no_plan_is_refused(change: Change, content: bytes) -> None:
    (change.directory / PLAN).write_bytes(content)
    refused(change, PLAN)


def test_a_key_that_stands_twice_in_the_plan_is_refused(change: Change) -> None:
    path = change.directory / PLAN
    path.write_text(path.read_text("utf-8").replace('{\n  "author"', '{\n  "author": "wang",\n  "author"', 1), "utf-8")
    assert json.loads(path.read_text("utf-8"))["author"] == "li"
    refused(change, PLAN)


def test_what_is_edited_while_the_change_is_in_use_plays_no_part(change: Change) -> None:
    before = change.text("pe1", "patch.txt")
    (change.directory / "devices/pe1/patch.txt").write_text("no router bgp 65000\n", "utf-8")
    assert change.text("pe1", "patch.txt") == before


BAD_IDS = [
    "",
    ".",
    "..",
    "../x",
    "x/y",
    "/x",
    ".x",
    "-x",
    "x y",
    "x\ny",
    "x\0",
    "x\u202ey",
    "财政",
    "x" * 101,
    "x;y",
    "\uff58",
]


@pytest.mark.parametrize("name", BAD_IDS)
def test_an_id_that_is_no_plain_name_is_refused_and_nothing_is_written(town: Town, name: str) -> None:
    draft = Draft(name, {"id": name}, {}, {})
    with pytest.raises(InputError) as raised:
        write(draft, town.project.changes)
    assert [fault.code for fault in raised.value.faults] == ["NET-CHG-032"]
    assert str(raised.value).isascii()
    assert not town.project.changes.exists()


@pytest.mark.parametrize("name", [each for each in BAD_IDS if each])
def test_a_request_with_such_an_id_is_refused_before_anybody_logs_in(town: Town, name: str) -> None:
    with pytest.raises(InputError, match="NET-CHG-032"):
        town.plan(change=name)


@pytest.mark.parametrize("name", ["..", "../inventory", "nothing", "/", "./."])
def test_what_is_no_change_is_not_loaded(town: Town, name: str) -> None:
    with pytest.raises(InputError, match="NET-CHG-031"):
        town.project.change(name)


def test_a_change_is_never_overwritten(town: Town, change: Change) -> None:
    with pytest.raises(InputError, match="NET-CHG-030"):
        town.plan()
    assert load(change.directory) == change


def test_two_who_plan_the_same_id_at_once_do_not_mix(town: Town, change: Change) -> None:
    draft = Draft("race", {**change.plan, "id": "race"}, {n: f.decode() for n, f in change.files.items()}, {})

    def meanwhile(_: Change) -> None:
        write(draft, town.project.changes)

    with pytest.raises(InputError, match="NET-CHG-030"):
        write(draft, town.project.changes, meanwhile)
    assert sorted(each.name for each in town.project.changes.iterdir()) == [".gitignore", change.id, "race"]


class Interruption(BaseException):
    """What Ctrl-C is."""


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), Interruption()], ids=["disk full", "Ctrl-C"])
def test_a_change_that_could_not_be_finished_leaves_nothing(town: Town, change: Change, error: BaseException) -> None:
    draft = Draft("late", {**change.plan, "id": "late"}, {n: f.decode() for n, f in change.files.items()}, {})

    def finish(_: Change) -> None:
        raise error

    with pytest.raises(type(error)):
        write(draft, town.project.changes, finish)
    assert sorted(each.name for each in town.project.changes.iterdir()) == [".gitignore", change.id]


def test_a_change_that_is_seen_is_signed_already(town: Town, change: Change) -> None:
    assert [each.name for each in change.approvals()] == ["li"]
    assert town.events(change) == [("planned", "")]


def test_sealed_values_are_for_their_owner_alone_and_not_for_git(town: Town, change: Change) -> None:
    draft = Draft(
        "sealed",
        {**change.plan, "id": "sealed"},
        {name: content.decode() for name, content in change.files.items()},
        {"pe1": {"<secret:x:0123456789abcdef>": "Night-shift7"}, "pe2": {}},
    )
    made = write(draft, town.project.changes)
    path = made.directory / "devices/pe1" / SEALED
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert made.secrets("pe1") == {"<secret:x:0123456789abcdef>": "Night-shift7"}
    assert made.secrets("pe2") == {}
    assert "Night-shift7" not in repr(draft) + repr(made)
    ignored = (Path(__file__).parents[3] / ".gitignore").read_text("utf-8").split()
    assert "*.sealed" in ignored


@pytest.mark.parametrize("content", [b"", b"[]", b"nothing", b"\xff", b"7"])
def test_sealed_values_that_can_not_be_read_are_named(change: Change, content: bytes) -> None:
    (change.directory / "devices/pe1" / SEALED).write_bytes(content)
    with pytest.raises(NetopsError, match="NET-CHG-018"):
        load(change.directory).secrets("pe1")
