"""What of the management plane no template for Huawei's platforms can tell a device."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from itertools import pairwise

from netops.model import (
    AaaServer,
    Binding,
    Clock,
    Device,
    PasswordPolicy,
    Secret,
    Service,
    Snmp,
    SshServer,
    TerminalLine,
    User,
)
from netops.platforms.expressing import Beyond
from netops.platforms.vrp_family.keychains import ENTITY_FIELDS, SSL_FIELDS
from netops.platforms.vrp_family.passwords import FIRST_CHANGE
from netops.platforms.vrp_family.refused_ports import unkept
from netops.platforms.vrp_family.settings import SEVERAL, WRITTEN, line_of

_FORMS = frozenset({Secret("hash"), Secret("reversible", "cipher")})
_SHARED = Secret("reversible", "cipher")
_USER_FIELDS = frozenset(
    {
        "user-group",
        "idle-timeout",
        "access-limit",
        "ftp-directory",
        "expire-date",
        "password-force-change",
        "user-type",
        "state block",
    }
)
_SSH_USER = frozenset(
    {"ssh authentication-type", "ssh service-type", "ssh sftp-directory", "ssh assign", "ssh authorization-cmd"}
)
_ROLES = frozenset(
    {"primary", "secondary", "authorization", "authorization secondary", "accounting", "accounting secondary"}
)
_BOUND = frozenset(
    {
        "authentication-scheme",
        "authorization-scheme",
        "accounting-scheme",
        "hwtacacs-server",
        "radius-server",
        "service-scheme",
        "state",
    }
)
_RECORDED = frozenset({"cmd recording", "outbound recording", "system recording"})
_LINE_FIELDS = frozenset(
    {
        "screen-length",
        "history-command",
        "shell",
        "auto-execute",
        "flow-control",
        "speed",
        "databits",
        "stopbits",
        "parity",
    }
)
_SNMP_FIELDS = frozenset(
    {"contact", "location", "engine", "acl", "port", "trap-source", "blacklist", "complexity-check", "traps"}
)
_SSH_FIELDS = frozenset(
    {"ssh server dh-exchange min-len", "ssh authorization-type default", "ssh server keepalive", "ssh server ip-block"}
)
_NTP_KINDS = frozenset({"peer", "server", "query", "synchronization", "limited"})
_SERVER_SETTINGS = frozenset({"source-ip", "timeout", "retransmit", "timer", "user-name"})
# Services that templates/vrp_family has lines for, and what else they write of each.
SERVICES = frozenset(
    {"telnet", "telnet-ipv6", "ftp", "ftp-ipv6", "sftp", "sftp-ipv6", "scp", "scp-ipv6", "ssh-ipv6", "netconf", "http", "https", "dhcp",
     "dhcp-snooping", "lldp", "hwtacacs", "stp", "bpdu-guard", "ntp-server", "ntp-server-ipv6", "logfile", "bfd"}
)  # fmt: skip
_WITH = {"port": {"telnet", "ftp", "http", "https"}, "source": {"telnet", "ftp"}, "filters": {"telnet", "ftp", "http"}}
_POLICY = "local-aaa-user password policy administrator"
_WITHIN, _PROMPT = "tries within minutes", "user-password prompt"
_MINUTE, _HOUR = 60, 60


def management(device: Device) -> Iterator[Beyond]:
    """Yield what of the management plane can't be expressed."""
    for check in _CHECKS:
        yield from check(device)


def routes(device: Device) -> bool:
    """Tell whether a device is a NetEngine, a router with VRP8: a CloudEngine says which it is by its release."""
    return device.platform == "huawei_vrpv8" and (device.release is None or device.release.startswith("V8"))


def _users(device: Device) -> Iterator[Beyond]:
    for name, count in Counter(each.name for each in device.management.users).items():
        if count > 1:
            yield Beyond(f"user {name}", "stands twice")
    for each in device.management.users:
        for why in _user(each):
            yield Beyond(f"user {each.name}", why, each.lines)


