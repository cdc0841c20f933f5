"""Boundaries: what filters stand there, what they truly let through, and the ways across that they don't see.

A Linux router is asked by the rulesets of the device as a whole (`filters`), all others by what is bound to their ports.
"""

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import IPv4Address, IPv6Address
from operator import itemgetter

from netops.audit.answer import Answer, Basis, Subject, Word, once
from netops.audit.checks import filters
from netops.audit.checks.barriers import (
    ALWAYS,
    ANSWERING,
    Barrier,
    as_far_as_read,
    barriers,
    boundary,
    lets_in_from,
    list_named,
    of_boundary,
    open_ports,
    sure,
    wide_rules,
    without_rules,
    zones,
)
from netops.audit.checks.covering import covered
from netops.audit.checks.reaching import bindings, is_called_management, is_filtered_as_a_whole, speaks_six
from netops.audit.checks.together import is_all, is_anybody
from netops.model import Action, Binding, FilterRule, Interface, IPInterface, Line, StaticRoute, Topic, ZonePair

_SHOWN = 5
_LONGEST_PART = 8
_ANY_WAY = "loose default"
_HALF = frozenset({"loose", "strict default"})
_STATEFUL = frozenset({"ip inspect", "aspf", "aspf apply policy"})


def filtered_ports(subject: Subject) -> Answer:
    """B120: every port of the boundary filters what comes in by it, of both versions of IP where it has addresses of both.

    A list that isn't there, or has no rules, filters nothing; a port in a zone is filtered by what stands between zones.
    """
    if is_filtered_as_a_whole(subject):
        return filters.boundary_ports(subject)
    chosen = boundary(subject)
    if chosen is None:
        return Answer(Word.MANUAL, Basis.ABSENCE, values={"ports": "?"})
    if not chosen:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"ports": "-"})
    held, missing = _standing(subject), _bare(subject)
    bound = tuple(line for each in held for line in (*each.bound, *(each.head if each.gaps else ())))
    if not missing:
        lines = bound or tuple(line for zone in subject.device.zones for line in zone.lines)
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"ports": "-"})
    empty = tuple(line for each in barriers(subject) if not _stands(each) for line in each.bound)
    shown = {"ports": ", ".join(_bare_names(missing))}
    return Answer(Word.NON_COMPLIANT, Basis.ABSENCE, (*_bare_lines(subject, missing), *empty), shown, whole=True)


def _standing(subject: Subject) -> list[Barrier]:
    """Return what filters something at the boundary, as far as anybody knows."""
    return [each for each in barriers(subject) if _stands(each)]


def _stands(barrier: Barrier) -> bool:
    return barrier.filters or bool(barrier.gaps) or barrier.otherwise is not None


@once
def _bare(subject: Subject) -> dict[str, list[int]]:
    """Return the ports of the boundary by which some version of IP comes in unfiltered, with the versions."""
    held, zoned = _standing(subject), zones(subject)
    ports = {name: _unfiltered(subject, name, held) for name in sorted(boundary(subject) or ()) if name not in zoned}
    return {name: versions for name, versions in ports.items() if versions}


def _bare_names(bare: dict[str, list[int]]) -> list[str]:
    return [f"{name} (IPv{'/'.join(map(str, versions))})" for name, versions in bare.items()]


def _bare_lines(subject: Subject, bare: dict[str, list[int]]) -> tuple[Line, ...]:
    return tuple(line for name in bare if (port := subject.device.interface(name)) for line in port.lines[:1])


def _unfiltered(subject: Subject, name: str, held: list[Barrier]) -> list[int]:
    """Return the versions of IP that come in by a port unfiltered."""
    port = subject.device.interface(name)
    six = port is not None and speaks_six(port)
    seen = {each.version for each in held if name in each.ports}
    return [version for version in ((4, 6) if six else (4,)) if version not in seen]


def _bound(subject: Subject) -> list[Barrier]:
    """Return what filters at the boundary, or at any port where nobody said which the boundary is."""
    return [each for each in barriers(subject) if each.exists and (each.rules or each.gaps)]


