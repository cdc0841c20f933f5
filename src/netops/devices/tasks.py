"""What can be done with one host's session, whatever answers there: a shell or a terminal."""

import re
import shlex
from collections.abc import Sequence
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import TypeVar

from netops.config import Step
from netops.devices import push as shell_push
from netops.devices import terminal_push
from netops.devices.dialogue import shown, without_log
from netops.devices.outcome import Collected, Kind, Probed, Pushed, Question, Ran
from netops.devices.probing import probe_script, read_answers
from netops.devices.session import ShellSession
from netops.devices.terminal_push import Wish
from netops.devices.terminal_session import TerminalSession
from netops.platforms.session import PartSource, SessionProfile, TerminalProfile

Q = TypeVar("Q", bound=Question)
AnySession = ShellSession | TerminalSession


def collect(session: AnySession) -> Collected:
    """Read the running config, all parts in the form that `netops.config.parse` takes.

    Raises:
        Failure: it couldn't be read, or not as a whole.
    """
    match session:
        case ShellSession():
            return _collect_parts(session)
        case TerminalSession():
            return _collect_shown(session)


def _collect_parts(session: ShellSession) -> Collected:
    parts = session.profile.parts
    found = session.run([part.command for part in parts])
    for ran in found:
        session.log.weighed(session.name, ran.output)
        if ran.status != 0:
            answer = session.shown(ran.errors or ran.text) or "-"
            raise session.failure(Kind.REJECTED, "NET-DEV-045", command=ran.command, answer=answer)
    text = "".join(_marked(session, part, ran) for part, ran in zip(parts, found, strict=True))
    return Collected(text, session.release, datetime.now(UTC))


def _marked(session: ShellSession, part: PartSource, ran: Ran) -> str:
    text = _decoded(session, ran.command, ran.output, "utf-8")
    ending = "" if not text or text.endswith("\n") else "\n"
    return f"{part.marker}\n{text}{ending}" if part.marker else text


def _decoded(session: AnySession, command: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        values = {"command": command, "line": line, "encoding": encoding.upper()}
        raise session.failure(Kind.REJECTED, "NET-DEV-048", **values) from None


def _collect_shown(session: TerminalSession) -> Collected:
    command, complete = session.profile.running, session.profile.complete
    data = session.read(command, ends=complete).data
    session.log.weighed(session.name, data)
    _decoded(session, command, data, session.encoding)
    text = without_log(session.ways, shown(data, session.encoding))
    if not re.search(complete, text):
        session.permitted(command, text)
    if not re.search(complete, text):
        last = session.shown(text.rstrip().rpartition("\n")[2]) or "-"
        raise session.failure(Kind.REJECTED, "NET-DEV-068", command=command, answer=last)
    if not re.search(session.profile.whole, text):
        raise session.failure(Kind.REJECTED, "NET-DEV-078", command=command, **session.rights())
    return Collected(text, session.release, datetime.now(UTC), session.hardware)


def push(session: AnySession, steps: Sequence[Step], wish: Wish) -> Pushed:
    """Push steps and stop at the first that the device refuses.

    Raises:
        Failure: with how far the push came.
    """
    match session:
        case ShellSession():
            if wish.trial is not None:
                raise session.failure(Kind.REJECTED, "NET-DEV-064", platform=session.host.platform)
            if wish.label:
                raise session.failure(Kind.REJECTED, "NET-DEV-070", label=wish.label)
            return shell_push.push(session, steps, save=wish.save)
        case TerminalSession():
            return terminal_push.push(session, steps, wish)


def confirm(session: AnySession, *, save_too: bool, others: bool = False) -> Pushed:
    """Keep what was pushed with a timer.

    Raises:
        Failure: there is no timer.
    """
    return terminal_push.confirm(_with_timer(session), save_too=save_too, others=others)


def abort(session: AnySession) -> Pushed:
    """Take back at once what was pushed with a timer.

    Raises:
        Failure: there is no timer, or it can't be ended.
    """
    return terminal_push.abort(_with_timer(session))


def back_to(session: AnySession, label: str) -> Pushed:
    """Bring the running config back to what the push with that label led to.

    Raises:
        Failure: the platform has no labels, or the device doesn't know this one.
    """
    if isinstance(session, ShellSession):
        raise session.failure(Kind.REJECTED, "NET-DEV-070", label=label)
    return terminal_push.back_to(session, label)


def _with_timer(session: AnySession) -> TerminalSession:
    if isinstance(session, ShellSession):
        raise session.failure(Kind.REJECTED, "NET-DEV-064", platform=session.host.platform)
    return session


def check(session: AnySession) -> tuple[Ran, ...]:
    """Ask whether the device does what its config says, by the platform's own checks."""
    return session.run(session.profile.checks)


def ping(session: AnySession, probes: Sequence[Q]) -> tuple[Probed[Q], ...]:
    """Send probes from a device: from a shell side by side, on a terminal one after the other."""
    match session:
        case ShellSession():
            answer = session.read(probe_script(session.profile, probes))
            return read_answers(session.profile, probes, answer.output.decode("utf-8", errors="replace"))
        case TerminalSession():
            return tuple(_asked(session, probe) for probe in probes)


def _asked(session: TerminalSession, probe: Q) -> Probed[Q]:
    asking = session.profile.asking
    way = ""
    if probe.via is not None:
        route = session.read(_filled(asking.next_hop_vrf if probe.vrf else asking.next_hop, probe)).text
        found = re.search(asking.next_hop_pattern, route)
        way = found["next_hop"] if found else ""
    text = session.read(_filled(asking.ping_vrf if probe.vrf else asking.ping, probe)).text
    counted = re.search(asking.counted, text)
    if counted is None:
        return Probed(probe, None, session.shown(text.strip().rpartition("\n")[2]) or "-", way)
    return Probed(probe, int(counted["received"]) > 0, way=way)


def _filled(template: str, probe: Question) -> str:
    source, destination = (str(ip_address(str(each))) for each in (probe.source, probe.destination))
    return template.format(source=source, destination=destination, vrf=probe.vrf or "")


def allowed(profile: SessionProfile, command: str) -> str | None:
    """Return what is run for a read-only command, or None where the platform's list doesn't have it.

    Example:
        >>> from netops.platforms.frr.session import SESSION
        >>> allowed(SESSION, "show bgp summary")
        "sudo -n vtysh -c 'show bgp summary'"
        >>> allowed(SESSION, "show version; reboot") is None, allowed(SESSION, "show running-config") is None
        (True, True)
        >>> allowed(SESSION, "show run") is None, allowed(SESSION, "show ip bgp") is None
        (True, False)
        >>> from netops.platforms.huawei_vrpv8.session import SESSION
        >>> allowed(SESSION, "display bgp peer"), allowed(SESSION, "display cu") is None
        ('display bgp peer', True)
    """
    quote = str if isinstance(profile, TerminalProfile) else shlex.quote
    for reading in profile.readings:
        if re.fullmatch(reading.pattern, command):
            return reading.command.format(command=quote(command))
    return None


def run_read(session: AnySession, commands: Sequence[str]) -> tuple[Ran, ...]:
    """Run read-only commands that are on the platform's list."""
    typed = [allowed(session.profile, command) or "false" for command in commands]
    found = session.run(typed)
    for ran in found:
        session.log.answered(session.name, ran.text, session.redactor)
    return tuple(_hidden(session, command, ran) for command, ran in zip(commands, found, strict=True))


def _hidden(session: AnySession, command: str, ran: Ran) -> Ran:
    hide = session.redactor.hide
    return Ran(command, ran.status, hide(ran.text).encode(), hide(ran.errors))
