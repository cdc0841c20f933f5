"""VRFs in both forms: ``vrf definition`` with families, and the older ``ip vrf`` (Cisco IOS and RGOS: MPLS VPN).

A VRF's own route targets hold for each of its families that has none of that way; a family's own stand in their place (Cisco:
"MPLS VPN VRF CLI for IPv4 and IPv6 VPNs", common and noncommon policies).
"""

from collections.abc import Iterator

from netops.model import Vrf
from netops.platforms.ios_family.said import Said, each, said
from netops.platforms.ios_family.sheet import Sheet
from netops.platforms.reading.sheet import Draft, Place
from netops.platforms.reading.words import number

_VERSIONS = {"ipv4": 4, "ipv6": 6}
_WAYS = ("import", "export")


def read_vrf(sheet: Sheet, found: Said, place: Place) -> bool:
    """Read ``vrf definition NAME`` or ``ip vrf NAME``; without families what a line says holds for all that there are."""
    match found.words:
        case ("vrf", "definition", name) | ("ip", "vrf", name) if not found.off:
            draft = sheet.vrfs.setdefault(name, Draft(Vrf, {"name": name}))
        case _:
            return False
    draft.nodes.append(found.node)
    under = place.under(found.node)

    def read(child: Said) -> bool:
        return _read_target(sheet, name, child, ("", under)) or _read_line(draft, child)

    for node in found.node.children:
        child = said(sheet.dialect, node)
        if child.words[0] == "address-family":
            _read_family(sheet, draft, child, under)
        else:
            each(sheet, (node,), under, read)
    return True


def _read_family(sheet: Sheet, draft: Draft[Vrf], family: Said, place: Place) -> None:
    match family.words:
        case (_, "ipv4" | "ipv6" as kind) | (_, "ipv4" | "ipv6" as kind, "unicast") if not family.off:
            draft.add("families", _VERSIONS[kind], family.node)
        case _:
            place.unread(family.node)
            return
    below, name = place.under(family.node), str(draft.values["name"])

    def read(child: Said) -> bool:
        return _read_target(sheet, name, child, (kind, below)) or (kind == "ipv4" and _read_policy(draft, child))

    each(sheet, family.node.children, below, read)


def _read_line(draft: Draft[Vrf], child: Said) -> bool:
    match () if child.off else child.words:
        case ("rd", rd):
            draft.set("rd", rd, child.node)
        case ("description", *_):
            draft.set("description", child.rest(1), child.node)
        case _:
            return _read_policy(draft, child)
    return True


def _read_policy(draft: Draft[Vrf], child: Said) -> bool:
    match () if child.off else child.words:
        case ("import" | "export" as way, "map", name):
            draft.set(f"{way}_policy", name, child.node)
        case ("maximum", "routes", limit, "80"):  # from 80 % on the device warns: a limit of the model says no other
            draft.set("limit", number(limit), child.node)
        case _:
            return False
    return True


def _read_target(sheet: Sheet, name: str, child: Said, where: tuple[str, Place]) -> bool:
    """Note a route target, and whose it is: the VRF's, or a family's."""
    match () if child.off else child.words:
        case ("route-target", "import" | "export" as way, target):
            ways = [way]
        case ("route-target", target) | ("route-target", "both", target):
            ways = ["import", "export"]
        case _:
            return False
    for way in ways:
        sheet.targets.setdefault((name, way, where[0]), []).append((target, child.node, where[1]))
    return True


def vrfs(sheet: Sheet) -> Iterator[Vrf]:
    """Yield the VRFs, each family with the route targets that hold for it."""
    for name, draft in sheet.vrfs.items():
        if not sheet.dialect.replaces:
            _give_up(sheet, name)
        for way in _WAYS:
            _settle(sheet, draft, name, way)
        yield draft.made()


def _give_up(sheet: Sheet, name: str) -> None:
    """Leave a family's route targets unread that stand beside the VRF's, where nobody knows whether they join or replace them."""
    if not any((name, way, "") in sheet.targets for way in _WAYS):
        return
    own = [each for way in _WAYS for kind in _VERSIONS for each in sheet.targets.pop((name, way, kind), [])]
    for node, place in {id(node): (node, place) for _, node, place in own}.values():
        place.unread(node)


def _settle(sheet: Sheet, draft: Draft[Vrf], name: str, way: str) -> None:
    """Give each family its own route targets of one way, or the VRF's where it has none."""
    common = sheet.targets.get((name, way, ""), [])
    for kind, ending in (("ipv4", ""), ("ipv6", "_v6")):
        own = sheet.targets.get((name, way, kind), [])
        if kind == "ipv6" and 6 not in draft.values.get("families", ()):  # of IP
            continue
        for target, node, _ in own or common:
            draft.add(f"{way}s{ending}", target, node)
        draft.nodes.extend(node for _, node, _ in common if own)
