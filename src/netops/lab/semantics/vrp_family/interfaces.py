"""Interfaces of VRP: addresses, VPN binding, layer 2 and layer 3, Eth-Trunk, VLANs."""

from __future__ import annotations

from netops.lab.semantics.core.effects import (
    exists,
    needs,
    refuses,
    refuses_always,
    says,
    when,
    wipes,
)
from netops.lab.semantics.core.lists import Numbers, number_list, numbers, ranges
from netops.lab.semantics.core.model import Act, Effect, Merge, Node, Refusal, Rule, matches
from netops.lab.semantics.vrp_family.addresses import no_overlap
from netops.lab.semantics.vrp_family.ports import PHYSICAL
from netops.lab.semantics.vrp_family.rules import always_on, many, single, switch

LAYER3 = (
    *("ip address **", "ipv6 **", "ospf **", "ospfv3 **", "isis **", "rip **", "ripng **", "vrrp **", "vrrp6 **"),
    *("dhcp **", "ip relay **", "pim **", "igmp **", "nat **", "arp-proxy **", "ip policy-based-route **"),
)
"""Lines that go with the address of an interface.

Source: S V200R019, ``ip binding vpn-instance``: "Layer 3 features such as the IP address and routing protocol are deleted".
"""
LAYER2 = (
    "port **",
    "undo port **",
    "stp **",
    "qinq **",
    "port-isolate **",
    "mac-limit **",
    "mac-address **",
    "loopback-detect **",
)
REMOVED = "Info: All IPv4 related configurations on this interface are removed!"
NO_VPN = "Error: The VPN instance does not exist."


def _physical(act: Act) -> bool:
    return matches(PHYSICAL, act.text)


def _is_vlanif(act: Act) -> bool:
    return act.groups["port"].startswith("Vlanif")


def _vlan_exists(act: Act) -> None:
    """Refuse a Vlanif whose VLAN isn't there. Source: S V200R019, ``interface vlanif``, prerequisites."""
    held = act.root.children.get("vlan batch")
    known = _held(held)
    number = int(act.groups["port"].removeprefix("Vlanif"))
    if act.old is None and number not in known | {1}:
        raise Refusal("Error: The VLAN does not exist.")


def _no_members(act: Act) -> None:
    """Refuse to delete an Eth-Trunk with members. Source: S V200R019, ``interface eth-trunk``, precautions."""
    member = f"eth-trunk {act.groups['port'].removeprefix('Eth-Trunk')}"
    if exists(act, f"interface ** / {member}"):
        raise Refusal("Error: The trunk has member interfaces, delete them first.")


OPEN = Rule(
    "interface {port:port} [mode {mode=l2|p2p|p2mp}]",
    key="interface {port}",
    opens="interface",
    prompt="{port}",
    undo=("interface {port:port}",),
    implicit=PHYSICAL,
    checks=(when(_is_vlanif, _vlan_exists),),
    undo_checks=(
        when(_physical, refuses_always("Error: The physical interface can't be deleted.")),
        _no_members,
    ),
)

NOT_L2: tuple[Effect, ...] = (
    refuses(". / port link-type **", "Error: The interface is a Layer 2 interface."),
    refuses(". / port default vlan **", "Error: The interface is a Layer 2 interface."),
    refuses(". / portswitch", "Error: The interface is a Layer 2 interface."),
)
NOT_L3 = refuses(". / undo portswitch", "Error: The interface is a Layer 3 interface.")
OVERLAP = no_overlap("Error: The specified address conflicts with another address.")


def _sub_needs_primary(act: Act) -> None:
    if not exists(act, ". / ip address * *"):
        raise Refusal("Error: Please configure the primary IP address first.")


