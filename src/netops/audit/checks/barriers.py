"""What stands in the way of packets that a device forwards: lists and policies at its ports, what of them truly filters.

What no rule matches is denied by IOS and RGOS and let through by VRP and Comware (``access_lists.unmatched`` of a platform's
defaults; a line of the device may say otherwise).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import wraps
from itertools import takewhile
from typing import NamedTuple

from netops.audit.answer import FINDINGS, Answer, Basis, Subject, Word, once
from netops.audit.checks.openings import everything, within
from netops.audit.checks.together import PROTOCOLS, are_anybody, is_wide_open, permitting_all
from netops.model import (
    AccessList,
    Action,
    Binding,
    FilterRule,
    Gap,
    Interface,
    IPNetwork,
    Line,
    TrafficClass,
    TrafficPolicy,
)
from netops.model.provenance import first_line

ANSWERING = "established"


@dataclass(frozen=True, slots=True)
class Barrier:
    """One list, or one policy, that is bound to ports.

    Attributes:
        name: of the list or policy.
        version: of the addresses that it looks at.
        ports: where it is bound.
        rules: in their order; none where it isn't there or is empty, and then it filters nothing.
        rest: what it does with what no rule matches; None where nobody knows.
        bound: the lines that bind it.
        head: the first line of the list itself.
        exists: the list or policy is there.
        by_source: it looks at sources alone.
        gaps: what nobody understood among the rules.
        otherwise: the same, where what goes on to later classes of a policy is dropped by them, and nobody can tell: some of them
            drop and some don't. Its own rules say that it passes. None where all is certain.
        torn: lines that nobody understood in lists of its classes: what is of a class, and what goes on to the next, nobody knows.
        closing: the first rule that matches every packet, or what permits do so together: none behind it is ever reached.
        reached: the rules up to it.
        wide: permits in front of it that together let through all of TCP or of UDP, be it at times only.
    """

    name: str
    version: int
    ports: frozenset[str]
    rules: tuple[FilterRule, ...] = ()
    rest: Action | None = None
    bound: tuple[Line, ...] = ()
    head: tuple[Line, ...] = ()
    exists: bool = True
    by_source: bool = False
    gaps: tuple[Gap, ...] = ()
    otherwise: "Barrier | None" = None
    torn: tuple[Line, ...] = ()
    closing: FilterRule | None = field(init=False, compare=False)
    reached: tuple[FilterRule, ...] = field(init=False, compare=False)
    wide: tuple[FilterRule, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        end = next((place for place, each in enumerate(self.rules) if matches_all(each)), None)
        closing, reached = (None, self.rules) if end is None else (self.rules[end], self.rules[: end + 1])
        before = self.rules[:end]
        wide = next((found for each in PROTOCOLS if (found := permitting_all(before, each))), ())
        if wide and all(whole := [permitting_all(before, each, always=True) for each in PROTOCOLS]):
            parts = tuple(dict.fromkeys(rule for each in whole for rule in each))
            closing = FilterRule(Action.PERMIT, lines=tuple(line for each in parts for line in each.lines))
            reached = before[: max(before.index(each) for each in parts) + 1]
        object.__setattr__(self, "closing", closing)
        object.__setattr__(self, "reached", reached)
        object.__setattr__(self, "wide", wide)

    @property
    def filters(self) -> bool:
        """Whether it stops anything: a list that permits everything at once doesn't."""
        denies = any(each.action is Action.DENY for each in self.reached)
        return bool(self.rules) and (denies or (self.closing is None and self.rest is Action.DENY))

    @property
    def denies_rest(self) -> bool:
        """Whether what no rule permits is denied: by a rule that matches everything, or by the platform."""
        last = self.rest if self.closing is None else self.closing.action
        return bool(self.rules) and not self.wide and last is Action.DENY

    @property
    def deciding(self) -> tuple[Line, ...]:
        """Lines of what decides about the rest: what lets through everything, else the last rule that is reached."""
        if self.wide:
            return tuple(line for each in self.wide for line in each.lines)
        last = self.closing or (self.rules[-1] if self.rules else None)
        return last.lines if last is not None else self.head


def matches_all(rule: FilterRule) -> bool:
    """Return whether a rule matches every packet."""
    narrowed = rule.protocol or rule.sources or rule.destination_ports or rule.flags or rule.source_ports
    return not narrowed and everything(rule)


