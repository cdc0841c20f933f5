"""``interface``: what stands below it, and VLANs (Cisco IOS and RGOS: Interface, IP Addressing, LAN Switching)."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from ipaddress import IPv6Interface

from netops.config.node import Node
from netops.model import Binding, Interface, InterfaceKind, OspfNetwork, Side, Switchport
from netops.platforms.ios_family.gateways import read_gateway
from netops.platforms.ios_family.port_words import PORT_GUARDS, PORT_READERS, PORT_SETTINGS
from netops.platforms.ios_family.said import Said
from netops.platforms.ios_family.said import said as cut
from netops.platforms.ios_family.settings import setting
from netops.platforms.ios_family.sheet import InterfaceSheet, Sheet
from netops.platforms.ios_family.words import masked_interface, ranges, vlan, vlans
from netops.platforms.reading.sheet import Draft, Marked, Place, Saying, Table, filled, told
from netops.platforms.reading.words import address, area, interface_address, number, word

_IPV4 = 4
_KINDS = (
    ("loopback", InterfaceKind.LOOPBACK),
    ("vlan", InterfaceKind.VLAN),
    ("bdi", InterfaceKind.VLAN),
    ("bvi", InterfaceKind.VLAN),
    ("port-channel", InterfaceKind.AGGREGATE),
    ("aggregateport", InterfaceKind.AGGREGATE),
    ("tunnel", InterfaceKind.TUNNEL),
    ("virtual-", InterfaceKind.TUNNEL),
    ("dialer", InterfaceKind.TUNNEL),
)
_OWN = Table(
    said={
        "shutdown": ("enabled", False),
        "no shutdown": ("enabled", True),
        "ip nat inside": ("side", Side.INSIDE),
        "ip nat outside": ("side", Side.OUTSIDE),
        "no description": ("description", None),
        "ip verify unicast reverse-path": ("urpf", "strict"),
        "ip verify unicast source reachable-via rx": ("urpf", "strict"),
        "ip verify unicast source reachable-via any": ("urpf", "loose"),
        "ip verify unicast source reachable-via rx allow-default": ("urpf", "strict default"),
        "ip verify unicast source reachable-via any allow-default": ("urpf", "loose default"),
    },
    valued={
        "vrf forwarding": ("vrf", word),
        "ip vrf forwarding": ("vrf", word),
        "mtu": ("mtu", number),
        "encapsulation dot1Q": ("dot1q", vlan),
        "encapsulation dot1q": ("dot1q", vlan),
    },
    open={"description": ("description", word)},
)
_SWITCHPORT = Table(
    valued={
        "switchport mode": ("mode", word),
        "switchport access vlan": ("access", vlan),
        "switchport trunk native vlan": ("native", vlan),
        "switchport hybrid native vlan": ("native", vlan),
    },
)
_OSPF = Table(
    said={
        "authentication message-digest": ("authentication", "md5"),
        "authentication null": ("authentication", "null"),
    },
    valued={
        "network": ("network", OspfNetwork),
        "hello-interval": ("hello", number),
        "dead-interval": ("dead", number),
        "cost": ("cost", number),
    },
)
# Lines that turn a protection on or off: the line without `no` → its name in the model.
_GUARDS = {
    "ip redirects": "redirects",
    "ip proxy-arp": "proxy-arp",
    "ip unreachables": "unreachables",
    "ip directed-broadcast": "directed-broadcast",
    "ip mask-reply": "mask-reply",
    "ip local-proxy-arp": "local-proxy-arp",
    "local-proxy-arp": "local-proxy-arp",
    "ipv6 redirects": "ipv6-redirects",
    "ipv6 unreachables": "ipv6-unreachables",
    "mop enabled": "mop",
    "mop sysid": "mop-sysid",
    "cdp enable": "cdp",
    "lldp enable": "lldp",
    "lldp transmit": "lldp-transmit",
    "lldp receive": "lldp-receive",
    "ip dhcp snooping trust": "dhcp-snooping-trust",
    "ip dhcp snooping suppression": "dhcp-snooping-suppression",
    "ip arp inspection trust": "arp-inspection-trust",
    "arp-check": "arp-check",
    **PORT_GUARDS,
    "ip verify source": "source-guard",
    "ip verify source port-security": "source-guard port-security",
    "switchport port-security": "port-security",
    "switchport protected": "protected",
    "switchport nonegotiate": "nonegotiate",
    "switchport block unicast": "block-unicast",
    "switchport block multicast": "block-multicast",
    "spanning-tree bpduguard": "bpduguard",
    "spanning-tree bpdufilter": "bpdufilter",
    "spanning-tree portfast": "portfast",
    "security uplink enable": "security-uplink",
    "snmp trap link-status": "snmp-link-trap",
    "ip route-cache": "route-cache",
}
_WAYS = {"enable": True, "enabled": True, "disable": False, "disabled": False}
# What goes on behind these is a protection's measure: it stays in the protection's name.
_MEASURED = {"storm-control": "storm-control", "switchport port-security": "port-security", "nfpp": "nfpp"}
# Settings that no fact has a field for: head → they hold the rest of the line.
_SETTINGS = frozenset(
    {"duplex", "speed", "bandwidth", "delay", "load-interval", "carrier-delay", "keepalive", "negotiation", "media-type", "medium-type",
    "ip tcp adjust-mss", "ip mtu", "ipv6 mtu", "ipv6 enable", "mpls mtu", "clock rate", "hold-queue", "tunnel source", "tunnel destination",
    "tunnel mode", "tunnel key", "arp timeout", "flowcontrol", "udld port", "lacp rate", "lacp port-priority", "spanning-tree guard",
    "spanning-tree link-type", "spanning-tree cost", "spanning-tree port-priority", "mls qos trust", "ip ospf priority",
    "ip ospf mtu-ignore", "ip ospf retransmit-interval", "ip ospf bfd", "bfd interval", "power inline", "switchport voice vlan",
    "switchport trunk encapsulation", "eee", "ip dhcp snooping limit rate", "ip arp inspection limit rate", "ip ospf prefix-suppression",
    }
) | PORT_SETTINGS  # fmt: skip


def kind_of(name: str) -> InterfaceKind:
    """Return what an interface is, by its name in full.

    Example:
        >>> kind_of("GigabitEthernet0/1.100"), kind_of("Port-channel1")
        (<InterfaceKind.SUB: 'sub'>, <InterfaceKind.AGGREGATE: 'aggregate'>)
    """
    return InterfaceKind.SUB if "." in name else _kind(name.rstrip("0123456789/"))


@lru_cache(64)
def _kind(word: str) -> InterfaceKind:
    lower = word.lower()
    return next((kind for start, kind in _KINDS if lower.startswith(start)), InterfaceKind.PHYSICAL)


def read_interface(sheet: Sheet, said: Said, place: Place) -> bool:
    """Read ``interface NAME [point-to-point]`` and all below it."""
    match said.words:
        case (_, name) | (_, name, "point-to-point" | "multipoint"):
            name = sheet.dialect.port(name)
        case (_, kind_, number_) if number_[:1].isdigit():
            name = sheet.dialect.port(kind_ + number_)
        case _:
            return False
    under = place.under(said.node)
    kind = kind_of(name)
    found = sheet.interfaces.setdefault(name, InterfaceSheet(Marked(Interface, {"name": name, "kind": kind}), under))
    found.own.nodes.append(said.node)
    if kind is InterfaceKind.VLAN and name.lower().startswith("vlan"):
        found.own.values["dot1q"] = vlan(name.lower().removeprefix("vlan").strip())
    under.each(said.node.children, partial(_read_below, sheet, found))
    return True


# Protections by whole lines, and first words of the lines that the table alone knows: most lines of most ports.
_PLAIN: Mapping[str, Saying] = {
    f"{no}{text}": Saying("own", "guards", (name, not no), adds=True)
    for text, name in _GUARDS.items()
    for no in ("", "no ")
    if not text.startswith("switchport")
}
_TABLED = frozenset({"description", "vrf", "mtu", "encapsulation", "shutdown"})
_WITH_MASK = 4  # words of ``ip address ADDRESS MASK``


def _read_below(sheet: Sheet, found: InterfaceSheet, node: Node) -> bool:
    """Read a line of a port: by its text alone where it means the same on each port, and however a port is written in it."""
    if node.children:
        return _read_line(sheet, found, cut(sheet.dialect, node))
    text = node.text
    saying = sheet.on_ports.get(text)
    if saying is None and text in _PLAIN:
        saying = sheet.on_ports[text] = _PLAIN[text]
    if saying is not None:
        saying.of(found.own if saying.side == "own" else found.side(saying.side), node)
        return True
    if text.partition(" ")[0] in _TABLED and filled(found.own, node, _OWN):
        return True
    if text.startswith("ip address "):
        words = text.split()
        if len(words) == _WITH_MASK:
            found.own.add("addresses", masked_interface(words[2], words[3]), node)
            return True
    return _read_line(sheet, found, cut(sheet.dialect, node))


def _read_line(sheet: Sheet, found: InterfaceSheet, said: Said) -> bool:
    words = said.words
    if said.node.children:  # VRRP 3 alone has lines below a line of an interface
        return words[0] == "vrrp" and read_gateway(sheet, found, said)
    reader = _BY_TWO.get(words[:2]) or _BY_WORD.get(words[0])
    if reader is not None and reader(sheet, found, said):
        return True
    return filled(found.own, said.node, _OWN) or _read_named(sheet, found, said)


def _read_named(sheet: Sheet, found: InterfaceSheet, said: Said) -> bool:
    """Read a protection or a setting, which the model has by name."""
    guard = _guard(said)
    if guard is not None:
        return _says(sheet, found, said, Saying("own", "guards", guard, adds=True))
    pair = setting(said, _SETTINGS)
    return pair is not None and _says(sheet, found, said, Saying("own", "fields", pair, adds=True))


def _says(sheet: Sheet, found: InterfaceSheet, said: Said, saying: Saying) -> bool:
    """Read what a line says by its text alone, and remember it for the other ports."""
    sheet.on_ports[said.node.text] = saying
    saying.of(found.side(saying.side), said.node)
    return True


def _filled(sheet: Sheet, found: InterfaceSheet, said: Said, what: tuple[str, Table, str]) -> bool:
    """Read what a table knows of a side of a port, and remember it for the other ports."""
    side, table, text = what
    pair = table.find(text)
    return pair is not None and _says(sheet, found, said, Saying(side, *pair))


def _guard(said: Said) -> tuple[str, bool] | None:
    """Return the protection that a line turns on or off."""
    text = said.text
    name = _GUARDS.get(text)
    value = not said.off
    head, _, way = text.rpartition(" ")
    if name is None and way in _WAYS:
        name = _GUARDS.get(head)
        value = _WAYS[way] is not said.off
    if name is None:
        measured = next((each for each in _MEASURED if text.startswith(each + " ")), None)
        name = _MEASURED[measured] + text[len(measured) :] if measured is not None else None
    return None if name is None else (name, value)


def _read_address(_: Sheet, found: InterfaceSheet, said: Said) -> bool:
    """Read ``ip address ADDRESS MASK [secondary]``; ``no ip address`` says that there is none.

    A device shows it alone. Behind an address it would take that away: then it is unread, so that nobody believes in the address.
    """
    if said.off:
        return len(said.words) == 2 and not _has_address(found)
    match said.words:
        case (_, _, own, mask):
            where, is_second = masked_interface(own, mask), False
        case (_, _, own, mask, "secondary"):
            where, is_second = masked_interface(own, mask), True
        case (_, _, "dhcp" | "negotiated" as way):
            found.own.add("fields", ("ip address", way), said.node)
            return True
        case _:
            return False
    found.own.add("addresses", where, said.node)
    if is_second:
        found.own.values.setdefault("secondary", set()).add(where)
    return True


def _has_address(found: InterfaceSheet) -> bool:
    """Whether a port was given an address of IPv4, or a way to get one."""
    values = found.own.values
    fixed = any(each.version == _IPV4 for each in values.get("addresses", ()))
    return fixed or any(name == "ip address" for name, _ in values.get("fields", ()))


def _read_address6(_: Sheet, found: InterfaceSheet, said: Said) -> bool:
    if said.off:
        return False
    match said.words:
        case (_, _, own) if "/" in own:
            found.own.add("addresses", interface_address(own), said.node)
        case (_, _, own, "link-local"):
            found.own.add("addresses", IPv6Interface((int(address(own)), 64)), said.node)
        case (_, _, "autoconfig" | "dhcp" as way, *more) if set(more) <= {"default", "rapid-commit"}:
            found.own.add("fields", ("ipv6 address", " ".join((way, *more))), said.node)
        case _:
            return False
    return True


def _read_access_group(_: Sheet, found: InterfaceSheet, said: Said) -> bool:
    match said.words:
        case ("ip", "access-group", name, "in" | "out" as way) if not said.off:
            _bind(found.own, Binding(name, way == "in", 4, lines=told(said.node)), said.node)
        case ("ipv6", "traffic-filter", name, "in" | "out" as way) if not said.off:
            _bind(found.own, Binding(name, way == "in", 6, lines=told(said.node)), said.node)
        case _:
            return False
    return True


def _bind(draft: Draft[Interface], bound: Binding, node: Node) -> None:
    """Bind a list to a port: it has one of each version in each direction, and the last one typed is it."""
    known = draft.values.get("filters", set())
    known -= {each for each in known if (each.inbound, each.version) == (bound.inbound, bound.version)}
    draft.add("filters", bound, node)


def _read_policy(_: Sheet, found: InterfaceSheet, said: Said) -> bool:
    """Read ``service-policy input POLICY``; the device refuses a second one until the first is taken away."""
    match said.words:
        case ("service-policy", "input" | "output" as way, name) if not said.off:
            inbound = way == "input"
            if any(each.inbound is inbound for each in found.own.values.get("policies", ())):
                return False
            found.own.add("policies", Binding(name, inbound, 4, lines=told(said.node)), said.node)
            return True
    return False


def _read_relay(_: Sheet, found: InterfaceSheet, said: Said) -> bool:
    match said.words:
        case ("ip", "helper-address", server) if not said.off:
            found.own.add("relays", address(server), said.node)
            return True
    return False


def _read_unnumbered(sheet: Sheet, found: InterfaceSheet, said: Said) -> bool:
    match said.words:
        case ("ip", "unnumbered", name) if not said.off:
            found.own.set("unnumbered", sheet.dialect.port(name), said.node)
            return True
    return False


def _read_member(sheet: Sheet, found: InterfaceSheet, said: Said) -> bool:
    """Read ``channel-group N mode active`` and RGOS's ``port-group N [mode active]``."""
    match said.words:
        case ("channel-group" | "port-group" as kind, group, *mode) if not said.off:
            name = "Port-channel" if kind == "channel-group" else "AggregatePort"
            aggregate = sheet.dialect.port(f"{name}{number(group)}")
        case _:
            return False
    match mode:
        case []:
            pass
        case ["mode", way]:
            found.own.add("fields", ("aggregate mode", way), said.node)
        case _:
            return False
    found.own.set("aggregate", aggregate, said.node)
    return True


