"""VRRP, IS-IS, key chains and BFD (FRR 8.4 manual: VRRP, ISIS, Key chains, BFD)."""

from collections.abc import Sequence
from functools import partial
from ipaddress import ip_address

from netops.config.node import Node
from netops.model import BfdSession, IsisProcess, Key, KeyChain, Secret, SharedGateway
from netops.platforms.reading.objects import Objects, keep, same
from netops.platforms.reading.sheet import Draft, Place
from netops.platforms.reading.words import address, number

_LEVELS = {"level-1": "level-1", "level-1-2": "level-1-2", "level-2-only": "level-2", "level-2": "level-2"}
_MODES = {"clear": "simple", "md5": "md5"}
_PROCESS = same("log-adjacency-changes", "set-overload-bit", "set-attached-bit", "spf-interval", "lsp-timers", "lsp-gen-interval",
    "lsp-refresh-interval", "max-lsp-lifetime", "lsp-mtu", "hostname dynamic", "dynamic-hostname", "spf-delay-ietf", "topology", "purge-originator",
    "attached-bit", "mpls ldp-sync", "mpls-te on", "fast-reroute")  # fmt: skip
_PORT = same("isis hello-interval", "isis hello-multiplier", "isis priority", "isis csnp-interval", "isis psnp-interval", "isis bfd",
    "isis three-way-handshake", "isis hello padding", "isis mpls ldp-sync", "isis fast-reroute")  # fmt: skip
_PEER = same("detect-multiplier", "receive-interval", "transmit-interval", "echo-mode", "passive-mode", "minimum-ttl", "profile", "shutdown",
    "label", "echo receive-interval", "echo transmit-interval")  # fmt: skip


def read_gateway(objects: Objects, port: str, node: Node) -> bool:
    """Read a ``vrrp`` line of an interface; its interval is in milliseconds."""
    words = node.text.split(" ")
    off = words[0] == "no"
    if node.children or len(words) < (4 if off else 2):
        return False
    _, group, *what = words[1:] if off else words
    draft = objects.gateway(port, "vrrp", number(group))
    if off:
        if what == ["preempt"]:
            draft.set("preempt", value=False, node=node)
        return what == ["preempt"]
    return _read_vrrp(draft, what, node)


def _read_vrrp(draft: Draft[SharedGateway], words: Sequence[str], node: Node) -> bool:
    match list(words):
        case []:
            draft.nodes.append(node)
        case ["version", version]:
            draft.add("fields", ("version", version), node)
        case ["ip" | "ipv6", own]:
            draft.add("addresses", address(own), node)
        case ["priority", priority]:
            draft.set("priority", number(priority), node)
        case ["advertisement-interval", time]:
            draft.set("hello", number(time), node)
        case ["shutdown"]:
            draft.add("fields", ("shutdown", "on"), node)
        case _:
            return False
    return True


def read_isis(objects: Objects, node: Node, place: Place) -> bool:
    """Read ``router isis TAG [vrf NAME]``."""
    match node.text.split(" "):
        case ["router", "isis", process]:
            draft = objects.of("isis", process, node, process=process)
        case ["router", "isis", process, "vrf", vrf]:
            draft = objects.of("isis", (process, vrf), node, process=process, vrf=vrf)
        case _:
            return False
    place.under(node).each(node.children, partial(_read_process, draft))
    return True


def _read_process(draft: Draft[IsisProcess], node: Node) -> bool:
    words = node.text.split(" ")
    match [] if node.children else words:
        case ["net", net]:
            draft.add("nets", net, node)
        case ["is-type", level]:
            draft.set("level", _LEVELS[level], node)
        case ["metric-style", style]:
            draft.set("metric_style", style, node)
        case ["area-password" | "domain-password" as kind, mode, _, *_]:
            draft.add("authentication", (kind.removesuffix("-password"), _MODES[mode]), node)
        case ["redistribute", "ipv4", source, "level-1" | "level-2" as level]:
            draft.add("redistribute", source, node)
            draft.values.setdefault("fields", set()).add((f"redistribute {source}", level))
        case _:
            return words[0] != "no" and keep(draft, words, node, _PROCESS)
    return True


def read_isis_port(objects: Objects, port: str, node: Node) -> bool:
    """Read ``ip router isis TAG`` and ``isis …`` of an interface."""
    draft = objects.on_port(port)
    words = node.text.split(" ")
    match [] if node.children else words:
        case ["ip" | "ipv6" as family, "router", "isis", process]:
            if draft.values.setdefault("process", process) != process:
                return False
            draft.add("versions", 4 if family == "ip" else 6, node)
        case ["isis", "circuit-type", level]:
            draft.set("level", _LEVELS[level], node)
        case ["isis", "network", "point-to-point"]:
            draft.set("point_to_point", value=True, node=node)
        case ["isis", "metric", cost]:
            draft.add("metrics", ("", number(cost)), node)
        case ["isis", "metric", "level-1" | "level-2" as level, cost]:
            draft.add("metrics", (level, number(cost)), node)
        case ["isis", "passive"]:
            draft.set("passive", value=True, node=node)
        case ["isis", "password", mode, _]:
            draft.add("authentication", ("", _MODES[mode]), node)
        case _:
            return keep(draft, words, node, _PORT)
    return True


def read_key_chain(objects: Objects, node: Node, place: Place) -> bool:
    """Read ``key chain NAME``."""
    words = node.text.split(" ")
    if len(words) != 3:
        return False
    draft = objects.of("key_chains", words[2], node, name=words[2])
    below = place.under(node)
    below.each(node.children, partial(_read_chain, draft, below))
    return True


def _read_chain(draft: Draft[KeyChain], place: Place, node: Node) -> bool:
    match node.text.split(" "):
        case ["key", digits]:
            key = Draft(Key, {"number": number(digits)}, [node])
            place.under(node).each(node.children, partial(_read_key, key))
            draft.add("keys", key.made(), node)
            return True
        case _:
            return False


def _read_key(draft: Draft[Key], node: Node) -> bool:
    match [] if node.children else node.text.split(" "):
        case ["key-string", _]:
            draft.set("secret", Secret("plain"), node)
        case ["cryptographic-algorithm", algorithm]:
            draft.set("algorithm", algorithm, node)
        case ["send-lifetime" | "accept-lifetime" as kind, *when] if when:
            draft.set(kind.removesuffix("-lifetime"), " ".join(when), node)
        case _:
            return False
    return True


def read_bfd(objects: Objects, node: Node, place: Place) -> bool:
    """Read ``bfd`` and the peers below it; their profiles stay unread."""
    if node.text != "bfd":
        return False
    below = place.under(node)
    below.each(node.children, partial(_read_peer, objects, below))
    return True


def _read_peer(objects: Objects, place: Place, node: Node) -> bool:
    words = node.text.split(" ")
    if words[0] != "peer" or len(words) % 2:
        return False
    said = dict(zip(words[2::2], words[3::2], strict=True))
    values: dict[str, object] = {"name": words[1], "peer": ip_address(words[1])}
    if set(said) - {"interface", "vrf", "local-address"}:
        return False
    values |= {name: said[name] for name in ("interface", "vrf") if name in said}
    if "local-address" in said:
        values["source"] = ip_address(said["local-address"])
    draft: Draft[BfdSession] = objects.of("bfd_sessions", tuple(words), node, **values)
    place.under(node).each(
        node.children,
        lambda child: not child.text.startswith("no ") and keep(draft, child.text.split(" "), child, _PEER),
    )
    return True
