"""Static routes, OSPF, LDP (Cisco IOS and RGOS: IP Routing, MPLS)."""

from typing import Any

from netops.model import Ldp, OspfArea, OspfProcess, StaticRoute
from netops.platforms.ios_family.said import Said, each
from netops.platforms.ios_family.settings import add_setting
from netops.platforms.ios_family.sheet import Sheet
from netops.platforms.ios_family.words import masked_network, wild_network
from netops.platforms.reading.sheet import Draft, Place, Table, filled, told
from netops.platforms.reading.words import address, area, ipv4, network, number

_MOST_DISTANCE = 255


def read_static(sheet: Sheet, said: Said) -> bool:
    """Read ``ip route [vrf V] PREFIX MASK [PORT] [GATEWAY] [options]``; one side is enough."""
    vrf, words = _in_vrf(said.words[2:])
    match words:
        case (prefix, mask, *way) if "/" not in prefix and way:
            route = _way(sheet, tuple(way))
            route["prefix"] = masked_network(prefix, mask)
        case _:
            return False
    return _add_static(sheet, said, route, vrf)


def read_static6(sheet: Sheet, said: Said) -> bool:
    """Read ``ipv6 route [vrf V] PREFIX/LENGTH [PORT] [GATEWAY] [options]``."""
    vrf, words = _in_vrf(said.words[2:])
    match words:
        case (prefix, *way) if way:
            route = _way(sheet, tuple(way))
            route["prefix"] = network(prefix)
        case _:
            return False
    return _add_static(sheet, said, route, vrf)


