"""What is recorded, where it goes, and whether the record says when.

Sources: FRR manual, "Basic Config Commands"; command references of the vendors, "Information Center" and "System Message Logging".
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

from netops.audit.answer import UNKNOWN, Answer, Basis, Setting, Subject, Word, cited, passed
from netops.audit.checks.asking import servers, told, told_at
from netops.audit.checks.logins import login_log
from netops.audit.checks.reaching import has_vrf, server_shown
from netops.audit.checks.rights import of_administrators, switched_on
from netops.audit.policy import LogLevel
from netops.model import AaaMethod, AccessList, Action, Direction, FilterRule, Line, LogTarget

LEVELS = list(get_args(LogLevel))
"""From the tersest to the most detailed."""


def _known(subject: Subject, name: str) -> object:
    return subject.known.defaults.get("logging", {}).get(name)


def _said(subject: Subject, name: str) -> Setting:
    """Return what holds of a field of the log: a line, else what the release does."""
    own = subject.device.management.logging
    value = getattr(own, name)
    if value is False:
        return Setting(value=False, basis=Basis.EXPLICIT, lines=cited(own.sources, own.lines, name, value))
    return subject.setting("logging", name, value, cited(own.sources, own.lines, name, value))


def logging_on(subject: Subject) -> Answer:
    """B080: events are recorded; on a Linux router they go to syslog."""
    on = _said(subject, "enabled")
    if on.basis is not None:
        values = {"level": "on" if on.value else "off"}
        return Answer(passed(bool(on.value)), on.basis, on.lines, values)
    own = subject.device.management.logging
    if own.syslog_level is None and _known(subject, "needs_syslog") is None:
        return replace(UNKNOWN, values={"level": "-"})
    if own.syslog_level is None:
        return Answer(Word.NON_COMPLIANT, Basis.ABSENCE, values={"level": "-"})
    lines = cited(own.sources, own.lines, "syslog_level", own.syslog_level)
    return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"level": own.syslog_level})


def _is_off(subject: Subject) -> tuple[Line, ...]:
    """Return the lines by which nothing is recorded, or nothing sent."""
    own = subject.device.management.logging
    if own.enabled is False:
        return cited(own.sources, own.lines, "enabled", value=False) or own.lines
    if own.syslog_level == "none":
        return cited(own.sources, own.lines, "syslog_level", own.syslog_level)
    return ()


def log_servers(subject: Subject) -> Answer:
    """B081: events go to a server; to those of the organisation, where it named them, and in a VRF that the device has."""
    targets = _targets(subject)
    values = {"value": ", ".join(server_shown(subject, each.host, each.vrf) for each in targets) or "-"}
    off = _is_off(subject)
    if off:
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, off, values)
    if not targets:
        return Answer(Word.NON_COMPLIANT, Basis.ABSENCE, values=values, places=({"scope": "device"},))
    known = set(map(str, subject.policy.log_servers))
    reached = [each for each in targets if has_vrf(subject, each.vrf)]
    wrong = [each for each in targets if each not in reached or (known and each.host not in known)]
    lines = tuple(line for each in wrong or targets for line in each.lines)
    if not wrong:
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, values)
    good = len(wrong) < len(targets)
    return Answer(Word.PARTIAL if good else Word.NON_COMPLIANT, Basis.EXPLICIT, lines, values)


def _targets(subject: Subject) -> list[LogTarget]:
    return sorted(subject.device.management.logging.targets, key=lambda each: (each.host, each.vrf or ""))


def log_source(subject: Subject) -> Answer:
    """B082: events come from one address, so that the server knows whose they are."""
    own = subject.device.management.logging
    targets = _targets(subject)
    if not targets:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"value": "-"})
    if own.source is not None:
        return Answer(
            Word.COMPLIANT, Basis.EXPLICIT, cited(own.sources, own.lines, "source", own.source), {"value": own.source}
        )
    without = [each for each in targets if each.source is None]
    lines = tuple(line for each in without or targets for line in each.lines)
    if not without:
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"value": ", ".join(str(each.source) for each in targets)})
    return Answer(Word.NON_COMPLIANT, Basis.ABSENCE, lines, {"value": "-"})


def log_encryption(subject: Subject) -> Answer:
    """B083: nobody reads or changes events on their way: TLS; TCP alone loses nothing, but protects nothing."""
    targets = _targets(subject)
    if not targets:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"value": "-"})
    open_ = [each for each in targets if each.transport != "tls"]
    lines = tuple(line for each in open_ or targets for line in each.lines)
    shown = ", ".join(f"{each.host} {each.transport or 'udp'}" for each in open_ or targets)
    basis = Basis.EXPLICIT if not open_ or all(each.transport for each in open_) else Basis.ABSENCE
    word = Word.COMPLIANT if not open_ else Word.PARTIAL if len(open_) < len(targets) else Word.NON_COMPLIANT
    return Answer(word, basis, lines, {"value": shown})


def log_level(subject: Subject) -> Answer:
    """B084: the level is detailed enough, for each server, and the log of commands isn't left out; B080 says where nothing is recorded."""
    least = subject.policy.log_level
    level = _said(subject, "syslog_level")
    values = {"level": str(level.value or "-"), "least": least, "silenced": "-"}
    silenced = _silenced(subject)
    if silenced:
        channel = subject.told("silenced-channel").value  # of the form that says it of each kind of events
        places = ({"channel": str(channel)},) if channel else ()
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, silenced, {**values, "silenced": _SHELL}, places=places)
    if level.basis is None:
        nothing = _known(subject, "needs_syslog") is not None
        return Answer(Word.NOT_APPLICABLE if nothing else Word.MANUAL, Basis.ABSENCE, values=values)
    if level.value == "none":
        return Answer(Word.NON_COMPLIANT, level.basis, level.lines, values)
    if level.value not in LEVELS:
        return Answer(Word.MANUAL, level.basis, level.lines, values)
    if LEVELS.index(level.value) < LEVELS.index(least):
        return Answer(Word.NON_COMPLIANT, level.basis, level.lines, values)
    return _left_out(subject, values) or Answer(Word.COMPLIANT, level.basis, level.lines, values)


