"""Ports that face what isn't one's own: the Internet, a department, another network."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping

from netops.audit.answer import Subject, once
from netops.model import BgpInstance, BgpNeighbor, Device, Interface, InterfaceKind, Side


def named(device: Device) -> list[Interface]:
    """Return the interfaces in the order of their names."""
    return sorted(device.interfaces, key=lambda each: each.name)


def external(instance: BgpInstance, neighbor: BgpNeighbor) -> bool:
    """Tell whether a neighbour is of another network: not of the own AS, nor of another one within the confederation.

    Its AS may stand at its group. Where no line says one, it is nobody's and doesn't come up.
    """
    group = next((each for each in instance.groups if each.name == neighbor.group), None)
    if neighbor.external or (group is not None and group.external and neighbor.remote_asn is None):
        return True
    asn = neighbor.remote_asn or (group.remote_asn if group is not None else None)
    own = neighbor.local_asn or instance.asn
    if asn is None or asn in {own, instance.asn} or (group is not None and group.internal):
        return False
    return asn not in confederates(instance)


def confederates(instance: BgpInstance) -> frozenset[int]:
    """Return the AS numbers of the same confederation (RFC 5065), as settings of BGP name them."""
    words = (value for name, value in instance.fields if name == "bgp confederation peers")
    return frozenset(int(each) for text in words for each in text.split() if each.isdigit())


@once
def outward(subject: Subject) -> list[Interface] | None:
    """Return the ports that are up and face others; None where nobody said which they are and nothing in the config tells.

    They are those that the inventory calls a boundary's or a department's; else those in a VPN's VRF, those outside of
    address translation and those with an external BGP neighbour.
    """
    context = subject.context
    if context.boundary_ports is not None or context.customer_ports:
        names = {*(context.boundary_ports or ()), *context.customer_ports}
        return [each for each in named(subject.device) if each.name in names and each.enabled]
    told = [each for each in named(subject.device) if each.enabled and _tells(each, subject)]
    return told or None


def _tells(interface: Interface, subject: Subject) -> bool:
    if interface.name in subject.context.management_ports:
        return False
    return interface.vrf in _vpns(subject) or interface.side is Side.OUTSIDE or faces_neighbor(interface, subject)


@once
def _vpns(subject: Subject) -> frozenset[str]:
    """Return the VRFs whose routes go to other devices or come from there."""
    return frozenset(
        each.name for each in subject.device.vrfs if each.imports or each.exports or each.imports_v6 or each.exports_v6
    )


def faces_neighbor(interface: Interface, subject: Subject) -> bool:
    """Tell whether an external BGP neighbour is on the network of a port."""
    if interface.kind is InterfaceKind.LOOPBACK:
        return False
    known = _beyond(subject)
    for address in interface.addresses:
        held = known.get((interface.vrf, address.version))
        if held is not None:
            first = int(address.network.network_address)
            at = bisect_left(held, first)
            if at < len(held) and held[at] < first + address.network.num_addresses:
                return True
    return False


@once
def _beyond(subject: Subject) -> Mapping[tuple[str | None, int], list[int]]:
    """Return the addresses of external neighbours by VRF and version, in their order."""
    found: dict[tuple[str | None, int], list[int]] = {}
    for instance in subject.device.bgp:
        for neighbor in instance.neighbors:
            if external(instance, neighbor):
                found.setdefault((instance.vrf, neighbor.address.version), []).append(int(neighbor.address))
    return {key: sorted(each) for key, each in found.items()}


def layer_3(device: Device) -> Iterator[Interface]:
    """Yield the ports with an address that are up, but for loopbacks."""
    for each in named(device):
        if each.enabled and each.kind is not InterfaceKind.LOOPBACK and (each.addresses or each.unnumbered):
            yield each
