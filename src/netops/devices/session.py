"""One host's session: logged in once, known to be the right device, kept open until the fleet closes."""

import re
import secrets
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field

import paramiko
from nornir.core.configuration import Config
from nornir.core.inventory import Host

from netops.devices.channel import PATIENCE, Answer, CutError, NotSentError, SilentError, execute
from netops.devices.failure import Failure
from netops.devices.login import login, logout
from netops.devices.outcome import Kind, Ran
from netops.devices.record import SessionLog
from netops.devices.redaction import Redactor
from netops.language import translate
from netops.platforms.session import ShellProfile

SHELL = "sh"
SHOWN = 200
"""Characters of a device's answer that a message repeats."""


@dataclass(slots=True)
class Session:
    """What every host's session has. One thread at a time works with it.

    Attributes:
        host: Nornir's host, which holds the netmiko connection.
        config: Nornir's configuration.
        log: where the session is recorded.
        redactor: hides the secrets that are known so far.
        patience: seconds without a byte that are waited.
        release: what the device reported at the login.
        hardware: the same of its model; empty where nobody asked.
        failed: why there is no session, where the first login failed.
    """

    host: Host = field(repr=False)
    config: Config = field(repr=False)
    log: SessionLog
    redactor: Redactor
    patience: float = PATIENCE
    release: str = ""
    hardware: str = ""
    failed: Failure | None = None

    @property
    def name(self) -> str:
        """The host's name in the inventory."""
        return self.host.name

    def shown(self, text: str) -> str:
        """Return as much of a device's answer as a message may repeat."""
        return " / ".join(self.redactor.hide(text).split("\n"))[:SHOWN].strip()

    def failure(self, kind: Kind, code: str, **values: object) -> Failure:
        """Return a failure of this host."""
        return Failure.of(kind, code, host=self.name, address=self.host.hostname, port=self.host.port, **values)


