"""Authentication, authorization, accounting and the servers that are asked, in both forms (Cisco IOS: Security; RGOS: AAA)."""

from collections.abc import Sequence
from typing import Any

from netops.model import Aaa, AaaMethod, AaaServer
from netops.platforms.ios_family.said import Said, each, said
from netops.platforms.ios_family.sheet import Member, Sheet
from netops.platforms.ios_family.words import secret
from netops.platforms.reading.sheet import Draft, Place, line
from netops.platforms.reading.words import address, number

_PROTOCOLS = {"tacacs+": "tacacs", "tacacs": "tacacs", "radius": "radius"}
WHAT = frozenset(
    {
        "login",
        "enable",
        "exec",
        "network",
        "dot1x",
        "ppp",
        "system",
        "connection",
        "commands",
        "identity",
        "web-auth",
        "auth-proxy",
    }
)


def read_model(sheet: Sheet, found: Said) -> bool:
    """Read ``aaa new-model``."""
    if found.words != ("aaa", "new-model"):
        return False
    sheet.management.aaa.set("enabled", not found.off, found.node)
    return True


def read_method(sheet: Sheet, found: Said, _: Place) -> bool:
    """Read ``aaa authentication|authorization|accounting WHAT LIST METHODS``; newer IOS XE shows accounting in lines below."""
    match found.words:
        case ("aaa", kind, "commands", level, name, *methods) if not found.off:
            what = f"commands {number(level)}"
        case ("aaa", kind, what, name, *methods) if not found.off and what in WHAT:
            pass
        case _:
            return False
    nodes = found.node.children
    if any(node.children for node in nodes):
        return False
    for node in nodes:
        methods += said(sheet.dialect, node).text.removeprefix("action-type ").split(" ")
    if not methods:
        return False
    lines = tuple(line(node) for node in (found.node, *nodes))
    method = AaaMethod(f"{kind} {what}", name, _in_order(methods), lines=lines)
    sheet.management.aaa.add("methods", method, found.node)
    return True


def _in_order(words: Sequence[str]) -> tuple[str, ...]:
    """Return the methods, a group and its name as one."""
    found: list[str] = []
    left = list(words)
    while left:
        first = left.pop(0)
        found.append(f"group {left.pop(0)}" if first == "group" and left else first)
    return tuple(found)


def read_host(sheet: Sheet, found: Said) -> bool:
    """Read the older ``tacacs-server host ADDRESS …`` and ``radius-server host ADDRESS …``; a key for all is a setting."""
    protocol = found.words[0].removesuffix("-server")
    match found.words[1:]:
        case ("host", host, *options) if not found.off:
            draft = sheet.management.servers.setdefault((protocol, host), _server(protocol, host))
            draft.values.update(_options(sheet, f"{protocol} server {host}", options))
            draft.nodes.append(found.node)
        case ("key", *rest) if not found.off:
            how = secret(rest)
            sheet.management.fields.add((f"{protocol}-server key", how.algorithm or how.form))
        case (_, *_):
            value = "off" if found.off else " ".join(found.words[2:]) or "on"
            sheet.management.fields.add((f"{protocol}-server {found.words[1]}", value))
        case _:
            return False
    return True


def _server(protocol: str, host: str) -> Draft[AaaServer]:
    return Draft(AaaServer, {"protocol": protocol, "host": host, "address": _address(host)})


def _address(host: str) -> object:
    try:
        return address(host)
    except ValueError:
        return None


def _options(sheet: Sheet, name: str, words: Sequence[str]) -> dict[str, Any]:
    """Return what is said of a server; how long it is waited for is a setting by the server's name."""
    settings: set[tuple[str, str]] = set()
    found = _fields(settings, words)
    sheet.management.fields |= {(f"{name} {what}", value) for what, value in settings}
    return found


