"""The commands on an existing change: apply, verify, confirm, roll back."""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from netops.change import trials
from netops.change.directory import JOURNAL, Change
from netops.change.journal import Event, Journal, State, state, touched
from netops.change.progress import Progress, steady
from netops.change.pushing import Prepared, check_pushable, check_untouched, prepare, push, read, save, undo
from netops.change.verifying import Prober, Verification, verify
from netops.errors import DeviceError, Fault, NetopsError, Refused, raise_all
from netops.intent import Probe
from netops.language import translate as _

NEEDED = 1


@dataclass(frozen=True, slots=True)
class Execution:
    """What applying, verifying and rolling back share.

    Attributes:
        keys: name → public key of everyone whom the inventory knows.
        who: who runs the command, for the journal.
        patience: seconds that routing is given to converge.
        trial: seconds after which a device that can goes back by itself, unless the change was verified; 0 for never.
    """

    change: Change
    devices: Prober
    keys: Mapping[str, str]
    who: str
    progress: Progress
    patience: float = 60.0
    trial: int = 600

    @property
    def tell(self) -> Progress:
        """The progress report, made so that it can't stop a push."""
        return steady(self.progress)

    def journal(self) -> Journal:
        """Return the change's journal, written in the name of whoever runs the command."""
        return self.change.journal(self.who)

    def probes(self) -> tuple[Probe, ...]:
        """Return what verification asks of the network."""
        return tuple(Probe.from_dict(each) for each in self.change.plan["probes"])


