"""How people log in: whether they must prove who they are, when a silent session ends, how many there may be."""

from collections.abc import Iterator
from dataclasses import replace

from netops.audit.answer import UNKNOWN, Answer, Basis, Subject, Word, cited, judged, passed, weakest
from netops.audit.checks import ssh
from netops.audit.checks.accounts import accounts, is_nameless, of_account
from netops.audit.checks.passwords import rules_on
from netops.audit.checks.reaching import closed_ranges
from netops.audit.checks.terminals import Way, idle, named, place, terminals, ways
from netops.model import Line, User

ALL = ("console", "aux", "tty", "vty")
_SHARED = frozenset({"line", "enable"})


def unauthenticated(subject: Subject) -> Answer:
    """B008: nobody gets in without proving who it is: by a line, by the last method of a list, or by an account without a secret.

    Whether the risk is high is for a person where only who stands before the device gets in: the guide has that as a mitigation.
    """
    remote = [_proven(each) for each in ways(subject, "vty", "tty")]
    remote += [_account(subject, each) for each in accounts(subject)]
    if subject.ssh("empty_passwords").basis is not None:
        remote.append(ssh.empty_passwords(subject))
    answer = _overall([*remote, *(_proven(each) for each in ways(subject, "console", "aux"))])
    return replace(answer, confirm=all(each.word is not Word.NON_COMPLIANT for each in remote))


def _overall(found: list[Answer]) -> Answer:
    """Return the weakest of all ways in; that all are well holds only if all were read."""
    if not found:
        return UNKNOWN
    worst = weakest(found)
    values = next((each.values for each in found if each.word is worst.word), {})
    return replace(worst, values=values, whole=worst.word is Word.COMPLIANT or worst.whole)


def _proven(way: Way) -> Answer:
    values = {"value": f"{named(way.terminal)}: {way.login or '?'}"}
    if way.login is None:
        return replace(UNKNOWN, lines=way.lines, values=values)
    open_ = way.login == "none" or "none" in way.methods
    if "none" in way.methods:
        values = {"value": f"{named(way.terminal)}: {' '.join(way.methods)}"}
    return Answer(passed(not open_), way.basis, way.lines, values, places=(place(way.terminal),) if open_ else ())


def _account(subject: Subject, user: User) -> Answer:
    values = {"value": user.name}
    if ("nopassword", "on") in user.fields:
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, of_account(user, "nopassword"), values)
    if user.secret is not None or rules_on(subject) or is_nameless(user):
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, (), values)
    if subject.known.defaults.get("users", {}).get("open_without_secret"):
        return Answer(Word.NON_COMPLIANT, Basis.ABSENCE, user.lines, values)
    return replace(UNKNOWN, lines=user.lines, values=values)


def shared_password(subject: Subject) -> Answer:
    """B010: no VTY line asks for one password that everybody knows, and so doesn't know who came in."""
    return _overall([_identified(each) for each in ways(subject, "vty")])


def _identified(way: Way) -> Answer:
    values = {"value": f"{named(way.terminal)}: {' '.join(way.methods) or way.login or '?'}"}
    if way.login is None:
        return replace(UNKNOWN, lines=way.lines, values=values)
    without = way.login in {"password", "none"} or (bool(way.methods) and {*way.methods} - {"none"} <= _SHARED)
    return Answer(passed(not without), way.basis, way.lines, values, places=(place(way.terminal),) if without else ())


def console(subject: Subject) -> Answer:
    """B068: who stands before the device must prove who it is, too."""
    return _overall([_proven(each) for each in ways(subject, "console", "aux")])


def idle_sessions(subject: Subject) -> Answer:
    """B021: a shell in which nobody types is closed, on every line; on a Linux host by the SSH service."""
    limit = subject.policy.idle_seconds
    found = [
        replace(
            judged(idle(subject, each), lambda seconds: passed(0 < seconds <= limit)),
            values=_idle_values(f"{named(each)}: {_shown(idle(subject, each).value)}", limit),
            places=(place(each),),
        )
        for each in terminals(subject, *ALL)
        if each.idle is not None or "terminals" in subject.known.defaults
    ]
    if subject.ssh("session_idle").basis is not None or subject.ssh("idle_interval").basis is not None:
        found.append(ssh.idle_sessions(subject))
    if not found:
        return UNKNOWN
    found += [_idle_account(each, limit) for each in accounts(subject) if not 0 < _account_idle(each, limit) <= limit]
    worst = weakest(found)
    return replace(worst, values=next(each.values for each in found if each.word is worst.word))


