"""What stands beside routing on Comware: IS-IS families, gateways of IPv6, zones, the spanning tree's region, stacks, probes.

Sources: HPE (FlexNetwork 5900, 12900E, MSR; Comware 7) and H3C (F1000, MSR; Comware 7) command references, each at its command.
"""

from __future__ import annotations

from netops.lab.semantics.core.effects import exists, needs, wipes
from netops.lab.semantics.core.model import Act, Rule
from netops.lab.semantics.h3c_comware.services import tracked
from netops.lab.semantics.vrp_family.rules import always_on, many, off, single, switch

LEVELS = "level-1|level-2"
SOURCES = "direct|static|rip|ospf|isis|bgp"
ISIS = (
    Rule(
        "address-family {family=ipv4|ipv6} [unicast]",
        "isis",
        "address-family {family}",
        shown="address-family {family} unicast",
        opens="isis-family",
        prompt="{family}",
        undo=("address-family {family=ipv4|ipv6} [unicast]",),
        source="HPE, address-family ipv4 (IS-IS)",
    ),
    Rule(
        f"import-route {{protocol={SOURCES}}} [{{proc:int}}] [{{more:rest}}]",
        "isis-family",
        "import-route {protocol} {proc}",
        undo=(f"import-route {{protocol={SOURCES}}} [{{proc:int}}]",),
    ),
    *(single(head, views="isis isis-family") for head in ("preference", "maximum load-balancing")),
    Rule(
        "default-route-advertise [{more:rest}]",
        "isis isis-family",
        "default-route-advertise",
        undo=("default-route-advertise",),
    ),
    *(
        single(head, views="isis")
        for head in ("area-authentication-mode", "domain-authentication-mode", "timer spf", "timer lsp-generation")
    ),
    Rule("set-overload [{more:rest}]", "isis", "set-overload", undo=("set-overload",)),
    switch("graceful-restart", "isis"),
    Rule(
        f"isis cost {{cost:int}} {{level={LEVELS}}}",
        "interface",
        "isis cost {level}",
        undo=(f"isis cost {{level={LEVELS}}}",),
        source="HPE, isis cost: undo isis cost [ level-1 | level-2 ]",
    ),
    Rule("isis ipv6 enable [{proc:int}]", "interface", "isis ipv6 enable", undo=("isis ipv6 enable",)),
    Rule(
        f"isis ipv6 cost {{cost:int}} [{{level={LEVELS}}}]",
        "interface",
        "isis ipv6 cost {level}",
        undo=(f"isis ipv6 cost [{{level={LEVELS}}}]",),
    ),
    Rule(
        f"isis timer hello {{time:int}} [{{level={LEVELS}}}]",
        "interface",
        "isis timer hello {level}",
        undo=(f"isis timer hello [{{level={LEVELS}}}]",),
    ),
    Rule(
        f"isis dis-priority {{n:int}} [{{level={LEVELS}}}]",
        "interface",
        "isis dis-priority {level}",
        undo=(f"isis dis-priority [{{level={LEVELS}}}]",),
    ),
    Rule(
        f"isis authentication-mode {{how=simple|md5}} {{form=cipher|plain}} {{key}} [{{level={LEVELS}}}]",
        "interface",
        "isis authentication-mode {level}",
        undo=(f"isis authentication-mode [{{level={LEVELS}}}]",),
        source="HPE, isis authentication-mode: undo isis authentication-mode [ level-1 | level-2 ]",
    ),
    *(switch(form, "interface") for form in ("isis silent", "isis small-hello", "isis bfd enable")),
)
GROUP = needs(". / vrrp ipv6 vrid {id} virtual-ip **", "The VRRP group does not exist.")


def _last_address(act: Act) -> None:
    """The group goes with its last address. Source: HPE, ``vrrp ipv6 vrid``."""
    if not exists(act, ". / vrrp ipv6 vrid {id} virtual-ip **"):
        wipes("vrrp ipv6 vrid {id} **")(act)


