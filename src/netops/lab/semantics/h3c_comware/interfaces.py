"""Interfaces and VLANs of Comware."""

from __future__ import annotations

from collections.abc import Mapping

from netops.lab.semantics.core.effects import asks, exists, needs, refuses, refuses_always, removes, when, wipes
from netops.lab.semantics.core.lists import Numbers, numbers, ranges
from netops.lab.semantics.core.model import Act, Effect, Merge, Node, Question, Refusal, Rule, matches
from netops.lab.semantics.h3c_comware.protections import PROTECTIONS
from netops.lab.semantics.vrp_family.addresses import no_overlap
from netops.lab.semantics.vrp_family.ports import PHYSICAL
from netops.lab.semantics.vrp_family.rules import off, single, switch

LAYER3 = (
    *(
        "ip address **",
        "ipv6 **",
        "undo ipv6 **",
        "ospf **",
        "ospfv3 **",
        "isis **",
        "rip **",
        "vrrp **",
        "dhcp **",
        "pim **",
        "igmp **",
    ),
    *("nat **", "ip policy-based-route **", "proxy-arp **", "local-proxy-arp **"),
)
"""Lines that go with the address. Source: HPE, ``ip binding vpn-instance``: the command clears the IP address and the
routing protocol settings of the interface ("Some configurations on the interface are removed."); on Comware 7.1.070 IPv6
was seen to go with all of its options. That VRRP, DHCP, NAT and proxies go isn't said: here the harsher reading holds."""
VLAN_LINES = ("port access vlan **", "port trunk **", "undo port trunk **", "port hybrid **", "undo port hybrid **")
FAMILY = {"access": VLAN_LINES[:1], "trunk": VLAN_LINES[1:3], "hybrid": VLAN_LINES[3:]}
KEPT = ("description", "duplex", "jumboframe", "speed", "shutdown", "port link-mode", "combo")
NO_VLAN = "The VLAN does not exist."


def _only_hardware_stays(act: Act) -> None:
    """Restore a port's defaults at another link mode, but for a few lines of the hardware.

    Source: HPE, ``port link-mode``: all commands but description, duplex, jumboframe enable, speed and shutdown are
    restored to their defaults (other releases: all but shutdown and combo enable).
    """
    for key, node in list(act.section.children.items()):
        if node is not act.node and not node.text.startswith(KEPT):
            del act.section.children[key]


def _sure_of_mode(act: Act) -> None:
    """Ask before the port loses its settings, on Comware 7.

    The question isn't in the manuals: people who automate H3C switches quote it; older releases may not ask.
    """
    changes = act.old is not None and act.old.text != act.text
    if changes and not act.agreed and not act.release.removeprefix("V").startswith("5"):
        raise Question("The configuration of the interface will be restored to the default. Continue? [Y/N]:")


def _physical(act: Act) -> bool:
    return matches(PHYSICAL, act.text)


def known_vlan(act: Act) -> None:
    """Refuse a VLAN that isn't there. Source: HPE, ``port access vlan`` and ``interface vlan-interface``."""
    if act.groups["vlan"] != "1" and f"vlan {act.groups['vlan']}" not in act.root.children:
        raise Refusal(NO_VLAN)


def _vlan_of_interface(act: Act) -> None:
    port = act.groups["port"]
    if (
        port.startswith("Vlan-interface")
        and act.old is None
        and not exists(act, f"vlan {port[14:]}")
        and port[14:] != "1"
    ):
        raise Refusal(NO_VLAN)


def _members_leave(act: Act) -> None:
    """An aggregate interface takes its group along. Source: HPE, ``interface bridge-aggregation``: the member ports leave it."""
    if "Aggregation" in act.groups["port"]:
        number = act.groups["port"].rpartition("Aggregation")[2]
        removes(f"interface ** / port link-aggregation group {number} **")(act)


def _empty(act: Act) -> None:
    act.section.children.clear()


def _made_once(act: Act) -> None:
    """Refuse another mode for a tunnel that is there. Source: HPE, ``interface tunnel``: the mode is given at its creation."""
    mode = act.groups.get("mode")
    if act.old is not None and mode is not None and act.old.groups.get("mode") != mode:
        raise Refusal("The tunnel mode cannot be changed.")