def default_deny(subject: Subject) -> Answer:
    """B121: what no rule permits is denied, by a last rule or by the platform; no filter at all denies nothing.

    A port of the boundary that has none, be it for one version of IP, lets in all.
    """
    if is_filtered_as_a_whole(subject):
        return filters.default_deny(subject)
    if boundary(subject) == frozenset():
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"filters": "-"})
    held = _bound(subject)
    if not held:
        word = Word.MANUAL if boundary(subject) is None or zones(subject) else Word.NON_COMPLIANT
        return Answer(word, Basis.ABSENCE, values={"filters": "-"})
    open_ = [each for each in held if not each.denies_rest]
    unknown = [each for each in open_ if each.rest is None and each.closing is None]
    if unknown:
        return Answer(Word.MANUAL, Basis.ABSENCE, _lines_of(unknown), {"filters": ", ".join(map(_name, unknown))})
    if open_:
        word = Word.PARTIAL if len(open_) < len(held) else Word.NON_COMPLIANT
        lines = tuple(line for each in open_ for line in (*each.bound, *each.head, *each.deciding))
        values = {"filters": ", ".join(map(_name, open_))}
        certain = not all(each.denies_rest for each in sure(open_))
        return of_boundary(Answer(word, Basis.EXPLICIT, lines, values), subject, certain=certain)
    return _closed(subject, held)


def _may_bind_more(subject: Subject) -> bool:
    """Tell whether another list may stand in lines that nobody understood, or be bound by one of them at a port."""
    if any(not each.exists for each in barriers(subject)):
        return True
    filtering = {*subject.unread(Topic.FILTERS, _FILTERS)}
    return any(
        each.line in filtering and each.section and each.section[0].startswith("interface ")
        for each in subject.device.unread
    )


_FILTERS = frozenset({"filters"})


def _closed(subject: Subject, held: list[Barrier]) -> Answer:
    """Return what filters come to that all deny by default: no more than half, where they don't stand everywhere."""
    bare = _bare(subject)
    if bare:
        values = {"filters": ", ".join(_bare_names(bare))}
        return Answer(Word.PARTIAL, Basis.ABSENCE, _bare_lines(subject, bare), values, whole=True)
    # What nobody understood behind the last rule may be the one that permits the rest.
    closed = tuple(line for each in held for line in (*each.bound, *each.deciding, *(each.head if each.gaps else ())))
    return Answer(Word.COMPLIANT, Basis.EXPLICIT, closed, {"filters": "-"}, whole=_may_bind_more(subject))


def _lines_of(held: list[Barrier]) -> tuple[Line, ...]:
    return tuple(line for each in held for line in (*each.bound, *each.head))


def _name(barrier: Barrier) -> str:
    return barrier.name if barrier.version == 4 else f"{barrier.name} (IPv6)"  # IPv4


def permit_everything(subject: Subject) -> Answer:
    """B122: no rule at the boundary lets everything through from anywhere to anywhere."""
    if is_filtered_as_a_whole(subject):
        return filters.permit_everything(subject)
    held = _bound(subject)
    if not held:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"count": "0"})
    wide = [rule for each in held for rule in wide_rules(each)]
    if wide:
        lines = tuple(line for rule in wide for line in rule.lines)
        answer = Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, lines, {"count": str(len(wide))})
        return of_boundary(answer, subject, certain=any(map(wide_rules, sure(held))))
    lines = tuple(line for each in held for line in (*each.bound, *(each.head if each.gaps else ())))
    return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"count": "0"}, whole=True)


def useless_rules(subject: Subject) -> Answer:
    """B123: no rule is covered by an earlier one, and no list that is bound isn't there.

    Covered by the same action a rule is redundant, by the other one it is dead: it never decides.
    """
    named = [(each.name, each.rules) for each in subject.device.filters]
    named += [(list_named(each), each.rules) for each in subject.device.access_lists]
    missing = list(_missing(subject))
    values = {"redundant": "0", "dead": "0", "missing": "-", "pairs": "-"}
    if not named and not missing:
        # Where nothing filters there is no rule too many; whether something should, B120 asks.
        word = Word.NOT_APPLICABLE if boundary(subject) == frozenset() else Word.MANUAL
        return Answer(word, Basis.ABSENCE, values=values)
    pairs = [(name, *pair) for name, rules in sorted(named, key=itemgetter(0)) for pair in covered(rules)]
    dead = [each for each in pairs if each[1].action is not each[2].action]
    redundant = [each for each in pairs if each[1].action is each[2].action]
    values |= {"redundant": str(len(redundant)), "dead": str(len(dead))}
    values["missing"] = ", ".join(dict.fromkeys(each.name for each in missing)) or "-"
    values["pairs"] = "; ".join(map(_pair, (*dead, *redundant)[:_SHOWN])) or "-"
    if not (pairs or missing):
        return Answer(Word.COMPLIANT, Basis.ABSENCE, (), values, whole=True)
    lines = [line for _, *rules in (*dead, *redundant) for rule in rules for line in rule.lines]
    lines += [line for each in missing for line in each.lines]
    word = Word.NON_COMPLIANT if dead else Word.PARTIAL
    # A list may stand in lines that nobody understood; rules that were read stand where they stand.
    return Answer(word, Basis.EXPLICIT, tuple(lines), values, whole=not pairs)


