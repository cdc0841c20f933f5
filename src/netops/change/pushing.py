"""Pushing a change to its devices, and taking it back when anything is not as planned.

Before the first line is typed every device is read and must show the running config that the plan was made from. A
device that fails stops the change: what was pushed by then is taken back, each device by what it shows, not by what
netops believes to have sent. Nothing is ever sent twice on its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from netops.change.directory import Change
from netops.change.journal import Event, Journal
from netops.change.progress import Progress
from netops.config import (
    Patch,
    Rejection,
    Step,
    Tree,
    build_patch,
    fingerprint,
    parse,
    placeholders,
    reveal,
    revealed_steps,
    simulate,
)
from netops.devices import Collected, Outcome, Pushed
from netops.errors import DeviceError, Fault, NetopsError, Refused, raise_all
from netops.language import translate as _
from netops.platforms import Platform, get_platform


class Devices(Protocol):
    """The devices of a change, reached over open sessions: `netops.devices.Fleet`, or what a test puts in its place."""

    def collect(self, hosts: Sequence[str]) -> Mapping[str, Outcome[Collected]]:
        """Read the running configs of these hosts."""

    def push(
        self,
        work: Mapping[str, tuple[Step, ...]],
        *,
        save: bool = True,
        secrets: Iterable[str] = (),
        trial: int | None = None,
        back: bool = False,
    ) -> Mapping[str, Outcome[Pushed]]:
        """Type these steps; stop at a host's first rejected line; save what was taken wholly, or start its timer.

        ``back``: they take a push with a timer back, and may be typed while that timer runs.
        """

    def confirm(
        self, hosts: Sequence[str], *, save: bool = True, others: bool = False
    ) -> Mapping[str, Outcome[Pushed]]:
        """Stop the timers of these hosts, those of broken sessions too where ``others``: they keep what they show."""

    def abort(self, hosts: Sequence[str]) -> Mapping[str, Outcome[Pushed]]:
        """Have these hosts, whose timers run, go back at once."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """One device of a change, ready to be pushed: its steps come from the very bytes that were approved.

    Attributes:
        running: the config before the change, its secrets put back.
        before: fingerprint of the running config that the plan was made from.
        expected: fingerprint of what the device shows after the patch; empty where the patch can't be simulated.
        secrets: values that no log and no message may show.
        trial: seconds after which the device goes back by itself unless the push is confirmed; 0 for never.
    """

    host: str
    platform: Platform
    running: Tree = field(repr=False)
    patch: Patch
    before: str
    expected: str
    secrets: tuple[str, ...] = field(repr=False)
    trial: int = 0

    def forth(self) -> tuple[Step, ...]:
        """Return the steps of the patch with the secrets put back."""
        return revealed_steps(self.patch.steps, self.patch.secrets)

    def back(self) -> tuple[Step, ...]:
        """Return the steps of the rollback with the secrets put back."""
        return revealed_steps(self.patch.rollback.steps, self.patch.secrets)


def prepare(change: Change) -> Mapping[str, Prepared]:
    """Return every device of a change with its steps, made anew from the configs of the change.

    Raises:
        Refused: NET-CHG-018 where values of secrets in those configs don't lie beside the change: nothing is ever typed
            with a placeholder in it.
    """
    faults = [
        Fault("NET-CHG-018", {"host": host}, str(change.directory)) for host in change.hosts if _unsealed(change, host)
    ]
    raise_all(faults, Refused)
    return {host: _prepared(change, host) for host in change.hosts}


def _unsealed(change: Change, host: str) -> bool:
    secrets = change.secrets(host)
    return any(placeholders(reveal(change.text(host, name), secrets)) for name in ("running.cfg", "intended.cfg"))


def _prepared(change: Change, host: str) -> Prepared:
    platform, secrets = get_platform(str(change.device(host)["platform"])), change.secrets(host)
    running, intended = (
        parse(platform, reveal(change.text(host, name), secrets), path=host) for name in ("running.cfg", "intended.cfg")
    )
    # Placeholders are made with a key that lasts as long as a process; the values are what both processes share.
    patch = build_patch(platform, running, intended)
    result = simulate(platform, running, patch.commands, secrets=patch.secrets)
    expected = "" if isinstance(result, Rejection) else fingerprint(platform, result)
    known = tuple(sorted({*secrets.values(), *patch.secrets.values()}))
    return Prepared(host, platform, running, patch, fingerprint(platform, running), expected, known)


def check_pushable(change: Change, prepared: Mapping[str, Prepared]) -> None:
    """Refuse to push what wasn't proven, or what isn't what was approved.

    A rollback isn't held to this: it follows from what the devices show, and must work with a newer netops, too.

    Raises:
        Refused: NET-CHG-051 where a patch isn't proven; NET-CHG-055 where this netops would push other commands, or
            other values, than the approved ones.
    """
    faults: list[Fault] = []
    for host, each in prepared.items():
        said = change.device(host)
        if not (said["proven"] and each.patch.proof.proven):
            detail = "; ".join(each.patch.proof.obstacles) or "-"
            faults.append(Fault("NET-CHG-051", {"host": host, "detail": detail}))
        if _approved(change, host) != _pushed(each) or (said["running"], said["expected"]) != (
            each.before,
            each.expected,
        ):
            faults.append(Fault("NET-CHG-055", {"host": host}))
    raise_all(faults, Refused)


def _approved(change: Change, host: str) -> tuple[str, str]:
    forth, back = change.text(host, "patch.txt"), change.text(host, "rollback.txt")
    secrets = change.secrets(host)
    return reveal(forth, secrets), reveal(back, secrets)


def _pushed(each: Prepared) -> tuple[str, str]:
    secrets = each.patch.secrets
    return reveal(each.patch.commands, secrets), reveal(each.patch.rollback.commands, secrets)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one device shows now, held against the change.

    Attributes:
        tree: its running config, or None where it could not be read.
        at: ``running`` (as before the change), ``expected`` (as after it), ``other``, or ``unread``.
        release: its software, as it said at the login.
    """

    tree: Tree | None
    at: str
    fault: Fault | None = None
    release: str = ""


