"""Time as the simulated devices see it: the machine's, and what a test puts on top."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Clock:
    """A clock that can be put forward, so that a trial timer of ten minutes expires at once.

    Attributes:
        source: where real time comes from, seconds since 1970.
        ahead: seconds that were put on top.

    Example:
        >>> clock = Clock(lambda: 100.0)
        >>> clock.advance(60)
        >>> clock.now()
        160.0
    """

    source: Callable[[], float] = time.time
    ahead: float = 0.0

    def now(self) -> float:
        """Return the time, seconds since 1970."""
        return self.source() + self.ahead

    def advance(self, seconds: float) -> None:
        """Put the clock forward; what was due by then happens as soon as a device is looked at."""
        self.ahead += seconds


@dataclass(slots=True)
class Timers:
    """What a device will do by itself, each under a name: a timer that is started again counts anew.

    A timer isn't run by a thread: ``settle`` does all that is due, in order, and whoever looks at the device settles
    it first. So nobody can see a device on which a timer is late.
    """

    clock: Clock
    due: dict[str, tuple[float, Callable[[], None]]] = field(default_factory=dict)

    def start(self, name: str, seconds: float, act: Callable[[], None]) -> None:
        """Have something done after so many seconds."""
        self.due[name] = (self.clock.now() + seconds, act)

    def stop(self, name: str) -> bool:
        """Forget a timer; tell whether it was running."""
        return self.due.pop(name, None) is not None

    def left(self, name: str) -> float | None:
        """Return the seconds until a timer expires; None where it isn't running."""
        return self.due[name][0] - self.clock.now() if name in self.due else None

    def settle(self) -> None:
        """Do what is due."""
        while True:
            ready = [(at, name) for name, (at, _) in self.due.items() if at <= self.clock.now()]
            if not ready:
                return
            _, act = self.due.pop(min(ready)[1])
            act()