ADDRESSES = (
    Rule(
        "ip address {a:ip} {m:mask} sub",
        "interface",
        key="ip address {a} sub",
        undo=("=", "ip address"),
        checks=(*NOT_L2, _sub_needs_primary, OVERLAP),
    ),
    Rule(
        "ip address {a:ip} {m:mask}",
        "interface",
        key="ip address",
        undo=("=", "ip address"),
        missing="ignore",
        checks=(*NOT_L2, OVERLAP),
        undo_checks=(refuses(". / ip address * * sub", "Error: Please delete the sub IP address first."),),
        source="S V200R019, ip address: the primary address goes last; undo ip address takes all",
    ),
    Rule(
        "ip address unnumbered interface {port:port}",
        "interface",
        "ip address",
        undo=("ip address unnumbered", "ip address"),
    ),
    Rule("ip address {_way=dhcp-alloc|bootp-alloc}", "interface", "ip address"),
    Rule("ipv6 enable", "interface", undo_effects=(wipes("ipv6 **"),)),
    Rule(
        "ipv6 address {a6:prefix6} [{_kind=eui-64}]",
        "interface",
        undo=("=", "ipv6 address"),
        checks=(needs(". / ipv6 enable", "Error: Please enable IPv6 on the interface first."),),
    ),
    Rule("ipv6 address {a6:ip6} {length:int}", "interface", shown="ipv6 address {a6}/{length}", undo=("=",)),
    Rule("ipv6 address auto link-local", "interface"),
)

BINDING = (
    Rule(
        "ip binding vpn-instance {vpn}",
        "interface",
        key="ip binding vpn-instance",
        undo=("=",),
        missing="refuse",
        checks=(
            needs("ip vpn-instance {vpn}", NO_VPN),
            refuses(". / port link-type **", "Error: The interface is a Layer 2 interface."),
        ),
        effects=(wipes(*LAYER3), says(REMOVED)),
        undo_effects=(wipes(*LAYER3), says(REMOVED)),
        source="S V200R019, ip binding vpn-instance: undo takes the name; both ways delete layer 3 configurations",
    ),
)


def release_number(release: str) -> int:
    """Return the R number of a Huawei release.

    Example:
        >>> release_number("V200R010C00SPC600"), release_number("V800R021")
        (10, 21)
    """
    digits = release.partition("R")[2][:3]
    return int(digits) if digits.isdigit() else 10


VLAN_LINES = ("port default vlan **", "port trunk **", "port hybrid **", "undo port trunk **", "undo port hybrid **")
FAMILY = {"access": VLAN_LINES[0], "dot1q-tunnel": VLAN_LINES[0], "trunk": VLAN_LINES[1], "hybrid": VLAN_LINES[2]}


def _old_vlans_go(act: Act) -> None:
    """Take away what the port had of another link type.

    Source: S V200R019, ``port link-type``; the default VLAN and the VLAN lists of the old type are restored.
    """
    kept = FAMILY.get(act.groups.get("type", "")) if act.old is None else None
    wipes(*(line for line in VLAN_LINES if line != kept))(act)


def _old_releases_refuse(act: Act) -> None:
    """Refuse another link type while VLANs are set, before V200R005: "Please renew the default configurations"."""
    same = act.old is not None and act.old.text == act.text
    if release_number(act.release) < 5 and not same and any(exists(act, f". / {line}") for line in VLAN_LINES):
        raise Refusal("Error: Please renew the default configurations.")


LINK_TYPE = Rule(
    "port link-type {type=access|trunk|hybrid|dot1q-tunnel|negotiation-auto|negotiation-desirable}",
    "interface",
    key="port link-type",
    undo=("port link-type",),
    missing="ignore",
    checks=(NOT_L3, _old_releases_refuse),
    effects=(_old_vlans_go,),
    undo_effects=(_old_vlans_go,),
    source="S V200R019, port link-type: undo port link-type, no more words",
)


def link_type_is(*types: str) -> Effect:
    """Refuse a VLAN line that the port's link type has no use for."""

    def check(act: Act) -> None:
        held = act.section.children.get("port link-type")
        if held is not None and held.groups.get("type") not in (*types, "negotiation-auto", "negotiation-desirable"):
            raise Refusal(f"Error: Please set the link type of the interface to {types[0]} first.")

    return check


