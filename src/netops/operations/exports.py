"""Configs that lie in files and folders, of whichever platform: each is audited, or it is said why it isn't."""

import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from netops.audit import Context, DeviceAudit, Policy, not_audited, summarise
from netops.config import parse
from netops.config.collector import uncollected
from netops.config.decode import LARGEST
from netops.errors import InputError, NetopsError
from netops.language import refused, translate
from netops.operations.assessing import judge
from netops.operations.auditing import Audited
from netops.operations.walking import Found, Walk
from netops.platforms import detect, get_platform

UNKNOWN = "unknown"
"""Stands for the platform of a config that looks like none or like several."""
NO_CONFIG = frozenset({"NET-CFG-001", "NET-CFG-002", "NET-CFG-003", "NET-CFG-004", "NET-CFG-014"})
"""What is no config at all: pictures, archives, empty files."""
REPORTS = (b'"made_at":', b"/sarif-2.1.0.json", b'"assessment-results":', b"<testsuites ")
"""By what the beginning of a report of netops' own is known, that was written into the folder of the configs."""
BEGINNING = 1000


@dataclass(frozen=True, slots=True)
class Exports:
    """What an audit of files came to.

    Attributes:
        files: device → its file.
        passed: file and why it is no device's: what lies in a folder beside the configs.
        hidden: files and folders whose names begin with a dot; nobody looked into them.
    """

    audited: Audited
    files: dict[str, str]
    passed: tuple[tuple[str, str], ...]
    hidden: tuple[str, ...]


MANY = 60
"""Files from which on several processes are worth their start."""
AT_ONCE = 8
"""Files that a process is handed together."""


@uncollected()  # verdicts stay until the report is written: looking through them again and again frees nothing
def audit_files(
    paths: Iterable[Path], *, level: int, policy: Policy, platform: str | None = None, processes: int | None = None
) -> Exports:
    """Audit configs that lie in files; of a folder all that lie in it and below.

    A file that can't be read as a config is not audited, nor is a folder that can't be looked into. In a folder what is no
    text at all, is empty, is hidden, leads elsewhere or is a report of netops' own is passed over and told: it is no device's.

    Args:
        paths: files and folders; ``-`` for standard input.
        level: protection level 1 to 4 of all of them.
        policy: thresholds.
        platform: of all of them; found out for each without it.
        processes: that share many files; None for as many as the machine has cores.

    Raises:
        InputError: NET-PLT-101, there is no such platform.
    """
    if platform is not None:
        get_platform(platform)
    results: list[DeviceAudit] = []
    files: dict[str, str] = {}
    passed: list[tuple[str, str]] = []
    walk = Walk()
    judging = partial(_judged, level=level, policy=policy, platform=platform)
    for path, found in _shared(judging, [_held(each) for each in walk.files(paths)], processes):
        if isinstance(found, str):
            passed.append((path, found))
            continue
        name = found.device
        if not name or name in files:
            name = f"{name} ({path})" if name else path
        files[name] = path
        results.append(replace(found, device=name))
    return Exports(Audited(tuple(results), summarise(results)), files, (*walk.passed, *passed), tuple(walk.hidden))


@dataclass(frozen=True, slots=True)
class _Job:
    """One file to judge.

    Attributes:
        data: what came by standard input, which no other process can read.
    """

    found: Found
    data: bytes | None = None


def _held(found: Found) -> _Job:
    return _Job(found, sys.stdin.buffer.read(LARGEST + 1)) if found.is_input else _Job(found)


def _shared(
    judging: Callable[[_Job], tuple[str, DeviceAudit | str]], jobs: list[_Job], processes: int | None
) -> Iterator[tuple[str, DeviceAudit | str]]:
    """Yield what becomes of each file, in their order."""
    workers = processes or os.cpu_count() or 1
    if workers == 1 or len(jobs) < MANY:
        yield from map(judging, jobs)
        return
    first, rest = jobs[:1], jobs[1:]
    yield from map(
        judging, first
    )  # what every file needs of the rulebooks and the catalogue is read before others copy it
    with ProcessPoolExecutor(workers, mp_context=get_context(_start_method())) as pool:
        yield from pool.map(judging, rest, chunksize=AT_ONCE)


def _start_method() -> str:
    """Return how processes are made: as a copy, which knows all that this one read, where no thread could hold a lock."""
    alone = sys.platform.startswith("linux") and threading.active_count() == 1
    return "fork" if alone else "spawn"


def _judged(job: _Job, *, level: int, policy: Policy, platform: str | None) -> tuple[str, DeviceAudit | str]:
    """Return a file and its audit; or why it was passed over, where it only lay in a folder."""
    found = job.found
    path, unread = found.shown, partial(not_audited, found.shown, platform=platform or UNKNOWN, level=level)
    if found.trouble:
        return path, unread(reason=found.trouble)
    try:
        data = _bytes(found.path) if job.data is None else job.data
        if not found.named and any(sign in data[:BEGINNING] for sign in REPORTS):
            return path, translate("a report, not a config")
        return path, _audited(data, path, level, policy, platform)
    except (NetopsError, OSError) as error:
        if not found.named and _no_config(error):
            return path, _why(error)
        return path, unread(reason=_why(error))


def _bytes(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(LARGEST + 1)


def _audited(data: bytes, path: str, level: int, policy: Policy, platform: str | None) -> DeviceAudit:
    if not data.strip():
        raise InputError.of("NET-CFG-014", path)
    known = get_platform(platform) if platform else detect(data, path=path)
    tree = parse(known, data, path=path)
    if tree.says_nothing:
        raise InputError.of("NET-CFG-014", path)
    return judge(known, tree, level, policy, Context())


def _no_config(error: Exception) -> bool:
    return isinstance(error, NetopsError) and {each.code for each in error.faults} <= NO_CONFIG


def _why(error: NetopsError | OSError) -> str:
    if isinstance(error, NetopsError):
        return "; ".join(f"{fault.what} ({fault.code})" for fault in error.faults)
    return refused(error)
