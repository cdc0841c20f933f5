"""Addresses that routers share: HSRP and VRRP below an interface (Cisco IOS: First Hop Redundancy Protocols; RGOS: VRRP)."""

from collections.abc import Sequence
from functools import partial

from netops.config.node import Node
from netops.model import SharedGateway
from netops.platforms.ios_family.said import Said, each
from netops.platforms.ios_family.sheet import InterfaceSheet, Sheet
from netops.platforms.reading.objects import keep, same
from netops.platforms.reading.sheet import Draft
from netops.platforms.reading.words import address, number

_SECOND = 1000
_OF_PORT = same(
    "standby version", "standby use-bia", "standby delay", "standby bfd", "standby redirect", "standby mac-refresh"
)
_MOST_GROUP = 4095
_FIELDS = same(
    "name", "follow", "mac-address", "description", "shutdown", "version", "accept_mode", "accept-mode", "bfd"
)


def read_gateway(sheet: Sheet, found: InterfaceSheet, said: Said) -> bool:
    """Read ``standby [GROUP] …``, ``vrrp GROUP …`` and RGOS's ``vrrp ipv6 GROUP …``; ``standby ip`` without a number is of group 0."""
    kind, *rest = said.words
    port = str(found.own.values["name"])
    if kind == "standby" and rest and not rest[0].isdigit():
        if keep(found.own, said.words, said.node, _OF_PORT):
            return not said.off
        rest = ["0", *rest]
    six = kind == "vrrp" and rest[:1] == ["ipv6"]
    rest = rest[six:]
    if len(rest) < 2 or number(rest[0]) > _MOST_GROUP:
        return False
    protocol, group, what = {"standby": "hsrp", "vrrp": "vrrp"}[kind], number(rest[0]), rest[1:]
    if what[:1] == ["address-family"]:
        return _read_family(sheet, found, said, group)
    if said.node.children:
        return False
    draft = _found(sheet, port, protocol, group, ["ipv6"] if six else what)
    if said.off:
        if what == ["preempt"]:
            draft.set("preempt", value=False, node=said.node)
        return what == ["preempt"]
    return _read(sheet, draft, what, said.node)


def _found(sheet: Sheet, port: str, protocol: str, group: int, what: list[str]) -> Draft[SharedGateway]:
    """Return the group that a line speaks of: a number of HSRP is one group, of the family that its addresses are of."""
    known = sheet.objects.gateways.get(port, {})
    four, six = (protocol, group, 4), (protocol, group, 6)
    if what[0] == "ipv6":
        draft = known.get(four)
        if protocol == "hsrp" and draft is not None and six not in known and not _of_ipv4(draft):
            known[six] = known.pop(four)
            draft.values["version"] = 6
        return sheet.objects.gateway(port, protocol, group, 6)
    if protocol == "hsrp" and what[0] != "ip" and six in known and four not in known:
        return known[six]
    return sheet.objects.gateway(port, protocol, group)


def _of_ipv4(draft: Draft[SharedGateway]) -> bool:
    return any("ip" in node.text.split(" ") for node in draft.nodes)


def _read(sheet: Sheet, draft: Draft[SharedGateway], words: list[str], node: Node) -> bool:
    match words:
        case ["ip" | "ipv6", *own]:
            return _read_address(draft, own, node)
        case ["priority", priority]:
            draft.set("priority", number(priority), node)
        case ["preempt", *how]:
            return _read_preempt(draft, how, node)
        case ["timers", *times]:
            return _read_timers(draft, times, node)
        case ["authentication", *how] if how:
            draft.set("authentication", _authentication(how), node)
            if how[:2] == ["md5", "key-chain"]:
                draft.values.setdefault("fields", set()).add(("key-chain", " ".join(how[2:])))
        case ["track", *what] if what:
            draft.add("tracks", _tracked(sheet, what), node)
        case _:
            return keep(draft, words, node, _FIELDS)
    return True


def _read_address(draft: Draft[SharedGateway], words: list[str], node: Node) -> bool:
    match words:
        case []:  # the device learns the address from the others
            draft.nodes.append(node)
        case ["autoconfig"]:
            draft.add("fields", ("ipv6", "autoconfig"), node)
        case [own]:
            draft.add("addresses", address(own), node)
        case [own, "secondary"]:
            _add_second(draft, own, node)
        case _:
            return False
    return True


