"""The newest texts of the archive as commits in a Git repository, without Git's program: one file a device.

The repository is a bare one: nothing is checked out, so that nothing can be edited there; ``git clone`` gives a copy.
Objects are written first and the branch is moved last, so that an interruption leaves the branch where it was.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from dulwich.errors import NotGitRepository
from dulwich.objects import Blob, Commit, ObjectID, Tree
from dulwich.refs import HEADREF
from dulwich.repo import Repo

from netops.errors import Refused
from netops.platforms import get_platform
from netops.store.archive import Archive
from netops.store.entry import Entry
from netops.store.masking import masked
from netops.store.storing import as_bytes
from netops.store.writing import writing

PLAIN_FILE = 0o100644
BRANCH = b"main"
_APART = re.compile(r"[<>\x00-\x20]+")
"""What can't stand in an author's name: Git cuts its lines at these."""


def keep(
    archive: Archive, repository: Path, entries: Iterable[Entry], *, who: str, unmasked: bool = False
) -> str | None:
    """Commit the texts of these entries, each as ``<host>.cfg``; None where the repository has them already.

    Args:
        archive: where the texts lie.
        repository: a bare repository; made where there is none.
        entries: one a device.
        who: the author.
        unmasked: commit secrets, too, where they stand in the archive. A repository is copied, and never forgets.

    Raises:
        Refused: NET-STO-013, 014 a text that isn't what was stored, and what `commit` refuses.
    """
    chosen = sorted(entries, key=lambda entry: entry.host)
    if not chosen:
        return None
    with writing(archive) as writer:
        key = b"" if unmasked else writer.key()
    files = {f"{each.host}.cfg": _content(archive, each, key) for each in chosen}
    told = [f"{each.host} {each.at} sha256:{each.sha256} {each.seen}" for each in chosen]
    message = "\n".join([f"Running configs, devices: {len(chosen)}", "", *told])
    return commit(repository, files, who=who, message=message, at=max(each.time for each in chosen))


def _content(archive: Archive, entry: Entry, key: bytes) -> bytes:
    if not key:
        return archive.content(entry)
    return as_bytes(masked(get_platform(entry.platform), archive.text(entry), key), entry.host)


def commit(repository: Path, files: Mapping[str, bytes], *, who: str, message: str, at: datetime) -> str | None:
    """Commit files beside those that are there; None where all of them are there already.

    Args:
        repository: a bare repository; made, for its owner alone, where there is none.
        files: name → content.
        who: the author, an identity's name.
        message: of the commit.
        at: its time, with its zone.

    Returns:
        The commit's id.

    Raises:
        Refused: NET-STO-030 where something else lies there, 031 where somebody else committed meanwhile.
    """
    with _opened(repository) as repo:
        before = _head(repo)
        tree = _tree(repo, before)
        old = tree.id
        for name, content in files.items():
            blob = Blob.from_string(content)
            repo.object_store.add_object(blob)
            tree.add(name.encode(), PLAIN_FILE, blob.id)
        if before is not None and tree.id == old:
            return None
        repo.object_store.add_object(tree)
        made = _commit(tree, before, who, message, at)
        repo.object_store.add_object(made)
        _move(repo, repository, before, made)
        return made.id.decode("ascii")


def _opened(repository: Path) -> Repo:
    try:
        if not repository.exists():
            repository.mkdir(parents=True, mode=0o700)
            return Repo.init_bare(repository, default_branch=BRANCH)
        repo = Repo(repository)
    except NotGitRepository as error:
        raise Refused.of("NET-STO-030", str(repository)) from error
    if not repo.bare:
        repo.close()
        raise Refused.of("NET-STO-030", str(repository))
    return repo


def _head(repo: Repo) -> ObjectID | None:
    try:
        return repo.refs[HEADREF]
    except KeyError:  # nothing was ever committed
        return None


def _tree(repo: Repo, before: ObjectID | None) -> Tree:
    if before is None:
        return Tree()
    last = repo[before]
    tree = repo[last.tree] if isinstance(last, Commit) else None
    return tree if isinstance(tree, Tree) else Tree()


def _commit(tree: Tree, before: ObjectID | None, who: str, message: str, at: datetime) -> Commit:
    made = Commit()
    made.tree = tree.id
    made.parents = [] if before is None else [before]
    name = _APART.sub("-", who)
    made.author = made.committer = f"{name} <{name}@netops>".encode()
    made.author_time = made.commit_time = int(at.timestamp())
    offset = at.utcoffset()
    made.author_timezone = made.commit_timezone = int(offset.total_seconds()) if offset else 0
    made.encoding = b"UTF-8"
    made.message = f"{message}\n".encode()
    return made


def _move(repo: Repo, repository: Path, before: ObjectID | None, made: Commit) -> None:
    if before is None:
        moved = repo.refs.add_if_new(HEADREF, made.id)
    else:
        moved = repo.refs.set_if_equals(HEADREF, before, made.id)
    if not moved:
        raise Refused.of("NET-STO-031", str(repository))
