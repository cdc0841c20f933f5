"""What time it is and what is recorded: clock, NTP, information centre, banners (command references, "System Management")."""

import re
from collections.abc import Mapping
from ipaddress import ip_address
from itertools import takewhile

from netops.config.node import Node
from netops.model import LogTarget, TimeSource
from netops.platforms.reading.sheet import Place, Table, filled, line
from netops.platforms.reading.words import number, shows_nothing, word
from netops.platforms.vrp_family.sheet import VrpSheet
from netops.platforms.vrp_family.words import level, one, options, whole

_OFFSET = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
_SOURCE_OPTIONS: Mapping[str, int] = {"version": 1, "authentication-keyid": 1, "source-interface": 1, "source": 1, "vpn-instance": 1,
    "preference": 0, "priority": 0, "preferred": 0, "maxpoll": 1, "minpoll": 1}  # fmt: skip
_ACCESS = frozenset({"peer", "server", "query", "synchronization", "limited"})


def read_clock(sheet: VrpSheet, node: Node, words: list[str], _place: Place) -> bool:
    """Read ``clock timezone NAME add|minus HH:MM:SS`` and Comware's ``clock protocol ntp``."""
    match words:
        case ["clock", "timezone", name, "add" | "minus" as way, offset]:
            found = _OFFSET.fullmatch(offset)
            if found is None:
                return False
            minutes = int(found[1]) * 60 + int(found[2])
            sheet.clock.set("zone", (name, minutes if way == "add" else -minutes), node)
        case ["clock", "protocol", *rest] if rest:
            sheet.fields.add(("clock protocol", " ".join(rest)))
        case ["clock", "summer-time", *rest] if rest:
            sheet.fields.add(("clock summer-time", " ".join(rest)))
        case _:
            return False
    return not node.children


def read_ntp(sheet: VrpSheet, node: Node, words: list[str], _place: Place) -> bool:
    """Read a ``ntp-service`` line, ``ntp`` on CloudEngine."""
    if node.children:
        return False
    negative = words[0] == "undo"
    match words[2:] if negative else words[1:]:
        case ["enable"]:
            sheet.clock.set("enabled", not negative, node)
        case ["disable"] if not negative:
            sheet.clock.set("enabled", value=False, node=node)
        case ["server" | "ipv6", *rest] if rest[-1:] in (["enable"], ["disable"]):
            name = "ntp-server-ipv6" if "ipv6" in words else "ntp-server"
            sheet.service(name).set("enabled", (rest[-1] == "enable") is not negative, node)
        case ["authentication", "enable"]:
            sheet.clock.set("authenticate", not negative, node)
        case _ if negative:
            return False
        case ["unicast-server" | "unicast-peer" as kind, *rest] if rest:
            return _read_source(sheet, node, rest, peer=kind == "unicast-peer")
        case rest:
            return _read_own(sheet, node, rest)
    return True


def _read_source(sheet: VrpSheet, node: Node, words: list[str], *, peer: bool) -> bool:
    if words[0] in {"ipv6", "domain"}:
        words = words[1:]
    if words[0] == "vpn-instance" and len(words) > 2:  # Comware 5 names the VRF before the server
        words = [words[2], *words[:2], *words[3:]]
    found = options(words[1:], _SOURCE_OPTIONS)
    if {"maxpoll", "minpoll"} & set(found):
        return False
    try:
        address = ip_address(words[0])
    except ValueError:
        address = None
    source = TimeSource(
        words[0],
        address,
        key=whole(found, "authentication-keyid"),
        preferred=bool({"preference", "priority", "preferred"} & set(found)),
        peer=peer,
        vrf=one(found, "vpn-instance"),
        source=one(found, "source-interface", "source"),
        version=whole(found, "version"),
        lines=(line(node),),
    )
    sheet.clock.add("sources", source, node)
    return True


def _read_own(sheet: VrpSheet, node: Node, words: list[str]) -> bool:
    match words:
        case ["authentication-keyid", key, "authentication-mode", algorithm, *_]:
            sheet.clock.add("keys", (number(key), algorithm), node)
        case ["reliable" | "trusted", "authentication-keyid", key]:
            sheet.clock.add("trusted", number(key), node)
        case ["source-interface" | "source", name]:
            sheet.clock.set("source", name, node)
        case ["refclock-master", *rest] if len(rest) <= 2:
            stratum = next((each for each in reversed(rest) if each.isdigit()), None)
            sheet.clock.set("master", 8 if stratum is None else number(stratum), node)
        case ["access", kind, acl] | ["access", kind, "acl", acl] if kind in _ACCESS:
            sheet.clock.add("filters", sheet.bound(acl, node), node)
            sheet.fields.add((f"ntp access {kind}", acl))
        case [acl_kind, "acl", acl] | ["acl", acl, acl_kind] if acl_kind in _ACCESS:
            sheet.clock.add("filters", sheet.bound(acl, node), node)
            sheet.fields.add((f"ntp access {acl_kind}", acl))
        case _:
            return False
    return True


