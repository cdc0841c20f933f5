"""QoS, NAT, MPLS and VRRP of VRP."""

from __future__ import annotations

from netops.lab.semantics.core.effects import asks, exists, needs, refuses, removes, wipes
from netops.lab.semantics.core.model import Act, Refusal, Rule
from netops.lab.semantics.vrp_family.addresses import on_the_subnet
from netops.lab.semantics.vrp_family.rules import many, single, switch

NO_POLICY = "Error: The traffic policy does not exist."
QOS = (
    Rule(
        "traffic classifier {name} [operator {operator=and|or}] [precedence {n:int}]",
        key="traffic classifier {name}",
        opens="classifier",
        prompt="classifier-{name}",
        undo=("traffic classifier {name}",),
        undo_checks=(
            refuses(
                "traffic policy ** / classifier {name} **", "Error: The classifier is in use and can't be deleted."
            ),
        ),
        source="S V200R019, traffic classifier: a classifier in a policy can't be deleted",
    ),
    Rule(
        "traffic behavior {name}",
        opens="behavior",
        prompt="behavior-{name}",
        undo_checks=(
            refuses("traffic policy ** / ** behavior {name} **", "Error: The behavior is in use and can't be deleted."),
        ),
    ),
    Rule(
        "traffic policy {name} [match-order {order=auto|config}]",
        key="traffic policy {name}",
        opens="policy",
        prompt="trafficpolicy-{name}",
        undo=("traffic policy {name}",),
        undo_checks=(
            refuses("interface ** / traffic-policy {name} **", "Error: The traffic policy has been applied."),
            refuses("vlan ** / traffic-policy {name} **", "Error: The traffic policy has been applied."),
            refuses("traffic-policy {name} **", "Error: The traffic policy has been applied."),
        ),
        source="S V200R019, traffic policy: an applied policy can't be deleted",
    ),
    Rule(
        "classifier {name} behavior {behavior} [precedence {n:int}]",
        "policy",
        "classifier {name}",
        undo=("classifier {name}", "classifier {name} behavior {behavior}"),
        checks=(
            needs("traffic classifier {name} **", "Error: The classifier does not exist."),
            needs("traffic behavior {behavior}", "Error: The behavior does not exist."),
        ),
    ),
    many("if-match {value:rest}", "classifier"),
    *(
        single(head, views="behavior")
        for head in ("car", "remark dscp", "remark 8021p", "remark local-precedence", "redirect", "queue", "gts")
    ),
    switch("statistic enable", "behavior interface policy"),
    switch("permit", "behavior"),
    switch("deny", "behavior"),
    Rule(
        "traffic-policy {name} {way=inbound|outbound}",
        "interface vlan",
        "traffic-policy {way}",
        undo=("traffic-policy {way=inbound|outbound}", "="),
        checks=(needs("traffic policy {name} **", NO_POLICY),),
    ),
    Rule(
        "traffic-policy {name} global {way=inbound|outbound}",
        key="traffic-policy global {way}",
        undo=("traffic-policy [{name}] global {way=inbound|outbound}",),
        checks=(needs("traffic policy {name} **", NO_POLICY),),
    ),
    Rule(
        "traffic-filter {way=inbound|outbound} acl {what:rest}",
        "interface vlan",
        "traffic-filter {way} {what}",
        undo=("traffic-filter {way=inbound|outbound} [acl {what:rest}]",),
    ),
    Rule(
        "qos {head=car|gts|lr} {more:rest}",
        "interface",
        "qos {head}",
        undo=("qos {head=car|gts|lr} [{_way=inbound|outbound}]",),
    ),
    Rule(
        "trust upstream {domain}",
        "interface",
        "trust upstream",
        undo=("trust upstream",),
        source="NE V8R10, trust upstream: undo trust upstream",
    ),
    Rule("trust {what:rest}", "interface", "trust", undo=("trust [{what:rest}]",)),
)
NAT = (
    Rule(
        "nat address-group {n} {first:ip} {last:ip} [{more:rest}]",
        key="nat address-group {n}",
        undo=("nat address-group {n}",),
        undo_checks=(
            refuses("interface ** / nat outbound * address-group {n} **", "Error: The address group is in use."),
        ),
    ),
    Rule(
        "nat outbound {acl} [address-group {group} [no-pat]] [interface {port:port}]",
        "interface",
        "nat outbound {acl}",
        undo=("nat outbound {acl} [address-group {group} [no-pat]] [interface {port:port}]",),
        source="AR V200R010, nat outbound: the undo names the ACL",
    ),
    many("nat server {more:rest}", "interface"),
    many("nat static {more:rest}", "interface top"),
    switch("nat static enable", "interface"),
    single("nat alg", views="top nat-instance"),
    Rule(
        "nat instance {name} [id {n:int}]",
        key="nat instance {name}",
        opens="nat-instance",
        prompt="nat-instance-{name}",
        undo=("nat instance {name}",),
        source="NE V8R10, nat instance",
    ),
    many("service-instance-group {name}", "nat-instance"),
    Rule(
        "nat address-group {name} [{more:rest}]",
        "nat-instance",
        "nat address-group {name}",
        undo=("nat address-group {name}",),
        undo_checks=(refuses(". / nat outbound * address-group {name} **", "Error: The address group is in use."),),
    ),
    Rule(
        "nat outbound {acl} address-group {group} [{more:rest}]",
        "nat-instance",
        "nat outbound {acl}",
        undo=("nat outbound {acl} [address-group {group}]",),
        checks=(needs(". / nat address-group {group} **", "Error: The address group does not exist."),),
    ),
)


