"""A fleet: the hosts of one job, each logged in once, worked on side by side."""

import logging
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypedDict, TypeVar, Unpack

from nornir.core import Nornir
from nornir.core.configuration import Config
from nornir.core.inventory import Host as NornirHost
from nornir.core.inventory import Inventory as NornirInventory
from nornir.core.plugins.connections import ConnectionPluginRegister
from nornir.core.plugins.runners import RunnerPlugin
from nornir.core.processor import Processor
from nornir.core.task import Task
from nornir.plugins.runners import SerialRunner, ThreadedRunner
from nornir_netmiko.connections import Netmiko

from netops.config import Step
from netops.devices.credentials import Credentials, Login
from netops.devices.failure import Failure
from netops.devices.inventory import HostList, nornir_inventory
from netops.devices.login import CONNECTION, has_telnet, secrets, warnings
from netops.devices.outcome import Collected, Kind, Outcome, Probed, Pushed, Question, Ran
from netops.devices.processing import Ended, Journal, Progress, Record, Report, outcome_of
from netops.devices.record import SessionLog
from netops.devices.redaction import Redactor
from netops.devices.session import ShellSession
from netops.devices.state import state_of
from netops.devices.state_reading import Read
from netops.devices.tasks import AnySession, abort, allowed, back_to, check, collect, confirm, ping, push, run_read
from netops.devices.terminal_push import Wish
from netops.devices.terminal_session import TerminalSession
from netops.devices.trust import TRUST, Trust
from netops.errors import Fault, MissingPiece, NetopsError, Refused, raise_all
from netops.inventory.hosts import Host
from netops.language import translate as _
from netops.platforms import get_platform, platform_names
from netops.platforms.session import ShellProfile, TerminalProfile

T = TypeVar("T")
Q = TypeVar("Q", bound=Question)
Sessions = Mapping[str, AnySession]

RUNNERS: Mapping[str, type[RunnerPlugin]] = {"serial": SerialRunner, "threaded": ThreadedRunner}
"""Nornir's own, by the names of their entry points. To look through those of all packages takes as long as a login."""

# Nornir logs a traceback for every failed task, on standard error where nobody listens; failures are data here.
logging.getLogger("nornir").addHandler(logging.NullHandler())


def quiet(_message: str) -> None:
    """Report to nobody."""


class OpenOptions(TypedDict, total=False):
    """How a fleet is worked on; each may be left out.

    Attributes:
        workers: hosts at a time, so also logins at a time; 8. At 1 one after the other in this thread. OpenSSH turns
            logins away at random from the tenth unfinished one (sshd_config(5), MaxStartups): stay below ten where one
            relay stands before many devices.
        runner: name of a runner among Nornir's entry points (``nornir.plugins.runners``); by the workers where empty.
        progress: told what is going on, a short line at a time, never by two threads at once.
        record: a file to which the sessions are recorded, secrets hidden; None for no record.
        trust: write unseen host keys down and say so, in place of refusing them.
        journal: told how each task ended on each host.
    """

    workers: int
    runner: str
    progress: Report
    record: Path | None
    trust: bool
    journal: Callable[[Ended], None]