_LOGGING = Table(
    said={
        "info-center enable": ("enabled", True),
        "undo info-center enable": ("enabled", False),
        "undo info-center logbuffer": ("buffer", 0),
        "undo info-center console channel": ("console_level", "none"),
    },
    valued={
        "info-center logbuffer size": ("buffer", number),
        "info-center loghost source": ("source", word),
    },
)
# What `info-center source … channel X` calls the ways that events go.
_WAYS: Mapping[str, str] = {
    "loghost": "syslog_level",
    "2": "syslog_level",
    "logbuffer": "buffer_level",
    "4": "buffer_level",
    "console": "console_level",
    "0": "console_level",
}
_STAMPS = {
    "date": "date",
    "short-date": "date",
    "format-date": "date",
    "boot": "uptime",
    "none": "none",
    "no-year-date": "date",
    "iso": "date",
}
# The channel that goes to hosts where no line names another (Huawei S and AR Command References, "info-center loghost").
_HOSTS_CHANNEL = frozenset({"2", "loghost"})
_TARGET_OPTIONS: Mapping[str, int] = {"facility": 1, "vpn-instance": 1, "level": 1, "port": 1, "transport": 1, "source-ip": 1,
    "channel": 1, "language": 1, "local-time": 0, "public-net": 0, "dscp": 1, "ssl-policy": 1}  # fmt: skip


def read_logging(sheet: VrpSheet, node: Node, words: list[str], _place: Place) -> bool:
    """Read an ``info-center`` line."""
    if node.children:
        return False
    if filled(sheet.logging, node, _LOGGING):
        return True
    match words:
        case ["undo", "info-center", "logfile", "enable"] | ["info-center", "logfile", "enable"]:
            sheet.service("logfile").set("enabled", words[0] != "undo", node)
        case ["info-center", "loghost", *rest] if len(rest) != 2 or rest[0] != "source":
            return _read_target(sheet, node, rest)
        case ["info-center", "timestamp", "log" | "loghost", form, *_] if form in _STAMPS:
            sheet.logging.set("timestamps", _STAMPS[form], node)
        case ["info-center", "source", *rest]:
            return _read_level(sheet, node, rest)
        case _:
            return False
    return True


def _read_target(sheet: VrpSheet, node: Node, words: list[str]) -> bool:
    """Read ``loghost ADDRESS [options]``; Comware says the VRF before the address."""
    before = words[:2] if words[0] == "vpn-instance" else []
    words = words[len(before) :]
    host = words[1] if words[:1] in (["ipv6"], ["domain"]) else words[0]
    rest = words[2 if host != words[0] else 1 :]
    found = options([*before, *rest], _TARGET_OPTIONS)
    if "dscp" in found or one(found, "channel") not in {None, *_HOSTS_CHANNEL}:
        return False
    said = one(found, "level")
    target = LogTarget(
        host,
        None if said is None else level(said),
        one(found, "vpn-instance"),
        whole(found, "port"),
        "tls" if "ssl-policy" in found else one(found, "transport"),
        one(found, "facility"),
        one(found, "source-ip"),
        one(found, "ssl-policy"),
        lines=(line(node),),
    )
    sheet.logging.add("targets", target, node)
    return True


def _read_level(sheet: VrpSheet, node: Node, words: list[str]) -> bool:
    """Read ``source default channel loghost log level L`` and Comware's ``source default loghost level L``.

    A level that nobody knows leaves the line unread: it is no setting that says nothing of the level.
    """
    match words:
        case (
            ["default", "channel", way, "log", "level", said]
            | ["default", "channel", way, "log", "level", said, "state", "on"]
            | ["default", "channel", way, "log", "state", "on", "level", said]
        ):
            pass
        case ["default", way, "level", said]:
            pass
        case ["default", "channel", way, "log", "state", "off"] | ["default", way, "deny"]:
            said = "off"
        case ["default", "channel", way, *more] if way in _HOSTS_CHANNEL and {"level", "off"} & {*_of_records(more)}:
            raise ValueError(words)  # with traps beside it: what it says of records is no setting either
        case _:
            return False
    if way not in _WAYS:
        return False
    sheet.logging.set(_WAYS[way], "none" if said == "off" else level(said), node)
    return True


def _of_records(words: list[str]) -> list[str]:
    """Return what stands behind ``log``, up to what is said of traps or of debugging."""
    behind = words[words.index("log") + 1 :] if "log" in words else []
    return list(takewhile(lambda each: each not in {"trap", "debug", "debugging"}, behind))


_BANNERS: Mapping[str, str] = {
    "login": "login",
    "shell": "exec",
    "motd": "motd",
    "legal": "legal",
    "incoming": "incoming",
}


def read_banner(sheet: VrpSheet, node: Node, words: list[str], _place: Place) -> bool:
    """Read ``header login information "…"`` and Comware's ``header legal %…%``; an empty one shows nothing."""
    if len(words) < 3 or words[1] not in _BANNERS:
        return False
    text = node.text.partition(f"{words[1]} ")[2].removeprefix("information ")
    if not shows_nothing(text):
        sheet.banners.add(_BANNERS[words[1]])
    sheet.fields.note(f"banner {_BANNERS[words[1]]}")
    return True


def read_archive(sheet: VrpSheet, node: Node, words: list[str], _place: Place) -> bool:
    """Read what keeps copies of the config: ``set save-configuration …`` on VRP, ``archive configuration …`` on Comware."""
    if node.children or words[1:2] not in (["save-configuration"], ["configuration"]):
        return False
    words = words[: words.index("password")] if "password" in words else words  # what follows is the secret
    sheet.management["archive"] = True
    sheet.fields.add((" ".join(words[:2]), " ".join(words[2:]) or "on"))
    return True
