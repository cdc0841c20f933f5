"""``interface``: addresses, tags, membership, filters, layer 2, OSPF and labels on it (command references, "Interface")."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from ipaddress import IPv6Interface, ip_address

from netops.config.node import Node
from netops.model import Binding, Interface, InterfaceKind, OspfNetwork, Side
from netops.platforms.reading.sheet import Draft, Place, Saying, Table, filled, told
from netops.platforms.reading.words import KEPT, area, number, word
from netops.platforms.vrp_family.nat import read_interface_nat
from netops.platforms.vrp_family.port_words import ELSEWHERE, PORT_FIELDS, PORT_GUARDS, PORT_READERS
from netops.platforms.vrp_family.sheet import PortSheet, VrpSheet, direction
from netops.platforms.vrp_family.words import interface_address, length, vlan_ranges

_TABLE = Table(
    said={
        "shutdown": ("enabled", False),
        "undo shutdown": ("enabled", True),
        "mpls": ("mpls", True),
        "mpls enable": ("mpls", True),
        "urpf strict": ("urpf", "strict"),
        "urpf loose": ("urpf", "loose"),
        "ip urpf strict": ("urpf", "strict"),
        "ip urpf loose": ("urpf", "loose"),
    },
    valued={
        "mtu": ("mtu", number),
        "ip mtu": ("mtu", number),
        "ip binding vpn-instance": ("vrf", word),
        "dot1q termination vid": ("dot1q", number),
        "vlan-type dot1q": ("dot1q", number),
        "vlan-type dot1q vid": ("dot1q", number),
        "encapsulation dot1q vid": ("dot1q", number),
    },
    open={"description": ("description", word)},
)
# Line → protection that it turns on; behind `undo`, or with `disable` for `enable`, off.
_GUARDS: Mapping[str, str] = {
    **PORT_GUARDS,
    "dhcp snooping enable": "dhcp-snooping",
    "dhcp snooping trusted": "dhcp-snooping-trust",
    "dhcp snooping trust": "dhcp-snooping-trust",
    "dhcp snooping trust interface": "dhcp-snooping-trust",
    "dhcp select relay": "dhcp-relay",
    "port-security enable": "port-security",
    "arp-proxy enable": "proxy-arp",
    "proxy-arp enable": "proxy-arp",
    "arp proxy enable": "proxy-arp",
    "icmp redirect send": "redirects",
    "ip redirects enable": "redirects",
    "icmp host-unreachable send": "unreachables",
    "ip unreachables enable": "unreachables",
    "ip forward-broadcast": "directed-broadcast",
    "lldp enable": "lldp",
    "arp anti-attack check user-bind enable": "arp-inspection",
    "arp detection trust": "arp-inspection-trust",
    "ip source check user-bind enable": "ip-source-guard",
    "ipv4 source check user-bind enable": "ip-source-guard",
    "ip verify source ip-address mac-address": "ip-source-guard",
    "arp broadcast enable": "arp-broadcast",
    "ipv6 enable": "ipv6",
    "stp edged-port enable": "edge-port",
    "stp edged-port": "edge-port",
    "stp root-protection": "root-guard",
    "stp loop-protection": "loop-guard",
    "stp enable": "stp",
    "ntp-service in-interface enable": "ntp",
    "ip option source-route enable": "source-route",
}
# First words → setting that the model keeps by name, with the rest of the line as its value.
_FIELDS: Mapping[str, str] = {
    **PORT_FIELDS,
    "speed": "speed",
    "duplex": "duplex",
    "bandwidth": "bandwidth",
    "negotiation": "negotiation",
    "load-balance": "load-balance",
    "flow-control": "flow-control",
    "mode": "lacp",
    "statistic": "statistic",
    "link-aggregation mode": "lacp",
    "port-security": "port-security",
    "storm-control": "storm-control",
    "storm-constrain": "storm-control",
    "storm": "storm-control",
    "broadcast-suppression": "broadcast-suppression",
    "multicast-suppression": "multicast-suppression",
    "unicast-suppression": "unicast-suppression",
    "lldp admin-status": "lldp",
    "lacp": "lacp-settings",
    "combo": "combo",
    "combo-port": "combo",
    "tunnel-protocol": "mode",
    "source": "source",
    "destination": "destination",
    "lldp tlv-enable": "lldp-tlv",
    "port-isolate": "port-isolation",
}
# Fields that say that a storm is held back, too.
_STORMS = frozenset({"storm-control", "broadcast-suppression"})
_OSPF = Table(
    valued={
        "cost": ("cost", number),
        "timer hello": ("hello", number),
        "timer dead": ("dead", number),
    }
)
_NETWORKS = {"p2p": OspfNetwork.POINT_TO_POINT, "broadcast": OspfNetwork.BROADCAST}
_KINDS = (
    ("loopback", InterfaceKind.LOOPBACK),
    ("vlan", InterfaceKind.VLAN),
    ("eth-trunk", InterfaceKind.AGGREGATE),
    ("ip-trunk", InterfaceKind.AGGREGATE),
    ("bridge-aggregation", InterfaceKind.AGGREGATE),
    ("route-aggregation", InterfaceKind.AGGREGATE),
    ("tunnel", InterfaceKind.TUNNEL),
)


def kind_of(name: str) -> InterfaceKind:
    """Return what an interface is by its name.

    Example:
        >>> kind_of("Eth-Trunk1"), kind_of("Eth-Trunk1.200")
        (<InterfaceKind.AGGREGATE: 'aggregate'>, <InterfaceKind.SUB: 'sub'>)
    """
    return InterfaceKind.SUB if "." in name else _kind(name.rstrip("0123456789/"))


@lru_cache(64)
def _kind(word: str) -> InterfaceKind:
    small = word.lower()
    return next((kind for start, kind in _KINDS if small.startswith(start)), InterfaceKind.PHYSICAL)


def read_interface(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``interface NAME``, whose name may stand in two words."""
    mode = words[-1] if words[-2:-1] == ["mode"] else None
    name = sheet.full(*(words[1:] if mode is None else words[1:-2]))
    if mode is not None and kind_of(name) is not InterfaceKind.TUNNEL:
        return False  # a layer-2 sub-interface: what stands below it means something else
    if name == "NULL0" and not node.children:
        return True  # it is always there
    draft = sheet.interface(name)
    draft.nodes.append(node)
    if "kind" not in draft.values:
        draft.values["kind"] = kind_of(name)
    if draft.values["kind"] is InterfaceKind.VLAN:
        draft.values["dot1q"] = number("".join(each for each in name if each.isdigit()))
    if mode is not None:
        draft.add("fields", ("mode", mode), node)
    below = place.under(node)
    below.each(node.children, partial(_read_line, sheet, draft, below))
    return True


