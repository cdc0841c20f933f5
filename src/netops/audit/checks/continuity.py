"""Continuity: what stands in for a device or a line that fails, copies of the config, bandwidth by importance."""

from collections import Counter

from netops.audit.answer import Answer, Basis, Subject, Word, passed
from netops.audit.checks.barriers import without_rules
from netops.audit.pairs import Standby, StandIn, gateway_name
from netops.model import Interface, InterfaceKind, Line, SharedGateway, Stack

_TOGETHER = 2
_SAFE = frozenset({"sftp", "scp", "https"})
_CLEAR = frozenset({"ftp", "tftp", "http", "rcp"})
_QUEUES = frozenset({"queue", "bandwidth", "priority", "af", "ef", "wfq", "llq"})


def standby(subject: Subject) -> Answer:
    """B180: something stands in for the device: others that work as one with it, or routers that share its addresses.

    VRRP on one router alone stands in for nothing, and whether another has the group the config of one doesn't tell: where nobody
    compared them it is for a person. An address that nobody named, and that no other router tells, is no gateway.
    """
    stacks = sorted(subject.device.stacks, key=lambda each: each.kind)
    doubled = [each for each in stacks if each.kind == "m-lag" or len(each.members) >= _TOGETHER]
    if doubled:
        return Answer(
            Word.COMPLIANT, Basis.EXPLICIT, _of_stacks(doubled), {"what": ", ".join(each.kind for each in doubled)}
        )
    shared = [(port, each) for port in subject.device.interfaces for each in port.gateways]
    shared.sort(key=lambda pair: (pair[0].name, pair[1].group))
    if shared:
        return _shared(subject, shared)
    if stacks:
        what = {"what": ", ".join(f"{each.kind}: {len(each.members)}" for each in stacks)}
        # A switch that stands alone prints its own member number: whether another stands in for it the config doesn't tell.
        return Answer(Word.MANUAL, Basis.EXPLICIT, _of_stacks(stacks), what)
    return Answer(Word.MANUAL, Basis.ABSENCE, values={"what": "?"})


def _of_stacks(stacks: list[Stack]) -> tuple[Line, ...]:
    return tuple(line for each in stacks for line in each.lines)


def _shared(subject: Subject, shared: list[tuple[Interface, SharedGateway]]) -> Answer:
    known = subject.context.gateways
    found = [(gateway_name(port.name, each), each, known.get(gateway_name(port.name, each))) for port, each in shared]
    empty = [name for name, each, standby in found if not each.addresses and not _is_shared(standby)]
    wrong = [each for each in found if each[0] in empty or (each[2] is not None and not _is_shared(each[2]))]
    unknown = [each for each in found if each[2] is None]
    chosen = wrong or unknown or found
    lines = tuple(line for _, each, _ in chosen for line in each.lines)
    shown = {"what": ", ".join(f"{name}: {_by(standby)}" for name, _, standby in chosen)}
    word = Word.NON_COMPLIANT if wrong else Word.MANUAL if unknown else Word.COMPLIANT
    return Answer(word, Basis.EXPLICIT, lines, shown)


def _is_shared(standby: Standby | None) -> bool:
    return standby is not None and standby.state is StandIn.SHARED


def _by(standby: Standby | None) -> str:
    """Return who stands in: ``sw2``, ``≠ sw2`` where that one's group differs, ``-`` where nobody does, ``?`` where nobody knows."""
    if standby is None:
        return "?"
    return f"≠ {standby.by}" if standby.state is StandIn.DIFFERENT else standby.by or "-"


def doubled_lines(subject: Subject) -> Answer:
    """B181: an aggregate has two members at least; where there is none, two ports lead to other routers.

    What leads to other routers is a port on which a routing protocol looks for neighbours, or by which a default route leaves.
    """
    ports = [each for each in subject.device.interfaces if each.enabled]
    members = Counter(each.aggregate for each in ports if each.aggregate is not None)
    aggregates = sorted(each.name for each in ports if each.kind is InterfaceKind.AGGREGATE)
    lonely = [name for name in aggregates if members[name] < _TOGETHER]
    by_name = {each.name: each for each in ports}
    if lonely:
        lines = tuple(line for name in lonely for line in by_name[name].lines[:1])
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, lines, {"ports": ", ".join(lonely)}, whole=True)
    if aggregates:
        joined = [each for each in ports if each.aggregate in aggregates]
        lines = tuple(line for each in sorted(joined, key=lambda each: each.name) for line in each.lines)
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"ports": "-"})
    leading = sorted((each for each in ports if _leads(each)), key=lambda each: each.name)
    lines = tuple(line for each in leading for line in each.lines[:1])
    if len(leading) >= _TOGETHER:
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"ports": "-"})
    return Answer(Word.MANUAL, Basis.EXPLICIT if lines else Basis.ABSENCE, lines, {"ports": "?"})


