"""The management plane of every device: its port, SSH, logging, and the packet filter that guards it."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_network

from netops.intent.city import NETWORK, City
from netops.intent.facts import Fact, Given
from netops.inventory import ManagementPlan
from netops.model import (
    Action,
    BgpInstance,
    Direction,
    FilterRule,
    Interface,
    IPNetwork,
    Ldp,
    Line,
    Logging,
    Management,
    OspfInterface,
    PacketFilter,
    SshServer,
)

_SSH, _BGP, _LDP = 22, 179, 646
_LOOPBACK = "lo"


def management_ports(city: City) -> Iterator[Given]:
    """Yield the management port of every host."""
    for host in city.hosts("p", "pe", "ce", "legacy"):
        lines = city.host_lines(host.name, "netops_management")
        addresses = frozenset({host.management})
        yield Given(
            host.name,
            Interface(city.network.management.interface, description="management", addresses=addresses, lines=lines),
        )


def management(city: City) -> Management:
    """Return how people get in and what is recorded: the same on every host."""
    return Management(_ssh(city), Logging("informational", commands=True, lines=city.lines(NETWORK, "management")))


# Field of the SSH service → where network.yml says it.
_SAID: Mapping[str, tuple[str, ...]] = {
    "login_grace": ("management", "login_seconds"),
    "auth_tries": ("management", "login_tries"),
    "idle_interval": ("management", "idle_seconds"),
    "session_idle": ("management", "idle_seconds"),
    "ciphers": ("management", "ssh", "ciphers"),
    "macs": ("management", "ssh", "macs"),
    "key_exchanges": ("management", "ssh", "key_exchanges"),
    "users": ("management", "users"),
    "banner": ("management", "banner"),
}


def _ssh(city: City) -> SshServer:
    plan = city.network.management
    return SshServer(
        port=_SSH,
        root_login="no",
        password_login=True,
        empty_passwords=False,
        login_grace=plan.login_seconds,
        auth_tries=plan.login_tries,
        # A client that has vanished is asked once; a shell that is only silent is closed by session_idle.
        idle_interval=plan.idle_seconds,
        idle_count=1,
        session_idle=plan.idle_seconds,
        tcp_forwarding=False,
        agent_forwarding=False,
        log_level="VERBOSE",
        ciphers=plan.ssh.ciphers,
        macs=plan.ssh.macs,
        key_exchanges=plan.ssh.key_exchanges,
        users=frozenset(plan.users),
        banner=plan.banner,
        sources=tuple((name, city.lines(NETWORK, *keys)[0]) for name, keys in _SAID.items()),
        lines=city.lines(NETWORK, "management"),
    )


def filters(city: City, host: str, facts: list[Fact]) -> frozenset[PacketFilter]:
    """Return the packet filters of a host that has these other facts.

    What reaches the device itself is dropped but for what its own sessions need. What it forwards is let through (the
    VRFs keep departments apart), but nothing goes into or comes out of the management network through a device.
    """
    lines = city.lines(NETWORK, "management")
    own = _Sessions(city, host, facts)
    accepted = (*_always(lines), *_management(city.network.management, lines), *own.rules())
    inward = PacketFilter("input", Direction.INPUT, Action.DENY, accepted, lines=lines)
    plan = city.network.management
    kept_apart = (
        FilterRule(Action.DENY, interface=plan.interface, lines=lines),
        FilterRule(Action.DENY, destinations=frozenset({plan.prefix}), lines=lines),
    )
    return frozenset({inward, PacketFilter("forward", Direction.FORWARD, Action.PERMIT, kept_apart, lines=lines)})


def _always(lines: tuple[Line, ...]) -> tuple[FilterRule, ...]:
    return (
        FilterRule(Action.PERMIT, states=frozenset({"established", "related"}), lines=lines),
        FilterRule(Action.DENY, states=frozenset({"invalid"}), lines=lines),
        FilterRule(Action.PERMIT, interface=_LOOPBACK, lines=lines),
        FilterRule(Action.PERMIT, protocol="icmp", lines=lines),
    )


def _management(plan: ManagementPlan, lines: tuple[Line, ...]) -> tuple[FilterRule, ...]:
    ssh = FilterRule(
        Action.PERMIT,
        protocol="tcp",
        sources=frozenset[IPNetwork]({plan.prefix}),
        destination_ports=frozenset({(_SSH, _SSH)}),
        interface=plan.interface,
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
