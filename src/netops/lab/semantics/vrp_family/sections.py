"""Sections whose lines nobody wrote rules for, but which are known to be sections: what is typed next stands below.

Each is a form, its short form (what it is and how it is undone) and, where the device always has some, their names.
"""

from __future__ import annotations

from netops.lab.semantics.core.model import TOP, Rule

VRP = (
    ("bfd", "bfd", ""),
    ("bfd {name} bind {more:rest}", "bfd {name}", ""),
    ("nqa test-instance {a} {b}", "nqa test-instance {a} {b}", ""),
    ("cpu-defend policy {name}", "cpu-defend policy {name}", ""),
    ("port-group {name}", "port-group {name}", ""),
    ("authentication-profile name {name}", "authentication-profile name {name}", ""),
    ("ike proposal {name}", "ike proposal {name}", ""),
    ("ike peer {name} [{more:rest}]", "ike peer {name}", ""),
    ("ipsec proposal {name}", "ipsec proposal {name}", ""),
    ("ipsec policy {name} {seq:int} {more:rest}", "ipsec policy {name} {seq}", ""),
    ("ipsec profile {name}", "ipsec profile {name}", ""),
    ("drop-profile {name}", "drop-profile {name}", ""),
    ("tunnel-policy {name}", "tunnel-policy {name}", ""),
    ("vsi {name} [{more:rest}]", "vsi {name}", ""),
    ("bridge-domain {n:int}", "bridge-domain {n}", ""),
    ("evpn vpn-instance {name} [{more:rest}]", "evpn vpn-instance {name}", ""),
    ("dhcp server group {name}", "dhcp server group {name}", ""),
    ("ssl policy {name} [{more:rest}]", "ssl policy {name}", ""),
    ("stp region-configuration", "stp region-configuration", "stp region-configuration"),
    ("segment-routing", "segment-routing", ""),
    ("segment-routing ipv6", "segment-routing ipv6", ""),
    ("explicit-path {name}", "explicit-path {name}", ""),
    ("qos-profile {name}", "qos-profile {name}", ""),
    ("service-location {n:int}", "service-location {n}", ""),
    ("service-instance-group {name}", "service-instance-group {name}", ""),
    ("slot {n}", "slot {n}", r"slot \S+"),
    ("netconf", "netconf", ""),
    ("monitor-link group {n:int}", "monitor-link group {n}", ""),
    ("smart-link group {n:int}", "smart-link group {n}", ""),
)
BELOW = (
    Rule("locator {name} [{more:rest}]", "plain", "locator {name}", opens="plain", undo=("locator {name}",)),
    Rule("service-location {n:int}", "plain"),
    *(
        Rule(
            f"{head} {{value}}",
            "plain",
            head,
            undo=(head,),
            missing="ignore",
            source=f"S V200R019, {head}: undo {head}",
        )
        for head in ("region-name", "revision-level")
    ),
    Rule("active region-configuration", "plain", undo=(), source="S V200R019, active region-configuration: no undo"),
)
COMWARE = (
    ("role name {name}", "role name {name}", r"role name level-\d+"),
    ("user-group {name}", "user-group {name}", "user-group system"),
    ("security-policy {family=ip|ipv6}", "security-policy {family}", "security-policy .*"),
    ("object-group {more:rest}", "object-group {more}", ""),
    ("object-policy {more:rest}", "object-policy {more}", ""),
    ("ike {what=proposal|profile|keychain} {name}", "ike {what} {name}", ""),
    ("ipsec {what=transform-set|profile} {name} [{more:rest}]", "ipsec {what} {name}", ""),
    ("ipsec policy {name} {seq:int} {more:rest}", "ipsec policy {name} {seq}", ""),
    ("vsi {name}", "vsi {name}", ""),
    ("tunnel-policy {name}", "tunnel-policy {name}", ""),
    ("monitor-link group {n:int}", "monitor-link group {n}", ""),
)
LISTS = (Rule("time-range {name} {value:rest}", undo=("=", "time-range {name}")),)


def plain(table: tuple[tuple[str, str, str], ...], views: str = TOP) -> tuple[Rule, ...]:
    """Return the rules of a table of sections."""
    return tuple(
        Rule(
            form,
            views,
            key=short,
            opens="plain",
            prompt=short.replace(" ", "-"),
            undo=(_typed(form, short),),
            implicit=implicit,
        )
        for form, short, implicit in table
    )


def _typed(form: str, short: str) -> str:
    """Return the undo form of a section: the words of its short form, with the kinds of values of its form."""
    words = form.split(" ")
    kinds = {word[1:].split("}")[0].split(":")[0].split("=")[0]: word for word in words if word.startswith("{")}
    return " ".join(kinds.get(word[1:-1], word) if word.startswith("{") else word for word in short.split(" "))