def _left_out(subject: Subject, values: Mapping[str, str]) -> Answer | None:
    """Return which servers get less than the others, or which modules none of them hears, where the level of all is enough."""
    terse, some = _terse_hosts(subject), _silenced(subject, _LOGINS)
    if terse:
        lines = tuple(line for each in terse for line in each.lines)
        shown = ", ".join(f"{each.host} {each.level}" for each in terse)
        places = ({"scope": "host"},)
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, lines, {**values, "level": shown}, places=places)
    if some:
        shown = ", ".join(each for each in _LOGINS if _silenced(subject, (each,)))
        places = ({"scope": "module"},)
        return Answer(Word.PARTIAL, Basis.EXPLICIT, some, {**values, "silenced": shown}, places=places)
    return None


def _terse_hosts(subject: Subject) -> list[LogTarget]:
    """Return the servers that get less than the device sends to all: a level of their own narrows it."""
    least = LEVELS.index(subject.policy.log_level)
    return [each for each in _targets(subject) if each.level in LEVELS and LEVELS.index(each.level) < least]


_SHELL = "SHELL"
_LOGINS = ("AAA", "LOGIN", "SSH", "SSHS")
"""Modules of Comware and VRP that tell of logins, beside SHELL."""


def _silenced(subject: Subject, modules: tuple[str, ...] = (_SHELL,)) -> tuple[Line, ...]:
    """Return the lines by which commands that people type, or their logins, don't reach the log servers."""
    found = [each for each in subject.stated.get("silenced", ()) if each.value.upper() in modules]
    return tuple(dict.fromkeys(line for each in found for line in each.lines))


def timestamps(subject: Subject) -> Answer:
    """B085: each record says the day and the time, not how long the device runs."""
    stamp = _said(subject, "timestamps")
    if stamp.basis is None:
        return replace(UNKNOWN, values={"value": "-"})
    return Answer(passed(stamp.value == "date"), stamp.basis, stamp.lines, {"value": str(stamp.value)})


def command_log(subject: Subject) -> Answer:
    """B086: the commands that people type are recorded: told to a server of AAA, or events like others that go to a log server.

    Where they stay in the buffer of the device it is partial.
    """
    own, accounted = _own_record(subject), _accounted(subject)
    best = next((each for each in (own, accounted) if each is not None and each.word is Word.COMPLIANT), own)
    if best is not None:
        return best
    lost = _silenced(subject) or _is_off(subject)
    events = _known(subject, "command_events")
    if events and not lost:
        return _as_events(subject)
    if accounted is not None:
        return accounted
    if events is None and not lost:
        return replace(UNKNOWN, values={"value": "?"})
    basis = Basis.EXPLICIT if lost else Basis.ABSENCE
    return Answer(Word.NON_COMPLIANT, basis, lost, {"value": "no"}, places=(_unsent(subject),))


def _accounted(subject: Subject) -> Answer | None:
    """Judge what servers of AAA are told of commands: half of it where that leaves out those of administrators; None where it is nothing."""
    at = told_at(subject, "accounting commands", "accounting command")
    told_of = list(dict.fromkeys(each for held in at for each in held)) if all(at) else []
    recorded = _recorded(subject)
    found = told_of + recorded
    if not found or switched_on(subject, "accounting") is not None:
        return None
    lines = tuple(line for each in found for line in each.lines)
    values = {"value": " ".join(found[0].methods)}
    if recorded or all(of_administrators(subject, held) for held in at):
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, values, whole=True)
    return Answer(Word.PARTIAL, Basis.EXPLICIT, lines, values, whole=True, places=(_unsent(subject),))


def _own_record(subject: Subject) -> Answer | None:
    """Judge the record of commands that a line asks for, where one does: what stays on the device, or is too little for the log server, is half of it.

    IOS sends them by a line of its own (``notify syslog``), as events of the level of notifications; so does FRR by ``log commands``.
    """
    own = subject.device.management.logging
    if not own.commands:
        return None
    lines = cited(own.sources, own.lines, "commands", "commands")
    unsent, lost = _unsent(subject), _is_off(subject)
    kept = subject.told("commands-sent").value == "off"
    if not (kept or unsent or lost):
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"value": "yes"})
    lines += lost or (_said(subject, "syslog_level").lines if "terse" in unsent else ())
    return Answer(Word.PARTIAL, Basis.EXPLICIT, tuple(dict.fromkeys(lines)), {"value": "log"}, places=(unsent,))


