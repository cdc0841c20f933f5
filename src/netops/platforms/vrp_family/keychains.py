"""Key chains: their keys' algorithms and times, and how each secret lies there; the secrets themselves are read by nobody."""

from functools import partial

from netops.config.node import Node
from netops.platforms.reading.sheet import Place
from netops.platforms.reading.words import number
from netops.platforms.vrp_family.sheet import VrpSheet
from netops.platforms.vrp_family.words import ends_in_secret

_CHAIN = frozenset(
    {"receive-tolerance", "tcp-kind", "tcp-algorithm-id", "default", "digest-length", "time", "accept-tolerance"}
)
_TIMES = frozenset({"send-time", "receive-time", "send-lifetime", "accept-lifetime"})


def read_keychain(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``keychain NAME mode M`` and its keys: a setting by name each."""
    match words:
        case ["keychain", name, "mode", *mode] if mode:
            sheet.fields.add((f"keychain {name}", " ".join(mode)))
        case _:
            return False
    below = place.under(node)
    below.each(node.children, partial(_read_line, sheet, below, f"keychain {name}"))
    return True


def _read_line(sheet: VrpSheet, place: Place, chain: str, node: Node) -> bool:
    match node.text.split(" "):
        case ["key-id" | "key", text]:
            key = f"{chain} key {number(text)}"
            sheet.fields.add((key, "on"))
            place.under(node).each(node.children, partial(_read_key, sheet, key))
        case [first, *rest] if first in _CHAIN and rest and not node.children:
            sheet.fields.add((f"{chain} {first}", " ".join(rest)))
        case _:
            return False
    return True


def _read_key(sheet: VrpSheet, key: str, node: Node) -> bool:
    if node.children:
        return False
    match node.text.split(" "):
        case ["algorithm" | "authentication-algorithm", algorithm]:
            sheet.fields.add((f"{key} algorithm", algorithm))
        case ["key-string", *rest]:
            sheet.fields.add((f"{key} string", ends_in_secret(rest).form))
        case [first, *rest] if first in _TIMES and rest:
            sheet.fields.add((f"{key} {first}", " ".join(rest)))
        case ["default", "send-key-id"]:
            sheet.fields.add((f"{key} default", "send-key-id"))
        case _:
            return False
    return True
