"""FRR's own part (``show running-config``) but for BGP: the FRR 8.4 manual has the syntax."""

from dataclasses import dataclass, field, replace
from ipaddress import ip_network

from netops.config.node import Node
from netops.model import (
    Action,
    Binding,
    Interface,
    IPAddress,
    Ldp,
    Line,
    Logging,
    OspfArea,
    OspfInterface,
    OspfNetwork,
    OspfProcess,
    PrefixList,
    PrefixRule,
    Secret,
    StaticRoute,
    TerminalLine,
)
from netops.platforms.frr.reader.objects import read_gateway, read_isis_port
from netops.platforms.frr.reader.policies import PolicySheet
from netops.platforms.reading.gaps import Torn, numbered
from netops.platforms.reading.objects import Objects, keep, same
from netops.platforms.reading.sheet import Draft, Noted, Place, Table, Traced, filled, line
from netops.platforms.reading.words import address, among, area, interface_address, ipv4, network, number, word

LEVELS = (
    "emergencies",
    "alerts",
    "critical",
    "errors",
    "warnings",
    "notifications",
    "informational",
    "debugging",
)
DISCARDING = frozenset({"blackhole", "reject", "Null0"})
# Words that a static route may go on with, and that an interface there can't be called.
AFTER_ROUTE = frozenset({"bfd", "color", "label", "nexthop-vrf", "onlink", "segments", "table", "tag", "vrf"})

# Defaults that FRR doesn't show though a line said them: read as no line, so that both texts mean the same.
HIDDEN_HELLO = 10
_HIDDEN_DISTANCE = 1


def _hello(text: str) -> int | None:
    seconds = number(text)
    return None if seconds == HIDDEN_HELLO else seconds


_IDENTITY = Table(
    said={
        "no ip forwarding": ("ip_forwarding", False),
        "ip forwarding": ("ip_forwarding", True),
        "no ipv6 forwarding": ("ipv6_forwarding", False),
        "ipv6 forwarding": ("ipv6_forwarding", True),
    },
    valued={
        "frr version": ("release", word),
        "frr defaults": ("profile", word),
        "hostname": ("hostname", word),
    },
)
_LOGGING = Table(
    said={
        "log syslog": ("syslog_level", "debugging"),  # FRR's default level, shown without a word
        "log commands": ("commands", True),
    },
    valued={"log syslog": ("syslog_level", among(*LEVELS))},
)
_INTERFACE = Table(
    said={"shutdown": ("enabled", False), "mpls enable": ("mpls", True)},
    open={"description": ("description", word)},
)
_OSPF_INTERFACE = Table(
    said={
        "ip ospf passive": ("passive", True),
        "ip ospf authentication": ("authentication", "simple"),
        "ip ospf authentication message-digest": ("authentication", "md5"),
        "ip ospf authentication null": ("authentication", "null"),
    },
    valued={
        "ip ospf area": ("area", area),
        "ip ospf network": ("network", OspfNetwork),
        "ip ospf hello-interval": ("hello", _hello),
        "ip ospf dead-interval": ("dead", number),
        "ip ospf cost": ("cost", number),
    },
)
_OSPF_KEYS = ("ip ospf message-digest-key ", "ip ospf authentication-key ")
_OSPF = Table(
    said={
        "passive-interface default": ("passive_default", True),
        "default-information originate": ("originates_default", "yes"),
        "default-information originate always": ("originates_default", "always"),
    },
    valued={"ospf router-id": ("router_id", ipv4)},
)
_OSPF_SETTINGS = same("auto-cost reference-bandwidth", "log-adjacency-changes", "max-metric router-lsa", "timers throttle lsa", "timers lsa",
    "default-metric", "distance", "maximum-paths", "capability opaque", "ospf rfc1583compatibility", "compatible rfc1583", "ospf write-multiplier",
    "mpls-te on", "graceful-restart", "refresh timer", "write-multiplier")  # fmt: skip
