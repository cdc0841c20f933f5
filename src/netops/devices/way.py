"""The way to a device through other machines, as ssh_config(5) names it: ``ProxyJump`` and ``ProxyCommand``.

OpenSSH itself walks it, with its own keys and its own checks of the jump host's key; netops only speaks through what it
opens. Nothing else is taken from the file: address, port, user and keys of a device are the inventory's.
"""

import os
import select
import shlex
import time
from contextlib import suppress
from pathlib import Path
from threading import Lock

import paramiko
from nornir.core.inventory import Host

from netops.devices.failure import Failure
from netops.devices.outcome import Kind

SAID = 300
"""Characters of OpenSSH's complaint that a message repeats."""
ENDING = 1.0
"""Seconds that a program which has said its last word gets to end by itself, so that its status is known."""


def proxy_command(path: Path, host: Host) -> str | None:
    """Return the command that opens the way to a host, or None where the file has none for it.

    Raises:
        Failure: NET-DEV-019 where the file can't be read.
    """
    try:
        # The port of the inventory stands first, so that %p is that one; in this file the first word holds.
        config = paramiko.SSHConfig.from_text(f"Host *\n  Port {host.port}\n{path.read_text(encoding='utf-8')}")
        found = config.lookup(str(host.hostname))
    except (OSError, UnicodeDecodeError, paramiko.SSHException, ImportError, ValueError) as error:
        detail = getattr(error, "strerror", None) or type(error).__name__
        raise Failure.of(Kind.UNREACHABLE, "NET-DEV-019", host=host.name, path=path, detail=detail) from None
    if found.get("proxycommand", "none") != "none":
        return str(found["proxycommand"])
    if found.get("proxyjump", "none") == "none":
        return None
    return _jump(path, str(found["proxyjump"]).split(","), f"{found['hostname']}:{host.port}")


def _jump(path: Path, hops: list[str], target: str) -> str:
    """Return OpenSSH's command for some hops, the nearest first.

    BatchMode: nobody sits at this ssh, so that it fails where it would ask.

    Example:
        >>> _jump(Path("ssh_config"), ["gate", "inner:2222"], "10.250.0.11:22")
        'ssh -F ssh_config -o BatchMode=yes -J gate -W 10.250.0.11:22 -p 2222 inner'
    """
    *nearer, last = (hop.strip() for hop in hops)
    machine, _colon, port = last.partition(":")
    words = ["ssh", "-F", str(path), "-o", "BatchMode=yes"]
    words += ["-J", ",".join(nearer)] if nearer else []
    words += ["-W", target, *(["-p", port] if port else []), machine]
    return shlex.join(words)


def program(command: str) -> str:
    """Return the name of the program of a command, without its folder.

    Raises:
        ValueError: the command can't be split into words.

    Example:
        >>> program("/usr/bin/nc -X connect 10.250.0.11 22")
        'nc'
    """
    words = shlex.split(command)
    if not words:
        raise ValueError("no program")
    return Path(words[0]).name


class Way(paramiko.ProxyCommand):
    """The program that leads to a device; ended with the connection, by whichever side leaves first.

    Attributes:
        program: its name, without what is handed to it: there may be a password in that.
        said: the last line of what it wrote to standard error, once it has ended.
        heard: whether a byte came through it from the device.
        status: with which it ended by itself; below 0 the signal that ended it; None where netops ended it.
    """

    def __init__(self, command: str) -> None:
        """Start the program.

        Raises:
            OSError: there is none of that name, or it can't be run.
            ValueError: the command can't be split into words.
        """
        self.program = program(command)
        super().__init__(command)
        self.said = ""
        self.heard = False
        self.status: int | None = None
        self._over = False
        self._ending = Lock()

    def recv(self, size: int) -> bytes:
        """Return what came, none where the program has ended; paramiko's own waits for more of what never comes.

        Raises:
            TimeoutError: nothing came in time.
        """
        pipe = self.process.stdout
        if pipe is None or pipe.closed:
            return b""
        try:
            if select.select([pipe], [], [], self.timeout)[0]:
                data = os.read(pipe.fileno(), size)
                self.heard, self._over = self.heard or bool(data), not data
                return data
        except (OSError, ValueError):  # closed meanwhile, by the other thread
            return b""
        raise TimeoutError

    def close(self) -> None:
        """End the program and close what leads to it; a second time does nothing."""
        with self._ending:
            if self.process.returncode is None:
                until = time.monotonic() + (ENDING if self._over else 0)
                while (status := self.process.poll()) is None and time.monotonic() < until:
                    time.sleep(0.02)
                self.status = status
            if self.process.returncode is None:
                self.process.kill()
                self.process.wait()
            if self.process.stderr and not self.process.stderr.closed:
                # Not waited for: what this program started may hold the pipe open longer than itself.
                os.set_blocking(self.process.stderr.fileno(), False)
                lines = (self.process.stderr.read() or b"").decode("utf-8", errors="replace").strip().splitlines()
                self.said = lines[-1][:SAID] if lines else ""
            for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
                with suppress(OSError):
                    if pipe:
                        pipe.close()

    def trouble(self, seconds: int) -> str:
        """Return what went wrong on this way, once it is closed; empty where it led to the device.

        Args:
            seconds: that were waited for the first byte.
        """
        if self.heard and not self.status:
            return ""
        if self.said:
            return self.said
        if self.status is None:
            return f"nothing came through it within {seconds} s"
        return f"it ended with status {self.status}"