def _read_labels(sheet: Sheet, found: InterfaceSheet, said: Said) -> bool:
    """Read ``mpls ip`` and RGOS's ``label-switching``: there a port takes labels by the one and has LDP by the other."""
    if said.text not in {"mpls ip", sheet.dialect.labels}:
        return False
    found.own.nodes.append(said.node)
    if said.text == sheet.dialect.labels:
        found.own.values["mpls"] = not said.off
    if said.text == "mpls ip":
        found.ldp = not said.off
    return True


def _read_switchport(sheet: Sheet, found: InterfaceSheet, said: Said) -> bool:
    draft, node = found.side("switchport"), said.node
    match said.words:
        case ("switchport",):
            draft.values["on"] = not said.off
            draft.nodes.append(node)
        case ("switchport", "trunk", "allowed", "vlan", *what) if not said.off:
            return _read_allowed(draft, tuple(what), node)
        case _:
            return not said.off and _filled(sheet, found, said, ("switchport", _SWITCHPORT, said.text))
    return True


def _read_allowed(draft: Draft[Switchport], what: tuple[str, ...], node: Node) -> bool:
    known = draft.values.get("allowed")
    match what:
        case ("all",):
            value: tuple[tuple[int, int], ...] = ((1, 4094),)
        case ("none",):
            value = ()
        case (listed,) | ("only", listed):
            value = ranges(listed)
        case ("add", listed):
            value = _with(known if known is not None else ((1, 4094),), vlans(listed), set())
        case ("remove", listed):
            value = _with(known if known is not None else ((1, 4094),), set(), vlans(listed))
        case _:
            return False
    draft.set("allowed", value, node)
    return True


