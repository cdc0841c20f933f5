"""NAT, certificates, probes and virtual routers of Comware."""

from __future__ import annotations

from netops.lab.semantics.core.effects import exists, needs, refuses, wipes
from netops.lab.semantics.core.model import Act, Effect, Rule
from netops.lab.semantics.vrp_family.rules import many, off, single, switch

PUBLIC = "({a:ip}|{a=current-interface}|interface {port:port})"
"""The public side of a server, without its ports."""
SERVER = f"nat server [protocol {{protocol}}] global {PUBLIC} [{{from:nat-port}} [{{until:nat-port}}]] [vpn-instance {{outer}}]"
NAT = (
    Rule("nat address-group {n:int}", opens="nat-group", prompt="address-group-{n}"),
    many("address {first:ip} {last:ip}", "nat-group"),
    Rule(
        "nat outbound name {acl:acl-name} [{more:rest}]",
        "interface",
        "nat outbound name {acl}",
        undo=("nat outbound name {acl:acl-name}",),
        source="H3C (Comware 7), nat outbound: undo nat outbound [ ipv4-acl-number | name ipv4-acl-name ]",
    ),
    Rule(
        "nat outbound [{acl:acl-number}] [address-group {group}] [{more:rest}]",
        "interface",
        "nat outbound {acl}",
        undo=("nat outbound [{acl:acl-number}] [address-group {group}]",),
    ),
    Rule(
        f"{SERVER} inside {{more:rest}}",
        "interface",
        "nat server {protocol} {a} {port} {from} {until} {outer}",
        undo=(SERVER, f"{SERVER} inside {{_more:rest}}"),
        missing="refuse",
        source="HPE, nat server: undo nat server [ protocol pro-type ] global … [ global-port ] [ vpn-instance name ]",
    ),
    *(
        Rule(
            f"nat static {way} {{a:ip}} {vpn} {{b:ip}} [{{more:rest}}]",
            key=f"nat static {way} {{a}} {{vpn}}",
            undo=(f"nat static {way} {{a:ip}} {vpn}",),
            missing="refuse",
            source="HPE, nat static outbound: undo nat static outbound local-ip [ vpn-instance local-vpn-instance-name ]",
        )
        for way in ("outbound", "inbound", "")
        for vpn in ("vpn-instance {vpn}", "")
    ),
    many("nat static {more:rest}"),
    switch("nat static enable", "interface"),
)
PKI = (
    Rule("pki domain {name}", opens="pki", prompt="pki-domain-{name}"),
    Rule(
        "crl check enable",
        "pki",
        negative=True,
        default=("crl check enable",),
        source="HPE, crl check enable: on by default",
    ),
    Rule("pki entity {name}", opens="pki-entity", prompt="pki-entity-{name}"),
    *(
        single(head, views="pki-entity")
        for head in ("common-name", "country", "organization", "organization-unit", "locality", "state", "fqdn")
    ),
    Rule("ssl server-policy {name}", opens="ssl-server", prompt="ssl-server-policy-{name}"),
    Rule("ssl client-policy {name}", opens="ssl-client", prompt="ssl-client-policy-{name}"),
    *(single(head, views="ssl-server ssl-client") for head in ("pki-domain", "ciphersuite", "prefer-cipher")),
)
SCHEDULED = "nqa schedule {entry} {test} **"
NQA = (
    Rule(
        "nqa entry {entry} {test}",
        opens="nqa",
        prompt="nqa-{entry}-{test}",
        checks=(refuses(SCHEDULED, "The operation is scheduled; its view cannot be entered."),),
        source="HPE, nqa schedule: you cannot enter the view of a scheduled operation",
    ),
    Rule("type {type}", "nqa", "type", opens="nqa-type", prompt="nqa-{type}", undo=("type",)),
    *(
        single(head, views="nqa-type")
        for head in ("vpn-instance", "frequency", "data-size", "destination ip", "destination port", "source ip")
    ),
    Rule("reaction {n:int} {more:rest}", "nqa-type", "reaction {n}", undo=("reaction {n:int}",)),
    Rule(
        "nqa schedule {entry} {test} {more:rest}",
        key="nqa schedule {entry} {test}",
        undo=("nqa schedule {entry} {test}",),
        checks=(needs("nqa entry {entry} {test}", "The NQA entry does not exist."),),
        source="HPE, nqa schedule: undo nqa schedule admin-name operation-tag",
    ),
)


