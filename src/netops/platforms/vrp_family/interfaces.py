"""``interface``: addresses, tags, membership, filters, layer 2, OSPF and labels on it (command references, "Interface")."""

from collections.abc import Callable, Mapping
from functools import partial
from ipaddress import IPv4Address, IPv6Interface, ip_address

from netops.config.node import Node
from netops.model import Binding, Interface, InterfaceKind, OspfInterface, OspfNetwork, Side, Switchport
from netops.platforms.reading.sheet import Draft, Place, Table, filled, line
from netops.platforms.reading.words import area, number, word
from netops.platforms.vrp_family.nat import read_interface_nat
from netops.platforms.vrp_family.port_words import PORT_FIELDS, PORT_GUARDS, PORT_READERS
from netops.platforms.vrp_family.sheet import PortSheet, VrpSheet, direction, lines_of
from netops.platforms.vrp_family.words import interface_address, joined, length, vlan_ranges, without

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
    if "." in name:
        return InterfaceKind.SUB
    small = name.lower()
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
    draft.values.setdefault("kind", kind_of(name))
    if draft.values["kind"] is InterfaceKind.VLAN:
        draft.values["dot1q"] = number("".join(each for each in name if each.isdigit()))
    if mode is not None:
        draft.add("fields", ("mode", mode), node)
    below = place.under(node)
    below.each(node.children, partial(_read_line, sheet, draft, below))
    return True


def _read_line(sheet: VrpSheet, draft: Draft[Interface], place: Place, node: Node) -> bool:
    if node.children:
        return False
    guard = _PLAIN.get(node.text)
    if guard is not None:
        draft.add("guards", guard, node)
        return True
    if filled(draft, node, _TABLE) or _read_guard(draft, node):
        return True
    words = node.text.split(" ")
    first = words[1] if words[0] == "undo" and len(words) > 1 else words[0]
    reader = _READERS.get(first)
    if reader is not None and reader(sheet, draft, node, words):
        return True
    if words[:2] == ["mpls", "ldp"] and words[2:] in ([], ["enable"]):
        draft.nodes.append(node)
        sheet.wait(f"ldp {draft.values['name']}", node, place)
        return True
    return _read_field(draft, node)


# Protections by whole lines: most of them are written like that.
_PLAIN: Mapping[str, tuple[str, bool]] = {
    **{text: (name, True) for text, name in _GUARDS.items()},
    **{f"undo {text}": (name, False) for text, name in _GUARDS.items()},
}


def _read_guard(draft: Draft[Interface], node: Node) -> bool:
    text = node.text.removeprefix("undo ")
    on = text == node.text
    if text not in _GUARDS and text.endswith(" disable"):
        text, on = text.removesuffix("disable") + "enable", not on
    if text not in _GUARDS:
        return False
    draft.add("guards", (_GUARDS[text], on), node)
    return True


def _read_field(draft: Draft[Interface], node: Node) -> bool:
    if node.text == "undo negotiation auto":
        draft.add("fields", ("negotiation", "off"), node)
        return True
    first, _, rest = node.text.partition(" ")
    second, _, others = rest.partition(" ")
    for start, value in ((f"{first} {second}", others), (first, rest)):
        if start in _FIELDS and value:
            draft.add("fields", (_FIELDS[start], value), node)
            if _FIELDS[start] in _STORMS:
                draft.add("guards", ("storm-control", True), node)
            return True
    return False


def _read_ip(sheet: VrpSheet, draft: Draft[Interface], node: Node, words: list[str]) -> bool:
    match words:
        case ["ip", "address", "unnumbered", "interface", *name]:
            draft.set("unnumbered", sheet.full(*name), node)
        case ["ip", "address", address, mask]:
            draft.add("addresses", interface_address(address, mask), node)
        case ["ip", "address", address, mask, "sub"]:
            own = interface_address(address, mask)
            draft.add("addresses", own, node)
            draft.values.setdefault("secondary", set()).add(own)
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
    rest = [each for each in words[1:] if each not in {"acl", "ipv4", "ip"}]
    version = 6 if "ipv6" in rest else 4
    rest = [each for each in rest if each not in {"ipv6", "name"}]
    sides = [each for each in rest if each in {"inbound", "outbound"}]
    names = [each for each in rest if each not in sides]
    if words[0] == "undo" or len(sides) != 1 or len(names) != 1:
        return False
    draft.add("filters", sheet.bound(names[0], node, inbound=direction(sides[0]), version=version), node)
    return True


