"""What protects a port of Comware, or what it lets through: most of it off until a line turns it on (HPE, Layer 2, Security)."""

from __future__ import annotations

from netops.lab.semantics.core.model import Rule
from netops.lab.semantics.vrp_family.rules import always_on, many, off, single

PROTECTIONS = (
    *(
        off(form, "interface")
        for form in (
            "stp edged-port",
            "stp root-protection",
            "stp loop-protection",
            "ip forward-broadcast",
            "dhcp snooping trust",
            "arp detection trust",
            "proxy-arp enable",
        )
    ),
    Rule(
        "ip verify source [{what:rest}]",
        "interface",
        "ip verify source",
        negative=True,
        default=("undo ip verify source", "undo ip verify source {what}"),
        source="HPE, ip verify source: undo ip verify source",
    ),
    always_on("lldp enable", "interface"),
    always_on("stp enable", "interface"),
    single("ip urpf", "{how=strict|loose}", "interface"),
    many("dhcp relay server-address {a:ip}", "interface"),
    *(single(f"{kind}-suppression", views="interface") for kind in ("broadcast", "multicast", "unicast")),
    single("lldp admin-status", "{how=txrx|tx|rx|disable}", "interface"),
    Rule(
        "storm-constrain {kind=broadcast|multicast|unicast} {more:rest}",
        "interface",
        "storm-constrain {kind}",
        undo=("storm-constrain {kind=broadcast|multicast|unicast}",),
    ),
    single("storm-constrain control", "{what=block|shutdown}", "interface"),
    Rule(
        "port-security max-mac-count {count:int} [vlan [{vlans:rest}]]",
        "interface",
        "port-security max-mac-count",
        undo=("port-security max-mac-count [vlan [{vlans:rest}]]",),
        source="H3C (Comware 7), port-security max-mac-count max-count [ vlan [ vlan-id-list ] ]",
    ),
    single("port-security port-mode", views="interface"),
    Rule(
        "port-isolate enable [group {n:int}]",
        "interface",
        "port-isolate enable",
        undo=("port-isolate enable",),
        missing="ignore",
        source="H3C (Comware 7), port-isolate enable: undo port-isolate enable",
    ),
)
