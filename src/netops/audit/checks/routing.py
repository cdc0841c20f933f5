"""Routing: departments kept apart, and what protects the routing protocols themselves."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from netops.audit.answer import Answer, Basis, Subject, Word
from netops.audit.policy import Isolation
from netops.model import (
    BgpInstance,
    BgpNeighbor,
    Device,
    Interface,
    InterfaceKind,
    Line,
    NeighborFamily,
    Vrf,
)


def vrf_isolation(subject: Subject) -> Answer:
    """B131: no VRF takes in or hands out a route target that nobody granted; ports of departments are in their VRFs."""
    vrfs = sorted(subject.device.vrfs, key=lambda each: each.name)
    ports = list(_outside(subject))
    if not vrfs and not ports:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"targets": "-", "ports": "-"})
    foreign = [(vrf, target) for vrf in vrfs for target in _foreign(vrf, subject.context.isolation)]
    lines = tuple(dict.fromkeys(line for vrf, _ in foreign for line in vrf.lines))
    lines += tuple(line for each in ports for line in each.lines)
    shown = ", ".join(f"{vrf.name}: {target}" for vrf, target in foreign) or "-"
    values = {"targets": shown, "ports": ", ".join(each.name for each in ports) or "-"}
    if ports or (foreign and subject.context.isolation is not None):
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, lines, values)
    if foreign:
        return Answer(Word.MANUAL, Basis.EXPLICIT, lines, values)
    lines = tuple(line for each in vrfs for line in each.lines)
    return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, values, whole=True)


def _foreign(vrf: Vrf, known: Mapping[str, Isolation] | None) -> list[str]:
    """Return the route targets of a VRF that aren't its own: by the inventory, or else those that it only imports."""
    if known is None:
        return sorted(vrf.imports - vrf.exports)
    granted = known.get(vrf.name, Isolation())
    return sorted((vrf.imports - granted.imports) | (vrf.exports - granted.exports))


def _outside(subject: Subject) -> Iterator[Interface]:
    """Return the department-facing ports that are up and not in the VRF that they should be in."""
    for name, vrf in sorted(subject.context.customer_ports.items()):
        interface = subject.device.interface(name)
        if interface is not None and interface.enabled and interface.addresses and interface.vrf != vrf:
            yield interface


def ospf_authentication(subject: Subject) -> Answer:
    """B160: every interface on which OSPF looks for neighbours authenticates them; by MD5 only is partial."""
    ports = [each for each in _named(subject.device) if _looks_for_neighbours(each)]
    if not ports:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"ports": "-"})
    kinds = {each.name: each.ospf.authentication if each.ospf else None for each in ports}
    open_ = [each for each in ports if kinds[each.name] in {None, "null", "simple"}]
    weak = [each for each in ports if kinds[each.name] == "md5"]
    wrong = open_ or weak
    lines = tuple(line for each in wrong or ports for line in (each.ospf.lines[:1] if each.ospf else ()))
    word = Word.NON_COMPLIANT if open_ else Word.PARTIAL if weak else Word.COMPLIANT
    missing = any(kinds[each.name] is None for each in open_)
    shown = ", ".join(each.name for each in wrong) or "-"
    return Answer(word, Basis.ABSENCE if missing else Basis.EXPLICIT, lines, {"ports": shown})


def _named(device: Device) -> list[Interface]:
    return sorted(device.interfaces, key=lambda each: each.name)


def _looks_for_neighbours(interface: Interface) -> bool:
    return (
        interface.ospf is not None
        and not interface.ospf.passive
        and interface.enabled
        and interface.kind is not InterfaceKind.LOOPBACK
    )


def ospf_towards_customers(subject: Subject) -> Answer:
    """B169: the IGP doesn't speak on ports that face a department: those of the inventory, in a VRF, or with external BGP."""
    speaking = [each for each in _named(subject.device) if _looks_for_neighbours(each)]
    if not any(each.ospf for each in subject.device.interfaces):
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"ports": "-"})
    facing = [each for each in speaking if _faces_customer(each, subject)]
    if facing:
        lines = tuple(line for each in facing for line in (each.ospf.lines if each.ospf else ()))
        return Answer(Word.NON_COMPLIANT, Basis.EXPLICIT, lines, {"ports": ", ".join(each.name for each in facing)})
    return Answer(Word.COMPLIANT, Basis.ABSENCE, (), {"ports": "-"}, whole=True)


