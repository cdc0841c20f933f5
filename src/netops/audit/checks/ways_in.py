"""How people get in: Telnet, the VTY lines, SSH, HTTP, FTP, and where they may come from."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from netops.audit.answer import UNKNOWN, Answer, Basis, Setting, Subject, Word, judged, passed, weakest
from netops.audit.checks import filters
from netops.audit.checks.reaching import (
    bindings,
    found,
    guarded,
    is_filtered_as_a_whole,
    needs_source,
    service,
    takes,
    terminals,
    transports,
)
from netops.model import Binding, Line, TerminalLine, Topic, User

TELNET, SSH = 23, 22
_TELNETS = ("telnet", "telnet-ipv6")
_CLEAR_FILES = ("ftp", "ftp-ipv6", "tftp")
_CLEAR_LOGINS = frozenset({"telnet", "ftp", "http"})


def clear_text_logins(subject: Subject) -> Answer:
    """B030: nobody logs in by Telnet.

    VRP, Comware and RGOS have a service that runs or doesn't; on IOS the lines decide. NE40E V800R012 and CE V300 run it
    without a line, and yet let nobody in until ``telnet server-source`` stands: that is for a person, no high risk. A
    Linux router is asked what its ruleset lets in.
    """
    if is_filtered_as_a_whole(subject):
        return replace(filters.clear_text_ports(subject), part=Topic.FILTERS)
    if subject.known.defaults.get("ways_in", {}).get("telnet") == "lines":
        return weakest([_telnet_at(subject, each) for each in terminals(subject)])
    return weakest([each for name in _TELNETS if (each := _telnet(subject, name)) is not None])


def _telnet(subject: Subject, name: str) -> Answer | None:
    """Return what one service says; None for the one of IPv6 where neither a line nor a known default speaks of it."""
    setting = service(subject, name)
    values = {"ports": f"{TELNET} ({name})"}
    if setting.basis is None:
        return Answer(Word.MANUAL, Basis.ABSENCE, values={"ports": "?"}) if name == "telnet" else None
    if not setting.value:
        return Answer(Word.COMPLIANT, setting.basis, setting.lines, {"ports": "-"})
    if setting.basis is Basis.PLATFORM_DEFAULT and not _is_entered(subject, name):
        return Answer(Word.MANUAL, setting.basis, values=values)
    return Answer(Word.NON_COMPLIANT, setting.basis, setting.lines, values, places=({"service": name},))


def _is_entered(subject: Subject, name: str) -> bool:
    """Return whether a service that runs lets anybody in: it listens somewhere, and some lines take it."""
    held = found(subject, name)
    listens = not needs_source(subject, "telnet") or (held is not None and held.source is not None)
    return listens and any(takes(transports(subject, each), "telnet") for each in terminals(subject))


def _telnet_at(subject: Subject, terminal: TerminalLine) -> Answer:
    setting = transports(subject, terminal)
    taken = takes(setting, "telnet")
    answer = judged(setting, lambda _: passed(not taken), ports=TELNET if taken else "-")
    return replace(answer, places=({"line": _name(terminal)},))


def vty_protocols(subject: Subject) -> Answer:
    """B031: every range of VTY lines takes SSH alone; the weakest range counts."""
    return weakest([_protocols(subject, each) for each in terminals(subject)])


def _protocols(subject: Subject, terminal: TerminalLine) -> Answer:
    setting = transports(subject, terminal)
    name = _name(terminal)
    if setting.basis is None:
        return Answer(Word.MANUAL, Basis.ABSENCE, terminal.lines[:1], {"lines": f"{name}: ?"})
    others = sorted({*_words(setting)} - {"ssh", "none"})
    lines = setting.lines or terminal.lines[:1]
    if not others:
        return Answer(Word.COMPLIANT, setting.basis, lines, {"lines": "-"})
    shown = {"lines": f"{name}: {' '.join(others)}"}
    place = {"line": name, "login": terminal.login or ""}  # on Comware who says the one must say the other, too
    return Answer(Word.NON_COMPLIANT, setting.basis, lines, shown, places=(place,))


def _words(setting: Setting) -> tuple[str, ...]:
    return tuple(map(str, setting.value)) if isinstance(setting.value, (frozenset, list, tuple)) else ()


def _name(terminal: TerminalLine) -> str:
    return f"{terminal.kind} {terminal.first} {terminal.last}"


def ssh_available(subject: Subject) -> Answer:
    """B032: there is an encrypted way in: the service runs, listens where the release asks for that, and some lines take it.

    Where no line turns the service on (IOS), a line that asks for version 2 is there only if the device has keys (Cisco IOS
    Security Command Reference, ``ip ssh version``).
    """
    running, version = subject.ssh("enabled"), subject.ssh("version")
    source, needed = subject.device.management.ssh.source, needs_source(subject, "ssh")
    lines = [(each, transports(subject, each)) for each in terminals(subject)]
    taking = [_name(each) for each, setting in lines if takes(setting, "ssh")]
    values = {
        "service": "?" if running.basis is None else "on" if running.value else "off",
        "source": source or ("-" if needed else "all"),
        "lines": ", ".join(taking) or "-",
    }
    if not taking:
        cited_ = tuple(dict.fromkeys(line for _, each in lines for line in each.lines))
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT if cited_ else Basis.PLATFORM_DEFAULT, cited_, values)
    if running.value and needed and source is None:
        return Answer(Word.NON_COMPLIANT, Basis.ABSENCE, running.lines, values)
    if running.basis is not None:
        return replace(judged(running, passed, **values), places=({"service": "ssh"},))
    if version.basis is Basis.EXPLICIT and version.value == "2":
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, version.lines, {**values, "service": "on"})
    return replace(UNKNOWN, values=values)


def ssh_version(subject: Subject) -> Answer:
    """B033: SSH version 1 isn't accepted."""
    setting = subject.ssh("version")
    return judged(setting, lambda value: passed(str(value) == "2"), value=setting.value or "?")


