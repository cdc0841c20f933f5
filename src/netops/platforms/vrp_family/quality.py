"""Classes, behaviours, policies and zones (Huawei Command References, "QoS", "Firewall"; H3C, "QoS", "Security zone")."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from netops.config.node import Node
from netops.model import TrafficBehavior, TrafficClass, TrafficPolicy, TrafficStep
from netops.platforms.reading.objects import keep, same
from netops.platforms.reading.sheet import Draft, Place
from netops.platforms.reading.words import number
from netops.platforms.vrp_family.sheet import VrpSheet, direction

LOOKED_AT = {
    "acl": "access-group", "acl ipv6": "access-group-v6", "ipv6 acl": "access-group-v6", "dscp": "dscp", "ip-precedence": "precedence",
    "8021p": "cos", "vlan-id": "vlan", "vlan": "vlan", "any": "any", "protocol": "protocol", "source-mac": "source-mac", "destination-mac": "destination-mac",
    "inbound-interface": "input-interface", "outbound-interface": "output-interface", "qos-group": "qos-group", "mpls-exp": "mpls-exp",
    "service-vlan-id": "vlan", "customer-vlan-id": "customer-vlan", "service-dot1p": "cos", "local-precedence": "local-precedence",
    "tcp syn-flag": "tcp-flag", "l2-protocol": "l2-protocol", "cvlan-id": "customer-vlan", "ipv6 any": "any-v6", "ipv6 dscp": "dscp-v6",
    "packet-filter": "access-group",
}  # fmt: skip
ACTIONS = frozenset({"permit", "deny", "car", "remark", "statistic", "redirect", "queue", "filter", "accounting", "mirroring", "mirror-to",
    "service-class", "nest", "nat", "traffic-policy", "packet-filter", "qos-profile", "user-queue", "deny-arp", "mirroring-to", "gts", "ip-limit",
    "mac-address", "observe-port", "port-mirroring"})  # fmt: skip
POLICY_FIELDS = same("share-mode", "statistics enable", "statistic enable", "match-order", "step")


def read_class(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``traffic classifier NAME [operator and|or] [precedence N]``; without a word VRP takes one match for enough, Comware wants all."""
    values: dict[str, Any] = {"any": not sheet.dialect.is_comware}
    match words[2:]:
        case [name]:
            rest: list[str] = []
        case [name, "operator", "and" | "or" as how, *rest]:
            values["any"] = how == "or"
        case [name, *rest]:
            pass
        case _:
            return False
    match rest:
        case []:
            pass
        case ["precedence", digits] if not sheet.dialect.is_comware:
            values["precedence"] = number(digits)
        case _:
            return False
    if _is_spoiled(sheet, place, ("traffic_classes", name), node, partial(_read_match, Draft(TrafficClass, {}))):
        return False
    draft = sheet.objects.of("traffic_classes", name, node, name=name, **values)
    place.under(node).each(node.children, partial(_read_match, draft))
    return True


def _is_spoiled(sheet: VrpSheet, place: Place, what: tuple[str, str], node: Node, read: Callable[[Node], bool]) -> bool:
    """Whether a line of an object can't be read: without it the others mean something else, so that none of them is read."""
    if what not in sheet.spoiled and all(_is_read(child, read) for child in node.children):
        return False
    sheet.spoiled.add(what)
    earlier = sheet.objects.named.get(what[0], {}).pop(what[1], None)
    if earlier is not None:
        place.unread(*(each for each in earlier.nodes if each.text.startswith(("traffic ", "qos "))))
    return True


def _is_read(node: Node, read: Callable[[Node], bool]) -> bool:
    try:
        return read(node)
    except (ValueError, LookupError):
        return False


def _read_match(draft: Draft[TrafficClass], node: Node) -> bool:
    match [] if node.children else node.text.split(" "):
        case ["description", *text] if text:
            draft.set("description", " ".join(text), node)
        case ["if-match", "not", *what]:
            name, value = _split(what)
            draft.add("matches", (f"not {name}", value), node)
        case ["if-match", *what]:
            draft.add("matches", _split(what), node)
        case _:
            return False
    return True


def _split(words: Sequence[str]) -> tuple[str, str]:
    for length in (2, 1):
        name = LOOKED_AT.get(" ".join(words[:length]))
        if name is not None:
            return name, " ".join(words[length:])
    raise ValueError(words)


