"""QoS policies, MPLS, and sections that are kept as they are typed (IOS CR QoS, MPLS; RGOS CR QoS, MPLS)."""

from __future__ import annotations

from netops.lab.semantics.core.effects import needs, refuses, refuses_change, when
from netops.lab.semantics.core.lists import word_list
from netops.lab.semantics.core.model import Act, Rule
from netops.lab.semantics.ios_family.forms import flags, on_by_default, section, single, singles


def _is_named(act: Act) -> bool:
    return act.groups["class"] != "class-default"


_DSCP = word_list("match {what} {values}", "values")

QOS: tuple[Rule, ...] = (
    Rule(
        "class-map [type {_kind}] {how=match-all|match-any} {class}",
        key="class-map {class}",
        opens="class-map",
        prompt="config-cmap",
        undo=("class-map [{_how=match-all|match-any}] {class}",),
        undo_checks=(refuses("policy-map ** / class {class}", "% Class-map {class} is being used"),),
        source="IOS CR QoS, class-map",
    ),
    Rule(
        "class-map {class}",
        undo=(),
        shown="class-map match-all {class}",
        key="class-map {class}",
        opens="class-map",
        prompt="config-cmap",
    ),
    Rule(
        "match {what=dscp|ip~dscp|precedence|ip~precedence|cos} {values:rest}",
        "class-map",
        key="match {what}",
        merge=_DSCP[0],
        unmerge=_DSCP[1],
    ),
    Rule("match {condition:rest}", "class-map"),
    single("description", views="class-map pmap pmap-inspect"),
    Rule(
        "policy-map {policy}",
        key="policy-map {policy}",
        opens="pmap",
        prompt="config-pmap",
        source="IOS CR QoS, policy-map",
    ),
    Rule(
        "class class-default",
        "pmap",
        key="class class-default",
        opens="pmap-c",
        prompt="config-pmap-c",
        below="pmap-c police",
        source="IOS CR QoS, class (policy-map): class-default is the last, wherever it is typed",
    ),
    Rule(
        "class {class}",
        "pmap",
        key="class {class}",
        opens="pmap-c",
        prompt="config-pmap-c",
        below="pmap-c police",
        key_order="classes",
        checks=(when(_is_named, needs("class-map ** {class}", "% class map {class} not configured")),),
        source="IOS CR QoS, class (policy-map): the first class that fits",
    ),
    Rule(
        "policy-map type inspect {policy}",
        key="policy-map {policy}",
        opens="pmap-inspect",
        prompt="config-pmap",
        below="loose",
        source="IOS CR Security, policy-map type inspect",
    ),
    Rule(
        "class class-default",
        "pmap-inspect",
        key="class class-default",
        opens="pmap-inspect-c",
        prompt="config-pmap-c",
        below="pmap-inspect-c",
    ),
    Rule(
        "class type inspect {class}",
        "pmap-inspect",
        key="class {class}",
        opens="pmap-inspect-c",
        prompt="config-pmap-c",
        below="pmap-inspect-c",
        key_order="classes",
        checks=(needs("class-map ** {class}", "% class map {class} not configured"),),
        source="IOS CR Security, class type inspect",
    ),
    Rule("inspect [{parameters}]", "pmap-inspect-c", key="inspect", undo=("inspect [{_x}]",)),
    *(Rule(f"{what} [log]", "pmap-inspect-c", key=what, undo=(f"{what} [log]",)) for what in ("drop", "pass")),
    single("police", views="pmap-inspect-c"),
    *singles(
        "pmap-c", "bandwidth remaining", "bandwidth", "priority", "police", "shape average", "shape peak", "queue-limit"
    ),
    *singles(
        "pmap-c", "set dscp", "set ip dscp", "set precedence", "set ip precedence", "set cos", "set mpls experimental"
    ),
    *singles("pmap-c", "random-detect", "fair-queue", "service-policy", "trust"),
    *flags("pmap-c", "priority", "random-detect", "fair-queue", "drop"),
    *on_by_default("top", "mls qos rewrite ip dscp"),
    *flags("top", "mls qos"),
    single(
        "mls qos trust device",
        "{kind}",
        "interface",
        source="Catalyst 3750-X CR, mls qos trust: no mls qos trust [cos | device | …]",
    ),
    *singles("interface", "mls qos trust", "priority-queue", "srr-queue bandwidth", "qos trust"),
)

