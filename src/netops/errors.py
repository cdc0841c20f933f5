"""Every failure that netops reports to a person.

NetopsError             exit 1   one or many faults, raised together
├── InputError          exit 1   what people wrote is wrong: inventory, arguments, files
├── MissingPiece        exit 1   a package, a file or a service that this machine lacks
├── DeviceError         exit 1   a device was not reached, or refused
└── Refused             exit 3   netops will not do this: unapproved, unproven, changed since the plan, a lockout

A fault has a code (``NET-INV-014``), a place (``path:line``), what is wrong and what would be right. Its words
stand in ``errors.yml``, one entry a code, so that they can be reviewed, translated and documented in one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from netops.language import translate

TABLE = Path(__file__).parent / "errors.yml"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one code, with ``{placeholders}``: what is wrong, what would be right."""

    what: str
    right: str


@cache
def wordings() -> Mapping[str, Wording]:
    """Return the words of every code, in the order of ``errors.yml``."""
    loaded = yaml.load(TABLE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {code: Wording(entry["what"], entry["right"]) for code, entry in loaded.items()}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, with its place.

    Attributes:
        code: ``NET-<ROOM>-<NNN>``, an entry of ``errors.yml``.
        values: what fills the placeholders of the wording. Never a secret.
        path: the file as the user named it, or None where the fault is in no file.
        line: 1-based, or None where the file as a whole is meant.

    Example:
        >>> print(Fault("NET-INV-001", {"detail": "unexpected end"}, "inventory/network.yml", 3))
        inventory/network.yml:3: NET-INV-001 this is not readable YAML: unexpected end
          right: mend the syntax at this line; every other fault of the file is reported after that
    """

    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    path: str | None = None
    line: int | None = None

    @property
    def what(self) -> str:
        """What is wrong, in the language of this process."""
        return translate(wordings()[self.code].what).format(**self.values)

    @property
    def right(self) -> str:
        """What would be right, in the language of this process."""
        return translate(wordings()[self.code].right).format(**self.values)

    @property
    def place(self) -> str:
        """``path:line``, ``path``, or nothing."""
        if self.path is None:
            return ""
        return self.path if self.line is None else f"{self.path}:{self.line}"

    def __str__(self) -> str:
        """Return the two lines that a person reads."""
        head = f"{self.place}: " if self.place else ""
        tail = f"\n  {translate('right')}: {self.right}" if self.right else ""
        return f"{head}{self.code} {self.what}{tail}"

    def as_dict(self) -> dict[str, object]:
        """Return the fault for ``--json``."""
        return {"code": self.code, "path": self.path, "line": self.line, "what": self.what, "right": self.right}


class NetopsError(Exception):
    """What netops reports instead of a traceback.

    Args:
        faults: at least one; all that were found together.
    """

    exit_code = 1

    def __init__(self, *faults: Fault) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))

    @classmethod
    def of(cls, code: str, path: str | None = None, line: int | None = None, **values: object) -> NetopsError:
        """Return the error for one fault: ``raise Refused.of("NET-CHG-003", change="x") from error``."""
        return cls(Fault(code, values, path, line))


class InputError(NetopsError):
    """What people wrote is wrong: inventory, arguments, files."""


class MissingPiece(NetopsError):
    """A package, a file or a service that this machine lacks."""


class DeviceError(NetopsError):
    """A device was not reached, or refused what was asked."""


class Refused(NetopsError):
    """Netops will not do this; nothing was changed."""

    exit_code = 3


def raise_all(faults: Iterable[Fault], error: type[NetopsError] = InputError) -> None:
    """Raise ``error`` with every fault, ordered by place; do nothing when there is none."""
    found = sorted(set(map(_hashable, faults)))
    if found:
        raise error(*(Fault(code, dict(values), path or None, line or None) for path, line, code, values in found))


def _hashable(fault: Fault) -> tuple[str, int, str, tuple[tuple[str, str], ...]]:
    values = tuple(sorted((name, str(value)) for name, value in fault.values.items()))
    return (fault.path or "", fault.line or 0, fault.code, values)
