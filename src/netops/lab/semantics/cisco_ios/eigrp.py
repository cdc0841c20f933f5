"""EIGRP in families (IOS CR IP Routing: EIGRP, ``address-family (EIGRP)``, ``af-interface``, ``topology``)."""

from __future__ import annotations

from netops.lab.semantics.core.model import Rule
from netops.lab.semantics.ios_family.forms import (
    flags,
    off_by_default,
    on_by_default,
    restores,
    section,
    single,
    singles,
    with_options,
)
from netops.lab.semantics.ios_family.routing import METRICS
from netops.lab.semantics.ios_family.vrfs import needs_vrf

LEAVING = {
    "eigrp-af": ("exit-address-family",),
    "af-port": ("exit-af-interface",),
    "topology": ("exit-af-topology",),
}
"""The words that leave the views of a family."""


def _family(form: str, shown: str) -> Rule:
    return Rule(
        f"address-family {{family=ipv4|ipv6}} {form}",
        "eigrp",
        key=f"address-family {{family}} {shown}",
        shown=f"address-family {{family}} {shown}",
        opens="eigrp-af",
        prompt="config-router-af",
        closes="exit-address-family",
        below="eigrp-af",
        checks=(needs_vrf(),) if "vrf" in form else (),
    )


EIGRP: tuple[Rule, ...] = (
    _family("[unicast] autonomous-system {asn:int}", "unicast autonomous-system {asn}"),
    _family("[unicast] vrf {vrf} autonomous-system {asn:int}", "unicast vrf {vrf} autonomous-system {asn}"),
    _family("[unicast] vrf {vrf}", "vrf {vrf}"),
    section("af-interface default", "af-port", "config-router-af-interface", "eigrp-af", closes="exit-af-interface"),
    section(
        "af-interface {port:port}", "af-port", "config-router-af-interface", "eigrp-af", closes="exit-af-interface"
    ),
    Rule(
        "topology base",
        "eigrp-af",
        key="topology base",
        opens="topology",
        prompt="config-router-af-topology",
        closes="exit-af-topology",
        implicit="topology base",
    ),
    Rule("network {net:ip} [{wildcard:wildcard}]", "eigrp-af"),
    Rule("neighbor {a:ip} {port:port}", "eigrp-af", key="neighbor {a}"),
    *singles("eigrp-af", "eigrp router-id", "eigrp stub", "autonomous-system", "metric weights"),
    # Against what ``af-interface default`` says both forms are settings.
    Rule("passive-interface", "af-port", key="passive-interface", negative=True),
    *on_by_default("af-port", "split-horizon"),
    *flags("af-port", "shutdown"),
    *singles("af-port", "hello-interval", "hold-time", "authentication mode", "authentication key-chain"),
    single("bandwidth-percent", views="af-port"),
    restores("af-port"),
    with_options("redistribute {source:source}", METRICS, "topology eigrp-af"),
    *singles("topology", "variance", "maximum-paths", "default-metric"),
    *off_by_default("topology eigrp-af", "auto-summary"),
)
