"""What of a management plane the templates for Ruijie RGOS can't write: refused by name, never dropped."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from netops.model import (
    Aaa,
    AaaServer,
    Binding,
    Clock,
    Device,
    Logging,
    Management,
    PasswordPolicy,
    Secret,
    Service,
    Snmp,
    SshServer,
    TerminalLine,
    User,
)
from netops.platforms.expressing import Beyond
from netops.platforms.ios_family.refused_objects import PLACED
from netops.platforms.ios_family.refusing import VLAN_NAME
from netops.platforms.reading.words import address
from netops.platforms.ruijie_os.reader import DIALECT
from netops.platforms.ruijie_os.saying import said

_OF_LINES = frozenset({Secret("plain"), Secret("reversible", "type 7")})
_OF_USERS = _OF_LINES | {Secret("hash", "md5"), Secret("hash", "sha256")}
_WITH_PORT = frozenset({"http", "https"})
_LEVELS = range(1, 8)
# Words that a line of SNMP or NTP has at the place of a name.
_TAKEN = frozenset({"ro", "rw", "view", "ipv6", "ip", "ipv4", "vrf", "access", "in", "out"})


def refusals(device: Device) -> Iterator[Beyond]:
    """Yield what of the management plane can't be expressed."""
    own = device.management
    whys = {
        "AAA": _aaa(own.aaa),
        "users": _users(own),
        "passwords": _passwords(own.passwords),
        "lines": _lines(own.terminals),
        "SSH": _ssh(own.ssh),
        "services": _services(own.services),
        "SNMP": _snmp(own.snmp),
        "time": _time(own.clock, own.fields),
        "logging": _logging(own.logging, own.fields),
        "settings": _settings(own),
        "management": _vrfs(device),
    }
    for what, found in whys.items():
        for why in found:
            yield Beyond(what, why)


def _twice(values: Iterable[object]) -> Iterator[str]:
    for value, count in Counter(values).items():
        if count > 1:
            yield f"{value} stands {count} times, the device has one"


def _one_list(filters: Iterable[Binding], *, versions: frozenset[int] = frozenset({4})) -> Iterator[str]:
    """Yield why the lists that are bound to a service can't be: one of a family, for who comes in."""
    found = list(filters)
    if any(not each.inbound or each.version not in versions or each.name in _TAKEN for each in found):
        yield "a list by its name, of IPv4, for who comes in"
    yield from _twice(f"a list of IPv{each.version}" for each in found)


def _vrfs(device: Device) -> Iterator[str]:
    own, known = device.management, {each.name for each in device.vrfs}
    used = {each.vrf for each in own.aaa.servers} | {each.vrf for each in own.snmp.targets}
    used |= {each.vrf for each in own.clock.sources} | {each.vrf for each in own.logging.targets}
    for vrf in used - known - {None}:
        yield f"the device has no VRF {vrf}"


def _users(own: Management) -> Iterator[str]:
    yield from _twice(f"user {each.name}" for each in own.users)
    if own.enable is not None and own.enable not in _OF_USERS:
        yield "the secret of the highest level is plain, of type 7, MD5 or SHA-256"
    for each in own.users:
        for why in _user(each):
            yield f"{each.name}: {why}"


def _user(each: User) -> Iterator[str]:
    if each.secret is not None and each.secret not in _OF_USERS:
        yield "a secret is plain, of type 7, MD5 or SHA-256"
    if len(each.services) > 1:
        yield "one way to log in, or all"
    if each.privilege is None and each.secret is None and not each.services and not each.fields:
        yield "an account of which nothing is said"
    if each.secret is not None and _OPEN in each.fields:
        yield "it has a secret and needs no password"
    fields = each.fields - {_OPEN}
    if len(fields) > 1 or any(name != "online-amount" or not value.isdigit() for name, value in fields):
        yield "the templates write `online amount` and `nopassword` alone"


# Anybody may log in by the name.
_OPEN = ("nopassword", "on")