_AREA_KINDS = {
    ("stub",): "stub",
    ("stub", "no-summary"): "stub no-summary",
    ("nssa",): "nssa",
    ("nssa", "no-summary"): "nssa no-summary",
}
_AREA_PROOFS = {("authentication",): "simple", ("authentication", "message-digest"): "md5"}
_PORT_SETTINGS = same(
    "ip ospf priority",
    "ip ospf bfd",
    "ip ospf mtu-ignore",
    "ip ospf retransmit-interval",
    "bandwidth",
    "ip ospf transmit-delay",
)
_LDP = Table(valued={"router-id": ("router_id", ipv4)})
_LDP_FAMILY = Table(valued={"discovery transport-address": ("transport_address", ipv4)})
OSPF_SOURCES = among("kernel", "connected", "static", "rip", "isis", "bgp")


@dataclass(slots=True)
class RoutingSheet:
    """What FRR's part says, as far as it was read.

    Attributes:
        identity: the fields of the device that one line sets.
        interfaces: by name; the Linux part adds to them.
        secrets: ``password`` and ``enable`` of the daemons' own ports, the last line of each.
        ospf_interfaces: by the interface's name; without an area OSPF doesn't run there.
    """

    identity: dict[str, object] = field(default_factory=dict)
    logging: Traced[Logging] = field(default_factory=lambda: Traced(Logging, {}))
    interfaces: dict[str, Draft[Interface]] = field(default_factory=dict)
    ospf_interfaces: dict[str, Draft[OspfInterface]] = field(default_factory=dict)
    static_routes: list[StaticRoute] = field(default_factory=list)
    ospf: dict[str | None, Draft[OspfProcess]] = field(default_factory=dict)
    ldp: Draft[Ldp] | None = None
    objects: Objects = field(default_factory=Objects)
    policies: PolicySheet = field(default_factory=PolicySheet)
    fields: Noted = field(default_factory=Noted)
    prefix_lists: dict[tuple[str, str], list[PrefixRule]] = field(default_factory=dict)
    prefix_torn: dict[tuple[str, str], list[Torn]] = field(default_factory=dict)
    terminals: list[TerminalLine] = field(default_factory=list)
    prefix_texts: dict[tuple[str, str], Node] = field(default_factory=dict)
    secrets: dict[str, tuple[Secret, Node]] = field(default_factory=dict)

    def interface(self, name: str) -> Draft[Interface]:
        """Return the draft of an interface, a new one where it isn't known yet."""
        return self.interfaces.setdefault(name, Draft(Interface, {"name": name}))


def read_identity(sheet: RoutingSheet, node: Node) -> bool:
    """Read a line that says what the device is; lines that only rule how FRR keeps its files say nothing of it."""
    if node.children:
        return False
    if node.text in {"service integrated-vtysh-config", "line vty"}:
        return True
    found = _IDENTITY.find(node.text)
    if found is not None:
        sheet.identity[found[0]] = found[1]
    return found is not None


def read_logging(sheet: RoutingSheet, node: Node) -> bool:
    """Read a ``log`` line; into which file events go is a setting."""
    match [] if node.children else node.text.split(" "):
        case ["log", "file", path] | ["log", "file", path, _]:
            sheet.fields.add(("log file", node.text.removeprefix("log file ")))
            return bool(path)
        case ["log", "facility" | "timestamp" as what, *rest] if rest:
            sheet.fields.add((f"log {what}", " ".join(rest)))
            return True
        case _:
            return filled(sheet.logging, node, _LOGGING)


def read_static(sheet: RoutingSheet, node: Node, vrf: str | None = None) -> bool:
    """Read ``ip route PREFIX GATEWAY [INTERFACE] [DISTANCE]``, ``ip route PREFIX INTERFACE|blackhole [DISTANCE]``."""
    words = node.text.split()
    if node.children or len(words) < 4 or words[:2] not in (["ip", "route"], ["ipv6", "route"]):
        return False
    prefix = network(words[2])
    if (prefix.version == 6) != (words[0] == "ipv6"):
        return False
    rest = words[3:]
    next_hop = _gateway(rest[0])
    rest = rest[1:] if next_hop is not None or rest[0] in DISCARDING else rest
    discards = next_hop is None and len(rest) < len(words[3:])
    named = bool(rest) and not discards and not rest[0].isdigit() and rest[0] not in AFTER_ROUTE
    interface = rest.pop(0) if named else None
    tag = number(rest[1]) if rest[:1] == ["tag"] and len(rest) > 1 else None
    rest = rest[2:] if tag is not None else rest
    distance = number(rest.pop(0)) if rest and rest[0].isdigit() else None
    next_hop_vrf = _other_vrf(rest) if next_hop is not None or interface is not None else None
    rest = rest[2:] if next_hop_vrf is not None else rest
    if rest or (next_hop is None and interface is None and not discards):
        return False
    distance = None if distance == _HIDDEN_DISTANCE else distance
    sheet.static_routes.append(
        StaticRoute(prefix, next_hop, interface, vrf, distance, next_hop_vrf=next_hop_vrf, tag=tag, lines=(line(node),))
    )
    return True


