"""Who reaches a service of the device itself, by the access lists that are bound to its lines and services.

A list that isn't there or has no rules keeps nobody out, on VRP, Comware and IOS alike (NE40E V800R012 Command Reference,
``ssh server acl``; H3C Comware 7 Security Command Reference, ``ssh server acl``; Cisco IOS Security Configuration Guide,
"Access Control Lists": an undefined list permits everything). What no rule of one that has rules permits is refused, by
all of them: what packet filters at ports do with it is another question.
"""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from ipaddress import IPv6Interface
from itertools import takewhile

from netops.audit.answer import Answer, Basis, Setting, Subject, Word, cited, once, weakest
from netops.audit.checks.openings import Opening, decides, within
from netops.audit.checks.terminals import ways
from netops.audit.checks.together import are_anybody
from netops.model import (
    AccessList,
    Action,
    Binding,
    FilterRule,
    Interface,
    IPNetwork,
    Line,
    Service,
    TerminalLine,
    Topic,
)

ANYWHERE = {4: "0.0.0.0/0", 6: "::/0"}
_OF_LINES = "ipv6 access-class"
_ANSWERING = "established"


def management(subject: Subject) -> tuple[IPNetwork, ...]:
    """Return where administrators may come from, as inventory and policy say it."""
    return (*subject.context.management, *subject.policy.management)


def is_called_management(vrf: str, subject: Subject) -> bool:
    """Return whether a VRF has a name by which the policy knows that of the management."""
    return any(fnmatchcase(vrf.lower(), each) for each in subject.policy.management_vrfs)


def managed(opening: Opening, subject: Subject) -> bool:
    """Return whether an opening is for the management networks or ports only."""
    return within(opening.sources, management(subject)) or opening.interface in subject.context.management_ports


def unmanaged_word(wrong: list[Opening], subject: Subject) -> Word:
    """Return ``manual`` where sources are limited and nobody said which networks are the management's."""
    return Word.MANUAL if not management(subject) and all(each.sources for each in wrong) else Word.NON_COMPLIANT


def source(opening: Opening, version: int = 4) -> str:
    """Return where an opening lets in from, for people."""
    return ", ".join(sorted(map(str, opening.sources))) or opening.interface or ANYWHERE[version]


def is_filtered_as_a_whole(subject: Subject) -> bool:
    """Return whether one ruleset sees all that reaches the device, whatever service it is for: a Linux router's."""
    return bool(subject.device.filters) or bool(subject.known.defaults.get("ways_in", {}).get("ruleset"))


def terminals(subject: Subject) -> list[TerminalLine]:
    """Return the ranges of VTY lines; the device's own ones where no line speaks of any.

    Ranges that let nobody in for want of a way to log in count only where there are no others: VRP prints ``vty 16 20``, which
    are kept for network management, on every switch, empty.
    """
    held = sorted(
        (each for each in subject.device.management.terminals if each.kind == "vty"), key=lambda each: each.first
    )
    open_ = [each for each in held if (each.first, each.last) not in closed_ranges(subject)]
    return open_ or held or [TerminalLine("vty", 0, 4)]


@once
def closed_ranges(subject: Subject) -> frozenset[tuple[int, int]]:
    """Return the ranges of VTY lines by which nobody gets in."""
    return frozenset(
        (each.terminal.first, each.terminal.last) for each in ways(subject, "vty") if each.login == "closed"
    )


def transports(subject: Subject, terminal: TerminalLine) -> Setting:
    """Return the protocols that get in by a range of lines."""
    said = terminal.transports
    lines = cited((), terminal.lines[1:], "transports", said) if said else terminal.lines[:1]
    return subject.setting("terminals", "transports", said, lines)


def takes(setting: Setting, protocol: str) -> bool:
    """Return whether a protocol gets in by a range of lines, or may where nothing is known of it."""
    if not isinstance(setting.value, (frozenset, list, tuple)):
        return True
    return bool({"all", protocol} & {*setting.value})


def service(subject: Subject, name: str) -> Setting:
    """Return whether a service of the device runs."""
    held = found(subject, name)
    return subject.setting("services", name, held.enabled if held else None, held.lines if held else ())


def found(subject: Subject, name: str) -> Service | None:
    """Return what lines say of a service."""
    return next((each for each in subject.device.management.services if each.name == name), None)


def needs_source(subject: Subject, name: str) -> bool:
    """Return whether a service lets nobody in until a line says where it listens."""
    needing = subject.known.defaults.get("management", {}).get("need_source")
    return isinstance(needing, (list, tuple)) and name in needing


def has_vrf(subject: Subject, name: str | None) -> bool:
    """Return whether a server can be in this VRF: one that the device has, the global table, or one that it makes itself.

    VRP writes ``_public_`` for the global table, and has VRFs such as ``__LOCAL_OAM_VPN__`` without a line.
    """
    return name is None or name.startswith("_") or subject.device.vrf(name) is not None


def server_shown(subject: Subject, host: str, vrf: str | None) -> str:
    """Return a server for people, with the VRF in which it is sought where that isn't there."""
    return host if has_vrf(subject, vrf) else f"{host} (VRF {vrf}: -)"


