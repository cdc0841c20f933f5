"""What AAA, SNMP and time can't say on Cisco IOS, and settings that no line says."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from netops.model import Aaa, AaaServer, Clock, Device, Snmp, SnmpCommunity, SnmpGroup, SnmpTarget, SnmpUser, TimeSource
from netops.platforms.cisco_ios import settings
from netops.platforms.cisco_ios.management_refusals import is_address
from netops.platforms.cisco_ios.settings import ENCRYPTED, READABLE, Settings
from netops.platforms.expressing import Beyond
from netops.platforms.ios_family.aaa import WHAT
from netops.platforms.ios_family.refused_objects import PLACED
from netops.platforms.ios_family.refusing import VLAN_NAME

_IPV6 = 6
_KIND = re.compile(rf"authentication (?:{'|'.join(sorted(WHAT - {'commands'}))})|(?:authorization|accounting) "
                   rf"(?:{'|'.join(sorted(WHAT - {'commands'}))}|commands (?:[0-9]|1[0-5]))")  # fmt: skip
_METHOD = re.compile(r"group \S+|(?!group$)\S+")
# What a server's section says beside its address and its key.
_OF_SERVER = {
    "tacacs": frozenset({"timeout", "single-connection"}),
    "radius": frozenset({"timeout", "retransmit", "acct-port"}),
}
# What SNMP would take for a word of its own.
_RESERVED = frozenset({"ipv6", "view", "access", "read", "write", "notify", "auth", "priv", "noauth", "encrypted"})


def of_aaa(device: Device) -> Iterator[Beyond]:
    """Yield what of authentication, authorization and accounting can't be written."""
    own = device.management.aaa
    for why in (*_methods(own), *_servers(own), *_groups(own)):
        yield Beyond("AAA", why, own.lines)
    grouped = any(server.group for server in own.servers)
    passwords = device.management.passwords
    names = [name for name, _ in (*device.management.fields, *passwords.fields)]
    said = any(name.startswith(("aaa ", "common-criteria ")) for name in names) or (
        passwords.tries and passwords.block is None
    )
    if (own.methods or grouped or said) and own.enabled is not True:
        yield Beyond("AAA", "its lines need aaa new-model", own.lines)


def _methods(own: Aaa) -> Iterator[str]:
    for each in own.methods:
        if not _KIND.fullmatch(each.kind) or not each.methods or not all(map(_METHOD.fullmatch, each.methods)):
            yield f"{each.kind} {each.name} is no list of methods"
        if each.kind in {"authentication enable", "accounting system"} and each.name != "default":
            yield f"of {each.kind} there is the default list alone"
    for (kind, name), count in Counter((each.kind, each.name) for each in own.methods).items():
        if count > 1:
            yield f"{kind} {name} stands twice"


def _servers(own: Aaa) -> Iterator[str]:
    same: dict[tuple[str, str], set[tuple[object, ...]]] = defaultdict(set)
    for each in own.servers:
        same[each.protocol, each.name or each.host].add(
            (each.name, each.host, each.address, each.port, each.secret, not each.group)
        )
        yield from _server(each)
    for (protocol, name), forms in same.items():
        if len(forms) > 1:
            yield f"{protocol} server {name} is one, in groups or in none"


def _server(each: AaaServer) -> Iterator[str]:
    if not is_address(each.host, each.address) or each.host == "name":
        yield f"{each.host} isn't the address {each.address}"
    if each.secret is not None and each.secret not in READABLE | ENCRYPTED:
        yield f"the key of {each.host} doesn't lie there as {each.secret.form}"
    if each.vrf is not None and not each.group:
        yield f"{each.host} stands in the VRF of a group"


def _groups(own: Aaa) -> Iterator[str]:
    groups: dict[str, list[AaaServer]] = defaultdict(list)
    for each in own.servers:
        if each.group:
            groups[each.group].append(each)
    for name, members in groups.items():
        if len({(each.protocol, each.vrf) for each in members}) > 1:
            yield f"the servers of group {name} are of one protocol, in one VRF"


def of_settings(device: Device) -> Iterator[Beyond]:
    """Yield the settings that no line says, and those of servers, groups and time sources that there are none of."""
    own = device.management
    kept = {
        pair for pair in own.fields if pair[0].startswith(("enable ", "archive ", "service timestamps log", *PLACED))
    }
    kept |= {pair for pair in own.fields if VLAN_NAME.fullmatch(pair[0])}
    placed = {
        pair
        for pair in own.fields
        if pair[0].startswith(("tacacs server ", "radius server ", "aaa group ", "ntp server ", "ntp peer "))
    }
    keys = {pair for pair in own.fields if pair[0] in {"tacacs-server key", "radius-server key"}}
    lists = {pair for pair in own.fields if pair[0].startswith("ntp access-group ")}
    whys = [
        *settings.of_device(own.fields - kept - placed - keys - lists),
        *settings.once(frozenset(placed | keys | lists)),
        *(f"{name} doesn't lie there as {form}" for name, form in keys if form not in {"plain", "type 7", "aes"}),
        *(f"there is nothing that {name}: {value} is said of" for name, value in sorted(placed - _places(device))),
    ]
    for why in whys:
        yield Beyond("settings", why)


