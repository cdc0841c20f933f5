"""Texts as commits in a repository that Git's own program reads."""

import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from dulwich.repo import Repo

from netops.errors import Refused
from netops.store import Archive, Storing, git
from netops.store.git import commit
from netops.store.git import keep as keep_in_git

Keep = Callable[..., Storing]
SECRET = "Zq7Marker"
LOCKED = "hostname {}\nusername ops password 0 " + SECRET + "\n"


@pytest.fixture
def put(archive: Archive, keep: Keep, tmp_path: Path) -> Callable[..., str | None]:
    def commit_them(day: int, *, unmasked: bool = False, who: str = "li", **texts: str) -> str | None:
        done = keep(day, **texts)
        found = [each.entry for each in done.stored.values()]
        return keep_in_git(archive, tmp_path / "configs.git", found, who=who, unmasked=unmasked)

    return commit_them


def shown(repository: Path, *words: str) -> str:
    return subprocess.run(
        ["git", "-C", str(repository), *words],
        capture_output=True,
        text=True,
        check=True,
        env={"HOME": "/nowhere", "PATH": "/usr/bin:/bin"},
    ).stdout


def test_each_collection_that_differs_is_a_commit_of_its_collector(
    put: Callable[..., str | None], tmp_path: Path
) -> None:
    first = put(0, r1="hostname r1\n", r2="hostname r2\n")
    assert put(1, r1="hostname r1\n") is None
    second = put(2, who="wang", r1="hostname r7\n")
    repository = tmp_path / "configs.git"
    assert shown(repository, "fsck", "--strict") == ""
    assert shown(repository, "log", "--format=%H %an %ai").split("\n")[:2] == [
        f"{second} wang 2027-01-12 02:00:00 +0000",
        f"{first} li 2027-01-10 02:00:00 +0000",
    ]
    assert shown(repository, "show", "HEAD:r1.cfg") == "hostname r7\n"
    assert shown(repository, "ls-tree", "--name-only", "HEAD").split() == ["r1.cfg", "r2.cfg"]
    assert shown(repository, "log", "-1", "--format=%B").startswith(
        "Running configs, devices: 1\n\nr1 2027-01-12T02:00:00+00:00 sha256:"
    )


def test_secrets_are_masked_with_equal_placeholders_unless_asked_for_by_name(
    put: Callable[..., str | None], tmp_path: Path
) -> None:
    put(0, r1=LOCKED.format("r1"))
    put(1, r1=LOCKED.format("r7"))
    repository = tmp_path / "configs.git"
    history = shown(repository, "log", "-p")
    assert SECRET not in history
    assert history.count("<secret:") == 2  # a line of context, and the line when it came: the same placeholder
    assert len({line.strip("+ ") for line in history.splitlines() if "<secret:" in line}) == 1
    put(2, unmasked=True, r1=LOCKED.format("r1"))
    assert SECRET in shown(repository, "show", "HEAD:r1.cfg")


def test_the_repository_is_its_owners_alone_and_a_program_of_its_hooks_is_never_run(
    put: Callable[..., str | None], tmp_path: Path
) -> None:
    put(0, r1="hostname r1\n")
    repository = tmp_path / "configs.git"
    assert repository.stat().st_mode & 0o777 == 0o700
    for name in ("pre-commit", "commit-msg", "post-commit", "update", "reference-transaction"):
        hook = repository / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n", "utf-8")
        hook.chmod(0o755)
    put(1, r1="hostname r7\n")
    assert not (tmp_path / "ran").exists()


def test_what_is_no_bare_repository_is_refused(put: Callable[..., str | None], tmp_path: Path) -> None:
    (tmp_path / "configs.git").mkdir()
    with pytest.raises(Refused, match=r"configs\.git: NET-STO-030"):
        put(0, r1="hostname r1\n")
    Repo.init(tmp_path / "configs.git").close()
    with pytest.raises(Refused, match="NET-STO-030"):
        put(1, r1="hostname r1\n")


def test_a_commit_of_somebody_else_meanwhile_is_never_lost(
    archive: Archive, keep: Keep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = keep(0, r1="hostname r1\n").stored["r1"].entry
    repository = tmp_path / "configs.git"
    keep_in_git(archive, repository, [done], who="li")
    moving = git._move

    def overtaken(repo: Repo, *words: object) -> None:
        monkeypatch.undo()
        commit(repository, {"r1.cfg": b"theirs\n"}, who="wang", message="theirs", at=done.time + timedelta(days=1))
        moving(repo, *words)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(git, "_move", overtaken)
    with pytest.raises(Refused, match="NET-STO-031"):
        commit(repository, {"r1.cfg": b"ours\n"}, who="li", message="ours", at=done.time)
    assert shown(repository, "show", "HEAD:r1.cfg") == "theirs\n"


def test_a_name_that_git_has_no_room_for_is_written_in_another_way(
    put: Callable[..., str | None], tmp_path: Path
) -> None:
    put(0, who="a b <x@y>\n", r1="hostname r1\n")
    assert shown(tmp_path / "configs.git", "fsck", "--strict") == ""
    assert shown(tmp_path / "configs.git", "log", "--format=%an").strip() == "a-b-x@y-"
