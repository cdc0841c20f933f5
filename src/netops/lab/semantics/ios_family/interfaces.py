"""Interfaces: addresses, gateways that stand in for each other, and what a port says of itself.

Sources: IOS CR Interface, IP Addressing, IP Application Services (HSRP, VRRP), OSPF; RGOS CR Interface, IP Address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from netops.lab.semantics.core.effects import remove, selected
from netops.lab.semantics.core.model import Act, Node, Refusal, Rule
from netops.lab.semantics.ios_family.forms import flags, on_by_default, restores, single, singles
from netops.lab.semantics.ios_family.kinds import PHYSICAL
from netops.lab.semantics.ios_family.ports import (
    addresses,
    must_be_free_here,
    must_be_host,
    must_be_tagged,
    must_have_family,
    must_not_overlap,
    must_route,
    name_of,
    ports,
)
from netops.lab.semantics.ios_family.routing import in_same_vrf, start_process
from netops.lab.semantics.ios_family.vrfs import wipe_addresses

HARDWARE = "% Removal of physical interfaces is not permitted"


def _keep_hardware(act: Act) -> None:
    if re.fullmatch(PHYSICAL, act.text):
        raise Refusal(HARDWARE)


def _range(_section: Node, groups: Mapping[str, str]) -> tuple[str, ...]:
    """Return the interfaces of ``interface range gi0/1-4, gi0/7``."""
    found: list[str] = []
    stem = ""
    for piece in re.split(r"\s*,\s*", groups["ports"]):
        first, _, last = (part.strip() for part in piece.partition("-"))
        if not first[:1].isdigit():
            stem = first[: len(first) - len(re.split(r"[/ ]|(?<=[A-Za-z])(?=\d)", first)[-1])]
        low = int(re.split(r"\D", first)[-1])
        high = int(re.split(r"\D", last)[-1]) if last else low
        found += [f"interface {stem}{number}" for number in range(low, high + 1)]
    return tuple(found)


def _back_to_default(act: Act) -> None:
    for _, port in list(selected(act, "interface {port}")):
        port.children.clear()


def forget_port(act: Act) -> None:
    """Take a deleted interface out of ``passive-interface``."""
    for section, node in list(selected(act, "router ** / ** passive-interface {port}")):
        remove(section, node)


INTERFACE = Rule(
    "interface {port:port} [{way=point-to-point|multipoint}]",
    key="interface {port}",
    opens="interface",
    prompt="config-if",
    undo=("interface {port:port} [{_x:rest}]",),
    undo_checks=(_keep_hardware,),
    undo_effects=(forget_port,),
    implicit=PHYSICAL,
    source="IOS CR Interface, interface; no interface",
)


def needs_primary(act: Act) -> None:
    """Refuse a secondary address before the primary one (RGOS CR IP Address, ``ip address``)."""
    if not any(not line.text.endswith("secondary") for line, _ in addresses(act.section)):
        raise Refusal("% Primary IP address must be configured before secondary IP address.")


def _secondary_first(act: Act) -> None:
    """Refuse to delete the primary address by name before the secondary ones, and one that isn't there."""
    if "_named" not in act.groups:
        return
    if act.old is None or not act.old.key:
        raise Refusal("% Invalid address")
    if any(line.text.endswith("secondary") for line, _ in addresses(act.section)):
        raise Refusal("Must delete secondary before deleting primary")


_NEW = (must_route, must_be_tagged, must_have_family, must_be_host, must_be_free_here, must_not_overlap)
_NAMED = "ip {_named=address} {a:ip} {m:mask}"

ADDRESSES: tuple[Rule, ...] = (
    Rule(
        "ip address {a:ip} {m:mask} secondary",
        "interface",
        key="ip address {a} secondary",
        undo=("=", "ip address"),
        checks=_NEW,
    ),
    Rule(
        "ip address {a:ip} {m:mask}",
        "interface",
        key="ip address",
        undo=(_NAMED, "ip address"),
        checks=_NEW,
        undo_checks=(_secondary_first,),
    ),
    Rule("ip address {how=dhcp|negotiated}", "interface", key="ip address", undo=("=", "ip address")),
    Rule("ip address mix {how:rest}", "interface", undo=("=", "ip address mix")),
    Rule(
        "ipv6 address {prefix:prefix6} [{more=eui-64|anycast}]",
        "interface",
        key="ipv6 address {prefix}",
        undo=("=", "ipv6 address"),
        checks=(must_route, must_have_family),
    ),
    Rule("ipv6 address {a:ip6} link-local", "interface", key="ipv6 address link-local", undo=("=", "ipv6 address")),
    Rule("ipv6 address autoconfig [default]", "interface", key="ipv6 address autoconfig", undo=("=", "ipv6 address")),
)


