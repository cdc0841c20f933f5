"""Cisco IOS and IOS XE at their command line."""

from __future__ import annotations

import re
from dataclasses import replace

from netops.lab.semantics.cisco_ios import gateways
from netops.lab.semantics.cisco_ios.alike import ALIKE
from netops.lab.semantics.cisco_ios.asking import ASKING
from netops.lab.semantics.cisco_ios.eigrp import EIGRP, LEAVING
from netops.lab.semantics.cisco_ios.lists import named_once
from netops.lab.semantics.cisco_ios.management import HOSTS, MANAGEMENT
from netops.lab.semantics.cisco_ios.probes import SLA
from netops.lab.semantics.core.kinds import IP4
from netops.lab.semantics.core.model import Platform, Rule
from netops.lab.semantics.core.pattern import Kind
from netops.lab.semantics.ios_family.access_lists import BOUND, UNNUMBERED
from netops.lab.semantics.ios_family.accounts import AAA, BANNERS, ENABLE, LINES, console, users
from netops.lab.semantics.ios_family.bgp import BGP
from netops.lab.semantics.ios_family.forms import (
    both_shown,
    flags,
    off_by_default,
    on_by_default,
    section,
    single,
    singles,
)
from netops.lab.semantics.ios_family.interfaces import INTERFACE, INTERFACES
from netops.lab.semantics.ios_family.isis import ISIS
from netops.lab.semantics.ios_family.kinds import IOS_PORTS, kinds
from netops.lab.semantics.ios_family.nat import NAT
from netops.lab.semantics.ios_family.policies import KEYS, LISTS, PREFIX_LISTS, ROUTE_MAPS
from netops.lab.semantics.ios_family.quality import ATTACH, LOOSE, LOOSE_VIEWS, MPLS, PLAIN, QOS
from netops.lab.semantics.ios_family.routing import OSPF, STATIC
from netops.lab.semantics.ios_family.services import SERVICES
from netops.lab.semantics.ios_family.shell import ERRORS, SHELL, STRICT, prompt
from netops.lab.semantics.ios_family.switching import SWITCHING, bundle, trunk, vlans
from netops.lab.semantics.ios_family.vrfs import VRFS

GLOBALS: tuple[Rule, ...] = (
    *on_by_default(
        "top", "cdp run", "ip source-route", "ip finger", "ip bootp server", "ip gratuitous-arps", "service dhcp"
    ),
    # IOS CR MPLS, mpls ip propagate-ttl: the TTL is copied into labels.
    *on_by_default("top", "service config-prompt", "setup express", "mpls ip propagate-ttl"),
    *both_shown("top", "service pad", "ip routing", "ip cef", "ipv6 cef"),
    *both_shown("top", "ip forward-protocol nd", "ip classless", "ip subnet-zero"),
    *off_by_default(
        "top", "service password-encryption", "service tcp-keepalives-in", "service tcp-keepalives-out", "lldp run"
    ),
    *off_by_default("top", "ip http server", "ip http secure-server"),
    *flags("top", "service sequence-numbers", "service nagle", "ip multicast-routing", "ipv6 unicast-routing"),
    *flags("top", "service internal", "service compress-config", "ip ftp passive"),
    *singles(
        "top", "service timestamps debug", "service timestamps log", "ip http authentication", "ip http access-class"
    ),
    *singles(
        "top", "ip http secure-port", "ip http max-connections", "ip http timeout-policy", "ip tftp source-interface"
    ),
    *singles(
        "top",
        "ip ftp source-interface",
        "ip ftp username",
        "ip ftp password",
        "config-register",
    ),
    *singles(
        "top",
        "security passwords min-length",
        "login block-for",
        "login delay",
        "ip tcp synwait-time",
    ),
    *singles("top", "mac address-table aging-time", "system mtu"),
    *flags(
        "top",
        "login on-failure log",
        "login on-success log",
        "ip tcp path-mtu-discovery",
        "errdisable recovery cause all",
    ),
    single("errdisable recovery interval"),
)

