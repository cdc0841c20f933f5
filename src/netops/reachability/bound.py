"""Access lists bound to interfaces: they see what comes in by a port, and what is sent on by one, packet by packet.

They keep no state: an answer is known by its flags alone. What a device itself sends, no list at its ports sees.
"""

from collections.abc import Iterator
from dataclasses import replace

from netops.model import AccessList, Action, Device, Direction, FilterRule
from netops.platforms import get_platform
from netops.reachability.packets import Answer, Packet, State, covers, first_gap, judge, together
from netops.reachability.topology import Topology

_ANSWERING = "established"


def judged(topology: Topology, name: str, direction: Direction, packet: Packet, leaving: str | None = None) -> Answer:
    """Return whether a packet passes a device's filters of one direction and the lists at the ports that it uses.

    Args:
        topology: the network.
        name: of the device.
        direction: to the device, through it, or from it.
        packet: with the names of the port that it comes in by.
        leaving: the port that it is sent on by; None where that isn't known or it ends here.
    """
    device = topology.devices[name]
    places = _lists(topology, device, name, (direction, packet, leaving))
    return together(
        [judge(device, direction, packet), *(_at_once([_listed(device, each, packet) for each in at]) for at in places)]
    )


def _at_once(answers: list[Answer]) -> Answer:
    """Return what several lists do that are bound to one port in one direction, as Huawei's switches take them.

    A packet meets the first rule of any of them, and no manual says which list is tried first: where they don't agree, nobody knows.
    """
    answer = together(answers)
    agreed = all(each.passes == answer.passes and not each.unsure for each in answers)
    return answer if len(answers) < 2 or agreed else replace(answer, unsure=True)


def is_guarded(device: Device) -> bool:
    """Return whether an access list is bound to any of a device's ports."""
    return any(each.filters for each in device.interfaces)


def _lists(
    topology: Topology, device: Device, name: str, where: tuple[Direction, Packet, str | None]
) -> Iterator[list[AccessList]]:
    """Yield the lists that see a packet at each port; a binding to a list that isn't there stops nothing."""
    direction, packet, leaving = where
    if direction is Direction.OUTPUT:
        return
    ports = [(entry, True) for entry in sorted(packet.entries)]
    if direction is Direction.FORWARD and leaving is not None:
        ports.append((leaving, False))
    for port, inbound in ports:
        interface = topology.interfaces.get((name, port))
        version = packet.destination.version
        filters = interface.filters if interface else ()
        names = {each.name for each in filters if each.inbound is inbound and each.version == version}
        yield [each for each in device.access_lists if each.name in names and each.version == version]


def _listed(device: Device, bound: AccessList, packet: Packet) -> Answer:
    """Return what a list does; what one rule lets through of a packet's kinds, the rules below can't take back."""
    partly: Answer | None = None
    known = first_gap(bound)
    for at, rule in enumerate(bound.rules):
        if not _sees(rule, packet):
            continue
        whole = not _is_narrow(rule, packet)
        if whole and (rule.action is Action.PERMIT or partly is None):
            return Answer(passes=rule.action is Action.PERMIT, unsure=at >= known, lines=rule.lines)
        if whole:
            break
        if rule.action is Action.PERMIT:
            partly = partly or Answer(passes=True, partly=True, unsure=at >= known, lines=rule.lines)
    passes = _unmatched(device) is Action.PERMIT
    return partly or Answer(passes=passes, unsure=bool(bound.gaps), lines=bound.lines)


def _sees(rule: FilterRule, packet: Packet) -> bool:
    if _ANSWERING in rule.flags and packet.state is State.NEW:
        return False
    return covers(rule, packet)


def _is_narrow(rule: FilterRule, packet: Packet) -> bool:
    """Return whether a rule decides about some of what a packet stands for only: one protocol, some ports, some flags."""
    unknown = bool(rule.source_ports) or bool(set(rule.flags) - {_ANSWERING})
    if packet.protocol is not None:
        return unknown
    return unknown or rule.protocol is not None or bool(rule.destination_ports) or bool(rule.flags)


def _unmatched(device: Device) -> Action:
    """Return what a list at a port does with what none of its rules matches; that differs from vendor to vendor, and a line may say it."""
    return device.unmatched or Action(
        get_platform(device.platform).defaults.get("access_lists", {}).get("unmatched", Action.DENY)
    )
