"""VRFs, static routes, OSPF, LDP and prefix lists (command references, "IP Routing", "MPLS", "VPN")."""

from collections.abc import Mapping
from functools import partial
from ipaddress import IPv6Network
from typing import Any

from netops.config.node import Node
from netops.model import Ldp, OspfArea, OspfProcess, PrefixList, PrefixRule, StaticRoute, Vrf
from netops.model.provenance import lines_of_all
from netops.platforms.reading.gaps import Torn, numbered
from netops.platforms.reading.objects import keep, same
from netops.platforms.reading.sheet import Draft, Place, Table, filled, told
from netops.platforms.reading.words import action, address, area, ipv4, network, number, word
from netops.platforms.vrp_family.interfaces import authentication, keys
from netops.platforms.vrp_family.route_limits import THRESHOLD, USUAL_THRESHOLD, fits
from netops.platforms.vrp_family.sheet import VrpSheet
from netops.platforms.vrp_family.words import REST, inverse, one, options, prefix, whole

SOURCES: Mapping[str, str] = {"direct": "connected", "static": "static", "bgp": "bgp", "unr": "unr", "rip": "rip"}
_NUMBERED = frozenset({"ospf", "ospfv3", "isis", "rip", "ripng"})

_VRF = Table(open={"description": ("description", word)})
_VRF_FAMILIES: Mapping[str, int] = {
    "ipv4-family": 4,
    "address-family ipv4": 4,
    "ipv6-family": 6,
    "address-family ipv6": 6,
}


