"""SNMP and time (Cisco IOS: SNMP Support, Basic System Management; RGOS: SNMP, NTP)."""

from collections.abc import Sequence
from typing import Any

from netops.model import Binding, Secret, SnmpCommunity, SnmpGroup, SnmpTarget, SnmpUser, TimeSource
from netops.platforms.ios_family.said import Said
from netops.platforms.ios_family.settings import add_setting, read_setting
from netops.platforms.ios_family.sheet import Sheet
from netops.platforms.reading.sheet import line
from netops.platforms.reading.words import USUAL_COMMUNITIES, address, number

_VERSIONS = {"1": "v1", "2c": "v2c", "3": "v3", "v1": "v1", "v2c": "v2c", "v3": "v3"}
_LEVELS = frozenset({"noauth", "auth", "priv"})
_SETTINGS = frozenset(
    {"snmp-server enable traps", "snmp-server location", "snmp-server contact", "snmp-server chassis-id", "snmp-server engineID", "snmp-server ifindex persist",
    "snmp-server queue-length", "snmp-server packetsize", "snmp-server tftp-server-list", "snmp-server system-shutdown", "snmp-server trap timeout",
    "snmp-server trap link", "snmp-server manager", "snmp-server inform", "snmp-server trap-timeout", "snmp-server net-id",
    "snmp-server logging", "snmp-server if-index persist", "snmp-server enable version", "snmp-server ip", "snmp-server enable secret",
    }
)  # fmt: skip


def read_snmp(sheet: Sheet, found: Said) -> bool:
    """Read ``snmp-server …``."""
    draft = sheet.management.snmp
    if found.words == ("snmp-server",):
        draft.set("enabled", not found.off, found.node)
        return True
    match found.words[1:]:
        case ("community", *words) if not found.off:
            draft.add("communities", _community(words, found), found.node)
        case ("group", name, version, *words) if not found.off:
            draft.add("groups", _group(name, version, words, found), found.node)
        case ("user", name, group, *words) if not found.off:
            draft.add("users", _user(name, group, words, found), found.node)
        case ("host", host, *words) if not found.off:
            draft.add("targets", _target(sheet, host, words, found), found.node)
        case ("view", name, tree, "included" | "include" | "excluded" | "exclude" as how) if not found.off:
            draft.add("views", (name, tree, how.startswith("include")), found.node)
        case ("trap-source" | "source-interface" as kind, *what) if not found.off and what:
            return _read_source(sheet, kind, what, found)
        case _:
            return add_setting(draft, found, _SETTINGS)
    return True


def _read_source(sheet: Sheet, kind: str, words: list[str], found: Said) -> bool:
    if kind == "source-interface" and words[0] == "informs":
        sheet.management.snmp.add("fields", ("source-interface informs", sheet.dialect.port(words[-1])), found.node)
    else:
        sheet.management.snmp.set("source", sheet.dialect.port(words[-1]), found.node)
    return True


def _community(words: list[str], found: Said) -> SnmpCommunity:
    """Return a community; RGOS shows in front of its name how that is written."""
    secret = Secret("plain")
    if len(words) > 1 and words[0] in {"0", "7", "8"} and words[1].lower() not in {"ro", "rw", "view"}:
        secret = Secret("plain") if words[0] == "0" else Secret("reversible", f"type {words[0]}")
        words = words[1:]
    values: dict[str, Any] = {"writable": False, "secret": secret, "usual": words[0].lower() in USUAL_COMMUNITIES}
    if values["usual"] and secret.form == "plain":
        values["name"] = words[0]
    filters: set[Binding] = set()
    left = words[1:]
    while left:
        match left:
            case ["view", name, *rest]:
                values["view"], left = name, rest
            case ["ro" | "rw" | "RO" | "RW" as right, *rest]:
                values["writable"], left = right.lower() == "rw", rest
            case ["ipv6", name, *rest]:
                left = rest
                filters.add(Binding(name, version=6, lines=(line(found.node),)))
            case [name, *rest]:
                left = rest
                filters.add(Binding(name, lines=(line(found.node),)))
            case _:
                break
    return SnmpCommunity(**values, filters=frozenset(filters), lines=(line(found.node),))