def _user(each: User) -> Iterator[str]:
    own = [name for name, _ in each.fields if not name.startswith("ssh ")]
    remote = [name for name, _ in each.fields if name.startswith("ssh ")]
    told = bool(own) or each.privilege is not None or bool(each.services) or not each.enabled
    if each.secret is None and told:
        yield "an account of the device begins with its password"
    if each.secret is not None and each.secret not in _FORMS:
        yield "its password lies there in a form that isn't written"
    if "state block" in own and not each.enabled:
        yield "it is blocked by a person, or after wrong passwords"
    if each.secret is None and not remote:
        yield "nothing is said of it"
    if unknown := set(own) - _USER_FIELDS:
        yield f"the templates don't write {', '.join(sorted(unknown))}"
    if remote and (("ssh user", "on") not in each.fields or set(remote) - _SSH_USER - {"ssh user"}):
        yield "what is said of it for SSH isn't written"
    if len(set(own + remote)) < len(own + remote):
        yield "a setting stands twice"


def _aaa(device: Device) -> Iterator[Beyond]:
    aaa = device.management.aaa
    for why in (*_methods(device), *_domains(device)):
        yield Beyond("AAA", why, aaa.lines)
    groups: dict[tuple[str, str], list[AaaServer]] = {}
    for each in aaa.servers:
        groups.setdefault((each.protocol, each.group), []).append(each)
        for why in _server(each):
            yield Beyond(f"server {each.host}", why, each.lines)
    for (_, group), servers in groups.items():
        if len({each.secret for each in servers}) > 1:
            yield Beyond(f"servers of {group}", "they have one key together", aaa.lines)


def _server(each: AaaServer) -> Iterator[str]:
    if each.address is None or str(each.address) != each.host or "%" in each.host:
        yield "a server is its address"
    if not each.group or each.role not in _ROLES:
        yield "a server stands in a template, with what it is asked"
    if each.protocol == "radius" and (each.port is None or each.role.startswith("authorization")):
        yield "a RADIUS server is asked at a port, and never for authorization alone"
    if each.secret not in {None, _SHARED}:
        yield "its key lies there in a form that isn't written"


def _methods(device: Device) -> Iterator[str]:
    schemes: dict[tuple[str, str], list[bool]] = {}
    for each in device.management.aaa.methods:
        first, _, rest = each.kind.partition(" ")
        schemes.setdefault((first, each.name), []).append(bool(each.methods))
        if not _kind_is_written(first, rest):
            yield f"the templates don't write {each.kind}"
        if rest and not each.methods:
            yield f"{each.kind} of {each.name} says nothing"
    kinds = Counter((each.kind, each.name) for each in device.management.aaa.methods)
    for (kind, name), count in kinds.items():
        if count > 1 or (
            len(schemes[kind.partition(" ")[0], name]) > 1 and not all(schemes[kind.partition(" ")[0], name])
        ):
            yield f"{kind} of {name} is said in two ways"


def _kind_is_written(first: str, rest: str) -> bool:
    if first == "authorization":
        return not rest or (rest.startswith("commands ") and rest.removeprefix("commands ").isdigit())
    if first == "authentication":
        return rest in {"", "super"}
    return (first == "accounting" and " " not in rest) or (first == "recording" and not rest)


def _domains(device: Device) -> Iterator[str]:
    for domain, what, name in device.management.aaa.domains:
        known = what in _RECORDED if not domain else what in _BOUND and bool(name)
        if not known and not (domain and (what, name) == ("", "")):
            yield f"the templates don't write {what or domain} {name}"
    empty = {domain for domain, what, _ in device.management.aaa.domains if domain and not what}
    if empty & {domain for domain, what, _ in device.management.aaa.domains if what}:
        yield "a domain that is empty and isn't"


def _terminals(device: Device) -> Iterator[Beyond]:
    for each in device.management.terminals:
        for why in _terminal(each):
            yield Beyond(f"{each.kind} {each.first}", why, each.lines)
    for kind in {each.kind for each in device.management.terminals}:
        places = sorted((each.first, each.last) for each in device.management.terminals if each.kind == kind)
        if any(one[1] >= two[0] for one, two in pairwise(places)):
            yield Beyond(f"lines {kind}", "their numbers overlap")


