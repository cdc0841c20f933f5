"""IS-IS: the process, and what stands at interfaces (Huawei and H3C Command References, "IS-IS")."""

from collections.abc import Sequence
from functools import partial

from netops.config.node import Node
from netops.model import Interface, IsisInterface, IsisProcess
from netops.platforms.reading.objects import keep, same
from netops.platforms.reading.sheet import Draft, Place
from netops.platforms.reading.words import BOTH_LEVELS, UNHEARD, number
from netops.platforms.vrp_family.sheet import VrpSheet
from netops.platforms.vrp_family.words import options

_LEVELS = frozenset({"level-1", "level-2", "level-1-2"})
SOURCES = {
    "direct": "connected",
    "static": "static",
    "bgp": "bgp",
    "unr": "unr",
    "rip": "rip",
    "ospf": "ospf",
    "isis": "isis",
}
NUMBERED = frozenset({"ospf", "isis", "rip"})
IMPORTED = {"level-1": 0, "level-2": 0, "level-1-2": 0, "tag": 1, "cost": 1, "cost-type": 1, "route-policy": 1, "inherit-cost": 0,
    "direct": 0, "permit-ibgp": 0}  # fmt: skip
PROCESS_FIELDS = same("is-name", "preference", "bandwidth-reference", "log-peer-change", "timer", "set-overload", "traffic-eng", "description",
    "ipv6 enable", "ipv6 bfd", "ipv6 advertise", "ipv6 traffic-eng", "ipv6 maximum load-balancing", "segment-routing ipv6", "bfd all-interfaces", "maximum load-balancing", "lsp-length", "auto-cost enable",
    "circuit-cost", "default-route-advertise", "mpls", "frr", "graceful-restart", "flash-flood", "advertise one-tlv", "ipv6 preference",
    "circuit default-tag", "optional-checksum", "segment-routing mpls", "cost-style-ipv6", "is-snmp-traps", "non-stop-routing",
    "lsp-fragments-extend", "virtual-cost", "filter-policy-ipv6")  # fmt: skip
PORT_FIELDS = same("isis timer", "isis dis-priority", "isis dis-name", "isis bfd", "isis small-hello", "isis prefix-sid", "isis ldp-sync",
    "isis mesh-group", "isis tag-value", "isis peer-ip-ignore", "isis lsp-fragment", "isis ipv6 bfd", "isis delay", "isis suppress-reachability",
    "isis te", "isis padding-hello")  # fmt: skip
_PROOF = frozenset({"simple", "md5", "hmac-sha256", "keychain", "gca"})