def web(subject: Subject) -> Answer:
    """B034: no web page without encryption; nothing is concluded where no line and no known default speaks of it."""
    setting = service(subject, "http")
    return judged(setting, lambda on: passed(not on), services="http" if setting.value else "-")


def file_services(subject: Subject) -> Answer:
    """B035: neither FTP nor TFTP serves files, and no account may log in by what isn't encrypted."""
    running = {name: service(subject, name) for name in _CLEAR_FILES}
    on = [name for name, each in running.items() if each.value]
    users = sorted(
        (each for each in subject.device.management.users if each.services & _CLEAR_LOGINS), key=lambda each: each.name
    )
    places = (*({"service": name} for name in on), *map(_without_clear, users))
    if on:
        lines = tuple(line for name in on for line in running[name].lines)
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, lines, {"services": ", ".join(on)}, places=places)
    if users:
        shown = ", ".join(f"{each.name} ({', '.join(sorted(each.services & _CLEAR_LOGINS))})" for each in users)
        lines = tuple(line for each in users for line in _granting(each.lines))
        return Answer(Word.PARTIAL, Basis.EXPLICIT, lines, {"services": shown}, places=places)
    return judged(running["ftp"], lambda _: Word.COMPLIANT, services="-")


def _without_clear(user: User) -> Mapping[str, str]:
    """Return an account and what it may still log in by; one that has nothing else only people can mend."""
    left = " ".join(sorted(user.services - _CLEAR_LOGINS))
    return {"user": user.name, "services": left} if left else {"user": user.name}


def _granting(lines: tuple[Line, ...]) -> Iterator[Line]:
    near = [each for each in lines if _CLEAR_LOGINS & {*each.text.split()}]
    yield from near or lines


def listening(subject: Subject) -> Answer:
    """B044: SSH listens on an interface or an address of its own, not on all that the device has."""
    setting = subject.ssh("source")
    if setting.basis is None:
        return Answer(Word.MANUAL, Basis.ABSENCE, values={"source": "?"})
    return judged(setting, lambda value: passed(value != "all"), source=setting.value)


def management_sources(subject: Subject) -> Answer:
    """B060: people reach the device from the management networks only, by every range of lines and every version of IP.

    A list at the lines holds for all protocols, one of the SSH service for SSH alone; pages of administration have lists of
    their own. A Linux router is asked what its ruleset lets in.
    """
    if is_filtered_as_a_whole(subject) or subject.device.management.ssh.users:
        return replace(filters.management_sources(subject), part=Topic.FILTERS)
    answers = [each for terminal in terminals(subject) for each in _reached(subject, terminal)]
    return weakest([*answers, *_pages(subject)])


def _pages(subject: Subject) -> Iterator[Answer]:
    """Yield by whom pages of administration are reached that a line turns on; where the platform has no list for them, a person looks.

    On IOS one list holds for both kinds of pages (Cisco, "Filter Traffic Destined to Cisco IOS XE Devices WebUI Using an Access List").
    """
    own = subject.known.defaults.get("ways_in", {}).get("web")
    for name, port in _WEB.items() if own is not None else ():
        held = found(subject, name)
        if held is None or not held.enabled:
            continue
        guarding = found(subject, str(own))
        if own == "open":
            yield Answer(Word.MANUAL, Basis.EXPLICIT, held.lines, {"open": f"{name}?"})
        else:
            yield guarded(subject, guarding.filters if guarding is not None else (), port, at=held.lines)


_WEB = {"http": 80, "https": 443}


def _reached(subject: Subject, terminal: TerminalLine) -> Iterator[Answer]:
    """Yield by whom a range of lines is reached, for each protocol that it takes and that runs."""
    own = [*bindings(terminal)]
    taken = transports(subject, terminal)
    for name, port, more in (("ssh", SSH, _of_ssh(subject)), ("telnet", TELNET, _of_telnet(subject))):
        if takes(taken, name) and _runs(subject, name):
            answer = guarded(subject, [*own, *more], port, at=terminal.lines)
            yield replace(answer, places=({"line": _name(terminal)},))


def _runs(subject: Subject, name: str) -> bool:
    """Return whether a protocol may get in; what isn't known counts as running."""
    if name == "ssh":
        setting = subject.ssh("enabled")
        return setting.basis is None or bool(setting.value)
    setting = service(subject, name)
    listens = not needs_source(subject, name) or bool((held := found(subject, name)) and held.source)
    return (setting.basis is None or bool(setting.value)) and listens


def _of_ssh(subject: Subject) -> list[Binding]:
    return [*subject.device.management.ssh.filters]


def _of_telnet(subject: Subject) -> list[Binding]:
    held = found(subject, "telnet")
    return [*held.filters] if held is not None else []


CHECKS = {
    "B030": clear_text_logins,
    "B031": vty_protocols,
    "B032": ssh_available,
    "B033": ssh_version,
    "B034": web,
    "B035": file_services,
    "B044": listening,
    "B060": management_sources,
}