def _terminal(each: TerminalLine) -> Iterator[str]:
    if each.first > each.last:
        yield "its numbers end before they begin"
    if each.secret is not None and each.secret not in _FORMS:
        yield "its password lies there in a form that isn't written"
    if each.transports is not None and len(each.transports) != 1:
        yield "it takes one protocol, or all"
    names = [name for name, _ in each.fields]
    if set(names) - _LINE_FIELDS or len(set(names)) < len(names):
        yield f"the templates don't write {', '.join(sorted(names))}"
    if any(count > 1 for count in Counter((bound.version, bound.inbound) for bound in each.filters).values()):
        yield "two lists in one direction"


def _ssh(device: Device) -> Iterator[Beyond]:
    for why in _ssh_server(device.management.ssh):
        yield Beyond("SSH", why, device.management.ssh.lines)


def _ssh_server(ssh: SshServer) -> Iterator[str]:
    if any(not each.inbound for each in ssh.filters) or len({each.version for each in ssh.filters}) < len(ssh.filters):
        yield "it looks at one list of each version of IP"
    if ssh.rekey is not None and ssh.rekey % _HOUR:
        yield "session keys are made anew after whole hours"


def _one_filter(filters: Collection[Binding]) -> Iterator[str]:
    if len(filters) > 1 or any(bound.version != 4 or not bound.inbound for bound in filters):  # of IP
        yield "it looks at one list of IPv4"


def _services(device: Device) -> Iterator[Beyond]:
    for name, count in Counter(each.name for each in device.management.services).items():
        if count > 1:
            yield Beyond(f"service {name}", "stands twice")
    for each in device.management.services:
        for why in _service(each):
            yield Beyond(f"service {each.name}", why, each.lines)


def _service(each: Service) -> Iterator[str]:
    if each.name not in SERVICES:
        yield "the templates have no line for it"
    if each.name == "bfd" and not each.enabled:
        yield "BFD is off where no line turns it on"
    for field, names in _WITH.items():
        if getattr(each, field) not in {None, frozenset()} and each.name not in names:
            yield f"the templates don't write its {field}"
    yield from _one_filter(each.filters)


def _snmp(device: Device) -> Iterator[Beyond]:
    snmp = device.management.snmp
    for why in (*_snmp_parts(snmp), *_snmp_sources(device), *_snmp_targets(snmp)):
        yield Beyond("SNMP", why, snmp.lines)


def _snmp_parts(snmp: Snmp) -> Iterator[str]:
    if unknown := {name for name, _ in snmp.fields} - _SNMP_FIELDS:
        yield f"the templates don't write {', '.join(sorted(unknown))}"
    single = Counter(name for name, _ in snmp.fields if name not in {"traps", "blacklist"})
    if any(count > 1 for count in single.values()):
        yield "a setting stands twice"
    if any(each.secret != _SHARED or each.usual for each in snmp.communities):
        yield "a community is written as a cipher, and never the usual one"
    bound = [each.filters for each in snmp.communities] + [each.filters for each in snmp.users]
    for filters in bound + [each.filters for each in snmp.groups]:
        yield from _one_filter(filters)
    if any(each.level is not None and each.version != "v3" for each in snmp.groups):
        yield "only groups of version 3 have a level"
    for each in snmp.groups:
        if len({what for what, _ in each.views}) < len(each.views):
            yield f"group {each.name} has two views of one kind"
    for kind, names in (
        ("user", Counter(each.name for each in snmp.users)),
        ("group", Counter((each.version, each.name, each.level) for each in snmp.groups)),
        ("view", Counter((name, tree) for name, tree, _ in snmp.views)),
    ):
        if any(count > 1 for count in names.values()):
            yield f"a {kind} stands twice"


def _snmp_sources(device: Device) -> Iterator[str]:
    snmp = device.management.snmp
    trap = any(name == "trap-source" for name, _ in snmp.fields)
    if trap and snmp.source is None:
        yield "where it doesn't listen on one port, its source is where traps come from"
    if snmp.source == "all-interface" and device.platform != "huawei_vrpv8":
        yield "it listens everywhere without a line"