def _has_lsr(act: Act) -> None:
    if not exists(act, "mpls lsr-id *"):
        raise Refusal("Error: Please configure the MPLS LSR ID first.")


MPLS_ALL = ("interface ** / mpls **", "mpls ldp **", "mpls l2vpn", "mpls te **")
MPLS = (
    Rule(
        "mpls lsr-id {a:ip}",
        key="mpls lsr-id",
        undo=("mpls lsr-id",),
        undo_checks=(refuses("mpls", "Error: MPLS is enabled; disable it first."),),
    ),
    Rule(
        "mpls",
        opens="mpls",
        prompt="mpls",
        checks=(_has_lsr,),
        undo_checks=(asks("Warning: All the MPLS configurations will be deleted. Continue? [Y/N]:"),),
        undo_effects=(removes(*MPLS_ALL),),
        source="S V200R019, mpls: undo mpls in the system view deletes all MPLS configurations",
    ),
    Rule(
        "mpls ldp",
        opens="mpls-ldp",
        prompt="mpls-ldp",
        checks=(needs("mpls", "Error: Please enable MPLS first."),),
        undo_checks=(asks("Warning: All the LDP configurations will be deleted. Continue? [Y/N]:"),),
        undo_effects=(removes("interface ** / mpls ldp **", "mpls ldp remote-peer **"),),
    ),
    Rule("mpls ldp remote-peer {name}", opens="mpls-remote", prompt="mpls-ldp-remote-{name}"),
    single("remote-ip", views="mpls-remote"),
    Rule("mpls l2vpn", opens="mpls-l2vpn", prompt="l2vpn", checks=(needs("mpls", "Error: Please enable MPLS first."),)),
    Rule(
        "mpls",
        "interface",
        checks=(needs("mpls", "Error: Please enable MPLS in the system view first."),),
        undo_effects=(wipes("mpls **"),),
    ),
    Rule(
        "mpls ldp",
        "interface",
        checks=(
            needs(". / mpls", "Error: Please enable MPLS on the interface first."),
            needs("mpls ldp", "Error: Please enable LDP in the system view first."),
        ),
        undo_effects=(wipes("mpls ldp **"),),
    ),
    single("mpls mtu", views="interface"),
    single("mpls ldp timer hello-hold", views="interface"),
    *(single(head, views="mpls-ldp mpls") for head in ("lsp-trigger", "label advertise", "graceful-restart")),
    Rule(
        "md5-password {form=plain|cipher} {peer} {password}",
        "mpls-ldp",
        "md5-password {peer}",
        undo=("md5-password [{_form=plain|cipher}] {peer}",),
        missing="ignore",
        source="S V200R019, md5-password: undo md5-password [ plain | cipher ] peer-lsr-id; NE V8R10: undo md5-password peer-lsr-id",
    ),
)
VRRP_THERE = needs(". / vrrp vrid {id} virtual-ip *", "Error: The virtual router does not exist.")


def _last_address(act: Act) -> None:
    """The virtual router goes with its last address. Source: S V200R019, ``vrrp vrid virtual-ip``, precautions."""
    if not exists(act, ". / vrrp vrid {id} virtual-ip *"):
        wipes("vrrp vrid {id} **")(act)


VRRP = (
    Rule(
        "vrrp vrid {id:int} virtual-ip {a:ip}",
        "interface",
        undo=("=", "vrrp vrid {id:int}", "vrrp vrid {id:int} virtual-ip"),
        checks=(on_the_subnet,),
        undo_effects=(_last_address,),
    ),
    Rule(
        "vrrp vrid {id:int} track interface {port:port} [{more:rest}]",
        "interface",
        "vrrp vrid {id} track interface {port}",
        undo=("vrrp vrid {id:int} track interface [{port:port}]",),
        checks=(VRRP_THERE,),
        source="NE V8R10, vrrp vrid track interface: undo vrrp vrid virtual-router-id track interface [ type number ]",
    ),
    Rule(
        "vrrp vrid {id:int} track {kind} {what:rest}",
        "interface",
        undo=("=", "vrrp vrid {id:int} track {kind}"),
        checks=(VRRP_THERE,),
    ),
    *(
        Rule(
            f"vrrp vrid {{id:int}} {head} {{value:rest}}",
            "interface",
            f"vrrp vrid {{id}} {head}",
            undo=(f"vrrp vrid {{id:int}} {head}",),
            checks=(VRRP_THERE,),
            missing="ignore",
            source="S V200R019, vrrp vrid preempt-mode timer delay: undo vrrp vrid virtual-router-id preempt-mode timer delay",
        )
        for head in (
            *("priority", "preempt-mode timer delay", "preempt-mode", "timer advertise"),
            *("authentication-mode", "admin-vrrp"),
        )
    ),
)
PRECEDENCES = tuple(single(f"if-match {what}", views="classifier") for what in ("ip-precedence", "dscp", "8021p"))
"""On VRP 5 a line has all values, the latest takes effect, and the undo names none (S V200R019, if-match ip-precedence, if-match
dscp: dscp-value &<1-8>, undo if-match dscp); on VRP 8 each value is a line of its own (NE V8R10, undo if-match dscp dscp-value)."""
RULES = (*QOS, *NAT, *MPLS, *VRRP)
