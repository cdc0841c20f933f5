"""One simulated device: its config, its flash, its timers, and who is logged in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from netops.lab.semantics import simulated
from netops.lab.semantics.core.model import Node
from netops.lab.simulation.clock import Clock, Timers
from netops.lab.simulation.faults import Faults
from netops.lab.simulation.vocabulary import first_words

FIRST_POINT, MOST_POINTS = 1000000001, 80
"""Source: NE V8R10, ``set configuration commit`` and ``clear configuration commit``."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """A device as it is put on the bench.

    Attributes:
        platform: netmiko's name of it.
        config: what it displays, running and saved; it holds the device's name.
        release: its software as the vendor writes it; "" for the one that the config tells of, or a usual one.
        model: its hardware as the vendor writes it; "" for a usual one.
        user: who may log in.
        password: with which password.
        enable: the password of the privileged mode, where a login doesn't have it at once (IOS, RGOS).
        public_key: a line of ``authorized_keys`` of who may log in without a password.
        banner: sent before the password is asked.
        greeting: displayed after the login, before the first prompt.
        prefix: stands before the prompt: ``HRP_M`` on the active of two firewalls, ``RBM_P`` on H3C's.
        encoding: of what it displays and takes: ``utf-8``, or ``gb18030`` on old devices.
        port: on which it listens; 0 for any that is free.
        faults: how it misbehaves from the start.
    """

    platform: str
    config: str
    release: str = ""
    model: str = ""
    user: str = "netops"
    password: str = field(default="netops", repr=False)
    enable: str = field(default="", repr=False)
    public_key: str = ""
    banner: str = ""
    greeting: str = ""
    prefix: str = ""
    encoding: str = "utf-8"
    port: int = 0
    faults: Faults = field(default_factory=Faults)


@dataclass(frozen=True, slots=True)
class Point:
    """A config that the device can go back to.

    Attributes:
        number: as the device counts them, newest highest.
        label: given by the user, or "".
        description: given by the user, or "".
        user: who made it.
        line: on which terminal line.
        at: when, seconds since 1970.
        root: the config then.
        before: the config before.
    """

    number: int
    label: str
    description: str
    user: str
    line: int
    at: float
    root: Node
    before: Node


@dataclass(slots=True)
class Trial:
    """A config on probation.

    Attributes:
        before: what comes back when nobody confirms.
        owner: the login that started it; None where any login may end it.
        persist: the word by which any login may end it, or "".
        points: how many points to go back to there were before.
    """

    before: Node
    owner: object
    persist: str
    points: int


class Box:
    """A device with power on.

    Attributes:
        simulated: how it was put on the bench.
        clock: its time.
        timers: what it will do by itself.
        faults: how it misbehaves now.
        device: the login of the system itself; logins of people are further ones.
        saved: the config that it would start with.
        saved_at: when it was saved, or None.
        words: what the lines of its first config begin with: it knows them.
        typed: every line that anybody typed, in order.
        files: name → text of the configs on its flash, the startup config aside.
        points: configs to go back to, oldest first.
        trial: the config that runs is on probation.
        booted: when it started.
        boots: how often it has started.
        when_down: called when it goes down: sessions end, nothing listens for so many seconds.
    """

    def __init__(self, simulated_as: Simulated, clock: Clock) -> None:
        self.simulated = simulated_as
        self.clock = clock
        self.timers = Timers(clock)
        self.faults = simulated_as.faults
        self.device = simulated(simulated_as.platform, simulated_as.config, simulated_as.release)
        self.saved = self.device.saved
        self.words = first_words(self.saved)
        self.saved_at: float | None = None
        self.typed: list[str] = []
        self.files: dict[str, str] = {}
        self.points: list[Point] = []
        self.trial: Trial | None = None
        self.booted = clock.now()
        self.boots = 1
        self.when_down: list[Callable[[float], None]] = []

    @property
    def root(self) -> Node:
        """The running config."""
        return self.device.committed

    @property
    def release(self) -> str:
        """Its software as the vendor writes it."""
        return self.device.platform.release

    @property
    def name(self) -> str:
        """Its name in prompts and displays."""
        return self.faults.hostname or self.device.name

    def settle(self) -> None:
        """Let happen what was due by now."""
        self.timers.settle()

    def running(self) -> str:
        """Return the running config as displayed, without the vendor's header."""
        self.settle()
        return self.device.running()

    def keep(self, running: Node) -> None:
        """Make another config the running one: a commit, or a way back. Logins see it at their next line."""
        self.device.adopt(running)
        self.device.saved = self.saved

    def go_back(self, text: str) -> None:
        """Run the config of a text."""
        self.keep(self.device.loaded(text))

    def start_trial(self, seconds: float, before: Node, owner: object = None, persist: str = "") -> None:
        """Put the running config on probation; what runs again at its end stays what it was when probation began."""
        if self.trial is None:
            self.trial = Trial(before, owner, persist, len(self.points))
        self.timers.start("trial", seconds, self.end_trial)

    def end_trial(self) -> None:
        """Go back to what ran before the probation: nobody confirmed, or somebody aborted."""
        self.timers.stop("trial")
        trial, self.trial = self.trial, None
        if trial is not None:
            del self.points[trial.points :]
            self.keep(trial.before)

    def confirm(self) -> bool:
        """End the probation well; tell whether there was one."""
        was, self.trial = self.trial is not None, None
        self.timers.stop("trial")
        return was

    def save(self, file: str = "") -> bool:
        """Save the running config for the next start, or to a file beside it; tell whether flash had room."""
        if self.faults.full:
            return False
        if file:
            self.files[file] = self.device.running()
        else:
            self.saved = self.device.saved = self.device.running()
            self.saved_at = self.clock.now()
        return True

    def reboot(self) -> None:
        """Start anew with the saved config: sessions end, and what wasn't saved is gone."""
        self.timers.due.clear()
        self.trial = None
        self.keep(self.device.loaded(self.saved))
        self.booted = self.clock.now()
        self.boots += 1
        for act in self.when_down:
            act(self.faults.boot)

    def point(self, before: Node, user: str, line: int) -> None:
        """Remember the running config as one to go back to. Source: NE V8R10, ``set configuration commit``: numbers."""
        number = self.points[-1].number + 1 if self.points else FIRST_POINT
        self.points.append(Point(number, "", "", user, line, self.clock.now(), self.root.copy(), before))
        del self.points[:-MOST_POINTS]