def _other_vrf(words: list[str]) -> str | None:
    """Return the VRF that a route leads into; FRR calls the global table ``default``."""
    if words[:1] != ["nexthop-vrf"] or len(words) < 2:
        return None
    return "" if words[1] == "default" else words[1]


def _gateway(text: str) -> IPAddress | None:
    try:
        return address(text)
    except ValueError:
        return None


def read_vrf(sheet: RoutingSheet, node: Node, place: Place) -> bool:
    """Read ``vrf NAME`` and the static routes below it. The VRF itself is made by the Linux part."""
    words = node.text.split()
    if len(words) != 2:
        return False
    place.under(node).each(node.children, lambda child: read_static(sheet, child, words[1]))
    return True


def read_interface(sheet: RoutingSheet, node: Node, place: Place) -> bool:
    """Read ``interface NAME [vrf VRF]``; the kernel binds a port to a VRF, and FRR only shows it."""
    words = node.text.split()
    if len(words) not in {2, 4} or (len(words) == 4 and words[2] != "vrf"):
        return False
    draft = sheet.interface(words[1])
    draft.nodes.append(node)
    if len(words) == 4:
        draft.values["vrf"] = words[3]
    ospf = Draft(OspfInterface, {})

    def read(child: Node) -> bool:
        if child.text.startswith(_OSPF_KEYS) and not child.children:
            # A key proves nothing where no line, and no area, asks for it.
            ospf.add("keys", 0 if child.text.startswith(_OSPF_KEYS[1]) else number(child.text.split(" ")[3]), child)
            return True
        if child.text.startswith("ip ospf ") and (filled(ospf, child, _OSPF_INTERFACE) or _read_chain(ospf, child)):
            return True
        if child.text.startswith(("vrrp ", "no vrrp ")):
            return read_gateway(sheet.objects, words[1], child)
        if child.text.startswith(("isis ", "ip router isis ", "ipv6 router isis ")):
            return read_isis_port(sheet.objects, words[1], child)
        return (
            _read_address(draft, child)
            or filled(draft, child, _INTERFACE)
            or keep(draft, child.text.split(" "), child, _PORT_SETTINGS)
        )

    place.under(node).each(node.children, read)
    place.under(node).unread(*sheet.objects.settle(words[1], draft))
    if "area" in ospf.values:
        sheet.ospf_interfaces[words[1]] = ospf
    else:
        place.under(node).unread(*ospf.nodes)
    return True


def _read_address(draft: Draft[Interface], node: Node) -> bool:
    words = node.text.split()
    if node.children or len(words) != 3 or words[:2] not in (["ip", "address"], ["ipv6", "address"]):
        return False
    draft.add("addresses", interface_address(words[2]), node)
    return True


def read_ospf(sheet: RoutingSheet, node: Node, place: Place) -> bool:
    """Read ``router ospf [vrf NAME]``."""
    words = node.text.split()
    if len(words) not in {2, 4} or (len(words) == 4 and words[2] != "vrf"):
        return False
    vrf = words[3] if len(words) == 4 else None
    draft = sheet.ospf.setdefault(vrf, Draft(OspfProcess, {"vrf": vrf}))
    draft.nodes.append(node)
    areas: dict[int, Draft[OspfArea]] = {}
    place.under(node).each(node.children, lambda child: _read_area(areas, child) or _read_ospf_line(draft, child))
    known = frozenset(each.made() for each in areas.values() if each.nodes)
    if known:
        draft.values["areas"] = known
    return True