def known_vlan(act: Act) -> None:
    """Refuse a default VLAN that isn't there. Source: S V200R019, ``port default vlan``, prerequisites."""
    batch = act.root.children.get("vlan batch")
    known = _held(batch)
    if int(act.groups["vlan"]) not in known | {1}:
        raise Refusal("Error: The VLAN does not exist.")


ALL = frozenset(range(1, 4095))
ONE = "port trunk allow-pass vlan 1"


def _asked(text: str) -> Numbers:
    return ALL if text.strip() == "all" else numbers(text)


def _trunk(found: Numbers) -> str | None:
    return f"port trunk allow-pass vlan {ranges(found - {1})}" if found - {1} else None


def _held(old: Node | None) -> Numbers:
    return numbers(old.groups.get("vlans", "")) if old is not None else frozenset()


TRUNK_MERGE: Merge = lambda old, groups: _trunk(_held(old) | _asked(groups["vlans"]))  # noqa: E731 - a Merge of one line
TRUNK_UNMERGE: Merge = lambda old, groups: _trunk(_held(old) - _asked(groups["vlans"]))  # noqa: E731 - as above


def _with_one(act: Act) -> None:
    """VLAN 1 passes every trunk unless it is taken away, and its undo is what is displayed."""
    if 1 in _asked(act.groups["vlans"]):
        act.section.children.pop(ONE, None)


def _without_one(act: Act) -> None:
    if 1 in _asked(act.groups["vlans"]):
        act.section.children[ONE] = Node(f"undo {ONE}", ONE, TRUNK_ONE)


TRUNK_ONE = Rule(ONE, "interface", negative=True, default=(ONE,), checks=(link_type_is("trunk"),))
TRUNK_LIST = Rule(
    "port trunk allow-pass vlan {vlans:vlans-or-all}",
    "interface",
    key="port trunk allow-pass vlan",
    merge=TRUNK_MERGE,
    unmerge=TRUNK_UNMERGE,
    missing="ignore",
    checks=(NOT_L3, link_type_is("trunk")),
    effects=(_with_one,),
    undo_effects=(_without_one,),
)
HYBRID_MERGE, HYBRID_UNMERGE = number_list("port hybrid {way} vlan {vlans}", "vlans")