def _snmp_targets(snmp: Snmp) -> Iterator[str]:
    for each in snmp.targets:
        if (each.user is not None) != (each.version == "v3"):
            yield f"target {each.host} is told traps in a user's name, in version 3"
        if each.level is not None and each.version != "v3":
            yield f"target {each.host} has a level, which is of version 3"
        if each.informs and each.version not in {"v2c", "v3"}:
            yield f"target {each.host} gets informs, which version 1 lacks"


def _clock(device: Device) -> Iterator[Beyond]:
    clock = device.management.clock
    for why in _clock_parts(clock):
        yield Beyond("clock", why, clock.lines)
    if clock.enabled is not None and device.platform == "huawei_vrpv8":
        yield Beyond("clock", "NTP isn't turned off as a whole", clock.lines)
    kinds = [name for name, _ in device.management.fields if name.startswith("ntp access ")]
    called = {str(each.number): each.name for each in device.access_lists if each.number is not None}
    asked = {called.get(text, text) for name, text in device.management.fields if name.startswith("ntp access ")}
    if asked != {bound.name for bound in clock.filters} or len(set(kinds)) < len(kinds):
        yield Beyond("clock", "who may ask it is said with what they may ask: `ntp access peer`", clock.lines)


def _clock_parts(clock: Clock) -> Iterator[str]:
    if any(bound.version != 4 or not bound.inbound for bound in clock.filters):  # of IP
        yield "it looks at lists of IPv4"
    if clock.zone is not None and abs(clock.zone[1]) > 24 * _MINUTE:
        yield "a zone is less than a day away"
    if len({number for number, _ in clock.keys}) < len(clock.keys):
        yield "a key has two algorithms"
    for each in clock.sources:
        if each.address is None or str(each.address) != each.host or each.address.version != 4:  # of IP
            yield f"source {each.host} is no IPv4 address"
    places = Counter((each.host, each.vrf, each.peer) for each in clock.sources)
    if any(count > 1 for count in places.values()):
        yield "a source stands twice"


def _logging(device: Device) -> Iterator[Beyond]:
    logging = device.management.logging
    places = Counter((each.host, each.vrf) for each in logging.targets)
    for (host, _), count in places.items():
        if count > 1:
            yield Beyond(f"log target {host}", "stands twice")
    for each in logging.targets:
        if (each.transport == "tls") is not (each.protection is not None):
            yield Beyond(f"log target {each.host}", "TLS is told by the policy that it follows", each.lines)


def _passwords(device: Device) -> Iterator[Beyond]:
    rules = device.management.passwords
    checks = _for_all(rules) if routes(device) else _for_administrators(rules)
    for why in (*checks, *_password_fields(device, rules)):
        yield Beyond("passwords", why, rules.lines)


def _password_fields(device: Device, rules: PasswordPolicy) -> Iterator[str]:
    names = [name for name, _ in rules.fields]
    known = {_WITHIN, _PROMPT, FIRST_CHANGE} if routes(device) else {_WITHIN, _POLICY, FIRST_CHANGE}
    for name, text in rules.fields:
        alert = name.startswith("password alert ") and not routes(device) and (text.isdigit() or text == "off")
        if not (name in known or alert) or (name in {_POLICY, FIRST_CHANGE} and text not in {"on", "off"}):
            yield f"the templates don't write {name} {text}"
    if len(set(names)) < len(names):
        yield "a setting stands twice"
    if (rules.tries is None) != (_WITHIN not in names):
        yield f"wrong passwords are counted within a time: `{_WITHIN}`"
    if rules.block is not None and (rules.block % _MINUTE or not rules.block):
        yield "who is blocked is so for whole minutes"


def _for_all(rules: PasswordPolicy) -> Iterator[str]:
    if rules.history is not None:
        yield "NetEngine remembers no earlier passwords by these lines"
    if any(name == _PROMPT for name, _ in rules.fields) and rules.lifetime is None:
        yield "people are warned before an end that there is"


