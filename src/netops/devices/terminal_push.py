"""Pushing a patch on a terminal, line by line, and confirming, taking back or saving it. Nothing is ever typed twice."""

import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from netops.config import CommandStep, Step
from netops.config.rulebook_pieces import Opaque
from netops.devices.channel import CutError, NotSentError, SilentError
from netops.devices.dialogue import remarks
from netops.devices.failure import Failure
from netops.devices.outcome import Kind, Pushed
from netops.devices.terminal import DialogError
from netops.devices.terminal_session import IN_CONFIG, TerminalSession
from netops.devices.trial_timer import (
    GUARD,
    ended,
    ended_soon,
    runs_still,
    set_anew,
    span,
    timer_of,
    until,
    untried,
    wait_out,
)
from netops.errors import Fault
from netops.platforms.session import Command, Dialog, Timer, View

LABEL = r"[A-Za-z][\w.-]{0,255}"
"""What VRP8 takes for the name of a rollback point, without what would need quotes (`commit`)."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a push ends.

    Attributes:
        save: make the running config the startup config.
        trial: seconds after which the device goes back by itself; None for no timer. Nothing is saved then.
        label: name of the rollback point; empty for none.
        back: the lines lead to what a timer of an earlier push goes back to, so that they may be typed, and saved, while it
            runs.
    """

    save: bool = True
    trial: int | None = None
    label: str = ""
    back: bool = False


