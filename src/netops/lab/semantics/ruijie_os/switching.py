"""What RGOS's switches have of their own: MSTP, LLDP, guards, virtual switching (RGOS CR MSTP, LLDP, NFPP, VSU, RLDP)."""

from __future__ import annotations

from collections.abc import Mapping

from netops.lab.semantics.core.effects import remove
from netops.lab.semantics.core.lists import number_list, numbers
from netops.lab.semantics.core.model import Act, Node, Rule
from netops.lab.semantics.ios_family.forms import (
    both_shown,
    flags,
    off_by_default,
    on_by_default,
    section,
    single,
    singles,
)
from netops.lab.semantics.ios_family.ports import must_switch
from netops.lab.semantics.ios_family.switching import written

MODE = Rule(
    "switchport mode {mode=access|trunk|hybrid|uplink|dot1q-tunnel|private-vlan~host|private-vlan~promiscuous}",
    "interface",
    key="switchport mode",
    undo=("switchport mode [{_x:rest}]",),
    default=("switchport mode access",),
    checks=(must_switch,),
    source="RGOS CR VLAN, switchport mode: access is the default and isn't displayed",
)

_INSTANCE = number_list("instance {n} vlan {vlans}", "vlans", write=written)


def _leave_others(act: Act) -> None:
    """Take the VLANs out of the instances in which they were: a VLAN is in one instance."""
    moved = numbers(act.groups["vlans"])
    for line in list(act.section.children.values()):
        if line.key == f"instance {act.groups.get('n', '0')}" or not line.key.startswith("instance "):
            continue
        left = numbers(line.groups.get("vlans", "")) - moved
        if not left:
            remove(act.section, line)
        else:
            groups: Mapping[str, str] = {**line.groups, "vlans": written(left)}
            text = f"instance {line.groups['n']} vlan {groups['vlans']}"
            act.section.children[line.key] = Node(text, line.key, line.rule, groups)


SPANNING_TREE: tuple[Rule, ...] = (
    *off_by_default("top", "spanning-tree"),
    single("spanning-tree mode", default=("spanning-tree mode mstp",), source="RGOS CR MSTP, spanning-tree mode"),
    *(
        single(f"spanning-tree {what}", "{value:int}", default=(f"spanning-tree {what} {usual}",))
        for what, usual in (("hello-time", 2), ("forward-time", 15), ("max-age", 20), ("priority", 32768))
    ),
    section("spanning-tree mst configuration", "mst", "config-mst", implicit="spanning-tree mst configuration"),
    single("name", views="mst"),
    single("revision", "{value:int}", "mst", default=("revision 0",)),
    Rule(
        "instance 0 vlan {vlans:vlans}",
        "mst",
        undo=(),
        hidden=True,
        effects=(_leave_others,),
        source="RGOS CR MSTP, instance: 0 has what no other has; some releases display it, and it is no setting",
    ),
    Rule(
        "instance {n:int} vlan {vlans:vlans}",
        "mst",
        key="instance {n}",
        undo=("instance {n:int} [vlan {vlans:vlans}]",),
        merge=_INSTANCE[0],
        unmerge=_INSTANCE[1],
        effects=(_leave_others,),
        source="RGOS CR MSTP, instance: a line adds VLANs, no with VLANs takes those",
    ),
    *(single(f"spanning-tree mst {{instance:int}} {what}", views="interface") for what in ("cost", "port-priority")),
)

LLDP: tuple[Rule, ...] = (
    *on_by_default("top", "lldp enable"),
    *on_by_default("interface", "lldp enable"),
    *singles("interface", "lldp mode"),
)
"""LLDP runs on the device and on every port unless told otherwise (RGOS CR LLDP, ``lldp enable``)."""


def _guard(what: str) -> Rule:
    """Return a limit of a guard that has a value of its own for each kind of counting."""
    line = f"{{guard:guard}} {what} {{by=per-src-ip|per-src-mac|per-port}}"
    key = f"{{guard}} {what} {{by}}"
    return Rule(f"{line} {{value:int}}", "nfpp", key=key, undo=(f"{line} [{{_x:int}}]",))


def _guard_value(what: str) -> Rule:
    line = f"{{guard:guard}} {what}"
    return Rule(f"{line} {{value}}", "nfpp", key=f"{{guard}} {what}", undo=(f"{line} [{{_x:rest}}]",))


NFPP: tuple[Rule, ...] = (
    section("nfpp", "nfpp", "config-nfpp", implicit="nfpp"),
    Rule(
        "{guard:guard} enable",
        "nfpp",
        key="{guard} enable",
        negative=True,
        default=("{guard} enable",),
        source="RGOS CR NFPP, arp-guard enable: guards are on unless told otherwise",
    ),
    *(_guard(what) for what in ("rate-limit", "attack-threshold")),
    *(_guard_value(what) for what in ("isolate-period", "monitor-period", "monitored-host-limit", "scan-threshold")),
    Rule(
        "{guard:guard} trusted-host {host:rest}",
        "nfpp",
        source="RGOS CR NFPP, ip-guard trusted-host",
    ),
    *singles("nfpp", "log-buffer entries", "log-buffer logs"),
)


def _member(what: str) -> Rule:
    line = f"switch {{member:int}} {what}"
    return Rule(f"{line} {{value:rest}}", "vsu", key=f"switch {{member}} {what}", undo=(f"{line} [{{_x:rest}}]",))


VSU: tuple[Rule, ...] = (
    section("switch virtual domain {n:int}", "vsu", "config-vs-domain", implicit=r"switch virtual domain \d+"),
    *(_member(what) for what in ("priority", "description", "renumber")),
    Rule("switch {member:int}", "vsu"),
    Rule("switch domain {domain:int}", "vsu", key="switch domain"),
    Rule("dual-active detection {way=bfd|aggregateport}", "vsu"),
    Rule("dual-active exclude interface {port:port}", "vsu"),
    Rule("dual-active {way=bfd|pair} interface {port:port} [interface {peer:port}]", "vsu"),
    Rule("dual-active interface {port:port}", "vsu"),
    section("vsl-port [{n:int}]", "loose", "config-vsl-port"),
    section("vsl-aggregateport {n:int}", "loose", "config-vsl-ap"),
)
"""Lines of a member of a virtual switch stand in the domain's section (RGOS CR VSU, ``switch virtual domain``)."""

MIRROR: tuple[Rule, ...] = (
    *(
        Rule(
            f"monitor session {{n:int}} {end} interface {{port:port}} [{{how:rest}}]",
            key=f"monitor session {{n}} {end} interface {{port}}",
            undo=(f"monitor session {{n:int}} {end} interface {{port:port}} [{{_x:rest}}]", "monitor session {n:int}"),
            source="RGOS CR SPAN, monitor session: several sources; no with the number takes the session",
        )
        for end in ("source", "destination")
    ),
)

GUARDS: tuple[Rule, ...] = (
    *flags("top", "ip dhcp snooping verify mac-address"),
    *singles("top", "aggregateport load-balance", "aggregateport member linktrap"),
    *flags("interface", "arp-check", "rldp port loop-detect shutdown-port", "ip dhcp snooping suppression"),
    *both_shown("interface", "nfpp {guard:guard} enable"),
    *singles("interface", "rldp port loop-detect", "switchport uplink native vlan"),
)
"""The check of MAC addresses is off unless told, otherwise than on IOS (RGOS CR DHCP Snooping, ``verify mac-address``)."""

SWITCHES: tuple[Rule, ...] = (*SPANNING_TREE, *LLDP, *NFPP, *VSU, *MIRROR, *GUARDS)
