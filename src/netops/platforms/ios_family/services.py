"""SSH, HTTP and the small services, logging, banners, archive (Cisco IOS: Security, Network Management; RGOS likewise)."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from netops.model import Binding, LogTarget, Service
from netops.platforms.ios_family.said import Said, each
from netops.platforms.ios_family.settings import read_setting, setting
from netops.platforms.ios_family.sheet import Sheet
from netops.platforms.ios_family.words import level
from netops.platforms.reading.sheet import Draft, Place, Table, filled, line
from netops.platforms.reading.words import number, shows_nothing, word

# The line that turns a service on; with `no`, off → the service's name in the model.
SERVICES: Mapping[str, str] = {
    "ip http server": "http",
    "ip http secure-server": "https",
    "service tcp-small-servers": "small-tcp",
    "service udp-small-servers": "small-udp",
    "service finger": "finger",
    "ip finger": "finger",
    "ip bootp server": "bootp",
    "ip identd": "identd",
    "service pad": "pad",
    "service config": "config-from-network",
    "service call-home": "call-home",
    "service dhcp": "dhcp",
    "ip dhcp snooping": "dhcp-snooping",
    "ip scp server enable": "scp",
    "ftp-server enable": "ftp",
    "tftp-server enable": "tftp",
    "cdp run": "cdp",
    "lldp run": "lldp",
    "lldp enable": "lldp",
    "netconf ssh": "netconf",
    "netconf-yang": "netconf",
    "restconf": "restconf",
    "vstack": "smart-install",
    "ip rcmd rcp-enable": "rcp",
    "ip rcmd rsh-enable": "rsh",
    "mop enabled": "mop",
    "enable service telnet-server": "telnet",
    "enable service web-server": "http",
    "enable service web-server http": "http",
    "enable service web-server https": "https",
    "enable service snmp-agent": "snmp",
}


def read_service(sheet: Sheet, found: Said) -> bool:
    """Read a line that turns a service on or off."""
    names = _BOTH.get(found.text) or (SERVICES.get(found.text),)
    if names == (None,):
        return False
    for name in names:
        _service(sheet, str(name)).set("enabled", not found.off, found.node)
    return True


_BOTH = {"enable service web-server": ("http", "https"), "enable service web-server all": ("http", "https")}


def _service(sheet: Sheet, name: str) -> Draft[Service]:
    return sheet.management.services.setdefault(name, Draft(Service, {"name": name}))


def read_web(sheet: Sheet, found: Said) -> bool:
    """Read what ``ip http`` says beside on and off; it is unread where no line says whether the service runs."""
    draft = _service(sheet, "http")
    match found.words:
        case ("ip", "http", "port", port) | ("http", "port", port) if not found.off:
            draft.set("port", number(port), found.node)
        case ("ip", "http", "secure-port", port) | ("http", "secure-port", port) if not found.off:
            _service(sheet, "https").set("port", number(port), found.node)
        case ("ip", "http", "access-class", name) | ("ip", "http", "access-class", "ipv4", name) if not found.off:
            draft.add("filters", Binding(name, lines=(line(found.node),)), found.node)
        case ("ip", "http", "access-class", "ipv6", name) if not found.off:
            draft.add("filters", Binding(name, version=6, lines=(line(found.node),)), found.node)
        case ("ip", "http", "client", *_):
            return False
        case ("ip", "http", *rest) if len(rest) > 1 and rest[0] in _WEB:
            draft.add("fields", (rest[0], "off" if found.off else " ".join(rest[1:])), found.node)
        case _:
            return False
    return True


def read_files(sheet: Sheet, found: Said) -> bool:
    """Read ``tftp-server flash:NAME``: a file that the device gives to whoever asks (IOS; RGOS has a switch for all of them)."""
    if found.off or len(found.words) < _FILE:
        return False
    draft = _service(sheet, "tftp")
    draft.set("enabled", not found.off, found.node)
    draft.add("fields", ("file", " ".join(found.words[1:])), found.node)
    return True


_FILE = 2
_WEB = frozenset(
    {"authentication", "timeout-policy", "max-connections", "secure-ciphersuite", "tls-version", "secure-trustpoint", "path", "session-module-list",
     "secure-active-session-modules", "active-session-modules", "secure-client-auth"}
)  # fmt: skip


def services(sheet: Sheet, place: Place) -> frozenset[Service]:
    """Return the services of which a line says whether they run."""
    found = []
    for draft in sheet.management.services.values():
        if "enabled" in draft.values:
            found.append(draft.made())
        else:
            place.unread(*draft.nodes)
    return frozenset(found)


_SSH = Table(
    valued={
        "ip ssh version": ("version", word),
        "ip ssh time-out": ("login_grace", number),
        "ip ssh authentication-retries": ("auth_tries", number),
        "ip ssh port": ("port", number),
        "ip ssh rekey time": ("rekey", number),
    },
)
_ALGORITHMS = {
    ("server", "algorithm", "encryption"): "ciphers",
    ("server", "algorithm", "mac"): "macs",
    ("server", "algorithm", "kex"): "key_exchanges",
    ("cipher-mode",): "ciphers",
    ("hmac-algorithm",): "macs",
    ("key-exchange",): "key_exchanges",
}
_SSH_SETTINGS = frozenset(
    {"ip ssh source-interface", "ip ssh logging events", "ip ssh dh min size", "ip ssh dh-exchange min-len", "ip ssh maxstartups", "ip ssh rekey volume",
    "ip ssh server algorithm authentication", "ip ssh server algorithm publickey", "ip ssh client algorithm", "ip ssh dscp", "ip ssh precedence",
    "ip ssh break-string", "ip ssh stricthostkeycheck", "ip ssh compatible-ssh1x enable", "ip ssh ip-block", "ip ssh window-size", "ip ssh bulk-mode",
    "ip ssh rsa keypair-name", "ip ssh port",
    }
)  # fmt: skip


def read_ssh(sheet: Sheet, found: Said) -> bool:
    """Read ``ip ssh …``."""
    draft = sheet.management.ssh
    words = found.words[2:]
    name = next((_ALGORITHMS[words[:length]] for length in (3, 1) if words[:length] in _ALGORITHMS), None)
    if name is not None and not found.off:
        listed = words[3:] if words[0] == "server" else words[1:]
        draft.set(name, tuple(listed), found.node)
        return bool(listed)
    match words:
        case ("server", "algorithm", "hostkey", *kinds) if not found.off:
            draft.set("host_keys", set(kinds), found.node)
        case ("access-class", name_) if not found.off:
            draft.add("filters", Binding(name_, lines=(line(found.node),)), found.node)
        case _:
            return filled(draft, found.node, _SSH) or read_setting(sheet, found, _SSH_SETTINGS)
    return True


def read_ssh_service(sheet: Sheet, found: Said) -> bool:
    """Read RGOS's ``enable service ssh-server``."""
    if found.text != "enable service ssh-server":
        return False
    sheet.management.ssh.set("enabled", not found.off, found.node)
    return True


