"""Packet filters: who gets to the device and through it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from ipaddress import ip_network

from netops.audit.answer import FINDINGS, Answer, Basis, Subject, Word
from netops.audit.checks.barriers import Barrier, boundary, open_ports, wide_rules, without_rules
from netops.audit.checks.openings import LOOPBACK, NEW, Opening, filters_of, openings, within
from netops.audit.checks.reaching import managed, management, source, unmanaged_word
from netops.audit.checks.ssh import unless_overridden
from netops.audit.checks.together import is_all
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
    answer = Answer(
        Word.COMPLIANT, Basis.EXPLICIT, _lines(each for view in views for each in view), {"open": "-"}, whole=True
    )
    return unless_overridden(subject, answer, also=_LISTENING)


_LISTENING = frozenset({"port", "listenaddress"})
"""Keywords by which SSH may listen on more ports than the one that was asked (sshd_config(5))."""


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
    """B120: what comes in by each port of the boundary passes a filter that denies by default."""
    ports = boundary(subject)
    if ports is None:
        return Answer(Word.MANUAL, Basis.ABSENCE, values={"ports": "?"})
    if not ports:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"ports": "-"})
    held = filters_of(subject.device, Direction.FORWARD)
    lines = tuple(line for each in held for line in each.lines)
    seen = {port: _seen(held, port) for port in sorted(ports)}
    open_ = {port: views for port, views in seen.items() if not any(map(_denies, views))}
    if not open_:
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"ports": "-"})
    lines += tuple(line for views in open_.values() for each in views for line in _opening(each))
    basis = Basis.EXPLICIT if held else Basis.ABSENCE
    return Answer(Word.NON_COMPLIANT, basis, tuple(dict.fromkeys(lines)), {"ports": ", ".join(open_)}, whole=True)


def _seen(held: Iterable[PacketFilter], port: str | None) -> list[Barrier]:
    """Return filters as new connections meet them that come in by a port; where it is None, by any that no rule names."""
    return [
        Barrier(
            *(each.name, 4, frozenset({port} if port else ()), tuple(_met(each.rules, port)), each.default),
            head=each.lines,
        )
        for each in held
    ]


def _met(rules: Iterable[FilterRule], port: str | None) -> Iterator[FilterRule]:
    for rule in rules:
        if rule.interface in {None, port} and (not rule.states or NEW in rule.states):
            yield replace(rule, interface=None, states=frozenset())


def _opening(barrier: Barrier) -> tuple[Line, ...]:
    """Return the lines of the rules that open a filter whose default is to deny."""
    return () if barrier.rest is Action.PERMIT else barrier.deciding


def _ports_of(subject: Subject) -> list[str | None]:
    """Return the ports of the boundary; None alone, for any port, where there is none or nobody said."""
    return [*sorted(boundary(subject) or ())] or [None]


def _denies(barrier: Barrier) -> bool:
    """Return whether a filter denies what no rule permits: by default, also without any rule, or by a rule for everything."""
    return barrier.denies_rest or (not barrier.rules and barrier.rest is Action.DENY)


def _opened(filter_: PacketFilter, subject: Subject) -> list[Barrier]:
    """Return a filter as those ports of the boundary meet it for which it doesn't deny by default."""
    ports = dict.fromkeys(_ports_of(subject))
    if filter_.direction is Direction.INPUT:  # whoever comes in by any other port is let in to the device, too
        ports |= {None: None}
    seen = [view for port in ports for view in _seen([filter_], port)]
    return [each for each in seen if not _denies(each)]


def default_deny(subject: Subject) -> Answer:
    """B121: every filter towards the device, and through it where it is a boundary, denies what no rule permits.

    No filter at all denies nothing, and neither does a boundary without one for what it forwards.
    """
    through = _between_zones(subject)
    held = [*filters_of(subject.device, Direction.INPUT), *through]
    if not held:
        return Answer(Word.NON_COMPLIANT, Basis.ABSENCE, values={"filters": "-"})
    open_ = [each for each in held if _opened(each, subject)]
    missing = [Direction.FORWARD.value] if boundary(subject) and not through else []
    if not (open_ or missing):
        lines = tuple(line for each in held for line in each.lines)
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"filters": "-"})
    word = Word.PARTIAL if len(open_) < len(held) else Word.NON_COMPLIANT
    lines = tuple(line for each in open_ for line in (*each.lines, *_that_open(each, subject)))
    basis = Basis.EXPLICIT if open_ else Basis.ABSENCE
    answer = Answer(word, basis, lines, {"filters": ", ".join([*(each.name for each in open_), *missing])})
    inward = any(each.direction is Direction.INPUT for each in open_)
    return answer if inward else _of_boundary(answer, subject)