def _read_area(areas: dict[int, Draft[OspfArea]], node: Node) -> bool:
    """Read ``network PREFIX area A`` and ``area A stub|nssa|authentication``."""
    match [] if node.children else node.text.split(" "):
        case ["network", prefix, "area", text]:
            where = network(prefix)
            _area(areas, area(text)).add("networks", where, node)
        case ["area", text, *what] if tuple(what) in _AREA_KINDS:
            _area(areas, area(text)).set("kind", _AREA_KINDS[tuple(what)], node)
        case ["area", text, "range", prefix, *how]:
            _area(areas, area(text)).add("fields", (f"range {network(prefix)}", " ".join(how) or "on"), node)
        case ["area", text, "default-cost" | "filter-list" | "import-list" | "export-list" as what, *how] if how:
            name = f"{what} {' '.join(how[:-1])}".rstrip()
            _area(areas, area(text)).add("fields", (name, how[-1]), node)
        case ["area", text, *what] if tuple(what) in _AREA_PROOFS:
            _area(areas, area(text)).set("authentication", _AREA_PROOFS[tuple(what)], node)
        case _:
            return False
    return True


def _area(areas: dict[int, Draft[OspfArea]], number_: int) -> Draft[OspfArea]:
    return areas.setdefault(number_, Draft(OspfArea, {"number": number_}))


def _read_ospf_line(draft: Draft[OspfProcess], node: Node) -> bool:
    words = node.text.split()
    if node.children:
        return False
    if words[:3] == ["timers", "throttle", "spf"] and len(words) == 6:
        draft.set("spf_delay", tuple(number(each) for each in words[3:]), node)
        return True
    if words[0] == "redistribute" and len(words) == 2:
        draft.add("redistribute", OSPF_SOURCES(words[1]), node)
        return True
    match words:
        case ["redistribute", source, "metric" | "metric-type" | "route-map", *_]:
            draft.add("redistribute", OSPF_SOURCES(source), node)
            draft.values.setdefault("fields", set()).add((f"redistribute {source}", " ".join(words[2:])))
        case ["default-information", "originate", *how] if set(how) - {"always"}:
            draft.set("originates_default", "always" if "always" in how else "yes", node)
            rest = " ".join(each for each in how if each != "always")
            draft.values.setdefault("fields", set()).add(("default-information", rest))
        case ["passive-interface", port] if port != "default":
            draft.add("passive", port, node)
        case ["no", "passive-interface", port] if port != "default":
            draft.add("active", port, node)
        case ["no", "log-adjacency-changes"]:
            draft.add("fields", ("log-adjacency-changes", "off"), node)
        case _:
            return filled(draft, node, _OSPF) or keep(draft, words, node, _OSPF_SETTINGS)
    return True


def _read_chain(draft: Draft[OspfInterface], node: Node) -> bool:
    """Read ``ip ospf authentication key-chain NAME``, which FRR has since 8.5."""
    match [] if node.children else node.text.split(" "):
        case ["ip", "ospf", "authentication", "key-chain", name]:
            draft.set("authentication", "key-chain", node)
            draft.values["key_chain"] = name
            return True
        case _:
            return False


def read_ldp(sheet: RoutingSheet, node: Node, place: Place) -> bool:
    """Read ``mpls ldp``; without a router id it can't be a fact."""
    if node.text != "mpls ldp":
        return False
    draft = Draft(Ldp, {}, [node])
    below = place.under(node)

    def read(child: Node) -> bool:
        if child.text == "address-family ipv4":
            draft.nodes.append(child)
            below.under(child).each(child.children, lambda each: _read_ldp_family(draft, each))
            return True
        if child.text.startswith("neighbor ") and child.text.split(" ")[2:3] == ["password"] and not child.children:
            draft.set("authenticated", value=True, node=child)
            draft.values.setdefault("passwords", set()).add(child.text.split(" ")[1])
            return True
        return filled(draft, child, _LDP)

    if not any(_is_router_id(child) for child in node.children):
        return False
    below.each(node.children, read)
    sheet.ldp = draft
    return True


def _is_router_id(node: Node) -> bool:
    words, _, address = node.text.rpartition(" ")
    if words != "router-id" or node.children:
        return False
    try:
        ipv4(address)
    except ValueError:
        return False
    return True


def _read_ldp_family(draft: Draft[Ldp], node: Node) -> bool:
    words = node.text.split()
    if words[0] == "interface" and len(words) == 2 and not node.children:
        draft.add("interfaces", words[1], node)
        return True
    return filled(draft, node, _LDP_FAMILY)