OPEN = (
    Rule(
        "interface {port:port} [mode {mode:rest}]",
        key="interface {port}",
        opens="interface",
        prompt="{port}",
        undo=("interface {port:port}",),
        implicit=PHYSICAL,
        checks=(_vlan_of_interface, _made_once),
        undo_checks=(when(_physical, refuses_always("The physical interface cannot be deleted.")),),
        undo_effects=(_members_leave,),
    ),
    Rule(
        "default",
        "interface",
        hidden=True,
        undo=(),
        checks=(asks("This command will restore the default settings. Continue? [Y/N]:"),),
        effects=(_empty,),
        source="HPE, default",
    ),
)
NOT_L2: tuple[Effect, ...] = (
    refuses(". / port link-mode bridge", "Unrecognized command: the interface works in bridge mode."),
    refuses(". / port link-type **", "Unrecognized command: the interface works in bridge mode."),
)
NOT_L3 = refuses(". / port link-mode route", "Unrecognized command: the interface works in route mode.")
OVERLAP = no_overlap("The IP address you entered overlaps with another interface.")


def _sub_needs_primary(act: Act) -> None:
    if not exists(act, ". / ip address * *"):
        raise Refusal("Please configure the primary IP address first.")


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
        undo_checks=(refuses(". / ip address * * sub", "Please delete the secondary IP addresses first."),),
        source="HPE, ip address: the primary address goes last; undo ip address takes all",
    ),
    Rule("ip address dhcp-alloc", "interface", "ip address"),
    Rule(
        "ip address unnumbered interface {port:port}",
        "interface",
        "ip address",
        undo=("ip address unnumbered", "ip address"),
    ),
    Rule("ipv6 address {a6:prefix6} [{_kind=eui-64}]", "interface", undo=("=", "ipv6 address")),
    Rule("ipv6 address {a6:ip6} link-local", "interface", undo=("=", "ipv6 address")),
    Rule("ipv6 address {a6:ip6} {length:int}", "interface", shown="ipv6 address {a6}/{length}", undo=("=",)),
)


def _binding(undo: str) -> Rule:
    """Return the binding to a VPN instance.

    Sources: HPE and H3C (Comware 7), ``undo ip binding vpn-instance``; H3C S9500 and S5500 (Comware 5), ``undo ip binding
    vpn-instance vpn-instance-name``.
    """
    return Rule(
        "ip binding vpn-instance {vpn}",
        "interface",
        key="ip binding vpn-instance",
        undo=(undo,),
        checks=(*NOT_L2, needs("ip vpn-instance {vpn}", "The VPN instance does not exist.")),
        effects=(wipes(*LAYER3),),
        undo_effects=(wipes(*LAYER3),),
    )


def _by_way_of_access(act: Act) -> None:
    """Refuse trunk to hybrid and back: the port has to be an access port between. Source: HPE, ``port link-type``."""
    old = act.old.groups.get("type", "access") if act.old is not None else "access"
    if old != act.groups["type"] and "access" not in (old, act.groups["type"]):
        raise Refusal("Please set the link type to access first.")


def _other_vlans_go(act: Act) -> None:
    kept = FAMILY.get(act.groups.get("type", ""), ()) if act.old is None else ()
    wipes(*(line for line in VLAN_LINES if line not in kept))(act)


def _is(*types: str) -> Effect:
    """Refuse a VLAN line that the port's link type has no use for; without a link type it is an access port."""

    def check(act: Act) -> None:
        held = act.section.children.get("port link-type")
        if (held.groups.get("type", "access") if held is not None else "access") not in types:
            raise Refusal(f"The port link type is not {types[0]}.")

    return check


ALL = frozenset(range(1, 4095))
ONE = "port trunk permit vlan 1"
HYBRID_ONE = "port hybrid vlan 1"


def _asked(text: str) -> Numbers:
    return ALL if text.strip() == "all" else numbers(text)


def _held(old: Node | None) -> Numbers:
    return numbers(old.groups.get("vlans", "")) if old is not None else frozenset()


def _trunk(found: Numbers) -> str | None:
    return f"port trunk permit vlan {ranges(found - {1})}" if found - {1} else None


def _hybrid(found: Numbers, way: str) -> str | None:
    kept = found - {1} if way == "untagged" else found
    return f"port hybrid vlan {ranges(kept)} {way}" if kept else None


def _permit(old: Node | None, groups: Mapping[str, str]) -> str | None:
    return _trunk(_held(old) | _asked(groups["vlans"]))


def _forbid(old: Node | None, groups: Mapping[str, str]) -> str | None:
    return _trunk(_held(old) - _asked(groups["vlans"]))


