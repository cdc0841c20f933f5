"""OSPF and other routing processes, static routes (IOS CR IP Routing: OSPF, Protocol-Independent; RGOS CR OSPF, Static)."""

from __future__ import annotations

from ipaddress import IPv4Network

from netops.lab.semantics.core.effects import exists, remove, selected
from netops.lab.semantics.core.model import Act, Node, Refusal, Rule
from netops.lab.semantics.core.pattern import fill
from netops.lab.semantics.ios_family.forms import Options, flags, off_by_default, single, singles, with_options
from netops.lab.semantics.ios_family.ports import name_of, vrf_of
from netops.lab.semantics.ios_family.vrfs import needs_table, needs_vrf

IGP = "ospf ospf6 eigrp rip isis"
METRICS: Options = {
    "metric": 1,
    "metric-type": 1,
    "subnets": 0,
    "nssa-only": 0,
    "tag": 1,
    "route-map": 1,
    "match": r"internal|external|nssa-external|1|2",
}
ORIGIN: Options = {"always": 0, "metric": 1, "metric-type": 1, "route-map": 1}


def _same_vrf(act: Act) -> None:
    """Refuse to move a process into another VRF: it has to be deleted first."""
    if act.old is not None and "vrf" in act.groups and act.old.groups.get("vrf") != act.groups["vrf"]:
        raise Refusal(f"% OSPF process {act.groups['process']} is already in another VRF")


def _leave_ports(act: Act) -> None:
    """Take ``ip ospf 1 area 0`` out of the ports of a deleted process."""
    for word in ("ip", "ipv6"):
        for section, node in list(selected(act, f"interface ** / {word} ospf {{process}} area *")):
            remove(section, node)


def in_same_vrf(act: Act) -> None:
    """Refuse to put a port into a process of another VRF."""
    for form in ("router ospf {process}", "router ospf {process} vrf *"):
        for _, process in selected(act, form):
            if process.groups.get("vrf", "") != vrf_of(act.section):
                raise Refusal(
                    f"%OSPF: {name_of(act.section)} and process {act.groups['process']} are in different VRFs"
                )


def start_process(act: Act) -> None:
    """Start the OSPF process that a port names (IOS CR OSPF, ``ip ospf area``)."""
    if exists(act, "router ospf {process}") or exists(act, "router ospf {process} vrf *"):
        return
    vrf = vrf_of(act.section)
    values = {"process": act.groups["process"], **({"vrf": vrf} if vrf else {})}
    line = fill("router ospf {process} vrf {vrf}" if vrf else "router ospf {process}", values)
    key = fill("router ospf {process}", values)
    act.root.children[key] = Node(line, key, OSPF_PROCESS, values)


OSPF_PROCESS = Rule(
    "router ospf {process:int} [vrf {vrf}]",
    key="router ospf {process}",
    opens="ospf",
    prompt="config-router",
    undo=("router ospf {process:int} [vrf {_vrf}]",),
    checks=(needs_vrf("% VRF {vrf} does not exist"), needs_table("ipv4"), _same_vrf),
    undo_effects=(_leave_ports,),
    source="IOS CR OSPF, router ospf",
)


def _all_passive(act: Act) -> bool:
    return "passive-interface default" in act.section.children


def _shown_only(act: Act) -> None:
    """Keep ``passive-interface X`` where ports are active, ``no passive-interface X`` where all are passive."""
    if act.node is not None and act.node.text.startswith("no ") != _all_passive(act):
        remove(act.section, act.node)


def _forget_ports(act: Act) -> None:
    for node in list(act.section.children.values()):
        if node.key.startswith("passive-interface ") and node is not act.node:
            remove(act.section, node)


_PASSIVE: tuple[Rule, ...] = (
    Rule(
        "passive-interface default",
        IGP,
        key="passive-interface default",
        effects=(_forget_ports,),
        undo_effects=(_forget_ports,),
        source="IOS CR Protocol-Independent, passive-interface",
    ),
    Rule(
        "passive-interface {port:port}",
        IGP,
        key="passive-interface {port}",
        negative=True,
        effects=(_shown_only,),
        undo_effects=(_shown_only,),
    ),
)


def _area(what: str, value: str = "") -> Rule:
    form = f"area {{area:area}} {what}"
    key = f"area {{area}} {what}"
    return Rule(f"{form} {value}".strip(), "ospf ospf6", key=key, undo=(f"{form} [{{_x:rest}}]", "area {area:area}"))