def _read_line(sheet: VrpSheet, draft: Draft[Interface], place: Place, node: Node) -> bool:
    """Read a line of a port: by its text alone where it says the same on each port."""
    if node.children:
        return False
    text = node.text
    saying = _PLAIN.get(text) or sheet.on_ports.get(text)
    if saying is not None:
        _say(sheet, draft, node, saying)
        return True
    if text.startswith("ip address "):
        words = text.split(" ")
        return _read_ip(sheet, draft, node, words) or _read_field(sheet, draft, node)
    if filled(draft, node, _TABLE) or (text.endswith(" disable") and _read_guard(draft, node)):
        return True
    return _read_words(sheet, draft, place, node)


def _says(sheet: VrpSheet, draft: Draft[Interface], node: Node, saying: Saying) -> bool:
    """Read what a line says by its text alone, and remember it for the other ports."""
    sheet.on_ports[node.text] = saying
    _say(sheet, draft, node, saying)
    return True


def _say(sheet: VrpSheet, draft: Draft[Interface], node: Node, saying: Saying) -> None:
    """Say something of an interface, of OSPF on it, or of its layer-2 side."""
    if saying.side == "own":
        saying.of(draft, node)
    elif saying.side == "ospf":
        saying.of(sheet.ospf_on(str(draft.values["name"])), node)
    else:
        setattr(_port(sheet, draft, node), saying.name, saying.value)


def _read_words(sheet: VrpSheet, draft: Draft[Interface], place: Place, node: Node) -> bool:
    words = node.text.split(" ")
    first = words[1] if words[0] == "undo" and len(words) > 1 else words[0]
    reader = _READERS.get(first)
    if reader is not None and reader(sheet, draft, node, words):
        return True
    if words[:2] == ["mpls", "ldp"] and words[2:] in ([], ["enable"]):
        draft.nodes.append(node)
        sheet.wait(f"ldp {draft.values['name']}", node, place)
        return True
    return _read_field(sheet, draft, node)


# Protections by whole lines: most of them are written like that.
_PLAIN: Mapping[str, Saying] = {
    f"{undo}{text}": Saying("own", "guards", (name, not undo), adds=True)
    for text, name in _GUARDS.items()
    for undo in ("", "undo ")
}


def is_guard(text: str) -> bool:
    """Tell whether a line turns a protection on or off, whatever setting its first words are.

    Example:
        >>> is_guard("dhcp select relay"), is_guard("dhcp select global")
        (True, False)
    """
    return text in _PLAIN or (text.endswith(" disable") and f"{text.removesuffix('disable')}enable" in _PLAIN)


def _read_guard(draft: Draft[Interface], node: Node) -> bool:
    text = node.text.removeprefix("undo ")
    on = text == node.text
    if text not in _GUARDS and text.endswith(" disable"):
        text, on = text.removesuffix("disable") + "enable", not on
    if text not in _GUARDS:
        return False
    draft.add("guards", (_GUARDS[text], on), node)
    return True