VRRP6 = (
    Rule(
        "vrrp ipv6 vrid {id:int} virtual-ip {a:ip6} [{scope=link-local}]",
        "interface",
        "vrrp ipv6 vrid {id} virtual-ip {a}",
        undo=("vrrp ipv6 vrid {id:int}", "vrrp ipv6 vrid {id:int} virtual-ip [{a:ip6}]"),
        undo_effects=(_last_address,),
    ),
    Rule(
        "vrrp ipv6 vrid {id:int} preempt-mode [timer] delay {time:int}",
        "interface",
        "vrrp ipv6 vrid {id} preempt-mode delay",
        undo=("vrrp ipv6 vrid {id:int} preempt-mode [timer] delay",),
        checks=(GROUP,),
        missing="ignore",
    ),
    Rule(
        "vrrp ipv6 vrid {id:int} preempt-mode",
        "interface",
        negative=True,
        default=("vrrp ipv6 vrid {id} preempt-mode",),
        checks=(GROUP,),
        source="HPE, vrrp ipv6 vrid preempt-mode: a group preempts by default",
    ),
    *(
        Rule(
            f"vrrp ipv6 vrid {{id:int}} {head} {{value:int}}",
            "interface",
            f"vrrp ipv6 vrid {{id}} {head}",
            undo=(f"vrrp ipv6 vrid {{id:int}} {head}",),
            checks=(GROUP,),
            missing="ignore",
        )
        for head in ("priority", "timer advertise")
    ),
    *tracked("vrrp ipv6", GROUP),
)
BUILT_IN = "Local|Trust|DMZ|Untrust|Management"
ZONES = (
    Rule(
        "security-zone name {zone}",
        opens="security-zone",
        prompt="security-zone-{zone}",
        implicit=f"security-zone name ({BUILT_IN})",
        source="H3C, security-zone: five zones are always there once one is made",
    ),
    many("import interface {port:port}", "security-zone"),
    Rule(
        "zone-pair security source {source} destination {destination}",
        opens="zone-pair",
        prompt="zone-pair-security-{source}-{destination}",
        source="H3C, zone-pair security",
    ),
    many("packet-filter {acl:acl-number}", "zone-pair"),
    many("packet-filter name {acl:acl-name}", "zone-pair"),
    Rule(
        "object-policy apply ip {name}",
        "zone-pair",
        "object-policy apply ip",
        undo=("object-policy apply ip [{name}]",),
    ),
    Rule("aspf apply policy {n:int}", "zone-pair", "aspf apply policy"),
)
TREE = (
    Rule("stp region-configuration", opens="region", prompt="mst-region", implicit="stp region-configuration"),
    *(single(head, views="region") for head in ("region-name", "revision-level")),
    Rule(
        "instance {n:int} vlan {vlans:vlans}",
        "region",
        "instance {n}",
        undo=("instance {n:int} [vlan {vlans:vlans}]",),
        source="HPE, instance: undo instance instance-id [ vlan vlan-id-list ]",
    ),
    Rule("active region-configuration", "region", undo=(), source="HPE, active region-configuration: no undo"),
    *(
        Rule(
            f"stp {what} {{n:int}} {head} {{value}}",
            key=f"stp {what} {{n}} {head}",
            undo=(f"stp {what} {{n:int}} {head}",),
            source="HPE, stp priority, stp root",
        )
        for what in ("instance", "vlan")
        for head in ("priority", "root")
    ),
    *(
        single(f"stp {head}")
        for head in ("root", "priority", "pathcost-standard", "max-hops", "bridge-diameter", "timer-factor")
    ),
    Rule(
        "stp timer {what=forward-delay|hello|max-age} {time:int}",
        key="stp timer {what}",
        undo=("stp timer {what=forward-delay|hello|max-age}",),
    ),
)
STACK = (
    single("irf domain"),
    Rule(
        "irf member {n:int} description {text:rest}",
        key="irf member {n} description",
        undo=("irf member {n:int} description",),
    ),
    Rule("irf-port {name}", opens="irf-port", prompt="irf-port{name}", undo=(), implicit=r"irf-port \S+"),
    Rule(
        "port group interface {port:port} [mode {mode}]",
        "irf-port",
        "port group interface {port}",
        undo=("port group interface {port:port}",),
    ),
)
WATCHED = (
    Rule("track {n:int} {what:rest}", key="track {n}", opens="track", prompt="track-{n}", undo=("track {n:int}",)),
    Rule("delay {way=negative|positive} {time:int}", "track", "delay {way}", undo=("delay {way=negative|positive}",)),
    off("history-record enable", "nqa-type"),
    *(
        single(head, views="nqa-type")
        for head in (
            "probe count",
            "probe timeout",
            "destination host",
            "destination ipv6",
            "source ipv6",
            "source interface",
            "next-hop ip",
            "ttl",
            "tos",
        )
    ),
)
PARTS = (
    *(
        single(head, views="pki")
        for head in (
            "certificate request entity",
            "certificate request from",
            "certificate request url",
            "certificate request mode",
            "ca identifier",
        )
    ),
    Rule(
        "option {n:int} {value:rest}",
        "pool",
        "option {n}",
        undo=("option {n:int}",),
        source="HPE, option: undo option code",
    ),
    single("tcp-kind", views="keychain"),
    Rule(
        "tcp-algorithm-id {algorithm} {n:int}",
        "keychain",
        "tcp-algorithm-id {algorithm}",
        undo=("tcp-algorithm-id {algorithm}",),
        missing="ignore",
    ),
    switch("default-send-key", "keychain-key"),
    single("accept-tolerance", views="keychain-key"),
)
PORTS = (
    *(
        off(form, "interface")
        for form in (
            "flow-control",
            "dot1x",
            "mac-authentication",
            "local-proxy-arp enable",
            "mad enable",
            "mad bfd enable",
        )
    ),
    always_on("dot1x multicast-trigger", "interface"),
    Rule(
        "stp port bpdu-protection {how=enable|disable}",
        "interface",
        "stp port bpdu-protection",
        undo=("stp port bpdu-protection",),
        source="H3C (Comware 7), stp port bpdu-protection: undo stp port bpdu-protection, after which the device's own setting holds",
    ),
    *(
        Rule(
            f"stp instance {{n:int}} {head} {{value:int}}",
            "interface",
            f"stp instance {{n}} {head}",
            undo=(f"stp instance {{n:int}} {head}",),
        )
        for head in ("port priority", "cost")
    ),
    single("qos trust", "{what=dscp|dot1p|exp|override}", "interface"),
    single("ip policy-based-route", views="interface"),
    # H3C (Comware 7), dhcp server apply ip-pool: a port has one pool; the undo names none.
    single("dhcp server apply ip-pool", views="interface"),
    Rule(
        "link-delay [{way=up|down}] {time:int}",
        "interface",
        "link-delay {way}",
        undo=("link-delay [{way=up|down}]",),
        source="HPE, link-delay: undo link-delay [ down | up ]",
    ),
)
OSPF = (
    Rule(
        "filter {what:rest} {way=import|export}",
        "ospf-area",
        "filter {way}",
        undo=("filter {way=import|export}",),
        source="HPE, filter (OSPF area view): undo filter { export | import }",
    ),
    Rule("graceful-restart [{how:rest}]", "ospf", "graceful-restart", undo=("graceful-restart",)),
    single("default-cost", views="ospf-area"),
    switch("non-stop-routing", "ospf"),
    always_on("log-peer-change", "ospf"),
)
WHOLE = (
    many("dns domain {name}"),
    *(
        single(head)
        for head in ("lacp system-priority", "scheduler logfile size", "link-aggregation global load-sharing mode")
    ),
    off("port-security enable"),
    Rule(
        "mac-address timer {how=aging|no-aging} [{time:int}]",
        key="mac-address timer",
        undo=("mac-address timer",),
        source="HPE, mac-address timer: undo mac-address timer",
    ),
)
RULES = (*WHOLE, *OSPF, *PORTS, *ISIS, *VRRP6, *ZONES, *TREE, *STACK, *WATCHED, *PARTS)