def _that_open(filter_: PacketFilter, subject: Subject) -> tuple[Line, ...]:
    return tuple(dict.fromkeys(line for each in _opened(filter_, subject) for line in _opening(each)))


def _between_zones(subject: Subject) -> list[PacketFilter]:
    """Return the filters that stand between zones: those of forwarded traffic, but where no port is a boundary."""
    nowhere = subject.context.boundary_ports == frozenset()
    return [] if nowhere else filters_of(subject.device, Direction.FORWARD)


def _of_boundary(answer: Answer, subject: Subject) -> Answer:
    """Leave a finding on forwarded traffic to a person where nobody said whether the device is a boundary."""
    unsaid = subject.context.boundary_ports is None and answer.word in FINDINGS
    return replace(answer, word=Word.MANUAL) if unsaid else answer


def permit_everything(subject: Subject) -> Answer:
    """B122: no rule lets everything through from anywhere to anywhere, nor do several together; by a port is from anywhere too.

    Where nobody said which ports face others, a rule for all that comes in by one is for a person.
    """
    held = filters_of(subject.device, Direction.INPUT, Direction.FORWARD)
    if not held:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"count": "0"})
    wide = _wide(held, _ports_of(subject))
    unsaid = [] if wide or boundary(subject) is not None else _wide(held, _named_ports(held, subject))
    if wide or unsaid:
        found = wide or unsaid
        word = Word.NON_COMPLIANT if wide else Word.MANUAL
        return Answer(word, Basis.EXPLICIT, tuple(found), {"count": str(len(found))})
    return Answer(Word.COMPLIANT, Basis.ABSENCE, (), {"count": "0"}, whole=True)


def _wide(held: list[PacketFilter], ports: Iterable[str | None]) -> list[Line]:
    """Return the lines of the rules that let in everything by one of the ports."""
    rules = [rule for port in ports for each in _seen(held, port) for rule in wide_rules(each)]
    return list(dict.fromkeys(line for rule in rules for line in rule.lines))


def _named_ports(held: list[PacketFilter], subject: Subject) -> list[str | None]:
    """Return the ports that rules name, but for the device's own and the management's."""
    known = {None, LOOPBACK, *subject.context.management_ports}
    return sorted({rule.interface for each in held for rule in each.rules} - known, key=str)


def blocked_ports(subject: Subject) -> Answer:
    """B126: nobody out there reaches ports that worms and intruders use, through any port of the boundary.

    A packet must pass all filters, so that one which stops it is enough.
    """
    if boundary(subject) == frozenset():
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"ports": "-", "bare": "-"})
    held = filters_of(subject.device, Direction.FORWARD)
    if not held:
        values = {"ports": "all", "bare": "-"}
        return _of_boundary(Answer(Word.NON_COMPLIANT, Basis.ABSENCE, values=values, whole=True), subject)
    open_: dict[int, tuple[Line, ...]] = {}
    for port in _ports_of(subject):
        views = [open_ports(each, subject.policy.blocked_ports) for each in _seen(held, port)]
        for number in sorted(set.intersection(*(set(each) for each in views))):
            open_[number] = (*open_.get(number, ()), *(line for each in views for line in each[number]))
    if open_:
        lines = tuple(dict.fromkeys(line for each in open_.values() for line in each))
        values = {"ports": ", ".join(map(str, sorted(open_))), "bare": "-"}
        return _of_boundary(Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, lines, values), subject)
    lines = tuple(line for each in held for line in each.lines)
    word = Word.MANUAL if boundary(subject) is None and _named_ports(held, subject) else Word.COMPLIANT
    return Answer(word, Basis.EXPLICIT, lines, {"ports": "-", "bare": "-"}, whole=True)


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
    return rule.protocol is not None and (rule.protocol not in {"tcp", "udp"} or not is_all(rule.destination_ports))


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
