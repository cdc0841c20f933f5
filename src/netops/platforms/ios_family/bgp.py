"""``router bgp``: the global table, VRFs' families, neighbours, groups (Cisco IOS and RGOS: IP Routing: BGP)."""

from collections.abc import Mapping, Sequence
from typing import Any

from netops.model import BgpFamily, BgpGroup, BgpInstance, BgpNeighbor, Family, IPAddress, NeighborFamily
from netops.platforms.ios_family.said import Said, each, said
from netops.platforms.ios_family.settings import setting
from netops.platforms.ios_family.sheet import BgpSheet, FamilySheet, PeerSheet, Sheet
from netops.platforms.ios_family.words import asn, classful, masked_network
from netops.platforms.reading.objects import keep, same
from netops.platforms.reading.sheet import Draft, Place, Table, filled
from netops.platforms.reading.words import address, ipv4, network, number, word

FAMILIES: Mapping[str, Family] = {
    "ipv4": Family.IPV4,
    "ipv4 unicast": Family.IPV4,
    "ipv6": Family.IPV6,
    "ipv6 unicast": Family.IPV6,
    "vpnv4": Family.VPNV4,
    "vpnv4 unicast": Family.VPNV4,
    "vpnv6": Family.VPNV6,
    "vpnv6 unicast": Family.VPNV6,
}
_INSTANCE = Table(
    said={
        "bgp default ipv4-unicast": ("default_ipv4_unicast", True),
        "no bgp default ipv4-unicast": ("default_ipv4_unicast", False),
    },
    valued={"bgp router-id": ("router_id", ipv4), "bgp cluster-id": ("cluster_id", word)},
)
_SETTINGS = frozenset(
    {"bgp log-neighbor-changes", "bgp graceful-restart", "bgp deterministic-med", "bgp always-compare-med", "bgp bestpath", "bgp dampening",
    "bgp enforce-first-as", "bgp fast-external-fallover", "bgp maxas-limit", "bgp redistribute-internal", "bgp nsr", "timers bgp", "distance bgp",
    "maximum-paths", "synchronization", "auto-summary", "bgp scan-time", "bgp update-delay", "bgp nexthop trigger delay", "bgp additional-paths",
    "table-map", "bgp default local-preference", "bgp suppress-inactive", "bgp recursion host", "default-information originate",
    "bgp nopeerup-delay", "default-metric", "bgp confederation identifier", "bgp confederation peers",
    }
)  # fmt: skip
_SESSION = Table(
    said={
        "shutdown": ("enabled", False),
        "fall-over bfd": ("bfd", True),
        "fall-over bfd single-hop": ("bfd", True),
        "ebgp-multihop": ("ebgp_multihop", 255),  # IOS's own number where none is said
    },
    valued={
        "remote-as": ("remote_asn", asn),
        "ebgp-multihop": ("ebgp_multihop", number),
        "ttl-security hops": ("ttl_hops", number),
        "local-as": ("local_asn", asn),
        "peer-group": ("group", word),
    },
    open={"description": ("description", word), "password": ("authenticated", lambda _: True)},
)
_EXCHANGED = Table(
    said={
        "next-hop-self": ("next_hop_self", True),
        "as-override": ("as_override", True),
        "allowas-in": ("allow_own_asn", 3),  # IOS's own count, shown without the number
        "route-reflector-client": ("reflector_client", True),
        "soft-reconfiguration inbound": ("soft_reconfiguration", True),
        "default-originate": ("default_originate", True),
    },
    valued={
        "allowas-in": ("allow_own_asn", number),
        "maximum-prefix": ("maximum_prefix", number),
        "weight": ("weight", number),
    },
)
_OF_SESSION = same("version", "transport", "dont-capability-negotiate", "disable-connected-check", "capability",
    "ha-mode", "translate-update", "timers connect")  # fmt: skip
_OF_FAMILY = same("advertisement-interval", "remove-private-as", "remove-private-AS", "send-label", "unsuppress-map", "advertise-map", "maximum-prefix", "soo",
    "default-originate", "additional-paths", "internal-vpn-client", "slow-peer")  # fmt: skip