@once
def versions(subject: Subject) -> tuple[int, ...]:
    """Return the versions of IP by which the device can be reached: the sixth where it has an address of it."""
    return (4, 6) if any(map(speaks_six, subject.device.interfaces)) else (4,)


def speaks_six(port: Interface) -> bool:
    """Return whether a port has an address of IPv6, or takes one that others give it."""
    return any(isinstance(each, IPv6Interface) for each in port.addresses) or any(
        name == "ipv6 address" for name, _ in port.fields
    )


def bindings(terminal: TerminalLine) -> Iterator[Binding]:
    """Yield the lists that decide who may connect to a range of lines."""
    yield from (each for each in terminal.filters if each.inbound)
    for name, text in terminal.fields:
        words = text.split()
        if name == _OF_LINES and words[1:2] != ["out"]:
            lines = tuple(each for each in terminal.lines if words[0] in each.text.split())
            yield Binding(words[0], version=6, lines=lines)


def let_in(held: AccessList, protocol: str, port: int) -> Iterator[Opening]:
    """Return whom a list that has rules lets in to a port of the device: its rules in their order, not one by one."""
    refused: list[IPNetwork] = []
    for rule in held.rules:
        if not _speaks_of(rule, protocol, port):
            continue
        narrow = bool(rule.flags or rule.source_ports)
        if rule.action is Action.PERMIT:
            left = [each for each in rule.sources if not within(frozenset({each}), tuple(refused))]
            if left or not rule.sources:
                yield Opening(frozenset(left), None, bool(rule.destination_ports), rule.lines)
        elif not narrow and not rule.destinations:
            refused += rule.sources
        if not (narrow or rule.sources or rule.destinations):
            return


def _speaks_of(rule: FilterRule, protocol: str, port: int) -> bool:
    if rule.protocol not in {None, protocol} or _ANSWERING in rule.flags:
        return False
    return not rule.destination_ports or any(low <= port <= high for low, high in rule.destination_ports)


def lets_all(subject: Subject, bound: Binding) -> bool:
    """Return whether a list limits nobody: it isn't there, has no rules, or lets in everybody, by one rule or by parts of all."""
    held = subject.list_of(bound.name, bound.version)
    if not decides(held):
        return True
    reached = takewhile(lambda rule: rule.action is Action.PERMIT or not _stops_all(rule), held.rules)
    return open_to_all(each for each in reached if each.action is Action.PERMIT)


def _stops_all(rule: FilterRule) -> bool:
    return not (rule.sources or rule.protocol or rule.flags)


def open_to_all(permits: Iterable[FilterRule]) -> bool:
    """Return whether permits are for every source, by one of them or by parts of all."""
    sources = [each.sources for each in permits]
    return not all(sources) or are_anybody(sources)


def guarded(
    subject: Subject, bound: Iterable[Binding], port: int, *, protocol: str = "tcp", at: tuple[Line, ...] = ()
) -> Answer:
    """Return whether a service can be reached from the management networks only.

    One list that holds is enough, since whoever comes must pass them all; each version of IP has its own.

    Args:
        subject: the device.
        bound: the lists, of all versions.
        port: of the service.
        protocol: likewise.
        at: the lines that a list could stand at, for an answer that rests on there being none.
    """
    held = list(bound)
    answers = []
    for version in versions(subject):
        lists = [_by_list(subject, each, (protocol, port)) for each in held if each.version == version]
        missing = Answer(Word.NON_COMPLIANT, Basis.ABSENCE, at[:1], {"open": ANYWHERE[version]}, part=Topic.MANAGEMENT)
        answers.append(_strictest(lists) if lists else missing)
    return weakest(answers)


def _strictest(answers: list[Answer]) -> Answer:
    best = next((each for each in answers if each.word is Word.COMPLIANT), None)
    return best or next((each for each in answers if each.word is Word.MANUAL), answers[0])


def _by_list(subject: Subject, bound: Binding, what: tuple[str, int]) -> Answer:
    """Return what one list says; citing what binds it, and the rules that let somebody in."""
    held = subject.list_of(bound.name, bound.version)
    if not decides(held):
        lines = (*bound.lines, *(held.lines if held else ()))
        values = {"open": ANYWHERE[bound.version]}
        basis = Basis.ABSENCE if held is None else Basis.EXPLICIT
        return Answer(Word.NON_COMPLIANT, basis, lines, values, part=Topic.FILTERS)
    ways = list(let_in(held, *what))
    wrong = [each for each in ways if not managed(each, subject)]
    word = unmanaged_word(wrong, subject) if wrong else Word.COMPLIANT
    lines = (*bound.lines, *(line for each in wrong or ways for line in each.lines))
    lines += held.lines[:1] if held.gaps else ()  # what nobody understood may let in more
    shown = ", ".join(sorted({source(each, bound.version) for each in wrong})) or "-"
    return Answer(word, Basis.EXPLICIT, lines, {"open": shown}, part=Topic.FILTERS)