@contextmanager
def exclusive(lock: Path) -> Iterator[None]:
    """Hold the lock of this project: two changes at once are never pushed.

    Raises:
        Refused: NET-CHG-053 where somebody holds it.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise Refused.of("NET-CHG-053", str(lock), pid=file.read().strip() or "?") from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def check_approved(change: Change, keys: Mapping[str, str]) -> None:
    """Refuse a change that nobody but its author stands behind.

    Raises:
        Refused: NET-CHG-050, or what `standing` refuses.
    """
    approvers = change.standing(keys).approvers
    if len(approvers) < NEEDED:
        raise Refused.of(
            "NET-CHG-050", str(change.directory), count=len(approvers), needed=NEEDED, change=change.directory
        )


def _require(change: Change, code: str, *allowed: State) -> State:
    entries = change.journal("").entries()
    if not entries or entries[0].event is not Event.PLANNED:
        raise Refused.of("NET-CHG-010", str(change.directory / JOURNAL), 1)
    stands = state(entries)
    if stands not in allowed:
        raise Refused(Fault(code, {"state": stands, "change": change.id}, str(change.directory)))
    return stands


@contextmanager
def _interrupted(change: Change) -> Iterator[None]:
    """Say that a change stands at unknown where its journal could not be written on after something was begun."""
    try:
        yield
    except Refused as error:
        unwritten = any(fault.code == "NET-CHG-019" for fault in error.faults)
        if not unwritten or change.state() is not State.UNKNOWN:
            raise
        left = Fault("NET-CHG-067", {"change": change.id}, str(change.directory))
        raise DeviceError(*error.faults, left) from error


def rehearse(execution: Execution) -> Mapping[str, Prepared]:
    """Check all that must hold before the first line is pushed; push nothing.

    Raises:
        Refused: unapproved, unproven, changed since the plan, or not to be applied from where the change stands.
        DeviceError: a device could not be read.
    """
    check_approved(execution.change, execution.keys)
    _require(execution.change, "NET-CHG-054", State.PLANNED, State.ROLLED_BACK)
    prepared = prepare(execution.change)
    check_pushable(execution.change, prepared)
    execution.tell(_("reading {count} devices").format(count=len(prepared)))
    readings = read(execution.devices, prepared)
    check_untouched(readings)
    if untold := trials.untold(prepared, readings):
        words = _("{hosts}: no command shows whether a timer of somebody else runs; see that nobody else works there")
        execution.tell(words.format(hosts=", ".join(untold)))
    return trials.guarded(prepared, readings, execution.trial)


def apply(execution: Execution) -> Verification:
    """Push a change, verify it, and take it back when anything is not as planned.

    Raises:
        Refused: unapproved, unproven, changed since the plan, or the journal can't be written: nothing was pushed.
        DeviceError: a device failed or verification did; what was pushed was rolled back, or the message names the
            hosts on which that failed. NET-CHG-067 where the journal could not be written on.
    """
    prepared = rehearse(execution)
    execution.journal().append(Event.APPLY_STARTED, digest=execution.change.digest)
    with _interrupted(execution.change):
        return _carry_out(execution, prepared)


def _carry_out(execution: Execution, prepared: Mapping[str, Prepared]) -> Verification:
    journal = execution.journal()
    faults = push(execution.change, execution.devices, prepared, journal, execution.tell)
    if faults:
        _take_back(execution, prepared, NetopsError(*faults))
    result = _verified(execution, prepared)
    _record(journal, result)
    if not result.passed:
        _take_back(execution, prepared, DeviceError.of("NET-CHG-057", detail="; ".join(result.failures())))
    faults = trials.keep(execution.devices, prepared, journal)
    if faults:
        _take_back(execution, prepared, NetopsError(*faults))
    journal.append(Event.APPLIED)
    return result


def _verified(execution: Execution, prepared: Mapping[str, Prepared]) -> Verification:
    return verify(execution.devices, prepared, execution.probes(), patience=execution.patience, progress=execution.tell)


def _record(journal: Journal, result: Verification) -> None:
    if result.passed:
        journal.append(Event.VERIFIED, seconds=result.seconds, probes=len(result.probes))
    else:
        journal.append(Event.VERIFY_FAILED, failures=list(result.failures()))


def _take_back(execution: Execution, prepared: Mapping[str, Prepared], cause: NetopsError) -> NoReturn:
    lost = _undone(execution, prepared)
    if lost:
        stuck = DeviceError.of("NET-CHG-058", hosts=", ".join(lost), change=execution.change.id)
        raise DeviceError(*cause.faults, *stuck.faults, *trials.returning(prepared, lost)) from cause
    raise DeviceError(*cause.faults) from cause


def _undone(execution: Execution, prepared: Mapping[str, Prepared], *, untouched: bool = False) -> tuple[str, ...]:
    """Take back what was pushed and write down what came of it; return the hosts on which that failed.

    Args:
        execution: the change.
        prepared: its devices.
        untouched: refuse where a device shows something that is neither from before the change nor from it.
    """
    journal = execution.journal()
    pushed = touched(journal.entries())
    prepared = {host: each for host, each in prepared.items() if host in pushed}
    trials.abort(execution.devices, prepared, journal)
    readings = read(execution.devices, prepared)
    if untouched:
        strange = [host for host, each in readings.items() if each.at == "other"]
        raise_all([Fault("NET-CHG-066", {"host": host, "change": execution.change.id}) for host in strange], Refused)
    # One that went back already has its timer stopped first: nothing is saved while a timer runs.
    back = {host: each for host, each in prepared.items() if readings[host].at == "running"}
    trials.release(execution.devices, back, (), journal)
    lost = undo(execution.devices, prepared, readings, journal, execution.tell)
    trials.release(execution.devices, {host: prepared[host] for host in prepared if host not in back}, lost, journal)
    if lost:
        journal.append(Event.ROLLBACK_FAILED, hosts=list(lost))
    else:
        journal.append(Event.ROLLED_BACK)
    return lost


def recheck(execution: Execution) -> Verification:
    """Read the devices of a change again and probe; nothing is typed.

    Where the change stood at ``unknown`` and every device is found as planned, or as before, the devices save it, since
    the interruption may have come before they did, and the journal says where the change stands.
    """
    prepared = prepare(execution.change)
    result = _verified(execution, prepared)
    journal = execution.journal()
    _record(journal, result)
    if execution.change.state() is State.UNKNOWN:
        found = set(result.devices.values())
        settled = Event.APPLIED if result.passed else Event.ROLLED_BACK if found == {"running"} else None
        if settled is Event.APPLIED:
            _check_settled(execution.change)
        if settled is not None:
            outcomes = save(execution.devices, tuple(prepared))
            raise_all([each.fault for each in outcomes.values() if each.fault is not None], DeviceError)
            journal.append(settled)
    return result


def _check_settled(change: Change) -> None:
    """Refuse to call a change applied that devices may still take back by themselves.

    Raises:
        Refused: NET-CHG-070.
    """
    left = trials.running(change.journal("").entries())
    faults = [
        Fault("NET-CHG-070", {"host": host, "until": f"{end:%H:%M:%S} UTC", "change": change.id}, str(change.directory))
        for host, end in left.items()
    ]
    raise_all(faults, Refused)


def rollback(execution: Execution) -> None:
    """Take an applied or interrupted change back.

    A change that was interrupted may have left anything, and is taken back from whatever its devices show. One that was
    verified is taken back only from what it left: a line that somebody typed since is not wiped along with it.

    Raises:
        Refused: NET-CHG-064 where nothing of it was applied, or where it was confirmed already; NET-CHG-066 where a
            device was changed since; 050 and others where the signatures don't fit: its running configs are what is pushed.
        DeviceError: NET-CHG-058 with the hosts that could not be brought back.
    """
    change = execution.change
    check_approved(change, execution.keys)
    stands = _require(change, "NET-CHG-064", State.APPLIED, State.UNKNOWN, State.FAILED)
    prepared = prepare(change)
    with _interrupted(change):
        lost = _undone(execution, prepared, untouched=stands is State.APPLIED)
    if lost:
        raise DeviceError.of("NET-CHG-058", hosts=", ".join(lost), change=change.id)


def check_confirmable(execution: Execution) -> None:
    """Take a last look at the devices before a change is closed; a closed one may be looked at once more.

    Raises:
        Refused: NET-CHG-065 where it isn't applied; NET-CHG-050 and others where the signatures don't fit.
        DeviceError: NET-CHG-059 where the devices no longer show it, or traffic fails.
    """
    check_approved(execution.change, execution.keys)
    _require(execution.change, "NET-CHG-065", State.APPLIED, State.CONFIRMED)
    result = recheck(execution)
    if not result.passed:
        detail = "; ".join(result.failures())
        raise DeviceError.of("NET-CHG-059", detail=detail, change=execution.change.id)


def close(execution: Execution) -> None:
    """Close a change that was looked at; nothing happens where it is closed already."""
    if execution.change.state() is not State.CONFIRMED:
        execution.journal().append(Event.CONFIRMED)
