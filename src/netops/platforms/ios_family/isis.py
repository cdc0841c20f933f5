"""IS-IS: the process, and what stands at interfaces (Cisco IOS: IP Routing: ISIS; RGOS: IS-IS)."""

from collections.abc import Sequence
from functools import partial

from netops.config.node import Node
from netops.model import IsisInterface, IsisProcess
from netops.platforms.ios_family.said import Said, each, said
from netops.platforms.ios_family.sheet import InterfaceSheet, Sheet
from netops.platforms.reading.objects import keep, same
from netops.platforms.reading.sheet import Draft, Place
from netops.platforms.reading.words import BOTH_LEVELS, UNHEARD, number

LEVELS = {"level-1": "level-1", "level-1-2": "level-1-2", "level-2-only": "level-2", "level-2": "level-2"}
_WHERE = {"": ("area", "domain"), "level-1": ("area",), "level-2": ("domain",)}
_MODES = {"md5": "md5", "text": "simple"}
_PROCESS = same("log-adjacency-changes", "set-overload-bit", "spf-interval", "prc-interval", "lsp-gen-interval", "max-lsp-lifetime",
    "lsp-refresh-interval", "fast-flood", "nsf", "distance", "maximum-paths", "mpls ldp sync", "mpls traffic-eng", "bfd all-interfaces",
    "ispf", "advertise passive-only", "hostname dynamic", "authentication key-chain", "lsp-mtu", "metric",
    "hello padding", "protocol shutdown", "graceful-restart", "multi-topology", "ignore-lsp-errors")  # fmt: skip
_IPV6 = {head: f"address-family ipv6 {head}" for head in _PROCESS}
_PORT = same("isis hello-interval", "isis hello-multiplier", "isis priority", "isis bfd", "isis csnp-interval", "isis lsp-interval",
    "isis retransmit-interval", "isis tag", "isis mesh-group", "isis three-way-handshake", "isis authentication key-chain")  # fmt: skip


def read_isis(sheet: Sheet, found: Said, place: Place) -> bool:
    """Read ``router isis [TAG]``."""
    match found.words:
        case ("router", "isis") if not found.off:
            process = ""
        case ("router", "isis", process) if not found.off:
            pass
        case _:
            return False
    draft = sheet.objects.of("isis", process, found.node, process=process)
    under = place.under(found.node)
    for node in found.node.children:
        child = said(sheet.dialect, node)
        if child.words[0] == "address-family":
            _read_family(sheet, draft, child, under)
        else:
            each(sheet, (node,), under, partial(_read_line, sheet, draft))
    return True


def _read_family(sheet: Sheet, draft: Draft[IsisProcess], child: Said, place: Place) -> None:
    """Read ``address-family ipv6 [unicast]``: a setting, because addresses are announced where interfaces say so."""
    if child.off or child.words[1:] not in (("ipv6",), ("ipv6", "unicast")):
        place.unread(child.node)
        return
    draft.add("fields", ("address-family", "ipv6"), child.node)

    def read(line: Said) -> bool:
        return line.words[0] != "redistribute" and not line.off and keep(draft, line.words, line.node, _IPV6)

    each(sheet, child.node.children, place.under(child.node), read)


def _read_line(sheet: Sheet, draft: Draft[IsisProcess], child: Said) -> bool:
    node = child.node
    match child.words:
        case _ if child.off:
            return child.words in {("hello", "padding"), ("hostname", "dynamic")} and _off(draft, child)
        case ("net", net):
            draft.add("nets", net, node)
        case ("is-type", level):
            draft.set("level", LEVELS[level], node)
        case ("metric-style", style):
            draft.set("metric_style", style, node)
        case ("vrf", vrf):
            draft.set("vrf", vrf, node)
        case ("passive-interface", "default"):
            draft.add("fields", ("passive-interface", "default"), node)
        case ("passive-interface", port):
            draft.add("passive", sheet.dialect.port(port), node)
        case ("redistribute", *what) if what:
            _redistributed(draft, what, node)
        case ("authentication", "send-only", *level_) if len(level_) < 2:
            _unheard(draft, _WHERE[level_[0] if level_ else ""], node)
        case _:
            return _read_proof(draft, child.words, node) or keep(draft, child.words, node, _PROCESS)
    return True