@dataclass(slots=True)
class _Progress:
    """How far a push has come.

    Attributes:
        done: lines that the device took.
        said: what it said to them besides.
    """

    done: int = 0
    said: list[str] = field(default_factory=list)

    def pushed(self, *, saved: bool = False) -> Pushed:
        return Pushed(self.done, "\n".join(self.said), saved=saved)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a patch with its place.

    Attributes:
        text: as it is typed.
        number: 1-based.
        total: how many there are.
        dialogs: what the device may ask behind it.
        inside: whether it stands in a text that has no prompts, and isn't its last line.
    """

    text: str
    number: int
    total: int
    dialogs: tuple[Dialog, ...]
    inside: bool


def push(session: TerminalSession, steps: Sequence[Step], wish: Wish) -> Pushed:
    """Type the steps in order and stop at the first line that the device refuses.

    Args:
        session: the host's session.
        steps: typed lines.
        wish: what comes after the last line.

    Raises:
        Failure: with how far the push came.
    """
    lines = check(session, steps, wish)
    stands_guard = untried(session, back=wish.back and bool(lines))
    progress = _Progress()
    session.ready()
    if lines:
        with _watched(session, progress):
            if stands_guard:
                set_anew(session, GUARD)
            _push_lines(session, lines, wish, progress)
    if wish.save and wish.trial is None:
        save(session, progress.pushed())
        return progress.pushed(saved=True)
    return progress.pushed()


def check(session: TerminalSession, steps: Sequence[Step], wish: Wish) -> list[_Line]:
    """Make sure that every step can be pushed, before anything is typed; return its lines.

    Raises:
        Failure: NET-DEV-032 for a line that must not be typed, 039 for a part that isn't typed, 064 and 067 for a timer
            that the platform doesn't have.
    """
    if wish.trial is not None:
        timer_of(session, wish.trial)
    if wish.label and (session.profile.commit is None or not re.fullmatch(LABEL, wish.label)):
        raise session.failure(Kind.REJECTED, "NET-DEV-070", label=session.shown(wish.label))
    for step in steps:
        if not isinstance(step, CommandStep):
            raise session.failure(Kind.REJECTED, "NET-DEV-039", part=step.part)
    lines = [line for step in steps if isinstance(step, CommandStep) for line in _lines(session, step)]
    for line in lines:
        why = _untypable(session, line.text)
        if why is not None:
            raise session.failure(Kind.REJECTED, "NET-DEV-032", line=session.shown(line.text), why=why)
    return lines


def _untypable(session: TerminalSession, line: str) -> str | None:
    if any(ord(character) < 32 or ord(character) == 127 for character in line):
        return "it holds a control character"
    try:
        line.encode(session.encoding)
    except UnicodeEncodeError:
        return f"it can't be written in {session.encoding}"
    return next((why for pattern, why in session.part.untypable if pattern.search(line)), None)


def _lines(session: TerminalSession, step: CommandStep) -> Iterator[_Line]:
    inside = _insides(session.part.opaque, step.lines)
    typed = [place for place, line in enumerate(step.lines) if line.strip() or inside[place]]
    for number, place in enumerate(typed, start=1):
        dialogs = tuple(Dialog(each.asks, each.answer) for each in step.answers if each.at == place)
        quoted = inside[place] or (place > 0 and inside[place - 1])
        # IOS shows a tab in front of the `quit` behind a certificate; typed, it would be a call for completion.
        text = step.lines[place] if quoted else step.lines[place].strip()
        yield _Line(text, number, len(typed), dialogs, inside[place])


def _insides(opaque: Sequence[Opaque], lines: Sequence[str]) -> list[bool]:
    r"""Say of each line whether the device shows no prompt behind it: it stands in a banner that isn't over.

    Example:
        >>> banner = Opaque(re.compile(r"banner login (?P<open>\^C|\S)"))
        >>> _insides([banner], ["banner login ^C", "hello", "^C", "banner login #hi#", "vlan 10"])
        [True, True, False, False, False]
    """
    found: list[bool] = []
    end = ""
    for line in lines:
        rest = line
        if not end:
            start = next((match for each in opaque if each.until is None and (match := each.start.match(line))), None)
            end, rest = (start["open"], line[start.end("open") :]) if start else ("", line)
        if end and end in rest:
            end = ""
        found.append(bool(end))
    return found


def _push_lines(session: TerminalSession, lines: Sequence[_Line], wish: Wish, progress: _Progress) -> None:
    profile = session.profile
    timer = profile.timer if wish.trial is not None else None
    if session.guard and profile.restart is not None:
        session.go(View.EXEC)
        _required(session, profile.restart.start, minutes=session.guard)
    _enter(session, timer, wish)
    if timer is not None and profile.commit is None and not timer.instead:
        session.until = until(timer.start, wish.trial or 0)
        _required(session, timer.start, **span(wish.trial or 0))
        session.trying = True
    for line in lines:
        _type(session, line, progress)
    if profile.commit is not None:
        _commit(session, timer, wish, progress)
    if profile.commit is None or timer is None:  # a device in a trial stays where it is confirmed or ended
        session.go(View.EXEC)
    if session.guard and profile.restart is not None:
        _required(session, profile.restart.stop)


def _enter(session: TerminalSession, timer: Timer | None, wish: Wish) -> None:
    """Enter config mode; a candidate that somebody left there is nobody's to commit."""
    session.go(View.EXEC)
    start = Command(session.profile.enter)
    if timer is not None and timer.instead:
        start, session.until = timer.start, until(timer.start, wish.trial or 0)
    reply = session.command(start, **span(wish.trial or 0))
    if reply.view is View.CHANGED:
        session.close()
        raise session.failure(Kind.REJECTED, "NET-DEV-065")
    if reply.view is not View.CONFIG:
        session.until = 0.0
        if start.line == session.profile.enter:  # of a timer the device may know nothing, whoever asks
            session.permitted(start.line, reply.text)
        answer = session.shown(remarks(reply.text)) or "-"
        raise session.failure(Kind.REJECTED, "NET-DEV-045", command=start.line, answer=answer)
    if timer is not None and timer.instead:
        session.trying = True


def _required(session: TerminalSession, command: Command, **values: object) -> None:
    """Type a command without which the push must not go on."""
    reply = session.command(command, **values)
    if session.refuses(reply, command):
        answer = session.shown(remarks(reply.text)) or "-"
        session.until = session.until if session.trying else 0.0
        _withdraw(session)
        raise session.failure(Kind.REJECTED, "NET-DEV-045", command=command.line.format(**values), answer=answer)


