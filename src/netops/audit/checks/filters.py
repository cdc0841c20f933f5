"""Packet filters: who gets to the device and through it."""

from collections.abc import Iterable
from dataclasses import replace
from ipaddress import ip_network

from netops.audit.answer import FINDINGS, Answer, Basis, Subject, Word
from netops.audit.checks.barriers import without_rules
from netops.audit.checks.openings import Opening, everything, filters_of, openings, within
from netops.audit.checks.reaching import managed, management, source, unmanaged_word
from netops.audit.checks.ssh import unless_overridden
from netops.model import Action, Direction, FilterRule, IPNetwork, Line, PacketFilter

SSH_PORT = 22


def management_sources(subject: Subject) -> Answer:
    """B060 on a Linux router: SSH can be reached from the management networks only, by the input filter or by ``AllowUsers user@network``.

    One filter that holds is enough, since a packet must pass them all. An empty filter filters nothing.
    """
    own = subject.device.management.ssh
    some = [
        users for each in own.exceptions for users in [dict(each.fields).get("users")] if isinstance(users, frozenset)
    ]
    if all(within(_login_sources(users), management(subject)) for users in (own.users, *some)):
        lines = (
            *subject.ssh("users").lines,
            *(line for each in own.exceptions for name, line in each.sources if name == "users"),
        )
        answer = Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"open": "-"})
        return unless_overridden(subject, answer)
    port = own.port or SSH_PORT
    held = filters_of(subject.device, Direction.INPUT)
    if not held:
        return Answer(Word.NON_COMPLIANT, Basis.ABSENCE, values={"open": "0.0.0.0/0"})
    views = [list(openings(each, "tcp", port)) for each in held]
    wrong = min(([each for each in view if not managed(each, subject)] for view in views), key=len)
    if wrong:
        shown = ", ".join(sorted({source(each) for each in wrong}))
        return Answer(unmanaged_word(wrong, subject), Basis.EXPLICIT, _lines(wrong), {"open": shown})
    return Answer(
        Word.COMPLIANT, Basis.EXPLICIT, _lines(each for view in views for each in view), {"open": "-"}, whole=True
    )


def _login_sources(users: frozenset[str]) -> frozenset[IPNetwork]:
    """Return where all who may log in come from; nothing where one may come from anywhere, or by a name or pattern.

    A pattern such as ``10.1.0.*`` is held against the name of the client too (sshd_config(5), UseDNS), so it is no network.
    """
    try:
        return frozenset(ip_network(each.partition("@")[2]) for each in users)
    except ValueError:
        return frozenset()


def _lines(openings_: Iterable[Opening]) -> tuple[Line, ...]:
    return tuple(dict.fromkeys(line for each in openings_ for line in each.lines))


def clear_text_ports(subject: Subject) -> Answer:
    """B030 on a Linux router: neither Telnet nor a VTY port of the routing daemons can be reached.

    Whether the service runs isn't in the config, so only a rule that names the port is a violation; a filter that lets
    in everything, or none at all, is for a person.
    """
    return _ports(subject, subject.policy.clear_text_ports)


def risky_ports(subject: Subject) -> Answer:
    """B108: the ports that the policy calls risky can't be reached, by the same reasoning as B030."""
    return _ports(subject, subject.policy.risky_ports)


def _ports(subject: Subject, ports: tuple[int, ...]) -> Answer:
    held = filters_of(subject.device, Direction.INPUT)
    if not held:
        return Answer(Word.MANUAL, Basis.ABSENCE, values={"ports": "?"})
    named: dict[int, list[Opening]] = {}
    vague: list[Opening] = []
    for port in ports:
        ways = _least_open(held, port)
        for each in ways:
            if each.named:
                named.setdefault(port, []).append(each)
            elif not managed(each, subject):
                vague.append(each)
    if named:
        lines = _lines(each for ways in named.values() for each in ways)
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, lines, {"ports": ", ".join(map(str, sorted(named)))})
    if vague:
        return Answer(Word.MANUAL, Basis.EXPLICIT, _lines(vague), {"ports": "?"})
    lines = tuple(line for each in held for line in each.lines)
    return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"ports": "-"}, whole=True)


def _least_open(held: list[PacketFilter], port: int) -> list[Opening]:
    """Return the openings of the strictest filter: a packet must pass them all."""
    views = [[*openings(each, "tcp", port), *openings(each, "udp", port)] for each in held]
    return min(views, key=lambda view: (any(each.named for each in view), len(view)))


