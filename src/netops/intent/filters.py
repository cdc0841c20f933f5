"""The packet filters that guard a device as a whole, where it has such (nftables)."""

from collections.abc import Iterator
from ipaddress import ip_network

from netops.intent.city import NETWORK, City
from netops.intent.facts import Fact
from netops.intent.guarding import in_order, permit
from netops.intent.zones import exchanged
from netops.inventory import Host, ManagementPlan, Role
from netops.model import (
    Action,
    BgpInstance,
    Direction,
    FilterRule,
    Interface,
    IPNetwork,
    Ldp,
    Line,
    OspfInterface,
    PacketFilter,
)

_SSH, _BGP, _LDP = 22, 179, 646


def filters(city: City, host: Host, facts: list[Fact]) -> frozenset[PacketFilter]:
    """Return the packet filters of a host that has these other facts; none where it has access lists instead.

    What reaches the device itself is dropped but for what its own sessions need. What it forwards is let through (the
    VRFs keep departments apart), but nothing goes into or comes out of the management network through a device. An
    exchange router forwards nothing but what its resources are granted to.
    """
    idiom = city.idiom(host.name)
    if not idiom.whole_filters:
        return frozenset()
    lines, port = city.lines(NETWORK, "management"), city.management_port(host)
    own = _Sessions(city, host.name, facts)
    management = _management(city.network.management, port, lines)
    accepted = (*_always(idiom.loopback, lines), *management, *own.rules())
    inward = PacketFilter("input", Direction.INPUT, Action.DENY, accepted, lines=lines)
    kept_apart: tuple[FilterRule, ...] = (
        FilterRule(Action.DENY, interface=port, lines=lines),
        FilterRule(Action.DENY, destinations=frozenset({city.network.management.prefix}), lines=lines),
    )
    default, rules = Action.PERMIT, kept_apart
    if host.role is Role.EXCHANGE:
        default, rules = Action.DENY, (*kept_apart, *_exchanged(city, host))
    return frozenset({inward, PacketFilter("forward", Direction.FORWARD, default, rules, lines=lines)})


def _exchanged(city: City, host: Host) -> Iterator[FilterRule]:
    for source, destination, told in in_order(exchanged(city, host.name)):
        yield permit(source, destination, told)
        yield permit(destination, source, told)


def _always(loopback: str, lines: tuple[Line, ...]) -> tuple[FilterRule, ...]:
    return (
        FilterRule(Action.PERMIT, states=frozenset({"established", "related"}), lines=lines),
        FilterRule(Action.DENY, states=frozenset({"invalid"}), lines=lines),
        FilterRule(Action.PERMIT, interface=loopback, lines=lines),
        FilterRule(Action.PERMIT, protocol="icmp", lines=lines),
    )


def _management(plan: ManagementPlan, port: str, lines: tuple[Line, ...]) -> tuple[FilterRule, ...]:
    ssh = FilterRule(
        Action.PERMIT,
        protocol="tcp",
        sources=frozenset[IPNetwork]({plan.prefix}),
        destination_ports=frozenset({(_SSH, _SSH)}),
        interface=port,
        lines=lines,
    )
    return (ssh,)


class _Sessions:
    """What the routing sessions of one host need to be let in."""

    def __init__(self, city: City, host: str, facts: list[Fact]) -> None:
        self._city, self._host, self._facts = city, host, facts

    def rules(self) -> Iterator[FilterRule]:
        """Yield a rule for each port that speaks OSPF or LDP and for each BGP neighbour, sorted."""
        yield from self._ospf()
        yield from self._ldp()
        yield from self._bgp()

    def _ospf(self) -> Iterator[FilterRule]:
        ports = [each for each in self._facts if isinstance(each, Interface) and _speaks(each.ospf)]
        for port in sorted(ports, key=lambda each: each.name):
            yield FilterRule(Action.PERMIT, protocol="ospf", interface=port.name, lines=port.lines)

    def _ldp(self) -> Iterator[FilterRule]:
        for ldp in (each for each in self._facts if isinstance(each, Ldp)):
            for name in sorted(ldp.interfaces):
                yield FilterRule(
                    Action.PERMIT, "udp", destination_ports=frozenset({(_LDP, _LDP)}), interface=name, lines=ldp.lines
                )
            peers = frozenset(self._city.loopbacks_beside(self._host))
            if peers:
                yield FilterRule(
                    Action.PERMIT, "tcp", peers, destination_ports=frozenset({(_LDP, _LDP)}), lines=ldp.lines
                )

    def _bgp(self) -> Iterator[FilterRule]:
        instances = [each for each in self._facts if isinstance(each, BgpInstance)]
        neighbors = [each for instance in instances for each in instance.neighbors]
        for each in sorted(neighbors, key=lambda each: (each.address.version, int(each.address))):
            source = frozenset({ip_network(each.address)})
            yield FilterRule(
                Action.PERMIT, "tcp", source, destination_ports=frozenset({(_BGP, _BGP)}), lines=each.lines
            )


def _speaks(ospf: OspfInterface | None) -> bool:
    return ospf is not None and not ospf.passive