PORTS = (
    LINK_TYPE,
    TRUNK_ONE,
    TRUNK_LIST,
    Rule(
        "port default vlan {vlan:int}",
        "interface",
        "port default vlan",
        undo=("port default vlan",),
        default=("port default vlan 1",),
        missing="ignore",
        checks=(NOT_L3, known_vlan, link_type_is("access", "hybrid", "dot1q-tunnel")),
    ),
    Rule(
        "port trunk pvid vlan {vlan:int}",
        "interface",
        "port trunk pvid vlan",
        undo=("port trunk pvid vlan",),
        default=("port trunk pvid vlan 1",),
        missing="ignore",
        checks=(link_type_is("trunk"),),
    ),
    Rule(
        "port hybrid pvid vlan {vlan:int}",
        "interface",
        "port hybrid pvid vlan",
        undo=("port hybrid pvid vlan",),
        default=("port hybrid pvid vlan 1",),
        missing="ignore",
        checks=(link_type_is("hybrid"),),
    ),
    Rule(
        "port hybrid {way=tagged|untagged} vlan {vlans:vlans}",
        "interface",
        "port hybrid {way} vlan",
        undo=("=", "port hybrid {way=tagged|untagged} vlan all"),
        merge=HYBRID_MERGE,
        unmerge=HYBRID_UNMERGE,
        missing="ignore",
        checks=(link_type_is("hybrid"),),
    ),
    Rule(
        "portswitch",
        "interface",
        negative=True,
        toggles=True,
        effects=(wipes(*LAYER3),),
        undo_effects=(wipes(*LAYER2),),
        source="S V200R019, portswitch: the configurations of the other layer are deleted",
    ),
    Rule(
        "eth-trunk {trunk:int}",
        "interface",
        "eth-trunk",
        undo=("eth-trunk",),
        checks=(
            needs("interface Eth-Trunk{trunk}", "Error: The trunk does not exist."),
            *(
                refuses(f". / {line}", "Error: Please clear the configurations of the interface first.")
                for line in (*LAYER3, *VLAN_LINES)
            ),
        ),
        source="S V200R019, eth-trunk: the interface has no other configuration but a few attributes",
    ),
    Rule("shutdown", "interface", negative=True, default=("undo shutdown",)),
)
VALUES = (
    *("mtu", "ipv6 mtu", "speed", "duplex", "bandwidth", "mode", "load-balance", "lacp priority"),
    *("tcp adjust-mss", "stp cost", "stp port priority", "port-isolate enable"),
    *("control-vid", "source", "destination"),
    *(
        "isis circuit-type",
        "isis circuit-level",
        "isis authentication-mode",
        "ospf cost",
        "ospf dr-priority",
    ),
    *("ospf network-type", "ospf timer hello", "ospf timer dead", "ospf timer retransmit", "ospf authentication-mode"),
    *(
        "max active-linknumber",
        "least active-linknumber",
        "set flow-stat interval",
        "port-security max-mac-num",
        "link-protocol",
    ),
)
"""Commands with one value, whose undo takes none."""
OTHERS = (
    *(single(head, views="interface") for head in VALUES),
    Rule(
        "tunnel-protocol {way:rest}",
        "interface",
        "tunnel-protocol",
        undo=("tunnel-protocol",),
        effects=(when(lambda act: act.old is not None, wipes("source **", "destination **")),),
    ),
    # S V200R011, arp speed-limit source-ip: the undo names no rate.
    single("arp speed-limit source-ip maximum", "{rate:int}", undo=("arp speed-limit source-ip",)),
    # S V200R011, dhcp snooping check dhcp-rate: the undo names no rate; it stands beside the line that turns the check on.
    single("dhcp snooping check dhcp-rate", "{rate:int}", "interface", undo=("dhcp snooping check dhcp-rate",)),
    *(single(head, views="top interface") for head in ("arp expire-time", "set flow-stat interval", "stp edged-port")),
    *(switch(head, "top interface vlan") for head in ("dhcp snooping enable", "igmp-snooping enable", "stp disable")),
    # S V200R019, lldp enable (interface view); S and NE V8R10, icmp redirect send: on at a port until the negative form is displayed.
    *(always_on(head, "interface") for head in ("lldp enable", "icmp redirect send", "icmp host-unreachable send")),
    Rule(
        "isis cost {cost} {level=level-1|level-2}",
        "interface",
        "isis cost {level}",
        undo=("isis cost {level=level-1|level-2}",),
        source="S V200R019, isis cost: undo isis cost [ level-1 | level-2 ]",
    ),
    single("isis cost", views="interface"),
    Rule("isis enable {proc:int}", "interface", "isis enable", undo=("isis enable [{proc:int}]",)),
    Rule(
        "dhcp select {mode=global|interface|relay}",
        "interface",
        "dhcp select",
        undo=("=",),
        missing="ignore",
        source="CE V300R023, dhcp select relay: undo dhcp select relay",
    ),
    many("dhcp relay server-ip {a:ip}", "interface", ("=", "dhcp relay server-ip all")),
    many("dot1q vrrp vid {n:rest}", "interface"),
    # S V200R019 and NE V8R10, dot1q termination vid: undo dot1q termination vid low-pe-vid [ to high-pe-vid ].
    many("dot1q termination vid {vid:rest}", "interface"),
    Rule("bridge-domain {n:int}", "interface", "bridge-domain", undo=("=",)),
    Rule("dfs-group {n:int} m-lag {id:int}", "interface", "dfs-group", undo=("=",)),
    Rule("dfs-group {n:int}", opens="dfs", prompt="dfs-group-{n}"),
    *(single(head, views="dfs") for head in ("priority", "source ip", "source ipv6", "authentication-mode")),
)


