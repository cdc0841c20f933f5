"""Who netops is to the devices: a password from the environment, a file or the vault, shown nowhere."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from netops.errors import InputError

PASSWORD = "NETOPS_PASSWORD"  # noqa: S105  (the name of a variable)
PASSWORD_FILE = "NETOPS_PASSWORD_FILE"  # noqa: S105  (the name of a variable)
VAULTED = "ansible_password"


@dataclass(frozen=True, slots=True)
class Credentials:
    """The password of the inventory's users.

    Attributes:
        password: for every host that has no ``ansible_password`` of its own; None where each must have one.

    Example:
        >>> Credentials("correct horse")
        Credentials()
    """

    password: str | None = field(repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None, *, required: bool = True) -> "Credentials":
        """Return what ``NETOPS_PASSWORD`` says, or the first line of the file that ``NETOPS_PASSWORD_FILE`` names.

        Args:
            environment: the process' own where None.
            required: False where every host has an ``ansible_password`` from the inventory or its vault.

        Raises:
            InputError: NET-DEV-001 where neither is set, NET-DEV-002 and 003 where the file gives nothing.
        """
        found = os.environ if environment is None else environment
        if found.get(PASSWORD):
            return cls(found[PASSWORD])
        if found.get(PASSWORD_FILE):
            return cls(_first_line(Path(found[PASSWORD_FILE])))
        if required:
            raise InputError.of("NET-DEV-001")
        return cls(None)

    def of_host(self, variables: Mapping[str, object]) -> str | None:
        """Return the password for a host: its own where the inventory or its vault has one."""
        own = variables.get(VAULTED)
        return str(own) if own else self.password


def _first_line(path: Path) -> str:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        detail = (error.strerror or type(error).__name__) if isinstance(error, OSError) else "not UTF-8"
        # From None: a decoding error carries the bytes of the file, which are the secret.
        raise InputError.of("NET-DEV-002", str(path), detail=detail) from None
    if not lines or not lines[0]:
        raise InputError.of("NET-DEV-003", str(path))
    return lines[0]
