"""VLANs and ports that switch (IOS CR LAN Switching; RGOS CR VLAN, Aggregate Port).

``switchport trunk allowed vlan 5`` takes the place of the whole list, ``add`` and ``remove`` change it, ``no switchport
trunk allowed vlan`` opens all; a port without the line carries all VLANs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from netops.lab.semantics.core.effects import within
from netops.lab.semantics.core.lists import Numbers, numbers, ranges
from netops.lab.semantics.core.model import Act, Effect, Merge, Node, Refusal, Rule
from netops.lab.semantics.ios_family.forms import flags, on_by_default, single, singles
from netops.lab.semantics.ios_family.ports import is_routed, must_switch, starts_routing, starts_switching

ALL: Numbers = frozenset(range(1, 4095))
HEAD = "switchport trunk allowed vlan"


MODES = (
    "access|trunk|dot1q-tunnel|dynamic~auto|dynamic~desirable|private-vlan~host|private-vlan~promiscuous"
    "|private-vlan~trunk~promiscuous|private-vlan~trunk~secondary"
)
"""Source: IOS CR LAN Switching, ``switchport mode``."""


def written(vlans: Iterable[int]) -> str:
    """Write VLANs as IOS does: a range needs three.

    Example:
        >>> written({1, 2, 5, 6, 7})
        '1,2,5-7'
    """
    return ranges(vlans, "-", ",", shortest=3)


def held(old: Node | None) -> Numbers:
    """Return the VLANs that a trunk carries."""
    if old is None:
        return ALL
    tail = old.text.removeprefix(HEAD).strip().removeprefix("only ")
    return frozenset() if tail == "none" else ALL if tail == "all" else numbers(tail)


_CHANGES: Mapping[str, Callable[[Numbers, Numbers], Numbers]] = {
    "add": lambda kept, typed: kept | typed,
    "remove": lambda kept, typed: kept - typed,
    "except": lambda _, typed: ALL - typed,
    "only": lambda _, typed: typed,
    "": lambda _, typed: typed,
}


def trunk_list(shown: str) -> Merge:
    """Return how a trunk's list changes.

    Args:
        shown: what stands between the words and the list when displayed: "" on IOS, "only " on RGOS.
    """

    def merge(old: Node | None, groups: Mapping[str, str]) -> str | None:
        if groups.get("whole"):
            return f"{HEAD} none" if groups["whole"] == "none" else None
        found = _CHANGES[groups.get("op", "")](held(old), numbers(groups["vlans"]))
        if found == ALL:
            return None
        return f"{HEAD} {shown}{written(found)}" if found else f"{HEAD} none"

    return merge


def trunk(shown: str, changes: str) -> Rule:
    """Return the rule of a trunk's list."""
    return Rule(
        f"{HEAD} ({{whole=all|none}}|[{{op={changes}}}] {{vlans:vlans}})",
        "interface",
        key=HEAD,
        undo=(f"{HEAD} [{{_x:rest}}]",),
        merge=trunk_list(shown),
        checks=(must_switch,),
        source="IOS CR LAN Switching, switchport trunk allowed vlan",
    )


def _keep_default(act: Act) -> None:
    if act.groups["vlan"] in ("1", "1002", "1003", "1004", "1005"):
        raise Refusal(f"%Default VLAN {act.groups['vlan']} may not be deleted.")


VLAN = Rule(
    "vlan {vlan:int}",
    key="vlan {vlan}",
    opens="vlan",
    prompt="config-vlan",
    implicit=r"vlan 1",
    checks=(within("vlan", 1, 4094, "Command rejected: Bad VLAN list"),),
    undo_checks=(_keep_default,),
    sort="vlan",
)