_SESSION_WORDS = frozenset(
    each.partition(" ")[0]
    for each in ("update-source", "timers", *_SESSION.said, *_SESSION.valued, *_SESSION.open, *_OF_SESSION)
)
"""Words with which what is said of a session begins."""
_COMMUNITIES = {
    (): {"standard"},
    ("standard",): {"standard"},
    ("extended",): {"extended"},
    ("both",): {"standard", "extended"},
}
_BOUND = {
    "prefix-list": "prefix_list",
    "route-map": "policy",
    "distribute-list": "filter",
    "filter-list": "filter",
}


def read_bgp(sheet: Sheet, found: Said, place: Place) -> bool:
    """Read ``router bgp ASN``."""
    match found.words:
        case ("router", "bgp", own) if not found.off:
            number_ = asn(own)
        case _:
            return False
    bgp = _instance(sheet, None, number_, place.under(found.node))
    if bgp.draft.values["asn"] != number_:
        return False
    bgp.draft.nodes.append(found.node)
    own_family = _family(bgp, Family.IPV4, bgp.place)

    def read(line: Said) -> bool:
        return _read_line(sheet, bgp, own_family, line)

    for node in found.node.children:
        if node.text.removeprefix("no ").partition(" ")[0] == "address-family":
            _read_family(sheet, bgp, said(sheet.dialect, node))
        else:
            each(sheet, (node,), bgp.place, read)
    return True


def _instance(sheet: Sheet, vrf: str | None, number_: int, place: Place) -> BgpSheet:
    return sheet.bgp.setdefault(vrf, BgpSheet(Draft(BgpInstance, {"asn": number_, "vrf": vrf}), place))


def _family(bgp: BgpSheet, family: Family, place: Place) -> FamilySheet:
    return bgp.families.setdefault(family, FamilySheet(Draft(BgpFamily, {"family": family}), place))


def _read_family(sheet: Sheet, bgp: BgpSheet, head: Said) -> None:
    """Read ``address-family ipv4 [unicast] [vrf NAME]`` and the like."""
    words, vrf = head.words[1:], None
    if len(words) > 2 and words[-2] == "vrf":
        words, vrf = words[:-2], words[-1]
    family = FAMILIES.get(" ".join(words))
    if family is None or head.off or (vrf is not None and family in {Family.VPNV4, Family.VPNV6}):
        bgp.place.unread(head.node)
        return
    under = bgp.place.under(head.node)
    if vrf is not None:
        bgp = _instance(sheet, vrf, bgp.draft.values["asn"], under)
        bgp.draft.nodes.append(head.node)
    found = _family(bgp, family, under)
    if vrf is not None:
        found.own.values["vpn"] = True
        found.own.nodes.append(head.node)
    each(sheet, head.node.children, under, lambda line: _read_line(sheet, bgp, found, line))


def _read_line(sheet: Sheet, bgp: BgpSheet, family: FamilySheet, found: Said) -> bool:
    words = found.words
    if words[0] == "neighbor" and len(words) > 2:
        return _read_neighbor(sheet, bgp, family, found)
    match words:
        case ("network", *what) if not found.off:
            return _read_network(bgp, family.own, tuple(what), found)
        case ("aggregate-address", prefix, mask, *how) if not found.off and "/" not in prefix:
            name = f"{family.own.values['family'].value} aggregate-address {masked_network(prefix, mask)}"
            bgp.draft.add("fields", (name, " ".join(how) or "on"), found.node)
            return True
        case ("redistribute", source, *what) if not found.off:
            return _read_redistributed(bgp, family.own, found, source, tuple(what))
    return filled(bgp.draft, found.node, _INSTANCE) or _read_setting(bgp, family, found)


def _read_setting(bgp: BgpSheet, family: FamilySheet, found: Said) -> bool:
    pair = setting(found, _SETTINGS)
    if pair is None:
        return False
    name, value = pair
    of_family = bgp.place.section != family.place.section
    full = f"{family.own.values['family'].value} {name}" if of_family else name
    bgp.draft.add("fields", (full, value), found.node)
    return True