def _passwords(policy: PasswordPolicy) -> Iterator[str]:
    for pair in policy.fields:
        if said("", *pair).management != Management(passwords=PasswordPolicy(fields=frozenset({pair}))):
            yield f"the templates don't write {pair[0]}"


def _aaa(own: Aaa) -> Iterator[str]:
    yield from _twice(f"{each.kind} {each.name}" for each in own.methods)
    for method in own.methods:
        if not method.methods or not own.enabled:
            yield f"{method.kind} {method.name} has a way, and `aaa new-model` stands before it"
    for each in own.servers:
        if each.address is None or str(address(each.host)) != str(each.address):
            yield f"server {each.host} is told by its address"
        if each.secret is not None and each.secret not in _OF_LINES:
            yield f"the key of {each.host} is plain or of type 7"
        if each.protocol == "radius" and each.vrf is not None and not each.group:
            yield f"server {each.host} is in a VRF by its group"
    yield from _hosts(own.servers)
    yield from _groups(own.servers)


def _hosts(servers: frozenset[AaaServer]) -> Iterator[str]:
    """Yield why servers of one address aren't one server in several groups."""
    for key in {(each.protocol, each.host) for each in servers}:
        same = [each for each in servers if (each.protocol, each.host) == key]
        if len({(each.port, each.secret) for each in same}) > 1 or len({each.group for each in same}) < len(same):
            yield f"server {key[1]} has one port and one key, and stands once in a group"
        if len(same) > 1 and any(not each.group for each in same):
            yield f"server {key[1]} is in a group, or in none"


def _groups(servers: frozenset[AaaServer]) -> Iterator[str]:
    for name in {each.group for each in servers if each.group}:
        members = [each for each in servers if each.group == name]
        if len({(each.protocol, each.vrf) for each in members}) > 1:
            yield f"group {name} has one protocol and one VRF"


def _lines(terminals: frozenset[TerminalLine]) -> Iterator[str]:
    ordered = sorted(terminals, key=lambda each: (each.kind, each.first, each.last))
    for one, two in pairwise(ordered):
        if one.kind == two.kind and two.first <= one.last:
            yield f"line {two.kind} {two.first} is in two ranges"
    for each in ordered:
        for why in _line(each):
            yield f"line {each.kind} {each.first}: {why}"


def _line(each: TerminalLine) -> Iterator[str]:
    if each.first > each.last or (each.kind in {"console", "aux"} and (each.first, each.last) != (0, 0)):
        yield "a range that there isn't"
    if each.method is not None and (each.login != "aaa" or each.method == "default"):
        yield "a list of methods by its name, and `login` asks AAA"
    if each.secret is not None and each.secret not in _OF_LINES:
        yield "its password is plain or of type 7"
    if each.transports is not None and len(each.transports) != 1:
        yield "`transport input` is one word: ssh, telnet, all or none"
    if any(bound.version != 4 for bound in each.filters):  # of IP
        yield "a list of IPv4"
    yield from _twice(f"a list {'in' if bound.inbound else 'out'}" for bound in each.filters)
    for pair in each.fields:
        if said("line vty 0 4", *pair).management.terminals != {TerminalLine("vty", 0, 4, fields=frozenset({pair}))}:
            yield f"the templates don't write {pair[0]}"


def _ssh(own: SshServer) -> Iterator[str]:
    yield from _one_list(own.filters)


def _services(services: frozenset[Service]) -> Iterator[str]:
    yield from _twice(each.name for each in services)
    for each in services:
        if each.port is not None and each.name not in _WITH_PORT:
            yield f"{each.name} has no port of its own"