def _leads(port: Interface) -> bool:
    ospf = port.ospf is not None and not port.ospf.passive
    isis = port.isis is not None and not port.isis.passive
    return (ospf or isis) and port.kind is not InterfaceKind.LOOPBACK


def kept_elsewhere(subject: Subject) -> Answer:
    """B182: the device sends its config to another place by itself; a copy that stays on it is a local one only.

    Whether that place is another site no config tells: a good answer affirms the local copy alone.
    Where no line says so, something else may collect it, as netops does: that is for a person. A place alone is half of it where
    another line must say when.
    """
    remote, local = subject.told("backup-by"), subject.told("backup-local")
    if remote.basis is not None and subject.told("backup-when").value == "never":
        return Answer(Word.PARTIAL, remote.basis, remote.lines, {"by": str(remote.value), "when": "no"}, whole=True)
    if remote.basis is not None:
        return Answer(Word.COMPLIANT, remote.basis, remote.lines, {"by": str(remote.value), "when": "yes"})
    if local.basis is not None:
        word = Word.COMPLIANT if subject.level == 1 else Word.PARTIAL  # level 1 asks for a local copy alone
        return Answer(word, local.basis, local.lines, {"by": "-", "when": "-"}, whole=True)
    return Answer(Word.MANUAL, Basis.ABSENCE, values={"by": "-", "when": "-"})


def copied_safely(subject: Subject) -> Answer:
    """B045: what the device sends of its config goes by SFTP, SCP or HTTPS."""
    remote = subject.told("backup-by")
    if remote.basis is None:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"by": "-"})
    word = Word.COMPLIANT if remote.value in _SAFE else Word.NON_COMPLIANT if remote.value in _CLEAR else Word.MANUAL
    return Answer(word, remote.basis, remote.lines, {"by": str(remote.value)})


def bandwidth(subject: Subject) -> Answer:
    """B185: a policy that goes out by some port gives bandwidth or precedence to what matters; one that only limits is partial.

    Bandwidth is given where lines to outside begin: where no policy is, it is missing at a boundary alone.
    """
    names = {bound.name: port for port in subject.device.interfaces for bound in port.policies if not bound.inbound}
    policies = sorted(
        (each for each in subject.device.traffic_policies if each.name in names), key=lambda each: each.name
    )
    if not policies:
        return without_rules(subject, {"policies": "-"})
    behaviors = {each.name: each.actions for each in subject.device.traffic_behaviors}
    queuing = [
        policy
        for policy in policies
        for step in policy.steps
        for name, _ in step.actions | behaviors.get(step.behavior or "", frozenset())
        if name.split(" ")[0] in _QUEUES
    ]
    lines = tuple(dict.fromkeys(line for each in queuing or policies for line in each.lines))
    shown = {"policies": ", ".join(dict.fromkeys(each.name for each in queuing or policies))}
    return Answer(Word.COMPLIANT if queuing else Word.PARTIAL, Basis.EXPLICIT, lines, shown)


def digested(subject: Subject) -> Answer:
    """B184: the config lies in the archive under its digests, so that a copy that was changed is found (GB/T 32905 SM3, SHA-256).

    The config doesn't tell; whoever asks the audit looks into the archive.
    """
    kept = subject.context.archived
    if kept is None:
        return Answer(Word.MANUAL, Basis.ABSENCE, values={"kept": "?"})
    return Answer(passed(kept), Basis.EXPLICIT, values={"kept": "yes" if kept else "no"})


CHECKS = {
    "B045": copied_safely,
    "B180": standby,
    "B181": doubled_lines,
    "B182": kept_elsewhere,
    "B184": digested,
    "B185": bandwidth,
}
