"""Would the engineers still get in? Asked of the intended model before anything is pushed.

The way in is the management interface with its address, the SSH service with its port and its users, and a packet
filter that lets the management network reach it. Each must stand in the intended config as it works today.
"""

from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv4Interface

from netops.change.logins import ALL, Login
from netops.errors import Fault
from netops.intent import management_port
from netops.inventory import Host, Inventory
from netops.language import translate as _
from netops.model import (
    AccessList,
    Action,
    Device,
    Direction,
    FilterRule,
    Interface,
    IPNetwork,
    PacketFilter,
    SshServer,
)

SSH = 22
IPV4 = 4
# A session is the first packet and all that follow it; a filter may treat the two differently.
_STATES = ("new", "established")


def lockouts(inventory: Inventory, host: Host, running: Device, intended: Device) -> tuple[Fault, ...]:
    """Return every reason why the intended config would lock the engineers out of ``host``; empty where none."""
    reasons = (
        *_interface(inventory, host, intended),
        *_moved(inventory, host, running, intended),
        *_service(inventory, host, running, intended),
        *_filters(inventory, host, intended),
        *_lists(inventory, running, intended),
    )
    return tuple(Fault("NET-CHG-045", {"host": host.name, "detail": reason}) for reason in reasons)


def _interface(inventory: Inventory, host: Host, intended: Device) -> Iterator[str]:
    name = management_port(inventory, host)
    interface = intended.interface(name)
    if interface is None or not interface.enabled:
        yield _("{interface} is gone or shut").format(interface=name)
    elif host.management not in interface.addresses:
        yield _("{interface} does not have the address {address}").format(interface=name, address=host.management)
    elif interface.vrf is not None:
        words = _("{interface} stands in VRF {vrf}, where the SSH service does not listen")
        yield words.format(interface=name, vrf=interface.vrf)


def _moved(inventory: Inventory, host: Host, running: Device, intended: Device) -> Iterator[str]:
    """The inventory may itself be what is wrong: the address over which people come in today must stay where it is."""
    today = _way_in(inventory, host, running)
    if today is None:
        return
    after = intended.interface(today.name)
    lost = today.addresses - (after.addresses if after is not None and after.enabled else frozenset())
    for address in sorted(lost, key=str):
        words = _("{interface} would lose the address {address}, over which people come in today")
        yield words.format(interface=today.name, address=address)


def _way_in(inventory: Inventory, host: Host, running: Device) -> Interface | None:
    named = running.interface(management_port(inventory, host))
    if named is not None and named.addresses:
        return named
    return next((each for each in running.interfaces if host.management in each.addresses), None)


def _service(inventory: Inventory, host: Host, running: Device, intended: Device) -> Iterator[str]:
    before, after = running.management.ssh, intended.management.ssh
    if (after.port or SSH) != (before.port or SSH):
        words = _("SSH would move from port {before} to {after}")
        yield words.format(before=before.port or SSH, after=after.port or SSH)
    yield from _logins(inventory, host, before, after)
    for what, had, has in (
        (_("cipher"), before.ciphers, after.ciphers),
        (_("MAC"), before.macs, after.macs),
        (_("key exchange"), before.key_exchanges, after.key_exchanges),
    ):
        if had and has and not set(had) & set(has):
            yield _("SSH would share no {algorithm} with what it offers today").format(algorithm=what)


def _logins(inventory: Inventory, host: Host, before: SshServer, after: SshServer) -> Iterator[str]:
    """Ask what is said for all logins, and the ``Match`` blocks that hold for netops' own, or may."""
    station = IPv4Interface(inventory.network.management.station).ip
    login = Login(host.user or "", station, host.management.ip, after.port or SSH)
    refused, words = login.refusing(after), _("SSH would no longer accept the user {user}").format(user=host.user)
    new = refused - (login.refusing(before) - {ALL})
    yield from (words if each == ALL else f"{words} (Match {each})" for each in sorted(new))
    if login.needs_key(before):
        return
    words = _("SSH would no longer accept passwords")
    new = login.without_password(after) - login.without_password(before)
    yield from (words if each == ALL else f"{words} (Match {each})" for each in sorted(new))


def _filters(inventory: Inventory, host: Host, intended: Device) -> Iterator[str]:
    packet = _Packet(inventory, host, intended)
    for each in intended.filters:
        verdicts = {packet.verdict(each, state) for state in _STATES} if each.direction is Direction.INPUT else set()
        if Action.DENY in verdicts:
            yield _("the filter {filter} would drop SSH from {station}").format(filter=each.name, station=packet.source)
        elif None in verdicts:
            words = _("the filter {filter} has lines that nobody understood, which may drop SSH from {station}")
            yield words.format(filter=each.name, station=packet.source)