FIRST: tuple[Rule, ...] = (
    *on_by_default("interface", "ip proxy-arp"),
    *on_by_default("interface", "negotiation auto"),
    *on_by_default("top", "ip dhcp snooping information option"),
    *on_by_default("bgp", "bgp log-neighbor-changes"),
    ATTACH,
    section("control-plane", "loose", "config-cp", implicit="control-plane"),
    section("archive", "archive", "config-archive"),
    section("log config", "loose", "config-archive-log-cfg", "archive"),
)


SNMP: tuple[Rule, ...] = (
    Rule("snmp-server host {a:address} traps {more:rest}", undo=(), shown="snmp-server host {a} {more}"),
    Rule(
        "snmp-server host {a:address} {more:rest}",
        key="snmp-server host {a} {more}",
        undo=("=", "snmp-server host {a:address} traps {more:rest}"),
        source="IOS CR SNMP, snmp-server host: the community belongs to the identity; traps are the default",
    ),
)


def _rules(*, numbered: bool) -> tuple[Rule, ...]:
    return (
        *FIRST,
        *MANAGEMENT,
        *ASKING,
        *EIGRP,
        *SLA,
        *gateways.VRRP3,
        bundle("channel-group", "interface Port-channel{group}", INTERFACE),
        trunk("", "add|remove|except"),
        *vlans("vlan {vlans:several}"),
        *INTERFACES,
        *SWITCHING,
        *VRFS,
        *named_once(BOUND if numbered else UNNUMBERED),
        *BGP,
        *OSPF,
        *ISIS,
        *STATIC,
        *PREFIX_LISTS,
        *LISTS,
        *ROUTE_MAPS,
        *KEYS,
        *NAT,
        users(confirm=True, level="1"),
        *AAA,
        console("con"),
        *LINES,
        *BANNERS,
        *ENABLE,
        *SNMP,
        *SERVICES,
        *HOSTS,
        *QOS,
        *MPLS,
        *LOOSE,
        *GLOBALS,
        *PLAIN,
    )


NOISE = (
    r"Building configuration\.\.\.|Current configuration ?:.*|Using \d+ out of .*|version [\d.]+\S*|boot-start-marker|"
    r"boot-end-marker|end|no ip address|no ipv6 address|\S+[#>] ?sh.*|ntp clock-period .*|! .*|Last configuration change .*"
)


def release_of(text: str) -> str:
    """Return the release that a displayed config tells of: by its ``version``, or by numbers before access list entries."""
    told = re.search(r"^version (\S+)", text, re.MULTILINE)
    if told is not None:
        return told[1]
    return "17" if re.search(r"^ +\d+ (permit|deny|remark) ", text, re.MULTILINE) else ""


def numbers_shown(release: str) -> bool:
    """Tell whether the release displays the numbers of access list entries: IOS XE does from 17 on."""
    found = re.search(r"\d+", release)
    return found is not None and int(found.group()) >= 17


def platform(release: str) -> Platform:
    """Return Cisco IOS of a release (``15.2``, ``17.03.04``); "" is the older way of display."""
    return Platform(
        name="cisco_ios",
        release=release,
        rules=_rules(numbered=numbers_shown(release)),
        undo="no",
        comment=r"!.*",
        noise=NOISE,
        separator="!",
        hostname="hostname {name}",
        host="Router",
        prompt=prompt,
        shell=replace(SHELL, special={**SHELL.special, **LEAVING, **gateways.LEAVING}),
        alike=ALIKE,
        errors=ERRORS,
        climbs="top",
        missing="ignore",
        negatives=r"service .*",
        footer=("end",),
        kinds={**kinds(IOS_PORTS, ""), "mask": Kind(IP4)},
        loose=f"{LOOSE_VIEWS} eigrp-af af-port topology sla sla-op archive",
        strict=STRICT,
    )