def _type(session: TerminalSession, line: _Line, progress: _Progress) -> None:
    session.log.typed(session.name, line.text, session.redactor)
    terminal = session.live()
    renamed = re.match(session.profile.rename, line.text)
    if renamed is not None:
        terminal.names |= {renamed["hostname"]}
    if line.inside:
        terminal.tell(line.text)
        progress.done += 1
        return
    reply = terminal.ask(line.text, line.dialogs)
    said = session.redactor.hide(remarks(reply.text))
    session.log.answered(session.name, said, session.redactor)
    if session.refuses(reply):
        raise _refusal(session, line, said, progress)
    progress.done += 1
    if said:
        progress.said.append(said)
    if reply.view not in IN_CONFIG:
        fault = _fault(session, "NET-DEV-062", line=session.shown(line.text))
        raise Failure(Kind.REJECTED, fault, progress.pushed())


def _refusal(session: TerminalSession, line: _Line, said: str, progress: _Progress) -> Failure:
    """Leave config mode behind a refused line, and say what is in effect of those before it."""
    staged = session.profile.commit is not None
    back = _withdraw(session)
    if staged or back:
        progress.done = 0
    left = max(math.ceil(session.until - monotonic()), 1) if session.until else 0
    fault = _fault(
        session,
        "NET-DEV-060" if staged else "NET-DEV-072" if back else "NET-DEV-075" if left else "NET-DEV-030",
        line=session.shown(line.text),
        answer=session.shown(said) or "-",
        number=line.number,
        total=line.total,
        seconds=left,
    )
    return Failure(Kind.REJECTED, fault, progress.pushed())


def _withdraw(session: TerminalSession) -> bool:
    """Leave config mode so that nothing waits there: no lines for a commit, no timer that goes back later, no restart.

    What can't be left by its words is left by closing the session: a candidate goes with it.

    Returns:
        Whether a timer was ended in such a way that the device went back at once.
    """
    commit, timer = session.profile.commit, session.profile.timer
    back = False
    try:
        if session.live().view in IN_CONFIG and commit is not None:
            session.command(commit.discard)
        elif session.trying and timer is not None:
            back = ended_soon(session, timer)
        session.trying = False
        session.go(View.EXEC)
        if session.guard and session.profile.restart is not None:
            session.command(session.profile.restart.stop)
    except (NotSentError, CutError, SilentError, DialogError, Failure):
        session.close()
    return back


def _commit(session: TerminalSession, timer: Timer | None, wish: Wish, progress: _Progress) -> None:
    commit = session.profile.commit
    if commit is None:
        return
    command = timer.start if timer is not None else commit.labelled if wish.label else commit.plain
    if timer is not None and wish.label:
        command = Command(f"{command.line} label {{label}}", command.dialogs, command.done)
    session.until = until(timer.start, wish.trial or 0) if timer is not None else 0.0
    reply = session.command(command, label=wish.label, **span(wish.trial or 0))
    if session.refuses(reply, command):
        answer = session.shown(remarks(reply.text)) or "-"
        session.until = 0.0
        _withdraw(session)
        progress.done = 0
        raise Failure(Kind.REJECTED, _fault(session, "NET-DEV-063", answer=answer), progress.pushed())
    session.trying = timer is not None
    progress.said += [said] if (said := session.redactor.hide(remarks(reply.text))) else []


def confirm(session: TerminalSession, *, save_too: bool, others: bool = False) -> Pushed:
    """Keep what was pushed with a timer.

    Args:
        session: the host's session.
        save_too: make it the startup config.
        others: the timer may be another session's, where the platform lets one stop it.

    Raises:
        Failure: NET-DEV-064 without a timer, 069 where the device has none running, 074 where it may have run out
            meanwhile, NET-DEV-042 where it didn't save.
    """
    timer = timer_of(session)
    session.ready()
    if not session.trying and not (others and timer.anywhere):
        raise session.failure(Kind.REJECTED, "NET-DEV-069")
    # VRP8 and Comware take a confirmation without a word when there is nothing to confirm: the device went back already.
    if session.trying and monotonic() >= session.until and not others:
        raise session.failure(Kind.REJECTED, "NET-DEV-069")
    with _watched(session, _Progress()):
        session.go(timer.confirm_in)
        moment = session.until if session.trying and not others else math.inf
        runs_still(session, timer)
        ended(session, timer.confirm)
        if monotonic() >= moment:
            raise session.failure(Kind.UNKNOWN, "NET-DEV-074")
        session.go(View.EXEC)
    if save_too:
        save(session, Pushed(0))
    return Pushed(0, saved=save_too)