def _lists(inventory: Inventory, running: Device, intended: Device) -> Iterator[str]:
    """Ask the access lists that decide who may connect: those of the SSH service and of every range of VTY lines."""
    station = IPv4Interface(inventory.network.management.station).ip
    today = {what for what, name in _doors(running) if _lets_in(running, name, station) is not True}
    for what, name in _doors(intended):
        answer = _lets_in(intended, name, station)
        if answer is False and what not in today:
            yield _("{what} would refuse {station} by the access list {name}").format(
                what=what, station=station, name=name
            )
        elif answer is None and what not in today:
            words = _("{what} would ask the access list {name}, which has lines that nobody understood")
            yield words.format(what=what, name=name)
    if _takes_ssh(running) and not _takes_ssh(intended):
        yield _("no VTY line would take SSH")
    if running.management.ssh.enabled is not False and intended.management.ssh.enabled is False:
        yield _("the SSH service would be off")


def _doors(device: Device) -> Iterator[tuple[str, str]]:
    """Yield what asks an access list before somebody gets in, and the list's name."""
    for binding in sorted(device.management.ssh.filters, key=lambda each: each.name):
        if binding.inbound and binding.version == IPV4:
            yield "SSH", binding.name
    for line in sorted(device.management.terminals, key=lambda each: (each.kind, each.first)):
        for binding in line.filters:
            if line.kind == "vty" and binding.inbound and binding.version == IPV4:
                yield f"vty {line.first} {line.last}", binding.name


def _lets_in(device: Device, name: str, station: IPv4Address) -> bool | None:
    """Say whether a list lets the station in; None where a line decides that nobody understood.

    A list that isn't there, or has no rule, keeps nobody out: so do VRP, Comware, IOS and RGOS.
    """
    held = next(
        (each for each in device.access_lists if name in {each.name, str(each.number)} and each.version == IPV4), None
    )
    if held is None or not (held.rules or held.gaps):
        return True
    answer = _decided(held, lambda rule: _matches(rule, station), Action.DENY)
    return None if answer is None else answer is Action.PERMIT


def _matches(rule: FilterRule, station: IPv4Address) -> bool:
    ports = rule.destination_ports
    return (
        rule.protocol in (None, "ip", "tcp")
        and (not rule.sources or any(station in prefix for prefix in rule.sources))
        and (not ports or any(low <= SSH <= high for low, high in ports))
    )


def _takes_ssh(device: Device) -> bool:
    """Say whether some VTY line takes SSH, as far as lines say it; where none says anything the default holds."""
    said = [each.transports for each in device.management.terminals if each.kind == "vty"]
    return not said or any(each is None or {"ssh", "all"} & each for each in said)


def _decided(held: AccessList | PacketFilter, matches: Callable[[FilterRule], bool], rest: Action) -> Action | None:
    """Return what the first rule that matches does, or what is done with the rest; None where a line decides that nobody understood."""
    at = next((at for at, rule in enumerate(held.rules) if matches(rule)), len(held.rules))
    if held.gaps and held.gaps[0].place <= at:
        return None
    return held.rules[at].action if at < len(held.rules) else rest


class _Packet:
    """A packet of an SSH session from the management station to the device's management address."""

    def __init__(self, inventory: Inventory, host: Host, intended: Device) -> None:
        self.source = IPv4Interface(inventory.network.management.station).ip
        self._destination = host.management.ip
        self._interface = management_port(inventory, host)
        self._port = intended.management.ssh.port or SSH

    def verdict(self, chain: PacketFilter, state: str) -> Action | None:
        """Return what the chain does with the packet, None where a line decides that nobody understood.

        Args:
            chain: the filter.
            state: ``new`` for the first packet of the session.
        """
        return _decided(chain, lambda rule: self._matches(rule, state), chain.default)

    def _matches(self, rule: FilterRule, state: str) -> bool:
        return (
            rule.protocol in (None, "tcp")
            and (not rule.states or state in rule.states)
            and self._inside(rule.sources, self.source)
            and self._inside(rule.destinations, self._destination)
            and (not rule.destination_ports or any(low <= self._port <= high for low, high in rule.destination_ports))
            and rule.interface in (None, self._interface)
        )

    @staticmethod
    def _inside(prefixes: frozenset[IPNetwork], address: object) -> bool:
        return not prefixes or any(address in prefix for prefix in prefixes)