def _faces_customer(interface: Interface, subject: Subject) -> bool:
    if interface.name in subject.context.customer_ports or interface.vrf is not None:
        return True
    peers = [neighbor.address for _, neighbor in _external(subject.device)]
    return any(peer in address.network for peer in peers for address in interface.addresses)


def _neighbors(device: Device) -> list[tuple[BgpInstance, BgpNeighbor]]:
    found = [(instance, neighbor) for instance in device.bgp for neighbor in instance.neighbors]
    return sorted(found, key=lambda pair: (pair[0].vrf or "", int(pair[1].address)))


def _external(device: Device) -> list[tuple[BgpInstance, BgpNeighbor]]:
    return [(instance, each) for instance, each in _neighbors(device) if each.remote_asn != instance.asn]


def bgp_authentication(subject: Subject) -> Answer:
    """B163: every BGP neighbour has a password or a key chain (RFC 2385, RFC 5925)."""
    return _each(_neighbors(subject.device), lambda _, neighbor: neighbor.authenticated)


def bgp_ttl_security(subject: Subject) -> Answer:
    """B164: external neighbours are held at their distance (GTSM, RFC 5082)."""
    return _each(_external(subject.device), lambda _, neighbor: neighbor.ttl_hops is not None)


def bgp_prefix_limit(subject: Subject) -> Answer:
    """B165: external neighbours can't flood the table: a limit in every family."""
    return _each(
        _external(subject.device),
        lambda _, neighbor: (
            bool(neighbor.families) and all(each.maximum_prefix is not None for each in neighbor.families)
        ),
    )


def bgp_filters(subject: Subject) -> Answer:
    """B166: prefix lists in and out for external neighbours, in every family, that exist and have entries.

    An empty list lets everything through on FRR; what one does with a line that nobody understood, nobody knows.
    """
    lists = {each.name for each in subject.device.prefix_lists if each.rules}
    answer = _each(
        _external(subject.device),
        lambda _, neighbor: bool(neighbor.families) and all(_filtered(each, lists) for each in neighbor.families),
    )
    torn = tuple(
        line
        for each in subject.device.prefix_lists
        if each.name in _filtering(subject.device)
        for gap in each.gaps
        for line in gap.lines
    )
    return replace(answer, word=Word.MANUAL, lines=torn) if torn else answer


def _filtering(device: Device) -> set[str | None]:
    """Return the prefix lists that external neighbours are filtered by."""
    families = [family for _, neighbor in _external(device) for family in neighbor.families]
    return {name for each in families for name in (each.prefix_list_in, each.prefix_list_out)}


def _filtered(family: NeighborFamily, lists: set[str]) -> bool:
    return family.prefix_list_in in lists and family.prefix_list_out in lists


def _each(
    neighbors: list[tuple[BgpInstance, BgpNeighbor]], holds: Callable[[BgpInstance, BgpNeighbor], bool]
) -> Answer:
    """Return whether something holds for all neighbours; the first line of each that lacks it is cited."""
    if not neighbors:
        return Answer(Word.NOT_APPLICABLE, Basis.ABSENCE, values={"neighbors": "-"})
    wrong = [neighbor for instance, neighbor in neighbors if not holds(instance, neighbor)]
    lines: tuple[Line, ...] = tuple(line for each in wrong for line in each.lines[:1])
    if not wrong:
        lines = tuple(line for _, neighbor in neighbors for line in neighbor.lines)
        return Answer(Word.COMPLIANT, Basis.EXPLICIT, lines, {"neighbors": "-"}, whole=True)
    word = Word.PARTIAL if len(wrong) < len(neighbors) else Word.NON_COMPLIANT
    return Answer(word, Basis.ABSENCE, lines, {"neighbors": ", ".join(str(each.address) for each in wrong)})


CHECKS = {
    "B131": vrf_isolation,
    "B160": ospf_authentication,
    "B163": bgp_authentication,
    "B164": bgp_ttl_security,
    "B165": bgp_prefix_limit,
    "B166": bgp_filters,
    "B169": ospf_towards_customers,
}