def _tagged(*, two_stages: bool) -> Rule:
    """Return the VLAN of a sub-interface; VRP 8 wants it named when it goes.

    Sources: NE V8R10, ``vlan-type dot1q``: undo vlan-type dot1q vlan-id; AR V200R010, the same: undo vlan-type dot1q.
    """
    head = "vlan-type dot1q"
    return Rule(f"{head} {{vlan:int}}", "interface", head, undo=("=",) if two_stages else ("=", head), missing="ignore")


def _process_fits(act: Act) -> None:
    """Refuse a process that isn't there or that belongs to another VPN instance. Source: S V200R019, ``ospf enable``."""
    process = act.root.children.get(f"ospf {act.groups.get('proc', '1')}")
    bound = act.section.children.get("ip binding vpn-instance")
    if process is None:
        raise Refusal("Error: The OSPF process does not exist.")
    if process.groups.get("vpn") != (bound.groups.get("vpn") if bound is not None else None):
        raise Refusal("Error: The interface and the OSPF process belong to different VPN instances.")


OSPF_ENABLE = Rule(
    "ospf enable [{proc:int}] area {area:area}",
    "interface",
    "ospf enable",
    undo=("=",),
    expands=lambda groups: () if "proc" in groups else (f"ospf enable 1 area {groups['area']}",),
    missing="refuse",
    checks=(_process_fits,),
    source="S V200R019, ospf enable: undo ospf enable [ process-id ] area area-id",
)


def _vlanifs_stand(act: Act) -> None:
    """Refuse to delete a VLAN that has a Vlanif. Source: S V200R019, ``vlan``, precautions."""
    gone = numbers(act.groups["vlans"])
    for number in sorted(gone):
        if f"interface Vlanif{number}" in act.root.children:
            raise Refusal("Error: The VLAN has a VLANIF interface, delete it first.")
    batch = act.root.children.get("vlan batch")
    if not gone & _held(batch):
        raise Refusal("Error: The VLAN does not exist.")


def _vlans_go(act: Act) -> None:
    for number in numbers(act.groups["vlans"]):
        act.root.children.pop(f"vlan {number}", None)
        for interface in act.root.children.values():
            held = interface.children.get("port default vlan")
            if held is not None and held.groups.get("vlan") == str(number):
                del interface.children["port default vlan"]


def joins_batch(root: Node, vlan: int) -> None:
    """Show a VLAN in ``vlan batch``. VLAN 1 is always there and isn't shown."""
    found = _held(root.children.get("vlan batch")) | ({vlan} - {1})
    if found:
        text = ranges(found)
        root.children["vlan batch"] = Node(f"vlan batch {text}", "vlan batch", BATCH, {"vlans": text})


def _vlan_joins(act: Act) -> None:
    """``vlan 10`` creates the VLAN."""
    joins_batch(act.root, int(act.groups["vlan"]))


BATCH_MERGE, BATCH_UNMERGE = number_list("vlan batch {vlans}", "vlans")
BATCH = Rule(
    "vlan batch {vlans:vlans}",
    key="vlan batch",
    undo=("=", "vlan {vlans:int}"),
    merge=BATCH_MERGE,
    unmerge=BATCH_UNMERGE,
    undo_checks=(_vlanifs_stand,),
    undo_effects=(_vlans_go,),
)
VLANS = (
    BATCH,
    Rule("vlan {vlan:int}", opens="vlan", prompt="vlan{vlan}", undo=(), implicit=r"vlan \d+", effects=(_vlan_joins,)),
    single("name", views="vlan"),
    Rule("port {port:port}", "vlan", hidden=True, undo=()),
)


def rules(*, two_stages: bool) -> tuple[Rule, ...]:
    """Return the rules of interfaces and VLANs."""
    return (OPEN, *ADDRESSES, *BINDING, *PORTS, OSPF_ENABLE, *OTHERS, _tagged(two_stages=two_stages), *VLANS)
