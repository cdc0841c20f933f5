"""The files of an FRR router beside frr.conf: read for comparison, and what the kernel takes from them.

interfaces(5) of ifupdown2, nft(8), sshd_config(5). A file is written as a whole; interfaces take effect at ``ifreload -a``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from netops.lab.semantics.core.model import Node, Rule

HEADER = re.compile(r"### (/\S+)\s*")
FRR_CONF = "/etc/frr/frr.conf"
INTERFACES = "/etc/network/interfaces"
NFTABLES = "/etc/nftables.conf"
SSHD = "/etc/ssh/sshd_config"
REPEATED = (
    "port",
    "listenaddress",
    "hostkey",
    "allowusers",
    "allowgroups",
    "denyusers",
    "denygroups",
    "acceptenv",
    "subsystem",
)
"""Keywords of sshd_config of which every line counts; of others the first one does."""
IN_ORDER = Rule("{line:rest}", "file", key_order="lines")
"""A line among others whose order has a meaning."""


def split(text: str) -> tuple[str, dict[str, str], bool]:
    r"""Return the config of FRR, the other files by path, and whether the parts were marked.

    Example:
        >>> split("hostname r1\n### /etc/nftables.conf\nflush ruleset\n")
        ('hostname r1\n', {'/etc/nftables.conf': 'flush ruleset\n'}, True)
    """
    parts: dict[str, str] = {}
    path, marked = FRR_CONF, False
    for line in text.splitlines(keepends=True):
        header = HEADER.fullmatch(line)
        if header is not None:
            path, marked = header[1], True
            parts.setdefault(path, "")
        else:
            parts[path] = parts.get(path, "") + line
    return parts.pop(FRR_CONF, ""), parts, marked


def node_of(path: str, text: str) -> Node:
    """Return a file as a section of lines, so that two of them can be compared."""
    node = Node(f"### {path}", f"### {path}")
    lines = [line.strip() for line in text.splitlines()]
    if path == INTERFACES:
        _stanzas(node, (line for line in lines if line and not line.startswith("#")))
    elif path == SSHD:
        _keywords(node, (line for line in lines if line and not line.startswith("#")))
    elif path == NFTABLES:
        _blocks(node, _statements(text))
    else:
        for line in lines:
            add(node, line, IN_ORDER)
    return node


def add(section: Node, text: str, rule: Rule | None = None) -> Node:
    """Put a line into a section of a file; a line that stands there is found again."""
    key = text
    while rule is not None and key in section.children:
        key += " (again)"
    return section.children.setdefault(key, Node(text, key, rule))


def _stanzas(node: Node, lines: Iterable[str]) -> None:
    open_stanza = node
    for line in lines:
        words = line.split()
        if words[0] == "auto":
            for name in words[1:]:
                add(node, f"auto {name}")
        elif words[0] in ("iface", "source"):
            open_stanza = add(node, " ".join(words))
        else:
            add(open_stanza, " ".join(words))


def _keywords(node: Node, lines: Iterable[str]) -> None:
    section, seen = node, set[str]()
    for line in lines:
        word, _, value = line.partition(" ")
        keyword = word.lower()
        if keyword == "match":
            section, seen = add(node, line), set()
        elif keyword not in seen or keyword in REPEATED:
            add(section, f"{keyword} {' '.join(value.split())}")
            seen.add(keyword)


def _statements(text: str) -> Iterator[str]:
    """Yield the statements of a ruleset and its brackets. A set's members are part of their statement."""
    for line in text.splitlines():
        plain = line.partition("#")[0].strip()
        if plain.endswith("{") or plain in ("", "}"):
            yield plain
        else:
            yield from (each.strip() for each in plain.split(";"))


def _blocks(node: Node, statements: Iterable[str]) -> None:
    stack = [node]
    for each in statements:
        words = " ".join(each.split())
        if words.endswith("{"):
            stack.append(add(stack[-1], words.removesuffix("{").strip()))
        elif words == "}":
            stack = stack[:-1] if len(stack) > 1 else stack
        elif words:
            add(stack[-1], words, IN_ORDER)


def balanced(text: str) -> bool:
    """Tell whether every bracket of a ruleset is closed."""
    depth = 0
    for character in re.sub(r"#.*", "", text):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0


def kernel(text: str) -> tuple[Mapping[str, Mapping[str, str]], str]:
    """Return the interfaces that a file brings up, with their settings, and what is wrong with it ("" for nothing)."""
    node = node_of(INTERFACES, text)
    stanzas: dict[str, dict[str, str]] = {}
    for stanza in node.children.values():
        words = stanza.text.split()
        if words[0] == "iface" and f"auto {words[1]}" in node.children:
            settings = (line.text.partition(" ") for line in stanza.children.values())
            stanzas.setdefault(words[1], {}).update({word: value for word, _, value in settings})
    for name, settings_of in stanzas.items():
        vrf = settings_of.get("vrf")
        if vrf is not None and "vrf-table" not in stanzas.get(vrf, {}):
            return stanzas, f"error: {name}: vrf {vrf} has no stanza with vrf-table"
    return stanzas, ""


def facts(stanzas: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return what FRR sees of the kernel: its interfaces, its VRFs, and which interface is in which VRF."""
    return {
        "interfaces": " ".join(stanzas),
        "vrfs": " ".join(name for name, settings in stanzas.items() if "vrf-table" in settings),
        "bound": " ".join(f"{name}={settings['vrf']}" for name, settings in stanzas.items() if "vrf" in settings),
        "mpls": " ".join(name for name, settings in stanzas.items() if settings.get("mpls-enable") == "yes"),
    }