def _read_policy(_sheet: VrpSheet, draft: Draft[Interface], node: Node, words: list[str]) -> bool:
    match words:
        case ["traffic-policy", name, side] | ["qos", "apply", "policy", name, side]:
            draft.add("policies", Binding(name, inbound=direction(side), lines=(line(node),)), node)
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
    name = str(draft.values["name"])
    ospf = sheet.ospf_interfaces.setdefault(name, Draft(OspfInterface, {}))
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
            ospf.set("network", _NETWORKS[kind], node)
        case ["authentication-mode", "keychain", name]:
            ospf.set("authentication", "key-chain", node)
            ospf.values["key_chain"] = name
        case ["authentication-mode", mode, *rest]:
            ospf.set("authentication", authentication(mode), node)
            ospf.values.setdefault("keys", set()).update(keys(mode, rest))
        case rest:
            return filled(ospf, node, _OSPF, " ".join(rest))
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
            _port(sheet, draft, node).mode = mode
        case ["port", "default" | "access", "vlan", vlan]:
            _port(sheet, draft, node).access = number(vlan)
        case ["port", "trunk" | "hybrid", "pvid", "vlan", vlan]:
            _port(sheet, draft, node).native = number(vlan)
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
    port = sheet.ports.setdefault(str(draft.values["name"]), PortSheet())
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


def _switchport(port: PortSheet) -> Switchport | None:
    """Turn what is known of layer 2 into a fact; a trunk or hybrid port carries VLAN 1 until a line says no.

    A hybrid port sends VLAN 1 without a tag, unless a line names it among the tagged.
    """
    if port.layer == 3:
        return None
    allowed = None
    if port.carried or port.without_first:
        allowed = joined([*port.carried, (1, 1)])
        allowed = without(allowed, 1) if port.without_first else allowed
    first = port.mode == "hybrid" and allowed is not None and not port.without_first
    if first and without(joined(port.carried), 1) == joined(port.carried):
        port.untagged.append((1, 1))
    untagged = joined(port.untagged)
    return Switchport(port.mode, port.access, port.native, allowed, untagged, lines=lines_of(port.nodes))


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


def settle_interfaces(sheet: VrpSheet, place: Place) -> frozenset[Interface]:
    """Return the interfaces, once all lines are known."""
    for name, group in sheet.aggregated.items():
        _settle_aggregate(sheet, name, group)
    found = []
    for name, draft in sheet.interfaces.items():
        ospf = sheet.ospf_interfaces.get(name)
        if ospf is not None:
            draft.nodes.extend(ospf.nodes)
            _settle_ospf(sheet, draft, ospf)
            if "area" in ospf.values:
                draft.values["ospf"] = ospf.made()
            else:
                _unread_ospf(draft, ospf, place)
        if name in sheet.ports:
            draft.values["switchport"] = _switchport(sheet.ports[name])
        elif sheet.dialect.switched and name.startswith(sheet.dialect.switched):
            draft.values["switchport"] = Switchport()
        _below(draft, place).unread(*sheet.objects.settle(name, draft))
        draft.values.setdefault("kind", kind_of(name))
        _settle_implied(draft)
        found.append(draft.made())
    return frozenset(found)


def _settle_implied(draft: Draft[Interface]) -> None:
    """Leave out what other facts imply: IPv6 is on where an address of it is, requests are sent on where a server is named."""
    guards = draft.values.get("guards", set())
    if any(each.version == 6 for each in draft.values.get("addresses", ())):
        guards.discard(("ipv6", True))
    if draft.values.get("relays"):
        guards.discard(("dhcp-relay", True))


def _settle_aggregate(sheet: VrpSheet, name: str, group: str) -> None:
    draft = sheet.interfaces[name]
    candidates = [f"{each}{group}" for each in sheet.dialect.aggregates]
    known = [each for each in candidates if each in sheet.interfaces]
    draft.values["aggregate"] = (known or candidates)[0]


def _settle_ospf(sheet: VrpSheet, draft: Draft[Interface], ospf: Draft[OspfInterface]) -> None:
    """Find the area of an interface that lines of OSPF speak of, where a network of a process says it."""
    if "area" in ospf.values:
        return
    secondary = draft.values.get("secondary", set())
    first = next(
        (each for each in draft.values.get("addresses", ()) if each.version == 4 and each not in secondary), None
    )
    best = -1
    for process in sheet.ospf.values():
        if first is None or process.values.get("vrf") != draft.values.get("vrf"):
            continue
        for number_, below in process.values["drafts"].items():
            for network in below.values.get("networks", ()):
                if network.version == 4 and IPv4Address(first.ip) in network and network.prefixlen > best:
                    best = network.prefixlen
                    ospf.values.update(area=number_, process=process.values["process"])


def _unread_ospf(draft: Draft[Interface], ospf: Draft[OspfInterface], place: Place) -> None:
    """Note lines of OSPF on an interface on which no line makes it run."""
    _below(draft, place).unread(*ospf.nodes)
    theirs = {id(node) for node in ospf.nodes}
    draft.nodes = [node for node in draft.nodes if id(node) not in theirs]


def _below(draft: Draft[Interface], place: Place) -> Place:
    """Return the place below an interface."""
    head = next((node for node in draft.nodes if node.children), None)
    return place if head is None else place.under(head)