def _with(known: tuple[tuple[int, int], ...], more: set[int], less: set[int]) -> tuple[tuple[int, int], ...]:
    left = ({each for first, last in known for each in range(first, last + 1)} | more) - less
    return ranges(",".join(map(str, left))) if left else ()


def _read_ospf(sheet: Sheet, found: InterfaceSheet, said: Said) -> bool:
    """Read ``ip ospf …``; a key says how packets are proved, where a line asks for it."""
    draft = found.side("ospf")
    match said.words:
        case (_, _, process, "area", number_) if not said.off:
            draft.values["process"], draft.values["area"] = process, area(number_)
        case (_, _, "message-digest-key", key, "md5", *_) if not said.off:
            draft.add("keys", number(key), said.node)
            return True
        case (_, _, "authentication-key", *_) if not said.off:
            draft.add("keys", 0, said.node)
            return True
        case (_, _, "authentication") if not said.off:
            draft.values["authentication"] = "simple"
        case (_, _, "authentication", "key-chain", name) if not said.off:
            draft.values["authentication"], draft.values["key_chain"] = "key-chain", name
        case (_, _, *rest) if not said.off:
            return _filled(sheet, found, said, ("ospf", _OSPF, " ".join(rest)))
        case _:
            return False
    draft.nodes.append(said.node)
    return True