ATTACH = Rule(
    "service-policy {way=input|output} {policy}",
    "interface",
    key="service-policy {way}",
    checks=(
        needs("policy-map {policy}", "% policy map {policy} not configured"),
        refuses_change("Policy map is already attached"),
    ),
    source="IOS CR QoS, service-policy: the old policy has to be taken away first",
)

MPLS: tuple[Rule, ...] = (
    Rule("mpls ldp router-id {port:port} [force]", key="mpls ldp router-id", undo=("mpls ldp router-id [{_x:rest}]",)),
    *on_by_default("top", "mpls ip", "mpls ip propagate-ttl"),
    single("mpls label protocol"),
    single("mpls label range"),
    Rule(
        "mpls ldp neighbor {a:ip} {what} [{value:rest}]",
        key="mpls ldp neighbor {a} {what}",
        undo=("mpls ldp neighbor {a:ip} {what} [{_x:rest}]",),
    ),
    Rule(
        "mpls ldp neighbor vrf {vrf} {a:ip} {what} [{value:rest}]",
        key="mpls ldp neighbor vrf {vrf} {a} {what}",
        undo=("mpls ldp neighbor vrf {vrf} {a:ip} {what} [{_x:rest}]",),
    ),
    *flags(
        "top",
        "mpls ldp explicit-null",
        "mpls ldp graceful-restart",
        "mpls ldp session protection",
        "mpls traffic-eng tunnels",
    ),
    *singles("top", "mpls ldp discovery", "mpls ldp holdtime"),
    *on_by_default("top", "mpls ldp advertise-labels"),
)

LOOSE: tuple[Rule, ...] = tuple(
    section(line, "loose", prompt)
    for line, prompt in (
        ("crypto isakmp policy {n:int}", "config-isakmp"),
        ("crypto isakmp profile {name}", "conf-isa-prof"),
        ("crypto ipsec transform-set {name} {how:rest}", "cfg-crypto-trans"),
        ("crypto ipsec profile {name}", "ipsec-profile"),
        ("crypto keyring {name}", "conf-keyring"),
        ("crypto map {name} {n:int} {how}", "config-crypto-map"),
        ("crypto ikev2 {what} {name}", "config-ikev2"),
        ("ip sla {n:int}", "config-ip-sla"),
        ("event manager applet {name}", "config-applet"),
        ("flow {what=exporter|monitor|record} {name}", "config-flow"),
        ("object-group {kind} {name}", "config-group"),
        ("archive", "config-archive"),
        ("call-home", "cfg-call-home"),
        ("redundancy", "config-red"),
        ("control-plane", "config-cp"),
        ("parameter-map type {kind} {name}", "config-profile"),
        ("zone security {name}", "config-sec-zone"),
        ("zone-pair security {name} {more:rest}", "config-sec-zone-pair"),
        ("template {name}", "config-template"),
        ("bridge-domain {n:int}", "config-bdomain"),
        ("l2vpn vfi context {name}", "config-vfi"),
        ("spanning-tree mst configuration", "config-mst"),
        ("monitor session {n:int} type {kind}", "config-mon"),
        ("license udi {more:rest}", "config"),
        ("bfd-template {more:rest}", "config-bfd"),
    )
)
"""Sections in which any line is taken as it is."""

TRACK = Rule(
    "track {n:int} {what:rest}",
    key="track {n}",
    opens="track",
    prompt="config-track",
    undo=("track {n:int} [{_x:rest}]",),
    checks=(refuses_change("Cannot change tracked object {n} - delete old config first"),),
    source="IOS CR IP Application Services, track; RGOS CR RNS, track",
)

PLAIN: tuple[Rule, ...] = (
    TRACK,
    single("delay", views="track"),
    Rule(
        "ip sla schedule {n:int} {when:rest}", key="ip sla schedule {n}", undo=("ip sla schedule {n:int} [{_x:rest}]",)
    ),
    *(
        Rule(f"{head} {{line:rest}}")
        for head in (
            "license",
            "diagnostic",
            "platform",
            "switch",
            "errdisable",
            "mac",
            "boot",
            "udld",
            "power",
            "hw-module",
            "memory-size",
            "multilink",
            "monitor session",
            "ip flow-export",
            "crypto isakmp key",
            "crypto isakmp keepalive",
            "crypto ipsec security-association",
        )
    ),
)
"""Global lines that are kept as they are typed; named here, so that no open section takes them for its own."""

LOOSE_VIEWS = (
    "peer-session peer-policy loose track class-map acl-other time-range dhcp server server-group pmap-c police"
)
"""Views that know only some of their lines; the others are kept as typed."""
