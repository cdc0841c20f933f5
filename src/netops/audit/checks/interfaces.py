"""Ports."""

from netops.audit.answer import Answer, Basis, Subject, Word
from netops.model import Interface, InterfaceKind


def idle_ports(subject: Subject) -> Answer:
    """B128: a physical port that serves nothing is shut. Whether a port is wired isn't in a config."""
    ports = sorted(
        (each for each in subject.device.interfaces if each.kind is InterfaceKind.PHYSICAL), key=lambda each: each.name
    )
    if not ports:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"ports": "-"})
    parents = {each.name.rpartition(".")[0] for each in subject.device.interfaces if each.kind is InterfaceKind.SUB}
    idle = [each for each in ports if each.enabled and not _serves(each) and each.name not in parents]
    if idle:
        lines = tuple(line for each in idle for line in each.lines)
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, lines, {"ports": ", ".join(each.name for each in idle)})
    lines = tuple(line for each in ports if not each.enabled for line in each.lines)
    return Answer(Word.COMPLIANT, Basis.EXPLICIT if lines else Basis.ABSENCE, lines, {"ports": "-"}, whole=True)


def _serves(interface: Interface) -> bool:
    return bool(interface.addresses or interface.description or interface.vrf or interface.ospf or interface.mpls)


CHECKS = {
    "B128": idle_ports,
}