def read_prefix_list(sheet: RoutingSheet, node: Node) -> bool:
    """Read ``ip prefix-list NAME seq N permit|deny PREFIX|any [ge N] [le N]``."""
    words = node.text.split()
    if not node.children and len(words) > 4 and (words[1], words[3]) == ("prefix-list", "description"):
        sheet.prefix_lists.setdefault((words[0], words[2]), [])
        sheet.prefix_texts[words[0], words[2]] = node
        return True
    if len(words) < 3 or words[1] != "prefix-list":
        return False
    key = words[0], words[2]
    try:
        rule = _prefix_rule(node, words)
    except ValueError:
        rule = None
    rules = sheet.prefix_lists.setdefault(key, [])
    if rule is None:
        is_numbered = words[3:4] == ["seq"] and words[4:5] and words[4].isdigit()
        place = int(words[4]) if is_numbered else max((each.sequence for each in rules), default=0)
        sheet.prefix_torn.setdefault(key, []).append(Torn(node, place))
        return False
    rules.append(rule)
    return True


def _prefix_rule(node: Node, words: list[str]) -> PrefixRule | None:
    """Return what a line of a prefix list says; None where it isn't understood."""
    if node.children or len(words) < 7 or words[3] != "seq":
        return None
    prefix = None if words[6] == "any" else network(words[6])
    if prefix is not None and (prefix.version == 6) != (words[0] == "ipv6"):
        return None
    bounds = words[7:]
    if len(bounds) % 2 or set(bounds[::2]) - {"ge", "le"} or len(set(bounds[::2])) < len(bounds[::2]):
        return None
    limits = dict(zip(bounds[::2], (number(each) for each in bounds[1::2]), strict=True))
    return PrefixRule(
        number(words[4]), Action(words[5]), prefix, limits.get("ge"), limits.get("le"), lines=(line(node),)
    )


def _of_six(rules: list[PrefixRule]) -> list[PrefixRule]:
    """Return rules of IPv6 that name no network as what they mean, so that the list is one of IPv6 to everybody."""
    if any(rule.prefix is not None for rule in rules):
        return rules
    return [replace(rule, prefix=ip_network("::/0"), at_most=128) for rule in rules]


def prefix_lists(sheet: RoutingSheet) -> frozenset[PrefixList]:
    """Return the prefix lists, their rules by sequence number, whatever the order of the text."""
    found = []
    for (family, name), rules in sheet.prefix_lists.items():
        plain = _of_six(rules) if family == "ipv6" else rules
        torn = sheet.prefix_torn.get((family, name), [])
        ordered, gaps = numbered([(rule.sequence, rule) for rule in plain], torn)
        lines: tuple[Line, ...] = tuple(each for rule in ordered for each in rule.lines)
        told = sheet.prefix_texts.get((family, name))
        if gaps and not ordered:
            continue  # of such a list nothing is known
        if told is None:
            found.append(PrefixList(name, ordered, gaps=gaps, lines=lines))
        else:
            found.append(PrefixList(name, ordered, told.text.split(" ", 4)[-1], gaps, lines=(*lines, line(told))))
    return frozenset(found)


def read_vty(sheet: RoutingSheet, node: Node, place: Place) -> bool:
    """Read ``line vty``: how people get to the daemons' own ports; FRR numbers none of these lines, and shows an empty section for nothing."""
    if node.text != "line vty":
        return False
    draft = Draft(TerminalLine, {"kind": "vty", "first": 0, "last": 0}, [node])
    place.under(node).each(node.children, lambda child: _read_vty_line(draft, child))
    if len(draft.nodes) > 1:
        sheet.terminals.append(draft.made())
    return True


def _read_vty_line(draft: Draft[TerminalLine], node: Node) -> bool:
    match [] if node.children else node.text.split(" "):
        case ["access-class", name]:
            draft.add("filters", Binding(name, lines=(line(node),)), node)
        case ["ipv6", "access-class", name]:
            draft.add("filters", Binding(name, version=6, lines=(line(node),)), node)
        case ["exec-timeout", minutes, *seconds] if len(seconds) < 2:
            draft.set("idle", number(minutes) * 60 + (number(seconds[0]) if seconds else 0), node)
        case ["login"] | ["no", "login"]:
            draft.set("login", "none" if node.text == "no login" else "password", node)
        case _:
            return False
    return True


# FRR's lines that speak of who gets in and what is recorded, not of routing.
MANAGEMENT_WORDS = frozenset({"log", "line", "password", "enable", "banner", "service"})