def _pair(found: tuple[str, FilterRule, FilterRule]) -> str:
    name, earlier, later = found
    return f"{name}: {_spot(later)} ← {_spot(earlier)}"


def _spot(rule: FilterRule) -> str:
    return f"{rule.lines[0].number}" if rule.lines else str(rule.sequence)


def _missing(subject: Subject) -> Iterator[Binding]:
    """Yield what binds a list that isn't there: at ports, at lines, at services."""
    for bound in _bindings(subject):
        if subject.list_of(bound.name, bound.version) is None:
            yield bound


def _bindings(subject: Subject) -> Iterator[Binding]:
    device = subject.device
    for port in device.interfaces:
        yield from port.filters
    for terminal in device.management.terminals:
        yield from bindings(terminal)
    yield from device.management.ssh.filters
    for service in device.management.services:
        yield from service.filters
    snmp = device.management.snmp
    for filters_ in (*(each.filters for each in snmp.communities), *(each.filters for each in snmp.groups)):
        yield from filters_


def five_tuple(subject: Subject) -> Answer:
    """B124: what the boundary lets through is named by protocol and, where it has any, by port; without a filter nothing is."""
    if is_filtered_as_a_whole(subject):
        return filters.five_tuple(subject)
    held = _bound(subject)
    if not held:
        return without_rules(subject, {"count": "0"})
    permits = [rule for each in held for rule in each.rules if rule.action is Action.PERMIT]
    coarse = [rule for rule in permits if not _is_fine(rule)]
    passing = [each for each in held if each.rules and not each.denies_rest]
    if coarse or passing:
        lines = tuple(line for rule in coarse for line in rule.lines)
        lines += tuple(line for each in passing for line in each.bound)
        answer = Answer(Word.PARTIAL, Basis.EXPLICIT, lines, {"count": str(len(coarse) + len(passing))})
        return of_boundary(answer, subject)
    lines = tuple(line for rule in permits for line in rule.lines) or _lines_of(held)
    lines += tuple(line for each in held if each.gaps for line in each.head)
    return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"count": "0"}, whole=True)


def _keeping_state(subject: Subject) -> list[ZonePair]:
    """Return what keeps state between zones: a policy that only lets packets pass doesn't (Cisco IOS, ``pass``)."""
    known = {each.name: each for each in subject.device.traffic_policies if each.kind == "inspect"}
    passing = {
        name
        for name, each in known.items()
        if not any(what == "inspect" for step in each.steps for what, _ in step.actions)
    }
    return [
        each
        for each in subject.device.zone_pairs
        if (each.policy and each.policy not in passing) or each.filters or ("firewall", "on") in each.fields
    ]


def _passing_rest(subject: Subject) -> dict[ZonePair, tuple[Line, ...]]:
    """Return the pairs of zones that let pass without a session whatever no class of their policy names, with what says so."""
    loose = {
        policy.name: step.lines
        for policy in subject.device.traffic_policies
        if policy.kind == "inspect"
        for step in policy.steps
        if step.name in ALWAYS and "pass" in {what for what, _ in step.actions}
    }
    pairs = (each for each in subject.device.zone_pairs if _OWN not in {each.source, each.destination})
    return {each: (*loose[each.policy], *each.lines) for each in pairs if each.policy in loose}


_OWN = "self"
"""The zone of the device itself."""


def _is_fine(rule: FilterRule) -> bool:
    answering = ANSWERING in rule.flags
    return rule.protocol is not None and (
        rule.protocol not in {"tcp", "udp"} or not is_all(rule.destination_ports) or answering
    )