def _off(draft: Draft[IsisProcess], child: Said) -> bool:
    draft.add("fields", (child.text, "off"), child.node)
    return True


def _redistributed(draft: Draft[IsisProcess], words: Sequence[str], node: Node) -> None:
    """Note what is announced: its process is part of its name; what is said of its routes is a setting."""
    numbered = len(words) > 1 and words[1].isdigit()
    name, rest = (" ".join(words[:2]), words[2:]) if numbered else (words[0], words[1:])
    draft.add("redistribute", name, node)
    if rest:
        draft.values.setdefault("fields", set()).add((f"redistribute {name}", " ".join(rest)))


def _unheard(draft: Draft[IsisProcess] | Draft[IsisInterface], parts: Sequence[str], node: Node) -> None:
    """Note of which parts packets are sent with a proof, and taken in without (IOS, ``authentication send-only``)."""
    draft.values.setdefault("fields", set()).update((UNHEARD, each) for each in parts)
    draft.nodes.append(node)


def _read_proof(draft: Draft[IsisProcess], words: Sequence[str], node: Node) -> bool:
    """Read how link state packets are proved; level 1 is the area, level 2 the domain."""
    match words:
        case ("area-password" | "domain-password" as kind, _, *rest):
            pairs = {(kind.removesuffix("-password"), "simple")}
            if "authenticate" in rest:
                option = (kind, " ".join(rest[rest.index("authenticate") :]))
                draft.values.setdefault("fields", set()).add(option)
        case ("authentication", "mode", mode, *level) if len(level) < 2 and mode in _MODES:
            pairs = {(where, _MODES[mode]) for where in _WHERE[level[0] if level else ""]}
        case _:
            return False
    draft.values.setdefault("authentication", set()).update(pairs)
    draft.nodes.append(node)
    return True


def read_isis_port(sheet: Sheet, found: InterfaceSheet, child: Said) -> bool:
    """Read ``ip router isis [TAG]``, ``ipv6 router isis [TAG]`` and ``isis …`` of an interface."""
    draft = sheet.objects.on_port(str(found.own.values["name"]))
    match child.words:
        case ("ip" | "ipv6" as family, "router", "isis", *tag) if not child.off and len(tag) < 2:
            process = tag[0] if tag else ""
            if draft.values.get("process", process) != process:
                return False
            draft.values["process"] = process
            draft.add("versions", 4 if family == "ip" else 6, child.node)
        case ("isis", *rest) if not child.off:
            return _read_port(draft, rest, child.words, child.node)
        case _:
            return False
    return True


def _read_port(draft: Draft[IsisInterface], rest: list[str], words: tuple[str, ...], node: Node) -> bool:
    match rest:
        case ["circuit-type", level]:
            draft.set("level", LEVELS[level], node)
        case ["network", "point-to-point"]:
            draft.set("point_to_point", value=True, node=node)
        case ["metric" | "wide-metric", cost, *level] if len(level) < 2:
            draft.add("metrics", (level[0] if level else "", number(cost)), node)
        case ["passive"]:
            draft.set("passive", value=True, node=node)
        case ["authentication", "mode", mode, *level] if len(level) < 2 and mode in _MODES:
            draft.add("authentication", (level[0] if level else "", _MODES[mode]), node)
        case ["authentication", "send-only", *level] if len(level) < 2:
            _unheard(draft, level or BOTH_LEVELS, node)
        case ["password", _] | ["password", _, "level-1" | "level-2"]:
            draft.add("authentication", (rest[2] if len(rest) > 2 else "", "simple"), node)
        case _:
            return keep(draft, words, node, _PORT)
    return True
