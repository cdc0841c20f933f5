"""Trials: while a change is pushed and verified, a device with a timer of its own goes back unless netops confirms.

VRP 8 commits on trial, Comware 7 delays the commit, IOS reverts to its archive. Nothing is saved before the timers are
stopped, so that a device that was cut off comes back by itself, by its timer or by a restart. Devices without such a
timer are pushed as ever; the rollback of the change is what they have.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from netops.change.journal import Entry, Event, Journal
from netops.change.pushing import Devices, Prepared, Reading, failed, read, save
from netops.errors import Fault
from netops.platforms.session import TerminalProfile, Timer

TYPING = timedelta(seconds=60)
"""A timer that starts with the commit starts that much after the journal's entry, at most."""


def timer_of(each: Prepared) -> Timer | None:
    """Return the timer of a device's platform, None where it has none."""
    profile = each.platform.profile
    return profile.timer if isinstance(profile, TerminalProfile) else None


def guarded(prepared: Mapping[str, Prepared], readings: Mapping[str, Reading], seconds: int) -> Mapping[str, Prepared]:
    """Return the devices of a change, each with the time after which it goes back by itself.

    Args:
        prepared: the devices.
        readings: what they show before the push; some need a line in their config for their timer.
        seconds: how long a timer should run; a device that takes no such time gets the nearest. 0 for no timers.
    """
    return {host: replace(each, trial=_seconds(each, readings[host], seconds)) for host, each in prepared.items()}


def _seconds(each: Prepared, reading: Reading, seconds: int) -> int:
    timer = timer_of(each)
    if timer is None or reading.tree is None or seconds <= 0:
        return 0
    if not re.match(timer.releases, reading.release) or not re.search(timer.needs, reading.tree.format()):
        return 0
    return min(max(seconds, timer.least), timer.most)


def untold(prepared: Mapping[str, Prepared], readings: Mapping[str, Reading]) -> tuple[str, ...]:
    """Return the devices that have a timer and no command that shows whether one runs: Comware 7.

    One that somebody else started would take this change back with the rest, after it was verified. Whoever applies it is
    told to see that nobody else is at work there, as H3C's manual asks ("Configuring configuration commit delay").
    """
    return tuple(
        host
        for host, each in prepared.items()
        if (timer := timer_of(each)) and not timer.status and re.match(timer.releases, readings[host].release)
    )


def keep(devices: Devices, prepared: Mapping[str, Prepared], journal: Journal) -> tuple[Fault, ...]:
    """Stop the timers of what was verified, look once more, and save.

    The look afterwards is what counts: a timer may have expired right before it was stopped.

    Returns:
        What went wrong; empty where every device keeps the change.
    """
    tried = {host: each for host, each in prepared.items() if each.trial}
    if not tried:
        return ()
    faults = failed(devices.confirm(tuple(tried), save=False))
    faults = faults or tuple(
        each.fault or Fault("NET-CHG-068", {"host": host})
        for host, each in read(devices, tried).items()
        if each.at != "expected"
    )
    faults = faults or failed(save(devices, tuple(tried)))
    if not faults:
        for host in tried:
            journal.append(Event.TRIAL_KEPT, host)
    return faults


def abort(devices: Devices, prepared: Mapping[str, Prepared], journal: Journal) -> None:
    """Have devices whose timer runs go back at once, where they have a word for that.

    One that doesn't is taken back like any other: what it shows afterwards decides.
    """
    hosts = [host for host, each in prepared.items() if each.trial and (timer := timer_of(each)) and timer.abort]
    outcomes = devices.abort(hosts) if hosts else {}
    for host, outcome in outcomes.items():
        if outcome.fault is None:
            journal.append(Event.TRIAL_ABORTED, host)


def release(devices: Devices, prepared: Mapping[str, Prepared], lost: tuple[str, ...], journal: Journal) -> None:
    """Stop the timers that still run on devices that were taken back: else they wipe what people type in the meantime.

    A device that wasn't taken back keeps its timer, which is what brings it back. Where a session broke, any other stops
    its timer on Comware and IOS; on VRP 8 the timer ends with the session.
    """
    entries = journal.entries()
    begun = max((number for number, each in enumerate(entries) if each.event is Event.APPLY_STARTED), default=0)
    ended = set(lost) | {each.host for each in entries[begun:] if each.event is Event.TRIAL_ABORTED}
    hosts = [
        host
        for host, each in prepared.items()
        if each.trial and host not in ended and (timer := timer_of(each)) and timer.anywhere
    ]
    if hosts:
        devices.confirm(hosts, save=False, others=True)


def returning(prepared: Mapping[str, Prepared], lost: tuple[str, ...]) -> tuple[Fault, ...]:
    """Say which of the devices that could not be taken back have a timer that does it."""
    return tuple(
        Fault("NET-CHG-069", {"host": host, "seconds": prepared[host].trial}) for host in lost if prepared[host].trial
    )


def running(entries: tuple[Entry, ...], now: datetime | None = None) -> Mapping[str, datetime]:
    """Return host → until when its timer may still run, by what the journal says.

    Args:
        entries: of the change.
        now: the time, UTC; the clock's where None.
    """
    begun = [number for number, entry in enumerate(entries) if entry.event is Event.APPLY_STARTED]
    until: dict[str, datetime] = {}
    for entry in entries[begun[-1] :] if begun else ():
        if entry.event is Event.PUSH_STARTED and entry.detail.get("timer"):
            seconds = timedelta(seconds=int(str(entry.detail["timer"])))
            until[entry.host] = datetime.fromisoformat(entry.at) + seconds + TYPING
        elif entry.event in (Event.TRIAL_KEPT, Event.TRIAL_ABORTED):
            until.pop(entry.host, None)
    return {host: end for host, end in until.items() if end > (now or datetime.now(UTC))}