def _other_vid(act: Act) -> None:
    """Refuse a VLAN that another subinterface of the same port has."""
    parent = act.section.text.partition(".")[0]
    for port in ports(act.root):
        line = port.children.get("encapsulation")
        if port is act.section or line is None or port.text.partition(".")[0] != parent:
            continue
        if line.groups.get("vid") == act.groups["vid"]:
            raise Refusal(
                "%Configuration of multiple subinterfaces of the same main\ninterface with the same VID "
                f"({act.groups['vid']}) is not permitted.\nThis VID is already configured on {name_of(port)}."
            )


def _untagged(act: Act) -> None:
    wipe_addresses(act.section)


def _known_key(act: Act) -> None:
    if act.old is not None and act.old.text != act.text:
        raise Refusal(f"OSPF: Key {act.groups['id']} already exists")


_OSPF: tuple[Rule, ...] = (
    Rule(
        "ip ospf {process:int} area {area:area}",
        "interface",
        key="ip ospf area",
        undo=("=", "ip ospf {process:int} area"),
        checks=(in_same_vrf,),
        effects=(start_process,),
        source="IOS CR OSPF, ip ospf area",
    ),
    Rule(
        "ip ospf message-digest-key {id:int} md5 {key:secret}",
        "interface",
        key="ip ospf message-digest-key {id}",
        undo=("ip ospf message-digest-key {id:int} [{_x:rest}]",),
        checks=(_known_key,),
        source="IOS CR OSPF, ip ospf message-digest-key",
    ),
    Rule(
        "ip ospf authentication [{how:rest}]",
        "interface",
        key="ip ospf authentication",
        undo=("ip ospf authentication [{_x:rest}]",),
    ),
    *singles(
        "interface",
        "ip ospf authentication-key",
        "ip ospf cost",
        "ip ospf network",
        "ip ospf priority",
        "ip ospf hello-interval",
        "ip ospf dead-interval",
        "ip ospf retransmit-interval",
        "ip ospf transmit-delay",
        "ipv6 ospf cost",
        "ipv6 ospf network",
    ),
    Rule("ipv6 ospf {process:int} area {area:area}", "interface", key="ipv6 ospf area", undo=("=",)),
    *flags("interface", "ip ospf mtu-ignore", "ip ospf bfd", "ip ospf shutdown", "ip ospf flood-reduction"),
)


def _group_lines(word: str, *values: str) -> tuple[Rule, ...]:
    """Return the lines of a redundancy group that have one value; ``no vrrp 1`` takes the whole group."""
    whole = f"{word} {{g:int}}"
    return tuple(
        Rule(
            f"{whole} {value} [{{value:rest}}]",
            "interface",
            key=f"{word} {{g}} {value}",
            undo=(f"{whole} {value} [{{_x:rest}}]", whole),
        )
        for value in values
    )


def _group(word: str) -> tuple[Rule, ...]:
    whole = f"{word} {{g:int}}"
    return (
        Rule(f"{whole} ip {{a:ip}} secondary", "interface", key=f"{word} {{g}} ip {{a}} secondary", undo=("=", whole)),
        Rule(f"{whole} ip {{a:ip}}", "interface", key=f"{word} {{g}} ip", undo=("=", f"{whole} ip", whole)),
        Rule(f"{whole} ipv6 {{a}}", "interface", undo=("=", whole)),
        Rule(
            f"{whole} track {{object}} [{{more:rest}}]",
            "interface",
            key=f"{word} {{g}} track {{object}}",
            undo=(f"{whole} track {{object}} [{{_x:rest}}]", f"{whole} track", whole),
        ),
        *_group_lines(word, "priority", "preempt", "timers", "authentication", "description", "name", "mac-address"),
    )


