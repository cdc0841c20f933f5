"""Spanning tree, stacks, and addresses for hosts (Cisco IOS: LAN Switching, StackWise, DHCP; RGOS: MSTP, VSU, DHCP)."""

from functools import partial
from ipaddress import ip_address

from netops.config.node import Node
from netops.model import DhcpPool, SpanningTree, Stack, StackMember
from netops.platforms.ios_family.said import Said, each, said
from netops.platforms.ios_family.sheet import Sheet
from netops.platforms.ios_family.words import masked_network, ranges
from netops.platforms.reading.objects import keep, same
from netops.platforms.reading.sheet import Draft, Place
from netops.platforms.reading.words import network, number

_TREE = same("spanning-tree extend", "spanning-tree portfast", "spanning-tree pathcost", "spanning-tree loopguard", "spanning-tree vlan",
    "spanning-tree logging", "spanning-tree mst", "spanning-tree priority", "spanning-tree transmit", "spanning-tree etherchannel",
    "spanning-tree uplinkfast", "spanning-tree backbonefast", "spanning-tree tc-protection", "spanning-tree hello-time",
    "spanning-tree forward-time", "spanning-tree max-age", "spanning-tree bridge", "spanning-tree link-type")  # fmt: skip
_DAY, _HOUR, _MINUTE = 86400, 3600, 60


def read_tree(sheet: Sheet, found: Said, place: Place) -> bool:
    """Read ``spanning-tree …`` of the device as a whole."""
    draft = sheet.objects.single("spanning_tree")
    match found.words:
        case ("spanning-tree",) if not found.node.children:
            sheet.management.fields.add(("spanning-tree", "off" if found.off else "on"))
        case ("spanning-tree", "mst", "configuration") if not found.off:
            draft.nodes.append(found.node)
            each(sheet, found.node.children, place.under(found.node), partial(_read_region, draft))
        case ("spanning-tree", "mode", mode) if not found.off and not found.node.children:
            draft.set("mode", mode, found.node)
        case _ if found.node.children:
            return False
        case words if found.off:
            if not any(found.text.startswith(head) for head in _TREE):
                return False
            draft.add("fields", (" ".join(words), "off"), found.node)
        case words:
            return keep(draft, words, found.node, _TREE)
    return True


def _read_region(draft: Draft[SpanningTree], child: Said) -> bool:
    match child.words:
        case _ if child.off:
            return False
        case ("name", name):
            draft.set("region", name, child.node)
        case ("revision", revision):
            draft.set("revision", number(revision), child.node)
        case ("instance", digits, "vlan", *listed) if listed:
            draft.add("instances", (number(digits), ranges("".join(listed))), child.node)
        case _:
            return False
    return True


def read_stack_member(sheet: Sheet, found: Said) -> bool:
    """Read ``switch N provision MODEL`` and ``switch N priority P`` of StackWise."""
    match found.words:
        case ("switch", digits, "provision" | "priority" as what, value) if not found.off and digits.isdigit():
            pass
        case _:
            return False
    draft: Draft[Stack] = sheet.objects.of("stacks", "stack", found.node, kind="stack")
    values: dict[str, object] = {"number": number(digits)}
    if what == "priority":
        values["priority"] = number(value)
    else:
        values["fields"] = {("provision", value)}
    _member(draft, values, found.node)
    return True


def _member(draft: Draft[Stack], values: dict[str, object], node: Node) -> None:
    """Add what one line says of a member to what others said."""
    known = {each.number: each for each in draft.values.get("members", ())}
    old = known.get(int(str(values["number"])))
    member = Draft(StackMember, values, [node])
    made = member.made()
    if old is not None:
        made = StackMember(
            old.number,
            made.priority if made.priority is not None else old.priority,
            made.description or old.description,
            made.fields | old.fields,
            lines=old.lines + made.lines,
        )
    draft.values["members"] = frozenset({*(each for each in known.values() if each is not old), made})


def read_redundancy(sheet: Sheet, found: Said, place: Place) -> bool:
    """Read ``redundancy``: how two supervisors of one chassis, or two switches of a stack, stand in for each other."""
    if found.off or len(found.words) != 1:
        return False

    def read(child: Said) -> bool:
        if child.off or child.words[0] not in {"mode", "auto-sync", "main-cpu", "policy"}:
            return False
        sheet.management.fields.add((f"redundancy {child.words[0]}", " ".join(child.words[1:]) or "on"))
        return True

    each(sheet, found.node.children, place.under(found.node), read)
    return True


