"""What the management plane can't say on Cisco IOS: accounts, lines, services, SNMP, time, logging."""

from collections import Counter
from collections.abc import Iterable, Iterator
from ipaddress import ip_address

from netops.model import Binding, Device, Logging, Management, PasswordPolicy, Secret, Service, TerminalLine, User
from netops.platforms.cisco_ios import settings
from netops.platforms.cisco_ios.settings import ENCRYPTED, HASHES, READABLE
from netops.platforms.expressing import Beyond
from netops.platforms.ios_family.services import SERVICES

_IPV6 = 6
_ARCHIVE = ("archive path", "archive maximum", "archive time-period", "archive write-memory")
_HIGHEST = 15
# The services that templates/cisco_ios/services.j2 has lines for.
LISTENING = frozenset(SERVICES.values()) - {"telnet", "snmp", "ftp", "tftp", "mop"}


def of_users(device: Device) -> Iterator[Beyond]:
    """Yield what of the accounts and of the secrets of levels can't be written."""
    management = device.management
    for each in management.users:
        for why in (*_user(each), *settings.once(each.fields)):
            yield Beyond(f"user {each.name}", why, each.lines)
    if management.enable is not None and management.enable not in HASHES | READABLE | ENCRYPTED:
        yield Beyond("enable secret", _no_form(management.enable))
    for name, form in management.fields:
        if name == "enable password" and (form not in {"plain", "reversible"} or not _hashed(management)):
            yield Beyond(name, "it stands beside a secret that is hashed")
        elif name.startswith("enable level ") and (
            form not in _FORMS or name.removeprefix("enable level ") not in _LEVELS
        ):
            yield Beyond(name, "a level is 1 to 14, its secret plain, reversible or hashed")


_FORMS = frozenset({"plain", "reversible", "hash"})
_LEVELS = frozenset(map(str, range(1, _HIGHEST)))


def _hashed(management: Management) -> bool:
    return management.enable is not None and management.enable.form == "hash"


def _no_form(secret: Secret) -> str:
    return f"a secret doesn't lie there as {secret.form} {secret.algorithm}".rstrip()


def _user(each: User) -> Iterator[str]:
    if each.privilege == 1:
        yield "level 1 is the default, which isn't shown"
    if each.secret is not None and each.secret not in HASHES | READABLE | ENCRYPTED:
        yield _no_form(each.secret)
    if each.privilege is None and each.secret is None and not each.fields:
        yield "an account of which nothing is said"
    if each.secret is not None and _OPEN in each.fields:
        yield "it has a secret and needs no password"
    for name, value in each.fields - {_OPEN}:
        if name not in _ACCOUNT or (name != "autocommand" and " " in value):
            yield f"an account has no {name} {value}"


_OPEN = ("nopassword", "on")
_ACCOUNT = frozenset({"access-class", "common-criteria-policy", "view", "autocommand"})


def of_terminals(device: Device) -> Iterator[Beyond]:
    """Yield what of the lines by which people get in can't be written."""
    aaa = device.management.aaa.enabled is True
    for each in device.management.terminals:
        for why in (*_terminal(each), *_login(each, aaa=aaa), *_filters(each.filters), *settings.of_line(each)):
            yield Beyond(f"line {each.kind} {each.first}", why, each.lines)


def _terminal(each: TerminalLine) -> Iterator[str]:
    if each.first > each.last or (each.kind in {"console", "aux"} and each.first != each.last):
        yield "a range of lines that there is none of"
    if each.secret is not None and each.secret not in READABLE | ENCRYPTED:
        yield _no_form(each.secret)
    ways = each.transports
    if ways is not None and (not ways or (len(ways) > 1 and ways & {"none", "all"})):
        yield "all and none stand alone"
    if any(one.version == _IPV6 for one in each.filters):
        yield "a list of IPv6 is a setting: ipv6 access-class"


def _login(each: TerminalLine, *, aaa: bool) -> Iterator[str]:
    if each.method is not None and (each.login != "aaa" or each.method == "default"):
        yield "a method list is named where AAA asks, the default one by nothing"
    if each.login is not None and (each.login == "aaa") != aaa:
        yield "with aaa new-model AAA asks, and only then"


def _filters(bound: Iterable[Binding]) -> Iterator[str]:
    if any(count > 1 for count in Counter((one.version, one.inbound) for one in bound).values()):
        yield "two lists where the device has one"


