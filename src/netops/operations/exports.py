"""Configs that lie in files and folders, of whichever platform: each is audited, or it is said why it isn't."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from netops.audit import Context, DeviceAudit, Policy, not_audited, summarise
from netops.config import parse
from netops.config.decode import LARGEST
from netops.errors import InputError, NetopsError
from netops.operations.auditing import Audited, judge
from netops.platforms import detect, get_platform

UNKNOWN = "unknown"
"""Stands for the platform of a config that looks like none or like several."""
NO_CONFIG = frozenset({"NET-CFG-001", "NET-CFG-002", "NET-CFG-003", "NET-CFG-004", "NET-CFG-014"})
"""What is no config at all: pictures, archives, empty files."""


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


MANY = 200
"""Files from which on several processes are worth their start."""
AT_ONCE = 16
"""Files that a process is handed together."""


def audit_files(
    paths: Iterable[Path], *, level: int, policy: Policy, platform: str | None = None, processes: int | None = None
) -> Exports:
    """Audit configs that lie in files; of a folder all that lie in it and below.

    A file that can't be read as a config is not audited. In a folder what is no text at all, is empty or is hidden is
    passed over and told: it is no device's.

    Args:
        paths: files and folders.
        level: protection level 1 to 4 of all of them.
        policy: thresholds.
        platform: of all of them; found out for each without it.
        processes: that share many files; None for as many as the machine has cores.
    """
    results: list[DeviceAudit] = []
    files: dict[str, str] = {}
    passed: list[tuple[str, str]] = []
    hidden: list[str] = []
    judging = partial(_judged, level=level, policy=policy, platform=platform)
    for path, found in _shared(judging, list(_files(paths, hidden)), processes):
        if isinstance(found, str):
            passed.append((path, found))
            continue
        name = found.device
        if not name or name in files:
            name = f"{name} ({path})" if name else path
        files[name] = path
        results.append(replace(found, device=name))
    return Exports(Audited(tuple(results), summarise(results)), files, tuple(passed), tuple(hidden))


def _shared(
    judging: Callable[[tuple[Path, bool]], tuple[str, DeviceAudit | str]],
    jobs: list[tuple[Path, bool]],
    processes: int | None,
) -> Iterator[tuple[str, DeviceAudit | str]]:
    """Yield what becomes of each file, in their order."""
    workers = processes or os.cpu_count() or 1
    if workers == 1 or len(jobs) < MANY:
        yield from map(judging, jobs)
        return
    # A process that is made anew has no threads or sessions of this one.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(judging, jobs, chunksize=AT_ONCE)


def _judged(
    job: tuple[Path, bool], *, level: int, policy: Policy, platform: str | None
) -> tuple[str, DeviceAudit | str]:
    """Return a file and its audit; or why it was passed over, where it only lay in a folder."""
    path, named = job
    try:
        return str(path), _audited(path, level, policy, platform)
    except (NetopsError, OSError) as error:
        if not named and _no_config(error):
            return str(path), _why(error)
        return str(path), not_audited(str(path), platform=platform or UNKNOWN, level=level, reason=_why(error))


def _files(paths: Iterable[Path], hidden: list[str]) -> Iterator[tuple[Path, bool]]:
    """Yield the files, each with whether it was named or only lies in a folder; note what is hidden."""
    for path in paths:
        if not path.is_dir():
            yield path, True
            continue
        for folder, names, held in os.walk(path):
            hidden += sorted(str(Path(folder, name)) for name in (*names, *held) if name.startswith("."))
            names[:] = sorted(name for name in names if not name.startswith("."))
            yield from ((Path(folder, name), False) for name in sorted(held) if not name.startswith("."))


def _audited(path: Path, level: int, policy: Policy, platform: str | None) -> DeviceAudit:
    with path.open("rb") as stream:
        data = stream.read(LARGEST + 1)
    if not data.strip():
        raise InputError.of("NET-CFG-014", str(path))
    known = get_platform(platform) if platform else detect(data, path=str(path))
    tree = parse(known, data, path=str(path))
    if tree.says_nothing:
        raise InputError.of("NET-CFG-014", str(path))
    return judge(known, tree, level, policy, Context())


def _no_config(error: Exception) -> bool:
    return isinstance(error, NetopsError) and {each.code for each in error.faults} <= NO_CONFIG


def _why(error: Exception) -> str:
    if isinstance(error, NetopsError):
        return "; ".join(f"{fault.what} ({fault.code})" for fault in error.faults)
    return str(getattr(error, "strerror", None) or type(error).__name__)
