"""``router bgp``: instances, neighbours, families, and the route targets that FRR keeps there (FRR 8.4 manual, "BGP")."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from netops.config.node import Node
from netops.model import (
    BgpFamily,
    BgpInstance,
    BgpNeighbor,
    Family,
    IPAddress,
    NeighborFamily,
    Vrf,
)
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
    valued={"bgp router-id": ("router_id", ipv4)},
)
_NEIGHBOR = Table(
    valued={
        "remote-as": ("remote_asn", number),
        "update-source": ("update_source", word),
        "ttl-security hops": ("ttl_hops", number),
        "timers connect": ("connect_retry", number),
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
    },
    valued={"maximum-prefix": ("maximum_prefix", number), "allowas-in": ("allow_own_asn", number)},
)
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
    exchanged: dict[IPAddress, Draft[NeighborFamily]] = field(default_factory=dict)
    active: dict[IPAddress, bool] = field(default_factory=dict)
    activated: dict[IPAddress, Node] = field(default_factory=dict)


@dataclass(slots=True)
class BgpSheet:
    """One BGP instance, as far as it was read."""

    draft: Draft[BgpInstance]
    place: Place
    neighbors: dict[IPAddress, Draft[BgpNeighbor]] = field(default_factory=dict)
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
    sheet.place.each(node.children, lambda child: _read_line(sheet, vrfs, child))
    return True


def _read_line(sheet: BgpSheet, vrfs: dict[str, Draft[Vrf]], node: Node) -> bool:
    if node.text.startswith("address-family "):
        return _read_family(sheet, vrfs, node)
    if node.text.startswith("neighbor "):
        return _read_neighbor(sheet, node)
    return filled(sheet.draft, node, _INSTANCE)


def _peer(text: str) -> tuple[IPAddress, str]:
    """Return who a ``neighbor`` line is about and what it says."""
    _, peer, rest = text.split(" ", 2)
    return address(peer), rest


def _read_neighbor(sheet: BgpSheet, node: Node) -> bool:
    peer, rest = _peer(node.text)
    draft = sheet.neighbors.setdefault(peer, Draft(BgpNeighbor, {"address": peer}))
    return filled(draft, node, _NEIGHBOR, rest)


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
            return _read_exchanged(found, family, child)
        if first in {"network", "redistribute"}:
            return _read_originated(found.own, child)
        if child.text in _VPN:
            return found.vpn.setdefault(child.text, child) is child
        return vrf is not None and _read_targets(vpn, child)

    place.each(node.children, read)
    _settle_vpn(found, place)
    if vpn.nodes:
        _join_vrf(vrfs, vpn)
    return True


def _read_originated(draft: Draft[BgpFamily], node: Node) -> bool:
    words = node.text.split()
    if len(words) != 2:
        return False
    if words[0] == "network":
        draft.add("networks", network(words[1]), node)
    else:
        draft.add("redistribute", _SOURCES(words[1]), node)
    return True


def _read_exchanged(sheet: _FamilySheet, family: Family, node: Node) -> bool:
    negative = node.text.startswith("no ")
    peer, rest = _peer(node.text.removeprefix("no "))
    if rest == "activate":
        sheet.active[peer], sheet.activated[peer] = not negative, node
        return True
    if negative:
        return False
    words = rest.split()
    draft = sheet.exchanged.setdefault(peer, Draft(NeighborFamily, {"family": family}))
    if words[0] == "prefix-list" and len(words) == 3 and words[2] in {"in", "out"}:
        draft.set(f"prefix_list_{words[2]}", words[1], node)
        return True
    return filled(draft, node, _EXCHANGED, rest)


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
        sheet.draft.values.update(neighbors=neighbors, families=own)
        yield sheet.draft.made()


def _neighbors(sheet: BgpSheet) -> Iterator[BgpNeighbor]:
    known = {peer for peer, draft in sheet.neighbors.items() if "remote_asn" in draft.values}
    for peer, draft in sheet.neighbors.items():
        if peer in known:
            exchanged = frozenset(_exchanged(sheet, peer))
            draft.values["families"] = exchanged
            yield draft.made()
        else:
            sheet.place.unread(*draft.nodes)
    for family, each in sheet.families.items():
        for peer in (each.active.keys() | each.exchanged.keys()) - known:
            nodes = each.exchanged[peer].nodes if peer in each.exchanged else []
            sheet.sections[family].unread(*nodes, *([each.activated[peer]] if peer in each.activated else []))


def _exchanged(sheet: BgpSheet, peer: IPAddress) -> Iterator[NeighborFamily]:
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
        if active:
            draft.nodes = [*nodes, *draft.nodes]
            yield draft.made()
        elif draft.nodes:
            # Filters of a neighbour that isn't active here do nothing, but they aren't absent either.
            sheet.sections[family].unread(*draft.nodes)