def _read_field(sheet: VrpSheet, draft: Draft[Interface], node: Node) -> bool:
    if node.text == "undo negotiation auto":
        return _says(sheet, draft, node, Saying("own", "fields", ("negotiation", "off"), adds=True))
    first, _, rest = node.text.partition(" ")
    second, _, others = rest.partition(" ")
    for start, value in ((f"{first} {second}", others), (first, rest)):
        if start in _FIELDS and value and start != ELSEWHERE[sheet.dialect.is_comware]:
            name = _FIELDS[start]
            if name not in _STORMS:
                return _says(sheet, draft, node, Saying("own", "fields", (name, value), adds=True))
            draft.add("fields", (name, value), node)
            draft.add("guards", ("storm-control", True), node)
            return True
    return False


def _read_ip(sheet: VrpSheet, draft: Draft[Interface], node: Node, words: list[str]) -> bool:
    match words:
        case ["ip", "address", address, mask] if address != "unnumbered":
            draft.add("addresses", interface_address(address, mask), node)
        case ["ip", "address", "unnumbered", "interface", *name]:
            draft.set("unnumbered", sheet.full(*name), node)
        case ["ip", "address", address, mask, "sub"]:
            own = interface_address(address, mask)
            draft.add("addresses", own, node)
            draft.values.setdefault("secondary", set()).add(own)
        case ["ip", "source", "binding", *what] if what:
            draft.add("fields", ("source-binding", " ".join(what)), node)
        case ["ip", "relay", "address", address] | ["dhcp", "relay", "server-ip" | "server-address", address]:
            draft.add("relays", ip_address(address), node)
        case _:
            return False
    return True


def _read_ipv6(_sheet: VrpSheet, draft: Draft[Interface], node: Node, words: list[str]) -> bool:
    match words:
        case ["ipv6", "address", address] if "/" in address:
            draft.add("addresses", IPv6Interface(address), node)
        case ["ipv6", "address", address, "link-local"]:
            draft.add("addresses", IPv6Interface(f"{address}/64"), node)
        case ["ipv6", "address", address, size] if size.isdigit():
            draft.add("addresses", IPv6Interface(f"{address}/{length(size)}"), node)
        case _:
            return False
    return True


def _read_trunk(sheet: VrpSheet, draft: Draft[Interface], node: Node, words: list[str]) -> bool:
    if len(words) != 2:
        return False
    draft.set("aggregate", sheet.full("Eth-Trunk", str(number(words[1]))), node)
    return True


def _read_filter(sheet: VrpSheet, draft: Draft[Interface], node: Node, words: list[str]) -> bool:
    found = None if words[0] == "undo" else _filter(tuple(words[1:]))
    if found is None:
        return False
    name, inbound, version = found
    draft.add("filters", sheet.bound(name, node, inbound=inbound, version=version), node)
    return True


@lru_cache(KEPT)
def _filter(words: tuple[str, ...]) -> tuple[str, bool, int] | None:
    """Return a list's name, whether it sees what comes in, and the version of its addresses; the words stand in any order."""
    rest = [each for each in words if each not in {"acl", "ipv4", "ip"}]
    version = 6 if "ipv6" in rest else 4
    rest = [each for each in rest if each not in {"ipv6", "name"}]
    sides = [each for each in rest if each in {"inbound", "outbound"}]
    names = [each for each in rest if each not in sides]
    return (names[0], direction(sides[0]), version) if len(sides) == 1 and len(names) == 1 else None


def _read_policy(_sheet: VrpSheet, draft: Draft[Interface], node: Node, words: list[str]) -> bool:
    match words:
        case ["traffic-policy", name, side] | ["qos", "apply", "policy", name, side]:
            draft.add("policies", Binding(name, inbound=direction(side), lines=told(node)), node)
            return True
        case _:
            pass
    return False


def _read_nat(sheet: VrpSheet, draft: Draft[Interface], node: Node, words: list[str]) -> bool:
    if not read_interface_nat(sheet, str(draft.values["name"]), node, words):
        return False
    draft.set("side", Side.OUTSIDE, node)
    if (
        words[1:] == ["static", "enable"] and sheet.dialect.binds_static
    ):  # the device's rules hold here; what they are stands elsewhere
        draft.values.setdefault("fields", set()).add(("nat static", "enable"))
    return True