def _read_network(bgp: BgpSheet, draft: Draft[BgpFamily], what: tuple[str, ...], found: Said) -> bool:
    match what:
        case (prefix,) if "/" in prefix:
            draft.add("networks", network(prefix), found.node)
        case (prefix,):
            draft.add("networks", classful(prefix), found.node)
        case (prefix, "mask", mask):
            draft.add("networks", masked_network(prefix, mask), found.node)
        case (prefix, "mask", mask, "route-map", policy):
            where = masked_network(prefix, mask)
            draft.add("networks", where, found.node)
            name = f"{draft.values['family'].value} network {where}"
            bgp.draft.values.setdefault("fields", set()).add((name, f"route-map {policy}"))
        case _:
            return False
    return True


def _read_redistributed(
    bgp: BgpSheet, draft: Draft[BgpFamily], found: Said, source: str, what: tuple[str, ...]
) -> bool:
    name = f"{source} {what[0]}" if what and what[0].isdigit() else source
    options = " ".join(what[1:] if name != source else what)
    if options:
        full = f"{draft.values['family'].value} redistribute {name}"
        bgp.draft.add("fields", (full, options), found.node)
    draft.add("redistribute", name, found.node)
    return True


def _peer(text: str) -> IPAddress | str:
    """Return a neighbour's address, or the name of a group."""
    return address(text) if text[:1].isdigit() or ":" in text else text


def _peer_sheet(bgp: BgpSheet, name: str) -> tuple[IPAddress | str, PeerSheet]:
    """Return a neighbour or a group, and what is known of it; each is looked for by its address once, and then as it is written."""
    known = bgp.written.get(name)
    if known is None:
        peer = _peer(name)
        if peer not in bgp.peers:
            bgp.peers[peer] = PeerSheet(Draft(BgpNeighbor, {"address": peer, "remote_asn": None}))
        known = bgp.written[name] = peer, bgp.peers[peer]
    return known


def _read_neighbor(sheet: Sheet, bgp: BgpSheet, family: FamilySheet, found: Said) -> bool:
    peer, known = _peer_sheet(bgp, found.words[1])
    what = found.words[2:]
    own: Family = family.own.values["family"]
    if what == ("activate",):
        known.active[own] = not found.off, found.node
        return True
    if found.off:
        return False
    if what == ("peer-group",) and isinstance(peer, str):
        _group(bgp, peer).nodes.append(found.node)
        return True
    draft = _group(bgp, peer) if isinstance(peer, str) else known.session
    of_session = what[0] in _SESSION_WORDS and _read_session(sheet, draft, found, bgp)
    return of_session or _read_exchanged(known, own, found)


def _group(bgp: BgpSheet, name: str) -> Draft[Any]:
    return bgp.groups.setdefault(name, Draft(BgpGroup, {"name": name}))


def _read_session(sheet: Sheet, draft: Draft[Any], found: Said, bgp: BgpSheet) -> bool:
    match found.words[2:]:
        case ("update-source", source):
            draft.set("update_source", source if source[:1].isdigit() else sheet.dialect.port(source), found.node)
        case ("timers", keepalive, hold):
            draft.set("timers", (number(keepalive), number(hold)), found.node)
        case ("local-as" | "peer-group", _) if draft.kind is BgpGroup:
            return False
        case ("remote-as", own) if draft.kind is BgpGroup and asn(own) == bgp.draft.values["asn"]:
            draft.set("remote_asn", asn(own), found.node)
            draft.values["internal"] = True
        case _:
            return filled(draft, found.node, _SESSION, found.rest(2)) or keep(
                draft, found.words[2:], found.node, _OF_SESSION
            )
    return True


def _read_exchanged(peer: PeerSheet, family: Family, found: Said) -> bool:
    draft = peer.exchanged.get(family)
    if draft is None:
        draft = peer.exchanged[family] = Draft(NeighborFamily, {"family": family})
    words = found.words[2:]
    match words:
        case ("send-community", *what) if tuple(what) in _COMMUNITIES:
            known = draft.values.get("communities", set())
            draft.set("communities", known | _COMMUNITIES[tuple(what)], found.node)
        case (kind, name, "in" | "out" as way) if kind in _BOUND:
            field = f"{_BOUND[kind]}_{way}"
            if field in draft.values:
                return False  # two of one kind: the model has one place
            draft.set(field, name, found.node)
        case ("maximum-prefix", most, *how) if "warning-only" not in how:
            draft.set("maximum_prefix", number(most), found.node)
            if how:
                draft.values.setdefault("fields", set()).add(("maximum-prefix beyond", " ".join(how)))
        case _:
            return filled(draft, found.node, _EXCHANGED, " ".join(words)) or keep(draft, words, found.node, _OF_FAMILY)
    return True


