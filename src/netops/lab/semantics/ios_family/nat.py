"""NAT (IOS CR IP Addressing: NAT; RGOS CR NAT)."""

from __future__ import annotations

from netops.lab.semantics.core.effects import exists
from netops.lab.semantics.core.model import Act, Refusal, Rule
from netops.lab.semantics.ios_family.forms import singles

SIDE = "ip nat {side=inside|outside} source"


def _pool_kept(act: Act) -> None:
    if exists(act, "ip nat * source list * pool {pool} **"):
        raise Refusal(f"%Pool {act.groups['pool']} in use, cannot destroy")


def _pool_same(act: Act) -> None:
    """Refuse to change a pool that a translation uses."""
    changed = act.old is not None and act.old.text != act.text
    if changed and exists(act, "ip nat * source list * pool {pool} **"):
        raise Refusal(f"%Pool {act.groups['pool']} in use, cannot redefine")


def _mapped(act: Act) -> None:
    """Refuse another translation of an address that has one."""
    if act.old is not None and act.old.text != act.text:
        raise Refusal("% similar static entry already exists")


def _list_mapped(act: Act) -> None:
    if act.old is not None and act.old.text != act.text:
        raise Refusal("%Dynamic mapping in use, cannot change")


_PORT = "static {proto=tcp|udp} {local:ip} {lport:int} ({global:ip}|interface {port:port}) {gport:int} [{more:rest}]"

NAT: tuple[Rule, ...] = (
    Rule(
        "ip nat pool {pool} {range:rest}",
        key="ip nat pool {pool}",
        undo=("ip nat pool {pool} [{_x:rest}]",),
        checks=(_pool_same,),
        undo_checks=(_pool_kept,),
        source="IOS CR NAT, ip nat pool",
    ),
    *(
        Rule(
            f"{SIDE} list {{acl}} {by} vrf {{vrf}} [{{how:rest}}]",
            key="ip nat {side} source list {acl} vrf {vrf}",
            undo=(f"{SIDE} list {{acl}} {by} vrf {{vrf}} [{{_x:rest}}]",),
            checks=(_list_mapped,),
            source="IOS CR NAT, ip nat inside source: one translation of a list for each VRF",
        )
        for by in ("interface {port:port}", "pool {pool}")
    ),
    Rule(
        f"{SIDE} list {{acl}} interface {{port:port}} [{{how:rest}}]",
        key="ip nat {side} source list {acl}",
        undo=(f"{SIDE} list {{acl}} [{{_x:rest}}]",),
        checks=(_list_mapped,),
    ),
    Rule(
        f"{SIDE} list {{acl}} {{how:rest}}",
        key="ip nat {side} source list {acl}",
        undo=(f"{SIDE} list {{acl}} [{{_x:rest}}]",),
        checks=(_list_mapped,),
        source="IOS CR NAT, ip nat inside source",
    ),
    Rule(
        f"{SIDE} route-map {{map}} {{how:rest}}",
        key="ip nat {side} source route-map {map}",
        undo=("=",),
        checks=(_list_mapped,),
    ),
    Rule(
        f"{SIDE} {_PORT}",
        key="ip nat {side} source static {proto} {local} {lport}",
        undo=("=",),
        checks=(_mapped,),
    ),
    Rule(
        f"{SIDE} static {{local:ip}} {{global:ip}} [vrf {{vrf}}] extendable",
        key="ip nat {side} source static {local} {global}",
        undo=(f"{SIDE} static {{local:ip}} {{global:ip}} [vrf {{vrf}}] [extendable]",),
        source="IOS CR NAT, ip nat inside source (static): extendable, an inside address may have several outside ones",
    ),
    Rule(
        f"{SIDE} static {{local:ip}} {{global:ip}} [{{more:rest}}]",
        key="ip nat {side} source static {local}",
        undo=(f"{SIDE} static {{local:ip}} {{global:ip}} [{{_x:rest}}]",),
        checks=(_mapped,),
    ),
    *singles("top", "ip nat translation timeout", "ip nat translation tcp-timeout", "ip nat translation udp-timeout"),
    *singles("top", "ip nat translation max-entries", "ip nat log translations syslog"),
)
