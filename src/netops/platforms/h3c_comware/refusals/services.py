"""Services, SSH, SNMP, time and logs."""

from collections.abc import Callable, Iterable, Iterator
from ipaddress import IPv4Address

from netops.model import (
    Binding,
    Clock,
    Device,
    Logging,
    Service,
    Snmp,
    SnmpCommunity,
    SnmpGroup,
    SnmpTarget,
    SnmpUser,
    SshServer,
)
from netops.platforms.expressing import Beyond, once
from netops.platforms.h3c_comware.reader import full_name
from netops.platforms.h3c_comware.refusals.ground import WORDS, five, unfit

_WITH_PORT = frozenset({"http", "https"})
_WITH_LIST = frozenset({"telnet", "ftp", "http", "https"})
_WITH_VIEWS = frozenset({"read", "write", "notify"})
_SNMP = {"contact": WORDS, "location": WORDS, "engine": "[0-9A-Fa-f]{10,64}", "traps": r"all|[a-z0-9-]+( [a-z0-9-]+)*"}
_MINUTES = 24 * 60


def _services(device: Device) -> Iterator[Beyond]:
    yield from once((each.name for each in device.management.services), "service")
    for each in device.management.services:
        for why in _service(each):
            yield Beyond(f"service {each.name}", why, each.lines)


def _service(each: Service) -> Iterator[str]:
    if each.port is not None and each.name not in _WITH_PORT:
        yield "its port can't be chosen"
    if each.filters and (each.name not in _WITH_LIST or len(each.filters) > 1):
        yield "it takes one list, where it takes any"
    yield from _numbered(each.filters, 4)


def _numbered(filters: Iterable[Binding], *versions: int) -> Iterator[str]:
    if any(not each.name.isdigit() or not each.inbound or each.version not in versions for each in filters):
        yield "it takes a list by its number, for what comes in"


def _ssh(device: Device) -> Iterator[Beyond]:
    ssh = device.management.ssh
    for why in (*_one_of_each(ssh), *_numbered(ssh.filters, 4, 6)):
        yield Beyond("SSH", why, ssh.lines)


def _one_of_each(ssh: SshServer) -> Iterator[str]:
    if len({each.version for each in ssh.filters}) < len(ssh.filters):
        yield "two lists of one family"
    if ssh.rekey is not None and ssh.rekey % 60:
        yield "session keys are made anew after whole hours"


def _snmp(device: Device) -> Iterator[Beyond]:
    snmp = device.management.snmp
    for why in _agent(snmp):
        yield Beyond("SNMP", why, snmp.lines)
    yield from once((each.name for each in snmp.users), "SNMP user")
    yield from once(((each.version, each.name, each.level) for each in snmp.groups), "SNMP group")
    yield from once(((each.host, each.vrf) for each in snmp.targets), "SNMP target")


def _agent(snmp: Snmp) -> Iterator[str]:
    said = snmp.versions or snmp.communities or snmp.users or snmp.groups or snmp.targets or snmp.views or snmp.fields
    if snmp.enabled is not True and (said or snmp.source is not None):
        yield "whatever is said of the agent turns it on"
    yield from unfit(snmp.fields, _SNMP, many={"traps"})
    if snmp.source is not None and full_name(snmp.source) != snmp.source:
        yield f"{snmp.source} is no name of a port in full"
    trees = [(name, tree) for name, tree, _ in snmp.views]
    if len(set(trees)) < len(trees) or any(" " in word or not word for pair in trees for word in pair):
        yield "a view takes a subtree in, or out"
    for part in (snmp.communities, snmp.users, snmp.groups):
        for each in part:
            yield from _part(each)
    for target in snmp.targets:
        yield from _target(target)


def _part(each: SnmpCommunity | SnmpUser | SnmpGroup) -> Iterator[str]:
    if len(each.filters) > 1:
        yield "one list says who may ask"
    yield from _numbered(each.filters, 4)
    if isinstance(each, SnmpCommunity):
        if each.secret.form not in {"plain", "reversible"} or each.secret.algorithm != (
            "cipher" if each.secret.form == "reversible" else ""
        ):
            yield "a community lies there as plain or reversible"
    elif isinstance(each, SnmpUser):
        if each.privacy is not None and each.authentication is None:
            yield "packets are encrypted that are authenticated, too"
    else:
        kinds = [kind for kind, _ in each.views]
        if (
            len(set(kinds)) < len(kinds)
            or not set(kinds) <= _WITH_VIEWS
            or any(" " in view or not view for _, view in each.views)
        ):
            yield "a group reads, writes and notifies by one view each"
        if each.level is not None and each.version != "v3":
            yield "only version 3 has levels"


def _target(each: SnmpTarget) -> Iterator[str]:
    if (each.user is None) is (each.version == "v3"):
        yield f"target {each.host} is told traps in a user's name, in version 3 alone"
    if each.level is not None and each.version != "v3":
        yield "only version 3 has levels"


def _clock(device: Device) -> Iterator[Beyond]:
    clock = device.management.clock
    kinds = frozenset(value for name, value in device.management.fields if name.startswith("ntp access "))
    for why in (*_time(clock), *_asked(clock, kinds), *_clock_of_five(device, clock)):
        yield Beyond("clock", why, clock.lines)
    yield from once(((each.peer, each.vrf, each.host) for each in clock.sources), "time source")


def _time(clock: Clock) -> Iterator[str]:
    if clock.zone is not None and (" " in clock.zone[0] or not clock.zone[0] or abs(clock.zone[1]) >= _MINUTES):
        yield "a zone has a name of one word, and less than a day"
    keys = {number for number, _ in clock.keys}
    if len(keys) < len(clock.keys):
        yield "a key twice"
    used = {each.key for each in clock.sources if each.key is not None} | clock.trusted
    if not used <= keys:
        yield "a key that isn't there"
    for each in clock.sources:
        try:
            address = IPv4Address(each.host)
        except ValueError:
            address = None
        if each.address != address:
            yield f"the address of {each.host} is the one that the line names"
        if each.source is not None and full_name(each.source) != each.source:
            yield f"{each.source} is no name of a port in full"
    if clock.source is not None and full_name(clock.source) != clock.source:
        yield f"{clock.source} is no name of a port in full"


def _asked(clock: Clock, kinds: frozenset[str]) -> Iterator[str]:
    if clock.filters != frozenset(Binding(name) for name in kinds):
        yield "who may ask is said with what may be asked"


def _clock_of_five(device: Device, clock: Clock) -> Iterator[str]:
    if five(device) and clock.enabled is not None:
        yield "NTP of Comware 5 has no line that turns it on"


def _logging(device: Device) -> Iterator[Beyond]:
    logging = device.management.logging
    for why in _events(logging):
        yield Beyond("logging", why, logging.lines)
    yield from once(((each.vrf, each.host) for each in logging.targets), "log target")


def _events(logging: Logging) -> Iterator[str]:
    if logging.source is not None and full_name(logging.source) != logging.source:
        yield f"{logging.source} is no name of a port in full"


CHECKS: tuple[Callable[[Device], Iterator[Beyond]], ...] = (_services, _ssh, _snmp, _clock, _logging)
