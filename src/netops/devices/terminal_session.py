"""One host's session on a terminal: logged in once, known to be the right device, kept open until the fleet closes."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from netops.config.rulebook import Part
from netops.devices.channel import CutError, NotSentError, SilentError
from netops.devices.dialogue import Manners, manners, refused, remarks, was_done
from netops.devices.failure import Failure
from netops.devices.login import connect, logout
from netops.devices.outcome import Kind, Ran
from netops.devices.session import SHOWN, Session
from netops.devices.terminal import DialogError, Reply, Terminal, is_name
from netops.devices.wire import wire
from netops.platforms.session import Command, Dialog, TerminalProfile, View

ENCODING, GUARD, ENABLE = "netops_encoding", "netops_reload_guard", "secret"
"""Keys of Nornir's host: the device's encoding, minutes of its restart guard; netmiko's name of the enable password."""
REFUSED_READING = re.compile(r"^\s*(?:%\s?[A-Z]|Error\b|\^\s*$)")
DENIES = re.compile(r"(?i)permission|privilege|authori[sz]")
"""What only a device says that knows the command; "unrecognized command" may also come from another platform."""
FIRST_LINES = 5
"""Lines of an answer to a reading in which a refusal stands."""
IN_CONFIG = frozenset({View.CONFIG, View.CHANGED})


