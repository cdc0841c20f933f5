"""``bgp``: instances, peers, groups, families (command references, "BGP").

VRP has ``ipv4-family vpn-instance V`` below ``bgp``, Comware 7 ``ip vpn-instance V`` with ``address-family`` below it. Lines of
a peer's session and of one of its families may stand in the same view.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from netops.config.node import Node
from netops.model import BgpFamily, BgpGroup, BgpInstance, BgpNeighbor, Family, IPAddress, NeighborFamily
from netops.platforms.reading.objects import keep, same
from netops.platforms.reading.sheet import Draft, Place, Table, Traced, filled
from netops.platforms.reading.words import address, ipv4, number, word
from netops.platforms.vrp_family.route_limits import BEYOND, beyond
from netops.platforms.vrp_family.routing import source
from netops.platforms.vrp_family.sheet import VrpSheet
from netops.platforms.vrp_family.words import prefix

Peer = IPAddress | str

_FAMILIES: Mapping[str, Family] = {
    "ipv4-family unicast": Family.IPV4,
    "ipv4-family": Family.IPV4,
    "ipv4-family vpnv4": Family.VPNV4,
    "ipv4-family vpnv4 unicast": Family.VPNV4,
    "ipv6-family unicast": Family.IPV6,
    "ipv6-family": Family.IPV6,
    "ipv6-family vpnv6": Family.VPNV6,
    "address-family ipv4": Family.IPV4,
    "address-family ipv4 unicast": Family.IPV4,
    "address-family ipv6": Family.IPV6,
    "address-family ipv6 unicast": Family.IPV6,
    "address-family vpnv4": Family.VPNV4,
    "address-family vpnv6": Family.VPNV6,
}
_VRF_HEADS: Mapping[str, Family | None] = {
    "ipv4-family vpn-instance": Family.IPV4,
    "ipv6-family vpn-instance": Family.IPV6,
    "ip vpn-instance": None,
    "vpn-instance": None,
}
# A device shows them though they only say its default.
_DEFAULTS = frozenset({"undo synchronization", "policy vpn-target"})
_INSTANCE = Table(
    said={
        "undo default ipv4-unicast": ("default_ipv4_unicast", False),
        "default ipv4-unicast": ("default_ipv4_unicast", True),
    },
    valued={"router-id": ("router_id", ipv4), "reflector cluster-id": ("cluster_id", word)},
)
_INSTANCE_FIELDS = frozenset(
    {
        "graceful-restart",
        "timer",
        "preference",
        "default",
        "maximum",
        "balance",
        "log-peer-change",
        "compare-different-as-med",
        "deterministic-med",
        "bestroute",
        "check-first-as",
        "nexthop",
        "ext-community-type",
        "supernet",
        "slow-peer",
        "non-stop-routing",
        "private-4-byte-as",
        "segment-routing",
        "auto-frr",
        "vpn-route",
        "ingress-lsp",
        "route-select",
        "advertise",
    }
)
_OF_SESSION = same("tracking", "route-update-interval", "bfd min-tx-interval", "bfd min-rx-interval", "capability-advertise",
    "log-change", "path-mtu", "timer connect-retry", "low-memory")  # fmt: skip
_OF_FAMILY = same(
    "public-as-only",
    "prefix-sid",
    "label-route-capability",
    "advertise irb",
    "upe",
    "advertise-vpn-instance",
    "soo",
    "capability-advertise",
)
_SESSION = Table(
    said={
        "ignore": ("enabled", False),
        "bfd": ("bfd", True),
        "bfd enable": ("bfd", True),
    },
    valued={
        "as-number": ("remote_asn", number),
        "connect-interface": ("update_source", word),
        "valid-ttl-hops": ("ttl_hops", number),
        "ttl-security hops": ("ttl_hops", number),
        "ebgp-max-hop": ("ebgp_multihop", number),
        "fake-as": ("local_asn", number),
        "local-as": ("local_asn", number),
        "timer connect-retry": ("connect_retry", number),
    },
    open={"description": ("description", word)},
)
_SESSION_WORDS = frozenset(
    each.partition(" ")[0]
    for each in (
        "group",
        "password",
        "keychain",
        "timer",
        *_SESSION.said,
        *_SESSION.valued,
        *_SESSION.open,
        *_OF_SESSION,
    )
)
"""Words with which what is said of a session begins."""
_EXCHANGED = Table(
    said={
        "reflect-client": ("reflector_client", True),
        "next-hop-local": ("next_hop_self", True),
        "substitute-as": ("as_override", True),
        "allow-as-loop": ("allow_own_asn", 1),
        "keep-all-routes": ("soft_reconfiguration", True),
        "default-route-advertise": ("default_originate", True),
    },
    valued={
        "allow-as-loop": ("allow_own_asn", number),
        "preferred-value": ("weight", number),
        "route-limit": ("maximum_prefix", number),
    },
)
_COMMUNITIES = {
    "advertise-community": "standard",
    "advertise-ext-community": "extended",
    "advertise-large-community": "large",
}
_SIDES = {"import": "in", "export": "out"}
_LISTS = {
    "route-policy": "policy",
    "ip-prefix": "prefix_list",
    "ipv6-prefix": "prefix_list",
    "prefix-list": "prefix_list",
}
_FILTERS = frozenset({"filter-policy", "as-path-filter", "as-path-acl"})


@dataclass(slots=True)
class PeerSheet:
    """A peer, or a group, while it is read.

    Attributes:
        session: its session, whatever it turns out to be.
        exchanged: what is exchanged, by family.
        active: family → it is switched on, or off, by a line.
        made_in: the family in whose view it is made, which is none in the view of the instance; empty where no line makes it.
        places: where each of its lines stands.
    """

    session: Traced[Any] = field(default_factory=lambda: Traced(BgpNeighbor, {}))
    exchanged: dict[Family, Draft[NeighborFamily]] = field(default_factory=dict)
    active: dict[Family, bool] = field(default_factory=dict)
    made_in: tuple[Family | None, ...] = ()
    places: list[tuple[Node, Place]] = field(default_factory=list)

    def in_family(self, family: Family) -> Draft[NeighborFamily]:
        """Return what is exchanged with it in a family."""
        found = self.exchanged.get(family)
        if found is None:
            found = self.exchanged[family] = Draft(NeighborFamily, {"family": family})
        return found


@dataclass(slots=True)
class BgpSheet:
    """One instance while it is read.

    Attributes:
        own: what is originated, by family.
        peers: peers and groups of which a line speaks.
        written: the same by the address as a line has it, with the family that it is of.
        far: hops that an external session may have where the line doesn't count them.
        keeps_plain: a password is kept as it was typed where the line says so (``simple``); Comware stores it encrypted all the
            same (HPE Layer 3 IP Routing Command Reference, ``peer password``).
    """

    draft: Draft[BgpInstance]
    own: dict[Family, Draft[BgpFamily]] = field(default_factory=dict)
    peers: dict[Peer, PeerSheet] = field(default_factory=dict)
    written: dict[str, tuple[PeerSheet, Family]] = field(default_factory=dict)
    groups: dict[str, Draft[BgpGroup]] = field(default_factory=dict)
    far: int = 255
    keeps_plain: bool = True

    def family(self, family: Family) -> Draft[BgpFamily]:
        """Return what is originated in a family."""
        return self.own.setdefault(family, Draft(BgpFamily, {"family": family}))

    def peer(self, peer: Peer) -> PeerSheet:
        """Return what is known of a peer."""
        found = self.peers.get(peer)
        if found is None:
            found = self.peers[peer] = PeerSheet()
        return found

    def peer_written(self, text: str) -> tuple[PeerSheet, Family]:
        """Return what is known of a peer, and the family of its address: looked for by the address once, and then as it is written."""
        found = self.written.get(text)
        if found is None:
            name = _peer(text)
            found = self.written[text] = self.peer(name), _family_of(name)
        return found


def read_bgp(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``bgp AS`` and all below it."""
    if len(words) != 2:
        return False
    asn = _asn(words[1])
    instance = _instance(sheet, None, asn, node)
    below = place.under(node)

    def read(child: Node) -> bool:
        head, _, name = child.text.rpartition(" ")
        if head in _VRF_HEADS and not child.text.startswith("vpn-instance ipv"):
            inner = _instance(sheet, name, asn, child)
            _read_view(inner, child, below, _VRF_HEADS[head])
            return True
        return _read_line(instance, below, None, child)

    below.each(node.children, read)
    return True


