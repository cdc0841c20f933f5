"""Addresses that routers share: VRRP below an interface (Huawei S, NE and CE Command References, "VRRP"; H3C, "VRRP commands")."""

from collections.abc import Sequence

from netops.config.node import Node
from netops.model import Interface, SharedGateway
from netops.platforms.reading.objects import keep
from netops.platforms.reading.sheet import Draft
from netops.platforms.reading.words import address, number
from netops.platforms.vrp_family.sheet import VrpSheet

_SECOND, _CENTISECOND = 1000, 10
# Comware 7 counts centiseconds, its first releases seconds, 255 at most: a small number tells nobody which.
MOST_SECONDS = 255
GATEWAY_FIELDS = {
    each: each
    for each in ("version-3", "shutdown", "vrrpv2v3", "backup-forward", "source-interface", "recover-delay", "load-balance",
        "weight", "forwarder", "fast-resume", "ping", "learning-timeout")
}  # fmt: skip


def read_gateway(sheet: VrpSheet, draft: Draft[Interface], node: Node, words: list[str]) -> bool:
    """Read ``vrrp vrid N …``, ``vrrp6 vrid N …`` and Comware's ``vrrp ipv6 vrid N …``."""
    off = words[0] == "undo"
    words = words[1:] if off else words
    version = 6 if words[0] == "vrrp6" or words[1:2] == ["ipv6"] else 4
    words = words[2:] if words[1:2] == ["ipv6"] else words[1:]
    match words:
        case ["version", version_] if not off:
            draft.add("fields", ("vrrp version", version_), node)
            return True
        case ["vrid", group, *what] if what:
            found = sheet.objects.gateway(str(draft.values["name"]), "vrrp", number(group), version)
        case _:
            return False
    if off:
        if what == ["preempt-mode"]:
            found.set("preempt", value=False, node=node)
        return what == ["preempt-mode"]
    return _read(sheet, found, what, node)


def _read(sheet: VrpSheet, draft: Draft[SharedGateway], words: list[str], node: Node) -> bool:
    match words:
        case ["virtual-ip", own] | ["virtual-ip", own, "link-local"]:
            draft.add("addresses", address(own), node)
        case ["priority", priority]:
            draft.set("priority", number(priority), node)
        case ["preempt-mode" | "preempt", *how]:
            return _read_preempt(draft, how, node)
        case ["timer", "advertise", time]:
            return _read_time(draft, "hello", ("timer advertise", time), node, counts=sheet.dialect.is_comware)
        case ["authentication-mode", "simple" | "md5" as mode, *_]:
            draft.set("authentication", mode, node)
        case ["track", *what] if what:
            draft.add("tracks", _tracked(sheet, what), node)
        case _:
            return keep(draft, words, node, GATEWAY_FIELDS)
    return True


def _read_preempt(draft: Draft[SharedGateway], words: list[str], node: Node) -> bool:
    match words:
        case []:
            draft.set("preempt", value=True, node=node)
        case ["disable"]:
            draft.set("preempt", value=False, node=node)
        case ["timer", "delay", seconds]:
            draft.set("delay", number(seconds) * _SECOND, node)
        case ["delay", time]:
            return _read_time(draft, "delay", ("preempt-mode delay", time), node, counts=True)
        case _:
            return False
    return True


def _read_time(draft: Draft[SharedGateway], name: str, said: tuple[str, str], node: Node, *, counts: bool) -> bool:
    """Read a time, as milliseconds: of seconds, or of Comware's counts, in its own words where nobody knows their unit."""
    time = number(said[1])
    if not counts:
        draft.set(name, time * _SECOND, node)
    elif time > MOST_SECONDS:
        draft.set(name, time * _CENTISECOND, node)
    else:
        draft.add("fields", said, node)
    return True


def _tracked(sheet: VrpSheet, words: Sequence[str]) -> str:
    """Return what lowers the priority; a port as the device spells it."""
    if words[0] == "interface" and len(words) > 1:
        return " ".join(["interface", sheet.full(words[1]), *words[2:]])
    return " ".join(words)