def of_passwords(device: Device) -> Iterator[Beyond]:
    """Yield what of the rules for passwords can't be written."""
    for why in _passwords(device.management.passwords):
        yield Beyond("password policy", why, device.management.passwords.lines)


def _passwords(own: PasswordPolicy) -> Iterator[str]:
    within = [value for name, value in own.fields if name == "within"]
    if own.block is not None and (own.tries is None or len(within) != 1 or not _is_number(within[0])):
        yield "who is blocked, is so after a number of tries within a number of seconds"
    if own.block is None and within:
        yield "a span without a block"
    local = {(name, value) for name, value in own.fields if name.endswith(" max-fail")}
    if local and (own.block is None or len(local) > 1 or not all(_is_number(value) for _, value in local)):
        yield "an account's own tries are a setting only beside those of login block-for"
    yield from settings.once(own.fields)
    named = {pair for pair in own.fields if pair[0].startswith("common-criteria ")}
    for name, _ in named:
        if len(name.split(" ")) != 3:  # common-criteria, policy, rule
            yield f"{name} is no rule of a policy"
    yield from settings.of_passwords(own.fields - local - named - {("within", value) for value in within})


def _is_number(text: str) -> bool:
    return text.isdigit() and str(int(text)) == text


def of_services(device: Device) -> Iterator[Beyond]:
    """Yield what of the services can't be written."""
    for each in device.management.services:
        for why in (*_service(each), *_filters(each.filters)):
            yield Beyond(f"service {each.name}", why, each.lines)


def _service(each: Service) -> Iterator[str]:
    if each.name not in LISTENING:
        yield "the templates have no line for it"
    if each.port is not None and each.name not in {"http", "https"}:
        yield "its port is fixed"
    if each.name != "http" and (each.filters or each.fields):
        yield "lists and settings of the web service stand at http"
    for name, value in each.fields:
        if name not in _WEB or value in {"on", "off"}:
            yield f"the device has no line that says {name}: {value}"


_WEB = frozenset(
    {"authentication", "timeout-policy", "max-connections", "secure-ciphersuite", "tls-version", "secure-trustpoint", "path",
     "session-module-list", "secure-active-session-modules", "active-session-modules"}
)  # fmt: skip


def of_logging(device: Device) -> Iterator[Beyond]:
    """Yield what of logging and of the archive can't be written."""
    management = device.management
    for why in (*_logging(management.logging), *_archive(management)):
        yield Beyond("logging", why, management.logging.lines)
    words = [value for name, value in management.fields if name == "service timestamps log"]
    if [_TIMES.get(value.split(" ")[0]) for value in words] != (
        [own] if (own := management.logging.timestamps) else []
    ):
        why = "how a time is written stands among the settings, too: service timestamps log"
        yield Beyond("logging", why, management.logging.lines)


_TIMES = {"datetime": "date", "uptime": "uptime", "off": "none"}


def _logging(own: Logging) -> Iterator[str]:
    if own.buffer is not None and (
        0 < own.buffer < _LEAST_BUFFER or (own.buffer == 0 and own.buffer_level is not None)
    ):
        yield "a buffer has 4096 bytes or more, and one that isn't there no level"
    for each in own.targets:
        if each.port is not None and each.transport not in {"udp", "tcp"}:
            yield f"the port of {each.host} is one of udp or tcp"


_LEAST_BUFFER = 4096


def _archive(own: Management) -> Iterator[str]:
    fields = [name for name, _ in own.fields if name.startswith("archive ")]
    kept = [name for name in fields if name in _ARCHIVE]
    if unknown := [name for name in fields if name not in kept and not name.startswith("archive log config ")]:
        yield f"the archive has no {', '.join(unknown)}"
    if len(set(fields)) < len(fields):
        yield "the archive has one line of a kind"
    says = True if kept or own.logging.commands else own.archive
    if says != own.archive or (own.archive is True and not kept and not own.logging.commands):
        yield "the archive is there where configs are kept or commands are recorded, and only there"
    if any(name.startswith("archive log config ") and name.split(" ", 3)[3] not in _RECORDED for name in fields):
        yield "the archive records nothing of that kind"


_RECORDED = frozenset({"hidekeys", "notify syslog", "logging size", "logging persistent", "record rc"})


def is_address(host: str, address: object) -> bool:
    """Tell whether a host's address is what its name says: of a name it is none."""
    try:
        return ip_address(host) == address and str(ip_address(host)) == host
    except ValueError:
        return address is None