def _account_idle(user: User, otherwise: int) -> int:
    """Return after how many seconds of silence an account's own line closes its shells; ``otherwise`` where it has none."""
    text = dict(user.fields).get("idle-timeout")
    if text is None:
        return otherwise
    minutes, _, seconds = text.partition(" ")
    return int(minutes) * 60 + int(seconds or 0) if minutes.isdigit() and (seconds or "0").isdigit() else 0


def _idle_account(user: User, limit: int) -> Answer:
    """Leave to a person an account whose own time is longer than that of the lines.

    On a NetEngine what AAA says of a user comes before what the VTY says (NetEngine 8000 Command Reference, ``local-user
    idle-cut``); which of the two counts for ``local-user idle-timeout``, no manual that is known says.
    """
    values = _idle_values(f"{user.name}: {_account_idle(user, limit)}", limit)
    return Answer(Word.MANUAL, Basis.EXPLICIT, of_account(user, "idle-timeout"), values)


def _idle_values(shown: str, limit: int) -> dict[str, str]:
    return {"idle": shown, "silence": "-", "limit": str(limit)}


def _shown(value: object) -> str:
    return "-" if value is None else str(value)


def sessions(subject: Subject) -> Answer:
    """B023: how many sessions there may be at once: of each account, of SSH, else by how many lines there are."""
    most = subject.policy.sessions
    limits = [(each, _own_limit(each)) for each in accounts(subject)]
    values = {"limit": str(most)}
    if limits and all(limit is not None for _, limit in limits):
        lines = tuple(line for each, _ in limits for line in of_account(each, "access-limit", "online-amount"))
        largest = max(limit for _, limit in limits if limit is not None)
        return Answer(passed(largest <= most), Basis.EXPLICIT, lines, {**values, "value": str(largest)})
    vty = terminals(subject, "vty")
    vty = tuple(each for each in vty if (each.first, each.last) not in closed_ranges(subject)) or vty
    if not vty:
        return replace(UNKNOWN, values={**values, "value": "-"})
    whole = subject.told("sessions")
    if whole.basis is not None and all(each.transports == _SSH for each in vty):
        shown = {**values, "value": str(whole.value)}
        return Answer(passed(int(str(whole.value)) <= most), whole.basis, whole.lines, shown)
    count = sum(each.last - each.first + 1 for each in vty)
    lines = tuple(line for each in vty for line in each.lines[:1])
    basis = Basis.EXPLICIT if lines else Basis.PLATFORM_DEFAULT
    return Answer(passed(count <= most), basis, lines, {**values, "value": str(count)})


def _own_limit(user: User) -> int | None:
    return next((int(value) for name, value in user.fields if name in {"access-limit", "online-amount"}), None)


def login_log(subject: Subject) -> Answer:
    """B025: logins that fail and logins that succeed are recorded."""
    if subject.ssh("log_level").basis is not None:
        return ssh.login_log(subject)
    told = dict(subject.device.management.passwords.fields)
    answers = [_is_logged(told.get(f"login {what}", "off")) for what in ("on-failure", "on-success")]
    own = subject.device.management.passwords
    lines = tuple(line for name, line in own.sources if name in {"login on-failure", "login on-success"})
    if lines:
        word = Word.COMPLIANT if all(answers) else Word.PARTIAL if any(answers) else Word.NON_COMPLIANT
        return Answer(word, Basis.EXPLICIT, lines, {"value": "+".join(sorted(told.keys() & _LOGGED)) or "-"})
    logged = subject.known.defaults.get("logging", {}).get("logins")
    if logged is None:
        return replace(UNKNOWN, values={"value": "-"})
    silent = tuple(_silent(subject))
    if silent:
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, silent, {"value": "off"})
    return Answer(passed(bool(logged)), Basis.PLATFORM_DEFAULT, (), {"value": "on" if logged else "off"})


def _is_logged(said: str) -> bool:
    """Return whether each login is recorded: not one of many (``every N``), and not told to SNMP alone (``trap``)."""
    words = said.split()
    some = "every" in words and words[-1] != "1"
    return said != "off" and not some and ("trap" not in words or "log" in words)


_SSH = frozenset({"ssh"})
_LOGGED = frozenset({"login on-failure", "login on-success"})


def _silent(subject: Subject) -> Iterator[Line]:
    logging = subject.device.management.logging
    if logging.enabled is False:
        yield from cited(logging.sources, logging.lines, "enabled", value=False)


CHECKS = {
    "B008": unauthenticated,
    "B010": shared_password,
    "B021": idle_sessions,
    "B022": ssh.login_limits,
    "B023": sessions,
    "B025": login_log,
    "B068": console,
}