def boundary(subject: Subject) -> frozenset[str] | None:
    """Return the ports of the boundary, as inventory or policy say them; None where nobody said which they are.

    A sub-interface with addresses of its own is of the boundary where its port is: what comes in by it comes by the same wire.
    """
    held = subject.context.boundary_ports
    if held is None:
        return None
    ports = [each for each in subject.device.interfaces if each.enabled and each.addresses]
    return held | {each.name for each in ports if each.name.rpartition(".")[0] in held}


def barriers(subject: Subject, *, boundary_only: bool = True) -> list[Barrier]:
    """Return what is bound to ports for packets that come in, each list once, in the order of names.

    Args:
        subject: the device.
        boundary_only: at the ports of the boundary alone, where anybody said which they are.
    """
    return _at_boundary(subject) if boundary_only else _at(subject, None)


@once
def _at_boundary(subject: Subject) -> list[Barrier]:
    return _at(subject, boundary(subject))


def _at(subject: Subject, chosen: frozenset[str] | None) -> list[Barrier]:
    """Return what is bound to these ports; to any where nobody said which."""
    held: dict[tuple[str, int, bool], list[tuple[Interface, Binding]]] = {}
    for port in subject.device.interfaces:
        if chosen is None or port.name in chosen:
            for bindings, is_policy in ((port.filters, False), (port.policies, True)):
                for bound in bindings:
                    if bound.inbound:
                        held.setdefault((bound.name, bound.version, is_policy), []).append((port, bound))
    made = [_barrier(subject, key, places) for key, places in sorted(held.items())]
    return [each for each in made if each is not None]


def _barrier(subject: Subject, key: tuple[str, int, bool], places: list[tuple[Interface, Binding]]) -> Barrier | None:
    name, version, is_policy = key
    ports = frozenset([port.name for port, _ in places])
    bound = tuple(dict.fromkeys([line for _, each in places for line in each.lines]))
    if is_policy:
        return _of_policy(subject, name, ports, bound)
    held = subject.list_of(name, version)
    if held is None:
        return Barrier(name, version, ports, bound=bound, exists=False)
    empty = not (held.rules or held.gaps)
    rest = Action.PERMIT if empty else unmatched(subject)
    return Barrier(
        *(name, version, ports, held.rules, rest, bound, first_line(held)),
        by_source=held.kind == "standard",
        gaps=held.gaps,
    )


def unmatched(subject: Subject) -> Action | None:
    """Return what lists at ports do with what no rule matches: by a line, or by the platform."""
    said = subject.device.unmatched
    known = subject.known.defaults.get("access_lists", {}).get("unmatched")
    return said or (Action(str(known)) if known is not None else None)


def _of_policy(subject: Subject, name: str, ports: frozenset[str], bound: tuple[Line, ...]) -> Barrier | None:
    """Return a traffic policy as a list of rules; None for one that drops nothing: it shapes and marks only."""
    policy = next((each for each in subject.device.traffic_policies if each.name == name), None)
    if policy is None:
        return None
    denying = subject.known.defaults.get("access_lists", {}).get("class_denies") == "drop"
    parts = list(_parts(subject, policy))
    later = _later(parts)
    dropping: list[_Fate] = [_Fate.DROPPED if each is _Fate.UNKNOWN else each for each in later]
    rules, strictest = (_done(parts, each, denying=denying) for each in (later, dropping))
    if not any(each.action is Action.DENY for each in strictest):
        return None
    told = (Action.PERMIT, bound, policy.lines[:1])
    otherwise = Barrier(name, 4, ports, strictest, *told) if strictest != rules else None
    return Barrier(name, 4, ports, rules, *told, otherwise=otherwise, torn=_torn(subject, policy))


def _torn(subject: Subject, policy: TrafficPolicy) -> tuple[Line, ...]:
    """Return the lines that nobody understood in the lists that classes of a policy look at."""
    steps = {each.name for each in policy.steps}
    asked = [each.matches for each in subject.device.traffic_classes if each.name in steps]
    lists = [list_asked(each, subject) for matches in asked for each in sorted(matches)]
    known = {id(each): each for each in lists if each is not None}
    return tuple(line for each in known.values() for gap in each.gaps for line in gap.lines)


def list_asked(condition: tuple[str, str], subject: Subject) -> AccessList | None:
    """Return the list that a condition of a class asks; None where it asks another thing, or the list isn't there."""
    what, value = condition
    return subject.lists.get(value.split(" ")[-1]) if what == "access-group" else None