@dataclass(frozen=True, slots=True)
class Fleet:
    """Open sessions to some hosts; a context manager.

    Made by `Fleet.open`. Every method returns one outcome a host and raises for nothing that a device does or is.
    """

    _nornir: Nornir
    _sessions: Sessions
    _report: Report
    _order: tuple[str, ...]
    _failures: Mapping[str, Failure]
    _watching: tuple[Processor, ...] = ()
    _told: dict[str, str] = field(default_factory=dict)

    @classmethod
    def open(
        cls,
        inventory: HostList,
        hosts: Iterable[str],
        *,
        credentials: Credentials,
        **options: Unpack[OpenOptions],
    ) -> "Fleet":
        """Log in to these hosts; one that can't be reached is a failed outcome of whatever is asked of it later.

        Args:
            inventory: what was loaded.
            hosts: names of its hosts.
            credentials: who netops is to them.
            options: how the fleet is worked on, see `OpenOptions`.

        Raises:
            InputError: NET-DEV-004 a host that the inventory doesn't have, NET-DEV-001 no host has anything to log in
                with.
        """
        names = tuple(dict.fromkeys(hosts))
        raise_all(_faults(inventory, names, credentials))
        report = _one_at_a_time(options.get("progress", quiet))
        logins, failures = _logins(inventory, names, credentials)
        for line in (line for name in logins for line in warnings(inventory.hosts[name])):
            report(line)
        nornir = _nornir(nornir_inventory(inventory, logins), options, report)
        log = SessionLog(options.get("record"))
        sessions = {name: _session(nornir, host, log) for name, host in nornir.inventory.hosts.items()}
        order = tuple(name for name in inventory.hosts if name in names)
        fleet = cls(nornir, sessions, report, order, failures, _watchers(options, log))
        for name, outcome in fleet._run(_("log in"), names, lambda session: session.open()).items():
            if outcome.fault is not None and name in sessions:
                sessions[name].failed = Failure(outcome.kind, outcome.fault)
        return fleet

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every session; locks that were held go with them."""
        for session in self._sessions.values():
            session.close()

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names of the hosts, in the order of the inventory."""
        return self._order

    def collect(self, hosts: Sequence[str] | None = None) -> Mapping[str, Outcome[Collected]]:
        """Read the running configs, all parts in the form that `netops.config.parse` takes.

        Args:
            hosts: all of the fleet where None.
        """
        return self._run(_("collect"), hosts, collect)

    def push(
        self,
        work: Mapping[str, tuple[Step, ...]],
        *,
        save: bool = True,
        secrets: Iterable[str] = (),
        trial: int | None = None,
        label: str = "",
        back: bool = False,
    ) -> Mapping[str, Outcome[Pushed]]:
        """Push each host's steps; a host stops at the first thing that it refuses. Nothing is ever sent twice.

        A host on which the timer of an earlier push may run takes no other push: that timer would take it back, too.

        Args:
            work: host → its steps, secrets put back.
            save: make what a host took wholly its startup config too. A host that refused something isn't saved.
            secrets: values in the steps that no log and no message may show, besides those at known places.
            trial: seconds after which a host goes back by itself unless `confirm` comes; nothing is saved before that. A
                host whose platform has no such timer fails, and nothing is typed there.
            label: name of the config that the push leads to, for `back_to`, where the platform has rollback points.
            back: the steps take a push with a timer back. They are typed, and what they lead to is saved, while that timer
                runs; it is set anew before them and stands guard, until `confirm` stops it.
        """
        wish = Wish(save, trial, label, back)
        known = tuple(secrets)
        for name in work.keys() & self._sessions.keys():
            session = self._sessions[name]
            session.redactor = session.redactor.also(known, ())
        return self._run(_("push"), tuple(work), lambda session: push(session, work[session.name], wish))

    def confirm(
        self, hosts: Sequence[str], *, save: bool = True, others: bool = False
    ) -> Mapping[str, Outcome[Pushed]]:
        """Keep what was pushed with a timer.

        Args:
            hosts: those where it runs.
            save: make it the startup config too.
            others: a timer that another session started is stopped, too, where the platform lets one.
        """
        return self._run(_("confirm"), hosts, lambda session: confirm(session, save_too=save, others=others))

    def abort(self, hosts: Sequence[str]) -> Mapping[str, Outcome[Pushed]]:
        """Take back what was pushed with a timer, at once or, on a platform without a word for that, in a minute."""
        return self._run(_("abort"), hosts, abort)

    def back_to(self, label: str, hosts: Sequence[str]) -> Mapping[str, Outcome[Pushed]]:
        """Bring running configs back to what the push with that label led to; nothing is saved."""
        return self._run(_("go back"), hosts, lambda session: back_to(session, label))

    def save(self, hosts: Sequence[str]) -> Mapping[str, Outcome[Pushed]]:
        """Make running configs startup configs; no line is typed."""
        return self._run(_("save"), hosts, lambda session: push(session, (), Wish()))

    def probe(self, probes: Sequence[Q]) -> tuple[Probed[Q], ...]:
        """Send each probe from its device, all devices side by side; the results stand in the order of the probes."""
        by_host: dict[str, list[Q]] = {}
        for probe in probes:
            by_host.setdefault(probe.host, []).append(probe)
        results = {host: iter(_probed(outcome, by_host[host])) for host, outcome in self.ping(by_host).items()}
        return tuple(next(results[probe.host]) for probe in probes)

    def ping(self, probes: Mapping[str, Sequence[Q]]) -> Mapping[str, Outcome[tuple[Probed[Q], ...]]]:
        """Send each host's probes from it, side by side."""
        return self._run(_("probe"), tuple(probes), lambda session: ping(session, probes[session.name]))

    def check(self, hosts: Sequence[str] | None = None) -> Mapping[str, Outcome[tuple[Ran, ...]]]:
        """Ask each device whether it does what its config says, by the platform's own read-only checks."""
        return self._run(_("check"), hosts, check)

    def state(self, table: str, hosts: Sequence[str] | None = None) -> Mapping[str, Outcome[Read]]:
        """Ask each device for a table of its state, as ``routes``: the keys of `netops.devices.state_rows.ROWS`."""
        return self._run(_("state"), hosts, lambda session: state_of(session, table))

    def run_read(
        self, commands: Sequence[str], hosts: Sequence[str] | None = None
    ) -> Mapping[str, Outcome[tuple[Ran, ...]]]:
        """Run read-only commands that the platform allows, as ``show bgp summary``.

        Raises:
            Refused: NET-DEV-050 where one isn't on a platform's list; nothing was asked of any device.
        """
        chosen = self.hosts if hosts is None else tuple(hosts)
        profiles = {name: self._sessions[name].profile for name in chosen if name in self._sessions}
        refused = [
            Fault("NET-DEV-050", {"host": name, "command": command})
            for name, profile in profiles.items()
            for command in commands
            if allowed(profile, command) is None
        ]
        raise_all(refused, Refused)
        return self._run(_("read"), chosen, lambda session: run_read(session, commands))

    def _run(self, what: str, hosts: Sequence[str] | None, work: Callable[[AnySession], T]) -> dict[str, Outcome[T]]:
        chosen = set(self.hosts if hosts is None else hosts)
        unknown = chosen - set(self.hosts)
        if unknown:
            raise KeyError(f"not in this fleet: {', '.join(sorted(unknown))}")
        before = {name: failure for name, failure in self._failures.items() if name in chosen}
        watching: list[Processor] = [Progress(self._report, before, self._told), *self._watching]
        nornir = self._nornir.filter(filter_func=lambda host: host.name in chosen).with_processors(watching)
        task = partial(_task, sessions=self._sessions, work=work)
        results = nornir.run(task=task, name=what, on_failed=True)
        return {
            name: _failed(name, before[name]) if name in before else outcome_of(name, results[name])
            for name in self.hosts
            if name in chosen
        }


