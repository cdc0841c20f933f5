"""What watches a task on its way through the fleet, as Nornir's processors: progress, journal and session log.

A processor decides nothing: it is told when a task starts and ends on a host, and passes that on. It never sees what a
device answered, only how the task ended, so that no secret can come this way.
"""

import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nornir.core.inventory import Host
from nornir.core.task import AggregatedResult, MultiResult, Task

from netops.devices.failure import Failure
from netops.devices.outcome import Kind, Outcome
from netops.devices.record import SessionLog
from netops.errors import Fault
from netops.language import translate as _

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a task ended on one host.

    Attributes:
        host: its name.
        task: ``collect``, ``push`` and the others, in the language of this process.
        kind: how it ended.
        code: of the fault; empty where all went well.
        started: UTC.
        seconds: how long it took.
    """

    host: str
    task: str
    kind: Kind
    code: str
    started: datetime
    seconds: float


def outcome_of(name: str, result: MultiResult) -> Outcome[Any]:
    """Return what came of a host's task, an exception of netops itself included."""
    found = result[0]
    if isinstance(found.result, Outcome):
        return found.result
    # A fault of netops itself. Its text may hold anything, so only its kind and place are told.
    error = found.exception
    frames = traceback.extract_tb(error.__traceback__) if error else []
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "-"
    fault = Fault("NET-DEV-099", {"host": name, "detail": f"{type(error).__name__} at {where}"})
    return Outcome(name, Kind.UNKNOWN, None, fault)


@dataclass
class Watching:
    """What Nornir calls; each does nothing until a processor says what it wants to hear."""

    def task_started(self, task: Task) -> None:
        """Hear that a task starts."""

    def task_completed(self, task: Task, result: AggregatedResult) -> None:
        """Hear that a task has ended on every host."""

    def task_instance_started(self, task: Task, host: Host) -> None:
        """Hear that a task starts on a host."""

    def task_instance_completed(self, task: Task, host: Host, result: MultiResult) -> None:
        """Hear that a task has ended on a host."""

    def subtask_instance_started(self, task: Task, host: Host) -> None:
        """Hear that a part of a task starts on a host; netops' tasks have none."""

    def subtask_instance_completed(self, task: Task, host: Host, result: MultiResult) -> None:
        """Hear that a part of a task has ended on a host; netops' tasks have none."""


@dataclass
class Progress(Watching):
    """Tells people which hosts failed and how many did well.

    Attributes:
        report: told a line at a time.
        before: hosts of this task that failed before anybody asked them.
        told: host → what was told of it last. One that nobody could log in to fails in every task, and is told of once.
    """

    report: Report
    before: Mapping[str, Failure]
    told: dict[str, str] = field(default_factory=dict)
    _started: float = field(default_factory=time.monotonic)

    def task_started(self, task: Task) -> None:
        """Tell of the hosts that nobody can ask."""
        for name, failure in self.before.items():
            self._tell(name, task, failure.fault)

    def task_instance_completed(self, task: Task, host: Host, result: MultiResult) -> None:
        """Tell of a host that failed."""
        fault = outcome_of(host.name, result).fault
        if fault is not None:
            self._tell(host.name, task, fault)

    def _tell(self, name: str, task: Task, fault: Fault) -> None:
        if self.told.get(name) != fault.what:
            self.told[name] = fault.what
            self.report(f"{name}: {task.name}: {fault.what}")

    def task_completed(self, task: Task, result: AggregatedResult) -> None:
        """Tell how many did well."""
        well = sum(outcome_of(name, each).done for name, each in result.items())
        number, seconds = len(result) + len(self.before), f"{time.monotonic() - self._started:.1f}"
        words = _("{what}: {well} of {number} devices, {seconds} s")
        self.report(words.format(what=task.name, well=well, number=number, seconds=seconds))


@dataclass
class Journal(Watching):
    """Passes on how each task ended on each host, for whoever keeps a journal.

    Attributes:
        note: told of each end, maybe by several threads at once.
    """

    note: Callable[[Ended], None]
    _started: dict[str, datetime] = field(default_factory=dict)

    def task_instance_started(self, task: Task, host: Host) -> None:
        """Remember when."""
        del task
        self._started[host.name] = datetime.now(UTC)

    def task_instance_completed(self, task: Task, host: Host, result: MultiResult) -> None:
        """Pass on how it ended."""
        outcome, started = outcome_of(host.name, result), self._started[host.name]
        code = outcome.fault.code if outcome.fault else ""
        seconds = (datetime.now(UTC) - started).total_seconds()
        self.note(Ended(host.name, str(task.name), outcome.kind, code, started, seconds))


@dataclass
class Record(Watching):
    """Writes into the session log where a task starts and ends, so that its lines can be told from those of the next.

    Attributes:
        log: where the lines themselves are written by the sessions, secrets hidden.
    """

    log: SessionLog

    def task_instance_started(self, task: Task, host: Host) -> None:
        """Write that it starts."""
        self.log.noted(host.name, str(task.name))

    def task_instance_completed(self, task: Task, host: Host, result: MultiResult) -> None:
        """Write how it ended, by the fault's code: its words repeat what the device said."""
        outcome = outcome_of(host.name, result)
        code = f" {outcome.fault.code}" if outcome.fault else ""
        self.log.noted(host.name, f"{task.name}: {outcome.kind}{code}")
