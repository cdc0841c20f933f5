"""A change on disk: the files of DESIGN section 7, bound together by digests.

``plan.json`` holds the SHA-256 of every other file but the two ``.jsonl``; the digest of ``plan.json`` is therefore the
digest of the change, and that is what people sign.
"""

import errno
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from netops.change.approval import Approval, Standing, read_approvals, standing
from netops.change.journal import Journal, State, state
from netops.errors import InputError, Refused

SCHEMA = 1
PLAN = "plan.json"
APPROVALS = "approvals.jsonl"
JOURNAL = "journal.jsonl"
SEALED = "secrets.sealed"
DEVICE_FILES = ("running.cfg", "intended.cfg", "diff.txt", "patch.txt", "rollback.txt", "proof.json")

# The name of a folder, whole: nothing of a path, nothing hidden, nothing that a shell or a terminal would act on.
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Draft:
    """A change that isn't on disk yet.

    Attributes:
        plan: content of ``plan.json`` but for the digests of the files.
        files: path below the change → text.
        secrets: host → placeholder → value, for what only the device had; never part of ``files``.
    """

    change: str
    plan: Mapping[str, Any]
    files: Mapping[str, str]
    secrets: Mapping[str, Mapping[str, str]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Change:
    """A change as it lies on disk, every digest checked.

    Attributes:
        directory: ``changes/<id>``.
        plan: content of ``plan.json``.
        digest: SHA-256 of ``plan.json``.
        files: path below the change → the very bytes whose digest was checked; a file that is edited later, while the
            devices are being reached, plays no part.
    """

    directory: Path
    plan: Mapping[str, Any]
    digest: str
    files: Mapping[str, bytes] = field(repr=False)

    @property
    def id(self) -> str:
        """The change's id, which is the name of its directory."""
        return str(self.plan["id"])

    @property
    def hosts(self) -> tuple[str, ...]:
        """The devices that the change touches, in the order in which they are pushed."""
        return tuple(host for group in self.plan["order"] for host in group)

    def text(self, host: str, name: str) -> str:
        """Return the text of one device's file, as ``running.cfg`` or ``patch.txt``."""
        return self.files[f"devices/{host}/{name}"].decode("utf-8")

    def device(self, host: str) -> Mapping[str, Any]:
        """Return what the plan says of one device."""
        return next(each for each in self.plan["devices"] if each["host"] == host)

    def secrets(self, host: str) -> Mapping[str, str]:
        """Return the sealed values of one device; empty where the change touches none.

        Raises:
            Refused: NET-CHG-018 where they can't be read.
        """
        path = self.directory / "devices" / host / SEALED
        if not path.exists():
            return {}
        try:
            return {str(name): str(value) for name, value in json.loads(path.read_bytes()).items()}
        except (ValueError, AttributeError, RecursionError) as error:
            raise Refused.of("NET-CHG-018", str(path), host=host) from error

    def journal(self, who: str) -> Journal:
        """Return the journal, written in the name of ``who``."""
        return Journal(self.directory / JOURNAL, who)

    def approvals(self) -> tuple[Approval, ...]:
        """Return every signature over the change."""
        return read_approvals(self.directory / APPROVALS)

    def standing(self, keys: Mapping[str, str]) -> Standing:
        """Check the signatures and return who stands behind the change.

        Raises:
            Refused: a signature doesn't fit; NET-CHG-017 where ``plan.json`` names another author than the one who signed.
        """
        path = self.directory / APPROVALS
        found = standing(self.approvals(), self.id, self.digest, keys, path)
        if found.author != self.plan.get("author"):
            said = ascii(self.plan.get("author"))
            raise Refused.of("NET-CHG-017", str(path), said=said, name=found.author)
        return found

    def state(self) -> State:
        """Return where the change stands by its journal."""
        return state(self.journal("").entries())


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of ``content`` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def check_id(change: str) -> None:
    """Refuse an id that isn't the plain name of a folder.

    Raises:
        InputError: NET-CHG-032.

    Example:
        >>> check_id("20270101-020000-finance-prepared")
        >>> check_id("../finance")
        Traceback (most recent call last):
        netops.errors.InputError: NET-CHG-032 ...
    """
    if not ID.fullmatch(change):
        raise InputError.of("NET-CHG-032", change=ascii(change))


def write(draft: Draft, changes: Path, finish: Callable[[Change], None] | None = None) -> Change:
    """Write a draft as ``changes/<id>``: whole or not at all.

    Args:
        draft: what is planned.
        changes: the folder of all changes.
        finish: puts the author's signature and the first entry of the journal beside the files, before anybody sees them.

    Raises:
        InputError: NET-CHG-030 where a change of this id lies there already, NET-CHG-032 where the id is no name.
    """
    check_id(draft.change)
    final = changes / draft.change
    if final.exists() or final.is_symlink():
        raise InputError.of("NET-CHG-030", str(final), change=draft.change)
    changes.mkdir(parents=True, exist_ok=True)
    ignored = changes / ".gitignore"
    if not ignored.exists():  # a change belongs into Git, what only its device had does not
        ignored.write_text(f"{SEALED}\n", encoding="utf-8")
    scratch = Path(tempfile.mkdtemp(prefix=f".{draft.change}-", dir=changes))
    try:
        made = _fill(scratch, draft)
        if finish is not None:
            finish(made)
        scratch.chmod(0o755)
        _put(scratch, final)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    return load(final)


def _put(scratch: Path, final: Path) -> None:
    try:
        scratch.rename(final)
    except OSError as error:
        if error.errno in {errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR}:  # somebody planned the same id meanwhile
            raise InputError.of("NET-CHG-030", str(final), change=final.name) from error
        raise


def _fill(scratch: Path, draft: Draft) -> Change:
    files = {name: text.encode("utf-8", "backslashreplace") for name, text in sorted(draft.files.items())}
    for name, content in files.items():
        _write(scratch / name, content)
    for host, values in draft.secrets.items():
        if values:
            _write(scratch / "devices" / host / SEALED, json.dumps(dict(values)).encode(), 0o600)
    plan = {**draft.plan, "files": {name: digest_of(content) for name, content in files.items()}}
    text = json.dumps(plan, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    content = text.encode("utf-8", "backslashreplace")
    _write(scratch / PLAN, content)
    return Change(scratch, plan, digest_of(content), files)


def _write(path: Path, content: bytes, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def load(directory: Path) -> Change:
    """Load a change and check that not one byte of it moved since it was planned.

    Raises:
        InputError: NET-CHG-031 where no change lies there.
        Refused: NET-CHG-016 where a file was edited, added or removed, or ``plan.json`` doesn't hold together.
    """
    path = directory / PLAN
    if not path.is_file():
        raise InputError.of("NET-CHG-031", str(directory), change=directory.name)
    content = path.read_bytes()
    plan = _read_plan(content)
    if plan is None:
        raise Refused.of("NET-CHG-016", str(path), detail=PLAN)
    files, strange = _found(directory, frozenset(each for group in plan["order"] for each in group))
    expected = plan["files"]
    found = {name: digest_of(each) for name, each in files.items()}
    moved = {name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name)} | strange
    if moved or plan["id"] != directory.resolve().name:
        raise Refused.of("NET-CHG-016", str(directory), detail=", ".join(map(_shown, sorted(moved))) or "id")
    return Change(directory, plan, digest_of(content), files)


def _shown(name: str) -> str:
    return name if name.isascii() and name.isprintable() else ascii(name)


def _found(directory: Path, hosts: frozenset[str]) -> tuple[dict[str, bytes], frozenset[str]]:
    """Return the files that digests bind, and the names of what has no place in a change: links, pipes, devices."""
    apart = {PLAN, APPROVALS, JOURNAL, *(f"devices/{host}/{SEALED}" for host in hosts)}
    files: dict[str, bytes] = {}
    strange = set()
    for each in directory.rglob("*"):
        name = str(each.relative_to(directory))
        if each.is_symlink() or not (each.is_dir() or each.is_file()):
            strange.add(name)
        elif each.is_file() and name not in apart:
            files[name] = each.read_bytes()
    return files, frozenset(strange)


def _read_plan(content: bytes) -> dict[str, Any] | None:
    """Return a plan whose parts fit each other, or None."""
    try:
        plan = json.loads(content, object_pairs_hook=_once)
        return plan if _sound(plan) else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object none of whose keys stands twice: people would read the first, netops the last."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _sound(plan: dict[str, Any]) -> bool:
    hosts = [host for group in plan["order"] for host in group]
    described = [each["host"] for each in plan["devices"]]
    needed = {f"devices/{host}/{name}" for host in hosts for name in DEVICE_FILES}
    return (
        plan["schema"] == SCHEMA
        and ID.fullmatch(plan["id"]) is not None
        and all(HOST.fullmatch(host) for host in hosts)
        and all(plan["order"])
        and len(hosts) == len(set(hosts))
        and sorted(hosts) == sorted(described)
        and needed <= plan["files"].keys()
        and isinstance(plan["moves"], list)
        and isinstance(plan["probes"], list)
    )
