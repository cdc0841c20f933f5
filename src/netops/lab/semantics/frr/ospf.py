"""OSPF: processes and interfaces. FRR manual, OSPFv2; seen on ospfd 8.4.4."""

from __future__ import annotations

import re

from netops.lab.semantics.core.effects import refuses_always, says
from netops.lab.semantics.core.model import Act, Node, Refusal, Rule
from netops.lab.semantics.frr.areas import AREA_LINES
from netops.lab.semantics.frr.forms import absent, is_absent, single, switch
from netops.lab.semantics.frr.spelling import area_number

NO_AREA = "Can't find specified interface area configuration."
AREA_FIRST = "Must remove previous area config before changing ospf area"
LINES_FIRST = "Please remove all ip ospf area x.x.x.x commands first."
BANDWIDTH = "% OSPF: the reference bandwidth has changed; every router of the network needs the same"
ONE_PROCESS = "% OSPF is not running in instance mode"
NOT_RUNNING = "% [ospfd]: command ignored as it targets an instance that is not running"
NETWORKS_FIRST = "Please remove all network commands first."


def vrf_of(root: Node, interface: str) -> str:
    """Return the VRF of an interface, by the interfaces file as it was last applied; "" for the default one."""
    bound = dict(pair.split("=") for pair in root.groups.get("bound", "").split())
    return bound.get(interface, "")


def process_of(root: Node, vrf: str) -> Node | None:
    """Return the OSPF process of a VRF."""
    return root.children.get(f"router ospf vrf {vrf}".removesuffix(" vrf "))


def area_lines(root: Node, vrf: str) -> list[Node]:
    """Return the ``ip ospf area`` lines of the interfaces of a VRF."""
    return [
        node
        for section, node in root.walk()
        if section.view == "interface" and node.key == "ip ospf area" and vrf_of(root, section.groups["name"]) == vrf
    ]


def no_area_lines(act: Act) -> None:
    """Refuse ``network … area`` while an interface has its area by itself."""
    if area_lines(act.root, act.section.groups.get("vrf", "")):
        raise Refusal(LINES_FIRST)


def no_networks(act: Act) -> None:
    """Refuse ``ip ospf area`` while the process has ``network`` lines."""
    process = process_of(act.root, vrf_of(act.root, act.section.groups["name"]))
    if process is not None and any(key.startswith("network ") for key in process.children):
        raise Refusal(NETWORKS_FIRST)


def same_area(act: Act) -> None:
    """Refuse another area for an interface that has one; another spelling of the same is taken."""
    if act.old is not None and area_number(act.old.groups["area"]) != area_number(act.groups["area"]):
        raise Refusal(AREA_FIRST)


def new_network(act: Act) -> None:
    """Refuse a second area for a network."""
    if act.old is not None:
        raise Refusal("There is already same network statement.")


def network_of_area(act: Act) -> None:
    """Refuse ``no network`` where the network isn't there or is in another area."""
    if is_absent(act) or area_number(act.groups["_area"]) != area_number(act.groups["area"]):
        raise Refusal("Can't find specified network area configuration.")


def same_router_id(act: Act) -> None:
    """Refuse ``no ospf router-id`` with another id than the one that is set."""
    asked = act.groups.get("_value")
    if asked is not None and asked != act.groups.get("value"):
        raise Refusal("% OSPF router-id doesn't match")


def process_is_there(act: Act) -> None:
    """Refuse ``no router ospf vrf X`` without such a process; without a VRF FRR says nothing."""
    if is_absent(act) and "vrf" in act.groups:
        raise Refusal("")


def cancels(act: Act) -> None:
    """End the contrary setting, so that the process decides again."""
    if act.old is not None and act.old.text != act.text:
        act.section.children.pop("ip ospf passive", None)


def key_is_there(act: Act) -> None:
    """Refuse to delete a key that isn't there."""
    if is_absent(act):
        raise Refusal(f"OSPF: Key {act.groups['id']} does not exist")


PROCESSES = (
    Rule(
        "router ospf",
        key="router ospf",
        opens="ospf",
        prompt="router",
        undo=("router ospf",),
        source="FRR manual, OSPFv2: router ospf",
    ),
    Rule(
        "router ospf vrf {vrf}",
        key="router ospf vrf {vrf}",
        opens="ospf",
        prompt="router",
        undo=("router ospf vrf {vrf}",),
        undo_checks=(process_is_there,),
        source="FRR manual, OSPFv2: router ospf vrf NAME",
    ),
    Rule(
        "router ospf {instance:int} [vrf {vrf}]",
        checks=(refuses_always(ONE_PROCESS),),
        undo_checks=(refuses_always(ONE_PROCESS),),
        opens="ospf",
        prompt="router",
        source="FRR manual, OSPFv2: router ospf INSTANCE; seen on an ospfd started without instances, as Debian does",
    ),
)


def redistributed(protocol: str) -> Rule:
    """Return the rule of one source of routes."""
    return Rule(
        f"redistribute {protocol} [metric {{m:int}}] [metric-type {{t:int}}] [route-map {{rm}}]",
        "ospf",
        key=re.sub(r":\w+", "", f"redistribute {protocol}"),
        undo=(f"redistribute {protocol} [metric {{_m}}] [metric-type {{_t}}] [route-map {{_rm}}]",),
        source="FRR manual, OSPFv2: redistribute",
    )