def _failed(name: str, failure: Failure) -> Outcome[Any]:
    return Outcome(name, failure.kind, failure.pushed, failure.fault)


def _watchers(options: OpenOptions, log: SessionLog) -> tuple[Processor, ...]:
    note = options.get("journal")
    return (*((Record(log),) if log.path else ()), *((Journal(note),) if note else ()))


def _faults(inventory: HostList, names: Sequence[str], credentials: Credentials) -> Iterable[Fault]:
    known = [inventory.hosts[name] for name in names if name in inventory.hosts]
    for name in names:
        if name not in inventory.hosts:
            yield Fault("NET-DEV-004", {"host": name}, str(inventory.root / "hosts.yml"))
    if known and not any(credentials.offers(host) for host in known):
        yield Fault("NET-DEV-001")


def _logins(
    inventory: HostList, names: Sequence[str], credentials: Credentials
) -> tuple[dict[str, Login], dict[str, Failure]]:
    """Return what each host is offered, and why nobody can log in to the others; nothing is sent to any of them yet."""
    logins: dict[str, Login] = {}
    failures: dict[str, Failure] = {}
    for name in names:
        try:
            logins[name] = _login_for(inventory.hosts[name], credentials)
        except Failure as failure:
            failures[name] = failure
    return logins, failures


