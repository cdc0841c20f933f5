"""One command in one exec channel of an open SSH connection: no terminal, no echo, an exit status."""

import time
from dataclasses import dataclass, field

import paramiko

PATIENCE = 60.0
"""Seconds without a byte after which a device counts as silent. `ifreload -a` may well be quiet for 20."""


class NotSentError(Exception):
    """The connection was gone before the command left: nothing was done."""


class UnfinishedError(Exception):
    """The command left and its end was not seen.

    Attributes:
        seen: standard output until then.
    """

    def __init__(self, seen: bytes) -> None:
        self.seen = seen
        super().__init__(f"{len(seen)} bytes seen")


class CutError(UnfinishedError):
    """The connection broke."""


class SilentError(UnfinishedError):
    """No byte came within the patience."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command gave.

    Attributes:
        status: exit status, 0-255.
        output: standard output.
        errors: standard error.
    """

    status: int
    output: bytes = field(repr=False)
    errors: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """Both outputs as text for people; bytes that aren't UTF-8 are shown as �."""
        return (self.output + self.errors).decode("utf-8", errors="replace").strip()


def execute(transport: paramiko.Transport, command: str, *, stdin: bytes = b"", patience: float = PATIENCE) -> Answer:
    """Run a command to its end.

    Args:
        transport: an SSH connection that is logged in.
        command: for the user's login shell.
        stdin: what it reads; its input ends after that.
        patience: seconds without a byte that are waited.

    Raises:
        NotSentError: nothing was done.
        CutError: the connection broke; what was done is not known.
        SilentError: the device fell silent; what was done is not known.
    """
    channel = _open(transport, patience)
    seen = bytearray()
    try:
        _send(channel, command, stdin)
        while chunk := channel.recv(65536):
            seen += chunk
        errors = _drain_errors(channel)
        return Answer(_status(channel, bytes(seen), patience), bytes(seen), errors)
    except TimeoutError as error:
        raise SilentError(bytes(seen)) from error
    except (paramiko.SSHException, OSError, EOFError) as error:
        raise CutError(bytes(seen)) from error
    finally:
        channel.close()


def _open(transport: paramiko.Transport, patience: float) -> paramiko.Channel:
    try:
        channel = transport.open_session(timeout=patience)
    except (paramiko.SSHException, OSError, EOFError) as error:
        raise NotSentError(str(error)) from error
    channel.settimeout(patience)
    return channel


def _send(channel: paramiko.Channel, command: str, stdin: bytes) -> None:
    channel.exec_command(command)
    try:
        channel.sendall(stdin)
        channel.shutdown_write()
    except TimeoutError:
        raise
    except OSError:
        # It ended without reading its input; its status and its output say why, and they are still to be read.
        return


def _drain_errors(channel: paramiko.Channel) -> bytes:
    errors = bytearray()
    while chunk := channel.recv_stderr(65536):
        errors += chunk
    return bytes(errors)


def _status(channel: paramiko.Channel, seen: bytes, patience: float) -> int:
    end = time.monotonic() + patience
    while not channel.exit_status_ready():
        if time.monotonic() > end:
            raise SilentError(seen)
        time.sleep(0.005)
    # paramiko's -1: the channel was closed without a status, by a signal or a broken connection.
    status = channel.recv_exit_status()
    if status < 0:
        raise CutError(seen)
    return status