def _group(name: str, version: str, words: list[str], found: Said) -> SnmpGroup:
    values: dict[str, Any] = {"version": _known(version)}
    views: set[tuple[str, str]] = set()
    filters: set[Binding] = set()
    left = list(words)
    while left:
        match left:
            case ["noauth" | "auth" | "priv" as level, *rest]:
                values["level"], left = level, rest
            case ["read" | "write" | "notify" as what, view, *rest]:
                views.add((what, view))
                left = rest
            case ["access", "ipv6", acl, *rest]:
                filters.add(Binding(acl, version=6, lines=(line(found.node),)))
                left = ["access", *rest] if rest else []  # behind it may stand the list of IPv4
            case ["access", acl, *rest]:
                filters.add(Binding(acl, lines=(line(found.node),)))
                left = rest
            case _:
                raise ValueError(left[0])
    return SnmpGroup(name, **values, views=frozenset(views), filters=frozenset(filters), lines=(line(found.node),))


def _known(version: str) -> str:
    if version not in _VERSIONS:
        raise ValueError(version)
    return _VERSIONS[version]


def _user(name: str, group: str, words: list[str], found: Said) -> SnmpUser:
    """Return a user of version 3: one of version 1 or 2c is no more than another name for a community."""
    values: dict[str, Any] = {}
    filters: set[Binding] = set()
    if words[:1] != ["v3"]:
        raise ValueError("a user's version")
    left = words[1:]
    while left:
        match left:
            case ["encrypted", *rest]:
                left = rest
            case ["auth", "sha-2", bits, _, *rest]:
                values["authentication"], left = f"sha2-{number(bits)}", rest
            case ["auth", "md5" | "sha" as kind, _, *rest]:
                values["authentication"], left = kind, rest
            case ["priv", "aes", bits, _, *rest] if bits in {"128", "192", "256"}:
                values["privacy"], left = f"aes{bits}", rest
            case ["priv", kind, _, *rest]:
                values["privacy"], left = _ciphers(kind), rest
            case ["access", acl, *rest]:
                filters.add(Binding(acl, lines=(line(found.node),)))
                left = rest
            case _:
                raise ValueError("a user's option")
    return SnmpUser(name, group, **values, filters=frozenset(filters), lines=(line(found.node),))


def _ciphers(kind: str) -> str:
    known = {"des": "des56", "des56": "des56", "3des": "3des", "aes": "aes128", "aes128": "aes128"}
    if kind not in known:
        raise ValueError(kind)
    return known[kind]


def _target(sheet: Sheet, host: str, words: Sequence[str], found: Said) -> SnmpTarget:
    """Return a receiver of traps or informs; which kinds it gets are a setting.

    Its community is a secret, but the user of version 3 is none.
    """
    values: dict[str, Any] = {}
    left = list(words)
    while left:
        match left:
            case ["vrf", vrf, *rest]:
                values["vrf"], left = vrf, rest
            case ["traps", *rest]:
                left = rest
            case ["inform" | "informs", *rest] if rest:
                values["informs"], left = True, rest
            case ["version", "3", level, *rest] if level in _LEVELS:
                values["version"], values["level"], left = "v3", level, rest
            case ["version", version, *rest]:
                values["version"], left = _known(version), rest
            case _:
                kinds = _behind_community(values, left)
                left = []
                if kinds:
                    sheet.management.snmp.values.setdefault("fields", set()).add((f"host {host}", " ".join(kinds)))
    if values.get("version") == "v3" and "user" not in values:
        raise ValueError("a user")
    return SnmpTarget(host, **values, lines=(line(found.node),))


def _behind_community(values: dict[str, Any], words: list[str]) -> list[str]:
    """Return the kinds of traps behind the community, which RGOS may show with its type in front, or behind a user."""
    left = words[1:]
    if values.get("version") == "v3":
        values["user"] = words[0]
    elif left and words[0] in {"0", "7", "8"}:
        left = left[1:]
    match left:
        case ["udp-port", port, *rest]:
            values["port"] = number(port)
            return rest
        case _:
            return left


_TIME_SETTINGS = frozenset(
    {"ntp logging", "ntp update-calendar", "ntp max-associations", "ntp allow", "ntp orphan", "ntp maxdistance", "ntp panic", "ntp passive",
    "clock summer-time", "clock calendar-valid", "clock update-calendar", "sntp",
    }
)  # fmt: skip