def _read_ospf(sheet: VrpSheet, draft: Draft[Interface], node: Node, words: list[str]) -> bool:
    if words[0] == "undo":
        return False
    ospf = sheet.ospf_on(str(draft.values["name"]))
    match words[1:]:
        case ["enable", process, "area", text] | ["enable", process, "area", text, "include" | "exclude", _]:
            ospf.set("process", str(number(process)), node)
            ospf.values["area"] = area(text)
        case [process, "area", text] if process.isdigit():
            ospf.set("area", area(text), node)
            ospf.values["process"] = process
        case ["network-type", kind]:
            if kind not in _NETWORKS:
                return False
            return _says(sheet, draft, node, Saying("ospf", "network", _NETWORKS[kind]))
        case ["authentication-mode", "keychain", name]:
            ospf.set("authentication", "key-chain", node)
            ospf.values["key_chain"] = name
        case ["authentication-mode", mode, *rest]:
            ospf.set("authentication", authentication(mode), node)
            ospf.values.setdefault("keys", set()).update(keys(mode, rest))
        case rest:
            pair = _OSPF.find(" ".join(rest))
            return pair is not None and _says(sheet, draft, node, Saying("ospf", *pair))
    return True


def authentication(mode: str) -> str:
    """Return how OSPF packets prove whose they are, as the model has it."""
    if mode in {"simple", "md5", "null"} or mode.startswith("hmac-"):
        return mode
    raise ValueError(mode)


def keys(mode: str, words: list[str]) -> set[int]:
    """Return the number of the key behind a mode, 0 for a password; nothing where the line has none.

    Example:
        >>> keys("md5", ["1", "cipher", "…"]), keys("simple", ["cipher", "…"]), keys("null", [])
        ({1}, {0}, set())
    """
    if not words:
        return set()
    return {0} if mode == "simple" else {number(words[0])}


def _read_port(sheet: VrpSheet, draft: Draft[Interface], node: Node, words: list[str]) -> bool:
    match words:
        case ["port", "link-aggregation", "group", group]:
            sheet.aggregated[str(draft.values["name"])] = str(number(group))
            draft.nodes.append(node)
        case ["port", "link-mode", "bridge" | "route" as mode]:
            _port(sheet, draft, node).layer = 2 if mode == "bridge" else 3
        case ["portswitch"] | ["undo", "portswitch"]:
            _port(sheet, draft, node).layer = 2 if len(words) == 1 else 3
            draft.values.setdefault("fields", set()).add(("portswitch", "on" if len(words) == 1 else "off"))
        case ["port", "link-type", mode]:
            return _says(sheet, draft, node, Saying("port", "mode", mode))
        case ["port", "default" | "access", "vlan", vlan]:
            return _says(sheet, draft, node, Saying("port", "access", number(vlan)))
        case ["port", "trunk" | "hybrid", "pvid", "vlan", vlan]:
            return _says(sheet, draft, node, Saying("port", "native", number(vlan)))
        case _:
            return _read_carried(sheet, draft, node, words)
    return True


def _read_carried(sheet: VrpSheet, draft: Draft[Interface], node: Node, words: list[str]) -> bool:
    match words[1:] if words[0] == "undo" else words:
        case ["port", "trunk", "allow-pass" | "permit", "vlan", *vlans]:
            _carries(sheet, draft, node, vlans)
        case ["port", "hybrid", "tagged" | "untagged" as way, "vlan", *vlans]:
            _carries(sheet, draft, node, vlans, untagged=way == "untagged")
        case ["port", "hybrid", "vlan", *vlans, "tagged" | "untagged" as way]:
            _carries(sheet, draft, node, vlans, untagged=way == "untagged")
        case ["port", "hybrid", "vlan", *vlans] if words[0] == "undo":
            _carries(sheet, draft, node, vlans)
        case _:
            return False
    return True


def _port(sheet: VrpSheet, draft: Draft[Interface], node: Node) -> PortSheet:
    """Return what is known of the layer-2 side of an interface."""
    draft.nodes.append(node)
    port = sheet.port(str(draft.values["name"]))
    port.nodes.append(node)
    return port


def _carries(sheet: VrpSheet, draft: Draft[Interface], node: Node, words: list[str], *, untagged: bool = False) -> None:
    ranges = vlan_ranges(words)
    if not node.text.startswith("undo "):
        port = _port(sheet, draft, node)
        port.carried.extend(ranges)
        port.untagged.extend(ranges if untagged else ())
    elif ranges == ((1, 1),):
        _port(sheet, draft, node).without_first = True
    else:
        raise ValueError(words)


_Reader = Callable[[VrpSheet, Draft[Interface], Node, list[str]], bool]
_READERS: Mapping[str, _Reader] = {
    "ip": _read_ip,
    "dhcp": _read_ip,
    "ipv6": _read_ipv6,
    "eth-trunk": _read_trunk,
    "traffic-filter": _read_filter,
    "packet-filter": _read_filter,
    "traffic-policy": _read_policy,
    "qos": _read_policy,
    "nat": _read_nat,
    "ospf": _read_ospf,
    "port": _read_port,
    "portswitch": _read_port,
    **PORT_READERS,
}
