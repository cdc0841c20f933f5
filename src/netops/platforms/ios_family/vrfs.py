"""VRFs in both forms: ``vrf definition`` with families, and the older ``ip vrf`` (Cisco IOS and RGOS: MPLS VPN)."""

from netops.model import Vrf
from netops.platforms.ios_family.said import Said, each, said
from netops.platforms.ios_family.sheet import Sheet
from netops.platforms.reading.sheet import Draft, Place
from netops.platforms.reading.words import number

_VERSIONS = {"ipv4": 4, "ipv6": 6}


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
        return _read_line(draft, child, "")

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
    ending = "_v6" if kind == "ipv6" else ""
    each(sheet, family.node.children, place.under(family.node), lambda child: _read_line(draft, child, ending))


def _read_line(draft: Draft[Vrf], child: Said, ending: str) -> bool:
    if child.off:
        return False
    match child.words:
        case ("rd", rd) if not ending:
            draft.set("rd", rd, child.node)
        case ("description", *_) if not ending:
            draft.set("description", child.rest(1), child.node)
        case ("route-target", "import" | "export" as way, target):
            draft.add(f"{way}s{ending}", target, child.node)
        case ("route-target", target) | ("route-target", "both", target):
            draft.add(f"imports{ending}", target, child.node)
            draft.add(f"exports{ending}", target, child.node)
        case ("import" | "export" as way, "map", name) if not ending:
            draft.set(f"{way}_policy", name, child.node)
        case ("maximum", "routes", limit, "80") if (
            not ending
        ):  # from 80 % on the device warns: a limit of the model says no other
            draft.set("limit", number(limit), child.node)
        case _:
            return False
    return True