PROTOCOLS = (
    "kernel",
    "connected",
    "static",
    "rip",
    "isis",
    "bgp",
    "eigrp",
    "nhrp",
    "table",
    "vnc",
    "babel",
    "openfabric",
)


PROCESS_LINES = (
    Rule(
        "ospf router-id {value:ip}",
        "ospf",
        key="ospf router-id",
        undo=("ospf router-id [{_value:ip}]",),
        undo_checks=(same_router_id,),
    ),
    single("ospf abr-type", "ospf", default=("ospf abr-type cisco",)),
    switch("compatible rfc1583", "ospf"),
    Rule("log-adjacency-changes [{value=detail}]", "ospf", key="log-adjacency-changes", negative=True),
    Rule(
        "auto-cost reference-bandwidth {value:int}",
        "ospf",
        key="auto-cost reference-bandwidth",
        default=("auto-cost reference-bandwidth 100000",),
        undo=("auto-cost reference-bandwidth [{_value:int}]",),
        undo_effects=(says(BANDWIDTH),),
    ),
    single("timers throttle spf", "ospf", default=("timers throttle spf 0 50 5000",)),
    single("timers throttle lsa all", "ospf", default=("timers throttle lsa all 5000",)),
    single("timers lsa min-arrival", "ospf", default=("timers lsa min-arrival 1000",)),
    single("refresh timer", "ospf", default=("refresh timer 10",)),
    single("maximum-paths", "ospf"),
    *(single(f"max-metric router-lsa {when}", "ospf") for when in ("administrative", "on-startup", "on-shutdown")),
    *(redistributed(f"{protocol} {{instance:int}}") for protocol in ("ospf", "table")),
    *(redistributed(protocol) for protocol in PROTOCOLS),
    Rule("passive-interface default", "ospf", key="passive-interface default"),
    Rule(
        "network {p:net} area {area}",
        "ospf",
        key="network {p}",
        checks=(new_network, no_area_lines),
        undo=("network {p:net} area {_area}",),
        undo_checks=(network_of_area,),
        meaning="network {p} area {areaid}",
        source="FRR manual, OSPFv2: network A.B.C.D/M area",
    ),
    *AREA_LINES,
    single("default-metric", "ospf"),
    Rule(
        "distribute-list {value} out {protocol}",
        "ospf",
        key="distribute-list out {protocol}",
        undo=("distribute-list {_value} out {protocol}",),
    ),
    single("default-information originate", "ospf"),
    single("distance ospf", "ospf"),
    Rule("distance {value:int}", "ospf", key="distance", undo=("distance [{_value:int}]",), default=("distance 110",)),
    switch("capability opaque", "ospf"),
    switch("mpls-te on", "ospf"),
    single("graceful-restart", "ospf"),
    Rule(
        "neighbor {peer:ip} [{value:rest}]", "ospf", key="neighbor {peer}", undo=("neighbor {peer:ip} [{_value:rest}]",)
    ),
)
SETTINGS = {
    "cost": "",
    "dead-interval": "40",
    "hello-interval": "10",
    "network": "broadcast",
    "priority": "1",
    "retransmit-interval": "5",
    "transmit-delay": "1",
    "authentication-key": "",
    "authentication": "",
    "mtu-ignore": "",
    "bfd": "",
}
"""Settings of an interface with the values that FRR doesn't show."""


def setting(word: str, usual: str) -> tuple[Rule, Rule]:
    """Return the rules of one setting of an interface, for one of its addresses and for all.

    ``no`` looks at the value of ``authentication`` only.
    """
    head, name = f"ip ospf {word}", "value" if word == "authentication" else "_value"
    return (
        Rule(
            f"{head} [{{value}}] {{address:ip}}",
            "interface",
            key=f"{head} {{address}}",
            undo=(f"{head} {{address:ip}}", f"{head} {{{name}}} {{address:ip}}"),
        ),
        Rule(
            f"{head} [{{value:plain}}]",
            "interface",
            key=head,
            default=(f"{head} {usual}",) if usual else (),
            undo=(f"{head} [{{{name}:plain}}]",),
            source=f"FRR manual, OSPFv2: {head}",
        ),
    )


INTERFACE_LINES = (
    Rule(
        "ip ospf area {area}",
        "interface",
        key="ip ospf area",
        checks=(same_area, no_networks),
        undo=("ip ospf area [{_area}]",),
        undo_checks=(absent(NO_AREA),),
        meaning="ip ospf area {areaid}",
        source="FRR manual, OSPFv2: ip ospf area",
    ),
    Rule("ip ospf {instance:int} area {area}", "interface", checks=(refuses_always(NOT_RUNNING),)),
    Rule(
        "ip ospf message-digest-key {id:int} md5 {value}",
        "interface",
        key="ip ospf message-digest-key {id}",
        undo=("ip ospf message-digest-key {id:int} [{_rest:rest}]",),
        undo_checks=(key_is_there,),
    ),
    Rule(
        "ip ospf passive",
        "interface",
        key="ip ospf passive",
        negative=True,
        effects=(cancels,),
        undo_effects=(cancels,),
        source="FRR manual, OSPFv2: ip ospf passive; seen: each form ends the other, and is shown where it ended nothing",
    ),
    *(rule for word, usual in SETTINGS.items() for rule in setting(word, usual)),
)
RULES = (*PROCESSES, *PROCESS_LINES, *INTERFACE_LINES)