def read(devices: Devices, prepared: Mapping[str, Prepared]) -> Mapping[str, Reading]:
    """Read every device of the change and say where it stands."""
    if not prepared:
        return {}
    outcomes = devices.collect(tuple(prepared))
    return {host: _reading(outcomes[host], each) for host, each in prepared.items()}


def _reading(outcome: Outcome[Collected], each: Prepared) -> Reading:
    if outcome.value is None:
        return Reading(None, "unread", outcome.fault)
    try:
        tree = parse(each.platform, outcome.value.text, path=each.host)
    except NetopsError as error:  # one device that shows nonsense never keeps the others from being taken back
        return Reading(None, "unread", error.faults[0])
    shown = fingerprint(each.platform, tree)
    at = "running" if shown == each.before else "expected" if shown == each.expected else "other"
    return Reading(tree, at, release=outcome.value.release)


def check_untouched(readings: Mapping[str, Reading]) -> None:
    """Refuse to push where a device doesn't show what the plan was made from.

    Raises:
        DeviceError: where a device could not be read.
        Refused: NET-CHG-052.
    """
    raise_all([each.fault for each in readings.values() if each.fault], DeviceError)
    raise_all(
        [Fault("NET-CHG-052", {"host": host}) for host, each in readings.items() if each.at != "running"], Refused
    )


def push(
    change: Change, devices: Devices, prepared: Mapping[str, Prepared], journal: Journal, progress: Progress
) -> tuple[Fault, ...]:
    """Push group by group; stop after the first group in which a device failed.

    A later group is read again right before its turn: pushing the ones before took a while, and people type.

    Returns:
        What went wrong; empty where every device took every line.
    """
    for number, group in enumerate(change.plan["order"]):
        if number:
            faults = _touched_meanwhile(read(devices, {host: prepared[host] for host in group}))
            if faults:
                return faults
        faults = _push_group(group, devices, prepared, journal, progress)
        if faults:
            return faults
    return ()


def _touched_meanwhile(readings: Mapping[str, Reading]) -> tuple[Fault, ...]:
    return tuple(
        each.fault or Fault("NET-CHG-052", {"host": host}) for host, each in readings.items() if each.at != "running"
    )


def _push_group(
    group: Sequence[str], devices: Devices, prepared: Mapping[str, Prepared], journal: Journal, progress: Progress
) -> tuple[Fault, ...]:
    """Push a group side by side, first the devices without a timer, then those with one, which save nothing yet."""
    for trial in sorted({prepared[host].trial for host in group}):
        alike = [host for host in group if prepared[host].trial == trial]
        for host in alike:
            journal.append(Event.PUSH_STARTED, host, **({"timer": trial} if trial else {}))
            count = len(prepared[host].patch.commands.splitlines())
            progress(_("{host}: pushing {count} lines").format(host=host, count=count))
        secrets = [value for host in alike for value in prepared[host].secrets]
        work = {host: prepared[host].forth() for host in alike}
        outcomes = devices.push(work, save=not trial, secrets=secrets, trial=trial or None)
        for host in alike:
            outcome = outcomes[host]
            if outcome.fault is None:
                journal.append(Event.PUSHED, host)
            else:
                journal.append(Event.PUSH_FAILED, host, **_failure(outcome))
        faults = failed(outcomes)
        if faults:
            return faults
    return ()