def _for_administrators(rules: PasswordPolicy) -> Iterator[str]:
    if (rules.tries is None) != (rules.block is None):
        yield "tries and block time stand in one line"
    told = any(each is not None for each in (rules.length, rules.kinds, rules.history, rules.lifetime))
    alerts = any(name.startswith(("password alert ", FIRST_CHANGE)) for name, _ in rules.fields)
    if told and any(name == _POLICY for name, _ in rules.fields):
        yield "what passwords must be says that there is a policy"
    if alerts and not told and (_POLICY, "on") not in rules.fields:
        yield "an alert stands in a policy"
    if alerts and (_POLICY, "off") in rules.fields:
        yield "an alert of a policy that is off"


def _rest(device: Device) -> Iterator[Beyond]:
    own = device.management
    if unknown := own.banners - {"login", "exec"}:
        yield Beyond("banner", f"the device shows no {', '.join(sorted(unknown))}")
    saved = any(name == "set save-configuration" for name, _ in own.fields)
    if own.archive is not (True if saved else None):
        yield Beyond("archive", "the config is kept where `set save-configuration` says when")
    names = Counter(name for name, _ in own.fields)
    for name, text in own.fields:
        if (names[name] > 1 and name not in SEVERAL) or not _field_is_written(device, name, text):
            yield Beyond(name, f"the templates don't write {name} {text}")


def _field_is_written(device: Device, name: str, text: str) -> bool:
    if name in _SSH_FIELDS or name in {"maximum-vty", "set save-configuration"}:
        return True
    if name.startswith(WRITTEN):
        return line_of(name, text) is not None
    words = name.split(" ")
    check = _OF_OBJECTS.get(words[0])
    return check is not None and len(words) > 1 and check(device, words, text)


def _of_vlan(device: Device, words: list[str], _text: str) -> bool:
    known = len(words) == 3 and words[2] in {"name", "description"}
    return known and words[1].isdigit() and int(words[1]) in device.vlans


def _of_access(_device: Device, words: list[str], _text: str) -> bool:
    return len(words) == 3 and words[1] == "access" and words[2] in _NTP_KINDS


def _of_scheme(device: Device, words: list[str], text: str) -> bool:
    used = any((each.protocol, each.group) == (words[0], words[1]) for each in device.management.aaa.servers)
    alone = (f"{words[0]} {words[1]}", "without servers") in device.management.fields
    known = words[2] in _SERVER_SETTINGS if len(words) == 3 else text == "without servers"
    return len(words) in {2, 3} and used != alone and known


def _of_ssl(device: Device, words: list[str], text: str) -> bool:
    """Return whether a line of an SSL policy is written: its name with its type, and what stands below it."""
    if words[1] != "policy" or len(words) == 2:
        return False
    if len(words) == 3:
        return text in {"on", "client", "server"}
    there = any(name == " ".join(words[:3]) for name, _ in device.management.fields)
    return there and not list(unkept(frozenset({(" ".join(words[3:]), text)}), SSL_FIELDS))


def _of_entity(device: Device, words: list[str], text: str) -> bool:
    """Return whether a line of an entity of PKI is written: its name, and what stands below it."""
    if words[1] != "entity" or len(words) == 2:
        return False
    if len(words) == 3:
        return text == "on"
    there = (" ".join(words[:3]), "on") in device.management.fields
    return there and not list(unkept(frozenset({(" ".join(words[3:]), text)}), ENTITY_FIELDS))


# First word of a setting by name → whether the object that it belongs to has it, and a line for it.
_OF_OBJECTS: dict[str, Callable[[Device, list[str], str], bool]] = {
    "vlan": _of_vlan,
    "ntp": _of_access,
    "tacacs": _of_scheme,
    "radius": _of_scheme,
    "ssl": _of_ssl,
    "pki": _of_entity,
}
_CHECKS: tuple[Callable[[Device], Iterator[Beyond]], ...] = (
    _users,
    _aaa,
    _terminals,
    _ssh,
    _services,
    _snmp,
    _clock,
    _logging,
    _passwords,
    _rest,
)