_LOGGING_SETTINGS = frozenset(
    {"logging monitor", "logging facility", "logging origin-id", "logging userinfo", "logging count", "logging rate-limit", "logging history",
    "logging queue-limit", "logging event", "logging discriminator", "logging persistent", "logging exception", "logging file", "logging esm",
    "logging message-counter", "logging snmp-trap", "logging delimiter", "logging dmvpn", "logging alarm", "logging synchronous", "logging cns-events",
    "logging reload", "logging trap-rate", "logging flash",
    }
)  # fmt: skip


def read_logging(sheet: Sheet, found: Said) -> bool:
    """Read ``logging …``."""
    draft, node = sheet.management.logging, found.node
    match found.words[1:]:
        case ("on",):
            draft.set("enabled", not found.off, node)
        case ("buffered", *what):
            return _read_buffer(draft, found, what)
        case ("console", *what) if len(what) < 2:
            draft.set("console_level", "none" if found.off else level(what[0]) if what else "debugging", node)
        case ("trap", *what) if len(what) < 2:
            draft.set("syslog_level", None if found.off else level(what[0]) if what else "informational", node)
        case ("source-interface", port, *_) | ("source", "interface", port) if not found.off:
            draft.set("source", sheet.dialect.port(port), node)
        case ("host", "ipv6", host, *options) if not found.off:
            draft.add("targets", _target(host, options, found), node)
        case ("host" | "server", host, *options) if not found.off:
            draft.add("targets", _target(host, options, found), node)
        case (host,) if host[:1].isdigit() and not found.off:
            draft.add("targets", _target(host, [], found), node)
        case _:
            return read_setting(sheet, found, _LOGGING_SETTINGS)
    return True


