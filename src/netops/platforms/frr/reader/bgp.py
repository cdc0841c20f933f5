"""``router bgp``: instances, neighbours, families, and the route targets that FRR keeps there (FRR 8.4 manual, "BGP")."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from netops.config.node import Node
from netops.model import (
    BgpFamily,
    BgpGroup,
    BgpInstance,
    BgpNeighbor,
    Family,
    IPAddress,
    NeighborFamily,
    Vrf,
)
from netops.platforms.reading.objects import keep, same
from netops.platforms.reading.sheet import Draft, Place, Table, filled
from netops.platforms.reading.words import address, among, ipv4, network, number, word

_FAMILIES = {
    "ipv4 unicast": Family.IPV4,
    "ipv4": Family.IPV4,
    "ipv4 vpn": Family.VPNV4,
    "ipv6 unicast": Family.IPV6,
    "ipv6": Family.IPV6,
    "ipv6 vpn": Family.VPNV6,
}
_INSTANCE = Table(
    said={
        "bgp ebgp-requires-policy": ("policy_required", True),
        "no bgp ebgp-requires-policy": ("policy_required", False),
        "bgp default ipv4-unicast": ("default_ipv4_unicast", True),
        "no bgp default ipv4-unicast": ("default_ipv4_unicast", False),
    },
    valued={"bgp router-id": ("router_id", ipv4), "bgp cluster-id": ("cluster_id", word)},
)
_SETTINGS = same("bgp log-neighbor-changes", "timers bgp", "bgp graceful-restart", "bgp default local-preference", "bgp max-med",
    "bgp bestpath", "bgp deterministic-med", "bgp always-compare-med", "bgp fast-convergence", "bgp graceful-shutdown", "bgp update-delay",
    "bgp coalesce-time", "bgp default show-hostname", "bgp default show-nexthop-hostname", "bgp reject-as-sets", "bgp minimum-holdtime",
    "bgp listen limit", "bgp route-reflector allow-outbound-policy", "bgp confederation identifier", "bgp confederation peers")  # fmt: skip
_OF_NEIGHBOR = same("port", "solo", "strict-capability-match", "override-capability", "bfd profile", "timers delayopen", "capability dynamic",
    "capability extended-nexthop", "dont-capability-negotiate", "enforce-first-as", "disable-connected-check", "passive", "graceful-restart",
    "advertisement-interval", "sender-as-path-loop-detection", "disable-link-bw-encoding-ieee")  # fmt: skip
_OF_FAMILY = same("soo", "capability orf", "maximum-prefix-out", "unsuppress-map", "advertise-map", "addpath-tx-all-paths",
    "addpath-tx-bestpath-per-AS", "attribute-unchanged", "remove-private-AS", "route-server-client", "maximum-prefix", "send-community",
    "default-originate")  # fmt: skip
_OF_INSTANCE = same(
    "aggregate-address", "distance bgp", "distance", "maximum-paths", "maximum-paths ibgp", "table-map", "nexthop"
)
_OFF = frozenset({"bgp client-to-client reflection", "bgp network import-check", "bgp log-neighbor-changes", "bgp deterministic-med",
    "bgp fast-external-failover", "bgp suppress-duplicates", "bgp graceful-restart"})  # fmt: skip
_NEIGHBOR = Table(
    said={
        "shutdown": ("enabled", False),
        "bfd": ("bfd", True),
        "ebgp-multihop": ("ebgp_multihop", 255),  # FRR's own number where none is said
        "remote-as external": ("external", True),
    },
    valued={
        "remote-as": ("remote_asn", number),
        "update-source": ("update_source", word),
        "ttl-security hops": ("ttl_hops", number),
        "timers connect": ("connect_retry", number),
        "ebgp-multihop": ("ebgp_multihop", number),
        "local-as": ("local_asn", number),
        "peer-group": ("group", word),
    },
    open={
        "description": ("description", word),
        "password": ("authenticated", lambda _: True),
    },
)
_EXCHANGED = Table(
    said={
        "next-hop-self": ("next_hop_self", True),
        "as-override": ("as_override", True),
        "allowas-in": ("allow_own_asn", 3),  # FRR's default count, shown without the number
        "route-reflector-client": ("reflector_client", True),
        "soft-reconfiguration inbound": ("soft_reconfiguration", True),
        "default-originate": ("default_originate", True),
        "send-community all": ("communities", frozenset({"standard", "extended", "large"})),
    },
    valued={
        "maximum-prefix": ("maximum_prefix", number),
        "allowas-in": ("allow_own_asn", number),
        "weight": ("weight", number),
    },
)
_BOUND = {"prefix-list": "prefix_list", "route-map": "policy", "distribute-list": "filter", "filter-list": "filter"}
Peer = IPAddress | str
"""Whom a line is about: a neighbour by its address, a group by its name."""
_SOURCES = among("kernel", "connected", "static", "rip", "ripng", "ospf", "ospf6", "isis")
# All three together export a VRF's routes to VPN and import VPN's: one alone does half of it, and that is no fact here.
_VPN = ("label vpn export auto", "export vpn", "import vpn")


@dataclass(slots=True)
class _FamilySheet:
    """One address family of one instance.

    Attributes:
        vpn: the lines of ``_VPN`` that stand there.
        exchanged: neighbour → what is exchanged with it.
        active: neighbour → it is activated, or it is not; absent where no line says so.
        activated: neighbour → the line that says so.
    """

    own: Draft[BgpFamily]
    vpn: dict[str, Node] = field(default_factory=dict)
    exchanged: dict[Peer, Draft[NeighborFamily]] = field(default_factory=dict)
    active: dict[Peer, bool] = field(default_factory=dict)
    activated: dict[Peer, Node] = field(default_factory=dict)


@dataclass(slots=True)
class BgpSheet:
    """One BGP instance, as far as it was read."""

    draft: Draft[BgpInstance]
    place: Place
    neighbors: dict[IPAddress, Draft[BgpNeighbor]] = field(default_factory=dict)
    groups: dict[str, Draft[BgpGroup]] = field(default_factory=dict)
    families: dict[Family, _FamilySheet] = field(default_factory=dict)
    sections: dict[Family, Place] = field(default_factory=dict)


def read_bgp(sheets: dict[str | None, BgpSheet], vrfs: dict[str, Draft[Vrf]], node: Node, place: Place) -> bool:
    """Read ``router bgp ASN [vrf NAME]``."""
    words = node.text.split()
    if len(words) not in {3, 5} or (len(words) == 5 and words[3] != "vrf"):
        return False
    vrf = words[4] if len(words) == 5 else None
    asn = number(words[2])
    if vrf in sheets:
        return False
    sheet = BgpSheet(Draft(BgpInstance, {"asn": asn, "vrf": vrf}, [node]), place.under(node))
    sheets[vrf] = sheet
    sheet.groups = {name: Draft(BgpGroup, {"name": name}) for name in _groups_of(node)}
    sheet.place.each(node.children, lambda child: _read_line(sheet, vrfs, child))
    return True


def _groups_of(node: Node) -> Iterator[str]:
    """Yield the names of the groups that lines of an instance make; FRR itself shows them before their members."""
    for child in node.children:
        words = child.text.split(" ")
        if len(words) == 3 and words[0] == "neighbor" and words[2] == "peer-group":
            yield words[1]


def _read_line(sheet: BgpSheet, vrfs: dict[str, Draft[Vrf]], node: Node) -> bool:
    if node.text.startswith("address-family "):
        return _read_family(sheet, vrfs, node)
    if node.text.startswith("neighbor "):
        return _read_neighbor(sheet, node)
    return filled(sheet.draft, node, _INSTANCE) or _read_range(sheet, node) or _read_setting(sheet, node)


def _read_range(sheet: BgpSheet, node: Node) -> bool:
    """Read ``bgp listen range PREFIX peer-group NAME``: whoever speaks from there is a neighbour of that group."""
    words = node.text.split(" ")
    if node.children or len(words) != 6 or words[:3] != ["bgp", "listen", "range"] or words[4] != "peer-group":
        return False
    sheet.draft.add("fields", (f"bgp listen range {network(words[3])}", words[5]), node)
    return True


def _read_setting(sheet: BgpSheet, node: Node) -> bool:
    positive = node.text.removeprefix("no ")
    if positive != node.text and positive in _OFF and not node.children:
        sheet.draft.add("fields", (positive, "off"), node)
        return True
    return keep(sheet.draft, node.text.split(" "), node, _SETTINGS)


def _peer(sheet: BgpSheet, text: str) -> tuple[Peer, str]:
    """Return who a ``neighbor`` line is about and what it says; a session without addresses, by its port, is no fact."""
    _, peer, rest = text.split(" ", 2)
    return (peer if peer in sheet.groups else address(peer)), rest


def _read_neighbor(sheet: BgpSheet, node: Node) -> bool:
    peer, rest = _peer(sheet, node.text)
    if isinstance(peer, str):
        return _read_group(sheet, sheet.groups[peer], node, rest)
    draft = sheet.neighbors.setdefault(peer, Draft(BgpNeighbor, {"address": peer}))
    return _read_session(sheet, draft, node, rest)


def _read_group(sheet: BgpSheet, draft: Draft[BgpGroup], node: Node, rest: str) -> bool:
    if rest == "peer-group":
        draft.nodes.append(node)
        return True
    if rest == "remote-as internal":
        draft.set("internal", value=True, node=node)
        return True
    # a group has no AS of its own to claim and no interval in the model, and is of no other group
    return not rest.startswith(("local-as ", "peer-group ", "timers connect ")) and _read_session(
        sheet, draft, node, rest
    )


def _read_session(sheet: BgpSheet, draft: Draft[Any], node: Node, rest: str) -> bool:
    words = rest.split(" ")
    match words:
        case ["remote-as", "internal"]:
            draft.set("remote_asn", sheet.draft.values["asn"], node)
        case ["timers", keepalive, hold] if keepalive.isdigit():
            draft.set("timers", (number(keepalive), number(hold)), node)
        case ["peer-group", name] if name not in sheet.groups:
            return False
        case _:
            return filled(draft, node, _NEIGHBOR, rest) or keep(draft, words, node, _OF_NEIGHBOR)
    return True


def _read_family(sheet: BgpSheet, vrfs: dict[str, Draft[Vrf]], node: Node) -> bool:
    family = _FAMILIES.get(node.text.partition(" ")[2])
    if family is None or family in sheet.families:
        return False
    place = sheet.place.under(node)
    found = _FamilySheet(Draft(BgpFamily, {"family": family}))
    sheet.families[family], sheet.sections[family] = found, place
    vrf = sheet.draft.values["vrf"]
    vpn = Draft(Vrf, {"name": vrf})

    def read(child: Node) -> bool:
        if child.children:
            return False
        first = child.text.split(" ", 1)[0]
        if first in {"neighbor", "no"}:
            return _read_exchanged(sheet, found, family, child)
        if first in {"network", "redistribute"}:
            return _read_originated(sheet, found.own, child)
        if child.text in _VPN:
            return found.vpn.setdefault(child.text, child) is child
        return (vrf is not None and _read_targets(vpn, child)) or _keep_of_family(sheet, family, child)

    place.each(node.children, read)
    _settle_vpn(found, place)
    if vpn.nodes:
        _join_vrf(vrfs, vpn)
    return True


def _keep_of_family(bgp: BgpSheet, family: Family, node: Node) -> bool:
    words = node.text.split(" ")
    return words[0] != "no" and keep(bgp.draft, words, node, {each: f"{family.value} {each}" for each in _OF_INSTANCE})


def _read_originated(bgp: BgpSheet, draft: Draft[BgpFamily], node: Node) -> bool:
    """Read what is announced; which routes of it, and how, is a setting of the instance."""
    what, name, *rest = node.text.split()
    if what == "network":
        draft.add("networks", network(name), node)
    else:
        numbered = bool(rest) and rest[0].isdigit() and name in {"ospf", "table"}
        name = f"{name} {rest.pop(0)}" if numbered else _SOURCES(name)
        draft.add("redistribute", name, node)
    if rest:
        setting = f"{draft.values['family'].value} {what} {name}"
        bgp.draft.values.setdefault("fields", set()).add((setting, " ".join(rest)))
    return True


def _read_exchanged(bgp: BgpSheet, sheet: _FamilySheet, family: Family, node: Node) -> bool:
    negative = node.text.startswith("no ")
    peer, rest = _peer(bgp, node.text.removeprefix("no "))
    if rest == "activate":
        sheet.active[peer], sheet.activated[peer] = not negative, node
        return True
    if negative:
        return False
    words = rest.split()
    draft = sheet.exchanged.setdefault(peer, Draft(NeighborFamily, {"family": family}))
    if words[0] in _BOUND and len(words) == 3 and words[2] in {"in", "out"}:
        name = f"{_BOUND[words[0]]}_{words[2]}"
        if name in draft.values:
            return False  # two of one kind: the model has one place
        draft.set(name, words[1], node)
        return True
    return (
        _read_limit(draft, words, node) or filled(draft, node, _EXCHANGED, rest) or keep(draft, words, node, _OF_FAMILY)
    )


def _read_limit(draft: Draft[NeighborFamily], words: list[str], node: Node) -> bool:
    """Read ``maximum-prefix N [THRESHOLD] [restart M]``; with ``warning-only`` the session stays, and there is no limit."""
    if words[0] != "maximum-prefix" or len(words) < 3 or "warning-only" in words:
        return False
    draft.set("maximum_prefix", number(words[1]), node)
    draft.values.setdefault("fields", set()).add(("maximum-prefix beyond", " ".join(words[2:])))
    return True


def _read_targets(draft: Draft[Vrf], node: Node) -> bool:
    words = node.text.split()
    if words[:3] == ["rd", "vpn", "export"] and len(words) == 4:
        draft.set("rd", words[3], node)
        return True
    if words[:2] != ["rt", "vpn"] or len(words) < 4 or words[2] not in {"import", "export", "both"}:
        return False
    for name in ("import", "export") if words[2] == "both" else (words[2],):
        draft.values.setdefault(f"{name}s", set()).update(words[3:])
    draft.nodes.append(node)
    return True


def _settle_vpn(sheet: _FamilySheet, place: Place) -> None:
    if set(sheet.vpn) == set(_VPN):
        sheet.own.values["vpn"] = True
        sheet.own.nodes.extend(sheet.vpn.values())
    else:
        place.unread(*sheet.vpn.values())


def _join_vrf(vrfs: dict[str, Draft[Vrf]], found: Draft[Vrf]) -> None:
    known = vrfs.setdefault(str(found.values["name"]), Draft(Vrf, {"name": found.values["name"]}))
    for name in ("imports", "exports"):
        known.values[name] = known.values.get(name, set()) | found.values.get(name, set())
    known.values["rd"] = known.values.get("rd") or found.values.get("rd")
    known.nodes.extend(found.nodes)


def instances(sheets: dict[str | None, BgpSheet], *, policy_required: bool) -> Iterator[BgpInstance]:
    """Yield the instances; ``policy_required`` is what holds where no line says so."""
    for sheet in sheets.values():
        sheet.draft.values.setdefault("policy_required", policy_required)
        neighbors = frozenset(_neighbors(sheet))
        own = frozenset(each.own.made() for each in sheet.families.values() if len(each.own.values) > 1)
        sheet.draft.values.update(neighbors=neighbors, families=own, groups=frozenset(_groups(sheet)))
        yield sheet.draft.made()


def _neighbors(sheet: BgpSheet) -> Iterator[BgpNeighbor]:
    known: set[Peer] = {
        peer for peer, draft in sheet.neighbors.items() if {"remote_asn", "external", "group"} & set(draft.values)
    }
    for peer, draft in sheet.neighbors.items():
        if peer in known:
            exchanged = frozenset(_exchanged(sheet, peer))
            draft.values["families"] = exchanged
            draft.values.setdefault("remote_asn", None)
            yield draft.made()
        else:
            sheet.place.unread(*draft.nodes)
    for family, each in sheet.families.items():
        for stranger in (each.active.keys() | each.exchanged.keys()) - known - sheet.groups.keys():
            nodes = each.exchanged[stranger].nodes if stranger in each.exchanged else []
            activated = [each.activated[stranger]] if stranger in each.activated else []
            sheet.sections[family].unread(*nodes, *activated)


def _groups(sheet: BgpSheet) -> Iterator[BgpGroup]:
    """Yield the groups, each with the families that lines speak of."""
    for name, draft in sheet.groups.items():
        draft.values["families"] = frozenset(_exchanged(sheet, name))
        yield draft.made()


def _exchanged(sheet: BgpSheet, peer: Peer) -> Iterator[NeighborFamily]:
    by_default = bool(sheet.draft.values.get("default_ipv4_unicast", True))
    for family in sheet.families.keys() | ({Family.IPV4} if by_default else set()):
        found = sheet.families.get(family)
        active = family is Family.IPV4 and by_default
        nodes: list[Node] = []
        draft = Draft(NeighborFamily, {"family": family})
        if found is not None:
            active = found.active.get(peer, active)
            draft = found.exchanged.get(peer, draft)
            nodes = [found.activated[peer]] if peer in found.activated else []
        if active and (nodes or draft.nodes or not isinstance(peer, str)):
            draft.nodes = [*nodes, *draft.nodes]
            yield draft.made()
        elif draft.nodes:
            # Filters of a neighbour that isn't active here do nothing, but they aren't absent either; those of a group hold for
            # the members that are.
            sheet.sections[family].unread(*draft.nodes)