def _last_address(act: Act) -> None:
    """The VRRP group goes with its last address. Source: HPE, ``vrrp vrid``."""
    if not exists(act, ". / vrrp vrid {id} virtual-ip *"):
        wipes("vrrp vrid {id} **")(act)


WATCHED = (
    (
        "{n:int}",
        "{n}",
        "HP MSR, vrrp vrid track: undo vrrp vrid virtual-router-id track [ track-entry-number ]; vrrp ipv6 vrid track alike",
    ),
    (
        "interface {port:port}",
        "interface {port}",
        "HP MSR (Comware 5), vrrp vrid track: undo vrrp vrid virtual-router-id track [ interface interface-type interface-number ]",
    ),
)
"""What a group watches, what of it tells it from others, and where that is said."""


def tracked(vrrp: str, *checks: Effect) -> tuple[Rule, ...]:
    """Return what a group of VRRP watches: objects by their numbers, and on Comware 5 ports."""
    group = f"{vrrp} vrid {{id:int}} track"
    return (
        *(
            Rule(
                f"{group} {watched} [{{more:rest}}]",
                "interface",
                f"{vrrp} vrid {{id}} track {key}",
                undo=(f"{group} {watched} [{{_more:rest}}]",),
                checks=checks,
                source=source,
            )
            for watched, key, source in WATCHED
        ),
        Rule(f"{group} {{more:rest}}", "interface", undo=("=", f"{group} [{{more:rest}}]"), checks=checks),
    )


GROUP = needs(". / vrrp vrid {id} virtual-ip *", "The VRRP group does not exist.")
VRRP = (
    Rule(
        "vrrp vrid {id:int} virtual-ip {a:ip}",
        "interface",
        undo=("=", "vrrp vrid {id:int}", "vrrp vrid {id:int} virtual-ip"),
        undo_effects=(_last_address,),
    ),
    Rule(
        "vrrp vrid {id:int} preempt-mode [timer] delay {time:int}",
        "interface",
        "vrrp vrid {id} preempt-mode delay",
        undo=("vrrp vrid {id:int} preempt-mode [timer] delay",),
        checks=(GROUP,),
        missing="ignore",
        source="HPE, vrrp vrid preempt-mode: undo vrrp vrid id preempt-mode delay; Comware 5: preempt-mode timer delay",
    ),
    Rule(
        "vrrp vrid {id:int} preempt-mode",
        "interface",
        negative=True,
        default=("vrrp vrid {id} preempt-mode",),
        checks=(GROUP,),
        source="HPE, vrrp vrid preempt-mode: a group preempts by default; undo vrrp vrid id preempt-mode makes it stop",
    ),
    *(
        Rule(
            f"vrrp vrid {{id:int}} {head} [{{value:rest}}]",
            "interface",
            f"vrrp vrid {{id}} {head}",
            undo=(f"vrrp vrid {{id:int}} {head}",),
            checks=(GROUP,),
            missing="ignore",
        )
        for head in ("priority", "timer advertise", "authentication-mode", "shutdown")
    ),
    *tracked("vrrp"),
)
RULES = (*NAT, *PKI, *NQA, *VRRP)
WEB = tuple(off(f"ip {form} enable") for form in ("http", "https"))
"""Comware 7: off by default. Source: HPE, ``ip http enable``, ``ip https enable``."""
WEB_5 = (
    Rule(
        "ip http enable",
        negative=True,
        default=("ip http enable",),
        source="HP A5500 (Comware 5), ip http enable: on by default",
    ),
    off("ip https enable"),
)