def _tag(old: Node | None, groups: Mapping[str, str]) -> str | None:
    return _hybrid(_held(old) | _asked(groups["vlans"]), groups["way"])


def _with_one(act: Act) -> None:
    if 1 in _asked(act.groups["vlans"]):
        act.section.children.pop(ONE, None)


def _without_one(act: Act) -> None:
    if 1 in _asked(act.groups["vlans"]):
        act.section.children[ONE] = Node(f"undo {ONE}", ONE, TRUNK_ONE)


def _other_way(act: Act) -> None:
    """A VLAN is tagged or untagged on a hybrid port, not both."""
    other = "untagged" if act.groups["way"] == "tagged" else "tagged"
    asked = _asked(act.groups["vlans"])
    _leave_hybrid(act.section, other, asked)
    if 1 in asked:
        act.section.children.pop(HYBRID_ONE, None)


def _leave_hybrid(section: Node, way: str, gone: Numbers) -> bool:
    key = f"port hybrid vlan {way}"
    old = section.children.get(key)
    if old is None:
        return False
    text = _hybrid(_held(old) - gone, way)
    if text is None:
        del section.children[key]
    else:
        section.children[key] = Node(
            text, key, old.rule, {"vlans": text.removeprefix("port hybrid vlan ").removesuffix(f" {way}"), "way": way}
        )
    return True


def _one_untagged(act: Act) -> None:
    _leave_hybrid(act.section, "tagged", frozenset({1}))


def _hybrid_goes(act: Act) -> None:
    """Take VLANs out; that VLAN 1 is out has to be displayed, since it is there, untagged, by default (HPE, ``port hybrid vlan``)."""
    asked = _asked(act.groups["vlans"])
    for way in ("tagged", "untagged"):
        _leave_hybrid(act.section, way, asked)
    if 1 in asked:
        act.section.children[HYBRID_ONE] = Node(f"undo {HYBRID_ONE}", HYBRID_ONE)


MERGE: Merge = _permit
UNMERGE: Merge = _forbid
TRUNK_ONE = Rule(ONE, "interface", negative=True, default=(ONE,), checks=(_is("trunk"),))
PORTS = (
    Rule(
        "port link-mode {mode=bridge|route}",
        "interface",
        key="port link-mode",
        undo=("port link-mode",),
        missing="ignore",
        checks=(_sure_of_mode,),
        effects=(_only_hardware_stays,),
        undo_effects=(_only_hardware_stays,),
    ),
    Rule(
        "port link-type {type=access|trunk|hybrid}",
        "interface",
        key="port link-type",
        default=("port link-type access",),
        undo=("port link-type",),
        missing="ignore",
        checks=(NOT_L3, _by_way_of_access),
        effects=(_other_vlans_go,),
        undo_effects=(_other_vlans_go,),
    ),
    TRUNK_ONE,
    Rule(
        "port trunk permit vlan {vlans:vlans}",
        "interface",
        key="port trunk permit vlan",
        merge=MERGE,
        unmerge=UNMERGE,
        missing="ignore",
        checks=(_is("trunk"),),
        effects=(_with_one,),
        undo_effects=(_without_one,),
        source="HPE, port trunk permit vlan: VLAN 1 is permitted by default; undo port trunk permit vlan { list | all }",
    ),
    *(
        Rule(
            f"port {head} {{vlan:int}}",
            "interface",
            f"port {head}",
            default=(f"port {head} 1",),
            undo=(f"port {undo}",),
            missing="ignore",
            checks=checks,
            source="HPE, port trunk pvid: undo port trunk pvid",
        )
        for head, undo, checks in (
            ("access vlan", "access vlan", (NOT_L3, _is("access"), known_vlan)),
            ("trunk pvid vlan", "trunk pvid", (_is("trunk"),)),
            ("hybrid pvid vlan", "hybrid pvid", (_is("hybrid"),)),
        )
    ),
    Rule(
        f"{HYBRID_ONE} untagged",
        "interface",
        key=HYBRID_ONE,
        default=(f"{HYBRID_ONE} untagged",),
        checks=(_is("hybrid"),),
        effects=(_one_untagged,),
        undo=(),
    ),
    Rule(
        "port hybrid vlan {vlans:vlans} {way=tagged|untagged}",
        "interface",
        key="port hybrid vlan {way}",
        merge=_tag,
        checks=(_is("hybrid"),),
        effects=(_other_way,),
        undo=(),
    ),
    Rule(
        "port hybrid vlan {vlans:vlans}",
        "interface",
        hidden=True,
        checks=(refuses_always("Incomplete command."),),
        undo_checks=(_hybrid_goes,),
        missing="ignore",
    ),
    single("port link-aggregation group", "{group:int} [{more:rest}]", "interface"),
    off("shutdown", "interface"),
)
VALUES = (
    *("mtu", "ipv6 mtu", "speed", "duplex", "bandwidth", "link-aggregation mode", "combo enable", "tcp mss", "source"),
    *("destination", "ospf cost", "ospf dr-priority", "ospf network-type", "ospf timer hello", "ospf timer dead"),
    *(
        "ospf timer retransmit",
        "isis enable",
        "isis cost",
        "isis circuit-level",
        "isis circuit-type",
    ),
    *(
        "stp cost",
        "stp edged-port",
        "arp timer aging",
        "link-protocol",
        "igmp version",
    ),
)


