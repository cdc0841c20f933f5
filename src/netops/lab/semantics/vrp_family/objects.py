"""What stands beside routing and protection on VRP: shared gateways of IPv6, certificates, stacks, pairs, parts of key chains and QoS."""

from __future__ import annotations

from netops.lab.semantics.core.effects import exists, needs, wipes
from netops.lab.semantics.core.model import Act, Rule
from netops.lab.semantics.vrp_family.rules import single

THERE = needs(". / vrrp6 vrid {id} virtual-ip **", "Error: The virtual router does not exist.")


def _last_address(act: Act) -> None:
    """The group goes with its last address. Source: NE V8R10, ``vrrp6 vrid``: undo deletes a group or an address of it."""
    if not exists(act, ". / vrrp6 vrid {id} virtual-ip **"):
        wipes("vrrp6 vrid {id} **")(act)


VRRP6 = (
    Rule(
        "vrrp6 vrid {id:int} virtual-ip {a:ip6} [{scope=link-local}]",
        "interface",
        "vrrp6 vrid {id} virtual-ip {a}",
        undo=("vrrp6 vrid {id:int}", "vrrp6 vrid {id:int} virtual-ip {a:ip6}"),
        undo_effects=(_last_address,),
    ),
    Rule(
        "vrrp6 vrid {id:int} preempt-mode disable",
        "interface",
        undo=("vrrp6 vrid {id:int} preempt-mode",),
        checks=(THERE,),
        source="NE V8R10, vrrp6 vrid preempt-mode disable: undo vrrp6 vrid vrid-value preempt-mode",
    ),
    *(
        Rule(
            f"vrrp6 vrid {{id:int}} {head} {{value:int}}",
            "interface",
            f"vrrp6 vrid {{id}} {head}",
            undo=(f"vrrp6 vrid {{id:int}} {head}",),
            checks=(THERE,),
            missing="ignore",
        )
        for head in ("priority", "preempt-mode timer delay", "timer advertise")
    ),
    Rule(
        "vrrp6 vrid {id:int} track interface {port:port} [{more:rest}]",
        "interface",
        "vrrp6 vrid {id} track interface {port}",
        undo=("vrrp6 vrid {id:int} track interface [{port:port}]",),
        checks=(THERE,),
    ),
)
PKI = (
    Rule("pki entity {name}", opens="pki-entity", prompt="pki-entity-{name}"),
    Rule("pki domain {name}", opens="pki", prompt="pki-domain-{name}"),
    *(
        single(head, views="pki-entity")
        for head in ("common-name", "country", "organization", "organization-unit", "locality", "state", "fqdn")
    ),
    *(
        single(head, views="pki")
        for head in (
            "entity",
            "ca id",
            "enrollment-url",
            "certificate-check",
            "rsa local-key-pair",
            "certificate request entity",
        )
    ),
    Rule("enrollment self-signed", "pki"),
)
MEMBERS = (
    Rule(
        "stack slot {slot:int} priority {value:int}",
        key="stack slot {slot} priority",
        undo=("stack slot {slot:int} priority",),
        source="S V200R019, stack slot priority: undo stack slot slot-id priority",
    ),
    Rule("stack", opens="stack", prompt="stack", undo=(), implicit="stack"),
    *(
        Rule(
            f"stack member {{n:int}} {head} {{value:rest}}",
            "stack",
            f"stack member {{n}} {head}",
            undo=(f"stack member {{n:int}} {head}",),
            source="CE V200R005, stack member domain, stack member priority, stack member description",
        )
        for head in ("domain", "priority", "description")
    ),
    single("m-lag up-delay", views="dfs"),
    single("consistency-check enable mode", views="dfs"),
)
PARTS = (
    Rule(
        "stp mode {mode}",
        key="stp mode",
        undo=("stp mode",),
        default=("stp mode mstp",),
        missing="ignore",
        source="S V200R019 and CE V300R023, stp mode: MSTP by default",
    ),
    Rule(
        "tcp-algorithm-id {algorithm} {n:int}",
        "keychain",
        "tcp-algorithm-id {algorithm}",
        undo=("tcp-algorithm-id {algorithm}",),
        missing="ignore",
        source="H3C and Huawei, tcp-algorithm-id: the undo names the algorithm; each has a number of its own",
    ),
    Rule("default send-key-id", "keychain-key"),
    single("description", views="classifier behavior policy"),
)
RULES = (*VRRP6, *PKI, *MEMBERS, *PARTS)