def read_behavior(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``traffic behavior NAME``."""
    if len(words) != 3:
        return False
    if _is_spoiled(
        sheet, place, ("traffic_behaviors", words[2]), node, partial(_read_action, Draft(TrafficBehavior, {}))
    ):
        return False
    draft = sheet.objects.of("traffic_behaviors", words[2], node, name=words[2])
    place.under(node).each(node.children, partial(_read_action, draft))
    return True


def _read_action(draft: Draft[TrafficBehavior], node: Node) -> bool:
    first, _, rest = node.text.partition(" ")
    if node.children or first not in ACTIONS:
        return False
    draft.add("actions", (first, rest), node)
    return True


def read_traffic_policy(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``traffic policy NAME`` and Comware's ``qos policy NAME``: classes with what is done with each, in their order."""
    match words:
        case ["traffic" | "qos", "policy", name]:
            fields = set()
        case ["traffic", "policy", name, "match-order", order]:
            fields = {("match-order", order)}
        case _:
            return False
    if _is_spoiled(sheet, place, ("traffic_policies", name), node, partial(_read_step, Draft(TrafficPolicy, {}), [])):
        return False
    draft = sheet.objects.of("traffic_policies", name, node, name=name)
    if fields:
        draft.values.setdefault("fields", set()).update(fields)
    steps: list[TrafficStep] = list(draft.values.get("steps", ()))
    place.under(node).each(node.children, partial(_read_step, draft, steps))
    draft.values["steps"] = tuple(steps)
    return True


def _read_step(draft: Draft[TrafficPolicy], steps: list[TrafficStep], node: Node) -> bool:
    words = node.text.split(" ")
    match [] if node.children else words:
        case ["classifier", name, "behavior", behavior]:
            step: dict[str, object] = {"behavior": behavior}
        case ["classifier", name, "behavior", behavior, "precedence", digits]:
            step = {"behavior": behavior, "precedence": number(digits)}
        case _:
            return words[0] != "undo" and keep(draft, words, node, POLICY_FIELDS)
    steps.append(Draft(TrafficStep, {"name": name, **step}, [node]).made())
    draft.nodes.append(node)
    return True


def read_zone(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``firewall zone NAME`` and Comware's ``security-zone name NAME``, with the interfaces that stand in it."""
    match words:
        case (
            ["firewall", "zone", name]
            | ["firewall", "zone", "name", name]
            | ["firewall", "zone", "name", name, "id", _]
        ):
            pass
        case ["security-zone", "name", name]:
            pass
        case _:
            return False
    draft = sheet.objects.of("zones", name, node, name=name)

    def read(child: Node) -> bool:
        match [] if child.children else child.text.split(" "):
            case ["priority", digits] | ["set", "priority", digits]:
                draft.set("priority", number(digits), child)
            case ["add", "interface", *port] | ["import", "interface", *port]:
                draft.add("interfaces", sheet.full(*port), child)
            case ["description", *text] if text:
                draft.set("description", " ".join(text), child)
            case _:
                return False
        return True

    place.under(node).each(node.children, read)
    return True


def read_zone_member(sheet: VrpSheet, port: str, node: Node, words: list[str]) -> bool:
    """Read ``zone NAME`` of an interface of an AR router."""
    match words:
        case ["zone", name]:
            draft = sheet.objects.of("zones", name, node, name=name)
            draft.values.setdefault("interfaces", set()).add(port)
            return True
        case _:
            return False


def read_zone_pair(sheet: VrpSheet, node: Node, words: list[str], place: Place) -> bool:
    """Read ``firewall interzone A B`` and Comware's ``zone-pair security source A destination B``."""
    match words:
        case ["firewall", "interzone", source, destination]:
            pass
        case ["zone-pair", "security", "source", source, "destination", destination]:
            pass
        case _:
            return False
    draft = sheet.objects.of("zone_pairs", (source, destination), node, source=source, destination=destination)

    def read(child: Node) -> bool:
        match [] if child.children else child.text.split(" "):
            case ["firewall", "enable"]:
                draft.add("fields", ("firewall", "on"), child)
            case ["packet-filter", name, side] if side in {"inbound", "outbound"} and name != "default":
                draft.add("filters", (sheet.list_name(name), side if direction(side) else "outbound"), child)
            case ["packet-filter", "default", action, side] if side in {"inbound", "outbound"}:
                draft.add("fields", (f"default {side}", action), child)
            case ["packet-filter", name] | ["packet-filter", "name", name]:
                draft.add("filters", (sheet.list_name(name), ""), child)
            case ["object-policy", "apply", "ip", name]:
                draft.set("policy", name, child)
            case ["aspf" | "detect" as what, *rest] if rest:
                draft.add("fields", (what, " ".join(rest)), child)
            case _:
                return False
        return True

    place.under(node).each(node.children, read)
    return True