def stateful(subject: Subject) -> Answer:
    """B125: the filter knows sessions: between zones, by inspection, or with a ruleset that keeps state.

    A list that lets back in what has the flags of an answer only looks so: it is partial, and so are zones between which
    whatever no class names passes. Where another device is the firewall, a person says so by naming no port of the boundary here.
    """
    if is_filtered_as_a_whole(subject):
        return filters.stateful(subject)
    chosen = boundary(subject)
    if chosen == frozenset():
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"filters": "-"})
    pairs, zoned = _keeping_state(subject), zones(subject)
    outside = sorted((chosen or frozenset()) - {*zoned})
    if pairs and (not outside or len(outside) < len(chosen or ())):
        loose = _passing_rest(subject)
        lines = tuple(line for each in pairs if each not in loose for line in each.lines)
        lines = tuple(line for told in loose.values() for line in told) or lines
        word = Word.PARTIAL if outside or loose else Word.COMPLIANT
        without = (*outside, *(each.name or f"{each.source} → {each.destination}" for each in loose))
        return Answer(word, Basis.EXPLICIT, lines, {"filters": ", ".join(without) or "-"})
    inspecting = [port for port in subject.device.interfaces if any(name in _STATEFUL for name, _ in port.fields)]
    if inspecting:
        lines = tuple(line for each in inspecting for line in each.lines)
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"filters": "-"})
    held = _bound(subject)
    flagged = [rule for each in held for rule in each.rules if ANSWERING in rule.flags and rule.action is Action.PERMIT]
    shown = {"filters": ", ".join(map(_name, held)) or "-"}
    if flagged:
        lines = tuple(line for rule in flagged for line in rule.lines)
        return of_boundary(Answer(Word.PARTIAL, Basis.EXPLICIT, lines, shown, whole=True), subject)
    basis = Basis.EXPLICIT if held else Basis.ABSENCE
    return of_boundary(Answer(Word.NON_COMPLIANT, basis, _lines_of(held), shown, whole=True), subject)


def risky_ports(subject: Subject) -> Answer:
    """B126: the boundary lets nobody reach ports that worms and intruders use, from anywhere, by any of its ports and either version of IP."""
    if is_filtered_as_a_whole(subject):
        return filters.blocked_ports(subject)
    held = _bound(subject)
    if boundary(subject) == frozenset():
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"ports": "-", "bare": "-"})
    if not held:
        answer = Answer(Word.NON_COMPLIANT, Basis.ABSENCE, values={"ports": "all", "bare": "-"}, whole=True)
        return replace(answer, word=Word.MANUAL) if zones(subject) else of_boundary(answer, subject)
    found = [open_ports(each, subject.policy.blocked_ports) for each in sure(held)]
    certain = any(found)
    if not certain:
        found = [open_ports(each, subject.policy.blocked_ports) for each in held]
    ports, bare = sorted({port for each in found for port in each}), _bare(subject)
    values = {"ports": ", ".join(map(str, ports)) or "-", "bare": ", ".join(_bare_names(bare)) or "-"}
    if ports:
        told = [
            {id(lines): lines for lines in each.values()} for each in found
        ]  # mostly the same lines for all ports of a list
        lines = tuple(dict.fromkeys(line for each in told for lines in each.values() for line in lines))
        answer = Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, lines, values)
        return of_boundary(answer, subject, certain=certain)
    if bare:
        return Answer(Word.NON_COMPLIANT, Basis.ABSENCE, _bare_lines(subject, bare), values, whole=True)
    lines = tuple(line for each in held for line in (*each.bound, *each.deciding))
    return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, values, whole=True)


def spoofing(subject: Subject) -> Answer:
    """B127: what comes in from outside can't have a source that nobody out there has: by uRPF, or by the list.

    Loose uRPF lets in addresses of the inside, and with the default route for a way back strict uRPF lets in what has no other
    route: half of it each. Loose with the default route lets in everything (RFC 3704, 2.3, 2.4).
    """
    chosen = boundary(subject)
    if chosen is None:
        return Answer(Word.MANUAL, Basis.ABSENCE, values={"ports": "?"})
    if not chosen:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"ports": "-"})
    held = [each for each in _bound(subject) if each.version == 4]  # IPv4
    strict = [each for each in held if not any(lets_in_from(each, network) for network in subject.policy.bogons)]
    ports = [port for port in subject.device.interfaces if port.name in chosen]
    behind = [port for port in ports if not any(port.name in each.ports for each in strict)]
    open_ = [port for port in behind if port.urpf in {None, _ANY_WAY}]
    half = [port for port in behind if port.urpf in _HALF]
    missing = sorted({*chosen} - {port.name for port in ports})
    if open_ or missing:
        names = sorted({port.name for port in open_} | {*missing})
        word = Word.PARTIAL if len(names) < len(chosen) else Word.NON_COMPLIANT
        lines = tuple(line for port in open_ for line in _of_urpf(port) or port.lines[:1])
        return Answer(word, Basis.ABSENCE, lines, {"ports": ", ".join(names)}, whole=True)
    if half:
        lines = tuple(line for port in half for line in _of_urpf(port))
        return Answer(Word.PARTIAL, Basis.EXPLICIT, lines, {"ports": ", ".join(port.name for port in half)})
    lines = tuple(line for port in ports for line in _of_urpf(port))
    lines += tuple(line for each in strict for line in (*each.bound, *(each.head if each.gaps else ())))
    return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"ports": "-"})