def _fields(settings: set[tuple[str, str]], words: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    left = list(words)
    while left:
        match left:
            case ["key", *rest]:
                return {**found, "secret": secret(rest)}
            case ["port" | "auth-port", port, *rest]:
                found["port"], left = number(port), rest
            case ["acct-port" | "timeout" | "retransmit" as what, value, *rest]:
                settings.add((what, str(number(value))))
                left = rest
            case ["single-connection", *rest]:
                settings.add(("single-connection", "on"))
                left = rest
            case ["vrf", vrf, *rest]:
                found["vrf"], left = vrf, rest
            case _:
                raise ValueError(left[0])
    return found


def read_server(sheet: Sheet, found: Said, place: Place) -> bool:
    """Read ``tacacs server NAME`` and ``radius server NAME`` with the address below."""
    match found.words:
        case ("tacacs" | "radius" as protocol, "server", name) if not found.off:
            draft = Draft(AaaServer, {"protocol": protocol, "host": name, "name": name}, [found.node])
        case _:
            return False
    each(sheet, found.node.children, place.under(found.node), lambda child: _read_server(sheet, name, draft, child))
    sheet.management.servers[protocol, name] = draft
    return True


def _read_server(sheet: Sheet, name: str, draft: Draft[AaaServer], child: Said) -> bool:
    of = f"{draft.values['protocol']} server {name}"
    match child.words:
        case ("address", "ipv4" | "ipv6", host, *options) if not child.off:
            values = {**_options(sheet, of, options), "host": host, "address": _address(host)}
        case ("key" | "port" | "timeout" | "retransmit" | "single-connection", *_) if not child.off:
            values = _options(sheet, of, child.words)
        case _:
            return False
    draft.values.update(values)
    draft.nodes.append(child.node)
    return True


def read_group(sheet: Sheet, found: Said, place: Place) -> bool:
    """Read ``aaa group server tacacs+|radius NAME``."""
    match found.words:
        case ("aaa", "group", "server", kind, name) if not found.off and kind in _PROTOCOLS:
            protocol = _PROTOCOLS[kind]
        case _:
            return False
    under = place.under(found.node)
    shared: dict[str, Any] = {"group": name}
    sheet.management.aaa.nodes.append(found.node)

    def read(child: Said) -> bool:
        match child.words:
            case ("server", "name", server) if not child.off:
                member = Member(protocol, name, server, child.node, under, shared)
            case ("server" | "server-private", server, *options) if not child.off:
                member = Member(protocol, name, server, child.node, under, shared)
                values = _options(sheet, f"{protocol} server {server}", options)
                sheet.management.servers.setdefault((protocol, server), _server(protocol, server)).values.update(values)
            case _:
                return _read_shared(sheet, shared, name, child)
        sheet.management.members.append(member)
        return True

    each(sheet, found.node.children, under, read)
    return True


def _read_shared(sheet: Sheet, shared: dict[str, Any], name: str, child: Said) -> bool:
    match child.words:
        case ("ip", "vrf", "forwarding", vrf) | ("vrf", "forwarding", vrf) if not child.off:
            shared["vrf"] = vrf
        case ("ip", "tacacs" | "radius", "source-interface", port) if not child.off:
            sheet.management.fields.add((f"aaa group {name} source-interface", sheet.dialect.port(port)))
        case ("deadtime", minutes) if not child.off:
            sheet.management.fields.add((f"aaa group {name} deadtime", str(number(minutes))))
        case _:
            return False
    return True


def aaa(sheet: Sheet) -> Aaa:
    """Return AAA with its servers: one in several groups stands there once for each.

    A group's ``server ADDRESS`` names one that a line of its own defines (``tacacs-server host``); without that line nobody is asked.
    """
    management = sheet.management
    found: set[AaaServer] = set()
    used: set[tuple[str, str]] = set()
    for member in management.members:
        key = (member.protocol, member.server)
        draft = management.servers.get(key)
        used.add(key)
        if draft is None or not (draft.nodes or member.node.text.startswith("server-private ")):
            member.place.unread(member.node)
            continue
        found.add(Draft(AaaServer, {**draft.values, **member.values}, [*draft.nodes, member.node]).made())
    found |= {draft.made() for key, draft in management.servers.items() if key not in used}
    if found:
        management.aaa.values["servers"] = found
    return management.aaa.made()
