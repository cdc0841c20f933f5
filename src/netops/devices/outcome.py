"""What comes back from a host: a value, or a fault with its kind. Failures are data here, never exceptions."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from netops.errors import Fault

T_co = TypeVar("T_co", covariant=True)


class Kind(StrEnum):
    """How a task ended on one host."""

    DONE = "done"
    UNREACHABLE = "unreachable"
    """Nothing answers at its address and port, or its name resolves to nothing."""
    REFUSED_KEY = "refused_key"
    """Its host key is unknown or isn't the recorded one."""
    WRONG_PASSWORD = "wrong_password"  # noqa: S105  (a kind of failure, not a password)
    TIMEOUT = "timeout"
    """It answered, then fell silent; nothing was changed."""
    REJECTED = "rejected"
    """It said no, or isn't the device that the inventory says; what was done by then is known."""
    DIALOG = "dialog"
    """It asked something that nobody expected; nothing was answered, and the session was closed."""
    UNKNOWN = "unknown"
    """Cut off while something was being changed: read it again before believing anything."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T_co]):
    """What one host gave.

    Attributes:
        host: its name in the inventory.
        kind: how it ended.
        value: what it gave; a push that failed still says how far it came.
        fault: what went wrong, None exactly when ``kind`` is ``done``.
    """

    host: str
    kind: Kind
    value: T_co | None = None
    fault: Fault | None = None

    @property
    def done(self) -> bool:
        """Whether all went well."""
        return self.kind is Kind.DONE


@dataclass(frozen=True, slots=True)
class Collected:
    """A running config as one host showed it.

    Attributes:
        text: all parts, each behind its marker line; holds the device's secrets.
        release: the software release that the device reported, as ``8.4.4``.
        at: when reading ended, UTC.
        hardware: the model that the device reported; empty where nobody asked.
    """

    text: str = field(repr=False)
    release: str
    at: datetime
    hardware: str = ""


@dataclass(frozen=True, slots=True)
class Pushed:
    """How far a push came.

    Attributes:
        done: steps' lines that the device took, a whole file counted as one; where the host's kind is ``unknown`` it
            is what was seen before the cut, and more may have been done.
        output: what the device answered besides repeating the lines, secrets hidden.
        saved: whether the device confirmed that it saved its config.
    """

    done: int
    output: str = ""
    saved: bool = False


@dataclass(frozen=True, slots=True)
class Ran:
    """One command that was run to its end.

    Attributes:
        command: as it was asked.
        status: exit status, 0-255.
        output: standard output, byte for byte.
        errors: standard error.
    """

    command: str
    status: int
    output: bytes = field(repr=False)
    errors: str = ""

    @property
    def text(self) -> str:
        """Standard output as text for people; bytes that aren't UTF-8 are shown as �."""
        return self.output.decode("utf-8", errors="replace")


class Question(Protocol):
    """One ping that a device is asked to send: `netops.intent.Probe`."""

    @property
    def host(self) -> str:
        """The device that asks."""

    @property
    def source(self) -> object:
        """Its own address that asks (IPv4)."""

    @property
    def destination(self) -> object:
        """The address that should, or should not, answer."""

    @property
    def expect(self) -> bool:
        """Whether an answer is expected."""

    @property
    def vrf(self) -> str | None:
        """The VRF that the ping is sent in; None for the global table."""

    @property
    def via(self) -> object:
        """The next hop that the device must use (IPv4); None where any will do."""


Q_co = TypeVar("Q_co", bound=Question, covariant=True)


@dataclass(frozen=True, slots=True)
class Probed(Generic[Q_co]):
    """What came of one probe.

    Attributes:
        probe: what was asked.
        answered: whether the destination answered; None where the device could not ask.
        why: why it could not ask.
        way: the next hop that the device uses, as it says; empty where it wasn't asked or has none.
    """

    probe: Q_co
    answered: bool | None
    why: str = ""
    way: str = ""

    @property
    def passed(self) -> bool:
        """Whether it came out as expected; what could not be asked never passes, whatever was expected."""
        return self.answered is self.probe.expect and self.on_its_way

    @property
    def on_its_way(self) -> bool:
        """Whether the device uses the next hop that it must use."""
        return self.probe.via is None or self.way == str(self.probe.via)

    @property
    def detail(self) -> str:
        """What was seen, for people."""
        probe = self.probe
        where = f" in VRF {probe.vrf}" if probe.vrf else ""
        path = f"{probe.host}{where}: {probe.source} → {probe.destination}"
        if self.answered is None:
            return f"{path} could not be asked: {self.why}"
        way = "" if probe.via is None else f" via {self.way or '?'}"
        due = "" if self.on_its_way else f" via {probe.via}"
        said = "answers" if self.answered else "no answer"
        return f"{path}{way} {said}, expected {'one' if probe.expect else 'none'}{due}"