_AREAS: tuple[Rule, ...] = (
    *(_area(what, "[{value:rest}]") for what in ("stub", "nssa", "authentication")),
    _area("default-cost", "{value}"),
    _area("filter-list prefix {name} in"),
    _area("filter-list prefix {name} out"),
    Rule(
        "area {area:area} range {net:ip} {mask:mask} [{more:rest}]",
        "ospf",
        key="area {area} range {net} {mask}",
        undo=("area {area:area} range {net:ip} {mask:mask} [{_x:rest}]", "area {area:area}"),
    ),
    Rule(
        "area {area:area} virtual-link {router:ip} [{more:rest}]",
        "ospf",
        key="area {area} virtual-link {router}",
        undo=("area {area:area} virtual-link {router:ip} [{_x:rest}]", "area {area:area}"),
    ),
)

OSPF: tuple[Rule, ...] = (
    OSPF_PROCESS,
    Rule(
        "network {net:ip} {wildcard:wildcard} area {area:area}",
        "ospf",
        key="network {net} {wildcard}",
        source="IOS CR OSPF, network area: one area for a range of addresses",
    ),
    *_PASSIVE,
    *_AREAS,
    with_options("redistribute {source:source}", METRICS, IGP),
    with_options("default-information originate", ORIGIN, IGP),
    *singles("ospf ospf6", "router-id", "auto-cost reference-bandwidth", "maximum-paths", "default-metric"),
    *singles("ospf ospf6", "timers throttle spf", "timers throttle lsa", "timers lsa arrival", "max-metric router-lsa"),
    single("distance", "{value:int}", "ospf ospf6 eigrp rip isis"),
    single("distance ospf", views="ospf"),
    Rule(
        "log-adjacency-changes [{how=detail|all}]",
        "ospf isis",
        key="log-adjacency-changes",
        undo=("log-adjacency-changes [{_how=detail|all}]",),
    ),
    Rule("distribute-list {list:rest}", "ospf eigrp rip"),
    Rule(
        "summary-address {net:ip} {mask:mask} [{more:rest}]",
        "ospf",
        key="summary-address {net} {mask}",
        undo=("summary-address {net:ip} {mask:mask} [{_x:rest}]",),
    ),
    Rule("neighbor {a:ip} [{more:rest}]", "ospf", key="neighbor {a}", undo=("neighbor {a:ip} [{_x:rest}]",)),
    *flags("ospf ospf6", "mpls ldp sync", "mpls ldp autoconfig", "nsf", "nsf cisco", "nsf ietf", "ispf"),
    *flags("ospf ospf6", "bfd all-interfaces", "capability vrf-lite", "prefix-suppression", "compatible rfc1583"),
    Rule("router ospfv3 {process:int}", key="router ospfv3 {process}", opens="loose", prompt="config-router"),
    Rule(
        "ipv6 router ospf {process:int}",
        key="ipv6 router ospf {process}",
        opens="ospf6",
        prompt="config-rtr",
        undo_effects=(_leave_ports,),
    ),
    Rule("router eigrp {name}", key="router eigrp {name}", opens="eigrp", prompt="config-router"),
    Rule("router rip", key="router rip", opens="rip", prompt="config-router"),
    single("version", "{value:int}", "rip"),
    *off_by_default("eigrp rip", "auto-summary"),
    Rule("network {net:ip} [{wildcard:wildcard}]", "eigrp rip"),
    single("eigrp router-id", views="eigrp"),
)


def _whole_network(act: Act) -> None:
    """Refuse a destination with bits beyond its mask."""
    try:
        IPv4Network(f"{act.groups['net']}/{act.groups['mask']}")
    except ValueError:
        raise Refusal("%Inconsistent address and mask") from None


def _routes(where: str, vrf: str) -> tuple[Rule, ...]:
    """Return the rules of static routes of one table: by port and next hop, by port, by next hop."""
    destination = f"ip route {where} {{net:ip}} {{mask:mask}}".replace("  ", " ")
    return tuple(
        Rule(
            f"{destination} {hop} [{{more:options}}]",
            key=f"ip route {vrf} {{net}} {{mask}} {{port}} {{hop}}",
            undo=(destination, f"{destination} {hop} [{{_x:options}}]"),
            checks=(_whole_network, needs_vrf("% IP routing table {vrf} does not exist"), needs_table("ipv4")),
            missing="refuse",
            source="IOS CR Protocol-Independent, ip route",
        )
        for hop in ("{port:port} {hop:ip}", "{port:port}", "{hop:ip}")
    )


STATIC: tuple[Rule, ...] = (
    *_routes("", ""),
    *_routes("vrf {vrf}", "vrf {vrf}"),
    Rule("ipv6 route {net:network6} {hop:rest}", undo=("=", "ipv6 route {net:network6}")),
    Rule(
        "ipv6 route vrf {vrf} {net:network6} {hop:rest}",
        checks=(needs_vrf("% VRF {vrf} does not exist"), needs_table("ipv6")),
        undo=("=", "ipv6 route vrf {vrf} {net:network6}"),
    ),
    single("ip default-gateway", "{a:ip}"),
    single("ip default-network", "{a:ip}"),
)