def boundary_ports(subject: Subject) -> Answer:
    """B120: what the boundary ports forward passes a filter that denies by default."""
    ports = subject.context.boundary_ports
    if ports is None:
        return Answer(Word.MANUAL, Basis.ABSENCE, values={"ports": "?"})
    if not ports:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"ports": "-"})
    held = filters_of(subject.device, Direction.FORWARD)
    if any(_denies_rest(each) for each in held):
        lines = tuple(line for each in held for line in each.lines)
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"ports": "-"})
    lines = tuple(line for each in held for line in each.lines)
    basis = Basis.EXPLICIT if held else Basis.ABSENCE
    return Answer(Word.NON_COMPLIANT, basis, lines, {"ports": ", ".join(sorted(ports))}, whole=True)


def _denies_rest(filter_: PacketFilter) -> bool:
    """Return whether what no rule permits is denied: by default, or by a last rule that denies everything."""
    closing = next((each for each in filter_.rules if everything(each)), None)
    return (filter_.default if closing is None else closing.action) is Action.DENY


def default_deny(subject: Subject) -> Answer:
    """B121: every filter towards the device, and through it where it is a boundary, denies what no rule permits.

    No filter at all denies nothing.
    """
    held = [*filters_of(subject.device, Direction.INPUT), *_between_zones(subject)]
    if not held:
        return Answer(Word.NON_COMPLIANT, Basis.ABSENCE, values={"filters": "-"})
    open_ = [each for each in held if not _denies_rest(each)]
    if not open_:
        lines = tuple(line for each in held for line in each.lines)
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"filters": "-"})
    word = Word.PARTIAL if len(open_) < len(held) else Word.NON_COMPLIANT
    lines = tuple(line for each in open_ for line in each.lines)
    answer = Answer(word, Basis.EXPLICIT, lines, {"filters": ", ".join(each.name for each in open_)})
    inward = any(each.direction is Direction.INPUT for each in open_)
    return answer if inward else _of_boundary(answer, subject)


def _between_zones(subject: Subject) -> list[PacketFilter]:
    """Return the filters that stand between zones: those of forwarded traffic, but where no port is a boundary."""
    nowhere = subject.context.boundary_ports == frozenset()
    return [] if nowhere else filters_of(subject.device, Direction.FORWARD)


def _of_boundary(answer: Answer, subject: Subject) -> Answer:
    """Leave a finding on forwarded traffic to a person where nobody said whether the device is a boundary."""
    unsaid = subject.context.boundary_ports is None and answer.word in FINDINGS
    return replace(answer, word=Word.MANUAL) if unsaid else answer


def _rules(subject: Subject, *directions: Direction) -> list[FilterRule]:
    return [rule for each in filters_of(subject.device, *directions) for rule in each.rules]


def permit_everything(subject: Subject) -> Answer:
    """B122: no rule lets everything through from anywhere to anywhere."""
    rules = _rules(subject, Direction.INPUT, Direction.FORWARD)
    if not filters_of(subject.device, Direction.INPUT, Direction.FORWARD):
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"count": "0"})
    wide = [each for each in rules if each.action is Action.PERMIT and everything(each)]
    lines = tuple(line for each in wide for line in each.lines)
    if wide:
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, lines, {"count": str(len(wide))})
    return Answer(Word.COMPLIANT, Basis.ABSENCE, (), {"count": "0"}, whole=True)


def five_tuple(subject: Subject) -> Answer:
    """B124: what is let through between zones is named by protocol and, where it has any, by port."""
    held = _between_zones(subject)
    if not held:
        return without_rules(subject, {"count": "0"})
    rules = [rule for each in held for rule in each.rules]
    permits = [each for each in rules if each.action is Action.PERMIT and not each.states]
    # A filter that lets through whatever no rule names is itself the coarsest of rules.
    coarse: list[FilterRule | PacketFilter] = [each for each in permits if not _fine(each)]
    coarse += [each for each in held if each.default is Action.PERMIT]
    if coarse:
        lines = tuple(line for each in coarse for line in each.lines)
        return _of_boundary(Answer(Word.PARTIAL, Basis.EXPLICIT, lines, {"count": str(len(coarse))}), subject)
    named: list[FilterRule | PacketFilter] = [*(permits or held)]
    lines = tuple(line for each in named for line in each.lines)
    return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"count": "0"}, whole=True)


def _fine(rule: FilterRule) -> bool:
    return rule.protocol is not None and (rule.protocol not in {"tcp", "udp"} or bool(rule.destination_ports))


def stateful(subject: Subject) -> Answer:
    """B125: the filter between zones knows established sessions."""
    held = _between_zones(subject)
    if not held:
        return without_rules(subject, {"filters": "-"})
    without = [each for each in held if not any("established" in rule.states for rule in each.rules)]
    if len(without) < len(held):
        rules = [rule for each in held for rule in each.rules if "established" in rule.states]
        lines = tuple(line for rule in rules for line in rule.lines)
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"filters": "-"})
    shown = ", ".join(each.name for each in without)
    lines = tuple(line for each in without for line in each.lines)
    return _of_boundary(Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, lines, {"filters": shown}, whole=True), subject)