def _snmp(own: Snmp) -> Iterator[str]:
    for community in own.communities:
        if community.secret not in _OF_LINES:
            yield "a community lies plain or in type 7"
        yield from _one_list(community.filters, versions=frozenset({4, 6}))
    yield from _snmp_groups(own)
    yield from _twice(f"view {name} {tree}" for name, tree, _ in own.views)
    yield from _twice(f"host {each.host}" for each in own.targets)
    for target in own.targets:
        if target.version is None or (target.version == "v3") is not (target.level is not None):
            yield f"host {target.host} has its version, and for version 3 its level"
        if (target.version == "v3") is not (target.user is not None):
            yield f"host {target.host} has a user, for version 3 alone"
    for pair in own.fields:
        if said("", *pair).management != Management(snmp=Snmp(fields=frozenset({pair}))):
            yield f"the templates don't write {pair[0]}"


def _snmp_groups(own: Snmp) -> Iterator[str]:
    yield from _twice(f"group {each.name} of {each.version}" for each in own.groups)
    yield from _twice(f"user {each.name}" for each in own.users)
    for group in own.groups:
        if (group.version == "v3") is not (group.level is not None):
            yield f"group {group.name} has a level, for version 3 alone"
        if {what for what, _ in group.views} - {"read", "write", "notify"}:
            yield f"group {group.name} reads, writes and is told"
        yield from _twice(f"group {group.name}, {what}" for what, _ in group.views)
        yield from _one_list(group.filters, versions=frozenset({4, 6}))
    for user in own.users:
        if user.privacy is not None and user.authentication is None:
            yield f"user {user.name} is hidden without being proven"
        yield from _one_list(user.filters)


def _time(own: Clock, fields: frozenset[tuple[str, str]]) -> Iterator[str]:
    yield from _twice(f"key {number}" for number, _ in own.keys)
    yield from _twice(f"server {each.host}" for each in own.sources)
    for each in own.sources:
        if (
            each.host in _TAKEN
            or str(each.address or each.host) != each.host
            or (each.address is None and _is_address(each.host))
        ):
            yield f"server {each.host} is told by its address or its name"
    groups = {(name, value) for name, value in fields if name.startswith("ntp access-group ")}
    if {Binding(value) for _, value in groups} != own.filters:
        yield "who may ask stands among the settings, by `ntp access-group`, too"


def _is_address(text: str) -> bool:
    try:
        address(text)
    except ValueError:
        return False
    return True


# The first word behind `service timestamps log`, and the time that events have then.
_STAMPS = {"datetime": "date", "uptime": "uptime", "off": "none"}


def _logging(own: Logging, fields: frozenset[tuple[str, str]]) -> Iterator[str]:
    yield from _twice(f"host {each.host}" for each in own.targets)
    for each in own.targets:
        if (each.transport == "udp") is not (each.port is not None):
            yield f"host {each.host} has a port of UDP"
    if own.buffer in _LEVELS or (own.buffer == 0 and own.buffer_level is not None):
        yield "a buffer has a size, and a level where there is one"
    source = own.source
    if source is not None and source[:1].isalpha() and ":" not in source and DIALECT.port(source) != source:
        yield f"{source} is {DIALECT.port(source)} in full"
    told = [value for name, value in fields if name == "service timestamps log"]
    said = _STAMPS.get(told[0].partition(" ")[0]) if told else None
    if len(told) > 1 or said != own.timestamps or (told and said is None):
        yield "the time of an event, and what is said of `service timestamps log`, are one"


def _settings(own: Management) -> Iterator[str]:
    hosts = {f"{each.protocol} server {each.host} " for each in own.aaa.servers}
    for name, value in own.fields:
        if name.endswith("-server key") and value in {"plain", "type 7"}:
            continue
        placed = name.startswith(("ntp access-group ", *PLACED)) or VLAN_NAME.fullmatch(name)
        if name == "service timestamps log" or placed:
            continue  # these are checked with what they say
        if (
            name.rpartition(" ")[0] + " " in hosts
            and name.endswith((" acct-port", " timeout", " retransmit"))
            and value.isdigit()
        ):
            continue
        section = "nfpp" if name.startswith("nfpp ") else ""
        if said(section, name.removeprefix("nfpp "), value).management != Management(fields=frozenset({(name, value)})):
            yield f"the templates don't write {name}"