_VRRP_PREEMPT: tuple[Rule, ...] = (
    Rule(
        "no vrrp {g:int} preempt",
        "interface",
        key="vrrp {g} preempt",
        undo=("vrrp {g:int}",),
        source="IOS CR IP Application Services, vrrp preempt; RGOS CR VRRP, vrrp preempt: on by default",
    ),
    Rule(
        "vrrp {g:int} preempt [{value:rest}]",
        "interface",
        key="vrrp {g} preempt",
        undo=("vrrp {g:int} preempt [{_x:rest}]", "vrrp {g:int}"),
        default=("vrrp {g} preempt",),
    ),
)

_VALUES = (
    "description",
    "bandwidth",
    "delay",
    "mtu",
    "ip mtu",
    "ipv6 mtu",
    "ip tcp adjust-mss",
    "speed",
    "duplex",
    "load-interval",
    "carrier-delay",
    "ip policy route-map",
    "ip verify unicast source",
    "dot1x pae",
    "dot1x port-control",
    "authentication port-control",
    "ip virtual-reassembly",
    "ip dhcp snooping limit rate",
    "arp timeout",
    "keepalive",
    "tunnel mode",
    "tunnel vrf",
    "tunnel key",
    "tunnel protection",
    "crypto map",
    "medium-type",
    "media-type",
    "flowcontrol",
    "mac-address",
    "storm-control broadcast",
    "storm-control multicast",
    "storm-control unicast",
    "storm-control action",
    "spanning-tree bpduguard",
    "spanning-tree guard",
    "spanning-tree link-type",
    "spanning-tree cost",
    "spanning-tree port-priority",
    "hold-queue",
    "ppp authentication",
    "ppp chap hostname",
    "ppp chap password",
    "ppp pap sent-username",
    "dialer pool",
    "dialer-group",
    "zone-member security",
    "mpls mtu",
    "lacp rate",
    "lacp port-priority",
    "power inline",
    "ip igmp version",
    "ip pim",
    "bfd interval",
    "mpls label protocol",
    "ip rip authentication",
    "ip authentication",
)

_FLAGS = (
    "ip nat inside",
    "ip nat outside",
    "ipv6 enable",
    "mpls ip",
    "spanning-tree portfast",
    "spanning-tree portfast trunk",
    "spanning-tree portfast edge",
    "ip dhcp snooping trust",
    "ip arp inspection trust",
    "switchport protected",
    "ip directed-broadcast",
    "negotiation auto",
    "spanning-tree bpdufilter enable",
    "logging event link-status",
    "poe enable",
    "mpls bgp forwarding",
    "mab",
    "authentication open",
    "ip verify source",
    "ip verify source port-security",
)

INTERFACES: tuple[Rule, ...] = (
    Rule("interface range {ports:rest}", undo=(), fans=_range, hidden=True),
    INTERFACE,
    replace(INTERFACE, pattern="interface {port:anyport}", undo=("=",)),
    Rule(
        "default interface {port:port}",
        undo=(),
        hidden=True,
        effects=(_back_to_default,),
        source="IOS CR Interface, default interface",
    ),
    restores("top"),
    restores("interface"),
    *ADDRESSES,
    Rule("shutdown", "interface", key="shutdown", negative=True, default=("no shutdown",)),
    *_OSPF,
    *_group("standby"),
    single("standby version", views="interface"),
    *_VRRP_PREEMPT,
    *_group("vrrp"),
    Rule("ip helper-address [{scope=global|vrf}] {a:rest}", "interface", undo=("=", "ip helper-address")),
    Rule(
        "encapsulation {_way=dot1Q|dot1q} {vid:int} [{native=native}]",
        "interface",
        key="encapsulation",
        undo=("=", "encapsulation {_way=dot1Q|dot1q}"),
        shown="encapsulation dot1Q {vid} {native}",
        checks=(_other_vid,),
        undo_effects=(_untagged,),
    ),
    Rule("encapsulation {how:rest}", "interface", key="encapsulation", undo=("encapsulation [{_x:rest}]",)),
    Rule("no keepalive", "interface", key="keepalive"),
    *(
        single(what, "{value:portorip}", "interface")
        for what in ("ip unnumbered", "tunnel source", "tunnel destination")
    ),
    *singles("interface", *_VALUES),
    *flags("interface", *_FLAGS),
    *on_by_default(
        "interface",
        "ip redirects",
        "ip unreachables",
        "cdp enable",
        "lldp transmit",
        "lldp receive",
        "ip split-horizon",
        "ip route-cache",
        "mop enabled",
        "snmp trap link-status",
        "ipv6 redirects",
    ),
)