def _asn(text: str) -> int:
    high, dot, low = text.partition(".")
    return (number(high) << 16) + number(low) if dot else number(text)


def _instance(sheet: VrpSheet, vrf: str | None, asn: int, node: Node) -> BgpSheet:
    known = sheet.bgp.get(vrf)
    if known is None:
        active = sheet.dialect.peers_active(sheet.release)
        draft = Draft(BgpInstance, {"asn": asn, "vrf": vrf, "default_ipv4_unicast": active})
        known = BgpSheet(draft, far=sheet.dialect.far, keeps_plain=not sheet.dialect.is_comware)
        sheet.bgp[vrf] = known
    known.draft.nodes.append(node)
    found: BgpSheet = known
    return found


def _read_view(instance: BgpSheet, node: Node, place: Place, family: Family | None) -> None:
    """Read the lines of a family's or VRF's view; a VRF's routes go to and come from its route targets."""
    if family is not None:
        own = instance.family(family)
        own.nodes.append(node)
        if instance.draft.values["vrf"] is not None:
            own.values["vpn"] = True
    below = place.under(node)
    below.each(node.children, partial(_read_line, instance, below, family))


def _read_line(instance: BgpSheet, place: Place, family: Family | None, node: Node) -> bool:
    inner = _FAMILIES.get(node.text)
    if inner is not None and family is None:
        _read_view(instance, node, place, inner)
        return True
    if node.children:
        return False
    words = node.text.split(" ")
    negative = words[0] == "undo"
    if words[1 if negative else 0] == "peer":
        return _read_peer(instance, (node, place), family, words[1:] if negative else words)
    return _read_own(instance, family or Family.IPV4, node, words)