def read_time(sheet: Sheet, found: Said) -> bool:
    """Read ``ntp …`` and ``clock …``."""
    draft, node = sheet.management.clock, found.node
    match found.words:
        case ("ntp", "authenticate"):
            draft.set("authenticate", not found.off, node)
        case ("ntp", "disable"):
            draft.set("enabled", found.off, node)
        case ("ntp", "authentication-key", key, algorithm, *_) if not found.off:
            draft.add("keys", (number(key), algorithm), node)
        case ("sntp", "authentication-key", *_):
            return False  # its key is no fact, and what remains is half a line
        case ("ntp", "trusted-key", key) if not found.off:
            draft.add("trusted", number(key), node)
        case ("ntp", "trusted-key", first, "-", last) if not found.off:
            for key_number in range(number(first), min(number(last), _MOST_KEY) + 1):
                draft.add("trusted", key_number, node)
        case ("ntp", "server" | "peer" as kind, *words) if not found.off and words:
            draft.add("sources", _source(sheet, kind, words, found), node)
        case _:
            return _read_clock(sheet, found)
    return True


_MOST_KEY = 65535
_IPV4 = 4


def _read_clock(sheet: Sheet, found: Said) -> bool:
    draft, node = sheet.management.clock, found.node
    match found.words:
        case ("ntp", "source", port) if not found.off:
            draft.set("source", sheet.dialect.port(port), node)
        case ("ntp", "master", *stratum) if not found.off and len(stratum) < 2:
            draft.set("master", number(stratum[0]) if stratum else 8, node)  # 8 is what the device takes
        case ("ntp", "access-group", *words) if not found.off and len(words) > 1:
            return _read_filter(sheet, words, found)
        case ("ntp", "clock-period", *_):
            pass  # the device measures it
        case ("clock", "timezone", zone, hours, *minutes) if not found.off and len(minutes) < 2:
            draft.set("zone", (zone, _offset(hours, minutes)), node)
        case _:
            return read_setting(sheet, found, _TIME_SETTINGS)
    return True


def _offset(hours: str, minutes: Sequence[str]) -> int:
    sign = -1 if hours.startswith("-") else 1
    return sign * (number(hours.lstrip("+-")) * 60 + (number(minutes[0]) if minutes else 0))


def _read_filter(sheet: Sheet, words: list[str], found: Said) -> bool:
    match words:
        case ["ipv6", kind, name]:
            version = 6
        case ["ipv4", kind, name] | [kind, name]:
            version = _IPV4
        case _:
            return False
    draft = sheet.management.clock
    draft.add("filters", Binding(name, version=version, lines=(line(found.node),)), found.node)
    sheet.management.fields.add((f"ntp access-group {'' if version == _IPV4 else 'ipv6 '}{kind}", name))
    return True


def _source(sheet: Sheet, kind: str, words: list[str], found: Said) -> TimeSource:
    values: dict[str, Any] = {"peer": kind == "peer"}
    left = list(words)
    if left[0] == "vrf" and len(left) > 2:
        values["vrf"], left = left[1], left[2:]
    if left[0] in {"ip", "ipv6"} and len(left) > 1:
        left.pop(0)
    host = values["host"] = left.pop(0)
    settings: set[tuple[str, str]] = set()
    while left:
        match left:
            case ["prefer", *rest]:
                values["preferred"], left = True, rest
            case ["key", key, *rest]:
                values["key"], left = number(key), rest
            case ["version", version, *rest]:
                values["version"], left = number(version), rest
            case ["source", port, *rest]:
                values["source"], left = sheet.dialect.port(port), rest
            case ["minpoll" | "maxpoll" as what, value, *rest]:
                settings.add((what, str(number(value))))
                left = rest
            case ["burst" | "iburst" as what, *rest]:
                settings.add((what, "on"))
                left = rest
            case _:
                raise ValueError(left[0])
    where = f"vrf {values['vrf']} {host}" if "vrf" in values else host
    sheet.management.fields |= {(f"ntp {kind} {where} {what}", value) for what, value in settings}
    return TimeSource(address=_address(host), **values, lines=(line(found.node),))


def _address(host: str) -> Any:  # noqa: ANN401  # an address, or None for a name
    try:
        return address(host)
    except ValueError:
        return None