_BY_WORD: Mapping[str, Callable[[Sheet, InterfaceSheet, Said], bool]] = {
    "mpls ip": _read_labels,
    "label-switching": _read_labels,
    "ip address": _read_address,
    "ipv6 address": _read_address6,
    "ip access-group": _read_access_group,
    "ipv6 traffic-filter": _read_access_group,
    "service-policy": _read_policy,
    "ip helper-address": _read_relay,
    "ip unnumbered": _read_unnumbered,
    "channel-group": _read_member,
    "port-group": _read_member,
    "switchport": _read_switchport,
    "ip ospf": _read_ospf,
    **PORT_READERS,
}
_BY_TWO = {tuple(each.split(" ")): read for each, read in _BY_WORD.items() if " " in each}


def read_vlan(sheet: Sheet, said: Said, place: Place) -> bool:
    """Read ``vlan 10``, ``vlan 10,20-30`` and RGOS's ``vlan range 10,20-30``; one alone may have a name, which is a setting."""
    match said.words:
        case ("vlan", "range", listed) | ("vlan", listed) if not said.off:
            found = vlans(listed)
        case _:
            return False
    sheet.vlans |= found - {1}

    def read(node: Node) -> bool:
        first, _, name = node.text.partition(" ")
        if first != "name" or not name or len(found) > 1 or node.children:
            return False
        sheet.management.fields.add((f"vlan {min(found)} name", name))
        return True

    place.under(said.node).each(said.node.children, read)
    return True
