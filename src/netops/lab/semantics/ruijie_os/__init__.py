"""Ruijie RGOS at its command line: IOS's habits with names, lists and settings of its own.

Sources: RGOS 10.4, 11.x and 12.x command references; running config of an RG-S5760C with RGOS 12.6.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from netops.lab.semantics.core.model import Platform, Rule
from netops.lab.semantics.core.pattern import Kind
from netops.lab.semantics.ios_family.access_lists import NUMBERED, entries
from netops.lab.semantics.ios_family.accounts import AAA, BANNERS, ENABLE, LINES, console, users
from netops.lab.semantics.ios_family.forms import single
from netops.lab.semantics.ios_family.interfaces import ADDRESSES, INTERFACE, INTERFACES, needs_primary
from netops.lab.semantics.ios_family.isis import ISIS
from netops.lab.semantics.ios_family.kinds import RGOS_PORTS, kinds
from netops.lab.semantics.ios_family.nat import NAT
from netops.lab.semantics.ios_family.policies import KEYS, LISTS, PREFIX_LISTS, ROUTE_MAPS
from netops.lab.semantics.ios_family.quality import ATTACH, LOOSE, LOOSE_VIEWS, MPLS, PLAIN, QOS
from netops.lab.semantics.ios_family.routing import OSPF, STATIC
from netops.lab.semantics.ios_family.services import SERVICES
from netops.lab.semantics.ios_family.shell import ERRORS, SHELL, STRICT, prompt
from netops.lab.semantics.ios_family.switching import SWITCHING, bundle, trunk, vlans
from netops.lab.semantics.ios_family.vrfs import VRFS
from netops.lab.semantics.ruijie_os import reaching
from netops.lab.semantics.ruijie_os.bgp import RGOS_BGP, displays_ipv4
from netops.lab.semantics.ruijie_os.management import GLOBALS, LOGGING, TRANSPORT, services
from netops.lab.semantics.ruijie_os.switching import MODE, SWITCHES

PORT = replace(INTERFACE, prompt="config-if-{port}", source="RGOS CR Interface, interface")
"""``Ruijie(config-if-GigabitEthernet 0/1)#``."""

_SECONDARY, *_ = ADDRESSES
SECONDARY = replace(_SECONDARY, checks=(needs_primary, *_SECONDARY.checks), source="RGOS CR IP Address, ip address")


def _first(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return the rules without those of the family whose form RGOS has a rule of its own for."""
    found: dict[tuple[str, str], Rule] = {}
    for rule in rules:
        found.setdefault((rule.pattern, rule.views), rule)
    return tuple(found.values())


def _rules(release: str) -> tuple[Rule, ...]:
    return (
        PORT,
        SECONDARY,
        ATTACH,
        MODE,
        bundle("port-group", "interface AggregatePort {group}", PORT),
        trunk("only ", "add|remove|except|only"),
        *vlans("vlan range {vlans:vlans}"),
        *SWITCHES,
        *(rule for rule in INTERFACES if rule is not INTERFACE and rule is not _SECONDARY),
        *SWITCHING,
        *VRFS,
        *NUMBERED,
        single("list-remark", views="acl6", source="RGOS CR ACL, list-remark"),
        *entries("acl6", "rest"),
        *entries("acl-other", "rest"),  # RGOS CR ACL: expert and MAC lists are numbered like IP lists
        *reaching.ROUTING,
        *RGOS_BGP,
        *OSPF,
        *ISIS,
        *STATIC,
        *PREFIX_LISTS,
        *LISTS,
        *ROUTE_MAPS,
        *KEYS,
        *reaching.POOLS,
        *NAT,
        users(confirm=False),
        *AAA,
        console("console"),
        *TRANSPORT,
        *LINES,
        *BANNERS,
        *ENABLE,
        *LOGGING,
        *services(release),
        *GLOBALS,
        *reaching.RNS,
        *SERVICES,
        *QOS,
        *reaching.MPLS,
        *MPLS,
        *LOOSE,
        *PLAIN,
    )


NOISE = (
    r"Building configuration\.\.\.|Current configuration ?:.*|version .*|install \d+ .*|sysmac .*|end|no ip address|"
    r"no ipv6 address|no shutdown|\S+[#>] ?sh.*"
)


def release_of(text: str) -> str:
    """Return the release that a displayed config tells of (``version S5760X_RGOS 12.6(2)B0702P1``)."""
    told = re.search(r"^version .*?(\d+\.\d+\S*)", text, re.MULTILINE)
    return told[1] if told is not None else ""


def platform(release: str) -> Platform:
    """Return Ruijie RGOS of a release (``11.0(5)B9P43``, ``12.6(2)B0702``)."""
    return Platform(
        name="ruijie_os",
        release=release,
        rules=_first(_rules(release)),
        undo="no",
        comment=r"!.*",
        noise=NOISE,
        separator="!",
        hostname="hostname {name}",
        host="Ruijie",
        prompt=prompt,
        shell=SHELL,
        errors=ERRORS,
        climbs="top",
        missing="ignore",
        negatives=r"(?:enable )?service .*",
        started=(displays_ipv4,),
        footer=("end",),
        kinds={**kinds(RGOS_PORTS, " "), "guard": Kind(r"[a-z0-9-]+-guard")},
        loose=f"{LOOSE_VIEWS} ldp",
        strict=STRICT,
    )