def _unsent(subject: Subject) -> Mapping[str, str]:
    """Return why no record of commands goes away as an event: there is no server (``nowhere``), or too little is sent (``terse``)."""
    level = _said(subject, "syslog_level")
    found = {
        "nowhere": subject.told("commands-sent").basis is not None and not _targets(subject),
        "terse": level.basis is None or level.value == "none" or str(level.value) in _TOO_TERSE,
    }
    return {name: "yes" for name, is_so in found.items() if is_so}


_TOO_TERSE = frozenset(LEVELS[: LEVELS.index("notifications")])


def _as_events(subject: Subject) -> Answer:
    """Judge what goes the way of all events: to a log server, or no farther than the buffer."""
    targets = _targets(subject)
    level = log_level(subject).word
    enough = level is Word.COMPLIANT or (level is Word.PARTIAL and not _silenced(subject))
    lines = tuple(line for each in targets for line in each.lines)
    word = Word.COMPLIANT if targets and enough else Word.PARTIAL
    return Answer(word, Basis.PLATFORM_DEFAULT, lines, {"value": "log"})


def _recorded(subject: Subject) -> list[AaaMethod]:
    """Return the schemes by which VRP records commands (``cmd recording-scheme``) at servers that are told of what is done."""
    aaa = subject.device.management.aaa
    schemes = {name.casefold() for _, what, name in aaa.domains if what == "cmd recording"}
    held = [each for each in aaa.methods if each.kind == "recording" and each.name.casefold() in schemes]
    return [each for each in held if servers(subject, each, "accounting")]


def session_log(subject: Subject) -> Answer:
    """B087: each session is recorded: told to a server of AAA, or an event that goes to a log server; else it is partial."""
    found = told(subject, "accounting exec", "accounting login", "accounting default", "accounting")
    if found:
        lines = tuple(line for each in found for line in each.lines)
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"value": " ".join(found[0].methods)}, whole=True)
    lost = _is_off(subject)
    if lost:
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, lost, {"value": "-"})
    logins = login_log(subject)
    if logins.word is Word.MANUAL:
        return replace(UNKNOWN, values={"value": "?"})
    if logins.word is Word.NON_COMPLIANT:
        return Answer(Word.NON_COMPLIANT, logins.basis if logins.lines else Basis.ABSENCE, logins.lines, {"value": "-"})
    sent, silenced = _as_events(subject), _silenced(subject, _LOGINS)
    word = sent.word if logins.word is Word.COMPLIANT and not silenced else Word.PARTIAL
    return replace(sent, word=word, basis=logins.basis, lines=(*logins.lines, *sent.lines, *silenced))


def log_buffer(subject: Subject) -> Answer:
    """B088: the device itself keeps events for the time in which no server can be reached."""
    size = _said(subject, "buffer")
    unit = _known(subject, "buffer_unit")
    least = subject.policy.log_buffer_bytes if unit == "bytes" else subject.policy.log_buffer_messages
    values = {"value": str(size.value if size.basis else "-"), "least": f"{least} {unit or ''}".strip()}
    if size.basis is None or not isinstance(size.value, int):
        return replace(UNKNOWN, values=values)
    return Answer(passed(size.value >= least), size.basis, size.lines, values)


def filter_log(subject: Subject) -> Answer:
    """B091: what boundary filters deny is recorded."""
    rules = [rule for rules in _boundary_rules(subject) for rule in rules if rule.action is Action.DENY]
    held = list(_boundary_rules(subject))
    values = {"value": str(len(rules))}
    if not held:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values=values)
    silent = [each for each in rules if not each.log]
    lines = tuple(line for each in silent or rules for line in each.lines)
    if not rules:
        return Answer(Word.NON_COMPLIANT, Basis.ABSENCE, values=values)
    word = Word.COMPLIANT if not silent else Word.PARTIAL if len(silent) < len(rules) else Word.NON_COMPLIANT
    return Answer(word, Basis.EXPLICIT, lines, values)


def _boundary_rules(subject: Subject) -> list[tuple[FilterRule, ...]]:
    ports = subject.context.boundary_ports
    bound = {
        each.name
        for port in subject.device.interfaces
        if ports is None or port.name in ports
        for each in port.filters
        if each.inbound
    }
    lists: list[AccessList] = [subject.lists[name] for name in sorted(bound) if name in subject.lists]
    forwarding = [each.rules for each in subject.device.filters if each.direction is Direction.FORWARD]
    return [each.rules for each in lists] + forwarding


CHECKS = {
    "B080": logging_on,
    "B081": log_servers,
    "B082": log_source,
    "B083": log_encryption,
    "B084": log_level,
    "B085": timestamps,
    "B086": command_log,
    "B087": session_log,
    "B088": log_buffer,
    "B091": filter_log,
}