def _login_for(host: Host, credentials: Credentials) -> Login:
    if host.platform not in platform_names() or get_platform(host.platform).profile is None:
        raise Failure.of(Kind.REJECTED, "NET-DEV-005", host=host.name, platform=host.platform)
    if not host.user:
        raise Failure.of(Kind.REJECTED, "NET-DEV-006", host=host.name)
    if host.reach.telnet and not has_telnet(get_platform(host.platform).session):
        raise Failure.of(Kind.REJECTED, "NET-DEV-009", host=host.name, platform=host.platform)
    try:
        login = credentials.login_for(host)
    except NetopsError as error:
        raise Failure(Kind.WRONG_PASSWORD, error.faults[0]) from error
    if login.empty:
        raise Failure.of(Kind.WRONG_PASSWORD, "NET-DEV-001")
    return login


def _nornir(inventory: NornirInventory, options: OpenOptions, report: Report) -> Nornir:
    # Made by hand, not by InitNornir, which would set up logging for the whole process and write nornir.log.
    # The one plugin that is used is named: to look for all would load those of every package, longer than a login takes.
    ConnectionPluginRegister.register(CONNECTION, Netmiko)
    own = {TRUST: Trust(report)} if options.get("trust") else {}
    made = runner(options.get("workers", 8), options.get("runner", ""))
    return Nornir(inventory=inventory, config=Config(user_defined=own), runner=made)


def runner(workers: int, name: str = "") -> RunnerPlugin:
    """Return one of Nornir's runners by its entry point: ``serial`` for one host at a time, else ``threaded``.

    Raises:
        MissingPiece: NET-DEV-023 where no package brings a runner of that name.

    Example:
        >>> type(runner(1)).__name__, runner(8).num_workers, type(runner(8, "serial")).__name__
        ('SerialRunner', 8, 'SerialRunner')
    """
    chosen = name or ("serial" if workers <= 1 else "threaded")
    found = RUNNERS.get(chosen) or _brought(chosen)
    return found() if chosen == "serial" else found(num_workers=workers)


def _brought(name: str) -> type[RunnerPlugin]:
    """Return a runner that another package brings."""
    known = {each.name: each for each in entry_points(group="nornir.plugins.runners")}
    if name not in known:
        raise MissingPiece.of("NET-DEV-023", runner=name, known=", ".join(sorted(known)))
    brought: type[RunnerPlugin] = known[name].load()
    return brought


def _session(nornir: Nornir, host: NornirHost, log: SessionLog) -> AnySession:
    platform = get_platform(str(host.platform))
    patterns = tuple(each.find for each in platform.rulebook.secrets)
    redactor = Redactor(secrets(host), patterns)
    match platform.session:
        case ShellProfile() as profile:
            return ShellSession(host, nornir.config, log, redactor, profile.patience, profile=profile)
        case TerminalProfile() as profile:
            part = platform.rulebook.part("")
            return TerminalSession(host, nornir.config, log, redactor, profile.patience, profile=profile, part=part)


def _one_at_a_time(report: Report) -> Report:
    lock = threading.Lock()

    def locked(message: str) -> None:
        with lock:
            report(message)

    return locked


def _task(task: Task, *, sessions: Sessions, work: Callable[[AnySession], Any]) -> Outcome[Any]:
    """Do the work on one host: what Nornir runs."""
    session = sessions[task.host.name]
    try:
        if session.failed is not None:
            raise session.failed
        return Outcome(session.name, Kind.DONE, work(session))
    except Failure as failure:
        return _failed(session.name, failure)


def _probed(outcome: Outcome[tuple[Probed[Q], ...]], asked: Sequence[Q]) -> Sequence[Probed[Q]]:
    if outcome.value is not None:
        return outcome.value
    why = outcome.fault.what if outcome.fault else str(outcome.kind)
    return [Probed(probe, None, why) for probe in asked]