def vlans(line: str) -> tuple[Rule, ...]:
    """Return the rules of the VLAN table; ``line`` is the form for several at once."""

    def each(groups: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(f"vlan {number}" for number in sorted(numbers(groups["vlans"])))

    return (VLAN, Rule(line, expands=each, source="IOS CR LAN Switching, vlan (global)"))


def creates_vlan(words: str) -> Effect:
    """Create the VLAN that a port names, where the device displays its VLANs (a VTP server doesn't)."""

    def effect(act: Act) -> None:
        name = f"vlan {act.groups['vlan']}"
        listed = any(node.rule is VLAN for node in act.root.children.values())
        if listed and name not in act.root.children and act.groups["vlan"] != "1":
            act.root.children[name] = Node(name, name, VLAN, {"vlan": act.groups["vlan"]})
            act.said.append(f"{words} {act.groups['vlan']}")

    return effect


def _value(line: str, value: str, default: str, *effects: Effect) -> Rule:
    return Rule(
        f"switchport {line} {value}",
        "interface",
        key=f"switchport {line}",
        undo=(f"switchport {line} [{{_x:rest}}]",),
        default=(f"switchport {line} {default}",) if default else (),
        checks=(must_switch,),
        effects=effects,
    )


def creates_bundle(name: str, rule: Rule) -> Effect:
    """Create the interface of a bundle that its first member names.

    Args:
        name: template of the interface's line.
        rule: the rule of interfaces.
    """

    def effect(act: Act) -> None:
        line = name.format(**act.groups)
        if line not in act.root.children:
            port = line.removeprefix("interface ")
            act.root.children[line] = Node(line, line, rule, {"port": port})
            act.said.append(f"Creating a port-channel interface {port}")

    return effect


def of_its_layer(name: str) -> Effect:
    """Refuse a member that routes in a bundle that switches, and the other way round (IOS CR LAN Switching, channel-group)."""

    def check(act: Act) -> None:
        held = act.root.children.get(name.format(**act.groups))
        if held is not None and is_routed(held) != is_routed(act.section):
            raise Refusal("Command rejected: Either port is L2 and port-channel is L3, or vice-versa")

    return check


def bundle(word: str, name: str, rule: Rule) -> Rule:
    """Return the rule that makes a port a member of a bundle."""
    return Rule(
        f"{word} {{group:int}} [{{more:rest}}]",
        "interface",
        key=word,
        undo=(f"{word} [{{_x:rest}}]",),
        checks=(of_its_layer(name),),
        effects=(creates_bundle(name, rule),),
    )


SWITCHING: tuple[Rule, ...] = (
    single("name", views="vlan"),
    *flags("vlan", "remote-span", "private-vlan isolated", "private-vlan community", "private-vlan primary"),
    single("state", views="vlan"),
    Rule(
        "switchport",
        "interface",
        key="switchport",
        negative=True,
        effects=(starts_switching,),
        undo_effects=(starts_routing,),
        source="IOS CR LAN Switching, switchport; RGOS CR Interface, switchport",
    ),
    _value("mode", f"{{mode={MODES}}}", ""),
    _value("access vlan", "{vlan:int}", "1", creates_vlan("% Access VLAN does not exist. Creating vlan")),
    _value("trunk native vlan", "{vlan:int}", "1"),
    _value("trunk encapsulation", "{how}", ""),
    _value("voice vlan", "{vlan:int}", "", creates_vlan("% Voice VLAN does not exist. Creating vlan")),
    _value("voice vlan", "{vlan:rest}", ""),
    *singles(
        "interface",
        "switchport port-security maximum",
        "switchport port-security violation",
        "switchport hybrid native vlan",
    ),
    Rule("switchport hybrid allowed vlan {more:rest}", "interface"),
    Rule("switchport port-security mac-address {more:rest}", "interface"),
    *flags("interface", "switchport nonegotiate", "switchport port-security", "switchport block unicast"),
    single("spanning-tree mode"),
    single("spanning-tree mst {instance:int} priority", "{value:int}"),
    *singles("top", "spanning-tree portfast default", "spanning-tree portfast edge default", "vtp mode", "vtp domain"),
    Rule(
        "spanning-tree vlan {vlans:vlans}",
        key="spanning-tree vlan {vlans}",
        negative=True,
        default=("spanning-tree vlan {vlans}",),
        source="IOS CR LAN Switching, spanning-tree vlan: on in every VLAN",
    ),
    Rule(
        "spanning-tree vlan {vlans:vlans} {what=priority|root|hello-time|max-age|forward-time} {value:rest}",
        key="spanning-tree vlan {vlans} {what}",
        undo=("spanning-tree vlan {vlans:vlans} {what} [{_x:rest}]",),
    ),
    *flags(
        "top",
        "spanning-tree extend system-id",
        "spanning-tree loopguard default",
        "spanning-tree portfast bpduguard default",
    ),
    *on_by_default("top", "ip igmp snooping"),
)