def read_isis(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``isis [PROCESS] [vpn-instance V]``."""
    process, rest = (words[1], words[2:]) if words[1:] and words[1].isdigit() else ("1", words[1:])
    found = options(rest, {"vpn-instance": 1})
    values: dict[str, object] = {"process": str(number(process))}
    if "vpn-instance" in found:
        values["vrf"] = found["vpn-instance"][0]
    draft = sheet.objects.of("isis", values["process"], node, **values)
    below = place.under(node)
    below.each(node.children, partial(_read_line, draft, below))
    return True


def _read_line(draft: Draft[IsisProcess], place: Place, node: Node) -> bool:
    words = node.text.split(" ")
    if words[0] == "address-family" and words[1:] in (["ipv4", "unicast"], ["ipv6", "unicast"]):
        draft.add("fields", (f"address-family {words[1]}", "on"), node)
        below = place.under(node)
        below.each(node.children, lambda child: _read_family(draft, child, words[1]))
        return True
    if node.text in {"frr", "ipv6 frr"} and node.children:
        draft.add("fields", (node.text, "on"), node)
        place.under(node).each(node.children, lambda child: _read_frr(draft, child, node.text))
        return True
    return not node.children and _read_own(draft, words, node)


def _read_frr(draft: Draft[IsisProcess], node: Node, what: str) -> bool:
    """Read how a second way is kept ready."""
    known = {
        each: f"{what} {each}" for each in ("loop-free-alternate", "ti-lfa", "frr-policy", "remote-lfa", "tiebreaker")
    }
    return keep(draft, node.text.split(" "), node, known)


def _read_family(draft: Draft[IsisProcess], node: Node, family: str) -> bool:
    """Read what Comware says below a family; of IPv6 the model has no routes that are announced."""
    words = node.text.split(" ")
    if node.children or words[0] == "undo" or (family == "ipv6" and words[0] == "import-route"):
        return False
    return _read_own(draft, words, node)


def _read_own(draft: Draft[IsisProcess], words: list[str], node: Node) -> bool:
    match words:
        case ["network-entity", net]:
            draft.add("nets", net, node)
        case ["is-level", level] if level in _LEVELS:
            draft.set("level", level, node)
        case ["cost-style", style, *_]:
            draft.set("metric_style", style, node)
        case ["area-authentication-mode" | "domain-authentication-mode" as where, mode, *_] if mode in _PROOF:
            draft.add("authentication", (where.partition("-")[0], _mode(mode)), node)
            _note_unheard(draft, (where.partition("-")[0],), words)
        case ["area-authentication" | "domain-authentication" as where, "send-only"]:
            draft.add("fields", (UNHEARD, where.partition("-")[0]), node)
        case ["import-route", protocol, *rest]:
            return _read_import(draft, protocol, rest, node)
        case _:
            return keep(draft, words, node, PROCESS_FIELDS)
    return True


def _note_unheard(draft: Draft[IsisProcess] | Draft[IsisInterface], parts: Sequence[str], words: list[str]) -> None:
    """Note of which parts packets are sent with a proof, and taken in without (VRP, ``send-only``, ``all-send-only``)."""
    if {"send-only", "all-send-only", "authentication-avoid"} & {*words}:
        draft.values.setdefault("fields", set()).update((UNHEARD, each) for each in parts)


def _mode(mode: str) -> str:
    return "key-chain" if mode == "keychain" else mode


def _read_import(draft: Draft[IsisProcess], protocol: str, rest: list[str], node: Node) -> bool:
    """Read ``import-route static level-2 tag 7``; from one level into the other is another thing."""
    if protocol not in SOURCES or "into" in rest:
        return False
    name = SOURCES[protocol]
    if protocol in NUMBERED:
        name = f"{name} {number(rest.pop(0))}" if rest and rest[0].isdigit() else f"{name} 1"
    options(rest, IMPORTED)
    draft.add("redistribute", name, node)
    if rest:
        draft.values.setdefault("fields", set()).add((f"redistribute {name}", " ".join(rest)))
    return True


def read_isis_port(sheet: VrpSheet, draft: Draft[Interface], node: Node, words: list[str]) -> bool:
    """Read an ``isis`` line of an interface."""
    if words[0] == "undo":
        return False
    found = sheet.objects.on_port(str(draft.values["name"]))
    match words:
        case ["isis", "enable", *process] | ["isis", "ipv6", "enable", *process] if len(process) < 2:
            name = str(number(process[0])) if process else "1"
            if found.values.get("process", name) != name:
                return False
            found.values["process"] = name
            found.add("versions", 6 if words[1] == "ipv6" else 4, node)
            return True
        case _:
            return _read_port(found, words, node)


def _read_port(draft: Draft[IsisInterface], words: list[str], node: Node) -> bool:
    match words[1:]:
        case ["circuit-level", level] if level in _LEVELS:
            draft.set("level", level, node)
        case ["circuit-type", "p2p", *rest]:
            draft.set("point_to_point", value=True, node=node)
            if rest:
                draft.values.setdefault("fields", set()).add(("circuit-type", " ".join(rest)))
        case ["cost", cost, *level] if len(level) < 2 and set(level) <= _LEVELS and cost.isdigit():
            draft.add("metrics", ("".join(level), number(cost)), node)
        case ["ipv6", "cost", cost, *level] if len(level) < 2:
            draft.add("fields", ("ipv6 cost", " ".join([str(number(cost)), *level])), node)
        case ["silent", *_]:
            draft.set("passive", value=True, node=node)
        case ["authentication-mode", mode, *rest] if mode in _PROOF:
            level_ = next((each for each in rest if each in _LEVELS), "")
            draft.add("authentication", (level_, _mode(mode)), node)
            _note_unheard(draft, (level_,) if level_ else BOTH_LEVELS, words)
        case ["authentication", "send-only", *level] if len(level) < 2 and set(level) <= _LEVELS:
            draft.values.setdefault("fields", set()).update((UNHEARD, each) for each in level or BOTH_LEVELS)
            draft.nodes.append(node)
        case _:
            return keep(draft, words, node, PORT_FIELDS)
    return True
