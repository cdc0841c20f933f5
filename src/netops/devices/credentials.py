"""Who netops is to the devices: passwords and keys from the environment, the vault, a keyring or an agent.

A host's own variables win over its groups', as Ansible decides; then comes the keyring, then the environment. None of
them is written anywhere or shown (docs/credentials.md).
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from netops.errors import InputError, MissingPiece
from netops.inventory.hosts import Host
from netops.inventory.vault import SEALED, opened

PASSWORD = "NETOPS_PASSWORD"  # noqa: S105  (the name of a variable)
PASSWORD_FILE = "NETOPS_PASSWORD_FILE"  # noqa: S105  (the name of a variable)
ENABLE = "NETOPS_ENABLE_PASSWORD"
ENABLE_FILE = "NETOPS_ENABLE_PASSWORD_FILE"
KEY_FILE = "NETOPS_KEY_FILE"
PASSPHRASE = "NETOPS_KEY_PASSPHRASE"  # noqa: S105  (the name of a variable)
AGENT = "NETOPS_SSH_AGENT"
KEYRING = "NETOPS_KEYRING"

VAULTED = "ansible_password"
VAULTED_ENABLE = "ansible_become_password"
KEY_VARIABLES = ("ansible_ssh_private_key_file", "ansible_private_key_file")
PASSPHRASE_VARIABLES = ("ansible_ssh_private_key_passphrase", "ansible_private_key_passphrase")


@dataclass(frozen=True, slots=True)
class Login:
    """What one host is offered.

    Attributes:
        password: None where a key or the agent must do.
        enable: the password of the higher level (``enable``, ``super``); None where the user has that level at once.
        key_file: a private key.
        passphrase: of that key.
        agent: whether the keys of the running SSH agent are offered.
    """

    password: str | None = field(default=None, repr=False)
    enable: str | None = field(default=None, repr=False)
    key_file: Path | None = None
    passphrase: str | None = field(default=None, repr=False)
    agent: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to log in with."""
        return self.password is None and self.key_file is None and not self.agent


@dataclass(frozen=True, slots=True)
class Credentials:
    """What holds for every host that has nothing of its own.

    Attributes:
        password: None where each host must have one, or a key.
        enable: the password of the higher level.
        key_file: a private key.
        passphrase: of that key.
        agent: whether the keys of the running SSH agent are offered.
        keyring: service under which the keyring has passwords; None where it isn't asked.

    Example:
        >>> Credentials("correct horse", agent=True)
        Credentials(key_file=None, agent=True, keyring=None)
    """

    password: str | None = field(repr=False)
    enable: str | None = field(default=None, repr=False)
    key_file: Path | None = None
    passphrase: str | None = field(default=None, repr=False)
    agent: bool = False
    keyring: str | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None, *, required: bool = True) -> "Credentials":
        """Return what the variables of the environment say, or the first lines of the files that they name.

        Args:
            environment: the process' own where None.
            required: False where every host has something of its own from the inventory or its vault.

        Raises:
            InputError: NET-DEV-001 where nothing is set, NET-DEV-002 and 003 where a file gives nothing.
        """
        found = os.environ if environment is None else environment
        key = found.get(KEY_FILE)
        credentials = cls(
            password=_secret(found, PASSWORD, PASSWORD_FILE),
            enable=_secret(found, ENABLE, ENABLE_FILE),
            key_file=Path(key).expanduser() if key else None,
            passphrase=found.get(PASSPHRASE) or None,
            agent=found.get(AGENT, "") not in {"", "0"},
            keyring=found.get(KEYRING) or None,
        )
        if required and credentials.keyring is None and credentials.login({}).empty:
            raise InputError.of("NET-DEV-001")
        return credentials

    def of_host(self, variables: Mapping[str, object]) -> str | None:
        """Return the password for a host: its own where the inventory or its vault has one; no keyring is asked."""
        return _own(variables, VAULTED) or self.password

    def login(self, variables: Mapping[str, object], *, agent: bool = False) -> Login:
        """Return what a host with these variables is offered, but for the keyring."""
        key = _own(variables, *KEY_VARIABLES)
        return Login(
            password=self.of_host(variables),
            enable=_own(variables, VAULTED_ENABLE) or self.enable,
            key_file=Path(key).expanduser() if key else self.key_file,
            passphrase=_own(variables, *PASSPHRASE_VARIABLES) or self.passphrase,
            agent=agent or self.agent,
        )

    def offers(self, host: Host) -> bool:
        """Return whether there is anything to try at this host; no vault is opened and no keyring asked yet."""
        own = any(host.variables.get(name) for name in (VAULTED, *KEY_VARIABLES))
        return own or host.reach.agent or bool(self._keyring(host)) or not self.login({}).empty

    def login_for(self, host: Host) -> Login:
        """Return what a host is offered, its password from the keyring where that is asked.

        Raises:
            MissingPiece: NET-DEV-007 where the keyring can't be asked.
            InputError: NET-DEV-008 where it has no password, NET-INV-104 where the vault can't be opened.
        """
        found = self.login(host.variables, agent=host.reach.agent)
        service = self._keyring(host)
        if not service or host.variables.get(VAULTED):
            return found
        return Login(_from_keyring(service, host), found.enable, found.key_file, found.passphrase, found.agent)

    def _keyring(self, host: Host) -> str | None:
        return host.reach.keyring or self.keyring


def _own(variables: Mapping[str, object], *names: str) -> str | None:
    """Return the first of a host's variables that is set, out of the vault where it lies there.

    Raises:
        InputError: NET-INV-104 where the vault can't be opened.
    """
    value = next((variables[name] for name in names if variables.get(name)), None)
    if isinstance(value, dict):
        return opened(str(value.get(SEALED, "")))
    return str(value) if value is not None else None


def _from_keyring(service: str, host: Host) -> str:
    """Return the password of ``user@host``, else that of ``user``.

    The package is loaded here and nowhere else: who has no keyring needs none.
    """
    try:
        ask = import_module("keyring").get_password
        found = ask(service, f"{host.user}@{host.name}") or ask(service, str(host.user))
    except Exception as error:  # noqa: BLE001 (every system's keyring fails in its own way; a message may carry anything)
        detail = "the package keyring isn't installed" if isinstance(error, ImportError) else type(error).__name__
        raise MissingPiece.of("NET-DEV-007", host=host.name, detail=detail) from None
    if not found:
        raise InputError.of("NET-DEV-008", host=host.name, user=host.user, service=service)
    return str(found)


def _secret(environment: Mapping[str, str], variable: str, file_variable: str) -> str | None:
    if environment.get(variable):
        return environment[variable]
    path = environment.get(file_variable)
    return _first_line(Path(path).expanduser(), file_variable) if path else None


def _first_line(path: Path, variable: str) -> str:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        detail = (error.strerror or type(error).__name__) if isinstance(error, OSError) else "not UTF-8"
        # From None: a decoding error carries the bytes of the file, which are the secret.
        raise InputError.of("NET-DEV-002", str(path), variable=variable, detail=detail) from None
    if not lines or not lines[0]:
        raise InputError.of("NET-DEV-003", str(path), variable=variable)
    return lines[0]
