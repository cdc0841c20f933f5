"""Which routers stand in for each other: groups that share an address (VRRP, HSRP), compared over the devices of a network."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from netops.model import Device, Interface, IPInterface, IPNetwork, SharedGateway, Topic


class StandIn(StrEnum):
    """What stands in for one shared address."""

    SHARED = "shared"
    DIFFERENT = "different"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Standby:
    """What was found for one shared address.

    Attributes:
        by: the other device; empty where there is none.
    """

    state: StandIn
    by: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A port that shares an address, or that could: one of a device of which lines weren't understood.

    Attributes:
        host: the device, as the inventory has it.
        networks: that the port is in, each with its table: owner and VRF.
        addresses: its own.
        gateways: what it shares.
        doubtful: its device has lines that nobody understood, and they may be this port's.
    """

    host: str
    port: str
    networks: frozenset[tuple[str, IPNetwork]]
    addresses: frozenset[IPInterface]
    gateways: frozenset[SharedGateway]
    doubtful: bool


def gateway_name(port: str, shared: SharedGateway) -> str:
    """Return what tells a shared address from the others of its device.

    Example:
        >>> gateway_name("Vlanif10", SharedGateway("vrrp", 1))
        'Vlanif10 vrrp 1'
    """
    version = "" if shared.version == 4 else " (IPv6)"  # of IP
    return f"{port} {shared.protocol} {shared.group}{version}"


def places_of(host: str, device: Device, owner: str = "") -> Iterator[Place]:
    """Yield the ports of a device that are up and share an address, or could.

    Args:
        host: the device, as the inventory has it.
        device: as it was read.
        owner: the department; empty for the backbone. Networks of two departments may have the same addresses.
    """
    doubtful = any(each.topic in {None, Topic.INTERFACES} for each in device.unread)
    for port in device.interfaces:
        if port.enabled and (port.gateways or doubtful):
            table = f"{owner} {port.vrf or ''}"
            own = frozenset(each for each in port.addresses if not each.is_link_local)
            networks = frozenset((table, each) for each in _networks(port))
            yield Place(host, port.name, networks, own, port.gateways, doubtful)


def _networks(port: Interface) -> Iterator[IPNetwork]:
    for each in port.addresses:
        if not each.is_link_local and each.network.prefixlen < each.max_prefixlen:
            yield each.network


def compared(places: Iterable[Place], *, complete: bool) -> Mapping[str, Mapping[str, Standby]]:
    """Return, for each host that shares an address, what stands in for it, by `gateway_name`.

    Two ports stand in for each other where they are up, in one network and VRF of one owner, with addresses of their own, and have the
    same group with the same addresses, authentication and version: a router drops messages that differ in these (RFC 3768, 7.1). What
    nobody knows isn't among them: where devices weren't read, or the one beside has lines that nobody understood.

    Args:
        places: ports of all devices that were read.
        complete: these are all devices of the network.
    """
    held = list(places)
    by_network: dict[tuple[str, IPNetwork], list[Place]] = {}
    for each in held:
        for network in each.networks:
            by_network.setdefault(network, []).append(each)
    found: dict[str, dict[str, Standby]] = {}
    for own in held:
        near = [other for network in own.networks for other in by_network[network] if _stands_beside(own, other)]
        for shared in own.gateways:
            standby = _standby(shared, near, complete=complete and bool(own.networks))
            if standby is not None:
                found.setdefault(own.host, {})[gateway_name(own.port, shared)] = standby
    return found


def _stands_beside(own: Place, other: Place) -> bool:
    """Tell whether a port is another device's: one with the same addresses is the same device twice over, or a fault."""
    return other.host != own.host and not own.addresses & other.addresses


def _standby(shared: SharedGateway, near: list[Place], *, complete: bool) -> Standby | None:
    """Return what stands in for one shared address among the ports of its network; None where nobody knows.

    Where its own group is shut, the router answers for no address and the others' messages don't reach it: it is alone.
    """
    if _SHUT in shared.fields:
        return Standby(StandIn.ALONE)
    groups = [(place.host, each) for place in near for each in place.gateways if _is_related(shared, each)]
    groups = [(host, each) for host, each in groups if _SHUT not in each.fields]
    for host, other in groups:
        if _agrees(shared, other):
            return Standby(StandIn.SHARED, host)
    if groups:
        return Standby(StandIn.DIFFERENT, min(host for host, _ in groups))
    return Standby(StandIn.ALONE) if complete and not any(each.doubtful for each in near) else None


_SHUT = ("shutdown", "on")


def _is_related(one: SharedGateway, other: SharedGateway) -> bool:
    """Tell whether two groups mean to be one: they have the same number, or answer for the same address."""
    same = one.group == other.group or bool(one.addresses & other.addresses)
    return same and (one.protocol, one.version) == (other.protocol, other.version)


def _agrees(one: SharedGateway, other: SharedGateway) -> bool:
    # A router of HSRP learns the address from the other where its own line names none.
    learned = one.protocol == "hsrp" and bool(one.addresses) != bool(other.addresses)
    said = (dict(one.fields).get("version"), dict(other.fields).get("version"))
    return (
        one.group == other.group
        and one.authentication == other.authentication
        and (learned or (bool(one.addresses) and one.addresses == other.addresses))
        and (None in said or said[0] == said[1])
    )
