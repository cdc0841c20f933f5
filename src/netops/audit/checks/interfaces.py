"""Ports."""

from netops.audit.answer import Answer, Basis, Subject, Word
from netops.model import Interface, InterfaceKind, Switchport


def idle_ports(subject: Subject) -> Answer:
    """B128: a physical port that serves nothing is shut. Whether a port is wired isn't in a config.

    A port serves where a line says what for: an address, a description, a VRF, a VLAN, an aggregate, a list, or sub-interfaces
    and stacks that stand on it.
    """
    ports = sorted(
        (each for each in subject.device.interfaces if each.kind is InterfaceKind.PHYSICAL), key=lambda each: each.name
    )
    if not ports:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"ports": "-"})
    carrying = _carrying(subject)
    idle = [each for each in ports if each.enabled and not _serves(each) and each.name not in carrying]
    if idle:
        lines = tuple(line for each in idle for line in each.lines)
        shown = {"ports": ", ".join(each.name for each in idle)}
        return Answer(
            Word.NON_COMPLIANT, Basis.EXPLICIT, lines, shown, places=tuple({"port": each.name} for each in idle)
        )
    lines = tuple(line for each in ports if not each.enabled for line in each.lines)
    return Answer(Word.COMPLIANT, Basis.EXPLICIT if lines else Basis.ABSENCE, lines, {"ports": "-"}, whole=True)


def _serves(interface: Interface) -> bool:
    routed = interface.addresses or interface.vrf or interface.ospf or interface.isis or interface.mpls
    bound = interface.filters or interface.policies or interface.gateways or interface.unnumbered or interface.relays
    return bool(routed or bound or interface.description or interface.aggregate or _switches(interface.switchport))


def _switches(held: Switchport | None) -> bool:
    """Return whether a line says which VLANs a port carries; its mode alone says nothing of a use."""
    return held is not None and bool(held.access or held.native or held.allowed or held.untagged)


def _carrying(subject: Subject) -> frozenset[str]:
    """Return the ports that sub-interfaces, LDP or a stack stand on."""
    device = subject.device
    parents = {each.name.rpartition(".")[0] for each in device.interfaces if each.kind is InterfaceKind.SUB}
    stacked = {port for stack in device.stacks for _, port in stack.links}
    return frozenset(parents | stacked | (device.ldp.interfaces if device.ldp is not None else frozenset()))


CHECKS = {
    "B128": idle_ports,
}