@dataclass(slots=True)
class TerminalSession(Session):
    """The open login of one host that answers on a terminal.

    Attributes:
        profile: how one talks to its platform.
        part: the rules of its config text: what can't be typed, what isn't made of lines.
        trying: whether a native timer runs that was started here, in this login.
        until: the earliest moment (`time.monotonic`) at which it runs out; 0 where none was started, or it was ended. A
            timer outlives the login that started it.
    """

    profile: TerminalProfile = field(kw_only=True, repr=False)
    part: Part = field(kw_only=True, repr=False)
    trying: bool = False
    until: float = 0.0
    _terminal: Terminal | None = field(default=None, repr=False)
    _ways: Manners | None = field(default=None, repr=False)

    @property
    def encoding(self) -> str:
        """What the device's text is encoded in."""
        return str(self.host.data.get(ENCODING) or self.profile.encoding)

    @property
    def ways(self) -> Manners:
        """How the device talks."""
        if self._ways is None:
            self._ways = manners(self.profile, frozenset({self.name}), self.encoding)
        return self._ways

    @property
    def guard(self) -> int:
        """Minutes of the restart guard that the host's variables ask for; 0 for none."""
        return int(self.host.data.get(GUARD) or 0)

    def open(self) -> None:
        """Log in, and make sure that this is the device that the inventory says, before anything is typed on it.

        Raises:
            Failure: the login failed, or it is another device or another platform.
        """
        self.close()
        terminal = Terminal(wire(connect(self.host, self.config)), self.profile, self.encoding, self.patience)
        try:
            self._greet(terminal)
            self._identify(terminal)
            self._settle_in(terminal)
        except (NotSentError, CutError) as error:
            self.close()
            raise self.failure(Kind.UNREACHABLE, "NET-DEV-047", command=self.profile.identity.command) from error
        except SilentError as error:
            self.close()
            seconds, command = round(self.patience), self.profile.identity.command
            raise self.failure(Kind.TIMEOUT, "NET-DEV-046", command=command, seconds=seconds) from error
        except DialogError as error:
            self.close()
            raise self.asked(error) from error
        except Failure:
            self.close()
            raise
        self._terminal = terminal

    def close(self) -> None:
        """Close the connection; lines that wait for a commit are gone with it."""
        if self._terminal is not None:
            self._terminal.close()
        self._terminal = None
        self.trying = False
        logout(self.host)

    def _greet(self, terminal: Terminal) -> None:
        found, text = terminal.greet(self.name)
        if not found:
            answer = self.shown(remarks(text)[-SHOWN:]) or "-"
            raise self.failure(Kind.REJECTED, "NET-DEV-021", platform=self.host.platform, answer=answer)
        if not is_name(self.name, found):
            raise self.failure(Kind.REJECTED, "NET-DEV-020", shown=found)
        terminal.names = frozenset({self.name, found})

    def _identify(self, terminal: Terminal) -> None:
        identity = self.profile.identity
        self.log.typed(self.name, identity.command, self.redactor)
        text = terminal.ask(identity.command).text
        self.log.answered(self.name, text, self.redactor)
        found = re.search(identity.pattern, text)
        if found is None:
            if DENIES.search(text):
                self.permitted(identity.command, text)
            answer = self.shown(remarks(text)) or "-"
            raise self.failure(Kind.REJECTED, "NET-DEV-021", platform=self.host.platform, answer=answer)
        self.release = found["release"]
        model = re.search(identity.hardware, text) if identity.hardware else None
        self.hardware = model["hardware"] if model else ""

    def _settle_in(self, terminal: Terminal) -> None:
        if terminal.view is View.LIMITED:
            self._enable(terminal)
        for command in self.profile.quiet:
            self.log.typed(self.name, command, self.redactor)
            terminal.ask(command)  # where a release has no such command, pages are turned as they come

    def _enable(self, terminal: Terminal) -> None:
        """Go where configs are shown; the password is the host's own and is never logged."""
        command = self.profile.limited
        extras = self.host.connection_options["netmiko"].extras or {}
        secret = str(extras.get(ENABLE) or "")
        if command and secret:
            self.redactor = self.redactor.also((secret,), ())
            self.log.typed(self.name, command, self.redactor)
            with suppress(DialogError):  # asked again: it is the wrong one
                terminal.ask(command, (Dialog(r"(?i)^[^\n]{0,40}password: ?\s*\Z", secret),))
        if terminal.view is View.LIMITED:
            raise self.failure(Kind.REJECTED, "NET-DEV-066", user=self.host.username)

    def ready(self) -> Terminal:
        """Return the terminal, opened again where it broke since the last command.

        Raises:
            Failure: there is no session with this host.
        """
        if self._terminal is None or self._terminal.wire.closed:
            self.open()
        if self._terminal is None:
            raise self.failure(Kind.UNREACHABLE, "NET-DEV-010", detail="the connection closed at once")
        return self._terminal

    def live(self) -> Terminal:
        """Return the terminal as it is: in the middle of a push nobody may log in anew and type on.

        Raises:
            NotSentError: there is none any more.
        """
        if self._terminal is None or self._terminal.wire.closed:
            raise NotSentError("the session is closed")
        return self._terminal

    def read(self, command: str, *, ends: str = "") -> Reply:
        """Type a command that changes nothing; once more, over a new login, where the connection broke.

        Args:
            command: as it is typed.
            ends: how a whole answer ends: `Terminal.ask`.

        Raises:
            Failure: kind ``unreachable``, ``timeout`` or ``dialog``.
        """
        try:
            return self._read(command, ends)
        except (NotSentError, CutError):
            self.close()
        try:
            return self._read(command, ends)
        except (NotSentError, CutError) as error:
            self.close()
            raise self.failure(Kind.UNREACHABLE, "NET-DEV-047", command=command) from error

    def _read(self, command: str, ends: str) -> Reply:
        self.log.typed(self.name, command, self.redactor)
        try:
            return self.ready().ask(command, ends=ends)
        except SilentError as error:
            self.close()
            seconds = round(self.patience)
            raise self.failure(Kind.TIMEOUT, "NET-DEV-046", command=command, seconds=seconds) from error
        except DialogError as error:
            self.close()
            raise self.asked(error) from error

    def run(self, commands: Sequence[str]) -> tuple[Ran, ...]:
        """Run read-only commands one after the other, each to its end whatever the others gave.

        A terminal knows no exit status: 1 stands for an answer that begins with a refusal.

        Raises:
            Failure: kind ``unreachable``, ``timeout`` or ``dialog``.
        """
        found = []
        for command in commands:
            text = self.read(command).text
            said = [line for line in text.split("\n") if line.strip()][:FIRST_LINES]
            status = int(any(REFUSED_READING.match(line) for line in said))
            found.append(Ran(command, status, text.encode()))
        return tuple(found)

    def go(self, view: View) -> Terminal:
        """Go to the view where configs are shown, or where lines are typed.

        Raises:
            NotSentError, CutError, SilentError, DialogError: as `Terminal.ask`.
            Failure: the device doesn't let one there.
        """
        terminal = self.live()
        wanted = IN_CONFIG if view in IN_CONFIG else {View.EXEC}
        if terminal.view not in wanted:
            line = self.profile.enter if view in IN_CONFIG else self.profile.leave
            reply = self.command(Command(line))
            if reply.view not in wanted:
                self.permitted(line, reply.text)
                answer = self.shown(remarks(reply.text)) or "-"
                raise self.failure(Kind.REJECTED, "NET-DEV-045", command=line, answer=answer)
        return terminal

    def command(self, command: Command, **values: object) -> Reply:
        """Type a command of the profile, with the answers that it has.

        Raises:
            NotSentError, CutError, SilentError, DialogError: as `Terminal.ask`.
        """
        line = command.line.format(**values)
        self.log.typed(self.name, line, self.redactor)
        reply = self.live().ask(line, command.dialogs)
        self.log.answered(self.name, remarks(reply.text), self.redactor)
        return reply

    def refuses(self, reply: Reply, command: Command | None = None) -> bool:
        """Say whether an answer is a refusal, or doesn't say that the command was done, and wholly."""
        if command is not None and command.done:
            return not was_done(self.ways, command, reply.text, reply.verdict)
        return refused(self.ways, reply.verdict)

    def permitted(self, command: str, answer: str) -> None:
        """See whether a command that every device of the platform has was refused because the user has no right to it.

        Raises:
            Failure: NET-DEV-077.
        """
        said = [line.strip() for line in answer.split("\n") if line.strip()]
        if len(said) <= FIRST_LINES and any(re.search(self.profile.denied, line) for line in said):
            words = self.shown(remarks("\n".join(said)))
            raise self.failure(Kind.REJECTED, "NET-DEV-077", command=command, answer=words, **self.rights())

    def rights(self) -> dict[str, object]:
        """Return who logged in, and what would give that user the right to see and change the config."""
        return {"user": self.host.username, "grant": self.profile.grant.format(user=self.host.username)}

    def asked(self, error: DialogError) -> Failure:
        """Return the failure for a question that nobody expected."""
        question = self.shown(remarks(error.question)) or "-"
        return self.failure(Kind.DIALOG, "NET-DEV-061", line=self.shown(error.line) or "-", answer=question)
