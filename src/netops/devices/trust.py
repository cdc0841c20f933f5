"""Trust at first use: a host key that nobody has seen is written down, only where the person at the terminal asked for it."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import paramiko

from netops.language import translate as _

TRUST = "netops_trust"
"""Where Nornir's configuration (``user_defined``) holds what a login needs to write a key down."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Writes unseen host keys down and says so; one for the whole run.

    Attributes:
        say: tells the person at the terminal.
    """

    say: Callable[[str], None]
    _lock: Lock = field(default_factory=Lock, repr=False)

    def write(self, path: Path, host: str, name: str, key: paramiko.PKey) -> None:
        """Add the key to the file as ssh_known_hosts(5) has it, and say which one it was."""
        line = f"{name} {key.get_name()} {key.get_base64()}\n"
        with self._lock:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "a", encoding="utf-8") as file:
                file.write(line)
        words = _("{host}: trusted at first use: its host key {shown} is now in {path}; compare it with the console")
        self.say(words.format(host=host, shown=shown(key), path=path))


@dataclass(frozen=True, slots=True)
class FirstUse(paramiko.MissingHostKeyPolicy):
    """What paramiko asks about a key that isn't recorded. A key that differs from the recorded one never comes here."""

    trust: Trust
    path: Path
    host: str

    def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> None:
        """Write the key down and go on."""
        del client
        self.trust.write(self.path, self.host, hostname, key)


def shown(key: paramiko.PKey) -> str:
    """Return a key as people compare it: ``ssh-ed25519 SHA256:…``."""
    return f"{key.get_name()} {key.fingerprint}"