def _of_urpf(port: Interface) -> tuple[Line, ...]:
    words = {"urpf", "verify"}
    return tuple(each for each in port.lines if words & {*each.text.split()}) if port.urpf else ()


def default_routes(subject: Subject) -> Answer:
    """B129: default routes leave by the boundary only, and so do routes that together are one: two halves of all addresses.

    Another one, out of a private network, may be an unauthorised way to the Internet. A route whose next hop stands in no
    network of a port (learned, or by a tunnel) can't be placed: that is for a person.
    """
    chosen = boundary(subject)
    by = _ways_out(subject)
    if not by:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"routes": "-"})
    lines = tuple(line for each, _ in by for line in each.lines)
    shown = ", ".join(f"{each.next_hop or each.interface} ({port or '?'})" for each, port in by)
    if chosen is None:
        return Answer(Word.MANUAL, Basis.EXPLICIT, lines, {"routes": shown})
    stray = [
        (each, port) for each, port in by if not (port is None or port in chosen or _is_apart(subject, each, port))
    ]
    if stray:
        shown = ", ".join(dict.fromkeys(f"{each.next_hop or each.interface} ({port})" for each, port in stray))
        return Answer(
            Word.NON_COMPLIANT,
            Basis.EXPLICIT,
            tuple(line for each, _ in stray for line in each.lines),
            {"routes": shown},
        )
    if any(port is None for _, port in by):
        return Answer(Word.MANUAL, Basis.EXPLICIT, lines, {"routes": shown})
    return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"routes": "-"}, whole=True)


def _is_apart(subject: Subject, route: StaticRoute, port: str) -> bool:
    """Return whether a route is of the management's own VRF: it leads no other network anywhere."""
    own = route.vrf is not None and is_called_management(route.vrf, subject)
    return own or (route.vrf is not None and port in subject.context.management_ports)


def _ways_out(subject: Subject) -> list[tuple[StaticRoute, str | None]]:
    """Return the default routes with the ports that they leave by, and routes of one table and port that hold as much."""
    routes = [each for each in subject.device.static_routes if _is_short(each) and not _discards(each)]
    routes.sort(key=lambda each: (each.vrf or "", str(each.next_hop), each.interface or "", str(each.prefix)))
    by = [(each, _leaves_by(subject, each)) for each in routes]
    parts: dict[tuple[str | None, str | None], list[StaticRoute]] = {}
    for each, port in by:
        if each.prefix.prefixlen:
            parts.setdefault((each.vrf, port), []).append(each)
    wide = {key for key, held in parts.items() if is_anybody([each.prefix for each in held])}
    return [(each, port) for each, port in by if not each.prefix.prefixlen or (each.vrf, port) in wide]


def _is_short(route: StaticRoute) -> bool:
    """Return whether a route is for everything, or for a part so large that a few of them are."""
    return route.prefix.prefixlen <= _LONGEST_PART


def _discards(route: StaticRoute) -> bool:
    """Return whether a route drops what it matches: it goes nowhere, or to the port that isn't there (NULL0)."""
    return route.next_hop is None and (route.interface or "null").lower().startswith("null")


def _leaves_by(subject: Subject, route: StaticRoute) -> str | None:
    """Return the port that a route leaves by: the one that it names, or whose network its next hop stands in."""
    if route.interface is not None or route.next_hop is None:
        return route.interface
    ports = sorted(subject.device.interfaces, key=lambda each: each.name)
    return next((port.name for port in ports if any(_holds(each, route.next_hop) for each in port.addresses)), None)


def _holds(address: IPInterface, hop: IPv4Address | IPv6Address) -> bool:
    return address.version == hop.version and hop in address.network


CHECKS = {
    "B120": filtered_ports,
    "B121": as_far_as_read(default_deny),
    "B122": as_far_as_read(permit_everything),
    "B123": useless_rules,
    "B124": as_far_as_read(five_tuple),
    "B125": stateful,
    "B126": as_far_as_read(risky_ports),
    "B127": as_far_as_read(spoofing),
    "B129": default_routes,
}
