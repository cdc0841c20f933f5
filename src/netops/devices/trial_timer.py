"""The native timer of a device, after which it goes back by itself: whether one may run, how it is set anew and ended."""

import math
import re
from time import monotonic, sleep

from netops.devices.dialogue import remarks
from netops.devices.outcome import Kind
from netops.devices.terminal_session import TerminalSession
from netops.platforms.session import Command, Timer, View

LATER = 5.0
"""Seconds by which a device may be behind with its timer: the line that started it was on its way, or the CPU is slow."""
GUARD = 600
"""Seconds for which a running timer stands guard while a push is taken back."""


def timer_of(session: TerminalSession, seconds: int | None = None) -> Timer:
    """Return the timer of a session's platform.

    Args:
        session: the host's session.
        seconds: that it should run; None where that isn't asked.

    Raises:
        Failure: NET-DEV-064 where there is none, 067 where it can't run so long, or so short.
    """
    timer = session.profile.timer
    if timer is None:
        raise session.failure(Kind.REJECTED, "NET-DEV-064", platform=session.host.platform)
    if seconds is not None and not timer.least <= seconds <= timer.most:
        values = {"least": timer.least, "most": timer.most, "seconds": seconds}
        raise session.failure(Kind.REJECTED, "NET-DEV-067", **values)
    return timer


def span(seconds: int) -> dict[str, int]:
    """Return a time in the units that commands take.

    Example:
        >>> span(90)
        {'seconds': 90, 'minutes': 2}
    """
    return {"seconds": seconds, "minutes": math.ceil(seconds / 60)}


def until(command: Command, seconds: int) -> float:
    """Return the earliest moment at which a timer that is set now runs out; asked before it is set."""
    return monotonic() + (seconds if "{seconds}" in command.line else span(seconds)["minutes"] * 60)


def untried(session: TerminalSession, *, back: bool = False) -> bool:
    """Make sure that no timer runs that would take back what is typed or saved now.

    A device that tells is asked, since the timer may be another session's, and VRP8 may have ended it together with the
    session that started it. Of a device that doesn't tell (Comware) only timers of this login and those before it are known.

    Args:
        session: the host's session.
        back: the lines lead to what the timer goes back to, so that they may be typed while it runs.

    Returns:
        Whether a timer runs that stands guard while lines are typed.

    Raises:
        Failure: NET-DEV-073 or 076; no line was typed.
    """
    timer = session.profile.timer
    known = bool(session.until) and monotonic() < session.until + LATER
    runs = timer is not None and (_is_running(session, timer) if timer.status else known)
    if runs and back and timer is not None and timer.again is not None:
        return True
    if runs and known:
        left = max(math.ceil(session.until - monotonic()), 1)
        raise session.failure(Kind.REJECTED, "NET-DEV-073", seconds=left)
    if runs:
        raise session.failure(Kind.REJECTED, "NET-DEV-076")
    session.trying, session.until = False, 0.0
    return False


def _is_running(session: TerminalSession, timer: Timer) -> bool:
    return re.search(timer.over, session.read(timer.status).text) is None


def runs_still(session: TerminalSession, timer: Timer) -> None:
    """Ask the device, where it tells, whether the timer runs still: somebody else may have ended it.

    Raises:
        Failure: NET-DEV-069.
    """
    if timer.status and re.search(timer.over, session.command(Command(timer.status)).text):
        session.trying, session.until = False, 0.0
        raise session.failure(Kind.REJECTED, "NET-DEV-069")


def set_anew(session: TerminalSession, seconds: int) -> None:
    """Have a running timer run for so long from now; what it goes back to stays what it was.

    Raises:
        NotSentError, CutError, SilentError, DialogError: as `Terminal.ask`.
        Failure: NET-DEV-045.
    """
    timer = timer_of(session)
    if timer.again is None:
        return
    session.go(timer.again_in)
    moment = until(timer.again, seconds)
    reply = session.command(timer.again, **span(seconds))
    if session.refuses(reply, timer.again):
        answer = session.shown(remarks(reply.text)) or "-"
        line = timer.again.line.format(**span(seconds))
        raise session.failure(Kind.REJECTED, "NET-DEV-045", command=line, answer=answer)
    session.until = moment


def ended(session: TerminalSession, command: Command) -> None:
    """End the timer by one of its commands.

    Raises:
        Failure: NET-DEV-045.
    """
    reply = session.command(command)
    if session.refuses(reply, command):
        answer = session.shown(remarks(reply.text)) or "-"
        raise session.failure(Kind.REJECTED, "NET-DEV-045", command=command.line, answer=answer)
    session.trying, session.until = False, 0.0


def ended_soon(session: TerminalSession, timer: Timer) -> bool:
    """End a timer after a push that broke off: at once where the device can, else by the shortest time that it takes.

    It is never confirmed for that: what waits then in half of a patch would stay if the session broke before the rest.

    Returns:
        Whether the device went back at once.
    """
    if timer.abort is None:
        set_anew(session, timer.least)
        session.trying = False
        return False
    session.go(timer.abort_in)
    back = not session.refuses(session.command(timer.abort), timer.abort)
    session.until = 0.0 if back else session.until
    session.trying = False
    return back


def wait_out(session: TerminalSession, timer: Timer) -> None:
    """Go back by the timer alone: it is set to the shortest time that the device takes, and waited for.

    Raises:
        Failure: NET-DEV-071 where the timer can't be set anew.
    """
    if timer.again is None:
        raise session.failure(Kind.REJECTED, "NET-DEV-071", platform=session.host.platform)
    set_anew(session, timer.least)
    session.go(View.EXEC)
    sleep(max(session.until + LATER - monotonic(), 0.0))
    session.trying, session.until = False, 0.0
