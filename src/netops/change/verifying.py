"""Verification: the devices show what was planned, and traffic takes the way that it should take."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from netops.change.progress import Progress
from netops.change.pushing import Devices, Prepared, read
from netops.intent import Probe
from netops.language import translate as _


class Prober(Devices, Protocol):
    """Devices from which probes can be sent."""

    def probe(self, probes: Sequence[Probe]) -> Sequence["Probed"]:
        """Send each probe from its device, all devices side by side."""


class Probed(Protocol):
    """What came of one probe: `netops.devices.Probed`."""

    @property
    def probe(self) -> Probe:
        """What was asked."""

    @property
    def passed(self) -> bool:
        """Whether it came out as expected."""

    @property
    def detail(self) -> str:
        """What was seen, for people."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What verification saw.

    Attributes:
        devices: host → ``expected``, ``running``, ``other`` or ``unread``.
        probes: every probe with what was seen at the last try.
        seconds: how long it took until all was as it should be, or until patience ended.
    """

    devices: Mapping[str, str]
    probes: tuple[Probed, ...]
    seconds: float

    @property
    def passed(self) -> bool:
        """Whether every device shows the expected config and every probe came out as expected."""
        return all(at == "expected" for at in self.devices.values()) and all(each.passed for each in self.probes)

    def failures(self) -> tuple[str, ...]:
        """Say what isn't as it should be."""
        return (*self._devices(), *(each.detail for each in self.probes if not each.passed))

    def _devices(self) -> Iterator[str]:
        words = {
            "running": _("{host} shows the config from before the change"),
            "other": _("{host} shows neither the config from before the change nor the planned one"),
            "unread": _("{host} could not be read"),
        }
        return (words[at].format(host=host) for host, at in self.devices.items() if at != "expected")


def verify(
    devices: Prober,
    prepared: Mapping[str, Prepared],
    probes: Sequence[Probe],
    *,
    patience: float,
    progress: Progress,
    pause: float = 1.0,
) -> Verification:
    """Read every device again, then probe until all is well or patience ends.

    Args:
        devices: sessions to the devices of the change and of its probes.
        prepared: the devices of the change.
        probes: what is asked; each is asked until it comes out as expected.
        patience: seconds that routing is given to converge.
        progress: told how many probes are as expected.
        pause: seconds between two rounds of probes.
    """
    started = time.monotonic()
    shown = {host: each.at for host, each in read(devices, prepared).items()}
    progress(_("{count} devices read").format(count=len(shown)))
    results = _asked(devices, probes, _Rounds(started + patience, pause, progress))
    return Verification(shown, results, round(time.monotonic() - started, 1))


@dataclass(frozen=True, slots=True)
class _Rounds:
    """How long is asked: until the time ``end``, with a ``pause`` in seconds between two rounds."""

    end: float
    pause: float
    progress: Progress


def _asked(devices: Prober, probes: Sequence[Probe], rounds: _Rounds) -> tuple[Probed, ...]:
    """Ask until one round in which all were asked passes as a whole, or until time is up.

    What passed early doesn't count until it passes beside all others: a silence that is expected holds before routing
    has converged, and an answer may still have come over the old path.
    """
    results: dict[Probe, Probed] = {}
    waiting = list(probes)
    while waiting:
        for result in devices.probe(waiting):
            results[result.probe] = result
        failed = [each for each in waiting if not results[each].passed]
        passed = sum(each.passed for each in results.values())
        rounds.progress(_("{passed} of {count} probes as expected").format(passed=passed, count=len(probes)))
        if failed and time.monotonic() > rounds.end:
            break
        if failed:
            time.sleep(rounds.pause)
            waiting = failed
        else:
            waiting = [] if len(waiting) == len(probes) else list(probes)
    return tuple(results[each] for each in probes)