def sure(held: Iterable[Barrier]) -> list[Barrier]:
    """Return barriers that stop all that they might stop: what gets through them gets through in any case."""
    return [each.otherwise or each for each in held]


ALWAYS = frozenset({"class-default", "default-class"})
"""Classes that IOS and Comware have without a line, of all that is of no other."""


class _Part(NamedTuple):
    """What one condition of a class matches, and whether the policy drops it."""

    rules: tuple[FilterRule, ...]
    drops: bool


class _Fate(Enum):
    """What becomes of packets that go on to the later parts of a policy."""

    PASSED = "passed"
    DROPPED = "dropped"
    UNKNOWN = "unknown"


def _parts(subject: Subject, policy: TrafficPolicy) -> Iterator[_Part]:
    classes = {each.name: each for each in subject.device.traffic_classes}
    behaviors = {each.name: each.actions for each in subject.device.traffic_behaviors}
    for step in sorted(policy.steps, key=lambda each: each.name in ALWAYS):
        dropped = drops(step.actions | behaviors.get(step.behavior or "", frozenset()))
        matched = classes.get(step.name)
        if matched is not None:
            yield from (_Part(rules, dropped) for rules in _of_class(subject, matched))
        elif dropped and step.name in ALWAYS:
            yield _Part((FilterRule(Action.PERMIT, lines=step.lines),), dropped)


def drops(actions: Iterable[tuple[str, str]]) -> bool:
    """Return whether any action drops all packets that it is for."""
    return any(name in {"deny", "drop"} or (name, how) == ("filter", "deny") for name, how in actions)


def _later(parts: list[_Part]) -> list[_Fate]:
    """Return for each part what becomes of packets that it hands on: what is of no part passes."""
    fate, found = _Fate.PASSED, []
    for part in reversed(parts):
        found.append(fate)
        own = _Fate.DROPPED if part.drops else _Fate.PASSED
        permits = list(takewhile(lambda rule: rule.action is Action.PERMIT, part.rules))
        if any(map(matches_all, permits)):
            fate = own
        elif permits or any(each.action is Action.PERMIT for each in part.rules):
            fate = fate if fate is own else _Fate.UNKNOWN
    return found[::-1]


def _done(parts: list[_Part], later: list[_Fate], *, denying: bool) -> tuple[FilterRule, ...]:
    pairs = zip(parts, later, strict=True)
    done = (_as_done(rule, part, fate, denying=denying) for part, fate in pairs for rule in part.rules)
    return tuple(rule for rule in done if rule is not None)


def _as_done(rule: FilterRule, part: _Part, later: _Fate, *, denying: bool) -> FilterRule | None:
    """Return what becomes of packets that a rule of a class matches; None where the class is passed over for them.

    On VRP what a list of a class denies is dropped, whatever the behavior. Elsewhere it isn't of the class and goes on to
    later ones: a list that denies in a class that drops lets through where none of them drops it, too (H3C and HPE Comware 7
    ACL and QoS Command References, ``if-match acl``).
    """
    if rule.action is Action.PERMIT:
        return replace(rule, action=Action.DENY) if part.drops else rule
    if denying or later is _Fate.DROPPED:
        return rule
    return replace(rule, action=Action.PERMIT) if part.drops else None


def _of_class(subject: Subject, matched: TrafficClass) -> Iterator[tuple[FilterRule, ...]]:
    """Yield rules for each thing that a class matches; where several must hold, each alone is only part of it."""
    narrow = len(matched.matches) > 1 and not matched.any
    for what, value in sorted(matched.matches):
        held = list_asked((what, value), subject)
        if held is not None:
            yield tuple(replace(each, flags=(*each.flags, "and more")) if narrow else each for each in held.rules)
        elif what == "any":
            yield (FilterRule(Action.PERMIT, lines=matched.lines),)
        else:
            yield (FilterRule(Action.PERMIT, flags=(f"{what} {value}",), lines=matched.lines),)


def wide_rules(barrier: Barrier) -> list[FilterRule]:
    """Return the permits of everything, or of all of TCP or UDP: those that do so alone, else those that do together."""
    alone = [each for each in barrier.rules if each.action is Action.PERMIT and is_wide_open(each)]
    return alone or [*barrier.wide]


def zones(subject: Subject) -> Mapping[str, str]:
    """Return the zone of each port that stands in one between which something decides what passes."""
    paired = {name for pair in subject.device.zone_pairs for name in (pair.source, pair.destination)}
    return {port: zone.name for zone in subject.device.zones if zone.name in paired for port in zone.interfaces}