def abort(session: TerminalSession) -> Pushed:
    """Take back what was pushed with a timer: at once, or in the shortest time that the device's timer takes.

    Comware has no command for that. Its timer is set to a minute and waited for, so that it is the device itself that goes
    back, from whatever the lines left.

    Raises:
        Failure: NET-DEV-064 without a timer, 071 where it can't be ended, 069 where the device has none running.
    """
    timer = timer_of(session)
    session.ready()
    if not session.trying:
        raise session.failure(Kind.REJECTED, "NET-DEV-069")
    with _watched(session, _Progress()):
        if timer.abort is None:
            wait_out(session, timer)
        else:
            session.go(timer.abort_in)
            ended(session, timer.abort)
            session.go(View.EXEC)
    return Pushed(0)


def back_to(session: TerminalSession, label: str) -> Pushed:
    """Bring the running config back to what the push with that label led to.

    Raises:
        Failure: NET-DEV-070 where the platform has no labels, or where this is none, 073 where a timer runs.
    """
    commit = session.profile.commit
    if commit is None or not re.fullmatch(LABEL, label):
        raise session.failure(Kind.REJECTED, "NET-DEV-070", label=session.shown(label))
    untried(session)
    session.ready()
    with _watched(session, _Progress()):
        session.go(View.EXEC)
        reply = session.command(commit.back_to, label=label)
        if session.refuses(reply, commit.back_to):
            answer = session.shown(remarks(reply.text)) or "-"
            line = commit.back_to.line.format(label=label)
            raise session.failure(Kind.REJECTED, "NET-DEV-045", command=line, answer=answer)
    return Pushed(0)


def save(session: TerminalSession, pushed: Pushed) -> None:
    """Make the running config the startup config.

    Raises:
        Failure: NET-DEV-042 where the device doesn't say that it did.
    """
    progress = _Progress(pushed.done, [pushed.output] if pushed.output else [])
    session.ready()
    with _watched(session, progress):
        session.go(View.EXEC)
        reply = session.command(session.profile.save)
    if session.refuses(reply, session.profile.save):
        answer = session.shown(remarks(reply.text)) or "-"
        raise Failure(Kind.REJECTED, _fault(session, "NET-DEV-042", answer=answer), pushed)


@contextmanager
def _watched(session: TerminalSession, progress: _Progress) -> Iterator[None]:
    """Turn what may happen to a session in the middle of a push into a failure that says how far it came."""
    try:
        yield
    except NotSentError as error:
        session.close()
        kind, code = (Kind.UNKNOWN, "NET-DEV-033") if progress.done else (Kind.UNREACHABLE, "NET-DEV-047")
        raise Failure(kind, _fault(session, code, done=progress.done, command="-"), progress.pushed()) from error
    except (CutError, SilentError) as error:
        session.close()
        code = "NET-DEV-033" if isinstance(error, CutError) else "NET-DEV-034"
        fault = _fault(session, code, done=progress.done, seconds=round(session.patience))
        raise Failure(Kind.UNKNOWN, fault, progress.pushed()) from error
    except DialogError as error:
        session.close()
        failure = session.asked(error)
        raise Failure(failure.kind, failure.fault, progress.pushed()) from error
    except Failure as failure:
        failure.pushed = failure.pushed or progress.pushed()
        raise


def _fault(session: TerminalSession, code: str, **values: object) -> Fault:
    return session.failure(Kind.UNKNOWN, code, **values).fault
