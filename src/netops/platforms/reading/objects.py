"""Objects that stand beside routing and management, while they are read: each by its name, their parts by tables of settings."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from netops.config.node import Node
from netops.model import (
    BfdSession,
    DhcpPool,
    Interface,
    IsisInterface,
    IsisProcess,
    KeyChain,
    Probe,
    PublicKey,
    SegmentRouting,
    SharedGateway,
    SpanningTree,
    Stack,
    Track,
    TrafficBehavior,
    TrafficClass,
    TrafficPolicy,
    TrustPoint,
    Zone,
    ZonePair,
)
from netops.platforms.reading.sheet import Draft, Marked

# Field of the device, or of its management → what it holds.
_OF_DEVICE: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "isis": IsisProcess,
        "stacks": Stack,
        "traffic_classes": TrafficClass,
        "traffic_behaviors": TrafficBehavior,
        "traffic_policies": TrafficPolicy,
        "zones": Zone,
        "zone_pairs": ZonePair,
        "probes": Probe,
        "tracks": Track,
        "bfd_sessions": BfdSession,
        "dhcp_pools": DhcpPool,
    }
)
_OF_MANAGEMENT: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {"key_chains": KeyChain, "trust_points": TrustPoint, "public_keys": PublicKey}
)
_ALONE: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {"spanning_tree": SpanningTree, "segment_routing": SegmentRouting}
)
_KINDS = {**_OF_DEVICE, **_OF_MANAGEMENT}

Settings = Mapping[str, str]
"""First words of a line → the setting's name; the rest of the line is its value."""


@dataclass(slots=True)
class Objects:
    """What is known of them so far.

    Attributes:
        gateways: interface → (protocol, group, version of the addresses) → the group.
        isis: interface → IS-IS on it.
    """

    named: dict[str, dict[Any, Draft[Any]]] = field(default_factory=dict)
    alone: dict[str, Draft[Any]] = field(default_factory=dict)
    gateways: dict[str, dict[tuple[str, int, int], Draft[SharedGateway]]] = field(default_factory=dict)
    isis: dict[str, Draft[IsisInterface]] = field(default_factory=dict)

    def of(self, kind: str, name: object, node: Node, /, **values: object) -> Draft[Any]:
        """Return the draft of an object, a new one where it isn't known yet; a line that speaks of it is noted."""
        known = self.named.setdefault(kind, {})
        if name not in known:
            known[name] = Draft(_KINDS[kind], dict(values))
        known[name].nodes.append(node)
        return known[name]

    def single(self, kind: str) -> Draft[Any]:
        """Return the draft of what a device has once."""
        made = Marked if kind == "spanning_tree" else Draft
        return self.alone.setdefault(kind, made(_ALONE[kind], {}))

    def gateway(self, port: str, protocol: str, group: int, version: int = 4) -> Draft[SharedGateway]:
        """Return the draft of a group of routers on an interface."""
        known = self.gateways.setdefault(port, {})
        values = {"protocol": protocol, "group": group, "version": version}
        return known.setdefault((protocol, group, version), Draft(SharedGateway, values))

    def on_port(self, port: str) -> Draft[IsisInterface]:
        """Return the draft of IS-IS on an interface."""
        return self.isis.setdefault(port, Draft(IsisInterface, {}))

    def settle(self, port: str, draft: Draft[Interface]) -> list[Node]:
        """Give an interface what lines said of it; return those that mean nothing because IS-IS doesn't run there."""
        if port not in self.gateways and port not in self.isis:
            return []
        found = [each for each in self.gateways.get(port, {}).values() if each.nodes]
        if found:
            draft.values["gateways"] = frozenset(each.made() for each in found)
            draft.nodes.extend(node for each in found for node in each.nodes)
        isis = self.isis.get(port)
        if isis is None or not isis.nodes:
            return []
        if "process" not in isis.values:
            return isis.nodes
        draft.values["isis"] = isis.made()
        draft.nodes.extend(isis.nodes)
        return []

    def device(self) -> dict[str, Any]:
        """Return the device's fields."""
        return self._made(_OF_DEVICE) | {name: draft.made() for name, draft in self.alone.items() if draft.nodes}

    def management(self) -> dict[str, Any]:
        """Return the fields of the management plane."""
        return self._made(_OF_MANAGEMENT)

    def _made(self, kinds: Mapping[str, object]) -> dict[str, Any]:
        return {
            kind: frozenset(each.made() for each in found.values())
            for kind, found in self.named.items()
            if kind in kinds
        }


_MOST_WORDS = 5


def keep(draft: Draft[Any], words: tuple[str, ...] | list[str], node: Node, known: Settings) -> bool:
    """Keep a line as a setting by name, by the longest beginning that is known; False where none is.

    Example:
        >>> draft = Draft(dict, {})
        >>> keep(draft, ["spf-interval", "5", "1"], Node("spf-interval 5 1"), {"spf-interval": "spf-interval"}), draft.values
        (True, {'fields': {('spf-interval', '5 1')}})
    """
    if node.children or holds_secret(words):
        return False
    for length in range(min(len(words), _MOST_WORDS), 0, -1):
        name = known.get(" ".join(words[:length]))
        value = " ".join(words[length:])
        if name is not None and value not in SWITCHED:
            draft.add("fields", (name, value or "on"), node)
            return True
    return False


SWITCHED = frozenset({"on", "off"})
"""Values of settings that stand without a word, or negated: a list of that name isn't told from them, so that nobody reads it."""
_SECRETIVE = frozenset({"password", "passwd", "passphrase", "secret", "cipher", "simple", "plain", "irreversible-cipher", "hash", "psk",
    "key-string", "pre-shared-key", "securityname"})  # fmt: skip


def holds_secret(words: Iterable[str]) -> bool:
    """Tell whether a word says that a secret follows: what is kept as it is written must have none.

    Example:
        >>> holds_secret("user ops password cipher x".split()), holds_secret("level 3".split())
        (True, False)
    """
    return not _SECRETIVE.isdisjoint(map(str.lower, words))


def same(*heads: str) -> Settings:
    """Return settings that are called as their lines begin."""
    return {head: head for head in heads}
