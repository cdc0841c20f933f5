"""Zones and policies of Huawei's firewalls: rules in an order that counts.

Source: USG, ``security-policy``, ``rule name``, ``rule move``, ``firewall zone``, ``add interface``.
"""

from __future__ import annotations

from netops.lab.semantics.core.model import Act, Refusal, Rule
from netops.lab.semantics.vrp_family.rules import many, single, switch

RULED = "security-policy nat-policy traffic-policy-view"
MATCHES = "source-zone|destination-zone|source-address|destination-address|service|application|user|time-range|egress-interface"


def moves(act: Act) -> None:
    """Put a rule of a policy before or after another, or at an end."""
    children, groups = act.section.children, act.groups
    moved, place = f"rule name {groups['name']}", groups["place"]
    other = f"rule name {groups.get('other', '')}"
    if moved not in children or (place in ("before", "after") and other not in children):
        raise Refusal("Error: The rule does not exist.")
    node = children.pop(moved)
    keys = list(children)
    at = {"top": 0, "bottom": len(keys)}.get(place, keys.index(other) + (place == "after") if other in children else 0)
    keys.insert(at, moved)
    ordered = {key: node if key == moved else children[key] for key in keys}
    children.clear()
    children.update(ordered)


RULES = (
    *(
        Rule(view, opens=view, prompt=f"policy-{view[:-7]}", implicit=view)
        for view in ("security-policy", "nat-policy")
    ),
    Rule(
        "rule name {name:name}",
        RULED,
        opens="policy-rule",
        prompt="rule-{name}",
        key_order="rules",
        undo=("=", "rule all"),
    ),
    Rule("rule move {name} {place=before|after|top|bottom} [{other}]", RULED, hidden=True, undo=(), effects=(moves,)),
    Rule(f"{{what={MATCHES}}} {{value:rest}}", "policy-rule"),
    Rule("action {value:rest}", "policy-rule", "action", undo=("action",)),
    *(switch(word, "policy-rule") for word in ("policy logging", "session logging", "disable")),
    single("profile", views="policy-rule"),
    Rule(
        "firewall zone [name] {zone} [id {n:int}]",
        key="firewall zone {zone}",
        opens="zone",
        prompt="zone-{zone}",
        undo=("firewall zone [name] {zone}",),
        implicit="firewall zone (trust|untrust|dmz|local)",
    ),
    single("set priority", views="zone"),
    many("add interface {port:port}", "zone"),
    Rule(
        "ip address-set {name} type {kind=object|group}",
        key="ip address-set {name}",
        opens="address-set",
        prompt="object-address-set-{name}",
        undo=("ip address-set {name}",),
    ),
    Rule("address {n:int} {more:rest}", "address-set", "address {n}", undo=("address {n:int}",), sort="n"),
)