def instances(sheet: Sheet) -> frozenset[BgpInstance]:
    """Return the instances; ``bgp default ipv4-unicast`` holds for the neighbours of the VRFs, too."""
    whole = sheet.bgp.get(None)
    by_default = bool(whole.draft.values.get("default_ipv4_unicast", True)) if whole is not None else True
    found = []
    for bgp in sheet.bgp.values():
        bgp.draft.values["default_ipv4_unicast"] = by_default
        bgp.draft.values["neighbors"] = _neighbors(bgp, by_default=by_default)
        bgp.draft.values["groups"] = _groups(bgp)
        own = (each.own for each in bgp.families.values() if len(each.own.values) > 1)
        bgp.draft.values["families"] = frozenset(each.made() for each in own)
        found.append(bgp.draft.made())
    return frozenset(found)


Families = Sequence[tuple[Family, Place]]
"""Families of an instance, each with the place of its lines."""


def _neighbors(bgp: BgpSheet, *, by_default: bool) -> frozenset[BgpNeighbor]:
    """Return the neighbours; what is said of one without an AS number, or of a group that isn't there, is unread."""
    families = [(family, sheet.place) for family, sheet in bgp.families.items()]
    if by_default and Family.IPV4 not in bgp.families and bgp.draft.values["vrf"] is None:
        families.append((Family.IPV4, bgp.place))
    found = []
    for peer, known in bgp.peers.items():
        if isinstance(peer, str):
            _unread_stranger(known, () if peer in bgp.groups else families)
            continue
        session = known.session
        if session.values["remote_asn"] or session.values.get("group"):
            usual = by_default and not _of_other_section(bgp, peer)
            session.values["families"] = _of_peer(known, families, usual=usual, is_group=False)
            found.append(session.made())
        else:
            bgp.place.unread(*session.nodes)
            _unread_stranger(known, families)
    return frozenset(found)


def _groups(bgp: BgpSheet) -> frozenset[BgpGroup]:
    families = [(family, sheet.place) for family, sheet in bgp.families.items()]
    for name, draft in bgp.groups.items():
        draft.values["families"] = _of_peer(bgp.peers[name], families, usual=False, is_group=True)
    return frozenset(draft.made() for draft in bgp.groups.values())


def _of_peer(peer: PeerSheet, families: Families, *, usual: bool, is_group: bool) -> frozenset[NeighborFamily]:
    """Return the families that a neighbour is active in, and for a group those that a line speaks of.

    Args:
        peer: the neighbour or the group.
        families: of the instance.
        usual: it is active in IPv4 where no line says so.
        is_group: it is a group.
    """
    found: list[NeighborFamily] = []
    for family, place in families:
        said_ = peer.active.get(family)
        draft = peer.exchanged.get(family)
        active = usual and family is Family.IPV4 if said_ is None else said_[0]
        if active or (is_group and draft is not None and draft.nodes):
            draft = draft or Draft(NeighborFamily, {"family": family})
            draft.nodes = draft.nodes if said_ is None else [said_[1], *draft.nodes]
            found.append(draft.made())
        elif draft is not None:
            # Filters of a neighbour that isn't active here do nothing, but they aren't absent either.
            place.unread(*draft.nodes)
    return frozenset(found)


def _of_other_section(bgp: BgpSheet, peer: IPAddress) -> bool:
    """Tell whether a VRF's neighbour stands in the section of IPv6, where nothing is active that no line says."""
    return bgp.draft.values["vrf"] is not None and peer.version != 4  # of IP


def _unread_stranger(peer: PeerSheet, families: Families) -> None:
    """Note what is said of a peer that isn't there."""
    for family, place in families:
        if family in peer.exchanged:
            place.unread(*peer.exchanged[family].nodes)
        if family in peer.active:
            place.unread(peer.active[family][1])
