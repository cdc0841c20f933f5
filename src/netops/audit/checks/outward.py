"""Ports that face what isn't one's own: the Internet, a department, another network."""

from collections.abc import Iterator

from netops.audit.answer import Subject
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
    vrf = subject.device.vrf(interface.vrf) if interface.vrf is not None else None
    vpn = vrf is not None and bool(vrf.imports or vrf.exports or vrf.imports_v6 or vrf.exports_v6)
    return vpn or interface.side is Side.OUTSIDE or faces_neighbor(interface, subject.device)


def faces_neighbor(interface: Interface, device: Device) -> bool:
    """Tell whether an external BGP neighbour is on the network of a port."""
    return any(
        neighbor.address in address.network
        for instance in device.bgp
        if instance.vrf == interface.vrf and interface.kind is not InterfaceKind.LOOPBACK
        for neighbor in instance.neighbors
        if external(instance, neighbor)
        for address in interface.addresses
    )


def layer_3(device: Device) -> Iterator[Interface]:
    """Yield the ports with an address that are up, but for loopbacks."""
    for each in named(device):
        if each.enabled and each.kind is not InterfaceKind.LOOPBACK and (each.addresses or each.unnumbered):
            yield each