@dataclass(slots=True)
class ShellSession(Session):
    """The open login of one host with a Unix shell.

    Attributes:
        profile: how one talks to its platform.
    """

    profile: ShellProfile = field(kw_only=True, repr=False)
    _transport: paramiko.Transport | None = field(default=None, repr=False)
    _holding: paramiko.Channel | None = field(default=None, repr=False)

    def open(self) -> None:
        """Log in, and make sure that this is the device that the inventory says, before anything else is asked.

        Raises:
            Failure: the login failed, or it is another device or another platform.
        """
        self.close()
        self._transport = login(self.host, self.config)
        try:
            self._identify(self._transport)
        except (NotSentError, CutError, SilentError) as error:
            is_there = self._transport.is_active()
            self.close()
            raise self._unidentified(error, is_there=is_there) from error
        except Failure:
            self.close()
            raise

    def close(self) -> None:
        """Close the connection; the device's lock goes with it."""
        self._holding = None
        self._transport = None
        logout(self.host)

    def _identify(self, transport: paramiko.Transport) -> None:
        identity = self.profile.identity
        self.log.typed(self.name, identity.command, self.redactor)
        answer = execute(transport, identity.command, patience=self.patience)
        self.log.answered(self.name, answer.text, self.redactor)
        match = re.search(identity.pattern, answer.text, re.MULTILINE)
        if answer.status != 0 or match is None:
            raise self.failure(
                Kind.REJECTED, "NET-DEV-021", platform=self.host.platform, answer=self.shown(answer.text)
            )
        if match["hostname"] != self.name:
            raise self.failure(Kind.REJECTED, "NET-DEV-020", shown=match["hostname"])
        self.release = match["release"]

    def _unidentified(self, error: Exception, *, is_there: bool) -> Failure:
        """Return why the device didn't say what it is. One that stays but runs no commands has no Unix shell."""
        if is_there and not isinstance(error, SilentError):
            said = error.seen.decode("utf-8", errors="replace").strip() if isinstance(error, CutError) else ""
            answer = self.shown(said) or translate("it runs no single commands over SSH")
            return self.failure(Kind.REJECTED, "NET-DEV-021", platform=self.host.platform, answer=answer)
        return self.failure(Kind.UNREACHABLE, "NET-DEV-047", command=self.profile.identity.command)

    def ready(self) -> paramiko.Transport:
        """Return the connection, opened again where it broke since the last command.

        Raises:
            Failure: there is no session with this host.
        """
        if self._transport is None or not self._transport.is_active():
            self.open()
        if self._transport is None:
            raise self.failure(Kind.UNREACHABLE, "NET-DEV-010", detail="the connection closed at once")
        return self._transport

    def read(self, script: str) -> Answer:
        """Run a script that changes nothing; once more, over a new login, where the connection broke.

        Raises:
            Failure: kind ``unreachable`` or ``timeout``.
        """
        try:
            return self._read(script)
        except (NotSentError, CutError):
            self.close()
        try:
            return self._read(script)
        except (NotSentError, CutError) as error:
            raise self.failure(Kind.UNREACHABLE, "NET-DEV-047", command=_first(script)) from error

    def _read(self, script: str) -> Answer:
        try:
            return execute(self.ready(), SHELL, stdin=script.encode(), patience=self.patience)
        except SilentError as error:
            self.close()
            raise self.failure(
                Kind.TIMEOUT, "NET-DEV-046", command=_first(script), seconds=round(self.patience)
            ) from error

    def run(self, commands: Sequence[str]) -> tuple[Ran, ...]:
        """Run read-only commands one after the other in one channel, each to its end whatever the others gave.

        Raises:
            Failure: kind ``unreachable`` or ``timeout``.
        """
        boundary = f"netops-{secrets.token_hex(8)}"
        for command in commands:
            self.log.typed(self.name, command, self.redactor)
        answer = self.read(_script(commands, boundary))
        outputs = _split(answer.output, boundary)
        errors = _split(answer.errors, boundary)
        if len(outputs) != len(commands) or len(errors) != len(commands):
            raise self.failure(
                Kind.REJECTED, "NET-DEV-045", command=_first("\n".join(commands)), answer=self.shown(answer.text)
            )
        return tuple(
            Ran(command, status, output, _readable(said))
            for command, (status, output), (_, said) in zip(commands, outputs, errors, strict=True)
        )

    def send(self, script: str, *, command: str = SHELL) -> Answer:
        """Run a script that changes the device. It is never repeated.

        Raises:
            NotSentError: nothing was done.
            CutError: how far it came is not known.
            SilentError: how far it came is not known.
            Failure: there is no session; nothing was done.
        """
        return execute(self.ready(), command, stdin=script.encode(), patience=self.patience)

    def hold(self) -> None:
        """Take the device's advisory lock until this session closes; do nothing where the platform has none.

        Raises:
            Failure: another session holds it.
        """
        command = self.profile.hold
        if not command or self._holding is not None:
            return
        try:
            channel = self.ready().open_session(timeout=self.patience)
            channel.settimeout(self.patience)
            channel.exec_command(command)
            answer = channel.recv(1024)
        except (paramiko.SSHException, OSError, EOFError) as error:
            raise self.failure(Kind.UNREACHABLE, "NET-DEV-047", command=command) from error
        if not answer:
            said = channel.recv_stderr(1024).decode("utf-8", errors="replace")
            channel.close()
            raise self.failure(Kind.REJECTED, "NET-DEV-040", answer=self.shown(said) or "-")
        self._holding = channel


def _first(script: str) -> str:
    return script.strip().splitlines()[0][:SHOWN]


def _readable(data: bytes) -> str:
    return data.decode("utf-8", errors="replace").strip()


def _script(commands: Sequence[str], boundary: str) -> str:
    r"""Return a shell script that runs the commands and says after each, on both outputs, how it ended.

    Example:
        >>> print(_script(["uptime"], "b"), end="")
        { uptime
        } </dev/null; s=$?; printf '\nb %s\n' "$s"; printf '\nb %s\n' "$s" >&2
    """
    mark = shlex.quote(f"\\n{boundary} %s\\n")
    return "".join(
        f'{{ {command}\n}} </dev/null; s=$?; printf {mark} "$s"; printf {mark} "$s" >&2\n' for command in commands
    )


def _split(output: bytes, boundary: str) -> tuple[tuple[int, bytes], ...]:
    r"""Return exit status and output of each command of `_script`, byte for byte.

    Example:
        >>> _split(b"up 3 days\n\nb 0\nno such\n\nb 127\n", "b")
        ((0, b'up 3 days\n'), (127, b'no such\n'))
    """
    fields = re.split(rb"\n" + re.escape(boundary.encode()) + rb" (\d+)\n", output)
    return tuple((int(status), text) for text, status in zip(fields[:-1:2], fields[1::2], strict=True))
