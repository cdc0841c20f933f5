"""Classes, policies and zones (Cisco IOS: Quality of Service, Zone-Based Policy Firewall; RGOS: QoS)."""

from collections.abc import Sequence
from functools import partial

from netops.model import TrafficClass, TrafficPolicy, TrafficStep, ZonePair
from netops.platforms.ios_family.said import Said, each, said
from netops.platforms.ios_family.sheet import InterfaceSheet, Sheet
from netops.platforms.reading.objects import keep, same
from netops.platforms.reading.sheet import Draft, Place

_LOOKED_AT = frozenset({"access-group", "dscp", "ip dscp", "precedence", "ip precedence", "cos", "protocol", "vlan", "any", "qos-group",
    "input-interface", "source-address", "destination-address", "class-map", "mpls experimental topmost", "packet length", "discard-class"})  # fmt: skip
_ACTIONS = frozenset({"bandwidth", "priority", "police", "shape", "set", "fair-queue", "queue-limit", "random-detect", "service-policy",
    "drop", "inspect", "pass", "log", "compression", "netflow-sampler", "trust", "estimate"})  # fmt: skip
_KINDS = frozenset({"inspect", "control-plane", "queue-threshold", "logging", "stack", "access-control"})
_CLASSES = same("description")


def read_class(sheet: Sheet, found: Said, place: Place) -> bool:
    """Read ``class-map [type T] [match-any|match-all] NAME``; all matches must hold where no word says otherwise."""
    words, kind = list(found.words[1:]), ""
    if found.off:
        return False
    if words[:1] == ["type"] and len(words) > 2 and words[1] in _KINDS:
        kind, words = words[1], words[2:]
    any_ = words[:1] == ["match-any"]
    if words[:1] in (["match-any"], ["match-all"]):
        words = words[1:]
    if len(words) != 1:
        return False
    draft = sheet.objects.of("traffic_classes", (kind, words[0]), found.node, name=words[0], any=any_, kind=kind)
    each(sheet, found.node.children, place.under(found.node), partial(_read_match, draft))
    return True


def _read_match(draft: Draft[TrafficClass], child: Said) -> bool:
    match child.words:
        case ("description", *_) if not child.off:
            draft.set("description", child.rest(1), child.node)
        case ("match", "not", *what) if not child.off:
            name, value = _split(what)
            draft.add("matches", (f"not {name}", value), child.node)
        case ("match", *what) if not child.off:
            draft.add("matches", _split(what), child.node)
        case _:
            return False
    return True


def _split(words: Sequence[str]) -> tuple[str, str]:
    """Return what is looked at, and the value."""
    for length in (3, 2, 1):
        name = " ".join(words[:length])
        if name in _LOOKED_AT:
            return name, " ".join(words[length:])
    raise ValueError(words)


def read_policy_map(sheet: Sheet, found: Said, place: Place) -> bool:
    """Read ``policy-map [type T] NAME`` with its classes, in their order."""
    match found.words[1:]:
        case (name,) if not found.off:
            kind = ""
        case ("type", kind, name) if not found.off and kind in _KINDS:
            pass
        case _:
            return False
    draft = sheet.objects.of("traffic_policies", (kind, name), found.node, name=name, kind=kind)
    under = place.under(found.node)
    steps: list[TrafficStep] = list(draft.values.get("steps", ()))
    under.each(found.node.children, lambda node: _read_step(sheet, draft, steps, said(sheet.dialect, node), under))
    draft.values["steps"] = tuple(steps)
    return True


def _read_step(sheet: Sheet, draft: Draft[TrafficPolicy], steps: list[TrafficStep], child: Said, place: Place) -> bool:
    match child.words:
        case ("class", name) | ("class", "type", _, name) if not child.off:
            step = Draft(TrafficStep, {"name": name}, [child.node])
        case _:
            return not child.off and keep(draft, child.words, child.node, _CLASSES)
    below = place.under(child.node)
    below.each(child.node.children, lambda node: _read_action(step, said(sheet.dialect, node)))
    steps.append(step.made())
    draft.nodes.append(child.node)
    return True


def _read_action(draft: Draft[TrafficStep], child: Said) -> bool:
    """Read what is done with a class; what policing does with each colour may stand in lines below it."""
    first, *rest = child.words
    below = child.node.children
    if child.off or first not in _ACTIONS or any(node.children for node in below):
        return False
    if not all(node.text.split(" ", 1)[0].endswith("-action") for node in below):
        return False  # a policy within the action is none of its words
    rest += [node.text for node in child.node.children]
    draft.add("actions", (first, " ".join(rest)), child.node)
    draft.nodes.extend(child.node.children)
    return True


def read_control_plane(sheet: Sheet, found: Said, place: Place) -> bool:
    """Read ``control-plane`` and the policy that guards the device itself."""
    if found.off or len(found.words) != 1:
        return False

    def read(child: Said) -> bool:
        match child.words:
            case ("service-policy", "input" | "output" as way, name) if not child.off:
                sheet.management.fields.add((f"control-plane service-policy {way}", name))
                return True
        return False

    each(sheet, found.node.children, place.under(found.node), read)
    return True


def read_zone(sheet: Sheet, found: Said, place: Place) -> bool:
    """Read ``zone security NAME``; its interfaces say themselves that they stand in it."""
    if found.off or len(found.words) != 3:
        return False
    draft = sheet.objects.of("zones", found.words[2], found.node, name=found.words[2])

    def read(child: Said) -> bool:
        if child.off or child.words[0] != "description":
            return False
        draft.set("description", child.rest(1), child.node)
        return True

    each(sheet, found.node.children, place.under(found.node), read)
    return True


def read_zone_member(sheet: Sheet, found: InterfaceSheet, child: Said) -> bool:
    """Read ``zone-member security NAME`` of an interface."""
    match child.words:
        case ("zone-member", "security", name) if not child.off:
            draft = sheet.objects.of("zones", name, child.node, name=name)
            draft.values.setdefault("interfaces", set()).add(found.own.values["name"])
            found.own.nodes.append(child.node)
            return True
    return False


def read_zone_pair(sheet: Sheet, found: Said, place: Place) -> bool:
    """Read ``zone-pair security NAME source A destination B`` and the policy that is bound to it."""
    match found.words:
        case (_, "security", name, "source", source, "destination", destination) if not found.off:
            draft: Draft[ZonePair] = sheet.objects.of(
                "zone_pairs", name, found.node, name=name, source=source, destination=destination
            )
        case _:
            return False

    def read(child: Said) -> bool:
        match child.words:
            case ("service-policy", "type", "inspect", policy) if not child.off:
                draft.set("policy", policy, child.node)
                return True
        return False

    each(sheet, found.node.children, place.under(found.node), read)
    return True