def lets_in_from(barrier: Barrier, network: IPNetwork) -> bool:
    """Return whether a packet with a source of this network may pass: by a rule for it or for all, or by what is left."""
    for rule in barrier.rules:
        narrow = bool(rule.protocol or rule.destinations or rule.destination_ports or rule.source_ports or rule.flags)
        if rule.sources and not any(_overlap(each, network) for each in rule.sources):
            continue
        if rule.action is Action.PERMIT:
            return True
        if not narrow and (not rule.sources or within(frozenset({network}), tuple(rule.sources))):
            return False
    return barrier.rest is not Action.DENY


def _overlap(one: IPNetwork, other: IPNetwork) -> bool:
    if one.version != other.version:
        return False
    return one.network_address in other or other.network_address in one


def open_ports(barrier: Barrier, ports: Iterable[int]) -> dict[int, tuple[Line, ...]]:
    """Return those of the ports that anybody may reach through a barrier, with the lines that let them in."""
    relevant = _for_anybody(barrier.rules)
    if relevant and relevant[0].action is Action.DENY and matches_all(relevant[0]):
        return {}  # who isn't named comes to the rule that stops everything
    if not relevant:
        rest = _opened(barrier, relevant, "tcp", 0)
        return dict.fromkeys(ports, rest) if rest is not None else {}
    found: dict[int, tuple[Line, ...]] = {}
    for port in ports:
        tcp, udp = (_opened(barrier, relevant, protocol, port) for protocol in ("tcp", "udp"))
        if tcp is not None or udp is not None:
            found[port] = (tcp or ()) + (() if udp is tcp else udp or ())
    return found


def _for_anybody(rules: tuple[FilterRule, ...]) -> list[FilterRule]:
    """Return the rules that speak of any source, and permits of sources that could be anybody's together."""
    held = [each for each in rules if ANSWERING not in each.flags]
    if not are_anybody([each.sources for each in held if each.action is Action.PERMIT and each.sources]):
        return [each for each in held if not each.sources]
    return [each for each in held if not each.sources or each.action is Action.PERMIT]


def _opened(barrier: Barrier, rules: list[FilterRule], protocol: str, port: int) -> tuple[Line, ...] | None:
    parts: list[FilterRule] = []
    for rule in rules:
        if rule.protocol not in {None, protocol} or not _names(rule, port):
            continue
        if rule.action is Action.PERMIT:
            parts.append(rule)
            if not rule.sources:
                return rule.lines
            if are_anybody([each.sources for each in parts]):
                return tuple(line for each in parts for line in each.lines)
        elif not (rule.destinations or rule.flags or rule.source_ports):
            return None
    return None if barrier.rest is Action.DENY else barrier.bound or barrier.head


def _names(rule: FilterRule, port: int) -> bool:
    return not rule.destination_ports or any(low <= port <= high for low, high in rule.destination_ports)


def of_boundary(answer: Answer, subject: Subject, *, certain: object = True) -> Answer:
    """Leave a finding on forwarded traffic to a person where nobody said whether the device is a boundary.

    Args:
        answer: the finding.
        subject: the device.
        certain: it is one whatever later classes of a policy do with what earlier ones hand on.
    """
    unsaid = boundary(subject) is None or not certain
    return replace(answer, word=Word.MANUAL) if unsaid and answer.word in FINDINGS else answer


def as_far_as_read(ask: Callable[[Subject], Answer]) -> Callable[[Subject], Answer]:
    """Leave to a person what is compliant by policies of which a class looks at a list that wasn't understood."""

    @wraps(ask)
    def asked(subject: Subject) -> Answer:
        answer = ask(subject)
        torn = tuple(line for each in barriers(subject) for line in each.torn) if answer.word is Word.COMPLIANT else ()
        return replace(answer, word=Word.MANUAL, lines=torn) if torn else answer

    return asked


def without_rules(subject: Subject, values: Mapping[str, str]) -> Answer:
    """Return what no rule at all means: nothing where no boundary is here, a violation at one, and else a person looks."""
    chosen = boundary(subject)
    if chosen == frozenset():
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values=values)
    word = Word.MANUAL if chosen is None or zones(subject) else Word.NON_COMPLIANT
    return Answer(word, Basis.ABSENCE, values=values, whole=True)


def list_named(held: AccessList) -> str:
    """Return a list's name for people."""
    return held.name if held.version == 4 else f"{held.name} (IPv6)"  # IPv4