def _read_confederation(instance: BgpSheet, node: Node, words: list[str]) -> bool:
    """Read which AS number a confederation shows to others, and which ones are of it (RFC 5065)."""
    match words:
        case ["confederation", "id" | "peer-as" as what, *asns] if asns:
            name = "bgp confederation identifier" if what == "id" else "bgp confederation peers"
            instance.draft.add("fields", (name, " ".join(asns)), node)
            return True
        case _:
            return False


def _read_own(instance: BgpSheet, family: Family, node: Node, words: list[str]) -> bool:
    if node.text in _DEFAULTS or filled(instance.draft, node, _INSTANCE) or _read_confederation(instance, node, words):
        return True
    match words:
        case ["group", name] | ["group", name, "internal" | "external"]:
            group = instance.groups.setdefault(name, Draft(BgpGroup, {"name": name}))
            group.set("internal", words[-1] == "internal" or len(words) == 2, node)
        case ["network", first, mask, *rest] if rest[:1] in ([], ["route-policy"]):
            network = prefix(first, mask)
            instance.family(family).add("networks", network, node)
            if rest:
                instance.draft.values.setdefault("fields", set()).add((f"network {network}", " ".join(rest)))
        case ["import-route", *rest]:
            protocol, said = source(rest)
            instance.family(family).add("redistribute", protocol, node)
            if said:
                name = f"{family} redistribute {protocol}"
                instance.draft.values.setdefault("fields", set()).add((name, said))
        case ["aggregate", first, mask, *rest]:
            name = f"{family} aggregate {prefix(first, mask)}"
            instance.draft.add("fields", (name, " ".join(rest) or "on"), node)
        case ["undo", "policy", "vpn-target"]:
            instance.draft.add("fields", (f"{family} policy vpn-target", "off"), node)
        case [first, *rest] if first in _INSTANCE_FIELDS:
            name = f"{family} {first}" if family is not Family.IPV4 else first
            instance.draft.add("fields", (name, " ".join(rest) or "on"), node)
        case _:
            return False
    return True


def _read_peer(instance: BgpSheet, where: tuple[Node, Place], family: Family | None, words: list[str]) -> bool:
    node, place = where
    if len(words) < 3 or words[2].isdigit():
        return False  # Comware's dynamic peers: a prefix in place of an address
    peer, own_family = instance.peer_written(words[1])
    negative, in_family = node.text.startswith("undo "), family or own_family
    what = words[2:]
    if what == ["enable"]:
        peer.active[in_family] = not negative
        peer.in_family(in_family).nodes.append(node)
    elif negative:
        return False
    else:
        of_session = what[0] in _SESSION_WORDS and _read_session(instance, peer, family, node, what)
        if not of_session and not _read_exchanged(peer.in_family(in_family), node, what):
            return False
    peer.places.append((node, place))
    return True


def _peer(text: str) -> Peer:
    try:
        return address(text)
    except ValueError:
        return text


def _family_of(peer: Peer) -> Family:
    return Family.IPV6 if not isinstance(peer, str) and peer.version == 6 else Family.IPV4


def _proof(words: list[str], *, plain: bool) -> list[tuple[str, str]]:
    """Return what is told of a proof beside that there is one: its key chain, or that its password stands there as it was typed."""
    if words[0] == "keychain":
        return [("key-chain", words[1])]
    return [("password", "simple")] if plain and words[1] == "simple" and len(words) > 2 else []


def _read_session(instance: BgpSheet, peer: PeerSheet, family: Family | None, node: Node, words: list[str]) -> bool:
    draft = peer.session
    match words:
        case ["as-number", text]:
            draft.set("remote_asn", _asn(text), node)
            peer.made_in = peer.made_in or (family,)
        case ["group", name]:
            draft.set("group", name, node)
            peer.made_in = peer.made_in or (family,)
        case ["group", name, "as-number", text]:
            draft.set("remote_asn", _asn(text), node)
            draft.values["group"] = name
            peer.made_in = peer.made_in or (family,)
        case ["password", "cipher" | "simple" | "plain", *_] | ["password", _] | ["keychain", _]:
            draft.set("authenticated", value=True, node=node)
            draft.values.setdefault("fields", set()).update(_proof(words, plain=instance.keeps_plain))
        case ["ebgp-max-hop"]:
            draft.set("ebgp_multihop", instance.far, node)
        case ["timer", "keepalive", keepalive, "hold", hold]:
            draft.set("timers", (number(keepalive), number(hold)), node)
        case ["bfd", *_, "enable"]:
            draft.set("bfd", value=True, node=node)
        case ["connect-interface", *name, source_address] if len(name) == 1:
            address(source_address)
            draft.set("update_source", name[0], node)
        case _:
            return filled(draft, node, _SESSION, " ".join(words)) or keep(draft, words, node, _OF_SESSION)
    return True