def _in_vrf(words: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    match words:
        case ("vrf", vrf, *rest):
            return vrf, tuple(rest)
        case _:
            return None, words


def _add_static(sheet: Sheet, said: Said, route: dict[str, Any], vrf: str | None) -> bool:
    prefix, next_hop = route["prefix"], route["next_hop"]
    if " description " in said.node.text:  # as it was typed: a port in it is no port
        route["description"] = said.node.text.partition(" description ")[2]
    if next_hop is not None and getattr(prefix, "version", 0) != getattr(next_hop, "version", 0):
        return False
    sheet.static_routes.append(StaticRoute(**route, vrf=vrf, lines=told(said.node)))
    return True


def _way(sheet: Sheet, words: tuple[str, ...]) -> dict[str, Any]:
    """Return where a route leads, ValueError where a word of it isn't known."""
    found: dict[str, Any] = {"next_hop": None}
    left = list(words)
    discards = left[0].lower().startswith("null")
    if not _is_address(left[0]):
        name = sheet.dialect.port(left.pop(0))
        found.update({} if discards else {"interface": name})
    if left and _is_address(left[0]):
        found["next_hop"] = address(left.pop(0))
    if discards and found["next_hop"] is not None:
        raise ValueError("a next hop behind Null0")
    if left[:1] == ["global"]:
        found["next_hop_vrf"], left = "", left[1:]
    if left and left[0].isdigit():
        found["distance"] = _distance(left.pop(0))
    _options(found, left)
    return found


def _is_address(text: str) -> bool:
    return (text[:1].isdigit() and "." in text) or (":" in text and "/" not in text)


def _distance(text: str) -> int | None:
    found = number(text)
    if not 1 <= found <= _MOST_DISTANCE:
        raise ValueError(text)
    return None if found == 1 else found  # the device doesn't show it


def _options(found: dict[str, Any], left: list[str]) -> None:
    while left:
        option = left.pop(0)
        if option == "description" and left:
            found["description"], left = " ".join(left), []
        elif option == "permanent":
            found["permanent"] = True
        elif option == "global":
            found["next_hop_vrf"] = ""
        elif left and option in {"tag", "track", "name"}:
            _option(found, option, left.pop(0))
        else:
            raise ValueError(option)


def _option(found: dict[str, Any], option: str, value: str) -> None:
    match option:
        case "tag":
            found["tag"] = number(value)
        case "track":
            found["track"] = value
        case _:
            found["description"] = value


_PROCESS = Table(
    said={
        "passive-interface default": ("passive_default", True),
        "no passive-interface default": ("passive_default", False),
        "default-information originate": ("originates_default", "yes"),
        "default-information originate always": ("originates_default", "always"),
    },
    valued={"router-id": ("router_id", ipv4)},
)
_SETTINGS = frozenset(
    {"auto-cost reference-bandwidth", "log-adjacency-changes", "log-adj-changes", "maximum-paths", "max-metric router-lsa", "distance",
    "timers throttle lsa", "timers lsa arrival", "timers lsa-arrival", "timers spf", "nsf", "nsr", "graceful-restart", "ispf", "mpls ldp sync",
    "capability vrf-lite", "capability opaque", "prefix-suppression", "bfd all-interfaces", "ttl-security all-interfaces", "domain-id",
    "compatible rfc1583", "two-way-maintain", "mpls traffic-eng router-id", "default-metric",
    }
)  # fmt: skip
_KINDS = {
    ("stub",): "stub",
    ("stub", "no-summary"): "stub no-summary",
    ("nssa",): "nssa",
    ("nssa", "no-summary"): "nssa no-summary",
}


def read_ospf(sheet: Sheet, said: Said, place: Place) -> bool:
    """Read ``router ospf PROCESS [vrf VRF]``."""
    match said.words:
        case (_, _, process):
            vrf = None
        case (_, _, process, "vrf", vrf):
            pass
        case _:
            return False
    if said.off:
        return False
    draft = sheet.ospf.setdefault(process, Draft(OspfProcess, {"process": process, "vrf": vrf}))
    if draft.values["vrf"] != vrf:
        return False
    draft.nodes.append(said.node)
    each(sheet, said.node.children, place.under(said.node), lambda child: _read_ospf_line(sheet, draft, child))
    return True


def _read_ospf_line(sheet: Sheet, draft: Draft[OspfProcess], said: Said) -> bool:
    match said.words:
        case ("network", prefix, wild, "area", at) if not said.off:
            _area(sheet, draft, area(at)).add("networks", wild_network(prefix, wild), said.node)
        case ("area", at, *what) if not said.off:
            return _read_area(_area(sheet, draft, area(at)), tuple(what), said)
        case ("passive-interface", name) if name != "default":
            draft.add("active" if said.off else "passive", sheet.dialect.port(name), said.node)
        case ("redistribute", source, *what) if not said.off:
            return _read_redistributed(draft, source, tuple(what), said)
        case ("default-information", "originate", *how) if set(how) - {"always"} and not said.off:
            draft.set("originates_default", "always" if "always" in how else "yes", said.node)
            rest = " ".join(each for each in how if each != "always")
            draft.values.setdefault("fields", set()).add(("default-information", rest))
        case ("timers", "throttle", "spf", *delays) if not said.off and len(delays) == 3:
            draft.set("spf_delay", tuple(number(each) for each in delays), said.node)
        case _:
            return filled(draft, said.node, _PROCESS) or add_setting(draft, said, _SETTINGS)
    return True


def _area(sheet: Sheet, draft: Draft[OspfProcess], at: int) -> Draft[OspfArea]:
    return sheet.areas.setdefault((str(draft.values["process"]), at), Draft(OspfArea, {"number": at}))


def _read_area(draft: Draft[OspfArea], what: tuple[str, ...], said: Said) -> bool:
    if what in _KINDS:
        draft.set("kind", _KINDS[what], said.node)
    elif what == ("authentication",):
        draft.set("authentication", "simple", said.node)
    elif what == ("authentication", "message-digest"):
        draft.set("authentication", "md5", said.node)
    elif what[0] == "range" and len(what) > 2:
        draft.add("fields", (f"range {masked_network(what[1], what[2])}", " ".join(what[3:]) or "on"), said.node)
    elif what[0] in {"default-cost", "filter-list"} and len(what) > 1:
        draft.add("fields", (" ".join(what[:-1]), what[-1]), said.node)
    else:
        return False
    return True


def _read_redistributed(draft: Draft[OspfProcess], source: str, what: tuple[str, ...], said: Said) -> bool:
    """Read what is announced: its process is part of its name; what is said of its routes is a setting."""
    name = f"{source} {what[0]}" if what and what[0].isdigit() else source
    options = " ".join(what[1:] if name != source else what)
    if options:
        draft.add("fields", (f"redistribute {name}", options), said.node)
    draft.add("redistribute", name, said.node)
    return True


def read_ldp(sheet: Sheet, said: Said) -> bool:
    """Read the global lines of LDP."""
    draft: Draft[Ldp] = sheet.ldp
    match said.words:
        case ("mpls", "ldp", "router-id", name) | ("mpls", "ldp", "router-id", name, "force") if not said.off:
            return _read_router_id(sheet, name, said)
        case ("mpls", "ldp", "neighbor", *who, "password", _) | ("mpls", "ldp", "neighbor", *who, "password", _, _) if (
            not said.off
        ):
            _authenticated(draft, who[-1], said)
        case ("mpls", "ldp", "password", "required" | "option" | "fallback" as how, *_) if not said.off:
            _authenticated(draft, "?" if how == "option" else "all", said)
        case ("mpls", "label", "protocol", "ldp") | ("mpls", "ip") if not said.off:
            pass
        case _:
            return False
    return True


def _authenticated(draft: Draft[Ldp], whose: str, said: Said) -> None:
    draft.set("authenticated", value=True, node=said.node)
    draft.values.setdefault("passwords", set()).add(whose)


def _read_router_id(sheet: Sheet, name: str, said: Said) -> bool:
    if _is_address(name):
        sheet.ldp.set("router_id", ipv4(name), said.node)
    else:
        sheet.ldp.set("router_interface", sheet.dialect.port(name), said.node)
    return True


_LDP_SECTION = Table(
    valued={"transport-address": ("transport_address", ipv4), "ldp transport-address": ("transport_address", ipv4)}
)


def read_ldp_section(sheet: Sheet, said: Said, place: Place) -> bool:
    """Read RGOS's ``mpls router ldp``."""
    if said.off or said.words != ("mpls", "router", "ldp"):
        return False
    sheet.ldp.nodes.append(said.node)

    def read(child: Said) -> bool:
        match child.words:
            case ("ldp", "router-id", "interface", name, *_) if not child.off:
                return _read_router_id(sheet, name, child)
            case ("ldp", "router-id", name) | ("ldp", "router-id", name, "force") if not child.off:
                return _read_router_id(sheet, name, child)
            case ("neighbor", whose, "password", *_) if not child.off:
                _authenticated(sheet.ldp, whose, child)
                return True
        return filled(sheet.ldp, child.node, _LDP_SECTION)

    each(sheet, said.node.children, place.under(said.node), read)
    return True