def _add_second(draft: Draft[SharedGateway], own: str, node: Node) -> None:
    """Note an address beside the group's first one."""
    draft.add("addresses", address(own), node)
    draft.values.setdefault("fields", set()).add(("secondary", str(address(own))))


def _authentication(words: Sequence[str]) -> str:
    """Return how messages are proved: ``md5 key-chain C``, ``md5 key-string K``, ``text K`` or the bare word."""
    if words[0] == "md5":
        return "key-chain" if words[1:2] == ["key-chain"] else "md5"
    return "simple"


def _tracked(sheet: Sheet, words: Sequence[str]) -> str:
    """Return what lowers the priority; a port in full behind ``interface``, which the older form leaves out."""
    first, *rest = words
    if first == "interface" and rest:
        return " ".join(["interface", sheet.dialect.port(rest[0]), *rest[1:]])
    if first[:1].isdigit():
        return " ".join(words)
    return " ".join(["interface", sheet.dialect.port(first), *rest])


def _read_preempt(draft: Draft[SharedGateway], words: list[str], node: Node) -> bool:
    match words:
        case []:
            pass
        case ["delay", "minimum", seconds, *rest]:
            draft.values["delay"] = number(seconds) * _SECOND
            if rest:
                draft.values.setdefault("fields", set()).add(("preempt delay", " ".join(rest)))
        case ["delay", seconds]:
            draft.values["delay"] = number(seconds) * _SECOND
        case _:
            return False
    draft.set("preempt", value=True, node=node)
    return True


def _read_timers(draft: Draft[SharedGateway], words: list[str], node: Node) -> bool:
    """Read ``timers [msec] HELLO [msec] HOLD`` of HSRP and ``timers advertise [msec] HELLO`` of VRRP 2, in milliseconds."""
    if words == ["learn"]:
        draft.add("fields", ("timers", "learn"), node)
        return True
    left = words[1:] if words[:1] == ["advertise"] else words
    times = []
    while left:
        unit = {"msec": 1, "csec": 10}.get(left[0])
        if unit is not None:
            left = left[1:]
        times.append(number(left[0]) * (_SECOND if unit is None else unit))
        left = left[1:]
    if len(times) != (1 if words[:1] == ["advertise"] else 2):
        return False
    draft.set("hello", times[0], node)
    if len(times) > 1:
        draft.values.setdefault("fields", set()).add(("hold", str(times[1])))
    return True


def _read_family(sheet: Sheet, found: InterfaceSheet, said: Said, group: int) -> bool:
    """Read VRRP 3: ``vrrp GROUP address-family ipv4`` and the lines below it."""
    match said.words[2:]:
        case ("address-family", "ipv4" | "ipv6" as kind) if not said.off:
            version = 4 if kind == "ipv4" else 6
        case _:
            return False
    draft = sheet.objects.gateway(str(found.own.values["name"]), "vrrp", group, version)
    draft.nodes.append(said.node)
    draft.values.setdefault("fields", set()).add(("version", "3"))
    each(sheet, said.node.children, found.place.under(said.node), partial(_read_below, sheet, draft))
    return True


def _read_below(sheet: Sheet, draft: Draft[SharedGateway], child: Said) -> bool:
    """Read a line of VRRP 3, whose timers are milliseconds."""
    match child.words:
        case ("preempt",) if child.off:
            draft.set("preempt", value=False, node=child.node)
        case _ if child.off:
            return False
        case ("address", own, "secondary"):
            _add_second(draft, own, child.node)
        case ("address", own, "primary") | ("address", own):
            plain, _, length = own.partition("/")
            draft.add("addresses", address(plain), child.node)
            if length:
                draft.values.setdefault("fields", set()).add((f"length {address(plain)}", length))
        case ("timers", "advertise", hello):
            draft.set("hello", number(hello), child.node)
        case ("vrrpv2",):
            draft.add("fields", ("vrrpv2", "on"), child.node)
        case words:
            return _read(sheet, draft, list(words), child.node)
    return True