def _places(device: Device) -> Settings:
    """Return the settings that stand at a server, a group or a time source, of those that the device has."""
    own = device.management
    found: set[tuple[str, str]] = set()
    for name, value in own.fields:
        of, _, what = name.rpartition(" ")
        number = value.isdigit() and str(int(value)) == value
        for server in own.aaa.servers:
            if of == f"{server.protocol} server {server.name or server.host}" and what in _OF_SERVER[server.protocol]:
                found |= {(name, value)} if (value == "on" if what == "single-connection" else number) else set()
            if server.group and of == f"aaa group {server.group}":
                found |= {(name, value)} if (number if what == "deadtime" else what == "source-interface") else set()
        for source in own.clock.sources:
            if of == f"ntp {'peer' if source.peer else 'server'} {_place(source)}":
                found |= (
                    {(name, value)}
                    if (number if what in {"minpoll", "maxpoll"} else value == "on" and what in {"burst", "iburst"})
                    else set()
                )
    return frozenset(found)


def _place(source: TimeSource) -> str:
    return source.host if source.vrf is None else f"vrf {source.vrf} {source.host}"


def of_snmp(device: Device) -> Iterator[Beyond]:
    """Yield what of SNMP can't be written."""
    own = device.management.snmp
    whys = [*_agent(own), *(why for each in own.communities for why in _community(each))]
    whys += [why for each in own.groups for why in _group(each)]
    whys += [why for each in own.users for why in _user(each)]
    for why in whys:
        yield Beyond("SNMP", why, own.lines)


def _agent(own: Snmp) -> Iterator[str]:
    hosts = Counter(each.host for each in own.targets)
    for name, value in own.fields:
        if name.startswith("host ") and (
            hosts[name.removeprefix("host ")] != 1 or value.startswith("udp-port") or value in {"on", "off"}
        ):
            yield f"{name} is no host that stands once, or {value} no kinds of traps"
    own_lines = frozenset(
        pair for pair in own.fields if not pair[0].startswith("host ") and pair[0] != "source-interface informs"
    )
    yield from settings.of_snmp(own_lines)
    yield from settings.once(own.fields - own_lines)
    for each in own.targets:
        yield from _target(each)
    for (name, tree), count in Counter(each[:2] for each in own.views).items():
        if count > 1:
            yield f"view {name} has {tree} in and out"
    for what, names in (
        ("user", [each.name for each in own.users]),
        ("group", [(each.name, each.version, each.level) for each in own.groups]),
    ):
        if len(set(names)) < len(names):
            yield f"a {what} stands twice"


def _target(each: SnmpTarget) -> Iterator[str]:
    if (each.level is not None) != (each.version == "v3"):
        yield f"{each.host} needs a level with version 3, and only there"
    if (each.user is not None) != (each.version == "v3"):
        yield f"{each.host} needs a user with version 3, and only there"
    if each.informs and each.version is None:
        yield f"{each.host} gets informs, which version 1 lacks"


def _bound(filters: frozenset[object], names: list[str]) -> Iterator[str]:
    if len(filters) > 1:
        yield "one list says who may use it"
    if set(names) & _RESERVED:
        yield f"{', '.join(sorted(set(names) & _RESERVED))} is a word of the line"


def _community(each: SnmpCommunity) -> Iterator[str]:
    if each.usual:
        yield "a community by a name that everybody tries"
    if each.secret.form != "plain":
        yield "a community's name lies there as it is"
    versions = Counter(one.version for one in each.filters)
    if any(count > 1 for count in versions.values()):
        yield "a community has a list for each family"
    names = {one.name for one in each.filters if one.version != _IPV6}
    if names & (_RESERVED | {"ro", "rw", "RO", "RW"}):
        yield "the list's name is a word of the line"


def _group(each: SnmpGroup) -> Iterator[str]:
    if (each.level is not None) != (each.version == "v3"):
        yield f"group {each.name} needs a level with version 3, and only there"
    kinds = [kind for kind, _ in each.views]
    if len(set(kinds)) < len(kinds) or not set(kinds) <= {"read", "write", "notify"}:
        yield f"group {each.name} has a view to read, one to write and one to notify"
    yield from _bound(frozenset(each.filters), [each.name, *(one.name for one in each.filters)])


def _user(each: SnmpUser) -> Iterator[str]:
    if each.privacy is not None and each.authentication is None:
        yield f"user {each.name} has privacy without authentication"
    if any(one.version == _IPV6 for one in each.filters):
        yield f"user {each.name} has a list of IPv6"
    yield from _bound(frozenset(each.filters), [one.name for one in each.filters])


def of_clock(device: Device) -> Iterator[Beyond]:
    """Yield what of the time can't be written."""
    own = device.management.clock
    for why in (*_clock(own), *_lists(own, device.management.fields)):
        yield Beyond("time", why, own.lines)


def _clock(own: Clock) -> Iterator[str]:
    if own.zone is not None and -_HOUR < own.zone[1] < 0:
        yield "a zone less than an hour west of Greenwich"
    if len({number for number, _ in own.keys}) < len(own.keys):
        yield "a key's number stands twice"
    for each in own.sources:
        if not is_address(each.host, each.address) or each.host in {"vrf", "ip", "ipv6"}:
            yield f"{each.host} isn't the address {each.address}"
    for name, count in Counter((each.peer, _place(each)) for each in own.sources).items():
        if count > 1:
            yield f"{name[1]} stands twice"


_HOUR = 60
_ASKED = frozenset({"peer", "serve", "serve-only", "query-only"})


def _lists(own: Clock, fields: Settings) -> Iterator[str]:
    said = {
        (name.removeprefix("ntp access-group "), value)
        for name, value in fields
        if name.startswith("ntp access-group ")
    }
    kinds = {kind.removeprefix("ipv6 ") for kind, _ in said}
    named = {(value, _IPV6 if kind.startswith("ipv6 ") else 4) for kind, value in said}
    if (
        not kinds <= _ASKED
        or named != {(one.name, one.version) for one in own.filters}
        or any(not one.inbound for one in own.filters)
    ):
        yield "who may ask for the time is said by its filters and by a setting each: ntp access-group peer"
