"""How a task on one host ends early; the fleet turns it into data."""

from netops.devices.outcome import Kind, Pushed
from netops.errors import Fault


class Failure(Exception):
    """A host that failed; never leaves this room.

    Attributes:
        kind: how.
        fault: for people.
        pushed: how far a push had come.
    """

    def __init__(self, kind: Kind, fault: Fault, pushed: Pushed | None = None) -> None:
        self.kind = kind
        self.fault = fault
        self.pushed = pushed
        super().__init__(f"{kind}: {fault.code}")

    @classmethod
    def of(cls, kind: Kind, code: str, **values: object) -> "Failure":
        """Return the failure for one fault: ``raise Failure.of(Kind.TIMEOUT, "NET-DEV-046", host=…) from error``."""
        return cls(kind, Fault(code, values))