def _read_exchanged(draft: Draft[NeighborFamily], node: Node, words: list[str]) -> bool:
    if words[:2] == ["filter-policy", "acl-name"]:
        words = [words[0], *words[2:]]
    match words:
        case [kind, name, side] if kind in _LISTS and side in _SIDES:
            draft.set(f"{_LISTS[kind]}_{_SIDES[side]}", name, node)
        case [kind, name, side] if kind in _FILTERS and side in _SIDES:
            if f"filter_{_SIDES[side]}" in draft.values:
                return False  # packets of both an access list and an AS path filter: the fact has room for one
            draft.set(f"filter_{_SIDES[side]}", name, node)
        case [kind] if kind in _COMMUNITIES:
            draft.add("communities", _COMMUNITIES[kind], node)
        case ["route-limit", most, *rest] if rest:
            return _read_limit(draft, node, number(most), rest)
        case _:
            return filled(draft, node, _EXCHANGED, " ".join(words)) or keep(draft, words, node, _OF_FAMILY)
    return True


def _read_limit(draft: Draft[NeighborFamily], node: Node, most: int, rest: list[str]) -> bool:
    """Read a limit of routes and what the device does beyond it: both, or neither."""
    found = beyond(rest, str(most))
    if found is None:
        return False
    if found[0] == BEYOND:
        draft.set("maximum_prefix", most, node)
    draft.add("fields", found, node)
    return True


def settle_bgp(sheet: VrpSheet) -> frozenset[BgpInstance]:
    """Return the instances, once all lines are known."""
    return frozenset(_settled(sheet, vrf, instance) for vrf, instance in sheet.bgp.items())


def _settled(sheet: VrpSheet, vrf: str | None, instance: BgpSheet) -> BgpInstance:
    values = instance.draft.values
    groups = frozenset(_groups(instance))
    neighbors = frozenset(_neighbors(instance, active=sheet.dialect.peers_active(sheet.release), vrf=vrf))
    own = frozenset(each.made() for each in instance.own.values() if set(each.values) != {"family"})
    values.update(neighbors=neighbors, groups=groups, families=own)
    return instance.draft.made()


def _groups(instance: BgpSheet) -> Iterator[BgpGroup]:
    room = set(BgpGroup.__dataclass_fields__)
    for name, draft in instance.groups.items():
        peer = instance.peer(name)
        session = peer.session
        if session.nodes:
            draft.values.update({key: value for key, value in session.values.items() if key in room})
            draft.nodes.extend(session.nodes)
            homeless = {node.number for key, node in session.sources.items() if key not in room}
            _unread([each for each in peer.places if each[0].number in homeless])
        draft.values["families"] = frozenset(
            each.made() for family, each in peer.exchanged.items() if each.nodes and peer.active.get(family, True)
        )
        yield draft.made()


def _neighbors(instance: BgpSheet, *, active: bool, vrf: str | None) -> Iterator[BgpNeighbor]:
    by_default = bool(instance.draft.values["default_ipv4_unicast"]) and active
    for name, peer in instance.peers.items():
        if isinstance(name, str):
            if name not in instance.groups:
                _unread(peer.places)
            continue
        if not peer.made_in:
            _unread(peer.places)
            continue
        made_in = peer.made_in[0] if vrf is not None else None
        default = (made_in or _family_of(name)) if active and vrf is not None else None
        if vrf is None and by_default and _family_of(name) is Family.IPV4:
            default = Family.IPV4
        draft = peer.session
        draft.values.setdefault("remote_asn", None)
        draft.values.update(address=name, families=frozenset(_exchanged(peer, default)))
        yield draft.made()


def _exchanged(peer: PeerSheet, default: Family | None) -> Iterator[NeighborFamily]:
    """Yield the families in which a peer is active; policies of one that isn't do nothing, but they aren't absent."""
    if default is not None:
        peer.in_family(default)
    for family, draft in peer.exchanged.items():
        if peer.active.get(family, family is default):
            yield draft.made()
        else:
            numbers = {node.number for node in draft.nodes if not node.text.endswith(" enable")}
            _unread([each for each in peer.places if each[0].number in numbers])


def _unread(found: list[tuple[Node, Place]]) -> None:
    for node, place in found:
        place.unread(node)