def read_vsu(sheet: Sheet, found: Said, place: Place) -> bool:
    """Read RGOS's ``switch virtual domain N``."""
    match found.words:
        case ("switch", "virtual", "domain", digits) if not found.off:
            domain = number(digits)
        case _:
            return False
    draft: Draft[Stack] = sheet.objects.of("stacks", "vsu", found.node, kind="vsu")
    draft.values["domain"] = domain
    each(sheet, found.node.children, place.under(found.node), partial(_read_vsu, draft))
    return True


def _read_vsu(draft: Draft[Stack], child: Said) -> bool:
    values: dict[str, object] = {}
    match child.words:
        case _ if child.off:
            return False
        case ("switch", digits):
            pass
        case ("switch", digits, "priority", priority):
            values["priority"] = number(priority)
        case ("switch", digits, "description", *_):
            values["description"] = child.rest(3)
        case ("dual-active", "detection", how):
            draft.add("fields", ("mad", how), child.node)
            return True
        case ("dual-active", what, *rest) if rest:
            draft.add("fields", (f"mad {what}", child.rest(2)), child.node)
            return True
        case _:
            return False
    values["number"] = number(digits)
    _member(draft, values, child.node)
    draft.nodes.append(child.node)
    return True


def read_vsl(sheet: Sheet, found: Said, place: Place) -> bool:
    """Read RGOS's ``vsl-port`` with the interfaces that hold the switches together."""
    match found.words:
        case ("vsl-port",) if not found.off:
            name = "vsl-port"
        case ("vsl-port" | "vsl-aggregateport" as kind, digits) if not found.off:
            name = f"{kind} {digits}"
        case _:
            return False
    draft: Draft[Stack] = sheet.objects.of("stacks", "vsu", found.node, kind="vsu")

    def read(child: Said) -> bool:
        match child.words:
            case ("port-member", "interface", port, *medium) if not child.off:
                draft.add("links", (name, sheet.dialect.port(port)), child.node)
                if medium:
                    draft.add("fields", (f"medium {sheet.dialect.port(port)}", " ".join(medium)), child.node)
                return True
        return False

    each(sheet, found.node.children, place.under(found.node), read)
    return True


_POOL = same("domain-name", "option", "netbios-name-server", "netbios-node-type", "bootfile", "next-server", "import all", "class",
    "utilization", "host", "hardware-address", "client-identifier", "client-name", "update arp", "origin", "pool-status",
    "lease-threshold", "force-no-router")  # fmt: skip


def read_pool(sheet: Sheet, found: Said, place: Place) -> bool:
    """Read ``ip dhcp pool NAME``."""
    if found.off or len(found.words) != 4:
        return False
    name = found.words[3]
    draft = sheet.objects.of("dhcp_pools", name, found.node, name=name)
    under = place.under(found.node)
    under.each(found.node.children, lambda node: not node.children and _read_pool(draft, said(sheet.dialect, node)))
    return True


def _read_pool(draft: Draft[DhcpPool], child: Said) -> bool:
    node = child.node
    match child.words:
        case _ if child.off:
            return False
        case ("network", prefix) if "/" in prefix:
            draft.add("networks", network(prefix), node)
        case ("network", prefix, mask) | ("network", prefix, mask, "secondary"):
            draft.add("networks", masked_network(prefix, mask.removeprefix("/")), node)
        case ("default-router", *hosts) if hosts:
            draft.set("gateways", tuple(ip_address(each) for each in hosts), node)
        case ("dns-server", *hosts) if hosts:
            draft.set("name_servers", tuple(ip_address(each) for each in hosts), node)
        case ("lease", "infinite"):
            draft.set("lease", 0, node)
        case ("lease", *times) if 0 < len(times) < 4:
            units = zip(times, (_DAY, _HOUR, _MINUTE), strict=False)
            draft.set("lease", sum(number(time) * unit for time, unit in units), node)
        case ("vrf", vrf):
            draft.set("vrf", vrf, node)
        case _:
            return keep(draft, child.words, node, _POOL)
    return True
