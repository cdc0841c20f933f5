"""What a packet filter does with one packet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from netops.model import (
    AccessList,
    Action,
    Device,
    Direction,
    FilterRule,
    IPAddress,
    Line,
    PacketFilter,
    PrefixList,
)


class State(StrEnum):
    """How a stateful filter sees a packet.

    ``invalid`` is an answer whose question this device never saw: the way back differs from the way there.
    """

    NEW = "new"
    ESTABLISHED = "established"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet; ``protocol`` None stands for whatever two stations may want to say to each other.

    Attributes:
        entries: names that the device may know the incoming side by: the port and, in a VRF, the VRF device
            (Linux shows the VRF to the input and forward hooks; kernel documentation, networking/vrf).
    """

    source: IPAddress
    destination: IPAddress
    state: State = State.NEW
    protocol: str | None = None
    port: int | None = None
    entries: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the filters of one direction do with a packet.

    Attributes:
        partly: only some protocols or ports pass.
        unsure: a line that nobody understood is tried before what decided.
        lines: the rule or the default that decided.
    """

    passes: bool
    partly: bool = False
    unsure: bool = False
    lines: tuple[Line, ...] = field(default=(), compare=False)


def judge(device: Device, direction: Direction, packet: Packet) -> Answer:
    """Return whether a packet passes all filters of one direction: each of them must let it through."""
    held = sorted(device.filters, key=lambda filter_: filter_.name)
    return together([_first_match(each, packet) for each in held if each.direction is direction])


def together(answers: Sequence[Answer]) -> Answer:
    """Return what several filters do that a packet must pass one after the other: a sure refusal of one is enough."""
    refused = sorted((each for each in answers if not each.passes), key=lambda each: each.unsure)
    if refused:
        return refused[0]
    partly, unsure = any(each.partly for each in answers), any(each.unsure for each in answers)
    return Answer(passes=True, partly=partly, unsure=unsure)


def first_gap(held: PacketFilter | AccessList) -> int:
    """Return how many rules are tried before the first line that nobody understood; more than there are where all are known."""
    return held.gaps[0].place if held.gaps else len(held.rules) + 1


def _first_match(filter_: PacketFilter, packet: Packet) -> Answer:
    known = first_gap(filter_)
    for at, rule in enumerate(filter_.rules):
        if not covers(rule, packet):
            continue
        narrow = packet.protocol is None and (rule.protocol is not None or bool(rule.destination_ports))
        if rule.action is Action.PERMIT:
            return Answer(passes=True, partly=narrow, unsure=at >= known, lines=rule.lines)
        if not narrow:  # a refusal of one protocol leaves the others to the rules below
            return Answer(passes=False, unsure=at >= known, lines=rule.lines)
    passes = filter_.default is Action.PERMIT
    return Answer(passes=passes, unsure=bool(filter_.gaps), lines=filter_.lines)


def covers(rule: FilterRule, packet: Packet) -> bool:
    """Return whether a rule may be meant for a packet, or for some of what it stands for."""
    return (
        (not rule.states or packet.state in rule.states)
        and (rule.interface is None or rule.interface in packet.entries)
        and (packet.protocol is None or rule.protocol in {None, packet.protocol})
        and (packet.port is None or not rule.destination_ports or _port_in(packet.port, rule.destination_ports))
        and (not rule.sources or any(packet.source in network for network in rule.sources))
        and (not rule.destinations or any(packet.destination in network for network in rule.destinations))
    )


def _port_in(port: int, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(low <= port <= high for low, high in ranges)


def listed(lists: dict[str, PrefixList], name: str, prefix_length: int, address: IPAddress) -> bool:
    """Return whether a prefix list lets a prefix through.

    An unknown list lets nothing through and one without entries lets all through, as FRR has it (lib/plist).
    """
    found = lists.get(name)
    if found is None or not found.rules:
        return found is not None
    for rule in sorted(found.rules, key=lambda each: each.sequence):
        if rule.prefix is None:
            return rule.action is Action.PERMIT
        if rule.prefix.version != address.version or address not in rule.prefix:
            continue
        if _length_fits(rule.prefix.prefixlen, rule.at_least, rule.at_most, (prefix_length, address.max_prefixlen)):
            return rule.action is Action.PERMIT
    return False


def _length_fits(own: int, at_least: int | None, at_most: int | None, length: tuple[int, int]) -> bool:
    shown, longest = length
    if at_least is None and at_most is None:
        return shown == own
    low = own if at_least is None else at_least
    return low <= shown <= (longest if at_most is None else at_most) and shown >= own