def _read_buffer(draft: Draft[Any], found: Said, words: list[str]) -> bool:
    values: dict[str, object] = {"buffer": 0} if found.off else {}
    for each_word in words:
        if each_word.isdigit() and number(each_word) > _MOST_LEVEL:
            values["buffer"] = number(each_word)
        else:
            values["buffer_level"] = level(each_word)
    if not values:
        return False
    draft.values.update(values)
    draft.nodes.append(found.node)
    return True


_MOST_LEVEL = 7


def _target(host: str, words: list[str], found: Said) -> LogTarget:
    values: dict[str, Any] = {}
    left = list(words)
    while left:
        match left:
            case ["vrf", vrf, *rest]:
                values["vrf"], left = vrf, rest
            case ["transport", "udp" | "tcp" | "tls" as transport, "port", port, *rest]:
                values["transport"], values["port"], left = transport, number(port), rest
            case ["transport", "udp" | "tcp" | "tls" as transport, *rest]:
                values["transport"], left = transport, rest
            case ["udp-port", port, *rest]:
                values["transport"], values["port"], left = "udp", number(port), rest
            case _:
                raise ValueError(left[0])
    return LogTarget(host, **values, lines=(line(found.node),))


def read_timestamps(sheet: Sheet, found: Said) -> bool:
    """Read ``service timestamps log datetime|uptime …``."""
    match found.words[2:]:
        case ("log", *how):
            says = "none" if found.off else {"datetime": "date", "uptime": "uptime"}.get(how[0] if how else "datetime")
            if says is None:
                return False
            sheet.management.logging.set("timestamps", says, found.node)
        case ("debug", *_):
            pass
        case _:
            return False
    return read_setting(sheet, found, frozenset({"service timestamps log", "service timestamps debug"}))


def read_banner(sheet: Sheet, found: Said) -> bool:
    """Read that a banner is shown; its text is no fact, and an empty one shows nothing."""
    match found.words:
        case ("banner", kind, *_) if not found.off:
            if not shows_nothing(found.node.text.partition(f"{kind} ")[2]):
                sheet.management.banners.add(kind)
            sheet.management.fields.note(f"banner {kind}")
            return True
    return False


def read_archive(sheet: Sheet, found: Said, place: Place) -> bool:
    """Read ``archive``: configs are kept, or commands are recorded."""
    if found.words != ("archive",) or found.off:
        return False

    def read(node: Any) -> bool:  # noqa: ANN401  # a line, maybe with some below it
        if node.text == "log config":
            each(sheet, node.children, place.under(found.node).under(node), lambda child: _read_log(sheet, child))
            return True
        if node.children or node.text.split(" ")[0] not in {"path", "maximum", "time-period", "write-memory"}:
            return False
        sheet.management.archive = True
        sheet.management.fields.node = node
        name, _, value = node.text.partition(" ")
        sheet.management.fields.add((f"archive {name}", _IN_URL.sub(r"\1@", value) or "on"))
        return True

    place.under(found.node).each(found.node.children, read)
    return True


# A URL may hold a password: that there is one stays in sight, the password doesn't.
_IN_URL = re.compile(r"(://[^\s:@/]+:)[^\s@]+@")
_RECORDED = frozenset({"hidekeys", "notify syslog", "logging size", "logging persistent", "record rc"})


def _read_log(sheet: Sheet, child: Said) -> bool:
    if child.text == "logging enable":
        sheet.management.archive = bool(sheet.management.archive) or not child.off
        sheet.management.logging.set("commands", not child.off, child.node)
        return True
    pair = setting(child, _RECORDED)
    if pair is not None:
        sheet.management.fields.add((f"archive log config {pair[0]}", pair[1]))
    return pair is not None


SERVICE_LINES: Mapping[str, Callable[[Sheet, Said], bool]] = {
    f"{no}{text}": read_service for text in (*SERVICES, *_BOTH) for no in ("", "no ")
}
