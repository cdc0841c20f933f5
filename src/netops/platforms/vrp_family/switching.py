"""Stacks, spanning tree, addresses for hosts, SRv6 (Huawei and H3C Command References, "Stack", "IRF", "MSTP", "DHCP", "SRv6")."""

from functools import partial
from ipaddress import IPv6Address, ip_address

from netops.config.node import Node
from netops.model import DhcpPool, SegmentRouting, SpanningTree, Stack, StackMember
from netops.platforms.reading.objects import Settings, keep, same
from netops.platforms.reading.sheet import Draft, Place
from netops.platforms.reading.words import network, number
from netops.platforms.vrp_family.sheet import VrpSheet
from netops.platforms.vrp_family.words import prefix, vlan_ranges

_DAY, _HOUR, _MINUTE = 86400, 3600, 60


def read_irf(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read Comware's ``irf …`` and ``irf-port N/M``; what a device alone shows, too, makes no stack."""
    off = words[0] == "undo"
    match words[1:] if off else words:
        case ["irf", "mac-address" | "link-delay" as what, *rest]:
            sheet.fields.add((f"irf {what}", "off" if off else " ".join(rest) or "on"))
            return not node.children
        case _ if off:
            return False
        case ["irf", "domain", digits]:
            domain = number(digits)
            sheet.objects.of("stacks", "irf", node, kind="irf").values["domain"] = domain
        case ["irf", "member", digits, "priority", priority]:
            values: dict[str, object] = {"number": number(digits), "priority": number(priority)}
            add_member(sheet.objects.of("stacks", "irf", node, kind="irf"), values, node)
        case ["irf", "member", digits, "description", *text] if text:
            values = {"number": number(digits), "description": " ".join(text)}
            add_member(sheet.objects.of("stacks", "irf", node, kind="irf"), values, node)
        case ["irf-port", name]:
            draft = sheet.objects.of("stacks", "irf", node, kind="irf")
            place.under(node).each(node.children, partial(_read_link, sheet, draft, f"irf-port {name}"))
            return True
        case _:
            return False
    return not node.children


def _read_link(sheet: VrpSheet, draft: Draft[Stack], name: str, node: Node) -> bool:
    match [] if node.children else node.text.split(" "):
        # How the link is held (`mode enhanced`) has no room in the fact: such a line is none of it.
        case ["port", "group", "interface", port]:
            draft.add("links", (name, sheet.full(port)), node)
            return True
        case _:
            return False


def add_member(draft: Draft[Stack], values: dict[str, object], node: Node) -> None:
    """Add what one line says of a member to what others said."""
    known = {each.number: each for each in draft.values.get("members", ())}
    made = Draft(StackMember, values, [node]).made()
    old = known.get(made.number)
    if old is not None:
        priority = made.priority if made.priority is not None else old.priority
        description = made.description or old.description
        lines = old.lines + made.lines
        made = StackMember(made.number, priority, description, old.fields | made.fields, lines=lines)
    known[made.number] = made
    draft.values["members"] = frozenset(known.values())


def read_stack(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``stack slot N priority P`` of S switches, and the section ``stack`` of CloudEngine."""
    match words:
        case ["stack", "slot", digits, "priority", priority] if not node.children:
            values: dict[str, object] = {"number": number(digits), "priority": number(priority)}
            add_member(sheet.objects.of("stacks", "stack", node, kind="stack"), values, node)
        case ["stack"]:
            draft = sheet.objects.of("stacks", "stack", node, kind="stack")
            place.under(node).each(node.children, partial(_read_stack, draft))
        case _:
            return False
    return True


def _read_stack(draft: Draft[Stack], node: Node) -> bool:
    match [] if node.children else node.text.split(" "):
        case ["stack", "member", digits, "priority", priority]:
            add_member(draft, {"number": number(digits), "priority": number(priority)}, node)
        case ["stack", "member", digits, "description", *text] if text:
            add_member(draft, {"number": number(digits), "description": " ".join(text)}, node)
        case ["stack", "member", digits, "domain", domain]:
            add_member(draft, {"number": number(digits)}, node)
            draft.values["domain"] = number(domain)
        case _:
            return False
    draft.nodes.append(node)
    return True


DFS_FIELDS = same(
    "priority",
    "source ip",
    "source ipv6",
    "authentication-mode",
    "m-lag up-delay",
    "dual-active detection",
    "consistency-check",
)


def read_dfs(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read VRP8's ``dfs-group N``: two devices that are one to a third (M-LAG)."""
    if len(words) != 2:
        return False
    domain = number(words[1])
    draft = sheet.objects.of("stacks", ("m-lag", domain), node, kind="m-lag", domain=domain)

    def read(child: Node) -> bool:
        said = child.text.split(" ")
        if said[0] == "authentication-mode":
            said = said[:2]  # what follows is the secret
        return keep(draft, said, child, DFS_FIELDS)

    place.under(node).each(node.children, read)
    return True


_REGION = {"region-name": "region", "revision-level": "revision"}
TREE_FIELDS = same("stp instance", "stp root", "stp priority", "stp tc-protection", "stp pathcost-standard", "stp bridge-diameter", "stp timer",
    "stp max-hops", "stp vlan", "stp converge", "stp timer-factor", "stp transmit-limit", "stp tc-snooping")  # fmt: skip


def read_tree(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``stp …`` beside on and off."""
    draft = sheet.objects.single("spanning_tree")
    match words:
        case ["stp", "mode", mode] if not node.children:
            draft.set("mode", mode, node)
        case ["stp", "region-configuration"]:
            draft.nodes.append(node)
            place.under(node).each(node.children, partial(_read_region, draft))
        case _:
            return words[0] != "undo" and keep(draft, words, node, TREE_FIELDS)
    return True


def _read_region(draft: Draft[SpanningTree], node: Node) -> bool:
    match [] if node.children else node.text.split(" "):
        case ["region-name", name]:
            draft.set("region", name, node)
        case ["revision-level", digits]:
            draft.set("revision", number(digits), node)
        case ["instance", digits, "vlan", *listed]:
            draft.add("instances", (number(digits), vlan_ranges(listed)), node)
        case ["active", "region-configuration"]:
            draft.nodes.append(node)
        case _:
            return False
    return True


POOL_FIELDS = same("domain-name", "option", "nbns-list", "netbios-type", "bootfile", "next-server", "static-bind", "sip-server", "address range",
    "lock", "logging", "import all", "section", "bims-server", "tftp-server", "voice-config", "class", "rate-limit")  # fmt: skip


def read_pool(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read VRP's ``ip pool NAME`` and Comware's ``dhcp server ip-pool NAME``; pools of broadband users are another thing."""
    match words:
        case ["ip", "pool", name] | ["dhcp", "server", "ip-pool", name]:
            draft = sheet.objects.of("dhcp_pools", name, node, name=name)
        case ["dhcp", "server", "forbidden-ip", *hosts] if hosts and not node.children:
            sheet.fields.add(("dhcp server forbidden-ip", " ".join(hosts)))
            return True
        case _:
            return False
    place.under(node).each(node.children, partial(_read_pool, draft))
    return True


def _read_pool(draft: Draft[DhcpPool], node: Node) -> bool:
    words = node.text.split(" ")
    match [] if node.children else words:
        case ["network", first, "mask", mask] | ["network", first, "mask", mask, "secondary"]:
            draft.add("networks", prefix(first, mask), node)
        case ["network", first, length] if length.isdigit():
            draft.add("networks", prefix(first, length), node)
        case ["gateway-list", *hosts] if hosts:
            _append(draft, "gateways", hosts, node)
        case ["dns-list", *hosts] if hosts:
            _append(draft, "name_servers", hosts, node)
        case ["excluded-ip-address", first, *last] if len(last) < 2:
            ends = (ip_address(first), ip_address(last[0] if last else first))
            draft.add("excluded", ends, node)
        case ["forbidden-ip", *hosts] if hosts:
            draft.values.setdefault("excluded", set()).update((ip_address(each), ip_address(each)) for each in hosts)
            draft.nodes.append(node)
        case ["lease" | "expired", *times]:
            draft.set("lease", _lease(times), node)
        case ["vpn-instance", vrf]:
            draft.set("vrf", vrf, node)
        case _:
            return words[0] != "undo" and keep(draft, words, node, POOL_FIELDS)
    return True


def _append(draft: Draft[DhcpPool], name: str, hosts: list[str], node: Node) -> None:
    draft.set(name, (*draft.values.get(name, ()), *(ip_address(each) for each in hosts)), node)


def _lease(words: list[str]) -> int:
    """Return the seconds of ``day 3 hour 0 minute 0`` or ``unlimited``, which is 0."""
    if words == ["unlimited"]:
        return 0
    units = {"day": _DAY, "hour": _HOUR, "minute": _MINUTE, "second": 1}
    if not words:
        raise ValueError(words)
    return sum(units[unit] * number(time) for unit, time in zip(words[::2], words[1::2], strict=True))


def read_segments(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read VRP8's ``segment-routing ipv6``: locators and the address that packets are sent from."""
    if words != ["segment-routing", "ipv6"]:
        return False
    draft = sheet.objects.single("segment_routing")
    draft.nodes.append(node)
    below = place.under(node)
    below.each(node.children, partial(_read_segment, draft, below))
    return True


def _read_segment(draft: Draft[SegmentRouting], place: Place, node: Node) -> bool:
    match node.text.split(" "):
        case ["encapsulation", "source-address", source, *rest] if not node.children and rest[:1] in ([], ["ip-ttl"]):
            draft.set("source", IPv6Address(source), node)
        case ["locator", name, "ipv6-prefix", first, length, *rest]:
            draft.add("locators", (name, network(f"{first}/{length}")), node)
            if rest:
                draft.values.setdefault("fields", set()).add((f"locator {name}", " ".join(rest)))
            place.under(node).each(node.children, partial(_read_opcode, draft, name))
        case _:
            return False
    return True


def _read_opcode(draft: Draft[SegmentRouting], name: str, node: Node) -> bool:
    match [] if node.children else node.text.split(" "):
        case ["opcode", code, *what] if what:
            draft.add("fields", (f"locator {name} opcode {code}", " ".join(what)), node)
            return True
        case _:
            return False


_PROFILES = frozenset(
    {
        "authentication-profile",
        "dot1x-access-profile",
        "mac-access-profile",
        "portal-access-profile",
        "free-rule-template",
    }
)
_OF_PROFILE = same("dot1x-access-profile", "mac-access-profile", "portal-access-profile", "free-rule-template", "access-domain", "authentication",
    "permit-domain", "force-push", "link-down", "linkdown", "dot1x", "device-type", "default-user-name")  # fmt: skip


def read_profile(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read the profiles of network access of S switches, ``authentication-profile name P``: a setting each."""
    match words:
        case [kind, "name", name] if kind in _PROFILES:
            sheet.fields.add((f"{kind} {name}", "on"))
        case _:
            return False
    place.under(node).each(node.children, lambda child: _keep(sheet, f"{kind} {name}", child, _OF_PROFILE))
    return True


_OF_DEFENCE = same(
    "packet-type",
    "auto-defend",
    "car",
    "deny",
    "blacklist",
    "linkup-car",
    "whitelist",
    "description",
    "cp-car",
    "application-apperceive",
)


def read_defence(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``cpu-defend policy N``: what guards the device's own processor."""
    match words:
        case ["cpu-defend", "policy", name]:
            sheet.fields.add((f"cpu-defend {name}", "on"))
        case _:
            return False
    place.under(node).each(node.children, lambda child: _keep(sheet, f"cpu-defend {name}", child, _OF_DEFENCE))
    return True


def read_slot(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``slot N`` of Huawei: by which policy a board guards its processor; empty it says nothing."""
    if len(words) != 2:
        return not node.children

    def read(child: Node) -> bool:
        match [] if child.children else child.text.split(" "):
            case ["cpu-defend-policy", name, *_]:
                sheet.fields.node = child
                sheet.fields.add((f"slot {words[1]} cpu-defend-policy", name))
                return True
            case _:
                return False

    place.under(node).each(node.children, read)
    return True


def read_plane(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read Comware's ``control-plane slot N``: the policy that guards the processor; empty it says nothing."""

    def read(child: Node) -> bool:
        match [] if child.children else child.text.split(" "):
            case ["qos", "apply", "policy", name, "inbound" | "outbound" as way]:
                sheet.fields.node = child
                sheet.fields.add((f"{' '.join(words)} policy {way}", name))
                return True
            case _:
                return False

    place.under(node).each(node.children, read)
    return True


def _keep(sheet: VrpSheet, what: str, node: Node, known: Settings) -> bool:
    """Keep a line as a setting of the management plane."""
    holder: Draft[object] = Draft(object, {})
    if not keep(holder, node.text.split(" "), node, known):
        return False
    sheet.fields.node = node
    sheet.fields.update((f"{what} {name}", value) for name, value in holder.values["fields"])
    return True


def read_diffserv(_sheet: VrpSheet, node: Node, words: list[str], _place: Place) -> bool:
    """Read ``diffserv domain default``, which the device has always: empty it says nothing; others are made by hand."""
    return not node.children and words == ["diffserv", "domain", "default"]


def read_own(_sheet: VrpSheet, node: Node, _words: list[str], _place: Place) -> bool:
    """Read a section that the device makes itself: empty it says nothing."""
    return not node.children