def failed(outcomes: Mapping[str, Outcome[Pushed]]) -> tuple[Fault, ...]:
    """Return what went wrong."""
    return tuple(outcome.fault for outcome in outcomes.values() if outcome.fault is not None)


def _failure(outcome: Outcome[Pushed]) -> dict[str, object]:
    """Return what the journal says of a push that failed: how, how far it came, and the message."""
    fault = outcome.fault
    done = outcome.value.done if outcome.value else None
    code, what = (fault.code, fault.what) if fault else ("-", "-")
    return {"kind": outcome.kind, "done": done, "code": code, "what": what}


def undo(
    devices: Devices,
    prepared: Mapping[str, Prepared],
    readings: Mapping[str, Reading],
    journal: Journal,
    progress: Progress,
) -> tuple[str, ...]:
    """Bring devices back to the running config of the plan, by what they show now.

    A device that stands at the running config only saves it, since its startup config may hold the change; one that took the whole patch gets the proven rollback;
    one that stands in between gets a way back computed from what it shows, and only a proven one.

    Args:
        devices: open sessions.
        prepared: the devices that the change may have touched.
        readings: what these show now.
        journal: of the change.
        progress: told what is going on.

    Returns:
        The hosts that could not be brought back; empty where all stand as before the change.
    """
    work = {host: each for host, each in prepared.items() if readings[host].at != "running"}
    # Taken back in the opposite order of the push, so that nothing points at what is gone already.
    failed = {
        host for host in reversed(list(work)) if not _undo_one(devices, work[host], readings[host], journal, progress)
    }
    failed |= _unsaved(devices, [host for host in prepared if host not in work], journal)
    after = read(devices, prepared)
    lost = tuple(host for host, each in after.items() if each.at != "running" or host in failed)
    for host in work:
        if host not in lost:
            journal.append(Event.UNDONE, host)
        elif host not in failed:
            journal.append(Event.UNDO_FAILED, host, why="shows something else afterwards")
    return lost


def save(devices: Devices, hosts: Sequence[str]) -> Mapping[str, Outcome[Pushed]]:
    """Let these devices keep what they show over a restart; nothing is typed."""
    return devices.push(dict.fromkeys(hosts, ()), save=True) if hosts else {}


def _unsaved(devices: Devices, hosts: Sequence[str], journal: Journal) -> set[str]:
    failed = {host: outcome for host, outcome in save(devices, hosts).items() if outcome.fault is not None}
    for host, outcome in failed.items():
        journal.append(Event.UNDO_FAILED, host, **_failure(outcome))
    return set(failed)


@dataclass(frozen=True, slots=True)
class _WayBack:
    steps: tuple[Step, ...] = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)


def _way_back(each: Prepared, reading: Reading) -> _WayBack | None:
    """Return a proven way from what a device shows to the running config of the plan, or None where there is none."""
    if reading.tree is None:
        return None
    if reading.at == "expected" and each.patch.proof.proven:
        return _WayBack(each.back(), each.secrets)
    try:
        back = build_patch(each.platform, reading.tree, each.running)
    except Exception:  # noqa: BLE001  whatever half a patch left on one device, the others are still taken back
        return None
    if not back.proof.proven:
        return None
    return _WayBack(revealed_steps(back.steps, back.secrets), tuple({*each.secrets, *back.secrets.values()}))


def _undo_one(devices: Devices, each: Prepared, reading: Reading, journal: Journal, progress: Progress) -> bool:
    host = each.host
    way = _way_back(each, reading)
    if way is None:
        why = "not read" if reading.tree is None else "no proven way back from what it shows"
        journal.append(Event.UNDO_FAILED, host, why=why)
        return False
    journal.append(Event.UNDO_STARTED, host)
    progress(_("{host}: rolling back").format(host=host))
    outcome = devices.push({host: way.steps}, save=True, secrets=way.secrets, back=True)[host]
    if outcome.fault is not None:
        journal.append(Event.UNDO_FAILED, host, **_failure(outcome))
    return outcome.fault is None
