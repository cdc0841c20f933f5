"""VRRP of version 3 (IOS XE CR First Hop Redundancy Protocols, ``vrrp address-family``): a view for each family of a group."""

from __future__ import annotations

from netops.lab.semantics.core.model import Rule
from netops.lab.semantics.ios_family.forms import flags, section, single

LEAVING = {"vrrp3": ("exit-vrrp",)}
"""The words that leave the view."""

VRRP3: tuple[Rule, ...] = (
    single("fhrp version vrrp"),
    section(
        "vrrp {g:int} address-family {family=ipv4|ipv6}", "vrrp3", "config-if-vrrp", "interface", closes="exit-vrrp"
    ),
    Rule("address {a} primary", "vrrp3", key="address primary", undo=("address [{a}] primary",)),
    Rule("address {a} [secondary]", "vrrp3", key="address {a}", undo=("address {a} [secondary]",)),
    single("priority", "{value:int}", "vrrp3", default=("priority 100",)),
    single("timers advertise", "{value:int}", "vrrp3", default=("timers advertise 1000",)),
    Rule(
        "preempt [delay minimum {seconds:int}]",
        "vrrp3",
        key="preempt",
        negative=True,
        undo=("preempt [delay minimum {_seconds:int}]",),
        default=("preempt",),
        source="vrrp preempt: on unless told otherwise, without delay",
    ),
    Rule("track {object:int} [{more:rest}]", "vrrp3", key="track {object}", undo=("track {object:int} [{_x:rest}]",)),
    single("description", views="vrrp3"),
    *flags("vrrp3", "vrrpv2", "match-address"),
)