def read_vrf(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``ip vpn-instance NAME``; targets stand below it, or below a family."""
    if len(words) != 3:
        return False
    draft = sheet.vrfs.setdefault(words[2], Draft(Vrf, {"name": words[2]}))
    draft.nodes.append(node)
    below = place.under(node)
    below.each(node.children, partial(_read_vrf_line, draft, below))
    return True


def _read_vrf_line(draft: Draft[Vrf], place: Place, node: Node) -> bool:
    family = _VRF_FAMILIES.get(node.text.removesuffix(" unicast"))
    if family is None:
        return not node.children and (filled(draft, node, _VRF) or _read_targets(draft, None, node))
    draft.add("families", family, node)
    place.under(node).each(node.children, partial(_read_targets, draft, family))
    return True


def _read_targets(draft: Draft[Vrf], family: int | None, node: Node) -> bool:
    if node.text.endswith(" evpn") and family != 6:
        return _read_evpn(draft, node) or _read_of_vrf(draft, node)
    match [] if node.children else node.text.split(" "):
        case ["route-distinguisher", rd] if draft.values.get("rd", rd) == rd:
            draft.set("rd", rd, node)
        case ["vpn-target", *targets, "import-extcommunity"]:
            return _targets(draft, family, node, targets, ("imports",))
        case ["vpn-target", *targets, "export-extcommunity"]:
            return _targets(draft, family, node, targets, ("exports",))
        case ["vpn-target", *targets]:
            targets = targets[:-1] if targets[-1:] == ["both"] else targets
            return _targets(draft, family, node, targets, ("imports", "exports"))
        case ["import" | "export" as way, "route-policy", policy] if family != 6:
            draft.set(f"{way}_policy", policy, node)
        case ["routing-table", "limit", most, share] if family != 6 and fits(THRESHOLD, share, "vrp"):
            draft.set("limit", number(most), node)
            if share != str(USUAL_THRESHOLD):
                draft.add("fields", (THRESHOLD, share), node)
        case _:
            return family != 6 and _read_of_vrf(draft, node)
    return True


def _read_of_vrf(draft: Draft[Vrf], node: Node) -> bool:
    """Read what a VRF says beside its targets: how labels are given, which tunnels its routes take, its VXLAN."""
    match [] if node.children else node.text.split(" "):
        case ["apply-label" | "tnl-policy" | "ttl-mode" as what, *rest] if rest:
            draft.add("fields", (what, " ".join(rest)), node)
        case ["segment-routing", "ipv6", *rest] if rest:
            draft.add("fields", ("segment-routing ipv6", " ".join(rest)), node)
        case ["vxlan", "vni", vni]:
            draft.add("fields", ("vxlan vni", str(number(vni))), node)
        case _:
            return False
    return True


def _read_evpn(draft: Draft[Vrf], node: Node) -> bool:
    """Read a target of EVPN routes, which those of VPN routes don't meet."""
    match [] if node.children else node.text.split(" "):
        case ["vpn-target", *targets, "import-extcommunity" | "export-extcommunity" as way, "evpn"]:
            way_ = way.partition("-")[0]
            draft.values.setdefault("fields", set()).update((f"evpn {way_}", each) for each in targets)
            draft.nodes.append(node)
        case _:
            return False
    return True


def _targets(draft: Draft[Vrf], family: int | None, node: Node, targets: list[str], names: tuple[str, ...]) -> bool:
    if not targets or not all(":" in each for each in targets):
        return False
    for name in names:
        draft.values.setdefault(f"{name}_v6" if family == 6 else name, set()).update(targets)
    draft.nodes.append(node)
    return True


_ROUTE_OPTIONS: Mapping[str, int] = {
    "preference": 1,
    "tag": 1,
    "description": REST,
    "track": 1,
    "permanent": 0,
    "public": 0,
}


def read_static(sheet: VrpSheet, node: Node, words: list[str], _place: Place) -> bool:
    """Read ``ip route-static [vpn-instance V] PREFIX [vpn-instance W] [INTERFACE] [NEXT-HOP] [options]``."""
    if node.children or len(words) < 5:
        return False
    vrf, rest = _after_vrf(words[2:])
    if "/" in rest[0]:
        destination, rest = network(rest[0]), rest[1:]
    else:
        destination, rest = prefix(rest[0], rest[1]), rest[2:]
    if (destination.version == 6) != (words[0] == "ipv6"):
        return False
    next_hop_vrf, rest = _after_vrf(rest)
    next_hop, interface, rest = _way_out(sheet, rest)
    track, rest = _track(rest) if rest else (None, rest)
    found = options(rest, _ROUTE_OPTIONS)
    if next_hop is not None and next_hop.version != destination.version:
        return False
    sheet.static_routes.append(
        StaticRoute(
            destination,
            next_hop,
            interface=interface,
            vrf=vrf,
            distance=whole(found, "preference"),
            next_hop_vrf="" if "public" in found else next_hop_vrf,
            tag=whole(found, "tag"),
            track=track or one(found, "track"),
            permanent="permanent" in found,
            description=" ".join(found["description"]) if "description" in found else None,
            lines=told(node),
        )
    )
    return True


def _after_vrf(words: list[str]) -> tuple[str | None, list[str]]:
    if not words or words[0] != "vpn-instance":
        return None, words
    if len(words) < 3:
        raise ValueError(words)
    return words[1], words[2:]


def _way_out(sheet: VrpSheet, words: list[str]) -> tuple[Any, str | None, list[str]]:
    """Return next hop, interface and what follows; ``NULL0`` is neither."""
    if not words:
        raise ValueError(words)
    try:
        return address(words[0]), None, words[1:]
    except ValueError:
        pass
    if words[0].upper() == "NULL0" or words[:2] == ["NULL", "0"]:
        return None, None, words[1 if words[0].upper() == "NULL0" else 2 :]
    interface, rest = sheet.full(words[0]), words[1:]
    try:
        return address(rest[0]) if rest else None, interface, rest[1:]
    except ValueError:
        return None, interface, rest


def _track(words: list[str]) -> tuple[str | None, list[str]]:
    """Return what a route follows, and the options without it: a BFD session, an NQA test of two names."""
    at = words.index("track") if "track" in words else len(words)
    if "description" in words[:at]:
        return None, words
    match words[at + 1 :]:
        case ["bfd-session", name, *rest]:
            return f"bfd {name}", words[:at] + rest
        case ["nqa", admin, test, *rest]:
            return f"nqa {admin} {test}", words[:at] + rest
        case _:
            pass
    return None, words


_OSPF_LINES = Table(
    said={
        "silent-interface all": ("passive_default", True),
        "default-route-advertise": ("originates_default", "yes"),
        "default-route-advertise always": ("originates_default", "always"),
    },
    valued={"router-id": ("router_id", ipv4)},
)
OSPF_FIELDS = frozenset(
    {"bandwidth-reference", "description", "preference", "spf-schedule-interval", "lsa-arrival-interval"}
)
# Some of them have no value.
OSPF_SWITCHES = frozenset(
    {
        "bfd",
        "graceful-restart",
        "lsa-originate-interval",
        "maximum",
        "log-peer-change",
        "enable",
        "opaque-capability",
        "stub-router",
        "frr",
        "mpls",
        "non-stop-routing",
        "default",
        "lsdb-overflow-limit",
        "vpn-instance-capability",
        "domain-id",
        "route-tag",
    }
)
_AREA_KINDS = {
    "stub": "stub",
    "stub no-summary": "stub no-summary",
    "nssa": "nssa",
    "nssa no-summary": "nssa no-summary",
}


def read_ospf(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``ospf [PROCESS] [router-id A] [vpn-instance V]``."""
    process, rest = (words[1], words[2:]) if words[1:] and words[1].isdigit() else ("1", words[1:])
    found = options(rest, {"router-id": 1, "vpn-instance": 1})
    draft = sheet.ospf.setdefault(process, Draft(OspfProcess, {"process": process, "drafts": {}}))
    draft.nodes.append(node)
    draft.values["vrf"] = one(found, "vpn-instance")
    if "router-id" in found:
        draft.values["router_id"] = ipv4(found["router-id"][0])
    below = place.under(node)
    below.each(node.children, partial(_read_ospf_line, sheet, draft, below))
    return True


def _read_ospf_line(sheet: VrpSheet, draft: Draft[OspfProcess], place: Place, node: Node) -> bool:
    words = node.text.split(" ")
    if words[0] == "area" and len(words) == 2:
        number_ = area(words[1])
        below = draft.values["drafts"].setdefault(number_, Draft(OspfArea, {"number": number_}))
        below.nodes.append(node)
        place.under(node).each(node.children, partial(_read_area_line, below))
        return True
    if node.children:
        return False
    if filled(draft, node, _OSPF_LINES):
        return True
    match words:
        case ["silent-interface", *name]:
            draft.add("passive", sheet.full(*name), node)
        case ["undo", "silent-interface", *name]:
            draft.add("active", sheet.full(*name), node)
        case ["import-route", *rest]:
            protocol, said = source(rest)
            draft.add("redistribute", protocol, node)
            if said:
                draft.values.setdefault("fields", set()).add((f"redistribute {protocol}", said))
        case ["spf-schedule-interval", most, least, step]:
            draft.set("spf_delay", (number(least), number(step), number(most) * 1000), node)
        case [first, *rest] if (first in OSPF_FIELDS and rest) or first in OSPF_SWITCHES:
            draft.add("fields", (first, " ".join(rest) or "on"), node)
        case _:
            return False
    return True


def source(words: list[str]) -> tuple[str, str]:
    """Return a protocol whose routes are announced, with its process where the device has several, and what is said of them.

    Example:
        >>> source("ospf 101 med 20".split()), source(["direct"])
        (('ospf 101', 'med 20'), ('connected', ''))
    """
    protocol, rest = words[0], words[1:]
    if protocol in _NUMBERED:
        process = str(number(rest.pop(0))) if rest and rest[0].isdigit() else "1"
        found = f"{protocol} {process}"
    elif protocol in SOURCES:
        found = SOURCES[protocol]
    else:
        raise ValueError(protocol)
    options(rest, _IMPORTED)
    return found, " ".join(rest)


def imported(text: str) -> bool:
    """Tell whether this can be said of routes that are announced.

    Example:
        >>> imported("med 20"), imported("for ever")
        (True, False)
    """
    try:
        return bool(options(text.split(" "), _IMPORTED))
    except ValueError:
        return False


_IMPORTED: Mapping[str, int] = {"route-policy": 1, "med": 1, "cost": 1, "tag": 1, "type": 1}


def _read_area_line(draft: Draft[OspfArea], node: Node) -> bool:
    if node.children:
        return False
    if node.text in _AREA_KINDS:
        draft.set("kind", _AREA_KINDS[node.text], node)
        return True
    match node.text.split(" "):
        case ["network", first, wildcard] | ["network", first, wildcard, "description", *_]:
            draft.add("networks", inverse(first, wildcard), node)
        case ["authentication-mode", "keychain", name]:
            draft.set("authentication", "key-chain", node)
            draft.values["key_chain"] = name
        case ["authentication-mode", mode, *rest]:
            draft.set("authentication", authentication(mode), node)
            draft.values.setdefault("keys", set()).update(keys(mode, rest))
        case ["abr-summary", first, mask, *rest]:
            draft.add("fields", (f"range {prefix(first, mask)}", " ".join(rest) or "on"), node)
        case ["default-cost", cost]:
            draft.add("fields", ("default-cost", str(number(cost))), node)
        case ["filter" as what, *rest, side] if rest:
            draft.add("fields", (f"{what} {' '.join(rest)}", side), node)
        case ["vlink-peer", peer, *rest]:
            draft.add("fields", (f"virtual link {ipv4(peer)}", _of_link(rest)), node)
        case _:
            return False
    return True


def _of_link(words: list[str]) -> str:
    """Return how a virtual link proves its packets; ``on`` where it does as area 0 that it belongs to (VRP, ``vlink-peer``)."""
    for place, each in enumerate(words):
        if each == "keychain":
            return f"key-chain {words[place + 1]}"
        if each in {"simple", "md5", "authentication-null"} or each.startswith("hmac-"):
            return "none" if each == "authentication-null" else each
    return "on"


def settle_ospf(sheet: VrpSheet) -> frozenset[OspfProcess]:
    """Return the processes, their areas made."""
    found = []
    for draft in sheet.ospf.values():
        areas = frozenset(each.made() for each in draft.values.pop("drafts").values())
        draft.values["areas"] = areas
        found.append(draft.made())
    return frozenset(found)


_LDP_FIELDS = same("graceful-restart", "outbound", "longest-match", "backoff", "session protection", "loop-detect", "accept target-hello",
    "label-withdraw-delay", "non-stop-routing")  # fmt: skip
_LDP = Table(valued={"lsr-id": ("router_id", ipv4)})


def read_mpls(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``mpls``, ``mpls lsr-id A`` and ``mpls ldp``."""
    match words:
        case ["mpls", "ldp"]:
            sheet.ldp.nodes.append(node)
            sheet.ldp.values["on"] = True
            below = place.under(node)
            below.each(node.children, partial(_read_ldp_line, sheet.ldp, below))
        case ["mpls", "lsr-id", router_id]:
            sheet.ldp.values.setdefault("global", ipv4(router_id))
            sheet.wait("ldp", node, place)
        case ["mpls"]:
            sheet.wait("ldp", Node(node.text, node.number), place)
            place.under(node).unread(*node.children)
        case _:
            return False
    return True


def _read_ldp_line(draft: Draft[Ldp], place: Place, node: Node) -> bool:
    if node.text in {"ipv4-family", "address-family ipv4"}:  # what holds for IPv4 alone
        draft.nodes.append(node)
        below = place.under(node)
        below.each(node.children, partial(_read_ldp_line, draft, below))
        return True
    if not node.children and filled(draft, node, _LDP):
        return True
    if node.text.startswith(("md5-password ", "md5-authentication ", "authentication key-chain ")):
        draft.set("authenticated", value=True, node=node)
        draft.values.setdefault("passwords", set()).add(_whose(node.text.split(" ")))
        return True
    return keep(draft, node.text.split(" "), node, _LDP_FIELDS)


def _whose(words: list[str]) -> str:
    """Return whose session a line gives a password.

    Example:
        >>> _whose("md5-password cipher all …".split()), _whose("md5-authentication 10.255.0.2 cipher …".split())
        ('all', '10.255.0.2')
    """
    return next((each for each in words[1:] if each == "all" or each[:1].isdigit()), "?")


def settle_ldp(sheet: VrpSheet) -> Ldp | None:
    """Return LDP where a line turns it on; else what belongs to it is unread."""
    interfaces = [name for name in sheet.pending if name.startswith("ldp ")]
    on = sheet.ldp.values.pop("on", None)
    router_id = sheet.ldp.values.pop("global", None)
    if not on:
        for name in ["ldp", *interfaces]:
            for node, place in sheet.pending.get(name, ()):
                place.unread(node)
        return None
    sheet.ldp.values["router_id"] = sheet.ldp.values["router_id"] or router_id
    sheet.ldp.values["interfaces"] = frozenset(name.removeprefix("ldp ") for name in interfaces)
    sheet.ldp.nodes.extend(node for name in ["ldp", *interfaces] for node, _ in sheet.pending.get(name, ()))
    return sheet.ldp.made()


_BOUNDS: Mapping[str, int] = {"greater-equal": 1, "less-equal": 1}
_WHOLE = 32
"""Length of an IPv4 address."""


def read_prefix_list(sheet: VrpSheet, node: Node, words: list[str], _place: Place) -> bool:
    """Read a line of a prefix list; one that nobody understands is a gap among the rules."""
    if len(words) < 4 or words[3] == "description":
        return False
    six = words[0] == "ipv6" or words[1] == "ipv6-prefix"
    key = "ipv6" if six else "ip", words[2]
    rules = sheet.prefix_lists.setdefault(key, [])
    torn = sheet.torn_prefixes.setdefault(key, [])
    known = [*(each.sequence for each in rules), *(each.sequence or 0 for each in torn)]
    sequence = (max(known, default=0) // 10 + 1) * 10
    try:
        if _read_rule(rules, node, words, six=six, sequence=sequence):
            return True
    except (ValueError, LookupError):
        pass
    is_numbered = words[3] == "index" and words[4:5] and words[4].isdigit()
    torn.append(Torn(node, int(words[4]) if is_numbered else sequence))
    return False


def _read_rule(rules: list[PrefixRule], node: Node, words: list[str], *, six: bool, sequence: int) -> bool:
    """Read ``ip ip-prefix NAME [index N] permit|deny ADDRESS LENGTH [greater-equal N] [less-equal N]``."""
    if node.children or len(words) < 6:
        return False
    rest = words[3:]
    if rest[0] == "index":
        sequence, rest = number(rest[1]), rest[2:]
    if "/" in rest[1]:
        rest = [rest[0], *rest[1].split("/"), *rest[2:]]
    where = prefix(rest[1], rest[2])
    if isinstance(where, IPv6Network) != six:
        raise ValueError(node.text)
    least = most = None
    if len(rest) > 3:
        found = options(rest[3:], _BOUNDS)
        least, most = whole(found, "greater-equal"), whole(found, "less-equal")
    # Of IPv6 it stays a prefix: a list of which nothing else is known would be taken for one of IPv4.
    anything = most == _WHOLE and not six and least is None and where.prefixlen == 0
    rules.append(
        PrefixRule(
            sequence,
            action(rest[0]),
            None if anything else where,
            least,
            None if anything else most,
            lines=told(node),
        )
    )
    return True


def settle_prefix_lists(sheet: VrpSheet) -> frozenset[PrefixList]:
    """Return the prefix lists, their rules by index, whatever the order of the text."""
    found = []
    for (family, name), rules in sheet.prefix_lists.items():
        ordered, gaps = numbered([(rule.sequence, rule) for rule in rules], sheet.torn_prefixes[family, name])
        if ordered:
            found.append(PrefixList(name, ordered, gaps=gaps, lines=lines_of_all(ordered)))
    return frozenset(found)