def _deaf(act: Act) -> None:
    """Let the port drop what DHCP clients send: neither server nor relay. Source: H3C, ``undo dhcp select``."""
    key = "dhcp select"
    act.section.children[key] = Node(f"undo {key} server", key)


HASHES = "hmac-sha-256|hmac-md5|md5"
DHCP = Rule(
    "dhcp select {role=relay proxy|relay|server}",
    "interface",
    key="dhcp select",
    undo=("dhcp select {_role=relay|server}",),
    default=("dhcp select server",),
    missing="ignore",
    undo_checks=(_deaf,),
    undo_effects=(_deaf,),
    source="H3C (Comware 7), dhcp select: a port is a server by default; undo dhcp select { relay | server } makes it neither",
)
DHCP_5 = single("dhcp select", undo=("dhcp select [{_role:rest}]",), views="interface")
OTHERS = (
    Rule(
        "ipv6 nd ra halt",
        "interface",
        negative=True,
        default=("ipv6 nd ra halt",),
        source="HPE, ipv6 nd ra halt: router advertisements are suppressed by default",
    ),
    Rule(
        f"ospf authentication-mode {{hash={HASHES}}} {{n:int}} {{value:rest}}",
        "interface",
        key="ospf authentication-mode {hash} {n}",
        undo=(f"ospf authentication-mode {{hash={HASHES}}} {{n:int}}",),
        source="HPE, ospf authentication-mode: undo ospf authentication-mode { hmac-md5 | md5 } key-id",
    ),
    *(single(f"ospf authentication-mode {how}", views="interface") for how in ("simple", "keychain")),
    *(single(head, views="interface") for head in VALUES),
    Rule(
        "vlan-type dot1q vid {vlans:rest}",
        "interface",
        "vlan-type dot1q vid",
        undo=("=",),
        source="MSR (Comware 5), vlan-type dot1q vid: undo vlan-type dot1q vid vlan-id",
    ),
    switch("igmp enable", "interface"),
    *PROTECTIONS,
)


def _vlan_range(groups: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"vlan {number}" for number in sorted(numbers(groups["range"])))


def _vlan_users_go(act: Act) -> None:
    """A VLAN takes its VLAN interface along and gives its access ports back to VLAN 1. Source: HPE, ``vlan``."""
    number = act.groups["vlan"]
    act.root.children.pop(f"interface Vlan-interface{number}", None)
    for interface in act.root.children.values():
        held = interface.children.get("port access vlan")
        if held is not None and held.groups.get("vlan") == number:
            del interface.children["port access vlan"]


VLANS = (
    Rule(
        "vlan {vlan:int}",
        opens="vlan",
        prompt="vlan{vlan}",
        undo=("=", "vlan all"),
        implicit="vlan 1",
        undo_checks=(
            when(lambda act: act.groups.get("vlan") == "1", refuses_always("The default VLAN cannot be deleted.")),
        ),
        undo_effects=(_vlan_users_go,),
    ),
    Rule("vlan {range:vlan-range}", expands=_vlan_range),
    single("name", views="vlan"),
)
RULES = (*OPEN, *ADDRESSES, *PORTS, *OTHERS, *VLANS)


def rules(*, five: bool) -> tuple[Rule, ...]:
    """Return the rules of interfaces for Comware 5 or 7."""
    if five:
        return (*RULES, _binding("ip binding vpn-instance [{vpn}]"), DHCP_5)
    return (*RULES, _binding("ip binding vpn-instance"), DHCP)
